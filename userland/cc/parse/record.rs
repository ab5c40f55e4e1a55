//! Structs, unions and enumerations: their definitions and their layout (System V AMD64 ABI, as gcc has it).
//!
//! Entry points: `Parser::record_specifier`, `Parser::enum_specifier`, `Parser::find_member`.

use super::declarator::Naming;
use super::specifiers::Attributes;
use super::*;

/// A member as it was declared.
pub(super) struct Field {
    pub(super) name: Option<Sym>,
    pub(super) token: u32,
    pub(super) ty: TypeId,
    /// Width of a bit-field.
    pub(super) width: Option<u64>,
    pub(super) packed: bool,
    /// Alignment asked for, 0 if none.
    pub(super) aligned: u32,
}

/// A member that was found by name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub offset: u64,
    pub ty: TypeId,
    pub bits: Option<BitField>,
}

impl Parser {
    /// `struct` or `union`, with or without a body.
    pub(super) fn record_specifier(&mut self) -> Parse<TypeId> {
        let kind = if self.peek() == Tok::KwStruct { RecordKind::Struct } else { RecordKind::Union };
        let start = self.here();
        self.advance();
        let mut attrs = Attributes::default();
        self.attributes(&mut attrs)?;
        let (tag, token) = match self.peek() {
            Tok::Ident => {
                let tag = self.tok().sym;
                self.advance();
                (Some(tag), self.before())
            }
            _ => (None, start),
        };
        self.attributes(&mut attrs)?;
        if self.peek() != Tok::LBrace {
            let Some(tag) = tag else {
                return self.syntax_error("expected '{'");
            };
            return Ok(self.record_reference(kind, tag, token));
        }
        let ty = self.record_for_definition(kind, tag, token);
        self.enter()?;
        let open = self.here();
        self.advance();
        let mut fields = Vec::new();
        while !matches!(self.peek(), Tok::RBrace | Tok::Eof) {
            if self.eat(Tok::Semi) {
                continue;
            }
            if self.member_declaration(&mut fields).is_err() {
                if self.gave_up {
                    return Err(Stop);
                }
                self.recover();
            }
        }
        self.expect_close(Tok::RBrace, open)?;
        self.leave();
        self.attributes(&mut attrs)?;
        let pack = self.pack_at(open);
        self.lay_out(ty, fields, &attrs, pack, token);
        Ok(ty)
    }

    fn pack_at(&self, token: u32) -> u32 {
        let index = self.packs.partition_point(|p| p.0 <= token);
        if index == 0 { 0 } else { self.packs[index - 1].1 }
    }

    fn new_record(&mut self, kind: RecordKind, tag: Option<Sym>) -> TypeId {
        let record = Record { tag, kind, members: None, size: 0, align: 1, alias: None, has_const: false, depth: 0 };
        self.types.new_record(record).1
    }

    /// `struct tag` without a body.
    fn record_reference(&mut self, kind: RecordKind, tag: Sym, token: u32) -> TypeId {
        let alone = self.peek() == Tok::Semi; // `struct tag;` declares a new one in this scope
        let depth = self.depth();
        if let Some(known) = self.lookup_tag(tag).copied()
            && (!alone || known.depth == depth)
        {
            if self.types.as_record(known.ty).is_some_and(|id| self.types.record(id).kind == kind) {
                return known.ty;
            }
            let text = self.text(tag);
            self.error(token, format!("'{text}' defined as wrong kind of tag"));
            return self.new_record(kind, Some(tag));
        }
        if self.in_params > 0 {
            self.tag_in_parameters(self.record_word(kind), tag, token);
        }
        let ty = self.new_record(kind, Some(tag));
        self.bind_tag(tag, ty, token);
        ty
    }

    fn tag_in_parameters(&mut self, word: &str, tag: Sym, token: u32) {
        let text = self.text(tag);
        let message = format!(
            "'{word} {text}' declared inside parameter list will not be visible outside of this definition or declaration"
        );
        self.warn(token, "", message);
    }

