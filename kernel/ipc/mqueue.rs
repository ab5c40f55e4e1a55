//! A POSIX message queue as a plain object (mq_overview(7)): messages by priority, the places of those who wait, and who
//! is to be told of a message. It knows no process: a waiter is a number that the caller chose.
//!
//! Entry points: [`Mqueue::push`], [`Mqueue::pop`], [`Mqueue::wait`], [`Mqueue::first_waiter`].

use crate::abi::ids::FdTableId;
use crate::table::Table;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// Most messages and longest message that an ordinary user may ask for (/proc/sys/fs/mqueue/msg_max, msgsize_max); also
/// what a queue has when nothing is asked for.
pub const ORDINARY: (i64, i64) = (10, 8192);
/// The same for the superuser (HARD_MSGMAX, HARD_MSGSIZEMAX).
pub const HARD: (i64, i64) = (65_536, 16 << 20);
/// Most queues of ordinary users (/proc/sys/fs/mqueue/queues_max).
pub const QUEUES_MAX: usize = 256;
/// Priorities are below this (MQ_PRIO_MAX).
pub const PRIORITIES: u32 = 32_768;

/// Who waits: for a message, or for room.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Side {
    /// mq_receive on an empty queue.
    Receive,
    /// mq_send on a full queue.
    Send,
}

/// A sleeper.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Waiter {
    /// Who.
    pub who: u32,
    /// For what.
    pub side: Side,
    /// A sender's message.
    pub message: Option<Message>,
    /// Its place in the order: the nicest last, among equals the latest last (MQ-39).
    order: (i8, u64),
}

/// A message.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Message {
    /// Its priority.
    pub priority: u32,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Who has registered with mq_notify(3), and how it is told.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Notify {
    /// The process, as a number.
    pub pid: u32,
    /// Its descriptor table: closing a descriptor of the queue in it ends the registration.
    pub table: FdTableId,
    /// The signal (SIGEV_SIGNAL), or none (SIGEV_NONE).
    pub signal: Option<u8>,
    /// `sigev_value`.
    pub value: u64,
}

/// A message queue.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Mqueue {
    /// Most messages.
    pub max_messages: i64,
    /// Longest message.
    pub message_size: i64,
    /// Bytes charged to the user that made it (RLIMIT_MSGQUEUE).
    pub charged: u64,
    /// Who is told when a message comes into the empty queue.
    pub notify: Option<Notify>,
    count: usize,
    turn: u64,
    by_priority: BTreeMap<u32, VecDeque<Vec<u8>>>,
    waiters: Table<Waiter>,
    order: BTreeMap<(Side, i8, u64), u32>,
}

impl Mqueue {
    /// An empty queue.
    pub fn new(max_messages: i64, message_size: i64) -> Mqueue {
        Mqueue {
            max_messages,
            message_size,
            charged: Mqueue::cost(max_messages, message_size),
            notify: None,
            count: 0,
            turn: 0,
            by_priority: BTreeMap::new(),
            waiters: Table::new(),
            order: BTreeMap::new(),
        }
    }

    /// What such a queue is charged with: its messages, and Linux's bookkeeping for each.
    pub fn cost(max_messages: i64, message_size: i64) -> u64 {
        const MESSAGE: u64 = 48;
        const NODE: u64 = 48;
        let (count, size) = (max_messages as u64, message_size as u64);
        count.saturating_mul(size).saturating_add(count * MESSAGE + count.min(PRIORITIES.into()) * NODE)
    }

    /// Messages in it.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Is no message in it?
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Is it full?
    pub fn is_full(&self) -> bool {
        self.count as i64 >= self.max_messages
    }

    /// Bytes of all messages in it.
    pub fn bytes(&self) -> usize {
        self.by_priority.values().flatten().map(Vec::len).sum()
    }

    /// Puts a message in, behind those of its priority.
    pub fn push(&mut self, message: Message) {
        self.by_priority.entry(message.priority).or_default().push_back(message.bytes);
        self.count += 1;
    }

    /// Takes the oldest message of the highest priority out (MQ-10, MQ-11).
    pub fn pop(&mut self) -> Option<Message> {
        let mut highest = self.by_priority.last_entry()?;
        let priority = *highest.key();
        let bytes = highest.get_mut().pop_front();
        if highest.get().is_empty() {
            highest.remove();
        }
        self.count -= 1;
        bytes.map(|bytes| Message { priority, bytes })
    }

    /// Somebody of this niceness waits; tells the place.
    pub fn wait(&mut self, who: u32, side: Side, nice: i8, message: Option<Message>) -> u32 {
        self.turn += 1;
        let order = (nice, self.turn);
        let place = self.waiters.insert(Waiter { who, side, message, order });
        self.order.insert((side, order.0, order.1), place);
        place
    }

    /// A waiter leaves.
    pub fn leave(&mut self, place: u32) -> Option<Waiter> {
        let waiter = self.waiters.remove(place)?;
        self.order.remove(&(waiter.side, waiter.order.0, waiter.order.1));
        Some(waiter)
    }

    /// Takes the first waiter of a side out: the least nice, and of those the longest waiting.
    pub fn first_waiter(&mut self, side: Side) -> Option<Waiter> {
        let (_, place) = self.order.range((side, i8::MIN, 0)..=(side, i8::MAX, u64::MAX)).next()?;
        self.leave(*place)
    }

    /// All who wait, with their places.
    pub fn waiters(&self) -> impl Iterator<Item = (u32, &Waiter)> {
        self.waiters.iter()
    }

    /// Counts agree; nobody waits for a message that is there, or for room that is there.
    pub fn check(&self) -> Result<(), String> {
        let count: usize = self.by_priority.values().map(VecDeque::len).sum();
        if count != self.count || self.by_priority.values().any(VecDeque::is_empty) {
            return Err(format!("a message queue counts {} messages and has {count}", self.count));
        }
        let waits = |side| self.waiters().any(|(_, waiter)| waiter.side == side);
        match self.order.len() == self.waiters.len() {
            false => Err("a waiter of a message queue has no place".to_string()),
            _ if waits(Side::Receive) && !self.is_empty() => {
                Err("a receiver waits at a queue with messages".to_string())
            }
            _ if waits(Side::Send) && !self.is_full() => Err("a sender waits at a queue with room".to_string()),
            _ => Ok(()),
        }
    }
}
