//! Reading and writing whatever a descriptor refers to: read(2), write(2), readv(2), writev(2), pread(2), pwrite(2),
//! preadv(2), pwritev(2), lseek(2), fsync(2), fdatasync(2), syncfs(2), posix_fadvise(2).

use super::file::{Device, FileKind, OpenFile};
use super::uio::{UserMemory, within_user_space};
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, Fd, FileId, UserAddr};
use crate::entry::{Ctx, SysResult};

/// Where in a file a transfer takes place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum At {
    /// At the description's offset, which moves on.
    Offset,
    /// At a place that the call gives; the offset stays.
    Position(u64),
}

/// EINVAL for a transfer that would end beyond all offsets.
fn within_offsets(offset: i64, count: u64) -> Result<(), Errno> {
    let end = i64::try_from(count).ok().and_then(|count| offset.checked_add(count));
    end.map(|_| ()).ok_or(Errno::EINVAL)
}

impl Kernel {
    /// read(2).
    #[inline(always)]
    pub fn sys_read(&mut self, ctx: &mut Ctx, fd: Fd, buf: UserAddr, count: u64) -> SysResult {
        let (id, file, user) = self.file_and_buffer(ctx.tid, fd, buf, count)?;
        if !file.readable() {
            return Err(Errno::EBADF.into());
        }
        within_user_space(buf, count)?;
        let (kind, flags) = (file.kind, file.flags);
        match kind {
            FileKind::Pipe(pipe, _) => self.pipe_read(ctx, flags, pipe, user),
            FileKind::Socket(socket) => self.socket_read(ctx, flags, socket, user),
            _ => self.read_other(ctx, id, kind, user, At::Offset),
        }
    }

    /// write(2).
    #[inline(always)]
    pub fn sys_write(&mut self, ctx: &mut Ctx, fd: Fd, buf: UserAddr, count: u64) -> SysResult {
        let (id, file, user) = self.file_and_buffer(ctx.tid, fd, buf, count)?;
        if !file.writable() {
            return Err(Errno::EBADF.into());
        }
        within_user_space(buf, count)?;
        let (kind, flags) = (file.kind, file.flags);
        match kind {
            FileKind::Pipe(pipe, _) => self.pipe_write(ctx, flags, pipe, user),
            FileKind::Socket(socket) => self.socket_write(ctx, flags, socket, user),
            _ => self.write_other(ctx, id, kind, user, At::Offset),
        }
    }

    /// readv(2).
    pub fn sys_readv(&mut self, ctx: &mut Ctx, fd: Fd, iov: UserAddr, iovcnt: i32) -> SysResult {
        let (id, file) = self.file_of(ctx.tid, fd)?;
        if !file.readable() {
            return Err(Errno::EBADF.into());
        }
        let kind = file.kind;
        let user = self.user_vector(ctx.tid, iov, iovcnt)?;
        self.read_vector(ctx, id, kind, user, At::Offset)
    }

    /// writev(2).
    pub fn sys_writev(&mut self, ctx: &mut Ctx, fd: Fd, iov: UserAddr, iovcnt: i32) -> SysResult {
        let (id, file) = self.file_of(ctx.tid, fd)?;
        if !file.writable() {
            return Err(Errno::EBADF.into());
        }
        let kind = file.kind;
        let user = self.user_vector(ctx.tid, iov, iovcnt)?;
        self.write_vector(ctx, id, kind, user, At::Offset)
    }

    /// pread(2).
    pub fn sys_pread(&mut self, ctx: &mut Ctx, fd: Fd, buf: UserAddr, count: u64, offset: i64) -> SysResult {
        let position = u64::try_from(offset).map_err(|_| Errno::EINVAL)?;
        let (id, file) = self.file_of(ctx.tid, fd)?;
        let kind = seekable(file)?;
        if !file.readable() {
            return Err(Errno::EBADF.into());
        }
        within_user_space(buf, count)?;
        within_offsets(offset, count)?;
        let user = self.user_buffer(ctx.tid, buf, count);
        self.read_other(ctx, id, kind, user, At::Position(position))
    }

    /// pwrite(2). As on Linux, O_APPEND wins over the offset given.
    pub fn sys_pwrite(&mut self, ctx: &mut Ctx, fd: Fd, buf: UserAddr, count: u64, offset: i64) -> SysResult {
        let position = u64::try_from(offset).map_err(|_| Errno::EINVAL)?;
        let (id, file) = self.file_of(ctx.tid, fd)?;
        let kind = seekable(file)?;
        if !file.writable() {
            return Err(Errno::EBADF.into());
        }
        within_user_space(buf, count)?;
        within_offsets(offset, count)?;
        let user = self.user_buffer(ctx.tid, buf, count);
        self.write_other(ctx, id, kind, user, At::Position(position))
    }

