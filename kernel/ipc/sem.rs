//! A set of System V semaphores as a plain object (semop(2)): values, all-or-nothing operations, those who wait, and what
//! is to be undone when a process ends. It knows no process: waiters and the owners of undo values are numbers.
//!
//! Who is woken in which order is Linux's (ipc/sem.c): each semaphore has a queue of waiting changes and one of waiting
//! tests for zero; as soon as a call with several operations waits, all changes stand in one queue of the set, until no
//! such call waits any more.
//!
//! Entry points: [`Set::operate`], [`Set::wait`], [`Set::set_value`], [`Set::set_all`], [`Set::undo_all_of`]. Those that
//! change values collect whose calls are complete in [`Finished`].

use super::list::{List, Nodes};
use super::registry::{Asker, Named, Perm};
use crate::abi::Errno;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Largest value (SEMVMX).
pub const VALUE_MAX: i32 = 32_767;
/// Most semaphores of a set (SEMMSL).
pub const SET_MAX: i32 = 32_000;
/// Most operations of a call (SEMOPM).
pub const OPERATIONS_MAX: u64 = 500;
/// Most sets (SEMMNI).
pub const SETS_MAX: u32 = 32_000;
/// Most semaphores in all sets (SEMMNS).
pub const SEMAPHORES_MAX: u64 = 1_024_000_000;
/// Flag: do not wait.
pub const IPC_NOWAIT: i16 = 0o4000;
/// Flag: undo it when the process ends.
pub const SEM_UNDO: i16 = 0x1000;

/// One operation (`struct sembuf`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Operation {
    pub num: u16,
    pub op: i16,
    pub flags: i16,
}

/// The operations of a call; one is the rule.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Operations {
    /// One.
    One([Operation; 1]),
    /// Several.
    Many(Vec<Operation>),
}

impl Operations {
    /// All of them, in order.
    #[inline]
    pub fn list(&self) -> &[Operation] {
        match self {
            Operations::One(one) => one,
            Operations::Many(many) => many,
        }
    }

    /// Is there one that changes a value?
    #[inline]
    pub fn alters(&self) -> bool {
        self.any(|op| op.op != 0)
    }

    /// Does one ask to be undone?
    #[inline]
    pub fn undoes(&self) -> bool {
        self.any(|op| op.flags & SEM_UNDO != 0)
    }

    /// The highest number of a semaphore that it operates on.
    #[inline]
    pub fn highest(&self) -> u16 {
        match self {
            Operations::One([op]) => op.num,
            Operations::Many(ops) => ops.iter().map(|op| op.num).max().unwrap_or(0),
        }
    }

    #[inline]
    fn any(&self, is: impl Fn(&Operation) -> bool) -> bool {
        match self {
            Operations::One([op]) => is(op),
            Operations::Many(ops) => ops.iter().any(is),
        }
    }
}

/// Whether a call could be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tried {
    /// All operations are done.
    Done,
    /// The operation with this index can't be done now; none is.
    Blocked(usize),
    /// It fails: EAGAIN (IPC_NOWAIT), ERANGE.
    Failed(Errno),
}

/// A semaphore.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Semaphore {
    /// Its value, 0 to [`VALUE_MAX`].
    pub value: i32,
    /// The process that operated on it last, 0 for none.
    pub pid: u32,
    changes: List,
    tests: List,
}

/// Which queue a waiter stands in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
enum Place {
    /// Changes of one semaphore.
    Changes(u16),
    /// Tests for zero of one semaphore.
    Tests(u16),
    /// Changes of the whole set.
    AllChanges,
    /// Tests for zero by calls with several operations.
    AllTests,
}

/// A call that waits.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Waiter {
    /// Who.
    pub who: u32,
    /// Its process: for GETPID and for undo values.
    pub pid: u32,
    /// What it wants done.
    pub ops: Operations,
    /// Index of the operation that could not be done when it was last tried.
    pub blocking: usize,
    place: Place,
}

/// Calls that are complete, in the order in which they are woken: who, and what their call gives.
#[derive(Clone, Debug, Default)]
pub struct Finished {
    first: Option<(u32, Result<(), Errno>)>,
    more: Vec<(u32, Result<(), Errno>)>,
}

