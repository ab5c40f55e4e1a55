//! Signals lost because standard signals do not queue: one that arrives while another of its kind is pending is dropped.
//! For SIGCHLD that matters if children are left unwaited for; the others count if the program catches them.

use super::report::{Finding, Report, Rule};
use super::scene::{Look, Scene};
use super::{Check, Last};
use crate::debug::code::Spot;
use forklore_kernel::abi::{Pid, Signal, Syscall};
use forklore_kernel::proc::signal::action::{SIG_DFL, SIG_IGN};
use forklore_kernel::trace::event::{Disposition, EventKind, Outcome};
use std::collections::{BTreeMap, BTreeSet};

/// What a process lost of a kind of signal.
#[derive(Clone, Debug, Default)]
struct Lost {
    merged: u32,
    /// Where the first was sent.
    sent_at: Option<Spot>,
}

/// See the module's text.
#[derive(Default)]
pub(super) struct Signals {
    /// What was pending for each process before the last events.
    pending: BTreeMap<Pid, BTreeSet<u8>>,
    lost: BTreeMap<(Pid, u8), Lost>,
    handlers: BTreeMap<(Pid, u8), Option<Spot>>,
    /// Children whose status was taken.
    waited: BTreeSet<Pid>,
}

impl Check for Signals {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        let procs = &look.machine.kernel.procs;
        for pid in &look.ended {
            self.conclude(scene, *pid, report);
            let Some(parent) = procs.process(*pid).map(|process| process.parent) else { continue };
            let exit_signal = procs.process(*pid).and_then(|process| process.exit_signal);
            if let Some(signal) = exit_signal {
                self.sent(scene, look, parent, signal, scene.born_at(*pid));
            }
        }
        for event in look.events {
            match &event.kind {
                EventKind::Exit {
                    call: Syscall::Kill { pid: to @ 1.., sig: sig @ 1..32 },
                    outcome: Outcome::Value(0),
                    ..
                } => {
                    if let Some(signal) = Signal::new(i64::from(*sig)) {
                        self.sent(scene, look, Pid(*to as u32), signal, scene.spot(event.tid));
                    }
                }
                EventKind::Exit { call: Syscall::Wait4 { .. }, outcome: Outcome::Value(child @ 1..), .. } => {
                    self.waited.extend(u32::try_from(*child).ok().map(Pid));
                }
                EventKind::Signal { info, disposition: Disposition::Caught } => {
                    let pid = scene.pid(event.tid);
                    if let Some(set) = self.pending.get_mut(&pid) {
                        set.remove(&info.signal.number());
                    }
                    let place = handler(look.machine, pid, info.signal);
                    self.handlers.entry((pid, info.signal.number())).or_insert(place);
                }
                _ => {}
            }
        }
        self.pending.clear();
        for process in procs.processes().filter(|process| !process.pending.is_empty()) {
            let numbers = process.pending.set().iter().map(|signal| signal.number()).collect();
            self.pending.insert(process.pid, numbers);
        }
    }

    fn end(&mut self, scene: &Scene, _: &Last, report: &mut Report) {
        let pids: BTreeSet<Pid> = self.lost.keys().map(|(pid, _)| *pid).collect();
        for pid in pids {
            self.conclude(scene, pid, report);
        }
    }
}

impl Signals {
    /// A signal was sent to a process: was one pending already?
    fn sent(&mut self, scene: &Scene, look: &Look, to: Pid, signal: Signal, from: Option<Spot>) {
        let Some(process) = look.machine.kernel.procs.process(to) else { return };
        let caught = !matches!(process.actions.get(signal).handler, SIG_DFL | SIG_IGN);
        let twice = self.pending.get(&to).is_some_and(|set| set.contains(&signal.number()));
        if caught && scene.is_own(to) {
            if twice {
                let lost = self.lost.entry((to, signal.number())).or_default();
                lost.merged += 1;
                lost.sent_at = lost.sent_at.take().or(from);
            }
            // Several in one go: the second of them already finds the first.
            self.pending.entry(to).or_default().insert(signal.number());
        }
    }

    /// The process ends, or the run.
    fn conclude(&mut self, scene: &Scene, pid: Pid, report: &mut Report) {
        let numbers: Vec<u8> = self.lost.keys().filter(|(of, _)| *of == pid).map(|(_, number)| *number).collect();
        for number in numbers {
            let Some(lost) = self.lost.remove(&(pid, number)) else { continue };
            let Some(signal) = Signal::new(i64::from(number)) else { continue };
            let place = self.handlers.get(&(pid, number)).cloned().flatten();
            let times = if lost.merged == 1 { "once".to_string() } else { format!("{} times", lost.merged) };
            if signal == Signal::CHLD {
                let children = scene.processes.iter().filter(|(_, facts)| facts.parent == pid && facts.ended);
                let n = children.filter(|(child, _)| !self.waited.contains(child)).count();
                if n == 0 {
                    continue;
                }
                report.add(Finding::new(
                    Rule::LostSignal,
                    place,
                    pid,
                    format!("{times} a child ended while SIGCHLD was pending already: signals do not queue, the handler was not called for it, and {n} children were never waited for"),
                    "let the handler wait for all children that have ended: while (waitpid(-1, NULL, WNOHANG) > 0) ;",
                ));
            } else {
                let finding = Finding::new(
                    Rule::LostSignal,
                    place,
                    pid,
                    format!(
                        "{} was sent {times} while one was pending already: standard signals do not queue, the handler was not called for it",
                        signal.name()
                    ),
                    "do not count signals: send the next one when the last was answered, use sigqueue() with SIGRTMIN, or a pipe",
                );
                report.add(finding.with(lost.sent_at, "sent here"));
            }
        }
    }
}

/// Where a process's handler is defined.
fn handler(machine: &crate::machine::Machine, pid: Pid, signal: Signal) -> Option<Spot> {
    let process = machine.kernel.procs.process(pid)?;
    let tid = process.tasks().next()?;
    let program = machine.programs().peek(machine.task(tid)?.program?)?;
    let function = program.function_by_addr(process.actions.get(signal).handler.0)?;
    let file = program.files.get(function.place.file as usize)?;
    Some(Spot { file: file.clone(), line: function.place.line })
}
