//! Which memory a call's arguments point to: copied into events, so that a trace is readable without the machine.
//!
//! Hook points: [`Kernel::capture_input`] when a call begins, [`Kernel::capture_output`] when it ends.

use super::event::{Captured, Outcome};
use crate::Kernel;
use crate::abi::{Syscall, Tid};

impl Kernel {
    /// What the call reads through its arguments.
    pub(crate) fn capture_input(&mut self, _tid: Tid, _call: Syscall) -> Vec<Captured> {
        Vec::new()
    }

    /// What the call has written through its arguments.
    pub(crate) fn capture_output(&mut self, _tid: Tid, _call: Syscall, _outcome: Outcome) -> Vec<Captured> {
        Vec::new()
    }
}
