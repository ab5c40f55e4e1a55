//! Threads that main does not wait for: it returns, and with it ends the process, while others are still at work. Those that have
//! slept may be meant to serve as long as there is a process, and so those that were made by the same line.

use super::Check;
use super::report::{Finding, Report, Rule, at};
use super::scene::{Look, Scene};
use super::source;
use crate::debug::code::Spot;
use crate::report;
use forklore_kernel::abi::{Pid, Syscall, Tid};
use forklore_kernel::proc::task::TaskState;
use forklore_kernel::trace::event::EventKind;
use std::collections::{BTreeMap, BTreeSet};

/// See the module's text.
#[derive(Default)]
pub(super) struct Abandoned {
    /// Where threads were made.
    made: BTreeMap<Tid, Option<Spot>>,
    /// Those that have had the CPU.
    begun: BTreeSet<Tid>,
    /// Those that have slept in a call.
    slept: BTreeSet<Tid>,
}

impl Check for Abandoned {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            match &event.kind {
                EventKind::Forked { child } if scene.pid(*child) == scene.pid(event.tid) => {
                    // Not those that the library makes for itself: of timers, of queues.
                    let site = scene.site(event.tid);
                    let by = site.and_then(|site| site.function.as_deref());
                    if matches!(by, Some("pthread_create" | "thrd_create")) {
                        self.made.insert(*child, scene.spot(event.tid));
                    }
                }
                EventKind::Switch { .. } => {
                    self.begun.insert(event.tid);
                }
                EventKind::Blocked { .. } => {
                    self.slept.insert(event.tid);
                }
                EventKind::Enter { call: Syscall::ExitGroup { status: 0 }, .. } => {
                    let pid = scene.pid(event.tid);
                    if scene.is_own(pid) && event.tid.0 == pid.0 && !self.made.is_empty() {
                        self.ends(scene, look, (event.tid, pid), report);
                    }
                }
                _ => {}
            }
        }
    }
}

impl Abandoned {
    /// The process is about to end, by its first thread.
    fn ends(&self, scene: &Scene, look: &Look, (main, pid): (Tid, Pid), report: &mut Report) {
        let procs = &look.machine.kernel.procs;
        // A detached one may well go on until the end.
        let detaches = source::all_text_has(scene, "pthread_detach") || source::all_text_has(scene, "_DETACHED");
        for task in procs.tasks().filter(|task| task.pid == pid && task.tid != main) {
            let Some(made) = self.made.get(&task.tid).filter(|_| task.state == TaskState::Ready) else { continue };
            let serves = self.slept.iter().any(|other| self.made.get(other) == Some(made));
            if serves || detaches && self.begun.contains(&task.tid) {
                continue;
            }
            let by = made.as_ref().map(|spot| format!(" (made at {})", at(spot))).unwrap_or_default();
            let doing = match self.begun.contains(&task.tid) {
                true => report::place(look.machine, task.tid)
                    .map_or_else(|| "was still at work".to_string(), |place| format!("was still at work at {place}")),
                false => "had not even begun".to_string(),
            };
            let text = format!(
                "the process ended by main() while thread {}{by} {doing}: what it had left to do is lost",
                task.tid
            );
            let mend = "call pthread_join() for each thread before main() returns, or let main() end by pthread_exit(NULL), which lets the others go on";
            let place = made.clone().or_else(|| scene.spot(main));
            report.add(Finding::new(Rule::AbandonedThread, place, pid, text, mend));
        }
    }
}
