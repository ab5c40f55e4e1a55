//! Every kind of wait in words: for what, and who could end it by doing what.
//!
//! Entry points: [`of`], [`doing`].

use super::holders::{self, End, Holder};
use super::{Teller, fifos, locks, net, polled, signals, sysv, threads};
use crate::chronicle::deeds::{Did, Subject};
use crate::chronicle::origin;
use crate::export::view;
use crate::report;
use forklore_kernel::abi::flags::{O_ACCMODE, O_RDONLY, O_WRONLY};
use forklore_kernel::abi::ids::MqueueId;
use forklore_kernel::abi::{Fd, InodeId, Pid, PipeId, SigSet, Syscall, Tid, TtyId};
use forklore_kernel::proc::task::{Task, TaskState};
use forklore_kernel::sched::wait::WaitOn;
use forklore_kernel::vfs::InodeKind;
use forklore_kernel::vfs::file::FileKind;

/// A wait.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wait {
    /// `for data or end of file on pipe 0`
    pub what: String,
    /// More about it, a line each.
    pub more: Vec<String>,
    /// Who could end it. Empty: nobody that is known.
    pub enders: Vec<Ender>,
    /// Who might end it, though nothing shows that they will. Only while something can still happen.
    pub maybe: Vec<Tid>,
    /// Something outside of the processes could end it: input, a timer.
    pub outside: bool,
}

/// Somebody who could end a wait.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ender {
    /// The task.
    pub tid: Tid,
    /// What it would have to do: `write to pipe 0 or close fd 4`.
    pub by: String,
}

impl Wait {
    pub(super) fn new(what: impl Into<String>) -> Wait {
        Wait { what: what.into(), ..Wait::default() }
    }

    pub(super) fn line(mut self, line: impl Into<String>) -> Wait {
        let line = line.into();
        if !line.is_empty() {
            self.more.push(line);
        }
        self
    }

    /// The tasks that hold these descriptors could end it; `by` is told which they are: `fd 3 and fd 5`.
    pub(super) fn enders(mut self, t: &Teller, holders: &[Holder], by: impl Fn(&str) -> String) -> Wait {
        let tasks = holders::tasks(t, holders).into_iter();
        self.enders.extend(tasks.map(|(tid, fds)| Ender { tid, by: by(&holders::named(&fds)) }));
        self
    }

    /// One more that could end it, if it is still there.
    pub(super) fn ender(mut self, t: &Teller, tid: Option<Tid>, by: &str) -> Wait {
        let there = tid.filter(|tid| t.machine.kernel.procs.find_task(*tid).is_some());
        self.enders.extend(there.map(|tid| Ender { tid, by: by.to_string() }));
        self
    }

    /// Those that might do this: all others that run the user's programs, but for those that have been named.
    pub(super) fn anybody(mut self, t: &Teller, tid: Tid, by: &str) -> Wait {
        if t.stuck || !self.enders.is_empty() {
            return self;
        }
        let procs = &t.machine.kernel.procs;
        let mut others = others(t, tid);
        others.truncate(MOST_OTHERS);
        if !others.is_empty() {
            let name = |other: &Tid| report::other(t.machine, tid, *other, procs.task(*other).pid);
            let names: Vec<String> = others.iter().map(name).collect();
            self = self.line(format!("{by}: {}", names.join(", ")));
        }
        self.maybe = others;
        self
    }

    pub(super) fn from_outside(mut self) -> Wait {
        self.outside = true;
        self
    }

    /// All of it as one text; the further lines indented.
    fn text(&self) -> String {
        std::iter::once(&self.what).chain(&self.more).map(String::as_str).collect::<Vec<_>>().join("\n      ")
    }
}

/// All other tasks that run the user's programs.
pub(super) fn others(t: &Teller, tid: Tid) -> Vec<Tid> {
    let is_other = |task: &&Task| task.tid != tid && report::place(t.machine, task.tid).is_some();
    let mut others: Vec<Tid> = t.machine.kernel.procs.tasks().filter(is_other).map(|task| task.tid).collect();
    others.sort_unstable();
    others
}

/// Most others that are named.
const MOST_OTHERS: usize = 4;

