//! Moving through a history as a person does: by lines, into and out of functions, by system calls, to breakpoints, in both
//! directions.
//!
//! Entry points: [`Debugger`], [`Debugger::go`]. One process is in focus; the others run as the policy (or the person, by
//! [`Debugger::run_next`]) lets them.

use super::breakpoint::{Breakpoint, Life, Object, Subject, Watch, standing};
use super::code::{self, Spot};
use super::eval::{self, Reading, Scope};
use super::frames::{self, Frame};
use super::received::{Handling, Received};
use super::value::Home;
use super::watcher::{Found, Watcher, stays};
use crate::history::{Acted, Arrived, History, Kind, Seek};
use crate::machine::{Choice, Machine, StepError};
use crate::run::{Ended, MAIN_PID};
use crate::setup::Setup;
use crate::traps::Traps;
use forklore_kernel::abi::{Pid, ProgramId, Tid};
use forklore_kernel::mm::Sharing;
use forklore_kernel::trace::event::{Event, EventKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How far to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Motion {
    /// To another line of the process in focus, into functions.
    Step,
    /// To another line of this function or of one outside it.
    Next,
    /// Out of this function.
    Finish,
    /// One instruction of the process in focus.
    Instruction,
    /// A system call of the process in focus, to its return or until it blocks.
    Syscall,
    /// A system call of any process.
    AnySyscall,
    /// The next moment of a kind, of any process.
    Kind(Kind),
    /// The next birth, execve or end of any process.
    Life(Life),
    /// The next output.
    Output,
    /// To a breakpoint.
    Continue,
}

impl Motion {
    /// Is it about whatever any process does?
    pub fn is_of_any(self) -> bool {
        matches!(self, Motion::AnySyscall | Motion::Kind(_) | Motion::Life(_) | Motion::Output)
    }
}

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// As time goes.
    Forward,
    /// Back.
    Backward,
}

/// Why a movement stopped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// It came where it was to come.
    Done,
    /// These breakpoints.
    Breakpoints(Vec<u32>),
    /// A watched value changed: breakpoint, old and new bytes (`None`: it is no more).
    Changed {
        /// The breakpoint's number.
        number: u32,
        /// Before.
        old: Option<Vec<u8>>,
        /// After.
        new: Option<Vec<u8>>,
    },
    /// A signal is about to be delivered: the next movement forwards delivers it. These breakpoints have waited for it.
    Received {
        /// The signal.
        received: Received,
        /// Numbers of breakpoints.
        numbers: Vec<u32>,
    },
    /// The process in focus is no more.
    Gone(Pid),
    /// The program waits for input that has not been given.
    NeedsInput,
    /// The run is over.
    Ended(Ended),
    /// The start of the run.
    Start,
    /// Whoever asked wanted no more of it.
    Interrupted,
    /// What was asked for can't be done here: a sentence.
    Refused(String),
}

/// A stop: why, and what the kernel did in the last look before it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stopped {
    /// Why.
    pub why: Why,
    /// What happened in the kernel at this very moment.
    pub events: Vec<Event>,
    /// The register with a function's result, after [`Motion::Finish`], and the function.
    pub returned: Option<(String, u64)>,
}

/// A history, what is stopped at, and which process is looked at.
#[derive(Clone, Debug)]
pub struct Debugger {
    /// The run.
    pub history: History,
    /// What is stopped at.
    pub breakpoints: Vec<Breakpoint>,
    /// The task in focus.
    pub focus: Tid,
    /// What breakpoints that only say something have said since this was last taken.
    pub logged: Vec<String>,
    /// Which signals stop.
    pub handling: Handling,
    /// The signal that was told of last: the branch, and the step that delivers it.
    told: Option<(usize, u64)>,
    setup: Arc<Setup>,
    last_number: u32,
}

impl Debugger {
    /// A debugger at the history's present moment.
    pub fn new(history: History) -> Debugger {
        let setup = Arc::new(history.setup().clone());
        let focus = Tid(MAIN_PID.0);
        let mut debugger = Debugger {
            history,
            breakpoints: Vec::new(),
            focus,
            logged: Vec::new(),
            handling: Handling::default(),
            told: None,
            setup,
            last_number: 0,
        };
        debugger.refocus();
        debugger
    }

