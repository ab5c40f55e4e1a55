//! Conversions: values from places, promotions, the usual arithmetic conversions, assignment.
//!
//! Entry points: `Parser::rvalue`, `Parser::promote`, `Parser::usual`, `Parser::convert_to`, `Parser::compatible`.
//! C11 6.3 and 6.5.16.1; what gcc accepts with a warning is accepted with its warning.

use super::*;

/// Where an assignment conversion happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Context {
    Assign,
    Init,
    Return,
    /// Argument number from 1, of a function (if it has a name).
    Argument {
        number: u32,
        function: Option<Sym>,
        symbol: Option<SymbolId>,
    },
}

/// The tags of what glibc's functions take for a `struct sockaddr` when _GNU_SOURCE is defined; `sockaddr_storage` is none.
const ADDRESSES: [&str; 12] = [
    "sockaddr_at",
    "sockaddr_ax25",
    "sockaddr_dl",
    "sockaddr_eon",
    "sockaddr_in",
    "sockaddr_in6",
    "sockaddr_inarp",
    "sockaddr_ipx",
    "sockaddr_iso",
    "sockaddr_ns",
    "sockaddr_un",
    "sockaddr_x25",
];

impl Parser {
    /// The value of an operand: loads, and lets arrays and functions decay. Bad operands give 0.
    pub(super) fn rvalue(&mut self, op: &Operand) -> ExprId {
        match op.node {
            Node::Value(e) => e,
            Node::Bad => self.int_expr(0, TypeId::INT, op.at),
            Node::Place(place) => {
                if let Some(elem) = self.types.element(op.ty) {
                    let elem = elem.qualified(op.ty.quals());
                    return self.address(place, elem, op.at);
                }
                if self.types.is_function(op.ty) {
                    return self.address(place, op.ty, op.at);
                }
                self.expr(ExprKind::Load(place), op.ty, op.at)
            }
        }
    }

    /// The operand as a value, with the type that it then has.
    pub(super) fn value(&mut self, op: Operand) -> Operand {
        if op.node == Node::Bad {
            return op;
        }
        let e = self.rvalue(&op);
        let ty = self.func.body.expr(e).ty;
        Operand { node: Node::Value(e), ty, ..op }
    }

    /// The address of a place as a pointer to `target`.
    pub(super) fn address(&mut self, place: PlaceId, target: TypeId, at: u32) -> ExprId {
        self.mark_address(place);
        self.check_register(place);
        let ty = self.types.pointer(target);
        // &*p is p
        if let PlaceKind::Deref(e) = self.func.body.place(place).kind {
            return self.cast_expr(e, ty, at);
        }
        self.expr(ExprKind::AddrOf(place), ty, at)
    }

    fn mark_address(&mut self, place: PlaceId) {
        let mut place = place;
        loop {
            match &self.func.body.place(place).kind {
                PlaceKind::Local(local) | PlaceKind::CompoundLiteral { local, .. } => {
                    let index = local.index();
                    self.func.locals[index].address_taken = true;
                    return;
                }
                PlaceKind::Field { base, .. } => place = *base,
                _ => return,
            }
        }
    }

    /// Complains of the address of a register variable.
    fn check_register(&mut self, place: PlaceId) {
        let mut place = place;
        while let PlaceKind::Field { base, .. } = self.func.body.place(place).kind {
            place = base;
        }
        if let PlaceKind::Local(local) = self.func.body.place(place).kind
            && self.func.locals[local.index()].register
            && !self.in_subscript
        {
            let name = self.text(self.func.locals[local.index()].name);
            self.error(self.line_start(), format!("address of register variable '{name}' requested"));
        }
    }

    /// The bit-field that an operand is.
    pub(super) fn bit_field(&self, op: &Operand) -> Option<BitField> {
        match op.node {
            Node::Place(p) => match self.func.body.place(p).kind {
                PlaceKind::Field { bits, .. } => bits,
                _ => None,
            },
            _ => None,
        }
    }

    /// The type after integer promotion.
    pub(super) fn promoted(&self, ty: TypeId) -> TypeId {
        let base = self.types.strip_enum(ty);
        match self.types.kind(base) {
            TypeKind::Bool
            | TypeKind::Char
            | TypeKind::SChar
            | TypeKind::UChar
            | TypeKind::Short
            | TypeKind::UShort => TypeId::INT,
            _ => base,
        }
    }

