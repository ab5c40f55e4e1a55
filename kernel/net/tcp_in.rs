//! TCP, receiving: what a segment does to the connection it is for (RFC 9293, section 3.10.7).

use super::addr::Endpoint;
use super::packet::{Flags, Packet, Payload, Proto, Segment};
use super::tcp::{State, Urgent, UrgentState};
use super::{Net, Notice};
use crate::abi::{Errno, SocketId};

/// Is `a` before `b`, in numbers that wrap?
fn before(a: u32, b: u32) -> bool {
    (a.wrapping_sub(b) as i32) < 0
}

/// Acknowledgements of nothing after which the oldest segment is taken for lost.
const DUPLICATES: u32 = 3;

impl Net {
    /// A segment arrives.
    pub(crate) fn tcp_input(&mut self, from: Endpoint, to: Endpoint, segment: Segment) {
        if let Some(id) = self.ports.connections.get(&(to, from)).copied() {
            return match self.tcp(id).state {
                State::SynSent => self.tcp_in_syn_sent(id, &segment),
                _ => self.tcp_in_connection(id, segment),
            };
        }
        if self.tcp_in_time_wait(from, to, &segment) {
            return;
        }
        match self.find_bound(Proto::Tcp, to, from) {
            Some(listener) if segment.flags.syn && !segment.flags.ack => {
                self.tcp_in_listen(listener, from, to, &segment);
            }
            _ => self.tcp_refuse(from, to, &segment),
        }
    }

    /// Nobody is there: RST.
    fn tcp_refuse(&mut self, from: Endpoint, to: Endpoint, segment: &Segment) {
        if segment.flags.rst {
            return;
        }
        let flags = Flags { rst: true, ack: !segment.flags.ack, ..Flags::default() };
        let seq = if segment.flags.ack { segment.ack } else { 0 };
        let ack = segment.seq.wrapping_add(segment.len());
        let reset = Segment { seq, ack, window: 0, flags, urgent: None, data: Vec::new() };
        self.transmit(Packet { from: to, to: from, body: Payload::Tcp(reset) });
    }

    /// A closed connection acknowledges a FIN that comes again; a new SYN beyond its numbers ends TIME_WAIT.
    fn tcp_in_time_wait(&mut self, from: Endpoint, to: Endpoint, segment: &Segment) -> bool {
        let Some(wait) = self.ports.time_wait.get(&(to, from)).copied() else { return false };
        if wait.until_ns <= self.now_ns || segment.flags.syn && before(wait.ack, segment.seq) {
            self.ports.time_wait.remove(&(to, from));
            return false;
        }
        if !segment.flags.rst && !segment.is_empty() {
            let flags = Flags { ack: true, ..Flags::default() };
            let again = Segment { seq: wait.seq, ack: wait.ack, window: 0, flags, urgent: None, data: Vec::new() };
            self.transmit(Packet { from: to, to: from, body: Payload::Tcp(again) });
        }
        true
    }

    /// SYN at a listener. With a full backlog it is ignored: the client tries again.
    fn tcp_in_listen(&mut self, listener: SocketId, from: Endpoint, to: Endpoint, segment: &Segment) {
        let tcp = self.tcp(listener);
        if tcp.ready.len() > tcp.backlog as usize {
            return;
        }
        let child = self.tcp_child(listener, to, from);
        let tcp = self.tcp_mut(child);
        tcp.rcv_nxt = segment.seq.wrapping_add(1);
        tcp.snd_wnd = segment.window;
        self.tcp_send_control(child, Flags { syn: true, ack: true, ..Flags::default() });
    }

    fn tcp_in_syn_sent(&mut self, id: SocketId, segment: &Segment) {
        let tcp = self.tcp_mut(id);
        let acknowledged = segment.flags.ack && segment.ack == tcp.snd_nxt;
        if segment.flags.ack && !acknowledged {
            return;
        }
        if segment.flags.rst {
            if acknowledged {
                self.tcp_reset(id, Errno::ECONNREFUSED);
            }
            return;
        }
        if !segment.flags.syn {
            return;
        }
        tcp.rcv_nxt = segment.seq.wrapping_add(1);
        tcp.snd_wnd = segment.window;
        if acknowledged {
            tcp.snd_una = segment.ack;
            tcp.state = State::Established;
            self.tcp_measure(id, segment.ack);
            self.tcp_stop_timer(id);
            self.tcp_acknowledge(id);
            self.notify(Notice::Writable(id));
            self.tcp_output(id);
        } else {
            // Both sides connect to each other at once (or a socket to itself).
            tcp.state = State::SynReceived;
            tcp.snd_nxt = tcp.snd_una;
            self.tcp_send_control(id, Flags { syn: true, ack: true, ..Flags::default() });
        }
    }

