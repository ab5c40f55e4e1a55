//! The names of System V IPC (sysvipc(7)): keys, identifiers that move on, owners and permissions. One registry for message
//! queues, one for semaphore sets, one for segments.
//!
//! An identifier is a slot and a sequence number (`seq * 32768 + slot`), as in Linux's ipc/util.c: slots are given out in
//! turn, and the sequence number grows when they wrap around, so that an old identifier is not valid again soon.
//!
//! Entry points: [`Registry::get`], [`Registry::insert`], [`Registry::remove`], [`Perm::permits`].

use crate::abi::ids::IpcId;
use crate::abi::{Errno, Gid, Uid};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Slots of a registry (IPCMNI).
const SLOTS: u32 = 32_768;
/// Fewest slots that are gone through before one is used again (ipc_min_cycle).
const CYCLE_MIN: u32 = 64;
/// Sequence numbers are below this.
const SEQUENCES: u32 = i32::MAX as u32 / SLOTS + 1;
/// The key that always makes a new object.
pub const IPC_PRIVATE: i32 = 0;
/// The nine permission bits.
pub const MODE_BITS: u32 = 0o777;

/// Who asks, as far as permissions want to know.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    /// Effective user.
    pub uid: Uid,
    /// Effective group.
    pub gid: Gid,
    /// Supplementary groups.
    pub groups: &'a [Gid],
    /// The superuser.
    pub privileged: bool,
}

/// Owner and permissions: `struct ipc_perm`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Perm {
    pub key: i32,
    /// Owner.
    pub uid: Uid,
    pub gid: Gid,
    /// Creator.
    pub cuid: Uid,
    pub cgid: Gid,
    /// Permission bits, and for segments SHM_DEST and SHM_LOCKED.
    pub mode: u32,
    /// Sequence number.
    pub seq: u32,
}

impl Perm {
    /// Permissions of a new object of the asker's. Key and sequence number come with [`Registry::insert`].
    pub fn new(asker: Asker, mode: u32) -> Perm {
        let Asker { uid, gid, .. } = asker;
        Perm { key: IPC_PRIVATE, uid, gid, cuid: uid, cgid: gid, mode: mode & MODE_BITS, seq: 0 }
    }

    /// EACCES unless the asker may do what `flags` asks for: bits of any of the three classes mean the class that the
    /// asker is in (ipcperms).
    pub fn permits(&self, asker: Asker, flags: u32) -> Result<(), Errno> {
        let wanted = flags >> 6 | flags >> 3 | flags;
        let member = |gid: Gid| asker.gid == gid || asker.groups.contains(&gid);
        let granted = if asker.uid == self.cuid || asker.uid == self.uid {
            self.mode >> 6
        } else if member(self.cgid) || member(self.gid) {
            self.mode >> 3
        } else {
            self.mode
        };
        if wanted & !granted & 7 == 0 || asker.privileged { Ok(()) } else { Err(Errno::EACCES) }
    }

    /// EPERM unless the asker owns or made it (IPC_SET, IPC_RMID).
    pub fn controls(&self, asker: Asker) -> Result<(), Errno> {
        let own = asker.uid == self.cuid || asker.uid == self.uid;
        if own || asker.privileged { Ok(()) } else { Err(Errno::EPERM) }
    }

    /// IPC_SET: new owner, group and permission bits; EINVAL for the id -1, which is none.
    pub fn update(&mut self, uid: u32, gid: u32, mode: u32) -> Result<(), Errno> {
        if uid == u32::MAX || gid == u32::MAX {
            return Err(Errno::EINVAL);
        }
        (self.uid, self.gid) = (Uid(uid), Gid(gid));
        self.mode = self.mode & !MODE_BITS | mode & MODE_BITS;
        Ok(())
    }
}

/// What has a [`Perm`].
pub trait Named {
    /// Its owner and permissions.
    fn perm(&self) -> &Perm;
    /// The same, to be changed.
    fn perm_mut(&mut self) -> &mut Perm;
}

/// What msgget, semget and shmget do with a key and flags.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// There is one; the caller checks size and permissions.
    Existing(IpcId),
    /// Make one.
    Missing,
}

