//! What a person is told about a call that waits at a socket: for what, and who holds the other end.

use crate::machine::Machine;
use crate::report::{list, open_by};
use forklore_kernel::abi::{Fd, SocketId, Tid};
use forklore_kernel::vfs::file::FileKind;

/// A call waits to read or to accept.
pub(crate) fn readable(machine: &Machine, tid: Tid, id: SocketId) -> String {
    let net = &machine.kernel.net;
    if net.is_listening(id) {
        return format!(" for a connection to {}, and nobody connects", name(machine, id));
    }
    let mut text =
        format!(" for data{} on {}", if net.has_end(id) { " or end of file" } else { "" }, name(machine, id));
    let Some(peer) = net.other_end(id) else { return text };
    let holders = holders(machine, peer);
    match holders.is_empty() {
        true if net.is_unaccepted(peer) => text += "\n      nobody has accepted the connection",
        true => text += "\n      no process holds the other end",
        false => {
            text += "\n      its other end is still open: ";
            text += &list(&holders);
        }
    }
    if holders.iter().any(|(pid, _)| *pid == machine.kernel.procs.task(tid).pid.0) {
        text += "\n      it holds the other end itself: as long as that is not closed, there is no end of file";
    }
    text
}

/// A call waits to write, or for a connection to come about.
pub(crate) fn writable(machine: &Machine, id: SocketId) -> String {
    let net = &machine.kernel.net;
    if net.is_connecting(id) {
        return " for its connection to come about".to_string();
    }
    let mut text = format!(" for room in the queue of {}", name(machine, id));
    if let Some(peer) = net.other_end(id) {
        let holders = holders(machine, peer);
        if !holders.is_empty() {
            text += &format!("\n      its other end is open: {}, and nobody reads", list(&holders));
        }
    }
    text
}

/// A call waits for room at the socket it sends or connects to.
pub(crate) fn room(machine: &Machine, to: SocketId) -> String {
    let holders = list(&holders(machine, to));
    let verb = if machine.kernel.net.is_listening(to) { "accepts" } else { "reads" };
    format!(" for room in the queue of {}\n      it belongs to {holders}, and nobody {verb}", name(machine, to))
}

fn holders(machine: &Machine, id: SocketId) -> Vec<(u32, Fd)> {
    open_by(machine, |file| machine.kernel.vfs.file(file).is_ok_and(|f| f.kind == FileKind::Socket(id)))
}

/// `socket 3 ("srv")`.
fn name(machine: &Machine, id: SocketId) -> String {
    match machine.kernel.net.label(id) {
        label if label.is_empty() => format!("socket {id}"),
        label => format!("socket {id} ({label})"),
    }
}
