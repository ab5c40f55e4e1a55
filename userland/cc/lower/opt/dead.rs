//! Removes computations of temporaries that nobody reads.
//!
//! Entry point: [`run`]. Assignments to variables stay, so that debuggers see them.

use crate::cc::lower::ir::{Inst, Ir, K};

/// Runs the pass; gives the number of times each register is read.
pub fn run(ir: &mut Ir) -> Vec<u32> {
    let mut uses = vec![0u32; ir.regs.len()];
    for inst in &ir.insts {
        inst.each_use(|v| {
            if let Some(r) = v.as_reg() {
                uses[r] += 1;
            }
        });
    }
    // Backwards, so that a chain of dead computations goes in one pass.
    for i in (0..ir.insts.len()).rev() {
        let inst = ir.insts[i];
        let removable = inst.is_pure() || matches!(inst.k, K::GetSp | K::ThreadOffset);
        if !removable || !ir.is_temp(inst.d) || inst.d.as_reg().is_none_or(|r| uses[r] > 0) {
            continue;
        }
        inst.each_use(|v| {
            if let Some(r) = v.as_reg() {
                uses[r] -= 1;
            }
        });
        ir.insts[i] = Inst::new(K::Nop, inst.span);
    }
    uses
}
