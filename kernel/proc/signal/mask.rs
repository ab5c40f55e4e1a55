//! Blocking signals and waiting for them: rt_sigprocmask(2), rt_sigpending(2), rt_sigsuspend(2), pause(2),
//! rt_sigtimedwait(2), sigaltstack(2).

use crate::Kernel;
use crate::abi::{Errno, SigSet, Tid, UserAddr};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::proc::process::Process;
use crate::proc::task::Task;
use crate::sched::wait::WaitOn;

const SIG_BLOCK: i32 = 0;
const SIG_UNBLOCK: i32 = 1;
const SIG_SETMASK: i32 = 2;

/// sigaltstack(2) flags.
const SS_ONSTACK: u32 = 1;
const SS_DISABLE: u32 = 2;
const SS_AUTODISARM: u32 = 1 << 31;
const MINSIGSTKSZ: u64 = 2048;

/// Has the task something to look at before it returns to user mode: a signal that it does not block, a stop, its end?
#[inline]
pub(super) fn has_to_look(task: &Task, process: &Process) -> bool {
    let pending = task.pending.set().union(process.pending.set());
    !pending.without(task.mask).is_empty()
        || process.exiting.is_some()
        || process.job.notify_continued
        || process.job.stopped.is_some()
}

impl Kernel {
    fn copy_in_sigset(&mut self, tid: Tid, addr: UserAddr, size: u64) -> Result<SigSet, Errno> {
        if size != 8 {
            return Err(Errno::EINVAL);
        }
        Ok(SigSet(self.copy_in_u64(tid, addr)?))
    }

    /// Sets a task's mask and has it look at what that lets through.
    #[inline]
    pub(crate) fn set_mask(&mut self, tid: Tid, mask: SigSet) {
        let (task, process) = self.procs.task_and_process_mut(tid);
        task.mask = mask.without(SigSet::UNBLOCKABLE);
        if process.threads.is_empty() {
            task.attention = has_to_look(task, process);
            return;
        }
        let pid = process.pid;
        self.retarget(pid);
        self.recheck_attention(tid);
    }

    /// Recomputes whether a signal waits that the task does not block.
    #[inline]
    pub(crate) fn recheck_attention(&mut self, tid: Tid) {
        let (task, process) = self.procs.task_and_process_mut(tid);
        task.attention = has_to_look(task, process);
    }

    /// rt_sigprocmask(2).
    pub(crate) fn sys_rt_sigprocmask(
        &mut self,
        ctx: &mut Ctx,
        how: i32,
        set: UserAddr,
        old: UserAddr,
        size: u64,
    ) -> SysResult {
        if size != 8 {
            return Err(Errno::EINVAL.into());
        }
        let previous = self.procs.task(ctx.tid).mask;
        // Without a set `how` is not looked at (SIG-08).
        if !set.is_null() {
            let set = self.copy_in_sigset(ctx.tid, set, size)?;
            let mask = match how {
                SIG_BLOCK => previous.union(set),
                SIG_UNBLOCK => previous.without(set),
                SIG_SETMASK => set,
                _ => return Err(Errno::EINVAL.into()),
            };
            self.set_mask(ctx.tid, mask);
        }
        if !old.is_null() {
            self.copy_out(ctx.tid, old, &previous.0.to_le_bytes())?;
        }
        Ok(0)
    }

    /// rt_sigpending(2).
    pub(crate) fn sys_rt_sigpending(&mut self, ctx: &mut Ctx, set: UserAddr, size: u64) -> SysResult {
        if size > 8 {
            return Err(Errno::EINVAL.into());
        }
        let (task, process) = self.procs.task_and_process_mut(ctx.tid);
        let pending = task.pending.set().union(process.pending.set()).intersection(task.mask);
        self.copy_out(ctx.tid, set, &pending.0.to_le_bytes()[..size as usize])?;
        Ok(0)
    }

    /// pause(2): sleeps until a handler has run.
    pub(crate) fn sys_pause(&mut self, _ctx: &mut Ctx) -> SysResult {
        Err(Stop::Block(Sleep { on: WaitOn::Signal, deadline_ns: None, restart: Restart::IfNoHandler }))
    }

