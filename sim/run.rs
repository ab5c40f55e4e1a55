//! Running a machine to its end under a policy, within limits. Reads no clock and prints nothing: the caller gets
//! output and gives input as bytes.

use crate::boot::{self, BootError};
use crate::chronicle::Origins;
use crate::history::{Act, History};
use crate::machine::{Choice, Machine, StepError};
use crate::record::Recording;
use crate::report;
use crate::setup::{Limits, Setup, Start};
use forklore_kernel::abi::{Pid, Signal, TtyId};
use forklore_kernel::entry::Blocked;
use forklore_kernel::proc::process::Process;
use forklore_kernel::proc::signal::action::{SIG_DFL, SIG_IGN};
use forklore_kernel::sched::wait::WaitOn;
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
    /// At a terminal: nothing has happened that the caller has to see to; keys may be given now.
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
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ended::Exited(status) => write!(f, "exited with {status}"),
            Ended::Killed(signal) => write!(f, "killed by {}", signal.name()),
            Ended::Deadlock(text) | Ended::Limit(text) | Ended::Timeout(text) => f.write_str(text),
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

/// How many turns pass between two looks at the limits.
const TURNS_PER_CHECK: u32 = 16;

/// Drives a machine to its end.
#[derive(Clone, Debug)]
pub struct Runner {
    /// The machine.
    pub machine: Machine,
    limits: Limits,
    max_memory: u64,
    /// Instructions that the machine had saved at the last look.
    saved: u64,
    written: u64,
    stdin_open: bool,
    /// Wait status of the program and when it ended.
    main_ended: Option<(i32, u64)>,
    recorded: Option<Vec<Choice>>,
    replay: Option<std::vec::IntoIter<Choice>>,
    notes: Vec<String>,
    /// The terminal whose keys and screen are the caller's.
    terminal: Option<TtyId>,
    start: Start,
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
}

/// Input that is kept so that a run can be explained by running it again, in bytes.
const ACTS_KEPT: usize = 16 << 20;

impl Runner {
    /// A runner for a setup. Warnings of the compiler come with it.
    pub fn new(setup: &Setup) -> Result<(Runner, String), BootError> {
        let booted = boot::boot(setup)?;
        let runner = Runner {
            machine: booted.machine,
            limits: setup.limits,
            max_memory: setup.machine.max_memory,
            saved: 0,
            written: 0,
            stdin_open: booted.stdin_open,
            main_ended: None,
            recorded: None,
            replay: None,
            notes: Vec::new(),
            terminal: booted.terminal,
            start: setup.start,
            paced: false,
            setup: setup.clone(),
            acts: Some(Vec::new()),
            acted: 0,
            script: Vec::new(),
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
            bytes.iter().for_each(|byte| self.happens(Choice::Key(tty, *byte)));
        }
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
        &self.notes
    }

    /// Goes on until there is something to say.
    pub fn advance(&mut self) -> Progress {
        // A program that writes all the time must not escape its limits.
        if self.machine.kernel.vfs.console.pending_output().is_empty()
            && let Some(ended) = self.over()
        {
            return Progress::Ended(ended);
        }
        loop {
            if self.replay.is_none() && self.recorded.is_none() && !self.paced {
                // Nobody wants to know what is chosen.
                if !self.machine.turns(TURNS_PER_CHECK) {
                    return self.output().unwrap_or_else(|| self.idle());
                }
            } else if let Some(progress) = self.single_turns() {
                return progress;
            }
            if let Some(output) = self.output() {
                return output;
            }
            if let Some(ended) = self.over() {
                return Progress::Ended(ended);
            }
            if self.terminal.is_some() {
                return Progress::Running;
            }
        }
    }

