//! Signals at which a movement stops: those that are about to kill a process for what it did, and those that were asked for. As in
//! gdb, the run stands where the signal has not been delivered yet.

use super::describe::who;
use crate::machine::Machine;
use crate::report;
use crate::run::MAIN_PID;
use forklore_kernel::abi::signal::DefaultAction;
use forklore_kernel::abi::{SigInfo, Signal, Tid};
use forklore_kernel::trace::event::{Disposition, Event, EventKind};
use std::collections::BTreeMap;

/// A signal that a process is about to get.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Received {
    /// Who gets it.
    pub tid: Tid,
    /// The signal, and where it comes from.
    pub info: SigInfo,
    /// What it will do.
    pub disposition: Disposition,
    /// What the process did that it gets it for, if it is that: `it read through a null pointer (address 0x0)`.
    pub tried: Option<String>,
}

impl Received {
    /// The delivery of a signal that an event tells of; `machine` is as it is right after that.
    pub(super) fn of(machine: &Machine, event: &Event) -> Option<Received> {
        let EventKind::Signal { info, disposition } = event.kind else { return None };
        let pid = machine.kernel.procs.find_task(event.tid).map_or(event.tid.0, |task| task.pid.0);
        let crash = machine.crashes().iter().rev().find(|crash| crash.pid.0 == pid);
        let tried = crash.filter(|_| disposition == Disposition::Killed).map(report::tried);
        Some(Received { tid: event.tid, info, disposition, tried })
    }

    /// What is told of it: `Program received signal SIGSEGV, Segmentation fault.`, and what the process did.
    pub fn told(&self, machine: &Machine) -> String {
        let signal = self.info.signal;
        let who = if self.tid.0 == MAIN_PID.0 { "Program".to_string() } else { who(machine, self.tid) };
        let tried = self.tried.as_ref().map(|tried| format!("\n({tried})")).unwrap_or_default();
        format!("{who} received signal {}, {}.{tried}", signal.name(), signal.text())
    }
}

/// Which signals stop a movement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Handling {
    /// Those that kill a process for what it did do, unless something else was asked for.
    pub fatal: bool,
    /// What was asked for, by number.
    asked: BTreeMap<u8, bool>,
}

impl Default for Handling {
    fn default() -> Handling {
        Handling { fatal: true, asked: BTreeMap::new() }
    }
}

impl Handling {
    /// From now on this signal stops a movement whenever it is delivered, or never does.
    pub fn ask(&mut self, signal: Signal, stop: bool) {
        self.asked.insert(signal.number(), stop);
    }

    /// What was asked for: signals, and whether they stop.
    pub fn asked(&self) -> impl Iterator<Item = (Signal, bool)> {
        self.asked.iter().filter_map(|(number, stop)| Some((Signal::new(i64::from(*number))?, *stop)))
    }

    /// Does a signal stop if nothing was asked for? Then it does so when it kills.
    pub fn is_fatal(signal: Signal) -> bool {
        signal.default_action() == DefaultAction::Core || signal == Signal::PIPE
    }

    /// Does a delivery stop?
    pub fn stops(&self, signal: Signal, disposition: Disposition) -> bool {
        match self.asked.get(&signal.number()) {
            Some(stop) => *stop,
            None => self.fatal && disposition == Disposition::Killed && Handling::is_fatal(signal),
        }
    }
}
