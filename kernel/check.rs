//! [`Kernel::check`]: walks all of the kernel and verifies its invariants. Costs as much as there is; for tests.

use crate::Kernel;
use crate::abi::ids::FdTableId;
use crate::abi::{SigSet, Tid};
use crate::proc::exit::INIT;
use crate::proc::process::Process;
use crate::proc::signal::pending::QueuedSignals;
use crate::proc::task::{Task, TaskState, Wakeup};
use crate::proc::timer::Status;
use crate::sched::clock::TimerAction;
use crate::sched::wait::{Class, WaitOn, Waiter};
use std::collections::{BTreeMap, BTreeSet};

/// Says what is broken unless the condition holds.
macro_rules! ensure {
    ($holds:expr, $($message:tt)*) => {
        if !$holds {
            return Err(format!($($message)*));
        }
    };
}

impl Kernel {
    /// Verifies every invariant: reference counts, queue membership both ways, families, groups, pending signals.
    pub fn check(&self) -> Result<(), String> {
        self.mm.check()?;
        self.check_run_queue()?;
        for task in self.procs.tasks() {
            self.check_task(task)?;
        }
        for process in self.procs.processes() {
            self.check_process(process)?;
        }
        self.check_waits()?;
        self.check_timers()?;
        self.check_groups()?;
        self.check_shared()?;
        self.check_queued_signals()?;
        self.check_sysv()?;
        self.check_files()?;
        self.check_terminals()?;
        self.check_net()
    }

    fn check_run_queue(&self) -> Result<(), String> {
        let ready = self.sched.ready_tasks();
        let set: BTreeSet<Tid> = ready.iter().copied().collect();
        ensure!(set.len() == ready.len(), "a task stands twice in the run queue: {ready:?}");
        for tid in &set {
            let state = self.procs.find_task(*tid).map(|task| task.state);
            ensure!(state == Some(TaskState::Ready), "{tid} in the run queue is {state:?}");
        }
        for task in self.procs.tasks() {
            ensure!(
                task.state != TaskState::Ready || set.contains(&task.tid),
                "{} is ready but not in the run queue",
                task.tid
            );
            let runs = self.sched.current() == Some(task.tid);
            ensure!(runs == (task.state == TaskState::Running), "{} is {:?}, running: {runs}", task.tid, task.state);
        }
        if let Some(tid) = self.sched.current() {
            ensure!(self.procs.find_task(tid).is_some(), "the running task {tid} does not exist");
        }
        Ok(())
    }

    fn check_task(&self, task: &Task) -> Result<(), String> {
        let tid = task.tid;
        ensure!(task.state != TaskState::Dead, "{tid} is dead but in the table");
        let Some(process) = self.procs.process(task.pid) else { return Err(format!("{tid} has no process")) };
        ensure!(process.tasks().any(|member| member == tid), "{tid} is not among its process's tasks");
        ensure!(!process.is_zombie(), "{tid} belongs to a zombie");
        let sleeps = task.state == TaskState::Blocked;
        let holds_call =
            sleeps || matches!(task.wakeup, Wakeup::Retry | Wakeup::Interrupted | Wakeup::Undecided | Wakeup::Again);
        ensure!(
            task.blocked.is_some() == holds_call,
            "{tid} ({:?}, {:?}): call in progress {:?}",
            task.state,
            task.wakeup,
            task.blocked
        );
        ensure!(sleeps || task.wait.is_none() && task.timer.is_none(), "{tid} is awake but still waits");
        if let (true, Some(blocked)) = (sleeps, &task.blocked) {
            // A poller has shared places only, wherever it likes; any other caller has one, in the queue it names.
            let polls = blocked.on == WaitOn::Poll;
            let mut places = 0;
            for node in self.waits.chain(task.wait) {
                places += 1;
                let fits = match polls {
                    true => node.waiter == Waiter::Poller(tid) && node.class == Class::Shared,
                    false => node.waiter == Waiter::Caller(tid) && node.on == blocked.on,
                };
                ensure!(fits, "{tid} waits for {:?} in a place that is not its own: {node:?}", blocked.on);
            }
            ensure!(polls || places <= 1, "{tid} waits for {:?} in {places} places", blocked.on);
            if let WaitOn::Futex(futex) = blocked.on {
                ensure!(self.futexes.key(futex).is_some(), "{tid} sleeps on a futex that is not there");
            }
        }
        let enters = matches!(task.state, TaskState::Running | TaskState::Stopped);
        ensure!(enters || task.handlers.is_empty(), "{tid} has handlers to enter and is {:?}", task.state);
        let unblocked = task.pending.set().union(process.pending.set()).without(task.mask);
        let private = task.pending.set().without(task.mask);
        ensure!(task.pending.is_consistent() && process.pending.is_consistent(), "{tid}: pending sets disagree");
        ensure!(private.is_empty() || task.attention, "{tid}: {private:?} pending without attention");
        let single = process.threads.is_empty();
        ensure!(!single || unblocked.is_empty() || task.attention, "{tid}: {unblocked:?} pending without attention");
        ensure!(task.mask.intersection(SigSet::UNBLOCKABLE).is_empty(), "{tid} blocks SIGKILL or SIGSTOP");
        ensure!(task.state != TaskState::Stopped || process.job.stopped.is_some(), "{tid} is stopped, its process not");
        ensure!(self.mm.space_users(task.space) > 0, "{tid} lives in a space without users");
        ensure!(self.procs.fd_tables.contains(task.fds.0), "{tid} has no descriptor table");
        Ok(())
    }

