//! What the C library's last words leave open: of memory that was freed twice, or that never was malloc's, where it was given
//! and who freed it first. Looked at only in a run that ended so: the functions of the heap are trapped then.
//!
//! Entry points: [`traps`], [`Heap::at_trap`].

use super::report::{Finding, Report, Rule, at};
use super::scene::{Look, Scene};
use super::{Check, Last};
use crate::debug::code::Spot;
use crate::debug::{frames, naming};
use crate::machine::Machine;
use forklore_kernel::abi::Tid;
use forklore_kernel::mm::SpaceId;
use forklore_kernel::trace::event::EventKind;
use forklore_userland::vm::isa::Op;
use forklore_userland::vm::program::Program;
use std::collections::BTreeMap;

/// Functions that give memory, and in which of their arguments its size is.
const GIVERS: &[(&str, u8)] = &[("malloc", 0), ("calloc", 0), ("realloc", 1), ("memalign", 1), ("aligned_alloc", 1)];
/// Functions that take it back.
const TAKERS: &[&str] = &["free", "realloc"];
/// With this the library ends a program whose heap is broken.
const LAST_WORDS: &str = "__fatal";

/// A line, and the one from which its function was called, unless that is main.
#[derive(Clone, Debug)]
struct Place {
    spot: Spot,
    called: Option<Spot>,
}

impl Place {
    fn of(machine: &Machine, tid: Tid) -> Option<Place> {
        let own = frames::own_frames(machine, tid);
        let inner = own.first()?;
        let called = own.get(1).and_then(|frame| frame.spot.clone()).filter(|_| inner.function != "main");
        Some(Place { spot: inner.spot.clone()?, called })
    }

    fn caller(&self) -> String {
        self.called.as_ref().map(|spot| format!(" (called at {})", at(spot))).unwrap_or_default()
    }
}

/// Memory that was given.
#[derive(Clone, Debug)]
struct Block {
    size: u64,
    by: String,
    given: Place,
    freed: Option<Place>,
}

/// Memory that is being taken back: its address, and who had done so before.
type Taking = (u64, Option<Place>);

/// See the module's text.
#[derive(Default)]
pub(super) struct Heap {
    /// Is it looked at?
    pub on: bool,
    blocks: BTreeMap<(SpaceId, u64), Block>,
    asked: BTreeMap<Tid, u64>,
    taking: BTreeMap<Tid, Taking>,
}

fn gives(function: &str) -> bool {
    GIVERS.iter().any(|(name, _)| *name == function)
}

/// Where the machine has to pause.
pub(super) fn traps(program: &Program) -> Vec<u32> {
    let mut pcs = Vec::new();
    for function in &program.functions {
        let name = function.name.as_str();
        if gives(name) || TAKERS.contains(&name) || name == LAST_WORDS {
            pcs.push(function.start);
        }
        if gives(name) {
            let returns = |pc: &u32| matches!(program.code.get(*pc as usize), Some(Op::Ret {} | Op::RetReg { .. }));
            pcs.extend((function.start..function.end).filter(returns));
        }
    }
    pcs
}

impl Heap {
    /// A task is about to execute an instruction, which may be one of those.
    pub fn at_trap(&mut self, machine: &Machine, scene: &Scene, tid: Tid, report: &mut Report) {
        let Some(task) = machine.task(tid).filter(|_| self.on) else { return };
        let Some(program) = task.program.and_then(|id| machine.programs().peek(id)) else { return };
        let Some(space) = machine.kernel.procs.find_task(tid).map(|task| task.space) else { return };
        let pc = task.cpu.pc();
        let Some(function) = program.function_at(pc) else { return };
        let name = function.name.as_str();
        if pc != function.start {
            let result = match program.code.get(pc as usize) {
                Some(Op::Ret {}) => task.cpu.register(0),
                Some(Op::RetReg { a }) => task.cpu.register(*a),
                _ => return,
            };
            if gives(name) {
                self.given(machine, tid, (space, result), name);
            }
            return;
        }
        if let Some((_, argument)) = GIVERS.iter().find(|(giver, _)| *giver == name) {
            let each = if name == "calloc" { task.cpu.register(1) } else { 1 };
            self.asked.insert(tid, task.cpu.register(*argument).wrapping_mul(each));
        }
        if TAKERS.contains(&name) && task.cpu.register(0) != 0 {
            self.taken(machine, tid, (space, task.cpu.register(0)));
        }
        let taking = |pc| program.function_at(pc).is_some_and(|f| TAKERS.contains(&f.name.as_str()));
        if name == LAST_WORDS && task.cpu.backtrace().any(taking) {
            let finding = self.finding(machine, scene, tid, space);
            finding.into_iter().for_each(|finding| report.add(finding));
        }
    }

