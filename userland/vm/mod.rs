//! The CPU of the simulated machine: its instruction set, linked programs, the linker, the interpreter
//! and the disassembler.
//!
//! Start at [`isa`] (what an instruction does), then [`program`] (what the compiler hands over and what
//! the linker makes of it), then `cpu` (how it is executed).

pub mod asm;
mod builtin;
mod context;
pub mod cpu;
pub mod disasm;
mod exec;
pub mod image;
pub mod isa;
pub mod link;
mod merge;
pub mod number;
pub mod program;

#[cfg(test)]
mod tests;
