//! Operators: what each means for its operands' types, C11 6.5.
//!
//! Entry points: `Parser::binary`, `Parser::unary`, `Parser::assign`, `Parser::member`, `Parser::index`,
//! `Parser::cast`, `Parser::conditional_value`, `Parser::condition`.

use super::convert::Context;
use super::*;

impl Parser {
    pub(super) fn bad(&self, at: u32, first: u32, last: u32) -> Operand {
        Operand {
            node: Node::Bad,
            ty: TypeId::INT,
            at,
            first,
            last,
        }
    }

    /// An operand that is a value.
    pub(super) fn made(&self, e: ExprId, at: u32, first: u32, last: u32) -> Operand {
        Operand {
            node: Node::Value(e),
            ty: self.func.body.expr(e).ty,
            at,
            first,
            last,
        }
    }

    pub(super) fn made_place(
        &mut self,
        kind: PlaceKind,
        ty: TypeId,
        at: u32,
        first: u32,
        last: u32,
    ) -> Operand {
        let place = self.place(kind, ty, at);
        Operand {
            node: Node::Place(place),
            ty,
            at,
            first,
            last,
        }
    }

    /// `l op r` for all operators but assignment and the comma.
    pub(super) fn binary(&mut self, kind: Tok, at: u32, l: Operand, r: Operand) -> Operand {
        let (first, last) = (l.first, r.last);
        if l.node == Node::Bad || r.node == Node::Bad {
            return self.bad(at, first, last);
        }
        let (a, b) = (self.value_or_promoted(l), self.value_or_promoted(r));
        let made = match kind {
            Tok::Plus | Tok::Minus => self.additive(kind, at, &a, &b),
            Tok::Star | Tok::Slash => self.arithmetic(kind, at, &a, &b, false),
            Tok::Percent | Tok::Amp | Tok::Caret | Tok::Pipe => {
                self.arithmetic(kind, at, &a, &b, true)
            }
            Tok::Shl | Tok::Shr => self.shift(kind, at, &a, &b),
            Tok::Lt | Tok::Gt | Tok::Le | Tok::Ge | Tok::EqEq | Tok::Ne => {
                self.compare(kind, at, &a, &b)
            }
            _ => self.logical(kind, at, &a, &b),
        };
        match made {
            Some(e) => self.made(e, at, first, last),
            None => self.bad(at, first, last),
        }
    }

    /// The operand as a value; a narrow bit-field as an int.
    fn value_or_promoted(&mut self, op: Operand) -> Operand {
        if self.bit_field(&op).is_none() {
            return self.value(op);
        }
        let e = self.promote(&op);
        Operand {
            node: Node::Value(e),
            ty: self.func.body.expr(e).ty,
            ..op
        }
    }

    fn invalid_operands(
        &mut self,
        text: &str,
        at: u32,
        l: &Operand,
        r: &Operand,
    ) -> Option<ExprId> {
        if self.types.is_void(l.ty) || self.types.is_void(r.ty) {
            let op = if self.types.is_void(l.ty) { l } else { r };
            self.error_operand(op, "void value not ignored as it ought to be");
            return None;
        }
        let message = format!(
            "invalid operands to binary {text} (have {} and {})",
            self.quoted(l.ty),
            self.quoted(r.ty)
        );
        self.complain_binary(Severity::Error, at, l, r, "", message);
        None
    }

