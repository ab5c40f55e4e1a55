//! Algebra on one operation: constants, neutral elements, cheaper equivalents.
//!
//! Entry points: [`bin`], [`branch`].

use crate::cc::lower::fold::{eval_bin, eval_cond};
use crate::cc::lower::ir::{Bin, Cond};

/// An operand as the simplifier sees it.
#[derive(Clone, Copy, Debug)]
pub struct Operand {
    /// Its value, if known.
    pub konst: Option<i64>,
    /// Value number: equal numbers are equal values.
    pub number: u32,
    /// Least value (signed).
    pub lo: i64,
    /// Greatest value.
    pub hi: i64,
}

/// Which operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arg {
    /// The first.
    A,
    /// The second.
    B,
    /// This constant.
    Const(i64),
}

/// What an operation has become.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Simple {
    /// A constant.
    Const(i64),
    /// One of the operands.
    Copy(Arg),
    /// An operation.
    Op(Bin, Arg, Arg),
}

/// Simplifies `a op b`.
pub fn bin(op: Bin, a: Operand, b: Operand) -> Simple {
    use Bin::*;
    if let (Some(x), Some(y)) = (a.konst, b.konst)
        && let Some(value) = eval_bin(op, x, y)
    {
        return Simple::Const(value);
    }
    if let Some(x) = a.konst {
        return left_constant(op, x, b);
    }
    if let Some(y) = b.konst {
        return right_constant(op, a, Arg::A, y);
    }
    if a.number == b.number {
        match op {
            SubI32 | SubU32 | Sub64 | Xor | Ne | Lt | LtU => return Simple::Const(0),
            Eq | Le | LeU => return Simple::Const(1),
            And | Or => return Simple::Copy(Arg::A),
            _ => {}
        }
    }
    Simple::Op(op, Arg::A, Arg::B)
}

fn left_constant(op: Bin, x: i64, b: Operand) -> Simple {
    use Bin::*;
    if op.commutes() {
        return right_constant(op, b, Arg::B, x);
    }
    match op {
        Sub64 if x == 0 => Simple::Op(Sub64, Arg::Const(0), Arg::B),
        // x <= b is x - 1 < b
        Le if x > i64::MIN => Simple::Op(Lt, Arg::Const(x - 1), Arg::B),
        LeU if x == 0 => Simple::Const(1),
        LeU => Simple::Op(LtU, Arg::Const(x.wrapping_sub(1)), Arg::B),
        _ => Simple::Op(op, Arg::Const(x), Arg::B),
    }
}

/// `a op y`, where `which` says which operand `a` is.
fn right_constant(op: Bin, a: Operand, which: Arg, y: i64) -> Simple {
    use Bin::*;
    let keep = Simple::Op(op, which, Arg::Const(y));
    let power = (y > 0 && y & (y - 1) == 0).then(|| i64::from(y.trailing_zeros()));
    match op {
        AddI32 | AddU32 | Add64 | Or | Xor if y == 0 => Simple::Copy(which),
        SubI32 | SubU32 | Sub64 if y == 0 => Simple::Copy(which),
        ShlI32 | ShlU32 | SarI32 | ShrU32 if y & 31 == 0 => Simple::Copy(which),
        Shl64 | Sar64 | Shr64 if y & 63 == 0 => Simple::Copy(which),
        SubI32 => Simple::Op(AddI32, which, Arg::Const(i64::from((y as i32).wrapping_neg()))),
        SubU32 => Simple::Op(AddU32, which, Arg::Const(i64::from((y as u32).wrapping_neg()))),
        Sub64 => Simple::Op(Add64, which, Arg::Const(y.wrapping_neg())),
        MulI32 | MulU32 | Mul64 | And if y == 0 => Simple::Const(0),
        And if y == -1 || (a.lo >= 0 && covers(y, a.hi)) => Simple::Copy(which),
        MulI32 | MulU32 | Mul64 | DivI32 | DivI64 | DivU if y == 1 => Simple::Copy(which),
        RemU if y == 1 => Simple::Const(0),
        _ => match power {
            Some(n) => by_power(op, a, which, y, n),
            None => comparison(op, a, which, y).unwrap_or(keep),
        },
    }
}

/// Whether the low bits of mask `y` cover all values up to `hi`.
fn covers(y: i64, hi: i64) -> bool {
    let all = (u64::MAX).checked_shr((hi as u64).leading_zeros()).unwrap_or(0);
    y as u64 & all == all
}

