//! `sim dap`: whole sessions of a client that speaks the Debug Adapter Protocol.

use forklore_tests::program::repository;
use forklore_tests::sim;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// An editor.
struct Client {
    child: Child,
    input: Option<Box<dyn Write>>,
    messages: Receiver<Value>,
    seq: i64,
    events: VecDeque<Value>,
    /// All program output so far.
    output: String,
    /// What the adapter said itself.
    console: String,
}

fn reader(stream: impl Read + Send + 'static) -> Receiver<Value> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut stream = BufReader::new(stream);
        loop {
            let mut header = String::new();
            if stream.read_line(&mut header).unwrap_or(0) == 0 {
                return;
            }
            let length = header.trim().strip_prefix("Content-Length: ").expect("a header").parse().expect("a length");
            let mut empty = String::new();
            stream.read_line(&mut empty).expect("the header ends");
            assert_eq!(empty, "\r\n");
            let mut body = vec![0; length];
            stream.read_exact(&mut body).expect("a whole message");
            if sender.send(serde_json::from_slice(&body).expect("JSON")).is_err() {
                return;
            }
        }
    });
    receiver
}

impl Client {
    fn new() -> Client {
        let mut child = Command::new(sim())
            .arg("dap")
            .current_dir(repository())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("sim starts");
        let input: Box<dyn Write> = Box::new(child.stdin.take().expect("a pipe"));
        let messages = reader(child.stdout.take().expect("a pipe"));
        Client {
            child,
            input: Some(input),
            messages,
            seq: 0,
            events: VecDeque::new(),
            output: String::new(),
            console: String::new(),
        }
    }

    fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("sent");
    }

    fn send(&mut self, command: &str, arguments: Value) -> i64 {
        self.seq += 1;
        let message =
            json!({"seq": self.seq, "type": "request", "command": command, "arguments": arguments}).to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{message}", message.len()).as_bytes());
        self.seq
    }

    fn receive(&mut self) -> Option<Value> {
        let message = self.messages.recv_timeout(Duration::from_secs(60)).ok()?;
        if message["event"] == "output" {
            let text = message["body"]["output"].as_str().expect("text");
            match message["body"]["category"].as_str() {
                Some("stdout" | "stderr") => self.output += text,
                _ => self.console += text,
            }
        }
        Some(message)
    }

    /// A request's whole response.
    fn response(&mut self, command: &str, arguments: Value) -> Value {
        let seq = self.send(command, arguments);
        loop {
            let message = self.receive().unwrap_or_else(|| panic!("{command}: no response"));
            if message["type"] == "response" && message["request_seq"] == seq {
                return message;
            }
            self.events.push_back(message);
        }
    }

    /// The body of a response that must be good.
    fn request(&mut self, command: &str, arguments: Value) -> Value {
        let response = self.response(command, arguments);
        assert_eq!(response["success"], true, "{command}: {response}");
        response["body"].clone()
    }

    /// The message of a response that must not be.
    fn refused(&mut self, command: &str, arguments: Value) -> String {
        let response = self.response(command, arguments);
        assert_eq!(response["success"], false, "{command}: {response}");
        response["message"].as_str().expect("a message").to_string()
    }

    /// The next event of this name; those before it are passed over.
    fn event(&mut self, name: &str) -> Value {
        loop {
            let message = match self.events.pop_front() {
                Some(message) => message,
                None => self.receive().unwrap_or_else(|| panic!("no event {name}; console: {}", self.console)),
            };
            if message["event"] == name {
                return message["body"].clone();
            }
        }
    }

    /// Moves and waits for the stop: its reason.
    fn go(&mut self, command: &str, thread: u64) -> Value {
        self.events.clear();
        self.request(command, json!({"threadId": thread}));
        self.event("stopped")
    }

    /// Up to the first stop.
    fn launched(configuration: Value, lines: &[u64]) -> Client {
        let mut client = Client::new();
        client.begin(configuration, lines);
        client
    }

    fn begin(&mut self, configuration: Value, lines: &[u64]) {
        let capabilities = self.request("initialize", json!({"adapterID": "forklore", "linesStartAt1": true}));
        assert_eq!(capabilities["supportsStepBack"], true);
        let program = configuration["program"].as_str().map(|p| repository().join(p).display().to_string());
        self.request("launch", configuration);
        self.event("initialized");
        if let (Some(path), false) = (program, lines.is_empty()) {
            let wanted: Vec<Value> = lines.iter().map(|line| json!({"line": line})).collect();
            let set = self.request("setBreakpoints", json!({"source": {"path": path}, "breakpoints": wanted}));
            assert!(set["breakpoints"].as_array().expect("a list").iter().all(|b| b["verified"] == true), "{set}");
        }
        self.request("setExceptionBreakpoints", json!({"filters": ["deadlock", "fatal"]}));
        self.request("configurationDone", Value::Null);
    }

    fn threads(&mut self) -> Vec<(u64, String)> {
        let body = self.request("threads", Value::Null);
        let threads = body["threads"].as_array().expect("a list").iter();
        threads.map(|t| (t["id"].as_u64().expect("id"), t["name"].as_str().expect("name").to_string())).collect()
    }

    /// Name and line of the frames, and the id of the first.
    fn stack(&mut self, thread: u64) -> (Vec<(String, u64)>, u64) {
        let body = self.request("stackTrace", json!({"threadId": thread}));
        let frames = body["stackFrames"].as_array().expect("a list");
        let named =
            frames.iter().map(|f| (f["name"].as_str().expect("name").to_string(), f["line"].as_u64().expect("line")));
        (named.collect(), frames[0]["id"].as_u64().expect("an id"))
    }

    fn line(&mut self, thread: u64) -> u64 {
        self.stack(thread).0[0].1
    }

    /// What a scope holds: name and value, and everything said of each.
    fn scope(&mut self, frame: u64, name: &str) -> Vec<Value> {
        let scopes = self.request("scopes", json!({"frameId": frame}));
        let scope = scopes["scopes"].as_array().expect("a list").iter().find(|s| s["name"] == name);
        let reference = scope.unwrap_or_else(|| panic!("no scope {name}: {scopes}"))["variablesReference"].clone();
        self.unfold(&reference)
    }

    fn unfold(&mut self, reference: &Value) -> Vec<Value> {
        assert_ne!(*reference, 0);
        let body = self.request("variables", json!({"variablesReference": reference}));
        body["variables"].as_array().expect("a list").clone()
    }

    fn evaluate(&mut self, expression: &str, frame: u64, context: &str) -> String {
        let body = self.request("evaluate", json!({"expression": expression, "frameId": frame, "context": context}));
        body["result"].as_str().expect("text").to_string()
    }

    fn disconnect(mut self) -> String {
        self.request("disconnect", json!({}));
        assert!(self.child.wait().expect("ends").success());
        std::mem::take(&mut self.output)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn find<'a>(variables: &'a [Value], name: &str) -> &'a Value {
    variables.iter().find(|v| v["name"] == name).unwrap_or_else(|| panic!("no {name} in {variables:?}"))
}

const PIPE: &str = "examples/pipe_parent_child.c";

