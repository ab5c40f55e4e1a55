//! Breakpoints of all kinds: lines, functions, exceptions, data.
//!
//! A function's breakpoint may also be named as `sim step` names what it stops at: `syscall read`, `pipe 0 full`.

use super::server::{Answer, Server};
use super::wire::Request;
use crate::step::session::Session;
use crate::step::{breaks, places};
use forklore_sim::debug::breakpoint::{Breakpoint, Hits, Life, Subject};
use forklore_sim::debug::code::{self, Spot};
use forklore_sim::debug::eval;
use forklore_sim::debug::stepping::{Debugger, Direction, Motion};
use forklore_sim::kernel::abi::Tid;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the client asked for, and the numbers of the debugger's breakpoints that do it.
#[derive(Default)]
pub struct Stops {
    /// By source file, as the client named it.
    lines: BTreeMap<String, Lines>,
    functions: Vec<Function>,
    function_numbers: Vec<u32>,
    /// `None`: the client has not spoken of any.
    exceptions: Option<Exceptions>,
    /// Number and filter.
    exception_numbers: Vec<(u32, &'static str)>,
    /// By the client's id of the data.
    data: BTreeMap<String, u32>,
    /// A breakpoint for once: where a `goto` leads.
    pub goto: Option<u32>,
    /// Deadlocks and limits are stopped at.
    pub deadlock: bool,
}

#[derive(Default)]
struct Lines {
    wanted: Vec<Line>,
    numbers: Vec<u32>,
}

impl Stops {
    /// The exception that one of these breakpoints stands for.
    pub fn exception_of(&self, numbers: &[u32]) -> Option<&'static str> {
        self.exception_numbers.iter().find(|(number, _)| numbers.contains(number)).map(|(_, filter)| *filter)
    }

