//! Opens of FIFOs that wait for the other end: who would come to open it. Nothing in the kernel says so; a copy of the machine in
//! which the open succeeds is tried instead.
//!
//! Entry points: [`Openers::tried`], [`wait`], [`advice`], [`of_circle`].

use super::circle::Circle;
use super::wait::{self, Wait};
use super::{Teller, at, who};
use crate::debug::code::Spot;
use crate::debug::frames;
use crate::machine::{Choice, Machine};
use crate::meant::meant;
use forklore_kernel::abi::{InodeId, PipeId, Syscall, Tid};
use forklore_kernel::ipc::pipe::Ends;
use forklore_kernel::proc::task::Task;
use forklore_kernel::sched::wait::WaitOn;
use forklore_kernel::vfs::InodeKind;

/// Who opens what others wait for: those, the opener.
#[derive(Clone, Debug, Default)]
pub struct Openers(Vec<(Tid, Tid)>);

/// Most waiting opens that are tried.
const MOST_WAITS: usize = 16;
/// Most steps of a try, and most work ([`Machine::work`]).
const MOST_STEPS: usize = 300;
const MOST_WORK: u64 = 3_000_000;
/// Most opens in a row that are made to succeed.
const MOST_OPENS: usize = 8;
/// Most FIFOs that are named because nobody has opened them.
const MOST_UNOPENED: usize = 2;

impl Openers {
    /// Lets each waiting open of a copy succeed, and looks who then opens what is waited for.
    pub fn tried(machine: &Machine) -> Openers {
        let waits = waiting(machine);
        let mut openers = Vec::new();
        for (tid, ..) in waits.iter().take(MOST_WAITS) {
            let found = try_one(machine.clone(), *tid, &waits);
            openers.extend(found);
        }
        openers.sort_unstable();
        openers.dedup();
        Openers(openers)
    }

    /// Who opens what this task waits for.
    fn of(&self, tid: Tid) -> impl Iterator<Item = Tid> {
        self.0.iter().filter(move |(waits, opener)| *waits == tid && *opener != tid).map(|(_, opener)| *opener)
    }

    /// Does it wait for itself in the end?
    fn in_circle(&self, tid: Tid) -> bool {
        let mut reached: Vec<Tid> = self.of(tid).collect();
        let mut next = 0;
        while let Some(at) = reached.get(next).copied() {
            next += 1;
            let more: Vec<Tid> = self.of(at).filter(|other| !reached.contains(other)).collect();
            reached.extend(more);
        }
        reached.contains(&tid)
    }
}

/// The pipe of the FIFO whose open a task sleeps in, and the ends that it waits for.
fn wanted(task: &Task) -> Option<(PipeId, Ends)> {
    match task.blocked.as_ref()?.on {
        WaitOn::FifoReader(pipe) => Some((pipe, Ends::Read)),
        WaitOn::FifoWriter(pipe) => Some((pipe, Ends::Write)),
        _ => None,
    }
}

/// All tasks that sleep so, by tid.
fn waiting(machine: &Machine) -> Vec<(Tid, PipeId, Ends)> {
    let tasks = machine.kernel.procs.tasks();
    let mut waits: Vec<_> = tasks.filter_map(|task| wanted(task).map(|(pipe, ends)| (task.tid, pipe, ends))).collect();
    waits.sort_unstable_by_key(|(tid, ..)| *tid);
    waits
}

/// How often an end has been opened.
fn opens(machine: &Machine, (pipe, ends): (PipeId, Ends)) -> u32 {
    machine.kernel.pipes.get(pipe).map_or(0, |pipe| if ends.reads() { pipe.reader_opens } else { pipe.writer_opens })
}

