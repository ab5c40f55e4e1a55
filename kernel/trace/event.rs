//! An event: one thing that happened in the kernel, with everything a reader needs, by value.

use super::capture::Captured;
use crate::abi::{Errno, SigInfo, SigSet, Signal, Syscall, Tid};
use crate::entry::Restart;
use crate::sched::wait::WaitOn;
use serde::{Deserialize, Serialize};

/// Something happened to a task.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Event {
    /// Virtual time, ns since boot.
    pub at_ns: u64,
    /// The task that it happened to.
    pub tid: Tid,
    /// What happened.
    pub kind: EventKind,
}

/// How a call ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Outcome {
    /// With a value.
    Value(i64),
    /// With an error.
    Error(Errno),
    /// A signal interrupted it; whether it is made again depends on what the signal does.
    Interrupted(Restart),
}

impl Outcome {
    /// The outcome that a raw result stands for: -4095 to -1 are errors.
    pub fn from_raw(raw: i64) -> Outcome {
        match raw {
            -4095..=-1 => Errno::from_number(-raw).map_or(Outcome::Value(raw), Outcome::Error),
            _ => Outcome::Value(raw),
        }
    }
}

/// What a signal did when it was delivered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Disposition {
    /// A handler is entered.
    Caught,
    /// Nothing.
    Ignored,
    /// The process stops.
    Stopped,
    /// The process dies.
    Killed,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum EventKind {
    /// A system call begins.
    Enter {
        /// The call.
        call: Syscall,
        /// What it reads through its arguments.
        input: Vec<Captured>,
    },
    /// A system call ends. With events of other tasks between its `Enter` and this, it was unfinished and is resumed.
    Exit {
        /// The call.
        call: Syscall,
        /// Its result.
        outcome: Outcome,
        /// What it wrote through its arguments.
        output: Vec<Captured>,
    },
    /// A call that does not exist; it fails with ENOSYS.
    UnknownCall {
        /// Its number.
        number: u64,
    },
    /// A signal is delivered.
    Signal {
        /// The signal and where it came from.
        info: SigInfo,
        /// What it does.
        disposition: Disposition,
    },
    /// A handler returned.
    Sigreturn {
        /// The mask that is restored.
        mask: SigSet,
        /// The number of the call that is made again (SA_RESTART).
        again: Option<u64>,
    },
    /// The task stops (job control).
    Stopped {
        /// By this signal.
        signal: Signal,
    },
    /// The process was continued.
    Continued,
    /// The task ended by its own will.
    Exited {
        /// Exit code, 0 to 255.
        status: i32,
    },
    /// A signal killed the task.
    Killed {
        /// Which.
        signal: Signal,
    },
    /// A child was born.
    Forked {
        /// Its task.
        child: Tid,
    },
    /// The task has a new image.
    Exec {
        /// The path that was executed.
        path: Vec<u8>,
        /// The arguments, after scripts were resolved.
        argv: Vec<Vec<u8>>,
    },
    /// The CPU changed hands; the event's task is the new one.
    Switch {
        /// Who had it before.
        from: Option<Tid>,
        /// Who has it now.
        to: Tid,
    },
    /// The task fell asleep in its call.
    Blocked {
        /// What it waits for.
        on: WaitOn,
        /// When it gives up.
        deadline_ns: Option<u64>,
    },
    /// The task was woken.
    Woken {
        /// By the task that was running, or by nobody (a timer, the outside).
        by: Option<Tid>,
    },
}
