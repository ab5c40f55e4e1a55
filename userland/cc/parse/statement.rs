//! Statements, C11 6.8, with GNU's case ranges.
//!
//! Entry points: `Parser::block_items`, `Parser::statement`.

use super::convert::Context;
use super::fold::wrap;
use super::*;

impl Parser {
    /// Declarations and statements up to a `}`, which is left.
    pub(super) fn block_items(&mut self) -> Vec<StmtId> {
        let mut out = Vec::new();
        loop {
            self.ask();
            if matches!(self.peek(), Tok::RBrace | Tok::Eof) {
                break;
            }
            if self.peek() == Tok::KwElse && self.func.in_if {
                self.error(self.here(), "expected '}' before 'else'");
                break;
            }
            let (start, nesting) = (self.pos, self.nesting);
            if self.block_item(&mut out).is_err() {
                self.nesting = nesting;
                self.vla_sizes.clear();
                self.recover();
            }
            self.erring = false;
            if self.pos == start && !matches!(self.peek(), Tok::RBrace | Tok::Eof) {
                self.advance();
            }
        }
        out
    }

    fn block_item(&mut self, out: &mut Vec<StmtId>) -> Parse<()> {
        if self.at_declaration() {
            return self.local_declaration(out);
        }
        if self.peek() == Tok::KwElse {
            self.error(self.here(), "'else' without a previous 'if'");
            self.advance();
        }
        let s = self.statement()?;
        out.push(s);
        Ok(())
    }

    /// Whether a declaration begins here, and not a label or an expression.
    fn at_declaration(&mut self) -> bool {
        if self.peek() == Tok::Ident {
            if self.peek_at(1) == Tok::Colon {
                return false;
            }
            let known = self.lookup(self.tok().sym).is_some();
            // `foo x;` with an unknown foo is a declaration with a wrong type
            if !known && matches!(self.peek_at(1), Tok::Ident | Tok::Star) && !self.is_type_name(self.tok().sym) {
                return true;
            }
        }
        if self.peek() == Tok::KwExtension {
            return self.starts_type_at(1);
        }
        if self.peek() == Tok::KwAttribute {
            // `__attribute__((fallthrough));` is a statement
            return self.starts_type_at(self.attributes_ahead());
        }
        self.starts_declaration()
    }

    /// How many tokens the attributes ahead have.
    fn attributes_ahead(&self) -> usize {
        let mut n = 0;
        while self.peek_at(n) == Tok::KwAttribute {
            n += 1;
            let mut open = 0u32;
            loop {
                match self.peek_at(n) {
                    Tok::LParen => open += 1,
                    Tok::RParen => open = open.saturating_sub(1),
                    Tok::Eof => return n,
                    _ => {}
                }
                n += 1;
                if open == 0 {
                    break;
                }
            }
        }
        n
    }

    /// One statement.
    pub(super) fn statement(&mut self) -> Parse<StmtId> {
        self.ask();
        self.enter()?;
        let s = self.statement_inner()?;
        self.leave();
        Ok(s)
    }

    fn statement_inner(&mut self) -> Parse<StmtId> {
        let at = self.here();
        match self.peek() {
            Tok::LBrace => self.compound(),
            Tok::Semi => {
                self.advance();
                Ok(self.stmt(StmtKind::Empty, at))
            }
            Tok::KwIf => self.if_statement(),
            Tok::KwWhile => self.while_statement(),
            Tok::KwDo => self.do_statement(),
            Tok::KwFor => self.for_statement(),
            Tok::KwSwitch => self.switch_statement(),
            Tok::KwCase | Tok::KwDefault => self.labelled_statement(),
            Tok::KwReturn => self.return_statement(),
            Tok::KwBreak | Tok::KwContinue => self.jump(),
            Tok::KwGoto => self.goto_statement(),
            Tok::KwAsm => self.asm_statement(),
            Tok::KwLabel => self.unsupported("__label__"),
            Tok::KwAttribute => {
                self.attributes(&mut Default::default())?;
                self.statement_inner_after_attribute(at)
            }
            Tok::Ident if self.peek_at(1) == Tok::Colon => self.labelled_statement(),
            Tok::RParen | Tok::RBracket => {
                let _ = self.syntax_error::<()>("expected statement");
                self.advance();
                Ok(self.stmt(StmtKind::Empty, at))
            }
            _ => self.expression_statement(),
        }
    }

