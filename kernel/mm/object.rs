//! Memory objects: lists of frames that are not a process's own. They hold the contents of regular files, of System V and
//! POSIX shared memory and of shared anonymous mappings; a shared mapping is just the same frames.

use super::frame::Frames;
use super::page::{PAGE, PAGE_SIZE};
use super::{Memory, MmError, SpaceId};
use serde::{Deserialize, Serialize};

/// Names a memory object.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ObjectId(pub u32);

/// A memory object.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub(super) struct Object {
    /// `frame + 1` for each page, 0 for a hole; never longer than `len` needs.
    pub(super) pages: Vec<u32>,
    /// Size in bytes.
    pub(super) len: u64,
    /// Areas that map it, and holders (an inode, a shm segment).
    pub(super) refs: u32,
    /// Areas that come and go are noted (a shm segment).
    pub(super) watched: bool,
}

impl Object {
    /// The frame of page `n`, if it is not a hole.
    pub(super) fn frame(&self, n: u64) -> Option<u32> {
        self.pages.get(usize::try_from(n).ok()?)?.checked_sub(1)
    }

    /// The frame of page `n`, made if it is a hole.
    pub(super) fn frame_or_alloc(&mut self, n: u64, frames: &mut Frames) -> Result<u32, MmError> {
        if let Some(f) = self.frame(n) {
            return Ok(f);
        }
        let n = usize::try_from(n).map_err(|_| MmError::NoMemory)?;
        let f = frames.alloc_zeroed().ok_or(MmError::NoMemory)?;
        if self.pages.len() <= n {
            self.pages.resize(n + 1, 0);
        }
        self.pages[n] = f + 1;
        Ok(f)
    }
}

/// An area of a watched object came or went.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct AreaNote {
    /// The object.
    pub object: ObjectId,
    /// It came, by mmap, shmat, fork, or by the splitting of another one; else it went.
    pub came: bool,
}

/// All objects of a machine; a free number's entry has no references and no pages.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub(super) struct Objects {
    slots: Vec<Object>,
    free: Vec<u32>,
}

impl Objects {
    pub(super) fn get(&self, id: ObjectId) -> Option<&Object> {
        self.slots.get(id.0 as usize).filter(|o| o.refs > 0)
    }

    pub(super) fn get_mut(&mut self, id: ObjectId) -> Option<&mut Object> {
        self.slots.get_mut(id.0 as usize).filter(|o| o.refs > 0)
    }

    fn insert(&mut self, object: Object) -> ObjectId {
        if let Some(n) = self.free.pop()
            && let Some(slot) = self.slots.get_mut(n as usize)
        {
            *slot = object;
            return ObjectId(n);
        }
        self.slots.push(object);
        ObjectId(self.slots.len() as u32 - 1)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (ObjectId, &Object)> {
        self.slots.iter().enumerate().filter(|(_, o)| o.refs > 0).map(|(n, o)| (ObjectId(n as u32), o))
    }

    /// The free list holds the unused numbers, each once.
    pub(super) fn check_free(&self) -> Result<(), String> {
        let mut free = self.free.clone();
        free.sort_unstable();
        let unused = self.slots.iter().enumerate().filter(|(_, o)| o.refs == 0).map(|(n, _)| n as u32);
        if unused.eq(free) { Ok(()) } else { Err("free list of objects is wrong".into()) }
    }
}

/// The largest size of an object: its table of pages must stay small beside the host's memory.
pub const OBJECT_MAX: u64 = 1 << 36;

impl Memory {
    /// A new object of `len` zero bytes, with one reference: the caller's.
    pub fn object_create(&mut self, len: u64) -> Result<ObjectId, MmError> {
        if len > OBJECT_MAX {
            return Err(MmError::NoMemory);
        }
        Ok(self.objects.insert(Object { len, refs: 1, ..Object::default() }))
    }

    /// Takes another reference.
    pub fn object_retain(&mut self, id: ObjectId) {
        if let Some(o) = self.objects.get_mut(id) {
            o.refs += 1;
        }
    }

    /// Gives up a reference; the last one frees the object's frames (those that are mapped stay until unmapped).
    pub fn object_release(&mut self, id: ObjectId) {
        let Some(o) = self.objects.get_mut(id) else { return };
        o.refs -= 1;
        if o.refs == 0 {
            let o = std::mem::take(o);
            self.objects.free.push(id.0);
            o.pages.iter().filter_map(|p| p.checked_sub(1)).for_each(|f| self.frames.decref(f));
        }
    }

    /// References: areas that map it, and holders.
    pub fn object_refs(&self, id: ObjectId) -> u32 {
        self.objects.get(id).map_or(0, |o| o.refs)
    }

    /// From now on areas that come to show the object, or no longer do, are noted: see [`Memory::take_area_notes`].
    pub fn object_watch(&mut self, id: ObjectId) {
        if let Some(o) = self.objects.get_mut(id) {
            o.watched = true;
        }
    }

