//! Races: two accesses to the same shared memory by different tasks, at least one of them writing and not both atomic, between
//! which nothing orders the tasks (C11 5.1.2.4; Lamport's happened-before). Only accesses of this run are seen, but the order is
//! not that of this run: what a lucky schedule hides is found all the same.
//!
//! Looked at from the moment when memory is shared: MAP_SHARED, shmat, threads. Of the C library only those functions
//! count that work on the caller's memory; its own locks order nothing, those of pthread and semaphores do. A spin lock of
//! the program's own counts as what it is used as (`spin`): what was said of its word is judged at the end.

use super::access::{self, Access, Kind, Region};
use super::clash::{self, Several, Side};
use super::clocks::{Clocks, Key};
use super::dead::Dead;
use super::report::{Finding, Report};
use super::scene::{Look, Scene, site};
use super::spin::{self, Spins, Word};
use super::tokens::{Change, Tokens};
use super::{Check, Last, order};
use crate::debug::code::{self, Spot};
use crate::machine::Machine;
use forklore_kernel::abi::flags::MAP_SHARED;
use forklore_kernel::abi::{Syscall, Tid};
use forklore_kernel::mm::Backing;
use forklore_kernel::mm::{ObjectId, SpaceId};
use forklore_kernel::trace::event::{EventKind, Outcome};
use forklore_userland::vm::isa::Op;
use forklore_userland::vm::program::Program;
use std::collections::{BTreeMap, BTreeSet};

/// Functions whose atomic accesses order their callers.
const ORDERING: &[&str] = &["pthread_", "sem_", "mtx_", "cnd_", "thrd_", "call_once"];
/// Functions that work on the caller's memory.
const ON_MEMORY: &[&str] = &["mem", "str", "stp", "bcopy", "bzero", "bcmp"];
/// Functions that read the caller's memory, besides their own.
const READING: &[&str] =
    &["printf", "fprintf", "puts", "fputs", "fwrite", "snprintf", "sprintf", "dprintf", "atoi", "strtol"];
/// System calls through whose wrappers the kernel touches the caller's memory.
const MOVING: &[&str] = &["read", "write", "send", "recv", "pread", "pwrite"];
/// Words of memory that are remembered.
const MOST_WORDS: usize = 1 << 20;

/// An access that is remembered.
#[derive(Clone, Debug)]
struct Mark {
    /// Bytes of the word.
    mask: u8,
    kind: Kind,
    tid: Tid,
    moment: u32,
    spot: Spot,
    /// The semaphore that the task had taken last.
    inside: Option<Word>,
}

/// Accesses about to happen.
#[derive(Clone, Debug)]
struct Coming {
    tid: Tid,
    accesses: Vec<Access>,
    spot: Spot,
    /// Only reads count, and not of the library's own memory.
    reads_only: bool,
    /// They order the caller, and are no accesses.
    orders: bool,
    /// What the word holds that may be a lock which is taken now.
    before: Option<u64>,
    /// Of a semaphore.
    semaphore: bool,
}

/// See the module's text.
#[derive(Default)]
pub(super) struct Races {
    shared: bool,
    clocks: Clocks,
    words: BTreeMap<(Region, u64), Vec<Mark>>,
    coming: Option<Coming>,
    /// Bytes asked of malloc.
    asked: BTreeMap<Tid, u64>,
    /// What each memory object is: another one may get its number.
    objects: BTreeMap<ObjectId, u64>,
    /// Address spaces that have had several threads.
    threaded: BTreeSet<SpaceId>,
    dead: Dead,
    /// Pairs of lines already told.
    told: BTreeSet<(Spot, Spot)>,
    spins: Spins,
    tokens: Tokens,
    /// What would be said of words that may turn out to be locks.
    held_back: Vec<(Word, Finding)>,
}

