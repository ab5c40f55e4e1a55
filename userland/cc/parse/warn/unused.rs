//! The `-Wunused` family: variables, parameters, labels, functions and values that nobody uses.

use super::*;

impl Parser {
    /// About the locals and labels of the function that has just been read.
    pub(in super::super) fn check_unused(&mut self) {
        let uses = self.uses_of_locals();
        let mut found: Vec<Unused> = Vec::new();
        let (mut only_set, mut never) = (Vec::new(), Vec::new());
        for (n, used) in uses.into_iter().enumerate() {
            let local = &self.func.locals[n];
            if local.name == Sym::EMPTY || self.func.may_be_unused.contains(&LocalId(n as u32)) {
                continue;
            }
            let (span, name, scope) = (local.span, self.text(local.name), local.scope);
            let len = name.len() as u32;
            let complaint = |option, message| Unused { scope, span, len, option, message };
            match (local.kind, used) {
                (LocalKind::Named, Uses::None) => found.push(unused_variable(span, scope, &name)),
                (LocalKind::Named, Uses::OnlySet) => found.push(set_variable(span, scope, &name)),
                (LocalKind::Param, Uses::OnlySet) => {
                    only_set
                        .push(complaint("-Wunused-but-set-parameter", format!("parameter '{name}' set but not used")));
                }
                (LocalKind::Param, Uses::None) => {
                    never.push(complaint("-Wunused-parameter", format!("unused parameter '{name}'")));
                }
                _ => {}
            }
        }
        for (id, scope) in self.func.statics.clone() {
            let (symbol, info) = (&self.symbols[id.index()], self.symbol_info[id.index()]);
            let (span, name) = (self.span_at(info.token), self.text(symbol.name));
            match self.uses_of_static(id) {
                _ if info.may_be_unused => {}
                Uses::None => found.push(unused_variable(span, scope, &name)),
                Uses::OnlySet => found.push(set_variable(span, scope, &name)),
                Uses::Some => {}
            }
        }
        for label in self.func.named_labels.clone() {
            if let (Some(at), None) = (label.defined, label.used) {
                let name = self.text(label.sym);
                let message = format!("label '{name}' defined but not used");
                let (span, len) = (self.span_at(at), name.len() as u32);
                found.push(Unused { scope: ScopeId(0), span, len, option: "-Wunused-label", message });
            }
        }
        // A scope tells of its names when it ends, of the last one first.
        found.sort_by_key(|unused| std::cmp::Reverse(self.map.use_site(unused.span).0));
        found.append(&mut only_set);
        found.append(&mut self.unused_typedefs());
        found.append(&mut never);
        for unused in found {
            // What a macro of the library declares is its business.
            if self.map.is_system(self.map.use_site(unused.span)) {
                continue;
            }
            let mut raw = Raw::new(Severity::Warning, unused.span, unused.len, unused.message);
            raw.option = Some(unused.option);
            raw.at = self.func.scope_ends.get(unused.scope.0 as usize).copied().unwrap_or_default();
            self.insert_raw(raw);
        }
    }

    fn unused_typedefs(&self) -> Vec<Unused> {
        let unused = |found: &LocalTypedef| {
            let name = self.text(found.name);
            let message = format!("typedef '{name}' locally defined but not used");
            let (span, len) = (self.span_at(found.token), name.len() as u32);
            Unused { scope: ScopeId(0), span, len, option: "-Wunused-local-typedefs", message }
        };
        self.func.typedefs.iter().filter(|found| !found.used).map(unused).collect()
    }

    /// How a static variable of the function is used in it.
    fn uses_of_static(&self, id: SymbolId) -> Uses {
        if !self.symbol_info[id.index()].mentioned {
            return Uses::None;
        }
        let (places, target) = (&self.func.body.places, self.targets());
        let here = |place: &Place| matches!(place.kind, PlaceKind::Symbol(symbol) if symbol == id);
        let mut uses = places.iter().zip(target).filter(|(place, _)| here(place)).peekable();
        let only_set = uses.peek().is_some() && uses.all(|(_, target)| target);
        if only_set { Uses::OnlySet } else { Uses::Some }
    }