#[test]
fn a_whole_session_with_two_processes() {
    let mut client = Client::launched(json!({"program": PIPE, "stopOnEntry": true}), &[20]);
    let stop = client.event("stopped");
    assert_eq!((&stop["reason"], &stop["threadId"]), (&json!("entry"), &json!(2)));
    assert_eq!(client.line(2), 12);
    let stop = client.go("continue", 2);
    assert_eq!((&stop["reason"], &stop["threadId"]), (&json!("breakpoint"), &json!(3)));
    let threads = client.threads();
    assert_eq!(threads.len(), 2);
    assert!(threads[0].1.starts_with("pid 2 (a.out): waits in wait4"), "{threads:?}");
    let (stack, frame) = client.stack(3);
    assert_eq!(stack, [("main".to_string(), 20)]);
    let locals = client.scope(frame, "Locals");
    assert_eq!(find(&locals, "fd")["value"], "{3, 4}");
    let fd = client.unfold(&find(&locals, "fd")["variablesReference"]);
    assert_eq!(
        (&fd[1]["name"], &fd[1]["value"], &fd[1]["evaluateName"]),
        (&json!("[1]"), &json!("4"), &json!("fd[1]"))
    );
    let descriptors = client.scope(frame, "Descriptors");
    assert!(find(&descriptors, "fd 3")["value"].as_str().expect("text").contains("pipe 0 (read end)"));
    let kernel = client.scope(frame, "Kernel objects");
    assert_eq!(find(&kernel, "pipes")["value"], "1");
    let pipes = client.unfold(&find(&kernel, "pipes")["variablesReference"]);
    assert!(pipes[0]["value"].as_str().expect("text").contains("hello from the parent"), "{pipes:?}");
    assert!(client.scope(frame, "Registers").len() > 2);
    assert_eq!(client.evaluate("fd[0] + 1", frame, "hover"), "4");
    assert_eq!(client.evaluate("buf[0]@3", frame, "watch"), r#""\000\000""#);
    assert!(client.evaluate("why 2", frame, "repl").contains("waits in wait4 for a child: pid 3"));
    client.request("continue", json!({"threadId": 3}));
    assert_eq!(client.event("exited")["exitCode"], 0);
    client.event("terminated");
    let output = client.disconnect();
    let wanted = "child: got 21 bytes: hello from the parent\nchild: then read returned 0: every writer has closed\nparent: done\n";
    assert_eq!(output, wanted);
}

#[test]
fn back_over_a_fork() {
    let mut client = Client::launched(json!({"program": PIPE}), &[20]);
    client.event("stopped");
    assert_eq!(client.threads().len(), 2);
    // The child's lines, its birth, and then the past of its parent.
    let mut places = Vec::new();
    for _ in 0..5 {
        let thread = places.last().map_or(3, |(thread, _)| *thread);
        let stop = client.go("stepBack", thread);
        let thread = stop["threadId"].as_u64().expect("a thread");
        places.push((thread, client.line(thread)));
    }
    assert_eq!(places, [(3, 19), (3, 18), (2, 18), (2, 14), (2, 12)]);
    assert_eq!(client.threads().len(), 1);
    client.events.clear();
    // Forwards again it is the same.
    let stop = client.go("continue", 2);
    assert_eq!((&stop["reason"], &stop["threadId"]), (&json!("breakpoint"), &json!(3)));
}

#[test]
fn threads_are_told_of_as_they_come_and_go() {
    let mut client = Client::launched(json!({"program": PIPE, "stopOnEntry": true}), &[]);
    assert_eq!(client.event("thread"), json!({"reason": "started", "threadId": 2}));
    client.event("stopped");
    for _ in 0..2 {
        client.go("next", 2);
    }
    client.request("next", json!({"threadId": 2}));
    assert_eq!(client.event("thread"), json!({"reason": "started", "threadId": 3}));
    client.event("stopped");
    client.request("stepBack", json!({"threadId": 2}));
    assert_eq!(client.event("thread"), json!({"reason": "exited", "threadId": 3}));
    client.event("stopped");
    assert_eq!(client.threads().len(), 1);
}

#[test]
fn reverse_continue_stops_at_breakpoints_and_repeats_no_output() {
    let mut client = Client::launched(json!({"program": PIPE, "stopAtEnd": true}), &[24, 28]);
    assert_eq!(client.event("stopped")["threadId"], 2);
    assert_eq!(client.line(2), 28);
    assert_eq!(client.go("continue", 2)["threadId"], 3);
    let seen = client.output.clone();
    let stop = client.go("continue", 3);
    assert!(stop["text"].as_str().expect("text").contains("exited with status 0"), "{stop}");
    let all = client.output.clone();
    assert!(all.len() > seen.len() && all.starts_with(&seen));
    let stop = client.go("reverseContinue", 2);
    assert_eq!((&stop["reason"], &stop["threadId"]), (&json!("breakpoint"), &json!(3)));
    assert_eq!(client.line(3), 24);
    let stop = client.go("reverseContinue", 3);
    assert_eq!(stop["threadId"], 2);
    assert_eq!(client.line(2), 28);
    let stop = client.go("reverseContinue", 2);
    assert_eq!((&stop["reason"], &stop["description"]), (&json!("entry"), &json!("The start of the run")));
    client.request("setBreakpoints", json!({"source": {"path": repository().join(PIPE)}, "breakpoints": []}));
    client.go("continue", 2);
    assert_eq!(client.output, all, "nothing is shown twice");
    client.request("continue", json!({"threadId": 2}));
    client.event("terminated");
}

#[test]
fn a_deadlock_is_an_exception() {
    let mut client = Client::launched(json!({"program": "examples/deadlock_pipe.c"}), &[]);
    let stop = client.event("stopped");
    assert_eq!(stop["reason"], "exception");
    let info = client.request("exceptionInfo", json!({"threadId": 2}));
    assert_eq!(info["exceptionId"], "deadlock");
    assert!(info["description"].as_str().expect("text").contains("pid 3 fd 4"), "{info}");
    let stack = client.stack(3).0;
    assert_eq!(stack, [("main (in read)".to_string(), 17)]);
    assert_eq!(client.go("stepBack", 3)["reason"], "step");
    assert_eq!(client.go("continue", 3)["reason"], "exception");
    client.request("continue", json!({"threadId": 2}));
    assert_eq!(client.event("exited")["exitCode"], 125);
    client.event("terminated");
}

#[test]
fn a_crash_is_an_exception_before_it_happens() {
    let mut client = Client::launched(json!({"program": "tests/stepping/crash.c"}), &[]);
    let stop = client.event("stopped");
    assert_eq!((&stop["reason"], &stop["threadId"]), (&json!("exception"), &json!(3)));
    let info = client.request("exceptionInfo", json!({"threadId": 3}));
    assert_eq!(info["exceptionId"], "SIGFPE");
    assert!(info["description"].as_str().expect("text").contains("divided an integer by zero"), "{info}");
    assert_eq!(client.stack(3).0, [("main".to_string(), 28)]);
    client.request("setExceptionBreakpoints", json!({"filters": []}));
    client.request("continue", json!({"threadId": 3}));
    assert_eq!(client.event("exited")["exitCode"], 139);
}

#[test]
fn a_host_of_a_scenario() {
    let launch = json!({"program": "examples/webapp/webapp.toml", "host": "server", "stopOnEntry": true});
    let mut client = Client::launched(launch, &[]);
    let stop = client.event("stopped");
    assert_eq!(stop["reason"], "entry");
    let stack = client.stack(stop["threadId"].as_u64().expect("a thread")).0;
    assert_eq!(stack.first().map(|(function, _)| function.as_str()), Some("main"), "{stop}");
}

#[test]
fn breakpoints_of_every_kind() {
    let mut client = Client::new();
    client.request("initialize", json!({}));
    client.request("launch", json!({"program": PIPE}));
    let path = repository().join(PIPE);
    let lines =
        json!([{"line": 1}, {"line": 23, "condition": "n == 21"}, {"line": 500}, {"line": 20, "condition": "n = 2"}]);
    let set = client.request("setBreakpoints", json!({"source": {"path": path}, "breakpoints": lines}));
    let told: Vec<(bool, u64)> = set["breakpoints"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|b| (b["verified"].as_bool().expect("a flag"), b["line"].as_u64().expect("a line")))
        .collect();
    assert_eq!(told, [(true, 12), (true, 23), (false, 500), (false, 20)]);
    let elsewhere = client.request("setBreakpoints", json!({"source": {"path": "/x.c"}, "breakpoints": [{"line": 1}]}));
    assert_eq!(elsewhere["breakpoints"][0]["verified"], false);
    let functions = json!([{"name": "main"}, {"name": "syscall wait4"}, {"name": "nothing"}]);
    let set = client.request("setFunctionBreakpoints", json!({"breakpoints": functions}));
    let told: Vec<bool> =
        set["breakpoints"].as_array().expect("a list").iter().map(|b| b["verified"] == true).collect();
    assert_eq!(told, [true, true, false]);
    let filters = json!({"filters": ["fork"], "filterOptions": [{"filterId": "signals", "condition": "CHLD"}]});
    client.request("setExceptionBreakpoints", filters);
    let places = client.request("breakpointLocations", json!({"source": {"path": path}, "line": 1, "endLine": 14}));
    assert_eq!(places["breakpoints"], json!([{"line": 12}, {"line": 14}]));
    client.request("configurationDone", Value::Null);
    let mut reasons = Vec::new();
    for _ in 0..5 {
        let stop = client.event("stopped");
        reasons
            .push((stop["reason"].as_str().expect("text").to_string(), stop["threadId"].as_u64().expect("a thread")));
        client.request("continue", json!({"threadId": 2}));
    }
    let wanted =
        [("function breakpoint", 2), ("exception", 2), ("breakpoint", 3), ("exception", 2), ("function breakpoint", 2)];
    let got: Vec<(&str, u64)> = reasons.iter().map(|(reason, thread)| (reason.as_str(), *thread)).collect();
    assert_eq!(got, wanted);
}

#[test]
fn breakpoints_count_say_something_and_lines_are_gone_to() {
    let mut client = Client::new();
    client.request("initialize", json!({"adapterID": "forklore"}));
    client.request("launch", json!({"program": "examples/two_pipes.c", "stopOnEntry": true}));
    client.event("initialized");
    client.request("configurationDone", json!({}));
    client.event("stopped");
    let path = repository().join("examples/two_pipes.c");
    let (line, inside) = (37, 38);
    let refused = client.request(
        "setBreakpoints",
        json!({"source": {"path": path}, "breakpoints": [{"line": inside, "hitCondition": "often"}]}),
    );
    assert_eq!(refused["breakpoints"][0]["verified"], false, "{refused}");
    client.request(
        "setBreakpoints",
        json!({"source": {"path": path}, "breakpoints": [
            {"line": inside, "hitCondition": ">= 2"}, {"line": inside, "logMessage": "round {i + 1}"},
        ]}),
    );
    let targets = client.request("gotoTargets", json!({"source": {"path": path}, "line": line}));
    assert_eq!(targets["targets"].as_array().map(Vec::len), Some(2), "{targets}");
    let forward = targets["targets"][0]["id"].clone();
    client.events.clear();
    client.request("goto", json!({"threadId": 2, "targetId": forward}));
    let stop = client.event("stopped");
    assert_eq!((&stop["reason"], client.line(2)), (&json!("goto"), line), "{stop}");
    let stop = client.go("continue", 2);
    assert_eq!((&stop["reason"], client.line(2)), (&json!("breakpoint"), inside), "{stop}");
    assert!(client.console.contains("round 1\nround 2\n"), "{}", client.console);
    let back = targets["targets"][1]["id"].clone();
    client.events.clear();
    client.request("goto", json!({"threadId": 2, "targetId": back}));
    assert_eq!(client.event("stopped")["reason"], "goto");
    client.refused("goto", json!({"threadId": 2, "targetId": 99}));
}

#[test]
fn values_change_by_hand_and_are_watched() {
    let mut client = Client::launched(json!({"program": PIPE}), &[21]);
    client.event("stopped");
    let (_, frame) = client.stack(3);
    let scopes = client.request("scopes", json!({"frameId": frame}));
    let locals = scopes["scopes"][0]["variablesReference"].clone();
    client.unfold(&locals);
    let info = client.request("dataBreakpointInfo", json!({"variablesReference": locals, "name": "n"}));
    let set = client.request("setDataBreakpoints", json!({"breakpoints": [{"dataId": info["dataId"]}]}));
    assert_eq!(set["breakpoints"][0]["verified"], true, "{set}");
    let stop = client.go("continue", 3);
    assert_eq!((&stop["reason"], &stop["text"]), (&json!("data breakpoint"), &json!("n: 21 -> 0")));
    let stop = client.go("reverseContinue", 3);
    // Backwards over the change that is watched: the stop is before line 23, so line 21 is still further back.
    assert_eq!((&stop["reason"], &stop["text"]), (&json!("data breakpoint"), &json!("n: 0 -> 21")));
    client.request("setDataBreakpoints", json!({"breakpoints": []}));
    assert_eq!(client.go("reverseContinue", 3)["reason"], "breakpoint");
    let (_, frame) = client.stack(3);
    let scopes = client.request("scopes", json!({"frameId": frame}));
    let locals = scopes["scopes"][0]["variablesReference"].clone();
    let buf = client.unfold(&locals);
    let buf = find(&buf, "buf");
    let part = buf["variablesReference"].clone();
    let body = client.request("setVariable", json!({"variablesReference": part, "name": "[0]", "value": "'J'"}));
    assert_eq!(body["value"], "74 'J'");
    // References live on, and show what is there now.
    let first = |parts: Vec<Value>| find(&parts, "[0]")["value"].clone();
    assert_eq!(first(client.unfold(&part)), "74 'J'");
    assert!(find(&client.unfold(&locals), "buf")["value"].to_string().contains("Jello"));
    let memory = client.request("readMemory", json!({"memoryReference": buf["memoryReference"], "count": 3}));
    assert_eq!(memory["data"], "SmVs");
    client.request("continue", json!({"threadId": 3}));
    client.event("terminated");
    assert!(client.console.contains("[This is a new branch: branch-1]"), "{}", client.console);
    assert!(client.output.contains("Jello from the parent"), "{}", client.output);
}

#[test]
fn what_cannot_be_changed_is_refused() {
    let mut client = Client::launched(json!({"program": PIPE, "stopOnEntry": true}), &[]);
    client.event("stopped");
    let (_, frame) = client.stack(2);
    let scopes = client.request("scopes", json!({"frameId": frame}));
    let mut refuse = |scope: usize, name: &str, value: &str| {
        let reference = &scopes["scopes"][scope]["variablesReference"];
        client.request("variables", json!({"variablesReference": reference}));
        client.refused("setVariable", json!({"variablesReference": reference, "name": name, "value": value}))
    };
    assert_eq!(refuse(0, "fd", "1"), "Assignment to expression with array type.");
    assert_eq!(refuse(0, "fd", "nonsense"), "No symbol \"nonsense\" in current context.");
    assert_eq!(refuse(2, "pc", "1"), "not supported: changing or watching a register");
    assert_eq!(refuse(3, "fd 0", "1"), "That belongs to the kernel: no variable of the program.");
    let line = client.line(2);
    for (expression, wanted) in [("1 / 0", "Division by zero"), ("fd[", "Expected expression at end of input.")] {
        let arguments = json!({"expression": expression, "frameId": frame, "context": "watch"});
        assert_eq!(client.refused("evaluate", arguments), wanted);
    }
    assert_eq!(client.line(2), line, "nothing has moved");
    client.disconnect();
}

#[test]
fn the_console_takes_commands_and_completes() {
    let mut client = Client::launched(json!({"program": PIPE, "stopOnEntry": true}), &[]);
    client.event("stopped");
    let (_, frame) = client.stack(2);
    assert!(client.evaluate("break 20", frame, "repl").starts_with("Breakpoint 1: file examples/pipe"));
    assert!(client.evaluate("continue", frame, "repl").contains("Breakpoint 1"));
    assert_eq!(client.event("stopped")["threadId"], 3);
    let (_, frame) = client.stack(3);
    assert!(client.evaluate("ps", frame, "repl").contains("wait4"));
    assert_eq!(client.evaluate("fd[1]", frame, "repl"), "4");
    let error = client.refused("evaluate", json!({"expression": "frobnicate", "frameId": frame, "context": "repl"}));
    assert_eq!(error, "No symbol \"frobnicate\" in current context.");
    for (name, command) in [("i", "info"), ("p", "print"), ("x", "x"), ("c", "continue"), ("pip", "pipes")] {
        let said = client.refused("evaluate", json!({"expression": name, "frameId": frame, "context": "repl"}));
        let wanted = format!("No symbol \"{name}\" in current context. (\":{name}\" is the command {command}.)");
        assert_eq!(said, wanted);
    }
    assert!(client.evaluate("bt", frame, "repl").contains("main"));
    assert!(client.evaluate("p fd[1]", frame, "repl").contains('4'));
    assert!(client.evaluate(":i", frame, "repl").to_lowercase().contains("info"));
    let error = client.refused("evaluate", json!({"expression": "why 2", "frameId": frame, "context": "hover"}));
    assert!(!error.is_empty());
    assert_eq!(client.evaluate("fd[1] = 5", frame, "repl"), "5");
    assert_eq!(client.evaluate("fd[1]", frame, "watch"), "5");
    let error = client.refused("evaluate", json!({"expression": "fd[1] = 6", "frameId": frame, "context": "watch"}));
    assert!(error.contains("would change the run"), "{error}");
    let found = client.request("completions", json!({"text": "print mes", "column": 10, "frameId": frame}));
    assert_eq!(found["targets"], json!([{"label": "message", "start": 6, "length": 3}]));
    client.evaluate("goto end", frame, "repl");
    client.event("stopped");
    client.evaluate("quit", frame, "repl");
    client.event("terminated");
}

#[test]
fn an_endless_loop_can_be_paused_and_the_run_begun_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("loop.c");
    let text = "volatile unsigned long n;\nint main(void)\n{\n\tfor (;;)\n\t\tn++;\n}\n";
    std::fs::write(&file, text).expect("written");
    let mut client = Client::launched(json!({"program": "loop.c", "cwd": dir.path(), "maxSteps": "1000G"}), &[]);
    std::thread::sleep(Duration::from_millis(300));
    // The run can be asked things meanwhile.
    assert_eq!(client.threads().len(), 1);
    client.request("pause", json!({"threadId": 2}));
    let stop = client.event("stopped");
    assert_eq!((&stop["reason"], &stop["threadId"]), (&json!("pause"), &json!(2)));
    let (_, frame) = client.stack(2);
    assert_ne!(client.evaluate("n", frame, "watch"), "0");
    client.request("continue", json!({"threadId": 2}));
    std::fs::write(&file, "int main(void)\n{\n\treturn 7;\n}\n").expect("written");
    client.request("restart", json!({}));
    assert_eq!(client.event("exited")["exitCode"], 7);
    client.event("terminated");
    client.disconnect();
}

