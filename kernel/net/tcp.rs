//! TCP (tcp(7), RFC 9293): the connection as an object. What arrives is handled in [`super::tcp_in`], what is sent, and
//! sent again, in [`super::tcp_out`].
//!
//! Simplifications, none of which a program can see on a network that delivers in order: every segment is acknowledged at
//! once, the window is not scaled, and congestion is not modelled.

use super::addr::{Endpoint, Ip};
use super::packet::{Flags, Packet, Payload, Segment};
use super::ports::TimeWait;
use super::socket::{Body, Domain, Kind, SocketRef};
use super::{Net, Notice};
use crate::abi::flags::IPPROTO_TCP;
use crate::abi::{Errno, SocketId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// State of a connection (RFC 9293, section 3.3.2). TIME_WAIT has no socket; see [`super::ports`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum State {
    Closed,
    Listen,
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    CloseWait,
    Closing,
    LastAck,
}

/// The TCP half of a socket.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Tcp {
    /// State.
    pub state: State,
    /// connect(2) has been called without waiting, and not been called again since it came to an end.
    pub connecting: bool,
    /// It was shut down after a connect that failed and before that was told: until it is disconnected, it cannot be
    /// connected (Linux's SS_DISCONNECTING).
    pub spoilt: bool,
    /// Its own address; port 0 while it has none. A port that was given back is still shown.
    pub local: Endpoint,
    /// Did bind(2) choose the address, so that the end of a connection leaves it?
    pub bound_address: bool,
    /// Did it choose the port?
    pub bound_port: bool,
    /// The peer's.
    pub remote: Option<Endpoint>,
    /// Of a listener: connections that wait to be accepted, and those whose handshake is not complete.
    pub ready: VecDeque<SocketId>,
    /// Handshakes in progress.
    pub begun: Vec<SocketId>,
    /// One connection more than this may wait.
    pub backlog: u32,
    /// Of a connection that nobody has accepted yet: the listener.
    pub listener: Option<SocketRef>,
    /// Bytes from `snd_una` on: sent and not acknowledged, then not sent.
    pub send: VecDeque<u8>,
    /// The oldest number not acknowledged.
    pub snd_una: u32,
    /// The next number to be sent.
    pub snd_nxt: u32,
    /// Bytes that the peer has room for, from `snd_una` on.
    pub snd_wnd: u32,
    /// A FIN follows the last byte.
    pub fin: bool,
    /// Bytes received and not read.
    pub receive: VecDeque<u8>,
    /// The next number expected.
    pub rcv_nxt: u32,
    /// Room as last told to the peer.
    pub rcv_told: u32,
    /// The peer's FIN has come.
    pub fin_received: bool,
    /// Number of the last byte that was sent as urgent.
    pub snd_urgent: Option<u32>,
    /// The urgent byte that has come, or been announced, and not been read past.
    pub urgent: Option<Urgent>,
    /// Segments that came before others that are still missing, by distance from the peer's first number.
    pub early: BTreeMap<u32, Segment>,
    /// When the timer is to fire.
    pub timer_at: Option<u64>,
    /// How often in a row it has.
    pub retries: u32,
    /// Round-trip time in ns, smoothed, and its deviation; 0 while unknown.
    pub rtt: (u64, u64),
    /// The number whose acknowledgement is being timed, and when it was sent.
    pub timed: Option<(u32, u64)>,
    /// Acknowledgements in a row that acknowledged nothing.
    pub duplicates: u32,
}

/// A byte of urgent data (MSG_OOB).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Urgent {
    /// Its number.
    pub seq: u32,
    /// What is known of it.
    pub state: UrgentState,
}

/// What is known of an urgent byte.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum UrgentState {
    /// It will come.
    Announced,
    /// It can be received.
    Here(u8),
    /// It has been received with MSG_OOB.
    Taken,
}

/// Send and receive buffers that the kernel grows to on its own, until a program sets a size.
const SEND_AUTO: usize = 2_626_560;
const RECEIVE_AUTO: usize = 3_145_728;

