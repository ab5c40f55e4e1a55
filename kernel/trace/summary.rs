//! The table of `strace -c`: time, calls and errors by system call. A call is counted in nanoseconds, not microseconds: here
//! it takes some hundred.

use super::event::{Event, EventKind, Outcome};
use crate::abi::Tid;
use crate::entry::SYSCALL_NS;
use std::collections::BTreeMap;
use std::fmt::Write;

#[derive(Clone, Copy, Default, Debug)]
struct Row {
    ns: u64,
    calls: u64,
    errors: u64,
}

/// Counts calls. Time is virtual time between a call's beginning and end, sleeping included (strace's `-w`).
#[derive(Clone, Default, Debug)]
pub struct Summary {
    rows: BTreeMap<&'static str, Row>,
    open: BTreeMap<Tid, (&'static str, u64)>,
}

impl Summary {
    /// Counts what an event adds.
    pub fn feed(&mut self, event: &Event) {
        match &event.kind {
            EventKind::Enter { call, .. } => {
                // The kernel charges a call's time on entry, before it is told of.
                self.open.insert(event.tid, (call.name(), event.at_ns.saturating_sub(SYSCALL_NS)));
            }
            EventKind::Exit { outcome, .. } => {
                let failed = matches!(outcome, Outcome::Error(_) | Outcome::Interrupted(_));
                self.close(event.tid, event.at_ns, failed);
            }
            EventKind::Exited { .. } | EventKind::Killed { .. } => self.close(event.tid, event.at_ns, false),
            _ => {}
        }
    }

    fn close(&mut self, tid: Tid, at_ns: u64, failed: bool) {
        if let Some((name, since)) = self.open.remove(&tid) {
            let row = self.rows.entry(name).or_default();
            row.ns += at_ns.saturating_sub(since);
            row.calls += 1;
            row.errors += u64::from(failed);
        }
    }

    /// The table, the most time first.
    pub fn table(&self) -> String {
        let mut rows: Vec<(&str, Row)> = self.rows.iter().map(|(name, row)| (*name, *row)).collect();
        rows.sort_by(|a, b| b.1.ns.cmp(&a.1.ns).then(a.0.cmp(b.0)));
        let total = rows.iter().fold(Row::default(), |sum, (_, row)| Row {
            ns: sum.ns + row.ns,
            calls: sum.calls + row.calls,
            errors: sum.errors + row.errors,
        });
        let mut text = String::from("% time       seconds  nsecs/call     calls    errors syscall\n");
        let rule = "------ ------------- ----------- --------- --------- ----------------\n";
        text += rule;
        let line = |text: &mut String, name: &str, row: Row| {
            let percent = if total.ns == 0 { 0.0 } else { 100.0 * row.ns as f64 / total.ns as f64 };
            let errors = if row.errors == 0 { String::new() } else { row.errors.to_string() };
            let each = row.ns / row.calls.max(1);
            let seconds = format!("{}.{:09}", row.ns / 1_000_000_000, row.ns % 1_000_000_000);
            let _ = writeln!(text, "{percent:6.2} {seconds:>13} {each:>11} {:>9} {errors:>9} {name}", row.calls);
        };
        for (name, row) in rows {
            line(&mut text, name, row);
        }
        text += rule;
        line(&mut text, "total", total);
        text
    }
}
