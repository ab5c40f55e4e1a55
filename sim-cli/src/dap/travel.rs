//! Movements, and what the client is told when one stops: output, threads that came and went, the reason.

use super::server::{Run, Server};
use super::wire::Incoming;
use crate::failure::status;
use crate::step::places;
use crate::step::session::end_text;
use forklore_sim::debug::breakpoint::Subject;
use forklore_sim::debug::received::Received;
use forklore_sim::debug::stepping::{Direction, Motion, Stopped, Why};
use forklore_sim::debug::value::Format;
use forklore_sim::history::Seek;
use forklore_sim::kernel::abi::Tid;
use forklore_sim::run::{Ended, MAIN_PID};
use serde_json::json;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// How often output is shown during a long movement.
const SHOWN_EVERY: Duration = Duration::from_millis(100);

impl Server {
    /// Moves, serves the client meanwhile, and tells where that came to.
    pub fn travel(&mut self, motion: Motion, direction: Direction) {
        loop {
            let since = Instant::now();
            let (Some(run), incoming, waiting) = self.mail() else { return };
            run.forget();
            if direction == Direction::Backward {
                run.end_shown = false;
            }
            // Steps are short; of a long way, output is shown as it comes.
            let long = motion == Motion::Continue;
            let mut interrupt = || {
                waiting.extend(incoming.try_iter());
                let served = if long { !waiting.is_empty() } else { waiting.iter().any(wants_a_stop) };
                served || long && since.elapsed() > SHOWN_EVERY
            };
            let stopped = run.session.debugger.go_until(motion, direction, &mut interrupt);
            self.show_output();
            let said = self.run.as_mut().map(|run| std::mem::take(&mut run.session.debugger.logged));
            for text in said.unwrap_or_default() {
                self.say(&format!("{text}\n"));
            }
            if stopped.why != Why::Interrupted {
                return self.stopped_at(&stopped, None);
            }
            // Whoever wants the run to stop is answered first.
            let asked = self.waiting.iter().position(wants_a_stop);
            if let Some(n) = asked {
                if !matches!(self.waiting[n], Incoming::Request(_)) {
                    return;
                }
                if let Some(Incoming::Request(request)) = self.waiting.remove(n) {
                    self.handle(&request);
                }
                return;
            }
            while let Some(message) = self.waiting.pop_front() {
                match message {
                    Incoming::Request(request) if !is_movement(&request.command) => self.handle(&request),
                    Incoming::Request(request) => {
                        self.sender.respond(&request, Err("The program is running.".to_string()));
                    }
                    other => {
                        self.waiting.push_front(other);
                        return;
                    }
                }
            }
        }
    }

    /// Tells why a movement stopped; `reason` if it has a name of its own.
    pub fn stopped_at(&mut self, stopped: &Stopped, reason: Option<&str>) {
        self.show_output();
        match &stopped.why {
            Why::Done => self.stands(reason.unwrap_or("step"), None, &[]),
            Why::Interrupted => self.stands("pause", None, &[]),
            Why::Start => self.to_the_start(),
            Why::NeedsInput => {
                self.say("The program waits for standard input. (`input TEXT` in the console, or `eof` for its end)\n");
                self.stands("pause", Some("Waits for standard input"), &[]);
            }
            Why::Gone(pid) => self.stands("step", Some(&format!("pid {pid} has ended")), &[]),
            Why::Refused(text) => {
                self.say(&format!("{text}\n"));
                self.stands("step", None, &[]);
            }
            Why::Breakpoints(numbers) => self.at_breakpoints(numbers, stopped),
            Why::Received { received, numbers } => self.received(received, numbers),
            Why::Changed { number, old, new } => self.changed(*number, old.as_deref(), new.as_deref()),
            Why::Ended(ended) => self.ended(ended),
        }
    }

    fn at_breakpoints(&mut self, numbers: &[u32], stopped: &Stopped) {
        let Some(run) = &mut self.run else { return };
        let machine = run.session.debugger.machine();
        let text = forklore_sim::debug::describe::lines(machine, &stopped.events).join("\n");
        if let Some(filter) = self.stops.exception_of(numbers) {
            run.exception = Some((filter.to_string(), text.clone()));
            return self.stands("exception", Some(&text), numbers);
        }
        if !text.is_empty() {
            self.say(&format!("{text}\n"));
        }
        let reason = match self.stops.goto {
            Some(goto) if numbers.contains(&goto) => "goto",
            _ if self.stops.is_function(numbers) => "function breakpoint",
            _ => "breakpoint",
        };
        self.stands(reason, None, numbers);
    }

