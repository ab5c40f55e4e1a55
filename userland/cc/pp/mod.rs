//! The preprocessor: from files to one vector of tokens, translation phase 4 of C11 5.1.1.2.
//!
//! Entry points: [`preprocess`], [`Loader`], [`Preprocessed`]. This file has the stack of token sources;
//! `directive` the `#` lines, `define` and
//! `macros` definition and expansion, `condition` the expressions of `#if`,
//! `predefined` what gcc defines before the first line.

mod absent;
mod condition;
mod define;
mod directive;
mod macros;
mod predefined;
#[cfg(test)]
mod tests;

use super::diag::{Raw, Severity};
use super::intern::{Interner, Sym};
use super::lex::{LexProblem, Lexer, Mode};
use super::source::{Expansion, FileId, SourceMap, Span};
use super::token::{self, BOL, Known, NO_EXPAND, SPACE, Tok, Token};
use super::{Loader, Options};
use macros::Macro;
pub use macros::MacroNames;
use std::sync::Arc;

/// Deepest nesting of `#include`, as gcc has it.
const MAX_INCLUDE_DEPTH: usize = 200;
/// Deepest nesting of macro calls within arguments of macro calls.
const MAX_ARGUMENT_DEPTH: usize = 100;
/// Most tokens that a translation unit may have, and that its macros may make.
const MAX_TOKENS: usize = 5_000_000;

/// What the preprocessor leaves.
pub struct Preprocessed {
    /// The tokens, keywords recognised, ended by [`Tok::Eof`].
    pub tokens: Vec<Token>,
    /// All names.
    pub names: Interner,
    /// All files.
    pub map: SourceMap,
    /// Complaints, in order.
    pub diags: Vec<Raw>,
    /// `#pragma pack`: from this token on, members are aligned to at most so many bytes (0: as usual).
    pub packs: Vec<(u32, u32)>,
    /// The macros, to suggest their names.
    pub macros: MacroNames,
}

/// A source of tokens.
enum Source {
    File(Box<FileSource>),
    /// The body of an object-like macro, read in place.
    Body {
        index: u32,
        next: u32,
        end: u32,
        used_at: Span,
        flags: u8,
    },
    /// Tokens made by substitution, or put back.
    Buffer {
        tokens: Vec<Token>,
        next: usize,
        enables: Option<u32>,
    },
    /// An argument on its own: its end is the end.
    Argument {
        tokens: Vec<Token>,
        next: usize,
    },
}

struct FileSource {
    lexer: Lexer,
    file: FileId,
    /// Path for finding files beside it.
    name: String,
    system: bool,
    conditions: Vec<Condition>,
    guard: Guard,
}

/// One `#if` group that is open.
struct Condition {
    span: Span,
    /// Whether one of its branches has been taken.
    taken: bool,
    seen_else: bool,
    /// The directive's name for messages.
    name: &'static str,
}

/// Whether a file is all within `#ifndef X ... #endif`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guard {
    Start,
    Inside(Sym),
    Complete(Sym),
    None,
}

/// What is known about a file that was included before.
struct Seen {
    name: String,
    system: bool,
    once: bool,
    guard: Option<Sym>,
}

pub(super) struct Pp<'a> {
    names: Interner,
    map: SourceMap,
    diags: Vec<Raw>,
    out: Vec<Token>,
    packs: Vec<(u32, u32)>,
    pack_stack: Vec<u32>,
    /// Names and meanings that `#pragma push_macro` keeps.
    pushed_macros: Vec<(Sym, u32)>,
    loader: &'a dyn Loader,
    options: &'a Options<'a>,
    sources: Vec<Source>,
    /// Token read ahead and put back.
    unread: Option<Token>,
    /// Macro of each name: index into `macros` plus 1.
    macro_of: Vec<u32>,
    macros: Vec<Macro>,
    bodies: Vec<macros::BodyToken>,
    seen: Vec<Seen>,
    spare: Vec<Vec<Token>>,
    /// Tokens made so far by macros.
    work: usize,
    argument_depth: usize,
    counter: u32,
    /// Reading must stop: a fatal error was reported.
    fatal: bool,
    main_name: &'a str,
    /// Depth of files on the stack.
    file_depth: usize,
}

