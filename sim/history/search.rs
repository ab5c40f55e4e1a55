//! Looking for a moment, forwards and backwards.
//!
//! Entry points: [`History::forward`], [`History::backward`], [`History::moments`]. What one looks through is a [`Look`], at
//! every place that a [`Seek`] names: each time the kernel has done something, each trap.

use super::drive::Went;
use super::moment::{CodePlace, Moment};
use super::{Arrived, History};
use crate::debug::describe::Narrator;
use crate::machine::{Machine, Pause};
use crate::traps::Traps;
use forklore_kernel::abi::Tid;
use forklore_kernel::mm::Stored;
use forklore_kernel::trace::event::{Event, EventKind};

/// Which moments are looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seek<'a> {
    /// Those at which the kernel has done something (with the events of that).
    pub entries: bool,
    /// Those at which a task is about to execute an instruction with a trap.
    pub traps: Option<&'a Traps>,
    /// All: every single instruction. Slow.
    pub every_step: bool,
    /// What the kernel stores into user memory is noted: [`Look::stores`].
    pub stores: bool,
}

/// A moment as it is looked at.
#[derive(Debug)]
pub struct Look<'a> {
    /// The machine.
    pub machine: &'a Machine,
    /// The step.
    pub step: u64,
    /// What has happened since the last look.
    pub events: &'a [Event],
    /// What the kernel has stored into user memory since the last look, if that was asked for.
    pub stores: &'a [Stored],
    /// The task that stands at a trap.
    pub trapped: Option<Tid>,
    /// Not a moment to stop at, but the one from which a stretch is looked at: what changes is compared with it.
    pub primer: bool,
}

/// How far back is looked at first; then further and further.
const WINDOW: u64 = 2_000;
const WIDER: u64 = 16;
/// How many looks pass between two times that a caller is asked whether to go on.
const LOOKS_PER_ASKING: u64 = 64;
/// So often at most it is asked, on the way back to the beginning of a call.
const ASKINGS: u32 = 4_000;

impl History {
    /// Goes forward to the next moment at which `stop` says so, but not beyond step `limit`. The present moment is not looked at.
    pub fn forward(&mut self, seek: &Seek, limit: u64, stop: &mut dyn FnMut(&Look) -> bool) -> Arrived {
        self.forward_until(seek, limit, stop, &mut || false)
    }

    /// The same, but `interrupt` is asked now and then whether to give up: [`Arrived::Interrupted`], wherever that is.
    pub fn forward_until(
        &mut self,
        seek: &Seek,
        limit: u64,
        stop: &mut dyn FnMut(&Look) -> bool,
        interrupt: &mut dyn FnMut() -> bool,
    ) -> Arrived {
        self.live.machine.kernel.events.set_on(true);
        self.live.machine.kernel.mm.note_stores(seek.stores);
        let arrived = self.forward_traced(seek, limit, stop, interrupt);
        self.live.machine.kernel.mm.note_stores(false);
        self.live.machine.kernel.events.take();
        self.live.machine.kernel.events.set_on(false);
        arrived
    }

    fn forward_traced(
        &mut self,
        seek: &Seek,
        limit: u64,
        stop: &mut dyn FnMut(&Look) -> bool,
        interrupt: &mut dyn FnMut() -> bool,
    ) -> Arrived {
        // Whoever stands at a trap has been told of it, unless the movement that came here was interrupted.
        let mut at_trap = self.interrupted.take() != Some(self.step());
        for looks in 1u64.. {
            let here = self.step();
            if here >= limit {
                return Arrived::There;
            }
            // From a trap one gets away by one step without traps.
            let off = at_trap && seek.traps.is_some();
            let at = if off || seek.every_step { here + 1 } else { limit };
            let traps = seek.traps.filter(|_| !off);
            let went = self.advance(&Pause { at: at.min(limit), each_entry: seek.entries, traps });
            at_trap = matches!(went, Went::Trapped(_));
            let trapped = match went {
                Went::On => None,
                Went::Trapped(tid) => Some(tid),
                Went::NeedsInput => return Arrived::NeedsInput,
                Went::Ended(ended) => return Arrived::Ended(ended),
            };
            let events = self.live.machine.kernel.events.take();
            let stores = if seek.stores { self.live.machine.kernel.mm.take_stores() } else { Vec::new() };
            let worth = trapped.is_some() || seek.every_step || !events.is_empty() || seek.entries;
            let look = Look {
                machine: &self.live.machine,
                step: self.live.machine.steps(),
                events: &events,
                stores: &stores,
                trapped,
                primer: false,
            };
            if worth && stop(&look) {
                return Arrived::There;
            }
            // A stretch without anything to look at is long; what is looked at is looked at quickly.
            let long = trapped.is_none() && events.is_empty();
            if (long || looks.is_multiple_of(LOOKS_PER_ASKING)) && interrupt() {
                self.interrupted = trapped.is_none().then(|| self.step());
                return Arrived::Interrupted;
            }
        }
        Arrived::There
    }

