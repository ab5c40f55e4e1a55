//! `-Wparentheses`: operators whose precedence people get wrong.

use super::*;

const OPTION: &str = "-Wparentheses";

fn is_comparison(op: Tok) -> bool {
    matches!(op, Tok::Lt | Tok::Gt | Tok::Le | Tok::Ge | Tok::EqEq | Tok::Ne)
}

/// What is said of an operand with the operator `inner` of an expression with the operator `outer`.
fn suggestion(outer: Tok, inner: Tok) -> Option<String> {
    let text = inner.text();
    let arithmetic = matches!(inner, Tok::Plus | Tok::Minus);
    Some(match outer {
        Tok::Shl | Tok::Shr if arithmetic => {
            format!("suggest parentheses around '{text}' inside '{}'", outer.text())
        }
        Tok::PipePipe if inner == Tok::AmpAmp => "suggest parentheses around '&&' within '||'".to_string(),
        Tok::Pipe | Tok::Caret if arithmetic || inner == Tok::Amp || outer == Tok::Pipe && inner == Tok::Caret => {
            format!("suggest parentheses around arithmetic in operand of '{}'", outer.text())
        }
        Tok::Amp if arithmetic => format!("suggest parentheses around '{text}' in operand of '&'"),
        Tok::Pipe | Tok::Caret | Tok::Amp | Tok::EqEq | Tok::Ne if is_comparison(inner) => {
            format!("suggest parentheses around comparison in operand of '{}'", outer.text())
        }
        _ => return None,
    })
}

impl Parser {
    /// About `l op r`.
    pub(in super::super) fn check_parentheses(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand) {
        let (left, right) = (self.operator_of(l), self.operator_of(r));
        for (inner, op) in [(left, l), (right, r)] {
            let Some(message) = inner.and_then(|inner| suggestion(kind, inner)) else { continue };
            // Of a constant gcc does not know the place any more.
            match op.node {
                Node::Value(e) if self.is_constant_node(e) => self.warn(at, OPTION, message),
                _ => self.complain_operand(Severity::Warning, op, OPTION, message),
            }
            return;
        }
        if is_comparison(kind)
            && left.is_some_and(|left| is_comparison(left) && !matches!(left, Tok::EqEq | Tok::Ne))
            && !matches!(kind, Tok::EqEq | Tok::Ne)
        {
            let message = "comparisons like 'X<=Y<=Z' do not have their mathematical meaning".to_string();
            match l.node {
                Node::Value(e) if self.is_constant_node(e) => self.warn(at, OPTION, message),
                _ => self.complain_operand(Severity::Warning, l, OPTION, message),
            }
        }
        if is_comparison(kind) && self.is_negation(l) && !self.is_truth(r, right) {
            let message = "logical not is only applied to the left hand side of comparison";
            self.warn(at, "-Wlogical-not-parentheses", message);
            if !self.in_system(at) {
                let note = "add parentheses around left hand side expression to silence this warning";
                self.note(l.first, note);
            }
        }
        if matches!(kind, Tok::Amp | Tok::Pipe) && self.is_negation(l) && !self.is_truth(r, right) {
            let (text, twice) = if kind == Tok::Amp { ("&", "&&") } else { ("|", "||") };
            let message =
                format!("suggest parentheses around operand of '!' or change '{text}' to '{twice}' or '!' to '~'");
            self.complain_operand(Severity::Warning, l, OPTION, message);
        }
    }

    /// Is the operand, with this operator, 0 or 1 by its nature?
    fn is_truth(&self, op: &Operand, operator: Option<Tok>) -> bool {
        operator.is_some_and(|op| is_comparison(op) || matches!(op, Tok::AmpAmp | Tok::PipePipe))
            || self.is_negation(op)
            || op.ty.unqualified() == TypeId::BOOL
            || matches!(op.node, Node::Value(e) if matches!(self.int_of(e), Some(0 | 1)))
            || self.is_parenthesized(op) && self.is_truth_inside(op)
    }

    /// The same of what is in an operand's parentheses.
    fn is_truth_inside(&self, op: &Operand) -> bool {
        let inner = self.toks[op.at as usize].kind;
        is_comparison(inner) || matches!(inner, Tok::AmpAmp | Tok::PipePipe | Tok::Bang)
    }

    /// About a condition: `if (a = b)`, and addresses that are never null.
    pub(in super::super) fn check_condition(&mut self, op: &Operand) {
        if self.operator_of(op) == Some(Tok::Eq) {
            self.warn(op.first, OPTION, "suggest parentheses around assignment used as truth value");
        }
        self.check_truth(op, op.first);
    }
}
