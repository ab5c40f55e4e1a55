//! The state of a session with an editor, and which request does what.
//!
//! Entry point: [`Server::run`]. Nothing is known before `launch`; `configurationDone` sets the run going; what was looked at is
//! forgotten with every movement.

use super::launch::Launch;
use super::look::Shown;
use super::stops::Stops;
use super::wire::{Incoming, Request, Sender};
use crate::step::session::Session;
use forklore_sim::debug::code::Spot;
use forklore_sim::debug::stepping::{Debugger, Direction, Motion};
use forklore_sim::kernel::abi::Tid;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Receiver;

/// What a request is answered with.
pub type Answer = Result<Value, String>;

/// A program that is being debugged.
pub struct Run {
    /// The debugger, with the commands of `sim step`.
    pub session: Session,
    /// Up to which step output has been shown, by branch.
    pub shown: BTreeMap<usize, u64>,
    /// Threads that the client knows.
    pub threads: BTreeSet<Tid>,
    /// Frames that the client was told of, by id - 1: the task and the number of the frame.
    pub frames: Vec<(Tid, usize)>,
    /// What can be unfolded, by reference - 1.
    pub handles: Vec<Shown>,
    /// The frame that was looked at last.
    pub view: (Tid, usize),
    /// Why the run stands still, if that is an exception: its id and what is said of it.
    pub exception: Option<(String, String)>,
    /// The end of the run has been shown: going on from here ends the session.
    pub end_shown: bool,
}

/// A session.
pub struct Server {
    pub sender: Sender,
    incoming: Receiver<Incoming>,
    /// Requests that arrived during a movement.
    pub waiting: VecDeque<Incoming>,
    /// Lines that the client has asked the way to, by the numbers of these targets.
    pub targets: Vec<(Spot, Direction)>,
    pub run: Option<Run>,
    pub stops: Stops,
    pub launch: Launch,
    client: Client,
    /// Set when a request arrives that wants the run to stop.
    pub urgent: Arc<AtomicBool>,
    /// The session is over.
    pub over: bool,
    /// `terminated` has been sent.
    pub terminated: bool,
}

/// What the client said of itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Client {
    #[serde(rename = "linesStartAt1")]
    lines_start_at_1: Option<bool>,
    supports_invalidated_event: bool,
    #[serde(skip)]
    known: bool,
}

/// `threadId` and what else movements take.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Movement {
    thread_id: i64,
    granularity: String,
}

impl Server {
    pub fn new(sender: Sender, incoming: Receiver<Incoming>, urgent: Arc<AtomicBool>) -> Server {
        Server {
            sender,
            incoming,
            waiting: VecDeque::new(),
            targets: Vec::new(),
            run: None,
            stops: Stops::default(),
            launch: Launch::default(),
            client: Client::default(),
            urgent,
            over: false,
            terminated: false,
        }
    }

    /// Serves until the client goes.
    ///
    /// # Errors
    /// The client broke the protocol: how.
    pub fn run(&mut self) -> Result<(), String> {
        while !self.over && !self.sender.gone {
            let message = match self.waiting.pop_front() {
                Some(message) => message,
                None => self.incoming.recv().unwrap_or(Incoming::End),
            };
            match message {
                Incoming::Request(request) => self.handle(&request),
                Incoming::Other => {}
                Incoming::Senseless(what) => {
                    let text = format!("sim: nothing is done about {what}\n");
                    self.sender.event("output", json!({"category": "stderr", "output": text}));
                }
                Incoming::End => return Ok(()),
                Incoming::Broken(what) => {
                    let text = format!("sim: the client broke the debug adapter protocol: {what}\n");
                    self.sender.event("output", json!({"category": "stderr", "output": text}));
                    self.end(None);
                    return Err(what);
                }
            }
        }
        Ok(())
    }

    /// What arrives, to be looked at during a movement.
    pub fn mail(&mut self) -> (&mut Option<Run>, &Receiver<Incoming>, &mut VecDeque<Incoming>) {
        (&mut self.run, &self.incoming, &mut self.waiting)
    }