    /// The record that a body is going to complete.
    fn record_for_definition(&mut self, kind: RecordKind, tag: Option<Sym>, token: u32) -> TypeId {
        if let Some(tag) = tag {
            let depth = self.depth();
            if let Some(known) = self.lookup_tag(tag).copied()
                && known.depth == depth
            {
                match self.types.as_record(known.ty) {
                    Some(id) if self.types.record(id).kind == kind => {
                        if self.types.record(id).members.is_none() {
                            return known.ty;
                        }
                        let (word, text) = (self.record_word(kind), self.text(tag));
                        self.error(token, format!("redefinition of '{word} {text}'"));
                        self.note(known.token, "originally defined here");
                    }
                    _ => {
                        let text = self.text(tag);
                        self.error(token, format!("'{text}' defined as wrong kind of tag"));
                    }
                }
                return self.new_record(kind, Some(tag));
            }
            let ty = self.new_record(kind, Some(tag));
            self.bind_tag(tag, ty, token);
            return ty;
        }
        self.new_record(kind, None)
    }

    fn member_declaration(&mut self, fields: &mut Vec<Field>) -> Parse<()> {
        if self.peek() == Tok::KwStaticAssert {
            return self.static_assert();
        }
        self.eat(Tok::KwExtension);
        let first = self.here();
        if !self.starts_declaration() {
            if self.peek() != Tok::Ident {
                return self.syntax_error("expected specifier-qualifier-list");
            }
            self.unknown_type_in_list();
            if !matches!(self.peek_at(1), Tok::Ident | Tok::Star) {
                return Err(Stop);
            }
            // gcc takes it for int.
            self.advance();
            return self.members(fields, TypeId::INT, &Attributes::default(), first);
        }
        let specs = self.specifiers()?;
        if specs.unterminated {
            return Ok(());
        }
        if self.peek() == Tok::Semi && specs.tagged {
            let anonymous = self.types.as_record(specs.ty).is_some_and(|id| {
                let r = self.types.record(id);
                r.tag.is_none() && r.members.is_some()
            });
            if anonymous {
                let field = Field {
                    name: None,
                    token: first,
                    ty: specs.ty,
                    width: None,
                    packed: specs.attrs.packed,
                    aligned: specs.attrs.aligned,
                };
                fields.push(field);
            } else {
                self.warn(self.here(), "", "declaration does not declare anything");
            }
            self.advance();
            return Ok(());
        }
        if self.peek() == Tok::Semi {
            self.warn(self.here(), "", "declaration does not declare anything");
            self.advance();
            return Ok(());
        }
        self.members(fields, specs.ty, &specs.attrs, first)
    }

    /// Declarators of members up to the semicolon.
    fn members(&mut self, fields: &mut Vec<Field>, ty: TypeId, attrs: &Attributes, first: u32) -> Parse<()> {
        loop {
            self.member_declarator(fields, ty, attrs)?;
            if fields.len() > 100_000 {
                self.error(first, "more than 100000 members: not supported");
                return Err(Stop);
            }
            if !self.eat(Tok::Comma) {
                break;
            }
        }
        if self.peek() == Tok::RBrace {
            // gcc only warns
            self.warn(self.here(), "", "no semicolon at end of struct or union");
            return Ok(());
        }
        if self.peek() == Tok::Semi {
            self.advance();
            return Ok(());
        }
        self.missing("expected ':', ',', ';', '}' or '__attribute__'", None, None).map_err(|_| Stop)
    }

    fn member_declarator(&mut self, fields: &mut Vec<Field>, base: TypeId, attrs: &Attributes) -> Parse<()> {
        let mut attrs = *attrs;
        let (mut ty, mut name, mut token) = (base, None, self.here());
        if self.peek() != Tok::Colon {
            let d = self.declarator(base, Naming::Named)?;
            (ty, name, token) = (d.ty, d.name, d.token);
            attrs.packed |= d.attrs.packed;
            attrs.aligned = attrs.aligned.max(d.attrs.aligned);
        }
        let shown = name.map_or("<anonymous>".into(), |n| self.text(n));
        let mut width = None;
        if self.eat(Tok::Colon) {
            let op = self.conditional()?;
            width = self.bit_width(&op, ty, &shown, token);
            if width.is_none() {
                ty = TypeId::INT;
            }
        }
        self.attributes(&mut attrs)?;
        if self.types.is_function(ty) {
            self.error(token, format!("field '{shown}' declared as a function"));
            ty = TypeId::INT;
        } else if self.types.is_variably_sized(ty) {
            self.error(token, "a member of a structure or union cannot have a variably modified type");
            ty = TypeId::INT;
        } else if self.types.size(ty).is_none() && !matches!(self.types.kind(ty), TypeKind::Array { len: None, .. }) {
            if self.types.is_void(ty) {
                self.error(token, format!("variable or field '{shown}' declared void"));
            } else {
                self.error(token, format!("field '{shown}' has incomplete type"));
            }
            ty = TypeId::INT;
        }
        fields.push(Field { name, token, ty, width, packed: attrs.packed, aligned: attrs.aligned });
        Ok(())
    }

