//! epoll instances as data (epoll(7)): which descriptors each watches, and which of them may be ready. As in
//! fs/eventpoll.c of Linux. The system calls are in `epoll_calls`.
//!
//! An item is one watched descriptor: a description and the number under which it was added. It holds places in the
//! file's wait queues; when one is woken the item joins its instance's ready list, and epoll_wait(2) asks the file whether
//! it really is ready. So a wait costs as much as there is in the list, however many descriptors are watched.

use super::file::FileKind;
use crate::Kernel;
use crate::abi::poll::PollMask;
use crate::abi::{EpollId, EpollItemId, Errno, Fd, FileId};
use crate::sched::wait::{Class, WaitKey, WaitOn, Waiter};
use crate::table::Table;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Wake one waiter of several instances that watch the same file.
pub const EPOLLEXCLUSIVE: u32 = 1 << 28;
/// Keeps the system awake: accepted, without meaning here.
pub const EPOLLWAKEUP: u32 = 1 << 29;
/// Report once, then wait to be rearmed.
pub const EPOLLONESHOT: u32 = 1 << 30;
/// Report only what is new.
pub const EPOLLET: u32 = 1 << 31;
/// Bits of `events` that are no readiness.
pub const PRIVATE_BITS: u32 = EPOLLEXCLUSIVE | EPOLLWAKEUP | EPOLLONESHOT | EPOLLET;
/// Instances watch one another at most this deep; beyond it ELOOP.
const MAX_NESTS: u32 = 4;
/// Most items of a machine (/proc/sys/fs/epoll/max_user_watches); beyond it ENOSPC.
pub const MAX_WATCHES: usize = 1 << 20;

const NONE: u32 = u32::MAX;

/// All instances and what they watch.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Epolls {
    /// Instances.
    pub instances: Table<Epoll>,
    /// Items of all of them.
    pub items: Table<Item>,
}

/// One instance.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Epoll {
    /// The description that it is.
    pub file: FileId,
    /// What it watches.
    pub watched: BTreeMap<(FileId, Fd), EpollItemId>,
    /// First and last item that may be ready.
    first: u32,
    last: u32,
}

/// One watched descriptor.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Item {
    /// The instance.
    pub epoll: EpollId,
    /// The description.
    pub file: FileId,
    /// The descriptor it was added by.
    pub fd: Fd,
    /// What is asked for, with [`PRIVATE_BITS`].
    pub events: u32,
    /// What the program wants to be told.
    pub data: u64,
    /// Its places in the file's wait queues.
    pub(crate) wait: Option<WaitKey>,
    /// In the ready list?
    pub ready: bool,
    prev: u32,
    next: u32,
    /// The next item that watches the same description, of whatever instance.
    pub(crate) same_file: Option<EpollItemId>,
}

impl Item {
    /// What of its file's readiness it reports. Nothing when it has been disabled by EPOLLONESHOT.
    pub fn reports(&self) -> PollMask {
        PollMask(self.events & !PRIVATE_BITS)
    }
}

impl Epolls {
    /// The item joins the end of its instance's ready list, unless it is in it.
    fn link(&mut self, id: EpollItemId) {
        let item = &mut self.items[id.0];
        if std::mem::replace(&mut item.ready, true) {
            return;
        }
        let instance = &mut self.instances[item.epoll.0];
        (item.prev, item.next) = (instance.last, NONE);
        let before = std::mem::replace(&mut instance.last, id.0);
        match self.items.get_mut(before) {
            Some(item) => item.next = id.0,
            None => instance.first = id.0,
        }
    }

    /// The item leaves the ready list, if it is in it.
    fn unlink(&mut self, id: EpollItemId) {
        let item = &mut self.items[id.0];
        if !std::mem::replace(&mut item.ready, false) {
            return;
        }
        let (prev, next, epoll) = (item.prev, item.next, item.epoll);
        match self.items.get_mut(prev) {
            Some(before) => before.next = next,
            None => self.instances[epoll.0].first = next,
        }
        match self.items.get_mut(next) {
            Some(after) => after.prev = prev,
            None => self.instances[epoll.0].last = prev,
        }
    }

    /// The items in an instance's ready list, in order.
    pub fn ready(&self, id: EpollId) -> impl Iterator<Item = EpollItemId> {
        let mut at = self.instances.get(id.0).map_or(NONE, |epoll| epoll.first);
        std::iter::from_fn(move || {
            let item = self.items.get(at)?;
            let id = EpollItemId(at);
            at = item.next;
            Some(id)
        })
    }
}

