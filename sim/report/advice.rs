//! What to change in the program, a line for each mistake that is seen: only where the report itself proves it.
//!
//! Entry point: [`lines`].

use super::circle::{self, Circle};
use super::holders::{self, End};
use super::threads::POST;
use super::{Teller, Wait, at, fifos, net, polled, signals, sysv, threads, wait, who};
use crate::chronicle::deeds::{self, Did, Subject};
use crate::chronicle::origin::{How, Origin};
use crate::report;
use forklore_kernel::abi::{Fd, Pid, PipeId, Tid};
use forklore_kernel::ipc::pipe::Ends;
use forklore_kernel::proc::process::Process;
use forklore_kernel::proc::task::TaskState;
use forklore_kernel::sched::wait::WaitOn;
use forklore_kernel::vfs::file::FileKind;

/// Most lines.
const MOST: usize = 4;

/// Advice about the waits of these tasks.
pub fn lines(t: &Teller, tasks: &[Tid]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for tid in tasks {
        lines.extend(
            signals::made_again(t, *tid)
                .or_else(|| polled::taken_out(t, *tid))
                .or_else(|| polled::too_few(t, *tid))
                .or_else(|| own_end(t, *tid))
                .or_else(|| polled::told_already(t, *tid))
                .or_else(|| threads::unshared(t, *tid))
                .or_else(|| threads::missed(t, *tid))
                .or_else(|| threads::locked_by_fork(t, *tid))
                .or_else(|| own_lock(t, *tid, tasks)),
        );
    }
    if lines.is_empty() {
        for found in circle::find(t, tasks).into_iter().filter(|found| circle::awake(t, found).is_none()) {
            lines.extend(of_circle(t, &found));
        }
    }
    if t.stuck {
        lines.extend(alone(t, tasks));
        if lines.is_empty() {
            lines.extend(tasks.iter().filter_map(|tid| keeps_and_waits(t, *tid, tasks)));
        }
        if lines.is_empty() {
            lines.extend(tasks.iter().filter_map(|tid| threads::zero(t, *tid)));
        }
    }
    lines.dedup();
    lines.truncate(MOST);
    lines.into_iter().map(|line| format!("to mend it: {line}")).collect()
}

fn sleeps_on(t: &Teller, tid: Tid) -> Option<WaitOn> {
    let task = t.machine.kernel.procs.find_task(tid)?;
    task.blocked.as_ref().filter(|_| task.state == TaskState::Blocked).map(|blocked| blocked.on)
}

/// A process that waits for the end of what it holds open itself.
fn own_end(t: &Teller, tid: Tid) -> Option<String> {
    let on = sleeps_on(t, tid)?;
    let pid = t.machine.kernel.procs.task(tid).pid;
    let mut idle = Vec::new();
    let holders = match on {
        // A FIFO is opened for both directions on purpose.
        WaitOn::PipeReadable(pipe) if t.stuck || wait::pipe_name(t, pipe).starts_with("pipe") => {
            let writers = holders::of_pipe(t, pipe, End::Write);
            if let Some(kept) = kept_over_exec(t, &writers) {
                return Some(kept);
            }
            if let Some(alone) = own_pipe(t, pid, &writers).or_else(|| both_ways(t, pipe)) {
                return Some(alone);
            }
            idle = never_wrote(t, pid, &writers);
            writers
        }
        WaitOn::SocketReadable(socket) => net::holders(t, t.machine.kernel.net.other_end(socket)?),
        _ => return None,
    };
    // Threads of one process may well write to each other.
    let own: Vec<Fd> = holders.iter().filter(|(holder, _)| *holder == pid).map(|(_, fd)| *fd).collect();
    if own.is_empty() && t.stuck && !idle.is_empty() {
        return Some(format!("close {}", idle.join("; ")));
    }
    if own.is_empty() || t.machine.kernel.procs.process(pid)?.tasks().nth(1).is_some() {
        return None;
    }
    let fds = holders::named(&own);
    if let Some(fd) = own.iter().find(|fd| reads_too(t, pid, **fd)) {
        let at = t.origins.chain(pid, *fd).first().and_then(|step| step.place.clone());
        let at = at.map(|place| format!(" at {place}")).unwrap_or_default();
        return Some(format!("open it for reading only (O_RDONLY, not O_RDWR){at}: fd {fd} is a write end, too"));
    }
    let after = own.first().and_then(|fd| inherited(t, pid, *fd)).map(|text| format!(" after the {text}"));
    let after = after.unwrap_or_default();
    let too = if idle.is_empty() { String::new() } else { format!("; also {}", idle.join("; ")) };
    let before = match report::place(t.machine, tid) {
        Some(place) => place,
        None => format!("it executes {}", at(t.machine, tid)),
    };
    let silent = own.first().and_then(|fd| silent(t, (tid, pid), *fd)).unwrap_or_default();
    Some(format!("close {fds} in pid {pid}{after}, before {before}{too}{silent}"))
}

