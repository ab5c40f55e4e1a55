//! Where things are stored: addresses in the form that loads and stores can use, loading and storing.
//!
//! Entry points: `Fb::place` (a register or an address), `Fb::addr` (the address an expression computes),
//! `Fb::load`, `Fb::store`, and the bit-field variants.

use super::func::{Fb, Home};
use super::ir::{Bin, Inst, K, RegKind, Ty, Val};
use crate::cc::ast::{BinaryOp, ElemSize, ExprId, ExprKind, LocalId, PlaceId, PlaceKind, SymbolId};
use crate::cc::types::BitField;

/// An address: `base + index * scale + disp`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Addr {
    /// A register, a symbol's address or a constant.
    pub base: Val,
    /// A register or nothing.
    pub index: Val,
    /// Bytes per index.
    pub scale: u64,
    /// Bytes.
    pub disp: i64,
}

impl Addr {
    /// Just a base.
    pub fn base(base: Val) -> Addr {
        Addr { base, index: Val::NONE, scale: 1, disp: 0 }
    }
    /// So many bytes further.
    pub fn plus(self, bytes: i64) -> Addr {
        Addr { disp: self.disp.wrapping_add(bytes), ..self }
    }
}

/// What a place is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Loc {
    /// A variable in a register.
    Reg(Val),
    /// Memory.
    Mem(Addr),
    /// A bit-field in the unit at an address.
    Bits(Addr, BitField),
}

impl Fb<'_, '_> {
    /// Evaluates a place.
    pub fn place(&mut self, p: PlaceId) -> Loc {
        let body = self.body;
        match &body.place(p).kind {
            PlaceKind::Local(id) => match self.homes[id.index()] {
                Home::Reg(v) => Loc::Reg(v),
                _ => Loc::Mem(self.local_addr(*id)),
            },
            PlaceKind::Symbol(id) => Loc::Mem(self.object_addr(*id)),
            PlaceKind::Deref(e) => Loc::Mem(self.addr(*e)),
            PlaceKind::Field { base, offset, bits } => self.field(*base, *offset, *bits),
            PlaceKind::Value(e) => Loc::Mem(self.record(*e)),
            PlaceKind::CompoundLiteral { local, init } => {
                let saved = self.span;
                self.init_local(*local, init);
                self.span = saved;
                match self.homes[local.index()] {
                    Home::Reg(v) => Loc::Reg(v),
                    _ => Loc::Mem(self.local_addr(*local)),
                }
            }
        }
    }

    fn field(&mut self, base: PlaceId, offset: u64, bits: Option<BitField>) -> Loc {
        // Nested members are walked here, not by recursion.
        let body = self.body;
        let (mut base, mut total) = (base, offset);
        while let PlaceKind::Field { base: outer, offset, .. } = &body.place(base).kind {
            total = total.wrapping_add(*offset);
            base = *outer;
        }
        let addr = self.place_addr(base).plus(total as i64);
        match bits {
            Some(bits) => Loc::Bits(addr, bits),
            None => Loc::Mem(addr),
        }
    }

    /// The address of a place that lies in memory.
    pub fn place_addr(&mut self, p: PlaceId) -> Addr {
        match self.place(p) {
            Loc::Mem(addr) | Loc::Bits(addr, _) => addr,
            Loc::Reg(v) => {
                // The front end says which locals need an address; this one must be one of them.
                let span = self.body.place(p).span;
                self.fail(span, "internal error: the address of a register variable is needed");
                Addr::base(v)
            }
        }
    }

    /// The address of a local in memory.
    pub fn local_addr(&mut self, id: LocalId) -> Addr {
        match self.homes[id.index()] {
            Home::Frame(offset) => Addr::base(self.fp).plus(offset),
            Home::Reg(v) | Home::Ptr(v) => Addr::base(v),
            Home::None => {
                // Reached without entering its block: cannot happen in what the front end makes.
                Addr::base(self.fp)
            }
        }
    }

    /// The address of a symbol's object: a thread's own lies as far from the program's as its block does.
    fn object_addr(&mut self, id: SymbolId) -> Addr {
        let base = Addr::base(self.symbol_addr(id));
        if !self.unit.tu.symbol(id).thread {
            return base;
        }
        let distance = self.ir.new_reg(RegKind::Temp, Ty::U64.range());
        self.push(Inst::new(K::ThreadOffset, self.span).d(distance));
        Addr { index: distance, ..base }
    }

    /// The address of a symbol.
    pub fn symbol_addr(&mut self, id: SymbolId) -> Val {
        let symbol = self.unit.symbol(id);
        self.ir.sym(symbol, 0)
    }

