//! Functions that the compiler knows: system calls, variable arguments, memory and string operations, mathematics,
//! bit counting, checked arithmetic, atomics.
//!
//! Entry points: `Fb::builtin`, `Fb::atomic`.

use super::call::ArgHome;
use super::convert::int_ty;
use super::func::Fb;
use super::ir::{Bin, Cond, Inst, K, RegKind, Ty, Un, Val};
use super::place::Addr;
use crate::cc::ast::{AtomicOp, Builtin, ExprId, ExprKind, RmwOp};
use crate::cc::types::TypeId;
use crate::vm::isa;

impl Fb<'_, '_> {
    /// A call of a function that the compiler knows.
    pub fn builtin(&mut self, e: ExprId, builtin: Builtin, args: &[ExprId], hint: Val) -> Val {
        let range = self.ty_of(e).range();
        if let Some(native) = native(builtin) {
            return self.native(native, args, range, hint);
        }
        match builtin {
            Builtin::Syscall => self.system_call(args, range, hint),
            Builtin::VaStart => {
                if let Some(ap) = args.first() {
                    let ap = self.addr(*ap);
                    let pointer = if self.va_ptr.is_some() { self.va_ptr } else { self.ir.konst(0) };
                    self.store(ap, Ty::U64, pointer);
                }
                Val::NONE
            }
            Builtin::VaCopy => {
                if let [to, from] = args {
                    let from = self.addr(*from);
                    let v = self.load(from, Ty::U64, Val::NONE);
                    let to = self.addr(*to);
                    self.store(to, Ty::U64, v);
                }
                Val::NONE
            }
            Builtin::VaEnd | Builtin::SyncSynchronize => {
                for arg in args {
                    self.effect(*arg);
                }
                Val::NONE
            }
            Builtin::Alloca => {
                let size = self.arg(args, 0);
                let d = self.dest(hint, range);
                self.push(Inst::new(K::Alloca, self.span).d(d).a(size));
                d
            }
            Builtin::Unreachable | Builtin::Trap => {
                self.push(Inst::new(K::Trap, self.span));
                Val::NONE
            }
            Builtin::Setjmp => {
                let buffer = self.arg(args, 0);
                let d = self.dest(hint, range);
                self.push(Inst::new(K::Setjmp, self.span).d(d).a(buffer));
                self.keep_or_give_back(d);
                d
            }
            Builtin::Longjmp => {
                let (buffer, value) = self.two(args);
                self.push(Inst::new(K::Longjmp, self.span).a(buffer).b(value));
                Val::NONE
            }
            Builtin::SaveContext => {
                let buffer = self.arg(args, 0);
                let d = self.dest(hint, range);
                self.push(Inst::new(K::SaveContext, self.span).d(d).a(buffer));
                d
            }
            Builtin::RestoreContext => {
                let buffer = self.arg(args, 0);
                self.push(Inst::new(K::RestoreContext, self.span).a(buffer));
                Val::NONE
            }
            Builtin::FrameAddress => {
                let d = self.dest(hint, range);
                self.push(Inst::new(K::GetSp, self.span).d(d));
                d
            }
            Builtin::ReturnAddress => {
                let level = self.arg(args, 0);
                let d = self.dest(hint, range);
                self.push(Inst::new(K::CallerAddress, self.span).d(d).a(level));
                d
            }
            Builtin::AddOverflow | Builtin::SubOverflow | Builtin::MulOverflow => self.checked(builtin, args),
            _ => self.computed(builtin, args, range, hint),
        }
    }

