//! Constants: folding while nodes are made, integer constant expressions and static initialisers.
//!
//! Entry points: `Parser::integer_constant`, `Parser::fold_binary`, `Parser::static_value`, [`canonical`].
//! Arithmetic wraps; what gcc warns of is reported by the callers.

use super::*;

/// The value of a static initialiser.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Constant {
    Int(i64),
    Float(f64),
    /// Address of a symbol plus bytes.
    Address(SymbolId, i64),
}

/// Result of folding an integer operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Folded {
    pub value: i64,
    pub overflow: bool,
}

impl Parser {
    /// Brings a value into the canonical 64-bit form of an integer or pointer type.
    pub(super) fn canonical(&self, value: i64, ty: TypeId) -> i64 {
        let base = self.types.strip_enum(ty);
        if base == TypeId::BOOL {
            return i64::from(value != 0);
        }
        let size = self.types.size(base).unwrap_or(8);
        wrap(value, size, self.types.is_signed(base))
    }

    /// The value of an operand that is an integer constant expression.
    pub(super) fn integer_constant(&self, op: &Operand) -> Option<i64> {
        match op.node {
            Node::Value(e) if self.types.is_integer(op.ty) => self.int_of(e),
            _ => None,
        }
    }

    /// The value of an integer (or pointer) constant node.
    pub(super) fn int_of(&self, e: ExprId) -> Option<i64> {
        match self.func.body.expr(e).kind {
            ExprKind::Int(n) => Some(n),
            _ => None,
        }
    }

    pub(super) fn float_of(&self, e: ExprId) -> Option<f64> {
        match self.func.body.expr(e).kind {
            ExprKind::Float(x) => Some(x),
            _ => None,
        }
    }

    /// Truth of a constant scalar.
    pub(super) fn truth_of(&self, e: ExprId) -> Option<bool> {
        self.int_of(e).map(|n| n != 0).or_else(|| self.float_of(e).map(|x| x != 0.0))
    }

    /// Whether an operand is a null pointer constant: an integer constant 0, or that cast to `void *`.
    pub(super) fn is_null_constant(&self, op: &Operand) -> bool {
        let Node::Value(e) = op.node else {
            return false;
        };
        if self.int_of(e) != Some(0) {
            return false;
        }
        self.types.is_integer(op.ty) || self.types.pointee(op.ty) == Some(TypeId::VOID)
    }

    /// Folds an operation on integers of type `ty`; `None` if it cannot be (division by zero).
    pub(super) fn fold_int(&self, op: BinaryOp, a: i64, b: i64, ty: TypeId) -> Option<Folded> {
        let signed = self.types.is_signed(ty);
        let size = self.types.size(ty).unwrap_or(8);
        let (wide, shift) = (i128::from(a), (size * 8 - 1) as i64);
        let exact: i128 = match op {
            BinaryOp::Add => wide + i128::from(b),
            BinaryOp::Sub => wide - i128::from(b),
            BinaryOp::Mul if signed => wide * i128::from(b),
            BinaryOp::Mul => i128::from(a.wrapping_mul(b)),
            BinaryOp::Div | BinaryOp::Rem if b == 0 => return None,
            BinaryOp::Div if signed => wide / i128::from(b),
            BinaryOp::Div => i128::from(((a as u64) / (b as u64)) as i64),
            BinaryOp::Rem if signed => wide % i128::from(b),
            BinaryOp::Rem => i128::from(((a as u64) % (b as u64)) as i64),
            BinaryOp::And => i128::from(a & b),
            BinaryOp::Or => i128::from(a | b),
            BinaryOp::Xor => i128::from(a ^ b),
            // as x86 does: the count is taken modulo the width
            BinaryOp::Shl => i128::from(a.wrapping_shl((b & shift) as u32)),
            BinaryOp::Shr if signed => i128::from(a.wrapping_shr((b & shift) as u32)),
            BinaryOp::Shr => i128::from((a as u64).wrapping_shr((b & shift) as u32) as i64),
        };
        let value = wrap(exact as i64, size, signed);
        let checked = matches!(op, BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div);
        Some(Folded { value, overflow: signed && checked && i128::from(value) != exact })
    }