    /// The address that a pointer expression gives, in a form for loads and stores.
    pub fn addr(&mut self, e: ExprId) -> Addr {
        let body = self.body;
        let saved = self.span;
        self.span = body.expr(e).span;
        let addr = match &body.expr(e).kind {
            ExprKind::AddrOf(p) => self.place_addr(*p),
            ExprKind::PtrAdd { ptr, index, elem } => {
                let base = self.addr(*ptr);
                self.add_index(base, *index, *elem, false)
            }
            ExprKind::PtrSub { ptr, index, elem } => {
                let base = self.addr(*ptr);
                self.add_index(base, *index, *elem, true)
            }
            ExprKind::Cast(inner) if self.types.is_pointer(body.expr(*inner).ty) => self.addr(*inner),
            ExprKind::Int(value) => Addr { base: self.ir.konst(0), index: Val::NONE, scale: 1, disp: *value },
            _ => Addr::base(self.expr(e, Val::NONE)),
        };
        self.span = saved;
        self.tidy(addr)
    }

    /// A symbol's or a constant's address absorbs the displacement.
    fn tidy(&mut self, addr: Addr) -> Addr {
        if addr.disp == 0 {
            return addr;
        }
        let base = if let Some((symbol, addend)) = self.ir.as_sym(addr.base) {
            self.ir.sym(symbol, addend.wrapping_add(addr.disp))
        } else if let Some(c) = self.ir.as_const(addr.base) {
            self.ir.konst(c.wrapping_add(addr.disp))
        } else {
            return addr;
        };
        Addr { base, disp: 0, ..addr }
    }

    fn add_index(&mut self, base: Addr, index: ExprId, elem: ElemSize, negative: bool) -> Addr {
        let ElemSize::Const(size) = elem else {
            return self.add_dynamic(base, index, elem, negative);
        };
        let size = size as i64;
        let step = if negative { size.wrapping_neg() } else { size };
        let (index, offset) = self.split_index(index);
        let base = base.plus(offset.wrapping_mul(step));
        let Some(index) = index else { return base };
        let base = if base.index.is_some() { self.fold_index(base) } else { base };
        let index = self.expr(index, Val::NONE);
        if let Some(c) = self.ir.as_const(index) {
            return base.plus(c.wrapping_mul(step));
        }
        if negative {
            let scale = self.ir.konst(step);
            let bytes = self.scale(index, scale);
            return Addr { index: bytes, scale: 1, ..base };
        }
        Addr { index, scale: size as u64, ..base }
    }

    /// Splits `i + c` (signed) into `i` and `c`; a constant index into nothing and itself.
    fn split_index(&mut self, index: ExprId) -> (Option<ExprId>, i64) {
        let body = self.body;
        let mut e = index;
        // Widening a signed index changes nothing.
        while let ExprKind::Cast(inner) = &body.expr(e).kind {
            let (from, to) = (self.ty_of(*inner), self.ty_of(e));
            if from.is_float()
                || !from.is_signed()
                || from.size() > to.size()
                || !self.types.is_integer(body.expr(*inner).ty)
            {
                break;
            }
            e = *inner;
        }
        match &body.expr(e).kind {
            ExprKind::Int(value) => (None, *value),
            ExprKind::Binary(op @ (BinaryOp::Add | BinaryOp::Sub), a, b) if self.ty_of(e).is_signed() => {
                match (&body.expr(*b).kind, op) {
                    (ExprKind::Int(c), BinaryOp::Add) if c.unsigned_abs() < 1 << 24 => (Some(*a), *c),
                    (ExprKind::Int(c), _) if c.unsigned_abs() < 1 << 24 => (Some(*a), -*c),
                    _ => (Some(e), 0),
                }
            }
            _ => (Some(e), 0),
        }
    }

    fn add_dynamic(&mut self, base: Addr, index: ExprId, elem: ElemSize, negative: bool) -> Addr {
        let base = if base.index.is_some() { self.fold_index(base) } else { base };
        let index = self.expr(index, Val::NONE);
        let size = self.elem_size(elem);
        let bytes = self.scale(index, size);
        if negative {
            let zero = self.ir.konst(0);
            let bytes = self.bin(Bin::Sub64, zero, bytes, Val::NONE);
            return Addr { index: bytes, scale: 1, ..base };
        }
        Addr { index: bytes, scale: 1, ..base }
    }

    /// An element's size as a value.
    pub fn elem_size(&mut self, elem: ElemSize) -> Val {
        match elem {
            ElemSize::Const(size) => self.ir.konst(size as i64),
            ElemSize::Local(id) => match self.homes[id.index()] {
                Home::Reg(v) => v,
                _ => {
                    let addr = self.local_addr(id);
                    self.load(addr, Ty::U64, Val::NONE)
                }
            },
        }
    }

    /// `index * size`
    pub fn scale(&mut self, index: Val, size: Val) -> Val {
        self.bin(Bin::Mul64, index, size, Val::NONE)
    }