impl Finished {
    #[inline]
    fn add(&mut self, who: u32, result: Result<(), Errno>) {
        match self.first {
            None => self.first = Some((who, result)),
            Some(_) => self.more.push((who, result)),
        }
    }
}

impl Finished {
    /// For each of them, in order.
    #[inline]
    pub fn for_each(self, mut f: impl FnMut(u32, Result<(), Errno>)) {
        if let Some((who, result)) = self.first {
            f(who, result);
            self.more.into_iter().for_each(|(who, result)| f(who, result));
        }
    }
}

/// A set of semaphores. Times are seconds since 1970.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Set {
    perm: Perm,
    /// The last semop that succeeded; 0 until the first one (SEM-37).
    pub otime: i64,
    /// Creation, last IPC_SET, SETVAL or SETALL.
    pub ctime: i64,
    sems: Vec<Semaphore>,
    waiters: Nodes<Waiter>,
    changes: List,
    tests: List,
    /// Waiting calls with several operations.
    complex: u32,
    /// What is added to each semaphore when a process ends, by process.
    undo: BTreeMap<u32, Vec<i16>>,
}

impl Named for Set {
    fn perm(&self) -> &Perm {
        &self.perm
    }

    fn perm_mut(&mut self) -> &mut Perm {
        &mut self.perm
    }
}

impl Set {
    /// A set of `count` semaphores of value 0 made by `asker`.
    pub fn new(asker: Asker, mode: u32, count: usize, now: i64) -> Set {
        Set {
            perm: Perm::new(asker, mode),
            otime: 0,
            ctime: now,
            sems: vec![Semaphore::default(); count],
            waiters: Nodes::default(),
            changes: List::default(),
            tests: List::default(),
            complex: 0,
            undo: BTreeMap::new(),
        }
    }

    /// The semaphores.
    #[inline]
    pub fn semaphores(&self) -> &[Semaphore] {
        &self.sems
    }

    /// Does the process have undo values here (zero or not)?
    #[inline]
    pub fn has_undo(&self, pid: u32) -> bool {
        !self.undo.is_empty() && self.undo.contains_key(&pid)
    }

    /// The processes that have undo values here.
    pub fn undoers(&self) -> impl Iterator<Item = (u32, &[i16])> {
        self.undo.iter().map(|(pid, values)| (*pid, values.as_slice()))
    }

    /// Makes room for a process's undo values.
    pub fn prepare_undo(&mut self, pid: u32) {
        let count = self.sems.len();
        self.undo.entry(pid).or_insert_with(|| vec![0; count]);
    }

    /// Does all of a call's operations or none. The numbers must be in range.
    fn perform(&mut self, ops: &[Operation], pid: u32) -> Tried {
        // Nearly all calls have one, and there is nothing to take back; as a case of the loop they take 3 % longer.
        if let [op] = ops {
            let tried = self.perform_one(0, op, pid);
            if tried == Tried::Done {
                self.performed(op, pid);
            }
            return tried;
        }
        for (n, op) in ops.iter().enumerate() {
            let tried = self.perform_one(n, op, pid);
            if tried != Tried::Done {
                for op in ops[..n].iter().rev() {
                    self.change(op, pid, -i32::from(op.op));
                }
                return tried;
            }
        }
        ops.iter().for_each(|op| self.performed(op, pid));
        Tried::Done
    }

    /// An operation of a call that is done.
    #[inline]
    fn performed(&mut self, op: &Operation, pid: u32) {
        if let Some(sem) = self.sems.get_mut(usize::from(op.num)) {
            sem.pid = pid;
        }
    }

