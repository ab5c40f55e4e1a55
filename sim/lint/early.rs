//! Signals that come before their handler is there: SIGUSR1, SIGUSR2 or a real-time signal kills a process whose source installs a
//! handler for it, and nobody is told: it is the main program, or its parent does not ask for the status. So with SIGALRM, for which
//! there is no handler at all.

use super::Check;
use super::deaths::Deaths;
use super::report::{Finding, Report, Rule, at};
use super::scene::{Look, Scene};
use super::source::{all_text_has, has_word};
use crate::debug::code::{self, Spot};
use crate::run::MAIN_PID;
use forklore_kernel::abi::{Pid, Signal, Syscall, Tid};
use forklore_kernel::trace::event::EventKind;
use std::collections::BTreeMap;

/// See the module's text.
#[derive(Default)]
pub(super) struct Early {
    killed: Deaths,
    /// From where a signal was sent to a process last.
    sent: BTreeMap<(Pid, u8), (Pid, Option<Spot>)>,
    /// From where a process has set its alarm last.
    alarms: BTreeMap<Pid, Option<Spot>>,
}

impl Check for Early {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            let pid = scene.pid(event.tid);
            match &event.kind {
                EventKind::Enter { call: Syscall::Kill { pid: to @ 1.., sig: sig @ 1.. }, .. } => {
                    self.sent.insert((Pid(*to as u32), *sig as u8), (pid, scene.spot(event.tid)));
                }
                EventKind::Enter { call: Syscall::Alarm { .. } | Syscall::Setitimer { .. }, .. } => {
                    self.alarms.insert(pid, scene.spot(event.tid));
                }
                // A child may be meant to end so.
                EventKind::Killed { signal: Signal::ALRM } if pid == MAIN_PID => {
                    if let Some(set) = self.alarms.remove(&pid).flatten() {
                        report.add(unhandled_alarm(scene, event.tid, set));
                    }
                }
                EventKind::Killed { signal } if scene.is_own(pid) && is_for_programs(*signal) => {
                    if let Some(finding) = self.finding(scene, pid, *signal) {
                        self.killed.killed(pid, finding, report);
                    }
                }
                _ => {}
            }
        }
        self.killed.look(scene, look, report);
    }
}

/// An alarm that has killed who set it.
fn unhandled_alarm(scene: &Scene, tid: Tid, set: Spot) -> Finding {
    let pid = scene.pid(tid);
    let text = format!(
        "the alarm that pid {pid} sets here has killed it: no handler for SIGALRM is installed, and without one it ends the process"
    );
    let mend = "if it is only to end a wait, install a handler before alarm(), by sigaction() without SA_RESTART: then the call fails with EINTR";
    let finding = Finding::new(Rule::EarlySignal, Some(set), pid, text, mend);
    finding.with(scene.spot(tid), format!("pid {pid} was in this call"))
}

/// Has the signal no other meaning than the program's?
fn is_for_programs(signal: Signal) -> bool {
    matches!(signal, Signal::USR1 | Signal::USR2) || signal.number() >= 32
}

impl Early {
    fn finding(&self, scene: &Scene, pid: Pid, signal: Signal) -> Option<Finding> {
        let calls = |line: &str| line.contains("signal(") || line.contains("sigaction(");
        let handler = line_of(scene, &signal.name(), &|line| calls(line) && !line.contains("SIG_"));
        let waits = || line_of(scene, &signal.name(), &|line| line.contains("sigaddset("));
        let waits = || waits().filter(|_| all_text_has(scene, "sigwait"));
        let (installed, is_waited_for) = match handler {
            Some(spot) => (spot, false),
            None => (waits()?, true),
        };
        let (by, from) = self.sent.get(&(pid, signal.number())).cloned()?;
        let sent = from.as_ref().map(|spot| format!(" at {}", at(spot))).unwrap_or_default();
        if is_waited_for {
            let text = format!(
                "{} killed pid {pid}: pid {by} sent it{sent}, while it was not blocked: sigwait() takes only signals that are",
                signal.name()
            );
            let mend = "block the signal by sigprocmask(SIG_BLOCK, ...) before fork(), which the child inherits, and then wait for it";
            return Some(Finding::new(Rule::EarlySignal, from.or(Some(installed)), by, text, mend));
        }
        let text = format!(
            "{} killed pid {pid}: pid {by} sent it{sent}, before the handler was installed, which {} does",
            signal.name(),
            at(&installed)
        );
        let mend = "install the handler before fork() (the child inherits it), or block the signal before fork() and unblock it once the handler is there, or send it only when the child has said that it is ready";
        let finding = Finding::new(Rule::EarlySignal, from.or(Some(installed.clone())), by, text, mend);
        Some(finding.with(Some(installed), "the handler is installed here"))
    }
}

/// The first line of the program's files that names a signal and is such a one.
fn line_of(scene: &Scene, name: &str, is_it: &dyn Fn(&str) -> bool) -> Option<Spot> {
    scene.setup.program.files.iter().find_map(|(file, _)| {
        let text = String::from_utf8_lossy(code::text_of(&scene.setup, file)?);
        let (n, _) = text.lines().enumerate().find(|(_, line)| has_word(line, name) && is_it(line))?;
        Some(Spot { file: file.clone(), line: n as u32 + 1 })
    })
}
