//! What a movement looks for: the line, call or kind of moment that it is to come to, and whatever else stops it on the way.

use super::breakpoint::{Breakpoint, Subject, standing};
use super::code::Spot;
use super::eval::{self, Reading, Scope};
use super::frames;
use super::received::{Handling, Received};
use super::stepping::{Direction, Motion, Why};
use super::value::Format;
use crate::history::{Kind, Look};
use crate::machine::Machine;
use crate::setup::Setup;
use forklore_kernel::abi::{Pid, Tid};
use forklore_kernel::trace::event::{Disposition, Event, EventKind};
use std::collections::BTreeMap;

/// Most lines that breakpoints say in one movement.
const MOST_LOGGED: usize = 10_000;

/// Looks at moments for one movement.
pub(super) struct Watcher<'a> {
    pub(super) setup: &'a Setup,
    pub(super) breakpoints: &'a [Breakpoint],
    pub(super) focus: Tid,
    /// The task in focus and those that it was forked from: before its birth its past is theirs.
    pub(super) lineage: Vec<Tid>,
    pub(super) pid: Pid,
    pub(super) motion: Motion,
    pub(super) direction: Direction,
    /// Line and depth at the beginning.
    pub(super) from: Option<(Spot, usize)>,
    /// Line and depth of the last statement of the process in focus that was looked at.
    pub(super) last: Option<(Spot, usize)>,
    /// What breakpoints about states saw last.
    pub(super) states: Vec<State>,
    /// The conditions of breakpoints, as they were read last.
    pub(super) conditions: BTreeMap<u32, Reading>,
    /// How often breakpoints that are to be ignored have been passed.
    pub(super) passed: BTreeMap<u32, u64>,
    /// What breakpoints that only say something have said.
    pub(super) logged: Vec<String>,
    /// What they would have said beyond [`MOST_LOGGED`].
    pub(super) unlogged: u64,
    /// The task that stood at a trap there.
    pub(super) at: Option<Tid>,
    /// Which signals stop.
    pub(super) handling: &'a Handling,
    /// Who ran when a moment was last looked at: what has changed since, it has changed.
    pub(super) ran: Option<Tid>,
    /// At this step a signal is delivered that has been told of.
    pub(super) told: Option<u64>,
    /// The moment that it stopped at.
    pub(super) found: Option<Found>,
}

/// Where a movement stopped.
pub(super) struct Found {
    /// Why.
    pub(super) why: Why,
    /// What happened at that moment.
    pub(super) events: Vec<Event>,
    /// Whose past that is.
    pub(super) present: Tid,
    /// Who ran before that.
    pub(super) ran: Option<Tid>,
    /// The step.
    pub(super) step: u64,
}

/// What a breakpoint about a state saw last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum State {
    None,
    Held(bool),
    Was(Option<Vec<u8>>),
    /// Backwards, of one with a condition.
    Period(Period),
}

/// Moments, on the way backwards, at which a watched thing has the same value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Period {
    /// The value.
    value: Option<Vec<u8>>,
    /// Did the condition hold when it began?
    holds: bool,
    /// The last moment so far.
    step: u64,
    /// The value where the movement began.
    present: Option<Vec<u8>>,
}

