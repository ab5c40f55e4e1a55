//! A run's history: any moment of it can be entered, in either direction, and from any moment the run can go on differently.
//!
//! - [`History::new`], [`History::replaying`]: a history at its first moment; [`History::machine`] is the machine at the
//!   moment where it stands, [`History::step`] that moment's number (see [`Machine::steps`]).
//! - [`History::goto`]: to any step; [`History::forward`] and [`History::backward`]: to the next or previous moment at which
//!   something holds, seen through a [`Look`]; [`History::moments`]: what happened between two steps.
//! - [`History::act`]: does something from outside. Where the run has been further already, that begins a new [`Plan`].
//! - [`History::origins`], [`History::lineage`]: where descriptors and bytes came from; asked again, they go on from where they were known.
//! - [`History::output`]: what was written up to here. [`session`]: histories as files.
//!
//! How it works: nothing of a run is stored but checkpoints ([`checkpoints`]) and what was done from outside ([`branch`]); the
//! rest is executed again, since the same choices give the same run. A jump re-executes from the nearest checkpoint.

mod branch;
mod checkpoints;
mod compare;
mod drive;
mod known;
mod moment;
mod search;
pub mod session;
mod watched;

pub use branch::{Act, Plan};
pub use checkpoints::Keeping;
pub use compare::{Comparison, Difference};
pub use moment::{CodePlace, Kind, Moment};
pub use search::{Look, Seek};

use crate::boot::{self, BootError};
use crate::ending::Over;
use crate::machine::{Choice, Machine, Pause, StepError};
use crate::record::Recording;
use crate::report;
use crate::run::{Ended, OutputChunk};
use crate::scenario::tape;
use crate::setup::Setup;
use branch::{Branch, Output};
use checkpoints::Checkpoints;
use drive::{Live, Went};
use forklore_kernel::abi::TtyId;
use known::Known;
use std::collections::VecDeque;
use std::sync::Arc;

/// Where a movement in a history ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Arrived {
    /// At the step, or at the moment that was looked for.
    There,
    /// At the first moment of the run: nothing further back.
    Start,
    /// Where the program waits for input that has not been given ([`Choice::Input`] or [`Choice::EndOfInput`]).
    NeedsInput,
    /// At the end of the run.
    Ended(Ended),
    /// Nowhere in particular: whoever asked wanted no more of it.
    Interrupted,
}

/// What [`History::act`] did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Acted {
    /// It is part of the branch now.
    Here,
    /// A new branch begins with it: its name.
    NewBranch(String),
}

/// Machines kept around the moment that one stands at.
const NEAR: usize = 24;

/// A run with all its moments and branches.
#[derive(Clone, Debug)]
pub struct History {
    setup: Setup,
    warnings: String,
    branches: Vec<Branch>,
    current: usize,
    live: Live,
    /// Machines of the current branch at steps near the present one, the latest last.
    near: VecDeque<(u64, Arc<Live>)>,
    /// The step at which a movement was interrupted before the traps there were looked at.
    interrupted: Option<u64>,
    known: Known,
}

impl History {
    /// A history before the first step.
    ///
    /// # Errors
    /// What does not compile, or a machine that can't be.
    pub fn new(setup: &Setup) -> Result<History, BootError> {
        History::keeping(setup, Vec::new(), Keeping::default())
    }

    /// The history of a recorded run. Where the recording ends the policy goes on.
    ///
    /// # Errors
    /// As [`History::new`].
    pub fn replaying(recording: &Recording) -> Result<History, BootError> {
        History::keeping(&recording.setup, recording.choices.clone(), Keeping::default())
    }

    /// A history that follows these choices first, with checkpoints as asked for.
    ///
    /// # Errors
    /// As [`History::new`].
    pub fn keeping(setup: &Setup, script: Vec<Choice>, keeping: Keeping) -> Result<History, BootError> {
        let booted = boot::boot(setup)?;
        let warnings = booted.warnings.clone();
        let mut live = Live::new(booted, setup);
        let checkpoints = Checkpoints::new(&mut live, keeping);
        let plan = Plan { name: "main".to_string(), parent: None, acts: Vec::new(), script, timetable: Vec::new() };
        let branch = Branch { plan, checkpoints, output: Output::default(), cursor: 0, end: None, notes: Vec::new() };
        Ok(History {
            setup: setup.clone(),
            warnings,
            branches: vec![branch],
            current: 0,
            live,
            near: VecDeque::new(),
            interrupted: None,
            known: Known::default(),
        })
    }

    /// The history of a run that was driven otherwise: what was done to it from outside, each with its step.
    ///
    /// # Errors
    /// As [`History::new`].
    pub fn again(setup: &Setup, acts: Vec<Act>) -> Result<History, BootError> {
        let mut history = History::new(setup)?;
        history.branches[0].plan.acts = acts;
        Ok(history)
    }

    // ---------------------------------------------------------------------------------------------
    // Where we are

