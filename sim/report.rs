//! What a person is told about a machine: who waits for what since which line, and who could end the wait.

use crate::machine::Machine;
use crate::report_net;
use forklore_kernel::abi::ids::MqueueId;
use forklore_kernel::abi::{Fd, FileId, PipeId, ProgramId, Tid, TtyId};
use forklore_kernel::proc::process::Process;
use forklore_kernel::proc::task::TaskState;
use forklore_kernel::sched::wait::WaitOn;
use forklore_kernel::vfs::file::{Device, FileKind};
use forklore_userland::library::LIBRARY_FOLDER;
use std::fmt::Write;

mod locks;
mod sysv;

/// Which end of a pipe.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Read,
    Write,
}

/// The report of a run in which nothing can happen any more.
pub fn deadlock(machine: &Machine) -> String {
    let mut text = String::from("deadlock: no process can ever run again");
    let blocked = machine.kernel.blocked_report();
    for task in blocked.iter().take(LISTED) {
        let _ = write!(text, "\n  {} ({}) ", who(machine, task.tid), at(machine, task.tid));
        let Some(sleep) = &task.blocked else {
            text += "is stopped; nobody is left to send it SIGCONT";
            continue;
        };
        let _ = write!(text, "waits in {}", sleep.call.name());
        text += &reason(machine, task.tid, sleep.on);
    }
    if blocked.len() > LISTED {
        let _ = write!(text, "\n  and {} more", blocked.len() - LISTED);
    }
    text
}

/// Processes that are left when the program has ended.
pub fn outlived(machine: &Machine) -> String {
    let mut text = String::from("the program ended, but these processes did not (they are ended now):");
    text += &everybody(machine);
    text
}

/// Where every process is: for a run that was ended from outside.
pub fn where_everybody_is(machine: &Machine) -> String {
    let mut text = String::from("at that moment:");
    text += &everybody(machine);
    text
}

/// The report of a run in which every process that can run goes round a loop that changes nothing.
pub fn endless(machine: &Machine) -> String {
    let mut text = String::from("endless loop: no process will ever do anything else");
    text += &everybody(machine);
    text
}

/// A process was killed because the machine's memory was used up.
pub fn out_of_memory(max_memory: u64) -> String {
    format!(
        "memory limit: all {} MiB of the machine's memory were in use, so a process was killed (raise it with --max-memory)",
        max_memory >> 20
    )
}

/// Most processes listed.
const LISTED: usize = 20;

fn everybody(machine: &Machine) -> String {
    let mut tasks: Vec<(Tid, TaskState)> = machine.kernel.procs.tasks().map(|t| (t.tid, t.state)).collect();
    tasks.sort_by_key(|(tid, _)| *tid);
    let mut text = String::new();
    for (tid, state) in tasks.iter().take(LISTED) {
        let doing = match state {
            TaskState::Running | TaskState::Ready if machine.spins(*tid) => {
                "goes round a loop that changes nothing".to_string()
            }
            TaskState::Running | TaskState::Ready => "runs".to_string(),
            TaskState::Stopped => "is stopped".to_string(),
            TaskState::Blocked => match &machine.kernel.procs.task(*tid).blocked {
                Some(blocked) => format!("waits in {}", blocked.call.name()),
                None => "waits".to_string(),
            },
            TaskState::Dead => continue,
        };
        let _ = write!(text, "\n  {} ({}) {doing}", who(machine, *tid), at(machine, *tid));
    }
    if tasks.len() > LISTED {
        let _ = write!(text, "\n  and {} more", tasks.len() - LISTED);
    }
    text
}

/// `pid 2`, and which thread of it if it has several.
fn who(machine: &Machine, tid: Tid) -> String {
    let process = machine.kernel.procs.process_of(tid);
    match process.tasks().nth(1) {
        None => format!("pid {}", process.pid),
        Some(_) => format!("pid {} thread {tid}", process.pid),
    }
}

/// `prog.c:12`: the innermost line of the user's own source that the task is executing.
fn at(machine: &Machine, tid: Tid) -> String {
    place(machine, tid).unwrap_or_else(|| machine.kernel.procs.process_of(tid).name())
}

