//! C expressions evaluated in a process: its memory and registers, read, never changed.
//!
//! Entry points: [`Scope`], [`evaluate`], [`Reading`]. The compiler's own parser reads the expressions (`cc::inspect`); this walks the typed
//! tree that comes back. An expression that would change something (an assignment, a call) is refused; [`assignment`] says what an
//! assignment would write, for who is allowed to. `eval/walk.rs` walks, `places` finds what lies where, `arith` computes.

mod arith;
mod places;
mod walk;

use super::frames::Frame;
use super::value::{Home, Value};
use crate::boot;
use crate::machine::Machine;
use crate::setup::{Setup, Sources};
use forklore_kernel::abi::{ProgramId, Tid};
use forklore_userland::cc::ast::*;
use forklore_userland::cc::inspect::{Answer, Inspected, Question};
use forklore_userland::vm::program::{self, Program};
use std::rc::Rc;
use walk::Eval;

/// Where expressions are read and evaluated.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The machine.
    pub machine: &'a Machine,
    /// What was run: its sources.
    pub setup: &'a Setup,
    /// The task.
    pub tid: Tid,
    /// The active function; `None`: only globals are known.
    pub frame: Option<&'a Frame>,
}

/// Why an expression has no value: a sentence.
pub type Refusal = String;

/// String literals of expressions lie at addresses that no process has.
pub(super) const LITERALS: u64 = 0xffff_8000_0000_0000;
/// Deepest nesting of an expression.
const DEEPEST: u32 = 400;

/// Evaluates expressions; each gives a value or says why it has none.
pub fn evaluate(scope: Scope, expressions: &[String]) -> Vec<Result<Value, Refusal>> {
    let mut answers = evaluate_at(scope, expressions, Names::Here);
    // gdb knows what the file declares further down, too (main, as a rule).
    for (answer, expression) in answers.iter_mut().zip(expressions) {
        if answer.as_ref().is_err_and(|refusal| refusal.starts_with(NO_SYMBOL))
            && let Some(Ok(value)) = evaluate_at(scope, std::slice::from_ref(expression), Names::OfFile).pop()
        {
            *answer = Ok(value);
        }
    }
    answers
}

/// Which names an expression may use.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    /// Those known where the frame is.
    Here,
    /// All that the frame's file declares outside of functions.
    OfFile,
}

fn evaluate_at(scope: Scope, expressions: &[String], names: Names) -> Vec<Result<Value, Refusal>> {
    let inspected = match read(scope, expressions, names) {
        Ok(inspected) => inspected,
        Err(refusal) => return expressions.iter().map(|_| Err(refusal.clone())).collect(),
    };
    let inspected = Rc::new(inspected);
    let eval = match Eval::new(scope, &inspected) {
        Some(eval) => eval,
        None => return expressions.iter().map(|_| Err("The process has ended.".to_string())).collect(),
    };
    let answers = inspected.answers.iter().map(|answer| match answer {
        Ok(answer) => eval.answer(*answer, &inspected),
        Err(message) => Err(reworded(message)),
    });
    answers.collect()
}

/// One expression.
///
/// # Errors
/// Why it has no value.
pub fn evaluate_one(scope: Scope, expression: &str) -> Result<Value, Refusal> {
    evaluate(scope, &[expression.to_string()]).pop().unwrap_or_else(|| Err("no expression".to_string()))
}

