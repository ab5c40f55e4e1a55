//! Compiles many cases as one program, runs them on the host and in the simulator, tells which differ.

use super::case::{Case, program};
use crate::host;
use crate::program::Program;
use forklore_sim::kernel::sched::PolicyKind;
use forklore_sim::run::{Ended, Finished};
use forklore_sim::setup::{Limits, Setup, Sources, Stdin};

/// What became of one case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Both printed this.
    Agrees,
    /// The host's two runs differ: what they printed, and whether all that the simulator printed is among it.
    HostVaries([String; 2], bool),
    /// They differ: what the host printed, what the simulator printed.
    Differs(String, String),
}

/// Judges cases; each list of verdicts is as long as that of cases.
///
/// # Errors
/// A program that does not compile, or a run that did not get to its end: then the generator is at fault, or both are.
pub fn judge(cases: &[Case], seeds: &[u64]) -> Result<Vec<Verdict>, String> {
    let count = cases.len();
    let ([first, second], simulated) = both(cases, seeds)?;
    let verdict = |n: usize| {
        let mut printed = simulated.iter().map(|simulated| &simulated[n]);
        if first[n] != second[n] {
            let among = printed.all(|text| [&first[n], &second[n]].contains(&text));
            return Verdict::HostVaries([first[n].clone(), second[n].clone()], among);
        }
        match printed.find(|text| **text != first[n]) {
            Some(other) => Verdict::Differs(first[n].clone(), other.clone()),
            None => Verdict::Agrees,
        }
    };
    Ok((0..count).map(verdict).collect())
}

/// What each case prints in two runs on the host and one in the simulator for each seed.
type Printed = ([Vec<String>; 2], Vec<Vec<String>>);

fn both(cases: &[Case], seeds: &[u64]) -> Result<Printed, String> {
    let text = program(cases);
    let dir = tempfile::tempdir().map_err(|e| e.to_string())?;
    let path = dir.path().join("cases.c");
    std::fs::write(&path, &text).map_err(|e| e.to_string())?;
    let file = Program { prompt: true, ..Program::load(dir.path(), &path) };
    let exe = host::compile_at(&file, dir.path(), "-O0")?;
    let count = cases.len();
    // The host's runs sleep most of the time.
    let (hosts, simulated) = std::thread::scope(|scope| {
        let again = scope.spawn(|| on_host(&file, &exe, count));
        let simulated: Result<Vec<Vec<String>>, String> =
            seeds.iter().map(|seed| in_simulator(&text, *seed, count)).collect();
        let hosts = [on_host(&file, &exe, count), again.join().unwrap_or_else(|_| Err("the host's run failed".into()))];
        (hosts, simulated)
    });
    let ([first, second], simulated) = (hosts, simulated?);
    Ok(([first?, second?], simulated))
}

/// Does something that the host prints, in one of several runs alone, equal what the simulator prints by default? And the
/// other way round: is one that the host printed before among what the simulator prints under some seed?
pub fn explained(case: &Case, before: &[String]) -> Result<bool, String> {
    let seeds: Vec<u64> = (0..SCHEDULES).collect();
    let mut seen = before.to_vec();
    let mut shown = Vec::new();
    for round in 0..ROUNDS {
        let (hosts, simulated) = both(std::slice::from_ref(case), if round == 0 { &seeds } else { &[] })?;
        seen.extend(hosts.into_iter().flatten());
        shown.extend(simulated.into_iter().flatten());
        if seen.contains(&shown[0]) && before.iter().any(|text| shown.contains(text)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Schedules of the simulator, and pairs of runs on the host, for a case that varies there.
const SCHEDULES: u64 = 12;
const ROUNDS: u32 = 4;

/// So many programs run the cases side by side, each every so-many-th.
const PARTS: usize = 4;

fn on_host(file: &Program, exe: &std::path::Path, count: usize) -> Result<Vec<String>, String> {
    let parts = PARTS.min(count);
    let printed: Vec<Result<Vec<String>, String>> = std::thread::scope(|scope| {
        let runs: Vec<_> =
            (0..parts).map(|part| scope.spawn(move || part_on_host(file, exe, part, parts, count))).collect();
        runs.into_iter().map(|run| run.join().unwrap_or_else(|_| Err("the host's run failed".into()))).collect()
    });
    let mut printed = printed.into_iter().map(|part| part.map(Vec::into_iter)).collect::<Result<Vec<_>, _>>()?;
    Ok((0..count).map(|n| printed[n % parts].next().unwrap_or_default()).collect())
}

fn part_on_host(
    file: &Program,
    exe: &std::path::Path,
    part: usize,
    parts: usize,
    count: usize,
) -> Result<Vec<String>, String> {
    let dir = tempfile::tempdir().map_err(|e| e.to_string())?;
    let file = Program { stdin: format!("{part} {parts}\n").into_bytes(), ..file.clone() };
    let ran = host::run(&file, exe, dir.path())?;
    split(&String::from_utf8_lossy(&ran.stdout), (part..count).step_by(parts).len())
        .ok_or_else(|| format!("the host's run ended with {}", ran.status))
}

fn in_simulator(text: &str, seed: u64, count: usize) -> Result<Vec<String>, String> {
    let mut setup = Setup {
        program: Sources {
            files: vec![("cases.c".into(), text.as_bytes().to_vec())],
            no_warnings: true,
            ..Sources::default()
        },
        argv0: "./a.out".to_string(),
        stdin: Stdin::Stream,
        limits: Limits { linger_ns: 1_000_000_000, ..Limits::default() },
        ..Setup::default()
    };
    if seed > 0 {
        setup.machine.policy = PolicyKind::Random;
        setup.machine.seed = seed;
        setup.machine.quantum_ns = 20_000;
    }
    let finished = forklore_sim::run::run_to_end(&setup, b"").map_err(|e| e.to_string())?;
    let Finished { ended, stdout, .. } = &finished;
    match ended {
        Ended::Exited(0) => {}
        other => return Err(format!("the simulator's run ended otherwise: {other}\n{}", tail(stdout))),
    }
    split(&String::from_utf8_lossy(stdout), count).ok_or_else(|| "output of a case is missing".to_string())
}

fn tail(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(600)..]).into_owned()
}

/// What each case printed.
fn split(text: &str, count: usize) -> Option<Vec<String>> {
    let parts: Vec<String> =
        text.split("== ").skip(1).map(|part| part.split_once('\n').map_or("", |p| p.1).to_string()).collect();
    (parts.len() == count).then_some(parts)
}
