//! Commands that look at the program: values, frames, source.

use super::own;
use super::places;
use super::session::{Displayed, Session};
use super::words;
use forklore_sim::debug::code;
use forklore_sim::debug::describe;
use forklore_sim::debug::eval::{self, Scope};
use forklore_sim::debug::value::{Format, Home, Value};
use forklore_sim::inject::Fault;
use forklore_sim::machine::Choice;
use forklore_sim::report;

type Done = Result<(), String>;

/// Splits gdb's `/x` off; the letters after the count.
fn format(args: &str) -> Result<(Format, &str), String> {
    let Some(rest) = args.strip_prefix('/') else { return Ok((Format::Natural, args)) };
    let (letters, expression) = words::split(rest);
    let mut chars = letters.chars();
    match (chars.next().and_then(Format::of), chars.next()) {
        (Some(format), None) => Ok((format, expression)),
        _ => Err(format!("\"/{letters}\" is no format. There are: /x /d /u /o /t /c /a /s.")),
    }
}

/// Evaluates an expression, also one with gdb's `@`.
pub fn with_count(scope: Scope, expression: &str) -> Result<Value, String> {
    match split_at_sign(expression) {
        Some((object, count)) => {
            let count = eval::evaluate_one(scope, count)?.number().filter(|n| *n > 0);
            let count = count.ok_or("Invalid number of repetitions after '@'.")?;
            eval::evaluate_one(scope, object)?.at(scope, count as u64)
        }
        None => eval::evaluate_one(scope, expression),
    }
}

/// At the `@` outside of quotes.
fn split_at_sign(expression: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    let mut escaped = false;
    for (n, c) in expression.char_indices() {
        match quote {
            _ if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(q) if c == q => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '@' => return Some((expression[..n].trim(), expression[n + 1..].trim())),
            None => {}
        }
    }
    None
}

pub fn print(session: &mut Session, args: &str) -> Done {
    let (format, expression) = format(args)?;
    if expression.is_empty() {
        return Err("Print what? A C expression: print x, print *p, print buf[0]@10".to_string());
    }
    let value = match own::recalled(session, expression)? {
        Some(value) => value,
        None => {
            let expression = own::replaced(session, expression)?;
            session.in_scope(|scope| with_count(scope, &expression))?
        }
    };
    let text = session.in_scope(|scope| value.show(scope, format));
    let number = session.values;
    session.values += 1;
    session.printed.insert(number, value);
    session.say(&format!("${number} = {text}"));
    Ok(())
}

pub fn set(session: &mut Session, args: &str) -> Done {
    let (word, rest) = words::split(args);
    let expression = match word {
        "var" | "variable" => rest,
        "" => return Err("Set what? set var NAME = EXPR".to_string()),
        _ if eval::changes_something(args) => args,
        _ => return Err(format!("\"{word}\" can't be set. Variables are: set var NAME = EXPR")),
    };
    let (home, bytes) = session.in_scope(|scope| eval::assignment(scope, expression))?;
    let tid = session.debugger.focus;
    let fault = match home {
        Home::Memory(addr) => Fault::Memory { tid, addr, bytes },
        Home::Register { base, number } => {
            // Registers hold narrow signed values extended; the value comes as it lies in memory.
            let value = session.in_scope(|scope| eval::register_value(scope, expression, &bytes))?;
            Fault::Register { tid, base, number, value }
        }
        _ => return Err("That is no variable.".to_string()),
    };
    act(session, Choice::Inject(fault))
}

/// Does something to the run from outside.
pub fn act(session: &mut Session, choice: Choice) -> Done {
    if session.debugger.machine().kernel.procs.tasks().next().is_none() {
        return Err(
            "The run is over: nobody is left to notice. (`back` returns to where there was somebody.)".to_string()
        );
    }
    session.before = session.debugger.history.step();
    let acted = session.debugger.history.act(choice).map_err(|error| format!("That can't be done here: {error}."))?;
    super::motion::acted_text(session, &acted);
    session.debugger.refocus();
    Ok(())
}

pub fn display(session: &mut Session, args: &str) -> Done {
    if args.is_empty() {
        for display in session.displays.clone() {
            session.show_display(&display);
        }
        return Ok(());
    }
    let (format, expression) = format(args)?;
    session.in_scope(|scope| with_count(scope, expression))?;
    session.displayed += 1;
    let display = Displayed { number: session.displayed, expression: expression.to_string(), format };
    session.show_display(&display);
    session.displays.push(display);
    Ok(())
}