impl Tcp {
    /// As socket(2) makes it.
    pub fn new(domain: Domain) -> Tcp {
        let ip = if domain == Domain::Inet { Ip::ANY4 } else { Ip::ANY6 };
        Tcp {
            state: State::Closed,
            connecting: false,
            spoilt: false,
            local: Endpoint { ip, port: 0 },
            bound_address: false,
            bound_port: false,
            remote: None,
            ready: VecDeque::new(),
            begun: Vec::new(),
            backlog: 0,
            listener: None,
            send: VecDeque::new(),
            snd_una: 0,
            snd_nxt: 0,
            snd_wnd: 0,
            fin: false,
            receive: VecDeque::new(),
            rcv_nxt: 0,
            rcv_told: 0,
            fin_received: false,
            snd_urgent: None,
            urgent: None,
            early: BTreeMap::new(),
            timer_at: None,
            retries: 0,
            rtt: (0, 0),
            timed: None,
            duplicates: 0,
        }
    }

    /// Number of the first byte in the receive buffer.
    pub fn copied(&self) -> u32 {
        self.rcv_nxt.wrapping_sub(self.receive.len() as u32).wrapping_sub(u32::from(self.fin_received))
    }

    /// How far before the urgent byte the reader is, if it is not behind it.
    pub fn bytes_to_mark(&self) -> Option<usize> {
        let distance = self.urgent?.seq.wrapping_sub(self.copied());
        (distance as i32 >= 0).then_some(distance as usize)
    }

    /// Can it, or could it ever, send: the states in which a write does not fail at once.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Established | State::CloseWait)
    }

    /// Is a handshake in progress?
    pub fn is_opening(&self) -> bool {
        matches!(self.state, State::SynSent | State::SynReceived)
    }
}

impl Net {
    /// The TCP half of a socket known to have one.
    #[inline]
    pub(crate) fn tcp(&self, id: SocketId) -> &Tcp {
        match &self.sockets[id.0].body {
            Body::Tcp(tcp) => tcp,
            _ => unreachable!("a TCP socket by its body"),
        }
    }

    /// The same, to be changed.
    #[inline]
    pub(crate) fn tcp_mut(&mut self, id: SocketId) -> &mut Tcp {
        match &mut self.sockets[id.0].body {
            Body::Tcp(tcp) => tcp,
            _ => unreachable!("a TCP socket by its body"),
        }
    }

    /// How many more bytes may be written.
    pub(crate) fn tcp_send_room(&self, id: SocketId) -> usize {
        let (socket, tcp) = (self.socket(id), self.tcp(id));
        let set = socket.options.buffers_set.0;
        let size = if set { socket.options.send_buffer as usize } else { SEND_AUTO };
        size.saturating_sub(tcp.send.len())
    }

    /// Linux calls it writable while a third of the buffer or more is free.
    pub(crate) fn tcp_is_writable(&self, id: SocketId) -> bool {
        let used = self.tcp(id).send.len();
        self.tcp_send_room(id) >= used / 2 && self.tcp_send_room(id) > 0
    }

    /// How many more bytes may be received.
    pub(crate) fn tcp_receive_room(&self, id: SocketId) -> u32 {
        let (socket, tcp) = (self.socket(id), self.tcp(id));
        let set = socket.options.buffers_set.1;
        let size = if set { socket.options.receive_buffer as usize } else { RECEIVE_AUTO };
        size.saturating_sub(tcp.receive.len()) as u32
    }

    /// listen(2). EADDRINUSE when somebody else listens there.
    pub(crate) fn tcp_listen(&mut self, id: SocketId, backlog: i32) -> Result<(), Errno> {
        let backlog = (backlog as u32).min(super::unix::SOMAXCONN);
        match self.tcp(id).state {
            State::Listen => {}
            // Whose connection has ended is still connected in a way.
            State::Closed if self.tcp(id).remote.is_some() => return Err(Errno::EINVAL),
            State::Closed => {
                if !self.has_port(id) {
                    let ip = self.tcp(id).local.ip;
                    self.bind_port(id, Endpoint { ip, port: 0 })?;
                }
                if self.has_other_listener(id) {
                    return Err(Errno::EADDRINUSE);
                }
                self.tcp_mut(id).state = State::Listen;
            }
            _ => return Err(Errno::EINVAL),
        }
        self.tcp_mut(id).backlog = backlog;
        Ok(())
    }

