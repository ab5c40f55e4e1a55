//! Operators that change their operand: assignment, compound assignment, `++` and `--`, C11 6.5.16.
//!
//! Entry points: `Parser::assign`, `Parser::inc_dec`.

use super::convert::Context;
use super::*;

impl Parser {
    /// `++` and `--`.
    pub(super) fn inc_dec(&mut self, op: Operand, inc: IncDecOp, at: u32, first: u32, last: u32) -> Operand {
        let increment = matches!(inc, IncDecOp::PreInc | IncDecOp::PostInc);
        let word = if increment { "increment" } else { "decrement" };
        if op.node == Node::Bad {
            return self.bad(at, first, last);
        }
        let Some(place) = self.modifiable(&op, at, &format!("lvalue required as {word} operand"), word) else {
            return self.bad(at, first, last);
        };
        if self.is_wide(op.ty) {
            let one = self.int_expr(1, TypeId::INT, at);
            let one = self.made(one, at, at, at);
            let kind = if increment { Tok::Plus } else { Tok::Minus };
            let post = matches!(inc, IncDecOp::PostInc | IncDecOp::PostDec);
            let e = self.wide_change(kind, at, &op, &one, place, post);
            return self.made(e, at, first, last);
        }
        let step = match self.types.pointee(op.ty) {
            Some(target) if self.types.as_record(target).is_some() && self.types.size(target).is_none() => {
                let name = self.quoted(target.unqualified());
                self.error(at, format!("{word} of pointer to an incomplete type {name}"));
                return self.bad(at, first, last);
            }
            Some(target) => {
                if !self.complete_target(target, at) {
                    return self.bad(at, first, last);
                }
                self.elem_size(target)
            }
            None if self.types.is_arithmetic(op.ty) => ElemSize::Const(1),
            None => {
                self.error(at, format!("wrong type argument to {word}"));
                return self.bad(at, first, last);
            }
        };
        if let ElemSize::Const(amount) = step
            && let Some(ptr) = self.atomic_target(&op, place, at)
        {
            let rmw = if increment { RmwOp::Add } else { RmwOp::Sub };
            let post = matches!(inc, IncDecOp::PostInc | IncDecOp::PostDec);
            let atomic = if post { AtomicOp::Fetch(rmw) } else { AtomicOp::RmwFetch(rmw) };
            let one = self.int_expr(amount as i64, TypeId::LONG, at);
            let one = self.cast_expr(one, op.ty, at);
            let kind = ExprKind::Atomic { op: atomic, ptr, ty: op.ty.unqualified(), args: Box::new([one]) };
            let e = self.expr(kind, op.ty, at);
            return self.made(e, at, first, last);
        }
        let e = self.expr(ExprKind::IncDec { place, op: inc, step }, op.ty, at);
        self.made(e, at, first, last)
    }

    /// The address of an `_Atomic` integer or pointer that is to be changed in one step.
    pub(super) fn atomic_target(&mut self, op: &Operand, place: PlaceId, at: u32) -> Option<ExprId> {
        let fits = self.types.is_integer(op.ty) && op.ty.unqualified() != TypeId::BOOL || self.types.is_pointer(op.ty);
        if !op.ty.quals().has(Quals::ATOMIC) || !fits || self.bit_field(op).is_some() {
            return None;
        }
        Some(self.address(place, op.ty, at))
    }