/// Write ends that only programs have which know nothing of them: they were open when those were executed.
fn kept_over_exec(t: &Teller, writers: &[holders::Holder]) -> Option<String> {
    let program = |(pid, fd): &holders::Holder| {
        let tid = t.machine.kernel.procs.process(*pid)?.tasks().next()?;
        let strange = fd.0 > 2 && report::place(t.machine, tid).is_none();
        let kept = t.origins.chain(*pid, *fd).into_iter().rev().find_map(|step| match &step.how {
            How::Kept(program) => Some(program.clone()),
            _ => None,
        });
        kept.filter(|_| strange).map(|program| (*pid, *fd, program))
    };
    let all: Vec<(Pid, Fd, String)> = writers.iter().filter_map(program).collect();
    let (pid, fd, program) = all.first().filter(|_| all.len() == writers.len())?;
    Some(format!(
        "close fd {fd} in pid {pid} before it executes {program}, which knows nothing of it and keeps it open, or let exec close it: fcntl(fd, F_SETFD, FD_CLOEXEC), or pipe2(p, O_CLOEXEC)"
    ))
}

/// A pipe that one process has both written to and read from, while others have it, too.
fn both_ways(t: &Teller, pipe: PipeId) -> Option<String> {
    let deeds = &t.origins.deeds;
    let subject = Subject::Pipe(holders::inode_of(t, pipe)?);
    let (sent, got) = deeds.all(subject, Did::Sent).find_map(|sent| {
        let got = deeds.all(subject, Did::Received).find(|got| got.pid == sent.pid && got.order > sent.order)?;
        Some((sent, got))
    })?;
    t.stuck.then(|| {
        format!(
            "pid {} wrote to {}{} and read from it itself{}: a pipe is one way, and whoever reads first gets what is there, also what he wrote himself; use two pipes, one for each direction, or a socketpair()",
            sent.pid,
            wait::pipe_name(t, pipe),
            sysv::at(sent),
            sysv::at(got)
        )
    })
}

/// Is it open for reading as well?
fn reads_too(t: &Teller, pid: Pid, fd: Fd) -> bool {
    let kernel = &t.machine.kernel;
    let tid = kernel.procs.process(pid).and_then(|process| process.tasks().next());
    let file = tid.and_then(|tid| kernel.vfs.file(kernel.fds(tid).get(fd).ok()?.file).ok());
    file.is_some_and(|file| matches!(file.kind, FileKind::Pipe(_, Ends::Both)))
}

/// Those that had this write end have ended, and nobody has ever written there: `; pid 3 has ended without writing`.
fn silent(t: &Teller, (tid, pid): (Tid, Pid), fd: Fd) -> Option<String> {
    let kernel = &t.machine.kernel;
    let file = kernel.vfs.file(kernel.fds(tid).get(fd).ok()?.file).ok()?;
    let pipe = Subject::Pipe(kernel.vfs.inode(file.inode).ok()?.ino);
    let ended = |pid: &Pid| kernel.procs.process(*pid).is_none_or(Process::is_zombie);
    if t.origins.deeds.last(pipe, Did::Sent).is_some() {
        return None;
    }
    let others = t.origins.others(pid, fd);
    if others.is_empty() || !others.iter().all(ended) {
        return None;
    }
    let names: Vec<String> = others.iter().take(3).map(|pid| format!("pid {pid}")).collect();
    let have = if names.len() == 1 { "has" } else { "have" };
    Some(format!("; {} {have} ended without writing", names.join(", ")))
}

