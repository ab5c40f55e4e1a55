//! Numbers that no register holds: `__int128` (GNU) and `_Complex` (C11 6.2.5). They are records of two parts, so the rest of
//! the compiler passes, returns and copies them as it does structs; what is calculated with them is calculated by functions of
//! the library (`libc/src/int128.c`, `complex.c`), or here if it is constant.
//!
//! Entry points: `Parser::wide_binary`, `wide_unary`, `wide_convert`, `wide_truth`, `wide_change`, `part_of_complex`.

use super::convert::Context;
use super::*;

/// A constant.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Known {
    Int(i128),
    Complex(f64, f64),
}

impl Parser {
    /// Whether a type is one of these.
    pub(super) fn is_wide(&self, ty: TypeId) -> bool {
        self.types.wide(ty).is_some()
    }

    /// Whether a type is a number of any kind.
    pub(super) fn is_number(&self, ty: TypeId) -> bool {
        self.types.is_arithmetic(ty) || self.is_wide(ty)
    }

    /// Calls a function of the library.
    pub(super) fn library_call(&mut self, name: &str, ret: TypeId, args: Vec<ExprId>, at: u32) -> ExprId {
        let params = args.iter().map(|a| self.func.body.expr(*a).ty).collect();
        let ty = self.types.function(ret, params, FunctionStyle::Fixed);
        let name = self.names.intern(name);
        let id = self.extern_symbol(name, ty, at);
        self.symbols[id.index()].used = true;
        self.expr(ExprKind::Call { callee: Callee::Direct(id), ty, args: args.into() }, ret, at)
    }