    /// Functions that a few instructions compute.
    fn computed(&mut self, builtin: Builtin, args: &[ExprId], range: (i64, i64), hint: Val) -> Val {
        let x = self.arg(args, 0);
        let (zero, one) = (self.ir.konst(0), self.ir.konst(1));
        match builtin {
            Builtin::Isfinite => {
                let exponent = self.extract(x, 52, 11, Ty::U64, Val::NONE);
                let top = self.ir.konst(2047);
                self.bin(Bin::Ne, exponent, top, hint)
            }
            Builtin::Isnormal => {
                let exponent = self.extract(x, 52, 11, Ty::U64, Val::NONE);
                let less = self.bin(Bin::Sub64, exponent, one, Val::NONE);
                let top = self.ir.konst(2046);
                self.bin(Bin::LtU, less, top, hint)
            }
            Builtin::Erfc => {
                let erf = self.native_value(isa::Builtin::Erf, x);
                let one = self.float(1.0, Ty::F64);
                self.bin(Bin::SubF64, one, erf, hint)
            }
            Builtin::Parity | Builtin::Parityl => {
                let count = self.native_value(isa::Builtin::Popcountl, x);
                self.bin(Bin::And, count, one, hint)
            }
            Builtin::Ffs | Builtin::Ffsl => {
                // One more than the number of trailing zeros, 0 for 0.
                let kept = self.temp(Ty::I64);
                self.mov(kept, x);
                let zeros = self.native_value(isa::Builtin::Ctzl, kept);
                let position = self.bin(Bin::Add64, zeros, one, Val::NONE);
                let d = self.dest(hint, range);
                self.push(Inst::new(K::Select, self.span).d(d).c(kept).a(position).b(zero));
                d
            }
            _ => {
                let message = format!("not supported: {}", builtin.spelling());
                self.fail(self.span, &message);
                zero
            }
        }
    }

    /// A native function of one value.
    fn native_value(&mut self, native: isa::Builtin, x: Val) -> Val {
        let base = self.window(1);
        let slot = self.ir.slot(base);
        self.mov(slot, x);
        self.push(Inst::new(K::Builtin(native), self.span).d(slot).imm(1));
        self.take(slot, Ty::I64.range(), Val::NONE)
    }

    fn native(&mut self, native: isa::Builtin, args: &[ExprId], range: (i64, i64), hint: Val) -> Val {
        let base = self.window_args(args, args.len().max(1));
        let slot = self.ir.slot(base);
        self.push(Inst::new(K::Builtin(native), self.span).d(slot).imm(args.len() as i64));
        self.take(slot, range, hint)
    }

    /// Evaluates arguments into a window of `n` slots and gives its first.
    /// A system call. At most six arguments are read; what is not given is whatever lies there.
    fn system_call(&mut self, args: &[ExprId], range: (i64, i64), hint: Val) -> Val {
        let args = args.get(..7).unwrap_or(args);
        let Some((number, rest)) = args.split_first() else { return self.ir.konst(0) };
        let ExprKind::Int(number) = self.body.expr(*number).kind else {
            let base = self.window_args(args, 7);
            let slot = self.ir.slot(base);
            self.push(Inst::new(K::Syscall, self.span).d(slot));
            return self.take(slot, range, hint);
        };
        let mut call = Inst::new(K::SyscallNr, self.span).imm(number);
        if let Some([a, b, c, e]) = self.args_in_place(rest) {
            call = Inst { a, b, c, e, ..call };
        } else {
            let base = self.window_args(rest, 6);
            call = call.a(self.ir.slot(base));
        }
        let d = self.dest(hint, range);
        self.push(call.d(d));
        d
    }

    /// The arguments, if they are this function's own, in the registers and the order in which they came, perhaps with numbers
    /// behind them: a wrapper passes on what it was given.
    fn args_in_place(&mut self, args: &[ExprId]) -> Option<[Val; 4]> {
        let mut found = [Val::NONE; 4];
        if args.len() > found.len() {
            return None;
        }
        let own = args.iter().take_while(|arg| !matches!(self.body.expr(**arg).kind, ExprKind::Int(_))).count();
        for (n, arg) in args[..own].iter().enumerate() {
            let v = self.passed_on(*arg)?;
            let kind = v.as_reg().map(|r| self.ir.regs[r].kind);
            (kind == Some(RegKind::Arg(n as u8))).then_some(())?;
            found[n] = v;
        }
        let mut numbers = Vec::new();
        for (n, arg) in args.iter().enumerate().skip(own) {
            let ExprKind::Int(number) = self.body.expr(*arg).kind else { return None };
            let free = !self.ir.regs.iter().any(|reg| reg.kind == RegKind::Arg(n as u8));
            numbers.push(free.then_some((n, number))?);
        }
        for (n, number) in numbers {
            found[n] = self.ir.new_reg(RegKind::Arg(n as u8), (number, number));
            let number = self.ir.konst(number);
            self.mov(found[n], number);
        }
        Some(found)
    }

    /// The variable that is the argument, unchanged by conversions: a register holds every integer extended to 64 bits.
    fn passed_on(&mut self, arg: ExprId) -> Option<Val> {
        let inner = match self.body.expr(arg).kind {
            ExprKind::Cast(inner) if !self.is_bool(self.body.expr(arg).ty) && self.ty_of(arg).size() == 8 => inner,
            _ => arg,
        };
        let plain = self.types.is_scalar(self.body.expr(inner).ty) && !self.ty_of(inner).is_float();
        plain.then(|| self.simple_value(inner)).flatten()
    }

