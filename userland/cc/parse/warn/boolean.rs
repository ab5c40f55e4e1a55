//! Values where a truth is wanted: `-Wint-in-bool-context`, `-Waddress`, `-Wempty-body`.

use super::*;

impl Parser {
    /// About an operand that is tested; `at` is where gcc speaks of an address.
    pub(in super::super) fn check_truth(&mut self, op: &Operand, at: u32) {
        const OPTION: &str = "-Wint-in-bool-context";
        if let Some((name, _)) = self.certain_address(op) {
            self.warn(at, "-Waddress", format!("the address of '{name}' will always evaluate as 'true'"));
        }
        let Node::Value(e) = op.node else { return };
        if !self.types.is_integer(op.ty) {
            return;
        }
        match self.func.body.expr(e).kind {
            ExprKind::Binary(BinaryOp::Mul, ..) => {
                self.warn(op.at, OPTION, "'*' in boolean context, suggest '&&' instead");
            }
            ExprKind::Binary(BinaryOp::Shl, ..) if self.types.is_signed(op.ty) => {
                self.warn(op.at, OPTION, "'<<' in boolean context, did you mean '<'?");
            }
            ExprKind::Cond { then, otherwise, .. } => {
                let text = "'?:' using integer constants in boolean context";
                let odd = |n: Option<i64>| n.is_some_and(|n| n != 0 && n != 1);
                match (self.int_of(then), self.int_of(otherwise)) {
                    (Some(a), Some(b)) if a != 0 && b != 0 && (a != 1 || b != 1) => {
                        self.warn(op.at, OPTION, format!("{text}, the expression will always evaluate to 'true'"));
                    }
                    (a, b) if odd(a) || odd(b) => self.warn(op.at, OPTION, text),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// About `!op`; `at` is the operator.
    pub(in super::super) fn check_negated(&mut self, op: &Operand, at: u32) {
        match (op.node, self.certain_address(op)) {
            (Node::Value(_), Some((name, span))) => self.never_null(at, &name, span, true),
            _ => self.check_truth(op, at),
        }
    }

    /// About the semicolon at `at`, which is all that a statement does.
    pub(in super::super) fn check_empty_body(&mut self, at: u32, whose: &str) {
        self.warn(at, "-Wempty-body", format!("suggest braces around empty body in {whose} statement"));
    }
}
