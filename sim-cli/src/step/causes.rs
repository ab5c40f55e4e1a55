//! Commands that ask for causes: `why` a process waits, `whence` bytes came.

use super::session::Session;
use super::{data, hosts, words};
use forklore_sim::chronicle::whence::{self, Target};
use forklore_sim::debug::tables;
use forklore_sim::debug::value::Home;
use forklore_sim::kernel::abi::Fd;
use forklore_sim::report;

type Done = Result<(), String>;

pub fn why(session: &mut Session, args: &str) -> Done {
    let tid = session.task(args)?;
    let origins = session.debugger.history.origins();
    let text = report::why(session.debugger.machine(), &origins, tid).ok_or("The process has ended.")?;
    session.say(&text);
    for line in hosts::other_end(session, tid) {
        session.say(&line);
    }
    Ok(())
}

/// Where a process's descriptors came from, and who made what has no descriptor.
pub fn origins(session: &mut Session, args: &str) -> Done {
    let tid = session.task(args)?;
    let known = session.debugger.history.origins();
    let table = tables::origins(session.debugger.machine(), &known, tid);
    session.say(&table.render());
    for (name, deed) in known.deeds.made() {
        let at = deed.place.as_ref().map(|place| format!(" at {place}")).unwrap_or_default();
        session.say(&format!("{name}: made by pid {}{at}", deed.pid));
    }
    Ok(())
}

/// `whence EXPR`, `whence ADDRESS,LENGTH`, `whence fd N [bytes A..B]`.
pub fn whence(session: &mut Session, args: &str) -> Done {
    if args.is_empty() {
        return Err("Whence what? whence buf, whence 0x402000,5, whence fd 0 bytes 0..3".to_string());
    }
    if args.starts_with('"') {
        return Err("A literal comes from nowhere: it is part of the program.".to_string());
    }
    let (word, rest) = words::split(args);
    let (target, name) = match word {
        "fd" if !rest.is_empty() => of_descriptor(session, rest)?,
        _ => of_memory(session, args)?,
    };
    let text = whence::whence(&mut session.debugger.history, &target, &name)?;
    session.say(&text);
    Ok(())
}

fn of_descriptor(session: &Session, args: &str) -> Result<(Target, String), String> {
    let (number, rest) = words::split(args);
    let fd: i32 = number.parse().map_err(|_| format!("\"{number}\" is no descriptor."))?;
    let pid = session
        .debugger
        .machine()
        .kernel
        .procs
        .find_task(session.debugger.focus)
        .map(|task| task.pid)
        .ok_or("The process has ended.")?;
    let range = rest.trim_start_matches("bytes").trim_start_matches("byte").trim();
    let (first, last) = match range.split_once("..") {
        _ if range.is_empty() => (0, LAST),
        Some((first, last)) => (position(first)?, if last.trim().is_empty() { LAST } else { position(last)? }),
        None => (position(range)?, position(range)?),
    };
    if last < first {
        return Err(format!("Bytes {first} to {last}: that is none. (The first is byte 0.)"));
    }
    Ok((Target::Channel(pid, Fd(fd), first, last.min(first + LAST)), format!("fd {fd} of pid {pid}")))
}

/// Without a range so many bytes are told of, if there are so many.
const LAST: u64 = 65_535;

fn position(text: &str) -> Result<u64, String> {
    text.trim().parse().map_err(|_| format!("\"{}\" is not the number of a byte.", text.trim()))
}

fn of_memory(session: &Session, args: &str) -> Result<(Target, String), String> {
    let tid = session.debugger.focus;
    // `ADDRESS,LENGTH`, but not a comma within parentheses.
    if let Some((addr, len)) = args.rsplit_once(',').filter(|(_, len)| !len.contains(')')) {
        let (addr, len) = (addr.trim().to_string(), len.trim().to_string());
        let number = |text: &String| {
            session.in_scope(|scope| data::with_count(scope, text))?.number().ok_or(format!("\"{text}\" is no number."))
        };
        let (at, n) = (number(&addr)?, number(&len)?);
        let n = u64::try_from(n).map_err(|_| "A length is not negative.".to_string())?;
        return Ok((Target::Memory(tid, at as u64, n), format!("{n} bytes at {addr}")));
    }
    let value = session.in_scope(|scope| data::with_count(scope, args))?;
    let len = value.bytes.len() as u64;
    match value.home {
        Home::Memory(addr) => Ok((Target::Memory(tid, addr, len), args.to_string())),
        Home::Register { base, number } => Ok((Target::Register(tid, base, number, len.min(8)), args.to_string())),
        _ => Err(format!("\"{args}\" lies nowhere: it is computed. (Ask for a variable, or ADDRESS,LENGTH.)")),
    }
}
