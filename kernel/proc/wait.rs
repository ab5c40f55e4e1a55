//! Waiting for children: wait4(2), waitid(2).

use super::process::{Process, Usage};
use crate::Kernel;
use crate::abi::siginfo::{CLD_CONTINUED, CLD_EXITED, CLD_KILLED, CLD_STOPPED, Origin};
use crate::abi::{Errno, Fd, Pid, SigInfo, Signal, Uid, UserAddr};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::sched::wait::WaitOn;

const WNOHANG: i32 = 1;
const WSTOPPED: i32 = 2;
const WEXITED: i32 = 4;
const WCONTINUED: i32 = 8;
const WNOWAIT: i32 = 0x0100_0000;
const WNOTHREAD: i32 = 0x2000_0000;
const WALL: i32 = 0x4000_0000;
const WCLONE: i32 = i32::MIN;

/// Which children a call is about.
#[derive(Clone, Copy)]
enum Which {
    Any,
    Pid(Pid),
    Group(Pid),
}

impl Which {
    fn covers(self, child: &Process) -> bool {
        match self {
            Which::Any => true,
            Which::Pid(pid) => child.pid == pid,
            Which::Group(pgid) => child.pgid == pgid,
        }
    }
}

/// What a child reports.
#[derive(Clone, Copy)]
enum Report {
    /// Wait status of the dead.
    Dead(i32),
    Stopped(Signal),
    Continued,
}

impl Report {
    fn status(self) -> i32 {
        match self {
            Report::Dead(status) => status,
            Report::Stopped(signal) => i32::from(signal.number()) << 8 | 0x7f,
            Report::Continued => 0xffff,
        }
    }

    /// `si_code` and `si_status`.
    fn code_and_value(self) -> (i32, i32) {
        match self {
            Report::Dead(status) if status & 0x7f == 0 => (CLD_EXITED, status >> 8),
            Report::Dead(status) => (CLD_KILLED, status & 0x7f),
            Report::Stopped(signal) => (CLD_STOPPED, signal.number().into()),
            Report::Continued => (CLD_CONTINUED, Signal::CONT.number().into()),
        }
    }
}

/// A child's report with what goes with it.
struct Found {
    pid: Pid,
    uid: u32,
    report: Report,
    usage: Usage,
}

/// What this child has to say to a call with these options.
fn report_of(child: &Process, options: i32) -> Option<Report> {
    if let Some(status) = child.exit_status {
        return (options & WEXITED != 0).then_some(Report::Dead(status));
    }
    if options & WSTOPPED != 0
        && child.job.stop_unreported
        && let Some(signal) = child.job.stopped
    {
        return Some(Report::Stopped(signal));
    }
    (options & WCONTINUED != 0 && child.job.continue_unreported).then_some(Report::Continued)
}

impl Kernel {
    /// wait4(2).
    pub(crate) fn sys_wait4(
        &mut self,
        ctx: &mut Ctx,
        pid: i32,
        status: UserAddr,
        options: i32,
        rusage: UserAddr,
    ) -> SysResult {
        if options & !(WNOHANG | WSTOPPED | WCONTINUED | WNOTHREAD | WALL | WCLONE) != 0 {
            return Err(Errno::EINVAL.into());
        }
        let which = match pid {
            // Its negation does not fit (WAIT-04).
            i32::MIN => return Err(Errno::ESRCH.into()),
            -1 => Which::Any,
            0 => Which::Group(self.procs.process_of(ctx.tid).pgid),
            1.. => Which::Pid(Pid(pid as u32)),
            _ => Which::Group(Pid(pid.unsigned_abs())),
        };
        let Some(found) = self.wait_for(ctx, which, options | WEXITED)? else { return Ok(0) };
        if !status.is_null() {
            self.copy_out(ctx.tid, status, &found.report.status().to_le_bytes())?;
        }
        if !rusage.is_null() {
            self.copy_out(ctx.tid, rusage, &found.usage.encode())?;
        }
        Ok(found.pid.0.into())
    }

