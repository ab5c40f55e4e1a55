//! Literals: the values of numbers, characters and strings.
//!
//! Entry points: [`number`], [`character`], [`decode_string`]. C11 6.4.4 and 6.4.5 with gcc's extensions
//! (binary integers, `\e`, suffixes in any case).

use super::types::TypeId;

/// A number's value.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Number {
    /// An integer and its type; `note` says what gcc warns of.
    Int {
        /// The value, truncated to 64 bits.
        value: u64,
        /// int, long, unsigned ...
        ty: TypeId,
        /// A warning to give.
        note: Option<&'static str>,
    },
    /// A floating number, rounded to its type.
    Float {
        /// The value.
        value: f64,
        /// float, double or long double.
        ty: TypeId,
    },
}

/// The value of a preprocessing number, or what is wrong with it.
pub fn number(text: &[u8]) -> Result<Number, String> {
    let hex = text.len() > 1 && text[0] == b'0' && matches!(text[1], b'x' | b'X');
    let binary = text.len() > 1 && text[0] == b'0' && matches!(text[1], b'b' | b'B');
    let floating = if hex {
        text.iter().any(|b| matches!(b, b'.' | b'p' | b'P'))
    } else {
        !binary && text.iter().any(|b| matches!(b, b'.' | b'e' | b'E'))
    };
    if floating { float(text, hex) } else { integer(text, hex, binary) }
}

fn integer(text: &[u8], hex: bool, binary: bool) -> Result<Number, String> {
    let (base, start) = if hex {
        (16u64, 2)
    } else if binary {
        (2, 2)
    } else if text[0] == b'0' {
        (8, 1)
    } else {
        (10, 0)
    };
    let mut value = 0u64;
    let mut overflow = false;
    let mut end = start;
    while let Some(digit) = text.get(end).and_then(|b| (*b as char).to_digit(16)) {
        let digit = u64::from(digit);
        if digit >= base && (base != 8 || digit > 9) {
            break;
        }
        if digit >= base {
            let worst = if text[end..].contains(&b'9') { 9 } else { digit };
            return Err(format!("invalid digit \"{worst}\" in octal constant"));
        }
        let (product, o1) = value.overflowing_mul(base);
        let (sum, o2) = product.overflowing_add(digit);
        overflow |= o1 || o2;
        value = sum;
        end += 1;
    }
    let suffix = &text[end..];
    let lower: Vec<u8> = suffix.iter().map(u8::to_ascii_lowercase).collect();
    let mixed = suffix.windows(2).any(|w| matches!(w, b"lL" | b"Ll"));
    let (unsigned, longs) = match lower.as_slice() {
        b"" => (false, 0),
        b"u" => (true, 0),
        b"l" => (false, 1),
        b"ul" | b"lu" => (true, 1),
        b"ll" if !mixed => (false, 2),
        b"ull" | b"llu" if !mixed => (true, 2),
        _ => (false, 3),
    };
    if longs == 3 || (start == 2 && end == 2) {
        let at = if start == 2 && end == 2 { &text[1..] } else { suffix };
        return Err(format!("invalid suffix \"{}\" on integer constant", String::from_utf8_lossy(at)));
    }
    let decimal = base == 10;
    let fits_int = value <= i32::MAX as u64;
    let fits_uint = value <= u64::from(u32::MAX);
    let fits_long = value <= i64::MAX as u64;
    let mut note = None;
    let ty = match (longs, unsigned) {
        (0, false) if fits_int => TypeId::INT,
        (0, false) if !decimal && fits_uint => TypeId::UINT,
        (0 | 1, false) if fits_long => TypeId::LONG,
        (0, true) if fits_uint => TypeId::UINT,
        (0 | 1, true) => TypeId::ULONG,
        (2, false) if fits_long => TypeId::LONGLONG,
        (2, true) => TypeId::ULONGLONG,
        (2, false) if !decimal => TypeId::ULONGLONG,
        _ if !decimal => TypeId::ULONG,
        _ => {
            note = Some("integer constant is so large that it is unsigned");
            TypeId::ULONG
        }
    };
    if overflow {
        note = Some("integer constant is too large for its type");
    }
    Ok(Number::Int { value, ty, note })
}

