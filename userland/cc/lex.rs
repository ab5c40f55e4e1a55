//! The lexer: bytes to preprocessing tokens, translation phases 1 to 3 of C11 5.1.1.2.
//!
//! Entry points: [`Lexer::new`], [`Lexer::next`]. Works on any bytes; what is no token becomes
//! [`Tok::Other`]. Backslash-newlines may stand anywhere, also within a token.

use super::intern::{Interner, Sym};
use super::source::Span;
use super::token::{BOL, SPACE, Tok, Token};
use std::sync::Arc;

/// What the lexer complains about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LexProblem {
    /// A comment that the file ends in.
    UnterminatedComment,
    /// A string or character literal without its closing quote (the quote is given).
    MissingTerminator(u8),
    /// A NUL byte in the text.
    NullCharacter,
    /// `/*` within a comment.
    NestedComment,
    /// A comment to the end of the line that a backslash continues.
    ContinuedComment,
}

/// How a token is to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Ordinary text: newlines are white space.
    Text,
    /// Within a directive: its end is [`Tok::Eod`].
    Directive,
    /// Within `#include`: `<...>` is one token.
    HeaderName,
}

const ID_START: u8 = 1;
const ID_PART: u8 = 2;
const DIGIT: u8 = 4;
const BLANK: u8 = 8;

static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0u8; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        if b.is_ascii_alphabetic() || b == b'_' || b == b'$' || b >= 0x80 {
            table[i] = ID_START | ID_PART;
        } else if b.is_ascii_digit() {
            table[i] = ID_PART | DIGIT;
        } else if b == b' ' || b == b'\t' || b == 0x0b || b == 0x0c || b == b'\r' {
            table[i] = BLANK;
        }
        i += 1;
    }
    table
}

/// Characters that identifiers may have besides ASCII's (C11 D.1). Quotation marks of word processors are none.
const IN_IDENTIFIERS: &[std::ops::RangeInclusive<char>] = &[
    '\u{a8}'..='\u{a8}',
    '\u{aa}'..='\u{aa}',
    '\u{ad}'..='\u{ad}',
    '\u{af}'..='\u{af}',
    '\u{b2}'..='\u{b5}',
    '\u{b7}'..='\u{ba}',
    '\u{bc}'..='\u{be}',
    '\u{c0}'..='\u{d6}',
    '\u{d8}'..='\u{f6}',
    '\u{f8}'..='\u{167f}',
    '\u{1681}'..='\u{180d}',
    '\u{180f}'..='\u{1fff}',
    '\u{200b}'..='\u{200d}',
    '\u{202a}'..='\u{202e}',
    '\u{203f}'..='\u{2040}',
    '\u{2054}'..='\u{2054}',
    '\u{2060}'..='\u{206f}',
    '\u{2070}'..='\u{218f}',
    '\u{2460}'..='\u{24ff}',
    '\u{2776}'..='\u{2793}',
    '\u{2c00}'..='\u{2dff}',
    '\u{2e80}'..='\u{2fff}',
    '\u{3004}'..='\u{3007}',
    '\u{3021}'..='\u{302f}',
    '\u{3031}'..='\u{d7ff}',
    '\u{f900}'..='\u{fd3d}',
    '\u{fd40}'..='\u{fdcf}',
    '\u{fdf0}'..='\u{fe44}',
    '\u{fe47}'..='\u{fffd}',
    '\u{10000}'..='\u{efffd}',
];

/// Whether a byte can stand within an identifier.
pub fn is_identifier_byte(b: u8) -> bool {
    CLASS[b as usize] & ID_PART != 0
}

/// Reads one file.
#[derive(Clone, Debug)]
pub struct Lexer {
    text: Arc<[u8]>,
    pos: usize,
    /// Span of the file's first byte.
    base: u32,
    at_line_start: bool,
    /// The first problem since it was last taken, and where.
    pub problem: Option<(LexProblem, Span)>,
}

impl Lexer {
    /// A lexer at the start of a file whose first byte has span `base`.
    pub fn new(text: Arc<[u8]>, base: u32) -> Lexer {
        Lexer { text, pos: 0, base, at_line_start: true, problem: None }
    }

    fn at(&self, pos: usize) -> u8 {
        self.text.get(pos).copied().unwrap_or(0)
    }

