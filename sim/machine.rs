//! The machine as a value: a kernel, a CPU for each task, and the programs that they run.
//!
//! A machine is a transition system. [`Machine::choices`] says what can happen next, [`Machine::step`] makes one of it
//! happen. A scheduling policy ([`Machine::turn`]), a replay file, a person and an explorer are ways to choose.

use crate::programs::Programs;
use forklore_kernel::Kernel;
use forklore_kernel::abi::{ProgramId, Signal, Syscall, Tid, UserAddr};
use forklore_kernel::entry::{Exception, Flow, Frames};
use forklore_kernel::mm::FaultReason;
use forklore_userland::vm::cpu::{self, Cpu, CpuFault, Exit};
use forklore_userland::vm::program::Program;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Most virtual time that one [`Choice::Step`] takes when the task makes no system call.
const STEP_NS: u64 = 1_000_000;

/// One thing that can happen next.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Choice {
    /// The task runs until its next system call has been handled (or it sleeps, dies, or takes a fault).
    Step(Tid),
    /// The task runs for this long in virtual nanoseconds, or until it sleeps or dies.
    Run(Tid, u64),
    /// Nobody can run: time jumps to the next timer.
    Tick,
    /// Bytes arrive on standard input.
    Input(Vec<u8>),
    /// Standard input ends.
    EndOfInput,
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
}

/// Where the running of one task stops at the latest.
#[derive(Clone, Copy)]
enum Until {
    /// After one system call.
    OneCall,
    /// At this virtual time, whatever the policy says.
    Time(u64),
    /// When the policy says so.
    Resched,
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

impl Clone for Spare {
    fn clone(&self) -> Self {
        Spare::default()
    }
}

impl PartialEq for Spare {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Spare {}

impl std::hash::Hash for Spare {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
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
        Machine { kernel, tasks: Vec::new(), programs, executed: 0, spare: Spare::default() }
    }

    /// What can happen next. Empty: nothing ever will, unless input arrives.
    pub fn choices(&self) -> Vec<Choice> {
        let mut choices: Vec<Choice> = self.kernel.runnable().into_iter().map(Choice::Step).collect();
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
        match choice {
            Choice::Step(tid) => self.claim_and_run(*tid, Until::OneCall),
            Choice::Run(tid, ns) => self.claim_and_run(*tid, Until::Time(self.kernel.now_ns().saturating_add(*ns))),
            Choice::Tick => {
                let at = self.kernel.next_deadline().ok_or(StepError::NoTimer)?;
                self.kernel.advance_to(at);
                Ok(())
            }
            Choice::Input(bytes) => {
                self.kernel.feed_input(bytes);
                Ok(())
            }
            Choice::EndOfInput => {
                self.kernel.feed_eof();
                Ok(())
            }
        }
    }

    /// Lets the policy choose and makes that happen; says what it was, `None` when there is nothing to choose.
    pub fn turn(&mut self) -> Option<Choice> {
        let before = self.kernel.now_ns();
        match self.kernel.pick() {
            Some(tid) => {
                self.run_task(tid, Until::Resched);
                Some(Choice::Run(tid, self.kernel.now_ns() - before))
            }
            None => {
                let at = self.kernel.next_deadline()?;
                self.kernel.advance_to(at);
                Some(Choice::Tick)
            }
        }
    }

    /// A copy that shares all pages with this machine until either writes. Cheaper than `clone`, which copies the
    /// pages written since the last snapshot.
    pub fn snapshot(&mut self) -> Machine {
        self.kernel.mm.seal();
        self.clone()
    }

    /// Instructions executed so far, by all tasks together.
    pub fn executed(&self) -> u64 {
        self.executed
    }

    /// A task's user-mode half.
    pub fn task(&self, tid: Tid) -> Option<&UserTask> {
        self.tasks.get(tid.index())?.as_deref()
    }

    /// The programs.
    pub fn programs(&self) -> &Programs {
        &self.programs
    }

    fn claim_and_run(&mut self, tid: Tid, until: Until) -> Result<(), StepError> {
        if !self.kernel.claim(tid) {
            return Err(StepError::NotRunnable(tid));
        }
        self.run_task(tid, until);
        Ok(())
    }

