//! Running a machine to its end under a policy, within limits. Reads no clock and prints nothing: the caller gets
//! output and gives input as bytes.

use crate::boot::{self, BootError};
use crate::chronicle::Origins;
use crate::ending::{Ending, Idle, LOOK_EVERY, Outside, Over};
use crate::history::{Act, History};
use crate::machine::{Advance, Choice, Machine, Pause, StepError};
use crate::record::Recording;
use crate::report;
use crate::setup::{Setup, Start};
use forklore_kernel::abi::{Pid, Signal, TtyId};
use std::fmt;

/// Bytes that the program wrote to one of the caller's streams.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutputChunk {
    /// 0 for the terminal, 1 for standard output, 2 for standard error.
    pub stream: u8,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What a runner needs next, or has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Progress {
    /// The program wrote.
    Output(Vec<OutputChunk>),
    /// All that can run waits for standard input: call [`Runner::input`], or for a terminal: call [`Runner::keys`].
    NeedsInput,
    /// Nothing has happened that the caller has to see to, but it may want the run to end; keys may be given now.
    Running,
    /// At a terminal, when time is paced: nobody can run before this virtual time. Call [`Runner::pass`], or
    /// [`Runner::keys`] before.
    Waits {
        /// How long, in virtual nanoseconds.
        ns: u64,
    },
    /// The run is over.
    Ended(Ended),
}

/// How a run ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The program exited with this status.
    Exited(i32),
    /// A signal killed it.
    Killed(Signal),
    /// No process can ever run again. The text says who waits for what.
    Deadlock(String),
    /// A limit of the run was reached. The text says which, and what to do.
    Limit(String),
    /// The virtual time allowed is over.
    Timeout(String),
    /// A host of a scenario: nothing happens there any more. The text says why.
    Over(String),
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ended::Exited(status) => write!(f, "exited with {status}"),
            Ended::Killed(signal) => write!(f, "killed by {}", signal.name()),
            Ended::Deadlock(text) | Ended::Limit(text) | Ended::Timeout(text) | Ended::Over(text) => f.write_str(text),
        }
    }
}

/// A finished run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finished {
    /// All of standard output.
    pub stdout: Vec<u8>,
    /// All of standard error.
    pub stderr: Vec<u8>,
    /// How it ended.
    pub ended: Ended,
    /// What the caller should be told besides: processes that outlived the program.
    pub notes: Vec<String>,
}

/// The pid of the first program.
pub const MAIN_PID: Pid = Pid(2);

/// The key that interrupts.
const CTRL_C: u8 = 3;

/// How many turns are made before the caller is asked whether to go on.
const TURNS_PER_ANSWER: u32 = 1 << 12;
/// And how many steps: some milliseconds of the host's time.
const STEPS_PER_ANSWER: u64 = 4 << 20;
/// Turns at a terminal, where keys are to be felt at once.
const TURNS_AT_A_TERMINAL: u32 = 16;

/// Drives a machine to its end.
#[derive(Clone, Debug)]
pub struct Runner {
    /// The machine.
    pub machine: Machine,
    ending: Ending,
    stdin_open: bool,
    recorded: Option<Vec<Choice>>,
    replay: Option<std::vec::IntoIter<Choice>>,
    /// The terminal whose keys and screen are the caller's.
    terminal: Option<TtyId>,
    /// Time passes only as the caller says.
    paced: bool,
    /// What was run, to run it again.
    setup: Setup,
    /// What came from outside, with the steps; `None` when it was too much to keep.
    acts: Option<Vec<Act>>,
    /// Bytes in that.
    acted: usize,
    /// The choices that are followed.
    script: Vec<Choice>,
    /// Where everybody was at the last Ctrl+C.
    interrupted: Option<String>,
}

/// Input that is kept so that a run can be explained by running it again, in bytes.
const ACTS_KEPT: usize = 16 << 20;

impl Runner {
    /// A runner for a setup. Warnings of the compiler come with it.
    pub fn new(setup: &Setup) -> Result<(Runner, String), BootError> {
        let booted = boot::boot(setup)?;
        let runner = Runner {
            machine: booted.machine,
            ending: Ending::new(setup),
            stdin_open: booted.stdin_open,
            recorded: None,
            replay: None,
            terminal: booted.terminal,
            paced: false,
            setup: setup.clone(),
            acts: Some(Vec::new()),
            acted: 0,
            script: Vec::new(),
            interrupted: None,
        };
        Ok((runner, booted.warnings))
    }

    /// Keeps the choices made from now on.
    pub fn record(&mut self) {
        self.recorded = Some(Vec::new());
    }

    /// The choices kept.
    pub fn recorded(&self) -> &[Choice] {
        self.recorded.as_deref().unwrap_or_default()
    }

    /// Follows these choices instead of the policy's.
    pub fn replay(&mut self, choices: Vec<Choice>) {
        self.script.clone_from(&choices);
        self.replay = Some(choices.into_iter());
    }