    fn span(&self, pos: usize) -> Span {
        Span(self.base + pos as u32)
    }

    /// Where the lexer stands.
    pub fn here(&self) -> Span {
        self.span(self.pos)
    }

    fn complain(&mut self, problem: LexProblem, pos: usize) {
        let comment = |problem| matches!(problem, LexProblem::NestedComment | LexProblem::ContinuedComment);
        // What is only warned of hides nothing.
        if self.problem.is_none_or(|(known, _)| comment(known) && !comment(problem)) {
            self.problem = Some((problem, self.span(pos)));
        }
    }

    /// Length of a backslash-newline at `pos`, 0 if there is none. White space may stand between.
    fn splice(&self, pos: usize) -> usize {
        if self.at(pos) != b'\\' {
            return 0;
        }
        let mut end = pos + 1;
        while CLASS[self.at(end) as usize] & BLANK != 0 {
            end += 1;
        }
        if self.at(end) == b'\n' { end + 1 - pos } else { 0 }
    }

    /// Skips the rest of the line (within a directive).
    pub fn skip_line(&mut self, names: &mut Interner) {
        while self.next(names, Mode::Directive).kind != Tok::Eod {}
    }

    /// Skips to the next line whose first token is `#`, and returns that token or the end of file.
    pub fn skip_to_directive(&mut self, names: &mut Interner) -> Token {
        loop {
            self.skip_blank(Mode::Text);
            if self.at_line_start || self.pos >= self.text.len() {
                let token = self.next(names, Mode::Text);
                if matches!(token.kind, Tok::Hash | Tok::Eof) {
                    return token;
                }
            }
            // to the end of this line, minding comments and literals
            loop {
                match self.at(self.pos) {
                    b'\n' => break,
                    0 if self.pos >= self.text.len() => break,
                    b'/' if matches!(self.at(self.pos + 1), b'/' | b'*') => {
                        self.skip_blank(Mode::Directive);
                    }
                    b'"' | b'\'' => {
                        self.pos = self.literal_end(self.pos).0;
                    }
                    b'\\' => self.pos += self.splice(self.pos).max(1),
                    _ => self.pos += 1,
                }
            }
            self.problem = None;
        }
    }

    /// Skips white space and comments; gives whether there was any. In a directive it stops before the
    /// newline.
    fn skip_blank(&mut self, mode: Mode) -> bool {
        let start = self.pos;
        loop {
            let b = self.at(self.pos);
            if CLASS[b as usize] & BLANK != 0 {
                self.pos += 1;
            } else if b == b'\n' {
                if mode != Mode::Text {
                    break;
                }
                self.at_line_start = true;
                self.pos += 1;
            } else if b == b'/' {
                match self.at(self.pos + 1) {
                    b'/' => self.line_comment(),
                    b'*' => self.block_comment(self.pos + 2),
                    b'\\' => {
                        let skip = self.splices(self.pos + 1);
                        match self.at(self.pos + 1 + skip) {
                            b'/' if skip > 0 => self.line_comment(),
                            b'*' if skip > 0 => self.block_comment(self.pos + 2 + skip),
                            _ => break,
                        }
                    }
                    _ => break,
                }
            } else if b == b'\\' {
                match self.splice(self.pos) {
                    0 => break,
                    n => self.pos += n,
                }
            } else if b == 0 && self.pos < self.text.len() {
                self.complain(LexProblem::NullCharacter, self.pos);
                self.pos += 1;
            } else {
                break;
            }
        }
        self.pos > start
    }

    /// Length of all backslash-newlines at `pos`.
    fn splices(&self, pos: usize) -> usize {
        let mut total = 0;
        loop {
            match self.splice(pos + total) {
                0 => return total,
                n => total += n,
            }
        }
    }

    fn line_comment(&mut self) {
        let start = self.pos;
        while self.pos < self.text.len() && self.at(self.pos) != b'\n' {
            let splice = self.splice(self.pos);
            if splice > 0 {
                self.complain(LexProblem::ContinuedComment, start);
            }
            self.pos += splice.max(1);
        }
    }

