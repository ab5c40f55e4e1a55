//! Memory that fork(2) has copied, taken for shared: a child sets a variable and ends, and its parent looks at its own copy, which is
//! as it was before.
//!
//! Two executions find it. In the first, what a child leaves changed is compared with what it was born with, and the parent is
//! watched when it reads such memory after the child's end: that is a [`Suspect`]. In the second ([`super::trial`]), child and parent
//! are followed instruction by instruction: a child that uses what it has set, prints it or sends it means its own copy.
//!
//! Entry points: [`Copies::at_trap`], [`Copies::step`], [`Copies::suspects`].

use super::Check;
use super::access;
use super::follow::{self, Touch};
use super::report::Report;
use super::scene::{Look, Scene, site};
use crate::debug::code::{self, Spot};
use crate::debug::naming;
use crate::machine::Machine;
use forklore_kernel::abi::{Pid, Syscall, Tid};
use forklore_kernel::mm::{AreaKind, Sharing, SpaceId};
use forklore_kernel::trace::event::{EventKind, Outcome};
use forklore_userland::vm::isa::{Op, Reg};
use forklore_userland::vm::program::{Location, Program};
use std::collections::BTreeMap;

/// Most bytes of a stretch of memory that are kept of a birth.
const MOST_BYTES: u64 = 1 << 16;
/// Most bytes that are kept of a birth.
const MOST_IN_ALL: u64 = 1 << 19;
/// Most bytes of a variable.
const MOST_VARIABLE: u64 = 4096;
/// Most children whose births are kept at a time.
const MOST_BIRTHS: usize = 32;
/// Most stretches that differ.
const MOST_CHANGED: usize = 256;
/// Most suspects.
const MOST_SUSPECTS: usize = 8;
/// Instructions for which a parent's register is watched after a wait.
const FAR: u32 = 20_000;
/// Instructions of parents that are looked at, of all together and for what one child has left: about a second's work.
const MOST_LOOKS: u32 = 500_000;
const LONG: u32 = 50_000;
/// So often an instruction looks at it: then it waits for the change, without wait(2).
const LOOPS: u32 = 3;
/// Functions by which a process ends.
const ENDS: &[&str] = &["_exit", "_Exit"];

/// A variable that lives in a register of a function that was active at the fork.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Local {
    pub name: String,
    pub base: usize,
    pub reg: Reg,
    /// Where its function begins.
    pub function: u32,
    pub value: u64,
}

/// What a process was born with.
#[derive(Clone, Debug)]
struct Birth {
    parent: Pid,
    fork: Spot,
    memory: Vec<(u64, Vec<u8>)>,
    locals: Vec<Local>,
}

/// What a child that has ended had changed.
#[derive(Clone, Debug)]
struct Left {
    child: Pid,
    parent: Pid,
    fork: Spot,
    /// Addresses, what was there at the fork, and what there was at the end.
    changed: Vec<(u64, Vec<u8>, Vec<u8>)>,
    locals: Vec<Local>,
    /// Its parent has waited for it.
    waited: bool,
    /// How often an instruction of the parent's has looked, and how often any has looked at anything.
    looks: BTreeMap<u32, u32>,
    looked: u32,
}

/// Where a variable lives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Place {
    Memory { addr: u64, len: u64 },
    Register(Local),
}

/// A variable that a child has set and its parent has read afterwards, as it was before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Suspect {
    pub child: Pid,
    pub parent: Pid,
    pub fork: Spot,
    pub name: String,
    pub place: Place,
    /// Where the parent reads it.
    pub read: Spot,
    /// What the child left there, if it is a number.
    pub value: Option<i64>,
    /// In memory that mmap() gave.
    pub mapped: bool,
}

/// See the module's text.
#[derive(Default)]
pub(super) struct Copies {
    births: BTreeMap<Pid, Birth>,
    left: Vec<Left>,
    /// Registers that are watched in tasks that have waited: which child's, and for how long.
    watched: BTreeMap<Tid, Vec<(Pid, Local, u32)>>,
    found: Vec<Suspect>,
    /// Instructions that have been looked at.
    looked: u32,
}

/// Before which instructions the machine has to pause: where processes end, and, once there is something to look for, where memory
/// is touched.
pub(super) fn traps(program: &Program, all: bool) -> Vec<u32> {
    let mut pcs = Vec::new();
    for function in &program.functions {
        let own = code::is_own(program, function);
        if !own && ENDS.contains(&function.name.as_str()) {
            pcs.push(function.start);
        }
        let touches = |pc: &u32| {
            let op = program.code.get(*pc as usize);
            op.is_some_and(|op| (own || matches!(op, Op::Builtin { .. })) && access::touches(op))
        };
        pcs.extend((function.start..function.end).filter(|pc| all && touches(pc) || returns_from_main(program, *pc)));
    }
    pcs
}

