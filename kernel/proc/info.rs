//! What a process asks about itself and the system: getpid(2) and its like, uname(2), sysinfo(2), times(2),
//! getrusage(2), prctl(2).

use super::process::{Process, Usage};
use crate::Kernel;
use crate::abi::layout::{Rusage, Sysinfo, Tms, encode_utsname};
use crate::abi::{Errno, Signal, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::mm::PAGE_SIZE;
use crate::sched::time::ticks;

const RUSAGE_SELF: i32 = 0;
const RUSAGE_CHILDREN: i32 = -1;
const RUSAGE_THREAD: i32 = 1;

const PR_SET_PDEATHSIG: i32 = 1;
const PR_GET_PDEATHSIG: i32 = 2;
const PR_GET_DUMPABLE: i32 = 3;
const PR_SET_DUMPABLE: i32 = 4;
const PR_GET_KEEPCAPS: i32 = 7;
const PR_SET_KEEPCAPS: i32 = 8;
const PR_SET_NAME: i32 = 15;
const PR_GET_NAME: i32 = 16;
const PR_SET_TIMERSLACK: i32 = 29;
const PR_GET_TIMERSLACK: i32 = 30;
const PR_SET_CHILD_SUBREAPER: i32 = 36;
const PR_GET_CHILD_SUBREAPER: i32 = 37;
const PR_SET_NO_NEW_PRIVS: i32 = 38;
const PR_GET_NO_NEW_PRIVS: i32 = 39;

impl Usage {
    /// As `struct rusage`.
    pub fn encode(&self) -> [u8; Rusage::SIZE] {
        let split = |ns: u64| ((ns / 1_000_000_000) as i64, (ns % 1_000_000_000 / 1000) as i64);
        let ((utime_sec, utime_usec), (stime_sec, stime_usec)) = (split(self.user_ns), split(self.system_ns));
        let (nvcsw, nivcsw) = (self.voluntary_switches as i64, self.involuntary_switches as i64);
        Rusage { utime_sec, utime_usec, stime_sec, stime_usec, nvcsw, nivcsw, ..Rusage::default() }.encode()
    }
}

impl Kernel {
    /// What the tasks of a process have used, without its children.
    pub fn own_usage(&self, process: &Process) -> Usage {
        let mut usage = process.dead_tasks;
        for tid in process.tasks() {
            usage.add(self.task_usage(tid));
        }
        usage
    }

    /// What a task that is known to exist has used, its present turn included.
    pub fn task_usage(&self, tid: crate::abi::Tid) -> Usage {
        let task = self.procs.task(tid);
        let turn = self.sched.used_by(tid);
        Usage {
            user_ns: task.user_ns + turn.user_ns,
            system_ns: task.system_ns + turn.system_ns,
            voluntary_switches: task.voluntary_switches,
            involuntary_switches: task.involuntary_switches,
        }
    }

    /// What uname(2) tells: system, host, release, version, machine, domain.
    pub(crate) fn system_names(&self) -> [&str; 6] {
        ["Linux", &self.config.hostname, "6.18.0-forklore", "#1 SMP", "x86_64", "(none)"]
    }

    /// uname(2).
    pub(crate) fn sys_uname(&mut self, ctx: &mut Ctx, buf: UserAddr) -> SysResult {
        let bytes = encode_utsname(self.system_names());
        self.copy_out(ctx.tid, buf, &bytes)?;
        Ok(0)
    }

    /// sysinfo(2).
    pub(crate) fn sys_sysinfo(&mut self, ctx: &mut Ctx, info: UserAddr) -> SysResult {
        let (total, used) = (u64::from(self.mm.frame_limit()), u64::from(self.mm.frames_used()));
        let answer = Sysinfo {
            uptime: (self.clock.now_ns() / 1_000_000_000) as i64,
            totalram: total * PAGE_SIZE as u64,
            freeram: total.saturating_sub(used) * PAGE_SIZE as u64,
            procs: self.procs.process_count().min(usize::from(u16::MAX)) as u16,
            mem_unit: 1,
            ..Sysinfo::default()
        };
        self.copy_out(ctx.tid, info, &answer.encode())?;
        Ok(0)
    }

    /// times(2): in clock ticks of 10 ms; returns those since boot.
    pub(crate) fn sys_times(&mut self, ctx: &mut Ctx, buf: UserAddr) -> SysResult {
        if !buf.is_null() {
            let process = self.procs.process_of(ctx.tid);
            let (own, children) = (self.own_usage(process), process.children_usage);
            let answer = Tms {
                utime: ticks(own.user_ns) as i64,
                stime: ticks(own.system_ns) as i64,
                cutime: ticks(children.user_ns) as i64,
                cstime: ticks(children.system_ns) as i64,
            };
            self.copy_out(ctx.tid, buf, &answer.encode())?;
        }
        Ok(ticks(self.clock.now_ns()))
    }

    /// getrusage(2).
    pub(crate) fn sys_getrusage(&mut self, ctx: &mut Ctx, who: i32, usage: UserAddr) -> SysResult {
        let process = self.procs.process_of(ctx.tid);
        let answer = match who {
            RUSAGE_SELF => self.own_usage(process),
            RUSAGE_CHILDREN => process.children_usage,
            RUSAGE_THREAD => self.task_usage(ctx.tid),
            _ => return Err(Errno::EINVAL.into()),
        };
        let mut answer = answer.encode();
        if who != RUSAGE_CHILDREN {
            // What is resident now: nothing remembers the most there has been.
            let kib = self.mm.resident(self.procs.task(ctx.tid).space).len() as u64 * PAGE_SIZE as u64 / 1024;
            answer[32..40].copy_from_slice(&kib.to_le_bytes());
        }
        self.copy_out(ctx.tid, usage, &answer)?;
        Ok(0)
    }

    /// prctl(2). Not supported: capabilities, seccomp, memory maps and what else is about hardware (EINVAL).
    pub(crate) fn sys_prctl(&mut self, ctx: &mut Ctx, option: i32, arg2: u64, rest: [u64; 3]) -> SysResult {
        let attributes = &mut self.procs.process_of_mut(ctx.tid).attributes;
        match option {
            PR_GET_DUMPABLE => return Ok(attributes.dumpable.into()),
            PR_GET_KEEPCAPS => return Ok(attributes.keep_caps.into()),
            PR_GET_TIMERSLACK => return Ok(attributes.timer_slack_ns),
            PR_SET_DUMPABLE | PR_SET_KEEPCAPS if arg2 > 1 => return Err(Errno::EINVAL.into()),
            PR_SET_DUMPABLE => attributes.dumpable = arg2 == 1,
            PR_SET_KEEPCAPS => attributes.keep_caps = arg2 == 1,
            PR_SET_TIMERSLACK => attributes.timer_slack_ns = if arg2 == 0 { 50_000 } else { arg2 },
            PR_SET_CHILD_SUBREAPER => attributes.subreaper = arg2 != 0,
            PR_GET_CHILD_SUBREAPER => {
                let answer = i32::from(attributes.subreaper);
                self.copy_out(ctx.tid, UserAddr(arg2), &answer.to_le_bytes())?;
            }
            PR_SET_NO_NEW_PRIVS if arg2 != 1 || rest != [0; 3] => return Err(Errno::EINVAL.into()),
            PR_GET_NO_NEW_PRIVS if arg2 != 0 || rest != [0; 3] => return Err(Errno::EINVAL.into()),
            PR_SET_NO_NEW_PRIVS => attributes.no_new_privs = true,
            PR_GET_NO_NEW_PRIVS => return Ok(attributes.no_new_privs.into()),
            _ => return self.prctl_names(ctx, option, arg2),
        }
        Ok(0)
    }

    /// Names a task; the process is named as its first task.
    pub(crate) fn name_task(&mut self, tid: crate::abi::Tid, name: [u8; 16]) {
        let (task, process) = self.procs.task_and_process_mut(tid);
        if tid.0 == task.pid.0 {
            process.set_name(&name);
        } else {
            task.name = Some(name);
        }
    }

    fn prctl_names(&mut self, ctx: &mut Ctx, option: i32, arg2: u64) -> SysResult {
        match option {
            PR_SET_PDEATHSIG => {
                let signal = match arg2 {
                    0 => None,
                    n => Some(i64::try_from(n).ok().and_then(Signal::new).ok_or(Errno::EINVAL)?),
                };
                self.procs.process_of_mut(ctx.tid).death_signal = signal;
            }
            PR_GET_PDEATHSIG => {
                let number = self.procs.process_of(ctx.tid).death_signal.map_or(0, |signal| i32::from(signal.number()));
                self.copy_out(ctx.tid, UserAddr(arg2), &number.to_le_bytes())?;
            }
            PR_SET_NAME => {
                let mut name = [0; 16];
                for (at, byte) in name.iter_mut().take(15).enumerate() {
                    let mut one = [0];
                    self.copy_in(ctx.tid, UserAddr(arg2).add(at as u64), &mut one)?;
                    if one[0] == 0 {
                        break;
                    }
                    *byte = one[0];
                }
                self.name_task(ctx.tid, name);
            }
            PR_GET_NAME => {
                let name = self.procs.task(ctx.tid).name.unwrap_or(self.procs.process_of(ctx.tid).comm);
                self.copy_out(ctx.tid, UserAddr(arg2), &name)?;
            }
            _ => return Err(Errno::EINVAL.into()),
        }
        Ok(0)
    }
}
