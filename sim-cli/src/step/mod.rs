//! `sim step`: a debugger's prompt over a run's history. The full screen (`crate::tui`) drives the same session.
//!
//! | file | what |
//! |---|---|
//! | `mod.rs` | from the arguments to a session; reading commands from a terminal, a pipe or a file |
//! | `table` | all commands: names, abbreviations, help |
//! | `session` | the state of a session, and how a stop is shown |
//! | `hosts` | those of a scenario |
//! | `motion`, `breaks`, `data`, `views`, `world` | the commands |
//! | `places` | what can be stopped at, as it is typed |
//! | `own` | names that begin with `$` |
//! | `editor` | editing and completing a line on a terminal |
//!
//! Everything goes to standard output in the order in which it happens, so that a session read from a file gives the same
//! transcript everywhere.

pub mod breaks;
mod causes;
pub mod data;
pub mod editor;
pub mod hosts;
mod motion;
mod own;
pub mod places;
pub mod session;
pub mod table;
mod views;
pub mod words;
mod world;

use crate::args::StepArgs;
use crate::failure::{Failure, status};
use crate::host::{self, Colour};
use crate::setup;
use crate::tui;
use forklore_sim::boot::BootError;
use forklore_sim::history::History;
use forklore_sim::record::Recording;
use forklore_sim::setup::{Stdin, TerminalSpec};
use session::Session;
use std::io::{BufRead, IsTerminal};

/// The prompt.
pub const PROMPT: &str = "(sim) ";

/// Runs a session; the exit status is 0 unless it could not begin.
pub fn step(args: &StepArgs, colour: Colour) -> Result<u8, Failure> {
    let (mut session, notes) = match crate::scenario::only(&args.program.sources) {
        Some(path) if args.session.is_none() && args.replay.is_none() => {
            (world::of_scenario(path, !args.optimised, colour)?, Vec::new())
        }
        _ => {
            let (history, notes) = history(args, colour)?;
            host::diagnostics(history.warnings(), colour);
            (world::session_of(history), notes)
        }
    };
    session.opened(&notes);
    let terminals = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    if args.tui && !terminals {
        return Err(Failure::usage("--tui needs a terminal as standard input and output"));
    }
    // Where somebody sits, all is shown at once; scripts and small terminals get the prompt.
    if args.commands.is_none() && terminals && !args.line && (args.tui || tui::possible()) {
        return tui::run(session, colour);
    }
    if !host::print(&session.take()) {
        return Ok(0);
    }
    if let Some(path) = &args.commands {
        let bytes = setup::read_host(path)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        from_lines(&mut session, text.lines().map(str::to_string));
        return Ok(0);
    }
    let stdin = std::io::stdin();
    if terminals {
        editor::run(&mut session);
    } else {
        from_lines(&mut session, stdin.lock().lines().map_while(Result::ok));
    }
    Ok(0)
}

/// The history that the arguments ask for, and the notes of a session's file.
fn history(args: &StepArgs, colour: Colour) -> Result<(History, Vec<String>), Failure> {
    let unusable = |path: &std::path::Path, what: String| Failure {
        status: status::RECORDING,
        message: format!("{}: {what}", path.display()),
    };
    let started = |result: Result<History, BootError>| {
        result.map(|history| (history, Vec::new())).map_err(|error| Failure::not_started(&error, colour))
    };
    if (args.session.is_some() || args.replay.is_some()) && !args.program.sources.is_empty() {
        let option = if args.session.is_some() { "--session" } else { "--replay" };
        return Err(Failure::usage(format!("{option} FILE has its program in it: leave out the C file")));
    }
    if let Some(path) = &args.session {
        return History::open(&setup::read_host(path)?).map_err(|e| unusable(path, e.to_string()));
    }
    if let Some(path) = &args.replay {
        let recording = Recording::from_bytes(&setup::read_host(path)?).map_err(|e| unusable(path, e.to_string()))?;
        return started(History::replaying(&recording));
    }
    if args.program.sources.iter().any(|path| crate::scenario::is_scenario(path)) {
        return Err(Failure::usage("a scenario is stepped through by itself: it names its own sources"));
    }
    // Without a file the machine has a terminal of its own: the commands `key` and `input` are its keyboard.
    let window = TerminalSpec { window: [24, 80, 0, 0] };
    let (stdin, terminal) = match &args.stdin {
        Some(path) => (Stdin::File(setup::read_host(path)?), None),
        None => (Stdin::Terminal, Some(window)),
    };
    let mut setup = setup::setup_with(&args.program, &args.machine, || Ok(stdin), (true, true), terminal)?;
    setup.program.debug = !args.optimised;
    setup.bins.iter_mut().for_each(|(_, sources)| sources.debug = !args.optimised);
    started(History::new(&setup))
}

/// Commands that nobody types: they are shown, as a terminal would show them.
fn from_lines(session: &mut Session, lines: impl Iterator<Item = String>) {
    for line in lines {
        session.say(&format!("{PROMPT}{line}"));
        session.command(&line);
        if !host::print(&session.take()) || session.over {
            return;
        }
    }
}
