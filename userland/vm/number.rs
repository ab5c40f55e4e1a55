//! Doubles as text and back, exactly as C has it: printf(3)'s `e f g a` conversions without width and padding, strtod(3).

use forklore_kernel::mm::{Fault, UserMemory};

/// More digits than this a double never has; the rest are zeros.
const DIGITS_MAX: usize = 1100;
/// A longer precision is cut: no program prints a megabyte of zeros.
const PRECISION_MAX: usize = 1 << 20;

/// The text of `v` for printf's conversion `conv` (one of `eEfFgGaA`). A negative precision is the default one. `alternate` is
/// the flag `#`.
pub fn format(v: f64, conv: u8, precision: i32, alternate: bool) -> String {
    let upper = conv.is_ascii_uppercase();
    let sign = if v.is_sign_negative() { "-" } else { "" };
    let precision = usize::try_from(precision).ok().map(|p| p.min(PRECISION_MAX));
    let magnitude = v.abs();
    let digits = if v.is_nan() {
        "nan".into()
    } else if v.is_infinite() {
        "inf".into()
    } else {
        match conv.to_ascii_lowercase() {
            b'e' => exponent_form(magnitude, precision.unwrap_or(6), alternate),
            b'g' => general(magnitude, precision.unwrap_or(6).max(1), alternate),
            b'a' => hexadecimal(magnitude, precision, alternate),
            _ => fixed(magnitude, precision.unwrap_or(6), alternate),
        }
    };
    let text = format!("{sign}{digits}");
    if upper { text.to_ascii_uppercase() } else { text }
}

fn pad(mut s: String, zeros: usize) -> String {
    s.extend(std::iter::repeat_n('0', zeros));
    s
}

fn fixed(v: f64, precision: usize, alternate: bool) -> String {
    let p = precision.min(DIGITS_MAX);
    let s = format!("{v:.p$}");
    if precision == 0 && alternate { s + "." } else { pad(s, precision - p) }
}

/// Mantissa digits `d.ddd` and exponent of `v` rounded to `precision` digits after the point.
fn scientific(v: f64, precision: usize) -> (String, i32) {
    let p = precision.min(DIGITS_MAX);
    let s = format!("{v:.p$e}");
    let (mantissa, exponent) = s.split_once('e').unwrap_or((&s, "0"));
    (pad(mantissa.into(), precision - p), exponent.parse().unwrap_or(0))
}

fn with_exponent(mantissa: &str, exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
}

fn exponent_form(v: f64, precision: usize, alternate: bool) -> String {
    let (mut mantissa, exponent) = scientific(v, precision);
    if precision == 0 && alternate {
        mantissa.push('.');
    }
    with_exponent(&mantissa, exponent)
}

/// `%g`: `precision` significant digits, without trailing zeros unless `#` is given.
fn general(v: f64, precision: usize, alternate: bool) -> String {
    let strip = |s: String| {
        if alternate || !s.contains('.') { s } else { s.trim_end_matches('0').trim_end_matches('.').to_string() }
    };
    let point = |s: String| if alternate && !s.contains('.') { s + "." } else { s };
    let (mantissa, exponent) = scientific(v, precision - 1);
    if exponent < -4 || exponent >= i32::try_from(precision).unwrap_or(i32::MAX) {
        with_exponent(&strip(point(mantissa)), exponent)
    } else {
        let after = (precision as i64 - 1 - i64::from(exponent)).max(0) as usize;
        strip(point(fixed(v, after, false)))
    }
}

/// `%a` as glibc has it: `0x1.8p+0`, the first digit 1 for normal numbers and 0 for others.
fn hexadecimal(v: f64, precision: Option<usize>, alternate: bool) -> String {
    let bits = v.to_bits();
    let (biased, mut fraction) = (bits >> 52 & 0x7ff, bits & ((1 << 52) - 1));
    let exponent = match (biased, fraction) {
        (0, 0) => 0,
        (0, _) => -1022,
        (b, _) => b as i64 - 1023,
    };
    let mut lead = u64::from(biased != 0);
    let mut digits = 13;
    let mut zeros = 0;
    match precision {
        Some(p) if p < 13 => {
            // Round half to even at the last digit that stays.
            let drop = 4 * (13 - p as u32);
            let whole = lead << 52 | fraction;
            let (kept, rest) = (whole >> drop, whole & ((1 << drop) - 1));
            let half = 1u64 << (drop - 1);
            let up = rest > half || rest == half && kept & 1 == 1;
            let rounded = (kept + u64::from(up)) << drop;
            lead = rounded >> 52;
            fraction = rounded & ((1 << 52) - 1);
            digits = p;
        }
        Some(p) => zeros = p - 13,
        None => {
            while digits > 0 && fraction >> (4 * (13 - digits)) & 0xf == 0 {
                digits -= 1;
            }
        }
    }
    let all = format!("{fraction:013x}");
    let dot = if digits > 0 || alternate { "." } else { "" };
    let shown = pad(all[..digits].to_string(), zeros);
    format!("0x{lead}{dot}{shown}p{exponent:+}")
}

/// The longest number that strtod looks at.
const TEXT_MAX: usize = 4096;

