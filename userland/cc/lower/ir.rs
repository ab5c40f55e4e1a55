//! The intermediate form of one function: a flat list of three-address instructions over virtual registers,
//! in the order in which the code will lie in memory.
//!
//! Entry points: [`Ir`], [`Inst`], [`K`] (what an instruction does), [`Val`] (an operand).
//!
//! The order is the source's, so a loop is a contiguous range (marked by `LoopBegin` and `LoopEnd`, the former
//! being where invariant code is hoisted to) and the life of a temporary is an interval. Named variables have one
//! virtual register each for their whole scope. **Slots** are the registers of call windows: slot `k` is machine
//! register `F + k` where `F` is the number of registers that the function needs otherwise; a call whose base is
//! slot `k` clobbers all slots from `k` on.

use crate::cc::source::Span;

/// An operand: nothing, a virtual register, a constant or the address of a symbol.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Val(u32);

/// What a [`Val`] is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ValKind {
    /// No operand.
    None,
    /// A virtual register.
    Reg(u32),
    /// Index into [`Ir::consts`].
    Const(u32),
    /// Index into [`Ir::syms`].
    Sym(u32),
}

const TAG: u32 = 3 << 30;
const TAG_CONST: u32 = 1 << 30;
const TAG_SYM: u32 = 2 << 30;

impl Val {
    /// No operand.
    pub const NONE: Val = Val(u32::MAX);

    /// A virtual register.
    pub fn reg(n: u32) -> Val {
        Val(n & !TAG)
    }
    /// What it is.
    pub fn kind(self) -> ValKind {
        match self.0 & TAG {
            0 => ValKind::Reg(self.0),
            TAG_CONST => ValKind::Const(self.0 & !TAG),
            TAG_SYM => ValKind::Sym(self.0 & !TAG),
            _ => ValKind::None,
        }
    }
    /// The virtual register's number, if it is one.
    pub fn as_reg(self) -> Option<usize> {
        (self.0 & TAG == 0).then_some(self.0 as usize)
    }
    /// Whether it is a virtual register.
    pub fn is_reg(self) -> bool {
        self.0 & TAG == 0
    }
    /// Whether it is [`Val::NONE`].
    pub fn is_none(self) -> bool {
        self.0 & TAG == TAG
    }
    /// Whether there is an operand.
    pub fn is_some(self) -> bool {
        !self.is_none()
    }
    /// The bits, as a key of tables.
    pub fn bits(self) -> u32 {
        self.0
    }
}

/// A label's number: index into [`Ir::label_refs`].
pub type Label = u32;

/// How a scalar lies in memory, and the canonical form it has in a register.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum Ty {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    F32,
    F64,
}

impl Ty {
    /// Bytes in memory.
    pub fn size(self) -> u32 {
        match self {
            Ty::I8 | Ty::U8 => 1,
            Ty::I16 | Ty::U16 => 2,
            Ty::I32 | Ty::U32 | Ty::F32 => 4,
            Ty::I64 | Ty::U64 | Ty::F64 => 8,
        }
    }
    /// `float` or `double`.
    pub fn is_float(self) -> bool {
        matches!(self, Ty::F32 | Ty::F64)
    }
    /// A signed integer.
    pub fn is_signed(self) -> bool {
        matches!(self, Ty::I8 | Ty::I16 | Ty::I32 | Ty::I64)
    }
    /// Least and greatest register value, as signed 64-bit numbers.
    pub fn range(self) -> (i64, i64) {
        match self {
            Ty::I8 => (-128, 127),
            Ty::U8 => (0, 255),
            Ty::I16 => (-32768, 32767),
            Ty::U16 => (0, 65535),
            Ty::I32 => (i32::MIN as i64, i32::MAX as i64),
            Ty::U32 | Ty::F32 => (0, u32::MAX as i64),
            Ty::I64 | Ty::U64 | Ty::F64 => (i64::MIN, i64::MAX),
        }
    }
}

/// Operations with two operands; meanings as the instructions of the same name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
#[rustfmt::skip]
pub enum Bin {
    AddI32, AddU32, Add64, SubI32, SubU32, Sub64, MulI32, MulU32, Mul64,
    DivI32, DivI64, DivU, RemI32, RemI64, RemU, And, Or, Xor,
    ShlI32, ShlU32, Shl64, SarI32, Sar64, ShrU32, Shr64,
    Eq, Ne, Lt, Le, LtU, LeU,
    AddF64, SubF64, MulF64, DivF64, AddF32, SubF32, MulF32, DivF32,
    EqF64, NeF64, LtF64, LeF64, EqF32, NeF32, LtF32, LeF32,
}

