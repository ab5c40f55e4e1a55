//! Linux is the judge: every conformance program runs in the simulator and on the host, and both must print the same
//! and end alike. `cargo test --test conformance -- pipe` runs those with `pipe` in their name.

use forklore_tests::program::{Program, repository};
use forklore_tests::{host, simulated};
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeMap;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Programs on the host mostly sleep: run more of them than there are processors.
    arguments.test_threads.get_or_insert(8);
    let judge = host::available();
    let meant = differences();
    let unsupported = not_yet();
    let mut trials = Vec::new();
    let mut programs = Program::all("tests/conformance");
    programs.retain(|p| !p.name.starts_with("errors/")); // tests/errors.rs
    programs.extend(Program::all("examples"));
    programs.extend(Program::libc());
    for program in programs {
        let judge = judge.clone();
        let area = program.name.split('/').next().unwrap_or_default();
        let skip = meant.contains_key(&program.name) || unsupported.iter().any(|n| *n == area || *n == program.name);
        trials.push(Trial::test(program.name.clone(), move || compare(&program, &judge)).with_ignored_flag(skip));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Areas and programs that need mechanisms which the simulator does not have yet.
fn not_yet() -> Vec<String> {
    let text = differences_file();
    let section = text.split("## Not in the simulator yet").nth(1).unwrap_or_default();
    section
        .lines()
        .filter_map(|line| line.strip_prefix("- `")?.split_once('`').map(|(name, _)| name.to_string()))
        .collect()
}

fn differences_file() -> String {
    let path = repository().join("tests/DIFFERENCES.md");
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The one list of differences that are meant: name and reason, one a line.
fn differences() -> BTreeMap<String, String> {
    let text = differences_file();
    let section = text.split("## Not in the simulator yet").next().unwrap_or_default();
    section
        .lines()
        .filter_map(|line| line.strip_prefix("- `")?.split_once("`: "))
        .map(|(name, reason)| (name.to_string(), reason.to_string()))
        .collect()
}

fn compare(program: &Program, judge: &Result<(), String>) -> Result<(), Failed> {
    let (simulated, finished) = simulated::run(program)?;
    if judge.is_err() && std::env::var_os("CI").is_none() {
        return Ok(()); // without a judge only that it runs; on CI the comparison must happen
    }
    judge.clone()?;
    if program.host_skip.is_some() || (program.root && !host::is_root()) {
        return Ok(());
    }
    let dir = tempfile::tempdir().map_err(|e| e.to_string())?;
    let exe = host::compile(program, dir.path())?;
    let mut real = host::run(program, &exe, dir.path())?;
    // A loaded host may be late for a sleep: what it shows has to be among what it can show.
    for _ in 0..2 {
        if simulated != real {
            let fresh = tempfile::tempdir().map_err(|e| e.to_string())?;
            real = host::run(program, &exe, fresh.path())?;
        }
    }
    if simulated == real {
        return Ok(());
    }
    let mut report = String::new();
    if simulated.status != real.status {
        report += &format!("exit status: Linux {}, simulator {}\n", real.status, simulated.status);
    }
    report += &diff(&String::from_utf8_lossy(&real.stdout), &String::from_utf8_lossy(&simulated.stdout));
    if program.stderr {
        report += &diff(&String::from_utf8_lossy(&real.stderr), &String::from_utf8_lossy(&simulated.stderr));
    } else if !finished.stderr.is_empty() {
        report += &format!("simulator's standard error:\n{}", String::from_utf8_lossy(&finished.stderr));
    }
    Err(report.into())
}

/// Line by line: `-` Linux, `+` simulator.
fn diff(real: &str, simulated: &str) -> String {
    similar::TextDiff::from_lines(real, simulated)
        .unified_diff()
        .context_radius(1)
        .header("Linux", "simulator")
        .to_string()
}
