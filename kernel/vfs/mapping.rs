//! Calls about mappings that exist: msync(2), madvise(2), mincore(2), mremap(2), mlock(2). mmap itself is in `proc::memory`.

use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, Syscall, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::mm::{PAGE, PAGE_MASK, SpaceId};

const MREMAP_MAYMOVE: i32 = 1;
const MREMAP_FIXED: i32 = 2;
const MADV_DONTNEED: i32 = 4;

impl Kernel {
    fn space_of(&self, tid: Tid) -> SpaceId {
        self.procs.task(tid).space
    }

    /// The whole pages of a range: EINVAL for an address within a page, ENOMEM behind the end of memory.
    fn page_range(addr: UserAddr, length: u64) -> Result<u64, Errno> {
        if addr.0 & PAGE_MASK != 0 {
            return Err(Errno::EINVAL);
        }
        let length = length.checked_next_multiple_of(PAGE).ok_or(Errno::ENOMEM)?;
        addr.0.checked_add(length).map(|_| length).ok_or(Errno::ENOMEM)
    }

    /// msync(2): files and their mappings are the same frames, so there is nothing to do.
    pub(crate) fn sys_msync(&mut self, ctx: &mut Ctx, addr: UserAddr, length: u64, flags: i32) -> SysResult {
        if flags & !(MS_ASYNC | MS_INVALIDATE | MS_SYNC) != 0 || flags & MS_ASYNC != 0 && flags & MS_SYNC != 0 {
            return Err(Errno::EINVAL.into());
        }
        // Linux rounds the length up, all the way to nothing.
        if addr.0 & PAGE_MASK == 0 && length.checked_next_multiple_of(PAGE).is_none() {
            return Ok(0);
        }
        let length = Self::page_range(addr, length)?;
        match self.mm.is_mapped(self.space_of(ctx.tid), addr.0, length) {
            true => Ok(0),
            false => Err(Errno::ENOMEM.into()),
        }
    }

    /// madvise(2): MADV_DONTNEED drops pages, other advice is heard and has no effect. Not supported: MADV_REMOVE,
    /// MADV_DONTFORK, MADV_DOFORK, MADV_WIPEONFORK and what is for tests of the kernel (EINVAL).
    pub(crate) fn sys_madvise(&mut self, ctx: &mut Ctx, addr: UserAddr, length: u64, advice: i32) -> SysResult {
        if !matches!(advice, 0..=4 | 8 | 12..=17 | 20 | 21) {
            return Err(Errno::EINVAL.into());
        }
        let length = Self::page_range(addr, length).map_err(|_| Errno::EINVAL)?;
        let space = self.space_of(ctx.tid);
        if advice == MADV_DONTNEED {
            self.mm.forget_pages(space, addr.0, length);
        }
        if self.mm.is_mapped(space, addr.0, length) { Ok(0) } else { Err(Errno::ENOMEM.into()) }
    }

    /// mincore(2): a byte for each page.
    pub(crate) fn sys_mincore(&mut self, ctx: &mut Ctx, addr: UserAddr, length: u64, vec: UserAddr) -> SysResult {
        let length = Self::page_range(addr, length)?;
        let space = self.space_of(ctx.tid);
        if !self.mm.is_mapped(space, addr.0, length) {
            return Err(Errno::ENOMEM.into());
        }
        let pages = (addr.0..addr.0 + length).step_by(PAGE as usize);
        let bytes: Vec<u8> = pages.map(|page| u8::from(self.mm.is_resident(space, page))).collect();
        self.copy_out(ctx.tid, vec, &bytes)?;
        Ok(0)
    }

    /// mremap(2). Not supported: MREMAP_DONTUNMAP.
    pub(crate) fn sys_mremap(&mut self, ctx: &mut Ctx, call: Syscall) -> SysResult {
        let Syscall::Mremap { old, old_length, new_length, flags, new } = call else {
            return Err(Errno::EINVAL.into());
        };
        let fixed = flags & MREMAP_FIXED != 0;
        if flags & !(MREMAP_MAYMOVE | MREMAP_FIXED) != 0 || fixed && flags & MREMAP_MAYMOVE == 0 {
            return Err(Errno::EINVAL.into());
        }
        let (space, pid) = (self.space_of(ctx.tid), self.procs.task(ctx.tid).pid);
        let to = fixed.then_some(new.0);
        let moved = self.mm.remap(space, old.0, (old_length, new_length), flags & MREMAP_MAYMOVE != 0, to);
        self.settle_attachments(pid);
        Ok(moved.map_err(Errno::from)?)
    }

    /// mlock(2): all memory stays in memory, so nobody counts what is locked. One call's range is held against RLIMIT_MEMLOCK.
    pub(crate) fn sys_mlock(&mut self, ctx: &mut Ctx, addr: UserAddr, length: u64) -> SysResult {
        let (_, length_of_pages) = pages_of(addr, length);
        self.may_lock(ctx.tid, length_of_pages / PAGE)?;
        self.sys_munlock(ctx, addr, length)
    }

    /// May the task lock so many pages? EPERM when it may lock none.
    fn may_lock(&self, tid: Tid, pages: u64) -> Result<(), Errno> {
        let process = self.procs.process_of(tid);
        let limit = process.rlimits[RLIMIT_MEMLOCK as usize].0;
        match process.cred.is_root() {
            false if limit == 0 => Err(Errno::EPERM),
            false if pages > limit / PAGE => Err(Errno::ENOMEM),
            _ => Ok(()),
        }
    }

    /// munlock(2): the range must be mapped.
    pub(crate) fn sys_munlock(&mut self, ctx: &mut Ctx, addr: UserAddr, length: u64) -> SysResult {
        let (start, length) = pages_of(addr, length);
        if start.checked_add(length).is_none() {
            return Err(Errno::EINVAL.into());
        }
        match self.mm.is_mapped(self.space_of(ctx.tid), start, length) {
            true => Ok(0),
            false => Err(Errno::ENOMEM.into()),
        }
    }

    /// mlockall(2).
    pub(crate) fn sys_mlockall(&mut self, ctx: &mut Ctx, flags: i32) -> SysResult {
        if flags == 0 || flags & !7 != 0 || flags == 4 {
            return Err(Errno::EINVAL.into());
        }
        let areas = self.mm.areas(self.space_of(ctx.tid));
        let mapped: u64 = areas.iter().map(|area| (area.end - area.start) / PAGE).sum();
        self.may_lock(ctx.tid, if flags & 1 != 0 { mapped } else { 0 })?;
        Ok(0)
    }
}

/// The pages that a range touches: where they begin and how many bytes they are, modulo 2^64 as Linux calculates.
fn pages_of(addr: UserAddr, length: u64) -> (u64, u64) {
    let length = length.wrapping_add(addr.0 & PAGE_MASK).wrapping_add(PAGE_MASK) & !PAGE_MASK;
    (addr.0 & !PAGE_MASK, length)
}