/// A pipe that nobody but its reader has ever had: it was made too late.
fn own_pipe(t: &Teller, pid: Pid, writers: &[holders::Holder]) -> Option<String> {
    let (_, fd) = writers.first()?;
    if writers.iter().any(|(holder, _)| *holder != pid) || t.origins.was_shared(pid, *fd) || reads_too(t, pid, *fd) {
        return None;
    }
    let made = t.origins.chain(pid, *fd).first()?.place.as_ref()?.clone();
    Some(match t.origins.twin(pid, *fd) {
        Some(twin) => format!(
            "call pipe() before fork(): pid {pid} and pid {twin} have each made a pipe of their own at {made}, so neither hears the other"
        ),
        None => format!(
            "nobody but pid {pid} has ever had this pipe, made at {made}: call pipe() before fork(), so that both processes have it"
        ),
    })
}

/// `fd 4 in pid 2, which never wrote there`, for all that hold a write end for nothing, as far as is known: others have written, or
/// it waits for the reader to end.
fn never_wrote(t: &Teller, reader: Pid, writers: &[holders::Holder]) -> Vec<String> {
    let kernel = &t.machine.kernel;
    let why = |pid: Pid, fd: Fd| {
        let tid = kernel.procs.process(pid)?.tasks().next()?;
        let file = kernel.vfs.file(kernel.fds(tid).get(fd).ok()?.file).ok()?;
        let pipe = Subject::Pipe(kernel.vfs.inode(file.inode).ok()?.ino);
        let wrote = t.origins.deeds.all(pipe, Did::Sent).any(|deed| deed.pid == pid);
        if wrote {
            return None;
        }
        if t.origins.deeds.last(pipe, Did::Sent).is_some() {
            return Some("which never wrote there".to_string());
        }
        // Nobody ever wrote: then nothing is known of who should, but that this one can't.
        let wait = wait::of_task(t, tid).filter(|_| t.stuck && sleeps_on(t, tid) == Some(WaitOn::Child))?;
        let reads = |tid: Tid| kernel.procs.find_task(tid).is_some_and(|task| task.pid == reader);
        let for_reader = wait.enders.iter().any(|ender| reads(ender.tid));
        for_reader.then(|| format!("which waits for pid {reader} to end"))
    };
    let idle = writers.iter().filter(|(pid, _)| *pid != reader);
    // Where it is now it is too late.
    let before = |pid: Pid| {
        let tid = kernel.procs.process(pid).and_then(|process| process.tasks().next());
        let place = tid.and_then(|tid| report::place(t.machine, tid));
        place.map(|place| format!(", before {place}")).unwrap_or_default()
    };
    let idle = idle.filter_map(|(pid, fd)| Some(format!("fd {fd} in pid {pid}, {}{}", why(*pid, *fd)?, before(*pid))));
    idle.take(3).collect()
}

/// A task that waits for a lock that it has itself, or that its holder took with it into death.
fn own_lock(t: &Teller, tid: Tid, tasks: &[Tid]) -> Option<String> {
    if !t.stuck {
        return None; // others may give it yet
    }
    let wait = match sleeps_on(t, tid)? {
        WaitOn::Semaphore(..) | WaitOn::Futex(_) => wait::of_task(t, tid)?,
        _ => return None,
    };
    let locks = |text: &String| text.contains("took it") || text.contains("is locked by");
    if wait
        .more
        .iter()
        .any(|line| locks(line) && line.ends_with(", which has ended") || line.ends_with("and has ended"))
    {
        let undo = if wait.what.contains(" of set ") { " (SEM_UNDO does it by itself)" } else { "" };
        return wait.more.iter().any(locks).then(|| format!("give it back before its holder ends{undo}"));
    }
    let own = !wait.enders.is_empty() && wait.enders.iter().all(|ender| ender.tid == tid);
    let give = || format!("{} has to give it back before {}", who(t.machine, tid), at(t.machine, tid));
    own.then(|| keeps_and_waits(t, tid, tasks).unwrap_or_else(give))
}

/// `fork at main.c:10`: how a process got a descriptor that it did not open.
fn inherited(t: &Teller, pid: Pid, fd: Fd) -> Option<String> {
    let chain = t.origins.chain(pid, fd);
    let step = chain.into_iter().rev().find(|step| matches!(step.how, How::Inherited(_)))?;
    let Origin { how: How::Inherited(call), place: Some(place), .. } = step else { return None };
    Some(format!("{call} at {place}"))
}

