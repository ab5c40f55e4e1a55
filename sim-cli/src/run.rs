//! `sim run`: compile, run, copy output, exit as the program did.

use crate::args::{RunArgs, ShellArgs};
use crate::failure::{Failure, status};
use crate::host::{self, Colour};
use crate::lint;
use crate::scenario;
use crate::setup;
use crate::terminal::{self, Pace, Screen};
use forklore_sim::kernel::abi::Signal;
use forklore_sim::record::Recording;
use forklore_sim::run::{Ended, Progress, Runner};
use forklore_sim::setup::Setup;
use signal_hook::SigId;
use signal_hook::consts::SIGINT;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Runs, records or replays a program; the result is the exit status.
pub fn run(args: &RunArgs, colour: Colour) -> Result<u8, Failure> {
    if let Some(path) = scenario::only(&args.program.sources) {
        if args.lint.is_some() {
            return scenario::run_and_lint(path, args, colour);
        }
        return scenario::run(path, colour);
    }
    if let Some(path) = &args.replay {
        let recording = Recording::from_bytes(&setup::read_host(path)?)
            .map_err(|e| Failure { status: status::RECORDING, message: format!("{}: {e}", path.display()) })?;
        if !args.program.sources.is_empty()
            && setup::sources(&args.program.sources, &args.program.cc)? != recording.setup.program
        {
            return Err(Failure {
                status: status::RECORDING,
                message: format!(
                    "{}: recorded from another version of the program (give no FILE.c: the recording holds its own)",
                    path.display()
                ),
            });
        }
        let mut runner = start(&recording.setup, colour)?;
        runner.replay(recording.choices.clone());
        let ended = drive(&mut runner, &mut |_| Ok(()))?;
        let status = conclude(&runner, &ended, colour);
        return lint::lint(args, &recording, &ended, status);
    }
    let setup = setup::setup(&args.program, &args.machine)?;
    let mut runner = start(&setup, colour)?;
    let target = args.record.as_deref().map(Target::open).transpose()?;
    if target.is_some() || args.lint.is_some() {
        runner.record();
    }
    let pace = if args.realtime { Pace::Host } else { Pace::Virtual };
    let ended = drive_at(&mut runner, pace, Screen::Whole, &mut |_| Ok(()))?;
    let status = conclude(&runner, &ended, colour);
    if target.is_some() || args.lint.is_some() {
        let recording = Recording { setup, choices: runner.recorded().to_vec() };
        if let Some(target) = target {
            target.write(&recording)?;
        }
        return lint::lint(args, &recording, &ended, status);
    }
    Ok(status)
}

/// Boots a machine with a shell; the result is the shell's exit status.
pub fn shell(args: &ShellArgs, colour: Colour) -> Result<u8, Failure> {
    let setup = setup::shell(args)?;
    let mut runner = start(&setup, colour)?;
    let target = args.record.as_deref().map(Target::open).transpose()?;
    if target.is_some() {
        runner.record();
    }
    let pace = if args.virtual_time { Pace::Virtual } else { Pace::Host };
    let ended = drive_at(&mut runner, pace, Screen::Whole, &mut |_| Ok(()))?;
    if let Some(target) = target {
        target.write(&Recording { setup, choices: runner.recorded().to_vec() })?;
    }
    Ok(conclude(&runner, &ended, colour))
}

/// A file for a recording, opened before the run: that it can't be written is better known then. What it holds stays
/// until the run is over.
struct Target<'a> {
    path: &'a Path,
    file: File,
}

impl Target<'_> {
    fn open(path: &Path) -> Result<Target<'_>, Failure> {
        let file = File::options().write(true).create(true).truncate(false).open(path);
        Ok(Target { path, file: file.map_err(|e| Failure::io(path, &e))? })
    }

    fn write(mut self, recording: &Recording) -> Result<(), Failure> {
        let is_file = self.file.metadata().is_ok_and(|meta| meta.is_file());
        let emptied = if is_file { self.file.set_len(0) } else { Ok(()) };
        let written = emptied.and_then(|()| self.file.write_all(recording.to_text().as_bytes()));
        written.map_err(|e| Failure::io(self.path, &e))
    }
}

/// What sees the run whenever it has gone on, for a trace.
pub type Look<'a> = &'a mut dyn FnMut(&mut Runner) -> Result<(), Failure>;

