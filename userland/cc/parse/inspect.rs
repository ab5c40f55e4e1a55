//! A debugger's questions: expressions as they would be read at a place of the program.
//!
//! The program is parsed again; where the place is reached, all names are known as they are there, and the expressions,
//! whose tokens follow behind the end of the file, are read by the same parser.
//!
//! Entry points: `Parser::ask`, called before each statement and closing brace; `Parser::ask_at_file_level`.

use super::super::token::Tok;
use super::*;

/// Where to ask. The expressions are the texts that were preprocessed behind the file.
#[derive(Clone, Debug)]
pub struct Question {
    /// File, as the line table names it.
    pub file: String,
    /// Line and column of the statement; the question is asked there or, if that is no place for it, at the next that is. `None`:
    /// at file level.
    pub at: Option<(u32, u32)>,
}

/// What an expression is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// A value.
    Value(ExprId),
    /// Something that has an address, or is a register variable.
    Place(PlaceId),
    /// A type's name.
    Type(TypeId),
}

/// The answers to a question.
#[derive(Clone, Debug)]
pub struct Answers {
    /// The nodes of the function, and of the expressions.
    pub body: Body,
    /// The function's locals, and hidden ones of the expressions.
    pub locals: Vec<Local>,
    /// What each expression is, or why it is none.
    pub answers: Vec<Result<Answer, String>>,
}

/// A question that waits for its place.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    /// First token at or behind the place.
    trigger: u32,
    /// First token of each expression; its end is an Eof.
    starts: Vec<u32>,
}

impl Pending {
    pub(super) fn new(question: &Question, pre: &Preprocessed) -> Pending {
        let ends: Vec<u32> = (0..).zip(&pre.tokens).filter(|(_, t)| t.kind == Tok::Eof).map(|(n, _)| n).collect();
        let end = ends.first().copied().unwrap_or(0);
        let starts = ends.iter().take(ends.len().saturating_sub(1)).map(|end| end + 1).collect();
        let file = (0..pre.map.file_count() as u32)
            .map(super::super::source::FileId)
            .find(|id| pre.map.file_name(*id) == question.file);
        let behind = |token: &Token| {
            let span = pre.map.use_site(token.span);
            let here = pre.map.file_offset(span).map(|(file, _)| file);
            if file.is_none() || here != file {
                return false;
            }
            let place = pre.map.locate(span);
            place.is_some_and(|l| question.at.is_some_and(|at| (l.line, l.column) >= at))
        };
        let trigger = pre.tokens[..end as usize].iter().position(behind).map_or(u32::MAX, |n| n as u32);
        Pending { trigger, starts }
    }
}

impl Parser {
    /// Asks the question if this is the place.
    #[inline]
    pub(super) fn ask(&mut self) {
        let here = self.here();
        if self.func.active
            && let Some(question) = self.question.take_if(|question| question.trigger <= here)
        {
            self.ask_now(&question);
        }
    }

    /// Asks the question if its place lies before the token that is next.
    pub(super) fn ask_before(&mut self) {
        let here = self.here();
        if self.question.as_ref().is_some_and(|question| question.trigger < here) {
            self.ask();
        }
    }

    /// Asks a question for which there was no place in a function.
    pub(super) fn ask_at_file_level(&mut self) {
        if let Some(question) = self.question.take() {
            self.func = FunctionState { active: true, ..FunctionState::default() };
            self.open_block();
            self.ask_now(&question);
            self.close_block(0);
            self.func.active = false;
        }
    }

    fn ask_now(&mut self, question: &Pending) {
        let (pos, nesting, errors) = (self.pos, self.nesting, self.errors);
        let sizes = std::mem::take(&mut self.vla_sizes);
        let said = self.raw.len();
        let max_errors = std::mem::replace(&mut self.max_errors, u32::MAX);
        let mut answers = Vec::new();
        for start in &question.starts {
            self.pos = *start as usize;
            self.nesting = nesting;
            let answer = self.answer();
            let error = self.raw[said..].iter().find(|raw| raw.severity >= Severity::Error);
            answers.push(match (answer, error) {
                (_, Some(error)) => Err(error.message.clone()),
                (Some(answer), None) => Ok(answer),
                (None, None) => Err("no expression".to_string()),
            });
            self.raw.truncate(said);
            self.vla_sizes.clear();
        }
        self.answers = Some(Answers { body: self.func.body.clone(), locals: self.func.locals.clone(), answers });
        (self.pos, self.nesting, self.errors) = (pos, nesting, errors);
        (self.vla_sizes, self.max_errors) = (sizes, max_errors);
    }

    fn answer(&mut self) -> Option<Answer> {
        if self.peek() == Tok::Eof {
            return None;
        }
        let answer = if self.starts_type_at(0) {
            Answer::Type(self.type_name_syntax().ok()?)
        } else {
            let operand = self.expression().ok()?;
            match operand.node {
                Node::Value(e) => Answer::Value(e),
                Node::Place(p) => Answer::Place(p),
                Node::Bad => return None,
            }
        };
        if self.peek() != Tok::Eof {
            let token = self.tok();
            let near = if token.sym == Sym::EMPTY { token.kind.text().to_string() } else { self.text(token.sym) };
            self.error(self.here(), format!("A syntax error in expression, near `{near}'."));
        }
        Some(answer)
    }
}
