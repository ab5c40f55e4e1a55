//! Does a program fill a buffer before it reads into it? Then what did not come is no garbage. Seen from the source: the buffer's
//! declaration, assignments to it, memset() and its kin.
//!
//! Entry point: [`buffer`].

use super::scene::Scene;
use crate::debug::code::{self, Spot};
use crate::debug::naming;
use crate::machine::Machine;
use forklore_kernel::abi::Tid;
use forklore_userland::vm::program::{LinkedFunction, Location, Place, Program};

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
        let filled = !stale || all_lines(scene, program).iter().any(|line| fills(line, &global.name));
        return Some(Buffer { filled, depth: 0 });
    }
    let outermost = task.cpu.frames().len();
    for (n, active) in task.cpu.active().enumerate() {
        let Some(function) = program.function_at(active.pc) else { continue };
        for variable in &function.vars {
            let Location::Memory { base, offset } = variable.location else { continue };
            let at = task.cpu.register_in(active.base, base).wrapping_add_signed(offset.into());
            if (at..at.saturating_add(naming::size(program, variable.ty))).contains(&addr) {
                let filled = lines(scene, program, function).iter().any(|line| fills(line, &variable.name));
                return Some(Buffer { filled, depth: outermost.saturating_sub(n) });
            }
        }
    }
    // malloc's, or unknown.
    let clears = |line: &String| ["calloc", "memset", "bzero"].iter().any(|name| has_word(line, name));
    Some(Buffer { filled: all_lines(scene, program).iter().any(clears), depth: 0 })
}

/// The lines of a function.
fn lines(scene: &Scene, program: &Program, function: &LinkedFunction) -> Vec<String> {
    let Place { file, line: first, .. } = function.place;
    let Some(name) = program.files.get(file as usize) else { return Vec::new() };
    let from = program.lines.partition_point(|l| l.pc < function.start);
    let own = program.lines[from..].iter().take_while(|l| l.pc < function.end && l.place.file == file);
    let last = own.map(|l| l.place.line).max().unwrap_or(first);
    (first..=last).map(|line| scene.line(&Spot { file: name.clone(), line })).collect()
}

/// The lines of the user's files.
fn all_lines(scene: &Scene, program: &Program) -> Vec<String> {
    let files = program.files.iter().filter(|file| code::is_own_file(file));
    let texts = files.filter_map(|file| code::text_of(&scene.setup, file));
    texts.flat_map(|text| String::from_utf8_lossy(text).lines().map(str::to_string).collect::<Vec<_>>()).collect()
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

fn has_word(line: &str, name: &str) -> bool {
    words(line, name).next().is_some()
}

/// Where a name stands in a line.
fn words<'a>(line: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(name)
        .map(|(at, _)| at)
        .filter(move |at| !line[..*at].ends_with(part) && !line[at + name.len()..].starts_with(part))
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
