//! Comparisons whose outcome the operands' types decide: `-Wbool-compare`, `-Wsign-compare`, `-Wtype-limits`.

use super::*;

/// The comparison with its operands exchanged.
fn exchanged(kind: Tok) -> Tok {
    match kind {
        Tok::Lt => Tok::Gt,
        Tok::Gt => Tok::Lt,
        Tok::Le => Tok::Ge,
        Tok::Ge => Tok::Le,
        _ => kind,
    }
}

/// What a comparison of something from `low` to `high` with `n` always is.
fn decided(kind: Tok, n: i64, (low, high): (i64, i64)) -> Option<bool> {
    let outside = n < low || n > high;
    match kind {
        Tok::EqEq if outside => Some(false),
        Tok::Ne if outside => Some(true),
        Tok::Lt if n > high => Some(true),
        Tok::Lt if n <= low => Some(false),
        Tok::Gt if n < low => Some(true),
        Tok::Gt if n >= high => Some(false),
        Tok::Le if n >= high => Some(true),
        Tok::Le if n < low => Some(false),
        Tok::Ge if n <= low => Some(true),
        Tok::Ge if n > high => Some(false),
        _ => None,
    }
}

impl Parser {
    /// About `l == r` and its like; `at` is the operator.
    pub(in super::super) fn check_signs(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand) {
        if !matches!(kind, Tok::EqEq | Tok::Ne | Tok::Lt | Tok::Gt | Tok::Le | Tok::Ge) {
            return;
        }
        if !self.types.is_integer(l.ty) || !self.types.is_integer(r.ty) || self.is_wide(l.ty) || self.is_wide(r.ty) {
            return;
        }
        match (self.constant(l), self.constant(r)) {
            (None, Some(n)) => self.check_constant(kind, at, l, r, n),
            (Some(n), None) => self.check_constant(exchanged(kind), at, r, l, n),
            _ => {}
        }
        self.check_signedness(kind, at, l, r);
    }

    fn constant(&self, op: &Operand) -> Option<i64> {
        match op.node {
            Node::Value(e) => self.int_of(e),
            _ => None,
        }
    }

    /// The type in which two integers are compared.
    fn compared_as(&self, l: &Operand, r: &Operand) -> TypeId {
        self.common(self.promoted(l.ty), self.promoted(r.ty))
    }

    /// About a comparison with the constant `n`, which `constant` is.
    fn check_constant(&mut self, kind: Tok, at: u32, op: &Operand, constant: &Operand, n: i64) {
        if self.is_truth_value(op) {
            if let Some(truth) = decided(kind, n, (0, 1))
                && (!matches!(kind, Tok::EqEq | Tok::Ne) || n != 0 && n != 1)
            {
                let message = format!("comparison of constant '{n}' with boolean expression is always {truth}");
                self.warn(at, "-Wbool-compare", message);
            }
            return;
        }
        let ty = op.ty.unqualified();
        if matches!(self.types.kind(ty), TypeKind::Enum(_)) || self.bit_field(op).is_some() {
            return;
        }
        let size = self.types.size(ty).unwrap_or(8);
        if n == 0 && size >= 4 && !self.types.is_signed(self.compared_as(op, constant)) && !self.types.is_signed(ty) {
            match kind {
                Tok::Ge => self.warn(at, "-Wtype-limits", "comparison of unsigned expression in '>= 0' is always true"),
                Tok::Lt => self.warn(at, "-Wtype-limits", "comparison of unsigned expression in '< 0' is always false"),
                _ => {}
            }
        }
        if size < 4 && self.types.is_signed(constant.ty) {
            let bits = 8 * size;
            let range = match self.types.is_signed(ty) {
                true => (-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
                false => (0, (1 << bits) - 1),
            };
            if let Some(truth) = decided(kind, n, range) {
                let message = format!("comparison is always {truth} due to limited range of data type");
                self.warn(at, "-Wtype-limits", message);
            }
        }
    }

    /// Is the operand what a comparison or a logical operator gives, or a `_Bool`?
    fn is_truth_value(&self, op: &Operand) -> bool {
        let made =
            |e| matches!(self.func.body.expr(e).kind, ExprKind::Compare(..) | ExprKind::Not(_) | ExprKind::Logical(..));
        op.ty.unqualified() == TypeId::BOOL || matches!(op.node, Node::Value(e) if made(e))
    }

    fn check_signedness(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand) {
        let known = |op: &Operand| {
            let special = matches!(self.types.kind(op.ty.unqualified()), TypeKind::Enum(_) | TypeKind::Bool);
            !special && self.bit_field(op).is_none()
        };
        if !known(l) || !known(r) || self.types.is_signed(l.ty) == self.types.is_signed(r.ty) {
            return;
        }
        let result = self.compared_as(l, r);
        if self.types.is_signed(result) {
            return;
        }
        let (signed, unsigned) = if self.types.is_signed(l.ty) { (l, r) } else { (r, l) };
        let cannot_be_negative = matches!(signed.node, Node::Value(e) if self.is_not_negative(e));
        // A constant that the signed type has too is found or not found by either.
        let limit = if self.types.size(result) == Some(8) { i64::MAX } else { i64::from(i32::MAX) };
        let found =
            matches!(kind, Tok::EqEq | Tok::Ne) && self.constant(unsigned).is_some_and(|n| (0..=limit).contains(&n));
        if cannot_be_negative || found {
            return;
        }
        let (l, r) = (self.quoted(l.ty.unqualified()), self.quoted(r.ty.unqualified()));
        let message = format!("comparison of integer expressions of different signedness: {l} and {r}");
        self.warn(at, "-Wsign-compare", message);
    }

    /// Does gcc know that a value is not negative (tree_expr_nonnegative_p)?
    fn is_not_negative(&self, e: ExprId) -> bool {
        let expr = self.func.body.expr(e);
        match expr.kind {
            ExprKind::Int(n) => n >= 0,
            ExprKind::Compare(..) | ExprKind::Not(_) | ExprKind::Logical(..) => true,
            ExprKind::Cast(inner) => {
                let from = self.func.body.expr(inner).ty;
                self.types.is_integer(from) && (!self.types.is_signed(from) || self.is_not_negative(inner))
            }
            ExprKind::Binary(BinaryOp::And, a, b) => self.is_not_negative(a) || self.is_not_negative(b),
            ExprKind::Binary(BinaryOp::Shr | BinaryOp::Rem, a, _) => self.is_not_negative(a),
            ExprKind::Binary(_, a, b) => self.is_not_negative(a) && self.is_not_negative(b),
            ExprKind::Cond { then, otherwise, .. } => self.is_not_negative(then) && self.is_not_negative(otherwise),
            ExprKind::Comma(_, b) => self.is_not_negative(b),
            ExprKind::Load(_)
            | ExprKind::Unary(..)
            | ExprKind::Assign { .. }
            | ExprKind::AssignOp { .. }
            | ExprKind::IncDec { .. }
            | ExprKind::PtrDiff { .. } => false,
            ExprKind::Call { callee: Callee::Direct(symbol), .. } => {
                matches!(self.names.get(self.symbols[symbol.index()].name), "abs" | "labs" | "llabs" | "ffs" | "ffsl")
            }
            // What it is not known of is better left alone.
            _ => !matches!(expr.kind, ExprKind::Call { .. }),
        }
    }
}
