//! Calls of functions that the compiler itself knows: `__builtin_*`, `__sync_*`, `__atomic_*`, `__syscall`.
//!
//! Entry points: `Parser::builtin_call`, and for those with a syntax of their own `va_arg`, `offsetof`,
//! `types_compatible`, `choose_expr`.

use super::super::builtin;
use super::convert::Context;
use super::*;

impl Parser {
    /// A call of a builtin, the cursor being at its `(`; `None` if the name is that of no builtin.
    pub(super) fn builtin_call(&mut self, sym: Sym, at: u32) -> Parse<Option<Operand>> {
        let name = self.names.get(sym);
        if !name.starts_with("__") {
            return Ok(None);
        }
        let name = name.to_string();
        if name.starts_with("__sync_") || name.starts_with("__atomic_") {
            return self.atomic_call(&name, at);
        }
        if name != "__syscall" && !name.starts_with("__builtin_") {
            return Ok(None);
        }
        if let Some((builtin, _, signature)) = Builtin::ALL.iter().find(|b| b.1 == name).copied() {
            self.enter()?;
            let args = self.arguments()?;
            self.leave();
            return Ok(Some(self.known_builtin(builtin, signature, &name, &args, at)));
        }
        self.enter()?;
        let out = self.special_builtin(&name, at);
        self.leave();
        out
    }

    pub(super) fn finish_builtin(&mut self, builtin: Builtin, args: Vec<ExprId>, ty: TypeId, at: u32) -> Operand {
        let e = self.expr(ExprKind::Builtin(builtin, args.into()), ty, at);
        self.made(e, at, at, self.before())
    }

    pub(super) fn wrong_count(&mut self, name: &str, few: bool, at: u32) -> Operand {
        let word = if few { "few" } else { "many" };
        self.error(at, format!("too {word} arguments to function '{name}'"));
        self.bad(at, at, self.before())
    }

    fn known_builtin(&mut self, builtin: Builtin, signature: &str, name: &str, args: &[Operand], at: u32) -> Operand {
        if args.iter().any(|a| a.node == Node::Bad) {
            return self.bad(at, at, self.before());
        }
        if signature == "o" {
            return self.overflow_builtin(builtin, name, args, at);
        }
        if builtin == Builtin::VaStart {
            return self.va_start(args, at);
        }
        let variadic = signature.ends_with('.');
        let letters: Vec<char> = signature.chars().filter(|c| *c != '.').collect();
        let fixed = letters.len() - 1;
        if args.len() < fixed || (args.len() > fixed && !variadic) {
            return self.wrong_count(name, args.len() < fixed, at);
        }
        if matches!(builtin, Builtin::Setjmp | Builtin::SaveContext) {
            self.func.returns_twice = true;
        }
        let function = Some(self.toks[at as usize].sym);
        let mut values = Vec::with_capacity(args.len());
        for (i, arg) in args.iter().enumerate() {
            let value = match letters.get(i + 1) {
                Some('a') => match self.va_list_argument(arg) {
                    Some(e) => e,
                    None => return self.bad(at, at, self.before()),
                },
                Some(letter) => {
                    let ty = self.letter_type(*letter);
                    self.convert_to(arg, ty, Context::Argument { number: i as u32 + 1, function, symbol: None })
                }
                None => {
                    let v = self.value(*arg);
                    let e = self.promote(&v);
                    self.cast_expr(e, TypeId::LONG, arg.at)
                }
            };
            values.push(value);
        }
        let ty = self.letter_type(letters[0]);
        if let Some(folded) = self.fold_builtin(builtin, &values, ty, at) {
            return self.made(folded, at, at, self.before());
        }
        self.finish_builtin(builtin, values, ty, at)
    }

    /// Bit counting and byte swapping of constants, and the length of a literal.
    fn fold_builtin(&mut self, builtin: Builtin, args: &[ExprId], ty: TypeId, at: u32) -> Option<ExprId> {
        let n = self.int_of(*args.first()?)? as u64;
        let value = match builtin {
            Builtin::Bswap16 => u64::from((n as u16).swap_bytes()),
            Builtin::Bswap32 => u64::from((n as u32).swap_bytes()),
            Builtin::Bswap64 => n.swap_bytes(),
            Builtin::Popcount => u64::from((n as u32).count_ones()),
            Builtin::Popcountl => u64::from(n.count_ones()),
            Builtin::Clz if n as u32 != 0 => u64::from((n as u32).leading_zeros()),
            Builtin::Clzl if n != 0 => u64::from(n.leading_zeros()),
            Builtin::Ctz if n as u32 != 0 => u64::from((n as u32).trailing_zeros()),
            Builtin::Ctzl if n != 0 => u64::from(n.trailing_zeros()),
            _ => return None,
        };
        Some(self.int_expr(value as i64, ty, at))
    }

