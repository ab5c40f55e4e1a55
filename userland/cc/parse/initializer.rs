//! Initialisers, C11 6.7.9: designators (nested, and GNU's ranges), brace elision, strings, and compound
//! literals.
//!
//! Entry points: `Parser::initializer`, `Parser::compound_literal`, `Parser::finish_static`, `Parser::finish_local`.

use super::convert::Context;
use super::*;

/// Largest image of an initialised object, in bytes.
pub(super) const MAX_IMAGE: u64 = 64 << 20;

/// One initialised part of an object.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) offset: u64,
    pub(super) bits: Option<BitField>,
    pub(super) ty: TypeId,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    Expr(ExprId, u32),
    Bytes(Vec<u8>),
}

/// An initialiser that was read: parts in order of evaluation, and the type with its length known.
#[derive(Clone, Debug)]
pub(super) struct Initializer {
    pub(super) parts: Vec<Part>,
    pub ty: TypeId,
    /// The object's name.
    pub(super) name: Sym,
    /// Bytes used, beyond the type's size for flexible array members.
    pub(super) end: u64,
    /// Later parts may override earlier ones.
    pub(super) overrides: bool,
    /// It is a single expression of the whole object's type.
    pub(super) whole: bool,
    pub(super) at: u32,
    /// Braces around an inner array or struct are left out.
    elided: bool,
}

/// A level of the object being filled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) ty: TypeId,
    pub(super) offset: u64,
    /// Next element or member.
    pub(super) next: u64,
    /// Number of elements or members; `u64::MAX` if open.
    pub(super) count: u64,
}

impl Parser {
    /// Reads an initialiser for an object of a type (an array may have no length yet).
    pub(super) fn initializer(&mut self, ty: TypeId) -> Parse<Initializer> {
        let name = std::mem::take(&mut self.init_name);
        let mut init = Initializer {
            parts: Vec::new(),
            ty,
            name,
            end: 0,
            overrides: false,
            whole: false,
            at: self.here(),
            elided: false,
        };
        if self.peek() == Tok::LBrace {
            let outer = self.init_root.replace((name, ty));
            let open = self.here();
            let result = self.braced(ty, 0, &mut init, true);
            self.init_root = outer;
            result?;
            // `{0}` is how one says "all zero".
            let zero = self.before() == open + 2 && self.names.bytes(self.toks[open as usize + 1].sym) == b"0";
            if self.wall && init.elided && !zero {
                self.warn(open, "-Wmissing-braces", "missing braces around initializer");
            }
        } else if self.is_string_for(ty) {
            self.string_into(ty, 0, &mut init, true);
        } else {
            let op = self.assignment()?;
            if self.types.is_array(ty) {
                if let Some(len) = self.literal_array(&op, ty) {
                    // GNU: an array from a compound literal of the same type
                    let e = self.rvalue_of_array(&op);
                    init.parts.push(Part { offset: 0, bits: None, ty: len, value: Value::Expr(e, op.at) });
                    init.ty = len;
                    init.whole = true;
                    return Ok(init);
                }
                if op.node != Node::Bad {
                    self.error_operand(&op, "invalid initializer");
                }
                init.end = 1;
                self.settle_length(&mut init);
                return Ok(init);
            }
            self.scalar_into(&op, ty, 0, None, &mut init);
            init.whole = true;
        }
        self.settle_length(&mut init);
        Ok(init)
    }

    fn literal_array(&self, op: &Operand, ty: TypeId) -> Option<TypeId> {
        let Node::Place(place) = op.node else {
            return None;
        };
        let literal = match &self.func.body.place(place).kind {
            PlaceKind::CompoundLiteral { .. } => true,
            PlaceKind::Symbol(s) => {
                self.symbols[s.0 as usize].name == Sym::EMPTY && !self.strings.values().any(|x| x == s)
            }
            _ => false,
        };
        (literal && self.types.is_array(op.ty) && self.compatible_unqualified(ty, op.ty)).then_some(op.ty.unqualified())
    }

    fn rvalue_of_array(&mut self, op: &Operand) -> ExprId {
        match op.node {
            Node::Place(place) => self.expr(ExprKind::Load(place), op.ty, op.at),
            _ => self.int_expr(0, TypeId::INT, op.at),
        }
    }

    /// Gives an array without length the length that its initialiser needs.
    fn settle_length(&mut self, init: &mut Initializer) {
        if let TypeKind::Array { elem, len: None } = *self.types.kind(init.ty) {
            let size = self.types.size(elem).unwrap_or(1).max(1);
            let len = init.end.div_ceil(size);
            init.ty = self.types.array(elem, Some(len)).qualified(init.ty.quals());
        }
    }

    /// Whether a string literal is next that could be an array's.
    fn is_string_for_some(&self) -> bool {
        [TypeId::CHAR, TypeId::INT].into_iter().any(|elem| self.is_string_of(elem))
    }

