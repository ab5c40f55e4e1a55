//! Futexes: which word of memory a wait queue belongs to (futex(2)).
//!
//! A futex is a word in user memory; the kernel knows it only while somebody sleeps on it. A word in shared memory is known
//! by the object and the offset that it shows, any other by its address space and address, so that a page that is copied on
//! write does not change its identity.
//!
//! Entry points: [`Futexes::open`], [`Futexes::find`]. The call itself is in `proc::futex`, the queues in `sched::wait`.

use crate::abi::FutexId;
use crate::mm::{ObjectId, SpaceId};
use crate::table::Table;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum FutexKey {
    /// The word at this address of an address space.
    Private(SpaceId, u64),
    /// The word at this offset of an object that is mapped shared.
    Shared(ObjectId, u64),
}

/// The futexes that somebody sleeps on, or did.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Futexes {
    ids: BTreeMap<FutexKey, u32>,
    keys: Table<FutexKey>,
}

impl Futexes {
    /// The futex of this word, if it has one.
    pub fn find(&self, key: FutexKey) -> Option<FutexId> {
        self.ids.get(&key).copied().map(FutexId)
    }

    /// The futex of this word.
    pub fn open(&mut self, key: FutexKey) -> FutexId {
        if let Some(id) = self.find(key) {
            return id;
        }
        let id = self.keys.insert(key);
        self.ids.insert(key, id);
        FutexId(id)
    }

    /// Nobody sleeps on it any more.
    pub fn close(&mut self, id: FutexId) {
        if let Some(key) = self.keys.remove(id.0) {
            self.ids.remove(&key);
        }
    }

    /// Which word it is.
    pub fn key(&self, id: FutexId) -> Option<FutexKey> {
        self.keys.get(id.0).copied()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// All of them.
    pub fn ids(&self) -> impl Iterator<Item = FutexId> {
        self.keys.iter().map(|(id, _)| FutexId(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_futex_while_it_is_open() {
        let mut futexes = Futexes::default();
        let (a, b) = (FutexKey::Private(SpaceId(1), 8), FutexKey::Shared(ObjectId(1), 8));
        let (x, y) = (futexes.open(a), futexes.open(b));
        assert_ne!(x, y);
        assert_eq!((futexes.open(a), futexes.key(y)), (x, Some(b)));
        futexes.close(x);
        assert_eq!((futexes.find(a), futexes.len()), (None, 1));
    }
}
