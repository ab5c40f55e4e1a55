//! Who sleeps on what. Objects of `ipc` and `vfs` know no process; their wait queues live here, in dense
//! tables indexed by the object's key. Joining, leaving and waking the longest sleeper are O(1).
//!
//! A queue has two kinds of places, as Linux's has (`add_wait_queue`, `add_wait_queue_exclusive`):
//! - *exclusive* ones for callers that use up what they are woken for (read, accept, ...): one is woken at a time, the
//!   longest sleeping first;
//! - *shared* ones for those who only look (poll, select, epoll): all of them are woken, whatever else happens, the
//!   latest first.
//!
//! A task may hold places in many queues at once; its places form a chain, and it leaves them all together.
//!
//! Entry points: [`Kernel::wake`](crate::Kernel::wake), [`Kernel::wake_one`](crate::Kernel::wake_one),
//! [`Kernel::wake_pollers`](crate::Kernel::wake_pollers). To add a kind: a line in `wait_kinds!`.

use crate::abi::ids::{InotifyId, MqueueId};
use crate::abi::poll::PollMask;
use crate::abi::{
    EpollId, EpollItemId, EventfdId, FileId, FutexId, InodeId, IpcId, Pid, PipeId, SocketId, Tid, TimerfdId, TtyId,
};
use crate::table::Table;
use serde::{Deserialize, Serialize};

