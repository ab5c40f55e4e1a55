//! The native functions: arithmetic of math.h and bulk memory operations, which would be slow in bytecode. They keep no state.

use super::isa::Builtin;
use super::number;
use forklore_kernel::mm::{Fault, UserMemory};

/// Calls a native function with the values of its argument registers.
#[inline(never)]
pub(super) fn call(id: Builtin, a: [u64; 6], mem: &mut UserMemory) -> Result<u64, Fault> {
    let x = f64::from_bits(a[0]);
    let y = f64::from_bits(a[1]);
    let double = match id {
        Builtin::Memcpy | Builtin::Memmove => {
            mem.copy_within(a[0], a[1], a[2])?;
            return Ok(a[0]);
        }
        Builtin::Memset => {
            mem.fill(a[0], a[1] as u8, a[2])?;
            return Ok(a[0]);
        }
        Builtin::Memcmp => return compare(mem, a[0], a[1], a[2], false),
        Builtin::Memchr => return Ok(find(mem, a[0], a[2], |b| b == a[1] as u8)?.map_or(0, |n| a[0].wrapping_add(n))),
        Builtin::Strlen => return strlen(mem, a[0]),
        Builtin::Strcmp => return compare(mem, a[0], a[1], u64::MAX, true),
        Builtin::Strcpy => {
            let n = strlen(mem, a[1])?;
            mem.copy_within(a[0], a[1], n + 1)?;
            return Ok(a[0]);
        }
        Builtin::Strchr => return strchr(mem, a[0], a[1] as u8),
        Builtin::FmtDouble => return fmt_double(mem, a),
        Builtin::Strtod => number::strtod(mem, a[0], a[1])?,
        Builtin::Frexp => {
            let (m, e) = libm::frexp(x);
            mem.store(a[1], e.to_le_bytes())?;
            m
        }
        Builtin::Modf => {
            let whole = libm::trunc(x);
            mem.store(a[1], whole.to_bits().to_le_bytes())?;
            let fraction = if x.is_infinite() { 0.0 } else { x - whole };
            libm::copysign(fraction, x)
        }
        Builtin::Isnan => return Ok(x.is_nan().into()),
        Builtin::Isinf => return Ok(if x.is_infinite() { x.signum() as i64 as u64 } else { 0 }),
        Builtin::Signbit => return Ok(x.is_sign_negative().into()),
        Builtin::Ctz => return Ok((a[0] as u32).trailing_zeros().into()),
        Builtin::Clz => return Ok((a[0] as u32).leading_zeros().into()),
        Builtin::Popcount => return Ok((a[0] as u32).count_ones().into()),
        Builtin::Ctzl => return Ok(a[0].trailing_zeros().into()),
        Builtin::Clzl => return Ok(a[0].leading_zeros().into()),
        Builtin::Popcountl => return Ok(a[0].count_ones().into()),
        Builtin::Bswap16 => return Ok((a[0] as u16).swap_bytes().into()),
        Builtin::Bswap32 => return Ok((a[0] as u32).swap_bytes().into()),
        Builtin::Bswap64 => return Ok(a[0].swap_bytes()),
        Builtin::Ldexp => libm::ldexp(x, a[1] as i32),
        Builtin::Fma => libm::fma(x, y, f64::from_bits(a[2])),
        _ => math(id, x, y),
    };
    Ok(double.to_bits())
}

