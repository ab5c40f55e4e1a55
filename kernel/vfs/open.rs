//! Opening and closing: open(2), openat(2), creat(2), close(2), and the rendezvous of FIFO opens (fifo(7)).
//!
//! An open of a FIFO that has to wait for its other side already counts as a reader or writer. Until it is done its
//! description is kept in [`Vfs::opening`](super::Vfs::opening); [`Kernel::open_cancel`] gives it up when a signal ends
//! the wait.

use super::file::{Device, FileKind, OpenFile};
use super::inode::{Access, Charged, DEV_PIPEFS, InodeKind};
use super::inotify::IN_OPEN;
use super::namei::{Follow, Last, Walked};
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, Fd, FileId, InodeId, PipeId, Tid, UserAddr};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::ipc::pipe::Ends;
use crate::proc::fdtable::FdEntry;
use crate::procfs::node::ProcKind;
use crate::sched::wait::WaitOn;
use serde::{Deserialize, Serialize};

/// A FIFO open that waits for the other side.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Opening {
    /// The description, which holds its end already.
    pub file: FileId,
    /// How many opens of the other side there had been when the wait began: any change ends it, even if that
    /// other side has gone again.
    pub others_seen: u32,
}

impl Kernel {
    /// open(2).
    pub fn sys_open(&mut self, ctx: &mut Ctx, path: UserAddr, flags: i32, mode: u32) -> SysResult {
        self.sys_openat(ctx, Fd(AT_FDCWD), path, flags, mode)
    }

    /// creat(2).
    pub fn sys_creat(&mut self, ctx: &mut Ctx, path: UserAddr, mode: u32) -> SysResult {
        self.sys_openat(ctx, Fd(AT_FDCWD), path, O_CREAT | O_WRONLY | O_TRUNC, mode)
    }

    /// openat(2).
    pub fn sys_openat(&mut self, ctx: &mut Ctx, dir: Fd, path: UserAddr, flags: i32, mode: u32) -> SysResult {
        if ctx.slept
            && let Some(opening) = self.vfs.opening.get(&ctx.tid).copied()
        {
            return self.fifo_open_again(ctx, opening, flags);
        }
        self.open_cancel(ctx.tid);
        let mut flags = flags;
        if flags & O_PATH != 0 {
            flags &= O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
        } else if flags & O_TMPFILE & !O_DIRECTORY != 0 {
            // Not supported: O_TMPFILE. Linux answers so for file systems without it.
            return Err(if flags & O_DIRECTORY != 0 { Errno::EOPNOTSUPP } else { Errno::EINVAL }.into());
        }
        if flags & (O_CREAT | O_DIRECTORY) == O_CREAT | O_DIRECTORY {
            return Err(Errno::EINVAL.into());
        }
        let path = self.copy_in_path(ctx.tid, path)?;
        // The number is found first: EMFILE comes before everything about the path.
        self.fds(ctx.tid).lowest_free(0, self.nofile_limit(ctx.tid))?;
        self.vfs.check_room(1)?;
        let inode = self.open_inode(ctx.tid, dir, &path, flags, mode)?;
        let opened = self.open_description(ctx, inode, flags);
        if let Err(Stop::Error(_)) = opened {
            self.inode_put(inode);
        }
        self.finish_open(ctx.tid, opened?, flags)
    }

    /// Gives a new description its descriptor.
    fn finish_open(&mut self, tid: Tid, file: FileId, flags: i32) -> SysResult {
        match self.fd_install(tid, file, flags & O_CLOEXEC != 0) {
            Ok(fd) => {
                let file = self.vfs.file(file)?;
                if matches!(file.kind, FileKind::Regular | FileKind::Directory) {
                    let inode = file.inode;
                    self.notify_file(inode, IN_OPEN);
                }
                Ok(fd.0 as u64)
            }
            Err(errno) => {
                self.file_put(file);
                Err(errno.into())
            }
        }
    }