/// Preprocesses one file. `text` is its content. The tokens of `more` follow behind its end, each text ended like the file; its
/// macros hold in them.
pub fn preprocess(
    name: &str,
    text: Arc<[u8]>,
    more: &[String],
    loader: &dyn Loader,
    options: &Options<'_>,
) -> Preprocessed {
    let mut names = Interner::new();
    token::seed_names(&mut names);
    let mut pp = Pp {
        names,
        map: SourceMap::default(),
        diags: Vec::new(),
        out: Vec::with_capacity(text.len() / 4 + 4096),
        packs: Vec::new(),
        pack_stack: Vec::new(),
        pushed_macros: Vec::new(),
        loader,
        options,
        sources: Vec::new(),
        unread: None,
        macro_of: vec![0; 2048],
        macros: Vec::new(),
        bodies: Vec::new(),
        seen: Vec::new(),
        spare: Vec::new(),
        work: 0,
        argument_depth: 0,
        counter: 0,
        fatal: false,
        main_name: name,
        file_depth: 0,
    };
    if pp.push_file(name, text, Span::NONE, false) {
        pp.predefine();
        pp.run();
    } else {
        pp.fatal_at(Span::NONE, 1, format!("{name}: file too large: not supported"));
    }
    let end = pp.out.last().map_or(Span::NONE, |t| t.span);
    let at_end = pp.map.files.first().map_or(end, |f| Span(f.base + f.text.len() as u32));
    pp.out.push(Token::eof(at_end));
    for text in more {
        // Ended, so that a directive or a comment in it is not the file's.
        if pp.push_file("<expression>", format!("{text}\n").as_bytes().into(), Span::NONE, false) {
            pp.run();
        }
        pp.out.push(Token::eof(at_end));
    }
    let macros = MacroNames { of: pp.macro_of, all: pp.macros };
    Preprocessed { tokens: pp.out, names: pp.names, map: pp.map, diags: pp.diags, packs: pp.packs, macros }
}

