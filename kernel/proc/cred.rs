//! User and group ids: getuid(2), setuid(2), setreuid(2), setresuid(2), their group twins, getgroups(2), setgroups(2).
//! An id of -1 leaves a value unchanged.

use super::process::Cred;
use crate::Kernel;
use crate::abi::{Errno, Gid, Tid, Uid, UserAddr};
use crate::entry::{Ctx, SysResult};
use triomphe::Arc;

const UNCHANGED: u32 = u32::MAX;
/// Most supplementary groups (NGROUPS_MAX).
const GROUPS_MAX: usize = 65_536;

/// Real, effective and saved id of one kind.
type Triple = [u32; 3];

fn users(cred: &Cred) -> Triple {
    [cred.uid.0, cred.euid.0, cred.suid.0]
}

fn groups(cred: &Cred) -> Triple {
    [cred.gid.0, cred.egid.0, cred.sgid.0]
}

/// setuid and setgid: the superuser sets all three, others the effective one to the real or the saved one.
fn set(old: Triple, id: u32, privileged: bool) -> Result<Triple, Errno> {
    match (id, privileged) {
        (UNCHANGED, _) => Err(Errno::EINVAL),
        (_, true) => Ok([id; 3]),
        _ if id == old[0] || id == old[2] => Ok([old[0], id, old[2]]),
        _ => Err(Errno::EPERM),
    }
}

/// setreuid and setregid.
fn set_two(old: Triple, real: u32, effective: u32, privileged: bool) -> Result<Triple, Errno> {
    let mut new = old;
    if real != UNCHANGED {
        if !privileged && real != old[0] && real != old[1] {
            return Err(Errno::EPERM);
        }
        new[0] = real;
    }
    if effective != UNCHANGED {
        if !privileged && !old.contains(&effective) {
            return Err(Errno::EPERM);
        }
        new[1] = effective;
    }
    if real != UNCHANGED || effective != UNCHANGED && effective != old[0] {
        new[2] = new[1];
    }
    Ok(new)
}

/// setresuid and setresgid.
fn set_three(old: Triple, wanted: Triple, privileged: bool) -> Result<Triple, Errno> {
    let mut new = old;
    for (slot, id) in new.iter_mut().zip(wanted) {
        if id != UNCHANGED {
            if !privileged && !old.contains(&id) {
                return Err(Errno::EPERM);
            }
            *slot = id;
        }
    }
    Ok(new)
}

impl Kernel {
    fn change_users(&mut self, tid: Tid, change: impl FnOnce(Triple, bool) -> Result<Triple, Errno>) -> SysResult {
        let process = self.procs.process_of_mut(tid);
        let old = users(&process.cred);
        let new = change(old, process.cred.is_root())?;
        if new != old {
            let cred = Arc::make_mut(&mut process.cred);
            (cred.uid, cred.euid, cred.suid) = (Uid(new[0]), Uid(new[1]), Uid(new[2]));
            process.death_signal = None;
            if new[0] != old[0] {
                self.procs.recount_user(Uid(old[0]), Uid(new[0]));
            }
        }
        Ok(0)
    }

    fn change_groups(&mut self, tid: Tid, change: impl FnOnce(Triple, bool) -> Result<Triple, Errno>) -> SysResult {
        let process = self.procs.process_of_mut(tid);
        let old = groups(&process.cred);
        let new = change(old, process.cred.is_root())?;
        if new != old {
            let cred = Arc::make_mut(&mut process.cred);
            (cred.gid, cred.egid, cred.sgid) = (Gid(new[0]), Gid(new[1]), Gid(new[2]));
        }
        Ok(0)
    }

    /// setuid(2).
    pub(crate) fn sys_setuid(&mut self, ctx: &mut Ctx, uid: u32) -> SysResult {
        self.change_users(ctx.tid, |old, root| set(old, uid, root))
    }

    /// setgid(2).
    pub(crate) fn sys_setgid(&mut self, ctx: &mut Ctx, gid: u32) -> SysResult {
        self.change_groups(ctx.tid, |old, root| set(old, gid, root))
    }

    /// setreuid(2).
    pub(crate) fn sys_setreuid(&mut self, ctx: &mut Ctx, ruid: u32, euid: u32) -> SysResult {
        self.change_users(ctx.tid, |old, root| set_two(old, ruid, euid, root))
    }

    /// setregid(2).
    pub(crate) fn sys_setregid(&mut self, ctx: &mut Ctx, rgid: u32, egid: u32) -> SysResult {
        self.change_groups(ctx.tid, |old, root| set_two(old, rgid, egid, root))
    }

    /// setresuid(2).
    pub(crate) fn sys_setresuid(&mut self, ctx: &mut Ctx, ruid: u32, euid: u32, suid: u32) -> SysResult {
        self.change_users(ctx.tid, |old, root| set_three(old, [ruid, euid, suid], root))
    }

    /// setresgid(2).
    pub(crate) fn sys_setresgid(&mut self, ctx: &mut Ctx, rgid: u32, egid: u32, sgid: u32) -> SysResult {
        self.change_groups(ctx.tid, |old, root| set_three(old, [rgid, egid, sgid], root))
    }

    fn store_three(&mut self, tid: Tid, ids: Triple, places: [UserAddr; 3]) -> SysResult {
        for (id, place) in ids.into_iter().zip(places) {
            self.copy_out(tid, place, &id.to_le_bytes())?;
        }
        Ok(0)
    }

    /// getresuid(2).
    pub(crate) fn sys_getresuid(&mut self, ctx: &mut Ctx, ruid: UserAddr, euid: UserAddr, suid: UserAddr) -> SysResult {
        self.store_three(ctx.tid, users(&self.procs.process_of(ctx.tid).cred), [ruid, euid, suid])
    }

    /// getresgid(2).
    pub(crate) fn sys_getresgid(&mut self, ctx: &mut Ctx, rgid: UserAddr, egid: UserAddr, sgid: UserAddr) -> SysResult {
        self.store_three(ctx.tid, groups(&self.procs.process_of(ctx.tid).cred), [rgid, egid, sgid])
    }

    /// getgroups(2).
    pub(crate) fn sys_getgroups(&mut self, ctx: &mut Ctx, size: i32, list: UserAddr) -> SysResult {
        let size = usize::try_from(size).map_err(|_| Errno::EINVAL)?;
        let groups = &self.procs.process_of(ctx.tid).cred.groups;
        let count = groups.len();
        if size == 0 {
            return Ok(count as u64);
        }
        if size < count {
            return Err(Errno::EINVAL.into());
        }
        let bytes: Vec<u8> = groups.iter().flat_map(|gid| gid.0.to_le_bytes()).collect();
        self.copy_out(ctx.tid, list, &bytes)?;
        Ok(count as u64)
    }

    /// setgroups(2).
    pub(crate) fn sys_setgroups(&mut self, ctx: &mut Ctx, size: i32, list: UserAddr) -> SysResult {
        if !self.procs.process_of(ctx.tid).cred.is_root() {
            return Err(Errno::EPERM.into());
        }
        let size = usize::try_from(size).ok().filter(|n| *n <= GROUPS_MAX).ok_or(Errno::EINVAL)?;
        let mut bytes = vec![0; size * 4];
        self.copy_in(ctx.tid, list, &mut bytes)?;
        let groups = bytes.as_chunks::<4>().0.iter().map(|gid| Gid(u32::from_le_bytes(*gid))).collect();
        Arc::make_mut(&mut self.procs.process_of_mut(ctx.tid).cred).groups = groups;
        Ok(0)
    }
}
