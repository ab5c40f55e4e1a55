//! Within straight-line code: constants and copies are propagated, operations simplified, repeated computations
//! done once; what cannot be reached is dropped; operands are made such that instructions can take them.
//!
//! Entry point: [`run`]. This is local value numbering. Equal numbers mean equal values; a number knows a register
//! that holds it, as long as that register has not been written again. All is forgotten at labels that something
//! jumps to. Memory is never remembered: every load of the program is made.

use super::How;
use super::legal;
use super::simplify::{self, Arg, Branch, Operand, Simple};
use crate::cc::lower::fold::eval_un;
use crate::cc::lower::ir::{Bin, Inst, Ir, K, RegKind, Un, Val, ValKind};
use crate::cc::lower::select;

/// Runs the pass. If not `How::Full`, computations are not shared and constants not kept (fewer registers are needed).
pub fn run(ir: &mut Ir, how: How) {
    let insts = std::mem::take(&mut ir.insts);
    let size = (insts.len() * 2 + 16).next_power_of_two();
    let mut pass = Local {
        out: Vec::with_capacity(insts.len() + insts.len() / 4),
        numbers: Vec::with_capacity(insts.len()),
        of_reg: vec![(0, 0); ir.regs.len() + 16],
        table: vec![Entry::default(); size],
        epoch: 1,
        share: how == How::Full,
        debug: how == How::Debug,
        ir,
    };
    let mut reachable = true;
    for inst in insts {
        pass.step(inst, &mut reachable);
    }
    let out = pass.out;
    ir.insts = out;
}

/// What is known of a value number.
#[derive(Clone, Copy)]
struct Number {
    /// A register that holds it, if the register still has this number.
    holder: Val,
    /// The constant or symbol that it is.
    konst: Val,
}

/// What a computation is looked up by.
#[derive(Clone, Copy, PartialEq, Default)]
struct Key {
    code: u32,
    a: u32,
    b: u32,
    c: u32,
    imm: i64,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    key: Key,
    epoch: u32,
    number: u32,
}

struct Local<'a> {
    ir: &'a mut Ir,
    out: Vec<Inst>,
    numbers: Vec<Number>,
    /// Epoch and value number of each register.
    of_reg: Vec<(u32, u32)>,
    table: Vec<Entry>,
    epoch: u32,
    share: bool,
    /// Forget everything where a statement begins.
    debug: bool,
}

const CODE_CONST: u32 = 1;
const CODE_SYM: u32 = 2;
const CODE_LEA: u32 = 3;
const CODE_SELECT: u32 = 4;
const CODE_EXTRACT_U: u32 = 5;
const CODE_EXTRACT_S: u32 = 6;
const CODE_UN: u32 = 0x100;
const CODE_BIN: u32 = 0x200;

