//! Declarators: pointers, arrays, functions and their parameter lists, C11 6.7.6 and 6.7.7.
//!
//! Entry points: `Parser::declarator`, `Parser::type_name_syntax`.

use super::specifiers::{Attributes, Storage};
use super::*;

/// Whether a declarator has a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Naming {
    /// It must have one.
    Named,
    /// It must not: a type name.
    Abstract,
    /// As you like: a parameter.
    Either,
}

/// A declarator put together with its base type.
#[derive(Clone, Debug)]
pub(super) struct Declarator {
    pub ty: TypeId,
    pub name: Option<Sym>,
    /// The name's token (or the place where it would be).
    pub token: u32,
    /// Parameters, if the name is that of a function.
    pub params: Option<Box<ParamList>>,
    pub attrs: Attributes,
}

/// Parameters of a function declarator.
#[derive(Clone, Debug, Default)]
pub(super) struct ParamList {
    pub list: Vec<ParamDecl>,
    pub style: Option<FunctionStyle>,
    /// Only names, as in K&R definitions.
    pub identifiers: bool,
}

/// One parameter.
#[derive(Clone, Copy, Debug)]
pub(super) struct ParamDecl {
    pub name: Option<Sym>,
    pub ty: TypeId,
    pub token: u32,
    pub local: LocalId,
    /// First and last token of its declaration.
    pub first: u32,
    pub last: u32,
}

/// A step from a name outwards.
enum Layer {
    Pointer(Quals),
    Array { length: Length, quals: Quals, at: u32 },
    Function { params: Box<ParamList>, at: u32 },
}

#[derive(Clone, Copy)]
enum Length {
    None,
    Star,
    Expr(Operand),
}

struct Named {
    name: Option<Sym>,
    token: u32,
}

impl Parser {
    /// Reads a declarator.
    pub(super) fn declarator(&mut self, base: TypeId, naming: Naming) -> Parse<Declarator> {
        let mut layers = Vec::new();
        let mut attrs = Attributes::default();
        let mut named = Named { name: None, token: self.here() };
        self.collect(&mut layers, &mut named, naming, &mut attrs)?;
        let ty = self.build(base, &layers, &named)?;
        let params = match layers.into_iter().next() {
            Some(Layer::Function { params, .. }) => Some(params),
            _ => None,
        };
        Ok(Declarator { ty, name: named.name, token: named.token, params, attrs })
    }

    /// Reads a type name, as in casts and sizeof.
    pub(super) fn type_name_syntax(&mut self) -> Parse<TypeId> {
        let at = self.here();
        let specs = self.specifiers()?;
        if specs.implicit {
            return self.syntax_error("expected specifier-qualifier-list");
        }
        if specs.storage != Storage::None {
            self.error(at, "expected specifier-qualifier-list");
        }
        Ok(self.declarator(specs.ty, Naming::Abstract)?.ty)
    }

    fn collect(
        &mut self,
        layers: &mut Vec<Layer>,
        named: &mut Named,
        naming: Naming,
        attrs: &mut Attributes,
    ) -> Parse<()> {
        self.enter()?;
        let mut pointers = Vec::new();
        loop {
            match self.peek() {
                Tok::Star => {
                    self.advance();
                    let quals = self.pointer_quals(attrs)?;
                    if pointers.len() > usize::from(MAX_TYPE_DEPTH) {
                        self.complain_depth(self.here());
                        return Err(Stop);
                    }
                    pointers.push(Layer::Pointer(quals));
                }
                Tok::KwAttribute => self.attributes(attrs)?,
                Tok::Caret => return self.unsupported("blocks"),
                _ => break,
            }
        }
        named.token = self.here();
        match self.peek() {
            Tok::Ident if naming != Naming::Abstract => {
                named.name = Some(self.tok().sym);
                named.token = self.here();
                self.advance();
            }
            Tok::LParen if naming == Naming::Named || !self.is_parameter_list() => {
                let open = self.here();
                self.advance();
                let mut inner_attrs = Attributes::default();
                self.attributes(&mut inner_attrs)?;
                self.collect(layers, named, naming, attrs)?;
                self.expect_close(Tok::RParen, open)?;
            }
            _ if naming == Naming::Named => {
                return self.syntax_error("expected identifier or '('");
            }
            _ => {}
        }
        self.suffixes(layers)?;
        layers.extend(pointers.into_iter().rev());
        self.leave();
        Ok(())
    }

