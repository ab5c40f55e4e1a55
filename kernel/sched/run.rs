//! Picking, claiming, preempting, sleeping and waking: how tasks move between running, ready and asleep.
//! The only code that changes [`TaskState`] between those.

use super::policy::Because;
use super::wait::{Class, WaitKey, WaitOn, Waiter};
use crate::Kernel;
use crate::abi::poll::PollMask;
use crate::abi::{Pid, Syscall, Tid};
use crate::entry::{Blocked, Ctx, Sleep};
use crate::proc::task::{TaskState, Wakeup};
use crate::sched::clock::{TimerAction, TimerId};
use crate::trace::event::EventKind;

/// A task that sleeps, for reports: who waits for what since when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BlockedTask {
    /// The task.
    pub tid: Tid,
    /// Its process.
    pub pid: Pid,
    /// Its call and what it waits for; `None` when it is stopped by job control.
    pub blocked: Option<Blocked>,
    /// Virtual time at which it fell asleep (or was stopped).
    pub since_ns: u64,
}

/// Whom a wake-up reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Notified {
    /// A sleeping task.
    Task(Tid),
    /// An epoll instance, in which somebody waits.
    Epoll,
    /// Nobody who could use it.
    Nobody,
}

impl Kernel {
    /// The running task.
    #[inline]
    pub fn current(&self) -> Option<Tid> {
        self.sched.current()
    }

    /// All ready tasks in the policy's order: what the machine may choose from.
    pub fn runnable(&self) -> Vec<Tid> {
        self.sched.ready_tasks()
    }

    /// Gives the CPU to the policy's choice. The task so far running, if any, is first preempted.
    #[inline]
    pub fn pick(&mut self) -> Option<Tid> {
        if let Some(running) = self.sched.current {
            self.preempted(running);
        }
        let tid = self.sched.pick()?;
        self.begin(tid);
        Some(tid)
    }

    /// Gives the CPU to this ready task instead of the policy's choice. `false` if it isn't ready (true if it runs already).
    pub fn claim(&mut self, tid: Tid) -> bool {
        if self.sched.current == Some(tid) {
            return true;
        }
        if !self.sched.is_ready(tid) {
            return false;
        }
        if let Some(running) = self.sched.current {
            self.preempted(running);
        }
        self.sched.unready(tid);
        self.begin(tid);
        true
    }

    fn begin(&mut self, tid: Tid) {
        let now = self.clock.now_ns();
        let Some(task) = self.procs.find_task_mut(tid) else { return };
        task.state = TaskState::Running;
        let nice = task.nice;
        self.sched.begin(tid, nice, now);
        let from = self.events.last_running.replace(tid);
        if self.events.is_on() && from != Some(tid) {
            self.emit(tid, EventKind::Switch { from, to: tid });
        }
    }

    /// The running task goes back to the queue; nothing if it isn't running any more.
    #[inline]
    pub fn preempted(&mut self, tid: Tid) {
        if self.sched.current != Some(tid) {
            return;
        }
        let now = self.clock.now_ns();
        let because = if now >= self.sched.slice_end_ns { Because::Expired } else { Because::Yielded };
        let used = self.sched.end(now);
        self.sched.resched = false;
        let Some(task) = self.procs.find_task_mut(tid) else { return };
        task.charge(used);
        task.state = TaskState::Ready;
        task.involuntary_switches += 1;
        let nice = task.nice;
        self.sched.ready(tid, nice, because);
    }

    /// Must the machine choose anew: nobody runs, the turn is over, or a better task is ready?
    #[inline]
    pub fn need_resched(&self) -> bool {
        self.sched.resched || self.sched.current.is_none() || self.clock.now_ns() >= self.sched.slice_end_ns
    }

    /// How long the running task may go on in user mode, in ns, until its turn ends or a timer fires. At least 1.
    #[inline]
    pub fn slice_ns(&self) -> u64 {
        let end = self.sched.slice_end_ns.min(self.clock.next_deadline().unwrap_or(u64::MAX));
        let mut left = end.saturating_sub(self.clock.now_ns());
        if self.sched.watches_cpu_timers()
            && let Some(tid) = self.sched.current
        {
            left = left.min(self.next_cpu_timer_ns(tid).unwrap_or(u64::MAX));
        }
        left.max(1)
    }

    /// For how long the task's process may run, in ns, until one of its timers of CPU time fires; `None` if none is armed.
    pub fn next_cpu_timer_ns(&self, tid: Tid) -> Option<u64> {
        let process = self.procs.process_of(tid);
        let itimer = process.itimers.next_cpu_expiry();
        let timer = if process.timers.all.is_empty() { None } else { self.next_cpu_timer(process.pid) };
        itimer.into_iter().chain(timer).chain(self.cpu_limit_left_ns(process.pid)).min()
    }