impl Copies {
    /// Which traps are needed: none, where processes end, all.
    pub fn wants_traps(&self) -> u8 {
        match (self.births.is_empty(), self.left.iter().all(|left| left.changed.is_empty())) {
            (_, false) => 2,
            (false, true) => 1,
            (true, true) => 0,
        }
    }

    /// Is a register of this task watched?
    pub fn follows(&self, tid: Tid) -> bool {
        self.watched.contains_key(&tid)
    }

    /// What is suspicious.
    pub fn suspects(&self) -> &[Suspect] {
        &self.found
    }

    /// A task is about to execute an instruction.
    pub fn at_trap(&mut self, machine: &Machine, scene: &Scene, tid: Tid) {
        let pid = scene.pid(tid);
        if self.births.contains_key(&pid) && is_at_end(machine, tid) {
            self.ends(machine, pid, tid);
        }
        if self.found.len() < MOST_SUSPECTS && self.left.iter().any(|left| left.parent == pid) {
            self.reads(machine, pid, tid);
            self.looked += 1;
            let spent = self.looked > MOST_LOOKS;
            // It would have looked by now.
            self.left.iter_mut().filter(|left| spent || left.looked > LONG).for_each(|left| left.changed.clear());
            self.left.retain(|left| !left.changed.is_empty() || !left.locals.is_empty());
        }
    }

    /// A process is about to end by itself: what has it changed?
    fn ends(&mut self, machine: &Machine, pid: Pid, tid: Tid) {
        let Some(birth) = self.births.remove(&pid) else { return };
        let (Some(task), Some(facts)) = (machine.task(tid), machine.kernel.procs.find_task(tid)) else { return };
        let mut changed = Vec::new();
        for (start, old) in &birth.memory {
            let mut new = vec![0; old.len()];
            let n = machine.kernel.mm.peek(facts.space, *start, &mut new);
            differing(&old[..n], &new[..n], |from, to| {
                if changed.len() < MOST_CHANGED && !is_reset(&new[from..to]) {
                    changed.push((start + from as u64, old[from..to].to_vec(), new[from..to].to_vec()));
                }
            });
        }
        let program = task.program.and_then(|id| machine.programs().peek(id));
        let active = |local: &Local| {
            let here = |pc: u32| program.and_then(|p| p.function_at(pc)).is_some_and(|f| f.start == local.function);
            task.cpu.active().any(|frame| frame.base == local.base && here(frame.pc))
        };
        let differs = |local: &Local| {
            let now = task.cpu.register_in(local.base, local.reg);
            active(local)
                && now != local.value
                && !is_reset(&now.to_le_bytes())
                && !is_reset(&(now as u32).to_le_bytes())
        };
        let locals: Vec<Local> = birth.locals.into_iter().filter(differs).collect();
        if !changed.is_empty() || !locals.is_empty() {
            let Birth { parent, fork, .. } = birth;
            self.left.push(Left {
                child: pid,
                parent,
                fork,
                changed,
                locals,
                waited: false,
                looks: BTreeMap::new(),
                looked: 0,
            });
        }
    }

    /// The parent touches memory.
    fn reads(&mut self, machine: &Machine, pid: Pid, tid: Tid) {
        let (Some(task), Some(facts)) = (machine.task(tid), machine.kernel.procs.find_task(tid)) else { return };
        let pc = task.cpu.pc();
        for access in access::of(machine, tid) {
            let end = access.addr.saturating_add(access.len);
            for left in self.left.iter_mut().filter(|left| left.parent == pid) {
                left.looked += 1;
                let overlaps =
                    |(at, old, _): &(u64, Vec<u8>, Vec<u8>)| *at < end && at + old.len() as u64 > access.addr;
                let Some(n) = left.changed.iter().position(overlaps) else { continue };
                let (at, old, new) = &left.changed[n];
                let mut now = vec![0; old.len()];
                machine.kernel.mm.peek(facts.space, *at, &mut now);
                if access.kind.writes() || now != *old {
                    left.changed.retain(|changed| !overlaps(changed));
                    continue;
                }
                let looks = left.looks.entry(pc).or_default();
                *looks += 1;
                if access.copies || !left.waited && *looks < LOOPS {
                    continue;
                }
                let name = naming::name(machine, tid, *at).or_else(|| naming::element(machine, tid, *at));
                let read = site(machine, tid, 0).map(|site| site.spot);
                let (child, fork) = (left.child, left.fork.clone());
                let value = (access.loads && access.len <= 8 && *at >= access.addr).then(|| {
                    let mut bytes = [0; 8];
                    machine.kernel.mm.peek(facts.space, access.addr, &mut bytes[..access.len as usize]);
                    let inside = (at - access.addr) as usize;
                    let n = new.len().min(access.len as usize - inside);
                    bytes[inside..inside + n].copy_from_slice(&new[..n]);
                    signed(u64::from_le_bytes(bytes), access.len)
                });
                let area = machine.kernel.mm.area_at(facts.space, *at);
                let mapped = area.is_some_and(|area| area.kind == AreaKind::Map);
                let place = Place::Memory { addr: *at, len: old.len() as u64 };
                if let (Some(name), Some(read)) = (name, read) {
                    self.found.push(Suspect { child, parent: pid, fork, name, place, read, value, mapped });
                }
                left.changed.retain(|changed| !overlaps(changed));
            }
        }
    }

