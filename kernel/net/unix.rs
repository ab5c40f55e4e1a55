//! Unix domain sockets as objects (unix(7)): pairs, connections, listening, closing. How they carry bytes is in
//! [`super::stream`] and [`super::dgram`].
//!
//! Entry points: [`Net::pair`], [`Net::connect_stream`], [`Net::accept_unix`], [`Net::shutdown_unix`], [`Net::close_unix`].

use super::addr::{Name, UnixName};
use super::message::{Message, Rights};
use super::socket::{Body, Domain, Kind, SocketRef, Ucred};
use super::{Net, Notice};
use crate::abi::{Errno, FileId, InodeId, SocketId};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use triomphe::Arc;

/// Where a socket is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum UnixState {
    /// No connection. A datagram socket stays so, even with a default destination.
    Unconnected,
    /// listen(2) has been called.
    Listening,
    /// Of a stream or seqpacket socket: connected, also when the peer has gone since.
    Connected,
}

/// The Unix half of a socket.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Unix {
    /// Its name.
    pub name: Option<Arc<UnixName>>,
    /// The inode that bind(2) made; one use of it is held.
    pub inode: Option<InodeId>,
    /// Where it is in its life.
    pub state: UnixState,
    /// The other end, or a datagram socket's destination.
    pub peer: Option<SocketRef>,
    /// The peer's name, once the peer is gone.
    pub peer_name: Option<Arc<UnixName>>,
    /// One connection more than this waits to be accepted; of a datagram socket: one message more.
    pub backlog: u32,
    /// Connections that wait to be accepted, first come first.
    pub pending: VecDeque<SocketId>,
}

/// /proc/sys/net/core/somaxconn.
pub const SOMAXCONN: u32 = 4096;
/// /proc/sys/net/unix/max_dgram_qlen.
const MAX_DGRAM_QUEUE: u32 = 10;

impl Unix {
    /// As socket(2) makes it.
    pub fn new() -> Unix {
        Unix {
            name: None,
            inode: None,
            state: UnixState::Unconnected,
            peer: None,
            peer_name: None,
            backlog: MAX_DGRAM_QUEUE,
            pending: VecDeque::new(),
        }
    }

    /// Its name, as a value of any family.
    pub fn name(&self) -> Name {
        self.name.clone().map_or(Name::Unnamed, Name::Unix)
    }
}

impl Default for Unix {
    fn default() -> Self {
        Unix::new()
    }
}

impl Net {
    /// The Unix half of a socket known to have one.
    #[inline]
    pub(crate) fn unix(&self, id: SocketId) -> &Unix {
        match &self.sockets[id.0].body {
            Body::Unix(unix) => unix,
            _ => unreachable!("a Unix socket by its domain"),
        }
    }

    /// The same, to be changed.
    #[inline]
    pub(crate) fn unix_mut(&mut self, id: SocketId) -> &mut Unix {
        match &mut self.sockets[id.0].body {
            Body::Unix(unix) => unix,
            _ => unreachable!("a Unix socket by its domain"),
        }
    }

    /// The other end, if it is still there.
    #[inline]
    pub(crate) fn peer(&self, id: SocketId) -> Option<SocketId> {
        let peer = self.unix(id).peer?;
        self.live(peer).map(|_| peer.id)
    }

    /// socketpair(2): two sockets, each the other's peer.
    pub(crate) fn pair(&mut self, kind: Kind, creds: Ucred) -> (SocketId, SocketId) {
        let a = self.insert(Domain::Unix, kind, 0, Body::Unix(Unix::new()));
        let b = self.insert(Domain::Unix, kind, 0, Body::Unix(Unix::new()));
        self.join(a, b);
        self.socket_mut(a).peer_cred = creds;
        self.socket_mut(b).peer_cred = creds;
        (a, b)
    }

    fn join(&mut self, a: SocketId, b: SocketId) {
        for (one, other) in [(a, b), (b, a)] {
            let peer = self.reference(other);
            let connected = self.socket(one).kind.is_connected();
            let unix = self.unix_mut(one);
            unix.peer = Some(peer);
            if connected {
                unix.state = UnixState::Connected;
            }
        }
    }

    /// listen(2) on a bound stream or seqpacket socket; `creds` are what its clients will see.
    pub(crate) fn listen_unix(&mut self, id: SocketId, backlog: i32, creds: Ucred) -> Result<(), Errno> {
        let unix = self.unix(id);
        if unix.name.is_none() || unix.state == UnixState::Connected {
            return Err(Errno::EINVAL);
        }
        let backlog = (backlog as u32).min(SOMAXCONN);
        let grown = unix.state == UnixState::Listening && backlog > unix.backlog;
        let unix = self.unix_mut(id);
        (unix.backlog, unix.state) = (backlog, UnixState::Listening);
        self.socket_mut(id).peer_cred = creds;
        if grown {
            self.notify(Notice::Room(id));
        }
        Ok(())
    }

