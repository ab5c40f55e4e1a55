//! Sending signals by number: kill(2), tkill(2), tgkill(2), rt_sigqueueinfo(2), rt_tgsigqueueinfo(2), and who may signal whom.

use crate::Kernel;
use crate::abi::siginfo::{Origin, SI_TKILL, SI_USER};
use crate::abi::{Errno, Pid, SigInfo, Signal, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::proc::limits::RLIMIT_SIGPENDING;
use crate::proc::process::Process;

/// A signal number as a program passes it: 0 only asks whether the target is there and may be signalled.
fn signal_or_probe(sig: i32) -> Result<Option<Signal>, Errno> {
    match sig {
        0 => Ok(None),
        _ => Signal::new(sig.into()).map(Some).ok_or(Errno::EINVAL),
    }
}

/// May the sender signal the target (kill(2), PERM-01 to PERM-08)?
fn permitted(sender: &Process, target: &Process, signal: Option<Signal>) -> bool {
    let (from, to) = (&sender.cred, &target.cred);
    let same_user = from.euid == to.suid || from.euid == to.uid || from.uid == to.suid || from.uid == to.uid;
    same_user || from.is_root() || signal == Some(Signal::CONT) && sender.sid == target.sid
}

impl Kernel {
    fn sent_by(&self, tid: Tid, signal: Signal, code: i32) -> SigInfo {
        let sender = self.procs.process_of(tid);
        SigInfo { signal, code, origin: Origin::Sender { pid: sender.pid, uid: sender.cred.uid } }
    }

    /// kill(2).
    #[inline]
    pub(crate) fn sys_kill(&mut self, ctx: &mut Ctx, pid: i32, sig: i32) -> SysResult {
        match pid {
            1.. => self.kill_one(ctx.tid, Pid(pid as u32), sig)?,
            0 => self.kill_group(ctx.tid, self.procs.process_of(ctx.tid).pgid, sig)?,
            -1 => self.kill_all(ctx.tid, sig)?,
            // Its negation does not fit (KILL-03).
            i32::MIN => return Err(Errno::ESRCH.into()),
            _ => self.kill_group(ctx.tid, Pid(pid.unsigned_abs()), sig)?,
        }
        Ok(0)
    }

    fn kill_one(&mut self, by: Tid, pid: Pid, sig: i32) -> Result<(), Errno> {
        // The target is looked up before the number is checked (KILL-07).
        let target = self.procs.process(pid).ok_or(Errno::ESRCH)?;
        let signal = signal_or_probe(sig)?;
        if !permitted(self.procs.process_of(by), target, signal) {
            return Err(Errno::EPERM);
        }
        if let Some(signal) = signal {
            // A real-time signal without room is not an error here: one of each number gets through all the same.
            let lost = signal.is_realtime() && target.pending.set().contains(signal) && self.queue_is_full(pid);
            if !lost {
                let info = self.sent_by(by, signal, SI_USER);
                self.post_to_process(pid, info);
            }
        }
        Ok(())
    }

    /// Has the process's user as many signals queued as RLIMIT_SIGPENDING allows it?
    fn queue_is_full(&self, pid: Pid) -> bool {
        self.procs
            .process(pid)
            .is_some_and(|process| self.queued_signals.of(process.cred.uid) >= process.rlimits[RLIMIT_SIGPENDING].0)
    }

    /// Succeeds if at least one member could be signalled (PERM-09).
    fn kill_group(&mut self, by: Tid, pgid: Pid, sig: i32) -> Result<(), Errno> {
        let members: Vec<Pid> = self.procs.members(pgid).map(|process| process.pid).collect();
        let mut result = Err(Errno::ESRCH);
        for pid in members {
            let one = self.kill_one(by, pid, sig);
            if result.is_err() {
                result = one;
            }
        }
        result
    }

    /// Everyone but init and the caller itself (KILL-09).
    fn kill_all(&mut self, by: Tid, sig: i32) -> Result<(), Errno> {
        let own = self.procs.task(by).pid;
        let mut result = Err(Errno::ESRCH);
        for pid in self.procs.pids() {
            if pid.0 <= 1 || pid == own {
                continue;
            }
            // As on Linux, EPERM does not count, even if nobody could be reached.
            match self.kill_one(by, pid, sig) {
                Err(Errno::EPERM) if result == Err(Errno::ESRCH) => result = Ok(()),
                Err(Errno::EPERM) => {}
                other => result = other,
            }
        }
        result
    }

    /// tkill(2).
    pub(crate) fn sys_tkill(&mut self, ctx: &mut Ctx, tid: i32, sig: i32) -> SysResult {
        self.kill_task(ctx.tid, None, tid, sig)
    }

    /// tgkill(2).
    pub(crate) fn sys_tgkill(&mut self, ctx: &mut Ctx, tgid: i32, tid: i32, sig: i32) -> SysResult {
        if tgid <= 0 {
            return Err(Errno::EINVAL.into());
        }
        self.kill_task(ctx.tid, Some(Pid(tgid as u32)), tid, sig)
    }

    fn kill_task(&mut self, by: Tid, tgid: Option<Pid>, tid: i32, sig: i32) -> SysResult {
        if tid <= 0 {
            return Err(Errno::EINVAL.into());
        }
        let tid = Tid(tid as u32);
        let pid = match self.procs.find_task(tid) {
            Some(task) => task.pid,
            // A zombie's number still answers, as for kill.
            None => self.procs.process(Pid(tid.0)).ok_or(Errno::ESRCH)?.pid,
        };
        if tgid.is_some_and(|tgid| tgid != pid) {
            return Err(Errno::ESRCH.into());
        }
        let signal = signal_or_probe(sig)?;
        let target = self.procs.process(pid).ok_or(Errno::ESRCH)?;
        if !permitted(self.procs.process_of(by), target, signal) {
            return Err(Errno::EPERM.into());
        }
        if let Some(signal) = signal {
            let info = self.sent_by(by, signal, SI_TKILL);
            self.post_to_task(tid, info);
        }
        Ok(0)
    }

    /// rt_sigqueueinfo(2), the call behind sigqueue(3).
    pub(crate) fn sys_rt_sigqueueinfo(&mut self, ctx: &mut Ctx, pid: i32, sig: i32, info: UserAddr) -> SysResult {
        let mut bytes = [0; SigInfo::SIZE];
        self.copy_in(ctx.tid, info, &mut bytes)?;
        let code = i32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]);
        let own = self.procs.task(ctx.tid).pid;
        // Nobody may pretend to be the kernel, or kill(2), towards others.
        if (code >= 0 || code == SI_TKILL) && pid != own.0 as i32 {
            return Err(Errno::EPERM.into());
        }
        let target = self.procs.process_numbered(pid).ok_or(Errno::ESRCH)?;
        let signal = signal_or_probe(sig)?;
        if !permitted(self.procs.process_of(ctx.tid), target, signal) {
            return Err(Errno::EPERM.into());
        }
        let target = target.pid;
        if let Some(signal) = signal {
            if signal.is_realtime() && self.queue_is_full(target) {
                return Err(Errno::EAGAIN.into());
            }
            self.post_to_process(target, SigInfo::decode(signal, &bytes));
        }
        Ok(0)
    }

    /// rt_tgsigqueueinfo(2), the call behind pthread_sigqueue(3).
    pub(crate) fn sys_rt_tgsigqueueinfo(
        &mut self,
        ctx: &mut Ctx,
        tgid: i32,
        tid: i32,
        sig: i32,
        info: UserAddr,
    ) -> SysResult {
        let mut bytes = [0; SigInfo::SIZE];
        self.copy_in(ctx.tid, info, &mut bytes)?;
        if tgid <= 0 || tid <= 0 {
            return Err(Errno::EINVAL.into());
        }
        let code = i32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]);
        let own = self.procs.task(ctx.tid).pid;
        if (code >= 0 || code == SI_TKILL) && tgid as u32 != own.0 {
            return Err(Errno::EPERM.into());
        }
        let (tgid, tid) = (Pid(tgid as u32), Tid(tid as u32));
        let pid = self.procs.find_task(tid).map(|task| task.pid).filter(|pid| *pid == tgid).ok_or(Errno::ESRCH)?;
        let signal = signal_or_probe(sig)?;
        let target = self.procs.process(pid).ok_or(Errno::ESRCH)?;
        if !permitted(self.procs.process_of(ctx.tid), target, signal) {
            return Err(Errno::EPERM.into());
        }
        if let Some(signal) = signal {
            if signal.is_realtime() && self.queue_is_full(pid) {
                return Err(Errno::EAGAIN.into());
            }
            self.post_to_task(tid, SigInfo::decode(signal, &bytes));
        }
        Ok(0)
    }
}
