//! Stopping and continuing: facts SIG-45 to SIG-50 and PGRP-14.

use crate::rig::*;
use forklore_kernel::abi::{SigSet, Syscall};

#[test]
fn sig_46_orphaned_groups_do_not_stop_for_the_keyboard() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    // The first process's parent is init, in another session: its group is orphaned.
    assert_eq!(rig.raise(tid, TSTP), Done::Value(0));
    let child = rig.fork(tid);
    rig.ok(child, Syscall::Setpgid { pid: 0, pgid: 0 });
    rig.kill(tid, child.0 as i32, TSTP);
    assert_eq!(rig.go_on(child), Done::Stopped);
}

#[test]
fn sig_47_48_stop_and_continue_cancel_each_other() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.block(tid, &[TSTP, CONT]);
    rig.raise(tid, TSTP);
    assert_eq!(rig.pending(tid), set(&[TSTP]));
    rig.raise(tid, CONT);
    assert_eq!(rig.pending(tid), set(&[CONT]));
    rig.raise(tid, TSTP);
    assert_eq!(rig.pending(tid), set(&[TSTP]));
}

#[test]
fn sig_48_49_continuing_works_blocked_or_ignored() {
    for prepare in [|rig: &mut Rig, tid| rig.block(tid, &[CONT]), |rig: &mut Rig, tid| rig.ignore(tid, CONT)] {
        let mut rig = Rig::new();
        let child = rig.fork(rig.tid);
        prepare(&mut rig, child);
        rig.kill(rig.tid, child.0 as i32, STOP);
        assert_eq!(rig.go_on(child), Done::Stopped);
        rig.kill(rig.tid, child.0 as i32, CONT);
        assert!(matches!(rig.go_on(child), Done::Running | Done::Value(_)));
    }
}

#[test]
fn sig_50_a_stopped_process_takes_its_signals_later() {
    let mut rig = Rig::new();
    let child = rig.fork(rig.tid);
    rig.catch(child, USR1);
    let pid = child.0 as i32;
    rig.kill(rig.tid, pid, STOP);
    rig.go_on(child);
    rig.kill(rig.tid, pid, USR1);
    rig.kill(rig.tid, pid, TERM);
    assert_eq!(rig.go_on(child), Done::Stopped);
    assert!(rig.handlers_run(child).is_empty());
    rig.kill(rig.tid, pid, CONT);
    // The handler is entered, but the default action of the other one kills before it runs.
    assert_eq!(rig.go_on(child), Done::Dead);
    assert_eq!(rig.reap(rig.tid, -1, 0), (child, TERM));
}

#[test]
fn a_sleeping_call_goes_on_after_a_stop() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    let (read, write) = rig.pipe(tid);
    let child = rig.fork(tid);
    assert_eq!(rig.read(child, read, 4), Done::Asleep);
    rig.kill(tid, child.0 as i32, STOP);
    assert_eq!(rig.go_on(child), Done::Stopped);
    rig.write(tid, write, 4);
    assert_eq!(rig.go_on(child), Done::Stopped);
    rig.kill(tid, child.0 as i32, CONT);
    assert_eq!(rig.go_on(child), Done::Value(4));
    // A sleep keeps its deadline.
    let start = rig.kernel.now_ns();
    assert_eq!(rig.sleep(child, 1_000_000), Done::Asleep);
    rig.kill(tid, child.0 as i32, STOP);
    rig.go_on(child);
    rig.kernel.advance(500_000);
    rig.kill(tid, child.0 as i32, CONT);
    assert_eq!(rig.go_on(child), Done::Asleep);
    let deadline = rig.kernel.next_deadline().unwrap();
    assert!(deadline - start < 1_010_000, "{deadline} {start}");
    rig.kernel.advance_to(deadline);
    assert_eq!(rig.go_on(child), Done::Value(0));
}

#[test]
fn pgrp_14_orphaned_stopped_groups_are_hung_up_and_continued() {
    let mut rig = Rig::new();
    let parent = rig.fork(rig.tid);
    let child = rig.fork(parent);
    rig.ok(child, Syscall::Setpgid { pid: 0, pgid: 0 });
    rig.handle(child, HUP, HANDLER, 0, SigSet::EMPTY);
    rig.kill(parent, child.0 as i32, TSTP);
    assert_eq!(rig.go_on(child), Done::Stopped);
    rig.exit(parent, 0);
    assert!(matches!(rig.go_on(child), Done::Running | Done::Value(_)));
    assert_eq!(rig.handlers_run(child), [HUP as u8]);
    // Without a handler it dies.
    let parent = rig.fork(rig.tid);
    let child = rig.fork(parent);
    rig.ok(child, Syscall::Setpgid { pid: 0, pgid: 0 });
    rig.kill(parent, child.0 as i32, STOP);
    rig.go_on(child);
    rig.exit(parent, 0);
    assert_eq!(rig.go_on(child), Done::Dead);
}