impl Bin {
    /// Whether the operands may be exchanged.
    pub fn commutes(self) -> bool {
        use Bin::*;
        matches!(
            self,
            AddI32
                | AddU32
                | Add64
                | MulI32
                | MulU32
                | Mul64
                | And
                | Or
                | Xor
                | Eq
                | Ne
                | AddF64
                | MulF64
                | AddF32
                | MulF32
                | EqF64
                | NeF64
                | EqF32
                | NeF32
        )
    }
    /// Whether it may trap.
    pub fn traps(self) -> bool {
        use Bin::*;
        matches!(self, DivI32 | DivI64 | DivU | RemI32 | RemI64 | RemU)
    }
    /// Whether the result is 0 or 1.
    pub fn is_compare(self) -> bool {
        use Bin::*;
        matches!(self, Eq | Ne | Lt | Le | LtU | LeU | EqF64 | NeF64 | LtF64 | LeF64 | EqF32 | NeF32 | LtF32 | LeF32)
    }
}

/// Operations with one operand; meanings as the instructions of the same name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
#[rustfmt::skip]
pub enum Un {
    NegI32, NegU32, Neg64, NegF64, NegF32, Not, NotU32,
    SExt8, SExt16, SExt32, ZExt8, ZExt16, ZExt32,
    I64ToF64, U64ToF64, I64ToF32, U64ToF32, F64ToF32, F32ToF64, F64ToI32, F64ToU32, F64ToI64, F64ToU64,
}

/// Conditions of branches: `a cond b`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum Cond {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    LtU,
    LeU,
    GtU,
    GeU,
    /// `(a & b) != 0`
    And,
    /// `(a & b) == 0`
    Nand,
    EqF,
    NeF,
    LtF,
    LeF,
    /// `!(a < b)`
    NltF,
    /// `!(a <= b)`
    NleF,
}

impl Cond {
    /// The opposite.
    pub fn negate(self) -> Cond {
        use Cond::*;
        match self {
            Eq => Ne,
            Ne => Eq,
            Lt => Ge,
            Le => Gt,
            Gt => Le,
            Ge => Lt,
            LtU => GeU,
            LeU => GtU,
            GtU => LeU,
            GeU => LtU,
            And => Nand,
            Nand => And,
            EqF => NeF,
            NeF => EqF,
            LtF => NltF,
            NltF => LtF,
            LeF => NleF,
            NleF => LeF,
        }
    }
    /// The same with operands exchanged, if there is one.
    pub fn swap(self) -> Option<Cond> {
        use Cond::*;
        Some(match self {
            Lt => Gt,
            Gt => Lt,
            Le => Ge,
            Ge => Le,
            LtU => GtU,
            GtU => LtU,
            LeU => GeU,
            GeU => LeU,
            Eq | Ne | And | Nand | EqF | NeF => self,
            LtF | LeF | NltF | NleF => return None,
        })
    }
}

/// What an instruction does. Operand fields are those of [`Inst`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum K {
    /// Nothing (removed).
    Nop,
    /// Label `imm`.
    Label,
    /// A statement begins.
    Mark,
    /// The register of variable `a` is reserved from here on.
    VarBegin,
    /// Its declaration has been reached: debuggers show it from here on.
    VarLive,
    /// The variable `a` is gone.
    VarEnd,
    /// Loop `imm` is about to be entered.
    LoopBegin,
    /// Loop `imm` ends.
    LoopEnd,
    /// The next access to memory is atomic: nothing moves across it.
    Fence,
    /// `d = a`; `a` may be a constant or symbol.
    Mov,
    /// `d = c != 0 ? a : b`
    Select,
    /// `d = a op b`
    Bin(Bin),
    /// `d = op a`
    Un(Un),
    /// `d = a + b * imm`
    Lea,
    /// `d` = bits of `a`, zero-extended; `imm` = lsb | len << 8
    ExtractU,
    /// `d` = bits of `a`, sign-extended
    ExtractS,
    /// `d` = `b` with bits replaced by the low bits of `a` (`imm` as above); `b` is the same register as `d` or is copied first
    Insert,
    /// `d = [a + b * size + imm]`
    Load(Ty),
    /// `[a + b * size + imm] = c`
    Store(Ty),
    /// `d = [a]; a += imm`
    LoadPost(Ty),
    /// `[a] = c; a += imm`
    StorePost(Ty),
    /// `imm` bytes from address `b` to address `a`
    CopyMem,
    /// `imm` bytes at `a` are cleared
    ZeroMem,
    /// Calls function ref `imm`; `d` is the base slot
    Call,
    /// The same, with `d = (i32)(a + e)` done first (`e` a constant)
    CallI32,
    /// Calls the function at address `a`; `d` is the base slot
    CallReg,
    /// System call; `d` is the base slot, which holds the number
    Syscall,
    /// System call `imm`: `a` is the first argument's register (none: there are no arguments), in which the others follow;
    /// those that are incoming arguments stand in `b`, `c`, `e`
    SyscallNr,
    /// Native function; `d` is the base slot, `imm` the number of arguments
    Builtin(crate::vm::isa::Builtin),
    /// Returns `a`, if any
    Ret,
    /// Returns `(i32)(a + b)`
    RetAddI32,
    /// The function's stack frame of `imm` bytes is made; `d` is its address
    Enter,
    /// `d` = new stack memory of `a` bytes
    Alloca,
    /// `d = sp`
    GetSp,
    /// `d` = distance of the thread's own data from the program's
    ThreadOffset,
    /// `sp = a`
    SetSp,
    /// `d = setjmp(a)`
    Setjmp,
    /// `longjmp(a, b)`
    Longjmp,
    /// `d` = 0 and the context is saved at `a`, or 1 and it was restored
    SaveContext,
    /// Goes on with the context at `a`
    RestoreContext,
    /// `d` = where the `a`-th function further out goes on
    CallerAddress,
    /// Illegal instruction
    Trap,
    /// `d` = old value at `a`; the operation with `b` is stored
    AtomicRmw(crate::vm::isa::AtomicOp, crate::vm::isa::IntTy),
    /// `d` = old value at `a`; if it is `b`, `c` is stored
    AtomicCas(crate::vm::isa::IntTy),
    /// Goes to label `imm`
    Jmp,
    /// Goes to label `imm` if `a cond b`
    Br(Cond),
    /// `d = d + a` (as the [`Bin`]), then goes to label `imm` if `d cond b`
    AddBr(Bin, Cond),
    /// Goes to entry `a` of table `imm` of [`Ir::tables`], to the last one if it is beyond
    Switch,
    /// `d = a * b + c`, doubles
    MulAdd,
    /// `d = a * [b + e * 8 + imm] + c`
    MulAddLd,
}

