//! Where every descriptor came from: the call and line that opened it, and the way by which it got where it is (dup, fork, a
//! message, over exec). The kernel keeps none of this; it is found by executing the run again and looking.
//!
//! How to use it:
//! - after a run, or in the middle: [`Origins::of_history`] executes it again up to where the history stands;
//! - along with a run that is looked at anyway (a [`super::Chronicle`], a lint): [`Origins::new`] at its start, then
//!   [`Origins::feed`] each time the kernel has done something, with the machine as it is right after that;
//! - then [`Origins::of`] is a descriptor's latest step, [`Origins::chain`] all steps, the opening first, and
//!   [`Origins::text`] the same in words: `from pipe() at main.c:8, inherited by fork at main.c:10`;
//! - [`Origins::deeds`]: who last did what to queues, semaphores, segments and locks ([`super::deeds`]).
//!
//! A place is the innermost line of the user's own sources, as everywhere; a call is named as the user's code made it
//! (`fopen`, not `openat`). An [`Origins`] that was fed nothing knows nothing and says nothing.

use super::deeds::Deeds;
use crate::debug::frames;
use crate::history::{History, Look, Seek};
use crate::machine::Machine;
use crate::report;
use forklore_kernel::abi::ids::FdTableId;
use forklore_kernel::abi::{Fd, FileId, Pid, Syscall, Tid};
use forklore_kernel::trace::event::{Event, EventKind, Outcome};
use std::collections::BTreeMap;

/// Number of a step in an [`Origins`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OriginId(u32);

/// One step of a descriptor's way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// How the descriptor came about.
    pub how: How,
    /// In which process.
    pub pid: Pid,
    /// Under which number.
    pub fd: Fd,
    /// `main.c:8`, the line that did it; `None` when no line of the user's own was active (a program of /bin).
    pub place: Option<String>,
    /// The step before: where it was copied or inherited from.
    pub from: Option<OriginId>,
}

/// How a descriptor came about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum How {
    /// It was open before the program's first step.
    Given,
    /// A call opened it: its name as the user's code has it (`pipe`, `fopen`, `accept`).
    Opened(String),
    /// A call copied it from another descriptor of the process (`dup2`).
    Copied(String),
    /// It came in a message (SCM_RIGHTS).
    Received(String),
    /// The process was born with it: by the call that made the process (`fork`, `system`).
    Inherited(String),
    /// It was left open by exec; the name of the new program.
    Kept(String),
}

/// A descriptor as it was last seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Held {
    file: FileId,
    origin: OriginId,
}

/// The descriptors of a table.
type Table = BTreeMap<Fd, Held>;

/// Where the descriptors of a run came from.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    steps: Vec<Origin>,
    tables: BTreeMap<FdTableId, Table>,
    of_task: BTreeMap<Tid, FdTableId>,
    of_process: BTreeMap<Pid, FdTableId>,
    /// Where each open file description was opened.
    of_file: BTreeMap<FileId, OriginId>,
    /// Who last did what to other objects.
    pub deeds: Deeds,
}

impl Origins {
    /// Origins at the start of a run: what is open already was given.
    pub fn new(machine: &Machine) -> Origins {
        let mut origins = Origins::default();
        let tids: Vec<Tid> = machine.kernel.procs.tasks().map(|task| task.tid).collect();
        for tid in tids {
            origins.take(machine, tid, None, &mut |_| (How::Given, None));
        }
        origins
    }

    /// Executes the run again from its start to where the history stands (which does not move).
    pub fn of_history(history: &History) -> Origins {
        let mut copy = history.clone();
        let to = copy.step();
        Origins::retraced(&mut copy, to)
    }

