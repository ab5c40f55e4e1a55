//! Where the bytes of a transfer come from or go to: one piece of user memory, or several (readv(2)).

use super::file::OpenFile;
use crate::Kernel;
use crate::abi::flags::{IOV_MAX, MAX_RW_COUNT};
use crate::abi::layout::Iovec;
use crate::abi::{Errno, Fd, FileId, Tid, UserAddr};
use crate::mm::{Memory, SpaceId, TASK_END};

/// On Linux the stack and the mappings lie somewhere far below the end of user space, here next to it: a range of any
/// `unsigned int` count that begins in them is still one.
const BEHIND_STACK: u64 = 1 << 32;

/// EFAULT for a range that ends beyond user space, whatever is mapped: also for the -1 of a failed read that is then written.
#[inline]
pub(crate) fn within_user_space(addr: UserAddr, len: u64) -> Result<(), Errno> {
    match addr.0.checked_add(len) {
        Some(end) if addr.0 <= TASK_END && end <= TASK_END + BEHIND_STACK => Ok(()),
        _ => Err(Errno::EFAULT),
    }
}

/// User memory that a transfer goes through in order.
pub(crate) trait UserMemory {
    /// Bytes left.
    fn len(&self) -> u64;
    /// Leaves out the next `n` bytes.
    fn skip(&mut self, n: u64);
    /// Cuts it to at most `n` bytes.
    fn truncate(&mut self, n: u64);
    /// Fills `buf` from it; on a fault tells how many bytes had come.
    fn fetch(&mut self, mm: &mut Memory, buf: &mut [u8]) -> Result<(), usize>;
    /// Copies `data` to it; on a fault tells how many bytes had gone.
    fn store(&mut self, mm: &mut Memory, data: &[u8]) -> Result<(), usize>;
}

/// One piece.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UserSpan {
    space: SpaceId,
    addr: u64,
    left: u64,
}

impl UserMemory for UserSpan {
    #[inline(always)]
    fn len(&self) -> u64 {
        self.left
    }

    #[inline(always)]
    fn skip(&mut self, n: u64) {
        let n = n.min(self.left);
        self.addr = self.addr.wrapping_add(n);
        self.left -= n;
    }

    #[inline(always)]
    fn truncate(&mut self, n: u64) {
        self.left = self.left.min(n);
    }

    #[inline(always)]
    fn fetch(&mut self, mm: &mut Memory, buf: &mut [u8]) -> Result<(), usize> {
        mm.copy_in(self.space, self.addr, buf).map_err(|fault| fault.done)?;
        self.skip(buf.len() as u64);
        Ok(())
    }

    #[inline(always)]
    fn store(&mut self, mm: &mut Memory, data: &[u8]) -> Result<(), usize> {
        mm.copy_out(self.space, self.addr, data).map_err(|fault| fault.done)?;
        self.skip(data.len() as u64);
        Ok(())
    }
}

/// Several pieces.
#[derive(Clone, Debug)]
pub(crate) struct UserVec {
    current: UserSpan,
    /// The pieces after the current one, the next one last.
    rest: Vec<(u64, u64)>,
}

impl UserVec {
    fn next_piece(&mut self) -> bool {
        match self.rest.pop() {
            Some((addr, left)) => {
                self.current = UserSpan { addr, left, ..self.current };
                true
            }
            None => false,
        }
    }

    /// Goes through the pieces for `len` bytes; `step` moves so many from one.
    fn each(
        &mut self,
        len: usize,
        mut step: impl FnMut(&mut UserSpan, usize, usize) -> Result<(), usize>,
    ) -> Result<(), usize> {
        let mut done = 0;
        loop {
            let n = (len - done).min(self.current.left as usize);
            step(&mut self.current, done, n).map_err(|moved| done + moved)?;
            done += n;
            if done == len || !self.next_piece() {
                return Ok(());
            }
        }
    }
}

impl UserMemory for UserVec {
    fn len(&self) -> u64 {
        self.current.left + self.rest.iter().map(|(_, len)| len).sum::<u64>()
    }

    fn skip(&mut self, mut n: u64) {
        while n > self.current.left {
            n -= self.current.left;
            self.current.left = 0;
            if !self.next_piece() {
                return;
            }
        }
        self.current.skip(n);
    }

    fn truncate(&mut self, n: u64) {
        self.current.truncate(n);
        let mut room = n - self.current.left;
        for piece in self.rest.iter_mut().rev() {
            piece.1 = piece.1.min(room);
            room -= piece.1;
        }
    }

    fn fetch(&mut self, mm: &mut Memory, buf: &mut [u8]) -> Result<(), usize> {
        self.each(buf.len(), |span, done, n| span.fetch(mm, &mut buf[done..done + n]))
    }

    fn store(&mut self, mm: &mut Memory, data: &[u8]) -> Result<(), usize> {
        self.each(data.len(), |span, done, n| span.store(mm, &data[done..done + n]))
    }
}

impl Kernel {
    /// One piece of a task's memory; a single transfer is cut to MAX_RW_COUNT bytes.
    #[inline]
    pub(crate) fn user_buffer(&self, tid: Tid, addr: UserAddr, len: u64) -> UserSpan {
        UserSpan { space: self.procs.task(tid).space, addr: addr.0, left: len.min(MAX_RW_COUNT as u64) }
    }

    /// An open description and one piece of memory, found in one go: the hot path of read(2) and write(2).
    #[inline]
    pub(crate) fn file_and_buffer(
        &self,
        tid: Tid,
        fd: Fd,
        addr: UserAddr,
        len: u64,
    ) -> Result<(FileId, &OpenFile, UserSpan), Errno> {
        let task = self.procs.task(tid);
        let id = self.procs.fd_tables[task.fds.0].get(fd)?.file;
        let user = UserSpan { space: task.space, addr: addr.0, left: len.min(MAX_RW_COUNT as u64) };
        Ok((id, self.vfs.file(id)?, user))
    }

    /// The pieces of an iovec array: EINVAL for a bad count or a sum beyond `ssize_t`, EFAULT.
    pub(crate) fn user_vector(&mut self, tid: Tid, iov: UserAddr, count: i32) -> Result<UserVec, Errno> {
        let count = usize::try_from(count).ok().filter(|n| *n <= IOV_MAX).ok_or(Errno::EINVAL)?;
        let mut bytes = vec![0; count * Iovec::SIZE];
        self.copy_in(tid, iov, &mut bytes)?;
        let mut pieces = Vec::with_capacity(count);
        let mut total = 0u64;
        for piece in bytes.as_chunks::<{ Iovec::SIZE }>().0 {
            let Iovec { base, len } = Iovec::decode(piece);
            if len > i64::MAX as u64 {
                return Err(Errno::EINVAL);
            }
            // What goes beyond MAX_RW_COUNT is left for another call.
            within_user_space(UserAddr(base), len)?;
            let len = len.min(MAX_RW_COUNT as u64 - total);
            total += len;
            pieces.push((base, len));
        }
        pieces.reverse();
        let mut vec =
            UserVec { current: UserSpan { space: self.procs.task(tid).space, addr: 0, left: 0 }, rest: pieces };
        vec.next_piece();
        Ok(vec)
    }
}