    fn bit_width(&mut self, op: &Operand, ty: TypeId, shown: &str, token: u32) -> Option<u64> {
        if op.node == Node::Bad {
            return None;
        }
        if !self.types.is_integer(ty) {
            self.error(token, format!("bit-field '{shown}' has invalid type"));
            return None;
        }
        let Some(width) = self.integer_constant(op) else {
            self.error(token, format!("bit-field '{shown}' width not an integer constant"));
            return None;
        };
        let bits =
            if self.types.strip_enum(ty) == TypeId::BOOL { 1 } else { self.types.size(ty).unwrap_or(4) as i64 * 8 };
        if width < 0 {
            self.error(token, format!("negative width in bit-field '{shown}'"));
        } else if width > bits {
            self.error(token, format!("width of '{shown}' exceeds its type"));
        } else if width == 0 && shown != "<anonymous>" {
            self.error(token, format!("zero width for bit-field '{shown}'"));
        } else {
            return Some(width as u64);
        }
        None
    }

    // -----------------------------------------------------------------------------------------
    // Layout

    /// Finds a member by name, also within anonymous members.
    pub(super) fn find_member(&self, id: RecordId, name: Sym) -> Option<Found> {
        let members = self.types.record(id).members.as_ref()?;
        for m in members {
            if m.name == Some(name) {
                return Some(Found { offset: m.offset, ty: m.ty, bits: m.bits });
            }
            if m.name.is_none()
                && let Some(inner) = self.types.as_record(m.ty)
                && let Some(found) = self.find_member(inner, name)
            {
                return Some(Found { offset: found.offset + m.offset, ty: found.ty.qualified(m.ty.quals()), ..found });
            }
        }
        None
    }

    // -----------------------------------------------------------------------------------------
    // Enumerations

    /// `enum`, with or without a body.
    pub(super) fn enum_specifier(&mut self) -> Parse<TypeId> {
        let start = self.here();
        self.advance();
        let mut attrs = Attributes::default();
        self.attributes(&mut attrs)?;
        let (tag, token) = match self.peek() {
            Tok::Ident => {
                let tag = self.tok().sym;
                self.advance();
                (Some(tag), self.before())
            }
            _ => (None, start),
        };
        let depth = self.depth();
        let known = tag.and_then(|t| self.lookup_tag(t).copied());
        if self.peek() != Tok::LBrace {
            let Some(tag) = tag else {
                return self.syntax_error("expected '{'");
            };
            if let Some(known) = known {
                if matches!(self.types.kind(known.ty), TypeKind::Enum(_)) {
                    return Ok(known.ty);
                }
                let text = self.text(tag);
                self.error(token, format!("'{text}' defined as wrong kind of tag"));
            }
            let e = EnumType {
                tag: Some(tag),
                underlying: TypeId::UINT,
                complete: false,
                alias: None,
                constants: Vec::new(),
            };
            if self.in_params > 0 {
                self.tag_in_parameters("enum", tag, token);
            }
            let ty = self.types.new_enum(e).1;
            self.bind_tag(tag, ty, token);
            return Ok(ty);
        }
        let mut reuse = None;
        if let (Some(tag), Some(known)) = (tag, known)
            && known.depth == depth
        {
            match self.types.kind(known.ty) {
                TypeKind::Enum(id) if !self.types.enumeration(*id).complete => reuse = Some((*id, known.ty)),
                TypeKind::Enum(_) => {
                    let text = self.text(tag);
                    self.error(token, format!("redeclaration of 'enum {text}'"));
                    self.note(known.token, "originally defined here");
                }
                _ => {
                    let text = self.text(tag);
                    self.error(token, format!("'{text}' defined as wrong kind of tag"));
                }
            }
        }
        let (id, ty) = match reuse {
            Some(pair) => pair,
            None => {
                let e = EnumType { tag, underlying: TypeId::UINT, complete: false, alias: None, constants: Vec::new() };
                let pair = self.types.new_enum(e);
                if let Some(tag) = tag {
                    self.bind_tag(tag, pair.1, token);
                }
                pair
            }
        };
        let mut constants = Vec::new();
        let read = self.enumerators(start, &mut constants);
        // Also after an error, so that nothing is said of its size.
        self.types.enumeration_mut(id).complete = true;
        let underlying = read?;
        self.attributes(&mut attrs)?;
        let underlying = if attrs.packed { narrowest(&constants, underlying) } else { underlying };
        let e = self.types.enumeration_mut(id);
        e.underlying = underlying;
        e.constants = constants;
        Ok(ty)
    }

