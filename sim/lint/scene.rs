//! What the rules know of a run: processes and their parents, descriptors and where they came from, and from which line
//! of the source each call was made.

use crate::debug::code::{self, Spot};
use crate::export::view;
use crate::machine::{Machine, UserTask};
use crate::report;
use crate::setup::Setup;
use forklore_kernel::abi::{Fd, FileId, Pid, ProgramId, Syscall, Tid};
use forklore_kernel::trace::event::{Disposition, Event, EventKind};
use forklore_kernel::vfs::InodeKind;
use forklore_kernel::vfs::file::FileKind;
use std::collections::BTreeMap;

/// A call site in the user's own source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Site {
    /// The program.
    pub program: ProgramId,
    /// The instruction that calls.
    pub pc: u32,
    /// Its line.
    pub spot: Spot,
    /// The library's function that it calls; `None` if it makes the system call itself.
    pub function: Option<String>,
    /// Where the caller's registers begin.
    pub base: usize,
    /// Frames outside the caller.
    pub depth: usize,
    /// Within a signal handler.
    pub in_handler: bool,
}

/// What is known of a task.
#[derive(Clone, Debug)]
pub(super) struct TaskFacts {
    /// Its process.
    pub pid: Pid,
    /// Where its last call was made.
    pub site: Option<Site>,
    /// The call that it is in.
    pub call: Option<Syscall>,
}

/// What is known of a process.
#[derive(Clone, Debug)]
pub(super) struct ProcessFacts {
    /// Who forked it.
    pub parent: Pid,
    /// From which line.
    pub born: Option<Spot>,
    /// Its descriptors.
    pub fds: BTreeMap<Fd, Open>,
    /// The program that it has executed, if it runs another image than its parent's.
    pub executed: Option<String>,
    /// It runs a program of the user's.
    pub own: bool,
    /// It has ended.
    pub ended: bool,
}

/// A descriptor.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Open {
    /// The description.
    pub file: FileId,
    /// What it is.
    pub kind: FileKind,
    /// The inode's number, never reused.
    pub ino: u64,
    /// The path of a FIFO.
    pub fifo: Option<String>,
    /// From where it was opened.
    pub opened: Option<Spot>,
    /// From which fork it was inherited.
    pub inherited: Option<Spot>,
    /// This process has written through it.
    pub wrote: bool,
    /// This process has read through it.
    pub read: bool,
}

/// A descriptor that is no more.
#[derive(Clone, Debug)]
pub(super) struct Closed {
    pub pid: Pid,
    pub fd: Fd,
    pub open: Open,
    /// By the end of its process.
    pub by_end: bool,
}

/// What has just happened.
pub(super) struct Look<'a> {
    pub machine: &'a Machine,
    pub events: &'a [Event],
    /// Descriptors that were closed by it.
    pub closed: Vec<Closed>,
    /// Processes that ended by it.
    pub ended: Vec<Pid>,
}

/// See the module's text.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub setup: Setup,
    pub tasks: BTreeMap<Tid, TaskFacts>,
    pub processes: BTreeMap<Pid, ProcessFacts>,
}

impl Scene {
    pub fn new(setup: &Setup) -> Scene {
        Scene { setup: setup.clone(), tasks: BTreeMap::new(), processes: BTreeMap::new() }
    }

    /// Learns of all processes that are there.
    pub fn begin(&mut self, machine: &Machine) {
        let pids: Vec<(Pid, Pid)> = machine.kernel.procs.processes().map(|p| (p.pid, p.parent)).collect();
        for (pid, parent) in pids {
            self.born(machine, pid, parent, None);
        }
    }

