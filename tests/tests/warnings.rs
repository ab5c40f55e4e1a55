//! What `-Wall` says: for every conformance program and example the same warnings as the host's gcc, in place and words, as
//! far as we have them. That programs which are right get none is part of it.

use forklore_sim::boot::build;
use forklore_sim::library;
use forklore_sim::setup::Sources;
use forklore_sim::userland::cc::diag::{Diagnostic, Severity};
use forklore_sim::userland::cc::warnings;
use forklore_tests::host;
use forklore_tests::program::Program;
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeSet;
use std::process::{Command, ExitCode};

/// Programs whose warnings differ, and in what.
const MEANT: &[(&str, &str)] = &[
    ("lang/bit_fields_more", "a member that is changed twice"),
    ("lang/convert", "the address of a variable as a _Bool"),
    ("lang/formats_more", "flags before '%%', of which gcc reads on differently"),
    ("lang/printf_int", "flags before '%%', of which gcc reads on differently"),
    ("lang/string_in_struct", "gcc says of missing braces once more for some of the levels"),
    ("lang/vla", "the size of an array, which gcc counts twice"),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let judge = host::available().and_then(|()| gcc());
    let mut programs = Program::all("tests/conformance");
    programs.retain(|p| !p.name.starts_with("errors/"));
    programs.extend(Program::all("examples"));
    let trial = |program: Program| {
        let meant = MEANT.iter().any(|(name, _)| *name == program.name);
        let judge = judge.clone();
        Trial::test(program.name.clone(), move || compare(&program, &judge)).with_ignored_flag(meant)
    };
    libtest_mimic::run(&arguments, programs.into_iter().map(trial).collect()).exit_code()
}

/// The words are those of one version.
fn gcc() -> Result<(), String> {
    let out = Command::new("cc").arg("--version").output().map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let first = text.lines().next().unwrap_or_default();
    if first.contains(" 12.") { Ok(()) } else { Err(format!("the words are gcc 12's, this is {first}")) }
}

fn compare(program: &Program, judge: &Result<(), String>) -> Result<(), Failed> {
    let text = std::fs::read(&program.path).map_err(|e| e.to_string())?;
    let file = program.path.display().to_string();
    // These programs are about warnings: also their order counts, and some are about those of -Wextra.
    let ordered = program.name.starts_with("warnings/");
    let extra = program.name == "warnings/extra";
    let options = if extra { ["all", "extra"].as_slice() } else { &["all"] };
    let sources = Sources {
        warnings: options.iter().map(|option| option.to_string()).collect(),
        defines: vec!["_GNU_SOURCE".to_string()],
        ..Sources::single(&file, &String::from_utf8_lossy(&text))
    };
    let library = library::libc().map_err(|e| e.to_string())?;
    let found = match build(&sources, &library) {
        Ok((_, found)) | Err(found) => found,
    };
    let ours: Vec<String> = found.list.iter().filter_map(shown).filter(|line| is_known(line)).collect();
    if judge.is_err() {
        return Ok(());
    }
    let out = Command::new("cc")
        .args(options.iter().map(|option| format!("-W{option}")))
        .args(["-std=gnu17", "-D_GNU_SOURCE", "-c", "-o", "/dev/null"])
        .arg(&program.path)
        .env("LC_ALL", "C")
        .output()
        .map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&out.stderr).into_owned();
    let prefix = format!("{file}:");
    let lines = text.lines().filter_map(|line| line.strip_prefix(&prefix));
    let real: Vec<String> = lines.filter_map(normal).filter(|line| is_known(line)).collect();
    if ours == real {
        return Ok(());
    }
    let (in_our_order, in_theirs) = (ours.join("\n    "), real.join("\n    "));
    let (ours, real) = (BTreeSet::from_iter(ours), BTreeSet::from_iter(real));
    if ours == real {
        return match ordered {
            true => Err(format!("\n  gcc's order:\n    {in_theirs}\n  ours:\n    {in_our_order}").into()),
            false => Ok(()),
        };
    }
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>().join("\n    ");
    Err(format!("\n  gcc alone:\n    {}\n  we alone:\n    {}", only(&real, &ours), only(&ours, &real)).into())
}

/// `line:column: message [option]`.
fn shown(d: &Diagnostic) -> Option<String> {
    let option = d.option?;
    (d.severity == Severity::Warning)
        .then(|| normal(&format!("{}:{}: warning: {} [{option}]", d.line, d.column, d.message)))
        .flatten()
}

/// The same of gcc's line, without the names of types that have two, and of uninitialized variables without the column:
/// gcc shows the statement, we the variable.
fn normal(line: &str) -> Option<String> {
    let (place, message) = line.split_once(": warning: ")?;
    let place = if message.ends_with("[-Wuninitialized]") { place.split(':').next()? } else { place };
    Some(format!("{place}: {message}"))
}

/// Do we have this warning?
fn is_known(line: &str) -> bool {
    let option = line.rsplit_once(" [-W").map_or("", |(_, option)| option.trim_end_matches(']'));
    // Which paths there are, gcc knows better.
    option != "maybe-uninitialized" && warnings::all().any(|known| known == option)
}
