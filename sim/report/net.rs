//! Waits at sockets in words: for what, and who holds the other end.

use super::holders::{self, Holder};
use super::{Teller, Wait};
use crate::chronicle::unheard::{Call, Kind};
use crate::report;
use forklore_kernel::abi::{SocketId, Tid};
use forklore_kernel::net::addr::{Name, UnixName};
use forklore_kernel::net::socket::{Body, Domain};
use forklore_kernel::vfs::file::FileKind;

/// A call waits to read or to accept.
pub fn readable(t: &Teller, tid: Tid, id: SocketId) -> Wait {
    let net = &t.machine.kernel.net;
    let name = name(t, id);
    let unheard = unheard(t, tid, id).into_iter();
    if net.is_listening(id) {
        let wait = Wait::new(format!("for a connection to {name}{}", t.for_ever(", and nobody connects")));
        return unheard.fold(wait, |wait, (_, text)| wait.line(text));
    }
    let end = if net.has_end(id) { " or end of file" } else { "" };
    let wait = Wait::new(format!("for data{end} on {name}"));
    let Some(peer) = net.other_end(id) else {
        return unheard.fold(wait.line(elsewhere(t, id)), |wait, (_, text)| wait.line(text));
    };
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

/// Most calls that are told of.
const TOLD: usize = 3;

/// Datagrams and connections that found nobody, and may have been meant for this socket; each in words.
fn unheard<'a>(t: &Teller<'a>, tid: Tid, id: SocketId) -> Vec<(&'a Call, String)> {
    let net = &t.machine.kernel.net;
    let own = net.own_name(id);
    let wanted = match (net.is_listening(id), net.has_end(id)) {
        (true, _) => Kind::Connection,
        (false, false) => Kind::Datagram,
        (false, true) => return Vec::new(),
    };
    let domain = net.socket(id).domain;
    let same = |to: &Name| match to {
        Name::Unix(_) => domain == Domain::Unix,
        _ => domain != Domain::Unix,
    };
    let all = t.origins.deeds.unheard.all().iter().filter(|call| call.kind == wanted && same(&call.to));
    let told = |call: &'a Call| {
        let at = call.place.as_ref().map(|place| format!(" at {place}")).unwrap_or_default();
        let to = address(&call.to);
        let here = is_at(&own, &call.to);
        let by = report::other(t.machine, tid, call.tid, call.pid);
        let text = match (call.kind, call.times) {
            (Kind::Connection, _) if here => {
                format!("{by} called connect() to it{at} before it listened: refused")
            }
            (Kind::Connection, _) => {
                format!("{by} called connect() to {to}{at}, where nobody listens: refused")
            }
            (Kind::Datagram, _) if here && has_peer(&net.socket(id).body) => {
                format!("{by} sent to it{at}, but it takes datagrams of its own peer alone, since its connect()")
            }
            (Kind::Datagram, n) => {
                let n = if n == 1 { "a datagram".to_string() } else { format!("{n} datagrams") };
                let (is, where_) = match here {
                    true => ("to it", "before it was bound"),
                    false => (&*format!("to {to}"), "where nobody is"),
                };
                let lost = if call.times == 1 { "it is lost" } else { "they are lost" };
                format!("{by} sent {n} {is}{at}, {where_}: {lost}")
            }
        };
        (call, text)
    };
    all.rev().take(TOLD).map(told).collect()
}

/// A UDP socket on which connect() was called?
fn has_peer(body: &Body) -> bool {
    matches!(body, Body::Udp(udp) if udp.remote.is_some())
}

/// Does a socket of this name get what is sent there?
fn is_at(own: &Name, to: &Name) -> bool {
    match (own, to) {
        (Name::Inet(own), Name::Inet(to)) => {
            own.port == to.port && (own.ip.is_any() || to.ip.is_any() || own.ip == to.ip)
        }
        _ => own == to,
    }
}

/// `127.0.0.1:5000`, or the path of a Unix socket.
fn address(name: &Name) -> String {
    match name {
        Name::Inet(at) => at.to_string(),
        Name::Unix(name) => match &**name {
            UnixName::Path(path) => String::from_utf8_lossy(path).into_owned(),
            UnixName::Abstract(name) => format!("@{}", String::from_utf8_lossy(name)),
        },
        Name::Unnamed => "no address".to_string(),
    }
}

/// Advice for who waits at a socket while others sent elsewhere, or too early.
pub fn elsewhere_sent(t: &Teller, tid: Tid, id: SocketId) -> Option<String> {
    let own = t.machine.kernel.net.own_name(id);
    let (call, _) = unheard(t, tid, id).into_iter().next()?;
    let (verb, ready) = match call.kind {
        Kind::Connection => ("connect", "listen()"),
        Kind::Datagram => ("send", "bind()"),
    };
    let at = call.place.as_ref().map(|place| format!(" at {place}")).unwrap_or_default();
    let to = address(&call.to);
    let by = report::other(t.machine, tid, call.tid, call.pid);
    if is_at(&own, &call.to) {
        return Some(format!("call {ready} before {by} may {verb}{at}: before fork(), for example"));
    }
    match (&own, &call.to) {
        (Name::Unnamed, _) => Some(format!("bind() the socket to {to}, where {by} {verb}s{at}")),
        (Name::Inet(own), Name::Inet(to)) if own.port == to.port.swap_bytes() => Some(format!(
            "ports are in network byte order: {} and {} are the same two bytes; write htons() on both sides, also{at}",
            own.port, to.port
        )),
        (own, _) => Some(format!("{verb}{at} to {}, not to {to}, or bind() the socket there", address(own))),
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
pub fn name(t: &Teller, id: SocketId) -> String {
    match t.machine.kernel.net.label(id) {
        label if label.is_empty() => format!("socket {id}"),
        label => format!("socket {id} ({label})"),
    }
}

/// Advice for who waits at a connection that nobody has accepted.
pub fn never_accepted(t: &Teller, id: SocketId) -> Option<String> {
    let net = &t.machine.kernel.net;
    let peer = net.other_end(id).filter(|peer| net.is_unaccepted(*peer) && holders(t, *peer).is_empty())?;
    let calls = net.own_name(peer);
    let port = |name: &Name| if let Name::Inet(at) = name { Some(at.port) } else { None };
    let fits =
        |name: Name| calls == Name::Unnamed || name == calls || port(&calls).is_some() && port(&name) == port(&calls);
    let listens = |kind: FileKind| matches!(kind, FileKind::Socket(other) if net.is_listening(other) && fits(net.own_name(other)));
    let (pid, fd) = holders::of_kind(t, listens).into_iter().next()?;
    Some(format!("let pid {pid} call accept() again (fd {fd}), once for each client: a loop around accept()"))
}
