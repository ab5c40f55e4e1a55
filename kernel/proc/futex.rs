//! futex(2): sleeping until a word of memory changes, and waking who sleeps. What mutexes, condition variables and
//! semaphores of the C library are made of. set_robust_list(2), get_robust_list(2).
//!
//! WAIT, WAKE, REQUEUE, CMP_REQUEUE, WAKE_OP, WAIT_BITSET, WAKE_BITSET. Not supported: priority inheritance (ENOSYS).
//! A sleeper is completed by its waker: it does not look at the word again.

use crate::Kernel;
use crate::abi::flags::futex_op as op;
use crate::abi::{Errno, FutexId, Syscall, Tid, UserAddr};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::ipc::futex::FutexKey;
use crate::mm::Access;
use crate::sched::wait::WaitOn;

/// Every sleeper's bit.
const ANY: u32 = u32::MAX;
/// So many futexes without sleepers may be left over before they are swept.
const STALE: usize = 64;
/// Most entries of a robust list that are looked at (ROBUST_LIST_LIMIT).
const ROBUST_LIMIT: usize = 2048;
const FUTEX_WAITERS: u32 = 1 << 31;
const FUTEX_OWNER_DIED: u32 = 1 << 30;
const FUTEX_TID_MASK: u32 = (1 << 30) - 1;

impl Kernel {
    /// futex(2).
    pub(crate) fn sys_futex(&mut self, ctx: &mut Ctx, call: Syscall) -> SysResult {
        let Syscall::Futex { uaddr, op, val, timeout, uaddr2, val3 } = call else { return Err(Errno::EINVAL.into()) };
        let private = op & op::PRIVATE != 0;
        let realtime = op & op::CLOCK_REALTIME != 0;
        let command = op & !(op::PRIVATE | op::CLOCK_REALTIME);
        if realtime && !matches!(command, op::WAIT | op::WAIT_BITSET) {
            return Err(Errno::ENOSYS.into());
        }
        let (limit, limit2) = (val as i32, timeout.0 as i32);
        match command {
            op::WAIT => self.futex_wait(ctx, uaddr, op, val, timeout, ANY),
            op::WAIT_BITSET => self.futex_wait(ctx, uaddr, op, val, timeout, val3),
            op::WAKE => self.futex_wake(ctx.tid, uaddr, private, limit, ANY),
            op::WAKE_BITSET => self.futex_wake(ctx.tid, uaddr, private, limit, val3),
            op::REQUEUE => self.futex_requeue(ctx.tid, (uaddr, uaddr2), private, (limit, limit2), None),
            op::CMP_REQUEUE => self.futex_requeue(ctx.tid, (uaddr, uaddr2), private, (limit, limit2), Some(val3)),
            op::WAKE_OP => self.futex_wake_op(ctx.tid, (uaddr, uaddr2), private, (limit, limit2), val3),
            _ => Err(Errno::ENOSYS.into()),
        }
    }

    /// Which word an address means, for a call that only looks at it.
    fn futex_key(&mut self, tid: Tid, addr: UserAddr, private: bool) -> Result<FutexKey, Errno> {
        self.futex_key_for(tid, addr, private, Access::Read)
    }

    /// Which word an address means.
    fn futex_key_for(&mut self, tid: Tid, addr: UserAddr, private: bool, access: Access) -> Result<FutexKey, Errno> {
        if !addr.0.is_multiple_of(4) {
            return Err(Errno::EINVAL);
        }
        let space = self.procs.task(tid).space;
        if private {
            return Ok(FutexKey::Private(space, addr.0));
        }
        // Whose it is tells its page. It is made ours if we may write it, which keeps a private page from being copied later.
        let writable = self.mm.write_chunk(space, addr.0, 4).is_ok();
        if !writable {
            if access == Access::Write {
                return Err(Errno::EFAULT);
            }
            self.futex_word(tid, addr)?;
        }
        match self.mm.object_byte(space, addr.0) {
            Some((id, offset)) => Ok(FutexKey::Shared(id, offset)),
            None if writable => Ok(FutexKey::Private(space, addr.0)),
            // A page of our own that we can't change is none to wait on.
            None => Err(Errno::EFAULT),
        }
    }

    fn futex_word(&mut self, tid: Tid, addr: UserAddr) -> Result<u32, Errno> {
        let mut word = [0; 4];
        self.copy_in(tid, addr, &mut word)?;
        Ok(u32::from_le_bytes(word))
    }

