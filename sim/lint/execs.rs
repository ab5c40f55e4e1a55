//! exec that fails unnoticed: the child goes on in what is its parent's code, or ends as if all were well. And a list of arguments
//! without its NULL: an array that is full.
//!
//! A child whose exec has failed is on its parent's way if it makes a call from where its parent makes one too: from the same
//! instruction, called by the same ones.

use super::report::{Finding, Report, Rule};
use super::scene::{Look, Scene};
use super::{Check, Last};
use crate::debug::code::{self, Spot};
use crate::debug::naming;
use crate::machine::Machine;
use forklore_kernel::abi::{Errno, Pid, Syscall, Tid};
use forklore_kernel::trace::event::{EventKind, Outcome};
use std::collections::{BTreeMap, BTreeSet};

/// Longest list of arguments that is looked through.
const LONGEST: u64 = 1 << 16;
/// Most places that are remembered of a process.
const MOST: usize = 10_000;

/// From where a call was made: the instructions of the user's own code that are active, the innermost first.
type Way = Vec<u32>;

/// A child whose exec has failed.
#[derive(Clone, Debug)]
struct Failed {
    parent: Pid,
    function: String,
    spot: Option<Spot>,
    errno: Errno,
    /// Where it made calls since, and the line.
    ways: BTreeMap<Way, Spot>,
    /// It has written something where its parent does not.
    said: bool,
    /// It ended with this.
    status: Option<i32>,
}

/// See the module's text.
#[derive(Default)]
pub(super) struct Execs {
    ways: BTreeMap<Pid, BTreeSet<Way>>,
    failed: BTreeMap<Pid, Failed>,
}

impl Check for Execs {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            let pid = scene.pid(event.tid);
            if !scene.is_own(pid) {
                continue;
            }
            match &event.kind {
                EventKind::Exit { call: Syscall::Execve { .. }, outcome: Outcome::Error(errno), .. } => {
                    self.failed(scene, event.tid, *errno);
                }
                EventKind::Enter { call: Syscall::Execve { argv, .. }, .. } => {
                    endless(scene, look, event.tid, argv.0, report);
                }
                EventKind::Exec { .. } => drop(self.failed.remove(&pid)),
                EventKind::Enter { call, .. } if !ends_or_executes(call) => {
                    if let (Some(way), Some(spot)) = (way(look.machine, event.tid), scene.spot(event.tid)) {
                        self.called(pid, call, way, spot, report);
                    }
                }
                EventKind::Exited { status } => {
                    if let Some(failed) = self.failed.get_mut(&pid) {
                        failed.status = Some(*status);
                    }
                }
                EventKind::Killed { .. } => {
                    if let Some(failed) = self.failed.get_mut(&pid) {
                        failed.said = true;
                    }
                }
                _ => {}
            }
        }
    }

    fn end(&mut self, _: &Scene, _: &Last, report: &mut Report) {
        for (pid, failed) in std::mem::take(&mut self.failed) {
            if failed.errno == Errno::EFAULT {
                let text = format!("an argument leads nowhere, and pid {pid} ended without executing anything");
                let mend = format!(
                    "the list of arguments of {}() has to end with NULL, as has that of the environment",
                    failed.function
                );
                report.add(Finding { mend, ..failed.finding(pid, text) });
            } else if failed.status == Some(0) && !failed.said {
                report.add(failed.finding(pid, format!("pid {pid} ended with status 0, as if all were well")));
            }
        }
    }
}

impl Execs {
    fn failed(&mut self, scene: &Scene, tid: Tid, errno: Errno) {
        let pid = scene.pid(tid);
        let Some(parent) = scene.processes.get(&pid).filter(|p| scene.is_own(p.parent) && p.born.is_some()) else {
            return;
        };
        let Some(site) = scene.site(tid) else { return };
        let function = site.function.clone().unwrap_or_else(|| "execve".to_string());
        // The next folder of the PATH, or the next name: its own business.
        let before = self.failed.remove(&pid);
        self.failed.insert(
            pid,
            Failed {
                parent: parent.parent,
                function,
                spot: Some(site.spot.clone()),
                errno: before.map_or(errno, |before| if errno == Errno::ENOENT { before.errno } else { errno }),
                ways: BTreeMap::new(),
                said: false,
                status: None,
            },
        );
    }