/// Functions of one or two doubles. What Rust defines exactly is taken from it, the rest from `libm`, whose results do not
/// depend on the host.
fn math(id: Builtin, x: f64, y: f64) -> f64 {
    match id {
        Builtin::Sqrt => x.sqrt(),
        Builtin::Fabs => x.abs(),
        Builtin::Floor => x.floor(),
        Builtin::Ceil => x.ceil(),
        Builtin::Trunc => x.trunc(),
        Builtin::Round => x.round(),
        Builtin::Rint => x.round_ties_even(),
        Builtin::Fmod => x % y,
        Builtin::Copysign => x.copysign(y),
        Builtin::Sin => libm::sin(x),
        Builtin::Cos => libm::cos(x),
        Builtin::Tan => libm::tan(x),
        Builtin::Asin => libm::asin(x),
        Builtin::Acos => libm::acos(x),
        Builtin::Atan => libm::atan(x),
        Builtin::Atan2 => libm::atan2(x, y),
        Builtin::Sinh => libm::sinh(x),
        Builtin::Cosh => libm::cosh(x),
        Builtin::Tanh => libm::tanh(x),
        Builtin::Asinh => libm::asinh(x),
        Builtin::Acosh => libm::acosh(x),
        Builtin::Atanh => libm::atanh(x),
        Builtin::Exp => libm::exp(x),
        Builtin::Exp2 => libm::exp2(x),
        Builtin::Expm1 => libm::expm1(x),
        Builtin::Log => libm::log(x),
        Builtin::Log2 => libm::log2(x),
        Builtin::Log10 => libm::log10(x),
        Builtin::Log1p => libm::log1p(x),
        Builtin::Pow => libm::pow(x, y),
        Builtin::Cbrt => libm::cbrt(x),
        Builtin::Hypot => libm::hypot(x, y),
        Builtin::Remainder => libm::remainder(x, y),
        Builtin::Fmin => libm::fmin(x, y),
        Builtin::Fmax => libm::fmax(x, y),
        Builtin::Fdim => libm::fdim(x, y),
        Builtin::Nextafter => libm::nextafter(x, y),
        Builtin::Erf => libm::erf(x),
        Builtin::Tgamma => libm::tgamma(x),
        Builtin::Lgamma => libm::lgamma(x),
        // The others are not functions of doubles alone: `call` has them.
        _ => f64::NAN,
    }
}

/// The distance from `addr` of the first byte of `len` that `wanted` accepts.
fn find(mem: &mut UserMemory, addr: u64, len: u64, wanted: impl Fn(u8) -> bool) -> Result<Option<u64>, Fault> {
    let mut done = 0;
    while done < len {
        let max = usize::try_from(len - done).unwrap_or(usize::MAX);
        let chunk = mem.read_chunk(addr.wrapping_add(done), max)?;
        if let Some(n) = chunk.iter().position(|b| wanted(*b)) {
            return Ok(Some(done + n as u64));
        }
        done += chunk.len() as u64;
    }
    Ok(None)
}

pub(super) fn strlen(mem: &mut UserMemory, addr: u64) -> Result<u64, Fault> {
    find(mem, addr, u64::MAX, |b| b == 0).map(|n| n.unwrap_or(u64::MAX))
}

fn strchr(mem: &mut UserMemory, addr: u64, c: u8) -> Result<u64, Fault> {
    let Some(n) = find(mem, addr, u64::MAX, |b| b == 0 || b == c)? else { return Ok(0) };
    let at = addr.wrapping_add(n);
    let [found] = mem.load(at)?;
    Ok(if found == c { at } else { 0 })
}

fn difference(a: u8, b: u8) -> u64 {
    (i64::from(a) - i64::from(b)) as u64
}

/// Bytes that are compared at a time.
const COMPARE: usize = 256;

/// The bytes from `addr` up to the end of its page, at most `max`; returns how many.
fn peek(mem: &mut UserMemory, addr: u64, max: usize, buf: &mut [u8; COMPARE]) -> Result<usize, Fault> {
    let chunk = mem.read_chunk(addr, max.min(COMPARE))?;
    buf[..chunk.len()].copy_from_slice(chunk);
    Ok(chunk.len())
}

/// The difference of the first bytes that differ among `len`; with `strings` a NUL ends both.
fn compare(mem: &mut UserMemory, a: u64, b: u64, len: u64, strings: bool) -> Result<u64, Fault> {
    let (mut x, mut y) = ([0; COMPARE], [0; COMPARE]);
    let mut done = 0;
    while done < len {
        let max = usize::try_from(len - done).unwrap_or(COMPARE);
        // What lies behind the end of a string is on the same page: reading it cannot fault.
        let n = peek(mem, a.wrapping_add(done), max, &mut x)?;
        let n = peek(mem, b.wrapping_add(done), n, &mut y)?;
        for (p, q) in x[..n].iter().zip(&y[..n]) {
            if p != q {
                return Ok(difference(*p, *q));
            }
            if strings && *p == 0 {
                return Ok(0);
            }
        }
        done += n as u64;
    }
    Ok(0)
}

/// `fmt_double(buf, size, value, conversion, precision, flags)`
fn fmt_double(mem: &mut UserMemory, a: [u64; 6]) -> Result<u64, Fault> {
    let [buf, size, value, conversion, precision, flags] = a;
    let text = number::format(f64::from_bits(value), conversion as u8, precision as i32, flags & 1 != 0);
    if size > 0 {
        let n = (text.len() as u64).min(size - 1) as usize;
        mem.copy_out(buf, &text.as_bytes()[..n])?;
        mem.store(buf.wrapping_add(n as u64), [0])?;
    }
    Ok(text.len() as u64)
}
