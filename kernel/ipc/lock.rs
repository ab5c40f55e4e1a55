//! The locks on one file as a plain object: record locks on ranges of bytes (fcntl_locking(2)), which belong to a
//! descriptor table or to an open file description, and whole-file locks (flock(2)), which belong to a description.
//!
//! Entry points: [`Locks::conflict`], [`Locks::set`], [`Locks::clear_owner`], [`Locks::flock`]. They say what stands in
//! the way; who waits and is woken is the caller's business.

use crate::abi::FileId;
use crate::abi::ids::FdTableId;
use serde::{Deserialize, Serialize};

/// The last byte that a lock can cover; a length of 0 reaches up to here.
pub const LAST_BYTE: u64 = i64::MAX as u64;

/// Whose a record lock is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Owner {
    /// A process's, by its descriptor table: fork does not inherit it, threads share it.
    Table(FdTableId),
    /// An open file description's (F_OFD_SETLK).
    Description(FileId),
}

/// Shared or exclusive.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Mode {
    /// For reading: others may read too.
    Shared,
    /// For writing.
    Exclusive,
}

/// A lock on the bytes `start..=end`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Lock {
    /// Whose.
    pub owner: Owner,
    /// Process that set it, for F_GETLK; -1 for a description's.
    pub pid: i32,
    /// Which kind.
    pub mode: Mode,
    /// First byte.
    pub start: u64,
    /// Last byte.
    pub end: u64,
}

impl Lock {
    fn overlaps(&self, start: u64, end: u64) -> bool {
        self.start <= end && start <= self.end
    }

    /// Do the two exclude one another? Those of one owner never do (LOCK-01).
    pub fn conflicts(&self, other: &Lock) -> bool {
        self.owner != other.owner
            && self.overlaps(other.start, other.end)
            && (self.mode == Mode::Exclusive || other.mode == Mode::Exclusive)
    }
}

/// All locks on a file.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Locks {
    /// Owners in the order in which they came, the locks of each by their start.
    records: Vec<Lock>,
    flocks: Vec<(FileId, Mode)>,
}

impl Locks {
    /// Is nothing locked?
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.flocks.is_empty()
    }

    /// The record locks.
    pub fn records(&self) -> &[Lock] {
        &self.records
    }

    /// The whole-file locks.
    pub fn flocks(&self) -> &[(FileId, Mode)] {
        &self.flocks
    }

    /// The first record lock that stands in this one's way.
    pub fn conflict(&self, wanted: &Lock) -> Option<&Lock> {
        self.records.iter().find(|held| held.conflicts(wanted))
    }

    /// Sets the owner's lock on a range, or clears it there (`mode` is `None`); what it has there already is replaced,
    /// cut or split (LOCK-11). Conflicts are not looked at.
    pub fn set(&mut self, wanted: Lock, mode: Option<Mode>) {
        let own = |lock: &Lock| lock.owner == wanted.owner;
        let at = self.records.iter().position(own).unwrap_or(self.records.len());
        let count = self.records[at..].iter().take_while(|lock| own(lock)).count();
        let mut run: Vec<Lock> = Vec::with_capacity(count + 2);
        for held in self.records.drain(at..at + count) {
            if !held.overlaps(wanted.start, wanted.end) {
                run.push(held);
                continue;
            }
            if held.start < wanted.start {
                run.push(Lock { end: wanted.start - 1, ..held });
            }
            if held.end > wanted.end {
                run.push(Lock { start: wanted.end + 1, ..held });
            }
        }
        if let Some(mode) = mode {
            run.push(Lock { mode, ..wanted });
        }
        run.sort_by_key(|lock| lock.start);
        // Neighbours of one kind are one lock.
        let mut joined: Vec<Lock> = Vec::with_capacity(run.len());
        for lock in run {
            match joined.last_mut() {
                Some(last) if last.mode == lock.mode && last.end + 1 == lock.start => last.end = lock.end,
                _ => joined.push(lock),
            }
        }
        self.records.splice(at..at, joined);
    }

    /// Clears all record locks of an owner; tells whether there were any.
    pub fn clear_owner(&mut self, owner: Owner) -> bool {
        let before = self.records.len();
        self.records.retain(|lock| lock.owner != owner);
        self.records.len() < before
    }

    /// flock(2): sets, converts or clears (`None`) a description's whole-file lock. A lock of the other kind is given up
    /// first, as on Linux, also when the new one is then refused.
    pub fn flock(&mut self, file: FileId, mode: Option<Mode>) -> Flocked {
        let held = self.flocks.iter().position(|(other, _)| *other == file);
        let mut released = false;
        if let Some(n) = held {
            if mode == Some(self.flocks[n].1) {
                return Flocked { done: true, released };
            }
            self.flocks.remove(n);
            released = true;
        }
        let Some(mode) = mode else { return Flocked { done: true, released } };
        let free = self.flocks.iter().all(|(_, other)| mode == Mode::Shared && *other == Mode::Shared);
        if free {
            self.flocks.push((file, mode));
        }
        Flocked { done: free, released }
    }

    /// Each owner's locks are in order, apart and not mergeable; no two owners' exclude one another.
    pub fn check(&self) -> Result<(), String> {
        let mut owners: Vec<Owner> = Vec::new();
        for (n, lock) in self.records.iter().enumerate() {
            match n.checked_sub(1).map(|before| &self.records[before]).filter(|before| before.owner == lock.owner) {
                Some(before) => {
                    let touches = before.mode == lock.mode && before.end + 1 == lock.start;
                    if before.end >= lock.start || touches {
                        return Err(format!("record locks out of order: {before:?}, {lock:?}"));
                    }
                }
                None if owners.contains(&lock.owner) => return Err(format!("locks of {:?} stand apart", lock.owner)),
                None => owners.push(lock.owner),
            }
            if let Some(other) = self.conflict(lock) {
                return Err(format!("record locks exclude one another: {lock:?}, {other:?}"));
            }
        }
        let exclusive = self.flocks.iter().any(|(_, mode)| *mode == Mode::Exclusive);
        if exclusive && self.flocks.len() > 1 { Err("an exclusive flock is not alone".to_string()) } else { Ok(()) }
    }
}

