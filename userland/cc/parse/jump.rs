//! Labels and jumps, C11 6.8.1 and 6.8.6, with GNU's computed goto, and those that are forbidden: past the declaration of a
//! variable length array.
//!
//! Entry points: `Parser::label`, `Parser::goto_statement`, `Parser::jump`, `Parser::check_labels`,
//! `Parser::check_case_scope`.

use super::*;

const MODIFIED: &str = "into scope of identifier with variably modified type";

impl Parser {
    pub(super) fn new_label(&mut self, name: Option<Sym>, at: u32) -> LabelId {
        let id = LabelId(self.func.labels.len() as u32);
        let (scope, span) = (ScopeId(self.func.scope), self.span_at(at));
        self.func.labels.push(Label { name, scope, span });
        id
    }

    fn named_label(&mut self, sym: Sym, at: u32) -> usize {
        match self.func.named_labels.iter().position(|l| l.sym == sym) {
            Some(index) => index,
            None => {
                let label = self.new_label(Some(sym), at);
                self.func.named_labels.push(NamedLabel { sym, label, defined: None, used: None });
                self.func.named_labels.len() - 1
            }
        }
    }

    pub(super) fn label(&mut self) -> Parse<StmtId> {
        let (sym, at) = (self.tok().sym, self.here());
        self.advance();
        self.advance();
        self.attributes(&mut Default::default())?;
        let index = self.named_label(sym, at);
        let known = self.func.named_labels[index];
        if let Some(before) = known.defined {
            let text = self.text(sym);
            self.error(at, format!("duplicate label '{text}'"));
            self.note(before, format!("previous definition of '{text}' with type 'void'"));
        }
        self.func.named_labels[index].defined = Some(at);
        let (scope, span) = (ScopeId(self.func.scope), self.span_at(at));
        let label = &mut self.func.labels[known.label.index()];
        label.scope = scope;
        label.span = span;
        Ok(self.stmt(StmtKind::Label(known.label), at))
    }

    pub(super) fn goto_statement(&mut self) -> Parse<StmtId> {
        let at = self.here();
        self.advance();
        if self.eat(Tok::Star) {
            return self.computed_goto(at);
        }
        if self.peek() != Tok::Ident {
            return self.syntax_error("expected identifier or '*'");
        }
        let (sym, name_at) = (self.tok().sym, self.here());
        let line_start = self.line_start();
        self.advance();
        self.expect(Tok::Semi)?;
        let index = self.named_label(sym, name_at);
        let known = &mut self.func.named_labels[index];
        known.used.get_or_insert(line_start);
        let label = known.label;
        let scope = ScopeId(self.func.scope);
        self.func.gotos.push(Goto { at, scope, label });
        Ok(self.stmt(StmtKind::Goto { label, scope }, at))
    }

    /// GNU's `&&label`: a number that means the label within its function.
    pub(super) fn label_address(&mut self) -> Parse<Operand> {
        let at = self.here();
        self.advance();
        if self.peek() != Tok::Ident {
            return self.syntax_error("expected identifier");
        }
        let (sym, name_at) = (self.tok().sym, self.here());
        self.advance();
        if !self.func.active {
            self.error(at, format!("label '{}' referenced outside of any function", self.text(sym)));
            return Ok(self.bad(at, at, name_at));
        }
        let index = self.named_label(sym, name_at);
        let known = &mut self.func.named_labels[index];
        known.used.get_or_insert(name_at);
        let label = known.label;
        if !self.func.addressed_labels.contains(&label) {
            self.func.addressed_labels.push(label);
        }
        let ty = self.types.pointer(TypeId::VOID);
        let e = self.int_expr(i64::from(label.0) + 1, ty, at);
        Ok(self.made(e, at, at, name_at))
    }

    /// GNU's `goto *address;`: a switch over the labels whose addresses the function takes, which are known at its end.
    fn computed_goto(&mut self, at: u32) -> Parse<StmtId> {
        let op = self.expression()?;
        self.end_statement();
        let address = self.value(op);
        let address = self.rvalue(&address);
        let value = self.cast_expr(address, TypeId::LONG, at);
        let body = self.stmt(StmtKind::Empty, at);
        let goto = self.stmt(StmtKind::Switch { value, cases: Box::default(), default: None, body }, at);
        self.func.computed_gotos.push(goto);
        Ok(goto)
    }

