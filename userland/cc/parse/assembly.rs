//! GNU's `asm` statements, of which there is no machine to execute: the few instructions that courses use are known by what
//! they do. Barriers and pauses, `xchg` and `lock cmpxchg`/`xadd` of spin locks, `syscall`, `rdtsc`.
//!
//! Entry point: `Parser::asm_statement`.

use super::convert::Context;
use super::*;

/// An operand: its constraint and what it is.
struct AsmOperand {
    constraint: String,
    op: Operand,
    output: bool,
}

impl Parser {
    /// `asm volatile ("..." : outputs : inputs : clobbers);`
    pub(super) fn asm_statement(&mut self) -> Parse<StmtId> {
        let at = self.here();
        self.advance();
        while matches!(self.peek(), Tok::KwVolatile | Tok::KwInline | Tok::KwConst) {
            self.advance();
        }
        let open = self.here();
        self.expect(Tok::LParen)?;
        if self.peek() != Tok::Str {
            return self.syntax_error("expected string literal");
        }
        let text = self.asm_string();
        let mut operands = Vec::new();
        for output in [true, false] {
            if self.eat(Tok::Colon) {
                self.asm_operands(output, &mut operands)?;
            }
        }
        while !matches!(self.peek(), Tok::RParen | Tok::Semi | Tok::Eof) {
            self.advance();
        }
        self.close_or_skip(Tok::RParen, open);
        self.expect(Tok::Semi)?;
        let Some(e) = self.asm_meaning(&text, &operands, at) else {
            self.error(at, "not supported: asm");
            return Err(Stop);
        };
        let barrier = self.finish_builtin(crate::cc::builtin::Builtin::SyncSynchronize, Vec::new(), TypeId::VOID, at);
        let barrier = self.rvalue(&barrier);
        let e = self.expr(ExprKind::Comma(barrier, e), TypeId::VOID, at);
        Ok(self.stmt(StmtKind::Expr(e), at))
    }

    fn asm_string(&mut self) -> String {
        let mut text = String::new();
        while self.peek() == Tok::Str {
            let piece = self.text(self.tok().sym);
            text.push_str(piece.trim_matches('"'));
            self.advance();
        }
        text
    }

    fn asm_operands(&mut self, output: bool, list: &mut Vec<AsmOperand>) -> Parse<()> {
        while matches!(self.peek(), Tok::Str | Tok::LBracket) {
            if self.peek() == Tok::LBracket {
                self.skip_balanced();
            }
            let constraint = self.asm_string();
            let open = self.here();
            self.expect(Tok::LParen)?;
            let op = self.expression()?;
            self.close_or_skip(Tok::RParen, open);
            list.push(AsmOperand { constraint, op, output });
            if !self.eat(Tok::Comma) {
                break;
            }
        }
        Ok(())
    }

    /// What the instructions do, as an expression; `None` if that is not known.
    fn asm_meaning(&mut self, text: &str, operands: &[AsmOperand], at: u32) -> Option<ExprId> {
        let text = text.to_lowercase().replace("\\n", ";").replace("\\t", " ").replace("%%", "%").replace('\n', ";");
        let words: Vec<&str> = text.split([' ', ';', ',']).filter(|w| !w.is_empty()).collect();
        let quiet = ["nop", "pause", "mfence", "lfence", "sfence", "rep", "hlt"];
        let empty = words.iter().all(|w| quiet.contains(w));
        let words: Vec<&str> = words.into_iter().filter(|w| *w != "lock").collect();
        match words.as_slice() {
            _ if empty => self.asm_passes(operands, at),
            ["xchg" | "xchgb" | "xchgw" | "xchgl" | "xchgq", a, b] => self.asm_exchange(a, b, operands, at),
            ["cmpxchg" | "cmpxchgl" | "cmpxchgq", from, to] => self.asm_compare(from, to, operands, at),
            ["xadd" | "xaddl" | "xaddq", from, to] => {
                let (register, memory) = (self.asm_number(from, operands)?, self.asm_number(to, operands)?);
                self.asm_atomic(AtomicOp::Fetch(RmwOp::Add), register, memory, operands, at)
            }
            ["syscall"] => self.asm_syscall(operands, at),
            ["rdtsc"] => self.asm_clock(operands, at),
            _ => None,
        }
    }

    /// Nothing is executed, but an output that shares its register with an input gets that.
    fn asm_passes(&mut self, operands: &[AsmOperand], at: u32) -> Option<ExprId> {
        let mut e = self.int_expr(0, TypeId::INT, at);
        for n in 0..operands.len() {
            if operands[n].output
                && operands[n].constraint.starts_with('=')
                && let Some(input) = self.asm_input_of(n, operands)
            {
                let store = self.asm_store(&operands[n].op, &input, at)?;
                e = self.expr(ExprKind::Comma(e, store), TypeId::VOID, at);
            }
        }
        Some(self.cast_expr(e, TypeId::VOID, at))
    }

    /// The operand `%n`.
    fn asm_number(&self, word: &str, operands: &[AsmOperand]) -> Option<usize> {
        let digits = word.trim_start_matches(['%', '(']).trim_start_matches(['k', 'q', 'w', 'b']).trim_end_matches(')');
        digits.parse().ok().filter(|n| *n < operands.len())
    }

    /// The input whose constraint is the number of an output.
    fn asm_input_of(&self, output: usize, operands: &[AsmOperand]) -> Option<Operand> {
        let number = output.to_string();
        operands.iter().find(|o| !o.output && o.constraint == number).map(|o| o.op)
    }

