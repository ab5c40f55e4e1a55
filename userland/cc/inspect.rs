//! Expressions of a debugger, read by the compiler's own parser as they would be at a place of the program: all names, types
//! and macros mean what they mean there.
//!
//! Entry point: [`inspect`]. To evaluate what comes back is the debugger's business.

pub use super::parse::typename::{TypeNames, TypeStyle};
pub use super::parse::{Answer, Question};

use super::ast::{Body, Local, Symbol};
use super::intern::{Interner, Sym};
use super::source::{SourceMap, Span};
use super::types::{TypeId, Types};
use super::{Loader, Options, SourceFile, parse, pp};

/// Expressions read at a place, with all that their meaning needs.
#[derive(Clone, Debug)]
pub struct Inspected {
    /// All types.
    pub types: Types,
    /// All names.
    pub names: Interner,
    /// Functions and objects with static storage.
    pub symbols: Vec<Symbol>,
    /// Positions.
    pub source: SourceMap,
    /// The nodes of the expressions, among those of the function.
    pub body: Body,
    /// The function's locals.
    pub locals: Vec<Local>,
    /// What each expression is, or why it is none, in the compiler's words.
    pub answers: Vec<Result<Answer, String>>,
}

impl Inspected {
    /// The spelling of a name.
    pub fn name(&self, sym: Sym) -> &str {
        self.names.get(sym)
    }

    /// A type as a debugger writes it.
    pub fn type_name(&self, ty: TypeId) -> String {
        TypeNames { types: &self.types, names: &self.names, style: TypeStyle::Gdb }.name(ty)
    }

    /// File, line and column of a span.
    pub fn place(&self, span: Span) -> Option<(&str, u32, u32)> {
        let location = self.source.locate(span)?;
        Some((self.source.file_name(location.file), location.line, location.column))
    }
}

/// Reads expressions as they would be read at a place of a file that compiles. `None` if it does not.
pub fn inspect(
    source: &SourceFile,
    loader: &dyn Loader,
    options: &Options<'_>,
    question: &Question,
    expressions: &[String],
) -> Option<Inspected> {
    let pre = pp::preprocess(&source.name, source.text.clone(), expressions, loader, options);
    let parsed = parse::parse(pre, options.max_errors, false, Some(question));
    let answers = parsed.answers?;
    Some(Inspected {
        types: parsed.types,
        names: parsed.names,
        symbols: parsed.symbols,
        source: parsed.map,
        body: answers.body,
        locals: answers.locals,
        answers: answers.answers,
    })
}
