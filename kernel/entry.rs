//! The one door between user mode and the kernel: trap, dispatch, outcome, return to user.
//!
//! Entry points, called by whoever owns the CPUs:
//! - [`Kernel::syscall`]: a task traps with a system call; [`Kernel::trap`] is the same by number and registers;
//! - [`Kernel::resume`]: a runnable task is given the CPU: a call that slept is tried again or its result delivered;
//! - [`Kernel::fault`]: the CPU raised an exception;
//! - [`Kernel::sigreturn`]: a signal handler returned.
//!
//! Each answers with a [`Flow`]: what the task's CPU does next. A call that cannot finish says
//! [`Stop::Block`] (or [`Stop::BlockOnAny`]); only this file turns that into a sleeping task, so that handlers read like man pages.
//!
//! The loop of a machine with one CPU:
//! ```text
//! tid = pick(), or else advance_to(next_deadline()), or else nobody will ever run again
//! flow = resume(tid, sp)
//! loop {
//!     apply flow to the CPU           Forked: copy the CPU, then apply after_fork(tid, sp) to the parent's
//!     if need_resched()               { preempted(tid); break }
//!     if attention(tid)               { flow = resume(tid, sp); continue }
//!     run at most slice_ns() instructions; charge(tid, instructions run)
//!     flow = syscall(..) on a trap, fault(..) on an exception, sigreturn(..) when a handler returned,
//!            Resume(None) when the slice is used up
//! }
//! ```
//! A task is running from `pick` or `claim` until it sleeps, stops, dies or is `preempted`.

use crate::Kernel;
use crate::abi::siginfo::SI_KERNEL;
use crate::abi::{Errno, ProgramId, SigInfo, Signal, Syscall, Tid, UserAddr};
use crate::proc::signal::SavedContext;
use crate::proc::signal::deliver::Next;
use crate::proc::task::{TaskState, Wakeup};
use crate::sched::wait::WaitOn;
use crate::trace::event::{EventKind, Outcome};
use serde::{Deserialize, Serialize};

mod dispatch;

/// Virtual time that a system call takes, in ns.
pub const SYSCALL_NS: u64 = 200;

/// What a system call's handler answers: a value for the program, or why there is none.
pub type SysResult<T = u64> = Result<T, Stop>;

/// Why a handler has no value to return.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stop {
    /// The call fails with this errno.
    Error(Errno),
    /// The call must sleep; `entry` records it and tries it again, or a waker completes it.
    Block(Sleep),
    /// The same, until any of several queues wakes it (poll, select).
    BlockOnAny(Box<(Sleep, Vec<WaitOn>)>),
    /// fork and its like: a child was born; the parent goes on as its task says.
    Forked(NewTask),
    /// execve: the task has a new image.
    Exec(ProgramId, UserAddr),
    /// The call never returns: the task is no more.
    Gone,
}

impl From<Errno> for Stop {
    #[inline]
    fn from(errno: Errno) -> Self {
        Stop::Error(errno)
    }
}

/// How a call wants to sleep.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sleep {
    /// What it waits for.
    pub on: WaitOn,
    /// Absolute virtual time at which it gives up waiting, if any; the retried call then sees `ctx.timed_out`.
    pub deadline_ns: Option<u64>,
    /// What a signal does to it.
    pub restart: Restart,
}

/// What becomes of a sleeping call that a signal interrupts (signal(7), "Interruption of system calls").
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Restart {
    /// Restarted when the handler has SA_RESTART, or when no handler ran; else EINTR (ERESTARTSYS).
    IfSaRestart,
    /// Restarted only when no handler ran; EINTR after any handler (ERESTARTNOHAND, ERESTART_RESTARTBLOCK).
    IfNoHandler,
    /// Always EINTR, even when no handler ran (System V messages and semaphores after a stop).
    Never,
    /// Ends with what it has done, be it nothing: a TCP socket's wait to receive 0 bytes.
    WithWhatIsDone,
    /// Not interruptible by anything but SIGKILL: vfork's wait for its child.
    Uninterruptible,
}

/// The call in progress, as its handler sees it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Ctx {
    /// Who calls.
    pub tid: Tid,
    /// How much of the call is done already (bytes moved so far). Survives sleeping: a handler adds to it before it
    /// blocks; if a signal then cuts the call short, it is the result.
    pub done: u64,
    /// The absolute deadline that the call computed when it first slept, so that trying again does not prolong it.
    pub deadline_ns: Option<u64>,
    /// The deadline has passed.
    pub timed_out: bool,
    /// The call has slept at least once.
    pub slept: bool,
}

