//! Signals to oneself and their delivery: facts SIG and INTR.

use crate::rig::*;
use forklore_kernel::abi::Errno::*;
use forklore_kernel::abi::siginfo::{SI_TKILL, SI_USER};
use forklore_kernel::abi::{SigSet, Signal, Syscall, UserAddr};

const SIGINFO: u64 = 4;
const RESTART: u64 = 0x1000_0000;
const NODEFER: u64 = 0x4000_0000;
const RESETHAND: u64 = 0x8000_0000;
const ONSTACK: u64 = 0x0800_0000;
const RTMIN: i32 = 34;

#[test]
fn sig_01_to_04_what_cannot_be_caught() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.put_words(tid, ARG, &[HANDLER.0, 0, 0, 0]);
    for (signum, act, result) in [
        (KILL, ARG, Done::Failed(EINVAL)),
        (STOP, ARG, Done::Failed(EINVAL)),
        (KILL, UserAddr::NULL, Done::Value(0)),
        (0, ARG, Done::Failed(EINVAL)),
        (65, ARG, Done::Failed(EINVAL)),
        (USR1, UserAddr(8), Done::Failed(EFAULT)),
    ] {
        assert_eq!(rig.call(tid, Syscall::RtSigaction { signum, act, oldact: ARG_2, sigsetsize: 8 }), result);
    }
}

#[test]
fn sig_06_to_08_masks() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.block(tid, &[KILL, STOP, USR1]);
    assert_eq!(rig.mask(tid), set(&[USR1]));
    assert_eq!(rig.procmask(tid, 7, SigSet::EMPTY), Done::Failed(EINVAL));
    let query = Syscall::RtSigprocmask { how: 7, set: UserAddr::NULL, oldset: ARG, sigsetsize: 8 };
    assert_eq!(rig.call(tid, query), Done::Value(0));
    assert_eq!(u64::from_le_bytes(rig.get(tid, ARG)), set(&[USR1]).0);
}

#[test]
fn sig_11_to_13_pending_and_delivery() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.catch(tid, USR1);
    assert_eq!(rig.kill(tid, tid.0 as i32, USR1), Done::Value(0));
    assert_eq!(rig.handlers_run(tid), [10]);
    rig.block(tid, &[USR1]);
    for _ in 0..3 {
        rig.raise(tid, USR1);
    }
    assert_eq!(rig.pending(tid), set(&[USR1]));
    assert!(rig.handlers_run(tid).is_empty());
    assert_eq!(rig.unblock(tid, &[USR1]), Done::Value(0));
    assert_eq!(rig.handlers_run(tid), [10]);
}

#[test]
fn sig_14_to_17_ignoring_what_is_pending() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.block(tid, &[USR1, CHLD]);
    rig.catch(tid, USR1);
    rig.raise(tid, USR1);
    rig.ignore(tid, USR1);
    assert_eq!(rig.pending(tid), SigSet::EMPTY);
    // Ignored while blocked: pending nevertheless, and delivered to a handler installed before it is unblocked.
    rig.raise(tid, USR1);
    rig.raise(tid, CHLD);
    assert_eq!(rig.pending(tid), set(&[USR1, CHLD]));
    rig.catch(tid, USR1);
    rig.default(tid, CHLD);
    assert_eq!(rig.pending(tid), set(&[USR1]));
    rig.unblock(tid, &[USR1, CHLD]);
    assert_eq!(rig.handlers_run(tid), [10]);
}

#[test]
fn sig_18_to_22_masks_in_handlers() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.run_handlers = false;
    rig.handle(tid, USR1, HANDLER, 0, set(&[USR2, KILL]));
    rig.block(tid, &[HUP]);
    assert_eq!(rig.raise(tid, USR1), Done::Handler(signal(USR1)));
    assert_eq!(rig.mask(tid), set(&[HUP, USR1, USR2]));
    // The second one waits for the return.
    assert_eq!(rig.raise(tid, USR1), Done::Handler(signal(USR1)));
    assert_eq!(rig.kernel.task(tid).pending.set(), set(&[USR1]));
    assert_eq!(rig.return_from_handler(tid), Done::Handler(signal(USR1)));
    assert_eq!(rig.return_from_handler(tid), Done::Value(0));
    assert_eq!(rig.mask(tid), set(&[HUP]));
    // SA_NODEFER nests.
    rig.handle(tid, USR1, HANDLER, NODEFER, SigSet::EMPTY);
    rig.raise(tid, USR1);
    rig.raise(tid, USR1);
    rig.return_from_handler(tid);
    rig.return_from_handler(tid);
    assert_eq!(rig.mask(tid), set(&[HUP]));
    // SA_RESETHAND is default at the entry.
    rig.handle(tid, USR1, HANDLER, RESETHAND | NODEFER, SigSet::EMPTY);
    assert_eq!(rig.raise(tid, USR1), Done::Handler(signal(USR1)));
    assert_eq!(rig.raise(tid, USR1), Done::Dead);
}

