//! What a person is told about a machine: who waits for what since which line, and who could end the wait.

mod advice;
mod circle;
mod crash;
mod fifos;
mod holders;
mod locks;
mod net;
mod polled;
mod signals;
mod sysv;
mod threads;
mod wait;

pub(crate) use sysv::wanted;

use crate::chronicle::Origins;
use crate::debug::code::{self, Spot};
use crate::machine::{Machine, UserTask};
pub use crash::{functions, told as crash, tried};
use fifos::Openers;
use forklore_kernel::abi::{Pid, ProgramId, SocketId, Tid};
use forklore_kernel::net::addr::{Endpoint, Name};
use forklore_kernel::proc::task::TaskState;
use forklore_kernel::sched::wait::WaitOn;
use forklore_kernel::trace::event::{Disposition, Event, EventKind};
use std::fmt::Write;
pub use wait::{Ender, Wait};

/// Runs that took more of the host's work than this ([`Machine::work`]) are not executed again for a report: about a second.
pub const MOST_WORK: u64 = 400_000_000;

/// Who tells: the machine that is spoken of, and what is known of the run that led to it (perhaps nothing).
#[derive(Clone, Debug)]
pub struct Teller<'a> {
    /// The machine.
    pub machine: &'a Machine,
    /// Where its descriptors came from; may be empty.
    pub origins: &'a Origins,
    /// Nothing can happen any more: what nobody does now, nobody will ever do.
    stuck: bool,
    /// Who would open the FIFOs whose opens wait.
    openers: Openers,
}

impl<'a> Teller<'a> {
    /// Speaks of this machine.
    pub fn new(machine: &'a Machine, origins: &'a Origins) -> Teller<'a> {
        let kernel = &machine.kernel;
        // Something may still come from other hosts, if there are any.
        let alone = kernel.net.addresses().is_empty();
        let stuck = alone && !machine.in_turn() && kernel.runnable().is_empty() && kernel.next_deadline().is_none();
        Teller { machine, origins, stuck, openers: Openers::default() }
    }

    /// Speaks of this machine, and tries on a copy who could end waits of which nothing else shows it.
    fn thorough(machine: &'a Machine, origins: &'a Origins) -> Teller<'a> {
        Teller { openers: Openers::tried(machine), ..Teller::new(machine, origins) }
    }

    /// ` and nobody reads`, but only if that is for ever.
    fn for_ever(&self, text: &'static str) -> &'static str {
        if self.stuck { text } else { "" }
    }
}

/// The report of a run in which nothing can happen any more, with where everything came from as far as that is known.
pub fn deadlock(machine: &Machine, origins: &Origins) -> String {
    let teller = Teller { stuck: true, ..Teller::thorough(machine, origins) };
    let mut text = String::from("deadlock: no process can ever run again");
    let blocked: Vec<Tid> = machine.kernel.blocked_report().iter().map(|task| task.tid).collect();
    for tid in blocked.iter().take(LISTED) {
        let _ = write!(text, "\n  {} ({}) {}", who(machine, *tid), at(machine, *tid), wait::doing(&teller, *tid));
    }
    if blocked.len() > LISTED {
        let _ = write!(text, "\n  and {} more", blocked.len() - LISTED);
    }
    for line in circle::told(&teller, &blocked).into_iter().chain(advice::lines(&teller, &blocked)) {
        let _ = write!(text, "\n  {line}");
    }
    text
}

/// What a task waits for, who could end that, what they in turn wait for; circles, and what to change. `None`: no such task.
pub fn why(machine: &Machine, origins: &Origins, tid: Tid) -> Option<String> {
    machine.kernel.procs.find_task(tid)?;
    let teller = Teller::thorough(machine, origins);
    let chain = circle::chain(&teller, tid);
    let mut text = String::new();
    for (n, task) in chain.iter().enumerate() {
        let indent = if n == 0 { "" } else { "\n  " };
        let _ =
            write!(text, "{indent}{} ({}) {}", who(machine, *task), at(machine, *task), wait::doing(&teller, *task));
    }
    for line in circle::told(&teller, &chain).into_iter().chain(advice::lines(&teller, &chain)) {
        let _ = write!(text, "\n  {line}");
    }
    Some(text)
}

/// What a sleeping task waits for: `waits in read for data or end of file on pipe 0 ...`. `None` when it does not sleep.
pub fn waits(machine: &Machine, tid: Tid) -> Option<String> {
    waits_with(machine, &Origins::default(), tid)
}

/// [`waits`], with where everything came from.
pub fn waits_with(machine: &Machine, origins: &Origins, tid: Tid) -> Option<String> {
    machine.kernel.procs.find_task(tid)?.blocked.as_ref()?;
    Some(wait::doing(&Teller::new(machine, origins), tid))
}

