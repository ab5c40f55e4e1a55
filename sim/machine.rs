//! The machine as a value: a kernel, a CPU for each task, and the programs that they run.
//!
//! A machine is a transition system. [`Machine::choices`] says what can happen next, [`Machine::step`] makes one of it
//! happen. A scheduling policy ([`Machine::turn`]), a replay file, a person and an explorer are ways to choose.

use crate::compiler;
use crate::crash::{self, Crash, Misdeed};
use crate::incoming::Incoming;
use crate::inject::{Fault, Planned};
use crate::programs::Programs;
use crate::text_bytes;
use crate::traps::Traps;
use forklore_kernel::Kernel;
use forklore_kernel::abi::{ProgramId, Signal, Syscall, Tid, TtyId, UserAddr};
use forklore_kernel::entry::{Exception, Flow};
use forklore_kernel::mm::FaultReason;
use forklore_userland::vm::cpu::{self, Cpu, CpuFault, Exit, Probe};
use forklore_userland::vm::program::Program;
use serde::{Deserialize, Serialize};

/// The number of execve(2), which needs more of the machine than the kernel.
const EXECVE: u64 = 59;

/// Most virtual time that one [`Choice::Step`] takes when the task makes no system call.
const STEP_NS: u64 = 1_000_000;

/// One thing that can happen next.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Choice {
    /// The task runs until its next system call has been handled (or it sleeps, dies, or takes a fault).
    Step(Tid),
    /// The task runs for this long in virtual nanoseconds, or until it sleeps or dies.
    Run(Tid, u64),
    /// The task gets the CPU, and keeps it as long as the policy lets it.
    Pick(Tid),
    /// Nobody can run: time jumps to the next timer.
    Tick,
    /// Bytes arrive on standard input.
    Input(#[serde(with = "text_bytes")] Vec<u8>),
    /// Standard input ends.
    EndOfInput,
    /// A key is pressed at a terminal.
    Key(TtyId, u8),
    /// The window of a terminal gets another size: rows, columns, and both in pixels.
    Resize(TtyId, [u16; 4]),
    /// A terminal hangs up: its window is closed.
    HangUp(TtyId),
    /// Nobody can run: this much time passes, but not beyond the next timer.
    Pass(u64),
    /// Something is made to happen that might happen.
    Inject(Fault),
    /// Something comes from the rest of the world that this machine is a host of.
    Incoming(Box<Incoming>),
}

/// Why a choice could not be made.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StepError {
    /// That task is not runnable now.
    #[error("task {0} can't run now")]
    NotRunnable(Tid),
    /// No timer is armed.
    #[error("no timer is armed")]
    NoTimer,
    /// What was to be made to happen can't.
    #[error("{0}")]
    NotPossible(String),
}

/// Where the running of one task stops at the latest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
enum Until {
    /// After one system call, or at this virtual time.
    OneCall(u64),
    /// At this virtual time, whatever the policy says.
    Time(u64),
    /// When the policy says so.
    Resched,
    /// When the policy says so, but not after this virtual time.
    ReschedBy(u64),
}

/// A task's stay on the CPU.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
struct Turn {
    tid: Tid,
    until: Until,
    /// The kernel has not yet been asked what the task does first.
    fresh: bool,
    /// System calls made.
    calls: u32,
    /// When it began.
    began_ns: u64,
}

/// Where [`Machine::advance`] pauses at the latest.
#[derive(Clone, Copy, Debug)]
pub struct Pause<'a> {
    /// When so many steps have been made (see [`Machine::steps`]).
    pub at: u64,
    /// Also whenever the kernel has done something.
    pub each_entry: bool,
    /// Also before these instructions.
    pub traps: Option<&'a Traps>,
}

impl Pause<'_> {
    /// Does not pause.
    pub const NEVER: Pause<'static> = Pause { at: u64::MAX, each_entry: false, traps: None };
}

/// Where [`Machine::advance`] came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Advance {
    /// A pause was due. The turn goes on with the next `advance`, as if there had been none.
    Paused,
    /// The running task is about to execute an instruction with a trap. Nothing has been counted for that.
    Trapped(Tid),
    /// A turn is over, or time has jumped to the next timer: the choice that repeats it.
    Made(Choice),
    /// Nobody can run and no timer is armed.
    Idle,
}

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

