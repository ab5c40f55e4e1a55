//! From intermediate code with registers to instructions, line table and variables.
//!
//! Entry point: [`function`]. Jumps to jumps go to their final target, jumps around jumps are turned round, and copies
//! of a register to itself vanish.

use super::func::{DebugVar, Home};
use super::ir::{Cond, Inst, Ir, K, Label, Val};
use super::regalloc::Allocation;
use super::select::{self, Arg, Mem};
use super::unit::Unit;
use crate::cc::ast::{Function, LocalKind, Symbol};
use crate::cc::source::Span;
use crate::vm::isa::{Op, Reg};
use crate::vm::program::{self, LineEntry, Location, Variable};

/// Makes the function's final form.
pub fn function(
    unit: &mut Unit<'_>,
    symbol: &Symbol,
    f: &Function,
    ir: &Ir,
    alloc: &Allocation,
    debug_vars: &[DebugVar],
) -> program::Function {
    let unit_debug = unit.options.debug;
    let mut emit = Emit {
        unit,
        ir,
        alloc,
        code: Vec::with_capacity(ir.insts.len()),
        lines: Vec::new(),
        at_label: vec![0; ir.label_refs.len()],
        target: targets(ir, unit_debug),
        fixups: Vec::new(),
        // A debugger stops behind the prologue.
        marked: !unit_debug,
        debug: unit_debug,
        barrier: true,
        live: vec![(0, u32::MAX); debug_vars.len()],
    };
    emit.all();
    emit.patch();
    let Emit { code, lines, live, .. } = emit;
    let end = code.len() as u32;
    let vars = variables(unit, f, ir, alloc, debug_vars, &live, end);
    program::Function {
        name: unit.tu.name(symbol.name).to_string(),
        place: unit.place(symbol.span),
        params: f.params.len() as u8,
        variadic: f.variadic,
        registers: alloc.used,
        code,
        lines,
        vars,
        ty: unit.debug_type(symbol.ty),
    }
}

/// Where a jump to each label finally goes. In code for debuggers that is the label: a `break` is seen to be executed.
fn targets(ir: &Ir, debug: bool) -> Vec<Label> {
    let mut target: Vec<Label> = (0..ir.label_refs.len() as u32).collect();
    if debug {
        return target;
    }
    let mut pending: Vec<Label> = Vec::new();
    for inst in &ir.insts {
        match inst.k {
            K::Label => pending.push(inst.imm as Label),
            K::Jmp => {
                for label in pending.drain(..) {
                    target[label as usize] = inst.imm as Label;
                }
            }
            _ if inst.is_pseudo() => {}
            _ => pending.clear(),
        }
    }
    // Chains are followed a few steps; an empty endless loop jumps to itself.
    for _ in 0..3 {
        for i in 0..target.len() {
            target[i] = target[target[i] as usize];
        }
    }
    target
}

fn variables(
    unit: &mut Unit<'_>,
    f: &Function,
    ir: &Ir,
    alloc: &Allocation,
    debug_vars: &[DebugVar],
    live: &[(u32, u32)],
    end: u32,
) -> Vec<Variable> {
    let reg = |v: Val| v.as_reg().map_or(0, |r| alloc.of[r]);
    let mut out = Vec::with_capacity(debug_vars.len());
    for (var, (from, to)) in debug_vars.iter().zip(live) {
        let local = &f.locals[var.local.index()];
        let location = match var.home {
            Home::Reg(v) => Location::Register(reg(v)),
            Home::Ptr(v) => Location::Memory { base: reg(v), offset: 0 },
            // The frame's address is virtual register 0.
            Home::Frame(offset) if !ir.regs.is_empty() => {
                Location::Memory { base: reg(Val::reg(0)), offset: i32::try_from(offset).unwrap_or(i32::MAX) }
            }
            _ => Location::OptimizedOut,
        };
        out.push(Variable {
            name: unit.tu.name(local.name).to_string(),
            ty: unit.debug_type(local.ty),
            location,
            pc_start: *from,
            pc_end: (*to).min(end),
            is_param: local.kind == LocalKind::Param,
            place: unit.place(local.span),
        });
    }
    out
}

struct Emit<'e, 'a> {
    unit: &'e mut Unit<'a>,
    ir: &'e Ir,
    alloc: &'e Allocation,
    code: Vec<Op>,
    lines: Vec<LineEntry>,
    at_label: Vec<u32>,
    target: Vec<Label>,
    /// Instructions whose offset is to be patched, and their labels.
    fixups: Vec<(u32, Label)>,
    /// A statement begins with the next instruction.
    marked: bool,
    /// Code for debuggers.
    debug: bool,
    /// Control may come here from elsewhere: nothing is combined with what lies before.
    barrier: bool,
    /// First and last instruction of variables' lives.
    live: Vec<(u32, u32)>,
}