    /// Folds arithmetic of constants into a node, or makes the operation.
    pub(super) fn fold_binary(&mut self, op: BinaryOp, a: ExprId, b: ExprId, ty: TypeId, at: u32) -> ExprId {
        if let (Some(x), Some(y)) = (self.int_of(a), self.int_of(b))
            && self.types.is_integer(ty)
            && let Some(folded) = self.fold_int(op, x, y, ty)
        {
            if folded.overflow {
                let (name, value) = (self.quoted(ty), folded.value);
                self.warn(
                    at,
                    "-Woverflow",
                    format!("integer overflow in expression of type {name} results in '{value}'"),
                );
            }
            return self.expr(ExprKind::Int(folded.value), ty, at);
        }
        if let (Some(x), Some(y)) = (self.float_of(a), self.float_of(b)) {
            let value = match op {
                BinaryOp::Add => Some(x + y),
                BinaryOp::Sub => Some(x - y),
                BinaryOp::Mul => Some(x * y),
                BinaryOp::Div => Some(x / y),
                _ => None,
            };
            if let Some(value) = value {
                let value = if ty.unqualified() == TypeId::FLOAT { f64::from(value as f32) } else { value };
                return self.expr(ExprKind::Float(value), ty, at);
            }
        }
        self.expr(ExprKind::Binary(op, a, b), ty, at)
    }

    /// Folds a comparison, or makes it.
    pub(super) fn fold_compare(&mut self, op: CompareOp, a: ExprId, b: ExprId, at: u32) -> ExprId {
        let ty = self.func.body.expr(a).ty;
        let order = if let (Some(x), Some(y)) = (self.int_of(a), self.int_of(b)) {
            Some(if self.types.is_signed(ty) { x.cmp(&y) } else { (x as u64).cmp(&(y as u64)) })
        } else if let (Some(x), Some(y)) = (self.float_of(a), self.float_of(b)) {
            x.partial_cmp(&y)
        } else {
            None
        };
        match order {
            Some(order) => {
                let yes = match op {
                    CompareOp::Eq => order.is_eq(),
                    CompareOp::Ne => order.is_ne(),
                    CompareOp::Lt => order.is_lt(),
                    CompareOp::Le => order.is_le(),
                    CompareOp::Gt => order.is_gt(),
                    CompareOp::Ge => order.is_ge(),
                };
                self.int_expr(i64::from(yes), TypeId::INT, at)
            }
            None => self.expr(ExprKind::Compare(op, a, b), TypeId::INT, at),
        }
    }

    pub(super) fn int_expr(&mut self, value: i64, ty: TypeId, at: u32) -> ExprId {
        self.expr(ExprKind::Int(value), ty, at)
    }

    /// A value converted to a type, folded if it is constant.
    pub(super) fn cast_expr(&mut self, e: ExprId, ty: TypeId, at: u32) -> ExprId {
        let ty = ty.unqualified();
        let from = self.func.body.expr(e).ty;
        if from == ty {
            return e;
        }
        let to_number = self.types.is_integer(ty) || self.types.is_pointer(ty);
        if let Some(n) = self.int_of(e) {
            if to_number {
                let value = self.canonical(n, ty);
                return self.int_expr(value, ty, at);
            }
            if self.types.is_float(ty) {
                let unsigned = !self.types.is_signed(from);
                let value = match (ty == TypeId::FLOAT, unsigned) {
                    (true, true) => f64::from(n as u64 as f32),
                    (true, false) => f64::from(n as f32),
                    (false, true) => n as u64 as f64,
                    (false, false) => n as f64,
                };
                return self.expr(ExprKind::Float(value), ty, at);
            }
        }
        if let Some(x) = self.float_of(e) {
            if self.types.is_integer(ty) {
                let value = self.float_to_int(x, ty);
                return self.int_expr(value, ty, at);
            }
            if self.types.is_float(ty) {
                let value = if ty == TypeId::FLOAT { f64::from(x as f32) } else { x };
                return self.expr(ExprKind::Float(value), ty, at);
            }
        }
        self.expr(ExprKind::Cast(e), ty, at)
    }

