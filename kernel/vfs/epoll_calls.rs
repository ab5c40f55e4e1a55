//! The system calls of epoll(7): epoll_create(2), epoll_create1(2), epoll_ctl(2), epoll_wait(2), epoll_pwait(2),
//! epoll_pwait2(2). Instances themselves are in `epoll`.

use super::epoll::*;
use super::file::FileKind;
use super::poll_calls::Patience;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::poll::PollMask;
use crate::abi::{EpollId, Errno, Fd, FileId, Tid, UserAddr};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::mm::TASK_END;
use crate::sched::wait::WaitOn;

const EPOLL_CTL_ADD: i32 = 1;
const EPOLL_CTL_DEL: i32 = 2;
const EPOLL_CTL_MOD: i32 = 3;
/// `sizeof (struct epoll_event)`, which is packed on x86-64.
const EVENT: u64 = 12;
/// What may stand beside EPOLLEXCLUSIVE.
const EXCLUSIVE_OK: u32 =
    PollMask::IN.0 | PollMask::OUT.0 | PollMask::UNASKED.0 | EPOLLWAKEUP | EPOLLET | EPOLLEXCLUSIVE;

impl Kernel {
    /// epoll_create(2): the size is a hint of old, but must be positive.
    pub fn sys_epoll_create(&mut self, ctx: &mut Ctx, size: i32) -> SysResult {
        if size <= 0 {
            return Err(Errno::EINVAL.into());
        }
        self.sys_epoll_create1(ctx, 0)
    }

    /// epoll_create1(2).
    pub fn sys_epoll_create1(&mut self, ctx: &mut Ctx, flags: i32) -> SysResult {
        if flags & !O_CLOEXEC != 0 {
            return Err(Errno::EINVAL.into());
        }
        let fd = self.open_anonymous(ctx.tid, flags, |kernel| FileKind::Epoll(kernel.epoll_new()))?;
        let (id, file) = self.file_of(ctx.tid, Fd(fd as i32))?;
        if let FileKind::Epoll(epoll) = file.kind {
            self.vfs.epolls.instances[epoll.0].file = id;
        }
        Ok(fd)
    }

    fn epoll_of(&self, tid: Tid, fd: Fd) -> Result<(FileId, Option<EpollId>), Errno> {
        let (id, file) = self.file_of(tid, fd)?;
        Ok(match file.kind {
            FileKind::Epoll(epoll) => (id, Some(epoll)),
            _ => (id, None),
        })
    }

