//! Waits for one of several descriptors in words (poll, select, epoll): which, and who could make each ready; events of epoll that
//! have been told already and will not be told again.
//!
//! Entry points: [`poll`], [`epoll`], [`told_already`].

use super::holders::{self, End};
use super::{Teller, Wait, net, wait};
use crate::chronicle::deeds::{Did, Subject};
use crate::report;
use forklore_kernel::abi::poll::PollMask;
use forklore_kernel::abi::{EpollId, Fd, FileId, Syscall, Tid};
use forklore_kernel::sched::wait::WaitOn;
use forklore_kernel::vfs::epoll::{EPOLLET, EPOLLONESHOT, Item};
use forklore_kernel::vfs::file::{Device, FileKind};

/// What poll or select waits for.
pub fn poll(t: &Teller, tid: Tid) -> Wait {
    let fds = t.machine.kernel.fds(tid);
    let asked = t.machine.kernel.polled(tid).into_iter();
    let asked = asked.map(|(fd, _)| (fd, fds.get(fd).ok().map(|entry| entry.file))).collect();
    let wait = several(t, tid, asked, &|_| None);
    let beyond = beyond(t, tid);
    let wait = match beyond.is_empty() {
        true => wait,
        false => wait.line(format!(
            "{} in its sets, but not asked for: select() looks only at those below its first argument",
            holders::are(&beyond)
        )),
    };
    match t.origins.deeds.again.taken_out(tid) {
        Some((gone, place)) => wait.line(format!(
            "it does not ask for {} any more: the select() before, at {place}, took that out of the set because it was not ready",
            holders::named(gone)
        )),
        None => wait,
    }
}

/// Descriptors that are in a set for select(2) but not below its first argument.
fn beyond(t: &Teller, tid: Tid) -> Vec<Fd> {
    let Some(task) = t.machine.kernel.procs.find_task(tid) else { return Vec::new() };
    let (nfds, sets) = match task.blocked.as_ref().map(|blocked| blocked.call) {
        Some(Syscall::Select { nfds, read, write, .. }) => (nfds, [read, write]),
        Some(Syscall::Pselect6 { nfds, read, write, .. }) => (nfds, [read, write]),
        _ => return Vec::new(),
    };
    let open = |fd: &Fd| t.machine.kernel.fds(tid).get(*fd).is_ok();
    let mut found = Vec::new();
    for set in sets.into_iter().filter(|set| set.0 != 0) {
        let mut bytes = [0; 128];
        t.machine.kernel.mm.peek(task.space, set.0, &mut bytes);
        let all = (0..1024).filter(|n| bytes[n / 8] >> (n % 8) & 1 == 1).map(|n| Fd(n as i32));
        found.extend(all.filter(|fd| fd.0 >= nfds && open(fd)));
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(EXPLAINED);
    found
}

/// Advice for who gives select(2) too small a number.
pub fn too_few(t: &Teller, tid: Tid) -> Option<String> {
    let highest = beyond(t, tid).into_iter().max().filter(|_| t.stuck)?;
    let place = report::place(t.machine, tid).map(|place| format!(" at {place}")).unwrap_or_default();
    Some(format!("give select(){place} the highest descriptor plus 1, {}, as its first argument", highest.0 + 1))
}

/// Advice for who asks select with a set that the call before has changed.
pub fn taken_out(t: &Teller, tid: Tid) -> Option<String> {
    let task = t.machine.kernel.procs.find_task(tid)?;
    let selects = task.blocked.as_ref().is_some_and(|blocked| blocked.on == WaitOn::Poll);
    let (gone, place) = t.origins.deeds.again.taken_out(tid).filter(|_| t.stuck && selects)?;
    Some(format!(
        "fill the set again before each select() at {place}: FD_ZERO, and FD_SET for {} and the others",
        holders::named(gone)
    ))
}

/// What epoll_wait waits for.
pub fn epoll(t: &Teller, tid: Tid, epoll: EpollId) -> Wait {
    let watched = t.machine.kernel.epoll_watched(epoll);
    let spent = |fd: Fd| {
        let item = watched.iter().find(|item| item.fd == fd)?;
        let (what, why) = spent(t, item)?;
        let deed = t.origins.deeds.last(Subject::Epoll(epoll), Did::Received);
        let told = deed.and_then(|deed| deed.place.as_ref()).map(|place| format!(" (at {place})"));
        let told = told.unwrap_or_default();
        Some(match why {
            Spent::Edge => format!(
                "{what}, but EPOLLET tells of that only when it comes, and has{told}: what was left then makes no new event"
            ),
            Spent::Shot => format!("{what}, but EPOLLONESHOT has switched it off after its event{told}"),
        })
    };
    several(t, tid, watched.iter().map(|item| (item.fd, Some(item.file))).collect(), &spent)
}

/// Why an item tells nothing although its file is ready.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spent {
    Edge,
    Shot,
}

