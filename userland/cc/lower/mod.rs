//! Lowering: from the typed syntax tree to register bytecode, with a small optimiser.
//!
//! Entry point: [`lower`], one translation unit to one [`Object`].
//!
//! The way of a function: [`func`] walks its tree ([`stmt`], [`expr`], [`assign`], [`place`], [`cond`], [`call`],
//! [`builtin`], [`init`], [`switch`]) and appends instructions of the intermediate form [`ir`]; [`opt`] improves
//! them; [`regalloc`] gives every virtual register a machine register; [`emit`] writes the instructions, the line
//! table and the places of variables. [`mod@unit`] decides what is emitted and keeps symbols and relocations.
//!
//! Order of evaluation is gcc's wherever a program can see it: arguments from right to left, a right operand with
//! effects before a plain variable on the left of a commutative operator, the right side of an assignment first
//! if it has effects and the left has none (see `order_of_evaluation` in the tests).

use crate::cc::ast::TranslationUnit;
use crate::cc::source::Span;
use crate::vm::program::Object;

mod assign;
mod builtin;
mod call;
mod cond;
mod convert;
mod debug;
mod emit;
mod expr;
mod flags;
mod fold;
mod func;
mod init;
mod ir;
mod opt;
mod place;
mod regalloc;
mod select;
mod stmt;
mod switch;
mod unit;

/// What the lowering should do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// Improve the code. Without it everything is still correct, but slower.
    pub optimise: bool,
    /// For stepping through: every statement has code of its own, in which variables have their values. Overrides `optimise`.
    pub debug: bool,
}

impl Options {
    /// All ways to compile. Programs do the same whichever is chosen.
    pub const ALL: [Options; 3] = [
        Options { optimise: true, debug: false },
        Options { optimise: false, debug: false },
        Options { optimise: false, debug: true },
    ];
}

impl Default for Options {
    fn default() -> Self {
        Options { optimise: true, debug: false }
    }
}

/// Why something could not be compiled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LowerError {
    /// Where.
    pub span: Span,
    /// What, as a diagnostic says it.
    pub message: String,
}

/// Compiles a unit that semantic analysis has accepted.
pub fn lower(tu: &TranslationUnit, options: Options) -> Result<Object, Vec<LowerError>> {
    unit::Unit::lower(tu, options)
}