    /// The running task gives up the rest of its turn (sched_yield(2)).
    pub(crate) fn yield_now(&mut self) {
        self.sched.resched = true;
    }

    /// The task has left the CPU for another reason than preemption.
    #[inline(always)]
    pub(crate) fn off_cpu(&mut self, tid: Tid) {
        if self.sched.current == Some(tid) {
            let now = self.clock.now_ns();
            let used = self.sched.end(now);
            if let Some(task) = self.procs.find_task_mut(tid) {
                task.charge(used);
            }
        }
    }

    /// Puts a task to sleep in a call.
    #[inline(always)]
    pub(crate) fn put_to_sleep(&mut self, call: &Syscall, ctx: &Ctx, sleep: Sleep) {
        let tid = ctx.tid;
        let ctx = Ctx { deadline_ns: sleep.deadline_ns, ..*ctx };
        let timer = sleep.deadline_ns.map(|at| self.clock.arm(at, TimerAction::WakeUp(tid)));
        let wait = self.waits.join(sleep.on, tid);
        self.fall_asleep(call, ctx, sleep, timer, wait);
    }

    /// Puts a task to sleep until one of several queues wakes it; what is found there is for its call to see.
    pub(crate) fn put_to_sleep_on_many(&mut self, call: &Syscall, ctx: &Ctx, sleep: Sleep, queues: &[WaitOn]) {
        let tid = ctx.tid;
        let ctx = Ctx { deadline_ns: sleep.deadline_ns, ..*ctx };
        let timer = sleep.deadline_ns.map(|at| self.clock.arm(at, TimerAction::WakeUp(tid)));
        let mut wait = None;
        for on in queues {
            wait = self.waits.join_also(wait, *on, Waiter::Poller(tid), Class::Shared);
        }
        self.fall_asleep(call, ctx, sleep, timer, wait);
    }

    #[inline(always)]
    fn fall_asleep(&mut self, call: &Syscall, ctx: Ctx, sleep: Sleep, timer: Option<TimerId>, wait: Option<WaitKey>) {
        let tid = ctx.tid;
        let now = self.clock.now_ns();
        let task = self.procs.task_mut(tid);
        task.state = TaskState::Blocked;
        task.since_ns = now;
        task.wait = wait;
        task.timer = timer;
        task.voluntary_switches += 1;
        task.blocked = Some(Blocked { call: *call, ctx, on: sleep.on, restart: sleep.restart });
        self.off_cpu(tid);
        if self.events.is_on() {
            self.emit(tid, EventKind::Blocked { on: sleep.on, deadline_ns: sleep.deadline_ns });
        }
    }

    /// Ends a task's sleep: it leaves its queue, its timer is disarmed, and it will go on as `wakeup` says.
    #[inline]
    pub(crate) fn end_sleep(&mut self, tid: Tid, wakeup: Wakeup) {
        let task = self.procs.task_mut(tid);
        debug_assert_eq!(task.state, TaskState::Blocked);
        let (wait, timer) = (task.wait.take(), task.timer.take());
        task.state = TaskState::Ready;
        if let Some(blocked) = task.blocked.as_mut() {
            blocked.ctx.slept = true;
        }
        task.wakeup = wakeup;
        let mut left = None;
        if let Wakeup::Value(_) = wakeup {
            // Also without a trace: one may be wanted by the time the call returns.
            task.returning = task.blocked.as_ref().map(|blocked| blocked.call);
            task.blocked = None;
        } else {
            left = task.blocked.as_ref().map(|blocked| blocked.on);
        }
        let nice = task.nice;
        if let Some(key) = wait {
            self.waits.leave(key);
        }
        if let Some(id) = timer {
            self.clock.cancel(id);
        }
        if let Some(on) = left {
            self.leave_object(tid, on);
        }
        self.sched.ready(tid, nice, Because::Woken);
        if self.events.is_on() {
            let by = self.sched.current;
            self.emit(tid, EventKind::Woken { by });
        }
    }

    /// A sleeper will never run again: it leaves its queue, its timer is disarmed.
    pub(crate) fn forget_sleep(&mut self, tid: Tid) {
        let task = self.procs.task_mut(tid);
        let (wait, timer) = (task.wait.take(), task.timer.take());
        if let Some(key) = wait {
            self.waits.leave(key);
        }
        if let Some(id) = timer {
            self.clock.cancel(id);
        }
    }

    /// Something about it has changed: wakes all who wait for it; each tries its call again.
    pub fn wake(&mut self, on: WaitOn) {
        self.wake_all(on, PollMask::NONE);
    }

    /// There is more of what the queue is about: wakes all who wait for it, callers too.
    pub fn wake_each(&mut self, on: WaitOn) {
        self.wake_all(on, on.readiness());
    }