    // -----------------------------------------------------------------------------------------
    // Variable arguments

    /// A `va_list` operand as a pointer to its record.
    fn va_list_argument(&mut self, op: &Operand) -> Option<ExprId> {
        let list = self.va_list_type();
        let record = self.types.element(list)?;
        let v = self.value(*op);
        if v.node == Node::Bad {
            return None;
        }
        match self.types.pointee(v.ty) {
            Some(target) if target.unqualified() == record => Some(self.rvalue(&v)),
            // a pointer to an array of one record (va_list *)
            Some(target) if self.types.element(target) == Some(record) => {
                let e = self.rvalue(&v);
                let ty = self.types.pointer(record);
                Some(self.cast_expr(e, ty, op.at))
            }
            _ => {
                let shown = self.quoted(op.ty);
                self.error_operand(op, format!("incompatible type for 'va_list' argument: {shown}"));
                None
            }
        }
    }

    fn va_start(&mut self, args: &[Operand], at: u32) -> Operand {
        if args.is_empty() {
            return self.wrong_count("va_start", true, at);
        }
        if !self.func.variadic {
            self.error(at, "'va_start' used in function with fixed arguments");
            return self.bad(at, at, self.before());
        }
        let Some(list) = self.va_list_argument(&args[0]) else {
            return self.bad(at, at, self.before());
        };
        let last = match args.get(1).map(|a| a.node) {
            Some(Node::Place(p)) => match self.func.body.place(p).kind {
                PlaceKind::Local(l) => Some(l),
                _ => None,
            },
            _ => None,
        };
        if args.len() > 1 && last != self.func.last_param {
            self.warn(args[1].at, "-Wvarargs", "second parameter of 'va_start' not last named argument");
        }
        self.finish_builtin(Builtin::VaStart, vec![list], TypeId::VOID, at)
    }

    /// `__builtin_va_arg(ap, type)`
    pub(super) fn va_arg(&mut self) -> Parse<Operand> {
        self.enter()?;
        let at = self.here();
        self.advance();
        let open = self.here();
        self.expect(Tok::LParen)?;
        let list = self.assignment()?;
        self.expect(Tok::Comma)?;
        let type_at = self.here();
        let ty = self.type_name_syntax()?;
        self.expect_close(Tok::RParen, open)?;
        self.leave();
        let last = self.before();
        let Some(pointer) = self.va_list_argument(&list) else {
            return Ok(self.bad(at, at, last));
        };
        let base = self.types.strip_enum(ty);
        let promoted = if base == TypeId::FLOAT { TypeId::DOUBLE } else { self.promoted(base) };
        if self.types.is_integer(base) && promoted != base || base == TypeId::FLOAT {
            let (from, to) = (self.quoted(ty), self.quoted(promoted));
            self.warn(type_at, "", format!("{from} is promoted to {to} when passed through '...'"));
            self.note(type_at, format!("(so you should pass {to} not {from} to 'va_arg')"));
        }
        if self.types.size(ty).is_none() || self.types.is_array(ty) {
            let shown = self.quoted(ty);
            self.error(type_at, format!("second argument to 'va_arg' is of incomplete type {shown}"));
            return Ok(self.bad(at, at, last));
        }
        let e = self.expr(ExprKind::VaArg(pointer), ty, at);
        Ok(self.made(e, at, at, last))
    }

    // -----------------------------------------------------------------------------------------
    // Builtins with rules of their own

    fn overflow_builtin(&mut self, builtin: Builtin, name: &str, args: &[Operand], at: u32) -> Operand {
        if args.len() != 3 {
            return self.wrong_count(name, args.len() < 3, at);
        }
        let mut values = Vec::new();
        for arg in args {
            let v = self.value(*arg);
            values.push(self.rvalue(&v));
        }
        let target = self.types.pointee(self.func.body.expr(values[2]).ty);
        let integers = values[..2].iter().all(|e| self.types.is_integer(self.func.body.expr(*e).ty));
        if !integers || !target.is_some_and(|t| self.types.is_integer(t)) {
            self.error(at, format!("argument to function '{name}' does not have integral type"));
            return self.bad(at, at, self.before());
        }
        self.finish_builtin(builtin, values, TypeId::BOOL, at)
    }

