//! Who last did what to a queue, a semaphore, a segment or a lock: pid and line. Part of [`super::origin::Origins`], which
//! feeds it.
//!
//! Entry points: [`Deeds::last`], [`Deeds::by`]. Locks that live in user memory (mutexes, POSIX semaphores) never enter the
//! kernel when nobody has to wait; they are seen by traps at the C library's functions ([`Deeds::traps`]).

use super::again::Again;
use super::messages::Messages;
use super::unheard::Unheard;
use crate::debug::{code, frames};
use crate::export::view;
use crate::history::History;
use crate::machine::Machine;
use crate::report;
use crate::traps::Traps;
use forklore_kernel::abi::ids::MqueueId;
use forklore_kernel::abi::{EpollId, Fd, FileId, InodeId, IpcId, Pid, Signal, Syscall, Tid};
use forklore_kernel::ipc::futex::FutexKey;
use forklore_kernel::trace::capture::{Captured, CapturedMemory};
use forklore_kernel::trace::event::{Disposition, Event, EventKind, Outcome};
use forklore_kernel::vfs::InodeKind;
use forklore_kernel::vfs::file::FileKind;
use std::collections::BTreeMap;

/// What something was done to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subject {
    /// A System V message queue.
    Queue(IpcId),
    /// The messages of one type in a System V queue.
    Kind(IpcId, i64),
    /// A pipe or FIFO, by its inode's number.
    Pipe(u64),
    /// A System V semaphore set.
    Set(IpcId),
    /// A semaphore of a set.
    Semaphore(IpcId, u16),
    /// A System V segment.
    Segment(IpcId),
    /// A POSIX message queue.
    Mqueue(MqueueId),
    /// An epoll instance.
    Epoll(EpollId),
    /// A file's record locks (fcntl).
    Records(InodeId),
    /// The lock of an open file description (flock).
    Flock(FileId),
    /// A lock, semaphore or condition variable of the C library, by its first word.
    Word(FutexKey),
}

/// What was done.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Did {
    /// Created or opened first.
    Made,
    /// A message was sent.
    Sent,
    /// A message was received.
    Received,
    /// Taken, locked, counted down. Of a [`Subject::Word`]: asked for.
    Took,
    /// Given back, unlocked, counted up, signalled.
    Gave,
    /// A value was set (semctl).
    Set,
}

/// Something that was done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deed {
    /// Its place in the order of all.
    pub order: u64,
    /// By which task.
    pub tid: Tid,
    /// Of which process.
    pub pid: Pid,
    /// From which line; if a function of the user's own did it, also where that was called: `main.c:8 (called at main.c:30)`.
    pub place: Option<String>,
    /// When and from where this task did the same to the same the time before.
    pub before: Option<(u64, Option<String>)>,
}

/// A msgrcv(2) that took a message of a type that it had not named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taker {
    /// The receiving.
    pub by: Deed,
    /// The sending of such a message before it.
    pub sent: Option<Deed>,
    /// The `msgtyp` that it had asked for.
    pub asked: i64,
    /// Its flags.
    pub flags: i32,
}

impl Taker {
    /// What it had asked for: `any type`.
    pub fn wanted(&self) -> String {
        match self.asked {
            0 => "any type".to_string(),
            1.. if self.flags & MSG_EXCEPT != 0 => format!("any type but {}", self.asked),
            1.. => format!("type {}", self.asked),
            _ => format!("type {} or lower", self.asked.unsigned_abs()),
        }
    }
}

/// A signal that somebody has sent to a process.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// Which.
    pub signal: Signal,
    /// By whom.
    pub by: Pid,
    /// From which line.
    pub place: Option<String>,
}

/// Most signals that are remembered of a process.
const MOST_SENT: usize = 16;

