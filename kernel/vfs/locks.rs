//! Locks on files as processes use them: F_SETLK, F_SETLKW, F_GETLK and their F_OFD forms (fcntl_locking(2)), flock(2);
//! what closing a descriptor releases; the finding of deadlocks. What is locked is in [`crate::ipc::lock`].
//!
//! Whoever waits for a lock tries again when one on the file is released. Deadlocks are found before a process begins to
//! wait, by following who waits for whom (EDEADLK, as Linux's posix_locks_deadlock).

use super::file::{FileKind, OpenFile};
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::ids::FdTableId;
use crate::abi::layout::Flock;
use crate::abi::{Errno, Fd, FileId, InodeId, Tid, UserAddr};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::ipc::lock::{LAST_BYTE, Lock, Locks, Mode, Owner};
use crate::sched::wait::WaitOn;

const LOCK_SH: i32 = 1;
const LOCK_EX: i32 = 2;
const LOCK_NB: i32 = 4;
const LOCK_UN: i32 = 8;
/// Mandatory locks, which are no more: a call that asks for one does nothing, even without a file.
const LOCK_MAND: i32 = 32;

impl Kernel {
    /// fcntl(2) with a command about record locks.
    pub(crate) fn fcntl_lock(&mut self, ctx: &mut Ctx, fd: Fd, cmd: i32, arg: UserAddr) -> SysResult {
        let mut bytes = [0; Flock::SIZE];
        self.copy_in(ctx.tid, arg, &mut bytes)?;
        let request = Flock::decode(&bytes);
        let kind = i32::from(request.kind);
        let (id, file) = self.file_of(ctx.tid, fd)?;
        let (inode, readable, writable) = (file.inode, file.readable(), file.writable());
        let ofd = matches!(cmd, F_OFD_GETLK | F_OFD_SETLK | F_OFD_SETLKW);
        let get = matches!(cmd, F_GETLK | F_OFD_GETLK);
        if get && !matches!(kind, F_RDLCK | F_WRLCK) && !(ofd && kind == F_UNLCK) {
            return Err(Errno::EINVAL.into());
        }
        let (start, end) = self.lock_range(file, &request)?;
        let mode = match kind {
            F_RDLCK => Some(Mode::Shared),
            F_WRLCK => Some(Mode::Exclusive),
            F_UNLCK => None,
            _ => return Err(Errno::EINVAL.into()),
        };
        if ofd && request.pid != 0 {
            return Err(Errno::EINVAL.into());
        }
        let task = self.procs.task(ctx.tid);
        let (owner, pid) = match ofd {
            true => (Owner::Description(id), -1),
            false => (Owner::Table(task.fds), task.pid.0 as i32),
        };
        let wanted = Lock { owner, pid, mode: mode.unwrap_or(Mode::Exclusive), start, end };
        if get {
            return self.get_lock(ctx.tid, inode, arg, request, wanted);
        }
        // LOCK-08, LOCK-09.
        if mode == Some(Mode::Shared) && !readable || mode == Some(Mode::Exclusive) && !writable {
            return Err(Errno::EBADF.into());
        }
        let wait = matches!(cmd, F_SETLKW | F_OFD_SETLKW);
        self.set_lock(ctx, inode, wanted, mode, wait)
    }

    /// The bytes that a `struct flock` means: EINVAL before the file's beginning, EOVERFLOW behind all ends.
    fn lock_range(&self, file: &OpenFile, request: &Flock) -> Result<(u64, u64), Errno> {
        let base = match i32::from(request.whence) {
            SEEK_SET => 0,
            SEEK_CUR => file.offset as i64,
            SEEK_END => self.inode_size(file.inode) as i64,
            _ => return Err(Errno::EINVAL),
        };
        let start = base.checked_add(request.start).ok_or(Errno::EOVERFLOW)?;
        if start < 0 {
            return Err(Errno::EINVAL);
        }
        match request.len {
            0 => Ok((start as u64, LAST_BYTE)),
            1.. => Ok((start as u64, start.checked_add(request.len - 1).ok_or(Errno::EOVERFLOW)? as u64)),
            // A negative length means the bytes before the start.
            _ => match start.checked_add(request.len) {
                Some(first @ 0..) => Ok((first as u64, start as u64 - 1)),
                _ => Err(Errno::EINVAL),
            },
        }
    }

    /// F_GETLK: the first lock in the way, or F_UNLCK and nothing else changed (LOCK-03, LOCK-04).
    fn get_lock(&mut self, tid: Tid, inode: InodeId, arg: UserAddr, request: Flock, wanted: Lock) -> SysResult {
        let found = self.vfs.locks.get(&inode).and_then(|locks| locks.conflict(&wanted));
        let answer = match found {
            None => Flock { kind: F_UNLCK as i16, ..request },
            Some(held) => Flock {
                kind: if held.mode == Mode::Shared { F_RDLCK } else { F_WRLCK } as i16,
                whence: SEEK_SET as i16,
                start: held.start as i64,
                len: if held.end == LAST_BYTE { 0 } else { (held.end - held.start + 1) as i64 },
                pid: held.pid,
            },
        };
        self.copy_out(tid, arg, &answer.encode())?;
        Ok(0)
    }

