//! Open file descriptions: what open(2), pipe(2) and their like create, dup(2) and fork(2) share, and the last
//! close(2) ends.
//!
//! Entry points: [`Vfs::file_get`](super::Vfs::file_get) and [`Kernel::file_put`] count references.

use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, FileId, InodeId, PipeId, SocketId, TtyId};
use crate::ipc::pipe::{Closed, Ends};
use crate::sched::wait::WaitOn;
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
    /// F_SETOWN: 0, a pid, or the negative of a process group.
    pub owner: i32,
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

    /// A new description with one reference. It takes over the caller's use of the inode.
    pub fn file_new(&mut self, kind: FileKind, inode: InodeId, flags: i32) -> FileId {
        FileId(self.files.insert(OpenFile { kind, flags, refs: 1, inode, offset: 0, owner: 0 }))
    }
}

impl Kernel {
    /// One reference less. The last one closes the description: a pipe loses an end and its sleepers are woken, an
    /// unlinked file goes.
    #[inline]
    pub fn file_put(&mut self, id: FileId) {
        let Some(file) = self.vfs.files.get_mut(id.0) else { return };
        file.refs = file.refs.saturating_sub(1);
        if file.refs == 0 {
            self.file_release(id);
        } else if self.net.may_have_cycles() {
            self.net_collect();
            self.net_settle();
        }
    }

    fn file_release(&mut self, id: FileId) {
        let Some(file) = self.vfs.files.remove(id.0) else { return };
        match file.kind {
            FileKind::Pipe(pipe, ends) => self.pipe_end_gone(pipe, ends, file.inode),
            FileKind::Tty(tty) => self.close_slave(tty),
            FileKind::PtyMaster(tty) => self.close_master(tty),
            FileKind::Socket(socket) => self.socket_release(socket),
            _ => {}
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
