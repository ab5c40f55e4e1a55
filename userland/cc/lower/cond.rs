//! Conditions as control flow: comparisons become compare-and-branch instructions.
//!
//! Entry points: `Fb::branch` (jump if an expression is true or false), `Fb::boolean` (a condition as 0 or 1).

use super::func::Fb;
use super::ir::{Bin, Cond, Inst, K, Label, Ty, Val};
use crate::cc::ast::{BinaryOp, CompareOp, ExprId, ExprKind, LogicalOp};

impl Fb<'_, '_> {
    /// Goes to `target` if the truth of `e` is `when`, else on to what follows.
    pub fn branch(&mut self, e: ExprId, target: Label, when: bool) {
        let body = self.body;
        let expr = body.expr(e);
        let saved = self.span;
        self.span = expr.span;
        match &expr.kind {
            ExprKind::Int(value) => {
                if (*value != 0) == when {
                    self.jump(target);
                }
            }
            ExprKind::Not(x) => self.branch(*x, target, !when),
            ExprKind::Logical(op, a, b) => {
                // The side that decides alone: false for &&, true for ||.
                let decides = *op == LogicalOp::Or;
                if decides == when {
                    self.branch(*a, target, when);
                    self.branch(*b, target, when);
                } else {
                    let skip = self.new_label();
                    self.branch(*a, skip, decides);
                    self.branch(*b, target, when);
                    self.place_label(skip);
                }
            }
            ExprKind::Compare(op, a, b) => self.branch_compare(*op, *a, *b, target, when),
            ExprKind::Comma(a, b) => {
                self.effect(*a);
                self.branch(*b, target, when);
            }
            ExprKind::Cast(inner) if self.keeps_truth(e, *inner) => self.branch(*inner, target, when),
            ExprKind::Binary(BinaryOp::And, a, b) if !self.ty_of(e).is_float() => {
                let (va, vb) = self.operands(*a, *b, true);
                self.br(if when { Cond::And } else { Cond::Nand }, va, vb, target);
            }
            _ => {
                let ty = self.ty_of(e);
                let v = self.expr(e, Val::NONE);
                self.branch_value(v, ty, target, when);
            }
        }
        self.span = saved;
    }

    /// Whether a conversion yields 0 exactly for 0.
    fn keeps_truth(&self, e: ExprId, inner: ExprId) -> bool {
        let (from_ty, to_ty) = (self.body.expr(inner).ty, self.body.expr(e).ty);
        if !self.types.is_scalar(from_ty) || !self.types.is_scalar(to_ty) {
            return false;
        }
        let (from, to) = (self.ty(from_ty), self.ty(to_ty));
        if self.is_bool(to_ty) {
            return true;
        }
        !from.is_float() && !to.is_float() && to.size() >= from.size()
    }

    /// Goes to `target` if the truth of a value is `when`.
    pub fn branch_value(&mut self, v: Val, ty: Ty, target: Label, when: bool) {
        let zero = self.ir.konst(0);
        match ty {
            Ty::F64 => self.br(if when { Cond::NeF } else { Cond::EqF }, v, zero, target),
            Ty::F32 => {
                let op = if when { Bin::NeF32 } else { Bin::EqF32 };
                let c = self.bin(op, v, zero, Val::NONE);
                self.br(Cond::Ne, c, zero, target);
            }
            _ => self.br(if when { Cond::Ne } else { Cond::Eq }, v, zero, target),
        }
    }

    fn branch_compare(&mut self, op: CompareOp, a: ExprId, b: ExprId, target: Label, when: bool) {
        let ty = self.ty_of(a);
        if ty == Ty::I32 && self.decrement_test(op, a, b, target, when) {
            return;
        }
        if !ty.is_float() && self.branch_bits(op, a, b, target, when) {
            return;
        }
        let (va, vb) = self.operands(a, b, true);
        if ty.is_float() {
            self.branch_float(op, ty, va, vb, target, when);
            return;
        }
        let unsigned = ty == Ty::U64;
        let cond = match op {
            CompareOp::Eq => Cond::Eq,
            CompareOp::Ne => Cond::Ne,
            CompareOp::Lt if unsigned => Cond::LtU,
            CompareOp::Le if unsigned => Cond::LeU,
            CompareOp::Gt if unsigned => Cond::GtU,
            CompareOp::Ge if unsigned => Cond::GeU,
            CompareOp::Lt => Cond::Lt,
            CompareOp::Le => Cond::Le,
            CompareOp::Gt => Cond::Gt,
            CompareOp::Ge => Cond::Ge,
        };
        self.br(if when { cond } else { cond.negate() }, va, vb, target);
    }

