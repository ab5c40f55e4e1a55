//! Checkpoints: machines kept along a run, so that a moment is re-executed from nearby and not from the start.
//!
//! They lie so many units of work apart. When there are too many, or they hold too much memory, every other one is dropped and
//! the distance doubles: however long the run, their number is bounded, and a jump re-executes at most one distance.

use super::drive::Live;
use std::sync::Arc;

/// How many checkpoints are kept, how close, in how much memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keeping {
    /// Distance at first, in units of [`crate::machine::Machine::work`].
    pub spacing: u64,
    /// Most checkpoints; at least 2.
    pub most: usize,
    /// Most bytes that they hold together, estimated.
    pub most_bytes: u64,
}

impl Default for Keeping {
    fn default() -> Self {
        Keeping { spacing: 1_000_000, most: 512, most_bytes: 512 << 20 }
    }
}

/// A machine at a moment. Cloning shares it.
#[derive(Clone, Debug)]
struct Checkpoint {
    step: u64,
    work: u64,
    bytes: u64,
    live: Arc<Live>,
}

/// The checkpoints of a branch, ascending.
#[derive(Clone, Debug)]
pub(super) struct Checkpoints {
    kept: Vec<Checkpoint>,
    keeping: Keeping,
    bytes: u64,
}

impl Checkpoints {
    /// Only the start of the run.
    pub(super) fn new(start: &mut Live, keeping: Keeping) -> Checkpoints {
        let keeping = Keeping { spacing: keeping.spacing.max(1), most: keeping.most.max(2), ..keeping };
        let mut checkpoints = Checkpoints { kept: Vec::new(), keeping, bytes: 0 };
        checkpoints.keep(start);
        checkpoints
    }

    /// Those up to a step: what a branch has in common with its parent.
    pub(super) fn up_to(&self, step: u64) -> Checkpoints {
        let kept: Vec<Checkpoint> = self.kept.iter().filter(|c| c.step <= step).cloned().collect();
        Checkpoints { bytes: kept.iter().map(|c| c.bytes).sum(), kept, keeping: self.keeping }
    }

    /// Keeps this machine if none is kept nearby.
    #[inline]
    pub(super) fn offer(&mut self, live: &mut Live) {
        let last = self.kept.last().map_or(0, |c| c.work);
        // Re-execution of what is behind the last checkpoint offers nothing new.
        if live.machine.work() >= last + self.keeping.spacing {
            self.keep(live);
        }
    }

    /// The nearest checkpoint that is not behind a step.
    pub(super) fn before(&self, step: u64) -> &Arc<Live> {
        let n = self.kept.partition_point(|c| c.step <= step);
        // The first one is the start of the run: step 0.
        &self.kept[n.saturating_sub(1)].live
    }

    /// The last one of which something holds that holds of the start and, once it does not, never again.
    pub(super) fn last_such(&self, holds: &dyn Fn(&Live) -> bool) -> &Arc<Live> {
        let n = self.kept.partition_point(|c| holds(&c.live));
        &self.kept[n.saturating_sub(1)].live
    }

    /// How many there are, and the bytes that they hold, estimated.
    pub(super) fn size(&self) -> (usize, u64) {
        (self.kept.len(), self.bytes)
    }

    fn keep(&mut self, live: &mut Live) {
        let pages = live.machine.kernel.mm.seal() as u64;
        let bytes = pages * 4096 + live.machine.table_bytes();
        let (step, work) = (live.machine.steps(), live.machine.work());
        let mut copy = live.clone();
        // A trace may be on just now.
        copy.machine.kernel.events.set_on(false);
        copy.machine.kernel.events.take();
        self.kept.push(Checkpoint { step, work, bytes, live: Arc::new(copy) });
        self.bytes += bytes;
        while self.kept.len() > self.keeping.most || (self.bytes > self.keeping.most_bytes && self.kept.len() > 2) {
            self.thin();
        }
    }

    fn thin(&mut self) {
        let mut number = 0;
        self.kept.retain(|_| {
            number += 1;
            number % 2 == 1
        });
        self.keeping.spacing = self.keeping.spacing.saturating_mul(2);
        self.bytes = self.kept.iter().map(|c| c.bytes).sum();
    }
}