    /// preadv(2).
    pub fn sys_preadv(&mut self, ctx: &mut Ctx, fd: Fd, iov: UserAddr, iovcnt: i32, offset: i64) -> SysResult {
        let position = u64::try_from(offset).map_err(|_| Errno::EINVAL)?;
        let (id, file) = self.file_of(ctx.tid, fd)?;
        let kind = seekable(file)?;
        if !file.readable() {
            return Err(Errno::EBADF.into());
        }
        let user = self.user_vector(ctx.tid, iov, iovcnt)?;
        within_offsets(offset, user.len())?;
        self.read_vector(ctx, id, kind, user, At::Position(position))
    }

    /// pwritev(2).
    pub fn sys_pwritev(&mut self, ctx: &mut Ctx, fd: Fd, iov: UserAddr, iovcnt: i32, offset: i64) -> SysResult {
        let position = u64::try_from(offset).map_err(|_| Errno::EINVAL)?;
        let (id, file) = self.file_of(ctx.tid, fd)?;
        let kind = seekable(file)?;
        if !file.writable() {
            return Err(Errno::EBADF.into());
        }
        let user = self.user_vector(ctx.tid, iov, iovcnt)?;
        within_offsets(offset, user.len())?;
        self.write_vector(ctx, id, kind, user, At::Position(position))
    }

    #[inline(never)]
    pub(super) fn read_other(
        &mut self,
        ctx: &mut Ctx,
        id: FileId,
        kind: FileKind,
        user: impl UserMemory,
        at: At,
    ) -> SysResult {
        match kind {
            FileKind::Regular => self.regular_read(id, user, at),
            FileKind::MessageQueue(queue) => self.mqueue_read(id, queue, user, at),
            FileKind::Directory => Err(Errno::EISDIR.into()),
            FileKind::Device(device) => self.device_read(ctx, id, device, user),
            FileKind::Pipe(pipe, _) => self.pipe_read(ctx, self.vfs.file(id)?.flags, pipe, user),
            FileKind::Tty(tty) => self.tty_read(ctx, id, tty, user),
            FileKind::PtyMaster(tty) => self.pty_read(id, tty, user),
            FileKind::Socket(socket) => self.socket_read(ctx, self.vfs.file(id)?.flags, socket, user),
            FileKind::Eventfd(eventfd) => self.eventfd_read(id, eventfd, user),
            FileKind::Timerfd(timerfd) => self.timerfd_read(id, timerfd, user),
            FileKind::Signalfd(mask) => self.signalfd_read(ctx, id, mask, user),
            FileKind::Inotify(inotify) => self.inotify_read(id, inotify, user),
            FileKind::Pidfd(_) | FileKind::Epoll(_) => Err(Errno::EINVAL.into()),
            FileKind::Proc => self.proc_read(id, ctx.tid, user, at),
            FileKind::Path => Err(Errno::EBADF.into()),
        }
    }

    #[inline(never)]
    pub(super) fn write_other(
        &mut self,
        ctx: &mut Ctx,
        id: FileId,
        kind: FileKind,
        user: impl UserMemory,
        at: At,
    ) -> SysResult {
        match kind {
            FileKind::Regular => self.regular_write(ctx, id, user, at),
            FileKind::MessageQueue(_) => Err(Errno::EINVAL.into()),
            FileKind::Device(Device::HostFile(fd)) => self.console_append(id, fd, user, at),
            FileKind::Device(device) => self.device_write(device, user),
            FileKind::Pipe(pipe, _) => self.pipe_write(ctx, self.vfs.file(id)?.flags, pipe, user),
            FileKind::Tty(tty) => self.tty_write(ctx, id, tty, user),
            FileKind::PtyMaster(tty) => self.pty_write(ctx, id, tty, user),
            FileKind::Socket(socket) => self.socket_write(ctx, self.vfs.file(id)?.flags, socket, user),
            FileKind::Eventfd(eventfd) => self.eventfd_write(id, eventfd, user),
            FileKind::Timerfd(_) | FileKind::Signalfd(_) | FileKind::Epoll(_) => Err(Errno::EINVAL.into()),
            FileKind::Pidfd(_) => Err(Errno::EINVAL.into()),
            FileKind::Inotify(_) => Err(Errno::EBADF.into()),
            FileKind::Proc => self.proc_write(id, ctx.tid, user),
            FileKind::Directory | FileKind::Path => Err(Errno::EBADF.into()),
        }
    }

    /// A vector of nothing reads nothing, whatever read(2) would say (vfs_readv).
    fn read_vector(&mut self, ctx: &mut Ctx, id: FileId, kind: FileKind, user: impl UserMemory, at: At) -> SysResult {
        if user.len() == 0 && has_read(kind) { Ok(0) } else { self.read_other(ctx, id, kind, user, at) }
    }

