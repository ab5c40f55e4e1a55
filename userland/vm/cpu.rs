//! The CPU of a task as plain data: registers, call frames, program counter and stack pointer.
//!
//! [`run`] executes until something outside has to be done and says what ([`Exit`]). Everything else here is what the
//! machine does to a CPU between runs: start a program, hand back a system call's result, enter a signal handler.

use super::context::Context;
use super::exec;
use super::isa::Op;
use super::program::Program;
use forklore_kernel::mm::{Fault, Memory, SpaceId};
use forklore_kernel::proc::signal::SavedContext;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Registers that a function sees.
pub const WINDOW: usize = 256;
/// Bytes of stack that every call uses, besides 8 for each register of the caller: the return address and the saved
/// frame pointer.
pub const CALL_STACK_BYTES: u64 = 16;

/// The state of a task's CPU.
#[derive(PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Cpu {
    /// The windows of all active functions, overlapping: arguments are passed by it.
    pub(super) registers: RegisterStack,
    /// Where the current window begins in `registers`.
    pub(super) base: usize,
    /// Index of the next instruction.
    pub(super) pc: usize,
    /// Stack pointer.
    pub(super) sp: u64,
    /// A stack pointer below this is an overflow.
    pub(super) stack_low: u64,
    /// One for each active call, the oldest first.
    pub(super) frames: Vec<CallFrame>,
    /// Signal handlers that have not returned, the oldest first.
    pub(super) handlers: Vec<Handler>,
    /// How far the thread's own data lie from the program's: what `fs` is on a real machine. 0 in the first thread.
    pub(super) thread_offset: u64,
    /// The last system call.
    pub(super) call: Trap,
    /// Contexts that were saved and may be restored, by the address where the program keeps them.
    pub(super) contexts: BTreeMap<u64, Context>,
}

/// A system call as the instruction has it: registers are numbers in the current window.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub(super) struct Trap {
    /// Its number.
    pub(super) number: u64,
    /// The first of six registers with its arguments.
    pub(super) args: u8,
    /// Where its result goes.
    pub(super) result: u8,
}

/// What a return goes back to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct CallFrame {
    /// Next instruction of the caller.
    pub pc: u32,
    /// The caller's window, with [`CallFrame::HANDLER`] set if the callee is a signal handler.
    base_and_flag: u32,
    /// The caller's stack pointer.
    pub sp: u64,
}

impl CallFrame {
    /// The callee is a signal handler: returning from it is sigreturn.
    const HANDLER: u32 = 1 << 31;

    pub(super) fn call(pc: usize, base: usize, sp: u64) -> CallFrame {
        CallFrame { pc: pc as u32, base_and_flag: base as u32, sp }
    }

    /// Where the caller's window begins.
    #[inline(always)]
    pub fn base(&self) -> usize {
        (self.base_and_flag & !Self::HANDLER) as usize
    }

    /// The callee is a signal handler.
    #[inline(always)]
    pub fn is_handler(&self) -> bool {
        self.base_and_flag & Self::HANDLER != 0
    }
}

/// A function that is being executed, as a debugger sees it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Active {
    /// The instruction that it is at: the one to be executed next, or the call that it waits for.
    pub pc: u32,
    /// Where its window of registers begins.
    pub base: usize,
    /// Its stack pointer.
    pub sp: u64,
    /// It was interrupted by a signal: what is further in is a handler.
    pub is_handler: bool,
}

/// A signal handler that runs.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Handler {
    /// Call frames below the handler's own.
    depth: u32,
    /// Where the interrupted code's stack ends: a handler may run on another one.
    stack_low: u64,
    /// The call that was interrupted, which the kernel may make again when the handler returns: where its result goes.
    call: Trap,
    /// The kernel's.
    saved: SavedContext,
}

/// The register stack: as long as the deepest call has needed. What lies behind the current window is part of the value: a
/// function that reads a variable before it has written it sees what an earlier call left there.
#[derive(PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub(super) struct RegisterStack(pub(super) Vec<u64>);

