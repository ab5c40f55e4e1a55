//! Programs as a debugger sees them: the user's own functions and lines, and where to stop for them.
//!
//! Entry points: [`Sources`](sources_of), [`line_stops`], [`function_stops`], [`statements`], [`Spot`].

use crate::library;
use crate::machine::Machine;
use crate::setup::{Setup, Sources};
use crate::traps::Traps;
use forklore_kernel::abi::{ProgramId, Tid};
use forklore_userland::library::LIBRARY_FOLDER;
use forklore_userland::vm::isa::{Op, Reg};
use forklore_userland::vm::program::{LinkedFunction, Place, Program};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A line of a program's source.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Spot {
    /// File as the compiler was given it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
}

/// The sources of a program; `None` for those of /bin.
pub fn sources_of(setup: &Setup, id: ProgramId) -> Option<&Sources> {
    match id.index().checked_sub(library::tool_count())? {
        0 => Some(&setup.program),
        n => setup.bins.get(n - 1).map(|(_, sources)| sources),
    }
}

/// The text of a source file.
pub fn text_of<'a>(setup: &'a Setup, file: &str) -> Option<&'a [u8]> {
    let all = std::iter::once(&setup.program).chain(setup.bins.iter().map(|(_, sources)| sources));
    let files = all.flat_map(|sources| sources.files.iter().chain(&sources.headers));
    files.into_iter().find(|(name, _)| name == file).map(|(_, text)| text.as_slice())
}

/// One line of a source file, without its end.
pub fn line_text(setup: &Setup, file: &str, line: u32) -> Option<String> {
    let text = text_of(setup, file)?;
    let line = text.split(|b| *b == b'\n').nth(line.checked_sub(1)? as usize)?;
    Some(String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned())
}

/// The user's own programs: those that the setup brings.
pub fn own_programs<'a>(machine: &'a Machine, setup: &Setup) -> Vec<(ProgramId, &'a Arc<Program>)> {
    let first = library::tool_count();
    let ids = (first..=first + setup.bins.len()).map(|n| ProgramId(n as u32));
    ids.filter_map(|id| machine.programs().peek(id).map(|program| (id, program))).collect()
}

/// Is this file the user's own, not the C library's?
pub fn is_own_file(file: &str) -> bool {
    !file.starts_with(LIBRARY_FOLDER)
}

/// File and line of an instruction, if it is in the user's own source.
pub fn spot(program: &Program, pc: u32) -> Option<Spot> {
    let place = program.place_at(pc)?;
    let file = program.files.get(place.file as usize).filter(|file| is_own_file(file))?;
    (place.line > 0).then(|| Spot { file: file.clone(), line: place.line })
}

/// Is this function the user's own?
pub fn is_own(program: &Program, function: &LinkedFunction) -> bool {
    program.files.get(function.place.file as usize).is_some_and(|file| is_own_file(file))
}

/// The function that the instruction at `pc` calls directly, and the first register of its window.
pub fn called(program: &Program, pc: u32) -> Option<(Reg, &LinkedFunction)> {
    match *program.code.get(pc as usize)? {
        Op::Call { base, target } | Op::CallI32 { base, target, .. } => Some((base, program.function_at(target)?)),
        _ => None,
    }
}

/// The instructions of the user's own functions.
pub fn own_instructions(program: &Program) -> impl Iterator<Item = u32> + '_ {
    program.functions.iter().filter(|f| is_own(program, f)).flat_map(|f| f.start..f.end)
}

/// The library's function of whose first instruction a task is about to execute.
pub fn entered(machine: &Machine, tid: Tid) -> Option<&LinkedFunction> {
    let task = machine.task(tid)?;
    let program = machine.programs().peek(task.program?)?;
    program.function_at(task.cpu.pc()).filter(|f| f.start == task.cpu.pc() && !is_own(program, f))
}

/// The instructions of a program's own functions at which a statement begins.
pub fn statements(program: &Program) -> impl Iterator<Item = (u32, Place)> + '_ {
    program.functions.iter().filter(|f| is_own(program, f)).flat_map(|f| statements_of(program, f))
}

fn statements_of<'a>(program: &'a Program, f: &LinkedFunction) -> impl Iterator<Item = (u32, Place)> + use<'a> {
    let (start, end) = (f.start, f.end);
    let from = program.lines.partition_point(|l| l.pc < start);
    let entries = program.lines[from..].iter().take_while(move |l| l.pc < end);
    entries.filter(|l| l.is_stmt).map(|l| (l.pc, l.place))
}