    /// Whether a string literal is next and fits an array of that type.
    fn is_string_for(&self, ty: TypeId) -> bool {
        self.types.element(ty).is_some_and(|elem| self.is_string_of(elem))
    }

    /// Whether a string literal is next whose characters are of that type.
    fn is_string_of(&self, elem: TypeId) -> bool {
        let mut ahead = 0;
        while self.peek_at(ahead) == Tok::LParen {
            ahead += 1;
        }
        if self.peek_at(ahead) != Tok::Str || ahead > 8 {
            return false;
        }
        let wide = matches!(self.names.bytes(self.toks[self.pos + ahead].sym).first(), Some(b'L' | b'U' | b'u'));
        let narrow = !wide || self.names.bytes(self.toks[self.pos + ahead].sym).starts_with(b"u8");
        let mut behind = ahead;
        while self.peek_at(behind) == Tok::Str {
            behind += 1;
        }
        for _ in 0..ahead {
            if self.peek_at(behind) != Tok::RParen {
                return false;
            }
            behind += 1;
        }
        if !matches!(self.peek_at(behind), Tok::Comma | Tok::RBrace | Tok::Semi | Tok::Eof)
            && ahead == 0
            && !self.ends_initializer(behind)
        {
            return false;
        }
        match self.types.kind(self.types.strip_enum(elem)) {
            TypeKind::Char | TypeKind::SChar | TypeKind::UChar => narrow,
            TypeKind::Int | TypeKind::UInt | TypeKind::UShort | TypeKind::Short => !narrow,
            _ => false,
        }
    }

    /// Whether the token ahead cannot go on an expression.
    fn ends_initializer(&self, ahead: usize) -> bool {
        !matches!(
            self.peek_at(ahead),
            Tok::LBracket | Tok::Plus | Tok::Minus | Tok::EqEq | Tok::Ne | Tok::Question | Tok::Arrow
        )
    }

    fn string_into(&mut self, ty: TypeId, offset: u64, init: &mut Initializer, outer: bool) {
        let at = self.here();
        let mut parens = 0;
        while self.eat(Tok::LParen) {
            parens += 1;
        }
        let (units, elem) = self.string_units();
        for _ in 0..parens {
            self.eat(Tok::RParen);
        }
        let size = self.types.size(elem).unwrap_or(1);
        let mut count = units.len() as u64 + 1;
        if let TypeKind::Array { len: Some(len), .. } = *self.types.kind(ty) {
            if units.len() as u64 > len {
                let shown = self.type_name(self.types.element(ty).unwrap_or(elem).unqualified());
                self.warn(at, "", format!("initializer-string for array of '{shown}' is too long"));
                self.near(ty, offset, at);
            }
            count = count.min(len);
        } else if !outer && offset > 0 {
            // a flexible array member
        }
        let mut bytes = Vec::with_capacity((count * size) as usize);
        for unit in units.iter().chain(&[0]).take(count as usize) {
            bytes.extend_from_slice(&unit.to_le_bytes()[..size as usize]);
        }
        init.end = init.end.max(offset + bytes.len() as u64);
        init.parts.push(Part { offset, bits: None, ty, value: Value::Bytes(bytes) });
    }

    fn scalar_into(&mut self, op: &Operand, ty: TypeId, offset: u64, bits: Option<BitField>, init: &mut Initializer) {
        let said = self.raw.len();
        let value = self.convert_to(op, ty, Context::Init);
        if self.raw.len() > said {
            self.near(ty, offset, op.first);
        }
        if let Some(bits) = bits {
            self.check_bit_value(op, value, ty, bits.width);
        }
        init.end = init.end.max(offset.saturating_add(self.types.size(ty).unwrap_or(0)));
        init.parts.push(Part { offset, bits, ty: ty.unqualified(), value: Value::Expr(value, op.at) });
    }

    // -----------------------------------------------------------------------------------------
    // Braces

    pub(super) fn frame(&self, ty: TypeId, offset: u64) -> Frame {
        let count = match self.types.kind(ty) {
            TypeKind::Array { len, .. } => len.unwrap_or(u64::MAX),
            TypeKind::Record(id) => {
                let record = self.types.record(*id);
                let members = record.members.as_ref().map_or(0, |m| m.len() as u64);
                if record.kind == RecordKind::Union { members.min(1) } else { members }
            }
            _ => 1,
        };
        Frame { ty, offset, next: 0, count }
    }

