//! Attributes of files: stat(2), fstat(2), lstat(2), access(2), chmod(2), chown(2), utimensat(2), umask(2),
//! statfs(2) and their relatives.

use super::file::Device;
use super::inode::{Access, INODES_MAX, Inode, InodeKind, Time};
use super::namei::Follow;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::layout::{Stat, Statfs, Timespec};
use crate::abi::{Errno, Fd, Gid, InodeId, Tid, Uid, UserAddr};
use crate::entry::{Ctx, SysResult};

const CWD: Fd = Fd(AT_FDCWD);
/// "Leave it alone" in chown(2).
const UNCHANGED: u32 = u32::MAX;

impl Kernel {
    /// stat(2).
    pub fn sys_stat(&mut self, ctx: &mut Ctx, path: UserAddr, buf: UserAddr) -> SysResult {
        self.sys_newfstatat(ctx, CWD, path, buf, 0)
    }

    /// lstat(2).
    pub fn sys_lstat(&mut self, ctx: &mut Ctx, path: UserAddr, buf: UserAddr) -> SysResult {
        self.sys_newfstatat(ctx, CWD, path, buf, AT_SYMLINK_NOFOLLOW)
    }

    /// fstat(2).
    pub fn sys_fstat(&mut self, ctx: &mut Ctx, fd: Fd, buf: UserAddr) -> SysResult {
        let inode = self.file_of_any(ctx.tid, fd)?.1.inode;
        let stat = self.stat_of(inode)?.encode();
        self.copy_out(ctx.tid, buf, &stat)?;
        Ok(0)
    }

    /// newfstatat(2).
    pub fn sys_newfstatat(&mut self, ctx: &mut Ctx, dir: Fd, path: UserAddr, buf: UserAddr, flags: i32) -> SysResult {
        if flags & !(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT) != 0 {
            return Err(Errno::EINVAL.into());
        }
        let inode = self.inode_at(ctx.tid, dir, path, flags)?;
        let stat = self.stat_of(inode)?.encode();
        self.copy_out(ctx.tid, buf, &stat)?;
        Ok(0)
    }

    /// The inode that an `at` call means: AT_EMPTY_PATH and AT_SYMLINK_NOFOLLOW are heeded.
    fn inode_at(&mut self, tid: Tid, dir: Fd, path: UserAddr, flags: i32) -> Result<InodeId, Errno> {
        // With AT_EMPTY_PATH a null pointer is as good as "".
        let path =
            if path.is_null() && flags & AT_EMPTY_PATH != 0 { Vec::new() } else { self.copy_in_path(tid, path)? };
        if path.is_empty() && flags & AT_EMPTY_PATH != 0 {
            return match dir {
                CWD => Ok(self.process_of(tid).cwd),
                fd => Ok(self.file_of_any(tid, fd)?.1.inode),
            };
        }
        let follow = if flags & AT_SYMLINK_NOFOLLOW != 0 { Follow::BeforeSlash } else { Follow::Always };
        self.lookup(tid, dir, &path, follow)
    }

    /// `st_ino`.
    pub fn inode_number(&self, id: InodeId) -> Result<u64, Errno> {
        let inode = self.vfs.inode(id)?;
        Ok(if matches!(inode.kind, InodeKind::Proc(_)) { id.0.into() } else { inode.ino })
    }

