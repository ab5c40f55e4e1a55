//! Conversions between the scalar types.
//!
//! Entry points: `Fb::convert`, `Fb::to_bool`. Values are canonical, so most integer conversions cost nothing; the
//! rest is skipped when the value's known range shows that it fits.

use super::fold::{eval_bin, eval_un};
use super::func::Fb;
use super::ir::{Bin, Inst, K, Ty, Un, Val};

impl Fb<'_, '_> {
    /// Converts a value; the result is in `hint` if an instruction is needed and `hint` is given.
    pub fn convert(&mut self, v: Val, from: Ty, to: Ty, hint: Val) -> Val {
        if from == to || v.is_none() {
            return v;
        }
        match (from.is_float(), to.is_float()) {
            (false, false) => self.int_to_int(v, to, hint),
            (false, true) => {
                let op = match (from, to) {
                    (Ty::U64, Ty::F64) => Un::U64ToF64,
                    (Ty::U64, _) => Un::U64ToF32,
                    (_, Ty::F64) => Un::I64ToF64,
                    _ => Un::I64ToF32,
                };
                self.un(op, v, to.range(), hint)
            }
            (true, true) => {
                let op = if to == Ty::F64 { Un::F32ToF64 } else { Un::F64ToF32 };
                self.un(op, v, to.range(), hint)
            }
            (true, false) => self.float_to_int(v, from, to, hint),
        }
    }

    fn int_to_int(&mut self, v: Val, to: Ty, hint: Val) -> Val {
        let (lo, hi) = self.ir.range(v);
        let (min, max) = to.range();
        if lo >= min && hi <= max {
            return v;
        }
        let op = match to {
            Ty::I8 => Un::SExt8,
            Ty::U8 => Un::ZExt8,
            Ty::I16 => Un::SExt16,
            Ty::U16 => Un::ZExt16,
            Ty::I32 => Un::SExt32,
            Ty::U32 => Un::ZExt32,
            _ => return v,
        };
        self.un(op, v, to.range(), hint)
    }

    fn float_to_int(&mut self, v: Val, from: Ty, to: Ty, hint: Val) -> Val {
        let v = if from == Ty::F32 { self.un(Un::F32ToF64, v, Ty::F64.range(), Val::NONE) } else { v };
        let op = match to {
            Ty::U32 => Un::F64ToU32,
            Ty::I64 => Un::F64ToI64,
            Ty::U64 => Un::F64ToU64,
            Ty::I32 => Un::F64ToI32,
            _ => {
                let wide = self.un(Un::F64ToI32, v, Ty::I32.range(), Val::NONE);
                return self.int_to_int(wide, to, hint);
            }
        };
        self.un(op, v, to.range(), hint)
    }

    /// `v != 0` as 0 or 1.
    pub fn to_bool(&mut self, v: Val, from: Ty, hint: Val) -> Val {
        let (lo, hi) = self.ir.range(v);
        if !from.is_float() && lo >= 0 && hi <= 1 {
            return v;
        }
        let zero = self.ir.konst(0);
        let op = match from {
            Ty::F64 => Bin::NeF64,
            Ty::F32 => Bin::NeF32,
            _ => Bin::Ne,
        };
        self.bin(op, v, zero, hint)
    }

    /// `op v`
    pub fn un(&mut self, op: Un, v: Val, range: (i64, i64), hint: Val) -> Val {
        if let Some(c) = self.ir.as_const(v) {
            return self.ir.konst(eval_un(op, c));
        }
        let d = self.dest(hint, range);
        self.push(Inst::new(K::Un(op), self.span).d(d).a(v));
        d
    }

    /// `a op b`, folded if both are constants.
    pub fn bin(&mut self, op: Bin, a: Val, b: Val, hint: Val) -> Val {
        let (ca, cb) = (self.ir.as_const(a), self.ir.as_const(b));
        if let (Some(x), Some(y)) = (ca, cb)
            && let Some(value) = eval_bin(op, x, y)
        {
            return self.ir.konst(value);
        }
        let neutral = match op {
            Bin::Add64 | Bin::Sub64 | Bin::AddI32 | Bin::AddU32 | Bin::SubI32 | Bin::SubU32 => cb == Some(0),
            Bin::Mul64 | Bin::MulI32 | Bin::MulU32 => cb == Some(1),
            _ => false,
        };
        if neutral {
            return a;
        }
        let range = self.result_range(op, a, cb);
        let d = self.dest(hint, range);
        self.emit_to(K::Bin(op), d, a, b);
        d
    }

    /// The values that `a op b` may have.
    fn result_range(&self, op: Bin, a: Val, cb: Option<i64>) -> (i64, i64) {
        use Bin::*;
        let (lo, hi) = self.ir.range(a);
        match op {
            _ if op.is_compare() => (0, 1),
            And => match cb {
                Some(c) if c >= 0 => (0, if lo >= 0 { c.min(hi) } else { c }),
                _ if lo >= 0 => (0, hi),
                _ => wide(op, lo, hi),
            },
            ShrU32 | Shr64 => match cb {
                Some(c) if lo >= 0 && (op == Shr64 || c < 32) && c >= 0 => (0, hi >> (c & 63)),
                Some(c) if op == Shr64 && c & 63 > 0 => (0, ((u64::MAX) >> (c & 63)) as i64),
                _ => wide(op, lo, hi),
            },
            SarI32 | Sar64 => match cb {
                Some(c) => {
                    let shift = c & if op == Sar64 { 63 } else { 31 };
                    (lo >> shift, hi >> shift)
                }
                None => wide(op, lo, hi),
            },
            RemU => match cb {
                Some(c) if c > 0 => (0, c - 1),
                _ => wide(op, lo, hi),
            },
            RemI32 | RemI64 => match cb {
                Some(c) if c > 0 && lo >= 0 => (0, c - 1),
                Some(c) if c > 0 => (1 - c, c - 1),
                _ => wide(op, lo, hi),
            },
            DivU => match cb {
                Some(c) if c > 0 && lo >= 0 => (lo / c, hi / c),
                _ => wide(op, lo, hi),
            },
            _ => wide(op, lo, hi),
        }
    }
}

/// The range of an operation's type. Operations of any width have that of their operand.
fn wide(op: Bin, lo: i64, hi: i64) -> (i64, i64) {
    use Bin::*;
    match op {
        AddI32 | SubI32 | MulI32 | DivI32 | RemI32 | ShlI32 | SarI32 => Ty::I32.range(),
        AddU32 | SubU32 | MulU32 | ShlU32 | ShrU32 => Ty::U32.range(),
        AddF32 | SubF32 | MulF32 | DivF32 => Ty::F32.range(),
        DivU | RemU if lo >= 0 && hi <= Ty::U32.range().1 => Ty::U32.range(),
        _ => Ty::I64.range(),
    }
}

/// The integer type of so many bytes.
pub fn int_ty(size: u32, signed: bool) -> Ty {
    match (size, signed) {
        (1, true) => Ty::I8,
        (1, false) => Ty::U8,
        (2, true) => Ty::I16,
        (2, false) => Ty::U16,
        (4, true) => Ty::I32,
        (4, false) => Ty::U32,
        (_, true) => Ty::I64,
        (_, false) => Ty::U64,
    }
}
