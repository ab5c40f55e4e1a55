//! Calls of functions, and functions that were never declared.
//!
//! Entry points: `Parser::call`, `Parser::implicit_function`.

use super::super::builtin;
use super::super::token::{Known, is_any};
use super::convert::Context;
use super::*;

impl Parser {
    /// A call; the cursor is at its `(`.
    pub(super) fn call(&mut self, callee: Operand) -> Parse<Operand> {
        let open = self.here();
        let args = self.arguments()?;
        Ok(self.call_with(callee, &args, open))
    }

    /// A call with its arguments read; `open` is the token to blame.
    pub(super) fn call_with(&mut self, callee: Operand, args: &[Operand], open: u32) -> Operand {
        let (first, last) = (callee.first, self.before());
        if callee.node == Node::Bad {
            return self.bad(open, first, last);
        }
        let (target, ty, symbol) = match self.callee(&callee) {
            Some(found) => found,
            None => return self.bad(open, first, last),
        };
        let Some(signature) = self.types.signature(ty).cloned() else {
            return self.bad(open, first, last);
        };
        let name = symbol.map(|s| self.symbols[s.0 as usize].name);
        let mut values = Vec::with_capacity(args.len());
        let mut bad = false;
        let taken = if signature.style == FunctionStyle::Fixed { signature.params.len() } else { args.len() };
        for (i, arg) in args.iter().enumerate().take(taken) {
            bad |= arg.node == Node::Bad;
            let value = match signature.params.get(i) {
                Some(param) => {
                    let context = Context::Argument { number: i as u32 + 1, function: name, symbol };
                    self.convert_to(arg, *param, context)
                }
                None => self.free_argument(arg),
            };
            values.push(value);
        }
        if !self.check_count(&callee, &signature, args.len(), name, symbol) {
            return Operand { ty: signature.ret.unqualified(), ..self.bad(open, first, last) };
        }
        if bad {
            return Operand { ty: signature.ret.unqualified(), ..self.bad(open, first, last) };
        }
        if !self.types.is_void(signature.ret) && self.types.size(signature.ret).is_none() {
            let shown = self.quoted(signature.ret);
            self.error_operand(&callee, format!("invalid use of undefined type {shown}"));
            return self.bad(open, first, last);
        }
        if self.wall
            && let Some(symbol) = symbol
        {
            self.check_format(symbol, args, first);
            let name = self.text(self.symbols[symbol.index()].name);
            self.check_sizes(&name, args, callee.first);
        }
        if let Some(order) = self.literal_order(&target, &values) {
            let e = self.int_expr(order, TypeId::INT, callee.at);
            return self.made(e, callee.at, first, last);
        }
        let mut e = self.expr(ExprKind::Call { callee: target, ty, args: values.into() }, signature.ret, callee.at);
        if let Some(s) = symbol.filter(|s| self.symbol_info[s.index()].implicit)
            && builtin::returns_pointer(self.names.get(self.symbols[s.index()].name))
            && signature.style == FunctionStyle::Unprototyped
        {
            // Half of an address remains. The library lies low here: a factor makes it as useless as on a real machine,
            // and null stays null.
            let factor = self.int_expr(0x1e37_79b1, TypeId::INT, callee.at);
            e = self.expr(ExprKind::Binary(BinaryOp::Mul, e, factor), TypeId::INT, callee.at);
        }
        self.made(e, callee.at, first, last)
    }

    /// Reads arguments in parentheses.
    pub(super) fn arguments(&mut self) -> Parse<Vec<Operand>> {
        let open = self.here();
        self.expect(Tok::LParen)?;
        let mut args = Vec::new();
        if self.peek() != Tok::RParen {
            loop {
                args.push(self.assignment()?);
                if args.len() > 1000 {
                    self.error(self.here(), "more than 1000 arguments: not supported");
                    return Err(Stop);
                }
                if !self.eat(Tok::Comma) {
                    break;
                }
            }
        }
        self.close_or_skip(Tok::RParen, open);
        Ok(args)
    }