    fn window_args(&mut self, args: &[ExprId], n: usize) -> u16 {
        let saved = self.slot_top;
        let base = self.window(n.max(args.len()));
        let homes: Vec<ArgHome> = (0..args.len()).map(|i| ArgHome::Slot(base + i as u16)).collect();
        self.arguments(args, &homes, base);
        // The slots exist even if nothing is put there.
        self.ir.slot(base + n.max(1) as u16 - 1);
        self.slot_top = saved;
        base
    }

    /// Takes a result out of its slot.
    fn take(&mut self, slot: Val, range: (i64, i64), hint: Val) -> Val {
        let d = self.dest(hint, range);
        self.mov(d, slot);
        d
    }

    fn arg(&mut self, args: &[ExprId], n: usize) -> Val {
        match args.get(n) {
            Some(e) => self.expr(*e, Val::NONE),
            None => self.ir.konst(0),
        }
    }

    fn two(&mut self, args: &[ExprId]) -> (Val, Val) {
        match args {
            [a, b, ..] => self.operands(*a, *b, false),
            _ => (self.arg(args, 0), self.ir.konst(0)),
        }
    }

    /// `__builtin_add_overflow` and the like: the exact result is stored as far as it fits; gives whether it did not.
    fn checked(&mut self, builtin: Builtin, args: &[ExprId]) -> Val {
        let [a, b, pointer] = args else { return self.ir.konst(0) };
        let unsigned = self.ty_of(*a) == Ty::U64;
        let target = self.types.pointee(self.body.expr(*pointer).ty).unwrap_or(TypeId::LONG);
        let ty = self.ty(target);
        let addr = self.addr(*pointer);
        let addr = self.for_access(addr, ty.size());
        let (va, vb) = self.operands(*a, *b, false);
        let (sum, wrapped) = match builtin {
            Builtin::AddOverflow => self.checked_add(va, vb, unsigned),
            Builtin::SubOverflow => self.checked_sub(va, vb, unsigned),
            _ => self.checked_mul(va, vb, unsigned),
        };
        let stored = self.convert(sum, Ty::I64, int_ty(ty.size(), ty.is_signed()), Val::NONE);
        self.store(addr, ty, stored);
        if ty.size() == 8 && ty.is_signed() != unsigned {
            return wrapped;
        }
        // The 64-bit result must have the same value in the target type.
        let mut lost = self.bin(Bin::Ne, sum, stored, Val::NONE);
        if ty.size() == 8 {
            let zero = self.ir.konst(0);
            lost = self.bin(Bin::Lt, sum, zero, Val::NONE);
        }
        self.bin(Bin::Or, wrapped, lost, Val::NONE)
    }

    fn checked_add(&mut self, a: Val, b: Val, unsigned: bool) -> (Val, Val) {
        let sum = self.bin(Bin::Add64, a, b, Val::NONE);
        if unsigned {
            let wrapped = self.bin(Bin::LtU, sum, a, Val::NONE);
            return (sum, wrapped);
        }
        // The sum's sign differs from both operands'.
        let (x, y) = (self.bin(Bin::Xor, sum, a, Val::NONE), self.bin(Bin::Xor, sum, b, Val::NONE));
        let both = self.bin(Bin::And, x, y, Val::NONE);
        let zero = self.ir.konst(0);
        (sum, self.bin(Bin::Lt, both, zero, Val::NONE))
    }

    fn checked_sub(&mut self, a: Val, b: Val, unsigned: bool) -> (Val, Val) {
        let difference = self.bin(Bin::Sub64, a, b, Val::NONE);
        if unsigned {
            let wrapped = self.bin(Bin::LtU, a, b, Val::NONE);
            return (difference, wrapped);
        }
        let (x, y) = (self.bin(Bin::Xor, a, b, Val::NONE), self.bin(Bin::Xor, difference, a, Val::NONE));
        let both = self.bin(Bin::And, x, y, Val::NONE);
        let zero = self.ir.konst(0);
        (difference, self.bin(Bin::Lt, both, zero, Val::NONE))
    }

