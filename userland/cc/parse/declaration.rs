//! Declarations and function definitions, C11 6.7 and 6.9.
//!
//! Entry points: `Parser::translation_unit`, `Parser::local_declaration`, `Parser::extern_symbol`,
//! `Parser::anonymous_symbol`.

use super::super::token::{Known, is};
use super::declarator::{Declarator, Naming, ParamList};
use super::specifiers::{Attributes, Specifiers, Storage};
use super::*;

impl Parser {
    /// The whole file.
    pub(super) fn translation_unit(&mut self) {
        while self.peek() != Tok::Eof {
            let start = self.pos;
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
    }

    fn finish_symbols(&mut self) {
        for i in 0..self.symbols.len() {
            if let Definition::Tentative(object) = &self.symbols[i].def {
                let ty = self.symbols[i].ty;
                let mut object = object.clone();
                if let TypeKind::Array { elem, len: None } = *self.types.kind(ty) {
                    let token = self.symbol_info[i].token;
                    let name = self.text(self.symbols[i].name);
                    self.warn(
                        token,
                        "",
                        format!("array '{name}' assumed to have one element"),
                    );
                    let one = self.types.array(elem, Some(1));
                    self.symbols[i].ty = one;
                } else if self.types.size(ty).is_none() {
                    let token = self.symbol_info[i].token;
                    let name = self.text(self.symbols[i].name);
                    self.error(token, format!("storage size of '{name}' isn't known"));
                }
                object.size = self.types.size(self.symbols[i].ty).unwrap_or(0);
                object.align = object.align.max(self.types.align(self.symbols[i].ty));
                let internal = self.symbols[i].linkage == Linkage::Internal;
                self.symbols[i].def = if internal {
                    Definition::Object(object)
                } else {
                    Definition::Tentative(object)
                };
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
            None if op.node != Node::Bad => {
                self.error_operand(&op, "expression in static assertion is not constant")
            }
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
    fn wrong_type_behind(&mut self, specs: &mut Specifiers) -> Parse<()> {
        if self.peek() == Tok::Ident && self.peek_at(1) == Tok::Ident {
            self.unknown_type_name();
            self.advance();
            specs.implicit = false;
            specs.bad = true;
        }
        Ok(())
    }

    fn end_of_declaration(&mut self) -> Parse<()> {
        if self.eat(Tok::Semi) {
            return Ok(());
        }
        while self.stray() {
            if self.eat(Tok::Semi) {
                return Ok(());
            }
        }
        self.syntax_error("expected ',' or ';'")
    }

    /// What may stand behind a declarator.
    fn behind_declarator(&mut self) -> Parse<()> {
        loop {
            if matches!(self.peek(), Tok::Eq | Tok::Comma | Tok::Semi) {
                return Ok(());
            }
            if !self.stray() {
                return self.syntax_error("expected '=', ',', ';', 'asm' or '__attribute__'");
            }
        }
    }

    fn asm_label(&mut self) -> Parse<()> {
        if self.peek() == Tok::KwAsm {
            return self.unsupported("asm");
        }
        Ok(())
    }

    fn empty_declaration(&mut self, specs: &Specifiers) {
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
                self.warn(
                    specs.first,
                    "",
                    "unnamed struct/union that defines no instances",
                );
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

    /// A new symbol.
    fn new_symbol(
        &mut self,
        name: Sym,
        ty: TypeId,
        linkage: Linkage,
        token: u32,
        def: Definition,
    ) -> SymbolId {
        let id = SymbolId(self.symbols.len() as u32);
        let span = self.span_at(token);
        self.symbols.push(Symbol {
            name,
            ty,
            linkage,
            span,
            weak: false,
            alias: None,
            used: false,
            constructor: false,
            destructor: false,
            def,
        });
        self.symbol_info.push(SymbolInfo {
            token,
            implicit: false,
            declared: false,
            defined: false,
            inline_only: false,
            returns_twice: false,
            params: (0, 0),
        });
        id
    }

    /// A symbol without a name: literals and images.
    pub(super) fn anonymous_symbol(&mut self, ty: TypeId, def: Definition, token: u32) -> SymbolId {
        let id = self.new_symbol(Sym::EMPTY, ty, Linkage::Internal, token, def);
        self.symbols[id.0 as usize].used = true;
        id
    }

    /// The symbol of a name with linkage, made if the unit has none yet.
    pub(super) fn extern_symbol(&mut self, name: Sym, ty: TypeId, token: u32) -> SymbolId {
        let slot = name.0 as usize;
        if slot >= self.externs.len() {
            self.externs.resize(slot + 64, 0);
        }
        if self.externs[slot] != 0 {
            return SymbolId(self.externs[slot] - 1);
        }
        let id = self.new_symbol(name, ty, Linkage::External, token, Definition::Undefined);
        self.externs[slot] = id.0 + 1;
        id
    }

    fn known_symbol(&self, name: Sym) -> Option<SymbolId> {
        match self.externs.get(name.0 as usize) {
            None | Some(0) => None,
            Some(n) => Some(SymbolId(*n - 1)),
        }
    }

    pub(super) fn param_tokens_of(&self, symbol: SymbolId, number: u32) -> Option<(u32, u32, u32)> {
        let (start, count) = self.symbol_info[symbol.0 as usize].params;
        (number >= 1 && number <= count).then(|| self.param_tokens[(start + number - 1) as usize])
    }

    fn remember_params(&mut self, id: SymbolId, d: &Declarator) {
        if let Some(params) = &d.params
            && !params.identifiers
        {
            let start = self.param_tokens.len() as u32;
            self.param_tokens
                .extend(params.list.iter().map(|p| (p.first, p.token, p.last)));
            self.symbol_info[id.0 as usize].params = (start, params.list.len() as u32);
        }
    }

    pub(super) fn note_previous(&mut self, old: &Binding) {
        let text = self.text(old.sym);
        let message = match old.meaning {
            Meaning::Symbol(id) => {
                let info = self.symbol_info[id.0 as usize];
                let ty = self.quoted(self.symbols[id.0 as usize].ty);
                if info.implicit {
                    format!("previous implicit declaration of '{text}' with type {ty}")
                } else if info.defined {
                    format!("previous definition of '{text}' with type {ty}")
                } else {
                    format!("previous declaration of '{text}' with type {ty}")
                }
            }
            Meaning::Local(l) => {
                let ty = self.quoted(self.func.locals[l.index()].ty);
                if self.func.locals[l.index()].kind == LocalKind::Param {
                    format!("previous definition of '{text}' with type {ty}")
                } else {
                    format!("previous definition of '{text}' with type {ty}")
                }
            }
            Meaning::Typedef(ty) => format!(
                "previous declaration of '{text}' with type {}",
                self.quoted(ty)
            ),
            Meaning::Constant(_, ty) => format!(
                "previous definition of '{text}' with type {}",
                self.quoted(ty)
            ),
            Meaning::Bad => return,
        };
        self.note(old.token, message);
    }

    /// A declarator at file scope.
    fn global_declarator(
        &mut self,
        specs: &Specifiers,
        d: Declarator,
        attrs: Attributes,
    ) -> Parse<()> {
        let Some(name) = d.name else { return Err(Stop) };
        if specs.implicit && specs.storage != Storage::Typedef {
            self.implicit_int(specs, &d, name);
        }
        if specs.storage == Storage::Typedef {
            self.declare_typedef(name, d.ty, &attrs, d.token);
            if self.peek() == Tok::Eq {
                let text = self.text(name);
                self.error(
                    d.token,
                    format!("typedef '{text}' is initialized (use '__typeof__' instead)"),
                );
                self.advance();
                self.initializer(d.ty)?;
            }
            return Ok(());
        }
        if matches!(specs.storage, Storage::Auto | Storage::Register) {
            let text = self.text(name);
            let word = if specs.storage == Storage::Auto {
                "auto"
            } else {
                "register"
            };
            if word == "auto" {
                self.error(
                    d.token,
                    format!("file-scope declaration of '{text}' specifies 'auto'"),
                );
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
                self.error(
                    d.token,
                    format!("function '{text}' is initialized like a variable"),
                );
                self.advance();
                self.initializer(TypeId::INT)?;
            }
            return Ok(());
        }
        if self.types.is_void(d.ty) && !specs.bad {
            let text = self.text(name);
            self.error(d.token, format!("variable or field '{text}' declared void"));
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
        self.warn(
            d.token,
            "-Wimplicit-int",
            format!("type defaults to 'int' in declaration of '{text}'"),
        );
    }

    fn declare_typedef(&mut self, name: Sym, ty: TypeId, attrs: &Attributes, token: u32) {
        let depth = self.depth();
        if let Some(old) = self.lookup(name).copied()
            && old.depth == depth
        {
            match old.meaning {
                Meaning::Typedef(before) if self.compatible(before, ty) => return,
                Meaning::Bad => {}
                Meaning::Typedef(_) => {
                    let (text, shown) = (self.text(name), self.quoted(ty));
                    self.error(
                        token,
                        format!("conflicting types for '{text}'; have {shown}"),
                    );
                    self.note_previous(&old);
                    return;
                }
                _ => {
                    let text = self.text(name);
                    self.error(
                        token,
                        format!("'{text}' redeclared as different kind of symbol"),
                    );
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
                        record.size =
                            super::record::round_up(record.size, u64::from(attrs.aligned));
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
        self.bind(name, Meaning::Typedef(ty), token);
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

    /// Declares a name with linkage: finds the earlier declaration, checks it and merges the types.
    fn declare_symbol(
        &mut self,
        name: Sym,
        d: &Declarator,
        specs: &Specifiers,
        attrs: &Attributes,
    ) -> Option<SymbolId> {
        let depth = self.depth();
        if let Some(old) = self.lookup(name).copied()
            && old.depth == depth
            && !matches!(old.meaning, Meaning::Symbol(_) | Meaning::Bad)
        {
            let text = self.text(name);
            self.error(
                d.token,
                format!("'{text}' redeclared as different kind of symbol"),
            );
            self.note_previous(&old);
            return None;
        }
        let known = self.known_symbol(name);
        let is_static = specs.storage == Storage::Static;
        let id = match known {
            None => {
                let id = self.extern_symbol(name, d.ty, d.token);
                if is_static {
                    self.symbols[id.0 as usize].linkage = Linkage::Internal;
                }
                id
            }
            Some(id) => {
                if !self.merge_declaration(id, name, d, is_static) {
                    return None;
                }
                id
            }
        };
        let function = self.types.is_function(d.ty);
        let info = &mut self.symbol_info[id.0 as usize];
        let inline_only =
            function && specs.inline && !is_static && specs.storage != Storage::Extern;
        info.inline_only = if info.declared {
            info.inline_only && inline_only
        } else {
            inline_only
        };
        if !info.declared {
            info.token = d.token;
        }
        info.declared = true;
        info.implicit = false;
        info.returns_twice |= attrs.returns_twice;
        let symbol = &mut self.symbols[id.0 as usize];
        symbol.weak |= attrs.weak;
        symbol.constructor |= attrs.constructor;
        symbol.destructor |= attrs.destructor;
        if attrs.alias.is_some() {
            symbol.alias = attrs.alias;
        }
        let bound = self.lookup(name).is_some_and(|b| {
            b.depth == depth && matches!(b.meaning, Meaning::Symbol(s) if s == id)
        });
        if !bound {
            self.bind(name, Meaning::Symbol(id), d.token);
        } else {
            let token = d.token;
            let slot = self.binding_of[name.0 as usize] as usize - 1;
            if let Some(b) = self.bindings.get_mut(slot)
                && matches!(self.symbols[id.0 as usize].def, Definition::Undefined)
            {
                b.token = token;
            }
        }
        Some(id)
    }

    /// Merges a new declaration with what is known; false if they conflict.
    fn merge_declaration(
        &mut self,
        id: SymbolId,
        name: Sym,
        d: &Declarator,
        is_static: bool,
    ) -> bool {
        let index = id.0 as usize;
        let (old_ty, info) = (self.symbols[index].ty, self.symbol_info[index]);
        let text = self.text(name);
        let old = Binding {
            sym: name,
            meaning: Meaning::Symbol(id),
            token: info.token,
            depth: 0,
            hidden: 0,
        };
        if !self.compatible(old_ty, d.ty) {
            let shown = self.quoted(d.ty);
            let both_functions = self.types.is_function(old_ty) && self.types.is_function(d.ty);
            if info.implicit && both_functions {
                let ret = self.types.signature(d.ty).map_or(TypeId::INT, |f| f.ret);
                let library = super::super::builtin::library_function(&text).is_some();
                if self.types.is_void(ret) || library {
                    self.warn(
                        d.token,
                        "",
                        format!("conflicting types for '{text}'; have {shown}"),
                    );
                    self.note_previous(&old);
                    self.symbols[index].ty = d.ty;
                    return true;
                }
            }
            if self.types.is_function(old_ty) != self.types.is_function(d.ty) {
                self.error(
                    d.token,
                    format!("'{text}' redeclared as different kind of symbol"),
                );
            } else {
                self.error(
                    d.token,
                    format!("conflicting types for '{text}'; have {shown}"),
                );
            }
            self.note_previous(&old);
            return false;
        }
        if is_static && self.symbols[index].linkage == Linkage::External && info.declared {
            self.error(
                d.token,
                format!("static declaration of '{text}' follows non-static declaration"),
            );
            self.note_previous(&old);
            return false;
        }
        if is_static && info.implicit {
            self.symbols[index].linkage = Linkage::Internal;
        }
        self.symbols[index].ty = self.composite(old_ty, d.ty);
        true
    }

    /// `int x;` at file scope.
    fn tentative(&mut self, id: SymbolId, attrs: &Attributes) {
        let symbol = &self.symbols[id.0 as usize];
        if matches!(symbol.def, Definition::Undefined) {
            let ty = symbol.ty;
            let align = self.types.align(ty).max(attrs.aligned);
            let object = Object {
                size: self.types.size(ty).unwrap_or(0),
                align,
                section: Section::Bss,
                init: None,
            };
            self.symbols[id.0 as usize].def = Definition::Tentative(object);
        }
    }

    fn initialize_symbol(
        &mut self,
        id: SymbolId,
        ty: TypeId,
        token: u32,
        attrs: &Attributes,
        storage: Storage,
    ) -> Parse<()> {
        let index = id.0 as usize;
        let text = self.text(self.symbols[index].name);
        if self.symbol_info[index].defined {
            self.error(token, format!("redefinition of '{text}'"));
            let before = self.symbol_info[index].token;
            let shown = self.quoted(ty);
            self.note(
                before,
                format!("previous definition of '{text}' with type {shown}"),
            );
        }
        if storage == Storage::Extern && !self.func.active {
            self.warn(
                token,
                "",
                format!("'{text}' initialized and declared 'extern'"),
            );
        }
        if !self.symbol_info[index].defined {
            self.symbol_info[index].token = token;
        }
        self.symbol_info[index].defined = true;
        self.init_name = self.symbols[index].name;
        let init = self.initializer(ty)?;
        let ty = init.ty;
        if self.types.size(ty).is_none() && !self.types.is_void(ty) {
            let shown = if self.types.is_record(ty) {
                format!("variable '{text}' has initializer but incomplete type")
            } else {
                format!("storage size of '{text}' isn't known")
            };
            self.error(token, shown);
            return Ok(());
        }
        let size = self.initialized_size(&init);
        let data = self.finish_static(init);
        let zero = data.bytes.iter().all(|b| *b == 0) && data.relocs.is_empty();
        let constant = self.is_constant_object(ty);
        let section = match (zero, constant) {
            (_, true) => Section::Rodata,
            (true, false) => Section::Bss,
            (false, false) => Section::Data,
        };
        let align = self.types.align(ty).max(attrs.aligned);
        let init = if zero && section == Section::Bss {
            None
        } else {
            Some(data)
        };
        let object = Object {
            size,
            align,
            section,
            init,
        };
        let symbol = &mut self.symbols[index];
        symbol.ty = ty;
        symbol.def = Definition::Object(object);
        Ok(())
    }

    /// Whether an object of this type lies in read-only memory.
    fn is_constant_object(&self, ty: TypeId) -> bool {
        let mut ty = ty;
        loop {
            if ty.quals().has(Quals::VOLATILE) {
                return false;
            }
            if ty.quals().has(Quals::CONST) {
                return true;
            }
            match self.types.element(ty) {
                Some(elem) => ty = elem,
                None => return false,
            }
        }
    }

    // -----------------------------------------------------------------------------------------
    // Functions

    fn function_definition(
        &mut self,
        specs: &Specifiers,
        d: Declarator,
        attrs: Attributes,
    ) -> Parse<()> {
        let (Some(name), Some(params)) = (d.name, d.params.clone()) else {
            return Err(Stop);
        };
        let text = self.text(name);
        if specs.implicit {
            self.warn(d.token, "-Wimplicit-int", "return type defaults to 'int'");
        }
        if specs.storage == Storage::Typedef {
            self.error(d.token, "function definition declared 'typedef'");
        }
        let mut d = d;
        let mut list: Vec<Param> = Vec::new();
        self.open_block();
        if params.identifiers {
            self.old_style_parameters(&params, d.token, &mut list)?;
        } else {
            for (i, p) in params.list.iter().enumerate() {
                if p.name.is_none() {
                    // gcc 12 accepts it with -Wpedantic only
                }
                if self.types.size(p.ty).is_none() {
                    let shown = p.name.map_or(String::new(), |n| self.text(n));
                    self.error(
                        p.token,
                        format!("parameter {} ('{shown}') has incomplete type", i + 1),
                    );
                }
                list.push(Param {
                    local: p.local,
                    passed_as: p.ty.unqualified(),
                });
                self.func.locals[p.local.index()].scope = ScopeId(0);
            }
        }
        // the definition itself is declared at file scope, below the function's own scope
        let (scopes, bindings) = (self.scopes.pop(), self.bindings.len());
        let _ = bindings;
        let ret = self.types.signature(d.ty).map_or(TypeId::INT, |f| f.ret);
        if params.style == Some(FunctionStyle::Unprototyped)
            && !params.identifiers
            && is(name, Known::Main)
        {
            d.ty = self
                .types
                .function(ret, Vec::new(), FunctionStyle::Unprototyped);
        }
        let declared = self.declare_symbol(name, &d, specs, &attrs);
        if let Some(scope) = scopes {
            // names of K&R parameters were bound before the function's own name
            self.scopes
                .push((scope.0.max(self.bindings.len()), scope.1));
        }
        if let Some(id) = declared {
            self.remember_params(id, &d);
            if self.symbol_info[id.0 as usize].defined
                && !matches!(self.symbols[id.0 as usize].def, Definition::Undefined)
            {
                self.error(d.token, format!("redefinition of '{text}'"));
                let before = self.symbol_info[id.0 as usize].token;
                let shown = self.quoted(self.symbols[id.0 as usize].ty);
                self.note(
                    before,
                    format!("previous definition of '{text}' with type {shown}"),
                );
            }
            if !self.symbol_info[id.0 as usize].defined {
                self.symbol_info[id.0 as usize].token = d.token;
            }
            self.symbol_info[id.0 as usize].defined = true;
        }
        if !self.types.is_void(ret) && self.types.size(ret).is_none() {
            self.error(d.token, "return type is an incomplete type");
        }
        for (i, p) in params.list.iter().enumerate() {
            if let Some(name) = p.name
                && let Some(param) = list.get(i)
            {
                self.bind(name, Meaning::Local(param.local), p.token);
            }
        }
        self.func.active = true;
        self.func.name = name;
        self.func.name_token = d.token;
        self.func.ret = Some(ret);
        self.func.variadic = params.style == Some(FunctionStyle::Variadic);
        self.func.last_param = list.last().map(|p| p.local);
        self.function_body(name, &d, declared, list, ret)
    }

    fn function_body(
        &mut self,
        name: Sym,
        d: &Declarator,
        id: Option<SymbolId>,
        params: Vec<Param>,
        ret: TypeId,
    ) -> Parse<()> {
        let (first_diag, brace) = (self.raw.len(), self.here());
        let _ = first_diag;
        if self.peek() != Tok::LBrace {
            return self.syntax_error("expected '{'");
        }
        let range = self.functions.len();
        self.functions.push(FunctionRange {
            tokens: (brace + 1, u32::MAX),
            name: self.text(name),
        });
        self.advance();
        let sizes = std::mem::take(&mut self.vla_sizes);
        let mut stmts: Vec<StmtId> = Vec::new();
        for size in sizes {
            let s = self.stmt(StmtKind::Expr(size), brace);
            stmts.push(s);
        }
        stmts.extend(self.block_items());
        let end = self.here();
        if self.peek() != Tok::RBrace {
            let result = self.syntax_error("expected declaration or statement");
            self.functions[range].tokens.1 = end;
            return result;
        }
        self.check_labels();
        self.advance();
        if is(name, Known::Main) && self.types.is_integer(ret) {
            let zero = self.zero(ret, end);
            let s = self.stmt(StmtKind::Return(Some(zero)), end);
            stmts.push(s);
        }
        let block = self.stmt(
            StmtKind::Block {
                scope: ScopeId(0),
                stmts: stmts.into(),
            },
            brace,
        );
        self.close_scope();
        self.functions[range].tokens.1 = end;
        let func = std::mem::take(&mut self.func);
        let Some(id) = id else { return Ok(()) };
        let function = Function {
            params,
            ret,
            variadic: func.variadic,
            locals: func.locals,
            labels: func.labels,
            scopes: func.scopes,
            body: func.body,
            block,
            end: self.span_at(end),
            returns_twice: func.returns_twice,
        };
        let symbol = &mut self.symbols[id.0 as usize];
        symbol.span = self.toks[d.token as usize].span;
        symbol.def = Definition::Function(Box::new(function));
        Ok(())
    }

    /// The declarations of K&R parameters, and the locals for them.
    fn old_style_parameters(
        &mut self,
        params: &ParamList,
        function: u32,
        list: &mut Vec<Param>,
    ) -> Parse<()> {
        let mut types: Vec<Option<(TypeId, u32)>> = vec![None; params.list.len()];
        while self.peek() != Tok::LBrace {
            if !self.starts_declaration() {
                return self.syntax_error("expected declaration specifiers");
            }
            let specs = self.specifiers()?;
            if self.peek() != Tok::Semi {
                loop {
                    self.in_params += 1;
                    let d = self.declarator(specs.ty, Naming::Named);
                    self.in_params -= 1;
                    let d = d?;
                    match params.list.iter().position(|p| p.name == d.name) {
                        Some(i) => types[i] = Some((self.adjusted(d.ty), d.token)),
                        None => {
                            let text = d.name.map_or(String::new(), |n| self.text(n));
                            self.error(
                                d.token,
                                format!("declaration for parameter '{text}' but no such parameter"),
                            );
                        }
                    }
                    if !self.eat(Tok::Comma) {
                        break;
                    }
                }
            }
            self.expect(Tok::Semi)?;
        }
        for (i, p) in params.list.iter().enumerate() {
            let name = p.name.unwrap_or(Sym::EMPTY);
            let (ty, token) = match types[i] {
                Some(found) => found,
                None => {
                    let text = self.text(name);
                    self.warn(
                        function,
                        "-Wimplicit-int",
                        format!("type of '{text}' defaults to 'int'"),
                    );
                    (TypeId::INT, p.token)
                }
            };
            let local = self.new_local(name, ty, token, LocalKind::Param);
            let passed_as = if self.types.is_integer(ty) {
                self.promoted(ty)
            } else if ty.unqualified() == TypeId::FLOAT {
                TypeId::DOUBLE
            } else {
                ty.unqualified()
            };
            list.push(Param { local, passed_as });
        }
        Ok(())
    }

    // -----------------------------------------------------------------------------------------
    // Declarations in functions

    /// A declaration in a block; statements that initialise go to `out`.
    pub(super) fn local_declaration(&mut self, out: &mut Vec<StmtId>) -> Parse<()> {
        let at = self.here();
        self.eat(Tok::KwExtension);
        if self.peek() == Tok::KwStaticAssert {
            return self.static_assert();
        }
        let unknown = self.peek() == Tok::Ident && !self.is_type_name(self.tok().sym);
        if unknown {
            self.unknown_type_name();
            self.advance();
        }
        let mut specs = self.specifiers()?;
        if unknown {
            specs.bad = true;
            specs.implicit = false;
        } else if specs.implicit {
            self.wrong_type_behind(&mut specs)?;
        }
        if specs.unterminated {
            return Ok(());
        }
        if self.peek() == Tok::Semi {
            self.flush_sizes(out, at);
            self.empty_declaration(&specs);
            self.advance();
            return Ok(());
        }
        loop {
            let d = self.declarator(specs.ty, Naming::Named)?;
            let mut attrs = merge(&specs.attrs, &d.attrs);
            self.asm_label()?;
            self.attributes(&mut attrs)?;
            self.flush_sizes(out, at);
            if d.params.is_some() && specs.storage == Storage::Static {
                let text = d.name.map_or(String::new(), |n| self.text(n));
                self.error(
                    d.token,
                    format!("invalid storage class for function '{text}'"),
                );
            }
            if d.params.is_some() && self.peek() == Tok::LBrace {
                self.error(d.token, "not supported: nested functions");
                self.skip_balanced();
                return Ok(());
            }
            self.behind_declarator()?;
            self.local_declarator(&specs, d, attrs, out)?;
            if !self.eat(Tok::Comma) {
                break;
            }
        }
        self.end_of_declaration()
    }

    /// Statements that compute the sizes of variable length arrays.
    fn flush_sizes(&mut self, out: &mut Vec<StmtId>, at: u32) {
        for size in std::mem::take(&mut self.vla_sizes) {
            let s = self.stmt(StmtKind::Expr(size), at);
            out.push(s);
        }
    }

    fn local_declarator(
        &mut self,
        specs: &Specifiers,
        d: Declarator,
        attrs: Attributes,
        out: &mut Vec<StmtId>,
    ) -> Parse<()> {
        let Some(name) = d.name else { return Err(Stop) };
        if specs.implicit && specs.storage != Storage::Typedef {
            let text = self.text(name);
            self.warn(
                d.token,
                "-Wimplicit-int",
                format!("type defaults to 'int' in declaration of '{text}'"),
            );
        }
        if specs.storage == Storage::Typedef {
            self.declare_typedef(name, d.ty, &attrs, d.token);
            return Ok(());
        }
        if self.types.is_function(d.ty) || specs.storage == Storage::Extern {
            let known = self.known_symbol(name).is_some();
            if let Some(id) = self.declare_symbol(name, &d, specs, &attrs) {
                if !known {
                    self.remember_params(id, &d);
                }
                if self.peek() == Tok::Eq {
                    let text = self.text(name);
                    self.error(
                        d.token,
                        format!("'{text}' has both 'extern' and initializer"),
                    );
                    self.advance();
                    self.initializer(d.ty)?;
                }
            }
            return Ok(());
        }
        self.check_redeclared(name, d.ty, d.token);
        if specs.bad {
            self.bind(name, Meaning::Bad, d.token);
            if self.eat(Tok::Eq) {
                self.initializer(d.ty)?;
            }
            return Ok(());
        }
        if self.types.is_void(d.ty) {
            let text = self.text(name);
            self.error(d.token, format!("variable or field '{text}' declared void"));
            self.bind(name, Meaning::Bad, d.token);
            if self.eat(Tok::Eq) {
                self.assignment()?;
            }
            return Ok(());
        }
        if specs.storage == Storage::Static {
            return self.static_local(name, &d, &attrs);
        }
        self.automatic(specs, name, &d, &attrs, out)
    }

    fn check_redeclared(&mut self, name: Sym, ty: TypeId, token: u32) {
        let depth = self.depth();
        let Some(old) = self.lookup(name).copied() else {
            return;
        };
        if old.depth != depth || matches!(old.meaning, Meaning::Bad) {
            return;
        }
        let text = self.text(name);
        let mut word = "declaration";
        let old_ty = match old.meaning {
            Meaning::Local(l) => {
                if self.func.locals[l.index()].kind == LocalKind::Param {
                    self.error(
                        token,
                        format!("'{text}' redeclared as different kind of symbol"),
                    );
                    self.note_previous(&old);
                    return;
                }
                self.func.locals[l.index()].ty
            }
            Meaning::Symbol(id) if self.symbols[id.0 as usize].linkage == Linkage::External => {
                self.error(
                    token,
                    format!("declaration of '{text}' with no linkage follows extern declaration"),
                );
                self.note_previous(&old);
                return;
            }
            Meaning::Symbol(id) => self.symbols[id.0 as usize].ty,
            _ => {
                self.error(
                    token,
                    format!("'{text}' redeclared as different kind of symbol"),
                );
                self.note_previous(&old);
                return;
            }
        };
        let initialized = matches!(old.meaning, Meaning::Local(_))
            && self.peek() == Tok::Eq
            && self.toks[old.token as usize + 1].kind == Tok::Eq;
        if self.compatible(old_ty, ty) && initialized {
            word = "definition";
            self.error(token, format!("redefinition of '{text}'"));
        } else if self.compatible(old_ty, ty) {
            self.error(token, format!("redeclaration of '{text}' with no linkage"));
        } else {
            let shown = self.quoted(ty);
            self.error(
                token,
                format!("conflicting types for '{text}'; have {shown}"),
            );
        }
        let shown = self.quoted(old_ty);
        if self
            .toks
            .get(old.token as usize + 1)
            .is_some_and(|t| t.kind == Tok::Eq)
        {
            word = "definition";
        }
        self.note(
            old.token,
            format!("previous {word} of '{text}' with type {shown}"),
        );
    }

    fn static_local(&mut self, name: Sym, d: &Declarator, attrs: &Attributes) -> Parse<()> {
        let text = self.text(name);
        if self.types.is_variably_sized(d.ty) {
            self.error(d.token, format!("storage size of '{text}' isn't constant"));
        }
        let id = self.new_symbol(
            name,
            d.ty,
            Linkage::Internal,
            d.token,
            Definition::Undefined,
        );
        self.symbol_info[id.0 as usize].declared = true;
        self.symbols[id.0 as usize].used = true;
        self.bind(name, Meaning::Symbol(id), d.token);
        self.tentative(id, attrs);
        if self.eat(Tok::Eq) {
            self.initialize_symbol(id, d.ty, d.token, attrs, Storage::Static)?;
        } else if self.types.size(d.ty).is_none() {
            self.error(d.token, format!("storage size of '{text}' isn't known"));
            self.symbols[id.0 as usize].ty = TypeId::INT;
        }
        if let Definition::Tentative(object) = &self.symbols[id.0 as usize].def {
            self.symbols[id.0 as usize].def = Definition::Object(object.clone());
        }
        Ok(())
    }

    fn automatic(
        &mut self,
        specs: &Specifiers,
        name: Sym,
        d: &Declarator,
        attrs: &Attributes,
        out: &mut Vec<StmtId>,
    ) -> Parse<()> {
        let text = self.text(name);
        if specs.auto_type {
            return self.auto_typed(name, d, out);
        }
        let local = self.new_local(name, d.ty, d.token, LocalKind::Named);
        let entry = &mut self.func.locals[local.index()];
        entry.align = entry.align.max(attrs.aligned);
        self.bind(name, Meaning::Local(local), d.token);
        if self.types.is_variably_sized(d.ty) {
            let scope = self.func.scope as usize;
            if let Some(scope) = self.func.scopes.get_mut(scope) {
                scope.has_vla = true;
            }
            self.func.locals[local.index()].address_taken = true;
            let s = self.stmt(StmtKind::Vla { local }, d.token);
            out.push(s);
            if self.peek() == Tok::Eq {
                self.error(d.token, "variable-sized object may not be initialized");
                self.advance();
                if self.peek() == Tok::LBrace {
                    self.skip_balanced();
                } else {
                    self.assignment()?;
                }
            }
            return Ok(());
        }
        let mut init = None;
        if self.eat(Tok::Eq) {
            self.init_name = name;
            let value = self.initializer(d.ty)?;
            let ty = value.ty;
            if self.types.size(ty).is_none() {
                self.error(
                    d.token,
                    format!("variable '{text}' has initializer but incomplete type"),
                );
                self.rebind_bad(name, d.token);
                return Ok(());
            }
            self.func.locals[local.index()].ty = ty;
            if self.is_flexible(ty)
                && self.initialized_size(&value) > self.types.size(ty).unwrap_or(0)
            {
                self.error(
                    d.token,
                    "non-static initialization of a flexible array member",
                );
            }
            init = Some(self.finish_local(value, d.token));
        } else if self.types.size(d.ty).is_none() {
            let what = if self.types.is_array(d.ty) {
                format!("array size missing in '{text}'")
            } else {
                format!("storage size of '{text}' isn't known")
            };
            self.error(d.token, what);
            self.rebind_bad(name, d.token);
            self.func.locals[local.index()].ty = TypeId::INT;
            return Ok(());
        }
        let s = self.stmt(StmtKind::Decl { local, init }, d.token);
        out.push(s);
        Ok(())
    }

    fn rebind_bad(&mut self, name: Sym, token: u32) {
        self.bind(name, Meaning::Bad, token);
    }

    /// `__auto_type x = e;`
    fn auto_typed(&mut self, name: Sym, d: &Declarator, out: &mut Vec<StmtId>) -> Parse<()> {
        if !self.eat(Tok::Eq) {
            self.error(
                d.token,
                "'__auto_type' requires an initialized data declaration",
            );
            self.bind(name, Meaning::Bad, d.token);
            return Ok(());
        }
        let op = self.assignment()?;
        let v = self.value(op);
        if v.node == Node::Bad {
            self.bind(name, Meaning::Bad, d.token);
            return Ok(());
        }
        let e = self.rvalue(&v);
        let local = self.new_local(name, v.ty, d.token, LocalKind::Named);
        self.bind(name, Meaning::Local(local), d.token);
        let s = self.stmt(
            StmtKind::Decl {
                local,
                init: Some(Init::Value(e)),
            },
            d.token,
        );
        out.push(s);
        Ok(())
    }
}

impl Symbol {
    fn def_is_none(&self) -> bool {
        matches!(self.def, Definition::Undefined)
    }
}

fn merge(a: &Attributes, b: &Attributes) -> Attributes {
    Attributes {
        packed: a.packed || b.packed,
        aligned: a.aligned.max(b.aligned),
        weak: a.weak || b.weak,
        alias: b.alias.or(a.alias),
        constructor: a.constructor || b.constructor,
        destructor: a.destructor || b.destructor,
        noreturn: a.noreturn || b.noreturn,
        returns_twice: a.returns_twice || b.returns_twice,
        transparent_union: a.transparent_union || b.transparent_union,
        mode: a.mode.max(b.mode),
    }
}
