//! What a run can be stopped at: lines, functions, system calls, signals, processes, conditions of kernel objects, variables that
//! change.
//!
//! Entry points: [`Breakpoint`], [`Subject`], [`Subject::holds`].

use super::code::Spot;
use super::frames;
use crate::machine::Machine;
use forklore_kernel::abi::{Errno, Fd, Pid, PipeId, PollMask, ProgramId, Signal, Tid};
use forklore_kernel::trace::event::{EventKind, Outcome};
use forklore_kernel::vfs::file::FileKind;
use std::collections::BTreeMap;

/// A stop that has been asked for.
#[derive(Clone, Debug)]
pub struct Breakpoint {
    /// Its number, from 1.
    pub number: u32,
    /// As it was asked for.
    pub text: String,
    /// What is stopped at.
    pub subject: Subject,
    /// Goes after the first hit.
    pub temporary: bool,
    /// Hits are not counted and do not stop if not.
    pub enabled: bool,
    /// A C expression that must not be 0 (code only).
    pub condition: Option<String>,
    /// Only this process.
    pub only: Option<Pid>,
    /// It does not stop the next so many times.
    pub ignore: u64,
    /// It stops only at some of its hits.
    pub at_hits: Option<Hits>,
    /// It does not stop at all: this is said, with the values of the C expressions that stand in braces.
    pub log: Option<String>,
    /// How often it has stopped the run or been passed.
    pub hits: u32,
}

impl Breakpoint {
    /// One with nothing special about it; [`super::stepping::Debugger::add`] gives it a number.
    pub fn new(text: impl Into<String>, subject: Subject) -> Breakpoint {
        Breakpoint {
            number: 0,
            text: text.into(),
            subject,
            temporary: false,
            enabled: true,
            condition: None,
            only: None,
            ignore: 0,
            at_hits: None,
            log: None,
            hits: 0,
        }
    }
}

/// At which of its hits a breakpoint stops, counted forwards; backwards it stops at each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hits {
    /// At one of them.
    Exactly(u64),
    /// From one of them on.
    From(u64),
    /// At each that this number divides; 0 divides none.
    Every(u64),
}

impl Hits {
    /// Reads `5`, `== 5`, `>= 5`, `> 5`, `% 5`.
    pub fn read(text: &str) -> Option<Hits> {
        let text = text.trim();
        let number = |rest: &str| rest.trim().parse::<u64>().ok();
        let with = |sign: &str| text.strip_prefix(sign).and_then(number);
        None.or_else(|| with(">=").map(Hits::From))
            .or_else(|| with("==").map(Hits::Exactly))
            .or_else(|| with(">").map(|n| Hits::From(n.saturating_add(1))))
            .or_else(|| with("%").map(Hits::Every))
            .or_else(|| number(text).map(Hits::Exactly))
    }

    /// Does it stop at the hit of this number, from 1?
    pub fn stop(self, hit: u64) -> bool {
        match self {
            Hits::Exactly(n) => hit == n,
            Hits::From(n) => hit >= n,
            Hits::Every(n) => n > 0 && hit.is_multiple_of(n),
        }
    }
}

/// Places in code by program.
pub type Stops = BTreeMap<ProgramId, Vec<u32>>;

/// What is stopped at.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A line.
    Line(Spot, Stops),
    /// Entry of a function.
    Function(String, Stops),
    /// A system call of this name, or any; when it returns, blocks, or ends its caller.
    Call(Option<String>),
    /// A system call that fails, with this error or any (but ENOTTY, by which the C library learns what is no terminal).
    Failed(Option<Errno>),
    /// Delivery of a signal, or of any.
    Signal(Option<Signal>),
    /// Birth of a process, a new image, or a death.
    Life(Life),
    /// A descriptor of a process becomes ready.
    FdReady {
        /// Whose; `None`: the process in focus when it was asked for.
        pid: Pid,
        /// Which.
        fd: Fd,
        /// Readable or writable.
        wanted: Ready,
    },
    /// A pipe becomes full or empty.
    Pipe(PipeId, Fill),
    /// A variable or memory changes.
    Watch(Watch),
    /// Something in the kernel changes, comes or goes, as seen from a task.
    Object(Object, Tid),
}

/// Something in the kernel that is watched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Object {
    /// A descriptor: where it leads, offset and flags there.
    Fd(Fd),
    /// What is in a pipe, and who holds its ends.
    Pipe(u32),
    /// A System V message queue.
    Queue(u32),
    /// The semaphores of a System V set.
    Sem(u32),
    /// A page: its frame, who shares it, its bytes.
    Page(u64),
}

