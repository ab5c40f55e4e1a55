//! Directories: names to inodes, listed in the order in which they were made. Calls: getdents64(2), getcwd(2),
//! chdir(2), fchdir(2).
//!
//! Every entry has a cookie that never changes, so that a listing goes on correctly while names come and go.

use super::file::FileKind;
use super::inode::{Access, InodeKind};
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::layout::{dirent64_size, push_dirent64};
use crate::abi::{Errno, Fd, InodeId, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::procfs::node::Node;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Cookies 0 and 1 are `.` and `..`.
const FIRST_COOKIE: u64 = 2;

/// The contents of a directory.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Directory {
    /// What `..` is; the directory holds one use of it. The root's parent is itself, without a use.
    pub parent: InodeId,
    names: BTreeMap<Vec<u8>, (u64, InodeId)>,
    order: BTreeMap<u64, Vec<u8>>,
    next_cookie: u64,
}

impl Directory {
    /// An empty directory.
    pub fn new(parent: InodeId) -> Self {
        Directory { parent, names: BTreeMap::new(), order: BTreeMap::new(), next_cookie: FIRST_COOKIE }
    }

    /// The inode of a name other than `.` and `..`.
    pub fn get(&self, name: &[u8]) -> Option<InodeId> {
        self.names.get(name).map(|(_, inode)| *inode)
    }

    /// Adds a name, or makes an existing one mean another inode; gives back what it meant.
    pub fn insert(&mut self, name: &[u8], inode: InodeId) -> Option<InodeId> {
        if let Some((_, old)) = self.names.get_mut(name) {
            return Some(std::mem::replace(old, inode));
        }
        self.names.insert(name.to_vec(), (self.next_cookie, inode));
        self.order.insert(self.next_cookie, name.to_vec());
        self.next_cookie += 1;
        None
    }

    /// Removes a name and gives back what it meant.
    pub fn remove(&mut self, name: &[u8]) -> Option<InodeId> {
        let (cookie, inode) = self.names.remove(name)?;
        self.order.remove(&cookie);
        Some(inode)
    }

    /// Is there nothing but `.` and `..`?
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The entries from this cookie on, in the order of their making.
    pub fn entries_from(&self, cookie: u64) -> impl Iterator<Item = (u64, &[u8], InodeId)> + '_ {
        self.order.range(cookie..).filter_map(|(cookie, name)| Some((*cookie, name.as_slice(), self.get(name)?)))
    }

    /// The name of an entry that means this inode.
    pub fn name_of(&self, inode: InodeId) -> Option<&[u8]> {
        self.entries_from(0).find(|(_, _, id)| *id == inode).map(|(_, name, _)| name)
    }
}

/// `d_type` of a file with these mode bits.
fn entry_type(mode: u32) -> u8 {
    ((mode & S_IFMT) >> 12) as u8
}

impl Kernel {
    /// getdents64(2): fills the buffer with whole entries; 0 at the end.
    pub fn sys_getdents64(&mut self, ctx: &mut Ctx, fd: Fd, buf: UserAddr, size: u64) -> SysResult {
        let (id, file) = self.file_of(ctx.tid, fd)?;
        if file.kind != FileKind::Directory {
            return Err(Errno::ENOTDIR.into());
        }
        let (inode_id, start) = (file.inode, file.offset);
        // No entry is shorter than 24 bytes.
        let most = usize::try_from(size / 24).unwrap_or(usize::MAX).saturating_add(1);
        let entries = self.list(ctx.tid, inode_id, start, most)?;
        let (mut out, mut next) = (Vec::new(), start);
        for (cookie, name, inode) in entries {
            let mode = self.vfs.inode(inode)?.mode();
            let ino = self.inode_number(inode)?;
            if (out.len() + dirent64_size(&name)) as u64 > size {
                break;
            }
            next = cookie + 1;
            push_dirent64(&mut out, ino, next as i64, entry_type(mode), &name);
        }
        if out.is_empty() && next == start && self.list(ctx.tid, inode_id, start, 1)?.next().is_some() {
            return Err(Errno::EINVAL.into());
        }
        self.copy_out(ctx.tid, buf, &out)?;
        let now = self.file_time();
        self.vfs.file_mut(id)?.offset = next;
        if let Ok(inode) = self.vfs.inode_mut(inode_id) {
            inode.atime = now;
        }
        Ok(out.len() as u64)
    }