pub fn undisplay(session: &mut Session, args: &str) -> Done {
    if args.is_empty() {
        session.displays.clear();
        return Ok(());
    }
    let number: u32 = args.parse().map_err(|_| format!("Bad display number \"{args}\"."))?;
    let before = session.displays.len();
    session.displays.retain(|display| display.number != number);
    if session.displays.len() == before { Err(format!("No display number {number}.")) } else { Ok(()) }
}

pub fn whatis(session: &mut Session, args: &str) -> Done {
    let text = session.in_scope(|scope| with_count(scope, args).map(|value| value.type_text()))?;
    session.say(&format!("type = {text}"));
    Ok(())
}

pub fn ptype(session: &mut Session, args: &str) -> Done {
    let text = session.in_scope(|scope| with_count(scope, args).map(|value| value.type_in_full()))?;
    session.say(&format!("type = {text}"));
    Ok(())
}

/// gdb's `x`: /COUNT FORMAT SIZE in any order.
pub fn examine(session: &mut Session, args: &str) -> Done {
    let (spec, expression) = match args.strip_prefix('/') {
        Some(rest) => words::split(rest),
        None => ("", args),
    };
    if expression.is_empty() {
        return Err("Which address? x/8xb buf".to_string());
    }
    let digits: String = spec.chars().filter(char::is_ascii_digit).collect();
    let count = digits.parse::<u64>().unwrap_or(1).clamp(1, 4096);
    let mut format = Format::Hex;
    let mut size = 4u64;
    for letter in spec.chars().filter(|c| !c.is_ascii_digit()) {
        match letter {
            'b' => size = 1,
            'h' => size = 2,
            'w' => size = 4,
            'g' => size = 8,
            'c' => (format, size) = (Format::Char, 1),
            's' => format = Format::Str,
            _ => format = Format::of(letter).ok_or_else(|| format!("\"/{spec}\" is no format."))?,
        }
    }
    let expression = own::replaced(session, expression)?;
    let value = session.in_scope(|scope| eval::evaluate_one(scope, &expression))?;
    let mut addr = value.address().ok_or("That is no address.")?;
    if format == Format::Str {
        for _ in 0..count {
            let expression = format!("(char *){addr:#x}");
            let shown = session
                .in_scope(|scope| eval::evaluate_one(scope, &expression).map(|v| v.show(scope, Format::Natural)))?;
            let text = shown.split_once(' ').map_or("", |(_, text)| text).to_string();
            session.say(&format!("{addr:#x}:\t{text}"));
            addr += string_length(session, addr) + 1;
        }
        return Ok(());
    }
    let per_line = (16 / size).max(1);
    let names = ["", "unsigned char", "unsigned short", "", "unsigned int", "", "", "", "unsigned long"];
    let name = names[size as usize];
    let mut line = String::new();
    for n in 0..count {
        if n % per_line == 0 {
            if !line.is_empty() {
                session.say(&line);
            }
            line = format!("{addr:#x}:");
        }
        let expression = format!("*({name} *){addr:#x}");
        let shown = session.in_scope(|scope| eval::evaluate_one(scope, &expression).map(|v| v.show(scope, format)))?;
        let shown = match format {
            Format::Hex => format!("0x{:0>width$}", shown.trim_start_matches("0x"), width = 2 * size as usize),
            _ => shown,
        };
        line += &format!("\t{shown}");
        addr += size;
    }
    session.say(&line);
    Ok(())
}

fn string_length(session: &Session, addr: u64) -> u64 {
    let machine = session.debugger.machine();
    let Some(task) = machine.kernel.procs.find_task(session.debugger.focus) else { return 0 };
    let mut byte = [1];
    let mut length = 0;
    while length < 4096 && machine.kernel.mm.peek(task.space, addr + length, &mut byte) == 1 && byte[0] != 0 {
        length += 1;
    }
    length
}

pub fn backtrace(session: &mut Session, _: &str) -> Done {
    let frames = session.frames();
    if frames.is_empty() {
        session.say("No frame of the program's own source.");
        return Ok(());
    }
    let inside = forklore_sim::debug::frames::library_function(session.debugger.machine(), session.debugger.focus);
    for (n, frame) in frames.iter().enumerate() {
        let line = session.frame_line(frame);
        let inside = inside.as_ref().filter(|_| n == 0).map(|name| format!(", in {name} ()")).unwrap_or_default();
        if frame.interrupted && n > 0 {
            session.say("    <signal handler called>");
        }
        session.say(&format!("#{n}  {line}{inside}"));
    }
    Ok(())
}