    /// Executes a run from its start to a step, where the history stands afterwards.
    pub fn retraced(history: &mut History, to: u64) -> Origins {
        history.goto(0);
        let mut origins = Origins::new(history.machine());
        let traps = origins.deeds.traps(history);
        let traps = Some(&traps).filter(|traps| !traps.is_empty());
        history.forward(&Seek { entries: true, traps, ..Seek::default() }, to, &mut |look| {
            origins.look(look);
            false
        });
        origins
    }

    /// Takes in a look at a history: [`Origins::feed`], and what goes on in user mode alone.
    pub fn look(&mut self, look: &Look) {
        self.feed(look.machine, look.events);
        if let Some(tid) = look.trapped {
            self.deeds.trapped(look.machine, tid);
        }
    }

    /// Takes in what the kernel has done since the last time. `machine` is as it is right after that.
    pub fn feed(&mut self, machine: &Machine, events: &[Event]) {
        for event in events {
            let tid = event.tid;
            match &event.kind {
                EventKind::Exit { call, outcome: Outcome::Value(0..), .. } if self.changed(machine, tid, call) => {
                    self.after_call(machine, tid, call);
                }
                EventKind::Forked { child } => self.after_fork(machine, tid, *child),
                EventKind::Exec { path, .. } => self.after_exec(machine, tid, path),
                EventKind::Exited { .. } | EventKind::Killed { .. } => self.after_end(machine, tid),
                _ => {}
            }
        }
        self.deeds.feed(machine, events);
    }

    // ---------------------------------------------------------------------------------------------
    // Asking

    /// The latest step of an open descriptor's way.
    pub fn of(&self, pid: Pid, fd: Fd) -> Option<&Origin> {
        let held = self.tables_of(pid)?.get(&fd)?;
        self.get(held.origin)
    }

    /// All steps of an open descriptor's way: its opening first.
    pub fn chain(&self, pid: Pid, fd: Fd) -> Vec<&Origin> {
        let mut chain = Vec::new();
        let mut next = self.of(pid, fd);
        while let Some(origin) = next {
            chain.push(origin);
            next = origin.from.and_then(|id| self.get(id));
        }
        chain.reverse();
        chain
    }

    /// A step by its number.
    pub fn get(&self, id: OriginId) -> Option<&Origin> {
        self.steps.get(id.0 as usize)
    }

    /// Has any other process ever had what this open descriptor is of: by fork, or in a message?
    pub fn was_shared(&self, pid: Pid, fd: Fd) -> bool {
        let Some(root) = self.tables_of(pid).and_then(|table| table.get(&fd)).map(|held| self.root(held.origin)) else {
            return true; // nothing is known
        };
        (0..self.steps.len() as u32)
            .map(OriginId)
            .any(|id| self.root(id) == root && self.get(id).is_some_and(|o| o.pid != pid))
    }

    /// The other processes that have ever had what this open descriptor is of.
    pub fn others(&self, pid: Pid, fd: Fd) -> Vec<Pid> {
        let Some(held) = self.tables_of(pid).and_then(|table| table.get(&fd)) else { return Vec::new() };
        let root = self.root(held.origin);
        let same = (0..self.steps.len() as u32).map(OriginId).filter(|id| self.root(*id) == root);
        let mut others: Vec<Pid> = same.filter_map(|id| self.get(id)).map(|origin| origin.pid).collect();
        others.retain(|other| *other != pid);
        others.sort_unstable();
        others.dedup();
        others
    }

    /// Who else has opened something by the same line, and ended up with one of its own: the first such process.
    pub fn twin(&self, pid: Pid, fd: Fd) -> Option<Pid> {
        let opening = self.chain(pid, fd).first().copied()?;
        let place = opening.place.as_ref()?;
        let twin = |other: &&Origin| {
            other.pid != opening.pid && other.how == opening.how && other.place.as_ref() == Some(place)
        };
        self.steps.iter().find(twin).map(|other| other.pid)
    }

    fn tables_of(&self, pid: Pid) -> Option<&Table> {
        self.tables.get(self.of_process.get(&pid)?)
    }

