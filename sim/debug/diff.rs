//! What is different in two machines' kernels, in words: processes, descriptors, buffers, signals.
//!
//! Entry point: [`changes`].

use crate::export::view::{self, View};
use crate::machine::Machine;
use serde_json::Value;
use std::collections::BTreeMap;

/// What has changed from one machine to the other, a line each: `pid 3: state ready -> running`.
pub fn changes(before: &Machine, after: &Machine) -> Vec<String> {
    let (old, new) = (facts(&view::view(before, &[])), facts(&view::view(after, &[])));
    let mut lines = Vec::new();
    let mut things: Vec<&String> = old.keys().chain(new.keys()).collect();
    things.sort_by_key(|name| sort_key(name));
    things.dedup();
    for thing in things {
        match (old.get(thing), new.get(thing)) {
            (None, Some(facts)) => lines.push(format!("+ {}{}", title(thing), summary(facts))),
            (Some(_), None) => lines.push(format!("- {}", title(thing))),
            (Some(a), Some(b)) => {
                for name in b.keys().chain(a.keys().filter(|name| !b.contains_key(*name))) {
                    let (from, to) = (a.get(name), b.get(name));
                    if from == to {
                        continue;
                    }
                    let shown = |fact: Option<&String>| {
                        fact.filter(|f| !f.is_empty()).map_or("none", String::as_str).to_string()
                    };
                    lines.push(format!("  {}: {name} {} -> {}", title(thing), shown(from), shown(to)));
                }
            }
            (None, None) => {}
        }
    }
    lines
}

type Facts = BTreeMap<String, String>;

/// Numbers in the order of numbers.
fn sort_key(name: &str) -> (String, u64) {
    let (kind, number) = name.split_once(':').unwrap_or((name, ""));
    let kind = if kind == "proc" { "" } else { kind };
    (kind.to_string(), number.parse().unwrap_or(u64::MAX))
}

fn title(thing: &str) -> String {
    match thing.split_once(':') {
        Some(("proc", pid)) => format!("pid {pid}"),
        Some(("file", key)) => format!("file #{key}"),
        Some(("device", name)) => name.to_string(),
        Some((kind, name)) => format!("{kind} {name}"),
        None => thing.to_string(),
    }
}

/// The things of a view, each with its facts as text.
fn facts(view: &View) -> BTreeMap<String, Facts> {
    view.iter().map(|(name, value)| (name.clone(), facts_of(value))).collect()
}

fn facts_of(value: &Value) -> Facts {
    let mut facts = Facts::new();
    let Value::Object(map) = value else { return facts };
    for (name, value) in map {
        match (name.as_str(), value) {
            // Said by `place`, or by the name of the thing.
            ("file" | "line" | "pid" | "id" | "title" | "object" | "unit" | "peer", _) => {}
            ("fds", Value::Array(list)) => {
                for entry in list {
                    let fd = entry.get(0).map(text).unwrap_or_default();
                    let file = entry.get(1).map(text).unwrap_or_default();
                    facts.insert(format!("fd {fd}"), title(&file));
                }
            }
            ("facts", Value::Array(list)) => {
                for fact in list {
                    let (what, value) =
                        (fact.get(0).map(text).unwrap_or_default(), fact.get(1).map(text).unwrap_or_default());
                    match value.is_empty() {
                        true => facts.insert("is".to_string(), what),
                        false => facts.insert(what, value),
                    };
                }
            }
            ("preview", value) => {
                facts.insert("contents".to_string(), super::tables::text(text(value).as_bytes()));
            }
            ("used", value) => {
                facts.insert(map.get("unit").map_or("bytes".to_string(), text), text(value));
            }
            ("place", value) => {
                facts.insert("at".to_string(), text(value));
            }
            (_, value) => {
                facts.insert(name.clone(), text(value));
            }
        }
    }
    facts
}

/// A new thing in a few words.
fn summary(facts: &Facts) -> String {
    let wanted = ["name", "label", "state", "bytes", "at"];
    let known: Vec<String> =
        wanted.iter().filter_map(|name| facts.get(*name)).filter(|t| !t.is_empty()).cloned().collect();
    if known.is_empty() { String::new() } else { format!(": {}", known.join(", ")) }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.split('\n').next().unwrap_or("").trim().to_string(),
        Value::Array(list) => list.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
