//! UDP (udp(7)): datagrams between ports, with what ICMP reports to connected sockets.

use super::addr::{Endpoint, Ip, Name};
use super::message::{Message, charge_of};
use super::packet::{Packet, Payload, Proto};
use super::{Body, Domain, Net, Notice};
use crate::abi::{Errno, SocketId};
use serde::{Deserialize, Serialize};

/// Longest datagram: an IPv4 packet of 65,535 bytes without its headers.
pub const DATAGRAM_MAX: u64 = 65_507;

/// The UDP half of a socket.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Udp {
    /// Its own address.
    pub local: Endpoint,
    /// Did bind(2) choose the address, so that connect(2) must leave it?
    pub bound_address: bool,
    /// Did it choose the port?
    pub bound_port: bool,
    /// The peer that connect(2) set.
    pub remote: Option<Endpoint>,
    /// Bytes of memory in its receive queue.
    pub received: u32,
}

impl Udp {
    /// As socket(2) makes it.
    pub fn new(domain: Domain) -> Udp {
        let ip = if domain == Domain::Inet { Ip::ANY4 } else { Ip::ANY6 };
        Udp { local: Endpoint { ip, port: 0 }, bound_address: false, bound_port: false, remote: None, received: 0 }
    }
}

impl Net {
    /// Sends a datagram of a socket that has a port.
    pub(crate) fn udp_send(&mut self, id: SocketId, to: Endpoint, bytes: Vec<u8>) -> Result<(), Errno> {
        let local = self.socket(id).local();
        // A datagram to no address at all goes to the machine itself.
        let to = match to.ip {
            ip if !ip.is_any() => to,
            ip if ip.as_v4().is_some() => Endpoint { ip: Ip::LOOPBACK4, ..to },
            _ => Endpoint { ip: Ip::LOOPBACK6, ..to },
        };
        let ip = if local.ip.is_any() { self.source_for(to.ip)? } else { local.ip };
        let from = Endpoint { ip, port: local.port };
        self.transmit(Packet { from, to, body: Payload::Udp(bytes) });
        self.pump();
        Ok(())
    }

    /// A datagram arrives. It is dropped when the queue is full, and refused when nobody has the port.
    pub(crate) fn udp_input(&mut self, from: Endpoint, to: Endpoint, bytes: Vec<u8>) {
        let Some(id) = self.find_bound(Proto::Udp, to, from) else {
            let body = Payload::Unreachable { proto: Proto::Udp, errno: Errno::ECONNREFUSED };
            return self.transmit(Packet { from: to, to: from, body });
        };
        let charge = charge_of(bytes.len());
        if !self.has_memory(charge.into()) {
            return;
        }
        let sender = self.reference(id);
        let socket = self.socket_mut(id);
        let limit = socket.options.receive_buffer;
        let Body::Udp(udp) = &mut socket.body else { return };
        if udp.received >= limit {
            return;
        }
        udp.received += charge;
        socket.rx.push_back(Message {
            bytes,
            start: 0,
            charge,
            sender,
            from: Name::Inet(from),
            creds: None,
            rights: None,
        });
        self.held += u64::from(charge);
        self.notify(Notice::Readable(id));
    }

    /// Takes the first datagram.
    pub(crate) fn udp_pop(&mut self, id: SocketId) -> Option<Message> {
        let socket = self.socket_mut(id);
        let message = socket.rx.pop_front()?;
        if let Body::Udp(udp) = &mut socket.body {
            udp.received -= message.charge;
        }
        self.held -= u64::from(message.charge);
        Some(message)
    }

    /// ICMP: a datagram from `local` to `remote` did not arrive. Only a connected socket is told (UDP-09, UDP-10).
    pub(crate) fn udp_unreachable(&mut self, local: Endpoint, remote: Endpoint, errno: Errno) {
        let Some(id) = self.find_bound(Proto::Udp, local, remote) else { return };
        let socket = self.socket_mut(id);
        // The lookup has compared the peer; one connected to port 0 hears of every port.
        if socket.remote().is_some() {
            socket.error = Some(errno);
            self.notify(Notice::All(id));
        }
    }

    /// shutdown(2). Without a peer it says ENOTCONN, and as on Linux has its effect all the same: whoever waits is woken.
    pub(crate) fn udp_shutdown(&mut self, id: SocketId, read: bool, write: bool) -> Result<(), Errno> {
        let socket = self.socket_mut(id);
        socket.shut_read |= read;
        socket.shut_write |= write;
        let connected = socket.remote().is_some();
        self.notify(Notice::All(id));
        if connected { Ok(()) } else { Err(Errno::ENOTCONN) }
    }

    /// The socket goes.
    pub(crate) fn close_udp(&mut self, id: SocketId) {
        while self.udp_pop(id).is_some() {}
        self.release_port(id);
        self.notify(Notice::All(id));
        self.sockets.remove(id.0);
    }
}
