//! What happened: events, and the log they go to. Off by default, and then one predictable branch each.

pub mod capture;
pub mod event;
mod names;
pub mod schema;
pub mod sockets;
pub mod strace;
mod structures;
pub mod summary;
pub mod sysv;
mod terminal;
pub mod text;
pub mod values;
mod waiting;

pub use event::{Event, EventKind};

use crate::Kernel;
use crate::abi::{Syscall, Tid};
use event::Outcome;
use serde::{Deserialize, Serialize};

/// Events waiting to be taken by the machine's owner.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct EventLog {
    on: bool,
    events: Vec<Event>,
    pub(crate) last_running: Option<Tid>,
}

impl EventLog {
    /// Are events recorded?
    #[inline]
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// Starts or stops recording.
    pub fn set_on(&mut self, on: bool) {
        self.on = on;
    }

    /// The events recorded and not yet taken.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Takes the events recorded so far.
    pub fn take(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }
}

impl Kernel {
    /// Records an event of a task, now.
    #[cold]
    pub(crate) fn emit(&mut self, tid: Tid, kind: EventKind) {
        let at_ns = self.clock.now_ns();
        self.events.events.push(Event { at_ns, tid, kind });
    }

    /// A call begins.
    #[cold]
    pub(crate) fn trace_enter(&mut self, tid: Tid, call: Syscall) {
        let input = capture::inputs(self, self.procs.task(tid).space, &call);
        self.emit(tid, EventKind::Enter { call, input });
    }

    /// A call ends (or is interrupted).
    #[cold]
    pub(crate) fn trace_exit(&mut self, tid: Tid, call: Syscall, outcome: Outcome) {
        let output = match outcome {
            Outcome::Interrupted(_) => Vec::new(),
            Outcome::Error(errno) => capture::outputs(self, self.procs.task(tid).space, &call, -errno.number()),
            Outcome::Value(value) => capture::outputs(self, self.procs.task(tid).space, &call, value),
        };
        self.emit(tid, EventKind::Exit { call, outcome, output });
    }
}
