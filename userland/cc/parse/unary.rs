//! Operators with one operand, members, elements and casts, C11 6.5.2 to 6.5.4.
//!
//! Entry points: `Parser::unary`, `Parser::member`, `Parser::index`, `Parser::cast`.

use super::*;

impl Parser {
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
        if let Some(e) = self.wide_unary(kind, at, &v) {
            return self.made(e, at, first, last);
        }
        let made = match kind {
            Tok::Bang => {
                if !self.types.is_scalar(v.ty) {
                    self.wrong_argument(at, &v, "wrong type argument to unary exclamation mark");
                    return self.bad(at, first, last);
                }
                if self.wall {
                    self.check_negated(&op, at);
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
                if kind == Tok::Plus { self.plus(e, at) } else { self.negate(e, at) }
            }
        };
        self.made(made, at, first, last)
    }

    pub(super) fn plus(&mut self, e: ExprId, at: u32) -> ExprId {
        let kind = self.func.body.expr(e).kind.clone();
        let ty = self.func.body.expr(e).ty;
        match kind {
            ExprKind::Int(_) | ExprKind::Float(_) => self.expr(kind, ty, at),
            _ => e,
        }
    }

    pub(super) fn negate(&mut self, e: ExprId, at: u32) -> ExprId {
        let ty = self.func.body.expr(e).ty;
        match self.func.body.expr(e).kind {
            ExprKind::Int(n) => {
                let value = self.canonical(n.wrapping_neg(), ty);
                if self.types.is_signed(ty) && n != 0 && value == n {
                    let name = self.quoted(ty);
                    self.warn(
                        at,
                        "-Woverflow",
                        format!("integer overflow in expression of type {name} results in '{value}'"),
                    );
                }
                self.int_expr(value, ty, at)
            }
            ExprKind::Float(x) => self.expr(ExprKind::Float(-x), ty, at),
            _ => self.expr(ExprKind::Unary(UnaryOp::Neg, e), ty, at),
        }
    }

    pub(super) fn wrong_argument(&mut self, at: u32, op: &Operand, message: &str) {
        if self.types.is_void(op.ty) {
            self.error_operand(op, "void value not ignored as it ought to be");
        } else {
            self.error(at, message);
        }
    }

