//! Diagnostics: what the compiler says about a program, as data and as gcc's text.
//!
//! Entry points: [`Diagnostics`] (the result, with [`Diagnostics::render`]), [`Diagnostic`], and for the
//! front end's own use [`Raw`] with positions still to be looked up.

use super::intern::Interner;
use super::source::{FileId, SourceMap, Span};
use std::fmt::Write;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// More about the diagnostic before it.
    Note,
    /// The program is accepted.
    Warning,
    /// The program is refused.
    Error,
    /// The program is refused and reading stops.
    Fatal,
}

impl Severity {
    /// As gcc prints it.
    pub fn text(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
            Severity::Fatal => "fatal error",
        }
    }
}

/// A diagnostic with everything needed to show it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// File as named by the user, with line and display column (tabs are 8 wide), both from 1; line 0 if it
    /// has no place.
    pub file: String,
    /// Line number.
    pub line: u32,
    /// Display column; 0 if it is about the line as a whole.
    pub column: u32,
    /// The message, without severity and option.
    pub message: String,
    /// The warning option in gcc, like `-Wint-conversion`.
    pub option: Option<&'static str>,
    /// It is a warning that counts as an error (`-Werror`).
    pub counts_as_error: bool,
    /// Lines that stand before it: `In file included from ...`, `prog.c: In function 'main':`.
    pub headings: Vec<String>,
    /// Source lines shown below it.
    pub snippet: Vec<SnippetLine>,
}

/// One source line of a diagnostic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SnippetLine {
    /// Lines left out between two shown ones.
    Gap,
    /// A line of the source.
    Source {
        /// Its number.
        number: u32,
        /// Its text with tabs expanded.
        text: String,
        /// `^` and `~` below it, blank if there are none.
        marks: String,
        /// Text to insert, at its column, below the marks.
        insert: Option<String>,
        /// What the caret points at (a type), at its column.
        label: Option<String>,
    },
    /// A whole line to add to the file.
    AddLine(String),
}

/// The outcome of compiling.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Diagnostics {
    /// In the order in which they were found.
    pub list: Vec<Diagnostic>,
    /// Said at the end, of warnings that count as errors.
    pub closing: Option<&'static str>,
}

impl Diagnostics {
    /// Whether the program was refused.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity >= Severity::Error)
    }

    /// The text that gcc would print, without colours.
    pub fn render(&self) -> String {
        let mut out = String::new();
        for d in &self.list {
            d.render(&mut out);
        }
        if self.list.iter().any(|d| d.severity == Severity::Fatal) {
            out.push_str("compilation terminated.\n");
        }
        if let Some(closing) = self.closing {
            let _ = writeln!(out, "{closing}");
        }
        out
    }
}

impl Diagnostic {
    /// Shows the diagnostic's line of this text, with the first `name` from byte column `col` on underlined.
    pub fn show_name(&mut self, text: &[u8], col: u32, name: &str) {
        let Some(line) = text.split(|b| *b == b'\n').nth((self.line as usize).wrapping_sub(1)) else { return };
        let word = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let named = |from: usize| {
            let end = from + name.len();
            line.get(from..end) == Some(name.as_bytes())
                && !word(line.get(end))
                && !(from > 0 && word(line.get(from - 1)))
        };
        let from = (col as usize).saturating_sub(1);
        let found = (from..line.len()).chain(0..from.min(line.len())).find(|at| !name.is_empty() && named(*at));
        let Some(at) = found else { return };
        let column = display_column(line, at);
        self.column = column as u32 + 1;
        self.snippet = vec![SnippetLine::Source {
            number: self.line,
            text: expand_tabs(line),
            marks: format!("{:column$}^{}", "", "~".repeat(name.chars().count() - 1)),
            insert: None,
            label: None,
        }];
    }

