//! Making and removing names: mkdir(2), rmdir(2), link(2), symlink(2), readlink(2), unlink(2), rename(2), mknod(2), and
//! their `at` forms. Checks stand in the order in which Linux makes them.

use super::dir::Directory;
use super::inode::{Access, Charged, INODES_MAX, Inode, InodeKind};
use super::inotify::{IN_ATTRIB, IN_CREATE, IN_DELETE, IN_MOVE_SELF, IN_MOVED_FROM, IN_MOVED_TO};
use super::namei::{Follow, Last, Walked};
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, Fd, Gid, InodeId, Tid, Uid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::procfs::node::ProcKind;

/// What a removal expects to find.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Victim {
    Directory,
    Other,
}

const CWD: Fd = Fd(AT_FDCWD);

impl Kernel {
    /// mkdir(2).
    pub fn sys_mkdir(&mut self, ctx: &mut Ctx, path: UserAddr, mode: u32) -> SysResult {
        self.sys_mkdirat(ctx, CWD, path, mode)
    }

    /// mkdirat(2).
    pub fn sys_mkdirat(&mut self, ctx: &mut Ctx, dir: Fd, path: UserAddr, mode: u32) -> SysResult {
        let path = self.copy_in_path(ctx.tid, path)?;
        let walked = self.walk_new(ctx.tid, dir, &path, Victim::Directory)?;
        self.may_create(ctx.tid, walked.dir)?;
        self.make_node(ctx.tid, &walked, InodeKind::Directory(Directory::new(walked.dir)), mode & 0o1777)?;
        Ok(0)
    }

    /// The inode that binding a socket to a pathname makes; the caller gets one use of it. EADDRINUSE when the name is
    /// there; EINVAL for a socket that is bound already, which is looked at last.
    pub(crate) fn make_socket_node(&mut self, tid: Tid, path: &[u8], bound: bool) -> Result<InodeId, Errno> {
        let walked = self.walk_new(tid, CWD, path, Victim::Other).map_err(|errno| match errno {
            Errno::EEXIST => Errno::EADDRINUSE,
            other => other,
        })?;
        self.may_create(tid, walked.dir)?;
        if bound {
            return Err(Errno::EINVAL);
        }
        let id = self.make_node(tid, &walked, InodeKind::Socket, 0o777)?;
        self.vfs.inode_get(id);
        Ok(id)
    }

    /// mknod(2).
    pub fn sys_mknod(&mut self, ctx: &mut Ctx, path: UserAddr, mode: u32, dev: u64) -> SysResult {
        self.sys_mknodat(ctx, CWD, path, mode, dev)
    }

    /// mknodat(2): FIFOs and regular files. Not supported: device nodes (EPERM, as for an ordinary user on Linux).
    pub fn sys_mknodat(&mut self, ctx: &mut Ctx, dir: Fd, path: UserAddr, mode: u32, _dev: u64) -> SysResult {
        match mode & S_IFMT {
            0 | S_IFREG | S_IFIFO | S_IFSOCK => {}
            S_IFDIR | S_IFCHR | S_IFBLK => return Err(Errno::EPERM.into()),
            _ => return Err(Errno::EINVAL.into()),
        }
        let path = self.copy_in_path(ctx.tid, path)?;
        let walked = self.walk_new(ctx.tid, dir, &path, Victim::Other)?;
        self.may_create(ctx.tid, walked.dir)?;
        let kind = match mode & S_IFMT {
            S_IFIFO => InodeKind::Fifo(None),
            S_IFSOCK => InodeKind::Socket,
            _ => {
                let object = self.mm.object_create(0).map_err(|_| Errno::ENOSPC)?;
                InodeKind::Regular { object, charged: Charged::default() }
            }
        };
        self.make_node(ctx.tid, &walked, kind, mode & 0o7777)?;
        Ok(0)
    }

    /// symlink(2).
    pub fn sys_symlink(&mut self, ctx: &mut Ctx, target: UserAddr, path: UserAddr) -> SysResult {
        self.sys_symlinkat(ctx, target, CWD, path)
    }

