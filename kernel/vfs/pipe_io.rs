//! Pipes and FIFOs as processes use them (pipe(2), pipe(7)): blocking, waking, EPIPE and SIGPIPE. What a pipe holds is in
//! [`crate::ipc::pipe`].
//!
//! Sleepers are woken one at a time: a reader when data comes into an empty pipe, a writer when a slot of a full one
//! comes free. Whoever slept and leaves data or room behind wakes the next, so that no wake is lost. Pollers are told of
//! every write, also into a pipe that holds data already: edge-triggered epoll counts on it.

use super::file::FileKind;
use super::inode::InodeKind;
use super::uio::UserMemory;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::siginfo::{Origin, SI_USER};
use crate::abi::{Errno, Fd, FileId, PipeId, SigInfo, Signal, Tid, UserAddr};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::ipc::pipe::{Ends, Mode};
use crate::proc::fdtable::FdEntry;
use crate::sched::wait::WaitOn;

impl Kernel {
    /// pipe(2).
    pub fn sys_pipe(&mut self, ctx: &mut Ctx, fds: UserAddr) -> SysResult {
        self.sys_pipe2(ctx, fds, 0)
    }

    /// pipe2(2): two descriptors, the reading one first; either both are made or none.
    pub fn sys_pipe2(&mut self, ctx: &mut Ctx, fds: UserAddr, flags: i32) -> SysResult {
        if flags & !(O_CLOEXEC | O_NONBLOCK | O_DIRECT) != 0 {
            return Err(Errno::EINVAL.into());
        }
        let limit = self.nofile_limit(ctx.tid);
        let table = self.fds(ctx.tid);
        let read = table.lowest_free(0, limit)?;
        let write = table.lowest_free(read.0 as u32 + 1, limit)?;
        self.vfs.check_room(2)?;
        let mut bytes = [0; 8];
        bytes[..4].copy_from_slice(&read.0.to_le_bytes());
        bytes[4..].copy_from_slice(&write.0.to_le_bytes());
        self.copy_out(ctx.tid, fds, &bytes)?;

        let status = flags & (O_NONBLOCK | O_DIRECT);
        let (read_file, write_file) = self.pipe_new(ctx.tid, status);
        let cloexec = flags & O_CLOEXEC != 0;
        let table = self.fds_mut(ctx.tid);
        table.install(read, FdEntry { file: read_file, cloexec });
        table.install(write, FdEntry { file: write_file, cloexec });
        Ok(0)
    }

    /// A new anonymous pipe: the descriptions of its two ends.
    fn pipe_new(&mut self, tid: Tid, status: i32) -> (FileId, FileId) {
        let (now, cred) = (self.file_time(), &self.process_of(tid).cred);
        let (uid, gid) = (cred.euid, cred.egid);
        let pipe = self.pipes.create(uid);
        self.pipes.open(pipe, Ends::Read);
        self.pipes.open(pipe, Ends::Write);
        let inode = self.vfs.inode_new(InodeKind::Fifo(Some(pipe)), 0o600, (uid, gid), now);
        self.vfs.inode_get(inode);
        // O_DIRECT says how it is written.
        let read = self.vfs.file_new(FileKind::Pipe(pipe, Ends::Read), inode, O_RDONLY | status & !O_DIRECT);
        let write = self.vfs.file_new(FileKind::Pipe(pipe, Ends::Write), inode, O_WRONLY | status);
        (read, write)
    }