    /// epoll_ctl(2). The checks are in Linux's order.
    pub fn sys_epoll_ctl(&mut self, ctx: &mut Ctx, epfd: Fd, op: i32, fd: Fd, event: UserAddr) -> SysResult {
        let mut bytes = [0; EVENT as usize];
        if op != EPOLL_CTL_DEL {
            self.copy_in(ctx.tid, event, &mut bytes)?;
        }
        let events = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) & !EPOLLWAKEUP;
        let data = u64::from_le_bytes(std::array::from_fn(|n| bytes[4 + n]));
        let (own, epoll) = self.epoll_of(ctx.tid, epfd)?;
        let (file, target) = self.file_of(ctx.tid, fd).map(|(id, file)| (id, file.kind))?;
        if !target.can_poll() {
            return Err(Errno::EPERM.into());
        }
        let epoll = epoll.filter(|_| own != file).ok_or(Errno::EINVAL)?;
        if op != EPOLL_CTL_DEL && events & EPOLLEXCLUSIVE != 0 {
            let unfit = matches!(target, FileKind::Epoll(_)) || events & !EXCLUSIVE_OK != 0;
            if op == EPOLL_CTL_MOD || op == EPOLL_CTL_ADD && unfit {
                return Err(Errno::EINVAL.into());
            }
        }
        if let (EPOLL_CTL_ADD, FileKind::Epoll(added)) = (op, target) {
            self.epoll_check_nesting(epoll, added)?;
        }
        let known = self.vfs.epolls.instances[epoll.0].watched.get(&(file, fd)).copied();
        let events = events | PollMask::UNASKED.0;
        match (op, known) {
            (EPOLL_CTL_ADD, Some(_)) => return Err(Errno::EEXIST.into()),
            (EPOLL_CTL_ADD, None) if self.vfs.epolls.items.len() >= MAX_WATCHES => return Err(Errno::ENOSPC.into()),
            (EPOLL_CTL_ADD, None) => self.epoll_add(epoll, file, fd, events, data),
            (EPOLL_CTL_DEL | EPOLL_CTL_MOD, None) => return Err(Errno::ENOENT.into()),
            (EPOLL_CTL_DEL, Some(id)) => self.epoll_remove(id),
            // An exclusive item stays as it is.
            (EPOLL_CTL_MOD, Some(id)) if self.vfs.epolls.items[id.0].events & EPOLLEXCLUSIVE != 0 => {
                return Err(Errno::EINVAL.into());
            }
            (EPOLL_CTL_MOD, Some(id)) => self.epoll_modify(id, events, data),
            _ => return Err(Errno::EINVAL.into()),
        }
        Ok(0)
    }

    /// epoll_wait(2).
    pub fn sys_epoll_wait(&mut self, ctx: &mut Ctx, epfd: Fd, events: UserAddr, max: i32, timeout: i32) -> SysResult {
        let patience = self.patience(ctx, |kernel, _| Ok(Patience::of_ms(timeout, kernel.now_ns())))?;
        self.epoll_wait(ctx, epfd, events, max, patience)
    }

    /// epoll_pwait(2): under another signal mask.
    #[allow(clippy::too_many_arguments)]
    pub fn sys_epoll_pwait(
        &mut self,
        ctx: &mut Ctx,
        epfd: Fd,
        events: UserAddr,
        max: i32,
        timeout: i32,
        mask: UserAddr,
        size: u64,
    ) -> SysResult {
        let patience = self.patience(ctx, |kernel, _| Ok(Patience::of_ms(timeout, kernel.now_ns())))?;
        self.epoll_wait_masked(ctx, epfd, events, max, patience, (mask, size))
    }

    /// epoll_pwait2(2): the same with a timespec, or null to wait for ever.
    #[allow(clippy::too_many_arguments)]
    pub fn sys_epoll_pwait2(
        &mut self,
        ctx: &mut Ctx,
        epfd: Fd,
        events: UserAddr,
        max: i32,
        timeout: UserAddr,
        mask: UserAddr,
        size: u64,
    ) -> SysResult {
        let patience = self.patience_of_timespec(ctx, timeout)?;
        self.epoll_wait_masked(ctx, epfd, events, max, patience, (mask, size))
    }

    fn epoll_wait_masked(
        &mut self,
        ctx: &mut Ctx,
        epfd: Fd,
        events: UserAddr,
        max: i32,
        patience: Patience,
        (mask, size): (UserAddr, u64),
    ) -> SysResult {
        self.set_user_mask(ctx.tid, mask, size)?;
        let result = self.epoll_wait(ctx, epfd, events, max, patience);
        if !matches!(result, Err(Stop::Block(_))) {
            self.restore_user_mask(ctx.tid);
        }
        result
    }

    fn epoll_wait(&mut self, ctx: &mut Ctx, epfd: Fd, events: UserAddr, max: i32, patience: Patience) -> SysResult {
        let (_, epoll) = self.epoll_of(ctx.tid, epfd)?;
        let max = u64::try_from(max).ok().filter(|max| (1..=i32::MAX as u64 / EVENT).contains(max));
        let max = max.ok_or(Errno::EINVAL)?;
        if events.0 > TASK_END - max * EVENT {
            return Err(Errno::EFAULT.into());
        }
        let epoll = epoll.ok_or(Errno::EINVAL)?;
        let found = self.hand_out_events(ctx.tid, epoll, events, max)?;
        if found > 0 || patience == Patience::None || ctx.timed_out {
            return Ok(found);
        }
        let deadline_ns = patience.deadline(self.clock.now_ns());
        Err(Stop::Block(Sleep { on: WaitOn::Epoll(epoll), deadline_ns, restart: Restart::Never }))
    }

    /// Stores up to `max` events (ep_send_events).
    fn hand_out_events(&mut self, tid: Tid, epoll: EpollId, events: UserAddr, max: u64) -> Result<u64, Errno> {
        let mut last = self.epoll_last_ready(epoll);
        let mut done = 0;
        while done < max
            && let Some(event) = self.epoll_next(epoll, &mut last)
        {
            let mut bytes = [0; EVENT as usize];
            bytes[..4].copy_from_slice(&event.found.0.to_le_bytes());
            bytes[4..].copy_from_slice(&event.data.to_le_bytes());
            if let Err(errno) = self.copy_out(tid, events.add(done * EVENT), &bytes) {
                self.epoll_put_back(event.id);
                if done == 0 {
                    return Err(errno);
                }
                break;
            }
            self.epoll_reported(event.id);
            done += 1;
        }
        // Others who wait here may find something in what is left.
        if self.epoll_last_ready(epoll).is_some() {
            self.wake_one_caller(WaitOn::Epoll(epoll));
        }
        Ok(done)
    }

    /// What an instance watches, for reports: by descriptor.
    pub fn epoll_watched(&self, epoll: EpollId) -> Vec<&Item> {
        let Some(instance) = self.vfs.epolls.instances.get(epoll.0) else { return Vec::new() };
        let items = &self.vfs.epolls.items;
        let mut watched: Vec<&Item> = instance.watched.values().filter_map(|id| items.get(id.0)).collect();
        watched.sort_by_key(|item| item.fd);
        watched
    }
}
