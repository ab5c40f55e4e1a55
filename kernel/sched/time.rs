//! The passing of virtual time, and the calls about it: nanosleep(2), clock_nanosleep(2), alarm(2), setitimer(2),
//! getitimer(2), clock_gettime(2), clock_getres(2), gettimeofday(2), time(2).

use super::clock::TimerAction;
use super::wait::WaitOn;
use crate::Kernel;
use crate::abi::layout::{Itimerval, Timeval, Timezone};
use crate::abi::{Errno, Pid, SigInfo, Signal, Syscall, Tid, UserAddr};
use crate::entry::{Blocked, Ctx, Restart, Sleep, Stop, SysResult};
use crate::proc::process::Itimers;
use crate::proc::task::{TaskState, Wakeup};
use crate::vfs::timerfd::forward;

const CLOCK_REALTIME: i32 = 0;
const CLOCK_MONOTONIC: i32 = 1;
const CLOCK_PROCESS_CPUTIME_ID: i32 = 2;
const CLOCK_MONOTONIC_RAW: i32 = 4;
const CLOCK_REALTIME_COARSE: i32 = 5;
const CLOCK_MONOTONIC_COARSE: i32 = 6;
const CLOCK_BOOTTIME: i32 = 7;
const CLOCK_TAI: i32 = 11;
const TIMER_ABSTIME: i32 = 1;

const ITIMER_REAL: i32 = 0;
const ITIMER_VIRTUAL: i32 = 1;
const ITIMER_PROF: i32 = 2;

const SECOND: u64 = 1_000_000_000;

/// Nanoseconds as clock ticks of 10 ms (sysconf(_SC_CLK_TCK) is 100).
pub fn ticks(ns: u64) -> u64 {
    ns / 10_000_000
}

// Time passes.
impl Kernel {
    /// Virtual nanoseconds since boot.
    #[inline]
    pub fn now_ns(&self) -> u64 {
        self.clock.now_ns()
    }

    /// When the earliest timer fires, in virtual ns since boot.
    #[inline]
    pub fn next_deadline(&self) -> Option<u64> {
        self.clock.next_deadline()
    }

    /// The running task has been in user mode for so long. Fires what comes due; its signals make
    /// [`Kernel::attention`] true.
    #[inline]
    pub fn charge(&mut self, tid: Tid, ns: u64) {
        debug_assert_eq!(self.sched.current(), Some(tid));
        self.clock.pass(ns);
        self.sched.used.user_ns += ns;
        if self.sched.watches_cpu_timers() {
            self.tick_cpu_timers(tid, ns);
        }
        if self.clock.is_due() {
            self.fire_timers();
        }
    }

    /// Nobody runs: time passes until `at_ns` (never backwards), and what comes due fires.
    pub fn advance_to(&mut self, at_ns: u64) {
        let now = self.clock.now_ns();
        self.clock.pass(at_ns.saturating_sub(now));
        self.fire_timers();
    }

    /// Lets `ns` pass while nobody runs.
    pub fn advance(&mut self, ns: u64) {
        self.clock.pass(ns);
        self.fire_timers();
    }

    /// Fires all timers that are due.
    pub fn fire_timers(&mut self) {
        while let Some((id, action)) = self.clock.take_due() {
            match action {
                TimerAction::WakeUp(tid) => {
                    let Some(task) = self.procs.find_task_mut(tid) else { continue };
                    if task.state == TaskState::Blocked && task.timer == Some(id) {
                        task.timer = None;
                        if let Some(blocked) = task.blocked.as_mut() {
                            blocked.ctx.timed_out = true;
                        }
                        self.end_sleep(tid, Wakeup::Retry);
                    }
                }
                TimerAction::Alarm(pid) => self.fire_alarm(pid),
                TimerAction::Posix(pid, timer) => self.fire_posix_timer(pid, timer),
                TimerAction::Timerfd(timerfd) => self.fire_timerfd(timerfd),
                TimerAction::Connection(socket) => self.net_timer(socket, id),
            }
        }
    }

