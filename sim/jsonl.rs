//! Events as JSON lines: what strace never had. One object a line; field names are stable within a version.
//!
//! The first line is `{"format":"forklore-trace","version":1}`. Every other has `time_ns`, `pid` (of the task) and `event`:
//! `call`, `return`, `signal`, `sigreturn`, `stopped`, `continued`, `exited`, `killed`, `forked`, `exec`, `switch`,
//! `blocked`, `woken`. A `return` repeats the call's name and has `value` or `errno`.

use forklore_kernel::abi::Syscall;
use forklore_kernel::trace::capture::{Captured, CapturedMemory};
use forklore_kernel::trace::event::{Event, EventKind, Outcome};
use serde_json::{Map, Value, json};

/// The version in the first line.
pub const VERSION: u32 = 1;

/// The first line.
pub fn header() -> String {
    json!({ "format": "forklore-trace", "version": VERSION }).to_string()
}

/// One event's line, without the newline.
pub fn line(event: &Event) -> String {
    let mut object = Map::new();
    object.insert("time_ns".into(), event.at_ns.into());
    object.insert("pid".into(), event.tid.0.into());
    let (name, fields) = describe(&event.kind);
    object.insert("event".into(), name.into());
    if let Value::Object(fields) = fields {
        object.extend(fields);
    }
    Value::Object(object).to_string()
}

fn describe(kind: &EventKind) -> (&'static str, Value) {
    match kind {
        EventKind::Enter { call, input } => {
            ("call", json!({ "name": call.name(), "args": arguments(call), "memory": memory(call, input) }))
        }
        EventKind::Exit { call, outcome, output } => ("return", returned(call, *outcome, output)),
        EventKind::UnknownCall { number } => {
            ("return", json!({ "name": format!("syscall_{number:#x}"), "errno": "ENOSYS" }))
        }
        EventKind::Signal { info, disposition } => {
            let disposition = format!("{disposition:?}").to_lowercase();
            ("signal", json!({ "signal": info.signal.name(), "code": info.code, "disposition": disposition }))
        }
        EventKind::Sigreturn { mask, .. } => {
            ("sigreturn", json!({ "mask": mask.iter().map(|s| s.name()).collect::<Vec<_>>() }))
        }
        EventKind::Stopped { signal } => ("stopped", json!({ "signal": signal.name() })),
        EventKind::Continued => ("continued", json!({})),
        EventKind::Exited { status } => ("exited", json!({ "status": status })),
        EventKind::Killed { signal } => ("killed", json!({ "signal": signal.name() })),
        EventKind::Forked { child } => ("forked", json!({ "child": child.0 })),
        EventKind::Exec { path, argv } => {
            ("exec", json!({ "path": text(path), "argv": argv.iter().map(|a| text(a)).collect::<Vec<_>>() }))
        }
        EventKind::Switch { from, to } => ("switch", json!({ "from": from.map(|t| t.0), "to": to.0 })),
        EventKind::Blocked { on, deadline_ns } => ("blocked", json!({ "on": on, "deadline_ns": deadline_ns })),
        EventKind::Woken { by } => ("woken", json!({ "by": by.map(|t| t.0) })),
    }
}

fn returned(call: &Syscall, outcome: Outcome, output: &[Captured]) -> Value {
    let mut object = Map::new();
    object.insert("name".into(), call.name().into());
    match outcome {
        Outcome::Value(value) => object.insert("value".into(), value.into()),
        Outcome::Error(errno) => object.insert("errno".into(), errno.name().into()),
        Outcome::Interrupted(_) => object.insert("interrupted".into(), true.into()),
    };
    object.insert("memory".into(), memory(call, output));
    Value::Object(object)
}

/// Arguments by name: numbers as they are, addresses in hexadecimal.
fn arguments(call: &Syscall) -> Value {
    let mut object = Map::new();
    for (name, value) in call.arg_names().iter().zip(call.args()) {
        let signed = value as i64;
        let shown = if (-(1 << 31)..1 << 32).contains(&signed) {
            Value::from(signed)
        } else {
            Value::from(format!("{value:#x}"))
        };
        object.insert((*name).into(), shown);
    }
    Value::Object(object)
}

/// What arguments point to, by the argument's name. Bytes are text where they are UTF-8, else hexadecimal.
fn memory(call: &Syscall, captured: &[Captured]) -> Value {
    let mut object = Map::new();
    for item in captured {
        let Some(name) = call.arg_names().get(item.arg as usize) else {
            continue;
        };
        let value = match &item.memory {
            CapturedMemory::Bytes { bytes, len } if bytes.len() as u64 == *len => text(bytes),
            CapturedMemory::Bytes { bytes, len } => json!({ "start": text(bytes), "len": len }),
            CapturedMemory::List { items, .. } => items.iter().map(|(bytes, _)| text(bytes)).collect(),
        };
        object.insert((*name).into(), value);
    }
    Value::Object(object)
}

fn text(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => text.into(),
        _ => json!({ "hex": bytes.iter().map(|b| format!("{b:02x}")).collect::<String>() }),
    }
}
