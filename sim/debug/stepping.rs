//! Moving through a history as a person does: by lines, into and out of functions, by system calls, to breakpoints, in both
//! directions.
//!
//! Entry points: [`Debugger`], [`Debugger::go`]. One process is in focus; the others run as the policy (or the person, by
//! [`Debugger::run_next`]) lets them.

use super::breakpoint::{Breakpoint, Object, Subject, standing};
use super::code::{self, Spot};
use super::eval::{self, Scope};
use super::frames::{self, Frame};
use super::value::Format;
use crate::history::{Acted, Arrived, History, Kind, Look, Seek};
use crate::machine::{Choice, Machine, StepError};
use crate::run::{Ended, MAIN_PID};
use crate::setup::Setup;
use crate::traps::Traps;
use forklore_kernel::abi::{Pid, Tid};
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
    /// The next output.
    Output,
    /// To a breakpoint.
    Continue,
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
    setup: Arc<Setup>,
    last_number: u32,
}

/// Most lines that breakpoints say in one movement.
const MOST_LOGGED: usize = 10_000;

impl Debugger {
    /// A debugger at the history's present moment.
    pub fn new(history: History) -> Debugger {
        let setup = Arc::new(history.setup().clone());
        let focus = Tid(MAIN_PID.0);
        let mut debugger =
            Debugger { history, breakpoints: Vec::new(), focus, logged: Vec::new(), setup, last_number: 0 };
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
        let by_code = matches!(motion, Motion::Step | Motion::Next | Motion::Finish);
        let seek = Seek {
            entries: !by_code || !self.breakpoints.is_empty() || self.machine().task(self.focus).is_some(),
            traps: (!traps.is_empty()).then_some(&traps),
            every_step: motion == Motion::Instruction,
        };
        let callee = self.frames().first().map(|frame| (frame.function.clone(), frame.base));
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
            passed: BTreeMap::new(),
            logged: Vec::new(),
            at: None,
            found: None,
        };
        watcher.prime(self.history.machine());
        let arrived = match direction {
            Direction::Forward => {
                self.history.forward_until(&seek, u64::MAX, &mut |look| watcher.look(look), interrupt)
            }
            Direction::Backward => self.history.backward_until(&seek, &mut |look| watcher.look(look), interrupt),
        };
        let (why, events, present) = watcher.found.unwrap_or((Why::Done, Vec::new(), self.focus));
        let (passed, at) = (watcher.passed, watcher.at);
        let logged = watcher.logged;
        self.logged.extend(logged);
        for b in &mut self.breakpoints {
            let times = passed.get(&b.number).copied().unwrap_or(0);
            b.ignore = b.ignore.saturating_sub(times);
            b.hits += times as u32;
        }
        if matches!(why, Why::Done) && direction == Direction::Backward && !stays(motion) {
            self.focus = present;
        }
        let mut stopped = self.stopped(arrived, why);
        if stopped.why == Why::Done && motion == Motion::Finish && direction == Direction::Forward {
            stopped.returned = callee.and_then(|(function, base)| {
                let task = self.machine().task(self.focus)?;
                Some((function, task.cpu.register_in(base, 0)))
            });
        }
        stopped.events = events;
        self.focus_on_hit(&stopped, at);
        if stays(motion) && motion != Motion::Continue && stopped.why == Why::Done {
            self.focus_on_actor(&stopped.events);
        }
        stopped
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
        if let Why::Breakpoints(numbers) = &why {
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
        if watching || stepping {
            return code::all_statements(machine, setup);
        }
        let mut traps = Traps::default();
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
            && let Some(caller) = self.frames().get(1)
        {
            add(caller.program, &[caller.pc + 1]);
        }
        traps
    }
}

/// Looks at moments for one movement.
struct Watcher<'a> {
    setup: &'a Setup,
    breakpoints: &'a [Breakpoint],
    focus: Tid,
    /// The task in focus and those that it was forked from: before its birth its past is theirs.
    lineage: Vec<Tid>,
    pid: Pid,
    motion: Motion,
    direction: Direction,
    /// Line and depth at the beginning.
    from: Option<(Spot, usize)>,
    /// Line and depth of the last statement of the process in focus that was looked at.
    last: Option<(Spot, usize)>,
    /// What breakpoints about states saw last.
    states: Vec<State>,
    /// How often breakpoints that are to be ignored have been passed.
    passed: BTreeMap<u32, u64>,
    /// What breakpoints that only say something have said.
    logged: Vec<String>,
    /// The task that stood at a trap there.
    at: Option<Tid>,
    /// Why it stopped, what happened at that moment, and whose past that is.
    found: Option<(Why, Vec<Event>, Tid)>,
}

/// What a breakpoint about a state saw last.
#[derive(Clone, PartialEq, Eq, Debug)]
enum State {
    None,
    Held(bool),
    Was(Option<Vec<u8>>),
}

