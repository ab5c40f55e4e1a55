//! Declarations in functions: automatic variables, static locals, variable length arrays.
//!
//! Entry point: `Parser::local_declaration`.

use super::declaration::merge;
use super::declarator::{Declarator, Naming};
use super::specifiers::{Attributes, Specifiers, Storage};
use super::*;

impl Parser {
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
        for first in std::iter::once(true).chain(std::iter::repeat(false)) {
            let d = self.declarator(specs.ty, Naming::Named)?;
            let mut attrs = merge(&specs.attrs, &d.attrs);
            self.asm_label()?;
            self.attributes(&mut attrs)?;
            self.flush_sizes(out, at);
            if d.params.is_some() && specs.storage == Storage::Static {
                let text = d.name.map_or(String::new(), |n| self.text(n));
                self.error(d.token, format!("invalid storage class for function '{text}'"));
            }
            if d.params.is_some() && self.peek() == Tok::LBrace {
                self.error(d.token, NESTED_FUNCTION);
                self.skip_balanced();
                if let Some(name) = d.name {
                    self.bind(name, Meaning::Bad, d.token);
                }
                return Ok(());
            }
            match self.behind_declarator() {
                // As if the semicolon were there; the name stays unknown, as in gcc.
                Err(Stop) if first => return Ok(()),
                done => done?,
            }
            self.local_declarator(&specs, d, attrs, out)?;
            if !self.eat(Tok::Comma) {
                break;
            }
        }
        self.end_of_declaration()
    }

    /// Statements that compute the sizes of variable length arrays.
    pub(super) fn flush_sizes(&mut self, out: &mut Vec<StmtId>, at: u32) {
        for size in std::mem::take(&mut self.vla_sizes) {
            let s = self.stmt(StmtKind::Expr(size), at);
            out.push(s);
        }
    }

    pub(super) fn local_declarator(
        &mut self,
        specs: &Specifiers,
        d: Declarator,
        attrs: Attributes,
        out: &mut Vec<StmtId>,
    ) -> Parse<()> {
        let Some(name) = d.name else { return Err(Stop) };
        if specs.implicit && specs.storage != Storage::Typedef {
            let text = self.text(name);
            self.warn(d.token, "-Wimplicit-int", format!("type defaults to 'int' in declaration of '{text}'"));
        }
        if specs.storage == Storage::Typedef {
            self.declare_typedef(name, d.ty, &attrs, d.token);
            self.func.typedefs.push(LocalTypedef { name, token: d.token, used: attrs.unused });
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
                    self.error(d.token, format!("'{text}' has both 'extern' and initializer"));
                    self.advance();
                    self.initializer(d.ty)?;
                }
            }
            return Ok(());
        }
        self.check_redeclared(name, d.ty, d.token);
        if specs.bad {
            self.wrong_variable(name, d.token);
            if self.eat(Tok::Eq) {
                self.initializer(d.ty)?;
            }
            return Ok(());
        }
        if self.types.is_void(d.ty) {
            let text = self.text(name);
            self.error(d.token, format!("variable or field '{text}' declared void"));
            self.wrong_variable(name, d.token);
            if self.eat(Tok::Eq) {
                self.assignment()?;
            }
            return Ok(());
        }
        if specs.storage == Storage::Static {
            return self.static_local(name, &d, &attrs, specs.thread);
        }
        if specs.thread {
            let text = self.text(name);
            self.error(d.token, format!("function-scope '{text}' implicitly auto and declared '_Thread_local'"));
        }
        self.automatic(specs, name, &d, &attrs, out)
    }

    /// A variable whose type was wrong: nothing is said of how it is used, but of that it is not.
    fn wrong_variable(&mut self, name: Sym, token: u32) {
        self.new_local(name, TypeId::INT, token, LocalKind::Named);
        self.bind(name, Meaning::Bad, token);
    }

    /// Such a variable is used.
    pub(super) fn use_wrong_variable(&mut self, name: Sym) {
        if let Some(n) = self.func.locals.iter().rposition(|local| local.name == name) {
            self.func.may_be_unused.push(LocalId(n as u32));
        }
    }

    pub(super) fn check_redeclared(&mut self, name: Sym, ty: TypeId, token: u32) {
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
                    self.error(token, format!("'{text}' redeclared as different kind of symbol"));
                    self.note_previous(&old);
                    return;
                }
                self.func.locals[l.index()].ty
            }
            Meaning::Symbol(id) if self.symbols[id.0 as usize].linkage == Linkage::External => {
                self.error(token, format!("declaration of '{text}' with no linkage follows extern declaration"));
                self.note_previous(&old);
                return;
            }
            Meaning::Symbol(id) => self.symbols[id.0 as usize].ty,
            _ => {
                self.error(token, format!("'{text}' redeclared as different kind of symbol"));
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
            self.error(token, format!("conflicting types for '{text}'; have {shown}"));
        }
        let shown = self.quoted(old_ty);
        if self.toks.get(old.token as usize + 1).is_some_and(|t| t.kind == Tok::Eq) {
            word = "definition";
        }
        self.note(old.token, format!("previous {word} of '{text}' with type {shown}"));
    }

    pub(super) fn static_local(&mut self, name: Sym, d: &Declarator, attrs: &Attributes, thread: bool) -> Parse<()> {
        let text = self.text(name);
        if self.types.is_variably_sized(d.ty) {
            self.error(d.token, format!("storage size of '{text}' isn't constant"));
        }
        let id = self.new_symbol(name, d.ty, Linkage::Internal, d.token, Definition::Undefined);
        let info = &mut self.symbol_info[id.0 as usize];
        info.declared = true;
        info.local = true;
        info.may_be_unused = attrs.unused;
        self.symbols[id.0 as usize].used = true;
        self.symbols[id.0 as usize].thread = thread;
        self.func.statics.push((id, ScopeId(self.func.scope)));
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

    pub(super) fn automatic(
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
        entry.register = specs.storage == Storage::Register;
        if attrs.unused {
            self.func.may_be_unused.push(local);
        }
        self.bind(name, Meaning::Local(local), d.token);
        if self.is_variably_modified(d.ty) {
            self.func.vlas.push((local, d.token));
        }
        if self.types.is_variably_sized(d.ty) {
            let scope = self.func.scope as usize;
            if let Some(scope) = self.func.scopes.get_mut(scope) {
                scope.has_vla = true;
            }
            self.func.locals[local.index()].address_taken = true;
            let s = self.stmt(StmtKind::Vla { local }, d.token);
            out.push(s);
            self.cleanup(local, d.token, attrs, out);
            if self.peek() == Tok::Eq {
                self.error(self.line_start(), "variable-sized object may not be initialized");
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
        if self.peek() == Tok::Eq && self.is_incomplete_enum(d.ty) {
            self.error(self.line_start(), format!("variable '{text}' has initializer but incomplete type"));
            self.advance();
            self.assignment()?;
            self.error(d.token, format!("storage size of '{text}' isn't known"));
            self.rebind_bad(name, d.token);
            return Ok(());
        }
        if self.eat(Tok::Eq) {
            self.init_name = name;
            let value = self.initializer(d.ty)?;
            let ty = value.ty;
            if self.types.size(ty).is_none() {
                self.error(d.token, format!("variable '{text}' has initializer but incomplete type"));
                self.rebind_bad(name, d.token);
                return Ok(());
            }
            self.func.locals[local.index()].ty = ty;
            if self.is_flexible(ty) && self.initialized_size(&value) > self.types.size(ty).unwrap_or(0) {
                self.error(d.token, "non-static initialization of a flexible array member");
            }
            let value = self.finish_local(value, d.token);
            if let Init::Value(e) = value
                && self.wall
            {
                self.check_sequence(e);
            }
            init = Some(value);
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
        self.cleanup(local, d.token, attrs, out);
        Ok(())
    }

    /// `__attribute__((cleanup(f)))`: `f(&variable)` is called when its scope ends.
    fn cleanup(&mut self, local: LocalId, token: u32, attrs: &Attributes, out: &mut Vec<StmtId>) {
        let Some((name, at)) = attrs.cleanup else { return };
        let symbol = match self.lookup(name).map(|b| b.meaning) {
            Some(Meaning::Symbol(id)) if self.types.is_function(self.symbols[id.index()].ty) => id,
            _ => {
                self.error(at, "cleanup argument not a function");
                return;
            }
        };
        let callee = self.symbol_operand(symbol, at);
        let ty = self.func.locals[local.index()].ty;
        let variable = self.made_place(PlaceKind::Local(local), ty, token, token, token);
        let pointer = self.address_of(token, variable);
        let call = self.call_with(callee, &[pointer], token);
        let call = self.dropped(&call);
        let s = self.stmt(StmtKind::Cleanup(call), token);
        out.push(s);
    }

    fn is_incomplete_enum(&self, ty: TypeId) -> bool {
        matches!(self.types.kind(ty), TypeKind::Enum(id) if !self.types.enumeration(*id).complete)
    }

    pub(super) fn rebind_bad(&mut self, name: Sym, token: u32) {
        self.bind(name, Meaning::Bad, token);
    }

    /// `__auto_type x = e;`
    pub(super) fn auto_typed(&mut self, name: Sym, d: &Declarator, out: &mut Vec<StmtId>) -> Parse<()> {
        if !self.eat(Tok::Eq) {
            self.error(d.token, "'__auto_type' requires an initialized data declaration");
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
        let s = self.stmt(StmtKind::Decl { local, init: Some(Init::Value(e)) }, d.token);
        out.push(s);
        Ok(())
    }
}