// Instances and items come and go.
impl Kernel {
    /// A new instance; its description is told later, by [`Kernel::epoll_attach`].
    pub(super) fn epoll_new(&mut self) -> EpollId {
        let epoll = Epoll { file: FileId(NONE), watched: BTreeMap::new(), first: NONE, last: NONE };
        EpollId(self.vfs.epolls.instances.insert(epoll))
    }

    /// EPOLL_CTL_ADD, everything checked.
    pub(super) fn epoll_add(&mut self, epoll: EpollId, file: FileId, fd: Fd, events: u32, data: u64) {
        let head = self.vfs.files[file.0].watched;
        let item =
            Item { epoll, file, fd, events, data, wait: None, ready: false, prev: NONE, next: NONE, same_file: head };
        let id = EpollItemId(self.vfs.epolls.items.insert(item));
        self.vfs.files[file.0].watched = Some(id);
        self.vfs.epolls.instances[epoll.0].watched.insert((file, fd), id);
        let class = if events & EPOLLEXCLUSIVE != 0 { Class::Exclusive } else { Class::Shared };
        let mut wait = None;
        for on in self.poll_queues(file).into_iter().flatten() {
            wait = self.waits.join_also(wait, on, Waiter::Item(id), class);
        }
        self.vfs.epolls.items[id.0].wait = wait;
        self.epoll_look(id);
    }

    /// EPOLL_CTL_MOD.
    pub(super) fn epoll_modify(&mut self, id: EpollItemId, events: u32, data: u64) {
        let item = &mut self.vfs.epolls.items[id.0];
        (item.events, item.data) = (events, data);
        self.epoll_look(id);
    }

    /// An item that is ready when it is added or changed joins the ready list.
    fn epoll_look(&mut self, id: EpollItemId) {
        let item = &self.vfs.epolls.items[id.0];
        let (epoll, ready) = (item.epoll, item.ready);
        if !ready && self.file_poll(item.file).intersects(item.reports()) {
            self.vfs.epolls.link(id);
            self.wake_one_caller(WaitOn::Epoll(epoll));
            self.wake_pollers(WaitOn::Epoll(epoll));
        }
    }

    /// EPOLL_CTL_DEL, and what closing does.
    pub(super) fn epoll_remove(&mut self, id: EpollItemId) {
        self.vfs.epolls.unlink(id);
        let Some(item) = self.vfs.epolls.items.remove(id.0) else { return };
        if let Some(key) = item.wait {
            self.waits.leave(key);
        }
        if let Some(epoll) = self.vfs.epolls.instances.get_mut(item.epoll.0) {
            epoll.watched.remove(&(item.file, item.fd));
        }
        // Out of the list of those who watch the file; it is gone already if this is its closing.
        let Some(file) = self.vfs.files.get_mut(item.file.0) else { return };
        if file.watched == Some(id) {
            file.watched = item.same_file;
            return;
        }
        let mut at = file.watched;
        while let Some(other) = at.and_then(|at| self.vfs.epolls.items.get_mut(at.0)) {
            if other.same_file == Some(id) {
                other.same_file = item.same_file;
                return;
            }
            at = other.same_file;
        }
    }

    /// A description that was watched is closed: with its last descriptor it leaves all instances.
    pub(super) fn epoll_forget_file(&mut self, first: Option<EpollItemId>) {
        let mut at = first;
        while let Some(id) = at {
            at = self.vfs.epolls.items.get(id.0).and_then(|item| item.same_file);
            self.epoll_remove(id);
        }
    }

    /// The instance's own description is closed.
    pub(super) fn epoll_free(&mut self, epoll: EpollId) {
        let Some(instance) = self.vfs.epolls.instances.get_mut(epoll.0) else { return };
        for id in std::mem::take(&mut instance.watched).into_values() {
            self.epoll_remove(id);
        }
        self.vfs.epolls.instances.remove(epoll.0);
    }
}

// Readiness.
impl Kernel {
    /// A queue that the item holds a place in was woken, for what `key` says (nothing: anything may have changed). Tells
    /// whether that served somebody, so that an exclusive wake-up ends here (ep_poll_callback).
    pub(crate) fn epoll_notify(&mut self, id: EpollItemId, key: PollMask) -> bool {
        let Some(item) = self.vfs.epolls.items.get(id.0) else { return false };
        let (epoll, exclusive) = (item.epoll, item.events & EPOLLEXCLUSIVE != 0);
        let reports = item.reports();
        if reports.is_empty() || !key.is_empty() && !key.intersects(reports) {
            return !exclusive;
        }
        self.vfs.epolls.link(id);
        let woken = self.wake_one_caller(WaitOn::Epoll(epoll)).is_some();
        self.wake_pollers(WaitOn::Epoll(epoll));
        woken || !exclusive
    }

