//! Standard input, output and error of the outside world: what the machine's owner feeds in and takes out.
//!
//! Each looks to programs like a pipe, a terminal, or a regular file. Entry points for the owner: [`Kernel::feed_input`],
//! [`Kernel::feed_eof`], [`Kernel::take_output`], [`Kernel::host_stdio`]. Not supported yet: a line discipline; a
//! terminal-like input hands out one line a read.

use super::file::{Device, FileKind};
use super::inode::{Charged, InodeKind};
use super::rw::At;
use super::uio::UserMemory;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, FileId, Gid, Uid};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::sched::wait::WaitOn;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// A single write to the outside moves at most this many bytes, so that one call cannot exhaust the host.
const WRITE_MOST: u64 = 64 << 20;

/// State of the console.
#[derive(Clone, PartialEq, Eq, Hash, Default, Debug, Serialize, Deserialize)]
pub struct Console {
    input: VecDeque<u8>,
    eof: bool,
    output: Vec<OutputChunk>,
    /// Bytes written in the machine's life.
    written: u64,
    /// Sizes of streams that are regular files outside.
    sizes: BTreeMap<u8, u64>,
}

/// Bytes that a program wrote to the outside.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct OutputChunk {
    /// 0: the terminal, 1: standard output, 2: standard error.
    pub fd: u8,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// How a stream of the outside looks to programs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stdio {
    /// Input from [`Kernel::feed_input`].
    Input(Look),
    /// Output to [`Kernel::take_output`] under this number, 1 or 2.
    Output(u8, Look),
    /// A file without a name, opened for reading, with these contents: seekable, as after `< file`.
    File(Vec<u8>),
    /// /dev/null.
    Null,
}

/// What the console looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    /// A pipe: fully buffered by stdio, isatty(3) is false.
    Pipe,
    /// A terminal: buffered by line, isatty(3) is true.
    Terminal,
    /// A regular file, for output: fully buffered, with a size and an offset.
    File,
}

impl Console {
    /// Bytes fed in and not yet read.
    pub fn waiting(&self) -> usize {
        self.input.len()
    }

    /// Has all input been read, and will none come any more?
    pub fn is_at_end(&self) -> bool {
        self.eof && self.input.is_empty()
    }

    /// Bytes of output written in the machine's life.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Size of a stream that is a regular file outside: what has been written to it.
    pub(crate) fn size(&self, fd: u8) -> u64 {
        self.sizes.get(&fd).copied().unwrap_or(0)
    }

    /// A terminal shows bytes to the outside.
    pub(crate) fn show(&mut self, stream: u8, bytes: &[u8]) {
        self.written += bytes.len() as u64;
        match self.output.last_mut().filter(|chunk| chunk.fd == stream) {
            Some(chunk) => chunk.bytes.extend_from_slice(bytes),
            None => self.output.push(OutputChunk { fd: stream, bytes: bytes.to_vec() }),
        }
    }

    /// Output not yet taken.
    pub fn pending_output(&self) -> &[OutputChunk] {
        &self.output
    }
}

impl Kernel {
    /// Bytes arrive at standard input.
    pub fn feed_input(&mut self, bytes: &[u8]) {
        self.vfs.console.input.extend(bytes);
        self.wake(WaitOn::ConsoleInput);
    }

    /// Standard input ends after what has been fed in.
    pub fn feed_eof(&mut self) {
        self.vfs.console.eof = true;
        self.wake(WaitOn::ConsoleInput);
    }

    /// What programs have written to the outside since the last time, in order.
    pub fn take_output(&mut self) -> Vec<OutputChunk> {
        std::mem::take(&mut self.vfs.console.output)
    }

