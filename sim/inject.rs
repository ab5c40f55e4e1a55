//! Faults on purpose: signals, interrupted and failing calls, short reads and writes, changed variables. All of them can happen on
//! a real machine at that moment, but for the last.
//!
//! Entry point: [`Fault`], in a [`crate::machine::Choice::Inject`].

use crate::machine::{Machine, StepError};
use forklore_kernel::abi::siginfo::{Origin, SI_USER, SigInfo};
use forklore_kernel::abi::{Errno, Pid, Signal, Syscall, Tid, Uid, UserAddr};
use forklore_kernel::entry::Flow;
use serde::{Deserialize, Serialize};

/// Something that is made to happen.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Fault {
    /// A signal arrives at a process, as from kill(2) by the superuser of another session (pid 0).
    Signal(Pid, Signal),
    /// A task's sleeping call fails with EINTR (or returns what it has done so far); if it does not sleep, its next call does.
    Interrupt(Tid),
    /// The task's next call of this name, or its next call, fails.
    Fail {
        /// Who.
        tid: Tid,
        /// The call's name; `None`: any.
        call: Option<String>,
        /// With which error.
        errno: Errno,
    },
    /// The read, write, recv or send that a task sleeps in, or else its next one, moves at most so many bytes.
    Short {
        /// Who.
        tid: Tid,
        /// Bytes, at least 1.
        most: u64,
    },
    /// A signal arrives at a process as one of its tasks is about to make its next call of this name. Not supported: execve.
    SignalBefore {
        /// Which process.
        pid: Pid,
        /// The call's name.
        call: String,
        /// Which signal.
        signal: Signal,
    },
    /// Bytes of a task's memory are changed: a debugger's assignment.
    Memory {
        /// Whose.
        tid: Tid,
        /// Where.
        addr: u64,
        /// To what.
        bytes: Vec<u8>,
    },
    /// A register of a task is changed: a debugger's assignment.
    Register {
        /// Whose.
        tid: Tid,
        /// Where the window of registers begins.
        base: usize,
        /// Which one of it.
        number: u8,
        /// To what.
        value: u64,
    },
}

/// What is to happen to a task's next call.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(crate) enum Planned {
    Fail(Tid, Option<String>, Errno),
    Short(Tid, u64),
    SignalBefore(Pid, String, Signal),
}

impl Machine {
    /// Makes it happen.
    pub(crate) fn inject(&mut self, fault: &Fault) -> Result<(), StepError> {
        let no_task = |tid: &Tid| StepError::NotPossible(format!("there is no task {tid}"));
        match fault {
            Fault::Signal(pid, signal) => {
                let alive = self.kernel.procs.process(*pid).is_some_and(|p| !p.is_zombie() && p.leader.is_some());
                if !alive {
                    return Err(StepError::NotPossible(format!("there is no live process {pid}")));
                }
                self.kernel.post_to_process(*pid, from_outside(*signal));
            }
            Fault::SignalBefore { pid, call, signal } => {
                if self.kernel.procs.process(*pid).is_none() || call == "execve" {
                    return Err(StepError::NotPossible(format!("process {pid} does not make such a call")));
                }
                self.planned.push(Planned::SignalBefore(*pid, call.clone(), *signal));
            }
            Fault::Interrupt(tid) => {
                self.kernel.procs.find_task(*tid).ok_or_else(|| no_task(tid))?;
                if !self.kernel.interrupt_call(*tid) {
                    self.planned.push(Planned::Fail(*tid, None, Errno::EINTR));
                }
            }
            Fault::Fail { tid, call, errno } => {
                self.kernel.procs.find_task(*tid).ok_or_else(|| no_task(tid))?;
                self.planned.push(Planned::Fail(*tid, call.clone(), *errno));
            }
            Fault::Short { tid, most } => {
                self.kernel.procs.find_task(*tid).ok_or_else(|| no_task(tid))?;
                let most = (*most).max(1);
                if !self.kernel.shorten_call(*tid, most) {
                    self.planned.push(Planned::Short(*tid, most));
                }
            }
            Fault::Memory { tid, addr, bytes } => {
                let space = self.kernel.procs.find_task(*tid).ok_or_else(|| no_task(tid))?.space;
                if self.kernel.mm.copy_out(space, *addr, bytes).is_err() {
                    return Err(StepError::NotPossible(format!("memory at {addr:#x} can't be written")));
                }
            }
            Fault::Register { tid, base, number, value } => {
                let task = self.task_mut(*tid).ok_or_else(|| no_task(tid))?;
                task.cpu.set_register_in(*base, *number, *value);
            }
        }
        Ok(())
    }

    /// Is a signal still waiting for the process to make its next call of this name?
    pub(crate) fn signal_is_planned(&self, pid: Pid, call: &str) -> bool {
        let waits =
            |planned: &Planned| matches!(planned, Planned::SignalBefore(who, name, _) if *who == pid && name == call);
        self.planned.iter().any(waits)
    }

    /// A call for which something is planned: either it fails now, or its arguments have been changed.
    #[cold]
    pub(crate) fn planned_for(&mut self, tid: Tid, sp: UserAddr, nr: u64, args: &mut [u64; 6]) -> Option<Flow> {
        let call = Syscall::decode(nr, *args)?;
        let own = self.kernel.procs.task(tid).pid;
        let at = self.planned.iter().position(|planned| match planned {
            Planned::Fail(who, name, _) => *who == tid && name.as_ref().is_none_or(|name| name == call.name()),
            Planned::Short(who, _) => *who == tid && moves_bytes(call.name()),
            Planned::SignalBefore(who, name, _) => *who == own && name == call.name(),
        })?;
        match self.planned.remove(at) {
            Planned::Fail(_, _, errno) => Some(self.kernel.refuse(tid, sp, call, errno)),
            Planned::SignalBefore(_, _, signal) => Some(self.kernel.signal_before(tid, sp, call, from_outside(signal))),
            Planned::Short(_, most) => {
                args[2] = args[2].min(most);
                None
            }
        }
    }
}

/// A signal as from kill(2) by the superuser of another session.
fn from_outside(signal: Signal) -> SigInfo {
    SigInfo { signal, code: SI_USER, origin: Origin::Sender { pid: Pid(0), uid: Uid(0) } }
}

/// Calls whose third argument says how many bytes at most.
fn moves_bytes(name: &str) -> bool {
    matches!(name, "read" | "write" | "pread64" | "pwrite64" | "recvfrom" | "sendto" | "getrandom")
}
