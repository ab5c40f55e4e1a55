//! The log of events: what a trace is made of.

use crate::rig::*;
use forklore_kernel::abi::{SigSet, Syscall, Tid};
use forklore_kernel::entry::Restart;
use forklore_kernel::sched::wait::WaitOn;
use forklore_kernel::trace::event::{Disposition, Outcome};
use forklore_kernel::trace::{Event, EventKind};

/// An event in short; calls by name.
fn short(event: &Event) -> String {
    let what = match &event.kind {
        EventKind::Enter { call, .. } => format!("{}(", call.name()),
        EventKind::Exit { call, outcome: Outcome::Value(value), .. } => format!("{}) = {value}", call.name()),
        EventKind::Exit { call, outcome: Outcome::Error(errno), .. } => format!("{}) = {}", call.name(), errno.name()),
        EventKind::Exit { call, outcome: Outcome::Interrupted(Restart::IfSaRestart), .. } => {
            format!("{}) = ERESTARTSYS", call.name())
        }
        EventKind::Exit { call, outcome: Outcome::Interrupted(_), .. } => format!("{}) = ERESTARTNOHAND", call.name()),
        EventKind::Signal { info, disposition: Disposition::Caught } => format!("{:?} caught", info.signal),
        EventKind::Signal { info, disposition } => format!("{:?} {disposition:?}", info.signal),
        EventKind::Sigreturn { .. } => "sigreturn".to_string(),
        EventKind::Stopped { signal } => format!("stopped by {signal:?}"),
        EventKind::Continued => "continued".to_string(),
        EventKind::Exited { status } => format!("exited {status}"),
        EventKind::Killed { signal } => format!("killed by {signal:?}"),
        EventKind::Forked { child } => format!("forked {child}"),
        EventKind::Blocked { on: WaitOn::Child, .. } => "sleeps for a child".to_string(),
        EventKind::Blocked { .. } => "sleeps".to_string(),
        EventKind::Woken { .. } => "woken".to_string(),
        EventKind::Switch { .. } => "runs".to_string(),
        other => format!("{other:?}"),
    };
    format!("{} {what}", event.tid)
}

fn log(rig: &mut Rig) -> Vec<String> {
    rig.kernel
        .events
        .take()
        .iter()
        .map(short)
        .filter(|line| !line.ends_with("runs") && !line.ends_with("woken"))
        .collect()
}

#[test]
fn a_life_in_events() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.kernel.events.set_on(true);
    let child = rig.fork(tid);
    rig.wait4(tid, -1, 0);
    rig.exit(child, 3);
    rig.go_on(tid);
    assert_eq!(
        log(&mut rig),
        [
            "2 fork(",
            "2 forked 3",
            "2 fork) = 3",
            "2 wait4(",
            "2 sleeps for a child",
            "3 exit_group(",
            "3 exited 3",
            "2 SIGCHLD Ignored",
            "2 wait4) = 3",
        ]
    );
}

#[test]
fn interruptions_in_events() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    rig.handle(tid, USR1, HANDLER, 0x1000_0000, SigSet::EMPTY);
    let child = rig.fork(tid);
    rig.kernel.events.set_on(true);
    rig.wait4(tid, -1, 0);
    rig.kill(child, tid.0 as i32, USR1);
    rig.go_on(tid);
    rig.kill(child, tid.0 as i32, TERM);
    rig.go_on(tid);
    assert_eq!(
        log(&mut rig),
        [
            "2 wait4(",
            "2 sleeps for a child",
            "3 kill(",
            "3 kill) = 0",
            "2 wait4) = ERESTARTSYS",
            "2 SIGUSR1 caught",
            "2 sigreturn",
            "2 wait4(",
            "2 sleeps for a child",
            "3 kill(",
            "3 kill) = 0",
            "2 wait4) = ERESTARTSYS",
            "2 SIGTERM Killed",
            "2 killed by SIGTERM",
        ]
    );
}

#[test]
fn stops_in_events() {
    let mut rig = Rig::new();
    let child = rig.fork(rig.tid);
    rig.kernel.events.set_on(true);
    rig.call(child, Syscall::Pause {});
    rig.kill(rig.tid, child.0 as i32, STOP);
    rig.go_on(child);
    rig.kill(rig.tid, child.0 as i32, CONT);
    rig.go_on(child);
    let child_only: Vec<String> =
        log(&mut rig).into_iter().filter(|line| line.starts_with(&Tid(3).to_string())).collect();
    assert_eq!(
        child_only,
        [
            "3 pause(",
            "3 sleeps",
            "3 pause) = ERESTARTNOHAND",
            "3 SIGSTOP Stopped",
            "3 stopped by SIGSTOP",
            "3 SIGCONT Ignored",
            "3 continued",
            "3 pause(",
            "3 sleeps",
        ]
    );
}
