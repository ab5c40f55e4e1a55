//! Page tables: leaves of 512 entries (2 MiB of addresses), counted and shared between address spaces until one of them
//! changes an entry. So fork copies a few words for each 2 MiB.
//!
//! A leaf counts as one reference to each frame it names, however many spaces share the leaf.

use super::frame::Frames;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use triomphe::Arc;

/// Entries in a leaf.
pub(super) const LEAF_ENTRIES: usize = 512;
const WORDS: usize = LEAF_ENTRIES / 64;

/// The entries: `frame + 1`, 0 for none, with a bitmap of those that are there.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Entries {
    present: [u64; WORDS],
    frames: [u32; LEAF_ENTRIES],
}

impl Entries {
    const EMPTY: Entries = Entries { present: [0; WORDS], frames: [0; LEAF_ENTRIES] };

    fn iter(&self) -> impl Iterator<Item = (usize, u32)> {
        self.present.iter().enumerate().flat_map(move |(w, bits)| {
            let mut bits = *bits;
            std::iter::from_fn(move || {
                let n = w * 64 + bits.checked_sub(1).map(|_| bits.trailing_zeros() as usize)?;
                bits &= bits - 1;
                Some(n)
            })
            .map(|n| (n, self.frames[n] - 1))
        })
    }
}

impl fmt::Debug for Entries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Leaf {
    /// Spaces that use it; 0: free.
    refs: u32,
    /// Shared with clones of the machine until changed.
    entries: Arc<Entries>,
}

/// All leaves of a machine.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Leaves {
    leaves: Vec<Leaf>,
    free: Vec<u32>,
}

impl Leaves {
    /// A new empty leaf with one reference.
    pub(super) fn alloc(&mut self) -> u32 {
        if let Some(n) = self.free.pop() {
            self.leaves[n as usize].refs = 1;
            return n;
        }
        self.leaves.push(Leaf { refs: 1, entries: Arc::new(Entries::EMPTY) });
        self.leaves.len() as u32 - 1
    }

    #[inline]
    pub(super) fn refs(&self, leaf: u32) -> u32 {
        self.leaves[leaf as usize].refs
    }

    #[inline]
    pub(super) fn incref(&mut self, leaf: u32) {
        self.leaves[leaf as usize].refs += 1;
    }

    /// Drops a reference; the last one drops the leaf's frames.
    pub(super) fn decref(&mut self, leaf: u32, frames: &mut Frames) {
        let l = &mut self.leaves[leaf as usize];
        l.refs -= 1;
        if l.refs > 0 {
            return;
        }
        match Arc::get_mut(&mut l.entries) {
            // Clear only what is set, and keep the buffer.
            Some(e) => {
                for w in 0..WORDS {
                    let mut bits = std::mem::take(&mut e.present[w]);
                    while bits != 0 {
                        let n = w * 64 + bits.trailing_zeros() as usize;
                        bits &= bits - 1;
                        frames.decref(std::mem::take(&mut e.frames[n]) - 1);
                    }
                }
            }
            None => {
                l.entries.iter().for_each(|(_, frame)| frames.decref(frame));
                l.entries = Arc::new(Entries::EMPTY);
            }
        }
        self.free.push(leaf);
    }

    /// The frame at entry `n`.
    #[inline]
    pub(super) fn get(&self, leaf: u32, n: usize) -> Option<u32> {
        self.leaves[leaf as usize].entries.frames[n % LEAF_ENTRIES].checked_sub(1)
    }

    /// Replaces entry `n` of an unshared leaf and returns the old frame. Reference counts are the caller's business.
    pub(super) fn set(&mut self, leaf: u32, n: usize, frame: Option<u32>) -> Option<u32> {
        let n = n % LEAF_ENTRIES;
        let e = Arc::make_mut(&mut self.leaves[leaf as usize].entries);
        match frame {
            Some(_) => e.present[n / 64] |= 1 << (n % 64),
            None => e.present[n / 64] &= !(1 << (n % 64)),
        }
        std::mem::replace(&mut e.frames[n], frame.map_or(0, |f| f + 1)).checked_sub(1)
    }

