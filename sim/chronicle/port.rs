//! Which channels a call moves bytes between, and what it moves: the end of a channel that is behind a descriptor, places in
//! files, memory of the caller.
//!
//! Entry points: [`port`], [`transfer`], [`user_ranges`], [`file_offset`].

use crate::machine::Machine;
use forklore_kernel::abi::{Fd, FileId, InodeId, IpcId, Pid, Syscall, Tid, UserAddr};
use forklore_kernel::ipc::pipe::Pipe;
use forklore_kernel::net::socket::Kind;
use forklore_kernel::vfs::file::FileKind;

/// Which way bytes went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// Into the channel: a write.
    In,
    /// Out of it: a read.
    Out,
}

// Kinds of channels in the topmost byte of a key; 0 are pipes, by the number of their inode.
pub(super) const SOCKET: u64 = 1;
pub(super) const QUEUE: u64 = 2;
pub(super) const MQUEUE: u64 = 3;
pub(super) const FILE: u64 = 4;

/// How a channel's bytes are found again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    Stream,
    Messages,
    File,
}

/// The end of a channel that a call uses.
#[derive(Clone, Debug)]
pub(crate) struct Port {
    pub key: u64,
    pub name: String,
    pub direction: Direction,
    pub order: Order,
    /// Of a file.
    pub inode: Option<InodeId>,
}

/// Bytes by which a message is known again.
pub(super) const HEAD: usize = 64;

/// Does the call leave the bytes where they are?
pub(crate) fn peeks(call: &Syscall) -> bool {
    const MSG_PEEK: i32 = 2;
    const MSG_COPY: i32 = 0o40_000;
    match call {
        Syscall::Recvfrom { flags, .. } | Syscall::Recvmsg { flags, .. } => flags & MSG_PEEK != 0,
        Syscall::Msgrcv { flags, .. } => flags & MSG_COPY != 0,
        _ => false,
    }
}

/// Does the call read urgent data?
pub(super) fn is_urgent(call: &Syscall) -> bool {
    const MSG_OOB: i32 = 1;
    match call {
        Syscall::Recvfrom { flags, .. } | Syscall::Recvmsg { flags, .. } => flags & MSG_OOB != 0,
        _ => false,
    }
}

/// The descriptor that a call reads.
pub(super) fn descriptor(call: &Syscall) -> Option<Fd> {
    match *call {
        Syscall::Read { fd, .. } | Syscall::Readv { fd, .. } => Some(fd),
        Syscall::Recvfrom { fd, .. } | Syscall::Recvmsg { fd, .. } => Some(fd),
        _ => None,
    }
}

/// Type or priority, length and first bytes of the message that a call sends (or has received).
pub(super) fn message(machine: &Machine, tid: Tid, call: &Syscall) -> (i64, u64, Vec<u8>) {
    let Some(task) = machine.kernel.procs.find_task(tid) else { return (0, 0, Vec::new()) };
    let peek = |addr: u64, len: u64| {
        let mut bytes = vec![0; len.min(HEAD as u64) as usize];
        let n = machine.kernel.mm.peek(task.space, addr, &mut bytes);
        bytes.truncate(n);
        bytes
    };
    match *call {
        Syscall::Msgsnd { msg, size, .. } | Syscall::Msgrcv { msg, size, .. } => {
            let kind = peek(msg.0, 8).try_into().map_or(0, i64::from_le_bytes);
            (kind, size, peek(msg.0 + 8, size))
        }
        Syscall::MqTimedsend { msg, size, priority, .. } => (i64::from(priority), size, peek(msg.0, size)),
        _ => (0, 0, Vec::new()),
    }
}

/// Where in a file the bytes lie that a call has moved.
pub(super) fn file_offset(machine: &Machine, tid: Tid, call: &Syscall, n: u64) -> Option<u64> {
    match *call {
        Syscall::Pread { offset, .. } | Syscall::Pwrite { offset, .. } => u64::try_from(offset).ok(),
        Syscall::Preadv { offset, .. } | Syscall::Pwritev { offset, .. } => u64::try_from(offset).ok(),
        Syscall::Read { fd, .. }
        | Syscall::Readv { fd, .. }
        | Syscall::Write { fd, .. }
        | Syscall::Writev { fd, .. } => {
            let kernel = &machine.kernel;
            kernel.procs.find_task(tid)?;
            let file = kernel.vfs.file(kernel.fds(tid).get(fd).ok()?.file).ok()?;
            file.offset.checked_sub(n)
        }
        _ => None,
    }
}