/// File and line that a task is at, in the user's sources.
pub fn place(machine: &Machine, tid: Tid) -> Option<String> {
    let (id, pc) = user_pc(machine, tid)?;
    let program = machine.programs().peek(id)?;
    let place = program.place_at(pc)?;
    Some(format!("{}:{}", program.files.get(place.file as usize)?, place.line))
}

/// The innermost instruction that a task executes in the user's sources: its program and its index.
pub fn user_pc(machine: &Machine, tid: Tid) -> Option<(ProgramId, u32)> {
    let task = machine.task(tid)?;
    let id = task.program?;
    let program = machine.programs().peek(id)?;
    for pc in task.cpu.active().map(|active| active.pc) {
        let Some(place) = program.place_at(pc) else {
            continue;
        };
        let file = program.files.get(place.file as usize)?;
        if !file.starts_with(LIBRARY_FOLDER) && place.line > 0 {
            return Some((id, pc));
        }
    }
    None
}

/// What a sleeper waits for, and who could end it.
fn reason(machine: &Machine, tid: Tid, on: WaitOn) -> String {
    match on {
        WaitOn::PipeReadable(pipe) => {
            let mut text = format!(" for data or end of file on pipe {}", pipe.0);
            let writers = holders(machine, pipe, End::Write);
            if writers.is_empty() {
                return text;
            }
            text += "\n      its write end is still open: ";
            text += &list(&writers);
            if writers.iter().any(|(pid, _)| *pid == machine.kernel.procs.task(tid).pid.0) {
                text += "\n      it holds a write end of this pipe itself: as long as that is not closed, there is no end of file";
            }
            text
        }
        WaitOn::PipeWritable(pipe) => {
            let readers = holders(machine, pipe, End::Read);
            let mut text = format!(" for room in pipe {}, which is full", pipe.0);
            if !readers.is_empty() {
                text += "\n      its read end is open: ";
                text += &list(&readers);
                text += ", and nobody reads";
            }
            text
        }
        WaitOn::FifoReader(_) => " for another process to open this FIFO for reading".to_string(),
        WaitOn::FifoWriter(_) => " for another process to open this FIFO for writing".to_string(),
        WaitOn::TtyInput(tty) => format!(" for input on {}", terminal(machine, tty)),
        WaitOn::TtyOutput(tty) => {
            format!(" for room for output on {}, which nobody takes away", terminal(machine, tty))
        }
        WaitOn::PtyReadable(tty) => format!(
            " for output on {}, of which it holds the master side{}",
            terminal(machine, tty),
            others(machine, FileKind::Tty(tty), "\n      open as a terminal by: ")
        ),
        WaitOn::PtyWritable(tty) => {
            format!(" for room for input on {}, which nobody reads", terminal(machine, tty))
        }
        WaitOn::SocketReadable(socket) => report_net::readable(machine, tid, socket),
        WaitOn::SocketWritable(socket) => report_net::writable(machine, socket),
        WaitOn::SocketRoom(socket) => report_net::room(machine, socket),
        WaitOn::ConsoleInput => " for standard input".to_string(),
        WaitOn::Child => {
            let pid = machine.kernel.procs.task(tid).pid;
            let children: Vec<String> = machine
                .kernel
                .procs
                .children(pid)
                .filter(|c| !c.is_zombie())
                .map(|c| format!("pid {}", c.pid))
                .collect();
            format!(" for a child: {}", if children.is_empty() { "none".to_string() } else { children.join(", ") })
        }
        WaitOn::Signal => " for a signal that nobody is left to send".to_string(),
        WaitOn::SignalSet => " for one of a set of signals".to_string(),
        WaitOn::Deadline => " for a time".to_string(),
        WaitOn::EventfdReadable(_) | WaitOn::EventfdWritable(_) => {
            let ready = if matches!(on, WaitOn::EventfdReadable(_)) { "to be written" } else { "to be read" };
            let others = holders_of(machine, |kind| match (kind, on) {
                (FileKind::Eventfd(id), WaitOn::EventfdReadable(own) | WaitOn::EventfdWritable(own)) => id == own,
                _ => false,
            });
            format!(" for an eventfd {ready}\n      it is open as {}", list(&others))
        }
        WaitOn::Timerfd(_) => " for a timerfd, which is not set".to_string(),
        WaitOn::SignalPending(_) => " for a signal of a signalfd that nobody is left to send".to_string(),
        WaitOn::Epoll(epoll) => {
            let watched = machine.kernel.epoll_watched(epoll).into_iter();
            several(machine, tid, watched.map(|(fd, file, _)| (fd, Some(file))).collect())
        }
        WaitOn::Poll => {
            let fds = machine.kernel.fds(tid);
            let asked = machine.kernel.polled(tid).into_iter();
            several(machine, tid, asked.map(|(fd, _)| (fd, fds.get(fd).ok().map(|entry| entry.file))).collect())
        }
        WaitOn::Futex(_) => crate::threads::reason(machine, tid),
        WaitOn::VforkChild(child) => format!(" for its vfork child, pid {child}, to exec or exit"),
        WaitOn::RecordLock(inode) => locks::record(machine, tid, inode),
        WaitOn::FileLock(inode) => locks::file(machine, inode),
        WaitOn::MqueueReadable(id) | WaitOn::MqueueMessage(id, _) => mqueue(machine, id, " for a message in"),
        WaitOn::MqueueWritable(id) | WaitOn::MqueueRoom(id, _) => mqueue(machine, id, " for room in"),
        WaitOn::Message(id, place) => sysv::message(machine, id, place),
        WaitOn::MessageRoom(id, _) => sysv::room(machine, id),
        WaitOn::Semaphore(id, place) => sysv::semaphore(machine, id, place),
    }
}

