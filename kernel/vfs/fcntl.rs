//! Descriptors and their flags: dup(2), dup2(2), dup3(2), fcntl(2), close_range(2).

use super::fasync::SignalTo;
use super::file::FileKind;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, Fd, Pid, Signal, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::proc::fdtable::FdEntry;

impl Kernel {
    /// dup(2): the lowest free number.
    pub fn sys_dup(&mut self, ctx: &mut Ctx, fd: Fd) -> SysResult {
        self.duplicate(ctx, fd, 0, false)
    }

    /// dup2(2): the number given; what was there is closed silently.
    pub fn sys_dup2(&mut self, ctx: &mut Ctx, old: Fd, new: Fd) -> SysResult {
        if old == new {
            self.fds(ctx.tid).get(old)?;
            return Ok(new.0 as u64);
        }
        self.duplicate_onto(ctx, old, new, false)
    }

    /// dup3(2).
    pub fn sys_dup3(&mut self, ctx: &mut Ctx, old: Fd, new: Fd, flags: i32) -> SysResult {
        if flags & !O_CLOEXEC != 0 || old == new {
            return Err(Errno::EINVAL.into());
        }
        self.duplicate_onto(ctx, old, new, flags & O_CLOEXEC != 0)
    }

    fn duplicate(&mut self, ctx: &mut Ctx, fd: Fd, min: u32, cloexec: bool) -> SysResult {
        let limit = self.nofile_limit(ctx.tid);
        let table = self.fds_mut(ctx.tid);
        let file = table.get(fd)?.file;
        let new = table.alloc(min, limit, FdEntry { file, cloexec })?;
        self.vfs.file_get(file);
        Ok(new.0 as u64)
    }

    fn duplicate_onto(&mut self, ctx: &mut Ctx, old: Fd, new: Fd, cloexec: bool) -> SysResult {
        if new.0 < 0 || new.0 as u64 >= self.nofile_limit(ctx.tid) {
            return Err(Errno::EBADF.into());
        }
        let table = self.fds_mut(ctx.tid);
        let file = table.get(old)?.file;
        let replaced = table.install(new, FdEntry { file, cloexec });
        self.vfs.file_get(file);
        if let Some(replaced) = replaced {
            let table = self.procs.task(ctx.tid).fds;
            self.descriptor_closed(table, replaced.file);
        }
        Ok(new.0 as u64)
    }

    /// close_range(2). Not supported: CLOSE_RANGE_UNSHARE.
    pub fn sys_close_range(&mut self, ctx: &mut Ctx, first: u32, last: u32, flags: u32) -> SysResult {
        const CLOEXEC: u32 = 4;
        if flags & !CLOEXEC != 0 || first > last {
            return Err(Errno::EINVAL.into());
        }
        let range = first..=last;
        let fds: Vec<Fd> =
            self.fds(ctx.tid).iter().map(|(fd, _)| fd).filter(|fd| range.contains(&(fd.0 as u32))).collect();
        for fd in fds {
            if flags & CLOEXEC != 0 {
                self.fds_mut(ctx.tid).set_cloexec(fd, true)?;
            } else {
                self.sys_close(ctx, fd)?;
            }
        }
        Ok(0)
    }

    /// fcntl(2). Not supported: leases and notifications (EINVAL).
    pub fn sys_fcntl(&mut self, ctx: &mut Ctx, fd: Fd, cmd: i32, arg: u64) -> SysResult {
        let entry = self.fds(ctx.tid).get(fd)?;
        let path_only = self.vfs.file(entry.file)?.flags & O_PATH != 0;
        if path_only && !matches!(cmd, F_DUPFD | F_DUPFD_CLOEXEC | F_GETFD | F_SETFD | F_GETFL) {
            return Err(Errno::EBADF.into());
        }
        match cmd {
            F_DUPFD | F_DUPFD_CLOEXEC => {
                // The argument is an int; a negative one is as much out of range as a large one.
                if u64::from(arg as u32) >= self.nofile_limit(ctx.tid).min(i32::MAX as u64) {
                    return Err(Errno::EINVAL.into());
                }
                self.duplicate(ctx, fd, arg as u32, cmd == F_DUPFD_CLOEXEC)
            }
            F_GETFD => Ok(u64::from(entry.cloexec)),
            F_SETFD => {
                self.fds_mut(ctx.tid).set_cloexec(fd, arg as i32 & FD_CLOEXEC != 0)?;
                Ok(0)
            }
            F_GETFL => Ok(self.vfs.file(entry.file)?.flags as u64),
            F_SETFL => {
                // Access mode and creation flags in the argument are ignored (FD-31).
                let file = self.vfs.file_mut(entry.file)?;
                let mut settable = O_APPEND | O_NONBLOCK | O_DIRECT | O_NOATIME;
                if !matches!(file.kind, FileKind::Regular | FileKind::Directory) {
                    settable |= O_ASYNC;
                }
                let before = file.flags;
                file.flags = before & !settable | arg as i32 & settable;
                if (before ^ file.flags) & O_ASYNC != 0 {
                    self.set_async(entry.file, fd);
                }
                Ok(0)
            }
            F_GETOWN => Ok(self.vfs.file(entry.file)?.owner.number() as u64),
            F_SETOWN => {
                let owner = arg as i32;
                let to = match owner.checked_abs().ok_or(Errno::EINVAL)? as u32 {
                    0 => SignalTo::Nobody,
                    group if owner < 0 => SignalTo::Group(Pid(group)),
                    pid => SignalTo::Process(Pid(pid)),
                };
                self.set_owner(ctx.tid, entry.file, to)
            }
            F_SETOWN_EX => {
                let mut bytes = [0; 8];
                self.copy_in(ctx.tid, UserAddr(arg), &mut bytes)?;
                self.set_owner(ctx.tid, entry.file, SignalTo::decode(bytes).ok_or(Errno::EINVAL)?)
            }
            F_GETOWN_EX => {
                let bytes = self.vfs.file(entry.file)?.owner.to.encode();
                self.copy_out(ctx.tid, UserAddr(arg), &bytes)?;
                Ok(0)
            }
            F_GETSIG => Ok(self.vfs.file(entry.file)?.owner.signal.map_or(0, |signal| signal.number().into())),
            F_SETSIG => {
                let signal = match arg as i32 {
                    0 => None,
                    n => Some(Signal::new(n.into()).ok_or(Errno::EINVAL)?),
                };
                self.vfs.file_mut(entry.file)?.owner.signal = signal;
                Ok(0)
            }
            F_GET_SEALS => self.seals_of(ctx.tid, fd),
            F_ADD_SEALS => self.add_seals(entry.file, arg as u32),
            F_GETPIPE_SZ => self.pipe_size(ctx.tid, fd, None),
            F_SETPIPE_SZ => self.pipe_size(ctx.tid, fd, Some(arg)),
            F_GETLK | F_SETLK | F_SETLKW | F_OFD_GETLK | F_OFD_SETLK | F_OFD_SETLKW => {
                self.fcntl_lock(ctx, fd, cmd, UserAddr(arg))
            }
            _ => Err(Errno::EINVAL.into()),
        }
    }
}