    fn futex_wait(
        &mut self,
        ctx: &mut Ctx,
        uaddr: UserAddr,
        op: i32,
        val: u32,
        timeout: UserAddr,
        bitset: u32,
    ) -> SysResult {
        if bitset == 0 {
            return Err(Errno::EINVAL.into());
        }
        let deadline_ns = match ctx.deadline_ns {
            None if !timeout.is_null() => Some(self.futex_deadline(ctx.tid, op, timeout)?),
            known => known,
        };
        if ctx.timed_out {
            return Err(Errno::ETIMEDOUT.into());
        }
        let key = self.futex_key(ctx.tid, uaddr, op & op::PRIVATE != 0)?;
        // The word has changed already: whoever would have woken us has done so.
        if self.futex_word(ctx.tid, uaddr)? != val {
            return Err(Errno::EAGAIN.into());
        }
        if deadline_ns.is_some_and(|at| at <= self.clock.now_ns()) {
            return Err(Errno::ETIMEDOUT.into());
        }
        self.sweep_futexes();
        let futex = self.futexes.open(key);
        let restart = if deadline_ns.is_some() { Restart::IfNoHandler } else { Restart::IfSaRestart };
        Err(Stop::Block(Sleep { on: WaitOn::Futex(futex), deadline_ns, restart }))
    }

    /// WAIT's timeout is relative, WAIT_BITSET's absolute.
    fn futex_deadline(&mut self, tid: Tid, op: i32, timeout: UserAddr) -> Result<u64, Errno> {
        let ns = self.copy_in_timespec(tid, timeout)?;
        Ok(match op & !op::PRIVATE {
            op::WAIT_BITSET => ns,
            other if other & op::WAIT_BITSET == op::WAIT_BITSET => ns.saturating_sub(self.clock.epoch_ns()),
            _ => ns.saturating_add(self.clock.now_ns()),
        })
    }

    /// Completes the calls of at most `limit` sleepers that share a bit; at least one, as Linux does.
    fn futex_wake(&mut self, tid: Tid, uaddr: UserAddr, private: bool, limit: i32, bitset: u32) -> SysResult {
        if bitset == 0 {
            return Err(Errno::EINVAL.into());
        }
        let key = self.futex_key(tid, uaddr, private)?;
        Ok(self.wake_key(key, limit, bitset))
    }

    fn wake_key(&mut self, key: FutexKey, limit: i32, bitset: u32) -> u64 {
        let Some(futex) = self.futexes.find(key) else { return 0 };
        let limit = usize::try_from(limit).unwrap_or(0).max(1);
        let shares_bit = |tid: &Tid| self.sleeper_bits(*tid) & bitset != 0;
        let woken: Vec<Tid> = self.waits.sleepers(WaitOn::Futex(futex)).filter(shares_bit).take(limit).collect();
        for tid in &woken {
            self.complete(*tid, 0);
        }
        self.close_if_empty(futex);
        woken.len() as u64
    }

    /// The bit set that a sleeper waits with.
    fn sleeper_bits(&self, tid: Tid) -> u32 {
        match self.procs.find_task(tid).and_then(|task| task.blocked.as_ref()).map(|blocked| blocked.call) {
            Some(Syscall::Futex { op, val3, .. }) if op & op::WAIT_BITSET == op::WAIT_BITSET => val3,
            _ => ANY,
        }
    }

    fn futex_requeue(
        &mut self,
        tid: Tid,
        (from, to): (UserAddr, UserAddr),
        private: bool,
        (wake, requeue): (i32, i32),
        expected: Option<u32>,
    ) -> SysResult {
        if wake < 0 || requeue < 0 {
            return Err(Errno::EINVAL.into());
        }
        let (from_key, to_key) = (self.futex_key(tid, from, private)?, self.futex_key(tid, to, private)?);
        if let Some(expected) = expected
            && self.futex_word(tid, from)? != expected
        {
            return Err(Errno::EAGAIN.into());
        }
        let Some(source) = self.futexes.find(from_key) else { return Ok(0) };
        let sleepers: Vec<Tid> =
            self.waits.sleepers(WaitOn::Futex(source)).take(wake as usize + requeue as usize).collect();
        let (woken, moved) = sleepers.split_at(sleepers.len().min(wake as usize));
        for tid in woken {
            self.complete(*tid, 0);
        }
        if !moved.is_empty() && from_key != to_key {
            let target = self.futexes.open(to_key);
            for tid in moved {
                self.move_sleeper(*tid, WaitOn::Futex(target));
            }
        }
        self.close_if_empty(source);
        Ok(sleepers.len() as u64)
    }

    /// WAKE_OP: changes the second word, wakes sleepers of the first, and of the second if its old value compares so.
    fn futex_wake_op(
        &mut self,
        tid: Tid,
        (first, second): (UserAddr, UserAddr),
        private: bool,
        (wake, wake2): (i32, i32),
        code: u32,
    ) -> SysResult {
        let key = self.futex_key(tid, first, private)?;
        let key2 = self.futex_key_for(tid, second, private, Access::Write)?;
        let signed = |shift: u32| (code << shift) as i32 >> 20;
        let (mut arg, compared) = (signed(8), signed(20));
        if code & 1 << 31 != 0 {
            arg = 1i32.wrapping_shl(arg as u32);
        }
        let old = self.futex_word(tid, second)?;
        let new = match code >> 28 & 7 {
            0 => arg as u32,
            1 => old.wrapping_add(arg as u32),
            2 => old | arg as u32,
            3 => old & !(arg as u32),
            4 => old ^ arg as u32,
            _ => return Err(Errno::ENOSYS.into()),
        };
        self.copy_out(tid, second, &new.to_le_bytes())?;
        let holds = match code >> 24 & 15 {
            0 => old as i32 == compared,
            1 => old as i32 != compared,
            2 => (old as i32) < compared,
            3 => old as i32 <= compared,
            4 => old as i32 > compared,
            5 => old as i32 >= compared,
            _ => return Err(Errno::ENOSYS.into()),
        };
        let mut woken = self.wake_key(key, wake, ANY);
        if holds {
            woken += self.wake_key(key2, wake2, ANY);
        }
        Ok(woken)
    }

