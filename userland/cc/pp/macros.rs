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

/// The macros that are defined at the end of a file.
pub struct MacroNames {
    /// Of each name: index into `all` plus 1.
    pub(super) of: Vec<u32>,
    pub(super) all: Vec<Macro>,
}

impl MacroNames {
    /// Their names, in the order of their definitions.
    pub fn iter(&self) -> impl Iterator<Item = Sym> {
        let defined = |(n, m): &(usize, &Macro)| self.of.get(m.name.0 as usize) == Some(&(*n as u32 + 1));
        self.all.iter().enumerate().filter(defined).map(|(_, m)| m.name)
    }
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

    pub(super) fn macro_slot(&mut self, sym: Sym) -> &mut u32 {
        let slot = sym.0 as usize;
        if slot >= self.macro_of.len() {
            self.macro_of.resize((slot + 1).max(self.names.len()) * 2, 0);
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
                return Token { flags: token.flags | NO_EXPAND, ..token };
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
            self.sources.push(Source::Buffer { tokens: out, next: 0, enables: Some(index as u32) });
            return;
        }
        if start == end {
            return;
        }
        self.macros[index].disabled = true;
        self.sources.push(Source::Body { index: index as u32, next: start, end, used_at: token.span, flags });
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
        self.sources.push(Source::Buffer { tokens: out, next: 0, enables: Some(index as u32) });
    }

    /// Reads the arguments of a call, the `(` being read.
    fn arguments(&mut self, index: usize, name: Token, variadic: bool) -> Option<Vec<Argument>> {
        let want = self.macros[index].params.len();
        let mut args = Vec::with_capacity(want);
        let mut current = self.fresh();
        let mut depth = 0usize;
        let close = loop {
            let mut token = self.next_raw();
            match token.kind {
                Tok::Eof => {
                    self.unterminated(name, current.last().copied().unwrap_or(name));
                    if !self.at_argument_end() && self.sources.len() <= 1 {
                        self.unread = Some(token);
                    }
                    return None;
                }
                Tok::LParen => depth += 1,
                Tok::RParen if depth == 0 => break token,
                Tok::RParen => depth -= 1,
                Tok::Comma if depth == 0 && !(variadic && args.len() + 1 == want) => {
                    args.push(Argument { raw: std::mem::take(&mut current), expanded: None, omitted: false });
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
                self.fatal_at(name.span, 1, "macro argument too large: not supported".into());
                return None;
            }
            current.push(token);
        };
        if !(want == 0 && args.is_empty() && current.is_empty()) {
            args.push(Argument { raw: current, expanded: None, omitted: false });
        }
        if variadic && args.len() + 1 == want {
            args.push(Argument { raw: Vec::new(), expanded: None, omitted: true });
        }
        if variadic && want == 1 && args.len() == 1 && args[0].raw.is_empty() {
            args[0].omitted = true;
        }
        if args.len() == want {
            return Some(args);
        }
        self.wrong_count(index, name, close, args.len(), variadic);
        None
    }

    fn unterminated(&mut self, name: Token, last: Token) {
        let text = self.names.get(name.sym).to_string();
        let len = self.token_len(last);
        let message = format!("unterminated argument list invoking macro \"{text}\"");
        let raw = self.report(Severity::Error, last.span, 1, message);
        raw.shift = len;
        raw.ranges.clear();
    }

    /// Complains about the number of arguments; the name alone stays, as with gcc.
    fn wrong_count(&mut self, index: usize, name: Token, close: Token, given: usize, variadic: bool) {
        let want = self.macros[index].params.len();
        let text = self.names.get(name.sym).to_string();
        if given < want {
            let least = if variadic { "at least " } else { "" };
            let needed = if variadic { want - 1 } else { want };
            let plural = if variadic || needed != 1 { "s" } else { "" };
            let message =
                format!("macro \"{text}\" requires {least}{needed} argument{plural}, but only {} given", given);
            self.error(close, message);
        } else {
            self.error(close, format!("macro \"{text}\" passed {} arguments, but takes just {want}", given));
        }
        let (span, system) = (self.macros[index].span, self.macros[index].system);
        if span != Span::NONE && !system {
            self.report(Severity::Note, span, 1, format!("macro \"{text}\" defined here")).line_only = true;
        }
        let tokens = vec![Token { flags: name.flags | NO_EXPAND, ..name }];
        self.sources.push(Source::Buffer { tokens, next: 0, enables: None });
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
                self.fatal_at(first.span, 1, "macro calls nested too deep: not supported".into());
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
                self.fatal_at(token.span, 1, "macro expansion too large: not supported".into());
                break;
            }
            out.push(token);
        }
        while self.sources.len() > depth {
            match self.sources.pop() {
                Some(Source::Argument { tokens, .. }) => self.recycle(tokens),
                Some(Source::Body { index, .. }) => self.macros[index as usize].disabled = false,
                Some(Source::Buffer { enables: Some(index), .. }) => self.macros[index as usize].disabled = false,
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
        let variadic = matches!(self.macros[index].kind, MacroKind::Function { variadic: true });
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
                        token.span = self.expansion(token.span, name.span, body.token.span, name.sym);
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
            left_start = if paste_next { left_start.min(before) } else { before };
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
        let whole = lexer.here().0 as usize == len && lexer.problem.is_none() && token.kind != Tok::Other;
        whole.then_some(Token { flags: left.flags & (BOL | SPACE), span: left.span, ..token })
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
                let label = self.map.locate(at).map(|l| self.map.file_label(l.file, at).to_string());
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
                return Some(Token { flags: name.flags | NO_EXPAND, ..name });
            }
        };
        let kind = if text.starts_with('"') { Tok::Str } else { Tok::Number };
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