    fn given(&mut self, machine: &Machine, tid: Tid, key: (SpaceId, u64), by: &str) {
        if let (Some(given), true) = (Place::of(machine, tid), key.1 != 0) {
            let size = self.asked.get(&tid).copied().unwrap_or(0);
            self.blocks.insert(key, Block { size, by: by.to_string(), given, freed: None });
        }
    }

    fn taken(&mut self, machine: &Machine, tid: Tid, key: (SpaceId, u64)) {
        let block = self.blocks.get_mut(&key);
        let before = block.as_ref().and_then(|block| block.freed.clone());
        self.taking.insert(tid, (key.1, before));
        if let Some(block) = block.filter(|block| block.freed.is_none()) {
            block.freed = Place::of(machine, tid);
        }
    }

    /// What was wrong with the memory that the task was freeing; `None`: that can't be told.
    fn finding(&self, machine: &Machine, scene: &Scene, tid: Tid, space: SpaceId) -> Option<Finding> {
        let (addr, before) = self.taking.get(&tid)?;
        let place = Place::of(machine, tid)?;
        let new = |text: String, mend: &str| {
            Finding::new(Rule::Heap, Some(place.spot.clone()), scene.pid(tid), text + &place.caller(), mend)
        };
        let given = |finding: Finding, block: &Block| {
            let what = format!("{}() gave it here{}", block.by, block.given.caller());
            finding.with(Some(block.given.spot.clone()), what)
        };
        if let (Some(block), Some(first)) = (self.blocks.get(&(space, *addr)), before) {
            let mend = "let one place free it, once; set the pointer to NULL after free(): free(NULL) does nothing";
            let finding = given(new("memory that was freed already is freed again here".to_string(), mend), block);
            return Some(finding.with(Some(first.spot.clone()), format!("it was freed first here{}", first.caller())));
        }
        let below =
            self.blocks.range((space, 0)..=(space, *addr)).next_back().map(|((_, at), block)| (addr - at, block));
        match below {
            // It is what malloc gave: something else has damaged the heap.
            Some((0, _)) => None,
            Some((inside, block)) if inside < block.size => {
                let text = format!("what is freed here lies {inside} bytes behind the start of memory that was given");
                Some(given(new(text, "free() takes only the address that malloc() gave: keep it"), block))
            }
            _ => {
                let name = naming::name(machine, tid, *addr)?;
                let text = format!("'{name}' is freed here, which is no memory that malloc() gave");
                Some(new(text, "free() only what malloc() and its kin gave: variables go by themselves"))
            }
        }
    }
}

impl Check for Heap {
    fn look(&mut self, _: &Scene, look: &Look, _: &mut Report) {
        for event in look.events.iter().filter(|_| self.on) {
            let space = |tid: Tid| look.machine.kernel.procs.find_task(tid).map(|task| task.space);
            match &event.kind {
                EventKind::Forked { child } => {
                    let (Some(from), Some(to)) = (space(event.tid), space(*child)) else { continue };
                    if from != to {
                        let blocks = self.blocks.range((from, 0)..=(from, u64::MAX));
                        let copies: Vec<_> = blocks.map(|((_, at), block)| ((to, *at), block.clone())).collect();
                        self.blocks.extend(copies);
                    }
                }
                EventKind::Exec { .. } => {
                    let gone = space(event.tid);
                    self.blocks.retain(|(space, _), _| Some(*space) != gone);
                }
                _ => {}
            }
        }
    }

    fn end(&mut self, _: &Scene, _: &Last, _: &mut Report) {}
}