    /// The operation of index `n` of a call.
    #[inline(always)]
    fn perform_one(&mut self, n: usize, op: &Operation, pid: u32) -> Tried {
        let Some(sem) = self.sems.get(usize::from(op.num)) else { return Tried::Failed(Errno::EFBIG) };
        let change = i32::from(op.op);
        let value = sem.value + change;
        if change == 0 && sem.value != 0 || value < 0 {
            return if op.flags & IPC_NOWAIT != 0 { Tried::Failed(Errno::EAGAIN) } else { Tried::Blocked(n) };
        }
        if value > VALUE_MAX {
            return Tried::Failed(Errno::ERANGE);
        }
        if op.flags & SEM_UNDO != 0 {
            let undo = self.undo.get(&pid).and_then(|undo| undo.get(usize::from(op.num))).copied().unwrap_or(0);
            if !(-VALUE_MAX - 1..=VALUE_MAX).contains(&(i32::from(undo) - change)) {
                return Tried::Failed(Errno::ERANGE);
            }
        }
        self.change(op, pid, change);
        Tried::Done
    }

    /// Adds to a value, and takes from the undo value if the operation wants that.
    #[inline]
    fn change(&mut self, op: &Operation, pid: u32, by: i32) {
        if let Some(sem) = self.sems.get_mut(usize::from(op.num)) {
            sem.value += by;
        }
        if op.flags & SEM_UNDO != 0
            && let Some(undo) = self.undo.get_mut(&pid).and_then(|undo| undo.get_mut(usize::from(op.num)))
        {
            *undo = (i32::from(*undo) - by) as i16;
        }
    }

    /// semop by process `pid`: what could be done, and whose calls that completes. Numbers must be in range (EFBIG).
    #[inline]
    pub fn operate(&mut self, ops: &Operations, pid: u32, now: i64, finished: &mut Finished) -> Tried {
        let tried = self.perform(ops.list(), pid);
        if tried == Tried::Done {
            self.otime = now;
            if !self.waiters.is_empty() && ops.alters() {
                self.wake_after(Some(ops.list()), now, finished);
                self.separate();
            }
        }
        tried
    }

    /// A call waits, because the operation of index `blocking` can't be done; tells its place.
    pub fn wait(&mut self, who: u32, pid: u32, ops: Operations, blocking: usize) -> u32 {
        let (alters, single) = (ops.alters(), matches!(ops, Operations::One(_)));
        let num = ops.list().first().map_or(0, |op| op.num);
        if !single {
            if self.complex == 0 {
                self.gather();
            }
            self.complex += 1;
        }
        let place = match (alters, single) {
            (true, true) if self.complex == 0 => Place::Changes(num),
            (true, _) => Place::AllChanges,
            (false, true) => Place::Tests(num),
            (false, false) => Place::AllTests,
        };
        let waiter = Waiter { who, pid, ops, blocking, place };
        match queue(&mut self.sems, &mut self.changes, &mut self.tests, place) {
            Some(list) => self.waiters.push(list, waiter),
            None => u32::MAX,
        }
    }

    /// A call no longer waits (a signal, the deadline).
    pub fn leave(&mut self, key: u32) {
        self.unlink(key);
        self.separate();
    }

    fn unlink(&mut self, key: u32) -> Option<Waiter> {
        let place = self.waiters.get(key)?.place;
        let list = queue(&mut self.sems, &mut self.changes, &mut self.tests, place)?;
        let waiter = self.waiters.remove(list, key)?;
        if matches!(waiter.ops, Operations::Many(_)) {
            self.complex -= 1;
        }
        Some(waiter)
    }

    /// All waiting changes move to the set's own queue, by semaphore (merge_queues).
    fn gather(&mut self) {
        for n in 0..self.sems.len() {
            self.move_changes(Place::Changes(n as u16), |_| Place::AllChanges);
        }
    }

    /// When no call with several operations waits, each semaphore has its own changes again (unmerge_queues).
    fn separate(&mut self) {
        if self.complex == 0 && !self.changes.is_empty() {
            self.move_changes(Place::AllChanges, |ops| Place::Changes(ops.list().first().map_or(0, |op| op.num)));
        }
    }

    fn move_changes(&mut self, from: Place, to: impl Fn(&Operations) -> Place) {
        while let Some(key) = queue(&mut self.sems, &mut self.changes, &mut self.tests, from).and_then(|l| l.first()) {
            let Some(list) = queue(&mut self.sems, &mut self.changes, &mut self.tests, from) else { return };
            let Some(mut waiter) = self.waiters.remove(list, key) else { return };
            waiter.place = to(&waiter.ops);
            // The node just freed is the next one given out: the key stays.
            let Some(list) = queue(&mut self.sems, &mut self.changes, &mut self.tests, waiter.place) else { return };
            self.waiters.push(list, waiter);
        }
    }