#[test]
fn sig_23_24_25_56_order_of_several() {
    let all = [15, 12, 10, 2, 1];
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.block(tid, &all);
    all.iter().for_each(|n| rig.catch(tid, *n));
    all.iter().for_each(|n| assert_eq!(rig.raise(tid, *n), Done::Value(0)));
    rig.unblock(tid, &all);
    assert_eq!(rig.handlers_run(tid), [15, 12, 10, 2, 1]);
    rig.block(tid, &all);
    all.iter().for_each(|n| rig.handle(tid, *n, HANDLER, 0, SigSet(u64::MAX)));
    all.iter().for_each(|n| assert_eq!(rig.raise(tid, *n), Done::Value(0)));
    rig.unblock(tid, &all);
    assert_eq!(rig.handlers_run(tid), [1, 2, 10, 12, 15]);
    // Synchronous kinds are dequeued first, real-time ones last; with full masks the order of dequeuing is seen.
    let all = [RTMIN, 1, 11, 8];
    rig.block(tid, &all);
    all.iter().for_each(|n| rig.handle(tid, *n, HANDLER, 0, SigSet(u64::MAX)));
    all.iter().for_each(|n| assert_eq!(rig.raise(tid, *n), Done::Value(0)));
    rig.unblock(tid, &all);
    assert_eq!(rig.handlers_run(tid), [8, 11, 1, 34]);
}

#[test]
fn sig_26_to_29_siginfo() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.run_handlers = false;
    let pid = tid.0 as i32;
    rig.handle(tid, USR1, HANDLER, SIGINFO, SigSet::EMPTY);
    rig.handle(tid, CHLD, HANDLER, SIGINFO, SigSet::EMPTY);
    let ints = |rig: &mut Rig, fields: &[u64]| {
        let frame = rig.frame(tid);
        let (args, sp) = (frame.args, frame.sp);
        assert!(args[1] > sp.0 && args[2] > sp.0 && args[1] < SP.0 - 128);
        let values: Vec<i32> = fields.iter().map(|at| rig.get_i32(tid, UserAddr(args[1] + at))).collect();
        rig.return_from_handler(tid);
        values
    };
    rig.kill(tid, pid, USR1);
    assert_eq!(ints(&mut rig, &[0, 8, 16, 20]), [USR1, SI_USER, pid, 1000]);
    rig.raise(tid, USR1);
    assert_eq!(ints(&mut rig, &[0, 8, 16, 20]), [USR1, SI_TKILL, pid, 1000]);
    rig.sigqueue(tid, pid, USR1, 77);
    assert_eq!(ints(&mut rig, &[0, 8, 16, 24]), [USR1, -1, pid, 77]);
    let child = rig.fork(tid);
    rig.exit(child, 6);
    rig.go_on(tid);
    assert_eq!(ints(&mut rig, &[0, 8, 16, 24]), [CHLD, 1, child.0 as i32, 6]);
}

#[test]
fn sig_30_real_time_signals_queue() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.run_handlers = false;
    let (low, high) = (RTMIN, RTMIN + 1);
    rig.block(tid, &[low, high]);
    for sig in [low, high] {
        rig.handle(tid, sig, HANDLER, SIGINFO, SigSet(u64::MAX));
    }
    for (sig, value) in [(high, 1), (low, 2), (low, 3), (high, 4)] {
        rig.sigqueue(tid, tid.0 as i32, sig, value);
    }
    rig.unblock(tid, &[low, high]);
    let mut seen = Vec::new();
    for _ in 0..4 {
        let frame = rig.frame(tid);
        let (sig, info) = (frame.signal.number(), frame.args[1]);
        seen.push((i32::from(sig), rig.get_i32(tid, UserAddr(info + 24))));
        rig.return_from_handler(tid);
    }
    assert_eq!(seen, [(low, 2), (low, 3), (high, 1), (high, 4)]);
}

