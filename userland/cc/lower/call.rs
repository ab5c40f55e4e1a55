//! Calls: windows of argument registers, struct arguments and results, variable arguments.
//!
//! Entry points: `Fb::call`, `Fb::arguments`, `Fb::va_arg`.
//!
//! Arguments are evaluated from right to left into the slots of the window; those that are constants or plain
//! variables come last of all, which no correct program can see and gcc does too.

use super::func::{Fb, Home};
use super::ir::{Inst, K, Ty, Val};
use super::place::Addr;
use crate::cc::ast::{Callee, Definition, ElemSize, ExprId, ExprKind, IncDecOp, PlaceKind, SymbolId};
use crate::cc::types::{FunctionStyle, TypeId};

/// Where an argument goes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum ArgHome {
    /// This slot.
    Slot(u16),
    /// 8 bytes of the frame: a variable argument, which x86-64 would pass in a register or on the stack.
    Memory(i64, Passed),
}

/// How x86-64 passes a variable argument.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Passed {
    /// In one of the six registers.
    InRegister,
    /// On the stack.
    OnStack,
}

/// Registers for arguments.
const REGISTERS: usize = 6;

/// An argument that is put in its place after all others have been evaluated.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Late {
    /// Not evaluated yet.
    Whole,
    /// It is in this variable.
    Value(Val),
    /// It is in the frame.
    Memory(i64),
}

/// Windows that reach beyond so many slots keep arguments in memory until all are evaluated, if there are calls in them.
const CROWDED: usize = 60;

/// Functions with variable arguments that programs call without declaring them, and their named parameters.
const VARIADIC: &[(&str, usize)] = &[
    ("dprintf", 2),
    ("err", 2),
    ("errx", 2),
    ("execl", 2),
    ("execle", 2),
    ("execlp", 2),
    ("fcntl", 2),
    ("fprintf", 2),
    ("fscanf", 2),
    ("ioctl", 2),
    ("mq_open", 2),
    ("open", 2),
    ("openat", 3),
    ("prctl", 1),
    ("printf", 1),
    ("scanf", 1),
    ("sem_open", 2),
    ("semctl", 3),
    ("snprintf", 3),
    ("sprintf", 2),
    ("sscanf", 2),
    ("syscall", 1),
    ("syslog", 2),
    ("warn", 1),
    ("warnx", 1),
];

impl Fb<'_, '_> {
    /// A call.
    pub fn call(&mut self, e: ExprId, callee: Callee, fn_ty: TypeId, args: &[ExprId], hint: Val) -> Val {
        let body = self.body;
        let saved = self.slot_top;
        let ret_ty = body.expr(e).ty;
        let record = self.types.is_record(ret_ty);
        let pointer = match callee {
            Callee::Indirect(p) => {
                let v = self.expr(p, Val::NONE);
                self.hold(v);
                Some(v)
            }
            Callee::Direct(_) => None,
        };
        let named = self.named_args(callee, fn_ty, args.len());
        let hidden = usize::from(record);
        let fixed = named.unwrap_or(args.len()).min(args.len());
        let base = self.window(hidden + fixed + 1);
        let first = base + hidden as u16;
        let extra = args.len() - fixed;
        let result = if record { self.frame_alloc(self.size(ret_ty), u64::from(self.types.align(ret_ty))) } else { 0 };
        let memory = if extra > 0 { self.frame_alloc(8 * extra as u64, 8) } else { 0 };
        let homes: Vec<ArgHome> = (0..args.len())
            .map(|i| match i.checked_sub(fixed) {
                None => ArgHome::Slot(first + i as u16),
                Some(k) => {
                    let passed = if hidden + i < REGISTERS { Passed::InRegister } else { Passed::OnStack };
                    ArgHome::Memory(memory + 8 * k as i64, passed)
                }
            })
            .collect();
        self.arguments(args, &homes, base);
        if named.is_some() {
            self.pass_rest(first + fixed as u16, extra, memory);
        }
        if record {
            let slot = self.ir.slot(base);
            let v = self.addr_value(Addr::base(self.fp).plus(result), slot);
            self.mov(slot, v);
        }
        self.slot_top = saved;
        let slot = self.ir.slot(base);
        self.emit_call(callee, pointer, slot);
        if record {
            return self.addr_value(Addr::base(self.fp).plus(result), hint);
        }
        self.call_result(callee, fn_ty, ret_ty, slot, hint)
    }

