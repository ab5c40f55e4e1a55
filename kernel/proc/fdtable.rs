//! The descriptor table of a process: small integers to open file descriptions (dup(2), fcntl(2), open(2)).
//!
//! Entry points: [`FdTable::get`], [`FdTable::alloc`] (lowest free), [`FdTable::install`], [`FdTable::remove`]; and of
//! the kernel, [`Kernel::fd_table_clone`] (fork), [`Kernel::fd_table_release`] (exit),
//! [`Kernel::fd_table_close_on_exec`] (exec). A table counts its users; each entry is one reference to its file.

use crate::Kernel;
use crate::abi::ids::FdTableId;
use crate::abi::{Errno, Fd, FileId};
use serde::{Deserialize, Serialize};

/// One open descriptor.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct FdEntry {
    /// The open file description that it refers to; the entry holds one reference.
    pub file: FileId,
    /// FD_CLOEXEC: a property of the descriptor, not of the description.
    pub cloexec: bool,
}

/// Descriptors of one process, or of several that share the table.
///
/// A bit map beside the entries makes "lowest free" a matter of a few words even with 10,000 descriptors; the
/// first 64 bits are inline, so that copying a usual table at fork is one small vector.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct FdTable {
    entries: Vec<Option<FdEntry>>,
    /// Which of the descriptors 0 to 63 are in use.
    low: u64,
    /// Which of the descriptors from 64 on are in use, 64 a word; missing words are zero.
    high: Vec<u64>,
    /// How many tasks use this table.
    pub users: u32,
}

impl Default for FdTable {
    fn default() -> Self {
        FdTable::new()
    }
}

impl FdTable {
    /// An empty table with one user.
    pub fn new() -> Self {
        FdTable { entries: Vec::new(), low: 0, high: Vec::new(), users: 1 }
    }

    /// The entry of an open descriptor, or EBADF.
    #[inline]
    pub fn get(&self, fd: Fd) -> Result<FdEntry, Errno> {
        match self.entries.get(fd.0 as u32 as usize) {
            Some(Some(entry)) => Ok(*entry),
            _ => Err(Errno::EBADF),
        }
    }

    /// Sets or clears FD_CLOEXEC; EBADF if the descriptor is not open.
    pub fn set_cloexec(&mut self, fd: Fd, cloexec: bool) -> Result<(), Errno> {
        match self.entries.get_mut(fd.0 as u32 as usize) {
            Some(Some(entry)) => {
                entry.cloexec = cloexec;
                Ok(())
            }
            _ => Err(Errno::EBADF),
        }
    }

    /// The lowest free number that is at least `min` and below `limit` (RLIMIT_NOFILE), or EMFILE.
    pub fn lowest_free(&self, min: u32, limit: u64) -> Result<Fd, Errno> {
        let mut word = (min / 64) as usize;
        let mut taken = self.word(word) | ((1u64 << (min % 64)) - 1);
        // Beyond the last word everything is free, so this ends.
        while taken == u64::MAX {
            word += 1;
            taken = self.word(word);
        }
        let fd = word as u64 * 64 + u64::from(taken.trailing_ones());
        if fd < limit.min(i32::MAX as u64) { Ok(Fd(fd as i32)) } else { Err(Errno::EMFILE) }
    }

    /// Puts `entry` at the lowest free number that is at least `min` and below `limit`, or fails with EMFILE.
    #[inline]
    pub fn alloc(&mut self, min: u32, limit: u64, entry: FdEntry) -> Result<Fd, Errno> {
        let fd = self.lowest_free(min, limit)?;
        self.install(fd, entry);
        Ok(fd)
    }

    /// Puts `entry` at exactly `fd` (not negative, checked against the limit by the caller); gives back what was there,
    /// whose reference the caller drops.
    pub fn install(&mut self, fd: Fd, entry: FdEntry) -> Option<FdEntry> {
        let index = fd.0.max(0) as usize;
        if index >= self.entries.len() {
            self.entries.resize(index + 1, None);
        }
        self.mark(index, true);
        self.entries[index].replace(entry)
    }

    /// Takes the entry out; the caller drops its reference. EBADF if the descriptor is not open.
    #[inline]
    pub fn remove(&mut self, fd: Fd) -> Result<FdEntry, Errno> {
        let index = fd.0 as u32 as usize;
        match self.entries.get_mut(index).and_then(Option::take) {
            Some(entry) => {
                self.mark(index, false);
                Ok(entry)
            }
            None => Err(Errno::EBADF),
        }
    }

    /// The open descriptors in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = (Fd, FdEntry)> + '_ {
        self.entries.iter().enumerate().filter_map(|(i, e)| e.map(|e| (Fd(i as i32), e)))
    }

    /// How many descriptors the table has room for: at least 64, doubled as Linux's table grows (select(2) looks no
    /// further).
    pub fn size(&self) -> usize {
        self.entries.len().max(64).next_power_of_two()
    }

    /// How many descriptors are open.
    pub fn open_count(&self) -> usize {
        self.low.count_ones() as usize + self.high.iter().map(|w| w.count_ones() as usize).sum::<usize>()
    }

    /// Does the bit map agree with the entries?
    pub fn is_consistent(&self) -> bool {
        let bits =
            self.entries.iter().enumerate().all(|(i, e)| e.is_some() == (self.word(i / 64) >> (i % 64) & 1 == 1));
        bits && self.open_count() == self.iter().count()
    }

    fn word(&self, word: usize) -> u64 {
        if word == 0 { self.low } else { self.high.get(word - 1).copied().unwrap_or(0) }
    }

    fn mark(&mut self, index: usize, used: bool) {
        let word = if index < 64 {
            &mut self.low
        } else {
            let at = index / 64 - 1;
            if at >= self.high.len() {
                self.high.resize(at + 1, 0);
            }
            &mut self.high[at]
        };
        let bit = 1u64 << (index % 64);
        if used { *word |= bit } else { *word &= !bit }
    }
}