    /// Makes a leaf with the same entries for one of its users alone, who gives up its reference to `leaf`.
    pub(super) fn unshare(&mut self, leaf: u32, frames: &mut Frames) -> u32 {
        let new = self.alloc();
        self.leaves[leaf as usize].refs -= 1;
        // Take the new leaf's buffer out, so that both can be borrowed.
        let empty = self.leaves[leaf as usize].entries.clone();
        let mut buffer = std::mem::replace(&mut self.leaves[new as usize].entries, empty);
        let old = &self.leaves[leaf as usize].entries;
        match Arc::get_mut(&mut buffer) {
            Some(e) => {
                for w in 0..WORDS {
                    let mut bits = old.present[w];
                    e.present[w] = bits;
                    while bits != 0 {
                        let n = w * 64 + bits.trailing_zeros() as usize;
                        bits &= bits - 1;
                        e.frames[n] = old.frames[n];
                        frames.incref(old.frames[n] - 1);
                    }
                }
            }
            None => {
                old.iter().for_each(|(_, frame)| frames.incref(frame));
                buffer = Arc::new(Entries::clone(old));
            }
        }
        self.leaves[new as usize].entries = buffer;
        new
    }

    /// Entry numbers and frames that are there, ascending.
    pub(super) fn entries(&self, leaf: u32) -> impl Iterator<Item = (usize, u32)> {
        self.leaves[leaf as usize].entries.iter()
    }

    /// Entry numbers in `range` that are there.
    pub(super) fn present_in(&self, leaf: u32, range: std::ops::Range<usize>) -> impl Iterator<Item = usize> {
        let e = &self.leaves[leaf as usize].entries;
        range.filter(move |n| e.frames[*n % LEAF_ENTRIES] != 0)
    }

    /// There is a leaf of this number with references.
    pub(super) fn exists(&self, leaf: u32) -> bool {
        self.leaves.get(leaf as usize).is_some_and(|l| l.refs > 0)
    }

    /// The free list holds the free leaves, each once, and they are empty.
    pub(super) fn check_free(&self) -> Result<(), String> {
        let mut free = self.free.clone();
        free.sort_unstable();
        let unused = self.leaves.iter().enumerate().filter(|(_, l)| l.refs == 0);
        if !unused.clone().map(|(n, _)| n as u32).eq(free) {
            return Err("free list of leaves is wrong".into());
        }
        for (n, l) in unused {
            if *l.entries != Entries::EMPTY {
                return Err(format!("free leaf {n} is not empty"));
            }
        }
        Ok(())
    }

    /// Leaves with references, ascending.
    pub(super) fn used(&self) -> impl Iterator<Item = u32> {
        self.leaves.iter().enumerate().filter(|(_, l)| l.refs > 0).map(|(n, _)| n as u32)
    }
}

/// The stored form of a leaf: references, entries; of all: those, and the order of the free ones.
type Stored = (Vec<(u32, Vec<(u16, u32)>)>, Vec<u32>);

impl Serialize for Leaves {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let leaves: Vec<_> = self
            .leaves
            .iter()
            .map(|l| (l.refs, l.entries.iter().map(|(n, f)| (n as u16, f)).collect::<Vec<_>>()))
            .collect();
        (leaves, &self.free).serialize(s)
    }
}

impl<'de> Deserialize<'de> for Leaves {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Leaves, D::Error> {
        let (stored, free): Stored = Deserialize::deserialize(d)?;
        let leaves = stored
            .into_iter()
            .map(|(refs, list)| {
                let mut e = Entries::EMPTY;
                for (n, f) in list {
                    let n = n as usize % LEAF_ENTRIES;
                    e.present[n / 64] |= 1 << (n % 64);
                    e.frames[n] = f + 1;
                }
                Leaf { refs, entries: Arc::new(e) }
            })
            .collect();
        Ok(Leaves { leaves, free })
    }
}