/// Where a circle could be broken.
fn of_circle(t: &Teller, circle: &Circle) -> Vec<String> {
    let waits: Vec<Option<WaitOn>> = circle.iter().map(|(tid, _)| sleeps_on(t, *tid)).collect();
    let locks = |on: &Option<WaitOn>| {
        matches!(on, Some(WaitOn::Futex(_) | WaitOn::Semaphore(..) | WaitOn::RecordLock(_) | WaitOn::FileLock(_)))
    };
    let opens = |on: &Option<WaitOn>| matches!(on, Some(WaitOn::FifoReader(_) | WaitOn::FifoWriter(_)));
    if waits.iter().all(opens) {
        return vec![fifos::of_circle(t, circle)];
    }
    let posts = circle.iter().any(|(_, ender)| ender.by == POST);
    if !posts && waits.iter().all(locks) {
        return vec!["take locks in the same order everywhere: then there is no circle".to_string()];
    }
    let reads = |on: &Option<WaitOn>| matches!(on, Some(WaitOn::PipeReadable(_) | WaitOn::SocketReadable(_)));
    if waits.iter().all(reads) {
        let names: Vec<String> = circle.iter().map(|(tid, _)| who(t.machine, *tid)).collect();
        return vec![format!(
            "one of {} has to write before it reads (and flush what it has written)",
            names.join(", ")
        )];
    }
    let mut lines = Vec::new();
    for ((tid, ender), on) in circle.iter().zip(&waits) {
        // That a child ends is what it will do once it can.
        if matches!(on, Some(WaitOn::Child | WaitOn::VforkChild(_))) || ender.tid == *tid {
            continue;
        }
        lines.push(format!("{} has to {} before {}", who(t.machine, ender.tid), ender.by, at(t.machine, ender.tid)));
    }
    lines
}

/// Waits that nobody who is known could end.
fn alone(t: &Teller, tasks: &[Tid]) -> Vec<String> {
    let mut lines: Vec<String> = tasks.iter().filter_map(|tid| signals::stopped(t, *tid)).collect();
    for tid in tasks {
        match sleeps_on(t, *tid) {
            Some(WaitOn::Signal) => {
                lines.extend(t.origins.deeds.signal(*tid).map(|found| signals::missed_signal(t, *tid, found)))
            }
            Some(WaitOn::SignalSet) => lines.extend(signals::other_signal(t, *tid)),
            Some(WaitOn::SocketReadable(id)) => {
                lines.extend(net::elsewhere_sent(t, *tid, id).or_else(|| net::never_accepted(t, id)));
            }
            Some(WaitOn::MqueueWritable(_) | WaitOn::MqueueRoom(..) | WaitOn::MessageRoom(..)) => {
                lines.extend(sysv::no_receiver(t, *tid))
            }
            Some(WaitOn::Futex(_)) => lines.extend(threads::too_few(t, *tid)),
            Some(WaitOn::Message(id, place)) => lines.extend(sysv::mixed_up(t, *tid, id, place)),
            Some(WaitOn::Semaphore(id, place)) => lines.extend(sysv::never_set(t, id, place)),
            _ => {}
        }
    }
    lines.extend(fifos::advice(t, tasks));
    lines
}

/// A task that waits for what nobody else is known to give, and meanwhile keeps a lock that another one waits for: who could give it, as a rule.
fn keeps_and_waits(t: &Teller, tid: Tid, tasks: &[Tid]) -> Option<String> {
    let lock = |tid: Tid| matches!(sleeps_on(t, tid), Some(WaitOn::Semaphore(..) | WaitOn::Futex(_)));
    wait::of_task(t, tid)
        .filter(|wait| lock(tid) && !wait.outside && wait.enders.iter().all(|ender| ender.tid == tid))?;
    let waits_for_it = |other: &&Tid| {
        // Not for its end.
        let gives = |wait: Wait| wait.enders.iter().any(|ender| ender.tid == tid && ender.by != "end");
        **other != tid
            && lock(**other)
            && sleeps_on(t, **other) != sleeps_on(t, tid)
            && wait::of_task(t, **other).is_some_and(gives)
    };
    let other = *tasks.iter().find(waits_for_it)?;
    let called = |tid| deeds::place_and_caller(t.machine, tid).unwrap_or_else(|| at(t.machine, tid));
    Some(format!(
        "{} waits at {} and keeps meanwhile what {} waits for at {}: let it wait first, and take that lock afterwards",
        who(t.machine, tid),
        called(tid),
        who(t.machine, other),
        called(other)
    ))
}
