//! Address spaces: making, sharing, forking and dropping them. fork(2), vfork(2), execve(2).

use super::fault::Fault;
use super::frame::Frames;
use super::leaf::{LEAF_ENTRIES, Leaves};
use super::object::AreaNote;
use super::page::{PAGE, PAGE_SIZE};
use super::tlb::{Number, Recent};
use super::vma::{AreaKind, Backing, Prot, Sharing, Vma};
use super::{Memory, MmError, STACK_LIMIT, STACK_TOP};
use serde::{Deserialize, Serialize};

/// Names an address space.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct SpaceId(pub u32);

/// Addresses that a leaf covers.
pub(super) const LEAF_SPAN: u64 = PAGE * LEAF_ENTRIES as u64;

/// The leaf for addresses from `number * LEAF_SPAN` on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(super) struct DirEntry {
    pub(super) number: u64,
    pub(super) leaf: u32,
}

/// An address space. A free one has no users and empty lists (whose buffers it keeps).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub(super) struct Space {
    /// Processes and threads that live in it.
    pub(super) users: u32,
    /// Its areas, ascending, not overlapping.
    pub(super) vmas: Vec<Vma>,
    /// Its page table leaves, ascending.
    pub(super) dir: Vec<DirEntry>,
    /// Where the heap begins.
    pub(super) brk_start: u64,
    /// The break: the end of the heap, not rounded.
    pub(super) brk: u64,
    /// How far the stack may grow, in bytes.
    pub(super) stack_limit: u64,
    /// In the translation buffer, for loads.
    #[serde(skip)]
    pub(super) load_number: Number,
    /// For stores: changes also when pages become shared.
    #[serde(skip)]
    pub(super) store_number: Number,
    /// Behind the translation buffer.
    #[serde(skip)]
    pub(super) recent: Recent,
}

/// Memory that a program starts with: see [`Memory::space_from_image`].
#[derive(Clone, Copy, Debug)]
pub struct ImageSegment<'a> {
    /// First address, page-aligned.
    pub addr: u64,
    /// Size in bytes; zero beyond `bytes`.
    pub size: u64,
    /// What may be done with it.
    pub prot: Prot,
    /// The initial contents.
    pub bytes: &'a [u8],
}

impl Space {
    /// The index of the first area that ends behind `addr`.
    #[inline]
    pub(super) fn vma_index(&self, addr: u64) -> usize {
        self.vmas.partition_point(|v| v.end <= addr)
    }

    /// The area that `addr` is in.
    #[inline]
    pub(super) fn vma_at(&self, addr: u64) -> Option<&Vma> {
        self.vmas.get(self.vma_index(addr)).filter(|v| v.start <= addr)
    }

    #[inline]
    pub(super) fn dir_index(&self, addr: u64) -> Result<usize, usize> {
        self.dir.binary_search_by_key(&(addr / LEAF_SPAN), |d| d.number)
    }

    /// The frame of the page at `addr`, if it is there.
    pub(super) fn frame_at(&self, addr: u64, leaves: &Leaves) -> Option<u32> {
        let d = self.dir_index(addr).ok()?;
        leaves.get(self.dir[d].leaf, (addr / PAGE) as usize)
    }

    /// The leaf for `addr`, made if there is none, with no other user.
    pub(super) fn leaf_for_write(&mut self, addr: u64, leaves: &mut Leaves, frames: &mut Frames) -> u32 {
        match self.dir_index(addr) {
            Ok(n) => {
                let leaf = &mut self.dir[n].leaf;
                if leaves.refs(*leaf) > 1 {
                    *leaf = leaves.unshare(*leaf, frames);
                }
                *leaf
            }
            Err(n) => {
                let leaf = leaves.alloc();
                self.dir.insert(n, DirEntry { number: addr / LEAF_SPAN, leaf });
                leaf
            }
        }
    }
}

impl Memory {
    /// Forgets all translations of a space.
    pub(super) fn flush(&mut self, space: SpaceId) {
        if let Some(s) = self.spaces.get_mut(space.0 as usize) {
            (s.load_number, s.store_number, s.recent) = Default::default();
        }
    }

    /// The id of a space whose fields `fill` will set; reuses the buffers of a dropped one.
    fn space_slot(&mut self) -> SpaceId {
        let n = self.free_spaces.pop().unwrap_or_else(|| {
            self.spaces.push(Space::default());
            self.spaces.len() as u32 - 1
        });
        let s = &mut self.spaces[n as usize];
        s.users = 1;
        s.stack_limit = STACK_LIMIT;
        SpaceId(n)
    }

    /// A new empty space with one user and nothing mapped, not even a stack.
    pub fn space_create(&mut self) -> SpaceId {
        self.space_slot()
    }

    /// A space with a program's segments mapped and filled, an empty heap at `brk_start` (rounded up to a page) and a
    /// stack. Made once for each program: exec forks it, so that all its processes share frames until they write.
    pub fn space_from_image(&mut self, segments: &[ImageSegment], brk_start: u64) -> Result<SpaceId, MmError> {
        let id = self.space_slot();
        let filled = self.fill_image(id, segments, brk_start);
        if let Err(e) = filled {
            self.space_release(id);
            return Err(e);
        }
        Ok(id)
    }

