//! Processes that died by their own doing: what the machine remembers of them, for [`crate::report::crash`] to tell.

use forklore_kernel::abi::{Pid, ProgramId, Signal};
use forklore_userland::vm::cpu::{Cpu, CpuFault};
use serde::{Deserialize, Serialize};

/// The number of tgkill(2).
const TGKILL: u64 = 234;

/// How a process died by its own doing.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Crash {
    /// Which process.
    pub pid: Pid,
    /// What it executed.
    pub program: Option<ProgramId>,
    /// Where its active functions were, the innermost first; of a deep recursion only the innermost ones.
    pub backtrace: Vec<u32>,
    /// What it did.
    pub misdeed: Misdeed,
}

/// What a process dies of by its own doing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Misdeed {
    /// An exception of its CPU.
    Fault(CpuFault),
    /// abort(3): SIGABRT to itself.
    Abort,
}

/// Most crashes that are remembered, and most functions of each.
const CRASHES: usize = 8;
const CRASH_FRAMES: usize = 32;

/// The process that has died of its own tgkill(2) with SIGABRT, as abort(3) makes it.
#[cold]
pub fn aborted(cpu: &Cpu) -> Option<Pid> {
    let (number, [pid, _, signal, ..]) = cpu.syscall();
    (number == TGKILL && signal as i32 == i32::from(Signal::ABRT.number())).then_some(Pid(pid as u32))
}

/// Remembers one more, unless there are many already.
#[cold]
pub fn remember(crashes: &mut Vec<Crash>, pid: Pid, program: Option<ProgramId>, cpu: &Cpu, misdeed: Misdeed) {
    if crashes.len() < CRASHES {
        let backtrace = cpu.active().take(CRASH_FRAMES).map(|active| active.pc).collect();
        crashes.push(Crash { pid, program, backtrace, misdeed });
    }
}