    /// Goes to the first line of main.
    pub fn start(&mut self) -> Stopped {
        self.history.goto(0);
        self.focus = Tid(MAIN_PID.0);
        // Before its first exec the program has not been decoded: all that can be is that it has none.
        let setup = self.setup.clone();
        let mut traps = Traps::default();
        for (id, program) in code::own_programs(self.history.machine(), &setup) {
            let mains = program.functions.iter().filter(|f| f.name == "main");
            traps.set(id, program, mains.map(|f| code::function_entry(program, f)));
        }
        // Without a program of one's own: to where anything happens at all.
        let none = traps.is_empty();
        let seek = Seek { traps: Some(&traps).filter(|_| !none), entries: none, ..Seek::default() };
        let mut first = None;
        let arrived = self.history.forward(&seek, u64::MAX, &mut |look| {
            first = look.trapped.or(look.events.first().filter(|_| none).map(|event| event.tid));
            first.is_some()
        });
        self.focus = first.unwrap_or(self.focus);
        self.stopped(arrived, Why::Done)
    }

    /// What was run.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The machine at this moment.
    pub fn machine(&self) -> &Machine {
        self.history.machine()
    }

    /// The process in focus.
    pub fn pid(&self) -> Pid {
        self.machine().kernel.procs.find_task(self.focus).map_or(Pid(self.focus.0), |task| task.pid)
    }

    /// The frames of the process in focus that are the user's own, the innermost first.
    pub fn frames(&self) -> Vec<Frame> {
        frames::own_frames(self.machine(), self.focus)
    }

    /// Where expressions are evaluated: frame number `n` of the process in focus.
    pub fn scope<'a>(&'a self, frame: Option<&'a Frame>) -> Scope<'a> {
        Scope { machine: self.machine(), setup: &self.setup, tid: self.focus, frame }
    }

    /// Can an expression be the condition of a breakpoint?
    ///
    /// # Errors
    /// Why not: it would change the run, or can't be read at any of the places in code.
    pub fn check_condition(&self, subject: &Subject, expression: &str) -> Result<(), String> {
        let Some(stops) = subject.stops() else {
            // It is evaluated wherever the call is made.
            return match subject {
                Subject::Call(_) | Subject::Failed(_) => eval::reads_only(expression).map(drop),
                _ => Err("Only breakpoints on lines, functions and system calls have conditions.".to_string()),
            };
        };
        eval::reads_only(expression)?;
        let machine = self.machine();
        let own = |id: &ProgramId| code::sources_of(&self.setup, *id).is_some();
        let places = stops.iter().filter(|(id, _)| own(id)).flat_map(|(id, pcs)| pcs.iter().map(|pc| (*id, *pc)));
        let mut refusal = None;
        for at in places {
            match Reading::new((machine, &self.setup), at, expression) {
                Ok(_) => return Ok(()),
                Err(why) => refusal = refusal.or(Some(why)),
            }
        }
        refusal.map_or(Ok(()), Err)
    }

    /// Adds a breakpoint and gives its number.
    pub fn add(&mut self, mut breakpoint: Breakpoint) -> u32 {
        self.last_number += 1;
        breakpoint.number = self.last_number;
        self.breakpoints.push(breakpoint);
        self.last_number
    }

    /// If the task in focus is no more, another one comes into focus.
    pub fn refocus(&mut self) {
        let kernel = &self.history.machine().kernel;
        if kernel.procs.find_task(self.focus).is_some() {
            return;
        }
        let running = kernel.current();
        let any = kernel.procs.tasks().map(|task| task.tid).min();
        if let Some(tid) = running.or(any) {
            self.focus = tid;
        }
    }

    /// Makes a task the next one to run, and the one in focus.
    ///
    /// # Errors
    /// It can't run now.
    pub fn run_next(&mut self, tid: Tid) -> Result<Acted, StepError> {
        let acted = match self.machine().kernel.current() == Some(tid) {
            true => Acted::Here,
            false => self.history.act(Choice::Pick(tid))?,
        };
        self.focus = tid;
        Ok(acted)
    }

    // ---------------------------------------------------------------------------------------------
    // Movements

    /// Moves.
    pub fn go(&mut self, motion: Motion, direction: Direction) -> Stopped {
        self.go_until(motion, direction, &mut || false)
    }

    /// Moves; `interrupt` is asked now and then whether to stop wherever that is ([`Why::Interrupted`]).
    pub fn go_until(&mut self, motion: Motion, direction: Direction, interrupt: &mut dyn FnMut() -> bool) -> Stopped {
        let from = standing(self.machine(), self.focus);
        let needs_place = matches!(motion, Motion::Step | Motion::Next | Motion::Finish);
        if needs_place && from.is_none() && self.machine().task(self.focus).is_some() && self.history.step() > 0 {
            // In code without source: the next line of any.
            return self.search(Motion::Step, direction, None, interrupt);
        }
        if motion == Motion::Finish && self.frames().len() < 2 {
            return self.refused("\"finish\" is not meaningful in the outermost frame.");
        }
        self.search(motion, direction, from, interrupt)
    }