/// Before which instructions the machine has to pause.
pub(super) fn traps(program: &Program) -> Vec<u32> {
    let mut pcs = Vec::new();
    for function in &program.functions {
        let own = code::is_own(program, function);
        let library = ON_MEMORY.iter().any(|start| function.name.starts_with(start));
        let allocates = allocates(&function.name);
        for pc in function.start..function.end {
            let Some(op) = program.code.get(pc as usize) else { continue };
            let wanted = match op {
                op if op.is_return() => own || allocates || function.name == "pthread_join",
                Op::Builtin { .. } | Op::AtomicRmw { .. } | Op::AtomicCas { .. } => access::touches(op),
                _ if access::is_marked(program, pc) => access::touches(op),
                _ => (own || library) && access::touches(op),
            };
            let semaphore =
                begins(&function.name) && pc == function.start || looks(&function.name) && access::touches(op);
            if wanted || semaphore || allocates && pc == function.start {
                pcs.push(pc);
            }
        }
    }
    pcs
}

fn allocates(function: &str) -> bool {
    matches!(function, "malloc" | "calloc" | "aligned_alloc")
}

/// Does the function make a semaphore, or end one?
fn begins(function: &str) -> bool {
    matches!(function, "sem_init" | "sem_destroy")
}

/// Does the function look at a semaphore's value?
fn looks(function: &str) -> bool {
    function == "sem_getvalue"
}

fn starts(function: &str, list: &[&str]) -> bool {
    list.iter().any(|start| function.starts_with(start))
}

impl Races {
    /// Are traps needed?
    pub fn wants_traps(&self) -> bool {
        self.shared
    }

    /// A task is about to execute an instruction.
    pub fn announce(&mut self, machine: &Machine, tid: Tid) {
        self.coming = None;
        let Some(task) = machine.task(tid) else { return };
        let Some(program) = task.program.and_then(|id| machine.programs().peek(id)) else { return };
        let pc = task.cpu.pc();
        let (Some(op), Some(function)) = (program.code.get(pc as usize), program.function_at(pc)) else { return };
        let own = code::is_own(program, function);
        if own {
            self.dead.announce(&mut self.clocks, program, machine, tid);
        }
        if !self.shared {
            return;
        }
        if !own {
            self.in_library(machine, tid, op, &function.name, pc == function.start);
        }
        if !access::touches(op) {
            return;
        }
        let Some(site) = site(machine, tid, 0) else { return };
        let called = if own { None } else { site.function.clone() };
        let (mut reads_only, mut orders, mut semaphore) = (false, false, false);
        if let Some(called) = called {
            let atomic = matches!(op, Op::AtomicRmw { .. } | Op::AtomicCas { .. }) || access::is_marked(program, pc);
            if starts(&called, ORDERING) {
                orders = true;
                semaphore = called.starts_with("sem_");
                if !atomic && !looks(&called) {
                    return;
                }
            } else if READING.contains(&called.as_str()) {
                reads_only = true;
            } else if !starts(&called, ON_MEMORY) || called == "strtok" || called == "strerror" {
                return;
            }
        }
        let accesses = access::of(machine, tid);
        if let Some(first) = accesses.first() {
            let before = if spin::takes(op) { spin::content(machine, tid, first) } else { None };
            self.coming = Some(Coming { tid, accesses, spot: site.spot, reads_only, orders, before, semaphore });
        }
    }

    /// What the library's functions do that concerns more than an access.
    fn in_library(&mut self, machine: &Machine, tid: Tid, op: &Op, function: &str, entry: bool) {
        let Some(task) = machine.task(tid) else { return };
        if function == "pthread_join" && matches!(op, Op::Ret {} | Op::RetReg { .. }) {
            let pid = machine.kernel.procs.process_of(tid).pid;
            self.clocks.acquire(tid, Key::ThreadEnds(pid));
        }
        if entry
            && begins(function)
            && let Some((region, at)) = access::region(machine, tid, task.cpu.register(0), &self.threaded)
        {
            self.tokens.forget(region, at, at.saturating_add(1));
        }
        if !allocates(function) {
            return;
        }
        if entry {
            let size = if function == "malloc" {
                task.cpu.register(0)
            } else {
                task.cpu.register(0).wrapping_mul(task.cpu.register(1))
            };
            self.asked.insert(tid, size);
        }
        let result = match op {
            Op::Ret {} => task.cpu.register(0),
            Op::RetReg { a } => task.cpu.register(*a),
            _ => return,
        };
        // Nobody can know the new memory yet.
        if let Some(size) = self.asked.get(&tid).copied()
            && let Some((region, at)) = access::region(machine, tid, result, &self.threaded)
        {
            self.forget_range(region, at, size.min(1 << 24));
        }
    }

