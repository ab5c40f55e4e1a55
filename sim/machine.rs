//! The machine as a value: a kernel, a CPU for each task, and the programs that they run.
//!
//! A machine is a transition system. [`Machine::choices`] says what can happen next, [`Machine::step`] makes one of it
//! happen. A scheduling policy ([`Machine::turn`]), a replay file, a person and an explorer are ways to choose. `machine/choice.rs`
//! has the choices, `machine/turn.rs` what happens in a turn.

mod choice;
mod turn;

pub use choice::{Advance, Choice, Pause, StepError};

use crate::crash::Crash;
use crate::inject::Planned;
use crate::programs::Programs;
use choice::{Turn, Until};
use forklore_kernel::Kernel;
use forklore_kernel::abi::{ProgramId, Tid};
use forklore_userland::vm::cpu::{self, Cpu, Probe};
use serde::{Deserialize, Serialize};
use turn::Stopped;

/// Most virtual time that one [`Choice::Step`] takes when the task makes no system call.
const STEP_NS: u64 = 1_000_000;

/// A simulated machine. Cloning gives an independent one that goes on alike.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Machine {
    /// The kernel.
    pub kernel: Kernel,
    /// What the kernel does not know of tasks, by tid.
    tasks: Vec<Option<Box<UserTask>>>,
    /// Executable images by number.
    programs: Programs,
    /// Instructions executed so far.
    executed: u64,
    /// Steps that are no instructions.
    other_steps: u64,
    /// Times that a task has entered the kernel.
    entries: u64,
    /// A process was killed because all frames were in use.
    out_of_memory: bool,
    /// Processes that died by their own doing, the first ones.
    #[serde(default)]
    crashes: Vec<Crash>,
    /// Instructions of spins that were not executed one by one. How many depends on pauses: no part of the value.
    #[serde(skip)]
    saved: Saved,
    /// The turn that has been paused.
    turn: Option<Turn>,
    /// What is to happen to calls that have not been made yet.
    pub(crate) planned: Vec<Planned>,
    /// States of dead tasks, kept for the next fork. No part of the value.
    #[serde(skip)]
    spare: Spare,
}

/// The user-mode half of a task.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct UserTask {
    /// Its CPU.
    pub cpu: Cpu,
    /// The program that it executes; `None` before its first exec.
    pub program: Option<ProgramId>,
}

/// Recycled allocations: equal to any other.
#[derive(Default, Debug)]
#[allow(clippy::vec_box)] // tasks move between this and the table as boxes
struct Spare(Vec<Box<UserTask>>);

forklore_kernel::beside_the_value!(clones empty: Spare);

/// A count of saved work: equal to any other.
#[derive(Clone, Copy, Default, Debug)]
struct Saved(u64);

forklore_kernel::beside_the_value!(Saved);

impl Machine {
    /// A machine around a booted kernel.
    pub fn new(kernel: Kernel, programs: Programs) -> Machine {
        let tasks = Vec::new();
        Machine {
            kernel,
            tasks,
            programs,
            executed: 0,
            other_steps: 0,
            entries: 0,
            out_of_memory: false,
            crashes: Vec::new(),
            saved: Saved::default(),
            turn: None,
            planned: Vec::new(),
            spare: Spare::default(),
        }
    }

    /// What can happen next. Empty: nothing ever will, unless input arrives.
    pub fn choices(&self) -> Vec<Choice> {
        let running = self.turn.map(|turn| turn.tid);
        let mut choices: Vec<Choice> = running.into_iter().chain(self.kernel.runnable()).map(Choice::Step).collect();
        if choices.is_empty() && self.kernel.next_deadline().is_some() {
            choices.push(Choice::Tick);
        }
        choices
    }

    /// Makes one choice happen.
    ///
    /// # Errors
    /// [`StepError`] when that can't happen now; the machine is unchanged.
    pub fn step(&mut self, choice: &Choice) -> Result<(), StepError> {
        self.begin(choice)?;
        if let Some(turn) = self.turn.take() {
            self.run_turn(turn, &Pause::NEVER);
        }
        Ok(())
    }