    fn asm_store(&mut self, to: &Operand, value: &Operand, at: u32) -> Option<ExprId> {
        let place = self.modifiable(to, at, "lvalue required in 'asm' statement", "assignment")?;
        let value = self.convert_to(value, to.ty, Context::Assign);
        Some(self.expr(ExprKind::Assign { place, value }, to.ty, at))
    }

    /// Memory and a register change their values; the memory is the one of the two with an `m`.
    fn asm_exchange(&mut self, a: &str, b: &str, operands: &[AsmOperand], at: u32) -> Option<ExprId> {
        let (a, b) = (self.asm_number(a, operands)?, self.asm_number(b, operands)?);
        let (memory, register) = if operands[a].constraint.contains('m') { (a, b) } else { (b, a) };
        self.asm_atomic(AtomicOp::Exchange, register, memory, operands, at)
    }

    /// An atomic operation on `memory` with the register's value; the register gets the old one.
    fn asm_atomic(
        &mut self,
        op: AtomicOp,
        register: usize,
        memory: usize,
        operands: &[AsmOperand],
        at: u32,
    ) -> Option<ExprId> {
        let Node::Place(place) = operands[memory].op.node else { return None };
        let value = match operands[register].constraint.starts_with('=') {
            true => self.asm_input_of(register, operands)?,
            false => operands[register].op,
        };
        let ty = operands[memory].op.ty.unqualified();
        let ptr = self.address(place, operands[memory].op.ty, at);
        let value = self.convert_to(&value, ty, Context::Assign);
        let old = self.expr(ExprKind::Atomic { op, ptr, ty, args: Box::new([value]) }, ty, at);
        if !operands[register].output {
            return Some(self.cast_expr(old, TypeId::VOID, at));
        }
        let old = self.made(old, at, at, at);
        let e = self.asm_store(&operands[register].op, &old, at)?;
        Some(self.cast_expr(e, TypeId::VOID, at))
    }

    /// `cmpxchg new, memory`: the accumulator has what is expected, and gets what was there.
    fn asm_compare(&mut self, from: &str, to: &str, operands: &[AsmOperand], at: u32) -> Option<ExprId> {
        let (new, memory) = (self.asm_number(from, operands)?, self.asm_number(to, operands)?);
        let accumulator = operands.iter().position(|o| o.output && o.constraint.contains('a'))?;
        let expected = match operands[accumulator].constraint.starts_with('=') {
            true => self
                .asm_input_of(accumulator, operands)
                .or_else(|| operands.iter().find(|o| !o.output && o.constraint == "a").map(|o| o.op))?,
            false => operands[accumulator].op,
        };
        let Node::Place(place) = operands[memory].op.node else { return None };
        let ty = operands[memory].op.ty.unqualified();
        let ptr = self.address(place, operands[memory].op.ty, at);
        let expected = self.convert_to(&expected, ty, Context::Assign);
        let desired = self.convert_to(&operands[new].op, ty, Context::Assign);
        let args = Box::new([expected, desired]);
        let old = self.expr(ExprKind::Atomic { op: AtomicOp::ValCas, ptr, ty, args }, ty, at);
        let old = self.made(old, at, at, at);
        let e = self.asm_store(&operands[accumulator].op, &old, at)?;
        Some(self.cast_expr(e, TypeId::VOID, at))
    }

    /// Number in a; arguments in D, S, d.
    fn asm_syscall(&mut self, operands: &[AsmOperand], at: u32) -> Option<ExprId> {
        let result = operands.iter().position(|o| o.output && o.constraint.contains('a'))?;
        let mut args = Vec::new();
        for letter in ["a", "D", "S", "d"] {
            let matching = if letter == "a" { self.asm_input_of(result, operands) } else { None };
            let input = operands.iter().find(|o| !o.output && o.constraint == letter).map(|o| o.op).or(matching);
            let value = match input {
                Some(op) => self.value(op),
                None if letter == "a" => return None,
                None => break,
            };
            let e = self.rvalue(&value);
            args.push(self.cast_expr(e, TypeId::LONG, at));
        }
        if operands.iter().filter(|o| !o.output).count() != args.len() {
            return None;
        }
        let value = self.finish_builtin(crate::cc::builtin::Builtin::Syscall, args, TypeId::LONG, at);
        let e = self.asm_store(&operands[result].op, &value, at)?;
        Some(self.cast_expr(e, TypeId::VOID, at))
    }

    /// The time stamp counter's halves: `=a` and `=d`.
    fn asm_clock(&mut self, operands: &[AsmOperand], at: u32) -> Option<ExprId> {
        let [low, high] = operands else { return None };
        if !low.constraint.contains('a') || !high.constraint.contains('d') || !low.output || !high.output {
            return None;
        }
        let count = self.library_call("__time_stamp", TypeId::ULONG, Vec::new(), at);
        let ty = TypeId::ULONG;
        let local = self.new_local(Sym::EMPTY, ty, at, LocalKind::Hidden);
        let keep = self.place(PlaceKind::Local(local), ty, at);
        let mut e = self.expr(ExprKind::Assign { place: keep, value: count }, ty, at);
        for (operand, shift) in [(low, 0), (high, 32)] {
            let loaded = self.load_local(local, at);
            let by = self.int_expr(shift, TypeId::INT, at);
            let part = self.expr(ExprKind::Binary(BinaryOp::Shr, loaded, by), ty, at);
            let part = self.cast_expr(part, TypeId::UINT, at);
            let part = self.made(part, at, at, at);
            let store = self.asm_store(&operand.op, &part, at)?;
            e = self.expr(ExprKind::Comma(e, store), TypeId::VOID, at);
        }
        Some(self.cast_expr(e, TypeId::VOID, at))
    }
}
