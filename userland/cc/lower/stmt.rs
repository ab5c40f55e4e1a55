//! Statements.
//!
//! Entry point: `Fb::stmt`. Loops are turned round: the test stands at the bottom, and once more before the
//! loop if it is small.

use super::func::{Fb, Home, NO_LABEL, Target};
use super::ir::{Inst, K, Label, Val};
use crate::cc::ast::{ExprId, ExprKind, Init, LabelId, LocalId, ScopeId, StmtId, StmtKind};

/// Tests of up to so many nodes are made twice, before a loop and at its end.
const SMALL_TEST: u8 = 16;

impl Fb<'_, '_> {
    /// Lowers a statement.
    pub fn stmt(&mut self, id: StmtId) {
        let body = self.body;
        let stmt = body.stmt(id);
        let frame = self.frame;
        self.span = stmt.span;
        match &stmt.kind {
            StmtKind::Empty => {}
            StmtKind::Block { scope, stmts } => {
                self.enter_scope(*scope);
                for s in stmts {
                    self.stmt(*s);
                }
                self.leave_scope(*scope);
            }
            StmtKind::Group(stmts) => {
                for s in stmts {
                    self.stmt(*s);
                }
            }
            StmtKind::Label(label) => self.label_stmt(*label),
            _ => {
                self.push(Inst::new(K::Mark, stmt.span));
                self.simple(&stmt.kind);
            }
        }
        self.frame = frame;
    }

    fn simple(&mut self, kind: &StmtKind) {
        match kind {
            StmtKind::Expr(e) => self.effect(*e),
            StmtKind::Decl { local, init } => self.decl(*local, init.as_ref()),
            StmtKind::Vla { local } => self.vla(*local),
            StmtKind::If { cond, then, otherwise } => self.if_stmt(*cond, *then, *otherwise),
            StmtKind::While { cond, body } => self.loop_stmt(Some(*cond), *body, None, true),
            StmtKind::DoWhile { body, cond } => self.loop_stmt(Some(*cond), *body, None, false),
            StmtKind::For { scope, init, cond, step, body } => {
                self.enter_scope(*scope);
                if let Some(init) = init {
                    self.stmt(*init);
                }
                self.loop_stmt(*cond, *body, *step, true);
                self.leave_scope(*scope);
            }
            StmtKind::Switch { value, cases, default, body } => self.switch(*value, cases, *default, *body),
            StmtKind::Goto { label, scope } => self.goto_stmt(*label, *scope),
            StmtKind::Break => {
                if let Some(target) = self.targets.last().copied() {
                    self.leave_to_depth(target.depth);
                    self.jump(target.brk);
                }
            }
            StmtKind::Continue => {
                let target = self.targets.iter().rev().find_map(|t| t.cont.map(|c| (c, t.depth)));
                if let Some((label, depth)) = target {
                    self.leave_to_depth(depth);
                    self.jump(label);
                }
            }
            StmtKind::Cleanup(call) => self.cleanups.push((self.scopes.len(), *call)),
            StmtKind::Return(value) => self.return_stmt(*value),
            StmtKind::Empty | StmtKind::Block { .. } | StmtKind::Group(_) | StmtKind::Label(_) => {}
        }
    }

    fn decl(&mut self, local: LocalId, init: Option<&Init>) {
        match init {
            // Scalars and structs are shown when they have their value.
            Some(init) => {
                self.init_local(local, init);
                self.declare(local);
            }
            None => self.declare(local),
        }
    }

    fn vla(&mut self, local: LocalId) {
        let ty = self.f.locals[local.index()].ty;
        let size = match self.types.kind(ty) {
            crate::cc::types::TypeKind::Vla { size, .. } => self.elem_size(crate::cc::ast::ElemSize::Local(*size)),
            _ => self.ir.konst(self.size(ty) as i64),
        };
        if let Home::Ptr(reg) | Home::Reg(reg) = self.homes[local.index()] {
            self.push(Inst::new(K::Alloca, self.span).d(reg).a(size));
        }
        self.declare(local);
    }

    fn if_stmt(&mut self, cond: ExprId, then: StmtId, otherwise: Option<StmtId>) {
        let no = self.new_label();
        self.condition(cond, no, false);
        self.stmt(then);
        let Some(otherwise) = otherwise else {
            self.place_label(no);
            return;
        };
        let end = self.new_label();
        self.jump(end);
        self.place_label(no);
        self.stmt(otherwise);
        self.place_label(end);
    }

    /// A branch as a full expression: its temporaries in the frame are free afterwards.
    fn condition(&mut self, cond: ExprId, target: Label, when: bool) {
        let frame = self.frame;
        self.branch(cond, target, when);
        self.frame = frame;
    }

