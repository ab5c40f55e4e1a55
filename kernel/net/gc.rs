//! Descriptions in flight that nobody can ever receive: sockets that lie in their own queue, or in each other's, and
//! that no descriptor leads to any more (unix(7); Linux's net/unix/garbage.c). Their queues are thrown away, which drops
//! the last references.
//!
//! Such a cycle comes about when a reference is dropped and all that are left are in flight. Then one looks backwards, at
//! the sockets in whose queues the socket lies, and at those in whose queues these lie: if none of them is open anywhere, all
//! of them are lost. Mostly the first one is.

use super::message::Rights;
use super::socket::Body;
use crate::Kernel;
use crate::abi::{FileId, SocketId};
use crate::vfs::FileKind;
use std::collections::BTreeSet;

impl Kernel {
    /// Frees what only cycles keep. Called when a reference to this description was dropped and others are left.
    pub(crate) fn net_collect(&mut self, dropped: FileId) {
        let Some(first) = self.socket_of_file(dropped).filter(|id| !self.is_open(*id)) else { return };
        let (mut lost, mut todo) = (BTreeSet::from([first]), vec![first]);
        while let Some(id) = todo.pop() {
            for holder in self.holders(id) {
                if self.is_open(holder) {
                    return;
                }
                if lost.insert(holder) {
                    todo.push(holder);
                }
            }
        }
        for id in lost {
            self.net.flush(id);
            let pending: Vec<SocketId> =
                self.net.socket(id).unix().map_or(Vec::new(), |u| u.pending.iter().copied().collect());
            for waiting in pending {
                self.net.flush(waiting);
            }
        }
    }

    /// Does a reference lead to the socket that is not in flight?
    fn is_open(&self, id: SocketId) -> bool {
        let Some(file) = self.net.socket(id).file else { return false };
        self.vfs.file(file).is_ok_and(|f| f.refs > self.net.flights(file))
    }

    /// The sockets in whose queues this one lies; for a connection that waits to be accepted, the one that listens.
    fn holders(&self, id: SocketId) -> Vec<SocketId> {
        let Some(file) = self.net.socket(id).file else { return Vec::new() };
        let holders = self.net.passengers.get(&file).into_iter().flat_map(|holders| holders.keys().copied());
        holders
            .map(|holder| if self.net.socket(holder).file.is_some() { holder } else { self.net.listener_of(holder) })
            .collect()
    }

    fn socket_of_file(&self, file: FileId) -> Option<SocketId> {
        match self.vfs.file(file).ok()?.kind {
            FileKind::Socket(id) if matches!(self.net.socket(id).body, Body::Unix(_)) => Some(id),
            _ => None,
        }
    }
}

impl super::Net {
    /// A message with these rights goes into a socket's queue.
    pub(super) fn board(&mut self, holder: SocketId, rights: &mut Rights) {
        rights.holder = Some(holder);
        for file in &rights.files {
            *self.passengers.entry(*file).or_default().entry(holder).or_insert(0) += 1;
        }
    }

    /// The rights leave the queue that they are in, if they are in one.
    pub(super) fn alight(&mut self, rights: &Rights) {
        let Some(holder) = rights.holder else { return };
        for file in &rights.files {
            let Some(holders) = self.passengers.get_mut(file) else { continue };
            if let Some(count) = holders.get_mut(&holder) {
                *count -= 1;
                if *count == 0 {
                    holders.remove(&holder);
                }
            }
            if holders.is_empty() {
                self.passengers.remove(file);
            }
        }
    }

    /// How often a description is in flight.
    fn flights(&self, file: FileId) -> u32 {
        self.passengers.get(&file).map_or(0, |holders| holders.values().sum())
    }

    /// The socket at which a connection waits to be accepted; itself if it does not.
    fn listener_of(&self, id: SocketId) -> SocketId {
        let waits = |socket: &super::Socket| socket.unix().is_some_and(|unix| unix.pending.contains(&id));
        self.sockets.iter().find(|(_, socket)| waits(socket)).map_or(id, |(key, _)| SocketId(key))
    }
    /// The descriptions in one receive queue.
    pub(crate) fn files_queued(&self, id: SocketId) -> impl Iterator<Item = FileId> + '_ {
        let rights = self.socket(id).rx.iter().filter_map(|message| message.rights.as_ref());
        rights.flat_map(|rights| rights.files.iter().copied())
    }

    /// All descriptions in flight, each as often as it is.
    pub(crate) fn files_in_flight(&self) -> impl Iterator<Item = FileId> + '_ {
        self.sockets.iter().flat_map(|(key, _)| self.files_queued(SocketId(key)))
    }

    /// Are there sockets in flight, so that there may be cycles?
    #[inline]
    pub(crate) fn may_have_cycles(&self) -> bool {
        self.sockets_in_flight > 0
    }
}
