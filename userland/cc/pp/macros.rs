//! Macros: their definition, and their expansion as C11 6.10.3 has it, with GNU's named variadic
//! parameters, `, ## args` and `__VA_OPT__`.
//!
//! Entry points: `Pp::define`, `Pp::next_expanded`.

use super::*;

/// A macro.
pub(super) struct Macro {
    pub name: Sym,
    /// The name in its definition.
    pub span: Span,
    pub kind: MacroKind,
    /// The parameters, for comparing redefinitions.
    pub params: Vec<Sym>,
    /// Body tokens in `Pp::bodies`.
    pub body: (u32, u32),
    /// Whether the body has `##`.
    pub pastes: bool,
    /// It is being expanded.
    pub disabled: bool,
    /// Of a system header or predefined: may be redefined in silence.
    pub system: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum MacroKind {
    Object,
    /// Number of parameters, and whether the last takes all remaining arguments.
    Function {
        variadic: bool,
    },
    /// `__LINE__` and the like.
    Special(Known),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Plain,
    /// Replaced by the argument.
    Param(u16),
    /// Replaced by the argument as a string.
    Stringify(u16),
    /// `__VA_OPT__`: the next so many tokens only if there are variable arguments.
    VaOpt(u16),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct BodyToken {
    pub token: Token,
    pub role: Role,
    /// Followed by `##`.
    pub pastes: bool,
}

/// One argument of a macro call.
struct Argument {
    raw: Vec<Token>,
    expanded: Option<Vec<Token>>,
    /// A variadic argument that is not there at all: `, ##` before it goes too.
    omitted: bool,
}

impl Pp<'_> {
    /// Value of `macro_of` for a name that is known to be no macro.
    pub(super) const NO_MACRO: u32 = u32::MAX;

    pub(super) fn is_defined(&mut self, sym: Sym) -> bool {
        self.macro_index(sym).is_some()
    }

    fn macro_slot(&mut self, sym: Sym) -> &mut u32 {
        let slot = sym.0 as usize;
        if slot >= self.macro_of.len() {
            self.macro_of
                .resize((slot + 1).max(self.names.len()) * 2, 0);
        }
        &mut self.macro_of[slot]
    }

    pub(super) fn set_macro(&mut self, m: Macro) {
        let name = m.name;
        self.macros.push(m);
        *self.macro_slot(name) = self.macros.len() as u32;
    }

    pub(super) fn unset_macro(&mut self, sym: Sym) {
        *self.macro_slot(sym) = Self::NO_MACRO;
    }

    /// Whether a name is that of a macro which is being expanded.
    pub(super) fn is_disabled(&self, sym: Sym) -> bool {
        match self.macro_of.get(sym.0 as usize) {
            None | Some(0 | &Self::NO_MACRO) => false,
            Some(n) => self.macros[*n as usize - 1].disabled,
        }
    }

    /// `#define`, its name still to be read.
    pub(super) fn define(&mut self) {
        let name = self.directive_token();
        if !self.check_macro_name(name, "define") {
            return;
        }
        let system = self.in_system_file();
        let mut params = Vec::new();
        let mut kind = MacroKind::Object;
        let mut token = self.directive_token();
        if token.kind == Tok::LParen && !token.has(SPACE) {
            match self.parameters(&mut params) {
                Some(variadic) => kind = MacroKind::Function { variadic },
                None => return,
            }
            token = self.directive_token();
        } else if token.kind != Tok::Eod && !token.has(SPACE) {
            self.warning(token, "ISO C99 requires whitespace after the macro name");
        }
        let start = self.bodies.len() as u32;
        if !self.body(token, kind, &params) {
            self.bodies.truncate(start as usize);
            return;
        }
        let end = self.bodies.len() as u32;
        let pastes = self.bodies[start as usize..].iter().any(|b| b.pastes);
        let new = Macro {
            name: name.sym,
            span: name.span,
            kind,
            params,
            body: (start, end),
            pastes,
            disabled: false,
            system,
        };
        if let Some(index) = self.macro_index(name.sym) {
            let old = &self.macros[index];
            if !self.same_macro(old, &new) && !matches!(old.kind, MacroKind::Special(_)) {
                let old_span = old.span;
                let text = self.names.get(name.sym).to_string();
                if !(system || old.system && old_span == Span::NONE) {
                    self.report(
                        Severity::Warning,
                        name.span,
                        1,
                        format!("\"{text}\" redefined"),
                    )
                    .line_only = true;
                    if old_span != Span::NONE {
                        let note = "this is the location of the previous definition".to_string();
                        self.report(Severity::Note, old_span, 1, note).line_only = true;
                    }
                } else if !system {
                    self.report(
                        Severity::Warning,
                        name.span,
                        1,
                        format!("\"{text}\" redefined"),
                    )
                    .line_only = true;
                }
            }
        }
        self.set_macro(new);
    }

    fn same_macro(&self, a: &Macro, b: &Macro) -> bool {
        let body = |m: &Macro| &self.bodies[m.body.0 as usize..m.body.1 as usize];
        let (x, y) = (body(a), body(b));
        a.kind == b.kind
            && a.params == b.params
            && x.len() == y.len()
            && x.iter().zip(y).enumerate().all(|(i, (s, t))| {
                (s.token.kind, s.token.sym, s.role, s.pastes)
                    == (t.token.kind, t.token.sym, t.role, t.pastes)
                    && (i == 0 || s.token.has(SPACE) == t.token.has(SPACE))
            })
    }

    pub(super) fn check_macro_name(&mut self, name: Token, directive: &str) -> bool {
        if name.kind == Tok::Eod {
            let at = self.last_hash_word(name);
            self.error(at, format!("no macro name given in #{directive} directive"));
            return false;
        }
        if name.kind != Tok::Ident {
            self.error(name, "macro names must be identifiers");
            return false;
        }
        if Self::is_known(name, Known::Defined) && directive != "undef" {
            self.error(name, "\"defined\" cannot be used as a macro name");
            return false;
        }
        true
    }

    /// The parameter list behind `(`; gives whether it is variadic.
    fn parameters(&mut self, params: &mut Vec<Sym>) -> Option<bool> {
        let mut token = self.directive_token();
        if token.kind == Tok::RParen {
            return Some(false);
        }
        loop {
            match token.kind {
                Tok::Ident => {
                    if params.contains(&token.sym) {
                        let text = self.names.get(token.sym).to_string();
                        self.error(token, format!("duplicate macro parameter \"{text}\""));
                        return None;
                    }
                    params.push(token.sym);
                    token = self.directive_token();
                    match token.kind {
                        Tok::Comma => {
                            token = self.directive_token();
                            continue;
                        }
                        Tok::RParen => return Some(false),
                        Tok::Ellipsis => {
                            let close = self.directive_token();
                            if close.kind == Tok::RParen {
                                return Some(true);
                            }
                            token = close;
                        }
                        _ => {}
                    }
                }
                Tok::Ellipsis => {
                    params.push(Known::VaArgs.sym());
                    token = self.directive_token();
                    if token.kind == Tok::RParen {
                        return Some(true);
                    }
                }
                _ => {
                    let shown = if token.kind == Tok::Eod {
                        String::new()
                    } else {
                        self.shown(token)
                    };
                    if shown.is_empty() {
                        self.error(token, "expected parameter name before end of line");
                    } else {
                        self.error(token, format!("expected parameter name, found {shown}"));
                    }
                    return None;
                }
            }
            if token.kind == Tok::Eod {
                self.error(token, "expected ')' before end of line");
            } else {
                let shown = self.shown(token);
                self.error(token, format!("expected ',' or ')', found {shown}"));
            }
            return None;
        }
    }

    pub(super) fn shown(&self, token: Token) -> String {
        format!("\"{}\"", String::from_utf8_lossy(self.spelling(token)))
    }

    /// Reads the replacement list, whose first token is given.
    fn body(&mut self, first: Token, kind: MacroKind, params: &[Sym]) -> bool {
        let function = matches!(kind, MacroKind::Function { .. });
        let variadic = matches!(kind, MacroKind::Function { variadic: true });
        let start = self.bodies.len();
        let mut token = first;
        let mut open_opt: Option<(usize, usize)> = None; // index of __VA_OPT__, depth of parentheses
        while token.kind != Tok::Eod {
            let mut flags = token.flags & SPACE;
            if self.bodies.len() == start {
                flags = 0;
            }
            let mut body = BodyToken {
                token: Token { flags, ..token },
                role: Role::Plain,
                pastes: false,
            };
            let param = |t: Token| {
                params
                    .iter()
                    .position(|p| t.kind == Tok::Ident && *p == t.sym)
            };
            if token.kind == Tok::HashHash {
                let next = self.directive_token();
                if self.bodies.len() == start || next.kind == Tok::Eod {
                    self.error(
                        token,
                        "'##' cannot appear at either end of a macro expansion",
                    );
                    return false;
                }
                if let Some(last) = self.bodies.last_mut() {
                    last.pastes = true;
                }
                token = next;
                continue;
            } else if token.kind == Tok::Hash && function {
                let next = self.directive_token();
                match param(next) {
                    Some(n) => {
                        body = BodyToken {
                            token: Token { flags, ..next },
                            role: Role::Stringify(n as u16),
                            pastes: false,
                        }
                    }
                    None => {
                        self.error(token, "'#' is not followed by a macro parameter");
                        return false;
                    }
                }
            } else if let Some(n) = param(token) {
                body.role = Role::Param(n as u16);
            } else if variadic && Self::is_known(token, Known::VaOpt) && open_opt.is_none() {
                let open = self.directive_token();
                if open.kind != Tok::LParen {
                    self.error(token, "__VA_OPT__ must be followed by an open parenthesis");
                    return false;
                }
                open_opt = Some((self.bodies.len(), 0));
                body.role = Role::VaOpt(0);
            } else if !variadic && Self::is_known(token, Known::VaArgs) {
                self.warning(
                    token,
                    "__VA_ARGS__ can only appear in the expansion of a C99 variadic macro",
                );
            } else if let Some((index, depth)) = open_opt {
                if token.kind == Tok::LParen {
                    open_opt = Some((index, depth + 1));
                } else if token.kind == Tok::RParen && depth > 0 {
                    open_opt = Some((index, depth - 1));
                } else if token.kind == Tok::RParen {
                    let count = self.bodies.len() - index - 1;
                    self.bodies[index].role = Role::VaOpt(count.min(usize::from(u16::MAX)) as u16);
                    open_opt = None;
                    token = self.directive_token();
                    continue;
                }
            }
            self.bodies.push(body);
            token = self.directive_token();
        }
        if open_opt.is_some() {
            self.error(token, "unterminated __VA_OPT__");
            return false;
        }
        true
    }

    // -----------------------------------------------------------------------------------------
    // Expansion

    /// The next token with macros expanded.
    pub(super) fn next_expanded(&mut self) -> Token {
        loop {
            let token = self.next_raw();
            if token.kind != Tok::Ident || token.has(NO_EXPAND) {
                return token;
            }
            let Some(index) = self.macro_index(token.sym) else {
                return token;
            };
            if self.macros[index].disabled {
                return Token {
                    flags: token.flags | NO_EXPAND,
                    ..token
                };
            }
            match self.macros[index].kind {
                MacroKind::Object => self.enter_object(index, token),
                MacroKind::Special(known) => match self.special(known, token) {
                    Some(token) => return token,
                    None => continue,
                },
                MacroKind::Function { variadic } => {
                    let next = self.next_raw();
                    if next.kind != Tok::LParen {
                        if next.kind != Tok::Eof || !self.at_argument_end() {
                            self.unread = Some(next);
                        }
                        return token;
                    }
                    self.call(index, token, variadic);
                }
            }
        }
    }

    fn at_argument_end(&self) -> bool {
        matches!(self.sources.last(), Some(Source::Argument { .. }))
    }

    fn enter_object(&mut self, index: usize, token: Token) {
        let (start, end) = self.macros[index].body;
        let flags = token.flags & (BOL | SPACE);
        if self.macros[index].pastes {
            let out = self.substitute(index, token, &mut []);
            self.macros[index].disabled = true;
            self.sources.push(Source::Buffer {
                tokens: out,
                next: 0,
                enables: Some(index as u32),
            });
            return;
        }
        if start == end {
            return;
        }
        self.macros[index].disabled = true;
        self.sources.push(Source::Body {
            index: index as u32,
            next: start,
            end,
            used_at: token.span,
            flags,
        });
    }

    fn call(&mut self, index: usize, name: Token, variadic: bool) {
        let Some(mut args) = self.arguments(index, name, variadic) else {
            return;
        };
        let out = self.substitute(index, name, &mut args);
        for arg in args {
            self.recycle(arg.raw);
            if let Some(expanded) = arg.expanded {
                self.recycle(expanded);
            }
        }
        self.macros[index].disabled = true;
        self.sources.push(Source::Buffer {
            tokens: out,
            next: 0,
            enables: Some(index as u32),
        });
    }

    /// Reads the arguments of a call, the `(` being read.
    fn arguments(&mut self, index: usize, name: Token, variadic: bool) -> Option<Vec<Argument>> {
        let want = self.macros[index].params.len();
        let mut args = Vec::with_capacity(want);
        let mut current = self.fresh();
        let mut depth = 0usize;
        let mut close = name;
        loop {
            let mut token = self.next_raw();
            match token.kind {
                Tok::Eof => {
                    let text = self.names.get(name.sym).to_string();
                    let last = current.last().copied().unwrap_or(name);
                    let len = self.token_len(last);
                    let message = format!("unterminated argument list invoking macro \"{text}\"");
                    let raw = self.report(Severity::Error, last.span, 1, message);
                    raw.shift = len;
                    raw.ranges.clear();
                    if !self.at_argument_end() && self.sources.len() <= 1 {
                        self.unread = Some(token);
                    }
                    return None;
                }
                Tok::LParen => depth += 1,
                Tok::RParen if depth == 0 => {
                    close = token;
                    break;
                }
                Tok::RParen => depth -= 1,
                Tok::Comma if depth == 0 && !(variadic && args.len() + 1 == want) => {
                    args.push(Argument {
                        raw: std::mem::take(&mut current),
                        expanded: None,
                        omitted: false,
                    });
                    current = self.fresh();
                    continue;
                }
                Tok::Ident if self.is_disabled(token.sym) => {
                    token.flags |= NO_EXPAND;
                }
                _ => {}
            }
            if token.has(BOL) {
                token.flags = token.flags & !BOL | SPACE;
            }
            if current.len() >= MAX_TOKENS {
                self.fatal_at(
                    name.span,
                    1,
                    "macro argument too large: not supported".into(),
                );
                return None;
            }
            current.push(token);
        }
        if !(want == 0 && args.is_empty() && current.is_empty()) {
            args.push(Argument {
                raw: current,
                expanded: None,
                omitted: false,
            });
        }
        if variadic && args.len() + 1 == want {
            args.push(Argument {
                raw: Vec::new(),
                expanded: None,
                omitted: true,
            });
        }
        if variadic && want == 1 && args.len() == 1 && args[0].raw.is_empty() {
            args[0].omitted = true;
        }
        if args.len() == want {
            return Some(args);
        }
        let text = self.names.get(name.sym).to_string();
        if args.len() < want {
            let least = if variadic { "at least " } else { "" };
            let needed = if variadic { want - 1 } else { want };
            let plural = if variadic || needed != 1 { "s" } else { "" };
            let message = format!(
                "macro \"{text}\" requires {least}{needed} argument{plural}, but only {} given",
                args.len()
            );
            self.error(close, message);
        } else {
            self.error(
                close,
                format!(
                    "macro \"{text}\" passed {} arguments, but takes just {want}",
                    args.len()
                ),
            );
        }
        let (span, system) = (self.macros[index].span, self.macros[index].system);
        if span != Span::NONE && !system {
            self.report(
                Severity::Note,
                span,
                1,
                format!("macro \"{text}\" defined here"),
            )
            .line_only = true;
        }
        // as gcc: the name alone stays
        let tokens = vec![Token {
            flags: name.flags | NO_EXPAND,
            ..name
        }];
        self.sources.push(Source::Buffer {
            tokens,
            next: 0,
            enables: None,
        });
        None
    }

    /// An argument with its macros expanded, done once.
    fn expand_argument(&mut self, arg: &mut Argument) {
        if arg.expanded.is_some() {
            return;
        }
        let mut out = self.fresh();
        let mut has_macro = false;
        for t in &arg.raw {
            has_macro |= t.kind == Tok::Ident && self.is_defined(t.sym);
        }
        if !has_macro {
            out.extend_from_slice(&arg.raw);
        } else if self.argument_depth >= MAX_ARGUMENT_DEPTH {
            if let Some(first) = arg.raw.first() {
                self.fatal_at(
                    first.span,
                    1,
                    "macro calls nested too deep: not supported".into(),
                );
            }
        } else {
            let mut raw = self.fresh();
            raw.extend_from_slice(&arg.raw);
            out = self.expand_all(raw, out);
        }
        arg.expanded = Some(out);
    }

    /// Expands tokens on their own, appending to `out`.
    pub(super) fn expand_all(&mut self, tokens: Vec<Token>, mut out: Vec<Token>) -> Vec<Token> {
        self.argument_depth += 1;
        let held = self.unread.take();
        let depth = self.sources.len();
        self.sources.push(Source::Argument { tokens, next: 0 });
        loop {
            let token = self.next_expanded();
            if token.kind == Tok::Eof {
                break;
            }
            if out.len() >= MAX_TOKENS {
                self.fatal_at(
                    token.span,
                    1,
                    "macro expansion too large: not supported".into(),
                );
                break;
            }
            out.push(token);
        }
        while self.sources.len() > depth {
            match self.sources.pop() {
                Some(Source::Argument { tokens, .. }) => self.recycle(tokens),
                Some(Source::Body { index, .. }) => self.macros[index as usize].disabled = false,
                Some(Source::Buffer {
                    enables: Some(index),
                    ..
                }) => self.macros[index as usize].disabled = false,
                _ => {}
            }
        }
        self.unread = held;
        self.argument_depth -= 1;
        out
    }

    /// The body with arguments put in, `#` and `##` done.
    fn substitute(&mut self, index: usize, name: Token, args: &mut [Argument]) -> Vec<Token> {
        let (start, end) = self.macros[index].body;
        let variadic = matches!(
            self.macros[index].kind,
            MacroKind::Function { variadic: true }
        );
        let mut out = self.fresh();
        let mut pos = start;
        let mut paste_next = false;
        // Where the output of the left operand of a ## began, to know whether it is empty
        let mut left_start = 0;
        while pos < end && !self.fatal {
            let body = self.bodies[pos as usize];
            pos += 1;
            let before = out.len();
            match body.role {
                Role::VaOpt(count) => {
                    let mut has_args = false;
                    if let Some(last) = args.last_mut() {
                        self.expand_argument(last);
                        has_args = last.expanded.as_ref().is_some_and(|e| !e.is_empty());
                    }
                    if !has_args {
                        pos += u32::from(count);
                    }
                    continue;
                }
                Role::Stringify(n) => {
                    let token = self.stringify(&args[usize::from(n)].raw, body.token);
                    let span = self.expansion(body.token.span, name.span, Span::NONE, name.sym);
                    self.append(&mut out, &[Token { span, ..token }], paste_next, name);
                }
                Role::Param(n) => {
                    let n = usize::from(n);
                    let gnu_comma = paste_next
                        && variadic
                        && n + 1 == args.len()
                        && out.last().is_some_and(|t| t.kind == Tok::Comma)
                        && left_start + 1 == out.len();
                    if gnu_comma {
                        if args[n].omitted {
                            out.pop();
                        }
                        paste_next = false;
                    }
                    let raw = body.pastes || paste_next;
                    if !raw {
                        self.expand_argument(&mut args[n]);
                    }
                    let mut piece = self.fresh();
                    match (&args[n].expanded, raw) {
                        (Some(expanded), false) => piece.extend_from_slice(expanded),
                        _ => piece.extend_from_slice(&args[n].raw),
                    }
                    for (i, token) in piece.iter_mut().enumerate() {
                        token.span =
                            self.expansion(token.span, name.span, body.token.span, name.sym);
                        if i == 0 {
                            token.flags = token.flags & !(SPACE | BOL) | body.token.flags;
                        }
                    }
                    if paste_next && left_start == out.len() {
                        paste_next = false; // the left operand was empty
                    }
                    self.append(&mut out, &piece, paste_next, name);
                    self.recycle(piece);
                }
                Role::Plain => {
                    let span = self.expansion(body.token.span, name.span, Span::NONE, name.sym);
                    let paste = paste_next && left_start < out.len();
                    self.append(&mut out, &[Token { span, ..body.token }], paste, name);
                }
            }
            left_start = if paste_next {
                left_start.min(before)
            } else {
                before
            };
            paste_next = body.pastes;
        }
        if let Some(first) = out.first_mut() {
            first.flags = first.flags & NO_EXPAND | name.flags & (BOL | SPACE);
        }
        out
    }

    /// Appends tokens; the first is pasted to the last one there if `paste`.
    fn append(&mut self, out: &mut Vec<Token>, piece: &[Token], paste: bool, name: Token) {
        let mut rest = piece;
        if paste
            && let Some(first) = piece.first()
            && let Some(left) = out.last().copied()
        {
            rest = &piece[1..];
            match self.paste(left, *first) {
                Some(token) => {
                    if let Some(last) = out.last_mut() {
                        *last = token;
                    }
                }
                None => {
                    let text = format!(
                        "pasting {} and {} does not give a valid preprocessing token",
                        self.shown(left),
                        self.shown(*first)
                    );
                    self.error(name, text);
                    out.push(*first);
                }
            }
        }
        out.extend_from_slice(rest);
    }

    fn paste(&mut self, left: Token, right: Token) -> Option<Token> {
        let mut text = self.spelling(left).to_vec();
        text.extend_from_slice(self.spelling(right));
        let len = text.len();
        if len > 65_536 {
            return None;
        }
        let mut lexer = Lexer::new(text.into(), 0);
        let token = lexer.next(&mut self.names, Mode::Text);
        let whole =
            lexer.here().0 as usize == len && lexer.problem.is_none() && token.kind != Tok::Other;
        whole.then_some(Token {
            flags: left.flags & (BOL | SPACE),
            span: left.span,
            ..token
        })
    }

    fn stringify(&mut self, raw: &[Token], like: Token) -> Token {
        let mut text = vec![b'"'];
        for (i, token) in raw.iter().enumerate() {
            if i > 0 && token.has(SPACE | BOL) {
                text.push(b' ');
            }
            let quoted = matches!(token.kind, Tok::Str | Tok::Char);
            for b in self.spelling(*token) {
                if quoted && matches!(b, b'"' | b'\\') || *b == b'"' {
                    text.push(b'\\');
                }
                text.push(*b);
            }
            if text.len() > 1 << 20 {
                break;
            }
        }
        text.push(b'"');
        self.made(Tok::Str, &text, like)
    }

    /// `__LINE__` and the like; `None` if it has no value here.
    fn special(&mut self, known: Known, name: Token) -> Option<Token> {
        let quote = |s: &str| format!("\"{}\"", s.replace('\\', "\\\\").replace('"', "\\\""));
        let text = match known {
            Known::Line => self.map.locate(name.span).map_or(0, |l| l.line).to_string(),
            Known::File => {
                let at = self.map.use_site(name.span);
                let label = self
                    .map
                    .locate(at)
                    .map(|l| self.map.file_label(l.file, at).to_string());
                quote(&label.unwrap_or_default())
            }
            Known::BaseFile => quote(self.main_name),
            Known::Counter => {
                self.counter = self.counter.wrapping_add(1);
                self.counter.wrapping_sub(1).to_string()
            }
            Known::IncludeLevel => self.file_depth.saturating_sub(1).to_string(),
            Known::PragmaOp => {
                self.pragma_operator();
                return None;
            }
            _ => {
                return Some(Token {
                    flags: name.flags | NO_EXPAND,
                    ..name
                });
            }
        };
        let kind = if text.starts_with('"') {
            Tok::Str
        } else {
            Tok::Number
        };
        Some(self.made(kind, text.as_bytes(), name))
    }

    /// `_Pragma("...")`: read and ignored.
    fn pragma_operator(&mut self) {
        let open = self.next_raw();
        if open.kind != Tok::LParen {
            self.unread = Some(open);
            return;
        }
        loop {
            let token = self.next_raw();
            if matches!(token.kind, Tok::RParen | Tok::Eof) {
                return;
            }
        }
    }
}
