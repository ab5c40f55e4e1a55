//! Instruction selection: the machine instruction for an operation with operands in registers or constants.
//!
//! Entry points: [`bin`], [`un`], [`branch`], [`add_branch`], [`load`], [`store`]. Jump offsets are 0, to be patched.

use super::ir::{Bin, Cond, Ir, Ty, Un, Val};
use crate::vm::isa::{Op, Reg};

/// An operand: a machine register or a constant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arg {
    /// Register.
    R(Reg),
    /// Constant.
    C(i64),
}

/// Where memory is: `[p + i * size + disp]` or `[target + i * size]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mem {
    /// Register and displacement.
    Reg(Reg, i32),
    /// Register, index register and displacement.
    Index(Reg, Reg, i32),
    /// Index into the object's refs.
    Global(u32),
    /// The same with an index register.
    GlobalIndex(Reg, u32),
}

/// `d = a op b`. Constants must be such as [`super::opt::legal`] allows.
#[rustfmt::skip]
pub fn bin(op: Bin, d: Reg, a: Arg, b: Arg) -> Op {
    use Bin::*;
    match (a, b) {
        (Arg::R(a), Arg::R(b)) => match op {
            AddI32 => Op::AddI32 { d, a, b }, AddU32 => Op::AddU32 { d, a, b }, Add64 => Op::Add64 { d, a, b },
            SubI32 => Op::SubI32 { d, a, b }, SubU32 => Op::SubU32 { d, a, b }, Sub64 => Op::Sub64 { d, a, b },
            MulI32 => Op::MulI32 { d, a, b }, MulU32 => Op::MulU32 { d, a, b }, Mul64 => Op::Mul64 { d, a, b },
            DivI32 => Op::DivI32 { d, a, b }, DivI64 => Op::DivI64 { d, a, b }, DivU => Op::DivU { d, a, b },
            RemI32 => Op::RemI32 { d, a, b }, RemI64 => Op::RemI64 { d, a, b }, RemU => Op::RemU { d, a, b },
            And => Op::And { d, a, b }, Or => Op::Or { d, a, b }, Xor => Op::Xor { d, a, b },
            ShlI32 => Op::ShlI32 { d, a, b }, ShlU32 => Op::ShlU32 { d, a, b }, Shl64 => Op::Shl64 { d, a, b },
            SarI32 => Op::SarI32 { d, a, b }, Sar64 => Op::Sar64 { d, a, b },
            ShrU32 => Op::ShrU32 { d, a, b }, Shr64 => Op::Shr64 { d, a, b },
            Eq => Op::Eq { d, a, b }, Ne => Op::Ne { d, a, b }, Lt => Op::Lt { d, a, b }, Le => Op::Le { d, a, b },
            LtU => Op::LtU { d, a, b }, LeU => Op::LeU { d, a, b },
            AddF64 => Op::AddF64 { d, a, b }, SubF64 => Op::SubF64 { d, a, b },
            MulF64 => Op::MulF64 { d, a, b }, DivF64 => Op::DivF64 { d, a, b },
            AddF32 => Op::AddF32 { d, a, b }, SubF32 => Op::SubF32 { d, a, b },
            MulF32 => Op::MulF32 { d, a, b }, DivF32 => Op::DivF32 { d, a, b },
            EqF64 => Op::EqF64 { d, a, b }, NeF64 => Op::NeF64 { d, a, b },
            LtF64 => Op::LtF64 { d, a, b }, LeF64 => Op::LeF64 { d, a, b },
            EqF32 => Op::EqF32 { d, a, b }, NeF32 => Op::NeF32 { d, a, b },
            LtF32 => Op::LtF32 { d, a, b }, LeF32 => Op::LeF32 { d, a, b },
        },
        (Arg::R(a), Arg::C(c)) => bin_imm(op, d, a, c),
        (Arg::C(c), Arg::R(b)) => match op {
            SubI32 => Op::RsubI32Imm { d, a: b, imm: c as i32 },
            Lt => Op::GtImm { d, a: b, imm: c as i32 },
            LtU => Op::GtUImm { d, a: b, imm: c as u32 },
            _ => Op::Trap {},
        },
        (Arg::C(_), Arg::C(_)) => Op::Trap {},
    }
}