impl Kernel {
    /// A copy of a table for a forked child: every entry is a new reference to the *same* open file description.
    pub fn fd_table_clone(&mut self, id: FdTableId) -> FdTableId {
        let mut table = self.procs.fd_tables.get(id.0).cloned().unwrap_or_default();
        table.users = 1;
        for entry in table.entries.iter().flatten() {
            self.vfs.file_get(entry.file);
        }
        FdTableId(self.procs.fd_tables.insert(table))
    }

    /// One more task shares the table (CLONE_FILES).
    pub fn fd_table_share(&mut self, id: FdTableId) {
        if let Some(table) = self.procs.fd_tables.get_mut(id.0) {
            table.users += 1;
        }
    }

    /// The task's own table from now on: a copy, if others use it as well.
    pub fn fd_table_unshare(&mut self, tid: crate::abi::Tid, id: FdTableId) -> FdTableId {
        if self.procs.fd_tables.get(id.0).is_none_or(|table| table.users <= 1) {
            return id;
        }
        let own = self.fd_table_clone(id);
        self.fd_table_release(id);
        self.procs.task_mut(tid).fds = own;
        own
    }

    /// A user of the table is gone; the last one closes all descriptors, lowest first.
    pub fn fd_table_release(&mut self, id: FdTableId) {
        let Some(table) = self.procs.fd_tables.get_mut(id.0) else { return };
        table.users = table.users.saturating_sub(1);
        if table.users > 0 {
            return;
        }
        let Some(table) = self.procs.fd_tables.remove(id.0) else { return };
        for entry in table.entries.into_iter().flatten() {
            self.descriptor_closed(id, entry.file);
        }
    }

    /// exec: closes the descriptors that have FD_CLOEXEC set. The table must not be shared any more.
    pub fn fd_table_close_on_exec(&mut self, id: FdTableId) {
        let Some(table) = self.procs.fd_tables.get(id.0) else { return };
        let closing: Vec<Fd> = table.iter().filter(|(_, e)| e.cloexec).map(|(fd, _)| fd).collect();
        for fd in closing {
            let removed = self.procs.fd_tables.get_mut(id.0).map(|t| t.remove(fd));
            if let Some(Ok(entry)) = removed {
                self.descriptor_closed(id, entry.file);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn entry(n: u32) -> FdEntry {
        FdEntry { file: FileId(n), cloexec: false }
    }

    #[test]
    fn fd_01_lowest_free_number_is_handed_out() {
        let mut table = FdTable::new();
        for n in 0..200 {
            assert_eq!(table.alloc(0, 1024, entry(n)), Ok(Fd(n as i32)));
        }
        for fd in [150, 3, 70] {
            table.remove(Fd(fd)).unwrap();
        }
        for fd in [3, 70, 150, 200] {
            assert_eq!(table.alloc(0, 1024, entry(0)), Ok(Fd(fd)));
        }
    }

    #[test]
    fn fd_07_minimum_and_fd_24_limit() {
        let mut table = FdTable::new();
        assert_eq!(table.alloc(10, 12, entry(1)), Ok(Fd(10)));
        assert_eq!(table.alloc(10, 12, entry(1)), Ok(Fd(11)));
        assert_eq!(table.alloc(10, 12, entry(1)), Err(Errno::EMFILE));
        assert_eq!(table.alloc(0, 12, entry(1)), Ok(Fd(0)));
    }

    #[test]
    fn fd_19_negative_and_closed_numbers_are_bad() {
        let mut table = FdTable::new();
        assert_eq!(table.get(Fd(-1)), Err(Errno::EBADF));
        assert_eq!(table.get(Fd(i32::MIN)), Err(Errno::EBADF));
        assert_eq!(table.remove(Fd(0)), Err(Errno::EBADF));
        assert_eq!(table.set_cloexec(Fd(7), true), Err(Errno::EBADF));
    }

    proptest! {
        /// Against a map: the lowest free number at or above the minimum, entries where they were put.
        #[test]
        fn agrees_with_a_map(ops in prop::collection::vec((0u8..4, 0u32..300), 1..400)) {
            let (mut table, mut model) = (FdTable::new(), BTreeMap::<i32, FdEntry>::new());
            for (n, (op, arg)) in ops.into_iter().enumerate() {
                let new = entry(n as u32);
                match op {
                    0 | 1 => {
                        let min = if op == 0 { 0 } else { arg };
                        let want = (min as i32..256).find(|fd| !model.contains_key(fd));
                        let got = table.alloc(min, 256, new);
                        prop_assert_eq!(got.ok().map(|fd| fd.0), want);
                        if let Some(fd) = want { model.insert(fd, new); }
                    }
                    2 => prop_assert_eq!(table.install(Fd(arg as i32), new), model.insert(arg as i32, new)),
                    _ => prop_assert_eq!(table.remove(Fd(arg as i32)).ok(), model.remove(&(arg as i32))),
                }
                prop_assert!(table.is_consistent());
            }
            prop_assert_eq!(table.iter().map(|(fd, e)| (fd.0, e)).collect::<Vec<_>>(), model.into_iter().collect::<Vec<_>>());
        }
    }
}