/// All that was done last.
#[derive(Clone, Debug, Default)]
pub struct Deeds {
    last: BTreeMap<(Subject, Did), BTreeMap<Tid, Deed>>,
    count: u64,
    /// Operations of semop calls in progress: semaphore and operation.
    operations: BTreeMap<Tid, Vec<(u16, i16)>>,
    /// Who sent the messages that are in queues.
    pub messages: Messages,
    /// Who last took a message of a type without having asked for just that type.
    takers: BTreeMap<(IpcId, i64), Taker>,
    /// The signals that stopped tasks.
    stops: BTreeMap<Tid, Signal>,
    /// How often each task has taken something more than it has given it.
    balances: BTreeMap<(Subject, Tid), i64>,
    /// The values that semaphores of the C library were made with.
    values: BTreeMap<Subject, u32>,
    /// When something was first taken.
    first: BTreeMap<Subject, u64>,
    /// The last signal that a task caught, and the line that it interrupted.
    signals: BTreeMap<Tid, (Signal, String)>,
    /// Signals that were sent to processes by kill(2), the latest last.
    sent: BTreeMap<Pid, Vec<Sent>>,
    /// The paths by which FIFOs were opened, by their inodes' numbers.
    fifos: BTreeMap<u64, String>,
    /// Where FIFOs were made, by the numbers of their inodes.
    fifos_made: BTreeMap<u64, String>,
    /// Datagrams and connections that found nobody.
    pub unheard: Unheard,
    /// Calls that are made again.
    pub again: Again,
}

/// The C library's functions whose first argument is the lock.
const TAKERS: &[&str] = &[
    "pthread_mutex_lock",
    "pthread_mutex_trylock",
    "pthread_mutex_timedlock",
    "pthread_rwlock_rdlock",
    "pthread_rwlock_wrlock",
    "pthread_rwlock_tryrdlock",
    "pthread_rwlock_trywrlock",
    "sem_wait",
    "sem_trywait",
    "sem_timedwait",
];
/// Those that wait at a condition variable: when they began is their [`Did::Took`].
const WAITERS: &[&str] = &["pthread_cond_wait", "pthread_cond_timedwait", "pthread_cond_clockwait"];
/// Those that say with what it begins: how many have to meet, a value.
const MAKERS: &[&str] = &["pthread_barrier_init", "sem_init"];
const GIVERS: &[&str] =
    &["pthread_mutex_unlock", "pthread_rwlock_unlock", "sem_post", "pthread_cond_signal", "pthread_cond_broadcast"];

impl Deeds {
    /// Who did this last.
    pub fn last(&self, subject: Subject, did: Did) -> Option<&Deed> {
        self.last.get(&(subject, did))?.values().max_by_key(|deed| deed.order)
    }

    /// Everything that was made, by a name, with who made it.
    pub fn made(&self) -> Vec<(String, &Deed)> {
        let name = |subject: &Subject| match subject {
            Subject::Queue(id) => Some(format!("message queue {id}")),
            Subject::Set(id) => Some(format!("semaphore set {id}")),
            Subject::Segment(id) => Some(format!("segment {id}")),
            Subject::Mqueue(id) => Some(format!("POSIX message queue {}", id.0)),
            _ => None,
        };
        let all = self.last.iter().filter(|((_, did), _)| *did == Did::Made);
        all.filter_map(|((subject, _), deeds)| Some((name(subject)?, deeds.values().next()?))).collect()
    }

    /// The signal that stopped a task last.
    pub fn stopped_by(&self, tid: Tid) -> Option<Signal> {
        self.stops.get(&tid).copied()
    }

    /// When this task did this last.
    pub fn by(&self, subject: Subject, did: Did, tid: Tid) -> Option<&Deed> {
        self.last.get(&(subject, did))?.get(&tid)
    }

    /// Everybody's last deed of this kind.
    pub fn all(&self, subject: Subject, did: Did) -> impl Iterator<Item = &Deed> {
        self.last.get(&(subject, did)).into_iter().flat_map(|deeds| deeds.values())
    }

    /// The last deeds of this kind on all such things, in their order.
    pub fn of_such(&self, such: impl Fn(Subject) -> bool, did: Did) -> Vec<&Deed> {
        let all = self.last.iter().filter(|((subject, other), _)| *other == did && such(*subject));
        let mut deeds: Vec<&Deed> = all.flat_map(|(_, deeds)| deeds.values()).collect();
        deeds.sort_by_key(|deed| deed.order);
        deeds
    }

