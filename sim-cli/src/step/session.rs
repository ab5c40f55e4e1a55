//! The state of a session, and how a stop is shown.

use super::hosts::{self, Hosts};
use super::{places, table, words};
use forklore_sim::debug::code;
use forklore_sim::debug::describe;
use forklore_sim::debug::eval::{self, Scope};
use forklore_sim::debug::frames::{self, Frame};
use forklore_sim::debug::stepping::{Debugger, Stopped, Why};
use forklore_sim::debug::value::{Format, Value};
use forklore_sim::kernel::abi::{Pid, Tid};
use forklore_sim::run::Ended;
use forklore_sim::userland::vm::program::Program;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// An expression that is shown at every stop.
#[derive(Clone, Debug)]
pub struct Displayed {
    pub number: u32,
    pub expression: String,
    pub format: Format,
}

/// A session.
pub struct Session {
    pub debugger: Debugger,
    /// Of a scenario: all its hosts; the debugger is that of one of them.
    pub hosts: Hosts,
    /// Number of the selected frame: 0 is the innermost of the user's own.
    pub frame: usize,
    /// The next value gets this number, as gdb's `$1`.
    pub values: u32,
    /// What has been printed, by those numbers.
    pub printed: BTreeMap<u32, Value>,
    pub displays: Vec<Displayed>,
    pub displayed: u32,
    /// Where the next `list` goes on: file and line.
    pub listed: Option<(String, u32)>,
    /// The step before the last command that moved.
    pub before: u64,
    /// Another number: another run is looked at (another host, a file that was opened).
    pub run: u32,
    /// The session is over.
    pub over: bool,
    /// Set by ^C: the movement in progress is to stop.
    pub interrupt: Arc<AtomicBool>,
    /// Who else is asked now and then whether a movement is to stop: the full screen looks at its keys.
    pub asked: Option<Box<dyn FnMut() -> bool>>,
    out: String,
    /// The last command, for an empty line.
    last: String,
    /// Process, function and depth last shown.
    shown: Option<(Tid, String, usize)>,
    /// The deadlock last told: branch and step.
    told_end: Option<(usize, u64)>,
}

impl Session {
    /// A session, before anything has been shown.
    pub fn new(debugger: Debugger) -> Session {
        Session {
            debugger,
            hosts: Hosts::default(),
            frame: 0,
            values: 1,
            printed: BTreeMap::new(),
            displays: Vec::new(),
            displayed: 0,
            listed: None,
            before: 0,
            run: 0,
            over: false,
            interrupt: Arc::default(),
            asked: None,
            told_end: None,
            out: String::new(),
            last: String::new(),
            shown: None,
        }
    }

    /// The greeting: a fresh history goes to main; a session that was opened stays where it was, its notes are done again.
    pub fn opened(&mut self, notes: &[String]) {
        if notes.is_empty() && self.debugger.history.step() == 0 {
            let stopped = self.debugger.start();
            self.show_stop(&stopped, 0);
            return;
        }
        for note in notes {
            self.command(note);
        }
        // What the notes said was said when they were made.
        self.out.clear();
        self.shown = None;
        self.show_place();
    }

    /// Does something with the debugger that asks now and then whether it is to stop.
    pub fn interruptibly<T>(&mut self, act: impl FnOnce(&mut Debugger, &mut dyn FnMut() -> bool) -> T) -> T {
        let interrupt = self.interrupt.clone();
        let asked = &mut self.asked;
        let mut stop = || interrupt.swap(false, Ordering::Relaxed) || asked.as_mut().is_some_and(|asked| asked());
        act(&mut self.debugger, &mut stop)
    }

