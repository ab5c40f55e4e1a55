//! Breakpoints and watchpoints.

use super::session::Session;
use super::{places, words};
use forklore_sim::debug::breakpoint::{Breakpoint, Subject, Watch};
use forklore_sim::debug::eval;
use forklore_sim::debug::received::Handling;
use forklore_sim::debug::value::Home;
use forklore_sim::kernel::abi::{Pid, Signal};

type Done = Result<(), String>;

pub fn set(session: &mut Session, args: &str) -> Done {
    let b = make(session, args)?;
    let (number, text) = add(session, b);
    session.say(&format!("Breakpoint {number}: {text}"));
    Ok(())
}

pub fn temporary(session: &mut Session, args: &str) -> Done {
    let b = make(session, args)?;
    let (number, text) = add(session, Breakpoint { temporary: true, ..b });
    session.say(&format!("Temporary breakpoint {number}: {text}"));
    Ok(())
}

/// Gives its number.
pub fn temporary_quietly(session: &mut Session, args: &str) -> Result<u32, String> {
    let b = make(session, args)?;
    Ok(add(session, Breakpoint { temporary: true, ..b }).0)
}

fn add(session: &mut Session, b: Breakpoint) -> (u32, String) {
    let mut text = places::in_words(session.debugger.machine(), &b.subject);
    if let Some(missing) = missing(session, &b) {
        text += &format!(" {missing}");
    }
    (session.debugger.add(b), text)
}

/// Reads `WHERE [if EXPR] [pid PID]`.
pub fn make(session: &Session, args: &str) -> Result<Breakpoint, String> {
    let text = args.trim().to_string();
    if text.ends_with(" if") {
        return Err(format!("If what? break {text} n == 3"));
    }
    let (rest, mut only) = of_pid(&text)?;
    let (mut place, condition) = match rest.find(" if ") {
        Some(at) => (rest[..at].trim(), Some(rest[at + 4..].trim().to_string())),
        None => (rest, None),
    };
    // Either order will do.
    if only.is_none() && condition.is_some() {
        (place, only) = of_pid(place)?;
    }
    let subject = places::subject(session, place)?;
    if let Some(condition) = &condition {
        session.debugger.check_condition(&subject, condition)?;
    }
    Ok(Breakpoint { condition, only, ..Breakpoint::new(text, subject) })
}

/// Takes `pid N` off the end.
fn of_pid(text: &str) -> Result<(&str, Option<Pid>), String> {
    let Some(at) = text.rfind(" pid ").filter(|at| !text[at + 5..].contains(" if ")) else { return Ok((text, None)) };
    let number = text[at + 5..].trim();
    let pid = number.parse().map_err(|_| format!("\"{number}\" is not the number of a process."))?;
    Ok((text[..at].trim(), Some(Pid(pid))))
}

/// What a breakpoint is about that is not there now, in words: it may be there later, or mistyped.
fn missing(session: &Session, b: &Breakpoint) -> Option<String> {
    let kernel = &session.debugger.machine().kernel;
    let absent = |pid: Pid| format!("There is no process {pid} now.");
    if let Some(pid) = b.only.filter(|pid| kernel.procs.process(*pid).is_none()) {
        return Some(absent(pid));
    }
    match &b.subject {
        Subject::FdReady { pid, fd, .. } => match kernel.procs.process(*pid).map(|process| process.leader) {
            None => Some(absent(*pid)),
            Some(leader) if leader.is_some_and(|tid| kernel.fds(tid).get(*fd).is_ok()) => None,
            Some(_) => Some(format!("pid {pid} has no descriptor {fd} now. (`fds` shows those it has.)")),
        },
        Subject::Pipe(id, _) if kernel.pipes.get(*id).is_none() => {
            let all: Vec<String> = kernel.pipes.iter().map(|(id, _)| id.0.to_string()).collect();
            let known =
                if all.is_empty() { "there is none".to_string() } else { format!("there are: {}", all.join(", ")) };
            Some(format!("There is no pipe {} now ({known}).", id.0))
        }
        _ => None,
    }
}

/// A watchpoint on a thing of the kernel for one movement; `None`: the words name no such thing.
pub fn on_object(session: &Session, args: &str) -> Result<Option<Breakpoint>, String> {
    let subject = places::object(session, args)?;
    Ok(subject.map(|subject| Breakpoint::new(args, subject)))
}

