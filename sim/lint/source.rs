//! The source of a program as text, for rules that ask what stands there.

use super::scene::Scene;
use crate::debug::code::{self, Spot};
use forklore_userland::vm::program::{LinkedFunction, Place, Program, Variable};
use std::ops::Range;

/// The lines of a function, with their numbers.
pub(super) fn lines(scene: &Scene, program: &Program, function: &LinkedFunction) -> Vec<(u32, String)> {
    from_place(scene, program, function.place, function.start..function.end)
}

/// The lines of a variable's scope, with their numbers: from its declaration on.
pub(super) fn scope(scene: &Scene, program: &Program, variable: &Variable) -> Vec<(u32, String)> {
    from_place(scene, program, variable.place, variable.pc_start..variable.pc_end)
}

/// The lines from a place to the last one of these instructions.
fn from_place(scene: &Scene, program: &Program, place: Place, pcs: Range<u32>) -> Vec<(u32, String)> {
    let Place { file, line: first, .. } = place;
    let Some(name) = program.files.get(file as usize) else { return Vec::new() };
    let from = program.lines.partition_point(|l| l.pc < pcs.start);
    let own = program.lines[from..].iter().take_while(|l| l.pc < pcs.end).filter(|l| l.place.file == file);
    let last = own.map(|l| l.place.line).max().unwrap_or(first);
    (first..=last).map(|line| (line, scene.line(&Spot { file: name.clone(), line }))).collect()
}

/// The lines of the user's files.
pub(super) fn all_lines(scene: &Scene, program: &Program) -> Vec<String> {
    let files = program.files.iter().filter(|file| code::is_own_file(file));
    let texts = files.filter_map(|file| code::text_of(&scene.setup, file));
    texts.flat_map(|text| String::from_utf8_lossy(text).lines().map(str::to_string).collect::<Vec<_>>()).collect()
}

/// Do the user's files have this text anywhere?
pub(super) fn all_text_has(scene: &Scene, text: &str) -> bool {
    let all = std::iter::once(&scene.setup.program).chain(scene.setup.bins.iter().map(|(_, sources)| sources));
    let mut files = all.flat_map(|sources| sources.files.iter().chain(&sources.headers));
    files.any(|(_, bytes)| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
}

/// Does the name stand in a line?
pub(super) fn has_word(line: &str, name: &str) -> bool {
    words(line, name).next().is_some()
}

/// Where a name stands in a line.
pub(super) fn words<'a>(line: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(name)
        .map(|(at, _)| at)
        .filter(move |at| !line[..*at].ends_with(part) && !line[at + name.len()..].starts_with(part))
}
