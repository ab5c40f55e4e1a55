//! What to change in the program, a line for each mistake that is seen: only where the report itself proves it.
//!
//! Entry point: [`lines`].

use super::circle::{self, Circle};
use super::holders::{self, End};
use super::{Teller, at, net, sysv, threads, wait, who};
use crate::chronicle::origin::{How, Origin};
use forklore_kernel::abi::{Fd, Pid, Tid};
use forklore_kernel::proc::task::TaskState;
use forklore_kernel::sched::wait::WaitOn;

/// Most lines.
const MOST: usize = 4;

/// Advice about the waits of these tasks.
pub fn lines(t: &Teller, tasks: &[Tid]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for tid in tasks {
        lines.extend(own_end(t, *tid).or_else(|| threads::unshared(t, *tid)).or_else(|| own_lock(t, *tid)));
    }
    if lines.is_empty() {
        for found in circle::find(t, tasks) {
            lines.extend(of_circle(t, &found));
        }
    }
    if t.stuck {
        lines.extend(alone(t, tasks));
    }
    lines.dedup();
    lines.truncate(MOST);
    lines.into_iter().map(|line| format!("to mend it: {line}")).collect()
}

fn sleeps_on(t: &Teller, tid: Tid) -> Option<WaitOn> {
    let task = t.machine.kernel.procs.find_task(tid)?;
    task.blocked.as_ref().filter(|_| task.state == TaskState::Blocked).map(|blocked| blocked.on)
}

/// A process that waits for the end of what it holds open itself.
fn own_end(t: &Teller, tid: Tid) -> Option<String> {
    let on = sleeps_on(t, tid)?;
    let pid = t.machine.kernel.procs.task(tid).pid;
    let holders = match on {
        // A FIFO is opened for both directions on purpose.
        WaitOn::PipeReadable(pipe) if t.stuck || wait::pipe_name(t, pipe).starts_with("pipe") => {
            holders::of_pipe(t, pipe, End::Write)
        }
        WaitOn::SocketReadable(socket) => net::holders(t, t.machine.kernel.net.other_end(socket)?),
        _ => return None,
    };
    // Threads of one process may well write to each other.
    let own: Vec<Fd> = holders.iter().filter(|(holder, _)| *holder == pid).map(|(_, fd)| *fd).collect();
    if own.is_empty() || t.machine.kernel.procs.process(pid)?.tasks().nth(1).is_some() {
        return None;
    }
    let fds = holders::named(&own);
    let after = own.first().and_then(|fd| inherited(t, pid, *fd)).map(|text| format!(" after the {text}"));
    let after = after.unwrap_or_default();
    Some(format!("close {fds} in pid {pid}{after}, before {}", at(t.machine, tid)))
}

/// A task that waits for a lock that it has itself, or that its holder took with it into death.
fn own_lock(t: &Teller, tid: Tid) -> Option<String> {
    if !t.stuck {
        return None; // others may give it yet
    }
    let wait = match sleeps_on(t, tid)? {
        WaitOn::Semaphore(..) | WaitOn::Futex(_) => wait::of_task(t, tid)?,
        _ => return None,
    };
    let locks = |text: &String| text.contains("took it") || text.contains("is locked by");
    if wait
        .more
        .iter()
        .any(|line| locks(line) && line.ends_with(", which has ended") || line.ends_with("and has ended"))
    {
        let undo = if wait.what.contains(" of set ") { " (SEM_UNDO does it by itself)" } else { "" };
        return wait.more.iter().any(locks).then(|| format!("give it back before its holder ends{undo}"));
    }
    let own = !wait.enders.is_empty() && wait.enders.iter().all(|ender| ender.tid == tid);
    own.then(|| format!("{} has to give it back before {}", who(t.machine, tid), at(t.machine, tid)))
}

/// `fork at main.c:10`: how a process got a descriptor that it did not open.
fn inherited(t: &Teller, pid: Pid, fd: Fd) -> Option<String> {
    let chain = t.origins.chain(pid, fd);
    let step = chain.into_iter().rev().find(|step| matches!(step.how, How::Inherited(_)))?;
    let Origin { how: How::Inherited(call), place: Some(place), .. } = step else { return None };
    Some(format!("{call} at {place}"))
}

/// Where a circle could be broken.
fn of_circle(t: &Teller, circle: &Circle) -> Vec<String> {
    let waits: Vec<Option<WaitOn>> = circle.iter().map(|(tid, _)| sleeps_on(t, *tid)).collect();
    let locks = |on: &Option<WaitOn>| {
        matches!(on, Some(WaitOn::Futex(_) | WaitOn::Semaphore(..) | WaitOn::RecordLock(_) | WaitOn::FileLock(_)))
    };
    if waits.iter().all(locks) {
        return vec!["take locks in the same order everywhere: then there is no circle".to_string()];
    }
    let reads = |on: &Option<WaitOn>| matches!(on, Some(WaitOn::PipeReadable(_) | WaitOn::SocketReadable(_)));
    if waits.iter().all(reads) {
        let names: Vec<String> = circle.iter().map(|(tid, _)| who(t.machine, *tid)).collect();
        return vec![format!(
            "one of {} has to write before it reads (and flush what it has written)",
            names.join(", ")
        )];
    }
    let mut lines = Vec::new();
    for ((tid, ender), on) in circle.iter().zip(&waits) {
        // That a child ends is what it will do once it can.
        if matches!(on, Some(WaitOn::Child | WaitOn::VforkChild(_))) || ender.tid == *tid {
            continue;
        }
        lines.push(format!("{} has to {} before {}", who(t.machine, ender.tid), ender.by, at(t.machine, ender.tid)));
    }
    lines
}

/// Waits that nobody who is known could end.
fn alone(t: &Teller, tasks: &[Tid]) -> Vec<String> {
    let mut fifos = 0;
    let mut lines = Vec::new();
    for tid in tasks {
        match sleeps_on(t, *tid) {
            Some(WaitOn::FifoReader(_) | WaitOn::FifoWriter(_)) => fifos += 1,
            Some(WaitOn::Signal) => {
                lines.extend(t.origins.deeds.signal(*tid).map(|(signal, place)| {
                    format!(
                        "{} came before, at {place}: block it, test, and wait with sigsuspend, so that none is missed",
                        signal.name()
                    )
                }));
            }
            Some(WaitOn::Message(id, place)) => lines.extend(sysv::mixed_up(t, *tid, id, place)),
            _ => {}
        }
    }
    if fifos > 1 {
        lines.push(
            "open the FIFOs in the same order in both processes: open waits until the other end is opened too"
                .to_string(),
        );
    }
    lines
}
