//! POSIX timers: timer_create(2), timer_settime(2), timer_gettime(2), timer_getoverrun(2), timer_delete(2). As in
//! kernel/time/posix-timers.c of Linux 6.18.
//!
//! A periodic timer that has fired is armed again when its signal is taken, not before: at most one signal of each timer
//! is pending, and the periods that passed meanwhile are its overrun (TIM-13). A timer on a clock of CPU time is no timer of
//! the machine's clock: it is looked at while its process runs. Not supported: CPU clocks of other processes (EOPNOTSUPP).

use crate::Kernel;
use crate::abi::siginfo::{Origin, SI_TIMER};
use crate::abi::{Errno, Pid, SigInfo, SigSet, Signal, Tid, Uid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::proc::limits::RLIMIT_SIGPENDING;
use crate::sched::clock::{TimerAction, TimerId};
use crate::vfs::timerfd::forward;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const SIGEV_SIGNAL: i32 = 0;
const SIGEV_NONE: i32 = 1;
const SIGEV_THREAD: i32 = 2;
const SIGEV_THREAD_ID: i32 = 4;
const TIMER_ABSTIME: i32 = 1;
const CLOCK_REALTIME: i32 = 0;
const CLOCK_MONOTONIC: i32 = 1;
const CLOCK_BOOTTIME: i32 = 7;
const CLOCK_TAI: i32 = 11;
/// `sizeof (struct sigevent)`.
const SIGEVENT: usize = 64;

/// What a timer does when it expires.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Notify {
    /// Nothing: it is only looked at.
    Nothing,
    /// Sends this signal to the process.
    Process(Signal),
    /// Sends this signal to one of its tasks.
    Task(Tid, Signal),
}

impl Notify {
    fn signal(self) -> Option<Signal> {
        match self {
            Notify::Nothing => None,
            Notify::Process(signal) | Notify::Task(_, signal) => Some(signal),
        }
    }
}

/// Whose CPU time a clock shows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum CpuClock {
    /// Of all tasks of a process.
    Process(Pid),
    /// Of one task.
    Task(Tid),
}

/// Where a timer that has been set stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Status {
    /// Not set, or it has fired for good.
    Disarmed,
    /// Running.
    Armed(TimerId),
    /// Running, on a clock of CPU time.
    Counting,
    /// Periodic, has fired: goes on when its signal is taken.
    Fired,
    /// The same, but its signal is ignored: goes on when that changes and the signal is taken.
    Ignored,
}

/// A timer.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct PosixTimer {
    /// Its clock.
    pub clock: i32,
    /// Whose CPU time that clock shows, if it does.
    pub cpu: Option<CpuClock>,
    /// What it does.
    pub notify: Notify,
    /// `sigev_value`.
    pub value: u64,
    /// Whose place for a signal it has.
    pub user: Uid,
    /// Where it stands.
    pub status: Status,
    /// When it expires, or expired last: virtual ns since boot.
    pub expires_ns: u64,
    /// Period in ns; 0: it expires once.
    pub interval_ns: u64,
    /// Changes with every setting, so that a signal of an earlier one is known and dropped.
    pub seq: u64,
    /// Periods counted since its signal was sent.
    missed: u64,
    /// Overrun of the signal taken last.
    overrun: i32,
}

/// The timers of a process.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct PosixTimers {
    /// By number.
    pub all: BTreeMap<i32, PosixTimer>,
    /// The next number.
    next: i32,
}

impl PosixTimer {
    /// Time left and interval in ns.
    fn setting(&mut self, now_ns: u64) -> (u64, u64) {
        let none = self.notify == Notify::Nothing;
        if self.interval_ns == 0 && self.status == Status::Disarmed && !none {
            return (0, 0);
        }
        if self.interval_ns > 0 && !matches!(self.status, Status::Armed(_) | Status::Counting) {
            self.missed += forward(&mut self.expires_ns, self.interval_ns, now_ns);
        }
        let left = self.expires_ns.saturating_sub(now_ns);
        // An armed timer never shows zero.
        (if none { left } else { left.max(1) }, self.interval_ns)
    }
}