impl Ctx {
    /// A call that just begins.
    #[inline]
    pub fn new(tid: Tid) -> Ctx {
        Ctx { tid, done: 0, deadline_ns: None, timed_out: false, slept: false }
    }
}

/// A call that sleeps, as data.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Blocked {
    /// The call.
    pub call: Syscall,
    /// How far it got.
    pub ctx: Ctx,
    /// What it waits for.
    pub on: WaitOn,
    /// What a signal does to it.
    pub restart: Restart,
}

/// What a task's CPU does after it has been in the kernel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Flow {
    /// Goes on in user mode; a value goes into the result register of the call that trapped.
    Resume(Option<i64>),
    /// A child was born: its CPU is a copy of the caller's (its result will be 0, through `resume`).
    /// Call [`Kernel::after_fork`] next for the parent's own flow.
    Forked(NewTask),
    /// Signal handlers are entered: [`Kernel::next_handler`] has them. The value is first stored as the interrupted
    /// call's result, if it has one already.
    Handlers(Option<i64>),
    /// The task has a new image: its CPU starts afresh at the program's entry.
    Exec {
        /// Which program.
        program: ProgramId,
        /// Initial stack pointer; argc stands there.
        sp: UserAddr,
    },
    /// The task sleeps or is stopped: its CPU does nothing until it is picked again.
    Slept,
    /// The task is no more.
    Exited,
}

/// What [`Kernel::trap`] came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trapped {
    /// The call returns this.
    Value(i64),
    /// Something else, which is in the [`Flow`].
    Flow,
    /// There is no call of this number: nothing has happened.
    Unknown,
}

/// A task that was born by fork, vfork or clone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewTask {
    /// Its number.
    pub tid: Tid,
    /// The stack that it is to run on, if not on its copy of the caller's: its stack pointer.
    pub stack: Option<UserAddr>,
    /// The address of its own data (CLONE_SETTLS).
    pub tls: Option<u64>,
}

/// A signal handler to be entered.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct HandlerFrame {
    /// The handler's address, as the program gave it to sigaction.
    pub handler: UserAddr,
    /// Its arguments: signal number, `siginfo_t *` (0 without SA_SIGINFO), `ucontext_t *` (0 likewise).
    pub args: [u64; 3],
    /// The stack pointer to run it on.
    pub sp: UserAddr,
    /// What is restored when it returns.
    pub saved: SavedContext,
    /// Which signal.
    pub signal: Signal,
}

/// An exception that the CPU raised while running user code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Exception {
    /// Which signal it becomes: SEGV, BUS, FPE, ILL or TRAP.
    pub signal: Signal,
    /// `si_code`, such as SEGV_MAPERR.
    pub code: i32,
    /// The address concerned (`si_addr`).
    pub addr: UserAddr,
}

impl Kernel {
    /// The running task `tid` makes a system call; `sp` is its stack pointer, in case a handler is entered on return.
    pub fn syscall(&mut self, tid: Tid, sp: UserAddr, call: Syscall) -> Flow {
        if !self.enter(tid) {
            return Flow::Slept;
        }
        if self.events.is_on() {
            self.trace_enter(tid, call);
        }
        let mut ctx = Ctx::new(tid);
        let result = self.dispatch_other(&mut ctx, sp, call);
        self.conclude(sp, &call, &ctx, result)
    }

