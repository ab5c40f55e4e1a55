//! Does a program fill a buffer before it reads into it? Then what did not come is no garbage. Seen from the source: the buffer's
//! declaration, assignments to it, memset() and its kin.
//!
//! Entry point: [`buffer`].

use super::scene::Scene;
use super::source::{self, has_word, words};
use crate::debug::naming;
use crate::machine::Machine;
use forklore_kernel::abi::Tid;
use forklore_userland::vm::program::{Location, Program, TypeDesc, TypeId, Variable};

/// Functions that fill memory.
const FILLS: &[&str] = &[
    "memset", "bzero", "memcpy", "memmove", "strcpy", "strncpy", "stpcpy", "strcat", "strncat", "sprintf", "snprintf",
    "fgets", "scanf", "fread",
];

/// What is known of a buffer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Buffer {
    /// Something is there also where nothing has been read.
    pub filled: bool,
    /// It is no more when there are fewer frames than this outside of the innermost.
    pub depth: usize,
}

/// The buffer at an address of a task: does the source fill it otherwise than by reading, as far as is seen? `stale`: an earlier
/// read has put bytes there that the last one did not replace.
pub(super) fn buffer(machine: &Machine, scene: &Scene, tid: Tid, addr: u64, stale: bool) -> Option<Buffer> {
    let task = machine.task(tid)?;
    let program = machine.programs().peek(task.program?)?;
    if let Some(global) = program.global_at(addr) {
        // It is zero at first.
        let filled = !stale || source::all_lines(scene, program).iter().any(|line| fills(line, &global.name));
        return Some(Buffer { filled, depth: 0 });
    }
    let outermost = task.cpu.frames().len();
    for (n, active) in task.cpu.active().enumerate() {
        let Some(function) = program.function_at(active.pc) else { continue };
        let is_it = |variable: &&Variable| {
            naming::extent(program, &task.cpu, &active, variable).is_some_and(|lies| lies.contains(&addr))
        };
        let in_scope = |variable: &&Variable| (variable.pc_start..variable.pc_end).contains(&active.pc);
        let found = function.vars.iter().filter(in_scope).find(is_it);
        // Its scope may have ended with the call.
        if let Some(variable) = found.or_else(|| function.vars.iter().find(is_it)) {
            // In another block another variable may have the name.
            let filled = source::scope(scene, program, variable).iter().any(|(_, line)| fills(line, &variable.name));
            return Some(Buffer { filled, depth: outermost.saturating_sub(n) });
        }
    }
    // malloc's, or unknown.
    let clears = |line: &String| ["calloc", "memset", "bzero"].iter().any(|name| has_word(line, name));
    Some(Buffer { filled: source::all_lines(scene, program).iter().any(clears), depth: 0 })
}

/// The size of the records that so many bytes at an address are, by the type of the variable there or of a pointer that leads
/// there. `None`: a text, or not known.
pub(super) fn record(machine: &Machine, tid: Tid, addr: u64, asked: u64) -> Option<u64> {
    let task = machine.task(tid)?;
    let space = machine.kernel.procs.find_task(tid)?.space;
    let program = machine.programs().peek(task.program?)?;
    let word = |addr: u64| {
        let mut bytes = [0; 8];
        machine.kernel.mm.peek(space, addr, &mut bytes);
        u64::from_le_bytes(bytes)
    };
    // Itself, or what it points to.
    let of = |at: u64, ty: TypeId| match at == addr {
        true => records(program, ty, asked),
        false => naming::pointee(program, ty).filter(|_| word(at) == addr).and_then(|to| records(program, to, asked)),
    };
    if let Some(size) = program.globals.iter().find_map(|global| of(global.addr, global.ty)) {
        return Some(size);
    }
    task.cpu.active().find_map(|active| {
        let function = program.function_at(active.pc)?;
        let in_scope = |variable: &&Variable| (variable.pc_start..variable.pc_end).contains(&active.pc);
        function.vars.iter().filter(in_scope).find_map(|variable| match variable.location {
            Location::Memory { base, offset } => {
                of(task.cpu.register_in(active.base, base).wrapping_add_signed(offset.into()), variable.ty)
            }
            Location::Register(r) => {
                let to = naming::pointee(program, variable.ty)?;
                (task.cpu.register_in(active.base, r) == addr).then(|| records(program, to, asked))?
            }
            _ => None,
        })
    })
}

/// The size of a record of this type, if so many bytes are one, or several.
fn records(program: &Program, ty: TypeId, asked: u64) -> Option<u64> {
    let size = match naming::resolved(program, ty) {
        TypeDesc::Array { of, .. } => naming::size(program, *of),
        _ => naming::size(program, ty),
    };
    (size > 1 && asked > 0 && asked.is_multiple_of(size)).then_some(size)
}

/// Does a line assign to this variable, or to a part of it, or give it to a function that fills it?
fn fills(line: &str, name: &str) -> bool {
    let assigned = words(line, name).any(|at| is_assignment(&line[at + name.len()..]));
    assigned || has_word(line, name) && FILLS.iter().any(|function| line.contains(&format!("{function}(")))
}

/// After the name: `[...]`, `.member`, `->member`, then `=`.
fn is_assignment(rest: &str) -> bool {
    let mut rest = rest.trim_start();
    loop {
        rest = if let Some(after) = rest.strip_prefix('[') {
            match after.split_once(']') {
                Some((_, after)) => after.trim_start(),
                None => return false,
            }
        } else if let Some(after) = rest.strip_prefix('.').or_else(|| rest.strip_prefix("->")) {
            after.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').trim_start()
        } else {
            break;
        };
    }
    rest.starts_with('=') && !rest.starts_with("==")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fills_a_variable() {
        for line in ["char buf[10] = \"\";", "buf[n - 1] = 0;", "memset(buf, 0, 10);", "r.buf = 1, buf.a[1]->c = 2;"] {
            assert!(fills(line, "buf"), "{line}");
        }
        for line in ["char buf[10];", "n = read(0, buf, 10);", "if (buf[0] == 'x')", "xbuf[1] = 0;", "int buf, n = 0;"]
        {
            assert!(!fills(line, "buf"), "{line}");
        }
    }
}
