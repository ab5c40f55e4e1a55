//! The invariants of System V IPC: part of [`Kernel::check`].

use crate::Kernel;
use crate::ipc::registry::Named;
use crate::mm::{ObjectId, PAGE};
use crate::sched::wait::WaitOn;
use crate::vfs::InodeKind;
use std::collections::BTreeMap;

impl Kernel {
    /// Who waits in an object sleeps for it, and the other way round; counts agree; memory objects have the holders
    /// that they count.
    pub(crate) fn check_sysv(&self) -> Result<(), String> {
        self.sysv.msgs.check()?;
        self.sysv.sems.check()?;
        self.sysv.shms.check()?;
        self.check_places()?;
        self.check_undo()?;
        self.check_segments()?;
        self.check_holders()
    }

    fn check_places(&self) -> Result<(), String> {
        let mut places: BTreeMap<u32, WaitOn> = BTreeMap::new();
        for (id, queue) in self.sysv.msgs.iter() {
            queue.check().map_err(|why| format!("message queue {id}: {why}"))?;
            places.extend(queue.receivers().map(|(place, receiver)| (receiver.who, WaitOn::Message(id, place))));
            places.extend(queue.senders().map(|(place, sender)| (sender.who, WaitOn::MessageRoom(id, place))));
        }
        for (id, set) in self.sysv.sems.iter() {
            set.check().map_err(|why| format!("semaphore set {id}: {why}"))?;
            places.extend(set.waiters().map(|(place, waiter)| (waiter.who, WaitOn::Semaphore(id, place))));
        }
        let sleeping = self.procs.tasks().filter_map(|task| match task.blocked.as_ref()?.on {
            on @ (WaitOn::Message(..) | WaitOn::MessageRoom(..) | WaitOn::Semaphore(..))
                if task.state == crate::proc::task::TaskState::Blocked =>
            {
                Some((task.tid.0, on))
            }
            _ => None,
        });
        let sleeping: BTreeMap<u32, WaitOn> = sleeping.collect();
        match places == sleeping {
            true => Ok(()),
            false => Err(format!("System V objects have waiting {places:?}, but asleep are {sleeping:?}")),
        }
    }

    fn check_undo(&self) -> Result<(), String> {
        let mut sets: Vec<(u32, i32)> =
            self.sysv.sems.iter().flat_map(|(id, set)| set.undoers().map(move |(pid, _)| (pid, id.0))).collect();
        let mut listed: Vec<(u32, i32)> =
            self.sysv.undoers.iter().flat_map(|(pid, ids)| ids.iter().map(move |id| (*pid, id.0))).collect();
        sets.sort_unstable();
        listed.sort_unstable();
        if sets != listed {
            return Err(format!("undo values {sets:?}, listed {listed:?}"));
        }
        match listed.iter().find(|(pid, _)| self.procs.process(crate::abi::Pid(*pid)).is_none_or(|p| p.is_zombie())) {
            Some((pid, id)) => Err(format!("semaphore set {id} keeps undo values of {pid}, which is gone")),
            None => Ok(()),
        }
    }

    fn check_segments(&self) -> Result<(), String> {
        let mut pages = 0;
        for (id, segment) in self.sysv.shms.iter() {
            pages += segment.size.div_ceil(PAGE);
            if self.sysv.segments.get(&segment.object) != Some(&id) {
                return Err(format!("the memory of segment {id} does not know it"));
            }
            if segment.is_marked() && (self.attachments(segment) == 0 || segment.perm().key != 0) {
                return Err(format!("segment {id} is marked, and still has a key or nobody who attached it"));
            }
        }
        if self.mm.has_area_notes() {
            return Err("attachments changed and nobody took notice".to_string());
        }
        match (pages, self.sysv.segments.len()) == (self.sysv.shm_pages, self.sysv.shms.len()) {
            true => Ok(()),
            false => Err(format!("segments have {pages} pages, counted {}", self.sysv.shm_pages)),
        }
    }

    /// Every reference to a memory object that is not an area's is a file's or a segment's.
    fn check_holders(&self) -> Result<(), String> {
        let mut holders: BTreeMap<ObjectId, u32> = BTreeMap::new();
        for (_, inode) in self.vfs.inodes.iter() {
            if let InodeKind::Regular { object, .. } = inode.kind {
                *holders.entry(object).or_default() += 1;
            }
        }
        for (_, segment) in self.sysv.shms.iter() {
            *holders.entry(segment.object).or_default() += 1;
        }
        let counted: BTreeMap<ObjectId, u32> = self.mm.object_holders().into_iter().collect();
        match counted == holders {
            true => Ok(()),
            false => Err(format!("memory objects are held as {holders:?}, but count {counted:?}")),
        }
    }
}