    /// [`Kernel::wake`], the latest first: calls whose places in Linux's queues are not exclusive.
    pub fn wake_latest_first(&mut self, on: WaitOn) {
        let sleepers: Vec<Tid> = self.waits.sleepers(on).collect();
        for tid in sleepers.into_iter().rev() {
            self.end_sleep(tid, Wakeup::Retry);
        }
    }

    fn wake_all(&mut self, on: WaitOn, key: PollMask) {
        if self.waits.is_watched(on) {
            self.wake_watchers(on, key);
        }
        let mut at = self.waits.first(on);
        while let Some(place) = at {
            at = self.waits.next(place);
            self.tell(place, key);
        }
    }

    /// There is more of what the queue is about, enough for one: wakes all pollers and the longest sleeping one of the
    /// callers; tells who that was.
    #[inline(always)]
    pub fn wake_one(&mut self, on: WaitOn) -> Option<Tid> {
        self.wake_pollers(on);
        if self.waits.first(on).is_some() { self.wake_one_caller(on) } else { None }
    }

    /// Tells those who only look (poll, select, epoll) that there is more of what the queue is about. For what no blocked
    /// caller can be waiting for, such as more data where there was some already.
    #[inline(always)]
    pub fn wake_pollers(&mut self, on: WaitOn) {
        if self.waits.is_watched(on) {
            self.wake_watchers(on, on.readiness());
        }
    }

    /// Wakes the longest sleeping caller alone; an epoll item in its place counts if it has somebody to wake.
    #[inline]
    pub(crate) fn wake_one_caller(&mut self, on: WaitOn) -> Option<Tid> {
        let mut at = self.waits.first(on);
        while let Some(place) = at {
            if let Some(tid) = self.waits.node(place).and_then(|node| node.waiter.task()) {
                self.end_sleep(tid, Wakeup::Retry);
                return Some(tid);
            }
            at = self.waits.next(place);
            if let Notified::Epoll = self.tell(place, on.readiness()) {
                return None;
            }
        }
        None
    }

    #[cold]
    fn wake_watchers(&mut self, on: WaitOn, key: PollMask) {
        // A poller that wakes leaves all its places, perhaps several of this very queue: those keys mean nothing then.
        for place in self.waits.watchers(on) {
            self.tell(place, key);
        }
    }

    /// Tells the holder of a place.
    #[inline]
    fn tell(&mut self, place: WaitKey, key: PollMask) -> Notified {
        match self.waits.node(place).map(|node| node.waiter) {
            Some(Waiter::Caller(tid) | Waiter::Poller(tid)) => {
                self.end_sleep(tid, Wakeup::Retry);
                Notified::Task(tid)
            }
            Some(Waiter::Item(item)) if self.epoll_notify(item, key) => Notified::Epoll,
            Some(Waiter::Async(file)) => {
                self.async_notify(file);
                Notified::Nobody
            }
            Some(Waiter::Item(_)) | None => Notified::Nobody,
        }
    }

    /// Completes the sleeping call of a task: it will return this value (or negated errno).
    pub(crate) fn complete(&mut self, tid: Tid, value: i64) {
        if self.procs.find_task(tid).is_some_and(|task| task.state == TaskState::Blocked) {
            self.end_sleep(tid, Wakeup::Value(value));
        }
    }

    /// A sleeper goes on sleeping, but on something else.
    pub(crate) fn move_sleeper(&mut self, tid: Tid, on: WaitOn) {
        let Some(task) = self.procs.find_task_mut(tid) else { return };
        let Some(blocked) = task.blocked.as_mut() else { return };
        blocked.on = on;
        if let Some(key) = task.wait.take() {
            self.waits.leave(key);
        }
        task.wait = self.waits.join(on, tid);
    }

    /// Changes a task's nice value, and its place in the run queue with it.
    pub(crate) fn set_nice(&mut self, tid: Tid, nice: i8) {
        let Some(task) = self.procs.find_task_mut(tid) else { return };
        task.nice = nice;
        match task.state {
            TaskState::Ready => {
                self.sched.unready(tid);
                self.sched.ready(tid, nice, Because::Yielded);
            }
            TaskState::Running if self.sched.current == Some(tid) => {
                self.sched.current_nice = nice;
                // A better one may have been waiting.
                self.sched.resched = true;
            }
            _ => {}
        }
    }

    /// Who sleeps or is stopped, in the order of task numbers: the body of a deadlock report.
    pub fn blocked_report(&self) -> Vec<BlockedTask> {
        let mut report: Vec<BlockedTask> = self
            .procs
            .tasks()
            .filter(|task| matches!(task.state, TaskState::Blocked | TaskState::Stopped))
            .map(|task| BlockedTask {
                tid: task.tid,
                pid: task.pid,
                blocked: task.blocked.clone(),
                since_ns: task.since_ns,
            })
            .collect();
        report.sort_by_key(|entry| entry.tid);
        report
    }
}