    /// The instruction that was announced has been executed.
    pub fn commit(&mut self, machine: &Machine, scene: &Scene, tid: Tid, report: &mut Report) {
        let Some(coming) = self.coming.take().filter(|coming| coming.tid == tid) else { return };
        for access in &coming.accesses {
            let by = (tid, &coming.spot);
            let of = |_: &bool| !coming.reads_only && !coming.orders;
            let dead =
                Some(true).filter(of).and_then(|_| self.dead.used(machine, &mut self.clocks, scene, by, *access));
            match dead {
                Some(finding) => report.add(finding),
                None => self.touch(machine, scene, &coming, *access, report),
            }
        }
    }

    /// It has not been executed.
    pub fn forget(&mut self) {
        self.coming = None;
    }

    fn touch(&mut self, machine: &Machine, scene: &Scene, coming: &Coming, access: Access, report: &mut Report) {
        let tid = coming.tid;
        let Some((region, at)) = access::region(machine, tid, access.addr, &self.threaded) else { return };
        if coming.reads_only && (access.kind.writes() || !concerns_user(machine, tid, access.addr, region)) {
            return;
        }
        if coming.semaphore {
            return self.semaphore(machine, coming, access, (region, at));
        }
        if access.kind.is_atomic() {
            let key = Key::Word(region, at);
            if access.kind != Kind::AtomicWrite {
                self.clocks.acquire(tid, key);
            }
            if access.kind != Kind::AtomicRead {
                let now = spin::content(machine, tid, &access);
                self.spins.changed(tid, (region, at), access.len, coming.before, now);
            }
            if !coming.orders {
                self.mark(machine, scene, coming, access, (region, at), report);
            }
            if access.kind != Kind::AtomicRead {
                self.clocks.release(tid, key);
            }
            return;
        }
        if access.kind == Kind::Write {
            let now = spin::content(machine, tid, &access);
            if self.spins.opens(tid, (region, at), access.len, now) {
                let opening = Access { kind: Kind::AtomicWrite, ..access };
                self.mark(machine, scene, coming, opening, (region, at), report);
                self.clocks.release(tid, Key::Word(region, at));
                return;
            }
        }
        self.mark(machine, scene, coming, access, (region, at), report);
    }

    /// A function of semaphores touches one: of that only changes of its value order somebody, and a look at it.
    fn semaphore(&mut self, machine: &Machine, coming: &Coming, access: Access, word: Word) {
        let after = spin::content(machine, coming.tid, &access);
        match (coming.before, after) {
            (Some(before), Some(after)) if before != after => {
                let change = Change { word, addr: access.addr, before, after };
                self.tokens.changed(&mut self.clocks, coming.tid, &change, &coming.spot);
            }
            (None, _) if access.kind == Kind::Read => self.clocks.acquire(coming.tid, Key::Word(word.0, word.1)),
            _ => {}
        }
    }

