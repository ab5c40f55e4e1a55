//! Directives: the lines that begin with `#`.
//!
//! Entry point: `Pp::directive`, called with the `#` when it is the first token of a line of a file.

use super::*;

/// What a directive's name says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    If,
    Ifdef,
    Ifndef,
    Elif,
    Else,
    Endif,
    Define,
    Undef,
    Include,
    IncludeNext,
    Line,
    Error,
    Warning,
    Pragma,
    Ident,
}

/// gcc's table, for "did you mean".
const NAMES: &[&str] = &[
    "define",
    "include",
    "endif",
    "ifdef",
    "if",
    "else",
    "ifndef",
    "undef",
    "line",
    "elif",
    "elifdef",
    "elifndef",
    "error",
    "pragma",
    "warning",
    "include_next",
    "ident",
    "import",
    "assert",
    "unassert",
    "sccs",
];

const DIRECTIVES: &[(Known, Kind)] = &[
    (Known::Define, Kind::Define),
    (Known::Include, Kind::Include),
    (Known::Ifdef, Kind::Ifdef),
    (Known::Ifndef, Kind::Ifndef),
    (Known::Elif, Kind::Elif),
    (Known::Endif, Kind::Endif),
    (Known::Undef, Kind::Undef),
    (Known::IncludeNext, Kind::IncludeNext),
    (Known::Import, Kind::Include),
    (Known::LineDirective, Kind::Line),
    (Known::Error, Kind::Error),
    (Known::Warning, Kind::Warning),
    (Known::PragmaDirective, Kind::Pragma),
    (Known::Ident, Kind::Ident),
    (Known::Sccs, Kind::Ident),
];

fn kind_of(token: Token) -> Option<Kind> {
    match token::keyword(token.sym) {
        Some(Tok::KwIf) => Some(Kind::If),
        Some(Tok::KwElse) => Some(Kind::Else),
        _ => DIRECTIVES.iter().find(|(known, _)| token.sym == known.sym()).map(|(_, kind)| *kind),
    }
}

