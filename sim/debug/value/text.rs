//! Values as text: numbers, strings, pointers, arrays and structures, as gdb writes them.

use super::{Format, Home, Value, memory};
use crate::debug::eval::{LITERALS, Scope, word};
use forklore_userland::cc::ast::Definition;
use forklore_userland::cc::types::{TypeId, TypeKind};
use forklore_userland::vm::program::Program;

/// Most elements of an array, and characters of a string, that are shown.
const ELEMENTS: usize = 200;
/// Equal elements in a row beyond this many are counted.
const REPEATS: usize = 10;
/// A struct that fits into so many columns stays on its line.
pub(super) const COLUMNS: usize = 72;
const DEEPEST: u32 = 24;

pub(super) struct Shown<'a> {
    pub(super) value: &'a Value,
    pub(super) scope: Scope<'a>,
    pub(super) format: Format,
}

impl Shown<'_> {
    /// `pretty`: the indentation, if the members of structs get lines of their own.
    pub(super) fn text(&self, ty: TypeId, bytes: &[u8], top: bool, pretty: Option<usize>, depth: u32) -> String {
        let types = &self.value.tree.types;
        if depth > DEEPEST {
            return "{...}".to_string();
        }
        match types.kind(ty) {
            TypeKind::Void => "void".to_string(),
            TypeKind::Array { elem, .. } => self.array(*elem, bytes, pretty, depth),
            TypeKind::Vla { .. } => match self.value.home {
                Home::Memory(addr) => format!("{addr:#x} (an array of variable length: try name[0]@length)"),
                _ => "?".to_string(),
            },
            TypeKind::Record(id) => self.record(*id, bytes, pretty, depth),
            TypeKind::Function(_) => match self.value.home {
                Home::Memory(addr) => {
                    format!("{{{}}} {addr:#x}{}", self.value.tree.type_name(ty), self.symbol(addr))
                }
                _ => "?".to_string(),
            },
            _ if self.format != Format::Natural => self.formatted(ty, bytes),
            TypeKind::Bool => match bytes.first() {
                Some(0) => "false".to_string(),
                Some(1) => "true".to_string(),
                other => other.map_or(String::new(), u8::to_string),
            },
            TypeKind::Char | TypeKind::SChar => {
                let b = bytes.first().copied().unwrap_or(0);
                format!("{} '{}'", b as i8, escaped(b, '\''))
            }
            TypeKind::UChar => {
                let b = bytes.first().copied().unwrap_or(0);
                format!("{b} '{}'", escaped(b, '\''))
            }
            TypeKind::Float => general(f64::from(f32::from_bits(word(bytes) as u32)), 9),
            TypeKind::Double | TypeKind::LongDouble => general(f64::from_bits(word(bytes)), 17),
            TypeKind::Pointer(target) => self.pointer(ty, *target, word(bytes), top),
            TypeKind::Enum(id) => self.enumeration(*id, number(bytes, types.is_signed(ty))),
            _ => {
                let n = number(bytes, types.is_signed(ty));
                if types.is_signed(ty) { n.to_string() } else { (n as u64).to_string() }
            }
        }
    }

    fn formatted(&self, ty: TypeId, bytes: &[u8]) -> String {
        let types = &self.value.tree.types;
        let size = bytes.len().clamp(1, 8);
        let unsigned = match types.kind(ty) {
            TypeKind::Float => f32::from_bits(word(bytes) as u32) as i64 as u64,
            TypeKind::Double | TypeKind::LongDouble => f64::from_bits(word(bytes)) as i64 as u64,
            _ => word(bytes),
        };
        let signed = number(&unsigned.to_le_bytes()[..size], true);
        match self.format {
            Format::Hex => format!("{unsigned:#x}"),
            Format::Decimal => signed.to_string(),
            Format::Unsigned => unsigned.to_string(),
            Format::Octal if unsigned == 0 => "0".to_string(),
            Format::Octal => format!("0{unsigned:o}"),
            Format::Binary => format!("{unsigned:b}"),
            Format::Char => format!("{} '{}'", signed as i8, escaped(unsigned as u8, '\'')),
            Format::Address => format!("{unsigned:#x}{}", self.symbol(unsigned)),
            Format::Str | Format::Natural => unsigned.to_string(),
        }
    }

    fn enumeration(&self, id: forklore_userland::cc::types::EnumId, n: i64) -> String {
        let tree = &self.value.tree;
        let constants = &tree.types.enumeration(id).constants;
        if let Some((name, _)) = constants.iter().find(|(_, value)| *value == n) {
            return tree.name(*name).to_string();
        }
        // Flags: all constants are single bits.
        let flags = constants.iter().all(|(_, v)| *v == 0 || (*v > 0 && v.count_ones() == 1));
        if !flags || n <= 0 {
            return n.to_string();
        }
        let mut rest = n;
        let mut names = Vec::new();
        for (name, value) in constants {
            if *value != 0 && rest & value == *value {
                names.push(tree.name(*name).to_string());
                rest &= !value;
            }
        }
        if rest != 0 {
            names.push(format!("unknown: {rest:#x}"));
        }
        format!("({})", names.join(" | "))
    }

    fn pointer(&self, ty: TypeId, target: TypeId, addr: u64, top: bool) -> String {
        let tree = &self.value.tree;
        let types = &tree.types;
        let is_char = matches!(types.kind(target), TypeKind::Char | TypeKind::SChar | TypeKind::UChar);
        if is_char && addr >= LITERALS {
            return self.literal(addr);
        }
        if is_char {
            return format!("{addr:#x}{}", self.string_at(addr));
        }
        let symbol = self.symbol(addr);
        if top {
            format!("({}) {addr:#x}{symbol}", tree.type_name(ty.unqualified()))
        } else {
            format!("{addr:#x}{symbol}")
        }
    }

    /// A string literal of the expression itself.
    fn literal(&self, addr: u64) -> String {
        let (id, offset) = (((addr - LITERALS) >> 20) as usize, ((addr - LITERALS) & 0xf_ffff) as usize);
        let bytes = match self.value.tree.symbols.get(id).map(|symbol| &symbol.def) {
            Some(Definition::Object(object)) => object.init.as_ref().and_then(|init| init.bytes.get(offset..)),
            _ => None,
        };
        let bytes = bytes.unwrap_or_default();
        let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
        quoted(&bytes[..end.min(ELEMENTS)], end > ELEMENTS)
    }

    /// The string that a pointer points to.
    fn string_at(&self, addr: u64) -> String {
        if addr == 0 {
            return String::new();
        }
        let mut bytes = Vec::new();
        while bytes.len() <= ELEMENTS {
            match memory(self.scope, addr.wrapping_add(bytes.len() as u64), 1) {
                Some(b) if b[0] == 0 => return format!(" {}", quoted(&bytes, false)),
                Some(b) => bytes.push(b[0]),
                None if bytes.is_empty() => return format!(" <error: Cannot access memory at address {addr:#x}>"),
                None => break,
            }
        }
        bytes.truncate(ELEMENTS);
        format!(" {}", quoted(&bytes, true))
    }

    /// ` <main>`, ` <table+8>`: the function or variable at an address.
    fn symbol(&self, addr: u64) -> String {
        let machine = self.scope.machine;
        let program = machine.task(self.scope.tid).and_then(|t| t.program).and_then(|id| machine.programs().peek(id));
        let Some(program) = program else { return String::new() };
        if let Some(f) = program.function_by_addr(addr) {
            return format!(" <{}>", f.name);
        }
        match Program::global_at(program, addr) {
            Some(g) if g.addr == addr => format!(" <{}>", g.name),
            Some(g) => format!(" <{}+{}>", g.name, addr - g.addr),
            None => String::new(),
        }
    }

    fn array(&self, elem: TypeId, bytes: &[u8], pretty: Option<usize>, depth: u32) -> String {
        let types = &self.value.tree.types;
        let size = types.size(elem).unwrap_or(1).max(1) as usize;
        let is_char = matches!(types.kind(elem), TypeKind::Char | TypeKind::SChar | TypeKind::UChar);
        if is_char && matches!(self.format, Format::Natural | Format::Str) {
            // One null at the end is taken for the string's own.
            let whole = bytes.len() <= ELEMENTS;
            let text = match bytes {
                [text @ .., 0] if whole => text,
                all => &all[..all.len().min(ELEMENTS)],
            };
            return quoted(text, !whole);
        }
        let texts: Vec<String> =
            bytes.chunks_exact(size).take(ELEMENTS).map(|b| self.text(elem, b, false, pretty, depth + 1)).collect();
        let mut parts = Vec::new();
        let mut n = 0;
        while n < texts.len() {
            let run = texts[n..].iter().take_while(|t| **t == texts[n]).count();
            if run >= REPEATS {
                parts.push(format!("{} <repeats {run} times>", texts[n]));
                n += run;
            } else {
                parts.push(texts[n].clone());
                n += 1;
            }
        }
        let more = if bytes.len() / size > ELEMENTS { "..." } else { "" };
        format!("{{{}{more}}}", parts.join(", "))
    }

    fn record(
        &self,
        id: forklore_userland::cc::types::RecordId,
        bytes: &[u8],
        pretty: Option<usize>,
        depth: u32,
    ) -> String {
        let tree = &self.value.tree;
        let record = tree.types.record(id);
        let Some(members) = &record.members else { return "<incomplete type>".to_string() };
        let inner = pretty.map(|indent| indent + 2);
        let mut parts = Vec::new();
        for member in members {
            let size = tree.types.size(member.ty).unwrap_or(0) as usize;
            let start = (member.offset as usize).min(bytes.len());
            let text = match member.bits {
                Some(bits) => {
                    let raw = word(&bytes[start..]) >> bits.shift;
                    let width = u32::from(bits.width).clamp(1, 64);
                    let up = raw << (64 - width);
                    let signed = tree.types.is_signed(member.ty);
                    let n = if signed { (up as i64) >> (64 - width) } else { (up >> (64 - width)) as i64 };
                    let own = n.to_le_bytes();
                    self.text(member.ty, &own[..size.min(8)], false, inner, depth + 1)
                }
                None => {
                    let end = (start + size).min(bytes.len());
                    self.text(member.ty, &bytes[start..end], false, inner, depth + 1)
                }
            };
            parts.push(match member.name {
                Some(name) => format!("{} = {text}", tree.name(name)),
                None => text,
            });
        }
        match pretty {
            Some(indent) => {
                let pad = " ".repeat(indent + 2);
                format!("{{\n{pad}{}\n{}}}", parts.join(&format!(",\n{pad}")), " ".repeat(indent))
            }
            None => format!("{{{}}}", parts.join(", ")),
        }
    }
}