    /// Begins to connect: addresses are fixed and SYN is sent.
    pub(crate) fn tcp_connect(&mut self, id: SocketId, to: Endpoint) -> Result<(), Errno> {
        let to = match to.ip {
            Ip::ANY4 => Endpoint { ip: Ip::LOOPBACK4, ..to },
            Ip::ANY6 => Endpoint { ip: Ip::LOOPBACK6, ..to },
            _ => to,
        };
        if to.ip.is_multicast() {
            return Err(Errno::ENETUNREACH);
        }
        let source = self.source_for(to.ip)?;
        if !self.has_port(id) {
            let ip = self.tcp(id).local.ip;
            self.bind_port(id, Endpoint { ip, port: 0 }).map_err(|_| Errno::EADDRNOTAVAIL)?;
        }
        let tcp = self.tcp(id);
        let local = if tcp.local.ip.is_any() { Endpoint { ip: source, ..tcp.local } } else { tcp.local };
        let key = (local, to);
        let waiting = self.ports.time_wait.get(&key).is_some_and(|wait| wait.until_ns > self.now_ns);
        if waiting || self.ports.connections.contains_key(&key) {
            return Err(Errno::EADDRNOTAVAIL);
        }
        self.ports.connections.insert(key, id);
        self.isn = self.isn.wrapping_add(64_000);
        let isn = self.isn;
        let tcp = self.tcp_mut(id);
        (tcp.local, tcp.remote, tcp.state) = (local, Some(to), State::SynSent);
        (tcp.snd_una, tcp.snd_nxt) = (isn, isn);
        let socket = self.socket_mut(id);
        socket.error = None;
        self.tcp_send_control(id, Flags { syn: true, ..Flags::default() });
        self.pump();
        Ok(())
    }

    /// A listener's end of a new connection.
    pub(crate) fn tcp_child(&mut self, listener: SocketId, local: Endpoint, remote: Endpoint) -> SocketId {
        let parent = self.socket(listener);
        let (domain, options) = (parent.domain, parent.options.clone());
        let shut = (parent.shut_read, parent.shut_write);
        let bound_address = self.tcp(listener).bound_address;
        let me = self.reference(listener);
        let child = self.insert(domain, Kind::Stream, IPPROTO_TCP, Body::Tcp(Box::new(Tcp::new(domain))));
        let socket = self.socket_mut(child);
        (socket.options, (socket.shut_read, socket.shut_write)) = (options, shut);
        self.isn = self.isn.wrapping_add(64_000);
        let isn = self.isn;
        let tcp = self.tcp_mut(child);
        (tcp.local, tcp.remote, tcp.listener) = (local, Some(remote), Some(me));
        tcp.bound_address = bound_address;
        (tcp.snd_una, tcp.snd_nxt, tcp.state) = (isn, isn, State::SynReceived);
        self.ports.connections.insert((local, remote), child);
        self.adopt_port(child);
        self.tcp_mut(listener).begun.push(child);
        child
    }

    /// Takes the connection that has waited longest.
    pub(crate) fn tcp_accept(&mut self, listener: SocketId) -> Option<SocketId> {
        let child = self.tcp_mut(listener).ready.pop_front()?;
        self.tcp_mut(child).listener = None;
        Some(child)
    }

    /// shutdown(2): no more writing sends FIN once all is sent; no more reading is only remembered.
    pub(crate) fn tcp_shutdown(&mut self, id: SocketId, read: bool, write: bool) -> Result<(), Errno> {
        match self.tcp(id).state {
            // It has its effect all the same, on a connection made later too.
            State::Closed => {
                let tcp = self.tcp_mut(id);
                tcp.spoilt |= tcp.connecting;
                let socket = self.socket_mut(id);
                (socket.shut_read, socket.shut_write) = (socket.shut_read || read, socket.shut_write || write);
                self.notify(Notice::All(id));
                return Err(Errno::ENOTCONN);
            }
            State::Listen if !read => {}
            State::Listen | State::SynSent => self.tcp_disconnect(id),
            _ => {
                self.socket_mut(id).shut_read |= read;
                if write {
                    self.socket_mut(id).shut_write = true;
                    self.tcp_send_fin(id);
                }
            }
        }
        self.notify(Notice::All(id));
        self.pump();
        Ok(())
    }