#[test]
fn input_arrives_from_the_console_and_from_the_configuration() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(
        dir.path().join("echo.c"),
        concat!(
            "#include <stdio.h>\nint main(int argc, char **argv)\n{\n\tchar line[80];\n",
            "\twhile (fgets(line, sizeof line, stdin))\n\t\tprintf(\"%s: %s\", argv[argc - 1], line);\n",
            "\tfputs(\"end\\n\", stderr);\n\treturn 0;\n}\n"
        ),
    )
    .expect("written");
    let mut client = Client::launched(json!({"program": "echo.c", "cwd": dir.path(), "args": ["A"]}), &[]);
    assert_eq!(client.event("stopped")["description"], "Waits for standard input");
    let (_, frame) = client.stack(2);
    client.evaluate("input hello", frame, "repl");
    client.request("continue", json!({"threadId": 2}));
    client.event("stopped");
    let (_, frame) = client.stack(2);
    assert_eq!(client.output, "A: hello\n");
    client.evaluate("eof", frame, "repl");
    client.request("continue", json!({"threadId": 2}));
    client.event("terminated");
    assert_eq!(client.disconnect(), "A: hello\nend\n");
    let given = json!({"program": "echo.c", "cwd": dir.path(), "input": "x\ny\n", "args": ["B"]});
    let mut client = Client::launched(given, &[]);
    client.event("terminated");
    assert_eq!(client.disconnect(), "B: x\nB: y\nend\n");
}

