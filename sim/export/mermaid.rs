//! A Mermaid sequence diagram: a lifeline for each process; arrows for data, signals, births and ends; notes for sleeping.

use crate::chronicle::{Direction, Flowed, Moment, What};
use forklore_kernel::abi::{Pid, Syscall};
use forklore_kernel::trace::event::{Disposition, Outcome};
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
        What::Call { call, outcome: Outcome::Value(0), .. } if ends(call) => {
            let closer = moment.ended_by.and_then(|n| moments.get(n)).map(|m| m.pid);
            let waker = || moment.causes.first().map(|n| moments[*n].pid);
            let pid = closer.or_else(waker);
            match pid.filter(|pid| *pid != me) {
                Some(pid) => vec![format!("P{pid}->>P{me}: end of file ({}){place}", call.name())],
                None => {
                    let own = if closer == Some(me) { ", it had closed the last write end itself" } else { "" };
                    vec![format!("Note over P{me}: end of file ({}){place}{own}", call.name())]
                }
            }
        }
        What::Call { call, .. } => {
            // Of several writes that were read at once each has its own bytes, and so has each of several reads of one.
            let bytes = |from: &Moment| {
                let bytes = moved(&from.text).into_iter().chain(moved(&moment.text)).min_by_key(|bytes| bytes.len());
                bytes.map(|bytes| format!(" {}", clean(&short(bytes)))).unwrap_or_default()
            };
            let from_others = moment.causes.iter().map(|n| &moments[*n]);
            let label = |from: &Moment| {
                let comes = |flow: &&Flowed| flow.direction == Direction::Out && wrote(from, flow.channel_key);
                let by = name_of_call(from);
                match moment.flowed.iter().find(comes) {
                    Some(flow) => {
                        let at = from.place.as_deref().map(|p| format!(" at {}", clean(p))).unwrap_or_default();
                        format!("{}{} ({by}{at} to {})", clean(&flow.channel), bytes(from), call.name())
                    }
                    None if matches!(call, Syscall::Wait4 { .. }) => call.name().to_string(),
                    None => format!("{by} lets {} go on", call.name()),
                }
            };
            from_others.map(|from| format!("P{}->>P{me}: {}{place}", from.pid, label(from))).collect()
        }
        What::Switch { .. } | What::Wake { .. } => Vec::new(),
    }
}

/// Does a result of 0 mean that nothing will come any more?
fn ends(call: &Syscall) -> bool {
    matches!(call, Syscall::Read { count: 1.., .. } | Syscall::Recvfrom { count: 1.., .. })
}

/// The bytes that a call has moved, as its text quotes them: `"hello"`, `"begins so"...`.
fn moved(text: &str) -> Option<&str> {
    let from = text.find('"')?;
    let mut escaped = false;
    let inner = text[from + 1..].find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    let end = from + inner + 2;
    Some(if text[end..].starts_with("...") { &text[from..end + 3] } else { &text[from..end] })
}

/// Quoted bytes without the zeros that fill a buffer up.
fn short(quoted: &str) -> String {
    let Some(inner) = quoted.strip_suffix("...").unwrap_or(quoted).strip_suffix('"') else { return quoted.to_string() };
    let text = inner.trim_end_matches("\\0");
    if inner.len() - text.len() > 4 { format!("{text}\\0...\"") } else { quoted.to_string() }
}

/// Did it write into this channel?
fn wrote(moment: &Moment, channel: u64) -> bool {
    moment.flowed.iter().any(|flow| flow.direction == Direction::In && flow.channel_key == channel)
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
