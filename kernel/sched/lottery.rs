//! Lottery scheduling (Waldspurger and Weihl, OSDI 1994): every ready task holds tickets by its nice value, and a
//! draw with the machine's seed decides. A Fenwick tree over the tickets makes draw and change O(log n).

use super::policy::{Because, Policy};
use super::rng::Rng;
use crate::abi::Tid;
use serde::{Deserialize, Serialize};

/// Tickets of ready tasks.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Lottery {
    /// Tickets by tid; 0 means not ready.
    tickets: Vec<u32>,
    /// Fenwick tree: entry `i` (from 1) sums the tickets of `i - lowbit(i) .. i`. Its length is a power of two plus one.
    sums: Vec<u64>,
    total: u64,
    rng: Rng,
    quantum_ns: u64,
}

/// A step of nice is a quarter of the CPU more or less, as with Linux's weights: 1.25^-nice, scaled to 100 at nice 0.
fn tickets_of(nice: i8) -> u32 {
    let mut tickets: u64 = 100 << 10;
    for _ in 0..nice.unsigned_abs().min(20) {
        tickets = if nice > 0 { tickets * 4 / 5 } else { tickets * 5 / 4 };
    }
    (tickets >> 10).max(1) as u32
}

impl Lottery {
    /// No tickets yet.
    pub fn new(quantum_ns: u64, seed: u64) -> Self {
        Lottery { tickets: Vec::new(), sums: vec![0; 2], total: 0, rng: Rng::new(seed, 0x10_77e7), quantum_ns }
    }

    fn grow(&mut self, tid: Tid) {
        if tid.index() < self.tickets.len() {
            return;
        }
        let size = (tid.index() + 1).next_power_of_two();
        self.tickets.resize(size, 0);
        self.sums = vec![0; size + 1];
        for i in 1..=size {
            self.sums[i] += u64::from(self.tickets[i - 1]);
            let parent = i + (i & i.wrapping_neg());
            if parent <= size {
                self.sums[parent] += self.sums[i];
            }
        }
    }

    fn set(&mut self, tid: Tid, tickets: u32) {
        let old = u64::from(std::mem::replace(&mut self.tickets[tid.index()], tickets));
        let new = u64::from(tickets);
        self.total = self.total - old + new;
        let mut i = tid.index() + 1;
        while i < self.sums.len() {
            self.sums[i] = self.sums[i] - old + new;
            i += i & i.wrapping_neg();
        }
    }

    /// The task that holds the ticket with this number.
    fn holder(&self, mut ticket: u64) -> Tid {
        let (mut at, mut step) = (0, self.sums.len() - 1);
        while step > 0 {
            if at + step < self.sums.len() && self.sums[at + step] <= ticket {
                at += step;
                ticket -= self.sums[at];
            }
            step /= 2;
        }
        Tid(at as u32)
    }
}

impl Policy for Lottery {
    fn add(&mut self, tid: Tid, nice: i8, _because: Because) {
        self.grow(tid);
        self.set(tid, tickets_of(nice));
    }

    fn remove(&mut self, tid: Tid) -> bool {
        let found = self.contains(tid);
        if found {
            self.set(tid, 0);
        }
        found
    }

    fn pick(&mut self) -> Option<Tid> {
        if self.total == 0 {
            return None;
        }
        let drawn = self.rng.below(self.total);
        let tid = self.holder(drawn);
        self.set(tid, 0);
        Some(tid)
    }

    fn ready(&self) -> Vec<Tid> {
        (0..self.tickets.len() as u32).map(Tid).filter(|tid| self.contains(*tid)).collect()
    }

    fn contains(&self, tid: Tid) -> bool {
        self.tickets.get(tid.index()).is_some_and(|t| *t > 0)
    }

    fn quantum_ns(&self, _tid: Tid) -> u64 {
        self.quantum_ns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ticket_has_its_holder() {
        let mut lottery = Lottery::new(1, 1);
        for (tid, nice) in [(2, 0), (7, 5), (3, -3)] {
            lottery.add(Tid(tid), nice, Because::Born);
        }
        let mut counts = [0u64; 8];
        for ticket in 0..lottery.total {
            counts[lottery.holder(ticket).index()] += 1;
        }
        assert_eq!(
            counts,
            [0, 0, u64::from(tickets_of(0)), u64::from(tickets_of(-3)), 0, 0, 0, u64::from(tickets_of(5))]
        );
        assert_eq!(tickets_of(0), 100);
    }
}