    fn refused(&self, text: &str) -> Stopped {
        Stopped { why: Why::Refused(text.to_string()), events: Vec::new(), returned: None }
    }

    fn search(
        &mut self,
        motion: Motion,
        direction: Direction,
        from: Option<(Spot, usize)>,
        interrupt: &mut dyn FnMut() -> bool,
    ) -> Stopped {
        let setup = self.setup.clone();
        let traps = self.traps(motion, direction, &setup);
        let seek = Seek {
            entries: true,
            traps: (!traps.is_empty()).then_some(&traps),
            every_step: motion == Motion::Instruction,
            ..Seek::default()
        };
        let callee = frames::own_frame(self.machine(), self.focus).map(|frame| (frame.function, frame.base));
        // What has been told of is passed only from there.
        let told = self.told.filter(|(branch, _)| *branch == self.history.current()).map(|(_, step)| step);
        let mut watcher = Watcher {
            setup: &setup,
            breakpoints: &self.breakpoints,
            focus: self.focus,
            lineage: self.lineage(),
            pid: self.pid(),
            motion,
            direction,
            last: from.clone(),
            from,
            states: Vec::new(),
            conditions: BTreeMap::new(),
            passed: BTreeMap::new(),
            logged: Vec::new(),
            unlogged: 0,
            at: None,
            handling: &self.handling,
            ran: None,
            told: told.filter(|step| *step == self.history.step() + 1),
            found: None,
        };
        watcher.prime(self.history.machine());
        let arrived = match direction {
            Direction::Forward => {
                self.history.forward_until(&seek, u64::MAX, &mut |look| watcher.look(look), interrupt)
            }
            Direction::Backward => self.history.backward_until(&seek, &mut |look| watcher.look(look), interrupt),
        };
        let nowhere = Found { why: Why::Done, events: Vec::new(), present: self.focus, ran: None, step: 0 };
        let Found { why, events, present, ran, step } = watcher.found.unwrap_or(nowhere);
        let (passed, at) = (watcher.passed, watcher.at);
        let (logged, unlogged) = (watcher.logged, watcher.unlogged);
        self.logged.extend(logged);
        self.logged.extend((unlogged > 0).then(|| format!("(and {unlogged} more)")));
        for b in &mut self.breakpoints {
            let times = passed.get(&b.number).copied().unwrap_or(0);
            b.ignore = b.ignore.saturating_sub(times);
            b.hits += times as u32;
        }
        if matches!(why, Why::Done) && direction == Direction::Backward && !stays(motion) {
            self.focus = present;
        }
        if let (Why::Received { received, .. }, Arrived::There) = (&why, &arrived) {
            return self.before_signal(received.tid, step, why);
        }
        let mut stopped = self.stopped(arrived, why);
        if stopped.why == Why::Done && motion == Motion::Finish && direction == Direction::Forward {
            stopped.returned = callee.and_then(|(function, base)| {
                let task = self.machine().task(self.focus)?;
                Some((function, task.cpu.register_in(base, 0)))
            });
        }
        stopped.events = self.with_beginning(events);
        self.focus_on_hit(&stopped, at);
        if let Why::Changed { number, .. } = stopped.why {
            match direction {
                Direction::Forward => self.focus_on_writer(number, ran),
                Direction::Backward => {
                    self.history.goto(step);
                    self.focus_on_writer(number, self.machine().kernel.current());
                }
            }
        }
        if motion.is_of_any() && stopped.why == Why::Done {
            self.focus_on_actor(&stopped.events);
        }
        stopped
    }

    /// Goes to the moment before the step that delivers a signal to a task: there is everything as it was when it was sent.
    fn before_signal(&mut self, tid: Tid, step: u64, why: Why) -> Stopped {
        self.history.goto(step.saturating_sub(1));
        self.told = Some((self.history.current(), step));
        self.focus = tid;
        self.stopped(Arrived::There, why)
    }

    /// Events, and before them what a call began with that ended among them: its memory may be another one now.
    fn with_beginning(&mut self, mut events: Vec<Event>) -> Vec<Event> {
        let mut begun: Vec<Tid> = Vec::new();
        let mut missing = None;
        for event in &events {
            match event.kind {
                EventKind::Enter { .. } => begun.push(event.tid),
                EventKind::Exit { .. } | EventKind::Blocked { .. } if !begun.contains(&event.tid) => {
                    missing = missing.or(Some(event.tid));
                }
                _ => {}
            }
        }
        if let Some(entered) = missing.and_then(|tid| self.history.entered(tid)) {
            events.insert(0, entered);
        }
        events
    }