fn terminal(machine: &Machine, tty: TtyId) -> String {
    let number = machine.kernel.ttys.get(tty).map_or(0, |tty| tty.number);
    format!("/dev/pts/{number}")
}

/// Who has a description of this kind open, after `intro`; nothing if nobody has.
fn others(machine: &Machine, kind: FileKind, intro: &str) -> String {
    let found = open_by(machine, |file| machine.kernel.vfs.file(file).is_ok_and(|f| f.kind == kind));
    if found.is_empty() { String::new() } else { intro.to_string() + &list(&found) }
}

/// What a sleeping task waits for: `waits in read for data or end of file on pipe 0 ...`. `None` when it does not sleep.
pub fn waits(machine: &Machine, tid: Tid) -> Option<String> {
    let blocked = machine.kernel.procs.find_task(tid)?.blocked.as_ref()?;
    Some(format!("waits in {}{}", blocked.call.name(), reason(machine, tid, blocked.on)))
}

pub(crate) fn list(holders: &[(u32, Fd)]) -> String {
    let shown: Vec<String> = holders.iter().take(8).map(|(pid, fd)| format!("pid {pid} fd {fd}")).collect();
    let more = if holders.len() > 8 { format!(" and {} more", holders.len() - 8) } else { String::new() };
    shown.join(", ") + &more
}

/// Most descriptors of one call that are explained.
const EXPLAINED: usize = 8;

/// What poll, select or epoll_wait waits for: the descriptors, then for each who could make it ready.
fn several(machine: &Machine, tid: Tid, asked: Vec<(Fd, Option<FileId>)>) -> String {
    if asked.is_empty() {
        return " for nothing at all".to_string();
    }
    let names: Vec<String> = asked.iter().take(EXPLAINED).map(|(fd, _)| format!("fd {fd}")).collect();
    let more = asked.len().saturating_sub(EXPLAINED);
    let mut text = format!(" for {}", names.join(" or "));
    if more > 0 {
        let _ = write!(text, " or {more} more");
    }
    for (fd, file) in asked.into_iter().take(EXPLAINED) {
        if let Some(what) = file.and_then(|file| could_be_ready(machine, tid, file)) {
            let _ = write!(text, "\n      fd {fd}: {what}");
        }
    }
    text
}

