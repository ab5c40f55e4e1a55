//! Chrome's trace event format, which Perfetto and chrome://tracing open: a track for each process with its calls as
//! slices, one for the CPU, a counter for what each channel holds, arrows from cause to effect.

use crate::chronicle::{Direction, Moment, What};
use forklore_kernel::abi::{Pid, Tid};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The track of the CPU: a process that no program can be.
const CPU: u32 = 0;

/// The whole trace as one JSON text. `names` are the processes' names by pid.
pub fn render(moments: &[Moment], names: &BTreeMap<Pid, String>) -> String {
    let mut events = vec![
        json!({ "ph": "M", "name": "process_name", "pid": CPU, "tid": 0, "args": { "name": "CPU" } }),
        json!({ "ph": "M", "name": "process_sort_index", "pid": CPU, "tid": 0, "args": { "sort_index": -1 } }),
    ];
    for (pid, name) in names {
        let name = format!("{name} (pid {pid})");
        events.push(json!({ "ph": "M", "name": "process_name", "pid": pid.0, "tid": pid.0, "args": { "name": name } }));
    }
    running(moments, &mut events);
    let mut fill: BTreeMap<u64, i64> = BTreeMap::new();
    for (n, moment) in moments.iter().enumerate() {
        if let Some(event) = slice(moment) {
            events.push(event);
        }
        for flow in moment.flowed.iter().filter(|flow| flow.drains()) {
            let moved = (flow.bytes.1 - flow.bytes.0) as i64;
            let inside = fill.entry(flow.channel_key).or_default();
            *inside += if flow.direction == Direction::In { moved } else { -moved };
            events.push(json!({
                "ph": "C", "name": format!("{} (channel {})", flow.channel, flow.channel_key), "pid": CPU,
                "ts": us(moment.at_ns), "args": { "bytes": (*inside).max(0) },
            }));
        }
        for cause in &moment.causes {
            arrow(&moments[*cause], moment, n, &mut events);
        }
    }
    json!({ "traceEvents": events, "displayTimeUnit": "ns" }).to_string()
}

fn us(ns: u64) -> f64 {
    ns as f64 / 1000.0
}

/// A call is a slice, anything else an instant.
fn slice(moment: &Moment) -> Option<Value> {
    let args = json!({ "text": moment.text, "line": moment.place });
    let (pid, tid) = (moment.pid.0, moment.tid.0);
    match &moment.what {
        What::Call { call, .. } => {
            let duration = us(moment.at_ns.saturating_sub(moment.since_ns)).max(0.001);
            Some(json!({
                "ph": "X", "name": call.name(), "cat": "syscall", "ts": us(moment.since_ns), "dur": duration,
                "pid": pid, "tid": tid, "args": args,
            }))
        }
        What::Block { .. } | What::Switch { .. } | What::Wake { .. } => None,
        _ => Some(json!({
            "ph": "i", "s": "t", "name": moment.text, "cat": "event", "ts": us(moment.at_ns), "pid": pid, "tid": tid,
            "args": args,
        })),
    }
}

/// Who had the CPU when.
fn running(moments: &[Moment], events: &mut Vec<Value>) {
    let end = moments.last().map_or(0, |m| m.at_ns);
    let mut current: Option<(Tid, u64)> = None;
    let mut close = |current: Option<(Tid, u64)>, at: u64| {
        if let Some((tid, since)) = current.filter(|(_, since)| *since < at) {
            events.push(json!({
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

/// An arrow from the slice of the cause to that of the effect.
fn arrow(cause: &Moment, effect: &Moment, id: usize, events: &mut Vec<Value>) {
    let name = match &effect.what {
        What::Signal { signal, .. } => signal.name(),
        What::Call { call, .. } => call.name().to_string(),
        _ => "cause".to_string(),
    };
    // Where a sleeper was served while the other was still in its call, the arrow starts at the call's beginning.
    let from = if cause.at_ns > effect.at_ns { cause.since_ns } else { cause.at_ns };
    events.push(json!({
        "ph": "s", "id": id, "name": name, "cat": "flow", "ts": us(from), "pid": cause.pid.0, "tid": cause.tid.0,
    }));
    events.push(json!({
        "ph": "f", "bp": "e", "id": id, "name": name, "cat": "flow", "ts": us(effect.at_ns), "pid": effect.pid.0,
        "tid": effect.tid.0,
    }));
}
