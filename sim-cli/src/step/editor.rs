//! Editing a line on a terminal: history, and completion of commands, functions, files, processes.

use super::session::Session;
use super::{PROMPT, table};
use crate::host;
use forklore_sim::debug::code;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{CompletionType, Config, Context, Editor, Helper, Highlighter, Hinter, Validator};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// What can be completed, as of the last command.
#[derive(Helper, Hinter, Highlighter, Validator)]
pub struct Words {
    functions: Vec<String>,
    variables: Vec<String>,
    pids: Vec<String>,
    branches: Vec<String>,
}

impl Words {
    /// As of this moment.
    pub fn of(session: &Session) -> Words {
        let (machine, setup) = (session.debugger.machine(), session.debugger.setup());
        let frame = session.selected();
        let function = frame.as_ref().and_then(|frame| frame.code(machine));
        let mut variables: Vec<String> =
            function.map(|f| f.vars.iter().map(|v| v.name.clone()).collect()).unwrap_or_default();
        for (_, program) in code::own_programs(machine, setup) {
            let own = |g: &&forklore_sim::userland::vm::program::GlobalVar| {
                program.files.get(g.place.file as usize).is_some_and(|file| code::is_own_file(file))
                    && !g.name.is_empty()
                    && g.place.line > 0
            };
            variables.extend(program.globals.iter().filter(own).map(|g| g.name.clone()));
        }
        variables.sort();
        variables.dedup();
        Words {
            functions: code::function_names(machine, setup),
            variables,
            pids: machine.kernel.procs.tasks().map(|task| task.tid.to_string()).collect(),
            branches: session.debugger.history.branches().map(|plan| plan.name.clone()).collect(),
        }
    }

    /// What may stand at this place of a line.
    fn candidates(&self, command: Option<&str>) -> Vec<String> {
        let names = |list: &[&str]| list.iter().map(|s| s.to_string()).collect::<Vec<_>>();
        let Some(command) = command else {
            return table::all().map(|c| c.name.to_string()).collect();
        };
        match table::find(command).map(|c| c.name) {
            Ok("break" | "tbreak" | "until" | "list" | "catch") => {
                let mut all = self.functions.clone();
                all.extend(names(&["syscall", "signal", "fork", "exec", "exit", "fd", "pipe"]));
                all
            }
            Ok("print" | "display" | "watch" | "whatis" | "ptype" | "x" | "set") => self.variables.clone(),
            Ok("run" | "focus" | "fds" | "signals" | "frames" | "areas" | "why") => self.pids.clone(),
            Ok("switch" | "compare") => self.branches.clone(),
            Ok("to" | "reverse-to") => names(&["switch", "signal", "block", "wake", "life", "call", "output"]),
            Ok("info") => {
                names(&["locals", "args", "frame", "breakpoints", "display", "functions", "sources", "registers"])
            }
            Ok("inject") => names(&["signal", "eintr", "short", "error"]),
            Ok("goto") => names(&["start", "end"]),
            Ok("help") => table::all().map(|c| c.name.to_string()).collect(),
            _ => Vec::new(),
        }
    }

    /// Where the word before `pos` begins, and what it can become.
    pub fn complete_at(&self, line: &str, pos: usize) -> (usize, Vec<String>) {
        let before = line.get(..pos).unwrap_or(line);
        let start = before.rfind(|c: char| c.is_whitespace() || "*&([,".contains(c)).map_or(0, |at| at + 1);
        let command = before[..start].split_whitespace().next();
        let typed = &before[start..];
        let mut found = self.candidates(command);
        found.retain(|word| word.starts_with(typed));
        found.sort();
        found.dedup();
        (start, found)
    }

    /// Variables whose names begin so.
    pub fn variables_like(&self, typed: &str) -> Vec<String> {
        self.variables.iter().filter(|name| name.starts_with(typed)).cloned().collect()
    }
}

impl Completer for Words {
    type Candidate = String;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(self.complete_at(line, pos))
    }
}

/// After so long a movement says that it still goes on.
const LONG: Duration = Duration::from_secs(2);

/// Never wants a movement to stop, but tells whoever waits how to.
fn patience() -> Box<dyn FnMut() -> bool> {
    let (since, mut told) = (Instant::now(), false);
    Box::new(move || {
        if !told && since.elapsed() > LONG {
            told = true;
            eprintln!("(still running: ^C stops it here)");
        }
        false
    })
}

/// Reads and does commands until the session is over.
pub fn run(session: &mut Session) {
    let config = Config::builder().completion_type(CompletionType::List).auto_add_history(true).build();
    let mut editor: Editor<Words, DefaultHistory> = match Editor::with_config(config) {
        Ok(editor) => editor,
        Err(error) => {
            host::complain(&format!("the terminal can't be used: {error}"), host::Colour(false));
            return;
        }
    };
    // While a line is edited ^C is a key; during a movement it is a signal, and ends that.
    #[cfg(unix)]
    if let Err(error) = signal_hook::flag::register(signal_hook::consts::SIGINT, session.interrupt.clone()) {
        host::complain(&format!("^C will end the session: {error}"), host::Colour(false));
    }
    while !session.over {
        session.interrupt.store(false, Ordering::Relaxed);
        editor.set_helper(Some(Words::of(session)));
        match editor.readline(PROMPT) {
            Ok(line) => {
                session.asked = Some(patience());
                session.command(&line);
                session.asked = None;
                if !host::print(&session.take()) {
                    return;
                }
            }
            // As in gdb: ^C gives up the line, ^D the session.
            Err(ReadlineError::Interrupted) => {}
            Err(_) => return,
        }
    }
}