/// Why [`run`] came back.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Exit {
    /// The program made the system call [`Cpu::syscall`]; [`Cpu::set_result`] hands back its result.
    Syscall,
    /// A signal handler returned: rt_sigreturn of [`Cpu::take_saved`]. The interrupted code goes on when the CPU is run again.
    SigReturn,
    /// The fuel is used up.
    FuelExhausted,
    /// An instruction could not be executed; the program counter stays at it.
    Fault,
}

/// A synchronous fault: the signal it raises.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum CpuFault {
    /// A load or store that memory refused.
    Memory(Fault),
    /// SIGSEGV: the stack has grown beyond its limit; the address it would have needed.
    StackOverflow(u64),
    /// SIGSEGV: a call or return to an address where no function is, or a longjmp to a function that has returned.
    BadJump(u64),
    /// SIGFPE: integer division by zero, or of the smallest number by -1.
    Divide,
    /// SIGILL: a trap instruction.
    Illegal,
}

/// Runs a CPU in an address space until it has to leave user mode. Each instruction takes one unit of `fuel`; none is executed
/// when it is 0. Only [`Exit::Fault`] sets `fault`.
#[inline(always)]
pub fn run(
    cpu: &mut Cpu,
    program: &Program,
    memory: &mut Memory,
    space: SpaceId,
    fuel: &mut u64,
    fault: &mut CpuFault,
) -> Exit {
    cpu.registers.reserve(cpu.base);
    let mut user = memory.user(space);
    let (left, exit) = exec::execute(cpu, program, &mut user, *fuel, fault);
    user.finish();
    *fuel = left;
    exit
}

impl Clone for Cpu {
    fn clone(&self) -> Cpu {
        let mut cpu = Cpu::default();
        cpu.clone_from(self);
        cpu
    }

    /// Reuses the buffers of a CPU that is no longer needed: fork is faster by what the host asks for new ones.
    fn clone_from(&mut self, o: &Cpu) {
        self.registers.0.clone_from(&o.registers.0);
        self.frames.clone_from(&o.frames);
        self.handlers.clone_from(&o.handlers);
        (self.base, self.pc, self.sp, self.stack_low, self.call) = (o.base, o.pc, o.sp, o.stack_low, o.call);
        self.thread_offset = o.thread_offset;
        self.contexts.clone_from(&o.contexts);
    }
}

impl RegisterStack {
    /// Makes room for a window at `base`.
    #[inline]
    pub(super) fn reserve(&mut self, base: usize) {
        if self.0.len() < base + WINDOW {
            self.grow(base);
        }
    }

    /// The window at `base`.
    #[inline(always)]
    pub(super) fn window(&mut self, base: u32) -> &mut [u64; WINDOW] {
        let base = base as usize;
        if self.0.len() < base + WINDOW {
            self.grow(base);
        }
        match self.0.get_mut(base..base + WINDOW).map(TryInto::try_into) {
            Some(Ok(window)) => window,
            _ => unreachable!("the stack was just made long enough"),
        }
    }

    #[cold]
    fn grow(&mut self, base: usize) {
        self.0.resize((base + WINDOW).next_multiple_of(WINDOW / 4), 0);
    }
}

impl Cpu {
    /// A CPU about to execute a program's entry function with the stack pointer as its argument, as exec leaves it.
    pub fn start(program: &Program, sp: u64, stack_low: u64) -> Cpu {
        let mut cpu = Cpu { sp: sp & !15, stack_low: lowest_stack(stack_low, sp), ..Cpu::default() };
        cpu.registers.reserve(0);
        if let (Some(first), Some(f)) = (cpu.registers.0.first_mut(), program.functions.get(program.entry as usize)) {
            *first = sp;
            cpu.pc = f.start as usize;
        }
        cpu
    }

