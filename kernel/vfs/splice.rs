//! Moving bytes between files without the program's memory: sendfile(2), splice(2), tee(2), vmsplice(2),
//! copy_file_range(2).

use super::file::{FileKind, OpenFile};
use super::rw::At;
use super::uio::UserMemory;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, Fd, FileId, PipeId, Tid, UserAddr};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::ipc::pipe::Ends;
use crate::mm::Memory;
use crate::sched::wait::WaitOn;

const SPLICE_F_NONBLOCK: u32 = 2;
const SPLICE_F_ALL: u32 = 15;
/// Most bytes that one call moves.
const MOVE_MAX: u64 = 16 << 20;

/// The kernel's own memory in the place of the program's.
struct Bytes {
    data: Vec<u8>,
    at: usize,
    end: usize,
}

impl Bytes {
    /// To be written somewhere.
    fn from(data: Vec<u8>) -> Bytes {
        Bytes { at: 0, end: data.len(), data }
    }

    /// To be filled.
    fn room(n: u64) -> Bytes {
        Bytes::from(vec![0; n as usize])
    }
}

impl UserMemory for &mut Bytes {
    fn len(&self) -> u64 {
        (self.end - self.at) as u64
    }

    fn skip(&mut self, n: u64) {
        self.at = self.end.min(self.at.saturating_add(n as usize));
    }

    fn truncate(&mut self, n: u64) {
        self.end = self.end.min(self.at.saturating_add(n as usize));
    }

    fn fetch(&mut self, _: &mut Memory, buf: &mut [u8]) -> Result<(), usize> {
        buf.copy_from_slice(&self.data[self.at..self.at + buf.len()]);
        self.at += buf.len();
        Ok(())
    }

    fn store(&mut self, _: &mut Memory, data: &[u8]) -> Result<(), usize> {
        self.data[self.at..self.at + data.len()].copy_from_slice(data);
        self.at += data.len();
        Ok(())
    }
}

fn reading_pipe(file: &OpenFile) -> Option<PipeId> {
    match file.kind {
        FileKind::Pipe(pipe, ends) if ends.reads() => Some(pipe),
        _ => None,
    }
}

fn writing_pipe(file: &OpenFile) -> Option<PipeId> {
    match file.kind {
        FileKind::Pipe(pipe, ends) if ends.writes() => Some(pipe),
        _ => None,
    }
}

/// EAGAIN, or a sleep that a signal handler with SA_RESTART lets go on.
fn wait(on: WaitOn, nonblocking: bool) -> Stop {
    match nonblocking {
        true => Errno::EAGAIN.into(),
        false => Stop::Block(Sleep { on, deadline_ns: None, restart: Restart::IfSaRestart }),
    }
}

impl Kernel {
    /// sendfile(2). Not supported: sending from what is not a regular file (EINVAL).
    pub fn sys_sendfile(&mut self, ctx: &mut Ctx, to: Fd, from: Fd, offset: UserAddr, count: u64) -> SysResult {
        let (from, source) = self.file_of(ctx.tid, from)?;
        if !source.readable() {
            return Err(Errno::EBADF.into());
        }
        let (kind, own) = (source.kind, source.offset);
        let (to, target) = self.file_of(ctx.tid, to)?;
        if !target.writable() {
            return Err(Errno::EBADF.into());
        }
        if kind != FileKind::Regular || target.flags & O_APPEND != 0 {
            let stream = !offset.is_null() && matches!(kind, FileKind::Pipe(..) | FileKind::Socket(_));
            return Err(if stream { Errno::ESPIPE } else { Errno::EINVAL }.into());
        }
        let pipe = writing_pipe(target);
        let start = self.offset_at(ctx.tid, offset)?.unwrap_or(own);
        // As splice: into a pipe goes what it has slots for.
        let room = match pipe {
            Some(pipe) => self.room_in_pipe(to, pipe, false)?,
            None => MOVE_MAX,
        };
        let mut bytes = self.read_regular(ctx, from, start, count.min(room))?;
        if bytes.data.is_empty() {
            return Ok(0);
        }
        // A call that sleeps for room begins again with the same bytes and goes on behind those that are through.
        let kind = self.vfs.file(to)?.kind;
        let n = self.write_other(ctx, to, kind, &mut bytes, At::Offset)?;
        self.move_on(ctx.tid, from, offset, start + n)?;
        Ok(n)
    }

