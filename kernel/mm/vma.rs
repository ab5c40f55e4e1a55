//! Virtual memory areas: what a range of addresses of a space is. mmap(2), mprotect(2), proc_pid_maps(5).

use super::object::ObjectId;
use serde::{Deserialize, Serialize};

/// What may be done with the memory: bits of PROT_READ, PROT_WRITE, PROT_EXEC.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Prot(pub u8);

impl Prot {
    /// Nothing.
    pub const NONE: Prot = Prot(0);
    /// PROT_READ
    pub const READ: Prot = Prot(1);
    /// PROT_WRITE
    pub const WRITE: Prot = Prot(2);
    /// PROT_EXEC
    pub const EXEC: Prot = Prot(4);
    /// PROT_READ | PROT_WRITE
    pub const RW: Prot = Prot(3);
    /// PROT_READ | PROT_EXEC
    pub const RX: Prot = Prot(5);

    /// Not a bit of mmap's: the memory can't be made writable later, because what it shows was opened for reading only
    /// (VM_MAYWRITE in Linux).
    pub const NEVER_WRITE: Prot = Prot(8);

    /// Has all bits of `o`.
    pub fn contains(self, o: Prot) -> bool {
        self.0 & o.0 == o.0
    }

    /// x86-64 has no memory that can be written or executed but not read.
    pub fn allows(self, access: Access) -> bool {
        match access {
            Access::Read => self.0 & 7 != 0,
            Access::Write => self.contains(Prot::WRITE),
        }
    }
}

/// Why memory is touched.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Access {
    /// A load.
    Read,
    /// A store, or a load and a store.
    Write,
}

/// Who sees a store.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Sharing {
    /// This space; pages are copied on write.
    Private,
    /// All that map the object.
    Shared,
}

/// Where pages come from when they are first touched.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Backing {
    /// Zeros.
    Anonymous,
    /// A memory object, from byte `offset` (a multiple of the page size).
    Object {
        /// Which; the area holds a reference to it.
        id: ObjectId,
        /// Offset of the area's first byte in the object.
        offset: u64,
    },
}

/// What an area is for: as /proc/PID/maps names it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum AreaKind {
    /// The program's own code and data.
    Image,
    /// `[heap]`, moved by brk.
    Heap,
    /// `[stack]`, grows down on demand.
    Stack,
    /// Made by mmap or shmat.
    Map,
}

/// A range of addresses with one meaning.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Vma {
    /// First address, page-aligned.
    pub start: u64,
    /// First address behind it, page-aligned.
    pub end: u64,
    /// What may be done.
    pub prot: Prot,
    /// Private or shared.
    pub sharing: Sharing,
    /// Where pages come from.
    pub backing: Backing,
    /// What it is for.
    pub kind: AreaKind,
}

impl Vma {
    /// The part of the area within `start..end`, which must overlap it.
    pub(super) fn part(&self, start: u64, end: u64) -> Vma {
        let (start, end) = (start.max(self.start), end.min(self.end));
        let backing = match self.backing {
            Backing::Object { id, offset } => Backing::Object { id, offset: offset + (start - self.start) },
            Backing::Anonymous => Backing::Anonymous,
        };
        Vma { start, end, backing, ..*self }
    }

    /// The two areas can be one.
    pub(super) fn joins(&self, next: &Vma) -> bool {
        let backing = match self.backing {
            Backing::Object { id, offset } => Backing::Object { id, offset: offset + (self.end - self.start) },
            Backing::Anonymous => Backing::Anonymous,
        };
        let kind = matches!(self.kind, AreaKind::Map | AreaKind::Heap);
        kind && self.end == next.start && Vma { start: next.start, end: next.end, backing, ..*self } == *next
    }

    /// Byte of the object that `addr` shows, if the area has one.
    pub(super) fn object_at(&self, addr: u64) -> Option<(ObjectId, u64)> {
        match self.backing {
            Backing::Object { id, offset } => Some((id, offset + (addr - self.start))),
            Backing::Anonymous => None,
        }
    }
}
