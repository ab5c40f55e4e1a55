//! The syntax of expressions, C11 6.5, with GNU's statement expressions, `?:` and `__extension__`.
//!
//! Entry points: `Parser::expression`, `Parser::assignment`, `Parser::conditional`.

use super::super::literal::{self, Encoding, Number};
use super::*;

impl Parser {
    /// An expression, commas and all.
    pub(super) fn expression(&mut self) -> Parse<Operand> {
        let mut left = self.assignment()?;
        while self.peek() == Tok::Comma {
            let at = self.here();
            self.advance();
            let right = self.assignment()?;
            if self.wall {
                self.check_comma(&left, at);
            }
            let (a, b) = (self.dropped(&left), self.value(right));
            if b.node == Node::Bad || left.node == Node::Bad {
                left = self.bad(at, left.first, right.last);
                continue;
            }
            let b = self.rvalue(&b);
            let ty = self.func.body.expr(b).ty;
            let e = self.expr(ExprKind::Comma(a, b), ty, at);
            left = self.made(e, left.first, left.first, right.last);
        }
        Ok(left)
    }

    /// An operand whose value is not wanted. A place is only loaded if it is volatile.
    pub(super) fn dropped(&mut self, op: &Operand) -> ExprId {
        match op.node {
            Node::Place(p) if !op.ty.quals().has(Quals::VOLATILE) || self.types.size(op.ty).is_none() => {
                match self.func.body.place(p).kind {
                    PlaceKind::Deref(e) => e,
                    PlaceKind::Local(_) | PlaceKind::Symbol(_) => self.int_expr(0, TypeId::INT, op.at),
                    _ if self.bit_field(op).is_some() => self.rvalue(op),
                    _ => self.address(p, op.ty, op.at),
                }
            }
            _ => self.rvalue(op),
        }
    }

    /// An assignment expression.
    pub(super) fn assignment(&mut self) -> Parse<Operand> {
        self.enter()?;
        let left = self.conditional()?;
        let at = self.here();
        let kind = self.peek();
        let out = match kind {
            Tok::Eq
            | Tok::StarEq
            | Tok::SlashEq
            | Tok::PercentEq
            | Tok::PlusEq
            | Tok::MinusEq
            | Tok::ShlEq
            | Tok::ShrEq
            | Tok::AmpEq
            | Tok::CaretEq
            | Tok::PipeEq => {
                self.advance();
                let right = self.assignment()?;
                self.assign(kind, at, left, right)
            }
            _ => left,
        };
        self.leave();
        Ok(out)
    }

    /// A conditional expression.
    pub(super) fn conditional(&mut self) -> Parse<Operand> {
        let cond = self.binary_expression(0)?;
        if self.peek() != Tok::Question {
            return Ok(cond);
        }
        self.enter()?;
        self.advance();
        let then = if self.peek() == Tok::Colon { None } else { Some(self.expression()?) };
        let at = self.here();
        self.expect(Tok::Colon)?;
        let otherwise = self.conditional()?;
        self.leave();
        Ok(self.conditional_value(cond, then, otherwise, at))
    }

    fn binary_expression(&mut self, least: u8) -> Parse<Operand> {
        let mut left = self.cast_expression()?;
        loop {
            let kind = self.peek();
            let level = match kind {
                _ if self.erring => return Ok(left),
                Tok::PipePipe => 1,
                Tok::AmpAmp => 2,
                Tok::Pipe => 3,
                Tok::Caret => 4,
                Tok::Amp => 5,
                Tok::EqEq | Tok::Ne => 6,
                Tok::Lt | Tok::Gt | Tok::Le | Tok::Ge => 7,
                Tok::Shl | Tok::Shr => 8,
                Tok::Plus | Tok::Minus => 9,
                Tok::Star | Tok::Slash | Tok::Percent => 10,
                _ => return Ok(left),
            };
            if level <= least {
                return Ok(left);
            }
            let at = self.here();
            self.advance();
            let right = self.binary_expression(level)?;
            left = self.binary(kind, at, left, right);
        }
    }

