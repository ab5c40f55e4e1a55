//! Contents of regular files: read, write, truncate(2), ftruncate(2). The bytes are a memory object, so that mmap(2) shows
//! the same frames.

use super::file::{Device, FileKind};
use super::inode::{Access, Charged, InodeKind};
use super::inotify::{IN_ACCESS, IN_MODIFY};
use super::namei::Follow;
use super::rw::At;
use super::uio::UserMemory;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, Fd, FileId, InodeId, Signal, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::mm::{OBJECT_MAX, ObjectId, PAGE, PAGE_SIZE};

/// What mmap(2) of a descriptor maps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MapSource {
    /// The contents of a regular file.
    Object(ObjectId),
    /// Fresh zero pages: /dev/zero.
    Zero,
}

impl Kernel {
    /// `st_size`.
    pub fn inode_size(&self, id: InodeId) -> u64 {
        match self.vfs.inode(id).map(|inode| &inode.kind) {
            Ok(InodeKind::Regular { object, .. }) => self.mm.object_len(*object),
            Ok(InodeKind::Device { device: Device::HostFile(fd), .. }) => self.vfs.console.size(*fd),
            Ok(InodeKind::Directory(_)) => 4096,
            Ok(InodeKind::MessageQueue(_)) => self.mqueue_file_size(),
            Ok(InodeKind::Symlink(target)) => target.len() as u64,
            _ => 0,
        }
    }

    fn object_of(&self, id: InodeId) -> Result<ObjectId, Errno> {
        match self.vfs.inode(id)?.kind {
            InodeKind::Regular { object, .. } => Ok(object),
            _ => Err(Errno::EINVAL),
        }
    }

    /// Reads bytes of a regular file for the kernel itself (exec); returns how many there were.
    pub fn inode_read(&self, id: InodeId, offset: u64, buf: &mut [u8]) -> usize {
        self.object_of(id).map_or(0, |object| self.mm.object_read(object, offset, buf))
    }

    /// read(2) of a regular file.
    pub(crate) fn regular_read(&mut self, id: FileId, mut user: impl UserMemory, at: At) -> SysResult {
        let file = self.vfs.file(id)?;
        let (inode, start) = (file.inode, position(at, file.offset));
        let noatime = file.flags & O_NOATIME != 0;
        let object = self.object_of(inode)?;
        let (want, mut done) = (user.len(), 0u64);
        let mut page = [0u8; PAGE_SIZE];
        while done < want {
            // Whole pages of the file after the first piece, so that a fault leaves a sensible count.
            let from = start.saturating_add(done);
            let n = (PAGE - from % PAGE).min(want - done) as usize;
            let got = self.mm.object_read(object, from, &mut page[..n]);
            if got == 0 {
                break;
            }
            if let Err(stored) = user.store(&mut self.mm, &page[..got]) {
                done += stored as u64;
                if done == 0 {
                    return Err(Errno::EFAULT.into());
                }
                break;
            }
            done += got as u64;
        }
        if want > 0 && !noatime {
            let now = self.file_time();
            self.vfs.inode_mut(inode)?.atime = now;
        }
        if at == At::Offset {
            self.vfs.file_mut(id)?.offset = start + done;
        }
        if done > 0 {
            self.notify_file(inode, IN_ACCESS);
        }
        Ok(done)
    }

