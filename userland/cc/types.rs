//! C types: an arena in which equal types have equal ids, and the x86-64 Linux sizes and alignments.
//!
//! Entry points: [`TypeId`] (a type with its qualifiers), [`Types`] (the arena), [`TypeKind`].
//! Comparing two types is comparing two numbers; `a.unqualified() == b.unqualified()` ignores qualifiers.
//! Layout follows the System V AMD64 ABI.

mod spelling;

use super::ast::LocalId;
use super::intern::{FxBuild, Sym};
use indexmap::IndexSet;
use spelling::{Spelling, parts, plain_kind};
use std::hash::{Hash, Hasher};

/// A type with its qualifiers, and with how it was spelled: `pid_t` or `int`. Spelling is for messages alone: types that differ in
/// nothing else are equal.
#[derive(Clone, Copy, Debug)]
pub struct TypeId {
    /// The low four bits are [`Quals`], the rest is an index into [`Types`].
    id: u32,
    /// 0, or one more than an index into the spellings of [`Types`].
    spelling: u32,
}

impl PartialEq for TypeId {
    fn eq(&self, other: &TypeId) -> bool {
        self.id == other.id
    }
}

impl Eq for TypeId {}

impl Hash for TypeId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

/// Type qualifiers, a set of bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Quals(pub u8);

impl Quals {
    /// No qualifier.
    pub const NONE: Quals = Quals(0);
    /// `const`
    pub const CONST: Quals = Quals(1);
    /// `volatile`
    pub const VOLATILE: Quals = Quals(2);
    /// `restrict`
    pub const RESTRICT: Quals = Quals(4);
    /// `_Atomic`
    pub const ATOMIC: Quals = Quals(8);

    /// Both sets together.
    pub fn with(self, other: Quals) -> Quals {
        Quals(self.0 | other.0)
    }
    /// Whether every qualifier of `other` is in this set.
    pub fn has(self, other: Quals) -> bool {
        self.0 & other.0 == other.0
    }
    /// The qualifiers of this set that are not in `other`.
    pub fn without(self, other: Quals) -> Quals {
        Quals(self.0 & !other.0)
    }
}

/// A struct or union of the arena.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct RecordId(pub u32);

/// An enumeration of the arena.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct EnumId(pub u32);

/// Most types nested within one.
pub const MAX_TYPE_DEPTH: u16 = 120;

/// What a type is, without its qualifiers.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum TypeKind {
    /// `void`
    Void,
    /// `_Bool`: 1 byte, 0 or 1
    Bool,
    /// plain `char`: signed on x86-64, but a type of its own
    Char,
    /// `signed char`
    SChar,
    /// `unsigned char`
    UChar,
    /// `short`
    Short,
    /// `unsigned short`
    UShort,
    /// `int`
    Int,
    /// `unsigned int`
    UInt,
    /// `long`: 64 bits
    Long,
    /// `unsigned long`
    ULong,
    /// `long long`: 64 bits
    LongLong,
    /// `unsigned long long`
    ULongLong,
    /// `float`
    Float,
    /// `double`
    Double,
    /// `long double`: size and alignment 16, but it holds and computes a double (first 8 bytes)
    LongDouble,
    /// A pointer to the given type (which carries the pointee's qualifiers).
    Pointer(TypeId),
    /// An array; the length is unknown for `int a[]`.
    Array {
        /// Type of the elements.
        elem: TypeId,
        /// Number of elements.
        len: Option<u64>,
    },
    /// A variable length array. `size` is a hidden local of type `unsigned long` that holds the array's
    /// size in bytes from the point of its declaration on.
    Vla {
        /// Type of the elements; may itself be a `Vla`.
        elem: TypeId,
        /// The hidden local with the size in bytes.
        size: LocalId,
    },
    /// A function.
    Function(Box<FunctionType>),
    /// A struct or a union.
    Record(RecordId),
    /// An enumeration; its values are those of [`EnumType::underlying`].
    Enum(EnumId),
}

/// The type of a function.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct FunctionType {
    /// Type of the result.
    pub ret: TypeId,
    /// Types of the fixed parameters, after adjustment (arrays are pointers).
    pub params: Vec<TypeId>,
    /// How the parameters were declared.
    pub style: FunctionStyle,
}

