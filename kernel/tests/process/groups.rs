//! Process groups and sessions: facts PGRP.

use crate::rig::*;
use forklore_kernel::abi::Errno::*;
use forklore_kernel::abi::Syscall;

#[test]
fn pgrp_01_to_09_setpgid() {
    let mut rig = Rig::new();
    let leader = rig.tid;
    let tid = rig.fork(leader);
    let child = rig.fork(tid);
    let (own, pid) = (tid.0 as i32, child.0 as i32);
    let setpgid = |rig: &mut Rig, by, pid, pgid| rig.call(by, Syscall::Setpgid { pid, pgid });
    assert_eq!(setpgid(&mut rig, tid, 0, -1), Done::Failed(EINVAL));
    assert_eq!(setpgid(&mut rig, tid, -1, 0), Done::Failed(EINVAL));
    assert_eq!(setpgid(&mut rig, tid, 2, 2), Done::Failed(ESRCH));
    assert_eq!(setpgid(&mut rig, tid, 999, 0), Done::Failed(ESRCH));
    assert_eq!(setpgid(&mut rig, leader, 0, 0), Done::Failed(EPERM));
    assert_eq!(rig.call(leader, Syscall::Setsid {}), Done::Failed(EPERM));
    assert_eq!(setpgid(&mut rig, tid, 0, 999), Done::Failed(EPERM));
    assert_eq!(setpgid(&mut rig, tid, pid, 0), Done::Value(0));
    assert_eq!(setpgid(&mut rig, tid, pid, pid), Done::Value(0));
    assert_eq!(rig.ok(tid, Syscall::Getpgid { pid }), pid as u64);
    assert_eq!(setpgid(&mut rig, tid, pid, 2), Done::Value(0));
    assert_eq!(rig.ok(child, Syscall::Getpgrp {}), 2);
    let apart = rig.fork(tid);
    assert_eq!(rig.ok(apart, Syscall::Setsid {}), apart.0.into());
    assert_eq!(rig.ok(apart, Syscall::Getsid { pid: 0 }), apart.0.into());
    assert_eq!(rig.ok(apart, Syscall::Getpgrp {}), apart.0.into());
    assert_eq!(setpgid(&mut rig, tid, apart.0 as i32, own), Done::Failed(EPERM));
    assert_eq!(rig.call(tid, Syscall::Setsid {}), Done::Value(own as u64));
}

#[test]
fn pgrp_10_to_13() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    assert_eq!(rig.call(tid, Syscall::Getpgid { pid: 999 }), Done::Failed(ESRCH));
    assert_eq!(rig.call(tid, Syscall::Getsid { pid: 999 }), Done::Failed(ESRCH));
    let child = rig.fork(tid);
    assert_eq!(rig.ok(child, Syscall::Getsid { pid: 0 }), 2);
    rig.ok(child, Syscall::Setpgid { pid: 0, pgid: 0 });
    let grandchild = rig.fork(child);
    assert_eq!(rig.ok(grandchild, Syscall::Getpgrp {}), child.0.into());
    rig.ok(grandchild, Syscall::Setpgid { pid: 0, pgid: 2 });
    assert_eq!(rig.ok(grandchild, Syscall::Getpgrp {}), 2);
}