/// What an assignment such as `x = 5` would write: where, and which bytes.
///
/// # Errors
/// Why that can't be done.
pub fn assignment(scope: Scope, expression: &str) -> Result<(Home, Vec<u8>), Refusal> {
    let inspected = Rc::new(read(scope, &[expression.to_string()], Names::Here)?);
    let eval = Eval::new(scope, &inspected).ok_or("The process has ended.")?;
    let Some(Ok(Answer::Value(e))) = inspected.answers.first().cloned() else {
        return Err(match inspected.answers.first() {
            Some(Err(message)) => reworded(message),
            _ => "Not an assignment.".to_string(),
        });
    };
    let ExprKind::Assign { place, value } = &inspected.body.expr(e).kind else {
        return Err("Only plain assignments (x = 5) are done here.".to_string());
    };
    let target = inspected.body.place(*place);
    if let PlaceKind::Field { bits: Some(_), .. } = target.kind {
        return Err("not supported: assignment to a bit-field".to_string());
    }
    let home = eval.place(*place, 0)?;
    let data = eval.expr(*value, 0)?;
    Ok((home, eval.bytes_of(data, target.ty)?))
}

/// The bytes of an assignment's value as the register of its variable holds them.
///
/// # Errors
/// As [`assignment`].
pub fn register_value(scope: Scope, expression: &str, bytes: &[u8]) -> Result<u64, Refusal> {
    let inspected = read(scope, &[expression.to_string()], Names::Here)?;
    let Some(Ok(Answer::Value(e))) = inspected.answers.first() else { return Err("Not an assignment.".to_string()) };
    let ty = inspected.body.expr(*e).ty;
    let up = 64 - 8 * bytes.len().clamp(1, 8) as u32;
    let raw = word(bytes) << up;
    Ok(if inspected.types.is_signed(ty) { ((raw as i64) >> up) as u64 } else { raw >> up })
}

/// Is it an assignment, or something else that would change the process? Seen by its text; `==` and the like are none.
pub fn changes_something(expression: &str) -> bool {
    let bytes = expression.as_bytes();
    let mut quote = None;
    let mut n = 0;
    while n < bytes.len() {
        let (b, next) = (bytes[n], bytes.get(n + 1).copied().unwrap_or(0));
        match quote {
            Some(_) if b == b'\\' => n += 1,
            Some(q) if b == q => quote = None,
            Some(_) => {}
            None if b == b'"' || b == b'\'' => quote = Some(b),
            None if (b == b'=' || b == b'!') && next == b'=' => n += 1,
            None if (b == b'<' || b == b'>') && next == b'=' => n += 1,
            None if b == b'=' => return true,
            None if (b == b'+' && next == b'+') || (b == b'-' && next == b'-') => return true,
            None => {}
        }
        n += 1;
    }
    false
}

/// Refuses what [`changes_something`].
///
/// # Errors
/// That it would: a sentence.
pub fn reads_only(expression: &str) -> Result<(), Refusal> {
    match changes_something(expression) {
        true => Err(format!("\"{expression}\" would change the run. (Equality is ==.)")),
        false => Ok(()),
    }
}

/// An expression that has been read once and is evaluated often, always at the same statement.
#[derive(Clone, Debug)]
pub struct Reading {
    at: (ProgramId, Option<program::Place>),
    tree: Rc<Inspected>,
}

impl Reading {
    /// Reads an expression as it is to be read where a program stands at an instruction.
    ///
    /// # Errors
    /// Why it can't be: a sentence.
    pub fn new(
        (machine, setup): (&Machine, &Setup),
        (program, pc): (ProgramId, u32),
        expression: &str,
    ) -> Result<Reading, Refusal> {
        let read = |names| {
            let tree = read_at((machine, setup), (program, Some(pc)), &[expression.to_string()], names)?;
            match tree.answers.first() {
                Some(Ok(_)) => Ok(tree),
                Some(Err(message)) => Err(reworded(message)),
                None => Err("no expression".to_string()),
            }
        };
        let tree = match read(Names::Here) {
            Err(refusal) if refusal.starts_with(NO_SYMBOL) => read(Names::OfFile).map_err(|_| refusal)?,
            read => read?,
        };
        Ok(Reading { at: (program, statement(machine, program, pc)), tree: Rc::new(tree) })
    }

    /// Has it been read for this instruction?
    pub fn is_for(&self, machine: &Machine, program: ProgramId, pc: u32) -> bool {
        self.at == (program, statement(machine, program, pc))
    }