    /// Computes base and index into one register.
    fn fold_index(&mut self, addr: Addr) -> Addr {
        let (base, disp) = (addr.base, addr.disp);
        let d = if addr.scale == 1 {
            self.bin(Bin::Add64, base, addr.index, Val::NONE)
        } else if let Ok(scale) = i32::try_from(addr.scale) {
            let d = self.temp(Ty::U64);
            let inst = Inst::new(K::Lea, self.span).d(d).a(base).b(addr.index).imm(scale.into());
            self.push(inst);
            d
        } else {
            let scale = self.ir.konst(addr.scale as i64);
            let bytes = self.scale(addr.index, scale);
            self.bin(Bin::Add64, base, bytes, Val::NONE)
        };
        Addr { base: d, index: Val::NONE, scale: 1, disp }
    }

    /// The address as a value.
    pub fn addr_value(&mut self, addr: Addr, hint: Val) -> Val {
        let addr = self.tidy(addr);
        if addr.index.is_some() && addr.disp == 0 {
            if addr.scale == 1 {
                return self.bin(Bin::Add64, addr.base, addr.index, hint);
            }
            if let Ok(scale) = i32::try_from(addr.scale) {
                let d = self.dest(hint, Ty::U64.range());
                let inst = Inst::new(K::Lea, self.span).d(d).a(addr.base).b(addr.index).imm(scale.into());
                self.push(inst);
                return d;
            }
        }
        let addr = if addr.index.is_some() { self.fold_index(addr) } else { addr };
        let disp = self.ir.konst(addr.disp);
        self.bin(Bin::Add64, addr.base, disp, hint)
    }

    /// The address with an index that the hardware can scale for accesses of `size` bytes.
    pub fn for_access(&mut self, addr: Addr, size: u32) -> Addr {
        let addr = self.tidy(addr);
        let bad_index = addr.index.is_some() && addr.scale != u64::from(size);
        let mut addr = if bad_index { self.fold_index(addr) } else { addr };
        if i32::try_from(addr.disp).is_err() {
            let disp = self.ir.konst(addr.disp);
            addr.base = self.bin(Bin::Add64, addr.base, disp, Val::NONE);
            addr.disp = 0;
        }
        self.tidy(addr)
    }

    /// The next load or store is atomic.
    pub fn fence(&mut self) {
        self.push(Inst::new(K::Fence, self.span));
    }

    /// Loads a scalar.
    pub fn load(&mut self, addr: Addr, ty: Ty, hint: Val) -> Val {
        let addr = self.for_access(addr, ty.size());
        let d = self.dest(hint, ty.range());
        self.push(Inst { d, a: addr.base, b: addr.index, imm: addr.disp, ..Inst::new(K::Load(ty), self.span) });
        d
    }

    /// Stores a scalar.
    pub fn store(&mut self, addr: Addr, ty: Ty, v: Val) {
        let addr = self.for_access(addr, ty.size());
        self.push(Inst { c: v, a: addr.base, b: addr.index, imm: addr.disp, ..Inst::new(K::Store(ty), self.span) });
    }

    // -----------------------------------------------------------------------------------------
    // Bit-fields

    fn unit_ty(bits: BitField) -> Ty {
        match bits.unit {
            1 => Ty::U8,
            2 => Ty::U16,
            4 => Ty::U32,
            _ => Ty::U64,
        }
    }

    /// Loads a bit-field of an integer type.
    pub fn load_bits(&mut self, addr: Addr, bits: BitField, ty: Ty, hint: Val) -> Val {
        let unit = self.load(addr, Self::unit_ty(bits), Val::NONE);
        self.extract(unit, bits.shift, bits.width, ty, hint)
    }

    /// The bits of a value, extended as the type says.
    pub fn extract(&mut self, v: Val, shift: u8, width: u8, ty: Ty, hint: Val) -> Val {
        let signed = ty.is_signed();
        let range = match (signed, width) {
            (_, 64..) => Ty::I64.range(),
            (true, w) => (-1 << (w.max(1) - 1), (1 << (w.max(1) - 1)) - 1),
            (false, 63) => (0, i64::MAX),
            (false, w) => (0, (1 << w) - 1),
        };
        let d = self.dest(hint, range);
        let k = if signed { K::ExtractS } else { K::ExtractU };
        let inst = Inst::new(k, self.span).d(d).a(v).imm(i64::from(shift) | i64::from(width) << 8);
        self.push(inst);
        d
    }

    /// Stores a bit-field.
    pub fn store_bits(&mut self, addr: Addr, bits: BitField, v: Val) {
        let ty = Self::unit_ty(bits);
        if u32::from(bits.width) == ty.size() * 8 {
            self.store(addr, ty, v);
            return;
        }
        let addr = self.for_access(addr, ty.size());
        let unit = self.load(addr, ty, Val::NONE);
        let d = self.temp(ty);
        let place = i64::from(bits.shift) | i64::from(bits.width) << 8;
        let inst = Inst::new(K::Insert, self.span).d(d).a(v).b(unit).imm(place);
        self.push(inst);
        self.store(addr, ty, d);
    }
}
