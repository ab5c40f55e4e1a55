//! Which bytes of which channel a call moved. A channel is one direction of a pipe or a connection, the queue of a socket, a
//! message queue or a file; its bytes are numbered from its first in the order of their writing. The kernel keeps no count, so
//! that two machines that behave alike stay equal: this follows the calls.
//!
//! Streams are counted. A message is found again by what it must be (its place in the queue, its type, its bytes); a file's
//! bytes by their place in the file. What can't be found again is left out, never guessed.

use crate::machine::Machine;
use forklore_kernel::abi::{Fd, FileId, InodeId, IpcId, Pid, Syscall, Tid};
use forklore_kernel::ipc::pipe::Pipe;
use forklore_kernel::net::socket::Kind;
use forklore_kernel::trace::event::{Event, EventKind, Outcome};
use forklore_kernel::vfs::file::FileKind;
use std::collections::{BTreeMap, VecDeque};

/// Which way bytes went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// Into the channel: a write.
    In,
    /// Out of it: a read.
    Out,
}

/// Bytes that a call moved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flowed {
    /// The channel, as the explanations name it: `pipe 0`.
    pub channel: String,
    /// Tells channels apart that had the same name one after the other.
    pub channel_key: u64,
    /// Which way.
    pub direction: Direction,
    /// The channel's byte numbers, from and up to.
    pub bytes: (u64, u64),
    /// The first byte's place in what the call moved: bytes of one call may come from several writes.
    pub at: u64,
}

impl Flowed {
    /// Is what has been written and not read what lies in the channel? Not so with a file.
    pub fn drains(&self) -> bool {
        self.channel_key >> 56 != FILE
    }
}

// Kinds of channels in the topmost byte of a key; 0 are pipes, by the number of their inode.
const SOCKET: u64 = 1;
const QUEUE: u64 = 2;
const MQUEUE: u64 = 3;
const FILE: u64 = 4;

/// How a channel's bytes are found again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    Stream,
    Messages,
    File,
}

/// The end of a channel that a call uses.
#[derive(Clone, Debug)]
struct Port {
    key: u64,
    name: String,
    direction: Direction,
    order: Order,
    /// Of a file.
    inode: Option<InodeId>,
}

/// A call in progress that moves bytes.
#[derive(Clone, Debug)]
struct Using {
    port: Port,
    /// Bytes of it that are accounted for.
    done: u64,
    /// The message that it sends.
    message: Option<(u64, u64)>,
    /// That has been told: it slept with its message ready to be taken.
    told: bool,
}

/// A message that lies in a channel.
#[derive(Clone, Debug)]
struct Sent {
    /// The type or priority.
    kind: i64,
    /// The first bytes.
    head: Vec<u8>,
    bytes: (u64, u64),
}

/// What is known of a channel.
#[derive(Clone, Default, Debug)]
struct Channel {
    pulled: u64,
    pushed: u64,
    messages: VecDeque<Sent>,
    /// Of a socket: messages in its queue when it was last looked at.
    queued: usize,
    /// Of a file: which bytes of the channel lie where: from, up to, first byte's number.
    places: Vec<(u64, u64, u64)>,
}

/// The channels of a run.
#[derive(Clone, Default, Debug)]
pub(super) struct Flows {
    channels: BTreeMap<u64, Channel>,
    using: BTreeMap<Tid, Using>,
    /// Names of files, which are looked for once.
    names: BTreeMap<u64, String>,
    /// What the last events moved, by task.
    moved: BTreeMap<Tid, Vec<Flowed>>,
}

/// Bytes by which a message is known again.
const HEAD: usize = 64;

impl Flows {
    /// Looks at events before they become moments.
    pub fn watch(&mut self, machine: &Machine, events: &[Event]) {
        for event in events {
            match &event.kind {
                EventKind::Enter { call, .. } => self.enter(machine, event.tid, call),
                EventKind::Blocked { .. } => {
                    self.settle_writes(machine);
                    self.offer_message(event.tid);
                }
                EventKind::Exit { call, outcome, .. } => self.exit(machine, event.tid, call, *outcome),
                _ => {}
            }
        }
    }

    fn enter(&mut self, machine: &Machine, tid: Tid, call: &Syscall) {
        self.using.remove(&tid);
        let Some(mut port) = port(machine, tid, call) else { return };
        if let Some(inode) = port.inode {
            let name = || format!("file {}", path(machine, inode));
            port.name = self.names.entry(port.key).or_insert_with(name).clone();
        }
        let mut sent = None;
        if port.order == Order::Messages && port.direction == Direction::In && port.key >> 56 != SOCKET {
            // Whoever takes it may do so before this call has ended.
            let (kind, len, head) = message(machine, tid, call);
            let channel = self.channels.entry(port.key).or_default();
            // No message has such a length: the call will fail.
            let Some(end) = channel.pushed.checked_add(len) else { return };
            let bytes = (channel.pushed, end);
            channel.pushed = bytes.1;
            channel.messages.push_back(Sent { kind, head, bytes });
            sent = Some(bytes);
        }
        self.using.insert(tid, Using { port, done: 0, message: sent, told: false });
    }