/// What an item of an epoll instance does not tell of, though it is so: `8 bytes wait on pipe 0`.
fn spent(t: &Teller, item: &Item) -> Option<(String, Spent)> {
    let kernel = &t.machine.kernel;
    let ready = kernel.file_poll(item.file);
    let off = item.events & EPOLLONESHOT != 0 && item.reports().is_empty();
    let edge = item.events & EPOLLET != 0 && !(ready & item.reports()).is_empty();
    if item.ready || !off && !edge {
        return None;
    }
    let why = if off { Spent::Shot } else { Spent::Edge };
    // Room to write alone is no news.
    if (ready & PollMask::READ).is_empty() {
        return None;
    }
    let on = match kernel.vfs.file(item.file).ok()?.kind {
        FileKind::Pipe(pipe, _) => format!(" on {}", wait::pipe_name(t, pipe)),
        FileKind::Socket(socket) => format!(" on {}", net::name(t, socket)),
        _ => String::new(),
    };
    Some(match kernel.readable_bytes(item.file) {
        Ok(1) => (format!("1 byte waits{on}"), why),
        Ok(n @ 1..) => (format!("{n} bytes wait{on}"), why),
        _ => (format!("something waits{on}"), why),
    })
}

/// Advice for who waits for events that have been told already.
pub fn told_already(t: &Teller, tid: Tid) -> Option<String> {
    let WaitOn::Epoll(epoll) = t.machine.kernel.procs.find_task(tid)?.blocked.as_ref()?.on else { return None };
    let watched = t.machine.kernel.epoll_watched(epoll);
    let (fd, why) = watched.iter().find_map(|item| Some((item.fd, spent(t, item)?.1)))?;
    Some(match why {
        Spent::Edge => format!(
            "with EPOLLET, read fd {fd} after each event until read() says EAGAIN (with O_NONBLOCK), not once; or take EPOLLET away"
        ),
        Spent::Shot => format!(
            "with EPOLLONESHOT, switch fd {fd} on again after each event: epoll_ctl(..., EPOLL_CTL_MOD, {fd}, ...); or take EPOLLONESHOT away"
        ),
    })
}

/// Most descriptors of one call that are explained.
const EXPLAINED: usize = 8;

/// What poll, select or epoll_wait waits for: the descriptors, then for each who could make it ready.
fn several(t: &Teller, tid: Tid, asked: Vec<(Fd, Option<FileId>)>, spent: &dyn Fn(Fd) -> Option<String>) -> Wait {
    if asked.is_empty() {
        return Wait::new("for nothing at all");
    }
    let names: Vec<String> = asked.iter().take(EXPLAINED).map(|(fd, _)| format!("fd {fd}")).collect();
    let more = asked.len().saturating_sub(EXPLAINED);
    let more = if more > 0 { format!(" or {more} more") } else { String::new() };
    let mut wait = Wait::new(format!("for {}{more}", names.join(" or ")));
    for (fd, file) in asked.into_iter().take(EXPLAINED) {
        if let Some(text) = spent(fd) {
            wait = wait.line(format!("fd {fd}: {text}"));
            continue;
        }
        let Some(part) = file.and_then(|file| could_be_ready(t, tid, file)) else { continue };
        let what = part.what.strip_prefix("for ").unwrap_or(&part.what);
        let text: Vec<&str> = std::iter::once(what).chain(part.more.iter().map(String::as_str)).collect();
        wait = wait.line(format!("fd {fd}: {}", text.join("; ")));
        wait.enders.extend(part.enders);
        wait.outside |= part.outside;
    }
    wait
}

/// What a file that somebody polls is waiting for, and who could bring it about.
fn could_be_ready(t: &Teller, tid: Tid, file: FileId) -> Option<Wait> {
    let kernel = &t.machine.kernel;
    let kind = kernel.vfs.file(file).ok()?.kind;
    Some(match kind {
        FileKind::Pipe(pipe, ends) if ends.reads() => wait::pipe_readable(t, tid, pipe),
        FileKind::Pipe(pipe, _) => {
            let readers = holders::of_pipe(t, pipe, End::Read);
            let name = wait::pipe_name(t, pipe);
            let wait = Wait::new(format!("room in {name}"));
            let wait = wait.enders(t, &readers, |fd| format!("read from {name} or close {fd}"));
            match readers.is_empty() {
                true => wait,
                false => wait.line(format!("its read end is open: {}", holders::list(t, &readers))),
            }
        }
        FileKind::Eventfd(id) => wait::eventfd(t, WaitOn::EventfdReadable(id)),
        FileKind::Timerfd(_) => Wait::new(format!("a timerfd{}", t.for_ever(", which is not set"))).from_outside(),
        FileKind::Inotify(_) => {
            Wait::new(format!("events about files{}", t.for_ever(", which nobody is left to cause")))
        }
        FileKind::Pidfd(pid) => Wait::new(format!("the end of pid {pid}")),
        FileKind::Signalfd(mask) => {
            let names: Vec<String> = mask.iter().map(|signal| signal.name()).collect();
            let never = t.for_ever(", which nobody is left to send");
            Wait::new(format!("a signal of a signalfd ({}){never}", names.join(" ")))
        }
        FileKind::Epoll(epoll) => {
            let watched = kernel.epoll_watched(epoll);
            let fds: Vec<String> = watched.iter().take(EXPLAINED).map(|item| format!("fd {}", item.fd)).collect();
            let fds = if fds.is_empty() { "nothing".to_string() } else { fds.join(", ") };
            Wait::new(format!("an epoll instance that watches {fds}"))
        }
        FileKind::Socket(socket) => net::readable(t, tid, socket),
        FileKind::Tty(tty) => wait::of(t, tid, WaitOn::TtyInput(tty)),
        FileKind::MessageQueue(id) => wait::mqueue(t, tid, id, Did::Sent),
        FileKind::Device(Device::HostIn) => Wait::new("standard input").from_outside(),
        _ => return None,
    })
}
