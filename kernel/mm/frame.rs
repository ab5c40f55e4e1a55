//! Physical memory: numbered frames with reference counts.
//!
//! A frame is used while its count is above zero. The lowest free number is handed out first, so that numbers depend on
//! nothing but what was asked before. A freed frame keeps its buffer for its next use: getting 4 KiB from the host costs
//! more than everything else in a fork.

use super::page::Page;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::hash::{Hash, Hasher};
use triomphe::{Arc, UniqueArc};

/// Number of a physical frame.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct FrameId(pub u32);

/// Where a frame's bytes are.
pub(super) enum Slot {
    /// In a buffer of this memory alone: may be written.
    Owned(UniqueArc<Page>),
    /// In a buffer that clones of this memory may share: copied before it is written.
    Shared(Arc<Page>),
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Slot::Owned(p) => f.debug_tuple("Owned").field(&**p).finish(),
            Slot::Shared(p) => f.debug_tuple("Shared").field(&**p).finish(),
        }
    }
}

/// A buffer of its own for a frame that has `p`, which is given up.
#[cold]
fn own(p: &mut Arc<Page>, zero: &Arc<Page>) -> UniqueArc<Page> {
    let p = std::mem::replace(p, zero.clone());
    Arc::try_unique(p).unwrap_or_else(|p| UniqueArc::new(Page::clone(&p)))
}

/// All frames of a machine.
#[derive(Debug)]
pub(super) struct Frames {
    pub(super) slots: Vec<Slot>,
    /// What frames without a buffer of their own show.
    zero: Arc<Page>,
    refs: Vec<u32>,
    /// One bit a frame: set if it is free.
    free: Vec<u64>,
    /// No frame below word `hint` of `free` is free.
    hint: usize,
    used: u32,
    limit: u32,
}

impl Frames {
    pub(super) fn new(limit: u32) -> Frames {
        Frames {
            slots: Vec::new(),
            zero: Arc::new(Page::ZERO),
            refs: Vec::new(),
            free: Vec::new(),
            hint: 0,
            used: 0,
            limit,
        }
    }

    /// Frames in use.
    pub(super) fn used(&self) -> u32 {
        self.used
    }

    /// The most that may be in use.
    pub(super) fn limit(&self) -> u32 {
        self.limit
    }

    pub(super) fn set_limit(&mut self, limit: u32) {
        self.limit = limit;
    }

    /// How many references frame `n` has; 0 if it is free.
    #[inline]
    pub(super) fn refs(&self, n: u32) -> u32 {
        self.refs.get(n as usize).copied().unwrap_or(0)
    }

    /// Takes the lowest free frame, with one reference and arbitrary contents. `None` at the limit.
    fn take(&mut self) -> Option<u32> {
        if self.used >= self.limit {
            return None;
        }
        self.used += 1;
        while let Some(word) = self.free.get_mut(self.hint) {
            if *word != 0 {
                let n = self.hint as u32 * 64 + word.trailing_zeros();
                *word &= *word - 1;
                self.refs[n as usize] = 1;
                return Some(n);
            }
            self.hint += 1;
        }
        let n = self.refs.len() as u32;
        self.refs.push(1);
        self.slots.push(Slot::Shared(self.zero.clone()));
        if n.is_multiple_of(64) {
            self.free.push(0);
        }
        // `hint` now points at the last word, which has no free bit yet.
        self.hint = n as usize / 64;
        Some(n)
    }

    /// A new frame of zeros.
    pub(super) fn alloc_zeroed(&mut self) -> Option<u32> {
        let n = self.take()?;
        match &mut self.slots[n as usize] {
            Slot::Owned(p) => p.0.fill(0),
            slot => *slot = Slot::Owned(UniqueArc::new(Page::ZERO)),
        }
        Some(n)
    }

    /// A new frame that begins with `bytes` (at most a page), and is zero behind them.
    pub(super) fn alloc_filled(&mut self, bytes: &[u8]) -> Option<u32> {
        let n = self.alloc_zeroed()?;
        let page = self.page_mut(n);
        let len = bytes.len().min(page.0.len());
        page.0[..len].copy_from_slice(&bytes[..len]);
        Some(n)
    }

    /// A new frame with the contents of frame `of`.
    pub(super) fn alloc_copy(&mut self, of: u32) -> Option<u32> {
        let n = self.take()?;
        // Take the new frame's buffer out, so that both can be borrowed.
        let buffer = match std::mem::replace(&mut self.slots[n as usize], Slot::Shared(self.zero.clone())) {
            Slot::Owned(mut p) => {
                p.0.copy_from_slice(&self.page(of).0);
                p
            }
            _ => UniqueArc::new(self.page(of).clone()),
        };
        self.slots[n as usize] = Slot::Owned(buffer);
        Some(n)
    }

    #[inline]
    pub(super) fn incref(&mut self, n: u32) {
        self.refs[n as usize] += 1;
    }

    /// Drops a reference; the last one frees the frame.
    #[inline]
    pub(super) fn decref(&mut self, n: u32) {
        let refs = &mut self.refs[n as usize];
        *refs -= 1;
        if *refs == 0 {
            self.used -= 1;
            self.free[n as usize / 64] |= 1 << (n % 64);
            self.hint = self.hint.min(n as usize / 64);
            // A shared buffer belongs to the clones; an own one waits here for the next use.
            if let slot @ Slot::Shared(_) = &mut self.slots[n as usize] {
                *slot = Slot::Shared(self.zero.clone());
            }
        }
    }

