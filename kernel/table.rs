//! A dense table with stable keys: the home of every kernel object (tasks, files, pipes, ...).
//!
//! Like the `slab` crate, but a value through and through: it compares, hashes and serialises together with
//! its free list, so that a restored kernel hands out the same keys as the original. Keys recycle, last freed
//! first; numbers that a person sees (pids, descriptors) are never keys.

use serde::{Deserialize, Serialize};

/// The end of the free list.
const NONE: u32 = u32::MAX;

/// One slot: an object, or a link of the free list.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
enum Slot<T> {
    Used(T),
    Free(u32),
}

/// Objects by key, found in one step.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Table<T> {
    slots: Vec<Slot<T>>,
    free: u32,
    len: u32,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table { slots: Vec::new(), free: NONE, len: 0 }
    }
}

impl<T> Table<T> {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many objects are in it.
    #[inline]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Is nothing in it?
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The key that the next [`Table::insert`] gives.
    #[inline]
    pub fn next_key(&self) -> u32 {
        if self.free == NONE { self.slots.len() as u32 } else { self.free }
    }

    /// Puts an object in and tells its key.
    #[inline(always)]
    pub fn insert(&mut self, value: T) -> u32 {
        self.len += 1;
        let key = self.free;
        match self.slots.get_mut(key as usize) {
            Some(slot) => {
                if let Slot::Free(next) = *slot {
                    self.free = next;
                }
                // The old value is a link: without dropping it the new one is moved once, not by way of a copy.
                std::mem::forget(std::mem::replace(slot, Slot::Used(value)));
                key
            }
            None => {
                self.slots.push(Slot::Used(value));
                self.slots.len() as u32 - 1
            }
        }
    }

    /// Takes an object out; `None` when the key is free.
    #[inline(always)]
    pub fn remove(&mut self, key: u32) -> Option<T> {
        let slot = self.slots.get_mut(key as usize)?;
        if matches!(slot, Slot::Free(_)) {
            return None;
        }
        let old = std::mem::replace(slot, Slot::Free(self.free));
        self.free = key;
        self.len -= 1;
        match old {
            Slot::Used(value) => Some(value),
            Slot::Free(_) => None,
        }
    }

    /// Drops an object; nothing when the key is free. Cheaper than taking it out.
    #[inline]
    pub fn discard(&mut self, key: u32) {
        if let Some(slot @ Slot::Used(_)) = self.slots.get_mut(key as usize) {
            *slot = Slot::Free(self.free);
            self.free = key;
            self.len -= 1;
        }
    }

    /// The object with this key.
    #[inline(always)]
    pub fn get(&self, key: u32) -> Option<&T> {
        match self.slots.get(key as usize) {
            Some(Slot::Used(value)) => Some(value),
            _ => None,
        }
    }

    /// The object with this key, to be changed.
    #[inline(always)]
    pub fn get_mut(&mut self, key: u32) -> Option<&mut T> {
        match self.slots.get_mut(key as usize) {
            Some(Slot::Used(value)) => Some(value),
            _ => None,
        }
    }

    /// Is there an object with this key?
    #[inline]
    pub fn contains(&self, key: u32) -> bool {
        self.get(key).is_some()
    }

    /// All objects with their keys, lowest key first.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.slots.iter().enumerate().filter_map(|(key, slot)| match slot {
            Slot::Used(value) => Some((key as u32, value)),
            Slot::Free(_) => None,
        })
    }

    /// All objects with their keys, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (u32, &mut T)> {
        self.slots.iter_mut().enumerate().filter_map(|(key, slot)| match slot {
            Slot::Used(value) => Some((key as u32, value)),
            Slot::Free(_) => None,
        })
    }
}

/// The object with this key, which the kernel's own bookkeeping vouches for: a missing one is a bug of the kernel.
impl<T> std::ops::Index<u32> for Table<T> {
    type Output = T;

    #[inline(always)]
    fn index(&self, key: u32) -> &T {
        match self.slots.get(key as usize) {
            Some(Slot::Used(value)) => value,
            _ => missing(key),
        }
    }
}

impl<T> std::ops::IndexMut<u32> for Table<T> {
    #[inline(always)]
    fn index_mut(&mut self, key: u32) -> &mut T {
        match self.slots.get_mut(key as usize) {
            Some(Slot::Used(value)) => value,
            _ => missing(key),
        }
    }
}

#[cold]
fn missing(key: u32) -> ! {
    panic!("kernel invariant broken: no object with key {key}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_stable_and_recycle_last_freed_first() {
        let mut table = Table::new();
        let (a, b, c) = (table.insert("a"), table.insert("b"), table.insert("c"));
        assert_eq!((a, b, c), (0, 1, 2));
        assert_eq!(table.remove(a), Some("a"));
        assert_eq!(table.remove(a), None);
        assert_eq!(table.remove(b), Some("b"));
        assert_eq!(table.next_key(), b);
        assert_eq!(table.insert("d"), b);
        assert_eq!(table.insert("e"), a);
        assert_eq!(table.insert("f"), 3);
        assert_eq!(table.iter().map(|(k, v)| (k, *v)).collect::<Vec<_>>(), [(0, "e"), (1, "d"), (2, "c"), (3, "f")]);
        assert_eq!(table.len(), 4);
    }
}