/// The memory that a call's bytes come from or go to, as far as `n` bytes: address and length.
pub(super) fn user_ranges(machine: &Machine, tid: Tid, call: &Syscall, n: u64) -> Vec<(u64, u64)> {
    let Some(task) = machine.kernel.procs.find_task(tid) else { return Vec::new() };
    let word = |addr: u64| {
        let mut bytes = [0; 8];
        machine.kernel.mm.peek(task.space, addr, &mut bytes);
        u64::from_le_bytes(bytes)
    };
    let vector = |iov: u64, count: u64| {
        let mut ranges = Vec::new();
        let mut left = n;
        for i in 0..count.min(1024) {
            let (addr, len) = (word(iov + 16 * i), word(iov + 16 * i + 8).min(left));
            left -= len;
            if len > 0 {
                ranges.push((addr, len));
            }
        }
        ranges
    };
    match *call {
        Syscall::Read { buf, .. } | Syscall::Write { buf, .. } => vec![(buf.0, n)],
        Syscall::Pread { buf, .. } | Syscall::Pwrite { buf, .. } => vec![(buf.0, n)],
        Syscall::Sendto { buf, .. } | Syscall::Recvfrom { buf, .. } => vec![(buf.0, n)],
        Syscall::Readv { iov, iovcnt, .. } | Syscall::Writev { iov, iovcnt, .. } => vector(iov.0, iovcnt.max(0) as u64),
        Syscall::Preadv { iov, iovcnt, .. } | Syscall::Pwritev { iov, iovcnt, .. } => {
            vector(iov.0, iovcnt.max(0) as u64)
        }
        Syscall::Vmsplice { iov, count, .. } => vector(iov.0, count),
        Syscall::Sendmsg { msg, .. } | Syscall::Recvmsg { msg, .. } => vector(word(msg.0 + 16), word(msg.0 + 24)),
        Syscall::Msgsnd { msg, .. } | Syscall::Msgrcv { msg, .. } => vec![(msg.0 + 8, n)],
        Syscall::MqTimedsend { msg, .. } | Syscall::MqTimedreceive { msg, .. } => vec![(msg.0, n)],
        _ => Vec::new(),
    }
}

/// The pipe behind a descriptor.
pub(super) fn pipe_of(machine: &Machine, tid: Tid, fd: Fd) -> Option<&Pipe> {
    match file_of(machine, tid, fd)?.1 {
        FileKind::Pipe(pipe, _) => machine.kernel.pipes.get(pipe),
        _ => None,
    }
}

/// So many bytes a look (MSG_PEEK) that has just seen `n` of them has left out before: SO_PEEK_OFF has gone on by `n`.
pub(super) fn peeked_behind(machine: &Machine, tid: Tid, fd: Fd, n: u64) -> u64 {
    match file_of(machine, tid, fd) {
        Some((_, FileKind::Socket(id))) => {
            let offset = machine.kernel.net.sockets.get(id.0).map_or(-1, |socket| socket.options.peek_offset);
            u64::try_from(offset).map_or(0, |offset| offset.saturating_sub(n))
        }
        _ => 0,
    }
}

/// The file behind a descriptor of a task.
pub(super) fn file_of(machine: &Machine, tid: Tid, fd: Fd) -> Option<(FileId, FileKind)> {
    let kernel = &machine.kernel;
    kernel.procs.find_task(tid)?;
    let entry = kernel.fds(tid).get(fd).ok()?;
    Some((entry.file, kernel.vfs.file(entry.file).ok()?.kind))
}

/// The end of a channel that a call uses. Numbers that are never used again tell channels apart.
pub(crate) fn port(machine: &Machine, tid: Tid, call: &Syscall) -> Option<Port> {
    use Direction::{In, Out};
    let (fd, direction) = match *call {
        Syscall::Read { fd, .. } | Syscall::Readv { fd, .. } => (fd, Out),
        Syscall::Pread { fd, .. } | Syscall::Preadv { fd, .. } => (fd, Out),
        Syscall::Recvfrom { fd, .. } | Syscall::Recvmsg { fd, .. } | Syscall::MqTimedreceive { fd, .. } => (fd, Out),
        Syscall::Write { fd, .. } | Syscall::Writev { fd, .. } => (fd, In),
        Syscall::Pwrite { fd, .. } | Syscall::Pwritev { fd, .. } => (fd, In),
        Syscall::Sendto { fd, .. } | Syscall::Sendmsg { fd, .. } | Syscall::MqTimedsend { fd, .. } => (fd, In),
        Syscall::Vmsplice { fd, .. } => match file_of(machine, tid, fd)?.1 {
            FileKind::Pipe(_, ends) if ends.writes() => (fd, In),
            _ => return None,
        },
        Syscall::Msgsnd { id, .. } => return Some(queue_port(IpcId(id), In)),
        Syscall::Msgrcv { id, .. } => return Some(queue_port(IpcId(id), Out)),
        _ => return None,
    };
    channel_of(machine, tid, fd, direction)
}

