//! Processes as descriptors: pidfd_open(2), pidfd_send_signal(2). They can be polled for a process's end, and waited for with
//! P_PIDFD. Not supported: pidfd_getfd(2), CLONE_PIDFD.

use crate::Kernel;
use crate::abi::flags::{O_CLOEXEC, O_NONBLOCK};
use crate::abi::{Errno, Fd, Pid, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::vfs::file::FileKind;

impl Kernel {
    /// pidfd_open(2).
    pub(crate) fn sys_pidfd_open(&mut self, ctx: &mut Ctx, pid: i32, flags: u32) -> SysResult {
        if flags & !(O_NONBLOCK as u32) != 0 || pid <= 0 {
            return Err(Errno::EINVAL.into());
        }
        let pid = Pid(pid as u32);
        if self.procs.process(pid).is_none() {
            // A thread that is not its process's first has no descriptor.
            let thread = self.procs.find_task(Tid(pid.0)).is_some();
            return Err(if thread { Errno::ENOENT } else { Errno::ESRCH }.into());
        }
        self.open_anonymous(ctx.tid, flags as i32 | O_CLOEXEC, |_| FileKind::Pidfd(pid))
    }

    /// pidfd_send_signal(2): kill(2) or, with an info, sigqueue(3) by descriptor.
    pub(crate) fn sys_pidfd_send_signal(
        &mut self,
        ctx: &mut Ctx,
        fd: Fd,
        sig: i32,
        info: UserAddr,
        flags: u32,
    ) -> SysResult {
        if flags != 0 {
            return Err(Errno::EINVAL.into());
        }
        let pid = self.pidfd_process(ctx.tid, fd)?;
        match info.is_null() {
            true => self.sys_kill(ctx, pid.0 as i32, sig),
            false => self.sys_rt_sigqueueinfo(ctx, pid.0 as i32, sig, info),
        }
    }

    /// The process behind a descriptor.
    pub(crate) fn pidfd_process(&self, tid: Tid, fd: Fd) -> Result<Pid, Errno> {
        match self.file_of(tid, fd)?.1.kind {
            FileKind::Pidfd(pid) => Ok(pid),
            _ => Err(Errno::EBADF),
        }
    }

    /// Has the process ended, if perhaps nobody has waited for it?
    pub(crate) fn has_ended(&self, pid: Pid) -> bool {
        self.procs.process(pid).is_none_or(|process| process.is_zombie())
    }
}