    fn branch_float(&mut self, op: CompareOp, ty: Ty, a: Val, b: Val, target: Label, when: bool) {
        let (a, b) = if matches!(op, CompareOp::Gt | CompareOp::Ge) { (b, a) } else { (a, b) };
        if ty == Ty::F32 {
            let bin = match op {
                CompareOp::Eq => Bin::EqF32,
                CompareOp::Ne => Bin::NeF32,
                CompareOp::Lt | CompareOp::Gt => Bin::LtF32,
                CompareOp::Le | CompareOp::Ge => Bin::LeF32,
            };
            let c = self.bin(bin, a, b, Val::NONE);
            let zero = self.ir.konst(0);
            self.br(if when { Cond::Ne } else { Cond::Eq }, c, zero, target);
            return;
        }
        let cond = match op {
            CompareOp::Eq => Cond::EqF,
            CompareOp::Ne => Cond::NeF,
            CompareOp::Lt | CompareOp::Gt => Cond::LtF,
            CompareOp::Le | CompareOp::Ge => Cond::LeF,
        };
        self.br(if when { cond } else { cond.negate() }, a, b, target);
    }

    /// `(x & m) == 0` and `!= 0`
    fn branch_bits(&mut self, op: CompareOp, a: ExprId, b: ExprId, target: Label, when: bool) -> bool {
        let zero = matches!(self.body.expr(b).kind, ExprKind::Int(0));
        let ExprKind::Binary(BinaryOp::And, x, m) = self.body.expr(a).kind else { return false };
        if !zero || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return false;
        }
        let (vx, vm) = self.operands(x, m, true);
        let any = (op == CompareOp::Ne) == when;
        self.br(if any { Cond::And } else { Cond::Nand }, vx, vm, target);
        true
    }

    /// `n-- > 0` and `n-- >= 0` of an int variable: the decremented value is compared, saving a copy. (Differs only
    /// where the decrement overflows.)
    fn decrement_test(&mut self, op: CompareOp, a: ExprId, b: ExprId, target: Label, when: bool) -> bool {
        use crate::cc::ast::{ElemSize, IncDecOp, PlaceKind};
        let ExprKind::IncDec { place, op: IncDecOp::PostDec, step: ElemSize::Const(1) } = self.body.expr(a).kind else {
            return false;
        };
        let (ExprKind::Int(limit), CompareOp::Gt | CompareOp::Ge) = (&self.body.expr(b).kind, op) else { return false };
        let PlaceKind::Local(id) = self.body.place(place).kind else { return false };
        let super::func::Home::Reg(var) = self.homes[id.index()] else { return false };
        if self.ty(self.body.place(place).ty) != Ty::I32 || limit.unsigned_abs() > 1 << 30 {
            return false;
        }
        let one = self.ir.konst(1);
        self.bin_into(Bin::SubI32, var, var, one);
        let limit = self.ir.konst(limit - 1);
        let cond = if op == CompareOp::Gt { Cond::Gt } else { Cond::Ge };
        self.br(if when { cond } else { cond.negate() }, var, limit, target);
        true
    }

    /// Goes to `target` if `a cond b`.
    pub fn br(&mut self, cond: Cond, a: Val, b: Val, target: Label) {
        if let (Some(x), Some(y)) = (self.ir.as_const(a), self.ir.as_const(b)) {
            if super::fold::eval_cond(cond, x, y) {
                self.jump(target);
            }
            return;
        }
        self.ir.label_refs[target as usize] += 1;
        let inst = Inst::new(K::Br(cond), self.span).a(a).b(b).imm(target.into());
        self.push(inst);
    }

    /// `&&` and `||` as 0 or 1.
    pub fn boolean(&mut self, e: ExprId, hint: Val) -> Val {
        self.boolean_value(e, 1, hint)
    }

    /// `!` of a condition as 0 or 1.
    pub fn boolean_not(&mut self, e: ExprId, hint: Val) -> Val {
        self.boolean_value(e, 0, hint)
    }

    fn boolean_value(&mut self, e: ExprId, if_true: i64, hint: Val) -> Val {
        let (no, end) = (self.new_label(), self.new_label());
        self.branch(e, no, false);
        let d = self.dest(hint, (0, 1));
        let (yes_value, no_value) = (self.ir.konst(if_true), self.ir.konst(1 - if_true));
        self.mov(d, yes_value);
        self.jump(end);
        self.place_label(no);
        self.mov(d, no_value);
        self.place_label(end);
        d
    }

    /// `d = a op b`, even if it could be simplified away.
    pub fn bin_into(&mut self, op: Bin, d: Val, a: Val, b: Val) {
        let v = self.bin(op, a, b, d);
        self.mov(d, v);
    }
}