    /// write(2) to a regular file.
    pub(crate) fn regular_write(&mut self, ctx: &mut Ctx, id: FileId, mut user: impl UserMemory, at: At) -> SysResult {
        let file = self.vfs.file(id)?;
        let inode = file.inode;
        // O_APPEND goes to the end whatever the offset (FD-30).
        let start = if file.flags & O_APPEND != 0 { self.inode_size(inode) } else { position(at, file.offset) };
        if user.len() == 0 {
            return Ok(0);
        }
        let room = self.size_limit(ctx.tid).checked_sub(start).filter(|room| *room > 0);
        let Some(room) = room else {
            self.post_own_signal(ctx.tid, Signal::XFSZ);
            return Err(Errno::EFBIG.into());
        };
        if start >= OBJECT_MAX {
            return Err(Errno::EFBIG.into());
        }
        user.truncate(room.min(OBJECT_MAX - start));
        let (done, error) = self.contents_write(inode, start, user)?;
        if done == 0
            && let Some(errno) = error
        {
            return Err(errno.into());
        }
        let now = self.file_time();
        self.drop_set_id(ctx.tid, inode)?;
        let node = self.vfs.inode_mut(inode)?;
        (node.mtime, node.ctime) = (now, now);
        if at == At::Offset {
            self.vfs.file_mut(id)?.offset = start + done;
        }
        self.notify_file(inode, IN_MODIFY);
        Ok(done)
    }

    /// Copies from user memory into the file; tells how far it came and what stopped it.
    fn contents_write(
        &mut self,
        inode: InodeId,
        start: u64,
        mut user: impl UserMemory,
    ) -> Result<(u64, Option<Errno>), Errno> {
        let object = self.object_of(inode)?;
        let (total, mut done) = (user.len(), 0u64);
        let mut page = [0u8; PAGE_SIZE];
        while done < total {
            let to = start + done;
            let n = (PAGE - to % PAGE).min(total - done) as usize;
            if let Err(errno) = self.seals_allow_write(inode, to + n as u64) {
                return Ok((done, Some(errno)));
            }
            let fetched = user.fetch(&mut self.mm, &mut page[..n]);
            let n = fetched.err().unwrap_or(n);
            if n > 0 {
                if let Err(errno) = self.charge_to(inode, to + n as u64) {
                    return Ok((done, Some(errno)));
                }
                match self.mm.object_write(object, to, &page[..n]) {
                    Ok(written) => done += written as u64,
                    Err(_) => return Ok((done, Some(Errno::ENOSPC))),
                }
            }
            if fetched.is_err() {
                return Ok((done, Some(Errno::EFAULT)));
            }
        }
        Ok((done, None))
    }

    /// Charges the page that ends a write, if it lies beyond all written ones; ENOSPC at the machine's limit. Holes are
    /// free but for the object's table, which has to reach over them.
    fn charge_to(&mut self, inode: InodeId, end: u64) -> Result<(), Errno> {
        let (limit, total, end) = (self.config.max_file_bytes / PAGE, self.vfs.charged_pages, end.div_ceil(PAGE));
        if let InodeKind::Regular { charged, .. } = &mut self.vfs.inode_mut(inode)?.kind
            && end > charged.end
        {
            let new = 1 + table_pages(end) - table_pages(charged.end);
            if total + new > limit {
                return Err(Errno::ENOSPC);
            }
            *charged = Charged { pages: charged.pages + new, end };
            self.vfs.charged_pages += new;
        }
        Ok(())
    }

    /// RLIMIT_FSIZE.
    fn size_limit(&self, tid: Tid) -> u64 {
        self.process_of(tid).rlimits[RLIMIT_FSIZE as usize].0
    }

    /// Sets a regular file's size.
    pub(crate) fn contents_truncate(&mut self, id: InodeId, len: u64) -> Result<(), Errno> {
        let object = self.object_of(id)?;
        self.seals_allow_size(id, len)?;
        self.mm.object_truncate(object, len).map_err(|_| Errno::EFBIG)?;
        let now = self.file_time();
        let inode = self.vfs.inode_mut(id)?;
        (inode.mtime, inode.ctime) = (now, now);
        let mut freed = 0;
        if let InodeKind::Regular { charged, .. } = &mut inode.kind {
            charged.end = charged.end.min(len.div_ceil(PAGE));
            freed = charged.pages.saturating_sub(charged.end + table_pages(charged.end));
            charged.pages -= freed;
        }
        self.vfs.charged_pages = self.vfs.charged_pages.saturating_sub(freed);
        self.notify_file(id, IN_MODIFY);
        Ok(())
    }