/// `waits in read for data ...` with its further lines, `is stopped`, `runs`.
pub(super) fn doing(t: &Teller, tid: Tid) -> String {
    let Some(task) = t.machine.kernel.procs.find_task(tid) else { return "is no more".to_string() };
    match (task.state, &task.blocked) {
        (TaskState::Stopped, _) => {
            let by = t.origins.deeds.stopped_by(tid).map(|signal| format!(" by {}", signal.name())).unwrap_or_default();
            match t.stuck {
                true => format!("is stopped{by}; nobody is left to send it SIGCONT"),
                false => format!("is stopped{by} until it gets SIGCONT (fg, bg or kill -CONT)"),
            }
        }
        (TaskState::Dead, _) => "is dead".to_string(),
        (TaskState::Running, _) => "waits for nothing: it is running".to_string(),
        (TaskState::Ready, None) => "waits for nothing: it is ready to run".to_string(),
        (_, Some(blocked)) if task.state == TaskState::Blocked || blocked.ctx.slept => {
            let mut wait = of(t, tid, blocked.on);
            if blocked.on != WaitOn::Deadline {
                let left = until(t, tid);
                wait = wait.line(if left.is_empty() { left } else { format!("it gives up after a time: {left}") });
            }
            wait = wait.line(signals::alarm(t, task));
            if let Some(signal) = t.origins.deeds.again.restarted_by(tid) {
                wait = wait.line(format!(
                    "{} came while it waited; after the handler the call was made again, as SA_RESTART asks, which signal() sets",
                    signal.name()
                ));
            }
            let call = call_name(t, tid, &blocked.call);
            let text = match wait.what.is_empty() {
                true => format!("waits in {call}"),
                false => format!("waits in {call} {}", wait.text()),
            };
            if task.state == TaskState::Ready { text + "\n      it has been woken, and is ready to run" } else { text }
        }
        _ => "waits for nothing: it is ready to run".to_string(),
    }
}

/// The call by the name that the user's code has for it, where the kernel's is another: `open`, `semop`, `pthread_mutex_lock`.
fn call_name(t: &Teller, tid: Tid, call: &Syscall) -> String {
    let kernel = call.name();
    if matches!(call, Syscall::Wait4 { .. } | Syscall::Waitid { .. }) {
        return kernel.to_string();
    }
    origin::called(t.machine, tid).unwrap_or_else(|| kernel.to_string())
}

/// The wait of a sleeping task; `None` when it does not sleep.
pub(super) fn of_task(t: &Teller, tid: Tid) -> Option<Wait> {
    let task = t.machine.kernel.procs.find_task(tid)?;
    let blocked = task.blocked.as_ref().filter(|_| task.state == TaskState::Blocked)?;
    let mut wait = of(t, tid, blocked.on);
    wait.outside |= blocked.ctx.deadline_ns.is_some();
    Some(wait)
}

/// What a sleeper waits for, and who could end it.
pub(super) fn of(t: &Teller, tid: Tid, on: WaitOn) -> Wait {
    match on {
        WaitOn::PipeReadable(pipe) => pipe_readable(t, tid, pipe),
        WaitOn::PipeWritable(pipe) => pipe_writable(t, pipe),
        WaitOn::FifoReader(_) | WaitOn::FifoWriter(_) => fifos::wait(t, tid),
        WaitOn::TtyInput(tty) => {
            let masters = holders::of_kind(t, |kind| kind == FileKind::PtyMaster(tty));
            let wait = Wait::new(format!("for input on {}", terminal(t, tty)));
            match masters.is_empty() {
                true => wait.from_outside(),
                false => wait.line(format!("its master side is open: {}", holders::list(t, &masters))).enders(
                    t,
                    &masters,
                    |fd| format!("write to the master side ({fd}), or close it"),
                ),
            }
        }
        WaitOn::TtyOutput(tty) => {
            Wait::new(format!("for room for output on {}{}", terminal(t, tty), t.for_ever(", which nobody takes away")))
        }
        WaitOn::PtyReadable(tty) => {
            let users = holders::of_kind(t, |kind| kind == FileKind::Tty(tty));
            let wait = Wait::new(format!("for output on {}, of which it holds the master side", terminal(t, tty)));
            let wait = wait.enders(t, &users, |fd| format!("write to the terminal ({fd}), or close it"));
            if users.is_empty() {
                return wait;
            }
            wait.line(format!("open as a terminal by: {}", holders::list(t, &users)))
        }
        WaitOn::PtyWritable(tty) => {
            let users = holders::of_kind(t, |kind| kind == FileKind::Tty(tty));
            Wait::new(format!("for room for input on {}{}", terminal(t, tty), t.for_ever(", which nobody reads")))
                .enders(t, &users, |fd| format!("read from the terminal ({fd})"))
        }
        WaitOn::SocketReadable(socket) => net::readable(t, tid, socket),
        WaitOn::SocketWritable(socket) => net::writable(t, socket),
        WaitOn::SocketRoom(socket) => net::room(t, socket),
        WaitOn::SocketClosing(socket) => net::closing(t, socket),
        WaitOn::ConsoleInput => Wait::new("for standard input").from_outside(),
        WaitOn::Child => child(t, tid),
        WaitOn::Signal => Wait::new(format!("for a signal{}", t.for_ever(" that nobody is left to send"))).anybody(
            t,
            tid,
            "could send one",
        ),
        WaitOn::SignalSet => {
            let set = t.machine.kernel.procs.find_task(tid).map(|task| task.waiting_for).unwrap_or_default();
            Wait::new(format!("for one of a set of signals{}", names(set))).anybody(t, tid, "could send one")
        }
        WaitOn::Deadline => Wait::new("for a time").line(until(t, tid)).from_outside(),
        WaitOn::EventfdReadable(_) | WaitOn::EventfdWritable(_) => eventfd(t, on),
        WaitOn::Timerfd(_) => Wait::new(format!("for a timerfd{}", t.for_ever(", which is not set"))).from_outside(),
        WaitOn::Inotify(_) => {
            Wait::new(format!("for events about files{}", t.for_ever(", which nobody is left to cause")))
        }
        WaitOn::ProcessEnd(pid) => Wait::new(format!("for the end of pid {pid}")),
        WaitOn::SignalPending(_) => {
            Wait::new(format!("for a signal of a signalfd{}", t.for_ever(" that nobody is left to send")))
        }
        WaitOn::Epoll(epoll) => polled::epoll(t, tid, epoll),
        WaitOn::Poll => polled::poll(t, tid),
        WaitOn::Futex(_) => threads::wait(t, tid),
        WaitOn::VforkChild(child) => Wait {
            enders: vec![Ender { tid: child, by: "exec or exit".to_string() }],
            ..Wait::new(format!("for its vfork child, pid {child}, to exec or exit"))
        },
        WaitOn::RecordLock(inode) => locks::record(t, tid, inode),
        WaitOn::FileLock(inode) => locks::file(t, inode),
        WaitOn::MqueueReadable(id) | WaitOn::MqueueMessage(id, _) => mqueue(t, tid, id, Did::Sent),
        WaitOn::MqueueWritable(id) | WaitOn::MqueueRoom(id, _) => mqueue(t, tid, id, Did::Received),
        WaitOn::Message(id, place) => sysv::message(t, tid, id, place),
        WaitOn::MessageRoom(id, _) => sysv::room(t, tid, id),
        WaitOn::Semaphore(id, place) => sysv::semaphore(t, tid, id, place),
    }
}

