//! What is typed in the debug console: C expressions, assignments, and the commands of `sim step`. And expressions that are watched or
//! pointed at.

use super::look::assignment_fault;
use super::server::{Answer, Server};
use super::wire::Request;
use crate::step::data::with_count;
use crate::step::{editor, table, words};
use forklore_sim::debug::eval;
use forklore_sim::debug::value::Format;
use forklore_sim::kernel::abi::Tid;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Evaluate {
    expression: String,
    frame_id: Option<i64>,
    context: String,
}

fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Does a line begin with a command, be it with a format: `print/x`?
fn is_command(line: &str) -> bool {
    let word = words::split(line).0;
    table::find(word.split('/').next().unwrap_or(word)).is_ok()
}

/// Is a single name meant as a command? Those of one letter, and what is only the beginning of one, are rather variables that are not
/// there.
fn names_command(name: &str) -> bool {
    name.len() > 1 && table::find(name).is_ok_and(|command| command.name == name || command.short.contains(&name))
}

/// What is added to an error: the command that the name would have been.
fn with_command(error: &str, name: &str) -> String {
    match table::find(name) {
        Ok(command) => format!("{error} (\":{name}\" is the command {}.)", command.name),
        Err(_) => error.to_string(),
    }
}

/// What a variable is told as, as the answer of an evaluation.
fn as_result(mut told: Value) -> Value {
    if let Some(map) = told.as_object_mut()
        && let Some(text) = map.remove("value")
    {
        map.insert("result".to_string(), text);
    }
    told
}

impl Server {
    pub fn evaluate(&mut self, request: &Request) {
        let evaluate: Evaluate = match request.take() {
            Ok(evaluate) => evaluate,
            Err(text) => return self.sender.respond(request, Err(text)),
        };
        let repl = evaluate.context == "repl";
        let at = match self.ready().map(|run| (run.frame(evaluate.frame_id), run.view)) {
            Ok((Ok(at), _)) => at,
            // A console stays usable while its editor still thinks of the moment before.
            Ok((Err(_), view)) if repl => view,
            Ok((Err(text), _)) | Err(text) => return self.sender.respond(request, Err(text)),
        };
        let text = evaluate.expression.trim();
        if !repl {
            let answer = self.value(at, text);
            return self.sender.respond(request, answer);
        }
        // A colon makes it a command, also where a variable has that name.
        if let Some(command) = text.strip_prefix(':').or_else(|| text.strip_prefix("-exec ")) {
            return self.command(request, at, command.trim());
        }
        if eval::changes_something(text) && self.is_assignment(at, text) {
            let parts = text.split_once('=').unwrap_or((text, ""));
            let answer = self.assign(at, parts.0.trim(), parts.1.trim()).map(as_result);
            return self.sender.respond(request, answer);
        }
        match self.value(at, text) {
            Ok(body) => self.sender.respond(request, Ok(body)),
            // A variable that has no value here is not a command that happens to have its name.
            Err(error) if is_name(text) && error.starts_with('"') => self.sender.respond(request, Err(error)),
            Err(error) if is_name(text) && !names_command(text) => {
                self.sender.respond(request, Err(with_command(&error, text)));
            }
            Err(_) if is_command(text) => self.command(request, at, text),
            Err(error) => self.sender.respond(request, Err(error)),
        }
    }

    fn is_assignment(&mut self, at: (Tid, usize), text: &str) -> bool {
        self.ready().is_ok_and(|run| run.in_frame(at, |scope| assignment_fault(scope, text).is_ok()))
    }

    fn value(&mut self, at: (Tid, usize), expression: &str) -> Answer {
        let run = self.ready()?;
        let value = run.in_frame(at, |scope| with_count(scope, expression))?;
        let mut shown = run.variable(at, expression, expression, value, Format::Natural);
        if let Some(map) = shown.as_object_mut() {
            map.remove("name");
            map.remove("evaluateName");
        }
        Ok(as_result(shown))
    }

    /// A command of `sim step`. If it moved the run, the client is told.
    fn command(&mut self, request: &Request, at: (Tid, usize), text: &str) {
        let Some(run) = &mut self.run else { return };
        let session = &mut run.session;
        (session.debugger.focus, session.frame) = at;
        session.forget_shown();
        let standing = |session: &crate::step::session::Session| {
            let history = &session.debugger.history;
            (history.step(), history.current(), session.debugger.focus, session.frame)
        };
        let before = standing(session);
        self.urgent.store(false, Ordering::Relaxed);
        session.command(text);
        let said = session.take();
        let after = standing(session);
        let over = session.over;
        if (before.0, before.1) != (after.0, after.1) {
            run.forget();
            run.end_shown = false;
            // The command has shown it already.
            run.new_output();
        }
        run.view = (after.2, after.3);
        let body = json!({"result": said.trim_end(), "variablesReference": 0});
        self.sender.respond(request, Ok(body));
        if over {
            return self.end(None);
        }
        if before != after {
            self.stands("step", Some(&format!("{text}, in the console")), &[]);
            // A frame that was selected stays so.
            if let Some(run) = &mut self.run {
                run.view = (after.2, after.3);
            }
        }
    }

    pub fn completions(&mut self, request: &Request) -> Answer {
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        struct Arguments {
            text: String,
            column: usize,
            frame_id: Option<i64>,
        }
        let arguments: Arguments = request.take()?;
        let run = self.ready()?;
        let at = run.frame(arguments.frame_id)?;
        (run.session.debugger.focus, run.session.frame) = at;
        // The column counts from 1, and lies behind what was typed.
        let before: String = arguments.text.chars().take(arguments.column.saturating_sub(1)).collect();
        let shift = usize::from(before.starts_with(':'));
        let words = editor::Words::of(&run.session);
        let (start, mut found) = words.complete_at(&before[shift..], before.len() - shift);
        if start == 0 && shift == 0 {
            // At the start of a line variables may stand too.
            found.extend(words.variables_like(&before));
        }
        let length = before[shift + start..].chars().count();
        let from = before[..shift + start].chars().count();
        let targets: Vec<Value> =
            found.into_iter().map(|word| json!({"label": word, "start": from, "length": length})).collect();
        Ok(json!({"targets": targets}))
    }
}
