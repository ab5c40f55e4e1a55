//! All commands: name, abbreviations, what they take, what they do.
//!
//! Entry points: [`COMMANDS`], [`find`].

use super::session::Session;
use super::{breaks, causes, data, hosts, motion, views, words, world};

/// What a command does with its arguments; the error is told to whoever typed it.
pub type Action = fn(&mut Session, &str) -> Result<(), String>;

/// A command.
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// Other names and fixed abbreviations.
    pub short: &'static [&'static str],
    /// What it takes.
    pub takes: &'static str,
    /// What it does, in one sentence; more lines may follow.
    pub help: &'static str,
    /// An empty line after it does it again.
    pub repeats: bool,
    /// Does it.
    pub action: Action,
}

/// Commands under a heading.
pub struct Group {
    /// The heading.
    pub title: &'static str,
    /// The commands.
    pub commands: &'static [Command],
}

macro_rules! commands {
    ($($name:literal $([$($short:literal),*])? $takes:literal $(($repeats:ident))? => $action:path, $help:literal;)*) => {
        &[$(Command {
            name: $name, short: &[$($($short),*)?], takes: $takes, help: $help,
            repeats: commands!(@repeats $($repeats)?), action: $action,
        }),*]
    };
    (@repeats repeats) => { true };
    (@repeats) => { false };
}