    /// Type, offset and bits of a frame's next element.
    pub(super) fn element(&self, f: &Frame) -> (TypeId, u64, Option<BitField>) {
        match self.types.kind(f.ty) {
            TypeKind::Array { elem, .. } => {
                let size = self.types.size(*elem).unwrap_or(0);
                (elem.qualified(f.ty.quals()), f.offset.saturating_add(f.next.saturating_mul(size)), None)
            }
            TypeKind::Record(id) => {
                let member = self.types.record(*id).members.as_ref().and_then(|m| m.get(f.next as usize));
                match member {
                    Some(m) => (m.ty, f.offset + m.offset, m.bits),
                    None => (TypeId::INT, f.offset, None),
                }
            }
            _ => (f.ty, f.offset, None),
        }
    }

    /// `{ ... }` for an object at an offset.
    fn braced(&mut self, ty: TypeId, offset: u64, init: &mut Initializer, outer: bool) -> Parse<()> {
        self.enter()?;
        let open = self.here();
        self.advance();
        if self.is_wide(ty) || !self.types.is_array(ty) && !self.types.is_record(ty) {
            self.braced_scalar(ty, offset, init, open)?;
            self.leave();
            return Ok(());
        }
        if self.is_string_for(ty) {
            self.string_into(ty, offset, init, outer);
            self.eat(Tok::Comma);
            if self.peek() != Tok::RBrace {
                self.excess(open, "excess elements in 'char' array initializer", ty, offset);
                self.skip_excess()?;
            }
            self.expect_close(Tok::RBrace, open)?;
            self.leave();
            return Ok(());
        }
        if self.types.is_variably_sized(ty) {
            self.error(open, "variable-sized object may not be initialized");
            self.pos = open as usize;
            self.skip_balanced();
            self.leave();
            return Ok(());
        }
        let mut stack = vec![self.frame(ty, offset)];
        let mut warned = false;
        while !matches!(self.peek(), Tok::RBrace | Tok::Eof) {
            self.list_element(&mut stack, init, &mut warned, open)?;
            if self.erring || !self.eat(Tok::Comma) {
                break;
            }
        }
        self.close_or_skip(Tok::RBrace, open);
        self.leave();
        Ok(())
    }

    fn braced_scalar(&mut self, ty: TypeId, offset: u64, init: &mut Initializer, open: u32) -> Parse<()> {
        if self.peek() == Tok::RBrace {
            self.error(open, "empty scalar initializer");
            self.near(ty, offset, open);
            self.advance();
            return Ok(());
        }
        if self.peek() == Tok::LBrace {
            self.warn(open, "", "braces around scalar initializer");
            self.near(ty, offset, open);
            self.braced(ty, offset, init, false)?;
        } else {
            if matches!(self.peek(), Tok::Dot | Tok::LBracket) {
                let what = if self.peek() == Tok::Dot {
                    "field name not in record or union initializer"
                } else {
                    "array index in non-array initializer"
                };
                self.error(self.here(), what);
                self.skip_to_value();
            }
            let op = self.assignment()?;
            self.scalar_into(&op, ty, offset, None, init);
        }
        self.eat(Tok::Comma);
        if self.peek() != Tok::RBrace {
            self.excess(self.here(), "excess elements in scalar initializer", ty, offset);
            self.skip_excess()?;
        }
        self.expect_close(Tok::RBrace, open)
    }

    fn excess(&mut self, at: u32, message: &str, ty: TypeId, offset: u64) {
        self.warn(at, "", message);
        self.near(ty, offset, at);
    }

    /// gcc's note about which part of a braced initialiser was meant: the one of type `ty` at `offset`.
    pub(super) fn near(&mut self, ty: TypeId, offset: u64, at: u32) {
        if let Some((name, root)) = self.init_root {
            let path = self.path_to(name, root, ty, offset);
            self.note(at, format!("(near initialization for '{path}')"));
        }
    }

    /// The name of a part of an object: `a.b[3].c`.
    pub(super) fn path_to(&self, name: Sym, root: TypeId, target: TypeId, offset: u64) -> String {
        let mut path = if name == Sym::EMPTY { "(anonymous)".to_string() } else { self.text(name) };
        let (mut ty, mut offset) = (root, offset);
        loop {
            if offset == 0 && ty.unqualified() == target.unqualified() {
                return path;
            }
            match self.types.kind(ty) {
                TypeKind::Array { elem, .. } => {
                    let size = self.types.size(*elem).unwrap_or(1).max(1);
                    path.push_str(&format!("[{}]", offset / size));
                    offset %= size;
                    ty = *elem;
                }
                TypeKind::Record(id) => {
                    let members = self.types.record(*id).members.as_deref().unwrap_or(&[]);
                    let fits = |m: &&Member| {
                        m.offset <= offset && offset - m.offset < self.types.size(m.ty).unwrap_or(u64::MAX).max(1)
                    };
                    let exact =
                        members.iter().find(|m| m.offset == offset && m.ty.unqualified() == target.unqualified());
                    let Some(m) = exact.or_else(|| members.iter().find(fits)) else {
                        return path;
                    };
                    path.push('.');
                    path.push_str(m.name.map_or("<anonymous>", |n| self.names.get(n)));
                    offset -= m.offset;
                    ty = m.ty;
                }
                _ => return path,
            }
        }
    }