/// strtod: the value of the text at `addr`; where it ends is stored at `end` unless that is NULL.
pub(super) fn strtod(mem: &mut UserMemory, addr: u64, end: u64) -> Result<f64, Fault> {
    let mut text = Vec::new();
    while text.len() < TEXT_MAX {
        let [b] = mem.load(addr.wrapping_add(text.len() as u64))?;
        // Anything a number can contain, and the space before it.
        if !(b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.' | b'_' | b'(' | b')' | b' ' | 9..=13)) {
            break;
        }
        text.push(b);
    }
    let (value, used) = parse(&text);
    if end != 0 {
        mem.store(end, addr.wrapping_add(used as u64).to_le_bytes())?;
    }
    Ok(value)
}

/// The value of the longest number that `text` begins with, and how many bytes it has with the space before it; (0, 0) if
/// there is none.
pub fn parse(text: &[u8]) -> (f64, usize) {
    let start = text.iter().position(|b| !matches!(b, b' ' | 9..=13)).unwrap_or(text.len());
    let (negative, sign) = match text.get(start) {
        Some(b'-') => (true, 1),
        Some(b'+') => (false, 1),
        _ => (false, 0),
    };
    let body = &text[start + sign..];
    let found = special(body).or_else(|| hex(body)).or_else(|| decimal(body));
    match found {
        Some((v, len)) => (if negative { -v } else { v }, start + sign + len),
        None => (0.0, 0),
    }
}

fn special(s: &[u8]) -> Option<(f64, usize)> {
    let is = |word: &[u8]| s.get(..word.len()).is_some_and(|p| p.eq_ignore_ascii_case(word));
    if is(b"infinity") {
        return Some((f64::INFINITY, 8));
    }
    if is(b"inf") {
        return Some((f64::INFINITY, 3));
    }
    if !is(b"nan") {
        return None;
    }
    let tail = &s[3..];
    let close = tail.iter().position(|b| *b == b')').filter(|_| tail.first() == Some(&b'('));
    let plain = |n: &usize| tail[1..*n].iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
    Some((f64::NAN, 3 + close.filter(plain).map_or(0, |n| n + 1)))
}

/// The exponent after a letter: its value (kept small) and its length with the letter, 0 if there is none.
fn exponent(s: &[u8], letter: u8) -> (i64, usize) {
    if !s.first().is_some_and(|b| b.eq_ignore_ascii_case(&letter)) {
        return (0, 0);
    }
    let sign = usize::from(matches!(s.get(1), Some(b'+' | b'-')));
    let digits = s[1 + sign..].iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 {
        return (0, 0);
    }
    let value = s[1 + sign..1 + sign + digits].iter().fold(0i64, |v, b| (v * 10 + i64::from(b - b'0')).min(1 << 30));
    (if s[1] == b'-' { -value } else { value }, 1 + sign + digits)
}

fn decimal(s: &[u8]) -> Option<(f64, usize)> {
    let whole = s.iter().take_while(|b| b.is_ascii_digit()).count();
    let point = usize::from(s.get(whole) == Some(&b'.'));
    let fraction = match point {
        1 => s[whole + 1..].iter().take_while(|b| b.is_ascii_digit()).count(),
        _ => 0,
    };
    if whole + fraction == 0 {
        return None;
    }
    let mantissa = whole + point + fraction;
    let (_, exp) = exponent(&s[mantissa..], b'e');
    let len = mantissa + exp;
    let text = std::str::from_utf8(&s[..len]).ok()?;
    Some((text.parse().ok()?, len))
}

fn hex(s: &[u8]) -> Option<(f64, usize)> {
    if s.first() != Some(&b'0') || !s.get(1).is_some_and(|b| b.eq_ignore_ascii_case(&b'x')) {
        return None;
    }
    let (mut value, mut sticky, mut scale, mut seen, mut point) = (0u64, false, 0i64, false, false);
    let mut n = 2;
    while let Some(b) = s.get(n) {
        if *b == b'.' && !point {
            point = true;
            n += 1;
            continue;
        }
        let Some(d) = (*b as char).to_digit(16) else { break };
        seen = true;
        n += 1;
        if value >> 60 == 0 {
            value = value << 4 | u64::from(d);
            scale -= if point { 4 } else { 0 };
        } else {
            sticky |= d != 0;
            scale += if point { 0 } else { 4 };
        }
    }
    if !seen {
        return None;
    }
    let (exp, len) = exponent(&s[n..], b'p');
    // The lowest bit stands for all that was cut off, so that rounding is right.
    let value = value | u64::from(sticky);
    Some((scale_exactly(value, scale + exp), n + len))
}

/// `value * 2^exp`, rounded once.
fn scale_exactly(value: u64, exp: i64) -> f64 {
    if value == 0 {
        return 0.0;
    }
    // As many bits as the result can hold, then the exact scaling.
    let top = 64 - i64::from(value.leading_zeros()) + exp;
    let keep = if top > -1022 { 53 } else { (top + 1074).clamp(0, 53) };
    let width = 64 - i64::from(value.leading_zeros());
    let drop = (width - keep).max(0) as u32;
    let (kept, rest) =
        (if drop < 64 { value >> drop } else { 0 }, if drop < 64 { value & ((1 << drop) - 1) } else { value });
    let half = if drop == 0 { u64::MAX } else { 1 << (drop - 1) };
    let up = drop > 0 && (rest > half || rest == half && kept & 1 == 1);
    let exp = (exp + i64::from(drop)).clamp(-5000, 5000) as i32;
    libm::ldexp((kept + u64::from(up)) as f64, exp)
}