#[test]
fn sig_32_33_intr_12_sigsuspend() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.block(tid, &[USR1, USR2]);
    rig.handle(tid, USR1, HANDLER, RESTART, SigSet::EMPTY);
    rig.raise(tid, USR1);
    assert_eq!(rig.sigsuspend(tid, set(&[USR2])), Done::Failed(EINTR));
    assert_eq!(rig.handlers_run(tid), [10]);
    assert_eq!(rig.mask(tid), set(&[USR1, USR2]));
    // It sleeps on through a stop and a continuation.
    let child = rig.fork(tid);
    assert_eq!(rig.sigsuspend(tid, SigSet::EMPTY), Done::Asleep);
    rig.kill(child, tid.0 as i32, STOP);
    assert_eq!(rig.go_on(tid), Done::Stopped);
    rig.kill(child, tid.0 as i32, CONT);
    assert_eq!(rig.go_on(tid), Done::Asleep);
    assert_eq!(rig.mask(tid), SigSet::EMPTY);
    rig.kill(child, tid.0 as i32, USR1);
    assert_eq!(rig.go_on(tid), Done::Failed(EINTR));
    assert_eq!(rig.mask(tid), set(&[USR1, USR2]));
}

#[test]
fn sig_34_to_38_sigtimedwait() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.block(tid, &[USR1]);
    rig.catch(tid, USR1);
    rig.handle(tid, USR2, HANDLER, RESTART, SigSet::EMPTY);
    rig.raise(tid, USR1);
    assert_eq!(rig.sigwait(tid, set(&[USR1]), None), Done::Value(USR1 as u64));
    assert!(rig.handlers_run(tid).is_empty());
    assert_eq!(rig.sigwait(tid, set(&[USR1]), Some(0)), Done::Failed(EAGAIN));
    rig.put_words(tid, ARG_2, &[0, 2_000_000_000]);
    let bad = Syscall::RtSigtimedwait { set: ARG, info: UserAddr::NULL, timeout: ARG_2, sigsetsize: 8 };
    assert_eq!(rig.call(tid, bad), Done::Failed(EINVAL));
    assert_eq!(rig.sigwait(tid, set(&[USR1]), Some(1_000_000)), Done::Asleep);
    let deadline = rig.kernel.next_deadline().unwrap();
    rig.kernel.advance_to(deadline);
    assert_eq!(rig.go_on(tid), Done::Failed(EAGAIN));
    // Another handled signal: EINTR, SA_RESTART or not.
    let child = rig.fork(tid);
    assert_eq!(rig.sigwait(tid, set(&[USR1]), None), Done::Asleep);
    rig.kill(child, tid.0 as i32, USR2);
    assert_eq!(rig.go_on(tid), Done::Failed(EINTR));
    assert_eq!(rig.sigwait(tid, set(&[USR1]), None), Done::Asleep);
    rig.kill(child, tid.0 as i32, USR1);
    assert_eq!(rig.go_on(tid), Done::Value(USR1 as u64));
    assert_eq!(rig.get_i32(tid, UserAddr(ARG.0 + 0x100)), USR1);
    assert_eq!(rig.get_i32(tid, UserAddr(ARG.0 + 0x110)), child.0 as i32);
    // An ignored one that is waited for is taken too.
    rig.ignore(tid, HUP);
    rig.block(tid, &[HUP]);
    assert_eq!(rig.sigwait(tid, set(&[HUP]), None), Done::Asleep);
    rig.kill(child, tid.0 as i32, HUP);
    assert_eq!(rig.go_on(tid), Done::Value(HUP as u64));
}

#[test]
fn sig_39_40_intr_11_pause_never_restarts() {
    for flags in [0, RESTART] {
        let mut rig = Rig::new();
        let tid = rig.tid;
        rig.handle(tid, USR1, HANDLER, flags, SigSet::EMPTY);
        let child = rig.fork(tid);
        assert_eq!(rig.call(tid, Syscall::Pause {}), Done::Asleep);
        rig.kill(child, tid.0 as i32, USR1);
        assert_eq!(rig.go_on(tid), Done::Failed(EINTR));
    }
}

#[test]
fn sig_41_42_ignored_signals_do_not_interrupt() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.ignore(tid, USR1);
    let child = rig.fork(tid);
    assert_eq!(rig.call(tid, Syscall::Pause {}), Done::Asleep);
    for sig in [USR1, CHLD, CONT, 23, 28] {
        rig.kill(child, tid.0 as i32, sig);
        assert_eq!(rig.go_on(tid), Done::Asleep, "{sig}");
    }
}