fn float(text: &[u8], hex: bool) -> Result<Number, String> {
    let mut end = text.len();
    while end > 0 && matches!(text[end - 1], b'f' | b'F' | b'l' | b'L') {
        if hex && matches!(text[end - 1], b'f' | b'F') && !text[..end].iter().any(|b| matches!(b, b'p' | b'P')) {
            break;
        }
        end -= 1;
    }
    let bad = || format!("invalid suffix \"{}\" on floating constant", String::from_utf8_lossy(&text[end..]));
    let ty = match &text[end..] {
        b"" => TypeId::DOUBLE,
        b"f" | b"F" => TypeId::FLOAT,
        b"l" | b"L" => TypeId::LONGDOUBLE,
        _ => return Err(bad()),
    };
    let body = std::str::from_utf8(&text[..end]).unwrap_or("");
    if hex {
        let value = hex_float(body.as_bytes())?;
        let value = if ty == TypeId::FLOAT { f64::from(value as f32) } else { value };
        return Ok(Number::Float { value, ty });
    }
    let valid = body.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    if !valid {
        let from = body.bytes().position(|b| !matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
        let rest = &body[from.unwrap_or(0)..];
        return Err(format!("invalid suffix \"{rest}\" on floating constant"));
    }
    let parsed = if ty == TypeId::FLOAT { body.parse::<f32>().map(f64::from) } else { body.parse::<f64>() };
    match parsed {
        Ok(value) => Ok(Number::Float { value, ty }),
        Err(_) if body.bytes().filter(|b| *b == b'.').count() > 1 => {
            Err("too many decimal points in number".to_string())
        }
        Err(_) => Err("exponent has no digits".to_string()),
    }
}

/// The value of `0x...p...` without suffix, correctly rounded for up to 64 significant bits.
fn hex_float(text: &[u8]) -> Result<f64, String> {
    let mut mantissa = 0u64;
    let mut exponent = 0i64;
    let mut sticky = false;
    let mut seen_dot = false;
    let mut pos = 2;
    while let Some(b) = text.get(pos) {
        match (*b as char).to_digit(16) {
            Some(digit) => {
                if mantissa >> 60 == 0 {
                    mantissa = mantissa << 4 | u64::from(digit);
                    exponent -= if seen_dot { 4 } else { 0 };
                } else {
                    sticky |= digit != 0;
                    exponent += if seen_dot { 0 } else { 4 };
                }
            }
            None if *b == b'.' && !seen_dot => seen_dot = true,
            None => break,
        }
        pos += 1;
    }
    if !matches!(text.get(pos), Some(b'p' | b'P')) {
        return Err("hexadecimal floating constants require an exponent".to_string());
    }
    pos += 1;
    let negative = match text.get(pos) {
        Some(b'-') => {
            pos += 1;
            true
        }
        Some(b'+') => {
            pos += 1;
            false
        }
        _ => false,
    };
    if pos >= text.len() || !text[pos..].iter().all(u8::is_ascii_digit) {
        return Err("exponent has no digits".to_string());
    }
    let mut power = 0i64;
    for b in &text[pos..] {
        power = (power * 10 + i64::from(b - b'0')).min(100_000);
    }
    exponent += if negative { -power } else { power };
    Ok(libm::ldexp((mantissa | u64::from(sticky)) as f64, exponent.clamp(-5000, 5000) as i32))
}

/// Element type of a character or string literal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// No prefix, or `u8`: bytes.
    Byte,
    /// `L` or `U`: 32 bits.
    Wide,
    /// `u`: 16 bits.
    Utf16,
}

/// Splits a literal into its encoding and the part between the quotes.
pub fn split_prefix(text: &[u8]) -> (Encoding, &[u8]) {
    let (encoding, skip) = match text {
        [b'L' | b'U', ..] => (Encoding::Wide, 1),
        [b'u', b'8', ..] => (Encoding::Byte, 2),
        [b'u', ..] => (Encoding::Utf16, 1),
        _ => (Encoding::Byte, 0),
    };
    let inner = text.get(skip + 1..text.len().saturating_sub(1).max(skip + 1)).unwrap_or(&[]);
    (encoding, inner)
}

