//! The scheduler: who runs, who is ready, when a turn ends. Which ready task is next is a [`Policy`]'s business.
//!
//! | file | what |
//! |---|---|
//! | `clock` | virtual time and timers |
//! | `wait` | wait queues |
//! | `policy` | the trait; `fifo`, `round_robin`, `priority`, `mlfq`, `lottery`, `random` implement it |
//! | `run` | picking, claiming, preempting, sleeping and waking of tasks: the kernel's side of scheduling |
//! | `time` | nanosleep(2), alarm(2), setitimer(2), clock_gettime(2) and their like |
//! | `queue`, `rng` | a linked queue and a random generator for the policies |

pub mod clock;
pub mod fifo;
pub mod lottery;
pub mod mlfq;
pub mod policy;
pub mod priority;
pub mod queue;
pub mod random;
pub mod rng;
pub mod round_robin;
pub mod run;
pub mod time;
pub mod wait;

pub use policy::{Because, Policy, PolicyKind};

use crate::abi::Tid;
use serde::{Deserialize, Serialize};

/// The policy in force, as data.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
enum Policies {
    Fifo(fifo::Fifo),
    RoundRobin(round_robin::RoundRobin),
    Priority(priority::Priority),
    Mlfq(mlfq::Mlfq),
    Lottery(lottery::Lottery),
    Random(random::Random),
}

/// Calls a method of whichever policy is in force.
macro_rules! policy {
    ($scheduler:expr, $p:ident => $body:expr) => {
        match &mut $scheduler.policy {
            Policies::RoundRobin($p) => $body,
            Policies::Fifo($p) => $body,
            Policies::Priority($p) => $body,
            Policies::Mlfq($p) => $body,
            Policies::Lottery($p) => $body,
            Policies::Random($p) => $body,
        }
    };
}

/// Run queue and current turn.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Scheduler {
    policy: Policies,
    /// The running task.
    current: Option<Tid>,
    /// Its nice value.
    current_nice: i8,
    /// When its turn ends.
    slice_end_ns: u64,
    /// When it began.
    slice_start_ns: u64,
    /// A better task has been woken, or the running one yields.
    resched: bool,
    /// How often a task was given the CPU.
    switches: u64,
    /// What the running task has used in this turn; it goes on the task's account when the turn ends.
    pub(crate) used: TurnUsage,
    /// Some process has (or had) a timer of CPU time: only then is anybody's looked at.
    cpu_timers: bool,
}

/// CPU time of the present turn, in virtual ns.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub(crate) struct TurnUsage {
    /// In user mode.
    pub(crate) user_ns: u64,
    /// In the kernel.
    pub(crate) system_ns: u64,
}

/// A turn lasts up to this less one ns longer than its quantum.
const UNEVENNESS_NS: u64 = 13;

impl Scheduler {
    /// A scheduler with nobody to run.
    pub fn new(kind: PolicyKind, quantum_ns: u64, seed: u64) -> Scheduler {
        let quantum_ns = quantum_ns.max(1);
        let policy = match kind {
            PolicyKind::Fifo => Policies::Fifo(fifo::Fifo::default()),
            PolicyKind::RoundRobin => Policies::RoundRobin(round_robin::RoundRobin::new(quantum_ns)),
            PolicyKind::Priority => Policies::Priority(priority::Priority::new(quantum_ns)),
            PolicyKind::Mlfq => Policies::Mlfq(mlfq::Mlfq::new(quantum_ns)),
            PolicyKind::Lottery => Policies::Lottery(lottery::Lottery::new(quantum_ns, seed)),
            PolicyKind::Random => Policies::Random(random::Random::new(quantum_ns, seed)),
        };
        Scheduler {
            policy,
            current: None,
            current_nice: 0,
            slice_end_ns: 0,
            slice_start_ns: 0,
            resched: false,
            switches: 0,
            used: TurnUsage::default(),
            cpu_timers: false,
        }
    }

    /// The running task.
    #[inline]
    pub fn current(&self) -> Option<Tid> {
        self.current
    }

    /// What the task has used in its present turn, if it is the running one.
    pub(crate) fn used_by(&self, tid: Tid) -> TurnUsage {
        if self.current == Some(tid) { self.used } else { TurnUsage::default() }
    }

    /// Somebody arms a timer of CPU time: from now on they are looked at.
    pub(crate) fn watch_cpu_timers(&mut self) {
        self.cpu_timers = true;
    }

    /// Are there timers of CPU time?
    #[inline]
    pub(crate) fn watches_cpu_timers(&self) -> bool {
        self.cpu_timers
    }

    /// How often a task has been given the CPU.
    pub fn switches(&self) -> u64 {
        self.switches
    }

    /// A task becomes ready.
    #[inline]
    pub fn ready(&mut self, tid: Tid, nice: i8, because: Because) {
        let running_nice = self.current.map(|_| self.current_nice);
        let preempts = policy!(self, p => {
            p.add(tid, nice, because);
            running_nice.is_some_and(|running| p.preempts(nice, running))
        });
        self.resched |= preempts;
    }

    /// A ready task is ready no more.
    #[inline]
    pub fn unready(&mut self, tid: Tid) -> bool {
        policy!(self, p => p.remove(tid))
    }

