//! Operators with two operands, C11 6.5.5 to 6.5.14.
//!
//! Entry points: `Parser::binary`, `Parser::made`, `Parser::bad`.

use super::*;

impl Parser {
    pub(super) fn bad(&self, at: u32, first: u32, last: u32) -> Operand {
        Operand { node: Node::Bad, ty: TypeId::INT, at, first, last }
    }

    /// An operand that is a value.
    pub(super) fn made(&self, e: ExprId, at: u32, first: u32, last: u32) -> Operand {
        Operand { node: Node::Value(e), ty: self.func.body.expr(e).ty, at, first, last }
    }

    pub(super) fn made_place(&mut self, kind: PlaceKind, ty: TypeId, at: u32, first: u32, last: u32) -> Operand {
        let place = self.place(kind, ty, at);
        Operand { node: Node::Place(place), ty, at, first, last }
    }

    /// `l op r` for all operators but assignment and the comma.
    pub(super) fn binary(&mut self, kind: Tok, at: u32, l: Operand, r: Operand) -> Operand {
        let (first, last) = (l.first, r.last);
        if l.node == Node::Bad || r.node == Node::Bad {
            return self.bad(at, first, last);
        }
        if self.wall {
            self.check_signs(kind, at, &l, &r);
            self.check_parentheses(kind, at, &l, &r);
            self.check_comparison(kind, at, &l, &r);
            self.check_division(kind, at, &l, &r);
            if matches!(kind, Tok::AmpAmp | Tok::PipePipe) {
                self.check_truth(&l, l.first);
                self.check_truth(&r, r.first);
            }
        }
        let (a, b) = (self.value_or_promoted(l), self.value_or_promoted(r));
        if let Some(made) = self.wide_binary(kind, at, &a, &b) {
            return made;
        }
        let made = match kind {
            Tok::Plus | Tok::Minus => self.additive(kind, at, &a, &b),
            Tok::Star | Tok::Slash => self.arithmetic(kind, at, &a, &b, false),
            Tok::Percent | Tok::Amp | Tok::Caret | Tok::Pipe => self.arithmetic(kind, at, &a, &b, true),
            Tok::Shl | Tok::Shr => self.shift(kind, at, &a, &b),
            Tok::Lt | Tok::Gt | Tok::Le | Tok::Ge | Tok::EqEq | Tok::Ne => self.compare(kind, at, &a, &b),
            _ => self.logical(kind, at, &a, &b),
        };
        match made {
            Some(e) => self.made(e, at, first, last),
            None => self.bad(at, first, last),
        }
    }

    /// The operand as a value; a narrow bit-field as an int.
    pub(super) fn value_or_promoted(&mut self, op: Operand) -> Operand {
        if self.bit_field(&op).is_none() {
            return self.value(op);
        }
        let e = self.promote(&op);
        Operand { node: Node::Value(e), ty: self.func.body.expr(e).ty, ..op }
    }

    pub(super) fn invalid_operands(&mut self, text: &str, at: u32, l: &Operand, r: &Operand) -> Option<ExprId> {
        if self.types.is_void(l.ty) || self.types.is_void(r.ty) {
            let op = if self.types.is_void(l.ty) { l } else { r };
            self.error_operand(op, "void value not ignored as it ought to be");
            return None;
        }
        let message =
            format!("invalid operands to binary {text} (have {} and {})", self.quoted(l.ty), self.quoted(r.ty));
        self.complain_binary(Severity::Error, at, l, r, "", message);
        None
    }

