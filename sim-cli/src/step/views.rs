//! Commands that look at the kernel, and `info`, `help` and their like.

use super::session::Session;
use super::table::{self, COMMANDS};
use super::{breaks, data, hosts, words};
use forklore_sim::debug::code;
use forklore_sim::debug::describe::Narrator;
use forklore_sim::debug::diff as differences;
use forklore_sim::debug::objects;
use forklore_sim::debug::tables::{self, Table};
use forklore_sim::debug::value::Format;
use forklore_sim::history::Moment;
use forklore_sim::kernel::abi::Tid;

type Done = Result<(), String>;

fn show(session: &mut Session, table: Table) -> Done {
    session.say(&table.render());
    Ok(())
}

fn of_task(session: &mut Session, args: &str, make: fn(&forklore_sim::machine::Machine, Tid) -> Table) -> Done {
    let tid = session.task(args)?;
    let table = make(session.debugger.machine(), tid);
    show(session, table)
}

pub fn ps(session: &mut Session, _: &str) -> Done {
    let table = tables::processes(session.debugger.machine(), session.debugger.focus);
    show(session, table)
}

pub fn fds(session: &mut Session, args: &str) -> Done {
    of_task(session, args, tables::descriptors)
}

pub fn files(session: &mut Session, _: &str) -> Done {
    let table = tables::files(session.debugger.machine());
    show(session, table)
}

pub fn pipes(session: &mut Session, _: &str) -> Done {
    let table = tables::pipes(session.debugger.machine());
    show(session, table)
}

pub fn sockets(session: &mut Session, _: &str) -> Done {
    let table = objects::sockets(session.debugger.machine());
    show(session, table)
}

pub fn queues(session: &mut Session, _: &str) -> Done {
    let table = objects::queues(session.debugger.machine());
    show(session, table)
}

pub fn shm(session: &mut Session, _: &str) -> Done {
    let table = objects::segments(session.debugger.machine());
    show(session, table)
}

pub fn sem(session: &mut Session, _: &str) -> Done {
    let table = objects::semaphores(session.debugger.machine());
    show(session, table)
}

pub fn signals(session: &mut Session, args: &str) -> Done {
    of_task(session, args, tables::signals)
}

pub fn pages(session: &mut Session, args: &str) -> Done {
    of_task(session, args, tables::pages)
}

pub fn areas(session: &mut Session, args: &str) -> Done {
    of_task(session, args, tables::areas)
}

pub fn runq(session: &mut Session, _: &str) -> Done {
    let table = tables::run_queue(session.debugger.machine());
    show(session, table)
}

pub fn lint(session: &mut Session, _: &str) -> Done {
    let text = session.debugger.history.lint().text();
    session.say(if text.is_empty() { "Nothing wrong was seen up to here." } else { text.trim_end() });
    Ok(())
}

pub fn diff(session: &mut Session, args: &str) -> Done {
    let from = match args {
        "" => session.before,
        text => text.replace(',', "").parse().map_err(|_| format!("\"{text}\" is no step."))?,
    };
    let mut history = session.debugger.history.clone();
    let now = session.debugger.machine().clone();
    history.goto(from);
    let behind = from <= now.steps();
    let (before, after) = if behind { (history.machine(), &now) } else { (&now, history.machine()) };
    let lines = differences::changes(before, after);
    if !behind && !lines.is_empty() {
        session.say(&format!("As the run goes, from here to step {}:", words::grouped(from)));
    }
    if lines.is_empty() {
        session.say("Nothing has changed in the kernel.");
    }
    for line in lines {
        session.say(&line);
    }
    Ok(())
}

/// Most things that happened that are shown at once.
const MOST: u64 = 200;

pub fn timeline(session: &mut Session, args: &str) -> Done {
    let wanted = match args {
        "" => 10,
        _ => words::count(args)?.min(MOST),
    } as usize;
    let lines = last_moments(session, wanted);
    if lines.is_empty() {
        session.say("Nothing has happened yet.");
    }
    for line in lines {
        session.say(&line);
    }
    Ok(())
}

