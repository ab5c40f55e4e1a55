//! Timers to wait for: timerfd_create(2), timerfd_settime(2), timerfd_gettime(2). As in fs/timerfd.c of Linux.
//!
//! A periodic timer that has fired is not armed again before somebody looks at it; the periods that passed meanwhile are
//! counted then. So a timer that nobody reads fires once, and a machine in which nothing else happens comes to rest.

use super::eventfd::would_block;
use super::file::FileKind;
use super::uio::UserMemory;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::layout::Itimerspec;
use crate::abi::{Errno, Fd, FileId, Tid, TimerfdId, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::sched::clock::{Clock, TimerAction, TimerId};
use crate::sched::wait::WaitOn;
use serde::{Deserialize, Serialize};

const TFD_TIMER_ABSTIME: i32 = 1;
const TFD_TIMER_CANCEL_ON_SET: i32 = 2;
const CLOCK_REALTIME: i32 = 0;
const CLOCK_MONOTONIC: i32 = 1;
const CLOCK_BOOTTIME: i32 = 7;
const CLOCK_REALTIME_ALARM: i32 = 8;
const CLOCK_BOOTTIME_ALARM: i32 = 9;

/// A timer.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Timerfd {
    /// CLOCK_REALTIME, CLOCK_MONOTONIC, ...
    pub clock: i32,
    /// While it is armed.
    pub timer: Option<TimerId>,
    /// When it fires, or fired last: virtual ns since boot.
    pub expires_ns: u64,
    /// Period in ns; 0: it fires once.
    pub interval_ns: u64,
    /// Expirations not yet read.
    pub ticks: u64,
    /// It has fired, and what came since is not yet counted.
    pub expired: bool,
}

/// Moves a periodic timer's expiry past `now` and tells by how many periods.
pub(crate) fn forward(expires_ns: &mut u64, interval_ns: u64, now_ns: u64) -> u64 {
    let Some(late) = now_ns.checked_sub(*expires_ns) else { return 0 };
    let periods = late.checked_div(interval_ns).map_or(0, |n| n + 1);
    *expires_ns = expires_ns.saturating_add(interval_ns.saturating_mul(periods));
    periods
}

impl Timerfd {
    /// A periodic timer that has fired: counts the periods since, and arms it for the next.
    fn catch_up(&mut self, id: TimerfdId, clock: &mut Clock) {
        if self.expired && self.interval_ns > 0 {
            let periods = forward(&mut self.expires_ns, self.interval_ns, clock.now_ns());
            self.ticks = self.ticks.saturating_add(periods.saturating_sub(1));
            self.timer = Some(clock.arm(self.expires_ns, TimerAction::Timerfd(id)));
            self.expired = false;
        }
    }

    /// Time left and interval in ns; an armed timer never shows zero.
    fn setting(&self, now_ns: u64) -> (u64, u64) {
        let left = self.timer.map_or(0, |id| id.at_ns.saturating_sub(now_ns).max(1));
        (left, self.interval_ns)
    }
}

impl Kernel {
    /// timerfd_create(2).
    pub fn sys_timerfd_create(&mut self, ctx: &mut Ctx, clock: i32, flags: i32) -> SysResult {
        let known = [CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME, CLOCK_REALTIME_ALARM, CLOCK_BOOTTIME_ALARM];
        if flags & !(O_CLOEXEC | O_NONBLOCK) != 0 || !known.contains(&clock) {
            return Err(Errno::EINVAL.into());
        }
        if matches!(clock, CLOCK_REALTIME_ALARM | CLOCK_BOOTTIME_ALARM) && !self.process_of(ctx.tid).cred.is_root() {
            return Err(Errno::EPERM.into());
        }
        self.open_anonymous(ctx.tid, flags, |kernel| {
            let timer = Timerfd { clock, timer: None, expires_ns: 0, interval_ns: 0, ticks: 0, expired: false };
            FileKind::Timerfd(TimerfdId(kernel.vfs.timerfds.insert(timer)))
        })
    }

    fn timerfd_of(&self, tid: Tid, fd: Fd) -> Result<TimerfdId, Errno> {
        match self.file_of(tid, fd)?.1.kind {
            FileKind::Timerfd(id) => Ok(id),
            _ => Err(Errno::EINVAL),
        }
    }

