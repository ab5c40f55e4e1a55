//! How types were spelled, for messages: `pid_t {aka int}`. A typedef is a name for a type and nothing else, so spellings lie beside the
//! types: what is compared, laid out and compiled knows nothing of them.
//!
//! Entry points: [`Types::named`], [`Types::typedef_name`], [`TypeId::plain`].

use super::{Sym, TypeId, TypeKind, Types};
use std::hash::{Hash, Hasher};

/// How a type was spelled, if not as what it is: by a typedef's name, or made of such types.
#[derive(Clone, Debug)]
pub(super) struct Spelling {
    /// Index of the type.
    pub(super) of: u32,
    /// The typedef's name.
    pub(super) name: Option<Sym>,
    /// What the type is, made of types as they were spelled.
    pub(super) kind: TypeKind,
}

impl Spelling {
    fn parts(&self) -> impl Iterator<Item = u32> + '_ {
        parts(&self.kind).map(|part| part.spelling)
    }
}

impl PartialEq for Spelling {
    fn eq(&self, other: &Spelling) -> bool {
        self.of == other.of && self.name == other.name && self.parts().eq(other.parts())
    }
}

impl Eq for Spelling {}

impl Hash for Spelling {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.of, self.name).hash(state);
        self.parts().for_each(|part| part.hash(state));
    }
}

/// The types that a type is made of.
pub(super) fn parts(kind: &TypeKind) -> impl Iterator<Item = TypeId> + '_ {
    let (one, more): (Option<TypeId>, &[TypeId]) = match kind {
        TypeKind::Pointer(t) | TypeKind::Array { elem: t, .. } | TypeKind::Vla { elem: t, .. } => (Some(*t), &[]),
        TypeKind::Function(f) => (Some(f.ret), &f.params),
        _ => (None, &[]),
    };
    one.into_iter().chain(more.iter().copied())
}

/// A kind made of the same types, none of them by a typedef's name.
pub(super) fn plain_kind(mut kind: TypeKind) -> TypeKind {
    match &mut kind {
        TypeKind::Pointer(t) | TypeKind::Array { elem: t, .. } | TypeKind::Vla { elem: t, .. } => *t = t.plain(),
        TypeKind::Function(f) => {
            f.ret = f.ret.plain();
            f.params.iter_mut().for_each(|param| *param = param.plain());
        }
        _ => {}
    }
    kind
}

impl Types {
    /// The type as it is spelled here.
    pub(super) fn spelled(&mut self, spelling: Spelling) -> TypeId {
        let of = spelling.of;
        let (n, _) = self.spellings.insert_full(spelling);
        TypeId { id: of << 4, spelling: n as u32 + 1 }
    }

    /// The same type by the name that a typedef gives it.
    pub fn named(&mut self, ty: TypeId, name: Sym) -> TypeId {
        let spelling = Spelling { of: ty.index() as u32, name: Some(name), kind: self.kind(ty).clone() };
        self.spelled(spelling).qualified(ty.quals())
    }

    /// The same type without the typedef's name that it has itself; what it is made of keeps its names.
    pub fn unnamed(&mut self, ty: TypeId) -> TypeId {
        match self.spelling(ty) {
            Some(spelling) if spelling.name.is_some() => {
                let kind = spelling.kind.clone();
                self.intern(kind).qualified(ty.quals())
            }
            _ => ty,
        }
    }

    /// The typedef's name by which a type was spelled.
    pub fn typedef_name(&self, ty: TypeId) -> Option<Sym> {
        self.spelling(ty)?.name
    }

    /// Do both have the same typedef's name, or none?
    pub fn same_spelling(&self, a: TypeId, b: TypeId) -> bool {
        a.spelling == b.spelling
    }

    pub(super) fn spelling(&self, ty: TypeId) -> Option<&Spelling> {
        self.spellings.get_index(ty.spelling.checked_sub(1)? as usize)
    }
}
