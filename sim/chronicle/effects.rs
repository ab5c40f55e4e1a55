//! What an instruction does to registers and memory, seen just before it is executed: which bytes it copies from where to where,
//! and what it computes. Addresses are worked out from the registers as they are.
//!
//! Entry point: [`effect`].

use forklore_userland::vm::isa::{AtomicOp, Builtin, Op, Reg, Role};

/// What an instruction does. Registers are numbers in its window.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Effect {
    /// Nothing that carries bytes.
    None,
    /// Registers get the values of others: pairs of to and from.
    Moves(Vec<(Reg, Reg)>),
    /// A register keeps so many low bytes of another one.
    Narrow { d: Reg, a: Reg, bytes: usize },
    /// A register gets bytes from memory.
    Load { d: Reg, addr: u64, size: usize },
    /// Memory gets bytes from a register.
    Store { v: Reg, addr: u64, size: usize },
    /// Memory gets bytes from elsewhere in memory.
    Copy { to: u64, from: u64, len: u64 },
    /// Memory is filled with a register's lowest byte, or with zeros.
    Fill { to: u64, len: u64, v: Option<Reg> },
    /// Memory and a register get what is computed here.
    Writes { to: u64, len: u64, d: Reg },
    /// A register gets what was in memory, and memory another register's bytes (`None`: what is computed here).
    Exchange { d: Reg, v: Option<Reg>, addr: u64, size: usize },
    /// Memory gets the register's bytes if it still holds what is expected; a register gets what was there.
    Compare { d: Reg, b: Reg, addr: u64, size: usize, expected: u64 },
    /// Registers get what is computed from others: those written, those read.
    Computes { defs: Vec<Reg>, uses: Vec<Reg> },
}

/// Reads registers and strings of the process.
pub(crate) struct Eyes<'a> {
    /// A register of the window.
    pub register: &'a dyn Fn(Reg) -> u64,
    /// Length of the string at an address.
    pub string: &'a dyn Fn(u64) -> u64,
}

