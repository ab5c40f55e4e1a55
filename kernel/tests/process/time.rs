//! Time: facts TIM, INTR-08, INTR-21, INTR-22.

use crate::rig::*;
use forklore_kernel::abi::Errno::*;
use forklore_kernel::abi::{SigSet, Syscall, UserAddr};

const SECOND: u64 = 1_000_000_000;

#[test]
fn tim_01_02_alarm() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.catch(tid, ALRM);
    assert_eq!(rig.ok(tid, Syscall::Alarm { seconds: 10 }), 0);
    rig.kernel.advance(2 * SECOND + SECOND / 4);
    assert_eq!(rig.ok(tid, Syscall::Alarm { seconds: 1 }), 8);
    assert_eq!(rig.call(tid, Syscall::Pause {}), Done::Asleep);
    let deadline = rig.kernel.next_deadline().unwrap();
    rig.kernel.advance_to(deadline);
    assert_eq!(rig.go_on(tid), Done::Failed(EINTR));
    assert_eq!(rig.handlers_run(tid), [ALRM as u8]);
    assert_eq!(rig.kernel.next_deadline(), None);
    rig.ok(tid, Syscall::Alarm { seconds: 1 });
    rig.ok(tid, Syscall::Alarm { seconds: 0 });
    assert_eq!(rig.kernel.next_deadline(), None);
}

#[test]
fn intr_08_22_nanosleep_tells_what_is_left() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.handle(tid, USR1, HANDLER, 0x1000_0000, SigSet::EMPTY);
    let child = rig.fork(tid);
    assert_eq!(rig.sleep(tid, 3 * SECOND), Done::Asleep);
    rig.kernel.advance(SECOND);
    rig.kill(child, tid.0 as i32, USR1);
    assert_eq!(rig.go_on(tid), Done::Failed(EINTR));
    let [sec, nsec] = [0, 8].map(|at| i64::from_le_bytes(rig.get(tid, UserAddr(ARG_2.0 + at))));
    let left = sec as u64 * SECOND + nsec as u64;
    assert!(left <= 2 * SECOND && left > 2 * SECOND - 10_000, "{left}");
    for ns in [u64::MAX, SECOND] {
        rig.put_words(tid, ARG, &[1, ns]);
        assert_eq!(rig.call(tid, Syscall::Nanosleep { request: ARG, remaining: UserAddr::NULL }), Done::Failed(EINVAL));
    }
}

#[test]
fn sleepers_wake_in_the_order_of_their_deadlines() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    let children: Vec<_> = (0..4).map(|_| rig.fork(tid)).collect();
    for (child, ms) in children.iter().zip([3, 1, 2, 1]) {
        assert_eq!(rig.sleep(*child, ms * 1_000_000), Done::Asleep);
    }
    rig.wait4(tid, -1, 0);
    rig.kernel.advance(5_000_000);
    assert_eq!(rig.kernel.runnable(), [children[1], children[3], children[2], children[0]]);
}

#[test]
fn absolute_sleeps_and_clocks() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    let clock = |rig: &mut Rig, clock| {
        rig.ok(tid, Syscall::ClockGettime { clock, tp: ARG });
        u64::from_le_bytes(rig.get(tid, ARG)) * SECOND + u64::from_le_bytes(rig.get(tid, UserAddr(ARG.0 + 8)))
    };
    let (real, mono) = (clock(&mut rig, 0), clock(&mut rig, 1));
    assert_eq!(real - mono, 1_700_000_000 * SECOND - 200);
    assert_eq!(rig.call(tid, Syscall::ClockGettime { clock: 99, tp: ARG }), Done::Failed(EINVAL));
    for which in [0, 1] {
        let until = clock(&mut rig, which) + SECOND;
        rig.put_words(tid, ARG, &[until / SECOND, until % SECOND]);
        let sleep = Syscall::ClockNanosleep { clock: which, flags: 1, request: ARG, remaining: UserAddr::NULL };
        assert_eq!(rig.call(tid, sleep), Done::Asleep);
        let deadline = rig.kernel.next_deadline().unwrap();
        rig.kernel.advance_to(deadline);
        assert_eq!(rig.go_on(tid), Done::Value(0));
        assert!(clock(&mut rig, which) >= until && clock(&mut rig, which) < until + 10_000);
        assert_eq!(rig.call(tid, sleep), Done::Value(0));
    }
}

#[test]
fn interval_timers() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.catch(tid, ALRM);
    let set = |rig: &mut Rig, which, interval: u64, value: u64| {
        rig.put_words(tid, ARG, &[0, interval, 0, value]);
        rig.call(tid, Syscall::Setitimer { which, new: ARG, old: ARG_2 })
    };
    assert_eq!(set(&mut rig, 3, 0, 1), Done::Failed(EINVAL));
    assert_eq!(set(&mut rig, 0, 0, 1_000_000), Done::Failed(EINVAL));
    assert_eq!(set(&mut rig, 0, 1000, 500), Done::Value(0));
    for due in [500_000, 1_500_000, 2_500_000] {
        let deadline = rig.kernel.next_deadline().unwrap();
        assert!(deadline.abs_diff(due) < 10_000, "{deadline} {due}");
        rig.kernel.advance_to(deadline);
        rig.go_on(tid);
        assert_eq!(rig.handlers_run(tid), [ALRM as u8]);
    }
    assert_eq!(set(&mut rig, 0, 0, 0), Done::Value(0));
    assert_eq!(rig.kernel.next_deadline(), None);
    // Virtual time counts only while the process runs.
    rig.catch(tid, 26);
    set(&mut rig, 1, 0, 100);
    rig.kernel.advance(SECOND);
    assert_eq!(rig.kernel.pick(), Some(tid));
    rig.go_on(tid);
    assert_eq!(rig.kernel.slice_ns(), 100_000);
    rig.kernel.charge(tid, 99_999);
    assert!(!rig.kernel.attention(tid));
    rig.kernel.charge(tid, 1);
    assert!(rig.kernel.attention(tid));
    rig.go_on(tid);
    rig.kernel.resume(tid, SP);
}

#[test]
fn cpu_times_of_children_come_with_wait() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    let child = rig.fork(tid);
    rig.go_on(child);
    rig.kernel.charge(child, 2 * SECOND);
    rig.exit(child, 0);
    let tms = |rig: &mut Rig| {
        rig.ok(tid, Syscall::Times { buf: ARG });
        u64::from_le_bytes(rig.get(tid, UserAddr(ARG.0 + 16)))
    };
    assert_eq!(tms(&mut rig), 0);
    rig.reap(tid, -1, 0);
    assert_eq!(tms(&mut rig), 200);
    rig.ok(tid, Syscall::Getrusage { who: -1, usage: ARG });
    assert_eq!(u64::from_le_bytes(rig.get(tid, ARG)), 2);
    assert_eq!(rig.call(tid, Syscall::Getrusage { who: 5, usage: ARG }), Done::Failed(EINVAL));
}
