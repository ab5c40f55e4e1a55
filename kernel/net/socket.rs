//! The socket: what every family has in common. What only one has is in its [`Body`].

use super::message::Message;
use super::options::Options;
use super::tcp::Tcp;
use super::udp::Udp;
use super::unix::Unix;
use crate::abi::{Errno, FileId, Gid, Pid, SocketId, Uid};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A socket, told from an earlier one with the same key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct SocketRef {
    /// Its key.
    pub id: SocketId,
    /// Its serial number.
    pub serial: u64,
}

/// Address family (socket(2)).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Domain {
    /// AF_UNIX
    Unix,
    /// AF_INET
    Inet,
    /// AF_INET6
    Inet6,
}

impl Domain {
    /// The number.
    pub fn number(self) -> i32 {
        match self {
            Domain::Unix => 1,
            Domain::Inet => 2,
            Domain::Inet6 => 10,
        }
    }
}

/// Socket type (socket(2)).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Kind {
    /// SOCK_STREAM: bytes in order.
    Stream,
    /// SOCK_DGRAM: messages.
    Dgram,
    /// SOCK_SEQPACKET: messages over a connection.
    Seqpacket,
}

impl Kind {
    /// The number.
    pub fn number(self) -> i32 {
        match self {
            Kind::Stream => 1,
            Kind::Dgram => 2,
            Kind::Seqpacket => 5,
        }
    }

    /// Does it need a connection?
    pub fn is_connected(self) -> bool {
        self != Kind::Dgram
    }
}

/// `struct ucred` (unix(7)): who somebody was when it connected or sent.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Ucred {
    /// Process; 0 for none.
    pub pid: Pid,
    /// User.
    pub uid: Uid,
    /// Group.
    pub gid: Gid,
}

impl Ucred {
    /// What SO_PEERCRED says of a socket without a peer.
    pub const NOBODY: Ucred = Ucred { pid: Pid(0), uid: Uid(u32::MAX), gid: Gid(u32::MAX) };
    /// What SCM_CREDENTIALS says when the message has none (the overflow ids).
    pub const UNKNOWN: Ucred = Ucred { pid: Pid(0), uid: Uid(65_534), gid: Gid(65_534) };

    /// The structure in memory.
    pub fn encode(self) -> [u8; 12] {
        let mut bytes = [0; 12];
        bytes[..4].copy_from_slice(&self.pid.0.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.uid.0.to_le_bytes());
        bytes[8..].copy_from_slice(&self.gid.0.to_le_bytes());
        bytes
    }
}

/// What only sockets of one family have.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Body {
    /// Unix domain.
    Unix(Unix),
    /// TCP.
    Tcp(Box<Tcp>),
    /// UDP.
    Udp(Udp),
}

/// A socket.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Socket {
    /// Never used twice.
    pub serial: u64,
    /// Family.
    pub domain: Domain,
    /// Type.
    pub kind: Kind,
    /// Protocol number, as SO_PROTOCOL tells.
    pub protocol: i32,
    /// Its description; `None` while it waits to be accepted, or when it has been closed and its connection has not.
    pub file: Option<FileId>,
    /// What setsockopt(2) sets.
    pub options: Options,
    /// Reported by the next call that looks, or by SO_ERROR, once.
    pub error: Option<Errno>,
    /// Nothing will be read any more: shutdown(SHUT_RD), or the peer has shut down writing or closed.
    pub shut_read: bool,
    /// Nothing may be written any more.
    pub shut_write: bool,
    /// What SO_PEERCRED says.
    pub peer_cred: Ucred,
    /// The receive queue of everything but TCP.
    pub rx: VecDeque<Message>,
    /// Bytes of memory charged to it for messages of its own that lie in others' queues.
    pub charged: u32,
    /// The rest.
    pub body: Body,
}

impl Socket {
    /// The message that a receiver gets, and how many of its bytes it leaves out: MSG_PEEK goes on behind what has been looked at
    /// (SO_PEEK_OFF).
    pub(crate) fn message_to_read(&self, peeks: bool) -> Option<(&Message, usize)> {
        let mut skip = if peeks { self.options.peek_skips() } else { 0 };
        for message in &self.rx {
            if skip == 0 || skip < message.bytes.len() {
                return Some((message, skip));
            }
            skip -= message.bytes.len();
        }
        None
    }

    pub(super) fn new(serial: u64, domain: Domain, kind: Kind, protocol: i32, body: Body) -> Socket {
        Socket {
            serial,
            domain,
            kind,
            protocol,
            file: None,
            options: Options::default(),
            error: None,
            shut_read: false,
            shut_write: false,
            peer_cred: Ucred::NOBODY,
            rx: VecDeque::new(),
            charged: 0,
            body,
        }
    }

    /// Takes the pending error (each is reported once).
    #[inline]
    pub fn take_error(&mut self) -> Result<(), Errno> {
        match self.error.take() {
            Some(errno) => Err(errno),
            None => Ok(()),
        }
    }

    /// The Unix half, of sockets known to have one.
    #[inline]
    pub fn unix(&self) -> Option<&Unix> {
        match &self.body {
            Body::Unix(unix) => Some(unix),
            _ => None,
        }
    }

    /// The same, to be changed.
    #[inline]
    pub fn unix_mut(&mut self) -> Option<&mut Unix> {
        match &mut self.body {
            Body::Unix(unix) => Some(unix),
            _ => None,
        }
    }
}