/// The objects of one kind.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Registry<T> {
    slots: Vec<Option<T>>,
    keys: BTreeMap<i32, u32>,
    used: u32,
    seq: u32,
    /// The slot given out last, and the one to try next.
    last: Option<u32>,
    next: u32,
    limit: u32,
}

impl<T: Named> Registry<T> {
    /// An empty registry of at most so many objects.
    pub fn new(limit: u32) -> Registry<T> {
        Registry { slots: Vec::new(), keys: BTreeMap::new(), used: 0, seq: 0, last: None, next: 0, limit }
    }

    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.used as usize
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// The object with this identifier; EINVAL if it never was, or is no more.
    #[inline]
    pub fn get(&self, id: IpcId) -> Result<&T, Errno> {
        let slot = self.slots.get((id.0 as u32 % SLOTS) as usize).and_then(Option::as_ref);
        slot.filter(|object| id.0 >= 0 && object.perm().seq == id.0 as u32 / SLOTS).ok_or(Errno::EINVAL)
    }

    /// The same, to be changed.
    #[inline]
    pub fn get_mut(&mut self, id: IpcId) -> Result<&mut T, Errno> {
        let slot = self.slots.get_mut((id.0 as u32 % SLOTS) as usize).and_then(Option::as_mut);
        slot.filter(|object| id.0 >= 0 && object.perm().seq == id.0 as u32 / SLOTS).ok_or(Errno::EINVAL)
    }

    /// The identifier of the object in a slot (MSG_STAT and its like); EINVAL if the slot is free.
    pub fn at_slot(&self, slot: i32) -> Result<IpcId, Errno> {
        let slot = u32::try_from(slot).map_err(|_| Errno::EINVAL)? % SLOTS;
        let object = self.slots.get(slot as usize).and_then(Option::as_ref).ok_or(Errno::EINVAL)?;
        Ok(id_of(object.perm().seq, slot))
    }

    /// The highest slot in use; 0 if none is (what IPC_INFO returns).
    pub fn highest_slot(&self) -> u64 {
        self.slots.iter().rposition(Option::is_some).unwrap_or(0) as u64
    }

    /// msgget and its like: ENOENT for a missing key without IPC_CREAT, EEXIST for one that is there with IPC_EXCL.
    pub fn find(&self, key: i32, create: bool, exclusive: bool) -> Result<Found, Errno> {
        if key == IPC_PRIVATE {
            return Ok(Found::Missing);
        }
        match self.keys.get(&key) {
            None if create => Ok(Found::Missing),
            None => Err(Errno::ENOENT),
            Some(_) if create && exclusive => Err(Errno::EEXIST),
            Some(slot) => self.at_slot(*slot as i32).map(Found::Existing),
        }
    }

    /// Puts a new object in under a key; ENOSPC if there are too many.
    pub fn insert(&mut self, key: i32, mut object: T) -> Result<IpcId, Errno> {
        if self.used >= self.limit {
            return Err(Errno::ENOSPC);
        }
        let end = (self.used * 3 / 2).clamp(CYCLE_MIN, SLOTS);
        let free = |from: u32| (from..end).find(|n| self.slots.get(*n as usize).is_none_or(Option::is_none));
        let slot = free(self.next).or_else(|| free(0)).ok_or(Errno::ENOSPC)?;
        if self.last.is_some_and(|last| slot <= last) {
            self.seq = (self.seq + 1) % SEQUENCES;
        }
        (self.last, self.next) = (Some(slot), slot + 1);
        self.used += 1;
        let perm = object.perm_mut();
        (perm.key, perm.seq) = (key, self.seq);
        if key != IPC_PRIVATE {
            self.keys.insert(key, slot);
        }
        if self.slots.len() <= slot as usize {
            self.slots.resize_with(slot as usize + 1, || None);
        }
        self.slots[slot as usize] = Some(object);
        Ok(id_of(self.seq, slot))
    }

    /// Takes an object out.
    pub fn remove(&mut self, id: IpcId) -> Result<T, Errno> {
        self.forget_key(id)?;
        self.used -= 1;
        self.slots[(id.0 as u32 % SLOTS) as usize].take().ok_or(Errno::EINVAL)
    }