    /// A task whose registers are watched is about to execute an instruction.
    pub fn step(&mut self, machine: &Machine, scene: &Scene, tid: Tid) {
        let Some(watched) = self.watched.get_mut(&tid) else { return };
        let task = machine.task(tid);
        let program = task.and_then(|task| machine.programs().peek(task.program?));
        let (Some(task), Some(program)) = (task, program) else {
            self.watched.remove(&tid);
            return;
        };
        let pc = task.cpu.pc();
        let here = task.cpu.active().next().map(|frame| frame.base);
        let op = program.code.get(pc as usize);
        let mut found = Vec::new();
        watched.retain_mut(|(child, local, steps)| {
            *steps += 1;
            let is_its = |frame_pc: u32| program.function_at(frame_pc).is_some_and(|f| f.start == local.function);
            let active = task.cpu.active().any(|frame| frame.base == local.base && is_its(frame.pc));
            if *steps > FAR || !active {
                return false;
            }
            if here != Some(local.base) {
                return true;
            }
            match op.map(|op| follow::touch(program, op, local.reg)) {
                Some(Touch::Read) => {
                    found.push((*child, local.clone()));
                    false
                }
                Some(Touch::Not) => true,
                _ => false,
            }
        });
        if watched.is_empty() {
            self.watched.remove(&tid);
        }
        for (child, local) in found {
            let left = self.left.iter().find(|left| left.child == child);
            let (Some(left), Some(read)) = (left, code::spot(program, pc)) else { continue };
            let (parent, fork, name) = (scene.pid(tid), left.fork.clone(), local.name.clone());
            let place = Place::Register(local);
            let suspect = Suspect { child, parent, fork, name, place, read, value: None, mapped: false };
            if self.found.len() < MOST_SUSPECTS {
                self.found.push(suspect);
            }
        }
    }

    fn forked(&mut self, machine: &Machine, scene: &Scene, parent: Tid, child: Tid) {
        let procs = &machine.kernel.procs;
        let (Some(task), Some(user)) = (procs.find_task(child), machine.task(child)) else { return };
        let shares = procs.find_task(parent).is_some_and(|other| other.space == task.space);
        let threads = procs.process(scene.pid(parent)).is_some_and(|process| process.tasks().nth(1).is_some());
        let Some(fork) = scene.spot(parent).filter(|_| !shares && !threads && scene.is_own(task.pid)) else { return };
        let Some(program) = user.program.and_then(|id| machine.programs().peek(id)) else { return };
        if self.births.len() >= MOST_BIRTHS {
            return;
        }
        let memory = memory(machine, task.space, program, child);
        let mut locals = Vec::new();
        for frame in user.cpu.active() {
            let Some(function) = program.function_at(frame.pc).filter(|f| code::is_own(program, f)) else { continue };
            for variable in &function.vars {
                let Location::Register(reg) = variable.location else { continue };
                if (variable.pc_start..variable.pc_end).contains(&frame.pc) {
                    let value = user.cpu.register_in(frame.base, reg);
                    let name = variable.name.clone();
                    locals.push(Local { name, base: frame.base, reg, function: function.start, value });
                }
            }
        }
        self.births.insert(task.pid, Birth { parent: scene.pid(parent), fork, memory, locals });
    }

    /// A process has waited for a child.
    fn waited(&mut self, machine: &Machine, tid: Tid, child: Pid) {
        let Some(left) = self.left.iter_mut().find(|left| left.child == child) else { return };
        let Some(task) = machine.task(tid) else { return };
        left.waited = true;
        for local in &left.locals {
            if task.cpu.register_in(local.base, local.reg) == local.value {
                self.watched.entry(tid).or_default().push((child, local.clone(), 0));
            }
        }
    }
}