/// Runs to the end: at the caller's terminal if the machine has it.
pub fn drive_at(runner: &mut Runner, pace: Pace, screen: Screen, look: Look<'_>) -> Result<Ended, Failure> {
    match runner.terminal() {
        Some(_) => terminal::drive(runner, pace, screen, look),
        None => drive(runner, look),
    }
}

/// Compiles and boots; warnings go to standard error, errors are the failure.
pub fn start(setup: &Setup, colour: Colour) -> Result<Runner, Failure> {
    match Runner::new(setup) {
        Ok((runner, warnings)) => {
            host::diagnostics(&warnings, colour);
            Ok(runner)
        }
        Err(error) => Err(Failure::not_started(&error, colour)),
    }
}

/// Ctrl+C without a terminal: while the program runs it is asked where it is; while `sim` waits for input, it ends `sim` as ever.
struct Interrupt {
    pressed: Arc<AtomicBool>,
    waits: Arc<AtomicBool>,
    actions: Vec<SigId>,
}

impl Drop for Interrupt {
    /// What comes after the run looks for Ctrl+C itself, or not.
    fn drop(&mut self) {
        for action in self.actions.drain(..) {
            signal_hook::low_level::unregister(action);
        }
    }
}

impl Interrupt {
    fn new() -> std::io::Result<Interrupt> {
        let (pressed, waits) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        // The second time it ends `sim` in any case.
        let actions = vec![
            signal_hook::flag::register_conditional_default(SIGINT, waits.clone())?,
            signal_hook::flag::register_conditional_default(SIGINT, pressed.clone())?,
            signal_hook::flag::register(SIGINT, pressed.clone())?,
        ];
        Ok(Interrupt { pressed, waits, actions })
    }
}

/// Runs to the end, copying output and input.
fn drive(runner: &mut Runner, look: Look<'_>) -> Result<Ended, Failure> {
    let interrupt = Interrupt::new().map_err(|error| Failure::usage(format!("Ctrl+C can't be looked for: {error}")))?;
    loop {
        if interrupt.pressed.load(Ordering::Relaxed) {
            runner.interrupt();
            return Ok(Ended::Killed(Signal::INT));
        }
        let progress = runner.advance();
        look(runner)?;
        match progress {
            Progress::Output(chunks) => {
                if !host::write_output(&chunks)? {
                    // Whoever read our output is gone: end as a program would that SIGPIPE kills.
                    return Ok(Ended::Killed(Signal::PIPE));
                }
            }
            Progress::NeedsInput => {
                interrupt.waits.store(true, Ordering::Relaxed);
                let bytes = host::read_input();
                interrupt.waits.store(false, Ordering::Relaxed);
                runner.input(&bytes);
            }
            Progress::Running => {}
            Progress::Waits { ns } => runner.pass(ns),
            Progress::Ended(ended) => return Ok(ended),
        }
    }
}

/// Says how the run ended, as a shell would, and gives the exit status.
pub fn conclude(runner: &Runner, ended: &Ended, colour: Colour) -> u8 {
    let notes = || runner.notes().iter().for_each(|note| host::complain(note, colour));
    if !matches!(ended, Ended::Killed(_)) {
        notes();
    }
    match ended {
        Ended::Exited(code) => *code as u8,
        Ended::Killed(signal) => {
            // Shells say nothing about the two that users cause themselves; at a terminal the next line begins.
            if runner.terminal().is_some() && *signal == Signal::INT {
                eprintln!();
            }
            if !["SIGINT", "SIGPIPE"].contains(&signal.name().as_str()) {
                eprintln!("{}", signal.text());
            }
            if let Some(text) = runner.interrupted().filter(|_| *signal == Signal::INT) {
                host::complain(&format!("interrupted; {text}"), colour);
            }
            notes();
            128 + signal.number()
        }
        Ended::Deadlock(text) => {
            host::complain(text, colour);
            status::DEADLOCK
        }
        Ended::Limit(text) => {
            host::complain(text, colour);
            status::LIMIT
        }
        Ended::Timeout(text) => {
            host::complain(text, colour);
            status::TIMEOUT
        }
        Ended::Over(text) => {
            host::complain(text, colour);
            0
        }
    }
}
