//! Sockets (socket(7)): objects that know no process, and the system calls on them.
//!
//! | module | what it holds |
//! |---|---|
//! | [`mod@socket`] | the socket itself: what every family has in common |
//! | [`addr`] | names and addresses, as values and as `struct sockaddr` |
//! | [`message`] | what lies in a receive queue: bytes, sender, descriptors in flight |
//! | [`names`] | which socket a pathname or an abstract name means |
//! | [`unix`] | Unix domain sockets: pairs, connections, closing |
//! | [`stream`], [`dgram`] | their two ways of carrying bytes |
//! | [`packet`] | what travels between hosts, and to the machine itself |
//! | [`ports`] | who has which address and port; TIME_WAIT |
//! | [`udp`] | UDP |
//! | [`tcp`], [`tcp_in`], [`tcp_out`] | TCP: the connection, what arrives, what is sent |
//! | [`gc`] | descriptors in flight that nobody can ever receive |
//! | [`ready`] | what poll(2) says of a socket |
//! | [`inspect`] | what reports say of a socket |
//! | `interfaces` | netdevice(7): the loopback and eth0 |
//! | [`options`] | what setsockopt(2) sets |
//! | `spare` | recycled buffers |
//! | [`check`] | the invariants of all this |
//! | [`calls`] | the system calls |
//!
//! An operation changes sockets and leaves [`Notice`]s about whom that concerns; [`Kernel::net_settle`] turns them into
//! wake-ups. So nothing but `calls` names a task.

pub mod addr;
pub mod calls;
pub mod check;
pub mod dgram;
pub mod gc;
pub mod inspect;
mod interfaces;
pub mod message;
pub mod names;
pub mod options;
pub mod packet;
pub mod ports;
pub mod ready;
pub mod socket;
mod spare;
pub mod stream;
pub mod tcp;
pub mod tcp_in;
pub mod tcp_info;
pub mod tcp_out;
pub mod udp;
pub mod unix;

use crate::Kernel;
use crate::abi::{FileId, InodeId, SigInfo, Signal, SocketId, Uid};
use crate::sched::clock::TimerId;
use crate::sched::wait::WaitOn;
use crate::table::Table;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use socket::{Body, Domain, Kind, Socket, SocketRef};

/// Everything sockets.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Net {
    /// All sockets: those with a description, those that wait to be accepted, those whose connection outlives its
    /// description.
    pub sockets: Table<Socket>,
    /// Never used twice; tells a socket from an earlier one with the same key.
    next_serial: u64,
    /// Abstract names in use, without their leading NUL.
    abstract_names: BTreeMap<Vec<u8>, SocketId>,
    /// Sockets bound to a pathname, by the inode that bind(2) made.
    paths: BTreeMap<InodeId, SocketId>,
    /// The next name that autobind tries.
    next_auto: u32,
    /// What the operation in progress has changed; empty between calls.
    notices: Vec<Notice>,
    /// Descriptions that queues gave up; their references are still to be dropped. Empty between calls.
    dropped: Vec<FileId>,
    /// They are being dropped: what that gives up in turn only joins the list.
    dropping: bool,
    /// Inodes that closed sockets were bound to; their uses are still to be dropped. Empty between calls.
    unbound: Vec<InodeId>,
    /// How many descriptions are in flight, by the user who sent them.
    in_flight: BTreeMap<Uid, u32>,
    /// In which sockets' queues each description in flight lies, and how often.
    passengers: BTreeMap<FileId, BTreeMap<SocketId, u32>>,
    /// How many of the descriptions in flight are sockets: only then can there be cycles.
    sockets_in_flight: u32,
    /// Addresses and ports.
    ports: ports::Ports,
    /// Packets on their way.
    wire: packet::Wire,
    /// Armed timers of connections.
    timers: BTreeMap<SocketRef, TimerId>,
    /// The first number of the latest connection.
    isn: u32,
    /// Virtual time when the operation in progress began.
    now_ns: u64,
    /// Bytes that all queues hold together.
    held: u64,
    /// Most that they may hold.
    max_held: u64,
    /// Buffers for messages.
    #[serde(skip)]
    spare: spare::Spare,
}

/// A change that somebody may be waiting for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Notice {
    /// There is something to read or to accept, for one reader.
    Readable(SocketId),
    /// There is room to write, or a connection has come about.
    Writable(SocketId),
    /// The receiver has room again: senders and connecting sockets that wait for it may go on.
    Room(SocketId),
    /// The socket is shut down, reset or gone: everybody looks again.
    All(SocketId),
    /// Urgent data is announced.
    Urgent(SocketId),
    /// A socket that nobody has open has sent all, or is gone: a close that lingers ends.
    Closed(SocketId),
    /// The connection's timer has been set or stopped.
    Timer(SocketRef),
}

