//! Scheduling classes and CPUs as programs ask for them: sched_setscheduler(2), sched_setparam(2), sched_getscheduler(2),
//! sched_getparam(2), sched_get_priority_max(2), sched_rr_get_interval(2), sched_setaffinity(2), sched_getaffinity(2),
//! getcpu(2).
//!
//! The machine has one CPU. Every process is SCHED_OTHER: the real-time classes take a privilege (EPERM), and for who has
//! it they are not supported (ENOSYS).

use crate::Kernel;
use crate::abi::{Errno, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::proc::exit::INIT;
use crate::proc::process::Process;

const SCHED_OTHER: i32 = 0;
const SCHED_FIFO: i32 = 1;
const SCHED_RR: i32 = 2;
const SCHED_BATCH: i32 = 3;
const SCHED_IDLE: i32 = 5;
const SCHED_RESET_ON_FORK: i32 = 0x4000_0000;
/// Bytes of a set of CPUs as the kernel has it.
const CPU_SET: usize = 8;

impl Kernel {
    /// The process of the task that a number means, 0 being the caller's.
    fn sched_target(&self, ctx: &Ctx, pid: i32) -> Result<&Process, Errno> {
        match pid {
            ..0 => Err(Errno::EINVAL),
            0 => Ok(self.process_of(ctx.tid)),
            _ => {
                let task = self.procs.find_task(Tid(pid as u32)).map(|task| task.pid);
                self.procs
                    .process(task.unwrap_or(INIT))
                    .filter(|p| task.is_some() || p.pid.0 == pid as u32)
                    .ok_or(Errno::ESRCH)
            }
        }
    }

    /// The same, for a call that changes it: EPERM for another user's.
    fn sched_owned(&self, ctx: &Ctx, pid: i32) -> Result<(), Errno> {
        let (target, caller) = (&self.sched_target(ctx, pid)?.cred, &self.process_of(ctx.tid).cred);
        let owned = caller.is_root() || caller.euid == target.euid || caller.euid == target.uid;
        if owned { Ok(()) } else { Err(Errno::EPERM) }
    }

    fn priority_at(&mut self, ctx: &Ctx, param: UserAddr) -> Result<i32, Errno> {
        if param.is_null() {
            return Err(Errno::EINVAL);
        }
        let mut bytes = [0; 4];
        self.copy_in(ctx.tid, param, &mut bytes)?;
        Ok(i32::from_le_bytes(bytes))
    }

    /// sched_setscheduler(2).
    pub(crate) fn sys_sched_setscheduler(
        &mut self,
        ctx: &mut Ctx,
        pid: i32,
        policy: i32,
        param: UserAddr,
    ) -> SysResult {
        if policy < 0 {
            return Err(Errno::EINVAL.into());
        }
        let priority = self.priority_at(ctx, param)?;
        self.sched_target(ctx, pid)?;
        match policy & !SCHED_RESET_ON_FORK {
            SCHED_OTHER | SCHED_BATCH | SCHED_IDLE if priority == 0 => {
                self.sched_owned(ctx, pid)?;
                Ok(0)
            }
            SCHED_FIFO | SCHED_RR if (1..=99).contains(&priority) => {
                let root = self.process_of(ctx.tid).cred.is_root();
                Err(if root { Errno::ENOSYS } else { Errno::EPERM }.into())
            }
            _ => Err(Errno::EINVAL.into()),
        }
    }

    /// sched_setparam(2).
    pub(crate) fn sys_sched_setparam(&mut self, ctx: &mut Ctx, pid: i32, param: UserAddr) -> SysResult {
        self.sys_sched_setscheduler(ctx, pid, SCHED_OTHER, param)
    }

    /// sched_getscheduler(2).
    pub(crate) fn sys_sched_getscheduler(&mut self, ctx: &mut Ctx, pid: i32) -> SysResult {
        self.sched_target(ctx, pid)?;
        Ok(SCHED_OTHER as u64)
    }

    /// sched_getparam(2).
    pub(crate) fn sys_sched_getparam(&mut self, ctx: &mut Ctx, pid: i32, param: UserAddr) -> SysResult {
        if param.is_null() {
            return Err(Errno::EINVAL.into());
        }
        self.sched_target(ctx, pid)?;
        self.copy_out(ctx.tid, param, &[0; 4])?;
        Ok(0)
    }

    /// sched_get_priority_max(2) and sched_get_priority_min(2): `bound` for the real-time classes.
    pub(crate) fn sys_sched_priority_bound(&mut self, policy: i32, bound: u64) -> SysResult {
        match policy {
            SCHED_FIFO | SCHED_RR => Ok(bound),
            SCHED_OTHER | SCHED_BATCH | SCHED_IDLE | 6 => Ok(0),
            _ => Err(Errno::EINVAL.into()),
        }
    }

    /// sched_rr_get_interval(2): how long the caller's turns last, for every process.
    pub(crate) fn sys_sched_rr_get_interval(&mut self, ctx: &mut Ctx, pid: i32, interval: UserAddr) -> SysResult {
        self.sched_target(ctx, pid)?;
        let turn_ns = self.sched.turn_ns(ctx.tid);
        self.copy_out_timespec(ctx.tid, interval, turn_ns)?;
        Ok(0)
    }

    /// sched_getaffinity(2): the one CPU; returns the bytes written.
    pub(crate) fn sys_sched_getaffinity(&mut self, ctx: &mut Ctx, pid: i32, size: u32, mask: UserAddr) -> SysResult {
        if !(size as usize).is_multiple_of(CPU_SET) || size == 0 {
            return Err(Errno::EINVAL.into());
        }
        self.sched_target(ctx, pid)?;
        self.copy_out(ctx.tid, mask, &1u64.to_le_bytes())?;
        Ok(CPU_SET as u64)
    }

    /// sched_setaffinity(2): EINVAL for a set without the one CPU.
    pub(crate) fn sys_sched_setaffinity(&mut self, ctx: &mut Ctx, pid: i32, size: u32, mask: UserAddr) -> SysResult {
        let mut bytes = [0; CPU_SET];
        self.copy_in(ctx.tid, mask, &mut bytes[..(size as usize).min(CPU_SET)])?;
        self.sched_owned(ctx, pid)?;
        if bytes[0] & 1 == 0 { Err(Errno::EINVAL.into()) } else { Ok(0) }
    }

    /// getcpu(2).
    pub(crate) fn sys_getcpu(&mut self, ctx: &mut Ctx, cpu: UserAddr, node: UserAddr) -> SysResult {
        for addr in [cpu, node] {
            if !addr.is_null() {
                self.copy_out(ctx.tid, addr, &[0; 4])?;
            }
        }
        Ok(0)
    }
}