#[rustfmt::skip]
fn bin_imm(op: Bin, d: Reg, a: Reg, c: i64) -> Op {
    use Bin::*;
    let imm = c as i32;
    let uimm = c as u32;
    let sh = |mask: i64| (c & mask) as u8;
    let signed = i32::try_from(c).is_ok();
    match op {
        AddI32 => Op::AddI32Imm { d, a, imm },
        AddU32 => Op::AddU32Imm { d, a, imm },
        Add64 => Op::Add64Imm { d, a, imm },
        MulI32 => Op::MulI32Imm { d, a, imm },
        MulU32 => Op::MulU32Imm { d, a, imm },
        Mul64 => Op::Mul64Imm { d, a, imm },
        DivI32 => Op::DivI32Imm { d, a, imm },
        DivI64 => Op::DivI64Imm { d, a, imm },
        DivU => Op::DivUImm { d, a, imm: uimm },
        RemI32 => Op::RemI32Imm { d, a, imm },
        RemI64 => Op::RemI64Imm { d, a, imm },
        RemU => Op::RemUImm { d, a, imm: uimm },
        And => if signed { Op::AndImm { d, a, imm } } else { Op::AndUImm { d, a, imm: uimm } },
        Or => if signed { Op::OrImm { d, a, imm } } else { Op::OrUImm { d, a, imm: uimm } },
        Xor => if signed { Op::XorImm { d, a, imm } } else { Op::XorUImm { d, a, imm: uimm } },
        ShlI32 => Op::ShlI32Imm { d, a, sh: sh(31) },
        ShlU32 => Op::ShlU32Imm { d, a, sh: sh(31) },
        Shl64 => Op::Shl64Imm { d, a, sh: sh(63) },
        SarI32 => Op::SarImm { d, a, sh: sh(31) },
        Sar64 => Op::SarImm { d, a, sh: sh(63) },
        ShrU32 => Op::ShrImm { d, a, sh: sh(31) },
        Shr64 => Op::ShrImm { d, a, sh: sh(63) },
        Eq => Op::EqImm { d, a, imm },
        Ne => Op::NeImm { d, a, imm },
        Lt => Op::LtImm { d, a, imm },
        LtU => Op::LtUImm { d, a, imm: uimm },
        _ => Op::Trap {},
    }
}

/// `d = op a`
#[rustfmt::skip]
pub fn un(op: Un, d: Reg, a: Reg) -> Op {
    use Un::*;
    match op {
        NegI32 => Op::NegI32 { d, a }, NegU32 => Op::NegU32 { d, a }, Neg64 => Op::Neg64 { d, a },
        NegF64 => Op::NegF64 { d, a }, NegF32 => Op::NegF32 { d, a },
        Not => Op::Not { d, a }, NotU32 => Op::NotU32 { d, a },
        SExt8 => Op::SExt8 { d, a }, SExt16 => Op::SExt16 { d, a }, SExt32 => Op::SExt32 { d, a },
        ZExt8 => Op::ZExt8 { d, a }, ZExt16 => Op::ZExt16 { d, a }, ZExt32 => Op::ZExt32 { d, a },
        I64ToF64 => Op::I64ToF64 { d, a }, U64ToF64 => Op::U64ToF64 { d, a },
        I64ToF32 => Op::I64ToF32 { d, a }, U64ToF32 => Op::U64ToF32 { d, a },
        F64ToF32 => Op::F64ToF32 { d, a }, F32ToF64 => Op::F32ToF64 { d, a },
        F64ToI32 => Op::F64ToI32 { d, a }, F64ToU32 => Op::F64ToU32 { d, a },
        F64ToI64 => Op::F64ToI64 { d, a }, F64ToU64 => Op::F64ToU64 { d, a },
    }
}

