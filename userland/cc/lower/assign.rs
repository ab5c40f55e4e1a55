//! Assignments: `=`, `op=`, `++`, `--`, and copying of structs.
//!
//! Entry points: `Fb::assign`, `Fb::assign_op`, `Fb::assign_ptr`, `Fb::inc_dec`, `Fb::assign_record`, `Fb::copy`.

use super::expr::bin_op;
use super::func::{Fb, Home};
use super::ir::{Bin, Inst, K, Ty, Val};
use super::place::{Addr, Loc};
use crate::cc::ast::{BinaryOp, ElemSize, ExprId, ExprKind, IncDecOp, PlaceId, PlaceKind};
use crate::cc::types::{Quals, TypeId};

impl Fb<'_, '_> {
    /// `place = value`; gives the stored value if it is wanted.
    pub fn assign(&mut self, place: PlaceId, value: ExprId, wanted: bool) -> Val {
        let body = self.body;
        let place_ty = body.place(place).ty;
        if self.types.is_record(place_ty) {
            let addr = self.assign_record(place, value);
            return if wanted { self.addr_value(addr, Val::NONE) } else { Val::NONE };
        }
        let ty = self.ty(place_ty);
        if let PlaceKind::Local(id) = body.place(place).kind
            && let Home::Reg(var) = self.homes[id.index()]
        {
            self.expr_to(value, var);
            return var;
        }
        let saved = self.slot_top;
        let result = self.assign_memory(place, value, ty, wanted);
        self.slot_top = saved;
        result
    }

    fn assign_memory(&mut self, place: PlaceId, value: ExprId, ty: Ty, wanted: bool) -> Val {
        if let Some((var, step)) = self.post_step(place)
            && !self.touches_step(place, value)
        {
            let v = self.stored_value(value, ty, wanted);
            self.push(Inst { c: v, a: var, imm: step, ..Inst::new(K::StorePost(ty), self.span) });
            return v;
        }
        let direct_call = matches!(self.body.expr(value).kind, ExprKind::Call { .. });
        let (value_effect, place_effect) = (self.flags(value).effect, self.place_flags(place).effect);
        let (loc, v) = if direct_call || !(value_effect || place_effect) {
            let loc = self.place(place);
            if let Loc::Mem(addr) | Loc::Bits(addr, _) = loc
                && direct_call
            {
                self.hold(addr.base);
            }
            (loc, self.stored_value(value, ty, wanted))
        } else if place_effect {
            self.operands_then_place(place, value)
        } else {
            let v = self.stored_value(value, ty, wanted);
            self.hold(v);
            (self.place(place), v)
        };
        if self.body.place(place).ty.quals().has(Quals::ATOMIC) {
            self.fence();
        }
        self.store_loc(loc, ty, v, wanted)
    }

    /// Where the left side has effects, gcc evaluates the operands of the right side, then the place, and only then
    /// does the last operation of the right side.
    fn operands_then_place(&mut self, place: PlaceId, value: ExprId) -> (Loc, Val) {
        let body = self.body;
        match body.expr(value).kind {
            ExprKind::Load(from) if !self.types.is_record(body.place(from).ty) => {
                let from_ty = self.ty(body.place(from).ty);
                let from = self.place(from);
                let loc = self.place(place);
                (loc, self.load_loc(from, from_ty))
            }
            ExprKind::Binary(op, a, b) => {
                let op = bin_op(op, self.ty_of(value));
                let (va, vb) = self.operands(a, b, op.commutes());
                let loc = self.place(place);
                (loc, self.bin(op, va, vb, Val::NONE))
            }
            _ => {
                let v = self.expr(value, Val::NONE);
                (self.place(place), v)
            }
        }
    }

    /// Whether `value` reads or writes the pointer that the `*p++` on the left steps.
    fn touches_step(&mut self, place: PlaceId, value: ExprId) -> bool {
        let body = self.body;
        let PlaceKind::Deref(mut e) = body.place(place).kind else { return true };
        while let ExprKind::Cast(inner) = body.expr(e).kind {
            e = inner;
        }
        let ExprKind::IncDec { place, .. } = body.expr(e).kind else { return true };
        let PlaceKind::Local(id) = body.place(place).kind else { return true };
        self.mentions(value, id)
    }

    /// The value to be stored in memory. If nobody wants it otherwise, bits that are not stored need not be right.
    fn stored_value(&mut self, value: ExprId, ty: Ty, wanted: bool) -> Val {
        let body = self.body;
        let mut e = value;
        if !wanted && !ty.is_float() {
            while let ExprKind::Cast(inner) = body.expr(e).kind {
                let inner_ty = body.expr(inner).ty;
                let integer = self.types.is_integer(inner_ty) && !self.is_bool(body.expr(e).ty);
                if !integer || self.ty(inner_ty).size() < ty.size() || self.ty_of(e).size() < ty.size() {
                    break;
                }
                e = inner;
            }
        }
        self.expr(e, Val::NONE)
    }

