//! Signals to read: signalfd(2), signalfd4(2). As in fs/signalfd.c of Linux: what a signalfd shows are the signals of
//! whoever looks at it, not of whoever made it.

use super::eventfd::would_block;
use super::file::FileKind;
use super::uio::UserMemory;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::poll::PollMask;
use crate::abi::siginfo::Origin;
use crate::abi::{Errno, Fd, FileId, SigInfo, SigSet, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::sched::wait::WaitOn;

/// `sizeof (struct signalfd_siginfo)`.
const SIZE: usize = 128;

impl Kernel {
    /// signalfd(2) as the kernel has it: without flags.
    pub fn sys_signalfd(&mut self, ctx: &mut Ctx, fd: Fd, mask: UserAddr, size: u64) -> SysResult {
        self.sys_signalfd4(ctx, fd, mask, size, 0)
    }

    /// signalfd4(2): a new descriptor, or another mask for one that there is.
    pub fn sys_signalfd4(&mut self, ctx: &mut Ctx, fd: Fd, mask: UserAddr, size: u64, flags: i32) -> SysResult {
        if size != 8 {
            return Err(Errno::EINVAL.into());
        }
        let mask = SigSet(self.copy_in_u64(ctx.tid, mask)?).without(SigSet::UNBLOCKABLE);
        if flags & !(O_CLOEXEC | O_NONBLOCK) != 0 {
            return Err(Errno::EINVAL.into());
        }
        if fd.0 == -1 {
            return self.open_anonymous(ctx.tid, flags, |_| FileKind::Signalfd(mask));
        }
        let (id, file) = self.file_of(ctx.tid, fd)?;
        if !matches!(file.kind, FileKind::Signalfd(_)) {
            return Err(Errno::EINVAL.into());
        }
        self.vfs.file_mut(id)?.kind = FileKind::Signalfd(mask);
        self.wake(WaitOn::SignalPending(self.process_of(ctx.tid).pid));
        Ok(fd.0 as u64)
    }

    /// read(2): takes as many pending signals of the mask as there is room for; sleeps until there is one.
    pub(crate) fn signalfd_read(
        &mut self,
        ctx: &mut Ctx,
        id: FileId,
        mask: SigSet,
        mut user: impl UserMemory,
    ) -> SysResult {
        let room = user.len() / SIZE as u64;
        if room == 0 {
            return Err(Errno::EINVAL.into());
        }
        let mut done = 0;
        while done < room {
            let Some(info) = self.take_signal(ctx.tid, mask) else {
                if done > 0 {
                    break;
                }
                let nonblocking = self.vfs.file(id)?.nonblocking();
                let pid = self.process_of(ctx.tid).pid;
                return Err(would_block(nonblocking, WaitOn::SignalPending(pid)));
            };
            self.recheck_attention(ctx.tid);
            // As on Linux a signal that can't be stored is lost.
            if user.store(&mut self.mm, &encode(&info)).is_err() {
                return if done > 0 { Ok(done * SIZE as u64) } else { Err(Errno::EFAULT.into()) };
            }
            done += 1;
        }
        Ok(done * SIZE as u64)
    }

    /// Ready when a signal of the mask is pending for the running task.
    pub(super) fn signalfd_poll(&self, mask: SigSet) -> PollMask {
        let pending = self.current().is_some_and(|tid| {
            let pending = self.procs.task(tid).pending.set().union(self.process_of(tid).pending.set());
            !pending.intersection(mask).is_empty()
        });
        PollMask::IN.when(pending)
    }

    /// Where somebody who polls a signalfd waits: at the running process.
    pub(super) fn signalfd_queue(&self) -> Option<WaitOn> {
        self.current().map(|tid| WaitOn::SignalPending(self.process_of(tid).pid))
    }
}

/// `struct signalfd_siginfo`.
fn encode(info: &SigInfo) -> [u8; SIZE] {
    let mut bytes = [0; SIZE];
    let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
    put(0, &u32::from(info.signal.number()).to_le_bytes());
    put(8, &info.code.to_le_bytes());
    let mut sender = |pid: u32, uid: u32| {
        put(12, &pid.to_le_bytes());
        put(16, &uid.to_le_bytes());
    };
    match info.origin {
        Origin::Kernel => {}
        Origin::Sender { pid, uid } => sender(pid.0, uid.0),
        Origin::Queued { pid, uid, value } => {
            sender(pid.0, uid.0);
            put(44, &(value as u32).to_le_bytes());
            put(48, &value.to_le_bytes());
        }
        Origin::Child { pid, uid, status, utime, stime } => {
            sender(pid.0, uid.0);
            put(40, &status.to_le_bytes());
            put(56, &utime.to_le_bytes());
            put(64, &stime.to_le_bytes());
        }
        Origin::Timer { timer, overrun, value, .. } => {
            put(24, &timer.to_le_bytes());
            put(32, &overrun.to_le_bytes());
            put(44, &(value as u32).to_le_bytes());
            put(48, &value.to_le_bytes());
        }
        Origin::Fault { addr } => put(72, &addr.0.to_le_bytes()),
        Origin::Poll { band, fd } => {
            put(20, &fd.to_le_bytes());
            put(28, &(band as u32).to_le_bytes());
        }
    }
    bytes
}
