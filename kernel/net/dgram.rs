//! How Unix datagram and seqpacket sockets carry messages: whole, or not at all.
//!
//! Entry points: [`Net::message_room`], [`Net::message_push`], [`Net::message_pop`].

use super::message::{Message, charge_of};
use super::socket::Kind;
use super::{Net, Notice};
use crate::abi::{Errno, SocketId};

/// Whether a message can go out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outlook {
    /// It can.
    Room,
    /// Not until messages that the sender sent before have been read.
    SenderFull,
    /// Not until the receiver's queue is shorter.
    ReceiverFull,
}

impl Net {
    /// Can the socket send a message of this length, wherever it goes? EMSGSIZE when it never can, EPIPE when it is shut
    /// down. Linux asks before it looks for the receiver.
    pub(crate) fn message_allowed(&mut self, id: SocketId, len: u64) -> Result<Outlook, Errno> {
        let socket = self.socket_mut(id);
        if len > u64::from(socket.options.send_buffer).saturating_sub(32) {
            return Err(Errno::EMSGSIZE);
        }
        socket.take_error()?;
        if socket.shut_write {
            return Err(Errno::EPIPE);
        }
        if socket.charged >= socket.options.send_buffer {
            return Ok(Outlook::SenderFull);
        }
        Ok(Outlook::Room)
    }

    /// Can a message of this length go to `to`? EPERM when the receiver has another peer, EPIPE when it is shut down.
    pub(crate) fn message_room(&mut self, id: SocketId, to: SocketId, len: u64) -> Result<Outlook, Errno> {
        let other = self.unix(to).peer;
        let mutual = other == Some(self.reference(id));
        if self.socket(to).kind == Kind::Dgram && other.is_some() && !mutual {
            return Err(Errno::EPERM);
        }
        if self.socket(to).shut_read {
            return Err(Errno::EPIPE);
        }
        if !self.has_memory(u64::from(charge_of(len as usize))) {
            return Err(Errno::ENOBUFS);
        }
        // A peer of one's own is bounded by the sender's buffer alone.
        if to != id && !mutual && !self.has_room(to) {
            return Ok(Outlook::ReceiverFull);
        }
        Ok(Outlook::Room)
    }

    /// Puts a message into a queue.
    pub(crate) fn message_push(&mut self, id: SocketId, to: SocketId, mut message: Message) {
        if let Some(rights) = &mut message.rights {
            self.board(to, rights);
        }
        self.charge(id, message.charge);
        self.socket_mut(to).rx.push_back(message);
        self.notify(Notice::Readable(to));
    }

    /// Takes the first message. Senders that wait for room in this queue may go on.
    pub(crate) fn message_pop(&mut self, id: SocketId) -> Option<Message> {
        let full = self.socket(id).unix().is_some() && !self.has_room(id);
        let message = self.socket_mut(id).rx.pop_front()?;
        self.uncharge(&message);
        if full {
            self.notify(Notice::Room(id));
        }
        Some(message)
    }
}