    fn pointer_quals(&mut self, attrs: &mut Attributes) -> Parse<Quals> {
        let mut quals = Quals::NONE;
        loop {
            quals = quals.with(match self.peek() {
                Tok::KwConst => Quals::CONST,
                Tok::KwVolatile => Quals::VOLATILE,
                Tok::KwRestrict => Quals::RESTRICT,
                Tok::KwAtomic => Quals::ATOMIC,
                Tok::KwAttribute => {
                    self.attributes(attrs)?;
                    continue;
                }
                _ => return Ok(quals),
            });
            self.advance();
        }
    }

    /// Whether the `(` here begins a parameter list and not a nested declarator.
    fn is_parameter_list(&self) -> bool {
        match self.peek_at(1) {
            Tok::RParen | Tok::Ellipsis => true,
            Tok::KwAttribute => false,
            _ => self.starts_type_at(1),
        }
    }

    fn suffixes(&mut self, layers: &mut Vec<Layer>) -> Parse<()> {
        loop {
            let at = self.here();
            match self.peek() {
                Tok::LBracket => {
                    self.advance();
                    let layer = self.array_suffix(at)?;
                    layers.push(layer);
                }
                Tok::LParen => {
                    self.advance();
                    self.in_params += 1;
                    self.open_scope();
                    let result = self.parameters(at);
                    self.close_scope();
                    self.in_params -= 1;
                    layers.push(Layer::Function { params: Box::new(result?), at });
                }
                _ => return Ok(()),
            }
            if layers.len() > 2 * usize::from(MAX_TYPE_DEPTH) {
                self.complain_depth(at);
                return Err(Stop);
            }
        }
    }

    fn array_suffix(&mut self, open: u32) -> Parse<Layer> {
        let mut quals = Quals::NONE;
        loop {
            match self.peek() {
                Tok::KwStatic => self.advance(),
                Tok::KwConst | Tok::KwVolatile | Tok::KwRestrict | Tok::KwAtomic => {
                    quals = quals.with(self.pointer_quals(&mut Attributes::default())?);
                }
                _ => break,
            }
        }
        let length = if self.peek() == Tok::RBracket {
            Length::None
        } else if self.peek() == Tok::Star && self.peek_at(1) == Tok::RBracket {
            self.advance();
            Length::Star
        } else {
            Length::Expr(self.assignment()?)
        };
        self.expect_close(Tok::RBracket, open)?;
        Ok(Layer::Array { length, quals, at: open })
    }

    fn parameters(&mut self, open: u32) -> Parse<ParamList> {
        let mut out = ParamList::default();
        if self.eat(Tok::RParen) {
            out.style = Some(FunctionStyle::Unprototyped);
            return Ok(out);
        }
        if self.peek() == Tok::Ident
            && !self.is_type_name(self.tok().sym)
            && matches!(self.peek_at(1), Tok::Comma | Tok::RParen)
        {
            return self.identifier_list(open);
        }
        out.style = Some(FunctionStyle::Fixed);
        let keep_locals = !self.func.active && self.in_params == 1;
        let locals = self.func.locals.len();
        let mut wrong = false;
        loop {
            if self.peek() == Tok::Ellipsis && !out.list.is_empty() {
                self.advance();
                out.style = Some(FunctionStyle::Variadic);
                break;
            }
            if !self.starts_declaration() {
                let bad_type = self.peek() == Tok::Ident
                    && matches!(self.peek_at(1), Tok::Ident | Tok::Star | Tok::Comma | Tok::RParen | Tok::LBracket);
                if bad_type {
                    self.unknown_type_in_list();
                    self.skip_parameter();
                    wrong = true;
                } else {
                    let Err(Stop) = self.syntax_error::<()>("expected declaration specifiers or '...'") else {
                        continue;
                    };
                    self.skip_parameter();
                    self.erring = false;
                    wrong = true;
                }
            } else if let Some(param) = self.parameter()? {
                out.list.push(param);
            } else if out.list.is_empty() && self.peek() == Tok::RParen {
                break; // (void)
            }
            if out.list.len() > 1000 {
                self.error(self.here(), "more than 1000 parameters: not supported");
                return Err(Stop);
            }
            if !self.eat(Tok::Comma) {
                break;
            }
        }
        if wrong {
            return Err(Stop);
        }
        if self.peek() != Tok::RParen {
            return self.missing("expected ';', ',' or ')'", None, Some(open)).map_err(|_| Stop);
        }
        self.advance();
        if !keep_locals && !self.func.active {
            self.func.locals.truncate(locals.max(self.func.locals.len()));
        }
        Ok(out)
    }

