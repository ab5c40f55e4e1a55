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
    /// The host does not always print the same: nothing can be said.
    HostVaries,
    /// They differ: what the host printed, what the simulator printed.
    Differs(String, String),
}

/// Judges cases; each list of verdicts is as long as that of cases.
///
/// # Errors
/// A program that does not compile, or a run that did not get to its end: then the generator is at fault, or both are.
pub fn judge(cases: &[Case], seeds: &[u64]) -> Result<Vec<Verdict>, String> {
    let text = program(cases);
    let dir = tempfile::tempdir().map_err(|e| e.to_string())?;
    let path = dir.path().join("cases.c");
    std::fs::write(&path, &text).map_err(|e| e.to_string())?;
    let file = Program::load(dir.path(), &path);
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
    let (first, second) = (first?, second?);
    let mut verdicts = vec![Verdict::Agrees; count];
    for simulated in simulated {
        for (n, verdict) in verdicts.iter_mut().enumerate() {
            if first[n] != second[n] {
                *verdict = Verdict::HostVaries;
            } else if *verdict == Verdict::Agrees && simulated[n] != first[n] {
                *verdict = Verdict::Differs(first[n].clone(), simulated[n].clone());
            }
        }
    }
    Ok(verdicts)
}

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
