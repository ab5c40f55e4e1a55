//! Sending a signal: it becomes pending, and whoever should act on it is woken. Nothing is delivered here;
//! that happens when the target is on its way to user mode (`deliver`).
//!
//! Entry points: [`Kernel::post_to_process`], [`Kernel::post_to_task`].

use super::ignored_by_default;
use crate::Kernel;
use crate::abi::siginfo::{Origin, SI_KERNEL};
use crate::abi::signal::DefaultAction;
use crate::abi::{Pid, SigInfo, SigSet, Signal, Tid, UserAddr};
use crate::entry::{Exception, Restart};
use crate::proc::exit::INIT;
use crate::proc::process::{JobState, Process};
use crate::proc::signal::action::{Action, SIG_DFL, SIG_IGN};
use crate::proc::task::{Task, TaskState, Wakeup};
use crate::sched::wait::WaitOn;
use crate::trace::event::{Disposition, EventKind};

impl Kernel {
    /// Sends a signal to a process: one of its tasks that does not block it will take it.
    /// `false` if it was thrown away because it is ignored.
    pub fn post_to_process(&mut self, pid: Pid, info: SigInfo) -> bool {
        self.before_posting(pid, info.signal);
        let Some(process) = self.procs.process(pid) else { return true };
        let Some(first) = process.tasks().next() else { return true };
        if process.exiting.is_some() {
            return true;
        }
        // Prefer the first task that would take the signal (complete_signal in kernel/signal.c).
        let mut target = first;
        if !process.threads.is_empty() {
            let takes = |tid: &Tid| self.procs.task(*tid).would_take(info.signal);
            target = process.tasks().find(takes).unwrap_or(first);
        }
        if is_dropped(process, self.procs.task(target), info.signal) {
            self.tell_of_dropped(target, info);
            return false;
        }
        let Some(process) = self.procs.process_mut(pid) else { return true };
        let user = process.cred.uid;
        process.pending.add(info, user, &mut self.queued_signals);
        self.tell_signalfds(pid);
        self.notify(target, info.signal);
        true
    }

    /// Sends a signal to one task. `false` if it was thrown away because it is ignored.
    pub fn post_to_task(&mut self, tid: Tid, info: SigInfo) -> bool {
        let Some(task) = self.procs.find_task(tid) else { return true };
        let pid = task.pid;
        self.before_posting(pid, info.signal);
        let (task, process) = self.procs.task_and_process_mut(tid);
        if process.exiting.is_some() {
            return true;
        }
        if is_dropped(process, task, info.signal) {
            self.tell_of_dropped(tid, info);
            return false;
        }
        task.pending.add(info, process.cred.uid, &mut self.queued_signals);
        self.tell_signalfds(pid);
        self.notify(tid, info.signal);
        true
    }

    /// Whoever waits in or for a signalfd looks again.
    #[inline]
    fn tell_signalfds(&mut self, pid: Pid) {
        let on = WaitOn::SignalPending(pid);
        if !self.waits.is_idle(on) {
            self.wake(on);
        }
    }

    /// A signal that the process ignores is gone at once; a tracer sees it all the same (ptrace(2)).
    fn tell_of_dropped(&mut self, tid: Tid, info: SigInfo) {
        if self.events.is_on() && self.procs.task(tid).pid != INIT {
            self.emit(tid, EventKind::Signal { info, disposition: Disposition::Ignored });
        }
    }

    /// A fault of the task's own code. It can be neither blocked nor ignored: then it kills (SIG-51).
    pub(crate) fn post_fault(&mut self, tid: Tid, exception: Exception) {
        let Exception { signal, code, addr } = exception;
        let info = SigInfo { signal, code, origin: Origin::Fault { addr } };
        self.force(tid, info);
    }

    /// SIGSEGV because a handler's frame finds no room on the stack.
    pub(crate) fn post_stack_overflow(&mut self, tid: Tid, addr: UserAddr) {
        // A handler for SIGSEGV itself could not be entered either.
        let info = SigInfo { signal: Signal::SEGV, code: SI_KERNEL, origin: Origin::Fault { addr } };
        self.procs.process_of_mut(tid).actions.set(Signal::SEGV, Action::default());
        self.force(tid, info);
    }

    fn force(&mut self, tid: Tid, info: SigInfo) {
        let set = SigSet::of(info.signal);
        let (task, process) = self.procs.task_and_process_mut(tid);
        if task.mask.contains(info.signal) || process.actions.ignored().contains(info.signal) {
            process.actions.set(info.signal, Action::default());
        }
        task.mask = task.mask.without(set);
        // A pending instance, sent by somebody, gives way to the real fault.
        task.pending.discard(set, &mut self.queued_signals);
        task.pending.add(info, process.cred.uid, &mut self.queued_signals);
        task.attention = true;
    }