    /// Goes back to the last moment before this one at which `stop` says so; to the start of the run if there is none. `stop` is
    /// asked about a stretch of moments, in their order, then perhaps about an earlier stretch.
    pub fn backward(&mut self, seek: &Seek, stop: &mut dyn FnMut(&Look) -> bool) -> Arrived {
        self.backward_until(seek, stop, &mut || false)
    }

    /// The same, but `interrupt` is asked now and then whether to give up: [`Arrived::Interrupted`], at a moment behind which there
    /// is nothing that was looked for.
    pub fn backward_until(
        &mut self,
        seek: &Seek,
        stop: &mut dyn FnMut(&Look) -> bool,
        interrupt: &mut dyn FnMut() -> bool,
    ) -> Arrived {
        let now = self.step();
        let mut end = now;
        let mut window = WINDOW;
        while end > 0 {
            let start = end.saturating_sub(window);
            self.goto(start);
            self.keep_near();
            let mut found = None;
            stop(&Look {
                machine: &self.live.machine,
                step: start,
                events: &[],
                stores: &[],
                trapped: None,
                primer: true,
            });
            // A trap at the last step of the window is seen only on the way beyond it.
            let mut note = |look: &Look| {
                if look.step < now && look.step <= end && stop(look) {
                    found = Some(look.step);
                }
                false
            };
            if self.forward_until(seek, (end + 1).min(now), &mut note, interrupt) == Arrived::Interrupted {
                self.goto(end);
                return Arrived::Interrupted;
            }
            if let Some(step) = found {
                return self.goto(step);
            }
            end = start;
            window = window.saturating_mul(WIDER);
        }
        self.goto(0);
        Arrived::Start
    }

    /// The beginning of the system call that a task was in at this moment, or has just ended: the event, if that was not too long ago.
    pub fn entered(&mut self, tid: Tid) -> Option<Event> {
        let here = self.step();
        self.keep_near();
        let mut found = None;
        let mut askings = 0;
        let mut stop = |look: &Look| {
            let entered = |event: &&Event| event.tid == tid && matches!(event.kind, EventKind::Enter { .. });
            let last = look.events.iter().rfind(entered);
            found = last.cloned().or(found.take());
            last.is_some()
        };
        let seek = Seek { entries: true, ..Seek::default() };
        let arrived = self.backward_until(&seek, &mut stop, &mut || {
            askings += 1;
            askings > ASKINGS
        });
        self.goto(here);
        found.filter(|_| arrived == Arrived::There)
    }

    /// What happened after step `from` and up to step `to`, at most `most` moments. Stands where it stood afterwards.
    pub fn moments(&mut self, from: u64, to: u64, most: usize) -> Vec<Moment> {
        let here = self.step();
        self.keep_near();
        self.goto(from);
        let mut moments = Vec::new();
        let mut narrator = Narrator::default();
        let seek = Seek { entries: true, ..Seek::default() };
        if self.step() == from {
            self.forward(&seek, to, &mut |look| {
                moments.extend(moments_of(look, &mut narrator));
                moments.len() >= most
            });
        }
        moments.truncate(most);
        self.goto(here);
        moments
    }
}

/// The events of a look as moments.
fn moments_of(look: &Look, narrator: &mut Narrator) -> Vec<Moment> {
    let mut moment = |(n, event): (usize, &Event)| Moment {
        step: look.step,
        place: CodePlace::of(look.machine, look.events, n),
        event: event.clone(),
        text: narrator.what(look.machine, event),
    };
    look.events.iter().enumerate().map(&mut moment).collect()
}
