//! What every task does in the course of a run, for a timeline: a lane for each task, and what it wrote.
//!
//! Entry points: [`Lanes::new`], [`Lanes::explore`], then [`Lanes::share`] for each column of a drawing. A history is run once, by
//! a copy, from where the lanes end; what is kept is bounded: when there are too many changes, near ones are joined, so that
//! drawing does not take longer for a longer run.

use crate::history::{Arrived, History, Look, Seek};
use crate::machine::Machine;
use crate::run::Ended;
use forklore_kernel::abi::{Pid, Signal, Tid};
use forklore_kernel::proc::task::TaskState;
use forklore_kernel::trace::event::EventKind;
use std::collections::BTreeMap;

/// What a task is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doing {
    /// It has the CPU.
    Running,
    /// It could run.
    Ready,
    /// It sleeps in a call.
    Blocked,
    /// It is stopped.
    Stopped,
    /// It is dead and not waited for.
    Zombie,
    /// It is no more.
    Gone,
}

impl Doing {
    /// All of them, in the order of [`Lanes::share`].
    pub const ALL: [Doing; 6] =
        [Doing::Running, Doing::Ready, Doing::Blocked, Doing::Stopped, Doing::Zombie, Doing::Gone];
}

/// A task's lane.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lane {
    /// The task.
    pub tid: Tid,
    /// Its process.
    pub pid: Pid,
    /// Changes: from this step on it does this. Before the first it is not yet born.
    changes: Vec<(u64, Doing)>,
    /// Signals delivered to it, with the step.
    signals: Vec<(u64, Signal)>,
}

impl Lane {
    /// The step at which it was born.
    pub fn born(&self) -> u64 {
        self.changes.first().map_or(0, |(step, _)| *step)
    }

    /// The first step from which on it is no more.
    pub fn gone(&self) -> Option<u64> {
        self.changes.last().filter(|(_, doing)| *doing == Doing::Gone).map(|(step, _)| *step)
    }

    fn now(&self) -> Doing {
        self.changes.last().map_or(Doing::Gone, |(_, doing)| *doing)
    }

    /// Joins changes that are nearer than `grain` steps: the last of a stretch stays.
    fn join(&mut self, grain: u64) {
        let first = self.changes.first().copied();
        let mut kept: Vec<(u64, Doing)> = Vec::new();
        for change in &self.changes {
            match kept.last_mut() {
                Some(last) if last.0 / grain == change.0 / grain => last.1 = change.1,
                Some(last) if last.1 == change.1 => {}
                _ => kept.push(*change),
            }
        }
        // It was born when it was.
        if let (Some(first), Some(kept)) = (first, kept.first_mut()) {
            kept.0 = first.0;
        }
        self.changes = kept;
        self.signals.dedup_by_key(|(step, _)| *step / grain);
    }
}

/// Something written to the outside or to the terminal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// After this step it was there.
    pub step: u64,
    /// By this task, if one was running.
    pub by: Option<Tid>,
    /// 0 for the terminal, 1 for standard output, 2 for standard error.
    pub stream: u8,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// How far the lanes go, and why no further.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edge {
    /// Not explored further.
    Open,
    /// There the program waits for input.
    NeedsInput,
    /// There the run ends.
    Ended(Ended),
}

/// The lanes of a branch of a history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lanes {
    lanes: Vec<Lane>,
    by_tid: BTreeMap<Tid, usize>,
    /// Steps at which the CPU changed hands.
    switches: Vec<u64>,
    /// Steps at which the kernel has done something.
    ticks: Vec<u64>,
    written: Vec<Written>,
    written_bytes: usize,
    running: Option<Tid>,
    known: u64,
    edge: Edge,
    grain: u64,
    changes: usize,
}

/// Most changes that are kept.
const MOST_CHANGES: usize = 1 << 17;
/// Most bytes of output that are kept.
const MOST_WRITTEN: usize = 4 << 20;
/// Most tasks that get a lane.
const MOST_LANES: usize = 4096;

impl Lanes {
    /// Lanes that begin at a history's first moment.
    pub fn new(history: &History) -> Lanes {
        let mut start = history.clone();
        start.goto(0);
        let mut lanes = Lanes {
            lanes: Vec::new(),
            by_tid: BTreeMap::new(),
            switches: Vec::new(),
            ticks: Vec::new(),
            written: Vec::new(),
            written_bytes: 0,
            running: None,
            known: 0,
            edge: Edge::Open,
            grain: 1,
            changes: 0,
        };
        let machine = start.machine();
        let mut tids: Vec<Tid> = machine.kernel.procs.tasks().map(|task| task.tid).collect();
        tids.sort();
        for tid in tids {
            lanes.see(machine, tid, 0);
        }
        lanes
    }

