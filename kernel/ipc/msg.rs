//! A System V message queue as a plain object (msgop(2)): messages in order of arrival and by type, and the places of
//! those who wait. It knows no process: a waiter is a number that the caller chose.
//!
//! A message that somebody waits for never enters the queue: [`Queue::receiver_for`] names the longest waiting receiver
//! that wants it. Room that a receiver made goes to the longest waiting sender whose message fits
//! ([`Queue::sender_that_fits`]). Finding a message or a receiver costs no more with many queued or many waiting: both
//! are also listed by type.

use super::list::{List, Nodes};
use super::registry::{Asker, Named, Perm};
use crate::abi::Errno;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest text (MSGMAX).
pub const TEXT_MAX: u64 = 8192;
/// Bytes that a new queue holds (MSGMNB), and the most that an unprivileged owner may set.
pub const QUEUE_BYTES: u64 = 16_384;
/// Most queues (MSGMNI).
pub const QUEUES_MAX: u32 = 32_000;
/// Empty lists kept in a table by type, so that a type that comes and goes costs nothing.
const KEPT_EMPTY: usize = 16;

/// A message.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Message {
    /// Its type, at least 1.
    pub kind: i64,
    /// Its text.
    pub text: Vec<u8>,
}

/// Which message a receiver wants (the `msgtyp` and flags of msgrcv(2)).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Want {
    /// The first of any type.
    Any,
    /// The first of this type.
    Exactly(i64),
    /// The first of another type than this (MSG_EXCEPT).
    Except(i64),
    /// The first of the lowest type, which is at most this.
    AtMost(i64),
}

impl Want {
    /// What `msgtyp` means.
    pub fn new(kind: i64, except: bool) -> Want {
        match kind {
            0 => Want::Any,
            ..0 => Want::AtMost(kind.checked_neg().unwrap_or(i64::MAX)),
            _ if except => Want::Except(kind),
            _ => Want::Exactly(kind),
        }
    }

    /// Would it take a message of this type?
    #[inline]
    pub fn takes(self, kind: i64) -> bool {
        match self {
            Want::Any => true,
            Want::Exactly(wanted) => kind == wanted,
            Want::Except(unwanted) => kind != unwanted,
            Want::AtMost(most) => kind <= most,
        }
    }
}

/// A receiver that waits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Receiver {
    /// Who.
    pub who: u32,
    /// For what.
    pub want: Want,
    /// The longest text that it takes whole.
    pub room: u64,
    /// Longer ones are cut (MSG_NOERROR) rather than refused.
    pub cuts: bool,
    /// Orders receivers that stand in different lists.
    turn: u64,
}

/// A sender that waits with its message.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Sender {
    /// Who.
    pub who: u32,
    /// What it sends.
    pub message: Message,
}

/// A queued message and its place among those of its type.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
struct Queued {
    message: Message,
    in_kind: u32,
    turn: u64,
}

/// A message queue. Times are seconds since 1970, 0 for never; process numbers 0 for none.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Queue {
    perm: Perm,
    /// Last msgsnd.
    pub stime: i64,
    /// Last msgrcv.
    pub rtime: i64,
    /// Creation or last IPC_SET.
    pub ctime: i64,
    /// Process of the last msgsnd.
    pub lspid: u32,
    /// Process of the last msgrcv.
    pub lrpid: u32,
    /// Most bytes of text.
    pub qbytes: u64,
    bytes: u64,
    turn: u64,
    messages: Nodes<Queued>,
    order: List,
    /// Keys of messages, by type.
    kinds: BTreeMap<i64, List>,
    in_kinds: Nodes<u32>,
    receivers: Nodes<Receiver>,
    /// Receivers that take several types.
    choosing: List,
    /// Receivers of one type.
    exact: BTreeMap<i64, List>,
    senders: Nodes<Sender>,
    sending: List,
}

impl Named for Queue {
    fn perm(&self) -> &Perm {
        &self.perm
    }

    fn perm_mut(&mut self) -> &mut Perm {
        &mut self.perm
    }
}

/// An emptied list goes unless few are kept.
fn tidy(lists: &mut BTreeMap<i64, List>, kind: i64) {
    if lists.len() > KEPT_EMPTY && lists.get(&kind).is_some_and(List::is_empty) {
        lists.remove(&kind);
    }
}

