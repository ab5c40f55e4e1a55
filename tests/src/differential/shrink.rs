//! Makes a case that differs as small as it gets: statements are left out as long as a difference remains.

use super::case::Case;
use super::judge::{Verdict, judge};

/// Most candidates judged at once.
const AT_ONCE: usize = 60;

/// The smallest case found, with what both sides print.
pub fn shrink(case: &Case, seeds: &[u64]) -> (Case, Verdict) {
    let mut best = case.clone();
    let mut verdict = judge(std::slice::from_ref(&best), seeds).ok().and_then(|v| v.into_iter().next());
    while let Some(Verdict::Differs(..)) = verdict {
        let mut found = None;
        for candidates in best.smaller().chunks(AT_ONCE) {
            let Ok(verdicts) = judge(candidates, seeds) else { continue };
            let differs = |v: &Verdict| matches!(v, Verdict::Differs(..));
            // The smallest of those that still differ.
            let smallest = candidates.iter().zip(&verdicts).filter(|(_, v)| differs(v)).min_by_key(|(c, _)| c.len());
            if let Some((case, verdict)) = smallest {
                found = Some((case.clone(), verdict.clone()));
                break;
            }
        }
        match found {
            Some((smaller, v)) if smaller.len() < best.len() || smaller != best => (best, verdict) = (smaller, Some(v)),
            _ => break,
        }
    }
    (best, verdict.unwrap_or(Verdict::Agrees))
}
