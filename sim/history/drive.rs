//! Driving a machine along a branch: the policy chooses, unless the branch says otherwise.
//!
//! Entry point: [`Live::go`]. A branch is a list of acts, each at a step of its own; between them the policy decides, or the
//! choices of a recording. So a run of any length is as long in memory as what was done to it from outside.

use super::branch::Act;
use crate::boot::Booted;
use crate::ending::{Ending, Idle, LOOK_EVERY, Outside, Over};
use crate::machine::{Advance, Choice, Machine, Pause, StepError};
use crate::run::Ended;
use crate::setup::Setup;
use forklore_kernel::abi::{Tid, TtyId};

/// A machine and what its driver knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Live {
    pub(super) machine: Machine,
    /// Choices of the recording made so far.
    pub(super) scripted: usize,
    /// Entries of the timetable that have happened.
    pub(super) arrived: usize,
    /// Input may still arrive.
    pub(super) stdin_open: bool,
    /// The terminal that standard input and output are.
    pub(super) terminal: Option<TtyId>,
    /// Knows when the run is over.
    pub(super) ending: Ending,
}

/// Where [`Live::go`] came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Went {
    /// On.
    On,
    /// To a trap of this task.
    Trapped(Tid),
    /// Nowhere: standard input is waited for.
    NeedsInput,
    /// Nowhere: the run is over.
    Ended(Ended),
}

/// What is driven along.
pub(super) struct Road<'a> {
    pub(super) acts: &'a [Act],
    pub(super) script: &'a [Choice],
    /// What comes from outside after the script, and when.
    pub(super) timetable: &'a [(u64, Choice)],
    /// Step and end of the run, if they are known.
    pub(super) end: Option<&'a (u64, Ended)>,
}

impl Live {
    pub(super) fn new(booted: Booted, setup: &Setup) -> Live {
        let Booted { machine, stdin_open, terminal, .. } = booted;
        Live { machine, scripted: 0, arrived: 0, stdin_open, terminal, ending: Ending::new(setup) }
    }

    /// Goes on to the pause, to the end of a turn, or a good distance, whichever comes first. `Err`: the run is over, and that has not
    /// been told yet.
    pub(super) fn go(&mut self, road: &Road, pause: &Pause) -> Result<Went, Over> {
        let steps = self.machine.steps();
        if steps >= pause.at {
            return Ok(Went::On);
        }
        let next = road.acts.partition_point(|act| act.at < steps);
        let mut until = pause.at.min((steps / LOOK_EVERY + 1) * LOOK_EVERY);
        if let Some(act) = road.acts.get(next) {
            if act.at == steps {
                return self.act(&act.choice);
            }
            until = until.min(act.at);
        }
        // A run ends where it has ended before, however often it was paused since.
        match road.end {
            Some((end, ended)) if steps >= *end => return Ok(Went::Ended(ended.clone())),
            Some((end, _)) => until = until.min(*end),
            None if !self.machine.in_turn() || steps.is_multiple_of(LOOK_EVERY) => {
                if let Some(over) = self.ending.over(&self.machine, self.outside()) {
                    return Err(over);
                }
            }
            None => {}
        }
        if !self.machine.in_turn()
            && let Some(choice) = road.script.get(self.scripted)
        {
            self.scripted += 1;
            return self.act(choice);
        }
        if self.ending.is_host()
            && !self.machine.in_turn()
            && let Some(went) = self.from_elsewhere(road)
        {
            return went;
        }
        Ok(match self.machine.advance(&Pause { at: until, ..*pause }) {
            Advance::Paused => Went::On,
            Advance::Trapped(tid) => Went::Trapped(tid),
            Advance::Made(_) => {
                self.ending.note_main_end(&self.machine);
                Went::On
            }
            Advance::Idle => match self.ending.idle(&self.machine, self.outside()) {
                Idle::Input => Went::NeedsInput,
                Idle::Over(over) => return Err(over),
            },
        })
    }

    /// A host of a scenario, behind its recording: is the run over, does something come from other hosts now, or will it? `None`: it
    /// goes on by itself.
    fn from_elsewhere(&mut self, road: &Road) -> Option<Result<Went, Over>> {
        if road.acts.is_empty() {
            return Some(Err(self.ending.host_over(&self.machine)));
        }
        let (at, choice) = road.timetable.get(self.arrived)?;
        let now = self.machine.kernel.now_ns();
        if *at <= now {
            self.arrived += 1;
            return Some(match self.machine.begin(choice) {
                // A process that a signal was for may have ended otherwise.
                Ok(()) | Err(_) => Ok(Went::On),
            });
        }
        if self.machine.begin_turn_by(*at) {
            return None;
        }
        // Nobody can run before that or before a timer.
        Some(self.act(&Choice::Pass(at - now)))
    }

    /// Something from outside, or a choice other than the policy's.
    pub(super) fn act(&mut self, choice: &Choice) -> Result<Went, Over> {
        if *choice == Choice::EndOfInput {
            self.stdin_open = false;
        }
        match self.machine.begin(choice) {
            Ok(()) => Ok(Went::On),
            Err(error) => Err(Over::So(Ended::Limit(misfit(&error)))),
        }
    }

    /// Keys come from whoever moves through the history, not while it runs.
    fn outside(&self) -> Outside {
        Outside { stdin_open: self.stdin_open, terminal: self.terminal, keys: false }
    }
}

fn misfit(error: &StepError) -> String {
    format!("the recording does not fit at this point: {error}")
}
