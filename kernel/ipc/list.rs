//! Lists whose members leave from the middle in O(1): nodes of many lists live in one table, a list is two keys and a
//! count. Sleepers and messages of System V IPC stand in such lists.

use crate::table::Table;
use serde::{Deserialize, Serialize};

const NONE: u32 = u32::MAX;

/// First and last node of a list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct List {
    first: u32,
    last: u32,
    len: u32,
}

impl Default for List {
    fn default() -> List {
        List { first: NONE, last: NONE, len: 0 }
    }
}

impl List {
    /// How many nodes are in it.
    #[inline]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Is nothing in it?
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Key of the first node.
    #[inline]
    pub fn first(&self) -> Option<u32> {
        (self.first != NONE).then_some(self.first)
    }
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
struct Node<T> {
    prev: u32,
    next: u32,
    value: T,
}

/// The nodes of some lists; each node is in one of them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Nodes<T> {
    nodes: Table<Node<T>>,
}

impl<T> Default for Nodes<T> {
    fn default() -> Self {
        Nodes { nodes: Table::default() }
    }
}

impl<T> Nodes<T> {
    /// How many nodes there are, in all lists together.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Are all lists empty?
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Puts a value at the end of a list and tells its key.
    #[inline]
    pub fn push(&mut self, list: &mut List, value: T) -> u32 {
        let key = self.nodes.insert(Node { prev: list.last, next: NONE, value });
        match self.nodes.get_mut(list.last) {
            Some(before) => before.next = key,
            None => list.first = key,
        }
        list.last = key;
        list.len += 1;
        key
    }

    /// Takes a node out of the list that it is in.
    #[inline]
    pub fn remove(&mut self, list: &mut List, key: u32) -> Option<T> {
        let node = self.nodes.remove(key)?;
        match self.nodes.get_mut(node.prev) {
            Some(before) => before.next = node.next,
            None => list.first = node.next,
        }
        match self.nodes.get_mut(node.next) {
            Some(after) => after.prev = node.prev,
            None => list.last = node.prev,
        }
        list.len = list.len.saturating_sub(1);
        Some(node.value)
    }

    /// The value of a node.
    #[inline]
    pub fn get(&self, key: u32) -> Option<&T> {
        self.nodes.get(key).map(|node| &node.value)
    }

    /// The value of a node, to be changed.
    #[inline]
    pub fn get_mut(&mut self, key: u32) -> Option<&mut T> {
        self.nodes.get_mut(key).map(|node| &mut node.value)
    }

    /// The node behind this one.
    #[inline]
    pub fn next(&self, key: u32) -> Option<u32> {
        self.nodes.get(key).map(|node| node.next).filter(|next| *next != NONE)
    }

    /// Keys and values of a list, in order.
    pub fn iter(&self, list: &List) -> impl Iterator<Item = (u32, &T)> {
        let mut at = list.first;
        std::iter::from_fn(move || {
            let (key, node) = (at, self.nodes.get(at)?);
            at = node.next;
            Some((key, &node.value))
        })
    }

    /// Walks a list both ways; says what is wrong.
    pub fn check(&self, list: &List) -> Result<(), String> {
        let (mut at, mut before, mut n) = (list.first, NONE, 0);
        while at != NONE {
            let Some(node) = self.nodes.get(at) else { return Err(format!("a list names node {at}, which is free")) };
            if node.prev != before || n > self.nodes.len() {
                return Err(format!("node {at} of a list has the wrong predecessor"));
            }
            (before, at, n) = (at, node.next, n + 1);
        }
        match before == list.last && n == list.len as usize {
            true => Ok(()),
            false => Err(format!("a list counts {} nodes and has {n}", list.len)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_leave_from_anywhere() {
        let (mut nodes, mut list, mut other) = (Nodes::default(), List::default(), List::default());
        let keys: Vec<u32> = [1, 2, 3, 4].into_iter().map(|n| nodes.push(&mut list, n)).collect();
        nodes.push(&mut other, 9);
        let values = |nodes: &Nodes<i32>, list: &List| nodes.iter(list).map(|(_, v)| *v).collect::<Vec<_>>();
        assert_eq!(nodes.remove(&mut list, keys[1]), Some(2));
        assert_eq!(nodes.remove(&mut list, keys[1]), None);
        assert_eq!(values(&nodes, &list), [1, 3, 4]);
        nodes.remove(&mut list, keys[0]);
        nodes.remove(&mut list, keys[3]);
        assert_eq!((values(&nodes, &list), values(&nodes, &other)), (vec![3], vec![9]));
        assert!(nodes.check(&list).is_ok() && list.len() == 1 && nodes.len() == 2);
    }
}