    /// copy_file_range(2).
    pub fn sys_copy_file_range(
        &mut self,
        ctx: &mut Ctx,
        (from, from_offset): (Fd, UserAddr),
        (to, to_offset): (Fd, UserAddr),
        count: u64,
        flags: u32,
    ) -> SysResult {
        if flags != 0 {
            return Err(Errno::EINVAL.into());
        }
        let (from, source) = self.file_of(ctx.tid, from)?;
        let (to, target) = self.file_of(ctx.tid, to)?;
        if matches!(source.kind, FileKind::Directory) || matches!(target.kind, FileKind::Directory) {
            return Err(Errno::EISDIR.into());
        }
        if source.kind != FileKind::Regular || target.kind != FileKind::Regular {
            return Err(Errno::EINVAL.into());
        }
        if !source.readable() || !target.writable() || target.flags & O_APPEND != 0 {
            return Err(Errno::EBADF.into());
        }
        let (own_from, own_to, same) = (source.offset, target.offset, source.inode == target.inode);
        let start = self.offset_at(ctx.tid, from_offset)?.unwrap_or(own_from);
        let end = self.offset_at(ctx.tid, to_offset)?.unwrap_or(own_to);
        let mut bytes = self.read_regular(ctx, from, start, count.min(MOVE_MAX))?;
        let n = bytes.data.len() as u64;
        if same && start < end.saturating_add(n) && end < start.saturating_add(n) {
            return Err(Errno::EINVAL.into());
        }
        let n = self.write_other(ctx, to, FileKind::Regular, &mut bytes, At::Position(end))?;
        self.move_on(ctx.tid, from, from_offset, start + n)?;
        self.move_on(ctx.tid, to, to_offset, end + n)?;
        Ok(n)
    }

    /// splice(2): one of the two is a pipe.
    pub fn sys_splice(
        &mut self,
        ctx: &mut Ctx,
        (from, from_offset): (Fd, UserAddr),
        (to, to_offset): (Fd, UserAddr),
        len: u64,
        flags: u32,
    ) -> SysResult {
        if flags & !SPLICE_F_ALL != 0 {
            return Err(Errno::EINVAL.into());
        }
        if len == 0 {
            return Ok(0);
        }
        let (from_id, source) = self.file_of(ctx.tid, from)?;
        let (to_id, target) = self.file_of(ctx.tid, to)?;
        if !source.readable() || !target.writable() {
            return Err(Errno::EBADF.into());
        }
        let (reads, writes) = (reading_pipe(source), writing_pipe(target));
        if reads.is_some() && !from_offset.is_null() || writes.is_some() && !to_offset.is_null() {
            return Err(Errno::ESPIPE.into());
        }
        if target.flags & O_APPEND != 0 && writes.is_none() {
            return Err(Errno::EINVAL.into());
        }
        let (own_from, own_to) = (source.offset, target.offset);
        let nonblocking = flags & SPLICE_F_NONBLOCK != 0;
        match (reads, writes) {
            (Some(pipe), Some(other)) if pipe == other => Err(Errno::EINVAL.into()),
            (Some(pipe), _) => {
                let nonblocking = nonblocking || self.vfs.file(from_id)?.nonblocking();
                let data = self.peek_pipe(pipe, len.min(MOVE_MAX), nonblocking)?;
                if data.is_empty() {
                    return Ok(0);
                }
                let at = self.offset_at(ctx.tid, to_offset)?;
                let n = self.write_what_fits(ctx, to_id, data, at, nonblocking)?;
                self.discard_from_pipe(ctx, pipe, n);
                if at.is_some() {
                    self.move_on(ctx.tid, to_id, to_offset, at.unwrap_or(own_to) + n)?;
                }
                Ok(n)
            }
            (None, Some(pipe)) => {
                let room = self.room_in_pipe(to_id, pipe, nonblocking)?;
                let n = len.min(room);
                let kind = self.vfs.file(from_id)?.kind;
                let start = self.offset_at(ctx.tid, from_offset)?;
                let mut bytes = match kind {
                    FileKind::Regular => self.read_regular(ctx, from_id, start.unwrap_or(own_from), n)?,
                    _ if start.is_some() => return Err(Errno::ESPIPE.into()),
                    _ => {
                        let mut bytes = Bytes::room(n);
                        let got = self.read_other(ctx, from_id, kind, &mut bytes, At::Offset)?;
                        bytes.data.truncate(got as usize);
                        Bytes::from(bytes.data)
                    }
                };
                if bytes.data.is_empty() {
                    return Ok(0);
                }
                ctx.done = 0;
                let n = self.pipe_write(ctx, O_NONBLOCK, pipe, &mut bytes)?;
                if kind == FileKind::Regular {
                    self.move_on(ctx.tid, from_id, from_offset, start.unwrap_or(own_from) + n)?;
                }
                Ok(n)
            }
            (None, None) => Err(Errno::EINVAL.into()),
        }
    }