    /// Appends gcc's text of this diagnostic, each line ended.
    pub fn render(&self, out: &mut String) {
        for heading in &self.headings {
            out.push_str(heading);
            out.push('\n');
        }
        if self.line > 0 && self.column == 0 {
            let _ = write!(out, "{}:{}: ", self.file, self.line);
        } else if self.line > 0 {
            let _ = write!(out, "{}:{}:{}: ", self.file, self.line, self.column);
        } else {
            let _ = write!(out, "{}: ", self.file);
        }
        let _ = write!(out, "{}: {}", self.severity.text(), self.message);
        match (self.option, self.counts_as_error) {
            (Some(option), true) => drop(write!(out, " [-Werror={}]", option.trim_start_matches("-W"))),
            (Some(option), false) => drop(write!(out, " [{option}]")),
            (None, true) => out.push_str(" [-Werror]"),
            (None, false) => {}
        }
        out.push('\n');
        for line in &self.snippet {
            match line {
                SnippetLine::Gap => out.push_str("......\n"),
                SnippetLine::AddLine(text) => {
                    let _ = writeln!(out, "  +++ |+{text}");
                }
                SnippetLine::Source { number, text, marks, insert, label } => {
                    let _ = writeln!(out, "{}", format!("{number:5} | {text}").trim_end());
                    if !marks.is_empty() {
                        let _ = writeln!(out, "{}", format!("      | {marks}").trim_end());
                    }
                    if let Some(label) = label {
                        let column = label.len() - label.trim_start().len();
                        let _ = writeln!(out, "      | {:column$}|", "");
                        let _ = writeln!(out, "      | {label}");
                    }
                    if let Some(insert) = insert {
                        let _ = writeln!(out, "      | {insert}");
                    }
                }
            }
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Raw diagnostics

/// A stretch of source: from the first byte of one token to the last of another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Range {
    /// First token.
    pub start: Span,
    /// Last token.
    pub end: Span,
    /// Length of the last token in bytes.
    pub end_len: u32,
}

impl Range {
    /// One token.
    pub fn token(span: Span, len: u32) -> Range {
        Range { start: span, end: span, end_len: len }
    }
}

/// A diagnostic as the front end reports it.
#[derive(Clone, Debug)]
pub struct Raw {
    /// How bad it is.
    pub severity: Severity,
    /// Where the caret goes.
    pub caret: Span,
    /// Byte offset from there (for places behind a token).
    pub shift: u32,
    /// What is underlined; the first holds the caret.
    pub ranges: Vec<Range>,
    /// The message.
    pub message: String,
    /// Warning option.
    pub option: Option<&'static str>,
    /// Text to insert at the caret.
    pub insert: Option<String>,
    /// A header to include, shown as a line to add.
    pub add_include: Option<String>,
    /// Shown below the caret: the type of an argument.
    pub label: Option<String>,
    /// It is about a line as a whole.
    pub line_only: bool,
    /// Number of tokens read when it was found, for the order.
    pub at: u32,
}

impl Raw {
    /// A diagnostic at a token.
    pub fn new(severity: Severity, span: Span, len: u32, message: String) -> Raw {
        Raw {
            severity,
            caret: span,
            shift: 0,
            ranges: vec![Range::token(span, len)],
            message,
            option: None,
            insert: None,
            add_include: None,
            label: None,
            line_only: false,
            at: 0,
        }
    }
}

/// A function body's tokens, to know which diagnostics are in it.
#[derive(Clone, Debug)]
pub struct FunctionRange {
    /// First and last token.
    pub tokens: (u32, u32),
    /// The function's name.
    pub name: String,
}

/// Turns raw diagnostics, sorted, into finished ones.
pub fn finish(map: &SourceMap, names: &Interner, raw: &[Raw], functions: &[FunctionRange]) -> Vec<Diagnostic> {
    let mut finisher = Finisher { map, names, out: Vec::new(), last_function: None, last_file: None, last_shown: None };
    for r in raw {
        finisher.add(r, functions);
    }
    finisher.out
}

struct Finisher<'a> {
    map: &'a SourceMap,
    names: &'a Interner,
    out: Vec<Diagnostic>,
    last_function: Option<String>,
    last_file: Option<FileId>,
    /// Place whose source line was shown last: it is not shown twice in a row.
    last_shown: Option<(Span, u32, Option<(Span, u32)>)>,
}

/// A place in a file: file, row from 0, byte column from 0.
type Spot = (FileId, usize, usize);

impl Finisher<'_> {
    fn add(&mut self, raw: &Raw, functions: &[FunctionRange]) {
        let (caret, trace) = self.unwind(raw.caret);
        let mut headings = Vec::new();
        self.include_heading(caret, &mut headings);
        if raw.severity != Severity::Note {
            let function = functions.iter().find(|f| f.tokens.0 <= raw.at && raw.at <= f.tokens.1).map(|f| &f.name);
            if function != self.last_function.as_ref() {
                let file = self.file_label(caret);
                headings.push(match function {
                    Some(name) => format!("{file}: In function '{name}':"),
                    None => format!("{file}: At top level:"),
                });
                self.last_function = function.cloned();
            }
        }
        let mut shown = raw.clone();
        if self.map.spelling_site(raw.caret) != caret {
            // what a system header's macro spells is shown as the macro's name
            let len = self.word_length(caret);
            if shown.shift > 0 {
                shown.shift = len;
            }
            shown.ranges = vec![Range::token(caret, len)];
        }
        let mut d = self.place(&shown, caret);
        d.headings = headings;
        self.out.push(d);
        self.trace(caret, &trace);
    }