    fn cast_expression(&mut self) -> Parse<Operand> {
        if self.peek() != Tok::LParen || !self.starts_type_at(1) {
            return self.unary_expression();
        }
        self.enter()?;
        let at = self.here();
        self.advance();
        let pending = std::mem::take(&mut self.vla_sizes);
        let ty = self.type_name_syntax()?;
        let sizes = std::mem::replace(&mut self.vla_sizes, pending);
        self.close_or_skip(Tok::RParen, at);
        let out = if self.peek() == Tok::LBrace {
            let literal = self.compound_literal(ty, at)?;
            self.postfix(literal)?
        } else {
            let op = self.cast_expression()?;
            self.cast(ty, op, at)
        };
        self.leave();
        Ok(self.after_sizes(sizes, out))
    }

    /// Puts the evaluation of VLA sizes before an operand.
    fn after_sizes(&mut self, sizes: Vec<ExprId>, op: Operand) -> Operand {
        if sizes.is_empty() || op.node == Node::Bad {
            return op;
        }
        let mut e = self.rvalue(&op);
        for size in sizes.into_iter().rev() {
            let ty = self.func.body.expr(e).ty;
            e = self.expr(ExprKind::Comma(size, e), ty, op.at);
        }
        Operand { node: Node::Value(e), ty: self.func.body.expr(e).ty, ..op }
    }

    fn unary_expression(&mut self) -> Parse<Operand> {
        let at = self.here();
        let kind = self.peek();
        match kind {
            Tok::Amp | Tok::Star | Tok::Plus | Tok::Minus | Tok::Tilde | Tok::Bang => {
                self.enter()?;
                self.advance();
                let op = self.cast_expression()?;
                self.leave();
                Ok(self.unary(kind, at, op))
            }
            Tok::PlusPlus | Tok::MinusMinus => {
                self.enter()?;
                self.advance();
                let op = self.unary_expression_or_cast()?;
                self.leave();
                let inc = if kind == Tok::PlusPlus { IncDecOp::PreInc } else { IncDecOp::PreDec };
                Ok(self.inc_dec(op, inc, at, at, op.last))
            }
            Tok::KwSizeof => self.sizeof_expression(),
            Tok::KwAlignof => self.alignof_expression(),
            Tok::KwExtension => {
                self.enter()?;
                self.advance();
                let op = self.cast_expression()?;
                self.leave();
                Ok(op)
            }
            Tok::AmpAmp => self.label_address(),
            Tok::KwReal => {
                let imaginary = self.names.get(self.tok().sym).starts_with("__imag");
                self.enter()?;
                self.advance();
                let op = self.cast_expression()?;
                self.leave();
                Ok(self.part_of_complex(op, imaginary, at))
            }
            _ => {
                let op = self.primary()?;
                self.postfix(op)
            }
        }
    }

    fn unary_expression_or_cast(&mut self) -> Parse<Operand> {
        self.cast_expression()
    }

    fn sizeof_expression(&mut self) -> Parse<Operand> {
        self.enter()?;
        let at = self.here();
        self.advance();
        let pending = std::mem::take(&mut self.vla_sizes);
        let (ty, blame) = if self.peek() == Tok::LParen && self.starts_type_at(1) {
            let open = self.here();
            self.advance();
            let ty = self.type_name_syntax()?;
            self.close_or_skip(Tok::RParen, open);
            if self.peek() == Tok::LBrace {
                let literal = self.compound_literal(ty, open)?;
                let op = self.postfix(literal)?;
                (op.ty, op)
            } else {
                (ty, self.bad(open + 1, open + 1, open + 1))
            }
        } else {
            let op = self.unary_expression_or_sizeof_operand()?;
            if self.bit_field(&op).is_some() {
                self.error(op.first, "'sizeof' applied to a bit-field");
            }
            self.check_sizeof(&op);
            if op.node == Node::Bad {
                self.vla_sizes = pending;
                self.leave();
                let e = self.int_expr(1, TypeId::ULONG, at);
                return Ok(self.made(e, at, at, self.before()));
            }
            (op.ty, op)
        };
        let sizes = std::mem::replace(&mut self.vla_sizes, pending);
        self.leave();
        if self.wall {
            self.func.measured.push((at, ty));
        }
        let e = self.size_value(ty, "sizeof", &blame, at);
        let op = self.made(e, at, at, self.before());
        Ok(if self.types.is_variably_sized(ty) { self.after_sizes(sizes, op) } else { op })
    }