/// The connection that a sleeping task waits at, if its other end is on another host: its own address there, and the peer's.
pub fn waits_for_host(machine: &Machine, tid: Tid) -> Option<(Endpoint, Endpoint)> {
    let id = match machine.kernel.procs.find_task(tid)?.blocked.as_ref()?.on {
        WaitOn::SocketReadable(id) | WaitOn::SocketWritable(id) | WaitOn::SocketClosing(id) => id,
        _ => return None,
    };
    let remote = machine.kernel.net.remote(id)?;
    match machine.kernel.net.own_name(id) {
        Name::Inet(own) => Some((own, remote)),
        _ => None,
    }
}

/// Who holds the end of a connection that another host calls by these addresses, or listens for it, and what he does; a line each.
pub fn other_end(machine: &Machine, origins: &Origins, own: Endpoint, remote: Endpoint) -> Vec<String> {
    let teller = Teller::new(machine, origins);
    let net = &machine.kernel.net;
    let ids = || net.sockets.iter().map(|(key, _)| SocketId(key));
    let is_end = |id: &SocketId| net.remote(*id) == Some(remote) && net.own_name(*id) == Name::Inet(own);
    let listens = |id: &SocketId| {
        let port = matches!(net.own_name(*id), Name::Inet(at) if at.port == own.port);
        port && net.is_listening(*id)
    };
    let end = ids().find(is_end);
    let Some(id) = end.or_else(|| ids().find(listens)) else {
        return vec![format!("nobody there has the port {}", own.port)];
    };
    let mut lines = Vec::new();
    for (pid, fd) in net::holders(&teller, id) {
        let tasks: Vec<Tid> = machine.kernel.procs.process(pid).into_iter().flat_map(|p| p.tasks()).collect();
        let verb = if end.is_some() { "has the other end" } else { "listens there" };
        for tid in tasks {
            let doing = wait::doing(&teller, tid);
            let doing = doing.strip_prefix("waits for nothing: it ").unwrap_or(&doing).to_string();
            lines.push(format!("{} ({}) {verb} as fd {fd}, and {doing}", who(machine, tid), at(machine, tid)));
        }
    }
    if lines.is_empty() {
        let accepted = if net.is_unaccepted(id) { "nobody has accepted it" } else { "it is closed" };
        lines.push(format!("no process there has the other end: {accepted}"));
    }
    lines
}

/// Processes that are left when the program has ended.
pub fn outlived(machine: &Machine, origins: &Origins) -> String {
    let head = "the program ended, but these processes did not (they are ended now):";
    head.to_string() + &everybody(machine, origins)
}

/// Where every process is: for a run that was ended from outside.
pub fn where_everybody_is(machine: &Machine, origins: &Origins) -> String {
    "at that moment:".to_string() + &everybody(machine, origins)
}

/// The report of a run in which every process that can run goes round a loop that changes nothing.
pub fn endless(machine: &Machine, origins: &Origins) -> String {
    "endless loop: no process will ever do anything else".to_string() + &everybody(machine, origins)
}

/// A process was killed because the machine's memory was used up.
pub fn out_of_memory(max_memory: u64) -> String {
    format!(
        "memory limit: all {} MiB of the machine's memory were in use, so a process was killed (raise it with --max-memory)",
        max_memory >> 20
    )
}

/// Most processes listed.
const LISTED: usize = 20;

fn everybody(machine: &Machine, origins: &Origins) -> String {
    let teller = Teller::thorough(machine, origins);
    let mut tasks: Vec<(Tid, TaskState)> = machine.kernel.procs.tasks().map(|t| (t.tid, t.state)).collect();
    tasks.sort_by_key(|(tid, _)| *tid);
    let mut text = String::new();
    for (tid, state) in tasks.iter().take(LISTED) {
        let doing = match state {
            TaskState::Running | TaskState::Ready if machine.spins(*tid) => {
                format!("goes round a loop that changes nothing{}", functions(machine, *tid))
            }
            TaskState::Running | TaskState::Ready => format!("runs{}", functions(machine, *tid)),
            TaskState::Stopped | TaskState::Blocked => wait::doing(&teller, *tid),
            TaskState::Dead => continue,
        };
        let _ = write!(text, "\n  {} ({}) {doing}{}", who(machine, *tid), at(machine, *tid), rounds(&teller, *tid));
    }
    if tasks.len() > LISTED {
        let _ = write!(text, "\n  and {} more", tasks.len() - LISTED);
    }
    let blocked: Vec<Tid> = tasks.iter().filter(|(_, s)| *s == TaskState::Blocked).map(|(tid, _)| *tid).collect();
    for line in advice::lines(&teller, &blocked) {
        let _ = write!(text, "\n  {line}");
    }
    text
}

/// Functions by which a loop waits.
const WAITING: &[&str] = &["sleep", "usleep", "nanosleep", "sched_yield", "poll", "select", "waitpid", "wait", "kill"];

/// So many calls in the same loop are worth a word.
const ROUNDS: u64 = 1000;