    /// Does one request and answers it.
    pub fn handle(&mut self, request: &Request) {
        if !self.client.known && request.command != "initialize" {
            let text = format!("\"{}\" before \"initialize\"", request.command);
            return self.sender.respond(request, Err(text));
        }
        if self.moves(request) {
            return;
        }
        let answer = match request.command.as_str() {
            "initialize" => self.initialize(request),
            "launch" => return self.launches(request),
            "attach" => Err("not supported: attach (a run is simulated from its start: use \"launch\")".to_string()),
            "configurationDone" => return self.configured(request),
            "restart" => return self.restarts(request),
            "terminate" => {
                self.sender.respond(request, Ok(Value::Null));
                return self.end(None);
            }
            "disconnect" => {
                self.over = true;
                Ok(Value::Null)
            }
            "gotoTargets" => self.goto_targets(request),
            "goto" => return self.goes(request),
            "pause" => return self.paused(request),
            "setBreakpoints" => self.set_breakpoints(request),
            "setFunctionBreakpoints" => self.set_function_breakpoints(request),
            "setExceptionBreakpoints" => self.set_exception_breakpoints(request),
            "dataBreakpointInfo" => self.data_breakpoint_info(request),
            "setDataBreakpoints" => self.set_data_breakpoints(request),
            "breakpointLocations" => self.breakpoint_locations(request),
            "exceptionInfo" => self.exception_info(),
            "threads" => Ok(self.threads()),
            "stackTrace" => self.stack_trace(request),
            "scopes" => self.scopes(request),
            "variables" => self.variables(request),
            "setVariable" => self.set_variable(request),
            "setExpression" => self.set_expression(request),
            "evaluate" => return self.evaluate(request),
            "completions" => self.completions(request),
            "source" => self.source(request),
            "loadedSources" => self.loaded_sources(),
            "readMemory" => self.read_memory(request),
            "disassemble" => self.disassemble(request),
            other => Err(format!("not supported: request \"{other}\"")),
        };
        self.sender.respond(request, answer);
    }

    /// Requests that set the run in motion.
    fn moves(&mut self, request: &Request) -> bool {
        use Direction::{Backward, Forward};
        let (motion, direction) = match request.command.as_str() {
            "continue" => (Motion::Continue, Forward),
            "next" => (Motion::Next, Forward),
            "stepIn" => (Motion::Step, Forward),
            "stepOut" => (Motion::Finish, Forward),
            "stepBack" => (Motion::Next, Backward),
            "reverseContinue" => (Motion::Continue, Backward),
            _ => return false,
        };
        let movement: Movement = match request.take() {
            Ok(movement) => movement,
            Err(text) => {
                self.sender.respond(request, Err(text));
                return true;
            }
        };
        let Some(run) = &mut self.run else {
            self.sender.respond(request, Err(NOT_LAUNCHED.to_string()));
            return true;
        };
        let tid = Tid(u32::try_from(movement.thread_id).unwrap_or(0));
        if run.session.debugger.machine().kernel.procs.find_task(tid).is_some() {
            run.session.debugger.focus = tid;
        } else if !matches!(motion, Motion::Continue) {
            self.sender.respond(request, Err(format!("There is no thread {} now.", movement.thread_id)));
            return true;
        }
        let motion = match (movement.granularity.as_str(), motion) {
            ("instruction", Motion::Next | Motion::Step) => Motion::Instruction,
            _ => motion,
        };
        let body = if request.command == "continue" { json!({"allThreadsContinued": true}) } else { Value::Null };
        self.sender.respond(request, Ok(body));
        self.travel(motion, direction);
        true
    }

    fn initialize(&mut self, request: &Request) -> Answer {
        self.client = request.take()?;
        self.client.known = true;
        Ok(capabilities())
    }

    fn launches(&mut self, request: &Request) {
        let launched = match request.take::<Launch>() {
            Ok(launch) if self.run.is_none() => {
                self.launch = launch;
                self.load()
            }
            Ok(_) => Err("The program is launched already.".to_string()),
            Err(text) => Err(text),
        };
        let good = launched.is_ok();
        self.sender.respond(request, launched.map(|()| Value::Null));
        if good {
            self.sender.event("initialized", json!({}));
        }
    }

    /// Compiles and boots.
    fn load(&mut self) -> Result<(), String> {
        let (history, notes) = self.launch.history().inspect_err(|text| {
            self.sender.event("output", json!({"category": "stderr", "output": format!("{text}\n")}));
        })?;
        if !history.warnings().is_empty() {
            self.sender.event("output", json!({"category": "console", "output": history.warnings()}));
        }
        let mut session = Session::new(Debugger::new(history));
        session.interrupt = self.urgent.clone();
        if !notes.is_empty() {
            session.opened(&notes);
            session.take();
        }
        let at = session.debugger.history.step();
        let shown = BTreeMap::from([(session.debugger.history.current(), at)]);
        let view = (session.debugger.focus, 0);
        self.run = Some(Run {
            session,
            shown,
            threads: BTreeSet::new(),
            frames: Vec::new(),
            handles: Vec::new(),
            view,
            exception: None,
            end_shown: false,
        });
        Ok(())
    }

    fn configured(&mut self, request: &Request) {
        if self.run.is_none() {
            return self.sender.respond(request, Err(NOT_LAUNCHED.to_string()));
        }
        self.sender.respond(request, Ok(Value::Null));
        self.begin();
    }