    fn unary_expression_or_sizeof_operand(&mut self) -> Parse<Operand> {
        self.unary_expression()
    }

    fn size_value(&mut self, ty: TypeId, word: &str, blame: &Operand, at: u32) -> ExprId {
        if let TypeKind::Vla { size, .. } = self.types.kind(ty) {
            let size = *size;
            return self.load_local(size, at);
        }
        let size = match self.types.kind(ty) {
            TypeKind::Void | TypeKind::Function(_) => 1,
            _ => match self.types.size(ty) {
                Some(n) => n,
                None => {
                    let shown = self.quoted(ty);
                    let message = format!("invalid application of '{word}' to incomplete type {shown}");
                    self.error(blame.at, message);
                    1
                }
            },
        };
        self.int_expr(size as i64, TypeId::ULONG, at)
    }

    fn alignof_expression(&mut self) -> Parse<Operand> {
        self.enter()?;
        let at = self.here();
        self.advance();
        let align = if self.peek() == Tok::LParen && self.starts_type_at(1) {
            let open = self.here();
            self.advance();
            let ty = self.type_name_syntax()?;
            self.close_or_skip(Tok::RParen, open);
            self.types.align(ty)
        } else {
            let op = self.unary_expression()?;
            match op.node {
                Node::Place(p) => match self.func.body.place(p).kind {
                    PlaceKind::Local(l) => self.func.locals[l.index()].align,
                    _ => self.types.align(op.ty),
                },
                _ => self.types.align(op.ty),
            }
        };
        self.leave();
        let e = self.int_expr(i64::from(align), TypeId::ULONG, at);
        Ok(self.made(e, at, at, self.before()))
    }

    // -----------------------------------------------------------------------------------------
    // Postfix

    pub(super) fn postfix(&mut self, op: Operand) -> Parse<Operand> {
        let mut op = op;
        loop {
            let at = self.here();
            match self.peek() {
                Tok::LBracket => {
                    self.advance();
                    let index = self.expression()?;
                    self.close_or_skip(Tok::RBracket, at);
                    if self.wall {
                        self.check_subscript(&index, at);
                    }
                    op = self.index(op, index, at, self.before());
                }
                Tok::LParen => {
                    self.enter()?;
                    op = self.call(op)?;
                    self.leave();
                }
                Tok::Dot | Tok::Arrow => {
                    let arrow = self.peek() == Tok::Arrow;
                    self.advance();
                    if self.peek() != Tok::Ident {
                        return self.syntax_error("expected identifier");
                    }
                    let name = self.tok().sym;
                    self.advance();
                    op = self.member(op, name, arrow, at);
                }
                Tok::PlusPlus | Tok::MinusMinus => {
                    let inc = if self.peek() == Tok::PlusPlus { IncDecOp::PostInc } else { IncDecOp::PostDec };
                    self.advance();
                    op = self.inc_dec(op, inc, at, op.first, at);
                }
                _ => return Ok(op),
            }
        }
    }

    // -----------------------------------------------------------------------------------------
    // Primary

