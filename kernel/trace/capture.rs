//! Copies what a call's pointer arguments point to into the event, so that a trace is readable without the machine.

use super::schema::{Arg, Struct, schema};
use crate::Kernel;
use crate::abi::Syscall;
use crate::abi::flags::futex_op as op;
use crate::mm::SpaceId;
use serde::{Deserialize, Serialize};

/// Most bytes kept of one buffer or string.
pub const CAPTURE_LIMIT: usize = 4096;
/// Most strings kept of an argument list.
const CAPTURE_STRINGS: usize = 64;

/// Most operations of semop(2) kept.
const MOST_SEMBUFS: u64 = 500;

/// What an argument pointed to.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Captured {
    /// Index of the argument.
    pub arg: u8,
    /// What lay there.
    pub memory: CapturedMemory,
}

/// Memory by value.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum CapturedMemory {
    /// A buffer, a string or a structure: the first bytes, and how many there are in all.
    Bytes {
        /// At most [`CAPTURE_LIMIT`].
        bytes: Vec<u8>,
        /// Length of the whole.
        len: u64,
    },
    /// A list of strings or of buffers: the first ones, and how many there are in all.
    List {
        /// Each cut at [`CAPTURE_LIMIT`], with its whole length.
        items: Vec<(Vec<u8>, u64)>,
        /// Number of items.
        len: u64,
    },
}

/// What goes into a call.
pub fn inputs(kernel: &Kernel, space: SpaceId, call: &Syscall) -> Vec<Captured> {
    let args = call.args();
    let reader = Reader { kernel, space };
    collect(call, |n, arg| match arg {
        Arg::Path => reader.string(args[n]),
        Arg::In(len) => reader.bytes(args[n], args[len as usize]),
        Arg::IovecIn(len) => reader.iovec(args[n], args[len as usize], u64::MAX),
        Arg::Argv | Arg::Envp => reader.strings(args[n]),
        Arg::SockaddrIn(len) | Arg::OptionIn(len) => reader.bytes(args[n], args[len as usize]),
        Arg::SocklenOut => reader.structure(args[n], 4),
        Arg::MsghdrIn => reader.message(args[n], u64::MAX),
        Arg::MsghdrOut => reader.structure(args[n], 56),
        Arg::MessageIn(len) => reader.bytes(args[n], args[len as usize].saturating_add(8)),
        Arg::Sembufs(len) => reader.bytes(args[n], args[len as usize].min(MOST_SEMBUFS) * 6),
        Arg::FutexTimeout if futex_waits(args[1]) => reader.structure(args[n], Struct::Timespec.size()),
        Arg::StructIn(_) if forgets_event(call) => None,
        Arg::StructIn(kind) | Arg::StructInOut(kind) => reader.structure(args[n], kind.size()),
        Arg::PollFds(len) => reader.array(args[n], args[len as usize], 8),
        Arg::FdSet(len) => reader.fd_set(args[n], args[len as usize]),
        Arg::PselectMask => reader.pselect_mask(args[n]),
        _ => None,
    })
}

/// What came out of a call that returned `result` (negative: an error).
pub fn outputs(kernel: &Kernel, space: SpaceId, call: &Syscall, result: i64) -> Vec<Captured> {
    let args = call.args();
    let reader = Reader { kernel, space };
    let failed = (-4095..0).contains(&result);
    collect(call, |n, arg| match arg {
        Arg::StructOutOnError(kind) if failed => reader.structure(args[n], kind.size()),
        _ if failed => None,
        Arg::Out if matches!(call, Syscall::Getcwd { .. }) => reader.string(args[n]),
        Arg::Out => reader.bytes(args[n], result as u64),
        Arg::IovecOut(len) => reader.iovec(args[n], args[len as usize], result as u64),
        Arg::StructOut(_) if nothing_written(call, result) => None,
        Arg::SockaddrOut(len) | Arg::OptionOut(len) => reader.bytes(args[n], reader.int(args[len as usize])?),
        Arg::SocklenOut => reader.structure(args[n], 4),
        Arg::MsghdrOut => reader.message(args[n], result as u64),
        Arg::MessageOut(len) => reader.bytes(args[n], args[len as usize].saturating_add(8)),
        Arg::PollFds(len) => reader.array(args[n], args[len as usize], 8),
        Arg::FdSet(len) => reader.fd_set(args[n], args[len as usize]),
        Arg::EpollEvents => reader.array(args[n], result as u64, 12),
        Arg::StructOut(kind) | Arg::StructInOut(kind) => reader.structure(args[n], kind.size()),
        _ => None,
    })
}

/// Is the fourth argument of this futex operation a timeout?
pub(super) fn futex_waits(op: u64) -> bool {
    matches!(op as i32 & 127, op::WAIT | op::WAIT_BITSET)
}

/// wait4 with WNOHANG that finds nothing leaves the status alone.
fn nothing_written(call: &Syscall, result: i64) -> bool {
    matches!(call, Syscall::Wait4 { .. }) && result == 0
}

/// EPOLL_CTL_DEL does not look at its event.
fn forgets_event(call: &Syscall) -> bool {
    matches!(call, Syscall::EpollCtl { op: 2, .. })
}

fn collect(call: &Syscall, capture: impl Fn(usize, Arg) -> Option<CapturedMemory>) -> Vec<Captured> {
    let mut all = Vec::new();
    for (n, arg) in schema(call).iter().enumerate() {
        if let Some(memory) = capture(n, *arg) {
            all.push(Captured { arg: n as u8, memory });
        }
    }
    all
}

struct Reader<'a> {
    kernel: &'a Kernel,
    space: SpaceId,
}

