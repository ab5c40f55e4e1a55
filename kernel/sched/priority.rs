//! Strict priority by nice value: the lowest ready nice value runs, equals take turns; a better task that wakes
//! takes the CPU at once. A bitmap over the forty levels finds the best in one step.

use super::policy::{Because, Policy};
use super::queue::{Links, List};
use crate::abi::Tid;
use serde::{Deserialize, Serialize};

/// Nice values -20 to 19 as levels 0 to 39.
const LEVELS: usize = 40;

/// A queue for each nice value.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Priority {
    links: Links,
    lists: Vec<List>,
    /// The level in which each task was queued, by tid.
    level: Vec<u8>,
    /// Bit n: level n has someone.
    nonempty: u64,
    quantum_ns: u64,
}

impl Priority {
    /// Empty queues with turns of `quantum_ns` among equals.
    pub fn new(quantum_ns: u64) -> Self {
        Priority {
            links: Links::default(),
            lists: vec![List::default(); LEVELS],
            level: Vec::new(),
            nonempty: 0,
            quantum_ns,
        }
    }
}

impl Policy for Priority {
    fn add(&mut self, tid: Tid, nice: i8, _because: Because) {
        let level = (i32::from(nice) + 20).clamp(0, LEVELS as i32 - 1) as usize;
        if self.level.len() <= tid.index() {
            self.level.resize(tid.index() + 1, 0);
        }
        self.level[tid.index()] = level as u8;
        self.links.push_back(&mut self.lists[level], tid);
        self.nonempty |= 1 << level;
    }

    fn remove(&mut self, tid: Tid) -> bool {
        let level = usize::from(self.level.get(tid.index()).copied().unwrap_or(0));
        let found = self.links.remove(&mut self.lists[level], tid);
        if self.lists[level].is_empty() {
            self.nonempty &= !(1 << level);
        }
        found
    }

    fn pick(&mut self) -> Option<Tid> {
        let list = self.lists.get(self.nonempty.trailing_zeros() as usize)?;
        let tid = list.first()?;
        self.remove(tid);
        Some(tid)
    }

    fn ready(&self) -> Vec<Tid> {
        self.lists.iter().flat_map(|list| self.links.iter(list)).collect()
    }

    fn contains(&self, tid: Tid) -> bool {
        self.links.contains(tid)
    }

    fn quantum_ns(&self, _tid: Tid) -> u64 {
        self.quantum_ns
    }

    fn preempts(&self, woken_nice: i8, running_nice: i8) -> bool {
        woken_nice < running_nice
    }
}
