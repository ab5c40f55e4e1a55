//! Who waits for whom: the chain from one task on, and circles in it.
//!
//! Entry points: [`chain`], [`told`], [`find`].

use super::wait::{self, Ender};
use super::{Teller, who};
use forklore_kernel::abi::Tid;
use forklore_kernel::proc::task::TaskState;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Most tasks of a chain.
const LONGEST: usize = 8;

/// A task, those that could end its wait, those that could end theirs, and so on: nearest first.
pub fn chain(t: &Teller, tid: Tid) -> Vec<Tid> {
    let mut chain = vec![tid];
    let mut next = 0;
    while let Some(at) = chain.get(next).copied() {
        next += 1;
        let maybe = wait::of_task(t, at).map_or(Vec::new(), |wait| wait.maybe);
        for other in enders(t, at).into_iter().map(|ender| ender.tid).chain(maybe) {
            if chain.len() < LONGEST && !chain.contains(&other) {
                chain.push(other);
            }
        }
    }
    chain
}

/// A circle: each waits for the next one to do something, the last for the first.
pub type Circle = Vec<(Tid, Ender)>;

/// The circles among these tasks, a task in at most one of them, each beginning with its lowest task.
pub fn find(t: &Teller, tasks: &[Tid]) -> Vec<Circle> {
    let mut seen = BTreeSet::new();
    let mut circles = Vec::new();
    for tid in tasks {
        if seen.contains(tid) {
            continue;
        }
        let Some(circle) = through(t, *tid) else { continue };
        if circle.iter().any(|(tid, _)| seen.contains(tid)) {
            continue;
        }
        seen.extend(circle.iter().map(|(tid, _)| *tid));
        circles.push(circle);
    }
    circles
}

/// The shortest circle of at least two tasks that goes through this one.
fn through(t: &Teller, start: Tid) -> Option<Circle> {
    let mut from: BTreeMap<Tid, (Tid, Ender)> = BTreeMap::new();
    let mut todo = VecDeque::from([start]);
    while let Some(at) = todo.pop_front() {
        for ender in enders(t, at) {
            let next = ender.tid;
            if next == start && at != start {
                let mut circle = vec![(at, ender)];
                while let Some((before, by)) = circle.last().and_then(|(tid, _)| from.get(tid)) {
                    circle.push((*before, by.clone()));
                }
                circle.reverse();
                let lowest = circle.iter().enumerate().min_by_key(|(_, (tid, _))| *tid).map_or(0, |(n, _)| n);
                circle.rotate_left(lowest);
                return Some(circle);
            }
            if next != start && next != at && !from.contains_key(&next) {
                from.insert(next, (at, ender));
                todo.push_back(next);
            }
        }
    }
    None
}

/// Who could end a task's wait; nobody if it does not sleep, or something from outside could.
fn enders(t: &Teller, tid: Tid) -> Vec<Ender> {
    wait::of_task(t, tid).filter(|wait| !wait.outside).map_or(Vec::new(), |wait| wait.enders)
}

/// The circles among these tasks in words.
pub fn told(t: &Teller, tasks: &[Tid]) -> Vec<String> {
    find(t, tasks).iter().map(|circle| line(t, circle)).collect()
}

/// `deadlock in a circle: pid 2 waits for pid 3 to exit, pid 3 waits for pid 2 to write to pipe 0 or close fd 4`. Somebody
/// else may be able to end one of the waits too: then it is no deadlock yet.
fn line(t: &Teller, circle: &Circle) -> String {
    if let Some(awake) = awake(t, circle) {
        return format!("no deadlock yet: {} still runs, and may {}", who(t.machine, awake.tid), awake.by);
    }
    let tasks: Vec<Tid> = circle.iter().map(|(tid, _)| *tid).collect();
    let steps: Vec<String> = circle
        .iter()
        .map(|(tid, ender)| format!("{} waits for {} to {}", who(t.machine, *tid), who(t.machine, ender.tid), ender.by))
        .collect();
    let name = if t.stuck || closed(t, &tasks) { "deadlock in a circle" } else { "a circle" };
    format!("{name}: {}", steps.join(", "))
}

/// Somebody who is not asleep, and could end one of these waits, or one of those that they wait for in turn.
pub fn awake(t: &Teller, circle: &Circle) -> Option<Ender> {
    let mut all: Vec<Tid> = circle.iter().map(|(tid, _)| *tid).collect();
    let mut next = 0;
    while let Some(at) = all.get(next).copied() {
        next += 1;
        for ender in enders(t, at) {
            let state = t.machine.kernel.procs.find_task(ender.tid).map(|task| task.state);
            if matches!(state, Some(TaskState::Running | TaskState::Ready)) {
                return Some(ender);
            }
            if !all.contains(&ender.tid) {
                all.push(ender.tid);
            }
        }
    }
    None
}

/// Is everybody asleep who could end these waits, and those theirs?
fn closed(t: &Teller, tasks: &[Tid]) -> bool {
    let mut all: Vec<Tid> = tasks.to_vec();
    let mut next = 0;
    while let Some(at) = all.get(next).copied() {
        next += 1;
        let Some(wait) = wait::of_task(t, at) else { return false };
        if wait.outside {
            return false;
        }
        for ender in wait.enders {
            if !all.contains(&ender.tid) {
                all.push(ender.tid);
            }
        }
    }
    true
}
