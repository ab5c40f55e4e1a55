//! Multi-level feedback queue, by the rules of Arpaci-Dusseau, "Operating Systems: Three Easy Pieces", chapter 8:
//! newcomers start at the top; who uses up its allotment at a level, in one stretch or in several, sinks by one;
//! after every boost period all rise to the top again. Quanta double from level to level.

use super::policy::{Because, Policy};
use super::queue::{Links, List};
use crate::abi::Tid;
use serde::{Deserialize, Serialize};

const LEVELS: usize = 4;
/// A boost after so many base quanta of CPU time.
const BOOST_QUANTA: u64 = 64;

/// What is remembered of a task.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
struct Standing {
    level: u8,
    used_ns: u64,
    /// The boost period in which this was true; an older one means: back at the top.
    epoch: u64,
}

/// A queue for each level.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Mlfq {
    links: Links,
    lists: [List; LEVELS],
    standing: Vec<Standing>,
    quantum_ns: u64,
    epoch: u64,
    since_boost_ns: u64,
}

impl Mlfq {
    /// Empty queues; the top level's turns last `quantum_ns`.
    pub fn new(quantum_ns: u64) -> Self {
        Mlfq {
            links: Links::default(),
            lists: [List::default(); LEVELS],
            standing: Vec::new(),
            quantum_ns,
            epoch: 0,
            since_boost_ns: 0,
        }
    }

    fn standing(&self, tid: Tid) -> Standing {
        match self.standing.get(tid.index()) {
            Some(known) if known.epoch == self.epoch => *known,
            _ => Standing { epoch: self.epoch, ..Standing::default() },
        }
    }

    fn remember(&mut self, tid: Tid, standing: Standing) {
        if self.standing.len() <= tid.index() {
            self.standing.resize(tid.index() + 1, Standing::default());
        }
        self.standing[tid.index()] = standing;
    }

    fn allotment_ns(&self, level: u8) -> u64 {
        self.quantum_ns.saturating_mul(1 << level)
    }

    /// Lets every queued task rise to the top. Costs as much as there are ready tasks, once in a boost period.
    fn boost(&mut self) {
        self.since_boost_ns = 0;
        self.epoch += 1;
        for level in 1..LEVELS {
            while let Some(tid) = self.links.pop_front(&mut self.lists[level]) {
                self.remember(tid, Standing { epoch: self.epoch, ..Standing::default() });
                self.links.push_back(&mut self.lists[0], tid);
            }
        }
        // Those already at the top keep their place with a fresh allotment: their standing's epoch is old.
    }

    fn level_in_queue(&self, tid: Tid) -> usize {
        // A queued task's standing never changes but by `boost`, which re-queues all but the top level.
        usize::from(self.standing(tid).level)
    }
}

impl Policy for Mlfq {
    fn add(&mut self, tid: Tid, _nice: i8, because: Because) {
        let standing = match because {
            Because::Born => Standing { epoch: self.epoch, ..Standing::default() },
            _ => self.standing(tid),
        };
        self.remember(tid, standing);
        self.links.push_back(&mut self.lists[usize::from(standing.level)], tid);
    }

    fn remove(&mut self, tid: Tid) -> bool {
        let level = self.level_in_queue(tid);
        self.links.remove(&mut self.lists[level], tid)
    }

    fn pick(&mut self) -> Option<Tid> {
        let level = self.lists.iter().position(|list| !list.is_empty())?;
        self.links.pop_front(&mut self.lists[level])
    }

    fn ready(&self) -> Vec<Tid> {
        self.lists.iter().flat_map(|list| self.links.iter(list)).collect()
    }

    fn contains(&self, tid: Tid) -> bool {
        self.links.contains(tid)
    }

    fn quantum_ns(&self, tid: Tid) -> u64 {
        let standing = self.standing(tid);
        self.allotment_ns(standing.level).saturating_sub(standing.used_ns).max(1)
    }

    fn ran(&mut self, tid: Tid, ns: u64) {
        let mut standing = self.standing(tid);
        standing.used_ns = standing.used_ns.saturating_add(ns);
        if standing.used_ns >= self.allotment_ns(standing.level) {
            standing.used_ns = 0;
            standing.level = (standing.level + 1).min(LEVELS as u8 - 1);
        }
        self.remember(tid, standing);
        self.since_boost_ns = self.since_boost_ns.saturating_add(ns);
        if self.since_boost_ns >= self.quantum_ns.saturating_mul(BOOST_QUANTA) {
            self.boost();
        }
    }

    fn forget(&mut self, tid: Tid) {
        if let Some(known) = self.standing.get_mut(tid.index()) {
            *known = Standing::default();
        }
    }
}
