//! Events as `strace -f` writes them: return values in column 40, `<unfinished ...>` and `<... resumed>` where tasks
//! interleave, `---` for signals, `+++` for ends.

use super::capture::Captured;
use super::event::{Disposition, Event, EventKind, Outcome};
use super::text::CallWriter;
use super::values;
use crate::abi::signal::DefaultAction;
use crate::abi::{Errno, SigInfo, Signal, Syscall, Tid};
use crate::entry::SYSCALL_NS;
use std::collections::BTreeMap;

/// Where `= result` begins (strace's `-a`).
const RESULT_COLUMN: usize = 40;

/// How lines begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Prefix {
    /// `[pid N] ` as soon as there are several tasks, as strace writes to a terminal.
    Terminal,
    /// `N ` always, as strace writes to a file.
    File,
}

/// The time before each line, always to the nanosecond: a call takes some hundred.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stamp {
    /// None.
    None,
    /// Seconds since boot (`-t`).
    SinceBoot,
    /// Hours, minutes and seconds of the day (`-tt`); with the time of boot in seconds since 1970.
    Clock(u64),
    /// Seconds since 1970 (`-ttt`); with the time of boot.
    Epoch(u64),
    /// Seconds since the line before (`-r`).
    Relative,
}

/// What to write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Style {
    /// How lines begin.
    pub prefix: Prefix,
    /// The virtual time of each line.
    pub stamp: Stamp,
    /// Write how long each call took, sleeping included (`-T`).
    pub spent: bool,
    /// Longest string.
    pub string_limit: usize,
}

/// A second in nanoseconds.
const SECOND: u64 = 1_000_000_000;

/// Nanoseconds as seconds.
fn seconds(ns: u64) -> String {
    format!("{}.{:09}", ns / SECOND, ns % SECOND)
}

/// A call that has begun.
#[derive(Clone, Debug)]
struct Open {
    call: Syscall,
    since_ns: u64,
    inputs: Vec<Captured>,
    /// Its head has been written and other lines came after it.
    unfinished: bool,
}

/// Turns events into lines. Feed it in order; take text with [`Strace::take`].
#[derive(Clone, Debug)]
pub struct Strace {
    style: Style,
    writer: CallWriter,
    open: BTreeMap<Tid, Open>,
    /// The task whose line would be open on the screen.
    last: Option<Tid>,
    tasks: usize,
    /// Time of the last line written.
    stamped_ns: u64,
    /// Ignored signals that arrived during a call: they are told of when it is over.
    held: BTreeMap<Tid, Vec<SigInfo>>,
    /// What each task's last call answered, and what it had answered when each of its handlers was entered.
    answers: BTreeMap<Tid, String>,
    caught: BTreeMap<Tid, Vec<String>>,
    out: String,
}

impl Strace {
    /// A writer of one run.
    pub fn new(style: Style) -> Strace {
        let writer = CallWriter { string_limit: style.string_limit };
        let (open, held) = (BTreeMap::new(), BTreeMap::new());
        let (answers, caught) = (BTreeMap::new(), BTreeMap::new());
        Strace { style, writer, open, last: None, tasks: 1, stamped_ns: 0, held, answers, caught, out: String::new() }
    }

    /// The text so far; the next call gives what comes after it.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// The end of the run: calls that never ended are left unfinished.
    pub fn finish(&mut self) -> String {
        self.finish_open_line();
        self.take()
    }

    /// Writes what an event adds.
    pub fn feed(&mut self, event: &Event) {
        let (at, tid) = (event.at_ns, event.tid);
        match &event.kind {
            EventKind::Enter { call, input } => self.enter(at, tid, *call, input.clone()),
            EventKind::Exit { outcome, output, .. } => self.exit(at, tid, output, Some(*outcome)),
            EventKind::UnknownCall { number } => {
                let text = format!("syscall_{number:#x}()");
                self.whole_call(at, tid, &text, &format!("-1 ENOSYS ({})", Errno::ENOSYS));
            }
            EventKind::Signal { info, disposition: Disposition::Ignored } if self.open.contains_key(&tid) => {
                self.held.entry(tid).or_default().push(*info);
            }
            EventKind::Signal { info, disposition } => {
                if *disposition == Disposition::Caught {
                    self.caught(tid);
                }
                if *disposition != Disposition::Killed || info.signal != Signal::KILL {
                    self.signal(at, tid, info.signal, &info.encode());
                }
            }
            EventKind::Sigreturn { mask, again } => {
                let text = format!("rt_sigreturn({{mask={}}})", values::sigset(*mask));
                let before = self.caught.get_mut(&tid).and_then(Vec::pop).unwrap_or_else(|| "0".to_string());
                let value = again.map_or(before, |number| number.to_string());
                self.whole_call(at, tid, &text, &value);
                self.answers.insert(tid, value);
            }
            EventKind::Stopped { signal } => self.line(at, tid, &format!("--- stopped by {} ---", signal.name())),
            EventKind::Exited { status } => self.end(at, tid, &format!("+++ exited with {status} +++")),
            EventKind::Killed { signal } => {
                let core = if signal.default_action() == DefaultAction::Core { " (core dumped)" } else { "" };
                self.end(at, tid, &format!("+++ killed by {}{core} +++", signal.name()));
            }
            EventKind::Forked { child } => self.forked(*child),
            EventKind::Continued
            | EventKind::Exec { .. }
            | EventKind::Switch { .. }
            | EventKind::Blocked { .. }
            | EventKind::Woken { .. } => {}
        }
    }

