//! External declarations and typedefs, C11 6.7 and 6.9.
//!
//! Entry points: `Parser::translation_unit`, `Parser::static_assert`, `Parser::declare_typedef`.

use super::declarator::{Declarator, Naming};
use super::specifiers::{Attributes, Specifiers, Storage};
use super::*;

impl Parser {
    /// The whole file.
    pub(super) fn translation_unit(&mut self) {
        self.skip_strays();
        while self.peek() != Tok::Eof {
            let start = self.pos;
            self.erring = false;
            self.func = FunctionState::default();
            self.vla_sizes.clear();
            self.nesting = 0;
            self.in_params = 0;
            if self.external_declaration().is_err() {
                while !self.scopes.is_empty() {
                    self.close_scope();
                }
                self.func.active = false;
                self.recover();
            }
            if self.pos == start && self.peek() != Tok::Eof {
                self.advance();
            }
        }
        self.finish_symbols();
        if self.wall {
            self.check_absent_functions();
        }
        let [ends, values] = std::mem::take(&mut self.late);
        self.raw.extend(ends);
        if self.wall {
            self.check_unused_symbols();
        }
        if self.errors == 0 {
            self.raw.extend(values);
        }
    }

    fn finish_symbols(&mut self) {
        for i in 0..self.symbols.len() {
            if let Definition::Tentative(object) = &self.symbols[i].def {
                let ty = self.symbols[i].ty;
                let mut object = object.clone();
                if let TypeKind::Array { elem, len: None } = *self.types.kind(ty) {
                    let token = self.symbol_info[i].token;
                    let name = self.text(self.symbols[i].name);
                    self.warn(token, "", format!("array '{name}' assumed to have one element"));
                    let one = self.types.array(elem, Some(1));
                    self.symbols[i].ty = one;
                } else if self.types.size(ty).is_none() && !self.types.is_void(ty) {
                    let token = self.symbol_info[i].token;
                    let name = self.text(self.symbols[i].name);
                    self.error(token, format!("storage size of '{name}' isn't known"));
                }
                object.size = self.types.size(self.symbols[i].ty).unwrap_or(0);
                object.align = object.align.max(self.types.align(self.symbols[i].ty));
                let internal = self.symbols[i].linkage == Linkage::Internal;
                self.symbols[i].def = if internal { Definition::Object(object) } else { Definition::Tentative(object) };
            } else if self.symbol_info[i].inline_only && matches!(self.symbols[i].def, Definition::Function(_)) {
                // An inline definition (C17 6.7.4): not optimising, gcc calls the external one, which may be nowhere.
                match self.symbol_info[i].always_inline {
                    true => self.symbols[i].weak = true,
                    false => self.symbols[i].def = Definition::Undefined,
                }
            } else if self.symbols[i].linkage == Linkage::Internal
                && matches!(self.symbols[i].def, Definition::Undefined)
                && self.symbols[i].used
                && self.symbols[i].alias.is_none()
                && self.types.is_function(self.symbols[i].ty)
            {
                let token = self.symbol_info[i].token;
                let name = self.text(self.symbols[i].name);
                self.warn(token, "", format!("'{name}' used but never defined"));
            }
        }
    }

    pub(super) fn static_assert(&mut self) -> Parse<()> {
        let at = self.here();
        self.advance();
        let open = self.here();
        self.expect(Tok::LParen)?;
        let op = self.conditional()?;
        let mut text = None;
        if self.eat(Tok::Comma) {
            if self.peek() != Tok::Str {
                return self.syntax_error("expected string literal");
            }
            let mut shown = String::new();
            while self.peek() == Tok::Str {
                let bytes = self.names.bytes(self.tok().sym);
                shown.push_str(&String::from_utf8_lossy(&bytes[1..bytes.len() - 1]));
                self.advance();
            }
            text = Some(shown);
        }
        self.expect_close(Tok::RParen, open)?;
        match self.integer_constant(&op) {
            Some(0) => match text {
                Some(text) => self.error(at, format!("static assertion failed: \"{text}\"")),
                None => self.error(at, "static assertion failed"),
            },
            Some(_) => {}
            None if op.node != Node::Bad => self.error_operand(&op, "expression in static assertion is not constant"),
            None => {}
        }
        self.expect(Tok::Semi)
    }

    fn external_declaration(&mut self) -> Parse<()> {
        match self.peek() {
            Tok::Semi => {
                self.advance();
                return Ok(());
            }
            Tok::KwStaticAssert => return self.static_assert(),
            Tok::KwAsm => return self.unsupported("asm"),
            Tok::KwExtension => {
                self.advance();
                return self.external_declaration_after_extension();
            }
            _ => {}
        }
        self.external_declaration_after_extension()
    }

