//! Expressions that compute values.
//!
//! Entry points: `Fb::expr` (a value, put in a given register if an instruction has to be made anyway),
//! `Fb::expr_to` (into a register), `Fb::effect` (for its effects), `Fb::record` (the address of a struct value).
//!
//! A variable in a register is its own value: it is not copied, so an operand that is a variable is read when the
//! operation happens, which is what gcc does without optimisation.

use super::func::{Fb, Home};
use super::ir::{Bin, Inst, K, RegKind, Ty, Un, Val};
use super::place::{Addr, Loc};
use crate::cc::ast::{BinaryOp, CompareOp, ElemSize, ExprId, ExprKind, PlaceId, PlaceKind, ScopeId, StmtId, UnaryOp};
use crate::cc::types::Quals;

impl Fb<'_, '_> {
    /// Evaluates an expression. The value is in `hint` if that is given and an instruction computes it last.
    pub fn expr(&mut self, e: ExprId, hint: Val) -> Val {
        let body = self.body;
        let expr = body.expr(e);
        let saved = self.span;
        self.span = expr.span;
        let value = match &expr.kind {
            ExprKind::Int(value) => self.ir.konst(*value),
            ExprKind::Float(value) => self.float(*value, self.ty(expr.ty)),
            ExprKind::Load(place) => self.load_place(*place, hint),
            ExprKind::AddrOf(place) => {
                let addr = self.place_addr(*place);
                self.addr_value(addr, hint)
            }
            ExprKind::Cast(inner) => self.cast(e, *inner, hint),
            ExprKind::Unary(op, x) => self.unary(e, *op, *x, hint),
            ExprKind::Not(x) => self.not(*x, hint),
            ExprKind::Binary(op, a, b) => self.binary(e, *op, *a, *b, hint),
            ExprKind::Compare(op, a, b) => self.compare(*op, *a, *b, hint),
            ExprKind::Logical(..) => self.boolean(e, hint),
            ExprKind::PtrAdd { .. } | ExprKind::PtrSub { .. } => {
                let addr = self.addr(e);
                self.addr_value(addr, hint)
            }
            ExprKind::PtrDiff { left, right, elem } => self.ptr_diff(*left, *right, *elem, hint),
            ExprKind::Assign { place, value } => self.assign(*place, *value, true),
            ExprKind::AssignOp { place, op, op_ty, value } => self.assign_op(*place, *op, *op_ty, *value, true),
            ExprKind::AssignPtr { place, op, index, elem } => self.assign_ptr(*place, *op, *index, *elem, true),
            ExprKind::IncDec { place, op, step } => self.inc_dec(*place, *op, *step, true, hint),
            ExprKind::Cond { cond, then, otherwise } => self.conditional(e, *cond, *then, *otherwise, hint),
            ExprKind::CondOr { .. } => self.cond_or(e, hint),
            ExprKind::Comma(a, b) => {
                self.effect(*a);
                self.expr(*b, hint)
            }
            ExprKind::Call { callee, ty, args } => self.call(e, *callee, *ty, args, hint),
            ExprKind::StmtExpr { scope, stmts, result } => self.stmt_expr(*scope, stmts, *result, hint),
            ExprKind::Builtin(builtin, args) => self.builtin(e, *builtin, args, hint),
            ExprKind::VaArg(ap) => self.va_arg(e, *ap, hint),
            ExprKind::Atomic { op, ptr, ty, args } => self.atomic(*op, *ptr, *ty, args, hint),
        };
        self.span = saved;
        value
    }

    /// Evaluates an expression into a register.
    pub fn expr_to(&mut self, e: ExprId, d: Val) {
        let v = self.expr(e, d);
        self.mov(d, v);
    }

    /// Evaluates an expression for what it does.
    pub fn effect(&mut self, e: ExprId) {
        let body = self.body;
        let saved = self.span;
        self.span = body.expr(e).span;
        match &body.expr(e).kind {
            ExprKind::Cast(inner) => self.effect(*inner),
            ExprKind::Assign { place, value } => {
                self.assign(*place, *value, false);
            }
            ExprKind::AssignOp { place, op, op_ty, value } => {
                self.assign_op(*place, *op, *op_ty, *value, false);
            }
            ExprKind::AssignPtr { place, op, index, elem } => {
                self.assign_ptr(*place, *op, *index, *elem, false);
            }
            ExprKind::IncDec { place, op, step } => {
                self.inc_dec(*place, *op, *step, false, Val::NONE);
            }
            ExprKind::Comma(a, b) => {
                self.effect(*a);
                self.effect(*b);
            }
            ExprKind::Logical(..) => {
                let end = self.new_label();
                self.branch_effect(e, end);
                self.place_label(end);
            }
            ExprKind::Cond { cond, then, otherwise } => self.conditional_effect(*cond, *then, *otherwise),
            _ if self.types.is_record(body.expr(e).ty) => {
                self.record(e);
            }
            _ => {
                self.expr(e, Val::NONE);
            }
        }
        self.span = saved;
    }

