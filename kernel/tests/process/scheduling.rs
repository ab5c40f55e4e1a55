//! The scheduler and its policies, through the kernel.

use crate::rig::*;
use forklore_kernel::Config;
use forklore_kernel::abi::{Syscall, Tid};
use forklore_kernel::sched::PolicyKind;

/// As long as a turn of 1000 ns may last: turns are uneven by some ns.
const TURN: u64 = 1012;

fn rig(policy: PolicyKind) -> Rig {
    Rig::with(Config { policy, quantum_ns: 1000, seed: 3, ..Config::default() }, 0)
}

#[test]
fn the_parent_goes_on_and_the_child_joins_the_tail() {
    let mut rig = rig(PolicyKind::RoundRobin);
    let tid = rig.tid;
    let a = rig.fork(tid);
    assert_eq!(rig.kernel.current(), Some(tid));
    let b = rig.fork(tid);
    assert_eq!(rig.kernel.runnable(), [a, b]);
}

#[test]
fn round_robin_takes_turns() {
    let mut rig = rig(PolicyKind::RoundRobin);
    let tid = rig.tid;
    let children = [rig.fork(tid), rig.fork(tid)];
    let mut order = Vec::new();
    let mut running = tid;
    for _ in 0..6 {
        rig.kernel.charge(running, TURN);
        assert!(rig.kernel.need_resched());
        order.push(rig.kernel.pick().unwrap());
        assert!((1000..=TURN).contains(&rig.kernel.slice_ns()));
        running = *order.last().unwrap();
        rig.kernel.resume(running, SP);
    }
    assert_eq!(order, [children[0], children[1], tid, children[0], children[1], tid]);
    rig.kernel.check().unwrap();
}

/// Else a loop whose time divides the quantum would be interrupted at the same instruction for ever.
#[test]
fn turns_are_uneven() {
    let mut rig = rig(PolicyKind::RoundRobin);
    let tid = rig.tid;
    rig.fork(tid);
    let mut running = tid;
    let lengths: std::collections::BTreeSet<u64> = (0..13)
        .map(|_| {
            rig.kernel.charge(running, TURN);
            running = rig.kernel.pick().unwrap();
            let length = rig.kernel.slice_ns();
            rig.kernel.resume(running, SP);
            length
        })
        .collect();
    assert_eq!(lengths, (1000..=TURN).collect());
}

#[test]
fn first_in_first_out_is_never_preempted() {
    let mut rig = rig(PolicyKind::Fifo);
    let tid = rig.tid;
    rig.fork(tid);
    rig.kernel.charge(tid, 1_000_000_000);
    assert!(!rig.kernel.need_resched());
    rig.call(tid, Syscall::SchedYield {});
    assert!(rig.kernel.need_resched());
    rig.kernel.preempted(tid);
    assert_eq!(rig.kernel.pick(), Some(Tid(3)));
}

#[test]
fn priority_preempts_at_once() {
    let mut rig = rig(PolicyKind::Priority);
    let tid = rig.tid;
    let child = rig.fork(tid);
    rig.ok(tid, Syscall::Setpriority { which: 0, who: child.0 as i32, prio: -5 });
    assert_eq!(rig.ok(tid, Syscall::Getpriority { which: 0, who: child.0 as i32 }), 25);
    assert_eq!(rig.call(child, Syscall::Pause {}), Done::Asleep);
    rig.catch_of(child);
    rig.go_on(tid);
    assert!(!rig.kernel.need_resched());
    rig.kill(tid, child.0 as i32, USR1);
    assert!(rig.kernel.need_resched());
    rig.kernel.preempted(tid);
    assert_eq!(rig.kernel.pick(), Some(child));
}

impl Rig {
    /// Installs a handler for SIGUSR1 in a task that sleeps.
    fn catch_of(&mut self, tid: Tid) {
        use forklore_kernel::proc::signal::action::Action;
        let action = Action { handler: HANDLER, ..Action::default() };
        self.kernel.process_of_mut(tid).actions.set(signal(USR1), action);
    }
}

#[test]
fn feedback_queues_let_hogs_sink() {
    let mut rig = rig(PolicyKind::Mlfq);
    let tid = rig.tid;
    let child = rig.fork(tid);
    rig.kernel.charge(tid, TURN);
    assert_eq!(rig.kernel.pick(), Some(child));
    rig.kernel.resume(child, SP);
    // The hog is a level below now; the newcomer runs first, and has the shorter turn.
    let newcomer = rig.fork(child);
    rig.kernel.charge(child, TURN);
    assert_eq!(rig.kernel.pick(), Some(newcomer));
    assert!(rig.kernel.slice_ns() <= TURN);
    rig.kernel.charge(newcomer, TURN);
    assert_eq!(rig.kernel.pick(), Some(tid));
    assert!((2000..=1000 + TURN).contains(&rig.kernel.slice_ns()));
}

#[test]
fn draws_repeat_with_the_seed() {
    for policy in [PolicyKind::Lottery, PolicyKind::Random] {
        let run = |seed| {
            let mut rig = Rig::with(Config { policy, quantum_ns: 1000, seed, ..Config::default() }, 0);
            for _ in 0..8 {
                rig.fork(rig.tid);
            }
            let picks: Vec<_> = (0..50).map(|_| rig.kernel.pick().unwrap()).collect();
            rig.kernel.check().unwrap();
            picks
        };
        assert_eq!(run(1), run(1));
        assert_ne!(run(1), run(2));
    }
}
