//! Commands that do something to the run from outside, and those about branches and files.

use super::data::act;
use super::session::{Session, end_text};
use super::{hosts, places, views, words};
use crate::failure::Failure;
use crate::host::Colour;
use crate::scenario;
use forklore_sim::debug::stepping::Debugger;
use forklore_sim::history::History;
use forklore_sim::inject::Fault;
use forklore_sim::kernel::abi::{Errno, Pid, Signal, TtyId};
use forklore_sim::kernel::proc::process::Process;
use forklore_sim::machine::Choice;
use forklore_sim::record::Recording;
use forklore_sim::scenario::boot::Purpose;
use forklore_sim::scenario::tape;
use std::path::Path;

type Done = Result<(), String>;

pub fn key(session: &mut Session, args: &str) -> Done {
    if args.is_empty() {
        return Err("Which key? key ^C, key ^Z, key ^D, key hello".to_string());
    }
    let bytes = keys(args)?;
    match terminal(session) {
        Some(tty) => {
            for byte in bytes {
                let told = signal_key(session, tty, byte);
                act(session, Choice::Key(tty, byte))?;
                told.into_iter().for_each(|text| session.say(&text));
            }
            Ok(())
        }
        None => {
            let signal = match bytes[..] {
                [3] => Some("INT"),
                [28] => Some("QUIT"),
                [26] => Some("TSTP"),
                _ => None,
            };
            match signal {
                // What the terminal that the program was started from would do.
                Some(name) => interrupt_group(session, name),
                None if bytes == [4] => act(session, Choice::EndOfInput),
                None => act(session, Choice::Input(bytes)),
            }
        }
    }
}

/// What a key will do that the terminal turns into a signal; `None` of any other.
fn signal_key(session: &Session, id: TtyId, byte: u8) -> Option<String> {
    let kernel = &session.debugger.machine().kernel;
    let tty = kernel.ttys.get(id)?;
    let signal = *tty.disc.clone().receive(&[byte]).first()?;
    let members: Vec<String> = tty.foreground.map_or(Vec::new(), |group| {
        kernel.procs.members(group).filter(|p| !p.is_zombie()).map(|p| p.pid.to_string()).collect()
    });
    // A stop would be for ever where nobody is to continue it.
    let stays = |process: &&Process| !process.is_zombie() && !kernel.nobody_continues(process);
    let in_vain = |group| signal == Signal::TSTP && kernel.procs.members(group).filter(stays).count() == 0;
    let vain = "; it stops nobody by default there, because no shell outside of the group could let it go on";
    Some(match (tty.foreground, members.is_empty()) {
        (Some(group), false) => format!(
            "[The terminal sends {} to its foreground group {group}: pid {}{}]",
            signal.name(),
            members.join(", "),
            if in_vain(group) { vain } else { "" }
        ),
        _ => format!("[The key is {}, but nobody is in the terminal's foreground group]", signal.name()),
    })
}

/// The terminal of the process in focus, or else the machine's first one.
fn terminal(session: &Session) -> Option<TtyId> {
    let kernel = &session.debugger.machine().kernel;
    let focus = session.debugger.focus;
    let own = kernel.procs.find_task(focus).and_then(|_| kernel.procs.process_of(focus).ctty);
    own.or(session.debugger.history.terminal())
}

/// The program's standard input looks like a terminal, but there is none in the machine: its keys for signals go to the program's group.
fn interrupt_group(session: &mut Session, name: &str) -> Done {
    let signal = places::signal(name)?;
    let procs = &session.debugger.machine().kernel.procs;
    let group = procs.process(forklore_sim::run::MAIN_PID).map(|p| p.pgid);
    let members: Vec<Pid> =
        group.map(|g| procs.members(g).filter(|p| !p.is_zombie()).map(|p| p.pid).collect()).unwrap_or_default();
    if members.is_empty() {
        return Err("No process of the program's own group is left.".to_string());
    }
    let names: Vec<String> = members.iter().map(Pid::to_string).collect();
    for pid in members {
        act(session, Choice::Inject(Fault::Signal(pid, signal)))?;
    }
    session.say(&format!("[{} is sent to the program's group: pid {}]", signal.name(), names.join(", ")));
    Ok(())
}

