//! Loads, stores and copies: how the CPU and the kernel touch user memory.
//!
//! The kernel's copies stop at the first byte that faults and say how far they came, as `copy_from_user` and `copy_to_user`
//! do. The CPU works through a [`UserMemory`]: one space's view, for as long as no system call changes it.

use super::fault::{Fault, FaultReason};
use super::frame::Slot;
use super::page::{PAGE_MASK, PAGE_SIZE};
use super::tlb::{Entries, Entry, index, salt, tag};
use super::vma::Access;
use super::{Memory, SpaceId};

/// A copy that stopped early.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct CopyFault {
    /// Bytes copied before the fault.
    pub done: usize,
    /// What stopped it.
    pub fault: Fault,
}

/// A copy of equal lengths; a byte, which pipes and sockets are often sent, needs no call.
#[inline(always)]
fn copy(to: &mut [u8], from: &[u8]) {
    match (&mut *to, from) {
        ([to], [from]) => *to = *from,
        _ => to.copy_from_slice(from),
    }
}

impl Memory {
    /// The frame for an access by the kernel: out of the translation buffer, or by a page fault.
    #[inline]
    fn frame_for(&mut self, id: SpaceId, addr: u64, access: Access) -> Result<u32, Fault> {
        if let Some(s) = self.spaces.get_mut(id.0 as usize) {
            let number = match access {
                Access::Read => &mut s.load_number,
                Access::Write => &mut s.store_number,
            };
            self.tlb.validate(number);
            if let Some(tlb) = &self.tlb.entries {
                let n = index(addr, salt(id.0));
                let e = if access == Access::Read { &tlb.read[n] } else { &tlb.write[n] };
                if e.tag == tag(addr, 1, number.bits()) {
                    return Ok(e.frame);
                }
            }
        }
        self.translate(id, addr, access)
    }

    /// The bytes from `addr` to the end of its page, at most `max`.
    #[inline]
    pub fn read_chunk(&mut self, id: SpaceId, addr: u64, max: usize) -> Result<&[u8], Fault> {
        let frame = self.frame_for(id, addr, Access::Read)?;
        let start = (addr & PAGE_MASK) as usize;
        Ok(&self.frames.page(frame).0[start..start + max.min(PAGE_SIZE - start)])
    }

    /// The bytes from `addr` to the end of its page, at most `max`, to be overwritten.
    #[inline]
    pub fn write_chunk(&mut self, id: SpaceId, addr: u64, max: usize) -> Result<&mut [u8], Fault> {
        let frame = self.frame_for(id, addr, Access::Write)?;
        let start = (addr & PAGE_MASK) as usize;
        Ok(&mut self.frames.page_mut(frame).0[start..start + max.min(PAGE_SIZE - start)])
    }

    /// Copies from user memory into `buf`.
    #[inline]
    pub fn copy_in(&mut self, id: SpaceId, addr: u64, buf: &mut [u8]) -> Result<(), CopyFault> {
        let start = (addr & PAGE_MASK) as usize;
        if buf.is_empty() || start + buf.len() > PAGE_SIZE {
            return self.copy_in_pages(id, addr, buf);
        }
        let frame = self.frame_for(id, addr, Access::Read).map_err(|fault| CopyFault { done: 0, fault })?;
        copy(buf, &self.frames.page(frame).0[start..start + buf.len()]);
        Ok(())
    }

    fn copy_in_pages(&mut self, id: SpaceId, addr: u64, buf: &mut [u8]) -> Result<(), CopyFault> {
        let mut done = 0;
        while done < buf.len() {
            let left = buf.len() - done;
            let at = addr.wrapping_add(done as u64);
            let chunk = self.read_chunk(id, at, left).map_err(|fault| CopyFault { done, fault })?;
            let n = chunk.len();
            buf[done..done + n].copy_from_slice(chunk);
            done += n;
        }
        Ok(())
    }

    /// Copies `data` into user memory.
    #[inline]
    pub fn copy_out(&mut self, id: SpaceId, addr: u64, data: &[u8]) -> Result<(), CopyFault> {
        self.stored(id, addr, data.len());
        let start = (addr & PAGE_MASK) as usize;
        if data.is_empty() || start + data.len() > PAGE_SIZE {
            return self.copy_out_pages(id, addr, data);
        }
        let frame = self.frame_for(id, addr, Access::Write).map_err(|fault| CopyFault { done: 0, fault })?;
        copy(&mut self.frames.page_mut(frame).0[start..start + data.len()], data);
        Ok(())
    }