    /// Makes this copy of a CPU a new thread's: it goes on in the same function, on another stack, from where nothing
    /// leads back. `tls` is the address of the thread's block of own data, if it has one.
    pub fn become_thread(&mut self, program: &Program, sp: u64, stack_low: u64, tls: Option<u64>) {
        let used = program.function_at(self.pc as u32).map_or(WINDOW, |f| f.registers as usize);
        self.registers.reserve(self.base);
        // A system call's window may reach beyond what the function itself uses.
        let end = (self.base + used + WINDOW / 4).min(self.registers.0.len());
        self.registers.0.copy_within(self.base..end, 0);
        self.registers.0.truncate(end - self.base);
        self.base = 0;
        self.registers.reserve(0);
        self.frames.clear();
        self.handlers.clear();
        self.contexts.clear();
        self.sp = sp & !15;
        self.stack_low = lowest_stack(stack_low, sp);
        if let Some(tls) = tls {
            self.thread_offset = tls.wrapping_sub(program.tls_start);
        }
    }

    /// Index of the next instruction to execute.
    pub fn pc(&self) -> u32 {
        self.pc as u32
    }

    /// The stack pointer.
    pub fn sp(&self) -> u64 {
        self.sp
    }

    /// Sets where the stack ends (RLIMIT_STACK, an alternate stack, a thread's stack).
    pub fn set_stack_low(&mut self, addr: u64) {
        self.stack_low = lowest_stack(addr, self.sp);
    }

    /// Bytes that its registers and frames take.
    pub fn bytes(&self) -> usize {
        8 * self.registers.0.len()
            + size_of::<CallFrame>() * self.frames.len()
            + size_of::<Handler>() * self.handlers.len()
            + self.contexts.values().map(Context::bytes).sum::<usize>()
    }

    /// A register of the current function.
    pub fn register(&self, n: u8) -> u64 {
        self.registers.0.get(self.base + n as usize).copied().unwrap_or(0)
    }

    /// The active functions, the innermost first.
    pub fn active(&self) -> impl Iterator<Item = Active> {
        let innermost = Active { pc: self.pc as u32, base: self.base, sp: self.sp, is_handler: false };
        std::iter::once(innermost).chain(self.frames.iter().rev().map(|frame| {
            let is_handler = frame.is_handler();
            // A call returns to behind it; a handler to the instruction that it came before.
            let pc = frame.pc - u32::from(!is_handler && frame.pc > 0);
            Active { pc, base: frame.base(), sp: frame.sp, is_handler }
        }))
    }

    /// The functions that were active before the innermost `handlers` signal handlers were entered.
    pub fn active_before(&self, handlers: usize) -> impl Iterator<Item = Active> {
        let mut left = handlers;
        self.active().skip_while(move |active| {
            left -= usize::from(left > 0 && active.is_handler);
            left > 0
        })
    }

    /// A register of the window that begins at `base` (see [`Active::base`]).
    pub fn register_in(&self, base: usize, n: u8) -> u64 {
        self.registers.0.get(base + n as usize).copied().unwrap_or(0)
    }

    /// Changes a register of the window that begins at `base`.
    pub fn set_register_in(&mut self, base: usize, n: u8, value: u64) {
        if let Some(register) = self.registers.0.get_mut(base + n as usize) {
            *register = value;
        }
    }

    /// The active calls, the oldest first: each says where the function at its depth goes on.
    pub fn frames(&self) -> &[CallFrame] {
        &self.frames
    }

    /// Program counters of all active functions, the innermost first: the current one, then where each caller goes on.
    pub fn backtrace(&self) -> impl Iterator<Item = u32> {
        std::iter::once(self.pc as u32).chain(self.frames.iter().rev().map(|f| f.pc))
    }

    /// An address in the function that lies `level` calls further out than this one's caller; 0 if there is none. A function has few addresses: those
    /// of its last instructions are one.
    #[cold]
    pub(super) fn caller_address(&self, program: &Program, level: u64) -> u64 {
        let pc = usize::try_from(level).ok().and_then(|level| self.backtrace().skip(1).nth(level));
        let Some((pc, function)) = pc.and_then(|pc| Some((pc, program.function_at(pc.saturating_sub(1))?))) else {
            return 0;
        };
        let number = program.functions.partition_point(|f| f.start < function.start);
        Program::function_addr(number as u32) + u64::from(pc - function.start).min(super::program::TEXT_STRIDE - 1)
    }

