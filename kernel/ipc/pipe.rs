//! The buffer of a pipe or FIFO as a plain object (pipe(7), fifo(7)): it knows no process and wakes nobody.
//!
//! Linux's pipe is a ring of page-sized slots, 16 by default, not a ring of bytes: a write takes a fresh page for each
//! 4096 bytes, a small write is merged into the last page when it fits behind the data there, and a slot comes free
//! only when its page has been read to the end. Programs can see it (PIPE-15 to 17, 30 to 32), so it is modelled.
//!
//! Entry points: [`Pipes::write`], [`Pipes::read`], [`Pipes::open`], [`Pipes::close`], [`Pipes::resize`]. What must
//! be woken follows from the answers: a reader when data came into an empty pipe, a writer when a slot of a full
//! pipe came free, everybody when one side is gone.

use super::page::{PAGE_SIZE, PageBuf, PagePool};
use crate::abi::{Errno, PipeId, Uid};
use crate::table::Table;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Slots of a new pipe: 64 KiB.
pub const DEFAULT_SLOTS: u32 = 16;
/// Slots of a new pipe whose user has used up the soft limit.
const SLOTS_OVER_LIMIT: u32 = 2;
/// Most page slots all pipes of an unprivileged user get at full size (/proc/sys/fs/pipe-user-pages-soft).
const USER_SLOTS_SOFT: u32 = 16_384;
/// Largest capacity in bytes an unprivileged user may set (/proc/sys/fs/pipe-max-size).
pub const MAX_SIZE: u64 = 1_048_576;

/// Which ends of a pipe an open file description holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Ends {
    /// Opened for reading.
    Read,
    /// Opened for writing.
    Write,
    /// A FIFO opened for reading and writing (Linux allows it).
    Both,
}

impl Ends {
    /// May it read?
    pub fn reads(self) -> bool {
        self != Ends::Write
    }

    /// May it write?
    pub fn writes(self) -> bool {
        self != Ends::Read
    }
}

/// How a write's bytes are laid into the pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// The call's first try: the odd bytes (`total % 4096`) go behind the data of the last page if they fit there.
    Merge,
    /// A call that slept goes on: only fresh pages.
    Append,
    /// O_DIRECT: each page is a packet that one read takes, and what that read has no room for is lost.
    Packet,
}

/// What a write did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pushed {
    /// Bytes that went in.
    pub n: u64,
    /// The pipe was empty before: a sleeping reader has to be woken.
    pub was_empty: bool,
    /// No slot is free now.
    pub full: bool,
    /// EPIPE: nobody has it open for reading. ENOMEM: all pipes hold too much. Otherwise the source could not be read; `n` bytes had gone in before.
    pub fault: Option<Errno>,
}

/// What a read did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pulled {
    /// Bytes that came out.
    pub n: u64,
    /// A slot of a full pipe came free: a sleeping writer has to be woken.
    pub made_room: bool,
    /// No data is left.
    pub empty: bool,
    /// Somebody has it open for writing, so that an empty pipe is not at its end.
    pub has_writers: bool,
    /// The destination could not be written; `n` bytes had come out before.
    pub fault: Option<Errno>,
}

/// The buffer of one pipe or FIFO and how many descriptions have it open.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Pipe {
    slots: VecDeque<PageBuf>,
    /// How many slots there are.
    max_slots: u32,
    /// Open file descriptions that can read, and FIFO opens for reading that wait for a writer.
    pub readers: u32,
    /// Open file descriptions that can write, and FIFO opens for writing that wait for a reader.
    pub writers: u32,
    /// Opens for reading ever. A FIFO's writer waits for this to change, so that a reader that has come and gone
    /// meanwhile lets it go on as well.
    pub reader_opens: u32,
    /// Opens for writing ever.
    pub writer_opens: u32,
    /// Whose slot account it is charged to.
    owner: Uid,
}

impl Pipe {
    /// Is there no data?
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Is no slot free? (A small write may still merge into the last page.)
    #[inline]
    pub fn is_full(&self) -> bool {
        self.slots.len() >= self.max_slots as usize
    }

    /// Bytes of data in it, as FIONREAD tells.
    pub fn bytes(&self) -> u64 {
        self.slots.iter().map(|slot| slot.len() as u64).sum()
    }

