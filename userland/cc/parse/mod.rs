//! The parser and semantic analysis in one pass: tokens to the typed tree of [`super::ast`].
//!
//! Entry point: [`parse`]. This file holds the state, the token cursor, complaints, scopes and the making of
//! nodes. Declarations are in `specifiers`, `declarator`, `record`, `declaration` and `initializer`; statements
//! in `statement`; expressions in `expression` (syntax), `operators`, `convert`, `call`, `builtins` and `fold`.
//!
//! A syntax error unwinds as [`Stop`] to the statement or declaration around it, which goes on behind the
//! next `;` or `}`. A semantic error leaves an operand marked bad, about which nothing more is said.

mod builtins;
mod call;
mod convert;
mod declaration;
mod declarator;
mod expression;
mod fold;
mod initializer;
mod operators;
mod record;
mod specifiers;
mod statement;
mod suggest;
mod typename;

use super::ast::*;
use super::diag::{FunctionRange, Range, Raw, Severity};
use super::intern::{Interner, Sym};
use super::pp::Preprocessed;
use super::source::{SourceMap, Span};
use super::token::{Tok, Token};
use super::types::*;

/// Deepest nesting of statements, expressions, declarators and initialisers in the source.
const MAX_NESTING: u32 = 200;
/// Errors after which reading stops, if the options don't say.
const MAX_ERRORS: u32 = 20;

/// A syntax error was reported; the construct is given up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stop;

type Parse<T> = Result<T, Stop>;

/// What parsing leaves.
pub struct Parsed {
    pub symbols: Vec<Symbol>,
    pub types: Types,
    pub names: Interner,
    pub map: SourceMap,
    pub diags: Vec<Raw>,
    pub functions: Vec<FunctionRange>,
}