    /// The system call that [`Exit::Syscall`] announced: its number and its six arguments.
    #[inline]
    pub fn syscall(&self) -> (u64, [u64; 6]) {
        let mut room = [0; 6];
        (self.call.number, *self.syscall_args(&mut room))
    }

    /// The number of the system call that [`Exit::Syscall`] announced.
    #[inline]
    pub fn syscall_number(&self) -> u64 {
        self.call.number
    }

    /// Its six arguments where they stand, or in `room`.
    #[inline]
    pub fn syscall_args<'a>(&'a self, room: &'a mut [u64; 6]) -> &'a [u64; 6] {
        let first = self.base + self.call.args as usize;
        match self.registers.0.get(first..).and_then(|rest| rest.first_chunk()) {
            Some(args) => args,
            None => {
                // The last ones lie behind the end of the stack: never written.
                *room = std::array::from_fn(|n| self.registers.0.get(first + n).copied().unwrap_or(0));
                room
            }
        }
    }

    /// Hands back the result of the system call that [`Exit::Syscall`] announced.
    #[inline]
    pub fn set_result(&mut self, value: u64) {
        if let Some(r) = self.registers.0.get_mut(self.base + self.call.result as usize) {
            *r = value;
        }
    }

    /// Goes back to the system call instruction that [`Exit::Syscall`] announced, to make the same call again. Only before
    /// [`Cpu::set_result`].
    pub fn restart_syscall(&mut self) {
        self.pc = self.pc.saturating_sub(1);
    }

    /// Enters a signal handler: a call of the function at address `handler` with up to three arguments, with the stack
    /// pointer at `sp` (`None`: below the current one, leaving the red zone alone). When it returns, [`run`] gives
    /// [`Exit::SigReturn`] and [`Cpu::take_saved`] has `saved`.
    ///
    /// # Errors
    /// SIGSEGV if there is no function at the address or the stack has no room.
    pub fn enter_handler(
        &mut self,
        program: &Program,
        handler: u64,
        args: [u64; 3],
        sp: Option<u64>,
        saved: SavedContext,
    ) -> Result<(), CpuFault> {
        let start = program.entry_of(handler).ok_or(CpuFault::BadJump(handler))?;
        // The interrupted function's registers must stay: the handler's window lies above them.
        let used = program.function_at(self.pc as u32).map_or(WINDOW, |f| f.registers as usize);
        let new_sp = sp.unwrap_or(self.sp.wrapping_sub(SIGNAL_FRAME_BYTES)) & !15;
        if sp.is_none() && (new_sp < self.stack_low || new_sp > self.sp) {
            return Err(CpuFault::StackOverflow(new_sp));
        }
        self.handlers.push(Handler {
            depth: self.frames.len() as u32,
            stack_low: self.stack_low,
            call: self.call,
            saved,
        });
        if new_sp < self.stack_low || new_sp > self.sp {
            // An alternate stack (sigaltstack): memory ends it, unless a recursion touches none.
            self.stack_low = lowest_stack(0, new_sp);
        }
        let mut frame = CallFrame::call(self.pc, self.base, self.sp);
        frame.base_and_flag |= CallFrame::HANDLER;
        self.frames.push(frame);
        self.base += used;
        self.registers.reserve(self.base);
        self.registers.0[self.base..self.base + 3].copy_from_slice(&args);
        self.sp = new_sp;
        self.pc = start as usize;
        Ok(())
    }

    /// How many signal handlers are running.
    pub fn handler_depth(&self) -> usize {
        self.handlers.len()
    }

    /// The saved context of the handler whose return [`Exit::SigReturn`] announced. To be taken before the CPU runs again.
    pub fn take_saved(&mut self) -> Option<SavedContext> {
        let frames = self.frames.len();
        let handler = self.handlers.pop_if(|h| h.depth as usize == frames)?;
        (self.stack_low, self.call) = (handler.stack_low, handler.call);
        Some(handler.saved)
    }

    /// Forgets handlers whose frame is not among the first `frames`.
    pub(super) fn drop_handlers(&mut self, frames: usize) {
        while let Some(handler) = self.handlers.pop_if(|h| h.depth as usize >= frames) {
            self.stack_low = handler.stack_low;
        }
    }

