//! Open file descriptions: what open(2), pipe(2) and their like create, dup(2) and fork(2) share, and the last
//! close(2) ends.
//!
//! Entry points: [`Vfs::file_get`](super::Vfs::file_get) and [`Kernel::file_put`] count references.

use super::fasync::Owner;
use super::inode::InodeKind;
use super::inotify::{IN_CLOSE_NOWRITE, IN_CLOSE_WRITE};
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::ids::{InotifyId, MqueueId};
use crate::abi::{
    EpollId, EpollItemId, Errno, EventfdId, Fd, FileId, InodeId, Pid, PipeId, SigSet, SocketId, Tid, TimerfdId, TtyId,
};
use crate::entry::SysResult;
use crate::ipc::pipe::{Closed, Ends};
use crate::proc::fdtable::FdEntry;
use crate::sched::wait::{WaitKey, WaitOn};
use serde::{Deserialize, Serialize};

/// An open file description.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct OpenFile {
    /// What reading and writing it means.
    pub kind: FileKind,
    /// Access mode and status flags as F_GETFL gives them: O_RDONLY/O_WRONLY/O_RDWR, O_APPEND, O_NONBLOCK, O_PATH, ...
    pub flags: i32,
    /// How many descriptors (and calls in progress) refer to it.
    pub refs: u32,
    /// What was opened; the description holds one use of it.
    pub inode: InodeId,
    /// Where the next read or write goes; for a directory, the next entry's cookie.
    pub offset: u64,
    /// Who gets its signals: F_SETOWN.
    pub owner: Owner,
    /// Its place in a queue, with O_ASYNC.
    pub async_place: Option<WaitKey>,
    /// The first of the epoll items that watch it.
    pub watched: Option<EpollItemId>,
}

/// What is behind an open file description.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum FileKind {
    /// A regular file.
    Regular,
    /// A directory.
    Directory,
    /// An end of a pipe or FIFO.
    Pipe(PipeId, Ends),
    /// A socket.
    Socket(SocketId),
    /// A character device.
    Device(Device),
    /// The slave side of a terminal: /dev/pts/N, /dev/tty.
    Tty(TtyId),
    /// The master side of a pseudo-terminal: /dev/ptmx.
    PtyMaster(TtyId),
    /// A counter: eventfd(2).
    Eventfd(EventfdId),
    /// A timer: timerfd_create(2).
    Timerfd(TimerfdId),
    /// The pending signals of a set: signalfd(2).
    Signalfd(SigSet),
    /// An epoll instance: epoll_create(2).
    Epoll(EpollId),
    /// Events about files: inotify_init(2).
    Inotify(InotifyId),
    /// A process: pidfd_open(2).
    Pidfd(Pid),
    /// A POSIX message queue.
    MessageQueue(MqueueId),
    /// A file of /proc; the inode's key says which.
    Proc,
    /// Opened with O_PATH: a name without access.
    Path,
}

/// The character devices.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Device {
    /// /dev/null: reads end of file, swallows writes.
    Null,
    /// /dev/zero: reads zeros, swallows writes.
    Zero,
    /// /dev/full: reads zeros, writes fail with ENOSPC.
    Full,
    /// /dev/random: bytes of the machine's seed.
    Random,
    /// /dev/urandom: the same.
    Urandom,
    /// /dev/tty: the controlling terminal.
    Tty,
    /// /dev/ptmx: opening it makes a pseudo-terminal.
    Ptmx,
    /// /dev/pts/N: a terminal, and N.
    Pts(TtyId, u32),
    /// Standard input from outside the machine.
    HostIn,
    /// Standard output (1) or error (2) to outside the machine.
    HostOut(u8),
    /// The same, and outside it is a regular file. It only grows: elsewhere than at its end it can't be written.
    HostFile(u8),
}

/// Most open file descriptions of a machine (/proc/sys/fs/file-max); beyond it ENFILE.
pub const FILE_MAX: usize = 1 << 19;

impl OpenFile {
    /// May it be read?
    #[inline]
    pub fn readable(&self) -> bool {
        self.flags & (O_PATH | O_WRONLY) == 0
    }

    /// May it be written?
    #[inline]
    pub fn writable(&self) -> bool {
        self.flags & O_PATH == 0 && matches!(self.flags & O_ACCMODE, O_WRONLY | O_RDWR)
    }

    /// Is O_NONBLOCK set?
    #[inline]
    pub fn nonblocking(&self) -> bool {
        self.flags & O_NONBLOCK != 0
    }
}

impl super::Vfs {
    /// The description with this key; keys come from descriptor tables and calls in progress.
    #[inline]
    pub fn file(&self, id: FileId) -> Result<&OpenFile, Errno> {
        self.files.get(id.0).ok_or(Errno::EBADF)
    }

    /// The same, to be changed.
    #[inline]
    pub fn file_mut(&mut self, id: FileId) -> Result<&mut OpenFile, Errno> {
        self.files.get_mut(id.0).ok_or(Errno::EBADF)
    }

    /// ENFILE when `wanted` more descriptions are more than a machine may have.
    pub(crate) fn check_room(&self, wanted: usize) -> Result<(), Errno> {
        if self.files.len() + wanted > FILE_MAX { Err(Errno::ENFILE) } else { Ok(()) }
    }