    /// symlinkat(2).
    pub fn sys_symlinkat(&mut self, ctx: &mut Ctx, target: UserAddr, dir: Fd, path: UserAddr) -> SysResult {
        let target = self.copy_in_path(ctx.tid, target)?;
        let path = self.copy_in_path(ctx.tid, path)?;
        if target.is_empty() {
            return Err(Errno::ENOENT.into());
        }
        let walked = self.walk_new(ctx.tid, dir, &path, Victim::Other)?;
        self.may_create(ctx.tid, walked.dir)?;
        let id = self.make_node(ctx.tid, &walked, InodeKind::Symlink(target), 0o777)?;
        // The umask does not apply to links.
        self.vfs.inode_mut(id)?.perm = 0o777;
        Ok(0)
    }

    /// readlink(2).
    pub fn sys_readlink(&mut self, ctx: &mut Ctx, path: UserAddr, buf: UserAddr, size: u64) -> SysResult {
        self.sys_readlinkat(ctx, CWD, path, buf, size)
    }

    /// readlinkat(2): the target without a zero byte, cut to the buffer. EINVAL for what is not a link.
    pub fn sys_readlinkat(&mut self, ctx: &mut Ctx, dir: Fd, path: UserAddr, buf: UserAddr, size: u64) -> SysResult {
        if size as i32 <= 0 {
            return Err(Errno::EINVAL.into());
        }
        let path = self.copy_in_path(ctx.tid, path)?;
        let id = self.lookup(ctx.tid, dir, &path, Follow::BeforeSlash)?;
        let target = match &self.vfs.inode(id)?.kind {
            InodeKind::Symlink(target) => target.clone(),
            InodeKind::Proc(ProcKind::Link) => self.proc_link_text(ctx.tid, id)?,
            _ => return Err(Errno::EINVAL.into()),
        };
        let cut = target[..target.len().min(size as usize)].to_vec();
        self.copy_out(ctx.tid, buf, &cut)?;
        Ok(cut.len() as u64)
    }

    /// link(2): does not follow a symbolic link at the end (Linux).
    pub fn sys_link(&mut self, ctx: &mut Ctx, old: UserAddr, new: UserAddr) -> SysResult {
        self.sys_linkat(ctx, CWD, old, CWD, new, 0)
    }

    /// linkat(2).
    pub fn sys_linkat(
        &mut self,
        ctx: &mut Ctx,
        old_dir: Fd,
        old: UserAddr,
        new_dir: Fd,
        new: UserAddr,
        flags: i32,
    ) -> SysResult {
        if flags & !(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH) != 0 {
            return Err(Errno::EINVAL.into());
        }
        let old = self.copy_in_path(ctx.tid, old)?;
        let new = self.copy_in_path(ctx.tid, new)?;
        let id = if old.is_empty() && flags & AT_EMPTY_PATH != 0 {
            self.file_of_any(ctx.tid, old_dir)?.1.inode
        } else {
            let follow = if flags & AT_SYMLINK_FOLLOW != 0 { Follow::Always } else { Follow::BeforeSlash };
            self.lookup(ctx.tid, old_dir, &old, follow)?
        };
        let walked = self.walk_new(ctx.tid, new_dir, &new, Victim::Other)?;
        let (inode, cred) = (self.vfs.inode(id)?, &self.process_of(ctx.tid).cred);
        // fs.protected_hardlinks: who does not own a file links to it only if he may read and write it.
        let own = cred.euid.0 == 0 || cred.euid == inode.uid;
        let plain = matches!(inode.kind, InodeKind::Regular { .. }) && inode.perm & S_ISUID == 0;
        let usable = plain && inode.permits_cred(cred, Access(6)).is_ok();
        if !(own || usable) {
            return Err(Errno::EPERM.into());
        }
        self.may_create(ctx.tid, walked.dir)?;
        if inode.is_dir() {
            return Err(Errno::EPERM.into());
        }
        if inode.nlink == 0 {
            return Err(Errno::ENOENT.into());
        }
        if inode.nlink as usize >= LINK_MAX {
            return Err(Errno::EMLINK.into());
        }
        let now = self.file_time();
        let inode = self.vfs.inode_mut(id)?;
        inode.nlink += 1;
        inode.ctime = now;
        self.dir_insert(walked.dir, &walked.name, id)?;
        self.notify_inode(id, IN_ATTRIB);
        self.notify_name(walked.dir, &walked.name, IN_CREATE, false, 0);
        Ok(0)
    }

