//! Scenarios (`sim run scenario.toml`): several programs, perhaps on several hosts, as a file describes them.

use crate::args::RunArgs;
use crate::failure::{Failure, status};
use crate::host::{self, Colour};
use crate::lint;
use crate::setup;
use forklore_sim::record::Recording;
use forklore_sim::scenario::ScenarioError;
use forklore_sim::scenario::boot::{Files, Prepared, Purpose, prepare};
use forklore_sim::scenario::file::Text;
use forklore_sim::scenario::run::{self, Outcome, Written, ending};
use forklore_sim::scenario::tape::{self, Staged};
use forklore_sim::world::World;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Is this the name of a scenario file, by its ending?
pub fn is_scenario(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "toml")
}

/// The scenario, if that is all that was given.
pub fn only(sources: &[PathBuf]) -> Option<&Path> {
    match sources {
        [path] if is_scenario(path) => Some(path),
        _ => None,
    }
}

/// Reads a scenario and boots its machines.
pub fn load(path: &Path, colour: Colour) -> Result<Prepared, Failure> {
    let prepared = read(path, colour, &mut |text, files| prepare(text, files))?;
    host::diagnostics(&prepared.warnings, colour);
    Ok(prepared)
}

/// Runs a scenario so that each of its hosts can be gone through afterwards; `show` gets output as it comes.
pub fn stage(path: &Path, purpose: Purpose, colour: Colour, show: &mut dyn FnMut(Written)) -> Result<Staged, Failure> {
    let staged = read(path, colour, &mut |text, files| tape::stage(text, files, purpose, show))?;
    host::diagnostics(&staged.warnings, colour);
    Ok(staged)
}

/// The recording of one host: that of this name, or the only one there is.
pub fn recording_of(path: &Path, name: Option<&str>, purpose: Purpose, colour: Colour) -> Result<Recording, Failure> {
    let staged = stage(path, purpose, colour, &mut |_| {})?;
    let names: Vec<&str> = staged.hosts.iter().map(|(name, _)| name.as_str()).collect();
    let wanted = match name {
        Some(name) => staged.hosts.iter().position(|(known, _)| known == name),
        None if names.len() == 1 => Some(0),
        None => {
            let message = format!("say of which host: --host NAME; there are: {}", names.join(", "));
            return Err(Failure::usage(message));
        }
    };
    match wanted {
        Some(number) => Ok(staged.hosts[number].1.clone()),
        None => {
            let names = names.join(", ");
            Err(Failure::usage(format!("there is no host \"{}\"; there are: {names}", name.unwrap_or(""))))
        }
    }
}

/// Does something with a scenario's text and the files beside it.
fn read<T>(
    path: &Path,
    colour: Colour,
    act: &mut dyn FnMut(Text, Files) -> Result<T, ScenarioError>,
) -> Result<T, Failure> {
    let bytes = setup::read_host(path)?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::host(path, "not UTF-8 text"))?;
    let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
    let files = |name: &str| setup::read_host(&folder.join(name)).ok();
    let name = path.display().to_string();
    act(Text { name: &name, text: &text }, &files).map_err(|error| {
        host::diagnostics(&format!("{error}\n"), colour);
        Failure { status: status::USAGE, message: "not run, because of the errors above".to_string() }
    })
}

/// Runs a scenario, then says what its programs did wrong, host by host.
pub fn run_and_lint(path: &Path, args: &RunArgs, colour: Colour) -> Result<u8, Failure> {
    let mut partial = Vec::new();
    let staged = stage(path, Purpose::Run, colour, &mut |written| show(&mut partial, &written))?;
    let status = conclude(&partial, &staged.outcome, colour);
    lint::lint_hosts(args, &staged.hosts, status)
}

/// Runs a scenario. The exit status is 0 when all is as expected, else 1.
pub fn run(path: &Path, colour: Colour) -> Result<u8, Failure> {
    Ok(run_watched(load(path, colour)?, colour, &mut |_| {}))
}

/// Runs what was loaded; `watch` sees the world after whatever happens in it.
pub fn run_watched(prepared: Prepared, colour: Colour, watch: &mut dyn FnMut(&mut World)) -> u8 {
    // Whole lines, so that those of different programs do not mix.
    let mut partial: Vec<(String, u8, Vec<u8>)> = Vec::new();
    let outcome = run::run_watched(prepared, &mut |written| show(&mut partial, &written), watch);
    conclude(&partial, &outcome, colour)
}

/// The lines that have no end, how each program ended, and what differs from what was expected: then the status is 1.
fn conclude(partial: &[(String, u8, Vec<u8>)], outcome: &Outcome, colour: Colour) -> u8 {
    for (program, stream, rest) in partial.iter().filter(|(_, _, rest)| !rest.is_empty()) {
        print_line(program, *stream, rest);
    }
    for result in &outcome.programs {
        host::complain(&format!("{} {}", result.name, ending(result.status)), colour);
    }
    for warning in &outcome.warnings {
        host::complain(&format!("warning: {warning}"), colour);
    }
    for failure in &outcome.failures {
        host::complain(failure, colour);
    }
    u8::from(!outcome.failures.is_empty())
}

fn show(partial: &mut Vec<(String, u8, Vec<u8>)>, written: &Written) {
    let key = |entry: &(String, u8, Vec<u8>)| entry.0 == written.program && entry.1 == written.stream;
    let at = match partial.iter().position(key) {
        Some(at) => at,
        None => {
            partial.push((written.program.to_string(), written.stream, Vec::new()));
            partial.len() - 1
        }
    };
    let rest = &mut partial[at].2;
    rest.extend_from_slice(written.bytes);
    while let Some(end) = rest.iter().position(|b| *b == b'\n') {
        let line: Vec<u8> = rest.drain(..=end).collect();
        // A terminal goes back to the line's beginning before it goes to the next.
        let line = &line[..end];
        print_line(written.program, written.stream, line.strip_suffix(b"\r").unwrap_or(line));
    }
}

/// `program| line`, to standard output or error.
fn print_line(program: &str, stream: u8, line: &[u8]) {
    let text = [program.as_bytes(), b"| ", line, b"\n"].concat();
    // A reader that is gone has seen enough.
    let _ = if stream == 1 { std::io::stdout().write_all(&text) } else { std::io::stderr().write_all(&text) };
}
