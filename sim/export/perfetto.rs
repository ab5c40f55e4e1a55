//! Chrome's trace event format, which Perfetto and chrome://tracing open: a track for each process with its calls as
//! slices, signals with their handlers too, a track for the CPU, a counter for what each channel holds, arrows from cause to effect.

use crate::chronicle::{Direction, Moment, What};
use forklore_kernel::abi::{Pid, Tid};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The track of the CPU: a process that no program can be.
const CPU: u32 = 0;

/// The whole trace as one JSON text. `names` are the processes' names by pid.
pub fn render(moments: &[Moment], names: &BTreeMap<Pid, String>) -> String {
    let mut events = Events { text: "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n".to_string(), first: true };
    events.push(&json!({ "ph": "M", "name": "process_name", "pid": CPU, "tid": 0, "args": { "name": "CPU" } }));
    events.push(&json!({ "ph": "M", "name": "thread_name", "pid": CPU, "tid": 0, "args": { "name": "who runs" } }));
    events
        .push(&json!({ "ph": "M", "name": "process_sort_index", "pid": CPU, "tid": 0, "args": { "sort_index": -1 } }));
    for (pid, name) in names {
        let name = format!("{name} (pid {pid})");
        events
            .push(&json!({ "ph": "M", "name": "process_name", "pid": pid.0, "tid": pid.0, "args": { "name": name } }));
    }
    let tasks: BTreeSet<(u32, u32)> = moments.iter().map(|m| (m.pid.0, m.tid.0)).collect();
    for (pid, tid) in tasks {
        let name = if pid == tid { "main".to_string() } else { format!("thread {tid}") };
        events.push(&json!({ "ph": "M", "name": "thread_name", "pid": pid, "tid": tid, "args": { "name": name } }));
    }
    running(moments, &mut events);
    slices(moments, &mut events);
    counters(moments, &mut events);
    arrows(moments, &mut events);
    events.text += "\n]}\n";
    events.text
}

/// The list of events, as text: of a long run they would not fit into memory as values.
struct Events {
    text: String,
    first: bool,
}

impl Events {
    fn push(&mut self, event: &Value) {
        if !std::mem::replace(&mut self.first, false) {
            self.text += ",\n";
        }
        let _ = write!(self.text, "{event}");
    }
}

fn us(ns: u64) -> f64 {
    ns as f64 / 1000.0
}

/// Has the moment a slice of its own: beginning and length, ns? What takes no time gets the nanosecond before it, so that arrows
/// have something to hold on to, and none arrives before it has left.
fn slice(moment: &Moment) -> Option<(u64, u64)> {
    let (from, to) = match &moment.what {
        What::Block { .. } | What::Switch { .. } | What::Wake { .. } => return None,
        What::Signal { .. } => (moment.at_ns, moment.until_ns),
        _ => (moment.since_ns, moment.at_ns),
    };
    Some(if from < to { (from, to - from) } else { (from.saturating_sub(1), 1) })
}

/// Calls, signals with their handlers, births and ends. Of slices that begin at once the longest comes first: the others are in it.
fn slices(moments: &[Moment], events: &mut Events) {
    let mut order: Vec<(u64, u64, usize)> = Vec::new();
    for (n, moment) in moments.iter().enumerate() {
        order.extend(slice(moment).map(|(from, length)| (from, u64::MAX - length, n)));
    }
    order.sort_unstable();
    for (from, rest, n) in order {
        let moment = &moments[n];
        let (name, category) = match &moment.what {
            What::Call { call, .. } => (call.name().to_string(), "syscall"),
            What::Signal { signal, .. } => (signal.name(), "signal"),
            _ => (moment.text.clone(), "event"),
        };
        events.push(&json!({
            "ph": "X", "name": name, "cat": category, "ts": us(from), "dur": us(u64::MAX - rest), "pid": moment.pid.0,
            "tid": moment.tid.0, "args": { "text": moment.text, "line": moment.place },
        }));
    }
}