    fn primary(&mut self) -> Parse<Operand> {
        let at = self.here();
        match self.peek() {
            Tok::Ident => self.identifier(),
            Tok::Number => Ok(self.number(at)),
            Tok::Char => Ok(self.character(at)),
            Tok::Str => self.string(),
            Tok::LParen if self.peek_at(1) == Tok::LBrace => self.statement_expression(),
            Tok::LParen => {
                self.enter()?;
                self.advance();
                let op = self.expression()?;
                self.close_or_skip(Tok::RParen, at);
                self.leave();
                Ok(Operand { first: at, last: self.before(), ..op })
            }
            Tok::KwGeneric => self.generic_selection(),
            Tok::KwFunc => Ok(self.function_name(at)),
            Tok::KwVaArg => self.va_arg(),
            Tok::KwOffsetof => self.offsetof(),
            Tok::KwTypesCompatible => self.types_compatible(),
            Tok::KwChooseExpr => self.choose_expr(),
            Tok::KwAsm => self.unsupported("asm"),
            _ => {
                let _ = self.syntax_error::<()>("expected expression");
                Ok(self.bad(at, at, at))
            }
        }
    }

    fn identifier(&mut self) -> Parse<Operand> {
        let at = self.here();
        let sym = self.tok().sym;
        self.advance();
        if let Some(binding) = self.lookup(sym).copied() {
            return Ok(match binding.meaning {
                Meaning::Local(local) => {
                    let ty = self.func.locals[local.index()].ty;
                    self.made_place(PlaceKind::Local(local), ty, at, at, at)
                }
                Meaning::Symbol(id) => self.symbol_operand(id, at),
                Meaning::Constant(value, ty) => {
                    let e = self.int_expr(value, ty, at);
                    self.made(e, at, at, at)
                }
                Meaning::Typedef(_) => {
                    self.pos -= 1;
                    let _ = self.syntax_error::<()>("expected expression");
                    // What follows is read as if it were another operand.
                    self.bad(at, at, at)
                }
                Meaning::Bad => {
                    self.use_wrong_variable(sym);
                    self.bad(at, at, at)
                }
            });
        }
        if self.peek() == Tok::LParen {
            if let Some(op) = self.builtin_call(sym, at)? {
                return Ok(op);
            }
            if !self.func.active {
                self.undeclared(sym, at);
                return Ok(self.bad(at, at, at));
            }
            let id = self.implicit_function(sym, at);
            return Ok(self.symbol_operand(id, at));
        }
        self.undeclared(sym, at);
        Ok(self.bad(at, at, at))
    }

    pub(super) fn symbol_operand(&mut self, id: SymbolId, at: u32) -> Operand {
        let symbol = &mut self.symbols[id.0 as usize];
        symbol.used = true;
        let ty = symbol.ty;
        self.symbol_info[id.index()].mentioned = true;
        self.made_place(PlaceKind::Symbol(id), ty, at, at, at)
    }

    fn number(&mut self, at: u32) -> Operand {
        let token = self.tok();
        self.advance();
        let text = self.names.bytes(token.sym);
        // GNU: `1.0i`, `2.5fi`, `3.0if`
        let is_unit = |b: &u8| matches!(b, b'i' | b'j' | b'I' | b'J');
        if text[text.len().saturating_sub(2)..].iter().any(is_unit)
            && let bare = text.iter().copied().filter(|b| !is_unit(b)).collect::<Vec<u8>>()
            && bare.len() + 1 == text.len()
            && let Ok(number) = literal::number(&bare)
        {
            let (value, part) = match number {
                Number::Int { value, .. } => (value as f64, TypeId::DOUBLE),
                Number::Float { value, ty } => (value, ty),
            };
            let e = self.imaginary(value, part, at);
            return self.made(e, at, at, at);
        }
        match literal::number(text) {
            Ok(Number::Int { value, ty, note }) => {
                if let Some(note) = note {
                    self.warn(at, "", note);
                }
                let value = self.canonical(value as i64, ty);
                let e = self.int_expr(value, ty, at);
                self.made(e, at, at, at)
            }
            Ok(Number::Float { value, ty }) => {
                let e = self.expr(ExprKind::Float(value), ty, at);
                self.made(e, at, at, at)
            }
            Err(message) => {
                self.error(at, message);
                self.bad(at, at, at)
            }
        }
    }