    fn close_if_empty(&mut self, futex: FutexId) {
        if self.waits.is_idle(WaitOn::Futex(futex)) {
            self.futexes.close(futex);
        }
    }

    /// Forgets futexes whose sleepers have gone by themselves: timeouts, signals.
    fn sweep_futexes(&mut self) {
        if self.futexes.len() <= STALE + 2 * self.waits.len() {
            return;
        }
        let ids: Vec<FutexId> = self.futexes.ids().collect();
        ids.into_iter().for_each(|id| self.close_if_empty(id));
    }

    /// set_robust_list(2).
    pub(crate) fn sys_set_robust_list(&mut self, ctx: &mut Ctx, head: UserAddr, len: u64) -> SysResult {
        if len != 24 {
            return Err(Errno::EINVAL.into());
        }
        self.procs.task_mut(ctx.tid).robust_list = head;
        Ok(0)
    }

    /// get_robust_list(2): ESRCH, EPERM for another user's task.
    pub(crate) fn sys_get_robust_list(&mut self, ctx: &mut Ctx, pid: i32, head: UserAddr, len: UserAddr) -> SysResult {
        let tid = if pid == 0 { ctx.tid } else { Tid(pid as u32) };
        let task = self.procs.find_task(tid).ok_or(Errno::ESRCH)?;
        let (list, own, its) = (task.robust_list, &self.process_of(ctx.tid).cred, &self.process_of(tid).cred);
        if !own.is_root() && own.uid != its.uid {
            return Err(Errno::EPERM.into());
        }
        self.copy_out(ctx.tid, len, &24u64.to_le_bytes())?;
        self.copy_out(ctx.tid, head, &list.0.to_le_bytes())?;
        Ok(0)
    }

    /// What a task that ends, or executes a new image, leaves in memory: robust locks marked as their owner's death, and a
    /// zero at `clear_tid`, whose waiter is woken.
    pub(crate) fn release_user_words(&mut self, tid: Tid) {
        let task = self.procs.task_mut(tid);
        let (head, clear_tid, space) =
            (std::mem::take(&mut task.robust_list), std::mem::take(&mut task.clear_tid), task.space);
        if !head.is_null() {
            self.walk_robust_list(tid, head);
        }
        if !clear_tid.is_null() && self.mm.space_users(space) > 1 {
            let _ = self.copy_out(tid, clear_tid, &0u32.to_le_bytes());
            if let Ok(key) = self.futex_key(tid, clear_tid, false) {
                self.wake_key(key, 1, ANY);
            }
        }
    }

    /// Bad addresses end the walk, as on Linux.
    fn walk_robust_list(&mut self, tid: Tid, head: UserAddr) {
        let mut word = [0; 8];
        let mut read = |kernel: &mut Kernel, addr: UserAddr| -> Option<u64> {
            kernel.copy_in(tid, addr, &mut word).ok()?;
            Some(u64::from_le_bytes(word))
        };
        let (Some(first), Some(offset), Some(pending)) =
            (read(self, head), read(self, head.add(8)), read(self, head.add(16)))
        else {
            return;
        };
        let mut entry = first;
        for _ in 0..ROBUST_LIMIT {
            if entry & !1 == head.0 {
                break;
            }
            let next = read(self, UserAddr(entry & !1));
            if entry & !1 != pending & !1 {
                self.owner_died(tid, UserAddr((entry & !1).wrapping_add(offset)));
            }
            let Some(next) = next else { break };
            entry = next;
        }
        if pending != 0 {
            self.owner_died(tid, UserAddr((pending & !1).wrapping_add(offset)));
        }
    }

    fn owner_died(&mut self, tid: Tid, addr: UserAddr) {
        let Ok(word) = self.futex_word(tid, addr) else { return };
        if word & FUTEX_TID_MASK != tid.0 {
            return;
        }
        let marked = word & FUTEX_WAITERS | FUTEX_OWNER_DIED;
        let _ = self.copy_out(tid, addr, &marked.to_le_bytes());
        if word & FUTEX_WAITERS != 0
            && let Ok(key) = self.futex_key(tid, addr, false)
        {
            self.wake_key(key, 1, ANY);
        }
    }
}
