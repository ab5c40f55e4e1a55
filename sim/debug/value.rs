//! Values of expressions, and how a debugger writes them: as gdb does.
//!
//! Entry points: [`Value::show`], [`Value::type_text`], [`Value::at`] (gdb's `x@10`).

use super::eval::{LITERALS, Scope, word};
use forklore_userland::cc::ast::Definition;
use forklore_userland::cc::inspect::Inspected;
use forklore_userland::cc::types::{RecordKind, TypeId, TypeKind};
use forklore_userland::vm::program::Program;
use std::fmt::Write;
use std::rc::Rc;

/// Where a value lies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Home {
    /// Nowhere: it was computed.
    None,
    /// It is no value but a type.
    Type,
    /// In memory at this address.
    Memory(u64),
    /// In a register: that of the window that begins at `base`.
    Register {
        /// Where the window begins.
        base: usize,
        /// Which register.
        number: u8,
    },
    /// Part of a value that was computed.
    Bytes(Vec<u8>),
}

/// The value of an expression.
#[derive(Clone, Debug)]
pub struct Value {
    pub(super) tree: Rc<Inspected>,
    pub(super) ty: TypeId,
    /// As it lies in memory.
    pub bytes: Vec<u8>,
    /// Where it lies.
    pub home: Home,
}

/// How numbers are written: gdb's `/x` and its kin.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// By type.
    #[default]
    Natural,
    /// Hexadecimal.
    Hex,
    /// Signed decimal.
    Decimal,
    /// Unsigned decimal.
    Unsigned,
    /// Octal.
    Octal,
    /// Binary.
    Binary,
    /// Character.
    Char,
    /// Address with its symbol.
    Address,
    /// Characters as a string.
    Str,
}

impl Format {
    /// By gdb's letter.
    pub fn of(letter: char) -> Option<Format> {
        Some(match letter {
            'x' => Format::Hex,
            'd' => Format::Decimal,
            'u' => Format::Unsigned,
            'o' => Format::Octal,
            't' => Format::Binary,
            'c' => Format::Char,
            'a' => Format::Address,
            's' => Format::Str,
            _ => return None,
        })
    }
}

/// Most elements of an array, and characters of a string, that are shown.
const ELEMENTS: usize = 200;
/// Equal elements in a row beyond this many are counted.
const REPEATS: usize = 10;
/// A struct that fits into so many columns stays on its line.
const COLUMNS: usize = 72;
const DEEPEST: u32 = 24;

impl Value {
    /// The value as text. `scope` is where strings that it points to are read.
    pub fn show(&self, scope: Scope, format: Format) -> String {
        if self.home == Home::Type {
            return self.tree.type_name(self.ty);
        }
        let shown = Shown { value: self, scope, format };
        let flat = shown.text(self.ty, &self.bytes, true, None, 0);
        if flat.chars().count() <= COLUMNS || !self.tree.types.is_record(self.ty) {
            return flat;
        }
        shown.text(self.ty, &self.bytes, true, Some(0), 0)
    }

    /// As [`Value::show`] in a list of arguments: pointers without their type.
    pub fn show_inner(&self, scope: Scope) -> String {
        Shown { value: self, scope, format: Format::Natural }.text(self.ty, &self.bytes, false, None, 0)
    }

    /// Is it a struct, a union or an array?
    pub fn is_record(&self) -> bool {
        self.tree.types.is_record(self.ty) || self.tree.types.is_array(self.ty)
    }

    /// Its type, as gdb's `whatis`.
    pub fn type_text(&self) -> String {
        self.tree.type_name(self.ty)
    }

    /// Its type in full, as gdb's `ptype`: members of a struct, constants of an enumeration.
    pub fn type_in_full(&self) -> String {
        let tree = &self.tree;
        match tree.types.kind(self.ty) {
            TypeKind::Record(id) => {
                let record = tree.types.record(*id);
                let word = if record.kind == RecordKind::Union { "union" } else { "struct" };
                let tag = record.tag.map_or(String::new(), |tag| format!("{} ", tree.name(tag)));
                let mut text = format!("{word} {tag}{{\n");
                for member in record.members.iter().flatten() {
                    let name = member.name.map_or("", |name| tree.name(name));
                    let names = forklore_userland::cc::inspect::TypeNames {
                        types: &tree.types,
                        names: &tree.names,
                        style: forklore_userland::cc::inspect::TypeStyle::Gdb,
                    };
                    let bits = member.bits.map_or(String::new(), |bits| format!(" : {}", bits.width));
                    let _ = writeln!(text, "    {}{bits};", names.declaration(member.ty, name));
                }
                text + "}"
            }
            TypeKind::Enum(id) => {
                let e = tree.types.enumeration(*id);
                let tag = e.tag.map_or(String::new(), |tag| format!("{} ", tree.name(tag)));
                let mut next = 0;
                let mut names = Vec::new();
                for (name, value) in &e.constants {
                    let shown = if *value == next { String::new() } else { format!(" = {value}") };
                    names.push(format!("{}{shown}", tree.name(*name)));
                    next = value.wrapping_add(1);
                }
                format!("enum {tag}{{{}}}", names.join(", "))
            }
            _ => self.type_text(),
        }
    }

    /// gdb's `value@count`: so many objects of its type from where it lies.
    ///
    /// # Errors
    /// It does not lie in memory, or that is not readable.
    pub fn at(&self, scope: Scope, count: u64) -> Result<Value, String> {
        let Home::Memory(addr) = self.home else {
            return Err("Only values in memory can be extended with '@'.".to_string());
        };
        if count == 0 || count > 1 << 20 {
            return Err("Invalid number of repetitions after '@'.".to_string());
        }
        let mut tree = (*self.tree).clone();
        let ty = tree.types.array(self.ty, Some(count));
        let size = tree.types.size(ty).unwrap_or(0);
        let bytes = memory(scope, addr, size as usize).ok_or(format!("Cannot access memory at address {addr:#x}"))?;
        Ok(Value { tree: Rc::new(tree), ty, bytes, home: self.home.clone() })
    }

    /// The value as a number, if it is a scalar.
    pub fn number(&self) -> Option<i64> {
        let types = &self.tree.types;
        if types.is_float(self.ty) || !types.is_scalar(self.ty) {
            return None;
        }
        let bits = 8 * self.bytes.len().clamp(1, 8) as u32;
        let up = 64 - bits;
        let raw = (word(&self.bytes) << up) as i64;
        Some(if types.is_signed(self.ty) { raw >> up } else { ((raw as u64) >> up) as i64 })
    }

    /// The address that it is, for a pointer or an array.
    pub fn address(&self) -> Option<u64> {
        match self.home {
            Home::Memory(addr) if self.tree.types.is_array(self.ty) => Some(addr),
            _ => self.number().map(|n| n as u64),
        }
    }
}

pub(super) fn memory(scope: Scope, addr: u64, len: usize) -> Option<Vec<u8>> {
    let space = scope.machine.kernel.procs.find_task(scope.tid)?.space;
    let mut bytes = vec![0; len];
    (scope.machine.kernel.mm.peek(space, addr, &mut bytes) == len).then_some(bytes)
}

struct Shown<'a> {
    value: &'a Value,
    scope: Scope<'a>,
    format: Format,
}

impl Shown<'_> {
    /// `pretty`: the indentation, if the members of structs get lines of their own.
    fn text(&self, ty: TypeId, bytes: &[u8], top: bool, pretty: Option<usize>, depth: u32) -> String {
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
