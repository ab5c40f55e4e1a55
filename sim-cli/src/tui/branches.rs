//! The lanes of all branches, and the scout that runs ahead to fill them.
//!
//! Entry point: [`Charts`].

use forklore_sim::debug::lanes::{Edge, Lanes};
use forklore_sim::history::History;
use std::collections::BTreeMap;

/// How far a run is followed ahead at first; when one comes near to that, twice as far.
const AHEAD: u64 = 32_000_000;
/// One go: so many steps, so many entries into the kernel. Keys are looked at in between.
const GO_STEPS: u64 = 4_000_000;
const GO_LOOKS: usize = 4_000;

/// What a branch is, as far as its lanes depend on it: its number, and how much has been done in it from outside.
type Key = (usize, usize);

/// Lanes by branch.
pub struct Charts {
    by_branch: BTreeMap<usize, (Key, Lanes)>,
    current: usize,
    scout: Option<History>,
    ahead: u64,
}

fn key(history: &History) -> Key {
    (history.current(), history.plan().acts.len())
}

impl Charts {
    pub fn new(history: &History) -> Charts {
        let lanes = Lanes::new(history);
        let current = history.current();
        Charts { by_branch: BTreeMap::from([(current, (key(history), lanes))]), current, scout: None, ahead: AHEAD }
    }

    /// The lanes of the present branch.
    pub fn lanes(&self) -> &Lanes {
        // There is always an entry for the present branch: `new` and `follow` make it.
        &self.by_branch[&self.current].1
    }

    /// The history may have another branch now, or something may have been done in it.
    pub fn follow(&mut self, history: &History) {
        let now = key(history);
        let known = self.by_branch.get(&now.0);
        if self.current == now.0 && known.is_some_and(|(key, _)| *key == now) {
            return;
        }
        self.scout = None;
        if known.is_none_or(|(key, _)| *key != now) {
            let from = match known {
                // Something was done in this branch: up to there it is the same.
                Some((_, lanes)) => history.plan().acts.last().map(|act| lanes.up_to(act.at)),
                None => history
                    .plan()
                    .parent
                    .and_then(|(parent, step)| self.by_branch.get(&parent).map(|(_, lanes)| lanes.up_to(step))),
            };
            let lanes = from.unwrap_or_else(|| Lanes::new(history));
            self.by_branch.insert(now.0, (now, lanes));
        }
        self.current = now.0;
    }

    /// Follows the run a bit further; `false`: there is nothing to do.
    pub fn explore(&mut self, history: &History) -> bool {
        let Some((_, lanes)) = self.by_branch.get_mut(&self.current) else { return false };
        while history.step().saturating_add(self.ahead / 2) > self.ahead && self.ahead < u64::MAX / 4 {
            self.ahead *= 2;
        }
        if *lanes.edge() != Edge::Open || lanes.known() >= self.ahead {
            self.scout = None;
            return false;
        }
        let scout = self.scout.get_or_insert_with(|| history.clone());
        lanes.explore(scout, GO_STEPS, GO_LOOKS);
        true
    }
}
