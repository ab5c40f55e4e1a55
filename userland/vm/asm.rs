//! Programs written by hand, for tests and benchmarks: functions as lists of instructions whose calls name functions by number.

use super::isa::Op;
use super::program::{LinkedFunction, Place, Program, Segment, TypeId};

/// A program of functions as they are: `target` fields of calls are function numbers, other addresses are absolute. Function 0 is
/// the entry. `bss` is a zeroed, writable range of memory: address and size in bytes.
pub fn program(functions: &[(&str, &[Op])], bss: (u64, u64)) -> Program {
    let mut p = Program::default();
    for (name, code) in functions {
        let start = p.code.len() as u32;
        p.entries.push(start);
        p.code.extend_from_slice(code);
        p.functions.push(LinkedFunction {
            name: (*name).into(),
            start,
            end: p.code.len() as u32,
            registers: registers(code),
            params: 0,
            variadic: false,
            place: Place::default(),
            vars: Vec::new(),
            ty: TypeId::default(),
        });
    }
    let entries = p.entries.clone();
    for op in &mut p.code {
        if let Op::Call { target, .. } | Op::CallI32 { target, .. } = op {
            *target = entries.get(*target as usize).copied().unwrap_or(u32::MAX);
        }
    }
    if bss.1 > 0 {
        p.segments.push(Segment { addr: bss.0, size: bss.1, writable: true, bytes: Vec::new() });
    }
    p.data_end = bss.0 + bss.1;
    p
}

/// The number of registers that instructions name.
fn registers(code: &[Op]) -> u16 {
    let mut n = 0;
    for op in code {
        op.registers(&mut |_, r| n = n.max(u16::from(r) + 1));
    }
    n
}