    /// The machine at this moment.
    pub fn machine(&self) -> &Machine {
        &self.live.machine
    }

    /// The number of this moment: steps made since the start.
    pub fn step(&self) -> u64 {
        self.live.machine.steps()
    }

    /// The terminal that standard input and output are, if they are one.
    pub fn terminal(&self) -> Option<TtyId> {
        self.live.terminal
    }

    /// What was run.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The compiler's warnings.
    pub fn warnings(&self) -> &str {
        &self.warnings
    }

    /// The furthest step of this branch that has been executed.
    pub fn known(&self) -> u64 {
        self.branches[self.current].output.known
    }

    /// How this branch ends, and at which step, if it has been run to there.
    pub fn end(&self) -> Option<(u64, &Ended)> {
        self.branches[self.current].end.as_ref().map(|(step, ended)| (*step, ended))
    }

    /// What is to be said besides of how this branch ends: processes that outlive the program, say.
    pub fn end_notes(&self) -> &[String] {
        match self.branches[self.current].end {
            Some(_) => &self.branches[self.current].notes,
            None => &[],
        }
    }

    /// What was written to the caller's streams up to this moment, with the steps.
    pub fn output(&self) -> &[(u64, OutputChunk)] {
        self.branches[self.current].output.between(0, self.step())
    }

    /// What was written after step `from` and up to step `to`, as far as known.
    pub fn output_between(&self, from: u64, to: u64) -> &[(u64, OutputChunk)] {
        self.branches[self.current].output.between(from, to)
    }

    /// Number of checkpoints of this branch, and bytes that they hold, estimated.
    pub fn checkpoints(&self) -> (usize, u64) {
        self.branches[self.current].checkpoints.size()
    }

    // ---------------------------------------------------------------------------------------------
    // Moving

    /// Goes to a step of this branch, or as near to it as the run comes.
    pub fn goto(&mut self, step: u64) -> Arrived {
        self.load(step);
        while self.step() < step {
            match self.advance(&Pause { at: step, ..Pause::NEVER }) {
                Went::On | Went::Trapped(_) => {}
                Went::NeedsInput => return Arrived::NeedsInput,
                Went::Ended(ended) => return Arrived::Ended(ended),
            }
        }
        Arrived::There
    }

    /// Goes to the last moment of this branch at which no more virtual time than this has passed.
    pub fn goto_time(&mut self, at_ns: u64) -> Arrived {
        let before = |live: &Live| live.machine.kernel.now_ns() <= at_ns;
        if !before(&self.live) {
            self.live = (**self.branches[self.current].checkpoints.last_such(&before)).clone();
        }
        let mut last = self.step();
        let seek = Seek { entries: true, ..Seek::default() };
        let arrived = self.forward(&seek, u64::MAX, &mut |look| {
            let beyond = look.machine.kernel.now_ns() > at_ns;
            if !beyond {
                last = look.step;
            }
            beyond
        });
        match arrived {
            Arrived::There => self.goto(last),
            other => other,
        }
    }

    /// Goes to the end of this branch.
    pub fn goto_end(&mut self) -> Arrived {
        self.goto(u64::MAX)
    }

    /// One movement forwards.
    fn advance(&mut self, pause: &Pause) -> Went {
        let branch = &mut self.branches[self.current];
        let went = self.live.go(&branch.road(), pause);
        let step = self.live.machine.steps();
        // The network is the recording: what is sent is on its way already.
        self.live.machine.kernel.net_take_outbox().for_each(drop);
        // Always taken, so that a machine does not depend on where it was paused before.
        for chunk in self.live.machine.kernel.take_output() {
            self.live.ending.written += chunk.bytes.len() as u64;
            branch.output.add(step, chunk.fd, &chunk.bytes);
        }
        branch.output.known = branch.output.known.max(step);
        let went = went.unwrap_or_else(|over| Went::Ended(self.tell(over, step)));
        self.branches[self.current].checkpoints.offer(&mut self.live);
        went
    }

    /// How this branch ends, told with where things came from. That takes another execution of the run: once a branch.
    fn tell(&mut self, over: Over, step: u64) -> Ended {
        if let Some((at, told)) = &self.branches[self.current].end
            && *at == step
        {
            return told.clone();
        }
        let mut origins = Arc::default();
        if over.wants_origins() && self.live.machine.work() <= report::MOST_WORK {
            // It comes to the same end again, which needs no telling.
            self.branches[self.current].end = Some((step, Ended::Over(String::new())));
            origins = self.origins();
        }
        let mut ending = self.live.ending.clone();
        let ended = ending.tell(over, &self.live.machine, &origins);
        let branch = &mut self.branches[self.current];
        branch.notes = ending.notes;
        branch.end = Some((step, ended.clone()));
        ended
    }