    fn checked_mul(&mut self, a: Val, b: Val, unsigned: bool) -> (Val, Val) {
        let product = self.bin(Bin::Mul64, a, b, Val::NONE);
        let (zero, minus_one) = (self.ir.konst(0), self.ir.konst(-1));
        let wrapped = self.temp(Ty::U8);
        let end = self.new_label();
        self.mov(wrapped, zero);
        self.br(Cond::Eq, a, zero, end);
        if unsigned {
            let back = self.bin(Bin::DivU, product, a, Val::NONE);
            self.bin_into(Bin::Ne, wrapped, back, b);
        } else {
            // Dividing by -1 may trap; then only LONG_MIN overflows, and its negative is itself.
            let other = self.new_label();
            self.br(Cond::Ne, a, minus_one, other);
            let least = self.ir.konst(i64::MIN);
            self.bin_into(Bin::Eq, wrapped, b, least);
            self.jump(end);
            self.place_label(other);
            let back = self.bin(Bin::DivI64, product, a, Val::NONE);
            self.bin_into(Bin::Ne, wrapped, back, b);
        }
        self.place_label(end);
        (product, wrapped)
    }

    // -----------------------------------------------------------------------------------------
    // Atomics

    /// An atomic access.
    pub fn atomic(&mut self, op: AtomicOp, ptr: ExprId, ty: TypeId, args: &[ExprId], hint: Val) -> Val {
        let of = if self.is_bool(ty) { Ty::U8 } else { self.ty(ty) };
        let it = memory_ty(of);
        match op {
            AtomicOp::Load => {
                let addr = self.addr(ptr);
                self.fence();
                self.load(addr, of, hint)
            }
            AtomicOp::Store => {
                let p = self.expr(ptr, Val::NONE);
                let v = self.arg(args, 0);
                self.fence();
                self.store(Addr::base(p), of, v);
                Val::NONE
            }
            AtomicOp::Exchange => self.rmw(isa::AtomicOp::Xchg, ptr, args, of, hint),
            AtomicOp::TestAndSet => {
                let p = self.expr(ptr, Val::NONE);
                let one = self.ir.konst(1);
                let d = self.dest(hint, Ty::U8.range());
                let k = K::AtomicRmw(isa::AtomicOp::Xchg, isa::IntTy::U8);
                self.push(Inst::new(k, self.span).d(d).a(p).b(one));
                d
            }
            AtomicOp::Fetch(op) => self.rmw(rmw_op(op), ptr, args, of, hint),
            AtomicOp::RmwFetch(op) => self.rmw_fetch(op, ptr, args, of, hint),
            AtomicOp::BoolCas | AtomicOp::ValCas => {
                let p = self.expr(ptr, Val::NONE);
                let (expected, desired) = self.two(args);
                let old = self.temp(of);
                self.push(Inst::new(K::AtomicCas(it), self.span).d(old).a(p).b(expected).c(desired));
                if op == AtomicOp::ValCas { old } else { self.bin(Bin::Eq, old, expected, hint) }
            }
            AtomicOp::CompareExchange => {
                let p = self.expr(ptr, Val::NONE);
                let (at, desired) = self.two(args);
                let expected = self.load(Addr::base(at), of, Val::NONE);
                let old = self.temp(of);
                self.push(Inst::new(K::AtomicCas(it), self.span).d(old).a(p).b(expected).c(desired));
                // On success this stores what is there already.
                self.store(Addr::base(at), of, old);
                self.bin(Bin::Eq, old, expected, hint)
            }
        }
    }

    fn rmw(&mut self, op: isa::AtomicOp, ptr: ExprId, args: &[ExprId], of: Ty, hint: Val) -> Val {
        let p = self.expr(ptr, Val::NONE);
        let v = self.arg(args, 0);
        let d = self.dest(hint, of.range());
        self.push(Inst::new(K::AtomicRmw(op, memory_ty(of)), self.span).d(d).a(p).b(v));
        d
    }

    fn rmw_fetch(&mut self, op: RmwOp, ptr: ExprId, args: &[ExprId], of: Ty, hint: Val) -> Val {
        let p = self.expr(ptr, Val::NONE);
        let v = self.arg(args, 0);
        let old = self.temp(of);
        self.push(Inst::new(K::AtomicRmw(rmw_op(op), memory_ty(of)), self.span).d(old).a(p).b(v));
        let bin = match op {
            RmwOp::Add => Bin::Add64,
            RmwOp::Sub => Bin::Sub64,
            RmwOp::And | RmwOp::Nand => Bin::And,
            RmwOp::Or => Bin::Or,
            RmwOp::Xor => Bin::Xor,
        };
        let mut new = self.bin(bin, old, v, Val::NONE);
        if op == RmwOp::Nand {
            new = self.un(Un::Not, new, Ty::I64.range(), Val::NONE);
        }
        // Computed in 64 bits, then brought to the object's type.
        self.convert(new, Ty::I64, int_ty(of.size(), of.is_signed()), hint)
    }
}