/// How a function type's parameters were declared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FunctionStyle {
    /// `int f(int, char *)`: a fixed number of arguments, converted to the parameters' types.
    Fixed,
    /// `int f(char *, ...)`: further arguments are promoted and passed in memory slots.
    Variadic,
    /// `int f()`: no prototype, any arguments, default promotions.
    Unprototyped,
}

/// A struct or union.
#[derive(Clone, PartialEq, Debug)]
pub struct Record {
    /// The tag, if it has one.
    pub tag: Option<Sym>,
    /// Whether it is a union.
    pub kind: RecordKind,
    /// The members in order; `None` while the type is incomplete.
    pub members: Option<Vec<Member>>,
    /// Size in bytes (0 while incomplete).
    pub size: u64,
    /// Alignment in bytes (1 while incomplete).
    pub align: u32,
    /// The typedef name it was first given, for diagnostics of records without a tag.
    pub alias: Option<Sym>,
    /// Whether a member is `const`, directly or within nested records.
    pub has_const: bool,
    /// How deep records and arrays are nested in it by value.
    pub depth: u16,
}

/// Struct or union.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RecordKind {
    /// `struct`
    Struct,
    /// `union`
    Union,
}

/// A member of a struct or union.
#[derive(Clone, PartialEq, Debug)]
pub struct Member {
    /// Its name; `None` for an anonymous struct or union (an unnamed bit-field is not kept).
    pub name: Option<Sym>,
    /// Its type.
    pub ty: TypeId,
    /// Offset in bytes from the record's start; for a bit-field, of its storage unit.
    pub offset: u64,
    /// Where in its storage unit a bit-field lies.
    pub bits: Option<BitField>,
}

/// The place of a bit-field: `width` bits from bit `shift` (0 is the lowest) of the little-endian
/// integer of `unit` bytes at the member's byte offset. The unit never reaches beyond the record.
/// Signedness is that of the member's type.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct BitField {
    /// Bytes to load and store at once: 1, 2, 4 or 8.
    pub unit: u8,
    /// Lowest bit.
    pub shift: u8,
    /// Number of bits, 1 to 64; `shift + width <= unit * 8`.
    pub width: u8,
}

/// An enumeration.
#[derive(Clone, PartialEq, Debug)]
pub struct EnumType {
    /// The tag, if it has one.
    pub tag: Option<Sym>,
    /// Integer type that holds the values: unsigned int unless a value is negative or too large.
    pub underlying: TypeId,
    /// Whether the list of constants has been seen.
    pub complete: bool,
    /// The typedef name it was first given.
    pub alias: Option<Sym>,
    /// Its constants in order.
    pub constants: Vec<(Sym, i64)>,
}

