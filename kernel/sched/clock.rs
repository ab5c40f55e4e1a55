//! The virtual clock and its timers (time(7)). Time is nanoseconds since boot; it moves only when the machine
//! says so: by user code run, by system calls made, or to the next deadline when nobody can run.

use crate::abi::{Pid, Tid, TimerfdId};
use crate::net::SocketRef;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// When a timer fires; the sequence number orders those of one instant by when they were armed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct TimerId {
    /// Absolute virtual time.
    pub at_ns: u64,
    /// Unique.
    pub seq: u64,
}

/// What a timer does when it fires.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum TimerAction {
    /// A sleeping call's deadline: the task is woken, its call sees `timed_out`.
    WakeUp(Tid),
    /// A connection sends again what was not acknowledged.
    Connection(SocketRef),
    /// alarm(2) or setitimer(ITIMER_REAL): SIGALRM to the process.
    Alarm(Pid),
    /// A POSIX timer of a process expires.
    Posix(Pid, i32),
    /// A timerfd expires.
    Timerfd(TimerfdId),
}

/// The clock.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Clock {
    now_ns: u64,
    epoch_ns: u64,
    seq: u64,
    timers: BTreeMap<TimerId, TimerAction>,
    /// The earliest deadline, `u64::MAX` for none: makes the check after every call one comparison.
    next_ns: u64,
}

impl Clock {
    /// A clock at 0, with CLOCK_REALTIME at so many seconds since 1970.
    pub fn new(epoch_secs: u64) -> Clock {
        Clock {
            now_ns: 0,
            epoch_ns: epoch_secs.saturating_mul(1_000_000_000),
            seq: 0,
            timers: BTreeMap::new(),
            next_ns: u64::MAX,
        }
    }

    /// Nanoseconds since boot: CLOCK_MONOTONIC.
    #[inline]
    pub fn now_ns(&self) -> u64 {
        self.now_ns
    }

    /// Nanoseconds since 1970: CLOCK_REALTIME.
    #[inline]
    pub fn realtime_ns(&self) -> u64 {
        self.epoch_ns.saturating_add(self.now_ns)
    }

    /// Nanoseconds from 1970 to boot.
    #[inline]
    pub fn epoch_ns(&self) -> u64 {
        self.epoch_ns
    }

    /// Lets time pass; timers that come due are the caller's business (`due`).
    #[inline]
    pub fn pass(&mut self, ns: u64) {
        self.now_ns = self.now_ns.saturating_add(ns);
    }

    /// Has the earliest timer come due?
    #[inline]
    pub fn is_due(&self) -> bool {
        self.next_ns <= self.now_ns
    }

    /// When the earliest timer fires.
    #[inline]
    pub fn next_deadline(&self) -> Option<u64> {
        (self.next_ns != u64::MAX).then_some(self.next_ns)
    }

    /// Arms a timer for an absolute time (at once, if that is past).
    pub fn arm(&mut self, at_ns: u64, action: TimerAction) -> TimerId {
        self.seq += 1;
        // The last instant stands for "never" in `next_ns`.
        let id = TimerId { at_ns: at_ns.min(u64::MAX - 1), seq: self.seq };
        self.timers.insert(id, action);
        self.next_ns = self.next_ns.min(id.at_ns);
        id
    }

    /// Disarms a timer; nothing if it has fired.
    pub fn cancel(&mut self, id: TimerId) {
        if self.timers.remove(&id).is_some() && id.at_ns == self.next_ns {
            self.find_next();
        }
    }

    /// Takes the earliest timer that is due.
    pub fn take_due(&mut self) -> Option<(TimerId, TimerAction)> {
        if !self.is_due() {
            return None;
        }
        let taken = self.timers.pop_first();
        self.find_next();
        taken
    }

    /// Armed timers, earliest first.
    pub fn timers(&self) -> impl Iterator<Item = (TimerId, TimerAction)> {
        self.timers.iter().map(|(id, action)| (*id, *action))
    }

    fn find_next(&mut self) {
        self.next_ns = self.timers.first_key_value().map_or(u64::MAX, |(id, _)| id.at_ns);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timers_fire_in_order_of_time_then_of_arming() {
        let mut clock = Clock::new(10);
        let wake = |n| TimerAction::WakeUp(Tid(n));
        clock.arm(50, wake(1));
        let second = clock.arm(20, wake(2));
        clock.arm(20, wake(3));
        assert_eq!(clock.next_deadline(), Some(20));
        assert_eq!(clock.take_due(), None);
        clock.pass(60);
        assert_eq!(clock.take_due().map(|t| t.1), Some(wake(2)));
        clock.cancel(second);
        assert_eq!(clock.take_due().map(|t| t.1), Some(wake(3)));
        assert_eq!(clock.take_due().map(|t| t.1), Some(wake(1)));
        assert_eq!(clock.next_deadline(), None);
        assert_eq!(clock.realtime_ns(), 10_000_000_060);
    }
}
