//! Moves computations whose operands do not change in a loop to before the loop.
//!
//! Entry point: [`run`]. Only what cannot trap and reads no memory is moved, so it does no harm if the loop would not
//! have computed it. Equal computations before the same loop are done once.

use crate::cc::intern::FxBuild;
use crate::cc::lower::ir::{Inst, Ir, K, RegKind, Val};
use indexmap::IndexMap;

/// Most computations hoisted out of one loop, and of all loops of a function: each keeps a register.
const PER_LOOP: usize = 40;
const PER_FUNCTION: usize = 90;

/// Position of a loop in the code.
#[derive(Clone, Copy, Default)]
struct Span {
    begin: u32,
    end: u32,
}

type Key = (usize, K, [(u8, u64, i64); 3], i64);

struct Hoist<'a> {
    ir: &'a mut Ir,
    spans: Vec<Span>,
    /// Where each register is written: ranges of `positions`.
    first: Vec<u32>,
    positions: Vec<u32>,
    /// For hoisted temporaries the position before the loop, plus 1.
    moved: Vec<u32>,
    /// For temporaries that are computed already by another: that.
    same: Vec<Val>,
    before: Vec<Vec<Inst>>,
    known: IndexMap<Key, Val, FxBuild>,
    count: usize,
}

/// Runs the pass.
pub fn run(ir: &mut Ir) {
    if ir.loops.is_empty() {
        return;
    }
    let n = ir.regs.len();
    let (loops, spans) = (ir.loops.len(), loop_spans(ir));
    let (first, positions) = definitions(ir);
    let mut pass = Hoist {
        ir,
        spans,
        first,
        positions,
        moved: vec![0; n],
        same: vec![Val::NONE; n],
        before: vec![Vec::new(); loops],
        known: IndexMap::default(),
        count: 0,
    };
    pass.scan();
    pass.rebuild();
}

fn loop_spans(ir: &Ir) -> Vec<Span> {
    let mut spans = vec![Span::default(); ir.loops.len()];
    for (i, inst) in ir.insts.iter().enumerate() {
        match inst.k {
            K::LoopBegin => spans[inst.imm as usize].begin = i as u32,
            K::LoopEnd => spans[inst.imm as usize].end = i as u32,
            _ => {}
        }
    }
    spans
}

fn each_def(inst: &Inst, mut f: impl FnMut(usize)) {
    if let Some(r) = inst.d.as_reg() {
        f(r);
    }
    if inst.writes_a()
        && let Some(r) = inst.a.as_reg()
    {
        f(r);
    }
}

/// Positions of the definitions of each register, ascending.
fn definitions(ir: &Ir) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0u32; ir.regs.len() + 1];
    for inst in &ir.insts {
        each_def(inst, |r| first[r + 1] += 1);
    }
    for i in 1..first.len() {
        first[i] += first[i - 1];
    }
    let mut at = first.clone();
    let mut positions = vec![0; first.last().copied().unwrap_or(0) as usize];
    for (i, inst) in ir.insts.iter().enumerate() {
        each_def(inst, |r| {
            positions[at[r] as usize] = i as u32;
            at[r] += 1;
        });
    }
    (first, positions)
}

impl Hoist<'_> {
    fn scan(&mut self) {
        let mut open: Vec<usize> = Vec::new();
        for i in 0..self.ir.insts.len() {
            let mut inst = self.ir.insts[i];
            let same = &self.same;
            inst.map_uses(|v| v.as_reg().map_or(v, |r| if same[r].is_some() { same[r] } else { v }));
            self.ir.insts[i] = inst;
            match inst.k {
                K::LoopBegin => open.push(inst.imm as usize),
                K::LoopEnd => {
                    open.pop();
                }
                _ => {}
            }
            if !open.is_empty() && self.candidate(&inst) {
                self.hoist(i, &open);
            }
        }
    }

    fn candidate(&self, inst: &Inst) -> bool {
        let once = |r: usize| self.first[r + 1] - self.first[r] == 1;
        let single = self.ir.is_temp(inst.d) && inst.d.as_reg().is_some_and(once);
        let copy = inst.k == K::Mov && inst.a.is_reg();
        single && inst.is_pure() && inst.k != K::Insert && !copy
    }

    fn hoist(&mut self, i: usize, open: &[usize]) {
        let inst = self.ir.insts[i];
        let mut best = None;
        for id in open.iter().rev() {
            if ![inst.a, inst.b, inst.c, inst.e].iter().all(|v| self.invariant(*v, *id)) {
                break;
            }
            if !self.ir.loops[*id].irregular && self.before[*id].len() < PER_LOOP {
                best = Some(*id);
            }
        }
        let Some(id) = best else { return };
        let key = (id, inst.k, [self.key(inst.a), self.key(inst.b), self.key(inst.c)], inst.imm);
        let r = inst.d.as_reg().unwrap_or(0);
        if let Some(known) = self.known.get(&key) {
            self.same[r] = *known;
        } else {
            if self.count >= PER_FUNCTION {
                return;
            }
            self.count += 1;
            self.known.insert(key, inst.d);
            self.moved[r] = self.spans[id].begin + 1;
            self.ir.loops[id].hoisted.push(inst.d);
            self.before[id].push(inst);
        }
        self.ir.insts[i].k = K::Nop;
        self.ir.insts[i].d = Val::NONE;
    }

    /// Whether an operand has the same value all through a loop.
    fn invariant(&self, v: Val, id: usize) -> bool {
        let Some(r) = v.as_reg() else { return true };
        if matches!(self.ir.regs[r].kind, RegKind::Slot(_)) {
            return false;
        }
        let span = self.spans[id];
        if self.moved[r] != 0 {
            return self.moved[r] - 1 <= span.begin;
        }
        let defs = &self.positions[self.first[r] as usize..self.first[r + 1] as usize];
        let next = defs.partition_point(|p| *p < span.begin);
        defs.get(next).is_none_or(|p| *p > span.end)
    }

    fn key(&self, v: Val) -> (u8, u64, i64) {
        if let Some(c) = self.ir.as_const(v) {
            return (1, 0, c);
        }
        if let Some((symbol, addend)) = self.ir.as_sym(v) {
            return (2, symbol.into(), addend);
        }
        (3, v.bits().into(), 0)
    }

    /// Puts the hoisted computations in their places.
    fn rebuild(&mut self) {
        if self.count == 0 {
            return;
        }
        let old = std::mem::take(&mut self.ir.insts);
        let mut new = Vec::with_capacity(old.len());
        for inst in old {
            match inst.k {
                K::Nop => continue,
                K::LoopBegin => new.append(&mut self.before[inst.imm as usize]),
                _ => {}
            }
            new.push(inst);
        }
        self.ir.insts = new;
    }
}