    /// One more reference.
    #[inline]
    pub fn file_get(&mut self, id: FileId) {
        if let Some(file) = self.files.get_mut(id.0) {
            file.refs += 1;
        }
    }

    /// Does anybody have the regular file open for writing? Then it can't be executed (ETXTBSY).
    pub fn is_being_written(&self, inode: InodeId) -> bool {
        self.files.iter().any(|(_, file)| file.inode == inode && file.kind == FileKind::Regular && file.writable())
    }

    /// A new description with one reference. It takes over the caller's use of the inode.
    pub fn file_new(&mut self, kind: FileKind, inode: InodeId, flags: i32) -> FileId {
        let file = OpenFile {
            kind,
            flags,
            refs: 1,
            inode,
            offset: 0,
            owner: Owner::default(),
            async_place: None,
            watched: None,
        };
        FileId(self.files.insert(file))
    }
}

impl FileKind {
    /// Has it no name and nothing but its one inode: eventfd, timerfd, signalfd, epoll? Tells what /proc/PID/fd calls it.
    pub fn anonymous(self) -> Option<&'static str> {
        match self {
            FileKind::Eventfd(_) => Some("anon_inode:[eventfd]"),
            FileKind::Timerfd(_) => Some("anon_inode:[timerfd]"),
            FileKind::Signalfd(_) => Some("anon_inode:[signalfd]"),
            FileKind::Epoll(_) => Some("anon_inode:[eventpoll]"),
            FileKind::Inotify(_) => Some("anon_inode:inotify"),
            FileKind::Pidfd(_) => Some("anon_inode:[pidfd]"),
            _ => None,
        }
    }
}

impl Kernel {
    /// A new descriptor for something without a name (anon_inode_getfd in Linux); `make` makes it once it is sure to
    /// have a place. `flags` are O_CLOEXEC and O_NONBLOCK.
    pub(crate) fn open_anonymous(
        &mut self,
        tid: Tid,
        flags: i32,
        make: impl FnOnce(&mut Kernel) -> FileKind,
    ) -> SysResult {
        let limit = self.nofile_limit(tid);
        let fd: Fd = self.fds(tid).lowest_free(0, limit)?;
        self.vfs.check_room(1)?;
        let kind = make(self);
        let now = self.file_time();
        let inode = self.vfs.inode_new(InodeKind::Anonymous, 0o600, super::boot::ROOT, now);
        let file = self.vfs.file_new(kind, inode, O_RDWR | flags & O_NONBLOCK);
        self.fds_mut(tid).install(fd, FdEntry { file, cloexec: flags & O_CLOEXEC != 0 });
        Ok(fd.0 as u64)
    }

    /// One reference less. The last one closes the description: a pipe loses an end and its sleepers are woken, an
    /// unlinked file goes.
    #[inline]
    pub fn file_put(&mut self, id: FileId) {
        let Some(file) = self.vfs.files.get_mut(id.0) else { return };
        file.refs = file.refs.saturating_sub(1);
        if file.refs == 0 {
            self.file_release(id);
        } else if self.net.may_have_cycles() {
            self.net_collect(id);
            self.net_settle();
        }
    }

    fn file_release(&mut self, id: FileId) {
        let Some(file) = self.vfs.files.remove(id.0) else { return };
        if file.watched.is_some() {
            self.epoll_forget_file(file.watched);
        }
        if let Some(place) = file.async_place {
            self.waits.leave(place);
        }
        match file.kind {
            FileKind::Pipe(pipe, ends) => self.pipe_end_gone(pipe, ends, file.inode),
            FileKind::Tty(tty) => self.close_slave(tty),
            FileKind::PtyMaster(tty) => self.close_master(tty),
            FileKind::Socket(socket) => self.socket_release(socket),
            FileKind::Eventfd(eventfd) => drop(self.vfs.eventfds.remove(eventfd.0)),
            FileKind::Timerfd(timerfd) => {
                if let Some(timer) = self.vfs.timerfds.remove(timerfd.0).and_then(|timerfd| timerfd.timer) {
                    self.clock.cancel(timer);
                }
            }
            FileKind::Epoll(epoll) => self.epoll_free(epoll),
            FileKind::Inotify(inotify) => drop(self.vfs.inotifies.remove(inotify.0)),
            FileKind::Regular | FileKind::Directory => {
                self.notify_file(file.inode, if file.writable() { IN_CLOSE_WRITE } else { IN_CLOSE_NOWRITE });
            }
            _ => {}
        }
        if !self.vfs.locks.is_empty() {
            self.description_closed(id, file.inode);
        }
        self.inode_put(file.inode);
    }

    /// A description (or an open in progress) gives up its end of a pipe.
    pub(crate) fn pipe_end_gone(&mut self, pipe: PipeId, ends: Ends, inode: InodeId) {
        match self.pipes.close(pipe, ends) {
            Closed::Nothing => {}
            Closed::OneSided => {
                self.wake(WaitOn::PipeReadable(pipe));
                self.wake(WaitOn::PipeWritable(pipe));
            }
            // FIFO-14: what nobody can read any more is gone with the buffer.
            Closed::Freed => {
                self.vfs.forget_pipe(inode);
                // Nobody sleeps on what nobody has open, but for a thread that polls what another has just closed.
                self.wake(WaitOn::PipeReadable(pipe));
                self.wake(WaitOn::PipeWritable(pipe));
            }
        }
    }
}
