//! A queue of tasks as a doubly linked list in a dense table: every operation is O(1), removing from the middle too.

use crate::abi::Tid;
use serde::{Deserialize, Serialize};

const NONE: u32 = u32::MAX;

/// A task's neighbours; `queued` tells a lone member from a task that isn't in the list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
struct Link {
    prev: u32,
    next: u32,
    queued: bool,
}

const OUT: Link = Link { prev: NONE, next: NONE, queued: false };

/// The links of all tasks; several lists may share them, since a task is in one list at most.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Links(Vec<Link>);

/// One list over shared [`Links`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct List {
    head: u32,
    tail: u32,
}

impl Default for List {
    fn default() -> Self {
        List { head: NONE, tail: NONE }
    }
}

impl Links {
    /// Is the task in some list?
    #[inline]
    pub fn contains(&self, tid: Tid) -> bool {
        self.0.get(tid.index()).is_some_and(|link| link.queued)
    }

    /// Appends the task to the list; nothing if it is in one already.
    #[inline]
    pub fn push_back(&mut self, list: &mut List, tid: Tid) {
        if self.0.len() <= tid.index() {
            self.0.resize(tid.index() + 1, OUT);
        }
        if self.contains(tid) {
            return;
        }
        self.0[tid.index()] = Link { prev: list.tail, next: NONE, queued: true };
        match self.0.get_mut(list.tail as usize) {
            Some(last) => last.next = tid.0,
            None => list.head = tid.0,
        }
        list.tail = tid.0;
    }

    /// Takes the task out of the list; `false` if it was in none. It must be this list's.
    #[inline]
    pub fn remove(&mut self, list: &mut List, tid: Tid) -> bool {
        if !self.contains(tid) {
            return false;
        }
        let Link { prev, next, .. } = self.0[tid.index()];
        match self.0.get_mut(prev as usize) {
            Some(before) => before.next = next,
            None => list.head = next,
        }
        match self.0.get_mut(next as usize) {
            Some(after) => after.prev = prev,
            None => list.tail = prev,
        }
        self.0[tid.index()] = OUT;
        true
    }

    /// Takes out the first task of the list.
    #[inline]
    pub fn pop_front(&mut self, list: &mut List) -> Option<Tid> {
        let first = list.first()?;
        self.remove(list, first);
        Some(first)
    }

    /// The tasks of the list, first to last.
    pub fn iter(&self, list: &List) -> impl Iterator<Item = Tid> {
        let mut at = list.head;
        std::iter::from_fn(move || {
            let link = self.0.get(at as usize)?;
            let tid = Tid(at);
            at = link.next;
            Some(tid)
        })
    }
}

impl List {
    /// The first task.
    #[inline]
    pub fn first(&self) -> Option<Tid> {
        (self.head != NONE).then_some(Tid(self.head))
    }

    /// Is it empty?
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.head == NONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_from_head_middle_and_tail() {
        let (mut links, mut list) = (Links::default(), List::default());
        for n in [5, 2, 9, 7] {
            links.push_back(&mut list, Tid(n));
        }
        links.push_back(&mut list, Tid(9));
        let all = |links: &Links, list: &List| links.iter(list).map(|t| t.0).collect::<Vec<_>>();
        assert_eq!(all(&links, &list), [5, 2, 9, 7]);
        assert!(links.remove(&mut list, Tid(2)) && !links.remove(&mut list, Tid(2)));
        assert!(links.remove(&mut list, Tid(7)));
        assert_eq!(all(&links, &list), [5, 9]);
        assert_eq!(links.pop_front(&mut list), Some(Tid(5)));
        assert_eq!(links.pop_front(&mut list), Some(Tid(9)));
        assert_eq!(links.pop_front(&mut list), None);
        assert!(list.is_empty());
    }
}