#[test]
fn instructions_and_sources() {
    let mut client = Client::launched(json!({"program": PIPE, "stopOnEntry": true}), &[]);
    client.event("stopped");
    let stack = client.request("stackTrace", json!({"threadId": 2}));
    let at = stack["stackFrames"][0]["instructionPointerReference"].clone();
    let arguments = json!({"memoryReference": at, "instructionOffset": -2, "instructionCount": 5});
    let body = client.request("disassemble", arguments);
    let instructions = body["instructions"].as_array().expect("a list");
    assert_eq!(instructions.len(), 5);
    assert_eq!(instructions[2]["address"], at);
    assert_eq!(instructions[2]["line"], 12);
    let before = client.evaluate("where", 1, "repl");
    client.request("next", json!({"threadId": 2, "granularity": "instruction"}));
    client.event("stopped");
    assert_ne!(client.evaluate("where", 0, "repl"), before);
    let sources = client.request("loadedSources", Value::Null);
    assert_eq!(sources["sources"][0]["name"], "pipe_parent_child.c");
    let path = sources["sources"][0]["path"].clone();
    let source = client.request("source", json!({"source": {"path": path}, "sourceReference": 0}));
    assert!(source["content"].as_str().expect("text").contains("int main(void)"));
}

#[test]
fn what_cannot_be_launched_is_said() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("bad.c"), "int main(void) { return x; }\n").expect("written");
    let mut client = Client::new();
    assert!(client.refused("launch", json!({"program": PIPE})).contains("before \"initialize\""));
    client.request("initialize", json!({}));
    assert_eq!(client.refused("stackTrace", json!({"threadId": 2})).as_str(), "No program has been launched.");
    assert!(client.refused("launch", json!({})).contains("names no \"program\""));
    assert!(client.refused("launch", json!({"program": "missing.c"})).contains("No such file"));
    assert!(client.refused("launch", json!({"program": 5})).contains("bad arguments"));
    assert!(client.refused("launch", json!({"program": PIPE, "scheduler": "nice"})).contains("invalid value 'nice'"));
    assert!(client.refused("launch", json!({"program": "x.toml"})).contains("x.toml: No such file"));
    let hosts = client.refused("launch", json!({"program": "examples/webapp/webapp.toml"}));
    assert!(hosts.contains("say of which host: \"host\"; there are: laptop, server"), "{hosts}");
    assert_eq!(
        client.refused("launch", json!({"program": "bad.c", "cwd": dir.path()})),
        "The program does not compile."
    );
    let told = client.event("output");
    assert!(told["output"].is_string());
    assert!(client.refused("attach", json!({})).contains("not supported: attach"));
    assert_eq!(client.refused("stepInTargets", json!({})), "not supported: request \"stepInTargets\"");
    client.disconnect();
}