/// Jumps if `a cond b`.
#[rustfmt::skip]
pub fn branch(cond: Cond, a: Reg, b: Arg) -> Op {
    use Cond::*;
    let off = 0;
    match b {
        Arg::R(b) => match cond {
            Eq => Op::Jeq { a, b, off }, Ne => Op::Jne { a, b, off },
            Lt => Op::Jlt { a, b, off }, Le => Op::Jle { a, b, off },
            Gt => Op::Jlt { a: b, b: a, off }, Ge => Op::Jle { a: b, b: a, off },
            LtU => Op::JltU { a, b, off }, LeU => Op::JleU { a, b, off },
            GtU => Op::JltU { a: b, b: a, off }, GeU => Op::JleU { a: b, b: a, off },
            And => Op::Jand { a, b, off }, Nand => Op::Jnand { a, b, off },
            EqF => Op::JeqF64 { a, b, off }, NeF => Op::JneF64 { a, b, off },
            LtF => Op::JltF64 { a, b, off }, LeF => Op::JleF64 { a, b, off },
            NltF => Op::JnltF64 { a, b, off }, NleF => Op::JnleF64 { a, b, off },
        },
        Arg::C(c) => {
            let imm = c as i16;
            match cond {
                Eq => Op::JeqImm { a, imm, off }, Ne => Op::JneImm { a, imm, off },
                Lt => Op::JltImm { a, imm, off }, Le => Op::JleImm { a, imm, off },
                Gt => Op::JgtImm { a, imm, off }, Ge => Op::JgeImm { a, imm, off },
                LtU => Op::JltUImm { a, imm: c as u16, off }, GeU => Op::JgeUImm { a, imm: c as u16, off },
                And => Op::JandImm { a, imm: c as u16, off }, Nand => Op::JnandImm { a, imm: c as u16, off },
                _ => Op::Trap {},
            }
        }
    }
}

/// `x = x + step`, then a jump if `x cond limit`; `None` if there is no such instruction.
#[rustfmt::skip]
pub fn add_branch(add: Bin, cond: Cond, x: Reg, step: Arg, limit: Arg) -> Option<Op> {
    use Cond::*;
    let off = 0;
    Some(match (step, limit) {
        (Arg::C(step), Arg::R(b)) => {
            let step = i8::try_from(step).ok()?;
            match (add, cond) {
                (Bin::AddI32, Lt) => Op::IncJltI32 { x, b, step, off },
                (Bin::AddI32, Le) => Op::IncJleI32 { x, b, step, off },
                (Bin::AddI32, Gt) => Op::IncJgtI32 { x, b, step, off },
                (Bin::AddI32, Ge) => Op::IncJgeI32 { x, b, step, off },
                (Bin::AddI32, Ne) => Op::IncJneI32 { x, b, step, off },
                (Bin::AddU32, Lt | LtU) => Op::IncJltU32 { x, b, step, off },
                (Bin::AddU32, Le | LeU) => Op::IncJleU32 { x, b, step, off },
                (Bin::Add64, Lt) => Op::IncJlt64 { x, b, step, off },
                (Bin::Add64, Le) => Op::IncJle64 { x, b, step, off },
                (Bin::Add64, LtU) => Op::IncJltU64 { x, b, step, off },
                (Bin::Add64, LeU) => Op::IncJleU64 { x, b, step, off },
                (Bin::Add64, Ne) => Op::IncJne64 { x, b, step, off },
                _ => return None,
            }
        }
        (Arg::C(step), Arg::C(limit)) => {
            let imm = i16::try_from(limit).ok()?;
            match (add, cond, step) {
                (Bin::AddI32, Lt, 1) => Op::Inc1JltI32Imm { x, imm, off },
                (Bin::AddI32, Le, 1) => Op::Inc1JleI32Imm { x, imm, off },
                (Bin::Add64, Lt, 1) => Op::Inc1Jlt64Imm { x, imm, off },
                (Bin::AddI32, Ge, -1) => Op::Dec1JgeI32Imm { x, imm, off },
                (Bin::AddI32, Gt, -1) => Op::Dec1JgeI32Imm { x, imm: imm.checked_add(1)?, off },
                (Bin::Add64, Ne, -1) => Op::Dec1Jne64Imm { x, imm, off },
                _ => return None,
            }
        }
        (Arg::R(a), Arg::R(b)) => match (add, cond) {
            (Bin::AddI32, Lt) => Op::AddJltI32 { x, a, b, off },
            (Bin::AddI32, Le) => Op::AddJleI32 { x, a, b, off },
            (Bin::Add64, Lt) => Op::AddJlt64 { x, a, b, off },
            (Bin::Add64, Le) => Op::AddJle64 { x, a, b, off },
            (Bin::Add64, LtU) => Op::AddJltU64 { x, a, b, off },
            (Bin::Add64, LeU) => Op::AddJleU64 { x, a, b, off },
            _ => return None,
        },
        (Arg::R(_), Arg::C(_)) => return None,
    })
}

