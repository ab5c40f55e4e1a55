//! Pending signals: standard ones at most once each, real-time ones queued (signal(7)); and how many each user has queued.

use crate::abi::siginfo::{Origin, SigInfo};
use crate::abi::{SigSet, Signal, Uid};
use serde::{Deserialize, Serialize};

/// How many signals wait in the queues of each user's processes, and timers, each of which has a place for one: what
/// RLIMIT_SIGPENDING limits. An entry is its target's user's, as it was when the signal was sent.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct QueuedSignals {
    /// Users with any, in the order of their numbers: few, and they come and go with every signal.
    by_user: Vec<(Uid, u64)>,
}

impl QueuedSignals {
    fn place(&self, user: Uid) -> Result<usize, usize> {
        self.by_user.binary_search_by_key(&user, |entry| entry.0)
    }

    /// How many this user has.
    pub fn of(&self, user: Uid) -> u64 {
        self.place(user).map_or(0, |at| self.by_user[at].1)
    }

    /// One more.
    pub fn charge(&mut self, user: Uid) {
        match self.place(user) {
            Ok(at) => self.by_user[at].1 += 1,
            Err(at) => self.by_user.insert(at, (user, 1)),
        }
    }

    /// One less.
    pub fn release(&mut self, user: Uid) {
        let Ok(at) = self.place(user) else { return };
        self.by_user[at].1 -= 1;
        if self.by_user[at].1 == 0 {
            self.by_user.remove(at);
        }
    }
}

/// A signal in a queue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
struct Entry {
    info: SigInfo,
    /// Whose place in the queue it takes. That of a timer's signal is the timer's, and SIGKILL needs none.
    user: Option<Uid>,
}

/// The signals pending for a task, or for a process.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Pending {
    set: SigSet,
    /// What is known of each, in order of arrival.
    queue: Vec<Entry>,
}

impl Pending {
    /// The set of pending signals.
    #[inline]
    pub fn set(&self) -> SigSet {
        self.set
    }

    /// Adds a signal to a process of `user`. A standard one that is pending already is dropped: `false`. Those of timers
    /// queue as real-time ones do, but each timer has at most one; another takes its place.
    pub fn add(&mut self, info: SigInfo, user: Uid, queued: &mut QueuedSignals) -> bool {
        let mut charged = (info.signal != Signal::KILL).then_some(user);
        if let Origin::Timer { timer, .. } = info.origin {
            let same =
                |old: &&mut Entry| matches!(old.info.origin, Origin::Timer { timer: other, .. } if other == timer);
            if let Some(old) = self.queue.iter_mut().find(same) {
                old.info = info;
                return true;
            }
            charged = None;
        } else if !info.signal.is_realtime() && self.set.contains(info.signal) {
            return false;
        }
        if let Some(user) = charged {
            queued.charge(user);
        }
        self.set.insert(info.signal);
        self.queue.push(Entry { info, user: charged });
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
        self.queue.iter().find(|entry| entry.info.signal == signal).map(|entry| entry.info)
    }

    /// Takes the first instance of a signal.
    pub fn take(&mut self, signal: Signal, queued: &mut QueuedSignals) -> Option<SigInfo> {
        if !self.set.contains(signal) {
            return None;
        }
        let at = self.queue.iter().position(|entry| entry.info.signal == signal)?;
        // Mostly it is the only one: nothing to move.
        let taken = if at + 1 < self.queue.len() { self.queue.remove(at) } else { self.queue.pop()? };
        let Entry { info, user } = taken;
        if let Some(user) = user {
            queued.release(user);
        }
        if !self.queue.iter().any(|other| other.info.signal == signal) {
            self.set.remove(signal);
        }
        Some(info)
    }

    /// Takes the next signal that is in `wanted`: the synchronous ones first, else the lowest number (SIG-25, SIG-56).
    pub fn take_next(&mut self, wanted: SigSet, queued: &mut QueuedSignals) -> Option<SigInfo> {
        let ready = self.set.intersection(wanted);
        let synchronous = ready.intersection(SigSet::SYNCHRONOUS);
        let signal = synchronous.lowest().or(ready.lowest())?;
        self.take(signal, queued)
    }

    /// Takes the oldest fault of the task itself that is in `wanted`: Linux delivers those before anything else.
    pub fn take_fault(&mut self, wanted: SigSet, queued: &mut QueuedSignals) -> Option<SigInfo> {
        let ready = self.set.intersection(wanted).intersection(SigSet::SYNCHRONOUS);
        if ready.is_empty() {
            return None;
        }
        let fault = |entry: &&Entry| entry.info.code > 0 && ready.contains(entry.info.signal);
        let signal = self.queue.iter().find(fault)?.info.signal;
        self.take(signal, queued)
    }

    /// Forgets these signals.
    pub fn discard(&mut self, signals: SigSet, queued: &mut QueuedSignals) {
        if self.set.intersection(signals).is_empty() {
            return;
        }
        self.set = self.set.without(signals);
        self.queue.retain(|entry| {
            let forgotten = signals.contains(entry.info.signal);
            if let Some(user) = entry.user.filter(|_| forgotten) {
                queued.release(user);
            }
            !forgotten
        });
    }

    /// Forgets all of them: whoever they were for is gone.
    pub fn clear(&mut self, queued: &mut QueuedSignals) {
        self.discard(self.set, queued);
    }

    /// Whose places its signals take, one an entry.
    pub fn users(&self) -> impl Iterator<Item = Uid> {
        self.queue.iter().filter_map(|entry| entry.user)
    }

    /// Do set and queue say the same, with standard signals at most once but for those of timers?
    pub fn is_consistent(&self) -> bool {
        let (mut seen, mut once) = (SigSet::EMPTY, SigSet::EMPTY);
        for Entry { info, .. } in &self.queue {
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