    /// `a && b;` as a statement: b is only evaluated for its effects.
    fn branch_effect(&mut self, e: ExprId, end: u32) {
        if let ExprKind::Logical(op, a, b) = self.body.expr(e).kind {
            self.branch(a, end, op == crate::cc::ast::LogicalOp::Or);
            self.effect(b);
        }
    }

    fn conditional_effect(&mut self, cond: ExprId, then: ExprId, otherwise: ExprId) {
        let (no, end) = (self.new_label(), self.new_label());
        self.branch(cond, no, false);
        self.effect(then);
        self.jump(end);
        self.place_label(no);
        self.effect(otherwise);
        self.place_label(end);
    }

    /// A floating constant.
    pub fn float(&mut self, value: f64, ty: Ty) -> Val {
        let bits = match ty {
            Ty::F32 => i64::from((value as f32).to_bits()),
            _ => value.to_bits() as i64,
        };
        self.ir.konst(bits)
    }

    fn load_place(&mut self, p: PlaceId, hint: Val) -> Val {
        let body = self.body;
        let ty = self.ty(body.place(p).ty);
        if self.types.is_record(body.place(p).ty) {
            let addr = self.place_addr(p);
            return self.addr_value(addr, hint);
        }
        if let Some((var, step)) = self.post_step(p)
            && hint != var
        {
            let d = self.dest(hint, ty.range());
            self.push(Inst { d, a: var, imm: step, ..Inst::new(K::LoadPost(ty), self.span) });
            return d;
        }
        match self.place(p) {
            Loc::Reg(v) => v,
            Loc::Mem(addr) => {
                if body.place(p).ty.quals().has(Quals::ATOMIC) {
                    self.fence();
                }
                self.load(addr, ty, hint)
            }
            Loc::Bits(addr, bits) => self.load_bits(addr, bits, ty, hint),
        }
    }

    /// For `*p++` and `*p--` with `p` in a register: the register and the step in bytes.
    pub fn post_step(&self, p: PlaceId) -> Option<(Val, i64)> {
        use crate::cc::ast::IncDecOp;
        let PlaceKind::Deref(e) = self.body.place(p).kind else { return None };
        let mut e = e;
        while let ExprKind::Cast(inner) = self.body.expr(e).kind
            && self.types.is_pointer(self.body.expr(inner).ty)
        {
            e = inner;
        }
        let ExprKind::IncDec { place, op, step: ElemSize::Const(step) } = self.body.expr(e).kind else { return None };
        let PlaceKind::Local(id) = self.body.place(place).kind else { return None };
        let Home::Reg(var) = self.homes[id.index()] else { return None };
        if !self.types.is_pointer(self.body.place(place).ty) {
            return None;
        }
        let step = i64::from(i32::try_from(step).ok()?);
        match op {
            IncDecOp::PostInc => Some((var, step)),
            IncDecOp::PostDec => Some((var, -step)),
            _ => None,
        }
    }

    fn cast(&mut self, e: ExprId, inner: ExprId, hint: Val) -> Val {
        let body = self.body;
        let (to_ty, from_ty) = (body.expr(e).ty, body.expr(inner).ty);
        if self.types.is_void(to_ty) {
            self.effect(inner);
            return Val::NONE;
        }
        if self.types.is_record(from_ty) {
            let addr = self.record(inner);
            return self.addr_value(addr, hint);
        }
        let (from, to) = (self.ty(from_ty), self.ty(to_ty));
        if self.is_bool(to_ty) {
            if matches!(body.expr(inner).kind, ExprKind::Logical(..)) {
                return self.boolean(inner, hint);
            }
            let v = self.expr(inner, Val::NONE);
            return self.to_bool(v, from, hint);
        }
        let free = from == to || (!from.is_float() && !to.is_float() && to.size() == 8);
        let v = self.expr(inner, if free { hint } else { Val::NONE });
        self.convert(v, from, to, hint)
    }