    /// Who last took a message of this type from a queue without having asked for just that type.
    pub fn taker(&self, id: IpcId, kind: i64) -> Option<&Taker> {
        self.takers.get(&(id, kind))
    }

    /// The value that a semaphore was made with by sem_init(3).
    pub fn value(&self, subject: Subject) -> Option<u32> {
        self.values.get(&subject).copied()
    }

    /// The path by which a FIFO was opened, by its inode's number; `None` for a pipe without a name.
    pub fn fifo(&self, ino: u64) -> Option<&str> {
        self.fifos.get(&ino).map(String::as_str)
    }

    /// Where this run has made a FIFO, by its inode's number.
    pub fn fifo_made(&self, ino: u64) -> Option<&str> {
        self.fifos_made.get(&ino).map(String::as_str)
    }

    /// The last signal that a task caught, and the line that it interrupted.
    pub fn signal(&self, tid: Tid) -> Option<(Signal, &str)> {
        self.signals.get(&tid).map(|(signal, place)| (*signal, place.as_str()))
    }

    /// The signals that were sent to a process by kill(2), the latest last.
    pub fn sent_to(&self, pid: Pid) -> &[Sent] {
        self.sent.get(&pid).map_or(&[], Vec::as_slice)
    }

    /// Tasks that have taken something and not given it back since, with the line where they did. `waits`: is this task asleep
    /// in asking for it once more?
    pub fn keepers(&self, subject: Subject, waits: impl Fn(Tid) -> bool) -> Vec<(&Deed, Option<&str>)> {
        let reset = self.last(subject, Did::Set).map_or(0, |deed| deed.order);
        let mut keepers = Vec::new();
        for deed in self.all(subject, Did::Took) {
            let (order, place) = match &deed.before {
                Some((order, place)) if waits(deed.tid) => (*order, place),
                None if waits(deed.tid) => continue,
                _ => (deed.order, &deed.place),
            };
            let gave = self.by(subject, Did::Gave, deed.tid).map_or(0, |gave| gave.order);
            // Who takes it again and again and never gives it uses it as a signal.
            let asked = self.balances.get(&(subject, deed.tid)).map_or(0, |n| n - i64::from(waits(deed.tid)));
            if order > gave.max(reset) && asked < 2 {
                keepers.push((deed, place.as_deref()));
            }
        }
        keepers
    }

    /// Tasks that give something that they never took, the latest first: who signals by it. What its maker gave before anybody
    /// took it was its first value.
    pub fn signallers(&self, subject: Subject) -> Vec<&Deed> {
        let first = self.first.get(&subject).copied().unwrap_or(u64::MAX);
        let maker = match subject {
            Subject::Semaphore(id, _) => self.last(Subject::Set(id), Did::Made).map(|deed| deed.tid),
            _ => None,
        };
        let never_took = |deed: &&Deed| {
            self.by(subject, Did::Took, deed.tid).is_none() && (deed.order > first || Some(deed.tid) != maker)
        };
        let mut signallers: Vec<&Deed> = self.all(subject, Did::Gave).filter(never_took).collect();
        signallers.sort_by_key(|deed| std::cmp::Reverse(deed.order));
        signallers
    }

    /// Traps at the functions of the C library that take and give locks, in the user's programs.
    pub fn traps(&self, history: &History) -> Traps {
        let mut traps = Traps::default();
        for (id, program) in code::own_programs(history.machine(), history.setup()) {
            let locks = |name: &str| [TAKERS, WAITERS, MAKERS, GIVERS].iter().any(|list| list.contains(&name));
            let entries: Vec<u32> =
                program.functions.iter().filter(|f| locks(&f.name) && f.end > f.start).map(|f| f.start).collect();
            if !entries.is_empty() {
                traps.set(id, program, entries);
            }
        }
        traps
    }