    /// Is one of them a function's?
    pub fn is_function(&self, numbers: &[u32]) -> bool {
        numbers.iter().any(|number| self.function_numbers.contains(number))
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Source {
    pub path: Option<String>,
    pub name: Option<String>,
    #[serde(rename = "sourceReference")]
    pub reference: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Line {
    line: i64,
    #[serde(flatten)]
    when: When,
}

/// What a breakpoint has besides its place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct When {
    condition: Option<String>,
    hit_condition: Option<String>,
    log_message: Option<String>,
}

impl When {
    /// The breakpoint with all that.
    fn on(&self, debugger: &Debugger, b: Breakpoint) -> Result<Breakpoint, String> {
        let given =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_string);
        let at_hits = given(&self.hit_condition)
            .map(|text| {
                let wrong = || format!("\"{text}\" is no number of hits: 5, >= 5, > 5 or % 5.");
                Hits::read(&text).ok_or_else(wrong)
            })
            .transpose()?;
        let condition = given(&self.condition).or(b.condition.clone());
        if let Some(condition) = condition.as_ref().filter(|_| b.subject.stops().is_some()) {
            debugger.check_condition(&b.subject, condition)?;
        }
        Ok(Breakpoint { condition, at_hits, log: given(&self.log_message), ..b })
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Function {
    name: String,
    #[serde(flatten)]
    when: When,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Exceptions {
    filters: Vec<String>,
    filter_options: Vec<FilterOption>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct FilterOption {
    filter_id: String,
    condition: Option<String>,
}

impl Server {
    pub fn set_breakpoints(&mut self, request: &Request) -> Answer {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Arguments {
            source: Source,
            breakpoints: Vec<Line>,
            lines: Vec<i64>,
        }
        let mut arguments: Arguments = request.take()?;
        if arguments.breakpoints.is_empty() {
            // What clients sent before breakpoints had conditions.
            let old = arguments.lines.iter().map(|line| Line { line: *line, when: When::default() });
            arguments.breakpoints = old.collect();
        }
        let path = arguments.source.path.or(arguments.source.name).ok_or("setBreakpoints: a source without a path")?;
        self.stops.lines.entry(path.clone()).or_default().wanted = arguments.breakpoints;
        Ok(json!({"breakpoints": self.set_lines(&path)}))
    }

    /// Sets all breakpoints of a file again; what became of each.
    fn set_lines(&mut self, path: &str) -> Vec<Value> {
        let Some(lines) = self.stops.lines.get_mut(path) else { return Vec::new() };
        let (wanted, old) = (lines.wanted.clone(), std::mem::take(&mut lines.numbers));
        let mut told = Vec::new();
        let mut numbers = Vec::new();
        let wanted: Vec<(u32, When)> = wanted.into_iter().map(|line| (self.line_in(line.line), line.when)).collect();
        let source = self.source_of(path);
        if let Some(run) = &mut self.run {
            run.session.debugger.breakpoints.retain(|b| !old.contains(&b.number));
        }
        for (line, when) in wanted {
            let set = match (&mut self.run, &source) {
                (None, _) => Err("The program is not loaded yet.".to_string()),
                (_, None) => Err("This file is not part of the program.".to_string()),
                (Some(run), Some(file)) => {
                    let spot = Spot { file: file.clone(), line };
                    set_line(&mut run.session, &spot, &when, !self.launch.no_debug)
                }
            };
            told.push(match set {
                Ok((number, line)) => {
                    numbers.push(number);
                    json!({"id": number, "verified": true, "line": self.line_out(line), "source": {"path": path}})
                }
                Err(text) => json!({"verified": false, "message": text, "line": self.line_out(line)}),
            });
        }
        if let Some(lines) = self.stops.lines.get_mut(path) {
            lines.numbers = numbers;
        }
        told
    }

    pub fn set_function_breakpoints(&mut self, request: &Request) -> Answer {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Arguments {
            breakpoints: Vec<Function>,
        }
        let arguments: Arguments = request.take()?;
        self.stops.functions = arguments.breakpoints;
        Ok(json!({"breakpoints": self.set_functions()}))
    }

    fn set_functions(&mut self) -> Vec<Value> {
        let old = std::mem::take(&mut self.stops.function_numbers);
        let enabled = !self.launch.no_debug;
        let mut told = Vec::new();
        let Some(run) = &mut self.run else {
            let text = "The program is not loaded yet.";
            return self.stops.functions.iter().map(|_| json!({"verified": false, "message": text})).collect();
        };
        let session = &mut run.session;
        session.debugger.breakpoints.retain(|b| !old.contains(&b.number));
        for function in &self.stops.functions {
            let text = match function.when.condition.as_deref().filter(|c| !c.trim().is_empty()) {
                Some(condition) => format!("{} if {condition}", function.name),
                None => function.name.clone(),
            };
            told.push(match breaks::make(session, &text).and_then(|b| function.when.on(&session.debugger, b)) {
                Ok(b) => {
                    let number = session.debugger.add(Breakpoint { enabled, ..b });
                    self.stops.function_numbers.push(number);
                    json!({"id": number, "verified": true})
                }
                Err(text) => json!({"verified": false, "message": text}),
            });
        }
        told
    }

    pub fn set_exception_breakpoints(&mut self, request: &Request) -> Answer {
        self.stops.exceptions = Some(request.take()?);
        Ok(json!({"breakpoints": self.set_exceptions()}))
    }

    fn set_exceptions(&mut self) -> Vec<Value> {
        let Some(wanted) = self.stops.exceptions.clone() else { return Vec::new() };
        let plain = wanted.filters.iter().map(|filter| (filter.clone(), None));
        let all: Vec<(String, Option<String>)> =
            plain.chain(wanted.filter_options.into_iter().map(|option| (option.filter_id, option.condition))).collect();
        self.stops.deadlock = false;
        let fatal = !self.launch.no_debug && all.iter().any(|(filter, _)| filter == "fatal");
        let old = std::mem::take(&mut self.stops.exception_numbers);
        if let Some(run) = &mut self.run {
            run.session.debugger.breakpoints.retain(|b| old.iter().all(|(number, _)| *number != b.number));
            run.session.debugger.handling.fatal = fatal;
        }
        let mut told = Vec::new();
        for (filter, condition) in all {
            if matches!(filter.as_str(), "deadlock" | "fatal") {
                self.stops.deadlock |= filter == "deadlock";
                told.push(json!({"verified": true}));
                continue;
            }
            told.push(match (exception(&filter, condition.as_deref()), &mut self.run) {
                (Ok((filter, subject)), Some(run)) => {
                    let b = Breakpoint { enabled: !self.launch.no_debug, ..Breakpoint::new(filter, subject) };
                    let number = run.session.debugger.add(b);
                    self.stops.exception_numbers.push((number, filter));
                    json!({"id": number, "verified": true})
                }
                (Ok(_), None) => json!({"verified": false, "message": "The program is not loaded yet."}),
                (Err(text), _) => json!({"verified": false, "message": text}),
            });
        }
        told
    }

    /// After a restart: everything that the client asked for, in the new run.
    pub fn set_all_again(&mut self) {
        self.stops.data.clear();
        let paths: Vec<String> = self.stops.lines.keys().cloned().collect();
        for path in paths {
            let old = self.stops.lines.get(&path).map(|lines| lines.numbers.clone()).unwrap_or_default();
            let mut told = self.set_lines(&path);
            // The client knows them by their old numbers.
            for (breakpoint, number) in told.iter_mut().filter(|b| b["verified"] == true).zip(old) {
                let new = breakpoint.clone();
                breakpoint["id"] = number.into();
                self.sender.event("breakpoint", json!({"reason": "removed", "breakpoint": breakpoint}));
                self.sender.event("breakpoint", json!({"reason": "new", "breakpoint": new}));
            }
        }
        self.set_functions();
        self.set_exceptions();
    }

    pub fn breakpoint_locations(&mut self, request: &Request) -> Answer {
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        struct Arguments {
            source: Source,
            line: i64,
            end_line: Option<i64>,
        }
        let arguments: Arguments = request.take()?;
        let path = arguments.source.path.or(arguments.source.name).unwrap_or_default();
        let (from, to) = (self.line_in(arguments.line), self.line_in(arguments.end_line.unwrap_or(arguments.line)));
        let file = self.source_of(&path).ok_or("This file is not part of the program.")?;
        let debugger = &self.ready()?.session.debugger;
        let mut lines = Vec::new();
        for (_, program) in code::own_programs(debugger.machine(), debugger.setup()) {
            let here = code::statements(program).filter(|(_, place)| {
                program.files.get(place.file as usize) == Some(&file) && (from..=to).contains(&place.line)
            });
            lines.extend(here.map(|(_, place)| place.line));
        }
        lines.sort_unstable();
        lines.dedup();
        let told: Vec<Value> = lines.into_iter().map(|line| json!({"line": self.line_out(line)})).collect();
        Ok(json!({"breakpoints": told}))
    }

    /// Where one can go: to the moments at which a line is reached. Nothing is left out on the way, unlike elsewhere.
    pub fn goto_targets(&mut self, request: &Request) -> Answer {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Arguments {
            source: Source,
            line: i64,
        }
        let arguments: Arguments = request.take()?;
        let path = arguments.source.path.or(arguments.source.name).unwrap_or_default();
        let line = self.line_in(arguments.line);
        let file = self.source_of(&path).ok_or("This file is not part of the program.")?;
        let debugger = &self.ready()?.session.debugger;
        let found = code::line_stops(debugger.machine(), debugger.setup(), &Spot { file: file.clone(), line });
        let Some((spot, _)) = found else { return Ok(json!({"targets": []})) };
        let at = self.targets.len();
        let shown = self.line_out(spot.line);
        let ways = [(Direction::Forward, "the next time"), (Direction::Backward, "the time before")];
        let told: Vec<Value> = ways
            .iter()
            .enumerate()
            .map(|(n, (_, label))| json!({"id": at + n, "label": format!("line {shown}: {label}"), "line": shown}))
            .collect();
        self.targets.extend(ways.map(|(direction, _)| (spot.clone(), direction)));
        Ok(json!({"targets": told}))
    }

    /// Goes to such a moment.
    pub fn goes(&mut self, request: &Request) {
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        struct Arguments {
            thread_id: i64,
            target_id: usize,
        }
        let prepared = request.take::<Arguments>().and_then(|arguments| {
            let target = self.targets.get(arguments.target_id).cloned();
            let (spot, direction) = target.ok_or("There is no such target.")?;
            let tid = Tid(u32::try_from(arguments.thread_id).unwrap_or(0));
            let session = &mut self.ready()?.session;
            let pid = session.debugger.machine().kernel.procs.find_task(tid).map(|task| task.pid);
            let pid = pid.ok_or_else(|| format!("There is no thread {tid} now."))?;
            session.debugger.focus = tid;
            let b = breaks::make(session, &format!("{}:{} pid {pid}", spot.file, spot.line))?;
            let number = session.debugger.add(Breakpoint { temporary: true, ..b });
            self.stops.goto = Some(number);
            Ok((number, direction))
        });
        let (number, direction) = match prepared {
            Ok(prepared) => prepared,
            Err(text) => return self.sender.respond(request, Err(text)),
        };
        self.sender.respond(request, Ok(Value::Null));
        self.travel(Motion::Continue, direction);
        self.stops.goto = None;
        if let Some(run) = &mut self.run {
            run.session.debugger.breakpoints.retain(|b| b.number != number);
        }
    }

    pub fn exception_info(&mut self) -> Answer {
        let run = self.ready()?;
        let (id, text) = run.exception.clone().ok_or("The run has not stopped at an exception.")?;
        Ok(json!({
            "exceptionId": id, "description": text, "breakMode": "always", "details": {"message": text},
        }))
    }

    pub fn data_breakpoint_info(&mut self, request: &Request) -> Answer {
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        struct Arguments {
            variables_reference: Option<i64>,
            frame_id: Option<i64>,
            name: String,
        }
        let arguments: Arguments = request.take()?;
        let run = self.ready()?;
        let found = match arguments.variables_reference.filter(|r| *r > 0) {
            Some(reference) => run.expression_of(reference, &arguments.name),
            None => run.frame(arguments.frame_id).map(|(tid, n)| (tid, n, arguments.name.clone())),
        };
        let (tid, n, expression) = match found {
            Ok(found) => found,
            Err(text) => return Ok(json!({"dataId": null, "description": text})),
        };
        if let Err(text) = run.in_frame((tid, n), |scope| eval::evaluate_one(scope, &expression).map(drop)) {
            return Ok(json!({"dataId": null, "description": text}));
        }
        Ok(json!({
            "dataId": format!("{}/{n}/{expression}", tid.0),
            "description": format!("{expression} (pid {tid})"),
            "accessTypes": ["write"],
        }))
    }

    pub fn set_data_breakpoints(&mut self, request: &Request) -> Answer {
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        struct Data {
            data_id: String,
        }
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Arguments {
            breakpoints: Vec<Data>,
        }
        let arguments: Arguments = request.take()?;
        let wanted: Vec<String> = arguments.breakpoints.into_iter().map(|data| data.data_id).collect();
        let run = self.run.as_mut().ok_or("No program has been launched.")?;
        let session = &mut run.session;
        let known = &mut self.stops.data;
        known.retain(|id, number| {
            let keep = wanted.contains(id) && session.debugger.breakpoints.iter().any(|b| b.number == *number);
            if !keep {
                session.debugger.breakpoints.retain(|b| b.number != *number);
            }
            keep
        });
        let mut told = Vec::new();
        for id in wanted {
            // One that is watched stays as it is: its variable may be out of sight now.
            let set = match known.get(&id) {
                Some(number) => Ok(*number),
                None => set_watch(session, &id),
            };
            told.push(match set {
                Ok(number) => {
                    known.insert(id, number);
                    json!({"id": number, "verified": true})
                }
                Err(text) => json!({"verified": false, "message": text}),
            });
        }
        Ok(json!({"breakpoints": told}))
    }
}

/// Sets a breakpoint at a line or the next one with code: its number, and the line.
fn set_line(session: &mut Session, spot: &Spot, when: &When, enabled: bool) -> Result<(u32, u32), String> {
    let (machine, setup) = (session.debugger.machine(), session.debugger.setup());
    let found = code::line_stops(machine, setup, spot);
    let (spot, stops) = found.ok_or("There is no code at or after this line.")?;
    let (text, line) = (format!("{}:{}", spot.file, spot.line), spot.line);
    let b = Breakpoint { enabled, ..Breakpoint::new(text, Subject::Line(spot, stops)) };
    Ok((session.debugger.add(when.on(&session.debugger, b)?), line))
}

/// What an exception filter stops at.
fn exception(filter: &str, condition: Option<&str>) -> Result<(&'static str, Subject), String> {
    let condition = condition.map(str::trim).filter(|c| !c.is_empty());
    Ok(match filter {
        "signals" => ("signals", Subject::Signal(condition.map(places::signal).transpose()?)),
        "errors" => ("errors", Subject::Failed(condition.map(places::errno).transpose()?)),
        "fork" => ("fork", Subject::Life(Life::Fork)),
        "exec" => ("exec", Subject::Life(Life::Exec)),
        "exit" => ("exit", Subject::Life(Life::Exit)),
        other => return Err(format!("There is no exception filter \"{other}\".")),
    })
}

/// Watches what an id names: task, frame and expression.
fn set_watch(session: &mut Session, id: &str) -> Result<u32, String> {
    let mut parts = id.splitn(3, '/');
    let mut number = || parts.next().and_then(|part| part.parse::<u32>().ok());
    let (Some(tid), Some(frame)) = (number(), number()) else { return Err(format!("\"{id}\" is no data.")) };
    let expression = parts.next().unwrap_or_default();
    (session.debugger.focus, session.frame) = (Tid(tid), frame as usize);
    breaks::watch(session, expression)?;
    session.take();
    session.debugger.breakpoints.last().map(|b| b.number).ok_or_else(|| "Nothing is watched.".to_string())
}
