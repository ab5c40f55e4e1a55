//! POSIX semaphores as the tokens that they hand out: who posts puts down what he knows, who takes picks up the oldest that lies
//! there (as Helgrind does). A token that the semaphore began with says nothing, and those go first. So one that lets two in at
//! once orders neither of them.
//!
//! Entry points: [`Tokens::changed`] at each change of a value, [`Tokens::forget`] at sem_init, [`Tokens::inner`] at accesses to memory.

use super::clash::Several;
use super::clocks::{Clock, Clocks, Key};
use super::spin::Word;
use crate::debug::code::Spot;
use crate::debug::naming;
use crate::machine::Machine;
use forklore_kernel::abi::Tid;
use std::collections::{BTreeMap, VecDeque};

/// Tokens that are told apart at one semaphore; of more each tells all.
const MOST: usize = 4096;

/// What is known of a semaphore.
#[derive(Default)]
struct Semaphore {
    /// What those knew who posted it, oldest first.
    posted: VecDeque<Clock>,
    /// There were too many.
    blurred: bool,
    /// The first value seen.
    begun: Option<u64>,
    /// The first post by a task that had not taken it.
    extra: Option<(Tid, Spot)>,
}

/// A semaphore that a task has taken.
#[derive(Clone, Copy)]
struct Held {
    word: Word,
    /// Where the task has it.
    addr: u64,
    times: u32,
}

/// A change of a semaphore's value.
pub(super) struct Change {
    pub word: Word,
    /// Where the task has it.
    pub addr: u64,
    pub before: u64,
    pub after: u64,
}

/// The semaphores of a run.
#[derive(Default)]
pub(super) struct Tokens {
    of: BTreeMap<Word, Semaphore>,
    /// What each task has taken and not posted, the last one last.
    held: BTreeMap<Tid, Vec<Held>>,
}

impl Tokens {
    /// A task has posted or taken a semaphore in this line.
    pub fn changed(&mut self, clocks: &mut Clocks, tid: Tid, change: &Change, spot: &Spot) {
        let Change { word, addr, before, after } = *change;
        let semaphore = self.of.entry(word).or_default();
        semaphore.begun.get_or_insert(before);
        let key = Key::Word(word.0, word.1);
        let held = self.held.entry(tid).or_default();
        let place = held.iter().position(|held| held.word == word);
        if after == before.wrapping_add(1) {
            semaphore.blurred |= semaphore.posted.len() >= MOST;
            if !semaphore.blurred {
                semaphore.posted.push_back(clocks.known(tid).clone());
            }
            clocks.release(tid, key);
            match place {
                Some(place) if held[place].times == 1 => drop(held.remove(place)),
                Some(place) => held[place].times -= 1,
                None => drop(semaphore.extra.get_or_insert_with(|| (tid, spot.clone()))),
            }
        } else {
            if semaphore.blurred {
                clocks.acquire(tid, key);
            }
            // More than there are tokens: they were taken unseen.
            let surplus = (semaphore.posted.len() as u64).saturating_sub(before);
            let posted = before <= semaphore.posted.len() as u64;
            for _ in 0..surplus.saturating_add(u64::from(posted)) {
                let Some(knew) = semaphore.posted.pop_front() else { break };
                clocks.learn(tid, &knew);
            }
            let times = place.map_or(0, |place| held.remove(place).times);
            held.push(Held { word, addr, times: times.saturating_add(1) });
        }
    }

    /// This memory is used anew.
    pub fn forget(&mut self, region: super::access::Region, from: u64, to: u64) {
        let gone: Vec<Word> = self.of.range((region, from)..(region, to)).map(|(word, _)| *word).collect();
        for word in gone {
            self.of.remove(&word);
            self.held.values_mut().for_each(|held| held.retain(|held| held.word != word));
        }
    }

    /// The semaphore that a task has taken last and not posted since.
    pub fn inner(&self, tid: Tid) -> Option<Word> {
        self.held.get(&tid)?.last().map(|held| held.word)
    }

    /// Why two tasks could be inside this semaphore at once; `tid` is, too.
    pub fn several(&self, machine: &Machine, tid: Tid, word: Word) -> Option<Several> {
        let semaphore = self.of.get(&word)?;
        let addr = self.held.get(&tid)?.iter().find(|held| held.word == word)?.addr;
        let name = naming::name(machine, tid, addr);
        let name = name.map_or_else(|| format!("the semaphore at {addr:#x}"), |name| format!("semaphore '{name}'"));
        Some(Several { name, begun: semaphore.begun.unwrap_or(0), extra: semaphore.extra.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::super::access::Region;
    use super::*;
    use forklore_kernel::mm::SpaceId;

    const A: Tid = Tid(1);
    const B: Tid = Tid(2);
    const C: Tid = Tid(3);

    /// What a task knows after so many changes of a semaphore's value by these tasks.
    fn knows(changes: &[(Tid, i64)], begun: u64, who: Tid, of: Tid) -> bool {
        let word = (Region::Space(SpaceId(0)), 8);
        let (mut clocks, mut tokens, mut value) = (Clocks::default(), Tokens::default(), begun);
        let moment = clocks.now(of);
        let spot = Spot { file: "t.c".into(), line: 1 };
        for (tid, by) in changes {
            let after = value.wrapping_add_signed(*by);
            tokens.changed(&mut clocks, *tid, &Change { word, addr: 8, before: value, after }, &spot);
            value = after;
        }
        clocks.knows(who, of, moment)
    }

    #[test]
    fn one_token_orders_its_owners() {
        assert!(knows(&[(A, -1), (A, 1), (B, -1)], 1, B, A));
        assert!(knows(&[(A, -1), (A, 1), (B, -1), (B, 1), (C, -1)], 1, C, A));
    }

    #[test]
    fn those_that_it_began_with_say_nothing() {
        assert!(!knows(&[(A, -1), (A, 1), (B, -1)], 2, B, A));
        assert!(knows(&[(A, -1), (A, 1), (B, -1), (B, -1)], 2, B, A), "who has all of them knows all");
    }

    #[test]
    fn each_post_is_learnt_once_the_oldest_first() {
        let posts = [(A, 1), (B, 1), (C, -1)];
        assert!(knows(&posts, 0, C, A) && !knows(&posts, 0, C, B));
        assert!(knows(&[(A, 1), (B, 1), (C, -1), (C, -1)], 0, C, B));
    }
}