    fn skip_parameter(&mut self) {
        while !matches!(self.peek(), Tok::Comma | Tok::RParen | Tok::Eof | Tok::Semi | Tok::LBrace) {
            if matches!(self.peek(), Tok::LParen | Tok::LBracket) {
                self.skip_balanced();
            } else {
                self.advance();
            }
        }
    }

    /// One parameter; `None` for a lone `void`.
    fn parameter(&mut self) -> Parse<Option<ParamDecl>> {
        let specs = self.specifiers()?;
        let d = self.declarator(specs.ty, Naming::Either)?;
        if !matches!(specs.storage, Storage::None | Storage::Register) {
            let (at, name) = match d.name {
                Some(name) => (d.token, format!("parameter '{}'", self.text(name))),
                None => (specs.first, "unnamed parameter".to_string()),
            };
            self.error(at, format!("storage class specified for {name}"));
        }
        let mut attrs = specs.attrs;
        self.attributes(&mut attrs)?;
        if specs.implicit {
            let name = d.name.map_or(String::new(), |n| self.text(n));
            self.warn(d.token, "-Wimplicit-int", format!("type defaults to 'int' in declaration of '{name}'"));
        }
        let alone = d.name.is_none() && self.types.is_void(d.ty);
        if alone && matches!(self.peek(), Tok::RParen) && d.ty == TypeId::VOID {
            return Ok(None);
        }
        let mut ty = self.adjusted(d.ty);
        if self.types.is_void(ty) {
            match d.name {
                Some(name) => {
                    let name = self.text(name);
                    self.error(d.token, format!("parameter '{name}' has incomplete type"));
                }
                // If the next one is none, gcc says that alone.
                None if self.peek() == Tok::Comma && !self.starts_type_at(1) && self.peek_at(1) != Tok::Ellipsis => {}
                None => self.error(specs.first, "'void' must be the only parameter"),
            }
            ty = TypeId::INT;
        }
        let local = self.new_local(d.name.unwrap_or(Sym::EMPTY), ty, d.token, LocalKind::Param);
        if self.types.is_array(d.ty) {
            self.func.array_params.push(local);
        }
        if attrs.unused {
            self.func.may_be_unused.push(local);
        }
        if let Some(name) = d.name {
            let before = self.before();
            self.func.param_tokens.push((d.token, specs.first, before));
            let depth = self.depth();
            if self.lookup(name).is_some_and(|b| b.depth == depth) {
                let text = self.text(name);
                self.error(d.token, format!("redefinition of parameter '{text}'"));
                self.widen_parameter(d.token);
                if let Some(old) = self.lookup(name).copied() {
                    self.note_previous(&old);
                }
            }
            self.bind(name, Meaning::Local(local), d.token);
        }
        let (first, last) = (specs.first, self.before());
        let token = if d.name.is_some() { d.token } else { first };
        Ok(Some(ParamDecl { name: d.name, ty, token, local, first, last }))
    }

