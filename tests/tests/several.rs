//! Where Linux may answer in several ways: each program of `tests/several` names the legal answers in its first lines
//! (`// legal: TEXT`). It runs several times on the host and under several schedules in the simulator, and
//! - everything that either shows is legal,
//! - everything that Linux shows is among what the simulator shows,
//! - and so the simulator's answer by default is one that Linux can give.
//!
//! `FORKLORE_RUNS` is how often the host runs each (8 without it), `FORKLORE_SCHEDULES` how many random schedules (60).

use forklore_sim::kernel::sched::PolicyKind;
use forklore_sim::run::run_to_end;
use forklore_tests::program::Program;
use forklore_tests::{host, simulated};
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeSet;
use std::process::ExitCode;

/// Slices so short that a program can be interrupted anywhere, and longer ones.
const QUANTA_NS: &[u64] = &[1_000, 5_000, 50_000];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = Program::all("tests/several")
        .into_iter()
        .map(|program| Trial::test(program.name.clone(), move || judge(&program)));
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn judge(program: &Program) -> Result<(), Failed> {
    let text = std::fs::read_to_string(&program.path)?;
    let legal: BTreeSet<String> =
        text.lines().filter_map(|line| line.strip_prefix("// legal: ")).map(String::from).collect();
    let default = simulate(program, None)?;
    let mut simulated = BTreeSet::from([default.clone()]);
    let linux = on_host(program)?;
    let usual = number("FORKLORE_SCHEDULES", 60);
    for seed in 1..=usual.max(2_000) {
        // A rare order that Linux happened to show may take longer to find.
        if simulated == legal || seed > usual && linux.is_subset(&simulated) {
            break;
        }
        simulated.insert(simulate(program, Some(seed))?);
    }
    let list = |set: &BTreeSet<String>| set.iter().map(|answer| format!("{answer:?}")).collect::<Vec<_>>().join(", ");
    eprintln!(
        "{}: legal {}; Linux shows {}; the simulator {}, by default {default:?}",
        program.name,
        list(&legal),
        list(&linux),
        list(&simulated)
    );
    for (who, set) in [("Linux", &linux), ("the simulator", &simulated)] {
        let wrong: BTreeSet<String> = set.difference(&legal).cloned().collect();
        if !wrong.is_empty() {
            return Err(format!("{who} shows what is not legal: {}", list(&wrong)).into());
        }
    }
    let missed: BTreeSet<String> = linux.difference(&simulated).cloned().collect();
    if !missed.is_empty() {
        return Err(format!("Linux shows what the simulator does not: {}", list(&missed)).into());
    }
    Ok(())
}

fn simulate(program: &Program, seed: Option<u64>) -> Result<String, Failed> {
    let mut setup = simulated::setup(program);
    if let Some(seed) = seed {
        setup.machine.policy = PolicyKind::Random;
        setup.machine.seed = seed;
        setup.machine.quantum_ns = QUANTA_NS[seed as usize % QUANTA_NS.len()];
    }
    let finished = run_to_end(&setup, b"").map_err(|e| e.to_string())?;
    Ok(String::from_utf8_lossy(&finished.stdout).trim_end().to_string())
}

/// What Linux shows; nothing without a judge.
fn on_host(program: &Program) -> Result<BTreeSet<String>, Failed> {
    let mut seen = BTreeSet::new();
    match host::available() {
        Err(why) if std::env::var_os("CI").is_some() => return Err(why.into()),
        Err(_) => return Ok(seen),
        Ok(()) => {}
    }
    let dir = tempfile::tempdir()?;
    let exe = host::compile(program, dir.path())?;
    for _ in 0..number("FORKLORE_RUNS", 8) {
        let home = tempfile::tempdir()?;
        let ran = host::run(program, &exe, home.path())?;
        seen.insert(String::from_utf8_lossy(&ran.stdout).trim_end().to_string());
    }
    Ok(seen)
}
