//! Waits at sockets in words: for what, and who holds the other end.

use super::holders::{self, Holder};
use super::{Teller, Wait};
use forklore_kernel::abi::{SocketId, Tid};
use forklore_kernel::vfs::file::FileKind;

/// A call waits to read or to accept.
pub fn readable(t: &Teller, tid: Tid, id: SocketId) -> Wait {
    let net = &t.machine.kernel.net;
    let name = name(t, id);
    if net.is_listening(id) {
        return Wait::new(format!("for a connection to {name}{}", t.for_ever(", and nobody connects")));
    }
    let end = if net.has_end(id) { " or end of file" } else { "" };
    let wait = Wait::new(format!("for data{end} on {name}"));
    let Some(peer) = net.other_end(id) else { return wait.line(elsewhere(t, id)) };
    let holders = holders(t, peer);
    if holders.is_empty() {
        return wait.line(match net.is_unaccepted(peer) {
            true => "nobody has accepted the connection",
            false => "no process holds the other end",
        });
    }
    let own = t.machine.kernel.procs.task(tid).pid;
    let closed = net.has_end(id);
    let wait =
        wait.line(format!("its other end is still open: {}", holders::list(t, &holders))).enders(t, &holders, |fd| {
            match closed {
                true => format!("send on {fd} or close {}", it(fd)),
                false => format!("send on {fd}"),
            }
        });
    match holders.iter().any(|(pid, _)| *pid == own) {
        true => wait.line("it holds the other end itself: as long as that is not closed, there is no end of file"),
        false => wait,
    }
}

/// A call waits to write, or for a connection to come about.
pub fn writable(t: &Teller, id: SocketId) -> Wait {
    let net = &t.machine.kernel.net;
    if net.is_connecting(id) {
        return Wait::new("for its connection to come about").line(elsewhere(t, id));
    }
    let wait = Wait::new(format!("for room in the queue of {}", name(t, id)));
    let Some(peer) = net.other_end(id) else { return wait.line(elsewhere(t, id)) };
    let holders = holders(t, peer);
    if holders.is_empty() {
        return wait;
    }
    wait.line(format!("its other end is open: {}{}", holders::list(t, &holders), t.for_ever(", and nobody reads")))
        .enders(t, &holders, |fd| format!("read from {fd} or close {}", it(fd)))
}

/// A call waits for room at the socket it sends or connects to.
pub fn room(t: &Teller, to: SocketId) -> Wait {
    let holders = holders(t, to);
    let (nobody, verb) = match t.machine.kernel.net.is_listening(to) {
        true => (", and nobody accepts", "accept a connection on"),
        false => (", and nobody reads", "read from"),
    };
    Wait::new(format!("for room in the queue of {}", name(t, to)))
        .line(format!("it belongs to {}{}", holders::list(t, &holders), t.for_ever(nobody)))
        .enders(t, &holders, |fd| format!("{verb} {fd}"))
}

/// A close waits for what has been sent to arrive (SO_LINGER).
pub fn closing(t: &Teller, id: SocketId) -> Wait {
    let wait = Wait::new(format!("for its last bytes on {} to arrive", name(t, id)));
    let Some(peer) = t.machine.kernel.net.other_end(id) else { return wait.line(elsewhere(t, id)) };
    let holders = holders(t, peer);
    wait.line(format!("its other end is open: {}", holders::list(t, &holders)))
        .enders(t, &holders, |fd| format!("read from {fd} or close {}", it(fd)))
}

/// One descriptor, or several.
fn it(fds: &str) -> &'static str {
    if fds.contains(" and ") { "them" } else { "it" }
}

/// The descriptors of a socket.
pub fn holders(t: &Teller, id: SocketId) -> Vec<Holder> {
    holders::of_kind(t, |kind| kind == FileKind::Socket(id))
}

/// The other end is on another machine; empty if there is none there.
fn elsewhere(t: &Teller, id: SocketId) -> String {
    let remote = t.machine.kernel.net.remote(id);
    remote.map_or(String::new(), |remote| format!("its other end is {remote}, on another host"))
}

/// `socket 3 ("srv")`.
fn name(t: &Teller, id: SocketId) -> String {
    match t.machine.kernel.net.label(id) {
        label if label.is_empty() => format!("socket {id}"),
        label => format!("socket {id} ({label})"),
    }
}
