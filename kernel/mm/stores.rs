//! What the kernel stores into user memory, noted for those who follow where every byte came from.

use super::{Memory, SpaceId};

/// A range that the kernel has stored to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stored {
    /// In which space.
    pub space: SpaceId,
    /// The first address.
    pub addr: u64,
    /// How many bytes.
    pub len: u64,
}

/// The notes; nothing of the machine depends on them.
#[derive(Default, Debug)]
pub(super) struct Stores {
    on: bool,
    notes: Vec<Stored>,
}

crate::beside_the_value!(clones empty: Stores);

impl Memory {
    /// Begins to note what the kernel stores, or no longer does.
    pub fn note_stores(&mut self, on: bool) {
        self.stores = Stores { on, notes: Vec::new() };
    }

    /// What has been noted since the last time, in order.
    pub fn take_stores(&mut self) -> Vec<Stored> {
        std::mem::take(&mut self.stores.notes)
    }

    #[inline]
    pub(super) fn stored(&mut self, space: SpaceId, addr: u64, len: usize) {
        if self.stores.on {
            self.note_store(space, addr, len);
        }
    }

    #[cold]
    fn note_store(&mut self, space: SpaceId, addr: u64, len: usize) {
        self.stores.notes.push(Stored { space, addr, len: len as u64 });
    }
}