    /// Adds a line to what is shown.
    pub fn say(&mut self, text: &str) {
        self.out += text;
        if !text.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Takes what is to be shown.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// Does what a line says.
    pub fn command(&mut self, line: &str) {
        let line = line.trim();
        if line.starts_with('#') {
            return;
        }
        let line = match line {
            "" => std::mem::take(&mut self.last),
            _ => line.to_string(),
        };
        if line.is_empty() {
            return;
        }
        let (word, rest) = words::split(&line);
        // `print/x`, `x/4xb`, `p $1`: what follows a slash belongs to the arguments.
        let (word, rest) = match word.split_once('/') {
            Some((word, format)) if !word.is_empty() => (word, format!("/{format} {rest}")),
            _ => (word, rest.to_string()),
        };
        match table::find(word) {
            Ok(command) => {
                let failed = (command.action)(self, rest.trim()).err();
                if let Some(message) = failed {
                    self.say(&message);
                }
                self.last = if command.repeats { line.clone() } else { String::new() };
                if command.name == "list" {
                    self.last = "list".to_string();
                }
            }
            Err(message) => self.say(&message),
        }
    }

    // ---------------------------------------------------------------------------------------------
    // Where we are

    /// The frames of the process in focus that are the user's own.
    pub fn frames(&self) -> Vec<Frame> {
        self.debugger.frames()
    }

    /// The selected frame.
    pub fn selected(&self) -> Option<Frame> {
        self.frames().into_iter().nth(self.frame)
    }

    /// Evaluates expressions in the selected frame.
    pub fn evaluate(&self, expressions: &[String]) -> Vec<Result<Value, String>> {
        let frame = self.selected();
        eval::evaluate(self.debugger.scope(frame.as_ref()), expressions)
    }

    /// Does something with the scope of the selected frame.
    pub fn in_scope<T>(&self, f: impl FnOnce(Scope) -> T) -> T {
        let frame = self.selected();
        f(self.debugger.scope(frame.as_ref()))
    }

    /// The task that an argument names: a pid or a thread; the one in focus if it is empty.
    pub fn task(&self, args: &str) -> Result<Tid, String> {
        let text = args.trim().trim_start_matches("pid").trim();
        if text.is_empty() {
            return Ok(self.debugger.focus);
        }
        let kernel = &self.debugger.machine().kernel;
        let number: u32 =
            text.parse().map_err(|_| format!("\"{text}\" is not the number of a process. {}", self.pids()))?;
        if kernel.procs.find_task(Tid(number)).is_some() {
            return Ok(Tid(number));
        }
        match kernel.procs.process(Pid(number)) {
            Some(process) if process.is_zombie() => Err(format!("pid {number} is dead, and not yet waited for.")),
            Some(process) => process.tasks().next().ok_or_else(|| format!("pid {number} has no task.")),
            None => Err(format!("There is no process {number} now. {}", self.pids())),
        }
    }

    fn pids(&self) -> String {
        let procs = &self.debugger.machine().kernel.procs;
        let mut pids: Vec<u32> = procs.processes().filter(|p| p.leader.is_some()).map(|p| p.pid.0).collect();
        pids.sort();
        match pids[..] {
            [] => "No process is left.".to_string(),
            _ => format!("There are: {}.", pids.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")),
        }
    }

    // ---------------------------------------------------------------------------------------------
    // Showing a stop

    /// Says of conditions that could not be evaluated that they stopped the run for this.
    fn show_bad_conditions(&mut self, numbers: &[u32]) {
        let with = |n: &u32| {
            let b = self.debugger.breakpoints.iter().find(|b| b.number == *n)?;
            Some((*n, b.condition.clone()?))
        };
        let conditions: Vec<(u32, String)> = numbers.iter().filter_map(with).collect();
        for (number, condition) in conditions {
            if let Err(message) = self.in_scope(|scope| eval::evaluate_one(scope, &condition)) {
                self.say(&format!("Error in testing condition for breakpoint {number}:\n{message}"));
            }
        }
    }

    /// Shows why a movement stopped, what was written on the way, and where we are.
    pub fn show_stop(&mut self, stopped: &Stopped, from: u64) {
        let now = self.debugger.history.step();
        self.frame = 0;
        self.listed = None;
        if now > from {
            self.show_output(from, now);
        }
        for text in std::mem::take(&mut self.debugger.logged) {
            self.say(&text);
        }
        self.show_events(stopped);
        match &stopped.why {
            Why::Done => {}
            Why::Breakpoints(numbers) => {
                let list: Vec<String> = numbers.iter().map(u32::to_string).collect();
                self.say(&format!("Breakpoint {}", list.join(", ")));
                self.show_bad_conditions(numbers);
                self.shown = None;
            }
            Why::Changed { number, old, new } => self.show_change(*number, old.as_deref(), new.as_deref()),
            Why::Received { received, numbers } => {
                if !numbers.is_empty() {
                    let list: Vec<String> = numbers.iter().map(u32::to_string).collect();
                    self.say(&format!("Breakpoint {}", list.join(", ")));
                }
                let text = received.told(self.debugger.machine());
                self.say(&text);
                self.shown = None;
            }
            Why::Gone(pid) => self.say(&format!("[pid {pid} has ended]")),
            Why::NeedsInput => {
                self.say("The program waits for standard input. (`input TEXT`, or `eof` for its end)");
                return;
            }
            Why::Ended(ended) => {
                let end = (self.debugger.history.current(), now);
                if matches!(ended, Ended::Deadlock(_)) && self.told_end.replace(end) == Some(end) && now == from {
                    self.say("The run is over: a deadlock. (`why` says who waits for whom.)");
                    return;
                }
                self.say(&end_text(ended));
                for note in self.debugger.history.end_notes().to_vec() {
                    self.say(&note);
                }
                return;
            }
            Why::Start => self.say("This is the start of the run."),
            Why::Interrupted => self.say("Interrupted."),
            Why::Refused(text) => {
                self.say(text);
                return;
            }
        }
        self.show_place();
        if let Some((function, value)) = &stopped.returned {
            self.show_returned(function, *value);
        }
        self.show_displays();
    }

    /// What the program wrote between two steps, ended by a newline.
    pub fn show_output(&mut self, from: u64, to: u64) {
        let chunks = self.debugger.history.output_between(from, to);
        let text = hosts::output_text(self.debugger.setup(), chunks);
        if !text.is_empty() {
            self.say(&text);
        }
    }

    /// What the kernel did at this moment, a line each.
    pub fn show_events(&mut self, stopped: &Stopped) {
        for line in describe::lines(self.debugger.machine(), &stopped.events) {
            self.say(&line);
        }
    }

    fn show_change(&mut self, number: u32, old: Option<&[u8]>, new: Option<&[u8]>) {
        use forklore_sim::debug::breakpoint::Subject;
        let Some(b) = self.debugger.breakpoints.iter().find(|b| b.number == number) else { return };
        if matches!(b.subject, Subject::Object(..)) {
            let text = |bytes: Option<&[u8]>| match bytes {
                Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                None => "not there".to_string(),
            };
            let what = places::in_words(self.debugger.machine(), &b.subject);
            // One for this movement only has no number.
            let what = if number == 0 { what } else { format!("Watchpoint {number}: {what}") };
            return self.say(&format!("{what}\nOld value = {}\nNew value = {}", text(old), text(new)));
        }
        let Subject::Watch(watch) = &b.subject else { return };
        let expression = watch.expression.clone();
        let (tid, gone) = (watch.tid, new.is_none());
        let mut shown = Vec::new();
        let value = watch.value.clone();
        for bytes in [old, new] {
            shown.push(match bytes {
                Some(bytes) => {
                    let mut value = value.clone();
                    value.bytes = bytes.to_vec();
                    self.in_scope(|scope| value.show(scope, Format::Natural))
                }
                None => "no more".to_string(),
            });
        }
        self.say(&format!("Watchpoint {number}: {expression} (pid {tid})"));
        if gone {
            self.say("It is no more: its function has returned, or its process has ended.");
            self.debugger.breakpoints.retain(|b| b.number != number);
            return;
        }
        self.say(&format!("Old value = {}\nNew value = {}", shown[0], shown[1]));
    }

    fn show_returned(&mut self, function: &str, value: u64) {
        let machine = self.debugger.machine();
        let program =
            machine.task(self.debugger.focus).and_then(|t| t.program).and_then(|id| machine.programs().peek(id));
        let Some(text) = program.and_then(|program| returned_text(program, function, value)) else { return };
        let number = self.values;
        self.values += 1;
        self.say(&format!("Value returned is ${number} = {text}"));
    }

    /// The line that the process in focus is at; the function too if that is news.
    pub fn show_place(&mut self) {
        let tid = self.debugger.focus;
        if self.debugger.machine().kernel.procs.find_task(tid).is_none() {
            self.say("No process is left.");
            return;
        }
        if self.shown.as_ref().is_some_and(|(shown, ..)| *shown != tid) {
            let who = describe::who(self.debugger.machine(), tid);
            self.say(&format!("[Now in {who}]"));
        }
        let Some(frame) = self.selected() else {
            let name = self.debugger.machine().kernel.procs.process_of(tid).name();
            let innermost = frames::frames(self.debugger.machine(), tid).into_iter().next();
            let at = innermost.map_or(String::new(), |f| format!(" in {} ()", f.function));
            self.say(&format!("pid {tid} ({name}){at}: no source"));
            self.shown = Some((tid, String::new(), 0));
            return;
        };
        let here = Some((tid, frame.function.clone(), frame.depth));
        if self.shown != here {
            let line = self.frame_line(&frame);
            self.say(&line);
            self.shown = here;
        }
        self.show_source(&frame);
    }

    /// The next stop tells the function again.
    pub fn forget_shown(&mut self) {
        self.shown = None;
    }

    fn show_source(&mut self, frame: &Frame) {
        let Some(spot) = &frame.spot else { return };
        let text = code::line_text(self.debugger.setup(), &spot.file, spot.line).unwrap_or_default();
        let (number, file) = (spot.line, spot.file.clone());
        self.say(format!("{number}\t{text}").trim_end());
        self.listed = Some((file, number.saturating_sub(5).max(1)));
    }

    /// `child (fd=3) at prog.c:12`
    pub fn frame_line(&self, frame: &Frame) -> String {
        let machine = self.debugger.machine();
        let mut names: Vec<String> = Vec::new();
        if let Some(function) = frame.code(machine) {
            names.extend(function.vars.iter().filter(|v| v.is_param).map(|v| v.name.clone()));
            names.dedup();
        }
        let scope = self.debugger.scope(Some(frame));
        let values = if names.is_empty() { Vec::new() } else { eval::evaluate(scope, &names) };
        let shown = names.iter().zip(values).map(|(name, value)| match value {
            Ok(value) if value.is_record() => format!("{name}=..."),
            Ok(value) => format!("{name}={}", value.show_inner(scope)),
            Err(_) => format!("{name}=?"),
        });
        let args: Vec<String> = shown.collect();
        let at = frame.spot.as_ref().map_or(String::new(), |spot| format!(" at {}:{}", spot.file, spot.line));
        format!("{} ({}){at}", frame.function, args.join(", "))
    }

    fn show_displays(&mut self) {
        let displays = self.displays.clone();
        for display in displays {
            self.show_display(&display);
        }
    }

    /// One displayed expression; nothing where it means nothing.
    pub fn show_display(&mut self, display: &Displayed) {
        let value = self.in_scope(|scope| {
            super::data::with_count(scope, &display.expression).map(|value| value.show(scope, display.format))
        });
        if let Ok(text) = value {
            self.say(&format!("{}: {} = {text}", display.number, display.expression));
        }
    }
}

/// How a run ended, as a sentence.
pub fn end_text(ended: &Ended) -> String {
    match ended {
        Ended::Exited(status) => format!("The program exited with status {status}."),
        Ended::Killed(signal) => format!("The program was killed by {}.", signal.name()),
        Ended::Deadlock(text) | Ended::Limit(text) | Ended::Timeout(text) => format!("The run ends: {text}"),
        Ended::Over(text) => format!("The run ends: {text}."),
    }
}

/// A function's result by its type, if that is a number or a pointer.
fn returned_text(program: &Program, function: &str, value: u64) -> Option<String> {
    use forklore_sim::userland::vm::program::TypeDesc;
    let f = program.functions.iter().find(|f| f.name == function)?;
    let desc = |id: forklore_sim::userland::vm::program::TypeId| program.types.get(id.0 as usize);
    let TypeDesc::Function { ret, .. } = desc(f.ty)? else { return None };
    Some(match desc(*ret)? {
        TypeDesc::Int { size: 1, .. } => format!("{} '{}'", value as i8, (value as u8 as char).escape_default()),
        TypeDesc::Int { signed: true, .. } => (value as i64).to_string(),
        TypeDesc::Int { .. } => value.to_string(),
        TypeDesc::Pointer(_) => format!("{value:#x}"),
        TypeDesc::Float { size: 4, .. } => f32::from_bits(value as u32).to_string(),
        TypeDesc::Float { .. } => f64::from_bits(value).to_string(),
        TypeDesc::Enum { values, .. } => {
            let named = values.iter().find(|(_, v)| *v == value as i64);
            named.map_or_else(|| (value as i64).to_string(), |(name, _)| name.clone())
        }
        _ => return None,
    })
}