    /// Follows the run from where the lanes end: at most `steps` further, and through at most `looks` entries into the kernel.
    /// `scout` is a copy of the history, which is moved.
    pub fn explore(&mut self, scout: &mut History, steps: u64, looks: usize) {
        if self.edge != Edge::Open {
            return;
        }
        if scout.step() != self.known {
            scout.goto(self.known);
        }
        let limit = self.known.saturating_add(steps);
        let seek = Seek { entries: true, ..Seek::default() };
        let mut looked = 0;
        let mut writers: Vec<(u64, Option<Tid>)> = Vec::new();
        let from = self.known;
        let arrived = scout.forward(&seek, limit, &mut |look| {
            writers.push((look.step, look.machine.kernel.current().or(self.running)));
            self.take(look);
            looked += 1;
            looked >= looks
        });
        self.known = scout.step();
        for (step, chunk) in scout.output_between(from, self.known) {
            let at = writers.partition_point(|(known, _)| known < step);
            let by = writers.get(at.min(writers.len().saturating_sub(1))).and_then(|(_, by)| *by);
            if self.written_bytes + chunk.bytes.len() <= MOST_WRITTEN {
                self.written_bytes += chunk.bytes.len();
                self.written.push(Written { step: *step, by, stream: chunk.stream, bytes: chunk.bytes.clone() });
            }
        }
        self.edge = match arrived {
            Arrived::NeedsInput => Edge::NeedsInput,
            Arrived::Ended(ended) => Edge::Ended(ended),
            _ => Edge::Open,
        };
    }

    /// The lanes up to a step: what a branch that begins there has in common with this one.
    pub fn up_to(&self, step: u64) -> Lanes {
        let mut lanes = self.clone();
        if step >= self.known {
            lanes.edge = Edge::Open;
            return lanes;
        }
        for lane in &mut lanes.lanes {
            lane.changes.retain(|(at, _)| *at <= step);
            lane.signals.retain(|(at, _)| *at <= step);
        }
        lanes.lanes.retain(|lane| !lane.changes.is_empty());
        lanes.by_tid = lanes.lanes.iter().enumerate().map(|(n, lane)| (lane.tid, n)).collect();
        lanes.switches.retain(|at| *at <= step);
        lanes.ticks.retain(|at| *at <= step);
        lanes.written.retain(|written| written.step <= step);
        lanes.written_bytes = lanes.written.iter().map(|written| written.bytes.len()).sum();
        lanes.changes = lanes.lanes.iter().map(|lane| lane.changes.len()).sum::<usize>() + lanes.ticks.len();
        lanes.running = lanes.lanes.iter().find(|lane| lane.now() == Doing::Running).map(|lane| lane.tid);
        lanes.known = step;
        lanes.edge = Edge::Open;
        lanes
    }

    /// The tasks' lanes, in the order of their births.
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// The step up to which the run is known.
    pub fn known(&self) -> u64 {
        self.known
    }

    /// Why not further.
    pub fn edge(&self) -> &Edge {
        &self.edge
    }

    /// What was written after step `from` up to step `to`.
    pub fn written(&self, from: u64, to: u64) -> &[Written] {
        let start = self.written.partition_point(|written| written.step <= from);
        let end = self.written.partition_point(|written| written.step <= to);
        &self.written[start..end.max(start)]
    }

    /// How many of the steps `from..to` a task spends on each of [`Doing::ALL`]; before its birth on nothing.
    pub fn share(&self, lane: &Lane, from: u64, to: u64) -> [u64; 6] {
        let mut share = [0; 6];
        let to = to.min(self.known.max(from + 1));
        let first = lane.changes.partition_point(|(step, _)| *step <= from).saturating_sub(1);
        for (n, (step, doing)) in lane.changes.iter().enumerate().skip(first) {
            if *step >= to {
                break;
            }
            let end = lane.changes.get(n + 1).map_or(to, |(next, _)| (*next).min(to));
            share[*doing as usize] += end.saturating_sub((*step).max(from));
        }
        share
    }

    /// A signal delivered to a task in the steps `from..to`.
    pub fn signal(&self, lane: &Lane, from: u64, to: u64) -> Option<Signal> {
        let at = lane.signals.partition_point(|(step, _)| *step < from);
        lane.signals.get(at).filter(|(step, _)| *step < to).map(|(_, signal)| *signal)
    }

    /// Does the CPU change hands in the steps `from..to`?
    pub fn switches(&self, from: u64, to: u64) -> bool {
        let at = self.switches.partition_point(|step| *step < from);
        self.switches.get(at).is_some_and(|step| *step < to)
    }

