//! Functions and objects with linkage or static storage: finding the earlier declaration of a name, checking
//! and merging types, definitions with initialisers (C11 6.2.2, 6.7, 6.9.2).
//!
//! Entry points: `Parser::declare_symbol`, `Parser::extern_symbol`, `Parser::anonymous_symbol`,
//! `Parser::initialize_symbol`, `Parser::note_previous`.

use super::declarator::Declarator;
use super::specifiers::{Attributes, Specifiers, Storage};
use super::*;

impl Parser {
    /// A new symbol.
    pub(super) fn new_symbol(
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
            thread: false,
            weak: false,
            alias: None,
            used: false,
            constructor: None,
            destructor: None,
            def,
        });
        self.symbol_info.push(SymbolInfo {
            token,
            implicit: false,
            declared: false,
            defined: false,
            inline_only: false,
            always_inline: false,
            returns_twice: false,
            noreturn: false,
            any_address: false,
            mentioned: false,
            may_be_unused: false,
            inline: false,
            local: false,
            format: None,
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

    pub(super) fn known_symbol(&self, name: Sym) -> Option<SymbolId> {
        match self.externs.get(name.0 as usize) {
            None | Some(0) => None,
            Some(n) => Some(SymbolId(*n - 1)),
        }
    }

    pub(super) fn param_tokens_of(&self, symbol: SymbolId, number: u32) -> Option<(u32, u32, u32)> {
        let (start, count) = self.symbol_info[symbol.0 as usize].params;
        (number >= 1 && number <= count).then(|| self.param_tokens[(start + number - 1) as usize])
    }

    pub(super) fn remember_params(&mut self, id: SymbolId, d: &Declarator) {
        if let Some(params) = &d.params
            && !params.identifiers
        {
            let start = self.param_tokens.len() as u32;
            self.param_tokens.extend(params.list.iter().map(|p| (p.first, p.token, p.last)));
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
            Meaning::Typedef(ty) => format!("previous declaration of '{text}' with type {}", self.quoted(ty)),
            Meaning::Constant(_, ty) => format!("previous definition of '{text}' with type {}", self.quoted(ty)),
            Meaning::Bad => return,
        };
        self.note(old.token, message);
    }

    /// Declares a name with linkage: finds the earlier declaration, checks it and merges the types.
    pub(super) fn declare_symbol(
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
            self.error(d.token, format!("'{text}' redeclared as different kind of symbol"));
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
                if !self.merge_declaration(id, name, d, specs.storage) {
                    return None;
                }
                id
            }
        };
        let function = self.types.is_function(d.ty);
        let info = &mut self.symbol_info[id.0 as usize];
        let inline_only = function && specs.inline && !is_static && specs.storage != Storage::Extern;
        info.inline_only = if info.declared { info.inline_only && inline_only } else { inline_only };
        if !info.declared {
            info.token = d.token;
        }
        info.declared = true;
        info.implicit = false;
        info.returns_twice |= attrs.returns_twice;
        info.noreturn |= attrs.noreturn;
        info.any_address |= function && attrs.transparent_union;
        info.may_be_unused |= attrs.unused;
        info.inline |= specs.inline;
        info.format = attrs.format.or(info.format);
        info.always_inline |= attrs.always_inline;
        let symbol = &mut self.symbols[id.0 as usize];
        symbol.thread |= specs.thread;
        symbol.weak |= attrs.weak;
        symbol.constructor = attrs.constructor.or(symbol.constructor);
        symbol.destructor = attrs.destructor.or(symbol.destructor);
        if attrs.alias.is_some() {
            symbol.alias = attrs.alias;
        }
        let bound =
            self.lookup(name).is_some_and(|b| b.depth == depth && matches!(b.meaning, Meaning::Symbol(s) if s == id));
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
    pub(super) fn merge_declaration(&mut self, id: SymbolId, name: Sym, d: &Declarator, storage: Storage) -> bool {
        let index = id.0 as usize;
        let (old_ty, info) = (self.symbols[index].ty, self.symbol_info[index]);
        let is_static = storage == Storage::Static;
        let is_plain = storage == Storage::None && !self.func.active;
        let text = self.text(name);
        let old = Binding { sym: name, meaning: Meaning::Symbol(id), token: info.token, depth: 0, hidden: 0 };
        if !self.compatible(old_ty, d.ty) {
            let shown = self.quoted(d.ty);
            let both_functions = self.types.is_function(old_ty) && self.types.is_function(d.ty);
            if info.implicit && both_functions {
                let ret = self.types.signature(d.ty).map_or(TypeId::INT, |f| f.ret);
                let library = super::super::builtin::library_function(&text).is_some();
                if self.types.is_void(ret) || library {
                    self.warn(d.token, "", format!("conflicting types for '{text}'; have {shown}"));
                    self.note_previous(&old);
                    self.symbols[index].ty = d.ty;
                    return true;
                }
            }
            if self.types.is_function(old_ty) != self.types.is_function(d.ty) {
                self.error(d.token, format!("'{text}' redeclared as different kind of symbol"));
            } else {
                self.error(d.token, format!("conflicting types for '{text}'; have {shown}"));
            }
            self.note_previous(&old);
            return false;
        }
        if is_static && self.symbols[index].linkage == Linkage::External && info.declared {
            self.error(d.token, format!("static declaration of '{text}' follows non-static declaration"));
            self.note_previous(&old);
            return false;
        }
        if is_plain && self.symbols[index].linkage == Linkage::Internal && !self.types.is_function(d.ty) {
            self.error(d.token, format!("non-static declaration of '{text}' follows static declaration"));
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
    pub(super) fn tentative(&mut self, id: SymbolId, attrs: &Attributes) {
        let symbol = &self.symbols[id.0 as usize];
        if matches!(symbol.def, Definition::Undefined) {
            let ty = symbol.ty;
            let align = self.types.align(ty).max(attrs.aligned);
            let object = Object { size: self.types.size(ty).unwrap_or(0), align, section: Section::Bss, init: None };
            self.symbols[id.0 as usize].def = Definition::Tentative(object);
        }
    }

    pub(super) fn initialize_symbol(
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
            self.note(before, format!("previous definition of '{text}' with type {shown}"));
        }
        if storage == Storage::Extern && !self.func.active {
            self.warn(token, "", format!("'{text}' initialized and declared 'extern'"));
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
        let init = if zero && section == Section::Bss { None } else { Some(data) };
        let object = Object { size, align, section, init };
        let symbol = &mut self.symbols[index];
        symbol.ty = ty;
        symbol.def = Definition::Object(object);
        Ok(())
    }

    /// Whether an object of this type lies in read-only memory.
    pub(super) fn is_constant_object(&self, ty: TypeId) -> bool {
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
}