fn number(bytes: &[u8], signed: bool) -> i64 {
    let up = 64 - 8 * bytes.len().clamp(1, 8) as u32;
    let raw = word(bytes) << up;
    if signed { (raw as i64) >> up } else { (raw >> up) as i64 }
}

/// A character as C writes it between quotes.
fn escaped(b: u8, quote: char) -> String {
    match b {
        7 => "\\a".to_string(),
        8 => "\\b".to_string(),
        9 => "\\t".to_string(),
        10 => "\\n".to_string(),
        11 => "\\v".to_string(),
        12 => "\\f".to_string(),
        13 => "\\r".to_string(),
        27 => "\\033".to_string(),
        b'\\' => "\\\\".to_string(),
        _ if b == quote as u8 => format!("\\{quote}"),
        32..=126 => (b as char).to_string(),
        _ => format!("\\{b:03o}"),
    }
}

/// A string as gdb writes it: long runs of one character are counted.
fn quoted(bytes: &[u8], more: bool) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut open = String::new();
    let mut n = 0;
    while n < bytes.len() {
        let run = bytes[n..].iter().take_while(|b| **b == bytes[n]).count();
        if run > REPEATS {
            if !open.is_empty() {
                parts.push(format!("\"{open}\""));
                open.clear();
            }
            parts.push(format!("'{}' <repeats {run} times>", escaped(bytes[n], '\'')));
            n += run;
        } else {
            open += &escaped(bytes[n], '"');
            n += 1;
        }
    }
    if !open.is_empty() || parts.is_empty() {
        parts.push(format!("\"{open}\""));
    }
    parts.join(", ") + if more { "..." } else { "" }
}

