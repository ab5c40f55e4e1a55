//! Processes that a signal has killed and of which nobody is told: the main program, which whoever started it sees end, and those
//! whose parent does not ask for the status.
//!
//! Entry point: [`Deaths`].

use super::report::{Finding, Report};
use super::scene::{Look, Scene};
use crate::run::MAIN_PID;
use forklore_kernel::abi::{Pid, Syscall, UserAddr};
use forklore_kernel::trace::event::{EventKind, Outcome};
use std::collections::BTreeMap;

/// What is to be said of those that nobody has asked for the status of yet.
#[derive(Default)]
pub(super) struct Deaths(BTreeMap<Pid, Finding>);

impl Deaths {
    /// A process has been killed.
    pub fn killed(&mut self, pid: Pid, finding: Finding, report: &mut Report) {
        match pid == MAIN_PID {
            true => report.add(finding),
            false => drop(self.0.insert(pid, finding)),
        }
    }

    /// Says what is to be said of those whose parents have waited for them without the status, or have ended.
    pub fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            if let EventKind::Exit {
                call: Syscall::Wait4 { status, .. }, outcome: Outcome::Value(child @ 1..), ..
            } = &event.kind
            {
                let finding = u32::try_from(*child).ok().and_then(|child| self.0.remove(&Pid(child)));
                finding.filter(|_| *status == UserAddr(0)).into_iter().for_each(|finding| report.add(finding));
            }
        }
        for parent in &look.ended {
            let is_its = |pid: &Pid| scene.processes.get(pid).is_some_and(|process| process.parent == *parent);
            let orphans: Vec<Pid> = self.0.keys().copied().filter(is_its).collect();
            orphans.iter().filter_map(|pid| self.0.remove(pid)).for_each(|finding| report.add(finding));
        }
    }
}