    /// The value after integer promotion (bit-fields narrower than int become int).
    pub(super) fn promote(&mut self, op: &Operand) -> ExprId {
        let narrow = self.bit_field(op).is_some_and(|b| b.width < 32 || b.width == 32 && self.types.is_signed(op.ty));
        let e = self.rvalue(op);
        let ty = self.func.body.expr(e).ty;
        if !self.types.is_integer(ty) {
            return e;
        }
        let to = if narrow { TypeId::INT } else { self.promoted(ty) };
        self.cast_expr(e, to, op.at)
    }

    /// Default argument promotions.
    pub(super) fn promote_argument(&mut self, op: &Operand) -> ExprId {
        let e = self.promote(op);
        if self.func.body.expr(e).ty == TypeId::FLOAT { self.cast_expr(e, TypeId::DOUBLE, op.at) } else { e }
    }

    /// The common type of two arithmetic operands.
    pub(super) fn common(&self, a: TypeId, b: TypeId) -> TypeId {
        for float in [TypeId::LONGDOUBLE, TypeId::DOUBLE, TypeId::FLOAT] {
            if a.unqualified() == float || b.unqualified() == float {
                return float;
            }
        }
        let (a, b) = (self.promoted(a), self.promoted(b));
        let rank = |t: TypeId| match self.types.kind(t) {
            TypeKind::LongLong | TypeKind::ULongLong => 3,
            TypeKind::Long | TypeKind::ULong => 2,
            _ => 1,
        };
        if a == b {
            // Which of two names for one type stays is gcc's habit (c_common_type).
            return match () {
                () if self.types.same_spelling(a, b) => a,
                () if rank(a) > 1 => a.plain(),
                () if self.types.is_signed(a) => b,
                () => a,
            };
        }
        let (sa, sb) = (self.types.is_signed(a), self.types.is_signed(b));
        if sa == sb {
            return if rank(a) >= rank(b) { a } else { b };
        }
        let (signed, unsigned) = if sa { (a, b) } else { (b, a) };
        if rank(unsigned) >= rank(signed) {
            // Of one size, and not int: gcc names the type itself.
            if self.types.size(signed) == self.types.size(unsigned) && rank(unsigned) > 1 {
                return unsigned.plain();
            }
            unsigned
        } else if self.types.size(signed) > self.types.size(unsigned) {
            signed
        } else {
            TypeId::ULONGLONG
        }
    }

    /// The usual arithmetic conversions: both operands in their common type.
    pub(super) fn usual(&mut self, l: &Operand, r: &Operand) -> (ExprId, ExprId, TypeId) {
        let (a, b) = (self.promote(l), self.promote(r));
        let ty = self.common(self.func.body.expr(a).ty, self.func.body.expr(b).ty);
        let a = self.cast_expr(a, ty, l.at);
        let b = self.cast_expr(b, ty, r.at);
        (a, b, ty)
    }

    // -----------------------------------------------------------------------------------------
    // Compatibility

    /// Whether two types are compatible (C11 6.2.7), qualifiers counting at every level below the top.
    pub(super) fn compatible(&self, a: TypeId, b: TypeId) -> bool {
        a.quals() == b.quals() && self.compatible_unqualified(a, b)
    }

    pub(super) fn compatible_unqualified(&self, a: TypeId, b: TypeId) -> bool {
        if a.unqualified() == b.unqualified() {
            return true;
        }
        match (self.types.kind(a), self.types.kind(b)) {
            (TypeKind::Pointer(p), TypeKind::Pointer(q)) => self.compatible(*p, *q),
            (TypeKind::Array { elem: p, len: m }, TypeKind::Array { elem: q, len: n }) => {
                (m == n || m.is_none() || n.is_none()) && self.compatible(*p, *q)
            }
            (
                TypeKind::Vla { elem: p, .. } | TypeKind::Array { elem: p, .. },
                TypeKind::Vla { elem: q, .. } | TypeKind::Array { elem: q, .. },
            ) => self.compatible(*p, *q),
            (TypeKind::Enum(_), _) | (_, TypeKind::Enum(_)) => {
                let (x, y) = (self.types.strip_enum(a), self.types.strip_enum(b));
                x == y
                    && !(matches!(self.types.kind(a), TypeKind::Enum(_))
                        && matches!(self.types.kind(b), TypeKind::Enum(_)))
            }
            (TypeKind::Function(f), TypeKind::Function(g)) => self.compatible_functions(f, g),
            _ => false,
        }
    }

