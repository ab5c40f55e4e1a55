//! A log that ShiViz draws: each moment with its host and its vector clock. Parse with
//! `(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`, ShiViz's default. A file may say in its first two lines how it is to be parsed: they
//! are empty, which means the default, too.

use crate::chronicle::{Moment, What};
use forklore_kernel::abi::Tid;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A vector clock.
pub type Clock = BTreeMap<Tid, u64>;

/// The clock of every moment: what it knows of the others' (Mattern, Fidge 1988). What is not shown does not count, but hands on
/// what it knows: a child's first call knows of the fork through its first turn.
pub fn clocks(moments: &[Moment]) -> Vec<Clock> {
    clocks_without(moments, &noise(moments))
}

fn clocks_without(moments: &[Moment], noise: &[bool]) -> Vec<Clock> {
    let mut current: BTreeMap<Tid, Clock> = BTreeMap::new();
    let mut all: Vec<Clock> = Vec::with_capacity(moments.len());
    for (moment, is_noise) in moments.iter().zip(noise) {
        let mut clock = current.remove(&moment.tid).unwrap_or_default();
        for cause in &moment.causes {
            let Some(known) = all.get(*cause) else { continue };
            for (tid, count) in known {
                let mine = clock.entry(*tid).or_default();
                *mine = (*mine).max(*count);
            }
        }
        if !is_noise {
            *clock.entry(moment.tid).or_default() += 1;
        }
        current.insert(moment.tid, clock.clone());
        all.push(clock);
    }
    all
}

/// The log as text.
pub fn render(moments: &[Moment]) -> String {
    let mut out = String::from("\n\n");
    let noise = noise(moments);
    let told = moments.iter().zip(clocks_without(moments, &noise)).zip(&noise).filter(|(_, is_noise)| !**is_noise);
    for ((moment, clock), _) in told {
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

/// Which moments are no events of the program: scheduling, but for a sleep that nobody has ended.
fn noise(moments: &[Moment]) -> Vec<bool> {
    let mut last = BTreeMap::new();
    for (n, moment) in moments.iter().enumerate() {
        if !matches!(moment.what, What::Switch { .. } | What::Wake { .. }) {
            last.insert(moment.tid, n);
        }
    }
    let is_noise = |(n, moment): (usize, &Moment)| match moment.what {
        What::Switch { .. } | What::Wake { .. } => true,
        What::Block { .. } => last.get(&moment.tid) != Some(&n),
        _ => false,
    };
    moments.iter().enumerate().map(is_noise).collect()
}