    fn fill_image(&mut self, id: SpaceId, segments: &[ImageSegment], brk_start: u64) -> Result<(), MmError> {
        for s in segments {
            let end =
                s.addr.checked_add(s.size).and_then(|e| e.checked_next_multiple_of(PAGE)).ok_or(MmError::Invalid)?;
            if s.addr % PAGE != 0 || s.size == 0 || s.bytes.len() as u64 > s.size {
                return Err(MmError::Invalid);
            }
            self.insert_area(
                id,
                Vma {
                    start: s.addr,
                    end,
                    prot: s.prot,
                    sharing: Sharing::Private,
                    backing: Backing::Anonymous,
                    kind: AreaKind::Image,
                },
            )?;
            for (n, chunk) in s.bytes.chunks(PAGE_SIZE).enumerate() {
                let frame = self.frames.alloc_filled(chunk).ok_or(MmError::NoMemory)?;
                self.set_page(id, s.addr + n as u64 * PAGE, frame);
            }
        }
        let space = &mut self.spaces[id.0 as usize];
        space.brk_start = brk_start.checked_next_multiple_of(PAGE).ok_or(MmError::Invalid)?;
        space.brk = space.brk_start;
        self.insert_area(
            id,
            Vma {
                start: STACK_TOP - 33 * PAGE,
                end: STACK_TOP,
                prot: Prot::RW,
                sharing: Sharing::Private,
                backing: Backing::Anonymous,
                kind: AreaKind::Stack,
            },
        )
    }

    /// Puts `frame`, with the caller's reference, where no page is yet.
    fn set_page(&mut self, id: SpaceId, addr: u64, frame: u32) {
        let space = &mut self.spaces[id.0 as usize];
        let leaf = space.leaf_for_write(addr, &mut self.leaves, &mut self.frames);
        self.leaves.set(leaf, (addr / PAGE) as usize, Some(frame));
    }

    /// A copy of a space: leaves are shared, pages will be copied when either side writes. `None` for an unknown space.
    pub fn space_fork(&mut self, parent: SpaceId) -> Option<SpaceId> {
        if self.spaces.get(parent.0 as usize)?.users == 0 {
            return None;
        }
        let child = self.space_slot();
        let [p, c] = self.spaces.get_disjoint_mut([parent.0 as usize, child.0 as usize]).ok()?;
        p.store_number = Number::default();
        p.recent.forget_stores();
        c.vmas.clone_from(&p.vmas);
        c.dir.clone_from(&p.dir);
        (c.brk_start, c.brk, c.stack_limit) = (p.brk_start, p.brk, p.stack_limit);
        for d in &c.dir {
            self.leaves.incref(d.leaf);
        }
        for v in &c.vmas {
            if let Backing::Object { id, .. } = v.backing
                && let Some(o) = self.objects.get_mut(id)
            {
                o.refs += 1;
                if o.watched {
                    self.area_notes.push(AreaNote { object: id, came: true });
                }
            }
        }
        Some(child)
    }

    /// Another user lives in the space (vfork, threads).
    pub fn space_retain(&mut self, id: SpaceId) {
        if let Some(s) = self.spaces.get_mut(id.0 as usize).filter(|s| s.users > 0) {
            s.users += 1;
        }
    }

    /// A user leaves; the last one drops the space and all it alone holds.
    pub fn space_release(&mut self, id: SpaceId) {
        let Some(s) = self.spaces.get_mut(id.0 as usize).filter(|s| s.users > 0) else { return };
        s.users -= 1;
        if s.users > 0 {
            return;
        }
        for d in s.dir.drain(..) {
            self.leaves.decref(d.leaf, &mut self.frames);
        }
        (s.brk_start, s.brk, s.stack_limit) = (0, 0, 0);
        let mut vmas = std::mem::take(&mut s.vmas);
        for v in vmas.drain(..) {
            if let Backing::Object { id, .. } = v.backing {
                self.area_object(id, false);
            }
        }
        self.spaces[id.0 as usize].vmas = vmas;
        self.free_spaces.push(id.0);
        // No translation of the dead space may be found by the next user of its number.
        self.flush(id);
    }

    /// Users of a space; 0 if it does not exist.
    pub fn space_users(&self, id: SpaceId) -> u32 {
        self.spaces.get(id.0 as usize).map_or(0, |s| s.users)
    }

    /// Sets how far the stack may grow (RLIMIT_STACK), in bytes.
    pub fn set_stack_limit(&mut self, id: SpaceId, bytes: u64) {
        if let Some(s) = self.spaces.get_mut(id.0 as usize) {
            s.stack_limit = bytes;
        }
    }

    /// The lowest address that the stack may grow to.
    pub fn stack_low(&self, id: SpaceId) -> u64 {
        STACK_TOP - self.spaces.get(id.0 as usize).map_or(0, |s| s.stack_limit.min(STACK_TOP))
    }

    /// Makes sure that the page at `addr` is there and may be accessed so; as a touch by the program would.
    pub fn touch(&mut self, id: SpaceId, addr: u64, access: super::Access) -> Result<(), Fault> {
        self.translate(id, addr, access).map(|_| ())
    }
}
