//! The invariants of sockets, as a walk over everything: part of [`Kernel::check`].

use super::socket::{Body, Kind, Socket};
use super::tcp::State;
use super::unix::UnixState;
use crate::Kernel;
use crate::abi::{FileId, SocketId};
use crate::vfs::{FileKind, InodeKind};
use std::collections::BTreeMap;

/// Says what is broken unless the condition holds.
macro_rules! ensure {
    ($holds:expr, $($message:tt)*) => {
        if !$holds {
            return Err(format!($($message)*));
        }
    };
}

impl Kernel {
    /// Checks sockets against descriptions, peers, names, and what is charged against what is queued.
    pub(crate) fn check_net(&self) -> Result<(), String> {
        let net = &self.net;
        let idle = net.notices.is_empty() && net.dropped.is_empty() && net.unbound.is_empty();
        ensure!(idle, "an operation on sockets was not settled");
        for (key, file) in self.vfs.files.iter() {
            let FileKind::Socket(id) = file.kind else { continue };
            let known = net.sockets.get(id.0).is_some_and(|socket| socket.file.is_some_and(|f| f.0 == key));
            ensure!(known, "open file {key}: socket {id} does not know it");
        }
        let (mut held, mut charged) = (0, BTreeMap::<u64, u32>::new());
        for (key, socket) in net.sockets.iter() {
            for message in &socket.rx {
                held += u64::from(message.charge);
                if net.live(message.sender).is_some() && socket.unix().is_some() {
                    *charged.entry(message.sender.serial).or_insert(0) += message.charge;
                }
            }
            if let Body::Tcp(tcp) = &socket.body {
                held += (tcp.send.len() + tcp.receive.len()) as u64;
            }
            self.check_socket(SocketId(key), socket)?;
        }
        ensure!(held == net.held, "queues hold {held} bytes, counted {}", net.held);
        for (key, socket) in net.sockets.iter() {
            let counted = charged.get(&socket.serial).copied().unwrap_or(0);
            ensure!(socket.charged == counted, "socket {key} is charged {}, counted {counted}", socket.charged);
        }
        for (_, port, id) in net.bound_ports() {
            let bound = net.sockets.get(id.0).is_some_and(|socket| socket.local().port == port);
            ensure!(bound, "port {port} belongs to socket {id}, which has another");
        }
        ensure!(net.ports.connections.values().all(|id| net.sockets.contains(id.0)), "a connection has no socket");
        self.check_names()?;
        self.check_in_flight()
    }

    fn check_socket(&self, id: SocketId, socket: &Socket) -> Result<(), String> {
        let net = &self.net;
        ensure!(socket.serial < net.next_serial, "socket {id} has a number from the future");
        match &socket.body {
            Body::Unix(unix) => {
                if let Some(peer) = unix.peer.and_then(|peer| net.live(peer))
                    && socket.kind.is_connected()
                {
                    let back = peer.unix().and_then(|unix| unix.peer);
                    ensure!(back == Some(net.reference(id)), "socket {id}: its peer has another peer");
                }
                ensure!(
                    unix.pending.is_empty() || unix.state == UnixState::Listening,
                    "socket {id} has connections and does not listen"
                );
                for waiting in &unix.pending {
                    let found = net.sockets.get(waiting.0);
                    ensure!(found.is_some_and(|s| s.file.is_none()), "socket {id}: {waiting} is accepted already");
                }
                let pairless = socket.kind == Kind::Dgram && unix.state != UnixState::Unconnected;
                ensure!(!pairless, "datagram socket {id} is {:?}", unix.state);
                if socket.file.is_none() {
                    let listed = net.sockets.iter().filter_map(|(_, s)| s.unix()).any(|u| u.pending.contains(&id));
                    ensure!(listed, "socket {id} has no description and nobody waits for it");
                }
            }
            Body::Tcp(tcp) => {
                if let Some(remote) = tcp.remote.filter(|_| !matches!(tcp.state, State::Closed | State::Listen)) {
                    let found = net.ports.connections.get(&(tcp.local, remote));
                    ensure!(found == Some(&id), "the connection of socket {id} is not listed");
                }
                let waiting = tcp.ready.iter().chain(&tcp.begun);
                let alone = waiting.copied().find(|child| net.sockets.get(child.0).is_none_or(|s| s.file.is_some()));
                ensure!(alone.is_none(), "socket {id}: {alone:?} does not wait to be accepted");
                let orphan = socket.file.is_none() && tcp.listener.is_none();
                ensure!(!orphan || tcp.state != State::Closed, "socket {id} is closed and nobody has it");
                let numbers = tcp.snd_nxt.wrapping_sub(tcp.snd_una) as usize;
                ensure!(numbers <= tcp.send.len() + 2, "socket {id} has sent more than it had");
            }
            Body::Udp(udp) => {
                let received: u32 = socket.rx.iter().map(|message| message.charge).sum();
                ensure!(udp.received == received, "socket {id} counts {} bytes, has {received}", udp.received);
                ensure!(socket.file.is_some(), "UDP socket {id} has no description");
            }
        }
        Ok(())
    }

    fn check_names(&self) -> Result<(), String> {
        for (inode, id) in self.net.unix_names() {
            let unix = self.net.sockets.get(id.0).and_then(Socket::unix);
            ensure!(unix.is_some_and(|u| u.name.is_some()), "a name means socket {id}, which has none");
            if let Some(inode) = inode {
                let is_socket = self.vfs.inode(inode).is_ok_and(|i| matches!(i.kind, InodeKind::Socket));
                ensure!(is_socket, "socket {id} is bound to inode {inode}, which is no socket");
                ensure!(unix.is_some_and(|u| u.inode == Some(inode)), "socket {id} does not know inode {inode}");
            }
        }
        Ok(())
    }

    fn check_in_flight(&self) -> Result<(), String> {
        let (mut by_user, mut sockets) = (BTreeMap::new(), 0);
        let messages = self.net.sockets.iter().flat_map(|(_, socket)| socket.rx.iter());
        for rights in messages.filter_map(|message| message.rights.as_ref()) {
            *by_user.entry(rights.sender).or_insert(0u32) += rights.files.len() as u32;
            sockets += rights.sockets;
        }
        ensure!(by_user == self.net.in_flight, "in flight are {by_user:?}, counted {:?}", self.net.in_flight);
        ensure!(sockets == self.net.sockets_in_flight, "{sockets} sockets are in flight");
        let mut passengers: BTreeMap<FileId, BTreeMap<SocketId, u32>> = BTreeMap::new();
        for (key, _) in self.net.sockets.iter() {
            let holder = SocketId(key);
            for file in self.net.files_queued(holder) {
                *passengers.entry(file).or_default().entry(holder).or_insert(0) += 1;
            }
        }
        ensure!(passengers == self.net.passengers, "queues hold {passengers:?}, noted {:?}", self.net.passengers);
        Ok(())
    }
}
