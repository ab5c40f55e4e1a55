//! How a Unix stream carries bytes: each write leaves pieces in the peer's queue, a read takes bytes over their bounds.
//!
//! Entry points: [`Net::stream_room`], [`Net::stream_push`], [`Net::stream_pull`].

use super::message::{Message, charge_of};
use super::socket::Ucred;
use super::{Net, Notice};
use crate::abi::{Errno, SocketId};

/// Largest piece: what fits one socket buffer with a 4 KiB head and 32 KiB of pages.
const PIECE_MAX: usize = 36_544;

/// What a read of a stream did.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Pulled {
    /// Bytes that came out.
    pub n: u64,
    /// The destination could not be written.
    pub fault: bool,
    /// Who sent them, of the first message that says so.
    pub creds: Option<Ucred>,
    /// A piece with descriptors came last; nothing may be added behind it.
    pub rights: Option<Box<super::message::Rights>>,
}

impl Net {
    /// The peer, and how many bytes the next piece of a write of `left` bytes may have; `None`: no room until the peer has read.
    /// EPIPE when nobody will ever read it.
    #[inline]
    pub(crate) fn stream_room(&self, id: SocketId, left: u64) -> Result<Option<(SocketId, usize)>, Errno> {
        let socket = self.socket(id);
        let peer = self.peer(id).ok_or(Errno::EPIPE)?;
        if socket.shut_write || self.socket(peer).shut_read {
            return Err(Errno::EPIPE);
        }
        if socket.charged >= socket.options.send_buffer {
            return Ok(None);
        }
        let largest = (socket.options.send_buffer as usize / 2 - 64).min(PIECE_MAX);
        let size = left.min(largest as u64) as usize;
        if !self.has_memory(u64::from(charge_of(size))) {
            return Err(Errno::ENOBUFS);
        }
        Ok(Some((peer, size)))
    }

    /// Puts a piece that [`Net::stream_room`] allowed into the peer's queue.
    #[inline(always)]
    pub(crate) fn stream_push(&mut self, id: SocketId, peer: SocketId, mut message: Message) {
        if let Some(rights) = &mut message.rights {
            self.board(peer, rights);
        }
        self.charge(id, message.charge);
        self.socket_mut(peer).rx.push_back(message);
        // Several readers of one stream are rare; all look.
        self.notify(Notice::Readable(peer));
    }

    /// The sender is charged for a message.
    #[inline]
    pub(crate) fn charge(&mut self, id: SocketId, bytes: u32) {
        self.socket_mut(id).charged += bytes;
        self.held += u64::from(bytes);
    }

    /// Takes up to `want` bytes from the queue, handed out in order through `drain`. Stops behind a piece with
    /// descriptors and, when credentials are asked for, before another sender's bytes.
    #[inline]
    pub(crate) fn stream_pull(
        &mut self,
        id: SocketId,
        want: u64,
        mut drain: impl FnMut(&[u8]) -> Result<(), usize>,
    ) -> Pulled {
        let mut done = Pulled::default();
        let mut sender: Option<Option<Ucred>> = None;
        while done.n < want {
            let socket = &mut self.sockets[id.0];
            let by_sender = socket.options.on.pass_credentials;
            let Some(first) = socket.rx.front_mut() else { break };
            if by_sender && sender.is_some_and(|creds| creds != first.creds) {
                break;
            }
            sender = Some(first.creds);
            let n = ((want - done.n) as usize).min(first.bytes.len() - first.start);
            if drain(&first.bytes[first.start..first.start + n]).is_err() {
                done.fault = true;
                break;
            }
            done.n += n as u64;
            first.start += n;
            done.rights = first.rights.take();
            if first.start < first.bytes.len() {
                break;
            }
            if let Some(message) = socket.rx.pop_front() {
                self.uncharge(&message);
                self.spare.give(message.bytes);
            }
            if done.rights.is_some() {
                break;
            }
        }
        done.creds = sender.flatten();
        done
    }

    /// Looks at up to `want` bytes without taking them (MSG_PEEK). Tells how many, and whose; the rights of the piece
    /// that came last are looked at with [`Net::peek_rights`].
    pub(crate) fn stream_peek(
        &self,
        id: SocketId,
        want: u64,
        mut drain: impl FnMut(&[u8]) -> Result<(), usize>,
    ) -> (Pulled, Option<usize>) {
        let (mut done, mut with_rights) = (Pulled::default(), None);
        let socket = self.socket(id);
        let mut skip = socket.options.peek_skips();
        for (n, message) in socket.rx.iter().enumerate() {
            let rest = message.rest();
            if skip >= rest.len() {
                skip -= rest.len();
                continue;
            }
            let rest = &rest[std::mem::take(&mut skip)..];
            let len = ((want - done.n) as usize).min(rest.len());
            if drain(&rest[..len]).is_err() {
                done.fault = true;
                break;
            }
            done.n += len as u64;
            done.creds = done.creds.or(message.creds);
            if message.rights.is_some() {
                with_rights = Some(n);
                break;
            }
            if done.n == want {
                break;
            }
        }
        (done, with_rights)
    }
}