    fn special_builtin(&mut self, name: &str, at: u32) -> Parse<Option<Operand>> {
        let bare = name.trim_start_matches("__builtin_");
        let args = self.arguments()?;
        let last = self.before();
        if args.iter().any(|a| a.node == Node::Bad) {
            return Ok(Some(self.bad(at, at, last)));
        }
        let constant = |p: &mut Parser, value: i64, ty: TypeId| {
            let e = p.int_expr(value, ty, at);
            Some(p.made(e, at, at, last))
        };
        let out = match (bare, args.as_slice()) {
            ("expect", [value, _]) => {
                let v = self.value(*value);
                let e = self.convert_to(&v, TypeId::LONG, Context::Assign);
                Some(self.made(e, at, at, last))
            }
            ("constant_p", [value]) => {
                let v = self.value(*value);
                let e = self.rvalue(&v);
                let yes = self.static_value(e).is_some();
                constant(self, i64::from(yes), TypeId::INT)
            }
            ("prefetch", [_, ..]) => {
                let e = self.int_expr(0, TypeId::INT, at);
                let e = self.cast_expr(e, TypeId::VOID, at);
                Some(self.made(e, at, at, last))
            }
            ("object_size" | "dynamic_object_size", [_, kind]) => {
                let low = self.integer_constant(kind).is_some_and(|k| k >= 2);
                constant(self, if low { 0 } else { -1 }, TypeId::ULONG)
            }
            ("assume_aligned", [pointer, ..]) => {
                let v = self.value(*pointer);
                Some(Operand { at, first: at, last, ..v })
            }
            ("inf" | "huge_val" | "inff" | "huge_valf" | "infl" | "huge_vall", []) => {
                Some(self.float_constant(f64::INFINITY, bare, at))
            }
            ("nan" | "nanf" | "nanl" | "nans" | "nansf", [_]) => Some(self.float_constant(f64::NAN, bare, at)),
            ("isgreater", [a, b]) => Some(self.binary(Tok::Gt, at, *a, *b)),
            ("isgreaterequal", [a, b]) => Some(self.binary(Tok::Ge, at, *a, *b)),
            ("isless", [a, b]) => Some(self.binary(Tok::Lt, at, *a, *b)),
            ("islessequal", [a, b]) => Some(self.binary(Tok::Le, at, *a, *b)),
            ("isinf", [_]) => Some(self.known_builtin(Builtin::Isinf, "id", name, &args, at)),
            ("alloca_with_align", [size, _]) => Some(self.known_builtin(Builtin::Alloca, "pz", name, &[*size], at)),
            _ => None,
        };
        if out.is_some() {
            return Ok(out);
        }
        Ok(Some(self.named_like(name, bare, &args, at)))
    }

    fn float_constant(&mut self, value: f64, bare: &str, at: u32) -> Operand {
        let ty = match bare.as_bytes().last() {
            Some(b'f') if bare != "inf" => TypeId::FLOAT,
            Some(b'l') if bare != "huge_val" => TypeId::LONGDOUBLE,
            _ => TypeId::DOUBLE,
        };
        let e = self.expr(ExprKind::Float(value), ty, at);
        self.made(e, at, at, self.before())
    }