    /// Capacity in bytes, as F_GETPIPE_SZ tells.
    pub fn capacity(&self) -> u64 {
        u64::from(self.max_slots) * PAGE_SIZE as u64
    }

    /// The data in order, without taking it out (for looking in).
    pub fn peek(&self) -> impl Iterator<Item = &[u8]> + '_ {
        self.slots.iter().map(PageBuf::data)
    }

    /// How many page slots hold data.
    pub fn used_slots(&self) -> usize {
        self.slots.len()
    }
}

/// All pipe buffers of a machine.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Pipes {
    pipes: Table<Pipe>,
    #[serde(skip)]
    pool: PagePool,
    /// Slots charged to each user, in the order of first use.
    charged: Vec<(Uid, u32)>,
    /// Pages that hold data.
    held: u64,
    /// Most pages that may hold data at once.
    max_pages: u64,
}

impl Default for Pipes {
    fn default() -> Self {
        Pipes::new(u64::MAX)
    }
}

impl Pipes {
    /// No pipes; together they may hold `max_pages` pages of data.
    pub fn new(max_pages: u64) -> Self {
        Pipes { pipes: Table::new(), pool: PagePool::default(), charged: Vec::new(), held: 0, max_pages }
    }

    /// A new, empty buffer with no ends open. Unprivileged users beyond their soft limit get two slots instead of 16.
    pub fn create(&mut self, owner: Uid) -> PipeId {
        let used = self.charged.iter().find(|(uid, _)| *uid == owner).map_or(0, |(_, n)| *n);
        let over = owner.0 != 0 && used + DEFAULT_SLOTS > USER_SLOTS_SOFT;
        let max_slots = if over { SLOTS_OVER_LIMIT } else { DEFAULT_SLOTS };
        self.charge(owner, i64::from(max_slots));
        let pipe =
            Pipe { slots: VecDeque::new(), max_slots, readers: 0, writers: 0, reader_opens: 0, writer_opens: 0, owner };
        PipeId(self.pipes.insert(pipe))
    }

    /// The buffer with this key; keys come from live open file descriptions.
    #[inline]
    pub fn get(&self, id: PipeId) -> Option<&Pipe> {
        self.pipes.get(id.0)
    }