    fn character(&mut self, at: u32) -> Operand {
        let token = self.tok();
        self.advance();
        let (value, ty, complaints) = literal::character(self.names.bytes(token.sym));
        for (error, message) in complaints {
            if error {
                self.error(at, message);
            } else {
                let option = if message.starts_with("multi") { "-Wmultichar" } else { "" };
                self.warn(at, option, message);
            }
        }
        let e = self.int_expr(value, ty, at);
        self.made(e, at, at, at)
    }

    /// Reads adjacent string literals: their elements without the terminator, and the element type.
    pub(super) fn string_units(&mut self) -> (Vec<u32>, TypeId) {
        let mut end = self.pos;
        let (mut encoding, mut ty) = (Encoding::Byte, TypeId::CHAR);
        while self.toks.get(end).is_some_and(|t| t.kind == Tok::Str) {
            let text = self.names.bytes(self.toks[end].sym);
            let (this, _) = literal::split_prefix(text);
            if this != Encoding::Byte {
                encoding = this;
                ty = match text[0] {
                    b'L' => TypeId::INT,
                    b'U' => TypeId::UINT,
                    _ => TypeId::USHORT,
                };
            }
            end += 1;
        }
        let mut units = Vec::new();
        while self.pos < end {
            let mut complaints = Vec::new();
            let (_, inner) = literal::split_prefix(self.names.bytes(self.tok().sym));
            literal::decode(inner, encoding, &mut units, &mut complaints);
            for (_, error, message) in complaints {
                let severity = if error { Severity::Error } else { Severity::Warning };
                // gcc's place is the token that it had to read to see the last string.
                let mut raw = Raw::new(severity, self.span_at(end as u32), 1, message);
                raw.ranges.clear();
                self.push_raw(raw);
            }
            self.advance();
        }
        (units, ty)
    }

    fn string(&mut self) -> Parse<Operand> {
        let first = self.here();
        let (units, elem) = self.string_units();
        let id = self.string_symbol(&units, elem);
        let last = self.before();
        let ty = self.symbols[id.0 as usize].ty;
        Ok(self.made_place(PlaceKind::Symbol(id), ty, first, first, last))
    }

    /// The anonymous object of a string literal; equal ones share it.
    pub(super) fn string_symbol(&mut self, units: &[u32], elem: TypeId) -> SymbolId {
        let size = self.types.size(elem).unwrap_or(1) as usize;
        let mut bytes = Vec::with_capacity((units.len() + 1) * size);
        for unit in units.iter().chain(&[0]) {
            bytes.extend_from_slice(&unit.to_le_bytes()[..size]);
        }
        if let Some(id) = self.strings.get(&(bytes.clone(), size as u32)) {
            return *id;
        }
        let ty = self.types.array(elem, Some(units.len() as u64 + 1));
        let object = Object {
            size: bytes.len() as u64,
            align: size as u32,
            section: Section::Rodata,
            init: Some(InitData { bytes: bytes.clone(), relocs: Vec::new() }),
        };
        let id = self.anonymous_symbol(ty, Definition::Object(object), self.here());
        self.strings.insert((bytes, size as u32), id);
        id
    }

    /// `__func__`
    fn function_name(&mut self, at: u32) -> Operand {
        self.advance();
        let id = match self.func.func_name {
            Some(id) => id,
            None => {
                if !self.func.active {
                    self.warn(at, "", "'__func__' is not defined outside of function scope");
                }
                let name = if self.func.active { self.names.bytes(self.func.name).to_vec() } else { Vec::new() };
                let units: Vec<u32> = name.into_iter().map(u32::from).collect();
                let id = self.string_symbol(&units, TypeId::CHAR);
                self.func.func_name = Some(id);
                id
            }
        };
        let ty = self.symbols[id.0 as usize].ty.qualified(Quals::CONST);
        let elem = TypeId::CHAR.qualified(Quals::CONST);
        let ty = match self.types.kind(ty) {
            TypeKind::Array { len, .. } => {
                let len = *len;
                self.types.array(elem, len)
            }
            _ => ty,
        };
        self.made_place(PlaceKind::Symbol(id), ty, at, at, at)
    }

