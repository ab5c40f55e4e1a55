//! Changing an address space: mmap(2), munmap(2), mprotect(2), brk(2), and what shmat(2) needs.

use super::object::ObjectId;
use super::page::{PAGE, PAGE_MASK};
use super::vma::{AreaKind, Backing, Prot, Sharing, Vma};
use super::{Memory, MmError, SpaceId};

/// First address behind the stack.
pub const STACK_TOP: u64 = 0x7fff_ffff_f000;
/// The usual limit of the stack's size: 8 MiB.
pub const STACK_LIMIT: u64 = 8 << 20;
/// mmap without an address places areas below this one.
pub const MMAP_BASE: u64 = 0x7fff_f000_0000;
/// The lowest address that may be mapped (vm.mmap_min_addr).
const MMAP_MIN: u64 = 0x1_0000;
/// First address that no user space has.
pub(crate) const TASK_END: u64 = 0x7fff_ffff_f000;
/// The most areas a space may have (vm.max_map_count).
const AREAS_MAX: usize = 65_530;

/// Where a mapping goes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Placement {
    /// Anywhere.
    Any,
    /// There if it is free, otherwise anywhere.
    Hint(u64),
    /// Exactly there, replacing what is there (MAP_FIXED).
    Fixed(u64),
    /// Exactly there, if it is free (MAP_FIXED_NOREPLACE).
    FixedNoReplace(u64),
}

/// What to map.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct MapRequest {
    /// Where.
    pub placement: Placement,
    /// Bytes; rounded up to pages.
    pub len: u64,
    /// What may be done.
    pub prot: Prot,
    /// Who sees stores.
    pub sharing: Sharing,
    /// An object and an offset (a multiple of the page size), or anonymous memory.
    pub object: Option<(ObjectId, u64)>,
}

impl Memory {
    /// mmap: returns the address. Shared anonymous memory becomes an object of its own.
    pub fn map(&mut self, id: SpaceId, req: MapRequest) -> Result<u64, MmError> {
        if req.len == 0 {
            return Err(MmError::Invalid);
        }
        let len = req.len.checked_next_multiple_of(PAGE).filter(|l| *l < TASK_END).ok_or(MmError::NoMemory)?;
        if req.object.is_some_and(|(_, offset)| offset % PAGE != 0 || offset.checked_add(len).is_none()) {
            return Err(MmError::Invalid);
        }
        // As Linux's overcommit heuristic: what can never fit is refused.
        if req.object.is_none() && len / PAGE > u64::from(self.frames.limit()) {
            return Err(MmError::NoMemory);
        }
        let start = self.place(id, req.placement, len)?;
        if let Placement::Fixed(_) = req.placement {
            self.unmap(id, start, len)?;
        }
        let (backing, own) = match (req.object, req.sharing) {
            (Some((object, offset)), _) => (Backing::Object { id: object, offset }, None),
            (None, Sharing::Private) => (Backing::Anonymous, None),
            (None, Sharing::Shared) => {
                let object = self.object_create(len)?;
                (Backing::Object { id: object, offset: 0 }, Some(object))
            }
        };
        let vma = Vma { start, end: start + len, prot: req.prot, sharing: req.sharing, backing, kind: AreaKind::Map };
        let inserted = self.insert_area(id, vma);
        if let Some(object) = own {
            // The area holds its own reference by now.
            self.object_release(object);
        }
        inserted.map(|()| start)
    }

    /// The address for `len` bytes.
    pub(super) fn place(&self, id: SpaceId, placement: Placement, len: u64) -> Result<u64, MmError> {
        let fits = |a: u64| a >= MMAP_MIN && a.checked_add(len).is_some_and(|e| e <= TASK_END);
        match placement {
            Placement::Fixed(a) | Placement::FixedNoReplace(a) => {
                if a % PAGE != 0 {
                    return Err(MmError::Invalid);
                }
                if !fits(a) {
                    return Err(MmError::NoMemory);
                }
                let replace = matches!(placement, Placement::Fixed(_));
                if replace || self.is_free(id, a, len) { Ok(a) } else { Err(MmError::Exists) }
            }
            Placement::Hint(a) => {
                let a = a & !PAGE_MASK;
                if fits(a) && self.is_free(id, a, len) { Ok(a) } else { self.find_gap(id, len) }
            }
            Placement::Any => self.find_gap(id, len),
        }
    }

    /// Nothing is mapped in `start..start + len`.
    pub fn is_free(&self, id: SpaceId, start: u64, len: u64) -> bool {
        let Some(space) = self.spaces.get(id.0 as usize) else { return false };
        space.vmas.get(space.vma_index(start)).is_none_or(|v| v.start >= start.saturating_add(len))
    }

    /// The highest free range of `len` bytes below the mmap base.
    fn find_gap(&self, id: SpaceId, len: u64) -> Result<u64, MmError> {
        let space = self.spaces.get(id.0 as usize).ok_or(MmError::Invalid)?;
        let floor = MMAP_MIN.max(space.brk.next_multiple_of(PAGE));
        let mut end = MMAP_BASE;
        for v in space.vmas.iter().rev().skip_while(|v| v.start >= MMAP_BASE) {
            if v.end <= end && end - v.end >= len && v.end >= floor {
                return Ok(end - len);
            }
            end = end.min(v.start);
        }
        end.checked_sub(len).filter(|a| *a >= floor).ok_or(MmError::NoMemory)
    }

