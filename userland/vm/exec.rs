//! The interpreter: one `match` in a loop.
//!
//! What makes it fast: the window is an array of 256 registers, so a `u8` register number needs no bounds check; program
//! counter, fuel and window are local variables; whatever is rare is out of line.

use super::builtin;
use super::cpu::{CALL_STACK_BYTES, CallFrame, Cpu, CpuFault, Exit, Trap};
use super::isa::{AtomicOp, IntTy, Op};
use super::program::Program;
use forklore_kernel::mm::{Fault, UserMemory};

#[inline(always)]
fn i(v: u64) -> i32 {
    v as i32
}

#[inline(always)]
fn from_i(v: i32) -> u64 {
    v as i64 as u64
}

#[inline(always)]
fn from_u(v: u32) -> u64 {
    u64::from(v)
}

#[inline(always)]
fn f(v: u64) -> f64 {
    f64::from_bits(v)
}

#[inline(always)]
fn f32_of(v: u64) -> f32 {
    f32::from_bits(v as u32)
}

#[inline(always)]
fn from_f32(v: f32) -> u64 {
    u64::from(v.to_bits())
}

/// Executes instructions until the CPU has to leave user mode. Gives what is left of `fuel`, and why: in registers, since every
/// system call passes by here. Only [`Exit::Fault`] sets `fault`.
pub(super) fn execute(
    cpu: &mut Cpu,
    program: &Program,
    mem: &mut UserMemory,
    fuel: u64,
    fault: &mut CpuFault,
) -> (u64, Exit) {
    let code: &[Op] = &program.code;
    let consts: &[u64] = &program.consts;
    let mut left = fuel;
    let mut pc = cpu.pc;
    let mut base = cpu.base as u32;
    let mut r = cpu.registers.window(base);
    let exit = 'run: {
        macro_rules! r {
            ($n:expr) => {
                r[$n as usize]
            };
        }
        macro_rules! fault {
            ($e:expr) => {{
                pc -= 1;
                *fault = $e;
                break 'run Exit::Fault;
            }};
        }
        macro_rules! memory_fault {
            () => {{
                pc -= 1;
                *fault = CpuFault::Memory(mem.take_fault());
                break 'run Exit::Fault;
            }};
        }
        macro_rules! jump {
            ($off:expr) => {
                pc = pc.wrapping_add($off as isize as usize)
            };
        }
        macro_rules! jump_if {
            ($c:expr, $off:expr) => {
                if $c {
                    jump!($off);
                }
            };
        }
        macro_rules! load {
            ($d:expr, $addr:expr, $t:ty, $via:ty) => {{
                match mem.fast_load($addr) {
                    Some(b) => r!($d) = <$t>::from_le_bytes(b) as $via as u64,
                    None => memory_fault!(),
                }
            }};
        }
        macro_rules! load_post {
            ($d:expr, $x:expr, $step:expr, $t:ty, $via:ty) => {{
                let addr = r!($x);
                match mem.fast_load(addr) {
                    Some(b) => {
                        r!($x) = addr.wrapping_add($step as i64 as u64);
                        r!($d) = <$t>::from_le_bytes(b) as $via as u64;
                    }
                    None => memory_fault!(),
                }
            }};
        }
        macro_rules! store {
            ($v:expr, $addr:expr, $t:ty) => {
                if !mem.fast_store($addr, (r!($v) as $t).to_le_bytes()) {
                    memory_fault!()
                }
            };
        }
        macro_rules! store_post {
            ($v:expr, $x:expr, $step:expr, $t:ty) => {{
                let addr = r!($x);
                store!($v, addr, $t);
                r!($x) = addr.wrapping_add($step as i64 as u64);
            }};
        }
        macro_rules! disp {
            ($p:expr, $disp:expr) => {
                r!($p).wrapping_add($disp as i64 as u64)
            };
        }
        macro_rules! indexed {
            ($p:expr, $i:expr, $size:expr, $disp:expr) => {
                r!($p).wrapping_add(r!($i).wrapping_mul($size)).wrapping_add($disp as i64 as u64)
            };
        }
        macro_rules! global {
            ($i:expr, $size:expr, $target:expr) => {
                u64::from($target).wrapping_add(r!($i).wrapping_mul($size))
            };
        }
        macro_rules! call {
            ($base:expr, $start:expr) => {{
                let sp = cpu.sp.wrapping_sub(CALL_STACK_BYTES + 8 * u64::from($base));
                if sp < cpu.stack_low {
                    fault!(CpuFault::StackOverflow(sp));
                }
                cpu.frames.push(CallFrame::call(pc, base as usize, cpu.sp));
                cpu.sp = sp;
                base += u32::from($base);
                pc = $start as usize;
                r = cpu.registers.window(base);
                continue;
            }};
        }
        macro_rules! ret {
            () => {{
                let Some(frame) = cpu.frames.pop() else { fault!(CpuFault::BadJump(0)) };
                cpu.sp = frame.sp;
                base = frame.base() as u32;
                pc = frame.pc as usize;
                if frame.is_handler() {
                    cpu.drop_handlers(cpu.frames.len() + 1);
                    break 'run Exit::SigReturn;
                }
                r = cpu.registers.window(base);
                continue;
            }};
        }
        macro_rules! divide {
            ($d:expr, $e:expr, $via:ty) => {
                match $e {
                    Some(v) => r!($d) = v as $via as u64,
                    None => fault!(CpuFault::Divide),
                }
            };
        }
        loop {
            let Some(op) = code.get(pc) else {
                *fault = CpuFault::BadJump(pc as u64);
                break 'run Exit::Fault;
            };
            let (after, exhausted) = left.overflowing_sub(1);
            if exhausted {
                break 'run Exit::FuelExhausted;
            }
            left = after;
            pc += 1;
            match *op {
                Op::Nop {} => {}
                Op::Mov { d, a } => r!(d) = r!(a),
                Op::Mov2 { d, a, d2, a2 } => {
                    let (v, v2) = (r!(a), r!(a2));
                    r!(d) = v;
                    r!(d2) = v2;
                }
                Op::Imm { d, imm } => r!(d) = from_i(imm),
                Op::Const { d, index } => r!(d) = consts.get(index as usize).copied().unwrap_or(0),
                Op::Addr { d, target } => r!(d) = from_u(target),
                Op::Select { d, c, a, b } => r!(d) = if r!(c) != 0 { r!(a) } else { r!(b) },

                Op::AddI32 { d, a, b } => r!(d) = from_i(i(r!(a)).wrapping_add(i(r!(b)))),
                Op::AddU32 { d, a, b } => r!(d) = from_u((r!(a) as u32).wrapping_add(r!(b) as u32)),
                Op::Add64 { d, a, b } => r!(d) = r!(a).wrapping_add(r!(b)),
                Op::SubI32 { d, a, b } => r!(d) = from_i(i(r!(a)).wrapping_sub(i(r!(b)))),
                Op::SubU32 { d, a, b } => r!(d) = from_u((r!(a) as u32).wrapping_sub(r!(b) as u32)),
                Op::Sub64 { d, a, b } => r!(d) = r!(a).wrapping_sub(r!(b)),
                Op::MulI32 { d, a, b } => r!(d) = from_i(i(r!(a)).wrapping_mul(i(r!(b)))),
                Op::MulU32 { d, a, b } => r!(d) = from_u((r!(a) as u32).wrapping_mul(r!(b) as u32)),
                Op::Mul64 { d, a, b } => r!(d) = r!(a).wrapping_mul(r!(b)),
                Op::DivI32 { d, a, b } => divide!(d, i(r!(a)).checked_div(i(r!(b))), i64),
                Op::DivI64 { d, a, b } => divide!(d, (r!(a) as i64).checked_div(r!(b) as i64), i64),
                Op::DivU { d, a, b } => divide!(d, div_u(r!(a), r!(b)), u64),
                Op::RemI32 { d, a, b } => divide!(d, i(r!(a)).checked_rem(i(r!(b))), i64),
                Op::RemI64 { d, a, b } => divide!(d, (r!(a) as i64).checked_rem(r!(b) as i64), i64),
                Op::RemU { d, a, b } => divide!(d, rem_u(r!(a), r!(b)), u64),
                Op::And { d, a, b } => r!(d) = r!(a) & r!(b),
                Op::Or { d, a, b } => r!(d) = r!(a) | r!(b),
                Op::Xor { d, a, b } => r!(d) = r!(a) ^ r!(b),
                Op::ShlI32 { d, a, b } => r!(d) = from_i(i(r!(a)).wrapping_shl(r!(b) as u32)),
                Op::ShlU32 { d, a, b } => r!(d) = from_u((r!(a) as u32).wrapping_shl(r!(b) as u32)),
                Op::Shl64 { d, a, b } => r!(d) = r!(a).wrapping_shl(r!(b) as u32),
                Op::SarI32 { d, a, b } => r!(d) = from_i(i(r!(a)).wrapping_shr(r!(b) as u32)),
                Op::Sar64 { d, a, b } => r!(d) = (r!(a) as i64).wrapping_shr(r!(b) as u32) as u64,
                Op::ShrU32 { d, a, b } => r!(d) = from_u((r!(a) as u32).wrapping_shr(r!(b) as u32)),
                Op::Shr64 { d, a, b } => r!(d) = r!(a).wrapping_shr(r!(b) as u32),
                Op::NegI32 { d, a } => r!(d) = from_i(i(r!(a)).wrapping_neg()),
                Op::NegU32 { d, a } => r!(d) = from_u((r!(a) as u32).wrapping_neg()),
                Op::Neg64 { d, a } => r!(d) = r!(a).wrapping_neg(),
                Op::Not { d, a } => r!(d) = !r!(a),
                Op::NotU32 { d, a } => r!(d) = from_u(!(r!(a) as u32)),

                Op::AddI32Imm { d, a, imm } => r!(d) = from_i(i(r!(a)).wrapping_add(imm)),
                Op::AddU32Imm { d, a, imm } => r!(d) = from_u((r!(a) as u32).wrapping_add(imm as u32)),
                Op::Add64Imm { d, a, imm } => r!(d) = r!(a).wrapping_add(from_i(imm)),
                Op::RsubI32Imm { d, a, imm } => r!(d) = from_i(imm.wrapping_sub(i(r!(a)))),
                Op::MulI32Imm { d, a, imm } => r!(d) = from_i(i(r!(a)).wrapping_mul(imm)),
                Op::MulU32Imm { d, a, imm } => r!(d) = from_u((r!(a) as u32).wrapping_mul(imm as u32)),
                Op::Mul64Imm { d, a, imm } => r!(d) = r!(a).wrapping_mul(from_i(imm)),
                Op::DivI32Imm { d, a, imm } => divide!(d, i(r!(a)).checked_div(imm), i64),
                Op::DivI64Imm { d, a, imm } => divide!(d, (r!(a) as i64).checked_div(i64::from(imm)), i64),
                Op::DivUImm { d, a, imm } => divide!(d, div_u(r!(a), from_u(imm)), u64),
                Op::RemI32Imm { d, a, imm } => divide!(d, i(r!(a)).checked_rem(imm), i64),
                Op::RemI64Imm { d, a, imm } => divide!(d, (r!(a) as i64).checked_rem(i64::from(imm)), i64),
                Op::RemUImm { d, a, imm } => divide!(d, rem_u(r!(a), from_u(imm)), u64),
                Op::AndImm { d, a, imm } => r!(d) = r!(a) & from_i(imm),
                Op::AndUImm { d, a, imm } => r!(d) = r!(a) & from_u(imm),
                Op::OrImm { d, a, imm } => r!(d) = r!(a) | from_i(imm),
                Op::OrUImm { d, a, imm } => r!(d) = r!(a) | from_u(imm),
                Op::XorImm { d, a, imm } => r!(d) = r!(a) ^ from_i(imm),
                Op::XorUImm { d, a, imm } => r!(d) = r!(a) ^ from_u(imm),
                Op::ShlI32Imm { d, a, sh } => r!(d) = from_i(i(r!(a)).wrapping_shl(sh.into())),
                Op::ShlU32Imm { d, a, sh } => r!(d) = from_u((r!(a) as u32).wrapping_shl(sh.into())),
                Op::Shl64Imm { d, a, sh } => r!(d) = r!(a).wrapping_shl(sh.into()),
                Op::SarImm { d, a, sh } => r!(d) = (r!(a) as i64).wrapping_shr(sh.into()) as u64,
                Op::ShrImm { d, a, sh } => r!(d) = r!(a).wrapping_shr(sh.into()),
                Op::Lea { d, a, i, imm } => r!(d) = r!(a).wrapping_add(r!(i).wrapping_mul(from_i(imm))),

                Op::SExt8 { d, a } => r!(d) = r!(a) as i8 as i64 as u64,
                Op::SExt16 { d, a } => r!(d) = r!(a) as i16 as i64 as u64,
                Op::SExt32 { d, a } => r!(d) = from_i(i(r!(a))),
                Op::ZExt8 { d, a } => r!(d) = r!(a) & 0xff,
                Op::ZExt16 { d, a } => r!(d) = r!(a) & 0xffff,
                Op::ZExt32 { d, a } => r!(d) = r!(a) & 0xffff_ffff,
                Op::ExtractU { d, a, lsb, len } => r!(d) = r!(a).wrapping_shl(high(lsb, len)).wrapping_shr(unused(len)),
                Op::ExtractS { d, a, lsb, len } => {
                    r!(d) = (r!(a).wrapping_shl(high(lsb, len)) as i64).wrapping_shr(unused(len)) as u64
                }
                Op::Insert { x, a, lsb, len } => {
                    let mask = u64::MAX.wrapping_shr(unused(len)).wrapping_shl(lsb.into());
                    r!(x) = r!(x) & !mask | r!(a).wrapping_shl(lsb.into()) & mask
                }

                Op::Eq { d, a, b } => r!(d) = (r!(a) == r!(b)).into(),
                Op::Ne { d, a, b } => r!(d) = (r!(a) != r!(b)).into(),
                Op::Lt { d, a, b } => r!(d) = ((r!(a) as i64) < r!(b) as i64).into(),
                Op::Le { d, a, b } => r!(d) = (r!(a) as i64 <= r!(b) as i64).into(),
                Op::LtU { d, a, b } => r!(d) = (r!(a) < r!(b)).into(),
                Op::LeU { d, a, b } => r!(d) = (r!(a) <= r!(b)).into(),
                Op::EqImm { d, a, imm } => r!(d) = (r!(a) == from_i(imm)).into(),
                Op::NeImm { d, a, imm } => r!(d) = (r!(a) != from_i(imm)).into(),
                Op::LtImm { d, a, imm } => r!(d) = ((r!(a) as i64) < i64::from(imm)).into(),
                Op::GtImm { d, a, imm } => r!(d) = (r!(a) as i64 > i64::from(imm)).into(),
                Op::LtUImm { d, a, imm } => r!(d) = (r!(a) < from_u(imm)).into(),
                Op::GtUImm { d, a, imm } => r!(d) = (r!(a) > from_u(imm)).into(),

                Op::AddF64 { d, a, b } => r!(d) = (f(r!(a)) + f(r!(b))).to_bits(),
                Op::SubF64 { d, a, b } => r!(d) = (f(r!(a)) - f(r!(b))).to_bits(),
                Op::MulF64 { d, a, b } => r!(d) = (f(r!(a)) * f(r!(b))).to_bits(),
                Op::DivF64 { d, a, b } => r!(d) = (f(r!(a)) / f(r!(b))).to_bits(),
                Op::NegF64 { d, a } => r!(d) = (-f(r!(a))).to_bits(),
                Op::MulAddF64 { d, a, b, c } => r!(d) = (f(r!(a)) * f(r!(b)) + f(r!(c))).to_bits(),
                Op::MulAddF64Ld { d, a, c, p, i, disp } => match mem.fast_load(indexed!(p, i, 8, disp)) {
                    Some(b) => r!(d) = (f(r!(a)) * f64::from_le_bytes(b) + f(r!(c))).to_bits(),
                    None => memory_fault!(),
                },
                Op::AddF32 { d, a, b } => r!(d) = from_f32(f32_of(r!(a)) + f32_of(r!(b))),
                Op::SubF32 { d, a, b } => r!(d) = from_f32(f32_of(r!(a)) - f32_of(r!(b))),
                Op::MulF32 { d, a, b } => r!(d) = from_f32(f32_of(r!(a)) * f32_of(r!(b))),
                Op::DivF32 { d, a, b } => r!(d) = from_f32(f32_of(r!(a)) / f32_of(r!(b))),
                Op::NegF32 { d, a } => r!(d) = from_f32(-f32_of(r!(a))),
                Op::EqF64 { d, a, b } => r!(d) = (f(r!(a)) == f(r!(b))).into(),
                Op::NeF64 { d, a, b } => r!(d) = (f(r!(a)) != f(r!(b))).into(),
                Op::LtF64 { d, a, b } => r!(d) = (f(r!(a)) < f(r!(b))).into(),
                Op::LeF64 { d, a, b } => r!(d) = (f(r!(a)) <= f(r!(b))).into(),
                Op::EqF32 { d, a, b } => r!(d) = (f32_of(r!(a)) == f32_of(r!(b))).into(),
                Op::NeF32 { d, a, b } => r!(d) = (f32_of(r!(a)) != f32_of(r!(b))).into(),
                Op::LtF32 { d, a, b } => r!(d) = (f32_of(r!(a)) < f32_of(r!(b))).into(),
                Op::LeF32 { d, a, b } => r!(d) = (f32_of(r!(a)) <= f32_of(r!(b))).into(),
                Op::I64ToF64 { d, a } => r!(d) = (r!(a) as i64 as f64).to_bits(),
                Op::U64ToF64 { d, a } => r!(d) = (r!(a) as f64).to_bits(),
                Op::I64ToF32 { d, a } => r!(d) = from_f32(r!(a) as i64 as f32),
                Op::U64ToF32 { d, a } => r!(d) = from_f32(r!(a) as f32),
                Op::F64ToF32 { d, a } => r!(d) = from_f32(f(r!(a)) as f32),
                Op::F32ToF64 { d, a } => r!(d) = f64::from(f32_of(r!(a))).to_bits(),
                Op::F64ToI32 { d, a } => r!(d) = from_i(f64_to_i32(f(r!(a)))),
                Op::F64ToU32 { d, a } => r!(d) = from_u(f64_to_i64(f(r!(a))) as u32),
                Op::F64ToI64 { d, a } => r!(d) = f64_to_i64(f(r!(a))) as u64,
                Op::F64ToU64 { d, a } => r!(d) = f64_to_u64(f(r!(a))),

                Op::Jmp { off } => jump!(off),
                Op::Jeq { a, b, off } => jump_if!(r!(a) == r!(b), off),
                Op::Jne { a, b, off } => jump_if!(r!(a) != r!(b), off),
                Op::Jlt { a, b, off } => jump_if!((r!(a) as i64) < r!(b) as i64, off),
                Op::Jle { a, b, off } => jump_if!(r!(a) as i64 <= r!(b) as i64, off),
                Op::JltU { a, b, off } => jump_if!(r!(a) < r!(b), off),
                Op::JleU { a, b, off } => jump_if!(r!(a) <= r!(b), off),
                Op::JeqImm { a, imm, off } => jump_if!(r!(a) as i64 == i64::from(imm), off),
                Op::JneImm { a, imm, off } => jump_if!(r!(a) as i64 != i64::from(imm), off),
                Op::JltImm { a, imm, off } => jump_if!((r!(a) as i64) < i64::from(imm), off),
                Op::JleImm { a, imm, off } => jump_if!(r!(a) as i64 <= i64::from(imm), off),
                Op::JgtImm { a, imm, off } => jump_if!(r!(a) as i64 > i64::from(imm), off),
                Op::JgeImm { a, imm, off } => jump_if!(r!(a) as i64 >= i64::from(imm), off),
                Op::JltUImm { a, imm, off } => jump_if!(r!(a) < u64::from(imm), off),
                Op::JgeUImm { a, imm, off } => jump_if!(r!(a) >= u64::from(imm), off),
                Op::JandImm { a, imm, off } => jump_if!(r!(a) & u64::from(imm) != 0, off),
                Op::JnandImm { a, imm, off } => jump_if!(r!(a) & u64::from(imm) == 0, off),
                Op::Jand { a, b, off } => jump_if!(r!(a) & r!(b) != 0, off),
                Op::Jnand { a, b, off } => jump_if!(r!(a) & r!(b) == 0, off),
                Op::JeqF64 { a, b, off } => jump_if!(f(r!(a)) == f(r!(b)), off),
                Op::JneF64 { a, b, off } => jump_if!(f(r!(a)) != f(r!(b)), off),
                Op::JltF64 { a, b, off } => jump_if!(f(r!(a)) < f(r!(b)), off),
                Op::JleF64 { a, b, off } => jump_if!(f(r!(a)) <= f(r!(b)), off),
                Op::JnltF64 { a, b, off } => jump_if!(is_not(f(r!(a)) < f(r!(b))), off),
                Op::JnleF64 { a, b, off } => jump_if!(is_not(f(r!(a)) <= f(r!(b))), off),
                Op::IncJltI32 { x, b, step, off } => {
                    let v = i(r!(x)).wrapping_add(step.into());
                    r!(x) = from_i(v);
                    jump_if!(i64::from(v) < r!(b) as i64, off)
                }
                Op::IncJleI32 { x, b, step, off } => {
                    let v = i(r!(x)).wrapping_add(step.into());
                    r!(x) = from_i(v);
                    jump_if!(i64::from(v) <= r!(b) as i64, off)
                }
                Op::IncJgtI32 { x, b, step, off } => {
                    let v = i(r!(x)).wrapping_add(step.into());
                    r!(x) = from_i(v);
                    jump_if!(i64::from(v) > r!(b) as i64, off)
                }
                Op::IncJgeI32 { x, b, step, off } => {
                    let v = i(r!(x)).wrapping_add(step.into());
                    r!(x) = from_i(v);
                    jump_if!(i64::from(v) >= r!(b) as i64, off)
                }
                Op::IncJneI32 { x, b, step, off } => {
                    let v = from_i(i(r!(x)).wrapping_add(step.into()));
                    r!(x) = v;
                    jump_if!(v != r!(b), off)
                }
                Op::IncJltU32 { x, b, step, off } => {
                    let v = from_u((r!(x) as u32).wrapping_add(step as u32));
                    r!(x) = v;
                    jump_if!(v < r!(b), off)
                }
                Op::IncJleU32 { x, b, step, off } => {
                    let v = from_u((r!(x) as u32).wrapping_add(step as u32));
                    r!(x) = v;
                    jump_if!(v <= r!(b), off)
                }
                Op::IncJlt64 { x, b, step, off } => {
                    let v = r!(x).wrapping_add(step as u64);
                    r!(x) = v;
                    jump_if!((v as i64) < r!(b) as i64, off)
                }
                Op::IncJle64 { x, b, step, off } => {
                    let v = r!(x).wrapping_add(step as u64);
                    r!(x) = v;
                    jump_if!(v as i64 <= r!(b) as i64, off)
                }
                Op::IncJltU64 { x, b, step, off } => {
                    let v = r!(x).wrapping_add(step as u64);
                    r!(x) = v;
                    jump_if!(v < r!(b), off)
                }
                Op::IncJleU64 { x, b, step, off } => {
                    let v = r!(x).wrapping_add(step as u64);
                    r!(x) = v;
                    jump_if!(v <= r!(b), off)
                }
                Op::IncJne64 { x, b, step, off } => {
                    let v = r!(x).wrapping_add(step as u64);
                    r!(x) = v;
                    jump_if!(v != r!(b), off)
                }
                Op::Inc1JltI32Imm { x, imm, off } => {
                    let v = i(r!(x)).wrapping_add(1);
                    r!(x) = from_i(v);
                    jump_if!(v < i32::from(imm), off)
                }
                Op::Inc1JleI32Imm { x, imm, off } => {
                    let v = i(r!(x)).wrapping_add(1);
                    r!(x) = from_i(v);
                    jump_if!(v <= i32::from(imm), off)
                }
                Op::Inc1Jlt64Imm { x, imm, off } => {
                    let v = r!(x).wrapping_add(1);
                    r!(x) = v;
                    jump_if!((v as i64) < i64::from(imm), off)
                }
                Op::Dec1JgeI32Imm { x, imm, off } => {
                    let v = i(r!(x)).wrapping_sub(1);
                    r!(x) = from_i(v);
                    jump_if!(v >= i32::from(imm), off)
                }
                Op::Dec1Jne64Imm { x, imm, off } => {
                    let v = r!(x).wrapping_sub(1);
                    r!(x) = v;
                    jump_if!(v as i64 != i64::from(imm), off)
                }
                Op::AddJltI32 { x, a, b, off } => {
                    let v = i(r!(x)).wrapping_add(i(r!(a)));
                    r!(x) = from_i(v);
                    jump_if!(i64::from(v) < r!(b) as i64, off)
                }
                Op::AddJleI32 { x, a, b, off } => {
                    let v = i(r!(x)).wrapping_add(i(r!(a)));
                    r!(x) = from_i(v);
                    jump_if!(i64::from(v) <= r!(b) as i64, off)
                }
                Op::AddJlt64 { x, a, b, off } => {
                    let v = r!(x).wrapping_add(r!(a));
                    r!(x) = v;
                    jump_if!((v as i64) < r!(b) as i64, off)
                }
                Op::AddJle64 { x, a, b, off } => {
                    let v = r!(x).wrapping_add(r!(a));
                    r!(x) = v;
                    jump_if!(v as i64 <= r!(b) as i64, off)
                }
                Op::AddJltU64 { x, a, b, off } => {
                    let v = r!(x).wrapping_add(r!(a));
                    r!(x) = v;
                    jump_if!(v < r!(b), off)
                }
                Op::AddJleU64 { x, a, b, off } => {
                    let v = r!(x).wrapping_add(r!(a));
                    r!(x) = v;
                    jump_if!(v <= r!(b), off)
                }
                Op::Switch { a, n } => pc += r!(a).min(from_u(n)) as usize,

                Op::LdI8 { d, p, disp } => load!(d, disp!(p, disp), i8, i64),
                Op::LdU8 { d, p, disp } => load!(d, disp!(p, disp), u8, u64),
                Op::LdI16 { d, p, disp } => load!(d, disp!(p, disp), i16, i64),
                Op::LdU16 { d, p, disp } => load!(d, disp!(p, disp), u16, u64),
                Op::LdI32 { d, p, disp } => load!(d, disp!(p, disp), i32, i64),
                Op::LdU32 { d, p, disp } => load!(d, disp!(p, disp), u32, u64),
                Op::Ld64 { d, p, disp } => load!(d, disp!(p, disp), u64, u64),
                Op::LdI8X { d, p, i, disp } => load!(d, indexed!(p, i, 1, disp), i8, i64),
                Op::LdU8X { d, p, i, disp } => load!(d, indexed!(p, i, 1, disp), u8, u64),
                Op::LdI16X { d, p, i, disp } => load!(d, indexed!(p, i, 2, disp), i16, i64),
                Op::LdU16X { d, p, i, disp } => load!(d, indexed!(p, i, 2, disp), u16, u64),
                Op::LdI32X { d, p, i, disp } => load!(d, indexed!(p, i, 4, disp), i32, i64),
                Op::LdU32X { d, p, i, disp } => load!(d, indexed!(p, i, 4, disp), u32, u64),
                Op::Ld64X { d, p, i, disp } => load!(d, indexed!(p, i, 8, disp), u64, u64),
                Op::LdI8G { d, target } => load!(d, from_u(target), i8, i64),
                Op::LdU8G { d, target } => load!(d, from_u(target), u8, u64),
                Op::LdI16G { d, target } => load!(d, from_u(target), i16, i64),
                Op::LdU16G { d, target } => load!(d, from_u(target), u16, u64),
                Op::LdI32G { d, target } => load!(d, from_u(target), i32, i64),
                Op::LdU32G { d, target } => load!(d, from_u(target), u32, u64),
                Op::Ld64G { d, target } => load!(d, from_u(target), u64, u64),
                Op::LdI8GX { d, i, target } => load!(d, global!(i, 1, target), i8, i64),
                Op::LdU8GX { d, i, target } => load!(d, global!(i, 1, target), u8, u64),
                Op::LdI16GX { d, i, target } => load!(d, global!(i, 2, target), i16, i64),
                Op::LdU16GX { d, i, target } => load!(d, global!(i, 2, target), u16, u64),
                Op::LdI32GX { d, i, target } => load!(d, global!(i, 4, target), i32, i64),
                Op::LdU32GX { d, i, target } => load!(d, global!(i, 4, target), u32, u64),
                Op::Ld64GX { d, i, target } => load!(d, global!(i, 8, target), u64, u64),
                Op::LdI8Post { d, x, step } => load_post!(d, x, step, i8, i64),
                Op::LdU8Post { d, x, step } => load_post!(d, x, step, u8, u64),
                Op::LdI16Post { d, x, step } => load_post!(d, x, step, i16, i64),
                Op::LdU16Post { d, x, step } => load_post!(d, x, step, u16, u64),
                Op::LdI32Post { d, x, step } => load_post!(d, x, step, i32, i64),
                Op::LdU32Post { d, x, step } => load_post!(d, x, step, u32, u64),
                Op::Ld64Post { d, x, step } => load_post!(d, x, step, u64, u64),

                Op::St8 { v, p, disp } => store!(v, disp!(p, disp), u8),
                Op::St16 { v, p, disp } => store!(v, disp!(p, disp), u16),
                Op::St32 { v, p, disp } => store!(v, disp!(p, disp), u32),
                Op::St64 { v, p, disp } => store!(v, disp!(p, disp), u64),
                Op::St8X { v, p, i, disp } => store!(v, indexed!(p, i, 1, disp), u8),
                Op::St16X { v, p, i, disp } => store!(v, indexed!(p, i, 2, disp), u16),
                Op::St32X { v, p, i, disp } => store!(v, indexed!(p, i, 4, disp), u32),
                Op::St64X { v, p, i, disp } => store!(v, indexed!(p, i, 8, disp), u64),
                Op::St8G { v, target } => store!(v, from_u(target), u8),
                Op::St16G { v, target } => store!(v, from_u(target), u16),
                Op::St32G { v, target } => store!(v, from_u(target), u32),
                Op::St64G { v, target } => store!(v, from_u(target), u64),
                Op::St8GX { v, i, target } => store!(v, global!(i, 1, target), u8),
                Op::St16GX { v, i, target } => store!(v, global!(i, 2, target), u16),
                Op::St32GX { v, i, target } => store!(v, global!(i, 4, target), u32),
                Op::St64GX { v, i, target } => store!(v, global!(i, 8, target), u64),
                Op::St8Post { v, x, step } => store_post!(v, x, step, u8),
                Op::St16Post { v, x, step } => store_post!(v, x, step, u16),
                Op::St32Post { v, x, step } => store_post!(v, x, step, u32),
                Op::St64Post { v, x, step } => store_post!(v, x, step, u64),
                Op::CopyMem { p, a, len } => {
                    if let Err(e) = mem.copy_within(r!(p), r!(a), from_u(len)) {
                        fault!(CpuFault::Memory(e))
                    }
                }
                Op::ZeroMem { p, len } => {
                    if let Err(e) = mem.fill(r!(p), 0, from_u(len)) {
                        fault!(CpuFault::Memory(e))
                    }
                }

                Op::Call { base: b, target } => call!(b, target),
                Op::CallI32 { base: b, a, imm, target } => {
                    r!(b) = from_i(i(r!(a)).wrapping_add(imm.into()));
                    call!(b, target)
                }
                Op::CallReg { base: b, a } => match program.entry_of(r!(a)) {
                    Some(start) => call!(b, start),
                    None => fault!(CpuFault::BadJump(r!(a))),
                },
                Op::Ret {} => ret!(),
                Op::RetReg { a } => {
                    r!(0) = r!(a);
                    ret!()
                }
                Op::RetImm { imm } => {
                    r!(0) = from_i(imm);
                    ret!()
                }
                Op::RetAddI32 { a, b } => {
                    r!(0) = from_i(i(r!(a)).wrapping_add(i(r!(b))));
                    ret!()
                }
                Op::Enter { d, size } => match cpu.sp.checked_sub(from_u(size)) {
                    Some(sp) if sp >= cpu.stack_low => {
                        cpu.sp = sp & !15;
                        r!(d) = cpu.sp;
                    }
                    sp => fault!(CpuFault::StackOverflow(sp.unwrap_or(0))),
                },
                Op::Alloca { d, a } => match cpu.sp.checked_sub(r!(a)) {
                    Some(sp) if sp >= cpu.stack_low => {
                        cpu.sp = sp & !15;
                        r!(d) = cpu.sp;
                    }
                    sp => fault!(CpuFault::StackOverflow(sp.unwrap_or(0))),
                },
                Op::GetSp { d } => r!(d) = cpu.sp,
                Op::ThreadOffset { d } => r!(d) = cpu.thread_offset,
                Op::SetSp { a } => cpu.sp = r!(a),
                Op::Setjmp { d, a } => {
                    let words = [pc as u64, base as u64, cpu.sp, cpu.frames.len() as u64];
                    if let Err(e) = save_words(mem, r!(a), words) {
                        fault!(CpuFault::Memory(e))
                    }
                    r!(d) = 0;
                }
                Op::Longjmp { a, b } => {
                    let (buf, value) = (r!(a), r!(b));
                    match longjmp(cpu, program, mem, (pc, base as usize), buf, value) {
                        Ok(to) => (pc, base) = (to.0, to.1 as u32),
                        Err(e) => fault!(e),
                    }
                    r = cpu.registers.window(base);
                }
                Op::SaveContext { d, a } => {
                    let at = r!(a);
                    r!(d) = 0;
                    (cpu.pc, cpu.base) = (pc, base as usize);
                    if let Err(e) = cpu.save_context(mem, at, d) {
                        fault!(e)
                    }
                    r = cpu.registers.window(base);
                }
                Op::RestoreContext { a } => {
                    let at = r!(a);
                    match cpu.restore_context(program, mem, at) {
                        Ok(()) => (pc, base) = (cpu.pc, cpu.base as u32),
                        Err(e) => fault!(e),
                    }
                    r = cpu.registers.window(base);
                }
                Op::CallerAddress { d, a } => {
                    let level = r!(a);
                    let caller = cpu.caller_address(program, level);
                    r = cpu.registers.window(base);
                    r!(d) = caller;
                }
                Op::Syscall { base: b } => {
                    cpu.call = Trap { number: r!(b), args: b.wrapping_add(1), result: b };
                    break 'run Exit::Syscall;
                }
                Op::SyscallNr { d, base: b, nr } => {
                    cpu.call = Trap { number: nr.into(), args: b, result: d };
                    break 'run Exit::Syscall;
                }
                Op::Builtin { base: b, id } => {
                    let arg = |n: u8| r!(b.wrapping_add(n));
                    let args = [arg(0), arg(1), arg(2), arg(3), arg(4), arg(5)];
                    match builtin::call(id, args, mem) {
                        Ok(v) => r!(b) = v,
                        Err(e) => fault!(CpuFault::Memory(e)),
                    }
                }
                Op::Trap {} => fault!(CpuFault::Illegal),
                Op::AtomicRmw { d, p, v, op, ty } => match atomic(mem, r!(p), ty, |old| Some(rmw(op, old, r!(v)))) {
                    Ok(old) => r!(d) = old,
                    Err(e) => fault!(CpuFault::Memory(e)),
                },
                Op::AtomicCas { d, p, a, b, ty } => {
                    let (expected, new) = (r!(a), r!(b));
                    match atomic(mem, r!(p), ty, |old| (old == expected).then_some(new)) {
                        Ok(old) => r!(d) = old,
                        Err(e) => fault!(CpuFault::Memory(e)),
                    }
                }
            }
        }
    };
    cpu.pc = pc;
    cpu.base = base as usize;
    (left, exit)
}