// The calls.
impl Kernel {
    /// timer_create(2).
    pub(crate) fn sys_timer_create(
        &mut self,
        ctx: &mut Ctx,
        clock: i32,
        event: UserAddr,
        timer: UserAddr,
    ) -> SysResult {
        let cpu = self.cpu_clock(ctx.tid, clock)?;
        match (clock, cpu) {
            (_, Some(CpuClock::Process(pid))) if pid != self.process_of(ctx.tid).pid => {
                return Err(Errno::EOPNOTSUPP.into());
            }
            (CLOCK_REALTIME | CLOCK_MONOTONIC | CLOCK_BOOTTIME | CLOCK_TAI, _) | (_, Some(_)) => {}
            (4..=6, None) => return Err(Errno::EOPNOTSUPP.into()),
            _ => return Err(Errno::EINVAL.into()),
        }
        let process = self.process_of(ctx.tid);
        let (id, limit, user) = (process.timers.next, process.rlimits[RLIMIT_SIGPENDING].0, process.cred.uid);
        // Each has a place in the queue of signals.
        if self.queued_signals.of(user) >= limit || id == i32::MAX {
            return Err(Errno::EAGAIN.into());
        }
        let (notify, value) = match event.is_null() {
            true => (Notify::Process(Signal::ALRM), id as u64),
            false => self.copy_in_sigevent(ctx.tid, event)?,
        };
        self.copy_out(ctx.tid, timer, &id.to_le_bytes())?;
        let timers = &mut self.process_of_mut(ctx.tid).timers;
        timers.next += 1;
        let new = PosixTimer {
            clock,
            cpu,
            notify,
            value,
            user,
            status: Status::Disarmed,
            expires_ns: 0,
            interval_ns: 0,
            seq: 0,
            missed: 0,
            overrun: 0,
        };
        timers.all.insert(id, new);
        self.queued_signals.charge(user);
        Ok(0)
    }

    /// A `struct sigevent` of a timer: what to do, and the value to send.
    fn copy_in_sigevent(&mut self, tid: Tid, addr: UserAddr) -> Result<(Notify, u64), Errno> {
        let mut bytes = [0; SIGEVENT];
        self.copy_in(tid, addr, &mut bytes)?;
        let int = |at: usize| i32::from_le_bytes(std::array::from_fn(|n| bytes[at + n]));
        let value = u64::from_le_bytes(std::array::from_fn(|n| bytes[n]));
        let signal = || Signal::new(int(8).into()).ok_or(Errno::EINVAL);
        let notify = match int(12) {
            SIGEV_NONE => Notify::Nothing,
            // For the kernel the C library's SIGEV_THREAD is a signal as any other.
            SIGEV_SIGNAL | SIGEV_THREAD => Notify::Process(signal()?),
            SIGEV_THREAD_ID => {
                let target = Tid(int(16) as u32);
                let own = self.process_of(tid).tasks().any(|task| task == target);
                if !own {
                    return Err(Errno::EINVAL);
                }
                Notify::Task(target, signal()?)
            }
            _ => return Err(Errno::EINVAL),
        };
        Ok((notify, value))
    }

    fn posix_timer(&mut self, tid: Tid, id: i32) -> Result<&mut PosixTimer, Errno> {
        self.process_of_mut(tid).timers.all.get_mut(&id).ok_or(Errno::EINVAL)
    }

    /// timer_settime(2).
    pub(crate) fn sys_timer_settime(
        &mut self,
        ctx: &mut Ctx,
        id: i32,
        flags: i32,
        new: UserAddr,
        old: UserAddr,
    ) -> SysResult {
        if new.is_null() {
            return Err(Errno::EINVAL.into());
        }
        let (value, interval) = self.copy_in_itimerspec(ctx.tid, new)?.ok_or(Errno::EINVAL)?;
        let epoch = self.clock.epoch_ns();
        let pid = self.process_of(ctx.tid).pid;
        let cpu = self.posix_timer(ctx.tid, id)?.cpu;
        let now = self.timer_clock_ns(cpu);
        let timer = self.posix_timer(ctx.tid, id)?;
        let before = timer.setting(now);
        let armed = timer.status;
        timer.seq += 1;
        (timer.missed, timer.overrun, timer.status) = (0, 0, Status::Disarmed);
        timer.interval_ns = if value > 0 { interval } else { 0 };
        timer.expires_ns = match flags & TIMER_ABSTIME != 0 {
            _ if value == 0 => 0,
            true if matches!(timer.clock, CLOCK_REALTIME | CLOCK_TAI) => value.saturating_sub(epoch),
            true => value,
            false => now.saturating_add(value),
        };
        let (expires, starts) = (timer.expires_ns, value > 0 && timer.notify != Notify::Nothing);
        if let Status::Armed(armed) = armed {
            self.clock.cancel(armed);
        }
        if starts && cpu.is_some() {
            self.posix_timer(ctx.tid, id)?.status = Status::Counting;
            self.sched.watch_cpu_timers();
            self.fire_cpu_timers(pid);
        } else if starts {
            let armed = self.clock.arm(expires, TimerAction::Posix(pid, id));
            self.posix_timer(ctx.tid, id)?.status = Status::Armed(armed);
            self.fire_timers();
        }
        if !old.is_null() {
            self.copy_out_itimerspec(ctx.tid, old, before)?;
        }
        Ok(0)
    }