    /// The steps after `from` and before `to` at which the kernel has done something: for a timeline on which every call has the
    /// same width, however long the program computes between them.
    pub fn ticks(&self, from: u64, to: u64) -> &[u64] {
        let start = self.ticks.partition_point(|step| *step <= from);
        let end = self.ticks.partition_point(|step| *step < to);
        &self.ticks[start..end.max(start)]
    }

    // ---------------------------------------------------------------------------------------------
    // Taking in

    fn take(&mut self, look: &Look) {
        if !look.events.is_empty() && self.ticks.last().is_none_or(|last| last / self.grain != look.step / self.grain) {
            self.ticks.push(look.step);
            self.changes += 1;
        }
        let mut deaths = false;
        for event in look.events {
            match &event.kind {
                EventKind::Signal { info, .. } => self.note_signal(look.step, event.tid, info.signal),
                EventKind::Switch { from, .. } => {
                    if self.switches.last().is_none_or(|last| last / self.grain != look.step / self.grain) {
                        self.switches.push(look.step);
                        self.changes += 1;
                    }
                    if let Some(from) = from {
                        self.see(look.machine, *from, look.step);
                    }
                }
                EventKind::Forked { child } => self.see(look.machine, *child, look.step),
                EventKind::Exit { call, .. } => deaths |= matches!(call.name(), "wait4" | "waitid"),
                EventKind::Exited { .. } | EventKind::Killed { .. } => deaths = true,
                _ => {}
            }
            self.see(look.machine, event.tid, look.step);
        }
        if deaths {
            let dead = |lane: &&Lane| lane.now() == Doing::Zombie;
            let tids: Vec<Tid> = self.lanes.iter().filter(dead).map(|lane| lane.tid).collect();
            for tid in tids {
                self.see(look.machine, tid, look.step);
            }
        }
        if self.changes > MOST_CHANGES {
            self.coarsen();
        }
    }

    fn note_signal(&mut self, step: u64, tid: Tid, signal: Signal) {
        if let Some(lane) = self.by_tid.get(&tid).and_then(|n| self.lanes.get_mut(*n))
            && lane.signals.last().is_none_or(|(last, _)| last / self.grain != step / self.grain)
        {
            lane.signals.push((step, signal));
            self.changes += 1;
        }
    }

    /// Notes what a task is doing at a step.
    fn see(&mut self, machine: &Machine, tid: Tid, step: u64) {
        let doing = doing(machine, tid);
        match (doing, self.running) {
            (Doing::Running, _) => self.running = Some(tid),
            (_, Some(running)) if running == tid => self.running = None,
            _ => {}
        }
        let n = match self.by_tid.get(&tid) {
            Some(n) => *n,
            None if doing == Doing::Gone || self.lanes.len() >= MOST_LANES => return,
            None => {
                let pid = machine.kernel.procs.find_task(tid).map_or(Pid(tid.0), |task| task.pid);
                self.lanes.push(Lane { tid, pid, changes: Vec::new(), signals: Vec::new() });
                self.by_tid.insert(tid, self.lanes.len() - 1);
                self.lanes.len() - 1
            }
        };
        let Some(lane) = self.lanes.get_mut(n) else { return };
        let grain = self.grain;
        match lane.changes.last_mut() {
            Some((_, last)) if *last == doing => {}
            Some((at, last)) if *at / grain == step / grain => *last = doing,
            _ => {
                lane.changes.push((step, doing));
                self.changes += 1;
            }
        }
    }

    /// Joins near changes until they are few.
    fn coarsen(&mut self) {
        while self.changes > MOST_CHANGES / 2 && self.grain < 1 << 40 {
            self.grain *= 2;
            let grain = self.grain;
            self.switches.dedup_by_key(|step| *step / grain);
            self.ticks.dedup_by_key(|step| *step / grain);
            for lane in &mut self.lanes {
                lane.join(grain);
            }
            let of_lanes: usize = self.lanes.iter().map(|lane| lane.changes.len() + lane.signals.len()).sum();
            self.changes = of_lanes + self.switches.len() + self.ticks.len();
        }
    }
}

/// What a task is doing in a machine.
fn doing(machine: &Machine, tid: Tid) -> Doing {
    let procs = &machine.kernel.procs;
    match procs.find_task(tid).map(|task| task.state) {
        Some(TaskState::Running) => Doing::Running,
        Some(TaskState::Ready) => Doing::Ready,
        Some(TaskState::Blocked) => Doing::Blocked,
        Some(TaskState::Stopped) => Doing::Stopped,
        Some(TaskState::Dead) | None => match procs.process(Pid(tid.0)) {
            Some(process) if process.is_zombie() => Doing::Zombie,
            _ => Doing::Gone,
        },
    }
}