    fn external_declaration_after_extension(&mut self) -> Parse<()> {
        let unknown = self.peek() == Tok::Ident
            && !self.is_type_name(self.tok().sym)
            && matches!(self.peek_at(1), Tok::Ident | Tok::Star)
            && (self.peek_at(1) == Tok::Ident || self.peek_at(2) == Tok::Ident);
        let mut specs;
        if unknown {
            self.unknown_type_name();
            self.advance();
            specs = self.specifiers()?;
            specs.implicit = false;
            specs.empty = false;
            specs.bad = true;
        } else {
            specs = self.specifiers()?;
            if !specs.empty && specs.implicit {
                self.wrong_type_behind(&mut specs)?;
            }
        }
        if specs.unterminated {
            return Ok(());
        }
        if self.peek() == Tok::Semi {
            self.empty_declaration(&specs);
            self.advance();
            return Ok(());
        }
        let mut first = true;
        loop {
            let d = self.declarator(specs.ty, Naming::Named)?;
            let mut attrs = merge(&specs.attrs, &d.attrs);
            self.asm_label()?;
            self.attributes(&mut attrs)?;
            if first && d.params.is_some() && self.begins_body(&d) {
                return self.function_definition(&specs, d, attrs);
            }
            self.behind_declarator()?;
            self.global_declarator(&specs, d, attrs)?;
            first = false;
            if !self.eat(Tok::Comma) {
                break;
            }
        }
        self.end_of_declaration()
    }

    /// `static foo x;` where foo is no type.
    pub(super) fn wrong_type_behind(&mut self, specs: &mut Specifiers) -> Parse<()> {
        if self.peek() == Tok::Ident && self.peek_at(1) == Tok::Ident {
            self.unknown_type_name();
            self.advance();
            specs.implicit = false;
            specs.bad = true;
        }
        Ok(())
    }

    pub(super) fn end_of_declaration(&mut self) -> Parse<()> {
        if self.eat(Tok::Semi) {
            return Ok(());
        }
        self.syntax_error("expected ',' or ';'")
    }

    /// What may stand behind a declarator.
    pub(super) fn behind_declarator(&mut self) -> Parse<()> {
        match self.peek() {
            Tok::Eq | Tok::Comma | Tok::Semi => Ok(()),
            _ => self.syntax_error("expected '=', ',', ';', 'asm' or '__attribute__'"),
        }
    }

    pub(super) fn asm_label(&mut self) -> Parse<()> {
        if self.peek() == Tok::KwAsm {
            return self.unsupported("asm");
        }
        Ok(())
    }

    pub(super) fn empty_declaration(&mut self, specs: &Specifiers) {
        if !specs.tagged {
            if specs.implicit || specs.bad {
                return;
            }
            self.warn(specs.first, "", "useless type name in empty declaration");
            return;
        }
        if let Some(id) = self.types.as_record(specs.ty) {
            let record = self.types.record(id);
            if record.tag.is_none() && record.members.is_some() {
                self.warn(specs.first, "", "unnamed struct/union that defines no instances");
            }
        }
    }

    fn begins_body(&self, d: &Declarator) -> bool {
        match self.peek() {
            Tok::LBrace => true,
            Tok::Semi | Tok::Comma | Tok::Eq => false,
            _ => d.params.as_ref().is_some_and(|p| p.identifiers) && self.starts_declaration(),
        }
    }

    // -----------------------------------------------------------------------------------------
    // Symbols

