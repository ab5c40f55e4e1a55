//! Who may signal whom: facts KILL and PERM.

use crate::rig::*;
use forklore_kernel::Config;
use forklore_kernel::abi::Errno::*;
use forklore_kernel::abi::Syscall;

#[test]
fn kill_01_to_04_07_08_sig_54_errors() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    let own = tid.0 as i32;
    for (pid, sig, result) in [
        (999, 0, Done::Failed(ESRCH)),
        (-999, 0, Done::Failed(ESRCH)),
        (i32::MIN, TERM, Done::Failed(ESRCH)),
        (own, 0, Done::Value(0)),
        (999, 99, Done::Failed(ESRCH)),
        (-999, 99, Done::Failed(ESRCH)),
        (own, 65, Done::Failed(EINVAL)),
        (own, -1, Done::Failed(EINVAL)),
    ] {
        assert_eq!(rig.kill(tid, pid, sig), result, "kill({pid}, {sig})");
    }
}

#[test]
fn kill_05_06_groups() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.catch(tid, USR1);
    let (same, other) = (rig.fork(tid), rig.fork(tid));
    rig.ok(other, Syscall::Setpgid { pid: 0, pgid: 0 });
    rig.kill(tid, 0, USR1);
    rig.go_on(same);
    rig.go_on(other);
    assert_eq!(rig.ran.len(), 2);
    assert_eq!(rig.handlers_run(tid), [10]);
    rig.ran.clear();
    rig.kill(tid, -(other.0 as i32), USR1);
    rig.go_on(other);
    assert_eq!(rig.handlers_run(other), [10]);
}

#[test]
fn kill_09_everyone_but_oneself() {
    let mut rig = Rig::with(Config::default(), 0);
    let tid = rig.tid;
    assert_eq!(rig.kill(tid, -1, TERM), Done::Failed(ESRCH));
    let (a, b) = (rig.fork(tid), rig.fork(tid));
    rig.ok(a, Syscall::Setsid {});
    assert_eq!(rig.kill(tid, -1, TERM), Done::Value(0));
    assert_eq!(rig.go_on(a), Done::Dead);
    assert_eq!(rig.go_on(b), Done::Dead);
    assert!(rig.kernel.process(forklore_kernel::abi::Pid(1)).is_some());
}

#[test]
fn perm_01_to_10() {
    let mut rig = Rig::with(Config::default(), 0);
    let root = rig.tid;
    let (target, sender) = (rig.fork(root), rig.fork(root));
    let pid = target.0 as i32;
    let users = |rig: &mut Rig, tid, (ruid, euid, suid)| rig.ok(tid, Syscall::Setresuid { ruid, euid, suid });
    users(&mut rig, target, (1, 1, 1));
    users(&mut rig, sender, (2, 2, 2));
    assert_eq!(rig.kill(sender, pid, 0), Done::Failed(EPERM));
    assert_eq!(rig.kill(sender, pid, USR1), Done::Failed(EPERM));
    assert_eq!(rig.kill(sender, pid, CONT), Done::Value(0));
    assert_eq!(rig.sigqueue(sender, pid, USR1, 0), Done::Failed(EPERM));
    // PERM-09: one that may be reached is enough.
    rig.ignore(sender, USR2);
    assert_eq!(rig.kill(sender, 0, USR2), Done::Value(0));
    for (from, to, allowed) in [
        ((1, 1, 1), (1, 1, 1), true),
        ((1, 2, 2), (1, 1, 1), true),
        ((2, 1, 2), (1, 1, 1), true),
        ((2, 2, 2), (1, 2, 1), false),
        ((2, 2, 2), (1, 1, 2), true),
        ((2, 2, 1), (1, 1, 1), false),
    ] {
        let (target, sender) = (rig.fork(root), rig.fork(root));
        users(&mut rig, target, to);
        users(&mut rig, sender, from);
        let result = if allowed { Done::Value(0) } else { Done::Failed(EPERM) };
        assert_eq!(rig.kill(sender, target.0 as i32, 0), result, "{from:?} to {to:?}");
    }
    // PERM-03: another session.
    let apart = rig.fork(root);
    rig.ok(apart, Syscall::Setsid {});
    users(&mut rig, apart, (1, 1, 1));
    assert_eq!(rig.kill(sender, apart.0 as i32, CONT), Done::Failed(EPERM));
}

#[test]
fn perm_11_init_is_not_killed() {
    let mut rig = Rig::with(Config::default(), 0);
    assert_eq!(rig.kill(rig.tid, 1, KILL), Done::Value(0));
    rig.kernel.check().unwrap();
    let mut user = Rig::new();
    assert_eq!(user.kill(user.tid, 1, KILL), Done::Failed(EPERM));
}

#[test]
fn ids_change_by_linux_rules() {
    let mut rig = Rig::with(Config::default(), 0);
    let tid = rig.tid;
    let three = |rig: &mut Rig| {
        let (a, b, c) = (ARG, forklore_kernel::abi::UserAddr(ARG.0 + 4), forklore_kernel::abi::UserAddr(ARG.0 + 8));
        rig.ok(tid, Syscall::Getresuid { ruid: a, euid: b, suid: c });
        [rig.get_i32(tid, a), rig.get_i32(tid, b), rig.get_i32(tid, c)]
    };
    rig.ok(tid, Syscall::Setreuid { ruid: u32::MAX, euid: 5 });
    assert_eq!(three(&mut rig), [0, 5, 5]);
    rig.ok(tid, Syscall::Setuid { uid: 0 });
    assert_eq!(three(&mut rig), [0, 0, 5]);
    rig.ok(tid, Syscall::Setresuid { ruid: 7, euid: 7, suid: 8 });
    assert_eq!(rig.call(tid, Syscall::Setuid { uid: 0 }), Done::Failed(EPERM));
    rig.ok(tid, Syscall::Setuid { uid: 8 });
    assert_eq!(three(&mut rig), [7, 8, 8]);
    assert_eq!(rig.call(tid, Syscall::Setgroups { size: 0, list: ARG }), Done::Failed(EPERM));
}
