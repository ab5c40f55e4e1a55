//! What a function gives whose end or a bare `return` is reached, or a `void main`: undefined in C, but on x86-64 the caller
//! finds what the last call or assignment left in the register for results, and programs get by with it. Followed as gcc
//! does without optimising; the value is kept in a hidden local of such functions only.

use super::*;

impl Parser {
    /// Makes a function whose end is reached return what is left over. `block` is its body, `first` its first parameter,
    /// `end` its brace.
    pub(super) fn return_leftover(&mut self, block: StmtId, first: Option<LocalId>, end: u32) {
        let ret = self.func.ret.unwrap_or(TypeId::VOID);
        let is_main = self.types.is_void(ret);
        let kept = self.new_local(Sym::EMPTY, TypeId::LONG, end, LocalKind::Hidden);
        self.keep_calls(kept, end);
        for n in 0..self.func.body.stmts.len() {
            let id = StmtId(n as u32);
            let kind = match &self.func.body.stmt(id).kind {
                StmtKind::Expr(e) => self.kept_expr(kept, *e, end).map(StmtKind::Expr),
                StmtKind::Decl { local, init: Some(Init::Value(e)) } => {
                    let (local, e) = (*local, *e);
                    let init = self.kept_value(kept, e, end).map(|e| Some(Init::Value(e)));
                    init.map(|init| StmtKind::Decl { local, init })
                }
                StmtKind::Return(None) => {
                    let value = self.leftover(kept, ret, end);
                    Some(StmtKind::Return(Some(value)))
                }
                _ => None,
            };
            if let Some(kind) = kind {
                self.func.body.stmts[n].kind = kind;
            }
        }
        // Before anything else the register has the first argument, from when it was passed.
        let start = match first.filter(|_| !is_main) {
            Some(first) if self.is_word(self.func.locals[first.index()].ty) => self.load_local(first, end),
            _ => self.int_expr(0, TypeId::LONG, end),
        };
        let start = self.cast_expr(start, TypeId::LONG, end);
        let start = self.set_local(kept, start, end);
        let start = self.stmt(StmtKind::Expr(start), end);
        let value = self.leftover(kept, ret, end);
        let last = self.stmt(StmtKind::Return(Some(value)), end);
        if let StmtKind::Block { stmts, .. } = &mut self.func.body.stmts[block.index()].kind {
            *stmts = std::iter::once(start).chain(stmts.iter().copied()).chain([last]).collect();
        }
    }

    fn leftover(&mut self, kept: LocalId, ret: TypeId, at: u32) -> ExprId {
        let value = self.load_local(kept, at);
        self.cast_expr(value, if self.types.is_void(ret) { TypeId::INT } else { ret }, at)
    }

    /// Is it a type whose values are returned in that register?
    pub(super) fn is_word(&self, ty: TypeId) -> bool {
        self.types.is_integer(ty) || self.types.is_pointer(ty)
    }

    /// An expression statement, keeping what an assignment leaves, and what gcc's putchar does.
    fn kept_expr(&mut self, kept: LocalId, e: ExprId, at: u32) -> Option<ExprId> {
        let ty = self.func.body.expr(e).ty;
        match &self.func.body.expr(e).kind {
            // gcc makes putchar of a printf of one character, whose value is the character.
            ExprKind::Call { callee: Callee::Direct(f), args, .. }
                if self.names.bytes(self.symbols[f.index()].name) == b"printf" =>
            {
                let [format] = **args else { return None };
                let c = (1..0x80u8).find(|c| *c != b'%' && self.is_literal(format, &[*c, 0]))?;
                let value = self.int_expr(c.into(), TypeId::LONG, at);
                let kept = self.set_local(kept, value, at);
                Some(self.expr(ExprKind::Comma(e, kept), TypeId::LONG, at))
            }
            ExprKind::Assign { place, value } => {
                let (place, value) = (*place, *value);
                let value = self.kept_value(kept, value, at)?;
                Some(self.expr(ExprKind::Assign { place, value }, ty, at))
            }
            _ => None,
        }
    }

    /// Every call of the function keeps its result, in its own place in the tree.
    fn keep_calls(&mut self, kept: LocalId, at: u32) {
        for n in 0..self.func.body.exprs.len() {
            let call = self.func.body.exprs[n].clone();
            if matches!(call.kind, ExprKind::Call { .. }) {
                let moved = self.expr(call.kind, call.ty, at);
                self.func.body.exprs[moved.index()].span = self.func.body.exprs[n].span;
                if let Some(kept) = self.kept_value(kept, moved, at) {
                    let kind = self.func.body.expr(kept).kind.clone();
                    self.func.body.exprs[n].kind = kind;
                }
            }
        }
    }

    /// A value that passes through the register; constants do not.
    fn kept_value(&mut self, kept: LocalId, e: ExprId, at: u32) -> Option<ExprId> {
        let ty = self.func.body.expr(e).ty;
        if !self.is_word(ty) || self.int_of(e).is_some() {
            return None;
        }
        let value = self.cast_expr(e, TypeId::LONG, at);
        let value = self.set_local(kept, value, at);
        Some(self.cast_expr(value, ty, at))
    }
}