    fn tcp_in_connection(&mut self, id: SocketId, segment: Segment) {
        let tcp = self.tcp(id);
        if segment.flags.rst {
            // Only one that is exactly where it should be is believed.
            if segment.seq == tcp.rcv_nxt || tcp.state == State::SynReceived {
                let errno = match tcp.state {
                    State::SynReceived => Errno::ECONNREFUSED,
                    State::CloseWait => Errno::EPIPE,
                    _ => Errno::ECONNRESET,
                };
                self.tcp_reset(id, errno);
            }
            return;
        }
        if segment.flags.syn && tcp.state != State::SynReceived {
            return self.tcp_acknowledge(id);
        }
        if segment.flags.ack && !self.tcp_acknowledged(id, &segment) {
            return;
        }
        // Data for a socket that nobody has any more is answered with RST.
        let orphan = self.socket(id).file.is_none() && self.tcp(id).listener.is_none();
        if orphan && !segment.data.is_empty() && !before(segment.seq, self.tcp(id).rcv_nxt) {
            self.tcp_abort(id);
            return self.tcp_free(id);
        }
        // So are data that come when both directions have been shut down.
        let closing = matches!(self.tcp(id).state, State::FinWait1 | State::FinWait2);
        let end = segment.seq.wrapping_add(segment.data.len() as u32);
        if closing && self.socket(id).shut_read && !segment.data.is_empty() && before(self.tcp(id).rcv_nxt, end) {
            self.tcp_send_control(id, Flags { rst: true, ack: true, ..Flags::default() });
            return self.tcp_reset(id, Errno::ECONNRESET);
        }
        let had = segment.len() > u32::from(segment.flags.syn);
        if had {
            self.tcp_take(id, segment);
        }
    }

    /// What is acknowledged is done with. `false`: the connection is no more.
    fn tcp_acknowledged(&mut self, id: SocketId, segment: &Segment) -> bool {
        let tcp = self.tcp_mut(id);
        let outstanding = tcp.snd_nxt.wrapping_sub(tcp.snd_una);
        let n = segment.ack.wrapping_sub(tcp.snd_una);
        if n > outstanding {
            return true;
        }
        let opened = segment.window > tcp.snd_wnd;
        tcp.snd_wnd = segment.window;
        if n == 0 {
            // The peer is alive; and what it had no room for it takes now.
            tcp.retries = 0;
            if outstanding > 0 && opened {
                tcp.snd_nxt = tcp.snd_una;
            } else if outstanding > 0 && segment.is_empty() && !opened {
                tcp.duplicates += 1;
                if tcp.duplicates == DUPLICATES {
                    self.tcp_send_again(id);
                }
            }
            self.tcp_output(id);
            return true;
        }
        (tcp.retries, tcp.duplicates) = (0, 0);
        if tcp.state == State::SynReceived {
            // The number is that of SYN.
            tcp.snd_una = tcp.snd_una.wrapping_add(1);
            tcp.state = State::Established;
            self.tcp_established(id);
        }
        let tcp = self.tcp_mut(id);
        let bytes = (segment.ack.wrapping_sub(tcp.snd_una) as usize).min(tcp.send.len());
        tcp.send.drain(..bytes);
        self.held -= bytes as u64;
        let tcp = self.tcp_mut(id);
        tcp.snd_una = segment.ack;
        let all = tcp.snd_una == tcp.snd_nxt;
        let state = tcp.state;
        self.tcp_measure(id, segment.ack);
        if all {
            self.tcp_stop_timer(id)
        } else {
            self.tcp_restart_timer(id)
        }
        if bytes > 0 && self.tcp_is_writable(id) {
            self.notify(Notice::Writable(id));
        }
        // With everything acknowledged the FIN, if there was one, is as well.
        let fin = all && self.tcp(id).fin && self.tcp(id).send.is_empty();
        match state {
            State::FinWait1 if fin => {
                self.tcp_mut(id).state = State::FinWait2;
                self.notify(Notice::Closed(id));
                self.tcp_wait_for_fin(id);
            }
            State::Closing if fin => {
                self.tcp_time_wait(id);
                return false;
            }
            State::LastAck if fin => {
                self.tcp_finished(id);
                return false;
            }
            _ => self.tcp_output(id),
        }
        true
    }

    /// A handshake is complete: the connection waits to be accepted.
    fn tcp_established(&mut self, id: SocketId) {
        self.notify(Notice::Writable(id));
        let Some(listener) = self.tcp(id).listener.filter(|l| self.live(*l).is_some()) else { return };
        let tcp = self.tcp_mut(listener.id);
        tcp.begun.retain(|child| *child != id);
        tcp.ready.push_back(id);
        self.notify(Notice::Readable(listener.id));
    }