/// An operand while an expression is read.
#[derive(Clone, Copy, Debug)]
struct Operand {
    node: Node,
    /// Its type; with qualifiers if it is a place.
    ty: TypeId,
    /// Token that stands for it (the operator).
    at: u32,
    /// First and last token.
    first: u32,
    last: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Node {
    Value(ExprId),
    Place(PlaceId),
    /// An error was reported.
    Bad,
}

/// What an identifier means.
#[derive(Clone, Copy, Debug)]
enum Meaning {
    Local(LocalId),
    Symbol(SymbolId),
    Typedef(TypeId),
    Constant(i64, TypeId),
    /// Declared wrongly: no more complaints.
    Bad,
}

#[derive(Clone, Copy, Debug)]
struct Binding {
    sym: Sym,
    meaning: Meaning,
    /// Token of the declaration.
    token: u32,
    /// Depth of the scope: 0 is the file.
    depth: u32,
    /// The binding that it hides, plus 1.
    hidden: u32,
}

#[derive(Clone, Copy, Debug)]
struct Tag {
    sym: Sym,
    ty: TypeId,
    token: u32,
    depth: u32,
    hidden: u32,
}

/// A goto label of the function.
#[derive(Clone, Copy, Debug)]
struct NamedLabel {
    sym: Sym,
    label: LabelId,
    defined: Option<u32>,
    used: Option<u32>,
}

/// A switch being read.
#[derive(Clone, Debug)]
struct SwitchState {
    ty: TypeId,
    /// Ranges by their least value: greatest value and token.
    seen: std::collections::BTreeMap<i128, (i128, u32)>,
    cases: Vec<Case>,
    default: Option<(LabelId, u32)>,
}

/// What is known about the function being read.
#[derive(Clone, Debug, Default)]
struct FunctionState {
    active: bool,
    name: Sym,
    name_token: u32,
    ret: Option<TypeId>,
    variadic: bool,
    locals: Vec<Local>,
    labels: Vec<Label>,
    scopes: Vec<Scope>,
    body: Body,
    expr_heights: Vec<u16>,
    place_heights: Vec<u16>,
    stmt_heights: Vec<u16>,
    named_labels: Vec<NamedLabel>,
    scope: u32,
    loops: u32,
    switches: Vec<SwitchState>,
    /// For each open loop and switch whether it is a loop: decides about `break` and `continue`.
    breakable: u32,
    returns_twice: bool,
    func_name: Option<SymbolId>,
    undeclared: Vec<Sym>,
    /// Name, first and last token of parameters.
    param_tokens: Vec<(u32, u32, u32)>,
    last_param: Option<LocalId>,
}

struct Parser {
    toks: Vec<Token>,
    pos: usize,
    names: Interner,
    types: Types,
    map: SourceMap,
    symbols: Vec<Symbol>,
    symbol_info: Vec<SymbolInfo>,
    raw: Vec<Raw>,
    functions: Vec<FunctionRange>,
    errors: u32,
    max_errors: u32,
    gave_up: bool,
    bindings: Vec<Binding>,
    binding_of: Vec<u32>,
    tags: Vec<Tag>,
    tag_of: Vec<u32>,
    /// Lengths of `bindings` and `tags` at the start of each scope.
    scopes: Vec<(usize, usize)>,
    func: FunctionState,
    /// Assignments of VLA sizes that wait for the declaration or expression which they belong to.
    vla_sizes: Vec<ExprId>,
    /// Depth of parameter lists around the cursor.
    in_params: u32,
    nesting: u32,
    too_deep: bool,
    packs: Vec<(u32, u32)>,
    /// External names, also of block scope `extern`, to find the symbol again.
    externs: Vec<u32>,
    strings: indexmap::IndexMap<(Vec<u8>, u32), SymbolId, super::intern::FxBuild>,
    va_list: Option<TypeId>,
    warned_implicit: Vec<Sym>,
    suggested_headers: Vec<&'static str>,
    /// First token, name and last token of declared parameters, for notes.
    param_tokens: Vec<(u32, u32, u32)>,
    /// The `=` of the assignment being converted, 0 if none.
    assign_at: u32,
    /// The last expression statement with its operand: the value of a statement expression.
    last_statement_value: Option<(StmtId, Operand)>,
    /// Name and type of the object whose braced initialiser is being read.
    init_root: Option<(Sym, TypeId)>,
    /// The object whose initialiser comes next.
    init_name: Sym,
    /// gcc's remark about undeclared identifiers was made.
    said_once: bool,
}

/// What is known about a symbol besides what the tree says.
#[derive(Clone, Copy, Debug)]
struct SymbolInfo {
    /// Token of its declaration.
    token: u32,
    /// Declared by being called.
    implicit: bool,
    /// Declared by a declaration.
    declared: bool,
    /// Has an initialiser or a body.
    defined: bool,
    /// Declared `inline`, never `extern` nor plain.
    inline_only: bool,
    returns_twice: bool,
    /// Start and number of its parameters in `param_tokens`.
    params: (u32, u32),
}

/// Parses and checks a preprocessed file.
pub fn parse(pre: Preprocessed, max_errors: u32) -> Parsed {
    let mut p = Parser {
        toks: pre.tokens,
        pos: 0,
        binding_of: vec![0; pre.names.len() + 64],
        tag_of: vec![0; pre.names.len() + 64],
        externs: vec![0; pre.names.len() + 64],
        names: pre.names,
        types: Types::new(),
        map: pre.map,
        symbols: Vec::with_capacity(512),
        symbol_info: Vec::with_capacity(512),
        raw: Vec::new(),
        functions: Vec::new(),
        errors: 0,
        max_errors: if max_errors == 0 {
            MAX_ERRORS
        } else {
            max_errors
        },
        gave_up: false,
        bindings: Vec::with_capacity(1024),
        tags: Vec::new(),
        scopes: Vec::new(),
        func: FunctionState::default(),
        vla_sizes: Vec::new(),
        in_params: 0,
        nesting: 0,
        too_deep: false,
        packs: pre.packs,
        strings: indexmap::IndexMap::default(),
        va_list: None,
        warned_implicit: Vec::new(),
        suggested_headers: Vec::new(),
        param_tokens: Vec::new(),
        assign_at: 0,
        last_statement_value: None,
        init_root: None,
        init_name: Sym::EMPTY,
        said_once: false,
    };
    p.translation_unit();
    let diags = merge(pre.diags, p.raw);
    Parsed {
        symbols: p.symbols,
        types: p.types,
        names: p.names,
        map: p.map,
        diags,
        functions: p.functions,
    }
}

/// Complaints of the preprocessor and the parser in the order of the program's text; nothing after a fatal one.
fn merge(early: Vec<Raw>, late: Vec<Raw>) -> Vec<Raw> {
    let mut out = Vec::with_capacity(early.len() + late.len());
    let mut late = late.into_iter().peekable();
    for raw in early {
        while let Some(next) = late.next_if(|l| l.at < raw.at) {
            out.push(next);
        }
        let fatal = raw.severity == Severity::Fatal;
        out.push(raw);
        if fatal {
            return out;
        }
    }
    out.extend(late);
    out
}

impl Parser {
    // -----------------------------------------------------------------------------------------
    // Cursor

