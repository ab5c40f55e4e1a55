//! The call stack of a task.
//!
//! Entry points: [`frames`], [`own_frames`].

use super::code::{self, Spot};
use crate::machine::Machine;
use forklore_kernel::abi::{ProgramId, Tid};
use forklore_userland::vm::program::LinkedFunction;

/// An active function.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    /// The program.
    pub program: ProgramId,
    /// The function's name.
    pub function: String,
    /// The instruction that it is at.
    pub pc: u32,
    /// Where its registers begin.
    pub base: usize,
    /// Number of frames outside it: the same as long as it is active.
    pub depth: usize,
    /// Where it is, if it is the user's own.
    pub spot: Option<Spot>,
    /// A signal interrupted it: the next frame further in is the handler.
    pub interrupted: bool,
}

impl Frame {
    /// The function's code and variables.
    pub fn code<'a>(&self, machine: &'a Machine) -> Option<&'a LinkedFunction> {
        machine.programs().peek(self.program)?.function_at(self.pc)
    }
}

/// All active functions of a task, the innermost first.
pub fn frames(machine: &Machine, tid: Tid) -> Vec<Frame> {
    active(machine, tid).into_iter().flatten().collect()
}

fn active(machine: &Machine, tid: Tid) -> Option<impl Iterator<Item = Frame>> {
    let task = machine.task(tid)?;
    let id = task.program?;
    let program = machine.programs().peek(id)?;
    let depth = task.cpu.frames().len();
    let frame = move |(n, active): (usize, forklore_userland::vm::cpu::Active)| {
        let function = program.function_at(active.pc);
        Frame {
            program: id,
            function: function.map_or_else(|| "??".to_string(), |f| f.name.clone()),
            pc: active.pc,
            base: active.base,
            depth: depth.saturating_sub(n),
            spot: code::spot(program, active.pc),
            interrupted: active.is_handler,
        }
    };
    Some(task.cpu.active().enumerate().map(frame))
}

/// The active functions that are the user's own, the innermost first: what a debugger shows. The C library's own are left out.
pub fn own_frames(machine: &Machine, tid: Tid) -> Vec<Frame> {
    own(machine, tid).collect()
}

/// The innermost of [`own_frames`].
pub fn own_frame(machine: &Machine, tid: Tid) -> Option<Frame> {
    own(machine, tid).next()
}

fn own(machine: &Machine, tid: Tid) -> impl Iterator<Item = Frame> {
    let mut interrupted = false;
    active(machine, tid).into_iter().flatten().filter_map(move |mut frame| {
        // A signal that interrupted a function of the library is seen at the function that called it.
        frame.interrupted |= std::mem::take(&mut interrupted);
        interrupted = frame.interrupted && frame.spot.is_none();
        frame.spot.is_some().then_some(frame)
    })
}

/// The innermost frame if it is the C library's: the function in which the user's own code waits.
pub fn library_function(machine: &Machine, tid: Tid) -> Option<String> {
    let all = frames(machine, tid);
    // The outermost of the library's functions that the user's code has called.
    let inner: Vec<&Frame> = all.iter().take_while(|frame| frame.spot.is_none()).collect();
    inner.last().filter(|_| inner.len() < all.len()).map(|frame| frame.function.clone())
}
