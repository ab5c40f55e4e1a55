//! The parser and semantic analysis in one pass: tokens to the typed tree of [`super::ast`].
//!
//! Entry point: [`parse`]. This file holds the state, the token cursor, complaints, scopes and the making of
//! nodes. Declarations are in `specifiers`, `declarator`, `record`, `declaration` and `initializer`; statements
//! in `statement`; expressions in `expression` (syntax), `operators`, `convert`, `call`, `builtins` and `fold`; what only
//! `-Wall` says in `warn`.
//!
//! Reading goes on behind a syntax error as gcc's does, so that the errors behind it are the same. In an expression
//! nothing unwinds: the operand is marked bad, what is around it goes on at the same token, and until somebody has skipped
//! to what he needs (`Parser::close_or_skip`) no other syntax error is reported (`Parser::erring`). Elsewhere it unwinds as
//! [`Stop`] to the declaration around it, which goes on behind the next `;` or `}`. A semantic error leaves an operand
//! marked bad, about which nothing more is said.

mod assembly;
mod assign;
mod atomic;
mod builtins;
mod call;
mod complain;
mod conditional;
mod convert;
mod cursor;
mod declaration;
mod declarator;
mod designator;
mod expression;
mod fold;
mod function;
mod image;
mod initializer;
mod inspect;
mod jump;
mod layout;
mod leftover;
mod local;
mod node;
mod operators;
mod record;
mod specifiers;
mod statement;
pub(super) mod suggest;
mod symbol;
pub(super) mod typename;
mod unary;
mod warn;
mod wide;

pub use inspect::{Answer, Answers, Question};

use super::ast::*;
use super::diag::{FunctionRange, Range, Raw, Severity};
use super::intern::{Interner, Sym};
use super::pp::{MacroNames, Preprocessed};
use super::source::{SourceMap, Span};
use super::token::{Tok, Token};
use super::types::*;

/// Deepest nesting of statements, expressions, declarators and initialisers in the source.
const MAX_NESTING: u32 = 200;
/// Errors after which reading stops, if the options don't say.
const MAX_ERRORS: u32 = 1000;

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
    pub answers: Option<Answers>,
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

/// What is said of a function in a function.
const NESTED_FUNCTION: &str = "not supported: nested functions";

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
    /// Its token.
    at: u32,
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
    /// Labels whose address has been taken, and the computed gotos that may go to them.
    addressed_labels: Vec<LabelId>,
    computed_gotos: Vec<StmtId>,
    scope: u32,
    loops: u32,
    /// Within what an `if` governs, at any depth.
    in_if: bool,
    switches: Vec<SwitchState>,
    /// For each open loop and switch whether it is a loop: decides about `break` and `continue`.
    breakable: u32,
    returns_twice: bool,
    func_name: Option<SymbolId>,
    undeclared: Vec<Sym>,
    /// Name, first and last token of parameters.
    param_tokens: Vec<(u32, u32, u32)>,
    last_param: Option<LocalId>,
    /// Declared with `__attribute__((unused))`.
    may_be_unused: Vec<LocalId>,
    /// Its result's type was left out.
    implicit_int: bool,
    /// Parameters that were written as arrays.
    array_params: Vec<LocalId>,
    /// Tokens of `sizeof` and what they measured.
    measured: Vec<(u32, TypeId)>,
    /// Of each scope the token at its end.
    scope_ends: Vec<u32>,
    /// Its static variables.
    statics: Vec<(SymbolId, ScopeId)>,
    typedefs: Vec<LocalTypedef>,
    /// Places that would have been given a value, had it been one.
    almost_set: Vec<PlaceId>,
    /// Variables of variably modified types, with their tokens.
    vlas: Vec<(LocalId, u32)>,
    gotos: Vec<Goto>,
}

/// A typedef within a function.
#[derive(Clone, Copy, Debug)]
struct LocalTypedef {
    name: Sym,
    token: u32,
    used: bool,
}

/// A `goto` to a label with a name.
#[derive(Clone, Copy, Debug)]
struct Goto {
    at: u32,
    scope: ScopeId,
    label: LabelId,
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
    /// What gcc says of the functions after it has read all of the file: whether they end, then what has no value.
    late: [Vec<Raw>; 2],
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
    /// To suggest them.
    macros: MacroNames,
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
    /// What a debugger wants to know, until it has been asked.
    question: Option<inspect::Pending>,
    answers: Option<Answers>,
    /// A syntax error was reported: no other before the place where reading goes on.
    erring: bool,
    /// The stray tokens before this one have been told of.
    strays_told: usize,
    /// The operand of a subscript is being converted to a pointer.
    in_subscript: bool,
    /// Look for what `-Wall` and `-Wextra` warn of.
    wall: bool,
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
    /// `__attribute__((always_inline))` or `gnu_inline`
    always_inline: bool,
    returns_twice: bool,
    noreturn: bool,
    /// Used by name, by more than its declaration.
    mentioned: bool,
    /// Declared with `__attribute__((unused))` or `((used))`.
    may_be_unused: bool,
    inline: bool,
    /// A static variable of a function.
    local: bool,
    /// It takes a format.
    format: Option<warn::Formatted>,
    /// Its parameters are transparent unions of pointers to all kinds of addresses: `<sys/socket.h>` with _GNU_SOURCE.
    any_address: bool,
    /// Start and number of its parameters in `param_tokens`.
    params: (u32, u32),
}

/// Parses and checks a preprocessed file, with `wall` for what `-Wall` and `-Wextra` warn of too. A debugger's question is answered on the way.
pub fn parse(pre: Preprocessed, max_errors: u32, wall: bool, question: Option<&Question>) -> Parsed {
    let question = question.map(|question| inspect::Pending::new(question, &pre));
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
        late: Default::default(),
        functions: Vec::new(),
        errors: 0,
        max_errors: if max_errors == 0 { MAX_ERRORS } else { max_errors },
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
        macros: pre.macros,
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
        question,
        answers: None,
        erring: false,
        strays_told: 0,
        in_subscript: false,
        wall,
    };
    p.translation_unit();
    p.ask_at_file_level();
    if p.errors >= p.max_errors
        && let Some(last) = p.raw.last()
    {
        let message = format!("no more than {} errors are shown", p.max_errors);
        let note = Raw { at: last.at, ..Raw::new(Severity::Note, last.caret, 1, message) };
        p.raw.push(note);
    }
    let diags = merge(pre.diags, p.raw);
    let Parser { symbols, types, names, map, functions, answers, .. } = p;
    Parsed { symbols, types, names, map, diags, functions, answers }
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