    /// [`Kernel::syscall`] with number and argument registers, for whom every nanosecond counts: a value to return comes in
    /// registers, and only the rest through memory, in `flow`.
    pub fn trap(&mut self, tid: Tid, sp: UserAddr, number: u64, args: &[u64; 6], flow: &mut Flow) -> Trapped {
        // For the calls that are made most, decoding and dispatch become one jump.
        macro_rules! made_often {
            ($($often:literal)*) => {{
                if !matches!(number, $($often)|*) {
                    return self.trap_seldom(tid, sp, number, args, flow);
                }
                if !self.enter(tid) {
                    *flow = Flow::Slept;
                    return Trapped::Flow;
                }
                let decode = || match number {
                    $($often => Syscall::decode($often, *args),)*
                    _ => None,
                };
                if self.events.is_on() && let Some(call) = decode() {
                    self.trace_enter(tid, call);
                }
                let mut ctx = Ctx::new(tid);
                let result = match number {
                    $($often => match Syscall::decode($often, *args) {
                        Some(call) => self.dispatch(&mut ctx, sp, &call),
                        None => return Trapped::Unknown,
                    },)*
                    _ => return Trapped::Unknown,
                };
                match result {
                    Ok(value) if !self.events.is_on() && !self.procs.task(tid).attention => Trapped::Value(value as i64),
                    result => {
                        let Some(call) = decode() else { return Trapped::Unknown };
                        *flow = self.conclude(sp, &call, &ctx, result);
                        Trapped::Flow
                    }
                }
            }};
        }
        // read, write, rt_sigprocmask, getpid, kill, msgsnd, msgrcv, rt_sigsuspend, semtimedop
        made_often!(0 1 14 39 62 69 70 130 220)
    }

    fn trap_seldom(&mut self, tid: Tid, sp: UserAddr, number: u64, args: &[u64; 6], flow: &mut Flow) -> Trapped {
        let Some(call) = Syscall::decode(number, *args) else { return Trapped::Unknown };
        match self.syscall(tid, sp, call) {
            Flow::Resume(Some(value)) => Trapped::Value(value),
            other => {
                *flow = other;
                Trapped::Flow
            }
        }
    }

    /// The running task makes a system call, which fails with this errno whatever it is: an injected fault.
    pub fn refuse(&mut self, tid: Tid, sp: UserAddr, call: Syscall, errno: Errno) -> Flow {
        if !self.enter(tid) {
            return Flow::Slept;
        }
        if self.events.is_on() {
            self.trace_enter(tid, call);
        }
        self.finish(tid, sp, &call, -errno.number())
    }

    /// A signal comes as the running task is about to make a call: it acts first, then the call is made, if anybody is left
    /// to make it.
    pub fn signal_before(&mut self, tid: Tid, sp: UserAddr, call: Syscall, info: SigInfo) -> Flow {
        if !self.enter(tid) {
            return Flow::Slept;
        }
        self.post_to_process(self.procs.task(tid).pid, info);
        let blocked = Blocked { call, ctx: Ctx::new(tid), on: WaitOn::Signal, restart: Restart::IfSaRestart };
        self.procs.task_mut(tid).blocked = Some(blocked);
        self.run(tid, sp, Wakeup::Again)
    }

    /// A sleeping call ends as if a signal had interrupted it whose handler does not restart it. `false` if the task does not
    /// sleep in a call that a signal can interrupt.
    pub fn interrupt_call(&mut self, tid: Tid) -> bool {
        let Some(task) = self.procs.find_task(tid) else { return false };
        let Some(blocked) = task.blocked.as_ref().filter(|_| task.state == TaskState::Blocked) else { return false };
        if blocked.restart == Restart::Uninterruptible {
            return false;
        }
        let done = blocked.ctx.done;
        self.complete(tid, if done > 0 { done as i64 } else { -Errno::EINTR.number() });
        true
    }

    /// A sleeping read, write, recv or send moves at most so many bytes more. `false` if the task does not sleep in one.
    pub fn shorten_call(&mut self, tid: Tid, most: u64) -> bool {
        let task = self.procs.find_task_mut(tid).filter(|task| task.state == TaskState::Blocked);
        let Some(Blocked { call, ctx, .. }) = task.and_then(|task| task.blocked.as_mut()) else { return false };
        let (Syscall::Read { count, .. }
        | Syscall::Write { count, .. }
        | Syscall::Recvfrom { count, .. }
        | Syscall::Sendto { count, .. }) = call
        else {
            return false;
        };
        *count = (*count).min(ctx.done + most);
        true
    }

    /// The running task makes a call that this kernel doesn't have: ENOSYS.
    pub fn unknown_syscall(&mut self, tid: Tid, sp: UserAddr, number: u64) -> Flow {
        if !self.enter(tid) {
            return Flow::Slept;
        }
        if self.events.is_on() {
            self.emit(tid, EventKind::UnknownCall { number });
        }
        self.run(tid, sp, Wakeup::Value(-Errno::ENOSYS.number()))
    }

    /// The running task makes a call that whoever owns the CPUs has answered, with this value or negated errno.
    pub fn outside_call(&mut self, tid: Tid, sp: UserAddr, value: i64) -> Flow {
        if !self.enter(tid) {
            return Flow::Slept;
        }
        self.run(tid, sp, Wakeup::Value(value))
    }