    /// Runs a task that has been given the CPU. Its user-mode half is taken out of the table meanwhile.
    fn run_task(&mut self, tid: Tid, until: Until) {
        let mut task = self.take_task(tid);
        let mut program = task.program.and_then(|id| self.programs.get(id));
        let mut flow = self.kernel.resume(tid, UserAddr(task.cpu.sp()));
        let mut calls = 0u32;
        loop {
            match self.apply(tid, &mut task, &mut program, flow) {
                Applied::InUser => {}
                Applied::Asleep => break self.put_task(tid, task),
                Applied::Gone => break self.spare.0.push(task),
            }
            let Some(fuel) = self.fuel(until, calls) else {
                self.kernel.preempted(tid);
                break self.put_task(tid, task);
            };
            if self.kernel.attention(tid) {
                flow = self.kernel.resume(tid, UserAddr(task.cpu.sp()));
                continue;
            }
            let exit = self.execute(tid, &mut task.cpu, program.as_deref(), fuel);
            let sp = UserAddr(task.cpu.sp());
            flow = match exit {
                Exit::Syscall => {
                    calls += 1;
                    let (nr, args) = task.cpu.syscall();
                    match Syscall::decode(nr, args) {
                        Some(call) => {
                            if let Syscall::Execve { path, .. } = call {
                                self.prepare_exec(tid, path);
                            }
                            self.kernel.syscall(tid, sp, call)
                        }
                        None => self.kernel.unknown_syscall(tid, sp, nr),
                    }
                }
                Exit::FuelExhausted => Flow::Resume(None),
                Exit::SigReturn => match task.cpu.take_saved() {
                    Some(saved) => self.kernel.sigreturn(tid, sp, saved),
                    None => self.kernel.fault(tid, sp, exception(CpuFault::Illegal)),
                },
                Exit::Fault(fault) => self.kernel.fault(tid, sp, exception(fault)),
            };
        }
    }

    /// Makes known to the kernel what execve is about to need: programs of /bin are decoded when first executed.
    fn prepare_exec(&mut self, tid: Tid, path: UserAddr) {
        if let Some(id) = self.kernel.wanted_image(tid, path)
            && let Some(program) = self.programs.get(id)
        {
            // Without memory for the image the call itself fails.
            let _ = Programs::add_image(&mut self.kernel, id, &program);
        }
    }

    /// How many instructions may be executed now; `None`: the task has to give up the CPU.
    fn fuel(&self, until: Until, calls: u32) -> Option<u64> {
        if let Until::Resched = until {
            return (!self.kernel.need_resched()).then(|| self.kernel.slice_ns());
        }
        let now = self.kernel.now_ns();
        let end = match until {
            Until::Time(end) => end,
            _ if calls == 0 => now + STEP_NS,
            _ => now,
        };
        let to_timer = self.kernel.next_deadline().map_or(u64::MAX, |at| at.saturating_sub(now).max(1));
        (now < end).then(|| to_timer.min(end - now))
    }

    /// Runs user code and charges the time that it took.
    fn execute(&mut self, tid: Tid, cpu: &mut Cpu, program: Option<&Program>, fuel: u64) -> Exit {
        let Some(program) = program else {
            return Exit::Fault(CpuFault::Illegal);
        };
        let space = self.kernel.procs.task(tid).space;
        let mut left = fuel;
        let exit = cpu::run(cpu, program, &mut self.kernel.mm, space, &mut left);
        self.executed += fuel - left;
        self.kernel.charge(tid, fuel - left);
        exit
    }

    /// Does to the CPU what the kernel decided.
    fn apply(&mut self, tid: Tid, task: &mut UserTask, program: &mut Option<Arc<Program>>, flow: Flow) -> Applied {
        let mut flow = flow;
        loop {
            flow = match flow {
                Flow::Resume(value) => {
                    if let Some(value) = value {
                        task.cpu.set_result(value as u64);
                    }
                    return Applied::InUser;
                }
                Flow::Forked { child } => {
                    let copy = self.copy_of(task);
                    self.put_task(child, copy);
                    self.kernel.after_fork(tid, UserAddr(task.cpu.sp()))
                }
                Flow::Handlers { value, frames } => {
                    if let Some(value) = value {
                        task.cpu.set_result(value as u64);
                    }
                    match enter_handlers(&mut task.cpu, program.as_deref(), frames) {
                        Ok(()) => return Applied::InUser,
                        Err(fault) => self.kernel.fault(tid, UserAddr(task.cpu.sp()), exception(fault)),
                    }
                }
                Flow::Exec { program: id, sp } => {
                    task.program = Some(id);
                    *program = self.programs.get(id);
                    let Some(loaded) = program else {
                        return Applied::InUser;
                    };
                    task.cpu = Cpu::start(loaded, sp.0, self.kernel.mm.stack_low(self.kernel.procs.task(tid).space));
                    return Applied::InUser;
                }
                Flow::Slept => return Applied::Asleep,
                Flow::Exited => return Applied::Gone,
            };
        }
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

/// Pushes the handlers' frames, the first one lowest.
fn enter_handlers(cpu: &mut Cpu, program: Option<&Program>, frames: Frames) -> Result<(), CpuFault> {
    let program = program.ok_or(CpuFault::Illegal)?;
    for frame in frames {
        cpu.enter_handler(program, frame.handler.0, frame.args, Some(frame.sp.0), frame.saved)?;
    }
    Ok(())
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