    /// The place of an operand that is about to be changed; complains if it may not be.
    pub(super) fn modifiable(&mut self, op: &Operand, at: u32, no_lvalue: &str, word: &str) -> Option<PlaceId> {
        let place = match op.node {
            Node::Place(place) if !self.types.is_function(op.ty) && !self.is_part_of_value(place) => place,
            _ => {
                let dereferenced = self.types.is_void(op.ty) && op.at == op.first;
                let void = dereferenced && self.toks[op.at as usize].kind == Tok::Star;
                self.error(at, if void { "invalid use of void expression" } else { no_lvalue });
                return None;
            }
        };
        if self.types.is_array(op.ty) {
            let message = if word == "assignment" { "assignment to expression with array type" } else { no_lvalue };
            self.error(at, message);
            return None;
        }
        let const_member = self.types.as_record(op.ty).is_some_and(|id| self.types.record(id).has_const);
        if op.ty.quals().has(Quals::CONST) || const_member {
            let what = self.describe(op, place);
            let word = if word == "assignment" {
                "assignment of"
            } else if word == "increment" {
                "increment of"
            } else {
                "decrement of"
            };
            self.error(at, format!("{word} {what}"));
            return None;
        }
        if self.types.size(op.ty).is_none() {
            let name = self.quoted(op.ty.unqualified());
            self.error_operand(op, format!("invalid use of undefined type {name}"));
            return None;
        }
        Some(place)
    }

    /// What a read-only place is called.
    pub(super) fn describe(&self, op: &Operand, place: PlaceId) -> String {
        let text = self.source_text(op.first, op.last);
        match &self.func.body.place(place).kind {
            PlaceKind::Local(l) => {
                let local = &self.func.locals[l.index()];
                let word = if local.kind == LocalKind::Param { "parameter" } else { "variable" };
                format!("read-only {word} '{}'", self.names.get(local.name))
            }
            PlaceKind::Symbol(s) => {
                format!("read-only variable '{}'", self.names.get(self.symbols[s.0 as usize].name))
            }
            PlaceKind::Field { .. } => {
                format!("read-only member '{}'", self.names.get(self.toks[op.last as usize].sym))
            }
            _ => format!("read-only location '{text}'"),
        }
    }

    /// Tokens as text.
    pub(super) fn source_text(&self, first: u32, last: u32) -> String {
        let mut out = String::new();
        for i in first..=last.min(first + 60) {
            let token = self.toks[i as usize];
            out.push_str(if token.sym == Sym::EMPTY { token.kind.text() } else { self.names.get(token.sym) });
        }
        out
    }

    /// `l = r` and `l op= r`.
    pub(super) fn assign(&mut self, kind: Tok, at: u32, l: Operand, r: Operand) -> Operand {
        let (first, last) = (l.first, r.last);
        if l.node == Node::Bad || r.node == Node::Bad {
            if let Node::Place(place) = l.node {
                self.func.almost_set.push(place);
            }
            return self.bad(at, first, last);
        }
        let Some(place) = self.modifiable(&l, at, "lvalue required as left operand of assignment", "assignment") else {
            return self.bad(at, first, last);
        };
        if kind == Tok::Eq {
            self.assign_at = at;
            let value = self.convert_to(&r, l.ty, Context::Assign);
            self.assign_at = 0;
            if let Some(bits) = self.bit_field(&l) {
                self.check_bit_value(&r, value, l.ty, bits.width);
            }
            let e = self.expr(ExprKind::Assign { place, value }, l.ty, at);
            return self.made(e, at, first, last);
        }
        if self.is_wide(l.ty) || self.is_wide(r.ty) {
            let e = self.wide_change(operator_of(kind), at, &l, &r, place, false);
            return self.made(e, at, first, last);
        }
        match self.assign_op(kind, at, &l, &r, place) {
            Some(e) => self.made(e, at, first, last),
            None => self.bad(at, first, last),
        }
    }

