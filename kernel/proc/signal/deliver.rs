//! Delivery: what happens to pending signals on a task's way from the kernel to user mode, and only there.
//! Follows Linux's `get_signal` and `handle_signal` (kernel/signal.c, arch/x86/kernel/signal.c).
//!
//! Entry point: [`Kernel::return_to_user`].

use super::SavedContext;
use super::action::{Action, SIG_DFL, SIG_IGN, sa};
use super::mask::has_to_look;
use crate::Kernel;
use crate::abi::signal::DefaultAction;
use crate::abi::{Errno, SigInfo, SigSet, Signal, Tid, UserAddr};
use crate::entry::{Blocked, Flow, HandlerFrame, Restart};
use crate::proc::task::{TaskState, Wakeup};
use crate::sched::wait::WaitOn;
use crate::trace::event::{Disposition, EventKind, Outcome};

/// Below the stack pointer lie 128 bytes that the interrupted function may use (x86-64 ABI).
const RED_ZONE: u64 = 128;
/// Size of the kernel's `struct ucontext`, and where `uc_stack` and `uc_sigmask` are in it.
const UCONTEXT_SIZE: usize = 304;
const UC_STACK: usize = 16;
const UC_SIGMASK: usize = 296;
/// What the C library's `ucontext_t` occupies.
const UCONTEXT_ROOM: u64 = 976;

/// Where a task goes on.
pub(crate) enum Next {
    /// Out of the kernel (or to sleep, or nowhere).
    Out,
    /// The call in `blocked` is tried again.
    Retry,
    /// The call in `blocked` is made from the start.
    Again,
}

impl Kernel {
    /// The way out: acts on whatever is pending, then tells how the task goes on; the flow of one that leaves the
    /// kernel is put into `flow` (filled in place: it is large). `wakeup` says how it would go on if nothing were
    /// pending; `sp` is its user stack pointer.
    pub(crate) fn return_to_user(&mut self, tid: Tid, mut sp: UserAddr, mut wakeup: Wakeup, flow: &mut Flow) -> Next {
        if wakeup == Wakeup::Interrupted {
            wakeup = self.after_interruption(tid);
        }
        let mut entered = false;
        loop {
            let (task, process) = self.procs.task_and_process_mut(tid);
            if !task.attention && task.saved_mask.is_none() {
                break;
            }
            let pid = process.pid;
            if let Some(status) = process.exiting {
                if self.events.is_on() {
                    self.trace_fatal(tid, status);
                }
                self.end_task(tid, status);
                *flow = Flow::Exited;
                return Next::Out;
            }
            if std::mem::take(&mut process.job.notify_continued) {
                if self.events.is_on() {
                    self.emit(tid, EventKind::Continued);
                }
                self.tell_parent_of_job(pid, Signal::CONT);
                continue;
            }
            if let Some(signal) = process.job.stopped {
                self.stop_here(tid, signal, wakeup);
                return Next::Out;
            }
            let unblocked = SigSet(!task.mask.0);
            let ready = task.pending.set().union(process.pending.set()).intersection(unblocked);
            let info = match ready.is_empty() {
                true => None,
                false => {
                    let fault = task.pending.take_fault(unblocked, &mut self.queued_signals);
                    fault.or_else(|| self.take_signal(tid, unblocked))
                }
            };
            let Some(info) = info else {
                // Nothing left: the mask that sigsuspend put aside comes back, and may let through something else.
                match self.procs.task_mut(tid).saved_mask.take() {
                    Some(mask) => self.set_mask(tid, mask),
                    None => self.recheck_attention(tid),
                }
                continue;
            };
            let action = self.procs.process_of(tid).actions.get(info.signal);
            let disposition = self.disposition(tid, info.signal, action);
            if self.events.is_on() {
                self.emit(tid, EventKind::Signal { info, disposition });
            }
            match disposition {
                Disposition::Ignored => {}
                Disposition::Caught => {
                    let mut value = None;
                    let restart = self.settle_call(tid, action, &mut wakeup, &mut value);
                    if !entered {
                        *flow = Flow::Handlers(value);
                        entered = true;
                    }
                    match self.enter_handler(tid, sp, &info, &action, restart) {
                        Ok(new_sp) => sp = new_sp,
                        Err(addr) => self.post_stack_overflow(tid, addr),
                    }
                }
                Disposition::Stopped => {
                    self.stop_process(tid, info.signal);
                    self.stop_here(tid, info.signal, wakeup);
                    return Next::Out;
                }
                Disposition::Killed => {
                    let status = i32::from(info.signal.number());
                    self.exit_process(tid, status);
                    *flow = Flow::Exited;
                    return Next::Out;
                }
            }
        }
        if entered {
            return Next::Out;
        }
        *flow = match wakeup {
            Wakeup::User => Flow::Resume(None),
            Wakeup::Value(value) => Flow::Resume(Some(value)),
            Wakeup::Exec => {
                let (program, sp) = self.procs.task(tid).entry;
                Flow::Exec { program, sp }
            }
            Wakeup::Again => return Next::Again,
            Wakeup::Retry | Wakeup::Interrupted | Wakeup::Undecided => return Next::Retry,
        };
        Next::Out
    }