    fn compatible_functions(&self, f: &FunctionType, g: &FunctionType) -> bool {
        if !self.compatible(f.ret, g.ret) {
            return false;
        }
        let open = |t: &FunctionType| t.style == FunctionStyle::Unprototyped;
        match (open(f), open(g)) {
            (true, true) => true,
            (true, false) => self.fits_unprototyped(g),
            (false, true) => self.fits_unprototyped(f),
            (false, false) => {
                f.style == g.style
                    && f.params.len() == g.params.len()
                    && f.params.iter().zip(&g.params).all(|(a, b)| self.compatible_unqualified(*a, *b))
            }
        }
    }

    /// Whether a prototype is compatible with `()`: promoted parameter types, no `...`.
    fn fits_unprototyped(&self, f: &FunctionType) -> bool {
        f.style == FunctionStyle::Fixed
            && f.params.iter().all(|p| {
                let narrow = self.types.is_integer(*p) && self.promoted(*p) != self.types.strip_enum(*p);
                !narrow && p.unqualified() != TypeId::FLOAT
            })
    }

    /// The composite of two compatible types.
    pub(super) fn composite(&mut self, a: TypeId, b: TypeId) -> TypeId {
        if a == b {
            return a;
        }
        match (self.types.kind(a).clone(), self.types.kind(b).clone()) {
            (TypeKind::Array { len: None, .. }, TypeKind::Array { len: Some(_), .. }) => b,
            (TypeKind::Pointer(p), TypeKind::Pointer(q)) if p != q => {
                let target = self.composite(p, q);
                self.types.pointer(target).qualified(a.quals())
            }
            (TypeKind::Function(f), TypeKind::Function(g)) => {
                if f.style == FunctionStyle::Unprototyped {
                    return b;
                }
                if g.style == FunctionStyle::Unprototyped {
                    return a;
                }
                let ret = self.composite(f.ret, g.ret);
                let params = f.params.iter().zip(&g.params).map(|(p, q)| self.composite(*p, *q)).collect();
                self.types.function(ret, params, f.style)
            }
            _ => a,
        }
    }

    // -----------------------------------------------------------------------------------------
    // Assignment

    /// Converts an operand as if by assignment to `target`; complains as gcc does.
    pub(super) fn convert_to(&mut self, op: &Operand, target: TypeId, context: Context) -> ExprId {
        if op.node == Node::Bad {
            return self.zero(target, op.at);
        }
        let value = self.value(*op);
        let e = self.rvalue(&value);
        let from = value.ty;
        if self.types.is_void(from) {
            let message = match context {
                Context::Argument { .. } => "invalid use of void expression",
                _ => "void value not ignored as it ought to be",
            };
            let first_only = Operand { at: op.first, last: self.first_token_end(op), ..*op };
            let at_operator = Operand { at: self.assign_at, first: self.assign_at, last: self.assign_at, ..*op };
            let blame = match context {
                Context::Init => &first_only,
                Context::Assign if self.assign_at != 0 => &at_operator,
                _ => op,
            };
            self.error_operand(blame, message);
            return self.zero(target, op.at);
        }
        if from == target.unqualified() {
            return e;
        }
        if (self.is_wide(from) || self.is_wide(target)) && self.is_number(from) && self.is_number(target) {
            return self.wide_convert(e, target, op.at);
        }
        if self.types.is_arithmetic(from) && self.types.is_arithmetic(target) {
            self.check_overflow(&value, target);
            return self.cast_expr(e, target, op.at);
        }
        if target.unqualified() == TypeId::BOOL && self.types.is_pointer(from) {
            return self.cast_expr(e, target, op.at);
        }
        if self.types.is_record(target) || self.types.is_record(from) {
            if self.compatible_unqualified(target, from) {
                return e;
            }
            self.incompatible(op, from, target, context);
            return self.zero(target, op.at);
        }
        match (self.types.pointee(target), self.types.pointee(from)) {
            (Some(to), Some(source)) => self.check_pointers(&value, target, to, source, context),
            (Some(_), None) if self.types.is_integer(from) => {
                if !self.is_null_constant(&value) {
                    self.say_conversion(
                        op,
                        from,
                        target,
                        context,
                        "makes pointer from integer without a cast",
                        "-Wint-conversion",
                    );
                }
            }
            (None, Some(_)) if self.types.is_integer(target) => {
                self.say_conversion(
                    op,
                    from,
                    target,
                    context,
                    "makes integer from pointer without a cast",
                    "-Wint-conversion",
                );
            }
            _ => {
                self.incompatible(op, from, target, context);
                return self.zero(target, op.at);
            }
        }
        self.cast_expr(e, target, op.at)
    }