pub fn where_(session: &mut Session, _: &str) -> Done {
    let history = &session.debugger.history;
    let machine = session.debugger.machine();
    let who = describe::who(machine, session.debugger.focus);
    let place = report::place(machine, session.debugger.focus).map(|place| format!(" at {place}")).unwrap_or_default();
    let end = match history.end() {
        Some((step, _)) => format!(" of {}", words::grouped(step)),
        None => String::new(),
    };
    let time = report::duration(machine.kernel.now_ns());
    let who = session.hosts.name().map_or(who.clone(), |host| format!("host {host}, {who}"));
    let text = format!(
        "{who}{place}; step {}{end}, {time} of virtual time, branch {}",
        words::grouped(history.step()),
        history.plan().name
    );
    session.say(&text);
    Ok(())
}

pub fn frame(session: &mut Session, args: &str) -> Done {
    let count = session.frames().len();
    if !args.is_empty() {
        let n: usize = args.parse().map_err(|_| format!("\"{args}\" is no frame number."))?;
        if n >= count {
            return Err(format!("There is no frame {n}; the outermost is {}.", count.saturating_sub(1)));
        }
        session.frame = n;
    }
    show_frame(session)
}

fn show_frame(session: &mut Session) -> Done {
    let frame = session.selected().ok_or("No frame of the program's own source.")?;
    let line = session.frame_line(&frame);
    let n = session.frame;
    session.say(&format!("#{n}  {line}"));
    if let Some(spot) = &frame.spot {
        let text = code::line_text(session.debugger.setup(), &spot.file, spot.line).unwrap_or_default();
        session.say(format!("{}\t{text}", spot.line).trim_end());
        session.listed = Some((spot.file.clone(), spot.line.saturating_sub(5).max(1)));
    }
    Ok(())
}

pub fn up(session: &mut Session, args: &str) -> Done {
    let last = session.frames().len().saturating_sub(1);
    if session.frame >= last {
        return Err("Initial frame selected; you can't go up.".to_string());
    }
    session.frame = (session.frame + words::count(args)? as usize).min(last);
    show_frame(session)
}

pub fn down(session: &mut Session, args: &str) -> Done {
    if session.frame == 0 {
        return Err("Bottom (innermost) frame selected; you can't go down.".to_string());
    }
    session.frame = session.frame.saturating_sub(words::count(args)? as usize);
    show_frame(session)
}

/// How many lines `list` shows.
const LISTED: u32 = 10;

pub fn list(session: &mut Session, args: &str) -> Done {
    let (file, from) = if args.is_empty() {
        match session.listed.clone() {
            Some(next) => next,
            None => {
                let here = places::line(session, "").ok().flatten();
                let spot = here.or_else(|| function_spot(session, "main")).ok_or("Nothing to list.")?;
                (spot.file, spot.line.saturating_sub(5).max(1))
            }
        }
    } else if let Some((first, last)) = args.split_once(',') {
        let spot = places::line(session, first.trim())?.ok_or_else(|| format!("\"{first}\" is no line."))?;
        let last: u32 = last.trim().parse().map_err(|_| format!("\"{last}\" is no line."))?;
        return show_lines(session, &spot.file, spot.line, last);
    } else if let Some(spot) = places::line(session, args)? {
        (spot.file, spot.line.saturating_sub(5).max(1))
    } else {
        let spot = function_spot(session, args).ok_or_else(|| format!("Function \"{args}\" not defined."))?;
        (spot.file, spot.line.saturating_sub(5).max(1))
    };
    show_lines(session, &file, from, from + LISTED - 1)
}

/// Where a function of the user's own begins.
fn function_spot(session: &Session, name: &str) -> Option<code::Spot> {
    let (machine, setup) = (session.debugger.machine(), session.debugger.setup());
    let stops = code::function_stops(machine, setup, name);
    let (id, pcs) = stops.iter().next()?;
    code::spot(machine.programs().peek(*id)?, *pcs.first()?)
}

fn show_lines(session: &mut Session, file: &str, from: u32, to: u32) -> Done {
    let mut any = false;
    for n in from..=to.min(from.saturating_add(500)) {
        let Some(text) = code::line_text(session.debugger.setup(), file, n) else { break };
        // Behind the last newline there is no line.
        let last = code::line_text(session.debugger.setup(), file, n + 1).is_none() && text.is_empty();
        if last {
            break;
        }
        session.say(format!("{n}\t{text}").trim_end());
        any = true;
    }
    if !any {
        return Err(format!("Line number {from} out of range; \"{file}\" ends before."));
    }
    session.listed = Some((file.to_string(), to + 1));
    Ok(())
}
