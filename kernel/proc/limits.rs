//! Resource limits and priorities: getrlimit(2), setrlimit(2), prlimit(2), getpriority(2), setpriority(2).

use super::process::Process;
use super::timer::CpuClock;
use crate::Kernel;
use crate::abi::layout::Rlimit;
use crate::abi::{Errno, Pid, SigInfo, Signal, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};

/// Seconds of CPU time.
pub const RLIMIT_CPU: usize = 0;
/// Bytes of data segment and heap.
pub const RLIMIT_DATA: usize = 2;
/// Bytes of stack.
pub const RLIMIT_STACK: usize = 3;
/// Bytes of core dumps.
pub const RLIMIT_CORE: usize = 4;
/// Processes of the real user.
pub const RLIMIT_NPROC: usize = 6;
/// One more than the highest descriptor.
pub const RLIMIT_NOFILE: usize = 7;
/// Bytes of locked memory.
pub const RLIMIT_MEMLOCK: usize = 8;
/// Bytes of address space.
pub const RLIMIT_AS: usize = 9;
/// Queued signals.
pub const RLIMIT_SIGPENDING: usize = 11;
/// Bytes in POSIX message queues.
pub const RLIMIT_MSGQUEUE: usize = 12;
/// Ceiling of the nice value.
pub const RLIMIT_NICE: usize = 13;
/// Ceiling of the real-time priority.
pub const RLIMIT_RTPRIO: usize = 14;
/// No limit.
pub const INFINITY: u64 = u64::MAX;
/// RLIMIT_NOFILE cannot be set beyond this (/proc/sys/fs/nr_open).
const NR_OPEN: u64 = 1_048_576;

/// The limits that the first process starts with.
pub fn default_limits(max_procs: u32) -> [(u64, u64); 16] {
    let mut limits = [(INFINITY, INFINITY); 16];
    limits[RLIMIT_STACK] = (8 << 20, INFINITY);
    limits[RLIMIT_CORE] = (0, INFINITY);
    limits[RLIMIT_NPROC] = (max_procs.into(), max_procs.into());
    limits[RLIMIT_NOFILE] = (1024, NR_OPEN);
    limits[RLIMIT_MEMLOCK] = (8 << 20, 8 << 20);
    limits[RLIMIT_SIGPENDING] = (4096, 4096);
    limits[RLIMIT_MSGQUEUE] = (819_200, 819_200);
    limits[RLIMIT_NICE] = (0, 0);
    limits[RLIMIT_RTPRIO] = (0, 0);
    limits
}

const SECOND_NS: u64 = 1_000_000_000;

const PRIO_PROCESS: i32 = 0;
const PRIO_PGRP: i32 = 1;
const PRIO_USER: i32 = 2;

impl Kernel {
    /// getrlimit(2).
    pub(crate) fn sys_getrlimit(&mut self, ctx: &mut Ctx, resource: u32, limit: UserAddr) -> SysResult {
        let (cur, max) = *self.procs.process_of(ctx.tid).rlimits.get(resource as usize).ok_or(Errno::EINVAL)?;
        self.copy_out(ctx.tid, limit, &Rlimit { cur, max }.encode())?;
        Ok(0)
    }

    /// setrlimit(2).
    pub(crate) fn sys_setrlimit(&mut self, ctx: &mut Ctx, resource: u32, limit: UserAddr) -> SysResult {
        let new = self.copy_in_limit(ctx.tid, limit)?;
        let pid = self.procs.task(ctx.tid).pid;
        self.set_limit(ctx.tid, pid, resource, new)
    }

    /// prlimit(2).
    pub(crate) fn sys_prlimit64(
        &mut self,
        ctx: &mut Ctx,
        pid: i32,
        resource: u32,
        new: UserAddr,
        old: UserAddr,
    ) -> SysResult {
        if resource >= 16 {
            return Err(Errno::EINVAL.into());
        }
        let wanted = if new.is_null() { None } else { Some(self.copy_in_limit(ctx.tid, new)?) };
        let caller = self.procs.process_of(ctx.tid);
        let target = if pid == 0 { caller } else { self.expect_process(pid)? };
        let (mine, its) = (&caller.cred, &target.cred);
        let same = [its.uid, its.euid, its.suid] == [mine.uid; 3] && [its.gid, its.egid, its.sgid] == [mine.gid; 3];
        if target.pid != caller.pid && !same && !mine.is_root() {
            return Err(Errno::EPERM.into());
        }
        let (target, (cur, max)) = (target.pid, target.rlimits[resource as usize]);
        if let Some(wanted) = wanted {
            self.set_limit(ctx.tid, target, resource, wanted)?;
        }
        if !old.is_null() {
            self.copy_out(ctx.tid, old, &Rlimit { cur, max }.encode())?;
        }
        Ok(0)
    }

    fn copy_in_limit(&mut self, tid: Tid, addr: UserAddr) -> Result<Rlimit, Errno> {
        let mut bytes = [0; Rlimit::SIZE];
        self.copy_in(tid, addr, &mut bytes)?;
        Ok(Rlimit::decode(&bytes))
    }

