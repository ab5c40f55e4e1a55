//! dup2(2) with its arguments the wrong way round: an end of a pipe, or a file that has just been opened, is closed and becomes a copy
//! of standard input or output.

use super::Check;
use super::report::{Finding, Report, Rule, at};
use super::scene::{Look, Scene};
use forklore_kernel::abi::{Fd, Syscall};
use forklore_kernel::trace::event::{EventKind, Outcome};
use forklore_kernel::vfs::file::FileKind;

/// See the module's text.
#[derive(Default)]
pub(super) struct Swapped;

impl Check for Swapped {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            let EventKind::Exit { call, outcome: Outcome::Value(_), .. } = &event.kind else { continue };
            let (Syscall::Dup2 { old, new } | Syscall::Dup3 { old, new, .. }) = *call else { continue };
            let pid = scene.pid(event.tid);
            if old > Fd(2) || new <= Fd(2) || !scene.is_own(pid) {
                continue;
            }
            let closed = look.closed.iter().find(|closed| closed.pid == pid && closed.fd == new);
            let Some(open) = closed.map(|closed| &closed.open) else { continue };
            let what = match open.kind {
                FileKind::Pipe(_, ends) if ends.writes() => "the writing end of the pipe",
                FileKind::Pipe(..) => "the reading end of the pipe",
                FileKind::Regular => "the file",
                _ => continue,
            };
            let opened = open.opened.as_ref().map(|spot| format!(" opened at {}", at(spot))).unwrap_or_default();
            let text = format!("dup2({old}, {new}) closes fd {new}, {what}{opened}, and makes it a copy of fd {old}");
            let mend =
                format!("dup2() takes the old descriptor first: dup2({new}, {old}) makes fd {old} a copy of fd {new}");
            report.add(Finding::new(Rule::SwappedDup2, scene.spot(event.tid), pid, text, mend));
        }
    }
}