    /// Takes in what the kernel has done.
    pub fn take<'a>(&mut self, machine: &'a Machine, events: &'a [Event]) -> Look<'a> {
        let mut look = Look { machine, events, closed: Vec::new(), ended: Vec::new() };
        for event in events {
            let pid = machine.kernel.procs.find_task(event.tid).map(|task| task.pid);
            let Some(pid) = pid.or_else(|| self.tasks.get(&event.tid).map(|facts| facts.pid)) else { continue };
            let facts = self.tasks.entry(event.tid).or_insert(TaskFacts { pid, site: None, call: None });
            match &event.kind {
                EventKind::Enter { call, .. } => {
                    let caught = events.iter().filter(|e| {
                        e.tid == event.tid
                            && matches!(e.kind, EventKind::Signal { disposition: Disposition::Caught, .. })
                    });
                    // A call that has slept is seen to begin before its handlers; one that has not, after them.
                    let user = report::user_of(machine, event.tid, events);
                    facts.site = user.and_then(|user| site_of(machine, user, caught.count()));
                    facts.call = Some(*call);
                }
                EventKind::Exec { path, .. } => {
                    let own = task_is_own(machine, &self.setup, event.tid);
                    if let Some(process) = self.processes.get_mut(&pid) {
                        process.executed = Some(String::from_utf8_lossy(path).into_owned());
                        process.own = own;
                    }
                }
                _ => {}
            }
        }
        for event in events {
            if let EventKind::Forked { child } = event.kind
                && let Some(task) = machine.kernel.procs.find_task(child)
            {
                let spot = self.spot(event.tid);
                let parent = self.pid(event.tid);
                self.tasks.insert(child, TaskFacts { pid: task.pid, site: self.site(event.tid).cloned(), call: None });
                if task.pid.0 == child.0 {
                    self.born(machine, task.pid, parent, spot);
                }
            }
        }
        self.note_use(events);
        let mut pids: Vec<Pid> = events.iter().map(|event| self.pid(event.tid)).collect();
        pids.sort_unstable();
        pids.dedup();
        for pid in pids {
            self.compare_fds(machine, pid, &mut look);
        }
        look
    }

    fn born(&mut self, machine: &Machine, pid: Pid, parent: Pid, spot: Option<Spot>) {
        let (mut fds, own) = match self.processes.get(&parent) {
            Some(parent) => (parent.fds.clone(), parent.own),
            None => (BTreeMap::new(), true),
        };
        for open in fds.values_mut() {
            open.inherited = spot.clone();
            (open.wrote, open.read) = (false, false);
        }
        let facts = ProcessFacts { parent, born: spot, fds, executed: None, own, ended: false };
        self.processes.insert(pid, facts);
        let mut look = Look { machine, events: &[], closed: Vec::new(), ended: Vec::new() };
        self.compare_fds(machine, pid, &mut look);
    }

    /// Which descriptors have been used.
    fn note_use(&mut self, events: &[Event]) {
        for event in events {
            let EventKind::Enter { call, .. } = &event.kind else { continue };
            let pid = self.pid(event.tid);
            let Some(process) = self.processes.get_mut(&pid) else { continue };
            let (fd, writes) = match *call {
                Syscall::Read { fd, .. } | Syscall::Readv { fd, .. } | Syscall::Recvfrom { fd, .. } => (fd, false),
                Syscall::Write { fd, .. } | Syscall::Writev { fd, .. } | Syscall::Sendto { fd, .. } => (fd, true),
                _ => continue,
            };
            if let Some(open) = process.fds.get_mut(&fd) {
                *(if writes { &mut open.wrote } else { &mut open.read }) = true;
            }
        }
    }