/// 0 and -1 are what a child sets to forget what is its parent's: a closed descriptor, a list.
fn is_reset(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0) || bytes.iter().all(|byte| *byte == 0xff)
}

/// Does this instruction return from main? Then what stands in main's variables is lost, and the process ends.
pub(super) fn returns_from_main(program: &Program, pc: u32) -> bool {
    let returns = program.code.get(pc as usize).is_some_and(Op::is_return);
    returns && program.function_at(pc).is_some_and(|f| f.name == "main" && code::is_own(program, f))
}

/// Is the task at the first instruction of a function that ends its process, or at main's return?
fn is_at_end(machine: &Machine, tid: Tid) -> bool {
    let Some(task) = machine.task(tid) else { return false };
    let Some(program) = task.program.and_then(|id| machine.programs().peek(id)) else { return false };
    if returns_from_main(program, task.cpu.pc()) {
        // main may have called itself.
        let in_main = |pc: u32| program.function_at(pc).is_some_and(|f| f.name == "main");
        return task.cpu.active().filter(|frame| in_main(frame.pc)).count() == 1;
    }
    code::entered(machine, tid).is_some_and(|f| ENDS.contains(&f.name.as_str()))
}

/// The private memory that a process was born with and that the source has names for.
fn memory(machine: &Machine, space: SpaceId, program: &Program, tid: Tid) -> Vec<(u64, Vec<u8>)> {
    let mm = &machine.kernel.mm;
    let mut stretches = Vec::new();
    let own = program.globals.iter().filter(|global| {
        global.place.line > 0 && program.files.get(global.place.file as usize).is_some_and(|f| code::is_own_file(f))
    });
    stretches.extend(own.map(|global| (global.addr, global.size.min(MOST_VARIABLE))));
    for area in mm.areas(space) {
        let wanted = matches!(area.kind, AreaKind::Heap | AreaKind::Map) && area.sharing == Sharing::Private;
        if wanted && area.end - area.start <= MOST_BYTES << 4 {
            stretches.push((area.start, (area.end - area.start).min(MOST_BYTES)));
        }
    }
    for frame in machine.task(tid).into_iter().flat_map(|task| task.cpu.active()) {
        let Some(function) = program.function_at(frame.pc).filter(|f| code::is_own(program, f)) else { continue };
        let here = function.vars.iter().filter(|v| (v.pc_start..v.pc_end).contains(&frame.pc));
        for variable in here {
            let lies = machine.task(tid).and_then(|task| naming::extent(program, &task.cpu, &frame, variable));
            stretches.extend(lies.map(|lies| (lies.start, (lies.end - lies.start).min(MOST_VARIABLE))));
        }
    }
    let mut left = MOST_IN_ALL;
    stretches.retain(|(_, len)| {
        left = left.saturating_sub(*len);
        left > 0
    });
    let bytes = |(at, len): (u64, u64)| {
        let mut bytes = vec![0; len as usize];
        let n = mm.peek(space, at, &mut bytes);
        bytes.truncate(n);
        (at, bytes)
    };
    stretches.into_iter().map(bytes).collect()
}

/// Tells of each stretch in which two memories differ; words that differ are taken as a whole.
fn differing(old: &[u8], new: &[u8], mut tell: impl FnMut(usize, usize)) {
    let mut from = None;
    for n in 0..=old.len() {
        let differs = n < old.len() && old[n] != new[n];
        match (from, differs) {
            (None, true) => from = Some(n),
            (Some(start), false) => {
                tell(start, n);
                from = None;
            }
            _ => {}
        }
    }
}

fn signed(value: u64, len: u64) -> i64 {
    let shift = 64 - 8 * len.clamp(1, 8) as u32;
    ((value << shift) as i64) >> shift
}

impl Check for Copies {
    fn look(&mut self, scene: &Scene, look: &Look, _: &mut Report) {
        for event in look.events {
            match &event.kind {
                EventKind::Forked { child } => self.forked(look.machine, scene, event.tid, *child),
                EventKind::Exit { call: Syscall::Wait4 { .. }, outcome: Outcome::Value(child @ 1..), .. } => {
                    self.waited(look.machine, event.tid, Pid(*child as u32));
                }
                EventKind::Exec { .. } => drop(self.births.remove(&scene.pid(event.tid))),
                EventKind::Exited { .. } | EventKind::Killed { .. } => {
                    self.watched.remove(&event.tid);
                }
                _ => {}
            }
        }
        for pid in &look.ended {
            self.births.remove(pid);
            self.left.retain(|left| left.parent != *pid);
        }
    }
}
