//! A task's turn: in user mode, through system calls, traps and handlers, until it leaves the CPU or a pause is due.
//!
//! Entry point: [`Machine::run_turn`].

use super::choice::{Pause, Turn, Until};
use super::{Machine, UserTask};
use crate::compiler;
use crate::crash::{self, Misdeed};
use crate::programs::Programs;
use forklore_kernel::Kernel;
use forklore_kernel::abi::siginfo::{SEGV_ACCERR, SEGV_MAPERR, SI_KERNEL};
use forklore_kernel::abi::{Signal, Syscall, Tid, UserAddr};
use forklore_kernel::entry::{Exception, Flow, Trapped};
use forklore_kernel::mm::{Fault, FaultReason};
use forklore_userland::vm::cpu::{Cpu, CpuFault, Exit};
use forklore_userland::vm::program::Program;

/// The number of execve(2), which needs more of the machine than the kernel.
const EXECVE: u64 = 59;

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
pub(super) enum Stopped {
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
    /// Runs a task that has been given the CPU. Its user-mode half is taken out of the table meanwhile.
    pub(super) fn run_turn(&mut self, mut turn: Turn, pause: &Pause) -> Stopped {
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
            let (mut left, mut fault) = (fuel, CpuFault::Illegal);
            let exit = match program {
                Some(program) => {
                    cpu.run_through_spins(program, &mut kernel.mm, space, &mut left, &mut fault, &mut saved.0)
                }
                None => Exit::Fault,
            };
            let mut used = fuel - left;
            let at_trap = exit == Exit::Fault
                && fault == CpuFault::Illegal
                && traps.is_some_and(|patched| patched.is_set(cpu.pc()));
            used -= u64::from(at_trap);
            *executed += used;
            kernel.charge(tid, used);
            if at_trap {
                return Stay::Trapped;
            }
            entered = exit != Exit::FuelExhausted;
            *entries += u64::from(entered);
            let sp = UserAddr(cpu.sp());
            let mut flow = Flow::Slept;
            match exit {
                Exit::Syscall => {
                    turn.calls += 1;
                    let (number, mut room) = (cpu.syscall_number(), [0; 6]);
                    if number == EXECVE || !planned.is_empty() {
                        return Stay::Rare(number, cpu.syscall().1);
                    }
                    match kernel.trap(tid, sp, number, cpu.syscall_args(&mut room), &mut flow) {
                        Trapped::Value(value) => {
                            cpu.set_result(value as u64);
                            continue;
                        }
                        Trapped::Flow => {}
                        Trapped::Unknown => return Stay::Rare(number, cpu.syscall().1),
                    }
                }
                Exit::FuelExhausted => continue,
                Exit::SigReturn => {
                    flow = match cpu.take_saved() {
                        Some(saved) => kernel.sigreturn(tid, sp, saved),
                        None => {
                            let exception = exception(kernel, tid, CpuFault::Illegal);
                            kernel.fault(tid, sp, exception)
                        }
                    }
                }
                Exit::Fault => {
                    // An instruction that could not even be fetched counts as a step all the same.
                    *other_steps += u64::from(used == 0);
                    *out_of_memory |= is_out_of_memory(fault);
                    let pid = kernel.procs.task(tid).pid;
                    let exception = exception(kernel, tid, fault);
                    flow = kernel.fault(tid, sp, exception);
                    if matches!(flow, Flow::Exited) && !is_out_of_memory(fault) {
                        crash::remember(crashes, pid, task.program, cpu, Misdeed::Fault(fault));
                    }
                }
            }
            match flow {
                Flow::Resume(Some(value)) => cpu.set_result(value as u64),
                Flow::Resume(None) => {}
                Flow::Handlers(value) => {
                    if let Err(fault) = enter_handlers(kernel, tid, cpu, program, value) {
                        let exception = exception(kernel, tid, fault);
                        return Stay::Kernel(kernel.fault(tid, UserAddr(cpu.sp()), exception));
                    }
                }
                other => {
                    if matches!(other, Flow::Exited)
                        && exit == Exit::Syscall
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
                        Err(fault) => {
                            let exception = exception(&self.kernel, tid, fault);
                            self.kernel.fault(tid, UserAddr(task.cpu.sp()), exception)
                        }
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
fn exception(kernel: &Kernel, tid: Tid, fault: CpuFault) -> Exception {
    let (signal, code, addr) = match fault {
        CpuFault::Memory(Fault { addr, reason: FaultReason::NotMapped, .. }) | CpuFault::BadJump(addr)
            if !is_canonical(addr) =>
        {
            (Signal::SEGV, SI_KERNEL, 0)
        }
        CpuFault::Memory(fault) => match fault.reason {
            FaultReason::NotMapped => (Signal::SEGV, SEGV_MAPERR, fault.addr),
            FaultReason::NotAllowed => (Signal::SEGV, SEGV_ACCERR, fault.addr),
            FaultReason::Misaligned => (Signal::BUS, 1, fault.addr),
            FaultReason::BeyondObject => (Signal::BUS, 2, fault.addr),
            FaultReason::OutOfMemory => (Signal::KILL, 0, fault.addr),
        },
        CpuFault::BadJump(addr) if kernel.mm.is_mapped(kernel.procs.task(tid).space, addr, 1) => {
            (Signal::SEGV, SEGV_ACCERR, addr)
        }
        CpuFault::StackOverflow(addr) | CpuFault::BadJump(addr) => (Signal::SEGV, SEGV_MAPERR, addr),
        CpuFault::Divide => (Signal::FPE, 1, 0),
        CpuFault::Illegal => (Signal::ILL, 2, 0),
    };
    Exception { signal, code, addr: UserAddr(addr) }
}

/// Bits 47 to 63 are alike: the CPU refuses other addresses (general protection) before any page is looked for.
fn is_canonical(addr: u64) -> bool {
    matches!(addr >> 47, 0 | 0x1_ffff)
}