    /// Begins a choice: a turn is opened, which [`Machine::advance`] then runs, or what is not a turn happens. One step.
    /// A turn that has been paused ends here.
    ///
    /// # Errors
    /// [`StepError`] when that can't happen now; the machine is unchanged.
    pub fn begin(&mut self, choice: &Choice) -> Result<(), StepError> {
        let now = self.kernel.now_ns();
        match choice {
            Choice::Step(tid) => self.claim(*tid, Until::OneCall(now + STEP_NS))?,
            Choice::Run(tid, ns) => self.claim(*tid, Until::Time(now.saturating_add(*ns)))?,
            Choice::Pick(tid) => self.claim(*tid, Until::Resched)?,
            Choice::Tick => {
                let at = self.kernel.next_deadline().ok_or(StepError::NoTimer)?;
                self.end_turn();
                self.kernel.advance_to(at);
            }
            Choice::Input(bytes) => self.kernel.feed_input(bytes),
            Choice::EndOfInput => self.kernel.feed_eof(),
            Choice::Key(tty, byte) => self.kernel.tty_key(*tty, *byte),
            Choice::Resize(tty, window) => self.kernel.tty_resize(*tty, *window),
            Choice::HangUp(tty) => self.kernel.tty_hang_up(*tty),
            Choice::Inject(fault) => self.inject(fault)?,
            Choice::Incoming(incoming) => self.take_in(incoming)?,
            Choice::Pass(ns) => {
                let at = now.saturating_add(*ns);
                self.end_turn();
                self.kernel.advance_to(self.kernel.next_deadline().map_or(at, |timer| timer.min(at)));
            }
        }
        self.other_steps += 1;
        Ok(())
    }

    /// Lets the policy choose and makes that happen; says what it was, `None` when there is nothing to choose.
    pub fn turn(&mut self) -> Option<Choice> {
        match self.advance(&Pause::NEVER) {
            Advance::Made(choice) => Some(choice),
            _ => None,
        }
    }

    /// Goes on with the turn that was paused, or with the policy's next choice, at most to the end of the turn. However often
    /// a turn is paused, what happens is the same.
    pub fn advance(&mut self, pause: &Pause) -> Advance {
        if let Some(turn) = self.turn.take() {
            return self.stay(turn, pause);
        }
        if self.steps() >= pause.at {
            return Advance::Paused;
        }
        match self.next_turn() {
            Some(turn) => self.stay(turn, pause),
            None if self.next_timer() => Advance::Made(Choice::Tick),
            None => Advance::Idle,
        }
    }

    /// [`Machine::advance`] to this step at most, but it is not told what was chosen. `false`: there was nothing to choose.
    pub fn go_on(&mut self, at: u64) -> bool {
        match self.turn.take().or_else(|| self.next_turn()) {
            Some(turn) => drop(self.run_turn(turn, &Pause { at, ..Pause::NEVER })),
            None => return self.next_timer(),
        }
        true
    }

    /// The policy gives the CPU to a task, if any is ready. One step.
    #[inline]
    fn next_turn(&mut self) -> Option<Turn> {
        let began_ns = self.kernel.now_ns();
        let tid = self.kernel.pick()?;
        self.other_steps += 1;
        Some(Turn { tid, until: Until::Resched, fresh: true, calls: 0, began_ns })
    }

    /// Time jumps to the next timer, if one is armed. One step.
    fn next_timer(&mut self) -> bool {
        let Some(at) = self.kernel.next_deadline() else { return false };
        self.other_steps += 1;
        self.kernel.advance_to(at);
        true
    }

    /// Runs a turn, and says what choice repeats it.
    fn stay(&mut self, turn: Turn, pause: &Pause) -> Advance {
        let (tid, began_ns) = (turn.tid, turn.began_ns);
        match self.run_turn(turn, pause) {
            Stopped::OffCpu => Advance::Made(Choice::Run(tid, self.kernel.now_ns() - began_ns)),
            Stopped::Paused => Advance::Paused,
            Stopped::Trapped(tid) => Advance::Trapped(tid),
        }
    }

    /// Lets the policy choose who runs, until this virtual time at most; [`Machine::advance`] then runs that turn. `false`:
    /// nobody is ready. One step.
    pub(crate) fn begin_turn_by(&mut self, limit_ns: u64) -> bool {
        let began_ns = self.kernel.now_ns();
        let Some(tid) = self.kernel.pick() else { return false };
        self.other_steps += 1;
        self.turn = Some(Turn { tid, until: Until::ReschedBy(limit_ns), fresh: true, calls: 0, began_ns });
        true
    }

    /// When the turn that is paused ends, if that has been decided.
    pub(crate) fn turn_ends_ns(&self) -> Option<u64> {
        match self.turn?.until {
            Until::Time(end) => Some(end),
            _ => None,
        }
    }

    /// Is a turn paused? If not, the next [`Machine::advance`] lets the policy choose.
    pub fn in_turn(&self) -> bool {
        self.turn.is_some()
    }

    /// The task whose turn is paused: it executes the next instruction, unless a timer or the policy has it otherwise.
    pub fn running(&self) -> Option<Tid> {
        self.turn.map(|turn| turn.tid)
    }

    /// Steps made so far: instructions executed, turns begun, looks at signals, jumps of time, arrivals from outside. Every
    /// change of the machine makes at least one, so the number names a moment of a run.
    pub fn steps(&self) -> u64 {
        self.executed + self.other_steps
    }

