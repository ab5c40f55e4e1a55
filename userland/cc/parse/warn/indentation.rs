//! `-Wmisleading-indentation` and `-Wdangling-else`: what the layout says and the grammar does not.

use super::*;

/// Where a token stands: line, and column with tabs of 8.
type Visual = (u32, u32);

impl Parser {
    /// About the statement behind a guard without braces. `guard` is the `if`, `else`, `for` or `while`, `body` the first
    /// token that it guards; the cursor is behind the body.
    pub(in super::super) fn check_indentation(&mut self, guard: u32, body: u32) {
        let next = self.here();
        let kind = |p: &Parser, at: u32| p.toks[at as usize].kind;
        if kind(self, body) == Tok::LBrace
            || matches!(kind(self, next), Tok::RBrace | Tok::KwElse | Tok::Eof | Tok::Semi)
            || [guard, body, next].iter().any(|at| self.span_at(*at).0 >= Span::EXPANDED)
        {
            return;
        }
        let (Some(g), Some(b), Some(n)) = (self.visual(guard), self.visual(body), self.visual(next)) else { return };
        let first_of_line = self.first_of_line(guard);
        let misleading = if n.0 == b.0 {
            // if (a) b(); c();
            kind(self, body) != Tok::Semi && g.0 == b.0 && g.1 == first_of_line
        } else if kind(self, body) == Tok::Semi && b.0 == g.0 {
            // while (a); { b(); }
            n.1 > first_of_line || n.1 == first_of_line && kind(self, next) == Tok::LBrace && n.1 == g.1
        } else {
            n.1 == b.1 && n.1 > g.1 && g.0 < b.0 && self.first_of_line(next) == n.1 && self.first_of_line(body) == b.1
        };
        if !misleading || self.in_system(guard) {
            return;
        }
        let word = kind(self, guard).text();
        self.warn(guard, "-Wmisleading-indentation", format!("this '{word}' clause does not guard..."));
        let note =
            format!("...this statement, but the latter is misleadingly indented as if it were guarded by the '{word}'");
        self.note(next, note);
    }

    fn visual(&self, at: u32) -> Option<Visual> {
        let span = self.span_at(at);
        let place = self.map.locate(span)?;
        let (file, offset) = self.map.file_offset(span)?;
        let file = &self.map.files[file.0 as usize];
        let (row, start) = file.row(offset);
        let text = file.row_text(row);
        Some((place.line, column(&text[..((offset - start) as usize).min(text.len())])))
    }

    /// The column of the first token on the line of a token.
    fn first_of_line(&self, at: u32) -> u32 {
        let Some((file, offset)) = self.map.file_offset(self.span_at(at)) else { return 0 };
        let file = &self.map.files[file.0 as usize];
        let text = file.row_text(file.row(offset).0);
        column(&text[..text.len() - text.trim_ascii_start().len()])
    }

    /// About an `if` without braces and without `else` around one that has an `else`.
    pub(in super::super) fn check_dangling_else(&mut self, paren: u32, then: StmtId) {
        let mut inner = then;
        loop {
            match &self.func.body.stmt(inner).kind {
                StmtKind::If { otherwise: Some(_), .. } => {
                    let message = "suggest explicit braces to avoid ambiguous 'else'";
                    return self.warn(paren, "-Wdangling-else", message);
                }
                StmtKind::If { then: next, .. }
                | StmtKind::While { body: next, .. }
                | StmtKind::For { body: next, .. } => inner = *next,
                _ => return,
            }
        }
    }
}

/// The column behind a text.
fn column(text: &[u8]) -> u32 {
    text.iter().fold(0, |column, byte| if *byte == b'\t' { (column / 8 + 1) * 8 } else { column + 1 })
}