    /// tee(2): what is in one pipe goes into another too.
    pub fn sys_tee(&mut self, ctx: &mut Ctx, from: Fd, to: Fd, len: u64, flags: u32) -> SysResult {
        if flags & !SPLICE_F_ALL != 0 {
            return Err(Errno::EINVAL.into());
        }
        if len == 0 {
            return Ok(0);
        }
        let (from_id, source) = self.file_of(ctx.tid, from)?;
        let (to_id, target) = self.file_of(ctx.tid, to)?;
        if !source.readable() || !target.writable() {
            return Err(Errno::EBADF.into());
        }
        let (Some(pipe), Some(other)) = (reading_pipe(source), writing_pipe(target)) else {
            return Err(Errno::EINVAL.into());
        };
        if pipe == other {
            return Err(Errno::EINVAL.into());
        }
        let nonblocking = flags & SPLICE_F_NONBLOCK != 0 || self.vfs.file(from_id)?.nonblocking();
        let data = self.peek_pipe(pipe, len.min(MOVE_MAX), nonblocking)?;
        if data.is_empty() {
            return Ok(0);
        }
        self.write_what_fits(ctx, to_id, data, None, nonblocking)
    }

    /// vmsplice(2): from memory into a pipe, or from a pipe into memory; always by copying.
    pub fn sys_vmsplice(&mut self, ctx: &mut Ctx, fd: Fd, iov: UserAddr, count: u64, flags: u32) -> SysResult {
        if flags & !SPLICE_F_ALL != 0 {
            return Err(Errno::EINVAL.into());
        }
        let (_, file) = self.file_of(ctx.tid, fd)?;
        let FileKind::Pipe(pipe, ends) = file.kind else { return Err(Errno::EBADF.into()) };
        let status = if flags & SPLICE_F_NONBLOCK != 0 { file.flags | O_NONBLOCK } else { file.flags };
        let count = i32::try_from(count).map_err(|_| Errno::EINVAL)?;
        let user = self.user_vector(ctx.tid, iov, count)?;
        match ends {
            Ends::Read => self.pipe_read(ctx, status, pipe, user),
            _ => self.pipe_write(ctx, status, pipe, user),
        }
    }

    /// The offset that a pointer gives; `None` for the file's own.
    fn offset_at(&mut self, tid: Tid, addr: UserAddr) -> Result<Option<u64>, Errno> {
        if addr.is_null() {
            return Ok(None);
        }
        let value = self.copy_in_u64(tid, addr)? as i64;
        u64::try_from(value).map(Some).map_err(|_| Errno::EINVAL)
    }

    /// Stores where the next transfer goes on: in the program's variable, or in the description.
    fn move_on(&mut self, tid: Tid, file: FileId, addr: UserAddr, offset: u64) -> Result<(), Errno> {
        match addr.is_null() {
            true => self.vfs.file_mut(file)?.offset = offset,
            false => self.copy_out(tid, addr, &offset.to_le_bytes())?,
        }
        Ok(())
    }

