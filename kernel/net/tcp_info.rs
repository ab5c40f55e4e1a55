//! TCP_INFO (tcp(7)): what a program is told of a connection. What the model has not is as Linux has it at the start of one over the
//! loopback interface, or 0.

use super::Net;
use super::tcp::State;
use super::tcp_out::{MSS, MSS_LOOPBACK, mss};
use crate::abi::SocketId;

/// Size of the kernel's `struct tcp_info`; programs know its first 104 bytes.
const SIZE: usize = 280;
/// Timestamps, selective acknowledgements, window scaling: all agreed on.
const OPTIONS: u8 = 7;
const WINDOW_SCALES: u8 = 10 | 10 << 4;
/// Linux's first guesses: a congestion window of 10 segments, of which 3 may overtake each other, and no threshold.
const FIRST_WINDOW: u32 = 10;
const REORDERING: u32 = 3;
const NO_THRESHOLD: u32 = i32::MAX as u32;
/// Segment before anything is known, in bytes.
const SMALL_MSS: u32 = 536;
/// Deviation of the round-trip time before anything is known, in microseconds.
const FIRST_DEVIATION_US: u32 = 250_000;

impl State {
    /// As Linux numbers it (include/net/tcp_states.h).
    pub fn number(self) -> u8 {
        match self {
            State::Established => 1,
            State::SynSent => 2,
            State::SynReceived => 3,
            State::FinWait1 => 4,
            State::FinWait2 => 5,
            State::Closed => 7,
            State::CloseWait => 8,
            State::LastAck => 9,
            State::Listen => 10,
            State::Closing => 11,
        }
    }
}

impl Net {
    /// A `struct tcp_info`.
    pub(crate) fn tcp_info(&self, id: SocketId) -> Vec<u8> {
        let mut info = vec![0; SIZE];
        let tcp = self.tcp(id);
        let mut put = |at: usize, value: u32| info[at..at + 4].copy_from_slice(&value.to_le_bytes());
        put(80, FIRST_WINDOW);
        put(88, REORDERING);
        if tcp.state == State::Listen {
            // Of a listener: how many connections wait to be accepted, and how many may.
            put(24, tcp.ready.len() as u32);
            put(28, tcp.backlog);
        } else {
            let known = tcp.remote.filter(|_| !tcp.is_opening());
            let segment = known.map_or(MSS, |to| mss(to.ip, self.is_local(to.ip)));
            let on_its_way = tcp.snd_nxt.wrapping_sub(tcp.snd_una) as usize;
            let us = |ns: u64| (ns / 1000) as u32;
            put(8, us(self.tcp_timeout_ns(id)));
            put(16, known.map_or(SMALL_MSS, |_| segment as u32));
            put(24, on_its_way.div_ceil(segment) as u32);
            put(68, us(tcp.rtt.0));
            put(72, if tcp.rtt.0 == 0 { FIRST_DEVIATION_US } else { us(tcp.rtt.1) });
            put(76, NO_THRESHOLD);
            if known.is_some() {
                // Of the path: its largest packet, which has room for a segment and two headers.
                let path = if segment == MSS_LOOPBACK { 65_535 } else { 1500 };
                let fields =
                    [(20, SMALL_MSS), (60, path), (64, segment as u32), (84, segment as u32), (96, segment as u32)];
                fields.into_iter().for_each(|(at, value)| put(at, value));
                (info[5], info[6]) = (OPTIONS, WINDOW_SCALES);
            }
        }
        info[0] = tcp.state.number();
        info[2] = tcp.retries.min(255) as u8;
        info
    }
}