    /// The signal that decided the process's end when it was sent is delivered now. SIGKILL is never seen.
    fn trace_fatal(&mut self, tid: Tid, status: i32) {
        let Some(signal) = Signal::new(i64::from(status & 0x7f)).filter(|signal| *signal != Signal::KILL) else {
            return;
        };
        let (task, process) = (self.procs.task(tid), self.procs.process_of(tid));
        if let Some(info) = task.pending.get(signal).or_else(|| process.pending.get(signal)) {
            self.emit(tid, EventKind::Signal { info, disposition: Disposition::Killed });
        }
    }

    /// What a signal does to the process now.
    fn disposition(&self, tid: Tid, signal: Signal, action: Action) -> Disposition {
        match (action.handler, signal.default_action()) {
            (SIG_IGN, _) => Disposition::Ignored,
            (SIG_DFL, DefaultAction::Ignore | DefaultAction::Continue) => Disposition::Ignored,
            (SIG_DFL, DefaultAction::Stop) => {
                // Nobody could continue an orphaned group, so only SIGSTOP stops it (SIG-46).
                let process = self.procs.process_of(tid);
                if signal != Signal::STOP && self.nobody_continues(process) {
                    Disposition::Ignored
                } else {
                    Disposition::Stopped
                }
            }
            (SIG_DFL, DefaultAction::Terminate | DefaultAction::Core) => Disposition::Killed,
            _ => Disposition::Caught,
        }
    }

    /// A signal ended the sleep of a call. Partial progress is its result; some calls always fail with EINTR;
    /// of the others delivery decides.
    fn after_interruption(&mut self, tid: Tid) -> Wakeup {
        let task = self.procs.task_mut(tid);
        task.waiting_for = SigSet::EMPTY;
        let Some(blocked) = task.blocked.clone() else { return Wakeup::User };
        let eintr = -Errno::EINTR.number();
        let value = match blocked.restart {
            _ if blocked.ctx.done > 0 => Some(blocked.ctx.done as i64),
            Restart::WithWhatIsDone => Some(0),
            Restart::Never => Some(eintr),
            _ => None,
        };
        self.store_remaining_time(&blocked);
        // Who waits for the terminal behind it has its turn.
        if let WaitOn::TtyInput(_) = blocked.on {
            self.wake(blocked.on);
        }
        // A FIFO's open that waited for the other side lets go of its own; if it is made again, it begins anew.
        self.open_cancel(tid);
        if self.events.is_on() {
            let outcome = value.map_or(Outcome::Interrupted(blocked.restart), Outcome::from_raw);
            self.trace_exit(tid, blocked.call, outcome);
        }
        match value {
            Some(value) => {
                self.procs.task_mut(tid).blocked = None;
                Wakeup::Value(value)
            }
            None => Wakeup::Undecided,
        }
    }

    /// A handler will run: settles what becomes of the interrupted call. The first handler entered decides
    /// (handle_signal): EINTR, or the call is made again once it has returned.
    fn settle_call(
        &mut self,
        tid: Tid,
        action: Action,
        wakeup: &mut Wakeup,
        value: &mut Option<i64>,
    ) -> Option<Box<Blocked>> {
        let restarts = match *wakeup {
            Wakeup::User | Wakeup::Exec => return None,
            Wakeup::Value(result) => {
                *wakeup = Wakeup::User;
                *value = Some(result);
                return None;
            }
            Wakeup::Again => true,
            Wakeup::Undecided | Wakeup::Interrupted | Wakeup::Retry => action.flags & sa::RESTART != 0,
        };
        let again = *wakeup == Wakeup::Again;
        *wakeup = Wakeup::User;
        let blocked = self.procs.task_mut(tid).blocked.take()?;
        if again || restarts && blocked.restart == Restart::IfSaRestart {
            return Some(Box::new(blocked));
        }
        *value = Some(-Errno::EINTR.number());
        None
    }

