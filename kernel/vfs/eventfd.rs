//! Counters to wait for: eventfd(2), eventfd2(2). As in fs/eventfd.c of Linux 6.18.

use super::file::FileKind;
use super::uio::UserMemory;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::poll::PollMask;
use crate::abi::{Errno, EventfdId, FileId};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::sched::wait::WaitOn;
use serde::{Deserialize, Serialize};

const EFD_SEMAPHORE: i32 = 1;

/// A counter.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Eventfd {
    /// Its value; `u64::MAX` is never reached.
    pub count: u64,
    /// EFD_SEMAPHORE: a read takes 1, not all.
    pub semaphore: bool,
}

impl Eventfd {
    /// What a read gets, if the counter is not zero.
    fn take(&mut self) -> Option<u64> {
        let taken = if self.semaphore { self.count.min(1) } else { self.count };
        self.count -= taken;
        (taken > 0).then_some(taken)
    }

    /// Adds, unless that would reach the maximum.
    fn add(&mut self, value: u64) -> bool {
        let fits = u64::MAX - self.count > value;
        self.count += if fits { value } else { 0 };
        fits
    }

    /// What it is ready for.
    pub fn poll(&self) -> PollMask {
        PollMask::IN.when(self.count > 0) | PollMask::OUT.when(self.count < u64::MAX - 1)
    }
}

impl Kernel {
    /// eventfd(2) as the kernel has it: without flags.
    pub fn sys_eventfd(&mut self, ctx: &mut Ctx, count: u32) -> SysResult {
        self.sys_eventfd2(ctx, count, 0)
    }

    /// eventfd2(2).
    pub fn sys_eventfd2(&mut self, ctx: &mut Ctx, count: u32, flags: i32) -> SysResult {
        if flags & !(EFD_SEMAPHORE | O_CLOEXEC | O_NONBLOCK) != 0 {
            return Err(Errno::EINVAL.into());
        }
        let semaphore = flags & EFD_SEMAPHORE != 0;
        self.open_anonymous(ctx.tid, flags & !EFD_SEMAPHORE, |kernel| {
            let eventfd = Eventfd { count: count.into(), semaphore };
            FileKind::Eventfd(EventfdId(kernel.vfs.eventfds.insert(eventfd)))
        })
    }

    /// read(2): takes the counter, or 1 of it, as 8 bytes; sleeps while it is zero.
    pub(crate) fn eventfd_read(&mut self, id: FileId, eventfd: EventfdId, mut user: impl UserMemory) -> SysResult {
        if user.len() < 8 {
            return Err(Errno::EINVAL.into());
        }
        let nonblocking = self.vfs.file(id)?.nonblocking();
        let Some(value) = self.vfs.eventfds[eventfd.0].take() else {
            return Err(would_block(nonblocking, WaitOn::EventfdReadable(eventfd)));
        };
        self.wake_each(WaitOn::EventfdWritable(eventfd));
        // As on Linux the value is lost when it can't be stored.
        user.store(&mut self.mm, &value.to_le_bytes()).map_err(|_| Errno::EFAULT)?;
        Ok(8)
    }

    /// write(2): adds 8 bytes' worth; sleeps while the sum would be too large.
    pub(crate) fn eventfd_write(&mut self, id: FileId, eventfd: EventfdId, mut user: impl UserMemory) -> SysResult {
        if user.len() != 8 {
            return Err(Errno::EINVAL.into());
        }
        let mut bytes = [0; 8];
        user.fetch(&mut self.mm, &mut bytes).map_err(|_| Errno::EFAULT)?;
        let value = u64::from_le_bytes(bytes);
        if value == u64::MAX {
            return Err(Errno::EINVAL.into());
        }
        let nonblocking = self.vfs.file(id)?.nonblocking();
        if !self.vfs.eventfds[eventfd.0].add(value) {
            return Err(would_block(nonblocking, WaitOn::EventfdWritable(eventfd)));
        }
        self.wake_each(WaitOn::EventfdReadable(eventfd));
        Ok(8)
    }
}

/// EAGAIN with O_NONBLOCK, else a sleep that SA_RESTART takes up again.
pub(crate) fn would_block(nonblocking: bool, on: WaitOn) -> Stop {
    match nonblocking {
        true => Errno::EAGAIN.into(),
        false => Stop::Block(Sleep { on, deadline_ns: None, restart: Restart::IfSaRestart }),
    }
}
