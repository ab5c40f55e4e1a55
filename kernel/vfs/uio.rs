//! Where the bytes of a transfer come from or go to: one piece of user memory, or several (readv(2)).

use crate::Kernel;
use crate::abi::flags::{IOV_MAX, MAX_RW_COUNT};
use crate::abi::layout::Iovec;
use crate::abi::{Errno, Tid, UserAddr};
use crate::mm::{Memory, SpaceId};

/// Pieces of user memory, gone through in order.
#[derive(Clone, Debug)]
pub(crate) struct UserVec {
    space: SpaceId,
    /// Where the current piece goes on, and how much of it is left.
    addr: u64,
    left: u64,
    /// The pieces after it, the next one last.
    rest: Vec<(u64, u64)>,
}

impl UserVec {
    /// One piece.
    #[inline]
    pub fn single(space: SpaceId, addr: UserAddr, len: u64) -> Self {
        UserVec { space, addr: addr.0, left: len, rest: Vec::new() }
    }

    /// Bytes left.
    #[inline]
    pub fn len(&self) -> u64 {
        self.left + self.rest.iter().map(|(_, len)| len).sum::<u64>()
    }

    /// Leaves out the next `n` bytes.
    #[inline]
    pub fn skip(&mut self, mut n: u64) {
        while n > self.left {
            n -= self.left;
            self.left = 0;
            if !self.next_piece() {
                return;
            }
        }
        self.addr = self.addr.wrapping_add(n);
        self.left -= n;
    }

    /// Cuts it to at most `n` bytes.
    pub fn truncate(&mut self, n: u64) {
        self.left = self.left.min(n);
        let mut room = n - self.left;
        for piece in self.rest.iter_mut().rev() {
            piece.1 = piece.1.min(room);
            room -= piece.1;
        }
    }

    fn next_piece(&mut self) -> bool {
        match self.rest.pop() {
            Some((addr, len)) => {
                (self.addr, self.left) = (addr, len);
                true
            }
            None => false,
        }
    }

    /// Fills `buf` from user memory; on a fault tells how many bytes had come.
    #[inline]
    pub fn fetch(&mut self, mm: &mut Memory, buf: &mut [u8]) -> Result<(), usize> {
        let mut done = 0;
        loop {
            let n = (buf.len() - done).min(self.left as usize);
            mm.copy_in(self.space, self.addr, &mut buf[done..done + n]).map_err(|fault| done + fault.done)?;
            self.skip(n as u64);
            done += n;
            if done == buf.len() || !self.next_piece() {
                return Ok(());
            }
        }
    }

    /// Copies `data` to user memory; on a fault tells how many bytes had gone.
    #[inline]
    pub fn store(&mut self, mm: &mut Memory, data: &[u8]) -> Result<(), usize> {
        let mut done = 0;
        loop {
            let n = (data.len() - done).min(self.left as usize);
            mm.copy_out(self.space, self.addr, &data[done..done + n]).map_err(|fault| done + fault.done)?;
            self.skip(n as u64);
            done += n;
            if done == data.len() || !self.next_piece() {
                return Ok(());
            }
        }
    }
}

impl Kernel {
    /// One piece of a task's memory; a single transfer is cut to MAX_RW_COUNT bytes.
    #[inline]
    pub(crate) fn user_buffer(&self, tid: Tid, addr: UserAddr, len: u64) -> UserVec {
        UserVec::single(self.procs.task(tid).space, addr, len.min(MAX_RW_COUNT as u64))
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
            let len = len.min(MAX_RW_COUNT as u64 - total);
            total += len;
            pieces.push((base, len));
        }
        pieces.reverse();
        let mut vec = UserVec { space: self.procs.task(tid).space, addr: 0, left: 0, rest: pieces };
        vec.next_piece();
        Ok(vec)
    }
}