    /// A parameter's type: arrays and functions are pointers.
    pub(super) fn adjusted(&mut self, ty: TypeId) -> TypeId {
        if let Some(elem) = self.types.element(ty) {
            return self.types.pointer(elem);
        }
        if self.types.is_function(ty) {
            return self.types.pointer(ty);
        }
        ty
    }

    fn identifier_list(&mut self, open: u32) -> Parse<ParamList> {
        let mut out = ParamList { identifiers: true, style: Some(FunctionStyle::Unprototyped), ..ParamList::default() };
        loop {
            if self.peek() != Tok::Ident {
                return self.syntax_error("expected identifier");
            }
            let (name, token) = (self.tok().sym, self.here());
            self.advance();
            if out.list.iter().any(|p: &ParamDecl| p.name == Some(name)) {
                let text = self.text(name);
                self.error(token, format!("redefinition of parameter '{text}'"));
            } else if out.list.len() < 1000 {
                out.list.push(ParamDecl {
                    name: Some(name),
                    ty: TypeId::INT,
                    token,
                    local: LocalId(0),
                    first: token,
                    last: token,
                });
            }
            if !self.eat(Tok::Comma) {
                break;
            }
        }
        self.expect_close(Tok::RParen, open)?;
        Ok(out)
    }

    // -----------------------------------------------------------------------------------------
    // Putting the type together

    fn build(&mut self, base: TypeId, layers: &[Layer], named: &Named) -> Parse<TypeId> {
        let mut ty = base;
        for (i, layer) in layers.iter().enumerate().rev() {
            ty = match layer {
                Layer::Pointer(quals) => self.types.pointer(ty).qualified(*quals),
                Layer::Array { length, quals, at } => {
                    let ty = self.array_of(ty, *length, *at, named);
                    // `int a[const 3]` qualifies the pointer that a parameter becomes
                    if *quals != Quals::NONE && i == 0 && self.in_params > 0 {
                        match self.types.element(ty) {
                            Some(elem) => self.types.pointer(elem).qualified(*quals),
                            None => ty,
                        }
                    } else {
                        ty
                    }
                }
                Layer::Function { params, at } => self.function_of(ty, params, *at, named),
            };
            if self.types.depth(ty) > MAX_TYPE_DEPTH {
                self.complain_depth(named.token);
                return Err(Stop);
            }
        }
        Ok(ty)
    }

    fn name_for(&self, named: &Named) -> String {
        match named.name {
            Some(name) => format!("'{}'", self.names.get(name)),
            None => "type name".into(),
        }
    }

    fn function_of(&mut self, ret: TypeId, params: &ParamList, _at: u32, named: &Named) -> TypeId {
        let mut ret = ret;
        if self.types.is_function(ret) || self.types.is_array(ret) {
            let what = if self.types.is_function(ret) { "a function" } else { "an array" };
            let name = self.name_for(named);
            self.error(named.token, format!("{name} declared as function returning {what}"));
            ret = TypeId::INT;
        }
        let style = params.style.unwrap_or(FunctionStyle::Unprototyped);
        let list = match style {
            FunctionStyle::Unprototyped => Vec::new(),
            _ => params.list.iter().map(|p| p.ty.unqualified()).collect(),
        };
        let ret = if self.types.is_void(ret) { ret } else { ret.unqualified() };
        self.types.function(ret, list, style)
    }

