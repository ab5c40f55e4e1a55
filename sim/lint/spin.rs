//! Spin locks: words that are taken by an atomic exchange and given back by storing what was there before. Who gives one back
//! by a plain store (`lock = 0;`) orders the next owner all the same: on the machines that such programs are written for a
//! store does not overtake those before it. Reading a lock plainly while waiting for it does no harm either.
//!
//! Entry points: [`Spins::changed`] and [`Spins::opens`] at each access, [`Spins::is_lock`] at the end of the run.

use super::access::{Access, Region};
use crate::machine::Machine;
use forklore_kernel::abi::Tid;
use forklore_userland::vm::isa::{AtomicOp, Op};
use std::collections::{BTreeMap, BTreeSet};

/// A word of memory.
pub(super) type Word = (Region, u64);

/// Who has taken a lock, and what it held before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Taken {
    by: Tid,
    before: u64,
    len: u64,
}

/// What is known of words that may be locks.
#[derive(Default)]
pub(super) struct Spins {
    taken: BTreeMap<Word, Taken>,
    locks: BTreeSet<Word>,
}

/// Can the instruction take a lock?
pub(super) fn takes(op: &Op) -> bool {
    matches!(op, Op::AtomicRmw { op: AtomicOp::Xchg, .. } | Op::AtomicCas { .. })
}

/// What the memory of an access holds now, if that fits a register.
pub(super) fn content(machine: &Machine, tid: Tid, access: &Access) -> Option<u64> {
    let len = usize::try_from(access.len).ok().filter(|len| *len <= 8)?;
    let space = machine.kernel.procs.find_task(tid)?.space;
    let mut bytes = [0; 8];
    (machine.kernel.mm.peek(space, access.addr, &mut bytes[..len]) == len).then(|| u64::from_le_bytes(bytes))
}

impl Spins {
    /// A word has been changed atomically: by an instruction that can take a lock (then `before` is what it held), or another one.
    pub fn changed(&mut self, by: Tid, word: Word, len: u64, before: Option<u64>, now: Option<u64>) {
        let owner = self.taken.get(&word).copied().filter(|taken| taken.by == by && taken.len == len);
        if owner.is_some_and(|taken| now == Some(taken.before)) {
            self.taken.remove(&word);
            self.locks.insert(word);
        } else if let Some(before) = before.filter(|before| Some(*before) != now) {
            self.taken.insert(word, Taken { by, before, len });
        }
    }

    /// Does a plain store give a lock back?
    pub fn opens(&mut self, by: Tid, word: Word, len: u64, now: Option<u64>) -> bool {
        let opens = self.taken.get(&word).is_some_and(|t| t.by == by && t.len == len && now == Some(t.before));
        if opens {
            self.changed(by, word, len, None, now);
        }
        opens
    }

    /// Is this word taken now, or has it been taken and given back?
    pub fn may_be_lock(&self, word: Word) -> bool {
        self.taken.contains_key(&word) || self.is_lock(word)
    }

    /// Has this word been taken and given back?
    pub fn is_lock(&self, word: Word) -> bool {
        self.locks.contains(&word)
    }

    /// This memory is used anew.
    pub fn forget(&mut self, region: Region, from: u64, to: u64) {
        self.taken.retain(|(r, at), _| *r != region || *at < from || *at >= to);
    }
}