    /// ITIMER_REAL expires. One with an interval goes on when its signal is taken (it_real_fn).
    fn fire_alarm(&mut self, pid: Pid) {
        let Some(process) = self.procs.process_mut(pid) else { return };
        process.itimers.real = None;
        self.post_to_process(pid, SigInfo::kernel(Signal::ALRM));
    }

    /// SIGALRM is taken: ITIMER_REAL's next period begins; periods that passed unnoticed are skipped (TIM-08).
    pub(crate) fn rearm_real(&mut self, pid: Pid) {
        let now = self.clock.now_ns();
        let Some(process) = self.procs.process_mut(pid) else { return };
        let itimers = &mut process.itimers;
        if itimers.real.is_none() {
            forward(&mut itimers.real_expires_ns, itimers.real_interval_ns, now);
            itimers.real = Some(self.clock.arm(itimers.real_expires_ns, TimerAction::Alarm(pid)));
        }
    }

    /// ITIMER_VIRTUAL and ITIMER_PROF count down while the process runs.
    fn tick_cpu_timers(&mut self, tid: Tid, ns: u64) {
        let process = self.procs.process_of_mut(tid);
        let pid = process.pid;
        let tick = |timer: &mut (u64, u64)| {
            if timer.0 == 0 {
                return false;
            }
            let expired = timer.0 <= ns;
            timer.0 = if expired { timer.1 } else { timer.0 - ns };
            expired
        };
        let (virt, prof) = (tick(&mut process.itimers.virtual_ns), tick(&mut process.itimers.prof_ns));
        for (expired, signal) in [(virt, Signal::VTALRM), (prof, Signal::PROF)] {
            if expired {
                self.post_to_process(pid, SigInfo::kernel(signal));
            }
        }
        if self.procs.process(pid).is_some_and(|process| !process.timers.all.is_empty()) {
            self.fire_cpu_timers(pid);
        }
        self.enforce_cpu_limit(pid);
    }
}

// Sleeping.
impl Kernel {
    fn sleep_until(&mut self, ctx: &Ctx, deadline_ns: u64) -> SysResult {
        // A wake-up by anything but the deadline (a stop and continue) sleeps on.
        if ctx.timed_out {
            return Ok(0);
        }
        Err(Stop::Block(Sleep { on: WaitOn::Deadline, deadline_ns: Some(deadline_ns), restart: Restart::IfNoHandler }))
    }

    /// nanosleep(2).
    pub(crate) fn sys_nanosleep(&mut self, ctx: &mut Ctx, request: UserAddr) -> SysResult {
        let deadline = match ctx.deadline_ns {
            Some(deadline) => deadline,
            None => self.copy_in_timespec(ctx.tid, request)?.saturating_add(self.clock.now_ns()),
        };
        self.sleep_until(ctx, deadline)
    }

    /// clock_nanosleep(2). Not supported: CPU-time clocks.
    pub(crate) fn sys_clock_nanosleep(
        &mut self,
        ctx: &mut Ctx,
        clock: i32,
        flags: i32,
        request: UserAddr,
    ) -> SysResult {
        match clock {
            CLOCK_REALTIME | CLOCK_MONOTONIC | CLOCK_BOOTTIME | CLOCK_TAI => {}
            CLOCK_PROCESS_CPUTIME_ID | CLOCK_MONOTONIC_RAW | CLOCK_REALTIME_COARSE | CLOCK_MONOTONIC_COARSE => {
                return Err(Errno::EOPNOTSUPP.into());
            }
            _ => return Err(Errno::EINVAL.into()),
        }
        let deadline = match ctx.deadline_ns {
            Some(deadline) => deadline,
            None => {
                let ns = self.copy_in_timespec(ctx.tid, request)?;
                match flags & TIMER_ABSTIME != 0 {
                    true if matches!(clock, CLOCK_REALTIME | CLOCK_TAI) => ns.saturating_sub(self.clock.epoch_ns()),
                    true => ns,
                    false => ns.saturating_add(self.clock.now_ns()),
                }
            }
        };
        if flags & TIMER_ABSTIME != 0 && deadline <= self.clock.now_ns() {
            return Ok(0);
        }
        self.sleep_until(ctx, deadline)
    }