impl Emit<'_, '_> {
    fn all(&mut self) {
        let ir = self.ir;
        let mut i = 0;
        while i < ir.insts.len() {
            let inst = &ir.insts[i];
            i += 1;
            let here = self.code.len() as u32;
            match inst.k {
                K::Label => {
                    self.at_label[inst.imm as usize] = here;
                    self.barrier = true;
                }
                K::Mark => self.marked = true,
                K::VarLive => {
                    if let Some(live) = self.live.get_mut(inst.imm as usize) {
                        live.0 = here;
                    }
                }
                K::VarEnd => {
                    if let Ok(index) = usize::try_from(inst.imm)
                        && let Some(live) = self.live.get_mut(index)
                    {
                        live.1 = here;
                    }
                }
                K::Jmp if !(self.debug && self.marked) && self.falls_into(i, inst.imm as Label) => {}
                K::Br(cond) => i = self.br(inst, cond, i),
                _ if inst.is_pseudo() => {}
                _ => self.inst(inst),
            }
        }
        if self.code.is_empty() {
            self.push(Op::Ret {}, Span::NONE);
        }
    }

    /// Whether only labels, among them this one, lie between instruction `i` and the next that does something.
    fn falls_into(&self, i: usize, label: Label) -> bool {
        let wanted = self.target[label as usize];
        for inst in self.ir.insts[i..].iter().take(64) {
            if inst.k == K::Label && (inst.imm as Label == label || inst.imm as Label == wanted) {
                return true;
            }
            if !inst.is_pseudo() {
                return false;
            }
        }
        false
    }

    /// A branch; one around a jump is turned round. Gives the index of the next instruction.
    fn br(&mut self, inst: &Inst, cond: Cond, i: usize) -> usize {
        if self.falls_into(i, inst.imm as Label) {
            return i;
        }
        let (a, b) = (self.reg(inst.a), self.arg(inst.b));
        let marks = if self.debug { 0 } else { 4 };
        let next = self.ir.insts[i..].iter().take(marks).position(|n| n.k != K::Mark).map_or(i, |n| i + n);
        if let Some(jump) = self.ir.insts.get(next)
            && jump.k == K::Jmp
            && self.falls_into(next + 1, inst.imm as Label)
        {
            let op = select::branch(cond.negate(), a, b);
            self.jump(op, jump.imm as Label, inst.span);
            return next + 1;
        }
        let op = select::branch(cond, a, b);
        self.jump(op, inst.imm as Label, inst.span);
        i
    }

    fn push(&mut self, op: Op, span: Span) {
        let place = self.unit.place(span);
        let pc = self.code.len() as u32;
        let new = match self.lines.last() {
            None => true,
            Some(last) => self.marked || last.place.line != place.line || last.place.file != place.file,
        };
        if new && place.line != 0 {
            self.lines.push(LineEntry { pc, place, is_stmt: self.marked });
        }
        self.marked = false;
        self.barrier = false;
        self.code.push(op);
    }

    fn jump(&mut self, op: Op, label: Label, span: Span) {
        self.fixups.push((self.code.len() as u32, self.target[label as usize]));
        self.push(op, span);
    }

    fn patch(&mut self) {
        for (at, label) in &self.fixups {
            let to = self.at_label[*label as usize];
            if let Some(off) = self.code[*at as usize].jump_offset_mut() {
                *off = (i64::from(to) - i64::from(*at) - 1) as i32;
            }
        }
    }

    fn reg(&self, v: Val) -> Reg {
        v.as_reg().map_or(0, |r| self.alloc.of[r])
    }

    fn arg(&self, v: Val) -> Arg {
        match self.ir.as_const(v) {
            Some(c) => Arg::C(c),
            None => Arg::R(self.reg(v)),
        }
    }

    fn mem(&mut self, inst: &Inst) -> Mem {
        if let Some((symbol, addend)) = self.ir.as_sym(inst.a) {
            let target = self.unit.reference(symbol, addend.wrapping_add(inst.imm));
            return match inst.b.is_some() {
                true => Mem::GlobalIndex(self.reg(inst.b), target),
                false => Mem::Global(target),
            };
        }
        let (p, disp) = (self.reg(inst.a), inst.imm as i32);
        if inst.b.is_some() { Mem::Index(p, self.reg(inst.b), disp) } else { Mem::Reg(p, disp) }
    }

