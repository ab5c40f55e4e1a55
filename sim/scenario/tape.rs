//! What each host of a scenario goes through, kept as the choices that repeat it: whoever ran how long, time that passed, what came
//! from other hosts and from the scenario. So one host can be stepped through without the others, to the step.
//!
//! Entry points: [`stage`] runs a scenario and gives a [`Recording`] for each host.

use super::boot::{Files, Prepared, Purpose, prepare_for, sources_of_host};
use super::file::{Scenario, ScenarioError, Text};
use super::run::{Outcome, Written, run_taped};
use crate::incoming::Incoming;
use crate::machine::Choice;
use crate::record::Recording;
use crate::setup::{Limits, Scene, Setup, Start};
use crate::world::{HostId, World, WorldChoice};
use forklore_kernel::net::packet::Packet;
use toml::Spanned;

/// Choices by host.
pub(super) struct Tapes {
    hosts: Vec<Vec<Choice>>,
}

/// What of a world must be known to say what a turn did.
pub(super) struct Before {
    now_ns: Vec<u64>,
    idle: Vec<bool>,
    /// The packet that arrives first.
    first: Option<(u64, HostId, Packet)>,
}

impl Before {
    pub(super) fn of(world: &World) -> Before {
        let kernels = || world.hosts.iter().map(|host| &host.machine.kernel);
        Before {
            now_ns: kernels().map(|kernel| kernel.now_ns()).collect(),
            idle: kernels().map(|kernel| kernel.runnable().is_empty()).collect(),
            first: world.flights().next().map(|((at, _), flight)| (at, flight.to, flight.packet.clone())),
        }
    }
}

impl Tapes {
    pub(super) fn new(hosts: usize) -> Tapes {
        Tapes { hosts: vec![Vec::new(); hosts] }
    }

    /// Something came to a host.
    pub(super) fn came(&mut self, host: HostId, choice: Choice) {
        if let Some(tape) = self.hosts.get_mut(host) {
            tape.push(choice);
        }
    }

    /// A turn of the world was this.
    pub(super) fn turned(&mut self, world: &World, before: Before, made: &WorldChoice) {
        match made {
            WorldChoice::Host(host, Choice::Tick) => {
                // As time that passes: so the tape alone says when everything happens.
                let now = world.hosts[*host].machine.kernel.now_ns();
                self.came(*host, Choice::Pass(now - before.now_ns[*host]));
            }
            WorldChoice::Host(host, choice) => self.came(*host, choice.clone()),
            WorldChoice::Deliver(_) => {
                let Some((at, host, packet)) = before.first else { return };
                if before.idle[host] && at > before.now_ns[host] {
                    self.came(host, Choice::Pass(at - before.now_ns[host]));
                }
                self.came(host, Choice::Incoming(Box::new(Incoming::Packet(packet))));
            }
            WorldChoice::Lose(_) => {}
        }
    }

    /// Time has passed on hosts that had nothing to do.
    pub(super) fn passed(&mut self, world: &World, before: &Before) {
        for (n, host) in world.hosts.iter().enumerate() {
            let now = host.machine.kernel.now_ns();
            if now > before.now_ns[n] {
                self.came(n, Choice::Pass(now - before.now_ns[n]));
            }
        }
    }
}

/// What comes from outside in a stretch of a tape, with the virtual times, if it begins at `now_ns`.
pub(crate) fn timetable(tape: &[Choice], mut now_ns: u64) -> Vec<(u64, Choice)> {
    let mut all = Vec::new();
    for choice in tape {
        match choice {
            Choice::Run(_, ns) | Choice::Pass(ns) => now_ns = now_ns.saturating_add(*ns),
            other => all.push((now_ns, other.clone())),
        }
    }
    all
}

/// A scenario that has been run, so that its hosts can be gone through.
#[derive(Clone, Debug)]
pub struct Staged {
    /// What each host went through.
    pub hosts: Vec<(String, Recording)>,
    /// What came of the run.
    pub outcome: Outcome,
    /// The compiler's warnings.
    pub warnings: String,
}

/// Most instructions of a scenario that is to be gone through: its run is kept in memory.
const MOST_STEPS: u64 = 1 << 30;

/// Runs a scenario to its end; `show` gets output as it comes.
///
/// # Errors
/// What the file gets wrong, with its line, or the compiler's messages.
pub fn stage(
    text: Text,
    files: Files,
    purpose: Purpose,
    show: &mut dyn FnMut(Written),
) -> Result<Staged, ScenarioError> {
    let mut prepared = prepare_for(text, files, purpose)?;
    let kept = files_of(&text.parse()?, files);
    prepared.steps = prepared.steps.min(MOST_STEPS);
    let names: Vec<String> = prepared.world.hosts.iter().map(|host| host.name.clone()).collect();
    let (limits, warnings) = (limits(&prepared), prepared.warnings.clone());
    let programs: Vec<String> = prepared.programs.iter().map(|program| program.name.clone()).collect();
    let (outcome, tapes, stuck) = run_taped(prepared, show);
    let mut hosts = Vec::new();
    for (id, (host, choices)) in names.into_iter().zip(tapes.hosts).enumerate() {
        let mut sources = sources_of_host(text, files, id, purpose)?.into_iter();
        let first = sources.next();
        let scene = Scene {
            name: text.name.to_string(),
            text: text.text.to_string(),
            files: kept.clone(),
            host: host.clone(),
            debug: purpose == Purpose::Step,
            programs: programs.clone(),
            stuck,
        };
        let (argv0, program) = first.unwrap_or_default();
        let setup = Setup {
            program,
            argv0,
            bins: sources.collect(),
            start: Start::Host,
            limits,
            scene: Some(Box::new(scene)),
            ..Setup::default()
        };
        hosts.push((host, Recording { setup, choices }));
    }
    Ok(Staged { hosts, outcome, warnings })
}

/// All files that a scenario names.
fn files_of(scenario: &Scenario, files: Files) -> Vec<(String, Vec<u8>)> {
    let programs = scenario.programs.iter();
    let mut names: Vec<&String> =
        programs.flat_map(|program| program.source.iter().chain(&program.headers)).map(Spanned::get_ref).collect();
    let copied = scenario.hosts.iter().flat_map(|host| &host.files);
    names.extend(copied.filter_map(|file| file.from.as_ref()).map(Spanned::get_ref));
    let expected = scenario.programs.iter().filter_map(|program| program.expect.as_ref()?.stdout_file.as_ref());
    names.extend(expected.map(Spanned::get_ref));
    names.sort();
    names.dedup();
    names.into_iter().filter_map(|name| Some((name.clone(), files(name)?))).collect()
}

/// Those of the whole scenario hold for each host.
fn limits(prepared: &Prepared) -> Limits {
    Limits {
        max_steps: u64::MAX,
        max_output: prepared.output,
        timeout_ns: Some(prepared.time_ns.saturating_mul(2)),
        ..Limits::default()
    }
}

/// The same again from what is kept of a host: all hosts of its scenario.
///
/// # Errors
/// As [`stage`].
pub fn stage_again(scene: &Scene) -> Result<Staged, ScenarioError> {
    let files = |name: &str| scene.files.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.clone());
    let purpose = if scene.debug { Purpose::Step } else { Purpose::Run };
    stage(Text { name: &scene.name, text: &scene.text }, &files, purpose, &mut |_| {})
}
