//! Does a program fill a buffer before it reads into it? Then what did not come is no garbage. Seen from the source: the buffer's
//! declaration, assignments to it, memset() and its kin.
//!
//! Entry point: [`buffer`].

use super::scene::Scene;
use super::source::{self, has_word, words};
use crate::debug::naming;
use crate::machine::Machine;
use forklore_kernel::abi::Tid;
use forklore_userland::vm::program::{Location, Variable};

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
            let Location::Memory { base, offset } = variable.location else { return false };
            let at = task.cpu.register_in(active.base, base).wrapping_add_signed(offset.into());
            (at..at.saturating_add(naming::size(program, variable.ty))).contains(&addr)
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
