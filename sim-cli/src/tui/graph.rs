//! The drawing of descriptors: which rows there are, and which lines join them.
//!
//! Descriptors stand on the left, the open file descriptions that they refer to in the middle, and what is behind those on the
//! right. Rows are ordered by object, so that no two lines cross: whatever refers to the same description, after fork or dup,
//! is joined to one arrow.
//!
//! Entry point: [`Graph::of`].

use super::scene::{Scene, Task};
use forklore_sim::kernel::abi::{Pid, Tid};
use std::collections::BTreeSet;

/// Descriptors of one process that refer to one description.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// Whose; the others are joined in one row when there are many.
    pub pids: Vec<Pid>,
    pub fds: Vec<i32>,
    /// The process in focus.
    pub own: bool,
}

/// A description and who refers to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Described {
    pub file: u32,
    pub holders: Vec<Holder>,
}

/// An object and the descriptions that lead to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    pub object: String,
    pub files: Vec<Described>,
}

/// All that is drawn.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Graph {
    pub groups: Vec<Group>,
    /// Objects without descriptors.
    pub alone: Vec<String>,
}

/// Whose objects are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    /// Those to which a descriptor of the process in focus leads.
    Own,
    /// Those of all processes.
    All,
}

/// How much is shown of who refers to them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Detail {
    /// Every process that holds a description has a row.
    Everybody,
    /// The others share a row.
    Joined,
    /// Those whose descriptors have the same numbers share the row of the process in focus.
    Together,
}

impl Graph {
    /// The drawing for the process in focus: its descriptors, and those of others that lead to the same objects.
    pub fn of(scene: &Scene, focus: Tid, whose: Whose, detail: Detail) -> Graph {
        let Some(own) = scene.task(focus) else { return Graph { groups: Vec::new(), alone: alone(scene, &[]) } };
        let mut objects: Vec<String> = Vec::new();
        let add = |objects: &mut Vec<String>, name: &str| {
            if !objects.iter().any(|known| known == name) {
                objects.push(name.to_string());
            }
        };
        let others = scene.tasks.iter().filter(|task| whose == Whose::All && task.pid != own.pid);
        for (_, file, _) in own.fds.iter().chain(others.flat_map(|task| &task.fds)) {
            let Some(file) = scene.files.get(file) else { continue };
            add(&mut objects, &file.object);
            // What is written to a socket arrives in the other one: they are drawn one below the other.
            if let Some(peer) = scene.objects.get(&file.object).and_then(|object| object.peer.as_ref()) {
                add(&mut objects, peer);
            }
        }
        let alone = alone(scene, &objects);
        let groups = objects.into_iter().map(|object| Group { files: files_of(scene, own, &object, detail), object });
        Graph { groups: groups.collect(), alone }
    }

    /// Rows that it takes; `extra` says how many rows an object needs below its first.
    pub fn rows(&self, extra: impl Fn(&str) -> usize) -> usize {
        let of_group = |group: &Group| {
            let holders: usize = group.files.iter().map(|file| file.holders.len().max(1)).sum();
            holders.max(1 + extra(&group.object))
        };
        self.groups.iter().map(of_group).sum::<usize>() + self.alone.iter().map(|name| 1 + extra(name)).sum::<usize>()
    }
}

/// Objects to which no descriptor leads, but for those that are drawn beside their peers.
fn alone(scene: &Scene, peers: &[String]) -> Vec<String> {
    let drawn: BTreeSet<&String> = scene.files.values().map(|file| &file.object).chain(peers).collect();
    scene.objects.keys().filter(|name| !drawn.contains(name)).cloned().collect()
}

/// The descriptions that lead to an object, those of the process in focus first, and who refers to them.
fn files_of(scene: &Scene, own: &Task, object: &str, detail: Detail) -> Vec<Described> {
    let leads = |file: &u32| scene.files.get(file).is_some_and(|file| file.object == object);
    let mut files: Vec<u32> = Vec::new();
    let others = scene.tasks.iter().filter(|task| task.pid != own.pid);
    for task in std::iter::once(own).chain(others) {
        for (_, file, _) in task.fds.iter().filter(|(_, file, _)| leads(file)) {
            if !files.contains(file) {
                files.push(*file);
            }
        }
    }
    files.into_iter().map(|file| Described { file, holders: holders(scene, own, file, detail) }).collect()
}

fn holders(scene: &Scene, own: &Task, file: u32, detail: Detail) -> Vec<Holder> {
    let fds = |task: &Task| -> Vec<i32> {
        task.fds.iter().filter(|(_, held, _)| *held == file).map(|(fd, _, _)| *fd).collect()
    };
    let mut holders = Vec::new();
    let mine = fds(own);
    if !mine.is_empty() {
        holders.push(Holder { pids: vec![own.pid], fds: mine, own: true });
    }
    let mut seen: BTreeSet<Pid> = BTreeSet::from([own.pid]);
    let mut others: Vec<Holder> = Vec::new();
    for task in &scene.tasks {
        let held = fds(task);
        // The threads of a process have one table.
        if held.is_empty() || !seen.insert(task.pid) {
            continue;
        }
        let row = match detail {
            Detail::Everybody => None,
            Detail::Joined => others.iter_mut().find(|holder| holder.fds == held),
            Detail::Together => holders.iter_mut().chain(&mut others).find(|holder| holder.fds == held),
        };
        match row {
            Some(holder) => holder.pids.push(task.pid),
            None => others.push(Holder { pids: vec![task.pid], fds: held, own: false }),
        }
    }
    holders.extend(others);
    holders
}
