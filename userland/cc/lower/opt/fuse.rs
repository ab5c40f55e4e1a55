//! Makes one instruction of two where the CPU has one for it, and saves copies.
//!
//! Entry point: [`run`]. Every rule looks at the current instruction and at the last few before it, with no label in
//! between; temporaries that disappear are read nowhere else.

use crate::cc::lower::ir::{Bin, Cond, Inst, Ir, K, Ty, Un, Val};
use crate::cc::lower::select;

/// How far back the rules look.
const WINDOW: usize = 8;

/// Runs the pass. `uses` says how often each register is read.
pub fn run(ir: &mut Ir, uses: &mut Vec<u32>) {
    uses.resize(ir.regs.len(), 0);
    let insts = std::mem::take(&mut ir.insts);
    let mut pass = Fuse { out: Vec::with_capacity(insts.len()), ir, uses };
    for inst in insts {
        if inst.k != K::Nop {
            pass.step(inst);
        }
    }
    let out = pass.out;
    ir.insts = out;
}

struct Fuse<'a> {
    ir: &'a mut Ir,
    out: Vec<Inst>,
    uses: &'a mut Vec<u32>,
}

/// Control may come from elsewhere or go elsewhere here.
fn is_border(inst: &Inst) -> bool {
    matches!(
        inst.k,
        K::Label
            | K::LoopBegin
            | K::LoopEnd
            | K::Br(_)
            | K::AddBr(..)
            | K::Jmp
            | K::Switch
            | K::Setjmp
            | K::SaveContext
    )
}

fn touches(inst: &Inst, v: Val) -> bool {
    inst.d == v || [inst.a, inst.b, inst.c, inst.e].contains(&v)
}