    /// A task stands at a trap: it has called one of those functions.
    pub(super) fn trapped(&mut self, machine: &Machine, tid: Tid) {
        let Some(task) = machine.task(tid) else { return };
        let Some(program) = task.program.and_then(|id| machine.programs().peek(id)) else { return };
        let Some(function) = program.function_at(task.cpu.pc()) else { return };
        // The library's own try is part of what it was called for.
        let inside = |pc: u32| program.function_at(pc).is_some_and(|caller| !code::is_own(program, caller));
        if function.name.contains("try") && task.cpu.active().nth(1).is_some_and(|frame| inside(frame.pc)) {
            return;
        }
        let name = function.name.as_str();
        let did = match name {
            _ if GIVERS.contains(&name) => Did::Gave,
            _ if MAKERS.contains(&name) => Did::Made,
            _ => Did::Took,
        };
        let word = task.cpu.register(0);
        if let Some(key) = word_key(machine, tid, word) {
            if name == "sem_init" {
                self.values.insert(Subject::Word(key), task.cpu.register(2) as u32);
            }
            self.note(machine, tid, Subject::Word(key), did);
        }
    }

    /// Takes in what the kernel has done since the last time.
    pub(super) fn feed(&mut self, machine: &Machine, events: &[Event]) {
        for event in events {
            self.unheard.feed(machine, event);
            self.again.feed(machine, event);
            match &event.kind {
                EventKind::Enter { call: Syscall::Semop { .. } | Syscall::Semtimedop { .. }, input } => {
                    self.operations.insert(event.tid, operations(input));
                }
                EventKind::Enter { call: Syscall::Msgsnd { .. }, input } => {
                    self.messages.begins(event.tid, message(input));
                }
                EventKind::Exit {
                    call: call @ Syscall::Msgrcv { .. }, outcome: Outcome::Value(0..), output, ..
                } => {
                    self.took_message(machine, event.tid, call, message(output));
                }
                EventKind::Exit { call, outcome: Outcome::Value(value @ 0..), .. } => {
                    self.done(machine, event.tid, call, *value);
                }
                EventKind::Stopped { signal } => {
                    self.stops.insert(event.tid, *signal);
                }
                EventKind::Signal { info, disposition: Disposition::Caught } => {
                    // The innermost frame is the handler already.
                    let interrupted = frames::own_frames(machine, event.tid).into_iter().nth(1);
                    if let Some(spot) = interrupted.and_then(|frame| frame.spot) {
                        self.signals.insert(event.tid, (info.signal, format!("{}:{}", spot.file, spot.line)));
                    }
                }
                _ => {}
            }
        }
    }