    /// Makes the machine one at or before a step, the nearest that is at hand.
    fn load(&mut self, step: u64) {
        let kept = self.branches[self.current].checkpoints.before(step);
        let near = self.near.iter().filter(|(at, _)| *at <= step).max_by_key(|(at, _)| *at);
        let best = match near {
            Some((at, live)) if *at > kept.machine.steps() => live,
            _ => kept,
        };
        let here = self.live.machine.steps();
        if here > step || best.machine.steps() > here {
            self.live = (**best).clone();
        }
    }

    /// Keeps the machine of this moment, so that what is near can be reached at once.
    fn keep_near(&mut self) {
        let step = self.step();
        if self.near.iter().any(|(at, _)| *at == step) {
            return;
        }
        self.live.machine.kernel.mm.seal();
        if self.near.len() == NEAR {
            self.near.pop_front();
        }
        self.near.push_back((step, Arc::new(self.live.clone())));
    }

    // ---------------------------------------------------------------------------------------------
    // Doing something, and branches

    /// Does something from outside at this moment: input, another choice than the policy's. If the run has already been
    /// further than this moment, a new branch begins and becomes the current one.
    ///
    /// # Errors
    /// [`StepError`] when that can't be done now; nothing has changed.
    pub fn act(&mut self, choice: Choice) -> Result<Acted, StepError> {
        let step = self.step();
        self.live.machine.clone().begin(&choice)?;
        let plan = self.plan();
        let ahead = plan.acts.last().is_some_and(|act| act.at >= step) || plan.script.len() > self.live.scripted;
        let acted = match self.known() > step || ahead {
            true => Acted::NewBranch(self.new_branch(None)),
            false => Acted::Here,
        };
        let scripted = self.live.scripted;
        let branch = &mut self.branches[self.current];
        branch.end = None;
        // From here on the recording does not fit, unless only input was added where it ended. What comes from other hosts comes
        // all the same.
        let rest = branch.plan.script.split_off(scripted);
        if branch.plan.timetable.is_empty() {
            let machine = &self.live.machine;
            let from = machine.turn_ends_ns().unwrap_or(machine.kernel.now_ns());
            if self.setup.scene.is_some() {
                branch.plan.timetable = tape::timetable(&rest, from);
            }
        }
        branch.plan.acts.push(Act { at: step, choice });
        self.advance(&Pause { at: step + 1, ..Pause::NEVER });
        Ok(acted)
    }

    /// Begins a new branch at this moment, under this name or one of its own, and makes it the current one.
    pub fn new_branch(&mut self, name: Option<&str>) -> String {
        let step = self.step();
        let name = match name {
            Some(name) if self.find_branch(name).is_none() => name.to_string(),
            _ => self.fresh_name(),
        };
        let parent = &self.branches[self.current];
        let plan = Plan {
            name: name.clone(),
            parent: Some((self.current, step)),
            acts: parent.plan.acts.iter().filter(|act| act.at < step).cloned().collect(),
            script: parent.plan.script.clone(),
            timetable: parent.plan.timetable.clone(),
        };
        let branch = Branch {
            plan,
            checkpoints: parent.checkpoints.up_to(step),
            output: parent.output.up_to(step),
            cursor: step,
            end: None,
            notes: Vec::new(),
        };
        self.branches[self.current].cursor = step;
        self.branches.push(branch);
        self.current = self.branches.len() - 1;
        self.near.retain(|(at, _)| *at <= step);
        name
    }

    fn fresh_name(&self) -> String {
        let names = (1..).map(|n| format!("branch-{n}"));
        names.into_iter().find(|name| self.find_branch(name).is_none()).unwrap_or_default()
    }

    /// The plans of all branches; the first is the run as it was begun.
    pub fn branches(&self) -> impl ExactSizeIterator<Item = &Plan> {
        self.branches.iter().map(|branch| &branch.plan)
    }

    /// The number of the current branch.
    pub fn current(&self) -> usize {
        self.current
    }

    /// The current branch's plan.
    pub fn plan(&self) -> &Plan {
        &self.branches[self.current].plan
    }

    /// The number of the branch with this name.
    pub fn find_branch(&self, name: &str) -> Option<usize> {
        self.branches.iter().position(|branch| branch.plan.name == name)
    }

    /// Changes to another branch, to the step where one stood in it last. `false`: there is no such branch.
    pub fn switch_branch(&mut self, number: usize) -> bool {
        let here = self.step();
        self.branches[self.current].cursor = here;
        let Some(branch) = self.branches.get(number) else { return false };
        let step = branch.cursor;
        self.near.clear();
        self.current = number;
        self.live = (**branch.checkpoints.before(step)).clone();
        self.goto(step);
        true
    }

    /// Gives the current branch another name. `false`: there is one of that name already.
    pub fn rename_branch(&mut self, name: &str) -> bool {
        let free = !name.is_empty() && self.find_branch(name).is_none();
        if free {
            self.branches[self.current].plan.name = name.to_string();
        }
        free
    }
}