    fn set_lock(&mut self, ctx: &mut Ctx, inode: InodeId, wanted: Lock, mode: Option<Mode>, wait: bool) -> SysResult {
        if mode.is_some()
            && let Some(held) = self.vfs.locks.get(&inode).and_then(|locks| locks.conflict(&wanted)).copied()
        {
            if !wait {
                return Err(Errno::EAGAIN.into());
            }
            if self.would_deadlock(wanted.owner, held.owner) {
                return Err(Errno::EDEADLK.into());
            }
            self.vfs.lock_waits.insert(ctx.tid, (inode, wanted));
            return Err(sleep(WaitOn::RecordLock(inode)));
        }
        let locks = self.vfs.locks.entry(inode).or_default();
        locks.set(wanted, mode);
        if locks.is_empty() {
            self.vfs.locks.remove(&inode);
        }
        // Also a lock that became shared, or shorter, may let others on.
        self.wake(WaitOn::RecordLock(inode));
        Ok(0)
    }

    /// Would `waiter` wait for itself if it waited for `holder`? Locks of descriptions do not count.
    fn would_deadlock(&self, waiter: Owner, holder: Owner) -> bool {
        let mut at = holder;
        for _ in 0..=self.vfs.lock_waits.len() {
            if !matches!(at, Owner::Table(_)) {
                return false;
            }
            if at == waiter {
                return true;
            }
            let next = self.vfs.lock_waits.values().find(|(_, wanted)| wanted.owner == at);
            let next = next.and_then(|(inode, wanted)| self.vfs.locks.get(inode)?.conflict(wanted));
            match next {
                Some(lock) => at = lock.owner,
                None => return false,
            }
        }
        false
    }

    /// flock(2).
    pub(crate) fn sys_flock(&mut self, ctx: &mut Ctx, fd: Fd, operation: i32) -> SysResult {
        if operation & LOCK_MAND != 0 {
            return Ok(0);
        }
        let mode = match operation & !LOCK_NB {
            LOCK_SH => Some(Mode::Shared),
            LOCK_EX => Some(Mode::Exclusive),
            LOCK_UN => None,
            _ => return Err(Errno::EINVAL.into()),
        };
        let (id, file) = self.file_of(ctx.tid, fd)?;
        let inode = file.inode;
        let locks = self.vfs.locks.entry(inode).or_default();
        let flocked = locks.flock(id, mode);
        if locks.is_empty() {
            self.vfs.locks.remove(&inode);
        }
        if flocked.released {
            self.wake(WaitOn::FileLock(inode));
        }
        match flocked.done {
            true => Ok(0),
            false if operation & LOCK_NB != 0 => Err(Errno::EAGAIN.into()),
            false => Err(sleep(WaitOn::FileLock(inode))),
        }
    }

    /// A descriptor of this table is closed: the table's record locks on the file go, whichever descriptor set them
    /// (LOCK-06), and a registration for notification at a message queue.
    #[inline]
    pub(crate) fn descriptor_closed(&mut self, table: FdTableId, file: FileId) {
        if !self.vfs.locks.is_empty() {
            self.release_record_locks(table, file);
        }
        if !self.mqueues.is_empty()
            && let Ok(FileKind::MessageQueue(queue)) = self.vfs.file(file).map(|file| file.kind)
        {
            self.mqueue_descriptor_closed(table, queue);
        }
        self.file_put(file);
    }

    fn release_record_locks(&mut self, table: FdTableId, file: FileId) {
        let Ok(inode) = self.vfs.file(file).map(|file| file.inode) else { return };
        if self.change_locks(inode, |locks| locks.clear_owner(Owner::Table(table))) {
            self.wake(WaitOn::RecordLock(inode));
        }
    }

    /// A description is gone: its own locks go.
    pub(crate) fn description_closed(&mut self, file: FileId, inode: InodeId) {
        if self.change_locks(inode, |locks| locks.clear_owner(Owner::Description(file))) {
            self.wake(WaitOn::RecordLock(inode));
        }
        if self.change_locks(inode, |locks| locks.flock(file, None).released) {
            self.wake(WaitOn::FileLock(inode));
        }
    }

    fn change_locks(&mut self, inode: InodeId, change: impl FnOnce(&mut Locks) -> bool) -> bool {
        let Some(locks) = self.vfs.locks.get_mut(&inode) else { return false };
        let changed = change(locks);
        if locks.is_empty() {
            self.vfs.locks.remove(&inode);
        }
        changed
    }

    /// Locks are consistent, their owners exist, and those who wait for one are asleep for it.
    pub(crate) fn check_locks(&self) -> Result<(), String> {
        for (inode, locks) in &self.vfs.locks {
            locks.check()?;
            if self.vfs.inode(*inode).is_err() || locks.is_empty() {
                return Err(format!("locks on {inode:?}, which is gone or not locked"));
            }
            let there = |lock: &Lock| match lock.owner {
                Owner::Table(table) => self.procs.fd_tables.contains(table.0),
                Owner::Description(file) => self.vfs.files.contains(file.0),
            };
            if !locks.records().iter().all(there) || !locks.flocks().iter().all(|(f, _)| self.vfs.files.contains(f.0)) {
                return Err(format!("a lock on {inode:?} has an owner that is gone"));
            }
        }
        for (tid, (inode, _)) in &self.vfs.lock_waits {
            let on = self.procs.find_task(*tid).and_then(|task| task.blocked.as_ref()).map(|blocked| blocked.on);
            if on != Some(WaitOn::RecordLock(*inode)) {
                return Err(format!("{tid} is said to wait for a lock, but waits for {on:?}"));
            }
        }
        Ok(())
    }
}

fn sleep(on: WaitOn) -> Stop {
    Stop::Block(Sleep { on, deadline_ns: None, restart: Restart::IfSaRestart })
}