    /// rt_sigsuspend(2): sleeps under another mask until a handler has run; delivery restores the mask.
    pub(crate) fn sys_rt_sigsuspend(&mut self, ctx: &mut Ctx, mask: UserAddr, size: u64) -> SysResult {
        let mask = self.copy_in_sigset(ctx.tid, mask, size)?;
        let task = self.procs.task_mut(ctx.tid);
        if task.saved_mask.is_none() {
            task.saved_mask = Some(task.mask);
        }
        self.set_mask(ctx.tid, mask);
        Err(Stop::Block(Sleep { on: WaitOn::Signal, deadline_ns: None, restart: Restart::IfNoHandler }))
    }

    /// rt_sigtimedwait(2): takes a pending signal of the set, waiting for one if need be.
    pub(crate) fn sys_rt_sigtimedwait(
        &mut self,
        ctx: &mut Ctx,
        set: UserAddr,
        info: UserAddr,
        timeout: UserAddr,
        size: u64,
    ) -> SysResult {
        let set = self.copy_in_sigset(ctx.tid, set, size)?.without(SigSet::UNBLOCKABLE);
        let mut deadline = ctx.deadline_ns;
        let mut poll = false;
        if !timeout.is_null() && !ctx.slept {
            let wait_ns = self.copy_in_timespec(ctx.tid, timeout)?;
            poll = wait_ns == 0;
            deadline = Some(self.clock.now_ns().saturating_add(wait_ns));
        }
        self.procs.task_mut(ctx.tid).waiting_for = SigSet::EMPTY;
        if let Some(taken) = self.take_signal(ctx.tid, set) {
            self.recheck_attention(ctx.tid);
            if !info.is_null() {
                self.copy_out(ctx.tid, info, &taken.encode())?;
            }
            return Ok(taken.signal.number().into());
        }
        if poll || ctx.timed_out {
            return Err(Errno::EAGAIN.into());
        }
        self.procs.task_mut(ctx.tid).waiting_for = set;
        Err(Stop::Block(Sleep { on: WaitOn::SignalSet, deadline_ns: deadline, restart: Restart::Never }))
    }

    /// sigaltstack(2).
    pub(crate) fn sys_sigaltstack(&mut self, ctx: &mut Ctx, sp: UserAddr, new: UserAddr, old: UserAddr) -> SysResult {
        let task = self.procs.task(ctx.tid);
        let (base, size) = task.altstack;
        let on_it = size > 0 && sp.0.wrapping_sub(base.0) < size && task.altstack_flags & SS_AUTODISARM == 0;
        let state = match (size, on_it) {
            (0, _) => SS_DISABLE,
            (_, true) => SS_ONSTACK,
            _ => 0,
        };
        let mut previous = [0u8; 24];
        previous[..8].copy_from_slice(&base.0.to_le_bytes());
        previous[8..12].copy_from_slice(&(state | task.altstack_flags).to_le_bytes());
        previous[16..].copy_from_slice(&size.to_le_bytes());
        if !new.is_null() {
            let mut bytes = [0u8; 24];
            self.copy_in(ctx.tid, new, &mut bytes)?;
            let word = |at: usize| u64::from_le_bytes(std::array::from_fn(|i| bytes[at + i]));
            let flags = word(8) as u32;
            if on_it {
                return Err(Errno::EPERM.into());
            }
            if !matches!(flags & !SS_AUTODISARM, 0 | SS_ONSTACK | SS_DISABLE) {
                return Err(Errno::EINVAL.into());
            }
            let disable = flags & SS_DISABLE != 0;
            if !disable && word(16) < MINSIGSTKSZ {
                return Err(Errno::ENOMEM.into());
            }
            let task = self.procs.task_mut(ctx.tid);
            task.altstack = if disable { (UserAddr::NULL, 0) } else { (UserAddr(word(0)), word(16)) };
            task.altstack_flags = flags & SS_AUTODISARM;
        }
        if !old.is_null() {
            self.copy_out(ctx.tid, old, &previous)?;
        }
        Ok(0)
    }
}