    /// `struct stat` of an inode.
    pub fn stat_of(&self, id: InodeId) -> Result<Stat, Errno> {
        let inode = self.vfs.inode(id)?;
        let pages = match inode.kind {
            InodeKind::Regular { object, .. } => self.mm.object_pages(object),
            InodeKind::Directory(_) => 1,
            _ => 0,
        };
        let (uid, gid) = self.proc_owner(id).unwrap_or((inode.uid.0, inode.gid.0));
        Ok(Stat {
            dev: inode.dev,
            ino: self.inode_number(id)?,
            // An anonymous pipe and the console count as linked once.
            nlink: u64::from(if inode.is_nameless_kind() { 1 } else { inode.nlink }),
            mode: match inode.kind {
                InodeKind::Proc(kind) => inode.kind.type_bits() | kind.permissions(),
                _ => inode.mode(),
            },
            uid,
            gid,
            rdev: inode.device_id(),
            size: self.inode_size(id) as i64,
            blksize: if matches!(inode.kind, InodeKind::Device { terminal: true, .. }) { 1024 } else { 4096 },
            blocks: pages as i64 * 8,
            atime: inode.atime.secs,
            atime_nsec: i64::from(inode.atime.nanos),
            mtime: inode.mtime.secs,
            mtime_nsec: i64::from(inode.mtime.nanos),
            ctime: inode.ctime.secs,
            ctime_nsec: i64::from(inode.ctime.nanos),
        })
    }

    /// statfs(2): one file system for all.
    pub fn sys_statfs(&mut self, ctx: &mut Ctx, path: UserAddr, buf: UserAddr) -> SysResult {
        let path = self.copy_in_path(ctx.tid, path)?;
        self.lookup(ctx.tid, CWD, &path, Follow::Always)?;
        self.put_statfs(ctx.tid, buf)
    }

    /// fstatfs(2).
    pub fn sys_fstatfs(&mut self, ctx: &mut Ctx, fd: Fd, buf: UserAddr) -> SysResult {
        self.file_of_any(ctx.tid, fd)?;
        self.put_statfs(ctx.tid, buf)
    }

    fn put_statfs(&mut self, tid: Tid, buf: UserAddr) -> SysResult {
        let blocks = self.config.max_file_bytes / 4096;
        let free = blocks.saturating_sub(self.vfs.charged_pages);
        let statfs = Statfs {
            // EXT2_SUPER_MAGIC, which ext4 uses as well.
            kind: 0xef53,
            bsize: 4096,
            blocks,
            bfree: free,
            bavail: free,
            files: INODES_MAX as u64,
            ffree: INODES_MAX.saturating_sub(self.vfs.inodes.len()) as u64,
            fsid: super::inode::DEV_ROOT,
            namelen: NAME_MAX as i64,
            frsize: 4096,
            flags: 0x20,
        };
        self.copy_out(tid, buf, &statfs.encode())?;
        Ok(0)
    }

    /// access(2).
    pub fn sys_access(&mut self, ctx: &mut Ctx, path: UserAddr, mode: i32) -> SysResult {
        self.sys_faccessat2(ctx, CWD, path, mode, 0)
    }

    /// faccessat(2), the system call without flags.
    pub fn sys_faccessat(&mut self, ctx: &mut Ctx, dir: Fd, path: UserAddr, mode: i32) -> SysResult {
        self.sys_faccessat2(ctx, dir, path, mode, 0)
    }

    /// faccessat2(2): with the real ids, unless AT_EACCESS.
    pub fn sys_faccessat2(&mut self, ctx: &mut Ctx, dir: Fd, path: UserAddr, mode: i32, flags: i32) -> SysResult {
        if mode & !7 != 0 || flags & !(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH) != 0 {
            return Err(Errno::EINVAL.into());
        }
        let id = self.inode_at(ctx.tid, dir, path, flags)?;
        let cred = &self.process_of(ctx.tid).cred;
        let inode = self.vfs.inode(id)?;
        let want = Access(mode as u32);
        if flags & AT_EACCESS != 0 {
            inode.permits_cred(cred, want)?;
        } else {
            inode.permits(cred.uid, cred.gid, &cred.groups, want)?;
        }
        Ok(0)
    }

    /// chmod(2).
    pub fn sys_chmod(&mut self, ctx: &mut Ctx, path: UserAddr, mode: u32) -> SysResult {
        self.sys_fchmodat(ctx, CWD, path, mode)
    }

    /// fchmodat(2), the system call without flags.
    pub fn sys_fchmodat(&mut self, ctx: &mut Ctx, dir: Fd, path: UserAddr, mode: u32) -> SysResult {
        let id = self.inode_at(ctx.tid, dir, path, 0)?;
        self.change_mode(ctx.tid, id, mode)
    }