    /// An open file description for a stream of the outside, with one reference: for the first program's descriptors.
    /// It belongs to `owner`, who may open it again by /dev/stdin.
    pub fn host_stdio(&mut self, stdio: Stdio, owner: (Uid, Gid)) -> Result<FileId, Errno> {
        let now = self.file_time();
        let terminal = |look| look == Look::Terminal;
        let (device, terminal, flags) = match stdio {
            Stdio::Input(look) => (Device::HostIn, terminal(look), if terminal(look) { O_RDWR } else { O_RDONLY }),
            Stdio::Output(fd, Look::File) => (Device::HostFile(fd), false, O_WRONLY | O_LARGEFILE),
            Stdio::Output(fd, look) => {
                (Device::HostOut(fd), terminal(look), if terminal(look) { O_RDWR } else { O_WRONLY })
            }
            Stdio::Null => (Device::Null, false, O_RDWR),
            Stdio::File(bytes) => {
                let object = self.mm.object_create(0).map_err(|_| Errno::ENOSPC)?;
                let charged = Charged::default();
                let inode = self.vfs.inode_new(InodeKind::Regular { object, charged }, 0o644, owner, now);
                if !bytes.is_empty() {
                    self.mm.object_write(object, 0, &bytes).map_err(|_| Errno::ENOSPC)?;
                }
                return Ok(self.vfs.file_new(FileKind::Regular, inode, O_RDONLY | O_LARGEFILE));
            }
        };
        let perm = match device {
            Device::HostFile(_) => 0o644,
            _ if terminal => 0o620,
            _ => 0o600,
        };
        let inode = self.vfs.inode_new(InodeKind::Device { device, terminal }, perm, owner, now);
        Ok(self.vfs.file_new(FileKind::Device(device), inode, flags))
    }

    /// read(2) of standard input.
    pub(crate) fn console_read(&mut self, ctx: &mut Ctx, id: FileId, mut user: impl UserMemory) -> SysResult {
        if user.len() == 0 {
            return Ok(0);
        }
        let file = self.vfs.file(id)?;
        let terminal = matches!(self.vfs.inode(file.inode)?.kind, InodeKind::Device { terminal: true, .. });
        let nonblocking = file.nonblocking();
        let console = &mut self.vfs.console;
        if console.input.is_empty() {
            if console.eof {
                return Ok(0);
            }
            if nonblocking {
                return Err(Errno::EAGAIN.into());
            }
            return Err(Stop::Block(Sleep {
                on: WaitOn::ConsoleInput,
                deadline_ns: None,
                restart: Restart::IfSaRestart,
            }));
        }
        let input = console.input.make_contiguous();
        let line = match input.iter().position(|b| *b == b'\n') {
            Some(end) if terminal => end + 1,
            _ => input.len(),
        };
        let n = user.len().min(line as u64) as usize;
        let stored = user.store(&mut self.mm, &input[..n]);
        if stored.is_err() {
            return Err(Errno::EFAULT.into());
        }
        console.input.drain(..n);
        // Others may sleep on what is left.
        if ctx.slept && !console.input.is_empty() {
            self.wake(WaitOn::ConsoleInput);
        }
        Ok(n as u64)
    }

    /// write(2) to standard output or error that is a regular file outside: its end is all that can be written, not so by pwrite(2).
    pub(crate) fn console_append(&mut self, id: FileId, fd: u8, user: impl UserMemory, at: At) -> SysResult {
        if at != At::Offset {
            return Err(Errno::ESPIPE.into());
        }
        let n = match self.console_write(fd, user)? {
            n @ 1.. => n,
            n => return Ok(n),
        };
        let size = self.vfs.console.sizes.entry(fd).or_default();
        *size += n;
        self.vfs.file_mut(id)?.offset = *size;
        Ok(n)
    }

    /// write(2) to standard output or error.
    pub(crate) fn console_write(&mut self, fd: u8, mut user: impl UserMemory) -> SysResult {
        let console = &mut self.vfs.console;
        let total = user.len().min(WRITE_MOST) as usize;
        if total == 0 {
            return Ok(0);
        }
        if console.output.last().is_none_or(|chunk| chunk.fd != fd) {
            console.output.push(OutputChunk { fd, bytes: Vec::new() });
        }
        let Some(chunk) = console.output.last_mut() else { return Ok(0) };
        let (start, mut done) = (chunk.bytes.len(), 0);
        // In steps, so that a huge length with a bad address costs nothing.
        while done < total {
            let n = (total - done).min(1 << 16);
            chunk.bytes.resize(start + done + n, 0);
            match user.fetch(&mut self.mm, &mut chunk.bytes[start + done..]) {
                Ok(()) => done += n,
                Err(fetched) => {
                    done += fetched;
                    chunk.bytes.truncate(start + done);
                    break;
                }
            }
        }
        if chunk.bytes.is_empty() {
            console.output.pop();
        }
        console.written += done as u64;
        if done == 0 { Err(Errno::EFAULT.into()) } else { Ok(done as u64) }
    }
}
