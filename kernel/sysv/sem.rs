//! System V semaphores: semget(2), semop(2), semtimedop(2), semctl(2), and what a process's end undoes. Follows Linux's
//! ipc/sem.c.

use super::{
    IPC_INFO, IPC_RMID, IPC_SET, IPC_STAT, READ, StatBy, WRITE, asker, existing, find, layout_of, stat_target,
};
use crate::Kernel;
use crate::abi::ids::IpcId;
use crate::abi::layout::{SemInfo, SemidDs};
use crate::abi::{Errno, Pid, Tid, UserAddr};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::ipc::registry::{Found, Named};
use crate::ipc::sem::{
    Finished, OPERATIONS_MAX, Operation, Operations, SEMAPHORES_MAX, SET_MAX, SETS_MAX, Set, Tried, VALUE_MAX,
};
use crate::sched::wait::WaitOn;

const GETPID: i32 = 11;
const GETVAL: i32 = 12;
const GETALL: i32 = 13;
const GETNCNT: i32 = 14;
const GETZCNT: i32 = 15;
const SETVAL: i32 = 16;
const SETALL: i32 = 17;
const SEM_STAT: i32 = 18;
const SEM_INFO: i32 = 19;
const SEM_STAT_ANY: i32 = 20;
/// `sizeof(struct sembuf)`.
const SEMBUF: usize = 6;

impl Kernel {
    /// semget(2).
    pub(crate) fn sys_semget(&mut self, ctx: &mut Ctx, key: i32, count: i32, flags: i32) -> SysResult {
        if !(0..=SET_MAX).contains(&count) {
            return Err(Errno::EINVAL.into());
        }
        let now = self.ipc_now();
        let asker = asker(&self.procs.process_of(ctx.tid).cred);
        match find(&self.sysv.sems, key, flags)? {
            Found::Existing(id) => {
                let set = self.sysv.sems.get(id)?;
                // Asking for fewer is fine (SEM-04).
                if count as usize > set.semaphores().len() {
                    return Err(Errno::EINVAL.into());
                }
                existing(set.perm(), asker, id, flags)
            }
            Found::Missing if count == 0 => Err(Errno::EINVAL.into()),
            Found::Missing => {
                if self.sysv.semaphores + count as u64 > SEMAPHORES_MAX {
                    return Err(Errno::ENOSPC.into());
                }
                let id = self.sysv.sems.insert(key, Set::new(asker, flags as u32, count as usize, now))?;
                self.sysv.semaphores += count as u64;
                Ok(id.0 as u64)
            }
        }
    }

    /// semop(2), and semtimedop(2) when there is a timeout.
    pub(crate) fn sys_semtimedop(
        &mut self,
        ctx: &mut Ctx,
        id: i32,
        sops: UserAddr,
        count: u64,
        timeout: UserAddr,
    ) -> SysResult {
        // A deadline that passed leaves nothing else to find out (SEM-38).
        if ctx.timed_out {
            return Err(Errno::EAGAIN.into());
        }
        if count > OPERATIONS_MAX {
            return Err(Errno::E2BIG.into());
        }
        if count < 1 {
            return Err(Errno::EINVAL.into());
        }
        let ops = self.copy_in_operations(ctx.tid, sops, count as usize)?;
        let deadline_ns = match timeout.is_null() {
            true => None,
            false => Some(self.clock.now_ns().saturating_add(self.copy_in_timespec(ctx.tid, timeout)?)),
        };
        let id = IpcId(id);
        let now = (self.clock.realtime_ns() / 1_000_000_000) as i64;
        let (task, process) = self.procs.task_and_process(ctx.tid);
        let pid = task.pid.0;
        let set = self.sysv.sems.get_mut(id)?;
        if usize::from(ops.highest()) >= set.semaphores().len() {
            return Err(Errno::EFBIG.into());
        }
        set.perm().permits(asker(&process.cred), if ops.alters() { WRITE } else { READ })?;
        if ops.undoes() && !set.has_undo(pid) {
            set.prepare_undo(pid);
            self.sysv.undoers.entry(pid).or_default().insert(0, id);
        }
        let mut finished = Finished::default();
        match set.operate(&ops, pid, now, &mut finished) {
            Tried::Done => {
                self.finish_semops(finished);
                Ok(0)
            }
            Tried::Failed(errno) => Err(errno.into()),
            Tried::Blocked(blocking) => {
                let place = set.wait(ctx.tid.0, pid, ops, blocking);
                Err(Stop::Block(Sleep { on: WaitOn::Semaphore(id, place), deadline_ns, restart: Restart::Never }))
            }
        }
    }