    /// read(2) of a pipe: what is there, up to the count; waits only if nothing is (PIPE-09).
    #[inline(always)]
    pub(crate) fn pipe_read(
        &mut self,
        ctx: &mut Ctx,
        flags: i32,
        pipe: PipeId,
        mut user: impl UserMemory,
    ) -> SysResult {
        let want = user.len();
        if want == 0 {
            return Ok(0);
        }
        let mm = &mut self.mm;
        let pulled = self.pipes.read(pipe, want, |data| user.store(mm, data).map_err(|_| Errno::EFAULT));
        if pulled.made_room {
            self.wake_one(WaitOn::PipeWritable(pipe));
        }
        if pulled.n > 0 || pulled.fault.is_some() {
            // Woken alone for data that it has not used up: another reader may go on.
            if ctx.slept && !pulled.empty {
                self.wake_one(WaitOn::PipeReadable(pipe));
            }
            return match pulled.fault {
                Some(errno) if pulled.n == 0 => Err(errno.into()),
                _ => Ok(pulled.n),
            };
        }
        // Empty: end of file without writers (PIPE-18), also before the first one of a FIFO (FIFO-07).
        if !pulled.has_writers {
            return Ok(0);
        }
        if flags & O_NONBLOCK != 0 {
            return Err(Errno::EAGAIN.into());
        }
        Err(Stop::Block(Sleep { on: WaitOn::PipeReadable(pipe), deadline_ns: None, restart: Restart::IfSaRestart }))
    }

    /// write(2) to a pipe: all of it, sleeping for room as often as needed; less only when a signal or the last
    /// reader's going cuts it short, or with O_NONBLOCK (PIPE-13, 23, 34).
    #[inline(always)]
    pub(crate) fn pipe_write(
        &mut self,
        ctx: &mut Ctx,
        flags: i32,
        pipe: PipeId,
        mut user: impl UserMemory,
    ) -> SysResult {
        let total = user.len();
        if total == 0 {
            return Ok(0);
        }
        if ctx.slept {
            user.skip(ctx.done);
        }
        let mode = match (flags & O_DIRECT != 0, ctx.slept) {
            (true, _) => Mode::Packet,
            (false, false) => Mode::Merge,
            (false, true) => Mode::Append,
        };
        let (mm, left) = (&mut self.mm, user.len());
        let pushed = self.pipes.write(pipe, left, mode, |page| user.fetch(mm, page).map_err(|_| Errno::EFAULT));
        ctx.done += pushed.n;
        if pushed.n > 0 {
            match pushed.was_empty {
                true => drop(self.wake_one(WaitOn::PipeReadable(pipe))),
                false => self.wake_pollers(WaitOn::PipeReadable(pipe)),
            };
        }
        if pushed.n == left || pushed.fault.is_some() {
            // Linux sends SIGPIPE also when part of the data had gone through.
            if pushed.fault == Some(Errno::EPIPE) {
                self.post_own_signal(ctx.tid, Signal::PIPE);
            }
            // Woken alone for room that it has not used up: another writer may go on.
            if ctx.slept && !pushed.full {
                self.wake_one(WaitOn::PipeWritable(pipe));
            }
            return match pushed.fault {
                Some(errno) if ctx.done == 0 => Err(errno.into()),
                _ => Ok(ctx.done),
            };
        }
        if flags & O_NONBLOCK != 0 {
            return if ctx.done > 0 { Ok(ctx.done) } else { Err(Errno::EAGAIN.into()) };
        }
        Err(Stop::Block(Sleep { on: WaitOn::PipeWritable(pipe), deadline_ns: None, restart: Restart::IfSaRestart }))
    }

    /// A signal that a task's own call raises: SIGPIPE, SIGXFSZ.
    #[cold]
    pub(crate) fn post_own_signal(&mut self, tid: Tid, signal: Signal) {
        let process = self.process_of(tid);
        let origin = Origin::Sender { pid: process.pid, uid: process.cred.uid };
        self.post_to_task(tid, SigInfo { signal, code: SI_USER, origin });
    }

    /// F_GETPIPE_SZ and F_SETPIPE_SZ; EBADF for anything but a pipe.
    pub(crate) fn pipe_size(&mut self, tid: Tid, fd: Fd, size: Option<u64>) -> SysResult {
        let FileKind::Pipe(pipe, _) = self.file_of(tid, fd)?.1.kind else { return Err(Errno::EBADF.into()) };
        let Some(size) = size else { return Ok(self.pipes.get(pipe).map_or(0, |p| p.capacity())) };
        let privileged = self.process_of(tid).cred.euid.0 == 0;
        let capacity = self.pipes.resize(pipe, size, privileged)?;
        // There may be room now for a writer that sleeps.
        self.wake_one(WaitOn::PipeWritable(pipe));
        Ok(capacity)
    }
}
