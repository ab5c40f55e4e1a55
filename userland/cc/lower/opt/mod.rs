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

/// Improves a function. Without `full` only what code generation needs is done.
pub fn run(ir: &mut Ir, full: bool) {
    local::run(ir, full);
    if full && !ir.returns_twice {
        hoist::run(ir);
    }
    let mut uses = dead::run(ir);
    fuse::run(ir, &mut uses);
}