impl Pp<'_> {
    fn run(&mut self) {
        while !self.fatal {
            let mut token = self.next_expanded();
            match token.kind {
                Tok::Eof => return,
                Tok::Ident => {
                    if let Some(kind) = token::keyword(token.sym) {
                        token.kind = kind;
                    }
                }
                _ => {}
            }
            if self.out.len() >= MAX_TOKENS {
                self.fatal_at(token.span, 1, "program too large: not supported".into());
                return;
            }
            self.out.push(token);
        }
    }

    // -----------------------------------------------------------------------------------------
    // Complaints

    pub(super) fn report(&mut self, severity: Severity, span: Span, len: u32, message: String) -> &mut Raw {
        if severity == Severity::Fatal {
            self.fatal = true;
        }
        let mut raw = Raw::new(severity, span, len, message);
        raw.at = self.out.len() as u32;
        if self.diags.len() >= 10_000 {
            self.diags.truncate(9_999);
        }
        let index = self.diags.len();
        self.diags.push(raw);
        &mut self.diags[index]
    }

    pub(super) fn error(&mut self, token: Token, message: impl Into<String>) {
        let len = self.token_len(token);
        self.report(Severity::Error, token.span, len, message.into());
    }

    pub(super) fn warning(&mut self, token: Token, message: impl Into<String>) {
        let len = self.token_len(token);
        self.report(Severity::Warning, token.span, len, message.into());
    }

    fn fatal_at(&mut self, span: Span, len: u32, message: String) {
        self.report(Severity::Fatal, span, len, message);
    }

    fn token_len(&self, token: Token) -> u32 {
        let len = if token.sym == Sym::EMPTY { token.kind.text().len() } else { self.names.bytes(token.sym).len() };
        len.max(1) as u32
    }

    fn warn_comment(&mut self, span: Span, message: &str) {
        if !self.map.is_system(span) {
            self.report(Severity::Warning, span, 1, message.into());
            if let Some(raw) = self.diags.last_mut() {
                raw.option = Some("-Wcomment");
            }
        }
    }

    fn lex_problem(&mut self, problem: LexProblem, span: Span) {
        match problem {
            LexProblem::UnterminatedComment => {
                self.report(Severity::Error, span, 1, "unterminated comment".into());
            }
            LexProblem::NullCharacter => {
                let said = self.diags.iter().any(|d| d.message == "null character(s) ignored");
                if !said {
                    self.report(Severity::Warning, span, 1, "null character(s) ignored".into());
                }
            }
            LexProblem::NestedComment => self.warn_comment(span, "\"/*\" within comment"),
            LexProblem::ContinuedComment => self.warn_comment(span, "multi-line comment"),
            LexProblem::MissingTerminator(quote) => {
                let len = self.rest_of_line(span);
                let message = format!("missing terminating {} character", quote as char);
                self.report(Severity::Warning, span, 1, message.clone());
                self.report(Severity::Error, span, len, message);
            }
        }
    }

    fn rest_of_line(&self, span: Span) -> u32 {
        let Some((file, offset)) = self.map.file_offset(span) else {
            return 1;
        };
        let text = &self.map.files[file.0 as usize].text;
        let rest = &text[(offset as usize).min(text.len())..];
        let line = &rest[..rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len())];
        line.trim_ascii_end().len().max(1) as u32
    }

    // -----------------------------------------------------------------------------------------
    // Sources

    fn push_file(&mut self, name: &str, text: Arc<[u8]>, from: Span, system: bool) -> bool {
        // A byte order mark (as Windows' editors write it) is no part of the text.
        let text = text.strip_prefix(b"\xef\xbb\xbf").map_or(text.clone(), Arc::from);
        let Some(file) = self.map.add(name, text.clone(), from, system) else {
            return false;
        };
        let base = self.map.files[file.0 as usize].base;
        self.file_depth += 1;
        self.sources.push(Source::File(Box::new(FileSource {
            lexer: Lexer::new(text, base),
            file,
            name: name.to_string(),
            system,
            conditions: Vec::new(),
            guard: Guard::Start,
        })));
        true
    }

    fn file(&mut self) -> Option<&mut FileSource> {
        self.sources.iter_mut().rev().find_map(|s| match s {
            Source::File(f) => Some(&mut **f),
            _ => None,
        })
    }

    fn in_system_file(&mut self) -> bool {
        self.file().is_some_and(|f| f.system)
    }

    /// The next token of the innermost source. Directives are obeyed on the way. The end of an argument
    /// or of the main file is [`Tok::Eof`].
    fn next_raw(&mut self) -> Token {
        if let Some(token) = self.unread.take() {
            return token;
        }
        loop {
            if self.fatal {
                return Token::eof(Span::NONE);
            }
            match self.sources.last_mut() {
                None => return Token::eof(Span::NONE),
                Some(Source::Body { index, next, end, used_at, flags }) => {
                    if next < end {
                        let mut token = self.bodies[*next as usize].token;
                        *next += 1;
                        if *flags != u8::MAX {
                            token.flags = token.flags & NO_EXPAND | *flags;
                            *flags = u8::MAX;
                        }
                        let name = self.macros[*index as usize].name;
                        let (spelling, used_at) = (token.span, *used_at);
                        token.span = self.expansion(spelling, used_at, Span::NONE, name);
                        return self.paint(token);
                    }
                    let index = *index;
                    self.macros[index as usize].disabled = false;
                    self.sources.pop();
                }
                Some(Source::Buffer { tokens, next, enables }) => {
                    if let Some(token) = tokens.get(*next).copied() {
                        *next += 1;
                        return self.paint(token);
                    }
                    if let Some(index) = *enables {
                        self.macros[index as usize].disabled = false;
                    }
                    if let Some(Source::Buffer { tokens, .. }) = self.sources.pop() {
                        self.recycle(tokens);
                    }
                }
                Some(Source::Argument { tokens, next }) => {
                    return match tokens.get(*next).copied() {
                        Some(token) => {
                            *next += 1;
                            self.paint(token)
                        }
                        None => Token::eof(Span::NONE),
                    };
                }
                Some(Source::File(file)) => {
                    let token = file.lexer.next(&mut self.names, Mode::Text);
                    if let Some((problem, span)) = file.lexer.problem.take() {
                        self.lex_problem(problem, span);
                        if token.kind == Tok::Other {
                            continue;
                        }
                    }
                    if token.kind == Tok::Hash && token.has(BOL) {
                        self.directive(token);
                        continue;
                    }
                    if token.kind == Tok::Eof {
                        if self.end_of_file() {
                            return token;
                        }
                        continue;
                    }
                    if let Some(Source::File(file)) = self.sources.last_mut()
                        && !matches!(file.guard, Guard::Inside(_) | Guard::None)
                    {
                        file.guard = Guard::None;
                    }
                    return token;
                }
            }
        }
    }

    /// Marks the name of a macro that is being expanded: it will never be expanded.
    fn paint(&self, mut token: Token) -> Token {
        if token.kind == Tok::Ident && self.is_disabled(token.sym) {
            token.flags |= NO_EXPAND;
        }
        token
    }

    /// Leaves the innermost file; true if it was the main file.
    fn end_of_file(&mut self) -> bool {
        let Some(Source::File(file)) = self.sources.last_mut() else {
            return true;
        };
        let conditions = std::mem::take(&mut file.conditions);
        let (id, guard, system) = (file.file, file.guard, file.system);
        for condition in conditions.iter().rev() {
            let message = format!("unterminated {}", condition.name);
            self.report(Severity::Error, condition.span, 1, message).line_only = true;
        }
        if let Guard::Complete(sym) = guard {
            let name = self.map.files[id.0 as usize].name.clone();
            self.note_seen(&name, system).guard = Some(sym);
        }
        if self.file_depth <= 1 {
            return true;
        }
        self.file_depth -= 1;
        self.sources.pop();
        false
    }

    fn note_seen(&mut self, name: &str, system: bool) -> &mut Seen {
        let index = match self.seen.iter().position(|s| s.name == name && s.system == system) {
            Some(index) => index,
            None => {
                self.seen.push(Seen { name: name.to_string(), system, once: false, guard: None });
                self.seen.len() - 1
            }
        };
        &mut self.seen[index]
    }

    fn expansion(&mut self, spelling: Span, used_at: Span, param_at: Span, name: Sym) -> Span {
        let id = Span::EXPANDED + self.map.expansions.len() as u32;
        self.work += 1;
        if self.work > MAX_TOKENS && !self.fatal {
            self.fatal_at(used_at, 1, "macro expansion too large: not supported".into());
        }
        self.map.expansions.push(Expansion { spelling, used_at, param_at, name });
        Span(id)
    }

    fn recycle(&mut self, mut tokens: Vec<Token>) {
        if self.spare.len() < 16 && tokens.capacity() < 4096 {
            tokens.clear();
            self.spare.push(tokens);
        }
    }

    fn fresh(&mut self) -> Vec<Token> {
        self.spare.pop().unwrap_or_default()
    }

    /// The spelling of a token.
    fn spelling(&self, token: Token) -> &[u8] {
        if token.sym == Sym::EMPTY { token.kind.text().as_bytes() } else { self.names.bytes(token.sym) }
    }

    fn is_known(token: Token, known: Known) -> bool {
        token.kind == Tok::Ident && token.sym == known.sym()
    }

    /// A token made by the preprocessor itself, at the place of another.
    fn made(&mut self, kind: Tok, text: &[u8], like: Token) -> Token {
        Token { kind, flags: like.flags & (BOL | SPACE), sym: self.names.intern_bytes(text), span: like.span }
    }
}
