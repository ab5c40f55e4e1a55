//! A log that ShiViz draws: each moment with its host and its vector clock. Parse with
//! `(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`, ShiViz's default.

use crate::chronicle::{Moment, What};
use forklore_kernel::abi::Tid;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A vector clock.
pub type Clock = BTreeMap<Tid, u64>;

/// The clock of every moment: what it knows of the others' (Mattern, Fidge 1988). What is not shown does not count, but hands on
/// what it knows: a child's first call knows of the fork through its first turn.
pub fn clocks(moments: &[Moment]) -> Vec<Clock> {
    let mut current: BTreeMap<Tid, Clock> = BTreeMap::new();
    let mut all: Vec<Clock> = Vec::with_capacity(moments.len());
    for moment in moments {
        let mut clock = current.remove(&moment.tid).unwrap_or_default();
        for cause in &moment.causes {
            let Some(known) = all.get(*cause) else { continue };
            for (tid, count) in known {
                let mine = clock.entry(*tid).or_default();
                *mine = (*mine).max(*count);
            }
        }
        if !is_noise(moment) {
            *clock.entry(moment.tid).or_default() += 1;
        }
        current.insert(moment.tid, clock.clone());
        all.push(clock);
    }
    all
}

/// The log as text.
pub fn render(moments: &[Moment]) -> String {
    let mut out = String::new();
    for (moment, clock) in moments.iter().zip(clocks(moments)).filter(|(moment, _)| !is_noise(moment)) {
        let clock: Vec<String> = clock.iter().map(|(tid, n)| format!("\"pid{tid}\":{n}")).collect();
        let place = moment.place.as_deref().map(|p| format!("  [{p}]")).unwrap_or_default();
        let _ = writeln!(out, "{}{place}\npid{} {{{}}}", line(&moment.text), moment.tid, clock.join(", "));
    }
    out
}

/// A text as a line that the expression takes for an event: not for a host and its clock, as `sigaction(SIGINT, {...` would be.
fn line(text: &str) -> String {
    let text = text.replace('\n', " ");
    match text.split_once(' ') {
        Some((_, rest)) if rest.starts_with('{') => text.replace(" {", "{"),
        _ => text,
    }
}

/// Scheduling is not an event of the program.
fn is_noise(moment: &Moment) -> bool {
    matches!(moment.what, What::Switch { .. } | What::Wake { .. } | What::Block { .. })
}