    /// unlink(2).
    pub fn sys_unlink(&mut self, ctx: &mut Ctx, path: UserAddr) -> SysResult {
        self.sys_unlinkat(ctx, CWD, path, 0)
    }

    /// rmdir(2).
    pub fn sys_rmdir(&mut self, ctx: &mut Ctx, path: UserAddr) -> SysResult {
        self.sys_unlinkat(ctx, CWD, path, AT_REMOVEDIR)
    }

    /// unlinkat(2).
    pub fn sys_unlinkat(&mut self, ctx: &mut Ctx, dir: Fd, path: UserAddr, flags: i32) -> SysResult {
        if flags & !AT_REMOVEDIR != 0 {
            return Err(Errno::EINVAL.into());
        }
        let path = self.copy_in_path(ctx.tid, path)?;
        let walked = self.walk(ctx.tid, dir, &path, Follow::Never)?;
        if flags & AT_REMOVEDIR != 0 {
            self.remove_dir(ctx.tid, &walked)?
        } else {
            self.remove_name(ctx.tid, &walked)?
        }
        Ok(0)
    }

    pub(crate) fn remove_name(&mut self, tid: Tid, walked: &Walked) -> Result<(), Errno> {
        if walked.last != Last::Name {
            return Err(Errno::EISDIR);
        }
        let id = walked.inode.ok_or(Errno::ENOENT)?;
        if walked.slash {
            return Err(if self.vfs.inode(id)?.is_dir() { Errno::EISDIR } else { Errno::ENOTDIR });
        }
        self.may_delete(tid, walked.dir, id, Victim::Other)?;
        let now = self.file_time();
        let inode = self.vfs.inode(id)?;
        if inode.nlink == 1 && inode.uses > 0 {
            self.keep_name(id, walked)?;
        }
        self.dir_remove(walked.dir, &walked.name)?;
        self.notify_inode(id, IN_ATTRIB);
        self.notify_name(walked.dir, &walked.name, IN_DELETE, false, 0);
        self.inode_unlinked(id, 1, now);
        Ok(())
    }

    /// What is open outlives its name, and is still called by it.
    fn keep_name(&mut self, id: InodeId, walked: &Walked) -> Result<(), Errno> {
        let path = self.path_in(walked.dir, &walked.name)?;
        self.vfs.inode_mut(id)?.former = Some(path.into());
        Ok(())
    }

    fn remove_dir(&mut self, tid: Tid, walked: &Walked) -> Result<(), Errno> {
        match walked.last {
            Last::Name => {}
            Last::Dot => return Err(Errno::EINVAL),
            Last::DotDot => return Err(Errno::ENOTEMPTY),
            Last::Root => return Err(Errno::EBUSY),
        }
        let id = walked.inode.ok_or(Errno::ENOENT)?;
        self.may_delete(tid, walked.dir, id, Victim::Directory)?;
        self.check_empty(id)?;
        let now = self.file_time();
        if self.vfs.inode(id)?.uses > 0 {
            self.keep_name(id, walked)?;
        }
        self.dir_remove(walked.dir, &walked.name)?;
        if let Ok(parent) = self.vfs.inode_mut(walked.dir) {
            parent.nlink = parent.nlink.saturating_sub(1);
        }
        self.notify_name(walked.dir, &walked.name, IN_DELETE, true, 0);
        self.inode_unlinked(id, 2, now);
        Ok(())
    }

