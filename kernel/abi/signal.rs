//! Signal numbers, sets, names and default actions (signal(7)).

use serde::{Deserialize, Serialize};
use std::fmt;

/// A valid signal number, 1 to 64.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Signal(u8);

/// What an unhandled signal does (signal(7), "Standard signals").
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DefaultAction {
    /// The process dies.
    Terminate,
    /// The process dies with the core-dump flag set in its status.
    Core,
    /// Nothing happens.
    Ignore,
    /// The process stops.
    Stop,
    /// A stopped process goes on.
    Continue,
}

macro_rules! signals {
    ($($name:ident = $number:literal, $action:ident, $text:literal;)*) => {
        #[allow(missing_docs)]
        impl Signal {
            $(#[doc = $text] pub const $name: Signal = Signal($number);)*
        }

        /// Name without the `SIG` prefix removed, default action, and glibc's `strsignal` text, by number.
        const TABLE: &[(u8, &str, DefaultAction, &str)] =
            &[$(($number, concat!("SIG", stringify!($name)), DefaultAction::$action, $text),)*];
    };
}

signals! {
    HUP = 1, Terminate, "Hangup";
    INT = 2, Terminate, "Interrupt";
    QUIT = 3, Core, "Quit";
    ILL = 4, Core, "Illegal instruction";
    TRAP = 5, Core, "Trace/breakpoint trap";
    ABRT = 6, Core, "Aborted";
    BUS = 7, Core, "Bus error";
    FPE = 8, Core, "Floating point exception";
    KILL = 9, Terminate, "Killed";
    USR1 = 10, Terminate, "User defined signal 1";
    SEGV = 11, Core, "Segmentation fault";
    USR2 = 12, Terminate, "User defined signal 2";
    PIPE = 13, Terminate, "Broken pipe";
    ALRM = 14, Terminate, "Alarm clock";
    TERM = 15, Terminate, "Terminated";
    STKFLT = 16, Terminate, "Stack fault";
    CHLD = 17, Ignore, "Child exited";
    CONT = 18, Continue, "Continued";
    STOP = 19, Stop, "Stopped (signal)";
    TSTP = 20, Stop, "Stopped";
    TTIN = 21, Stop, "Stopped (tty input)";
    TTOU = 22, Stop, "Stopped (tty output)";
    URG = 23, Ignore, "Urgent I/O condition";
    XCPU = 24, Core, "CPU time limit exceeded";
    XFSZ = 25, Core, "File size limit exceeded";
    VTALRM = 26, Terminate, "Virtual timer expired";
    PROF = 27, Terminate, "Profiling timer expired";
    WINCH = 28, Ignore, "Window changed";
    IO = 29, Terminate, "I/O possible";
    PWR = 30, Terminate, "Power failure";
    SYS = 31, Core, "Bad system call";
}

impl Signal {
    /// The lowest real-time signal of the kernel (glibc keeps 32 and 33 for itself: its SIGRTMIN is 34).
    pub const RT_MIN: u8 = 32;
    /// The highest signal number.
    pub const MAX: u8 = 64;

    /// The signal with this number, unless it is out of range.
    #[inline]
    pub fn new(number: i64) -> Option<Signal> {
        if (1..=64).contains(&number) { Some(Signal(number as u8)) } else { None }
    }

    /// The number, 1 to 64.
    #[inline]
    pub fn number(self) -> u8 {
        self.0
    }

    /// Is it a real-time signal, which queues?
    #[inline]
    pub fn is_realtime(self) -> bool {
        self.0 >= Self::RT_MIN
    }

    /// The name as strace writes it: `SIGINT`, `SIGRT_2`.
    pub fn name(self) -> String {
        match TABLE.get(self.0 as usize - 1) {
            Some(row) => row.1.to_string(),
            None => format!("SIGRT_{}", self.0 - Self::RT_MIN),
        }
    }

    /// glibc's `strsignal` text.
    pub fn text(self) -> String {
        match TABLE.get(self.0 as usize - 1) {
            Some(row) => row.3.to_string(),
            None if self.0 >= 34 => format!("Real-time signal {}", self.0 - 34),
            None => format!("Unknown signal {}", self.0),
        }
    }

    /// What happens when the disposition is SIG_DFL.
    #[inline]
    pub fn default_action(self) -> DefaultAction {
        TABLE.get(self.0 as usize - 1).map_or(DefaultAction::Terminate, |row| row.2)
    }

    /// The signal with a name such as `SIGINT` or `INT`.
    pub fn from_name(name: &str) -> Option<Signal> {
        let bare = name.strip_prefix("SIG").unwrap_or(name);
        TABLE.iter().find(|row| row.1[3..] == *bare).map(|row| Signal(row.0))
    }
}

impl fmt::Debug for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// A set of signals, laid out as the kernel's 8-byte `sigset_t`: bit `n - 1` is signal `n`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct SigSet(pub u64);

impl SigSet {
    /// No signal.
    pub const EMPTY: SigSet = SigSet(0);
    /// The two that can be neither blocked nor caught.
    pub const UNBLOCKABLE: SigSet = SigSet(1 << 8 | 1 << 18);
    /// The stop signals: STOP, TSTP, TTIN, TTOU.
    pub const STOPS: SigSet = SigSet(1 << 18 | 1 << 19 | 1 << 20 | 1 << 21);
    /// Signals that a fault raises; dequeued before the others (Linux).
    pub const SYNCHRONOUS: SigSet = SigSet(1 << 3 | 1 << 4 | 1 << 6 | 1 << 7 | 1 << 10 | 1 << 30);

    /// The set of just this signal.
    #[inline]
    pub fn of(signal: Signal) -> SigSet {
        SigSet(1 << (signal.0 - 1))
    }

    /// Is the signal in the set?
    #[inline]
    pub fn contains(self, signal: Signal) -> bool {
        self.0 & Self::of(signal).0 != 0
    }

    /// Adds the signal.
    #[inline]
    pub fn insert(&mut self, signal: Signal) {
        self.0 |= Self::of(signal).0;
    }

    /// Removes the signal.
    #[inline]
    pub fn remove(&mut self, signal: Signal) {
        self.0 &= !Self::of(signal).0;
    }

    /// Both sets together.
    #[inline]
    pub fn union(self, other: SigSet) -> SigSet {
        SigSet(self.0 | other.0)
    }

    /// What is in this set and not in the other.
    #[inline]
    pub fn without(self, other: SigSet) -> SigSet {
        SigSet(self.0 & !other.0)
    }

    /// What is in both.
    #[inline]
    pub fn intersection(self, other: SigSet) -> SigSet {
        SigSet(self.0 & other.0)
    }

    /// Is no signal in it?
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The lowest signal in the set.
    #[inline]
    pub fn lowest(self) -> Option<Signal> {
        if self.0 == 0 { None } else { Some(Signal(self.0.trailing_zeros() as u8 + 1)) }
    }

    /// The signals of the set, lowest first.
    pub fn iter(self) -> impl Iterator<Item = Signal> {
        (1..=64u8).filter(move |n| self.0 >> (n - 1) & 1 == 1).map(Signal)
    }
}

impl fmt::Debug for SigSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_in_numerical_order() {
        for (i, row) in TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, i + 1, "{}", row.1);
        }
    }

    #[test]
    fn sets_name_the_right_signals() {
        assert!(SigSet::UNBLOCKABLE.contains(Signal::KILL) && SigSet::UNBLOCKABLE.contains(Signal::STOP));
        assert_eq!(SigSet::STOPS.iter().collect::<Vec<_>>(), [Signal::STOP, Signal::TSTP, Signal::TTIN, Signal::TTOU]);
        assert_eq!(
            SigSet::SYNCHRONOUS.iter().collect::<Vec<_>>(),
            [Signal::ILL, Signal::TRAP, Signal::BUS, Signal::FPE, Signal::SEGV, Signal::SYS]
        );
    }
}
