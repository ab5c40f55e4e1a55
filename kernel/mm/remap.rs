//! Growing, shrinking and moving mappings, dropping and asking for pages: mremap(2), madvise(2), mincore(2).

use super::page::{PAGE, PAGE_MASK};
use super::vma::{Sharing, Vma};
use super::{Memory, MmError, Placement, SpaceId};

impl Memory {
    /// Is all of the range mapped?
    pub fn is_mapped(&self, id: SpaceId, start: u64, len: u64) -> bool {
        let Some(end) = start.checked_add(len) else { return false };
        let mut at = start;
        while at < end {
            match self.area_at(id, at) {
                Some(area) => at = area.end,
                None => return false,
            }
        }
        true
    }

    /// Drops the pages of a range: they come from their object, or as zeros, when next touched (MADV_DONTNEED).
    pub fn forget_pages(&mut self, id: SpaceId, start: u64, len: u64) {
        self.drop_pages(id, start, start.saturating_add(len));
    }

    /// Is the page of this address in memory, here or in its object?
    pub fn is_resident(&self, id: SpaceId, addr: u64) -> bool {
        if self.frame_at(id, addr).is_some() {
            return true;
        }
        let object = self.area_at(id, addr).and_then(|area| area.object_at(addr & !PAGE_MASK));
        object.is_some_and(|(object, offset)| self.object_has_page(object, offset / PAGE))
    }

    /// mremap: the new address. From nothing (`old_len` 0) comes a second mapping. `may_move` allows another place, `to` demands one.
    pub fn remap(
        &mut self,
        id: SpaceId,
        old: u64,
        (old_len, new_len): (u64, u64),
        may_move: bool,
        to: Option<u64>,
    ) -> Result<u64, MmError> {
        if old & PAGE_MASK != 0 || new_len == 0 {
            return Err(MmError::Invalid);
        }
        let round = |len: u64| len.checked_next_multiple_of(PAGE).ok_or(MmError::NoMemory);
        let (old_len, new_len) = (round(old_len)?, round(new_len)?);
        if let Some(to) = to
            && (to & PAGE_MASK != 0 || to < old.saturating_add(old_len) && old < to.saturating_add(new_len))
        {
            return Err(MmError::Invalid);
        }
        let area = *self.area_at(id, old).ok_or(MmError::NotMapped)?;
        if old_len == 0 {
            return self.map_again(id, area.part(old, area.end), new_len, may_move, to);
        }
        // To become smaller in its place it need not be one area, nor whole.
        if to.is_none() && new_len <= old_len {
            if new_len < old_len {
                self.unmap(id, old + new_len, old_len - new_len)?;
            }
            return Ok(old);
        }
        if area.end - old < old_len.min(new_len) && old_len != new_len || area.end - old < old_len && old_len < new_len
        {
            return Err(MmError::NotMapped);
        }
        if to.is_none() {
            // In place, if the area ends there and nothing follows.
            let more = new_len - old_len;
            if area.end == old + old_len && self.is_free(id, area.end, more) && self.place_ok(area.end, more) {
                self.grow_area(id, area.start, more);
                return Ok(old);
            }
            if !may_move {
                return Err(MmError::NoMemory);
            }
        }
        let placement = match to {
            Some(to) => Placement::Fixed(to),
            None => Placement::Any,
        };
        let start = self.place(id, placement, new_len)?;
        if to.is_some() {
            self.unmap(id, start, new_len)?;
        }
        if new_len < old_len {
            self.unmap(id, old + new_len, old_len - new_len)?;
        }
        if old_len != new_len {
            self.move_area(id, area.part(old, old + old_len.min(new_len)), start, new_len)?;
            return Ok(start);
        }
        // Several areas may move as they are, with the gaps between them.
        let end = old.checked_add(old_len).ok_or(MmError::NoMemory)?;
        let parts: Vec<Vma> =
            self.areas(id).iter().filter(|area| area.start < end && old < area.end).copied().collect();
        for part in parts {
            let part = part.part(part.start.max(old), part.end.min(end));
            self.move_area(id, part, start + (part.start - old), part.end - part.start)?;
        }
        Ok(start)
    }

    /// A second mapping of what a shared one shows: mremap with an old size of 0.
    fn map_again(&mut self, id: SpaceId, part: Vma, len: u64, may_move: bool, to: Option<u64>) -> Result<u64, MmError> {
        if part.sharing != Sharing::Shared {
            return Err(MmError::Invalid);
        }
        if !may_move {
            return Err(MmError::NoMemory);
        }
        let start = match to {
            Some(to) => self.place(id, Placement::Fixed(to), len)?,
            None => self.place(id, Placement::Any, len)?,
        };
        if to.is_some() {
            self.unmap(id, start, len)?;
        }
        // That may have been what was to be mapped again.
        if self.area_at(id, part.start).is_none() {
            return Err(MmError::NotMapped);
        }
        self.insert_area(id, Vma { start, end: start + len, ..part })?;
        Ok(start)
    }

    fn place_ok(&self, start: u64, len: u64) -> bool {
        start.checked_add(len).is_some_and(|end| end <= super::STACK_TOP)
    }

    fn grow_area(&mut self, id: SpaceId, start: u64, more: u64) {
        if let Some(space) = self.spaces.get_mut(id.0 as usize) {
            let n = space.vma_index(start);
            if let Some(vma) = space.vmas.get_mut(n) {
                vma.end += more;
            }
        }
    }

    /// Makes an area like `part` at `start`, with its pages, and unmaps the old one.
    fn move_area(&mut self, id: SpaceId, part: Vma, start: u64, new_len: u64) -> Result<(), MmError> {
        self.insert_area(id, Vma { start, end: start + new_len, ..part })?;
        let Memory { spaces, leaves, frames, .. } = self;
        let Some(space) = spaces.get_mut(id.0 as usize) else { return Err(MmError::Invalid) };
        for offset in (0..new_len.min(part.end - part.start)).step_by(PAGE as usize) {
            if let Some(frame) = space.frame_at(part.start + offset, leaves) {
                frames.incref(frame);
                let leaf = space.leaf_for_write(start + offset, leaves, frames);
                leaves.set(leaf, ((start + offset) / PAGE) as usize, Some(frame));
            }
        }
        self.unmap(id, part.start, part.end - part.start)
    }
}