    /// Gives input; empty is the end of it.
    pub fn input(&mut self, bytes: &[u8]) {
        let choice = if bytes.is_empty() {
            self.stdin_open = false;
            Choice::EndOfInput
        } else {
            Choice::Input(bytes.to_vec())
        };
        self.happens(choice);
    }

    /// The terminal of the outside world, if there is one.
    pub fn terminal(&self) -> Option<TtyId> {
        self.terminal
    }

    /// From now on time does not jump to the next timer: [`Progress::Waits`] tells when it is due.
    pub fn pace(&mut self) {
        self.paced = true;
    }

    /// Keys are pressed at the terminal.
    pub fn keys(&mut self, bytes: &[u8]) {
        if let Some(tty) = self.terminal {
            let kernel = &self.machine.kernel;
            let runs = kernel.current().is_some() || !kernel.runnable().is_empty();
            if runs && bytes.contains(&CTRL_C) && self.setup.start == Start::Program {
                self.interrupt();
            }
            bytes.iter().for_each(|byte| self.happens(Choice::Key(tty, *byte)));
        }
    }

    /// Notes where everybody is now: the caller wants the run to end, or asks for it by Ctrl+C.
    pub fn interrupt(&mut self) {
        let origins = self.origins().unwrap_or_default();
        self.interrupted = Some(report::where_everybody_is(&self.machine, &origins));
    }

    /// Where everybody was when Ctrl+C was pressed last, if somebody was running then.
    pub fn interrupted(&self) -> Option<&str> {
        self.interrupted.as_deref()
    }

    /// The window of the terminal gets another size: rows, columns, and both in pixels.
    pub fn resize(&mut self, window: [u16; 4]) {
        if let Some(tty) = self.terminal {
            self.happens(Choice::Resize(tty, window));
        }
    }

    /// The terminal's window is closed.
    pub fn hang_up(&mut self) {
        if let Some(tty) = self.terminal {
            self.happens(Choice::HangUp(tty));
        }
    }

    /// So much time passes, up to the next timer.
    pub fn pass(&mut self, ns: u64) {
        self.happens(Choice::Pass(ns));
    }

    /// Something that can always happen.
    fn happens(&mut self, choice: Choice) {
        self.acted += 64 + if let Choice::Input(bytes) = &choice { bytes.len() } else { 0 };
        match &mut self.acts {
            Some(acts) if self.acted <= ACTS_KEPT => {
                acts.push(Act { at: self.machine.steps(), choice: choice.clone() });
            }
            acts => *acts = None,
        }
        let _ = self.machine.step(&choice);
        self.keep(choice);
    }

    /// What the caller should be told at the end besides how the run ended.
    pub fn notes(&self) -> &[String] {
        &self.ending.notes
    }

    /// Goes on until there is something to say, or for a while.
    pub fn advance(&mut self) -> Progress {
        let most = if self.terminal.is_some() { TURNS_AT_A_TERMINAL } else { TURNS_PER_ANSWER };
        let far = self.machine.steps() + STEPS_PER_ANSWER;
        for _ in 0..most {
            if self.machine.steps() >= far {
                break;
            }
            // A program that writes all the time must not escape its limits.
            if self.machine.kernel.vfs.console.pending_output().is_empty()
                && let Some(over) = self.ending.over(&self.machine, self.outside())
            {
                return self.ended(over);
            }
            if let Some(waits) = self.nobody_before_a_timer() {
                return self.output().unwrap_or(waits);
            }
            match self.turn() {
                Turn::Made(choice) => self.keep(choice),
                Turn::Paused => {}
                Turn::None => return self.output().unwrap_or_else(|| self.idle()),
                Turn::Diverged(why) => return Progress::Ended(Ended::Limit(why)),
            }
            if !self.machine.kernel.vfs.console.pending_output().is_empty()
                && let Some(output) = self.output()
            {
                return output;
            }
        }
        Progress::Running
    }

    /// With paced time: only a timer could let somebody run.
    fn nobody_before_a_timer(&self) -> Option<Progress> {
        if !self.paced || self.replay.is_some() || self.machine.in_turn() || !self.machine.kernel.runnable().is_empty()
        {
            return None;
        }
        let ns = self.machine.kernel.next_deadline()?.saturating_sub(self.machine.kernel.now_ns());
        Some(Progress::Waits { ns })
    }

    /// A turn by the policy or by the recording, or a good part of a long one.
    fn turn(&mut self) -> Turn {
        if !self.machine.in_turn()
            && let Some(replay) = &mut self.replay
        {
            let Some(choice) = replay.next() else { return Turn::None };
            if choice == Choice::EndOfInput {
                self.stdin_open = false;
            }
            if let Err(error) = self.machine.begin(&choice) {
                return Turn::Diverged(misfit(&error));
            }
            if !self.machine.in_turn() {
                return Turn::Made(choice);
            }
        }
        let at = (self.machine.steps() / LOOK_EVERY + 1) * LOOK_EVERY;
        if self.recorded.is_none() {
            return if self.machine.go_on(at) { Turn::Paused } else { Turn::None };
        }
        match self.machine.advance(&Pause { at, ..Pause::NEVER }) {
            Advance::Made(choice) => Turn::Made(choice),
            Advance::Paused | Advance::Trapped(_) => Turn::Paused,
            Advance::Idle => Turn::None,
        }
    }