    fn loop_stmt(&mut self, cond: Option<ExprId>, body: StmtId, step: Option<ExprId>, test_first: bool) {
        let span = self.span;
        let (top, cont, end) = (self.new_label(), self.new_label(), self.new_label());
        let mut test = None;
        let cond = cond.filter(|c| !matches!(self.body.expr(*c).kind, ExprKind::Int(v) if v != 0));
        let first = cond.filter(|_| test_first);
        let twice = first.is_some_and(|c| self.flags(c).weight <= SMALL_TEST);
        if let Some(c) = first.filter(|_| twice) {
            self.condition(c, end, false);
        }
        self.begin_loop();
        if first.is_some() && !twice {
            let label = self.new_label();
            self.jump(label);
            test = Some(label);
        }
        self.place_label(top);
        self.targets.push(Target { brk: end, cont: Some(cont), depth: self.scopes.len() });
        self.stmt(body);
        self.targets.pop();
        self.place_label(cont);
        self.span = span;
        if let Some(step) = step {
            let frame = self.frame;
            self.span = self.body.expr(step).span;
            self.push(Inst::new(K::Mark, self.span));
            self.effect(step);
            self.frame = frame;
        }
        if let Some(label) = test {
            self.place_label(label);
        }
        match cond {
            Some(c) => {
                self.span = self.body.expr(c).span;
                if step.is_none() {
                    self.mark_for_debugger();
                }
                self.condition(c, top, true);
            }
            None => self.jump(top),
        }
        self.end_loop();
        self.place_label(end);
    }

    /// The label of the intermediate code for a label of the program.
    pub fn label(&mut self, id: LabelId) -> Label {
        if self.labels[id.index()] == NO_LABEL {
            self.labels[id.index()] = self.new_label();
        }
        self.labels[id.index()]
    }

    fn label_stmt(&mut self, id: LabelId) {
        // Loops that can be entered here are not entered at their top only.
        let inside = match self.f.labels[id.index()].name {
            Some(_) => 0,
            None => self.switch_loops.last().copied().unwrap_or(0),
        };
        for i in self.loops[inside.min(self.loops.len())..].iter() {
            self.ir.loops[*i].irregular = true;
        }
        self.label_cleanups[id.index()] = Some(self.cleanups.len());
        let label = self.label(id);
        self.place_label(label);
    }

    fn goto_stmt(&mut self, id: LabelId, from: ScopeId) {
        // The outermost scope with variable length arrays that the target is not in.
        let mut target = Vec::new();
        let mut scope = Some(self.f.labels[id.index()].scope);
        while let Some(s) = scope {
            target.push(s);
            scope = self.f.scopes[s.index()].parent;
        }
        target.sort_unstable();
        let mut left = Val::NONE;
        let mut scope = Some(from);
        while let Some(s) = scope {
            if target.binary_search(&s).is_ok() {
                break;
            }
            if self.scope_sp[s.index()].is_some() {
                left = self.scope_sp[s.index()];
            }
            scope = self.f.scopes[s.index()].parent;
        }
        let common = self.scopes.iter().take_while(|s| target.binary_search(s).is_ok()).count();
        let kept = self.cleanups.iter().take_while(|(depth, _)| *depth <= common).count();
        self.clean_up(self.label_cleanups[id.index()].map_or(kept, |n| kept.min(n)));
        if left.is_some() {
            self.push(Inst::new(K::SetSp, self.span).a(left));
        }
        let label = self.label(id);
        self.jump(label);
    }

    fn return_stmt(&mut self, value: Option<ExprId>) {
        let Some(e) = value else {
            self.clean_up(0);
            self.push(Inst::new(K::Ret, self.span));
            return;
        };
        let ty = self.body.expr(e).ty;
        if self.types.is_void(ty) {
            self.effect(e);
            self.clean_up(0);
            self.push(Inst::new(K::Ret, self.span));
        } else if self.types.is_record(ty) {
            let from = self.record(e);
            let to = super::place::Addr::base(self.result_ptr);
            self.copy(to, from, self.size(ty));
            self.clean_up(0);
            let inst = Inst::new(K::Ret, self.span).a(self.result_ptr);
            self.push(inst);
        } else {
            let v = self.expr(e, Val::NONE);
            let v = self.kept_over_cleanups(v);
            let inst = Inst::new(K::Ret, self.span).a(v);
            self.push(inst);
        }
    }
    /// The value of a `return` while the cleanup functions run.
    fn kept_over_cleanups(&mut self, v: Val) -> Val {
        if self.cleanups.is_empty() || !v.is_reg() {
            self.clean_up(0);
            return v;
        }
        let copy = self.dest(Val::NONE, self.ir.range(v));
        self.mov(copy, v);
        self.clean_up(0);
        copy
    }
}