/// What a file that somebody polls is waiting for, and who could bring it about.
fn could_be_ready(machine: &Machine, tid: Tid, file: FileId) -> Option<String> {
    let kernel = &machine.kernel;
    let kind = kernel.vfs.file(file).ok()?.kind;
    let open_as = |holders: Vec<(u32, Fd)>, what: &str| match holders.is_empty() {
        true => String::new(),
        false => format!("; {what} {}", list(&holders)),
    };
    Some(match kind {
        FileKind::Pipe(pipe, ends) if ends.reads() => {
            let writers = holders(machine, pipe, End::Write);
            format!("data or end of file on pipe {}{}", pipe.0, open_as(writers, "its write end is still open:"))
        }
        FileKind::Pipe(pipe, _) => {
            let readers = holders(machine, pipe, End::Read);
            format!("room in pipe {}{}", pipe.0, open_as(readers, "its read end is open:"))
        }
        FileKind::Eventfd(_) => {
            let others = holders_of(machine, |other| other == kind);
            format!("an eventfd to be written or read{}", open_as(others, "it is open as"))
        }
        FileKind::Timerfd(_) => "a timerfd, which is not set".to_string(),
        FileKind::Signalfd(mask) => {
            let names: Vec<String> = mask.iter().map(|signal| signal.name()).collect();
            format!("a signal of a signalfd ({}), which nobody is left to send", names.join(" "))
        }
        FileKind::Epoll(epoll) => {
            let watched = kernel.epoll_watched(epoll);
            let fds: Vec<String> = watched.iter().take(EXPLAINED).map(|(fd, ..)| format!("fd {fd}")).collect();
            format!("an epoll instance that watches {}", if fds.is_empty() { "nothing".into() } else { fds.join(", ") })
        }
        FileKind::Socket(socket) => {
            let text = report_net::readable(machine, tid, socket).replace("\n      ", "; ");
            text.trim_start_matches(" for ").to_string()
        }
        FileKind::Tty(tty) => format!("input on {}", terminal(machine, tty)),
        FileKind::Device(Device::HostIn) => "standard input".to_string(),
        _ => return None,
    })
}

/// A wait at a POSIX message queue, which is named by who has it open.
fn mqueue(machine: &Machine, id: MqueueId, what: &str) -> String {
    let users = holders_of(machine, |kind| kind == FileKind::MessageQueue(id));
    format!("{what} a POSIX message queue\n      it is open as {}", list(&users))
}

/// The descriptors that hold an end of a pipe open: pid and number.
fn holders(machine: &Machine, pipe: PipeId, end: End) -> Vec<(u32, Fd)> {
    holders_of(machine, |kind| match kind {
        FileKind::Pipe(id, ends) if id == pipe => {
            if end == End::Read {
                ends.reads()
            } else {
                ends.writes()
            }
        }
        _ => false,
    })
}

/// The descriptors behind which there is such a file: pid and number.
fn holders_of(machine: &Machine, is_it: impl Fn(FileKind) -> bool) -> Vec<(u32, Fd)> {
    let kernel = &machine.kernel;
    open_by(machine, |file| kernel.vfs.file(file).is_ok_and(|file| is_it(file.kind)))
}

/// The descriptors of such descriptions: pid and number.
pub(crate) fn open_by(machine: &Machine, holds: impl Fn(FileId) -> bool) -> Vec<(u32, Fd)> {
    let kernel = &machine.kernel;
    let mut found = Vec::new();
    let mut pids: Vec<&Process> = kernel.procs.processes().collect();
    pids.sort_by_key(|p| p.pid);
    for process in pids {
        let Some(tid) = process.tasks().next() else { continue };
        found.extend(kernel.fds(tid).iter().filter(|(_, entry)| holds(entry.file)).map(|(fd, _)| (process.pid.0, fd)));
    }
    found
}

/// A time as a person reads it.
pub fn duration(ns: u64) -> String {
    match ns {
        0..1_000 => format!("{ns} ns"),
        1_000..1_000_000 => format!("{} us", ns / 1_000),
        1_000_000..1_000_000_000 => format!("{} ms", ns / 1_000_000),
        _ => format!("{}.{:03} s", ns / 1_000_000_000, ns / 1_000_000 % 1_000).replace(".000", ""),
    }
}