    /// Completes what can go on after these operations, or after any change (do_smart_update).
    fn wake_after(&mut self, ops: Option<&[Operation]>, now: i64, finished: &mut Finished) {
        self.wake_tests(ops, now, finished);
        if !self.changes.is_empty() {
            self.wake_changes(Place::AllChanges, now, finished);
            return;
        }
        match ops {
            Some(ops) => {
                for op in ops.iter().filter(|op| op.op > 0) {
                    self.wake_changes(Place::Changes(op.num), now, finished);
                }
            }
            None => (0..self.sems.len()).for_each(|n| self.wake_changes(Place::Changes(n as u16), now, finished)),
        }
    }

    /// Completes tests for zero of semaphores that are zero now.
    fn wake_tests(&mut self, ops: Option<&[Operation]>, now: i64, finished: &mut Finished) {
        let mut any = false;
        let mut test = |set: &mut Set, num: u16| {
            if set.sems.get(usize::from(num)).is_some_and(|sem| sem.value == 0) {
                any = true;
                set.wake_queue_of_tests(Place::Tests(num), now, finished);
            }
        };
        match ops {
            Some(ops) => ops.iter().for_each(|op| test(self, op.num)),
            None => (0..self.sems.len()).for_each(|n| test(self, n as u16)),
        }
        if any {
            self.wake_queue_of_tests(Place::AllTests, now, finished);
        }
    }

    fn wake_queue_of_tests(&mut self, place: Place, now: i64, finished: &mut Finished) {
        let mut next = queue(&mut self.sems, &mut self.changes, &mut self.tests, place).and_then(|list| list.first());
        while let Some(key) = next {
            next = self.waiters.next(key);
            self.try_waiter(key, now, finished);
        }
    }

    /// Completes changes that can be made now, in order; after each that could open the way for an earlier one, from
    /// the beginning (update_queue).
    fn wake_changes(&mut self, place: Place, now: i64, finished: &mut Finished) {
        let first =
            |set: &mut Set| queue(&mut set.sems, &mut set.changes, &mut set.tests, place).and_then(|list| list.first());
        let mut next = first(self);
        while let Some(key) = next {
            // Behind a semaphore of value 0 stand only decrements, which can't be done.
            if let Place::Changes(num) = place
                && self.sems.get(usize::from(num)).is_none_or(|sem| sem.value == 0)
            {
                return;
            }
            next = self.waiters.next(key);
            let Some((Ok(()), waiter)) = self.try_waiter(key, now, finished) else { continue };
            self.wake_tests(Some(waiter.ops.list()), now, finished);
            if !self.changes.is_empty() || matches!(waiter.ops, Operations::Many(_)) {
                next = first(self);
            } else {
                next = next.filter(|key| self.waiters.get(*key).is_some());
            }
        }
    }

    /// Tries a waiting call again; if it no longer waits, tells how it went.
    fn try_waiter(&mut self, key: u32, now: i64, finished: &mut Finished) -> Option<(Result<(), Errno>, Waiter)> {
        let waiter = self.waiters.get(key)?;
        let (pid, ops) = (waiter.pid, waiter.ops.clone());
        let result = match self.perform(ops.list(), pid) {
            Tried::Blocked(n) => {
                if let Some(waiter) = self.waiters.get_mut(key) {
                    waiter.blocking = n;
                }
                return None;
            }
            Tried::Done => {
                self.otime = now;
                Ok(())
            }
            Tried::Failed(errno) => Err(errno),
        };
        let waiter = self.unlink(key)?;
        finished.add(waiter.who, result);
        Some((result, waiter))
    }

    /// SETVAL by process `pid`; forgets what was to be undone.
    pub fn set_value(&mut self, num: usize, value: i32, pid: u32, now: i64, finished: &mut Finished) {
        let Some(sem) = self.sems.get_mut(num) else { return };
        (sem.value, sem.pid) = (value, pid);
        self.undo.values_mut().filter_map(|undo| undo.get_mut(num)).for_each(|undo| *undo = 0);
        self.ctime = now;
        self.wake_after(None, now, finished);
        self.separate();
    }