    /// Is the task in the run queue?
    pub fn is_ready(&self, tid: Tid) -> bool {
        match &self.policy {
            Policies::Fifo(p) => p.contains(tid),
            Policies::RoundRobin(p) => p.contains(tid),
            Policies::Priority(p) => p.contains(tid),
            Policies::Mlfq(p) => p.contains(tid),
            Policies::Lottery(p) => p.contains(tid),
            Policies::Random(p) => p.contains(tid),
        }
    }

    /// The ready tasks, in the policy's order.
    pub fn ready_tasks(&self) -> Vec<Tid> {
        match &self.policy {
            Policies::Fifo(p) => p.ready(),
            Policies::RoundRobin(p) => p.ready(),
            Policies::Priority(p) => p.ready(),
            Policies::Mlfq(p) => p.ready(),
            Policies::Lottery(p) => p.ready(),
            Policies::Random(p) => p.ready(),
        }
    }

    /// Takes the task that is next out of the queue.
    #[inline]
    fn pick(&mut self) -> Option<Tid> {
        policy!(self, p => p.pick())
    }

    /// How long the task's turns last; 0 without an end.
    pub fn turn_ns(&mut self, tid: Tid) -> u64 {
        let quantum = policy!(self, p => p.quantum_ns(tid));
        if quantum == u64::MAX { 0 } else { quantum }
    }

    /// The task's turn begins.
    #[inline]
    fn begin(&mut self, tid: Tid, nice: i8, now_ns: u64) {
        let quantum = policy!(self, p => p.quantum_ns(tid));
        // Turns are not all of one length: a loop whose time divides the quantum would be interrupted at the same place every
        // time, and what races elsewhere in it would never be seen.
        let drift = self.switches % UNEVENNESS_NS;
        self.current = Some(tid);
        self.current_nice = nice;
        self.slice_start_ns = now_ns;
        self.slice_end_ns = now_ns.saturating_add(quantum).saturating_add(drift);
        self.resched = false;
        self.switches += 1;
    }

    /// The running task runs no more; gives what it has used in its turn.
    #[inline(always)]
    fn end(&mut self, now_ns: u64) -> TurnUsage {
        if let Some(tid) = self.current.take() {
            let ran = now_ns.saturating_sub(self.slice_start_ns);
            policy!(self, p => p.ran(tid, ran));
        }
        std::mem::take(&mut self.used)
    }

    /// The running task has another number from now on.
    pub(crate) fn renumber(&mut self, old: Tid, new: Tid) {
        self.forget(old);
        if self.current == Some(old) {
            self.current = Some(new);
        }
    }

    /// The task is dead: forget what is known of it.
    pub fn forget(&mut self, tid: Tid) {
        policy!(self, p => p.forget(tid));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        /// Whatever the policy: who is ready is picked sometime, nobody is lost, nobody stands in the queue twice.
        #[test]
        fn no_policy_loses_or_duplicates_a_task(
            kind in 0..PolicyKind::ALL.len(),
            ops in prop::collection::vec((0u8..6, 1u32..40, -20i8..20), 1..300),
        ) {
            let mut scheduler = Scheduler::new(PolicyKind::ALL[kind].1, 1000, 1);
            let mut model = BTreeSet::new();
            let mut now = 0;
            for (op, tid, nice) in ops {
                let tid = Tid(tid);
                match op {
                    0..3 if !model.contains(&tid) && scheduler.current() != Some(tid) => {
                        let because = [Because::Born, Because::Woken, Because::Expired][usize::from(op)];
                        scheduler.ready(tid, nice, because);
                        model.insert(tid);
                    }
                    3 => prop_assert_eq!(scheduler.unready(tid), model.remove(&tid)),
                    4 => {
                        now += u64::from(tid.0) * 100;
                        scheduler.end(now);
                        let picked = scheduler.pick();
                        prop_assert_eq!(picked.is_some(), !model.is_empty());
                        if let Some(tid) = picked {
                            prop_assert!(model.remove(&tid));
                            scheduler.begin(tid, nice, now);
                        }
                    }
                    5 => scheduler.forget(Tid(99)),
                    _ => {}
                }
                let ready = scheduler.ready_tasks();
                prop_assert_eq!(ready.len(), model.len());
                prop_assert_eq!(ready.iter().copied().collect::<BTreeSet<_>>(), model.clone());
                prop_assert!((0..45).all(|n| scheduler.is_ready(Tid(n)) == model.contains(&Tid(n))));
            }
        }

        /// A lottery gives tasks the CPU in proportion to their tickets.
        #[test]
        fn lots_follow_tickets(seed in any::<u64>()) {
            let mut scheduler = Scheduler::new(PolicyKind::Lottery, 1000, seed);
            scheduler.ready(Tid(1), 0, Because::Born);
            scheduler.ready(Tid(2), 10, Because::Born);
            let mut wins = [0u32; 3];
            for _ in 0..2000 {
                let Some(tid) = scheduler.pick() else { break };
                wins[tid.index()] += 1;
                scheduler.ready(tid, if tid == Tid(1) { 0 } else { 10 }, Because::Expired);
            }
            // 100 tickets against 10.
            prop_assert!((1700..1930).contains(&wins[1]), "{wins:?}");
        }
    }
}
