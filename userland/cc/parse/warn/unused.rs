//! The `-Wunused` family: variables, parameters, labels, functions and values that nobody uses.

use super::*;

impl Parser {
    /// About the locals and labels of the function that has just been read.
    pub(in super::super) fn check_unused(&mut self) {
        let uses = self.uses_of_locals();
        for (n, used) in uses.into_iter().enumerate() {
            let local = &self.func.locals[n];
            if local.name == Sym::EMPTY || self.func.may_be_unused.contains(&LocalId(n as u32)) {
                continue;
            }
            let (span, name) = (local.span, self.text(local.name));
            let (option, message) = match (local.kind, used) {
                (LocalKind::Named, Uses::None) => ("-Wunused-variable", format!("unused variable '{name}'")),
                (LocalKind::Named, Uses::OnlySet) => {
                    ("-Wunused-but-set-variable", format!("variable '{name}' set but not used"))
                }
                (LocalKind::Param, Uses::None) => ("-Wunused-parameter", format!("unused parameter '{name}'")),
                _ => continue,
            };
            // What a macro of the library declares is its business.
            if self.map.is_system(self.map.use_site(span)) {
                continue;
            }
            self.warn_span(span, name.len() as u32, option, message);
        }
        for label in self.func.named_labels.clone() {
            if let (Some(at), None) = (label.defined, label.used) {
                let name = self.text(label.sym);
                self.warn(at, "-Wunused-label", format!("label '{name}' defined but not used"));
            }
        }
    }

    fn uses_of_locals(&self) -> Vec<Uses> {
        let body = &self.func.body;
        let mut uses = vec![Uses::None; self.func.locals.len()];
        // The target of an assignment whose value is dropped: no use of what it holds.
        let mut target = vec![false; body.places.len()];
        for e in self.dropped_values() {
            if let ExprKind::Assign { place, .. } = body.expr(e).kind {
                let mut place = place;
                target[place.index()] = true;
                while let PlaceKind::Field { base, .. } = body.place(place).kind {
                    place = base;
                    target[place.index()] = true;
                }
            }
        }
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
            ExprKind::Logical(_, _, right) => !self.has_effect(*right),
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

    /// About functions and variables of the file that nobody uses, at its end.
    pub(in super::super) fn check_unused_symbols(&mut self) {
        for n in 0..self.symbols.len() {
            let (symbol, info) = (&self.symbols[n], self.symbol_info[n]);
            if symbol.linkage != Linkage::Internal
                || symbol.name == Sym::EMPTY
                || (info.mentioned || info.may_be_unused || symbol.constructor.is_some() || symbol.destructor.is_some())
                || info.token == 0
                || self.symbols.iter().any(|other| other.alias == Some(symbol.name))
            {
                continue;
            }
            let name = self.text(symbol.name);
            let function = self.types.is_function(symbol.ty);
            let defined = matches!(symbol.def, Definition::Function(_));
            let (option, message) = match (function, defined) {
                (true, true) if info.inline => continue,
                (true, true) => ("-Wunused-function", format!("'{name}' defined but not used")),
                (true, false) if symbol.alias.is_some() => continue,
                (true, false) => ("-Wunused-function", format!("'{name}' declared 'static' but never defined")),
                (false, _) if info.local => ("-Wunused-variable", format!("unused variable '{name}'")),
                (false, _) if symbol.ty.quals().has(Quals::CONST) => continue,
                (false, _) => ("-Wunused-variable", format!("'{name}' defined but not used")),
            };
            self.warn(info.token, option, message);
        }
    }
}

/// How a local is used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Uses {
    None,
    OnlySet,
    Some,
}