    /// A description gets the lowest free descriptor; the reference goes over to it.
    pub(crate) fn fd_install(&mut self, tid: Tid, file: FileId, cloexec: bool) -> Result<Fd, Errno> {
        let limit = self.nofile_limit(tid);
        self.fds_mut(tid).alloc(0, limit, FdEntry { file, cloexec })
    }

    /// RLIMIT_NOFILE.
    #[inline]
    pub(crate) fn nofile_limit(&self, tid: Tid) -> u64 {
        self.process_of(tid).rlimits[RLIMIT_NOFILE as usize].0
    }

    /// Finds or makes the inode to be opened and checks permissions; the caller gets one use of it.
    fn open_inode(&mut self, tid: Tid, dir: Fd, path: &[u8], flags: i32, mode: u32) -> Result<InodeId, Errno> {
        let exclusive = flags & (O_CREAT | O_EXCL) == O_CREAT | O_EXCL;
        let follow = if flags & O_NOFOLLOW != 0 || exclusive { Follow::BeforeSlash } else { Follow::Always };
        let walked = self.walk(tid, dir, path, follow)?;
        if flags & O_CREAT != 0 {
            if exclusive && walked.inode.is_some() {
                return Err(Errno::EEXIST);
            }
            if walked.slash || walked.last != Last::Name {
                return Err(Errno::EISDIR);
            }
        }
        let Some(id) = walked.inode else {
            return if flags & O_CREAT != 0 { self.open_create(tid, &walked, mode) } else { Err(Errno::ENOENT) };
        };
        self.may_open(tid, id, &walked, flags)?;
        self.vfs.inode_get(id);
        if flags & O_TRUNC != 0 && flags & O_PATH == 0 && matches!(self.vfs.inode(id)?.kind, InodeKind::Regular { .. })
        {
            let cut = self.contents_truncate(id, 0);
            if cut.is_err() {
                self.inode_put(id);
            }
            cut?;
        }
        Ok(id)
    }

    /// Makes a regular file; the permissions of the mode do not matter for this open itself.
    fn open_create(&mut self, tid: Tid, walked: &Walked, mode: u32) -> Result<InodeId, Errno> {
        self.may_create(tid, walked.dir)?;
        let object = self.mm.object_create(0).map_err(|_| Errno::ENOSPC)?;
        let id =
            self.make_node(tid, walked, InodeKind::Regular { object, charged: Charged::default() }, mode & 0o7777)?;
        self.vfs.inode_get(id);
        Ok(id)
    }

    /// The checks on an inode that exists, in Linux's order.
    fn may_open(&self, tid: Tid, id: InodeId, walked: &Walked, flags: i32) -> Result<(), Errno> {
        let inode = self.vfs.inode(id)?;
        let (is_dir, is_link) =
            (inode.is_dir(), matches!(inode.kind, InodeKind::Symlink(_) | InodeKind::Proc(ProcKind::Link)));
        if is_dir && flags & O_CREAT != 0 {
            return Err(Errno::EISDIR);
        }
        if (flags & O_DIRECTORY != 0 || walked.slash) && !is_dir {
            return Err(Errno::ENOTDIR);
        }
        if flags & O_PATH != 0 {
            return Ok(());
        }
        if is_link {
            return Err(Errno::ELOOP);
        }
        let mut want = match flags & O_ACCMODE {
            O_RDONLY => 4,
            O_WRONLY => 2,
            _ => 6,
        };
        want |= if flags & O_TRUNC != 0 { 2 } else { 0 };
        if is_dir && want & 2 != 0 {
            return Err(Errno::EISDIR);
        }
        let cred = &self.process_of(tid).cred;
        inode.permits_cred(cred, Access(want))?;
        if flags & O_NOATIME != 0 && cred.euid != inode.uid && cred.euid.0 != 0 {
            return Err(Errno::EPERM);
        }
        Ok(())
    }