    /// Prepares the entering of a handler: its stack, its arguments, the mask. Gives its stack pointer, or fails with
    /// the address at which the stack cannot be written.
    fn enter_handler(
        &mut self,
        tid: Tid,
        sp: UserAddr,
        info: &SigInfo,
        action: &Action,
        restart: Option<Box<Blocked>>,
    ) -> Result<UserAddr, UserAddr> {
        let task = self.procs.task(tid);
        let (base, size) = task.altstack;
        let on_altstack = sp.0.wrapping_sub(base.0) < size;
        let to_altstack = action.flags & sa::ONSTACK != 0 && size > 0 && !on_altstack;
        let top = if to_altstack { base.0.wrapping_add(size) } else { sp.0.wrapping_sub(RED_ZONE) };
        let saved_mask = task.saved_mask.unwrap_or(task.mask);
        let mut args = [u64::from(info.signal.number()), 0, 0];
        let mut at = top & !15;
        let mut ucontext_at = None;
        if action.flags & sa::SIGINFO != 0 {
            let siginfo = at.wrapping_sub(SigInfo::SIZE as u64);
            let ucontext = siginfo.wrapping_sub(UCONTEXT_ROOM);
            at = ucontext;
            let mut context = [0; UCONTEXT_SIZE];
            context[UC_STACK..UC_STACK + 8].copy_from_slice(&base.0.to_le_bytes());
            context[UC_STACK + 16..UC_STACK + 24].copy_from_slice(&size.to_le_bytes());
            context[UC_SIGMASK..].copy_from_slice(&saved_mask.0.to_le_bytes());
            self.copy_out(tid, UserAddr(ucontext), &context).map_err(|_| UserAddr(ucontext))?;
            self.copy_out(tid, UserAddr(siginfo), &info.encode()).map_err(|_| UserAddr(siginfo))?;
            (args[1], args[2]) = (siginfo, ucontext);
            ucontext_at = Some(UserAddr(ucontext));
        }
        // The return address's place: written, so that a stack without room is noticed here.
        at = at.wrapping_sub(16);
        self.copy_out(tid, UserAddr(at), &action.restorer.0.to_le_bytes()).map_err(|_| UserAddr(at))?;
        let (task, process) = self.procs.task_and_process_mut(tid);
        task.saved_mask = None;
        task.mask = task.mask.union(action.mask);
        if action.flags & sa::NODEFER == 0 {
            task.mask.insert(info.signal);
        }
        // Mostly nothing else is left to look at: the way out need not find that out by trying.
        task.attention = has_to_look(task, process);
        let saved = SavedContext { mask: saved_mask, ucontext: ucontext_at, restart };
        let frame = HandlerFrame { handler: action.handler, args, sp: UserAddr(at), saved, signal: info.signal };
        task.handlers.push(frame);
        let threads_of = (!process.threads.is_empty()).then_some(process.pid);
        if action.flags & sa::RESETHAND != 0 {
            process.actions.set(info.signal, Action { handler: SIG_DFL, ..*action });
            self.after_shared_change(tid);
        }
        if let Some(pid) = threads_of {
            self.retarget(pid);
        }
        Ok(UserAddr(at))
    }

    /// The mask that stands in a handler's `ucontext_t`, where the handler may have changed it.
    pub(crate) fn mask_in(&mut self, tid: Tid, ucontext: UserAddr) -> Result<SigSet, Errno> {
        let mut mask = [0; 8];
        self.copy_in(tid, UserAddr(ucontext.0.wrapping_add(UC_SIGMASK as u64)), &mut mask)?;
        Ok(SigSet(u64::from_le_bytes(mask)))
    }

    /// The task stops; what it was about to do waits until it is continued. Handlers that were already prepared are
    /// still entered: they stand on the stack before it stops.
    fn stop_here(&mut self, tid: Tid, signal: Signal, wakeup: Wakeup) {
        let now = self.clock.now_ns();
        let task = self.procs.task_mut(tid);
        task.state = TaskState::Stopped;
        task.since_ns = now;
        task.wakeup = wakeup;
        task.attention = true;
        self.off_cpu(tid);
        if self.events.is_on() {
            self.emit(tid, EventKind::Stopped { signal });
        }
    }
}