    /// Of each place: is it the target of an assignment whose value is dropped? That is no use of what it holds.
    fn targets(&self) -> Vec<bool> {
        let body = &self.func.body;
        let mut target = vec![false; body.places.len()];
        let dropped = self.dropped_values().into_iter().filter_map(|e| match body.expr(e).kind {
            ExprKind::Assign { place, .. } => Some(place),
            _ => None,
        });
        for mut place in dropped.chain(self.func.almost_set.iter().copied()) {
            target[place.index()] = true;
            while let PlaceKind::Field { base, .. } = body.place(place).kind {
                place = base;
                target[place.index()] = true;
            }
        }
        target
    }

    fn uses_of_locals(&self) -> Vec<Uses> {
        let body = &self.func.body;
        let mut uses = vec![Uses::None; self.func.locals.len()];
        let target = self.targets();
        for (n, place) in body.places.iter().enumerate() {
            if let PlaceKind::Local(local) = place.kind {
                let found = if target[n] { Uses::OnlySet } else { Uses::Some };
                let known = &mut uses[local.index()];
                *known = (*known).max(found);
            }
        }
        // The length of an array may be somebody's only use, and so may what `cleanup` does.
        for stmt in &body.stmts {
            if let StmtKind::Vla { local } = stmt.kind
                && uses[local.index()] == Uses::OnlySet
            {
                uses[local.index()] = Uses::Some;
            }
        }
        uses
    }

    /// Expressions of the function that are evaluated for their effects.
    fn dropped_values(&self) -> Vec<ExprId> {
        let body = &self.func.body;
        let mut dropped = Vec::new();
        for stmt in &body.stmts {
            match stmt.kind {
                StmtKind::Expr(e) => dropped.push(e),
                StmtKind::For { step: Some(step), .. } => dropped.push(step),
                _ => {}
            }
        }
        for expr in &body.exprs {
            if let ExprKind::Comma(left, _) = expr.kind {
                dropped.push(left);
            }
        }
        let mut at = 0;
        while let Some(e) = dropped.get(at).copied() {
            if let ExprKind::Comma(_, right) = body.expr(e).kind {
                dropped.push(right);
            }
            at += 1;
        }
        dropped
    }

    /// About a statement that is an expression.
    pub(in super::super) fn check_value_used(&mut self, op: &Operand) {
        const OPTION: &str = "-Wunused-value";
        // The last one of a statement expression is its value.
        if op.node == Node::Bad || self.peek() == Tok::RBrace && self.peek_at(1) == Tok::RParen {
            return;
        }
        if self.types.is_void(op.ty) || op.ty.quals().has(Quals::VOLATILE) {
            return;
        }
        let (effect, computed) = match op.node {
            Node::Place(place) => {
                let effect = self.place_has_effect(place);
                (effect, effect && matches!(self.func.body.place(place).kind, PlaceKind::Deref(_)))
            }
            Node::Value(e) => (self.has_effect(e), self.is_computed(e)),
            Node::Bad => return,
        };
        if !effect {
            self.complain_operand(Severity::Warning, op, OPTION, "statement with no effect".to_string());
        } else if computed {
            self.complain_operand(Severity::Warning, op, OPTION, "value computed is not used".to_string());
        }
    }

    /// About the left operand of a comma; `at` is the comma.
    pub(in super::super) fn check_comma(&mut self, left: &Operand, at: u32) {
        let effect = match left.node {
            Node::Value(e) => self.has_effect(e),
            Node::Place(place) => self.place_has_effect(place),
            Node::Bad => return,
        };
        if !effect && !self.types.is_void(left.ty) {
            self.warn(at, "-Wunused-value", "left-hand operand of comma expression has no effect");
        }
    }

    /// Is it a value that was worked out, and not one that comes with doing something?
    fn is_computed(&self, e: ExprId) -> bool {
        match &self.func.body.expr(e).kind {
            ExprKind::Binary(..)
            | ExprKind::Unary(..)
            | ExprKind::Compare(..)
            | ExprKind::Not(_)
            | ExprKind::PtrAdd { .. }
            | ExprKind::PtrSub { .. }
            | ExprKind::PtrDiff { .. } => true,
            ExprKind::Load(place) => matches!(self.func.body.place(*place).kind, PlaceKind::Deref(_)),
            ExprKind::Cast(inner) => self.is_computed(*inner),
            // Its truth is compared with 0.
            ExprKind::Logical(_, _, right) => match self.func.body.expr(*right).kind {
                ExprKind::Logical(..) => self.is_computed(*right),
                _ => self.func.body.expr(*right).ty != TypeId::BOOL,
            },
            ExprKind::Comma(_, right) => self.is_computed(*right),
            _ => false,
        }
    }