    /// `__builtin_sqrtf`, `__builtin_clzll`, `__builtin_sadd_overflow`, `__builtin_printf`, or unknown.
    fn named_like(&mut self, name: &str, bare: &str, args: &[Operand], at: u32) -> Operand {
        let find = |n: &str| Builtin::ALL.iter().find(|b| b.1.strip_prefix("__builtin_") == Some(n)).copied();
        let last = self.before();
        for (suffix, ty) in [("f", TypeId::FLOAT), ("l", TypeId::LONGDOUBLE)] {
            if let Some(stem) = bare.strip_suffix(suffix)
                && let Some((builtin, _, signature)) = find(stem)
                && signature.contains('d')
            {
                let op = self.known_builtin(builtin, signature, name, args, at);
                if op.node == Node::Bad || op.ty != TypeId::DOUBLE {
                    return op;
                }
                let e = self.rvalue(&op);
                let e = self.cast_expr(e, ty, at);
                return self.made(e, at, at, last);
            }
        }
        if let Some(stem) = bare.strip_suffix('l')
            && let Some((builtin, _, signature)) = find(stem)
        {
            return self.known_builtin(builtin, signature, name, args, at);
        }
        if let Some(stem) = bare.strip_suffix("_overflow") {
            let builtin = [("add", Builtin::AddOverflow), ("sub", Builtin::SubOverflow), ("mul", Builtin::MulOverflow)]
                .into_iter()
                .find(|(word, _)| stem.contains(word))
                .map(|(_, builtin)| builtin);
            if let Some(builtin) = builtin {
                return self.overflow_builtin(builtin, name, args, at);
            }
        }
        if let Some(f) = builtin::library_function(bare) {
            let sym = self.names.intern(bare);
            let ty = self.signature_type(f.signature);
            let known = self.lookup(sym).map(|b| b.meaning);
            let id = match known {
                Some(Meaning::Symbol(id)) => id,
                _ => self.extern_symbol(sym, ty, at),
            };
            let callee = self.symbol_operand(id, at);
            return self.call_with(callee, args, at);
        }
        self.error(at, format!("not supported: {name}"));
        self.bad(at, at, last)
    }

    /// `__builtin_offsetof(type, member.path[3])`
    pub(super) fn offsetof(&mut self) -> Parse<Operand> {
        self.enter()?;
        let at = self.here();
        self.advance();
        let open = self.here();
        self.expect(Tok::LParen)?;
        let ty = self.type_name_syntax()?;
        self.expect(Tok::Comma)?;
        let first = self.here();
        let pointer = self.types.pointer(ty);
        let null = self.int_expr(0, pointer, at);
        let mut op = self.made_place(PlaceKind::Deref(null), ty, first, first, first);
        let mut arrow = false;
        loop {
            match self.peek() {
                Tok::Ident if !arrow => {
                    let name = self.tok().sym;
                    let dot = if self.before() > first { self.before() } else { first };
                    self.advance();
                    op = self.member(op, name, false, dot);
                    arrow = true;
                }
                Tok::Dot if arrow => {
                    self.advance();
                    arrow = false;
                }
                Tok::LBracket if arrow => {
                    let bracket = self.here();
                    self.advance();
                    let index = self.expression()?;
                    self.expect_close(Tok::RBracket, bracket)?;
                    op = self.index(op, index, bracket, self.before());
                }
                _ => break,
            }
        }
        self.expect_close(Tok::RParen, open)?;
        self.leave();
        let last = self.before();
        let Node::Place(place) = op.node else {
            return Ok(self.bad(at, at, last));
        };
        if self.bit_field(&op).is_some() {
            self.error(first, "attempt to take address of bit-field");
            return Ok(self.bad(at, at, last));
        }
        let e = match self.static_address(place) {
            Some(super::fold::Constant::Int(n)) => self.int_expr(n, TypeId::ULONG, at),
            _ => {
                let e = self.address(place, op.ty, at);
                self.cast_expr(e, TypeId::ULONG, at)
            }
        };
        Ok(self.made(e, at, at, last))
    }

    pub(super) fn types_compatible(&mut self) -> Parse<Operand> {
        self.enter()?;
        let at = self.here();
        self.advance();
        let open = self.here();
        self.expect(Tok::LParen)?;
        let a = self.type_name_syntax()?;
        self.expect(Tok::Comma)?;
        let b = self.type_name_syntax()?;
        self.expect_close(Tok::RParen, open)?;
        self.leave();
        let same = self.compatible_unqualified(a, b);
        let e = self.int_expr(i64::from(same), TypeId::INT, at);
        Ok(self.made(e, at, at, self.before()))
    }

    pub(super) fn choose_expr(&mut self) -> Parse<Operand> {
        self.enter()?;
        let at = self.here();
        self.advance();
        let open = self.here();
        self.expect(Tok::LParen)?;
        let which = self.assignment()?;
        self.expect(Tok::Comma)?;
        let a = self.assignment()?;
        self.expect(Tok::Comma)?;
        let b = self.assignment()?;
        self.expect_close(Tok::RParen, open)?;
        self.leave();
        match self.integer_constant(&which) {
            Some(0) => Ok(b),
            Some(_) => Ok(a),
            None => {
                self.error_operand(&which, "first argument to '__builtin_choose_expr' not a constant");
                Ok(self.bad(at, at, self.before()))
            }
        }
    }
}