fn try_one(mut machine: Machine, tid: Tid, waits: &[(Tid, PipeId, Ends)]) -> Vec<(Tid, Tid)> {
    let mut found = Vec::new();
    let work = machine.work();
    let mut supposed = 0;
    let mut last = tid;
    for _ in 0..MOST_STEPS {
        let ready: Vec<Tid> = machine
            .choices()
            .into_iter()
            .filter_map(|c| if let Choice::Step(t) = c { Some(t) } else { None })
            .collect();
        // In turn, so that none goes without.
        let next = ready.iter().copied().filter(|other| *other > last).min().or(ready.iter().copied().min());
        if supposed == 0 || next.is_none() {
            supposed += 1;
            if supposed <= MOST_OPENS && suppose(&mut machine, tid) {
                continue;
            }
        }
        let choice = next.map_or(Choice::Tick, Choice::Step);
        let before: Vec<u32> = waits.iter().map(|(_, pipe, ends)| opens(&machine, (*pipe, *ends))).collect();
        if machine.work() - work > MOST_WORK || machine.step(&choice).is_err() {
            break;
        }
        let Some(opener) = next else { continue };
        last = opener;
        for ((waits, pipe, ends), before) in waits.iter().zip(before) {
            if opens(&machine, (*pipe, *ends)) > before {
                found.push((*waits, opener));
            }
        }
    }
    found
}

/// Makes the open that a task sleeps in succeed: as if somebody opened the other end, and kept it. `false`: it sleeps in none.
fn suppose(machine: &mut Machine, tid: Tid) -> bool {
    let Some(task) = machine.kernel.procs.find_task(tid) else { return false };
    let (Some((pipe, ends)), Some(on)) = (wanted(task), task.blocked.as_ref().map(|blocked| blocked.on)) else {
        return false;
    };
    machine.kernel.pipes.open(pipe, ends);
    machine.kernel.wake_latest_first(on);
    true
}

/// A wait in open: those who would come to open the other end.
pub fn wait(t: &Teller, tid: Tid) -> Wait {
    let (direction, _) = directions(t, tid);
    let fifo = opening(t, tid);
    let by = format!("open {fifo} for {direction}");
    let wait = Wait::new(format!("for another process to {by}"));
    let wait = t.openers.of(tid).fold(wait, |wait, other| wait.ender(t, Some(other), &by));
    let Some(ender) = wait.enders.first().filter(|_| !t.openers.in_circle(tid)) else {
        return match t.stuck && wait.enders.is_empty() {
            true => {
                let wait = wait.line(format!("none of those who are left comes to open it for {direction}"));
                unopened(t).into_iter().fold(wait, Wait::line)
            }
            false => wait.anybody(t, tid, "could open it"),
        };
    };
    // A circle is told by itself.
    let then = format!("{} opens it so, once its own wait is over", who(t.machine, ender.tid));
    wait.line(if t.stuck { then } else { String::new() })
}

/// The direction that an open waits for, and its own.
fn directions(t: &Teller, tid: Tid) -> (&'static str, &'static str) {
    match t.machine.kernel.procs.find_task(tid).and_then(wanted) {
        Some((_, Ends::Read)) => ("reading", "writing"),
        _ => ("writing", "reading"),
    }
}

/// The path of the FIFO that a sleeping open(2) names.
fn path(t: &Teller, tid: Tid) -> Option<String> {
    let task = t.machine.kernel.procs.task(tid);
    let path = match task.blocked.as_ref()?.call {
        Syscall::Open { path, .. } | Syscall::Openat { path, .. } | Syscall::Creat { path, .. } => path,
        _ => return None,
    };
    let mut bytes = [0; 256];
    let n = t.machine.kernel.mm.peek(task.space, path.0, &mut bytes);
    let end = bytes[..n].iter().position(|byte| *byte == 0).filter(|end| *end > 0)?;
    Some(String::from_utf8_lossy(&bytes[..end]).into_owned())
}

/// The FIFO that a sleeping open(2) names.
fn opening(t: &Teller, tid: Tid) -> String {
    path(t, tid).map_or("this FIFO".to_string(), |path| format!("the FIFO {path}"))
}

/// FIFOs that a process of this run has made, and nobody has opened.
fn unopened(t: &Teller) -> Vec<String> {
    let deeds = &t.origins.deeds;
    let mut lines = Vec::new();
    for (key, inode) in t.machine.kernel.vfs.inodes.iter() {
        let Some(made) = deeds.fifo_made(inode.ino).filter(|_| deeds.fifo(inode.ino).is_none()) else { continue };
        if inode.kind == InodeKind::Fifo(None) && inode.nlink > 0 {
            let path = wait::path(t, InodeId(key)).unwrap_or_default();
            lines.push(format!("there is also the FIFO {path}, made at {made}, which nobody has opened"));
        }
    }
    lines.truncate(MOST_UNOPENED);
    lines
}

