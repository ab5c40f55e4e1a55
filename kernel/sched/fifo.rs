//! First in, first out: a task runs until it blocks, stops, yields or exits (as SCHED_FIFO at one priority, sched(7)).

use super::policy::{Because, Policy};
use super::queue::{Links, List};
use crate::abi::Tid;
use serde::{Deserialize, Serialize};

/// One queue, no quantum.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Fifo {
    links: Links,
    list: List,
}

impl Policy for Fifo {
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
        u64::MAX
    }
}