    fn statement_inner_after_attribute(&mut self, at: u32) -> Parse<StmtId> {
        if self.eat(Tok::Semi) {
            return Ok(self.stmt(StmtKind::Empty, at));
        }
        self.statement()
    }

    fn expression_statement(&mut self) -> Parse<StmtId> {
        let at = self.here();
        let op = self.expression()?;
        self.end_statement();
        let sizes = std::mem::take(&mut self.vla_sizes);
        self.check_result_used(&op);
        if self.wall {
            self.check_value_used(&op);
        }
        let e = self.dropped(&op);
        if self.wall {
            self.check_sequence(e);
        }
        let mut e = self.puts_for_printf(e);
        for size in sizes.into_iter().rev() {
            let ty = self.func.body.expr(e).ty;
            e = self.expr(ExprKind::Comma(size, e), ty, at);
        }
        let s = self.stmt(StmtKind::Expr(e), at);
        self.last_statement_value = Some((s, op));
        Ok(s)
    }

    pub(super) fn set_local(&mut self, local: LocalId, value: ExprId, at: u32) -> ExprId {
        let ty = self.func.locals[local.index()].ty;
        let place = self.place(PlaceKind::Local(local), ty, at);
        self.expr(ExprKind::Assign { place, value }, ty, at)
    }

    /// `{ ... }` with a scope of its own.
    pub(super) fn compound(&mut self) -> Parse<StmtId> {
        let at = self.here();
        self.advance();
        let (scope, outer) = self.open_block();
        let stmts = self.block_items();
        self.close_block(outer);
        match self.peek() {
            Tok::RBrace => self.advance(),
            // As if the brace were there: it was told of.
            Tok::KwElse => {}
            _ => return self.syntax_error("expected declaration or statement"),
        }
        Ok(self.stmt(StmtKind::Block { scope, stmts: stmts.into() }, at))
    }

    /// `( condition )`
    fn parenthesized(&mut self) -> Parse<ExprId> {
        let open = self.here();
        if self.expect(Tok::LParen).is_err() {
            return Ok(self.int_expr(0, TypeId::INT, open));
        }
        let op = self.expression()?;
        let cond = self.condition_value(&op);
        if self.wall {
            self.check_sequence(cond);
        }
        self.close_or_skip(Tok::RParen, open);
        Ok(cond)
    }

    /// A body in a scope of its own, as C99 has it.
    fn body(&mut self) -> Parse<StmtId> {
        if self.peek() == Tok::LBrace {
            return self.statement();
        }
        if self.at_declaration() && !matches!(self.peek(), Tok::Ident) {
            return self.syntax_error("expected expression");
        }
        self.statement()
    }

    /// Chains of `else if` are read in a loop: they may be long.
    fn if_statement(&mut self) -> Parse<StmtId> {
        let mut chain = Vec::new();
        let last = loop {
            let at = self.here();
            self.advance();
            let cond = self.parenthesized()?;
            let first = self.here();
            let empty = self.peek() == Tok::Semi;
            let around = std::mem::replace(&mut self.func.in_if, true);
            let then = self.body();
            self.func.in_if = around;
            let then = then?;
            chain.push((at, cond, then));
            if empty && self.wall && self.peek() != Tok::KwElse {
                self.check_empty_body(first, "an 'if'");
            }
            if self.wall {
                self.check_indentation(at, first);
            }
            let otherwise = self.here();
            if !self.eat(Tok::KwElse) {
                if self.wall {
                    self.check_dangling_else(at + 1, then);
                }
                break None;
            }
            if self.peek() != Tok::KwIf {
                let first = self.here();
                if self.wall && self.peek() == Tok::Semi {
                    self.check_empty_body(first, "an 'else'");
                }
                let body = self.body()?;
                if self.wall {
                    self.check_indentation(otherwise, first);
                }
                break Some(body);
            }
        };
        let mut otherwise = last;
        let mut made = None;
        for (at, cond, then) in chain.into_iter().rev() {
            let s = self.stmt(StmtKind::If { cond, then, otherwise }, at);
            otherwise = Some(s);
            made = Some(s);
        }
        match made {
            Some(s) => Ok(s),
            None => Err(Stop),
        }
    }