    /// Adds an area where none is, joining it to its neighbours if they are alike. Takes a reference to its object.
    pub(super) fn insert_area(&mut self, id: SpaceId, vma: Vma) -> Result<(), MmError> {
        let space = self.spaces.get_mut(id.0 as usize).filter(|s| s.users > 0).ok_or(MmError::Invalid)?;
        let n = space.vma_index(vma.start);
        if space.vmas.get(n).is_some_and(|v| v.start < vma.end) {
            return Err(MmError::Exists);
        }
        if space.vmas.len() >= AREAS_MAX {
            return Err(MmError::NoMemory);
        }
        space.vmas.insert(n, vma);
        self.area_ref(&vma, true);
        self.join(id, n + 1);
        self.join(id, n);
        Ok(())
    }

    /// Makes one area of the one with this index and the one before it, if they can be. Were they?
    fn join(&mut self, id: SpaceId, n: usize) -> bool {
        let Some(space) = self.spaces.get_mut(id.0 as usize) else { return false };
        if n == 0 || !space.vmas.get(n).is_some_and(|area| space.vmas[n - 1].joins(area)) {
            return false;
        }
        let gone = space.vmas.remove(n);
        space.vmas[n - 1].end = gone.end;
        self.area_ref(&gone, false);
        true
    }

    /// munmap: removes whatever is mapped in the range. No error if nothing is.
    pub fn unmap(&mut self, id: SpaceId, start: u64, len: u64) -> Result<(), MmError> {
        let end = Self::range_end(start, len)?;
        self.split(id, start, end)?;
        let Some(space) = self.spaces.get_mut(id.0 as usize) else { return Err(MmError::Invalid) };
        let from = space.vma_index(start);
        let to = space.vmas.partition_point(|v| v.start < end);
        if from >= to {
            return Ok(());
        }
        let gone: Vec<Vma> = space.vmas.drain(from..to).collect();
        self.drop_pages(id, start, end);
        gone.iter().for_each(|v| self.area_ref(v, false));
        Ok(())
    }

    /// mprotect. ENOMEM if part of the range is not mapped (what lies before the hole has been changed then).
    pub fn protect(&mut self, id: SpaceId, start: u64, len: u64, prot: Prot) -> Result<(), MmError> {
        let end = Self::range_end(start, len)?;
        let mut refused = false;
        let mut at = start;
        while at < end {
            let Some(area) = self.area_at(id, at).copied() else { break };
            if area.prot.contains(Prot::NEVER_WRITE) && prot.contains(Prot::WRITE) {
                refused = true;
                break;
            }
            let until = area.end.min(end);
            let new = Prot(prot.0 | area.prot.0 & Prot::NEVER_WRITE.0);
            // What is so already stays in one piece.
            if new != area.prot {
                self.split(id, at, until)?;
                let space = self.spaces.get_mut(id.0 as usize).ok_or(MmError::Invalid)?;
                let n = space.vma_index(at);
                if let Some(area) = space.vmas.get_mut(n) {
                    area.prot = new;
                }
                self.join(id, n + 1);
                self.join(id, n);
            }
            at = until;
        }
        self.flush(id);
        match (refused, at < end) {
            (true, _) => Err(MmError::Access),
            (false, true) => Err(MmError::NoMemory),
            (false, false) => Ok(()),
        }
    }

    /// The page-aligned end of a range that must lie in user memory.
    fn range_end(start: u64, len: u64) -> Result<u64, MmError> {
        let end = start.checked_add(len).and_then(|e| e.checked_next_multiple_of(PAGE));
        if !start.is_multiple_of(PAGE) || len == 0 {
            return Err(MmError::Invalid);
        }
        end.filter(|e| *e <= TASK_END).ok_or(MmError::Invalid)
    }

    /// Makes area borders at `start` and `end`.
    fn split(&mut self, id: SpaceId, start: u64, end: u64) -> Result<(), MmError> {
        for at in [start, end] {
            let space = self.spaces.get_mut(id.0 as usize).ok_or(MmError::Invalid)?;
            let n = space.vma_index(at);
            let Some(v) = space.vmas.get(n).copied().filter(|v| v.start < at) else { continue };
            if space.vmas.len() >= AREAS_MAX {
                return Err(MmError::NoMemory);
            }
            space.vmas[n] = v.part(at, v.end);
            space.vmas.insert(n, v.part(v.start, at));
            self.area_ref(&v, true);
        }
        Ok(())
    }

    /// brk: moves the end of the heap if it can, and returns where it is then. 0 asks.
    pub fn set_brk(&mut self, id: SpaceId, want: u64) -> u64 {
        let Some(space) = self.spaces.get(id.0 as usize) else { return 0 };
        let (first, old) = (space.brk_start, space.brk);
        if want < first || want >= MMAP_BASE {
            return old;
        }
        let (old_end, new_end) = (old.next_multiple_of(PAGE), want.next_multiple_of(PAGE));
        if new_end < old_end {
            if self.unmap(id, new_end, old_end - new_end).is_err() {
                return old;
            }
        } else if new_end > old_end {
            let too_large = (new_end - first) / PAGE > u64::from(self.frames.limit());
            let vma = Vma {
                start: old_end,
                end: new_end,
                prot: Prot::RW,
                sharing: Sharing::Private,
                backing: Backing::Anonymous,
                kind: AreaKind::Heap,
            };
            if too_large || self.insert_area(id, vma).is_err() {
                return old;
            }
        }
        self.spaces[id.0 as usize].brk = want;
        want
    }

    /// Where the heap begins.
    pub fn brk_start(&self, id: SpaceId) -> u64 {
        self.spaces.get(id.0 as usize).map_or(0, |s| s.brk_start)
    }
}
