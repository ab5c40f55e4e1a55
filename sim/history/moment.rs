//! Moments: what happened, at which step, and from which line of the source.

use crate::machine::Machine;
use crate::report;
use forklore_kernel::abi::ProgramId;
use forklore_kernel::trace::event::{Event, EventKind};
use serde::{Deserialize, Serialize};

/// Something that happened in the kernel.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Moment {
    /// After this step it has happened.
    pub step: u64,
    /// What happened.
    pub event: Event,
    /// Where the event's task is in the user's own source, if it still is.
    pub place: Option<CodePlace>,
    /// What is told of it: `read(3, "hi", 16) = 2`. `None`: it is part of another one.
    pub text: Option<String>,
}

/// An instruction of a program.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct CodePlace {
    /// The program.
    pub program: ProgramId,
    /// Index of the instruction that is executed (not of the one returned to).
    pub pc: u32,
}

impl CodePlace {
    /// The innermost instruction of the user's own source that the task of the `n`-th of these events was executing as it happened.
    /// `machine` is as it is right after them.
    pub fn of(machine: &Machine, events: &[Event], n: usize) -> Option<CodePlace> {
        report::user_pc_of(machine, events, n).map(|(program, pc)| CodePlace { program, pc })
    }

    /// File and line.
    pub fn source<'a>(&self, machine: &'a Machine) -> Option<(&'a str, u32)> {
        let program = machine.programs().peek(self.program)?;
        let place = program.place_at(self.pc)?;
        Some((program.files.get(place.file as usize)?, place.line))
    }
}

/// Kinds of moments that a person looks for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// A system call begins or ends.
    Call,
    /// The CPU changes hands.
    Switch,
    /// A signal is delivered.
    Signal,
    /// A task falls asleep in its call.
    Block,
    /// A task is woken.
    Wake,
    /// A process is born, gets another program, or dies.
    Life,
}

impl Kind {
    /// The kind of an event; `None` for what nobody looks for.
    pub fn of(event: &EventKind) -> Option<Kind> {
        Some(match event {
            EventKind::Enter { .. } | EventKind::Exit { .. } | EventKind::UnknownCall { .. } => Kind::Call,
            EventKind::Switch { .. } => Kind::Switch,
            EventKind::Signal { .. } | EventKind::Stopped { .. } | EventKind::Continued => Kind::Signal,
            EventKind::Blocked { .. } => Kind::Block,
            EventKind::Woken { .. } => Kind::Wake,
            EventKind::Forked { .. } | EventKind::Exec { .. } | EventKind::Exited { .. } | EventKind::Killed { .. } => {
                Kind::Life
            }
            EventKind::Sigreturn { .. } => return None,
        })
    }
}