    fn unary(&mut self, e: ExprId, op: UnaryOp, x: ExprId, hint: Val) -> Val {
        let ty = self.ty_of(e);
        let op = match (op, ty) {
            (UnaryOp::Neg, Ty::F64) => Un::NegF64,
            (UnaryOp::Neg, Ty::F32) => Un::NegF32,
            (UnaryOp::Neg, Ty::U32) => Un::NegU32,
            (UnaryOp::Neg, Ty::I64 | Ty::U64) => Un::Neg64,
            (UnaryOp::Neg, _) => Un::NegI32,
            (UnaryOp::BitNot, Ty::U32) => Un::NotU32,
            (UnaryOp::BitNot, _) => Un::Not,
        };
        let v = self.expr(x, Val::NONE);
        self.un(op, v, ty.range(), hint)
    }

    fn not(&mut self, x: ExprId, hint: Val) -> Val {
        if matches!(self.body.expr(x).kind, ExprKind::Logical(..)) {
            return self.boolean_not(x, hint);
        }
        let op = match self.ty_of(x) {
            Ty::F64 => Bin::EqF64,
            Ty::F32 => Bin::EqF32,
            _ => Bin::Eq,
        };
        let v = self.expr(x, Val::NONE);
        let zero = self.ir.konst(0);
        self.bin(op, v, zero, hint)
    }

    fn binary(&mut self, e: ExprId, op: BinaryOp, a: ExprId, b: ExprId, hint: Val) -> Val {
        if op == BinaryOp::Div
            && matches!(self.body.expr(a).kind, ExprKind::Int(1))
            && !matches!(self.body.expr(b).kind, ExprKind::Int(_))
        {
            return self.one_by(e, b, hint);
        }
        let op = bin_op(op, self.ty_of(e));
        let (va, vb) = self.operands(a, b, op.commutes());
        self.bin(op, va, vb, hint)
    }

    /// `1 / x`, which gcc does not divide even without optimisation: it is 0 but for 1 and -1, also where x is 0.
    fn one_by(&mut self, e: ExprId, b: ExprId, hint: Val) -> Val {
        let v = self.expr(b, Val::NONE);
        let one = self.ir.konst(1);
        if matches!(self.ty_of(e), Ty::U32 | Ty::U64) {
            return self.bin(Bin::Eq, v, one, hint);
        }
        let is_one = self.bin(Bin::Eq, v, one, Val::NONE);
        let minus_one = self.ir.konst(-1);
        let is_minus_one = self.bin(Bin::Eq, v, minus_one, Val::NONE);
        self.bin(Bin::SubI32, is_one, is_minus_one, hint)
    }

    /// Evaluates two operands: the left one first, unless gcc would exchange them because the left one is a plain
    /// variable and the operation allows it.
    pub fn operands(&mut self, a: ExprId, b: ExprId, may_swap: bool) -> (Val, Val) {
        let saved = self.slot_top;
        let result = if may_swap && self.is_variable(a) && !self.is_variable(b) && self.flags(b).effect {
            let vb = self.expr(b, Val::NONE);
            self.hold(vb);
            (self.expr(a, Val::NONE), vb)
        } else {
            let mut va = self.expr(a, Val::NONE);
            if self.flags(b).call {
                self.hold(va);
            }
            let cast = matches!(self.body.expr(a).kind, ExprKind::Cast(_));
            if cast && va.is_reg() && !self.ir.is_temp(va) && self.flags(b).effect && !self.is_variable(a) {
                // A widened variable is read now.
                let t = self.ir.new_reg(RegKind::Temp, self.ir.range(va));
                self.mov(t, va);
                va = t;
            }
            let vb = self.expr(b, Val::NONE);
            (va, vb)
        };
        self.slot_top = saved;
        result
    }

    /// Keeps call windows off the slot where a call has just left its result, so that it need not be moved.
    pub fn hold(&mut self, v: Val) {
        if let Some(last) = self.ir.insts.last()
            && last.k == K::Mov
            && last.d == v
            && let Some(slot) = self.ir.as_slot(last.a)
        {
            self.slot_top = self.slot_top.max(slot + 1);
        }
    }

    /// A plain variable, perhaps converted to a type of the same size.
    fn is_variable(&self, mut e: ExprId) -> bool {
        loop {
            match self.body.expr(e).kind {
                ExprKind::Cast(inner)
                    if self.ty_of(inner).size() == self.ty_of(e).size()
                        && self.ty_of(inner).is_float() == self.ty_of(e).is_float() =>
                {
                    e = inner;
                }
                ExprKind::Load(p) => {
                    return matches!(self.body.place(p).kind, PlaceKind::Local(_) | PlaceKind::Symbol(_));
                }
                _ => return false,
            }
        }
    }