/// Appends the elements of a literal's inner part. Complaints: offset in the inner part, whether it is an
/// error, message.
pub fn decode(inner: &[u8], encoding: Encoding, out: &mut Vec<u32>, complaints: &mut Vec<(usize, bool, String)>) {
    let mut pos = 0;
    while pos < inner.len() {
        let b = inner[pos];
        if b == b'\\' {
            pos = escape(inner, pos, encoding, out, complaints);
        } else if encoding == Encoding::Byte || b < 0x80 {
            out.push(u32::from(b));
            pos += 1;
        } else {
            let len = match b {
                0xc0..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf7 => 4,
                _ => 1,
            };
            let piece = &inner[pos..(pos + len).min(inner.len())];
            match std::str::from_utf8(piece).ok().and_then(|s| s.chars().next()) {
                Some(c) => push_char(c as u32, encoding, out),
                None => out.push(u32::from(b)),
            }
            pos += piece.len();
        }
    }
}

/// Appends a code point in the encoding.
fn push_char(c: u32, encoding: Encoding, out: &mut Vec<u32>) {
    match (encoding, char::from_u32(c)) {
        (Encoding::Byte, Some(c)) => {
            let mut buffer = [0; 4];
            out.extend(c.encode_utf8(&mut buffer).bytes().map(u32::from));
        }
        (Encoding::Utf16, Some(c)) => {
            let mut buffer = [0; 2];
            out.extend(c.encode_utf16(&mut buffer).iter().map(|u| u32::from(*u)));
        }
        _ => out.push(c),
    }
}

fn escape(
    inner: &[u8],
    start: usize,
    encoding: Encoding,
    out: &mut Vec<u32>,
    complaints: &mut Vec<(usize, bool, String)>,
) -> usize {
    let Some(b) = inner.get(start + 1).copied() else {
        return start + 1;
    };
    let mut pos = start + 2;
    let value = match b {
        b'n' => 10,
        b't' => 9,
        b'r' => 13,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'v' => 11,
        b'e' | b'E' => 27,
        // The last four do nothing, but gcc keeps silent about them: Emacs and SCCS once needed them.
        b'\\' | b'\'' | b'"' | b'?' | b'(' | b'{' | b'[' | b'%' => u32::from(b),
        b'0'..=b'7' => {
            let mut value = u32::from(b - b'0');
            while pos < start + 4 && matches!(inner.get(pos), Some(b'0'..=b'7')) {
                value = value * 8 + u32::from(inner[pos] - b'0');
                pos += 1;
            }
            if encoding == Encoding::Byte && value > 255 {
                complaints.push((start, false, "octal escape sequence out of range".into()));
            }
            value
        }
        b'x' => {
            let mut value = 0u32;
            let mut large = false;
            let first = pos;
            while let Some(digit) = inner.get(pos).and_then(|b| (*b as char).to_digit(16)) {
                large |= value >> 28 != 0;
                value = value << 4 | digit;
                pos += 1;
            }
            if pos == first {
                complaints.push((start, true, "\\x used with no following hex digits".into()));
            } else if large || encoding == Encoding::Byte && value > 255 {
                complaints.push((start, false, "hex escape sequence out of range".into()));
            }
            value
        }
        b'u' | b'U' => {
            let want = if b == b'u' { 4 } else { 8 };
            let mut value = 0u32;
            let first = pos;
            while pos < first + want {
                let Some(digit) = inner.get(pos).and_then(|b| (*b as char).to_digit(16)) else {
                    break;
                };
                value = value << 4 | digit;
                pos += 1;
            }
            let text = String::from_utf8_lossy(&inner[start..pos]).into_owned();
            if pos < first + want {
                complaints.push((start, true, format!("incomplete universal character name {text}")));
            } else if char::from_u32(value).is_none() {
                complaints.push((start, true, format!("{text} is not a valid universal character")));
            }
            push_char(value, encoding, out);
            return pos;
        }
        _ => {
            let shown = if (0x20..0x7f).contains(&b) { (b as char).to_string() } else { format!("{b:o}") };
            complaints.push((start, false, format!("unknown escape sequence: '\\{shown}'")));
            u32::from(b)
        }
    };
    out.push(match encoding {
        Encoding::Byte => value & 0xff,
        Encoding::Utf16 => value & 0xffff,
        Encoding::Wide => value,
    });
    pos
}

