//! Looking in: what reports and `ss` say of a socket, without changing it.

use super::Net;
use super::addr::{Endpoint, Name, UnixName};
use super::socket::{Body, Kind};
use super::tcp::State;
use super::unix::UnixState;
use crate::abi::SocketId;

impl Net {
    /// Has listen(2) been called?
    pub fn is_listening(&self, id: SocketId) -> bool {
        match &self.socket(id).body {
            Body::Unix(unix) => unix.state == UnixState::Listening,
            Body::Tcp(tcp) => tcp.state == State::Listen,
            Body::Udp(_) => false,
        }
    }

    /// Does what it receives have an end?
    pub fn has_end(&self, id: SocketId) -> bool {
        self.socket(id).kind != Kind::Dgram
    }

    /// Has it begun to connect, and is not yet connected?
    pub fn is_connecting(&self, id: SocketId) -> bool {
        match &self.socket(id).body {
            Body::Tcp(tcp) => tcp.is_opening(),
            _ => false,
        }
    }

    /// The socket at the other end of its connection, if that is of this machine and still there.
    pub fn other_end(&self, id: SocketId) -> Option<SocketId> {
        match &self.socket(id).body {
            Body::Unix(_) => self.peer(id),
            Body::Tcp(tcp) => self.ports.connections.get(&(tcp.remote?, tcp.local)).copied(),
            Body::Udp(_) => None,
        }
    }

    /// Number that TCP gives the byte which is read next; `None` for what is not TCP.
    pub fn next_number(&self, id: SocketId) -> Option<u32> {
        match &self.socket(id).body {
            Body::Tcp(tcp) => Some(tcp.copied()),
            _ => None,
        }
    }

    /// Number of the urgent byte, if there is one that has not been read past.
    pub fn urgent_number(&self, id: SocketId) -> Option<u32> {
        match &self.socket(id).body {
            Body::Tcp(tcp) => tcp.urgent.map(|urgent| urgent.seq),
            _ => None,
        }
    }

    /// The address of its peer, if that is on another machine.
    pub fn remote(&self, id: SocketId) -> Option<Endpoint> {
        let remote = match &self.socket(id).body {
            Body::Tcp(tcp) => tcp.remote?,
            Body::Udp(udp) => udp.remote?,
            Body::Unix(_) => return None,
        };
        (!self.is_local(remote.ip)).then_some(remote)
    }

    /// Does it wait to be accepted?
    pub fn is_unaccepted(&self, id: SocketId) -> bool {
        self.socket(id).file.is_none() && !self.is_closed(id)
    }

    /// Has every descriptor of it been closed, while its connection is still being ended?
    pub fn is_closed(&self, id: SocketId) -> bool {
        match &self.socket(id).body {
            Body::Tcp(tcp) => self.socket(id).file.is_none() && tcp.listener.is_none(),
            Body::Unix(_) | Body::Udp(_) => false,
        }
    }

    /// Its name as a person reads it; empty without one.
    pub fn label(&self, id: SocketId) -> String {
        match self.own_name(id) {
            Name::Unnamed => String::new(),
            Name::Unix(name) => match &*name {
                UnixName::Path(path) => String::from_utf8_lossy(path).into_owned(),
                UnixName::Abstract(name) => format!("@{}", String::from_utf8_lossy(name)),
            },
            Name::Inet(at) => at.to_string(),
        }
    }

    /// Its own name.
    pub fn own_name(&self, id: SocketId) -> Name {
        match &self.socket(id).body {
            Body::Unix(unix) => unix.name(),
            _ if self.socket(id).local().port == 0 && self.socket(id).local().ip.is_any() => Name::Unnamed,
            _ => Name::Inet(self.socket(id).local()),
        }
    }
}
