//! TCP, sending: data within the peer's window, FIN after the last byte, and all of it again when no acknowledgement
//! comes in time (RFC 6298).

use super::addr::Ip;
use super::packet::{Flags, Packet, Payload, Segment};
use super::tcp::State;
use super::{Net, Notice};
use crate::abi::{Errno, SocketId};

/// Most data of one segment on the machine itself, and to other hosts.
pub(super) const MSS_LOOPBACK: usize = 65_483;
pub(super) const MSS: usize = 1_460;
/// The first timeout of a handshake, and before the round-trip time is known.
const INITIAL_NS: u64 = 1_000_000_000;
/// Least and greatest timeout.
const LEAST_NS: u64 = 200_000_000;
const MOST_NS: u64 = 120_000_000_000;
/// How long a closed socket waits for its peer's FIN.
const FIN_TIMEOUT_NS: u64 = 60_000_000_000;
/// How often SYN, and data, are sent again before the connection is given up (tcp_syn_retries, tcp_retries2).
const SYN_RETRIES: u32 = 6;
const DATA_RETRIES: u32 = 15;

pub(super) fn mss(to: Ip, local: bool) -> usize {
    if to.is_loopback() || local { MSS_LOOPBACK } else { MSS }
}

impl Net {
    /// Takes bytes that have been read out of the receive buffer.
    pub(crate) fn tcp_consume(&mut self, id: SocketId, n: usize) {
        let tcp = self.tcp_mut(id);
        tcp.receive.drain(..n);
        if tcp.bytes_to_mark().is_none() {
            tcp.urgent = None;
        }
        self.held -= n as u64;
        self.tcp_window_grew(id);
    }

    /// Appends bytes to what is to be sent, and sends what may be.
    pub(crate) fn tcp_write(&mut self, id: SocketId, bytes: &[u8]) {
        self.tcp_mut(id).send.extend(bytes);
        self.held += bytes.len() as u64;
        self.tcp_output(id);
        self.pump();
    }

    /// Sends what the window allows. A small segment waits while others are on their way (Nagle), unless TCP_NODELAY.
    pub(crate) fn tcp_output(&mut self, id: SocketId) {
        let no_delay = self.socket(id).options.on.tcp_no_delay;
        loop {
            let tcp = self.tcp(id);
            let Some(to) = tcp.remote else { return };
            if tcp.is_opening() || tcp.state == State::Closed || tcp.state == State::Listen {
                return;
            }
            let mss = mss(to.ip, self.is_local(to.ip));
            let sent = tcp.snd_nxt.wrapping_sub(tcp.snd_una) as usize;
            let unsent = tcp.send.len().saturating_sub(sent);
            // FIN counts as sent when the next number is beyond the data.
            if sent > tcp.send.len() {
                return;
            }
            let room = (tcp.snd_wnd as usize).saturating_sub(sent);
            let n = unsent.min(room).min(mss);
            let last = n == unsent;
            // One that has been acknowledged is not sent again.
            let fin = tcp.fin && last && tcp.state != State::FinWait2;
            if n == 0 && !fin {
                // The window is closed: it is probed until it opens.
                if unsent > 0 && sent == 0 {
                    self.tcp_start_timer(id);
                }
                return;
            }
            if n < mss && sent > 0 && !no_delay && !fin && last {
                return;
            }
            self.tcp_send_data(id, sent, n, fin);
        }
    }

    /// One segment with `n` bytes from `offset` on, and FIN.
    fn tcp_send_data(&mut self, id: SocketId, offset: usize, n: usize, fin: bool) {
        let (window, now) = (self.tcp_receive_room(id), self.now_ns);
        let tcp = self.tcp_mut(id);
        let Some(to) = tcp.remote else { return };
        let (head, tail) = tcp.send.as_slices();
        let mut data = Vec::with_capacity(n);
        data.extend_from_slice(&head[offset.min(head.len())..(offset + n).min(head.len())]);
        let rest = offset.saturating_sub(head.len());
        data.extend_from_slice(&tail[rest..rest + n - data.len()]);
        let seq = tcp.snd_una.wrapping_add(offset as u32);
        let flags = Flags { ack: true, fin, ..Flags::default() };
        let urgent = tcp.snd_urgent.filter(|at| at.wrapping_sub(seq) as i32 >= 0);
        let segment = Segment { seq, ack: tcp.rcv_nxt, window, flags, urgent, data };
        tcp.rcv_told = window;
        let end = seq.wrapping_add(segment.len());
        if end.wrapping_sub(tcp.snd_una) > tcp.snd_nxt.wrapping_sub(tcp.snd_una) {
            tcp.snd_nxt = end;
            if tcp.timed.is_none() {
                tcp.timed = Some((end, now));
            }
        }
        let from = tcp.local;
        self.tcp_start_timer(id);
        self.transmit(Packet { from, to, body: Payload::Tcp(segment) });
    }