    /// A floating constant as an integer; out of range it saturates, as gcc folds it.
    pub(super) fn float_to_int(&self, x: f64, ty: TypeId) -> i64 {
        let base = self.types.strip_enum(ty);
        if base == TypeId::BOOL {
            return i64::from(x != 0.0);
        }
        let bits = self.types.size(base).unwrap_or(8) * 8;
        if self.types.is_signed(base) {
            let max = (i64::MAX >> (64 - bits)) as f64;
            if x >= max { i64::MAX >> (64 - bits) } else { (x as i64).max(i64::MIN >> (64 - bits)) }
        } else {
            (x as u64).min(u64::MAX >> (64 - bits)) as i64
        }
    }

    // -----------------------------------------------------------------------------------------
    // Static initialisers

    /// The value of an expression that is a constant for the loader: a number or an address.
    pub(super) fn static_value(&self, e: ExprId) -> Option<Constant> {
        let expr = self.func.body.expr(e);
        match &expr.kind {
            ExprKind::Int(n) => Some(Constant::Int(*n)),
            ExprKind::Float(x) => Some(Constant::Float(*x)),
            ExprKind::AddrOf(place) => self.static_address(*place),
            ExprKind::Cast(inner) => {
                let value = self.static_value(*inner)?;
                match value {
                    Constant::Address(..) => {
                        (self.types.size(expr.ty) == Some(8) && !self.types.is_float(expr.ty)).then_some(value)
                    }
                    Constant::Int(n) if self.types.is_integer(expr.ty) || self.types.is_pointer(expr.ty) => {
                        Some(Constant::Int(self.canonical(n, expr.ty)))
                    }
                    _ => None,
                }
            }
            ExprKind::PtrAdd { ptr, index, elem: ElemSize::Const(size) } => {
                self.static_offset(*ptr, *index, *size, false)
            }
            ExprKind::PtrSub { ptr, index, elem: ElemSize::Const(size) } => {
                self.static_offset(*ptr, *index, *size, true)
            }
            ExprKind::Binary(op @ (BinaryOp::Add | BinaryOp::Sub), a, b) if self.types.is_integer(expr.ty) => {
                match (self.static_value(*a)?, self.static_value(*b)?, op) {
                    (Constant::Address(s, n), Constant::Int(m), BinaryOp::Sub) => {
                        Some(Constant::Address(s, n.wrapping_sub(m)))
                    }
                    (Constant::Address(s, n), Constant::Int(m), _)
                    | (Constant::Int(m), Constant::Address(s, n), BinaryOp::Add) => {
                        Some(Constant::Address(s, n.wrapping_add(m)))
                    }
                    (Constant::Address(s, n), Constant::Address(t, m), BinaryOp::Sub) if s == t => {
                        Some(Constant::Int(n.wrapping_sub(m)))
                    }
                    (Constant::Int(n), Constant::Int(m), op) => {
                        self.fold_int(*op, n, m, expr.ty).map(|f| Constant::Int(f.value))
                    }
                    _ => None,
                }
            }
            ExprKind::PtrDiff { left, right, elem: ElemSize::Const(size) } => {
                match (self.static_value(*left)?, self.static_value(*right)?) {
                    (Constant::Address(s, n), Constant::Address(t, m)) if s == t => {
                        Some(Constant::Int(n.wrapping_sub(m).wrapping_div((*size).max(1) as i64)))
                    }
                    (Constant::Int(n), Constant::Int(m)) => {
                        Some(Constant::Int(n.wrapping_sub(m).wrapping_div((*size).max(1) as i64)))
                    }
                    _ => None,
                }
            }
            ExprKind::Cond { cond, then, otherwise } => match self.static_value(*cond)? {
                Constant::Int(0) => self.static_value(*otherwise),
                Constant::Float(0.0) => self.static_value(*otherwise),
                _ => self.static_value(*then),
            },
            ExprKind::Not(inner) => match self.static_value(*inner)? {
                Constant::Address(..) => Some(Constant::Int(0)),
                Constant::Int(n) => Some(Constant::Int(i64::from(n == 0))),
                Constant::Float(x) => Some(Constant::Int(i64::from(x == 0.0))),
            },
            ExprKind::Load(place) => self.static_load(*place),
            _ => None,
        }
    }