    fn peek(&self) -> Tok {
        self.toks[self.pos].kind
    }

    fn peek_at(&self, ahead: usize) -> Tok {
        self.toks.get(self.pos + ahead).map_or(Tok::Eof, |t| t.kind)
    }

    fn tok(&self) -> Token {
        self.toks[self.pos]
    }

    /// Index of the next token.
    fn here(&self) -> u32 {
        self.pos as u32
    }

    /// Index of the token before the next one.
    fn before(&self) -> u32 {
        let mut at = self.pos.saturating_sub(1);
        while at > 0 && matches!(self.toks[at].kind, Tok::Other) {
            at -= 1;
        }
        at as u32
    }

    fn advance(&mut self) {
        if self.pos + 1 < self.toks.len() {
            self.pos += 1;
        }
    }

    fn eat(&mut self, kind: Tok) -> bool {
        let yes = self.peek() == kind;
        if yes {
            self.advance();
        }
        yes
    }

    fn span_at(&self, index: u32) -> Span {
        self.toks.get(index as usize).map_or(Span::NONE, |t| t.span)
    }

    fn len_at(&self, index: u32) -> u32 {
        let Some(token) = self.toks.get(index as usize) else {
            return 1;
        };
        let len = if token.sym == Sym::EMPTY {
            token.kind.text().len()
        } else {
            self.names.bytes(token.sym).len()
        };
        len.max(1) as u32
    }

    fn text(&self, sym: Sym) -> String {
        self.names.get(sym).to_string()
    }

    /// Skips to behind the matching closer of an opener that the cursor is at.
    fn skip_balanced(&mut self) {
        let mut depth = 0usize;
        loop {
            match self.peek() {
                Tok::LParen | Tok::LBrace | Tok::LBracket => depth += 1,
                Tok::RParen | Tok::RBrace | Tok::RBracket => depth = depth.saturating_sub(1),
                Tok::Eof => return,
                _ => {}
            }
            self.advance();
            if depth == 0 {
                return;
            }
        }
    }

    /// After a syntax error: to behind the next `;`, or to before a `}`, minding brackets.
    fn recover(&mut self) {
        let mut braces = 0usize;
        let mut parens = 0usize;
        loop {
            match self.peek() {
                Tok::Eof => return,
                Tok::Semi if braces == 0 => {
                    self.advance();
                    return;
                }
                Tok::LBrace => braces += 1,
                Tok::RBrace if braces == 0 => return,
                Tok::RBrace => {
                    braces -= 1;
                    if braces == 0 && parens == 0 {
                        self.advance();
                        return;
                    }
                }
                Tok::LParen => parens += 1,
                Tok::RParen => parens = parens.saturating_sub(1),
                _ => {}
            }
            self.advance();
        }
    }

    // -----------------------------------------------------------------------------------------
    // Complaints

    fn push_raw(&mut self, mut raw: Raw) -> &mut Raw {
        raw.at = raw.at.max(self.here());
        if raw.severity >= Severity::Error {
            self.errors += 1;
            if self.errors >= self.max_errors {
                self.give_up();
            }
        }
        let index = self.raw.len();
        self.raw.push(raw);
        &mut self.raw[index]
    }

    fn complain(&mut self, severity: Severity, at: u32, message: impl Into<String>) -> &mut Raw {
        let raw = Raw::new(severity, self.span_at(at), self.len_at(at), message.into());
        self.push_raw(raw)
    }

    fn error(&mut self, at: u32, message: impl Into<String>) {
        if !self.gave_up {
            self.complain(Severity::Error, at, message);
        }
    }

