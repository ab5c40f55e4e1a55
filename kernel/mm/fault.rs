//! Page faults: from an address to a frame, making or copying the page if need be. Everything that touches user memory ends
//! up here when the translation buffer does not know the page.

use super::page::{PAGE, PAGE_MASK};
use super::tlb::{Entry, index, salt};
use super::vma::{Access, AreaKind, Backing, Sharing, Vma};
use super::{Memory, MmError, STACK_TOP, SpaceId};
use serde::{Deserialize, Serialize};

/// An access that memory refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Fault {
    /// The first byte that could not be accessed (`si_addr`).
    pub addr: u64,
    /// What was tried.
    pub access: Access,
    /// Why it failed.
    pub reason: FaultReason,
}

/// Why an access failed: `si_code` of the signal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum FaultReason {
    /// SIGSEGV, SEGV_MAPERR: nothing is mapped there.
    NotMapped,
    /// SIGSEGV, SEGV_ACCERR: mapped, but not for this.
    NotAllowed,
    /// SIGBUS, BUS_ADRERR: beyond the end of the mapped object.
    BeyondObject,
    /// SIGBUS, BUS_ADRALN: misaligned, and alignment is strict.
    Misaligned,
    /// SIGKILL as by the out-of-memory killer: no frame is left.
    OutOfMemory,
}

/// Pages that stay unmapped below a growing stack.
const STACK_GUARD: u64 = 256 * PAGE;

impl Memory {
    /// The frame that `addr` is in, after whatever a page fault has to do for such an access.
    pub(super) fn translate(&mut self, id: SpaceId, addr: u64, access: Access) -> Result<u32, Fault> {
        let frame = self.page_fault(id, addr, access)?;
        let space = &mut self.spaces[id.0 as usize];
        self.tlb.validate_both(&mut space.load_number, &mut space.store_number);
        let (page, n) = (addr & !PAGE_MASK, index(addr, salt(id.0)));
        let tlb = self.tlb.entries();
        tlb.read[n] = Entry { tag: page | space.load_number.bits(), frame };
        if access == Access::Write {
            tlb.write[n] = Entry { tag: page | space.store_number.bits(), frame };
        }
        Ok(frame)
    }

    /// The same without the translation buffer.
    pub(super) fn page_fault(&mut self, id: SpaceId, addr: u64, access: Access) -> Result<u32, Fault> {
        let fault = |reason| Fault { addr, access, reason };
        let space = self.spaces.get(id.0 as usize).ok_or(fault(FaultReason::NotMapped))?;
        if let Some(frame) = space.recent.find(addr, access) {
            return Ok(frame);
        }
        let vma = match space.vma_at(addr) {
            Some(vma) => *vma,
            None => self.grow_stack(id, addr).ok_or(fault(FaultReason::NotMapped))?,
        };
        if !vma.prot.allows(access) {
            return Err(fault(FaultReason::NotAllowed));
        }
        let frame = self.resolve(id, &vma, addr, access).map_err(fault)?;
        self.spaces[id.0 as usize].recent.remember(addr, access, frame);
        Ok(frame)
    }

    /// The frame for an access that the area allows.
    fn resolve(&mut self, id: SpaceId, vma: &Vma, addr: u64, access: Access) -> Result<u32, FaultReason> {
        let Memory { spaces, leaves, frames, objects, .. } = self;
        let space = &mut spaces[id.0 as usize];
        let page = (addr / PAGE) as usize;
        let here = space.frame_at(addr, leaves);
        if let Some(frame) = here
            && (access == Access::Read || vma.sharing == Sharing::Shared)
        {
            return Ok(frame);
        }
        let leaf = space.leaf_for_write(addr, leaves, frames);
        if let Some(frame) = here {
            // A private page that someone else still uses is copied.
            if frames.refs(frame) == 1 {
                return Ok(frame);
            }
            let copy = frames.alloc_copy(frame).ok_or(FaultReason::OutOfMemory)?;
            leaves.set(leaf, page, Some(copy));
            frames.decref(frame);
            return Ok(copy);
        }
        let frame = match vma.object_at(addr & !PAGE_MASK) {
            None => frames.alloc_zeroed().ok_or(FaultReason::OutOfMemory)?,
            Some((object, offset)) => {
                let object = objects.get_mut(object).ok_or(FaultReason::BeyondObject)?;
                if offset >= object.len {
                    return Err(FaultReason::BeyondObject);
                }
                let shown = object.frame_or_alloc(offset / PAGE, frames).map_err(|_| FaultReason::OutOfMemory)?;
                if access == Access::Write && vma.sharing == Sharing::Private {
                    frames.alloc_copy(shown).ok_or(FaultReason::OutOfMemory)?
                } else {
                    frames.incref(shown);
                    shown
                }
            }
        };
        leaves.set(leaf, page, Some(frame));
        Ok(frame)
    }

    /// Extends a stack area down to `addr` if it may grow that far, and returns it.
    fn grow_stack(&mut self, id: SpaceId, addr: u64) -> Option<Vma> {
        let space = self.spaces.get_mut(id.0 as usize)?;
        let n = space.vma_index(addr);
        let low = STACK_TOP.saturating_sub(space.stack_limit);
        let below = n.checked_sub(1).map_or(0, |b| space.vmas[b].end);
        let vma = space.vmas.get_mut(n).filter(|v| v.kind == AreaKind::Stack)?;
        let start = addr & !PAGE_MASK;
        if start < low || start < below.saturating_add(STACK_GUARD) {
            return None;
        }
        vma.start = start;
        Some(*vma)
    }

    /// Removes the pages of `start..end` (page-aligned) from the page tables.
    pub(super) fn drop_pages(&mut self, id: SpaceId, start: u64, end: u64) {
        use super::space::LEAF_SPAN;
        let Memory { spaces, leaves, frames, .. } = self;
        let Some(space) = spaces.get_mut(id.0 as usize) else { return };
        let first = space.dir.partition_point(|d| d.number < start / LEAF_SPAN);
        let mut n = first;
        while let Some(d) = space.dir.get_mut(n).filter(|d| d.number * LEAF_SPAN < end) {
            let base = d.number * LEAF_SPAN;
            if start <= base && base + LEAF_SPAN <= end {
                leaves.decref(d.leaf, frames);
                space.dir.remove(n);
                continue;
            }
            let from = (start.max(base) - base) / PAGE;
            let to = (end.min(base + LEAF_SPAN) - base) / PAGE;
            let present: Vec<usize> = leaves.present_in(d.leaf, from as usize..to as usize).collect();
            if !present.is_empty() {
                if leaves.refs(d.leaf) > 1 {
                    d.leaf = leaves.unshare(d.leaf, frames);
                }
                for entry in present {
                    if let Some(frame) = leaves.set(d.leaf, entry, None) {
                        frames.decref(frame);
                    }
                }
            }
            n += 1;
        }
        self.flush(id);
    }

    /// For `Backing::Object` areas: takes or gives up the area's reference.
    pub(super) fn area_ref(&mut self, vma: &Vma, add: bool) {
        if let Backing::Object { id, .. } = vma.backing {
            self.area_object(id, add);
        }
    }
}

impl From<MmError> for FaultReason {
    fn from(_: MmError) -> FaultReason {
        FaultReason::OutOfMemory
    }
}