    fn done(&mut self, machine: &Machine, tid: Tid, call: &Syscall, value: i64) {
        let id = IpcId(value as i32);
        let fresh = |deeds: &Deeds, subject| deeds.last(subject, Did::Made).is_none();
        match *call {
            Syscall::Msgget { .. } if fresh(self, Subject::Queue(id)) => {
                self.note(machine, tid, Subject::Queue(id), Did::Made);
            }
            Syscall::Semget { .. } if fresh(self, Subject::Set(id)) => {
                self.note(machine, tid, Subject::Set(id), Did::Made);
            }
            Syscall::Shmget { .. } if fresh(self, Subject::Segment(id)) => {
                self.note(machine, tid, Subject::Segment(id), Did::Made);
            }
            Syscall::Msgsnd { id, .. } => {
                self.note(machine, tid, Subject::Queue(IpcId(id)), Did::Sent);
                if let Some(kind) = self.messages.kind(tid) {
                    let subject = Subject::Kind(IpcId(id), kind);
                    self.note(machine, tid, subject, Did::Sent);
                    if let Some(sent) = self.by(subject, Did::Sent, tid).cloned() {
                        self.messages.sent(IpcId(id), kind, sent);
                    }
                }
            }
            Syscall::Write { fd, .. } | Syscall::Writev { fd, .. } if value > 0 => {
                self.file_deed(machine, tid, i64::from(fd.0), Did::Sent);
            }
            Syscall::Read { fd, .. } | Syscall::Readv { fd, .. } if value > 0 => {
                self.file_deed(machine, tid, i64::from(fd.0), Did::Received);
            }
            Syscall::Semop { id, .. } | Syscall::Semtimedop { id, .. } => {
                for (number, operation) in self.operations.remove(&tid).unwrap_or_default() {
                    let did = if operation < 0 { Did::Took } else { Did::Gave };
                    if operation != 0 {
                        self.note(machine, tid, Subject::Semaphore(IpcId(id), number), did);
                    }
                }
            }
            Syscall::Kill { pid: to @ 1.., sig: sig @ 1.. } => {
                let by = machine.kernel.procs.find_task(tid).map_or(Pid(tid.0), |task| task.pid);
                if let Some(signal) = Signal::new(i64::from(sig)) {
                    let sent = self.sent.entry(Pid(to as u32)).or_default();
                    sent.push(Sent { signal, by, place: place_and_caller(machine, tid) });
                    if sent.len() > MOST_SENT {
                        sent.remove(0);
                    }
                }
            }
            Syscall::Semctl { id, semnum, cmd: SETVAL, .. } => {
                self.note(machine, tid, Subject::Semaphore(IpcId(id), semnum as u16), Did::Set);
            }
            Syscall::Semctl { id, cmd: SETALL, .. } => {
                let count = machine.kernel.sysv.sems.get(IpcId(id)).map_or(0, |set| set.semaphores().len());
                (0..count as u16).for_each(|n| self.note(machine, tid, Subject::Semaphore(IpcId(id), n), Did::Set));
            }
            Syscall::Open { .. } | Syscall::Openat { .. } => self.opened(machine, tid, value),
            Syscall::Mknod { .. } | Syscall::Mknodat { .. } => self.made_fifo(machine, tid),
            Syscall::MqOpen { .. } => self.file_deed(machine, tid, value, Did::Made),
            Syscall::MqTimedsend { fd, .. } => self.file_deed(machine, tid, i64::from(fd.0), Did::Sent),
            Syscall::MqTimedreceive { fd, .. } => self.file_deed(machine, tid, i64::from(fd.0), Did::Received),
            Syscall::EpollWait { epfd: fd, .. } | Syscall::EpollPwait { epfd: fd, .. } if value > 0 => {
                self.file_deed(machine, tid, i64::from(fd.0), Did::Received);
            }
            Syscall::Flock { fd, .. } | Syscall::Fcntl { fd, cmd: SETLK | SETLKW, .. } => {
                self.file_deed(machine, tid, i64::from(fd.0), Did::Took);
            }
            _ => {}
        }
    }

    /// A file was opened: a FIFO's name may be gone when it is asked for.
    fn opened(&mut self, machine: &Machine, tid: Tid, fd: i64) {
        let kernel = &machine.kernel;
        let file = kernel.fds(tid).get(Fd(fd as i32)).ok().and_then(|entry| kernel.vfs.file(entry.file).ok());
        let Some(id) = file.filter(|file| matches!(file.kind, FileKind::Pipe(..))).map(|file| file.inode) else {
            return;
        };
        if let (Ok(inode), Some(path)) = (kernel.vfs.inode(id), view::names(kernel).remove(&id)) {
            self.fifos.insert(inode.ino, path);
        }
    }

    /// A file was made: a FIFO is the one that is not known yet.
    fn made_fifo(&mut self, machine: &Machine, tid: Tid) {
        let Some(place) = place_and_caller(machine, tid) else { return };
        let inodes = machine.kernel.vfs.inodes.iter().map(|(_, inode)| inode);
        for inode in inodes.filter(|inode| matches!(inode.kind, InodeKind::Fifo(_)) && inode.nlink > 0) {
            if !self.fifos.contains_key(&inode.ino) {
                self.fifos_made.entry(inode.ino).or_insert_with(|| place.clone());
            }
        }
    }

    /// A message was received.
    fn took_message(&mut self, machine: &Machine, tid: Tid, call: &Syscall, message: &[u8]) {
        let kind = message.first_chunk().map_or(0, |word| i64::from_le_bytes(*word));
        let Syscall::Msgrcv { id, kind: asked, flags, .. } = *call else { return };
        self.note(machine, tid, Subject::Queue(IpcId(id)), Did::Received);
        let deeds = |deeds: &Deeds, did| deeds.last(Subject::Kind(IpcId(id), kind), did).cloned();
        self.note(machine, tid, Subject::Kind(IpcId(id), kind), Did::Received);
        if let Some(by) = deeds(self, Did::Received) {
            self.messages.received(IpcId(id), kind, &by, message);
        }
        let by = deeds(self, Did::Received).filter(|_| asked != kind || flags & MSG_EXCEPT != 0);
        if let Some(by) = by {
            self.takers.insert((IpcId(id), kind), Taker { by, sent: deeds(self, Did::Sent), asked, flags });
        }
    }