    /// A comparison as 0 or 1.
    fn compare(&mut self, op: CompareOp, a: ExprId, b: ExprId, hint: Val) -> Val {
        let ty = self.ty_of(a);
        let (mut va, mut vb) = self.operands(a, b, true);
        if matches!(op, CompareOp::Gt | CompareOp::Ge) {
            std::mem::swap(&mut va, &mut vb);
        }
        let unsigned = ty == Ty::U64;
        let op = match (op, ty) {
            (CompareOp::Eq, Ty::F64) => Bin::EqF64,
            (CompareOp::Ne, Ty::F64) => Bin::NeF64,
            (CompareOp::Lt | CompareOp::Gt, Ty::F64) => Bin::LtF64,
            (CompareOp::Le | CompareOp::Ge, Ty::F64) => Bin::LeF64,
            (CompareOp::Eq, Ty::F32) => Bin::EqF32,
            (CompareOp::Ne, Ty::F32) => Bin::NeF32,
            (CompareOp::Lt | CompareOp::Gt, Ty::F32) => Bin::LtF32,
            (CompareOp::Le | CompareOp::Ge, Ty::F32) => Bin::LeF32,
            (CompareOp::Eq, _) => Bin::Eq,
            (CompareOp::Ne, _) => Bin::Ne,
            (CompareOp::Lt | CompareOp::Gt, _) if unsigned => Bin::LtU,
            (CompareOp::Le | CompareOp::Ge, _) if unsigned => Bin::LeU,
            (CompareOp::Lt | CompareOp::Gt, _) => Bin::Lt,
            (CompareOp::Le | CompareOp::Ge, _) => Bin::Le,
        };
        self.bin(op, va, vb, hint)
    }

    fn ptr_diff(&mut self, left: ExprId, right: ExprId, elem: ElemSize, hint: Val) -> Val {
        let (va, vb) = self.operands(left, right, false);
        match elem {
            ElemSize::Const(0) => self.ir.konst(0),
            ElemSize::Const(1) => self.bin(Bin::Sub64, va, vb, hint),
            ElemSize::Const(size) => {
                let bytes = self.bin(Bin::Sub64, va, vb, Val::NONE);
                // The difference is a multiple of the size, so shifting divides exactly.
                let (op, n) = match size.is_power_of_two() {
                    true => (Bin::Sar64, i64::from(size.trailing_zeros())),
                    false => (Bin::DivI64, size as i64),
                };
                let n = self.ir.konst(n);
                self.bin(op, bytes, n, hint)
            }
            ElemSize::Local(_) => {
                let bytes = self.bin(Bin::Sub64, va, vb, Val::NONE);
                let size = self.elem_size(elem);
                self.bin(Bin::DivI64, bytes, size, hint)
            }
        }
    }

    fn conditional(&mut self, e: ExprId, cond: ExprId, then: ExprId, otherwise: ExprId, hint: Val) -> Val {
        let body = self.body;
        if self.types.is_void(body.expr(e).ty) {
            self.conditional_effect(cond, then, otherwise);
            return Val::NONE;
        }
        if self.types.is_record(body.expr(e).ty) {
            let addr = self.record(e);
            return self.addr_value(addr, hint);
        }
        if let (Some(a), Some(b)) = (self.simple_value(then), self.simple_value(otherwise))
            && (a.is_reg() || b.is_reg())
            && !matches!(body.expr(cond).kind, ExprKind::Logical(..))
            && !self.ty_of(cond).is_float()
            && !self.flags(cond).effect
        {
            let c = self.expr(cond, Val::NONE);
            let d = self.dest(hint, self.ty_of(e).range());
            let inst = Inst::new(K::Select, self.span).d(d).c(c).a(a).b(b);
            self.push(inst);
            return d;
        }
        let range = self.ty_of(e).range();
        let (no, end) = (self.new_label(), self.new_label());
        self.branch(cond, no, false);
        let d = self.dest(hint, range);
        self.expr_to(then, d);
        self.jump(end);
        self.place_label(no);
        self.expr_to(otherwise, d);
        self.place_label(end);
        d
    }