    /// SETALL by process `pid`; as many values as semaphores.
    pub fn set_all(&mut self, values: &[u16], pid: u32, now: i64, finished: &mut Finished) {
        for (sem, value) in self.sems.iter_mut().zip(values) {
            (sem.value, sem.pid) = (i32::from(*value), pid);
        }
        self.undo.values_mut().for_each(|undo| undo.fill(0));
        self.ctime = now;
        self.wake_after(None, now, finished);
        self.separate();
    }

    /// A process ends: its undo values are added, within the bounds of a value (exit_sem).
    pub fn undo_all_of(&mut self, pid: u32, now: i64, finished: &mut Finished) {
        let Some(undo) = self.undo.remove(&pid) else { return };
        for (sem, by) in self.sems.iter_mut().zip(undo) {
            if by != 0 {
                (sem.value, sem.pid) = ((sem.value + i32::from(by)).clamp(0, VALUE_MAX), pid);
            }
        }
        self.otime = now;
        self.wake_after(None, now, finished);
        self.separate();
    }

    /// How many calls wait for this semaphore to grow (GETNCNT), or to become zero (GETZCNT).
    pub fn count_waiting(&self, num: usize, for_zero: bool) -> usize {
        let Some(sem) = self.sems.get(num) else { return 0 };
        let simple = if for_zero { sem.tests } else { sem.changes };
        let counts = |(_, waiter): &(u32, &Waiter)| {
            waiter
                .ops
                .list()
                .get(waiter.blocking)
                .is_some_and(|op| usize::from(op.num) == num && if for_zero { op.op == 0 } else { op.op < 0 })
        };
        let complex = self.waiters.iter(&self.changes).filter(counts).count();
        let tests = if for_zero { self.waiters.iter(&self.tests).filter(counts).count() } else { 0 };
        simple.len() + complex + tests
    }

    /// All who wait, in the order in which a removal wakes them.
    pub fn waiters(&self) -> impl Iterator<Item = (u32, &Waiter)> {
        let each = self.sems.iter().flat_map(|sem| [&sem.tests, &sem.changes]);
        [&self.tests, &self.changes].into_iter().chain(each).flat_map(|list| self.waiters.iter(list))
    }

    /// Lists and counts agree, values are in range, and nobody waits for what could be done.
    pub fn check(&self) -> Result<(), String> {
        let all: Vec<(u32, &Waiter)> = self.waiters().collect();
        for list in self.sems.iter().flat_map(|sem| [&sem.tests, &sem.changes]).chain([&self.tests, &self.changes]) {
            self.waiters.check(list)?;
        }
        let complex = all.iter().filter(|(_, waiter)| matches!(waiter.ops, Operations::Many(_))).count();
        if all.len() != self.waiters.len() || complex != self.complex as usize {
            return Err(format!("a semaphore set counts {} complex waiters and has {complex}", self.complex));
        }
        if self.complex == 0 && !self.changes.is_empty() {
            return Err("simple changes stand in the queue of the whole set".to_string());
        }
        if self.sems.iter().any(|sem| !(0..=VALUE_MAX).contains(&sem.value)) {
            return Err("a semaphore's value is out of range".to_string());
        }
        let mut copy = self.clone();
        match all.iter().find(|(_, waiter)| !matches!(copy.perform(waiter.ops.list(), waiter.pid), Tried::Blocked(_))) {
            Some((_, waiter)) => Err(format!("waiter {} could operate and waits", waiter.who)),
            None => Ok(()),
        }
    }
}

/// The queue at a place.
#[inline]
fn queue<'a>(
    sems: &'a mut [Semaphore],
    changes: &'a mut List,
    tests: &'a mut List,
    place: Place,
) -> Option<&'a mut List> {
    match place {
        Place::Changes(num) => sems.get_mut(usize::from(num)).map(|sem| &mut sem.changes),
        Place::Tests(num) => sems.get_mut(usize::from(num)).map(|sem| &mut sem.tests),
        Place::AllChanges => Some(changes),
        Place::AllTests => Some(tests),
    }
}
