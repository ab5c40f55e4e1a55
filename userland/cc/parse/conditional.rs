//! Conditions and `?:`, C11 6.5.15.
//!
//! Entry points: `Parser::condition_value`, `Parser::conditional_value`.

use super::*;

impl Parser {
    /// A scalar to be tested.
    pub(super) fn condition_value(&mut self, op: &Operand) -> ExprId {
        if self.wall {
            self.check_condition(op);
        }
        let v = self.value(*op);
        if v.node == Node::Bad {
            return self.int_expr(0, TypeId::INT, op.at);
        }
        if self.is_wide(v.ty) {
            let e = self.rvalue(&v);
            return self.wide_truth(e, op.at);
        }
        if !self.types.is_scalar(v.ty) {
            let shown = self.quoted(v.ty);
            let message = if self.types.is_void(v.ty) {
                "void value not ignored as it ought to be".to_string()
            } else {
                let _ = shown;
                let word =
                    if self.types.as_record(v.ty).is_some_and(|id| self.types.record(id).kind == RecordKind::Union) {
                        "union"
                    } else {
                        "struct"
                    };
                format!("used {word} type value where scalar is required")
            };
            let blame = Operand { at: op.first, last: op.first, ..*op };
            self.error_operand(&blame, message);
            return self.int_expr(0, TypeId::INT, op.at);
        }
        self.rvalue(&v)
    }

    /// `c ? a : b`; without `a` it is GNU's `c ?: b`. `at` is the `:`.
    pub(super) fn conditional_value(&mut self, c: Operand, a: Option<Operand>, b: Operand, at: u32) -> Operand {
        let (first, last) = (c.first, b.last);
        let cond = self.condition_value(&c);
        if c.node == Node::Bad || a.is_some_and(|a| a.node == Node::Bad) || b.node == Node::Bad {
            return self.bad(at, first, last);
        }
        let then_op = match a {
            Some(a) => self.value(a),
            None => Operand { node: Node::Value(cond), ty: self.func.body.expr(cond).ty, ..c },
        };
        let else_op = self.value(b);
        let Some(ty) = self.conditional_type(&then_op, &else_op, at) else {
            return self.bad(at, first, last);
        };
        let arm = |p: &mut Parser, op: &Operand| {
            let e = p.rvalue(op);
            if p.is_wide(ty) || p.is_wide(op.ty) && p.types.is_arithmetic(ty) {
                return p.wide_convert(e, ty, op.at);
            }
            if p.types.is_record(ty) { e } else { p.cast_expr(e, ty, op.at) }
        };
        let otherwise = arm(self, &else_op);
        let e = match a {
            Some(_) => {
                let then = arm(self, &then_op);
                let constants = self.is_constant_node(then) && self.is_constant_node(otherwise);
                match self.truth_of(cond) {
                    Some(yes) if constants || self.is_constant_node(if yes { then } else { otherwise }) => {
                        if yes {
                            then
                        } else {
                            otherwise
                        }
                    }
                    _ => self.expr(ExprKind::Cond { cond, then, otherwise }, ty, at),
                }
            }
            None => match self.truth_of(cond) {
                Some(true) => arm(self, &then_op),
                Some(false) => otherwise,
                None => {
                    let local = self.new_local(Sym::EMPTY, then_op.ty, at, LocalKind::Hidden);
                    let loaded = self.load_local(local, at);
                    let converted = self.cast_expr(loaded, ty, at);
                    self.expr(ExprKind::CondOr { value: cond, local, converted, otherwise }, ty, at)
                }
            },
        };
        self.made(e, at, first, last)
    }

    pub(super) fn is_constant_node(&self, e: ExprId) -> bool {
        matches!(self.func.body.expr(e).kind, ExprKind::Int(_) | ExprKind::Float(_))
    }

    pub(super) fn conditional_type(&mut self, a: &Operand, b: &Operand, at: u32) -> Option<TypeId> {
        if self.types.is_arithmetic(a.ty) && self.types.is_arithmetic(b.ty) {
            return Some(self.common(a.ty, b.ty));
        }
        if (self.is_wide(a.ty) || self.is_wide(b.ty)) && self.is_number(a.ty) && self.is_number(b.ty) {
            return Some(self.wide_common(a.ty, b.ty));
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
                let (p, i) = if self.types.is_pointer(a.ty) { (a, b) } else { (b, a) };
                if !self.types.is_integer(i.ty) {
                    self.error(at, "type mismatch in conditional expression");
                    return None;
                }
                if !self.is_null_constant(i) {
                    self.warn(at, "", "pointer/integer type mismatch in conditional expression");
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