    /// Makes the open file description. It takes over the caller's use of the inode if it succeeds or sleeps.
    fn open_description(&mut self, ctx: &mut Ctx, id: InodeId, flags: i32) -> SysResult<FileId> {
        // These flags are about the call, not the description; O_LARGEFILE is always on.
        let status = flags & !(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_CLOEXEC)
            | if flags & O_PATH == 0 { O_LARGEFILE } else { 0 };
        let inode = self.vfs.inode(id)?;
        let kind = match inode.kind {
            _ if flags & O_PATH != 0 => FileKind::Path,
            InodeKind::Regular { .. } => FileKind::Regular,
            InodeKind::MessageQueue(queue) => FileKind::MessageQueue(queue),
            InodeKind::Directory(_) => FileKind::Directory,
            InodeKind::Proc(kind) => {
                self.proc_open(ctx.tid, id)?;
                if kind.is_dir() { FileKind::Directory } else { FileKind::Proc }
            }
            InodeKind::Device { device: Device::Tty, .. } => return self.open_dev_tty(ctx.tid, id, status),
            InodeKind::Device { device: Device::Ptmx, .. } => return self.open_ptmx(ctx.tid, id, status),
            InodeKind::Device { device: Device::Pts(tty, _), .. } => {
                return self.open_pts(ctx.tid, tty, id, status | flags & O_NOCTTY);
            }
            InodeKind::Device { device, .. } => FileKind::Device(device),
            InodeKind::Symlink(_) => return Err(Errno::ELOOP.into()),
            InodeKind::Anonymous => return Err(Errno::ENXIO.into()),
            InodeKind::Fifo(_) => return self.fifo_open(ctx, id, status),
            // A socket is reached by connect(2), not by its file.
            InodeKind::Socket => return Err(Errno::ENXIO.into()),
        };
        Ok(self.vfs.file_new(kind, id, status))
    }

    /// Opens a FIFO: counts as reader or writer at once, then waits for the other side unless O_NONBLOCK.
    fn fifo_open(&mut self, ctx: &mut Ctx, id: InodeId, flags: i32) -> SysResult<FileId> {
        let ends = match flags & O_ACCMODE {
            O_RDONLY => Ends::Read,
            O_WRONLY => Ends::Write,
            O_RDWR => Ends::Both,
            _ => return Err(Errno::EINVAL.into()),
        };
        let nonblocking = flags & O_NONBLOCK != 0;
        let inode = self.vfs.inode(id)?;
        let InodeKind::Fifo(existing) = inode.kind else { return Err(Errno::EINVAL.into()) };
        let anonymous = inode.dev == DEV_PIPEFS;
        let readers = existing.and_then(|pipe| self.pipes.get(pipe)).map_or(0, |pipe| pipe.readers);
        // FIFO-05: a writer that will not wait needs a reader.
        if ends == Ends::Write && nonblocking && readers == 0 && !anonymous {
            return Err(Errno::ENXIO.into());
        }
        let pipe = self.fifo_buffer(ctx.tid, id, existing)?;
        self.pipes.open(pipe, ends);
        let file = self.vfs.file_new(FileKind::Pipe(pipe, ends), id, flags);
        let (readers, writers, reader_opens, writer_opens) = match self.pipes.get(pipe) {
            Some(p) => (p.readers, p.writers, p.reader_opens, p.writer_opens),
            None => (0, 0, 0, 0),
        };
        if ends.reads() && readers == 1 {
            self.wake_latest_first(WaitOn::FifoReader(pipe));
            self.wake_pollers(WaitOn::PipeWritable(pipe));
        }
        if ends.writes() && writers == 1 {
            self.wake_latest_first(WaitOn::FifoWriter(pipe));
            self.wake_pollers(WaitOn::PipeReadable(pipe));
        }
        let (alone, others_seen, on) = match ends {
            Ends::Read => (writers == 0, writer_opens, WaitOn::FifoWriter(pipe)),
            Ends::Write => (readers == 0, reader_opens, WaitOn::FifoReader(pipe)),
            Ends::Both => (false, 0, WaitOn::FifoReader(pipe)),
        };
        if !alone || anonymous {
            return Ok(file);
        }
        if nonblocking {
            // FIFO-08: poll reports no hang-up before the first writer came; see `poll`.
            self.vfs.file_mut(file)?.offset = u64::from(writer_opens);
            return Ok(file);
        }
        self.vfs.opening.insert(ctx.tid, Opening { file, others_seen });
        Err(Stop::Block(Sleep { on, deadline_ns: None, restart: Restart::IfSaRestart }))
    }