impl Net {
    /// No sockets; all queues together may hold this many bytes.
    pub fn new(max_held: u64) -> Net {
        Net {
            sockets: Table::new(),
            next_serial: 1,
            abstract_names: BTreeMap::new(),
            paths: BTreeMap::new(),
            next_auto: 0,
            notices: Vec::new(),
            dropped: Vec::new(),
            dropping: false,
            unbound: Vec::new(),
            in_flight: BTreeMap::new(),
            passengers: BTreeMap::new(),
            sockets_in_flight: 0,
            ports: ports::Ports::new(),
            wire: packet::Wire::default(),
            timers: BTreeMap::new(),
            isn: 0,
            now_ns: 0,
            held: 0,
            max_held,
            spare: spare::Spare::default(),
        }
    }

    /// A buffer of `len` zeros for a message.
    #[inline]
    pub(crate) fn buffer(&mut self, len: usize) -> Vec<u8> {
        self.spare.take(len)
    }

    /// The socket with this key, which a live description vouches for.
    #[inline]
    pub fn socket(&self, id: SocketId) -> &Socket {
        &self.sockets[id.0]
    }

    /// The same, to be changed.
    #[inline]
    pub fn socket_mut(&mut self, id: SocketId) -> &mut Socket {
        &mut self.sockets[id.0]
    }

    /// The socket that this meant, if it is still there.
    #[inline]
    pub fn live(&self, socket: SocketRef) -> Option<&Socket> {
        self.sockets.get(socket.id.0).filter(|found| found.serial == socket.serial)
    }

    /// The same, to be changed.
    #[inline]
    pub fn live_mut(&mut self, socket: SocketRef) -> Option<&mut Socket> {
        self.sockets.get_mut(socket.id.0).filter(|found| found.serial == socket.serial)
    }

    /// What a later operation will recognise this socket by.
    #[inline]
    pub fn reference(&self, id: SocketId) -> SocketRef {
        SocketRef { id, serial: self.socket(id).serial }
    }

    /// A new socket.
    pub(crate) fn insert(&mut self, domain: Domain, kind: Kind, protocol: i32, body: Body) -> SocketId {
        let serial = self.next_serial;
        self.next_serial += 1;
        SocketId(self.sockets.insert(Socket::new(serial, domain, kind, protocol, body)))
    }

    #[inline]
    pub(crate) fn notify(&mut self, notice: Notice) {
        self.notices.push(notice);
    }

    /// May queues hold so many more bytes?
    #[inline]
    pub(crate) fn has_memory(&self, bytes: u64) -> bool {
        self.held + bytes <= self.max_held
    }
}

impl Kernel {
    /// Ends an operation on sockets: wakes whom it concerns, and drops what queues gave up.
    #[inline]
    pub(crate) fn net_settle(&mut self) {
        if !self.net.notices.is_empty() {
            self.net_wake();
        }
        if !self.net.dropped.is_empty() || !self.net.unbound.is_empty() {
            self.net_drop();
        }
    }

    fn net_wake(&mut self) {
        // Mostly one reader has got something.
        if let [Notice::Readable(id)] = self.net.notices[..] {
            self.net.notices.clear();
            self.wake_one(WaitOn::SocketReadable(id));
            return;
        }
        let mut notices = std::mem::take(&mut self.net.notices);
        for notice in notices.drain(..) {
            match notice {
                Notice::Readable(id) => {
                    self.wake_one(WaitOn::SocketReadable(id));
                }
                Notice::Writable(id) => self.wake(WaitOn::SocketWritable(id)),
                Notice::Room(id) => self.wake(WaitOn::SocketRoom(id)),
                Notice::Timer(socket) => self.net_arm(socket),
                Notice::Closed(id) => self.wake(WaitOn::SocketClosing(id)),
                Notice::Urgent(id) => {
                    let owner =
                        self.net.socket(id).file.and_then(|file| self.vfs.file(file).ok()).map(|file| file.owner);
                    if let Some(owner) = owner {
                        self.signal_owner(owner, SigInfo::kernel(Signal::URG));
                    }
                    self.wake(WaitOn::SocketReadable(id));
                }
                Notice::All(id) => {
                    self.wake(WaitOn::SocketReadable(id));
                    self.wake(WaitOn::SocketWritable(id));
                    self.wake(WaitOn::SocketRoom(id));
                }
            }
        }
        // The allocation is used again.
        self.net.notices = notices;
    }

    /// Closing a description may give up others, and so on; a list instead of recursion.
    fn net_drop(&mut self) {
        if self.net.dropping {
            return;
        }
        self.net.dropping = true;
        loop {
            if let Some(inode) = self.net.unbound.pop() {
                self.inode_put(inode);
            } else if let Some(file) = self.net.dropped.pop() {
                self.file_put(file);
            } else {
                break;
            }
        }
        self.net.dropping = false;
    }
}