    fn read_regular(&mut self, ctx: &mut Ctx, file: FileId, start: u64, count: u64) -> Result<Bytes, Stop> {
        let size = self.inode_size(self.vfs.file(file)?.inode);
        let mut bytes = Bytes::room(count.min(size.saturating_sub(start)));
        let got = self.read_other(ctx, file, FileKind::Regular, &mut bytes, At::Position(start))?;
        bytes.data.truncate(got as usize);
        Ok(Bytes::from(bytes.data))
    }

    /// What is in a pipe, up to `len` bytes; nothing at its end.
    fn peek_pipe(&mut self, pipe: PipeId, len: u64, nonblocking: bool) -> Result<Vec<u8>, Stop> {
        let Some(buffer) = self.pipes.get(pipe) else { return Err(Errno::EBADF.into()) };
        if buffer.is_empty() && buffer.writers > 0 {
            return Err(wait(WaitOn::PipeReadable(pipe), nonblocking));
        }
        let mut data = Vec::new();
        for page in buffer.peek() {
            let left = len as usize - data.len();
            data.extend_from_slice(&page[..page.len().min(left)]);
        }
        Ok(data)
    }

    /// What has been moved on is no longer in the pipe.
    fn discard_from_pipe(&mut self, ctx: &Ctx, pipe: PipeId, n: u64) {
        if self.pipes.discard(pipe, n) {
            self.wake_one(WaitOn::PipeWritable(pipe));
        }
        if ctx.slept && self.pipes.get(pipe).is_some_and(|pipe| !pipe.is_empty()) {
            self.wake_one(WaitOn::PipeReadable(pipe));
        }
    }

    /// Bytes that a pipe has whole slots for, at least one.
    fn room_in_pipe(&mut self, file: FileId, pipe: PipeId, nonblocking: bool) -> Result<u64, Stop> {
        let nonblocking = nonblocking || self.vfs.file(file)?.nonblocking();
        let Some(buffer) = self.pipes.get(pipe) else { return Err(Errno::EBADF.into()) };
        // Without readers the write itself says so, with SIGPIPE.
        if buffer.readers > 0 && buffer.is_full() {
            return Err(wait(WaitOn::PipeWritable(pipe), nonblocking));
        }
        let used = buffer.used_slots() as u64 * crate::mm::PAGE;
        Ok(buffer.capacity().saturating_sub(used).max(crate::mm::PAGE))
    }

    /// Writes as much as there is room for at once; waits only if there is none at all.
    fn write_what_fits(
        &mut self,
        ctx: &mut Ctx,
        to: FileId,
        mut data: Vec<u8>,
        at: Option<u64>,
        nonblocking: bool,
    ) -> SysResult {
        let file = self.vfs.file(to)?;
        let (kind, flags) = (file.kind, file.flags);
        let at = match (at, kind) {
            (Some(_), FileKind::Pipe(..) | FileKind::Socket(_) | FileKind::Tty(_)) => return Err(Errno::ESPIPE.into()),
            (Some(position), _) => At::Position(position),
            (None, _) => At::Offset,
        };
        if let FileKind::Pipe(pipe, _) = kind {
            let room = self.room_in_pipe(to, pipe, nonblocking)?;
            data.truncate(room as usize);
        }
        let mut bytes = Bytes::from(data);
        self.vfs.file_mut(to)?.flags = flags | O_NONBLOCK;
        let written = self.write_other(ctx, to, kind, &mut bytes, at);
        self.vfs.file_mut(to)?.flags = flags;
        match written {
            Err(Stop::Error(Errno::EAGAIN)) if !nonblocking && flags & O_NONBLOCK == 0 => {
                match self.poll_queues(to)[1] {
                    Some(on) => Err(wait(on, false)),
                    None => Err(Errno::EAGAIN.into()),
                }
            }
            written => written,
        }
    }
}