/// All commands, grouped as `help` shows them.
pub const COMMANDS: &[Group] = &[
    Group {
        title: "Moving",
        commands: commands! {
            "step" ["s"] "[N]" (repeats) => motion::step, "To the next line of the process in focus, into functions.";
            "next" ["n"] "[N]" (repeats) => motion::next, "To the next line of this function; calls are passed over.";
            "finish" ["fin"] "" (repeats) => motion::finish, "Out of this function.";
            "until" ["u", "advance"] "LOCATION" => motion::until, "To a line or function (a breakpoint for once).";
            "stepi" ["si"] "[N]" (repeats) => motion::stepi, "One instruction of the process in focus.";
            "syscall" ["sc"] "[any] [N]" (repeats) => motion::syscall,
                "To the next system call of the process in focus (any: of any process): until it returns or blocks.";
            "continue" ["c", "fg"] "" (repeats) => motion::cont, "To the next breakpoint, or to the end of the run.";
            "to" [] "KIND [N]|fd N|pipe N|queue N|sem N|page ADDRESS" (repeats) => motion::to,
                "To the next moment of a kind, of any process: switch, signal, block, wake, life (or fork, exec, exit alone), call, output.\n  fd N, pipe N, queue N, sem N, page ADDRESS: to where that changes, comes or goes (from `goto start`: the first time)";
            "back" ["reverse-step", "rs"] "[N]" (repeats) => motion::back, "To the line before: step backwards.";
            "reverse-next" ["rn"] "[N]" (repeats) => motion::reverse_next, "Next, backwards.";
            "reverse-finish" ["rf"] "" (repeats) => motion::reverse_finish, "To where this function was called.";
            "reverse-stepi" ["rsi"] "[N]" (repeats) => motion::reverse_stepi, "One instruction backwards.";
            "reverse-syscall" ["rsc"] "[any] [N]" (repeats) => motion::reverse_syscall, "Syscall, backwards.";
            "reverse-continue" ["rc"] "" (repeats) => motion::reverse_continue,
                "Back to a breakpoint, or to the start of the run.";
            "reverse-to" [] "KIND [N]" (repeats) => motion::reverse_to, "To, backwards.";
            "goto" ["go"] "STEP|start|end" => motion::goto,
                "To a step by its number (see `where`), to main, or to the end of the run.";
            "run" ["r", "start"] "[PID]" => motion::run,
                "Plays the scheduler: this process runs next, and comes into focus. Without PID: back to main.";
            "host" ["hosts"] "[NAME]" => hosts::host,
                "Looks at another host of a scenario, as it was at the same time; without NAME: all hosts.";
            "focus" ["process", "inferior", "thread"] "PID" => motion::focus, "Looks at another process; nobody moves.";
        },
    },
    Group {
        title: "Stopping",
        commands: commands! {
            "break" ["b", "br"] "WHERE [if EXPR] [pid PID]" => breaks::set,
                "Stops the run at something:\n  LINE, FILE:LINE, FUNCTION\n  syscall [NAME], error [NAME], signal [NAME], fork, exec, exit\n  fd N readable|writable, pipe N full|empty|filled";
            "tbreak" ["tb"] "WHERE" => breaks::temporary, "Break, for once.";
            "catch" [] "syscall|error|signal|fork|exec|exit [NAME]" => breaks::set, "The same as break.";
            "watch" ["wa"] "EXPR|*ADDRESS|fd N|pipe N|queue N|sem N|page ADDRESS [if EXPR]" => breaks::watch,
                "Stops when a variable, memory, or a thing of the kernel changes.\n  fd N, pipe N, queue N, sem N, page ADDRESS: also when it comes or goes";
            "delete" ["d"] "[N]" => breaks::delete, "Deletes a breakpoint, or all.";
            "disable" ["dis"] "[N]" => breaks::disable, "Keeps a breakpoint (or all) from stopping.";
            "enable" ["en"] "[N]" => breaks::enable, "Lets it stop again.";
            "log" [] "WHERE TEXT" => breaks::log,
                "Stops nowhere, but says TEXT each time the run comes to a place: log 20 \"n is {n}\"\n  what stands in braces is a C expression";
            "handle" [] "SIGNAL... stop|nostop" => breaks::handle,
                "Whether a signal stops the run before it is delivered. Without that those stop that kill a process for what it did.\n  handle SIGUSR1 stop, handle SIGPIPE nostop, handle all nostop";
            "ignore" [] "N COUNT" => breaks::ignore, "Lets a breakpoint pass so many times.";
            "condition" [] "N [EXPR]" => breaks::condition, "Stops only if EXPR is not 0.";
        },
    },
    Group {
        title: "Looking at the program",
        commands: commands! {
            "print" ["p", "inspect"] "[/FORMAT] EXPR" => data::print,
                "The value of a C expression in the process in focus.\n  /x hexadecimal, /d decimal, /u unsigned, /o octal, /t binary, /c character, /a address, /s string\n  `buf[0]@10`: ten elements from there on";
            "x" [] "[/COUNT FORMAT SIZE] ADDRESS" (repeats) => data::examine,
                "Memory at an address: x/8xb p, x/s str, x/4dw &n. Sizes: b h w g.";
            "set" [] "var NAME = EXPR" => data::set,
                "Changes a variable. If the run has been further already, that begins a branch.";
            "display" ["disp"] "[EXPR]" => data::display, "Prints EXPR at every stop.";
            "undisplay" [] "[N]" => data::undisplay, "No longer.";
            "whatis" [] "EXPR|TYPE" => data::whatis, "The type of an expression.";
            "ptype" ["pt"] "EXPR|TYPE" => data::ptype, "A type in full.";
            "backtrace" ["bt"] "" => data::backtrace, "The functions that are active, the innermost first.";
            "where" [] "" => data::where_, "Where we are: process, line, step, time, branch.";
            "frame" ["f"] "[N]" => data::frame, "Selects a frame of the backtrace.";
            "up" [] "[N]" (repeats) => data::up, "Selects the caller's frame.";
            "down" ["do"] "[N]" (repeats) => data::down, "Selects the callee's frame.";
            "list" ["l"] "[LINE|FUNCTION|FILE:LINE]" (repeats) => data::list, "Source lines.";
            "info" ["i"] "WHAT" => views::info,
                "locals, args, frame, breakpoints, display, functions, variables, sources; or any of the views below.";
        },
    },
    Group {
        title: "Looking at the kernel",
        commands: commands! {
            "ps" [] "" => views::ps, "Processes and what they are doing.";
            "fds" [] "[PID]" => views::fds, "A process's descriptors.";
            "files" [] "" => views::files, "Open file descriptions, and who holds them.";
            "pipes" [] "" => views::pipes, "Pipes and FIFOs: what is in them, who holds their ends.";
            "sockets" [] "" => views::sockets, "Sockets.";
            "queues" ["msg"] "" => views::queues, "Message queues.";
            "shm" [] "" => views::shm, "Shared memory segments.";
            "sem" [] "" => views::sem, "Semaphores.";
            "signals" [] "[PID]" => views::signals, "Signals of a process: pending, blocked, caught, ignored.";
            "frames" ["pages"] "[PID]" => views::pages, "Pages of a process: which frame, shared with whom.";
            "areas" ["maps"] "[PID]" => views::areas, "Memory areas of a process.";
            "runq" [] "" => views::runq, "Who runs, and who is ready, in order.";
            "why" [] "[PID]" => causes::why,
                "What a process waits for, who could end that and how, and what they wait for in turn.";
            "origins" [] "[PID]" => causes::origins,
                "Where a process's descriptors came from: call and line, dup, fork, messages, exec; who made queues and the like.";
            "whence" ["wh"] "EXPR | ADDRESS,LENGTH | fd N [bytes A..B]" => causes::whence,
                "Where bytes came from: who wrote them, at which line, through which pipes, sockets, queues, files, shared pages.\n  whence buf, whence *p, whence 0x402000,5\n  fd N: what has gone through a pipe, socket or queue from its first byte on, or lies in a file";
            "lint" [] "" => views::lint, "What the program has done wrong up to here, by what this run shows.";
            "diff" [] "[STEP]" => views::diff, "What the last command changed in the kernel (or: since a step).\n  after a movement backwards: what the run changes from here to where that began";
            "timeline" ["tl"] "[N]" => views::timeline, "The last N things that happened, with their steps.";
            "output" [] "" => views::output, "Everything that was written to standard output and error so far.";
        },
    },
    Group {
        title: "Acting, and branches",
        commands: commands! {
            "key" [] "^C|Enter|TEXT" => world::key,
                "Presses keys at the terminal: ^C, ^D, Enter, Tab, Esc, Space, Backspace, or the characters of TEXT.";
            "input" [] "TEXT" => world::input, "A line arrives on standard input. Escapes as in C: input a\\tb\\n.";
            "eof" [] "" => world::eof, "Standard input ends.";
            "inject" [] "WHAT" => world::inject,
                "Makes something happen that might:\n  signal PID NAME, eintr [PID], short N [PID], error NAME [CALL] [PID]";
            "branch" [] "[NAME]" => world::branch, "Begins a branch here; what is done then leaves the old run alone.";
            "rename" [] "NAME" => world::rename, "Gives this branch another name.";
            "branches" [] "" => world::branches, "All branches.";
            "switch" ["checkout"] "NAME" => world::switch, "Goes to another branch.";
            "compare" [] "NAME [NAME]" => world::compare, "What is different in two branches.";
            "save" [] "FILE" => world::save, "Keeps the session: branches, breakpoints, where we are.";
            "replay" ["open"] "FILE" => world::replay, "Opens a saved session, or a recording of sim run.";
        },
    },
    Group {
        title: "Other",
        commands: commands! {
            "help" ["h", "?"] "[COMMAND]" => views::help, "This list, or more about a command.";
            "echo" [] "TEXT" => views::echo, "Says TEXT: for transcripts.";
            "quit" ["q", "exit"] "" => views::quit, "Ends the session.";
        },
    },
];