    /// At most `most` entries of a directory (and two more) from a cookie on, `.` and `..` first.
    fn list(
        &self,
        tid: Tid,
        id: InodeId,
        from: u64,
        most: usize,
    ) -> Result<std::vec::IntoIter<(u64, Vec<u8>, InodeId)>, Errno> {
        let inode = self.vfs.inode(id)?;
        let mut entries = Vec::new();
        let parent = match &inode.kind {
            InodeKind::Directory(dir) => {
                // A removed directory can still be open, but lists nothing.
                if inode.nlink == 0 {
                    return Err(Errno::ENOENT);
                }
                entries.extend(
                    dir.entries_from(from).take(most).map(|(cookie, name, inode)| (cookie, name.to_vec(), inode)),
                );
                dir.parent
            }
            InodeKind::Proc(_) => {
                entries = self.proc_list(tid, id, from)?;
                entries.truncate(most);
                Node::decode(id).and_then(Node::parent).and_then(Node::encode).unwrap_or(self.vfs.root)
            }
            _ => return Err(Errno::ENOTDIR),
        };
        let dots = [(0, b".".to_vec(), id), (1, b"..".to_vec(), parent)];
        entries.splice(0..0, dots.into_iter().filter(|(cookie, ..)| *cookie >= from));
        Ok(entries.into_iter())
    }

    /// getcwd(2): the path of the working directory, with its final zero byte; returns its length.
    pub fn sys_getcwd(&mut self, ctx: &mut Ctx, buf: UserAddr, size: u64) -> SysResult {
        let cwd = self.process_of(ctx.tid).cwd;
        let mut path = self.path_of(cwd)?;
        path.push(0);
        if path.len() > PATH_MAX {
            return Err(Errno::ENAMETOOLONG.into());
        }
        if path.len() as u64 > size {
            return Err(Errno::ERANGE.into());
        }
        self.copy_out(ctx.tid, buf, &path)?;
        Ok(path.len() as u64)
    }

    /// The path of a directory from the root; ENOENT if it, or one above it, has been removed.
    pub fn path_of(&self, id: InodeId) -> Result<Vec<u8>, Errno> {
        if let Some(path) = self.proc_path(id) {
            return Ok(path.into_bytes());
        }
        let (mut at, mut names) = (id, Vec::new());
        while at != self.vfs.root {
            let InodeKind::Directory(dir) = &self.vfs.inode(at)?.kind else { return Err(Errno::ENOENT) };
            let InodeKind::Directory(parent) = &self.vfs.inode(dir.parent)?.kind else { return Err(Errno::ENOENT) };
            names.push(parent.name_of(at).ok_or(Errno::ENOENT)?);
            at = dir.parent;
        }
        let mut path = Vec::new();
        for name in names.iter().rev() {
            path.push(b'/');
            path.extend_from_slice(name);
        }
        if path.is_empty() {
            path.push(b'/');
        }
        Ok(path)
    }

    /// The path of a name in a directory.
    pub fn path_in(&self, dir: InodeId, name: &[u8]) -> Result<Vec<u8>, Errno> {
        let mut path = self.path_of(dir)?;
        if path != b"/" {
            path.push(b'/');
        }
        path.extend_from_slice(name);
        Ok(path)
    }

    /// chdir(2).
    pub fn sys_chdir(&mut self, ctx: &mut Ctx, path: UserAddr) -> SysResult {
        let path = self.copy_in_path(ctx.tid, path)?;
        let inode = self.lookup(ctx.tid, Fd(AT_FDCWD), &path, super::namei::Follow::Always)?;
        self.change_dir(ctx.tid, inode)
    }

    /// fchdir(2).
    pub fn sys_fchdir(&mut self, ctx: &mut Ctx, fd: Fd) -> SysResult {
        let inode = self.file_of_any(ctx.tid, fd)?.1.inode;
        self.change_dir(ctx.tid, inode)
    }

    fn change_dir(&mut self, tid: Tid, id: InodeId) -> SysResult {
        let inode = self.vfs.inode(id)?;
        if !inode.is_dir() {
            return Err(Errno::ENOTDIR.into());
        }
        inode.permits_cred(&self.process_of(tid).cred, Access::EXEC)?;
        let process = self.process_of(tid);
        let mut movers = vec![process.pid];
        if process.fs_group != 0 {
            movers.extend(self.procs.sharing(process.pid, process.fs_group, 0));
        }
        for pid in movers {
            let Some(process) = self.procs.process_mut(pid) else { continue };
            let old = std::mem::replace(&mut process.cwd, id);
            self.vfs.inode_get(id);
            self.inode_put(old);
        }
        Ok(0)
    }
}
