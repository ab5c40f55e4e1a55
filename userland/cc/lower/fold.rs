//! Constant evaluation of [`Bin`], [`Un`] and [`Cond`] on canonical values, exactly as the CPU computes them.
//!
//! Entry points: [`eval_bin`], [`eval_un`], [`eval_cond`].

use super::ir::{Bin, Cond, Un};

fn f(x: i64) -> f64 {
    f64::from_bits(x as u64)
}
fn bits(x: f64) -> i64 {
    x.to_bits() as i64
}
fn g(x: i64) -> f32 {
    f32::from_bits(x as u32)
}
fn bits32(x: f32) -> i64 {
    i64::from(x.to_bits())
}
fn i(x: i64) -> i64 {
    i64::from(x as i32)
}
fn u(x: i64) -> i64 {
    i64::from(x as u32)
}

/// `a op b`, or `None` if it traps or is a NaN made here (whose sign is the CPU's business).
pub fn eval_bin(op: Bin, a: i64, b: i64) -> Option<i64> {
    let value = compute_bin(op, a, b)?;
    match op {
        Bin::AddF64 | Bin::SubF64 | Bin::MulF64 | Bin::DivF64 if f(value).is_nan() => None,
        Bin::AddF32 | Bin::SubF32 | Bin::MulF32 | Bin::DivF32 if g(value).is_nan() => None,
        _ => Some(value),
    }
}

#[rustfmt::skip]
fn compute_bin(op: Bin, a: i64, b: i64) -> Option<i64> {
    use Bin::*;
    Some(match op {
        AddI32 => i(a.wrapping_add(b)),
        AddU32 => u(a.wrapping_add(b)),
        Add64 => a.wrapping_add(b),
        SubI32 => i(a.wrapping_sub(b)),
        SubU32 => u(a.wrapping_sub(b)),
        Sub64 => a.wrapping_sub(b),
        MulI32 => i(a.wrapping_mul(b)),
        MulU32 => u(a.wrapping_mul(b)),
        Mul64 => a.wrapping_mul(b),
        DivI32 => i64::from((a as i32).checked_div(b as i32)?),
        DivI64 => a.checked_div(b)?,
        DivU => (a as u64).checked_div(b as u64)? as i64,
        RemI32 => i64::from((a as i32).checked_rem(b as i32)?),
        RemI64 => a.checked_rem(b)?,
        RemU => (a as u64).checked_rem(b as u64)? as i64,
        And => a & b,
        Or => a | b,
        Xor => a ^ b,
        ShlI32 => i64::from((a as i32) << (b & 31)),
        ShlU32 => i64::from((a as u32) << (b & 31)),
        Shl64 => a << (b & 63),
        SarI32 => i64::from((a as i32) >> (b & 31)),
        Sar64 => a >> (b & 63),
        ShrU32 => i64::from((a as u32) >> (b & 31)),
        Shr64 => ((a as u64) >> (b & 63)) as i64,
        Eq => (a == b).into(),
        Ne => (a != b).into(),
        Lt => (a < b).into(),
        Le => (a <= b).into(),
        LtU => ((a as u64) < b as u64).into(),
        LeU => ((a as u64) <= b as u64).into(),
        AddF64 => bits(f(a) + f(b)),
        SubF64 => bits(f(a) - f(b)),
        MulF64 => bits(f(a) * f(b)),
        DivF64 => bits(f(a) / f(b)),
        AddF32 => bits32(g(a) + g(b)),
        SubF32 => bits32(g(a) - g(b)),
        MulF32 => bits32(g(a) * g(b)),
        DivF32 => bits32(g(a) / g(b)),
        EqF64 => (f(a) == f(b)).into(),
        NeF64 => (f(a) != f(b)).into(),
        LtF64 => (f(a) < f(b)).into(),
        LeF64 => (f(a) <= f(b)).into(),
        EqF32 => (g(a) == g(b)).into(),
        NeF32 => (g(a) != g(b)).into(),
        LtF32 => (g(a) < g(b)).into(),
        LeF32 => (g(a) <= g(b)).into(),
    })
}

/// `op a`
#[rustfmt::skip]
pub fn eval_un(op: Un, a: i64) -> i64 {
    use Un::*;
    match op {
        NegI32 => i(a.wrapping_neg()),
        NegU32 => u(a.wrapping_neg()),
        Neg64 => a.wrapping_neg(),
        NegF64 => bits(-f(a)),
        NegF32 => bits32(-g(a)),
        Not => !a,
        NotU32 => u(!a),
        SExt8 => i64::from(a as i8),
        SExt16 => i64::from(a as i16),
        SExt32 => i(a),
        ZExt8 => i64::from(a as u8),
        ZExt16 => i64::from(a as u16),
        ZExt32 => u(a),
        I64ToF64 => bits(a as f64),
        U64ToF64 => bits(a as u64 as f64),
        I64ToF32 => bits32(a as f32),
        U64ToF32 => bits32(a as u64 as f32),
        F64ToF32 => bits32(f(a) as f32),
        F32ToF64 => bits(f64::from(g(a))),
        F64ToI32 => i64::from(f64_to_i32(f(a))),
        F64ToU32 => u(f64_to_i64(f(a))),
        F64ToI64 => f64_to_i64(f(a)),
        F64ToU64 => f64_to_u64(f(a)) as i64,
    }
}

/// x86's cvttsd2si to 32 bits: the most negative number if the value does not fit.
fn f64_to_i32(x: f64) -> i32 {
    if x > -2147483649.0 && x < 2147483648.0 { x as i32 } else { i32::MIN }
}

/// x86's cvttsd2si to 64 bits.
fn f64_to_i64(x: f64) -> i64 {
    if (-9223372036854775808.0..9223372036854775808.0).contains(&x) { x as i64 } else { i64::MIN }
}

/// As gcc converts to unsigned long on x86-64.
fn f64_to_u64(x: f64) -> u64 {
    if x < 9223372036854775808.0 || x.is_nan() {
        f64_to_i64(x) as u64
    } else {
        (f64_to_i64(x - 9223372036854775808.0) as u64) ^ (1 << 63)
    }
}

/// `a cond b`
#[rustfmt::skip]
pub fn eval_cond(cond: Cond, a: i64, b: i64) -> bool {
    use Cond::*;
    let (ua, ub) = (a as u64, b as u64);
    match cond {
        Eq => a == b,
        Ne => a != b,
        Lt => a < b,
        Le => a <= b,
        Gt => a > b,
        Ge => a >= b,
        LtU => ua < ub,
        LeU => ua <= ub,
        GtU => ua > ub,
        GeU => ua >= ub,
        And => a & b != 0,
        Nand => a & b == 0,
        EqF => f(a) == f(b),
        NeF => f(a) != f(b),
        LtF => f(a) < f(b),
        LeF => f(a) <= f(b),
        NltF => !matches!(f(a).partial_cmp(&f(b)), Some(std::cmp::Ordering::Less)),
        NleF => !matches!(f(a).partial_cmp(&f(b)), Some(std::cmp::Ordering::Less | std::cmp::Ordering::Equal)),
    }
}