    fn loop_body(&mut self) -> Parse<StmtId> {
        self.func.loops += 1;
        let kinds = std::mem::replace(&mut self.func.breakable, 1);
        let body = self.body();
        self.func.breakable = kinds;
        self.func.loops -= 1;
        body
    }

    fn while_statement(&mut self) -> Parse<StmtId> {
        let at = self.here();
        self.advance();
        let cond = self.parenthesized()?;
        let first = self.here();
        let body = self.loop_body()?;
        if self.wall {
            self.check_indentation(at, first);
        }
        Ok(self.stmt(StmtKind::While { cond, body }, at))
    }

    fn do_statement(&mut self) -> Parse<StmtId> {
        let at = self.here();
        self.advance();
        if self.wall && self.peek() == Tok::Semi {
            self.check_empty_body(self.here(), "'do'");
        }
        let body = self.loop_body()?;
        if self.peek() != Tok::KwWhile {
            return self.syntax_error("expected 'while'");
        }
        self.advance();
        let cond = self.parenthesized()?;
        self.end_statement();
        Ok(self.stmt(StmtKind::DoWhile { body, cond }, at))
    }

    fn for_statement(&mut self) -> Parse<StmtId> {
        let at = self.here();
        self.advance();
        let open = self.here();
        if self.expect(Tok::LParen).is_err() {
            return self.loop_body();
        }
        let (scope, outer) = self.open_block();
        let parts = self.for_parts(open);
        self.close_block(outer);
        let (init, cond, step, body) = parts?;
        Ok(self.stmt(StmtKind::For { scope, init, cond, step, body }, at))
    }

    #[allow(clippy::type_complexity)]
    fn for_parts(&mut self, open: u32) -> Parse<(Option<StmtId>, Option<ExprId>, Option<ExprId>, StmtId)> {
        let at = self.here();
        let init = if self.eat(Tok::Semi) {
            None
        } else if self.at_declaration() {
            let mut stmts = Vec::new();
            let nesting = self.nesting;
            if self.local_declaration(&mut stmts).is_err() {
                self.nesting = nesting;
                self.vla_sizes.clear();
                self.recover();
            }
            Some(self.stmt(StmtKind::Group(stmts.into()), at))
        } else {
            Some(self.expression_statement()?)
        };
        let cond = if self.peek() == Tok::Semi {
            None
        } else {
            let op = self.expression()?;
            Some(self.condition_value(&op))
        };
        self.end_statement();
        let step = if self.peek() == Tok::RParen {
            None
        } else {
            let op = self.expression()?;
            if self.wall {
                self.check_value_used(&op);
            }
            let step = self.dropped(&op);
            if self.wall {
                self.check_sequence(step);
            }
            Some(step)
        };
        self.close_or_skip(Tok::RParen, open);
        let first = self.here();
        let body = self.loop_body()?;
        // The last place at which the loop's own variables are known.
        self.ask_before();
        if self.wall {
            self.check_indentation(open - 1, first);
        }
        Ok((init, cond, step, body))
    }

    // -----------------------------------------------------------------------------------------
    // Switch