/// One instruction.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Inst {
    /// What it does.
    pub k: K,
    /// Written.
    pub d: Val,
    /// Operand.
    pub a: Val,
    /// Operand.
    pub b: Val,
    /// Operand.
    pub c: Val,
    /// Operand.
    pub e: Val,
    /// Source position.
    pub span: Span,
    /// Constant, see [`K`].
    pub imm: i64,
}

impl Inst {
    /// An instruction without operands.
    pub fn new(k: K, span: Span) -> Inst {
        let none = Val::NONE;
        Inst { k, d: none, a: none, b: none, c: none, e: none, span, imm: 0 }
    }
    /// With a destination.
    pub fn d(self, d: Val) -> Inst {
        Inst { d, ..self }
    }
    /// With operand a.
    pub fn a(self, a: Val) -> Inst {
        Inst { a, ..self }
    }
    /// With operand b.
    pub fn b(self, b: Val) -> Inst {
        Inst { b, ..self }
    }
    /// With operand c.
    pub fn c(self, c: Val) -> Inst {
        Inst { c, ..self }
    }
    /// With a constant.
    pub fn imm(self, imm: i64) -> Inst {
        Inst { imm, ..self }
    }
    /// Whether it only computes `d` from registers: no memory, no trap, no effect.
    pub fn is_pure(&self) -> bool {
        match self.k {
            K::Mov | K::Select | K::Un(_) | K::Lea | K::ExtractU | K::ExtractS | K::Insert | K::MulAdd => true,
            K::Bin(op) => !op.traps(),
            _ => false,
        }
    }
    /// Whether control never goes on to the next instruction.
    pub fn is_end(&self) -> bool {
        matches!(self.k, K::Jmp | K::Ret | K::RetAddI32 | K::Trap | K::Longjmp | K::RestoreContext | K::Switch)
    }
    /// Calls `f` for every operand that is read and named by a field.
    pub fn each_use(&self, mut f: impl FnMut(Val)) {
        for v in [self.a, self.b, self.c, self.e] {
            if v.is_some() {
                f(v);
            }
        }
        if matches!(self.k, K::AddBr(..)) {
            f(self.d);
        }
    }
    /// Replaces the operands that are read.
    pub fn map_uses(&mut self, mut f: impl FnMut(Val) -> Val) {
        for v in [&mut self.a, &mut self.b, &mut self.c, &mut self.e] {
            if v.is_some() {
                *v = f(*v);
            }
        }
    }
    /// Whether it emits nothing.
    pub fn is_pseudo(&self) -> bool {
        matches!(self.k, K::Nop | K::Label | K::Mark | K::VarBegin | K::VarLive | K::VarEnd | K::LoopBegin | K::LoopEnd)
    }
    /// Whether the base slot `d` starts a window whose slots are all clobbered.
    pub fn is_call(&self) -> bool {
        matches!(self.k, K::Call | K::CallI32 | K::CallReg)
    }
    /// Whether `d` is read before it is written.
    pub fn reads_d(&self) -> bool {
        matches!(self.k, K::AddBr(..) | K::Call | K::CallReg | K::Syscall | K::Builtin(_))
    }
    /// Whether `a` is written too.
    pub fn writes_a(&self) -> bool {
        matches!(self.k, K::LoadPost(_) | K::StorePost(_))
    }
}

