//! Events as a line for a person: as strace writes them, with the process and the line of the source in front.
//!
//! Entry points: [`lines()`], [`Narrator`].

use crate::history::CodePlace;
use crate::machine::Machine;
use forklore_kernel::abi::{Syscall, Tid};
use forklore_kernel::trace::capture::{self, Captured};
use forklore_kernel::trace::event::{Event, EventKind};
use forklore_kernel::trace::strace::{Prefix, Stamp, Strace, Style};
use std::collections::BTreeMap;

/// Longest string shown.
const STRING_LIMIT: usize = 32;

/// Tells of events in their order. It remembers what a call began with: its memory may be another one when it ends.
#[derive(Clone, Debug, Default)]
pub struct Narrator {
    begun: BTreeMap<Tid, Vec<Captured>>,
}

impl Narrator {
    /// What happened, without who and where: `read(3, "hi", 16) = 2`. `None` for events that are part of others. `machine` is as it
    /// is right after the event.
    pub fn what(&mut self, machine: &Machine, event: &Event) -> Option<String> {
        match &event.kind {
            EventKind::Enter { input, .. } => drop(self.begun.insert(event.tid, input.clone())),
            EventKind::Exit { .. } => {
                let begun = self.begun.remove(&event.tid);
                return what(machine, event, begun.as_deref());
            }
            _ => {}
        }
        what(machine, event, self.begun.get(&event.tid).map(Vec::as_slice))
    }

    /// `pid 3 prog.c:12  read(3, "hi", 16) = 2` for each event; `None` for those that are part of others. `machine` is as it is right
    /// after them.
    pub fn lines(&mut self, machine: &Machine, events: &[Event]) -> Vec<Option<String>> {
        let line = |(n, event): (usize, &Event)| {
            let place = CodePlace::of(machine, events, n);
            let place = place.and_then(|place| place.source(machine).map(|(file, line)| format!(" {file}:{line}")));
            let what = self.what(machine, event)?;
            Some(format!("{}{}  {what}", who(machine, event.tid), place.unwrap_or_default()))
        };
        events.iter().enumerate().map(line).collect()
    }
}

/// What has just happened, a line each: what [`Narrator::lines`] says.
pub fn lines(machine: &Machine, events: &[Event]) -> Vec<String> {
    Narrator::default().lines(machine, events).into_iter().flatten().collect()
}

/// What happened, without who and where; `begun` is what went into the call that the event is about. Where that is not known it
/// is read from the caller's memory as it is now.
pub fn what(machine: &Machine, event: &Event, begun: Option<&[Captured]>) -> Option<String> {
    let tid = event.tid;
    let mut writer =
        Strace::new(Style { prefix: Prefix::Terminal, stamp: Stamp::None, spent: false, string_limit: STRING_LIMIT });
    let enter = |call: &Syscall| {
        let read =
            || machine.kernel.procs.find_task(tid).map(|task| capture::inputs(&machine.kernel, task.space, call));
        let input = begun.map(<[Captured]>::to_vec).or_else(read).unwrap_or_default();
        Event { at_ns: event.at_ns, tid, kind: EventKind::Enter { call: *call, input } }
    };
    match &event.kind {
        EventKind::Exit { call, .. } => {
            writer.feed(&enter(call));
            writer.feed(event);
        }
        EventKind::Enter { call, .. } if matches!(call.name(), "exit" | "exit_group") => {
            writer.feed(event);
            return Some(format!("{} = ?", closed(&writer.finish())));
        }
        EventKind::Enter { .. } => return None,
        EventKind::Blocked { .. } => {
            let call = machine.kernel.procs.find_task(tid)?.blocked.as_ref()?.call;
            writer.feed(&enter(&call));
            let head = writer.finish();
            return Some(format!("{} blocks", closed(&head)));
        }
        EventKind::Woken { by } => {
            return Some(by.map_or("is woken".to_string(), |by| format!("is woken by {}", who(machine, by))));
        }
        EventKind::Switch { from, .. } => {
            return Some(
                from.map_or("gets the CPU".to_string(), |from| {
                    format!("gets the CPU (before: {})", who(machine, from))
                }),
            );
        }
        EventKind::Forked { child } => return Some(format!("has a child: {}", who(machine, *child))),
        EventKind::Exec { path, .. } => return Some(format!("executes {}", String::from_utf8_lossy(path))),
        EventKind::Continued => return Some("is continued".to_string()),
        _ => writer.feed(event),
    }
    let text = writer.finish();
    let text = text.lines().last().unwrap_or("").to_string();
    (!text.is_empty()).then(|| squeeze(&text))
}

/// The head of a call that has not ended, with its parenthesis closed.
pub(crate) fn closed(head: &str) -> String {
    let head = head.trim_end().trim_end_matches("<unfinished ...>").trim_end();
    let head = head.lines().last().unwrap_or(head);
    if head.ends_with(',') { format!("{head} ...)") } else { format!("{head})") }
}

/// One space where strace aligns.
fn squeeze(text: &str) -> String {
    match text.rfind(" = ") {
        Some(at) => format!("{}{}", text[..at].trim_end(), &text[at..]),
        None => text.to_string(),
    }
}

/// `pid 3`, or `pid 3 thread 5`.
pub fn who(machine: &Machine, tid: Tid) -> String {
    match machine.kernel.procs.find_task(tid) {
        Some(task) if task.pid.0 != tid.0 => format!("pid {} thread {tid}", task.pid),
        _ => format!("pid {tid}"),
    }
}