/// What is to be said of a task that makes the same calls again and again.
fn rounds(t: &Teller, tid: Tid) -> String {
    let Some((times @ ROUNDS.., names)) = t.origins.deeds.again.rounds(t.machine, tid) else { return String::new() };
    let idle = names.iter().all(|name| WAITING.contains(&name.as_str()));
    let vain = if idle { ": what it waits for does not come" } else { "" };
    let names: Vec<String> = names.into_iter().map(|name| name + "()").collect();
    format!("\n      it goes round a loop, its last {times} calls were all of {}{vain}", names.join(" and "))
}

/// `pid 2`, and which thread of it if it has several.
fn who(machine: &Machine, tid: Tid) -> String {
    let process = machine.kernel.procs.process_of(tid);
    match process.tasks().nth(1) {
        None => format!("pid {}", process.pid),
        Some(_) => format!("pid {} thread {tid}", process.pid),
    }
}

/// Somebody else, as seen from a task, also one that has ended: `pid 3`, `thread 4` of the same process, `pid 3 thread 4`.
fn other(machine: &Machine, from: Tid, tid: Tid, pid: Pid) -> String {
    let procs = &machine.kernel.procs;
    let own = procs.find_task(from).is_some_and(|task| task.pid == pid);
    match tid.0 == pid.0 {
        true if own && procs.process(pid).is_some_and(|process| process.tasks().nth(1).is_some()) => {
            format!("thread {tid}")
        }
        true => format!("pid {pid}"),
        false if own => format!("thread {tid}"),
        false => format!("pid {pid} thread {tid}"),
    }
}

/// `prog.c:12`: the innermost line of the user's own source that the task is executing.
fn at(machine: &Machine, tid: Tid) -> String {
    place(machine, tid).unwrap_or_else(|| machine.kernel.procs.process_of(tid).name())
}

/// File and line that a task is at, in the user's sources.
pub fn place(machine: &Machine, tid: Tid) -> Option<String> {
    let (id, pc) = user_pc(machine, tid)?;
    let Spot { file, line } = code::spot(machine.programs().peek(id)?, pc)?;
    Some(format!("{file}:{line}"))
}

/// [`place`] of the task of the `n`-th of the events that have just happened, as it happened.
pub fn place_of(machine: &Machine, events: &[Event], n: usize) -> Option<String> {
    let (id, pc) = user_pc_of(machine, events, n)?;
    let Spot { file, line } = code::spot(machine.programs().peek(id)?, pc)?;
    Some(format!("{file}:{line}"))
}

/// [`user_pc`] of the task of the `n`-th of the events that have just happened, as it happened: it may have ended by it, and
/// handlers may have been entered since, as the call returned.
pub fn user_pc_of(machine: &Machine, events: &[Event], n: usize) -> Option<(ProgramId, u32)> {
    let tid = events.get(n)?.tid;
    innermost(machine, user_of(machine, tid, events)?, handlers_entered(&events[n..], tid))
}

/// Handlers of a task that these events have entered.
pub(crate) fn handlers_entered(events: &[Event], tid: Tid) -> usize {
    let caught = |kind: &EventKind| matches!(kind, EventKind::Signal { disposition: Disposition::Caught, .. });
    events.iter().filter(|event| event.tid == tid && caught(&event.kind)).count()
}

/// A task's user-mode half, also if it has ended by what has just happened.
pub fn user_of<'a>(machine: &'a Machine, tid: Tid, events: &[Event]) -> Option<&'a UserTask> {
    let ends = |e: &Event| e.tid == tid && matches!(e.kind, EventKind::Exited { .. } | EventKind::Killed { .. });
    machine.task(tid).or_else(|| machine.gone().filter(|_| events.iter().any(ends)))
}

/// The innermost instruction that a task executes in the user's sources: its program and its index.
pub fn user_pc(machine: &Machine, tid: Tid) -> Option<(ProgramId, u32)> {
    innermost(machine, machine.task(tid)?, 0)
}

/// [`user_pc`] as it was before the innermost `handlers` signal handlers were entered.
pub(crate) fn user_pc_before(machine: &Machine, tid: Tid, handlers: usize) -> Option<(ProgramId, u32)> {
    innermost(machine, machine.task(tid)?, handlers)
}

fn innermost(machine: &Machine, task: &UserTask, handlers: usize) -> Option<(ProgramId, u32)> {
    let id = task.program?;
    let program = machine.programs().peek(id)?;
    let pc = task.cpu.active_before(handlers).map(|active| active.pc).find(|pc| code::spot(program, *pc).is_some())?;
    Some((id, pc))
}

/// A time as a person reads it.
pub fn duration(ns: u64) -> String {
    match ns {
        0..1_000 => format!("{ns} ns"),
        1_000..1_000_000 => format!("{} us", ns / 1_000),
        1_000_000..1_000_000_000 => format!("{} ms", ns / 1_000_000),
        _ => format!("{}.{:03} s", ns / 1_000_000_000, ns / 1_000_000 % 1_000).replace(".000", ""),
    }
}