    /// Stores a value where a place is; gives what has been stored.
    pub fn store_loc(&mut self, loc: Loc, ty: Ty, v: Val, wanted: bool) -> Val {
        match loc {
            Loc::Reg(var) => {
                self.mov(var, v);
                var
            }
            Loc::Mem(addr) => {
                self.store(addr, ty, v);
                v
            }
            Loc::Bits(addr, bits) => {
                self.store_bits(addr, bits, v);
                if wanted { self.extract(v, 0, bits.width, ty, Val::NONE) } else { v }
            }
        }
    }

    /// Loads from a place.
    fn load_loc(&mut self, loc: Loc, ty: Ty) -> Val {
        match loc {
            Loc::Reg(v) => v,
            Loc::Mem(addr) => self.load(addr, ty, Val::NONE),
            Loc::Bits(addr, bits) => self.load_bits(addr, bits, ty, Val::NONE),
        }
    }

    /// Base and index of an address that is used twice must not be changed in between: variables are copied.
    fn pin(&mut self, loc: Loc) -> Loc {
        let fix = |fb: &mut Self, addr: Addr| {
            let mut addr = addr;
            for v in [&mut addr.base, &mut addr.index] {
                if v.is_reg() && !fb.ir.is_temp(*v) && *v != fb.fp {
                    let t = fb.ir.new_reg(super::ir::RegKind::Temp, fb.ir.range(*v));
                    fb.mov(t, *v);
                    *v = t;
                }
            }
            addr
        };
        match loc {
            Loc::Reg(_) => loc,
            Loc::Mem(addr) => Loc::Mem(fix(self, addr)),
            Loc::Bits(addr, bits) => Loc::Bits(fix(self, addr), bits),
        }
    }

    /// Brings an address that is used twice into a form that loads and stores take as it is.
    fn settle(&mut self, loc: Loc, ty: Ty) -> Loc {
        match loc {
            Loc::Mem(addr) => Loc::Mem(self.for_access(addr, ty.size())),
            _ => loc,
        }
    }

    /// Evaluates the right operand and the place of a compound assignment: gcc does the right operand first.
    fn compound_operands(&mut self, place: PlaceId, value: ExprId) -> (Loc, Val) {
        if self.flags(value).effect {
            let v = self.expr(value, Val::NONE);
            self.hold(v);
            let loc = self.place(place);
            (loc, v)
        } else {
            let loc = self.place(place);
            let v = self.expr(value, Val::NONE);
            (loc, v)
        }
    }

    /// `place op= value`
    pub fn assign_op(&mut self, place: PlaceId, op: BinaryOp, op_ty: TypeId, value: ExprId, wanted: bool) -> Val {
        let saved = self.slot_top;
        let place_ty = self.body.place(place).ty;
        let (ty, wide) = (self.ty(place_ty), self.ty(op_ty));
        let (loc, v) = self.compound_operands(place, value);
        let loc = self.settle(loc, ty);
        let old = self.load_loc(loc, ty);
        let left = self.convert(old, ty, wide, Val::NONE);
        let target = match loc {
            Loc::Reg(var)
                if wide == ty || (ty.size() == 8 && wide.size() == 8 && !wide.is_float() && !ty.is_float()) =>
            {
                var
            }
            _ => Val::NONE,
        };
        let sum = self.bin(bin_op(op, wide), left, v, target);
        let result = self.to_place_type(sum, wide, place_ty, loc, wanted);
        let result = self.store_loc(loc, ty, result, wanted);
        self.slot_top = saved;
        result
    }

    /// Converts a computed value to the type of the place where it is to be stored. What is only stored in
    /// memory need not be cut to its width.
    fn to_place_type(&mut self, v: Val, from: Ty, place_ty: TypeId, loc: Loc, wanted: bool) -> Val {
        let ty = self.ty(place_ty);
        let target = if let Loc::Reg(var) = loc { var } else { Val::NONE };
        if self.is_bool(place_ty) {
            return self.to_bool(v, from, target);
        }
        let only_stored = !wanted && !matches!(loc, Loc::Reg(_));
        if only_stored && !from.is_float() && !ty.is_float() {
            return v;
        }
        self.convert(v, from, ty, target)
    }

