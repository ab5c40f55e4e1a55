//! Who sent the messages that lie in System V queues, and which of them went astray: to somebody who sends such messages himself.
//! Part of [`super::deeds::Deeds`], which feeds it.
//!
//! Entry point: [`Messages::eaten`].

use super::deeds::Deed;
use forklore_kernel::abi::{IpcId, Tid};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A message that was taken by one who sends such messages himself: it was meant for another, as it seems.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Eaten {
    /// Its type.
    pub kind: i64,
    /// The sending.
    pub sent: Deed,
    /// The receiving.
    pub by: Deed,
}

/// Most messages of a type that are remembered.
const MOST: usize = 1024;

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    /// Messages that are being sent, beginning with their types.
    sending: BTreeMap<Tid, Vec<u8>>,
    /// Those that are in queues, by type; the oldest first.
    queued: BTreeMap<(IpcId, i64), VecDeque<(Deed, Vec<u8>)>>,
    /// Who has sent messages of a type before receiving any.
    askers: BTreeSet<(IpcId, i64, Tid)>,
    /// Who has received messages of a type.
    receivers: BTreeSet<(IpcId, i64, Tid)>,
    /// The last message of each sender, if it was eaten.
    eaten: BTreeMap<(IpcId, Tid), Eaten>,
}

impl Messages {
    /// What became of the last message that a task sent to a queue, if one who sends such messages himself has taken it.
    pub fn eaten(&self, id: IpcId, sender: Tid) -> Option<&Eaten> {
        self.eaten.get(&(id, sender))
    }

    /// A call to send begins.
    pub(super) fn begins(&mut self, tid: Tid, message: &[u8]) {
        self.sending.insert(tid, message.to_vec());
    }

    /// The type of the message that a task is sending.
    pub(super) fn kind(&self, tid: Tid) -> Option<i64> {
        Some(i64::from_le_bytes(*self.sending.get(&tid)?.first_chunk()?))
    }

    /// It has been sent.
    pub(super) fn sent(&mut self, id: IpcId, kind: i64, deed: Deed) {
        let Some(message) = self.sending.remove(&deed.tid) else { return };
        let key = (id, kind, deed.tid);
        if !self.receivers.contains(&key) {
            self.askers.insert(key);
        }
        self.eaten.remove(&(id, deed.tid));
        let queued = self.queued.entry((id, kind)).or_default();
        queued.push_back((deed, message));
        if queued.len() > MOST {
            queued.pop_front();
        }
    }

    /// A message has been received, or the first bytes of it. Calls do not return in the order in which messages are taken: the
    /// bytes tell which one it was.
    pub(super) fn received(&mut self, id: IpcId, kind: i64, by: &Deed, message: &[u8]) {
        let key = (id, kind, by.tid);
        self.receivers.insert(key);
        let Some(queued) = self.queued.get_mut(&(id, kind)) else { return };
        let at = queued.iter().position(|(_, sent)| sent.starts_with(message));
        let Some((sent, _)) = at.and_then(|at| queued.remove(at)) else { return };
        if sent.tid != by.tid && self.askers.contains(&key) {
            self.eaten.insert((id, sent.tid), Eaten { kind, sent, by: by.clone() });
        }
    }
}