    fn block_comment(&mut self, body: usize) {
        let start = self.pos;
        let mut pos = body;
        loop {
            match self.text[pos.min(self.text.len())..].iter().position(|b| *b == b'*') {
                None => {
                    self.complain(LexProblem::UnterminatedComment, start);
                    self.pos = self.text.len();
                    return;
                }
                Some(n) => pos += n + 1,
            }
            if pos >= body + 2 && self.at(pos - 2) == b'/' && self.at(pos) != b'/' && self.at(pos - 3) != b'*' {
                self.complain(LexProblem::NestedComment, pos - 2);
            }
            let next = pos + self.splices(pos);
            if self.at(next) == b'/' {
                self.pos = next + 1;
                return;
            }
        }
    }

    /// The next token.
    pub fn next(&mut self, names: &mut Interner, mode: Mode) -> Token {
        let blank = self.skip_blank(mode);
        let mut flags = if blank { SPACE } else { 0 };
        let start = self.pos;
        let span = self.span(start);
        if start >= self.text.len() || (mode != Mode::Text && self.at(start) == b'\n') {
            let kind = if mode == Mode::Text { Tok::Eof } else { Tok::Eod };
            return Token { kind, flags: flags | BOL, sym: Sym::EMPTY, span };
        }
        if self.at_line_start {
            flags |= BOL;
            self.at_line_start = false;
        }
        let (kind, end) = self.scan(start, mode);
        // A backslash right behind or within the token may splice it: look again without the splices.
        let (kind, sym) = if self.at(end) == b'\\' && self.splice(end) > 0 || self.spans_splice(kind, start, end) {
            let (kind, text, end) = self.scan_spliced(start, mode);
            self.pos = end;
            (kind, if has_text(kind) { names.intern_bytes(&text) } else { Sym::EMPTY })
        } else {
            self.pos = end;
            (kind, if has_text(kind) { names.intern_bytes(&self.text[start..end]) } else { Sym::EMPTY })
        };
        if matches!(kind, Tok::Str | Tok::Char | Tok::Other) {
            let bytes = names.bytes(sym);
            let quote = bytes.iter().copied().find(|b| matches!(b, b'"' | b'\''));
            if let (Some(quote), Tok::Other) = (quote, kind) {
                self.complain(LexProblem::MissingTerminator(quote), start);
            }
        }
        Token { kind, flags, sym, span }
    }

    fn spans_splice(&self, kind: Tok, start: usize, end: usize) -> bool {
        matches!(kind, Tok::Str | Tok::Char | Tok::Other | Tok::HeaderName)
            && self.text[start..end].windows(2).any(|w| w[0] == b'\\' && matches!(w[1], b'\n' | b'\r' | b' ' | b'\t'))
            && (start..end).any(|p| self.splice(p) > 0)
    }

    /// Reads a token that has backslash-newlines in it: its kind, its text without them, its end.
    fn scan_spliced(&self, start: usize, mode: Mode) -> (Tok, Vec<u8>, usize) {
        let mut limit = 256;
        loop {
            let mut clean = Vec::with_capacity(limit);
            let mut places = Vec::with_capacity(limit);
            let mut pos = start;
            while clean.len() < limit && pos < self.text.len() {
                match self.splice(pos) {
                    0 => {
                        clean.push(self.at(pos));
                        places.push(pos);
                        pos += 1;
                    }
                    n => pos += n,
                }
            }
            let complete = pos >= self.text.len();
            let sub = Lexer::new(clean.into(), 0);
            let (kind, end) = sub.scan(0, mode);
            if complete || end + 4 < sub.text.len() {
                let raw_end = places.get(end).copied().unwrap_or(pos);
                return (kind, sub.text[..end].to_vec(), raw_end.max(start + 1));
            }
            limit *= 2;
        }
    }