    /// A signal ends a relative sleep: what is left of it goes to the program (INTR-22).
    pub(crate) fn store_remaining_time(&mut self, blocked: &Blocked) {
        let remaining = match blocked.call {
            Syscall::Nanosleep { remaining, .. } => remaining,
            Syscall::ClockNanosleep { remaining, flags, .. } if flags & TIMER_ABSTIME == 0 => remaining,
            _ => return self.store_poll_time_left(blocked),
        };
        if let (false, Some(deadline)) = (remaining.is_null(), blocked.ctx.deadline_ns) {
            let left = deadline.saturating_sub(self.clock.now_ns());
            // A bad address is the program's loss.
            let _ = self.copy_out_timespec(blocked.ctx.tid, remaining, left);
        }
    }
}

// Interval timers.
impl Kernel {
    /// Disarms ITIMER_REAL and tells what was left of it, in ns (0 if it was not armed).
    fn disarm_real(&mut self, pid: Pid) -> u64 {
        let Some(id) = self.procs.process_mut(pid).and_then(|process| process.itimers.real.take()) else { return 0 };
        self.clock.cancel(id);
        id.at_ns.saturating_sub(self.clock.now_ns()).max(1)
    }

    fn arm_real(&mut self, pid: Pid, value_ns: u64, interval_ns: u64) {
        let real = match value_ns {
            0 => None,
            _ => Some(self.clock.arm(self.clock.now_ns().saturating_add(value_ns), TimerAction::Alarm(pid))),
        };
        if let Some(process) = self.procs.process_mut(pid) {
            process.itimers.real = real;
            process.itimers.real_expires_ns = real.map_or(0, |id| id.at_ns);
            process.itimers.real_interval_ns = if value_ns == 0 { 0 } else { interval_ns };
        }
    }

    /// alarm(2): returns the seconds that were left, rounded, but never 0 for a timer that was armed (TIM-01).
    pub(crate) fn sys_alarm(&mut self, ctx: &mut Ctx, seconds: u32) -> SysResult {
        let pid = self.procs.task(ctx.tid).pid;
        let left = self.disarm_real(pid);
        self.arm_real(pid, u64::from(seconds) * SECOND, 0);
        if left == 0 {
            return Ok(0);
        }
        Ok(((left + SECOND / 2) / SECOND).max(1))
    }

    fn itimer_value(&self, itimers: &Itimers, which: i32) -> Result<(u64, u64), Errno> {
        match which {
            ITIMER_REAL => {
                let left = itimers.real.map_or(0, |id| id.at_ns.saturating_sub(self.clock.now_ns()).max(1));
                Ok((left, itimers.real_interval_ns))
            }
            ITIMER_VIRTUAL => Ok(itimers.virtual_ns),
            ITIMER_PROF => Ok(itimers.prof_ns),
            _ => Err(Errno::EINVAL),
        }
    }

    fn copy_out_itimer(&mut self, tid: Tid, addr: UserAddr, (value, interval): (u64, u64)) -> Result<(), Errno> {
        // An armed timer never shows zero.
        let value = if value > 0 { value.max(1000) } else { 0 };
        let answer = Itimerval {
            interval_sec: (interval / SECOND) as i64,
            interval_usec: (interval % SECOND / 1000) as i64,
            value_sec: (value / SECOND) as i64,
            value_usec: (value % SECOND / 1000) as i64,
        };
        self.copy_out(tid, addr, &answer.encode())
    }

    /// getitimer(2).
    pub(crate) fn sys_getitimer(&mut self, ctx: &mut Ctx, which: i32, value: UserAddr) -> SysResult {
        let itimers = self.procs.process_of(ctx.tid).itimers;
        let now = self.itimer_value(&itimers, which)?;
        self.copy_out_itimer(ctx.tid, value, now)?;
        Ok(0)
    }

