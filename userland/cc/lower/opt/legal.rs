//! Which constants an instruction can hold.
//!
//! Entry points: [`bin_imm`], [`cond_imm`].

use crate::cc::lower::ir::{Bin, Cond};

/// Whether `a op value` is one instruction.
pub fn bin_imm(op: Bin, value: i64) -> bool {
    use Bin::*;
    let i32_ok = i32::try_from(value).is_ok();
    let u32_ok = u32::try_from(value).is_ok();
    match op {
        AddI32 | AddU32 | MulI32 | MulU32 | ShlI32 | ShlU32 | Shl64 | SarI32 | Sar64 | ShrU32 | Shr64 => true,
        Add64 | Mul64 | DivI32 | RemI32 | DivI64 | RemI64 | Eq | Ne | Lt => i32_ok,
        DivU | RemU | LtU => u32_ok,
        And | Or | Xor => i32_ok || u32_ok,
        _ => false,
    }
}

/// Whether `value op b` is one instruction.
pub fn bin_imm_left(op: Bin, value: i64) -> bool {
    match op {
        Bin::SubI32 | Bin::Lt => i32::try_from(value).is_ok(),
        Bin::LtU => u32::try_from(value).is_ok(),
        _ => false,
    }
}

/// Whether a branch on `a cond value` is one instruction.
pub fn cond_imm(cond: Cond, value: i64) -> bool {
    match cond {
        Cond::Eq | Cond::Ne | Cond::Lt | Cond::Le | Cond::Gt | Cond::Ge => i16::try_from(value).is_ok(),
        Cond::LtU | Cond::GeU | Cond::And | Cond::Nand => u16::try_from(value).is_ok(),
        _ => false,
    }
}