    fn warn(&mut self, at: u32, option: &'static str, message: impl Into<String>) {
        if !self.gave_up && !self.in_system(at) {
            let raw = self.complain(Severity::Warning, at, message);
            raw.option = if option.is_empty() {
                None
            } else {
                Some(option)
            };
        }
    }

    fn note(&mut self, at: u32, message: impl Into<String>) {
        if !self.gave_up {
            self.complain(Severity::Note, at, message);
            self.widen_parameter(at);
        }
    }

    /// A complaint at a parameter's name underlines its whole declaration.
    fn widen_parameter(&mut self, at: u32) {
        let Some((_, first, last)) = self.func.param_tokens.iter().find(|p| p.0 == at).copied()
        else {
            return;
        };
        let range = self.range(first, last);
        if let Some(raw) = self.raw.last_mut() {
            raw.ranges = vec![range];
        }
    }

    /// Whether a token is spelled in a built-in header: gcc says nothing about those.
    fn in_system(&self, at: u32) -> bool {
        let site = self.map.use_site(self.span_at(at));
        self.map
            .file_offset(site)
            .is_some_and(|(f, _)| self.map.files[f.0 as usize].system)
    }

    fn range(&self, first: u32, last: u32) -> Range {
        Range {
            start: self.span_at(first),
            end: self.span_at(last),
            end_len: self.len_at(last),
        }
    }

    /// A complaint about an operand: caret at its operator, all of it underlined.
    fn complain_operand(
        &mut self,
        severity: Severity,
        op: &Operand,
        option: &'static str,
        message: String,
    ) {
        if self.gave_up || severity == Severity::Warning && self.in_system(op.at) {
            return;
        }
        let range = self.range(op.first, op.last);
        let raw = self.complain(severity, op.at, message);
        raw.ranges = vec![range];
        raw.option = if option.is_empty() {
            None
        } else {
            Some(option)
        };
    }

    fn error_operand(&mut self, op: &Operand, message: impl Into<String>) {
        self.complain_operand(Severity::Error, op, "", message.into());
    }

    /// A complaint at an operator about its two operands.
    fn complain_binary(
        &mut self,
        severity: Severity,
        at: u32,
        l: &Operand,
        r: &Operand,
        option: &'static str,
        message: String,
    ) {
        if self.gave_up || severity == Severity::Warning && self.in_system(at) {
            return;
        }
        // gcc underlines operands in errors only, and only those that are more than a name or a number
        let ranges: Vec<Range> = [l, r]
            .into_iter()
            .filter(|op| op.first != op.last)
            .map(|op| self.range(op.first, op.last))
            .collect();
        let raw = self.complain(severity, at, message);
        if severity == Severity::Error {
            raw.ranges.extend(ranges);
        }
        raw.option = if option.is_empty() {
            None
        } else {
            Some(option)
        };
    }

    /// `what` "before" the next token, in gcc's words; the caret at the token.
    fn syntax_error<T>(&mut self, what: &str) -> Parse<T> {
        if !self.stray() {
            let message = format!("{what}{}", self.before_token());
            // gcc puts the end of input at the last token
            let at = if self.peek() == Tok::Eof {
                self.before()
            } else {
                self.here()
            };
            self.error(at, message);
        }
        Err(Stop)
    }

    /// Says "stray" about a token that is none.
    fn stray(&mut self) -> bool {
        if !matches!(self.peek(), Tok::Other | Tok::Hash | Tok::HashHash) {
            return false;
        }
        let token = self.tok();
        let bytes = match token.kind {
            Tok::Other => self.names.bytes(token.sym).to_vec(),
            kind => kind.text().as_bytes().to_vec(),
        };
        if bytes == b"##" {
            self.error(self.here(), "stray '##' in program");
            self.advance();
            return true;
        }
        let shown = match bytes.first() {
            Some(b) if (0x20..0x7f).contains(b) => (*b as char).to_string(),
            Some(b) => format!("\\{b:o}"),
            None => String::new(),
        };
        self.error(self.here(), format!("stray '{shown}' in program"));
        self.advance();
        true
    }