/// Why a task does not go on in user mode.
enum Stay {
    /// It has been in the kernel, which says this.
    Kernel(Flow),
    /// It makes this system call (number and arguments), which concerns more than the kernel.
    Rare(u64, [u64; 6]),
    /// It has to give up the CPU.
    Over,
    /// A pause is due.
    Paused,
    /// It stands at a trap that is not the program's own.
    Trapped,
}

/// Why a turn does not go on.
enum Stopped {
    /// The task is off the CPU.
    OffCpu,
    /// A pause is due.
    Paused,
    /// The task stands at a trap.
    Trapped(Tid),
}

/// Where a task is after a [`Flow`] has been applied.
enum Applied {
    InUser,
    Asleep,
    Gone,
}

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

    /// Runs a task that has been given the CPU. Its user-mode half is taken out of the table meanwhile.
    fn run_turn(&mut self, mut turn: Turn, pause: &Pause) -> Stopped {
        let mut tid = turn.tid;
        let mut task = self.take_task(tid);
        let mut stay = match std::mem::take(&mut turn.fresh) {
            true => Stay::Kernel(self.kernel.resume(tid, UserAddr(task.cpu.sp()))),
            false => self.run_user(&mut turn, &mut task, pause, false),
        };
        loop {
            let applied = match stay {
                // What a switch between tasks comes by: asleep, and awake with a result.
                Stay::Kernel(Flow::Slept) => Applied::Asleep,
                Stay::Kernel(Flow::Resume(Some(value))) => {
                    task.cpu.set_result(value as u64);
                    Applied::InUser
                }
                Stay::Kernel(flow) => self.apply(tid, &mut task, flow),
                Stay::Rare(number, args) => {
                    let flow = self.rare_call(&mut tid, UserAddr(task.cpu.sp()), number, args);
                    turn.tid = tid;
                    self.apply(tid, &mut task, flow)
                }
                Stay::Over => {
                    self.kernel.preempted(tid);
                    Applied::Asleep
                }
                Stay::Paused | Stay::Trapped => {
                    self.put_task(tid, task);
                    self.turn = Some(turn);
                    return if matches!(stay, Stay::Paused) { Stopped::Paused } else { Stopped::Trapped(tid) };
                }
            };
            match applied {
                Applied::InUser => stay = self.run_user(&mut turn, &mut task, pause, true),
                Applied::Asleep => break self.put_task(tid, task),
                Applied::Gone => break self.spare.0.push(task),
            }
        }
        Stopped::OffCpu
    }

    /// Lets a task go on in user mode, through all system calls that simply return, until something else is to be done.
    /// `entered`: it comes from the kernel, which has looked at its signals.
    fn run_user(&mut self, turn: &mut Turn, task: &mut UserTask, pause: &Pause, mut entered: bool) -> Stay {
        let tid = turn.tid;
        let Machine {
            kernel, programs, executed, other_steps, entries, planned, saved, out_of_memory, crashes, ..
        } = self;
        let traps = pause.traps.and_then(|traps| traps.program(task.program?));
        let program = task.program.and_then(|id| programs.load(id));
        let program = traps.map(|patched| &*patched.program).or(program);
        let space = kernel.procs.task(tid).space;
        let cpu = &mut task.cpu;
        loop {
            let Some(fuel) = fuel_for(kernel, turn) else { return Stay::Over };
            let room = pause.at.saturating_sub(*executed + *other_steps);
            if room == 0 || (entered && pause.each_entry) {
                return Stay::Paused;
            }
            if !entered && kernel.attention(tid) {
                *other_steps += 1;
                return Stay::Kernel(kernel.resume(tid, UserAddr(cpu.sp())));
            }
            let fuel = fuel.min(room);
            let mut left = fuel;
            let (exit, spun) = match program {
                Some(program) => cpu.run_through_spins(program, &mut kernel.mm, space, &mut left),
                None => (Exit::Fault(CpuFault::Illegal), 0),
            };
            saved.0 += spun;
            let mut used = fuel - left;
            let at_trap =
                traps.is_some_and(|patched| matches!(exit, Exit::Fault(CpuFault::Illegal)) && patched.is_set(cpu.pc()));
            used -= u64::from(at_trap);
            *executed += used;
            kernel.charge(tid, used);
            if at_trap {
                return Stay::Trapped;
            }
            entered = !matches!(exit, Exit::FuelExhausted);
            *entries += u64::from(entered);
            let sp = UserAddr(cpu.sp());
            let flow = match exit {
                Exit::Syscall => {
                    turn.calls += 1;
                    let (number, args) = cpu.syscall();
                    if number == EXECVE || !planned.is_empty() {
                        return Stay::Rare(number, args);
                    }
                    match Syscall::decode(number, args) {
                        Some(call) => kernel.syscall(tid, sp, call),
                        None => return Stay::Rare(number, args),
                    }
                }
                Exit::FuelExhausted => continue,
                Exit::SigReturn => match cpu.take_saved() {
                    Some(saved) => kernel.sigreturn(tid, sp, saved),
                    None => kernel.fault(tid, sp, exception(CpuFault::Illegal)),
                },
                Exit::Fault(fault) => {
                    // An instruction that could not even be fetched counts as a step all the same.
                    *other_steps += u64::from(used == 0);
                    *out_of_memory |= is_out_of_memory(fault);
                    let pid = kernel.procs.task(tid).pid;
                    let flow = kernel.fault(tid, sp, exception(fault));
                    if matches!(flow, Flow::Exited) && !is_out_of_memory(fault) {
                        crash::remember(crashes, pid, task.program, cpu, Misdeed::Fault(fault));
                    }
                    flow
                }
            };
            match flow {
                Flow::Resume(Some(value)) => cpu.set_result(value as u64),
                Flow::Resume(None) => {}
                Flow::Handlers(value) => {
                    if let Err(fault) = enter_handlers(kernel, tid, cpu, program, value) {
                        return Stay::Kernel(kernel.fault(tid, UserAddr(cpu.sp()), exception(fault)));
                    }
                }
                other => {
                    if matches!(other, Flow::Exited)
                        && matches!(exit, Exit::Syscall)
                        && let Some(pid) = crash::aborted(cpu)
                    {
                        crash::remember(crashes, pid, task.program, cpu, Misdeed::Abort);
                    }
                    return Stay::Kernel(other);
                }
            }
        }
    }

    /// A system call that needs more of the machine than the kernel: execve, the compiler, one for which something is
    /// planned, and what nobody knows.
    fn rare_call(&mut self, caller: &mut Tid, sp: UserAddr, number: u64, args: [u64; 6]) -> Flow {
        let tid = *caller;
        let mut args = args;
        if !self.planned.is_empty()
            && let Some(flow) = self.planned_for(tid, sp, number, &mut args)
        {
            return flow;
        }
        match Syscall::decode(number, args) {
            Some(call @ Syscall::Execve { path, .. }) => {
                self.prepare_exec(tid, path);
                let process = self.kernel.procs.process_of(tid);
                let (leader, threads) = (Tid(process.pid.0), process.threads.clone());
                let flow = self.kernel.syscall(tid, sp, call);
                if !threads.is_empty() && flow != Flow::Exited {
                    *caller = self.after_exec(tid, leader, &threads);
                }
                flow
            }
            Some(call) => self.kernel.syscall(tid, sp, call),
            None if number == compiler::COMPILE => {
                let value = compiler::call(&mut self.kernel, &mut self.programs, tid, args);
                self.kernel.outside_call(tid, sp, value)
            }
            None => self.kernel.unknown_syscall(tid, sp, number),
        }
    }

    /// Makes known to the kernel what execve is about to need: programs of /bin are decoded when first executed.
    fn prepare_exec(&mut self, tid: Tid, path: UserAddr) {
        if let Some(id) = self.kernel.wanted_image(tid, path)
            && let Some(program) = self.programs.load(id)
        {
            // Without memory for the image the call itself fails.
            let _ = Programs::add_image(&mut self.kernel, id, program);
        }
    }

    /// Does to the CPU what the kernel decided.
    fn apply(&mut self, tid: Tid, task: &mut UserTask, flow: Flow) -> Applied {
        let mut flow = flow;
        loop {
            flow = match flow {
                Flow::Resume(value) => {
                    if let Some(value) = value {
                        task.cpu.set_result(value as u64);
                    }
                    return Applied::InUser;
                }
                Flow::Forked(child) => {
                    let mut copy = self.copy_of(task);
                    if let Some(stack) = child.stack {
                        let lowest = self.lowest_of_stack(child.tid, stack);
                        if let Some(program) = task.program.and_then(|id| self.programs.load(id)) {
                            copy.cpu.become_thread(program, stack.0, lowest, child.tls);
                        }
                    }
                    self.put_task(child.tid, copy);
                    self.kernel.after_fork(tid, UserAddr(task.cpu.sp()))
                }
                Flow::Handlers(value) => {
                    let program = task.program.and_then(|id| self.programs.load(id));
                    match enter_handlers(&mut self.kernel, tid, &mut task.cpu, program, value) {
                        Ok(()) => return Applied::InUser,
                        Err(fault) => self.kernel.fault(tid, UserAddr(task.cpu.sp()), exception(fault)),
                    }
                }
                Flow::Exec { program: id, sp } => {
                    task.program = Some(id);
                    if let Some(program) = self.programs.load(id) {
                        let space = self.kernel.procs.task(tid).space;
                        task.cpu = Cpu::start(program, sp.0, self.kernel.mm.stack_low(space));
                    }
                    return Applied::InUser;
                }
                Flow::Slept => return Applied::Asleep,
                Flow::Exited => return Applied::Gone,
            };
        }
    }

    /// Where the stack ends whose other end a new thread was given: with the area that it is in.
    fn lowest_of_stack(&self, tid: Tid, stack: UserAddr) -> u64 {
        let Some(task) = self.kernel.procs.find_task(tid) else { return 0 };
        self.kernel.mm.area_at(task.space, stack.0.wrapping_sub(1)).map_or(0, |area| area.start)
    }

    /// The number of a task that has just made execve, and the states of threads that this has ended are dropped: the
    /// caller, whichever thread it was, bears the number of its process now.
    fn after_exec(&mut self, tid: Tid, leader: Tid, others: &[Tid]) -> Tid {
        for other in others {
            if self.kernel.procs.find_task(*other).is_none()
                && let Some(state) = self.tasks.get_mut(other.index()).and_then(Option::take)
            {
                self.spare.0.push(state);
            }
        }
        let renumbered = self.kernel.procs.find_task(tid).is_none() && self.kernel.procs.find_task(leader).is_some();
        if renumbered { leader } else { tid }
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

/// How many instructions may be executed now; `None`: the task has to give up the CPU.
#[inline]
fn fuel_for(kernel: &Kernel, turn: &Turn) -> Option<u64> {
    let end = match turn.until {
        Until::Resched => return (!kernel.need_resched()).then(|| kernel.slice_ns()),
        Until::ReschedBy(_) if kernel.need_resched() => return None,
        Until::ReschedBy(end) => {
            let now = kernel.now_ns();
            return (now < end).then(|| kernel.slice_ns().min(end - now));
        }
        Until::Time(end) => end,
        Until::OneCall(end) if turn.calls == 0 => end,
        Until::OneCall(_) => return None,
    };
    let now = kernel.now_ns();
    let to_timer = kernel.next_deadline().map_or(u64::MAX, |at| at.saturating_sub(now).max(1));
    (now < end).then(|| to_timer.min(end - now))
}

/// Stores the interrupted call's result and pushes the handlers' frames, the first one lowest.
fn enter_handlers(
    kernel: &mut Kernel,
    tid: Tid,
    cpu: &mut Cpu,
    program: Option<&Program>,
    value: Option<i64>,
) -> Result<(), CpuFault> {
    if let Some(value) = value {
        cpu.set_result(value as u64);
    }
    let mut result = Ok(());
    while let Some(frame) = kernel.next_handler(tid) {
        if result.is_ok() {
            let program = program.ok_or(CpuFault::Illegal);
            result = program.and_then(|program| {
                cpu.enter_handler(program, frame.handler.0, frame.args, Some(frame.sp.0), frame.saved)
            });
        }
    }
    result
}

fn is_out_of_memory(fault: CpuFault) -> bool {
    matches!(fault, CpuFault::Memory(fault) if fault.reason == FaultReason::OutOfMemory)
}

/// The exception that a CPU's fault is on x86-64 Linux: signal, `si_code`, address.
fn exception(fault: CpuFault) -> Exception {
    let (signal, code, addr) = match fault {
        CpuFault::Memory(fault) => match fault.reason {
            FaultReason::NotMapped => (Signal::SEGV, 1, fault.addr),
            FaultReason::NotAllowed => (Signal::SEGV, 2, fault.addr),
            FaultReason::Misaligned => (Signal::BUS, 1, fault.addr),
            FaultReason::BeyondObject => (Signal::BUS, 2, fault.addr),
            FaultReason::OutOfMemory => (Signal::KILL, 0, fault.addr),
        },
        CpuFault::StackOverflow(addr) | CpuFault::BadJump(addr) => (Signal::SEGV, 1, addr),
        CpuFault::Divide => (Signal::FPE, 1, 0),
        CpuFault::Illegal => (Signal::ILL, 2, 0),
    };
    Exception { signal, code, addr: UserAddr(addr) }
}
