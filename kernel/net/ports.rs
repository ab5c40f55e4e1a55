//! Who has which port and address (ip(7), tcp(7)): binding, ephemeral ports, finding the socket a packet is for,
//! TIME_WAIT.

use super::Net;
use super::addr::{Endpoint, Ip};
use super::packet::Proto;
use super::socket::{Body, Domain, Socket};
use super::tcp::State;
use crate::abi::{Errno, SocketId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// First and last ephemeral port (/proc/sys/net/ipv4/ip_local_port_range).
const EPHEMERAL: std::ops::RangeInclusive<u16> = 32_768..=60_999;
/// How long a closed connection's addresses stay taken.
const TIME_WAIT_NS: u64 = 60_000_000_000;

/// A connection that has been closed from this side and may still see late segments.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct TimeWait {
    /// Until then.
    pub until_ns: u64,
    /// Had its socket SO_REUSEADDR?
    pub reuse: bool,
    /// What it would send next.
    pub seq: u32,
    /// What it would receive next.
    pub ack: u32,
}

/// Ports in use.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Ports {
    /// Addresses of this machine besides the loopback ones.
    pub(super) own: Vec<Ip>,
    /// All sockets with a port.
    bound: BTreeSet<(Proto, u16, SocketId)>,
    /// TCP connections: own address, then the peer's.
    pub(super) connections: BTreeMap<(Endpoint, Endpoint), SocketId>,
    /// Closed ones.
    pub(super) time_wait: BTreeMap<(Endpoint, Endpoint), TimeWait>,
    next_ephemeral: u16,
}

impl Ports {
    pub(super) fn new() -> Ports {
        Ports {
            own: Vec::new(),
            bound: BTreeSet::new(),
            connections: BTreeMap::new(),
            time_wait: BTreeMap::new(),
            next_ephemeral: *EPHEMERAL.start(),
        }
    }
}

/// Do two addresses stand for one in common? `::` of a socket that is not for IPv6 alone stands for IPv4's as well.
fn overlap((a, a_only): (Ip, bool), (b, b_only): (Ip, bool)) -> bool {
    let covers = |any: Ip, only: bool, other: Ip| match any {
        Ip::ANY6 => other.as_v4().is_none() || !only,
        Ip::ANY4 => other.as_v4().is_some(),
        _ => false,
    };
    a == b || covers(a, a_only, b) || covers(b, b_only, a)
}

impl Net {
    /// Gives the machine an address that other hosts reach it by.
    pub fn add_address(&mut self, ip: Ip) {
        if !self.ports.own.contains(&ip) {
            self.ports.own.push(ip);
        }
    }

    /// The machine's addresses besides the loopback ones.
    pub fn addresses(&self) -> &[Ip] {
        &self.ports.own
    }

    /// Is it an address of this machine?
    pub fn is_local(&self, ip: Ip) -> bool {
        ip.is_loopback() || self.ports.own.contains(&ip)
    }

    /// The address that packets to `to` are sent from. ENETUNREACH when there is no way there.
    pub(crate) fn source_for(&self, to: Ip) -> Result<Ip, Errno> {
        let same_family = |ip: &&Ip| ip.as_v4().is_some() == to.as_v4().is_some();
        match to {
            _ if to.is_loopback() && to.as_v4().is_some() => Ok(Ip::LOOPBACK4),
            _ if self.is_local(to) => Ok(to),
            _ => self.ports.own.iter().find(same_family).copied().ok_or(Errno::ENETUNREACH),
        }
    }

    /// Gives a socket its address and port. EADDRNOTAVAIL for an address of somebody else, EADDRINUSE.
    pub(crate) fn bind_port(&mut self, id: SocketId, at: Endpoint) -> Result<(), Errno> {
        if !at.ip.is_any() && !self.is_local(at.ip) && !at.ip.is_multicast() {
            return Err(Errno::EADDRNOTAVAIL);
        }
        let proto = self.socket(id).proto();
        let port = match at.port {
            0 => self.free_port(id, at.ip)?,
            port if self.conflicts(id, Endpoint { ip: at.ip, port }) => return Err(Errno::EADDRINUSE),
            port => port,
        };
        self.ports.bound.insert((proto, port, id));
        self.socket_mut(id).set_local(Endpoint { ip: at.ip, port });
        Ok(())
    }

    /// A port that nobody else has, by turns.
    fn free_port(&mut self, id: SocketId, ip: Ip) -> Result<u16, Errno> {
        for _ in EPHEMERAL {
            let port = self.ports.next_ephemeral;
            self.ports.next_ephemeral = if port == *EPHEMERAL.end() { *EPHEMERAL.start() } else { port + 1 };
            if !self.conflicts(id, Endpoint { ip, port }) {
                return Ok(port);
            }
        }
        Err(Errno::EADDRINUSE)
    }

    /// Is the address taken? Two sockets may share one if both have SO_REUSEADDR and neither listens (of TCP; UDP's may
    /// share it always), or both have SO_REUSEPORT (INET-21 to INET-23).
    pub(crate) fn conflicts(&self, id: SocketId, at: Endpoint) -> bool {
        let me = self.socket(id);
        let (proto, on) = (me.proto(), me.options.on);
        let mine = (at.ip, on.v6_only);
        let others = self.ports.bound.range((proto, at.port, SocketId(0))..=(proto, at.port, SocketId(u32::MAX)));
        let taken = others.filter(|(_, _, other)| *other != id).any(|(_, _, other)| {
            let other = self.socket(*other);
            let reuse = on.reuse_address && other.options.on.reuse_address && !other.is_tcp_listener();
            let share = on.reuse_port && other.options.on.reuse_port;
            !reuse && !share && overlap(mine, (other.local().ip, other.options.on.v6_only))
        });
        taken
            || proto == Proto::Tcp
                && self.ports.time_wait.iter().any(|((local, _), wait)| {
                    local.port == at.port
                        && wait.until_ns > self.now_ns
                        && !(on.reuse_address && wait.reuse)
                        && overlap(mine, (local.ip, false))
                })
    }