    fn before_token(&self) -> String {
        let token = self.tok();
        match token.kind {
            Tok::Eof => " at end of input".into(),
            Tok::Str => " before string constant".into(),
            Tok::Number => " before numeric constant".into(),
            Tok::Char => format!(" before {}", self.names.get(token.sym)),
            Tok::Ident | Tok::Other => format!(" before '{}'", self.names.get(token.sym)),
            kind if token.sym != Sym::EMPTY => {
                format!(" before '{}'", self.names.get(token.sym).trim_matches(' '))
                    .replace("''", kind.text())
            }
            kind => format!(" before '{}' token", kind.text()),
        }
    }

    /// Takes a token that must be there.
    fn expect(&mut self, kind: Tok) -> Parse<()> {
        self.expect_for(kind, None)
    }

    /// The same for a closer, with its opener.
    fn expect_close(&mut self, kind: Tok, opener: u32) -> Parse<()> {
        self.expect_for(kind, Some(opener))
    }

    fn expect_for(&mut self, kind: Tok, opener: Option<u32>) -> Parse<()> {
        if self.eat(kind) {
            return Ok(());
        }
        while self.stray() {
            if self.eat(kind) {
                return Ok(());
            }
        }
        let text = kind.text();
        self.missing(&format!("expected '{text}'"), Some(text), opener)
    }

    /// Reports what is missing behind the last token, with a suggestion to insert it.
    fn missing<T>(&mut self, what: &str, insert: Option<&str>, opener: Option<u32>) -> Parse<T> {
        if self.gave_up {
            return Err(Stop);
        }
        let message = format!("{what}{}", self.before_token());
        let (before, here) = (self.before(), self.here());
        let at_end = self.peek() == Tok::Eof;
        let mut raw = Raw::new(Severity::Error, self.span_at(before), 1, message);
        raw.shift = self.len_at(before);
        raw.ranges.clear();
        if !at_end {
            raw.ranges.push(self.range(here, here));
        }
        raw.insert = insert.map(str::to_string);
        let mut matching = None;
        if let Some(opener) = opener {
            let (a, b) = (self.line_of(opener), self.line_of(before));
            if a == b {
                raw.ranges.push(self.range(opener, opener));
            } else {
                matching = Some(opener);
            }
        }
        self.push_raw(raw);
        if let Some(opener) = matching {
            let text = self.toks[opener as usize].kind.text();
            self.note(opener, format!("to match this '{text}'"));
        }
        Err(Stop)
    }

    fn line_of(&self, at: u32) -> Option<(u32, u32)> {
        self.map
            .locate(self.span_at(at))
            .map(|l| (l.file.0, l.line))
    }

    /// One level deeper in the source; too deep is an error.
    fn enter(&mut self) -> Parse<()> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            self.complain_depth(self.here());
            self.nesting -= 1;
            return Err(Stop);
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.nesting = self.nesting.saturating_sub(1);
    }

    fn complain_depth(&mut self, at: u32) {
        if !self.too_deep {
            self.too_deep = true;
            self.error(at, "nesting too deep: not supported");
        }
        self.give_up();
    }

    /// Nothing more is read or said.
    fn give_up(&mut self) {
        self.gave_up = true;
        self.pos = self.toks.len() - 1;
    }

    // -----------------------------------------------------------------------------------------
    // Scopes

    fn depth(&self) -> u32 {
        self.scopes.len() as u32
    }

    fn open_scope(&mut self) {
        self.scopes.push((self.bindings.len(), self.tags.len()));
    }

    fn close_scope(&mut self) {
        let Some((bindings, tags)) = self.scopes.pop() else {
            return;
        };
        while self.bindings.len() > bindings {
            if let Some(b) = self.bindings.pop() {
                self.binding_of[b.sym.0 as usize] = b.hidden;
            }
        }
        while self.tags.len() > tags {
            if let Some(t) = self.tags.pop() {
                self.tag_of[t.sym.0 as usize] = t.hidden;
            }
        }
    }

    fn lookup(&self, sym: Sym) -> Option<&Binding> {
        match self.binding_of.get(sym.0 as usize) {
            None | Some(0) => None,
            Some(n) => self.bindings.get(*n as usize - 1),
        }
    }

