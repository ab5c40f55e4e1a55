//! Descriptors left open by mistake in pipelines: a reader waits for an end of file that cannot come, or comes only when
//! somebody who never wrote ends. A process that holds a write end on purpose, so that its end is seen, is told apart: nobody
//! ever writes to such a pipe.

use super::report::{Finding, Report, Rule, at};
use super::scene::{Closed, Look, Open, Scene};
use super::{Check, Last};
use crate::debug::code::Spot;
use crate::machine::Machine;
use forklore_kernel::abi::{Fd, Pid, PipeId, Tid};
use forklore_kernel::sched::wait::WaitOn;
use forklore_kernel::trace::event::EventKind;
use forklore_kernel::vfs::file::FileKind;
use std::collections::{BTreeMap, BTreeSet};

/// See the module's text.
#[derive(Default)]
pub(super) struct Pipes {
    /// Inodes of pipes, who has written to them, and by which descriptor.
    written: BTreeMap<(u64, Pid), By>,
    /// Who slept reading which pipe before the last events.
    sleepers: Vec<(Tid, PipeId)>,
    /// Pipes that only one process has had, which is gone now: by the line that made them.
    lonely: BTreeMap<Spot, Vec<Lonely>>,
    /// Pipes that several processes have had.
    shared: BTreeSet<u64>,
    /// Pipes that have been read from.
    read: BTreeSet<u64>,
}

/// A descriptor by which a process has written, and the fork that gave it to it.
#[derive(PartialEq, Eq)]
struct By {
    fd: Fd,
    inherited: Option<Spot>,
}

impl By {
    fn of(fd: Fd, open: &Open) -> By {
        By { fd, inherited: open.inherited.clone() }
    }
}

/// A pipe that only one process has had.
struct Lonely {
    ino: u64,
    pid: Pid,
}

impl Check for Pipes {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            let pid = scene.pid(event.tid);
            let open = scene.processes.get(&pid).into_iter().flat_map(|process| &process.fds);
            for (fd, open) in open.filter(|(_, open)| matches!(open.kind, FileKind::Pipe(..))) {
                if open.wrote {
                    self.written.entry((open.ino, pid)).or_insert_with(|| By::of(*fd, open));
                }
                if open.read {
                    self.read.insert(open.ino);
                }
                if open.inherited.is_some() || matches!(event.kind, EventKind::Forked { .. }) {
                    self.shared.insert(open.ino);
                }
            }
        }
        let gone = look.closed.iter().filter(|closed| closed.open.wrote);
        for closed in gone {
            let by = || By::of(closed.fd, &closed.open);
            self.written.entry((closed.open.ino, closed.pid)).or_insert_with(by);
        }
        look.closed.iter().for_each(|closed| self.alone(scene, closed, report));
        for closed in look.closed.iter().filter(|closed| closed.by_end) {
            let FileKind::Pipe(pipe, ends) = closed.open.kind else { continue };
            let last = ends.writes() && !held(scene, &closed.open);
            let waits = self.sleepers.iter().any(|(tid, on)| *on == pipe && scene.pid(*tid) != closed.pid);
            let process = scene.processes.get(&closed.pid);
            if last
                && waits
                && !self.written.contains_key(&(closed.open.ino, closed.pid))
                && self.writers_to(closed.open.ino).next().is_some()
                && !self.might_have_written(closed, process.is_some_and(|p| p.own))
                // What another program has as its input and output was given to it.
                && process.is_some_and(|p| p.own || p.executed.is_some() && closed.fd.0 > 2)
            {
                report.add(delayed(scene, closed.pid, closed.fd, &closed.open));
            }
        }
        self.sleepers = sleepers(look.machine);
    }

    fn end(&mut self, scene: &Scene, last: &Last, report: &mut Report) {
        // Somebody may write yet; not a program that knows nothing of the pipe.
        for (tid, pipe) in sleepers(last.machine) {
            let reader = scene.pid(tid);
            let writers = writers(scene, pipe);
            let strange = |(pid, fd, _): &(Pid, Fd, &Open)| fd.0 > 2 && program(scene, *pid).is_some();
            if last.is_cut() && !writers.iter().all(strange) {
                continue;
            }
            for (pid, fd, open) in writers {
                let own = scene.is_own(reader) || open.opened.is_some();
                // Where nobody has ever written it may be that pid's turn, unless it waits for the reader's end.
                let used = self.writers_to(open.ino).next().is_some();
                let awaits = waits_for_end(scene, last.machine, pid, reader);
                if own && (pid == reader || (used || awaits) && !self.written.contains_key(&(open.ino, pid))) {
                    let known = Known { used, awaits, shared: self.shared.contains(&open.ino) };
                    report.add(never(scene, (tid, reader), (pid, fd, open), &known));
                }
            }
        }
    }
}

