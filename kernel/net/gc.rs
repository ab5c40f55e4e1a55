//! Descriptions in flight that nobody can ever receive: sockets that lie in their own queue, or in each other's, and
//! that no descriptor leads to any more (unix(7); Linux's net/unix/garbage.c). Their queues are thrown away, which drops
//! the last references.

use super::socket::Body;
use crate::Kernel;
use crate::abi::{FileId, SocketId};
use crate::vfs::FileKind;
use std::collections::{BTreeMap, BTreeSet};

impl Kernel {
    /// Frees what only cycles keep. Called when a reference to a socket is dropped while sockets are in flight.
    pub(crate) fn net_collect(&mut self) {
        let in_flight = self.sockets_in_flight();
        // A socket all of whose references are in flight lives only if a living socket's queue holds it.
        let mut doubtful: BTreeSet<SocketId> = in_flight
            .iter()
            .filter(|(file, count)| self.vfs.file(**file).is_ok_and(|f| f.refs == **count))
            .filter_map(|(file, _)| self.socket_of_file(*file))
            .collect();
        if doubtful.is_empty() {
            return;
        }
        let mut alive: Vec<SocketId> = self
            .net
            .sockets
            .iter()
            .filter(|(_, socket)| socket.file.is_some())
            .map(|(key, _)| SocketId(key))
            .filter(|id| !doubtful.contains(id))
            .collect();
        while let Some(id) = alive.pop() {
            for found in self.reachable(id) {
                if doubtful.remove(&found) {
                    alive.push(found);
                }
            }
        }
        for id in doubtful {
            self.net.flush(id);
            let pending: Vec<SocketId> = self.net.unix(id).pending.iter().copied().collect();
            for waiting in pending {
                self.net.flush(waiting);
            }
        }
    }

    /// How often each socket's description is in flight.
    fn sockets_in_flight(&self) -> BTreeMap<FileId, u32> {
        let mut counts = BTreeMap::new();
        for file in self.net.files_in_flight() {
            if self.socket_of_file(file).is_some() {
                *counts.entry(file).or_insert(0) += 1;
            }
        }
        counts
    }

    fn socket_of_file(&self, file: FileId) -> Option<SocketId> {
        match self.vfs.file(file).ok()?.kind {
            FileKind::Socket(id) if matches!(self.net.socket(id).body, Body::Unix(_)) => Some(id),
            _ => None,
        }
    }

    /// The sockets in the queues of a socket and of the connections that wait at it.
    fn reachable(&self, id: SocketId) -> Vec<SocketId> {
        let waiting = self.net.socket(id).unix().into_iter().flat_map(|unix| unix.pending.iter().copied());
        let queues = std::iter::once(id).chain(waiting);
        let files = queues.flat_map(|id| self.net.files_queued(id));
        files.filter_map(|file| self.socket_of_file(file)).collect()
    }
}

impl super::Net {
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