    /// The task has been picked or claimed, or has to look at a signal: tells what its CPU does first.
    pub fn resume(&mut self, tid: Tid, sp: UserAddr) -> Flow {
        let Some(task) = self.procs.find_task_mut(tid) else { return Flow::Exited };
        if task.state != TaskState::Running {
            return Flow::Slept;
        }
        let wakeup = std::mem::replace(&mut task.wakeup, Wakeup::User);
        match wakeup {
            Wakeup::Retry => return self.retry(tid, sp),
            Wakeup::Value(value) => {
                if let Some(call) = task.returning.take() {
                    return self.finish(tid, sp, &call, value);
                }
                if !task.attention {
                    return Flow::Resume(Some(value));
                }
            }
            _ => {}
        }
        self.run(tid, sp, wakeup)
    }

    /// After [`Flow::Forked`], once the child has its CPU: what the parent's CPU does.
    pub fn after_fork(&mut self, tid: Tid, sp: UserAddr) -> Flow {
        match self.procs.find_task(tid).map(|task| task.state) {
            Some(TaskState::Running) => self.resume(tid, sp),
            Some(_) => Flow::Slept,
            None => Flow::Exited,
        }
    }

    /// After [`Flow::Handlers`]: the next handler for the task's CPU to enter, each on top of the one before; the last
    /// one runs first.
    pub fn next_handler(&mut self, tid: Tid) -> Option<HandlerFrame> {
        let handlers = &mut self.procs.find_task_mut(tid)?.handlers;
        // Mostly there is one: nothing to move.
        if handlers.len() > 1 { Some(handlers.remove(0)) } else { handlers.pop() }
    }

    /// The running task's code raised an exception; it becomes a signal that can't be blocked or ignored.
    pub fn fault(&mut self, tid: Tid, sp: UserAddr, exception: Exception) -> Flow {
        if !self.enter(tid) {
            return Flow::Slept;
        }
        self.post_fault(tid, exception);
        self.run(tid, sp, Wakeup::User)
    }

    /// A signal handler of the running task returned; `saved` is what its frame carried, `sp` the stack pointer of
    /// the code that it interrupted (rt_sigreturn(2)).
    pub fn sigreturn(&mut self, tid: Tid, sp: UserAddr, mut saved: SavedContext) -> Flow {
        if !self.enter(tid) {
            return Flow::Slept;
        }
        let lost = saved.ucontext.take().and_then(|ucontext| match self.mask_in(tid, ucontext) {
            Ok(mask) => {
                saved.mask = mask;
                None
            }
            Err(_) => Some(Exception { signal: Signal::SEGV, code: SI_KERNEL, addr: UserAddr(0) }),
        });
        if self.events.is_on() {
            self.emit(
                tid,
                EventKind::Sigreturn { mask: saved.mask, again: saved.restart.as_ref().map(|b| b.call.number()) },
            );
        }
        self.set_mask(tid, saved.mask);
        if let Some(exception) = lost {
            self.post_fault(tid, exception);
        }
        let task = self.procs.task_mut(tid);
        if let Some(interrupted) = saved.restart {
            task.blocked = Some(*interrupted);
            return self.run(tid, sp, Wakeup::Again);
        }
        if !task.attention {
            return Flow::Resume(None);
        }
        self.run(tid, sp, Wakeup::User)
    }

    /// Must the running task come back into the kernel ([`Kernel::resume`]) before it runs user code?
    #[inline]
    pub fn attention(&self, tid: Tid) -> bool {
        self.procs.find_task(tid).is_some_and(|task| task.attention)
    }

    /// A trap: takes its time, which may bring timers due. `false` if this task isn't running at all.
    #[inline]
    fn enter(&mut self, tid: Tid) -> bool {
        if self.sched.current() != Some(tid) {
            return false;
        }
        self.sched.used.system_ns += SYSCALL_NS;
        self.clock.pass(SYSCALL_NS);
        if self.clock.is_due() {
            self.fire_timers();
        }
        true
    }

