//! A Mermaid sequence diagram: a lifeline for each process; arrows for data, signals, births and ends; notes for sleeping.

use crate::chronicle::{Moment, What};
use forklore_kernel::abi::Pid;
use forklore_kernel::trace::event::Disposition;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most lines of a diagram: beyond it no viewer draws, and nobody reads.
const MOST: usize = 400;

/// The diagram as text.
pub fn render(moments: &[Moment], names: &BTreeMap<Pid, String>) -> String {
    let mut out = String::from("sequenceDiagram\n");
    for (pid, name) in names {
        let _ = writeln!(out, "    participant P{pid} as {} (pid {pid})", clean(name));
    }
    let mut lines = 0;
    for moment in moments {
        for line in lines_of(moments, moment) {
            if lines == MOST {
                let last = names.keys().last().map_or(2, |p| p.0);
                let _ =
                    writeln!(out, "    Note over P{last}: cut here: the run goes on, the diagram holds {MOST} lines");
                return out;
            }
            let _ = writeln!(out, "    {line}");
            lines += 1;
        }
    }
    out
}

fn lines_of(moments: &[Moment], moment: &Moment) -> Vec<String> {
    let me = moment.pid;
    let text = clean(&moment.text);
    let place = moment.place.as_deref().map(|p| format!(" at {}", clean(p))).unwrap_or_default();
    match &moment.what {
        What::Fork { child } => vec![format!("P{me}->>P{child}: fork{place}")],
        What::Exec | What::Other => vec![format!("Note over P{me}: {text}")],
        What::End { .. } => vec![format!("Note over P{me}: {}", text.trim_matches(['+', ' ']))],
        What::Block { why, .. } => {
            vec![format!("Note over P{me}: {}{place}", clean(why.lines().next().unwrap_or("sleeps")))]
        }
        What::Signal { disposition: Disposition::Ignored, .. } => Vec::new(),
        What::Signal { signal, sender, .. } => match sender {
            Some(sender) => vec![format!("P{sender}-)P{me}: {}", signal.name())],
            None => vec![format!("Note over P{me}: {} from the kernel", signal.name())],
        },
        What::Call { call, .. } => {
            let from_others = moment.causes.iter().map(|n| &moments[*n]);
            let label = |from: &Moment| match moment.flowed.first() {
                Some(flow) => format!("{} ({} to {})", clean(&flow.channel), name_of_call(from), call.name()),
                None => call.name().to_string(),
            };
            from_others.map(|from| format!("P{}->>P{me}: {}{place}", from.pid, label(from))).collect()
        }
        What::Switch { .. } | What::Wake { .. } => Vec::new(),
    }
}

fn name_of_call(moment: &Moment) -> &str {
    match &moment.what {
        What::Call { call, .. } => call.name(),
        _ => "end",
    }
}

/// Text without the signs that mean something to Mermaid.
fn clean(text: &str) -> String {
    text.replace(['#', ';', '\n'], " ").replace('"', "'")
}
