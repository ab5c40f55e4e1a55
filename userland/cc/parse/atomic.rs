//! Atomic builtins: `__sync_*` and `__atomic_*`.
//!
//! Entry point: `Parser::atomic_call`.

use super::*;

impl Parser {
    pub(super) fn atomic_call(&mut self, name: &str, at: u32) -> Parse<Option<Operand>> {
        self.enter()?;
        let args = self.arguments()?;
        self.leave();
        let last = self.before();
        if args.iter().any(|a| a.node == Node::Bad) {
            return Ok(Some(self.bad(at, at, last)));
        }
        if matches!(name, "__sync_synchronize" | "__atomic_thread_fence" | "__atomic_signal_fence") {
            return Ok(Some(self.finish_builtin(Builtin::SyncSynchronize, Vec::new(), TypeId::VOID, at)));
        }
        if matches!(name, "__atomic_always_lock_free" | "__atomic_is_lock_free") {
            let e = self.int_expr(1, TypeId::BOOL, at);
            return Ok(Some(self.made(e, at, at, last)));
        }
        let Some(pointer) = args.first().map(|a| self.value(*a)) else {
            return Ok(Some(self.wrong_count(name, true, at)));
        };
        let target = self.types.pointee(pointer.ty).map(TypeId::unqualified);
        let byte_object = matches!(name, "__atomic_test_and_set" | "__atomic_clear");
        let ty = match target {
            Some(t) if byte_object && !self.types.is_scalar(t) => TypeId::UCHAR,
            Some(t) if self.types.is_integer(t) || self.types.is_pointer(t) => t,
            _ => {
                self.error(args[0].at, format!("incompatible type for argument 1 of '{name}'"));
                return Ok(Some(self.bad(at, at, last)));
            }
        };
        let ptr = self.rvalue(&pointer);
        match self.atomic_operation(name, ptr, ty, &args, at) {
            Some(e) => Ok(Some(self.made(e, at, at, last))),
            None => Ok(Some(self.bad(at, at, last))),
        }
    }

    /// The node of an atomic builtin; complains if there is none of that name or arguments are missing.
    pub(super) fn atomic_operation(
        &mut self,
        name: &str,
        ptr: ExprId,
        ty: TypeId,
        args: &[Operand],
        at: u32,
    ) -> Option<ExprId> {
        let short = name.trim_start_matches("__sync_").trim_start_matches("__atomic_");
        let by_pointer = matches!(short, "load" | "store" | "exchange" | "compare_exchange");
        let Some(op) = operation(short, name.starts_with("__sync_")) else {
            self.error(at, format!("not supported: {name}"));
            return None;
        };
        let needed = match op {
            AtomicOp::Load if by_pointer => 2,
            AtomicOp::Load | AtomicOp::TestAndSet => 1,
            AtomicOp::Store if matches!(short, "clear" | "lock_release") => 1,
            AtomicOp::Exchange if by_pointer => 3,
            AtomicOp::CompareExchange | AtomicOp::BoolCas | AtomicOp::ValCas => 3,
            _ => 2,
        };
        if args.len() < needed {
            self.wrong_count(name, true, at);
            return None;
        }
        let result = match op {
            AtomicOp::Store => TypeId::VOID,
            AtomicOp::CompareExchange | AtomicOp::BoolCas | AtomicOp::TestAndSet => TypeId::BOOL,
            _ => ty,
        };
        let mut operands = Vec::new();
        match op {
            AtomicOp::Load | AtomicOp::TestAndSet => {}
            AtomicOp::Store if matches!(short, "clear" | "lock_release") => operands.push(self.zero(ty, at)),
            AtomicOp::CompareExchange => {
                let expected = self.value(args[1]);
                operands.push(self.rvalue(&expected));
                operands.push(self.atomic_value(&args[2], ty, by_pointer)?);
            }
            AtomicOp::BoolCas | AtomicOp::ValCas => {
                operands.push(self.atomic_value(&args[1], ty, false)?);
                operands.push(self.atomic_value(&args[2], ty, false)?);
            }
            _ => operands.push(self.atomic_value(&args[1], ty, by_pointer)?),
        }
        let e = self.expr(ExprKind::Atomic { op, ptr, ty, args: operands.into() }, result, at);
        // the forms that give their result through a pointer
        let through = match (op, by_pointer) {
            (AtomicOp::Load, true) => 1,
            (AtomicOp::Exchange, true) => 2,
            _ => return Some(e),
        };
        let pointer = self.value(args[through]);
        let to = self.rvalue(&pointer);
        let place = self.place(PlaceKind::Deref(to), ty, at);
        let store = self.expr(ExprKind::Assign { place, value: e }, ty, at);
        Some(self.cast_expr(store, TypeId::VOID, at))
    }

    pub(super) fn atomic_value(&mut self, op: &Operand, ty: TypeId, by_pointer: bool) -> Option<ExprId> {
        let v = self.value(*op);
        let mut e = self.rvalue(&v);
        if by_pointer {
            self.types.pointee(v.ty)?;
            let place = self.place(PlaceKind::Deref(e), ty, op.at);
            e = self.expr(ExprKind::Load(place), ty, op.at);
            return Some(e);
        }
        if !self.types.is_scalar(v.ty) {
            self.error_operand(op, "incompatible type for argument of atomic operation");
            return None;
        }
        Some(self.cast_expr(e, ty, op.at))
    }
}

/// The operation that a builtin's name asks for, without its prefix.
fn operation(short: &str, sync: bool) -> Option<AtomicOp> {
    let rmw = |word: &str| {
        Some(match word {
            "add" => RmwOp::Add,
            "sub" => RmwOp::Sub,
            "and" => RmwOp::And,
            "or" => RmwOp::Or,
            "xor" => RmwOp::Xor,
            "nand" => RmwOp::Nand,
            _ => return None,
        })
    };
    Some(match short {
        "load_n" | "load" => AtomicOp::Load,
        "store_n" | "store" | "clear" | "lock_release" => AtomicOp::Store,
        "exchange_n" | "exchange" | "lock_test_and_set" => AtomicOp::Exchange,
        "compare_exchange_n" | "compare_exchange" => AtomicOp::CompareExchange,
        "bool_compare_and_swap" => AtomicOp::BoolCas,
        "val_compare_and_swap" => AtomicOp::ValCas,
        "test_and_set" => AtomicOp::TestAndSet,
        _ => {
            let parts: Vec<&str> = short.split('_').collect();
            return match parts.as_slice() {
                ["fetch", "and", word] if sync => rmw(word).map(AtomicOp::Fetch),
                [word, "and", "fetch"] if sync => rmw(word).map(AtomicOp::RmwFetch),
                ["fetch", word] => rmw(word).map(AtomicOp::Fetch),
                [word, "fetch"] => rmw(word).map(AtomicOp::RmwFetch),
                _ => None,
            };
        }
    })
}
