//! The expressions of `#if` and `#elif`, C11 6.10.1.
//!
//! Entry point: `Pp::condition`. Values are 64 bits, signed or unsigned.

use super::super::literal::{self, Number};
use super::super::types::TypeId;
use super::*;

/// Deepest nesting of parentheses and operators.
const MAX_DEPTH: usize = 100;

#[derive(Clone, Copy)]
struct Value {
    bits: u64,
    unsigned: bool,
}

impl Value {
    fn signed(n: i64) -> Value {
        Value { bits: n as u64, unsigned: false }
    }
    fn truth(b: bool) -> Value {
        Value::signed(i64::from(b))
    }
}

/// Evaluation stopped: it was reported.
struct Failed;

struct Evaluator<'p, 'a> {
    pp: &'p mut Pp<'a>,
    tokens: Vec<Token>,
    pos: usize,
    depth: usize,
    /// Within an operand that is not evaluated (`0 && ...`).
    skipped: usize,
    /// The directive, to blame if there is nothing else.
    name: Token,
}

impl Pp<'_> {
    /// Reads and evaluates the rest of an `#if` line. An error counts as false.
    pub(super) fn condition(&mut self, name: Token) -> bool {
        let mut line = Vec::new();
        self.rest_of_directive(&mut line);
        let line = self.replace_operators(line);
        let tokens = self.expand_all(line, Vec::new());
        if tokens.is_empty() {
            let text = String::from_utf8_lossy(self.spelling(name)).into_owned();
            self.error(name, format!("#{text} with no expression"));
            return false;
        }
        let mut evaluator = Evaluator { pp: self, tokens, pos: 0, depth: 0, skipped: 0, name };
        let value = evaluator.conditional();
        match value {
            Err(Failed) => false,
            Ok(value) => {
                if evaluator.pos < evaluator.tokens.len() {
                    let token = evaluator.tokens[evaluator.pos];
                    let shown = self.shown(token);
                    match token.kind {
                        Tok::RParen => self.error(name, "missing '(' in expression"),
                        Tok::Ident | Tok::Number | Tok::LParen | Tok::Char => {
                            self.error(token, format!("missing binary operator before token {shown}"));
                        }
                        _ => self.error(token, format!("token {shown} is not valid in preprocessor expressions")),
                    }
                    return false;
                }
                value.bits != 0
            }
        }
    }

    /// Replaces `defined X`, `__has_include(...)` and the like by 0 or 1, before macros are expanded.
    fn replace_operators(&mut self, line: Vec<Token>) -> Vec<Token> {
        let mut out = Vec::with_capacity(line.len());
        let mut pos = 0;
        while pos < line.len() {
            let token = line[pos];
            pos += 1;
            let value = if Self::is_known(token, Known::Defined) {
                let open = line.get(pos).is_some_and(|t| t.kind == Tok::LParen);
                let at = pos + usize::from(open);
                match line.get(at) {
                    Some(name) if name.kind == Tok::Ident => {
                        pos = at + 1;
                        if open {
                            if line.get(pos).is_some_and(|t| t.kind == Tok::RParen) {
                                pos += 1;
                            } else {
                                self.error(token, "missing ')' after \"defined\"");
                            }
                        }
                        Some(u64::from(self.is_defined(name.sym)))
                    }
                    _ => {
                        self.error(token, "operator \"defined\" requires an identifier");
                        Some(0)
                    }
                }
            } else if token.kind == Tok::Ident
                && token::is_any(token.sym, &[Known::HasInclude, Known::HasIncludeNext])
                && line.get(pos).is_some_and(|t| t.kind == Tok::LParen)
            {
                let close = Self::closing(&line, pos);
                let inside = &line[pos + 1..close];
                pos = close + 1;
                let mut text = Vec::new();
                for t in inside {
                    text.extend_from_slice(self.spelling(*t));
                }
                let text = String::from_utf8_lossy(&text).into_owned();
                let angled = text.starts_with('<');
                let header = text.trim_matches(|c| matches!(c, '<' | '>' | '"')).to_string();
                Some(u64::from(self.find_header(&header, angled, false).is_some()))
            } else if token.kind == Tok::Ident
                && token::is_any(
                    token.sym,
                    &[Known::HasAttribute, Known::HasBuiltin, Known::HasCAttribute, Known::HasFeature],
                )
                && line.get(pos).is_some_and(|t| t.kind == Tok::LParen)
            {
                let close = Self::closing(&line, pos);
                let name = line.get(pos + 1).copied().unwrap_or(token);
                pos = close + 1;
                Some(self.has_feature(token, name))
            } else {
                None
            };
            match value {
                Some(n) => {
                    let text = n.to_string();
                    let made = self.made(Tok::Number, text.as_bytes(), token);
                    out.push(made);
                }
                None => out.push(token),
            }
        }
        out
    }

    /// Index of the `)` that matches the `(` at `open`, or the last index.
    fn closing(line: &[Token], open: usize) -> usize {
        let mut depth = 0usize;
        for (i, t) in line.iter().enumerate().skip(open) {
            match t.kind {
                Tok::LParen => depth += 1,
                Tok::RParen => {
                    depth -= 1;
                    if depth == 0 {
                        return i;
                    }
                }
                _ => {}
            }
        }
        line.len().saturating_sub(1).max(open + 1).min(line.len())
    }

    fn has_feature(&self, operator: Token, name: Token) -> u64 {
        let text = self.names.get(name.sym);
        if Self::is_known(operator, Known::HasBuiltin) {
            return u64::from(super::super::builtin::is_builtin(text));
        }
        let bare = text.trim_start_matches("__").trim_end_matches("__");
        let known = ["packed", "aligned", "weak", "alias", "constructor", "destructor", "noreturn", "unused", "format"];
        u64::from(Self::is_known(operator, Known::HasAttribute) && known.contains(&bare))
    }
}