    fn array_of(&mut self, elem: TypeId, length: Length, at: u32, named: &Named) -> TypeId {
        let mut elem = elem;
        let problem = match self.types.kind(elem) {
            TypeKind::Function(_) => Some("functions"),
            TypeKind::Void => Some("voids"),
            _ => None,
        };
        if let Some(what) = problem {
            let name = self.name_for(named);
            self.error(named.token, format!("declaration of {name} as array of {what}"));
            elem = TypeId::INT;
        } else if self.types.size(elem).is_none() && !self.types.is_variably_sized(elem) {
            let shown = self.quoted(elem);
            self.error(named.token, format!("array type has incomplete element type {shown}"));
            elem = TypeId::INT;
        } else if self.is_flexible(elem) && self.in_params == 0 {
            // gcc accepts it without -Wpedantic
        }
        let op = match length {
            Length::None | Length::Star => return self.types.array(elem, None),
            Length::Expr(op) => op,
        };
        if op.node == Node::Bad {
            return self.types.array(elem, Some(1));
        }
        let name = self.name_for(named);
        let blame = if named.name.is_some() { named.token } else { op.first };
        let size_of = match named.name {
            Some(_) => format!("size of array {name}"),
            None => "size of unnamed array".to_string(),
        };
        if !self.types.is_integer(op.ty) {
            self.error(blame, format!("{size_of} has non-integer type"));
            return self.types.array(elem, Some(1));
        }
        let Some(count) = self.integer_constant(&op) else {
            return self.variable_array(elem, op, at, named);
        };
        let elem_size = self.types.size(elem).unwrap_or(1);
        if self.types.is_signed(op.ty) && count < 0 {
            self.error(blame, format!("{size_of} is negative"));
            return self.types.array(elem, Some(1));
        }
        let count = count as u64;
        if count.checked_mul(elem_size.max(1)).is_none_or(|n| n > i64::MAX as u64) {
            self.error(blame, format!("{size_of} exceeds maximum object size '9223372036854775807'"));
            return self.types.array(elem, Some(1));
        }
        if self.types.is_variably_sized(elem) {
            return self.variable_array(elem, op, at, named);
        }
        self.types.array(elem, Some(count))
    }

    /// An array whose size is known at run time only.
    fn variable_array(&mut self, elem: TypeId, op: Operand, at: u32, named: &Named) -> TypeId {
        if self.in_params > 1 || (self.in_params == 1 && self.func.active) {
            return self.types.array(elem, None);
        }
        if !self.func.active && self.in_params == 0 {
            let name = self.name_for(named);
            match named.name {
                Some(_) => self.error(named.token, format!("variably modified {name} at file scope")),
                None => self.error(at, "variably modified type name at file scope"),
            }
            return self.types.array(elem, Some(1));
        }
        let count = self.rvalue(&op);
        let count = self.cast_expr(count, TypeId::ULONG, at);
        let size = match self.elem_size(elem) {
            ElemSize::Const(n) => self.expr(ExprKind::Int(n as i64), TypeId::ULONG, at),
            ElemSize::Local(local) => self.load_local(local, at),
        };
        let total = self.expr(ExprKind::Binary(BinaryOp::Mul, count, size), TypeId::ULONG, at);
        let local = self.new_local(Sym::EMPTY, TypeId::ULONG, at, LocalKind::Hidden);
        let place = self.place(PlaceKind::Local(local), TypeId::ULONG, at);
        let assign = self.expr(ExprKind::Assign { place, value: total }, TypeId::ULONG, at);
        self.vla_sizes.push(assign);
        self.types.intern(TypeKind::Vla { elem, size: local })
    }

    pub(super) fn load_local(&mut self, local: LocalId, at: u32) -> ExprId {
        let ty = self.func.locals[local.index()].ty;
        let place = self.place(PlaceKind::Local(local), ty, at);
        self.expr(ExprKind::Load(place), ty, at)
    }

    /// Size of the elements that a pointer steps over; `void` and functions count as 1 as in GNU C.
    pub(super) fn elem_size(&mut self, elem: TypeId) -> ElemSize {
        match self.types.kind(elem) {
            TypeKind::Vla { size, .. } => ElemSize::Local(*size),
            TypeKind::Void | TypeKind::Function(_) => ElemSize::Const(1),
            _ => ElemSize::Const(self.types.size(elem).unwrap_or(1)),
        }
    }

    /// Whether a record ends in a flexible array member.
    pub(super) fn is_flexible(&self, ty: TypeId) -> bool {
        self.types.as_record(ty).is_some_and(|id| {
            let last = self.types.record(id).members.as_ref().and_then(|m| m.last());
            last.is_some_and(|m| matches!(self.types.kind(m.ty), TypeKind::Array { len: None, .. }))
        })
    }
}
