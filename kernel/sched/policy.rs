//! What a scheduling policy is. The scheduler (`sched`) knows when tasks become ready; a policy knows only who
//! is next. One file each: `fifo`, `round_robin`, `priority`, `mlfq`, `lottery`, `random`.

use crate::abi::Tid;
use serde::{Deserialize, Serialize};

/// The policies to choose from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum PolicyKind {
    /// First come, first served; a task runs until it blocks.
    Fifo,
    /// First come, first served, a quantum each.
    #[default]
    RoundRobin,
    /// The lowest nice value first, round-robin among equals; a better one that wakes takes the CPU at once.
    Priority,
    /// Multi-level feedback queue.
    Mlfq,
    /// Lottery: tickets by nice value, drawn with the seed.
    Lottery,
    /// Any ready task, drawn with the seed.
    Random,
}

impl PolicyKind {
    /// All policies, with the names that options use.
    pub const ALL: [(&'static str, PolicyKind); 6] = [
        ("fifo", PolicyKind::Fifo),
        ("rr", PolicyKind::RoundRobin),
        ("priority", PolicyKind::Priority),
        ("mlfq", PolicyKind::Mlfq),
        ("lottery", PolicyKind::Lottery),
        ("random", PolicyKind::Random),
    ];
}

/// Why a task joins the queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// It was just born.
    Born,
    /// It slept or was stopped and goes on.
    Woken,
    /// It gave the CPU up (sched_yield) or lost it to a better task.
    Yielded,
    /// Its quantum was over.
    Expired,
}

/// Who is next. Ready tasks are in the policy's hands exactly once; the running one is not.
/// Every operation is O(1) or O(log n) in the number of ready tasks.
pub trait Policy {
    /// A task becomes ready. `nice` is -20 (best) to 19.
    fn add(&mut self, tid: Tid, nice: i8, because: Because);
    /// A ready task is ready no more (or was claimed by the driver); `false` if it wasn't there.
    fn remove(&mut self, tid: Tid) -> bool;
    /// Takes out the task that runs next.
    fn pick(&mut self) -> Option<Tid>;
    /// The ready tasks, in the order in which the policy would run them if it has one.
    fn ready(&self) -> Vec<Tid>;
    /// Is the task among them?
    fn contains(&self, tid: Tid) -> bool;
    /// How long the task may run at a stretch, in virtual ns; `u64::MAX` is for ever.
    fn quantum_ns(&self, tid: Tid) -> u64;
    /// Does a task that just became ready take the CPU from the running one at once?
    fn preempts(&self, woken_nice: i8, running_nice: i8) -> bool {
        let _ = (woken_nice, running_nice);
        false
    }
    /// The task ran for so long.
    fn ran(&mut self, tid: Tid, ns: u64) {
        let _ = (tid, ns);
    }
    /// The task is dead: forget what is known of it.
    fn forget(&mut self, tid: Tid) {
        let _ = tid;
    }
}