/// What each channel holds.
fn counters(moments: &[Moment], events: &mut Events) {
    let mut fill: BTreeMap<u64, i64> = BTreeMap::new();
    // Channels that had the same name one after the other.
    let mut named: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for moment in moments {
        for flow in moment.flowed.iter().filter(|flow| flow.drains()) {
            let moved = (flow.bytes.1 - flow.bytes.0) as i64;
            let inside = fill.entry(flow.channel_key).or_default();
            *inside += if flow.direction == Direction::In { moved } else { -moved };
            let keys = named.entry(&flow.channel).or_default();
            let before = keys.iter().position(|key| *key == flow.channel_key).unwrap_or_else(|| {
                keys.push(flow.channel_key);
                keys.len() - 1
            });
            let which = if before == 0 { String::new() } else { format!(" (number {})", before + 1) };
            events.push(&json!({
                "ph": "C", "name": format!("{}{which}", flow.channel), "pid": CPU,
                "ts": us(moment.at_ns), "args": { "bytes": (*inside).max(0) },
            }));
        }
    }
}

/// Who had the CPU when.
fn running(moments: &[Moment], events: &mut Events) {
    let end = moments.last().map_or(0, |m| m.at_ns);
    let mut current: Option<(Tid, u64)> = None;
    let mut close = |current: Option<(Tid, u64)>, at: u64| {
        if let Some((tid, since)) = current.filter(|(_, since)| *since < at) {
            events.push(&json!({
                "ph": "X", "name": format!("pid {tid}"), "cat": "cpu", "ts": us(since), "dur": us(at - since),
                "pid": CPU, "tid": 0,
            }));
        }
    };
    for moment in moments {
        match &moment.what {
            What::Switch { .. } => {
                close(current, moment.at_ns);
                current = Some((moment.tid, moment.at_ns));
            }
            What::Block { .. } | What::End { .. } if current.is_some_and(|(tid, _)| tid == moment.tid) => {
                close(current, moment.at_ns);
                current = None;
            }
            _ => {}
        }
    }
    close(current, end);
}

/// Arrows from causes to effects. Both ends lie within slices: a viewer drops an arrow that begins or ends beside one.
fn arrows(moments: &[Moment], events: &mut Events) {
    // What has no slice, such as a child's first turn on the CPU, is where the task's next slice begins.
    let mut landing: Vec<Option<(usize, u64)>> = vec![None; moments.len()];
    let mut next: BTreeMap<Tid, (usize, u64)> = BTreeMap::new();
    for (n, moment) in moments.iter().enumerate().rev() {
        if let Some((from, length)) = slice(moment) {
            let within = from + if matches!(moment.what, What::Signal { .. }) { 0 } else { length - 1 };
            landing[n] = Some((n, within));
            next.insert(moment.tid, (n, from));
        } else {
            landing[n] = next.get(&moment.tid).copied();
        }
    }
    let mut id = 0;
    for (n, moment) in moments.iter().enumerate() {
        for cause in &moment.causes {
            let (Some((from, left)), Some((to, arrived))) = (landing[*cause], landing[n]) else { continue };
            id += 1;
            // A sleeper may have been served while the other was still in its call.
            let begin = if left > arrived { slice(&moments[from]).map_or(left, |(start, _)| start) } else { left };
            let name = match &moment.what {
                What::Signal { signal, .. } => signal.name(),
                What::Call { call, .. } => call.name().to_string(),
                _ => "begins".to_string(),
            };
            let (from, to) = (&moments[from], &moments[to]);
            events.push(&json!({
                "ph": "s", "id": id, "name": name, "cat": "flow", "ts": us(begin), "pid": from.pid.0, "tid": from.tid.0,
            }));
            events.push(&json!({
                "ph": "f", "bp": "e", "id": id, "name": name, "cat": "flow", "ts": us(arrived), "pid": to.pid.0,
                "tid": to.tid.0,
            }));
        }
    }
}
