//! Which bytes of which channel a call moved. A channel is one direction of a pipe or a socket; its bytes are numbered
//! from its first. What is pushed is the number pulled and the number that lie in it: the kernel keeps no count, so
//! that two machines that behave alike stay equal.

use crate::machine::Machine;
use forklore_kernel::abi::{Fd, PipeId, Syscall, Tid};
use forklore_kernel::trace::event::{Event, EventKind, Outcome};
use forklore_kernel::vfs::file::FileKind;
use std::collections::BTreeMap;

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
}

/// What is known of a channel.
#[derive(Clone, Default, Debug)]
struct Channel {
    pulled: u64,
    pushed: u64,
}

/// The channels of a run.
#[derive(Clone, Default, Debug)]
pub(super) struct Flows {
    channels: BTreeMap<u64, Channel>,
    /// Descriptor-moving calls in progress: task, channel, direction.
    using: BTreeMap<Tid, (PipeId, u64, Direction)>,
    /// What the last events moved, by task.
    moved: BTreeMap<Tid, Vec<Flowed>>,
}

impl Flows {
    /// Looks at events before they become moments.
    pub fn watch(&mut self, machine: &Machine, events: &[Event]) {
        for event in events {
            if let EventKind::Enter { call, .. } = &event.kind {
                match end_used(machine, event.tid, call) {
                    Some(used) => self.using.insert(event.tid, used),
                    None => self.using.remove(&event.tid),
                };
            }
        }
        // Reads first: what was handed straight to a sleeping reader never lay in the channel.
        for event in events {
            let EventKind::Exit { outcome: Outcome::Value(n @ 1..), .. } = &event.kind else { continue };
            let Some((pipe, key, Direction::Out)) = self.using.get(&event.tid).copied() else { continue };
            let channel = self.channels.entry(key).or_default();
            let from = channel.pulled;
            channel.pulled += *n as u64;
            self.push(event.tid, pipe, key, Direction::Out, (from, from + *n as u64));
        }
        for event in events {
            if !matches!(event.kind, EventKind::Exit { .. } | EventKind::Blocked { .. }) {
                continue;
            }
            let Some((pipe, key, Direction::In)) = self.using.get(&event.tid).copied() else { continue };
            let inside = machine.kernel.pipes.get(pipe).map_or(0, |p| p.bytes());
            let channel = self.channels.entry(key).or_default();
            let (from, to) = (channel.pushed, channel.pulled + inside);
            if to > from {
                channel.pushed = to;
                self.push(event.tid, pipe, key, Direction::In, (from, to));
            }
        }
        for event in events {
            if let EventKind::Exit { .. } = &event.kind {
                self.using.remove(&event.tid);
            }
        }
    }

    fn push(&mut self, tid: Tid, pipe: PipeId, channel_key: u64, direction: Direction, bytes: (u64, u64)) {
        let flowed = Flowed { channel: format!("pipe {}", pipe.0), channel_key, direction, bytes };
        self.moved.entry(tid).or_default().push(flowed);
    }

    /// What a task has moved since this was last asked.
    pub fn of(&mut self, tid: Tid) -> Vec<Flowed> {
        self.moved.remove(&tid).unwrap_or_default()
    }
}

/// The end of a channel that a call uses. The inode's number, never reused, tells channels apart.
fn end_used(machine: &Machine, tid: Tid, call: &Syscall) -> Option<(PipeId, u64, Direction)> {
    let (fd, direction): (Fd, Direction) = match *call {
        Syscall::Read { fd, .. } | Syscall::Readv { fd, .. } => (fd, Direction::Out),
        Syscall::Write { fd, .. } | Syscall::Writev { fd, .. } => (fd, Direction::In),
        _ => return None,
    };
    let kernel = &machine.kernel;
    kernel.procs.find_task(tid)?;
    let entry = kernel.fds(tid).get(fd).ok()?;
    let file = kernel.vfs.file(entry.file).ok()?;
    let FileKind::Pipe(pipe, _) = file.kind else { return None };
    Some((pipe, kernel.vfs.inode(file.inode).ok()?.ino, direction))
}