    /// fchmod(2).
    pub fn sys_fchmod(&mut self, ctx: &mut Ctx, fd: Fd, mode: u32) -> SysResult {
        let id = self.file_of(ctx.tid, fd)?.1.inode;
        self.change_mode(ctx.tid, id, mode)
    }

    fn change_mode(&mut self, tid: Tid, id: InodeId, mode: u32) -> SysResult {
        let now = self.file_time();
        let (inode, cred) = (self.vfs.inode(id)?, &self.process_of(tid).cred);
        if cred.euid.0 != 0 && cred.euid != inode.uid {
            return Err(Errno::EPERM.into());
        }
        // Nobody gets set-group-id for a group that he is not in.
        let in_group = cred.euid.0 == 0 || cred.egid == inode.gid || cred.groups.contains(&inode.gid);
        let perm = mode & 0o7777 & if in_group { u32::MAX } else { !S_ISGID };
        self.seals_allow_mode(id, perm)?;
        let inode = self.vfs.inode_mut(id)?;
        (inode.perm, inode.ctime) = (perm, now);
        self.notify_file(id, super::inotify::IN_ATTRIB);
        Ok(0)
    }

    /// chown(2).
    pub fn sys_chown(&mut self, ctx: &mut Ctx, path: UserAddr, uid: u32, gid: u32) -> SysResult {
        self.sys_fchownat(ctx, CWD, path, uid, gid, 0)
    }

    /// lchown(2).
    pub fn sys_lchown(&mut self, ctx: &mut Ctx, path: UserAddr, uid: u32, gid: u32) -> SysResult {
        self.sys_fchownat(ctx, CWD, path, uid, gid, AT_SYMLINK_NOFOLLOW)
    }

    /// fchownat(2).
    pub fn sys_fchownat(
        &mut self,
        ctx: &mut Ctx,
        dir: Fd,
        path: UserAddr,
        uid: u32,
        gid: u32,
        flags: i32,
    ) -> SysResult {
        if flags & !(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH) != 0 {
            return Err(Errno::EINVAL.into());
        }
        let id = self.inode_at(ctx.tid, dir, path, flags)?;
        self.change_owner(ctx.tid, id, uid, gid)
    }

    /// fchown(2).
    pub fn sys_fchown(&mut self, ctx: &mut Ctx, fd: Fd, uid: u32, gid: u32) -> SysResult {
        let id = self.file_of(ctx.tid, fd)?.1.inode;
        self.change_owner(ctx.tid, id, uid, gid)
    }

    fn change_owner(&mut self, tid: Tid, id: InodeId, uid: u32, gid: u32) -> SysResult {
        let now = self.file_time();
        let (inode, cred) = (self.vfs.inode(id)?, &self.process_of(tid).cred);
        let (root, own) = (cred.euid.0 == 0, cred.euid == inode.uid);
        // The owner may give the file to a group that he is in, but not to another user.
        let gid_ok =
            gid == UNCHANGED || Gid(gid) == inode.gid || Gid(gid) == cred.egid || cred.groups.contains(&Gid(gid));
        let uid_ok = uid == UNCHANGED || Uid(uid) == inode.uid;
        if !root && ((uid, gid) != (UNCHANGED, UNCHANGED)) && !(own && uid_ok && gid_ok) {
            return Err(Errno::EPERM.into());
        }
        let inode = self.vfs.inode_mut(id)?;
        if uid != UNCHANGED {
            inode.uid = Uid(uid);
        }
        if gid != UNCHANGED {
            inode.gid = Gid(gid);
        }
        if !inode.is_dir() {
            // Set-id bits do not survive a change of owner; set-group-id without group execution means something else.
            inode.perm &= !S_ISUID;
            if inode.perm & 0o010 != 0 {
                inode.perm &= !S_ISGID;
            }
        }
        inode.ctime = now;
        self.notify_file(id, super::inotify::IN_ATTRIB);
        Ok(0)
    }