    /// ENOTEMPTY for a directory with names in it; what has no names on disk is busy.
    fn check_empty(&self, id: InodeId) -> Result<(), Errno> {
        match &self.vfs.inode(id)?.kind {
            InodeKind::Directory(dir) if dir.is_empty() => Ok(()),
            InodeKind::Directory(_) => Err(Errno::ENOTEMPTY),
            _ => Err(Errno::EBUSY),
        }
    }

    /// rename(2).
    pub fn sys_rename(&mut self, ctx: &mut Ctx, old: UserAddr, new: UserAddr) -> SysResult {
        self.sys_renameat2(ctx, CWD, old, CWD, new, 0)
    }

    /// renameat(2).
    pub fn sys_renameat(&mut self, ctx: &mut Ctx, old_dir: Fd, old: UserAddr, new_dir: Fd, new: UserAddr) -> SysResult {
        self.sys_renameat2(ctx, old_dir, old, new_dir, new, 0)
    }

    /// renameat2(2). Not supported: RENAME_WHITEOUT (EINVAL).
    pub fn sys_renameat2(
        &mut self,
        ctx: &mut Ctx,
        old_dir: Fd,
        old: UserAddr,
        new_dir: Fd,
        new: UserAddr,
        flags: u32,
    ) -> SysResult {
        let both = RENAME_NOREPLACE | RENAME_EXCHANGE;
        if flags & !both != 0 || flags & both == both {
            return Err(Errno::EINVAL.into());
        }
        let old = self.copy_in_path(ctx.tid, old)?;
        let new = self.copy_in_path(ctx.tid, new)?;
        let from = self.walk(ctx.tid, old_dir, &old, Follow::Never)?;
        let to = self.walk(ctx.tid, new_dir, &new, Follow::Never)?;
        if from.last != Last::Name {
            return Err(Errno::EBUSY.into());
        }
        if to.last != Last::Name {
            return Err(if flags & RENAME_NOREPLACE != 0 { Errno::EEXIST } else { Errno::EBUSY }.into());
        }
        let id = from.inode.ok_or(Errno::ENOENT)?;
        match to.inode {
            Some(_) if flags & RENAME_NOREPLACE != 0 => return Err(Errno::EEXIST.into()),
            None if flags & RENAME_EXCHANGE != 0 => return Err(Errno::ENOENT.into()),
            _ => {}
        }
        let is_dir = self.vfs.inode(id)?.is_dir();
        if !is_dir && (from.slash || (to.slash && flags & RENAME_EXCHANGE == 0)) {
            return Err(Errno::ENOTDIR.into());
        }
        // A directory cannot become its own descendant, nor replace what it lies in.
        if is_dir && self.is_within(to.dir, id) {
            return Err(Errno::EINVAL.into());
        }
        if let Some(target) = to.inode
            && target != id
            && self.is_within(from.dir, target)
        {
            return Err(if flags & RENAME_EXCHANGE != 0 { Errno::EINVAL } else { Errno::ENOTEMPTY }.into());
        }
        if to.inode == Some(id) {
            return Ok(0);
        }
        self.may_rename(ctx.tid, &from, &to, id, flags)?;
        if flags & RENAME_EXCHANGE != 0 {
            self.exchange(&from, &to, id)?
        } else {
            self.move_name(&from, &to, id)?
        }
        Ok(0)
    }

    fn may_rename(&self, tid: Tid, from: &Walked, to: &Walked, id: InodeId, flags: u32) -> Result<(), Errno> {
        let victim = |inode: &Inode| if inode.is_dir() { Victim::Directory } else { Victim::Other };
        let source = self.vfs.inode(id)?;
        self.may_delete(tid, from.dir, id, victim(source))?;
        match to.inode {
            None => self.may_create(tid, to.dir)?,
            Some(target) if flags & RENAME_EXCHANGE != 0 => {
                let inode = self.vfs.inode(target)?;
                self.may_delete(tid, to.dir, target, victim(inode))?;
            }
            Some(target) => self.may_delete(tid, to.dir, target, victim(source))?,
        }
        if source.is_dir() {
            // Its `..` changes: that is a write to it.
            if from.dir != to.dir {
                source.permits_cred(&self.process_of(tid).cred, Access::WRITE)?;
            }
            if let Some(target) = to.inode.filter(|_| flags & RENAME_EXCHANGE == 0) {
                self.check_empty(target)?;
            }
        }
        Ok(())
    }