/// Keys with names, and what they send.
const NAMED: [(&str, u8); 7] = [
    ("Enter", b'\r'),
    ("Return", b'\r'),
    ("Tab", b'\t'),
    ("Esc", 27),
    ("Escape", 27),
    ("Space", b' '),
    ("Backspace", 127),
];

/// `^C` and other control keys, `Enter` and others with names, or text with escapes.
fn keys(text: &str) -> Result<Vec<u8>, String> {
    let named = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    if let Some((_, byte)) = named {
        return Ok(vec![*byte]);
    }
    if let Some(rest) = text.strip_prefix('^')
        && rest.len() == 1
    {
        let c = rest.as_bytes()[0].to_ascii_uppercase();
        return match c {
            b'@'..=b'_' => Ok(vec![c & 0x1f]),
            b'?' => Ok(vec![127]),
            _ => Err(format!("\"{text}\" is no key.")),
        };
    }
    Ok(unescaped(text))
}

/// C's escapes.
fn unescaped(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.extend(c.to_string().into_bytes());
            continue;
        }
        match chars.next() {
            Some('n') => out.push(b'\n'),
            Some('t') => out.push(b'\t'),
            Some('r') => out.push(b'\r'),
            Some('0') => out.push(0),
            Some(other) => out.extend(other.to_string().into_bytes()),
            None => out.push(b'\\'),
        }
    }
    out
}

pub fn input(session: &mut Session, args: &str) -> Done {
    let mut bytes = unescaped(args);
    if !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    match session.debugger.history.terminal() {
        Some(tty) => {
            for byte in bytes {
                let told = signal_key(session, tty, byte);
                act(session, Choice::Key(tty, byte))?;
                told.into_iter().for_each(|text| session.say(&text));
            }
            Ok(())
        }
        None => act(session, Choice::Input(bytes)),
    }
}

pub fn eof(session: &mut Session, _: &str) -> Done {
    match session.debugger.history.terminal() {
        // ^D, as the terminal's driver has it.
        Some(tty) => act(session, Choice::Key(tty, 4)),
        None => act(session, Choice::EndOfInput),
    }
}

const FAULTS: &str = "inject signal PID NAME, inject eintr [PID], inject short N [PID], inject error NAME [CALL] [PID]";

pub fn inject(session: &mut Session, args: &str) -> Done {
    let (word, rest) = words::split(args);
    let fault = match word {
        "signal" => {
            let (pid, name) = words::split(rest);
            if name.is_empty() {
                return Err("Which signal, to whom? inject signal 3 TERM".to_string());
            }
            let tid = session.task(pid)?;
            let pid = session.debugger.machine().kernel.procs.task(tid).pid;
            Fault::Signal(pid, places::signal(name)?)
        }
        "eintr" => Fault::Interrupt(session.task(rest)?),
        "short" => {
            let (number, pid) = words::split(rest);
            // A read of no bytes would be the end of the file.
            let most = number.parse().ok().filter(|most| *most > 0);
            let most = most.ok_or_else(|| "How many bytes at most? inject short 1".to_string())?;
            Fault::Short { tid: session.task(pid)?, most }
        }
        "error" => {
            let mut words = rest.split_whitespace();
            let name = words.next().unwrap_or("").to_uppercase();
            let errno = Errno::ALL.iter().copied().find(|e| e.name() == name);
            let errno =
                errno.ok_or_else(|| format!("There is no error \"{name}\". For example: inject error ENOSPC write"))?;
            let (mut call, mut pid) = (None, "");
            for word in words {
                if word.parse::<u32>().is_ok() { pid = word } else { call = Some(places::call(word)?) }
            }
            Fault::Fail { tid: session.task(pid)?, call, errno }
        }
        "" => return Err(format!("Inject what? {FAULTS}")),
        other => return Err(format!("\"{other}\" can't be injected. There are: {FAULTS}")),
    };
    act(session, Choice::Inject(fault))
}

// -------------------------------------------------------------------------------------------------
// Branches

pub fn branch(session: &mut Session, args: &str) -> Done {
    if !args.is_empty() && session.debugger.history.find_branch(args).is_some() {
        return Err(format!("There is a branch \"{args}\" already. (`switch {args}` goes there.)"));
    }
    let name = session.debugger.history.new_branch((!args.is_empty()).then_some(args));
    session.say(&format!("[This is a new branch: {name}]"));
    Ok(())
}