/// A number with so many significant digits, as printf's `%g` writes it.
fn general(x: f64, digits: usize) -> String {
    if x.is_nan() {
        return if x.is_sign_negative() { "-nan".to_string() } else { "nan".to_string() };
    }
    if x.is_infinite() {
        return if x > 0.0 { "inf".to_string() } else { "-inf".to_string() };
    }
    if x == 0.0 {
        return if x.is_sign_negative() { "-0".to_string() } else { "0".to_string() };
    }
    let scientific = format!("{:.*e}", digits - 1, x);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trim = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => text.to_string(),
    };
    if exponent < -4 || exponent >= digits as i32 {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}e{sign}{:02}", trim(mantissa), exponent.abs());
    }
    trim(&format!("{:.*}", (digits as i32 - 1 - exponent).max(0) as usize, x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_printf_does() {
        assert_eq!(general(0.1, 17), "0.10000000000000001");
        assert_eq!(general(1.5, 17), "1.5");
        assert_eq!(general(1e20, 17), "1e+20");
        assert_eq!(general(100.0, 9), "100");
        assert_eq!(general(-2.5e-7, 17), "-2.4999999999999999e-07");
    }

    #[test]
    fn strings_are_written_as_gdb_does() {
        assert_eq!(quoted(b"hello", false), "\"hello\"");
        assert_eq!(quoted(&[&b"hello"[..], &[0; 26]].concat(), false), "\"hello\", '\\000' <repeats 26 times>");
        assert_eq!(quoted(b"a\n\"\0", true), "\"a\\n\\\"\\000\"...");
        assert_eq!(quoted(b"", false), "\"\"");
    }
}
