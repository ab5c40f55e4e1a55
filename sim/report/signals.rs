//! Signals in reports: an alarm that is due, a process that is stopped, signals that were missed, or that were others than the ones
//! that are waited for.

use super::{Teller, at};
use crate::report;
use forklore_kernel::abi::flags::SA_RESTART;
use forklore_kernel::abi::{Signal, Syscall, Tid};
use forklore_kernel::proc::process::Process;
use forklore_kernel::proc::signal::action::{SIG_DFL, SIG_IGN};
use forklore_kernel::proc::task::{Task, TaskState};

/// A process that has been stopped, and that nobody lets go on.
pub fn stopped(t: &Teller, tid: Tid) -> Option<String> {
    let task = t.machine.kernel.procs.find_task(tid).filter(|task| task.state == TaskState::Stopped)?;
    let signal = t.origins.deeds.stopped_by(tid);
    let pid = task.pid;
    if matches!(signal, Some(Signal::TTIN | Signal::TTOU)) {
        let uses = if signal == Some(Signal::TTIN) { "reads from" } else { "changes" };
        return Some(format!(
            "pid {pid} {uses} the terminal in a group that is not in the foreground: put it there before (tcsetpgrp()), or leave it in its parent's group (no setpgid())"
        ));
    }
    Some(format!(
        "let somebody continue pid {pid}, kill({pid}, SIGCONT); its parent learns of the stop by waitpid(..., WUNTRACED)"
    ))
}

/// A task that waits for signals of which none has been sent, while others have.
pub fn other_signal(t: &Teller, tid: Tid) -> Option<String> {
    let task = t.machine.kernel.procs.find_task(tid)?;
    let names: Vec<String> = task.waiting_for.iter().take(3).map(|signal| signal.name()).collect();
    let wanted = names.join(" or ");
    let sent = t.origins.deeds.sent_to(task.pid).iter().rev().find(|sent| !task.waiting_for.contains(sent.signal));
    Some(match sent {
        Some(sent) => format!(
            "pid {} waits for {wanted}, but pid {} sent it {}{}: send the one that is waited for, or put that into the set, too",
            task.pid,
            sent.by,
            sent.signal.name(),
            sent.place.as_ref().map(|place| format!(" at {place}")).unwrap_or_default()
        ),
        None if names.is_empty() => return None,
        None => format!("somebody has to send {wanted}: kill({}, {})", task.pid, names.first()?),
    })
}

/// A signal that came before it was waited for, or one that stood for several.
pub fn missed_signal(t: &Teller, tid: Tid, (signal, place): (Signal, &str)) -> String {
    let name = signal.name();
    let procs = &t.machine.kernel.procs;
    let call = procs.find_task(tid).and_then(|task| task.blocked.as_ref()).map(|blocked| blocked.call);
    if !matches!(call, Some(Syscall::RtSigsuspend { .. })) {
        return format!(
            "{name} came before, at {place}: block it, test, and wait with sigsuspend, so that none is missed"
        );
    }
    let once = format!(
        "{name} came last at {place}; standard signals do not queue, so one stands for all that were sent while it was blocked or pending"
    );
    if signal != Signal::CHLD {
        return format!("{once}: do not count them");
    }
    let zombies = procs.children(procs.task(tid).pid).filter(|child| Process::is_zombie(child)).count();
    let ended =
        if zombies == 0 { String::new() } else { format!(" ({zombies} children have ended and were not waited for)") };
    format!(
        "{once}{ended}: do not count them, but let the handler wait for all: while (waitpid(-1, NULL, WNOHANG) > 0)"
    )
}

/// A call that a handler was to end, as it seems, and that is made again after it.
pub fn made_again(t: &Teller, tid: Tid) -> Option<String> {
    let signal = t.origins.deeds.again.restarted_by(tid).filter(|_| t.stuck)?;
    // That children end is no reason to read less.
    (signal != Signal::CHLD).then(|| {
        format!(
            "if {} is to end the wait at {}, install its handler by sigaction() without SA_RESTART: then the call fails with EINTR, and a loop can look at the handler's flag",
            signal.name(),
            at(t.machine, tid)
        )
    })
}

/// Calls that are made again after a handler with SA_RESTART (signal(7)).
const MADE_AGAIN: &[&str] = &[
    "read", "readv", "write", "writev", "open", "openat", "wait4", "waitid", "accept", "accept4", "connect",
    "recvfrom", "recvmsg", "sendto", "sendmsg", "futex", "flock", "fcntl", "ioctl",
];

/// An alarm(2) or timer that is due and would interrupt a wait, or more than that.
pub fn alarm(t: &Teller, task: &Task) -> String {
    let kernel = &t.machine.kernel;
    let Some(process) = kernel.procs.process(task.pid) else { return String::new() };
    let waits_for_it = task.waiting_for.contains(Signal::ALRM);
    let set = process.actions.get(Signal::ALRM);
    let action = set.handler;
    let again = set.flags & SA_RESTART != 0
        && task.blocked.as_ref().is_some_and(|blocked| MADE_AGAIN.contains(&blocked.call.name()));
    if process.itimers.real.is_none() || task.mask.contains(Signal::ALRM) && !waits_for_it || action == SIG_IGN {
        return String::new();
    }
    let left = report::duration(process.itimers.real_expires_ns.saturating_sub(kernel.now_ns()));
    let does = match action {
        _ if waits_for_it => "and end this wait",
        SIG_DFL => "and kill it, since there is no handler",
        _ if again => "and its handler run; then the call is made again, as SA_RESTART asks, which signal() sets",
        _ => "and its handler interrupt this wait",
    };
    format!("an alarm is set: in {left} SIGALRM will come {does}")
}