    /// What the names of the functions for a type begin with: `__i128`, `__cd`.
    fn prefix(&self, ty: TypeId) -> &'static str {
        match self.types.wide(ty) {
            Some(Wide::Int) => "__i128",
            Some(Wide::Unsigned) => "__u128",
            Some(Wide::Complex(part)) if part == TypeId::FLOAT => "__cf",
            Some(Wide::Complex(part)) if part == TypeId::LONGDOUBLE => "__cl",
            _ => "__cd",
        }
    }

    // -----------------------------------------------------------------------------------------
    // Constants: objects of their own

    fn wide_constant(&mut self, value: Known, ty: TypeId, at: u32) -> ExprId {
        let size = self.types.size(ty).unwrap_or(16);
        let bytes = match (value, self.types.wide(ty)) {
            (Known::Int(n), _) => n.to_le_bytes().to_vec(),
            (Known::Complex(re, im), Some(Wide::Complex(part))) => {
                let encode = |x: f64| {
                    if part == TypeId::FLOAT {
                        (x as f32).to_bits().to_le_bytes().to_vec()
                    } else {
                        x.to_bits().to_le_bytes().to_vec()
                    }
                };
                let mut bytes = encode(re);
                bytes.resize(size as usize / 2, 0);
                bytes.extend(encode(im));
                bytes
            }
            _ => Vec::new(),
        };
        let init = Some(InitData { bytes, relocs: Vec::new() });
        let object = Object { size, align: self.types.align(ty), section: Section::Rodata, init };
        let id = self.anonymous_symbol(ty.unqualified(), Definition::Object(object), at);
        let place = self.place(PlaceKind::Symbol(id), ty.unqualified(), at);
        self.expr(ExprKind::Load(place), ty, at)
    }

    fn known(&self, e: ExprId) -> Option<Known> {
        let expr = self.func.body.expr(e);
        let ty = expr.ty;
        if self.types.is_integer(ty) {
            let n = self.int_of(e)?;
            return Some(Known::Int(if self.types.is_signed(ty) { n.into() } else { (n as u64).into() }));
        }
        if self.types.is_float(ty) {
            return Some(Known::Complex(self.float_of(e)?, 0.0));
        }
        let wide = self.types.wide(ty)?;
        let ExprKind::Load(place) = expr.kind else { return None };
        let PlaceKind::Symbol(id) = self.func.body.place(place).kind else { return None };
        let symbol = &self.symbols[id.index()];
        let Definition::Object(Object { init: Some(init), section: Section::Rodata, .. }) = &symbol.def else {
            return None;
        };
        if symbol.name != Sym::EMPTY {
            return None;
        }
        let word = |at: usize| {
            let mut b = [0; 8];
            for (to, from) in b.iter_mut().zip(init.bytes.iter().skip(at)) {
                *to = *from;
            }
            u64::from_le_bytes(b)
        };
        Some(match wide {
            Wide::Int | Wide::Unsigned => Known::Int((u128::from(word(8)) << 64 | u128::from(word(0))) as i128),
            Wide::Complex(part) if part == TypeId::FLOAT => {
                let (re, im) = (f32::from_bits(word(0) as u32), f32::from_bits(word(4) as u32));
                Known::Complex(re.into(), im.into())
            }
            Wide::Complex(part) => {
                let second = if part == TypeId::LONGDOUBLE { 16 } else { 8 };
                Known::Complex(f64::from_bits(word(0)), f64::from_bits(word(second)))
            }
        })
    }

    // -----------------------------------------------------------------------------------------
    // Conversions

    /// The value with another type. One of the two types is wide, both are numbers.
    pub(super) fn wide_convert(&mut self, e: ExprId, to: TypeId, at: u32) -> ExprId {
        let to = to.unqualified();
        let from = self.func.body.expr(e).ty;
        if from == to {
            return e;
        }
        match (self.types.wide(from), self.types.wide(to)) {
            (_, Some(Wide::Complex(part))) => self.to_complex(e, from, to, part, at),
            (Some(Wide::Complex(part)), _) if to != TypeId::BOOL => {
                let part = self.part_of(e, part, 0, at);
                if self.is_wide(to) { self.wide_convert(part, to, at) } else { self.cast_expr(part, to, at) }
            }
            (Some(_), _) if to == TypeId::BOOL => {
                let truth = self.wide_truth(e, at);
                self.cast_expr(truth, to, at)
            }
            (Some(_), Some(_)) => match self.known(e) {
                Some(value) => self.wide_constant(value, to, at),
                None => {
                    let place = self.place(PlaceKind::Value(e), to, at);
                    self.expr(ExprKind::Load(place), to, at)
                }
            },
            (Some(_), None) if self.types.is_float(to) => {
                let name = format!("{}_to_double", self.prefix(from));
                let value = self.library_call(&name, TypeId::DOUBLE, vec![e], at);
                self.cast_expr(value, to, at)
            }
            (Some(_), None) => {
                let low = match self.known(e) {
                    Some(Known::Int(n)) => self.int_expr(n as i64, TypeId::ULONG, at),
                    _ => self.part_of(e, TypeId::ULONG, 0, at),
                };
                self.cast_expr(low, to, at)
            }
            (None, _) => self.to_wide_int(e, from, to, at),
        }
    }

    fn to_wide_int(&mut self, e: ExprId, from: TypeId, to: TypeId, at: u32) -> ExprId {
        if let Some(Known::Int(n)) = self.known(e) {
            return self.wide_constant(Known::Int(n), to, at);
        }
        if self.types.is_float(from) {
            let e = self.cast_expr(e, TypeId::DOUBLE, at);
            let name = format!("{}_of_double", self.prefix(to));
            return self.library_call(&name, to, vec![e], at);
        }
        let (word, name) = match self.types.is_signed(from) {
            true => (TypeId::LONG, "__i128_of_long"),
            false => (TypeId::ULONG, "__i128_of_ulong"),
        };
        let e = self.cast_expr(e, word, at);
        self.library_call(name, to, vec![e], at)
    }

    fn to_complex(&mut self, e: ExprId, from: TypeId, to: TypeId, part: TypeId, at: u32) -> ExprId {
        if let Some(value) = self.known(e) {
            let value = match value {
                Known::Int(n) => Known::Complex(n as f64, 0.0),
                complex => complex,
            };
            return self.wide_constant(value, to, at);
        }
        if let Some(Wide::Complex(_)) = self.types.wide(from) {
            let name = format!("{}_to{}", self.prefix(from), self.prefix(to).trim_start_matches('_'));
            return self.library_call(&name, to, vec![e], at);
        }
        let re = if self.is_wide(from) { self.wide_convert(e, part, at) } else { self.cast_expr(e, part, at) };
        let im = self.expr(ExprKind::Float(0.0), part, at);
        self.make_complex(re, im, to, at)
    }

    fn make_complex(&mut self, re: ExprId, im: ExprId, ty: TypeId, at: u32) -> ExprId {
        if let (Some(re), Some(im)) = (self.float_of(re), self.float_of(im)) {
            return self.wide_constant(Known::Complex(re, im), ty, at);
        }
        let name = format!("{}_make", self.prefix(ty));
        self.library_call(&name, ty, vec![re, im], at)
    }

    /// `1.5i`: a constant's imaginary part.
    pub(super) fn imaginary(&mut self, value: f64, part: TypeId, at: u32) -> ExprId {
        let ty = if part == TypeId::FLOAT { TypeId::COMPLEXFLOAT } else { TypeId::COMPLEXDOUBLE };
        let ty = if part == TypeId::LONGDOUBLE { TypeId::COMPLEXLONGDOUBLE } else { ty };
        self.wide_constant(Known::Complex(0.0, value), ty, at)
    }

    /// A part of a value.
    fn part_of(&mut self, e: ExprId, part: TypeId, offset: u64, at: u32) -> ExprId {
        if let (Some(Known::Complex(re, im)), true) = (self.known(e), self.types.is_float(part)) {
            return self.expr(ExprKind::Float(if offset == 0 { re } else { im }), part, at);
        }
        let ty = self.func.body.expr(e).ty;
        let base = self.place(PlaceKind::Value(e), ty, at);
        let field = self.place(PlaceKind::Field { base, offset, bits: None }, part, at);
        self.expr(ExprKind::Load(field), part, at)
    }

    /// GNU's `__real__ op` and `__imag__ op`: a place, if `op` is one.
    pub(super) fn part_of_complex(&mut self, op: Operand, imaginary: bool, at: u32) -> Operand {
        let (first, last) = (at, op.last);
        if op.node == Node::Bad {
            return op;
        }
        let Some(Wide::Complex(part)) = self.types.wide(op.ty) else {
            if !self.types.is_arithmetic(op.ty) {
                let word = if imaginary { "__imag" } else { "__real" };
                self.wrong_argument(at, &op, &format!("wrong type argument to {word}"));
                return self.bad(at, first, last);
            }
            let e = self.rvalue(&op);
            let zero = self.int_expr(0, TypeId::INT, at);
            let e = if imaginary { self.cast_expr(zero, op.ty, at) } else { e };
            return self.made(e, at, first, last);
        };
        let offset = if imaginary { self.types.size(part).unwrap_or(8) } else { 0 };
        if let Node::Place(base) = op.node {
            let ty = part.qualified(op.ty.quals());
            return self.made_place(PlaceKind::Field { base, offset, bits: None }, ty, at, first, last);
        }
        let e = self.rvalue(&op);
        let e = self.part_of(e, part, offset, at);
        self.made(e, at, first, last)
    }

    /// Whether a value is not 0, as an int.
    pub(super) fn wide_truth(&mut self, e: ExprId, at: u32) -> ExprId {
        match self.known(e) {
            Some(Known::Int(n)) => self.int_expr(i64::from(n != 0), TypeId::INT, at),
            Some(Known::Complex(re, im)) => self.int_expr(i64::from(re != 0.0 || im != 0.0), TypeId::INT, at),
            None => {
                let name = format!("{}_true", self.prefix(self.func.body.expr(e).ty));
                self.library_call(&name, TypeId::INT, vec![e], at)
            }
        }
    }

    // -----------------------------------------------------------------------------------------
    // Operators

    /// The type that an operator calculates with.
    pub(super) fn wide_common(&self, a: TypeId, b: TypeId) -> TypeId {
        let (wa, wb) = (self.types.wide(a), self.types.wide(b));
        let part = |w: Option<Wide>, ty: TypeId| match w {
            Some(Wide::Complex(part)) => part,
            Some(_) => TypeId::INT,
            None => ty.unqualified(),
        };
        if matches!(wa, Some(Wide::Complex(_))) || matches!(wb, Some(Wide::Complex(_))) {
            return match self.types.kind(self.common(part(wa, a), part(wb, b))) {
                TypeKind::LongDouble => TypeId::COMPLEXLONGDOUBLE,
                TypeKind::Float => TypeId::COMPLEXFLOAT,
                _ => TypeId::COMPLEXDOUBLE,
            };
        }
        match (wa, wb) {
            (None, _) if self.types.is_float(a) => a.unqualified(),
            (_, None) if self.types.is_float(b) => b.unqualified(),
            (Some(Wide::Unsigned), _) | (_, Some(Wide::Unsigned)) => TypeId::UINT128,
            _ => TypeId::INT128,
        }
    }

    /// `l op r`, if one of them is wide.
    pub(super) fn wide_binary(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand) -> Option<Operand> {
        if !self.is_wide(l.ty) && !self.is_wide(r.ty) {
            return None;
        }
        let (first, last) = (l.first, r.last);
        if matches!(kind, Tok::AmpAmp | Tok::PipePipe) {
            let (l, r) = (self.narrowed(l, true), self.narrowed(r, true));
            return Some(self.binary(kind, at, l, r));
        }
        if self.types.is_pointer(l.ty) || self.types.is_pointer(r.ty) {
            let (l, r) = (self.narrowed(l, false), self.narrowed(r, false));
            return Some(self.binary(kind, at, l, r));
        }
        let shift = matches!(kind, Tok::Shl | Tok::Shr);
        if shift && !self.is_wide(l.ty) {
            let r = self.narrowed(r, false);
            return Some(self.binary(kind, at, *l, r));
        }
        let common = if shift { l.ty.unqualified() } else { self.wide_common(l.ty, r.ty) };
        let complex = matches!(self.types.wide(common), Some(Wide::Complex(_)));
        let operator = operator(kind, complex || !self.is_wide(common));
        let Some(operator) = operator.filter(|_| self.is_number(l.ty) && self.is_number(r.ty)) else {
            self.invalid_operands(kind.text(), at, l, r);
            return Some(self.bad(at, first, last));
        };
        let (a, b) = (self.rvalue(l), self.rvalue(r));
        let a = self.wide_convert(a, common, l.at);
        if shift {
            let count = if self.is_wide(r.ty) { self.wide_convert(b, TypeId::INT, r.at) } else { b };
            let count = self.cast_expr(count, TypeId::INT, r.at);
            let e = self.wide_operation(operator, a, count, common, at);
            return Some(self.made(e, at, first, last));
        }
        let b = self.wide_convert(b, common, r.at);
        if !self.is_wide(common) {
            let (a, b) = (self.made(a, l.at, l.first, l.last), self.made(b, r.at, r.first, r.last));
            return Some(self.binary(kind, at, a, b));
        }
        let e = match comparison(kind) {
            Some(op) => self.wide_comparison(op, a, b, common, at),
            None => self.wide_operation(operator, a, b, common, at),
        };
        Some(self.made(e, at, first, last))
    }

    /// An operand as an int that says whether it is not 0, or as a long; others stay.
    pub(super) fn narrowed(&mut self, op: &Operand, truth: bool) -> Operand {
        if !self.is_wide(op.ty) {
            return *op;
        }
        let e = self.rvalue(op);
        let e = if truth { self.wide_truth(e, op.at) } else { self.wide_convert(e, TypeId::LONG, op.at) };
        self.made(e, op.at, op.first, op.last)
    }

    fn wide_comparison(&mut self, op: CompareOp, a: ExprId, b: ExprId, ty: TypeId, at: u32) -> ExprId {
        let order = match (self.known(a), self.known(b)) {
            (Some(Known::Int(x)), Some(Known::Int(y))) => {
                let order = if ty == TypeId::UINT128 { (x as u128).cmp(&(y as u128)) } else { x.cmp(&y) };
                self.int_expr(order as i64, TypeId::INT, at)
            }
            _ => {
                let name = format!("{}_cmp", self.prefix(ty));
                self.library_call(&name, TypeId::INT, vec![a, b], at)
            }
        };
        let zero = self.int_expr(0, TypeId::INT, at);
        self.fold_compare(op, order, zero, at)
    }

    fn wide_operation(&mut self, name: &'static str, a: ExprId, b: ExprId, ty: TypeId, at: u32) -> ExprId {
        if let (Some(x), Some(y)) = (self.known(a), self.known(b))
            && let Some(value) = fold(name, x, y, ty == TypeId::UINT128)
        {
            return self.wide_constant(value, ty, at);
        }
        let signed = ["div", "rem", "shr"].contains(&name) || !matches!(self.types.wide(ty), Some(Wide::Unsigned));
        let prefix = if signed { self.prefix(ty) } else { "__i128" };
        self.library_call(&format!("{prefix}_{name}"), ty, vec![a, b], at)
    }

    /// `+ - ~ !` of a wide value.
    pub(super) fn wide_unary(&mut self, kind: Tok, at: u32, v: &Operand) -> Option<ExprId> {
        let wide = self.types.wide(v.ty)?;
        let e = self.rvalue(v);
        Some(match (kind, wide) {
            (Tok::Bang, _) => {
                let truth = self.wide_truth(e, at);
                match self.truth_of(truth) {
                    Some(yes) => self.int_expr(i64::from(!yes), TypeId::INT, at),
                    None => self.expr(ExprKind::Not(truth), TypeId::INT, at),
                }
            }
            (Tok::Plus, _) => e,
            (Tok::Minus | Tok::Tilde, Wide::Complex(_)) => {
                let word = if kind == Tok::Minus { "neg" } else { "conj" };
                match (self.known(e), kind) {
                    (Some(Known::Complex(re, im)), Tok::Minus) => {
                        self.wide_constant(Known::Complex(-re, -im), v.ty, at)
                    }
                    _ => {
                        let name = format!("{}_{word}", self.prefix(v.ty));
                        self.library_call(&name, v.ty.unqualified(), vec![e], at)
                    }
                }
            }
            _ => {
                // -x is 0 - x, ~x is x ^ -1
                let (name, other) = if kind == Tok::Minus { ("sub", 0) } else { ("xor", -1) };
                let other = self.wide_constant(Known::Int(other), v.ty, at);
                self.wide_operation(name, other, e, v.ty.unqualified(), at)
            }
        })
    }

    /// `l op= r`, `++` and `--` where one operand is wide: the place's address is kept in a hidden pointer. With `old` the
    /// value is the one before.
    pub(super) fn wide_change(
        &mut self,
        kind: Tok,
        at: u32,
        l: &Operand,
        r: &Operand,
        place: PlaceId,
        old: bool,
    ) -> ExprId {
        let plain = l.ty.unqualified();
        let address = self.address(place, l.ty, at);
        let pointer_ty = self.func.body.expr(address).ty;
        let pointer = self.new_local(Sym::EMPTY, pointer_ty, at, LocalKind::Hidden);
        let keep = self.place(PlaceKind::Local(pointer), pointer_ty, at);
        let mut steps = vec![self.expr(ExprKind::Assign { place: keep, value: address }, pointer_ty, at)];
        let target = |p: &mut Parser| {
            let loaded = p.load_local(pointer, at);
            p.place(PlaceKind::Deref(loaded), l.ty, at)
        };
        let before = old.then(|| {
            let from = target(self);
            let value = self.expr(ExprKind::Load(from), plain, at);
            let local = self.new_local(Sym::EMPTY, plain, at, LocalKind::Hidden);
            let keep = self.place(PlaceKind::Local(local), plain, at);
            steps.push(self.expr(ExprKind::Assign { place: keep, value }, plain, at));
            let keep = self.place(PlaceKind::Local(local), plain, at);
            self.expr(ExprKind::Load(keep), plain, at)
        });
        let from = target(self);
        let left = Operand { node: Node::Place(from), ..*l };
        let result = self.binary(kind, at, left, *r);
        let value = self.convert_to(&result, plain, Context::Assign);
        let to = target(self);
        steps.push(self.expr(ExprKind::Assign { place: to, value }, plain, at));
        steps.extend(before);
        let mut all = steps.into_iter();
        let Some(mut e) = all.next() else { return address };
        for next in all {
            e = self.expr(ExprKind::Comma(e, next), plain, at);
        }
        e
    }
}