/// Makes [`WaitOn`] and tells each kind's place. `queues`: a queue for each key; `single`: one queue; `alone`: no queue,
/// because whoever ends the wait knows the task.
macro_rules! wait_kinds {
    (
        queues { $($(#[$queue_doc:meta])* $queue:ident($key:ty),)* }
        single { $($(#[$single_doc:meta])* $single:ident,)* }
        alone { $($(#[$alone_doc:meta])* $alone:ident $(($($with:ty),+))?,)* }
    ) => {
        /// What a sleeping call waits for.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum WaitOn {
            $($(#[$queue_doc])* $queue($key),)*
            $($(#[$single_doc])* $single,)*
            $($(#[$alone_doc])* $alone $(($($with),+))?,)*
        }

        /// The tables of queues.
        enum Kind { $($queue,)* $($single,)* }

        /// How many there are.
        const KINDS: usize = [$(stringify!($queue),)* $(stringify!($single),)*].len();

        impl WaitOn {
            /// The table and the index of its queue; `None` for what has no queue.
            #[inline(always)]
            fn place(self) -> Option<(usize, usize)> {
                #[allow(unreachable_patterns)]
                match self {
                    $(WaitOn::$queue(key) => Some((Kind::$queue as usize, key.index())),)*
                    $(WaitOn::$single => Some((Kind::$single as usize, 0)),)*
                    _ => None,
                }
            }
        }
    };
}

wait_kinds! {
    queues {
        /// Data, or the end of file, in a pipe. The sleeper tries again when woken.
        PipeReadable(PipeId),
        /// Room in a pipe, or its last reader's going.
        PipeWritable(PipeId),
        /// A process that opens this FIFO for reading.
        FifoReader(PipeId),
        /// A process that opens this FIFO for writing.
        FifoWriter(PipeId),
        /// A change of a word of memory; whoever makes it completes the call.
        Futex(FutexId),
        /// A record lock on a file; the sleeper tries again when one is released.
        RecordLock(InodeId),
        /// A whole-file lock (flock).
        FileLock(InodeId),
        /// Messages in a POSIX message queue, for pollers.
        MqueueReadable(MqueueId),
        /// Room in a POSIX message queue, for pollers.
        MqueueWritable(MqueueId),
        /// Input that can be read on a terminal.
        TtyInput(TtyId),
        /// Room for output on a terminal.
        TtyOutput(TtyId),
        /// Output that can be read from the master side of a pseudo-terminal.
        PtyReadable(TtyId),
        /// Room for input on a pseudo-terminal.
        PtyWritable(TtyId),
        /// Something to read, or a connection to accept, at a socket; or its end.
        SocketReadable(SocketId),
        /// Room to write at a socket, or its connection coming about; or its end.
        SocketWritable(SocketId),
        /// Room in the queue of the socket at the other end: for a connection, or for a datagram.
        SocketRoom(SocketId),
        /// A closed connection's last bytes to be acknowledged (SO_LINGER).
        SocketClosing(SocketId),
        /// An eventfd's counter above zero.
        EventfdReadable(EventfdId),
        /// Room in an eventfd's counter.
        EventfdWritable(EventfdId),
        /// A timerfd's expiry.
        Timerfd(TimerfdId),
        /// Something ready in an epoll instance.
        Epoll(EpollId),
        /// Events of an inotify instance.
        Inotify(InotifyId),
        /// The end of this process: pidfd.
        ProcessEnd(Pid),
        /// A signal that becomes pending for this process or one of its tasks: signalfd.
        SignalPending(Pid),
    }
    single {
        /// Input on the console from outside the machine.
        ConsoleInput,
    }
    alone {
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
        /// Any of several descriptors: poll, select. It holds shared places in their queues.
        Poll,
        /// A message in a System V queue; its place among the receivers there. A sender completes the call.
        Message(IpcId, u32),
        /// Room in a System V message queue; its place among the senders there. A receiver completes the call.
        MessageRoom(IpcId, u32),
        /// System V semaphores; its place among the waiters of the set. Whoever changes them completes the call.
        Semaphore(IpcId, u32),
        /// A message in a POSIX queue; its place among the waiters there. A sender completes the call.
        MqueueMessage(MqueueId, u32),
        /// Room in a POSIX message queue; its place among the waiters there. A receiver completes the call.
        MqueueRoom(MqueueId, u32),
    }
}

impl WaitOn {
    /// The readiness that this queue is about, as far as it is about one: an epoll item that asks for nothing of it
    /// need not be told. The queues of a file that has one for both directions say nothing.
    #[inline]
    pub fn readiness(self) -> PollMask {
        match self {
            WaitOn::PipeReadable(_) | WaitOn::EventfdReadable(_) | WaitOn::Timerfd(_) => PollMask::READ,
            WaitOn::PipeWritable(_) | WaitOn::EventfdWritable(_) => PollMask::WRITE,
            _ => PollMask::NONE,
        }
    }
}

const NONE: u32 = u32::MAX;

/// Who holds a place in a queue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Waiter {
    /// A task that sleeps in a call on this alone; its place is exclusive.
    Caller(Tid),
    /// A task asleep in poll or select; its places are shared.
    Poller(Tid),
    /// A descriptor that an epoll instance watches; its places are shared, or exclusive with EPOLLEXCLUSIVE.
    Item(EpollItemId),
    /// A description with O_ASYNC: its owner gets SIGIO. Its place is shared.
    Async(FileId),
}

impl Waiter {
    /// The task that sleeps, if it is one.
    pub fn task(self) -> Option<Tid> {
        match self {
            Waiter::Caller(tid) | Waiter::Poller(tid) => Some(tid),
            Waiter::Item(_) | Waiter::Async(_) => None,
        }
    }
}

/// Is a place exclusive or shared?
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Class {
    /// Woken one at a time, longest sleeping first.
    Exclusive,
    /// Woken always, latest first.
    Shared,
}

/// A place in one queue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct WaitNode {
    /// Who holds it.
    pub waiter: Waiter,
    /// In which queue.
    pub on: WaitOn,
    /// Exclusive or shared.
    pub class: Class,
    prev: u32,
    next: u32,
    /// The waiter's next place.
    chain: u32,
}

/// The ends of a queue: exclusive places from the first to the last, and the latest shared one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
struct Head {
    first: u32,
    last: u32,
    shared: u32,
}

const EMPTY: Head = Head { first: NONE, last: NONE, shared: NONE };

/// All wait queues.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct WaitQueues {
    nodes: Table<WaitNode>,
    heads: [Vec<Head>; KINDS],
}

/// A waiter's places: the first of its chain, to be given back to [`WaitQueues::leave`].
pub type WaitKey = u32;

impl WaitQueues {
    /// The task joins the queue's end with an exclusive place. `None` if this kind of waiting has no queue.
    #[inline(always)]
    pub fn join(&mut self, on: WaitOn, tid: Tid) -> Option<WaitKey> {
        let (kind, index) = on.place()?;
        let heads = &mut self.heads[kind];
        if heads.len() <= index {
            heads.resize(index + 1, EMPTY);
        }
        let (waiter, last) = (Waiter::Caller(tid), heads[index].last);
        let key =
            self.nodes.insert(WaitNode { waiter, on, class: Class::Exclusive, prev: last, next: NONE, chain: NONE });
        match self.nodes.get_mut(last) {
            Some(before) => before.next = key,
            None => heads[index].first = key,
        }
        heads[index].last = key;
        Some(key)
    }

    /// One more place for a waiter that holds those of `chain` already; gives the chain with it.
    pub fn join_also(&mut self, chain: Option<WaitKey>, on: WaitOn, waiter: Waiter, class: Class) -> Option<WaitKey> {
        let Some((kind, index)) = on.place() else { return chain };
        let heads = &mut self.heads[kind];
        if heads.len() <= index {
            heads.resize(index + 1, EMPTY);
        }
        let head = &mut heads[index];
        let (prev, next) = match class {
            Class::Exclusive => (head.last, NONE),
            Class::Shared => (NONE, head.shared),
        };
        let key = self.nodes.insert(WaitNode { waiter, on, class, prev, next, chain: chain.unwrap_or(NONE) });
        match class {
            Class::Exclusive if prev == NONE => (head.first, head.last) = (key, key),
            Class::Exclusive => head.last = key,
            Class::Shared => head.shared = key,
        }
        if let Some(before) = self.nodes.get_mut(prev) {
            before.next = key;
        }
        if let Some(after) = self.nodes.get_mut(next) {
            after.prev = key;
        }
        Some(key)
    }

    /// Gives up all places of a chain.
    #[inline]
    pub fn leave(&mut self, key: WaitKey) {
        let mut at = key;
        while let Some(node) = self.nodes.remove(at) {
            self.unlink(&node);
            at = node.chain;
        }
    }

    #[inline]
    fn unlink(&mut self, node: &WaitNode) {
        let Some((kind, index)) = node.on.place() else { return };
        let head = &mut self.heads[kind][index];
        match self.nodes.get_mut(node.prev) {
            Some(before) => before.next = node.next,
            None if node.class == Class::Shared => head.shared = node.next,
            None => head.first = node.next,
        }
        match self.nodes.get_mut(node.next) {
            Some(after) => after.prev = node.prev,
            None if node.class == Class::Shared => {}
            None => head.last = node.prev,
        }
    }

    #[inline(always)]
    fn head(&self, on: WaitOn) -> Head {
        on.place().and_then(|(kind, index)| self.heads[kind].get(index)).copied().unwrap_or(EMPTY)
    }

    /// The first exclusive place of a queue.
    #[inline(always)]
    pub fn first(&self, on: WaitOn) -> Option<WaitKey> {
        Some(self.head(on).first).filter(|key| *key != NONE)
    }

    /// The place behind this one in its queue.
    #[inline]
    pub fn next(&self, key: WaitKey) -> Option<WaitKey> {
        self.nodes.get(key).map(|node| node.next).filter(|key| *key != NONE)
    }

    /// Does anybody hold a shared place in the queue?
    #[inline(always)]
    pub fn is_watched(&self, on: WaitOn) -> bool {
        self.head(on).shared != NONE
    }

    /// Does nobody hold any place in the queue?
    pub fn is_idle(&self, on: WaitOn) -> bool {
        let head = self.head(on);
        head.first == NONE && head.shared == NONE
    }

    /// The shared places of a queue, the latest first.
    pub fn watchers(&self, on: WaitOn) -> Vec<WaitKey> {
        self.walk(self.head(on).shared).map(|(key, _)| key).collect()
    }

    /// The tasks with exclusive places in a queue, longest sleeping first.
    pub fn sleepers(&self, on: WaitOn) -> impl Iterator<Item = Tid> {
        self.walk(self.head(on).first).filter_map(|(_, node)| node.waiter.task())
    }

    fn walk(&self, from: u32) -> impl Iterator<Item = (WaitKey, &WaitNode)> {
        let mut at = from;
        std::iter::from_fn(move || {
            let (key, node) = (at, self.nodes.get(at)?);
            at = node.next;
            Some((key, node))
        })
    }

    /// The places of a chain, the latest first.
    pub fn chain(&self, key: Option<WaitKey>) -> impl Iterator<Item = &WaitNode> {
        let mut at = key.unwrap_or(NONE);
        std::iter::from_fn(move || {
            let node = self.nodes.get(at)?;
            at = node.chain;
            Some(node)
        })
    }

    /// The place with this key.
    #[inline]
    pub fn node(&self, key: WaitKey) -> Option<&WaitNode> {
        self.nodes.get(key)
    }

    /// How many places are held.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Is no place held?
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// All places, for [`crate::Kernel::check`].
    pub fn iter(&self) -> impl Iterator<Item = (WaitKey, &WaitNode)> {
        self.nodes.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn queues_are_first_in_first_out_and_lose_nobody_from_the_middle() {
        let mut waits = WaitQueues::default();
        let on = WaitOn::PipeReadable(PipeId(3));
        let keys: Vec<_> = [4, 9, 2].iter().filter_map(|n| waits.join(on, Tid(*n))).collect();
        assert_eq!(waits.join(WaitOn::Deadline, Tid(1)), None);
        assert_eq!(waits.first(on), Some(keys[0]));
        waits.leave(keys[1]);
        assert_eq!(waits.sleepers(on).collect::<Vec<_>>(), [Tid(4), Tid(2)]);
        waits.leave(keys[0]);
        assert_eq!(waits.first(on), Some(keys[2]));
        waits.leave(keys[2]);
        assert_eq!(waits.first(on), None);
        assert!(waits.is_empty() && waits.first(WaitOn::PipeWritable(PipeId(77))).is_none());
    }

    proptest! {
        /// Queues against vectors: exclusive places in order of coming, shared ones latest first, chains leave at once.
        #[test]
        fn agree_with_vectors(ops in prop::collection::vec((0u8..4, 1u32..12, prop::collection::vec(0u32..5, 1..6)), 1..80)) {
            let mut waits = WaitQueues::default();
            // For each sleeping task its chain; for each queue who is in it.
            let mut chains = std::collections::BTreeMap::new();
            let (mut exclusive, mut shared) = (vec![Vec::new(); 5], vec![Vec::new(); 5]);
            for (op, tid, queues) in ops {
                let on = |n: u32| if n == 4 { WaitOn::ConsoleInput } else { WaitOn::PipeReadable(PipeId(n)) };
                let tid = Tid(tid);
                match (op, chains.contains_key(&tid)) {
                    (0, false) => {
                        chains.insert(tid, waits.join(on(queues[0]), tid));
                        exclusive[queues[0] as usize].push(tid);
                    }
                    (1 | 2, false) => {
                        let class = if op == 1 { Class::Exclusive } else { Class::Shared };
                        let mut chain = None;
                        for n in queues {
                            chain = waits.join_also(chain, on(n), Waiter::Poller(tid), class);
                            match class {
                                Class::Exclusive => exclusive[n as usize].push(tid),
                                Class::Shared => shared[n as usize].insert(0, tid),
                            }
                        }
                        chains.insert(tid, chain);
                    }
                    (3, true) => {
                        waits.leave(chains.remove(&tid).flatten().unwrap_or(NONE));
                        exclusive.iter_mut().chain(&mut shared).for_each(|queue| queue.retain(|other| *other != tid));
                    }
                    _ => {}
                }
                for n in 0..5u32 {
                    prop_assert_eq!(&waits.sleepers(on(n)).collect::<Vec<_>>(), &exclusive[n as usize]);
                    let watchers = waits.watchers(on(n));
                    let tasks: Vec<_> = watchers.iter().filter_map(|key| waits.node(*key)?.waiter.task()).collect();
                    prop_assert_eq!(&tasks, &shared[n as usize]);
                    prop_assert_eq!(waits.is_watched(on(n)), !tasks.is_empty());
                }
                let held = exclusive.iter().chain(&shared).map(Vec::len).sum::<usize>();
                prop_assert_eq!(waits.len(), held);
            }
        }
    }
}