/// A call that moves bytes from one descriptor to another, without the caller's memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Transfer {
    /// From where.
    pub from: Fd,
    /// Where a number is that says from where in the file; 0: the description's offset.
    pub from_offset: UserAddr,
    /// Where to.
    pub to: Fd,
    /// Likewise.
    pub to_offset: UserAddr,
    /// What was moved is still where it was.
    pub copies: bool,
}

/// splice, tee, sendfile, copy_file_range.
pub(super) fn transfer(call: &Syscall) -> Option<Transfer> {
    Some(match *call {
        Syscall::Splice { from, from_offset, to, to_offset, .. }
        | Syscall::CopyFileRange { from, from_offset, to, to_offset, .. } => {
            Transfer { from, from_offset, to, to_offset, copies: false }
        }
        Syscall::Sendfile { to, from, offset, .. } => {
            Transfer { from, from_offset: offset, to, to_offset: UserAddr(0), copies: false }
        }
        Syscall::Tee { from, to, .. } => {
            Transfer { from, from_offset: UserAddr(0), to, to_offset: UserAddr(0), copies: true }
        }
        _ => return None,
    })
}

/// Where in its file the bytes of a transfer begin that has moved `n` of them.
pub(super) fn transfer_place(machine: &Machine, tid: Tid, fd: Fd, offset: UserAddr, n: u64) -> Option<u64> {
    let kernel = &machine.kernel;
    let end = if offset.0 == 0 {
        kernel.vfs.file(file_of(machine, tid, fd)?.0).ok()?.offset
    } else {
        let mut word = [0; 8];
        kernel.mm.peek(kernel.procs.find_task(tid)?.space, offset.0, &mut word);
        u64::from_le_bytes(word)
    };
    end.checked_sub(n)
}

/// The channel behind a descriptor in this direction.
pub(super) fn channel_of(machine: &Machine, tid: Tid, fd: Fd, direction: Direction) -> Option<Port> {
    let kernel = &machine.kernel;
    let (file, kind) = file_of(machine, tid, fd)?;
    let ino = kernel.vfs.inode(kernel.vfs.file(file).ok()?.inode).map(|inode| inode.ino).ok();
    Some(match kind {
        FileKind::Pipe(pipe, _) => {
            let path = kernel.description_name(file).ok().filter(|name| name.starts_with(b"/"));
            let fifo = path.map(|path| format!("FIFO {}", String::from_utf8_lossy(&path)));
            let name = fifo.unwrap_or_else(|| format!("pipe {}", pipe.0));
            Port { key: ino?, name, direction, order: Order::Stream, inode: None }
        }
        FileKind::Socket(id) => {
            let net = &kernel.net;
            let order = if net.socket(id).kind == Kind::Stream { Order::Stream } else { Order::Messages };
            // A channel is what is received: its key is the receiver's.
            let receiver = match (direction, order) {
                (Direction::Out, _) => id,
                (Direction::In, Order::Messages) => id,
                (Direction::In, _) => net.other_end(id)?,
            };
            let key = SOCKET << 56 | net.socket(receiver).serial;
            Port { key, name: format!("socket {receiver}"), direction, order, inode: None }
        }
        FileKind::MessageQueue(id) => {
            let name = format!("POSIX message queue {}", id.0);
            Port { key: MQUEUE << 56 | ino?, name, direction, order: Order::Messages, inode: None }
        }
        FileKind::Regular => {
            let inode = Some(kernel.vfs.file(file).ok()?.inode);
            Port { key: FILE << 56 | ino?, name: String::new(), direction, order: Order::File, inode }
        }
        _ => return None,
    })
}

fn queue_port(id: IpcId, direction: Direction) -> Port {
    Port {
        key: QUEUE << 56 | u64::from(id.0 as u32),
        name: format!("message queue {id}"),
        direction,
        order: Order::Messages,
        inode: None,
    }
}

/// The path of a file, if it has a name.
pub(super) fn path(machine: &Machine, inode: InodeId) -> Option<String> {
    crate::export::view::names(&machine.kernel).remove(&inode)
}

/// The channel that a descriptor of a process reads from, or writes to: key and name.
pub(super) fn channel(machine: &Machine, pid: Pid, fd: Fd) -> Option<(u64, String)> {
    let tid = machine.kernel.procs.process(pid)?.tasks().next()?;
    let (_, kind) = file_of(machine, tid, fd)?;
    let direction = match kind {
        FileKind::Pipe(_, ends) if !ends.reads() => Direction::In,
        _ => Direction::Out,
    };
    channel_of(machine, tid, fd, direction).map(|port| (port.key, port.name))
}