pub fn watch(session: &mut Session, args: &str) -> Done {
    if args.is_empty() {
        return Err("Watch what? A variable, *ADDRESS, or a thing of the kernel: watch count, watch fd 3".to_string());
    }
    let text = args.to_string();
    let (args, condition) = match args.find(" if ") {
        Some(at) => (args[..at].trim(), Some(args[at + 4..].trim().to_string())),
        None => (args, None),
    };
    if let Some(condition) = &condition {
        eval::reads_only(condition)?;
        session.in_scope(|scope| eval::evaluate_one(scope, condition))?;
    }
    if let Some(subject) = places::object(session, args)? {
        let b = Breakpoint { condition, ..Breakpoint::new(text, subject) };
        let (number, text) = add(session, b);
        session.say(&format!("Watchpoint {number}: {text}"));
        return Ok(());
    }
    let frame = session.selected();
    let value = session.in_scope(|scope| eval::evaluate_one(scope, args))?;
    let local = frame.as_ref().filter(|frame| is_local(session, frame, &value.home));
    if !matches!(value.home, Home::Memory(_) | Home::Register { .. }) || value.bytes.is_empty() {
        return Err(format!("Can't watch \"{args}\": it is a value, not a variable."));
    }
    let watch = Watch {
        expression: args.to_string(),
        tid: session.debugger.focus,
        value: value.clone(),
        frame: local.map(|frame| (frame.depth, frame.function.clone())),
    };
    let shown = text.clone();
    let b = Breakpoint { condition, ..Breakpoint::new(text, Subject::Watch(watch)) };
    let number = session.debugger.add(b);
    session.say(&format!("Watchpoint {number}: {shown}"));
    Ok(())
}

/// Does it go when the function of the frame returns: is it in a register, or on the stack within the frame?
fn is_local(session: &Session, frame: &forklore_sim::debug::Frame, home: &Home) -> bool {
    let machine = session.debugger.machine();
    match home {
        Home::Register { .. } => true,
        Home::Memory(addr) => {
            let Some(task) = machine.task(session.debugger.focus) else { return false };
            let all = forklore_sim::debug::frames(machine, session.debugger.focus);
            let active: Vec<_> = task.cpu.active().collect();
            let at = all.iter().position(|f| f.depth == frame.depth);
            let low = at.and_then(|n| active.get(n)).map_or(0, |a| a.sp);
            let high = at.and_then(|n| active.get(n + 1)).map_or(0, |a| a.sp);
            (low..high).contains(addr)
        }
        _ => false,
    }
}

/// The breakpoints that an argument names; all if it is empty.
fn chosen(session: &Session, args: &str) -> Result<Vec<u32>, String> {
    let all: Vec<u32> = session.debugger.breakpoints.iter().map(|b| b.number).collect();
    if args.is_empty() || args == "all" || args == "breakpoints" {
        return Ok(all);
    }
    let mut numbers = Vec::new();
    for word in args.trim_start_matches("breakpoints").split_whitespace() {
        let number: u32 = word.parse().map_err(|_| format!("Bad breakpoint number \"{word}\"."))?;
        if !all.contains(&number) {
            return Err(format!("No breakpoint number {number}. (`info breakpoints` shows all.)"));
        }
        numbers.push(number);
    }
    Ok(numbers)
}

pub fn delete(session: &mut Session, args: &str) -> Done {
    let numbers = chosen(session, args)?;
    session.debugger.breakpoints.retain(|b| !numbers.contains(&b.number));
    Ok(())
}

pub fn disable(session: &mut Session, args: &str) -> Done {
    switch(session, args, false)
}

pub fn enable(session: &mut Session, args: &str) -> Done {
    switch(session, args, true)
}

fn switch(session: &mut Session, args: &str, on: bool) -> Done {
    let numbers = chosen(session, args)?;
    for b in session.debugger.breakpoints.iter_mut().filter(|b| numbers.contains(&b.number)) {
        b.enabled = on;
    }
    Ok(())
}

pub fn condition(session: &mut Session, args: &str) -> Done {
    let (number, expression) = words::split(args);
    if number.is_empty() {
        return Err("Which breakpoint? condition 1 n == 3".to_string());
    }
    let numbers = chosen(session, number)?;
    let at = session.debugger.breakpoints.iter().position(|b| numbers.contains(&b.number));
    let at = at.ok_or("Which breakpoint?")?;
    if !expression.is_empty() {
        session.debugger.check_condition(&session.debugger.breakpoints[at].subject, expression)?;
    }
    let b = &mut session.debugger.breakpoints[at];
    b.condition = (!expression.is_empty()).then(|| expression.to_string());
    if expression.is_empty() {
        session.say(&format!("Breakpoint {number} now unconditional."));
    }
    Ok(())
}