    /// The value of a constant or a variable in a register.
    pub fn simple_value(&mut self, e: ExprId) -> Option<Val> {
        match self.body.expr(e).kind {
            ExprKind::Int(value) => Some(self.ir.konst(value)),
            ExprKind::Load(p) => match self.body.place(p).kind {
                PlaceKind::Local(id) => match self.homes[id.index()] {
                    Home::Reg(v) => Some(v),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    /// `a ?: b`
    fn cond_or(&mut self, e: ExprId, hint: Val) -> Val {
        let body = self.body;
        let ExprKind::CondOr { value, local, converted, otherwise } = body.expr(e).kind else { return Val::NONE };
        let ty = self.ty_of(value);
        let v = match self.homes[local.index()] {
            Home::Reg(reg) => {
                self.expr_to(value, reg);
                reg
            }
            _ => {
                let v = self.expr(value, Val::NONE);
                let addr = self.local_addr(local);
                self.store(addr, ty, v);
                v
            }
        };
        let (no, end) = (self.new_label(), self.new_label());
        self.branch_value(v, ty, no, false);
        let d = self.dest(hint, self.ty_of(e).range());
        self.expr_to(converted, d);
        self.jump(end);
        self.place_label(no);
        self.expr_to(otherwise, d);
        self.place_label(end);
        d
    }

    fn stmt_expr(&mut self, scope: ScopeId, stmts: &[StmtId], result: Option<ExprId>, hint: Val) -> Val {
        self.enter_scope(scope);
        for s in stmts {
            self.stmt(*s);
        }
        let value = match result {
            Some(e) if !self.types.is_void(self.body.expr(e).ty) => {
                // The variable that may be the result goes out of scope: its value is copied. A struct's storage stays.
                let v = self.expr(e, hint);
                if v != hint && v.is_reg() {
                    let d = self.dest(hint, self.ir.range(v));
                    self.mov(d, v);
                    d
                } else {
                    v
                }
            }
            Some(e) => {
                self.effect(e);
                Val::NONE
            }
            None => Val::NONE,
        };
        self.leave_scope(scope);
        value
    }

    /// The address of a struct or union value.
    pub fn record(&mut self, e: ExprId) -> Addr {
        let body = self.body;
        match &body.expr(e).kind {
            ExprKind::Load(place) => self.place_addr(*place),
            ExprKind::Cast(inner) if self.types.is_record(body.expr(*inner).ty) => self.record(*inner),
            ExprKind::Comma(a, b) => {
                self.effect(*a);
                self.record(*b)
            }
            ExprKind::Assign { place, value } => self.assign_record(*place, *value),
            ExprKind::Cond { cond, then, otherwise } => {
                let d = self.temp(Ty::U64);
                let (no, end) = (self.new_label(), self.new_label());
                self.branch(*cond, no, false);
                self.record_to(*then, d);
                self.jump(end);
                self.place_label(no);
                self.record_to(*otherwise, d);
                self.place_label(end);
                Addr::base(d)
            }
            _ => Addr::base(self.expr(e, Val::NONE)),
        }
    }

    fn record_to(&mut self, e: ExprId, d: Val) {
        let addr = self.record(e);
        let v = self.addr_value(addr, d);
        self.mov(d, v);
    }
}

/// The instruction for an operator in a type.
pub fn bin_op(op: BinaryOp, ty: Ty) -> Bin {
    use BinaryOp::*;
    match (op, ty) {
        (Add, Ty::F64) => Bin::AddF64,
        (Sub, Ty::F64) => Bin::SubF64,
        (Mul, Ty::F64) => Bin::MulF64,
        (Div, Ty::F64) => Bin::DivF64,
        (Add, Ty::F32) => Bin::AddF32,
        (Sub, Ty::F32) => Bin::SubF32,
        (Mul, Ty::F32) => Bin::MulF32,
        (Div, Ty::F32) => Bin::DivF32,
        (And, _) => Bin::And,
        (Or, _) => Bin::Or,
        (Xor, _) => Bin::Xor,
        (Add, Ty::U32) => Bin::AddU32,
        (Sub, Ty::U32) => Bin::SubU32,
        (Mul, Ty::U32) => Bin::MulU32,
        (Shl, Ty::U32) => Bin::ShlU32,
        (Shr, Ty::U32) => Bin::ShrU32,
        (Div, Ty::U32 | Ty::U64) => Bin::DivU,
        (Rem, Ty::U32 | Ty::U64) => Bin::RemU,
        (Shr, Ty::U64) => Bin::Shr64,
        (Add, Ty::I64 | Ty::U64) => Bin::Add64,
        (Sub, Ty::I64 | Ty::U64) => Bin::Sub64,
        (Mul, Ty::I64 | Ty::U64) => Bin::Mul64,
        (Shl, Ty::I64 | Ty::U64) => Bin::Shl64,
        (Div, Ty::I64) => Bin::DivI64,
        (Rem, Ty::I64) => Bin::RemI64,
        (Shr, Ty::I64) => Bin::Sar64,
        (Add, _) => Bin::AddI32,
        (Sub, _) => Bin::SubI32,
        (Mul, _) => Bin::MulI32,
        (Div, _) => Bin::DivI32,
        (Rem, _) => Bin::RemI32,
        (Shl, _) => Bin::ShlI32,
        (Shr, _) => Bin::SarI32,
    }
}
