//! Descriptions of C types for debuggers, made as variables need them.
//!
//! Entry point: [`TypeTable::get`]. Records may refer to themselves, so a type gets its number before its description.

use crate::cc::ast::TranslationUnit;
use crate::cc::intern::FxBuild;
use crate::cc::types::{FunctionStyle, RecordKind, TypeId, TypeKind};
use crate::vm::program::{Field, TypeDesc, TypeId as DebugId};
use indexmap::IndexMap;

/// The types described so far.
#[derive(Default)]
pub struct TypeTable {
    known: IndexMap<TypeId, (), FxBuild>,
    done: Vec<TypeDesc>,
}

impl TypeTable {
    /// The number of a type.
    pub fn get(&mut self, tu: &TranslationUnit, ty: TypeId) -> DebugId {
        let (index, _) = self.known.insert_full(ty.unqualified(), ());
        // Types found on the way are queued in `known`, so nothing recurses.
        while self.done.len() < self.known.len() {
            let Some((next, ())) = self.known.get_index(self.done.len()) else { break };
            let desc = self.describe(tu, *next);
            self.done.push(desc);
        }
        DebugId(index as u32)
    }

    fn number(&mut self, ty: TypeId) -> DebugId {
        DebugId(self.known.insert_full(ty.unqualified(), ()).0 as u32)
    }

    fn describe(&mut self, tu: &TranslationUnit, ty: TypeId) -> TypeDesc {
        let types = &tu.types;
        let int = |name: &str, size: u8, signed: bool| TypeDesc::Int { name: name.to_string(), size, signed };
        let float = |name: &str, size: u8| TypeDesc::Float { name: name.to_string(), size };
        match types.kind(ty) {
            TypeKind::Void => TypeDesc::Void,
            TypeKind::Bool => int("_Bool", 1, false),
            TypeKind::Char => int("char", 1, true),
            TypeKind::SChar => int("signed char", 1, true),
            TypeKind::UChar => int("unsigned char", 1, false),
            TypeKind::Short => int("short", 2, true),
            TypeKind::UShort => int("unsigned short", 2, false),
            TypeKind::Int => int("int", 4, true),
            TypeKind::UInt => int("unsigned int", 4, false),
            TypeKind::Long => int("long", 8, true),
            TypeKind::ULong => int("unsigned long", 8, false),
            TypeKind::LongLong => int("long long", 8, true),
            TypeKind::ULongLong => int("unsigned long long", 8, false),
            TypeKind::Float => float("float", 4),
            TypeKind::Double => float("double", 8),
            TypeKind::LongDouble => float("long double", 16),
            TypeKind::Pointer(target) => TypeDesc::Pointer(self.number(*target)),
            TypeKind::Array { elem, len } => TypeDesc::Array { of: self.number(*elem), count: *len },
            TypeKind::Vla { elem, .. } => TypeDesc::Array { of: self.number(*elem), count: None },
            TypeKind::Function(f) => TypeDesc::Function {
                ret: self.number(f.ret),
                params: f.params.iter().map(|p| self.number(*p)).collect(),
                variadic: f.style == FunctionStyle::Variadic,
            },
            TypeKind::Record(id) => {
                let record = types.record(*id);
                let tag = record.tag.or(record.alias).map(|t| tu.name(t).to_string()).unwrap_or_default();
                let fields = record.members.iter().flatten().map(|m| Field {
                    name: m.name.map(|n| tu.name(n).to_string()).unwrap_or_default(),
                    ty: self.number(m.ty),
                    offset: m.offset,
                    bits: m.bits.map(|b| (b.shift, b.width)),
                });
                TypeDesc::Record {
                    tag,
                    is_union: record.kind == RecordKind::Union,
                    size: record.size,
                    fields: fields.collect(),
                }
            }
            TypeKind::Enum(id) => {
                let e = types.enumeration(*id);
                let tag = e.tag.or(e.alias).map(|t| tu.name(t).to_string()).unwrap_or_default();
                let values = e.constants.iter().map(|(name, value)| (tu.name(*name).to_string(), *value)).collect();
                TypeDesc::Enum { tag, values }
            }
        }
    }

    /// All descriptions, in order of their numbers.
    pub fn finish(&mut self) -> Vec<TypeDesc> {
        std::mem::take(&mut self.done)
    }
}