    fn additive(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand) -> Option<ExprId> {
        let (lp, rp) = (self.types.pointee(l.ty), self.types.pointee(r.ty));
        let minus = kind == Tok::Minus;
        match (lp, rp) {
            (None, None) => self.arithmetic(kind, at, l, r, false),
            (Some(target), None) if self.types.is_integer(r.ty) => self.step(at, l, r, target, minus),
            (None, Some(target)) if self.types.is_integer(l.ty) && !minus => self.step(at, r, l, target, false),
            (Some(p), Some(q)) if minus => {
                let similar = self.compatible_unqualified(p, q);
                if !similar {
                    return self.invalid_operands("-", at, l, r);
                }
                if !self.types.is_void(p) && self.types.as_record(p).is_some() && self.types.size(p).is_none() {
                    self.error(at, "arithmetic on pointer to an incomplete type");
                    return None;
                }
                if !self.complete_target(p, at) {
                    return None;
                }
                let (left, right) = (self.rvalue(l), self.rvalue(r));
                let elem = self.elem_size(p);
                Some(self.expr(ExprKind::PtrDiff { left, right, elem }, TypeId::LONG, at))
            }
            _ => self.invalid_operands(kind.text(), at, l, r),
        }
    }

    /// Complains if a pointer's target has no size.
    pub(super) fn complete_target(&mut self, target: TypeId, at: u32) -> bool {
        let sized = self.types.size(target).is_some()
            || self.types.is_variably_sized(target)
            || self.types.is_void(target)
            || self.types.is_function(target);
        if !sized {
            if self.types.as_record(target).is_some() {
                let name = self.quoted(target.unqualified());
                self.error(at, format!("invalid use of undefined type {name}"));
            } else {
                self.error(at, "arithmetic on pointer to an incomplete type");
            }
        }
        sized
    }

    pub(super) fn step(&mut self, at: u32, p: &Operand, i: &Operand, target: TypeId, minus: bool) -> Option<ExprId> {
        if !self.complete_target(target, at) {
            return None;
        }
        let ptr = self.rvalue(p);
        let index = self.promote(i);
        let index = self.cast_expr(index, TypeId::LONG, i.at);
        let elem = self.elem_size(target);
        let kind = if minus { ExprKind::PtrSub { ptr, index, elem } } else { ExprKind::PtrAdd { ptr, index, elem } };
        Some(self.expr(kind, p.ty, at))
    }

    /// Whether a type is an integer, or any number if that will do.
    pub(super) fn is_operand(&self, ty: TypeId, integers: bool) -> bool {
        if integers { self.types.is_integer(ty) } else { self.types.is_arithmetic(ty) }
    }

    fn arithmetic(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand, integers: bool) -> Option<ExprId> {
        if !self.is_operand(l.ty, integers) || !self.is_operand(r.ty, integers) {
            return self.invalid_operands(kind.text(), at, l, r);
        }
        let (a, b, ty) = self.usual(l, r);
        let op = binary_op(kind)?;
        if matches!(op, BinaryOp::Div | BinaryOp::Rem) && self.int_of(b) == Some(0) {
            self.complain_binary(Severity::Warning, at, l, r, "-Wdiv-by-zero", "division by zero".into());
        }
        Some(self.fold_binary(op, a, b, ty, at))
    }

    fn shift(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand) -> Option<ExprId> {
        if !self.types.is_integer(l.ty) || !self.types.is_integer(r.ty) {
            return self.invalid_operands(kind.text(), at, l, r);
        }
        let (a, b) = (self.promote(l), self.promote(r));
        let ty = self.func.body.expr(a).ty;
        let (side, op) = if kind == Tok::Shl { ("left", BinaryOp::Shl) } else { ("right", BinaryOp::Shr) };
        self.check_shift(side, at, l, r, b, ty);
        if kind == Tok::Shl {
            self.check_shifted(at, l, a);
        }
        if let (Some(x), Some(y)) = (self.int_of(a), self.int_of(b)) {
            let bits = self.types.size(ty).unwrap_or(8) as i64 * 8;
            if (0..bits).contains(&y) {
                let value = self.fold_int(op, x, y, ty)?.value;
                return Some(self.int_expr(value, ty, at));
            }
        }
        Some(self.expr(ExprKind::Binary(op, a, b), ty, at))
    }

    pub(super) fn check_shift(&mut self, side: &str, at: u32, l: &Operand, r: &Operand, count: ExprId, ty: TypeId) {
        let Some(n) = self.int_of(count) else { return };
        let bits = self.types.size(ty).unwrap_or(8) as i64 * 8;
        let (what, option) = if n < 0 && self.types.is_signed(r.ty) {
            ("is negative", "-Wshift-count-negative")
        } else if n >= bits || n < 0 {
            (">= width of type", "-Wshift-count-overflow")
        } else {
            return;
        };
        self.complain_binary(Severity::Warning, at, l, r, option, format!("{side} shift count {what}"));
    }

