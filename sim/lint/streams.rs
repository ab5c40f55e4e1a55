//! A stream that could not be opened and is used all the same: fopen(3) failed, nobody looked, and a function of stdio is given NULL,
//! of which the process dies.

use super::report::{Finding, Report, Rule, at};
use super::scene::{Look, Scene};
use super::{Check, Last};
use crate::crash::{Crash, Misdeed};
use crate::debug::code::{self, Spot};
use crate::machine::Machine;
use forklore_kernel::abi::{Errno, Pid};
use forklore_kernel::trace::event::{EventKind, Outcome};
use forklore_userland::vm::cpu::CpuFault;
use std::collections::BTreeMap;

/// What gives a stream, or NULL.
const GIVERS: &[&str] = &["fopen", "freopen", "fdopen", "popen", "tmpfile"];
/// Members of NULL have such addresses.
const NEAR_NULL: u64 = 4096;

/// See the module's text.
#[derive(Default)]
pub(super) struct Streams {
    /// The last failure in each process: the function, its line, the error.
    failed: BTreeMap<Pid, (String, Spot, Errno)>,
}

impl Check for Streams {
    fn look(&mut self, scene: &Scene, look: &Look, _: &mut Report) {
        for event in look.events {
            let EventKind::Exit { outcome, .. } = &event.kind else { continue };
            let (pid, Some(site)) = (scene.pid(event.tid), scene.site(event.tid)) else { continue };
            let Some(function) = site.function.as_ref().filter(|name| GIVERS.contains(&name.as_str())) else {
                continue;
            };
            match outcome {
                Outcome::Error(errno) => drop(self.failed.insert(pid, (function.clone(), site.spot.clone(), *errno))),
                _ => drop(self.failed.remove(&pid)),
            }
        }
    }

    fn end(&mut self, _: &Scene, last: &Last, report: &mut Report) {
        for crash in last.machine.crashes() {
            let Some((function, spot, errno)) = self.failed.remove(&crash.pid) else { continue };
            let Some((user, used)) = used_null(last.machine, crash) else { continue };
            let text = format!(
                "{function}() failed here: {} ({errno}), and {user}() was given the NULL that it returned, at {}: pid {} died of it",
                errno.name(),
                at(&used),
                crash.pid
            );
            let mend = format!("if the result of {function}() is NULL, perror() and go no further");
            let finding = Finding::new(Rule::IgnoredError, Some(spot), crash.pid, text, mend);
            report.add(finding.with(Some(used), "used here"));
        }
    }
}

/// The library's function in which a process died of using NULL, and the line that called it.
fn used_null(machine: &Machine, crash: &Crash) -> Option<(String, Spot)> {
    let Misdeed::Fault(CpuFault::Memory(fault)) = crash.misdeed else { return None };
    let program = machine.programs().peek(crash.program?).filter(|_| fault.addr < NEAR_NULL)?;
    let own = crash.backtrace.iter().position(|pc| code::spot(program, *pc).is_some())?;
    let callee = crash.backtrace.get(own.checked_sub(1)?)?;
    Some((program.function_at(*callee)?.name.clone(), code::spot(program, *crash.backtrace.get(own)?)?))
}