    /// timerfd_settime(2). TFD_TIMER_CANCEL_ON_SET is accepted; nobody sets the clock.
    pub fn sys_timerfd_settime(
        &mut self,
        ctx: &mut Ctx,
        fd: Fd,
        flags: i32,
        new: UserAddr,
        old: UserAddr,
    ) -> SysResult {
        let wanted = self.copy_in_itimerspec(ctx.tid, new)?;
        if flags & !(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET) != 0 {
            return Err(Errno::EINVAL.into());
        }
        let (value, interval) = wanted.ok_or(Errno::EINVAL)?;
        let id = self.timerfd_of(ctx.tid, fd)?;
        let (now, epoch) = (self.clock.now_ns(), self.clock.epoch_ns());
        let timer = &mut self.vfs.timerfds[id.0];
        // Before the old setting is told, a periodic timer is brought up to date.
        timer.catch_up(id, &mut self.clock);
        let before = timer.setting(now);
        if let Some(armed) = timer.timer.take() {
            self.clock.cancel(armed);
        }
        let realtime = matches!(timer.clock, CLOCK_REALTIME | CLOCK_REALTIME_ALARM);
        timer.expires_ns = match flags & TFD_TIMER_ABSTIME != 0 {
            true if realtime => value.saturating_sub(epoch),
            true => value,
            false => now.saturating_add(value),
        };
        (timer.interval_ns, timer.ticks, timer.expired) = (interval, 0, false);
        if value > 0 {
            timer.timer = Some(self.clock.arm(timer.expires_ns, TimerAction::Timerfd(id)));
            self.fire_timers();
        }
        if !old.is_null() {
            self.copy_out_itimerspec(ctx.tid, old, before)?;
        }
        Ok(0)
    }

    /// timerfd_gettime(2).
    pub fn sys_timerfd_gettime(&mut self, ctx: &mut Ctx, fd: Fd, value: UserAddr) -> SysResult {
        let id = self.timerfd_of(ctx.tid, fd)?;
        let timer = &mut self.vfs.timerfds[id.0];
        timer.catch_up(id, &mut self.clock);
        let setting = timer.setting(self.clock.now_ns());
        self.copy_out_itimerspec(ctx.tid, value, setting)?;
        Ok(0)
    }

    /// read(2): how often it has expired since the last read or setting, as 8 bytes; sleeps until it does.
    pub(crate) fn timerfd_read(&mut self, id: FileId, timerfd: TimerfdId, mut user: impl UserMemory) -> SysResult {
        if user.len() < 8 {
            return Err(Errno::EINVAL.into());
        }
        let nonblocking = self.vfs.file(id)?.nonblocking();
        let timer = &mut self.vfs.timerfds[timerfd.0];
        if timer.ticks == 0 {
            return Err(would_block(nonblocking, WaitOn::Timerfd(timerfd)));
        }
        timer.catch_up(timerfd, &mut self.clock);
        timer.expired = false;
        let ticks = std::mem::take(&mut timer.ticks);
        user.store(&mut self.mm, &ticks.to_le_bytes()).map_err(|_| Errno::EFAULT)?;
        Ok(8)
    }

    /// Its time has come.
    pub(crate) fn fire_timerfd(&mut self, id: TimerfdId) {
        let Some(timer) = self.vfs.timerfds.get_mut(id.0) else { return };
        (timer.timer, timer.expired) = (None, true);
        timer.ticks = timer.ticks.saturating_add(1);
        self.wake_each(WaitOn::Timerfd(id));
    }

    /// A `struct itimerspec` as value and interval in ns; the inner `None` is an invalid one.
    pub(crate) fn copy_in_itimerspec(&mut self, tid: Tid, addr: UserAddr) -> Result<Option<(u64, u64)>, Errno> {
        let mut bytes = [0; Itimerspec::SIZE];
        self.copy_in(tid, addr, &mut bytes)?;
        let spec = Itimerspec::decode(&bytes);
        let ns = |sec: i64, nsec: i64| {
            let valid = sec >= 0 && (0..1_000_000_000).contains(&nsec);
            valid.then(|| (sec as u64).saturating_mul(1_000_000_000).saturating_add(nsec as u64))
        };
        Ok(ns(spec.value_sec, spec.value_nsec).zip(ns(spec.interval_sec, spec.interval_nsec)))
    }

    /// Stores value and interval in ns as a `struct itimerspec`.
    pub(crate) fn copy_out_itimerspec(
        &mut self,
        tid: Tid,
        addr: UserAddr,
        (value, interval): (u64, u64),
    ) -> Result<(), Errno> {
        let part = |ns: u64| ((ns / 1_000_000_000) as i64, (ns % 1_000_000_000) as i64);
        let ((value_sec, value_nsec), (interval_sec, interval_nsec)) = (part(value), part(interval));
        let spec = Itimerspec { interval_sec, interval_nsec, value_sec, value_nsec };
        self.copy_out(tid, addr, &spec.encode())
    }
}

#[cfg(test)]
mod tests {
    use super::forward;

    #[test]
    fn periods_are_counted_up_to_and_with_the_present() {
        let run = |expires: u64, interval, now| {
            let mut at = expires;
            (forward(&mut at, interval, now), at)
        };
        assert_eq!(run(100, 10, 99), (0, 100));
        assert_eq!(run(100, 10, 100), (1, 110));
        assert_eq!(run(100, 10, 109), (1, 110));
        assert_eq!(run(100, 10, 110), (2, 120));
        assert_eq!(run(100, 10, 1005), (91, 1010));
        assert_eq!(run(100, 0, 1005), (0, 100));
    }
}