    /// A signal is about to be delivered.
    fn received(&mut self, received: &Received, numbers: &[u32]) {
        let Some(run) = &mut self.run else { return };
        let text = received.told(run.session.debugger.machine()).replace('\n', " ");
        run.exception = Some((received.info.signal.name(), text.clone()));
        self.say(&format!("{text}\n"));
        self.stands("exception", Some(&text), numbers);
    }

    /// A watched value changed.
    fn changed(&mut self, number: u32, old: Option<&[u8]>, new: Option<&[u8]>) {
        let Some(run) = &mut self.run else { return };
        let session = &mut run.session;
        let Some(b) = session.debugger.breakpoints.iter().find(|b| b.number == number) else { return };
        if matches!(b.subject, Subject::Object(..)) {
            let told = |bytes: Option<&[u8]>| match bytes {
                Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                None => "not there".to_string(),
            };
            let what = places::in_words(session.debugger.machine(), &b.subject);
            let text = format!("{what}: {} -> {}", told(old), told(new));
            self.say(&format!("{text}\n"));
            return self.stands("data breakpoint", Some(&text), &[number]);
        }
        let Subject::Watch(watch) = &b.subject else { return };
        let (value, expression) = (watch.value.clone(), watch.expression.clone());
        session.debugger.focus = watch.tid;
        let texts = [old, new].map(|bytes| {
            bytes.map_or("no more".to_string(), |bytes| {
                let mut value = value.clone();
                value.bytes = bytes.to_vec();
                session.in_scope(|scope| value.show(scope, Format::Natural))
            })
        });
        let text = format!("{expression}: {} -> {}", texts[0], texts[1]);
        if new.is_none() {
            session.debugger.breakpoints.retain(|b| b.number != number);
            session.debugger.refocus();
            self.sender
                .event("breakpoint", json!({"reason": "removed", "breakpoint": {"id": number, "verified": false}}));
        }
        self.say(&format!("{text}\n"));
        self.stands("data breakpoint", Some(&text), &[number]);
    }

    /// At the start of the run nothing has a line yet: main is shown.
    fn to_the_start(&mut self) {
        let Some(run) = &mut self.run else { return };
        run.session.debugger.start();
        self.stands("entry", Some("The start of the run"), &[]);
    }

    /// The run is over. It is left to the client at its last moment if that is worth a look, else the session ends.
    fn ended(&mut self, ended: &Ended) {
        let (stop_at_end, filter) = (self.launch.stop_at_end, self.stops.deadlock);
        let Some(run) = &mut self.run else { return };
        let failed = matches!(ended, Ended::Deadlock(_) | Ended::Limit(_) | Ended::Timeout(_));
        let look = !self.launch.no_debug && !run.end_shown && (failed && filter || stop_at_end);
        let text = end_text(ended);
        if !look {
            self.say(&format!("{text}\n"));
            return self.end(Some(exit_code(ended)));
        }
        run.end_shown = true;
        run.to_last_process();
        self.say(&format!("{text}\n"));
        if failed {
            let id = if matches!(ended, Ended::Deadlock(_)) { "deadlock" } else { "limit" };
            let first = text.lines().next().unwrap_or_default().to_string();
            if let Some(run) = &mut self.run {
                run.exception = Some((id.to_string(), text));
            }
            return self.stands("exception", Some(&first), &[]);
        }
        self.stands("pause", Some(&text), &[]);
    }

    /// The run stands still: threads that came and went, then the reason.
    pub fn stands(&mut self, reason: &str, description: Option<&str>, hit: &[u32]) {
        self.tell_threads();
        let Some(run) = &mut self.run else { return };
        run.view = (run.session.debugger.focus, 0);
        let mut body = json!({
            "reason": reason,
            "threadId": run.session.debugger.focus.0,
            "allThreadsStopped": true,
            "hitBreakpointIds": hit,
        });
        if let Some(text) = description {
            body["description"] = text.lines().next().unwrap_or_default().into();
            body["text"] = text.into();
        }
        self.sender.event("stopped", body);
    }