    /// An argument without a parameter.
    fn free_argument(&mut self, arg: &Operand) -> ExprId {
        let v = self.value_of_argument(arg);
        if self.types.is_void(v.ty) && v.node != Node::Bad {
            self.error_operand(arg, "invalid use of void expression");
            return self.int_expr(0, TypeId::INT, arg.at);
        }
        self.promote_argument(&v)
    }

    fn value_of_argument(&mut self, arg: &Operand) -> Operand {
        if self.bit_field(arg).is_some() {
            let e = self.promote(arg);
            return Operand { node: Node::Value(e), ty: self.func.body.expr(e).ty, ..*arg };
        }
        self.value(*arg)
    }

    /// Who is called, with the function's type.
    fn callee(&mut self, op: &Operand) -> Option<(Callee, TypeId, Option<SymbolId>)> {
        if let Node::Place(place) = op.node
            && self.types.is_function(op.ty)
        {
            return match self.func.body.place(place).kind {
                PlaceKind::Symbol(id) => {
                    let name = self.symbols[id.0 as usize].name;
                    let twice = [
                        Known::Setjmp,
                        Known::Setjmp2,
                        Known::Sigsetjmp,
                        Known::Sigsetjmp2,
                        Known::Vfork,
                        Known::Getcontext,
                    ];
                    if is_any(name, &twice) || self.symbol_info[id.0 as usize].returns_twice {
                        self.func.returns_twice = true;
                    }
                    Some((Callee::Direct(id), op.ty, Some(id)))
                }
                PlaceKind::Deref(e) => Some((Callee::Indirect(e), op.ty, None)),
                _ => None,
            };
        }
        let v = self.value(*op);
        let target = self.types.pointee(v.ty);
        if let Some(target) = target
            && self.types.is_function(target)
        {
            let e = self.rvalue(&v);
            return Some((Callee::Indirect(e), target, None));
        }
        let named = match op.node {
            Node::Place(p) => match &self.func.body.place(p).kind {
                PlaceKind::Local(l) => Some(self.func.locals[l.index()].name),
                PlaceKind::Symbol(s) => Some(self.symbols[s.0 as usize].name),
                PlaceKind::Field { .. } => Some(self.toks[op.last as usize].sym),
                _ => None,
            },
            _ => None,
        };
        match named {
            Some(name) if name != Sym::EMPTY => {
                let text = self.text(name);
                self.error_operand(op, format!("called object '{text}' is not a function or function pointer"));
                if let Some(token) = self.lookup(name).map(|b| b.token) {
                    self.note(token, "declared here");
                }
            }
            _ => self.error_operand(op, "called object is not a function or function pointer"),
        }
        None
    }

    fn check_count(
        &mut self,
        callee: &Operand,
        f: &FunctionType,
        count: usize,
        name: Option<Sym>,
        symbol: Option<SymbolId>,
    ) -> bool {
        let few = match f.style {
            FunctionStyle::Unprototyped => return true,
            FunctionStyle::Fixed if count > f.params.len() => false,
            _ if count < f.params.len() => true,
            _ => return true,
        };
        let word = if few { "few" } else { "many" };
        let shown = name.map_or("function".to_string(), |n| format!("function '{}'", self.names.get(n)));
        let shown = if name.is_none() {
            let text = self.names.get(self.toks[callee.last as usize].sym);
            if text.is_empty() { shown } else { format!("function '{text}'") }
        } else {
            shown
        };
        self.error_operand(callee, format!("too {word} arguments to {shown}"));
        if let Some(symbol) = symbol {
            let token = self.symbol_info[symbol.0 as usize].token;
            if token != 0 || self.symbol_info[symbol.0 as usize].declared {
                self.note(token, "declared here");
            }
        }
        false
    }