    /// A breakpoint may have been hit by another process than the one in focus: that one comes into focus.
    fn focus_on_hit(&mut self, stopped: &Stopped, at: Option<Tid>) {
        if !matches!(stopped.why, Why::Breakpoints(_)) {
            return;
        }
        if let Some(tid) = at {
            self.focus = tid;
            return;
        }
        let kernel = &self.history.machine().kernel;
        let tid = stopped.events.iter().map(|e| e.tid).rfind(|tid| kernel.procs.find_task(*tid).is_some());
        if let Some(tid) = kernel.current().or(tid) {
            self.focus = tid;
        }
    }

    /// What several processes share may have been changed by another one than it is watched in: that one comes into focus.
    fn focus_on_writer(&mut self, number: u32, writer: Option<Tid>) {
        let kernel = &self.history.machine().kernel;
        let subject = self.breakpoints.iter().find(|b| b.number == number).map(|b| &b.subject);
        let Some(Subject::Watch(Watch { tid, value, .. })) = subject else { return };
        let (Home::Memory(addr), Some(writer)) = (&value.home, writer) else { return };
        let (Some(watched), Some(wrote)) = (kernel.procs.find_task(*tid), kernel.procs.find_task(writer)) else {
            return;
        };
        let shared = kernel.mm.area_at(watched.space, *addr).is_some_and(|area| area.sharing == Sharing::Shared);
        if shared || watched.space == wrote.space {
            self.focus = writer;
        }
    }

    /// A movement that is about all processes brings the one that acted into focus.
    fn focus_on_actor(&mut self, events: &[Event]) {
        let procs = &self.history.machine().kernel.procs;
        let acts = |e: &&Event| !matches!(e.kind, EventKind::Woken { .. }) && procs.find_task(e.tid).is_some();
        if let Some(tid) = events.iter().find(acts).map(|event| event.tid) {
            self.focus = tid;
        }
    }

    /// The task in focus, the leader of its process, and those that forked them, as far as they are left.
    fn lineage(&self) -> Vec<Tid> {
        let procs = &self.machine().kernel.procs;
        let mut lineage = vec![self.focus];
        let mut pid = procs.find_task(self.focus).map(|task| task.pid);
        while let Some(process) = pid.and_then(|pid| procs.process(pid)) {
            let Some(leader) = process.leader else { break };
            if !lineage.contains(&leader) {
                lineage.push(leader);
            }
            pid = (process.parent != process.pid).then_some(process.parent);
        }
        lineage
    }

    /// Counts hits, drops temporary breakpoints, and minds a focus that is gone.
    fn stopped(&mut self, arrived: Arrived, why: Why) -> Stopped {
        let why = match arrived {
            Arrived::There => why,
            Arrived::Start => Why::Start,
            Arrived::NeedsInput => Why::NeedsInput,
            Arrived::Ended(ended) => Why::Ended(ended),
            Arrived::Interrupted => Why::Interrupted,
        };
        if let Why::Breakpoints(numbers) | Why::Received { numbers, .. } = &why {
            for number in numbers {
                if let Some(b) = self.breakpoints.iter_mut().find(|b| b.number == *number) {
                    b.hits += 1;
                }
            }
            self.breakpoints.retain(|b| !(b.temporary && numbers.contains(&b.number)));
        }
        self.refocus();
        Stopped { why, events: Vec::new(), returned: None }
    }

    /// Traps for a movement, and for breakpoints in code.
    fn traps(&self, motion: Motion, direction: Direction, setup: &Setup) -> Traps {
        let machine = self.machine();
        let watching = self
            .breakpoints
            .iter()
            .any(|b| b.enabled && matches!(b.subject, Subject::Watch(_) | Subject::Object(Object::Page(_), _)));
        let stepping = matches!(motion, Motion::Step | Motion::Next)
            || (motion == Motion::Finish && direction == Direction::Backward);
        let frames = self.frames();
        let mut traps = match frames.first() {
            _ if !watching && !stepping => Traps::default(),
            // A thread's past goes on in functions of whoever created it.
            Some(frame) if !watching && motion != Motion::Step && self.pid().0 == self.focus.0 => {
                let active: Vec<u32> = frames.iter().map(|frame| frame.pc).collect();
                code::statements_of_active(machine, setup, frame.program, &active)
            }
            _ => code::all_statements(machine, setup),
        };
        let mut add = |id, pcs: &[u32]| {
            if let Some(program) = machine.programs().peek(id) {
                traps.set(id, program, pcs.iter().copied());
            }
        };
        for breakpoint in self.breakpoints.iter().filter(|b| b.enabled) {
            for (id, pcs) in breakpoint.subject.stops().into_iter().flatten() {
                add(*id, pcs);
            }
        }
        if motion == Motion::Finish
            && let Some(caller) = frames.get(1)
        {
            add(caller.program, &[caller.pc + 1]);
        }
        traps
    }
}