    fn additive(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand) -> Option<ExprId> {
        let (lp, rp) = (self.types.pointee(l.ty), self.types.pointee(r.ty));
        let minus = kind == Tok::Minus;
        match (lp, rp) {
            (None, None) => self.arithmetic(kind, at, l, r, false),
            (Some(target), None) if self.types.is_integer(r.ty) => {
                self.step(at, l, r, target, minus)
            }
            (None, Some(target)) if self.types.is_integer(l.ty) && !minus => {
                self.step(at, r, l, target, false)
            }
            (Some(p), Some(q)) if minus => {
                let similar = self.compatible_unqualified(p, q);
                if !similar {
                    return self.invalid_operands("-", at, l, r);
                }
                if !self.complete_target(p, l) {
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
    fn complete_target(&mut self, target: TypeId, op: &Operand) -> bool {
        let sized = self.types.size(target).is_some()
            || self.types.is_variably_sized(target)
            || self.types.is_void(target)
            || self.types.is_function(target);
        if !sized {
            if self.types.as_record(target).is_some() {
                let name = self.quoted(target.unqualified());
                self.error_operand(op, format!("invalid use of undefined type {name}"));
            } else {
                self.error_operand(op, "arithmetic on pointer to an incomplete type");
            }
        }
        sized
    }

    fn step(
        &mut self,
        at: u32,
        p: &Operand,
        i: &Operand,
        target: TypeId,
        minus: bool,
    ) -> Option<ExprId> {
        if !self.complete_target(target, p) {
            return None;
        }
        let ptr = self.rvalue(p);
        let index = self.promote(i);
        let index = self.cast_expr(index, TypeId::LONG, i.at);
        let elem = self.elem_size(target);
        let kind = if minus {
            ExprKind::PtrSub { ptr, index, elem }
        } else {
            ExprKind::PtrAdd { ptr, index, elem }
        };
        Some(self.expr(kind, p.ty, at))
    }

    fn arithmetic(
        &mut self,
        kind: Tok,
        at: u32,
        l: &Operand,
        r: &Operand,
        integers: bool,
    ) -> Option<ExprId> {
        let fits = |p: &Parser, t: TypeId| {
            if integers {
                p.types.is_integer(t)
            } else {
                p.types.is_arithmetic(t)
            }
        };
        if !fits(self, l.ty) || !fits(self, r.ty) {
            return self.invalid_operands(kind.text(), at, l, r);
        }
        let (a, b, ty) = self.usual(l, r);
        let op = binary_op(kind)?;
        if matches!(op, BinaryOp::Div | BinaryOp::Rem) && self.int_of(b) == Some(0) {
            self.complain_binary(
                Severity::Warning,
                at,
                l,
                r,
                "-Wdiv-by-zero",
                "division by zero".into(),
            );
        }
        Some(self.fold_binary(op, a, b, ty, at))
    }

    fn shift(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand) -> Option<ExprId> {
        if !self.types.is_integer(l.ty) || !self.types.is_integer(r.ty) {
            return self.invalid_operands(kind.text(), at, l, r);
        }
        let (a, b) = (self.promote(l), self.promote(r));
        let ty = self.func.body.expr(a).ty;
        let (side, op) = if kind == Tok::Shl {
            ("left", BinaryOp::Shl)
        } else {
            ("right", BinaryOp::Shr)
        };
        self.check_shift(side, at, l, r, b, ty);
        if let (Some(x), Some(y)) = (self.int_of(a), self.int_of(b)) {
            let bits = self.types.size(ty).unwrap_or(8) as i64 * 8;
            if (0..bits).contains(&y) {
                let value = self.fold_int(op, x, y, ty)?.value;
                return Some(self.int_expr(value, ty, at));
            }
        }
        Some(self.expr(ExprKind::Binary(op, a, b), ty, at))
    }

    fn check_shift(
        &mut self,
        side: &str,
        at: u32,
        l: &Operand,
        r: &Operand,
        count: ExprId,
        ty: TypeId,
    ) {
        let Some(n) = self.int_of(count) else { return };
        let bits = self.types.size(ty).unwrap_or(8) as i64 * 8;
        let (what, option) = if n < 0 && self.types.is_signed(r.ty) {
            ("is negative", "-Wshift-count-negative")
        } else if n >= bits || n < 0 {
            (">= width of type", "-Wshift-count-overflow")
        } else {
            return;
        };
        self.complain_binary(
            Severity::Warning,
            at,
            l,
            r,
            option,
            format!("{side} shift count {what}"),
        );
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
            self.complain_binary(
                Severity::Warning,
                at,
                p,
                i,
                "",
                "comparison between pointer and integer".into(),
            );
        }
    }

    fn logical(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand) -> Option<ExprId> {
        if !self.types.is_scalar(l.ty) || !self.types.is_scalar(r.ty) {
            return self.invalid_operands(kind.text(), at, l, r);
        }
        let op = if kind == Tok::AmpAmp {
            LogicalOp::And
        } else {
            LogicalOp::Or
        };
        let (a, b) = (self.rvalue(l), self.rvalue(r));
        match (op, self.truth_of(a), self.truth_of(b)) {
            (LogicalOp::And, Some(false), _) => Some(self.int_expr(0, TypeId::INT, at)),
            (LogicalOp::Or, Some(true), _) => Some(self.int_expr(1, TypeId::INT, at)),
            (_, Some(_), Some(y)) => Some(self.int_expr(i64::from(y), TypeId::INT, at)),
            _ => Some(self.expr(ExprKind::Logical(op, a, b), TypeId::INT, at)),
        }
    }

    // -----------------------------------------------------------------------------------------
    // One operand

    /// `& * + - ~ !`
    pub(super) fn unary(&mut self, kind: Tok, at: u32, op: Operand) -> Operand {
        let (first, last) = (at, op.last);
        if op.node == Node::Bad {
            return self.bad(at, first, last);
        }
        match kind {
            Tok::Amp => return self.address_of(at, op),
            Tok::Star => return self.dereference(at, op),
            _ => {}
        }
        let v = self.value(op);
        let made = match kind {
            Tok::Bang => {
                if !self.types.is_scalar(v.ty) {
                    self.wrong_argument(at, &v, "wrong type argument to unary exclamation mark");
                    return self.bad(at, first, last);
                }
                let e = self.rvalue(&v);
                match self.truth_of(e) {
                    Some(yes) => self.int_expr(i64::from(!yes), TypeId::INT, at),
                    None => self.expr(ExprKind::Not(e), TypeId::INT, at),
                }
            }
            Tok::Tilde => {
                if !self.types.is_integer(v.ty) {
                    self.wrong_argument(at, &v, "wrong type argument to bit-complement");
                    return self.bad(at, first, last);
                }
                let e = self.promote(&op);
                let ty = self.func.body.expr(e).ty;
                match self.int_of(e) {
                    Some(n) => {
                        let n = self.canonical(!n, ty);
                        self.int_expr(n, ty, at)
                    }
                    None => self.expr(ExprKind::Unary(UnaryOp::BitNot, e), ty, at),
                }
            }
            _ => {
                if !self.types.is_arithmetic(v.ty) {
                    let word = if kind == Tok::Plus { "plus" } else { "minus" };
                    self.wrong_argument(at, &v, &format!("wrong type argument to unary {word}"));
                    return self.bad(at, first, last);
                }
                let e = self.promote(&op);
                if kind == Tok::Plus {
                    self.plus(e, at)
                } else {
                    self.negate(e, at)
                }
            }
        };
        self.made(made, at, first, last)
    }

    fn plus(&mut self, e: ExprId, at: u32) -> ExprId {
        let kind = self.func.body.expr(e).kind.clone();
        let ty = self.func.body.expr(e).ty;
        match kind {
            ExprKind::Int(_) | ExprKind::Float(_) => self.expr(kind, ty, at),
            _ => e,
        }
    }

    fn negate(&mut self, e: ExprId, at: u32) -> ExprId {
        let ty = self.func.body.expr(e).ty;
        match self.func.body.expr(e).kind {
            ExprKind::Int(n) => {
                let value = self.canonical(n.wrapping_neg(), ty);
                if self.types.is_signed(ty) && n != 0 && value == n {
                    let name = self.quoted(ty);
                    self.warn(
                        at,
                        "-Woverflow",
                        format!(
                            "integer overflow in expression of type {name} results in '{value}'"
                        ),
                    );
                }
                self.int_expr(value, ty, at)
            }
            ExprKind::Float(x) => self.expr(ExprKind::Float(-x), ty, at),
            _ => self.expr(ExprKind::Unary(UnaryOp::Neg, e), ty, at),
        }
    }

    fn wrong_argument(&mut self, at: u32, op: &Operand, message: &str) {
        if self.types.is_void(op.ty) {
            self.error_operand(op, "void value not ignored as it ought to be");
        } else {
            self.error(at, message);
        }
    }

    fn address_of(&mut self, at: u32, op: Operand) -> Operand {
        let (first, last) = (at, op.last);
        let Node::Place(place) = op.node else {
            self.error(at, "lvalue required as unary '&' operand");
            return self.bad(at, first, last);
        };
        if matches!(self.func.body.place(place).kind, PlaceKind::Value(_))
            || self.is_part_of_value(place) && !self.types.is_array(op.ty)
        {
            self.error(at, "lvalue required as unary '&' operand");
            return self.bad(at, first, last);
        }
        if self.bit_field(&op).is_some() {
            let name = self.member_text(&op);
            self.error(at, format!("cannot take address of bit-field '{name}'"));
            return self.bad(at, first, last);
        }
        let e = self.address(place, op.ty, at);
        self.made(e, at, first, last)
    }

    fn member_text(&self, op: &Operand) -> String {
        let token = self.toks[op.last as usize];
        self.text(token.sym)
    }

    /// Whether a place lies within a struct that a function returned: no lvalue.
    fn is_part_of_value(&self, place: PlaceId) -> bool {
        let mut place = place;
        loop {
            match &self.func.body.place(place).kind {
                PlaceKind::Field { base, .. } => place = *base,
                PlaceKind::Value(_) => return true,
                _ => return false,
            }
        }
    }

    fn dereference(&mut self, at: u32, op: Operand) -> Operand {
        let (first, last) = (at, op.last);
        let v = self.value(op);
        let Some(target) = self.types.pointee(v.ty) else {
            let message = if self.types.is_void(v.ty) {
                "void value not ignored as it ought to be".to_string()
            } else {
                format!(
                    "invalid type argument of unary '*' (have {})",
                    self.quoted(v.ty)
                )
            };
            let blame = Operand { at, first, ..v };
            self.error_operand(&blame, message);
            return self.bad(at, first, last);
        };
        if self.types.is_void(target) {
            let blame = Operand { at, first, ..v };
            let message = format!("dereferencing {} pointer", self.quoted(v.ty));
            self.complain_operand(Severity::Warning, &blame, "", message);
        } else if self.types.as_record(target).is_some() && self.types.size(target).is_none() {
            let name = self.quoted(target.unqualified());
            self.error(at, format!("invalid use of undefined type {name}"));
            return self.bad(at, first, last);
        }
        self.deref_value(&v, target, at, first, last)
    }

    /// `*v` for a pointer value.
    pub(super) fn deref_value(
        &mut self,
        v: &Operand,
        target: TypeId,
        at: u32,
        first: u32,
        last: u32,
    ) -> Operand {
        let e = self.rvalue(v);
        // *&x is x
        if let ExprKind::AddrOf(place) = self.func.body.expr(e).kind
            && self.func.body.place(place).ty == target
        {
            return Operand {
                node: Node::Place(place),
                ty: target,
                at,
                first,
                last,
            };
        }
        if self.types.is_void(target) {
            let e = self.cast_expr(e, TypeId::VOID, at);
            return self.made(e, at, first, last);
        }
        self.made_place(PlaceKind::Deref(e), target, at, first, last)
    }

    /// `++` and `--`.
    pub(super) fn inc_dec(
        &mut self,
        op: Operand,
        inc: IncDecOp,
        at: u32,
        first: u32,
        last: u32,
    ) -> Operand {
        let increment = matches!(inc, IncDecOp::PreInc | IncDecOp::PostInc);
        let word = if increment { "increment" } else { "decrement" };
        if op.node == Node::Bad {
            return self.bad(at, first, last);
        }
        let Some(place) =
            self.modifiable(&op, at, &format!("lvalue required as {word} operand"), word)
        else {
            return self.bad(at, first, last);
        };
        let step = match self.types.pointee(op.ty) {
            Some(target) => {
                if !self.complete_target(target, &op) {
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
            let atomic = if post {
                AtomicOp::Fetch(rmw)
            } else {
                AtomicOp::RmwFetch(rmw)
            };
            let one = self.int_expr(amount as i64, TypeId::LONG, at);
            let one = self.cast_expr(one, op.ty, at);
            let kind = ExprKind::Atomic {
                op: atomic,
                ptr,
                ty: op.ty.unqualified(),
                args: Box::new([one]),
            };
            let e = self.expr(kind, op.ty, at);
            return self.made(e, at, first, last);
        }
        let e = self.expr(
            ExprKind::IncDec {
                place,
                op: inc,
                step,
            },
            op.ty,
            at,
        );
        self.made(e, at, first, last)
    }

    /// The address of an `_Atomic` integer or pointer that is to be changed in one step.
    fn atomic_target(&mut self, op: &Operand, place: PlaceId, at: u32) -> Option<ExprId> {
        let fits = self.types.is_integer(op.ty) && op.ty.unqualified() != TypeId::BOOL
            || self.types.is_pointer(op.ty);
        if !op.ty.quals().has(Quals::ATOMIC) || !fits || self.bit_field(op).is_some() {
            return None;
        }
        Some(self.address(place, op.ty, at))
    }

    /// The place of an operand that is about to be changed; complains if it may not be.
    fn modifiable(
        &mut self,
        op: &Operand,
        at: u32,
        no_lvalue: &str,
        word: &str,
    ) -> Option<PlaceId> {
        let place = match op.node {
            Node::Place(place)
                if !self.types.is_function(op.ty) && !self.is_part_of_value(place) =>
            {
                place
            }
            _ => {
                self.error(at, no_lvalue);
                return None;
            }
        };
        if self.types.is_array(op.ty) {
            let message = if word == "assignment" {
                "assignment to expression with array type"
            } else {
                no_lvalue
            };
            self.error(at, message);
            return None;
        }
        let const_member = self
            .types
            .as_record(op.ty)
            .is_some_and(|id| self.types.record(id).has_const);
        if op.ty.quals().has(Quals::CONST) || const_member {
            let what = self.describe(op, place, const_member && !op.ty.quals().has(Quals::CONST));
            let word = if word == "assignment" {
                "assignment of"
            } else if word == "increment" {
                "increment of"
            } else {
                "decrement of"
            };
            let at = if word == "assignment of" && op.first != op.last {
                at
            } else {
                at
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
    fn describe(&self, op: &Operand, place: PlaceId, member: bool) -> String {
        let text = self.source_text(op.first, op.last);
        let with = if member { " with read-only member" } else { "" };
        match &self.func.body.place(place).kind {
            PlaceKind::Local(l) => {
                let local = &self.func.locals[l.index()];
                let word = match (local.kind, member) {
                    (LocalKind::Param, false) => "read-only parameter",
                    (LocalKind::Param, true) => "parameter",
                    (_, false) => "read-only variable",
                    (_, true) => "variable",
                };
                format!("{word} '{}'{with}", self.names.get(local.name))
            }
            PlaceKind::Symbol(s) => {
                let word = if member {
                    "variable"
                } else {
                    "read-only variable"
                };
                format!(
                    "{word} '{}'{with}",
                    self.names.get(self.symbols[s.0 as usize].name)
                )
            }
            PlaceKind::Field { .. } => format!(
                "read-only member '{}'",
                self.names.get(self.toks[op.last as usize].sym)
            ),
            _ => format!("read-only location '{text}'"),
        }
    }

    /// Tokens as text.
    fn source_text(&self, first: u32, last: u32) -> String {
        let mut out = String::new();
        for i in first..=last.min(first + 60) {
            let token = self.toks[i as usize];
            out.push_str(if token.sym == Sym::EMPTY {
                token.kind.text()
            } else {
                self.names.get(token.sym)
            });
        }
        out
    }

    // -----------------------------------------------------------------------------------------
    // Assignment

    /// `l = r` and `l op= r`.
    pub(super) fn assign(&mut self, kind: Tok, at: u32, l: Operand, r: Operand) -> Operand {
        let (first, last) = (l.first, r.last);
        if l.node == Node::Bad || r.node == Node::Bad {
            return self.bad(at, first, last);
        }
        let Some(place) = self.modifiable(
            &l,
            at,
            "lvalue required as left operand of assignment",
            "assignment",
        ) else {
            return self.bad(at, first, last);
        };
        if kind == Tok::Eq {
            self.assign_at = at;
            let value = self.convert_to(&r, l.ty, Context::Assign);
            self.assign_at = 0;
            let e = self.expr(ExprKind::Assign { place, value }, l.ty, at);
            return self.made(e, at, first, last);
        }
        match self.assign_op(kind, at, &l, &r, place) {
            Some(e) => self.made(e, at, first, last),
            None => self.bad(at, first, last),
        }
    }

    fn assign_op(
        &mut self,
        kind: Tok,
        at: u32,
        l: &Operand,
        r: &Operand,
        place: PlaceId,
    ) -> Option<ExprId> {
        let op = match kind {
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
        };
        let text = kind.text().trim_end_matches('=');
        let right = self.value_or_promoted(*r);
        let left_value = Operand {
            ty: l.ty.unqualified(),
            ..*l
        };
        if let Some(target) = self.types.pointee(l.ty)
            && matches!(op, BinaryOp::Add | BinaryOp::Sub)
            && self.types.is_integer(right.ty)
        {
            if !self.complete_target(target, l) {
                return None;
            }
            let index = self.promote(&right);
            let index = self.cast_expr(index, TypeId::LONG, at);
            let elem = self.elem_size(target);
            return Some(self.expr(
                ExprKind::AssignPtr {
                    place,
                    op,
                    index,
                    elem,
                },
                l.ty,
                at,
            ));
        }
        let integers = !matches!(
            op,
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div
        );
        let fits = |p: &Parser, t: TypeId| {
            if integers {
                p.types.is_integer(t)
            } else {
                p.types.is_arithmetic(t)
            }
        };
        if !fits(self, l.ty) || !fits(self, right.ty) {
            return self.invalid_operands(text, at, &left_value, &right);
        }
        let narrow = self.bit_field(l).is_some_and(|b| b.width < 32);
        let left_ty = if narrow {
            TypeId::INT
        } else {
            self.promoted(l.ty)
        };
        let value = self.promote(&right);
        if matches!(op, BinaryOp::Shl | BinaryOp::Shr) {
            let side = if op == BinaryOp::Shl { "left" } else { "right" };
            self.check_shift(side, at, l, &right, value, left_ty);
            return Some(self.expr(
                ExprKind::AssignOp {
                    place,
                    op,
                    op_ty: left_ty,
                    value,
                },
                l.ty,
                at,
            ));
        }
        if matches!(op, BinaryOp::Div | BinaryOp::Rem) && self.int_of(value) == Some(0) {
            self.complain_binary(
                Severity::Warning,
                at,
                l,
                &right,
                "-Wdiv-by-zero",
                "division by zero".into(),
            );
        }
        let op_ty = self.common(left_ty, self.func.body.expr(value).ty);
        if let Some(rmw) = atomic_op(op)
            && let Some(ptr) = self.atomic_target(l, place, at)
        {
            let value = self.cast_expr(value, l.ty, at);
            let kind = ExprKind::Atomic {
                op: AtomicOp::RmwFetch(rmw),
                ptr,
                ty: l.ty.unqualified(),
                args: Box::new([value]),
            };
            return Some(self.expr(kind, l.ty, at));
        }
        let value = self.cast_expr(value, op_ty, at);
        Some(self.expr(
            ExprKind::AssignOp {
                place,
                op,
                op_ty,
                value,
            },
            l.ty,
            at,
        ))
    }

    // -----------------------------------------------------------------------------------------
    // Members, elements, casts, conditions

    /// `op.name` and `op->name`; `at` is the operator.
    pub(super) fn member(&mut self, op: Operand, name: Sym, arrow: bool, at: u32) -> Operand {
        let (first, last) = (op.first, self.before());
        if op.node == Node::Bad {
            return self.bad(at, first, last);
        }
        let mut record = op;
        if arrow {
            let v = self.value(op);
            let Some(target) = self.types.pointee(v.ty) else {
                if self.types.is_record(v.ty) {
                    let shown = self.quoted(v.ty);
                    self.error(at, format!("invalid type argument of '->' (have {shown})"));
                } else {
                    let shown = self.quoted(v.ty);
                    self.error(at, format!("invalid type argument of '->' (have {shown})"));
                }
                return self.bad(at, first, last);
            };
            if !self.types.is_record(target) {
                let text = self.text(name);
                self.error(
                    at,
                    format!("request for member '{text}' in something not a structure or union"),
                );
                return self.bad(at, first, last);
            }
            record = self.deref_value(&v, target, at, first, last);
        }
        let Some(id) = self.types.as_record(record.ty) else {
            let text = self.text(name);
            if let Some(target) = self.types.pointee(record.ty)
                && self.types.is_record(target)
            {
                let shown = self.quoted(record.ty);
                self.error(
                    at,
                    format!(
                        "{} is a pointer; did you mean to use '->'?",
                        self.pointer_text(&op, &shown)
                    ),
                );
                if let Some(raw) = self.raw.last_mut() {
                    raw.insert = Some("->".into());
                }
            } else {
                self.error(
                    at,
                    format!("request for member '{text}' in something not a structure or union"),
                );
            }
            return self.bad(at, first, last);
        };
        if self.types.record(id).members.is_none() {
            let shown = self.quoted(record.ty.unqualified());
            self.error(at, format!("invalid use of undefined type {shown}"));
            return self.bad(at, first, last);
        }
        let Some(found) = self.find_member(id, name) else {
            self.no_member(id, record.ty, name, at);
            return self.bad(at, first, last);
        };
        let base = match record.node {
            Node::Place(place) => place,
            Node::Value(e) => self.place(PlaceKind::Value(e), record.ty, at),
            Node::Bad => return self.bad(at, first, last),
        };
        let ty = found
            .ty
            .qualified(record.ty.quals().without(Quals::RESTRICT));
        self.made_place(
            PlaceKind::Field {
                base,
                offset: found.offset,
                bits: found.bits,
            },
            ty,
            at,
            first,
            last,
        )
    }

    fn pointer_text(&self, op: &Operand, _shown: &str) -> String {
        format!("'{}'", self.source_text(op.first, op.last))
    }

    /// `a[i]`
    pub(super) fn index(&mut self, a: Operand, i: Operand, at: u32, last: u32) -> Operand {
        let first = a.first;
        if a.node == Node::Bad || i.node == Node::Bad {
            return self.bad(at, first, last);
        }
        let (x, y) = (self.value_or_promoted(a), self.value_or_promoted(i));
        let (p, n) = match (self.types.pointee(x.ty), self.types.pointee(y.ty)) {
            (Some(_), _) => (x, y),
            (None, Some(_)) => (y, x),
            _ => {
                self.error(
                    at,
                    "subscripted value is neither array nor pointer nor vector",
                );
                return self.bad(at, first, last);
            }
        };
        if !self.types.is_integer(n.ty) {
            self.error(at, "array subscript is not an integer");
            return self.bad(at, first, last);
        }
        let Some(target) = self.types.pointee(p.ty) else {
            return self.bad(at, first, last);
        };
        if self.types.is_function(target) {
            self.error(at, "subscripted value is pointer to function");
            return self.bad(at, first, last);
        }
        match self.step(at, &p, &n, target, false) {
            Some(e) => {
                let sum = self.made(e, at, first, last);
                if self.types.is_void(target) {
                    let shown = self.quoted(p.ty);
                    self.warn(at, "", format!("dereferencing {shown} pointer"));
                }
                self.deref_value(&sum, target, at, first, last)
            }
            None => self.bad(at, first, last),
        }
    }

    /// `(ty) op`
    pub(super) fn cast(&mut self, ty: TypeId, op: Operand, at: u32) -> Operand {
        let (first, last) = (at, op.last);
        if op.node == Node::Bad {
            return Operand {
                ty: ty.unqualified(),
                ..self.bad(at, first, last)
            };
        }
        if self.types.is_void(ty) {
            let e = match op.node {
                // a place that is cast to void is not even loaded, unless it is volatile
                Node::Place(p) if !op.ty.quals().has(Quals::VOLATILE) && !self.has_effects(p) => {
                    self.int_expr(0, TypeId::INT, at)
                }
                _ => self.rvalue(&op),
            };
            let e = self.cast_expr(e, TypeId::VOID, at);
            return self.made(e, at, first, last);
        }
        let v = self.value(op);
        if self.types.is_record(ty) {
            if v.ty == ty.unqualified() {
                return Operand { at, first, ..v };
            }
            if let Some(made) = self.cast_to_union(ty, &v, at) {
                return made;
            }
            self.error(at, "conversion to non-scalar type requested");
            return self.bad(at, first, last);
        }
        if !self.types.is_scalar(ty) {
            let message = if self.types.is_array(ty) {
                "cast specifies array type"
            } else if self.types.is_function(ty) {
                "cast specifies function type"
            } else {
                "conversion to incomplete type"
            };
            self.error(at, message);
            return self.bad(at, first, last);
        }
        if !self.types.is_scalar(v.ty) {
            if self.types.is_void(v.ty) {
                self.error_operand(&op, "void value not ignored as it ought to be");
            } else {
                let word = if self.types.is_float(ty) {
                    "a floating-point value"
                } else if self.types.is_pointer(ty) {
                    "a pointer"
                } else {
                    "an integer"
                };
                let _ = word;
                self.error(
                    at,
                    format!("aggregate value used where {word} was expected"),
                );
            }
            return self.bad(at, first, last);
        }
        let (to_pointer, from_pointer) = (self.types.is_pointer(ty), self.types.is_pointer(v.ty));
        if to_pointer && self.types.is_float(v.ty) {
            self.error_operand(&v, "cannot convert to a pointer type");
            return self.bad(at, first, last);
        }
        if from_pointer && self.types.is_float(ty) {
            self.error_operand(&v, "pointer value used where a floating-point was expected");
            return self.bad(at, first, last);
        }
        let constant = self.integer_constant(&v).is_some();
        if to_pointer
            && self.types.is_integer(v.ty)
            && self.types.size(v.ty) != Some(8)
            && !constant
        {
            self.warn(
                at,
                "-Wint-to-pointer-cast",
                "cast to pointer from integer of different size",
            );
        } else if from_pointer
            && self.types.is_integer(ty)
            && self.types.size(ty) != Some(8)
            && ty.unqualified() != TypeId::BOOL
        {
            let is_constant = matches!(v.node, Node::Value(e) if self.int_of(e).is_some());
            if !is_constant {
                self.warn(
                    at,
                    "-Wpointer-to-int-cast",
                    "cast from pointer to integer of different size",
                );
            }
        }
        let e = self.promote_if_bits(&op, &v);
        let e = self.cast_expr(e, ty, at);
        // a cast makes a value even if the type stays
        self.made(e, at, first, last)
    }

    fn promote_if_bits(&mut self, op: &Operand, v: &Operand) -> ExprId {
        if self.bit_field(op).is_some() {
            self.promote(op)
        } else {
            self.rvalue(v)
        }
    }

    /// Whether evaluating a place does more than finding an address.
    fn has_effects(&self, place: PlaceId) -> bool {
        match &self.func.body.place(place).kind {
            PlaceKind::Local(_) | PlaceKind::Symbol(_) => false,
            PlaceKind::Field { base, .. } => self.has_effects(*base),
            _ => true,
        }
    }

    /// GNU: a cast to a union from one of its members' types.
    fn cast_to_union(&mut self, ty: TypeId, v: &Operand, at: u32) -> Option<Operand> {
        let id = self.types.as_record(ty)?;
        if self.types.record(id).kind != RecordKind::Union || !self.func.active {
            return None;
        }
        let member = self
            .types
            .record(id)
            .members
            .as_ref()?
            .iter()
            .find(|m| m.ty.unqualified() == v.ty && m.bits.is_none())?
            .clone();
        let value = self.rvalue(v);
        let local = self.new_local(Sym::EMPTY, ty.unqualified(), at, LocalKind::Hidden);
        let steps = vec![InitStep {
            offset: member.offset,
            bits: None,
            value,
        }]
        .into_boxed_slice();
        let init = Box::new(Init::Aggregate { image: None, steps });
        let place = self.place(
            PlaceKind::CompoundLiteral { local, init },
            ty.unqualified(),
            at,
        );
        let e = self.expr(ExprKind::Load(place), ty, at);
        Some(self.made(e, at, at, v.last))
    }

    /// A scalar to be tested.
    pub(super) fn condition_value(&mut self, op: &Operand) -> ExprId {
        let v = self.value(*op);
        if v.node == Node::Bad {
            return self.int_expr(0, TypeId::INT, op.at);
        }
        if !self.types.is_scalar(v.ty) {
            let shown = self.quoted(v.ty);
            let message = if self.types.is_void(v.ty) {
                "void value not ignored as it ought to be".to_string()
            } else {
                let _ = shown;
                let word = if self
                    .types
                    .as_record(v.ty)
                    .is_some_and(|id| self.types.record(id).kind == RecordKind::Union)
                {
                    "union"
                } else {
                    "struct"
                };
                format!("used {word} type value where scalar is required")
            };
            let blame = Operand {
                at: op.first,
                last: op.first,
                ..*op
            };
            self.error_operand(&blame, message);
            return self.int_expr(0, TypeId::INT, op.at);
        }
        self.rvalue(&v)
    }

    /// `c ? a : b`; without `a` it is GNU's `c ?: b`. `at` is the `:`.
    pub(super) fn conditional_value(
        &mut self,
        c: Operand,
        a: Option<Operand>,
        b: Operand,
        at: u32,
    ) -> Operand {
        let (first, last) = (c.first, b.last);
        let cond = self.condition_value(&c);
        if c.node == Node::Bad || a.is_some_and(|a| a.node == Node::Bad) || b.node == Node::Bad {
            return self.bad(at, first, last);
        }
        let then_op = match a {
            Some(a) => self.value(a),
            None => Operand {
                node: Node::Value(cond),
                ty: self.func.body.expr(cond).ty,
                ..c
            },
        };
        let else_op = self.value(b);
        let Some(ty) = self.conditional_type(&then_op, &else_op, at) else {
            return self.bad(at, first, last);
        };
        let arm = |p: &mut Parser, op: &Operand| {
            let e = p.rvalue(op);
            if p.types.is_record(ty) {
                e
            } else {
                p.cast_expr(e, ty, op.at)
            }
        };
        let otherwise = arm(self, &else_op);
        let e = match a {
            Some(_) => {
                let then = arm(self, &then_op);
                let constants = self.is_constant_node(then) && self.is_constant_node(otherwise);
                match self.truth_of(cond) {
                    Some(yes)
                        if constants
                            || self.is_constant_node(if yes { then } else { otherwise }) =>
                    {
                        if yes {
                            then
                        } else {
                            otherwise
                        }
                    }
                    _ => self.expr(
                        ExprKind::Cond {
                            cond,
                            then,
                            otherwise,
                        },
                        ty,
                        at,
                    ),
                }
            }
            None => match self.truth_of(cond) {
                Some(true) => arm(self, &then_op),
                Some(false) => otherwise,
                None => {
                    let local = self.new_local(Sym::EMPTY, then_op.ty, at, LocalKind::Hidden);
                    let loaded = self.load_local(local, at);
                    let converted = self.cast_expr(loaded, ty, at);
                    self.expr(
                        ExprKind::CondOr {
                            value: cond,
                            local,
                            converted,
                            otherwise,
                        },
                        ty,
                        at,
                    )
                }
            },
        };
        self.made(e, at, first, last)
    }

    fn is_constant_node(&self, e: ExprId) -> bool {
        matches!(
            self.func.body.expr(e).kind,
            ExprKind::Int(_) | ExprKind::Float(_)
        )
    }

    fn conditional_type(&mut self, a: &Operand, b: &Operand, at: u32) -> Option<TypeId> {
        if self.types.is_arithmetic(a.ty) && self.types.is_arithmetic(b.ty) {
            return Some(self.common(a.ty, b.ty));
        }
        if self.types.is_void(a.ty) || self.types.is_void(b.ty) {
            return Some(TypeId::VOID);
        }
        if self.types.is_record(a.ty) || self.types.is_record(b.ty) {
            if a.ty == b.ty {
                return Some(a.ty);
            }
            self.error(at, "type mismatch in conditional expression");
            return None;
        }
        match (self.types.pointee(a.ty), self.types.pointee(b.ty)) {
            (Some(p), Some(q)) => {
                let quals = p.quals().with(q.quals());
                if self.is_null_constant(a) {
                    return Some(b.ty);
                }
                if self.is_null_constant(b) {
                    return Some(a.ty);
                }
                if self.types.is_void(p) || self.types.is_void(q) {
                    return Some(self.types.pointer(TypeId::VOID.qualified(quals)));
                }
                if self.compatible_unqualified(p, q) {
                    let target = self.composite(p.unqualified(), q.unqualified());
                    return Some(self.types.pointer(target.qualified(quals)));
                }
                self.warn(at, "", "pointer type mismatch in conditional expression");
                Some(self.types.pointer(TypeId::VOID.qualified(quals)))
            }
            (Some(_), None) | (None, Some(_)) => {
                let (p, i) = if self.types.is_pointer(a.ty) {
                    (a, b)
                } else {
                    (b, a)
                };
                if !self.types.is_integer(i.ty) {
                    self.error(at, "type mismatch in conditional expression");
                    return None;
                }
                if !self.is_null_constant(i) {
                    self.warn(
                        at,
                        "",
                        "pointer/integer type mismatch in conditional expression",
                    );
                }
                Some(p.ty)
            }
            _ => {
                self.error(at, "type mismatch in conditional expression");
                None
            }
        }
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