    /// A value that does no harm after an error: 0, or for records a place in nowhere.
    pub(super) fn zero(&mut self, ty: TypeId, at: u32) -> ExprId {
        if self.types.is_scalar(ty) {
            if self.types.is_float(ty) {
                return self.expr(ExprKind::Float(0.0), ty, at);
            }
            return self.int_expr(0, ty, at);
        }
        let null = self.int_expr(0, TypeId::LONG, at);
        let pointer = self.types.pointer(ty);
        let null = self.cast_expr(null, pointer, at);
        let place = self.place(PlaceKind::Deref(null), ty, at);
        self.expr(ExprKind::Load(place), ty, at)
    }

    fn check_pointers(&mut self, value: &Operand, target: TypeId, to: TypeId, source: TypeId, context: Context) {
        if self.is_null_constant(value) {
            return;
        }
        let void = self.types.is_void(to) || self.types.is_void(source);
        let lost = source.quals().without(to.quals());
        if void || self.compatible_unqualified(to, source) || self.same_but_sign(to, source) {
            let function = self.types.is_function(to) || self.types.is_function(source);
            if lost != Quals::NONE && !function {
                self.discards(value, lost, context);
            } else if self.wall && !void && !self.compatible_unqualified(to, source) {
                self.differs_in_sign(value, target, context);
            }
            return;
        }
        if self.is_other_address(to, source, context) {
            return;
        }
        let from = value.ty;
        let (t, s) = (self.quoted(target), self.quoted(from));
        let message = match context {
            Context::Assign => format!("assignment to {t} from incompatible pointer type {s}"),
            Context::Init => format!("initialization of {t} from incompatible pointer type {s}"),
            Context::Return => {
                format!("returning {s} from a function with incompatible return type {t}")
            }
            Context::Argument { number, function, .. } => {
                let f = self.callee_text(function);
                format!("passing argument {number} of {f} from incompatible pointer type")
            }
        };
        self.say(value, message, "-Wincompatible-pointer-types", target, context);
    }

    /// `struct sockaddr_in *` for a `struct sockaddr *`, where the function takes either.
    fn is_other_address(&self, to: TypeId, source: TypeId, context: Context) -> bool {
        let Context::Argument { symbol: Some(function), .. } = context else { return false };
        let tag = |ty: TypeId| match self.types.kind(ty) {
            TypeKind::Record(id) => self.types.record(*id).tag.map(|tag| self.names.get(tag)),
            _ => None,
        };
        self.symbol_info[function.index()].any_address
            && tag(to) == Some("sockaddr")
            && tag(source).is_some_and(|tag| ADDRESSES.contains(&tag))
    }

    /// `char *` and `unsigned char *`: a warning of -Wall only.
    fn same_but_sign(&self, a: TypeId, b: TypeId) -> bool {
        let fold = |t: TypeId| match self.types.kind(self.types.strip_enum(t)) {
            TypeKind::Char | TypeKind::SChar | TypeKind::UChar => 1,
            TypeKind::Short | TypeKind::UShort => 2,
            TypeKind::Int | TypeKind::UInt => 3,
            TypeKind::Long | TypeKind::ULong => 4,
            TypeKind::LongLong | TypeKind::ULongLong => 5,
            _ => 0,
        };
        let enums = |t: TypeId| matches!(self.types.kind(t), TypeKind::Enum(_));
        fold(a) != 0 && fold(a) == fold(b) && !(enums(a) && enums(b))
    }

    fn differs_in_sign(&mut self, value: &Operand, target: TypeId, context: Context) {
        let (t, s) = (self.quoted(target), self.quoted(value.ty));
        let what = match context {
            Context::Assign => format!("assignment from {s} to {t}"),
            Context::Init => format!("initialization of {t} from {s}"),
            Context::Return => format!("returning {s} from a function with return type {t}"),
            Context::Argument { number, function, .. } => {
                format!("passing argument {number} of {}", self.callee_text(function))
            }
        };
        let message = format!("pointer targets in {what} differ in signedness");
        self.say(value, message, "-Wpointer-sign", target, context);
    }