    pub(super) fn address_of(&mut self, at: u32, op: Operand) -> Operand {
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

    pub(super) fn member_text(&self, op: &Operand) -> String {
        let token = self.toks[op.last as usize];
        self.text(token.sym)
    }

    /// Whether a place lies within a struct that a function returned: no lvalue.
    pub(super) fn is_part_of_value(&self, place: PlaceId) -> bool {
        let mut place = place;
        loop {
            match &self.func.body.place(place).kind {
                PlaceKind::Field { base, .. } => place = *base,
                PlaceKind::Value(_) => return true,
                _ => return false,
            }
        }
    }

    pub(super) fn dereference(&mut self, at: u32, op: Operand) -> Operand {
        let (first, last) = (at, op.last);
        let v = self.value(op);
        let Some(target) = self.types.pointee(v.ty) else {
            let message = if self.types.is_void(v.ty) {
                "void value not ignored as it ought to be".to_string()
            } else {
                format!("invalid type argument of unary '*' (have {})", self.quoted(v.ty))
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
    pub(super) fn deref_value(&mut self, v: &Operand, target: TypeId, at: u32, first: u32, last: u32) -> Operand {
        let e = self.rvalue(v);
        // *&x is x
        if let ExprKind::AddrOf(place) = self.func.body.expr(e).kind
            && self.func.body.place(place).ty == target
        {
            return Operand { node: Node::Place(place), ty: target, at, first, last };
        }
        if self.types.is_void(target) {
            let e = self.cast_expr(e, TypeId::VOID, at);
            return self.made(e, at, first, last);
        }
        self.made_place(PlaceKind::Deref(e), target, at, first, last)
    }

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
            if self.types.is_void(target) {
                let shown = self.quoted(v.ty);
                self.warn(at, "", format!("dereferencing {shown} pointer"));
            }
            if !self.types.is_record(target) {
                let text = self.text(name);
                self.error(at, format!("request for member '{text}' in something not a structure or union"));
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
                self.error(at, format!("{} is a pointer; did you mean to use '->'?", self.pointer_text(&op, &shown)));
                if let Some(raw) = self.raw.last_mut() {
                    raw.insert = Some("->".into());
                }
            } else {
                self.error(at, format!("request for member '{text}' in something not a structure or union"));
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
        let ty = found.ty.qualified(record.ty.quals().without(Quals::RESTRICT));
        self.made_place(PlaceKind::Field { base, offset: found.offset, bits: found.bits }, ty, at, first, last)
    }

    pub(super) fn pointer_text(&self, op: &Operand, _shown: &str) -> String {
        let (mut first, mut last) = (op.first, op.last);
        while self.is_parenthesized(&Operand { first, last, ..*op }) {
            (first, last) = (first + 1, last - 1);
        }
        format!("'{}'", self.source_text(first, last))
    }

    /// `a[i]`
    pub(super) fn index(&mut self, a: Operand, i: Operand, at: u32, last: u32) -> Operand {
        let first = a.first;
        if a.node == Node::Bad || i.node == Node::Bad {
            return self.bad(at, first, last);
        }
        // An element of an array in a register may be asked for.
        self.in_subscript = true;
        let x = self.value_or_promoted(a);
        self.in_subscript = false;
        let y = self.value_or_promoted(i);
        let (x, y) = (self.narrowed(&x, false), self.narrowed(&y, false));
        let (p, n) = match (self.types.pointee(x.ty), self.types.pointee(y.ty)) {
            (Some(_), _) => (x, y),
            (None, Some(_)) => (y, x),
            _ => {
                self.error(at, "subscripted value is neither array nor pointer nor vector");
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
            let name = self.types.is_function(a.ty) || self.types.is_function(i.ty);
            let what = if name { "neither array nor pointer nor vector" } else { "pointer to function" };
            self.error(at, format!("subscripted value is {what}"));
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
        // gcc forgets by which name the type of a cast was given.
        let ty = self.types.unnamed(ty);
        if op.node == Node::Bad {
            return Operand { ty: ty.unqualified(), ..self.bad(at, first, last) };
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
        if (self.is_wide(ty) || self.is_wide(v.ty)) && self.is_number(ty) && self.is_number(v.ty) {
            let e = self.promote_if_bits(&op, &v);
            let e = self.wide_convert(e, ty, at);
            return self.made(e, at, first, last);
        }
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
        if !self.check_cast(ty, &op, &v, at) {
            return self.bad(at, first, last);
        }
        self.warn_cast(ty, &v, at);
        let e = self.promote_if_bits(&op, &v);
        let e = self.cast_expr(e, ty, at);
        // a cast makes a value even if the type stays
        Operand { ty: ty.unqualified(), ..self.made(e, at, first, last) }
    }

    /// Whether a value can be cast to a type that is no record; complains if not.
    fn check_cast(&mut self, ty: TypeId, op: &Operand, v: &Operand, at: u32) -> bool {
        let types = &self.types;
        let word = if types.is_float(ty) {
            "a floating-point value"
        } else if types.is_pointer(ty) {
            "a pointer"
        } else {
            "an integer"
        };
        if !types.is_scalar(ty) {
            let message = if types.is_array(ty) {
                "cast specifies array type"
            } else if types.is_function(ty) {
                "cast specifies function type"
            } else {
                "conversion to incomplete type"
            };
            self.error(at, message);
        } else if types.is_void(v.ty) {
            self.error_operand(op, "void value not ignored as it ought to be");
        } else if !types.is_scalar(v.ty) {
            self.error(at, format!("aggregate value used where {word} was expected"));
        } else if types.is_pointer(ty) && types.is_float(v.ty) {
            self.error_operand(v, "cannot convert to a pointer type");
        } else if types.is_pointer(v.ty) && types.is_float(ty) {
            self.error_operand(v, "pointer value used where a floating-point was expected");
        } else {
            return true;
        }
        false
    }

    /// Warns of casts between pointers and integers of another size.
    fn warn_cast(&mut self, ty: TypeId, v: &Operand, at: u32) {
        let types = &self.types;
        let constant = matches!(v.node, Node::Value(e) if self.int_of(e).is_some());
        if constant {
            return;
        }
        let narrow = |t: TypeId| types.is_integer(t) && types.size(t) != Some(8);
        if types.is_pointer(ty) && narrow(v.ty) && !matches!(types.kind(v.ty), TypeKind::Enum(_)) {
            self.warn(at, "-Wint-to-pointer-cast", "cast to pointer from integer of different size");
        } else if types.is_pointer(v.ty) && narrow(ty) && ty.unqualified() != TypeId::BOOL {
            self.warn(at, "-Wpointer-to-int-cast", "cast from pointer to integer of different size");
        }
    }

    pub(super) fn promote_if_bits(&mut self, op: &Operand, v: &Operand) -> ExprId {
        if self.bit_field(op).is_some() { self.promote(op) } else { self.rvalue(v) }
    }

    /// Whether evaluating a place does more than finding an address.
    pub(super) fn has_effects(&self, place: PlaceId) -> bool {
        match &self.func.body.place(place).kind {
            PlaceKind::Local(_) | PlaceKind::Symbol(_) => false,
            PlaceKind::Field { base, .. } => self.has_effects(*base),
            _ => true,
        }
    }

    /// GNU: a cast to a union from one of its members' types.
    pub(super) fn cast_to_union(&mut self, ty: TypeId, v: &Operand, at: u32) -> Option<Operand> {
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
        let steps = vec![InitStep { offset: member.offset, bits: None, value }].into_boxed_slice();
        let init = Box::new(Init::Aggregate { image: None, steps });
        let place = self.place(PlaceKind::CompoundLiteral { local, init }, ty.unqualified(), at);
        let e = self.expr(ExprKind::Load(place), ty, at);
        Some(self.made(e, at, at, v.last))
    }
}
