//! The hosts of a scenario: one is stepped through at a time; the others are as they were at the same virtual time.
//!
//! Entry points: [`Hosts`], the command [`host`], [`output_text`].

use super::session::Session;
use super::words;
use forklore_sim::chronicle::Origins;
use forklore_sim::debug::stepping::Debugger;
use forklore_sim::debug::tables::Table;
use forklore_sim::kernel::abi::Tid;
use forklore_sim::report;
use forklore_sim::run::OutputChunk;
use forklore_sim::setup::Setup;

type Done = Result<(), String>;

/// All hosts, by name.
#[derive(Default)]
pub struct Hosts {
    /// Names, in the order of the file; empty: the machine is no scenario's.
    pub names: Vec<String>,
    /// Which of them the session's debugger is at.
    pub current: usize,
    /// The debuggers of the others.
    parked: Vec<Option<Debugger>>,
    /// The virtual time at which all are looked at: that of where one moved last.
    clock_ns: u64,
    /// Where each was put for a time: that time, branch and step.
    placed: Vec<Option<(u64, usize, u64)>>,
}

impl Hosts {
    /// The name of the host that is stepped through, if there are several.
    pub fn name(&self) -> Option<&str> {
        if self.names.len() < 2 {
            return None;
        }
        self.names.get(self.current).map(String::as_str)
    }
}

/// A session at one of several hosts; `parked` has the debuggers of the others, and nothing in the place of that one.
pub fn session_at(debugger: Debugger, names: Vec<String>, current: usize, parked: Vec<Option<Debugger>>) -> Session {
    let mut session = Session::new(debugger);
    let placed = vec![None; names.len()];
    session.hosts = Hosts { names, current, parked, clock_ns: 0, placed };
    session
}

/// `host`, `host NAME`, `host NUMBER`.
pub fn host(session: &mut Session, args: &str) -> Done {
    if session.hosts.names.is_empty() {
        return Err("There is one machine; a scenario (sim step FILE.toml) may have several.".to_string());
    }
    if args.is_empty() {
        return hosts(session);
    }
    let named = session.hosts.names.iter().position(|name| name == args);
    let Some(number) = named else {
        let names = session.hosts.names.join(", ");
        let hint = words::meant(args, session.hosts.names.iter().map(String::as_str));
        let hint = hint.map(|name| format!(" Did you mean \"{name}\"?")).unwrap_or_default();
        return Err(format!("There is no host \"{args}\".{hint} There are: {names}."));
    };
    go_to(session, number);
    Ok(())
}

/// The next host, as a key has it.
pub fn next(session: &mut Session) {
    let count = session.hosts.names.len();
    if count > 1 {
        go_to(session, (session.hosts.current + 1) % count);
    }
}

/// Where a history stands.
fn standing(debugger: &Debugger) -> (usize, u64) {
    (debugger.history.current(), debugger.history.step())
}

/// Another host is looked at, as it was at this virtual time. Who only looks around comes back to where he was.
fn go_to(session: &mut Session, number: usize) {
    let current = session.hosts.current;
    let (branch, step) = standing(&session.debugger);
    let moved = !matches!(session.hosts.placed[current], Some((_, b, s)) if (b, s) == (branch, step));
    if moved {
        session.hosts.clock_ns = session.debugger.machine().kernel.now_ns();
        session.hosts.placed[current] = Some((session.hosts.clock_ns, branch, step));
    }
    let clock = session.hosts.clock_ns;
    if number != current
        && let Some(Some(mut debugger)) = session.hosts.parked.get_mut(number).map(Option::take)
    {
        let (branch, step) = standing(&debugger);
        if session.hosts.placed[number] != Some((clock, branch, step)) {
            debugger.history.goto_time(clock);
            debugger.refocus();
            if step == 0
                && let Some(tid) = debugger.machine().kernel.current()
            {
                debugger.focus = tid;
            }
            let (branch, step) = standing(&debugger);
            session.hosts.placed[number] = Some((clock, branch, step));
        }
        let left = std::mem::replace(&mut session.debugger, debugger);
        session.hosts.parked[current] = Some(left);
        session.hosts.current = number;
        session.frame = 0;
        session.run += 1;
        session.before = session.debugger.history.step();
    }
    let now = report::duration(session.hosts.clock_ns);
    session.forget_shown();
    session.say(&format!("[Now on host {}, at {now}]", session.hosts.names[number]));
    session.show_place();
}

fn hosts(session: &mut Session) -> Done {
    let columns = vec!["", "HOST", "ADDRESS", "PROCESSES"];
    let mut table = Table { columns, ..Table::default() };
    let (branch, step) = standing(&session.debugger);
    let here = match session.hosts.placed[session.hosts.current] {
        Some((clock, b, s)) if (b, s) == (branch, step) => clock,
        _ => session.debugger.machine().kernel.now_ns(),
    };
    for (n, name) in session.hosts.names.iter().enumerate() {
        let debugger =
            if n == session.hosts.current { Some(&session.debugger) } else { session.hosts.parked[n].as_ref() };
        let Some(debugger) = debugger else { continue };
        // The others are as they were at this time.
        let mut history = debugger.history.clone();
        if n != session.hosts.current {
            history.goto_time(here);
        }
        let kernel = &history.machine().kernel;
        let mut processes: Vec<String> = kernel
            .procs
            .processes()
            .filter(|p| p.leader.is_some())
            .map(|p| format!("{} {}", p.pid, p.name()))
            .collect();
        processes.sort();
        let mark = if n == session.hosts.current { "*" } else { "" };
        let processes = if processes.is_empty() { "none".to_string() } else { processes.join(", ") };
        let addresses: Vec<String> = kernel.net.addresses().iter().map(|ip| ip.to_string()).collect();
        table.rows.push(vec![mark.to_string(), name.clone(), addresses.join(" "), processes]);
    }
    session.say(&format!("At {} of virtual time:\n{}", report::duration(here), table.render()));
    Ok(())
}

/// Of a process that waits for another host: who has the other end there at this time, and what he does.
pub fn other_end(session: &Session, tid: Tid) -> Vec<String> {
    let machine = session.debugger.machine();
    let Some((own, remote)) = report::waits_for_host(machine, tid) else { return Vec::new() };
    let others = session.hosts.names.iter().zip(&session.hosts.parked);
    for (name, parked) in others {
        let Some(debugger) = parked.as_ref() else { continue };
        if !debugger.machine().kernel.net.addresses().contains(&remote.ip) {
            continue;
        }
        let mut history = debugger.history.clone();
        history.goto_time(machine.kernel.now_ns());
        let origins = Origins::of_history(&history);
        let lines = report::other_end(history.machine(), &origins, remote, own);
        return lines.into_iter().map(|line| format!("  on host {name}: {line}")).collect();
    }
    Vec::new()
}

/// What was written; of a scenario each line with the program that wrote it, as `sim run` shows it.
pub fn output_text(setup: &Setup, chunks: &[(u64, OutputChunk)]) -> String {
    let Some(scene) = &setup.scene else {
        let bytes: Vec<u8> = chunks.iter().flat_map(|(_, chunk)| chunk.bytes.iter().copied()).collect();
        return String::from_utf8_lossy(&bytes).into_owned();
    };
    let mut text = String::new();
    for (_, chunk) in chunks {
        let writer = scene.writer(chunk.stream).unwrap_or("?");
        for line in String::from_utf8_lossy(&chunk.bytes).lines() {
            text += &format!("{writer}| {line}\n");
        }
    }
    text
}