    /// The same of writing.
    fn write_vector(&mut self, ctx: &mut Ctx, id: FileId, kind: FileKind, user: impl UserMemory, at: At) -> SysResult {
        if user.len() == 0 && has_write(kind) { Ok(0) } else { self.write_other(ctx, id, kind, user, at) }
    }

    /// lseek(2).
    pub fn sys_lseek(&mut self, ctx: &mut Ctx, fd: Fd, offset: i64, whence: i32) -> SysResult {
        let (id, file) = self.file_of(ctx.tid, fd)?;
        if !(SEEK_SET..=SEEK_HOLE).contains(&whence) {
            return Err(Errno::EINVAL.into());
        }
        // What has no name stays at 0, whatever is asked.
        if file.kind.anonymous().is_some() {
            return Ok(0);
        }
        let kind = seekable(file)?;
        let (current, inode) = (file.offset as i64, file.inode);
        let size = match kind {
            FileKind::Regular | FileKind::Device(Device::HostFile(_)) => self.inode_size(inode) as i64,
            // A directory is rewound by seeking to 0; its cookies are the other places, and it has no end.
            FileKind::Directory | FileKind::Proc if matches!(whence, SEEK_SET | SEEK_CUR) => i64::MAX,
            // As ext4 has it, a directory's last cookie is the greatest of all.
            FileKind::Directory if whence == SEEK_END && offset <= 0 => i64::MAX,
            FileKind::MessageQueue(_) => self.mqueue_file_size() as i64,
            FileKind::Directory | FileKind::Proc => return Err(Errno::EINVAL.into()),
            // The devices stay where they are and say 0.
            _ => return Ok(0),
        };
        let target = match whence {
            SEEK_SET => Some(offset),
            SEEK_CUR => current.checked_add(offset),
            SEEK_END => size.checked_add(offset),
            // Files are taken to have data everywhere and one hole at their end, as POSIX allows.
            SEEK_DATA | SEEK_HOLE if offset < 0 || offset >= size => return Err(Errno::ENXIO.into()),
            SEEK_DATA => Some(offset),
            SEEK_HOLE => Some(size),
            _ => return Err(Errno::EINVAL.into()),
        };
        let target = target.ok_or(Errno::EOVERFLOW)?;
        if target < 0 {
            return Err(Errno::EINVAL.into());
        }
        // What lies outside only grows.
        if matches!(kind, FileKind::Device(_)) && target != size {
            return Err(Errno::ESPIPE.into());
        }
        self.vfs.file_mut(id)?.offset = target as u64;
        Ok(target as u64)
    }

    /// fsync(2): everything is on its disk already, but not everything has one (PIPE-38).
    pub fn sys_fsync(&mut self, ctx: &mut Ctx, fd: Fd) -> SysResult {
        match self.file_of(ctx.tid, fd)?.1.kind {
            FileKind::Regular | FileKind::Directory | FileKind::Device(Device::HostFile(_)) => Ok(0),
            _ => Err(Errno::EINVAL.into()),
        }
    }

    /// syncfs(2).
    pub fn sys_syncfs(&mut self, ctx: &mut Ctx, fd: Fd) -> SysResult {
        self.file_of(ctx.tid, fd)?;
        Ok(0)
    }

    /// posix_fadvise(2): advice is heard and has no effect; ESPIPE for pipes.
    pub fn sys_fadvise64(&mut self, ctx: &mut Ctx, fd: Fd, length: i64, advice: i32) -> SysResult {
        match self.file_of(ctx.tid, fd)?.1.kind {
            FileKind::Pipe(..) | FileKind::Socket(_) => Err(Errno::ESPIPE.into()),
            _ if length < 0 || !(0..=5).contains(&advice) => Err(Errno::EINVAL.into()),
            _ => Ok(0),
        }
    }

    /// fdatasync(2).
    pub fn sys_fdatasync(&mut self, ctx: &mut Ctx, fd: Fd) -> SysResult {
        self.sys_fsync(ctx, fd)
    }
}

/// Can it be read at all?
fn has_read(kind: FileKind) -> bool {
    !matches!(kind, FileKind::Pidfd(_) | FileKind::Epoll(_))
}

/// Can it be written at all?
fn has_write(kind: FileKind) -> bool {
    use FileKind::*;
    !matches!(kind, MessageQueue(_) | Timerfd(_) | Signalfd(_) | Epoll(_) | Pidfd(_))
}

/// ESPIPE for what has no offset.
fn seekable(file: &OpenFile) -> Result<FileKind, Errno> {
    match file.kind {
        FileKind::Pipe(..) | FileKind::Socket(_) => Err(Errno::ESPIPE),
        FileKind::Tty(_) | FileKind::PtyMaster(_) => Err(Errno::ESPIPE),
        FileKind::Device(device) if device.is_stream() => Err(Errno::ESPIPE),
        kind if kind.anonymous().is_some() => Err(Errno::ESPIPE),
        kind => Ok(kind),
    }
}
