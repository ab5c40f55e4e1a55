//! Any ready task, drawn with the machine's seed: the policy of random testing. The time slice is drawn too, up to twice the
//! usual one: a loop whose length divides the slice would else be interrupted at the same instruction every time, and a
//! race in it never show.

use super::policy::{Because, Policy};
use super::rng::Rng;
use crate::abi::Tid;
use serde::{Deserialize, Serialize};

const NONE: u32 = u32::MAX;

/// The ready tasks in no order that means anything, and where each stands.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Random {
    ready: Vec<Tid>,
    place: Vec<u32>,
    rng: Rng,
    quantum_ns: u64,
    /// The slice of the task that was picked last.
    slice_ns: u64,
}

impl Random {
    /// Nobody ready yet.
    pub fn new(quantum_ns: u64, seed: u64) -> Self {
        Random {
            ready: Vec::new(),
            place: Vec::new(),
            rng: Rng::new(seed, 0x4a_4d03),
            quantum_ns,
            slice_ns: quantum_ns,
        }
    }
}

impl Policy for Random {
    fn add(&mut self, tid: Tid, _nice: i8, _because: Because) {
        if self.contains(tid) {
            return;
        }
        if self.place.len() <= tid.index() {
            self.place.resize(tid.index() + 1, NONE);
        }
        self.place[tid.index()] = self.ready.len() as u32;
        self.ready.push(tid);
    }

    fn remove(&mut self, tid: Tid) -> bool {
        if !self.contains(tid) {
            return false;
        }
        let place = self.place[tid.index()] as usize;
        self.ready.swap_remove(place);
        if let Some(moved) = self.ready.get(place) {
            self.place[moved.index()] = place as u32;
        }
        self.place[tid.index()] = NONE;
        true
    }

    fn pick(&mut self) -> Option<Tid> {
        if self.ready.is_empty() {
            return None;
        }
        let tid = self.ready[self.rng.below(self.ready.len() as u64) as usize];
        self.remove(tid);
        self.slice_ns = 1 + self.rng.below(self.quantum_ns.saturating_mul(2));
        Some(tid)
    }

    fn ready(&self) -> Vec<Tid> {
        self.ready.clone()
    }

    fn contains(&self, tid: Tid) -> bool {
        self.place.get(tid.index()).is_some_and(|place| *place != NONE)
    }

    fn quantum_ns(&self, _tid: Tid) -> u64 {
        self.slice_ns
    }
}
