//! What lies in a receive queue: bytes, whom they are from, and the descriptions that travel with them.

use super::addr::Name;
use super::socket::{SocketRef, Ucred};
use crate::abi::{FileId, SocketId, Uid};
use serde::{Deserialize, Serialize};

/// Descriptions in flight (SCM_RIGHTS): each holds a reference.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Rights {
    /// The descriptions, in the order sent.
    pub files: Vec<FileId>,
    /// Whose they were; RLIMIT_NOFILE bounds how many a user has in flight.
    pub sender: Uid,
    /// How many of them are sockets.
    pub sockets: u32,
    /// The socket in whose queue they are, once they are in one.
    pub holder: Option<SocketId>,
}

/// A message, or a piece of a stream.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Message {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// How many have been read already (of a stream).
    pub start: usize,
    /// Memory charged to the sender until it has been read.
    pub charge: u32,
    /// The sender.
    pub sender: SocketRef,
    /// Its name when it sent.
    pub from: Name,
    /// Who sent, if anybody asked for that.
    pub creds: Option<Ucred>,
    /// Descriptions that travel with the first byte.
    pub rights: Option<Box<Rights>>,
}

impl Message {
    /// What has not been read yet.
    #[inline]
    pub fn rest(&self) -> &[u8] {
        &self.bytes[self.start..]
    }
}

/// Bytes of memory that Linux charges for a message: the socket buffer's head (a power of two with room for its
/// bookkeeping), its pages, and `struct sk_buff`.
pub fn charge_of(len: usize) -> u32 {
    const SK_BUFF: usize = 256;
    const SHARED_INFO: usize = 320;
    const MAX_HEAD: usize = 4096 - SHARED_INFO;
    let pages = len.saturating_sub(MAX_HEAD).next_multiple_of(4096).min(len);
    let head = (len - pages).next_multiple_of(64) + SHARED_INFO;
    (SK_BUFF + head.next_power_of_two().max(512) + pages) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_charged_as_linux_does() {
        assert_eq!(charge_of(1), 768);
        assert_eq!(charge_of(1024), 2304);
        assert_eq!(charge_of(36_544), 256 + 4096 + 32_768);
    }
}