    fn has_effect(&self, e: ExprId) -> bool {
        match &self.func.body.expr(e).kind {
            ExprKind::Int(_) | ExprKind::Float(_) => false,
            ExprKind::Load(place) | ExprKind::AddrOf(place) => self.place_has_effect(*place),
            ExprKind::Cast(a) | ExprKind::Unary(_, a) | ExprKind::Not(a) => self.has_effect(*a),
            ExprKind::Binary(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::Logical(_, a, b)
            | ExprKind::Comma(a, b)
            | ExprKind::PtrAdd { ptr: a, index: b, .. }
            | ExprKind::PtrSub { ptr: a, index: b, .. }
            | ExprKind::PtrDiff { left: a, right: b, .. } => self.has_effect(*a) || self.has_effect(*b),
            ExprKind::Cond { cond, then, otherwise } => {
                self.has_effect(*cond) || self.has_effect(*then) || self.has_effect(*otherwise)
            }
            _ => true,
        }
    }

    fn place_has_effect(&self, place: PlaceId) -> bool {
        let place = self.func.body.place(place);
        let within = match place.kind {
            PlaceKind::Local(_) | PlaceKind::Symbol(_) => false,
            PlaceKind::Deref(e) | PlaceKind::Value(e) => self.has_effect(e),
            PlaceKind::Field { base, .. } => self.place_has_effect(base),
            PlaceKind::CompoundLiteral { .. } => true,
        };
        within || place.ty.quals().has(Quals::VOLATILE)
    }

    /// About static functions that are declared and not there.
    pub(in super::super) fn check_absent_functions(&mut self) {
        for n in (0..self.symbols.len()).rev() {
            let (symbol, info) = (&self.symbols[n], self.symbol_info[n]);
            let absent = matches!(symbol.def, Definition::Undefined) && symbol.alias.is_none();
            if self.is_unused_symbol(n) && self.types.is_function(symbol.ty) && absent {
                let message = format!("'{}' declared 'static' but never defined", self.text(symbol.name));
                self.warn(info.token, "-Wunused-function", message);
            }
        }
    }

    /// About functions and variables of the file that nobody uses, at its end.
    pub(in super::super) fn check_unused_symbols(&mut self) {
        // gcc begins with the last, and with those within functions.
        let mut order: Vec<usize> = (0..self.symbols.len()).rev().filter(|n| self.is_unused_symbol(*n)).collect();
        order.sort_by_key(|n| !self.symbol_info[*n].local);
        for n in order {
            let (symbol, info) = (&self.symbols[n], self.symbol_info[n]);
            let option = match (&symbol.def, self.types.is_function(symbol.ty)) {
                (Definition::Function(_), _) if !info.inline => "-Wunused-function",
                (_, true) => continue,
                _ if symbol.ty.quals().has(Quals::CONST) => {
                    // Of a header's gcc says nothing.
                    if self.map.locate(self.span_at(info.token)).is_none_or(|place| place.file.0 != 0) {
                        continue;
                    }
                    "-Wunused-const-variable="
                }
                _ => "-Wunused-variable",
            };
            self.warn(info.token, option, format!("'{}' defined but not used", self.text(symbol.name)));
        }
    }

    /// Is it a function or variable of this file alone that nothing in it names?
    fn is_unused_symbol(&self, n: usize) -> bool {
        let (symbol, info) = (&self.symbols[n], self.symbol_info[n]);
        symbol.linkage == Linkage::Internal
            && symbol.name != Sym::EMPTY
            && !(info.mentioned || info.may_be_unused || symbol.constructor.is_some() || symbol.destructor.is_some())
            && info.token != 0
            && !self.symbols.iter().any(|other| other.alias == Some(symbol.name))
    }
}

/// A name that nobody uses.
struct Unused {
    scope: ScopeId,
    span: Span,
    len: u32,
    option: &'static str,
    message: String,
}

fn unused_variable(span: Span, scope: ScopeId, name: &str) -> Unused {
    let message = format!("unused variable '{name}'");
    Unused { scope, span, len: name.len() as u32, option: "-Wunused-variable", message }
}

fn set_variable(span: Span, scope: ScopeId, name: &str) -> Unused {
    let message = format!("variable '{name}' set but not used");
    Unused { scope, span, len: name.len() as u32, option: "-Wunused-but-set-variable", message }
}

/// How a local is used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Uses {
    None,
    OnlySet,
    Some,
}
