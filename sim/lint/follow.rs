//! What becomes of a value in a register: is it looked at, used as a number, or dropped? Within one function, on the way that
//! the program takes; where the way is not clear, nothing is said.

use forklore_userland::vm::isa::{Op, Reg, Role};
use forklore_userland::vm::program::{LinkedFunction, Program};
use std::collections::BTreeSet;

/// Where a value is followed.
#[derive(Clone, Debug)]
pub(super) struct Trail {
    /// Registers that hold the value, or what was computed from it.
    pub held: BTreeSet<Reg>,
    /// It has been compared with 0 or -1.
    pub compared: bool,
}

/// What an instruction does with a followed value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Use {
    /// Nothing, or it is copied.
    None,
    /// Compared with 0 or -1, such that an error is told.
    ErrorCheck,
    /// Compared with 0, such that 0 is told apart from more.
    EndCheck,
    /// Asked whether it is 0: an error is told from that alone as little as any other number.
    ZeroCheck,
    /// Compared with something else, printed, returned: somebody may care.
    Looked,
    /// Stored in memory: likewise.
    Stored,
    /// Computed with.
    Computed,
    /// An address or an index.
    Address,
    /// Passed to this function.
    Passed(String),
}

impl Trail {
    /// The next instruction is about to be executed: what does it do with the value?
    pub fn step(&mut self, program: &Program, pc: u32) -> Use {
        let Some(op) = program.code.get(pc as usize) else { return Use::Looked };
        let held = |r: &Reg| self.held.contains(r);
        let what = match op {
            Op::Mov { d, a } | Op::SExt32 { d, a } | Op::ZExt32 { d, a } => {
                let copies = held(a);
                self.set(*d, copies);
                return Use::None;
            }
            Op::Mov2 { d, a, d2, a2 } => {
                let (first, second) = (held(a), held(a2));
                self.set(*d, first);
                self.set(*d2, second);
                return Use::None;
            }
            Op::JltImm { a, imm, .. } | Op::JgeImm { a, imm, .. } if held(a) => {
                compared((*imm).into(), Use::ErrorCheck)
            }
            Op::LtImm { a, imm, .. } if held(a) => compared(*imm, Use::ErrorCheck),
            Op::JeqImm { a, imm, .. } | Op::JneImm { a, imm, .. } if held(a) => compared((*imm).into(), Use::ZeroCheck),
            Op::JleImm { a, imm, .. } | Op::JgtImm { a, imm, .. } if held(a) => compared((*imm).into(), Use::EndCheck),
            Op::EqImm { a, imm, .. } | Op::NeImm { a, imm, .. } if held(a) => compared(*imm, Use::ZeroCheck),
            Op::GtImm { a, imm, .. } if held(a) => compared(*imm, Use::EndCheck),
            Op::Call { base, target } => self.passed(program, *base, program.function_at(*target)),
            Op::CallI32 { base, a, target, .. } => match held(a) {
                true => Use::Passed(program.function_at(*target).map_or_else(String::new, |f| f.name.clone())),
                false => self.passed(program, *base, program.function_at(*target)),
            },
            Op::CallReg { base, .. } if self.held.iter().any(|r| *r >= *base) => Use::Looked,
            Op::Ret {} => {
                if held(&0) {
                    Use::Looked
                } else {
                    Use::None
                }
            }
            Op::RetReg { a } if held(a) => Use::Looked,
            _ => self.other(op),
        };
        self.written(op);
        what
    }

    /// Any other instruction: by the letters of its operands.
    fn other(&self, op: &Op) -> Use {
        let (mut reads, mut address, mut value, mut writes) = (false, false, false, false);
        let name = op.mnemonic();
        let memory = name.starts_with("Ld") || name.starts_with("St") || name.starts_with("Atomic") || name == "Lea";
        let mut fields = Vec::new();
        op.operands(&mut |field, number| fields.push((field, number)));
        op.registers(&mut |role, r| {
            if matches!(role, Role::Def | Role::UseDef) {
                writes = true;
            }
            if matches!(role, Role::Use | Role::UseDef) && self.held.contains(&r) {
                reads = true;
            }
        });
        if !reads {
            return Use::None;
        }
        for (field, number) in fields {
            let held = u8::try_from(number).is_ok_and(|r| self.held.contains(&r));
            address |= held && matches!(field, "p" | "i" | "x") && memory;
            value |= held && field == "v";
        }
        if address {
            Use::Address
        } else if value {
            Use::Stored
        } else if name.starts_with('J') || name.starts_with("Inc") || !writes {
            Use::Looked
        } else if matches!(name.get(..2), Some("Eq" | "Ne" | "Lt" | "Le" | "Gt" | "Se")) {
            Use::Looked
        } else {
            Use::Computed
        }
    }