    fn bind(&mut self, sym: Sym, meaning: Meaning, token: u32) {
        let slot = sym.0 as usize;
        if slot >= self.binding_of.len() {
            self.binding_of.resize(slot + 64, 0);
        }
        let hidden = self.binding_of[slot];
        self.bindings.push(Binding {
            sym,
            meaning,
            token,
            depth: self.depth(),
            hidden,
        });
        self.binding_of[slot] = self.bindings.len() as u32;
    }

    fn lookup_tag(&self, sym: Sym) -> Option<&Tag> {
        match self.tag_of.get(sym.0 as usize) {
            None | Some(0) => None,
            Some(n) => self.tags.get(*n as usize - 1),
        }
    }

    fn bind_tag(&mut self, sym: Sym, ty: TypeId, token: u32) {
        let slot = sym.0 as usize;
        if slot >= self.tag_of.len() {
            self.tag_of.resize(slot + 64, 0);
        }
        let hidden = self.tag_of[slot];
        self.tags.push(Tag {
            sym,
            ty,
            token,
            depth: self.depth(),
            hidden,
        });
        self.tag_of[slot] = self.tags.len() as u32;
    }

    /// Opens a block of the function: names and [`ScopeId`].
    fn open_block(&mut self) -> (ScopeId, u32) {
        self.open_scope();
        let outer = self.func.scope;
        let id = self.func.scopes.len() as u32;
        let parent = if id == 0 { None } else { Some(ScopeId(outer)) };
        self.func.scopes.push(Scope {
            parent,
            has_vla: false,
        });
        self.func.scope = id;
        (ScopeId(id), outer)
    }

    fn close_block(&mut self, outer: u32) {
        self.close_scope();
        self.func.scope = outer;
    }

    // -----------------------------------------------------------------------------------------
    // Nodes

    fn new_local(&mut self, name: Sym, ty: TypeId, token: u32, kind: LocalKind) -> LocalId {
        let id = LocalId(self.func.locals.len() as u32);
        let align = self.types.align(ty);
        let (span, scope) = (self.span_at(token), ScopeId(self.func.scope));
        self.func.locals.push(Local {
            name,
            ty,
            align,
            span,
            scope,
            address_taken: false,
            kind,
        });
        id
    }

    fn height(&self, id: ExprId) -> u32 {
        u32::from(self.func.expr_heights[id.index()])
    }

    fn place_height(&self, id: PlaceId) -> u32 {
        u32::from(self.func.place_heights[id.index()])
    }

    fn stmt_height(&self, id: StmtId) -> u32 {
        u32::from(self.func.stmt_heights[id.index()])
    }

    fn tallest(&self, ids: &[ExprId]) -> u32 {
        ids.iter().map(|i| self.height(*i)).max().unwrap_or(0)
    }

    fn tallest_stmt(&self, ids: &[StmtId]) -> u32 {
        ids.iter().map(|i| self.stmt_height(*i)).max().unwrap_or(0)
    }

    fn init_height(&self, init: &Init) -> u32 {
        match init {
            Init::Value(e) => self.height(*e),
            Init::Aggregate { steps, .. } => steps
                .iter()
                .map(|s| self.height(s.value))
                .max()
                .unwrap_or(0),
        }
    }