    /// Declares a function because it is called: `int f()`, or what C's library says it is.
    pub(super) fn implicit_function(&mut self, sym: Sym, at: u32) -> SymbolId {
        let name = self.text(sym);
        let known = builtin::library_function(&name);
        let said = self.warned_implicit.contains(&sym);
        if !said {
            self.warned_implicit.push(sym);
            self.say_implicit(&name, known, at);
        }
        let ty = match known {
            Some(f) => self.signature_type(f.signature),
            None => match builtin::variadic_function(&name) {
                Some(signature) => self.signature_type(signature),
                None => self.types.function(TypeId::INT, Vec::new(), FunctionStyle::Unprototyped),
            },
        };
        let plain = self.types.function(TypeId::INT, Vec::new(), FunctionStyle::Unprototyped);
        if let Some(f) = known
            && !said
            && !self.compatible(plain, ty)
        {
            self.warn(
                at,
                "-Wbuiltin-declaration-mismatch",
                format!("incompatible implicit declaration of built-in function '{name}'"),
            );
            if !f.header.is_empty() {
                self.note(at, format!("include '<{}>' or provide a declaration of '{name}'", f.header));
            }
        }
        let id = self.extern_symbol(sym, ty, at);
        let info = &mut self.symbol_info[id.0 as usize];
        if !info.declared {
            info.implicit = true;
        }
        self.bind(sym, Meaning::Symbol(id), at);
        id
    }

    fn say_implicit(&mut self, name: &str, known: Option<&builtin::LibraryFunction>, at: u32) {
        let mut message = format!("implicit declaration of function '{name}'");
        let mut insert = None;
        if known.is_none()
            && let Some(near) = self.suggest_function(name)
        {
            message.push_str(&format!("; did you mean '{near}'?"));
            insert = Some(near);
        }
        self.warn(at, "-Wimplicit-function-declaration", message);
        if let (Some(near), Some(raw)) = (insert, self.raw.last_mut()) {
            raw.insert = Some(near);
        }
        if let Some(f) = known
            && !f.header.is_empty()
        {
            let note = format!("include '<{}>' or provide a declaration of '{name}'", f.header);
            if self.suggested_headers.contains(&f.header) {
                self.note(at, note);
            } else {
                self.suggested_headers.push(f.header);
                let first = self.map.include_spot();
                let mut raw = Raw::new(Severity::Note, first, 1, note);
                raw.add_include = Some(format!("<{}>", f.header));
                if !self.gave_up {
                    self.push_raw(raw);
                }
            }
        }
    }

    /// The function type that a signature string stands for.
    pub(super) fn signature_type(&mut self, signature: &str) -> TypeId {
        let mut types = Vec::new();
        let mut style = FunctionStyle::Fixed;
        for letter in signature.chars() {
            if letter == '.' {
                style = FunctionStyle::Variadic;
            } else {
                let ty = self.letter_type(letter);
                types.push(ty);
            }
        }
        let ret = if types.is_empty() { TypeId::INT } else { types.remove(0) };
        if types.is_empty() && style == FunctionStyle::Variadic {
            style = FunctionStyle::Unprototyped;
        }
        self.types.function(ret, types, style)
    }

    pub(super) fn letter_type(&mut self, letter: char) -> TypeId {
        let constant = |t: TypeId| t.qualified(Quals::CONST);
        match letter {
            'v' => TypeId::VOID,
            'i' => TypeId::INT,
            'u' => TypeId::UINT,
            'h' => TypeId::USHORT,
            'l' => TypeId::LONG,
            'L' => TypeId::LONGLONG,
            'K' => TypeId::ULONGLONG,
            'z' => TypeId::ULONG,
            'd' => TypeId::DOUBLE,
            'f' => TypeId::FLOAT,
            'p' => self.types.pointer(TypeId::VOID),
            'P' => self.types.pointer(constant(TypeId::VOID)),
            's' => self.types.pointer(TypeId::CHAR),
            'S' => self.types.pointer(constant(TypeId::CHAR)),
            'I' => self.types.pointer(TypeId::INT),
            'E' => self.types.pointer(TypeId::DOUBLE),
            'C' => {
                let s = self.types.pointer(TypeId::CHAR);
                self.types.pointer(s)
            }
            'a' => {
                let list = self.va_list_type();
                let record = self.types.element(list).unwrap_or(TypeId::VOID);
                self.types.pointer(record)
            }
            _ => TypeId::INT,
        }
    }

