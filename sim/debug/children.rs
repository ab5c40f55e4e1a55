//! What a value consists of, one level at a time: members of a struct, elements of an array, what a pointer points to. For
//! screens that unfold values.
//!
//! Entry points: [`Value::parts`], [`Value::children`].

use super::eval::{Scope, word};
use super::value::{Home, Value, memory};
use forklore_userland::cc::types::{BitField, RecordId, TypeId, TypeKind};

/// How many parts a value has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Parts {
    /// Members.
    pub named: u64,
    /// Elements.
    pub indexed: u64,
}

/// A part of a value.
#[derive(Clone, Debug)]
pub struct Child {
    /// Its name within the whole: `next`, `[3]`, `*list`.
    pub name: String,
    /// The C expression for it.
    pub expression: String,
    /// Its value.
    pub value: Value,
}

impl Value {
    /// How many parts it has; none for what is whole. A pointer to a struct has that one's members.
    pub fn parts(&self, scope: Scope) -> Parts {
        let types = &self.tree.types;
        match types.kind(self.ty) {
            TypeKind::Array { elem, .. } => {
                let size = types.size(*elem).unwrap_or(1).max(1);
                Parts { named: 0, indexed: self.bytes.len() as u64 / size }
            }
            TypeKind::Record(id) => Parts { named: self.members(*id), indexed: 0 },
            TypeKind::Pointer(_) => match self.target(scope) {
                Some(target) => match target.tree.types.kind(target.ty) {
                    TypeKind::Record(id) => Parts { named: self.members(*id), indexed: 0 },
                    _ => Parts { named: 1, indexed: 0 },
                },
                None => Parts::default(),
            },
            _ => Parts::default(),
        }
    }

    /// Its parts from number `start` on, at most `count`. `expression` is the C expression for the whole.
    pub fn children(&self, scope: Scope, expression: &str, start: u64, count: u64) -> Vec<Child> {
        match self.tree.types.kind(self.ty) {
            TypeKind::Array { elem, .. } => self.elements(*elem, expression, start, count),
            TypeKind::Record(id) => self.fields(*id, expression, ".", start, count),
            TypeKind::Pointer(_) => {
                let Some(target) = self.target(scope) else { return Vec::new() };
                match target.tree.types.kind(target.ty) {
                    TypeKind::Record(id) => target.fields(*id, expression, "->", start, count),
                    _ if start == 0 => {
                        let name = format!("*{}", wrapped(expression));
                        vec![Child { name: name.clone(), expression: name, value: target }]
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    /// The address at which it lies, or to which it points.
    pub fn memory_address(&self) -> Option<u64> {
        match (self.tree.types.kind(self.ty), &self.home) {
            (TypeKind::Pointer(_), _) => self.address().filter(|addr| *addr != 0),
            (_, Home::Memory(addr)) => Some(*addr),
            _ => None,
        }
    }

    fn members(&self, id: RecordId) -> u64 {
        self.tree.types.record(id).members.as_ref().map_or(0, Vec::len) as u64
    }

    /// What a pointer points to, if that can be read and says more than the pointer does.
    fn target(&self, scope: Scope) -> Option<Value> {
        let types = &self.tree.types;
        let TypeKind::Pointer(target) = types.kind(self.ty) else { return None };
        // A string stands beside its pointer already.
        let whole = matches!(
            types.kind(*target),
            TypeKind::Void | TypeKind::Function(_) | TypeKind::Char | TypeKind::SChar | TypeKind::UChar
        );
        let size = types.size(*target).filter(|size| (1..=1 << 20).contains(size))?;
        if whole {
            return None;
        }
        let addr = word(&self.bytes);
        let bytes = memory(scope, addr, size as usize)?;
        Some(Value { tree: self.tree.clone(), ty: *target, bytes, home: Home::Memory(addr) })
    }

    fn elements(&self, elem: TypeId, expression: &str, start: u64, count: u64) -> Vec<Child> {
        let size = self.tree.types.size(elem).unwrap_or(1).max(1);
        let all = self.bytes.len() as u64 / size;
        let range = start.min(all)..start.saturating_add(count).min(all);
        range
            .map(|n| Child {
                name: format!("[{n}]"),
                expression: format!("{}[{n}]", wrapped(expression)),
                value: self.part(elem, n * size, size),
            })
            .collect()
    }

    fn fields(&self, id: RecordId, expression: &str, dot: &str, start: u64, count: u64) -> Vec<Child> {
        let tree = &self.tree;
        let members = tree.types.record(id).members.iter().flatten();
        let chosen = members.skip(start as usize).take(usize::try_from(count).unwrap_or(usize::MAX));
        chosen
            .map(|member| {
                let name = member.name.map_or("", |name| tree.name(name));
                let size = tree.types.size(member.ty).unwrap_or(0);
                let value = match member.bits {
                    Some(bits) => self.bits(member.ty, member.offset, bits, size),
                    None => self.part(member.ty, member.offset, size),
                };
                match name {
                    // The members of an anonymous struct or union are reached as if they were the outer one's.
                    "" => Child { name: "(unnamed)".to_string(), expression: expression.to_string(), value },
                    _ => Child {
                        name: name.to_string(),
                        expression: format!("{}{dot}{name}", wrapped(expression)),
                        value,
                    },
                }
            })
            .collect()
    }

    fn part(&self, ty: TypeId, offset: u64, size: u64) -> Value {
        let from = (offset as usize).min(self.bytes.len());
        let to = (offset.saturating_add(size) as usize).min(self.bytes.len());
        let home = match &self.home {
            Home::Memory(addr) => Home::Memory(addr.wrapping_add(offset)),
            _ => Home::None,
        };
        Value { tree: self.tree.clone(), ty, bytes: self.bytes[from..to].to_vec(), home }
    }

    fn bits(&self, ty: TypeId, offset: u64, bits: BitField, size: u64) -> Value {
        let from = (offset as usize).min(self.bytes.len());
        let width = u32::from(bits.width).clamp(1, 64);
        let up = (word(&self.bytes[from..]) >> bits.shift) << (64 - width);
        let signed = self.tree.types.is_signed(ty);
        let number = if signed { ((up as i64) >> (64 - width)) as u64 } else { up >> (64 - width) };
        let bytes = number.to_le_bytes()[..size.clamp(1, 8) as usize].to_vec();
        Value { tree: self.tree.clone(), ty, bytes, home: Home::None }
    }
}

/// In parentheses, if an operator behind it would bind to a part only.
fn wrapped(expression: &str) -> String {
    let plain = expression.chars().all(|c| c.is_alphanumeric() || "_.[]".contains(c))
        || expression.split("->").all(|part| part.chars().all(|c| c.is_alphanumeric() || "_.[]".contains(c)));
    if plain { expression.to_string() } else { format!("({expression})") }
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn expressions_for_parts() {
        assert_eq!(wrapped("list->next[2].name"), "list->next[2].name");
        assert_eq!(wrapped("*list"), "(*list)");
        assert_eq!(wrapped("a + 1"), "(a + 1)");
    }
}