    /// Compares with what others did to the same bytes, and remembers the access.
    fn mark(
        &mut self,
        machine: &Machine,
        scene: &Scene,
        coming: &Coming,
        access: Access,
        (region, at): (Region, u64),
        report: &mut Report,
    ) {
        let tid = coming.tid;
        let moment = self.clocks.now(tid);
        let inside = self.tokens.inner(tid);
        let end = at.saturating_add(access.len);
        let mut word = at & !7;
        while word < end {
            let from = at.max(word) - word;
            let to = end.min(word + 8) - word;
            let mask = ((1u16 << to) - (1u16 << from)) as u8;
            let known = self.words.len() < MOST_WORDS || self.words.contains_key(&(region, word));
            let clocks = &mut self.clocks;
            let mut clash = None;
            if known {
                let marks = self.words.entry((region, word)).or_default();
                for mark in marks.iter() {
                    let conflict = mark.mask & mask != 0
                        && mark.tid != tid
                        && (mark.kind.writes() || access.kind.writes())
                        && !(mark.kind.is_atomic() && access.kind.is_atomic());
                    if conflict && !clocks.knows(tid, mark.tid, mark.moment) {
                        clash = Some(mark.clone());
                    }
                }
                marks.retain(|mark| {
                    let covered = mark.mask & !mask == 0 && mark.kind.is_atomic() == access.kind.is_atomic();
                    let older = mark.tid == tid && (access.kind.writes() || !mark.kind.writes());
                    let known = access.kind.writes() && mark.tid != tid && clocks.knows(tid, mark.tid, mark.moment);
                    !(covered && (older || known))
                });
                marks.push(Mark { mask, kind: access.kind, tid, moment, spot: coming.spot.clone(), inside });
            }
            if let Some(mark) = clash {
                let addr = access.addr.wrapping_add(word.max(at) - at);
                let here = Side { tid, kind: access.kind, spot: &coming.spot };
                let there = Side { tid: mark.tid, kind: mark.kind, spot: &mark.spot };
                let both = inside.filter(|_| mark.inside == inside);
                let several = both.and_then(|word| self.tokens.several(machine, tid, word));
                self.clashed(machine, scene, (here, there), (addr, (region, at)), several.as_ref(), report);
            }
            word += 8;
        }
    }

    /// Says it once for a pair of lines. Of a plain look at a word that may be a lock is said at the end whether that was wrong.
    fn clashed(
        &mut self,
        machine: &Machine,
        scene: &Scene,
        (here, there): (Side, Side),
        (addr, word): (u64, Word),
        several: Option<&Several>,
        report: &mut Report,
    ) {
        let owners = [(here.tid, &there), (there.tid, &here)];
        let dead = owners.iter().find_map(|(owner, side)| {
            let verb = if side.kind.writes() { "written" } else { "read" };
            self.dead.clashed(machine, scene, *owner, (side.tid, side.spot), (addr, verb))
        });
        if let Some(finding) = dead {
            return report.add(finding);
        }
        let told = || clash::finding(machine, scene, (&here, &there), (addr, word.0), several);
        let looks = |one: &Side, other: &Side| one.kind == Kind::Read && other.kind.is_atomic();
        if self.spins.may_be_lock(word) && (looks(&here, &there) || looks(&there, &here)) {
            if !self.held_back.iter().any(|(held, _)| *held == word) {
                self.held_back.push((word, told()));
            }
        } else if self.told.insert((here.spot.min(there.spot).clone(), here.spot.max(there.spot).clone())) {
            report.add(told());
        }
    }

    fn forget_range(&mut self, region: Region, at: u64, len: u64) {
        self.spins.forget(region, at, at.saturating_add(len));
        self.tokens.forget(region, at, at.saturating_add(len));
        let keys: Vec<(Region, u64)> =
            self.words.range((region, at & !7)..(region, at.saturating_add(len))).map(|(key, _)| *key).collect();
        for key in keys {
            self.words.remove(&key);
        }
    }

    /// New memory: what was known of that which had its place before is no more.
    fn mapped(&mut self, machine: &Machine, tid: Tid, addr: u64, is: Option<u64>) {
        let Some(task) = machine.kernel.procs.find_task(tid) else { return };
        let Some(area) = machine.kernel.mm.area_at(task.space, addr) else { return };
        let Backing::Object { id, .. } = area.backing else { return };
        let same = is.is_some() && self.objects.get(&id) == is.as_ref();
        if !same {
            self.forget_range(Region::Object(id), 0, u64::MAX);
        }
        match is {
            Some(is) => drop(self.objects.insert(id, is)),
            None => drop(self.objects.remove(&id)),
        }
    }

    /// The kernel reads or writes the caller's memory in a call.
    fn moved(&mut self, scene: &Scene, look: &Look, tid: Tid, access: Access, report: &mut Report) {
        let Some(site) = scene.site(tid) else { return };
        if site.function.as_deref().is_some_and(|function| MOVING.contains(&function)) && access.len > 0 {
            let coming = Coming {
                tid,
                accesses: Vec::new(),
                spot: site.spot.clone(),
                reads_only: false,
                orders: false,
                before: None,
                semaphore: false,
            };
            let access = Access { len: access.len.min(1 << 16), ..access };
            self.touch(look.machine, scene, &coming, access, report);
        }
    }
}

