//! What poll(2) says of a socket.

use super::Net;
use super::socket::{Body, Kind, Socket};
use super::tcp::{State, UrgentState};
use super::unix::UnixState;
use crate::abi::PollMask;
use crate::abi::SocketId;

impl Socket {
    /// Has the sender enough memory left to be called writable? Linux says so while a quarter or less is in use.
    #[inline]
    pub fn is_writable(&self) -> bool {
        self.charged.saturating_mul(4) <= self.options.send_buffer
    }

    fn shut_mask(&self) -> PollMask {
        let mut mask = PollMask::ERR.when(self.error.is_some());
        mask |= PollMask::HUP.when(self.shut_read && self.shut_write);
        mask | (PollMask::RDHUP | PollMask::READ).when(self.shut_read)
    }
}

impl Net {
    /// The events of poll(2) that hold now, whatever was asked for.
    pub fn poll(&self, id: SocketId) -> PollMask {
        let socket = self.socket(id);
        match &socket.body {
            Body::Unix(unix) => {
                let mut mask = socket.shut_mask();
                mask |= PollMask::READ.when(!socket.rx.is_empty() || !unix.pending.is_empty());
                mask |= PollMask::HUP.when(socket.kind.is_connected() && unix.state == UnixState::Unconnected);
                let writable = unix.state != UnixState::Listening && socket.is_writable();
                mask | (PollMask::WRITE | PollMask::WRBAND).when(writable && self.destination_has_room(id))
            }
            Body::Tcp(tcp) if tcp.state == State::Listen => PollMask::READ.when(!tcp.ready.is_empty()),
            Body::Tcp(tcp) => {
                let mut mask = socket.shut_mask() | PollMask::HUP.when(tcp.state == State::Closed);
                let low = socket.options.receive_low.max(1) as usize;
                mask |= PollMask::READ.when(tcp.receive.len() >= low);
                mask |=
                    PollMask::PRI.when(tcp.urgent.is_some_and(|urgent| matches!(urgent.state, UrgentState::Here(_))));
                let writable = socket.shut_write || self.tcp_is_writable(id);
                mask | PollMask::WRITE.when(!tcp.is_opening() && writable)
            }
            Body::Udp(_) => {
                let mask = socket.shut_mask() | PollMask::READ.when(!socket.rx.is_empty());
                mask | (PollMask::WRITE | PollMask::WRBAND).when(true)
            }
        }
    }

    /// A datagram socket with a destination is writable only while that has room.
    fn destination_has_room(&self, id: SocketId) -> bool {
        if self.socket(id).kind != Kind::Dgram {
            return true;
        }
        match self.peer(id) {
            Some(to) => self.unix(to).peer == Some(self.reference(id)) || self.has_room(to),
            None => true,
        }
    }

    /// Whose room the socket waits for besides its own, for a poller that wants to write.
    pub fn destination(&self, id: SocketId) -> Option<SocketId> {
        let socket = self.socket(id);
        (socket.kind == Kind::Dgram && socket.unix().is_some()).then(|| self.peer(id)).flatten()
    }

    /// What FIONREAD tells: bytes of a stream, or of the next message. EINVAL for a listening socket.
    pub fn readable_bytes(&self, id: SocketId) -> Result<u64, crate::abi::Errno> {
        let socket = self.socket(id);
        match &socket.body {
            Body::Unix(unix) if unix.state == UnixState::Listening => Err(crate::abi::Errno::EINVAL),
            Body::Tcp(tcp) if tcp.state == State::Listen => Err(crate::abi::Errno::EINVAL),
            Body::Tcp(tcp) => Ok(tcp.receive.len() as u64),
            _ if socket.kind == Kind::Dgram => Ok(socket.rx.front().map_or(0, |first| first.rest().len()) as u64),
            _ => Ok(socket.rx.iter().map(|message| message.rest().len() as u64).sum()),
        }
    }

    /// Is the next byte the urgent one (sockatmark(3))? `None` for what has no urgent data.
    pub fn at_mark(&self, id: SocketId) -> Option<bool> {
        match &self.socket(id).body {
            Body::Tcp(tcp) => Some(tcp.bytes_to_mark() == Some(0)),
            _ => None,
        }
    }

    /// What SIOCOUTQ tells: memory taken by what has been sent and not received.
    pub fn unsent_bytes(&self, id: SocketId) -> i32 {
        match &self.socket(id).body {
            Body::Tcp(tcp) => tcp.send.len() as i32,
            _ => self.socket(id).charged as i32,
        }
    }
}