    fn keep(&mut self, choice: Choice) {
        if let Some(recorded) = &mut self.recorded {
            recorded.push(choice);
        }
    }

    /// Takes what was written since the last time.
    fn output(&mut self) -> Option<Progress> {
        let chunks = self.machine.kernel.take_output();
        if chunks.is_empty() {
            return None;
        }
        let mut chunks: Vec<OutputChunk> =
            chunks.into_iter().map(|c| OutputChunk { stream: c.fd, bytes: c.bytes }).collect();
        // A turn may write more than the limit allows: what is beyond it goes nowhere.
        let mut room = self.ending.limits.max_output.saturating_sub(self.ending.written);
        self.ending.written += chunks.iter().map(|c| c.bytes.len() as u64).sum::<u64>();
        for chunk in &mut chunks {
            chunk.bytes.truncate(usize::try_from(room).unwrap_or(usize::MAX));
            room -= chunk.bytes.len() as u64;
        }
        Some(Progress::Output(chunks))
    }

    /// Nothing can run and no timer is armed.
    fn idle(&mut self) -> Progress {
        if self.replay.is_some() {
            if let Some(over) = self.ending.over(&self.machine, self.outside()) {
                return self.ended(over);
            }
            let left = self.machine.kernel.live_processes() > 0;
            let over = match self.machine.choices().is_empty() || !left {
                true if left => self.ending.stuck(),
                true => Over::Main,
                false => Over::So(Ended::Limit("the recording ends here".to_string())),
            };
            return self.ended(over);
        }
        match self.ending.idle(&self.machine, self.outside()) {
            Idle::Input => Progress::NeedsInput,
            Idle::Over(over) => self.ended(over),
        }
    }

    /// The end; it is told where everything came from that somebody waits for.
    fn ended(&mut self, over: Over) -> Progress {
        let origins = if over.wants_origins() { self.origins() } else { None };
        Progress::Ended(self.ending.tell(over, &self.machine, &origins.unwrap_or_default()))
    }

    /// Where everything came from, found by running it all again. `None` when that can't be done: the run took too long, or
    /// it was driven in a way that was not kept.
    pub fn origins(&self) -> Option<Origins> {
        if self.machine.work() > report::MOST_WORK {
            return None;
        }
        let mut history = match self.script.is_empty() {
            true => History::again(&self.setup, self.acts.clone()?).ok()?,
            false => History::replaying(&Recording { setup: self.setup.clone(), choices: self.script.clone() }).ok()?,
        };
        let origins = Origins::retraced(&mut history, self.machine.steps());
        let (here, there) = (&self.machine, history.machine());
        let same = here.steps() == there.steps()
            && here.kernel.now_ns() == there.kernel.now_ns()
            && here.kernel.blocked_report() == there.kernel.blocked_report();
        same.then_some(origins)
    }

    fn outside(&self) -> Outside {
        Outside { stdin_open: self.stdin_open, terminal: self.terminal, keys: self.terminal.is_some() }
    }
}

enum Turn {
    Made(Choice),
    /// It is not over, or nobody wants to know.
    Paused,
    None,
    Diverged(String),
}

fn misfit(error: &StepError) -> String {
    format!(
        "the recording does not fit: {}",
        match error {
            StepError::NotRunnable(tid) => format!("it runs task {tid}, which can't run at this point"),
            StepError::NotPossible(what) => what.clone(),
            StepError::NoTimer => "it waits for a timer, and none is armed".to_string(),
        }
    )
}

/// Runs a setup to its end with this input, for tests and graders.
pub fn run_to_end(setup: &Setup, input: &[u8]) -> Result<Finished, BootError> {
    let (mut runner, _) = Runner::new(setup)?;
    Ok(finish(&mut runner, input))
}

/// Repeats a recording.
pub fn replay(recording: &Recording) -> Result<Finished, BootError> {
    let (mut runner, _) = Runner::new(&recording.setup)?;
    runner.replay(recording.choices.clone());
    Ok(finish(&mut runner, &[]))
}

/// Drives a runner to its end: the input is given when first asked for, then its end.
pub fn finish(runner: &mut Runner, input: &[u8]) -> Finished {
    let mut rest = Some(input).filter(|i| !i.is_empty());
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    loop {
        match runner.advance() {
            Progress::Output(chunks) => {
                for chunk in chunks {
                    if chunk.stream < 2 { &mut stdout } else { &mut stderr }.extend_from_slice(&chunk.bytes);
                }
            }
            Progress::NeedsInput => match (runner.terminal(), rest.take()) {
                (None, input) => runner.input(input.unwrap_or_default()),
                (Some(_), Some(keys)) => runner.keys(keys),
                (Some(_), None) => runner.hang_up(),
            },
            Progress::Running => {}
            Progress::Waits { ns } => runner.pass(ns),
            Progress::Ended(ended) => {
                return Finished { stdout, stderr, ended, notes: runner.notes().to_vec() };
            }
        }
    }
}
