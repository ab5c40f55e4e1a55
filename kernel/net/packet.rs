//! What travels between hosts: packets as values. To an address of the machine itself they go at once; the others lie in
//! the outbox until whoever owns the network takes them, and come back in through [`Kernel::net_deliver`].

use super::addr::Endpoint;
use super::{Body, Net, SocketRef};
use crate::Kernel;
use crate::abi::Errno;
use crate::sched::clock::{TimerAction, TimerId};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A packet.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Packet {
    /// From where.
    pub from: Endpoint,
    /// To where.
    pub to: Endpoint,
    /// What.
    pub body: Payload,
}

/// What a packet carries.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Payload {
    /// A TCP segment.
    Tcp(Segment),
    /// A UDP datagram.
    Udp(Vec<u8>),
    /// ICMP: what was sent from `to` to `from` could not be delivered.
    Unreachable {
        /// Of which protocol it was.
        proto: Proto,
        /// How a socket is told.
        errno: Errno,
    },
}

/// A transport protocol.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Proto {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

/// A TCP segment (RFC 9293).
#[derive(Clone, PartialEq, Eq, Hash, Default, Debug, Serialize, Deserialize)]
pub struct Segment {
    /// Number of the first byte, or of SYN or FIN.
    pub seq: u32,
    /// The next byte that is expected, with `flags.ack`.
    pub ack: u32,
    /// Bytes that there is room for.
    pub window: u32,
    /// Control bits.
    pub flags: Flags,
    /// Number of the urgent byte, which may be in a later segment (URG).
    pub urgent: Option<u32>,
    /// Data.
    pub data: Vec<u8>,
}

/// Control bits of a segment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Flags {
    pub syn: bool,
    pub ack: bool,
    pub fin: bool,
    pub rst: bool,
}

impl Segment {
    /// Sequence numbers that it takes up.
    pub fn len(&self) -> u32 {
        self.data.len() as u32 + u32::from(self.flags.syn) + u32::from(self.flags.fin)
    }

    /// Does it take up none?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Packets on their way.
#[derive(Clone, PartialEq, Eq, Hash, Default, Debug, Serialize, Deserialize)]
pub struct Wire {
    /// To the machine itself; empty between calls.
    pub(super) local: VecDeque<Packet>,
    /// To other hosts.
    pub(super) outbox: VecDeque<Packet>,
    /// What was sent and what arrived, for whoever captures it.
    #[serde(skip)]
    tap: Tap,
}

/// Packets as they were seen, with the time. Off unless somebody asks; no part of the machine's value: equal to any other.
#[derive(Default, Debug)]
struct Tap {
    on: bool,
    seen: Vec<(u64, Packet)>,
}

impl Tap {
    fn see(&mut self, at_ns: u64, packet: &Packet) {
        if self.on {
            self.seen.push((at_ns, packet.clone()));
        }
    }
}

crate::beside_the_value!(clones empty: Tap);

impl Net {
    /// Sends a packet on its way.
    pub(crate) fn transmit(&mut self, packet: Packet) {
        self.wire.tap.see(self.now_ns, &packet);
        if self.is_local(packet.to.ip) {
            self.wire.local.push_back(packet);
        } else {
            self.wire.outbox.push_back(packet);
        }
    }

    /// Delivers what the machine sent to itself, and what that brings about, until all is quiet.
    pub(crate) fn pump(&mut self) {
        while let Some(packet) = self.wire.local.pop_front() {
            self.deliver(packet);
        }
    }

    fn deliver(&mut self, packet: Packet) {
        let Packet { from, to, body } = packet;
        match body {
            Payload::Tcp(segment) => self.tcp_input(from, to, segment),
            Payload::Udp(bytes) => self.udp_input(from, to, bytes),
            Payload::Unreachable { proto: Proto::Tcp, errno } => self.tcp_unreachable(to, from, errno),
            Payload::Unreachable { proto: Proto::Udp, errno } => self.udp_unreachable(to, from, errno),
        }
    }
}

impl Kernel {
    /// A packet from another host arrives. One for an address that this machine does not have is dropped.
    pub fn net_deliver(&mut self, packet: Packet) {
        if self.net.is_local(packet.to.ip) {
            self.net_now();
            self.net.wire.tap.see(self.net.now_ns, &packet);
            self.net.wire.local.push_back(packet);
            self.net.pump();
            self.net_settle();
        }
    }

    /// Takes the packets for other hosts, in the order sent.
    pub fn net_take_outbox(&mut self) -> impl Iterator<Item = Packet> + '_ {
        self.net.wire.outbox.drain(..)
    }

    /// Are there packets for other hosts?
    pub fn net_has_outbox(&self) -> bool {
        !self.net.wire.outbox.is_empty()
    }

    /// From now on packets are captured: those sent, and those that arrive from other hosts.
    pub fn net_capture(&mut self) {
        self.net.wire.tap.on = true;
    }

    /// Takes what has been captured, with the virtual time of each.
    pub fn net_take_captured(&mut self) -> Vec<(u64, Packet)> {
        std::mem::take(&mut self.net.wire.tap.seen)
    }

    /// A timer of a connection fires.
    pub(crate) fn net_timer(&mut self, socket: SocketRef, id: TimerId) {
        if self.net.timers.get(&socket) == Some(&id) {
            self.net.timers.remove(&socket);
            self.net_now();
            self.net.tcp_timeout(socket.id);
            self.net_settle();
        }
    }

    /// Arms a connection's timer, or disarms it, as the connection has it.
    pub(super) fn net_arm(&mut self, socket: SocketRef) {
        let wanted = match self.net.live(socket).map(|found| &found.body) {
            Some(Body::Tcp(tcp)) => tcp.timer_at,
            _ => None,
        };
        let armed = self.net.timers.get(&socket).copied();
        if wanted == armed.map(|timer| timer.at_ns) {
            return;
        }
        if let Some(old) = armed {
            self.clock.cancel(old);
            self.net.timers.remove(&socket);
        }
        if let Some(at) = wanted {
            let timer = self.clock.arm(at, TimerAction::Connection(socket));
            self.net.timers.insert(socket, timer);
        }
    }

    /// Is this timer armed by a connection?
    pub(crate) fn net_knows_timer(&self, socket: SocketRef, id: TimerId) -> bool {
        self.net.timers.get(&socket) == Some(&id)
    }
}
