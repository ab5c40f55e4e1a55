//! What must hold of every run, on a sample of the conformance programs: the same seed gives the same bytes in two
//! processes, under every policy; and a machine that is written out in mid-run, read back and let go on comes to the same end.
//!
//! `FORKLORE_SAMPLE` is how many programs (15 without it), `FORKLORE_SEED` which ones.

use forklore_sim::boot::boot;
use forklore_sim::kernel::sched::PolicyKind;
use forklore_sim::machine::Machine;
use forklore_sim::setup::Setup;
use forklore_tests::program::Program;
use forklore_tests::simulated;
use libtest_mimic::{Arguments, Failed, Trial};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::process::{Command, ExitCode};

/// Longest run that is looked at, in turns.
const TURNS: usize = 30_000;
/// Asks this test for the digest of one program: its name, the policy's number, the seed.
const DIGEST: &str = "FORKLORE_DIGEST";

fn main() -> ExitCode {
    if let Ok(wanted) = std::env::var(DIGEST) {
        println!("digest {}", digest_of(&wanted).unwrap_or_else(|e| e));
        return ExitCode::SUCCESS;
    }
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for (n, program) in sample().into_iter().enumerate() {
        let (name, seed) = (program.name.clone(), n as u64 + 1);
        let policy = n % PolicyKind::ALL.len();
        let again = program.clone();
        trials.push(Trial::test(format!("two_processes/{name}"), move || two_processes(&program.name, policy, seed)));
        trials.push(Trial::test(format!("written_out/{name}"), move || written_out(&again, policy, seed)));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn programs() -> Vec<Program> {
    let mut programs = Program::all("tests/conformance");
    programs.retain(|p| !p.name.starts_with("errors/"));
    programs
}

/// Programs spread over all areas.
fn sample() -> Vec<Program> {
    let mut programs = programs();
    let (count, seed) = (number("FORKLORE_SAMPLE", 15) as usize, number("FORKLORE_SEED", 1));
    let mut chosen = Vec::new();
    let mut state = seed;
    while chosen.len() < count && !programs.is_empty() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        chosen.push(programs.swap_remove((state >> 33) as usize % programs.len()));
    }
    chosen
}

fn setup(program: &Program, policy: usize, seed: u64) -> Setup {
    let mut setup = simulated::setup(program);
    setup.machine.policy = PolicyKind::ALL[policy].1;
    setup.machine.seed = seed;
    setup.machine.quantum_ns = 20_000;
    setup
}

/// A run as one number: every event and every byte of output, and how many turns it took.
struct Digest {
    hasher: DefaultHasher,
    turns: usize,
}

impl Digest {
    fn new() -> Digest {
        Digest { hasher: DefaultHasher::new(), turns: 0 }
    }

    /// One turn; `false` at the end.
    fn turn(&mut self, machine: &mut Machine) -> bool {
        let went_on = self.turns < TURNS && machine.turn().is_some();
        self.turns += usize::from(went_on);
        format!("{:?}", machine.kernel.events.take()).hash(&mut self.hasher);
        for chunk in machine.kernel.take_output() {
            (chunk.fd, &chunk.bytes).hash(&mut self.hasher);
        }
        went_on
    }

    fn text(&self) -> String {
        format!("{:016x} after {} turns", self.hasher.finish(), self.turns)
    }
}

fn started(program: &Program, policy: usize, seed: u64) -> Result<Machine, String> {
    let mut machine = boot(&setup(program, policy, seed)).map_err(|e| e.to_string())?.machine;
    machine.kernel.events.set_on(true);
    Ok(machine)
}

fn digest(program: &Program, policy: usize, seed: u64) -> Result<Digest, String> {
    let mut machine = started(program, policy, seed)?;
    let mut digest = Digest::new();
    while digest.turn(&mut machine) {}
    Ok(digest)
}

fn digest_of(wanted: &str) -> Result<String, String> {
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let [name, policy, seed] = words[..] else { return Err("not a program, a policy and a seed".into()) };
    let program = programs().into_iter().find(|p| p.name == name).ok_or("no such program")?;
    let (policy, seed) = (policy.parse().map_err(|_| "policy")?, seed.parse().map_err(|_| "seed")?);
    Ok(digest(&program, policy, seed)?.text())
}

fn two_processes(name: &str, policy: usize, seed: u64) -> Result<(), Failed> {
    let wanted = format!("{name} {policy} {seed}");
    let other = Command::new(std::env::current_exe()?).env(DIGEST, &wanted).output()?;
    let here = format!("digest {}", digest_of(&wanted)?);
    let there = String::from_utf8_lossy(&other.stdout).trim_end().to_string();
    if here == there { Ok(()) } else { Err(format!("{wanted}: here {here}, there {there}").into()) }
}

fn written_out(program: &Program, policy: usize, seed: u64) -> Result<(), Failed> {
    let whole = digest(program, policy, seed)?;
    let mut machine = started(program, policy, seed)?;
    let mut digest = Digest::new();
    // Three moments, spread over the run by the seed.
    let at: Vec<usize> = (1..4).map(|n| (whole.turns * n / 4 + seed as usize * 7) % whole.turns.max(1)).collect();
    loop {
        if at.contains(&digest.turns) {
            machine.kernel.check().map_err(|e| format!("at turn {}: {e}", digest.turns))?;
            let bytes = postcard::to_allocvec(&machine)?;
            let restored: Machine = postcard::from_bytes(&bytes)?;
            if restored != machine {
                return Err(format!("at turn {}: what was read back is another machine", digest.turns).into());
            }
            machine = restored;
        }
        if !digest.turn(&mut machine) {
            break;
        }
    }
    if digest.text() == whole.text() {
        Ok(())
    } else {
        Err(format!("{} instead of {}", digest.text(), whole.text()).into())
    }
}
