//! Contexts (getcontext(3), makecontext(3)): all that is active in a CPU, put aside under the address where the program keeps
//! its `ucontext_t`.
//!
//! A real machine has the return addresses on the program's stacks. Here they are the CPU's, so a context takes a copy of
//! them with it. Four words in the program's memory say which: [`SAVED`], its serial number, its address, 0; or [`FRESH`], a
//! function to call with the address of the words, the stack pointer to begin with, and where that stack ends. A copy of the
//! words is as good as the words, until another context is saved at their first address.

use super::cpu::{CallFrame, Cpu, CpuFault, Handler, RegisterStack, lowest_stack};
use super::exec::save_words;
use super::program::Program;
use forklore_kernel::mm::UserMemory;
use serde::{Deserialize, Serialize};

/// The first word of a saved context.
pub(super) const SAVED: u64 = 1;
/// The first word of a context that makecontext made.
pub(super) const FRESH: u64 = 2;

/// What was active when a context was saved.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(super) struct Context {
    /// Tells it from others that were saved at the same address before.
    serial: u64,
    registers: Vec<u64>,
    base: usize,
    pc: usize,
    sp: u64,
    stack_low: u64,
    frames: Vec<CallFrame>,
    handlers: Vec<Handler>,
    /// The register that is 1 after it is restored.
    result: u8,
}

impl Context {
    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Context>()
            + 8 * self.registers.len()
            + size_of::<CallFrame>() * self.frames.len()
            + size_of::<Handler>() * self.handlers.len()
    }
}

impl Cpu {
    /// Saves what is active; the program counter is behind the instruction, whose result goes to the register `result`.
    ///
    /// # Errors
    /// The four words can't be written.
    #[cold]
    pub(super) fn save_context(&mut self, mem: &mut UserMemory, at: u64, result: u8) -> Result<(), CpuFault> {
        let serial = self.contexts.get(&at).map_or(0, |old| old.serial.wrapping_add(1));
        save_words(mem, at, [SAVED, serial, at, 0]).map_err(CpuFault::Memory)?;
        let used = self.registers.0.len().min(self.base + super::cpu::WINDOW);
        let context = Context {
            serial,
            registers: self.registers.0[..used].to_vec(),
            base: self.base,
            pc: self.pc,
            sp: self.sp,
            stack_low: self.stack_low,
            frames: self.frames.clone(),
            handlers: self.handlers.clone(),
            result,
        };
        self.contexts.insert(at, context);
        Ok(())
    }

    /// Goes on with a context.
    ///
    /// # Errors
    /// SIGSEGV: the words can't be read, or say no context of this thread, or no function.
    #[cold]
    pub(super) fn restore_context(&mut self, program: &Program, mem: &mut UserMemory, at: u64) -> Result<(), CpuFault> {
        let mut words = [0; 4];
        for (n, word) in words.iter_mut().enumerate() {
            *word = u64::from_le_bytes(mem.load(at.wrapping_add(8 * n as u64)).map_err(CpuFault::Memory)?);
        }
        let unknown = CpuFault::BadJump(at);
        match words {
            [SAVED, serial, home, _] => {
                let saved = self.contexts.get(&home).filter(|c| c.serial == serial).ok_or(unknown)?;
                self.registers.0.clone_from(&saved.registers);
                self.frames.clone_from(&saved.frames);
                self.handlers.clone_from(&saved.handlers);
                (self.base, self.pc) = (saved.base, saved.pc);
                (self.sp, self.stack_low) = (saved.sp, saved.stack_low);
                let result = saved.base + saved.result as usize;
                self.registers.reserve(self.base);
                self.registers.0[result] = 1;
            }
            [FRESH, function, sp, low] => {
                let start = program.entry_of(function).ok_or(CpuFault::BadJump(function))?;
                self.registers = RegisterStack::default();
                self.registers.reserve(0);
                self.registers.0[0] = at;
                self.frames.clear();
                self.handlers.clear();
                (self.base, self.pc) = (0, start as usize);
                self.sp = sp & !15;
                self.stack_low = lowest_stack(low, self.sp);
            }
            _ => return Err(unknown),
        }
        Ok(())
    }
}