impl Watcher<'_> {
    /// The state from which changes are seen.
    fn prime(&mut self, machine: &Machine) {
        if self.direction == Direction::Forward || self.states.is_empty() {
            self.states = self.breakpoints.iter().map(|b| state_of(b, machine)).collect();
        } else {
            self.follow(machine);
        }
        if self.direction == Direction::Backward {
            self.last = standing(machine, self.present(machine));
        }
    }

    /// The task in focus, or, before its birth, the one whose past is its own.
    fn present(&self, machine: &Machine) -> Tid {
        let there = |tid: &&Tid| machine.kernel.procs.find_task(**tid).is_some();
        self.lineage.iter().find(there).copied().unwrap_or(self.focus)
    }

    fn look(&mut self, look: &Look) -> bool {
        if look.primer {
            self.prime(look.machine);
            return false;
        }
        let Some(why) = self.reason(look) else { return false };
        self.at = look.trapped;
        self.found = Some((why, look.events.to_vec(), self.present(look.machine)));
        true
    }

    fn reason(&mut self, look: &Look) -> Option<Why> {
        let moved = self.moved(look);
        if let Some(change) = self.changed(look) {
            return Some(change);
        }
        let hit: Vec<u32> = self
            .breakpoints
            .iter()
            .enumerate()
            .filter(|(n, b)| self.hits(*n, b, look))
            .map(|(_, b)| b.number)
            .collect();
        self.follow(look.machine);
        let hit = self.but_those_passed(hit, look);
        if !hit.is_empty() {
            return Some(Why::Breakpoints(hit));
        }
        if moved {
            return Some(Why::Done);
        }
        let gone =
            |e: &Event| e.tid == self.focus && matches!(e.kind, EventKind::Exited { .. } | EventKind::Killed { .. });
        (!stays(self.motion) && self.direction == Direction::Forward && look.events.iter().any(gone))
            .then_some(Why::Gone(self.pid))
    }

    /// Those that stop: forwards a breakpoint may be passed so often, or only say something; backwards times are not counted and nothing
    /// is said.
    fn but_those_passed(&mut self, mut hit: Vec<u32>, look: &Look) -> Vec<u32> {
        if self.direction == Direction::Backward {
            hit.retain(|number| self.numbered(*number).is_some_and(|b| b.log.is_none()));
            return hit;
        }
        for number in std::mem::take(&mut hit) {
            let Some(b) = self.numbered(number) else { continue };
            let before = self.passed.get(&number).copied().unwrap_or(0);
            let at_hits = b.at_hits.is_none_or(|hits| hits.stop(u64::from(b.hits) + before + 1));
            let counts = before >= b.ignore && at_hits;
            let said = b.log.as_ref().filter(|_| counts).map(|text| self.filled_in(text, look));
            if counts && said.is_none() {
                hit.push(number);
                continue;
            }
            self.logged.extend(said.filter(|_| self.logged.len() < MOST_LOGGED));
            self.passed.insert(number, before + 1);
        }
        hit
    }

    fn numbered(&self, number: u32) -> Option<&Breakpoint> {
        self.breakpoints.iter().find(|b| b.number == number)
    }

    /// A text with the values of the expressions in braces.
    fn filled_in(&self, text: &str, look: &Look) -> String {
        let machine = look.machine;
        let tid = look.trapped.or(look.events.first().map(|event| event.tid)).unwrap_or(self.focus);
        let frames = frames::own_frames(machine, tid);
        let scope = Scope { machine, setup: self.setup, tid, frame: frames.first() };
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, tail)) = rest.split_once('{') {
            out += before;
            let Some((expression, after)) = tail.split_once('}') else {
                out.push('{');
                rest = tail;
                continue;
            };
            out += &match eval::evaluate_one(scope, expression) {
                Ok(value) => value.show(scope, Format::Natural),
                Err(why) => format!("<{why}>"),
            };
            rest = after;
        }
        out + rest
    }

    /// Remembers the states as they are now. Backwards a watched value is always compared with what it was at the beginning: the
    /// last moment at which it was another one is the one before it was changed.
    fn follow(&mut self, machine: &Machine) {
        for (state, b) in self.states.iter_mut().zip(self.breakpoints) {
            if self.direction == Direction::Forward || !b.subject.is_watch() {
                *state = state_of(b, machine);
            }
        }
    }

    /// Has the movement come where it was to come?
    fn moved(&mut self, look: &Look) -> bool {
        let focus = self.present(look.machine);
        let mine = |event: &Event| event.tid == focus;
        let is_call = |event: &Event| matches!(event.kind, EventKind::Exit { .. } | EventKind::Blocked { .. });
        match self.motion {
            Motion::Step | Motion::Next | Motion::Finish => self.came_to_line(look),
            Motion::Instruction => look.machine.kernel.current() == Some(focus),
            Motion::Syscall => look.events.iter().any(|e| mine(e) && is_call(e)),
            Motion::AnySyscall => look.events.iter().any(is_call),
            Motion::Kind(Kind::Call) => look.events.iter().any(is_call),
            Motion::Kind(kind) => look.events.iter().any(|e| Kind::of(&e.kind) == Some(kind)),
            Motion::Output => look.events.iter().any(|e| wrote_outside(look.machine, e)),
            Motion::Continue => false,
        }
    }

    fn came_to_line(&mut self, look: &Look) -> bool {
        let present = self.present(look.machine);
        // Backwards a child is left at its birth, before its past is that of its parent.
        let born = |e: &Event| matches!(e.kind, EventKind::Forked { child } if child == present);
        let born = self.direction == Direction::Backward && look.events.iter().any(born);
        if look.trapped != Some(present) && !born {
            return false;
        }
        let Some((spot, depth)) = standing(look.machine, present) else { return false };
        let here = Some((spot, depth));
        let previous = std::mem::replace(&mut self.last, here.clone());
        if born {
            return matches!(self.motion, Motion::Step | Motion::Next) && here != self.from;
        }
        let start = self.from.as_ref().map_or(usize::MAX, |(_, depth)| *depth);
        match (self.motion, self.direction) {
            (Motion::Finish, _) => depth < start,
            (Motion::Next, _) if depth > start => {
                // What happens inside is passed over, and coming back from it is no new line.
                self.last = previous;
                false
            }
            (_, Direction::Forward) => here != self.from,
            // Backwards the first statement of a run of equal lines is wanted.
            (_, Direction::Backward) => here != previous,
        }
    }

    fn changed(&mut self, look: &Look) -> Option<Why> {
        let forward = self.direction == Direction::Forward;
        for (state, b) in self.states.iter().zip(self.breakpoints) {
            let State::Was(old) = state else { continue };
            let new = b.subject.watched(look.machine);
            // A variable has to be there; of the kernel's things it is news that they come and go.
            let known = old.is_some() && (forward || new.is_some()) || matches!(b.subject, Subject::Object(..));
            if b.enabled && *old != new && known {
                return Some(Why::Changed { number: b.number, old: old.clone(), new });
            }
        }
        None
    }

    fn hits(&self, n: usize, b: &Breakpoint, look: &Look) -> bool {
        if !b.enabled {
            return false;
        }
        let only = |tid: Tid| {
            b.only.is_none_or(|pid| look.machine.kernel.procs.find_task(tid).map_or(pid.0 == tid.0, |t| t.pid == pid))
        };
        if let Some(stops) = b.subject.stops() {
            let Some(tid) = look.trapped.filter(|tid| only(*tid)) else { return false };
            let Some(task) = look.machine.task(tid) else { return false };
            let here = task.program.and_then(|id| stops.get(&id)).is_some_and(|pcs| pcs.contains(&task.cpu.pc()));
            return here && self.condition_holds(b, look.machine, tid);
        }
        if b.subject.is_state() {
            let held = self.states.get(n) == Some(&State::Held(true));
            return !held && b.subject.holds(look.machine);
        }
        look.events.iter().filter_map(|event| b.subject.matches(event)).any(only)
    }

    fn condition_holds(&self, b: &Breakpoint, machine: &Machine, tid: Tid) -> bool {
        let Some(condition) = &b.condition else { return true };
        let frames = frames::own_frames(machine, tid);
        let scope = Scope { machine, setup: self.setup, tid, frame: frames.first() };
        // A condition that can't be evaluated stops: better once too often.
        eval::evaluate_one(scope, condition).ok().and_then(|value| value.number()).is_none_or(|n| n != 0)
    }
}

