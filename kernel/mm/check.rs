//! The invariants of memory, checked by walking everything: no count is wrong and nothing is lost.

use super::page::PAGE;
use super::space::LEAF_SPAN;
use super::vma::{Access, Backing, Sharing};
use super::{Memory, STACK_TOP};
use std::collections::BTreeMap;

impl Memory {
    /// Verifies every reference count and every order; says what is wrong first. Never panics, whatever was deserialised.
    pub fn check(&self) -> Result<(), String> {
        self.check_spaces()?;
        self.check_leaves()?;
        self.check_objects()?;
        self.check_frames()
    }

    fn check_spaces(&self) -> Result<(), String> {
        for (n, s) in self.spaces.iter().enumerate() {
            let free = self.free_spaces.contains(&(n as u32));
            if free != (s.users == 0) || (free && !(s.vmas.is_empty() && s.dir.is_empty())) {
                return Err(format!("space {n}: {} users, but free: {free}", s.users));
            }
            let mut end = 0;
            for v in &s.vmas {
                if v.start < end || v.end <= v.start || v.start % PAGE != 0 || v.end % PAGE != 0 || v.end > STACK_TOP {
                    return Err(format!("space {n}: area {:x}-{:x} is out of order", v.start, v.end));
                }
                end = v.end;
            }
            if s.dir.iter().zip(s.dir.iter().skip(1)).any(|(a, b)| a.number >= b.number) {
                return Err(format!("space {n}: directory is out of order"));
            }
            for d in &s.dir {
                if !self.leaves.exists(d.leaf) || d.number > STACK_TOP / LEAF_SPAN {
                    return Err(format!("space {n}: leaf {} does not exist", d.leaf));
                }
                for (e, _) in self.leaves.entries(d.leaf) {
                    let addr = d.number * LEAF_SPAN + e as u64 * PAGE;
                    if s.vma_at(addr).is_none() {
                        return Err(format!("space {n}: page {addr:x} is in no area"));
                    }
                }
            }
        }
        self.check_recent()
    }

    /// What spaces remember of their translations is what their tables say.
    fn check_recent(&self) -> Result<(), String> {
        for (n, s) in self.spaces.iter().enumerate() {
            for (page, frame, writable) in s.recent.iter() {
                let vma = s.vma_at(page);
                let own = self.frames.refs(frame) == 1
                    && s.dir_index(page).is_ok_and(|d| self.leaves.refs(s.dir[d].leaf) == 1);
                let may_write =
                    vma.is_some_and(|v| v.prot.allows(Access::Write) && (own || v.sharing == Sharing::Shared));
                if s.frame_at(page, &self.leaves) != Some(frame) || (writable && !may_write) {
                    return Err(format!(
                        "space {n}: page {page:x} is remembered in frame {frame}, writable: {writable}"
                    ));
                }
            }
        }
        Ok(())
    }

    fn check_leaves(&self) -> Result<(), String> {
        let mut users: BTreeMap<u32, u32> = BTreeMap::new();
        for d in self.spaces.iter().flat_map(|s| &s.dir) {
            *users.entry(d.leaf).or_default() += 1;
        }
        for leaf in self.leaves.used() {
            let expected = users.remove(&leaf).unwrap_or(0);
            if self.leaves.refs(leaf) != expected {
                return Err(format!("leaf {leaf}: {} references, {expected} users", self.leaves.refs(leaf)));
            }
        }
        match users.first_key_value() {
            Some((leaf, _)) => Err(format!("leaf {leaf} is used, but free")),
            None => self.leaves.check_free(),
        }
    }

    fn check_objects(&self) -> Result<(), String> {
        let mut areas: BTreeMap<u32, u32> = BTreeMap::new();
        for v in self.spaces.iter().flat_map(|s| &s.vmas) {
            if let Backing::Object { id, .. } = v.backing {
                *areas.entry(id.0).or_default() += 1;
            }
        }
        for (id, n) in &areas {
            // Holders outside of memory (inodes, segments) account for the rest.
            if self.objects.get(super::ObjectId(*id)).is_none_or(|o| o.refs < *n) {
                return Err(format!("object {id}: {n} areas, but fewer references"));
            }
        }
        for (id, o) in self.objects.iter() {
            if o.refs == 0 || o.pages.len() as u64 > o.len.div_ceil(PAGE) {
                return Err(format!("{id:?}: {} references, {} pages for {} bytes", o.refs, o.pages.len(), o.len));
            }
        }
        self.objects.check_free()
    }

    /// References of objects that no area accounts for: id and number. Their holders must be elsewhere in the kernel.
    pub fn object_holders(&self) -> Vec<(super::ObjectId, u32)> {
        let mut left: BTreeMap<u32, u32> = self.objects.iter().map(|(n, o)| (n.0, o.refs)).collect();
        for v in self.spaces.iter().flat_map(|s| &s.vmas) {
            if let Backing::Object { id, .. } = v.backing
                && let Some(n) = left.get_mut(&id.0)
            {
                *n = n.saturating_sub(1);
            }
        }
        left.into_iter().filter(|(_, n)| *n > 0).map(|(id, n)| (super::ObjectId(id), n)).collect()
    }

    fn check_frames(&self) -> Result<(), String> {
        let mut users: BTreeMap<u32, u32> = BTreeMap::new();
        for leaf in self.leaves.used() {
            self.leaves.entries(leaf).for_each(|(_, f)| *users.entry(f).or_default() += 1);
        }
        for (_, o) in self.objects.iter() {
            o.pages.iter().filter_map(|p| p.checked_sub(1)).for_each(|f| *users.entry(f).or_default() += 1);
        }
        for f in self.frames.used_frames() {
            let expected = users.remove(&f).unwrap_or(0);
            if self.frames.refs(f) != expected {
                return Err(format!("frame {f}: {} references, {expected} users", self.frames.refs(f)));
            }
        }
        match users.first_key_value() {
            Some((f, _)) => Err(format!("frame {f} is used, but free")),
            None => self.frames.check(),
        }
    }
}