pub fn rename(session: &mut Session, args: &str) -> Done {
    if args.is_empty() || args.contains(char::is_whitespace) {
        return Err("What is this branch to be called? One word: rename child-first".to_string());
    }
    match session.debugger.history.rename_branch(args) {
        true => Ok(()),
        false => Err(format!("There is a branch \"{args}\" already.")),
    }
}

pub fn branches(session: &mut Session, _: &str) -> Done {
    let history = &session.debugger.history;
    let names: Vec<String> = history.branches().map(|plan| plan.name.clone()).collect();
    let mut lines = Vec::new();
    for (n, plan) in history.branches().enumerate() {
        let mark = if n == history.current() { "*" } else { " " };
        let from = plan.parent.map(|(parent, step)| {
            format!(", from {} at step {}", names.get(parent).map_or("?", String::as_str), words::grouped(step))
        });
        let own = plan.acts.iter().filter(|act| plan.parent.is_none_or(|(_, step)| act.at >= step));
        // The keys of a typed line count as one.
        let mut in_line = false;
        let acts = own.filter(|act| {
            let goes_on = std::mem::take(&mut in_line);
            in_line = matches!(act.choice, Choice::Key(_, byte) if byte != b'\n');
            !(goes_on && matches!(act.choice, Choice::Key(..)))
        });
        let acts = match acts.count() {
            0 => String::new(),
            1 => ", 1 intervention".to_string(),
            n => format!(", {n} interventions"),
        };
        lines.push(format!("{mark} {}{}{acts}", plan.name, from.unwrap_or_default()));
    }
    for line in lines {
        session.say(&line);
    }
    Ok(())
}

/// The number of a branch by name.
fn named(session: &Session, name: &str) -> Result<usize, String> {
    let history = &session.debugger.history;
    history.find_branch(name).ok_or_else(|| {
        let names: Vec<&str> = history.branches().map(|plan| plan.name.as_str()).collect();
        format!("There is no branch \"{name}\". There are: {}.", names.join(", "))
    })
}

pub fn switch(session: &mut Session, args: &str) -> Done {
    if args.is_empty() {
        return branches(session, "");
    }
    let number = named(session, args)?;
    session.debugger.history.switch_branch(number);
    session.debugger.refocus();
    session.before = session.debugger.history.step();
    session.frame = 0;
    session.forget_shown();
    session.show_place();
    Ok(())
}

/// Steps that each branch is run when two are compared.
const COMPARED_STEPS: u64 = 50_000_000;

pub fn compare(session: &mut Session, args: &str) -> Done {
    let (first, second) = words::split(args);
    if first.is_empty() {
        return Err("Compare which branches? compare main, compare main branch-1".to_string());
    }
    let first = named(session, first)?;
    let second = if second.is_empty() { session.debugger.history.current() } else { named(session, second)? };
    if first == second {
        return Err("That is the same branch.".to_string());
    }
    let names: Vec<String> = session.debugger.history.branches().map(|plan| plan.name.clone()).collect();
    let (a, b) = (names[first].clone(), names[second].clone());
    let compared = session.debugger.history.compare(first, second, COMPARED_STEPS).ok_or("No such branch.")?;
    session.say(&format!("The same up to step {}.", words::grouped(compared.parted)));
    match &compared.difference {
        Some(difference) => {
            for (name, moment) in [(&a, &difference.first), (&b, &difference.second)] {
                let text = moment.as_ref().map_or("the run is over".to_string(), |m| views::moment_line(session, m));
                session.say(&format!("{name}: {text}"));
            }
        }
        None => session.say("Nothing that happens afterwards differs."),
    }
    for (n, name) in [a, b].iter().enumerate() {
        let end = compared.ends[n].as_ref().map_or("It goes on.".to_string(), end_text);
        // The text of a deadlock has several lines.
        let sep = if end.contains('\n') { '\n' } else { ' ' };
        session.say(&format!("{name}: {end}{sep}Output from there on:"));
        let text = String::from_utf8_lossy(&compared.output[n]).into_owned();
        session.say(if text.is_empty() { "(none)" } else { &text });
    }
    Ok(())
}

// -------------------------------------------------------------------------------------------------
// Files