    /// Its value.
    ///
    /// # Errors
    /// Why it has none.
    pub fn evaluate(&self, scope: Scope) -> Result<Value, Refusal> {
        let eval = Eval::new(scope, &self.tree).ok_or("The process has ended.")?;
        match self.tree.answers.first() {
            Some(Ok(answer)) => eval.answer(*answer, &self.tree),
            _ => Err("no expression".to_string()),
        }
    }
}

fn statement(machine: &Machine, program: ProgramId, pc: u32) -> Option<program::Place> {
    statement_at(machine.programs().peek(program)?, pc)
}

/// Reads expressions with the compiler's parser.
fn read(scope: Scope, expressions: &[String], names: Names) -> Result<Inspected, Refusal> {
    let Some(task) = scope.machine.task(scope.tid) else {
        return Err(match scope.machine.executed() {
            0 => "No process has begun yet. (`goto start` goes to main.)".to_string(),
            _ => "No process is left to look at. (`back` returns to where there was one.)".to_string(),
        });
    };
    let at = match scope.frame {
        Some(frame) => (frame.program, Some(frame.pc)),
        None => (task.program.ok_or(NO_SOURCE)?, None),
    };
    read_at((scope.machine, scope.setup), at, expressions, names)
}

/// Reads expressions as they are read where a program stands at an instruction; without one only what is global is known.
fn read_at(
    (machine, setup): (&Machine, &Setup),
    (id, pc): (ProgramId, Option<u32>),
    expressions: &[String],
    names: Names,
) -> Result<Inspected, Refusal> {
    let sources: &Sources = super::code::sources_of(setup, id).ok_or(NO_SOURCE)?;
    let mut question = Question { file: String::new(), at: None };
    if let Some(pc) = pc {
        let program = machine.programs().peek(id).ok_or(NO_SOURCE)?;
        let place = statement_at(program, pc).ok_or(NO_SOURCE)?;
        question.file = program.files.get(place.file as usize).cloned().unwrap_or_default();
        question.at = Some((place.line, u32::from(place.col))).filter(|_| names == Names::Here);
    }
    // A function in a header is read through the first file that includes it.
    let known = |name: &&str| sources.files.iter().any(|(file, _)| file == name);
    let file = Some(question.file.as_str()).filter(known);
    let file = file.or(sources.files.first().map(|(name, _)| name.as_str())).ok_or(NO_SOURCE)?;
    boot::inspect(sources, file, &question, expressions).ok_or_else(|| NO_SOURCE.to_string())
}

const NO_SYMBOL: &str = "No symbol";
const NO_SOURCE: &str = "No symbol table: this program's source is not at hand.";

/// The place of the statement that an instruction belongs to.
fn statement_at(program: &Program, pc: u32) -> Option<program::Place> {
    let function = program.function_at(pc)?;
    let end = program.lines.partition_point(|l| l.pc <= pc);
    let before = program.lines[..end].iter().rev().take_while(|l| l.pc >= function.start);
    before.into_iter().find(|l| l.is_stmt).map(|l| l.place).or(Some(function.place))
}

/// A complaint of the compiler in a debugger's words.
fn reworded(message: &str) -> String {
    if let Some(name) = message.strip_prefix('\'').and_then(|rest| rest.split('\'').next())
        && message.contains("undeclared")
    {
        return format!("{NO_SYMBOL} \"{name}\" in current context.");
    }
    let mut text = message.to_string();
    if let Some(first) = text.get(..1) {
        let upper = first.to_uppercase();
        text.replace_range(..1, &upper);
    }
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}

/// The first eight bytes as a number.
pub(super) fn word(bytes: &[u8]) -> u64 {
    let mut word = [0; 8];
    let n = bytes.len().min(8);
    word[..n].copy_from_slice(&bytes[..n]);
    u64::from_le_bytes(word)
}