    /// At the end of a function: labels that were used but never defined, and what computed gotos go to.
    pub(super) fn check_labels(&mut self) {
        let case = |label: &LabelId| Case { lo: i64::from(label.0) + 1, hi: i64::from(label.0) + 1, label: *label };
        let all: Box<[Case]> = self.func.addressed_labels.iter().map(case).collect();
        for goto in std::mem::take(&mut self.func.computed_gotos) {
            if let StmtKind::Switch { cases, .. } = &mut self.func.body.stmts[goto.index()].kind {
                *cases = all.clone();
            }
        }
        self.check_jumps();
        let labels = std::mem::take(&mut self.func.named_labels);
        for l in &labels {
            if let (None, Some(used)) = (l.defined, l.used) {
                let text = self.text(l.sym);
                self.error(used, format!("label '{text}' used but not defined"));
            }
        }
    }

    pub(super) fn jump(&mut self) -> Parse<StmtId> {
        let at = self.here();
        let is_break = self.peek() == Tok::KwBreak;
        self.advance();
        self.end_statement();
        if is_break && self.func.breakable == 0 {
            self.error(at, "break statement not within loop or switch");
        } else if !is_break && self.func.loops == 0 {
            self.error(at, "continue statement not within a loop");
        } else {
            return Ok(self.stmt(if is_break { StmtKind::Break } else { StmtKind::Continue }, at));
        }
        Ok(self.stmt(StmtKind::Empty, at))
    }

    // -----------------------------------------------------------------------------------------
    // Variable length arrays

    /// Does a type have a size, or lead to one, that is known at run time only?
    pub(super) fn is_variably_modified(&self, ty: TypeId) -> bool {
        let mut ty = ty;
        while !self.types.is_variably_sized(ty) {
            match self.types.pointee(ty).or(self.types.element(ty)) {
                Some(inner) => ty = inner,
                None => return false,
            }
        }
        true
    }

    /// The variable length arrays that are known at a place.
    fn vlas_at(&self, scope: ScopeId, at: u32) -> Vec<(LocalId, u32)> {
        let mut scopes = vec![scope];
        while let Some(outer) = scopes.last().and_then(|scope| self.func.scopes.get(scope.0 as usize)?.parent) {
            scopes.push(outer);
        }
        let known = |vla: &&(LocalId, u32)| vla.1 < at && scopes.contains(&self.func.locals[vla.0.index()].scope);
        self.func.vlas.iter().filter(known).copied().collect()
    }

    /// About the gotos of a function, at its end.
    fn check_jumps(&mut self) {
        if self.func.vlas.is_empty() {
            return;
        }
        for goto in std::mem::take(&mut self.func.gotos) {
            let Some(known) = self.func.named_labels.iter().find(|known| known.label == goto.label).copied() else {
                continue;
            };
            let Some(label_at) = known.defined else { continue };
            let before = self.vlas_at(goto.scope, goto.at);
            let after = self.vlas_at(self.func.labels[goto.label.index()].scope, label_at);
            let Some((local, token)) = after.iter().find(|vla| !before.contains(vla)).copied() else { continue };
            let (label, name) = (self.text(known.sym), self.text(self.func.locals[local.index()].name));
            let said = [
                (Severity::Error, goto.at, format!("jump {MODIFIED}")),
                (Severity::Note, label_at, format!("label '{label}' defined here")),
                (Severity::Note, token, format!("'{name}' declared here")),
            ];
            self.errors += 1;
            for (severity, token, message) in said {
                let mut raw = Raw::new(severity, self.span_at(token), self.len_at(token), message);
                raw.at = goto.at.max(label_at);
                self.insert_raw(raw);
            }
        }
    }

    /// About the label at the token `at` of the innermost switch.
    pub(super) fn check_case_scope(&mut self, at: u32) {
        let Some(start) = self.func.switches.last().map(|switch| switch.at) else { return };
        let scope = ScopeId(self.func.scope);
        let passed = self.vlas_at(scope, at).into_iter().find(|vla| vla.1 > start);
        if let Some((local, token)) = passed {
            let name = self.text(self.func.locals[local.index()].name);
            self.error(at, format!("switch jumps {MODIFIED}"));
            self.note(start, "switch starts here");
            self.note(token, format!("'{name}' declared here"));
        }
    }
}