    fn check_process(&self, process: &Process) -> Result<(), String> {
        let pid = process.pid;
        let counts_down = process.itimers.next_cpu_expiry().is_some();
        ensure!(!counts_down || self.sched.watches_cpu_timers(), "{pid} has a timer of CPU time that nobody watches");
        if pid != INIT {
            let siblings = self.procs.children(process.parent).filter(|child| child.pid == pid).count();
            ensure!(siblings == 1, "{pid} is {siblings} times among the children of {}", process.parent);
            let tasks = process.tasks().count();
            ensure!(process.is_zombie() == (tasks == 0), "{pid}: zombie {:?} with {tasks} tasks", process.exit_status);
        }
        for child in self.procs.children(pid) {
            ensure!(child.parent == pid, "{} is a child of {pid} but names {}", child.pid, child.parent);
        }
        let members = self.procs.members(process.pgid).filter(|member| member.pid == pid).count();
        ensure!(members == 1, "{pid} is {members} times in its group {}", process.pgid);
        ensure!(process.actions.is_consistent(), "{pid}: dispositions disagree");
        let sorted = process.waitable.iter().zip(process.waitable.iter().skip(1)).all(|(a, b)| a.0 < b.0);
        ensure!(sorted, "{pid}: children that report are out of order");
        for (_, child) in &process.waitable {
            let Some(child) = self.procs.process(*child) else {
                return Err(format!("{pid} waits for {child}, which is gone"));
            };
            let reports = child.is_zombie() || child.job.stop_unreported || child.job.continue_unreported;
            ensure!(child.parent == pid && reports, "{} has nothing to report to {pid}", child.pid);
        }
        let reports = process.is_zombie() || process.job.stop_unreported || process.job.continue_unreported;
        ensure!(!reports || self.procs.is_waitable(pid), "{pid} has something to report, but its parent can't see it");
        ensure!(self.vfs.inode(process.cwd).is_ok() || process.is_zombie(), "{pid} has no working directory");
        Ok(())
    }

    /// Every place in a queue is one that its holder knows.
    fn check_waits(&self) -> Result<(), String> {
        let tasks: usize = self.procs.tasks().map(|task| self.waits.chain(task.wait).count()).sum();
        let known = tasks + self.check_epoll_places()?;
        ensure!(known == self.waits.len(), "{} places in queues, of which {known} are known", self.waits.len());
        Ok(())
    }

    fn check_timers(&self) -> Result<(), String> {
        for (id, action) in self.clock.timers() {
            let known = match action {
                TimerAction::WakeUp(tid) => self.procs.find_task(tid).is_some_and(|task| task.timer == Some(id)),
                TimerAction::Connection(socket) => self.net_knows_timer(socket, id),
                TimerAction::Alarm(pid) => {
                    self.procs.process(pid).is_some_and(|process| process.itimers.real == Some(id))
                }
                TimerAction::Posix(pid, timer) => self.procs.process(pid).is_some_and(|process| {
                    process.timers.all.get(&timer).is_some_and(|timer| timer.status == Status::Armed(id))
                }),
                TimerAction::Timerfd(timerfd) => {
                    self.vfs.timerfds.get(timerfd.0).is_some_and(|timer| timer.timer == Some(id))
                }
            };
            ensure!(known, "nobody knows the timer {id:?} {action:?}");
        }
        Ok(())
    }

    fn check_groups(&self) -> Result<(), String> {
        for group in self.procs.groups() {
            let mut members = self.procs.members(group.pgid).peekable();
            ensure!(members.peek().is_some(), "group {} is empty", group.pgid);
            for member in members {
                let agrees = member.pgid == group.pgid && member.sid == group.sid;
                ensure!(agrees, "{} is in group {} of session {}", member.pid, group.pgid, group.sid);
            }
            ensure!(self.procs.session_exists(group.sid), "group {} has no session", group.pgid);
        }
        Ok(())
    }

    /// Each user is charged for the signals that wait, and for timers.
    fn check_queued_signals(&self) -> Result<(), String> {
        let mut counted = QueuedSignals::default();
        for process in self.procs.processes() {
            let timers = process.timers.all.values().map(|timer| timer.user);
            process.pending.users().chain(timers).for_each(|user| counted.charge(user));
        }
        self.procs.tasks().flat_map(|task| task.pending.users()).for_each(|user| counted.charge(user));
        ensure!(counted == self.queued_signals, "{:?} signals queued, but {counted:?}", self.queued_signals);
        Ok(())
    }

    /// Spaces and descriptor tables have as many users as tasks (and images) name them.
    fn check_shared(&self) -> Result<(), String> {
        let (mut spaces, mut tables) = (BTreeMap::new(), BTreeMap::<u32, u32>::new());
        for task in self.procs.tasks() {
            *spaces.entry(task.space).or_insert(0u32) += 1;
            *tables.entry(task.fds.0).or_insert(0) += 1;
        }
        for space in self.images.values() {
            *spaces.entry(*space).or_insert(0) += 1;
        }
        for (space, users) in spaces {
            let counted = self.mm.space_users(space);
            ensure!(counted == users, "{space:?} counts {counted} users, but has {users}");
        }
        for (key, table) in self.procs.fd_tables.iter() {
            let users = tables.get(&key).copied().unwrap_or(0);
            ensure!(users == table.users, "{:?} counts {} users, but has {users}", FdTableId(key), table.users);
        }
        Ok(())
    }
}