    /// timer_gettime(2).
    pub(crate) fn sys_timer_gettime(&mut self, ctx: &mut Ctx, id: i32, value: UserAddr) -> SysResult {
        let cpu = self.posix_timer(ctx.tid, id)?.cpu;
        let now = self.timer_clock_ns(cpu);
        let setting = self.posix_timer(ctx.tid, id)?.setting(now);
        self.copy_out_itimerspec(ctx.tid, value, setting)?;
        Ok(0)
    }

    /// timer_getoverrun(2): expirations between the sending and the taking of the last signal.
    pub(crate) fn sys_timer_getoverrun(&mut self, ctx: &mut Ctx, id: i32) -> SysResult {
        Ok(self.posix_timer(ctx.tid, id)?.overrun as u64)
    }

    /// timer_delete(2). A signal of it that is pending is dropped when it would be taken.
    pub(crate) fn sys_timer_delete(&mut self, ctx: &mut Ctx, id: i32) -> SysResult {
        let timer = self.process_of_mut(ctx.tid).timers.all.remove(&id).ok_or(Errno::EINVAL)?;
        self.queued_signals.release(timer.user);
        if let Status::Armed(armed) = timer.status {
            self.clock.cancel(armed);
        }
        Ok(0)
    }
}

// Clocks of CPU time.
impl Kernel {
    /// Whose CPU time a clock shows; `None` if it is about other time. A negative number holds a process's or thread's
    /// (clock_getcpuclockid(3)); EINVAL if there is none.
    pub(crate) fn cpu_clock(&self, tid: Tid, clock: i32) -> Result<Option<CpuClock>, Errno> {
        let own = self.procs.task(tid).pid;
        let number = !(clock >> 3) as u32;
        Ok(Some(match clock {
            2 => CpuClock::Process(own),
            3 => CpuClock::Task(tid),
            0.. => return Ok(None),
            _ => match (clock & 7, number) {
                (0..=2, 0) => CpuClock::Process(own),
                (0..=2, _) if self.procs.process(Pid(number)).is_some() => CpuClock::Process(Pid(number)),
                (4..=6, 0) => CpuClock::Task(tid),
                (4..=6, _) if self.procs.find_task(Tid(number)).is_some_and(|task| task.pid == own) => {
                    CpuClock::Task(Tid(number))
                }
                _ => return Err(Errno::EINVAL),
            },
        }))
    }

    /// What a clock of CPU time shows; nothing for who is gone.
    pub(crate) fn cpu_clock_ns(&self, clock: CpuClock) -> u64 {
        let usage = match clock {
            CpuClock::Process(pid) => self.procs.process(pid).map(|process| self.own_usage(process)),
            CpuClock::Task(tid) => self.procs.find_task(tid).map(|_| self.task_usage(tid)),
        };
        usage.map_or(0, |usage| usage.user_ns + usage.system_ns)
    }

    fn timer_clock_ns(&self, cpu: Option<CpuClock>) -> u64 {
        cpu.map_or_else(|| self.clock.now_ns(), |clock| self.cpu_clock_ns(clock))
    }

    /// Fires a process's timers of CPU time that are due.
    pub(crate) fn fire_cpu_timers(&mut self, pid: Pid) {
        let Some(process) = self.procs.process(pid) else { return };
        let due: Vec<i32> = process
            .timers
            .all
            .iter()
            .filter(|(_, timer)| timer.status == Status::Counting)
            .filter(|(_, timer)| timer.cpu.is_some_and(|clock| self.cpu_clock_ns(clock) >= timer.expires_ns))
            .map(|(id, _)| *id)
            .collect();
        due.into_iter().for_each(|id| self.fire_posix_timer(pid, id));
    }

    /// CPU time until the first of a process's timers of CPU time is due, if its running task used it all.
    pub(crate) fn next_cpu_timer(&self, pid: Pid) -> Option<u64> {
        let process = self.procs.process(pid)?;
        let counting = process.timers.all.values().filter(|timer| timer.status == Status::Counting);
        counting.filter_map(|timer| Some(timer.expires_ns.saturating_sub(self.cpu_clock_ns(timer.cpu?)))).min()
    }
}