/// What this instruction will do.
pub(crate) fn effect(op: &Op, eyes: &Eyes) -> Effect {
    let r = eyes.register;
    let load = |d: Reg, addr: u64, size: usize| Effect::Load { d, addr, size };
    let store = |v: Reg, addr: u64, size: usize| Effect::Store { v, addr, size };
    let near = |p: Reg, disp: i32| r(p).wrapping_add(disp as i64 as u64);
    let element = |p: Reg, i: Reg, size: u64, disp: i32| near(p, disp).wrapping_add(r(i).wrapping_mul(size));
    let global = |i: Reg, size: u64, target: u32| u64::from(target).wrapping_add(r(i).wrapping_mul(size));
    match *op {
        Op::Mov { d, a } => Effect::Moves(vec![(d, a)]),
        Op::Mov2 { d, a, d2, a2 } => Effect::Moves(vec![(d, a), (d2, a2)]),
        Op::RetReg { a } => Effect::Moves(vec![(0, a)]),
        Op::Select { d, c, a, b } => Effect::Moves(vec![(d, if r(c) != 0 { a } else { b })]),
        Op::SExt8 { d, a } | Op::ZExt8 { d, a } => Effect::Narrow { d, a, bytes: 1 },
        Op::SExt16 { d, a } | Op::ZExt16 { d, a } => Effect::Narrow { d, a, bytes: 2 },
        Op::SExt32 { d, a } | Op::ZExt32 { d, a } => Effect::Narrow { d, a, bytes: 4 },
        Op::AndImm { d, a, imm: 255 } => Effect::Narrow { d, a, bytes: 1 },

        Op::LdI8 { d, p, disp } | Op::LdU8 { d, p, disp } => load(d, near(p, disp), 1),
        Op::LdI16 { d, p, disp } | Op::LdU16 { d, p, disp } => load(d, near(p, disp), 2),
        Op::LdI32 { d, p, disp } | Op::LdU32 { d, p, disp } => load(d, near(p, disp), 4),
        Op::Ld64 { d, p, disp } => load(d, near(p, disp), 8),
        Op::LdI8X { d, p, i, disp } | Op::LdU8X { d, p, i, disp } => load(d, element(p, i, 1, disp), 1),
        Op::LdI16X { d, p, i, disp } | Op::LdU16X { d, p, i, disp } => load(d, element(p, i, 2, disp), 2),
        Op::LdI32X { d, p, i, disp } | Op::LdU32X { d, p, i, disp } => load(d, element(p, i, 4, disp), 4),
        Op::Ld64X { d, p, i, disp } => load(d, element(p, i, 8, disp), 8),
        Op::LdI8G { d, target } | Op::LdU8G { d, target } => load(d, target.into(), 1),
        Op::LdI16G { d, target } | Op::LdU16G { d, target } => load(d, target.into(), 2),
        Op::LdI32G { d, target } | Op::LdU32G { d, target } => load(d, target.into(), 4),
        Op::Ld64G { d, target } => load(d, target.into(), 8),
        Op::LdI8GX { d, i, target } | Op::LdU8GX { d, i, target } => load(d, global(i, 1, target), 1),
        Op::LdI16GX { d, i, target } | Op::LdU16GX { d, i, target } => load(d, global(i, 2, target), 2),
        Op::LdI32GX { d, i, target } | Op::LdU32GX { d, i, target } => load(d, global(i, 4, target), 4),
        Op::Ld64GX { d, i, target } => load(d, global(i, 8, target), 8),
        Op::LdI8Post { d, x, .. } | Op::LdU8Post { d, x, .. } => load(d, r(x), 1),
        Op::LdI16Post { d, x, .. } | Op::LdU16Post { d, x, .. } => load(d, r(x), 2),
        Op::LdI32Post { d, x, .. } | Op::LdU32Post { d, x, .. } => load(d, r(x), 4),
        Op::Ld64Post { d, x, .. } => load(d, r(x), 8),

        Op::St8 { v, p, disp } => store(v, near(p, disp), 1),
        Op::St16 { v, p, disp } => store(v, near(p, disp), 2),
        Op::St32 { v, p, disp } => store(v, near(p, disp), 4),
        Op::St64 { v, p, disp } => store(v, near(p, disp), 8),
        Op::St8X { v, p, i, disp } => store(v, element(p, i, 1, disp), 1),
        Op::St16X { v, p, i, disp } => store(v, element(p, i, 2, disp), 2),
        Op::St32X { v, p, i, disp } => store(v, element(p, i, 4, disp), 4),
        Op::St64X { v, p, i, disp } => store(v, element(p, i, 8, disp), 8),
        Op::St8G { v, target } => store(v, target.into(), 1),
        Op::St16G { v, target } => store(v, target.into(), 2),
        Op::St32G { v, target } => store(v, target.into(), 4),
        Op::St64G { v, target } => store(v, target.into(), 8),
        Op::St8GX { v, i, target } => store(v, global(i, 1, target), 1),
        Op::St16GX { v, i, target } => store(v, global(i, 2, target), 2),
        Op::St32GX { v, i, target } => store(v, global(i, 4, target), 4),
        Op::St64GX { v, i, target } => store(v, global(i, 8, target), 8),
        Op::St8Post { v, x, .. } => store(v, r(x), 1),
        Op::St16Post { v, x, .. } => store(v, r(x), 2),
        Op::St32Post { v, x, .. } => store(v, r(x), 4),
        Op::St64Post { v, x, .. } => store(v, r(x), 8),

        Op::CopyMem { p, a, len } => Effect::Copy { to: r(p), from: r(a), len: len.into() },
        Op::ZeroMem { p, len } => Effect::Fill { to: r(p), len: len.into(), v: None },
        Op::Setjmp { d, a } => Effect::Writes { to: r(a), len: 64, d },
        Op::AtomicRmw { d, p, v, op, ty } => {
            let v = Some(v).filter(|_| op == AtomicOp::Xchg);
            Effect::Exchange { d, v, addr: r(p), size: ty.size() as usize }
        }
        Op::AtomicCas { d, p, a, b, ty } => {
            Effect::Compare { d, b, addr: r(p), size: ty.size() as usize, expected: r(a) }
        }
        Op::Builtin { base, id } => builtin(base, id, eyes),
        Op::RetImm { .. } | Op::RetAddI32 { .. } => Effect::Computes { defs: vec![0], uses: uses(op) },
        Op::CallI32 { base, a, .. } => Effect::Computes { defs: vec![base], uses: vec![a] },
        Op::Syscall { base } => Effect::Computes { defs: vec![base], uses: Vec::new() },
        _ => {
            let mut defs = Vec::new();
            op.registers(&mut |role, reg| {
                if matches!(role, Role::Def | Role::UseDef) {
                    defs.push(reg);
                }
            });
            if defs.is_empty() { Effect::None } else { Effect::Computes { defs, uses: uses(op) } }
        }
    }
}

fn uses(op: &Op) -> Vec<Reg> {
    let mut uses = Vec::new();
    op.registers(&mut |role, reg| {
        if matches!(role, Role::Use | Role::UseDef) {
            uses.push(reg);
        }
    });
    uses
}

/// Native functions: what they do to memory. Their results are computed, or one of their arguments.
fn builtin(base: Reg, id: Builtin, eyes: &Eyes) -> Effect {
    let arg = |n: u8| (eyes.register)(base.wrapping_add(n));
    match id {
        Builtin::Memcpy | Builtin::Memmove => Effect::Copy { to: arg(0), from: arg(1), len: arg(2) },
        Builtin::Memset => Effect::Fill { to: arg(0), len: arg(2), v: Some(base.wrapping_add(1)) },
        Builtin::Strcpy => Effect::Copy { to: arg(0), from: arg(1), len: (eyes.string)(arg(1)) + 1 },
        Builtin::FmtDouble => Effect::Writes { to: arg(0), len: arg(1).min(64), d: base },
        Builtin::Strtod if arg(1) != 0 => Effect::Writes { to: arg(1), len: 8, d: base },
        Builtin::Frexp => Effect::Writes { to: arg(1), len: 4, d: base },
        Builtin::Modf => Effect::Writes { to: arg(1), len: 8, d: base },
        _ => Effect::Computes { defs: vec![base], uses: (0..id.nargs()).map(|n| base.wrapping_add(n)).collect() },
    }
}
