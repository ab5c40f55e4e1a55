//! wait4 and waitid: facts WAIT.

use crate::rig::*;
use forklore_kernel::abi::Errno::*;
use forklore_kernel::abi::{SigSet, Syscall, UserAddr};

#[test]
fn wait_01_to_05_errors() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    assert_eq!(rig.wait4(tid, -1, 0), Done::Failed(ECHILD));
    assert_eq!(rig.wait4(tid, 1, 0), Done::Failed(ECHILD));
    assert_eq!(rig.wait4(tid, -1, 0x40), Done::Failed(EINVAL));
    assert_eq!(rig.wait4(tid, i32::MIN, 0), Done::Failed(ESRCH));
    assert_eq!(rig.wait4(tid, -1, WNOHANG), Done::Failed(ECHILD));
}

#[test]
fn wait_06_to_09_and_31_statuses() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    let child = rig.fork(tid);
    assert_eq!(rig.wait4(tid, -1, WNOHANG), Done::Value(0));
    rig.exit(child, 3);
    // WNOWAIT leaves it.
    let peek = Syscall::Waitid { idtype: 0, id: 0, info: ARG, options: 4 | 0x0100_0000, rusage: UserAddr::NULL };
    assert_eq!(rig.call(tid, peek), Done::Value(0));
    assert_eq!(rig.reap(tid, child.0 as i32, 0), (child, 3 << 8));
    assert_eq!(rig.wait4(tid, child.0 as i32, 0), Done::Failed(ECHILD));
    let child = rig.fork(tid);
    rig.kill(tid, child.0 as i32, TERM);
    assert_eq!(rig.wait4(tid, -1, 0), Done::Asleep);
    assert_eq!(rig.go_on(child), Done::Dead);
    assert_eq!(rig.go_on(tid), Done::Value(child.0.into()));
    assert_eq!(rig.get_i32(tid, ARG), TERM);
}

#[test]
fn wait_10_to_15_stops_and_continuations() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    let child = rig.fork(tid);
    let pid = child.0 as i32;
    rig.kill(tid, pid, STOP);
    assert_eq!(rig.go_on(child), Done::Stopped);
    // Without WUNTRACED a stop is not told.
    assert_eq!(rig.wait4(tid, pid, WNOHANG), Done::Value(0));
    assert_eq!(rig.reap(tid, pid, WUNTRACED), (child, STOP << 8 | 0x7f));
    assert_eq!(rig.wait4(tid, pid, WUNTRACED | WNOHANG), Done::Value(0));
    rig.kill(tid, pid, CONT);
    assert_eq!(rig.reap(tid, pid, WCONTINUED), (child, 0xffff));
    assert_eq!(rig.go_on(child), Done::Value(0));
    rig.kill(tid, pid, STOP);
    assert_eq!(rig.go_on(child), Done::Stopped);
    rig.kill(tid, pid, KILL);
    assert_eq!(rig.go_on(child), Done::Dead);
    assert_eq!(rig.reap(tid, pid, WUNTRACED), (child, KILL));
}

#[test]
fn wait_16_17_zombies_answer_to_kill() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    let child = rig.fork(tid);
    rig.exit(child, 5);
    assert_eq!(rig.kill(tid, child.0 as i32, KILL), Done::Value(0));
    assert_eq!(rig.reap(tid, -1, 0), (child, 5 << 8));
    assert_eq!(rig.kill(tid, child.0 as i32, 0), Done::Failed(ESRCH));
}

#[test]
fn wait_18_19_no_zombies_for_who_ignores_sigchld() {
    for flags in [None, Some(2)] {
        let mut rig = Rig::new();
        let tid = rig.tid;
        match flags {
            None => rig.ignore(tid, CHLD),
            Some(nocldwait) => rig.handle(tid, CHLD, UserAddr(0), nocldwait, SigSet::EMPTY),
        }
        let (a, b) = (rig.fork(tid), rig.fork(tid));
        assert_eq!(rig.wait4(tid, -1, 0), Done::Asleep);
        rig.exit(a, 0);
        assert_eq!(rig.go_on(tid), Done::Asleep);
        assert!(!rig.exists(a));
        rig.exit(b, 0);
        assert_eq!(rig.go_on(tid), Done::Failed(ECHILD));
    }
}

