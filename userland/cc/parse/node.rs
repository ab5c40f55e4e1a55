//! Making nodes of the tree. Each knows its height, so that no tree gets too high to be walked by recursion.
//!
//! Entry points: `Parser::expr`, `Parser::place`, `Parser::stmt`, `Parser::new_local`.

use super::*;

impl Parser {
    pub(super) fn new_local(&mut self, name: Sym, ty: TypeId, token: u32, kind: LocalKind) -> LocalId {
        let id = LocalId(self.func.locals.len() as u32);
        let align = self.types.align(ty);
        let (span, scope) = (self.span_at(token), ScopeId(self.func.scope));
        self.func.locals.push(Local { name, ty, align, span, scope, address_taken: false, register: false, kind });
        id
    }

    pub(super) fn height(&self, id: ExprId) -> u32 {
        u32::from(self.func.expr_heights[id.index()])
    }

    pub(super) fn place_height(&self, id: PlaceId) -> u32 {
        u32::from(self.func.place_heights[id.index()])
    }

    pub(super) fn stmt_height(&self, id: StmtId) -> u32 {
        u32::from(self.func.stmt_heights[id.index()])
    }

    pub(super) fn tallest(&self, ids: &[ExprId]) -> u32 {
        ids.iter().map(|i| self.height(*i)).max().unwrap_or(0)
    }

    pub(super) fn tallest_stmt(&self, ids: &[StmtId]) -> u32 {
        ids.iter().map(|i| self.stmt_height(*i)).max().unwrap_or(0)
    }

    pub(super) fn init_height(&self, init: &Init) -> u32 {
        match init {
            Init::Value(e) => self.height(*e),
            Init::Aggregate { steps, .. } => steps.iter().map(|s| self.height(s.value)).max().unwrap_or(0),
        }
    }

    pub(super) fn height_of(&self, kind: &ExprKind) -> u32 {
        match kind {
            ExprKind::Int(_) | ExprKind::Float(_) => 0,
            ExprKind::Load(p) | ExprKind::AddrOf(p) | ExprKind::IncDec { place: p, .. } => self.place_height(*p),
            ExprKind::Cast(e) | ExprKind::Unary(_, e) | ExprKind::Not(e) | ExprKind::VaArg(e) => self.height(*e),
            ExprKind::Binary(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::Logical(_, a, b)
            | ExprKind::Comma(a, b)
            | ExprKind::PtrAdd { ptr: a, index: b, .. }
            | ExprKind::PtrSub { ptr: a, index: b, .. }
            | ExprKind::PtrDiff { left: a, right: b, .. } => self.height(*a).max(self.height(*b)),
            ExprKind::Assign { place, value }
            | ExprKind::AssignOp { place, value, .. }
            | ExprKind::AssignPtr { place, index: value, .. } => self.place_height(*place).max(self.height(*value)),
            ExprKind::Cond { cond, then, otherwise } => {
                self.height(*cond).max(self.height(*then)).max(self.height(*otherwise))
            }
            ExprKind::CondOr { value, converted, otherwise, .. } => {
                self.height(*value).max(self.height(*converted)).max(self.height(*otherwise))
            }
            ExprKind::Call { callee, args, .. } => {
                let callee = match callee {
                    Callee::Direct(_) => 0,
                    Callee::Indirect(e) => self.height(*e),
                };
                callee.max(self.tallest(args))
            }
            ExprKind::StmtExpr { stmts, result, .. } => {
                self.tallest_stmt(stmts).max(result.map_or(0, |r| self.height(r)))
            }
            ExprKind::Builtin(_, args) => self.tallest(args),
            ExprKind::Atomic { ptr, args, .. } => self.height(*ptr).max(self.tallest(args)),
        }
    }

    /// A new expression. `at` is the token it stands for.
    pub(super) fn expr(&mut self, kind: ExprKind, ty: TypeId, at: u32) -> ExprId {
        let mut height = self.height_of(&kind) + 1;
        let mut kind = kind;
        if height > MAX_HEIGHT - 50 {
            self.complain_depth(at);
            kind = ExprKind::Int(0);
            height = 1;
        }
        let id = ExprId(self.func.body.exprs.len() as u32);
        let span = self.span_at(at);
        self.func.body.exprs.push(Expr { kind, ty: ty.unqualified(), span });
        self.func.expr_heights.push(height as u16);
        id
    }

    /// A new place.
    pub(super) fn place(&mut self, kind: PlaceKind, ty: TypeId, at: u32) -> PlaceId {
        let mut height = 1 + match &kind {
            PlaceKind::Local(_) | PlaceKind::Symbol(_) => 0,
            PlaceKind::Deref(e) | PlaceKind::Value(e) => self.height(*e),
            PlaceKind::Field { base, .. } => self.place_height(*base),
            PlaceKind::CompoundLiteral { init, .. } => self.init_height(init),
        };
        let mut kind = kind;
        if height > MAX_HEIGHT - 50 {
            self.complain_depth(at);
            let null = self.expr(ExprKind::Int(0), TypeId::LONG, at);
            kind = PlaceKind::Deref(null);
            height = 2;
        }
        let id = PlaceId(self.func.body.places.len() as u32);
        let span = self.span_at(at);
        self.func.body.places.push(Place { kind, ty, span });
        self.func.place_heights.push(height as u16);
        id
    }

    /// A new statement.
    pub(super) fn stmt(&mut self, kind: StmtKind, at: u32) -> StmtId {
        let mut height = 1 + match &kind {
            StmtKind::Expr(e) | StmtKind::Return(Some(e)) | StmtKind::Cleanup(e) => self.height(*e),
            StmtKind::Decl { init: Some(init), .. } => self.init_height(init),
            StmtKind::Block { stmts, .. } | StmtKind::Group(stmts) => self.tallest_stmt(stmts),
            StmtKind::If { cond, then, otherwise } => {
                self.height(*cond).max(self.stmt_height(*then)).max(otherwise.map_or(0, |o| self.stmt_height(o)))
            }
            StmtKind::While { cond, body } | StmtKind::DoWhile { body, cond } => {
                self.height(*cond).max(self.stmt_height(*body))
            }
            StmtKind::For { init, cond, step, body, .. } => {
                let clauses = cond.map_or(0, |c| self.height(c)).max(step.map_or(0, |s| self.height(s)));
                clauses.max(self.stmt_height(*body)).max(init.map_or(0, |i| self.stmt_height(i)))
            }
            StmtKind::Switch { value, body, .. } => self.height(*value).max(self.stmt_height(*body)),
            _ => 0,
        };
        let mut kind = kind;
        if height > MAX_HEIGHT {
            self.complain_depth(at);
            kind = StmtKind::Empty;
            height = 1;
        }
        let id = StmtId(self.func.body.stmts.len() as u32);
        let span = self.span_at(at);
        self.func.body.stmts.push(Stmt { kind, span });
        self.func.stmt_heights.push(height as u16);
        id
    }
}