    fn emit_call(&mut self, callee: Callee, pointer: Option<Val>, slot: Val) {
        let inst = match (callee, pointer) {
            (Callee::Direct(id), _) => {
                let symbol = self.unit.symbol(id);
                let target = self.unit.reference(symbol, 0);
                Inst::new(K::Call, self.span).d(slot).imm(target.into())
            }
            (_, Some(v)) => Inst::new(K::CallReg, self.span).d(slot).a(v),
            (_, None) => Inst::new(K::Trap, self.span),
        };
        self.push(inst);
    }

    /// Takes the result out of the window.
    fn call_result(&mut self, callee: Callee, fn_ty: TypeId, ret_ty: TypeId, slot: Val, hint: Val) -> Val {
        if self.types.is_void(ret_ty) {
            return Val::NONE;
        }
        let ty = self.ty(ret_ty);
        if self.is_guess(callee, fn_ty) && !ty.is_float() {
            // Nobody has promised that the function really returns this type.
            let t = self.ir.new_reg(super::ir::RegKind::Temp, (i64::MIN, i64::MAX));
            self.mov(t, slot);
            return self.convert(t, Ty::U64, ty, hint);
        }
        let d = self.dest(hint, ty.range());
        self.mov(d, slot);
        d
    }

    /// Whether a function's type is a guess: declared without prototype and not defined here.
    fn is_guess(&self, callee: Callee, fn_ty: TypeId) -> bool {
        let unprototyped = self.types.signature(fn_ty).is_some_and(|s| s.style == FunctionStyle::Unprototyped);
        let defined = |id: SymbolId| matches!(self.unit.tu.symbol(id).def, Definition::Function(_));
        unprototyped && !matches!(callee, Callee::Direct(id) if defined(id))
    }

    /// The number of named parameters if the callee takes variable arguments.
    fn named_args(&self, callee: Callee, fn_ty: TypeId, given: usize) -> Option<usize> {
        if let Callee::Direct(id) = callee
            && let Definition::Function(f) = &self.unit.tu.symbol(id).def
            && f.variadic
        {
            return Some(f.params.len());
        }
        let signature = self.types.signature(fn_ty)?;
        match (signature.style, callee) {
            (FunctionStyle::Variadic, _) => Some(signature.params.len()),
            (FunctionStyle::Unprototyped, Callee::Direct(id)) => {
                let name = self.unit.tu.name(self.unit.tu.symbol(id).name);
                let known = VARIADIC.iter().find(|(n, _)| *n == name)?;
                (given >= known.1).then_some(known.1)
            }
            _ => None,
        }
    }

    /// Passes the pointer to the variable arguments. Without any it points at the stack all the same, so that a
    /// `printf("%d")` prints something rather than fault.
    fn pass_rest(&mut self, slot: u16, extra: usize, memory: i64) {
        let slot = self.ir.slot(slot);
        if extra == 0 {
            self.push(Inst::new(K::GetSp, self.span).d(slot));
            return;
        }
        let v = self.addr_value(Addr::base(self.fp).plus(memory), slot);
        self.mov(slot, v);
    }