    fn height_of(&self, kind: &ExprKind) -> u32 {
        match kind {
            ExprKind::Int(_) | ExprKind::Float(_) => 0,
            ExprKind::Load(p) | ExprKind::AddrOf(p) | ExprKind::IncDec { place: p, .. } => {
                self.place_height(*p)
            }
            ExprKind::Cast(e) | ExprKind::Unary(_, e) | ExprKind::Not(e) | ExprKind::VaArg(e) => {
                self.height(*e)
            }
            ExprKind::Binary(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::Logical(_, a, b)
            | ExprKind::Comma(a, b)
            | ExprKind::PtrAdd {
                ptr: a, index: b, ..
            }
            | ExprKind::PtrSub {
                ptr: a, index: b, ..
            }
            | ExprKind::PtrDiff {
                left: a, right: b, ..
            } => self.height(*a).max(self.height(*b)),
            ExprKind::Assign { place, value }
            | ExprKind::AssignOp { place, value, .. }
            | ExprKind::AssignPtr {
                place,
                index: value,
                ..
            } => self.place_height(*place).max(self.height(*value)),
            ExprKind::Cond {
                cond,
                then,
                otherwise,
            } => self
                .height(*cond)
                .max(self.height(*then))
                .max(self.height(*otherwise)),
            ExprKind::CondOr {
                value,
                converted,
                otherwise,
                ..
            } => self
                .height(*value)
                .max(self.height(*converted))
                .max(self.height(*otherwise)),
            ExprKind::Call { callee, args, .. } => {
                let callee = match callee {
                    Callee::Direct(_) => 0,
                    Callee::Indirect(e) => self.height(*e),
                };
                callee.max(self.tallest(args))
            }
            ExprKind::StmtExpr { stmts, result, .. } => self
                .tallest_stmt(stmts)
                .max(result.map_or(0, |r| self.height(r))),
            ExprKind::Builtin(_, args) => self.tallest(args),
            ExprKind::Atomic { ptr, args, .. } => self.height(*ptr).max(self.tallest(args)),
        }
    }

    /// A new expression. `at` is the token it stands for.
    fn expr(&mut self, kind: ExprKind, ty: TypeId, at: u32) -> ExprId {
        let mut height = self.height_of(&kind) + 1;
        let mut kind = kind;
        if height > MAX_HEIGHT - 50 {
            self.complain_depth(at);
            kind = ExprKind::Int(0);
            height = 1;
        }
        let id = ExprId(self.func.body.exprs.len() as u32);
        let span = self.span_at(at);
        self.func.body.exprs.push(Expr {
            kind,
            ty: ty.unqualified(),
            span,
        });
        self.func.expr_heights.push(height as u16);
        id
    }

    /// A new place.
    fn place(&mut self, kind: PlaceKind, ty: TypeId, at: u32) -> PlaceId {
        let mut height = 1 + match &kind {
            PlaceKind::Local(_) | PlaceKind::Symbol(_) => 0,
            PlaceKind::Deref(e) | PlaceKind::Value(e) => self.height(*e),
            PlaceKind::Field { base, .. } => self.place_height(*base),
            PlaceKind::CompoundLiteral { init, .. } => self.init_height(init),
        };
        let mut kind = kind;
        if height > MAX_HEIGHT - 50 {
            self.complain_depth(at);
            let null = self.expr(ExprKind::Int(0), TypeId::LONG, at);
            kind = PlaceKind::Deref(null);
            height = 2;
        }
        let id = PlaceId(self.func.body.places.len() as u32);
        let span = self.span_at(at);
        self.func.body.places.push(Place { kind, ty, span });
        self.func.place_heights.push(height as u16);
        id
    }

    /// A new statement.
    fn stmt(&mut self, kind: StmtKind, at: u32) -> StmtId {
        let mut height = 1 + match &kind {
            StmtKind::Expr(e) | StmtKind::Return(Some(e)) => self.height(*e),
            StmtKind::Decl {
                init: Some(init), ..
            } => self.init_height(init),
            StmtKind::Block { stmts, .. } | StmtKind::Group(stmts) => self.tallest_stmt(stmts),
            StmtKind::If {
                cond,
                then,
                otherwise,
            } => self
                .height(*cond)
                .max(self.stmt_height(*then))
                .max(otherwise.map_or(0, |o| self.stmt_height(o))),
            StmtKind::While { cond, body } | StmtKind::DoWhile { body, cond } => {
                self.height(*cond).max(self.stmt_height(*body))
            }
            StmtKind::For {
                init,
                cond,
                step,
                body,
                ..
            } => {
                let clauses = cond
                    .map_or(0, |c| self.height(c))
                    .max(step.map_or(0, |s| self.height(s)));
                clauses
                    .max(self.stmt_height(*body))
                    .max(init.map_or(0, |i| self.stmt_height(i)))
            }
            StmtKind::Switch { value, body, .. } => {
                self.height(*value).max(self.stmt_height(*body))
            }
            _ => 0,
        };
        let mut kind = kind;
        if height > MAX_HEIGHT {
            self.complain_depth(at);
            kind = StmtKind::Empty;
            height = 1;
        }
        let id = StmtId(self.func.body.stmts.len() as u32);
        let span = self.span_at(at);
        self.func.body.stmts.push(Stmt { kind, span });
        self.func.stmt_heights.push(height as u16);
        id
    }
}