    /// Where a diagnostic about a token points to, and the expansions that it went through.
    fn unwind(&self, span: Span) -> (Span, Vec<Span>) {
        let mut trace = Vec::new();
        let mut at = span;
        while at.0 >= Span::EXPANDED {
            trace.push(at);
            let Some(e) = self.map.expansions.get((at.0 - Span::EXPANDED) as usize) else {
                break;
            };
            at = if e.spelling.0 >= Span::EXPANDED { e.spelling } else { e.used_at };
        }
        let mut spelled = self.map.spelling_site(span);
        // what a system header's macro spells is shown where it is used
        let mut level = span;
        while (spelled == Span::NONE || self.map.is_system(spelled)) && level.0 >= Span::EXPANDED {
            let Some(e) = self.map.expansions.get((level.0 - Span::EXPANDED) as usize) else {
                break;
            };
            level = if e.spelling.0 >= Span::EXPANDED { e.spelling } else { e.used_at };
            spelled = self.map.spelling_site(level);
        }
        (spelled, trace)
    }

    fn trace(&mut self, shown: Span, trace: &[Span]) {
        let shown_line = self.spot(shown).map(|s| (s.0, s.1));
        for (i, span) in trace.iter().take(8).enumerate() {
            let Some(e) = self.map.expansions.get((span.0 - Span::EXPANDED) as usize).copied() else {
                continue;
            };
            let in_definition = if e.param_at == Span::NONE { e.spelling } else { e.param_at };
            let defined = self.map.spelling_site(in_definition);
            if self.map.is_system(defined) || defined == Span::NONE {
                continue;
            }
            let (at, what) = if i == 0 && self.spot(defined).map(|s| (s.0, s.1)) != shown_line {
                (defined, "in definition of macro")
            } else {
                (self.map.spelling_site(e.used_at), "in expansion of macro")
            };
            if self.map.is_system(at) {
                continue;
            }
            let message = format!("{what} '{}'", self.names.get(e.name));
            let len = self.word_length(at);
            let raw = Raw::new(Severity::Note, at, len, message);
            let d = self.place(&raw, at);
            self.out.push(d);
        }
    }

    fn word_length(&self, span: Span) -> u32 {
        let Some((file, offset)) = self.map.file_offset(span) else {
            return 1;
        };
        let text = &self.map.files[file.0 as usize].text;
        let rest = text.get(offset as usize..).unwrap_or(&[]);
        (rest.iter().take_while(|b| super::lex::is_identifier_byte(**b)).count() as u32).max(1)
    }

    fn file_label(&self, span: Span) -> String {
        match self.map.locate(span) {
            Some(l) => self.map.file_label(l.file, span).to_string(),
            None => self.map.files.first().map_or(String::new(), |f| f.name.clone()),
        }
    }

    fn include_heading(&mut self, caret: Span, headings: &mut Vec<String>) {
        let Some((file, _)) = self.map.file_offset(caret) else {
            return;
        };
        if self.last_file == Some(file) {
            return;
        }
        self.last_file = Some(file);
        let mut from = self.map.files[file.0 as usize].included_from;
        let mut lines: Vec<String> = Vec::new();
        while let Some(l) = self.map.locate(from) {
            let intro = if lines.is_empty() { "In file included from " } else { "                 from " };
            lines.push(format!("{intro}{}:{}", self.map.file_label(l.file, from), l.line));
            from = self.map.files[l.file.0 as usize].included_from;
        }
        let count = lines.len();
        for (i, line) in lines.into_iter().enumerate() {
            headings.push(line + if i + 1 == count { ":" } else { "," });
        }
    }

    fn spot(&self, span: Span) -> Option<Spot> {
        let (file, offset) = self.map.file_offset(self.map.spelling_site(span))?;
        let entry = &self.map.files[file.0 as usize];
        let (row, start) = entry.row(offset);
        Some((file, row, (offset - start) as usize))
    }

    fn line_text(&self, file: FileId, row: usize) -> &[u8] {
        self.map.files[file.0 as usize].row_text(row)
    }