    /// waitid(2). The answer is written whatever comes of the call, and only zeros if it fails: an address where it can't be is EFAULT
    /// before all other errors.
    pub(crate) fn sys_waitid(
        &mut self,
        ctx: &mut Ctx,
        (idtype, id): (i32, i32),
        info: UserAddr,
        options: i32,
        rusage: UserAddr,
    ) -> SysResult {
        let found = match self.wait_by_id(ctx, (idtype, id), options) {
            Err(Stop::Error(errno)) => {
                if !info.is_null() {
                    self.copy_out(ctx.tid, info, &[0; SigInfo::SIZE])?;
                }
                return Err(errno.into());
            }
            found => found?,
        };
        // Nothing to report: only zeros (WAIT-33).
        let mut answer = [0; SigInfo::SIZE];
        if let Some(found) = &found {
            let (code, status) = found.report.code_and_value();
            let origin = Origin::Child { pid: found.pid, uid: Uid(found.uid), status, utime: 0, stime: 0 };
            answer = SigInfo { signal: Signal::CHLD, code, origin }.encode();
            if !rusage.is_null() {
                self.copy_out(ctx.tid, rusage, &found.usage.encode())?;
            }
        }
        if !info.is_null() {
            self.copy_out(ctx.tid, info, &answer)?;
        }
        Ok(0)
    }

    fn wait_by_id(&mut self, ctx: &mut Ctx, (idtype, id): (i32, i32), options: i32) -> Result<Option<Found>, Stop> {
        let known = WNOHANG | WNOWAIT | WEXITED | WSTOPPED | WCONTINUED | WNOTHREAD | WALL | WCLONE;
        if options & !known != 0 || options & (WEXITED | WSTOPPED | WCONTINUED) == 0 {
            return Err(Errno::EINVAL.into());
        }
        let which = match (idtype, id) {
            (0, _) => Which::Any,
            (1, 1..) => Which::Pid(Pid(id as u32)),
            (2, 0) => Which::Group(self.procs.process_of(ctx.tid).pgid),
            (2, 1..) => Which::Group(Pid(id as u32)),
            (3, 0..) => Which::Pid(self.pidfd_process(ctx.tid, Fd(id))?),
            _ => return Err(Errno::EINVAL.into()),
        };
        self.wait_for(ctx, which, options)
    }

    /// The first child that has something to report; `None` if none has and WNOHANG asks not to wait.
    fn wait_for(&mut self, ctx: &mut Ctx, which: Which, options: i32) -> Result<Option<Found>, Stop> {
        let own = self.procs.task(ctx.tid).pid;
        let process = self.procs.process_of(ctx.tid);
        let reporting = process.waitable.iter().filter_map(|(_, pid)| self.procs.process(*pid));
        let first = reporting
            .filter(|child| which.covers(child))
            .find_map(|child| Some((child.pid, report_of(child, options)?)));
        if let Some((pid, report)) = first {
            return Ok(Some(self.take_report(own, pid, report, options)));
        }
        // The dead are no reason to wait for something else.
        let counts = |child: &Process| which.covers(child) && (options & WEXITED != 0 || !child.is_zombie());
        let any = match which {
            _ if options & WEXITED == 0 => self.procs.children(own).any(counts),
            Which::Any => self.procs.has_children(own),
            Which::Pid(pid) => self.procs.process(pid).is_some_and(|child| child.parent == own),
            Which::Group(_) => self.procs.children(own).any(|child| which.covers(child)),
        };
        if !any {
            return Err(Errno::ECHILD.into());
        }
        if options & WNOHANG != 0 {
            return Ok(None);
        }
        Err(Stop::Block(Sleep { on: WaitOn::Child, deadline_ns: None, restart: Restart::IfSaRestart }))
    }

    /// Takes a report: the dead are buried, stops and continuations are told once. WNOWAIT leaves all as it is.
    fn take_report(&mut self, parent: Pid, pid: Pid, report: Report, options: i32) -> Found {
        let usage = self.total_usage(pid);
        let uid = self.procs.process(pid).map_or(0, |child| child.cred.uid.0);
        let found = Found { pid, uid, report, usage };
        if options & WNOWAIT != 0 {
            return found;
        }
        if let Report::Dead(_) = report {
            self.reap(pid);
            if let Some(family) = self.procs.process_mut(parent) {
                family.children_usage.add(usage);
            }
            return found;
        }
        if let Some(child) = self.procs.process_mut(pid) {
            match report {
                Report::Stopped(_) => child.job.stop_unreported = false,
                _ => child.job.continue_unreported = false,
            }
            if !child.job.stop_unreported && !child.job.continue_unreported {
                self.procs.unset_waitable(pid);
            }
        }
        found
    }

    /// What a process and its waited-for children used.
    fn total_usage(&self, pid: Pid) -> Usage {
        let Some(process) = self.procs.process(pid) else { return Usage::default() };
        let mut usage = self.own_usage(process);
        usage.add(process.children_usage);
        usage
    }
}