    fn check_shifted(&mut self, at: u32, l: &Operand, value: ExprId) {
        if self.wall && self.types.is_signed(l.ty) && self.int_of(value).is_some_and(|n| n < 0) {
            self.warn(at, "-Wshift-negative-value", "left shift of negative value");
        }
    }

    fn compare(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand) -> Option<ExprId> {
        let op = match kind {
            Tok::Lt => CompareOp::Lt,
            Tok::Gt => CompareOp::Gt,
            Tok::Le => CompareOp::Le,
            Tok::Ge => CompareOp::Ge,
            Tok::EqEq => CompareOp::Eq,
            _ => CompareOp::Ne,
        };
        if self.types.is_arithmetic(l.ty) && self.types.is_arithmetic(r.ty) {
            let (a, b, _) = self.usual(l, r);
            return Some(self.fold_compare(op, a, b, at));
        }
        let (lp, rp) = (self.types.pointee(l.ty), self.types.pointee(r.ty));
        let common = match (lp, rp) {
            (Some(p), Some(q)) => {
                let void = self.types.is_void(p) || self.types.is_void(q);
                let null = self.is_null_constant(l) || self.is_null_constant(r);
                if !void && !null && !self.compatible_unqualified(p, q) {
                    let message = "comparison of distinct pointer types lacks a cast".to_string();
                    self.complain_binary(Severity::Warning, at, l, r, "", message);
                }
                l.ty
            }
            (Some(_), None) if self.types.is_integer(r.ty) => {
                self.pointer_and_integer(at, l, r);
                l.ty
            }
            (None, Some(_)) if self.types.is_integer(l.ty) => {
                self.pointer_and_integer(at, r, l);
                r.ty
            }
            _ => return self.invalid_operands(kind.text(), at, l, r),
        };
        let (a, b) = (self.rvalue(l), self.rvalue(r));
        let a = self.cast_expr(a, common, l.at);
        let b = self.cast_expr(b, common, r.at);
        Some(self.fold_compare(op, a, b, at))
    }

    fn pointer_and_integer(&mut self, at: u32, p: &Operand, i: &Operand) {
        if self.integer_constant(i) != Some(0) {
            self.complain_binary(Severity::Warning, at, p, i, "", "comparison between pointer and integer".into());
        }
    }

    fn logical(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand) -> Option<ExprId> {
        for op in [l, r] {
            if !self.types.is_scalar(op.ty) {
                self.condition_value(op);
                return None;
            }
        }
        let op = if kind == Tok::AmpAmp { LogicalOp::And } else { LogicalOp::Or };
        let (a, b) = (self.rvalue(l), self.rvalue(r));
        match (op, self.truth_of(a), self.truth_of(b)) {
            (LogicalOp::And, Some(false), _) => Some(self.int_expr(0, TypeId::INT, at)),
            (LogicalOp::Or, Some(true), _) => Some(self.int_expr(1, TypeId::INT, at)),
            (_, Some(_), Some(y)) => Some(self.int_expr(i64::from(y), TypeId::INT, at)),
            _ => Some(self.expr(ExprKind::Logical(op, a, b), TypeId::INT, at)),
        }
    }

    // -----------------------------------------------------------------------------------------
    // Members, elements, casts, conditions
}

/// The operator of arithmetic tokens.
fn binary_op(kind: Tok) -> Option<BinaryOp> {
    Some(match kind {
        Tok::Plus => BinaryOp::Add,
        Tok::Minus => BinaryOp::Sub,
        Tok::Star => BinaryOp::Mul,
        Tok::Slash => BinaryOp::Div,
        Tok::Percent => BinaryOp::Rem,
        Tok::Amp => BinaryOp::And,
        Tok::Pipe => BinaryOp::Or,
        Tok::Caret => BinaryOp::Xor,
        _ => return None,
    })
}
