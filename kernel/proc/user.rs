//! User memory as the handlers of system calls see it: small structures in and out, strings, paths. EFAULT where
//! the address space says no. Bulk transfers go page by page (`vfs::uio`).

use crate::Kernel;
use crate::abi::layout::Timespec;
use crate::abi::{Errno, Tid, UserAddr};
use crate::mm::{FaultReason, MmError};
use crate::proc::fdtable::FdTable;
use crate::proc::process::Process;
use crate::proc::task::Task;

/// Longest path with its final zero byte (limits.h).
pub const PATH_MAX: usize = 4096;

impl From<MmError> for Errno {
    fn from(error: MmError) -> Errno {
        match error {
            MmError::NoMemory => Errno::ENOMEM,
            MmError::Invalid => Errno::EINVAL,
            MmError::Exists => Errno::EEXIST,
            MmError::NotMapped => Errno::EFAULT,
            MmError::Access => Errno::EACCES,
        }
    }
}

fn errno_of(reason: FaultReason) -> Errno {
    match reason {
        FaultReason::OutOfMemory => Errno::ENOMEM,
        _ => Errno::EFAULT,
    }
}

impl Kernel {
    /// A task that is known to exist.
    #[inline]
    pub fn task(&self, tid: Tid) -> &Task {
        self.procs.task(tid)
    }

    /// The process of a task that is known to exist.
    #[inline]
    pub fn process_of(&self, tid: Tid) -> &Process {
        self.procs.process_of(tid)
    }

    /// The process of a task that is known to exist, to be changed.
    #[inline]
    pub fn process_of_mut(&mut self, tid: Tid) -> &mut Process {
        self.procs.process_of_mut(tid)
    }

    /// The descriptor table of a task.
    #[inline]
    pub fn fds(&self, tid: Tid) -> &FdTable {
        &self.procs.fd_tables[self.procs.task(tid).fds.0]
    }

    /// The descriptor table of a task, to be changed.
    #[inline]
    pub fn fds_mut(&mut self, tid: Tid) -> &mut FdTable {
        let id = self.procs.task(tid).fds;
        &mut self.procs.fd_tables[id.0]
    }

    /// Copies user memory into `bytes`.
    #[inline]
    pub fn copy_in(&mut self, tid: Tid, addr: UserAddr, bytes: &mut [u8]) -> Result<(), Errno> {
        let space = self.procs.task(tid).space;
        self.mm.copy_in(space, addr.0, bytes).map_err(|e| errno_of(e.fault.reason))
    }

    /// Copies `bytes` to user memory.
    #[inline]
    pub fn copy_out(&mut self, tid: Tid, addr: UserAddr, bytes: &[u8]) -> Result<(), Errno> {
        let space = self.procs.task(tid).space;
        self.mm.copy_out(space, addr.0, bytes).map_err(|e| errno_of(e.fault.reason))
    }

    /// A word of user memory.
    #[inline]
    pub fn copy_in_u64(&mut self, tid: Tid, addr: UserAddr) -> Result<u64, Errno> {
        let mut bytes = [0; 8];
        self.copy_in(tid, addr, &mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    /// A C string of at most `max` bytes with its zero byte; `None` if it is longer.
    pub fn copy_in_cstr(&mut self, tid: Tid, addr: UserAddr, max: usize) -> Result<Option<Vec<u8>>, Errno> {
        let space = self.procs.task(tid).space;
        self.mm.copy_in_cstr(space, addr.0, max).map_err(|fault| errno_of(fault.reason))
    }

    /// A path name: ENAMETOOLONG beyond PATH_MAX. An empty one is the caller's business.
    pub fn copy_in_path(&mut self, tid: Tid, addr: UserAddr) -> Result<Vec<u8>, Errno> {
        self.copy_in_cstr(tid, addr, PATH_MAX)?.ok_or(Errno::ENAMETOOLONG)
    }

    /// A `struct timespec` as a length of time in ns; EINVAL for a negative or unnormalised one.
    pub fn copy_in_timespec(&mut self, tid: Tid, addr: UserAddr) -> Result<u64, Errno> {
        let mut bytes = [0; Timespec::SIZE];
        self.copy_in(tid, addr, &mut bytes)?;
        let time = Timespec::decode(&bytes);
        if time.sec < 0 || !(0..1_000_000_000).contains(&time.nsec) {
            return Err(Errno::EINVAL);
        }
        Ok((time.sec as u64).saturating_mul(1_000_000_000).saturating_add(time.nsec as u64))
    }

    /// Stores a time in ns as a `struct timespec`.
    pub fn copy_out_timespec(&mut self, tid: Tid, addr: UserAddr, ns: u64) -> Result<(), Errno> {
        let time = Timespec { sec: (ns / 1_000_000_000) as i64, nsec: (ns % 1_000_000_000) as i64 };
        self.copy_out(tid, addr, &time.encode())
    }
}