    /// The key no longer leads to the object; it lives on (a marked segment).
    pub fn forget_key(&mut self, id: IpcId) -> Result<(), Errno> {
        let key = std::mem::replace(&mut self.get_mut(id)?.perm_mut().key, IPC_PRIVATE);
        if key != IPC_PRIVATE {
            self.keys.remove(&key);
        }
        Ok(())
    }

    /// All objects by slot.
    pub fn iter(&self) -> impl Iterator<Item = (IpcId, &T)> {
        self.slots
            .iter()
            .enumerate()
            .filter_map(|(slot, object)| object.as_ref().map(|object| (id_of(object.perm().seq, slot as u32), object)))
    }

    /// Keys lead to objects that bear them, and the count is right.
    pub fn check(&self) -> Result<(), String> {
        let there = self.iter().count();
        if there != self.used as usize {
            return Err(format!("a registry counts {} objects and has {there}", self.used));
        }
        let named = self.iter().filter(|(_, object)| object.perm().key != IPC_PRIVATE).count();
        let leads = |(key, slot): (&i32, &u32)| {
            self.slots.get(*slot as usize).and_then(Option::as_ref).is_some_and(|object| object.perm().key == *key)
        };
        match named == self.keys.len() && self.keys.iter().all(leads) {
            true => Ok(()),
            false => Err("a key of System V IPC leads to the wrong object".to_string()),
        }
    }
}

fn id_of(seq: u32, slot: u32) -> IpcId {
    IpcId((seq * SLOTS + slot) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Named for Perm {
        fn perm(&self) -> &Perm {
            self
        }

        fn perm_mut(&mut self) -> &mut Perm {
            self
        }
    }

    const ALICE: Asker = Asker { uid: Uid(1000), gid: Gid(1000), groups: &[Gid(7)], privileged: false };

    #[test]
    fn identifiers_move_on() {
        let mut all = Registry::new(100);
        let new = |all: &mut Registry<Perm>, key| all.insert(key, Perm::new(ALICE, 0o640)).unwrap();
        assert_eq!((new(&mut all, 5), new(&mut all, 6)), (IpcId(0), IpcId(1)));
        all.remove(IpcId(0)).unwrap();
        assert_eq!(all.get(IpcId(0)).err(), Some(Errno::EINVAL));
        assert_eq!(all.find(5, false, false), Err(Errno::ENOENT));
        for n in 2..64 {
            assert_eq!(new(&mut all, IPC_PRIVATE), IpcId(n));
            all.remove(IpcId(n)).unwrap();
        }
        // Slot 0 again, with the next sequence number.
        assert_eq!(new(&mut all, 5), IpcId(32_768));
        assert_eq!(all.find(5, true, true), Err(Errno::EEXIST));
        assert_eq!(all.find(5, true, false), Ok(Found::Existing(IpcId(32_768))));
        assert_eq!(all.at_slot(0), Ok(IpcId(32_768)));
        for wrong in [-1, 0, 32_769, 65_536, i32::MIN] {
            assert_eq!(all.get(IpcId(wrong)).err(), Some(Errno::EINVAL), "{wrong}");
        }
        all.check().unwrap();
    }

    #[test]
    fn one_class_counts() {
        let perm = Perm { uid: Uid(1), cuid: Uid(1), gid: Gid(7), cgid: Gid(1), ..Perm::new(ALICE, 0o024) };
        // In the group: may write only.
        assert_eq!(perm.permits(ALICE, 0o222), Ok(()));
        assert_eq!(perm.permits(ALICE, 0o444), Err(Errno::EACCES));
        // Others: may read only.
        let other = Asker { groups: &[], ..ALICE };
        assert_eq!((perm.permits(other, 0o444), perm.permits(other, 0o222)), (Ok(()), Err(Errno::EACCES)));
        assert_eq!(perm.controls(other), Err(Errno::EPERM));
        assert_eq!(perm.permits(Asker { privileged: true, ..other }, 0o666), Ok(()));
    }
}
