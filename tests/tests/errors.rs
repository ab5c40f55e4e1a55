//! Erroneous programs: the first error is the one that the program itself names as gcc's (`// expect-error:`), place and
//! words, and nothing crashes. `tests/conformance/host.sh errors` compares the same line with the host's gcc.

use forklore_sim::boot::build;
use forklore_sim::library;
use forklore_sim::setup::Sources;
use forklore_sim::userland::cc::diag::{Diagnostic, Severity};
use forklore_tests::program::Program;

#[test]
fn the_first_error_is_gccs() {
    let library = library::libc().expect("the C library");
    let programs = Program::all("tests/conformance/errors");
    assert!(programs.len() >= 60, "only {} erroneous programs found", programs.len());
    let mut wrong = String::new();
    for program in &programs {
        let text = std::fs::read_to_string(&program.path).expect("readable");
        let expected = text
            .lines()
            .find_map(|l| l.strip_prefix("// expect-error: "))
            .unwrap_or_else(|| panic!("{} does not say what to expect", program.name));
        let sources = Sources { no_warnings: true, ..Sources::single(&format!("{}.c", program.name), &text) };
        let found = match build(&sources, &library) {
            Ok(_) => "no error at all".to_string(),
            Err(diagnostics) => diagnostics.list.iter().find_map(error).unwrap_or_default(),
        };
        if found != expected {
            wrong += &format!("{}\n    gcc: {expected}\n    we:  {found}\n", program.name);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// An error as the programs write it: place and words, without the file's name.
fn error(diagnostic: &Diagnostic) -> Option<String> {
    let Diagnostic { severity, line, column, message, .. } = diagnostic;
    if *severity < Severity::Error {
        return None;
    }
    Some(match (line, column) {
        _ if message.starts_with("undefined reference") => format!("link: {message}"),
        (line, 0) => format!("{line}: {}: {message}", severity.text()),
        (line, column) => format!("{line}:{column}: {}: {message}", severity.text()),
    })
}
