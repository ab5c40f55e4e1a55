//! `--lint`: what a run did wrong, told after it. The run is repeated under the watch of the rules in `sim/lint`.

use crate::args::{LintFormat, LintLevel, RunArgs};
use crate::failure::{Failure, status};
use forklore_sim::boot::BootError;
use forklore_sim::history::{Arrived, History};
use forklore_sim::kernel::abi::Signal;
use forklore_sim::lint;
use forklore_sim::record::Recording;
use forklore_sim::run::Ended;
use signal_hook::consts::SIGINT;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// After so long it is said what takes so long.
const PATIENCE: Duration = Duration::from_secs(1);

/// Somebody who may press Ctrl+C while a run is repeated: once, and what has been found by then is told; twice, and `sim` ends.
struct Watcher {
    pressed: Arc<AtomicBool>,
    since: Instant,
    /// It is to be said what takes so long, and has not been.
    silent: bool,
}

impl Watcher {
    fn new(ended: &Ended) -> Watcher {
        let pressed = Arc::new(AtomicBool::new(false));
        // Without them Ctrl+C ends `sim`, as ever.
        let _ = signal_hook::flag::register_conditional_default(SIGINT, pressed.clone());
        let _ = signal_hook::flag::register(SIGINT, pressed.clone());
        let silent = std::io::stderr().is_terminal() || *ended == Ended::Killed(Signal::INT);
        Watcher { pressed, since: Instant::now(), silent }
    }

    /// Is the run to be repeated further?
    fn goes_on(&mut self, n: usize, all: usize) -> bool {
        if self.silent && self.since.elapsed() > PATIENCE {
            self.silent = false;
            let seen = n * 100 / all.max(1);
            eprintln!(
                "lint: the run is repeated and looked at, which takes a while: {seen} % so far (Ctrl+C ends that)"
            );
        }
        !self.pressed.load(Ordering::Relaxed)
    }
}

/// Tells what a run that ended so did wrong, if that was asked for; gives the exit status, which was `status` without it.
pub fn lint(args: &RunArgs, recording: &Recording, ended: &Ended, status: u8) -> Result<u8, Failure> {
    let Some(level) = args.lint else { return Ok(status) };
    let mut watcher = Watcher::new(ended);
    let report = lint::lint_while(recording, ended, &mut |n, all| watcher.goes_on(n, all))
        .map_err(|error| Failure { status: status::HOST, message: format!("lint: {error}") })?;
    let text = match args.lint_format {
        LintFormat::Text => report.text(),
        LintFormat::Json => report.json_lines(),
    };
    tell(args, &text)?;
    let faulty = level == LintLevel::Error && !report.findings.is_empty();
    // A run that did not end by itself has said so by its status.
    let by_itself = matches!(ended, Ended::Exited(_) | Ended::Killed(_));
    Ok(if faulty && by_itself { status::LINT } else { status })
}

/// The same for what each host of a scenario went through.
pub fn lint_hosts(args: &RunArgs, hosts: &[(String, Recording)], status: u8) -> Result<u8, Failure> {
    let broken = |error: BootError| Failure { status: status::HOST, message: format!("lint: {error}") };
    let mut text = String::new();
    let mut found = false;
    for (name, recording) in hosts {
        let mut history = History::replaying(recording).map_err(broken)?;
        let Arrived::Ended(ended) = history.goto_end() else { continue };
        let mut watcher = Watcher::new(&ended);
        let report = lint::lint_while(recording, &ended, &mut |n, all| watcher.goes_on(n, all)).map_err(broken)?;
        found |= !report.findings.is_empty();
        match args.lint_format {
            LintFormat::Text if hosts.len() > 1 && !report.findings.is_empty() => {
                text += &format!("on {name}:\n{}", report.text());
            }
            LintFormat::Text => text += &report.text(),
            LintFormat::Json => text += &with_host(&report.json_lines(), name),
        }
    }
    tell(args, &text)?;
    let faulty = args.lint == Some(LintLevel::Error) && found;
    Ok(if faulty && status == 0 { status::LINT } else { status })
}

/// JSON lines with the host's name in each that is a finding.
fn with_host(lines: &str, name: &str) -> String {
    let with = |line: &str| match serde_json::from_str::<serde_json::Value>(line) {
        Ok(serde_json::Value::Object(mut object)) => {
            object.insert("host".to_string(), name.into());
            serde_json::Value::Object(object).to_string()
        }
        _ => line.to_string(),
    };
    lines.lines().map(|line| with(line) + "\n").collect()
}

fn tell(args: &RunArgs, text: &str) -> Result<(), Failure> {
    match &args.lint_output {
        Some(path) => std::fs::write(path, text).map_err(|e| Failure::io(path, &e))?,
        None => eprint!("{text}"),
    }
    Ok(())
}