    fn switch_statement(&mut self) -> Parse<StmtId> {
        let at = self.here();
        self.advance();
        let open = self.here();
        let mut op = self.bad(open, open, open);
        if self.expect(Tok::LParen).is_ok() {
            op = self.expression()?;
            self.close_or_skip(Tok::RParen, open);
        }
        let mut value = self.promote(&op);
        let mut ty = self.func.body.expr(value).ty;
        if self.wall {
            self.check_sequence(value);
        }
        if op.node == Node::Bad {
            ty = TypeId::INT;
        } else if !self.types.is_integer(ty) {
            self.error_operand(&op, "switch quantity not an integer");
            value = self.int_expr(0, TypeId::INT, at);
            ty = TypeId::INT;
        }
        self.func.switches.push(SwitchState { at, ty, seen: Default::default(), cases: Vec::new(), default: None });
        let kinds = std::mem::replace(&mut self.func.breakable, 2);
        let body = self.body();
        self.func.breakable = kinds;
        let state = self.func.switches.pop();
        let body = body?;
        let Some(state) = state else { return Err(Stop) };
        let default = state.default.map(|d| d.0);
        if self.wall && default.is_none() {
            self.check_enumeration(op.ty, &state.cases, at);
        }
        Ok(self.stmt(StmtKind::Switch { value, cases: state.cases.into(), default, body }, at))
    }

    /// Enters a case of the innermost switch; complains if a value occurs twice.
    fn add_case(&mut self, case: Case, at: u32) {
        let Some(switch) = self.func.switches.last_mut() else {
            return;
        };
        let signed = self.types.is_signed(switch.ty);
        let key = |n: i64| {
            if signed { i128::from(n) } else { i128::from(n as u64) }
        };
        let (lo, hi) = (key(case.lo), key(case.hi));
        let overlap = switch.seen.range(..=hi).next_back().filter(|(_, (end, _))| *end >= lo).map(|(_, (_, at))| *at);
        if let Some(before) = overlap {
            self.error(
                at,
                "duplicate (or overlapping) case value"
                    .replace(" (or overlapping)", if lo == hi { "" } else { " (or overlapping)" }),
            );
            self.note(before, "previously used here");
            return;
        }
        switch.seen.insert(lo, (hi, at));
        switch.cases.push(case);
    }

    fn case_label(&mut self) -> Parse<StmtId> {
        let at = self.here();
        let is_case = self.peek() == Tok::KwCase;
        self.advance();
        let mut values = None;
        if is_case {
            let lo = self.conditional()?;
            let hi = if self.eat(Tok::Ellipsis) { Some(self.conditional()?) } else { None };
            values = self.case_values(&lo, hi.as_ref(), at);
        }
        if !self.eat(Tok::Colon) {
            let what = "expected ':' or '...'";
            return self.missing(if is_case { what } else { "expected ':'" }, Some(":"), None);
        }
        self.check_case_scope(at);
        let label = self.new_label(None, at);
        let found = self.func.switches.last().map(|s| (s.ty, s.default));
        match found {
            None => {
                let message = if is_case {
                    "case label not within a switch statement"
                } else {
                    "'default' label not within a switch statement"
                };
                self.error(at, message);
            }
            Some((_, Some((_, before)))) if !is_case => {
                self.error(at, "multiple default labels in one switch");
                self.note(before, "this is the first default label");
            }
            Some((ty, _)) => {
                let size = self.types.size(ty).unwrap_or(4);
                let signed = self.types.is_signed(ty);
                match (values, self.func.switches.last_mut()) {
                    (Some((lo, hi)), _) => {
                        let case = Case { lo: wrap(lo, size, signed), hi: wrap(hi, size, signed), label };
                        self.add_case(case, at);
                    }
                    (None, Some(switch)) if !is_case => switch.default = Some((label, at)),
                    _ => {}
                }
            }
        }
        Ok(self.stmt(StmtKind::Label(label), at))
    }

    /// Labels and the statement behind them. Labels in a row are read in a loop: there may be many.
    fn labelled_statement(&mut self) -> Parse<StmtId> {
        let at = self.here();
        let mut stmts = Vec::new();
        loop {
            let label = match self.peek() {
                Tok::KwCase | Tok::KwDefault => self.case_label()?,
                Tok::Ident if self.peek_at(1) == Tok::Colon => self.label()?,
                _ => break,
            };
            stmts.push(label);
        }
        if self.peek() == Tok::RBrace {
            // gcc accepts a label at the end of a block
        } else if self.at_declaration() && self.peek() != Tok::Ident {
            // and a declaration behind one
            self.local_declaration(&mut stmts)?;
        } else {
            let next = self.statement()?;
            stmts.push(next);
        }
        Ok(self.stmt(StmtKind::Group(stmts.into()), at))
    }