    fn move_name(&mut self, from: &Walked, to: &Walked, id: InodeId) -> Result<(), Errno> {
        let now = self.file_time();
        let is_dir = self.vfs.inode(id)?.is_dir();
        self.dir_remove(from.dir, &from.name)?;
        let replaced = self.dir_insert(to.dir, &to.name, id)?;
        if is_dir {
            self.reparent(id, from.dir, to.dir)?;
        }
        let cookie = self.next_rename_cookie();
        self.notify_name(from.dir, &from.name, IN_MOVED_FROM, is_dir, cookie);
        self.notify_name(to.dir, &to.name, IN_MOVED_TO, is_dir, cookie);
        if let Some(replaced) = replaced {
            self.notify_inode(replaced, IN_ATTRIB);
            if is_dir {
                // The replaced directory's `..` no longer counts.
                self.vfs.inode_mut(to.dir)?.nlink -= 1;
            }
            self.inode_unlinked(replaced, if is_dir { 2 } else { 1 }, now);
        }
        self.notify_inode(id, IN_MOVE_SELF);
        self.vfs.inode_mut(id)?.ctime = now;
        Ok(())
    }

    fn exchange(&mut self, from: &Walked, to: &Walked, id: InodeId) -> Result<(), Errno> {
        let other = to.inode.ok_or(Errno::ENOENT)?;
        self.dir_insert(from.dir, &from.name, other)?;
        self.dir_insert(to.dir, &to.name, id)?;
        if self.vfs.inode(id)?.is_dir() {
            self.reparent(id, from.dir, to.dir)?;
        }
        if self.vfs.inode(other)?.is_dir() {
            self.reparent(other, to.dir, from.dir)?;
        }
        Ok(())
    }

    /// A directory's `..` becomes another one.
    fn reparent(&mut self, id: InodeId, old: InodeId, new: InodeId) -> Result<(), Errno> {
        if old == new {
            return Ok(());
        }
        if let InodeKind::Directory(dir) = &mut self.vfs.inode_mut(id)?.kind {
            dir.parent = new;
        }
        self.vfs.inode_get(new);
        self.vfs.inode_mut(new)?.nlink += 1;
        self.vfs.inode_mut(old)?.nlink -= 1;
        self.inode_put(old);
        Ok(())
    }

    /// Where a name is to be made, which must not exist yet.
    fn walk_new(&self, tid: Tid, dir: Fd, path: &[u8], what: Victim) -> Result<Walked, Errno> {
        let walked = self.walk(tid, dir, path, Follow::Never)?;
        if walked.last != Last::Name || walked.inode.is_some() {
            return Err(Errno::EEXIST);
        }
        // Only a directory's name may end in a slash.
        if walked.slash && what != Victim::Directory {
            return Err(Errno::ENOENT);
        }
        Ok(walked)
    }

    /// May a name be made in this directory? EACCES; ENOENT in a removed one; ENOSPC when there are no more inodes.
    pub(crate) fn may_create(&self, tid: Tid, dir: InodeId) -> Result<(), Errno> {
        let inode = self.vfs.inode(dir)?;
        if inode.nlink == 0 {
            return Err(Errno::ENOENT);
        }
        if !matches!(inode.kind, InodeKind::Directory(_)) {
            return Err(Errno::EACCES);
        }
        inode.permits_cred(&self.process_of(tid).cred, Access(3))?;
        if self.vfs.inodes.len() >= INODES_MAX { Err(Errno::ENOSPC) } else { Ok(()) }
    }