    /// Data and FIN: in order they are taken, early ones kept, old ones acknowledged again.
    fn tcp_take(&mut self, id: SocketId, segment: Segment) {
        let room = self.tcp_receive_room(id);
        let tcp = self.tcp_mut(id);
        if before(tcp.rcv_nxt, segment.seq) {
            let distance = segment.seq.wrapping_sub(tcp.rcv_nxt);
            if distance < room {
                tcp.early.insert(segment.seq, segment);
            }
            return self.tcp_acknowledge(id);
        }
        let mut next = Some(segment);
        let (mut grew, mut ended) = (false, false);
        while let Some(segment) = next.take() {
            let room = self.tcp_receive_room(id) as usize;
            if let Some(at) = segment.urgent {
                self.tcp_announce_urgent(id, at);
            }
            let tcp = self.tcp_mut(id);
            let old = tcp.rcv_nxt.wrapping_sub(segment.seq) as usize;
            let fresh = segment.data.get(old..).unwrap_or_default();
            let taken = fresh.len().min(room);
            if let Some(urgent) = &mut tcp.urgent
                && urgent.state == UrgentState::Announced
                && let Some(byte) = fresh[..taken].get(urgent.seq.wrapping_sub(tcp.rcv_nxt) as usize)
            {
                urgent.state = UrgentState::Here(*byte);
            }
            tcp.receive.extend(&fresh[..taken]);
            tcp.rcv_nxt = tcp.rcv_nxt.wrapping_add(taken as u32);
            self.held += taken as u64;
            grew |= taken > 0;
            let tcp = self.tcp_mut(id);
            let end = segment.seq.wrapping_add(segment.data.len() as u32);
            if segment.flags.fin && end == tcp.rcv_nxt && !tcp.fin_received {
                tcp.rcv_nxt = tcp.rcv_nxt.wrapping_add(1);
                (tcp.fin_received, ended) = (true, true);
            }
            // What came early may be next now.
            let ready = tcp.early.iter().find(|(seq, _)| !before(tcp.rcv_nxt, **seq)).map(|(seq, _)| *seq);
            next = ready.and_then(|seq| tcp.early.remove(&seq));
        }
        if grew {
            self.notify(Notice::Readable(id));
        }
        self.tcp_acknowledge(id);
        if ended {
            self.tcp_peer_finished(id);
        }
    }

    /// URG: the byte with this number is urgent. An earlier one that nobody has read becomes ordinary data.
    fn tcp_announce_urgent(&mut self, id: SocketId, at: u32) {
        let tcp = self.tcp_mut(id);
        let known = tcp.urgent.is_some_and(|urgent| !before(urgent.seq, at));
        if known || before(at, tcp.copied()) {
            return;
        }
        tcp.urgent = Some(Urgent { seq: at, state: UrgentState::Announced });
        self.notify(Notice::Urgent(id));
    }

    /// The peer's FIN: end of file for the reader.
    fn tcp_peer_finished(&mut self, id: SocketId) {
        self.socket_mut(id).shut_read = true;
        self.notify(Notice::All(id));
        match self.tcp(id).state {
            State::Established => self.tcp_mut(id).state = State::CloseWait,
            State::FinWait1 => self.tcp_mut(id).state = State::Closing,
            State::FinWait2 => self.tcp_time_wait(id),
            _ => {}
        }
    }

    /// The round trip that is being timed is over (RFC 6298, section 2).
    fn tcp_measure(&mut self, id: SocketId, ack: u32) {
        let now = self.now_ns;
        let tcp = self.tcp_mut(id);
        let Some((number, since)) = tcp.timed else { return };
        if before(ack, number) {
            return;
        }
        tcp.timed = None;
        let sample = now.saturating_sub(since).max(1);
        tcp.rtt = match tcp.rtt {
            (0, _) => (sample, sample / 2),
            (smooth, deviation) => ((7 * smooth + sample) / 8, (3 * deviation + smooth.abs_diff(sample)) / 4),
        };
    }

    /// ICMP: a segment from `local` to `remote` could not be delivered. It ends a handshake; a connection goes on trying.
    pub(crate) fn tcp_unreachable(&mut self, local: Endpoint, remote: Endpoint, errno: Errno) {
        let Some(id) = self.ports.connections.get(&(local, remote)).copied() else { return };
        if self.tcp(id).state == State::SynSent {
            self.tcp_reset(id, errno);
        }
    }
}