    /// What has become of a process's descriptors.
    fn compare_fds(&mut self, machine: &Machine, pid: Pid, look: &mut Look) {
        let kernel = &machine.kernel;
        let tid = kernel.procs.process(pid).and_then(|process| process.tasks().next());
        let spot = tid.and_then(|tid| self.spot(tid));
        let Some(process) = self.processes.get_mut(&pid) else { return };
        let mut now = BTreeMap::new();
        if let Some(tid) = tid {
            for (fd, entry) in kernel.fds(tid).iter() {
                let Ok(file) = kernel.vfs.file(entry.file) else { continue };
                let ino = kernel.vfs.inode(file.inode).map_or(0, |inode| inode.ino);
                now.insert(fd, (entry.file, file.kind, ino));
            }
        }
        let by_end = tid.is_none();
        let gone: Vec<Fd> = process
            .fds
            .iter()
            .filter(|(fd, open)| now.get(*fd) != Some(&(open.file, open.kind, open.ino)))
            .map(|(fd, _)| *fd)
            .collect();
        for fd in gone {
            if let Some(open) = process.fds.remove(&fd) {
                look.closed.push(Closed { pid, fd, open, by_end });
            }
        }
        for (fd, (file, kind, ino)) in now {
            let new = || Open {
                file,
                kind,
                ino,
                fifo: fifo_path(machine, file),
                opened: spot.clone(),
                inherited: None,
                wrote: false,
                read: false,
            };
            process.fds.entry(fd).or_insert_with(new);
        }
        if by_end && !process.ended {
            process.ended = true;
            look.ended.push(pid);
        }
    }

    /// The process of a task.
    pub fn pid(&self, tid: Tid) -> Pid {
        self.tasks.get(&tid).map_or(Pid(tid.0), |task| task.pid)
    }

    /// Where a task made its last call.
    pub fn site(&self, tid: Tid) -> Option<&Site> {
        self.tasks.get(&tid)?.site.as_ref()
    }

    /// The line of that.
    pub fn spot(&self, tid: Tid) -> Option<Spot> {
        self.site(tid).map(|site| site.spot.clone())
    }

    /// Does the process run a program of the user's?
    pub fn is_own(&self, pid: Pid) -> bool {
        self.processes.get(&pid).is_some_and(|process| process.own)
    }

    /// Where a process was forked.
    pub fn born_at(&self, pid: Pid) -> Option<Spot> {
        self.processes.get(&pid)?.born.clone()
    }

    /// The text of a line of the source.
    pub fn line(&self, spot: &Spot) -> String {
        code::line_text(&self.setup, &spot.file, spot.line).unwrap_or_default()
    }
}

/// The path of the FIFO that a description is of.
fn fifo_path(machine: &Machine, file: FileId) -> Option<String> {
    let vfs = &machine.kernel.vfs;
    let id = vfs.file(file).ok()?.inode;
    let inode = vfs.inode(id).ok()?;
    let named = matches!(inode.kind, InodeKind::Fifo(_)) && inode.nlink > 0;
    named.then(|| view::names(&machine.kernel).remove(&id))?
}

fn task_is_own(machine: &Machine, setup: &Setup, tid: Tid) -> bool {
    let program = machine.task(tid).and_then(|task| task.program);
    program.is_some_and(|id| code::sources_of(setup, id).is_some())
}

/// Where the user's own code is in a call; the innermost `handlers` signal handlers have only just been entered.
pub(super) fn site(machine: &Machine, tid: Tid, handlers: usize) -> Option<Site> {
    site_of(machine, machine.task(tid)?, handlers)
}

fn site_of(machine: &Machine, task: &UserTask, handlers: usize) -> Option<Site> {
    let id = task.program?;
    let program = machine.programs().peek(id)?;
    let active: Vec<_> = task.cpu.active().collect();
    let interrupted = active.iter().enumerate().filter(|(_, frame)| frame.is_handler).map(|(n, _)| n);
    let from = match handlers.checked_sub(1) {
        Some(last) => interrupted.take(last + 1).last().unwrap_or(0),
        None => 0,
    };
    let own = active.iter().skip(from).position(|frame| code::spot(program, frame.pc).is_some())? + from;
    let frame = active[own];
    let function = match own.checked_sub(1).filter(|inner| *inner >= from) {
        Some(inner) => program.function_at(active[inner].pc).map(|f| f.name.clone()),
        None => None,
    };
    Some(Site {
        program: id,
        pc: frame.pc,
        spot: code::spot(program, frame.pc)?,
        function,
        base: frame.base,
        depth: active.len() - 1 - own,
        in_handler: active.iter().skip(own + 1).any(|frame| frame.is_handler),
    })
}