#[test]
fn a_client_that_breaks_the_protocol_gets_a_clear_end() {
    for bytes in ["GET / HTTP/1.1\r\n\r\n", "Content-Length: many\r\n\r\n{}", "X: y\r\n\r\n{}"] {
        let mut client = Client::launched(json!({"program": PIPE, "stopOnEntry": true}), &[]);
        client.event("stopped");
        client.raw(bytes.as_bytes());
        client.event("terminated");
        assert!(client.output.contains("the client broke the debug adapter protocol"), "{}", client.output);
        assert_eq!(client.child.wait().expect("ends").code(), Some(2));
    }
    // Behind a whole message that makes no sense the next one may make some.
    let mut client = Client::launched(json!({"program": PIPE, "stopOnEntry": true}), &[]);
    client.event("stopped");
    for bytes in ["Content-Length: 5\r\n\r\nhello", "Content-Length: 2\r\n\r\n{}", "Content-Length: 5\r\n\r\n[1,2]"] {
        client.raw(bytes.as_bytes());
        let told = client.event("output");
        assert!(told["output"].as_str().is_some_and(|text| text.contains("nothing is done about a message")), "{told}");
    }
    assert_eq!(client.request("threads", json!({}))["threads"].as_array().map(Vec::len), Some(1));
    client.disconnect();
    // One that just goes is none.
    let mut client = Client::launched(json!({"program": PIPE, "stopOnEntry": true}), &[]);
    client.event("stopped");
    client.input = None;
    assert!(client.child.wait().expect("ends").success());
}

#[test]
fn over_a_port() {
    let mut child = Command::new(sim())
        .args(["dap", "--port", "0"])
        .current_dir(repository())
        .stdout(Stdio::piped())
        .spawn()
        .expect("sim starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    let stream = TcpStream::connect(line.trim().strip_prefix("listening on ").expect("an address")).expect("connects");
    let mut client = Client {
        child,
        messages: reader(stream.try_clone().expect("a copy")),
        input: Some(Box::new(stream)),
        seq: 0,
        events: VecDeque::new(),
        output: String::new(),
        console: String::new(),
    };
    client.begin(json!({"program": PIPE}), &[20]);
    assert_eq!(client.event("stopped")["reason"], "breakpoint");
    client.disconnect();
}