    /// A measure of the host's work so far, in units of about a nanosecond: an instruction is one, a system call 200.
    pub fn work(&self) -> u64 {
        (self.executed - self.saved.0) + 200 * (self.entries + self.other_steps)
    }

    /// [`Machine::turn`], but the task runs until this virtual time at most, and time does not jump beyond it.
    pub fn turn_until(&mut self, limit_ns: u64) -> Option<Choice> {
        let began_ns = self.kernel.now_ns();
        let turn = match self.turn.take() {
            Some(turn) => turn,
            None => match self.kernel.pick() {
                Some(tid) => Turn { tid, until: Until::ReschedBy(limit_ns), fresh: true, calls: 0, began_ns },
                None => {
                    let at = self.kernel.next_deadline().filter(|at| *at <= limit_ns)?;
                    self.other_steps += 1;
                    self.kernel.advance_to(at);
                    return Some(Choice::Tick);
                }
            },
        };
        self.other_steps += 1;
        match self.stay(turn, &Pause::NEVER) {
            Advance::Made(choice) => Some(choice),
            _ => None,
        }
    }

    /// A copy that shares all pages with this machine until either writes. Cheaper than `clone`, which copies the
    /// pages written since the last snapshot.
    pub fn snapshot(&mut self) -> Machine {
        self.kernel.mm.seal();
        self.clone()
    }

    /// Bytes that a copy holds besides pages, roughly.
    pub fn table_bytes(&self) -> u64 {
        let tasks: usize = self.tasks.iter().flatten().map(|task| 512 + task.cpu.bytes()).sum();
        (16_384 + tasks + 1_024 * self.kernel.procs.process_count()) as u64
    }

    /// Instructions executed so far, by all tasks together.
    pub fn executed(&self) -> u64 {
        self.executed
    }

    /// Was a process killed because the machine's memory was used up?
    pub fn out_of_memory(&self) -> bool {
        self.out_of_memory
    }

    /// The first processes that died by their own doing.
    pub fn crashes(&self) -> &[Crash] {
        &self.crashes
    }

    /// Does the task only spin: a loop that neither changes anything nor will see a change, unless another task or a signal
    /// makes one?
    pub fn spins(&self, tid: Tid) -> bool {
        let Some(task) = self.task(tid) else { return false };
        let Some(program) = task.program.and_then(|id| self.programs.peek(id)) else { return false };
        let (mut cpu, mut memory) = (task.cpu.clone(), self.kernel.mm.clone());
        let space = self.kernel.procs.task(tid).space;
        matches!(cpu.probe(program, &mut memory, space, cpu::SPIN_PROBE), Probe::Spins { .. })
    }

    /// Instructions of loops that change nothing by which time went on without executing them one by one.
    pub fn saved(&self) -> u64 {
        self.saved.0
    }

    /// A task's user-mode half.
    pub fn task(&self, tid: Tid) -> Option<&UserTask> {
        self.tasks.get(tid.index())?.as_deref()
    }

    /// The user-mode half of the task that was the last to end: for who looks right after that, before anything else happens.
    pub fn gone(&self) -> Option<&UserTask> {
        self.spare.0.last().map(|task| &**task)
    }

    /// The programs.
    pub fn programs(&self) -> &Programs {
        &self.programs
    }

    /// Gives the CPU to a task and opens its turn.
    fn claim(&mut self, tid: Tid, until: Until) -> Result<(), StepError> {
        if !self.kernel.claim(tid) {
            return Err(StepError::NotRunnable(tid));
        }
        self.turn = Some(Turn { tid, until, fresh: true, calls: 0, began_ns: self.kernel.now_ns() });
        Ok(())
    }

    /// Ends the turn that was paused.
    fn end_turn(&mut self) {
        if let Some(turn) = self.turn.take() {
            self.kernel.preempted(turn.tid);
        }
    }

    /// A task's user-mode half, to be changed. `None` while it runs.
    pub(crate) fn task_mut(&mut self, tid: Tid) -> Option<&mut UserTask> {
        self.tasks.get_mut(tid.index())?.as_deref_mut()
    }

    fn take_task(&mut self, tid: Tid) -> Box<UserTask> {
        self.tasks.get_mut(tid.index()).and_then(Option::take).unwrap_or_default()
    }

    fn put_task(&mut self, tid: Tid, task: Box<UserTask>) {
        if self.tasks.len() <= tid.index() {
            self.tasks.resize_with(tid.index() + 1, || None);
        }
        if let Some(old) = self.tasks[tid.index()].replace(task) {
            self.spare.0.push(old);
        }
    }

    /// A copy in a recycled allocation.
    fn copy_of(&mut self, task: &UserTask) -> Box<UserTask> {
        match self.spare.0.pop() {
            Some(mut copy) => {
                copy.cpu.clone_from(&task.cpu);
                copy.program = task.program;
                copy
            }
            None => Box::new(task.clone()),
        }
    }
}
