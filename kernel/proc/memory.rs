//! The memory calls: brk(2), mmap(2), munmap(2), mprotect(2).

use super::limits::{RLIMIT_AS, RLIMIT_DATA};
use crate::Kernel;
use crate::abi::flags::{
    MAP_ANONYMOUS, MAP_FIXED, MAP_FIXED_NOREPLACE, MAP_NONBLOCK, MAP_POPULATE, MAP_PRIVATE, MAP_SHARED,
    MAP_SHARED_VALIDATE, MAP_TYPE,
};
use crate::abi::{Errno, Syscall, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::mm::{Access, MapRequest, PAGE_MASK, Placement, Prot, Sharing, TASK_END};
use crate::vfs::regular::MapSource;

/// The protection bits that have a meaning.
const PROT_MASK: i32 = 7;

impl Kernel {
    /// brk(2), the raw call: returns the break, moved or not.
    pub(crate) fn sys_brk(&mut self, ctx: &mut Ctx, addr: UserAddr) -> SysResult {
        let space = self.procs.task(ctx.tid).space;
        let limit = self.procs.process_of(ctx.tid).rlimits[RLIMIT_DATA].0;
        let start = self.mm.brk_start(space);
        let now = self.mm.set_brk(space, 0);
        let too_much = addr.0 > now
            && (addr.0 - start.min(addr.0) > limit || self.check_address_space(ctx.tid, addr.0 - now).is_err());
        Ok(if too_much { now } else { self.mm.set_brk(space, addr.0) })
    }

    /// RLIMIT_AS: may the task map so much more?
    fn check_address_space(&self, tid: Tid, more: u64) -> Result<(), Errno> {
        let limit = self.procs.process_of(tid).rlimits[RLIMIT_AS].0;
        if limit == u64::MAX {
            return Ok(());
        }
        let mapped: u64 = self.mm.areas(self.procs.task(tid).space).iter().map(|area| area.end - area.start).sum();
        if mapped.saturating_add(more) > limit { Err(Errno::ENOMEM) } else { Ok(()) }
    }

    /// mmap(2).
    pub(crate) fn sys_mmap(&mut self, ctx: &mut Ctx, call: Syscall) -> SysResult {
        let Syscall::Mmap { addr, length, prot, flags, fd, offset } = call else { return Err(Errno::EINVAL.into()) };
        if offset & PAGE_MASK != 0 {
            return Err(Errno::EINVAL.into());
        }
        let anonymous = flags & MAP_ANONYMOUS != 0;
        if !anonymous {
            // A bad descriptor is noticed before anything else (MMAP-02).
            self.fds(ctx.tid).get(fd)?;
        }
        if length == 0 {
            return Err(Errno::EINVAL.into());
        }
        if length.checked_next_multiple_of(PAGE_MASK + 1).is_none() {
            return Err(Errno::ENOMEM.into());
        }
        let sharing = match flags & MAP_TYPE {
            MAP_SHARED | MAP_SHARED_VALIDATE => Sharing::Shared,
            MAP_PRIVATE => Sharing::Private,
            _ => return Err(Errno::EINVAL.into()),
        };
        let object = match anonymous {
            true => None,
            false => match self.mmap_source(ctx.tid, fd, prot, flags)? {
                MapSource::Object(object) => Some((object, offset)),
                MapSource::Zero => None,
            },
        };
        let placement = if flags & MAP_FIXED_NOREPLACE != 0 {
            Placement::FixedNoReplace(addr.0)
        } else if flags & MAP_FIXED != 0 {
            Placement::Fixed(addr.0)
        } else if addr.is_null() {
            Placement::Any
        } else {
            Placement::Hint(addr.0 & !PAGE_MASK)
        };
        self.check_address_space(ctx.tid, length)?;
        let space = self.procs.task(ctx.tid).space;
        let mut prot = Prot((prot & PROT_MASK) as u8);
        if !anonymous && sharing == Sharing::Shared {
            let (inode, writable) = self.file_of(ctx.tid, fd).map(|(_, file)| (file.inode, file.writable()))?;
            prot = self.seals_allow_mapping(inode, prot)?;
            prot.0 |= if writable { 0 } else { Prot::NEVER_WRITE.0 };
        }
        let request = MapRequest { placement, len: length, prot, sharing, object };
        let mapped = self.mm.map(space, request);
        // What a private mapping may change is copied now; later changes of the file are not seen.
        let populates = flags & (MAP_POPULATE | MAP_NONBLOCK) == MAP_POPULATE;
        if let (Ok(start), true, Sharing::Private) = (&mapped, populates && object.is_some(), sharing)
            && prot.contains(Prot::WRITE)
        {
            let pages = (*start..start.saturating_add(length)).step_by(PAGE_MASK as usize + 1);
            let _ = pages.into_iter().try_for_each(|page| self.mm.touch(space, page, Access::Write));
        }
        self.settle_attachments(self.procs.task(ctx.tid).pid);
        Ok(mapped.map_err(Errno::from)?)
    }

    /// munmap(2).
    pub(crate) fn sys_munmap(&mut self, ctx: &mut Ctx, addr: UserAddr, length: u64) -> SysResult {
        if addr.0 & PAGE_MASK != 0 || length == 0 {
            return Err(Errno::EINVAL.into());
        }
        let space = self.procs.task(ctx.tid).space;
        let unmapped = self.mm.unmap(space, addr.0, length);
        self.settle_attachments(self.procs.task(ctx.tid).pid);
        unmapped.map_err(Errno::from)?;
        Ok(0)
    }

    /// mprotect(2).
    pub(crate) fn sys_mprotect(&mut self, ctx: &mut Ctx, addr: UserAddr, length: u64, prot: i32) -> SysResult {
        if addr.0 & PAGE_MASK != 0 || prot & !PROT_MASK != 0 {
            return Err(Errno::EINVAL.into());
        }
        if length == 0 {
            return Ok(0);
        }
        // Nothing can be mapped beyond the end of user space.
        let end = length.checked_add(PAGE_MASK).and_then(|len| (len & !PAGE_MASK).checked_add(addr.0));
        if end.is_none_or(|end| end > TASK_END) {
            return Err(Errno::ENOMEM.into());
        }
        let space = self.procs.task(ctx.tid).space;
        let protected = self.mm.protect(space, addr.0, length, Prot(prot as u8));
        self.settle_attachments(self.procs.task(ctx.tid).pid);
        protected.map_err(Errno::from)?;
        Ok(0)
    }
}