    /// A declarator at file scope.
    fn global_declarator(&mut self, specs: &Specifiers, d: Declarator, attrs: Attributes) -> Parse<()> {
        let Some(name) = d.name else { return Err(Stop) };
        if specs.implicit && specs.storage != Storage::Typedef {
            self.implicit_int(specs, &d, name);
        }
        if specs.storage == Storage::Typedef {
            self.declare_typedef(name, d.ty, &attrs, d.token);
            if self.peek() == Tok::Eq {
                let text = self.text(name);
                self.error(self.line_start(), format!("typedef '{text}' is initialized (use '__typeof__' instead)"));
                self.advance();
                self.initializer(d.ty)?;
            }
            return Ok(());
        }
        if matches!(specs.storage, Storage::Auto | Storage::Register) {
            let text = self.text(name);
            let word = if specs.storage == Storage::Auto { "auto" } else { "register" };
            if word == "auto" {
                self.error(d.token, format!("file-scope declaration of '{text}' specifies 'auto'"));
            } else {
                self.error(d.token, format!("register name not specified for '{text}'"));
            }
        }
        let Some(id) = self.declare_symbol(name, &d, specs, &attrs) else {
            if self.eat(Tok::Eq) {
                self.initializer(d.ty)?;
            }
            return Ok(());
        };
        if specs.bad && self.symbols[id.0 as usize].def_is_none() {
            self.bind(name, Meaning::Bad, d.token);
        }
        self.remember_params(id, &d);
        if self.types.is_function(d.ty) {
            if self.peek() == Tok::Eq {
                let text = self.text(name);
                self.error(self.line_start(), format!("function '{text}' is initialized like a variable"));
                self.advance();
                self.initializer(TypeId::INT)?;
            }
            return Ok(());
        }
        if self.peek() == Tok::Eq {
            self.advance();
            self.initialize_symbol(id, d.ty, d.token, &attrs, specs.storage)?;
        } else if specs.storage != Storage::Extern && attrs.alias.is_none() {
            self.tentative(id, &attrs);
        }
        Ok(())
    }

    fn implicit_int(&mut self, specs: &Specifiers, d: &Declarator, name: Sym) {
        let text = self.text(name);
        if specs.empty {
            self.warn(d.token, "", "data definition has no type or storage class");
        }
        self.warn(d.token, "-Wimplicit-int", format!("type defaults to 'int' in declaration of '{text}'"));
    }

    pub(super) fn declare_typedef(&mut self, name: Sym, ty: TypeId, attrs: &Attributes, token: u32) {
        let depth = self.depth();
        if let Some(old) = self.lookup(name).copied()
            && old.depth == depth
        {
            match old.meaning {
                Meaning::Typedef(before) if self.compatible(before, ty) => return,
                Meaning::Bad => {}
                Meaning::Typedef(_) => {
                    let (text, shown) = (self.text(name), self.quoted(ty));
                    self.error(token, format!("conflicting types for '{text}'; have {shown}"));
                    self.note_previous(&old);
                }
                _ => {
                    let text = self.text(name);
                    self.error(token, format!("'{text}' redeclared as different kind of symbol"));
                    self.note_previous(&old);
                    return;
                }
            }
        }
        let mut ty = ty;
        match *self.types.kind(ty) {
            TypeKind::Record(id) => {
                let record = self.types.record_mut(id);
                if record.tag.is_none() && record.alias.is_none() {
                    record.alias = Some(name);
                    if attrs.aligned > record.align && record.members.is_some() {
                        record.align = attrs.aligned;
                        record.size = super::record::round_up(record.size, u64::from(attrs.aligned));
                    }
                }
            }
            TypeKind::Enum(id) => {
                let e = self.types.enumeration_mut(id);
                if e.tag.is_none() && e.alias.is_none() {
                    e.alias = Some(name);
                }
            }
            _ => {}
        }
        if attrs.mode != 0 {
            ty = self.with_mode_of(ty, attrs);
        }
        let named = self.types.named(ty, name);
        self.bind(name, Meaning::Typedef(named), token);
    }

    fn with_mode_of(&self, ty: TypeId, attrs: &Attributes) -> TypeId {
        match (attrs.mode, self.types.is_signed(ty)) {
            (1, true) => TypeId::SCHAR,
            (1, false) => TypeId::UCHAR,
            (2, true) => TypeId::SHORT,
            (2, false) => TypeId::USHORT,
            (4, true) => TypeId::INT,
            (4, false) => TypeId::UINT,
            (8, true) => TypeId::LONG,
            (8, false) => TypeId::ULONG,
            _ => ty,
        }
    }
}

impl Symbol {
    fn def_is_none(&self) -> bool {
        matches!(self.def, Definition::Undefined)
    }
}

pub(super) fn merge(a: &Attributes, b: &Attributes) -> Attributes {
    Attributes {
        packed: a.packed || b.packed,
        aligned: a.aligned.max(b.aligned),
        weak: a.weak || b.weak,
        alias: b.alias.or(a.alias),
        constructor: b.constructor.or(a.constructor),
        destructor: b.destructor.or(a.destructor),
        noreturn: a.noreturn || b.noreturn,
        returns_twice: a.returns_twice || b.returns_twice,
        unused: a.unused || b.unused,
        format: b.format.or(a.format),
        always_inline: a.always_inline || b.always_inline,
        transparent_union: a.transparent_union || b.transparent_union,
        cleanup: b.cleanup.or(a.cleanup),
        mode: a.mode.max(b.mode),
    }
}