    fn set_limit(&mut self, by: Tid, pid: Pid, resource: u32, new: Rlimit) -> SysResult {
        let root = self.procs.process_of(by).cred.is_root();
        let process = self.procs.process_mut(pid).ok_or(Errno::ESRCH)?;
        let slot = process.rlimits.get_mut(resource as usize).ok_or(Errno::EINVAL)?;
        if new.cur > new.max {
            return Err(Errno::EINVAL.into());
        }
        let beyond_nr_open = resource as usize == RLIMIT_NOFILE && new.max > NR_OPEN;
        if beyond_nr_open || new.max > slot.1 && !root {
            return Err(Errno::EPERM.into());
        }
        *slot = (new.cur, new.max);
        if resource as usize == RLIMIT_CPU && new.cur != INFINITY {
            self.sched.watch_cpu_timers();
            self.enforce_cpu_limit(pid);
            return Ok(0);
        }
        if resource as usize == RLIMIT_STACK {
            let tasks: Vec<Tid> = process.tasks().collect();
            for tid in tasks {
                let space = self.procs.task(tid).space;
                self.mm.set_stack_limit(space, new.cur);
            }
        }
        Ok(0)
    }

    /// SIGXCPU at the soft limit of CPU time, which then is a second more, and SIGKILL at the hard one
    /// (check_process_timers).
    pub(crate) fn enforce_cpu_limit(&mut self, pid: Pid) {
        let Some(process) = self.procs.process(pid) else { return };
        let (soft, hard) = process.rlimits[RLIMIT_CPU];
        if soft == INFINITY || process.exiting.is_some() {
            return;
        }
        let used_ns = self.cpu_clock_ns(CpuClock::Process(pid));
        let reached = |limit: u64| used_ns >= limit.saturating_mul(SECOND_NS);
        if hard != INFINITY && reached(hard) {
            self.post_to_process(pid, SigInfo::kernel(Signal::KILL));
        } else if reached(soft) {
            if let Some(process) = self.procs.process_mut(pid) {
                process.rlimits[RLIMIT_CPU].0 = soft + 1;
            }
            self.post_to_process(pid, SigInfo::kernel(Signal::XCPU));
        }
    }

    /// CPU time that the process may use until a limit of it is reached.
    pub(crate) fn cpu_limit_left_ns(&self, pid: Pid) -> Option<u64> {
        let soft = self.procs.process(pid)?.rlimits[RLIMIT_CPU].0;
        let used_ns = || self.cpu_clock_ns(CpuClock::Process(pid));
        (soft != INFINITY).then(|| soft.saturating_mul(SECOND_NS).saturating_sub(used_ns()))
    }

    /// The processes that getpriority and setpriority are about.
    fn priority_targets(&self, by: Tid, which: i32, who: i32) -> Result<Vec<Pid>, Errno> {
        let caller = self.procs.process_of(by);
        let targets: Vec<Pid> = match (which, who) {
            (PRIO_PROCESS, 0) => vec![caller.pid],
            (PRIO_PROCESS, _) => self.procs.process_numbered(who).map(|p| p.pid).into_iter().collect(),
            (PRIO_PGRP, _) => {
                let pgid = if who == 0 { caller.pgid } else { Pid(who as u32) };
                self.procs.members(pgid).map(|p| p.pid).collect()
            }
            (PRIO_USER, _) => {
                let uid = if who == 0 { caller.cred.uid.0 } else { who as u32 };
                self.procs.processes().filter(|p| p.cred.uid.0 == uid).map(|p| p.pid).collect()
            }
            _ => return Err(Errno::EINVAL),
        };
        if targets.is_empty() { Err(Errno::ESRCH) } else { Ok(targets) }
    }

    /// getpriority(2), the raw call: 20 minus the best nice value, so that it is never negative.
    pub(crate) fn sys_getpriority(&mut self, ctx: &mut Ctx, which: i32, who: i32) -> SysResult {
        let targets = self.priority_targets(ctx.tid, which, who)?;
        let nice = |process: &Process| {
            let tasks = process.tasks().map(|tid| self.procs.task(tid).nice);
            tasks.min().unwrap_or(process.nice)
        };
        let best = targets.iter().filter_map(|pid| self.procs.process(*pid)).map(nice).min().ok_or(Errno::ESRCH)?;
        Ok((20 - i64::from(best)) as u64)
    }

    /// setpriority(2).
    pub(crate) fn sys_setpriority(&mut self, ctx: &mut Ctx, which: i32, who: i32, prio: i32) -> SysResult {
        let nice = prio.clamp(-20, 19) as i8;
        let mut result = Ok(0);
        for pid in self.priority_targets(ctx.tid, which, who)? {
            let caller = &self.procs.process_of(ctx.tid).cred;
            let Some(target) = self.procs.process(pid) else { continue };
            if !caller.is_root() && caller.euid != target.cred.uid && caller.euid != target.cred.euid {
                result = Err(Errno::EPERM.into());
                continue;
            }
            let root = caller.is_root();
            let tasks: Vec<Tid> = target.tasks().collect();
            if tasks.is_empty() {
                match nice < target.nice && !root {
                    true => result = Err(Errno::EACCES.into()),
                    false => self.procs.process_mut(pid).into_iter().for_each(|dead| dead.nice = nice),
                }
            }
            for tid in tasks {
                if nice < self.procs.task(tid).nice && !root {
                    result = Err(Errno::EACCES.into());
                } else {
                    self.set_nice(tid, nice);
                }
            }
        }
        result
    }
}