    fn passed(&self, _: &Program, base: Reg, callee: Option<&LinkedFunction>) -> Use {
        let Some(callee) = callee else { return Use::Looked };
        let end = base.saturating_add(callee.params).saturating_add(u8::from(callee.variadic));
        match self.held.range(base..end).next() {
            Some(_) => Use::Passed(callee.name.clone()),
            None => Use::None,
        }
    }

    /// What the instruction writes holds the value only if it was computed from it.
    fn written(&mut self, op: &Op) {
        let mut from = false;
        let mut written = Vec::new();
        let mut clobbered = None;
        op.registers(&mut |role, r| match role {
            Role::Use => from |= self.held.contains(&r),
            Role::Def => written.push(r),
            Role::UseDef => {
                from |= self.held.contains(&r);
                written.push(r);
            }
            Role::Base => clobbered = Some(r),
        });
        let loads = op.mnemonic().starts_with("Ld");
        for r in written {
            self.set(r, from && !loads);
        }
        if let Some(base) =
            clobbered.filter(|_| matches!(op, Op::Call { .. } | Op::CallI32 { .. } | Op::CallReg { .. }))
        {
            self.held.retain(|r| *r < base);
        }
    }

    fn set(&mut self, r: Reg, holds: bool) {
        if holds {
            self.held.insert(r);
        } else {
            self.held.remove(&r);
        }
    }

    /// Will any of the registers be read before it is written, on any way from here?
    pub fn is_live(&self, program: &Program, pc: u32) -> bool {
        self.held.iter().any(|r| live(program, pc, *r))
    }
}

/// A comparison with a constant; `with_0`: what one with 0 tells.
fn compared(imm: i32, with_0: Use) -> Use {
    match imm {
        -1 => Use::ErrorCheck,
        0 => with_0,
        _ => Use::Looked,
    }
}

/// Will this register be read before it is written, on any way from this instruction of its function?
pub(super) fn live(program: &Program, pc: u32, reg: Reg) -> bool {
    let Some(function) = program.function_at(pc) else { return true };
    let mut seen = BTreeSet::new();
    let mut todo = vec![pc];
    while let Some(pc) = todo.pop() {
        if !(function.start..function.end).contains(&pc) || !seen.insert(pc) {
            continue;
        }
        let Some(op) = program.code.get(pc as usize) else { continue };
        match touch(program, op, reg) {
            Touch::Read => return true,
            Touch::Written => continue,
            Touch::Not => {}
        }
        let next = pc + 1;
        match op {
            Op::Trap {} | Op::Longjmp { .. } => {}
            _ if op.is_return() => {}
            Op::Jmp { off } => todo.push(next.wrapping_add_signed(*off)),
            Op::Switch { n, .. } => todo.extend(next..=next + n),
            _ => {
                todo.push(next);
                todo.extend(op.jump_offset().map(|off| next.wrapping_add_signed(off)));
            }
        }
    }
    false
}

/// What an instruction does with a register.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Touch {
    Read,
    Written,
    Not,
}

/// What an instruction does with a register.
pub(super) fn touch(program: &Program, op: &Op, reg: Reg) -> Touch {
    let arguments = |base: Reg, n: u8| (base..base.saturating_add(n)).contains(&reg);
    match op {
        Op::Mov2 { a, a2, .. } if *a == reg || *a2 == reg => return Touch::Read,
        Op::Mov2 { d, d2, .. } if *d == reg || *d2 == reg => return Touch::Written,
        Op::Call { base, target } | Op::CallI32 { base, target, .. } => {
            let callee = program.function_at(*target);
            let n = callee.map_or(8, |f| f.params.saturating_add(u8::from(f.variadic)));
            if arguments(*base, n) && !matches!(op, Op::CallI32 { .. } if reg == *base) {
                return Touch::Read;
            }
            if matches!(op, Op::CallI32 { a, .. } if *a == reg) {
                return Touch::Read;
            }
            return if reg >= *base { Touch::Written } else { Touch::Not };
        }
        Op::CallReg { base, a } => {
            let read = *a == reg || arguments(*base, 8);
            return if read {
                Touch::Read
            } else if reg >= *base {
                Touch::Written
            } else {
                Touch::Not
            };
        }
        Op::Syscall { base } if arguments(*base, 7) => return Touch::Read,
        Op::SyscallNr { base, .. } if arguments(*base, 6) => return Touch::Read,
        Op::Builtin { base, id } if arguments(*base, id.nargs()) => return Touch::Read,
        Op::Ret {} if reg == 0 => return Touch::Read,
        _ => {}
    }
    let (mut read, mut written) = (false, false);
    op.registers(&mut |role, r| {
        read |= r == reg && matches!(role, Role::Use | Role::UseDef);
        written |= r == reg && role == Role::Def;
    });
    match (read, written) {
        (true, _) => Touch::Read,
        (_, true) => Touch::Written,
        _ => Touch::Not,
    }
}