    /// The way out of a task that goes on as `wakeup` says, past whatever is pending.
    fn run(&mut self, tid: Tid, sp: UserAddr, wakeup: Wakeup) -> Flow {
        let mut flow = Flow::Slept;
        match self.return_to_user(tid, sp, wakeup, &mut flow) {
            Next::Out => flow,
            Next::Retry => {
                if let Some(call) = self.procs.task(tid).blocked.as_ref().map(|blocked| blocked.call)
                    && self.events.is_on()
                {
                    self.trace_enter(tid, call);
                }
                self.retry(tid, sp)
            }
            Next::Again => {
                if let Some(blocked) = self.procs.task_mut(tid).blocked.as_mut() {
                    blocked.ctx = Ctx::new(tid);
                    let call = blocked.call;
                    if self.events.is_on() {
                        self.trace_enter(tid, call);
                    }
                }
                self.retry(tid, sp)
            }
        }
    }

    /// A call that was woken goes on where it slept, before signals are looked at.
    fn retry(&mut self, tid: Tid, sp: UserAddr) -> Flow {
        let task = self.procs.task_mut(tid);
        let Some(blocked) = task.blocked.as_ref() else { return Flow::Resume(None) };
        let (call, mut ctx) = (blocked.call, blocked.ctx);
        task.blocked = None;
        let result = self.dispatch(&mut ctx, sp, &call);
        self.conclude(sp, &call, &ctx, result)
    }

    /// A call has been tried.
    #[inline(always)]
    fn conclude(&mut self, sp: UserAddr, call: &Syscall, ctx: &Ctx, result: SysResult) -> Flow {
        match result {
            Ok(value) => self.finish(ctx.tid, sp, call, value as i64),
            Err(stop) => self.stopped(sp, call, ctx, stop),
        }
    }

    /// A call has its result (or negated errno).
    #[inline]
    fn finish(&mut self, tid: Tid, sp: UserAddr, call: &Syscall, value: i64) -> Flow {
        if self.events.is_on() {
            self.trace_exit(tid, *call, Outcome::from_raw(value));
        }
        if !self.procs.task(tid).attention {
            return Flow::Resume(Some(value));
        }
        self.run(tid, sp, Wakeup::Value(value))
    }

    /// A call has no result: it failed, must sleep, or does not return at all.
    #[inline(always)]
    fn stopped(&mut self, sp: UserAddr, call: &Syscall, ctx: &Ctx, stop: Stop) -> Flow {
        let tid = ctx.tid;
        match stop {
            Stop::Error(errno) => self.finish(tid, sp, call, -errno.number()),
            Stop::Block(sleep) => {
                if self.procs.task(tid).attention && self.is_interrupted(tid, &sleep) {
                    self.leave_object(tid, sleep.on);
                    return self.interrupted_at_once(sp, call, ctx, sleep);
                }
                self.put_to_sleep(call, ctx, sleep);
                Flow::Slept
            }
            Stop::BlockOnAny(any) => {
                let (sleep, queues) = *any;
                if self.procs.task(tid).attention && self.is_interrupted(tid, &sleep) {
                    return self.interrupted_at_once(sp, call, ctx, sleep);
                }
                self.put_to_sleep_on_many(call, ctx, sleep, &queues);
                Flow::Slept
            }
            Stop::Forked(child) => Flow::Forked(child),
            Stop::Gone => Flow::Exited,
            Stop::Exec(program, entry) => {
                if self.events.is_on() {
                    self.trace_exit(tid, *call, Outcome::Value(0));
                }
                self.procs.task_mut(tid).entry = (program, entry);
                self.run(tid, sp, Wakeup::Exec)
            }
        }
    }

    /// A call that would sleep, but a signal is deliverable already.
    fn interrupted_at_once(&mut self, sp: UserAddr, call: &Syscall, ctx: &Ctx, sleep: Sleep) -> Flow {
        let ctx = Ctx { deadline_ns: sleep.deadline_ns, slept: true, ..*ctx };
        let blocked = Blocked { call: *call, ctx, on: sleep.on, restart: sleep.restart };
        self.procs.task_mut(ctx.tid).blocked = Some(blocked);
        self.run(ctx.tid, sp, Wakeup::Interrupted)
    }

    /// Is a signal deliverable already, so that a sleep ends before it begins?
    fn is_interrupted(&mut self, tid: Tid, sleep: &Sleep) -> bool {
        self.recheck_attention(tid);
        let dying = self.procs.process_of(tid).exiting.is_some();
        self.procs.task(tid).attention && (dying || sleep.restart != Restart::Uninterruptible)
    }
}
