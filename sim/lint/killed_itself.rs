//! kill(2) with a process number that is 0, which stands for the caller's own group: a process kills itself, and perhaps others, for
//! it has sent the signal to a child that it does not have (`if ((pid = fork() == 0))`, a variable that was never set). Who writes
//! the 0 there means it.

use super::Check;
use super::report::{Finding, Report, Rule};
use super::scene::{Look, Scene};
use super::source::words;
use crate::debug::code::Spot;
use forklore_kernel::abi::{Signal, Syscall, Tid};
use forklore_kernel::trace::event::EventKind;
use std::collections::BTreeMap;

/// See the module's text.
#[derive(Default)]
pub(super) struct KilledItself {
    /// Who has sent a signal to his own group, and from where.
    sent: BTreeMap<Tid, (Signal, Spot)>,
}

impl Check for KilledItself {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            let (tid, pid) = (event.tid, scene.pid(event.tid));
            match &event.kind {
                EventKind::Enter { call, .. } => {
                    self.sent.remove(&tid);
                    let Syscall::Kill { pid: 0, sig, .. } = *call else { continue };
                    let site =
                        scene.site(tid).filter(|site| scene.is_own(pid) && site.function.as_deref() == Some("kill"));
                    let signal = Signal::new(sig.into());
                    if let (Some(site), Some(signal)) = (site, signal)
                        && by_variable(&scene.line(&site.spot))
                    {
                        self.sent.insert(tid, (signal, site.spot.clone()));
                    }
                }
                EventKind::Killed { signal, .. } => {
                    let Some((sent, spot)) = self.sent.remove(&tid).filter(|(sent, _)| sent == signal) else {
                        continue;
                    };
                    let text = format!(
                        "kill() is given 0 for a process here: that sends {} to all of its own group, and has killed pid {pid} itself",
                        sent.name()
                    );
                    let mend = "look at where the number comes from: fork() gives the parent the child's; with (pid = fork()) == 0 the brackets belong around the assignment";
                    report.add(Finding::new(Rule::KilledItself, Some(spot), pid, text, mend));
                }
                _ => {}
            }
        }
    }
}

/// Does a line call kill with a variable, as far as is seen?
fn by_variable(line: &str) -> bool {
    words(line, "kill").any(|at| {
        let rest = line[at + "kill".len()..].trim_start();
        let argument = rest.strip_prefix('(').map(str::trim_start).unwrap_or_default();
        argument.starts_with(|c: char| c.is_alphabetic() || c == '_') && !argument.starts_with("getpgrp")
    })
}