/// Is it memory of the user's, not of the library's streams?
fn concerns_user(machine: &Machine, tid: Tid, addr: u64, region: Region) -> bool {
    if matches!(region, Region::Object(_)) {
        return true;
    }
    let program = machine.task(tid).and_then(|task| machine.programs().peek(task.program?));
    program.is_some_and(|program| {
        let global = program.global_at(addr);
        global.and_then(|g| program.files.get(g.place.file as usize)).is_some_and(|file| code::is_own_file(file))
    })
}

impl Check for Races {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            let tid = event.tid;
            match &event.kind {
                EventKind::Forked { child } => {
                    let procs = &look.machine.kernel.procs;
                    let (Some(parent), Some(new)) = (procs.find_task(tid), procs.find_task(*child)) else { continue };
                    if parent.space != new.space {
                        self.forget_range(Region::Space(new.space), 0, u64::MAX);
                        self.threaded.remove(&new.space);
                        continue;
                    }
                    if parent.pid == new.pid {
                        self.shared = true;
                        self.threaded.insert(new.space);
                    }
                    let sp = look.machine.task(*child).map_or(0, |task| task.cpu.sp());
                    if let Some(area) = look.machine.kernel.mm.area_at(new.space, sp.saturating_sub(1)) {
                        let (start, space) = (area.start, new.space);
                        self.dead.forget(space, start, sp);
                        if parent.pid == new.pid {
                            self.dead.born(look.machine, scene, (tid, *child), (space, start, sp));
                        }
                        self.forget_range(Region::Space(space), start, sp.saturating_sub(start));
                    }
                }
                EventKind::Exited { .. } | EventKind::Killed { .. } => {
                    self.dead.ended(&mut self.clocks, scene, tid);
                }
                EventKind::Exec { .. } => {
                    if let Some(task) = look.machine.kernel.procs.find_task(tid) {
                        self.forget_range(Region::Space(task.space), 0, u64::MAX);
                        self.threaded.remove(&task.space);
                    }
                }
                EventKind::Enter {
                    call: Syscall::Write { buf, count, .. } | Syscall::Sendto { buf, count, .. },
                    ..
                } if self.shared => {
                    self.moved(scene, look, tid, Access::new(buf.0, *count, Kind::Read), report);
                }
                _ => {}
            }
        }
        order::look(&mut self.clocks, scene, look);
        for event in look.events {
            let tid = event.tid;
            let EventKind::Exit { call, outcome: Outcome::Value(value), .. } = &event.kind else { continue };
            match *call {
                Syscall::Mmap { flags, fd, .. } if flags & MAP_SHARED != 0 => {
                    self.shared = true;
                    let open = scene.processes.get(&scene.pid(tid)).and_then(|p| p.fds.get(&fd));
                    let ino = open.filter(|_| flags & 0x20 == 0).map(|open| open.ino);
                    self.mapped(look.machine, tid, *value as u64, ino);
                }
                Syscall::Shmat { id, .. } => {
                    self.shared = true;
                    self.mapped(look.machine, tid, *value as u64, Some(id as u64 | 1 << 40));
                }
                Syscall::Munmap { addr, length } => {
                    if let Some(task) = look.machine.kernel.procs.find_task(tid) {
                        let (space, end) = (task.space, addr.0.saturating_add(length));
                        self.dead.forget(space, addr.0, end);
                        self.forget_range(Region::Space(task.space), addr.0, length);
                    }
                }
                Syscall::Read { buf, .. } | Syscall::Recvfrom { buf, .. } if self.shared && *value > 0 => {
                    let access = Access::new(buf.0, *value as u64, Kind::Write);
                    self.moved(scene, look, tid, access, report);
                }
                _ => {}
            }
        }
    }

    fn end(&mut self, _: &Scene, _: &Last, report: &mut Report) {
        let held_back = std::mem::take(&mut self.held_back);
        held_back.into_iter().filter(|(word, _)| !self.spins.is_lock(*word)).for_each(|(_, f)| report.add(f));
    }
}