/// Where a function is entered, for a person: its first statement.
pub fn function_entry(program: &Program, f: &LinkedFunction) -> u32 {
    statements_of(program, f).map(|(pc, _)| pc).next().unwrap_or(f.start)
}

/// Traps before every statement of the user's programs.
pub fn all_statements(machine: &Machine, setup: &Setup) -> Traps {
    statements_where(machine, setup, &|_, _| true)
}

/// Traps before the statements of the functions that are active in a program, given by an instruction of each, and before every
/// statement of other programs: what is called from these functions runs without a pause.
pub fn statements_of_active(machine: &Machine, setup: &Setup, here: ProgramId, active: &[u32]) -> Traps {
    let is_active = |f: &LinkedFunction| active.iter().any(|pc| (f.start..f.end).contains(pc));
    statements_where(machine, setup, &|id, f| id != here || is_active(f))
}

/// Traps before the statements of some of the user's functions.
fn statements_where(machine: &Machine, setup: &Setup, wanted: &dyn Fn(ProgramId, &LinkedFunction) -> bool) -> Traps {
    let mut traps = Traps::default();
    for (id, program) in own_programs(machine, setup) {
        let functions = program.functions.iter().filter(|f| is_own(program, f) && wanted(id, f));
        traps.set(id, program, functions.flat_map(|f| statements_of(program, f)).map(|(pc, _)| pc));
    }
    traps
}

/// The instructions at which a line is stopped at, by program: its first statement in each stretch of code. If the line has no
/// code, the next one that has, and which that is.
pub fn line_stops(machine: &Machine, setup: &Setup, wanted: &Spot) -> Option<(Spot, BTreeMap<ProgramId, Vec<u32>>)> {
    let mut best: Option<(u32, BTreeMap<ProgramId, Vec<u32>>)> = None;
    for (id, program) in own_programs(machine, setup) {
        for f in program.functions.iter().filter(|f| is_own(program, f)) {
            let mut last = None;
            for (pc, place) in statements_of(program, f) {
                let same = program.files.get(place.file as usize).is_some_and(|file| *file == wanted.file);
                let again = last == Some(place.line);
                last = Some(place.line);
                if !same || place.line < wanted.line || again {
                    continue;
                }
                if best.as_ref().is_none_or(|(line, _)| place.line < *line) {
                    best = Some((place.line, BTreeMap::new()));
                }
                if let Some((line, stops)) = &mut best
                    && *line == place.line
                {
                    stops.entry(id).or_default().push(pc);
                }
            }
        }
    }
    best.map(|(line, stops)| (Spot { file: wanted.file.clone(), line }, stops))
}

/// Where a function of this name is entered, by program. The C library's functions have it only where no program of the user's does:
/// its helpers may be called as his are.
pub fn function_stops(machine: &Machine, setup: &Setup, name: &str) -> BTreeMap<ProgramId, Vec<u32>> {
    let mut stops = BTreeMap::new();
    let programs = own_programs(machine, setup);
    let has = |program: &Arc<Program>| program.functions.iter().any(|f| f.name == name && is_own(program, f));
    let own = programs.iter().any(|(_, program)| has(program));
    for (id, program) in programs {
        let named = program.functions.iter().filter(|f| f.name == name && (!own || is_own(program, f)));
        let pcs: Vec<u32> = named.map(|f| function_entry(program, f)).collect();
        if !pcs.is_empty() {
            stops.insert(id, pcs);
        }
    }
    stops
}

/// Names of the variables that a program's own files declare outside of functions, without what the compiler made (`.L1`).
pub fn global_names(setup: &Setup, program: &Program) -> Vec<String> {
    let own = program.globals.iter().filter(|g| {
        g.place.line > 0
            && g.name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && g.name.chars().all(|c| c.is_alphanumeric() || c == '_')
            && program.files.get(g.place.file as usize).is_some_and(|file| text_of(setup, file).is_some())
    });
    let mut names: Vec<String> = own.map(|g| g.name.clone()).collect();
    names.sort();
    names.dedup();
    names
}

/// Names of all functions of the user's own, for completion and for hints.
pub fn function_names(machine: &Machine, setup: &Setup) -> Vec<String> {
    let mut names = Vec::new();
    for (_, program) in own_programs(machine, setup) {
        names.extend(program.functions.iter().filter(|f| is_own(program, f)).map(|f| f.name.clone()));
    }
    names.sort();
    names.dedup();
    names
}