impl Pipes {
    /// By which descriptors a pipe has been written to.
    fn writers_to(&self, ino: u64) -> impl Iterator<Item = &By> {
        self.written.range((ino, Pid(0))..(ino + 1, Pid(0))).map(|(_, by)| by)
    }

    /// Has a child of the same fork() written by the same descriptor? Then the one that did not had nothing to say.
    fn might_have_written(&self, closed: &Closed, own: bool) -> bool {
        let by = By::of(closed.fd, &closed.open);
        own && by.inherited.is_some() && self.writers_to(closed.open.ino).any(|writer| *writer == by)
    }

    /// A descriptor is closed: was it the last of a pipe that nobody else has ever had? If two processes made such a pipe by the
    /// same line, and one only wrote and the other only read, they meant to have the same.
    fn alone(&mut self, scene: &Scene, closed: &Closed, report: &mut Report) {
        let FileKind::Pipe(..) = closed.open.kind else { return };
        let ino = closed.open.ino;
        let held = scene.processes.values().any(|p| p.fds.values().any(|open| open.ino == ino));
        let Some(spot) = closed.open.opened.clone().filter(|_| !held && !self.shared.contains(&ino)) else { return };
        if closed.open.read {
            self.read.insert(ino);
        }
        let known = self.lonely.entry(spot.clone()).or_default();
        if known.iter().all(|other| other.ino != ino) {
            known.push(Lonely { ino, pid: closed.pid });
        }
        let wrote = |l: &&Lonely| self.written.contains_key(&(l.ino, l.pid)) && !self.read.contains(&l.ino);
        let read = |l: &&Lonely| self.read.contains(&l.ino) && !self.written.contains_key(&(l.ino, l.pid));
        let (Some(writer), Some(reader)) = (known.iter().find(wrote), known.iter().find(read)) else { return };
        if writer.pid != reader.pid {
            let text = format!(
                "pid {} wrote to a pipe that only it had, and pid {} read from another one, which only that had: both were made here, one by each",
                writer.pid, reader.pid
            );
            let mend = "call pipe() before fork(), so that both processes have the same pipe";
            report.add(Finding::new(Rule::OpenEnd, Some(spot), reader.pid, text, mend));
        }
    }
}

/// Who sleeps until a pipe can be read.
fn sleepers(machine: &Machine) -> Vec<(Tid, PipeId)> {
    let on = |task: &forklore_kernel::proc::task::Task| match task.blocked.as_ref()?.on {
        WaitOn::PipeReadable(pipe) => Some((task.tid, pipe)),
        _ => None,
    };
    machine.kernel.procs.tasks().filter_map(on).collect()
}

/// Does anybody else still hold a write end of this pipe?
fn held(scene: &Scene, open: &Open) -> bool {
    let same = |other: &Open| other.ino == open.ino && matches!(other.kind, FileKind::Pipe(_, ends) if ends.writes());
    scene.processes.values().filter(|p| !p.ended).any(|p| p.fds.values().any(same))
}

/// The write ends of a pipe.
fn writers(scene: &Scene, pipe: PipeId) -> Vec<(Pid, Fd, &Open)> {
    let of = |open: &Open| matches!(open.kind, FileKind::Pipe(id, ends) if id == pipe && ends.writes());
    let all = scene.processes.iter().filter(|(_, p)| !p.ended);
    all.flat_map(|(pid, p)| p.fds.iter().filter(|(_, open)| of(open)).map(|(fd, open)| (*pid, *fd, open))).collect()
}

/// The program that is none of the user's which a process executes.
fn program(scene: &Scene, pid: Pid) -> Option<&str> {
    scene.processes.get(&pid).filter(|process| !process.own)?.executed.as_deref()
}

/// `pid 3`, and what it executes: `pid 3 (/bin/sleep)`.
fn who(scene: &Scene, pid: Pid) -> String {
    program(scene, pid).map_or_else(|| format!("pid {pid}"), |path| format!("pid {pid} ({path})"))
}

/// How a process came by a descriptor.
fn origin(scene: &Scene, pid: Pid, open: &Open) -> String {
    let opened = open.opened.as_ref().map(|spot| format!("opened at {}", at(spot)));
    let inherited = open.inherited.as_ref().map(|spot| format!("inherited by fork at {}", at(spot)));
    let kept = program(scene, pid).map(|path| format!("kept over exec of {path}"));
    let all: Vec<String> = [opened, inherited, kept].into_iter().flatten().collect();
    if all.is_empty() { String::new() } else { format!(" ({})", all.join(", ")) }
}

