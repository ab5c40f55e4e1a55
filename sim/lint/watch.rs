//! Following a machine under a watch: where it has to pause so that the rules see what they look for.
//!
//! Entry point: [`Watch`]. Whoever drives the machine asks [`Watch::pause`] before each `advance` and tells
//! [`Watch::went`] afterwards. The machine pauses whenever the kernel has done something; before functions that are unsafe in
//! handlers, once there are handlers; before accesses to memory, once memory is shared; at malloc and free, if the run ended there; and instruction by instruction
//! while a result is followed. However often a run is paused, what happens is the same.

use super::abandoned::Abandoned;
use super::buffers::Buffers;
use super::copies::Copies;
use super::early::Early;
use super::execs::Execs;
use super::handlers::Handlers;
use super::heap::Heap;
use super::killed_itself::KilledItself;
use super::leftovers::Leftovers;
use super::locks::Locks;
use super::message_size::MessageSize;
use super::own_words::OwnWords;
use super::pipes::Pipes;
use super::races::Races;
use super::raw_status::RawStatus;
use super::report::Report;
use super::results::Results;
use super::scene::{Look, Scene};
use super::select_again::SelectAgain;
use super::signals::Signals;
use super::sigpipe::Sigpipe;
use super::streams::Streams;
use super::swapped::Swapped;
use super::trial::Trial;
use super::wait_once::WaitOnce;
use super::zombies::Zombies;
use super::{Check, Last};
use crate::debug::code;
use crate::machine::{Advance, Machine, Pause};
use crate::run::Ended;
use crate::setup::Setup;
use crate::traps::Traps;
use forklore_kernel::abi::Tid;
use std::collections::BTreeMap;

/// How the machine goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    /// Freely, pausing at traps.
    Free,
    /// One step without traps.
    OneStep,
}

/// Which traps are needed: of handlers, memory, the heap, copied memory.
type Wanted = (bool, bool, bool, u8);

/// Rules and what they know.
pub struct Watch {
    scene: Scene,
    rules: Vec<Box<dyn Check>>,
    results: Results,
    handlers: Handlers,
    heap: Heap,
    races: Races,
    buffers: Buffers,
    copies: Copies,
    wait_once: WaitOnce,
    select_again: SelectAgain,
    locks: Locks,
    /// The second execution of a run: nothing else is looked at.
    trial: Option<Trial>,
    report: Report,
    traps: Traps,
    /// What the traps were made for: handlers, memory, the heap, copied memory; `None`: there are none yet.
    trapped_for: Option<Wanted>,
    /// The traps that have been made, by what they are for and for how many programs.
    made: BTreeMap<(Wanted, usize), Traps>,
    pace: Pace,
    /// Instructions executed when the next step was announced, and whose it would be.
    announced: Option<(u64, Tid)>,
}

impl Watch {
    /// A watch over a run of this setup.
    pub fn new(setup: &Setup) -> Watch {
        let rules: Vec<Box<dyn Check>> = vec![
            Box::new(Zombies::default()),
            Box::new(Pipes::default()),
            Box::new(Signals::default()),
            Box::new(Sigpipe::default()),
            Box::new(Early::default()),
            Box::new(Swapped),
            Box::new(Streams::default()),
            Box::new(Abandoned::default()),
            Box::new(OwnWords::default()),
            Box::new(MessageSize),
            Box::new(KilledItself::default()),
            Box::new(RawStatus),
            Box::new(Leftovers::default()),
            Box::new(Execs::default()),
        ];
        Watch {
            scene: Scene::new(setup),
            rules,
            results: Results::default(),
            handlers: Handlers::default(),
            heap: Heap::default(),
            races: Races::default(),
            buffers: Buffers::default(),
            copies: Copies::default(),
            wait_once: WaitOnce::default(),
            select_again: SelectAgain::default(),
            locks: Locks::default(),
            trial: None,
            report: Report::default(),
            traps: Traps::default(),
            trapped_for: None,
            made: BTreeMap::new(),
            pace: Pace::Free,
            announced: None,
        }
    }

    /// A watch over the second execution of a run: over what is suspected only.
    fn second(setup: &Setup, trial: Trial) -> Watch {
        Watch { rules: Vec::new(), trial: Some(trial), ..Watch::new(setup) }
    }

    /// Memory of malloc's is followed, too.
    pub fn follow_heap(&mut self) {
        self.heap.on = true;
    }

    /// The run is about to begin: from now on the machine tells its events.
    pub fn begin(&mut self, machine: &mut Machine) {
        machine.kernel.events.set_on(true);
        machine.kernel.mm.note_stores(self.trial.is_some());
        self.scene.begin(machine);
    }

