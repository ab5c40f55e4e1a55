//! Path resolution (path_resolution(7)): from a path to the directory and the inode that it names.
//!
//! Entry points: [`Kernel::walk`] for calls that make or remove names, [`Kernel::lookup`] for those that need the
//! inode. Symbolic links are followed without recursion: a link's target is put before what is left of the path.

use super::inode::{Access, Inode, InodeKind};
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, Fd, InodeId, Tid};
use crate::proc::Cred;
use crate::procfs::links::Leads;
use crate::procfs::node::{Node, ProcKind};

/// What happens to a symbolic link at the end of a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Follow {
    /// It is followed.
    Always,
    /// It is followed only if slashes come after it (lstat).
    BeforeSlash,
    /// It is what is meant (unlink, rename).
    Never,
}

/// What kind the last component of a path is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Last {
    /// A name.
    Name,
    /// `.`
    Dot,
    /// `..`
    DotDot,
    /// There is none: the path is all slashes.
    Root,
}

/// Where a path leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Walked {
    /// The directory of the last component.
    pub dir: InodeId,
    /// The last component.
    pub name: Vec<u8>,
    /// What kind it is.
    pub last: Last,
    /// Slashes come after it.
    pub slash: bool,
    /// What it names, if that exists.
    pub inode: Option<InodeId>,
}

impl Kernel {
    /// The inode of a path relative to `dir` (a descriptor or AT_FDCWD).
    pub fn lookup(&self, tid: Tid, dir: Fd, path: &[u8], follow: Follow) -> Result<InodeId, Errno> {
        let walked = self.walk(tid, dir, path, follow)?;
        let id = walked.inode.ok_or(Errno::ENOENT)?;
        if walked.slash && !self.vfs.inode(id)?.is_dir() {
            return Err(Errno::ENOTDIR);
        }
        Ok(id)
    }

    /// Resolves a path up to and including its last component, which need not exist.
    pub fn walk(&self, tid: Tid, dir: Fd, path: &[u8], follow: Follow) -> Result<Walked, Errno> {
        if path.is_empty() {
            return Err(Errno::ENOENT);
        }
        let start = if path[0] == b'/' { self.vfs.root } else { self.start_dir(tid, dir)? };
        self.walk_from(tid, &self.process_of(tid).cred, start, path, follow)
    }

    /// The directory where a relative path starts.
    fn start_dir(&self, tid: Tid, dir: Fd) -> Result<InodeId, Errno> {
        if dir.0 == AT_FDCWD {
            return Ok(self.process_of(tid).cwd);
        }
        let (_, file) = self.file_of_any(tid, dir)?;
        if self.vfs.inode(file.inode)?.is_dir() { Ok(file.inode) } else { Err(Errno::ENOTDIR) }
    }

    fn walk_from(&self, tid: Tid, cred: &Cred, start: InodeId, path: &[u8], follow: Follow) -> Result<Walked, Errno> {
        let mut at = start;
        let mut rest = path.to_vec();
        let mut links = 0;
        loop {
            // One component, and what is left after it.
            let begin = rest.iter().position(|b| *b != b'/').unwrap_or(rest.len());
            let end = rest[begin..].iter().position(|b| *b == b'/').map_or(rest.len(), |n| begin + n);
            let name = rest[begin..end].to_vec();
            if name.is_empty() {
                return Ok(Walked { dir: at, name, last: Last::Root, slash: false, inode: Some(at) });
            }
            let is_last = rest[end..].iter().all(|b| *b == b'/');
            let slash = is_last && end < rest.len();

            let inode = self.vfs.inode(at)?;
            if !inode.is_dir() {
                return Err(Errno::ENOTDIR);
            }
            inode.permits_cred(cred, Access::EXEC)?;
            if name.len() > NAME_MAX {
                return Err(Errno::ENAMETOOLONG);
            }
            let (last, mut found) = match name.as_slice() {
                b"." => (Last::Dot, Some(at)),
                b".." => (Last::DotDot, Some(self.parent_of(at)?)),
                _ => (Last::Name, self.entry(at, &name)?),
            };
            let follow_this = !is_last || follow == Follow::Always || (slash && follow == Follow::BeforeSlash);
            let target = match found.filter(|_| follow_this).map(|id| (id, self.vfs.inode(id))) {
                Some((_, Ok(Inode { kind: InodeKind::Symlink(target), .. }))) => Some(target.clone()),
                Some((id, Ok(Inode { kind: InodeKind::Proc(ProcKind::Link), .. }))) => {
                    match self.proc_follow(tid, id)? {
                        Leads::Along(target) => Some(target),
                        // It leads to what is open, whatever name that has.
                        Leads::To(inode) => {
                            found = Some(inode);
                            None
                        }
                    }
                }
                _ => None,
            };
            if let Some(target) = target {
                links += 1;
                if links > SYMLINK_MAX_FOLLOWED {
                    return Err(Errno::ELOOP);
                }
                if target.first() == Some(&b'/') {
                    at = self.vfs.root;
                }
                let mut next = target;
                next.extend_from_slice(&rest[end..]);
                rest = next;
                continue;
            }
            if is_last {
                return Ok(Walked { dir: at, name, last, slash, inode: found });
            }
            at = found.ok_or(Errno::ENOENT)?;
            rest.drain(..end);
        }
    }

    /// What a name in a directory means.
    fn entry(&self, dir: InodeId, name: &[u8]) -> Result<Option<InodeId>, Errno> {
        match &self.vfs.inode(dir)?.kind {
            InodeKind::Directory(dir) => Ok(dir.get(name)),
            InodeKind::Proc(_) => Ok(self.proc_lookup(dir, name)),
            _ => Err(Errno::ENOTDIR),
        }
    }

    /// What `..` means in a directory.
    fn parent_of(&self, dir: InodeId) -> Result<InodeId, Errno> {
        match &self.vfs.inode(dir)?.kind {
            InodeKind::Directory(dir) => Ok(dir.parent),
            _ => Ok(Node::decode(dir).and_then(Node::parent).and_then(Node::encode).unwrap_or(self.vfs.root)),
        }
    }

    /// Is `above` the directory `below` or one that it lies in?
    pub(crate) fn is_within(&self, below: InodeId, above: InodeId) -> bool {
        let mut at = below;
        loop {
            if at == above {
                return true;
            }
            match self.parent_of(at) {
                Ok(parent) if parent != at => at = parent,
                _ => return false,
            }
        }
    }

    /// The file that execve(2) of this path runs: regular, with execute permission (else EACCES).
    pub fn vfs_lookup_exec(&self, tid: Tid, path: &[u8]) -> Result<InodeId, Errno> {
        let id = self.lookup(tid, Fd(AT_FDCWD), path, Follow::Always)?;
        let inode = self.vfs.inode(id)?;
        if !matches!(inode.kind, InodeKind::Regular { .. }) {
            return Err(Errno::EACCES);
        }
        inode.permits_cred(&self.process_of(tid).cred, Access::EXEC)?;
        Ok(id)
    }
}
