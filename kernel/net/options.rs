//! What setsockopt(2) sets on a socket and getsockopt(2) gives back (socket(7)): values without an effect here are kept.

use serde::{Deserialize, Serialize};

/// SO_SNDBUF and SO_RCVBUF of a new socket (/proc/sys/net/core/wmem_default and rmem_default).
pub const BUFFER_DEFAULT: u32 = 212_992;
/// Largest that a program may ask for (wmem_max, rmem_max); the kernel doubles what it asks.
pub const BUFFER_MAX: u32 = 4_194_304;
/// SO_SNDBUF and SO_RCVBUF of a new TCP socket (tcp_wmem, tcp_rmem).
pub const TCP_SEND_DEFAULT: u32 = 16_384;
/// See [`TCP_SEND_DEFAULT`].
pub const TCP_RECEIVE_DEFAULT: u32 = 131_072;
/// Least send buffer.
pub const SEND_MIN: u32 = 4608;
/// Least receive buffer.
pub const RECEIVE_MIN: u32 = 2304;

/// On-off options of SOL_SOCKET that are kept and, unless something here reads them, have no effect.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Switches {
    pub debug: bool,
    pub reuse_address: bool,
    pub reuse_port: bool,
    pub keep_alive: bool,
    pub dont_route: bool,
    pub broadcast: bool,
    pub oob_inline: bool,
    pub no_check: bool,
    pub pass_credentials: bool,
    pub timestamp: bool,
    pub tcp_no_delay: bool,
    pub tcp_cork: bool,
    pub v6_only: bool,
}

/// All options.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Options {
    /// The switches.
    pub on: Switches,
    /// SO_SNDBUF: memory that unread messages of this socket may take.
    pub send_buffer: u32,
    /// SO_RCVBUF.
    pub receive_buffer: u32,
    /// Whether the program has set them: then TCP keeps to them.
    pub buffers_set: (bool, bool),
    /// SO_RCVLOWAT: bytes that a stream's reader waits for.
    pub receive_low: i32,
    /// SO_RCVTIMEO in ns; `None` for ever.
    pub receive_timeout_ns: Option<u64>,
    /// SO_SNDTIMEO in ns; `None` for ever.
    pub send_timeout_ns: Option<u64>,
    /// SO_LINGER: seconds, if on.
    pub linger: Option<i32>,
    /// The seconds as last set, which are given back also when it is off.
    pub linger_secs: i32,
    /// SO_PRIORITY.
    pub priority: i32,
    /// SO_PEEK_OFF: where MSG_PEEK begins; negative: at the beginning, always.
    pub peek_offset: i32,
    /// Numbers of IPPROTO_IP, IPPROTO_IPV6 and IPPROTO_TCP that are only kept: level, name, value.
    pub kept: Vec<(i32, i32, i32)>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            on: Switches::default(),
            send_buffer: BUFFER_DEFAULT,
            receive_buffer: BUFFER_DEFAULT,
            buffers_set: (false, false),
            receive_low: 1,
            receive_timeout_ns: None,
            send_timeout_ns: None,
            linger: None,
            linger_secs: 0,
            priority: 0,
            peek_offset: -1,
            kept: Vec::new(),
        }
    }
}

impl Options {
    /// So many bytes MSG_PEEK leaves out.
    pub(crate) fn peek_skips(&self) -> usize {
        self.peek_offset.max(0) as usize
    }

    /// So many bytes have been looked at, or taken.
    pub(crate) fn received(&mut self, peeks: bool, n: u64) {
        if peeks { self.peeked(n) } else { self.taken(n) }
    }

    /// The next look goes on behind them.
    fn peeked(&mut self, n: u64) {
        if self.peek_offset >= 0 {
            self.peek_offset = self.peek_offset.saturating_add(n as i32);
        }
    }

    /// Those behind them move up.
    fn taken(&mut self, n: u64) {
        if self.peek_offset > 0 {
            self.peek_offset = (i64::from(self.peek_offset) - n as i64).max(0) as i32;
        }
    }

    /// A number that is only kept.
    pub(crate) fn kept(&self, level: i32, name: i32) -> Option<i32> {
        self.kept.iter().find(|(l, n, _)| (*l, *n) == (level, name)).map(|(_, _, value)| *value)
    }

    /// Keeps a number.
    pub fn keep(&mut self, level: i32, name: i32, value: i32) {
        match self.kept.iter_mut().find(|(l, n, _)| (*l, *n) == (level, name)) {
            Some(entry) => entry.2 = value,
            None => self.kept.push((level, name, value)),
        }
    }
}