    /// Says something in the console.
    pub fn say(&mut self, text: &str) {
        self.sender.event("output", json!({"category": "console", "output": text}));
    }

    /// What the program wrote that has not been shown. Going back shows nothing, nor does coming again where one has been.
    pub fn show_output(&mut self) {
        let Some(run) = &mut self.run else { return };
        let (from, now) = run.new_output();
        let mut texts: Vec<(&str, Vec<u8>)> = Vec::new();
        for (_, chunk) in run.session.debugger.history.output_between(from, now) {
            let category = if chunk.stream == 2 { "stderr" } else { "stdout" };
            match texts.last_mut() {
                Some((last, bytes)) if *last == category => bytes.extend(&chunk.bytes),
                _ => texts.push((category, chunk.bytes.clone())),
            }
        }
        for (category, bytes) in texts {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            self.sender.event("output", json!({"category": category, "output": text}));
        }
    }

    /// Threads that the client does not know yet, or knows still.
    fn tell_threads(&mut self) {
        let Some(run) = &mut self.run else { return };
        let now: BTreeSet<Tid> = run.session.debugger.machine().kernel.procs.tasks().map(|task| task.tid).collect();
        let known = std::mem::replace(&mut run.threads, now.clone());
        for tid in known.difference(&now) {
            self.sender.event("thread", json!({"reason": "exited", "threadId": tid.0}));
        }
        for tid in now.difference(&known) {
            self.sender.event("thread", json!({"reason": "started", "threadId": tid.0}));
        }
    }
}

impl Run {
    /// What the client was told of frames and values holds no longer.
    pub fn forget(&mut self) {
        self.frames.clear();
        self.handles.clear();
        self.exception = None;
    }

    /// From where on output is new, and up to where; from now on it is shown.
    pub fn new_output(&mut self) -> (u64, u64) {
        let history = &self.session.debugger.history;
        let (branch, now) = (history.current(), history.step());
        // What a branch has in common with the one that it left has been shown there.
        let common = history
            .plan()
            .parent
            .map_or(0, |(parent, step)| self.shown.get(&parent).map_or(step, |shown| step.min(*shown)));
        let shown = self.shown.entry(branch).or_insert(common);
        let from = *shown;
        *shown = from.max(now);
        (from, now)
    }

    /// At the end of a run in which nobody is left: to the last moment at which somebody was, best in the program itself.
    fn to_last_process(&mut self) {
        let debugger = &mut self.session.debugger;
        let left = |machine: &forklore_sim::machine::Machine| machine.kernel.procs.tasks().next().is_some();
        if left(debugger.machine()) {
            return;
        }
        let seek = Seek { entries: true, ..Seek::default() };
        debugger.history.backward(&seek, &mut |look| !look.primer && left(look.machine));
        debugger.focus = Tid(MAIN_PID.0);
        debugger.refocus();
    }
}

/// Does a message want the run to stop?
pub fn wants_a_stop(message: &Incoming) -> bool {
    match message {
        Incoming::Request(request) => {
            matches!(request.command.as_str(), "pause" | "disconnect" | "terminate" | "restart")
        }
        Incoming::Other | Incoming::Senseless(_) => false,
        Incoming::End | Incoming::Broken(_) => true,
    }
}

fn is_movement(command: &str) -> bool {
    matches!(
        command,
        "continue"
            | "goto"
            | "next"
            | "stepIn"
            | "stepOut"
            | "stepBack"
            | "reverseContinue"
            | "evaluate"
            | "configurationDone"
    )
}

/// The exit status that `sim run` has.
fn exit_code(ended: &Ended) -> i32 {
    match ended {
        Ended::Exited(status) => *status,
        Ended::Killed(signal) => 128 + i32::from(signal.number()),
        Ended::Deadlock(_) => status::DEADLOCK.into(),
        Ended::Limit(_) => status::LIMIT.into(),
        Ended::Timeout(_) => status::TIMEOUT.into(),
        Ended::Over(_) => 0,
    }
}
