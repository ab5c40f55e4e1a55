//! Places: where variables, elements and members lie, and what is there.

use super::walk::{Data, Eval};
use super::{DEEPEST, LITERALS, Refusal, word};
use crate::debug::value::Home;
use forklore_userland::cc::ast::*;
use forklore_userland::cc::types::{BitField, TypeId};
use forklore_userland::vm::program::{self, Program};

impl Eval<'_> {
    pub(super) fn place(&self, id: PlaceId, depth: u32) -> Result<Home, Refusal> {
        if depth > DEEPEST {
            return Err("The expression is nested too deeply.".to_string());
        }
        match &self.tree.body.place(id).kind {
            PlaceKind::Local(local) => self.local(*local),
            PlaceKind::Symbol(symbol) => self.symbol(*symbol),
            PlaceKind::Deref(e) => match self.expr(*e, depth + 1)? {
                Data::Int(addr) => Ok(Home::Memory(addr as u64)),
                _ => Err("Attempt to take contents of a non-pointer value.".to_string()),
            },
            PlaceKind::Field { base, offset, .. } => Ok(match self.place(*base, depth + 1)? {
                Home::Memory(addr) => Home::Memory(addr.wrapping_add(*offset)),
                Home::Bytes(bytes) => Home::Bytes(bytes.get(*offset as usize..).unwrap_or_default().to_vec()),
                other => other,
            }),
            PlaceKind::Value(e) => match self.expr(*e, depth + 1)? {
                Data::Bytes(bytes) => Ok(Home::Bytes(bytes)),
                _ => Err("not supported: this value in an expression of the debugger".to_string()),
            },
            PlaceKind::CompoundLiteral { .. } => Err("not supported: compound literals in the debugger".to_string()),
        }
    }

    pub(super) fn local(&self, id: LocalId) -> Result<Home, Refusal> {
        let local = &self.tree.locals[id.index()];
        let name = self.tree.name(local.name);
        let missing = || format!("No symbol \"{name}\" in current context.");
        let frame = self.scope.frame.ok_or_else(missing)?;
        let function = self.program.function_at(frame.pc).ok_or_else(missing)?;
        let declared = self.tree.place(local.span);
        let same = |v: &&program::Variable| {
            let file = self.program.files.get(v.place.file as usize).map(String::as_str);
            v.name == name
                && declared.is_none_or(|(f, line, col)| {
                    Some(f) == file && v.place.line == line && u32::from(v.place.col) == col
                })
        };
        let mut found = function.vars.iter().filter(same);
        let Some(variable) = found.next() else {
            return Err(format!("\"{name}\" has been optimized out."));
        };
        let live = std::iter::once(variable).chain(found).find(|v| v.pc_start <= frame.pc && frame.pc < v.pc_end);
        let Some(variable) = live else {
            // In the prologue the parameters are where the code will find them.
            if variable.is_param && frame.pc < variable.pc_start {
                return Err(format!("\"{name}\" is not there yet: the function is just being entered."));
            }
            return Err(format!("\"{name}\" has no value yet: it gets one on line {}.", variable.place.line));
        };
        Ok(match variable.location {
            program::Location::Register(n) => Home::Register { base: frame.base, number: n },
            program::Location::Memory { base, offset } => {
                let task = self.scope.machine.task(self.scope.tid).ok_or_else(missing)?;
                let at = task.cpu.register_in(frame.base, base);
                Home::Memory(at.wrapping_add(i64::from(offset) as u64))
            }
            program::Location::Absolute(addr) => Home::Memory(addr),
            program::Location::Constant(value) => Home::Bytes(value.to_le_bytes().to_vec()),
            _ => return Err(format!("\"{name}\" has been optimized out.")),
        })
    }

    pub(super) fn symbol(&self, id: SymbolId) -> Result<Home, Refusal> {
        let symbol = &self.tree.symbols[id.index()];
        let name = self.tree.name(symbol.name);
        if name.is_empty() {
            return Ok(Home::Memory(LITERALS + (u64::from(id.0) << 20)));
        }
        if self.tree.types.is_function(symbol.ty) {
            let number = self.program.functions.iter().position(|f| f.name == name);
            let number = number.ok_or_else(|| format!("\"{name}\" is not part of this program."))?;
            return Ok(Home::Memory(Program::function_addr(number as u32)));
        }
        let declared = self.tree.place(symbol.span);
        let here = |g: &program::GlobalVar| {
            let file = self.program.files.get(g.place.file as usize).map(String::as_str);
            declared.is_some_and(|(f, line, _)| Some(f) == file && g.place.line == line)
        };
        let mut named = self.program.globals.iter().filter(|g| g.name == name);
        let found = match symbol.linkage {
            Linkage::Internal => named.find(|g| here(g)),
            Linkage::External => named.find(|g| g.linkage != program::Linkage::Static),
        };
        let found = found.ok_or_else(|| format!("\"{name}\" is not part of this program (nothing uses it)."))?;
        Ok(Home::Memory(found.addr))
    }

    /// Reads memory of the process, or a literal of the expression.
    pub(super) fn memory(&self, addr: u64, len: u64) -> Result<Vec<u8>, Refusal> {
        let len = usize::try_from(len).ok().filter(|len| *len <= 64 << 20).ok_or("The value is too large to show.")?;
        let mut bytes = vec![0; len];
        if addr >= LITERALS {
            let id = ((addr - LITERALS) >> 20) as usize;
            let offset = ((addr - LITERALS) & 0xf_ffff) as usize;
            if let Some(Definition::Object(object)) = self.tree.symbols.get(id).map(|s| &s.def)
                && let Some(init) = &object.init
            {
                let rest = init.bytes.get(offset..).unwrap_or_default();
                let n = rest.len().min(len);
                bytes[..n].copy_from_slice(&rest[..n]);
            }
            return Ok(bytes);
        }
        match self.scope.machine.kernel.mm.peek(self.space, addr, &mut bytes) {
            n if n == len => Ok(bytes),
            n => Err(format!("Cannot access memory at address {:#x}", addr.wrapping_add(n as u64))),
        }
    }

    /// The bytes of an object of type `ty` at a place.
    pub(super) fn stored(&self, home: &Home, ty: TypeId) -> Result<Vec<u8>, Refusal> {
        let size = match self.tree.types.size(ty) {
            Some(size) => size,
            None if self.tree.types.is_array(ty) => return Ok(Vec::new()),
            None => return Err("Attempt to take contents of an incomplete type.".to_string()),
        };
        match home {
            Home::Memory(addr) => self.memory(*addr, size),
            Home::Register { base, number } => {
                let task = self.scope.machine.task(self.scope.tid).ok_or("The process has ended.")?;
                let mut bytes = task.cpu.register_in(*base, *number).to_le_bytes().to_vec();
                bytes.resize(size as usize, 0);
                Ok(bytes)
            }
            Home::Bytes(bytes) => {
                let mut bytes = bytes.clone();
                bytes.resize(size as usize, 0);
                Ok(bytes)
            }
            Home::None | Home::Type => Err("Not an lvalue.".to_string()),
        }
    }

    pub(super) fn load(&self, place: PlaceId, depth: u32) -> Result<Data, Refusal> {
        let node = self.tree.body.place(place);
        let home = self.place(place, depth)?;
        if let PlaceKind::Field { bits: Some(bits), .. } = node.kind {
            return self.bit_field(&home, bits, node.ty);
        }
        let bytes = self.stored(&home, node.ty)?;
        Ok(self.data_of(bytes, node.ty))
    }

    pub(super) fn bit_field(&self, home: &Home, bits: BitField, ty: TypeId) -> Result<Data, Refusal> {
        let unit = match home {
            Home::Memory(addr) => self.memory(*addr, u64::from(bits.unit))?,
            Home::Bytes(bytes) => bytes.clone(),
            _ => return Err("Not an lvalue.".to_string()),
        };
        let raw = word(&unit) >> bits.shift;
        let width = u32::from(bits.width).clamp(1, 64);
        let up = raw << (64 - width);
        let value =
            if self.tree.types.is_signed(ty) { (up as i64) >> (64 - width) } else { (up >> (64 - width)) as i64 };
        Ok(Data::Int(value))
    }
}