    /// A process has made a call.
    fn called(&mut self, pid: Pid, call: &Syscall, way: Way, spot: Spot, report: &mut Report) {
        let mut told = Vec::new();
        if let Some(failed) = self.failed.get_mut(&pid) {
            if self.ways.get(&failed.parent).is_some_and(|ways| ways.contains(&way)) {
                told.push((pid, spot.clone()));
            } else {
                failed.said |= matches!(call, Syscall::Write { .. } | Syscall::Writev { .. });
                if failed.ways.len() < MOST {
                    failed.ways.insert(way.clone(), spot);
                }
            }
        }
        for (child, failed) in self.failed.iter().filter(|(_, failed)| failed.parent == pid) {
            told.extend(failed.ways.get(&way).map(|spot| (*child, spot.clone())));
        }
        for (child, spot) in told {
            if let Some(failed) = self.failed.remove(&child) {
                let text = format!("pid {child}, the child, went on in its parent's code");
                let finding = failed.finding(child, text);
                report.add(
                    finding.with(Some(spot), format!("pid {child} gets here, where pid {} does too", failed.parent)),
                );
            }
        }
        let ways = self.ways.entry(pid).or_default();
        if ways.len() < MOST {
            ways.insert(way);
        }
    }
}

impl Failed {
    fn finding(&self, pid: Pid, then: String) -> Finding {
        let Failed { function, errno, .. } = self;
        Finding::new(
            Rule::FailedExec,
            self.spot.clone(),
            pid,
            format!("{function}() failed here: {} ({errno}), and {then}", errno.name()),
            format!("{function}() returns only when it has failed: behind it perror(\"{function}\"); _exit(127);"),
        )
    }
}

/// Does the list of arguments go on behind the array that it stands in?
fn endless(scene: &Scene, look: &Look, tid: Tid, argv: u64, report: &mut Report) {
    let (Some(site), Some(count)) = (scene.site(tid), naming::pointers_from(look.machine, tid, argv)) else { return };
    let Some(task) = look.machine.kernel.procs.find_task(tid) else { return };
    let mut bytes = vec![0; 8 * count.min(LONGEST) as usize];
    let known = look.machine.kernel.mm.peek(task.space, argv, &mut bytes);
    if count > LONGEST || known < bytes.len() || bytes.chunks(8).any(|pointer| pointer.iter().all(|byte| *byte == 0)) {
        return;
    }
    let function = site.function.as_deref().unwrap_or("execve");
    let name = naming::name(look.machine, tid, argv).unwrap_or_default();
    let name = name.strip_suffix("[0]").unwrap_or(&name);
    let text = format!(
        "the list of arguments that {function}() is given here has no end: all {count} elements of '{name}' are set, none is NULL, and it goes on with what lies behind"
    );
    let mend = format!("let '{name}' have one element more, and NULL in the one behind the last argument");
    report.add(Finding::new(Rule::FailedExec, Some(site.spot.clone()), scene.pid(tid), text, mend).about("no end"));
}

/// Exits, and execs, are no sign of going on.
fn ends_or_executes(call: &Syscall) -> bool {
    matches!(call.name(), "exit" | "exit_group" | "execve" | "execveat" | "rt_sigreturn")
}

fn way(machine: &Machine, tid: Tid) -> Option<Way> {
    let task = machine.task(tid)?;
    let program = machine.programs().peek(task.program?)?;
    let way: Way = task.cpu.active().map(|frame| frame.pc).filter(|pc| code::spot(program, *pc).is_some()).collect();
    (!way.is_empty()).then_some(way)
}
