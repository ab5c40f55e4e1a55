//! Messages of System V queues whose size counts the type, too: msgsnd(2) and msgrcv(2) want the bytes behind it, and with
//! `sizeof message` they read, or may write, beyond the variable.

use super::Check;
use super::report::{Finding, Report, Rule};
use super::scene::{Look, Scene};
use crate::debug::naming;
use crate::machine::Machine;
use forklore_kernel::abi::{Syscall, Tid};
use forklore_kernel::trace::event::{EventKind, Outcome};
use forklore_userland::vm::program::{Program, TypeDesc, TypeId};

/// sizeof(long): the message's type.
const TYPE: u64 = 8;

/// See the module's text.
#[derive(Default)]
pub(super) struct MessageSize;

impl Check for MessageSize {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            // One that fails touches nothing.
            let EventKind::Exit { call, outcome: Outcome::Value(_), .. } = &event.kind else { continue };
            let (msg, size, sends) = match *call {
                Syscall::Msgsnd { msg, size, .. } => (msg.0, size, true),
                Syscall::Msgrcv { msg, size, .. } => (msg.0, size, false),
                _ => continue,
            };
            let pid = scene.pid(event.tid);
            let site = scene.site(event.tid).filter(|_| scene.is_own(pid));
            let (Some(site), Some((name, rest))) = (site, variable(look.machine, event.tid, msg)) else { continue };
            let room = rest.saturating_sub(TYPE);
            if size <= room || !matches!(site.function.as_deref(), Some("msgsnd" | "msgrcv")) {
                continue;
            }
            let (function, does) = match sends {
                true => ("msgsnd", "sends bytes that lie behind it"),
                false => ("msgrcv", "lets a long message write behind it"),
            };
            let text = format!(
                "{function}() is given a size of {size} here, but '{name}' has only {room} bytes behind its type: this {does}"
            );
            let mend = format!(
                "the size of a message does not count its type: sizeof {name}.TEXT with the member's name, or sizeof {name} - sizeof(long)"
            );
            report.add(Finding::new(Rule::MessageSize, Some(site.spot.clone()), pid, text, mend).about(function));
        }
    }
}

/// The variable of the user's, or the element of an array, in which an address lies: its name, and how many bytes there are from
/// there to its end.
fn variable(machine: &Machine, tid: Tid, addr: u64) -> Option<(String, u64)> {
    let program = machine.programs().peek(machine.task(tid)?.program?)?;
    let (name, ty, offset) = naming::holder(machine, tid, addr)?;
    within(program, name, ty, offset)
}

fn within(program: &Program, name: &str, ty: TypeId, offset: u64) -> Option<(String, u64)> {
    let (name, ty, offset) = match naming::resolved(program, ty) {
        TypeDesc::Array { of, .. } if matches!(naming::resolved(program, *of), TypeDesc::Record { .. }) => {
            let element = naming::size(program, *of).max(1);
            (format!("{name}[{}]", offset / element), *of, offset % element)
        }
        _ => (name.to_string(), ty, offset),
    };
    naming::size(program, ty).checked_sub(offset).map(|rest| (name, rest))
}