    fn callee_text(&self, function: Option<Sym>) -> String {
        match function {
            Some(name) => format!("'{}'", self.names.get(name)),
            None => "function".into(),
        }
    }

    fn discards(&mut self, value: &Operand, lost: Quals, context: Context) {
        let word = [
            (Quals::CONST, "const"),
            (Quals::VOLATILE, "volatile"),
            (Quals::RESTRICT, "restrict"),
            (Quals::ATOMIC, "_Atomic"),
        ]
        .into_iter()
        .find(|(q, _)| lost.has(*q))
        .map_or("const", |(_, w)| w);
        let tail = format!("discards '{word}' qualifier from pointer target type");
        let message = match context {
            Context::Assign => format!("assignment {tail}"),
            Context::Init => format!("initialization {tail}"),
            Context::Return => format!("return {tail}"),
            Context::Argument { number, function, .. } => {
                format!("passing argument {number} of {} {tail}", self.callee_text(function))
            }
        };
        let target = value.ty;
        self.say(value, message, "-Wdiscarded-qualifiers", target, context);
    }

    fn say_conversion(
        &mut self,
        op: &Operand,
        from: TypeId,
        target: TypeId,
        context: Context,
        what: &str,
        option: &'static str,
    ) {
        let (t, s) = (self.quoted(target), self.quoted(from));
        let message = match context {
            Context::Assign => format!("assignment to {t} from {s} {what}"),
            Context::Init => format!("initialization of {t} from {s} {what}"),
            Context::Return => format!("returning {s} from a function with return type {t} {what}"),
            Context::Argument { number, function, .. } => {
                format!("passing argument {number} of {} {what}", self.callee_text(function))
            }
        };
        self.say(op, message, option, target, context);
    }

    /// gcc blames the first token of an initialiser (adjacent strings are one).
    fn first_token_end(&self, op: &Operand) -> u32 {
        if self.toks[op.first as usize].kind == Tok::Str { op.last } else { op.first }
    }

    /// A warning about a conversion, with gcc's note about the parameter.
    fn say(&mut self, op: &Operand, message: String, option: &'static str, target: TypeId, context: Context) {
        if self.gave_up || self.in_system(op.at) {
            return;
        }
        let first_only = Operand { at: op.first, last: self.first_token_end(op), ..*op };
        let op = if context == Context::Init { &first_only } else { op };
        let at_operator = matches!(context, Context::Assign) && self.assign_at != 0;
        let blame = if at_operator {
            Operand { at: self.assign_at, first: self.assign_at, last: self.assign_at, ..*op }
        } else {
            *op
        };
        self.complain_operand(Severity::Warning, &blame, option, message);
        self.explain_argument(op, target, context);
    }

    fn explain_argument(&mut self, op: &Operand, target: TypeId, context: Context) {
        let Context::Argument { number, symbol, .. } = context else {
            return;
        };
        let value_ty = match op.node {
            Node::Value(e) => self.func.body.expr(e).ty,
            _ => {
                let value = self.value(*op);
                value.ty
            }
        };
        let label = self.type_name(value_ty);
        if let Some(raw) = self.raw.last_mut() {
            raw.label = Some(label);
        }
        let Some(range) = symbol.and_then(|s| self.param_tokens_of(s, number)) else {
            return;
        };
        let expected = match symbol.and_then(|s| self.types.signature(self.symbols[s.0 as usize].ty)) {
            Some(f) => f.params.get(number as usize - 1).copied().unwrap_or(target),
            None => target,
        };
        let message = format!("expected {} but argument is of type {}", self.quoted(expected), self.quoted(value_ty));
        let span = self.range(range.0, range.2);
        let mut raw = Raw::new(Severity::Note, self.span_at(range.1), self.len_at(range.1), message);
        raw.ranges = vec![span];
        self.push_raw(raw);
    }