/// Whether there is such an instruction.
pub fn has_add_branch(ir: &Ir, add: Bin, cond: Cond, step: Val, limit: Val) -> bool {
    let arg = |v: Val| ir.as_const(v).map_or(Arg::R(0), Arg::C);
    add_branch(add, cond, 0, arg(step), arg(limit)).is_some()
}

macro_rules! by_type {
    ($ty:expr, $mem:expr, $plain:ident, $x:ident, $g:ident, $gx:ident, $reg:ident = $val:expr) => {
        match $mem {
            Mem::Reg(p, disp) => Op::$plain { $reg: $val, p, disp },
            Mem::Index(p, i, disp) => Op::$x { $reg: $val, p, i, disp },
            Mem::Global(target) => Op::$g { $reg: $val, target },
            Mem::GlobalIndex(i, target) => Op::$gx { $reg: $val, i, target },
        }
    };
}

/// `d = [mem]`
pub fn load(ty: Ty, d: Reg, mem: Mem) -> Op {
    match ty {
        Ty::I8 => by_type!(ty, mem, LdI8, LdI8X, LdI8G, LdI8GX, d = d),
        Ty::U8 => by_type!(ty, mem, LdU8, LdU8X, LdU8G, LdU8GX, d = d),
        Ty::I16 => by_type!(ty, mem, LdI16, LdI16X, LdI16G, LdI16GX, d = d),
        Ty::U16 => by_type!(ty, mem, LdU16, LdU16X, LdU16G, LdU16GX, d = d),
        Ty::I32 => by_type!(ty, mem, LdI32, LdI32X, LdI32G, LdI32GX, d = d),
        Ty::U32 | Ty::F32 => by_type!(ty, mem, LdU32, LdU32X, LdU32G, LdU32GX, d = d),
        Ty::I64 | Ty::U64 | Ty::F64 => by_type!(ty, mem, Ld64, Ld64X, Ld64G, Ld64GX, d = d),
    }
}

/// `[mem] = v`
pub fn store(ty: Ty, v: Reg, mem: Mem) -> Op {
    match ty.size() {
        1 => by_type!(ty, mem, St8, St8X, St8G, St8GX, v = v),
        2 => by_type!(ty, mem, St16, St16X, St16G, St16GX, v = v),
        4 => by_type!(ty, mem, St32, St32X, St32G, St32GX, v = v),
        _ => by_type!(ty, mem, St64, St64X, St64G, St64GX, v = v),
    }
}

/// `d = [x]; x += step`
pub fn load_post(ty: Ty, d: Reg, x: Reg, step: i32) -> Op {
    match ty {
        Ty::I8 => Op::LdI8Post { d, x, step },
        Ty::U8 => Op::LdU8Post { d, x, step },
        Ty::I16 => Op::LdI16Post { d, x, step },
        Ty::U16 => Op::LdU16Post { d, x, step },
        Ty::I32 => Op::LdI32Post { d, x, step },
        Ty::U32 | Ty::F32 => Op::LdU32Post { d, x, step },
        Ty::I64 | Ty::U64 | Ty::F64 => Op::Ld64Post { d, x, step },
    }
}

/// `[x] = v; x += step`
pub fn store_post(ty: Ty, v: Reg, x: Reg, step: i32) -> Op {
    match ty.size() {
        1 => Op::St8Post { v, x, step },
        2 => Op::St16Post { v, x, step },
        4 => Op::St32Post { v, x, step },
        _ => Op::St64Post { v, x, step },
    }
}