    /// The list in braces; gives the type that holds all values.
    fn enumerators(&mut self, start: u32, constants: &mut Vec<(Sym, i64)>) -> Parse<TypeId> {
        let open = self.here();
        self.advance();
        if self.peek() == Tok::RBrace {
            self.error(start, "empty enum is invalid");
        }
        let mut next = 0i64;
        let mut next_unsigned = false; // beyond i64
        let (mut negative, mut large, mut huge) = (false, false, false);
        while !matches!(self.peek(), Tok::RBrace | Tok::Eof) {
            if self.peek() != Tok::Ident {
                return self.syntax_error("expected identifier");
            }
            let (name, token) = (self.tok().sym, self.here());
            self.advance();
            self.attributes(&mut Attributes::default())?;
            if self.eat(Tok::Eq) {
                let op = self.conditional()?;
                match self.integer_constant(&op) {
                    Some(value) => {
                        next = value;
                        next_unsigned = !self.types.is_signed(op.ty) && value < 0;
                    }
                    None if op.node != Node::Bad => {
                        let text = self.text(name);
                        let message = if self.types.is_integer(op.ty) {
                            format!("enumerator value for '{text}' is not an integer constant")
                        } else {
                            format!("enumerator value for '{text}' is not an integer constant")
                        };
                        self.error_operand(&op, message);
                    }
                    None => {}
                }
            }
            negative |= next < 0 && !next_unsigned;
            large |= i32::try_from(next).is_err();
            huge |= next_unsigned || u32::try_from(next).is_err() && next > 0;
            let ty = if i32::try_from(next).is_ok() && !next_unsigned {
                TypeId::INT
            } else if u32::try_from(next).is_ok() {
                TypeId::UINT
            } else if next_unsigned {
                TypeId::ULONG
            } else {
                TypeId::LONG
            };
            self.declare_constant(name, next, ty, token);
            constants.push((name, next));
            if next == i64::MAX {
                next_unsigned = true;
            }
            next = next.wrapping_add(1);
            if !self.eat(Tok::Comma) {
                break;
            }
        }
        if self.peek() != Tok::RBrace {
            return self.missing("expected ',' or '}'", None, Some(open)).map_err(|_| Stop);
        }
        self.advance();
        Ok(match (negative, large, huge) {
            (false, _, false) => TypeId::UINT,
            (false, _, true) => TypeId::ULONG,
            (true, false, _) => TypeId::INT,
            (true, true, _) => TypeId::LONG,
        })
    }

    fn declare_constant(&mut self, name: Sym, value: i64, ty: TypeId, token: u32) {
        let depth = self.depth();
        if let Some(old) = self.lookup(name).copied()
            && old.depth == depth
        {
            let text = self.text(name);
            if matches!(old.meaning, Meaning::Constant(..)) {
                self.error(token, format!("redeclaration of enumerator '{text}'"));
            } else {
                self.error(token, format!("'{text}' redeclared as different kind of symbol"));
            }
            self.note_previous(&old);
        }
        self.bind(name, Meaning::Constant(value, ty), token);
    }
}

/// The next multiple.
pub(super) fn round_up(n: u64, to: u64) -> u64 {
    n.div_ceil(to.max(1)).saturating_mul(to.max(1))
}

/// GNU's packed enumerations: the smallest type that holds all values.
fn narrowest(constants: &[(Sym, i64)], otherwise: TypeId) -> TypeId {
    let least = constants.iter().map(|c| c.1).min().unwrap_or(0);
    let most = constants.iter().map(|c| c.1).max().unwrap_or(0);
    let fits = |low: i64, high: i64| least >= low && most <= high;
    match least < 0 {
        false if fits(0, 0xff) => TypeId::UCHAR,
        false if fits(0, 0xffff) => TypeId::USHORT,
        true if fits(-0x80, 0x7f) => TypeId::SCHAR,
        true if fits(-0x8000, 0x7fff) => TypeId::SHORT,
        _ => otherwise,
    }
}