    /// The first step of a way.
    fn root(&self, mut id: OriginId) -> OriginId {
        while let Some(from) = self.get(id).and_then(|origin| origin.from) {
            id = from;
        }
        id
    }

    /// `from pipe() at main.c:8, inherited by fork at main.c:10`; `None` when nothing is known.
    pub fn text(&self, pid: Pid, fd: Fd) -> Option<String> {
        let chain = self.chain(pid, fd);
        let first = chain.first()?;
        let mut parts = vec![first.text()];
        // What init and the shell's start did to a descriptor that was given says nothing.
        let given = first.how == How::Given;
        let rest = chain.iter().skip(1).filter(|o| !given || o.place.is_some());
        parts.extend(rest.map(|origin| origin.text()));
        parts.dedup();
        if parts.len() > MOST_STEPS {
            parts.splice(1..=parts.len() - MOST_STEPS, ["...".to_string()]);
        }
        Some(parts.join(", "))
    }

    // ---------------------------------------------------------------------------------------------
    // Looking

    fn after_call(&mut self, machine: &Machine, tid: Tid, call: &Syscall) {
        let name = called(machine, tid).unwrap_or_else(|| call.name().to_string());
        let copied = match *call {
            Syscall::Dup { fd } | Syscall::Fcntl { fd, .. } => Some((fd, None)),
            Syscall::Dup2 { old, new } | Syscall::Dup3 { old, new, .. } => Some((old, Some(new))),
            _ => None,
        };
        let received = matches!(call, Syscall::Recvmsg { .. } | Syscall::Recvmmsg { .. });
        if let Some((old, Some(new))) = copied
            && old != new
            && let Some(held) = self.of_task.get(&tid).and_then(|id| self.tables.get_mut(id))
        {
            // The same description may have been there before; it is a new descriptor all the same.
            held.remove(&new);
        }
        let source = copied.and_then(|(old, _)| self.held(tid, old)).map(|held| held.origin);
        let place = report::place(machine, tid);
        self.take(machine, tid, place, &mut |_| match (copied, received) {
            (Some(_), _) => (How::Copied(name.clone()), source),
            (None, true) => (How::Received(name.clone()), None),
            (None, false) => (How::Opened(name.clone()), None),
        });
    }

    /// Is the table of a task not as it is known, or has the call made a descriptor again that was there?
    fn changed(&self, machine: &Machine, tid: Tid, call: &Syscall) -> bool {
        let id = self.of_task.get(&tid).filter(|_| machine.kernel.procs.find_task(tid).is_some());
        let Some(known) = id.and_then(|id| self.tables.get(id)) else { return false };
        let mut count = 0;
        let same = machine.kernel.fds(tid).iter().all(|(fd, entry)| {
            count += 1;
            known.get(&fd).is_some_and(|held| held.file == entry.file)
        });
        !same || count != known.len() || matches!(call, Syscall::Dup2 { .. } | Syscall::Dup3 { .. })
    }

    fn after_fork(&mut self, machine: &Machine, parent: Tid, child: Tid) {
        let Some(task) = machine.kernel.procs.find_task(child) else { return };
        let name = called(machine, parent).unwrap_or_else(|| "fork".to_string());
        let parents = self.of_task.get(&parent).and_then(|id| self.tables.get(id)).cloned().unwrap_or_default();
        if self.of_task.get(&parent) == Some(&task.fds) {
            self.of_task.insert(child, task.fds);
            self.of_process.insert(task.pid, task.fds);
            return; // a thread, or a child that shares the table
        }
        self.tables.remove(&task.fds);
        let place = report::place(machine, parent);
        self.take(machine, child, place, &mut |fd| {
            (How::Inherited(name.clone()), parents.get(&fd).map(|held| held.origin))
        });
    }