/// The last things that happened, as lines with their steps.
fn last_moments(session: &Session, wanted: usize) -> Vec<String> {
    use forklore_sim::history::Seek;
    let mut history = session.debugger.history.clone();
    let now = history.step();
    let mut window = 20_000;
    loop {
        let from = now.saturating_sub(window);
        history.goto(from);
        let mut lines: Vec<(u64, String)> = Vec::new();
        let mut narrator = Narrator::default();
        history.forward(&Seek { entries: true, ..Seek::default() }, now, &mut |look| {
            let told = narrator.lines(look.machine, look.events).into_iter().flatten();
            lines.extend(told.map(|line| (look.step, line)));
            false
        });
        if lines.len() >= wanted || from == 0 {
            let skip = lines.len().saturating_sub(wanted);
            return lines.into_iter().skip(skip).map(|(step, line)| format!("{step:>10}  {line}")).collect();
        }
        window = window.saturating_mul(16);
    }
}

pub fn output(session: &mut Session, _: &str) -> Done {
    let text = hosts::output_text(session.debugger.setup(), session.debugger.history.output());
    session.say(if text.is_empty() { "Nothing has been written yet." } else { &text });
    Ok(())
}

/// What `info` knows besides the views.
const INFO: [&str; 10] = [
    "locals",
    "args",
    "frame",
    "breakpoints",
    "watchpoints",
    "display",
    "functions",
    "variables",
    "sources",
    "registers",
];

pub fn info(session: &mut Session, args: &str) -> Done {
    let (word, rest) = words::split(args);
    if word.is_empty() {
        return Err(format!("Info about what? {}; or a view: ps, fds, pipes, signals, ...", INFO.join(", ")));
    }
    let view = match word {
        "processes" | "inferiors" | "threads" | "proc" => Some("ps"),
        "signal" => Some("signals"),
        "fd" => Some("fds"),
        "stack" => Some("backtrace"),
        "line" | "program" | "step" => Some("where"),
        _ => None,
    };
    if let Some(view) = view {
        return (table::find(view)?.action)(session, rest);
    }
    let begins: Vec<&str> = INFO.into_iter().filter(|name| name.starts_with(word)).collect();
    match begins.first() {
        Some(&"locals") => variables(session, false),
        Some(&"args") => variables(session, true),
        Some(&"frame") => data::frame(session, ""),
        Some(&"breakpoints" | &"watchpoints") => {
            let text = breaks::list(session);
            session.say(&text);
            Ok(())
        }
        Some(&"display") => displays(session),
        Some(&"functions") => {
            let names = code::function_names(session.debugger.machine(), session.debugger.setup());
            session.say(&names.join("\n"));
            Ok(())
        }
        Some(&"variables") => globals(session),
        Some(&"sources") => {
            let setup = session.debugger.setup();
            let all = std::iter::once(&setup.program).chain(setup.bins.iter().map(|(_, sources)| sources));
            let names: Vec<String> =
                all.flat_map(|s| s.files.iter().chain(&s.headers)).map(|(n, _)| n.clone()).collect();
            session.say(&names.join("\n"));
            Ok(())
        }
        Some(&"registers") => registers(session),
        _ => {
            let views = COMMANDS.iter().find(|group| group.title == "Looking at the kernel");
            let view = views.and_then(|group| group.commands.iter().find(|c| c.name.starts_with(word)));
            match view {
                Some(command) => (command.action)(session, rest),
                None => Err(format!(
                    "Undefined info command: \"{word}\". There are: {}, and the views of `help`.",
                    INFO.join(", ")
                )),
            }
        }
    }
}