    /// From the start of the run to main, or on to the first breakpoint.
    fn begin(&mut self) {
        let Some(run) = &mut self.run else { return };
        let kind = json!({"name": name_of(run), "isLocalProcess": false, "startMethod": "launch"});
        self.sender.event("process", kind);
        if run.session.debugger.history.step() > 0 {
            return self.stands("pause", Some("The session as it was saved"), &[]);
        }
        if self.launch.stop_on_entry && !self.launch.no_debug {
            let stopped = run.session.debugger.start();
            return self.stopped_at(&stopped, Some("entry"));
        }
        self.travel(Motion::Continue, Direction::Forward);
    }

    fn restarts(&mut self, request: &Request) {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Restart {
            arguments: Option<Launch>,
        }
        let restart: Result<Restart, String> = request.take();
        let loaded = restart.and_then(|restart| {
            if let Some(launch) = restart.arguments {
                self.launch = launch;
            }
            self.load()
        });
        let good = loaded.is_ok();
        self.sender.respond(request, loaded.map(|()| Value::Null));
        if good {
            self.terminated = false;
            self.set_all_again();
            self.begin();
        }
    }

    /// While nothing moves there is nothing to pause; but the client waits for a stop.
    fn paused(&mut self, request: &Request) {
        if self.run.is_none() {
            return self.sender.respond(request, Err(NOT_LAUNCHED.to_string()));
        }
        self.sender.respond(request, Ok(Value::Null));
        self.stands("pause", None, &[]);
    }

    /// Tells the client that the run is over, with its exit code if it has one.
    pub fn end(&mut self, exit_code: Option<i32>) {
        if std::mem::replace(&mut self.terminated, true) {
            return;
        }
        if let Some(code) = exit_code {
            self.sender.event("exited", json!({"exitCode": code}));
        }
        self.sender.event("terminated", json!({}));
    }

    /// What was shown of values is no longer so.
    pub fn invalidate(&mut self) {
        if self.client.supports_invalidated_event {
            self.sender.event("invalidated", json!({"areas": ["all"]}));
        }
    }

    /// A line's number as the client counts.
    pub fn line_out(&self, line: u32) -> u32 {
        if self.client.lines_start_at_1 == Some(false) { line.saturating_sub(1) } else { line }
    }

    /// A line of the client, counted from 1.
    pub fn line_in(&self, line: i64) -> u32 {
        let line = u32::try_from(line).unwrap_or(0);
        if self.client.lines_start_at_1 == Some(false) { line.saturating_add(1) } else { line.max(1) }
    }

    /// The program, for what needs one.
    pub fn ready(&mut self) -> Result<&mut Run, String> {
        self.run.as_mut().ok_or_else(|| NOT_LAUNCHED.to_string())
    }
}

const NOT_LAUNCHED: &str = "No program has been launched.";

fn name_of(run: &Run) -> String {
    let files = &run.session.debugger.setup().program.files;
    files.first().map(|(name, _)| name.clone()).unwrap_or_default()
}

fn capabilities() -> Value {
    let filter = |name: &str, label: &str, about: &str, condition: Option<&str>, on: bool| {
        json!({
            "filter": name, "label": label, "description": about, "default": on,
            "supportsCondition": condition.is_some(), "conditionDescription": condition.unwrap_or(""),
        })
    };
    json!({
        "supportsConfigurationDoneRequest": true,
        "supportsStepBack": true,
        "supportsSteppingGranularity": true,
        "supportsConditionalBreakpoints": true,
        "supportsHitConditionalBreakpoints": true,
        "supportsLogPoints": true,
        "supportsGotoTargetsRequest": true,
        "supportsFunctionBreakpoints": true,
        "supportsDataBreakpoints": true,
        "supportsBreakpointLocationsRequest": true,
        "supportsExceptionFilterOptions": true,
        "supportsExceptionInfoRequest": true,
        "supportsEvaluateForHovers": true,
        "supportsSetVariable": true,
        "supportsSetExpression": true,
        "supportsCompletionsRequest": true,
        "supportsLoadedSourcesRequest": true,
        "supportsReadMemoryRequest": true,
        "supportsDisassembleRequest": true,
        "supportsRestartRequest": true,
        "supportsTerminateRequest": true,
        "supportsValueFormattingOptions": true,
        "supportsDelayedStackTraceLoading": true,
        "exceptionBreakpointFilters": [
            filter("fatal", "Crashes", "A signal is about to kill a process for what it did: SIGSEGV, SIGABRT, SIGPIPE", None, true),
            filter("signals", "Signals", "A signal is delivered", Some("Only this one: SIGCHLD"), false),
            filter("errors", "Failed system calls", "A system call returns an error", Some("Only this one: ENOENT"), false),
            filter("fork", "New processes", "A process is born", None, false),
            filter("exec", "New programs", "A process executes another program", None, false),
            filter("exit", "Ends of processes", "A process exits or is killed", None, false),
            filter("deadlock", "Deadlocks", "No process can ever run again, or a limit of the run is reached", None, true),
        ],
    })
}
