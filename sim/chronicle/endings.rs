//! Who ended a stream: the moment that closed the last write end of a pipe, or the other end of a connection. A read that finds
//! the end has it as its cause.
//!
//! Entry points: [`Endings::watch`] with every event, then [`Endings::of`] for a read that returned 0.

use super::port;
use crate::machine::Machine;
use forklore_kernel::abi::{Fd, PipeId, SocketId, Syscall, Tid};
use forklore_kernel::net::socket::Kind;
use forklore_kernel::trace::event::{Event, EventKind, Outcome};
use forklore_kernel::vfs::file::FileKind;
use std::collections::BTreeMap;

/// What can come to an end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Stream {
    Pipe(PipeId),
    /// What this socket receives.
    Socket(SocketId),
}

/// The streams that have ended, and by which moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Endings {
    ended: BTreeMap<Stream, usize>,
    /// The other ends of sockets.
    peers: BTreeMap<SocketId, SocketId>,
}

impl Endings {
    /// An event has become the moment of this number. `machine` is as it is after it.
    pub fn watch(&mut self, machine: &Machine, event: &Event, moment: usize) {
        let closes = match &event.kind {
            EventKind::Exit { call, outcome: Outcome::Value(0..), .. } => match call {
                Syscall::Connect { .. }
                | Syscall::Accept { .. }
                | Syscall::Accept4 { .. }
                | Syscall::Socketpair { .. } => {
                    self.pair(machine);
                    false
                }
                Syscall::Pipe { .. } | Syscall::Pipe2 { .. } | Syscall::Open { .. } | Syscall::Openat { .. } => {
                    // Numbers are used again.
                    let pipes = &machine.kernel.pipes;
                    let open = |pipe: PipeId| pipes.get(pipe).is_some_and(|pipe| pipe.writers > 0);
                    self.ended.retain(|stream, _| !matches!(stream, Stream::Pipe(pipe) if open(*pipe)));
                    false
                }
                Syscall::Close { .. } | Syscall::CloseRange { .. } | Syscall::Shutdown { .. } => true,
                Syscall::Dup2 { .. } | Syscall::Dup3 { .. } => true,
                _ => false,
            },
            EventKind::Exec { .. } | EventKind::Exited { .. } | EventKind::Killed { .. } => true,
            _ => false,
        };
        if closes {
            self.note(machine, moment);
        }
    }

    /// The moment that ended what this descriptor of a task reads.
    pub fn of(&self, machine: &Machine, tid: Tid, fd: Fd) -> Option<usize> {
        let stream = match port::file_of(machine, tid, fd)?.1 {
            FileKind::Pipe(pipe, _) => Stream::Pipe(pipe),
            FileKind::Socket(socket) => Stream::Socket(socket),
            _ => return None,
        };
        self.ended.get(&stream).copied()
    }

    fn pair(&mut self, machine: &Machine) {
        let net = &machine.kernel.net;
        for (key, socket) in net.sockets.iter() {
            let id = SocketId(key);
            if socket.kind != Kind::Dgram
                && let Some(peer) = net.other_end(id)
                && self.peers.insert(id, peer) != Some(peer)
            {
                self.ended.remove(&Stream::Socket(id));
            }
        }
    }

    /// Something was closed: what has ended by it?
    fn note(&mut self, machine: &Machine, moment: usize) {
        let kernel = &machine.kernel;
        for (pipe, body) in kernel.pipes.iter() {
            match body.writers {
                0 => drop(self.ended.entry(Stream::Pipe(pipe)).or_insert(moment)),
                _ => drop(self.ended.remove(&Stream::Pipe(pipe))),
            }
        }
        for (id, peer) in &self.peers {
            let other = kernel.net.sockets.get(peer.0);
            let sends = other.is_some_and(|other| other.file.is_some() && !other.shut_write);
            let unaccepted = other.is_some() && kernel.net.is_unaccepted(*peer);
            if !sends && !unaccepted {
                self.ended.entry(Stream::Socket(*id)).or_insert(moment);
            }
        }
    }
}