    fn copy_out_pages(&mut self, id: SpaceId, addr: u64, data: &[u8]) -> Result<(), CopyFault> {
        let mut done = 0;
        while done < data.len() {
            let at = addr.wrapping_add(done as u64);
            let chunk = self.write_chunk(id, at, data.len() - done).map_err(|fault| CopyFault { done, fault })?;
            let n = chunk.len();
            chunk.copy_from_slice(&data[done..done + n]);
            done += n;
        }
        Ok(())
    }

    /// Appends `len` bytes of user memory to `out`.
    pub fn copy_in_append(&mut self, id: SpaceId, addr: u64, len: usize, out: &mut Vec<u8>) -> Result<(), CopyFault> {
        let mut done = 0;
        while done < len {
            let at = addr.wrapping_add(done as u64);
            let chunk = self.read_chunk(id, at, len - done).map_err(|fault| CopyFault { done, fault })?;
            out.extend_from_slice(chunk);
            done += chunk.len();
        }
        Ok(())
    }

    /// Copies a string without its NUL. `Ok(None)` if there is no NUL within `max` bytes.
    pub fn copy_in_cstr(&mut self, id: SpaceId, addr: u64, max: usize) -> Result<Option<Vec<u8>>, Fault> {
        let mut out = Vec::new();
        while out.len() < max {
            let chunk = self.read_chunk(id, addr.wrapping_add(out.len() as u64), max - out.len())?;
            if let Some(n) = chunk.iter().position(|b| *b == 0) {
                out.extend_from_slice(&chunk[..n]);
                return Ok(Some(out));
            }
            out.extend_from_slice(chunk);
        }
        Ok(None)
    }

    /// Copies between two places of user memory, which may be in different spaces and must not overlap.
    pub fn copy_across(
        &mut self,
        (from, from_addr): (SpaceId, u64),
        (to, to_addr): (SpaceId, u64),
        len: usize,
    ) -> Result<(), CopyFault> {
        self.stored(to, to_addr, len);
        let mut done = 0;
        while done < len {
            let src = from_addr.wrapping_add(done as u64);
            let dst = to_addr.wrapping_add(done as u64);
            let stop = |fault| CopyFault { done, fault };
            let dst_frame = self.frame_for(to, dst, Access::Write).map_err(stop)?;
            // After the write fault, which may have copied the page that is read.
            let src_frame = self.frame_for(from, src, Access::Read).map_err(stop)?;
            let (s, d) = ((src & PAGE_MASK) as usize, (dst & PAGE_MASK) as usize);
            let n = (len - done).min(PAGE_SIZE - s).min(PAGE_SIZE - d);
            match self.frames.page_pair(src_frame, dst_frame) {
                Some((src, dst)) => dst.0[d..d + n].copy_from_slice(&src.0[s..s + n]),
                None => self.frames.page_mut(dst_frame).0.copy_within(s..s + n, d),
            }
            done += n;
        }
        Ok(())
    }

    /// Reads an integer of `N` bytes, little-endian.
    pub fn read_le<const N: usize>(&mut self, id: SpaceId, addr: u64) -> Result<[u8; N], Fault> {
        let mut b = [0; N];
        self.copy_in(id, addr, &mut b).map_err(|e| e.fault)?;
        Ok(b)
    }

    /// A space as a CPU sees it. It has the translation buffer until [`UserMemory::finish`] gives it back.
    #[inline]
    pub fn user(&mut self, id: SpaceId) -> UserMemory<'_> {
        let (mut read, mut write) = (0, 0);
        if let Some(s) = self.spaces.get_mut(id.0 as usize) {
            self.tlb.validate_both(&mut s.load_number, &mut s.store_number);
            (read, write) = (s.load_number.bits(), s.store_number.bits());
        }
        let tlb = self.tlb.take();
        UserMemory { memory: self, tlb, id, salt: salt(id.0), read, write, fault: None }
    }

    /// Lets `f` work on a space as a CPU does.
    pub fn with_user<R>(&mut self, id: SpaceId, f: impl FnOnce(&mut UserMemory) -> R) -> R {
        let mut user = self.user(id);
        let r = f(&mut user);
        user.finish();
        r
    }
}

/// One space, as the CPU that runs in it sees it.
pub struct UserMemory<'a> {
    memory: &'a mut Memory,
    tlb: Entries,
    id: SpaceId,
    salt: u64,
    /// The space's number in tags, for loads.
    read: u64,
    /// For stores.
    write: u64,
    /// Why the last access of the CPU failed.
    fault: Option<Fault>,
}