    /// Does another socket listen on the same address?
    pub(crate) fn has_other_listener(&self, id: SocketId) -> bool {
        let me = self.socket(id);
        let (at, on) = (me.local(), me.options.on);
        let others =
            self.ports.bound.range((Proto::Tcp, at.port, SocketId(0))..=(Proto::Tcp, at.port, SocketId(u32::MAX)));
        others.filter(|(_, _, other)| *other != id).any(|(_, _, other)| {
            let other = self.socket(*other);
            other.is_tcp_listener()
                && !(on.reuse_port && other.options.on.reuse_port)
                && overlap((at.ip, on.v6_only), (other.local().ip, other.options.on.v6_only))
        })
    }

    /// A connection made by a listener has the listener's port without asking for it.
    pub(crate) fn adopt_port(&mut self, id: SocketId) {
        let socket = self.socket(id);
        let entry = (socket.proto(), socket.local().port, id);
        self.ports.bound.insert(entry);
    }

    /// Has the socket a port? One whose connection has ended may still show the port that it had.
    pub(crate) fn has_port(&self, id: SocketId) -> bool {
        let socket = self.socket(id);
        self.ports.bound.contains(&(socket.proto(), socket.local().port, id))
    }

    /// The socket gives up its port.
    pub(crate) fn release_port(&mut self, id: SocketId) {
        let socket = self.socket(id);
        let entry = (socket.proto(), socket.local().port, id);
        self.ports.bound.remove(&entry);
    }

    /// It gives it up, and shows none.
    pub(crate) fn unbind_port(&mut self, id: SocketId) {
        self.release_port(id);
        let ip = self.socket(id).local().ip;
        self.socket_mut(id).set_local(Endpoint { ip, port: 0 });
    }

    /// The socket that listens, or receives datagrams, at this address; the best match when there are several: one
    /// connected to the sender, one bound to the very address, one bound to any.
    pub(crate) fn find_bound(&self, proto: Proto, to: Endpoint, from: Endpoint) -> Option<SocketId> {
        let candidates = self.ports.bound.range((proto, to.port, SocketId(0))..=(proto, to.port, SocketId(u32::MAX)));
        let score = |id: &SocketId| {
            let socket = self.socket(*id);
            let local = socket.local().ip;
            let v4 = to.ip.as_v4().is_some();
            let address = match local {
                _ if local == to.ip => 2,
                Ip::ANY4 if v4 => 1,
                Ip::ANY6 if !(v4 && (socket.options.on.v6_only || socket.domain == Domain::Inet)) => 0,
                _ => return None,
            };
            let peer = match (&socket.body, socket.remote()) {
                (Body::Tcp(tcp), _) if tcp.state != State::Listen => return None,
                // Connected to port 0: whatever port the peer sends from.
                (Body::Udp(_), Some(remote)) if remote.ip != from.ip || ![0, from.port].contains(&remote.port) => {
                    return None;
                }
                (Body::Udp(_), Some(_)) => 10,
                _ => 0,
            };
            Some(address + peer)
        };
        candidates.filter_map(|(_, _, id)| Some((score(id)?, *id))).max_by_key(|(score, _)| *score).map(|(_, id)| id)
    }

    /// A connection ends in TIME_WAIT: its addresses stay taken for a while. Old entries are dropped on the way.
    pub(crate) fn enter_time_wait(&mut self, local: Endpoint, remote: Endpoint, wait: TimeWait) {
        let now = self.now_ns;
        self.ports.time_wait.retain(|_, wait| wait.until_ns > now);
        let wait = TimeWait { until_ns: now.saturating_add(TIME_WAIT_NS), ..wait };
        self.ports.time_wait.insert((local, remote), wait);
    }

    /// All sockets with a port, for [`crate::Kernel::check`].
    pub(crate) fn bound_ports(&self) -> impl Iterator<Item = (Proto, u16, SocketId)> + '_ {
        self.ports.bound.iter().copied()
    }
}

impl Socket {
    /// Its transport protocol.
    pub(crate) fn proto(&self) -> Proto {
        if matches!(self.body, Body::Tcp(_)) { Proto::Tcp } else { Proto::Udp }
    }

    /// Its own address; port 0 when it has none.
    pub(crate) fn local(&self) -> Endpoint {
        match &self.body {
            Body::Tcp(tcp) => tcp.local,
            Body::Udp(udp) => udp.local,
            Body::Unix(_) => Endpoint { ip: Ip::ANY4, port: 0 },
        }
    }

    fn set_local(&mut self, at: Endpoint) {
        match &mut self.body {
            Body::Tcp(tcp) => tcp.local = at,
            Body::Udp(udp) => udp.local = at,
            Body::Unix(_) => {}
        }
    }

    /// The peer's address.
    pub(crate) fn remote(&self) -> Option<Endpoint> {
        match &self.body {
            Body::Tcp(tcp) => tcp.remote,
            Body::Udp(udp) => udp.remote,
            Body::Unix(_) => None,
        }
    }

    fn is_tcp_listener(&self) -> bool {
        matches!(&self.body, Body::Tcp(tcp) if tcp.state == State::Listen)
    }
}