    fn place(&mut self, raw: &Raw, caret: Span) -> Diagnostic {
        let mut d = Diagnostic {
            severity: raw.severity,
            file: self.file_label(caret),
            line: 0,
            column: 0,
            message: raw.message.clone(),
            option: raw.option,
            counts_as_error: false,
            headings: Vec::new(),
            snippet: Vec::new(),
        };
        let (Some(location), Some(spot)) = (self.map.locate(caret), self.spot(caret)) else {
            return d;
        };
        let spot = (spot.0, spot.1, spot.2 + raw.shift as usize);
        d.line = location.line;
        d.column = display_column(self.line_text(spot.0, spot.1), spot.2) as u32 + 1;
        let end = raw.ranges.first().map(|r| (r.end, r.end_len));
        let (shown, plain) = ((caret, raw.shift, end), raw.add_include.is_none() && raw.insert.is_none());
        if plain && self.last_shown == Some(shown) {
            return d;
        }
        self.last_shown = Some(shown);
        if raw.line_only {
            d.column = 0;
            let text = expand_tabs(self.line_text(spot.0, spot.1));
            d.snippet.push(SnippetLine::Source {
                number: location.line,
                text,
                marks: " ".into(),
                insert: None,
                label: None,
            });
            return d;
        }
        if let Some(header) = &raw.add_include {
            if spot.1 > 0 {
                let text = expand_tabs(self.line_text(spot.0, spot.1 - 1));
                let number = location.line.saturating_sub(1);
                d.snippet.push(SnippetLine::Source { number, text, marks: String::new(), insert: None, label: None });
            }
            d.snippet.push(SnippetLine::AddLine(format!("#include {header}")));
            let text = expand_tabs(self.line_text(spot.0, spot.1));
            d.snippet.push(SnippetLine::Source {
                number: location.line,
                text,
                marks: String::new(),
                insert: None,
                label: None,
            });
            return d;
        }
        self.snippet(raw, spot, location.line, &mut d);
        d
    }

    /// The source lines with marks.
    fn snippet(&self, raw: &Raw, caret: Spot, line: u32, d: &mut Diagnostic) {
        let mut areas: Vec<(Spot, Spot)> = Vec::new();
        for (i, range) in raw.ranges.iter().enumerate() {
            let (Some(start), Some(end)) = (self.spot(range.start), self.spot(range.end)) else {
                continue;
            };
            let end = (end.0, end.1, end.2 + (range.end_len.max(1) as usize) - 1);
            let ordered = (start.1, start.2) <= (end.1, end.2);
            let holds = i > 0
                || raw.shift > 0
                || ((start.1, start.2) <= (caret.1, caret.2) && (caret.1, caret.2) <= (end.1, end.2));
            if start.0 == caret.0 && end.0 == caret.0 && ordered && holds && end.1 - start.1 < 50 {
                areas.push((start, end));
            }
        }
        let mut rows = vec![caret.1];
        for (start, end) in &areas {
            rows.extend(start.1..=end.1);
        }
        rows.sort_unstable();
        rows.dedup();
        let mut last: Option<usize> = None;
        for row in rows {
            if last.is_some_and(|l| row > l + 1) {
                d.snippet.push(SnippetLine::Gap);
            }
            last = Some(row);
            let bytes = self.line_text(caret.0, row);
            if bytes.len() > 2000 {
                continue;
            }
            let mut marks: Vec<u8> = Vec::new();
            let mut put = |at: usize, mark: u8| {
                if marks.len() <= at {
                    marks.resize(at + 1, b' ');
                }
                marks[at] = mark;
            };
            let used = bytes.iter().rposition(|b| !b.is_ascii_whitespace()).unwrap_or(0);
            let first = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
            for (start, end) in &areas {
                if row < start.1 || row > end.1 {
                    continue;
                }
                let from = if row == start.1 { start.2 } else { first };
                let to = if row == end.1 { end.2 } else { used };
                for at in display_column(bytes, from)..display_column(bytes, to + 1) {
                    put(at, b'~');
                }
            }
            let (mut insert, mut label) = (None, None);
            if row == caret.1 {
                let at = display_column(bytes, caret.2);
                put(at, b'^');
                insert = raw.insert.as_ref().map(|text| format!("{:at$}{text}", ""));
                label = raw.label.as_ref().map(|text| format!("{:at$}{text}", ""));
            }
            d.snippet.push(SnippetLine::Source {
                number: (line as usize + row).saturating_sub(caret.1) as u32,
                text: expand_tabs(bytes),
                marks: String::from_utf8(marks).unwrap_or_default(),
                insert,
                label,
            });
        }
    }
}

/// Column on the screen of a byte of a line; both from 0.
fn display_column(line: &[u8], byte: usize) -> usize {
    let mut column = 0;
    for b in line.iter().take(byte) {
        column = match b {
            b'\t' => (column / 8 + 1) * 8,
            0x80..=0xbf => column,
            _ => column + 1,
        };
    }
    column + byte.saturating_sub(line.len())
}

fn expand_tabs(line: &[u8]) -> String {
    let mut out = String::new();
    let mut column = 0;
    for c in String::from_utf8_lossy(line).chars() {
        if c == '\t' {
            let to = (column / 8 + 1) * 8;
            while column < to {
                out.push(' ');
                column += 1;
            }
        } else {
            out.push(if c.is_control() { ' ' } else { c });
            column += 1;
        }
    }
    out
}