    fn case_values(&mut self, lo: &Operand, hi: Option<&Operand>, at: u32) -> Option<(i64, i64)> {
        let value = |p: &mut Parser, op: &Operand| -> Option<i64> {
            let n = p.integer_constant(op);
            if n.is_none() && op.node != Node::Bad {
                p.error(at, "case label does not reduce to an integer constant");
            }
            n
        };
        let a = value(self, lo)?;
        let b = match hi {
            Some(op) => value(self, op)?,
            None => a,
        };
        if b < a {
            self.warn(lo.at, "", "empty range specified");
            return None;
        }
        Some((a, b))
    }

    fn return_statement(&mut self) -> Parse<StmtId> {
        let at = self.here();
        self.advance();
        let ret = self.func.ret.unwrap_or(TypeId::VOID);
        if self.eat(Tok::Semi) {
            if !self.types.is_void(ret) {
                self.warn(at, self.return_option(), "'return' with no value, in function returning non-void");
                self.note_function();
            }
            return Ok(self.stmt(StmtKind::Return(None), at));
        }
        let op = self.expression()?;
        self.end_statement();
        if self.types.is_void(ret) {
            let void = self.types.is_void(op.ty);
            if !void && op.node != Node::Bad {
                self.complain_operand(
                    Severity::Warning,
                    &op,
                    self.return_option(),
                    "'return' with a value, in function returning void".into(),
                );
                self.note_function();
            }
            let e = self.dropped(&op);
            let e = self.cast_expr(e, TypeId::VOID, at);
            return Ok(self.stmt(StmtKind::Return(Some(e)), at));
        }
        let mut value = self.convert_to(&op, ret, Context::Return);
        if self.wall {
            self.check_sequence(value);
        }
        if self.is_local_address(value, &op) {
            // gcc warns, and returns a null pointer.
            let zero = self.int_expr(0, TypeId::LONG, at);
            value = self.cast_expr(zero, ret, at);
        }
        Ok(self.stmt(StmtKind::Return(Some(value)), at))
    }

    /// gcc names the option of what it says of a `return` anyway, if one has asked for it.
    fn return_option(&self) -> &'static str {
        if self.wall { "-Wreturn-type" } else { "" }
    }

    fn note_function(&mut self) {
        let token = self.func.name_token;
        self.note(token, "declared here");
    }

    /// `return &local;`, `return local_array + 1;` and the like: complains.
    fn is_local_address(&mut self, value: ExprId, op: &Operand) -> bool {
        let pointer = self.types.is_pointer(self.func.body.expr(value).ty);
        if !pointer || !self.leads_to_local(value) {
            return false;
        }
        let text = "function returns address of local variable".into();
        self.complain_operand(Severity::Warning, op, "-Wreturn-local-addr", text);
        true
    }

    /// Is it plainly the address of a local variable, of a part of one or of what lies beside it? As gcc sees it.
    fn leads_to_local(&self, value: ExprId) -> bool {
        let mut value = value;
        loop {
            let mut place = match &self.func.body.expr(value).kind {
                ExprKind::AddrOf(place) => *place,
                ExprKind::Cast(inner)
                | ExprKind::PtrAdd { ptr: inner, .. }
                | ExprKind::PtrSub { ptr: inner, .. }
                | ExprKind::Binary(BinaryOp::Add, inner, _) => {
                    value = *inner;
                    continue;
                }
                _ => return false,
            };
            value = loop {
                match &self.func.body.place(place).kind {
                    PlaceKind::Field { base, .. } => place = *base,
                    PlaceKind::Local(_) => return true,
                    PlaceKind::Deref(pointer) => break *pointer,
                    _ => return false,
                }
            };
        }
    }
}