    /// Turns up to the next look at the limits, each of them told to whoever keeps the choices or has made them.
    fn single_turns(&mut self) -> Option<Progress> {
        for _ in 0..TURNS_PER_CHECK {
            if let Some(waits) = self.nobody_before_a_timer() {
                return Some(self.output().unwrap_or(waits));
            }
            match self.turn() {
                Turn::Made(choice) => self.keep(choice),
                Turn::None => return Some(self.output().unwrap_or_else(|| self.idle())),
                Turn::Diverged(why) => return Some(Progress::Ended(Ended::Limit(why))),
            }
            if !self.machine.kernel.vfs.console.pending_output().is_empty() {
                break;
            }
        }
        None
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

    fn turn(&mut self) -> Turn {
        let Some(replay) = &mut self.replay else {
            return self.machine.turn().map_or(Turn::None, Turn::Made);
        };
        let Some(choice) = replay.next() else {
            return Turn::None;
        };
        if choice == Choice::EndOfInput {
            self.stdin_open = false;
        }
        match self.machine.step(&choice) {
            Ok(()) => Turn::Made(choice),
            Err(StepError::NotRunnable(tid)) => {
                Turn::Diverged(format!("the recording does not fit: it runs task {tid}, which can't run at this point"))
            }
            Err(StepError::NotPossible(what)) => Turn::Diverged(format!("the recording does not fit: {what}")),
            Err(StepError::NoTimer) => {
                Turn::Diverged("the recording does not fit: it waits for a timer, and none is armed".to_string())
            }
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
        let chunks: Vec<OutputChunk> =
            chunks.into_iter().map(|c| OutputChunk { stream: c.fd, bytes: c.bytes }).collect();
        self.written += chunks.iter().map(|c| c.bytes.len() as u64).sum::<u64>();
        Some(Progress::Output(chunks))
    }

    /// Nothing can run and no timer is armed.
    fn idle(&mut self) -> Progress {
        self.note_main_end();
        let left = self.main_ended.is_some() && self.start == Start::Shell;
        if self.machine.kernel.live_processes() == 0 || left {
            return Progress::Ended(self.main_result());
        }
        if self.replay.is_some() {
            if let Some(ended) = self.over() {
                return Progress::Ended(ended);
            }
            if !self.machine.choices().is_empty() {
                return Progress::Ended(Ended::Limit("the recording ends here".to_string()));
            }
        } else if self.stdin_open && waits_for_input(&self.machine) || self.waits_for_keys() {
            return Progress::NeedsInput;
        }
        if self.main_ended.is_some() {
            self.notes.push(report::outlived(&self.machine));
            return Progress::Ended(self.main_result());
        }
        let origins = self.origins().unwrap_or_default();
        Progress::Ended(Ended::Deadlock(report::deadlock_with(&self.machine, &origins)))
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

    /// Has a limit been reached, or has everything ended?
    fn over(&mut self) -> Option<Ended> {
        self.note_main_end();
        if self.written > self.limits.max_output {
            return Some(Ended::Limit(format!(
                "output limit: the program wrote more than {} bytes (raise it with --max-output)",
                self.limits.max_output
            )));
        }
        if self.machine.work() > self.limits.max_steps {
            if self.main_ended.is_some() {
                self.notes.push(report::outlived(&self.machine));
                return Some(self.main_result());
            }
            return Some(Ended::Limit(format!(
                "step limit: {} steps made without an end (raise it with --max-steps)\n{}",
                self.limits.max_steps,
                report::where_everybody_is(&self.machine)
            )));
        }
        if let Some(ended) = self.spins_for_ever() {
            return Some(ended);
        }
        let kernel = &self.machine.kernel;
        if let Some(timeout) = self.limits.timeout_ns
            && kernel.now_ns() > timeout
        {
            return Some(Ended::Timeout(format!("timeout: {} of virtual time have passed", report::duration(timeout))));
        }
        if let Some((_, at)) = self.main_ended {
            // Whoever leaves the shell does not wait for what it has left behind.
            if kernel.live_processes() == 0 || self.start == Start::Shell {
                return Some(self.main_result());
            }
            if kernel.now_ns() - at > self.limits.linger_ns {
                self.notes.push(report::outlived(&self.machine));
                return Some(self.main_result());
            }
        }
        None
    }

    /// Could a key let somebody run: does somebody read the terminal, wait for signals, or catch those that keys send? A
    /// shell is never at its end before it says so.
    fn waits_for_keys(&self) -> bool {
        let Some(id) = self.terminal else { return false };
        if self.start == Start::Shell && self.machine.kernel.ttys.get(id).is_some_and(|tty| !tty.hung_up()) {
            return self.main_ended.is_none();
        }
        waits_for_keys(&self.machine, id)
    }

    /// Is nobody left but processes in loops that change nothing? Then only the outside could change anything.
    fn spins_for_ever(&mut self) -> Option<Ended> {
        let saved = self.machine.saved();
        if std::mem::replace(&mut self.saved, saved) == saved
            || self.limits.timeout_ns.is_some()
            || self.terminal.is_some()
        {
            return None;
        }
        let kernel = &self.machine.kernel;
        let runnable = kernel.runnable();
        if kernel.next_deadline().is_some()
            || self.stdin_open && waits_for_input(&self.machine)
            || runnable.is_empty()
            || !runnable.iter().all(|tid| self.machine.spins(*tid))
        {
            return None;
        }
        if self.main_ended.is_some() {
            self.notes.push(report::outlived(&self.machine));
            return Some(self.main_result());
        }
        Some(Ended::Limit(report::endless(&self.machine)))
    }

    fn note_main_end(&mut self) {
        if self.main_ended.is_none()
            && let Some(status) = self.machine.kernel.exit_status(MAIN_PID)
        {
            self.main_ended = Some((status, self.machine.kernel.now_ns()));
        }
    }

    /// Says why a process died that Linux's OOM killer would have killed.
    fn main_result(&mut self) -> Ended {
        if self.machine.out_of_memory() {
            self.notes.push(report::out_of_memory(self.max_memory));
        }
        let status = self.main_ended.map_or(0, |(status, _)| status);
        match Signal::new(i64::from(status & 0x7f)) {
            Some(signal) => Ended::Killed(signal),
            None => Ended::Exited(status >> 8 & 0xff),
        }
    }
}

/// Could a key at this terminal let somebody run: does somebody read it, wait for signals, or catch those that keys send?
pub(crate) fn waits_for_keys(machine: &Machine, id: TtyId) -> bool {
    let kernel = &machine.kernel;
    let Some(tty) = kernel.ttys.get(id).filter(|tty| !tty.hung_up()) else { return false };
    let for_signals = |blocked: &Blocked| matches!(blocked.on, WaitOn::Signal | WaitOn::SignalSet);
    let waiting = kernel.procs.tasks().any(|task| task.blocked.as_ref().is_some_and(for_signals));
    let caught = |process: &Process| {
        [Signal::INT, Signal::QUIT, Signal::TSTP]
            .iter()
            .any(|signal| !matches!(process.actions.get(*signal).handler, SIG_DFL | SIG_IGN))
    };
    let listening = tty.foreground.is_some_and(|group| kernel.procs.members(group).any(caught));
    !kernel.waits.is_idle(WaitOn::TtyInput(id)) || waiting || listening
}

/// Does somebody sleep until standard input arrives?
pub(crate) fn waits_for_input(machine: &Machine) -> bool {
    !machine.kernel.waits.is_idle(WaitOn::ConsoleInput)
}

enum Turn {
    Made(Choice),
    None,
    Diverged(String),
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