/// The function of an operator, without the type's prefix; `None` if there is none for numbers with fractions.
fn operator(kind: Tok, fractions: bool) -> Option<&'static str> {
    Some(match kind {
        Tok::Plus => "add",
        Tok::Minus => "sub",
        Tok::Star => "mul",
        Tok::Slash => "div",
        Tok::EqEq | Tok::Ne | Tok::Lt | Tok::Gt | Tok::Le | Tok::Ge => "cmp",
        _ if fractions => return None,
        Tok::Percent => "rem",
        Tok::Amp => "and",
        Tok::Pipe => "or",
        Tok::Caret => "xor",
        Tok::Shl => "shl",
        Tok::Shr => "shr",
        _ => return None,
    })
}

fn comparison(kind: Tok) -> Option<CompareOp> {
    Some(match kind {
        Tok::Lt => CompareOp::Lt,
        Tok::Gt => CompareOp::Gt,
        Tok::Le => CompareOp::Le,
        Tok::Ge => CompareOp::Ge,
        Tok::EqEq => CompareOp::Eq,
        Tok::Ne => CompareOp::Ne,
        _ => return None,
    })
}

/// An operation on constants, if it has a value.
fn fold(name: &str, x: Known, y: Known, unsigned: bool) -> Option<Known> {
    match (x, y) {
        (Known::Complex(a, b), Known::Complex(c, d)) => Some(match name {
            "add" => Known::Complex(a + c, b + d),
            "sub" => Known::Complex(a - c, b - d),
            "mul" => Known::Complex(a * c - b * d, a * d + b * c),
            _ => return None,
        }),
        (Known::Int(a), Known::Int(b)) => Some(Known::Int(match name {
            "add" => a.wrapping_add(b),
            "sub" => a.wrapping_sub(b),
            "mul" => a.wrapping_mul(b),
            "and" => a & b,
            "or" => a | b,
            "xor" => a ^ b,
            "shl" if (0..128).contains(&b) => a << b,
            "shr" if (0..128).contains(&b) && unsigned => (a as u128 >> b) as i128,
            "shr" if (0..128).contains(&b) => a >> b,
            "div" if unsigned => (a as u128).checked_div(b as u128)? as i128,
            "rem" if unsigned => (a as u128).checked_rem(b as u128)? as i128,
            "div" => a.checked_div(b)?,
            "rem" => a.checked_rem(b)?,
            _ => return None,
        })),
        _ => None,
    }
}