/// What a virtual register is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RegKind {
    /// Holds an intermediate result.
    Temp,
    /// Holds a variable; its register is its own from `VarBegin` to `VarEnd`.
    Var,
    /// An incoming argument: arrives in this machine register.
    Arg(u8),
    /// Register of a call window.
    Slot(u16),
}

/// A virtual register.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Reg {
    /// What it is for.
    pub kind: RegKind,
    /// Least value it may have.
    pub lo: i64,
    /// Greatest value it may have.
    pub hi: i64,
}

/// A loop.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Loop {
    /// Control may enter it otherwise than through its `LoopBegin`: nothing can be hoisted.
    pub irregular: bool,
    /// Temporaries that have been hoisted before it and must live until its end.
    pub hoisted: Vec<Val>,
}

/// A function in intermediate form.
#[derive(Clone, Debug, Default)]
pub struct Ir {
    /// The code.
    pub insts: Vec<Inst>,
    /// Constants.
    pub consts: Vec<i64>,
    /// Symbols (of the object) with addends.
    pub syms: Vec<(u32, i64)>,
    /// Virtual registers.
    pub regs: Vec<Reg>,
    /// How many jumps go to each label.
    pub label_refs: Vec<u32>,
    /// Loops.
    pub loops: Vec<Loop>,
    /// Jump tables: labels, the default last.
    pub tables: Vec<Box<[Label]>>,
    /// Virtual registers of the slots.
    pub slots: Vec<Val>,
    /// Calls something that returns twice: registers may have been changed behind every call.
    pub returns_twice: bool,
}

impl Ir {
    /// A constant operand.
    pub fn konst(&mut self, value: i64) -> Val {
        if let Some(last) = self.consts.last()
            && *last == value
        {
            return Val(TAG_CONST | (self.consts.len() as u32 - 1));
        }
        self.consts.push(value);
        Val(TAG_CONST | (self.consts.len() as u32 - 1))
    }
    /// The address of a symbol plus an addend.
    pub fn sym(&mut self, symbol: u32, addend: i64) -> Val {
        if let Some(last) = self.syms.last()
            && *last == (symbol, addend)
        {
            return Val(TAG_SYM | (self.syms.len() as u32 - 1));
        }
        self.syms.push((symbol, addend));
        Val(TAG_SYM | (self.syms.len() as u32 - 1))
    }
    /// The constant that an operand is.
    pub fn as_const(&self, v: Val) -> Option<i64> {
        match v.kind() {
            ValKind::Const(i) => Some(self.consts[i as usize]),
            _ => None,
        }
    }
    /// The symbol and addend that an operand is.
    pub fn as_sym(&self, v: Val) -> Option<(u32, i64)> {
        match v.kind() {
            ValKind::Sym(i) => Some(self.syms[i as usize]),
            _ => None,
        }
    }
    /// A new virtual register.
    pub fn new_reg(&mut self, kind: RegKind, (lo, hi): (i64, i64)) -> Val {
        self.regs.push(Reg { kind, lo, hi });
        Val::reg(self.regs.len() as u32 - 1)
    }
    /// The virtual register of a slot.
    pub fn slot(&mut self, n: u16) -> Val {
        while self.slots.len() <= n as usize {
            let kind = RegKind::Slot(self.slots.len() as u16);
            let reg = self.new_reg(kind, (i64::MIN, i64::MAX));
            self.slots.push(reg);
        }
        self.slots[n as usize]
    }
    /// The slot that an operand is.
    pub fn as_slot(&self, v: Val) -> Option<u16> {
        match self.regs[v.as_reg()?].kind {
            RegKind::Slot(n) => Some(n),
            _ => None,
        }
    }
    /// Whether an operand is a temporary.
    pub fn is_temp(&self, v: Val) -> bool {
        v.as_reg().is_some_and(|r| self.regs[r].kind == RegKind::Temp)
    }
    /// The values an operand may have.
    pub fn range(&self, v: Val) -> (i64, i64) {
        match v.kind() {
            ValKind::Reg(r) => (self.regs[r as usize].lo, self.regs[r as usize].hi),
            ValKind::Const(i) => (self.consts[i as usize], self.consts[i as usize]),
            _ => (i64::MIN, i64::MAX),
        }
    }
    /// A new label.
    pub fn new_label(&mut self) -> Label {
        self.label_refs.push(0);
        self.label_refs.len() as u32 - 1
    }
}