    fn after_exec(&mut self, machine: &Machine, tid: Tid, path: &[u8]) {
        // A thread that execs becomes its process's first task.
        let Some(task) = machine.kernel.procs.find_task(tid).or_else(|| {
            let pid = machine.kernel.procs.tasks().map(|t| t.pid).find(|pid| pid.0 == tid.0)?;
            machine.kernel.procs.find_task(Tid(pid.0))
        }) else {
            return;
        };
        let before = self.of_process.get(&task.pid).and_then(|id| self.tables.get(id)).cloned().unwrap_or_default();
        let shown = String::from_utf8_lossy(path).into_owned();
        let name = shown.rsplit('/').next().unwrap_or(&shown).to_string();
        let tid = task.tid;
        self.tables.remove(&task.fds);
        self.take(machine, tid, None, &mut |fd| (How::Kept(name.clone()), before.get(&fd).map(|held| held.origin)));
    }

    fn after_end(&mut self, machine: &Machine, tid: Tid) {
        self.of_task.remove(&tid);
        let live: Vec<(Pid, FdTableId)> =
            machine.kernel.procs.tasks().filter(|t| t.tid != tid).map(|task| (task.pid, task.fds)).collect();
        self.tables.retain(|id, _| live.iter().any(|(_, used)| used == id));
        self.of_process.retain(|pid, _| live.iter().any(|(alive, _)| alive == pid));
    }

    fn held(&self, tid: Tid, fd: Fd) -> Option<Held> {
        self.tables.get(self.of_task.get(&tid)?)?.get(&fd).copied()
    }

    /// Compares a task's table with what is known of it; what is new in it came about so.
    fn take(
        &mut self,
        machine: &Machine,
        tid: Tid,
        place: Option<String>,
        how: &mut dyn FnMut(Fd) -> (How, Option<OriginId>),
    ) {
        let Some(task) = machine.kernel.procs.find_task(tid) else { return };
        let (pid, id) = (task.pid, task.fds);
        if machine.kernel.procs.fd_tables.get(id.0).is_none() {
            return;
        }
        let mut known = self.tables.remove(&id).unwrap_or_default();
        let mut now = BTreeMap::new();
        for (fd, entry) in machine.kernel.fds(tid).iter() {
            let held = match known.remove(&fd) {
                Some(held) if held.file == entry.file => held,
                _ => {
                    let (how, from) = how(fd);
                    // What was sent in a message is known by its description.
                    let sent = || self.of_file.get(&entry.file).copied().filter(|_| matches!(how, How::Received(_)));
                    let from = from.or_else(sent);
                    let origin = OriginId(self.steps.len() as u32);
                    // Keys are used again: an opening makes a description new.
                    if matches!(how, How::Given | How::Opened(_)) {
                        self.of_file.insert(entry.file, origin);
                    }
                    self.steps.push(Origin { how, pid, fd, place: place.clone(), from });
                    Held { file: entry.file, origin }
                }
            };
            now.insert(fd, held);
        }
        self.tables.insert(id, now);
        self.of_task.insert(tid, id);
        self.of_process.insert(pid, id);
    }
}

/// Most steps of a way that are told.
const MOST_STEPS: usize = 4;

impl Origin {
    /// This step in words.
    pub fn text(&self) -> String {
        let at = self.place.as_ref().map(|place| format!(" at {place}")).unwrap_or_default();
        match &self.how {
            How::Given => "open from the start".to_string(),
            How::Opened(call) => format!("from {call}(){at}"),
            How::Copied(call) => format!("by {call}(){at}"),
            How::Received(call) => format!("received by {call}(){at}"),
            How::Inherited(call) => format!("inherited by {call}{at}"),
            How::Kept(program) => format!("kept over exec of {program}"),
        }
    }
}

/// The call that the user's code has made, by the name it has there; without the C library's prefixes.
pub(crate) fn called(machine: &Machine, tid: Tid) -> Option<String> {
    frames::library_function(machine, tid).map(|name| name.trim_start_matches('_').to_string())
}