    /// Evaluates arguments from right to left and puts them where they belong. `base` is the window's first slot.
    pub fn arguments(&mut self, args: &[ExprId], homes: &[ArgHome], base: u16) {
        let slots = homes.iter().filter(|h| matches!(h, ArgHome::Slot(_))).count() as u16;
        let end = homes.iter().filter_map(|h| if let ArgHome::Slot(s) = h { Some(s + 1) } else { None }).max();
        let end = end.unwrap_or(base).max(base + slots);
        self.slot_top = self.slot_top.max(base);
        let mut late: Vec<(usize, Late)> = Vec::new();
        let mut occupied = false;
        let crowded = usize::from(end) > CROWDED && args.iter().any(|a| self.flags(*a).call);
        for (i, (arg, home)) in args.iter().zip(homes).enumerate().rev() {
            if self.is_late(*arg) {
                late.push((i, Late::Whole));
                continue;
            }
            if let Some(var) = self.changes_variable(*arg) {
                self.effect(*arg);
                late.push((i, Late::Value(var)));
                continue;
            }
            if crowded {
                late.push((i, self.argument_in_memory(*arg)));
                continue;
            }
            if let ArgHome::Slot(slot) = home {
                // The first complex argument may use the window from its own slot on.
                self.slot_top = if occupied { end } else { *slot };
            } else if occupied {
                self.slot_top = end;
            }
            self.argument(*arg, *home);
            occupied |= matches!(home, ArgHome::Slot(_));
        }
        self.slot_top = end;
        for (i, what) in late {
            let (ty, home) = (self.ty_of(args[i]), homes[i]);
            match what {
                Late::Whole => self.argument(args[i], home),
                Late::Value(var) => self.pass(var, ty, home),
                Late::Memory(offset) => {
                    let slot = if let ArgHome::Slot(slot) = home { self.ir.slot(slot) } else { Val::NONE };
                    let mut v = self.load(Addr::base(self.fp).plus(offset), Ty::U64, slot);
                    if self.goes_by_content(self.body.expr(args[i]).ty, home) {
                        v = self.load(Addr::base(v), Ty::U64, Val::NONE);
                    }
                    self.pass(v, Ty::U64, home);
                }
            }
        }
    }

    /// Evaluates an argument and keeps it in the frame: windows that are large already do not grow by those within.
    fn argument_in_memory(&mut self, e: ExprId) -> Late {
        let ty = self.body.expr(e).ty;
        let offset = self.frame_alloc(8, 8);
        let v = if self.types.is_record(ty) { self.struct_argument(e, ty) } else { self.expr(e, Val::NONE) };
        // All 8 bytes: the register as it is.
        self.store(Addr::base(self.fp).plus(offset), Ty::U64, v);
        Late::Memory(offset)
    }

    /// Constants, addresses and variables in registers: read when the call is made.
    fn is_late(&mut self, e: ExprId) -> bool {
        let body = self.body;
        match &body.expr(e).kind {
            ExprKind::Int(_) | ExprKind::Float(_) => true,
            ExprKind::AddrOf(p) => matches!(body.place(*p).kind, PlaceKind::Symbol(_) | PlaceKind::Local(_)),
            ExprKind::Cast(inner) => {
                self.types.is_scalar(body.expr(e).ty)
                    && self.types.is_scalar(body.expr(*inner).ty)
                    && !self.is_bool(body.expr(e).ty)
                    && self.ty_of(e).size() == 8
                    && !self.ty_of(e).is_float()
                    && !self.ty_of(*inner).is_float()
                    && self.is_late(*inner)
            }
            _ => self.simple_value(e).is_some(),
        }
    }

    /// For `++i` and `i = x` with `i` in a register: the register.
    fn changes_variable(&mut self, e: ExprId) -> Option<Val> {
        let place = match self.body.expr(e).kind {
            ExprKind::Assign { place, .. } | ExprKind::AssignOp { place, .. } | ExprKind::AssignPtr { place, .. } => {
                place
            }
            ExprKind::IncDec { place, op: IncDecOp::PreInc | IncDecOp::PreDec, .. } => place,
            _ => return None,
        };
        let PlaceKind::Local(id) = self.body.place(place).kind else { return None };
        match self.homes[id.index()] {
            Home::Reg(v) => Some(v),
            _ => None,
        }
    }