fn by_power(op: Bin, a: Operand, which: Arg, y: i64, n: i64) -> Simple {
    use Bin::*;
    let shift = |op| Simple::Op(op, which, Arg::Const(n));
    let mask = Simple::Op(And, which, Arg::Const(y - 1));
    match op {
        MulI32 => shift(ShlI32),
        MulU32 => shift(ShlU32),
        Mul64 => shift(Shl64),
        DivU => shift(Shr64),
        RemU => mask,
        DivI32 | DivI64 if a.lo >= 0 => shift(Sar64),
        RemI32 | RemI64 if a.lo >= 0 => mask,
        _ => comparison(op, a, which, y).unwrap_or(Simple::Op(op, which, Arg::Const(y))),
    }
}

fn comparison(op: Bin, a: Operand, which: Arg, y: i64) -> Option<Simple> {
    use Bin::*;
    Some(match op {
        // a <= y is a < y + 1
        Le if y < i64::MAX => Simple::Op(Lt, which, Arg::Const(y + 1)),
        Le => Simple::Const(1),
        LeU if y == -1 => Simple::Const(1),
        LeU => Simple::Op(LtU, which, Arg::Const(y.wrapping_add(1))),
        // A truth value is itself.
        Ne if y == 0 && a.lo >= 0 && a.hi <= 1 => Simple::Copy(which),
        Eq if y == 1 && a.lo >= 0 && a.hi <= 1 => Simple::Copy(which),
        Eq if y < a.lo || y > a.hi => Simple::Const(0),
        Ne if y < a.lo || y > a.hi => Simple::Const(1),
        Lt if a.hi < y => Simple::Const(1),
        Lt if a.lo >= y => Simple::Const(0),
        _ => return None,
    })
}

/// What a branch has become.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Branch {
    /// Always taken.
    Always,
    /// Never taken.
    Never,
    /// A branch.
    If(Cond, Arg, Arg),
}

/// Simplifies "if a cond b".
pub fn branch(cond: Cond, a: Operand, b: Operand) -> Branch {
    use Cond::*;
    let truth = |t: bool| if t { Branch::Always } else { Branch::Never };
    if let (Some(x), Some(y)) = (a.konst, b.konst) {
        return truth(eval_cond(cond, x, y));
    }
    if a.number == b.number && a.konst.is_none() {
        match cond {
            Eq | Le | Ge | LeU | GeU => return Branch::Always,
            Ne | Lt | Gt | LtU | GtU => return Branch::Never,
            And => return Branch::If(Ne, Arg::A, Arg::Const(0)),
            Nand => return Branch::If(Eq, Arg::A, Arg::Const(0)),
            _ => {}
        }
    }
    if let (Some(x), Some(swapped)) = (a.konst, cond.swap()) {
        return branch_constant(swapped, b, Arg::B, x);
    }
    if let Some(y) = b.konst {
        return branch_constant(cond, a, Arg::A, y);
    }
    Branch::If(cond, Arg::A, Arg::B)
}

fn branch_constant(cond: Cond, a: Operand, which: Arg, y: i64) -> Branch {
    use Cond::*;
    let truth = |t: bool| if t { Branch::Always } else { Branch::Never };
    match cond {
        LeU if y == -1 => Branch::Always,
        GtU if y == -1 => Branch::Never,
        LeU => Branch::If(LtU, which, Arg::Const(y.wrapping_add(1))),
        GtU => Branch::If(GeU, which, Arg::Const(y.wrapping_add(1))),
        LtU if y == 0 => Branch::Never,
        GeU if y == 0 => Branch::Always,
        // Unsigned against a small number, of a value that is not negative as a signed one.
        LtU if a.lo >= 0 && y > 0 => Branch::If(Lt, which, Arg::Const(y)),
        GeU if a.lo >= 0 && y > 0 => Branch::If(Ge, which, Arg::Const(y)),
        Eq | Ne if y < a.lo || y > a.hi => truth(cond == Ne),
        Lt if a.hi < y => Branch::Always,
        Lt if a.lo >= y => Branch::Never,
        Ge if a.lo >= y => Branch::Always,
        Ge if a.hi < y => Branch::Never,
        Gt if a.lo > y => Branch::Always,
        Gt if a.hi <= y => Branch::Never,
        Le if a.hi <= y => Branch::Always,
        Le if a.lo > y => Branch::Never,
        And if y == -1 => Branch::If(Ne, which, Arg::Const(0)),
        Nand if y == -1 => Branch::If(Eq, which, Arg::Const(0)),
        And if y == 0 => Branch::Never,
        Nand if y == 0 => Branch::Always,
        _ => Branch::If(cond, which, Arg::Const(y)),
    }
}