#[test]
fn wait_20_to_22_order() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    let children: Vec<_> = (0..3).map(|_| rig.fork(tid)).collect();
    // The first to end ends the wait; of those already dead the first forked comes first.
    assert_eq!(rig.wait4(tid, -1, 0), Done::Asleep);
    rig.exit(children[1], 1);
    assert_eq!(rig.go_on(tid), Done::Value(children[1].0.into()));
    rig.exit(children[2], 2);
    rig.exit(children[0], 0);
    assert_eq!(rig.reap(tid, -1, 0), (children[0], 0));
    assert_eq!(rig.reap(tid, -1, 0), (children[2], 2 << 8));
}

#[test]
fn wait_23_24_groups() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    let (a, b) = (rig.fork(tid), rig.fork(tid));
    rig.ok(a, Syscall::Setpgid { pid: 0, pgid: 0 });
    rig.exit(a, 1);
    rig.exit(b, 2);
    assert_eq!(rig.reap(tid, 0, 0), (b, 2 << 8));
    assert_eq!(rig.wait4(tid, 0, 0), Done::Failed(ECHILD));
    assert_eq!(rig.reap(tid, -(a.0 as i32), 0), (a, 1 << 8));
}

#[test]
fn wait_25_to_29_sigchld() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.catch(tid, CHLD);
    let child = rig.fork(tid);
    let pid = child.0 as i32;
    for (sig, state) in [(STOP, Done::Stopped), (CONT, Done::Value(0)), (KILL, Done::Dead)] {
        rig.kill(tid, pid, sig);
        assert_eq!(rig.go_on(child), state);
        rig.go_on(tid);
        assert_eq!(rig.handlers_run(tid), [CHLD as u8], "{sig}");
    }
    rig.reap(tid, -1, 0);
    rig.handle(tid, CHLD, HANDLER, 1, SigSet::EMPTY);
    let child = rig.fork(tid);
    rig.kill(tid, child.0 as i32, STOP);
    rig.go_on(child);
    rig.go_on(tid);
    assert!(rig.handlers_run(tid).is_empty());
    rig.kill(tid, child.0 as i32, KILL);
    rig.go_on(child);
    rig.reap(tid, -1, 0);
    rig.handlers_run(tid);
    // Three exits while it is blocked are one signal, which reaping leaves pending.
    rig.block(tid, &[CHLD]);
    let children: Vec<_> = (0..3).map(|_| rig.fork(tid)).collect();
    for child in &children {
        rig.exit(*child, 0);
        rig.reap(tid, -1, 0);
    }
    assert_eq!(rig.pending(tid), set(&[CHLD]));
    rig.unblock(tid, &[CHLD]);
    assert_eq!(rig.handlers_run(tid), [CHLD as u8]);
}

#[test]
fn wait_30_32_33_waitid() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    let child = rig.fork(tid);
    let waitid =
        |options| Syscall::Waitid { idtype: 1, id: child.0 as i32, info: ARG, options, rusage: UserAddr::NULL };
    assert_eq!(rig.call(tid, waitid(WNOHANG)), Done::Failed(EINVAL));
    rig.put(tid, ARG, &[0xff; 128]);
    assert_eq!(rig.call(tid, waitid(WNOHANG | 4)), Done::Value(0));
    assert_eq!(rig.get_i32(tid, UserAddr(ARG.0 + 16)), 0);
    rig.exit(child, 9);
    assert_eq!(rig.call(tid, waitid(4)), Done::Value(0));
    let field = |rig: &mut Rig, at: u64| rig.get_i32(tid, UserAddr(ARG.0 + at));
    assert_eq!([0, 8, 16, 20, 24].map(|at| field(&mut rig, at)), [CHLD, 1, child.0 as i32, 1000, 9]);
}

#[test]
fn wait_34_intr_07_interrupted_waits() {
    for (flags, result) in [(0, Done::Failed(EINTR)), (0x1000_0000, Done::Asleep)] {
        let mut rig = Rig::new();
        let tid = rig.tid;
        rig.handle(tid, USR1, HANDLER, flags, SigSet::EMPTY);
        let child = rig.fork(tid);
        assert_eq!(rig.wait4(tid, -1, 0), Done::Asleep);
        rig.kill(child, tid.0 as i32, USR1);
        assert_eq!(rig.go_on(tid), result);
        assert_eq!(rig.handlers_run(tid), [USR1 as u8]);
    }
}
