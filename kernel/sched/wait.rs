//! Who sleeps on what. Objects of `ipc` and `vfs` know no process; their wait queues live here, in dense
//! tables indexed by the object's key. Joining, leaving and waking the longest sleeper are O(1).
//!
//! Entry points: [`Kernel::wake`](crate::Kernel::wake), [`Kernel::wake_one`](crate::Kernel::wake_one).

use crate::abi::{PipeId, Tid};
use crate::table::Table;
use serde::{Deserialize, Serialize};

/// What a sleeping call waits for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum WaitOn {
    /// Data, or the end of file, in a pipe. The sleeper tries again when woken.
    PipeReadable(PipeId),
    /// Room in a pipe, or its last reader's going.
    PipeWritable(PipeId),
    /// A process that opens this FIFO for reading.
    FifoReader(PipeId),
    /// A process that opens this FIFO for writing.
    FifoWriter(PipeId),
    /// Input on the console from outside the machine.
    ConsoleInput,
    /// A change of state of one of its own children; tries again when one changes.
    Child,
    /// Any signal: pause, sigsuspend.
    Signal,
    /// One of a set of signals: sigtimedwait and friends.
    SignalSet,
    /// Nothing but the deadline: nanosleep.
    Deadline,
    /// The vfork child's exec or exit.
    VforkChild(Tid),
}

impl WaitOn {
    /// The table and the index of its queue. `None` for what only the task itself can be waiting for, which
    /// needs no queue: whoever wakes it knows the task.
    #[inline]
    fn place(self) -> Option<(usize, usize)> {
        match self {
            WaitOn::PipeReadable(pipe) => Some((0, pipe.index())),
            WaitOn::PipeWritable(pipe) => Some((1, pipe.index())),
            WaitOn::FifoReader(pipe) => Some((2, pipe.index())),
            WaitOn::FifoWriter(pipe) => Some((3, pipe.index())),
            WaitOn::ConsoleInput => Some((4, 0)),
            WaitOn::Child | WaitOn::Signal | WaitOn::SignalSet | WaitOn::Deadline | WaitOn::VforkChild(_) => None,
        }
    }
}

/// How many kinds of queue there are.
const KINDS: usize = 5;
const NONE: u32 = u32::MAX;

/// A task's place in one queue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct WaitNode {
    /// Who sleeps.
    pub tid: Tid,
    /// On what.
    pub on: WaitOn,
    prev: u32,
    next: u32,
}

/// First and last node of a queue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
struct Head {
    first: u32,
    last: u32,
}

const EMPTY: Head = Head { first: NONE, last: NONE };

/// All wait queues.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct WaitQueues {
    nodes: Table<WaitNode>,
    heads: [Vec<Head>; KINDS],
}

/// Where a task waits: a node, to be given back to [`WaitQueues::leave`].
pub type WaitKey = u32;

impl WaitQueues {
    /// The task joins the queue's end. `None` if this kind of waiting has no queue.
    #[inline]
    pub fn join(&mut self, on: WaitOn, tid: Tid) -> Option<WaitKey> {
        let (kind, index) = on.place()?;
        let heads = &mut self.heads[kind];
        if heads.len() <= index {
            heads.resize(index + 1, EMPTY);
        }
        let last = heads[index].last;
        let key = self.nodes.insert(WaitNode { tid, on, prev: last, next: NONE });
        match self.nodes.get_mut(last) {
            Some(before) => before.next = key,
            None => heads[index].first = key,
        }
        heads[index].last = key;
        Some(key)
    }

    /// The task leaves the queue.
    #[inline]
    pub fn leave(&mut self, key: WaitKey) {
        let Some(node) = self.nodes.remove(key) else { return };
        let Some((kind, index)) = node.on.place() else { return };
        match self.nodes.get_mut(node.prev) {
            Some(before) => before.next = node.next,
            None => self.heads[kind][index].first = node.next,
        }
        match self.nodes.get_mut(node.next) {
            Some(after) => after.prev = node.prev,
            None => self.heads[kind][index].last = node.prev,
        }
    }

    /// The longest sleeping task of the queue.
    #[inline]
    pub fn first(&self, on: WaitOn) -> Option<Tid> {
        let (kind, index) = on.place()?;
        let head = self.heads[kind].get(index)?;
        self.nodes.get(head.first).map(|node| node.tid)
    }

    /// The sleepers of a queue, longest sleeping first.
    pub fn sleepers(&self, on: WaitOn) -> impl Iterator<Item = Tid> {
        let head = on.place().and_then(|(kind, index)| self.heads[kind].get(index));
        let mut at = head.map_or(NONE, |head| head.first);
        std::iter::from_fn(move || {
            let node = self.nodes.get(at)?;
            at = node.next;
            Some(node.tid)
        })
    }

    /// The node with this key.
    pub fn node(&self, key: WaitKey) -> Option<&WaitNode> {
        self.nodes.get(key)
    }

    /// How many tasks sleep in queues.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Does nobody sleep in a queue?
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// All nodes, for [`crate::Kernel::check`].
    pub fn iter(&self) -> impl Iterator<Item = (WaitKey, &WaitNode)> {
        self.nodes.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queues_are_first_in_first_out_and_lose_nobody_from_the_middle() {
        let mut waits = WaitQueues::default();
        let on = WaitOn::PipeReadable(PipeId(3));
        let keys: Vec<_> = [4, 9, 2].iter().filter_map(|n| waits.join(on, Tid(*n))).collect();
        assert_eq!(waits.join(WaitOn::Deadline, Tid(1)), None);
        assert_eq!(waits.first(on), Some(Tid(4)));
        waits.leave(keys[1]);
        assert_eq!(waits.sleepers(on).collect::<Vec<_>>(), [Tid(4), Tid(2)]);
        waits.leave(keys[0]);
        assert_eq!(waits.first(on), Some(Tid(2)));
        waits.leave(keys[2]);
        assert_eq!(waits.first(on), None);
        assert!(waits.is_empty() && waits.first(WaitOn::PipeWritable(PipeId(77))).is_none());
    }
}