    fn argument(&mut self, e: ExprId, home: ArgHome) {
        let ty = self.body.expr(e).ty;
        if self.types.is_record(ty) {
            let mut v = self.struct_argument(e, ty);
            if self.goes_by_content(ty, home) {
                v = self.load(Addr::base(v), Ty::U64, Val::NONE);
            }
            self.pass(v, Ty::U64, home);
            return;
        }
        match home {
            ArgHome::Slot(slot) => {
                let slot = self.ir.slot(slot);
                self.expr_to(e, slot);
            }
            ArgHome::Memory(..) => {
                let v = self.expr(e, Val::NONE);
                self.pass(v, self.ty(ty), home);
            }
        }
    }

    /// A struct or union of at most 8 bytes among variable arguments is its slot's content, as on x86-64: a callee may
    /// read a union where an integer was passed, and the other way round (semctl).
    fn goes_by_content(&self, ty: TypeId, home: ArgHome) -> bool {
        matches!(home, ArgHome::Memory(..)) && self.fits_a_slot(ty)
    }

    fn fits_a_slot(&self, ty: TypeId) -> bool {
        self.types.is_record(ty) && self.size(ty) <= 8
    }

    fn pass(&mut self, v: Val, ty: Ty, home: ArgHome) {
        match home {
            ArgHome::Slot(slot) => {
                let slot = self.ir.slot(slot);
                self.mov(slot, v);
            }
            ArgHome::Memory(offset, passed) => {
                let v = self.as_passed(v, ty, passed);
                let ty = if ty.is_float() { ty } else { Ty::U64 };
                let addr = Addr::base(self.fp).plus(offset);
                self.store(addr, ty, v);
            }
        }
    }

    /// What a callee finds that takes a variable argument for a long: gcc moves an int by 32-bit instructions, which clear the
    /// upper half, but a constant that goes on the stack is pushed with its sign.
    fn as_passed(&mut self, v: Val, ty: Ty, passed: Passed) -> Val {
        let pushed = passed == Passed::OnStack && self.ir.as_const(v).is_some();
        if ty != Ty::I32 || pushed {
            return v;
        }
        self.convert(v, Ty::I32, Ty::U32, Val::NONE)
    }

    /// A struct by value: the address of a copy that is the callee's own.
    fn struct_argument(&mut self, e: ExprId, ty: TypeId) -> Val {
        let from = self.record(e);
        if matches!(self.body.expr(e).kind, ExprKind::Call { .. }) {
            return self.addr_value(from, Val::NONE);
        }
        let size = self.size(ty);
        let copy = self.frame_alloc(size.max(1), u64::from(self.types.align(ty)).max(8));
        let to = Addr::base(self.fp).plus(copy);
        self.copy(to, from, size);
        self.addr_value(to, Val::NONE)
    }

    /// `va_arg(ap, T)`: takes the next 8-byte slot; of a struct of more than 8 bytes it holds the address.
    pub fn va_arg(&mut self, e: ExprId, ap: ExprId, hint: Val) -> Val {
        let ap = self.addr(ap);
        let ap = self.for_access(ap, 8);
        let slot = self.load(ap, Ty::U64, Val::NONE);
        let eight = self.elem_size(ElemSize::Const(8));
        let next = self.bin(super::ir::Bin::Add64, slot, eight, Val::NONE);
        self.store(ap, Ty::U64, next);
        let ty = self.body.expr(e).ty;
        if self.fits_a_slot(ty) {
            return self.addr_value(Addr::base(slot), hint);
        }
        let ty = if self.types.is_record(ty) { Ty::U64 } else { self.ty(ty) };
        self.load(Addr::base(slot), ty, hint)
    }
}