    /// gcc wants the result of functions that allocate memory to be used.
    pub(super) fn check_result_used(&mut self, op: &Operand) {
        let Node::Value(e) = op.node else { return };
        let ExprKind::Call { callee: Callee::Direct(symbol), .. } = self.func.body.expr(e).kind else { return };
        let name = self.names.get(self.symbols[symbol.index()].name);
        if matches!(name, "malloc" | "calloc" | "realloc" | "aligned_alloc" | "strdup" | "strndup") {
            let message = format!("ignoring return value of '{name}' declared with attribute 'warn_unused_result'");
            self.complain_operand(Severity::Warning, op, "-Wunused-result", message);
        }
    }

    /// gcc makes `puts(x)` of `printf("%s\n", x)` even without optimisation. It shows where x is null: puts reads it.
    pub(super) fn puts_for_printf(&mut self, call: ExprId) -> ExprId {
        let expr = self.func.body.expr(call);
        let ExprKind::Call { callee: Callee::Direct(printf), args, .. } = &expr.kind else { return call };
        let [format, argument] = **args else { return call };
        if self.names.bytes(self.symbols[printf.index()].name) != b"printf" || !self.is_literal(format, b"%s\n\0") {
            return call;
        }
        let (ret, span) = (expr.ty, expr.span);
        let name = self.names.intern("puts");
        let Some(Meaning::Symbol(puts)) = self.lookup(name).map(|b| b.meaning) else { return call };
        let ty = self.symbols[puts.index()].ty;
        if !self.types.is_function(ty) || !self.types.is_pointer(self.func.body.expr(argument).ty) {
            return call;
        }
        self.symbols[puts.index()].used = true;
        let kind = ExprKind::Call { callee: Callee::Direct(puts), ty, args: Box::new([argument]) };
        let made = self.expr(kind, ret, self.here());
        self.func.body.exprs[made.index()].span = span;
        made
    }

    /// What strcmp or memcmp says of string literals, which gcc calculates itself: -1, 0 or 1.
    fn literal_order(&self, callee: &Callee, args: &[ExprId]) -> Option<i64> {
        let Callee::Direct(function) = callee else { return None };
        let function = &self.symbols[function.index()];
        if function.linkage == Linkage::Internal {
            return None;
        }
        let (a, b) = (*args.first()?, *args.get(1)?);
        let count = args.get(2).and_then(|n| self.int_of(*n)).and_then(|n| usize::try_from(n).ok());
        let text = |e| Some(self.literal_bytes(e)?.split(|byte| *byte == 0).next().unwrap_or_default());
        let order = match (self.names.bytes(function.name), args.len()) {
            (b"strcmp", 2) => text(a)?.cmp(text(b)?),
            (b"memcmp", 3) => self.literal_bytes(a)?.get(..count?)?.cmp(self.literal_bytes(b)?.get(..count?)?),
            _ => return None,
        };
        Some(order as i64)
    }

    /// The bytes of the string literal whose address the expression is.
    fn literal_bytes(&self, e: ExprId) -> Option<&[u8]> {
        let mut e = e;
        while let ExprKind::Cast(inner) = self.func.body.expr(e).kind {
            e = inner;
        }
        let ExprKind::AddrOf(place) = self.func.body.expr(e).kind else { return None };
        let PlaceKind::Symbol(symbol) = self.func.body.place(place).kind else { return None };
        self.strings
            .iter()
            .find(|((_, width), named)| *width == 1 && **named == symbol)
            .map(|((bytes, _), _)| &bytes[..])
    }

    /// Is the expression the address of a string literal with these bytes?
    pub(super) fn is_literal(&self, e: ExprId, bytes: &[u8]) -> bool {
        self.literal_bytes(e) == Some(bytes)
    }
}