    /// Have areas of watched objects come or gone since the notes were taken?
    #[inline]
    pub fn has_area_notes(&self) -> bool {
        !self.area_notes.is_empty()
    }

    /// The areas of watched objects that came or went, in order.
    pub fn take_area_notes(&mut self) -> Vec<AreaNote> {
        std::mem::take(&mut self.area_notes)
    }

    /// An area takes a reference to the object that it shows, or gives it up.
    pub(super) fn area_object(&mut self, object: ObjectId, came: bool) {
        if self.objects.get(object).is_some_and(|o| o.watched) {
            self.area_notes.push(AreaNote { object, came });
        }
        if came { self.object_retain(object) } else { self.object_release(object) }
    }

    /// Size in bytes; 0 for an unknown object.
    pub fn object_len(&self, id: ObjectId) -> u64 {
        self.objects.get(id).map_or(0, |o| o.len)
    }

    /// Pages that are not holes (`st_blocks` is eight times that).
    pub fn object_pages(&self, id: ObjectId) -> u64 {
        self.objects.get(id).map_or(0, |o| o.pages.iter().filter(|p| **p != 0).count() as u64)
    }

    /// Is page `n` no hole?
    pub fn object_has_page(&self, id: ObjectId, n: u64) -> bool {
        self.objects.get(id).is_some_and(|o| o.frame(n).is_some())
    }

    /// Copies bytes from `offset` on into `buf` and returns how many there were before the end.
    pub fn object_read(&self, id: ObjectId, offset: u64, buf: &mut [u8]) -> usize {
        let Some(o) = self.objects.get(id) else { return 0 };
        let left = usize::try_from(o.len.saturating_sub(offset)).unwrap_or(usize::MAX);
        let len = buf.len().min(left);
        let mut done = 0;
        while done < len {
            let pos = offset + done as u64;
            let start = (pos % PAGE) as usize;
            let n = (PAGE_SIZE - start).min(len - done);
            match o.frame(pos / PAGE) {
                Some(f) => buf[done..done + n].copy_from_slice(&self.frames.page(f).0[start..start + n]),
                None => buf[done..done + n].fill(0),
            }
            done += n;
        }
        len
    }

    /// Writes `data` at `offset`, growing the object; returns how many bytes were written: fewer only when memory ran
    /// out. Fails if none could be.
    pub fn object_write(&mut self, id: ObjectId, offset: u64, data: &[u8]) -> Result<usize, MmError> {
        let o = self.objects.get_mut(id).ok_or(MmError::Invalid)?;
        let room = usize::try_from(OBJECT_MAX.saturating_sub(offset)).unwrap_or(usize::MAX);
        let len = data.len().min(room);
        let mut done = 0;
        while done < len {
            let pos = offset + done as u64;
            let start = (pos % PAGE) as usize;
            let n = (PAGE_SIZE - start).min(len - done);
            let Ok(f) = o.frame_or_alloc(pos / PAGE, &mut self.frames) else { break };
            self.frames.page_mut(f).0[start..start + n].copy_from_slice(&data[done..done + n]);
            done += n;
            o.len = o.len.max(pos + n as u64);
        }
        if done == 0 && !data.is_empty() { Err(MmError::NoMemory) } else { Ok(done) }
    }

    /// Sets the size. Pages beyond the end are dropped, also where they are mapped: touching them is SIGBUS.
    pub fn object_truncate(&mut self, id: ObjectId, len: u64) -> Result<(), MmError> {
        if len > OBJECT_MAX {
            return Err(MmError::NoMemory);
        }
        let o = self.objects.get_mut(id).ok_or(MmError::Invalid)?;
        let old = std::mem::replace(&mut o.len, len);
        if len >= old {
            return Ok(());
        }
        let keep = len.div_ceil(PAGE) as usize;
        let dropped: Vec<u32> = o.pages.drain(keep.min(o.pages.len())..).filter_map(|p| p.checked_sub(1)).collect();
        // What follows the end within the last page reads as zero if the object grows again.
        if !len.is_multiple_of(PAGE)
            && let Some(f) = o.frame(len / PAGE)
        {
            self.frames.page_mut(f).0[(len % PAGE) as usize..].fill(0);
        }
        dropped.into_iter().for_each(|f| self.frames.decref(f));
        self.unmap_object_tail(id, keep as u64 * PAGE);
        Ok(())
    }

    /// Removes the page table entries of all areas that show the object at or after byte `from`.
    fn unmap_object_tail(&mut self, id: ObjectId, from: u64) {
        for s in 0..self.spaces.len() {
            for v in 0..self.spaces[s].vmas.len() {
                let vma = self.spaces[s].vmas[v];
                let Some((_, first)) = vma.object_at(vma.start).filter(|(o, _)| *o == id) else { continue };
                let start = vma.start + from.saturating_sub(first);
                if start < vma.end {
                    self.drop_pages(SpaceId(s as u32), start, vma.end);
                }
            }
        }
    }
}