    fn inst(&mut self, inst: &Inst) {
        let (d, a, b, c) = (self.reg(inst.d), self.reg(inst.a), self.reg(inst.b), self.reg(inst.c));
        let imm = inst.imm;
        let op = match inst.k {
            K::Mov => return self.mov(inst),
            K::Bin(op) => select::bin(op, d, self.arg(inst.a), self.arg(inst.b)),
            K::Un(op) => select::un(op, d, a),
            K::Select => Op::Select { d, c, a, b },
            K::Lea => Op::Lea { d, a, i: b, imm: imm as i32 },
            K::ExtractU => Op::ExtractU { d, a, lsb: imm as u8, len: (imm >> 8) as u8 },
            K::ExtractS => Op::ExtractS { d, a, lsb: imm as u8, len: (imm >> 8) as u8 },
            K::Insert => {
                if d != b {
                    self.push(Op::Mov { d, a: b }, inst.span);
                }
                Op::Insert { x: d, a, lsb: imm as u8, len: (imm >> 8) as u8 }
            }
            K::Load(ty) => {
                let mem = self.mem(inst);
                select::load(ty, d, mem)
            }
            K::Store(ty) => {
                let mem = self.mem(inst);
                select::store(ty, c, mem)
            }
            K::LoadPost(ty) => select::load_post(ty, d, a, imm as i32),
            K::StorePost(ty) => select::store_post(ty, c, a, imm as i32),
            K::CopyMem => Op::CopyMem { p: a, a: b, len: imm as u32 },
            K::ZeroMem => Op::ZeroMem { p: a, len: imm as u32 },
            K::AddBr(add, cond) => {
                let op = select::add_branch(add, cond, d, self.arg(inst.a), self.arg(inst.b)).unwrap_or(Op::Trap {});
                return self.jump(op, imm as Label, inst.span);
            }
            K::Jmp => return self.jump(Op::Jmp { off: 0 }, imm as Label, inst.span),
            K::Switch => return self.switch(inst, a),
            K::MulAdd => Op::MulAddF64 { d, a, b, c },
            K::MulAddLd => Op::MulAddF64Ld { d, a, c, p: b, i: self.reg(inst.e), disp: imm as i16 },
            _ => self.control(inst, d, a, b, c),
        };
        self.push(op, inst.span);
    }

    /// Calls, returns, the stack, atomics.
    fn control(&mut self, inst: &Inst, d: Reg, a: Reg, b: Reg, c: Reg) -> Op {
        let imm = inst.imm;
        match inst.k {
            K::Call => Op::Call { base: d, target: imm as u32 },
            K::CallI32 => {
                let step = self.ir.as_const(inst.e).unwrap_or(0);
                Op::CallI32 { base: d, a, imm: step as i8, target: imm as u32 }
            }
            K::CallReg => Op::CallReg { base: d, a },
            K::Syscall => Op::Syscall { base: d },
            K::SyscallNr => Op::SyscallNr { d, base: a, nr: imm as u16 },
            K::Builtin(id) => Op::Builtin { base: d, id },
            K::Ret => match (inst.a.is_none(), self.arg(inst.a)) {
                (true, _) | (_, Arg::R(0)) => Op::Ret {},
                (_, Arg::R(a)) => Op::RetReg { a },
                (_, Arg::C(c)) => Op::RetImm { imm: c as i32 },
            },
            K::RetAddI32 => Op::RetAddI32 { a, b },
            K::Enter => Op::Enter { d, size: u32::try_from(imm).unwrap_or(u32::MAX) },
            K::Alloca => Op::Alloca { d, a },
            // What tells an atomic load or store from an ordinary one: only a watch for races looks at it.
            K::Fence => Op::Nop {},
            K::GetSp => Op::GetSp { d },
            K::ThreadOffset => Op::ThreadOffset { d },
            K::SetSp => Op::SetSp { a },
            K::Setjmp => Op::Setjmp { d, a },
            K::Longjmp => Op::Longjmp { a, b },
            K::SaveContext => Op::SaveContext { d, a },
            K::RestoreContext => Op::RestoreContext { a },
            K::CallerAddress => Op::CallerAddress { d, a },
            K::AtomicRmw(op, ty) => Op::AtomicRmw { d, p: a, v: b, op, ty },
            K::AtomicCas(ty) => Op::AtomicCas { d, p: a, a: b, b: c, ty },
            _ => Op::Trap {},
        }
    }

    fn mov(&mut self, inst: &Inst) {
        let d = self.reg(inst.d);
        if let Some(value) = self.ir.as_const(inst.a) {
            let op = match i32::try_from(value) {
                Ok(imm) => Op::Imm { d, imm },
                Err(_) => Op::Const { d, index: self.unit.constant(value) },
            };
            return self.push(op, inst.span);
        }
        if let Some((symbol, addend)) = self.ir.as_sym(inst.a) {
            let target = self.unit.reference(symbol, addend);
            return self.push(Op::Addr { d, target }, inst.span);
        }
        let a = self.reg(inst.a);
        if d == a {
            return;
        }
        if !self.marked
            && !self.barrier
            && let Some(last) = self.code.last_mut()
            && let Op::Mov { d: d1, a: a1 } = *last
            && d1 != d
        {
            // Both sources are read first: what the first copy has just written is its source.
            *last = Op::Mov2 { d: d1, a: a1, d2: d, a2: if a == d1 { a1 } else { a } };
            return;
        }
        self.push(Op::Mov { d, a }, inst.span);
    }

    fn switch(&mut self, inst: &Inst, a: Reg) {
        let ir = self.ir;
        let table = &ir.tables[inst.imm as usize];
        let n = table.len() as u32 - 1;
        self.push(Op::Switch { a, n }, inst.span);
        for label in table {
            self.jump(Op::Jmp { off: 0 }, *label, inst.span);
        }
    }
}
