//! The instruction set: a register machine whose instructions are 8-byte values with named fields.
//!
//! A function sees a window of 256 registers of 64 bits. Values are kept in **canonical form**: `int` and
//! narrower signed types sign-extended to 64 bits, unsigned types zero-extended, pointers as they are, `double`
//! as its bits, `float` as its 32 bits zero-extended. So one 64-bit comparison serves every integer width, and
//! only operations that can overflow 32 bits come in `I32`, `U32` and `64` kinds.
//!
//! Field names say what happens to a register: `d` is written; `a b c p i v` are read; `x` is read and
//! written; `base` is the first register of a callee's window. Everything else is a constant. `off` of a jump counts
//! instructions from the one that follows the jump. In an equation `[p]` is memory at address `p`, `pc` the
//! following instruction, `imm` is sign-extended unless it is a `u32`.
//!
//! Calls: `Call { base, .. }` makes the caller's `r[base]` the callee's `r[0]`: arguments lie in `r[base]`,
//! `r[base+1]`, ...; the result is in `r[base]` afterwards, and every caller register from `base` upwards is
//! clobbered. A function that needs stack memory executes `Enter` first; returning restores the caller's `sp`.
//!
//! In an [`Object`](super::program::Object) the fields named `target` (a function or an address) are indices into
//! the object's `refs`, and `Const::index` one into its `consts`; the linker replaces them: an address by itself, the
//! function of a call by the index of its first instruction.

use serde::{Deserialize, Serialize};

/// A register number within the current window.
pub type Reg = u8;

/// What an instruction does to a register: see [`Op::registers`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// The register is written.
    Def,
    /// The register is read.
    Use,
    /// The register is read, then written.
    UseDef,
    /// First register of a call window: it and all above it are clobbered, arguments start there.
    Base,
}

macro_rules! role {
    ($f:ident, d, $r:expr) => {
        $f(Role::Def, *$r)
    };
    ($f:ident, x, $r:expr) => {
        $f(Role::UseDef, *$r)
    };
    ($f:ident, base, $r:expr) => {
        $f(Role::Base, *$r)
    };
    ($f:ident, a, $r:expr) => {
        $f(Role::Use, *$r)
    };
    ($f:ident, b, $r:expr) => {
        $f(Role::Use, *$r)
    };
    ($f:ident, c, $r:expr) => {
        $f(Role::Use, *$r)
    };
    ($f:ident, p, $r:expr) => {
        $f(Role::Use, *$r)
    };
    ($f:ident, i, $r:expr) => {
        $f(Role::Use, *$r)
    };
    ($f:ident, v, $r:expr) => {
        $f(Role::Use, *$r)
    };
    ($f:ident, $other:ident, $r:expr) => {
        let _ = $r;
    };
}

macro_rules! jump_off {
    ($o:ident, off, $r:expr) => {
        $o = Some($r)
    };
    ($o:ident, $other:ident, $r:expr) => {
        let _ = $r;
    };
}

/// A field's value as a number, for listings.
trait ToOperand {
    fn to_operand(&self) -> i64;
}

macro_rules! to_operand {
    ($($t:ty),*) => { $( impl ToOperand for $t {
        fn to_operand(&self) -> i64 {
            *self as i64
        }
    } )* };
}

to_operand!(u8, i8, u16, i16, u32, i32, AtomicOp, IntTy, Builtin);

impl Op {
    /// Touches nothing but registers, call frames and the stack pointer: memory is at most read.
    pub fn is_pure(&self) -> bool {
        let store = matches!(
            self,
            Op::St8 { .. }
                | Op::St16 { .. }
                | Op::St32 { .. }
                | Op::St64 { .. }
                | Op::St8X { .. }
                | Op::St16X { .. }
                | Op::St32X { .. }
                | Op::St64X { .. }
                | Op::St8G { .. }
                | Op::St16G { .. }
                | Op::St32G { .. }
                | Op::St64G { .. }
                | Op::St8GX { .. }
                | Op::St16GX { .. }
                | Op::St32GX { .. }
                | Op::St64GX { .. }
                | Op::St8Post { .. }
                | Op::St16Post { .. }
                | Op::St32Post { .. }
                | Op::St64Post { .. }
                | Op::CopyMem { .. }
                | Op::ZeroMem { .. }
                | Op::AtomicRmw { .. }
                | Op::AtomicCas { .. }
        );
        let leaves = matches!(
            self,
            Op::Syscall { .. }
                | Op::SyscallNr { .. }
                | Op::Builtin { .. }
                | Op::Setjmp { .. }
                | Op::Longjmp { .. }
                | Op::SaveContext { .. }
                | Op::RestoreContext { .. }
                | Op::Trap {}
        );
        !store && !leaves
    }

    /// Returns to the caller.
    pub fn is_return(&self) -> bool {
        matches!(self, Op::Ret {} | Op::RetReg { .. } | Op::RetImm { .. } | Op::RetAddI32 { .. })
    }
}

macro_rules! target_of {
    ($o:ident, target, $r:expr) => {
        $o = Some($r)
    };
    ($o:ident, $other:ident, $r:expr) => {
        let _ = $r;
    };
}