    #[inline]
    pub(super) fn page(&self, n: u32) -> &Page {
        match &self.slots[n as usize] {
            Slot::Owned(p) => p,
            Slot::Shared(p) => p,
        }
    }

    /// The page, to be changed; a shared buffer is first copied.
    #[inline]
    pub(super) fn page_mut(&mut self, n: u32) -> &mut Page {
        let slot = &mut self.slots[n as usize];
        if let Slot::Shared(p) = slot {
            *slot = Slot::Owned(own(p, &self.zero));
        }
        match slot {
            Slot::Owned(p) => p,
            Slot::Shared(_) => unreachable!("just made its own"),
        }
    }

    /// Two different pages: one to read, one to change. `None` if they are the same.
    pub(super) fn page_pair(&mut self, from: u32, to: u32) -> Option<(&Page, &mut Page)> {
        self.page_mut(to);
        let [from, to] = self.slots.get_disjoint_mut([from as usize, to as usize]).ok()?;
        let from: &Page = match from {
            Slot::Owned(p) => p,
            Slot::Shared(p) => p,
        };
        match to {
            Slot::Owned(to) => Some((from, to)),
            _ => None,
        }
    }

    /// Lets clones share all buffers; tells how many were not shareable before.
    pub(super) fn seal(&mut self) -> usize {
        let mut sealed = 0;
        for (slot, refs) in self.slots.iter_mut().zip(&self.refs) {
            if *refs > 0 && matches!(slot, Slot::Owned(_)) {
                sealed += 1;
                *slot = match std::mem::replace(slot, Slot::Shared(self.zero.clone())) {
                    Slot::Owned(p) => Slot::Shared(p.shareable()),
                    shared => shared,
                };
            }
        }
        sealed
    }

    /// The free bits and the number of used frames agree with the counts.
    pub(super) fn check(&self) -> Result<(), String> {
        let used = self.used_frames().count();
        if used != self.used as usize {
            return Err(format!("{used} frames in use, {} counted", self.used));
        }
        for (n, refs) in self.refs.iter().enumerate() {
            let free = self.free.get(n / 64).is_some_and(|w| w >> (n % 64) & 1 == 1);
            if free != (*refs == 0) || (free && n / 64 < self.hint) {
                return Err(format!("frame {n}: {refs} references, free: {free}, hint {}", self.hint));
            }
        }
        Ok(())
    }

    /// Frames in use, ascending.
    pub(super) fn used_frames(&self) -> impl Iterator<Item = u32> {
        self.refs.iter().enumerate().filter(|(_, r)| **r > 0).map(|(n, _)| n as u32)
    }
}

impl Clone for Frames {
    fn clone(&self) -> Frames {
        let copy = |(slot, refs): (&Slot, &u32)| match slot {
            _ if *refs == 0 => Slot::Shared(self.zero.clone()),
            Slot::Owned(p) => Slot::Owned(UniqueArc::new(Page::clone(p))),
            Slot::Shared(p) => Slot::Shared(p.clone()),
        };
        Frames {
            slots: self.slots.iter().zip(&self.refs).map(copy).collect(),
            zero: self.zero.clone(),
            refs: self.refs.clone(),
            free: self.free.clone(),
            hint: self.hint,
            used: self.used,
            limit: self.limit,
        }
    }
}

impl PartialEq for Frames {
    fn eq(&self, o: &Frames) -> bool {
        let same = |n: u32| match (&self.slots[n as usize], &o.slots[n as usize]) {
            (Slot::Shared(a), Slot::Shared(b)) if Arc::ptr_eq(a, b) => true,
            _ => self.page(n) == o.page(n),
        };
        self.used == o.used
            && self.limit == o.limit
            && self.used_frames().map(|n| (n, self.refs(n))).eq(o.used_frames().map(|n| (n, o.refs(n))))
            && self.used_frames().all(same)
    }
}

impl Eq for Frames {}

impl Hash for Frames {
    fn hash<H: Hasher>(&self, h: &mut H) {
        self.limit.hash(h);
        self.used.hash(h);
        for n in self.used_frames() {
            (n, self.refs(n)).hash(h);
            self.page(n).hash(h);
        }
    }
}

/// The stored form: the limit, and number, references and contents of each used frame.
#[derive(Serialize, Deserialize)]
struct Stored {
    limit: u32,
    frames: Vec<(u32, u32, Page)>,
}

impl Serialize for Frames {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let frames = self.used_frames().map(|n| (n, self.refs(n), self.page(n).clone())).collect();
        Stored { limit: self.limit, frames }.serialize(s)
    }
}

impl<'de> Deserialize<'de> for Frames {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Frames, D::Error> {
        let stored = Stored::deserialize(d)?;
        let count = stored.frames.iter().map(|f| f.0 as usize + 1).max().unwrap_or(0);
        if count > 1 << 24 {
            return Err(serde::de::Error::custom("frame number too large"));
        }
        let mut frames = Frames::new(stored.limit);
        frames.refs = vec![0; count];
        frames.slots = (0..count).map(|_| Slot::Shared(frames.zero.clone())).collect();
        frames.free = vec![u64::MAX; count.div_ceil(64)];
        if count % 64 != 0
            && let Some(last) = frames.free.last_mut()
        {
            *last = (1 << (count % 64)) - 1;
        }
        for (n, refs, page) in stored.frames {
            frames.refs[n as usize] = refs;
            frames.slots[n as usize] = Slot::Owned(UniqueArc::new(page));
            if refs > 0 {
                frames.free[n as usize / 64] &= !(1 << (n % 64));
                frames.used += 1;
            }
        }
        Ok(frames)
    }
}
