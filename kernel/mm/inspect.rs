//! Looking at memory without changing it: which frame an address is in, who else maps it, what a space consists of.

use super::object::ObjectId;
use super::page::{PAGE, PAGE_MASK, PAGE_SIZE, Page};
use super::vma::{Backing, Sharing, Vma};
use super::{FrameId, Memory, SpaceId};
use std::collections::BTreeMap;

/// What is known about a page of a space.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PageInfo {
    /// The page's address.
    pub addr: u64,
    /// The frame; `None` if the page has not been touched yet.
    pub frame: Option<FrameId>,
    /// Spaces that map the frame, plus one if an object holds it: more than one means shared.
    pub sharers: u32,
    /// The area it is in.
    pub area: Vma,
}

/// A place where a frame is used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mapping {
    /// At this address of a space.
    Space(SpaceId, u64),
    /// Page number of a memory object.
    Object(ObjectId, u64),
}

impl Memory {
    /// Frames in use.
    pub fn frames_used(&self) -> u32 {
        self.frames.used()
    }

    /// The most frames that may be in use.
    pub fn frame_limit(&self) -> u32 {
        self.frames.limit()
    }

    /// The areas of a space, ascending.
    pub fn areas(&self, id: SpaceId) -> &[Vma] {
        self.spaces.get(id.0 as usize).map_or(&[], |s| &s.vmas)
    }

    /// The areas of all address spaces that show an object to others too.
    pub fn shared_mappings(&self, object: ObjectId) -> impl Iterator<Item = &Vma> {
        let shows = move |area: &&Vma| {
            area.sharing == Sharing::Shared && matches!(area.backing, Backing::Object { id, .. } if id == object)
        };
        self.spaces.iter().flat_map(|space| &space.vmas).filter(shows)
    }

    /// The area that `addr` is in.
    pub fn area_at(&self, id: SpaceId, addr: u64) -> Option<&Vma> {
        self.spaces.get(id.0 as usize)?.vma_at(addr)
    }

    /// The object and the byte of it that `addr` is, as others see it too: in a shared mapping, and in a private one while
    /// its page is still the object's own, which nobody has written.
    pub fn object_byte(&self, id: SpaceId, addr: u64) -> Option<(ObjectId, u64)> {
        let area = self.area_at(id, addr)?;
        let (object, offset) = area.object_at(addr)?;
        if area.sharing == Sharing::Private {
            let own = self.objects.get(object)?.frame(offset / PAGE)?;
            self.frame_at(id, addr).filter(|frame| frame.0 == own)?;
        }
        Some((object, offset))
    }

    /// The frame that `addr` is in, if its page is there.
    pub fn frame_at(&self, id: SpaceId, addr: u64) -> Option<FrameId> {
        self.spaces.get(id.0 as usize)?.frame_at(addr, &self.leaves).map(FrameId)
    }

    /// What is known about the page of `addr`; `None` if nothing is mapped there.
    pub fn page_info(&self, id: SpaceId, addr: u64) -> Option<PageInfo> {
        let area = *self.area_at(id, addr)?;
        let frame = self.frame_at(id, addr);
        let sharers = frame.map_or(0, |f| self.frame_users(f).len() as u32);
        Some(PageInfo { addr: addr & !PAGE_MASK, frame, sharers, area })
    }

    /// Everything that uses a frame: spaces and objects. Walks all page tables.
    pub fn frame_users(&self, frame: FrameId) -> Vec<Mapping> {
        let mut out = Vec::new();
        for (n, s) in self.spaces.iter().enumerate() {
            for d in &s.dir {
                let base = d.number * super::space::LEAF_SPAN;
                let hits = self.leaves.entries(d.leaf).filter(|(_, f)| *f == frame.0);
                out.extend(hits.map(|(e, _)| Mapping::Space(SpaceId(n as u32), base + e as u64 * PAGE)));
            }
        }
        for (n, o) in self.objects.iter() {
            let hits = o.pages.iter().enumerate().filter(|(_, f)| **f == frame.0 + 1);
            out.extend(hits.map(|(p, _)| Mapping::Object(n, p as u64)));
        }
        out
    }

    /// The pages of a space that are there: address and frame, ascending.
    pub fn resident(&self, id: SpaceId) -> Vec<(u64, FrameId)> {
        let Some(s) = self.spaces.get(id.0 as usize) else { return Vec::new() };
        let pages = |d: &super::space::DirEntry| {
            let base = d.number * super::space::LEAF_SPAN;
            self.leaves.entries(d.leaf).map(move |(e, f)| (base + e as u64 * PAGE, FrameId(f)))
        };
        s.dir.iter().flat_map(pages).collect()
    }

    /// How many spaces and objects use each frame; unlike the counts inside, a shared leaf counts for each of its spaces.
    pub fn sharers(&self) -> BTreeMap<FrameId, u32> {
        let mut n = BTreeMap::new();
        for s in 0..self.spaces.len() {
            self.resident(SpaceId(s as u32)).into_iter().for_each(|(_, f)| *n.entry(f).or_default() += 1);
        }
        for (_, o) in self.objects.iter() {
            o.pages.iter().filter_map(|p| p.checked_sub(1)).for_each(|f| *n.entry(FrameId(f)).or_default() += 1);
        }
        n
    }

    /// A frame's contents.
    pub fn frame_bytes(&self, frame: FrameId) -> &[u8; PAGE_SIZE] {
        match self.frames.refs(frame.0) {
            0 => Page::ZERO_REF.bytes(),
            _ => self.frames.page(frame.0).bytes(),
        }
    }

    /// Reads without making pages: untouched ones are zero (or what their object holds). Returns how many bytes lie in areas
    /// from `addr` on.
    pub fn peek(&self, id: SpaceId, addr: u64, buf: &mut [u8]) -> usize {
        let mut done = 0;
        while done < buf.len() {
            let at = addr.wrapping_add(done as u64);
            let Some(area) = self.area_at(id, at) else { break };
            let start = (at & PAGE_MASK) as usize;
            let n = (PAGE_SIZE - start).min(buf.len() - done);
            let out = &mut buf[done..done + n];
            match (self.frame_at(id, at), area.object_at(at)) {
                (Some(f), _) => out.copy_from_slice(&self.frame_bytes(f)[start..start + n]),
                (None, Some((object, offset))) => {
                    out.fill(0);
                    self.object_read(object, offset, out);
                }
                (None, None) => out.fill(0),
            }
            done += n;
        }
        done
    }

    /// Length of the string at `addr` in bytes without its NUL, as far as it lies in areas, and at most about `most`.
    pub fn peek_strlen(&self, id: SpaceId, addr: u64, most: u64) -> u64 {
        let mut len = 0;
        let mut chunk = [0; 256];
        while len < most {
            let n = self.peek(id, addr.wrapping_add(len), &mut chunk);
            match chunk[..n].iter().position(|byte| *byte == 0) {
                Some(end) => return len + end as u64,
                None if n < chunk.len() => return len + n as u64,
                None => len += n as u64,
            }
        }
        len
    }
}