impl Evaluator<'_, '_> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.pos).copied()
    }

    fn kind(&self) -> Tok {
        self.peek().map_or(Tok::Eod, |t| t.kind)
    }

    fn fail<T>(&mut self, token: Token, message: String) -> Result<T, Failed> {
        self.pp.error(token, message);
        Err(Failed)
    }

    fn conditional(&mut self) -> Result<Value, Failed> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fail(self.name, "#if expression nested too deep: not supported".into());
        }
        let cond = self.binary(0)?;
        let value = if self.kind() == Tok::Question {
            self.pos += 1;
            let yes = cond.bits != 0;
            self.skipped += usize::from(!yes);
            let then = self.conditional()?;
            self.skipped -= usize::from(!yes);
            if self.kind() != Tok::Colon {
                return self.fail(self.name, "'?' without following ':'".into());
            }
            self.pos += 1;
            self.skipped += usize::from(yes);
            let otherwise = self.conditional()?;
            self.skipped -= usize::from(yes);
            let unsigned = then.unsigned || otherwise.unsigned;
            Value { bits: if yes { then.bits } else { otherwise.bits }, unsigned }
        } else {
            cond
        };
        self.depth -= 1;
        // as gcc without -Wpedantic: the comma operator is fine
        if self.kind() == Tok::Comma {
            self.pos += 1;
            return self.conditional();
        }
        Ok(value)
    }

    fn binary(&mut self, least: u8) -> Result<Value, Failed> {
        let mut left = self.unary()?;
        loop {
            let Some(token) = self.peek() else {
                return Ok(left);
            };
            let level = match token.kind {
                Tok::PipePipe => 1,
                Tok::AmpAmp => 2,
                Tok::Pipe => 3,
                Tok::Caret => 4,
                Tok::Amp => 5,
                Tok::EqEq | Tok::Ne => 6,
                Tok::Lt | Tok::Gt | Tok::Le | Tok::Ge => 7,
                Tok::Shl | Tok::Shr => 8,
                Tok::Plus | Tok::Minus => 9,
                Tok::Star | Tok::Slash | Tok::Percent => 10,
                Tok::Eq => {
                    let shown = self.pp.shown(token);
                    return self.fail(token, format!("token {shown} is not valid in preprocessor expressions"));
                }
                _ => return Ok(left),
            };
            if level <= least {
                return Ok(left);
            }
            self.pos += 1;
            if self.pos >= self.tokens.len() {
                let text = token.kind.text();
                let len = text.len() as u32;
                let raw =
                    self.pp.report(Severity::Error, token.span, 1, format!("operator '{text}' has no right operand"));
                raw.shift = len;
                raw.ranges.clear();
                return Err(Failed);
            }
            let short = match token.kind {
                Tok::PipePipe => left.bits != 0,
                Tok::AmpAmp => left.bits == 0,
                _ => false,
            };
            self.skipped += usize::from(short);
            self.depth += 1;
            let right = self.binary(level)?;
            self.depth -= 1;
            self.skipped -= usize::from(short);
            left = self.apply(token, left, right)?;
        }
    }

    fn apply(&mut self, token: Token, a: Value, b: Value) -> Result<Value, Failed> {
        let unsigned = a.unsigned || b.unsigned;
        let (x, y) = (a.bits as i64, b.bits as i64);
        let less = |p: u64, q: u64| {
            if unsigned { p < q } else { (p as i64) < (q as i64) }
        };
        let bits = match token.kind {
            Tok::PipePipe => return Ok(Value::truth(a.bits != 0 || b.bits != 0)),
            Tok::AmpAmp => return Ok(Value::truth(a.bits != 0 && b.bits != 0)),
            Tok::EqEq => return Ok(Value::truth(a.bits == b.bits)),
            Tok::Ne => return Ok(Value::truth(a.bits != b.bits)),
            Tok::Lt => return Ok(Value::truth(less(a.bits, b.bits))),
            Tok::Gt => return Ok(Value::truth(less(b.bits, a.bits))),
            Tok::Le => return Ok(Value::truth(!less(b.bits, a.bits))),
            Tok::Ge => return Ok(Value::truth(!less(a.bits, b.bits))),
            Tok::Shl | Tok::Shr => return Ok(shift(token.kind, a, b)),
            Tok::Pipe => a.bits | b.bits,
            Tok::Caret => a.bits ^ b.bits,
            Tok::Amp => a.bits & b.bits,
            Tok::Plus => a.bits.wrapping_add(b.bits),
            Tok::Minus => a.bits.wrapping_sub(b.bits),
            Tok::Star => a.bits.wrapping_mul(b.bits),
            _ if b.bits == 0 => {
                if self.skipped == 0 {
                    return self.fail(self.name, "division by zero in #if".into());
                }
                0
            }
            Tok::Slash if unsigned => a.bits / b.bits,
            Tok::Slash => x.wrapping_div(y) as u64,
            _ if unsigned => a.bits % b.bits,
            _ => x.wrapping_rem(y) as u64,
        };
        Ok(Value { bits, unsigned })
    }

    fn unary(&mut self) -> Result<Value, Failed> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fail(self.name, "#if expression nested too deep: not supported".into());
        }
        let Some(token) = self.peek() else {
            return self.fail(self.name, "#if with no expression".into());
        };
        self.pos += 1;
        let value = match token.kind {
            Tok::Minus => {
                let v = self.unary()?;
                Value { bits: v.bits.wrapping_neg(), ..v }
            }
            Tok::Plus => self.unary()?,
            Tok::Tilde => {
                let v = self.unary()?;
                Value { bits: !v.bits, ..v }
            }
            Tok::Bang => Value::truth(self.unary()?.bits == 0),
            Tok::LParen => {
                if self.kind() == Tok::RParen {
                    return self.fail(self.name, "missing expression between '(' and ')'".into());
                }
                let v = self.conditional()?;
                if self.kind() != Tok::RParen {
                    return self.fail(token, "missing ')' in expression".into());
                }
                self.pos += 1;
                v
            }
            Tok::Number => self.number(token)?,
            Tok::Char => {
                let (value, ty, complaints) = literal::character(self.pp.names.bytes(token.sym));
                if let Some((true, text)) = complaints.into_iter().next() {
                    return self.fail(token, text);
                }
                Value { bits: value as u64, unsigned: ty == TypeId::UINT }
            }
            Tok::Ident if Pp::is_known(token, Known::Defined) => self.late_defined(token)?,
            Tok::Ident => {
                if self.kind() == Tok::LParen && self.skipped == 0 {
                    let shown = self.pp.shown(token);
                    return self.fail(
                        self.name,
                        format!("missing binary operator before token {}", shown.replace(&shown, "\"(\"")),
                    );
                }
                Value::signed(0)
            }
            Tok::Other => {
                let text = String::from_utf8_lossy(self.pp.spelling(token)).into_owned();
                return self.fail(token, format!("token \"{text}\" is not valid in preprocessor expressions"));
            }
            Tok::Str => {
                let shown = self.pp.shown(token);
                return self.fail(token, format!("token {shown} is not valid in preprocessor expressions"));
            }
            Tok::RParen => {
                return self.fail(self.name, "missing expression between '(' and ')'".into());
            }
            kind => {
                let text = kind.text();
                return self.fail(self.name, format!("operator '{text}' has no left operand"));
            }
        };
        self.depth -= 1;
        Ok(value)
    }

    /// `defined` that came out of a macro.
    fn late_defined(&mut self, token: Token) -> Result<Value, Failed> {
        let open = self.kind() == Tok::LParen;
        self.pos += usize::from(open);
        let Some(name) = self.peek().filter(|t| t.kind == Tok::Ident) else {
            return self.fail(token, "operator \"defined\" requires an identifier".into());
        };
        self.pos += 1;
        if open {
            if self.kind() != Tok::RParen {
                return self.fail(token, "missing ')' after \"defined\"".into());
            }
            self.pos += 1;
        }
        Ok(Value::truth(self.pp.is_defined(name.sym)))
    }

    fn number(&mut self, token: Token) -> Result<Value, Failed> {
        match literal::number(self.pp.names.bytes(token.sym)) {
            Ok(Number::Int { value, ty, .. }) => {
                let unsigned = [TypeId::UINT, TypeId::ULONG, TypeId::ULONGLONG].contains(&ty);
                let suffixed = self.pp.names.bytes(token.sym).iter().any(|b| matches!(b, b'u' | b'U'));
                Ok(Value { bits: value, unsigned: suffixed || (unsigned && ty != TypeId::UINT) })
            }
            Ok(Number::Float { .. }) => self.fail(token, "floating constant in preprocessor expression".into()),
            Err(text) => self.fail(token, text),
        }
    }
}

fn shift(kind: Tok, a: Value, b: Value) -> Value {
    let negative = !b.unsigned && (b.bits as i64) < 0;
    let amount = if negative { (b.bits as i64).unsigned_abs() } else { b.bits };
    let left = (kind == Tok::Shl) != negative;
    let bits = if left {
        if amount > 63 { 0 } else { a.bits << amount }
    } else if a.unsigned {
        if amount > 63 { 0 } else { a.bits >> amount }
    } else {
        ((a.bits as i64) >> amount.min(63)) as u64
    };
    Value { bits, ..a }
}