/// The opposite of a comparison, which is true also if an operand is a NaN.
#[inline(always)]
fn is_not(comparison: bool) -> bool {
    !comparison
}

/// Bits above a field of `len` bits at `lsb`.
#[inline(always)]
fn high(lsb: u8, len: u8) -> u32 {
    64u32.wrapping_sub(lsb.into()).wrapping_sub(len.into())
}

#[inline(always)]
fn unused(len: u8) -> u32 {
    64u32.wrapping_sub(len.into())
}

/// Division is much cheaper in 32 bits.
#[inline(always)]
fn div_u(a: u64, b: u64) -> Option<u64> {
    match (u32::try_from(a), u32::try_from(b)) {
        (Ok(a), Ok(b)) => a.checked_div(b).map(u64::from),
        _ => a.checked_div(b),
    }
}

#[inline(always)]
fn rem_u(a: u64, b: u64) -> Option<u64> {
    match (u32::try_from(a), u32::try_from(b)) {
        (Ok(a), Ok(b)) => a.checked_rem(b).map(u64::from),
        _ => a.checked_rem(b),
    }
}

/// As cvttsd2si.
fn f64_to_i32(v: f64) -> i32 {
    if v > -2147483649.0 && v < 2147483648.0 { v as i32 } else { i32::MIN }
}