impl Reader<'_> {
    fn bytes(&self, addr: u64, len: u64) -> Option<CapturedMemory> {
        let want = len.min(CAPTURE_LIMIT as u64) as usize;
        let mut bytes = vec![0; want];
        let got = self.kernel.mm.peek(self.space, addr, &mut bytes);
        (addr != 0 && got == want).then_some(CapturedMemory::Bytes { bytes, len })
    }

    fn structure(&self, addr: u64, size: usize) -> Option<CapturedMemory> {
        self.bytes(addr, size as u64)
    }

    /// So many entries of `size` bytes; an empty array needs no memory.
    fn array(&self, addr: u64, count: u64, size: u64) -> Option<CapturedMemory> {
        if count == 0 {
            return (addr != 0).then(|| CapturedMemory::Bytes { bytes: Vec::new(), len: 0 });
        }
        let len = u64::from(count as u32) * size;
        let shown = len.min(CAPTURE_LIMIT as u64 / size * size);
        match self.bytes(addr, shown)? {
            CapturedMemory::Bytes { bytes, .. } => Some(CapturedMemory::Bytes { bytes, len }),
            other => Some(other),
        }
    }

    /// The words of a `fd_set` that select looks at, without the bits beyond.
    fn fd_set(&self, addr: u64, nfds: u64) -> Option<CapturedMemory> {
        let nfds = u64::try_from(nfds as i32).ok()?.min(CAPTURE_LIMIT as u64 * 8);
        let mut memory = self.bytes(addr, nfds.div_ceil(64) * 8)?;
        if let CapturedMemory::Bytes { bytes, .. } = &mut memory {
            for bit in nfds as usize..bytes.len() * 8 {
                bytes[bit / 8] &= !(1 << (bit % 8));
            }
        }
        Some(memory)
    }

    /// Address and size of a mask, and the mask.
    fn pselect_mask(&self, addr: u64) -> Option<CapturedMemory> {
        let (mask, size) = (self.word(addr)?, self.word(addr.wrapping_add(8))?);
        let mut bytes = [mask.to_le_bytes(), size.to_le_bytes()].concat();
        if let Some(set) = self.word(mask).filter(|_| mask != 0) {
            bytes.extend(set.to_le_bytes());
        }
        let len = bytes.len() as u64;
        Some(CapturedMemory::Bytes { bytes, len })
    }

    fn string_bytes(&self, addr: u64) -> Option<(Vec<u8>, u64)> {
        let mut bytes = vec![0; CAPTURE_LIMIT];
        let got = self.kernel.mm.peek(self.space, addr, &mut bytes);
        bytes.truncate(got);
        match bytes.iter().position(|&b| b == 0) {
            Some(end) => {
                bytes.truncate(end);
                Some((bytes, end as u64))
            }
            None if addr != 0 && got == CAPTURE_LIMIT => Some((bytes, got as u64 + 1)),
            None => None,
        }
    }

    fn string(&self, addr: u64) -> Option<CapturedMemory> {
        self.string_bytes(addr).map(|(bytes, len)| CapturedMemory::Bytes { bytes, len })
    }

    fn word(&self, addr: u64) -> Option<u64> {
        let mut word = [0; 8];
        (self.kernel.mm.peek(self.space, addr, &mut word) == 8).then(|| u64::from_le_bytes(word))
    }

    fn int(&self, addr: u64) -> Option<u64> {
        let mut int = [0; 4];
        (self.kernel.mm.peek(self.space, addr, &mut int) == 4).then(|| u32::from_le_bytes(int).into())
    }

    /// A `struct msghdr`: itself, its name, its control messages, then its buffers, of `limit` bytes together.
    fn message(&self, addr: u64, limit: u64) -> Option<CapturedMemory> {
        let field = |at: u64| self.word(addr.wrapping_add(at));
        let part = |at: u64, len: u64| match self.bytes(at, len) {
            Some(CapturedMemory::Bytes { bytes, len }) => (bytes, len),
            _ => (Vec::new(), 0),
        };
        let header = part(addr, 56);
        let name = part(field(0)?, self.int(addr.wrapping_add(8))?);
        let control = part(field(32)?, field(40)?);
        let Some(CapturedMemory::List { items, len }) = self.iovec(field(16)?, field(24)?, limit) else { return None };
        let parts = [header, name, control].into_iter().chain(items).collect();
        Some(CapturedMemory::List { items: parts, len: len + 3 })
    }

    fn strings(&self, addr: u64) -> Option<CapturedMemory> {
        if addr == 0 {
            return None;
        }
        let mut items = Vec::new();
        let mut len = 0;
        loop {
            match self.word(addr.wrapping_add(8 * len))? {
                0 => return Some(CapturedMemory::List { items, len }),
                _ if len > 100_000 => return None,
                pointer => {
                    len += 1;
                    if items.len() < CAPTURE_STRINGS {
                        items.push(self.string_bytes(pointer)?);
                    }
                }
            }
        }
    }

    fn iovec(&self, addr: u64, count: u64, mut limit: u64) -> Option<CapturedMemory> {
        let mut items = Vec::new();
        for n in 0..count.min(CAPTURE_STRINGS as u64) {
            let base = self.word(addr.wrapping_add(16 * n))?;
            let len = self.word(addr.wrapping_add(16 * n + 8))?;
            let shown = len.min(limit);
            limit -= shown;
            match self.bytes(base, shown) {
                Some(CapturedMemory::Bytes { bytes, .. }) => items.push((bytes, len)),
                _ => items.push((Vec::new(), len)),
            }
        }
        Some(CapturedMemory::List { items, len: count })
    }
}