/// A session for a history; that of a scenario's host comes with the other hosts.
pub fn session_of(history: History) -> Session {
    let scene = history.setup().scene.clone();
    let debugger = Debugger::new(history);
    let Some(staged) = scene.as_ref().and_then(|scene| tape::stage_again(scene).ok()) else {
        return Session::new(debugger);
    };
    let here = |name: &String| scene.as_ref().is_some_and(|scene| scene.host == *name);
    let names: Vec<String> = staged.hosts.iter().map(|(name, _)| name.clone()).collect();
    let current = names.iter().position(here).unwrap_or(0);
    let others = staged.hosts.into_iter().enumerate().filter(|(n, _)| *n != current);
    let mut parked: Vec<Option<Debugger>> = names.iter().map(|_| None).collect();
    for (n, (_, recording)) in others {
        parked[n] = History::replaying(&recording).ok().map(Debugger::new);
    }
    hosts::session_at(debugger, names, current, parked)
}

/// A session for a scenario, which is run for that; it stands on the first host that has a program of its own.
pub fn of_scenario(path: &Path, debug: bool, colour: Colour) -> Result<Session, Failure> {
    let purpose = if debug { Purpose::Step } else { Purpose::Run };
    let staged = scenario::stage(path, purpose, colour, &mut |_| {})?;
    let has_program = |recording: &Recording| !recording.setup.program.files.is_empty();
    let current = staged.hosts.iter().position(|(_, recording)| has_program(recording)).unwrap_or(0);
    let mut parked = Vec::new();
    for (_, recording) in &staged.hosts {
        let history = History::replaying(recording).map_err(|error| Failure::not_started(&error, colour))?;
        parked.push(Some(Debugger::new(history)));
    }
    let debugger = parked.get_mut(current).and_then(Option::take);
    let debugger = debugger.ok_or_else(|| Failure::usage("the scenario has no host"))?;
    let names = staged.hosts.into_iter().map(|(name, _)| name).collect();
    Ok(hosts::session_at(debugger, names, current, parked))
}

pub fn save(session: &mut Session, args: &str) -> Done {
    if args.is_empty() {
        return Err("Save to which file? save bug.session".to_string());
    }
    let mut notes: Vec<String> = Vec::new();
    // They get the numbers from 1 on.
    for (n, b) in session.debugger.breakpoints.iter().enumerate() {
        let command = match &b.subject {
            _ if b.log.is_some() => "log",
            subject if subject.is_watch() => "watch",
            _ if b.temporary => "tbreak",
            _ => "break",
        };
        let text = b.log.as_ref().map(|text| format!(" \"{text}\"")).unwrap_or_default();
        notes.push(format!("{command} {}{text}", b.text));
        notes.extend((b.ignore > 0).then(|| format!("ignore {} {}", n + 1, b.ignore)));
        notes.extend((!b.enabled).then(|| format!("disable {}", n + 1)));
    }
    for (signal, stop) in session.debugger.handling.asked() {
        notes.push(format!("handle {} {}", signal.name(), if stop { "stop" } else { "nostop" }));
    }
    notes.extend(session.displays.iter().map(|display| format!("display {}", display.expression)));
    notes.push(format!("focus {}", session.debugger.focus));
    let text = session.debugger.history.save(&notes);
    std::fs::write(args, text).map_err(|error| format!("{args}: {error}"))?;
    session.say(&format!("Saved to {args}. (`sim step --session {args}` opens it.)"));
    Ok(())
}

pub fn replay(session: &mut Session, args: &str) -> Done {
    if args.is_empty() {
        return Err("Open which file? A session (`save`), or a recording (sim run --record).".to_string());
    }
    let bytes = std::fs::read(args).map_err(|error| format!("{args}: {error}"))?;
    let (history, notes) = match History::open(&bytes) {
        Ok(opened) => opened,
        Err(forklore_sim::history::session::SessionError::Foreign) => {
            let recording =
                Recording::from_bytes(&bytes).map_err(|_| format!("{args}: neither a session nor a recording."))?;
            let history = History::replaying(&recording).map_err(|error| format!("{args}: {error}"))?;
            (history, Vec::new())
        }
        Err(error) => return Err(format!("{args}: {error}")),
    };
    let mut opened = session_of(history);
    opened.run = session.run + 1;
    opened.interrupt = session.interrupt.clone();
    opened.opened(&notes);
    *session = opened;
    Ok(())
}