/// `log WHERE TEXT`: WHERE ends at the first space that is followed by a quote, or is one word.
pub fn log(session: &mut Session, args: &str) -> Done {
    let (place, text) = match args.find('"') {
        Some(at) => (args[..at].trim(), args[at..].trim().trim_matches('"')),
        None => words::split(args),
    };
    if place.is_empty() || text.is_empty() {
        return Err("Say what, where? log 20 \"n is {n}\", log syscall read \"{n} before\"".to_string());
    }
    if text.split('{').skip(1).filter_map(|part| part.split_once('}')).any(|(e, _)| eval::changes_something(e)) {
        return Err(format!("\"{text}\" would change the run."));
    }
    let b = make(session, place)?;
    let (number, told) = add(session, Breakpoint { log: Some(text.to_string()), ..b });
    session.say(&format!("Log point {number}: {told}"));
    Ok(())
}

/// gdb's `ignore N COUNT`.
pub fn ignore(session: &mut Session, args: &str) -> Done {
    let (number, count) = words::split(args);
    if number.is_empty() {
        return Err("Which breakpoint, how often? ignore 1 5".to_string());
    }
    let numbers = chosen(session, number)?;
    let count: u64 = count.parse().map_err(|_| "How often? ignore 1 5".to_string())?;
    for b in session.debugger.breakpoints.iter_mut().filter(|b| numbers.contains(&b.number)) {
        b.ignore = count;
    }
    session.say(&match count {
        0 => format!("Will stop next time breakpoint {number} is reached."),
        1 => format!("Will ignore next crossing of breakpoint {number}."),
        _ => format!("Will ignore next {count} crossings of breakpoint {number}."),
    });
    Ok(())
}

/// Of more signals than this only the number is told.
const MOST_TOLD: usize = 10;

/// `handle SIGUSR1 stop`: does a signal stop the run before it is delivered?
pub fn handle(session: &mut Session, args: &str) -> Done {
    let mut wanted = Vec::new();
    let mut stop = None;
    for word in args.split_whitespace() {
        match word {
            "stop" => stop = Some(true),
            "nostop" => stop = Some(false),
            // A signal always reaches its process, and is told of where it stops.
            "pass" | "noignore" | "print" | "noprint" => {}
            "nopass" | "ignore" => {
                return Err("A signal can't be kept from its process here. (A branch in which it does not come: `back` to before it was sent, \
                     then do otherwise: run PID, set var, inject.)"
                    .to_string());
            }
            "all" => wanted.extend((1..=64).filter_map(Signal::new)),
            name => wanted.push(places::signal(name)?),
        }
    }
    if wanted.is_empty() {
        return Err("Which signal, and how? handle SIGUSR1 stop, handle SIGPIPE nostop".to_string());
    }
    for signal in &wanted {
        stop.iter().for_each(|stop| session.debugger.handling.ask(*signal, *stop));
    }
    if wanted.len() > MOST_TOLD {
        session.say(&format!("{} signals: {}.", wanted.len(), if stop == Some(true) { "stop" } else { "no stop" }));
        return Ok(());
    }
    let mut text = String::from("Signal       Stop       Description\n");
    for signal in wanted {
        let asked = session.debugger.handling.asked().find(|(known, _)| *known == signal);
        let stops = match asked {
            Some((_, true)) => "yes",
            Some((_, false)) => "no",
            None if Handling::is_fatal(signal) => "if fatal",
            None => "no",
        };
        text += &format!("{:<12} {stops:<10} {}\n", signal.name(), signal.text());
    }
    session.say(&text);
    Ok(())
}

/// The list of all, for `info breakpoints`.
pub fn list(session: &Session) -> String {
    if session.debugger.breakpoints.is_empty() {
        return "No breakpoints or watchpoints.".to_string();
    }
    let mut text = String::from("Num  Kind        Keep  On  Hits  What\n");
    for b in &session.debugger.breakpoints {
        let kind = match b.subject.is_watch() {
            true => "watchpoint",
            false if b.log.is_some() => "log point",
            false => "breakpoint",
        };
        let keep = if b.temporary { "once" } else { "yes" };
        let on = if b.enabled { "y" } else { "n" };
        let condition = b.condition.as_ref().map(|c| format!(" if {c}")).unwrap_or_default();
        let only = b.only.map(|pid| format!(" pid {pid}")).unwrap_or_default();
        let what = places::in_words(session.debugger.machine(), &b.subject);
        let what = what.trim_end_matches('.');
        let condition = match b.ignore {
            0 => condition,
            n => format!("{condition} (ignore next {n})"),
        };
        let condition = b.log.as_ref().map_or(condition.clone(), |text| format!("{condition} \"{text}\""));
        text += &format!("{:<4} {kind:<11} {keep:<5} {on:<3} {:<5} {what}{only}{condition}\n", b.number, b.hits);
    }
    text
}
