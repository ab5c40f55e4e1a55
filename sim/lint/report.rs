//! What was found, as a person and as a program reads it.

use crate::debug::code::Spot;
use forklore_kernel::abi::Pid;
use serde_json::{Value, json};
use std::fmt::Write;

/// The version in the first line of [`Report::json_lines`].
pub const VERSION: u32 = 1;
/// Most findings that are printed for a person.
const PRINTED: usize = 20;

/// The rules: docs/lint.md says what each one looks for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rule {
    /// A child that ended and was never waited for.
    Zombie,
    /// A pipe's write end kept open by a process that does not write.
    OpenEnd,
    /// System V and POSIX objects that outlived the run.
    Leftover,
    /// Standard signals merged while pending.
    LostSignal,
    /// Output that lay in a buffer when fork copied it.
    DoubleOutput,
    /// A short count that nobody looked at.
    ShortCount,
    /// An error that nobody looked at.
    IgnoredError,
    /// A function that is not async-signal-safe, called in a handler.
    UnsafeHandler,
    /// Unordered accesses to shared memory.
    Race,
    /// A silent death by SIGPIPE.
    Sigpipe,
    /// An exec that failed, after which the child went on.
    FailedExec,
    /// A signal that came before its handler was there.
    EarlySignal,
    /// dup2 with its arguments the wrong way round.
    SwappedDup2,
    /// A thread that was at work when its process ended.
    AbandonedThread,
    /// Memory of a thread that has ended.
    DeadStack,
    /// Memory that was freed twice, or was none of malloc's.
    Heap,
    /// Memory that fork has copied, taken for shared.
    CopiedMemory,
    /// A pipe used in both directions.
    OwnWords,
    /// Output that lay in a buffer when its process ended.
    LostOutput,
    /// A wait status taken for an exit status.
    RawStatus,
    /// A wait at a condition variable that is not in a loop.
    WaitOnce,
    /// A message whose size counts its type.
    MessageSize,
    /// A signal to the own process group, meant for somebody else.
    KilledItself,
    /// A lock in shared memory that is not made for several processes.
    PrivateLock,
    /// A mutex given back by somebody who does not have it.
    Unlock,
    /// select called again with what it has left of its arguments.
    SelectAgain,
}

impl Rule {
    /// Its name, as `[name]` behind a finding and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Zombie => "zombie",
            Rule::OpenEnd => "open-end",
            Rule::Leftover => "leftover",
            Rule::LostSignal => "lost-signal",
            Rule::DoubleOutput => "double-output",
            Rule::ShortCount => "short-count",
            Rule::IgnoredError => "ignored-error",
            Rule::UnsafeHandler => "unsafe-handler",
            Rule::Race => "race",
            Rule::Sigpipe => "sigpipe",
            Rule::FailedExec => "failed-exec",
            Rule::EarlySignal => "early-signal",
            Rule::SwappedDup2 => "swapped-dup2",
            Rule::AbandonedThread => "abandoned-thread",
            Rule::DeadStack => "dead-stack",
            Rule::Heap => "heap",
            Rule::CopiedMemory => "copied-memory",
            Rule::OwnWords => "own-words",
            Rule::LostOutput => "lost-output",
            Rule::RawStatus => "raw-status",
            Rule::WaitOnce => "wait-once",
            Rule::MessageSize => "message-size",
            Rule::KilledItself => "killed-itself",
            Rule::PrivateLock => "private-lock",
            Rule::Unlock => "unlock",
            Rule::SelectAgain => "select-again",
        }
    }
}

/// Something wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Which rule says so.
    pub rule: Rule,
    /// Where in the source, if it is anywhere there.
    pub place: Option<Spot>,
    /// The process.
    pub pid: Pid,
    /// What is wrong.
    pub text: String,
    /// Other places that belong to it, and what happened there.
    pub related: Vec<(Spot, String)>,
    /// How to mend it.
    pub mend: String,
    /// What tells it apart from others of its rule at the same places: which call, which error.
    pub about: String,
    /// How often it was seen.
    pub times: u32,
}