    /// setitimer(2).
    pub(crate) fn sys_setitimer(&mut self, ctx: &mut Ctx, which: i32, new: UserAddr, old: UserAddr) -> SysResult {
        let mut wanted = Itimerval::default();
        if !new.is_null() {
            let mut bytes = [0; Itimerval::SIZE];
            self.copy_in(ctx.tid, new, &mut bytes)?;
            wanted = Itimerval::decode(&bytes);
        }
        let ns = |sec: i64, usec: i64| match sec >= 0 && (0..1_000_000).contains(&usec) {
            true => Ok((sec as u64).saturating_mul(SECOND).saturating_add(usec as u64 * 1000)),
            false => Err(Errno::EINVAL),
        };
        let value = ns(wanted.value_sec, wanted.value_usec)?;
        let interval = ns(wanted.interval_sec, wanted.interval_usec)?;
        let itimers = self.procs.process_of(ctx.tid).itimers;
        let before = self.itimer_value(&itimers, which)?;
        let pid = self.procs.task(ctx.tid).pid;
        if which != ITIMER_REAL {
            self.sched.watch_cpu_timers();
        }
        match which {
            ITIMER_REAL => {
                self.disarm_real(pid);
                self.arm_real(pid, value, interval);
            }
            ITIMER_VIRTUAL => self.procs.process_of_mut(ctx.tid).itimers.virtual_ns = (value, interval),
            _ => self.procs.process_of_mut(ctx.tid).itimers.prof_ns = (value, interval),
        }
        if !old.is_null() {
            self.copy_out_itimer(ctx.tid, old, before)?;
        }
        Ok(0)
    }
}

// Asking for the time.
impl Kernel {
    fn clock_value(&self, tid: Tid, clock: i32) -> Result<u64, Errno> {
        match clock {
            CLOCK_REALTIME | CLOCK_REALTIME_COARSE | CLOCK_TAI => Ok(self.clock.realtime_ns()),
            CLOCK_MONOTONIC | CLOCK_MONOTONIC_RAW | CLOCK_MONOTONIC_COARSE | CLOCK_BOOTTIME => Ok(self.clock.now_ns()),
            _ => match self.cpu_clock(tid, clock)? {
                Some(cpu) => Ok(self.cpu_clock_ns(cpu)),
                None => Err(Errno::EINVAL),
            },
        }
    }

    /// clock_gettime(2).
    pub(crate) fn sys_clock_gettime(&mut self, ctx: &mut Ctx, clock: i32, tp: UserAddr) -> SysResult {
        let now = self.clock_value(ctx.tid, clock)?;
        self.copy_out_timespec(ctx.tid, tp, now)?;
        Ok(0)
    }

    /// clock_getres(2).
    pub(crate) fn sys_clock_getres(&mut self, ctx: &mut Ctx, clock: i32, res: UserAddr) -> SysResult {
        self.clock_value(ctx.tid, clock)?;
        let resolution = if matches!(clock, CLOCK_REALTIME_COARSE | CLOCK_MONOTONIC_COARSE) { 4_000_000 } else { 1 };
        if !res.is_null() {
            self.copy_out_timespec(ctx.tid, res, resolution)?;
        }
        Ok(0)
    }

    /// gettimeofday(2).
    pub(crate) fn sys_gettimeofday(&mut self, ctx: &mut Ctx, tv: UserAddr, tz: UserAddr) -> SysResult {
        let now = self.clock.realtime_ns();
        if !tv.is_null() {
            let time = Timeval { sec: (now / SECOND) as i64, usec: (now % SECOND / 1000) as i64 };
            self.copy_out(ctx.tid, tv, &time.encode())?;
        }
        if !tz.is_null() {
            self.copy_out(ctx.tid, tz, &Timezone::default().encode())?;
        }
        Ok(0)
    }

    /// time(2).
    pub(crate) fn sys_time(&mut self, ctx: &mut Ctx, t: UserAddr) -> SysResult {
        let seconds = self.clock.realtime_ns() / SECOND;
        if !t.is_null() {
            self.copy_out(ctx.tid, t, &seconds.to_le_bytes())?;
        }
        Ok(seconds)
    }
}