impl Fuse<'_> {
    fn step(&mut self, inst: Inst) {
        let inst = self.sink_increment(inst);
        let Some(inst) = inst else { return };
        let done = match inst.k {
            K::Mov => self.coalesce(&inst),
            K::Br(cond) => self.branch(&inst, cond),
            K::Bin(Bin::AddF64) => self.mul_add(&inst),
            K::Un(op) => self.extension(&inst, op),
            K::Call => self.call(&inst),
            K::Ret => self.ret(&inst),
            _ => false,
        };
        if !done {
            self.out.push(inst);
        }
    }

    /// The last instruction that does something, if control runs straight from it.
    fn last(&self) -> Option<usize> {
        for (i, inst) in self.out.iter().enumerate().rev().take(WINDOW) {
            if is_border(inst) {
                return None;
            }
            if !inst.is_pseudo() {
                return Some(i);
            }
        }
        None
    }

    /// A temporary that is read once.
    fn single(&self, v: Val) -> bool {
        self.ir.is_temp(v) && v.as_reg().is_some_and(|r| self.uses[r] == 1)
    }

    /// The last instruction, if it computes `v` for the current one only.
    fn made_by_last(&self, v: Val) -> Option<usize> {
        let i = self.last()?;
        (self.single(v) && self.out[i].d == v && !self.out[i].is_call()).then_some(i)
    }

    /// `t = ...; x = t`: computed into x at once.
    fn coalesce(&mut self, inst: &Inst) -> bool {
        let (d, t) = (inst.d, inst.a);
        if !self.single(t) {
            return false;
        }
        for i in (0..self.out.len()).rev().take(WINDOW) {
            let before = self.out[i];
            if is_border(&before) {
                return false;
            }
            if before.d == t {
                let fits = !(before.reads_d() || before.writes_a() && before.a == d) && before.k != K::Insert;
                if fits {
                    self.out[i].d = d;
                    return true;
                }
                return false;
            }
            if touches(&before, d) || before.is_call() || matches!(before.k, K::Mark) {
                return false;
            }
        }
        false
    }

    /// `t = x; x = x + c; ... t ...`: the increment is done after the use, and t is x.
    fn sink_increment(&mut self, inst: Inst) -> Option<Inst> {
        if inst.is_pseudo() || is_border(&inst) || inst.is_end() {
            return Some(inst);
        }
        let found = [inst.a, inst.b, inst.c].into_iter().find_map(|t| {
            let single = t.is_reg() && self.single(t);
            single.then(|| self.find_increment(t, &inst)).flatten().map(|at| (t, at))
        });
        let Some((t, (copy, add))) = found else { return Some(inst) };
        let x = self.out[copy].a;
        let step = self.out[add];
        self.out.remove(add);
        self.out.remove(copy);
        let mut inst = inst;
        inst.map_uses(|v| if v == t { x } else { v });
        if let Some(r) = t.as_reg() {
            self.uses[r] = 0;
        }
        self.step_without_sinking(inst);
        self.step_without_sinking(step);
        None
    }

    fn step_without_sinking(&mut self, inst: Inst) {
        let done = match inst.k {
            K::Mov => self.coalesce(&inst),
            K::Un(op) => self.extension(&inst, op),
            _ => false,
        };
        if !done {
            self.out.push(inst);
        }
    }

    /// Positions of `t = x` and of the increment of x right behind it, if nothing touches either until now.
    fn find_increment(&self, t: Val, inst: &Inst) -> Option<(usize, usize)> {
        let mut between: Vec<&Inst> = Vec::new();
        for i in (0..self.out.len()).rev().take(WINDOW) {
            let before = &self.out[i];
            if is_border(before) || before.is_call() {
                return None;
            }
            if before.d == t {
                if before.k != K::Mov || !before.a.is_reg() || self.ir.as_slot(before.a).is_some() {
                    return None;
                }
                let x = before.a;
                let add = between.pop()?;
                let steps = matches!(add.k, K::Bin(Bin::AddI32 | Bin::AddU32 | Bin::Add64));
                let of_x = add.d == x && add.a == x && self.ir.as_const(add.b).is_some();
                if !steps || !of_x || touches(inst, x) || between.iter().any(|b| touches(b, x)) {
                    return None;
                }
                let at = (i + 1..self.out.len()).find(|k| self.out[*k].d == x)?;
                return Some((i, at));
            }
            if !matches!(before.k, K::VarLive | K::Nop) {
                between.push(before);
            }
        }
        None
    }

    /// Loop ends, comparisons whose result is only branched on.
    fn branch(&mut self, inst: &Inst, cond: Cond) -> bool {
        let Some(i) = self.last() else { return false };
        let before = self.out[i];
        if self.ir.as_const(inst.b) == Some(0)
            && matches!(cond, Cond::Eq | Cond::Ne)
            && self.made_by_last(inst.a).is_some()
            && let K::Bin(op) = before.k
            && let Some((test, swap)) = as_condition(op)
        {
            let test = if cond == Cond::Ne { test } else { test.negate() };
            let (a, b) = if swap { (before.b, before.a) } else { (before.a, before.b) };
            let ok = match self.ir.as_const(b) {
                Some(c) => super::legal::cond_imm(test, c),
                None => true,
            };
            if ok && a.is_reg() {
                self.out.remove(i);
                let new = Inst { k: K::Br(test), a, b, ..*inst };
                if !self.branch(&new, test) {
                    self.out.push(new);
                }
                return true;
            }
        }
        let K::Bin(add @ (Bin::AddI32 | Bin::AddU32 | Bin::Add64)) = before.k else { return false };
        let x = before.d;
        if before.a != x && !(before.b == x && before.a.is_reg()) {
            return false;
        }
        let step = if before.a == x { before.b } else { before.a };
        let (cond, limit) = if inst.a == x {
            (cond, inst.b)
        } else if inst.b == x
            && let Some(swapped) = cond.swap()
        {
            (swapped, inst.a)
        } else {
            return false;
        };
        if limit == x || !select::has_add_branch(self.ir, add, cond, step, limit) {
            return false;
        }
        self.out.remove(i);
        self.out.push(Inst { k: K::AddBr(add, cond), d: x, a: step, b: limit, ..*inst });
        true
    }

    /// `a * b + c`, with one factor from an array if it comes from there.
    fn mul_add(&mut self, inst: &Inst) -> bool {
        let Some((i, other)) =
            [(inst.a, inst.b), (inst.b, inst.a)].into_iter().find_map(|(t, o)| self.made_by_last(t).map(|i| (i, o)))
        else {
            return false;
        };
        let before = self.out[i];
        if before.k != K::Bin(Bin::MulF64) {
            return false;
        }
        self.out.remove(i);
        for (x, y) in [(before.a, before.b), (before.b, before.a)] {
            let Some(i) = self.made_by_last(x) else { continue };
            let load = self.out[i];
            let indexed = load.k == K::Load(Ty::F64) && load.a.is_reg() && load.b.is_reg();
            if indexed && i16::try_from(load.imm).is_ok() && x != y && other != x {
                self.out.remove(i);
                let fused = Inst { k: K::MulAddLd, a: y, b: load.a, e: load.b, c: other, imm: load.imm, ..*inst };
                self.out.push(fused);
                return true;
            }
        }
        self.out.push(Inst { k: K::MulAdd, a: before.a, b: before.b, c: other, ..*inst });
        true
    }

    /// A load and a change of its signedness.
    fn extension(&mut self, inst: &Inst, op: Un) -> bool {
        let Some(i) = self.made_by_last(inst.a) else { return false };
        let (K::Load(ty) | K::LoadPost(ty)) = self.out[i].k else { return false };
        let new = match (op, ty) {
            (Un::ZExt8, Ty::I8 | Ty::U8) => Ty::U8,
            (Un::SExt8, Ty::I8 | Ty::U8) => Ty::I8,
            (Un::ZExt16, Ty::I16 | Ty::U16) => Ty::U16,
            (Un::SExt16, Ty::I16 | Ty::U16) => Ty::I16,
            (Un::ZExt32, Ty::I32 | Ty::U32) => Ty::U32,
            (Un::SExt32, Ty::I32 | Ty::U32) => Ty::I32,
            _ => return false,
        };
        if self.out[i].writes_a() && self.out[i].a == inst.d {
            return false;
        }
        self.out[i].k = match self.out[i].k {
            K::Load(_) => K::Load(new),
            _ => K::LoadPost(new),
        };
        self.out[i].d = inst.d;
        true
    }

    /// `f(n + c)`
    fn call(&mut self, inst: &Inst) -> bool {
        let Some(i) = self.last() else { return false };
        let before = self.out[i];
        let small = self.ir.as_const(before.b).is_some_and(|c| i8::try_from(c).is_ok());
        if before.k != K::Bin(Bin::AddI32) || before.d != inst.d || !small || !before.a.is_reg() {
            return false;
        }
        self.out.remove(i);
        self.out.push(Inst { k: K::CallI32, a: before.a, e: before.b, ..*inst });
        true
    }

    /// `return a + b;`
    fn ret(&mut self, inst: &Inst) -> bool {
        let Some(i) = self.made_by_last(inst.a) else { return false };
        let before = self.out[i];
        if before.k != K::Bin(Bin::AddI32) || !before.a.is_reg() || !before.b.is_reg() {
            return false;
        }
        self.out.remove(i);
        self.out.push(Inst { k: K::RetAddI32, a: before.a, b: before.b, ..*inst });
        true
    }
}

/// The condition that a comparison is, and whether its operands are to be exchanged.
fn as_condition(op: Bin) -> Option<(Cond, bool)> {
    Some(match op {
        Bin::Eq => (Cond::Eq, false),
        Bin::Ne => (Cond::Ne, false),
        Bin::Lt => (Cond::Lt, false),
        Bin::Le => (Cond::Le, false),
        Bin::LtU => (Cond::LtU, false),
        Bin::LeU => (Cond::LeU, false),
        Bin::EqF64 => (Cond::EqF, false),
        Bin::NeF64 => (Cond::NeF, false),
        Bin::LtF64 => (Cond::LtF, false),
        Bin::LeF64 => (Cond::LeF, false),
        _ => return None,
    })
}
