//! `-Wreturn-type` and `-Wuninitialized`: whether a function's end is reached, and variables that nobody gives a value.

use super::*;

/// Functions of the library that do not return.
const NO_RETURN: &[&str] = &[
    "exit",
    "_exit",
    "_Exit",
    "quick_exit",
    "abort",
    "longjmp",
    "_longjmp",
    "siglongjmp",
    "pthread_exit",
    "thrd_exit",
    "err",
    "errx",
    "verr",
    "verrx",
    "__assert_fail",
    "__stack_chk_fail",
    "__builtin_unreachable",
    "__builtin_trap",
];

/// What leaves a loop or switch, as far as has been seen.
#[derive(Clone, Copy, Default)]
struct Leaves {
    /// A `break` that is reached.
    breaks: bool,
    /// A `continue` that is reached.
    continues: bool,
}

impl Parser {
    /// About the end of a function, which `block` is the body of; `end` is its brace. `local`: it is static.
    pub(in super::super) fn check_end(&mut self, block: StmtId, ret: TypeId, local: bool, end: u32) {
        if self.types.is_void(ret) {
            return;
        }
        let returns = |s: &Stmt| matches!(s.kind, StmtKind::Return(_));
        let body = &self.func.body;
        let ends = || (0..body.exprs.len()).any(|n| self.is_noreturn_call(ExprId(n as u32)));
        if local && !body.stmts.iter().any(returns) && !ends() {
            // gcc shows the line of the brace.
            return self.warn(
                self.first_on_line(end),
                "-Wreturn-type",
                "no return statement in function returning non-void",
            );
        }
        // A bare `return` has been warned of: it stands for the end too.
        let bare = |s: &Stmt| matches!(s.kind, StmtKind::Return(None));
        if !self.func.body.stmts.iter().any(bare) && self.end_is_reached(block) {
            self.later(0, end, |p| p.warn(end, "-Wreturn-type", "control reaches end of non-void function"));
        }
    }

    /// Is a function's end reached, as far as the flow tells without values?
    pub(in super::super) fn end_is_reached(&self, block: StmtId) -> bool {
        self.falls_through(block, true, &mut Leaves::default())
    }

    /// Is the place behind a statement reached, if the place before it is (`live`)?
    fn falls_through(&self, stmt: StmtId, live: bool, leaves: &mut Leaves) -> bool {
        match &self.func.body.stmt(stmt).kind {
            StmtKind::Empty | StmtKind::Decl { init: None, .. } | StmtKind::Vla { .. } | StmtKind::Cleanup(_) => live,
            StmtKind::Decl { init: Some(Init::Value(e)), .. } | StmtKind::Expr(e) => live && !self.never_returns(*e),
            StmtKind::Decl { .. } => live,
            StmtKind::Block { stmts, .. } | StmtKind::Group(stmts) => {
                stmts.iter().fold(live, |live, s| self.falls_through(*s, live, leaves))
            }
            StmtKind::If { cond, then, otherwise } => {
                let truth = self.truth_of(*cond);
                let live = live && !self.never_returns(*cond);
                let a = self.falls_through(*then, live && truth != Some(false), leaves);
                let live = live && truth != Some(true);
                let b = otherwise.map_or(live, |s| self.falls_through(s, live, leaves));
                a || b
            }
            StmtKind::While { cond, body } => {
                let forever = self.truth_of(*cond) == Some(true);
                let mut inner = Leaves::default();
                self.falls_through(*body, live, &mut inner);
                live && !forever || inner.breaks
            }
            StmtKind::For { cond, body, .. } => {
                let forever = cond.is_none_or(|cond| self.truth_of(cond) == Some(true));
                let mut inner = Leaves::default();
                self.falls_through(*body, live, &mut inner);
                live && !forever || inner.breaks
            }
            StmtKind::DoWhile { body, cond } => {
                let mut inner = Leaves::default();
                let again = self.falls_through(*body, live, &mut inner) || inner.continues;
                again && self.truth_of(*cond) != Some(true) || inner.breaks
            }
            StmtKind::Switch { default, body, .. } => {
                let mut inner = Leaves::default();
                let end = self.falls_through(*body, false, &mut inner);
                leaves.continues |= inner.continues;
                // A computed goto is a switch without a body.
                let computed = matches!(self.func.body.stmt(*body).kind, StmtKind::Empty);
                end || inner.breaks || live && default.is_none() && !computed
            }
            // Somebody goes there: a label of a switch, or one with a name.
            StmtKind::Label(_) => true,
            StmtKind::Goto { .. } | StmtKind::Return(_) => false,
            StmtKind::Break => {
                leaves.breaks |= live;
                false
            }
            StmtKind::Continue => {
                leaves.continues |= live;
                false
            }
        }
    }

