//! Values of expressions, and how a debugger writes them: as gdb does.
//!
//! Entry points: [`Value::show`], [`Value::type_text`], [`Value::at`] (gdb's `x@10`).

mod text;

use super::eval::{Scope, word};
use forklore_userland::cc::inspect::Inspected;
use forklore_userland::cc::types::{RecordKind, TypeId, TypeKind};
use std::fmt::Write;
use std::rc::Rc;
use text::{COLUMNS, Shown};

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
                if record.members.is_none() {
                    text += "    <incomplete type>\n";
                }
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