    /// Kind and end of the token at `start`, not minding splices (but string literals run over them).
    fn scan(&self, start: usize, mode: Mode) -> (Tok, usize) {
        let b = self.at(start);
        let class = CLASS[b as usize];
        if class & ID_START != 0 {
            let mut end = start;
            while CLASS[self.at(end) as usize] & ID_PART != 0 {
                match self.character(end) {
                    (length, true) => end += length,
                    (length, false) if end == start => return (Tok::Other, start + length),
                    _ => break,
                }
            }
            if matches!(self.at(end), b'"' | b'\'') && matches!(&self.text[start..end], b"L" | b"u" | b"U" | b"u8") {
                let (close, kind) = self.literal_end(end);
                return (kind, close);
            }
            return (Tok::Ident, end);
        }
        if class & DIGIT != 0 || (b == b'.' && self.at(start + 1).is_ascii_digit()) {
            return (Tok::Number, self.number_end(start));
        }
        match b {
            b'"' | b'\'' => {
                let (end, kind) = self.literal_end(start);
                (kind, end)
            }
            b'<' if mode == Mode::HeaderName => {
                let rest = &self.text[start..];
                let line = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
                match rest[..line].iter().position(|b| *b == b'>') {
                    Some(n) => (Tok::HeaderName, start + n + 1),
                    None => (Tok::Lt, start + 1),
                }
            }
            _ => self.punctuator(start),
        }
    }

    fn number_end(&self, start: usize) -> usize {
        let mut end = start + 1;
        loop {
            let b = self.at(end);
            if matches!(b, b'+' | b'-') && matches!(self.at(end - 1), b'e' | b'E' | b'p' | b'P') {
                end += 1;
            } else if b == b'.' {
                end += 1;
            } else if let (length, true) = self.character(end)
                && CLASS[b as usize] & ID_PART != 0
            {
                end += length;
            } else {
                return end;
            }
        }
    }

    /// Length of the character at `pos`, and whether it may stand in an identifier if it is none of ASCII's.
    fn character(&self, pos: usize) -> (usize, bool) {
        let first = self.at(pos);
        if first < 0x80 {
            return (1, true);
        }
        let length = match first {
            0xc0..=0xdf => 2,
            0xe0..=0xef => 3,
            _ => 4,
        };
        let bytes = self.text.get(pos..pos + length).and_then(|bytes| std::str::from_utf8(bytes).ok());
        match bytes.and_then(|text| text.chars().next()) {
            Some(c) => (length, IN_IDENTIFIERS.iter().any(|range| range.contains(&c))),
            None => (1, false),
        }
    }

    /// End of the literal whose opening quote is at `open`; [`Tok::Other`] if it is not closed on its line.
    fn literal_end(&self, open: usize) -> (usize, Tok) {
        let quote = self.at(open);
        let mut pos = open + 1;
        loop {
            match self.at(pos) {
                b'\n' => return (pos, Tok::Other),
                0 if pos >= self.text.len() => return (self.text.len(), Tok::Other),
                b'\\' => {
                    let splice = self.splice(pos);
                    pos += if splice > 0 {
                        splice
                    } else if self.at(pos + 1) == b'\\' && self.splice(pos + 1) > 0 || self.at(pos + 1) == b'\n' {
                        1
                    } else {
                        2
                    };
                }
                b if b == quote => {
                    return (pos + 1, if quote == b'"' { Tok::Str } else { Tok::Char });
                }
                _ => pos += 1,
            }
            pos = pos.min(self.text.len());
        }
    }