    /// Reads initialisers that have no place, up to the `}`.
    fn skip_excess(&mut self) -> Parse<()> {
        while !matches!(self.peek(), Tok::RBrace | Tok::Eof) {
            self.skip_initializer()?;
            if !self.eat(Tok::Comma) {
                break;
            }
        }
        Ok(())
    }

    fn skip_initializer(&mut self) -> Parse<()> {
        self.skip_to_value();
        if self.peek() == Tok::LBrace {
            self.skip_balanced();
            return Ok(());
        }
        self.assignment().map(|_| ())
    }

    /// Skips designators.
    fn skip_to_value(&mut self) {
        loop {
            match self.peek() {
                Tok::Dot => {
                    self.advance();
                    self.eat(Tok::Ident);
                }
                Tok::LBracket => self.skip_balanced(),
                Tok::Eq => {
                    self.advance();
                    return;
                }
                _ => return,
            }
        }
    }

    /// One element of a list, with its designators.
    fn list_element(
        &mut self,
        stack: &mut Vec<Frame>,
        init: &mut Initializer,
        warned: &mut bool,
        open: u32,
    ) -> Parse<()> {
        let mut range = None;
        let old_style = self.peek() == Tok::Ident && self.peek_at(1) == Tok::Colon;
        if matches!(self.peek(), Tok::Dot | Tok::LBracket) || old_style {
            init.overrides = true;
            match self.designators(stack, init.at)? {
                Some(found) => range = found,
                None if self.erring => {
                    self.skip_behind(Tok::Comma);
                    return Ok(());
                }
                None => return self.skip_initializer(),
            }
        } else {
            // leave the levels that are full
            while stack.len() > 1 && stack.last().is_some_and(|f| f.next >= f.count) {
                stack.pop();
                if let Some(f) = stack.last_mut() {
                    f.next += 1;
                }
            }
        }
        let Some(top) = stack.last().copied() else {
            return Ok(());
        };
        if top.next >= top.count {
            if !*warned {
                *warned = true;
                let word = match self.types.kind(top.ty) {
                    TypeKind::Record(id) => self.record_word(self.types.record(*id).kind),
                    _ => "array",
                };
                self.excess(self.here(), &format!("excess elements in {word} initializer"), top.ty, top.offset);
            }
            return self.skip_initializer();
        }
        let before = init.parts.len();
        let start = top.offset_of_next(self);
        self.fill(stack, init, open)?;
        if let Some((level, last)) = range {
            self.replicate(stack, init, before, start, level, last);
        }
        Ok(())
    }

    /// Initialises the next element of the top frame, going down into it where braces are left out.
    fn fill(&mut self, stack: &mut Vec<Frame>, init: &mut Initializer, open: u32) -> Parse<()> {
        let mut pending: Option<Operand> = None;
        loop {
            let Some(top) = stack.last().copied() else {
                return Ok(());
            };
            let (ty, offset, bits) = self.element(&top);
            let aggregate = self.types.is_array(ty) || self.types.is_record(ty) && !self.is_wide(ty);
            if pending.is_none() {
                if self.peek() == Tok::LBrace {
                    self.braced(ty, offset, init, false)?;
                    self.step_over(stack);
                    return Ok(());
                }
                if self.is_string_for(ty) {
                    self.string_into(ty, offset, init, false);
                    self.step_over(stack);
                    return Ok(());
                }
                // A string may be meant for an array further down.
                if !(aggregate && self.is_string_for_some()) {
                    pending = Some(self.assignment()?);
                }
            }
            if let Some(op) = &pending {
                let same =
                    || self.types.is_record(ty) && self.compatible_unqualified(ty, op.ty) && op.node != Node::Bad;
                if !aggregate || same() {
                    self.scalar_into(op, ty, offset, bits, init);
                    self.step_over(stack);
                    return Ok(());
                }
            }
            let inner = self.frame(ty, offset);
            if inner.count == 0 || self.types.is_variably_sized(ty) {
                let op = match pending {
                    Some(op) => op,
                    None => self.assignment()?,
                };
                if op.node != Node::Bad && inner.count == 0 {
                    self.warn(open, "", "excess elements in struct initializer");
                }
                self.step_over(stack);
                return Ok(());
            }
            init.elided = true;
            stack.push(inner);
        }
    }

    fn step_over(&mut self, stack: &mut [Frame]) {
        if let Some(f) = stack.last_mut() {
            f.next = f.next.saturating_add(1);
        }
    }
}

impl Frame {
    fn offset_of_next(&self, p: &Parser) -> u64 {
        p.element(self).1
    }
}