/// Advice for opens that wait for ever, of those among these tasks for which nobody comes.
pub fn advice(t: &Teller, tasks: &[Tid]) -> Vec<String> {
    let sleeps = |tid: &&Tid| t.machine.kernel.procs.find_task(**tid).is_some_and(|task| wanted(task).is_some());
    let alone: Vec<Tid> =
        tasks.iter().filter(sleeps).filter(|tid| t.openers.of(**tid).next().is_none()).copied().collect();
    if let Some(line) = misspelt(t, &alone) {
        return vec![line];
    }
    let [first, ..] = alone[..] else { return Vec::new() };
    let wanted: Vec<String> =
        alone.iter().map(|tid| format!("{} for {}", opening(t, *tid), directions(t, *tid).0)).collect();
    let (another, this) = match alone.len() {
        1 => ("another process", format!("this one or at the same time (fork() before {})", at(t.machine, first))),
        _ => ("other processes", "these or at the same time".to_string()),
    };
    vec![format!(
        "open() waits until somebody has the other end: let {another} open {}, before {this}",
        wanted.join(" and ")
    )]
}

/// Two of these wait for opposite ends of FIFOs whose names are nearly the same.
fn misspelt(t: &Teller, alone: &[Tid]) -> Option<String> {
    let name = |tid: Tid| path(t, tid).map(|path| path.rsplit('/').next().unwrap_or_default().to_string());
    for (n, one) in alone.iter().enumerate() {
        for other in &alone[n + 1..] {
            let (a, b) = (name(*one)?, name(*other)?);
            let opposite = directions(t, *one).0 == directions(t, *other).1;
            if a != b && opposite && meant(&a, std::iter::once(&*b)).is_some() {
                let told = |tid: Tid| {
                    format!(
                        "{} opens {} for {} at {}",
                        who(t.machine, tid),
                        opening(t, tid),
                        directions(t, tid).1,
                        at(t.machine, tid)
                    )
                };
                return Some(format!(
                    "{}, {}: if they mean the same FIFO, give it the same name",
                    told(*one),
                    told(*other)
                ));
            }
        }
    }
    None
}

/// Advice for a circle of opens.
pub fn of_circle(t: &Teller, circle: &Circle) -> String {
    let tasks: Vec<Tid> = circle.iter().map(|(tid, _)| *tid).collect();
    if let [_, _] = tasks[..] {
        let places = apart(t, &tasks).map(|places| format!(" ({places})")).unwrap_or_default();
        return format!(
            "open the FIFOs in the same order in both processes{places}: open waits until the other end is opened too"
        );
    }
    // The last waits for what the first would open next.
    let (first, last) = (tasks[0], tasks[tasks.len() - 1]);
    format!(
        "in a ring the same order everywhere is a circle, too: let one process open its other FIFO first, {} for example {} for {} before {} for {}",
        who(t.machine, first),
        opening(t, last),
        directions(t, last).0,
        opening(t, first),
        directions(t, first).1
    )
}

/// Where the ways of these tasks through the program part that lead to where they sleep: `pid 2 at main.c:26, pid 3 at
/// main.c:19`. `None` when they do it in different lines, which the report has named.
fn apart(t: &Teller, tasks: &[Tid]) -> Option<String> {
    let ways: Vec<Vec<Spot>> = tasks
        .iter()
        .map(|tid| frames::own_frames(t.machine, *tid).into_iter().filter_map(|frame| frame.spot).collect())
        .collect();
    let differ = |n: &usize| ways.iter().any(|way| way.get(*n) != ways[0].get(*n));
    let longest = ways.iter().map(Vec::len).max()?;
    let n = (0..longest).find(differ).filter(|n| *n > 0)?;
    let place = |(tid, way): (&Tid, &Vec<Spot>)| {
        way.get(n).map(|spot| format!("{} by way of {}:{}", who(t.machine, *tid), spot.file, spot.line))
    };
    Some(tasks.iter().zip(&ways).filter_map(place).collect::<Vec<_>>().join(", "))
}