    fn copy_in_operations(&mut self, tid: Tid, sops: UserAddr, count: usize) -> Result<Operations, Errno> {
        let decode = |bytes: &[u8]| {
            let half = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
            Operation { num: half(0), op: half(2) as i16, flags: half(4) as i16 }
        };
        if count == 1 {
            let mut bytes = [0; SEMBUF];
            self.copy_in(tid, sops, &mut bytes)?;
            return Ok(Operations::One([decode(&bytes)]));
        }
        let mut bytes = vec![0; count * SEMBUF];
        self.copy_in(tid, sops, &mut bytes)?;
        Ok(Operations::Many(bytes.chunks_exact(SEMBUF).map(decode).collect()))
    }

    /// Completes the calls that a change made possible.
    #[inline]
    fn finish_semops(&mut self, finished: Finished) {
        finished.for_each(|who, result| {
            self.complete(Tid(who), result.map_or_else(|errno| -errno.number(), |()| 0));
        });
    }

    /// A process ends: what it asked to be undone is undone, in the set that it used last first (SEM-31, SEM-32).
    pub(crate) fn undo_semaphores(&mut self, pid: Pid) {
        if self.sysv.undoers.is_empty() {
            return;
        }
        let now = self.ipc_now();
        for id in self.sysv.undoers.remove(&pid.0).unwrap_or_default() {
            let mut finished = Finished::default();
            if let Ok(set) = self.sysv.sems.get_mut(id) {
                set.undo_all_of(pid.0, now, &mut finished);
            }
            self.finish_semops(finished);
        }
    }

    /// semctl(2).
    pub(crate) fn sys_semctl(&mut self, ctx: &mut Ctx, id: i32, num: i32, cmd: i32, arg: u64) -> SysResult {
        if id < 0 {
            return Err(Errno::EINVAL.into());
        }
        let buf = UserAddr(arg);
        match cmd {
            IPC_INFO | SEM_INFO => self.sem_info(ctx.tid, cmd, buf),
            IPC_STAT | SEM_STAT | SEM_STAT_ANY => self.sem_stat(ctx.tid, id, cmd, buf),
            GETALL => self.sem_get_all(ctx.tid, IpcId(id), buf),
            SETALL => self.sem_set_all(ctx.tid, IpcId(id), buf),
            GETVAL | GETPID | GETNCNT | GETZCNT => self.sem_get(ctx.tid, IpcId(id), num, cmd),
            SETVAL => self.sem_set_value(ctx.tid, IpcId(id), num, arg as i32),
            IPC_SET => self.sem_set(ctx.tid, IpcId(id), buf),
            IPC_RMID => self.sem_remove(ctx.tid, IpcId(id)),
            _ => Err(Errno::EINVAL.into()),
        }
    }

    fn sem_info(&mut self, tid: Tid, cmd: i32, buf: UserAddr) -> SysResult {
        let sems = &self.sysv.sems;
        let mut info = SemInfo {
            semmap: SEMAPHORES_MAX as i32,
            semmni: SETS_MAX as i32,
            semmns: SEMAPHORES_MAX as i32,
            semmnu: SEMAPHORES_MAX as i32,
            semmsl: SET_MAX,
            semopm: OPERATIONS_MAX as i32,
            semume: OPERATIONS_MAX as i32,
            semusz: 20,
            semvmx: VALUE_MAX,
            semaem: VALUE_MAX,
        };
        if cmd == SEM_INFO {
            (info.semusz, info.semaem) = (sems.len() as i32, self.sysv.semaphores as i32);
        }
        let highest = sems.highest_slot();
        self.copy_out(tid, buf, &info.encode())?;
        Ok(highest)
    }

    fn sem_stat(&mut self, tid: Tid, id: i32, cmd: i32, buf: UserAddr) -> SysResult {
        let by = match cmd {
            IPC_STAT => StatBy::Id,
            SEM_STAT => StatBy::Slot,
            _ => StatBy::SlotOfAny,
        };
        let (id, set) = stat_target(&self.sysv.sems, asker(&self.procs.process_of(tid).cred), id, by)?;
        let answer = SemidDs {
            perm: layout_of(set.perm()),
            otime: set.otime,
            ctime: set.ctime,
            nsems: set.semaphores().len() as u64,
        };
        self.copy_out(tid, buf, &answer.encode())?;
        Ok(if cmd == IPC_STAT { 0 } else { id.0 as u64 })
    }

