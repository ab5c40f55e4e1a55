//! Round-robin, the default: one queue, a quantum each; who wakes goes to the tail and takes the CPU from nobody.

use super::policy::{Because, Policy};
use super::queue::{Links, List};
use crate::abi::Tid;
use serde::{Deserialize, Serialize};

/// One queue and the length of a turn.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct RoundRobin {
    links: Links,
    list: List,
    quantum_ns: u64,
}

impl RoundRobin {
    /// An empty queue with turns of `quantum_ns`.
    pub fn new(quantum_ns: u64) -> Self {
        RoundRobin { links: Links::default(), list: List::default(), quantum_ns }
    }
}

impl Policy for RoundRobin {
    #[inline]
    fn add(&mut self, tid: Tid, _nice: i8, _because: Because) {
        self.links.push_back(&mut self.list, tid);
    }

    #[inline]
    fn remove(&mut self, tid: Tid) -> bool {
        self.links.remove(&mut self.list, tid)
    }

    #[inline]
    fn pick(&mut self) -> Option<Tid> {
        self.links.pop_front(&mut self.list)
    }

    fn ready(&self) -> Vec<Tid> {
        self.links.iter(&self.list).collect()
    }

    fn contains(&self, tid: Tid) -> bool {
        self.links.contains(tid)
    }

    #[inline]
    fn quantum_ns(&self, _tid: Tid) -> u64 {
        self.quantum_ns
    }
}