macro_rules! isa {
    ($( $(#[$m:meta])* $name:ident { $($f:ident : $t:ty),* } )*) => {
        /// One instruction. See the module's text for the field names.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        #[repr(u8)]
        #[allow(missing_docs)] // the fields: their names are explained once, above
        pub enum Op { $( $(#[$m])* $name { $($f: $t),* }, )* }

        impl Op {
            /// The instruction's name.
            pub fn mnemonic(&self) -> &'static str {
                match self { $( Op::$name { .. } => stringify!($name), )* }
            }

            /// Calls `f` for every register field, in the order of the fields.
            pub fn registers(&self, f: &mut impl FnMut(Role, Reg)) {
                match self { $( Op::$name { $($f),* } => { $( role!(f, $f, $f); )* } )* }
            }

            /// Calls `f` with name and value of every field, in order.
            pub fn operands(&self, f: &mut impl FnMut(&'static str, i64)) {
                match self { $( Op::$name { $($f),* } => { let _ = &f; $( f(stringify!($f), $f.to_operand()); )* } )* }
            }

            /// The offset field of a jump, if this is one ([`Op::Switch`] has none).
            pub fn jump_offset(&self) -> Option<i32> {
                #[allow(unused_mut, unused_assignments)]
                let mut o: Option<&i32> = None;
                match self { $( Op::$name { $($f),* } => { $( jump_off!(o, $f, $f); )* } )* }
                o.copied()
            }

            /// The `target` field, if there is one.
            pub fn target(&self) -> Option<u32> {
                #[allow(unused_mut, unused_assignments)]
                let mut o: Option<&u32> = None;
                match self { $( Op::$name { $($f),* } => { $( target_of!(o, $f, $f); )* } )* }
                o.copied()
            }

            /// The `target` field, to be filled in.
            pub fn target_mut(&mut self) -> Option<&mut u32> {
                #[allow(unused_mut, unused_assignments)]
                let mut o: Option<&mut u32> = None;
                match self { $( Op::$name { $($f),* } => { $( target_of!(o, $f, $f); )* } )* }
                o
            }

            /// The offset field of a jump, to be patched.
            pub fn jump_offset_mut(&mut self) -> Option<&mut i32> {
                #[allow(unused_mut, unused_assignments)]
                let mut o: Option<&mut i32> = None;
                match self { $( Op::$name { $($f),* } => { $( jump_off!(o, $f, $f); )* } )* }
                o
            }
        }
    };
}

isa! {
    // ---- moves and constants ----
    /// nothing
    Nop {}
    /// d = a
    Mov { d: Reg, a: Reg }
    /// d = a, d2 = a2 (d2 written after d, both read first; `d2`, `a2` are registers)
    Mov2 { d: Reg, a: Reg, d2: Reg, a2: Reg }
    /// d = imm
    Imm { d: Reg, imm: i32 }
    /// d = consts\[index\]
    Const { d: Reg, index: u32 }
    /// d = address of target (function, or data with an addend)
    Addr { d: Reg, target: u32 }
    /// d = c != 0 ? a : b
    Select { d: Reg, c: Reg, a: Reg, b: Reg }

    // ---- integer arithmetic ----
    /// d = (i32)(a + b)
    AddI32 { d: Reg, a: Reg, b: Reg }
    /// d = (u32)(a + b)
    AddU32 { d: Reg, a: Reg, b: Reg }
    /// d = a + b
    Add64 { d: Reg, a: Reg, b: Reg }
    /// d = (i32)(a - b)
    SubI32 { d: Reg, a: Reg, b: Reg }
    /// d = (u32)(a - b)
    SubU32 { d: Reg, a: Reg, b: Reg }
    /// d = a - b
    Sub64 { d: Reg, a: Reg, b: Reg }
    /// d = (i32)(a * b)
    MulI32 { d: Reg, a: Reg, b: Reg }
    /// d = (u32)(a * b)
    MulU32 { d: Reg, a: Reg, b: Reg }
    /// d = a * b
    Mul64 { d: Reg, a: Reg, b: Reg }
    /// d = a / b as i32; FPE if b == 0 or INT_MIN / -1
    DivI32 { d: Reg, a: Reg, b: Reg }
    /// d = a / b as i64; FPE if b == 0 or LONG_MIN / -1
    DivI64 { d: Reg, a: Reg, b: Reg }
    /// d = a / b unsigned (u32 and u64); FPE if b == 0
    DivU { d: Reg, a: Reg, b: Reg }
    /// d = a % b as i32; FPE as DivI32
    RemI32 { d: Reg, a: Reg, b: Reg }
    /// d = a % b as i64; FPE as DivI64
    RemI64 { d: Reg, a: Reg, b: Reg }
    /// d = a % b unsigned (u32 and u64); FPE if b == 0
    RemU { d: Reg, a: Reg, b: Reg }
    /// d = a & b (any width)
    And { d: Reg, a: Reg, b: Reg }
    /// d = a | b (any width)
    Or { d: Reg, a: Reg, b: Reg }
    /// d = a ^ b (any width)
    Xor { d: Reg, a: Reg, b: Reg }
    /// d = (i32)(a << (b & 31))
    ShlI32 { d: Reg, a: Reg, b: Reg }
    /// d = (u32)(a << (b & 31))
    ShlU32 { d: Reg, a: Reg, b: Reg }
    /// d = a << (b & 63)
    Shl64 { d: Reg, a: Reg, b: Reg }
    /// d = a >> (b & 31), arithmetic, a an i32
    SarI32 { d: Reg, a: Reg, b: Reg }
    /// d = a >> (b & 63), arithmetic, a an i64
    Sar64 { d: Reg, a: Reg, b: Reg }
    /// d = a >> (b & 31), logical, a a u32
    ShrU32 { d: Reg, a: Reg, b: Reg }
    /// d = a >> (b & 63), logical, a a u64
    Shr64 { d: Reg, a: Reg, b: Reg }
    /// d = (i32)-a
    NegI32 { d: Reg, a: Reg }
    /// d = (u32)-a
    NegU32 { d: Reg, a: Reg }
    /// d = -a
    Neg64 { d: Reg, a: Reg }
    /// d = ~a (i32, i64, u64)
    Not { d: Reg, a: Reg }
    /// d = (u32)~a
    NotU32 { d: Reg, a: Reg }

    // ---- integer arithmetic with a constant ----
    /// d = (i32)(a + imm)
    AddI32Imm { d: Reg, a: Reg, imm: i32 }
    /// d = (u32)(a + imm)
    AddU32Imm { d: Reg, a: Reg, imm: i32 }
    /// d = a + imm
    Add64Imm { d: Reg, a: Reg, imm: i32 }
    /// d = (i32)(imm - a)
    RsubI32Imm { d: Reg, a: Reg, imm: i32 }
    /// d = (i32)(a * imm)
    MulI32Imm { d: Reg, a: Reg, imm: i32 }
    /// d = (u32)(a * imm)
    MulU32Imm { d: Reg, a: Reg, imm: i32 }
    /// d = a * imm
    Mul64Imm { d: Reg, a: Reg, imm: i32 }
    /// d = a / imm as i32; FPE as DivI32
    DivI32Imm { d: Reg, a: Reg, imm: i32 }
    /// d = a / imm as i64; FPE as DivI64
    DivI64Imm { d: Reg, a: Reg, imm: i32 }
    /// d = a / imm unsigned, imm zero-extended; FPE if imm == 0
    DivUImm { d: Reg, a: Reg, imm: u32 }
    /// d = a % imm as i32; FPE as DivI32
    RemI32Imm { d: Reg, a: Reg, imm: i32 }
    /// d = a % imm as i64; FPE as DivI64
    RemI64Imm { d: Reg, a: Reg, imm: i32 }
    /// d = a % imm unsigned, imm zero-extended; FPE if imm == 0
    RemUImm { d: Reg, a: Reg, imm: u32 }
    /// d = a & imm (sign-extended: fits i32, i64 and, for a canonical a, u32)
    AndImm { d: Reg, a: Reg, imm: i32 }
    /// d = a & imm, imm zero-extended
    AndUImm { d: Reg, a: Reg, imm: u32 }
    /// d = a | imm
    OrImm { d: Reg, a: Reg, imm: i32 }
    /// d = a | imm, imm zero-extended (for u32)
    OrUImm { d: Reg, a: Reg, imm: u32 }
    /// d = a ^ imm
    XorImm { d: Reg, a: Reg, imm: i32 }
    /// d = a ^ imm, imm zero-extended (for u32)
    XorUImm { d: Reg, a: Reg, imm: u32 }
    /// d = (i32)(a << sh), sh in 0..32
    ShlI32Imm { d: Reg, a: Reg, sh: u8 }
    /// d = (u32)(a << sh), sh in 0..32
    ShlU32Imm { d: Reg, a: Reg, sh: u8 }
    /// d = a << sh, sh in 0..64
    Shl64Imm { d: Reg, a: Reg, sh: u8 }
    /// d = a >> sh arithmetic (i32 with sh in 0..32, i64 with sh in 0..64)
    SarImm { d: Reg, a: Reg, sh: u8 }
    /// d = a >> sh logical (u32 with sh in 0..32, u64 with sh in 0..64)
    ShrImm { d: Reg, a: Reg, sh: u8 }
    /// d = a + i * imm: address of an array element
    Lea { d: Reg, a: Reg, i: Reg, imm: i32 }

    // ---- width changes and bit-fields ----
    /// d = (i8)a
    SExt8 { d: Reg, a: Reg }
    /// d = (i16)a
    SExt16 { d: Reg, a: Reg }
    /// d = (i32)a
    SExt32 { d: Reg, a: Reg }
    /// d = (u8)a
    ZExt8 { d: Reg, a: Reg }
    /// d = (u16)a
    ZExt16 { d: Reg, a: Reg }
    /// d = (u32)a
    ZExt32 { d: Reg, a: Reg }
    /// d = bits lsb..lsb+len of a, zero-extended (len 1..=64, lsb + len <= 64)
    ExtractU { d: Reg, a: Reg, lsb: u8, len: u8 }
    /// d = bits lsb..lsb+len of a, sign-extended
    ExtractS { d: Reg, a: Reg, lsb: u8, len: u8 }
    /// bits lsb..lsb+len of x = low len bits of a
    Insert { x: Reg, a: Reg, lsb: u8, len: u8 }

    // ---- comparison to 0 or 1 ----
    /// d = a == b
    Eq { d: Reg, a: Reg, b: Reg }
    /// d = a != b
    Ne { d: Reg, a: Reg, b: Reg }
    /// d = a < b signed
    Lt { d: Reg, a: Reg, b: Reg }
    /// d = a <= b signed
    Le { d: Reg, a: Reg, b: Reg }
    /// d = a < b unsigned
    LtU { d: Reg, a: Reg, b: Reg }
    /// d = a <= b unsigned
    LeU { d: Reg, a: Reg, b: Reg }
    /// d = a == imm
    EqImm { d: Reg, a: Reg, imm: i32 }
    /// d = a != imm
    NeImm { d: Reg, a: Reg, imm: i32 }
    /// d = a < imm signed
    LtImm { d: Reg, a: Reg, imm: i32 }
    /// d = a > imm signed
    GtImm { d: Reg, a: Reg, imm: i32 }
    /// d = a < imm unsigned, imm zero-extended
    LtUImm { d: Reg, a: Reg, imm: u32 }
    /// d = a > imm unsigned, imm zero-extended
    GtUImm { d: Reg, a: Reg, imm: u32 }

    // ---- floating point ----
    /// d = a + b
    AddF64 { d: Reg, a: Reg, b: Reg }
    /// d = a - b
    SubF64 { d: Reg, a: Reg, b: Reg }
    /// d = a * b
    MulF64 { d: Reg, a: Reg, b: Reg }
    /// d = a / b
    DivF64 { d: Reg, a: Reg, b: Reg }
    /// d = -a
    NegF64 { d: Reg, a: Reg }
    /// d = a * b + c, rounded twice (not a fused multiply-add)
    MulAddF64 { d: Reg, a: Reg, b: Reg, c: Reg }
    /// d = a * \[p + i*8 + disp\] + c, rounded twice
    MulAddF64Ld { d: Reg, a: Reg, c: Reg, p: Reg, i: Reg, disp: i16 }
    /// d = a + b
    AddF32 { d: Reg, a: Reg, b: Reg }
    /// d = a - b
    SubF32 { d: Reg, a: Reg, b: Reg }
    /// d = a * b
    MulF32 { d: Reg, a: Reg, b: Reg }
    /// d = a / b
    DivF32 { d: Reg, a: Reg, b: Reg }
    /// d = -a
    NegF32 { d: Reg, a: Reg }
    /// d = a == b (0 if either is a NaN)
    EqF64 { d: Reg, a: Reg, b: Reg }
    /// d = a != b (1 if either is a NaN)
    NeF64 { d: Reg, a: Reg, b: Reg }
    /// d = a < b
    LtF64 { d: Reg, a: Reg, b: Reg }
    /// d = a <= b
    LeF64 { d: Reg, a: Reg, b: Reg }
    /// d = a == b
    EqF32 { d: Reg, a: Reg, b: Reg }
    /// d = a != b
    NeF32 { d: Reg, a: Reg, b: Reg }
    /// d = a < b
    LtF32 { d: Reg, a: Reg, b: Reg }
    /// d = a <= b
    LeF32 { d: Reg, a: Reg, b: Reg }
    /// d = (double)(i64)a (any canonical signed integer, and u32)
    I64ToF64 { d: Reg, a: Reg }
    /// d = (double)(u64)a
    U64ToF64 { d: Reg, a: Reg }
    /// d = (float)(i64)a (any canonical signed integer, and u32)
    I64ToF32 { d: Reg, a: Reg }
    /// d = (float)(u64)a
    U64ToF32 { d: Reg, a: Reg }
    /// d = (float)a
    F64ToF32 { d: Reg, a: Reg }
    /// d = (double)a
    F32ToF64 { d: Reg, a: Reg }
    /// d = (int)a, truncated; INT_MIN if it does not fit (as x86 does). Convert a float with F32ToF64 first.
    F64ToI32 { d: Reg, a: Reg }
    /// d = (unsigned)a, truncated; the low 32 bits of the i64 conversion
    F64ToU32 { d: Reg, a: Reg }
    /// d = (long)a, truncated; LONG_MIN if it does not fit
    F64ToI64 { d: Reg, a: Reg }
    /// d = (unsigned long)a, truncated
    F64ToU64 { d: Reg, a: Reg }

    // ---- jumps ----
    /// pc += off
    Jmp { off: i32 }
    /// if a == b: pc += off
    Jeq { a: Reg, b: Reg, off: i32 }
    /// if a != b: pc += off
    Jne { a: Reg, b: Reg, off: i32 }
    /// if a < b signed: pc += off
    Jlt { a: Reg, b: Reg, off: i32 }
    /// if a <= b signed: pc += off
    Jle { a: Reg, b: Reg, off: i32 }
    /// if a < b unsigned: pc += off
    JltU { a: Reg, b: Reg, off: i32 }
    /// if a <= b unsigned: pc += off
    JleU { a: Reg, b: Reg, off: i32 }
    /// if a == imm: pc += off
    JeqImm { a: Reg, imm: i16, off: i32 }
    /// if a != imm: pc += off
    JneImm { a: Reg, imm: i16, off: i32 }
    /// if a < imm signed: pc += off
    JltImm { a: Reg, imm: i16, off: i32 }
    /// if a <= imm signed: pc += off
    JleImm { a: Reg, imm: i16, off: i32 }
    /// if a > imm signed: pc += off
    JgtImm { a: Reg, imm: i16, off: i32 }
    /// if a >= imm signed: pc += off
    JgeImm { a: Reg, imm: i16, off: i32 }
    /// if a < imm unsigned, imm zero-extended: pc += off
    JltUImm { a: Reg, imm: u16, off: i32 }
    /// if a >= imm unsigned, imm zero-extended: pc += off
    JgeUImm { a: Reg, imm: u16, off: i32 }
    /// if (a & imm) != 0, imm zero-extended: pc += off
    JandImm { a: Reg, imm: u16, off: i32 }
    /// if (a & imm) == 0, imm zero-extended: pc += off
    JnandImm { a: Reg, imm: u16, off: i32 }
    /// if (a & b) != 0: pc += off
    Jand { a: Reg, b: Reg, off: i32 }
    /// if (a & b) == 0: pc += off
    Jnand { a: Reg, b: Reg, off: i32 }
    /// if a == b: pc += off
    JeqF64 { a: Reg, b: Reg, off: i32 }
    /// if !(a == b): pc += off
    JneF64 { a: Reg, b: Reg, off: i32 }
    /// if a < b: pc += off
    JltF64 { a: Reg, b: Reg, off: i32 }
    /// if a <= b: pc += off
    JleF64 { a: Reg, b: Reg, off: i32 }
    /// if !(a < b): pc += off
    JnltF64 { a: Reg, b: Reg, off: i32 }
    /// if !(a <= b): pc += off
    JnleF64 { a: Reg, b: Reg, off: i32 }
    /// x = (i32)(x + step); if x < b: pc += off. The foot of `for (; i < n; i++)`.
    IncJltI32 { x: Reg, b: Reg, step: i8, off: i32 }
    /// x = (i32)(x + step); if x <= b: pc += off
    IncJleI32 { x: Reg, b: Reg, step: i8, off: i32 }
    /// x = (i32)(x + step); if x > b: pc += off
    IncJgtI32 { x: Reg, b: Reg, step: i8, off: i32 }
    /// x = (i32)(x + step); if x >= b: pc += off
    IncJgeI32 { x: Reg, b: Reg, step: i8, off: i32 }
    /// x = (i32)(x + step); if x != b: pc += off
    IncJneI32 { x: Reg, b: Reg, step: i8, off: i32 }
    /// x = (u32)(x + step); if x < b unsigned: pc += off
    IncJltU32 { x: Reg, b: Reg, step: i8, off: i32 }
    /// x = (u32)(x + step); if x <= b unsigned: pc += off
    IncJleU32 { x: Reg, b: Reg, step: i8, off: i32 }
    /// x = x + step; if x < b signed: pc += off
    IncJlt64 { x: Reg, b: Reg, step: i8, off: i32 }
    /// x = x + step; if x <= b signed: pc += off
    IncJle64 { x: Reg, b: Reg, step: i8, off: i32 }
    /// x = x + step; if x < b unsigned: pc += off
    IncJltU64 { x: Reg, b: Reg, step: i8, off: i32 }
    /// x = x + step; if x <= b unsigned: pc += off
    IncJleU64 { x: Reg, b: Reg, step: i8, off: i32 }
    /// x = x + step; if x != b: pc += off (pointers)
    IncJne64 { x: Reg, b: Reg, step: i8, off: i32 }
    /// x = (i32)(x + 1); if x < imm: pc += off
    Inc1JltI32Imm { x: Reg, imm: i16, off: i32 }
    /// x = (i32)(x + 1); if x <= imm: pc += off
    Inc1JleI32Imm { x: Reg, imm: i16, off: i32 }
    /// x = x + 1; if x < imm (signed; for i64, and u64 with imm >= 0): pc += off
    Inc1Jlt64Imm { x: Reg, imm: i16, off: i32 }
    /// x = (i32)(x - 1); if x >= imm: pc += off
    Dec1JgeI32Imm { x: Reg, imm: i16, off: i32 }
    /// x = x - 1; if x != imm: pc += off
    Dec1Jne64Imm { x: Reg, imm: i16, off: i32 }
    /// x = (i32)(x + a); if x < b: pc += off
    AddJltI32 { x: Reg, a: Reg, b: Reg, off: i32 }
    /// x = (i32)(x + a); if x <= b: pc += off
    AddJleI32 { x: Reg, a: Reg, b: Reg, off: i32 }
    /// x = x + a; if x < b signed: pc += off
    AddJlt64 { x: Reg, a: Reg, b: Reg, off: i32 }
    /// x = x + a; if x <= b signed: pc += off
    AddJle64 { x: Reg, a: Reg, b: Reg, off: i32 }
    /// x = x + a; if x < b unsigned: pc += off
    AddJltU64 { x: Reg, a: Reg, b: Reg, off: i32 }
    /// x = x + a; if x <= b unsigned: pc += off
    AddJleU64 { x: Reg, a: Reg, b: Reg, off: i32 }
    /// pc += min(a, n) unsigned: n `Jmp`s follow, then the default case
    Switch { a: Reg, n: u32 }

    // ---- loads: \[p + disp\] ----
    /// d = (i8)\[p + disp\]
    LdI8 { d: Reg, p: Reg, disp: i32 }
    /// d = (u8)\[p + disp\]
    LdU8 { d: Reg, p: Reg, disp: i32 }
    /// d = (i16)\[p + disp\]
    LdI16 { d: Reg, p: Reg, disp: i32 }
    /// d = (u16)\[p + disp\]
    LdU16 { d: Reg, p: Reg, disp: i32 }
    /// d = (i32)\[p + disp\]
    LdI32 { d: Reg, p: Reg, disp: i32 }
    /// d = (u32)\[p + disp\] (float too)
    LdU32 { d: Reg, p: Reg, disp: i32 }
    /// d = 8 bytes of \[p + disp\] (double too)
    Ld64 { d: Reg, p: Reg, disp: i32 }
    // ---- loads, indexed by elements: \[p + i*size + disp\] ----
    /// d = (i8)\[p + i + disp\]
    LdI8X { d: Reg, p: Reg, i: Reg, disp: i32 }
    /// d = (u8)\[p + i + disp\]
    LdU8X { d: Reg, p: Reg, i: Reg, disp: i32 }
    /// d = (i16)\[p + i*2 + disp\]
    LdI16X { d: Reg, p: Reg, i: Reg, disp: i32 }
    /// d = (u16)\[p + i*2 + disp\]
    LdU16X { d: Reg, p: Reg, i: Reg, disp: i32 }
    /// d = (i32)\[p + i*4 + disp\]
    LdI32X { d: Reg, p: Reg, i: Reg, disp: i32 }
    /// d = (u32)\[p + i*4 + disp\]
    LdU32X { d: Reg, p: Reg, i: Reg, disp: i32 }
    /// d = 8 bytes of \[p + i*8 + disp\]
    Ld64X { d: Reg, p: Reg, i: Reg, disp: i32 }
    // ---- loads of globals ----
    /// d = (i8)\[target\]
    LdI8G { d: Reg, target: u32 }
    /// d = (u8)\[target\]
    LdU8G { d: Reg, target: u32 }
    /// d = (i16)\[target\]
    LdI16G { d: Reg, target: u32 }
    /// d = (u16)\[target\]
    LdU16G { d: Reg, target: u32 }
    /// d = (i32)\[target\]
    LdI32G { d: Reg, target: u32 }
    /// d = (u32)\[target\]
    LdU32G { d: Reg, target: u32 }
    /// d = 8 bytes of \[target\]
    Ld64G { d: Reg, target: u32 }
    // ---- loads of elements of global arrays: \[target + i*size\] ----
    /// d = (i8)\[target + i\]
    LdI8GX { d: Reg, i: Reg, target: u32 }
    /// d = (u8)\[target + i\]
    LdU8GX { d: Reg, i: Reg, target: u32 }
    /// d = (i16)\[target + i*2\]
    LdI16GX { d: Reg, i: Reg, target: u32 }
    /// d = (u16)\[target + i*2\]
    LdU16GX { d: Reg, i: Reg, target: u32 }
    /// d = (i32)\[target + i*4\]
    LdI32GX { d: Reg, i: Reg, target: u32 }
    /// d = (u32)\[target + i*4\]
    LdU32GX { d: Reg, i: Reg, target: u32 }
    /// d = 8 bytes of \[target + i*8\]
    Ld64GX { d: Reg, i: Reg, target: u32 }
    // ---- loads with post-increment: `*p++` ----
    /// d = (i8)\[x\]; x += step
    LdI8Post { d: Reg, x: Reg, step: i32 }
    /// d = (u8)\[x\]; x += step
    LdU8Post { d: Reg, x: Reg, step: i32 }
    /// d = (i16)\[x\]; x += step
    LdI16Post { d: Reg, x: Reg, step: i32 }
    /// d = (u16)\[x\]; x += step
    LdU16Post { d: Reg, x: Reg, step: i32 }
    /// d = (i32)\[x\]; x += step
    LdI32Post { d: Reg, x: Reg, step: i32 }
    /// d = (u32)\[x\]; x += step
    LdU32Post { d: Reg, x: Reg, step: i32 }
    /// d = 8 bytes of \[x\]; x += step
    Ld64Post { d: Reg, x: Reg, step: i32 }

    // ---- stores ----
    /// 1 byte of \[p + disp\] = v
    St8 { v: Reg, p: Reg, disp: i32 }
    /// 2 bytes of \[p + disp\] = v
    St16 { v: Reg, p: Reg, disp: i32 }
    /// 4 bytes of \[p + disp\] = v
    St32 { v: Reg, p: Reg, disp: i32 }
    /// 8 bytes of \[p + disp\] = v
    St64 { v: Reg, p: Reg, disp: i32 }
    /// 1 byte of \[p + i + disp\] = v
    St8X { v: Reg, p: Reg, i: Reg, disp: i32 }
    /// 2 bytes of \[p + i*2 + disp\] = v
    St16X { v: Reg, p: Reg, i: Reg, disp: i32 }
    /// 4 bytes of \[p + i*4 + disp\] = v
    St32X { v: Reg, p: Reg, i: Reg, disp: i32 }
    /// 8 bytes of \[p + i*8 + disp\] = v
    St64X { v: Reg, p: Reg, i: Reg, disp: i32 }
    /// 1 byte of \[target\] = v
    St8G { v: Reg, target: u32 }
    /// 2 bytes of \[target\] = v
    St16G { v: Reg, target: u32 }
    /// 4 bytes of \[target\] = v
    St32G { v: Reg, target: u32 }
    /// 8 bytes of \[target\] = v
    St64G { v: Reg, target: u32 }
    /// 1 byte of \[target + i\] = v
    St8GX { v: Reg, i: Reg, target: u32 }
    /// 2 bytes of \[target + i*2\] = v
    St16GX { v: Reg, i: Reg, target: u32 }
    /// 4 bytes of \[target + i*4\] = v
    St32GX { v: Reg, i: Reg, target: u32 }
    /// 8 bytes of \[target + i*8\] = v
    St64GX { v: Reg, i: Reg, target: u32 }
    /// 1 byte of \[x\] = v; x += step
    St8Post { v: Reg, x: Reg, step: i32 }
    /// 2 bytes of \[x\] = v; x += step
    St16Post { v: Reg, x: Reg, step: i32 }
    /// 4 bytes of \[x\] = v; x += step
    St32Post { v: Reg, x: Reg, step: i32 }
    /// 8 bytes of \[x\] = v; x += step
    St64Post { v: Reg, x: Reg, step: i32 }
    /// copy len bytes from address a to address p (as memmove; struct assignment)
    CopyMem { p: Reg, a: Reg, len: u32 }
    /// len bytes at address p = 0
    ZeroMem { p: Reg, len: u32 }

    // ---- calls and the stack ----
    /// call function target with the window at base
    Call { base: Reg, target: u32 }
    /// r\[base\] = (i32)(a + imm); call function target with the window at base
    CallI32 { base: Reg, a: Reg, imm: i8, target: u32 }
    /// call the function whose address is in a; SEGV if there is none
    CallReg { base: Reg, a: Reg }
    /// return to the caller (the result, if any, is in r\[0\])
    Ret {}
    /// r\[0\] = a; return
    RetReg { a: Reg }
    /// r\[0\] = imm; return
    RetImm { imm: i32 }
    /// r\[0\] = (i32)(a + b); return
    RetAddI32 { a: Reg, b: Reg }
    /// sp = (sp - size) & ~15; d = sp; SEGV if the stack has no room. First instruction of a function with a stack frame.
    Enter { d: Reg, size: u32 }
    /// sp = (sp - a) & ~15; d = sp; SEGV if the stack has no room
    Alloca { d: Reg, a: Reg }
    /// d = sp
    GetSp { d: Reg }
    /// d = distance of the thread's own data (`_Thread_local`) from the program's: 0 in a process's first thread
    ThreadOffset { d: Reg }
    /// sp = a (leaving a VLA's scope)
    SetSp { a: Reg }
    /// save the context in 8 words at a; d = 0; a later Longjmp comes back here with d = its value
    Setjmp { d: Reg, a: Reg }
    /// go back to the Setjmp whose buffer is at a, with value b (1 if b is 0); SEGV if its function has returned
    Longjmp { a: Reg, b: Reg }
    /// save all that is active in the CPU, with 4 words at a to find it again; d = 0, or 1 when it is restored
    SaveContext { d: Reg, a: Reg }
    /// go on with the context that the 4 words at a say; SEGV if it is not known
    RestoreContext { a: Reg }
    /// d = where the a-th function further out goes on (0: the caller of this one); 0 if there is none
    CallerAddress { d: Reg, a: Reg }
    /// system call: number in r\[base\], arguments in r\[base+1 ..= base+6\]; the result in r\[base\]; other registers are kept
    Syscall { base: Reg }
    /// system call number `nr`: arguments in r\[base ..= base+5\]; the result in d; other registers are kept
    SyscallNr { d: Reg, base: Reg, nr: u16 }
    /// run a native function: arguments from r\[base\], result in r\[base\]; other registers are kept
    Builtin { base: Reg, id: Builtin }
    /// illegal instruction: SIGILL (`__builtin_trap`, unreachable code)
    Trap {}

    // ---- atomics (kinds of AtomicOp; width 1, 2, 4 or 8 bytes) ----
    /// d = \[p\]; \[p\] = op(\[p\], v); d is the old value, canonical for `ty`
    AtomicRmw { d: Reg, p: Reg, v: Reg, op: AtomicOp, ty: IntTy }
    /// d = \[p\]; if d == a: \[p\] = b (d is the old value, canonical for `ty`)
    AtomicCas { d: Reg, p: Reg, a: Reg, b: Reg, ty: IntTy }
}

const _: () = assert!(std::mem::size_of::<Op>() == 8);

/// What an [`Op::AtomicRmw`] does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[repr(u8)]
pub enum AtomicOp {
    /// new = v
    Xchg,
    /// new = old + v
    Add,
    /// new = old - v
    Sub,
    /// new = old & v
    And,
    /// new = old | v
    Or,
    /// new = old ^ v
    Xor,
    /// new = ~(old & v)
    Nand,
}

/// Integer types in memory.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[repr(u8)]
pub enum IntTy {
    /// signed char
    I8,
    /// unsigned char
    U8,
    /// short
    I16,
    /// unsigned short
    U16,
    /// int
    I32,
    /// unsigned
    U32,
    /// long
    I64,
    /// unsigned long, pointers
    U64,
}

impl IntTy {
    /// Its size in bytes.
    pub fn size(self) -> u64 {
        match self {
            IntTy::I8 | IntTy::U8 => 1,
            IntTy::I16 | IntTy::U16 => 2,
            IntTy::I32 | IntTy::U32 => 4,
            IntTy::I64 | IntTy::U64 => 8,
        }
    }
}

macro_rules! builtins {
    ($( $(#[$m:meta])* $name:ident = $c:literal : $nargs:literal, )*) => {
        /// The native functions: pure computations, and bulk memory operations of the calling process.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Builtin { $( $(#[$m])* $name, )* }

        impl Builtin {
            /// Every native function.
            pub const ALL: &[Builtin] = &[ $( Builtin::$name, )* ];
            /// Its name in C without the prefix `__builtin_`.
            pub fn c_name(self) -> &'static str { match self { $( Builtin::$name => $c, )* } }
            /// How many argument registers it reads.
            pub fn nargs(self) -> u8 { match self { $( Builtin::$name => $nargs, )* } }
        }
    };
}

builtins! {
    /// void *memcpy(void *d, const void *s, size_t n)
    Memcpy = "memcpy": 3,
    /// void *memmove(void *d, const void *s, size_t n)
    Memmove = "memmove": 3,
    /// void *memset(void *d, int c, size_t n)
    Memset = "memset": 3,
    /// int memcmp(const void *a, const void *b, size_t n)
    Memcmp = "memcmp": 3,
    /// void *memchr(const void *s, int c, size_t n)
    Memchr = "memchr": 3,
    /// size_t strlen(const char *s)
    Strlen = "strlen": 1,
    /// int strcmp(const char *a, const char *b)
    Strcmp = "strcmp": 2,
    /// char *strcpy(char *d, const char *s)
    Strcpy = "strcpy": 2,
    /// char *strchr(const char *s, int c)
    Strchr = "strchr": 2,
    /// unsigned long fmt_double(char *buf, unsigned long size, double v, int conv, int prec, int flags): digits of v as
    /// printf's `conv` has them, '-' for negative, NUL-terminated and cut to size; returns the whole length
    FmtDouble = "fmt_double": 6,
    /// double strtod(const char *s, char **end)
    Strtod = "strtod": 2,
    /// double sqrt(double)
    Sqrt = "sqrt": 1,
    /// double sin(double)
    Sin = "sin": 1,
    /// double cos(double)
    Cos = "cos": 1,
    /// double tan(double)
    Tan = "tan": 1,
    /// double asin(double)
    Asin = "asin": 1,
    /// double acos(double)
    Acos = "acos": 1,
    /// double atan(double)
    Atan = "atan": 1,
    /// double atan2(double y, double x)
    Atan2 = "atan2": 2,
    /// double sinh(double)
    Sinh = "sinh": 1,
    /// double cosh(double)
    Cosh = "cosh": 1,
    /// double tanh(double)
    Tanh = "tanh": 1,
    /// double asinh(double)
    Asinh = "asinh": 1,
    /// double acosh(double)
    Acosh = "acosh": 1,
    /// double atanh(double)
    Atanh = "atanh": 1,
    /// double exp(double)
    Exp = "exp": 1,
    /// double exp2(double)
    Exp2 = "exp2": 1,
    /// double expm1(double)
    Expm1 = "expm1": 1,
    /// double log(double)
    Log = "log": 1,
    /// double log2(double)
    Log2 = "log2": 1,
    /// double log10(double)
    Log10 = "log10": 1,
    /// double log1p(double)
    Log1p = "log1p": 1,
    /// double pow(double, double)
    Pow = "pow": 2,
    /// double cbrt(double)
    Cbrt = "cbrt": 1,
    /// double hypot(double, double)
    Hypot = "hypot": 2,
    /// double floor(double)
    Floor = "floor": 1,
    /// double ceil(double)
    Ceil = "ceil": 1,
    /// double round(double): halves away from zero
    Round = "round": 1,
    /// double rint(double): halves to even
    Rint = "rint": 1,
    /// double trunc(double)
    Trunc = "trunc": 1,
    /// double fabs(double)
    Fabs = "fabs": 1,
    /// double fmod(double, double)
    Fmod = "fmod": 2,
    /// double remainder(double, double)
    Remainder = "remainder": 2,
    /// double fmin(double, double)
    Fmin = "fmin": 2,
    /// double fmax(double, double)
    Fmax = "fmax": 2,
    /// double fdim(double, double)
    Fdim = "fdim": 2,
    /// double fma(double, double, double)
    Fma = "fma": 3,
    /// double copysign(double, double)
    Copysign = "copysign": 2,
    /// double ldexp(double, int)
    Ldexp = "ldexp": 2,
    /// double frexp(double, int *)
    Frexp = "frexp": 2,
    /// double modf(double, double *)
    Modf = "modf": 2,
    /// double nextafter(double, double)
    Nextafter = "nextafter": 2,
    /// double erf(double)
    Erf = "erf": 1,
    /// double tgamma(double)
    Tgamma = "tgamma": 1,
    /// double lgamma(double)
    Lgamma = "lgamma": 1,
    /// int isnan(double)
    Isnan = "isnan": 1,
    /// int isinf(double): 1, -1 for minus infinity
    Isinf = "isinf_sign": 1,
    /// int signbit(double)
    Signbit = "signbit": 1,
    /// int ctz(unsigned)
    Ctz = "ctz": 1,
    /// int clz(unsigned)
    Clz = "clz": 1,
    /// int popcount(unsigned)
    Popcount = "popcount": 1,
    /// int ctzl(unsigned long)
    Ctzl = "ctzl": 1,
    /// int clzl(unsigned long)
    Clzl = "clzl": 1,
    /// int popcountl(unsigned long)
    Popcountl = "popcountl": 1,
    /// unsigned bswap32(unsigned)
    Bswap32 = "bswap32": 1,
    /// unsigned long bswap64(unsigned long)
    Bswap64 = "bswap64": 1,
    /// unsigned short bswap16(unsigned short)
    Bswap16 = "bswap16": 1,
}