    /// Something done through a descriptor.
    fn file_deed(&mut self, machine: &Machine, tid: Tid, fd: i64, did: Did) {
        let kernel = &machine.kernel;
        if kernel.procs.find_task(tid).is_none() {
            return;
        }
        let Ok(entry) = kernel.fds(tid).get(Fd(fd as i32)) else { return };
        let Ok(file) = kernel.vfs.file(entry.file) else { return };
        match file.kind {
            FileKind::MessageQueue(id) if did != Did::Made || self.last(Subject::Mqueue(id), did).is_none() => {
                self.note(machine, tid, Subject::Mqueue(id), did);
            }
            FileKind::Epoll(id) => self.note(machine, tid, Subject::Epoll(id), did),
            FileKind::Pipe(..) if matches!(did, Did::Sent | Did::Received) => {
                let ino = kernel.vfs.inode(file.inode).map_or(0, |inode| inode.ino);
                self.note(machine, tid, Subject::Pipe(ino), did);
            }
            _ if did == Did::Took => {
                self.note(machine, tid, Subject::Records(file.inode), did);
                self.note(machine, tid, Subject::Flock(entry.file), did);
            }
            _ => {}
        }
    }

    fn note(&mut self, machine: &Machine, tid: Tid, subject: Subject, did: Did) {
        let pid = machine.kernel.procs.find_task(tid).map_or(Pid(tid.0), |task| task.pid);
        let place = place_and_caller(machine, tid);
        self.count += 1;
        let change = match did {
            Did::Took => 1,
            Did::Gave => -1,
            _ => 0,
        };
        *self.balances.entry((subject, tid)).or_default() += change;
        let deeds = self.last.entry((subject, did)).or_default();
        if did == Did::Took {
            self.first.entry(subject).or_insert(self.count);
        }
        let before = deeds.get(&tid).map(|deed| (deed.order, deed.place.clone()));
        deeds.insert(tid, Deed { order: self.count, tid, pid, place, before });
    }
}

/// The innermost line of the user's own, and the line that called its function unless that is main.
pub fn place_and_caller(machine: &Machine, tid: Tid) -> Option<String> {
    let place = report::place(machine, tid)?;
    let own = frames::own_frames(machine, tid);
    let caller = own.get(1).and_then(|frame| frame.spot.as_ref());
    Some(match caller {
        Some(spot) => format!("{place} (called at {}:{})", spot.file, spot.line),
        None => place,
    })
}

const MSG_EXCEPT: i32 = 0o20000;
const SETVAL: i32 = 16;
const SETALL: i32 = 17;
const SETLK: i32 = 6;
const SETLKW: i32 = 7;

/// Which word an address of a task means: one in shared memory is the same in all processes. `None`: nothing is there.
pub fn word_key(machine: &Machine, tid: Tid, addr: u64) -> Option<FutexKey> {
    let space = machine.kernel.procs.find_task(tid)?.space;
    machine.kernel.mm.area_at(space, addr)?;
    let shared = machine.kernel.mm.object_byte(space, addr);
    Some(shared.map_or(FutexKey::Private(space, addr), |(id, offset)| FutexKey::Shared(id, offset)))
}

/// The bytes of a message, beginning with its type.
fn message(memory: &[Captured]) -> &[u8] {
    match memory.first().map(|captured| &captured.memory) {
        Some(CapturedMemory::Bytes { bytes, .. }) => bytes,
        _ => &[],
    }
}

/// The operations of a semop call.
fn operations(input: &[Captured]) -> Vec<(u16, i16)> {
    let Some(CapturedMemory::Bytes { bytes, .. }) = input.first().map(|captured| &captured.memory) else {
        return Vec::new();
    };
    let op = |op: &[u8]| (u16::from_le_bytes([op[0], op[1]]), i16::from_le_bytes([op[2], op[3]]));
    bytes.chunks_exact(6).map(op).collect()
}