    pub(super) fn assign_op(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand, place: PlaceId) -> Option<ExprId> {
        let op = compound_op(kind);
        let text = kind.text().trim_end_matches('=');
        let right = self.value_or_promoted(*r);
        let left_value = Operand { ty: l.ty.unqualified(), ..*l };
        if let Some(target) = self.types.pointee(l.ty)
            && matches!(op, BinaryOp::Add | BinaryOp::Sub)
            && self.types.is_integer(right.ty)
        {
            return self.assign_pointer(op, at, l, &right, place, target);
        }
        let integers = !matches!(op, BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div);
        if !self.is_operand(l.ty, integers) || !self.is_operand(right.ty, integers) {
            return self.invalid_operands(text, at, &left_value, &right);
        }
        let narrow = self.bit_field(l).is_some_and(|b| b.width < 32);
        let left_ty = if narrow { TypeId::INT } else { self.promoted(l.ty) };
        let value = self.promote(&right);
        if matches!(op, BinaryOp::Shl | BinaryOp::Shr) {
            let side = if op == BinaryOp::Shl { "left" } else { "right" };
            self.check_shift(side, at, l, &right, value, left_ty);
            return Some(self.expr(ExprKind::AssignOp { place, op, op_ty: left_ty, value }, l.ty, at));
        }
        if matches!(op, BinaryOp::Div | BinaryOp::Rem) && self.int_of(value) == Some(0) {
            self.complain_binary(Severity::Warning, at, l, &right, "-Wdiv-by-zero", "division by zero".into());
        }
        let op_ty = self.common(left_ty, self.func.body.expr(value).ty);
        if let Some(e) = self.assign_atomic(op, at, l, value, place) {
            return Some(e);
        }
        let value = self.cast_expr(value, op_ty, at);
        Some(self.expr(ExprKind::AssignOp { place, op, op_ty, value }, l.ty, at))
    }

    /// `p += i` and `p -= i`.
    fn assign_pointer(
        &mut self,
        op: BinaryOp,
        at: u32,
        l: &Operand,
        right: &Operand,
        place: PlaceId,
        target: TypeId,
    ) -> Option<ExprId> {
        if !self.complete_target(target, at) {
            return None;
        }
        let index = self.promote(right);
        let index = self.cast_expr(index, TypeId::LONG, at);
        let elem = self.elem_size(target);
        let kind = ExprKind::AssignPtr { place, op, index, elem };
        Some(self.expr(kind, l.ty, at))
    }

    /// Compound assignment to an `_Atomic` object, if it can be done at once.
    fn assign_atomic(&mut self, op: BinaryOp, at: u32, l: &Operand, value: ExprId, place: PlaceId) -> Option<ExprId> {
        let rmw = atomic_op(op)?;
        let ptr = self.atomic_target(l, place, at)?;
        let value = self.cast_expr(value, l.ty, at);
        let kind =
            ExprKind::Atomic { op: AtomicOp::RmwFetch(rmw), ptr, ty: l.ty.unqualified(), args: Box::new([value]) };
        Some(self.expr(kind, l.ty, at))
    }
}

/// The operation of a compound assignment.
fn compound_op(kind: Tok) -> BinaryOp {
    match kind {
        Tok::PlusEq => BinaryOp::Add,
        Tok::MinusEq => BinaryOp::Sub,
        Tok::StarEq => BinaryOp::Mul,
        Tok::SlashEq => BinaryOp::Div,
        Tok::PercentEq => BinaryOp::Rem,
        Tok::AmpEq => BinaryOp::And,
        Tok::PipeEq => BinaryOp::Or,
        Tok::CaretEq => BinaryOp::Xor,
        Tok::ShlEq => BinaryOp::Shl,
        _ => BinaryOp::Shr,
    }
}

/// The operator within that of a compound assignment.
fn operator_of(kind: Tok) -> Tok {
    match kind {
        Tok::PlusEq => Tok::Plus,
        Tok::MinusEq => Tok::Minus,
        Tok::StarEq => Tok::Star,
        Tok::SlashEq => Tok::Slash,
        Tok::PercentEq => Tok::Percent,
        Tok::AmpEq => Tok::Amp,
        Tok::PipeEq => Tok::Pipe,
        Tok::CaretEq => Tok::Caret,
        Tok::ShlEq => Tok::Shl,
        _ => Tok::Shr,
    }
}

/// The operation that an atomic access can do at once.
fn atomic_op(op: BinaryOp) -> Option<RmwOp> {
    Some(match op {
        BinaryOp::Add => RmwOp::Add,
        BinaryOp::Sub => RmwOp::Sub,
        BinaryOp::And => RmwOp::And,
        BinaryOp::Or => RmwOp::Or,
        BinaryOp::Xor => RmwOp::Xor,
        _ => return None,
    })
}