    /// What a signal does when it is sent, whoever takes it later: stop and continue cancel one another, and
    /// SIGCONT lets a stopped process go on even if it blocks or ignores it (SIG-47 to SIG-49).
    fn before_posting(&mut self, pid: Pid, signal: Signal) {
        let cancelled = match signal.default_action() {
            DefaultAction::Stop => SigSet::of(Signal::CONT),
            DefaultAction::Continue => SigSet::STOPS,
            _ => return,
        };
        let Some(process) = self.procs.process_mut(pid) else { return };
        process.pending.discard(cancelled, &mut self.queued_signals);
        let tasks: Vec<Tid> = process.tasks().collect();
        for tid in &tasks {
            self.procs.task_mut(*tid).pending.discard(cancelled, &mut self.queued_signals);
        }
        if signal != Signal::CONT {
            return;
        }
        let Some(process) = self.procs.process_mut(pid) else { return };
        if process.job.stopped.take().is_none() {
            return;
        }
        process.job.stop_unreported = false;
        process.job.continue_unreported = true;
        process.job.notify_continued = true;
        self.procs.set_waitable(pid);
        for tid in tasks {
            self.resume_stopped(tid);
            self.procs.task_mut(tid).attention = true;
        }
    }

    /// A stopped task becomes runnable again.
    fn resume_stopped(&mut self, tid: Tid) {
        let Some(task) = self.procs.find_task_mut(tid) else { return };
        if task.state != TaskState::Stopped {
            return;
        }
        task.state = TaskState::Ready;
        let nice = task.nice;
        self.sched.ready(tid, nice, crate::sched::Because::Woken);
    }

    /// The signal is pending: the target has to look at it, soon if it sleeps.
    fn notify(&mut self, tid: Tid, signal: Signal) {
        let (task, process) = self.procs.task_and_process_mut(tid);
        let blocked = task.mask.contains(signal);
        let action = process.actions.get(signal);
        let terminates = matches!(signal.default_action(), DefaultAction::Terminate) && action.handler == SIG_DFL;
        // sigtimedwait takes what it waits for, handler or not, unless that ends the process.
        let taken = task.waiting_for.contains(signal) && task.state == TaskState::Blocked && (blocked || !terminates);
        if taken {
            self.end_sleep(tid, Wakeup::Retry);
            return;
        }
        if signal != Signal::KILL && blocked {
            return;
        }
        task.attention = true;
        // A fatal signal decides at once how the process ends, unless it is stopped: then only SIGKILL does.
        if terminates && (signal == Signal::KILL || task.state != TaskState::Stopped) {
            self.doom(tid, signal);
            return;
        }
        if task.state == TaskState::Blocked {
            self.interrupt(tid);
        }
    }

    /// A task has ended, or blocks more signals than before: signals that are pending for the process may now be others'.
    pub(crate) fn retarget(&mut self, pid: Pid) {
        let Some(process) = self.procs.process(pid) else { return };
        if process.pending.set().is_empty() || process.exiting.is_some() {
            return;
        }
        let tasks: Vec<Tid> = process.tasks().collect();
        for signal in process.pending.set().iter() {
            if let Some(tid) = tasks.iter().find(|tid| self.procs.task(**tid).would_take(signal)) {
                self.notify(*tid, signal);
            }
        }
    }

    /// The process of this task will die of the signal; all its tasks are woken to do so. That it was stopped or
    /// continued is no longer told: its parent learns of the death.
    fn doom(&mut self, tid: Tid, signal: Signal) {
        let process = self.procs.process_of_mut(tid);
        process.exiting = Some(i32::from(signal.number()));
        process.job = JobState::default();
        let pid = process.pid;
        let tasks: Vec<Tid> = process.tasks().collect();
        self.procs.unset_waitable(pid);
        self.wake_to_die(&tasks);
    }

    /// Wakes tasks whose process is ending, from whatever they do.
    pub(crate) fn wake_to_die(&mut self, tasks: &[Tid]) {
        for tid in tasks {
            let task = self.procs.task_mut(*tid);
            task.attention = true;
            match task.state {
                TaskState::Blocked => self.end_sleep(*tid, Wakeup::Interrupted),
                TaskState::Stopped => self.resume_stopped(*tid),
                TaskState::Running | TaskState::Ready | TaskState::Dead => {}
            }
        }
    }

    /// Ends an interruptible sleep because of a signal.
    pub(crate) fn interrupt(&mut self, tid: Tid) {
        let interruptible =
            self.procs.task(tid).blocked.as_ref().is_some_and(|b| b.restart != Restart::Uninterruptible);
        if interruptible {
            self.end_sleep(tid, Wakeup::Interrupted);
        }
    }
}

/// Is the signal thrown away when it is sent? An ignored one is, unless it is blocked: its disposition may change
/// before it is unblocked (SIG-15, SIG-16). That sigtimedwait waits for it does not keep it.
fn is_dropped(process: &Process, task: &Task, signal: Signal) -> bool {
    if task.mask.contains(signal) {
        return false;
    }
    let action = process.actions.get(signal);
    action.handler == SIG_IGN || action.handler == SIG_DFL && ignored_by_default(signal)
}
