//! What can happen next, where a run pauses, and a task's turn on the CPU, as data.

use crate::incoming::Incoming;
use crate::inject::Fault;
use crate::text_bytes;
use crate::traps::Traps;
use forklore_kernel::abi::{Tid, TtyId};
use serde::{Deserialize, Serialize};

/// One thing that can happen next.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Choice {
    /// The task runs until its next system call has been handled (or it sleeps, dies, or takes a fault).
    Step(Tid),
    /// The task runs for this long in virtual nanoseconds, or until it sleeps or dies.
    Run(Tid, u64),
    /// The task gets the CPU, and keeps it as long as the policy lets it.
    Pick(Tid),
    /// Nobody can run: time jumps to the next timer.
    Tick,
    /// Bytes arrive on standard input.
    Input(#[serde(with = "text_bytes")] Vec<u8>),
    /// Standard input ends.
    EndOfInput,
    /// A key is pressed at a terminal.
    Key(TtyId, u8),
    /// The window of a terminal gets another size: rows, columns, and both in pixels.
    Resize(TtyId, [u16; 4]),
    /// A terminal hangs up: its window is closed.
    HangUp(TtyId),
    /// Nobody can run: this much time passes, but not beyond the next timer.
    Pass(u64),
    /// Something is made to happen that might happen.
    Inject(Fault),
    /// Something comes from the rest of the world that this machine is a host of.
    Incoming(Box<Incoming>),
}

/// Why a choice could not be made.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StepError {
    /// That task is not runnable now.
    #[error("task {0} can't run now")]
    NotRunnable(Tid),
    /// No timer is armed.
    #[error("no timer is armed")]
    NoTimer,
    /// What was to be made to happen can't.
    #[error("{0}")]
    NotPossible(String),
}

/// Where the running of one task stops at the latest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(super) enum Until {
    /// After one system call, or at this virtual time.
    OneCall(u64),
    /// At this virtual time, whatever the policy says.
    Time(u64),
    /// When the policy says so.
    Resched,
    /// When the policy says so, but not after this virtual time.
    ReschedBy(u64),
}

/// A task's stay on the CPU.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(super) struct Turn {
    pub(super) tid: Tid,
    pub(super) until: Until,
    /// The kernel has not yet been asked what the task does first.
    pub(super) fresh: bool,
    /// System calls made.
    pub(super) calls: u32,
    /// When it began.
    pub(super) began_ns: u64,
}

/// Where [`advance`](super::Machine::advance) pauses at the latest.
#[derive(Clone, Copy, Debug)]
pub struct Pause<'a> {
    /// When so many steps have been made (see [`steps`](super::Machine::steps)).
    pub at: u64,
    /// Also whenever the kernel has done something.
    pub each_entry: bool,
    /// Also before these instructions.
    pub traps: Option<&'a Traps>,
}

impl Pause<'_> {
    /// Does not pause.
    pub const NEVER: Pause<'static> = Pause { at: u64::MAX, each_entry: false, traps: None };
}

/// Where [`advance`](super::Machine::advance) came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Advance {
    /// A pause was due. The turn goes on with the next `advance`, as if there had been none.
    Paused,
    /// The running task is about to execute an instruction with a trap. Nothing has been counted for that.
    Trapped(Tid),
    /// A turn is over, or time has jumped to the next timer: the choice that repeats it.
    Made(Choice),
    /// Nobody can run and no timer is armed.
    Idle,
}
