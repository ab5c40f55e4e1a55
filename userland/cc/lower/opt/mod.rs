//! The optimiser: passes over the intermediate form of one function, each linear in its length.
//!
//! Entry point: [`run`]. In order: [`local`] (constants, copies, common expressions within straight-line code,
//! operands that instructions can take), [`hoist`] (invariant computations out of loops), [`dead`] (what nobody
//! uses), [`fuse`] (pairs of instructions that are one).

mod dead;
mod fuse;
mod hoist;
pub mod legal;
mod local;
mod simplify;

use super::ir::Ir;

/// How much is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// Everything.
    Full,
    /// Little more than code generation needs.
    Plain,
    /// What code generation needs, and nothing across statements: a debugger may change variables between them.
    Debug,
}

impl How {
    /// Everything or little.
    pub fn of(full: bool) -> How {
        if full { How::Full } else { How::Plain }
    }
}

/// Improves a function.
pub fn run(ir: &mut Ir, how: How) {
    let full = how == How::Full;
    local::run(ir, how);
    if full && !ir.returns_twice {
        hoist::run(ir);
    }
    let mut uses = dead::run(ir);
    if how != How::Debug {
        fuse::run(ir, &mut uses);
    }
}
