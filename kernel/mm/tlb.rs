//! The translation look-aside buffer: which frame a recently used page is in. It holds nothing that page tables do not say,
//! so it is no part of a memory's value: clones begin with an empty one, and all are equal.
//!
//! An entry is valid while its generation is the space's: a space whose mappings change takes a new generation, which
//! empties its part of the buffer at once.

use super::page::PAGE;
use std::hash::{Hash, Hasher};

/// Entries for loads, and as many for stores; a power of two.
pub(super) const TLB_ENTRIES: usize = 512;

/// Page `page` (its address) of the space with generation `generation` is in frame `frame`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub(super) page: u64,
    pub(super) generation: u32,
    pub(super) frame: u32,
}

#[derive(Debug)]
pub(super) struct Entries {
    pub(super) read: [Entry; TLB_ENTRIES],
    pub(super) write: [Entry; TLB_ENTRIES],
}

/// The buffer; empty until first used.
#[derive(Debug, Default)]
pub struct Tlb(pub(super) Option<Box<Entries>>);

#[inline(always)]
pub(super) fn index(addr: u64) -> usize {
    (addr / PAGE) as usize % TLB_ENTRIES
}

impl Tlb {
    pub(super) fn entries(&mut self) -> &mut Entries {
        self.0.get_or_insert_with(|| {
            Box::new(Entries { read: [Entry::default(); TLB_ENTRIES], write: [Entry::default(); TLB_ENTRIES] })
        })
    }
}

impl Clone for Tlb {
    fn clone(&self) -> Tlb {
        Tlb(None)
    }
}

impl PartialEq for Tlb {
    fn eq(&self, _: &Tlb) -> bool {
        true
    }
}

impl Eq for Tlb {}

impl Hash for Tlb {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// A number that no other state of a space had since the buffer was empty. No part of a value either. 0 is never valid.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Generation(pub(super) u32);

impl PartialEq for Generation {
    fn eq(&self, _: &Generation) -> bool {
        true
    }
}

impl Eq for Generation {}

impl Hash for Generation {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}