impl Local<'_> {
    fn step(&mut self, inst: Inst, reachable: &mut bool) {
        match inst.k {
            K::Label => {
                if self.ir.label_refs[inst.imm as usize] > 0 {
                    self.epoch += 1;
                    *reachable = true;
                    self.out.push(inst);
                }
                return;
            }
            K::Mark if self.debug => {
                self.epoch += 1;
                self.out.push(inst);
                return;
            }
            K::Mark | K::VarBegin | K::VarLive | K::VarEnd | K::LoopBegin | K::LoopEnd => {
                self.out.push(inst);
                return;
            }
            K::Nop => return,
            _ if !*reachable => {
                self.drop_targets(&inst);
                return;
            }
            _ => {}
        }
        self.real(inst);
        if self.out.last().is_some_and(Inst::is_end) {
            *reachable = false;
        }
    }

    /// An instruction is not emitted: its labels lose a jump.
    fn drop_targets(&mut self, inst: &Inst) {
        match inst.k {
            K::Jmp | K::Br(_) | K::AddBr(..) => self.ir.label_refs[inst.imm as usize] -= 1,
            K::Switch => {
                for label in &self.ir.tables[inst.imm as usize] {
                    self.ir.label_refs[*label as usize] -= 1;
                }
            }
            _ => {}
        }
    }

    fn real(&mut self, inst: Inst) {
        match inst.k {
            K::Mov => self.mov(inst),
            K::Bin(op) => self.bin(op, inst),
            K::Un(op) => self.un(op, inst),
            K::Lea => self.lea(inst),
            K::Select => self.select(inst),
            K::ExtractU | K::ExtractS => self.extract(inst),
            K::Br(_) => self.branch(inst),
            K::Switch => self.switch(inst),
            K::Load(_) | K::Store(_) => {
                let a = self.base(inst.a);
                let b = self.register_or_none(inst.b);
                let c = self.register_or_none(inst.c);
                self.emit(Inst { a, b, c, ..inst });
            }
            K::StorePost(_) => {
                let c = self.register(inst.c);
                self.emit(Inst { c, ..inst });
                self.forget(inst.a);
            }
            K::LoadPost(_) => {
                self.emit(inst);
                self.forget(inst.a);
            }
            K::Call | K::CallReg | K::CallI32 => {
                let a = self.register_or_none(inst.a);
                self.emit(Inst { a, ..inst });
                self.clobber_slots(inst.d);
                if self.ir.returns_twice {
                    self.epoch += 1;
                }
            }
            K::Ret => {
                let a = self.return_value(inst.a);
                self.emit(Inst { a, ..inst });
            }
            K::Setjmp | K::SaveContext => {
                let a = self.register(inst.a);
                self.emit(Inst { a, ..inst });
                self.epoch += 1;
            }
            K::Syscall | K::SyscallNr => {
                self.emit(inst);
                if self.ir.returns_twice {
                    self.epoch += 1;
                }
            }
            _ => {
                let (a, b) = (self.register_or_none(inst.a), self.register_or_none(inst.b));
                let (c, e) = (self.register_or_none(inst.c), self.register_or_none(inst.e));
                self.emit(Inst { a, b, c, e, ..inst });
            }
        }
    }

    // -----------------------------------------------------------------------------------------
    // Value numbers

    fn number(&mut self, v: Val) -> u32 {
        match v.kind() {
            ValKind::Reg(r) => {
                let r = r as usize;
                if self.of_reg.len() <= r {
                    self.of_reg.resize(r + 16, (0, 0));
                }
                let (epoch, number) = self.of_reg[r];
                if epoch == self.epoch {
                    return number;
                }
                let number = self.fresh(v, Val::NONE);
                self.of_reg[r] = (self.epoch, number);
                number
            }
            ValKind::Const(_) => {
                let imm = self.ir.as_const(v).unwrap_or(0);
                self.constant_number(Key { code: CODE_CONST, imm, ..Key::default() }, v)
            }
            ValKind::Sym(_) => {
                let (symbol, imm) = self.ir.as_sym(v).unwrap_or((0, 0));
                self.constant_number(Key { code: CODE_SYM, a: symbol, imm, ..Key::default() }, v)
            }
            ValKind::None => 0,
        }
    }

    fn constant_number(&mut self, key: Key, v: Val) -> u32 {
        match self.look_up(key) {
            Ok(number) => number,
            Err(slot) => {
                let number = self.fresh(Val::NONE, v);
                self.table[slot] = Entry { key, epoch: self.epoch, number };
                number
            }
        }
    }

    fn fresh(&mut self, holder: Val, konst: Val) -> u32 {
        self.numbers.push(Number { holder, konst });
        self.numbers.len() as u32 - 1
    }

    /// The number of a computation, or the free entry for it.
    fn look_up(&self, key: Key) -> Result<u32, usize> {
        let mask = self.table.len() - 1;
        let mix = (u64::from(key.code) << 40 ^ u64::from(key.a) << 20 ^ u64::from(key.b))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ (key.imm as u64 ^ u64::from(key.c) << 7).wrapping_mul(0xff51_afd7_ed55_8ccd);
        let mut slot = (mix >> 29) as usize & mask;
        // The table is twice as large as the code, so there are free entries.
        for _ in 0..64 {
            let entry = &self.table[slot];
            if entry.epoch != self.epoch {
                return Err(slot);
            }
            if entry.key == key {
                return Ok(entry.number);
            }
            slot = (slot + 1) & mask;
        }
        Err(slot)
    }

    /// The register that holds a number now, if any.
    fn holder(&self, number: u32) -> Option<Val> {
        let holder = self.numbers[number as usize].holder;
        let known = *self.of_reg.get(holder.as_reg()?)?;
        (known == (self.epoch, number)).then_some(holder)
    }

    /// A register gets a number.
    fn assign(&mut self, d: Val, number: u32) {
        let Some(r) = d.as_reg() else { return };
        if self.of_reg.len() <= r {
            self.of_reg.resize(r + 16, (0, 0));
        }
        self.of_reg[r] = (self.epoch, number);
        // Slots are clobbered soon: a variable is a better holder. (A temporary only holds what the slot does.)
        let better = match self.holder(number) {
            None => true,
            Some(old) => self.ir.as_slot(old).is_some() && !self.ir.is_temp(d),
        };
        if better {
            self.numbers[number as usize].holder = d;
        }
    }

    /// A register has got a value of which nothing is known.
    fn forget(&mut self, d: Val) {
        if d.is_reg() {
            let number = self.fresh(d, Val::NONE);
            self.assign(d, number);
        }
    }

    fn clobber_slots(&mut self, base: Val) {
        let Some(base) = self.ir.as_slot(base) else { return };
        for i in base as usize..self.ir.slots.len() {
            let slot = self.ir.slots[i];
            self.forget(slot);
        }
    }

    // -----------------------------------------------------------------------------------------
    // Operands

    fn konst(&mut self, v: Val) -> Option<i64> {
        if let Some(c) = self.ir.as_const(v) {
            return Some(c);
        }
        let number = self.number(v);
        self.ir.as_const(self.numbers[number as usize].konst)
    }

    /// The operand as it is best read: a temporary that copies something is replaced by that.
    fn best(&mut self, v: Val) -> Val {
        if !self.ir.is_temp(v) {
            return v;
        }
        let number = self.number(v);
        if let Some(holder) = self.holder(number) {
            return holder;
        }
        let konst = self.numbers[number as usize].konst;
        if konst.is_some() { konst } else { v }
    }

    /// The operand in a register.
    fn register(&mut self, v: Val) -> Val {
        let v = self.best(v);
        if v.is_reg() {
            return v;
        }
        let number = self.number(v);
        if self.share
            && let Some(holder) = self.holder(number)
        {
            return holder;
        }
        let range = self.ir.range(v);
        let t = self.ir.new_reg(RegKind::Temp, range);
        let span = self.out.last().map_or(crate::cc::source::Span::NONE, |i| i.span);
        self.out.push(Inst::new(K::Mov, span).d(t).a(v));
        self.assign(t, number);
        t
    }

    fn register_or_none(&mut self, v: Val) -> Val {
        if v.is_none() { v } else { self.register(v) }
    }

    /// The base of an address: a register or a symbol.
    fn base(&mut self, v: Val) -> Val {
        let v = self.best(v);
        match v.kind() {
            ValKind::Sym(_) => v,
            _ => self.register(v),
        }
    }

    fn return_value(&mut self, v: Val) -> Val {
        if v.is_none() {
            return v;
        }
        match self.konst(v) {
            Some(c) if i32::try_from(c).is_ok() => self.ir.konst(c),
            _ => self.register(v),
        }
    }

    fn operand(&mut self, v: Val) -> Operand {
        let number = self.number(v);
        let konst = self.ir.as_const(self.numbers[number as usize].konst);
        let (lo, hi) = match konst {
            Some(c) => (c, c),
            None => self.ir.range(v),
        };
        Operand { konst, number, lo, hi }
    }

    // -----------------------------------------------------------------------------------------
    // Instructions

    /// Appends an instruction whose result is new.
    fn emit(&mut self, inst: Inst) {
        self.out.push(inst);
        self.forget(inst.d);
    }

    fn mov(&mut self, inst: Inst) {
        let number = self.number(inst.a);
        let known = inst.d.as_reg().and_then(|r| self.of_reg.get(r)).copied();
        if known == Some((self.epoch, number)) {
            return;
        }
        let konst = self.numbers[number as usize].konst;
        let a = match self.holder(number) {
            // A register is as good as a constant, but frees nothing.
            _ if konst.is_some() => konst,
            Some(holder) if self.ir.is_temp(inst.a) => holder,
            _ => inst.a,
        };
        self.out.push(Inst { a, ..inst });
        self.assign(inst.d, number);
    }

    /// `d` is a value that is known already.
    fn copy(&mut self, inst: Inst, v: Val) {
        self.mov(Inst { k: K::Mov, a: v, b: Val::NONE, c: Val::NONE, ..inst });
    }

    fn copy_const(&mut self, inst: Inst, value: i64) {
        let v = self.ir.konst(value);
        self.copy(inst, v);
    }

    /// Appends a pure computation, or copies its result if it has been computed before.
    fn compute(&mut self, inst: Inst, key: Key) {
        if !self.share {
            self.emit(inst);
            return;
        }
        match self.look_up(key) {
            Ok(number) => {
                if let Some(holder) = self.holder(number) {
                    self.out.push(Inst { k: K::Mov, a: holder, b: Val::NONE, c: Val::NONE, ..inst });
                } else {
                    self.out.push(inst);
                }
                self.assign(inst.d, number);
            }
            Err(slot) => {
                let number = self.fresh(inst.d, Val::NONE);
                self.table[slot] = Entry { key, epoch: self.epoch, number };
                self.out.push(inst);
                self.assign(inst.d, number);
            }
        }
    }

    fn bin(&mut self, op: Bin, inst: Inst) {
        let (a, b) = (self.operand(inst.a), self.operand(inst.b));
        let (op, x, y) = match simplify::bin(op, a, b) {
            Simple::Const(value) => return self.copy_const(inst, value),
            Simple::Copy(Arg::A) => return self.copy(inst, inst.a),
            Simple::Copy(Arg::B) => return self.copy(inst, inst.b),
            Simple::Copy(Arg::Const(value)) => return self.copy_const(inst, value),
            Simple::Op(op, x, y) => (op, x, y),
        };
        if x == Arg::Const(0)
            && let Some(negate) = negation(op)
        {
            return self.un(negate, Inst { k: K::Un(negate), a: inst.b, b: Val::NONE, ..inst });
        }
        let (x, y) = self.legal_operands(op, inst, x, y);
        let (mut nx, mut ny) = (self.number(x), self.number(y));
        if op.commutes() && nx > ny {
            std::mem::swap(&mut nx, &mut ny);
        }
        let key = Key { code: CODE_BIN + op as u32, a: nx, b: ny, ..Key::default() };
        self.compute(Inst { k: K::Bin(op), a: x, b: y, ..inst }, key);
    }

    fn legal_operands(&mut self, op: Bin, inst: Inst, x: Arg, y: Arg) -> (Val, Val) {
        let value = |this: &mut Self, arg: Arg, legal: fn(Bin, i64) -> bool| match arg {
            Arg::A => this.register(inst.a),
            Arg::B => this.register(inst.b),
            Arg::Const(c) if legal(op, c) => this.ir.konst(c),
            Arg::Const(c) => {
                // If the operand was a variable that is known to have this value, it serves.
                for v in [inst.a, inst.b] {
                    if v.is_reg() && this.konst(v) == Some(c) {
                        return this.register(v);
                    }
                }
                let v = this.ir.konst(c);
                this.register(v)
            }
        };
        let left: fn(Bin, i64) -> bool = legal::bin_imm_left;
        let right: fn(Bin, i64) -> bool = legal::bin_imm;
        (value(self, x, left), value(self, y, right))
    }

    fn un(&mut self, op: Un, inst: Inst) {
        if let Some(c) = self.konst(inst.a) {
            return self.copy_const(inst, eval_un(op, c));
        }
        let (min, max) = match op {
            Un::SExt8 => (-128, 127),
            Un::SExt16 => (-32768, 32767),
            Un::SExt32 => (i64::from(i32::MIN), i64::from(i32::MAX)),
            Un::ZExt8 => (0, 255),
            Un::ZExt16 => (0, 65535),
            Un::ZExt32 => (0, i64::from(u32::MAX)),
            _ => (1, 0),
        };
        let (lo, hi) = self.ir.range(inst.a);
        if lo >= min && hi <= max {
            return self.copy(inst, inst.a);
        }
        let a = self.register(inst.a);
        let number = self.number(a);
        self.compute(Inst { a, ..inst }, Key { code: CODE_UN + op as u32, a: number, ..Key::default() });
    }

    fn lea(&mut self, inst: Inst) {
        if let Some(index) = self.konst(inst.b) {
            let bytes = self.ir.konst(index.wrapping_mul(inst.imm));
            return self.bin(Bin::Add64, Inst { k: K::Bin(Bin::Add64), b: bytes, imm: 0, ..inst });
        }
        let (a, b) = (self.register(inst.a), self.register(inst.b));
        let key = Key { code: CODE_LEA, a: self.number(a), b: self.number(b), c: 0, imm: inst.imm };
        self.compute(Inst { a, b, ..inst }, key);
    }

    fn select(&mut self, inst: Inst) {
        if let Some(c) = self.konst(inst.c) {
            return self.copy(inst, if c != 0 { inst.a } else { inst.b });
        }
        let (a, b, c) = (self.register(inst.a), self.register(inst.b), self.register(inst.c));
        let key = Key { code: CODE_SELECT, a: self.number(a), b: self.number(b), c: self.number(c), imm: 0 };
        self.compute(Inst { a, b, c, ..inst }, key);
    }

    fn extract(&mut self, inst: Inst) {
        let a = self.register(inst.a);
        let code = if inst.k == K::ExtractU { CODE_EXTRACT_U } else { CODE_EXTRACT_S };
        let key = Key { code, a: self.number(a), imm: inst.imm, ..Key::default() };
        self.compute(Inst { a, ..inst }, key);
    }

    fn branch(&mut self, inst: Inst) {
        let K::Br(cond) = inst.k else { return };
        let (a, b) = (self.operand(inst.a), self.operand(inst.b));
        let (cond, x, y) = match simplify::branch(cond, a, b) {
            Branch::Never => return self.drop_targets(&inst),
            Branch::Always => {
                let none = Val::NONE;
                self.out.push(Inst { k: K::Jmp, a: none, b: none, ..inst });
                return;
            }
            Branch::If(cond, x, y) => (cond, x, y),
        };
        let foot = self.wants_register_limit(inst.a, cond, y);
        let value = |this: &mut Self, arg: Arg, right: bool| match arg {
            Arg::A => this.register(inst.a),
            Arg::B => this.register(inst.b),
            Arg::Const(c) if right && !foot && legal::cond_imm(cond, c) => this.ir.konst(c),
            Arg::Const(c) => {
                for v in [inst.a, inst.b] {
                    if v.is_reg() && this.konst(v) == Some(c) {
                        return this.register(v);
                    }
                }
                let v = this.ir.konst(c);
                this.register(v)
            }
        };
        let (a, b) = (value(self, x, false), value(self, y, true));
        self.out.push(Inst { k: K::Br(cond), a, b, ..inst });
    }

    /// At the foot of a loop, where a variable has just been stepped: whether step and test are one instruction only
    /// if the limit is in a register.
    fn wants_register_limit(&mut self, x: Val, cond: crate::cc::lower::ir::Cond, limit: Arg) -> bool {
        let (Some(last), Arg::Const(c)) = (self.out.last().copied(), limit) else { return false };
        let K::Bin(add @ (Bin::AddI32 | Bin::AddU32 | Bin::Add64)) = last.k else { return false };
        if !self.share || last.d != x || last.a != x {
            return false;
        }
        let limit = self.ir.konst(c);
        !select::has_add_branch(self.ir, add, cond, last.b, limit)
            && select::has_add_branch(self.ir, add, cond, last.b, x)
    }

    fn switch(&mut self, inst: Inst) {
        if let Some(c) = self.konst(inst.a) {
            let table = &self.ir.tables[inst.imm as usize];
            let target = table.get(c as usize).or(table.last()).copied().unwrap_or(0);
            self.drop_targets(&inst);
            self.ir.label_refs[target as usize] += 1;
            self.out.push(Inst { k: K::Jmp, a: Val::NONE, imm: target.into(), ..inst });
            return;
        }
        let a = self.register(inst.a);
        self.out.push(Inst { a, ..inst });
    }
}

/// The operation that `0 op b` is.
fn negation(op: Bin) -> Option<Un> {
    match op {
        Bin::SubI32 => Some(Un::NegI32),
        Bin::SubU32 => Some(Un::NegU32),
        Bin::Sub64 => Some(Un::Neg64),
        _ => None,
    }
}