macro_rules! basic_types {
    ($($name:ident = $index:literal, $kind:ident, $doc:literal;)*) => {
        impl TypeId { $(#[doc = $doc] pub const $name: TypeId = TypeId::plain_at($index);)* }
        const BASIC: &[TypeKind] = &[$(TypeKind::$kind),*];
    };
}

basic_types! {
    VOID = 0, Void, "`void`";
    BOOL = 1, Bool, "`_Bool`";
    CHAR = 2, Char, "`char`";
    SCHAR = 3, SChar, "`signed char`";
    UCHAR = 4, UChar, "`unsigned char`";
    SHORT = 5, Short, "`short`";
    USHORT = 6, UShort, "`unsigned short`";
    INT = 7, Int, "`int`";
    UINT = 8, UInt, "`unsigned int`";
    LONG = 9, Long, "`long`";
    ULONG = 10, ULong, "`unsigned long`, also `size_t`";
    LONGLONG = 11, LongLong, "`long long`";
    ULONGLONG = 12, ULongLong, "`unsigned long long`";
    FLOAT = 13, Float, "`float`";
    DOUBLE = 14, Double, "`double`";
    LONGDOUBLE = 15, LongDouble, "`long double`";
}

/// A number that no register holds; a record of two parts in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wide {
    /// `__int128`
    Int,
    /// `unsigned __int128`
    Unsigned,
    /// `_Complex` with parts of a floating type
    Complex(TypeId),
}

/// The wide types, in the order of their ids and records; size and type of a part.
const WIDE: [(Wide, u64, TypeId); 5] = [
    (Wide::Int, 8, TypeId::ULONG),
    (Wide::Unsigned, 8, TypeId::ULONG),
    (Wide::Complex(TypeId::FLOAT), 4, TypeId::FLOAT),
    (Wide::Complex(TypeId::DOUBLE), 8, TypeId::DOUBLE),
    (Wide::Complex(TypeId::LONGDOUBLE), 16, TypeId::LONGDOUBLE),
];

impl TypeId {
    /// `__int128`
    pub const INT128: TypeId = TypeId::plain_at(16);
    /// `unsigned __int128`
    pub const UINT128: TypeId = TypeId::plain_at(17);
    /// `float _Complex`
    pub const COMPLEXFLOAT: TypeId = TypeId::plain_at(18);
    /// `double _Complex`
    pub const COMPLEXDOUBLE: TypeId = TypeId::plain_at(19);
    /// `long double _Complex`
    pub const COMPLEXLONGDOUBLE: TypeId = TypeId::plain_at(20);
    const fn plain_at(index: u32) -> TypeId {
        TypeId { id: index << 4, spelling: 0 }
    }

    /// The qualifiers.
    pub fn quals(self) -> Quals {
        Quals((self.id & 15) as u8)
    }
    /// The same type without qualifiers.
    pub fn unqualified(self) -> TypeId {
        TypeId { id: self.id & !15, ..self }
    }
    /// The same type with `quals` added.
    pub fn qualified(self, quals: Quals) -> TypeId {
        TypeId { id: self.id | u32::from(quals.0 & 15), ..self }
    }
    /// The same type without any typedef's name.
    pub fn plain(self) -> TypeId {
        TypeId { spelling: 0, ..self }
    }
    fn index(self) -> usize {
        (self.id >> 4) as usize
    }
}

/// The types of one translation unit.
#[derive(Clone, Debug)]
pub struct Types {
    kinds: IndexSet<TypeKind, FxBuild>,
    /// How deep each kind is, see [`Types::depth`].
    depths: Vec<u16>,
    spellings: IndexSet<Spelling, FxBuild>,
    records: Vec<Record>,
    enums: Vec<EnumType>,
}

impl Default for Types {
    fn default() -> Self {
        Types::new()
    }
}

impl Types {
    /// An arena with the basic types.
    pub fn new() -> Types {
        let mut kinds = IndexSet::with_capacity_and_hasher(256, FxBuild::default());
        for kind in BASIC {
            kinds.insert(kind.clone());
        }
        let mut records = Vec::new();
        for (n, (wide, size, part)) in (0..).zip(WIDE) {
            kinds.insert(TypeKind::Record(RecordId(n)));
            let member = |offset| Member { name: None, ty: part, offset, bits: None };
            records.push(Record {
                tag: None,
                kind: RecordKind::Struct,
                members: Some(vec![member(0), member(size)]),
                size: 2 * size,
                align: if matches!(wide, Wide::Complex(_)) { size } else { 2 * size } as u32,
                alias: None,
                has_const: false,
                depth: 1,
            });
        }
        Types { depths: vec![0; kinds.len()], kinds, spellings: IndexSet::default(), records, enums: Vec::new() }
    }

    /// The id of a type, which is made if it is new.
    pub fn intern(&mut self, kind: TypeKind) -> TypeId {
        let depth = match &kind {
            TypeKind::Pointer(t) => self.depth(*t) + 1,
            TypeKind::Array { elem, .. } | TypeKind::Vla { elem, .. } => self.depth(*elem) + 1,
            TypeKind::Function(f) => {
                let deepest = f.params.iter().map(|p| self.depth(*p)).max().unwrap_or(0);
                deepest.max(self.depth(f.ret)) + 1
            }
            _ => 0,
        };
        if parts(&kind).all(|part| part.spelling == 0) {
            return TypeId::plain_at(self.index_of(kind, depth));
        }
        let known = self.kinds.get_index_of(&kind);
        let of = known.map_or_else(|| self.index_of(plain_kind(kind.clone()), depth), |index| index as u32);
        self.spelled(Spelling { of, name: None, kind })
    }

    fn index_of(&mut self, kind: TypeKind, depth: u16) -> u32 {
        let (index, new) = self.kinds.insert_full(kind);
        if new {
            self.depths.push(depth);
        }
        index as u32
    }

    /// How many types are nested within this one: pointers, arrays, functions and complete records count.
    /// The parser refuses more than [`MAX_TYPE_DEPTH`], so walking a type by recursion is safe.
    pub fn depth(&self, ty: TypeId) -> u16 {
        match self.kind(ty) {
            TypeKind::Record(id) => {
                let members = self.record(*id).members.as_deref().unwrap_or(&[]);
                if members.is_empty() { 0 } else { self.record(*id).depth }
            }
            _ => self.depths.get(ty.index()).copied().unwrap_or(0),
        }
    }

    /// `target *`
    pub fn pointer(&mut self, target: TypeId) -> TypeId {
        self.intern(TypeKind::Pointer(target))
    }

    /// `elem[len]`, or `elem[]`.
    pub fn array(&mut self, elem: TypeId, len: Option<u64>) -> TypeId {
        self.intern(TypeKind::Array { elem, len })
    }

    /// A function type.
    pub fn function(&mut self, ret: TypeId, params: Vec<TypeId>, style: FunctionStyle) -> TypeId {
        self.intern(TypeKind::Function(Box::new(FunctionType { ret, params, style })))
    }

    /// What the type is, ignoring qualifiers.
    pub fn kind(&self, ty: TypeId) -> &TypeKind {
        if let Some(spelling) = self.spelling(ty) {
            return &spelling.kind;
        }
        self.kinds.get_index(ty.index()).unwrap_or(&TypeKind::Int)
    }

    /// A record's description.
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[id.0 as usize]
    }
    /// A record's description, to complete it.
    pub fn record_mut(&mut self, id: RecordId) -> &mut Record {
        &mut self.records[id.0 as usize]
    }
    /// A new, distinct record type.
    pub fn new_record(&mut self, record: Record) -> (RecordId, TypeId) {
        let id = RecordId(self.records.len() as u32);
        self.records.push(record);
        (id, self.intern(TypeKind::Record(id)))
    }
    /// An enumeration's description.
    pub fn enumeration(&self, id: EnumId) -> &EnumType {
        &self.enums[id.0 as usize]
    }
    /// An enumeration's description, to complete it.
    pub fn enumeration_mut(&mut self, id: EnumId) -> &mut EnumType {
        &mut self.enums[id.0 as usize]
    }
    /// A new, distinct enumeration type.
    pub fn new_enum(&mut self, e: EnumType) -> (EnumId, TypeId) {
        let id = EnumId(self.enums.len() as u32);
        self.enums.push(e);
        (id, self.intern(TypeKind::Enum(id)))
    }

    /// Size in bytes, or `None` for incomplete, function and variable length types. `void` and
    /// functions have none here (GNU's `sizeof(void) == 1` is the front end's business).
    pub fn size(&self, ty: TypeId) -> Option<u64> {
        Some(match self.kind(ty) {
            TypeKind::Void | TypeKind::Function(_) | TypeKind::Vla { .. } => return None,
            TypeKind::Bool | TypeKind::Char | TypeKind::SChar | TypeKind::UChar => 1,
            TypeKind::Short | TypeKind::UShort => 2,
            TypeKind::Int | TypeKind::UInt | TypeKind::Float => 4,
            TypeKind::Long | TypeKind::ULong | TypeKind::LongLong | TypeKind::ULongLong => 8,
            TypeKind::Double | TypeKind::Pointer(_) => 8,
            TypeKind::LongDouble => 16,
            TypeKind::Array { elem, len } => self.size(*elem)?.saturating_mul((*len)?),
            TypeKind::Record(id) => {
                let record = self.record(*id);
                record.members.as_ref()?;
                record.size
            }
            TypeKind::Enum(id) => {
                let e = self.enumeration(*id);
                return if e.complete { self.size(e.underlying) } else { None };
            }
        })
    }

    /// Alignment in bytes (1 for types that have none).
    pub fn align(&self, ty: TypeId) -> u32 {
        match self.kind(ty) {
            TypeKind::Array { elem, .. } | TypeKind::Vla { elem, .. } => self.align(*elem),
            TypeKind::Record(id) => self.record(*id).align,
            TypeKind::Void | TypeKind::Function(_) => 1,
            _ => self.size(ty).unwrap_or(1) as u32,
        }
    }

    /// An enumeration's underlying type, any other type itself; unqualified.
    pub fn strip_enum(&self, ty: TypeId) -> TypeId {
        match self.kind(ty) {
            TypeKind::Enum(id) => self.enumeration(*id).underlying,
            _ => ty.unqualified(),
        }
    }

    /// `_Bool`, a character, integer or enumeration type.
    pub fn is_integer(&self, ty: TypeId) -> bool {
        let index = ty.index();
        (1..=12).contains(&index) || matches!(self.kind(ty), TypeKind::Enum(_))
    }
    /// `float`, `double` or `long double`.
    pub fn is_float(&self, ty: TypeId) -> bool {
        (13..=15).contains(&ty.index())
    }
    /// An integer or floating type.
    pub fn is_arithmetic(&self, ty: TypeId) -> bool {
        self.is_integer(ty) || self.is_float(ty)
    }
    /// A pointer.
    pub fn is_pointer(&self, ty: TypeId) -> bool {
        matches!(self.kind(ty), TypeKind::Pointer(_))
    }
    /// An arithmetic type or a pointer.
    pub fn is_scalar(&self, ty: TypeId) -> bool {
        self.is_arithmetic(ty) || self.is_pointer(ty)
    }
    /// `void`, qualified or not.
    pub fn is_void(&self, ty: TypeId) -> bool {
        ty.unqualified() == TypeId::VOID
    }
    /// An array, also one of variable length.
    pub fn is_array(&self, ty: TypeId) -> bool {
        matches!(self.kind(ty), TypeKind::Array { .. } | TypeKind::Vla { .. })
    }
    /// A function type.
    pub fn is_function(&self, ty: TypeId) -> bool {
        matches!(self.kind(ty), TypeKind::Function(_))
    }
    /// Which of the numbers that no register holds a type is. For what handles memory they are records.
    pub fn wide(&self, ty: TypeId) -> Option<Wide> {
        WIDE.get(ty.index().wrapping_sub(16)).map(|w| w.0)
    }
    /// A struct or union.
    pub fn is_record(&self, ty: TypeId) -> bool {
        matches!(self.kind(ty), TypeKind::Record(_))
    }
    /// Whether an integer type (or an enumeration's underlying type) is signed; false for all others.
    pub fn is_signed(&self, ty: TypeId) -> bool {
        matches!(
            self.kind(self.strip_enum(ty)),
            TypeKind::Char | TypeKind::SChar | TypeKind::Short | TypeKind::Int | TypeKind::Long | TypeKind::LongLong
        )
    }
    /// Whether the type's size depends on a run time value.
    pub fn is_variably_sized(&self, ty: TypeId) -> bool {
        matches!(self.kind(ty), TypeKind::Vla { .. })
    }
    /// What a pointer points to.
    pub fn pointee(&self, ty: TypeId) -> Option<TypeId> {
        match self.kind(ty) {
            TypeKind::Pointer(target) => Some(*target),
            _ => None,
        }
    }
    /// An array's element type.
    pub fn element(&self, ty: TypeId) -> Option<TypeId> {
        match self.kind(ty) {
            TypeKind::Array { elem, .. } | TypeKind::Vla { elem, .. } => Some(*elem),
            _ => None,
        }
    }
    /// A function type's parts.
    pub fn signature(&self, ty: TypeId) -> Option<&FunctionType> {
        match self.kind(ty) {
            TypeKind::Function(f) => Some(f),
            _ => None,
        }
    }
    /// The record that a type is.
    pub fn as_record(&self, ty: TypeId) -> Option<RecordId> {
        match self.kind(ty) {
            TypeKind::Record(id) => Some(*id),
            _ => None,
        }
    }
}