    fn exit(&mut self, machine: &Machine, tid: Tid, call: &Syscall, outcome: Outcome) {
        self.forget_cut_files(machine, tid, call);
        self.settle_writes(machine);
        let Some(using) = self.using.remove(&tid) else { return };
        let n = match outcome {
            Outcome::Value(n @ 0..) => Some(n as u64),
            _ => None,
        };
        let Port { key, name, direction, order, .. } = using.port;
        match (order, direction, n) {
            (Order::Stream, Direction::In, Some(n)) => self.pushed(tid, key, &name, using.done, n),
            (Order::Stream, Direction::Out, Some(n @ 1..)) => {
                let peek = peeks(call);
                let channel = self.channels.entry(key).or_default();
                // A FIFO that everybody has closed has lost what lay in it: what is there now says where the reader stands.
                let inside = pipe_of(machine, tid, call).map(|pipe| pipe.bytes());
                let from = match inside.and_then(|inside| channel.pushed.checked_sub(inside + if peek { 0 } else { n }))
                {
                    Some(from) => from,
                    None => channel.pulled,
                };
                // What came from elsewhere than the calls that are followed is nobody's.
                let known = (from + n).min(channel.pushed.max(from));
                channel.pulled = if peek { from } else { from + n };
                channel.pushed = channel.pushed.max(channel.pulled);
                if known > from {
                    self.push(tid, &name, key, Direction::Out, (from, known), 0);
                }
            }
            (Order::Messages, Direction::In, _) if key >> 56 != SOCKET => {
                if let Some(bytes) = using.message.filter(|_| !using.told || n.is_none()) {
                    self.message_sent(tid, key, &name, bytes, n);
                }
            }
            (Order::Messages, Direction::In, Some(_)) => self.datagram_sent(machine, tid),
            (Order::Messages, Direction::Out, Some(n)) => self.message_received(machine, tid, call, (key, &name), n),
            (Order::File, _, Some(n @ 1..)) => self.file(machine, tid, call, (key, &name, direction), n),
            _ => {}
        }
    }

    /// Accounts for what sleeping writers have written so far.
    fn settle_writes(&mut self, machine: &Machine) {
        let mut pushed = Vec::new();
        for (tid, using) in &mut self.using {
            if using.port.order != Order::Stream || using.port.direction != Direction::In {
                continue;
            }
            let blocked = machine.kernel.procs.find_task(*tid).and_then(|task| task.blocked.as_ref());
            let done = blocked.map_or(0, |blocked| blocked.ctx.done);
            if done > using.done {
                pushed.push((*tid, using.port.key, using.port.name.clone(), using.done, done));
                using.done = done;
            }
        }
        for (tid, key, name, before, done) in pushed {
            self.pushed(tid, key, &name, before, done);
        }
    }

    /// A sleeping sender's message may be taken before its call ends.
    fn offer_message(&mut self, tid: Tid) {
        let Some(using) = self.using.get_mut(&tid) else { return };
        let (Some(bytes), false) = (using.message, using.told) else { return };
        using.told = true;
        let (key, name) = (using.port.key, using.port.name.clone());
        self.push(tid, &name, key, Direction::In, bytes, 0);
    }

    /// A writer has written up to so many of its bytes.
    fn pushed(&mut self, tid: Tid, key: u64, name: &str, before: u64, done: u64) {
        let channel = self.channels.entry(key).or_default();
        let (from, n) = (channel.pushed, done.saturating_sub(before));
        channel.pushed += n;
        if n > 0 {
            self.push(tid, name, key, Direction::In, (from, from + n), before);
        }
    }

    /// A message is in its queue (or was taken already), or was refused.
    fn message_sent(&mut self, tid: Tid, key: u64, name: &str, bytes: (u64, u64), n: Option<u64>) {
        if n.is_some() {
            return self.push(tid, name, key, Direction::In, bytes, 0);
        }
        self.channels.entry(key).or_default().messages.retain(|sent| sent.bytes != bytes);
    }

