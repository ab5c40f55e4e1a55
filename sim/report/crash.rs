//! What is told of a process that died by its own doing: where it was, who had called what, and what it tried.

use crate::crash::{Crash, Misdeed};
use crate::debug::code::{self, Spot};
use crate::machine::Machine;
use forklore_kernel::abi::Tid;
use forklore_kernel::mm::{Access, Fault, FaultReason};
use forklore_userland::vm::cpu::CpuFault;
use forklore_userland::vm::program::Program;

/// Most callers told.
const CALLERS: usize = 3;
/// Most frames looked at.
const FRAMES: usize = 64;

/// An address below this is taken for a null pointer, or a member or element of what one points to.
const NULL_PAGE: u64 = 4096;

/// `pid 2 died at seg.c:7 in sum, called at seg.c:14 in main: it read through a null pointer (address 0x0)`.
pub fn told(machine: &Machine, crash: &Crash) -> String {
    let program = crash.program.and_then(|id| machine.programs().peek(id));
    let places = program.map(|program| places(program, &crash.backtrace)).unwrap_or_default();
    let at = if places.is_empty() { String::new() } else { format!(" at {}", called(&places)) };
    format!("pid {} died{at}: {}", crash.pid, tried(crash))
}

/// ` in sum, called at seg.c:14 in main`: the functions of the user's own that a task is in. Empty if nobody has called anything.
pub fn functions(machine: &Machine, tid: Tid) -> String {
    let Some(task) = machine.task(tid) else { return String::new() };
    let Some(program) = task.program.and_then(|id| machine.programs().peek(id)) else { return String::new() };
    let backtrace: Vec<u32> = task.cpu.active().take(FRAMES).map(|active| active.pc).collect();
    let places = places(program, &backtrace);
    let told = if places.len() > 1 { called(&places) } else { String::new() };
    told.find(" in ").map_or(String::new(), |at| told[at..].to_string())
}

/// Places joined by who called; a recursion is told once.
fn called(places: &[String]) -> String {
    let mut places = places.to_vec();
    places.dedup();
    let more = if places.len() > 1 + CALLERS { ", called from further out" } else { "" };
    places.truncate(1 + CALLERS);
    places.join(", called at ") + more
}

/// Where the functions of the user's own sources are, the innermost first: `seg.c:7 in sum`.
fn places(program: &Program, backtrace: &[u32]) -> Vec<String> {
    let own = |pc: &u32| {
        let Spot { file, line } = code::spot(program, *pc)?;
        Some(format!("{file}:{line} in {}", program.function_at(*pc)?.name))
    };
    backtrace.iter().filter_map(own).collect()
}

/// What a process died of: `it read through a null pointer (address 0x0)`.
pub fn tried(crash: &Crash) -> String {
    match crash.misdeed {
        Misdeed::Abort => "abort was called".to_string(),
        Misdeed::Fault(CpuFault::Memory(fault)) => format!("it {}", access(fault)),
        Misdeed::Fault(CpuFault::StackOverflow(_)) => {
            "it used up its stack: a recursion that does not end, or local variables that are too large".to_string()
        }
        Misdeed::Fault(CpuFault::BadJump(0)) => "it called a function through a null pointer".to_string(),
        Misdeed::Fault(CpuFault::BadJump(addr)) => format!("it went to address {addr:#x}, where no function is"),
        Misdeed::Fault(CpuFault::Divide) => "it divided an integer by zero, or the smallest integer by -1".to_string(),
        Misdeed::Fault(CpuFault::Illegal) => {
            "it executed a trap (__builtin_trap, or a place that is never reached)".to_string()
        }
    }
}

fn access(fault: Fault) -> String {
    let (did, through) = match fault.access {
        Access::Read => ("read", "read through"),
        Access::Write => ("wrote to", "wrote through"),
    };
    let addr = fault.addr;
    match fault.reason {
        FaultReason::NotMapped if addr < NULL_PAGE => format!("{through} a null pointer (address {addr:#x})"),
        FaultReason::NotMapped => format!("{did} address {addr:#x}, where no memory is"),
        FaultReason::NotAllowed if fault.access == Access::Write => {
            format!("wrote to address {addr:#x}, which is read-only, as string literals are")
        }
        FaultReason::NotAllowed => format!("read address {addr:#x}, which may not be read"),
        FaultReason::BeyondObject => {
            format!("{did} address {addr:#x}, beyond the end of the file that is mapped there")
        }
        FaultReason::Misaligned => format!("{did} address {addr:#x}, which is not a multiple of what it accessed"),
        FaultReason::OutOfMemory => "needed memory when all of it was in use".to_string(),
    }
}