    /// An instance is readable when any of its items really is ready.
    pub(super) fn epoll_poll(&self, epoll: EpollId) -> PollMask {
        let ready = self.vfs.epolls.ready(epoll).any(|id| {
            let item = &self.vfs.epolls.items[id.0];
            self.file_poll(item.file).intersects(item.reports())
        });
        PollMask::READ.when(ready)
    }

    /// Takes the next event of the ready list up to and with the item `last`; `None` when there is none. What is reported
    /// by level goes to the end of the list again, so that the next wait begins with others.
    pub(super) fn epoll_next(&mut self, epoll: EpollId, last: &mut Option<EpollItemId>) -> Option<Ready> {
        while let Some(end) = *last {
            let id = self.vfs.epolls.ready(epoll).next()?;
            if id == end {
                *last = None;
            }
            self.vfs.epolls.unlink(id);
            let item = &self.vfs.epolls.items[id.0];
            let found = self.file_poll(item.file) & item.reports();
            if found.is_empty() {
                continue;
            }
            return Some(Ready { id, found, data: item.data });
        }
        None
    }

    /// The event has been handed out.
    pub(super) fn epoll_reported(&mut self, id: EpollItemId) {
        let item = &mut self.vfs.epolls.items[id.0];
        if item.events & EPOLLONESHOT != 0 {
            item.events &= PRIVATE_BITS;
        } else if item.events & EPOLLET == 0 {
            self.vfs.epolls.link(id);
        }
    }

    /// The event could not be handed out: it is the next again.
    pub(super) fn epoll_put_back(&mut self, id: EpollItemId) {
        let epolls = &mut self.vfs.epolls;
        let instance = &mut epolls.instances[epolls.items[id.0].epoll.0];
        let after = std::mem::replace(&mut instance.first, id.0);
        if after == NONE {
            instance.last = id.0;
        }
        if let Some(item) = epolls.items.get_mut(after) {
            item.prev = id.0;
        }
        let item = &mut epolls.items[id.0];
        (item.ready, item.prev, item.next) = (true, NONE, after);
    }

    /// The last item of an instance's ready list.
    pub(super) fn epoll_last_ready(&self, epoll: EpollId) -> Option<EpollItemId> {
        Some(self.vfs.epolls.instances.get(epoll.0)?.last).filter(|key| *key != NONE).map(EpollItemId)
    }
}

/// An event to be handed out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Ready {
    pub id: EpollItemId,
    pub found: PollMask,
    pub data: u64,
}

// Instances that watch instances.
impl Kernel {
    /// ELOOP if an instance that watches `added` would watch itself, or a chain of instances would become too long.
    pub(super) fn epoll_check_nesting(&self, epoll: EpollId, added: EpollId) -> Result<(), Errno> {
        let down = self.epoll_depth_below(added, epoll, 0, &mut BTreeMap::new());
        let up = self.epoll_depth_above(epoll, 0, &mut BTreeMap::new());
        match down {
            Some(down) if down + 1 + up <= MAX_NESTS => Ok(()),
            _ => Err(Errno::ELOOP),
        }
    }

    /// How many instances are below one another from here; `None` if `forbidden` is among them, or too many.
    fn epoll_depth_below(
        &self,
        from: EpollId,
        forbidden: EpollId,
        depth: u32,
        known: &mut BTreeMap<EpollId, u32>,
    ) -> Option<u32> {
        if from == forbidden || depth > MAX_NESTS {
            return None;
        }
        if let Some(deepest) = known.get(&from) {
            return Some(*deepest);
        }
        let mut deepest = 0;
        for (file, _) in self.vfs.epolls.instances.get(from.0)?.watched.keys() {
            if let Ok(FileKind::Epoll(inner)) = self.vfs.file(*file).map(|file| file.kind) {
                deepest = deepest.max(self.epoll_depth_below(inner, forbidden, depth + 1, known)? + 1);
            }
        }
        known.insert(from, deepest);
        Some(deepest)
    }

    fn epoll_depth_above(&self, from: EpollId, depth: u32, known: &mut BTreeMap<EpollId, u32>) -> u32 {
        if let Some(highest) = known.get(&from) {
            return *highest;
        }
        let Some(instance) = self.vfs.epolls.instances.get(from.0) else { return 0 };
        let mut at = self.vfs.files.get(instance.file.0).and_then(|file| file.watched);
        let mut highest = 0;
        while let (Some(item), true) = (at.and_then(|id| self.vfs.epolls.items.get(id.0)), depth <= MAX_NESTS) {
            highest = highest.max(self.epoll_depth_above(item.epoll, depth + 1, known) + 1);
            at = item.same_file;
        }
        known.insert(from, highest);
        highest
    }
}