    /// A datagram lies in some socket's queue now: the one that has grown.
    fn datagram_sent(&mut self, machine: &Machine, tid: Tid) {
        let net = &machine.kernel.net;
        let mut found = None;
        for (id, socket) in net.sockets.iter().filter(|(_, socket)| socket.kind != Kind::Stream) {
            let key = SOCKET << 56 | socket.serial;
            let channel = self.channels.entry(key).or_default();
            if socket.rx.len() > channel.queued
                && let Some(message) = socket.rx.back()
            {
                found = Some((id, key, message.bytes.len() as u64, head_of(&message.bytes)));
            }
            channel.queued = socket.rx.len();
        }
        let Some((id, key, len, head)) = found else { return };
        let channel = self.channels.entry(key).or_default();
        let bytes = (channel.pushed, channel.pushed + len);
        channel.pushed = bytes.1;
        channel.messages.push_back(Sent { kind: 0, head, bytes });
        self.push(tid, &format!("socket {id}"), key, Direction::In, bytes, 0);
    }

    fn message_received(&mut self, machine: &Machine, tid: Tid, call: &Syscall, (key, name): (u64, &str), n: u64) {
        let (start, len) = user_ranges(machine, tid, call, n).first().copied().unwrap_or((0, 0));
        let mut head = vec![0; len.min(HEAD as u64) as usize];
        let space = machine.kernel.procs.find_task(tid).map(|task| task.space);
        let read = space.map_or(0, |space| machine.kernel.mm.peek(space, start, &mut head));
        head.truncate(read);
        let kind = match call {
            Syscall::Msgrcv { .. } => Some(message(machine, tid, call).0),
            _ => None,
        };
        let channel = self.channels.entry(key).or_default();
        let fits = |sent: &Sent| {
            let common = head.len().min(sent.head.len());
            kind.is_none_or(|kind| kind == sent.kind)
                && sent.head[..common] == head[..common]
                && sent.bytes.1 - sent.bytes.0 >= len
        };
        let best = match call {
            Syscall::MqTimedreceive { .. } => {
                let first = channel.messages.iter().map(|sent| sent.kind).max();
                channel.messages.iter().position(|sent| Some(sent.kind) == first && fits(sent))
            }
            Syscall::Msgrcv { .. } => channel.messages.iter().position(fits),
            _ => channel.messages.front().filter(|sent| fits(sent)).map(|_| 0),
        };
        let peek = peeks(call);
        let bytes = best.and_then(|at| match peek {
            true => channel.messages.get(at).map(|sent| sent.bytes),
            false => channel.messages.remove(at).map(|sent| sent.bytes),
        });
        if !peek && key >> 56 == SOCKET {
            channel.queued = channel.queued.saturating_sub(1);
            if best.is_none() {
                channel.messages.clear(); // one came in unseen: nothing is certain any more
            }
        }
        if let Some((from, to)) = bytes
            && n > 0
        {
            self.push(tid, name, key, Direction::Out, (from, to.min(from + n)), 0);
        }
    }

    fn file(&mut self, machine: &Machine, tid: Tid, call: &Syscall, (key, name, way): (u64, &str, Direction), n: u64) {
        let Some(start) = file_offset(machine, tid, call, n) else { return };
        let end = start + n;
        let channel = self.channels.entry(key).or_default();
        if way == Direction::In {
            let from = channel.pushed;
            channel.pushed += n;
            cut_out(&mut channel.places, start, end);
            channel.places.push((start, end, from));
            self.push(tid, name, key, Direction::In, (from, from + n), 0);
            return;
        }
        let mut found: Vec<(u64, u64, u64)> = Vec::new();
        for (from, to, number) in &channel.places {
            let (a, b) = ((*from).max(start), (*to).min(end));
            if a < b {
                found.push((number + (a - from), number + (b - from), a - start));
            }
        }
        for (from, to, at) in found {
            self.push(tid, name, key, Direction::Out, (from, to), at);
        }
    }

    /// A file that has become shorter has lost what lay there.
    fn forget_cut_files(&mut self, machine: &Machine, tid: Tid, call: &Syscall) {
        let cuts = matches!(
            call,
            Syscall::Open { .. }
                | Syscall::Openat { .. }
                | Syscall::Creat { .. }
                | Syscall::Truncate { .. }
                | Syscall::Ftruncate { .. }
        );
        if !cuts || !self.channels.keys().any(|key| key >> 56 == FILE) || machine.kernel.procs.find_task(tid).is_none()
        {
            return;
        }
        for (id, inode) in machine.kernel.vfs.inodes.iter() {
            if let Some(channel) = self.channels.get_mut(&(FILE << 56 | inode.ino)) {
                let size = machine.kernel.inode_size(InodeId(id));
                cut_out(&mut channel.places, size, u64::MAX);
            }
        }
    }