/// How a program that knows nothing of a descriptor is kept from having it.
fn before_exec(fd: Fd) -> String {
    format!(
        "close({fd}) in the child before it executes the program, or let exec close it: fcntl(fd, F_SETFD, FD_CLOEXEC), or pipe2(p, O_CLOEXEC)"
    )
}

fn place(open: &Open) -> Option<Spot> {
    open.inherited.clone().or_else(|| open.opened.clone())
}

/// What is known of a pipe whose end does not come.
struct Known {
    /// Somebody has written to it.
    used: bool,
    /// The process that keeps it open waits for the reader to end.
    awaits: bool,
    /// Several processes have had it.
    shared: bool,
}

/// Does a process sleep until a child ends, and is this one among its children or theirs?
fn waits_for_end(scene: &Scene, machine: &Machine, pid: Pid, child: Pid) -> bool {
    let waits = |task: &forklore_kernel::proc::task::Task| {
        task.pid == pid && task.blocked.as_ref().is_some_and(|blocked| blocked.on == WaitOn::Child)
    };
    let mut up = scene.processes.get(&child).map(|process| process.parent);
    let mut above = Vec::new();
    while let Some(parent) = up.filter(|parent| !above.contains(parent)) {
        above.push(parent);
        up = scene.processes.get(&parent).map(|process| process.parent);
    }
    above.contains(&pid) && machine.kernel.procs.tasks().any(waits)
}

/// `a pipe`, or which FIFO.
fn named(open: &Open) -> String {
    open.fifo.as_ref().map_or_else(|| "a pipe".to_string(), |path| format!("the FIFO {path}"))
}

fn never(scene: &Scene, (tid, reader): (Tid, Pid), (pid, fd, open): (Pid, Fd, &Open), known: &Known) -> Finding {
    let line = scene.spot(tid);
    let holds = |p: &&super::scene::ProcessFacts| p.fds.values().any(|o| o.ino == open.ino);
    let alone = scene.processes.values().filter(holds).count() == 1;
    let both = matches!(open.kind, FileKind::Pipe(_, ends) if ends.reads());
    let pipe = named(open);
    let origin = origin(scene, pid, open);
    let (text, mend) = if pid == reader && both {
        (
            format!(
                "pid {pid} waits for end of file on {pipe}, which it has open for writing, too, by fd {fd}{origin}"
            ),
            "open the FIFO with O_RDONLY where it is read, not with O_RDWR: with that it never ends".to_string(),
        )
    } else if pid == reader && alone && !known.shared && open.fifo.is_none() {
        (
            format!(
                "pid {pid} reads from a pipe that only it has: nobody can ever write there, and no end of file comes{origin}"
            ),
            "call pipe() before fork(), so that both processes have the same pipe".to_string(),
        )
    } else if pid == reader && alone && !known.used {
        (
            format!(
                "pid {pid} waits for data on {pipe}, but those that had it too have ended without writing; no end of file comes either, because it holds the write end open itself, fd {fd}{origin}"
            ),
            format!(
                "close({fd}) in the reading process, after fork() and before it reads, and look for the result 0: nothing was sent"
            ),
        )
    } else if pid == reader {
        (
            format!("pid {pid} waits for end of file on {pipe} whose write end it holds open itself, fd {fd}{origin}"),
            format!("close({fd}) in pid {pid}, the reading process, after fork() and before it reads"),
        )
    } else {
        let why = if known.used { "which never writes there" } else { "which waits for the reader to end" };
        (
            format!(
                "pid {reader} waits for end of file on {pipe}, but {}, {why}, keeps the write end open, fd {fd}{origin}",
                who(scene, pid)
            ),
            match known.awaits {
                _ if program(scene, pid).is_some() => before_exec(fd),
                true => format!("close({fd}) in pid {pid} before it waits"),
                false => format!("close({fd}) in pid {pid} as soon as it does not write (any more)"),
            },
        )
    };
    let finding = Finding::new(Rule::OpenEnd, place(open), pid, text, mend).about(format!("fd {fd}"));
    finding.with(line, format!("pid {reader} waits here"))
}

fn delayed(scene: &Scene, pid: Pid, fd: Fd, open: &Open) -> Finding {
    let this = open.fifo.as_ref().map_or_else(|| "this pipe".to_string(), |path| format!("the FIFO {path}"));
    Finding::new(
        Rule::OpenEnd,
        place(open),
        pid,
        format!(
            "the reader of {this} got its end of file only when {} ended, which never wrote there but kept the write end open, fd {fd}{}",
            who(scene, pid),
            origin(scene, pid, open)
        ),
        match program(scene, pid) {
            Some(_) => before_exec(fd),
            None => format!("close({fd}) in pid {pid} after fork()"),
        },
    )
    .about(format!("fd {fd}"))
}