pub(super) fn pipe_readable(t: &Teller, tid: Tid, pipe: PipeId) -> Wait {
    let writers = holders::of_pipe(t, pipe, End::Write);
    let name = pipe_name(t, pipe);
    let wait = Wait::new(format!("for data or end of file on {name}"));
    if writers.is_empty() {
        return wait;
    }
    let own = t.machine.kernel.procs.task(tid).pid;
    let ends = if writers.len() == 1 { "its write end is" } else { "its write ends are" };
    let mut wait = wait
        .line(format!("{ends} still open: {}", holders::list(t, &writers)))
        .enders(t, &writers, |fd| format!("write to {name} or close {fd}"));
    if writers.iter().any(|(pid, _)| *pid == own) {
        wait = wait.line(
            "it holds a write end of this pipe itself: as long as that is not closed, there is no end of file"
                .to_string(),
        );
    }
    wait
}

fn pipe_writable(t: &Teller, pipe: PipeId) -> Wait {
    let readers = holders::of_pipe(t, pipe, End::Read);
    let name = pipe_name(t, pipe);
    let wait = Wait::new(format!("for room in {name}, which is full"));
    if readers.is_empty() {
        return wait;
    }
    let ends = if readers.len() == 1 { "its read end is" } else { "its read ends are" };
    wait.line(format!("{ends} open: {}{}", holders::list(t, &readers), t.for_ever(", and nobody reads"))).enders(
        t,
        &readers,
        |fd| format!("read from {name} or close {fd}"),
    )
}

/// `pipe 0`, or `FIFO /home/user/fifo`.
pub(super) fn pipe_name(t: &Teller, pipe: PipeId) -> String {
    if let Some(path) = fifo_path(t, pipe) {
        return format!("FIFO {path}");
    }
    match holders::inode_of(t, pipe).and_then(|ino| t.origins.deeds.fifo(ino)) {
        Some(path) => format!("FIFO {path} (removed since)"),
        None => format!("pipe {}", pipe.0),
    }
}

fn fifo_path(t: &Teller, pipe: PipeId) -> Option<String> {
    let inodes = &t.machine.kernel.vfs.inodes;
    let (key, _) = inodes.iter().find(|(_, inode)| inode.kind == InodeKind::Fifo(Some(pipe)) && inode.nlink > 0)?;
    path(t, InodeId(key))
}

/// The path of a file that has one.
pub(super) fn path(t: &Teller, inode: InodeId) -> Option<String> {
    view::names(&t.machine.kernel).remove(&inode)
}