fn rmw_op(op: RmwOp) -> isa::AtomicOp {
    match op {
        RmwOp::Add => isa::AtomicOp::Add,
        RmwOp::Sub => isa::AtomicOp::Sub,
        RmwOp::And => isa::AtomicOp::And,
        RmwOp::Or => isa::AtomicOp::Or,
        RmwOp::Xor => isa::AtomicOp::Xor,
        RmwOp::Nand => isa::AtomicOp::Nand,
    }
}

fn memory_ty(ty: Ty) -> isa::IntTy {
    match ty {
        Ty::I8 => isa::IntTy::I8,
        Ty::U8 => isa::IntTy::U8,
        Ty::I16 => isa::IntTy::I16,
        Ty::U16 => isa::IntTy::U16,
        Ty::I32 => isa::IntTy::I32,
        Ty::U32 | Ty::F32 => isa::IntTy::U32,
        Ty::I64 => isa::IntTy::I64,
        Ty::U64 | Ty::F64 => isa::IntTy::U64,
    }
}

/// The native function behind a builtin.
#[rustfmt::skip]
fn native(builtin: Builtin) -> Option<isa::Builtin> {
    use isa::Builtin as N;
    Some(match builtin {
        Builtin::Memcpy => N::Memcpy, Builtin::Memmove => N::Memmove, Builtin::Memset => N::Memset,
        Builtin::Memcmp => N::Memcmp, Builtin::Memchr => N::Memchr, Builtin::Strlen => N::Strlen,
        Builtin::Strcmp => N::Strcmp, Builtin::Strcpy => N::Strcpy, Builtin::Strchr => N::Strchr,
        Builtin::Sqrt => N::Sqrt, Builtin::Sin => N::Sin, Builtin::Cos => N::Cos, Builtin::Tan => N::Tan,
        Builtin::Asin => N::Asin, Builtin::Acos => N::Acos, Builtin::Atan => N::Atan, Builtin::Atan2 => N::Atan2,
        Builtin::Sinh => N::Sinh, Builtin::Cosh => N::Cosh, Builtin::Tanh => N::Tanh, Builtin::Asinh => N::Asinh,
        Builtin::Acosh => N::Acosh, Builtin::Atanh => N::Atanh, Builtin::Exp => N::Exp, Builtin::Exp2 => N::Exp2,
        Builtin::Expm1 => N::Expm1, Builtin::Log => N::Log, Builtin::Log2 => N::Log2, Builtin::Log10 => N::Log10,
        Builtin::Log1p => N::Log1p, Builtin::Pow => N::Pow, Builtin::Floor => N::Floor, Builtin::Ceil => N::Ceil,
        Builtin::Fabs => N::Fabs, Builtin::Fmod => N::Fmod, Builtin::Round => N::Round, Builtin::Trunc => N::Trunc,
        Builtin::Rint => N::Rint, Builtin::Cbrt => N::Cbrt, Builtin::Hypot => N::Hypot, Builtin::Fmin => N::Fmin,
        Builtin::Fmax => N::Fmax, Builtin::Copysign => N::Copysign, Builtin::Remainder => N::Remainder,
        Builtin::Erf => N::Erf, Builtin::Tgamma => N::Tgamma, Builtin::Lgamma => N::Lgamma,
        Builtin::Ldexp => N::Ldexp, Builtin::Frexp => N::Frexp, Builtin::Modf => N::Modf,
        Builtin::Signbit => N::Signbit, Builtin::Isnan => N::Isnan, Builtin::Isinf => N::Isinf,
        Builtin::FmtDouble => N::FmtDouble, Builtin::Strtod => N::Strtod,
        Builtin::Bswap16 => N::Bswap16, Builtin::Bswap32 => N::Bswap32, Builtin::Bswap64 => N::Bswap64,
        Builtin::Clz => N::Clz, Builtin::Clzl => N::Clzl, Builtin::Ctz => N::Ctz, Builtin::Ctzl => N::Ctzl,
        Builtin::Popcount => N::Popcount, Builtin::Popcountl => N::Popcountl,
        _ => return None,
    })
}