    /// The socket's last description is gone. What the peer has sent and nobody will read is answered with RST, as is
    /// SO_LINGER with no time (INET-20); else the connection ends in the background.
    pub(crate) fn tcp_close(&mut self, id: SocketId) {
        self.socket_mut(id).file = None;
        self.notify(Notice::All(id));
        let hard = self.socket(id).options.linger == Some(0);
        let tcp = self.tcp(id);
        match tcp.state {
            State::Closed => self.tcp_free(id),
            State::Listen | State::SynSent => {
                self.tcp_disconnect(id);
                self.tcp_free(id);
            }
            _ if hard || !tcp.receive.is_empty() => {
                self.tcp_abort(id);
                self.tcp_free(id);
            }
            State::FinWait2 => self.tcp_wait_for_fin(id),
            _ => self.tcp_send_fin(id),
        }
        self.pump();
    }

    /// Seconds that a close of this socket waits for its last bytes to be acknowledged (SO_LINGER); `None`: it does not.
    pub(crate) fn linger_secs(&self, id: SocketId) -> Option<u64> {
        let socket = self.sockets.get(id.0)?;
        let Body::Tcp(tcp) = &socket.body else { return None };
        let closing = matches!(tcp.state, State::FinWait1 | State::Closing | State::LastAck);
        let secs = u64::try_from(socket.options.linger?).ok().filter(|secs| *secs > 0)?;
        (closing && socket.file.is_none()).then_some(secs)
    }

    /// Everything is sent before FIN.
    fn tcp_send_fin(&mut self, id: SocketId) {
        let tcp = self.tcp_mut(id);
        let next = match tcp.state {
            State::SynReceived | State::Established => State::FinWait1,
            State::CloseWait => State::LastAck,
            other => other,
        };
        if next != tcp.state {
            (tcp.state, tcp.fin) = (next, true);
            self.tcp_output(id);
        }
    }

    /// Gives up whatever it does: a connection, and those that wait at a listener to be accepted, are reset. The socket is
    /// nearly as new; who asks is told ECONNRESET.
    pub(crate) fn tcp_disconnect(&mut self, id: SocketId) {
        let tcp = self.tcp_mut(id);
        let waiting: Vec<SocketId> = tcp.ready.drain(..).chain(tcp.begun.drain(..)).collect();
        for child in waiting {
            self.tcp_mut(child).listener = None;
            self.tcp_abort(child);
            self.tcp_free(child);
        }
        match self.tcp(id).state {
            State::Closed => {}
            State::Listen | State::Closing | State::LastAck => self.tcp_forget(id),
            State::SynSent => {
                self.tcp_forget(id);
                self.socket_mut(id).error = Some(Errno::ECONNRESET);
            }
            _ => {
                self.tcp_abort(id);
                self.socket_mut(id).error = Some(Errno::ECONNRESET);
            }
        }
        let domain = self.socket(id).domain;
        let tcp = self.tcp_mut(id);
        let unread = tcp.receive.len() as u64;
        tcp.receive.clear();
        (tcp.remote, tcp.connecting, tcp.fin_received, tcp.urgent) = (None, false, false, None);
        tcp.spoilt = false;
        if !tcp.bound_address {
            tcp.local.ip = Tcp::new(domain).local.ip;
        }
        self.held -= unread;
        let socket = self.socket_mut(id);
        (socket.shut_read, socket.shut_write) = (false, false);
        self.notify(Notice::All(id));
    }

