//! Two branches side by side: where they part, what happens first that differs, what they print and how they end.

use super::moment::Moment;
use super::{Arrived, History};
use crate::run::Ended;
use forklore_kernel::trace::event::EventKind;

/// What two branches have in common, and what not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// Up to this step they are the same.
    pub parted: u64,
    /// The first event after that in which they differ; `None` if none was found within the limit.
    pub difference: Option<Difference>,
    /// How each ends; `None` if not within the limit.
    pub ends: [Option<Ended>; 2],
    /// What each writes after the parting, both streams together.
    pub output: [Vec<u8>; 2],
}

/// What happens in each branch at the place where they differ; `None` in one whose run is over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// In the first branch.
    pub first: Option<Moment>,
    /// In the second one.
    pub second: Option<Moment>,
}

/// Most events of each branch that are compared.
const COMPARED: usize = 20_000;

impl History {
    /// Compares two branches by number, running each at most `limit` steps from where they part.
    pub fn compare(&self, first: usize, second: usize, limit: u64) -> Option<Comparison> {
        let parted = self.common_steps(first, second)?;
        let mut sides = Vec::new();
        for number in [first, second] {
            let mut history = self.clone();
            history.switch_branch(number);
            history.goto(parted);
            let to = parted.saturating_add(limit);
            let mut moments = history.moments(parted, to, COMPARED);
            // What a call began with shows in how it ends.
            moments.retain(|moment| !matches!(moment.event.kind, EventKind::Enter { .. }));
            let ended = match history.goto(to) {
                Arrived::Ended(ended) => Some(ended),
                _ => None,
            };
            let chunks = history.output_between(parted, history.step());
            let output: Vec<u8> = chunks.iter().flat_map(|(_, chunk)| chunk.bytes.iter().copied()).collect();
            sides.push((moments, ended, output));
        }
        let (second, first) = (sides.pop()?, sides.pop()?);
        let same = |n: &usize| match (first.0.get(*n), second.0.get(*n)) {
            (Some(a), Some(b)) => a.event.tid == b.event.tid && a.event.kind == b.event.kind,
            _ => false,
        };
        let at = (0..).take_while(same).count();
        let (a, b) = (first.0.get(at).cloned(), second.0.get(at).cloned());
        let difference = (a.is_some() || b.is_some()).then_some(Difference { first: a, second: b });
        Some(Comparison { parted, difference, ends: [first.1, second.1], output: [first.2, second.2] })
    }

    /// Up to which step two branches are the same.
    fn common_steps(&self, first: usize, second: usize) -> Option<u64> {
        let (a, b) = (self.branches().nth(first)?, self.branches().nth(second)?);
        let common = a.acts.iter().zip(&b.acts).take_while(|(x, y)| x == y).count();
        let next = |acts: &[super::Act]| acts.get(common).map_or(u64::MAX, |act| act.at);
        let by_acts = next(&a.acts).min(next(&b.acts));
        // Without acts that differ they part, if at all, where one of them began.
        let begun = [a, b].iter().filter_map(|plan| plan.parent).map(|(_, step)| step).max().unwrap_or(0);
        Some(if by_acts == u64::MAX { begun } else { by_acts })
    }
}