pub(super) fn terminal(t: &Teller, tty: TtyId) -> String {
    let number = t.machine.kernel.ttys.get(tty).map_or(0, |tty| tty.number);
    format!("/dev/pts/{number}")
}

/// A wait for children: those that the call is about.
fn child(t: &Teller, tid: Tid) -> Wait {
    let procs = &t.machine.kernel.procs;
    let task = procs.task(tid);
    let wanted = match task.blocked.as_ref().map(|blocked| blocked.call) {
        Some(Syscall::Wait4 { pid, .. }) if pid > 0 => Some(pid as u32),
        _ => None,
    };
    let mut wait = Wait::default();
    let mut named = Vec::new();
    for child in procs.children(task.pid).filter(|c| !c.is_zombie() && wanted.is_none_or(|pid| c.pid.0 == pid)) {
        named.push(format!("pid {}", child.pid));
        wait.enders.extend(child.tasks().map(|tid| Ender { tid, by: "exit".to_string() }));
    }
    wait.what = format!("for a child: {}", if named.is_empty() { "none".to_string() } else { named.join(", ") });
    wait
}

pub(super) fn eventfd(t: &Teller, on: WaitOn) -> Wait {
    let reads = matches!(on, WaitOn::EventfdReadable(_));
    let others = holders::of_kind(t, |kind| match (kind, on) {
        (FileKind::Eventfd(id), WaitOn::EventfdReadable(own) | WaitOn::EventfdWritable(own)) => id == own,
        _ => false,
    });
    let (ready, by) = if reads { ("to be written", "write to") } else { ("to be read", "read") };
    Wait::new(format!("for an eventfd {ready}")).line(format!("it is open as {}", holders::list(t, &others))).enders(
        t,
        &others,
        |fd| format!("{by} the eventfd ({fd})"),
    )
}

/// A wait at a POSIX message queue: who has it open, who used it last.
pub(super) fn mqueue(t: &Teller, tid: Tid, id: MqueueId, missing: Did) -> Wait {
    let users = holders::of_kind(t, |kind| kind == FileKind::MessageQueue(id));
    let inodes = &t.machine.kernel.vfs.inodes;
    let inode = inodes.iter().find(|(_, inode)| inode.kind == InodeKind::MessageQueue(id));
    let name = inode.and_then(|(key, _)| path(t, InodeId(key)));
    let name = name.map(|path| format!(" {}", path.trim_start_matches("/dev/mqueue"))).unwrap_or_default();
    let (what, by) = if missing == Did::Sent { ("a message", "send to") } else { ("room", "receive from") };
    // Only those that have it open for that can do it.
    let fds = |pid: Pid| t.machine.kernel.procs.process(pid)?.tasks().next().map(|tid| t.machine.kernel.fds(tid));
    let mode = |pid: Pid, fd: Fd| {
        let file = t.machine.kernel.vfs.file(fds(pid)?.get(fd).ok()?.file).ok()?;
        Some(file.flags & O_ACCMODE)
    };
    let unable = if missing == Did::Sent { O_RDONLY } else { O_WRONLY };
    let able: Vec<Holder> = users.iter().filter(|(pid, fd)| mode(*pid, *fd) != Some(unable)).copied().collect();
    let nobody =
        if missing == Did::Sent { "nobody has it open for sending" } else { "nobody has it open for receiving" };
    let wait = Wait::new(format!("for {what} in a POSIX message queue{name}"))
        .line(format!("it is open as {}", holders::list(t, &users)))
        .line(if able.is_empty() { nobody } else { "" })
        .enders(t, &able, |fd| format!("{by} the queue ({fd})"));
    match t.origins.deeds.last(Subject::Mqueue(id), missing) {
        Some(deed) => {
            let verb = if missing == Did::Sent { "sent to it" } else { "received from it" };
            let at = deed.place.as_ref().map(|place| format!(", at {place}")).unwrap_or_default();
            let ended = if sysv::has_ended(t, deed) { ", and has ended" } else { "" };
            let by = report::other(t.machine, tid, deed.tid, deed.pid);
            wait.line(format!("{by} {verb} last{at}{ended}"))
        }
        None => wait,
    }
}

/// ` (SIGINT, SIGTERM)`
fn names(set: SigSet) -> String {
    let names: Vec<String> = set.iter().take(4).map(|signal| signal.name()).collect();
    if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) }
}

/// Until when a task sleeps at the latest.
fn until(t: &Teller, tid: Tid) -> String {
    let blocked = t.machine.kernel.procs.find_task(tid).and_then(|task| task.blocked.as_ref());
    let Some(at) = blocked.and_then(|blocked| blocked.ctx.deadline_ns) else { return String::new() };
    let left = at.saturating_sub(t.machine.kernel.now_ns());
    format!("{} of it are left", report::duration(left))
}