    /// All buffers.
    pub fn iter(&self) -> impl Iterator<Item = (PipeId, &Pipe)> + '_ {
        self.pipes.iter().map(|(key, pipe)| (PipeId(key), pipe))
    }

    /// Writes up to `total` bytes, fetched in order through `fill`, one call a page at most. Stops when no slot is free or `fill` fails.
    #[inline(always)]
    pub fn write(
        &mut self,
        id: PipeId,
        total: u64,
        mode: Mode,
        mut fill: impl FnMut(&mut [u8]) -> Result<(), Errno>,
    ) -> Pushed {
        let Some(pipe) = self.pipes.get_mut(id.0) else {
            return Pushed { n: 0, was_empty: false, full: false, fault: Some(Errno::EBADF) };
        };
        let mut done = Pushed { n: 0, was_empty: pipe.slots.is_empty(), full: false, fault: None };
        if pipe.readers == 0 {
            return Pushed { fault: Some(Errno::EPIPE), full: pipe.is_full(), ..done };
        }
        let odd = total as usize % PAGE_SIZE;
        if mode == Mode::Merge
            && odd > 0
            && let Some(last) = pipe.slots.back_mut().filter(|last| odd <= last.room() && !last.packet)
        {
            if let Err(errno) = fill(last.tail(odd)) {
                done.fault = Some(errno);
                done.full = pipe.is_full();
                return done;
            }
            last.grow(odd);
            done.n = odd as u64;
        }
        while done.n < total && !pipe.is_full() {
            if self.held >= self.max_pages {
                done.fault = Some(Errno::ENOMEM);
                break;
            }
            let mut page = self.pool.take();
            let n = (total - done.n).min(PAGE_SIZE as u64) as usize;
            if let Err(errno) = fill(page.tail(n)) {
                self.pool.give(page);
                done.fault = Some(errno);
                break;
            }
            page.grow(n);
            page.packet = mode == Mode::Packet;
            pipe.slots.push_back(page);
            self.held += 1;
            done.n += n as u64;
        }
        done.full = pipe.is_full();
        done
    }

    /// Reads up to `want` bytes, handed out in order through `drain`, one call a page at most. Stops when the pipe is
    /// empty or `drain` fails; the bytes of a failed piece stay in the pipe.
    #[inline(always)]
    pub fn read(&mut self, id: PipeId, want: u64, mut drain: impl FnMut(&[u8]) -> Result<(), Errno>) -> Pulled {
        let mut done = Pulled { n: 0, made_room: false, empty: true, has_writers: false, fault: None };
        let Some(pipe) = self.pipes.get_mut(id.0) else {
            done.fault = Some(Errno::EBADF);
            return done;
        };
        while done.n < want {
            let full = pipe.slots.len() >= pipe.max_slots as usize;
            let Some(first) = pipe.slots.front_mut() else { break };
            let n = (want - done.n).min(first.len() as u64) as usize;
            if let Err(errno) = drain(&first.data()[..n]) {
                done.fault = Some(errno);
                break;
            }
            let packet = first.packet;
            first.consume(if packet { first.len() } else { n });
            done.n += n as u64;
            if first.is_empty() {
                done.made_room |= full;
                if let Some(page) = pipe.slots.pop_front() {
                    self.held -= 1;
                    self.pool.give(page);
                }
            }
            if packet {
                break;
            }
        }
        (done.empty, done.has_writers) = (pipe.slots.is_empty(), pipe.writers > 0);
        done
    }

    /// Takes the first `n` bytes away, whose copies have gone elsewhere (splice(2)): what they leave of a packet stays one.
    /// Tells whether a full pipe has room again.
    pub fn discard(&mut self, id: PipeId, n: u64) -> bool {
        let Some(pipe) = self.pipes.get_mut(id.0) else { return false };
        let (mut left, was_full) = (n, pipe.is_full());
        while let Some(first) = pipe.slots.front_mut().filter(|_| left > 0) {
            let taken = left.min(first.len() as u64);
            first.consume(taken as usize);
            left -= taken;
            if first.is_empty()
                && let Some(page) = pipe.slots.pop_front()
            {
                self.held -= 1;
                self.pool.give(page);
            }
        }
        was_full && !pipe.is_full()
    }

    /// One more open file description (or FIFO open in progress) holds these ends.
    pub fn open(&mut self, id: PipeId, ends: Ends) {
        if let Some(pipe) = self.pipes.get_mut(id.0) {
            pipe.readers += u32::from(ends.reads());
            pipe.writers += u32::from(ends.writes());
            pipe.reader_opens = pipe.reader_opens.wrapping_add(u32::from(ends.reads()));
            pipe.writer_opens = pipe.writer_opens.wrapping_add(u32::from(ends.writes()));
        }
    }

    /// An open file description with these ends is gone.
    pub fn close(&mut self, id: PipeId, ends: Ends) -> Closed {
        let Some(pipe) = self.pipes.get_mut(id.0) else { return Closed::Nothing };
        pipe.readers = pipe.readers.saturating_sub(u32::from(ends.reads()));
        pipe.writers = pipe.writers.saturating_sub(u32::from(ends.writes()));
        match (pipe.readers, pipe.writers) {
            (0, 0) => {
                let Some(pipe) = self.pipes.remove(id.0) else { return Closed::Nothing };
                self.charge(pipe.owner, -i64::from(pipe.max_slots));
                self.held -= pipe.slots.len() as u64;
                for page in pipe.slots {
                    self.pool.give(page);
                }
                Closed::Freed
            }
            (0, _) | (_, 0) => Closed::OneSided,
            _ => Closed::Nothing,
        }
    }

    /// Changes the capacity to `size` bytes rounded up to a power of two of pages (F_SETPIPE_SZ); gives the new
    /// capacity. EBUSY if the data needs more slots, EPERM for more than [`MAX_SIZE`] without privilege, EINVAL
    /// for 2 GiB and more.
    pub fn resize(&mut self, id: PipeId, size: u64, privileged: bool) -> Result<u64, Errno> {
        let pipe = self.pipes.get_mut(id.0).ok_or(Errno::EBADF)?;
        if size > 1 << 31 {
            return Err(Errno::EINVAL);
        }
        let rounded = size.max(PAGE_SIZE as u64).next_power_of_two();
        let slots = (rounded / PAGE_SIZE as u64) as u32;
        if slots > pipe.max_slots && rounded > MAX_SIZE && !privileged {
            return Err(Errno::EPERM);
        }
        let (owner, old) = (pipe.owner, pipe.max_slots);
        let used = self.charged.iter().find(|(uid, _)| *uid == owner).map_or(0, |(_, n)| *n);
        if slots > old && !privileged && used - old.min(used) + slots > USER_SLOTS_SOFT {
            return Err(Errno::EPERM);
        }
        if (slots as usize) < pipe.slots.len() {
            return Err(Errno::EBUSY);
        }
        pipe.max_slots = slots;
        self.charge(owner, i64::from(slots) - i64::from(old));
        Ok(rounded)
    }

    /// Pages that hold data, of all pipes together.
    pub fn pages_held(&self) -> u64 {
        self.held
    }

    fn charge(&mut self, owner: Uid, slots: i64) {
        match self.charged.iter_mut().find(|(uid, _)| *uid == owner) {
            Some((_, n)) => *n = (i64::from(*n) + slots).clamp(0, i64::from(u32::MAX)) as u32,
            None => self.charged.push((owner, slots.clamp(0, i64::from(u32::MAX)) as u32)),
        }
    }

    /// What is wrong with the buffers themselves, for [`crate::Kernel::check`].
    pub fn check(&self) -> Result<(), String> {
        for (key, pipe) in self.pipes.iter() {
            if pipe.readers == 0 && pipe.writers == 0 {
                return Err(format!("pipe {key} has no end open and still exists"));
            }
            if pipe.slots.iter().any(PageBuf::is_empty) {
                return Err(format!("pipe {key} holds an empty page"));
            }
            if pipe.slots.len() > pipe.max_slots as usize {
                return Err(format!("pipe {key} holds more pages than it has slots"));
            }
        }
        let held: u64 = self.pipes.iter().map(|(_, pipe)| pipe.slots.len() as u64).sum();
        if held != self.held {
            return Err(format!("pipes hold {held} pages, counted {}", self.held));
        }
        for (uid, charged) in &self.charged {
            let slots: u32 = self.pipes.iter().filter(|(_, p)| p.owner == *uid).map(|(_, p)| p.max_slots).sum();
            if slots != *charged {
                return Err(format!("uid {uid} is charged {charged} pipe slots and has {slots}"));
            }
        }
        Ok(())
    }
}