impl UserMemory<'_> {
    /// Gives the translation buffer back; without it the next user begins with an empty one.
    #[inline]
    pub fn finish(self) {
        self.memory.tlb.entries = Some(self.tlb);
    }

    /// Loads `N` bytes (1, 2, 4 or 8).
    #[inline]
    pub fn load<const N: usize>(&mut self, addr: u64) -> Result<[u8; N], Fault> {
        self.fast_load(addr).ok_or_else(|| self.take_fault())
    }

    /// Stores `N` bytes (1, 2, 4 or 8).
    #[inline]
    pub fn store<const N: usize>(&mut self, addr: u64, value: [u8; N]) -> Result<(), Fault> {
        if self.fast_store(addr, value) { Ok(()) } else { Err(self.take_fault()) }
    }

    /// Why the last [`UserMemory::fast_load`] or [`UserMemory::fast_store`] failed.
    #[cold]
    pub fn take_fault(&mut self) -> Fault {
        // The default stands for nothing: it is only asked for after a failure.
        self.fault.take().unwrap_or(Fault { addr: 0, access: Access::Read, reason: FaultReason::NotMapped })
    }

    /// As [`UserMemory::load`], for the interpreter: a small result stays in registers.
    #[inline(always)]
    pub fn fast_load<const N: usize>(&mut self, addr: u64) -> Option<[u8; N]> {
        let e = &self.tlb.read[index(addr, self.salt)];
        // A misaligned access, which may cross into the next page, never matches and goes the slow way.
        if e.tag == tag(addr, N as u64, self.read)
            && let Some(slot) = self.memory.frames.slots.get(e.frame as usize)
        {
            let page = match slot {
                Slot::Owned(p) => p.bytes(),
                Slot::Shared(p) => p.bytes(),
            };
            let start = addr as usize & (PAGE_SIZE - N);
            let mut b = [0; N];
            b.copy_from_slice(&page[start..start + N]);
            return Some(b);
        }
        self.slow_load(addr, N).map(|v| {
            let mut b = [0; N];
            b.copy_from_slice(&v.to_le_bytes()[..N]);
            b
        })
    }

    /// As [`UserMemory::store`], for the interpreter. False if it faults.
    #[inline(always)]
    pub fn fast_store<const N: usize>(&mut self, addr: u64, value: [u8; N]) -> bool {
        let e = &self.tlb.write[index(addr, self.salt)];
        if e.tag == tag(addr, N as u64, self.write)
            && let Some(Slot::Owned(p)) = self.memory.frames.slots.get_mut(e.frame as usize)
        {
            let start = addr as usize & (PAGE_SIZE - N);
            p.bytes_mut()[start..start + N].copy_from_slice(&value);
            return true;
        }
        let mut bytes = [0; 8];
        bytes[..N].copy_from_slice(&value);
        self.slow_store(addr, u64::from_le_bytes(bytes), N)
    }

    #[cold]
    #[inline(never)]
    fn slow_load(&mut self, addr: u64, size: usize) -> Option<u64> {
        let mut b = [0; 8];
        let loaded = self.check_alignment(addr, size, Access::Read).and_then(|()| self.copy_in(addr, &mut b[..size]));
        self.fault = loaded.err();
        self.fault.is_none().then(|| u64::from_le_bytes(b))
    }

    #[cold]
    #[inline(never)]
    fn slow_store(&mut self, addr: u64, value: u64, size: usize) -> bool {
        self.fault = self.store_anywhere(addr, &value.to_le_bytes()[..size]).err();
        self.fault.is_none()
    }

    fn store_anywhere(&mut self, addr: u64, value: &[u8]) -> Result<(), Fault> {
        self.check_alignment(addr, value.len(), Access::Write)?;
        // Both pages first, so that a fault leaves nothing half done.
        let last = addr.wrapping_add(value.len() as u64 - 1);
        if last & !PAGE_MASK != addr & !PAGE_MASK {
            self.frame_for(addr, Access::Write)?;
            self.frame_for(last & !PAGE_MASK, Access::Write)?;
        }
        self.copy_out(addr, value)
    }

    fn check_alignment(&self, addr: u64, size: usize, access: Access) -> Result<(), Fault> {
        if self.memory.strict_alignment && !addr.is_multiple_of(size as u64) {
            return Err(Fault { addr, access, reason: FaultReason::Misaligned });
        }
        Ok(())
    }

    fn frame_for(&mut self, addr: u64, access: Access) -> Result<u32, Fault> {
        let n = index(addr, self.salt);
        let (e, number) = match access {
            Access::Read => (&self.tlb.read[n], self.read),
            Access::Write => (&self.tlb.write[n], self.write),
        };
        if e.tag == tag(addr, 1, number) {
            return Ok(e.frame);
        }
        let frame = self.memory.page_fault(self.id, addr, access)?;
        self.tlb.read[n] = Entry { tag: tag(addr, 1, self.read), frame };
        if access == Access::Write {
            self.tlb.write[n] = Entry { tag: tag(addr, 1, self.write), frame };
        }
        Ok(frame)
    }

    /// The bytes from `addr` to the end of its page, at most `max`.
    pub fn read_chunk(&mut self, addr: u64, max: usize) -> Result<&[u8], Fault> {
        let frame = self.frame_for(addr, Access::Read)?;
        let start = (addr & PAGE_MASK) as usize;
        Ok(&self.memory.frames.page(frame).0[start..start + max.min(PAGE_SIZE - start)])
    }

    /// The bytes from `addr` to the end of its page, at most `max`, to be overwritten.
    pub fn write_chunk(&mut self, addr: u64, max: usize) -> Result<&mut [u8], Fault> {
        let frame = self.frame_for(addr, Access::Write)?;
        let start = (addr & PAGE_MASK) as usize;
        Ok(&mut self.memory.frames.page_mut(frame).0[start..start + max.min(PAGE_SIZE - start)])
    }

    /// Copies into `buf`.
    pub fn copy_in(&mut self, addr: u64, buf: &mut [u8]) -> Result<(), Fault> {
        let mut done = 0;
        while done < buf.len() {
            let chunk = self.read_chunk(addr.wrapping_add(done as u64), buf.len() - done)?;
            let n = chunk.len();
            buf[done..done + n].copy_from_slice(chunk);
            done += n;
        }
        Ok(())
    }

    /// Copies `data` to memory.
    pub fn copy_out(&mut self, addr: u64, data: &[u8]) -> Result<(), Fault> {
        let mut done = 0;
        while done < data.len() {
            let chunk = self.write_chunk(addr.wrapping_add(done as u64), data.len() - done)?;
            let n = chunk.len();
            chunk.copy_from_slice(&data[done..done + n]);
            done += n;
        }
        Ok(())
    }

    /// Copies `len` bytes within the space, overlapping or not, as memmove does.
    pub fn copy_within(&mut self, to: u64, from: u64, len: u64) -> Result<(), Fault> {
        // Towards higher addresses an overlapping copy has to begin at the end.
        let backwards = to.wrapping_sub(from) < len;
        let mut left = len;
        while left > 0 {
            let done = len - left;
            let (s, d, n) = if backwards {
                // The last bytes: back to where either of the two pages begins.
                let (s_end, d_end) = (from.wrapping_add(left), to.wrapping_add(left));
                let n = left.min((s_end.wrapping_sub(1) & PAGE_MASK) + 1).min((d_end.wrapping_sub(1) & PAGE_MASK) + 1);
                (s_end.wrapping_sub(n), d_end.wrapping_sub(n), n)
            } else {
                let (s, d) = (from.wrapping_add(done), to.wrapping_add(done));
                let room = |a: u64| PAGE_SIZE as u64 - (a & PAGE_MASK);
                (s, d, left.min(room(s)).min(room(d)))
            };
            let dst = self.frame_for(d, Access::Write)?;
            let src = self.frame_for(s, Access::Read)?;
            let (s, d, n) = ((s & PAGE_MASK) as usize, (d & PAGE_MASK) as usize, n as usize);
            match self.memory.frames.page_pair(src, dst) {
                Some((src, dst)) => dst.0[d..d + n].copy_from_slice(&src.0[s..s + n]),
                None => self.memory.frames.page_mut(dst).0.copy_within(s..s + n, d),
            }
            left -= n as u64;
        }
        Ok(())
    }

    /// Sets `len` bytes.
    pub fn fill(&mut self, addr: u64, byte: u8, len: u64) -> Result<(), Fault> {
        let mut done = 0;
        while done < len {
            let max = usize::try_from(len - done).unwrap_or(PAGE_SIZE);
            let chunk = self.write_chunk(addr.wrapping_add(done), max)?;
            chunk.fill(byte);
            done += chunk.len() as u64;
        }
        Ok(())
    }
}