impl Watcher<'_> {
    /// The state from which changes are seen.
    pub(super) fn prime(&mut self, machine: &Machine) {
        self.ran = machine.kernel.current();
        if self.direction == Direction::Forward {
            self.states = self.breakpoints.iter().map(|b| state_of(b, machine)).collect();
        } else if self.states.is_empty() {
            self.states = self.breakpoints.iter().map(|b| state_behind(b, machine)).collect();
        } else {
            self.begin_periods(machine);
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

    pub(super) fn look(&mut self, look: &Look) -> bool {
        if look.primer {
            self.prime(look.machine);
            return false;
        }
        let ran = std::mem::replace(&mut self.ran, look.machine.kernel.current());
        let Some((why, step)) = self.reason(look) else { return false };
        self.at = look.trapped;
        let (events, present) = (look.events.to_vec(), self.present(look.machine));
        self.found = Some(Found { why, events, present, ran, step });
        true
    }

    /// Backwards: the values of watched things where a stretch of moments begins.
    fn begin_periods(&mut self, machine: &Machine) {
        let mut states = std::mem::take(&mut self.states);
        for (state, b) in states.iter_mut().zip(self.breakpoints) {
            let (State::Period(period), Some(tid)) = (state, b.subject.watched_by()) else { continue };
            period.value = b.subject.watched(machine);
            period.holds = self.condition_holds(b, machine, tid);
            period.step = machine.steps();
        }
        self.states = states;
    }

    /// Why to stop, and at which step.
    fn reason(&mut self, look: &Look) -> Option<(Why, u64)> {
        let moved = self.moved(look);
        if let Some(change) = self.changed(look) {
            return Some((change, look.step));
        }
        if let Some(undone) = self.undone(look) {
            return Some(undone);
        }
        self.other_reason(look, moved).map(|why| (why, look.step))
    }

    fn other_reason(&mut self, look: &Look, moved: bool) -> Option<Why> {
        let breakpoints = self.breakpoints.iter().enumerate();
        let hit: Vec<u32> = breakpoints.filter(|(n, b)| self.hits(*n, b, look)).map(|(_, b)| b.number).collect();
        self.follow(look.machine);
        let hit = self.but_those_passed(hit, look);
        if let Some(received) = self.received(look, &hit) {
            return Some(Why::Received { received, numbers: hit });
        }
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

    /// The signal that stops: one that does so whenever it comes, or one that a breakpoint has been waiting for and that kills.
    fn received(&self, look: &Look, hit: &[u32]) -> Option<Received> {
        let awaited = |signal| {
            let mut subjects = hit.iter().filter_map(|number| self.numbered(*number)).map(|b| &b.subject);
            subjects.any(|s| matches!(s, Subject::Signal(wanted) if wanted.is_none_or(|wanted| wanted == signal)))
        };
        let stops = |received: &Received| {
            let (signal, disposition) = (received.info.signal, received.disposition);
            self.handling.stops(signal, disposition) || disposition == Disposition::Killed && awaited(signal)
        };
        let all = look.events.iter().filter_map(|event| Received::of(look.machine, event));
        all.filter(|_| self.told != Some(look.step)).find(stops)
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
            if counts && b.log.is_none() {
                hit.push(number);
                continue;
            }
            match b.log.as_ref().filter(|_| counts) {
                Some(text) if self.logged.len() < MOST_LOGGED => self.logged.push(self.filled_in(text, look)),
                Some(_) => self.unlogged += 1,
                None => {}
            }
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
        let frame = frames::own_frame(machine, tid);
        let scope = Scope { machine, setup: self.setup, tid, frame: frame.as_ref() };
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
            Motion::Life(life) => look.events.iter().any(|e| Subject::Life(life).matches(e).is_some()),
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
        let breakpoints = self.breakpoints;
        for (n, b) in breakpoints.iter().enumerate() {
            let Some(State::Was(old)) = self.states.get(n).cloned() else { continue };
            let new = b.subject.watched(look.machine);
            // A variable has to be there; of the kernel's things it is news that they come and go.
            let known = old.is_some() && (forward || new.is_some()) || matches!(b.subject, Subject::Object(..));
            let Some(tid) = b.subject.watched_by() else { continue };
            if b.enabled && old != new && known && self.condition_holds(b, look.machine, tid) {
                return Some(Why::Changed { number: b.number, old, new });
            }
        }
        None
    }

    /// Backwards, with a condition: the last moment before a change at which the condition held, if that is known to be one.
    fn undone(&mut self, look: &Look) -> Option<(Why, u64)> {
        let mut undone = None;
        let mut states = std::mem::take(&mut self.states);
        for (state, b) in states.iter_mut().zip(self.breakpoints) {
            let State::Period(period) = state else { continue };
            let Some(tid) = b.subject.watched_by() else { continue };
            let value = b.subject.watched(look.machine);
            let why = |old, new| Why::Changed { number: b.number, old, new };
            if value != period.value {
                let before = std::mem::replace(&mut period.value, value.clone());
                if b.enabled && period.holds && before.is_some() {
                    undone = Some((why(value, before), period.step));
                }
                period.holds = self.condition_holds(b, look.machine, tid);
            }
            period.step = look.step;
            // It may be the last value before the one where the movement began.
            if undone.is_none() && b.enabled && period.holds && period.value.is_some() && period.value != period.present
            {
                undone = Some((why(period.present.clone(), period.value.clone()), look.step));
            }
        }
        self.states = states;
        undone
    }

    fn hits(&mut self, n: usize, b: &Breakpoint, look: &Look) -> bool {
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
        // Of a signal that kills has been told before it did.
        let told = self.told == Some(look.step) && matches!(b.subject, Subject::Signal(_));
        let found = look.events.iter().filter_map(|event| b.subject.matches(event));
        let found: Vec<Tid> = found.filter(|tid| !told && only(*tid)).collect();
        found.into_iter().any(|tid| self.condition_holds(b, look.machine, tid))
    }

    fn condition_holds(&mut self, b: &Breakpoint, machine: &Machine, tid: Tid) -> bool {
        let Some(condition) = &b.condition else { return true };
        let frame = frames::own_frame(machine, tid);
        let scope = Scope { machine, setup: self.setup, tid, frame: frame.as_ref() };
        let value = match &frame {
            Some(frame) => {
                let at = (frame.program, frame.pc);
                let known = self.conditions.remove(&b.number).filter(|known| known.is_for(machine, at.0, at.1));
                known.map_or_else(|| Reading::new((machine, self.setup), at, condition), Ok).and_then(|reading| {
                    let value = reading.evaluate(scope);
                    self.conditions.insert(b.number, reading);
                    value
                })
            }
            None => eval::evaluate_one(scope, condition),
        };
        // A condition that can't be evaluated stops: better once too often.
        value.ok().and_then(|value| value.number()).is_none_or(|n| n != 0)
    }
}

/// Is a movement about all processes, not about the one in focus?
pub(super) fn stays(motion: Motion) -> bool {
    motion == Motion::Continue || motion.is_of_any()
}

/// The state where a movement backwards begins.
fn state_behind(b: &Breakpoint, machine: &Machine) -> State {
    match state_of(b, machine) {
        State::Was(value) if b.condition.is_some() => {
            State::Period(Period { value: value.clone(), holds: false, step: machine.steps(), present: value })
        }
        state => state,
    }
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
    matches!(kind, Ok(FileKind::Device(Device::HostOut(_) | Device::HostFile(_)) | FileKind::Tty(_)))
}