impl Object {
    /// What can be told of it now, as a line; `None`: there is no such thing.
    pub fn read(&self, machine: &Machine, tid: Tid) -> Option<String> {
        let rows = |table: super::tables::Table, first: String, column: usize| {
            let rows = table.rows.iter().filter(|row| row.get(column) == Some(&first));
            let lines: Vec<String> = rows.map(|row| told(&table.columns, row, column)).collect();
            (!lines.is_empty()).then(|| lines.join("; "))
        };
        match self {
            Object::Fd(fd) => rows(super::tables::descriptor(machine, tid, *fd), fd.to_string(), 0),
            Object::Pipe(id) => rows(super::tables::pipes(machine), id.to_string(), 0),
            Object::Queue(id) => rows(super::objects::queues(machine), id.to_string(), 0),
            Object::Sem(id) => rows(super::objects::semaphores(machine), id.to_string(), 0),
            Object::Page(addr) => page(machine, tid, *addr),
        }
    }
}

/// The cells of a row that say something, with their columns.
fn told(columns: &[&str], row: &[String], but: usize) -> String {
    let cells = columns.iter().zip(row).enumerate().filter(|(n, (_, cell))| *n != but && !cell.is_empty());
    let texts: Vec<String> = cells.map(|(_, (column, cell))| format!("{} {cell}", column.to_lowercase())).collect();
    texts.join(", ")
}

fn page(machine: &Machine, tid: Tid, addr: u64) -> Option<String> {
    let space = machine.kernel.procs.find_task(tid)?.space;
    let start = addr & !forklore_kernel::mm::PAGE_MASK;
    let mut bytes = vec![0; forklore_kernel::mm::PAGE_SIZE];
    if machine.kernel.mm.peek(space, start, &mut bytes) != bytes.len() {
        return None;
    }
    let info = machine.kernel.mm.page_info(space, start);
    let frame = info.and_then(|info| info.frame.map(|frame| format!("frame {}, shared by {}", frame.0, info.sharers)));
    let frame = frame.unwrap_or_else(|| "no frame yet".to_string());
    Some(format!("{frame}, bytes {:016x}", digest(&bytes)))
}

/// A number that another content has not, word by word: it is made at every moment on the way.
fn digest(bytes: &[u8]) -> u64 {
    let words = bytes.chunks_exact(8).map(|word| word.iter().rev().fold(0, |n, byte| n << 8 | u64::from(*byte)));
    words.fold(0xcbf2_9ce4_8422_2325, |hash: u64, word| (hash ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(29))
}

/// A change of a process's life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Life {
    /// fork and its kin.
    Fork,
    /// execve
    Exec,
    /// Its end.
    Exit,
}

/// What a descriptor is ready for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ready {
    /// A read would not block.
    Read,
    /// A write would not block.
    Write,
}

/// How full.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fill {
    /// No room.
    Full,
    /// Nothing in it.
    Empty,
    /// Something in it.
    Filled,
}

/// A piece of a process's memory, or a register variable, that is watched.
#[derive(Clone, Debug)]
pub struct Watch {
    /// As it was written.
    pub expression: String,
    /// Whose.
    pub tid: Tid,
    /// What it was when it was asked for: its place and type.
    pub value: super::value::Value,
    /// For a variable of a function: the depth of its frame, and its function. Afterwards it is no more.
    pub frame: Option<(usize, String)>,
}

impl Watch {
    /// What is there now; `None`: it is no more, or not readable.
    pub fn read(&self, machine: &Machine) -> Option<Vec<u8>> {
        if let Some((depth, function)) = &self.frame {
            let alive =
                frames::frames(machine, self.tid).into_iter().any(|f| f.depth == *depth && f.function == *function);
            if !alive {
                return None;
            }
        }
        let size = self.value.bytes.len();
        match &self.value.home {
            super::value::Home::Memory(addr) => {
                let space = machine.kernel.procs.find_task(self.tid)?.space;
                let mut bytes = vec![0; size];
                (machine.kernel.mm.peek(space, *addr, &mut bytes) == size).then_some(bytes)
            }
            super::value::Home::Register { base, number } => {
                let mut bytes = machine.task(self.tid)?.cpu.register_in(*base, *number).to_le_bytes().to_vec();
                bytes.truncate(size);
                Some(bytes)
            }
            _ => None,
        }
    }
}