fn f64_to_i64(v: f64) -> i64 {
    if (-9223372036854775808.0..9223372036854775808.0).contains(&v) { v as i64 } else { i64::MIN }
}

/// As gcc compiles it for x86-64.
fn f64_to_u64(v: f64) -> u64 {
    if v < 9223372036854775808.0 {
        f64_to_i64(v) as u64
    } else {
        f64_to_i64(v - 9223372036854775808.0) as u64 ^ (1 << 63)
    }
}

pub(super) fn save_words(mem: &mut UserMemory, addr: u64, words: [u64; 4]) -> Result<(), Fault> {
    for (n, w) in words.into_iter().enumerate() {
        mem.store(addr.wrapping_add(8 * n as u64), w.to_le_bytes())?;
    }
    Ok(())
}

/// Goes back to a `Setjmp`: returns its program counter and window.
#[cold]
fn longjmp(
    cpu: &mut Cpu,
    program: &Program,
    mem: &mut UserMemory,
    (pc, base): (usize, usize),
    buf: u64,
    value: u64,
) -> Result<(usize, usize), CpuFault> {
    let mut words = [0; 4];
    for (n, w) in words.iter_mut().enumerate() {
        *w = u64::from_le_bytes(mem.load(buf.wrapping_add(8 * n as u64)).map_err(CpuFault::Memory)?);
    }
    let [to_pc, to_base, sp, depth] = words;
    let dead = CpuFault::BadJump(to_pc);
    let depth = usize::try_from(depth).map_err(|_| dead)?;
    // The function that called setjmp must be active still: at its depth, with its window.
    let (at, active) = match cpu.frames.get(depth) {
        Some(frame) => (frame.pc as usize, frame.base()),
        None if depth == cpu.frames.len() => (pc, base),
        None => return Err(dead),
    };
    let to_pc = u32::try_from(to_pc).map_err(|_| dead)?;
    let same_function = match (program.function_at(to_pc), program.function_at(at as u32)) {
        (Some(f), Some(g)) => f.start == g.start,
        _ => false,
    };
    let Some(Op::Setjmp { d, .. }) = to_pc.checked_sub(1).and_then(|n| program.code.get(n as usize)) else {
        return Err(dead);
    };
    if active as u64 != to_base || !same_function {
        return Err(dead);
    }
    cpu.frames.truncate(depth);
    cpu.drop_handlers(depth);
    cpu.sp = sp;
    if let Some(r) = cpu.registers.0.get_mut(active + *d as usize) {
        *r = if value == 0 { 1 } else { value };
    }
    Ok((to_pc as usize, active))
}