    fn push(&mut self, tid: Tid, name: &str, channel_key: u64, direction: Direction, bytes: (u64, u64), at: u64) {
        let flowed = Flowed { channel: name.to_string(), channel_key, direction, bytes, at };
        self.moved.entry(tid).or_default().push(flowed);
    }

    /// What a task has moved since this was last asked.
    pub fn of(&mut self, tid: Tid) -> Vec<Flowed> {
        self.moved.remove(&tid).unwrap_or_default()
    }
}

/// Takes a stretch out of a file's places.
fn cut_out(places: &mut Vec<(u64, u64, u64)>, start: u64, end: u64) {
    let mut left = Vec::with_capacity(places.len() + 1);
    for (from, to, number) in places.drain(..) {
        if from < start.min(to) {
            left.push((from, start.min(to), number));
        }
        if to > end.max(from) {
            let from_here = end.max(from);
            left.push((from_here, to, number + (from_here - from)));
        }
    }
    *places = left;
}

fn head_of(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len().min(HEAD)].to_vec()
}

/// Does the call leave the bytes where they are?
fn peeks(call: &Syscall) -> bool {
    const MSG_PEEK: i32 = 2;
    const MSG_COPY: i32 = 0o40_000;
    match call {
        Syscall::Recvfrom { flags, .. } | Syscall::Recvmsg { flags, .. } => flags & MSG_PEEK != 0,
        Syscall::Msgrcv { flags, .. } => flags & MSG_COPY != 0,
        _ => false,
    }
}

/// Type or priority, length and first bytes of the message that a call sends (or has received).
fn message(machine: &Machine, tid: Tid, call: &Syscall) -> (i64, u64, Vec<u8>) {
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
        Syscall::Sendmsg { msg, .. } | Syscall::Recvmsg { msg, .. } => vector(word(msg.0 + 16), word(msg.0 + 24)),
        Syscall::Msgsnd { msg, .. } | Syscall::Msgrcv { msg, .. } => vec![(msg.0 + 8, n)],
        Syscall::MqTimedsend { msg, .. } | Syscall::MqTimedreceive { msg, .. } => vec![(msg.0, n)],
        _ => Vec::new(),
    }
}

/// The pipe that a call reads.
fn pipe_of<'a>(machine: &'a Machine, tid: Tid, call: &Syscall) -> Option<&'a Pipe> {
    let fd = match call {
        Syscall::Read { fd, .. } | Syscall::Readv { fd, .. } => *fd,
        _ => return None,
    };
    match file_of(machine, tid, fd)?.1 {
        FileKind::Pipe(pipe, _) => machine.kernel.pipes.get(pipe),
        _ => None,
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
fn port(machine: &Machine, tid: Tid, call: &Syscall) -> Option<Port> {
    use Direction::{In, Out};
    let (fd, direction) = match *call {
        Syscall::Read { fd, .. } | Syscall::Readv { fd, .. } => (fd, Out),
        Syscall::Pread { fd, .. } | Syscall::Preadv { fd, .. } => (fd, Out),
        Syscall::Recvfrom { fd, .. } | Syscall::Recvmsg { fd, .. } | Syscall::MqTimedreceive { fd, .. } => (fd, Out),
        Syscall::Write { fd, .. } | Syscall::Writev { fd, .. } => (fd, In),
        Syscall::Pwrite { fd, .. } | Syscall::Pwritev { fd, .. } => (fd, In),
        Syscall::Sendto { fd, .. } | Syscall::Sendmsg { fd, .. } | Syscall::MqTimedsend { fd, .. } => (fd, In),
        Syscall::Msgsnd { id, .. } => return Some(queue_port(IpcId(id), In)),
        Syscall::Msgrcv { id, .. } => return Some(queue_port(IpcId(id), Out)),
        _ => return None,
    };
    channel_of(machine, tid, fd, direction)
}

/// The channel behind a descriptor in this direction.
fn channel_of(machine: &Machine, tid: Tid, fd: Fd, direction: Direction) -> Option<Port> {
    let kernel = &machine.kernel;
    let (file, kind) = file_of(machine, tid, fd)?;
    let ino = kernel.vfs.inode(kernel.vfs.file(file).ok()?.inode).map(|inode| inode.ino).ok();
    Some(match kind {
        FileKind::Pipe(pipe, _) => {
            Port { key: ino?, name: format!("pipe {}", pipe.0), direction, order: Order::Stream, inode: None }
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
pub(super) fn path(machine: &Machine, inode: InodeId) -> String {
    let path = crate::export::view::names(&machine.kernel).remove(&inode);
    path.unwrap_or_else(|| "without a name".to_string())
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