fn variables(session: &mut Session, params: bool) -> Done {
    let frame = session.selected().ok_or("No frame of the program's own source.")?;
    let mut names: Vec<String> = Vec::new();
    if let Some(function) = frame.code(session.debugger.machine()) {
        let live = |v: &&forklore_sim::userland::vm::program::Variable| {
            v.is_param == params && v.pc_start <= frame.pc && frame.pc < v.pc_end
        };
        // The innermost of several of one name comes last, and is what the name means.
        for variable in function.vars.iter().filter(live) {
            names.retain(|name| *name != variable.name);
            names.push(variable.name.clone());
        }
    }
    if names.is_empty() {
        session.say(if params { "No arguments." } else { "No locals have a value here." });
    }
    show_values(session, &names);
    Ok(())
}

/// The variables that are declared outside of functions.
fn globals(session: &mut Session) -> Done {
    let machine = session.debugger.machine();
    let frame = session.selected().ok_or("No frame of the program's own source.")?;
    let program = machine.programs().peek(frame.program);
    let names = program.map(|program| code::global_names(session.debugger.setup(), program)).unwrap_or_default();
    if names.is_empty() {
        session.say("No variables outside of functions.");
    }
    show_values(session, &names);
    Ok(())
}

fn show_values(session: &mut Session, names: &[String]) {
    let values = session.evaluate(names);
    for (name, value) in names.iter().zip(values) {
        let text = match value {
            Ok(value) => session.in_scope(|scope| value.show(scope, Format::Natural)),
            Err(message) => format!("<{message}>"),
        };
        session.say(&format!("{name} = {text}"));
    }
}

fn displays(session: &mut Session) -> Done {
    if session.displays.is_empty() {
        session.say("There are no auto-display expressions now.");
    }
    for display in session.displays.clone() {
        session.say(&format!("{}: {}", display.number, display.expression));
    }
    Ok(())
}

fn registers(session: &mut Session) -> Done {
    let frame = session.selected().ok_or("No frame of the program's own source.")?;
    let machine = session.debugger.machine();
    let task = machine.task(session.debugger.focus).ok_or("The process has ended.")?;
    let count = frame.code(machine).map_or(0, |f| f.registers);
    let mut text = format!("pc  {}\nsp  {:#x}\n", frame.pc, task.cpu.sp());
    for n in 0..count.min(256) {
        let value = task.cpu.register_in(frame.base, n as u8);
        text += &format!("r{n:<3}{value:#x}  {}\n", value as i64);
    }
    session.say(&text);
    Ok(())
}

pub fn help(session: &mut Session, args: &str) -> Done {
    let mut text = String::new();
    if !args.is_empty() {
        let command = table::find(words::split(args).0)?;
        text += &format!("{} {}\n", command.name, command.takes);
        if !command.short.is_empty() {
            text += &format!("Also: {}\n", command.short.join(", "));
        }
        text += command.help;
        session.say(&text);
        return Ok(());
    }
    for group in COMMANDS {
        text += &format!("{}\n", group.title);
        for command in group.commands {
            let name = match command.short.first() {
                Some(short) => format!("{} ({short})", command.name),
                None => command.name.to_string(),
            };
            let first = command.help.lines().next().unwrap_or("");
            text += &format!("  {name:<24}{first}\n");
        }
    }
    text += "An empty line repeats the last movement. `help COMMAND` says more.";
    session.say(&text);
    Ok(())
}

pub fn echo(session: &mut Session, args: &str) -> Done {
    session.say(args);
    Ok(())
}

pub fn quit(session: &mut Session, _: &str) -> Done {
    session.over = true;
    Ok(())
}

/// A moment as a line.
pub fn moment_line(session: &Session, moment: &Moment) -> String {
    let machine = session.debugger.machine();
    let place = moment.place.and_then(|place| place.source(machine).map(|(file, line)| format!(" {file}:{line}")));
    let what = moment.text.as_deref().unwrap_or_default();
    format!("step {}: pid {}{}  {what}", words::grouped(moment.step), moment.event.tid, place.unwrap_or_default())
}