/// What closing an end changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Closed {
    /// Both sides still have somebody.
    Nothing,
    /// One side has nobody now: all sleepers of both sides have to look again.
    OneSided,
    /// Nobody has it open any more; the buffer and its data are gone.
    Freed,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::VecDeque;

    /// A pipe with both ends open.
    fn pipe() -> (Pipes, PipeId) {
        let mut pipes = Pipes::default();
        let id = pipes.create(Uid(1000));
        pipes.open(id, Ends::Read);
        pipes.open(id, Ends::Write);
        (pipes, id)
    }

    /// Writes `n` bytes numbered on from `*next`.
    fn put(pipes: &mut Pipes, id: PipeId, n: u64, next: &mut u64) -> Pushed {
        pipes.write(id, n, Mode::Merge, |page| {
            page.iter_mut().for_each(|b| {
                *b = *next as u8;
                *next += 1;
            });
            Ok(())
        })
    }

    fn take(pipes: &mut Pipes, id: PipeId, n: u64) -> (Pulled, Vec<u8>) {
        let mut out = Vec::new();
        let pulled = pipes.read(id, n, |data| {
            out.extend_from_slice(data);
            Ok(())
        });
        (pulled, out)
    }

    #[test]
    fn pipe_06_holds_16_pages_and_pipe_13_takes_what_fits() {
        let (mut pipes, id) = pipe();
        let pushed = put(&mut pipes, id, 70_000, &mut 0);
        // 70,000 is 17 pages and a bit: the bit does not go first, as the pipe is empty.
        assert_eq!(pushed, Pushed { n: 65_536, was_empty: true, full: true, fault: None });
        assert_eq!(put(&mut pipes, id, 1, &mut 0).n, 0, "PIPE-14");
    }

    #[test]
    fn pipe_16_a_slot_is_free_only_when_its_page_is_read_to_the_end() {
        let (mut pipes, id) = pipe();
        put(&mut pipes, id, 65_536, &mut 0);
        assert!(!take(&mut pipes, id, 4095).0.made_room);
        assert_eq!(put(&mut pipes, id, 1, &mut 0).n, 0);
        assert!(take(&mut pipes, id, 1).0.made_room);
        assert_eq!(put(&mut pipes, id, 4096, &mut 0).n, 4096, "PIPE-17");
    }

    #[test]
    fn pipe_30_small_writes_share_a_page() {
        let (mut pipes, id) = pipe();
        let written: u64 = (0..70_000).map(|_| put(&mut pipes, id, 1, &mut 0).n).sum();
        assert_eq!(written, 65_536);
    }

    #[test]
    fn pipe_31_and_32_writes_that_do_not_fit_behind_take_a_page_each() {
        for size in [4000, 3000] {
            let (mut pipes, id) = pipe();
            let fit = (0..40).filter(|_| put(&mut pipes, id, size, &mut 0).n == size).count();
            assert_eq!(fit, 16, "{size}");
        }
    }

    #[test]
    fn pipe_08_and_09_a_stream_of_what_is_there() {
        let (mut pipes, id) = pipe();
        let mut next = 0;
        put(&mut pipes, id, 3, &mut next);
        put(&mut pipes, id, 4, &mut next);
        assert_eq!(take(&mut pipes, id, 5).1, [0, 1, 2, 3, 4]);
        let (pulled, data) = take(&mut pipes, id, 100);
        assert_eq!((data.as_slice(), pulled.empty), ([5, 6].as_slice(), true));
        assert_eq!(take(&mut pipes, id, 100).0.n, 0);
    }

    #[test]
    fn pipe_35_and_36_capacity_changes() {
        let (mut pipes, id) = pipe();
        assert_eq!(pipes.resize(id, 0, false), Ok(4096));
        assert_eq!(pipes.resize(id, 5000, false), Ok(8192));
        assert_eq!(pipes.resize(id, 1 << 20, false), Ok(1 << 20));
        assert_eq!(pipes.resize(id, (1 << 20) + 1, false), Err(Errno::EPERM));
        assert_eq!(pipes.resize(id, 1 << 21, true), Ok(1 << 21));
        assert_eq!(pipes.resize(id, u64::MAX, true), Err(Errno::EINVAL));
        put(&mut pipes, id, 8193, &mut 0);
        assert_eq!(pipes.resize(id, 8192, true), Err(Errno::EBUSY));
        assert_eq!(pipes.resize(id, 12_288, true), Ok(16_384));
        assert_eq!(pipes.check(), Ok(()));
    }

    #[test]
    fn unprivileged_users_get_small_pipes_beyond_their_soft_limit() {
        let mut pipes = Pipes::default();
        let ids: Vec<_> = (0..1025).map(|_| pipes.create(Uid(1000))).collect();
        let capacity = |pipes: &Pipes, id| pipes.get(id).map(Pipe::capacity);
        assert_eq!(capacity(&pipes, ids[1023]), Some(65_536));
        assert_eq!(capacity(&pipes, ids[1024]), Some(8192));
        let other = pipes.create(Uid(0));
        assert_eq!(capacity(&pipes, other), Some(65_536));
    }

    #[test]
    fn a_fault_keeps_what_was_moved_before_it() {
        let (mut pipes, id) = pipe();
        let mut calls = 0;
        let pushed = pipes.write(id, 10_000, Mode::Merge, |page| {
            calls += 1;
            page.fill(7);
            if calls == 2 { Err(Errno::EFAULT) } else { Ok(()) }
        });
        assert_eq!((pushed.n, pushed.fault), (4096, Some(Errno::EFAULT)));
        let pulled = pipes.read(id, 10, |_| Err(Errno::EFAULT));
        assert_eq!((pulled.n, pulled.fault), (0, Some(Errno::EFAULT)));
        assert_eq!(take(&mut pipes, id, 10_000).0.n, 4096);
    }

    #[test]
    fn all_pipes_together_are_limited() {
        let mut pipes = Pipes::new(3);
        let id = pipes.create(Uid(1000));
        pipes.open(id, Ends::Both);
        let pushed = put(&mut pipes, id, 5 * 4096, &mut 0);
        assert_eq!((pushed.n, pushed.fault), (3 * 4096, Some(Errno::ENOMEM)));
        take(&mut pipes, id, 4096);
        assert_eq!(put(&mut pipes, id, 4096, &mut 0).n, 4096);
        assert_eq!(pipes.check(), Ok(()));
    }

    #[test]
    fn packets_are_read_one_at_a_time() {
        let (mut pipes, id) = pipe();
        for n in [5, 6] {
            pipes.write(id, n, Mode::Packet, |page| {
                page.fill(n as u8);
                Ok(())
            });
        }
        assert_eq!(take(&mut pipes, id, 3).1, [5, 5, 5]);
        assert_eq!(take(&mut pipes, id, 100).1, [6; 6]);
    }

    #[test]
    fn fifo_14_data_goes_with_the_last_end() {
        let (mut pipes, id) = pipe();
        put(&mut pipes, id, 10, &mut 0);
        assert_eq!(pipes.close(id, Ends::Read), Closed::OneSided);
        assert_eq!(pipes.close(id, Ends::Write), Closed::Freed);
        assert!(pipes.get(id).is_none());
        assert_eq!(pipes.check(), Ok(()));
    }

    /// The rule of slots, as simply as it can be said: pages as vectors with how far each has been read.
    #[derive(Default)]
    struct Model {
        pages: VecDeque<(usize, Vec<u8>)>,
    }

    impl Model {
        fn write(&mut self, data: &[u8]) -> usize {
            let mut done = 0;
            let odd = data.len() % PAGE_SIZE;
            if let Some((_, last)) = self.pages.back_mut()
                && odd > 0
                && last.len() + odd <= PAGE_SIZE
            {
                last.extend_from_slice(&data[..odd]);
                done = odd;
            }
            while done < data.len() && self.pages.len() < 16 {
                let n = (data.len() - done).min(PAGE_SIZE);
                self.pages.push_back((0, data[done..done + n].to_vec()));
                done += n;
            }
            done
        }

        fn read(&mut self, want: usize) -> Vec<u8> {
            let mut out = Vec::new();
            while let Some((at, page)) = self.pages.front_mut()
                && out.len() < want
            {
                let n = (want - out.len()).min(page.len() - *at);
                out.extend_from_slice(&page[*at..*at + n]);
                *at += n;
                if *at == page.len() {
                    self.pages.pop_front();
                }
            }
            out
        }
    }

    proptest! {
        /// Bytes come out in order, none lost and none made up, and the slot rule decides how many go in.
        #[test]
        fn agrees_with_pages_as_vectors(ops in prop::collection::vec(
            (any::<bool>(), prop_oneof![0u64..20, 0u64..5000, 0u64..80_000, Just(4096u64)]), 1..120))
        {
            let (mut pipes, id) = pipe();
            let mut model = Model::default();
            let mut next = 0u64;
            for (write, n) in ops {
                let was_empty = model.pages.is_empty();
                let was_full = model.pages.len() == 16;
                if write {
                    let data: Vec<u8> = (next..next + n).map(|b| b as u8).collect();
                    let mut fed = next;
                    let pushed = put(&mut pipes, id, n, &mut fed);
                    prop_assert_eq!(pushed.n, model.write(&data) as u64);
                    prop_assert_eq!(pushed.was_empty, was_empty);
                    prop_assert_eq!(pushed.full, model.pages.len() == 16);
                    next += pushed.n;
                } else {
                    let (pulled, data) = take(&mut pipes, id, n);
                    prop_assert_eq!(&data, &model.read(n as usize));
                    prop_assert_eq!(pulled.n, data.len() as u64);
                    prop_assert_eq!(pulled.empty, model.pages.is_empty());
                    prop_assert_eq!(pulled.made_room, was_full && model.pages.len() < 16);
                }
                prop_assert_eq!(pipes.check(), Ok(()));
            }
        }
    }
}
