//! What has been found out by executing the run again, kept so that the next question goes on from there: where descriptors
//! ([`History::origins`]) and bytes ([`History::lineage`]) came from.

use super::{History, Seek};
use crate::chronicle::Origins;
use crate::chronicle::lineage::{Lineage, MOST_STEPS};
use std::collections::VecDeque;
use std::sync::Arc;

/// Moments whose origins are kept.
const KEPT: usize = 4;

/// A moment: branch, how much was done to it from outside, step.
type At = (usize, usize, u64);

/// Where something was known.
#[derive(Clone, Debug)]
struct Kept<T> {
    at: At,
    /// The step of the last trap that was told.
    trapped: Option<u64>,
    what: Arc<T>,
}

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    origins: VecDeque<Kept<Origins>>,
    lineage: Option<Kept<Lineage>>,
}

impl History {
    /// Where everything came from that is open where the history stands (which does not move).
    pub fn origins(&mut self) -> Arc<Origins> {
        let at = self.here();
        let before = self.known.origins.iter().filter(|kept| leads_to(kept.at, at)).max_by_key(|kept| kept.at.2);
        if let Some(kept) = before.filter(|kept| kept.at == at) {
            return kept.what.clone();
        }
        let mut copy = self.clone();
        copy.known = Known::default();
        let (mut origins, mut trapped) = match before {
            Some(kept) => {
                copy.go_on_from(kept.at.2, kept.trapped);
                ((*kept.what).clone(), kept.trapped)
            }
            None => {
                copy.goto(0);
                (Origins::new(copy.machine()), None)
            }
        };
        let traps = origins.deeds.traps(&copy);
        let traps = Some(&traps).filter(|traps| !traps.is_empty());
        copy.forward(&Seek { entries: true, traps, ..Seek::default() }, at.2, &mut |look| {
            origins.look(look);
            trapped = look.trapped.map(|_| look.step).or(trapped);
            false
        });
        let what = Arc::new(origins);
        if self.known.origins.len() == KEPT {
            self.known.origins.pop_front();
        }
        self.known.origins.push_back(Kept { at, trapped, what: what.clone() });
        what
    }

    /// Where every byte came from, at the moment where the history stands. `None`: the run is too long.
    pub fn lineage(&mut self) -> Option<Arc<Lineage>> {
        let at = self.here();
        if at.2 > MOST_STEPS {
            return None;
        }
        let mut copy = self.clone();
        copy.known = Known::default();
        let what = match self.known.lineage.take().filter(|kept| leads_to(kept.at, at)) {
            Some(kept) if kept.at == at => kept.what,
            Some(kept) => {
                copy.go_on_from(kept.at.2, None);
                let mut lineage = Arc::unwrap_or_clone(kept.what);
                lineage.follow(&mut copy, at.2);
                Arc::new(lineage)
            }
            None => Arc::new(Lineage::of_history(&copy)?),
        };
        self.known.lineage = Some(Kept { at, trapped: None, what: what.clone() });
        Some(what)
    }

    fn here(&self) -> At {
        (self.current(), self.plan().acts.len(), self.step())
    }

    /// Goes to a step up to which everything has been told, but for a trap that one may stand at.
    fn go_on_from(&mut self, step: u64, trapped: Option<u64>) {
        self.goto(step);
        if trapped != Some(step) {
            self.interrupted = Some(step);
        }
    }
}

/// Does one get from the one moment to the other by going on?
fn leads_to(from: At, to: At) -> bool {
    (from.0, from.1) == (to.0, to.1) && from.2 <= to.2
}
