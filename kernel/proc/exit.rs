//! Ending: exit(2), exit_group(2), death by signal; what a process leaves behind and to whom; init's reaping.
//!
//! The order is Linux's (kernel/exit.c): memory, descriptors, children to init, orphaned groups, then the parent.

use super::task::TaskState;
use crate::Kernel;
use crate::abi::siginfo::{CLD_EXITED, CLD_KILLED, Origin};
use crate::abi::{Errno, Pid, SigInfo, Signal, Tid};
use crate::entry::{Ctx, Stop, SysResult};
use crate::proc::signal::action::sa;
use crate::proc::task::Wakeup;
use crate::sched::time::ticks;
use crate::sched::wait::WaitOn;
use crate::trace::event::EventKind;
use crate::tty::control::Leaving;

/// The process that adopts orphans; a part of the kernel.
pub const INIT: Pid = Pid(1);

impl Kernel {
    /// exit_group(2): every task of the process ends.
    pub(crate) fn sys_exit_group(&mut self, ctx: &mut Ctx, status: i32) -> SysResult {
        self.exit_process(ctx.tid, (status & 0xff) << 8);
        Err(Stop::Gone)
    }

    /// exit(2): this task ends; the process when it was the last.
    pub(crate) fn sys_exit(&mut self, ctx: &mut Ctx, status: i32) -> SysResult {
        self.end_task(ctx.tid, (status & 0xff) << 8);
        Err(Stop::Gone)
    }

    /// Ends the whole process from one of its tasks, which ends at once; others end on their way to user mode.
    pub(crate) fn exit_process(&mut self, tid: Tid, status: i32) {
        let process = self.procs.process_of_mut(tid);
        let status = *process.exiting.get_or_insert(status);
        if !process.threads.is_empty() {
            let others: Vec<Tid> = process.tasks().filter(|other| *other != tid).collect();
            self.wake_to_die(&others);
        }
        self.end_task(tid, status);
    }

    /// Ends one task, and with the last one the process.
    pub(crate) fn end_task(&mut self, tid: Tid, status: i32) {
        let task = self.procs.task_mut(tid);
        let (pid, space, fds) = (task.pid, task.space, task.fds);
        let state = task.state;
        task.blocked = None;
        task.state = TaskState::Dead;
        match state {
            TaskState::Running => self.off_cpu(tid),
            TaskState::Ready => {
                self.sched.unready(tid);
            }
            // Killed where it sleeps: another thread executes a new image.
            TaskState::Blocked => self.forget_sleep(tid),
            TaskState::Stopped | TaskState::Dead => {}
        }
        self.open_cancel(tid);
        self.release_user_words(tid);
        self.sched.forget(tid);
        let last = self.procs.process(pid).is_none_or(|process| process.tasks().nth(1).is_none());
        if self.events.is_on() {
            let kind = match (last, status & 0x7f) {
                (_, 0) => EventKind::Exited { status: status >> 8 },
                (_, signal) => EventKind::Killed { signal: Signal::new(signal.into()).unwrap_or(Signal::KILL) },
            };
            self.emit(tid, kind);
        }
        self.mm.space_release(space);
        self.settle_attachments(pid);
        if last {
            self.undo_semaphores(pid);
            self.release_vfork_parent(pid);
        } else if let Some(process) = self.procs.process_mut(pid)
            && process.leader == Some(tid)
        {
            process.leader_status = Some(status);
        }
        self.fd_table_release(fds);
        let usage = self.task_usage(tid);
        let (task, process) = self.procs.task_and_process_mut(tid);
        task.pending.clear(&mut self.queued_signals);
        if process.leader == Some(tid) {
            process.leader_mask = task.mask;
        }
        self.procs.remove_task(tid);
        if let Some(process) = self.procs.process_mut(pid) {
            process.dead_tasks.add(usage);
        }
        if last {
            self.end_process(pid, status);
        } else {
            self.retarget(pid);
        }
    }

    /// The last task is gone: the process becomes a zombie, or vanishes if nobody wants to know.
    fn end_process(&mut self, pid: Pid, status: i32) {
        let Some(process) = self.procs.process_mut(pid) else { return };
        process.exit_status = Some(process.exiting.or(process.leader_status).unwrap_or(status));
        process.job = Default::default();
        // What is pending stays until it is waited for: /proc shows it, the fatal signal too (release_task).
        let (timer, cwd, parent, pgid) = (process.itimers.real.take(), process.cwd, process.parent, process.pgid);
        self.procs.count_zombie();
        if let Some(id) = timer {
            self.clock.cancel(id);
        }
        self.delete_posix_timers(pid);
        self.inode_put(cwd);
        self.leave_terminal(pid, Leaving::Dead);
        self.give_children_away(pid);
        self.check_orphaned(pgid, pid, parent, Some(pid));
        self.tell_parent_of_end(pid);
        let on = WaitOn::ProcessEnd(pid);
        if !self.waits.is_idle(on) {
            self.wake(on);
        }
    }

    /// Who adopts the children of a dead process: the nearest ancestor that asked for it (PR_SET_CHILD_SUBREAPER), or init.
    fn reaper_for(&self, pid: Pid) -> Pid {
        let mut at = pid;
        while let Some(process) = self.procs.process(at).and_then(|process| self.procs.process(process.parent)) {
            if process.attributes.subreaper && !process.is_zombie() {
                return process.pid;
            }
            at = process.pid;
        }
        INIT
    }

