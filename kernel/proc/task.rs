//! The task: what the scheduler runs (a thread). What the tasks of a process share is in [`super::process`].
//! A single-threaded process has one task, whose tid is its pid.

use super::signal::pending::Pending;
use crate::abi::ids::FdTableId;
use crate::abi::{Pid, ProgramId, SigSet, Signal, Syscall, Tid, UserAddr};
use crate::entry::{Blocked, HandlerFrame};
use crate::mm::SpaceId;
use crate::sched::TurnUsage;
use crate::sched::clock::TimerId;
use crate::sched::wait::WaitKey;
use serde::{Deserialize, Serialize};

/// What the scheduler runs: one thread of control.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Task {
    /// Its number.
    pub tid: Tid,
    /// The process it belongs to.
    pub pid: Pid,
    /// Key of the process in the table.
    pub(crate) process: u32,
    /// What it is doing.
    pub state: TaskState,
    /// Something has to be looked at before it returns to user mode (a signal, a stop).
    pub attention: bool,
    /// How it goes on when it next gets the CPU, or when it is continued.
    pub wakeup: Wakeup,
    /// The call that sleeps, or is to be tried or made again, or was interrupted.
    pub blocked: Option<Blocked>,
    /// Program and initial stack pointer of a new image that [`Wakeup::Exec`] is to enter.
    pub entry: (ProgramId, UserAddr),
    /// The call whose result [`Wakeup::Value`] holds; only the trace wants to know.
    pub returning: Option<Syscall>,
    /// Its place in a wait queue.
    pub(crate) wait: Option<WaitKey>,
    /// The deadline of its sleep.
    pub(crate) timer: Option<TimerId>,
    /// Since when it sleeps or is stopped.
    pub since_ns: u64,
    /// Address space; shared with other threads, and with a vfork parent.
    pub space: SpaceId,
    /// Descriptor table.
    pub fds: FdTableId,
    /// Blocked signals.
    pub mask: SigSet,
    /// The mask that sigsuspend and its like put aside, to be restored once a handler has been entered.
    pub saved_mask: Option<SigSet>,
    /// Signals that sigtimedwait waits for: they are taken, blocked or not.
    pub waiting_for: SigSet,
    /// Signals pending for this task alone (raise, tgkill, faults).
    pub pending: Pending,
    /// Handlers that its CPU is about to enter; empty but while a [`Flow::Handlers`](crate::entry::Flow) is on its way.
    pub(crate) handlers: Vec<HandlerFrame>,
    /// Alternate signal stack: base, size; size 0 when there is none.
    pub altstack: (UserAddr, u64),
    /// Flags given to sigaltstack with it (SS_AUTODISARM).
    pub altstack_flags: u32,
    /// Where a zero is written and a futex woken when it ends (set_tid_address(2), CLONE_CHILD_CLEARTID).
    pub clear_tid: UserAddr,
    /// Head of the list of locks that are to be marked when it ends (set_robust_list(2)).
    pub robust_list: UserAddr,
    /// Its own name, if it differs from the process's: at most 15 bytes, the rest zero.
    pub name: Option<[u8; 16]>,
    /// Nice value, -20 to 19.
    pub nice: i8,
    /// Virtual nanoseconds spent in user mode, but for the turn it has now: see [`Kernel::task_usage`](crate::Kernel::task_usage).
    pub user_ns: u64,
    /// Virtual nanoseconds spent in system calls, likewise.
    pub system_ns: u64,
    /// Times it went to sleep.
    pub voluntary_switches: u64,
    /// Times it lost the CPU.
    pub involuntary_switches: u64,
}

impl Task {
    /// Would it take a signal sent to its process now: does it not block it, or wait for it?
    pub fn would_take(&self, signal: Signal) -> bool {
        !self.mask.contains(signal) || self.waiting_for.contains(signal)
    }

    /// Puts what it used in a turn on its account.
    #[inline]
    pub(crate) fn charge(&mut self, used: TurnUsage) {
        self.user_ns += used.user_ns;
        self.system_ns += used.system_ns;
    }
}

/// What a task is doing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum TaskState {
    /// It has the CPU.
    Running,
    /// Runnable: in the run queue.
    Ready,
    /// Asleep in a call.
    Blocked,
    /// Stopped by job control.
    Stopped,
    /// Dead; its process may remain as a zombie.
    Dead,
}

/// How a task goes on when it gets the CPU.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Wakeup {
    /// In user mode where it was.
    User,
    /// With this as its call's result: a new child's 0, or a call that its waker completed.
    Value(i64),
    /// Its call (in `blocked`) is tried again.
    Retry,
    /// A signal ended its sleep: EINTR, or the call (in `blocked`) is made again, as delivery decides.
    Interrupted,
    /// The interruption has been noted, and no handler has run yet: if none does, the call is tried again.
    Undecided,
    /// Its call (in `blocked`) is made from the start: a handler that interrupted it has returned (SA_RESTART).
    Again,
    /// With a new image, at its `entry`.
    Exec,
}