    /// The contents of a freed inode go.
    pub(crate) fn contents_free(&mut self, object: ObjectId, charged: Charged) {
        self.mm.object_release(object);
        self.vfs.charged_pages = self.vfs.charged_pages.saturating_sub(charged.pages);
    }

    /// truncate(2).
    pub fn sys_truncate(&mut self, ctx: &mut Ctx, path: UserAddr, length: i64) -> SysResult {
        let length = u64::try_from(length).map_err(|_| Errno::EINVAL)?;
        let path = self.copy_in_path(ctx.tid, path)?;
        let id = self.lookup(ctx.tid, Fd(AT_FDCWD), &path, Follow::Always)?;
        let inode = self.vfs.inode(id)?;
        if inode.is_dir() {
            return Err(Errno::EISDIR.into());
        }
        // FIFO-22: EINVAL comes before permissions.
        if !matches!(inode.kind, InodeKind::Regular { .. }) {
            return Err(Errno::EINVAL.into());
        }
        inode.permits_cred(&self.process_of(ctx.tid).cred, Access::WRITE)?;
        self.truncate_checked(ctx.tid, id, length)
    }

    /// ftruncate(2); EINVAL for what is not a regular file open for writing (PIPE-37).
    pub fn sys_ftruncate(&mut self, ctx: &mut Ctx, fd: Fd, length: i64) -> SysResult {
        let length = u64::try_from(length).map_err(|_| Errno::EINVAL)?;
        let (_, file) = self.file_of(ctx.tid, fd)?;
        if file.kind != FileKind::Regular || !file.writable() {
            return Err(Errno::EINVAL.into());
        }
        let inode = file.inode;
        self.truncate_checked(ctx.tid, inode, length)
    }

    fn truncate_checked(&mut self, tid: Tid, id: InodeId, length: u64) -> SysResult {
        if length > self.inode_size(id) && length > self.size_limit(tid) {
            self.post_own_signal(tid, Signal::XFSZ);
            return Err(Errno::EFBIG.into());
        }
        self.contents_truncate(id, length)?;
        self.drop_set_id(tid, id)?;
        Ok(0)
    }

    /// A program that somebody else than the superuser writes to loses its set-user-id bit, and set-group-id if it means
    /// that: group execution (write(2)).
    fn drop_set_id(&mut self, tid: Tid, id: InodeId) -> Result<(), Errno> {
        if self.vfs.inode(id)?.perm & (S_ISUID | S_ISGID) != 0 && self.process_of(tid).cred.euid.0 != 0 {
            let node = self.vfs.inode_mut(id)?;
            node.perm &= if node.perm & 0o010 != 0 { !(S_ISUID | S_ISGID) } else { !S_ISUID };
        }
        Ok(())
    }

    /// What mmap(2) of this descriptor maps: EBADF, ENODEV for what cannot be mapped, EACCES when the description does
    /// not allow it. The mapping takes its own reference of the object.
    pub fn mmap_source(&self, tid: Tid, fd: Fd, prot: i32, flags: i32) -> Result<MapSource, Errno> {
        let (_, file) = self.file_of(tid, fd)?;
        let shared = flags & MAP_TYPE != MAP_PRIVATE;
        if !file.readable() || (shared && prot & PROT_WRITE != 0 && !file.writable()) {
            return Err(Errno::EACCES);
        }
        match file.kind {
            FileKind::Regular => Ok(MapSource::Object(self.object_of(file.inode)?)),
            FileKind::Device(super::file::Device::Zero) => Ok(MapSource::Zero),
            _ => Err(Errno::ENODEV),
        }
    }
}

/// Pages that the table of an object of so many pages takes, at four bytes each.
fn table_pages(pages: u64) -> u64 {
    pages * 4 / PAGE
}

fn position(at: At, offset: u64) -> u64 {
    match at {
        At::Offset => offset,
        At::Position(position) => position,
    }
}
