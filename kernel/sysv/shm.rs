//! System V shared memory: shmget(2), shmat(2), shmdt(2), shmctl(2), and what happens to segments when their mappings come
//! and go by fork, exec, exit and munmap. Follows Linux's ipc/shm.c.
//!
//! A segment is attached as often as areas map its object. `mm` notes each area that comes or goes;
//! [`Kernel::settle_attachments`] takes the notes: times, the last process, and the end of a marked segment.

use super::{
    IPC_INFO, IPC_RMID, IPC_SET, IPC_STAT, READ, StatBy, WRITE, asker, existing, find, layout_of, stat_target,
};
use crate::Kernel;
use crate::abi::flags::RLIMIT_MEMLOCK;
use crate::abi::ids::IpcId;
use crate::abi::layout::{ShmInfo, ShmLimits, ShmidDs};
use crate::abi::{Errno, Pid, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::ipc::registry::{Found, Named};
use crate::ipc::shm::{BYTES_MAX, SEGMENTS_MAX, SHM_DEST, SHM_LOCKED, Segment};
use crate::mm::{Backing, MapRequest, ObjectId, PAGE, PAGE_MASK, Placement, Prot, Sharing};

const SHM_RDONLY: i32 = 0o10000;
const SHM_RND: i32 = 0o20000;
const SHM_REMAP: i32 = 0o40000;
const SHM_EXEC: i32 = 0o100000;
const SHM_HUGETLB: i32 = 0o4000;
const SHM_LOCK: i32 = 11;
const SHM_UNLOCK: i32 = 12;
const SHM_STAT: i32 = 13;
const SHM_INFO: i32 = 14;
const SHM_STAT_ANY: i32 = 15;

impl Kernel {
    /// shmget(2). Not supported: SHM_HUGETLB (EINVAL).
    pub(crate) fn sys_shmget(&mut self, ctx: &mut Ctx, key: i32, size: u64, flags: i32) -> SysResult {
        let found = find(&self.sysv.shms, key, flags)?;
        let process = self.procs.process_of(ctx.tid);
        let asker = asker(&process.cred);
        if let Found::Existing(id) = found {
            let segment = self.sysv.shms.get(id)?;
            // Compared with the size asked for then, not with its pages (SHM-04).
            if size > segment.size {
                return Err(Errno::EINVAL.into());
            }
            return existing(segment.perm(), asker, id, flags);
        }
        if size == 0 || size > BYTES_MAX || flags & SHM_HUGETLB != 0 {
            return Err(Errno::EINVAL.into());
        }
        let bytes = size.next_multiple_of(PAGE);
        if bytes / PAGE > u64::from(self.mm.frame_limit()) {
            return Err(Errno::ENOMEM.into());
        }
        let (pid, now) = (process.pid, self.ipc_now());
        let object = self.mm.object_create(bytes).map_err(Errno::from)?;
        let segment = Segment::new(asker, key, flags as u32, object, size, pid.0, now);
        let id = match self.sysv.shms.insert(key, segment) {
            Ok(id) => id,
            Err(errno) => {
                self.mm.object_release(object);
                return Err(errno.into());
            }
        };
        self.mm.object_watch(object);
        self.sysv.segments.insert(object, id);
        self.sysv.shm_pages += bytes / PAGE;
        Ok(id.0 as u64)
    }

    /// shmat(2).
    pub(crate) fn sys_shmat(&mut self, ctx: &mut Ctx, id: i32, addr: UserAddr, flags: i32) -> SysResult {
        let mut at = addr.0;
        if at & PAGE_MASK != 0 {
            if flags & SHM_RND == 0 {
                return Err(Errno::EINVAL.into());
            }
            at &= !PAGE_MASK;
        }
        // There is nothing to replace without an address.
        if at == 0 && flags & SHM_REMAP != 0 {
            return Err(Errno::EINVAL.into());
        }
        let (mut prot, mut wanted) = match flags & SHM_RDONLY {
            0 => (Prot::RW, READ | WRITE),
            _ => (Prot(Prot::READ.0 | Prot::NEVER_WRITE.0), READ),
        };
        if flags & SHM_EXEC != 0 {
            prot.0 |= Prot::EXEC.0;
            wanted |= 0o111;
        }
        let (task, process) = self.procs.task_and_process(ctx.tid);
        let (space, pid) = (task.space, task.pid);
        let segment = self.sysv.shms.get(IpcId(id))?;
        segment.perm().permits(asker(&process.cred), wanted)?;
        let (object, len) = (segment.object, segment.size.next_multiple_of(PAGE));
        // SHM-18b: nothing may be there, unless it is to be replaced.
        if at != 0 && flags & SHM_REMAP == 0 && !self.mm.is_free(space, at, len) {
            return Err(Errno::EINVAL.into());
        }
        let placement = if at == 0 { Placement::Any } else { Placement::Fixed(at) };
        let request = MapRequest { placement, len, prot, sharing: Sharing::Shared, object: Some((object, 0)) };
        let address = self.mm.map(space, request).map_err(Errno::from)?;
        self.settle_attachments(pid);
        Ok(address)
    }

    /// shmdt(2): the address must be the one that shmat gave (SHM-12).
    pub(crate) fn sys_shmdt(&mut self, ctx: &mut Ctx, addr: UserAddr) -> SysResult {
        let task = self.procs.task(ctx.tid);
        let (space, pid) = (task.space, task.pid);
        let at = addr.0;
        if at & PAGE_MASK != 0 {
            return Err(Errno::EINVAL.into());
        }
        // Parts of the attachment may have been unmapped: what is left lies at the same distance as in the segment.
        let parts = self.mm.areas(space).iter().filter(|area| area.start >= at).filter_map(|area| match area.backing {
            Backing::Object { id, offset } if area.start - at == offset && self.sysv.segments.contains_key(&id) => {
                Some((id, area.start, area.end))
            }
            _ => None,
        });
        let mut parts: Vec<(ObjectId, u64, u64)> = parts.collect();
        let Some((object, ..)) = parts.first().copied() else { return Err(Errno::EINVAL.into()) };
        parts.retain(|(id, ..)| *id == object);
        for (_, start, end) in parts {
            self.mm.unmap(space, start, end - start).map_err(Errno::from)?;
        }
        self.settle_attachments(pid);
        Ok(0)
    }

    /// Process `pid` has attached or detached segments, knowingly or by fork, exec, exit, munmap.
    #[inline]
    pub(crate) fn settle_attachments(&mut self, pid: Pid) {
        if self.mm.has_area_notes() {
            self.take_area_notes(pid);
        }
    }

    fn take_area_notes(&mut self, pid: Pid) {
        let now = self.ipc_now();
        for note in self.mm.take_area_notes() {
            let Some(id) = self.sysv.segments.get(&note.object).copied() else { continue };
            let Ok(segment) = self.sysv.shms.get_mut(id) else { continue };
            segment.lpid = pid.0;
            if note.came {
                segment.atime = now;
            } else {
                segment.dtime = now;
                self.destroy_if_unused(id);
            }
        }
    }

    /// How often a segment is attached.
    pub fn attachments(&self, segment: &Segment) -> u64 {
        u64::from(self.mm.object_refs(segment.object)).saturating_sub(1)
    }

    /// A marked segment goes with its last attachment (SHM-25).
    fn destroy_if_unused(&mut self, id: IpcId) {
        let Ok(segment) = self.sysv.shms.get(id) else { return };
        if !segment.is_marked() || self.attachments(segment) > 0 {
            return;
        }
        if let Ok(segment) = self.sysv.shms.remove(id) {
            self.sysv.segments.remove(&segment.object);
            self.sysv.shm_pages -= segment.size.div_ceil(PAGE);
            self.mm.object_release(segment.object);
        }
    }

    /// shmctl(2).
    pub(crate) fn sys_shmctl(&mut self, ctx: &mut Ctx, id: i32, cmd: i32, buf: UserAddr) -> SysResult {
        if id < 0 || cmd < 0 {
            return Err(Errno::EINVAL.into());
        }
        match cmd {
            IPC_INFO => self.shm_limits(ctx.tid, buf),
            SHM_INFO => self.shm_info(ctx.tid, buf),
            IPC_STAT | SHM_STAT | SHM_STAT_ANY => self.shm_stat(ctx.tid, id, cmd, buf),
            IPC_SET => self.shm_set(ctx.tid, IpcId(id), buf),
            IPC_RMID => self.shm_remove(ctx.tid, IpcId(id)),
            SHM_LOCK | SHM_UNLOCK => self.shm_lock(ctx.tid, IpcId(id), cmd),
            _ => Err(Errno::EINVAL.into()),
        }
    }

    fn shm_limits(&mut self, tid: Tid, buf: UserAddr) -> SysResult {
        let most = u64::from(SEGMENTS_MAX);
        let limits = ShmLimits { shmmax: BYTES_MAX, shmmin: 1, shmmni: most, shmseg: most, shmall: BYTES_MAX };
        let highest = self.sysv.shms.highest_slot();
        self.copy_out(tid, buf, &limits.encode())?;
        Ok(highest)
    }

    fn shm_info(&mut self, tid: Tid, buf: UserAddr) -> SysResult {
        let shms = &self.sysv.shms;
        let resident = shms.iter().map(|(_, segment)| self.mm.object_pages(segment.object)).sum();
        let info = ShmInfo { used_ids: shms.len() as i32, total: self.sysv.shm_pages, resident, ..ShmInfo::default() };
        let highest = shms.highest_slot();
        self.copy_out(tid, buf, &info.encode())?;
        Ok(highest)
    }

    fn shm_stat(&mut self, tid: Tid, id: i32, cmd: i32, buf: UserAddr) -> SysResult {
        let by = match cmd {
            IPC_STAT => StatBy::Id,
            SHM_STAT => StatBy::Slot,
            _ => StatBy::SlotOfAny,
        };
        let (id, segment) = stat_target(&self.sysv.shms, asker(&self.procs.process_of(tid).cred), id, by)?;
        let answer = ShmidDs {
            perm: layout_of(segment.perm()),
            segsz: segment.size,
            atime: segment.atime,
            dtime: segment.dtime,
            ctime: segment.ctime,
            cpid: segment.cpid as i32,
            lpid: segment.lpid as i32,
            nattch: self.attachments(segment),
        };
        self.copy_out(tid, buf, &answer.encode())?;
        Ok(if cmd == IPC_STAT { 0 } else { id.0 as u64 })
    }

    fn shm_set(&mut self, tid: Tid, id: IpcId, buf: UserAddr) -> SysResult {
        let mut bytes = [0; ShmidDs::SIZE];
        self.copy_in(tid, buf, &mut bytes)?;
        let new = ShmidDs::decode(&bytes);
        let now = self.ipc_now();
        let segment = self.sysv.shms.get_mut(id)?;
        segment.perm().controls(asker(&self.procs.process_of(tid).cred))?;
        segment.perm_mut().update(new.perm.uid, new.perm.gid, new.perm.mode)?;
        segment.ctime = now;
        Ok(0)
    }

    /// IPC_RMID: gone at once if nobody has it attached, else marked and without key until the last detach
    /// (SHM-21 to SHM-27).
    fn shm_remove(&mut self, tid: Tid, id: IpcId) -> SysResult {
        self.sysv.shms.get(id)?.perm().controls(asker(&self.procs.process_of(tid).cred))?;
        self.sysv.shms.forget_key(id)?;
        self.sysv.shms.get_mut(id)?.perm_mut().mode |= SHM_DEST;
        self.destroy_if_unused(id);
        Ok(0)
    }

    fn shm_lock(&mut self, tid: Tid, id: IpcId, cmd: i32) -> SysResult {
        let process = self.procs.process_of(tid);
        let asker = asker(&process.cred);
        let segment = self.sysv.shms.get_mut(id)?;
        segment.perm().controls(asker)?;
        if cmd == SHM_LOCK && !asker.privileged && process.rlimits[RLIMIT_MEMLOCK as usize].0 == 0 {
            return Err(Errno::EPERM.into());
        }
        let mode = &mut segment.perm_mut().mode;
        *mode = if cmd == SHM_LOCK { *mode | SHM_LOCKED } else { *mode & !SHM_LOCKED };
        Ok(0)
    }
}
