//! `#define`: parameters and replacement lists, C11 6.10.3.
//!
//! Entry point: `Pp::define`.

use super::macros::{BodyToken, Macro, MacroKind, Role};
use super::*;

impl Pp<'_> {
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
                    self.report(Severity::Warning, name.span, 1, format!("\"{text}\" redefined")).line_only = true;
                    if old_span != Span::NONE {
                        let note = "this is the location of the previous definition".to_string();
                        self.report(Severity::Note, old_span, 1, note).line_only = true;
                    }
                } else if !system {
                    self.report(Severity::Warning, name.span, 1, format!("\"{text}\" redefined")).line_only = true;
                }
            }
        }
        self.set_macro(new);
    }

    pub(super) fn same_macro(&self, a: &Macro, b: &Macro) -> bool {
        let body = |m: &Macro| &self.bodies[m.body.0 as usize..m.body.1 as usize];
        let (x, y) = (body(a), body(b));
        a.kind == b.kind
            && a.params == b.params
            && x.len() == y.len()
            && x.iter().zip(y).enumerate().all(|(i, (s, t))| {
                (s.token.kind, s.token.sym, s.role, s.pastes) == (t.token.kind, t.token.sym, t.role, t.pastes)
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
    pub(super) fn parameters(&mut self, params: &mut Vec<Sym>) -> Option<bool> {
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
                    let shown = if token.kind == Tok::Eod { String::new() } else { self.shown(token) };
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
    pub(super) fn body(&mut self, first: Token, kind: MacroKind, params: &[Sym]) -> bool {
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
            let mut body = BodyToken { token: Token { flags, ..token }, role: Role::Plain, pastes: false };
            let param = |t: Token| params.iter().position(|p| t.kind == Tok::Ident && *p == t.sym);
            if token.kind == Tok::HashHash {
                let next = self.directive_token();
                if self.bodies.len() == start || next.kind == Tok::Eod {
                    self.error(token, "'##' cannot appear at either end of a macro expansion");
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
                        body =
                            BodyToken { token: Token { flags, ..next }, role: Role::Stringify(n as u16), pastes: false }
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
                self.warning(token, "__VA_ARGS__ can only appear in the expansion of a C99 variadic macro");
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
}