    fn punctuator(&self, start: usize) -> (Tok, usize) {
        let (b, c, d) = (self.at(start), self.at(start + 1), self.at(start + 2));
        let (kind, len) = match (b, c, d) {
            (b'.', b'.', b'.') => (Tok::Ellipsis, 3),
            (b'<', b'<', b'=') => (Tok::ShlEq, 3),
            (b'>', b'>', b'=') => (Tok::ShrEq, 3),
            (b'%', b':', b'%') if self.at(start + 3) == b':' => (Tok::HashHash, 4),
            (b'-', b'>', _) => (Tok::Arrow, 2),
            (b'+', b'+', _) => (Tok::PlusPlus, 2),
            (b'-', b'-', _) => (Tok::MinusMinus, 2),
            (b'<', b'<', _) => (Tok::Shl, 2),
            (b'>', b'>', _) => (Tok::Shr, 2),
            (b'<', b'=', _) => (Tok::Le, 2),
            (b'>', b'=', _) => (Tok::Ge, 2),
            (b'=', b'=', _) => (Tok::EqEq, 2),
            (b'!', b'=', _) => (Tok::Ne, 2),
            (b'&', b'&', _) => (Tok::AmpAmp, 2),
            (b'|', b'|', _) => (Tok::PipePipe, 2),
            (b'*', b'=', _) => (Tok::StarEq, 2),
            (b'/', b'=', _) => (Tok::SlashEq, 2),
            (b'%', b'=', _) => (Tok::PercentEq, 2),
            (b'+', b'=', _) => (Tok::PlusEq, 2),
            (b'-', b'=', _) => (Tok::MinusEq, 2),
            (b'&', b'=', _) => (Tok::AmpEq, 2),
            (b'^', b'=', _) => (Tok::CaretEq, 2),
            (b'|', b'=', _) => (Tok::PipeEq, 2),
            (b'#', b'#', _) => (Tok::HashHash, 2),
            (b'<', b':', _) => (Tok::LBracket, 2),
            (b':', b'>', _) => (Tok::RBracket, 2),
            (b'<', b'%', _) => (Tok::LBrace, 2),
            (b'%', b'>', _) => (Tok::RBrace, 2),
            (b'%', b':', _) => (Tok::Hash, 2),
            (b'[', ..) => (Tok::LBracket, 1),
            (b']', ..) => (Tok::RBracket, 1),
            (b'(', ..) => (Tok::LParen, 1),
            (b')', ..) => (Tok::RParen, 1),
            (b'{', ..) => (Tok::LBrace, 1),
            (b'}', ..) => (Tok::RBrace, 1),
            (b'.', ..) => (Tok::Dot, 1),
            (b'&', ..) => (Tok::Amp, 1),
            (b'*', ..) => (Tok::Star, 1),
            (b'+', ..) => (Tok::Plus, 1),
            (b'-', ..) => (Tok::Minus, 1),
            (b'~', ..) => (Tok::Tilde, 1),
            (b'!', ..) => (Tok::Bang, 1),
            (b'/', ..) => (Tok::Slash, 1),
            (b'%', ..) => (Tok::Percent, 1),
            (b'<', ..) => (Tok::Lt, 1),
            (b'>', ..) => (Tok::Gt, 1),
            (b'^', ..) => (Tok::Caret, 1),
            (b'|', ..) => (Tok::Pipe, 1),
            (b'?', ..) => (Tok::Question, 1),
            (b':', ..) => (Tok::Colon, 1),
            (b';', ..) => (Tok::Semi, 1),
            (b'=', ..) => (Tok::Eq, 1),
            (b',', ..) => (Tok::Comma, 1),
            (b'#', ..) => (Tok::Hash, 1),
            _ => (Tok::Other, 1),
        };
        (kind, start + len)
    }
}

fn has_text(kind: Tok) -> bool {
    matches!(kind, Tok::Ident | Tok::Number | Tok::Char | Tok::Str | Tok::HeaderName | Tok::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lex(text: &str) -> Vec<(Tok, String)> {
        let mut names = Interner::new();
        let mut lexer = Lexer::new(text.as_bytes().into(), 1);
        let mut out = Vec::new();
        loop {
            let t = lexer.next(&mut names, Mode::Text);
            if t.kind == Tok::Eof {
                return out;
            }
            let text = if t.sym == Sym::EMPTY { t.kind.text().to_string() } else { names.get(t.sym).to_string() };
            out.push((t.kind, text));
        }
    }

    fn spell(text: &str) -> String {
        lex(text).into_iter().map(|t| t.1).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tokens_of_all_kinds() {
        assert_eq!(
            spell("a+++b->c<<=0x1p-3 .5e+3f 'a' \"s\\\"t\" L'x' u8\"y\""),
            "a ++ + b -> c <<= 0x1p-3 .5e+3f 'a' \"s\\\"t\" L'x' u8\"y\""
        );
        assert_eq!(spell("a/* x \n */b//c\nd"), "a b d");
        assert_eq!(spell("<: :> <% %> %: %:%:"), "[ ] { } # ##");
    }

    #[test]
    fn splices_anywhere() {
        assert_eq!(spell("ab\\\ncd + \\\n 12\\\r\n3 /\\\n* x *\\\n/ \"a\\\nb\" y+\\\n+"), "abcd + 123 \"ab\" y ++");
    }

    #[test]
    fn broken_input_is_a_token_too() {
        assert_eq!(lex("\"abc\n@ 'x")[0].0, Tok::Other);
        assert_eq!(lex("\\").len(), 1);
        assert_eq!(lex("/* ").len(), 0);
        assert_eq!(lex("\"\\").len(), 1);
    }
}