    fn give_children_away(&mut self, pid: Pid) {
        if !self.procs.has_children(pid) {
            return;
        }
        let children: Vec<Pid> = self.procs.children(pid).map(|child| child.pid).collect();
        let reaper = self.reaper_for(pid);
        for child in children {
            self.procs.change_parent(child, reaper);
            let Some(orphan) = self.procs.process_mut(child) else { continue };
            orphan.exit_signal = Some(Signal::CHLD);
            let (zombie, pgid, death_signal) = (orphan.is_zombie(), orphan.pgid, orphan.death_signal);
            if zombie && reaper == INIT {
                self.reap(child);
                continue;
            }
            if zombie {
                self.tell_parent_of_end(child);
                continue;
            }
            if let Some(signal) = death_signal {
                self.post_to_process(
                    child,
                    SigInfo { signal, code: 0, origin: Origin::Sender { pid, uid: crate::abi::Uid(0) } },
                );
            }
            self.check_orphaned(pgid, child, pid, None);
        }
    }

    /// Tells the parent that its child is dead. A parent that ignores SIGCHLD, or has SA_NOCLDWAIT, and init get no
    /// zombie (WAIT-18, WAIT-19).
    fn tell_parent_of_end(&mut self, pid: Pid) {
        let Some(process) = self.procs.process(pid) else { return };
        let (parent, signal) = (process.parent, process.exit_signal);
        let status = process.exit_status.unwrap_or(0);
        let (code, value) = if status & 0x7f == 0 { (CLD_EXITED, status >> 8) } else { (CLD_KILLED, status & 0x7f) };
        let usage = process.dead_tasks;
        let origin = Origin::Child {
            pid,
            uid: process.cred.uid,
            status: value,
            utime: ticks(usage.user_ns),
            stime: ticks(usage.system_ns),
        };
        if parent == INIT {
            self.record_exit(pid, status);
            self.reap(pid);
            return;
        }
        let Some(family) = self.procs.process(parent) else { return };
        let action = family.actions.get(Signal::CHLD);
        let ignored = family.actions.ignored().contains(Signal::CHLD);
        let unwanted = signal == Some(Signal::CHLD) && (ignored || action.flags & sa::NOCLDWAIT != 0);
        if unwanted {
            self.reap(pid);
        } else {
            self.procs.set_waitable(pid);
        }
        // An ignored SIGCHLD is not sent at all; with SA_NOCLDWAIT it is.
        let signal = signal.filter(|signal| !(*signal == Signal::CHLD && ignored));
        self.tell_parent(parent, signal.map(|signal| SigInfo { signal, code, origin }));
    }

    /// Something has happened to a child: a parent that waits finds it, and is not interrupted by the signal that tells of it.
    pub(crate) fn tell_parent(&mut self, parent: Pid, info: Option<SigInfo>) {
        self.wake_waiting_parent(parent);
        if let Some(info) = info {
            self.post_to_process(parent, info);
        }
    }

    /// The tasks of this process that sleep in wait try again.
    fn wake_waiting_parent(&mut self, parent: Pid) {
        let Some(process) = self.procs.process(parent) else { return };
        if process.threads.is_empty() {
            if let Some(leader) = process.leader {
                self.wake_waiter(leader);
            }
            return;
        }
        let tasks: Vec<Tid> = process.tasks().collect();
        tasks.into_iter().for_each(|tid| self.wake_waiter(tid));
    }

    #[inline]
    fn wake_waiter(&mut self, tid: Tid) {
        let task = self.procs.task(tid);
        if task.state == TaskState::Blocked && task.blocked.as_ref().is_some_and(|blocked| blocked.on == WaitOn::Child)
        {
            self.end_sleep(tid, Wakeup::Retry);
        }
    }

    /// Removes a zombie that has been waited for.
    pub(crate) fn reap(&mut self, pid: Pid) {
        if let Some(process) = self.procs.process_mut(pid) {
            process.pending.clear(&mut self.queued_signals);
        }
        self.procs.remove_process(pid);
    }

    /// Keeps the wait status of init's own children, for whoever started them from outside.
    fn record_exit(&mut self, pid: Pid, status: i32) {
        if self.spawned.contains_key(&pid) {
            self.spawned.insert(pid, Some(status));
        }
    }

    /// The wait status of a process started with [`Kernel::spawn`], once it is dead: exit code in bits 8 to 15, or the
    /// signal's number in bits 0 to 6.
    pub fn exit_status(&self, pid: Pid) -> Option<i32> {
        self.spawned.get(&pid).copied().flatten()
    }

    /// How many processes live, without init and zombies.
    pub fn live_processes(&self) -> usize {
        self.procs.process_count().saturating_sub(1 + self.procs.zombie_count())
    }

    /// The process with this number, alive or a zombie.
    pub fn process(&self, pid: Pid) -> Option<&super::process::Process> {
        self.procs.process(pid)
    }

    /// ESRCH unless there is such a process.
    pub(crate) fn expect_process(&self, pid: i32) -> Result<&super::process::Process, Errno> {
        self.procs.process_numbered(pid).ok_or(Errno::ESRCH)
    }
}
