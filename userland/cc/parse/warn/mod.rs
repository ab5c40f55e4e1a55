//! What gcc says with `-Wall` and `-Wextra`: accepted programs that probably do not mean what they say.
//!
//! Each file is a family of warnings; all of them only look, and are skipped when nobody asks ([`Parser::wall`]).
//! Which of them are shown is decided by [`super::super::warnings`].

mod boolean;
mod compare;
mod flow;
mod format;
mod indentation;
mod main;
mod parentheses;
mod sequence;
mod signs;
mod unused;

pub(super) use format::{Formatted, Language};

use super::*;

impl Parser {
    /// A warning at a place of the source, where there is no token at hand.
    fn warn_span(&mut self, span: Span, len: u32, option: &'static str, message: String) {
        if !self.gave_up {
            let mut raw = Raw::new(Severity::Warning, span, len, message);
            raw.option = Some(option);
            self.push_raw(raw);
        }
    }

    /// Is the operand written in parentheses?
    pub(super) fn is_parenthesized(&self, op: &Operand) -> bool {
        if self.toks[op.first as usize].kind != Tok::LParen || self.toks[op.last as usize].kind != Tok::RParen {
            return false;
        }
        let mut depth = 0u32;
        for at in op.first..op.last {
            match self.toks[at as usize].kind {
                Tok::LParen => depth += 1,
                Tok::RParen => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return false;
            }
        }
        true
    }

    /// The operator between the parts of an operand that is not in parentheses.
    fn operator_of(&self, op: &Operand) -> Option<Tok> {
        let between = op.first < op.at && op.at < op.last;
        (between && !self.is_parenthesized(op)).then(|| self.toks[op.at as usize].kind)
    }

    /// Is the operand `!x`, without parentheses?
    fn is_negation(&self, op: &Operand) -> bool {
        op.at == op.first && self.toks[op.at as usize].kind == Tok::Bang
    }

    /// The name of the object that an expression is, of a function or of a variable.
    fn name_of(&self, place: PlaceId) -> Option<&str> {
        match self.func.body.place(place).kind {
            PlaceKind::Local(local) => Some(self.names.get(self.func.locals[local.index()].name)),
            PlaceKind::Symbol(symbol) => Some(self.names.get(self.symbols[symbol.index()].name)),
            _ => None,
        }
        .filter(|name| !name.is_empty())
    }
}
