//! SIGPIPE: a process killed for writing to a pipe or socket that nobody reads, where nobody is told: it is the main
//! program, or its parent does not ask for the status. A shell prints nothing then.

use super::Check;
use super::report::{Finding, Report, Rule};
use super::scene::{Look, Scene};
use crate::run::MAIN_PID;
use forklore_kernel::abi::{Pid, Signal, Syscall, UserAddr};
use forklore_kernel::trace::event::{EventKind, Outcome};
use std::collections::BTreeMap;

/// See the module's text.
#[derive(Default)]
pub(super) struct Sigpipe {
    /// Killed, and nobody has asked for the status yet.
    killed: BTreeMap<Pid, Finding>,
}

impl Check for Sigpipe {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            let pid = scene.pid(event.tid);
            match &event.kind {
                EventKind::Killed { signal } if *signal == Signal::PIPE && scene.is_own(pid) => {
                    let finding = Finding::new(
                        Rule::Sigpipe,
                        scene.spot(event.tid),
                        pid,
                        format!(
                            "this write killed pid {pid} by SIGPIPE, silently: nobody has the other end open for reading any more"
                        ),
                        "signal(SIGPIPE, SIG_IGN) and look for EPIPE in the result; or do not close the reading end so early",
                    );
                    match pid == MAIN_PID {
                        true => report.add(finding),
                        false => drop(self.killed.insert(pid, finding)),
                    }
                }
                EventKind::Exit {
                    call: Syscall::Wait4 { status, .. }, outcome: Outcome::Value(child @ 1..), ..
                } => {
                    let finding = u32::try_from(*child).ok().and_then(|child| self.killed.remove(&Pid(child)));
                    if let Some(finding) = finding.filter(|_| *status == UserAddr(0)) {
                        report.add(finding);
                    }
                }
                _ => {}
            }
        }
        for parent in &look.ended {
            let orphans: Vec<Pid> = self
                .killed
                .keys()
                .copied()
                .filter(|pid| scene.processes.get(pid).is_some_and(|p| p.parent == *parent))
                .collect();
            orphans.iter().filter_map(|pid| self.killed.remove(pid)).for_each(|finding| report.add(finding));
        }
    }
}