/// What flock did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flocked {
    /// The lock is as asked for; else another's stands in the way.
    pub done: bool,
    /// A lock was given up: somebody may go on.
    pub released: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BYTES: usize = 24;

    fn lock(owner: u32, mode: Mode, start: u64, end: u64) -> Lock {
        Lock { owner: Owner::Table(FdTableId(owner)), pid: owner as i32, mode, start, end }
    }

    #[test]
    fn lock_11_unlocking_the_middle_splits() {
        let mut locks = Locks::default();
        locks.set(lock(1, Mode::Exclusive, 0, 99), Some(Mode::Exclusive));
        locks.set(lock(1, Mode::Exclusive, 40, 59), None);
        let ranges = |locks: &Locks| locks.records().iter().map(|l| (l.start, l.end)).collect::<Vec<_>>();
        assert_eq!(ranges(&locks), [(0, 39), (60, 99)]);
        locks.set(lock(1, Mode::Exclusive, 40, 59), Some(Mode::Exclusive));
        assert_eq!(ranges(&locks), [(0, 99)]);
        locks.set(lock(1, Mode::Shared, 98, LAST_BYTE), Some(Mode::Shared));
        assert_eq!(ranges(&locks), [(0, 97), (98, LAST_BYTE)]);
        assert!(locks.clear_owner(Owner::Table(FdTableId(1))) && locks.is_empty());
    }

    #[test]
    fn flocks_are_shared_or_alone() {
        let mut locks = Locks::default();
        let (a, b) = (FileId(1), FileId(2));
        assert!(locks.flock(a, Some(Mode::Shared)).done && locks.flock(b, Some(Mode::Shared)).done);
        // The conversion fails and has cost the shared lock.
        assert_eq!(locks.flock(a, Some(Mode::Exclusive)), Flocked { done: false, released: true });
        assert_eq!(locks.flock(b, Some(Mode::Exclusive)), Flocked { done: true, released: true });
        assert_eq!(locks.flock(b, Some(Mode::Exclusive)), Flocked { done: true, released: false });
    }

    proptest! {
        /// Against a table of bytes: which owner holds which byte, and how.
        #[test]
        fn agree_with_a_table_of_bytes(ops in prop::collection::vec((0u32..3, 0u8..3, 0usize..BYTES, 1usize..9), 1..60)) {
            let mut locks = Locks::default();
            let mut bytes = [[None::<Mode>; 3]; BYTES];
            for (owner, kind, start, len) in ops {
                let end = (start + len - 1).min(BYTES - 1);
                let mode = [None, Some(Mode::Shared), Some(Mode::Exclusive)][usize::from(kind)];
                let wanted = lock(owner, mode.unwrap_or(Mode::Shared), start as u64, end as u64);
                let taken = |cell: &[Option<Mode>; 3]| (0..3).filter(|o| *o != owner).any(|o| match cell[o as usize] {
                    None => false,
                    Some(held) => held == Mode::Exclusive || mode == Some(Mode::Exclusive),
                });
                let free = mode.is_none() || !bytes[start..=end].iter().any(taken);
                prop_assert_eq!(mode.is_none() || locks.conflict(&wanted).is_none(), free);
                if free {
                    locks.set(wanted, mode);
                    bytes[start..=end].iter_mut().for_each(|cell| cell[owner as usize] = mode);
                }
                locks.check().map_err(TestCaseError::fail)?;
                for (at, cell) in bytes.iter().enumerate() {
                    for (owner, held) in cell.iter().enumerate() {
                        let found = locks.records().iter().find(|l| l.pid == owner as i32 && l.overlaps(at as u64, at as u64));
                        prop_assert_eq!(found.map(|l| l.mode), *held);
                    }
                }
            }
        }
    }
}