/// The value and type of a character constant, with complaints (whether an error, message).
pub fn character(text: &[u8]) -> (i64, TypeId, Vec<(bool, String)>) {
    let (encoding, inner) = split_prefix(text);
    let mut units = Vec::new();
    let mut found = Vec::new();
    decode(inner, encoding, &mut units, &mut found);
    let mut complaints: Vec<(bool, String)> = found.into_iter().map(|(_, error, text)| (error, text)).collect();
    if units.is_empty() {
        complaints.push((true, "empty character constant".into()));
        return (0, TypeId::INT, complaints);
    }
    match encoding {
        Encoding::Wide | Encoding::Utf16 => {
            let ty = match (encoding, text[0]) {
                (Encoding::Utf16, _) => TypeId::USHORT,
                (_, b'U') => TypeId::UINT,
                _ => TypeId::INT,
            };
            if units.len() > 1 {
                complaints.push((false, "character constant too long for its type".into()));
            }
            let last = units[units.len() - 1];
            (if ty == TypeId::INT { i64::from(last as i32) } else { i64::from(last) }, ty, complaints)
        }
        Encoding::Byte => {
            let value = if units.len() == 1 {
                i64::from(units[0] as u8 as i8)
            } else {
                let message = if units.len() > 4 {
                    "character constant too long for its type"
                } else {
                    "multi-character character constant"
                };
                complaints.push((false, message.into()));
                let packed = units.iter().fold(0u32, |acc, unit| acc << 8 | (unit & 0xff));
                i64::from(packed as i32)
            };
            (value, TypeId::INT, complaints)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(text: &str) -> (u64, TypeId) {
        match number(text.as_bytes()) {
            Ok(Number::Int { value, ty, .. }) => (value, ty),
            other => panic!("{text}: {other:?}"),
        }
    }

    fn real(text: &str) -> f64 {
        match number(text.as_bytes()) {
            Ok(Number::Float { value, .. }) => value,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn integers() {
        assert_eq!(int("0"), (0, TypeId::INT));
        assert_eq!(int("017"), (15, TypeId::INT));
        assert_eq!(int("0x7fffffff"), (0x7fff_ffff, TypeId::INT));
        assert_eq!(int("0xffffffff"), (0xffff_ffff, TypeId::UINT));
        assert_eq!(int("4294967295"), (0xffff_ffff, TypeId::LONG));
        assert_eq!(int("0b101u"), (5, TypeId::UINT));
        assert_eq!(int("1ULL"), (1, TypeId::ULONGLONG));
        assert_eq!(int("1lu"), (1, TypeId::ULONG));
        assert!(number(b"09").is_err());
        assert!(number(b"1lul").is_err());
        assert!(number(b"0x").is_err());
        assert!(number(b"12abc").is_err());
    }

    #[test]
    fn floats() {
        assert_eq!(real("1.5"), 1.5);
        assert_eq!(real("1e3"), 1000.0);
        assert_eq!(real(".5f"), 0.5);
        assert_eq!(real("0x1.8p1"), 3.0);
        assert_eq!(real("0x.8p-1f"), 0.25);
        assert_eq!(real("0.1f"), f64::from(0.1f32));
        assert_eq!(real("1.L"), 1.0);
        assert!(number(b"1.2.3").is_err());
        assert!(number(b"1e").is_err());
        assert!(number(b"0x1.8").is_err());
        assert!(number(b"1.0q").is_err());
    }

    #[test]
    fn characters() {
        assert_eq!(character(b"'a'").0, 97);
        assert_eq!(character(b"'\\n'").0, 10);
        assert_eq!(character(b"'\\377'").0, -1);
        assert_eq!(character(b"'\\x41'").0, 65);
        assert_eq!(character(b"'ab'").0, 24930);
        assert_eq!(character("L'\u{e9}'".as_bytes()).0, 0xe9);
        assert!(character(b"''").2[0].0);
    }
}