    /// May a connection, or a message from somebody who is not its peer, queue there?
    #[inline]
    pub(crate) fn has_room(&self, id: SocketId) -> bool {
        let unix = self.unix(id);
        let queued = if unix.state == UnixState::Listening { unix.pending.len() } else { self.socket(id).rx.len() };
        queued <= unix.backlog as usize
    }

    /// Connects a stream or seqpacket socket to a listening one that has room: the server's end is made and waits to be
    /// accepted, but can be written to at once.
    pub(crate) fn connect_stream(&mut self, id: SocketId, listener: SocketId, creds: Ucred) {
        let (kind, options) = (self.socket(listener).kind, self.socket(listener).options.clone());
        let server = self.insert(Domain::Unix, kind, 0, Body::Unix(Unix::new()));
        self.unix_mut(server).name = self.unix(listener).name.clone();
        self.socket_mut(server).options.on.pass_credentials = options.on.pass_credentials;
        self.socket_mut(server).peer_cred = creds;
        self.socket_mut(id).peer_cred = self.socket(listener).peer_cred;
        self.join(id, server);
        self.unix_mut(listener).pending.push_back(server);
        self.notify(Notice::Readable(listener));
        self.notify(Notice::Writable(id));
    }

    /// Takes the connection that has waited longest.
    pub(crate) fn accept_unix(&mut self, listener: SocketId) -> Option<SocketId> {
        let accepted = self.unix_mut(listener).pending.pop_front()?;
        self.notify(Notice::Room(listener));
        Some(accepted)
    }

    /// shutdown(2): also the peer learns of it.
    pub(crate) fn shutdown_unix(&mut self, id: SocketId, read: bool, write: bool) {
        let socket = self.socket_mut(id);
        socket.shut_read |= read;
        socket.shut_write |= write;
        self.notify(Notice::All(id));
        if self.socket(id).kind.is_connected()
            && let Some(peer) = self.peer(id)
        {
            let other = self.socket_mut(peer);
            other.shut_read |= write;
            other.shut_write |= read;
            self.notify(Notice::All(peer));
        }
    }

    /// The socket goes: its peer reads end of file, or ECONNRESET if something was left unread; connections that
    /// nobody accepted are reset; what is queued is lost.
    pub(crate) fn close_unix(&mut self, id: SocketId) {
        self.unbind(id);
        let accepted = self.socket(id).file.is_some();
        if self.socket(id).kind.is_connected()
            && let Some(peer) = self.peer(id)
        {
            // An empty message in front does not count.
            let unread = &self.socket(id).rx;
            let empty = unread.front().is_some_and(|first| first.rest().is_empty());
            let lost = unread.len() > usize::from(empty) || !accepted;
            let name = self.unix(id).name.clone();
            let other = self.socket_mut(peer);
            (other.shut_read, other.shut_write) = (true, true);
            if lost {
                other.error = Some(Errno::ECONNRESET);
            }
            self.unix_mut(peer).peer_name = name;
            self.notify(Notice::All(peer));
        }
        self.flush(id);
        while let Some(waiting) = self.unix_mut(id).pending.pop_front() {
            self.close_unix(waiting);
        }
        self.notify(Notice::All(id));
        self.sockets.remove(id.0);
    }

    /// Throws the receive queue away.
    pub(crate) fn flush(&mut self, id: SocketId) {
        let queue = std::mem::take(&mut self.socket_mut(id).rx);
        for message in queue {
            self.discard(message);
        }
    }

    /// A message is gone: its sender gets the memory back, what travelled with it is dropped.
    pub(crate) fn discard(&mut self, mut message: Message) {
        self.uncharge(&message);
        if let Some(rights) = message.rights.take() {
            let files = self.land(*rights);
            self.dropped.extend(files);
        }
    }

    /// The sender of a message gets its memory back.
    #[inline]
    pub(crate) fn uncharge(&mut self, message: &Message) {
        self.held -= u64::from(message.charge);
        let Some(sender) = self.live_mut(message.sender) else { return };
        let was = sender.is_writable();
        sender.charged -= message.charge;
        if !was && sender.is_writable() {
            self.notify(Notice::Writable(message.sender.id));
        }
    }

    /// Descriptions are in flight no more: their references are the caller's.
    pub(crate) fn land(&mut self, rights: Rights) -> Vec<FileId> {
        if let Some(count) = self.in_flight.get_mut(&rights.sender) {
            *count = count.saturating_sub(rights.files.len() as u32);
            if *count == 0 {
                self.in_flight.remove(&rights.sender);
            }
        }
        self.alight(&rights);
        self.sockets_in_flight -= rights.sockets;
        rights.files
    }

    /// Descriptions take off; their references go over to the message. ETOOMANYREFS when the user has too many in flight.
    pub(crate) fn launch(&mut self, rights: &Rights, limit: u64) -> Result<(), Errno> {
        let count = self.in_flight.entry(rights.sender).or_insert(0);
        if u64::from(*count) > limit {
            return Err(Errno::ETOOMANYREFS);
        }
        *count += rights.files.len() as u32;
        self.sockets_in_flight += rights.sockets;
        Ok(())
    }
}