impl Subject {
    /// Places in code, if it is about code.
    pub fn stops(&self) -> Option<&Stops> {
        match self {
            Subject::Line(_, stops) | Subject::Function(_, stops) => Some(stops),
            _ => None,
        }
    }

    /// Is it about the state of something, which is looked at each time the kernel has done something?
    pub fn is_state(&self) -> bool {
        matches!(self, Subject::FdReady { .. } | Subject::Pipe(..) | Subject::Watch(_) | Subject::Object(..))
    }

    /// What a watched thing is now; `None` if nothing is watched, or if it is no more.
    pub fn watched(&self, machine: &Machine) -> Option<Vec<u8>> {
        match self {
            Subject::Watch(watch) => watch.read(machine),
            Subject::Object(object, tid) => object.read(machine, *tid).map(String::into_bytes),
            _ => None,
        }
    }

    /// The task that something watched is a thing of.
    pub fn watched_by(&self) -> Option<Tid> {
        match self {
            Subject::Watch(Watch { tid, .. }) | Subject::Object(_, tid) => Some(*tid),
            _ => None,
        }
    }

    /// Is it a thing that is watched for change?
    pub fn is_watch(&self) -> bool {
        matches!(self, Subject::Watch(_) | Subject::Object(..))
    }

    /// Does an event concern it? Gives the task.
    pub fn matches(&self, event: &forklore_kernel::trace::Event) -> Option<Tid> {
        let yes = match (self, &event.kind) {
            (Subject::Call(name), EventKind::Exit { call, .. }) => name.as_ref().is_none_or(|n| n == call.name()),
            (Subject::Call(name), EventKind::Enter { call, .. }) => {
                // What never returns is stopped at where it begins.
                name.as_ref().is_some_and(|n| n == call.name())
                    && matches!(call.name(), "exit" | "exit_group" | "rt_sigreturn")
            }
            (Subject::Failed(wanted), EventKind::Exit { outcome: Outcome::Error(errno), .. }) => {
                wanted.map_or(*errno != Errno::ENOTTY, |wanted| wanted == *errno)
            }
            (Subject::Signal(wanted), EventKind::Signal { info, .. }) => wanted.is_none_or(|s| s == info.signal),
            (Subject::Life(Life::Fork), EventKind::Forked { .. }) => true,
            (Subject::Life(Life::Exec), EventKind::Exec { .. }) => true,
            (Subject::Life(Life::Exit), EventKind::Exited { .. } | EventKind::Killed { .. }) => true,
            _ => false,
        };
        yes.then_some(event.tid)
    }

    /// Does a state hold now?
    pub fn holds(&self, machine: &Machine) -> bool {
        match self {
            Subject::FdReady { pid, fd, wanted } => fd_ready(machine, *pid, *fd, *wanted).unwrap_or(false),
            Subject::Pipe(id, fill) => machine.kernel.pipes.get(*id).is_some_and(|pipe| match fill {
                Fill::Full => pipe.is_full(),
                Fill::Empty => pipe.is_empty(),
                Fill::Filled => !pipe.is_empty(),
            }),
            _ => false,
        }
    }
}

/// Would a read or write of this descriptor not block?
fn fd_ready(machine: &Machine, pid: Pid, fd: Fd, wanted: Ready) -> Option<bool> {
    let kernel = &machine.kernel;
    let tid = kernel.procs.process(pid)?.leader?;
    let entry = kernel.fds(tid).get(fd).ok()?;
    let mask = kernel.file_poll(entry.file);
    let bit = match wanted {
        Ready::Read => PollMask::IN | PollMask::HUP,
        Ready::Write => PollMask::OUT | PollMask::ERR,
    };
    Some(mask.intersects(bit))
}

/// The pipe behind a descriptor.
pub fn pipe_of(machine: &Machine, pid: Pid, fd: Fd) -> Option<PipeId> {
    let kernel = &machine.kernel;
    let tid = kernel.procs.process(pid)?.leader?;
    let entry = kernel.fds(tid).get(fd).ok()?;
    match kernel.vfs.file(entry.file).ok()?.kind {
        FileKind::Pipe(id, _) => Some(id),
        _ => None,
    }
}

/// Line and depth of a task's innermost frame in the user's own code.
pub fn standing(machine: &Machine, tid: Tid) -> Option<(Spot, usize)> {
    let frame = frames::own_frame(machine, tid)?;
    frame.spot.map(|spot| (spot, frame.depth))
}