    /// Ends the connection with RST.
    pub(crate) fn tcp_abort(&mut self, id: SocketId) {
        if self.tcp(id).remote.is_some() && self.tcp(id).state != State::Closed {
            self.tcp_send_control(id, Flags { rst: true, ack: true, ..Flags::default() });
        }
        self.tcp_forget(id);
    }

    /// The connection is no more; the socket may be.
    pub(crate) fn tcp_forget(&mut self, id: SocketId) {
        let tcp = self.tcp_mut(id);
        tcp.state = State::Closed;
        let unsent = tcp.send.len() as u64;
        tcp.send.clear();
        tcp.early.clear();
        (tcp.timer_at, tcp.retries, tcp.fin) = (None, 0, false);
        if let Some(remote) = tcp.remote {
            let key = (tcp.local, remote);
            if self.ports.connections.get(&key) == Some(&id) {
                self.ports.connections.remove(&key);
            }
        }
        self.held -= unsent;
        // A port that the kernel chose is given back at once.
        if !self.tcp(id).bound_port {
            self.release_port(id);
        }
        let me = self.reference(id);
        self.notify(Notice::Timer(me));
    }

    /// The connection is over as the peer, the network or a timer has it: the program learns of it with this error.
    pub(crate) fn tcp_reset(&mut self, id: SocketId, errno: Errno) {
        let listener = self.tcp(id).listener;
        self.tcp_forget(id);
        let socket = self.socket_mut(id);
        (socket.shut_read, socket.shut_write) = (true, true);
        socket.error = Some(errno);
        self.notify(Notice::All(id));
        if let Some(listener) = listener.filter(|l| self.live(*l).is_some()) {
            let tcp = self.tcp_mut(listener.id);
            // A complete connection stays in the backlog and fails when it is used.
            if tcp.begun.contains(&id) {
                tcp.begun.retain(|child| *child != id);
                self.tcp_free(id);
            }
        } else if self.socket(id).file.is_none() {
            self.tcp_free(id);
        }
    }

    /// Both sides have finished and this one closed first: what is left is TIME_WAIT.
    pub(crate) fn tcp_time_wait(&mut self, id: SocketId) {
        let reuse = self.socket(id).options.on.reuse_address;
        let tcp = self.tcp(id);
        let (local, remote) = (tcp.local, tcp.remote);
        let wait = TimeWait { until_ns: 0, reuse, seq: tcp.snd_nxt, ack: tcp.rcv_nxt };
        self.tcp_finished(id);
        if let Some(remote) = remote {
            self.enter_time_wait(local, remote, wait);
        }
    }

    /// Both sides have finished.
    pub(crate) fn tcp_finished(&mut self, id: SocketId) {
        self.tcp_forget(id);
        let socket = self.socket_mut(id);
        (socket.shut_read, socket.shut_write) = (true, true);
        self.notify(Notice::All(id));
        if self.socket(id).file.is_none() {
            self.tcp_free(id);
        }
    }

    /// The socket goes, with its port.
    pub(crate) fn tcp_free(&mut self, id: SocketId) {
        self.release_port(id);
        self.held -= self.tcp(id).receive.len() as u64;
        self.notify(Notice::All(id));
        self.notify(Notice::Closed(id));
        self.sockets.remove(id.0);
    }

    /// A segment without data.
    pub(crate) fn tcp_send_control(&mut self, id: SocketId, flags: Flags) {
        let window = self.tcp_receive_room(id);
        let now = self.now_ns;
        let tcp = self.tcp_mut(id);
        let Some(to) = tcp.remote else { return };
        let segment = Segment { seq: tcp.snd_nxt, ack: tcp.rcv_nxt, window, flags, urgent: None, data: Vec::new() };
        tcp.rcv_told = window;
        tcp.snd_nxt = tcp.snd_nxt.wrapping_add(segment.len());
        let from = tcp.local;
        if !segment.is_empty() && !flags.rst {
            if tcp.timed.is_none() {
                tcp.timed = Some((tcp.snd_nxt, now));
            }
            self.tcp_start_timer(id);
        }
        self.transmit(Packet { from, to, body: Payload::Tcp(segment) });
    }
}