    /// `p += i` and `p -= i`
    pub fn assign_ptr(&mut self, place: PlaceId, op: BinaryOp, index: ExprId, elem: ElemSize, wanted: bool) -> Val {
        let saved = self.slot_top;
        let (loc, index) = self.compound_operands(place, index);
        let size = self.elem_size(elem);
        let old = self.load_loc(loc, Ty::U64);
        let target = if let Loc::Reg(var) = loc { var } else { Val::NONE };
        let factor = self.ir.as_const(size).and_then(|s| i32::try_from(s).ok()).filter(|s| *s > 1);
        let new = match factor {
            Some(factor) if op == BinaryOp::Add && self.ir.as_const(index).is_none() => {
                let d = self.dest(target, Ty::U64.range());
                let inst = Inst::new(K::Lea, self.span).d(d).a(old).b(index).imm(factor.into());
                self.push(inst);
                d
            }
            _ => {
                let bytes = self.scale(index, size);
                let bin = if op == BinaryOp::Sub { Bin::Sub64 } else { Bin::Add64 };
                self.bin(bin, old, bytes, target)
            }
        };
        let result = self.store_loc(loc, Ty::U64, new, wanted);
        self.slot_top = saved;
        result
    }

    /// `++` and `--`
    pub fn inc_dec(&mut self, place: PlaceId, op: IncDecOp, step: ElemSize, wanted: bool, hint: Val) -> Val {
        let place_ty = self.body.place(place).ty;
        let ty = self.ty(place_ty);
        let loc = self.place(place);
        let loc = self.settle(loc, ty);
        let post = wanted && matches!(op, IncDecOp::PostInc | IncDecOp::PostDec);
        let add = matches!(op, IncDecOp::PreInc | IncDecOp::PostInc);
        let mut old = self.load_loc(loc, ty);
        if post && let Loc::Reg(var) = loc {
            old = self.dest(if hint == var { Val::NONE } else { hint }, ty.range());
            self.mov(old, var);
        }
        let from = if let Loc::Reg(var) = loc { var } else { old };
        let wide = match ty {
            Ty::I8 | Ty::U8 | Ty::I16 | Ty::U16 => Ty::I32,
            other => other,
        };
        let one = match ty {
            Ty::F64 | Ty::F32 => self.float(1.0, ty),
            _ => self.elem_size(step),
        };
        let target = match loc {
            Loc::Reg(var) if wide == ty => var,
            _ => Val::NONE,
        };
        let bin = bin_op(if add { BinaryOp::Add } else { BinaryOp::Sub }, wide);
        let new = self.bin(bin, from, one, target);
        let new = self.to_place_type(new, wide, place_ty, loc, wanted && !post);
        let stored = self.store_loc(loc, ty, new, wanted && !post);
        if post { old } else { stored }
    }

    // -----------------------------------------------------------------------------------------
    // Structs

    /// Copies a struct value to a place; gives the place's address.
    pub fn assign_record(&mut self, place: PlaceId, value: ExprId) -> Addr {
        let saved = self.slot_top;
        let size = self.size(self.body.place(place).ty);
        let direct_call = matches!(self.body.expr(value).kind, ExprKind::Call { .. });
        let value_first = !direct_call && (self.flags(value).effect || self.place_flags(place).effect);
        let (to, from) = if value_first {
            let from = self.record(value);
            (self.place_addr(place), from)
        } else {
            let to = self.place(place);
            let to = match self.pin(to) {
                Loc::Mem(addr) | Loc::Bits(addr, _) => addr,
                Loc::Reg(v) => Addr::base(v),
            };
            (to, self.record(value))
        };
        self.copy(to, from, size);
        self.slot_top = saved;
        to
    }

    /// Copies `size` bytes between addresses (which may overlap).
    pub fn copy(&mut self, to: Addr, from: Addr, size: u64) {
        if let Some(ty) = register_sized(size) {
            // Small structs go through a register.
            let v = self.load(from, ty, Val::NONE);
            self.store(to, ty, v);
            return;
        }
        if size == 0 {
            return;
        }
        let mut done = 0;
        let (to, from) = (self.addr_value(to, Val::NONE), self.addr_value(from, Val::NONE));
        while done < size {
            let len = (size - done).min(u64::from(!15u32));
            let at = self.ir.konst(done as i64);
            let (a, b) = (self.bin(Bin::Add64, to, at, Val::NONE), self.bin(Bin::Add64, from, at, Val::NONE));
            let inst = Inst::new(K::CopyMem, self.span).a(a).b(b).imm(len as i64);
            self.push(inst);
            done += len;
            if self.error.is_some() || done > 1 << 40 {
                break;
            }
        }
    }

    /// Fills `size` bytes with zeros.
    pub fn clear(&mut self, to: Addr, size: u64) {
        if let Some(ty) = register_sized(size) {
            let zero = self.ir.konst(0);
            self.store(to, ty, zero);
            return;
        }
        if size == 0 {
            return;
        }
        let to = self.addr_value(to, Val::NONE);
        let inst = Inst::new(K::ZeroMem, self.span).a(to).imm(size.min(u64::from(u32::MAX)) as i64);
        self.push(inst);
    }
}

/// The integer type of so many bytes.
fn register_sized(size: u64) -> Option<Ty> {
    match size {
        1 => Some(Ty::U8),
        2 => Some(Ty::U16),
        4 => Some(Ty::U32),
        8 => Some(Ty::U64),
        _ => None,
    }
}
