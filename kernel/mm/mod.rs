//! Memory management: numbered frames, address spaces, copy-on-write, and copying to and from user memory.
//!
//! [`Memory`] is all of a machine's physical memory and page tables, as one value. An address space ([`SpaceId`]) is a
//! sorted list of areas ([`Vma`]) and a directory of counted, shared page table leaves. A page is made when it is first
//! touched, shared by fork and copied when it is written. The CPU goes through [`UserMemory::load`] and [`UserMemory::store`],
//! which look into a translation buffer first; the kernel uses `copy_in` and `copy_out`.
//!
//! Man pages: mmap(2), munmap(2), mprotect(2), brk(2), fork(2) (memory), mincore(2).

mod access;
mod check;
mod fault;
mod frame;
mod inspect;
mod leaf;
mod map;
mod object;
mod page;
mod remap;
mod space;
mod stores;
#[cfg(test)]
mod tests;
mod tlb;
mod vma;

pub use access::{CopyFault, UserMemory};
pub use fault::{Fault, FaultReason};
pub use frame::FrameId;
pub use inspect::{Mapping, PageInfo};
pub(crate) use map::TASK_END;
pub use map::{MMAP_BASE, MapRequest, Placement, STACK_LIMIT, STACK_TOP};
pub use object::{AreaNote, OBJECT_MAX, ObjectId};
pub use page::{PAGE, PAGE_MASK, PAGE_SIZE, Page};
pub use space::{ImageSegment, SpaceId};
pub use stores::Stored;
pub use vma::{Access, AreaKind, Backing, Prot, Sharing, Vma};

use frame::Frames;
use leaf::Leaves;
use object::Objects;
use serde::{Deserialize, Serialize};
use space::Space;
use stores::Stores;
use tlb::Tlb;

/// Why a request was refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum MmError {
    /// ENOMEM: no frame or no room in the address space.
    #[error("out of memory")]
    NoMemory,
    /// EINVAL: an address or a length makes no sense.
    #[error("invalid argument")]
    Invalid,
    /// EEXIST: MAP_FIXED_NOREPLACE met a mapping.
    #[error("address range is in use")]
    Exists,
    /// EFAULT: mremap of what is not mapped.
    #[error("nothing is mapped there")]
    NotMapped,
    /// EACCES: mprotect of what may never be written.
    #[error("the mapping can't be made writable")]
    Access,
}

/// A machine's memory.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Memory {
    frames: Frames,
    leaves: Leaves,
    spaces: Vec<Space>,
    free_spaces: Vec<u32>,
    objects: Objects,
    /// Areas of watched objects that came or went, until somebody asks.
    area_notes: Vec<AreaNote>,
    /// A misaligned load or store is SIGBUS.
    strict_alignment: bool,
    #[serde(skip)]
    tlb: Tlb,
    #[serde(skip)]
    stores: Stores,
}

impl Memory {
    /// Memory with at most `frames` frames.
    pub fn new(frames: u32) -> Memory {
        Memory {
            frames: Frames::new(frames),
            leaves: Leaves::default(),
            spaces: Vec::new(),
            free_spaces: Vec::new(),
            objects: Objects::default(),
            area_notes: Vec::new(),
            strict_alignment: false,
            tlb: Tlb::default(),
            stores: Stores::default(),
        }
    }

    /// Makes misaligned loads and stores fault (SIGBUS), or work as on x86.
    pub fn set_strict_alignment(&mut self, strict: bool) {
        self.strict_alignment = strict;
    }

    /// Changes the number of frames that may be in use; frames in use stay.
    pub fn set_frame_limit(&mut self, frames: u32) {
        self.frames.set_limit(frames);
    }

    /// Lets clones made from now on share all pages until one side writes. Without it a clone copies what was written
    /// since the last call. Gives the number of pages that it concerned: those written since.
    pub fn seal(&mut self) -> usize {
        self.frames.seal()
    }
}