impl Pp<'_> {
    /// The next token of the directive's line.
    pub(super) fn directive_token(&mut self) -> Token {
        self.directive_token_as(Mode::Directive)
    }

    fn directive_token_as(&mut self, mode: Mode) -> Token {
        match self.sources.last_mut() {
            Some(Source::File(file)) => {
                let token = file.lexer.next(&mut self.names, mode);
                if let Some((problem, span)) = file.lexer.problem.take()
                    && !matches!(problem, LexProblem::MissingTerminator(_))
                {
                    self.lex_problem(problem, span);
                }
                token
            }
            _ => Token { kind: Tok::Eod, ..Token::eof(Span::NONE) },
        }
    }

    fn skip_line(&mut self) {
        if let Some(Source::File(file)) = self.sources.last_mut() {
            file.lexer.skip_line(&mut self.names);
            file.lexer.problem = None;
        }
    }

    /// Token to blame when a line ends too early: the end itself.
    pub(super) fn last_hash_word(&self, token: Token) -> Token {
        token
    }

    /// Complains about tokens behind a complete directive and skips them.
    fn end_of_line(&mut self, directive: &str) {
        let token = self.directive_token();
        if token.kind != Tok::Eod {
            if !self.in_system_file() {
                self.warning(token, format!("extra tokens at end of #{directive} directive"));
            }
            self.skip_line();
        }
    }

    /// Obeys a directive, the `#` being read.
    pub(super) fn directive(&mut self, _hash: Token) {
        let name = self.directive_token();
        if name.kind == Tok::Eod {
            return;
        }
        if name.kind == Tok::Number {
            self.line_directive(Some(name));
            return;
        }
        let kind = if name.kind == Tok::Ident { kind_of(name) } else { None };
        self.guard_step(kind);
        match kind {
            Some(Kind::Define) => {
                let before = self.diags.len();
                self.define();
                if self.diags.len() > before {
                    self.skip_rest();
                }
            }
            Some(Kind::Undef) => self.undef(),
            Some(Kind::Include) => self.include(name, false),
            Some(Kind::IncludeNext) => self.include(name, true),
            Some(Kind::If | Kind::Ifdef | Kind::Ifndef) => self.open_condition(name),
            Some(Kind::Elif | Kind::Else | Kind::Endif) => self.next_branch(name),
            Some(Kind::Line) => self.line_directive(None),
            Some(Kind::Error) => self.message(name, Severity::Error),
            Some(Kind::Warning) => self.message(name, Severity::Warning),
            Some(Kind::Pragma) => self.pragma(),
            Some(Kind::Ident) => self.skip_line(),
            None => {
                let shown = String::from_utf8_lossy(self.spelling(name)).into_owned();
                let near = crate::cc::parse::suggest::closest(&shown, NAMES);
                let advice = near.map_or(String::new(), |near| format!("; did you mean #{near}?"));
                self.error(name, format!("invalid preprocessing directive #{shown}{advice}"));
                self.skip_line();
            }
        }
    }

    /// Skips what is left of a line that may already be at its end.
    fn skip_rest(&mut self) {
        self.skip_line();
    }

    /// Follows whether the file is wholly within an include guard.
    fn guard_step(&mut self, kind: Option<Kind>) {
        if let Some(Source::File(file)) = self.sources.last_mut() {
            match (file.guard, kind) {
                (Guard::Start, Some(Kind::Ifndef)) | (Guard::Inside(_), _) => {}
                _ => file.guard = Guard::None,
            }
        }
    }

    fn undef(&mut self) {
        let name = self.directive_token();
        if !self.check_macro_name(name, "undef") {
            if name.kind != Tok::Eod {
                self.skip_line();
            }
            return;
        }
        if let Some(index) = self.macro_index(name.sym)
            && matches!(self.macros[index].kind, MacroKind::Special(_))
        {
            let text = self.names.get(name.sym).to_string();
            self.warning(name, format!("undefining \"{text}\""));
        }
        self.unset_macro(name.sym);
        self.end_of_line("undef");
    }

    fn message(&mut self, name: Token, severity: Severity) {
        let mut text = String::new();
        loop {
            let token = self.directive_token();
            if token.kind == Tok::Eod {
                break;
            }
            if token.has(SPACE) && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&String::from_utf8_lossy(self.spelling(token)));
        }
        let word = if severity == Severity::Error { "#error" } else { "#warning" };
        let len = self.token_len(name);
        let raw = self.report(severity, name.span, len, format!("{word} {text}").trim_end().to_string());
        if severity == Severity::Warning {
            raw.option = Some("-Wcpp");
        }
    }

    // -----------------------------------------------------------------------------------------
    // Conditions

    fn open_condition(&mut self, name: Token) {
        let kind = kind_of(name);
        let (text, value) = match kind {
            Some(Kind::If) => ("#if", self.condition(name)),
            Some(Kind::Ifdef) => ("#ifdef", self.defined_condition("ifdef")),
            _ => ("#ifndef", !self.defined_condition("ifndef")),
        };
        if let Some(Source::File(file)) = self.sources.last_mut() {
            file.conditions.push(Condition { span: name.span, taken: value, seen_else: false, name: text });
            if file.conditions.len() > 10_000 {
                self.fatal_at(name.span, 1, "#if nested too deep: not supported".into());
                return;
            }
        }
        if !value {
            self.skip_group();
        }
    }

    /// `#ifdef X`; also notes an include guard.
    fn defined_condition(&mut self, directive: &str) -> bool {
        let name = self.directive_token();
        if !self.check_macro_name(name, directive) {
            if name.kind != Tok::Eod {
                self.skip_line();
            }
            return directive == "ifndef";
        }
        self.end_of_line(directive);
        if directive == "ifndef"
            && let Some(Source::File(file)) = self.sources.last_mut()
            && file.guard == Guard::Start
        {
            file.guard = if file.conditions.is_empty() { Guard::Inside(name.sym) } else { Guard::None };
        }
        self.is_defined(name.sym)
    }

    /// `#elif`, `#else` or `#endif` reached in a group that was taken.
    fn next_branch(&mut self, name: Token) {
        let text = match kind_of(name) {
            Some(Kind::Elif) => "elif",
            Some(Kind::Else) => "else",
            _ => "endif",
        };
        let Some(Source::File(file)) = self.sources.last_mut() else {
            return;
        };
        let Some(condition) = file.conditions.last_mut() else {
            self.error(name, format!("#{text} without #if"));
            self.skip_line();
            return;
        };
        if text == "endif" {
            self.end_of_line(text);
            self.close_condition();
            return;
        }
        let opened = condition.span;
        let wrong = condition.seen_else;
        condition.seen_else |= text == "else";
        condition.name = if text == "else" { "#else" } else { "#elif" };
        condition.taken = true;
        if file.conditions.len() == 1 {
            file.guard = Guard::None;
        }
        if wrong {
            self.after_else(name, text, opened);
        }
        self.skip_line();
        self.skip_group();
    }

    fn after_else(&mut self, name: Token, text: &str, opened: Span) {
        self.error(name, format!("#{text} after #else"));
        self.report(Severity::Note, opened, 1, "the conditional began here".into());
    }

    fn close_condition(&mut self) {
        if let Some(Source::File(file)) = self.sources.last_mut() {
            file.conditions.pop();
            if file.conditions.is_empty()
                && let Guard::Inside(sym) = file.guard
            {
                file.guard = Guard::Complete(sym);
            }
        }
    }

    /// Skips text until a branch of the innermost condition is to be read, or its end.
    fn skip_group(&mut self) {
        let mut nested = 0usize;
        loop {
            let Some(Source::File(file)) = self.sources.last_mut() else {
                return;
            };
            if file.lexer.skip_to_directive(&mut self.names).kind == Tok::Eof {
                return;
            }
            let name = file.lexer.next(&mut self.names, Mode::Directive);
            file.lexer.problem = None;
            if name.kind == Tok::Eod {
                continue;
            }
            match if name.kind == Tok::Ident { kind_of(name) } else { None } {
                Some(Kind::If | Kind::Ifdef | Kind::Ifndef) => {
                    nested += 1;
                    self.skip_line();
                }
                Some(Kind::Endif) if nested > 0 => {
                    nested -= 1;
                    self.skip_line();
                }
                Some(Kind::Endif) => {
                    self.end_of_line("endif");
                    self.close_condition();
                    return;
                }
                Some(kind @ (Kind::Elif | Kind::Else)) if nested == 0 => {
                    if self.try_branch(name, kind) {
                        return;
                    }
                }
                _ => self.skip_line(),
            }
        }
    }

    /// Whether an `#elif` or `#else` met while skipping is to be read.
    fn try_branch(&mut self, name: Token, kind: Kind) -> bool {
        let Some(Source::File(file)) = self.sources.last_mut() else {
            return true;
        };
        if file.conditions.len() == 1 {
            file.guard = Guard::None;
        }
        let Some(condition) = file.conditions.last_mut() else {
            return true;
        };
        let (taken, seen_else, opened) = (condition.taken, condition.seen_else, condition.span);
        condition.name = if kind == Kind::Else { "#else" } else { "#elif" };
        if kind == Kind::Else {
            condition.seen_else = true;
            condition.taken = true;
            if seen_else {
                self.after_else(name, "else", opened);
                self.skip_line();
                return false;
            }
            self.end_of_line("else");
            return !taken;
        }
        if seen_else {
            self.after_else(name, "elif", opened);
        }
        if taken || seen_else {
            self.skip_line();
            return false;
        }
        let value = self.condition(name);
        if let Some(Source::File(file)) = self.sources.last_mut()
            && let Some(condition) = file.conditions.last_mut()
        {
            condition.taken = value;
        }
        value
    }

    // -----------------------------------------------------------------------------------------
    // Include, line, pragma

    fn include(&mut self, name: Token, next: bool) {
        let token = self.directive_token_as(Mode::HeaderName);
        if self.file_depth == 1
            && let Some(l) = self.map.locate(name.span)
        {
            self.map.include_row = l.line;
        }
        let word = String::from_utf8_lossy(self.spelling(name)).into_owned();
        let Some((header, angled, at)) = self.header_name(token, &word) else {
            return;
        };
        let from = at.span;
        if self.file_depth >= MAX_INCLUDE_DEPTH {
            let message = format!(
                "#include nested depth {} exceeds maximum of {MAX_INCLUDE_DEPTH} (use -fmax-include-depth=DEPTH to increase the maximum)",
                self.file_depth
            );
            self.fatal_at(at.span, 1, message);
            return;
        }
        if header.is_empty() {
            self.error(at, format!("empty filename in #{word}"));
            return;
        }
        // most headers are met again and again behind their guards
        if (angled || self.in_system_file()) && !next && self.is_done(&header, true) {
            return;
        }
        let Some((path, system)) = self.find_header(&header, angled, next) else {
            let len = self.token_len(at);
            let what = super::absent::lacks(&header).filter(|_| angled);
            let why = what.map_or("No such file or directory".into(), |what| format!("not supported: {what}"));
            self.fatal_at(at.span, len, format!("{header}: {why}"));
            return;
        };
        if self.is_done(&path, system) {
            return;
        }
        let text = match self.options.headers.iter().find(|h| system && *h.0 == *path) {
            Some((_, text)) => Arc::from(text.as_bytes()),
            None => match self.loader.load(&path) {
                Some(text) => text,
                None => return,
            },
        };
        if !self.push_file(&path, text, from, system) {
            self.fatal_at(from, 1, format!("{path}: file too large: not supported"));
        }
    }

    /// Whether a file was read before and would give nothing if read again.
    fn is_done(&mut self, path: &str, system: bool) -> bool {
        let Some(seen) = self.seen.iter().find(|s| s.system == system && s.name == path) else {
            return false;
        };
        let (once, guard) = (seen.once, seen.guard);
        once || guard.is_some_and(|g| self.is_defined(g))
    }

    /// The name within `"..."` or `<...>`, also when a macro stands for it; whether angled; the token.
    fn header_name(&mut self, first: Token, word: &str) -> Option<(String, bool, Token)> {
        let inner = |bytes: &[u8]| String::from_utf8_lossy(&bytes[1..bytes.len() - 1]).into_owned();
        match first.kind {
            Tok::HeaderName | Tok::Str if matches!(self.names.bytes(first.sym).first(), Some(b'"' | b'<')) => {
                let text = inner(self.names.bytes(first.sym));
                self.end_of_line(word);
                Some((text, first.kind == Tok::HeaderName, first))
            }
            Tok::Ident => {
                let mut line = vec![first];
                self.rest_of_directive(&mut line);
                let expanded = self.expand_all(line, Vec::new());
                match expanded.first() {
                    Some(t) if t.kind == Tok::Str => {
                        let token = Token { span: first.span, ..*t };
                        Some((inner(self.names.bytes(t.sym)), false, token))
                    }
                    Some(t) if t.kind == Tok::Lt => {
                        let mut text = Vec::new();
                        for t in expanded[1..].iter().take_while(|t| t.kind != Tok::Gt) {
                            text.extend_from_slice(self.spelling(*t));
                        }
                        Some((String::from_utf8_lossy(&text).into_owned(), true, first))
                    }
                    _ => {
                        self.error(first, format!("#{word} expects \"FILENAME\" or <FILENAME>"));
                        None
                    }
                }
            }
            _ => {
                self.error(first, format!("#{word} expects \"FILENAME\" or <FILENAME>"));
                if first.kind != Tok::Eod {
                    self.skip_line();
                }
                None
            }
        }
    }

    /// Collects the unexpanded tokens up to the end of the line.
    pub(super) fn rest_of_directive(&mut self, line: &mut Vec<Token>) {
        loop {
            let token = self.directive_token();
            if token.kind == Tok::Eod {
                return;
            }
            if line.len() < MAX_TOKENS {
                line.push(token);
            }
        }
    }

    /// Where a header is: its path, and whether it is a built-in one.
    pub(super) fn find_header(&mut self, header: &str, angled: bool, next: bool) -> Option<(String, bool)> {
        let built_in = self.options.headers.iter().any(|h| *h.0 == *header);
        let in_system = self.in_system_file();
        if !angled && !in_system && !next {
            let dir = match self.file().and_then(|f| f.name.rfind('/').map(|i| f.name[..=i].to_string())) {
                Some(dir) if !header.starts_with('/') => dir,
                _ => String::new(),
            };
            let path = format!("{dir}{header}");
            if self.loader.load(&path).is_some() {
                return Some((path, false));
            }
            if !dir.is_empty() && self.loader.load(header).is_some() {
                return Some((header.to_string(), false));
            }
        }
        if built_in {
            return Some((header.to_string(), true));
        }
        if angled && !in_system && self.options.include_dirs.is_empty() {
            return None;
        }
        for dir in self.options.include_dirs {
            let path = if dir.is_empty() || *dir == "." {
                header.to_string()
            } else {
                format!("{}/{header}", dir.trim_end_matches('/'))
            };
            if self.loader.load(&path).is_some() {
                return Some((path, false));
            }
        }
        None
    }

    /// `#line 12 "name"` or `# 12 "name"`.
    fn line_directive(&mut self, first: Option<Token>) {
        let mut line: Vec<Token> = first.into_iter().collect();
        self.rest_of_directive(&mut line);
        let blame = line.first().copied();
        let tokens = self.expand_all(line, Vec::new());
        let number =
            tokens.first().filter(|t| t.kind == Tok::Number).and_then(|t| self.names.get(t.sym).parse::<u32>().ok());
        let Some(number) = number else {
            if let Some(token) = blame {
                let shown = self.shown(token);
                self.error(token, format!("{shown} after #line is not a positive integer"));
            } else if let Some(file) = self.file() {
                let span = file.lexer.here();
                self.report(Severity::Error, span, 1, "unexpected end of file after #line".into());
            }
            return;
        };
        let mut name: Option<String> = None;
        if let Some(token) = tokens.get(1) {
            if token.kind != Tok::Str {
                let shown = self.shown(*token);
                self.error(*token, format!("{shown} is not a valid filename"));
                return;
            }
            let bytes = self.names.bytes(token.sym);
            name = Some(String::from_utf8_lossy(&bytes[1..bytes.len() - 1]).into_owned());
        }
        if let Some(Source::File(file)) = self.sources.last() {
            let offset = file.lexer.here().0.saturating_sub(self.map.files[file.file.0 as usize].base);
            let entry = &mut self.map.files[file.file.0 as usize];
            let (row, _) = entry.row(offset);
            // a directive without a name keeps the last one's
            let name = name.map(Arc::from).or_else(|| entry.renames.last().and_then(|r| r.2.clone()));
            entry.renames.push((row as u32 + 1, number, name));
        }
    }

    fn pragma(&mut self) {
        let name = self.directive_token();
        if Self::is_known(name, Known::Once) {
            let depth = self.file_depth;
            if let Some(file) = self.file() {
                let (path, system) = (file.name.clone(), file.system);
                self.note_seen(&path, system).once = true;
                if depth <= 1 {
                    self.warning(name, "#pragma once in main file");
                }
            }
        } else if Self::is_known(name, Known::Pack) {
            let mut line = Vec::new();
            self.rest_of_directive(&mut line);
            self.pragma_pack(&line);
            return;
        } else if matches!(self.names.get(name.sym), "push_macro" | "pop_macro") {
            self.pragma_macro(name);
            return;
        }
        if name.kind != Tok::Eod {
            self.skip_line();
        }
    }

    /// `#pragma push_macro("name")`: what the name means is kept until `pop_macro`.
    fn pragma_macro(&mut self, pragma: Token) {
        let mut line = Vec::new();
        self.rest_of_directive(&mut line);
        let [_, Token { kind: Tok::Str, sym, .. }, _] = line[..] else { return };
        let text = self.names.get(sym).trim_matches('"').to_string();
        let name = self.names.intern(&text);
        if self.names.get(pragma.sym) == "push_macro" {
            let meaning = *self.macro_slot(name);
            self.pushed_macros.push((name, meaning));
        } else if let Some(n) = self.pushed_macros.iter().rposition(|pushed| pushed.0 == name) {
            *self.macro_slot(name) = self.pushed_macros.remove(n).1;
        }
    }

    fn pragma_pack(&mut self, line: &[Token]) {
        let mut current = self.packs.last().map_or(0, |p| p.1);
        if line.len() == 2 {
            current = 0;
        }
        for token in line {
            if Self::is_known(*token, Known::Push) {
                self.pack_stack.push(current);
            } else if Self::is_known(*token, Known::Pop) {
                current = self.pack_stack.pop().unwrap_or(0);
            } else if token.kind == Tok::Number
                && let Ok(n @ (1 | 2 | 4 | 8 | 16)) = self.names.get(token.sym).parse::<u32>()
            {
                current = n;
            }
        }
        self.packs.push((self.out.len() as u32, current));
    }
}

use super::macros::MacroKind;