    /// Does evaluating an expression never end?
    fn never_returns(&self, e: ExprId) -> bool {
        match &self.func.body.expr(e).kind {
            ExprKind::Call { .. } => self.is_noreturn_call(e),
            ExprKind::Cast(inner) => self.never_returns(*inner),
            ExprKind::Comma(a, b) => self.never_returns(*a) || self.never_returns(*b),
            ExprKind::Cond { cond, then, otherwise } => match self.truth_of(*cond) {
                Some(true) => self.never_returns(*then),
                Some(false) => self.never_returns(*otherwise),
                None => self.never_returns(*then) && self.never_returns(*otherwise),
            },
            ExprKind::Logical(op, a, b) => match (op, self.truth_of(*a)) {
                (LogicalOp::Or, Some(false)) | (LogicalOp::And, Some(true)) => self.never_returns(*b),
                _ => self.never_returns(*a),
            },
            ExprKind::StmtExpr { stmts, result, .. } => {
                let mut leaves = Leaves::default();
                let end = stmts.iter().fold(true, |live, s| self.falls_through(*s, live, &mut leaves));
                !end || result.is_some_and(|result| self.never_returns(result))
            }
            ExprKind::Builtin(Builtin::Unreachable | Builtin::Trap | Builtin::Longjmp, _) => true,
            _ => false,
        }
    }

    fn is_noreturn_call(&self, e: ExprId) -> bool {
        let ExprKind::Call { callee: Callee::Direct(symbol), .. } = self.func.body.expr(e).kind else { return false };
        let name = self.names.get(self.symbols[symbol.index()].name);
        self.symbol_info[symbol.index()].noreturn || NO_RETURN.contains(&name)
    }

    /// About variables that are read and never given a value. `block` is the function's body.
    pub(in super::super) fn check_uninitialized(&mut self, block: StmtId) {
        let body = &self.func.body;
        let mut certain = Certain { parser: self, loads: vec![false; body.exprs.len()], ended: false };
        certain.statement(block);
        let certain = certain.loads;
        let locals = self.func.locals.len();
        let mut set = vec![false; locals];
        let mut read: Vec<Option<(Span, bool)>> = vec![None; locals];
        let local_at = |place: PlaceId| match body.place(place).kind {
            PlaceKind::Local(local) => Some(local.index()),
            _ => None,
        };
        for stmt in &body.stmts {
            match stmt.kind {
                StmtKind::Decl { local, init: Some(_) } | StmtKind::Vla { local } => set[local.index()] = true,
                _ => {}
            }
        }
        for (n, expr) in body.exprs.iter().enumerate() {
            match expr.kind {
                ExprKind::Assign { place, .. } | ExprKind::AddrOf(place) => {
                    if let Some(local) = local_at(place) {
                        set[local] = true;
                    }
                }
                ExprKind::Load(place)
                | ExprKind::AssignOp { place, .. }
                | ExprKind::AssignPtr { place, .. }
                | ExprKind::IncDec { place, .. } => {
                    if let Some(local) = local_at(place) {
                        read[local].get_or_insert((body.place(place).span, certain[n]));
                    }
                }
                _ => {}
            }
        }
        for n in 0..locals {
            let local = &self.func.locals[n];
            let Some((at, certain)) = read[n] else { continue };
            let plain = local.kind == LocalKind::Named && self.types.is_scalar(local.ty) && !local.address_taken;
            if !plain || set[n] || local.ty.quals().has(Quals::VOLATILE) {
                continue;
            }
            let (declared, name) = (local.span, self.text(local.name));
            let len = name.len() as u32;
            if certain {
                self.warn_span(at, len, "-Wuninitialized", format!("'{name}' is used uninitialized"));
            } else {
                self.warn_span(at, len, "-Wmaybe-uninitialized", format!("'{name}' may be used uninitialized"));
            }
            let note = Raw::new(Severity::Note, declared, len, format!("'{name}' was declared here"));
            self.push_raw(note);
        }
    }
}

/// Finds the loads that every run of the function makes.
struct Certain<'a> {
    parser: &'a Parser,
    loads: Vec<bool>,
    /// What follows may be left out.
    ended: bool,
}