    fn sem_get_all(&mut self, tid: Tid, id: IpcId, buf: UserAddr) -> SysResult {
        let set = self.sysv.sems.get(id)?;
        set.perm().permits(asker(&self.procs.process_of(tid).cred), READ)?;
        let values: Vec<u8> = set.semaphores().iter().flat_map(|sem| (sem.value as u16).to_le_bytes()).collect();
        self.copy_out(tid, buf, &values)?;
        Ok(0)
    }

    fn sem_set_all(&mut self, tid: Tid, id: IpcId, buf: UserAddr) -> SysResult {
        let set = self.sysv.sems.get(id)?;
        set.perm().permits(asker(&self.procs.process_of(tid).cred), WRITE)?;
        let mut bytes = vec![0; 2 * set.semaphores().len()];
        self.copy_in(tid, buf, &mut bytes)?;
        let values: Vec<u16> = bytes.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
        if values.iter().any(|value| i32::from(*value) > VALUE_MAX) {
            return Err(Errno::ERANGE.into());
        }
        let (pid, now, mut finished) = (self.procs.task(tid).pid.0, self.ipc_now(), Finished::default());
        self.sysv.sems.get_mut(id)?.set_all(&values, pid, now, &mut finished);
        self.finish_semops(finished);
        Ok(0)
    }

    fn sem_get(&mut self, tid: Tid, id: IpcId, num: i32, cmd: i32) -> SysResult {
        let set = self.sysv.sems.get(id)?;
        set.perm().permits(asker(&self.procs.process_of(tid).cred), READ)?;
        let num = usize::try_from(num).map_err(|_| Errno::EINVAL)?;
        let sem = set.semaphores().get(num).ok_or(Errno::EINVAL)?;
        Ok(match cmd {
            GETVAL => sem.value as u64,
            GETPID => sem.pid.into(),
            GETNCNT => set.count_waiting(num, false) as u64,
            _ => set.count_waiting(num, true) as u64,
        })
    }

    fn sem_set_value(&mut self, tid: Tid, id: IpcId, num: i32, value: i32) -> SysResult {
        if !(0..=VALUE_MAX).contains(&value) {
            return Err(Errno::ERANGE.into());
        }
        let (now, mut finished) = (self.ipc_now(), Finished::default());
        let set = self.sysv.sems.get_mut(id)?;
        let num = usize::try_from(num).ok().filter(|num| *num < set.semaphores().len()).ok_or(Errno::EINVAL)?;
        let (task, process) = self.procs.task_and_process(tid);
        set.perm().permits(asker(&process.cred), WRITE)?;
        set.set_value(num, value, task.pid.0, now, &mut finished);
        self.finish_semops(finished);
        Ok(0)
    }

    fn sem_set(&mut self, tid: Tid, id: IpcId, buf: UserAddr) -> SysResult {
        let mut bytes = [0; SemidDs::SIZE];
        self.copy_in(tid, buf, &mut bytes)?;
        let new = SemidDs::decode(&bytes);
        let now = self.ipc_now();
        let set = self.sysv.sems.get_mut(id)?;
        set.perm().controls(asker(&self.procs.process_of(tid).cred))?;
        set.perm_mut().update(new.perm.uid, new.perm.gid, new.perm.mode)?;
        set.ctime = now;
        Ok(0)
    }

    /// IPC_RMID: whoever waits gets EIDRM (SEM-35); nothing is left to undo.
    fn sem_remove(&mut self, tid: Tid, id: IpcId) -> SysResult {
        self.sysv.sems.get(id)?.perm().controls(asker(&self.procs.process_of(tid).cred))?;
        let set = self.sysv.sems.remove(id)?;
        self.sysv.semaphores -= set.semaphores().len() as u64;
        for (pid, _) in set.undoers() {
            if let Some(ids) = self.sysv.undoers.get_mut(&pid) {
                ids.retain(|other| *other != id);
                if ids.is_empty() {
                    self.sysv.undoers.remove(&pid);
                }
            }
        }
        let waiting: Vec<u32> = set.waiters().map(|(_, waiter)| waiter.who).collect();
        for who in waiting {
            self.complete(Tid(who), -Errno::EIDRM.number());
        }
        Ok(0)
    }
}
