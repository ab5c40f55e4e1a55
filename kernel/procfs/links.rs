//! The links of /proc: /proc/self, /proc/PID/{cwd,exe,root} and /proc/PID/fd/N. They lead to an inode directly, whatever its
//! name is by now; readlink(2) tells a path, or what else is there (`pipe:[12]`).

use super::node::{self, Node};
use crate::Kernel;
use crate::abi::{Errno, FileId, InodeId, Tid};
use crate::vfs::file::FileKind;
use crate::vfs::inode::InodeKind;

/// Where a link leads.
pub(crate) enum Leads {
    /// To this inode.
    To(InodeId),
    /// On along this path.
    Along(Vec<u8>),
}

impl Kernel {
    /// Where a link of /proc leads; ENOENT for what is gone.
    pub(crate) fn proc_follow(&self, tid: Tid, id: InodeId) -> Result<Leads, Errno> {
        let node = Node::decode(id).ok_or(Errno::ENOENT)?;
        self.proc_permit(tid, node)?;
        match node {
            Node::System(_) => Ok(Leads::Along(self.proc_link_text(tid, id)?)),
            Node::Fd(pid, fd) => {
                let file = self.proc_file(pid, fd).ok_or(Errno::ENOENT)?;
                Ok(Leads::To(self.vfs.file(file)?.inode))
            }
            Node::Entry(pid, entry) | Node::TaskEntry(pid, entry) => match node::ENTRIES[entry as usize].0 {
                "cwd" => Ok(Leads::To(self.proc_process(pid).filter(|p| !p.is_zombie()).ok_or(Errno::ENOENT)?.cwd)),
                "root" if self.proc_process(pid).is_none_or(|p| p.is_zombie()) => Err(Errno::ENOENT),
                "root" => Ok(Leads::To(self.vfs.root)),
                _ => Ok(Leads::Along(self.proc_link_text(tid, id)?)),
            },
            _ => Err(Errno::EINVAL),
        }
    }

    /// What readlink(2) says of a link of /proc.
    pub(crate) fn proc_link_text(&self, tid: Tid, id: InodeId) -> Result<Vec<u8>, Errno> {
        let node = Node::decode(id).ok_or(Errno::ENOENT)?;
        self.proc_permit(tid, node)?;
        let own = self.procs.task(tid).pid;
        match node {
            Node::System(n) if node::SYSTEM[n as usize].1 == "self" => Ok(own.0.to_string().into_bytes()),
            Node::System(_) => Ok(format!("{}/task/{}", own.0, tid.0).into_bytes()),
            Node::Fd(pid, fd) => self.description_name(self.proc_file(pid, fd).ok_or(Errno::ENOENT)?),
            Node::Entry(pid, entry) | Node::TaskEntry(pid, entry) => {
                let process = self.proc_process(pid).filter(|p| !p.is_zombie()).ok_or(Errno::ENOENT)?;
                match node::ENTRIES[entry as usize].0 {
                    "cwd" => self.inode_path(process.cwd),
                    "root" => Ok(b"/".to_vec()),
                    // Relative to the working directory, as far as that has not changed since.
                    _ if process.image.path.is_empty() => Err(Errno::ENOENT),
                    _ if process.image.path.starts_with(b"/") => Ok(process.image.path.clone()),
                    _ => {
                        let mut path = self.path_of(process.cwd)?;
                        path.push(b'/');
                        path.extend(process.image.path.strip_prefix(b"./").unwrap_or(&process.image.path));
                        Ok(path)
                    }
                }
            }
            _ => Err(Errno::EINVAL),
        }
    }

    /// What a description is called: a path, or its type and number in brackets.
    pub fn description_name(&self, id: FileId) -> Result<Vec<u8>, Errno> {
        let file = self.vfs.file(id)?;
        if let Some(name) = file.kind.anonymous() {
            return Ok(name.into());
        }
        let inode = self.vfs.inode(file.inode)?;
        if let Some(path) = self.proc_path(file.inode) {
            return Ok(path.into_bytes());
        }
        if matches!(file.kind, FileKind::Tty(_)) && matches!(inode.kind, InodeKind::Device { .. }) && inode.nlink == 0 {
            return Ok(b"/dev/pts/ (deleted)".to_vec());
        }
        let name = match inode.kind {
            // A pipe; a FIFO whose name has been removed is still called by it.
            InodeKind::Fifo(_) if inode.nlink == 0 && inode.former.is_none() => format!("pipe:[{}]", inode.ino),
            InodeKind::Device { .. } if inode.nlink == 0 => format!("pipe:[{}]", inode.ino),
            InodeKind::Socket if inode.nlink == 0 => format!("socket:[{}]", inode.ino),
            _ => return self.inode_path(file.inode),
        };
        Ok(name.into_bytes())
    }

    /// A path of an inode: found by looking through the directories.
    pub(super) fn inode_path(&self, id: InodeId) -> Result<Vec<u8>, Errno> {
        let inode = self.vfs.inode(id)?;
        if inode.is_dir() && inode.nlink > 0 {
            return self.path_of(id);
        }
        for (key, other) in self.vfs.inodes.iter().filter(|_| inode.nlink > 0) {
            if let InodeKind::Directory(dir) = &other.kind
                && let Some(name) = dir.name_of(id)
            {
                return self.path_in(InodeId(key), name);
            }
        }
        // Its name has been removed since it was opened, or it never had one.
        let mut name = inode.former.as_deref().unwrap_or(b"/").to_vec();
        name.extend_from_slice(b" (deleted)");
        Ok(name)
    }
}