    /// May this name be removed? EACCES without write permission on the directory, EPERM for another user's file in a
    /// sticky one, ENOTDIR or EISDIR for the wrong type.
    fn may_delete(&self, tid: Tid, dir: InodeId, id: InodeId, victim: Victim) -> Result<(), Errno> {
        let (parent, inode, cred) = (self.vfs.inode(dir)?, self.vfs.inode(id)?, &self.process_of(tid).cred);
        // What /proc is mounted on is busy.
        if matches!(inode.kind, InodeKind::Proc(_)) && matches!(parent.kind, InodeKind::Directory(_)) {
            return Err(Errno::EBUSY);
        }
        if !matches!(parent.kind, InodeKind::Directory(_)) {
            return Err(Errno::EPERM);
        }
        parent.permits_cred(cred, Access(3))?;
        if parent.perm & S_ISVTX != 0 && cred.euid.0 != 0 && cred.euid != inode.uid && cred.euid != parent.uid {
            return Err(Errno::EPERM);
        }
        match (victim, inode.is_dir()) {
            (Victim::Directory, false) => Err(Errno::ENOTDIR),
            (Victim::Other, true) => Err(Errno::EISDIR),
            _ => Ok(()),
        }
    }

    /// Makes an inode and its name; the umask applies to `mode`. The inode has its name's link and no use.
    pub(crate) fn make_node(
        &mut self,
        tid: Tid,
        walked: &Walked,
        kind: InodeKind,
        mode: u32,
    ) -> Result<InodeId, Errno> {
        let process = self.process_of(tid);
        let perm = mode & !process.umask;
        let owner = (process.cred.euid, process.cred.egid);
        self.make_node_owned(walked.dir, &walked.name, kind, perm, owner)
    }

    /// The same with everything given.
    pub(crate) fn make_node_owned(
        &mut self,
        dir: InodeId,
        name: &[u8],
        kind: InodeKind,
        perm: u32,
        (uid, gid): (Uid, Gid),
    ) -> Result<InodeId, Errno> {
        let now = self.file_time();
        let parent = self.vfs.inode(dir)?;
        let is_dir = matches!(kind, InodeKind::Directory(_));
        // A set-group-id directory hands on its group, and a directory in it the bit as well.
        let (gid, perm) = match parent.perm & S_ISGID != 0 {
            true => (parent.gid, if is_dir { perm | S_ISGID } else { perm }),
            false => (gid, perm),
        };
        let id = self.vfs.inode_new(kind, perm, (uid, gid), now);
        let inode = self.vfs.inode_mut(id)?;
        (inode.nlink, inode.uses) = (if is_dir { 2 } else { 1 }, 0);
        if is_dir {
            let parent = self.vfs.inode_mut(dir)?;
            parent.nlink += 1;
            parent.uses += 1;
        }
        self.dir_insert(dir, name, id)?;
        self.notify_name(dir, name, IN_CREATE, is_dir, 0);
        Ok(id)
    }

    /// Puts a name into a directory; gives back what the name meant before.
    pub(crate) fn dir_insert(&mut self, dir: InodeId, name: &[u8], id: InodeId) -> Result<Option<InodeId>, Errno> {
        let now = self.file_time();
        let inode = self.vfs.inode_mut(dir)?;
        (inode.mtime, inode.ctime) = (now, now);
        match &mut inode.kind {
            InodeKind::Directory(entries) => Ok(entries.insert(name, id)),
            _ => Err(Errno::ENOTDIR),
        }
    }

    fn dir_remove(&mut self, dir: InodeId, name: &[u8]) -> Result<Option<InodeId>, Errno> {
        let now = self.file_time();
        let inode = self.vfs.inode_mut(dir)?;
        (inode.mtime, inode.ctime) = (now, now);
        match &mut inode.kind {
            InodeKind::Directory(entries) => Ok(entries.remove(name)),
            _ => Err(Errno::ENOTDIR),
        }
    }
}
