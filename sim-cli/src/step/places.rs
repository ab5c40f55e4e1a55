//! What a run is to be stopped at, as it is typed: lines, functions, calls, errors, signals, descriptors, things of the kernel. And the
//! other way: each in words.
//!
//! Entry points: [`subject`], [`object`], [`line()`], [`in_words`].

use super::session::Session;
use super::words;
use forklore_sim::debug::breakpoint::{Fill, Life, Object, Ready, Subject};
use forklore_sim::debug::code::{self, Spot};
use forklore_sim::debug::{describe, eval};
use forklore_sim::kernel::abi::{Errno, Fd, PipeId, Signal, Syscall};
use forklore_sim::machine::Machine;

/// What a breakpoint stops at, in words.
pub fn in_words(machine: &Machine, subject: &Subject) -> String {
    match subject {
        Subject::Line(spot, stops) => {
            let places: usize = stops.values().map(Vec::len).sum();
            let more = if places > 1 { format!(" ({places} places)") } else { String::new() };
            format!("file {}, line {}{more}.", spot.file, spot.line)
        }
        Subject::Function(name, _) => format!("function {name}."),
        Subject::Call(None) => "any system call.".to_string(),
        Subject::Call(Some(name)) => format!("system call {name}."),
        Subject::Failed(None) => "any system call that fails.".to_string(),
        Subject::Failed(Some(errno)) => format!("a system call that fails with {}.", errno.name()),
        Subject::Signal(None) => "delivery of any signal.".to_string(),
        Subject::Signal(Some(signal)) => format!("delivery of {}.", signal.name()),
        Subject::Life(Life::Fork) => "birth of a process.".to_string(),
        Subject::Life(Life::Exec) => "exec.".to_string(),
        Subject::Life(Life::Exit) => "end of a process.".to_string(),
        Subject::FdReady { pid, fd, wanted } => {
            let what = if *wanted == Ready::Read { "readable" } else { "writable" };
            format!("pid {pid} fd {fd} becomes {what}.")
        }
        Subject::Pipe(id, fill) => {
            let what = match fill {
                Fill::Full => "full",
                Fill::Empty => "empty",
                Fill::Filled => "filled",
            };
            format!("pipe {} becomes {what}.", id.0)
        }
        Subject::Watch(watch) => watch.expression.clone(),
        Subject::Object(object, tid) => match object {
            Object::Fd(fd) => format!("fd {fd} ({})", describe::who(machine, *tid)),
            Object::Pipe(id) => format!("pipe {id}"),
            Object::Queue(id) => format!("queue {id}"),
            Object::Sem(id) => format!("sem {id}"),
            Object::Page(addr) => format!("page {addr:#x} ({})", describe::who(machine, *tid)),
        },
    }
}

/// A thing of the kernel that is watched: `fd 3`, `pipe 0`, `queue 0`, `sem 0`, `page &x`. `None` if it is none.
pub fn object(session: &Session, args: &str) -> Result<Option<Subject>, String> {
    let (word, rest) = words::split(args);
    let number = || rest.parse::<u32>().ok();
    let object = match (word, number()) {
        ("page", _) if !rest.is_empty() => {
            let value = session.in_scope(|scope| eval::evaluate_one(scope, rest))?;
            Object::Page(value.address().ok_or_else(|| format!("\"{rest}\" is no address: watch page &x"))?)
        }
        ("fd", Some(n)) => Object::Fd(Fd(n as i32)),
        ("pipe", Some(n)) => Object::Pipe(n),
        ("queue", Some(n)) => Object::Queue(n),
        ("sem", Some(n)) => Object::Sem(n),
        _ => return Ok(None),
    };
    Ok(Some(Subject::Object(object, session.debugger.focus)))
}

/// What is meant by the words after `break`.
pub fn subject(session: &Session, place: &str) -> Result<Subject, String> {
    let (word, rest) = words::split(place);
    match word {
        "syscall" => return call_subject(rest),
        "call" if !rest.is_empty() => return call_subject(rest),
        "error" => {
            let errno = if rest.is_empty() { None } else { Some(errno(rest)?) };
            return Ok(Subject::Failed(errno));
        }
        "signal" => {
            let signal = if rest.is_empty() { None } else { Some(signal(rest)?) };
            return Ok(Subject::Signal(signal));
        }
        "fork" | "vfork" | "clone" if rest.is_empty() => return Ok(Subject::Life(Life::Fork)),
        "exec" if rest.is_empty() => return Ok(Subject::Life(Life::Exec)),
        "exit" if rest.is_empty() => return Ok(Subject::Life(Life::Exit)),
        "fd" => return fd_subject(session, rest),
        "pipe" if !rest.is_empty() => return pipe_subject(rest),
        _ => {}
    }
    // A function may be called so.
    match (code_subject(session, place), word) {
        (Err(_), "pipe") => pipe_subject(""),
        (found, _) => found,
    }
}

fn call_subject(name: &str) -> Result<Subject, String> {
    if name.is_empty() {
        return Ok(Subject::Call(None));
    }
    // The C library makes children by clone and vfork; whoever says fork means any of them.
    if matches!(name, "fork" | "vfork") {
        return Ok(Subject::Life(Life::Fork));
    }
    Ok(Subject::Call(Some(call(name)?)))
}