impl Queue {
    /// An empty queue made by `asker`.
    pub fn new(asker: Asker, mode: u32, now: i64) -> Queue {
        Queue {
            perm: Perm::new(asker, mode),
            stime: 0,
            rtime: 0,
            ctime: now,
            lspid: 0,
            lrpid: 0,
            qbytes: QUEUE_BYTES,
            bytes: 0,
            turn: 0,
            messages: Nodes::default(),
            order: List::default(),
            kinds: BTreeMap::new(),
            in_kinds: Nodes::default(),
            receivers: Nodes::default(),
            choosing: List::default(),
            exact: BTreeMap::new(),
            senders: Nodes::default(),
            sending: List::default(),
        }
    }

    /// Messages in the queue.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Is no message in it?
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Bytes of text in it.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Is there room for so many bytes more? Empty messages count too: there are at most `qbytes` messages (MSG-19b).
    #[inline]
    pub fn fits(&self, len: u64) -> bool {
        self.bytes.saturating_add(len) <= self.qbytes && (self.order.len() as u64) < self.qbytes
    }

    /// Puts a message at the end, fitting or not.
    pub fn push(&mut self, message: Message) {
        self.bytes += message.text.len() as u64;
        self.turn += 1;
        let kind = message.kind;
        let key = self.messages.push(&mut self.order, Queued { message, in_kind: 0, turn: self.turn });
        let in_kind = self.in_kinds.push(self.kinds.entry(kind).or_default(), key);
        if let Some(queued) = self.messages.get_mut(key) {
            queued.in_kind = in_kind;
        }
    }

    /// The key of the message that a receiver gets.
    fn find(&self, want: Want) -> Option<u32> {
        let first = self.order.first()?;
        let head = |list: &List| list.first().and_then(|key| self.in_kinds.get(key)).copied();
        match want {
            Want::Any => Some(first),
            Want::Exactly(kind) => self.kinds.get(&kind).and_then(head),
            Want::AtMost(most) => self.kinds.range(..=most).find_map(|(_, list)| head(list)),
            Want::Except(kind) if self.messages.get(first)?.message.kind != kind => Some(first),
            // The oldest of the first ones of each other type.
            Want::Except(kind) => {
                let others = self.kinds.iter().filter(|(other, _)| **other != kind).filter_map(|(_, list)| head(list));
                others.min_by_key(|key| self.messages.get(*key).map(|queued| queued.turn))
            }
        }
    }

    /// Takes the message out that a receiver wants; E2BIG if it is longer than `room` and may not be cut: then it stays.
    pub fn take(&mut self, want: Want, room: u64, cuts: bool) -> Result<Option<Message>, Errno> {
        let Some(key) = self.find(want) else { return Ok(None) };
        let Some(queued) = self.messages.get(key) else { return Ok(None) };
        if queued.message.text.len() as u64 > room && !cuts {
            return Err(Errno::E2BIG);
        }
        let Some(queued) = self.messages.remove(&mut self.order, key) else { return Ok(None) };
        let kind = queued.message.kind;
        if let Some(list) = self.kinds.get_mut(&kind) {
            self.in_kinds.remove(list, queued.in_kind);
        }
        tidy(&mut self.kinds, kind);
        self.bytes -= queued.message.text.len() as u64;
        Ok(Some(queued.message))
    }

    /// The nth message from the front, which stays (MSG_COPY).
    pub fn peek(&self, n: usize) -> Option<&Message> {
        self.messages.iter(&self.order).nth(n).map(|(_, queued)| &queued.message)
    }

