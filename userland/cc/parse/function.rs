//! Function definitions, also in the old style (C11 6.9.1).
//!
//! Entry point: `Parser::function_definition`.

use super::super::token::{Known, is};
use super::declarator::{Declarator, Naming, ParamList};
use super::specifiers::{Attributes, Specifiers, Storage};
use super::*;

impl Parser {
    pub(super) fn function_definition(&mut self, specs: &Specifiers, d: Declarator, attrs: Attributes) -> Parse<()> {
        let (Some(name), Some(params)) = (d.name, d.params.clone()) else {
            return Err(Stop);
        };
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
            self.new_style_parameters(&params, &mut list);
        }
        // the definition itself is declared at file scope, below the function's own scope
        let scopes = self.scopes.pop();
        let ret = self.types.signature(d.ty).map_or(TypeId::INT, |f| f.ret);
        if params.style == Some(FunctionStyle::Unprototyped) && !params.identifiers && is(name, Known::Main) {
            d.ty = self.types.function(ret, Vec::new(), FunctionStyle::Unprototyped);
        }
        if self.wall && is(name, Known::Main) {
            self.check_main(d.token, &list, ret, specs.storage == Storage::Static);
        }
        let declared = self.declare_symbol(name, &d, specs, &attrs);
        if let Some(scope) = scopes {
            // names of K&R parameters were bound before the function's own name
            self.scopes.push((scope.0.max(self.bindings.len()), scope.1));
        }
        if let Some(id) = declared {
            self.remember_params(id, &d);
            self.mark_defined(id, d.token);
        }
        if !self.types.is_void(ret) && self.types.size(ret).is_none() {
            self.error(d.token, "return type is an incomplete type");
        }
        for (i, p) in params.list.iter().enumerate() {
            if let Some(name) = p.name
                && let Some(param) = list.get(i)
            {
                let known = params.identifiers || self.types.size(p.ty).is_some();
                self.bind(name, if known { Meaning::Local(param.local) } else { Meaning::Bad }, p.token);
            }
        }
        self.func.active = true;
        self.func.implicit_int = specs.implicit;
        self.func.name = name;
        self.func.name_token = d.token;
        self.func.ret = Some(ret);
        self.func.variadic = params.style == Some(FunctionStyle::Variadic);
        self.func.last_param = list.last().map(|p| p.local);
        self.function_body(name, &d, declared, list, ret)
    }

    /// Notes that a function is defined; complains if it was before.
    fn mark_defined(&mut self, id: SymbolId, token: u32) {
        let index = id.0 as usize;
        let info = self.symbol_info[index];
        if info.defined && !matches!(self.symbols[index].def, Definition::Undefined) {
            let text = self.text(self.symbols[index].name);
            self.error(token, format!("redefinition of '{text}'"));
            let shown = self.quoted(self.symbols[index].ty);
            let message = format!("previous definition of '{text}' with type {shown}");
            self.note(info.token, message);
        }
        if !info.defined {
            self.symbol_info[index].token = token;
        }
        self.symbol_info[index].defined = true;
    }

    /// The parameters of a prototype.
    fn new_style_parameters(&mut self, params: &ParamList, list: &mut Vec<Param>) {
        for (i, p) in params.list.iter().enumerate() {
            if self.types.size(p.ty).is_none() {
                let shown = p.name.map_or(String::new(), |n| self.text(n));
                let message = format!("parameter {} ('{shown}') has incomplete type", i + 1);
                self.error(p.token, message);
            }
            list.push(Param { local: p.local, passed_as: p.ty.unqualified() });
            self.func.locals[p.local.index()].scope = ScopeId(0);
        }
    }

    pub(super) fn function_body(
        &mut self,
        name: Sym,
        d: &Declarator,
        id: Option<SymbolId>,
        params: Vec<Param>,
        ret: TypeId,
    ) -> Parse<()> {
        let brace = self.here();
        if self.peek() != Tok::LBrace {
            return self.syntax_error("expected '{'");
        }
        let range = self.functions.len();
        self.functions.push(FunctionRange { tokens: (brace + 1, u32::MAX), name: self.text(name) });
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
            let begin = brace;
            self.raw.retain(|raw| raw.at < begin || raw.message != NESTED_FUNCTION);
            let result = self.syntax_error("expected declaration or statement");
            self.functions[range].tokens.1 = end;
            return result;
        }
        if let Some(slot) = self.func.scope_ends.first_mut() {
            *slot = end;
        }
        if self.wall {
            self.check_unused();
        }
        self.check_labels();
        self.advance();
        if is(name, Known::Main) && self.types.is_integer(ret) {
            let zero = self.zero(ret, end);
            let s = self.stmt(StmtKind::Return(Some(zero)), end);
            stmts.push(s);
        }
        let block = self.stmt(StmtKind::Block { scope: ScopeId(0), stmts: stmts.into() }, brace);
        let bare = || self.func.body.stmts.iter().any(|s| matches!(s.kind, StmtKind::Return(None)));
        let leaves = is(name, Known::Main) && self.types.is_void(ret)
            || self.is_word(ret) && (bare() || self.end_is_reached(block));
        let noreturn = id.is_some_and(|id| self.symbol_info[id.index()].noreturn);
        if noreturn {
            if self.end_is_reached(block) {
                self.later(0, end, |p| p.warn(end, "", "'noreturn' function does return"));
            }
        } else if self.wall {
            let local =
                !self.func.implicit_int && id.is_some_and(|id| self.symbols[id.index()].linkage == Linkage::Internal);
            self.check_end(block, ret, local, end);
        }
        if self.wall {
            self.later(1, end, |p| p.check_uninitialized(block));
        }
        if leaves {
            self.return_leftover(block, params.first().map(|p| p.local), end);
        }
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
    pub(super) fn old_style_parameters(
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
                            self.error(d.token, format!("declaration for parameter '{text}' but no such parameter"));
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
                    self.warn(function, "-Wimplicit-int", format!("type of '{text}' defaults to 'int'"));
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
}