// What happens to them.
impl Kernel {
    /// A timer's time has come.
    pub(crate) fn fire_posix_timer(&mut self, pid: Pid, id: i32) {
        let Some(timer) = self.procs.process_mut(pid).and_then(|process| process.timers.all.get_mut(&id)) else {
            return;
        };
        timer.status = if timer.interval_ns > 0 { Status::Fired } else { Status::Disarmed };
        self.send_timer_signal(pid, id);
    }

    fn send_timer_signal(&mut self, pid: Pid, id: i32) {
        let Some(timer) = self.procs.process(pid).and_then(|process| process.timers.all.get(&id)) else { return };
        let Some(signal) = timer.notify.signal() else { return };
        let origin = Origin::Timer { timer: id, overrun: 0, value: timer.value, seq: timer.seq };
        let info = SigInfo { signal, code: SI_TIMER, origin };
        let sent = match timer.notify {
            Notify::Task(tid, _) => self.post_to_task(tid, info),
            _ => self.post_to_process(pid, info),
        };
        if !sent {
            self.timer_signal_ignored(pid, id);
        }
    }

    fn timer_signal_ignored(&mut self, pid: Pid, id: i32) {
        if let Some(timer) = self.procs.process_mut(pid).and_then(|process| process.timers.all.get_mut(&id))
            && timer.status == Status::Fired
        {
            timer.status = Status::Ignored;
        }
    }

    /// A timer's signal is taken: it goes on from here. `None` if the timer has been set anew or deleted since.
    pub(crate) fn timer_signal_taken(&mut self, pid: Pid, info: SigInfo) -> Option<SigInfo> {
        let Origin::Timer { timer: id, value, seq, .. } = info.origin else { return Some(info) };
        let cpu = self.procs.process(pid)?.timers.all.get(&id)?.cpu;
        let now = self.timer_clock_ns(cpu);
        let timer = self.procs.process_mut(pid)?.timers.all.get_mut(&id).filter(|timer| timer.seq == seq)?;
        if timer.interval_ns == 0 || timer.status != Status::Fired {
            return Some(info);
        }
        timer.missed += forward(&mut timer.expires_ns, timer.interval_ns, now);
        timer.overrun = timer.missed.saturating_sub(1).min(i32::MAX as u64) as i32;
        timer.missed = 0;
        timer.status = match cpu {
            Some(_) => Status::Counting,
            None => Status::Armed(self.clock.arm(timer.expires_ns, TimerAction::Posix(pid, id))),
        };
        let origin = Origin::Timer { timer: id, overrun: timer.overrun, value, seq };
        Some(SigInfo { origin, ..info })
    }

    /// The disposition of a signal has changed: timers that send it stand still while it is ignored.
    pub(crate) fn timers_after_sigaction(&mut self, pid: Pid, signal: Signal, ignored: bool) {
        let Some(process) = self.procs.process(pid).filter(|process| !process.timers.all.is_empty()) else { return };
        let concerned = |timer: &PosixTimer| {
            let status = if ignored { Status::Fired } else { Status::Ignored };
            timer.notify.signal() == Some(signal) && timer.status == status
        };
        let ids: Vec<i32> =
            process.timers.all.iter().filter(|(_, timer)| concerned(timer)).map(|(id, _)| *id).collect();
        for id in ids {
            if ignored {
                self.timer_signal_ignored(pid, id);
            } else {
                self.fire_posix_timer(pid, id);
            }
        }
    }

    /// exec and exit: the timers go, and what they have sent.
    pub(crate) fn delete_posix_timers(&mut self, pid: Pid) {
        let Some(process) = self.procs.process_mut(pid) else { return };
        for timer in std::mem::take(&mut process.timers).all.into_values() {
            self.queued_signals.release(timer.user);
            if let Status::Armed(armed) = timer.status {
                self.clock.cancel(armed);
            }
        }
    }

    /// Takes the next pending signal that is in `wanted`, of the task first, then of the process, and does what taking
    /// it brings about: timers that wait for it go on.
    #[inline]
    pub(crate) fn take_signal(&mut self, tid: Tid, wanted: SigSet) -> Option<SigInfo> {
        loop {
            let (task, process) = self.procs.task_and_process_mut(tid);
            let info = match task.pending.take_next(wanted, &mut self.queued_signals) {
                Some(info) => info,
                None => {
                    let info = process.pending.take_next(wanted, &mut self.queued_signals)?;
                    if info.signal == Signal::ALRM && process.itimers.real_interval_ns > 0 {
                        let pid = process.pid;
                        self.rearm_real(pid);
                    }
                    info
                }
            };
            if info.code != SI_TIMER {
                return Some(info);
            }
            let pid = self.procs.task(tid).pid;
            if let Some(info) = self.timer_signal_taken(pid, info) {
                return Some(info);
            }
        }
    }
}