    /// The messages in order, for looking in.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter(&self.order).map(|(_, queued)| &queued.message)
    }

    /// A receiver waits; tells its place.
    pub fn wait_to_receive(&mut self, who: u32, want: Want, room: u64, cuts: bool) -> u32 {
        self.turn += 1;
        let list = match want {
            Want::Exactly(kind) => self.exact.entry(kind).or_default(),
            _ => &mut self.choosing,
        };
        self.receivers.push(list, Receiver { who, want, room, cuts, turn: self.turn })
    }

    /// A receiver no longer waits.
    pub fn leave_receiving(&mut self, place: u32) -> Option<Receiver> {
        let want = self.receivers.get(place)?.want;
        let list = match want {
            Want::Exactly(kind) => self.exact.get_mut(&kind)?,
            _ => &mut self.choosing,
        };
        let receiver = self.receivers.remove(list, place);
        if let Want::Exactly(kind) = want {
            tidy(&mut self.exact, kind);
        }
        receiver
    }

    /// Takes the longest waiting receiver out that wants a message of this type. If the text is longer than its room
    /// and may not be cut, its call fails (E2BIG) and the message is for the next one.
    pub fn receiver_for(&mut self, kind: i64) -> Option<Receiver> {
        if self.receivers.is_empty() {
            return None;
        }
        let exact = self.exact.get(&kind).and_then(List::first);
        let choosing = self.receivers.iter(&self.choosing).find(|(_, receiver)| receiver.want.takes(kind));
        let choosing = choosing.map(|(place, _)| place);
        let turn = |place: u32| self.receivers.get(place).map_or(u64::MAX, |receiver| receiver.turn);
        let place = match (exact, choosing) {
            (Some(a), Some(b)) => Some(if turn(a) < turn(b) { a } else { b }),
            (a, b) => a.or(b),
        };
        self.leave_receiving(place?)
    }

    /// Takes all waiting receivers out, longest waiting first: the queue goes, or its permissions changed.
    pub fn all_receivers(&mut self) -> Vec<Receiver> {
        let mut all: Vec<Receiver> = self.receivers().map(|(_, receiver)| *receiver).collect();
        all.sort_by_key(|receiver| receiver.turn);
        (self.receivers, self.choosing, self.exact) = Default::default();
        all
    }

    /// A sender waits with its message; tells its place.
    pub fn wait_to_send(&mut self, who: u32, message: Message) -> u32 {
        self.senders.push(&mut self.sending, Sender { who, message })
    }

    /// A sender no longer waits.
    pub fn leave_sending(&mut self, place: u32) -> Option<Sender> {
        self.senders.remove(&mut self.sending, place)
    }

    /// Takes the longest waiting sender out whose message fits now.
    #[inline]
    pub fn sender_that_fits(&mut self) -> Option<Sender> {
        if self.sending.is_empty() {
            return None;
        }
        let fitting = self.senders().find(|(_, sender)| self.fits(sender.message.text.len() as u64));
        let place = fitting.map(|(place, _)| place)?;
        self.leave_sending(place)
    }

    /// Takes all waiting senders out: the queue goes.
    pub fn all_senders(&mut self) -> Vec<Sender> {
        let all = self.senders().map(|(_, sender)| sender.clone()).collect();
        (self.senders, self.sending) = Default::default();
        all
    }

    /// Who waits: places and receivers, not in order.
    pub fn receivers(&self) -> impl Iterator<Item = (u32, &Receiver)> {
        let lists = std::iter::once(&self.choosing).chain(self.exact.values());
        lists.flat_map(|list| self.receivers.iter(list))
    }

    /// Who waits for room: places and senders, longest waiting first.
    pub fn senders(&self) -> impl Iterator<Item = (u32, &Sender)> {
        self.senders.iter(&self.sending)
    }

    /// Lists and counts agree; no receiver waits for what is there, and no sender although its message fits.
    pub fn check(&self) -> Result<(), String> {
        self.messages.check(&self.order)?;
        self.receivers.check(&self.choosing)?;
        self.senders.check(&self.sending)?;
        for list in self.exact.values() {
            self.receivers.check(list)?;
        }
        let mut listed = 0;
        for (kind, list) in &self.kinds {
            self.in_kinds.check(list)?;
            listed += list.len();
            let alike = |key: &u32| self.messages.get(*key).is_some_and(|queued| queued.message.kind == *kind);
            if !self.in_kinds.iter(list).all(|(_, key)| alike(key)) {
                return Err(format!("a message of another type is listed under {kind}"));
            }
        }
        let bytes: u64 = self.messages().map(|message| message.text.len() as u64).sum();
        if listed != self.len() || bytes != self.bytes {
            return Err(format!("a message queue counts {} bytes in {listed} messages, has {bytes}", self.bytes));
        }
        if let Some((_, receiver)) = self.receivers().find(|(_, receiver)| self.find(receiver.want).is_some()) {
            return Err(format!("waiter {} wants a message that is there", receiver.who));
        }
        match self.senders().find(|(_, sender)| self.fits(sender.message.text.len() as u64)) {
            Some((_, sender)) => Err(format!("waiter {} could send and waits", sender.who)),
            None => Ok(()),
        }
    }
}