/// All commands.
pub fn all() -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().flat_map(|group| group.commands)
}

/// The command that was typed: by name, abbreviation, or unique beginning.
///
/// # Errors
/// What to say to it.
pub fn find(typed: &str) -> Result<&'static Command, String> {
    if let Some(command) = all().find(|c| c.name == typed || c.short.contains(&typed)) {
        return Ok(command);
    }
    let begins: Vec<&Command> = all().filter(|c| c.name.starts_with(typed)).collect();
    match begins[..] {
        [command] => Ok(command),
        [] => {
            let names = all().flat_map(|c| std::iter::once(c.name).chain(c.short.iter().copied()));
            let hint = words::meant(typed, names).map(|name| format!(" Did you mean \"{name}\"?")).unwrap_or_default();
            Err(format!("Undefined command: \"{typed}\".{hint} Try \"help\"."))
        }
        _ => {
            let names: Vec<&str> = begins.iter().map(|c| c.name).collect();
            Err(format!("Ambiguous command \"{typed}\": {}.", names.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_documented() {
        let mut names: Vec<&str> = all().flat_map(|c| std::iter::once(c.name).chain(c.short.iter().copied())).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(all().all(|c| c.help.ends_with('.') || c.help.contains('\n')));
    }

    #[test]
    fn abbreviations_are_those_of_gdb() {
        let short =
            [("s", "step"), ("n", "next"), ("c", "continue"), ("b", "break"), ("p", "print"), ("bt", "backtrace")];
        for (typed, name) in
            short.into_iter().chain([("fin", "finish"), ("i", "info"), ("l", "list"), ("sig", "signals")])
        {
            assert_eq!(find(typed).map(|c| c.name).ok(), Some(name));
        }
        assert!(find("re").err().is_some_and(|e| e.starts_with("Ambiguous")));
        assert!(find("brek").err().is_some_and(|e| e.contains("\"break\"")));
    }
}
