//! Vector clocks (Mattern; Fidge): who knows of which moment of whom.
//!
//! Each task has a clock with an entry for every task. An object of synchronisation has one too: who releases it adds his
//! clock to it, who acquires it adds its clock to his own.

use super::access::Region;
use forklore_kernel::abi::{Pid, Tid};
use std::collections::BTreeMap;

/// Something by which one task learns of another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Key {
    /// A word of memory that is changed atomically.
    Word(Region, u64),
    /// A pipe, a file, a POSIX queue, an eventfd: by the inode's number.
    Inode(u64),
    /// Sockets, all together.
    Sockets,
    /// Terminals, all together.
    Terminals,
    /// A System V message queue.
    Messages(i32),
    /// A System V semaphore set.
    Semaphores(i32),
    /// Signals to a process.
    Signals(Pid),
    /// Signals to groups.
    GroupSignals,
    /// Names of files.
    Names,
    /// The end of a process.
    End(Pid),
    /// The ends of a process's threads.
    ThreadEnds(Pid),
}

/// What somebody knows of each task.
pub(super) type Clock = Vec<u32>;

/// The clocks of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Clocks {
    places: BTreeMap<Tid, usize>,
    tasks: Vec<Clock>,
    objects: BTreeMap<Key, Clock>,
}

fn join(into: &mut Clock, from: &[u32]) {
    if into.len() < from.len() {
        into.resize(from.len(), 0);
    }
    into.iter_mut().zip(from).for_each(|(a, b)| *a = (*a).max(*b));
}

impl Clocks {
    fn place(&mut self, tid: Tid) -> usize {
        if let Some(place) = self.places.get(&tid) {
            return *place;
        }
        let place = self.tasks.len();
        self.places.insert(tid, place);
        let mut clock = vec![0; place + 1];
        clock[place] = 1;
        self.tasks.push(clock);
        place
    }

    /// The task's own time.
    pub fn now(&mut self, tid: Tid) -> u32 {
        let place = self.place(tid);
        self.tasks[place].get(place).copied().unwrap_or(0)
    }

    /// Does `tid` know of that moment of `other`?
    pub fn knows(&mut self, tid: Tid, other: Tid, moment: u32) -> bool {
        let (place, other) = (self.place(tid), self.place(other));
        self.tasks[place].get(other).copied().unwrap_or(0) >= moment
    }

    fn tick(&mut self, place: usize) {
        self.tasks[place][place] += 1;
    }

    /// What `tid` knows.
    pub fn known(&mut self, tid: Tid) -> &Clock {
        let place = self.place(tid);
        &self.tasks[place]
    }

    /// What `tid` knows is added to the object.
    pub fn release(&mut self, tid: Tid, key: Key) {
        let place = self.place(tid);
        join(self.objects.entry(key).or_default(), &self.tasks[place]);
        self.tick(place);
    }

    /// `tid` learns what somebody knew.
    pub fn learn(&mut self, tid: Tid, knew: &[u32]) {
        let place = self.place(tid);
        join(&mut self.tasks[place], knew);
    }

    /// What is known through the object is added to what `tid` knows.
    pub fn acquire(&mut self, tid: Tid, key: Key) {
        let place = self.place(tid);
        if let Some(clock) = self.objects.get(&key) {
            join(&mut self.tasks[place], clock);
        }
    }

    /// `to` learns all that `from` knows: it was born of it, or woken.
    pub fn tell(&mut self, from: Tid, to: Tid) {
        let (from, to) = (self.place(from), self.place(to));
        if from != to {
            let clock = self.tasks[from].clone();
            join(&mut self.tasks[to], &clock);
            self.tick(from);
        }
    }
}
