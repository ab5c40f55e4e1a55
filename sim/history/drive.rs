//! Driving a machine along a branch: the policy chooses, unless the branch says otherwise.
//!
//! Entry point: [`Live::go`]. A branch is a list of acts, each at a step of its own; between them the policy decides, or the
//! choices of a recording. So a run of any length is as long in memory as what was done to it from outside.

use super::branch::Act;
use crate::machine::{Advance, Choice, Machine, Pause, StepError};
use crate::report;
use crate::run::{self, Ended, MAIN_PID};
use crate::setup::Limits;
use forklore_kernel::abi::{Signal, Tid, TtyId};

/// Limits and checkpoints are looked at at multiples of this step, and between turns: so that a run ends at the same step
/// wherever it was paused before.
const CHUNK: u64 = 1 << 20;

/// A machine and what its driver knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Live {
    pub(super) machine: Machine,
    /// Choices of the recording made so far.
    pub(super) scripted: usize,
    /// Input may still arrive.
    pub(super) stdin_open: bool,
    /// The terminal that standard input and output are.
    pub(super) terminal: Option<TtyId>,
    /// Bytes written to standard output and error so far.
    pub(super) written: u64,
    /// Virtual time at which the program ended, noticed at the end of a turn.
    main_ended_ns: Option<u64>,
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
    pub(super) limits: &'a Limits,
}

impl Live {
    pub(super) fn new(machine: Machine, stdin_open: bool, terminal: Option<TtyId>) -> Live {
        Live { machine, scripted: 0, stdin_open, terminal, written: 0, main_ended_ns: None }
    }

    /// Goes on to the pause, to the end of a turn, or a good distance, whichever comes first.
    pub(super) fn go(&mut self, road: &Road, pause: &Pause) -> Went {
        let steps = self.machine.steps();
        if steps >= pause.at {
            return Went::On;
        }
        let next = road.acts.partition_point(|act| act.at < steps);
        let mut until = pause.at.min((steps / CHUNK + 1) * CHUNK).min(road.limits.max_steps.saturating_add(1));
        if let Some(act) = road.acts.get(next) {
            if act.at == steps {
                return self.act(&act.choice);
            }
            until = until.min(act.at);
        }
        if (!self.machine.in_turn() || steps.is_multiple_of(CHUNK) || steps > road.limits.max_steps)
            && let Some(ended) = self.over(road.limits)
        {
            return Went::Ended(ended);
        }
        if !self.machine.in_turn()
            && let Some(choice) = road.script.get(self.scripted)
        {
            self.scripted += 1;
            return self.act(choice);
        }
        match self.machine.advance(&Pause { at: until, ..*pause }) {
            Advance::Paused => Went::On,
            Advance::Trapped(tid) => Went::Trapped(tid),
            Advance::Made(_) => {
                if self.main_ended_ns.is_none() && self.machine.kernel.exit_status(MAIN_PID).is_some() {
                    self.main_ended_ns = Some(self.machine.kernel.now_ns());
                }
                Went::On
            }
            Advance::Idle => self.idle(),
        }
    }

    /// Something from outside, or a choice other than the policy's.
    pub(super) fn act(&mut self, choice: &Choice) -> Went {
        if *choice == Choice::EndOfInput {
            self.stdin_open = false;
        }
        match self.machine.begin(choice) {
            Ok(()) => Went::On,
            Err(error) => Went::Ended(Ended::Limit(misfit(&error))),
        }
    }

    fn idle(&self) -> Went {
        let kernel = &self.machine.kernel;
        if kernel.live_processes() == 0 {
            return Went::Ended(self.main_result());
        }
        let keys = self.terminal.is_some_and(|tty| run::waits_for_keys(&self.machine, tty));
        if keys || (self.stdin_open && run::waits_for_input(&self.machine)) {
            return Went::NeedsInput;
        }
        if kernel.exit_status(MAIN_PID).is_some() {
            return Went::Ended(self.main_result());
        }
        Went::Ended(Ended::Deadlock(report::deadlock(&self.machine)))
    }

    /// Has a limit been reached, or has everything ended?
    fn over(&self, limits: &Limits) -> Option<Ended> {
        let kernel = &self.machine.kernel;
        if kernel.exit_status(MAIN_PID).is_some() {
            let lingered = self.main_ended_ns.is_some_and(|at| kernel.now_ns() - at > limits.linger_ns);
            if lingered || kernel.live_processes() == 0 {
                return Some(self.main_result());
            }
        }
        let limit = if self.written > limits.max_output {
            format!("output limit: the program wrote more than {} bytes", limits.max_output)
        } else if self.machine.steps() > limits.max_steps {
            format!("step limit: {} steps made without an end", limits.max_steps)
        } else {
            let timeout = limits.timeout_ns.filter(|timeout| kernel.now_ns() > *timeout)?;
            let text = format!("timeout: {} of virtual time have passed", report::duration(timeout));
            return Some(Ended::Timeout(text));
        };
        Some(Ended::Limit(limit))
    }

    fn main_result(&self) -> Ended {
        let status = self.machine.kernel.exit_status(MAIN_PID).unwrap_or(0);
        match Signal::new(i64::from(status & 0x7f)) {
            Some(signal) => Ended::Killed(signal),
            None => Ended::Exited(status >> 8 & 0xff),
        }
    }
}

fn misfit(error: &StepError) -> String {
    format!("the recording does not fit at this point: {error}")
}