#[test]
fn sig_43_default_actions_kill() {
    let ignored_or_stopping = [17, 18, 19, 20, 21, 22, 23, 28];
    for sig in (1..=64).filter(|sig| !ignored_or_stopping.contains(sig)) {
        let mut rig = Rig::new();
        let child = rig.fork(rig.tid);
        rig.kill(rig.tid, child.0 as i32, sig);
        assert_eq!(rig.go_on(child), Done::Dead, "{sig}");
        assert_eq!(rig.reap(rig.tid, -1, 0), (child, sig));
    }
}

#[test]
fn the_first_fatal_signal_decides() {
    let mut rig = Rig::new();
    let child = rig.fork(rig.tid);
    for sig in [TERM, HUP, KILL] {
        rig.kill(rig.tid, child.0 as i32, sig);
    }
    rig.go_on(child);
    assert_eq!(rig.reap(rig.tid, -1, 0), (child, TERM));
}

#[test]
fn intr_01_02_pipes() {
    for (flags, result) in [(0, Done::Failed(EINTR)), (RESTART, Done::Asleep)] {
        let mut rig = Rig::new();
        let tid = rig.tid;
        let (read, write) = rig.pipe(tid);
        rig.handle(tid, USR1, HANDLER, flags, SigSet::EMPTY);
        let child = rig.fork(tid);
        assert_eq!(rig.read(tid, read, 5), Done::Asleep);
        rig.kill(child, tid.0 as i32, USR1);
        assert_eq!(rig.go_on(tid), result);
        assert_eq!(rig.handlers_run(tid), [10]);
        if flags != 0 {
            assert_eq!(rig.write(child, write, 3), Done::Value(3));
            assert_eq!(rig.go_on(tid), Done::Value(3));
        }
        // A write that has moved something returns its count (PIPE-34).
        assert_eq!(rig.write(tid, write, 65536 + 4096), Done::Asleep);
        rig.kill(child, tid.0 as i32, USR1);
        assert_eq!(rig.go_on(tid), Done::Value(65536));
    }
}

#[test]
fn a_restarted_call_is_made_again_only_after_all_handlers() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.run_handlers = false;
    let (read, write) = rig.pipe(tid);
    rig.handle(tid, USR1, HANDLER, RESTART, SigSet::EMPTY);
    rig.catch(tid, USR2);
    let child = rig.fork(tid);
    rig.read(tid, read, 5);
    rig.kill(child, tid.0 as i32, USR1);
    assert_eq!(rig.go_on(tid), Done::Handler(signal(USR1)));
    // In its handler another one comes: the call that will be restarted is carried along.
    assert_eq!(rig.raise(tid, USR2), Done::Handler(signal(USR2)));
    assert_eq!(rig.return_from_handler(tid), Done::Handler(signal(USR1)));
    assert_eq!(rig.return_from_handler(tid), Done::Asleep);
    rig.write(child, write, 2);
    assert_eq!(rig.go_on(tid), Done::Value(2));
}

#[test]
fn handlers_on_the_alternate_stack() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.run_handlers = false;
    let base = ARG.0 + 0x2_0000;
    rig.put_words(tid, ARG, &[base, 0, 1000]);
    assert_eq!(rig.call(tid, Syscall::Sigaltstack { new: ARG, old: UserAddr::NULL }), Done::Failed(ENOMEM));
    rig.put_words(tid, ARG, &[base, 0, 8192]);
    rig.ok(tid, Syscall::Sigaltstack { new: ARG, old: UserAddr::NULL });
    rig.handle(tid, USR1, HANDLER, ONSTACK | SIGINFO, SigSet::EMPTY);
    rig.raise(tid, USR1);
    let sp = rig.frame(tid).sp.0;
    assert!(sp > base && sp < base + 8192);
    // Linux: a stack without room kills.
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.catch(tid, 11);
    rig.catch(tid, USR1);
    rig.go_on(tid);
    rig.kernel.post_to_process(forklore_kernel::abi::Pid(2), forklore_kernel::abi::SigInfo::kernel(Signal::USR1));
    assert_eq!(rig.kernel.resume(tid, UserAddr(64)), forklore_kernel::entry::Flow::Exited);
    assert_eq!(rig.kernel.exit_status(forklore_kernel::abi::Pid(2)), Some(11));
}