/// A system call by name.
pub fn call(name: &str) -> Result<String, String> {
    let known = Syscall::NAMES.iter().copied();
    match known.clone().find(|n| *n == name) {
        Some(name) => Ok(name.to_string()),
        None => {
            // What the C library calls otherwise.
            let other = match name {
                "open" | "creat" => Some("openat"),
                "wait" | "waitpid" => Some("wait4"),
                "exit" | "_exit" => Some("exit_group"),
                "stat" | "lstat" | "fstat" => Some("newfstatat"),
                "sleep" | "usleep" | "nanosleep" => Some("clock_nanosleep"),
                "signal" | "sigaction" => Some("rt_sigaction"),
                _ => words::meant(name, known),
            };
            let hint = other.map(|m| format!(" Did you mean \"{m}\"?")).unwrap_or_default();
            Err(format!("There is no system call \"{name}\".{hint}"))
        }
    }
}

/// An error by name.
pub fn errno(text: &str) -> Result<Errno, String> {
    let name = text.to_uppercase();
    let known = || Errno::ALL.iter().copied();
    known().find(|errno| errno.name() == name).ok_or_else(|| {
        let hint = words::meant(&name, known().map(|errno| errno.name()));
        let hint = hint.map(|m| format!(" Did you mean \"{m}\"?")).unwrap_or_default();
        format!("There is no error \"{text}\".{hint}")
    })
}

/// A signal by name, with or without SIG, or by number.
pub fn signal(text: &str) -> Result<Signal, String> {
    let upper = text.to_uppercase();
    let name = if upper.starts_with("SIG") { upper.clone() } else { format!("SIG{upper}") };
    let by_number = text.parse::<i64>().ok().and_then(Signal::new);
    let all = || (1..=64).filter_map(Signal::new);
    by_number.or_else(|| all().find(|signal| signal.name() == name)).ok_or_else(|| {
        let names: Vec<String> = all().map(|signal| signal.name()).collect();
        let hint = words::meant(&name, names.iter().map(String::as_str));
        let hint = hint.map(|m| format!(" Did you mean \"{m}\"?")).unwrap_or_default();
        format!("There is no signal \"{text}\".{hint}")
    })
}

fn fd_subject(session: &Session, rest: &str) -> Result<Subject, String> {
    let (number, what) = words::split(rest);
    let fd: i32 = number.parse().map_err(|_| "Which descriptor? break fd 3 readable".to_string())?;
    let wanted = match what {
        "readable" | "read" => Ready::Read,
        "writable" | "write" => Ready::Write,
        _ => return Err(format!("\"{what}\": a descriptor becomes readable or writable.")),
    };
    let pid = session.debugger.pid();
    let kernel = &session.debugger.machine().kernel;
    if kernel.procs.find_task(session.debugger.focus).is_none() {
        return Err("No process is in focus.".to_string());
    }
    Ok(Subject::FdReady { pid, fd: Fd(fd), wanted })
}

fn pipe_subject(rest: &str) -> Result<Subject, String> {
    let (number, what) = words::split(rest);
    let id: u32 = number.parse().map_err(|_| {
        "Which pipe, and what of it? break pipe 0 full, empty or filled (`pipes` shows all)".to_string()
    })?;
    let fill = match what {
        "full" => Fill::Full,
        "empty" => Fill::Empty,
        "filled" | "readable" | "nonempty" => Fill::Filled,
        _ => return Err(format!("\"{what}\": a pipe becomes full, empty or filled.")),
    };
    Ok(Subject::Pipe(PipeId(id), fill))
}

fn code_subject(session: &Session, place: &str) -> Result<Subject, String> {
    let (machine, setup) = (session.debugger.machine(), session.debugger.setup());
    if let Some(spot) = line(session, place)? {
        let (found, stops) = code::line_stops(machine, setup, &spot)
            .ok_or_else(|| format!("No code at or after line {} of {}.", spot.line, spot.file))?;
        return Ok(Subject::Line(found, stops));
    }
    let stops = code::function_stops(machine, setup, place);
    if stops.is_empty() {
        let names = code::function_names(machine, setup);
        let (word, _) = words::split(place);
        let things = ["syscall", "error", "signal", "fork", "exec", "exit", "fd", "pipe"];
        let begun = things.into_iter().filter(|thing| word.len() > 1 && thing.starts_with(word));
        let hint = words::meant(place, names.iter().map(String::as_str)).or(begun.min());
        let hint = hint.map(|m| format!(" Did you mean \"{m}\"?")).unwrap_or_default();
        return Err(format!("Function \"{place}\" not defined.{hint}"));
    }
    Ok(Subject::Function(place.to_string(), stops))
}

/// `12`, `prog.c:12`, or nothing for where we are; `None` if it is no line.
pub fn line(session: &Session, place: &str) -> Result<Option<Spot>, String> {
    let here = || session.selected().and_then(|frame| frame.spot);
    let setup = session.debugger.setup();
    let main_file = || setup.program.files.first().map(|(name, _)| name.clone()).unwrap_or_default();
    if place.is_empty() {
        return here().map(Some).ok_or_else(|| "Where? A line, a function, FILE:LINE: see `help break`.".to_string());
    }
    if let Ok(number) = place.parse::<u32>() {
        let file = here().map_or_else(main_file, |spot| spot.file);
        return Ok(Some(Spot { file, line: number.max(1) }));
    }
    let Some((file, number)) = place.rsplit_once(':') else { return Ok(None) };
    let number: u32 = number.parse().map_err(|_| format!("\"{number}\" is not a line number."))?;
    let all = std::iter::once(&setup.program).chain(setup.bins.iter().map(|(_, sources)| sources));
    let names: Vec<&String> = all.flat_map(|s| s.files.iter().chain(&s.headers)).map(|(name, _)| name).collect();
    let found = names.iter().find(|name| **name == file || name.ends_with(&format!("/{file}")));
    match found {
        Some(name) => Ok(Some(Spot { file: name.to_string(), line: number.max(1) })),
        None => {
            let known: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            Err(format!("No source file named {file}. There are: {}.", known.join(", ")))
        }
    }
}