/// Is a movement about all processes, not about the one in focus?
fn stays(motion: Motion) -> bool {
    matches!(motion, Motion::Continue | Motion::AnySyscall | Motion::Kind(_) | Motion::Output)
}

fn state_of(b: &Breakpoint, machine: &Machine) -> State {
    match &b.subject {
        subject if subject.is_watch() => State::Was(subject.watched(machine)),
        subject if subject.is_state() => State::Held(subject.holds(machine)),
        _ => State::None,
    }
}

/// Is it a write to the outside?
fn wrote_outside(machine: &Machine, event: &Event) -> bool {
    use forklore_kernel::vfs::file::{Device, FileKind};
    let EventKind::Exit { call, .. } = &event.kind else { return false };
    if !matches!(call.name(), "write" | "writev" | "pwrite64" | "sendfile" | "splice") {
        return false;
    }
    let fd = forklore_kernel::abi::Fd(call.args()[0] as i32);
    let kernel = &machine.kernel;
    if kernel.procs.find_task(event.tid).is_none() {
        return false;
    }
    let entry = kernel.fds(event.tid).get(fd);
    let kind = entry.and_then(|entry| kernel.vfs.file(entry.file)).map(|file| file.kind);
    matches!(kind, Ok(FileKind::Device(Device::HostOut(_)) | FileKind::Tty(_)))
}