    /// Like [`run`], but a loop that only looks at what nobody changes is not executed for all of the fuel: after one round of
    /// it the rest is used up by calculation. What the CPU is afterwards is the same. `saved` grows by the instructions that
    /// this saves.
    #[inline(always)]
    pub fn run_through_spins(
        &mut self,
        program: &Program,
        memory: &mut Memory,
        space: SpaceId,
        fuel: &mut u64,
        fault: &mut CpuFault,
        saved: &mut u64,
    ) -> Exit {
        let rest = if *fuel > 2 * SPIN_AFTER { *fuel - SPIN_AFTER } else { 0 };
        *fuel -= rest;
        let exit = run(self, program, memory, space, fuel, fault);
        *fuel += rest;
        if exit == Exit::FuelExhausted && rest > 0 {
            return self.spin_or_go_on(program, memory, space, fuel, fault, saved);
        }
        exit
    }

    #[inline(never)]
    fn spin_or_go_on(
        &mut self,
        program: &Program,
        memory: &mut Memory,
        space: SpaceId,
        fuel: &mut u64,
        fault: &mut CpuFault,
        saved: &mut u64,
    ) -> Exit {
        match self.probe(program, memory, space, SPIN_PROBE) {
            Probe::Spins { period } => {
                let left = *fuel - period;
                *fuel = left % period;
                *saved += left - *fuel;
            }
            Probe::Active { executed } => *fuel -= executed,
        }
        if *fuel == 0 { Exit::FuelExhausted } else { run(self, program, memory, space, fuel, fault) }
    }

    /// Tells whether the CPU only spins: executes up to `max` instructions, and stops as soon as the same state comes again
    /// without anything but loads in between, or as soon as it does something that others could see.
    pub fn probe(&mut self, program: &Program, memory: &mut Memory, space: SpaceId, max: u64) -> Probe {
        let (pc, sp, depth) = (self.pc, self.sp, self.frames.len());
        self.registers.reserve(self.base);
        let window: Vec<u64> = self.registers.0[self.base..self.base + WINDOW].to_vec();
        for executed in 0..max {
            if !program.code.get(self.pc).is_some_and(Op::is_pure) {
                return Probe::Active { executed };
            }
            let (mut fuel, mut fault) = (1, CpuFault::Illegal);
            match run(self, program, memory, space, &mut fuel, &mut fault) {
                Exit::FuelExhausted => {}
                // Cannot be: only calls leave, but for a fault, which will come again.
                _ => return Probe::Active { executed },
            }
            if self.frames.len() < depth {
                return Probe::Active { executed: executed + 1 };
            }
            if self.pc == pc
                && self.sp == sp
                && self.frames.len() == depth
                && self.registers.0[self.base..self.base + WINDOW] == window
            {
                return Probe::Spins { period: executed + 1 };
            }
        }
        Probe::Active { executed: max }
    }
}

/// Instructions executed before it is asked whether they are a spin.
const SPIN_AFTER: u64 = 20_000;

/// Longest round of a spin that is noticed, in instructions.
pub const SPIN_PROBE: u64 = 64;

/// However large the limit, a stack does not grow further than this: the host keeps call frames and registers for it.
const STACK_MAX: u64 = 256 << 20;

/// Where the stack that now is at `sp` ends, if `limit` says so; never so low that a stack pointer could wrap around.
pub(super) fn lowest_stack(limit: u64, sp: u64) -> u64 {
    limit.max(sp.saturating_sub(STACK_MAX)).max(0x1_0000)
}

/// Stack bytes between interrupted code and a handler: the red zone, and what Linux saves there.
pub const SIGNAL_FRAME_BYTES: u64 = 128 + 1024;

/// What [`Cpu::probe`] found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Probe {
    /// The same state came again after so many instructions: nothing will change until another task or a signal changes it.
    Spins {
        /// Instructions in one round.
        period: u64,
    },
    /// Not known to spin.
    Active {
        /// Instructions executed.
        executed: u64,
    },
}