    fn statement_expression(&mut self) -> Parse<Operand> {
        let at = self.here();
        if !self.func.active || self.in_params > 0 {
            self.error(at, "braced-group within expression allowed only inside a function");
            self.skip_balanced();
            return Ok(self.bad(at, at, self.before()));
        }
        self.enter()?;
        self.advance();
        let brace = self.here();
        self.advance();
        let (scope, outer) = self.open_block();
        let pending = std::mem::take(&mut self.vla_sizes);
        let mut stmts = self.block_items();
        self.vla_sizes = pending;
        let closed = self.expect_close(Tok::RBrace, brace);
        let mut result = None;
        let mut bad = false;
        if let Some(last) = stmts.last().copied()
            && let StmtKind::Expr(e) = self.func.body.stmt(last).kind
            && self.toks[self.before() as usize - 1].kind == Tok::Semi
        {
            stmts.pop();
            match self.last_statement_value.take() {
                Some((stmt, op)) if stmt == last => {
                    bad = op.node == Node::Bad;
                    result = Some(self.rvalue(&op));
                }
                _ => result = Some(e),
            }
        }
        self.close_block(outer);
        closed?;
        self.close_or_skip(Tok::RParen, at);
        self.leave();
        let last = self.before();
        if bad {
            return Ok(self.bad(at, at, last));
        }
        let ty = result.map_or(TypeId::VOID, |r| self.func.body.expr(r).ty);
        let e = self.expr(ExprKind::StmtExpr { scope, stmts: stmts.into(), result }, ty, at);
        Ok(self.made(e, at, at, last))
    }

    fn generic_selection(&mut self) -> Parse<Operand> {
        self.enter()?;
        let at = self.here();
        self.advance();
        let open = self.here();
        self.expect(Tok::LParen)?;
        let control = self.assignment()?;
        let control = self.value(control);
        self.expect(Tok::Comma)?;
        let mut chosen: Option<Operand> = None;
        let mut fallback: Option<Operand> = None;
        let mut default_at = None;
        let mut types: Vec<(TypeId, u32)> = Vec::new();
        loop {
            let here = self.here();
            if self.peek() == Tok::KwDefault {
                self.advance();
                match default_at {
                    Some(before) => {
                        self.error(here, "duplicate 'default' case in '_Generic'");
                        self.note(before, "original 'default' is here");
                    }
                    None => default_at = Some(here),
                }
                self.expect(Tok::Colon)?;
                fallback = Some(self.assignment()?);
            } else {
                let ty = self.type_name_syntax()?;
                if let Some(before) = types.iter().find(|known| self.compatible(known.0, ty)).map(|known| known.1) {
                    self.error(here, "'_Generic' specifies two compatible types");
                    self.note(before, "compatible type is here");
                }
                types.push((ty, here));
                self.expect(Tok::Colon)?;
                let op = self.assignment()?;
                if chosen.is_none() && control.node != Node::Bad && self.compatible(ty, control.ty) {
                    chosen = Some(op);
                }
            }
            if !self.eat(Tok::Comma) {
                break;
            }
        }
        self.close_or_skip(Tok::RParen, open);
        self.leave();
        let last = self.before();
        match chosen.or(fallback) {
            Some(op) => Ok(Operand { first: at, last, ..op }),
            None => {
                if control.node != Node::Bad {
                    let shown = self.quoted(control.ty);
                    self.error(
                        at + 2,
                        format!("'_Generic' selector of type {shown} is not compatible with any association"),
                    );
                }
                Ok(self.bad(at, at, last))
            }
        }
    }
}