    fn static_offset(&self, ptr: ExprId, index: ExprId, size: u64, back: bool) -> Option<Constant> {
        let Constant::Int(n) = self.static_value(index)? else {
            return None;
        };
        let bytes = n.wrapping_mul(size as i64);
        let bytes = if back { bytes.wrapping_neg() } else { bytes };
        match self.static_value(ptr)? {
            Constant::Address(s, m) => Some(Constant::Address(s, m.wrapping_add(bytes))),
            Constant::Int(m) => Some(Constant::Int(m.wrapping_add(bytes))),
            Constant::Float(_) => None,
        }
    }

    pub(super) fn static_address(&self, place: PlaceId) -> Option<Constant> {
        match &self.func.body.place(place).kind {
            PlaceKind::Symbol(s) if self.symbols[s.0 as usize].thread => None,
            PlaceKind::Symbol(s) => Some(Constant::Address(*s, 0)),
            PlaceKind::Deref(e) => self.static_value(*e),
            PlaceKind::Field { base, offset, bits: None } => match self.static_address(*base)? {
                Constant::Address(s, n) => Some(Constant::Address(s, n.wrapping_add(*offset as i64))),
                Constant::Int(n) => Some(Constant::Int(n.wrapping_add(*offset as i64))),
                Constant::Float(_) => None,
            },
            _ => None,
        }
    }

    /// The value of a `const` scalar that has been initialised: gcc takes it as a constant too.
    fn static_load(&self, place: PlaceId) -> Option<Constant> {
        let place = self.func.body.place(place);
        let PlaceKind::Symbol(id) = place.kind else {
            return None;
        };
        if !place.ty.quals().has(Quals::CONST) || place.ty.quals().has(Quals::VOLATILE) {
            return None;
        }
        let Definition::Object(object) = &self.symbols[id.0 as usize].def else {
            return None;
        };
        let size = self.types.size(place.ty)? as usize;
        if size > 8 || !self.types.is_scalar(place.ty) {
            return None;
        }
        let mut bytes = [0u8; 8];
        if let Some(init) = &object.init {
            if let Some(reloc) = init.relocs.first() {
                return Some(Constant::Address(reloc.symbol, reloc.addend));
            }
            let have = init.bytes.len().min(size);
            bytes[..have].copy_from_slice(&init.bytes[..have]);
        }
        let bits = u64::from_le_bytes(bytes);
        Some(match self.types.kind(place.ty) {
            TypeKind::Float => Constant::Float(f64::from(f32::from_bits(bits as u32))),
            TypeKind::Double => Constant::Float(f64::from_bits(bits)),
            _ => Constant::Int(self.canonical(bits as i64, place.ty)),
        })
    }
}

/// Wraps a value to `size` bytes, sign- or zero-extended.
pub(super) fn wrap(value: i64, size: u64, signed: bool) -> i64 {
    if size >= 8 || size == 0 {
        return value;
    }
    let shift = 64 - size * 8;
    if signed { value << shift >> shift } else { ((value as u64) << shift >> shift) as i64 }
}