    /// Acknowledges what has come.
    pub(crate) fn tcp_acknowledge(&mut self, id: SocketId) {
        self.tcp_send_control(id, Flags { ack: true, ..Flags::default() });
    }

    /// After a read: the peer is told of the room if it had been short of it.
    pub(crate) fn tcp_window_grew(&mut self, id: SocketId) {
        let (room, told) = (self.tcp_receive_room(id), self.tcp(id).rcv_told);
        let open = !matches!(self.tcp(id).state, State::Closed | State::Listen | State::SynSent);
        if open && told < MSS_LOOPBACK as u32 && room >= told.saturating_mul(2).max(MSS as u32) {
            self.tcp_acknowledge(id);
            self.pump();
        }
    }

    /// How long an acknowledgement may take.
    pub(super) fn tcp_timeout_ns(&self, id: SocketId) -> u64 {
        let tcp = self.tcp(id);
        let base = match tcp.rtt {
            (0, _) => INITIAL_NS,
            (smooth, deviation) => (smooth + (4 * deviation).max(LEAST_NS)).max(LEAST_NS),
        };
        base.saturating_mul(1 << tcp.retries.min(16)).min(MOST_NS)
    }

    /// Starts the timer unless it runs.
    pub(crate) fn tcp_start_timer(&mut self, id: SocketId) {
        if self.tcp(id).timer_at.is_none() {
            self.tcp_restart_timer(id);
        }
    }

    /// Can segments to the peer get lost? Not on the machine itself, but that a full backlog ignores SYN.
    fn tcp_is_lossy(&self, id: SocketId) -> bool {
        let tcp = self.tcp(id);
        tcp.is_opening() || tcp.remote.is_some_and(|to| !self.is_local(to.ip))
    }

    /// Starts it anew.
    pub(crate) fn tcp_restart_timer(&mut self, id: SocketId) {
        if !self.tcp_is_lossy(id) {
            return;
        }
        let at = self.now_ns.saturating_add(self.tcp_timeout_ns(id));
        self.tcp_mut(id).timer_at = Some(at);
        let me = self.reference(id);
        self.notify(Notice::Timer(me));
    }

    /// The peer has all, and nobody here has the socket any more: its FIN is waited for so long, then the peer is taken for
    /// dead (tcp_fin_timeout). A peer on the machine itself ends for certain.
    pub(crate) fn tcp_wait_for_fin(&mut self, id: SocketId) {
        if self.socket(id).file.is_none() && self.tcp_is_lossy(id) {
            let at = self.now_ns.saturating_add(FIN_TIMEOUT_NS);
            self.tcp_mut(id).timer_at = Some(at);
            let me = self.reference(id);
            self.notify(Notice::Timer(me));
        }
    }

    /// Nothing is on its way any more.
    pub(crate) fn tcp_stop_timer(&mut self, id: SocketId) {
        if self.tcp_mut(id).timer_at.take().is_some() {
            let me = self.reference(id);
            self.notify(Notice::Timer(me));
        }
    }

    /// The timer fires: the oldest segment is sent again, or the connection given up.
    pub(crate) fn tcp_timeout(&mut self, id: SocketId) {
        let tcp = self.tcp_mut(id);
        tcp.timer_at = None;
        if tcp.state == State::FinWait2 {
            return self.tcp_finished(id);
        }
        tcp.retries += 1;
        // What is sent twice can't be timed (Karn).
        tcp.timed = None;
        let limit = if tcp.is_opening() { SYN_RETRIES } else { DATA_RETRIES };
        if tcp.retries > limit {
            return self.tcp_reset(id, Errno::ETIMEDOUT);
        }
        self.tcp_send_again(id);
        self.pump();
    }

    /// Sends the oldest segment again; with a closed window one byte, to have it told.
    pub(crate) fn tcp_send_again(&mut self, id: SocketId) {
        let tcp = self.tcp_mut(id);
        match tcp.state {
            State::SynSent | State::SynReceived => {
                tcp.snd_nxt = tcp.snd_una;
                let ack = tcp.state == State::SynReceived;
                self.tcp_send_control(id, Flags { syn: true, ack, ..Flags::default() });
            }
            State::Closed | State::Listen => {}
            _ => {
                let Some(to) = tcp.remote else { return };
                let (window, len, fin) = (tcp.snd_wnd as usize, tcp.send.len(), tcp.fin);
                let n = len.min(mss(to.ip, self.is_local(to.ip))).min(window.max(1));
                if n > 0 || fin {
                    self.tcp_send_data(id, 0, n, fin && n == len);
                }
            }
        }
    }
}
