//! Datagrams and connections that found nobody: who sent them, from where, to which address. Part of [`super::deeds::Deeds`].
//!
//! Entry point: [`Unheard::all`].

use super::deeds;
use crate::machine::Machine;
use forklore_kernel::abi::{Errno, Fd, Pid, Syscall, Tid};
use forklore_kernel::net::addr::{self, Endpoint, Name};
use forklore_kernel::net::socket::{Body, Domain};
use forklore_kernel::trace::capture::{Captured, CapturedMemory};
use forklore_kernel::trace::event::{Event, EventKind, Outcome};
use forklore_kernel::vfs::file::FileKind;
use std::collections::BTreeMap;

/// What found nobody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A datagram.
    Datagram,
    /// A connect(2).
    Connection,
}

/// A call, or several from the same place, that found nobody.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// By which task.
    pub tid: Tid,
    /// Of which process.
    pub pid: Pid,
    /// From which line.
    pub place: Option<String>,
    /// What.
    pub kind: Kind,
    /// To whom.
    pub to: Name,
    /// How often.
    pub times: u32,
}

/// Most calls that are remembered.
const MOST: usize = 64;

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct Unheard {
    calls: Vec<Call>,
    /// The addresses that go into calls in progress.
    addresses: BTreeMap<Tid, Name>,
}

impl Unheard {
    /// In the order in which they were first made.
    pub fn all(&self) -> &[Call] {
        &self.calls
    }

    /// Takes in what the kernel has just done.
    pub(super) fn feed(&mut self, machine: &Machine, event: &Event) {
        let tid = event.tid;
        match &event.kind {
            EventKind::Enter { call: call @ (Syscall::Sendto { .. } | Syscall::Connect { .. }), input } => {
                let arg = if matches!(call, Syscall::Connect { .. }) { 1 } else { 4 };
                if let Some(name) = input.iter().find(|captured| captured.arg == arg).and_then(address) {
                    self.addresses.insert(tid, name);
                }
            }
            EventKind::Exit { call, outcome, .. } => {
                let to = match call {
                    Syscall::Sendto { .. } | Syscall::Connect { .. } => self.addresses.remove(&tid),
                    _ => None,
                };
                self.ended(machine, tid, call, *outcome, to);
            }
            _ => {}
        }
    }

    fn ended(&mut self, machine: &Machine, tid: Tid, call: &Syscall, outcome: Outcome, to: Option<Name>) {
        let nobody = matches!(outcome, Outcome::Error(Errno::ECONNREFUSED | Errno::ENOENT));
        match *call {
            Syscall::Connect { .. } if nobody => self.note(machine, tid, Kind::Connection, to),
            Syscall::Sendto { .. } if nobody => self.note(machine, tid, Kind::Datagram, to),
            Syscall::Sendto { fd, .. } | Syscall::Sendmsg { fd, .. } | Syscall::Write { fd, .. } => {
                let Outcome::Value(0..) = outcome else { return };
                let Some(peer) = udp(machine, tid, fd) else { return };
                let to = match to {
                    Some(Name::Inet(to)) => Some(to),
                    _ => peer,
                };
                if let Some(to) = to.filter(|to| is_nobodys(machine, *to)) {
                    self.note(machine, tid, Kind::Datagram, Some(Name::Inet(to)));
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, machine: &Machine, tid: Tid, kind: Kind, to: Option<Name>) {
        let Some(to) = to else { return };
        let place = deeds::place_and_caller(machine, tid);
        let same = |c: &&mut Call| c.tid == tid && c.kind == kind && c.to == to && c.place == place;
        if let Some(call) = self.calls.iter_mut().find(same) {
            call.times += 1;
        } else if self.calls.len() < MOST {
            let pid = machine.kernel.procs.find_task(tid).map_or(Pid(tid.0), |task| task.pid);
            self.calls.push(Call { tid, pid, place, kind, to, times: 1 });
        }
    }
}

/// The address in an argument.
fn address(captured: &Captured) -> Option<Name> {
    let CapturedMemory::Bytes { bytes, .. } = &captured.memory else { return None };
    if bytes.len() < 3 {
        return None;
    }
    let inet = |domain| addr::decode_inet(bytes, domain).ok().map(Name::Inet);
    match u16::from_le_bytes([bytes[0], bytes[1]]) {
        1 => addr::decode_unix(bytes).ok()?.map(|name| Name::Unix(name.into())),
        2 => inet(Domain::Inet),
        10 => inet(Domain::Inet6),
        _ => None,
    }
}

/// The peer of the UDP socket behind a descriptor; `None` for any other file.
fn udp(machine: &Machine, tid: Tid, fd: Fd) -> Option<Option<Endpoint>> {
    let kernel = &machine.kernel;
    kernel.procs.find_task(tid)?;
    let file = kernel.vfs.file(kernel.fds(tid).get(fd).ok()?.file).ok()?;
    let FileKind::Socket(id) = file.kind else { return None };
    match &kernel.net.socket(id).body {
        Body::Udp(udp) => Some(udp.remote),
        _ => None,
    }
}

/// An address of this machine at which no UDP socket is?
fn is_nobodys(machine: &Machine, to: Endpoint) -> bool {
    let net = &machine.kernel.net;
    let here = to.ip.is_any() || net.is_local(to.ip);
    let has = |body: &Body| match body {
        Body::Udp(udp) => {
            udp.local.port == to.port && (udp.local.ip.is_any() || to.ip.is_any() || udp.local.ip == to.ip)
        }
        _ => false,
    };
    here && !net.sockets.iter().any(|(_, socket)| has(&socket.body))
}