    fn incompatible(&mut self, op: &Operand, from: TypeId, target: TypeId, context: Context) {
        let (t, s) = (self.quoted(target), self.quoted(from));
        let message = match context {
            Context::Assign => {
                format!("incompatible types when assigning to type {t} from type {s}")
            }
            Context::Init => "invalid initializer".to_string(),
            Context::Return => {
                format!("incompatible types when returning type {s} but {t} was expected")
            }
            Context::Argument { number, function, .. } => {
                format!("incompatible type for argument {number} of {}", self.callee_text(function))
            }
        };
        let message = if context == Context::Init && (self.types.is_scalar(target) || self.types.is_scalar(from)) {
            if self.types.is_scalar(target) {
                format!("incompatible types when initializing type {t} using type {s}")
            } else {
                message
            }
        } else {
            message
        };
        self.error_operand(op, message);
        self.explain_argument(op, target, context);
    }

    /// Warns of a constant that changes its value when converted.
    pub(super) fn check_overflow(&mut self, op: &Operand, target: TypeId) {
        let Node::Value(e) = op.node else { return };
        let (from, to) = (op.ty, self.types.strip_enum(target));
        if to == TypeId::BOOL || !self.types.is_integer(to) {
            return;
        }
        let (old, new) = match self.func.body.expr(e).kind {
            ExprKind::Int(n) => {
                let new = self.canonical(n, to);
                let bits = self.types.size(to).unwrap_or(8) * 8;
                if bits >= 64 || new == n {
                    return;
                }
                let unsigned_source = !self.types.is_signed(from) && n < 0;
                let fits_signed = n >= -(1i64 << (bits - 1)) && n < 1i64 << (bits - 1) && !unsigned_source;
                let fits_unsigned = n >= 0 && n < 1i64 << bits;
                if fits_signed || fits_unsigned {
                    return;
                }
                let old = if self.types.is_signed(from) { n.to_string() } else { (n as u64).to_string() };
                (old, new)
            }
            ExprKind::Float(x) => {
                let new = self.float_to_int(x, to);
                let fits = if self.types.is_signed(to) {
                    (x.trunc() - new as f64) == 0.0
                } else {
                    (x.trunc() - new as u64 as f64) == 0.0
                };
                if fits && x.is_finite() {
                    return;
                }
                (scientific(x), new)
            }
            _ => return,
        };
        let signed = self.types.is_signed(to);
        let word = self.overflow_word(from, signed);
        let new = if signed { new.to_string() } else { (new as u64).to_string() };
        let (s, t) = (self.quoted(from), self.quoted(target.unqualified()));
        let message = format!("{word} from {s} to {t} changes value from '{old}' to '{new}'");
        self.complain_operand(Severity::Warning, op, "-Woverflow", message);
    }

    fn overflow_word(&self, from: TypeId, signed: bool) -> &'static str {
        match signed {
            true => "overflow in conversion",
            false if self.types.is_integer(from) && !self.types.is_signed(from) => "conversion",
            false => "unsigned conversion",
        }
    }

    /// Warns if a constant does not fit into a bit-field of so many bits. gcc calls the field's type what the narrowest
    /// machine integer around it is called.
    pub(super) fn check_bit_value(&mut self, op: &Operand, value: ExprId, ty: TypeId, width: u8) {
        let Some(n) = self.int_of(value) else { return };
        let width = u32::from(width);
        if width >= 63 || ty.unqualified() == TypeId::BOOL {
            return;
        }
        let signed = self.types.is_signed(ty);
        if n >= -(1i64 << (width - 1)) && n < 1i64 << width {
            return;
        }
        let kept = if signed { n << (64 - width) >> (64 - width) } else { n & ((1 << width) - 1) };
        let from = op.ty.unqualified();
        let shown = self.quoted(from);
        let word = self.overflow_word(from, signed);
        let target = match (width, signed) {
            (..=8, true) => "signed char",
            (..=8, false) => "unsigned char",
            (..=16, true) => "short int",
            (..=16, false) => "short unsigned int",
            (..=32, true) => "int",
            (..=32, false) => "unsigned int",
            (_, true) => "long int",
            (_, false) => "long unsigned int",
        };
        let message = format!("{word} from {shown} to '{target}:{width}' changes value from '{n}' to '{kept}'");
        self.complain_operand(Severity::Warning, op, "-Woverflow", message);
    }
}

/// A floating number as gcc prints it in messages: `3.7e+9`.
fn scientific(x: f64) -> String {
    let text = format!("{x:e}");
    match text.split_once('e') {
        Some((mantissa, power)) => {
            let point = if mantissa.contains('.') { "" } else { ".0" };
            let sign = if power.starts_with('-') { "" } else { "+" };
            format!("{mantissa}{point}e{sign}{power}")
        }
        None => text,
    }
}
