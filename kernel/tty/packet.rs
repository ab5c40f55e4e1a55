//! Packet mode of pseudo-terminals (TIOCPKT, ioctl_tty(2)): each read of the master side begins with a byte that says what has
//! happened on the other side: 0 for output, which follows, else what was flushed, stopped, started or set.

use super::Tty;
use super::ldisc::LineDiscipline;
use crate::abi::flags::{IXON, VSTART, VSTOP};
use serde::{Deserialize, Serialize};

/// Input was flushed.
pub(super) const FLUSH_READ: u8 = 1;
/// Output was.
pub(super) const FLUSH_WRITE: u8 = 2;
const STOP: u8 = 4;
const START: u8 = 8;
const NO_STOP: u8 = 16;
const DO_STOP: u8 = 32;
const CTRL_S: u8 = 0x13;
const CTRL_Q: u8 = 0x11;

/// What the master side has not been told yet, and how things were when it was told last.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Packets {
    /// Bits that the next read gives.
    pub status: u8,
    stopped: bool,
    flow_control: bool,
}

/// Is output stopped and started by Ctrl+S and Ctrl+Q?
fn flow_control(disc: &LineDiscipline) -> bool {
    let termios = disc.termios();
    termios.iflag & IXON != 0 && termios.cc[VSTOP] == CTRL_S && termios.cc[VSTART] == CTRL_Q
}

impl Packets {
    /// From now on.
    pub(super) fn begin(disc: &LineDiscipline) -> Packets {
        Packets { status: 0, stopped: disc.stopped, flow_control: flow_control(disc) }
    }
}

impl Tty {
    /// Notes what has changed since the master side was told.
    pub(super) fn note_packets(&mut self) {
        let Some(packets) = &mut self.packets else { return };
        if packets.stopped != self.disc.stopped {
            packets.stopped = self.disc.stopped;
            let (bit, other) = if packets.stopped { (STOP, START) } else { (START, STOP) };
            packets.status = packets.status & !other | bit;
        }
        if packets.flow_control != flow_control(&self.disc) {
            packets.flow_control = !packets.flow_control;
            let (bit, other) = if packets.flow_control { (DO_STOP, NO_STOP) } else { (NO_STOP, DO_STOP) };
            packets.status = packets.status & !other | bit;
        }
    }

    /// Notes a flush.
    pub(super) fn note_flush(&mut self, bits: u8) {
        if let Some(packets) = &mut self.packets {
            packets.status |= bits;
        }
    }

    /// What the master side has to be told: 0 for nothing.
    pub(super) fn packet_status(&self) -> u8 {
        self.packets.map_or(0, |packets| packets.status)
    }
}
