//! Traps: instructions before which a machine pauses. What breakpoints and stepping by lines are made of.
//!
//! Entry point: [`Traps::set`]; [`crate::machine::Pause`] takes them. A program with traps is a copy whose instructions at
//! those places raise a fault, so code without traps runs at full speed; the machine's own programs never change.

use forklore_kernel::abi::ProgramId;
use forklore_userland::vm::isa::Op;
use forklore_userland::vm::program::Program;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Traps in some programs.
#[derive(Clone, Debug, Default)]
pub struct Traps {
    programs: BTreeMap<ProgramId, Patched>,
}

/// A program with traps.
#[derive(Clone, Debug)]
pub(crate) struct Patched {
    pub(crate) program: Arc<Program>,
    /// By instruction: 64 a word.
    at: Vec<u64>,
}

impl Patched {
    /// Is there a trap before this instruction?
    pub(crate) fn is_set(&self, pc: u32) -> bool {
        self.at.get(pc as usize / 64).is_some_and(|word| word >> (pc % 64) & 1 == 1)
    }
}

impl Traps {
    /// Sets traps before these instructions of a program. Where the place may not change (`setjmp` is looked for by longjmp)
    /// the trap is set before the next instruction.
    pub fn set(&mut self, id: ProgramId, program: &Program, pcs: impl IntoIterator<Item = u32>) {
        let patched = self.programs.entry(id).or_insert_with(|| Patched {
            program: Arc::new(program.clone()),
            at: vec![0; program.code.len().div_ceil(64)],
        });
        let code = &mut Arc::make_mut(&mut patched.program).code;
        for mut pc in pcs {
            while matches!(program.code.get(pc as usize), Some(Op::Setjmp { .. })) {
                pc += 1;
            }
            if let Some(op) = code.get_mut(pc as usize) {
                *op = Op::Trap {};
                patched.at[pc as usize / 64] |= 1 << (pc % 64);
            }
        }
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.programs.is_empty()
    }

    /// The program with its traps, if it has any.
    #[inline]
    pub(crate) fn program(&self, id: ProgramId) -> Option<&Patched> {
        self.programs.get(&id)
    }
}