impl Finding {
    /// A finding seen once.
    pub fn new(rule: Rule, place: Option<Spot>, pid: Pid, text: impl Into<String>, mend: impl Into<String>) -> Finding {
        let (text, mend) = (text.into(), mend.into());
        Finding { rule, place, pid, text, related: Vec::new(), mend, about: String::new(), times: 1 }
    }

    /// One that is another one than those at the same places that are about something else.
    pub fn about(self, what: impl Into<String>) -> Finding {
        Finding { about: what.into(), ..self }
    }

    /// With another place.
    pub fn with(mut self, place: Option<Spot>, what: impl Into<String>) -> Finding {
        self.related.extend(place.map(|place| (place, what.into())));
        self
    }
}

/// All findings, in the order in which they were seen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// The findings.
    pub findings: Vec<Finding>,
    /// Only the beginning of the run was looked at: so many choices of so many.
    pub part: Option<(usize, usize)>,
}

/// `prog.c:12`
pub(super) fn at(spot: &Spot) -> String {
    format!("{}:{}", spot.file, spot.line)
}

impl Report {
    /// Adds a finding; one of the same rule at the same places, about the same thing, is counted instead.
    pub fn add(&mut self, finding: Finding) {
        let places = |f: &Finding| f.related.iter().map(|(spot, _)| spot.clone()).collect::<Vec<_>>();
        let same = |old: &&mut Finding| {
            old.rule == finding.rule
                && old.place == finding.place
                && old.about == finding.about
                && (finding.place.is_some() && places(old) == places(&finding) || old.text == finding.text)
        };
        match self.findings.iter_mut().find(same) {
            Some(old) => old.times += 1,
            None => self.findings.push(finding),
        }
    }

    /// For a person: a line or a few each.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for finding in self.findings.iter().take(PRINTED) {
            let place = finding.place.as_ref().map_or_else(|| format!("pid {}", finding.pid), at);
            let times = if finding.times > 1 { format!(" ({} times)", finding.times) } else { String::new() };
            let _ = writeln!(text, "{place}: lint: {}{times} [{}]", finding.text, finding.rule.name());
            for (spot, what) in finding.related.iter().filter(|(spot, _)| !finding.text.contains(&at(spot))) {
                let _ = writeln!(text, "    {}: {what}", at(spot));
            }
            let _ = writeln!(text, "    to mend: {}", finding.mend);
        }
        if let Some(more @ 1..) = self.findings.len().checked_sub(PRINTED) {
            let _ = writeln!(text, "lint: and {more} more");
        }
        if let Some((n, all)) = self.part {
            let seen = n * 100 / all.max(1);
            let _ = writeln!(text, "lint: ended; only the first {seen} % of the run were looked at");
        }
        text
    }

    /// For programs: a line with format and version, then one object a finding.
    pub fn json_lines(&self) -> String {
        let mut head = json!({ "format": "forklore-lint", "version": VERSION, "findings": self.findings.len() });
        if let (Some((n, all)), Some(head)) = (self.part, head.as_object_mut()) {
            head.insert("percent_seen".to_string(), (n * 100 / all.max(1)).into());
        }
        let mut text = format!("{head}\n");
        for finding in &self.findings {
            let _ = writeln!(text, "{}", value(finding));
        }
        text
    }
}

fn value(finding: &Finding) -> Value {
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|(spot, what)| json!({ "file": spot.file, "line": spot.line, "message": what }))
        .collect();
    json!({
        "rule": finding.rule.name(),
        "file": finding.place.as_ref().map(|spot| spot.file.as_str()),
        "line": finding.place.as_ref().map(|spot| spot.line),
        "pid": finding.pid.0,
        "message": finding.text,
        "related": related,
        "mend": finding.mend,
        "times": finding.times,
    })
}