    /// How far the machine may go before this watch has to look.
    pub fn pause(&self, machine: &Machine) -> Pause<'_> {
        let slow = self.pace == Pace::OneStep || self.follows(machine);
        let at = if slow { machine.steps() + 1 } else { u64::MAX };
        let traps = Some(&self.traps).filter(|traps| !traps.is_empty() && self.pace == Pace::Free && !slow);
        Pause { at, each_entry: true, traps }
    }

    /// Is something of the running task being followed: the result of a call, a variable?
    fn follows(&self, machine: &Machine) -> bool {
        machine.running().is_some_and(|tid| match &self.trial {
            Some(trial) => trial.follows(&self.scene, tid),
            None => self.results.follows(tid) || self.copies.follows(tid) || self.select_again.follows(tid),
        })
    }

    /// [`Watch::went`] of a second execution.
    fn went_again(&mut self, machine: &mut Machine) {
        let Some(trial) = &mut self.trial else { return };
        let events = machine.kernel.events.take();
        let stores: Vec<_> = machine.kernel.mm.take_stores().into_iter().map(|s| (s.space, s.addr, s.len)).collect();
        if !events.is_empty() {
            self.scene.take(machine, &events);
        }
        trial.look(machine, &self.scene, &events, &stores);
        if let Some(tid) = machine.running().filter(|tid| trial.follows(&self.scene, *tid)) {
            trial.step(machine, &self.scene, tid);
        }
    }

    /// The machine has gone on so far.
    pub fn went(&mut self, machine: &mut Machine, advance: &Advance) {
        if self.trial.is_some() {
            return self.went_again(machine);
        }
        if let Some((executed, tid)) = self.announced.take() {
            let done = machine.executed() > executed;
            if done {
                self.races.commit(machine, &self.scene, tid, &mut self.report);
            } else {
                self.races.forget();
            }
        }
        self.pace = Pace::Free;
        let events = machine.kernel.events.take();
        if !events.is_empty() {
            let look = self.scene.take(machine, &events);
            self.see(&look);
            let wanted =
                (self.handlers.wants_traps(), self.races.wants_traps(), self.heap.on, self.copies.wants_traps());
            if Some(wanted) != self.trapped_for {
                self.set_traps(machine, wanted);
            }
        }
        if let Advance::Trapped(tid) = *advance {
            self.at_trap(machine, tid);
            self.pace = Pace::OneStep;
        } else if let Some(tid) = machine.running().filter(|_| self.follows(machine)) {
            self.results.step(machine, &self.scene, tid, &mut self.report);
            self.copies.step(machine, &self.scene, tid);
            self.select_again.step(machine, tid);
            self.at_trap(machine, tid);
        }
    }

    /// A task is about to execute an instruction.
    fn at_trap(&mut self, machine: &Machine, tid: Tid) {
        self.handlers.at_trap(machine, &self.scene, tid, &mut self.report);
        self.heap.at_trap(machine, &self.scene, tid, &mut self.report);
        self.results.at_trap(machine, &self.scene, tid, &mut self.report);
        self.copies.at_trap(machine, &self.scene, tid);
        self.buffers.at_trap(machine, &self.scene, tid, &mut self.report);
        self.wait_once.at_trap(machine, &self.scene, tid, &mut self.report);
        self.select_again.at_trap(machine, &self.scene, tid, &mut self.report);
        self.locks.at_trap(machine, &self.scene, tid, &mut self.report);
        self.announce(machine, tid);
    }

    /// The task is about to execute an instruction, unless something else comes first.
    fn announce(&mut self, machine: &Machine, tid: Tid) {
        self.races.announce(machine, tid);
        self.announced = Some((machine.executed(), tid));
    }

    fn see(&mut self, look: &Look) {
        for rule in &mut self.rules {
            rule.look(&self.scene, look, &mut self.report);
        }
        self.results.look(&self.scene, look, &mut self.report);
        self.handlers.look(&self.scene, look, &mut self.report);
        self.heap.look(&self.scene, look, &mut self.report);
        self.races.look(&self.scene, look, &mut self.report);
        self.copies.look(&self.scene, look, &mut self.report);
        self.buffers.look(&self.scene, look, &mut self.report);
    }

    fn set_traps(&mut self, machine: &Machine, wanted: Wanted) {
        self.trapped_for = Some(wanted);
        let programs = code::own_programs(machine, &self.scene.setup);
        if let Some(made) = self.made.get(&(wanted, programs.len())) {
            self.traps = made.clone();
            return;
        }
        self.traps = Traps::default();
        let key = (wanted, programs.len());
        for (id, program) in programs {
            let mut pcs = super::results::traps(program);
            pcs.extend(super::buffers::traps(program));
            pcs.extend(super::dead::traps(program));
            pcs.extend(super::select_again::traps(program));
            pcs.extend(super::locks::traps(program));
            if wanted.0 {
                pcs.extend(super::handlers::traps(program));
            }
            if wanted.1 {
                pcs.extend(super::races::traps(program));
            }
            if wanted.2 {
                pcs.extend(super::heap::traps(program));
            }
            if wanted.3 > 0 {
                pcs.extend(super::copies::traps(program, wanted.3 > 1));
            }
            pcs.sort_unstable();
            pcs.dedup();
            if !pcs.is_empty() {
                self.traps.set(id, program, pcs);
            }
        }
        self.made.insert(key, self.traps.clone());
    }

    /// The run has ended so. With the report, perhaps, a watch that wants to see the run once more and has then more to say.
    pub fn finish(mut self, machine: &Machine, ended: &Ended) -> (Report, Option<Watch>) {
        if let Some(trial) = self.trial {
            trial.findings(&self.scene).into_iter().for_each(|finding| self.report.add(finding));
            return (self.report, None);
        }
        let last = Last { machine, ended };
        for rule in &mut self.rules {
            rule.end(&self.scene, &last, &mut self.report);
        }
        self.results.end(&self.scene, &last, &mut self.report);
        self.handlers.end(&self.scene, &last, &mut self.report);
        self.races.end(&self.scene, &last, &mut self.report);
        let suspects = self.copies.suspects();
        let again = (!suspects.is_empty()).then(|| Watch::second(&self.scene.setup, Trial::new(suspects)));
        (self.report, again)
    }
}