    /// utimensat(2); a null path means the descriptor itself, as futimens(3) uses it.
    pub fn sys_utimensat(&mut self, ctx: &mut Ctx, dir: Fd, path: UserAddr, times: UserAddr, flags: i32) -> SysResult {
        let now = self.file_time();
        let (atime, mtime) = if times.is_null() {
            (Some(now), Some(now))
        } else {
            let mut bytes = [0; 32];
            self.copy_in(ctx.tid, times, &mut bytes)?;
            let [access, change] = bytes.as_chunks::<16>().0 else { return Err(Errno::EFAULT.into()) };
            (chosen_time(Timespec::decode(access), now)?, chosen_time(Timespec::decode(change), now)?)
        };
        if flags & !(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH) != 0 {
            return Err(Errno::EINVAL.into());
        }
        if (atime, mtime) == (None, None) {
            return Ok(0);
        }
        let id = match path.is_null() {
            true if dir == CWD => return Err(Errno::EFAULT.into()),
            true => self.file_of(ctx.tid, dir)?.1.inode,
            false => self.inode_at(ctx.tid, dir, path, flags)?,
        };
        let (inode, cred) = (self.vfs.inode(id)?, &self.process_of(ctx.tid).cred);
        let own = cred.euid.0 == 0 || cred.euid == inode.uid;
        if !own {
            // Who may write may set both to now; anything else is the owner's.
            if (atime, mtime) != (Some(now), Some(now)) {
                return Err(Errno::EPERM.into());
            }
            inode.permits_cred(cred, Access::WRITE)?;
        }
        let inode = self.vfs.inode_mut(id)?;
        inode.atime = atime.unwrap_or(inode.atime);
        inode.mtime = mtime.unwrap_or(inode.mtime);
        inode.ctime = now;
        self.notify_file(id, super::inotify::IN_ATTRIB);
        Ok(0)
    }

    /// umask(2): returns the old mask.
    pub fn sys_umask(&mut self, ctx: &mut Ctx, mask: u32) -> SysResult {
        let umask = &mut self.process_of_mut(ctx.tid).umask;
        let old = std::mem::replace(umask, mask & 0o777);
        self.after_shared_change(ctx.tid);
        Ok(old.into())
    }
}

/// The time that a `struct timespec` of utimensat asks for; `None` leaves it alone.
fn chosen_time(time: Timespec, now: Time) -> Result<Option<Time>, Errno> {
    match time.nsec {
        UTIME_NOW => Ok(Some(now)),
        UTIME_OMIT => Ok(None),
        0..1_000_000_000 => Ok(Some(Time { secs: time.sec, nanos: time.nsec as u32 })),
        _ => Err(Errno::EINVAL),
    }
}

impl Inode {
    /// Anonymous pipes and the console have no name and still a link count of 1.
    fn is_nameless_kind(&self) -> bool {
        self.nlink == 0
            && (matches!(self.dev, super::inode::DEV_PIPEFS | super::inode::DEV_SOCKFS)
                || matches!(self.kind, InodeKind::Anonymous)
                || matches!(
                    self.kind,
                    InodeKind::Device { device: Device::HostIn | Device::HostOut(_) | Device::HostFile(_), .. }
                ))
    }

    /// `st_rdev`: major and minor number of a device.
    fn device_id(&self) -> u64 {
        match self.kind {
            InodeKind::Device { device, terminal } => match device {
                Device::Null => 0x103,
                Device::Zero => 0x105,
                Device::Full => 0x107,
                Device::Random => 0x108,
                Device::Urandom => 0x109,
                Device::Tty => 0x500,
                Device::Ptmx => 0x502,
                Device::Pts(_, number) => 0x8800 + u64::from(number / 256) * 256 + u64::from(number % 256),
                Device::HostIn | Device::HostOut(_) if terminal => 0x8800,
                Device::HostIn | Device::HostOut(_) | Device::HostFile(_) => 0,
            },
            _ => 0,
        }
    }
}
