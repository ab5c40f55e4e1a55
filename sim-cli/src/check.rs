//! `sim check` and `sim disasm`: the compiler alone.

use crate::args::{CheckArgs, DisasmArgs};
use crate::failure::{Failure, status};
use crate::host::{self, Colour};
use crate::scenario;
use crate::setup;
use forklore_sim::boot::build;
use forklore_sim::library;
use forklore_sim::userland::library::LIBRARY_FOLDER;
use forklore_sim::userland::vm::disasm;

/// Compiles and links, and prints every diagnostic: also those that gcc has with `-Wall` only. Of a scenario: whether it says what a
/// scenario may, and whether its programs compile.
pub fn check(args: &CheckArgs, colour: Colour) -> Result<u8, Failure> {
    if let Some(path) = scenario::only(&args.sources) {
        scenario::load(path, colour)?;
        return Ok(0);
    }
    let mut sources = setup::sources(&args.sources, &args.cc)?;
    sources.warnings.insert(0, "all".to_string());
    let library = library::libc().map_err(|e| Failure { status: status::HOST, message: e.to_string() })?;
    match build(&sources, &library) {
        Ok((_, warnings)) => {
            host::diagnostics(&warnings.render(), colour);
            Ok(0)
        }
        Err(error) => {
            host::diagnostics(&error.render(), colour);
            Ok(status::COMPILE)
        }
    }
}

/// Prints bytecode beside source lines.
pub fn disasm(args: &DisasmArgs, colour: Colour) -> Result<u8, Failure> {
    let sources = setup::sources(&args.sources, &args.cc)?;
    let library = library::libc().map_err(|e| Failure { status: status::HOST, message: e.to_string() })?;
    let (program, warnings) = match build(&sources, &library) {
        Ok(built) => built,
        Err(error) => {
            host::diagnostics(&error.render(), colour);
            return Ok(status::COMPILE);
        }
    };
    host::diagnostics(&warnings.render(), colour);
    let line_of = |file: u16, line: u32| {
        let name = program.files.get(file as usize)?;
        let (_, text) = sources.files.iter().chain(&sources.headers).find(|(n, _)| n == name)?;
        let text = String::from_utf8_lossy(text);
        text.lines().nth(line as usize - 1).map(str::to_string)
    };
    for name in &args.function {
        if !program.functions.iter().any(|f| f.name == *name) {
            return Err(Failure::usage(format!("no function '{name}' in the program")));
        }
    }
    for function in &program.functions {
        let own = program.files.get(function.place.file as usize).is_some_and(|f| !f.starts_with(LIBRARY_FOLDER));
        let wanted = if args.function.is_empty() { own || args.all } else { args.function.contains(&function.name) };
        if wanted && !host::print(&format!("{}\n", disasm::function(&program, function, &line_of))) {
            break;
        }
    }
    Ok(0)
}
