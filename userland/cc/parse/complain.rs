//! Complaints about tokens and operands, in gcc's words.
//!
//! Entry points: `Parser::error`, `warn`, `note`, `error_operand`, `syntax_error`, `expect`, `missing`.

use super::super::literal;
use super::*;

impl Parser {
    pub(super) fn push_raw(&mut self, mut raw: Raw) -> &mut Raw {
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

    /// A complaint that belongs to an earlier place, behind what was said up to there.
    pub(super) fn insert_raw(&mut self, raw: Raw) {
        if !self.gave_up {
            let index = self.raw.iter().rposition(|other| other.at <= raw.at).map_or(0, |n| n + 1);
            self.raw.insert(index, raw);
        }
    }

    /// What `check` says is said after the file has been read; `end` is the end of the function that it is about.
    pub(super) fn later(&mut self, stage: usize, end: u32, check: impl FnOnce(&mut Parser)) {
        let before = self.raw.len();
        check(self);
        let found = self.raw.drain(before..).map(|raw| Raw { at: end, ..raw });
        self.late[stage].extend(found);
    }

    pub(super) fn complain(&mut self, severity: Severity, at: u32, message: impl Into<String>) -> &mut Raw {
        let raw = Raw::new(severity, self.span_at(at), self.len_at(at), message.into());
        self.push_raw(raw)
    }

    pub(super) fn error(&mut self, at: u32, message: impl Into<String>) {
        if !self.gave_up {
            self.complain(Severity::Error, at, message);
        }
    }

    pub(super) fn warn(&mut self, at: u32, option: &'static str, message: impl Into<String>) {
        if !self.gave_up && !self.in_system(at) {
            let raw = self.complain(Severity::Warning, at, message);
            raw.option = if option.is_empty() { None } else { Some(option) };
        }
    }

    pub(super) fn note(&mut self, at: u32, message: impl Into<String>) {
        if !self.gave_up {
            self.complain(Severity::Note, at, message);
            self.widen_parameter(at);
        }
    }

    /// A complaint at a parameter's name underlines its whole declaration.
    pub(super) fn widen_parameter(&mut self, at: u32) {
        let Some((_, first, last)) = self.func.param_tokens.iter().find(|p| p.0 == at).copied() else {
            return;
        };
        let range = self.range(first, last);
        if let Some(raw) = self.raw.last_mut() {
            raw.ranges = vec![range];
        }
    }

    /// Whether a token is spelled in a built-in header: gcc says nothing about those.
    pub(super) fn in_system(&self, at: u32) -> bool {
        self.map.is_system(self.map.use_site(self.span_at(at)))
    }

    pub(super) fn range(&self, first: u32, last: u32) -> Range {
        Range { start: self.span_at(first), end: self.span_at(last), end_len: self.len_at(last) }
    }

    /// A complaint about an operand: caret at its operator, all of it underlined.
    pub(super) fn complain_operand(&mut self, severity: Severity, op: &Operand, option: &'static str, message: String) {
        if self.gave_up || severity == Severity::Warning && self.in_system(op.at) {
            return;
        }
        let range = self.range(op.first, op.last);
        let raw = self.complain(severity, op.at, message);
        raw.ranges = vec![range];
        raw.option = if option.is_empty() { None } else { Some(option) };
    }

    pub(super) fn error_operand(&mut self, op: &Operand, message: impl Into<String>) {
        self.complain_operand(Severity::Error, op, "", message.into());
    }

    /// A complaint at an operator about its two operands.
    pub(super) fn complain_binary(
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
        let ranges: Vec<Range> =
            [l, r].into_iter().filter(|op| op.first != op.last).map(|op| self.range(op.first, op.last)).collect();
        let raw = self.complain(severity, at, message);
        if severity == Severity::Error {
            raw.ranges.extend(ranges);
        }
        raw.option = if option.is_empty() { None } else { Some(option) };
    }

    /// `what` "before" the next token, in gcc's words; the caret at the token.
    pub(super) fn syntax_error<T>(&mut self, what: &str) -> Parse<T> {
        if self.erring {
            return Err(Stop);
        }
        self.check_number();
        let message = format!("{what}{}", self.before_token());
        let at = if self.peek() == Tok::Eof { self.end_of_input() } else { self.here() };
        self.error(at, message);
        self.erring = true;
        Err(Stop)
    }

    /// Says what is wrong with the number at the cursor, which gcc does before it says that it should not be there.
    fn check_number(&mut self) {
        if self.peek() == Tok::Number
            && let Err(message) = literal::number(self.names.bytes(self.tok().sym))
        {
            self.error(self.here(), message);
        }
    }

    /// Where gcc puts the end of input: at the first token of the last line that has any.
    fn end_of_input(&self) -> u32 {
        self.first_on_line(self.before())
    }

    /// Where gcc makes some complaints, whatever they are about: the first token of the line that is being read, or the
    /// last tag in it.
    pub(super) fn line_start(&self) -> u32 {
        if self.peek() == Tok::Eof {
            return self.end_of_input();
        }
        let (first, here) = (self.first_on_line(self.here()), self.here());
        let is_tag = |at: &u32| matches!(self.toks[*at as usize].kind, Tok::KwStruct | Tok::KwUnion | Tok::KwEnum);
        (first..here).rev().find(is_tag).map_or(first, |at| at + 1)
    }

    pub(super) fn first_on_line(&self, at: u32) -> u32 {
        let line = self.line_of(at);
        (0..at).rev().take_while(|at| self.line_of(*at) == line).last().unwrap_or(at)
    }

    /// Tells of tokens that are none, once, and passes them: to gcc's parser they are not there.
    #[cold]
    pub(super) fn skip_strays(&mut self) {
        while matches!(self.peek(), Tok::Other | Tok::Hash | Tok::HashHash) {
            if self.pos >= self.strays_told {
                self.strays_told = self.pos + 1;
                let shown = self.stray_text();
                self.error(self.here(), format!("stray '{shown}' in program"));
            }
            if self.gave_up {
                return;
            }
            self.pos += 1;
        }
    }

    fn stray_text(&self) -> String {
        let token = self.tok();
        let bytes = match token.kind {
            Tok::Other => self.names.bytes(token.sym),
            kind => kind.text().as_bytes(),
        };
        match bytes {
            b"##" => "##".to_string(),
            [b @ 0x20..0x7f, ..] => (*b as char).to_string(),
            [b, ..] => format!("\\{b:o}"),
            [] => String::new(),
        }
    }

    pub(super) fn before_token(&self) -> String {
        let token = self.tok();
        match token.kind {
            Tok::Eof => " at end of input".into(),
            Tok::Str => " before string constant".into(),
            Tok::Number => " before numeric constant".into(),
            Tok::Char => format!(" before {}", self.names.get(token.sym)),
            Tok::Ident | Tok::Other => format!(" before '{}'", self.names.get(token.sym)),
            kind if token.sym != Sym::EMPTY => {
                format!(" before '{}'", self.names.get(token.sym).trim_matches(' ')).replace("''", kind.text())
            }
            kind => format!(" before '{}' token", kind.text()),
        }
    }

    /// Takes a token that must be there.
    pub(super) fn expect(&mut self, kind: Tok) -> Parse<()> {
        self.expect_for(kind, None)
    }

    /// The same for a closer, with its opener.
    pub(super) fn expect_close(&mut self, kind: Tok, opener: u32) -> Parse<()> {
        self.expect_for(kind, Some(opener))
    }

    /// A closer that must be there. Where it is missing, gcc goes on behind the next one, or before what closes something
    /// around.
    pub(super) fn close_or_skip(&mut self, kind: Tok, opener: u32) {
        if self.expect_close(kind, opener).is_err() {
            self.skip_behind(kind);
        }
    }

    /// The `;` of a statement, the same way.
    pub(super) fn end_statement(&mut self) {
        if self.expect(Tok::Semi).is_err() {
            self.skip_behind(Tok::Semi);
        }
    }

    /// Goes on behind the next token of this kind that is not within brackets, or before one that closes something around.
    pub(super) fn skip_behind(&mut self, kind: Tok) {
        let mut depth = 0usize;
        loop {
            match self.peek() {
                Tok::Eof => break,
                found if found == kind && depth == 0 => {
                    self.advance();
                    break;
                }
                Tok::LParen | Tok::LBrace | Tok::LBracket => depth += 1,
                Tok::RParen | Tok::RBrace | Tok::RBracket if depth == 0 => break,
                Tok::RParen | Tok::RBrace | Tok::RBracket => depth -= 1,
                _ => {}
            }
            self.advance();
        }
        self.erring = false;
    }

    pub(super) fn expect_for(&mut self, kind: Tok, opener: Option<u32>) -> Parse<()> {
        if self.eat(kind) {
            return Ok(());
        }
        let text = kind.text();
        self.missing(&format!("expected '{text}'"), Some(text), opener)
    }

    /// Reports what is missing behind the last token, with a suggestion to insert it.
    pub(super) fn missing<T>(&mut self, what: &str, insert: Option<&str>, opener: Option<u32>) -> Parse<T> {
        if self.gave_up || self.erring {
            return Err(Stop);
        }
        self.erring = true;
        self.check_number();
        let message = format!("{what}{}", self.before_token());
        let (before, here) = (self.before(), self.here());
        let at_end = self.peek() == Tok::Eof;
        // gcc would insert a missing opener before the next token and other ones behind the last; braces it would not.
        let at_token = matches!(insert, None | Some("(" | "[" | "]" | "{" | "}"));
        let mut raw = if at_token && !at_end {
            let mut raw = Raw::new(Severity::Error, self.span_at(here), self.len_at(here), message);
            raw.ranges = vec![self.range(here, here)];
            raw.insert = insert.filter(|text| matches!(*text, "(" | "[")).map(str::to_string);
            raw
        } else {
            let mut raw = Raw::new(Severity::Error, self.span_at(before), 1, message);
            raw.shift = self.len_at(before);
            raw.ranges.clear();
            if !at_end {
                raw.ranges.push(self.range(here, here));
            }
            raw.insert = insert.map(str::to_string);
            raw
        };
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

    pub(super) fn line_of(&self, at: u32) -> Option<(u32, u32)> {
        self.map.locate(self.span_at(at)).map(|l| (l.file.0, l.line))
    }
}