impl Certain<'_> {
    fn statement(&mut self, stmt: StmtId) {
        if self.ended {
            return;
        }
        match &self.parser.func.body.stmt(stmt).kind {
            StmtKind::Decl { init: Some(Init::Value(e)), .. } | StmtKind::Expr(e) => {
                self.expression(*e);
                self.ended |= self.parser.never_returns(*e);
            }
            StmtKind::Decl { init: Some(Init::Aggregate { steps, .. }), .. } => {
                steps.iter().for_each(|step| self.expression(step.value));
            }
            StmtKind::Block { stmts, .. } | StmtKind::Group(stmts) => stmts.iter().for_each(|s| self.statement(*s)),
            StmtKind::If { cond, then, otherwise } => {
                self.expression(*cond);
                self.ended |= self.leaves(*then) || otherwise.is_some_and(|s| self.leaves(s));
            }
            StmtKind::While { cond, body } => {
                self.expression(*cond);
                self.ended |= self.leaves(*body) || self.parser.truth_of(*cond) == Some(true);
            }
            StmtKind::DoWhile { body, cond } => {
                self.ended |= self.leaves(*body);
                self.statement(*body);
                if !self.ended {
                    self.expression(*cond);
                }
            }
            StmtKind::For { init, cond, body, .. } => {
                init.iter().for_each(|s| self.statement(*s));
                cond.iter().for_each(|e| self.expression(*e));
                self.ended |= self.leaves(*body) || cond.is_none();
            }
            StmtKind::Switch { value, body, .. } => {
                self.expression(*value);
                self.ended |= self.leaves(*body);
            }
            StmtKind::Return(value) => {
                value.iter().for_each(|e| self.expression(*e));
                self.ended = true;
            }
            StmtKind::Label(_) | StmtKind::Goto { .. } | StmtKind::Break | StmtKind::Continue => self.ended = true,
            StmtKind::Empty | StmtKind::Decl { .. } | StmtKind::Vla { .. } | StmtKind::Cleanup(_) => {}
        }
    }

    /// May a statement go elsewhere than behind its end?
    fn leaves(&self, stmt: StmtId) -> bool {
        match &self.parser.func.body.stmt(stmt).kind {
            StmtKind::Return(_) | StmtKind::Goto { .. } => true,
            StmtKind::Expr(e) => self.parser.never_returns(*e),
            StmtKind::Block { stmts, .. } | StmtKind::Group(stmts) => stmts.iter().any(|s| self.leaves(*s)),
            StmtKind::If { then, otherwise, .. } => self.leaves(*then) || otherwise.is_some_and(|s| self.leaves(s)),
            StmtKind::While { body, .. }
            | StmtKind::DoWhile { body, .. }
            | StmtKind::For { body, .. }
            | StmtKind::Switch { body, .. } => self.leaves(*body),
            _ => false,
        }
    }

    /// Marks what evaluating an expression always loads.
    fn expression(&mut self, e: ExprId) {
        self.loads[e.index()] = true;
        match &self.parser.func.body.expr(e).kind {
            ExprKind::Load(place) | ExprKind::AddrOf(place) | ExprKind::IncDec { place, .. } => self.place(*place),
            ExprKind::Cast(a) | ExprKind::Unary(_, a) | ExprKind::Not(a) | ExprKind::VaArg(a) => self.expression(*a),
            ExprKind::Binary(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::Comma(a, b)
            | ExprKind::PtrAdd { ptr: a, index: b, .. }
            | ExprKind::PtrSub { ptr: a, index: b, .. }
            | ExprKind::PtrDiff { left: a, right: b, .. } => {
                self.expression(*a);
                self.expression(*b);
            }
            ExprKind::Assign { place, value }
            | ExprKind::AssignOp { place, value, .. }
            | ExprKind::AssignPtr { place, index: value, .. } => {
                self.place(*place);
                self.expression(*value);
            }
            ExprKind::Logical(_, a, _) | ExprKind::Cond { cond: a, .. } | ExprKind::CondOr { value: a, .. } => {
                self.expression(*a);
            }
            ExprKind::Call { callee, args, .. } => {
                if let Callee::Indirect(e) = callee {
                    self.expression(*e);
                }
                args.iter().for_each(|e| self.expression(*e));
            }
            ExprKind::Builtin(_, args) => args.iter().for_each(|e| self.expression(*e)),
            ExprKind::Atomic { ptr, args, .. } => {
                self.expression(*ptr);
                args.iter().for_each(|e| self.expression(*e));
            }
            ExprKind::StmtExpr { .. } | ExprKind::Int(_) | ExprKind::Float(_) => {}
        }
    }

    fn place(&mut self, place: PlaceId) {
        match self.parser.func.body.place(place).kind {
            PlaceKind::Deref(e) | PlaceKind::Value(e) => self.expression(e),
            PlaceKind::Field { base, .. } => self.place(base),
            PlaceKind::Local(_) | PlaceKind::Symbol(_) | PlaceKind::CompoundLiteral { .. } => {}
        }
    }
}
