//! `sim run scenario.toml`: several programs, perhaps on several hosts, as a file describes them.

use crate::failure::{Failure, status};
use crate::host::{self, Colour};
use crate::setup;
use forklore_sim::scenario::boot::prepare;
use forklore_sim::scenario::file::Text;
use forklore_sim::scenario::run::{self, Written, ending};
use std::io::Write;
use std::path::Path;

/// Runs a scenario. The exit status is 0 when all is as expected, else 1.
pub fn run(path: &Path, colour: Colour) -> Result<u8, Failure> {
    let bytes = setup::read_host(path)?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::host(path, "not UTF-8 text"))?;
    let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
    let files = |name: &str| setup::read_host(&folder.join(name)).ok();
    let name = path.display().to_string();
    let prepared = match prepare(Text { name: &name, text: &text }, &files) {
        Ok(prepared) => prepared,
        Err(error) => {
            host::diagnostics(&format!("{error}\n"), colour);
            return Err(Failure { status: status::USAGE, message: "not run, because of the errors above".to_string() });
        }
    };
    host::diagnostics(&prepared.warnings, colour);
    // Whole lines, so that those of different programs do not mix.
    let mut partial: Vec<(String, u8, Vec<u8>)> = Vec::new();
    let outcome = run::run(prepared, &mut |written| show(&mut partial, &written));
    for (program, stream, rest) in partial.iter().filter(|(_, _, rest)| !rest.is_empty()) {
        print_line(program, *stream, rest);
    }
    for result in &outcome.programs {
        host::complain(&format!("{} {}", result.name, ending(result.status)), colour);
    }
    for failure in &outcome.failures {
        host::complain(failure, colour);
    }
    Ok(u8::from(!outcome.failures.is_empty()))
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
        print_line(written.program, written.stream, &line[..end]);
    }
}

/// `program| line`, to standard output or error.
fn print_line(program: &str, stream: u8, line: &[u8]) {
    let text = [program.as_bytes(), b"| ", line, b"\n"].concat();
    // A reader that is gone has seen enough.
    let _ = if stream == 1 { std::io::stdout().write_all(&text) } else { std::io::stderr().write_all(&text) };
}