    /// A call begins. Nothing is written before it is known how the line goes on.
    fn enter(&mut self, at_ns: u64, tid: Tid, call: Syscall, inputs: Vec<Captured>) {
        self.interrupt_line(at_ns, tid);
        // The kernel charges a call's time on entry, before it is told of.
        let since_ns = at_ns.saturating_sub(SYSCALL_NS);
        self.open.insert(tid, Open { call, since_ns, inputs, unfinished: false });
        self.last = Some(tid);
    }

    /// A call ends.
    fn exit(&mut self, at_ns: u64, tid: Tid, outputs: &[Captured], outcome: Option<Outcome>) {
        let Some(open) = self.open.remove(&tid) else { return };
        self.interrupt_line(at_ns, tid);
        let mut line = self.begin(if open.unfinished { at_ns } else { open.since_ns }, tid);
        line += &match open.unfinished {
            true => format!("<... {} resumed>", open.call.name()),
            false => self.writer.head(&open.call, &open.inputs),
        };
        line += &self.writer.tail(&open.call, &open.inputs, outputs, outcome);
        line.push(' ');
        while line.chars().count() < RESULT_COLUMN {
            line.push(' ');
        }
        line += "= ";
        line += &self.writer.result(&open.call, outputs, outcome);
        let answer = match outcome {
            Some(Outcome::Value(value)) => value.to_string(),
            Some(Outcome::Error(errno)) => format!("-1 {} ({errno})", errno.name()),
            _ => format!("-1 EINTR ({})", Errno::EINTR),
        };
        self.answers.insert(tid, answer);
        if self.style.spent {
            line += &format!(" <{}>", seconds(at_ns.saturating_sub(open.since_ns)));
        }
        self.write(&line);
        self.last = None;
        for info in self.held.remove(&tid).unwrap_or_default() {
            self.signal(at_ns, tid, info.signal, &info.encode());
        }
    }

    /// A handler is entered: when it returns, strace shows the answer of the call before it as rt_sigreturn's own.
    fn caught(&mut self, tid: Tid) {
        let answer = self.answers.get(&tid).cloned().unwrap_or_else(|| "0".to_string());
        let below = self.caught.entry(tid).or_default();
        // Handlers that are left by longjmp never return.
        if below.len() >= 64 {
            below.remove(0);
        }
        below.push(answer);
    }

    /// A call that ends as soon as it begins.
    fn whole_call(&mut self, at_ns: u64, tid: Tid, text: &str, result: &str) {
        self.finish_open_line();
        let mut line = self.begin(at_ns, tid) + text + " ";
        while line.chars().count() < RESULT_COLUMN {
            line.push(' ');
        }
        self.write(&(line + "= " + result));
    }

    /// A child was born.
    fn forked(&mut self, child: Tid) {
        self.tasks += 1;
        if self.style.prefix == Prefix::Terminal {
            let line = format!("strace: Process {child} attached");
            self.finish_open_line();
            self.write(&line);
        }
    }

    /// A signal is delivered.
    fn signal(&mut self, at_ns: u64, tid: Tid, signal: Signal, info: &[u8]) {
        self.line(at_ns, tid, &format!("--- {} {} ---", signal.name(), values::siginfo(info)));
    }

    fn end(&mut self, at_ns: u64, tid: Tid, text: &str) {
        if self.open.contains_key(&tid) {
            self.exit(at_ns, tid, &[], None);
        }
        self.line(at_ns, tid, text);
        self.tasks = self.tasks.saturating_sub(1);
    }

    fn line(&mut self, at_ns: u64, tid: Tid, text: &str) {
        self.finish_open_line();
        let line = self.begin(at_ns, tid) + text;
        self.write(&line);
    }

    /// Another task's line may stand open: its call is unfinished for now.
    fn interrupt_line(&mut self, _at_ns: u64, tid: Tid) {
        if self.last != Some(tid) {
            self.finish_open_line();
        }
    }

    fn finish_open_line(&mut self) {
        let Some(tid) = self.last.take() else { return };
        let Some(open) = self.open.get_mut(&tid) else { return };
        if open.unfinished {
            return;
        }
        open.unfinished = true;
        let since_ns = open.since_ns;
        let Some(open) = self.open.get(&tid) else { return };
        let head = self.writer.head(&open.call, &open.inputs);
        let line = self.begin(since_ns, tid) + &head + " <unfinished ...>";
        self.write(&line);
    }

    fn begin(&mut self, at_ns: u64, tid: Tid) -> String {
        let mut line = match self.style.prefix {
            Prefix::File => format!("{:<5} ", tid.0),
            Prefix::Terminal if self.tasks > 1 => format!("[pid {:>5}] ", tid.0),
            Prefix::Terminal => String::new(),
        };
        let before = std::mem::replace(&mut self.stamped_ns, at_ns);
        match self.style.stamp {
            Stamp::None => {}
            Stamp::SinceBoot => line += &format!("{} ", seconds(at_ns)),
            Stamp::Epoch(boot) => line += &format!("{} ", seconds(boot * SECOND + at_ns)),
            Stamp::Relative => line += &format!("{:>12} ", seconds(at_ns.saturating_sub(before))),
            Stamp::Clock(boot) => {
                let (of_day, ns) = ((boot + at_ns / SECOND) % 86_400, at_ns % SECOND);
                let (hours, minutes) = (of_day / 3600, of_day / 60 % 60);
                line += &format!("{hours:02}:{minutes:02}:{:02}.{ns:09} ", of_day % 60);
            }
        }
        line
    }

    fn write(&mut self, line: &str) {
        self.out += line;
        self.out.push('\n');
    }
}
