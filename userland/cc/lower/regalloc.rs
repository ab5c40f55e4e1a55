//! Register allocation: a linear scan over intervals of the code's order.
//!
//! Entry point: [`allocate`]. A variable keeps its register from `VarBegin` to `VarEnd`; a temporary from its
//! definition to its last use, a hoisted one to the end of its loop. Arguments stay in the registers in which they
//! arrive. The slots of call windows lie behind all other registers.

use super::ir::{Inst, Ir, K, RegKind, Val};

/// Registers of a window.
const REGISTERS: usize = 256;
/// No position.
const NEVER: u32 = u32::MAX;

/// The machine registers of a function.
#[derive(Clone, PartialEq, Debug)]
pub struct Allocation {
    /// Machine register of each virtual one (0 for those that are never used).
    pub of: Vec<u8>,
    /// Number of registers used, call windows included.
    pub used: u16,
}

/// Allocates; `None` if there are not enough registers.
pub fn allocate(ir: &Ir) -> Option<Allocation> {
    let mut intervals = Intervals { start: vec![NEVER; ir.regs.len()], end: vec![0; ir.regs.len()], order: Vec::new() };
    for (r, reg) in ir.regs.iter().enumerate() {
        if matches!(reg.kind, RegKind::Arg(_)) {
            intervals.touch(r, 0);
        }
    }
    for (i, inst) in ir.insts.iter().enumerate() {
        intervals.scan(ir, inst, i as u32 * 2 + 2);
    }
    intervals.assign(ir)
}

struct Intervals {
    start: Vec<u32>,
    end: Vec<u32>,
    /// Registers in order of their starts.
    order: Vec<u32>,
}

impl Intervals {
    fn touch(&mut self, r: usize, at: u32) {
        if self.start[r] == NEVER {
            self.start[r] = at;
            self.order.push(r as u32);
        }
        self.end[r] = self.end[r].max(at);
    }

    fn value(&mut self, v: Val, at: u32) {
        if let Some(r) = v.as_reg() {
            self.touch(r, at);
        }
    }

    /// Operands are read at `at`, results written at `at + 1`.
    fn scan(&mut self, ir: &Ir, inst: &Inst, at: u32) {
        match inst.k {
            K::VarBegin => self.value(inst.a, at),
            K::VarEnd => self.value(inst.a, at + 1),
            K::LoopEnd => {
                for v in &ir.loops[inst.imm as usize].hoisted {
                    if v.as_reg().is_some_and(|r| self.start[r] != NEVER) {
                        self.value(*v, at);
                    }
                }
            }
            K::VarLive | K::Label | K::Mark | K::LoopBegin | K::Nop => {}
            _ => {
                // Where the result is written before all operands have been read, they must differ.
                let early = matches!(inst.k, K::Insert | K::AtomicRmw(..) | K::AtomicCas(_)) || inst.writes_a();
                inst.each_use(|v| self.value(v, if early { at + 1 } else { at }));
                self.value(inst.d, at + 1);
            }
        }
    }

    fn assign(&self, ir: &Ir) -> Option<Allocation> {
        let mut of = vec![0u8; ir.regs.len()];
        let mut free = [u64::MAX; REGISTERS / 64];
        let mut highest = 0usize;
        // Registers in use, by the position at which they become free: buckets that are linked lists.
        let last = self.end.iter().copied().max().unwrap_or(0) as usize;
        let mut ending = vec![NEVER; last + 2];
        let mut next = vec![NEVER; ir.regs.len()];
        let mut now = 0usize;
        for r in &self.order {
            let r = *r as usize;
            let start = self.start[r] as usize;
            while now < start {
                let mut ended = ending[now];
                while ended != NEVER {
                    let reg = usize::from(of[ended as usize]);
                    free[reg / 64] |= 1 << (reg % 64);
                    ended = next[ended as usize];
                }
                now += 1;
            }
            let reg = match ir.regs[r].kind {
                RegKind::Slot(_) => continue,
                RegKind::Arg(n) => usize::from(n),
                RegKind::Temp | RegKind::Var => lowest(&free)?,
            };
            free[reg / 64] &= !(1 << (reg % 64));
            of[r] = reg as u8;
            highest = highest.max(reg + 1);
            let end = self.end[r] as usize;
            next[r] = ending[end];
            ending[end] = r as u32;
        }
        let used = highest + ir.slots.len();
        if used > REGISTERS {
            return None;
        }
        for (n, slot) in ir.slots.iter().enumerate() {
            if let Some(r) = slot.as_reg() {
                of[r] = (highest + n) as u8;
            }
        }
        Some(Allocation { of, used: used as u16 })
    }
}

/// The lowest free register.
fn lowest(free: &[u64; REGISTERS / 64]) -> Option<usize> {
    let word = free.iter().position(|w| *w != 0)?;
    Some(word * 64 + free[word].trailing_zeros() as usize)
}
