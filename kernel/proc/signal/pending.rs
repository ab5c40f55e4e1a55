//! Pending signals: standard ones at most once each, real-time ones queued (signal(7)).

use crate::abi::siginfo::{Origin, SigInfo};
use crate::abi::{SigSet, Signal};
use serde::{Deserialize, Serialize};

/// The signals pending for a task, or for a process.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Pending {
    set: SigSet,
    /// What is known of each, in order of arrival.
    queue: Vec<SigInfo>,
}

impl Pending {
    /// The set of pending signals.
    #[inline]
    pub fn set(&self) -> SigSet {
        self.set
    }

    /// Adds a signal. A standard one that is pending already is dropped: `false`. Those of timers queue as real-time ones
    /// do, but each timer has at most one; another takes its place.
    pub fn add(&mut self, info: SigInfo) -> bool {
        if let Origin::Timer { timer, .. } = info.origin {
            let same = |old: &&mut SigInfo| matches!(old.origin, Origin::Timer { timer: other, .. } if other == timer);
            if let Some(old) = self.queue.iter_mut().find(same) {
                *old = info;
                return true;
            }
        } else if !info.signal.is_realtime() && self.set.contains(info.signal) {
            return false;
        }
        self.set.insert(info.signal);
        self.queue.push(info);
        true
    }

    /// How many are queued.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Is none pending?
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// The first instance of a signal.
    pub fn get(&self, signal: Signal) -> Option<SigInfo> {
        self.queue.iter().find(|info| info.signal == signal).copied()
    }

    /// Takes the first instance of a signal.
    pub fn take(&mut self, signal: Signal) -> Option<SigInfo> {
        if !self.set.contains(signal) {
            return None;
        }
        let at = self.queue.iter().position(|info| info.signal == signal)?;
        let info = self.queue.remove(at);
        if !self.queue.iter().any(|other| other.signal == signal) {
            self.set.remove(signal);
        }
        Some(info)
    }

    /// Takes the next signal that is in `wanted`: the synchronous ones first, else the lowest number (SIG-25, SIG-56).
    pub fn take_next(&mut self, wanted: SigSet) -> Option<SigInfo> {
        let ready = self.set.intersection(wanted);
        let synchronous = ready.intersection(SigSet::SYNCHRONOUS);
        let signal = synchronous.lowest().or(ready.lowest())?;
        self.take(signal)
    }

    /// Takes the oldest fault of the task itself that is in `wanted`: Linux delivers those before anything else.
    pub fn take_fault(&mut self, wanted: SigSet) -> Option<SigInfo> {
        let ready = self.set.intersection(wanted).intersection(SigSet::SYNCHRONOUS);
        if ready.is_empty() {
            return None;
        }
        let signal = self.queue.iter().find(|info| info.code > 0 && ready.contains(info.signal))?.signal;
        self.take(signal)
    }

    /// Forgets these signals.
    pub fn discard(&mut self, signals: SigSet) {
        if !self.set.intersection(signals).is_empty() {
            self.set = self.set.without(signals);
            self.queue.retain(|info| !signals.contains(info.signal));
        }
    }

    /// Do set and queue say the same, with standard signals at most once but for those of timers?
    pub fn is_consistent(&self) -> bool {
        let (mut seen, mut once) = (SigSet::EMPTY, SigSet::EMPTY);
        for info in &self.queue {
            let queues = info.signal.is_realtime() || matches!(info.origin, Origin::Timer { .. });
            if !queues && once.contains(info.signal) {
                return false;
            }
            if !queues {
                once.insert(info.signal);
            }
            seen.insert(info.signal);
        }
        seen == self.set
    }
}
