//! Looking: threads, call stacks, scopes, and values that unfold.
//!
//! A reference to something that unfolds is good until the next movement.

use super::server::{Answer, Run, Server};
use super::wire::Request;
use forklore_sim::debug::code;
use forklore_sim::debug::describe;
use forklore_sim::debug::eval::{self, Scope};
use forklore_sim::debug::frames::{self, Frame};
use forklore_sim::debug::objects;
use forklore_sim::debug::tables::{self, Table};
use forklore_sim::debug::value::{Format, Value as CValue};
use forklore_sim::inject::Fault;
use forklore_sim::kernel::abi::Tid;
use forklore_sim::machine::{Choice, Machine};
use serde::Deserialize;
use serde_json::{Value, json};

/// Something that unfolds.
#[derive(Clone, Debug)]
pub enum Shown {
    /// Parameters and local variables of a frame.
    Locals(Tid, usize),
    /// Variables of the program's files.
    Globals(Tid, usize),
    /// The registers of a frame.
    Registers(Tid, usize),
    /// The kernel's tables.
    Kernel(Tid),
    /// A table of the kernel, a row each.
    Table(Table),
    /// A row: a column each.
    Row(Vec<(&'static str, String)>),
    /// Parts of a value: where, its expression, itself.
    Value(Tid, usize, String, CValue),
}

/// The kernel's tables, by name.
const TABLES: [(&str, fn(&Machine, Tid) -> Table); 9] = [
    ("processes", tables::processes),
    ("open files", |machine, _| tables::files(machine)),
    ("pipes", |machine, _| tables::pipes(machine)),
    ("sockets", |machine, _| objects::sockets(machine)),
    ("message queues", |machine, _| objects::queues(machine)),
    ("shared memory", |machine, _| objects::segments(machine)),
    ("semaphores", |machine, _| objects::semaphores(machine)),
    ("run queue", |machine, _| tables::run_queue(machine)),
    ("memory areas", tables::areas),
];

/// Most parts that are shown at once if the client does not say.
const PARTS: u64 = 1000;

impl Run {
    /// A reference for something that unfolds.
    fn handle(&mut self, shown: Shown) -> u64 {
        self.handles.push(shown);
        self.handles.len() as u64
    }

    /// What a reference stands for.
    fn shown(&self, reference: i64) -> Result<Shown, String> {
        let at = usize::try_from(reference).ok().and_then(|n| n.checked_sub(1));
        let found = at.and_then(|at| self.handles.get(at)).cloned();
        found.ok_or_else(|| "This value belongs to another moment.".to_string())
    }

    /// Task and number of a frame by id; without one, what was looked at last.
    pub fn frame(&self, id: Option<i64>) -> Result<(Tid, usize), String> {
        let Some(id) = id.filter(|id| *id > 0) else { return Ok(self.view) };
        let at = usize::try_from(id - 1).ok();
        let found = at.and_then(|at| self.frames.get(at)).copied();
        found.ok_or_else(|| "This frame belongs to another moment.".to_string())
    }

    /// Does something in a frame's scope.
    pub fn in_frame<T>(&self, (tid, n): (Tid, usize), f: impl FnOnce(Scope) -> T) -> T {
        let debugger = &self.session.debugger;
        let frame = frames::own_frames(debugger.machine(), tid).into_iter().nth(n);
        f(Scope { machine: debugger.machine(), setup: debugger.setup(), tid, frame: frame.as_ref() })
    }

    /// A variable has been changed: references stay good (the protocol has them live until the run goes on), and show what is
    /// there now.
    fn refresh(&mut self) {
        let mut handles = std::mem::take(&mut self.handles);
        for shown in &mut handles {
            if let Shown::Value(tid, n, expression, value) = shown
                && let Ok(now) = self.in_frame((*tid, *n), |scope| eval::evaluate_one(scope, expression))
            {
                *value = now;
            }
        }
        self.handles = handles;
    }

    /// The expression for a part of something that unfolds.
    pub fn expression_of(&self, reference: i64, name: &str) -> Result<(Tid, usize, String), String> {
        match self.shown(reference)? {
            Shown::Locals(tid, n) | Shown::Globals(tid, n) => Ok((tid, n, name.to_string())),
            Shown::Value(tid, n, expression, value) => {
                let children = self.in_frame((tid, n), |scope| value.children(scope, &expression, 0, u64::MAX));
                let child = children.into_iter().find(|child| child.name == name);
                child.map(|child| (tid, n, child.expression)).ok_or_else(|| format!("There is no {name}."))
            }
            Shown::Registers(..) => Err("not supported: changing or watching a register".to_string()),
            _ => Err("That belongs to the kernel: no variable of the program.".to_string()),
        }
    }

    /// A value as a variable.
    pub fn variable(&mut self, at: (Tid, usize), name: &str, expression: &str, value: CValue, format: Format) -> Value {
        let (text, parts) = self.in_frame(at, |scope| (value.show(scope, format), value.parts(scope)));
        let mut shown = json!({
            "name": name, "value": text, "type": value.type_text(), "evaluateName": expression, "variablesReference": 0,
        });
        if let Some(address) = value.memory_address() {
            shown["memoryReference"] = format!("{address:#x}").into();
        }
        if parts.named + parts.indexed > 0 {
            shown["namedVariables"] = parts.named.into();
            shown["indexedVariables"] = parts.indexed.into();
            shown["variablesReference"] = self.handle(Shown::Value(at.0, at.1, expression.to_string(), value)).into();
        }
        shown
    }

    /// Variables by name in a frame.
    fn named(&mut self, at: (Tid, usize), names: &[String], format: Format) -> Vec<Value> {
        let values = self.in_frame(at, |scope| eval::evaluate(scope, names));
        let pairs = names.iter().zip(values);
        pairs
            .map(|(name, value)| match value {
                Ok(value) => self.variable(at, name, name, value, format),
                Err(text) => {
                    json!({"name": name, "value": format!("<{text}>"), "variablesReference": 0,
                           "presentationHint": {"attributes": ["readOnly"]}})
                }
            })
            .collect()
    }

    /// A table's rows.
    fn rows(&mut self, table: &Table) -> Vec<Value> {
        if table.rows.is_empty() {
            return vec![plain("", table.empty)];
        }
        // The mark of the process in focus says nothing here.
        let first = table.columns.iter().position(|column| !column.is_empty()).unwrap_or(0);
        let mut shown = Vec::new();
        for row in &table.rows {
            let cells = table.columns.iter().copied().zip(row.iter().cloned()).skip(first);
            let cells: Vec<(&'static str, String)> = cells.filter(|(_, cell)| !cell.is_empty()).collect();
            let Some(((column, name), rest)) = cells.split_first() else { continue };
            let texts: Vec<String> =
                rest.iter().map(|(column, cell)| format!("{} {cell}", column.to_lowercase())).collect();
            let name = format!("{} {name}", column.to_lowercase());
            let reference = self.handle(Shown::Row(cells.clone()));
            shown.push(json!({
                "name": name, "value": texts.join(", "), "variablesReference": reference, "namedVariables": cells.len(),
                "presentationHint": {"attributes": ["readOnly"]},
            }));
        }
        shown
    }
}

fn plain(name: &str, value: &str) -> Value {
    json!({"name": name, "value": value, "variablesReference": 0, "presentationHint": {"attributes": ["readOnly"]}})
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Hex {
    hex: bool,
}

impl Hex {
    fn format(&self) -> Format {
        if self.hex { Format::Hex } else { Format::Natural }
    }
}

impl Server {
    pub fn threads(&mut self) -> Value {
        let Some(run) = &self.run else { return json!({"threads": []}) };
        let machine = run.session.debugger.machine();
        let mut tids: Vec<Tid> = machine.kernel.procs.tasks().map(|task| task.tid).collect();
        tids.sort_unstable();
        let name = |tid: &Tid| {
            let process = machine.kernel.procs.process_of(*tid).name();
            format!("{} ({process}): {}", describe::who(machine, *tid), tables::doing(machine, *tid))
        };
        let threads: Vec<Value> = tids.iter().map(|tid| json!({"id": tid.0, "name": name(tid)})).collect();
        json!({"threads": threads})
    }

    pub fn stack_trace(&mut self, request: &Request) -> Answer {
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        struct Arguments {
            thread_id: i64,
            start_frame: usize,
            levels: usize,
        }
        let arguments: Arguments = request.take()?;
        let run = self.ready()?;
        let tid = Tid(u32::try_from(arguments.thread_id).unwrap_or(0));
        let machine = run.session.debugger.machine();
        if machine.kernel.procs.find_task(tid).is_none() {
            return Err(format!("There is no thread {} now.", arguments.thread_id));
        }
        let own = frames::own_frames(machine, tid);
        let total = own.len().max(1);
        let levels = if arguments.levels == 0 { usize::MAX } else { arguments.levels };
        if own.is_empty() {
            // In the kernel before its first program, or in a program without source.
            let innermost = frames::frames(machine, tid).into_iter().next();
            let name = machine.kernel.procs.process_of(tid).name();
            let inside = innermost.map_or(name.clone(), |frame| format!("{} in {name}", frame.function));
            run.frames.push((tid, 0));
            let frame = json!({"id": run.frames.len(), "name": format!("{inside} (no source)"), "line": 0, "column": 0,
                               "presentationHint": "subtle"});
            return Ok(json!({"stackFrames": [frame], "totalFrames": 1}));
        }
        let inside = frames::library_function(machine, tid);
        let mut shown = Vec::new();
        for (n, frame) in own.iter().enumerate().skip(arguments.start_frame).take(levels) {
            let run = self.ready()?;
            run.frames.push((tid, n));
            let id = run.frames.len();
            let name = match &inside {
                Some(function) if n == 0 => format!("{} (in {function})", frame.function),
                _ if frame.interrupted && n > 0 => format!("{} (interrupted by a signal)", frame.function),
                _ => frame.function.clone(),
            };
            let mut told = json!({
                "id": id, "name": name, "line": 0, "column": 1,
                "instructionPointerReference": super::memory::code_address(frame.program, frame.pc),
            });
            if let Some(spot) = &frame.spot {
                told["line"] = self.line_out(spot.line).into();
                told["source"] = self.told_source(&spot.file);
            }
            shown.push(told);
        }
        Ok(json!({"stackFrames": shown, "totalFrames": total}))
    }

    pub fn scopes(&mut self, request: &Request) -> Answer {
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        struct Arguments {
            frame_id: i64,
        }
        let arguments: Arguments = request.take()?;
        let run = self.ready()?;
        let at = run.frame(Some(arguments.frame_id))?;
        run.view = at;
        let (tid, n) = at;
        let machine = run.session.debugger.machine();
        let mut scopes = Vec::new();
        let has_source = !frames::own_frames(machine, tid).is_empty();
        let descriptors = tables::descriptors(machine, tid);
        let signals = tables::signals(machine, tid);
        let mut add = |run: &mut Run, name: &str, hint: Option<&str>, expensive: bool, shown: Shown| {
            let reference = run.handle(shown);
            let mut scope = json!({"name": name, "variablesReference": reference, "expensive": expensive});
            if let Some(hint) = hint {
                scope["presentationHint"] = hint.into();
            }
            scopes.push(scope);
        };
        if has_source {
            add(run, "Locals", Some("locals"), false, Shown::Locals(tid, n));
            add(run, "Globals", None, true, Shown::Globals(tid, n));
            add(run, "Registers", Some("registers"), true, Shown::Registers(tid, n));
        }
        add(run, "Descriptors", None, false, Shown::Table(descriptors));
        add(run, "Signals", None, true, Shown::Table(signals));
        add(run, "Kernel objects", None, true, Shown::Kernel(tid));
        Ok(json!({"scopes": scopes}))
    }

    pub fn variables(&mut self, request: &Request) -> Answer {
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        struct Arguments {
            variables_reference: i64,
            filter: Option<String>,
            start: u64,
            count: u64,
            format: Hex,
        }
        let arguments: Arguments = request.take()?;
        let format = arguments.format.format();
        let run = self.ready()?;
        let variables = match run.shown(arguments.variables_reference)? {
            Shown::Locals(tid, n) => {
                let names = locals(run, (tid, n));
                run.named((tid, n), &names, format)
            }
            Shown::Globals(tid, n) => {
                let mut names = globals(run, (tid, n));
                // What is not declared at this place is another file's.
                let known = run.in_frame((tid, n), |scope| eval::evaluate(scope, &names));
                let mut known = known.iter().map(|value| !matches!(value, Err(text) if text.starts_with("No symbol")));
                names.retain(|_| known.next().unwrap_or(false));
                run.named((tid, n), &names, format)
            }
            Shown::Registers(tid, n) => registers(run, (tid, n)),
            Shown::Kernel(tid) => {
                let mut shown = Vec::new();
                for (name, make) in TABLES {
                    let table = make(run.session.debugger.machine(), tid);
                    let count = table.rows.len();
                    let reference = if count == 0 { 0 } else { run.handle(Shown::Table(table)) };
                    shown.push(json!({"name": name, "value": count.to_string(), "variablesReference": reference,
                                      "namedVariables": count, "presentationHint": {"attributes": ["readOnly"]}}));
                }
                shown
            }
            Shown::Table(table) => run.rows(&table),
            Shown::Row(cells) => cells.iter().map(|(column, cell)| plain(&column.to_lowercase(), cell)).collect(),
            Shown::Value(tid, n, expression, value) => {
                let parts = run.in_frame((tid, n), |scope| value.parts(scope));
                let wanted = match arguments.filter.as_deref() {
                    Some("indexed") => parts.indexed > 0,
                    Some("named") => parts.named > 0,
                    _ => true,
                };
                let count = match arguments.count {
                    _ if !wanted => 0,
                    0 => PARTS,
                    count => count.min(PARTS),
                };
                let children =
                    run.in_frame((tid, n), |scope| value.children(scope, &expression, arguments.start, count));
                children
                    .into_iter()
                    .map(|child| run.variable((tid, n), &child.name, &child.expression, child.value, format))
                    .collect()
            }
        };
        Ok(json!({"variables": variables}))
    }

    pub fn set_variable(&mut self, request: &Request) -> Answer {
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        struct Arguments {
            variables_reference: i64,
            name: String,
            value: String,
        }
        let arguments: Arguments = request.take()?;
        let (tid, n, expression) = self.ready()?.expression_of(arguments.variables_reference, &arguments.name)?;
        self.assign((tid, n), &expression, &arguments.value)
    }

    pub fn set_expression(&mut self, request: &Request) -> Answer {
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        struct Arguments {
            expression: String,
            value: String,
            frame_id: Option<i64>,
        }
        let arguments: Arguments = request.take()?;
        let at = self.ready()?.frame(arguments.frame_id)?;
        self.assign(at, &arguments.expression, &arguments.value)
    }

    /// Changes a variable; where the run has been further already that begins a branch.
    pub fn assign(&mut self, at: (Tid, usize), place: &str, value: &str) -> Answer {
        let run = self.ready()?;
        let assignment = format!("{place} = {value}");
        let fault = run.in_frame(at, |scope| assignment_fault(scope, &assignment))?;
        let history = &mut run.session.debugger.history;
        let acted = history.act(Choice::Inject(fault)).map_err(|error| format!("That can't be done here: {error}."))?;
        run.refresh();
        let value = run.in_frame(at, |scope| eval::evaluate_one(scope, place))?;
        let mut told = run.variable(at, place, place, value, Format::Natural);
        if let Some(map) = told.as_object_mut() {
            map.remove("name");
            map.remove("evaluateName");
        }
        if let forklore_sim::history::Acted::NewBranch(name) = acted {
            self.say(&format!("[This is a new branch: {name}]\n"));
        }
        self.invalidate();
        Ok(told)
    }
}

/// What an assignment does to the machine.
pub fn assignment_fault(scope: Scope, assignment: &str) -> Result<Fault, String> {
    use forklore_sim::debug::value::Home;
    let (home, bytes) = eval::assignment(scope, assignment)?;
    match home {
        Home::Memory(addr) => Ok(Fault::Memory { tid: scope.tid, addr, bytes }),
        Home::Register { base, number } => {
            let value = eval::register_value(scope, assignment, &bytes)?;
            Ok(Fault::Register { tid: scope.tid, base, number, value })
        }
        _ => Err("That is no variable.".to_string()),
    }
}

/// Parameters and locals that are alive in a frame, parameters first.
fn locals(run: &Run, (tid, n): (Tid, usize)) -> Vec<String> {
    let machine = run.session.debugger.machine();
    let Some(frame) = own_frame(machine, tid, n) else { return Vec::new() };
    let Some(function) = frame.code(machine) else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    for params in [true, false] {
        let live = function.vars.iter().filter(|v| v.is_param == params);
        for variable in live.filter(|v| v.pc_start <= frame.pc && frame.pc < v.pc_end) {
            names.retain(|name| *name != variable.name);
            names.push(variable.name.clone());
        }
    }
    names
}

/// Global variables of the user's own files.
fn globals(run: &Run, (tid, n): (Tid, usize)) -> Vec<String> {
    let machine = run.session.debugger.machine();
    let Some(frame) = own_frame(machine, tid, n) else { return Vec::new() };
    let Some(program) = machine.programs().peek(frame.program) else { return Vec::new() };
    code::global_names(run.session.debugger.setup(), program)
}

fn registers(run: &Run, (tid, n): (Tid, usize)) -> Vec<Value> {
    let machine = run.session.debugger.machine();
    let (Some(frame), Some(task)) = (own_frame(machine, tid, n), machine.task(tid)) else { return Vec::new() };
    let mut shown = vec![plain("pc", &frame.pc.to_string()), plain("sp", &format!("{:#x}", task.cpu.sp()))];
    let count = frame.code(machine).map_or(0, |f| f.registers);
    for number in 0..count.min(256) {
        let value = task.cpu.register_in(frame.base, number as u8);
        shown.push(plain(&format!("r{number}"), &format!("{value:#x} ({})", value as i64)));
    }
    shown
}

pub fn own_frame(machine: &Machine, tid: Tid, n: usize) -> Option<Frame> {
    frames::own_frames(machine, tid).into_iter().nth(n)
}