    /// The buffer of a FIFO: its present one, or a new one at its first open.
    fn fifo_buffer(&mut self, tid: Tid, id: InodeId, existing: Option<PipeId>) -> Result<PipeId, Errno> {
        if let Some(pipe) = existing {
            return Ok(pipe);
        }
        let owner = self.process_of(tid).cred.euid;
        let pipe = self.pipes.create(owner);
        self.vfs.inode_mut(id)?.kind = InodeKind::Fifo(Some(pipe));
        Ok(pipe)
    }

    /// A FIFO open tries again after a sleep.
    fn fifo_open_again(&mut self, ctx: &mut Ctx, opening: Opening, flags: i32) -> SysResult {
        let FileKind::Pipe(pipe, ends) = self.vfs.file(opening.file)?.kind else { return Err(Errno::ENXIO.into()) };
        let state = self.pipes.get(pipe).ok_or(Errno::ENXIO)?;
        let (opens, on) = match ends {
            Ends::Read => (state.writer_opens, WaitOn::FifoWriter(pipe)),
            _ => (state.reader_opens, WaitOn::FifoReader(pipe)),
        };
        if opens == opening.others_seen {
            return Err(Stop::Block(Sleep { on, deadline_ns: None, restart: Restart::IfSaRestart }));
        }
        self.vfs.opening.remove(&ctx.tid);
        self.finish_open(ctx.tid, opening.file, flags)
    }

    /// A task's FIFO open, if one waits, is given up: a signal interrupted it, or the task dies.
    #[inline]
    pub fn open_cancel(&mut self, tid: Tid) {
        if self.vfs.opening.is_empty() {
            return;
        }
        if let Some(opening) = self.vfs.opening.remove(&tid) {
            self.file_put(opening.file);
        }
    }

    /// close(2).
    #[inline]
    pub fn sys_close(&mut self, ctx: &mut Ctx, fd: Fd) -> SysResult {
        // What it lingered for has come about, or its time is over.
        if ctx.slept {
            return Ok(0);
        }
        let entry = self.fds_mut(ctx.tid).remove(fd)?;
        let table = self.procs.task(ctx.tid).fds;
        let socket = match self.vfs.file(entry.file)?.kind {
            FileKind::Socket(id) => Some(id),
            _ => None,
        };
        self.descriptor_closed(table, entry.file);
        if let Some(id) = socket
            && let Some(secs) = self.net.linger_secs(id)
        {
            let deadline_ns = Some(self.clock.now_ns().saturating_add(secs.saturating_mul(1_000_000_000)));
            let on = WaitOn::SocketClosing(id);
            return Err(Stop::Block(Sleep { on, deadline_ns, restart: Restart::WithWhatIsDone }));
        }
        Ok(0)
    }

    /// The description behind a descriptor, for everything but O_PATH handles (EBADF).
    #[inline]
    pub(crate) fn file_of(&self, tid: Tid, fd: Fd) -> Result<(FileId, &OpenFile), Errno> {
        let (id, file) = self.file_of_any(tid, fd)?;
        if file.flags & O_PATH != 0 { Err(Errno::EBADF) } else { Ok((id, file)) }
    }

    /// The description behind a descriptor, also of an O_PATH handle.
    #[inline]
    pub(crate) fn file_of_any(&self, tid: Tid, fd: Fd) -> Result<(FileId, &OpenFile), Errno> {
        let id = self.fds(tid).get(fd)?.file;
        Ok((id, self.vfs.file(id)?))
    }
}
