//! Which bytes of which channel a call moved. A channel is one direction of a pipe or a connection, the queue of a socket, a
//! message queue or a file; its bytes are numbered from its first in the order of their writing. The kernel keeps no count, so
//! that two machines that behave alike stay equal: this follows the calls.
//!
//! Streams are counted. A message is found again by what it must be (its place in the queue, its type, its bytes); a file's
//! bytes by their place in the file. What can't be found again is left out, never guessed.

pub use super::port::Direction;
use super::port::{self, FILE, HEAD, Order, Port, SOCKET, message, peeks, pipe_of, user_ranges};
use crate::machine::Machine;
use forklore_kernel::abi::{Fd, InodeId, SocketId, Syscall, Tid};
use forklore_kernel::net::socket::Kind;
use forklore_kernel::trace::event::{Event, EventKind, Outcome};
use forklore_kernel::vfs::file::FileKind;
use std::collections::{BTreeMap, VecDeque};

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
    /// Of a TCP stream: the number that TCP gives its first byte.
    beginning: Option<u32>,
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
        let Some(port) = port::port(machine, tid, call) else { return };
        let port = self.named(machine, port);
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
        if let Outcome::Value(value @ 0..) = outcome {
            self.connected(machine, tid, call, value);
        }
        if let (Some(transfer), Outcome::Value(n @ 1..)) = (port::transfer(call), outcome) {
            return self.transferred(machine, tid, transfer, n as u64);
        }
        let Some(using) = self.using.remove(&tid) else { return };
        let n = match outcome {
            Outcome::Value(n @ 0..) => Some(n as u64),
            _ => None,
        };
        let Port { key, name, direction, order, .. } = using.port;
        match (order, direction, n) {
            (Order::Stream, Direction::In, Some(n)) => self.pushed(tid, key, &name, using.done, n),
            (Order::Stream, Direction::Out, Some(n @ 1..)) => {
                if let Some(fd) = port::descriptor(call) {
                    let peek = peeks(call).then(|| port::peeked_behind(machine, tid, fd, n));
                    self.pulled(machine, tid, fd, (key, &name), (n, peek, port::is_urgent(call)));
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

    /// With the name of its file, if it is one.
    fn named(&mut self, machine: &Machine, mut port: Port) -> Port {
        if let Some(inode) = port.inode {
            let name = || {
                port::path(machine, inode).map_or("a file without a name".to_string(), |path| format!("file {path}"))
            };
            port.name = self.names.entry(port.key).or_insert_with(name).clone();
        }
        port
    }

    /// A connection is made. A TCP stream's bytes have numbers of their own: which of them is the first?
    fn connected(&mut self, machine: &Machine, tid: Tid, call: &Syscall, value: i64) {
        let fd = match *call {
            Syscall::Connect { fd, .. } => fd,
            Syscall::Accept { .. } | Syscall::Accept4 { .. } => Fd(value as i32),
            _ => return,
        };
        if let Some((socket, key)) = tcp(machine, tid, fd) {
            self.channels.entry(key).or_default().beginning = machine.kernel.net.next_number(socket);
        }
    }

    /// So many bytes have been read from a stream.
    fn pulled(
        &mut self,
        machine: &Machine,
        tid: Tid,
        fd: Fd,
        (key, name): (u64, &str),
        (n, peek, urgent): (u64, Option<u64>, bool),
    ) {
        let net = &machine.kernel.net;
        let channel = self.channels.entry(key).or_default();
        // A FIFO that everybody has closed has lost what lay in it: what is there now says where the reader stands.
        let inside = pipe_of(machine, tid, fd).map(|pipe| pipe.bytes());
        let left = if peek.is_some() { 0 } else { n };
        let mut from = inside.and_then(|inside| channel.pushed.checked_sub(inside + left)).unwrap_or(channel.pulled);
        // An urgent byte is read out of turn, and left out of the stream.
        if let (Some((socket, _)), Some(beginning)) = (tcp(machine, tid, fd), channel.beginning) {
            let next = net.next_number(socket).map(|next| u64::from(next.wrapping_sub(beginning)));
            let mark = net.urgent_number(socket).map(|mark| u64::from(mark.wrapping_sub(beginning)));
            match (urgent, mark, next) {
                (true, Some(mark), _) => return self.push(tid, name, key, Direction::Out, (mark, mark + 1), 0),
                (false, _, Some(next)) => from = next.saturating_sub(left),
                _ => {}
            }
        }
        let front = from;
        from += peek.unwrap_or(0);
        // What came from elsewhere than the calls that are followed is nobody's.
        let known = (from + n).min(channel.pushed.max(from));
        channel.pulled = if peek.is_some() { front } else { from + n };
        channel.pushed = channel.pushed.max(channel.pulled);
        if known > from {
            self.push(tid, name, key, Direction::Out, (from, known), 0);
        }
    }

    /// Bytes have gone from one descriptor to another.
    fn transferred(&mut self, machine: &Machine, tid: Tid, transfer: port::Transfer, n: u64) {
        let port = |fd, direction| port::channel_of(machine, tid, fd, direction);
        if let Some(from) = port(transfer.from, Direction::Out).map(|from| self.named(machine, from)) {
            let name = (from.key, from.name.as_str());
            match from.order {
                Order::Stream => {
                    self.pulled(machine, tid, transfer.from, name, (n, transfer.copies.then_some(0), false))
                }
                Order::File => {
                    if let Some(at) = port::transfer_place(machine, tid, transfer.from, transfer.from_offset, n) {
                        self.in_file(tid, (from.key, &from.name, Direction::Out), at, n);
                    }
                }
                Order::Messages => {}
            }
        }
        let Some(to) = port(transfer.to, Direction::In).map(|to| self.named(machine, to)) else { return };
        match to.order {
            Order::Stream => {
                let channel = self.channels.entry(to.key).or_default();
                // Some may have been taken out again before the call ended.
                let inside = pipe_of(machine, tid, transfer.to).map(|pipe| pipe.bytes());
                let end = inside.map_or(channel.pushed + n, |inside| (channel.pulled + inside).max(channel.pushed));
                let from = end.saturating_sub(n).max(channel.pushed);
                channel.pushed = end;
                self.push(tid, &to.name, to.key, Direction::In, (from, end), n - (end - from).min(n));
            }
            Order::File => {
                if let Some(at) = port::transfer_place(machine, tid, transfer.to, transfer.to_offset, n) {
                    self.in_file(tid, (to.key, &to.name, Direction::In), at, n);
                }
            }
            Order::Messages => {}
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
        let peeked = port::descriptor(call).filter(|_| peeks(call));
        let mut skip = peeked.map_or(0, |fd| port::peeked_behind(machine, tid, fd, len));
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
            _ if skip > 0 => {
                // The message that holds the byte, and what is left out of it.
                let behind = |sent: &&Sent| {
                    let len = sent.bytes.1 - sent.bytes.0;
                    let is_before = skip >= len;
                    skip -= if is_before { len } else { 0 };
                    is_before
                };
                Some(channel.messages.iter().take_while(behind).count())
            }
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
            let from = (from + skip).min(to);
            self.push(tid, name, key, Direction::Out, (from, to.min(from + n)), 0);
        }
    }

    fn file(&mut self, machine: &Machine, tid: Tid, call: &Syscall, (key, name, way): (u64, &str, Direction), n: u64) {
        if let Some(start) = port::file_offset(machine, tid, call, n) {
            self.in_file(tid, (key, name, way), start, n);
        }
    }

    /// Bytes of a file have been written or read, from this place on.
    fn in_file(&mut self, tid: Tid, (key, name, way): (u64, &str, Direction), start: u64, n: u64) {
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

/// The TCP socket behind a descriptor, and the key of what it receives.
fn tcp(machine: &Machine, tid: Tid, fd: Fd) -> Option<(SocketId, u64)> {
    match port::file_of(machine, tid, fd)?.1 {
        FileKind::Socket(id) => {
            machine.kernel.net.next_number(id)?;
            Some((id, port::channel_of(machine, tid, fd, Direction::Out)?.key))
        }
        _ => None,
    }
}
