//! Who holds what open: descriptors with where they came from.

use super::Teller;
use forklore_kernel::abi::{Fd, FileId, Pid, PipeId, Tid};
use forklore_kernel::proc::process::Process;
use forklore_kernel::vfs::file::FileKind;

/// A descriptor that holds something open.
pub type Holder = (Pid, Fd);

/// Which end of a pipe.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    Read,
    Write,
}

/// The descriptors that hold an end of a pipe open.
pub fn of_pipe(t: &Teller, pipe: PipeId, end: End) -> Vec<Holder> {
    of_kind(t, |kind| match kind {
        FileKind::Pipe(id, ends) if id == pipe => match end {
            End::Read => ends.reads(),
            End::Write => ends.writes(),
        },
        _ => false,
    })
}

/// The number of a pipe's inode, as long as somebody has it open.
pub fn inode_of(t: &Teller, pipe: PipeId) -> Option<u64> {
    let vfs = &t.machine.kernel.vfs;
    let (pid, fd) = of_kind(t, |kind| matches!(kind, FileKind::Pipe(id, _) if id == pipe)).into_iter().next()?;
    let tid = t.machine.kernel.procs.process(pid)?.tasks().next()?;
    let file = vfs.file(t.machine.kernel.fds(tid).get(fd).ok()?.file).ok()?;
    Some(vfs.inode(file.inode).ok()?.ino)
}

/// The descriptors behind which there is such a file.
pub fn of_kind(t: &Teller, is_it: impl Fn(FileKind) -> bool) -> Vec<Holder> {
    let vfs = &t.machine.kernel.vfs;
    of_file(t, |file| vfs.file(file).is_ok_and(|file| is_it(file.kind)))
}

/// The descriptors of such descriptions, by pid.
pub fn of_file(t: &Teller, holds: impl Fn(FileId) -> bool) -> Vec<Holder> {
    let kernel = &t.machine.kernel;
    let mut processes: Vec<&Process> = kernel.procs.processes().collect();
    processes.sort_by_key(|process| process.pid);
    let mut found = Vec::new();
    for process in processes {
        let Some(tid) = process.tasks().next() else { continue };
        found.extend(kernel.fds(tid).iter().filter(|(_, entry)| holds(entry.file)).map(|(fd, _)| (process.pid, fd)));
    }
    found
}

/// Most descriptors that are listed.
const LISTED: usize = 5;

/// `pid 2 fd 4 (from pipe() at main.c:8), pid 3 fd 4 (inherited by fork at main.c:10)`. What was said of one is not said again
/// of the next.
pub fn list(t: &Teller, holders: &[Holder]) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut shown = Vec::new();
    for (pid, fd) in holders.iter().take(LISTED) {
        let way = t.origins.text(*pid, *fd).unwrap_or_default();
        let (first, rest) = way.split_once(", ").unwrap_or((&way, ""));
        let told = if !rest.is_empty() && said.iter().any(|s| s == first) { rest } else { &way };
        let told = if told.is_empty() { String::new() } else { format!(" ({told})") };
        shown.push(format!("pid {pid} fd {fd}{told}"));
        said.push(first.to_string());
    }
    let more = if holders.len() > LISTED { format!(" and {} more", holders.len() - LISTED) } else { String::new() };
    shown.join(", ") + &more
}

/// The tasks of the processes that hold these, each once, with all descriptors by which its process does.
pub fn tasks(t: &Teller, holders: &[Holder]) -> Vec<(Tid, Vec<Fd>)> {
    let mut tasks: Vec<(Tid, Vec<Fd>)> = Vec::new();
    for (pid, fd) in holders {
        let Some(process) = t.machine.kernel.procs.process(*pid) else { continue };
        for tid in process.tasks() {
            match tasks.iter_mut().find(|(known, _)| *known == tid) {
                Some((_, fds)) => fds.push(*fd),
                None => tasks.push((tid, vec![*fd])),
            }
        }
    }
    tasks
}

/// `fd 3`, `fd 3 and fd 5`
pub fn named(fds: &[Fd]) -> String {
    fds.iter().map(|fd| format!("fd {fd}")).collect::<Vec<_>>().join(" and ")
}

/// `fd 3 is`, `fd 3 and fd 5 are`
pub fn are(fds: &[Fd]) -> String {
    format!("{} {}", named(fds), if fds.len() == 1 { "is" } else { "are" })
}
