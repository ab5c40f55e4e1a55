//! Job control: process groups and sessions (setpgid(2), setsid(2), getpgid(2), getsid(2)), stopping and
//! continuing, orphaned groups.

use super::exit::INIT;
use super::process::Process;
use super::task::TaskState;
use crate::Kernel;
use crate::abi::siginfo::{CLD_CONTINUED, CLD_STOPPED, Origin};
use crate::abi::{Errno, Pid, SigInfo, Signal, Tid};
use crate::entry::{Ctx, SysResult};
use crate::proc::signal::action::sa;
use crate::sched::time::ticks;

impl Kernel {
    /// setpgid(2).
    pub(crate) fn sys_setpgid(&mut self, ctx: &mut Ctx, pid: i32, pgid: i32) -> SysResult {
        let own = self.procs.task(ctx.tid).pid;
        let pid = if pid == 0 { own } else { Pid(pid as u32) };
        let pgid = if pgid == 0 { pid } else { Pid(pgid as u32) };
        // A negative group, or a negative process that is to lead its own.
        if pgid.0 > i32::MAX as u32 {
            return Err(Errno::EINVAL.into());
        }
        let caller = self.procs.process_of(ctx.tid);
        let target = self.procs.process(pid).ok_or(Errno::ESRCH)?;
        if target.parent == own && target.pid != own {
            // A child in the same session that has not yet called execve.
            if target.sid != caller.sid {
                return Err(Errno::EPERM.into());
            }
            if target.did_exec {
                return Err(Errno::EACCES.into());
            }
        } else if target.pid != own {
            return Err(Errno::ESRCH.into());
        }
        if target.sid == target.pid {
            return Err(Errno::EPERM.into());
        }
        // A group other than its own new one must exist in the session.
        if pgid != pid && self.procs.group(pgid).is_none_or(|group| group.sid != caller.sid) {
            return Err(Errno::EPERM.into());
        }
        if target.pgid != pgid {
            let sid = target.sid;
            self.procs.join_group(pid, pgid, sid);
        }
        Ok(0)
    }

    /// setsid(2).
    pub(crate) fn sys_setsid(&mut self, ctx: &mut Ctx) -> SysResult {
        let pid = self.procs.task(ctx.tid).pid;
        // The leader of a group cannot leave it.
        if self.procs.group(pid).is_some() {
            return Err(Errno::EPERM.into());
        }
        self.procs.join_group(pid, pid, pid);
        self.procs.process_of_mut(ctx.tid).ctty = None;
        Ok(pid.0.into())
    }

    fn process_or_self(&self, tid: Tid, pid: i32) -> Result<&Process, Errno> {
        if pid == 0 { Ok(self.procs.process_of(tid)) } else { self.expect_process(pid) }
    }

    /// getpgid(2).
    pub(crate) fn sys_getpgid(&mut self, ctx: &mut Ctx, pid: i32) -> SysResult {
        Ok(self.process_or_self(ctx.tid, pid)?.pgid.0.into())
    }

    /// getsid(2).
    pub(crate) fn sys_getsid(&mut self, ctx: &mut Ctx, pid: i32) -> SysResult {
        Ok(self.process_or_self(ctx.tid, pid)?.sid.0.into())
    }

    /// Nobody in the session but outside the group could continue it: no member has a parent there (setpgid(2)).
    pub fn is_orphaned_group(&self, pgid: Pid) -> bool {
        self.would_be_orphaned(pgid, None)
    }

    /// Would it be stopped for ever, so that a key does not stop it? Its group is orphaned, and who has started it from outside does not
    /// stand in for a shell. That one's place has init, in whose session nobody is a shell: for the children of the program that was
    /// started it is one, for the program itself only if something outside can continue it ([`crate::tty::Tty::shell_outside`]).
    pub fn nobody_continues(&self, process: &Process) -> bool {
        let has_shell = || process.ctty.and_then(|id| self.ttys.get(id)).is_some_and(|tty| tty.shell_outside);
        let from_outside = self.spawned.get(&process.pgid) == Some(&None);
        let outer_job = from_outside && (process.pid != process.pgid || has_shell());
        !outer_job && self.is_orphaned_group(process.pgid)
    }

    fn would_be_orphaned(&self, pgid: Pid, without: Option<Pid>) -> bool {
        !self.procs.members(pgid).any(|member| {
            if Some(member.pid) == without || member.is_zombie() || member.parent == INIT {
                return false;
            }
            self.procs.process(member.parent).is_some_and(|parent| parent.pgid != pgid && parent.sid == member.sid)
        })
    }

    /// A process lost its parent, or ended: if that leaves its group orphaned with a stopped member, the group gets
    /// SIGHUP and SIGCONT (PGRP-14). `parent` is the tie that is cut, `without` a member that is ending.
    pub(crate) fn check_orphaned(&mut self, pgid: Pid, pid: Pid, parent: Pid, without: Option<Pid>) {
        let (Some(process), Some(parent)) = (self.procs.process(pid), self.procs.process(parent)) else { return };
        // Only a parent in the session but outside the group kept it from being orphaned.
        if parent.pgid == pgid || parent.sid != process.sid {
            return;
        }
        let has_stopped = |kernel: &Kernel| kernel.procs.members(pgid).any(|member| member.job.stopped.is_some());
        if !has_stopped(self) || !self.would_be_orphaned(pgid, without) {
            return;
        }
        let members: Vec<Pid> = self.procs.members(pgid).map(|member| member.pid).collect();
        for signal in [Signal::HUP, Signal::CONT] {
            for member in &members {
                self.post_to_process(*member, SigInfo::kernel(signal));
            }
        }
    }

    /// A stop signal takes effect: the whole process is stopped, and the parent told.
    pub(crate) fn stop_process(&mut self, tid: Tid, signal: Signal) {
        let process = self.procs.process_of_mut(tid);
        process.job.stopped = Some(signal);
        process.job.stop_unreported = true;
        process.job.continue_unreported = false;
        let pid = process.pid;
        let others: Vec<Tid> = process.tasks().filter(|other| *other != tid).collect();
        for other in others {
            let task = self.procs.task_mut(other);
            task.attention = true;
            if task.state == TaskState::Blocked {
                self.interrupt(other);
            }
        }
        self.procs.set_waitable(pid);
        self.tell_parent_of_job(pid, signal);
    }

    /// Tells the parent that a child was stopped by `signal`, or continued (SIGCONT).
    pub(crate) fn tell_parent_of_job(&mut self, pid: Pid, signal: Signal) {
        let Some(process) = self.procs.process(pid) else { return };
        let parent = process.parent;
        let code = if signal == Signal::CONT { CLD_CONTINUED } else { CLD_STOPPED };
        let usage = self.own_usage(process);
        let origin = Origin::Child {
            pid,
            uid: process.cred.uid,
            status: signal.number().into(),
            utime: ticks(usage.user_ns),
            stime: ticks(usage.system_ns),
        };
        let Some(family) = self.procs.process(parent) else { return };
        let action = family.actions.get(Signal::CHLD);
        let ignored = family.actions.ignored().contains(Signal::CHLD);
        let wanted = !ignored && action.flags & sa::NOCLDSTOP == 0;
        self.tell_parent(parent, wanted.then_some(SigInfo { signal: Signal::CHLD, code, origin }));
    }
}
