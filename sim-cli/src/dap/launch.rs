//! From a launch configuration to a history. What can be said there is what can be said to `sim step`, by other names: it becomes a
//! command line, so that it is checked as one.

use crate::args::{Cli, Command, StepArgs};
use crate::host::Colour;
use crate::scenario;
use crate::setup;
use clap::Parser;
use forklore_sim::boot::BootError;
use forklore_sim::history::History;
use forklore_sim::record::Recording;
use forklore_sim::scenario::boot::Purpose;
use forklore_sim::setup::{Stdin, TerminalSpec};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A launch configuration; every name but `program` may be missing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Launch {
    /// The C file, or several.
    program: OneOrMany,
    /// The program's arguments.
    args: Vec<String>,
    /// What relative paths are relative to.
    cwd: Option<PathBuf>,
    env: BTreeMap<String, String>,
    /// A file that is standard input.
    stdin: Option<String>,
    /// A text that is standard input.
    input: Option<String>,
    /// The machine has a terminal of its own, whose keyboard is the console's `key` and `input`.
    terminal: bool,
    scheduler: Option<String>,
    quantum: Option<String>,
    seed: Option<u64>,
    max_steps: Option<Amount>,
    max_memory: Option<Amount>,
    max_procs: Option<Amount>,
    max_output: Option<Amount>,
    timeout: Option<String>,
    /// Other programs: name to C file.
    bin: BTreeMap<String, String>,
    /// Files copied in.
    files: Vec<String>,
    defines: Vec<String>,
    include_dirs: Vec<String>,
    user: Option<String>,
    optimised: bool,
    /// A recording of `sim run --record`.
    replay: Option<String>,
    /// A session saved by `sim step`.
    session: Option<String>,
    /// Of a scenario with several hosts: which of them.
    host: Option<String>,
    /// Stop at main.
    pub stop_on_entry: bool,
    /// Stop at the last moment, so that one can go back from there.
    pub stop_at_end: bool,
    /// Run without stopping.
    pub no_debug: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "\"program\" is a C file, or a list of them")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        OneOrMany::Many(Vec::new())
    }
}

/// A number, or a number with a suffix: `64M`.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "expected a number, or one with a suffix such as \"64M\"")]
enum Amount {
    Number(u64),
    Text(String),
}

impl Launch {
    /// The history, at its first moment or where a session was saved; the session's notes.
    ///
    /// # Errors
    /// What is wrong with the configuration or with the program, for the user.
    pub fn history(&self) -> Result<(History, Vec<String>), String> {
        if let Some(cwd) = &self.cwd {
            std::env::set_current_dir(cwd).map_err(|error| format!("cwd: {}: {error}", cwd.display()))?;
        }
        let args = self.step_args()?;
        if let Some(path) = &args.session {
            let bytes = setup::read_host(path).map_err(|failure| failure.to_string())?;
            return History::open(&bytes).map_err(|error| format!("{}: {error}", path.display()));
        }
        let started = |result: Result<History, BootError>| {
            result.map(|history| (history, Vec::new())).map_err(|error| match error {
                BootError::Compile(text) => format!("The program does not compile.\n{text}"),
                error => error.to_string(),
            })
        };
        if let Some(path) = &args.replay {
            let bytes = setup::read_host(path).map_err(|failure| failure.to_string())?;
            let recording = Recording::from_bytes(&bytes).map_err(|error| format!("{}: {error}", path.display()))?;
            return started(History::replaying(&recording));
        }
        if let Some(path) = scenario::only(&args.program.sources) {
            let purpose = if args.optimised { Purpose::Run } else { Purpose::Step };
            let recording = scenario::recording_of(path, self.host.as_deref(), purpose, Colour(false));
            // The option is a name here.
            let recording = recording.map_err(|failure| failure.to_string().replace("--host NAME", "\"host\""))?;
            return started(History::replaying(&recording));
        }
        let window = TerminalSpec { window: [24, 80, 0, 0] };
        let (stdin, terminal) = match (&args.stdin, &self.input) {
            (Some(path), _) => (Stdin::File(setup::read_host(path).map_err(|failure| failure.to_string())?), None),
            (None, Some(text)) => (Stdin::File(text.clone().into_bytes()), None),
            (None, None) if self.terminal => (Stdin::Terminal, Some(window)),
            (None, None) => (Stdin::Stream, None),
        };
        let setup = setup::setup_with(&args.program, &args.machine, || Ok(stdin), (true, true), terminal);
        let mut setup = setup.map_err(|failure| failure.to_string())?;
        setup.program.debug = !args.optimised;
        setup.bins.iter_mut().for_each(|(_, sources)| sources.debug = !args.optimised);
        started(History::new(&setup))
    }

    /// The same as a command line of `sim step`.
    fn step_args(&self) -> Result<StepArgs, String> {
        let mut line: Vec<String> = vec!["sim".to_string(), "step".to_string()];
        let mut option =
            |name: &str, value: Option<String>| line.extend(value.map(|value| format!("--{name}={value}")));
        let amount = |amount: &Option<Amount>| {
            amount.as_ref().map(|amount| match amount {
                Amount::Number(n) => n.to_string(),
                Amount::Text(text) => text.clone(),
            })
        };
        option("sched", self.scheduler.clone());
        option("quantum", self.quantum.clone());
        option("seed", self.seed.map(|seed| seed.to_string()));
        option("max-steps", amount(&self.max_steps));
        option("max-memory", amount(&self.max_memory));
        option("max-procs", amount(&self.max_procs));
        option("max-output", amount(&self.max_output));
        option("timeout", self.timeout.clone());
        option("stdin", self.stdin.clone());
        option("replay", self.replay.clone());
        option("session", self.session.clone());
        option("user", self.user.clone());
        self.env.iter().for_each(|(name, value)| option("env", Some(format!("{name}={value}"))));
        self.bin.iter().for_each(|(name, file)| option("bin", Some(format!("{name}={}", near(file)))));
        self.files.iter().for_each(|file| option("file", Some(file.clone())));
        line.extend(self.defines.iter().map(|define| format!("-D{define}")));
        line.extend(self.include_dirs.iter().map(|dir| format!("-I{dir}")));
        if self.optimised {
            line.push("--optimised".to_string());
        }
        let programs = match &self.program {
            OneOrMany::One(program) => std::slice::from_ref(program),
            OneOrMany::Many(programs) => programs,
        };
        if programs.is_empty() && self.replay.is_none() && self.session.is_none() {
            return Err("The launch configuration names no \"program\" (a C file, or a list of them).".to_string());
        }
        line.extend(programs.iter().map(|program| near(program)));
        line.push("--".to_string());
        line.extend(self.args.iter().cloned());
        match Cli::try_parse_from(line) {
            Ok(Cli { command: Command::Step(args), .. }) => Ok(args),
            Ok(_) => Err("no program".to_string()),
            Err(error) => {
                let text = error.to_string();
                Err(text.lines().next().unwrap_or("bad launch configuration").trim_start_matches("error: ").to_string())
            }
        }
    }
}

/// A path as it is shown: relative, if it lies below the working directory.
fn near(path: &str) -> String {
    let Ok(here) = std::env::current_dir() else { return path.to_string() };
    match Path::new(path).strip_prefix(&here) {
        Ok(below) => below.display().to_string(),
        Err(_) => path.to_string(),
    }
}