/// Loads, lets `new` say what to store, and returns what was loaded.
fn atomic(mem: &mut UserMemory, addr: u64, ty: IntTy, new: impl FnOnce(u64) -> Option<u64>) -> Result<u64, Fault> {
    macro_rules! go {
        ($t:ty) => {{
            let bytes = mem.load(addr)?;
            let old = <$t>::from_le_bytes(bytes) as i64 as u64;
            // A compare-and-swap that fails needs write access all the same.
            mem.store(addr, new(old).map_or(bytes, |v| (v as $t).to_le_bytes()))?;
            Ok(old)
        }};
    }
    match ty {
        IntTy::I8 => go!(i8),
        IntTy::U8 => go!(u8),
        IntTy::I16 => go!(i16),
        IntTy::U16 => go!(u16),
        IntTy::I32 => go!(i32),
        IntTy::U32 => go!(u32),
        IntTy::I64 => go!(i64),
        IntTy::U64 => go!(u64),
    }
}

fn rmw(op: AtomicOp, old: u64, v: u64) -> u64 {
    match op {
        AtomicOp::Xchg => v,
        AtomicOp::Add => old.wrapping_add(v),
        AtomicOp::Sub => old.wrapping_sub(v),
        AtomicOp::And => old & v,
        AtomicOp::Or => old | v,
        AtomicOp::Xor => old ^ v,
        AtomicOp::Nand => !(old & v),
    }
}
