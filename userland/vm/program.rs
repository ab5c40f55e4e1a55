//! What the compiler hands to the linker ([`Object`]) and what the linker makes of it ([`Program`]).
//!
//! An object holds functions and data items, each the definition of a symbol. Instructions and data refer to symbols
//! through `refs` (a symbol and an addend) and to 64-bit constants through `consts`. Because every function and every
//! data item stands by itself, the linker takes only what `_start` and `main` reach.

use super::isa::{Op, Reg};
use serde::{Deserialize, Serialize};

/// Address of the first function; function number n is at `TEXT_BASE + 16 * n`.
pub const TEXT_BASE: u64 = 0x40_1000;
/// Distance of two functions' addresses in bytes.
pub const TEXT_STRIDE: u64 = 16;

/// The result of compiling some C files: input of the linker.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Object {
    /// Source files, as diagnostics name them; `LineEntry::file` indexes this.
    pub files: Vec<String>,
    /// Functions defined here; `Definition::Function` indexes this.
    pub functions: Vec<Function>,
    /// Data items defined here; `Definition::Data` indexes this.
    pub data: Vec<DataItem>,
    /// Symbols defined or used here.
    pub symbols: Vec<Symbol>,
    /// What the `target` fields of instructions mean.
    pub refs: Vec<Ref>,
    /// 64-bit constants for [`Op::Const`].
    pub consts: Vec<u64>,
    /// Types for debuggers; `TypeId` indexes this.
    pub types: Vec<TypeDesc>,
}

/// A symbol and an offset in bytes: the operand of an instruction or of a data relocation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Ref {
    /// Index into [`Object::symbols`].
    pub symbol: u32,
    /// Bytes added to the symbol's address (0 for calls).
    pub addend: i64,
}

/// A name with a meaning.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Symbol {
    /// The C name; for a string literal or a static local any name (static symbols never meet each other).
    pub name: String,
    /// Who sees it.
    pub linkage: Linkage,
    /// Where it is.
    pub def: Definition,
    /// Where it was first used or defined: for the linker's messages.
    pub place: Place,
}

/// Visibility of a symbol.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Linkage {
    /// Seen by every object; two definitions are an error.
    Global,
    /// Seen by every object, but gives way to another global definition (libc's functions that a program may replace).
    Weak,
    /// A tentative definition (`int x;` at file level under -fcommon) gives way to a real one and merges with others.
    Common,
    /// Seen by this object only.
    Static,
}

/// Where a symbol is defined.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Definition {
    /// In another object.
    Undefined,
    /// Index into [`Object::functions`].
    Function(u32),
    /// Index into [`Object::data`].
    Data(u32),
}

/// A place in the source.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    /// Index into the object's or the program's `files`.
    pub file: u16,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1; 0 if unknown.
    pub col: u16,
}

/// A compiled function.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Function {
    /// The C name.
    pub name: String,
    /// Where its definition begins.
    pub place: Place,
    /// Number of named parameters; they arrive in r\[0\], r\[1\], ... (a hidden result pointer first, if any; after the
    /// named ones the pointer to the variable arguments, if `variadic`).
    pub params: u8,
    /// Takes variable arguments.
    pub variadic: bool,
    /// Number of registers used: all register numbers in `code` are below it (call windows of callees excepted). At most 256.
    pub registers: u16,
    /// The instructions; the last one does not fall through.
    pub code: Vec<Op>,
    /// Source places by instruction: ascending `pc`, each valid up to the next entry.
    pub lines: Vec<LineEntry>,
    /// Its parameters and local variables.
    pub vars: Vec<Variable>,
    /// Its type, for debuggers.
    pub ty: TypeId,
}

/// From instruction `pc` (within the function) on, code belongs to `place`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct LineEntry {
    /// Instruction number; within the function in an object, within the program after linking.
    pub pc: u32,
    /// The source place.
    pub place: Place,
    /// A statement begins here (where a debugger may stop).
    pub is_stmt: bool,
}

/// Initialised or zeroed data with a place in memory.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct DataItem {
    /// Which kind of memory it needs.
    pub section: Section,
    /// Size in bytes; what `bytes` does not cover is zero.
    pub size: u64,
    /// Alignment in bytes, a power of two.
    pub align: u32,
    /// The initial contents (may be shorter than `size`; empty for bss).
    pub bytes: Vec<u8>,
    /// 8-byte addresses to be filled in.
    pub relocs: Vec<DataReloc>,
    /// Its type, for debuggers.
    pub ty: TypeId,
}

/// Kinds of data memory.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Section {
    /// String literals: read-only, equal ones may be merged by the linker.
    Strings,
    /// Read-only data (`const` objects).
    Rodata,
    /// Writable data, also all-zero ones.
    Data,
    /// Data of which each thread has its own (`_Thread_local`).
    Thread,
    /// The address of a function to be called before main; lower numbers first.
    Init(u16),
    /// The address of a function to be called at exit; lower numbers last.
    Fini(u16),
}

/// The 8 bytes at `offset` of a data item hold the address of a symbol plus an addend.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct DataReloc {
    /// Byte offset in the item.
    pub offset: u64,
    /// What its address is put there.
    pub target: Ref,
}

/// A parameter or a variable, for debuggers.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Variable {
    /// The C name.
    pub name: String,
    /// Its type.
    pub ty: TypeId,
    /// Where its value is.
    pub location: Location,
    /// First instruction where the name is in scope and the location valid.
    pub pc_start: u32,
    /// First instruction where it no longer is.
    pub pc_end: u32,
    /// Is a parameter of the function.
    pub is_param: bool,
    /// Where it is declared.
    pub place: Place,
}

/// Where a variable's value is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Location {
    /// In a register of the function's window, in canonical form.
    Register(Reg),
    /// In memory at the address that register `base` holds, plus `offset` bytes.
    Memory {
        /// Register with the base address.
        base: Reg,
        /// Bytes.
        offset: i32,
    },
    /// A static variable: index into the object's symbols; after linking [`Location::Absolute`].
    Symbol(u32),
    /// At this address.
    Absolute(u64),
    /// Nowhere: the optimiser removed it.
    OptimizedOut,
    /// It has this value throughout.
    Constant(i64),
}

/// Index into a table of types.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct TypeId(pub u32);

/// A C type, for debuggers. Sizes and offsets in bytes.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum TypeDesc {
    /// No type known.
    Unknown,
    /// void
    Void,
    /// Any integer, with its C name.
    Int {
        /// As C writes it: `unsigned long`.
        name: String,
        /// 1, 2, 4 or 8.
        size: u8,
        /// Signed.
        signed: bool,
    },
    /// float, double, long double
    Float {
        /// As C writes it.
        name: String,
        /// 4, 8 or 16 (a long double holds a double in its first 8 bytes).
        size: u8,
    },
    /// Pointer to a type.
    Pointer(TypeId),
    /// Array of `count` elements (None: unknown or variable).
    Array {
        /// Element type.
        of: TypeId,
        /// Elements.
        count: Option<u64>,
    },
    /// struct or union
    Record {
        /// Tag, or empty.
        tag: String,
        /// Is a union.
        is_union: bool,
        /// Size in bytes.
        size: u64,
        /// Members in order.
        fields: Vec<Field>,
    },
    /// enum
    Enum {
        /// Tag, or empty.
        tag: String,
        /// Names and values.
        values: Vec<(String, i64)>,
    },
    /// typedef
    Typedef {
        /// The name.
        name: String,
        /// What it stands for.
        of: TypeId,
    },
    /// Function.
    Function {
        /// Result.
        ret: TypeId,
        /// Parameters.
        params: Vec<TypeId>,
        /// Takes more.
        variadic: bool,
    },
}

/// A member of a struct or union.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Field {
    /// Name, empty for an anonymous member.
    pub name: String,
    /// Type.
    pub ty: TypeId,
    /// Bytes from the start of the record.
    pub offset: u64,
    /// For a bit-field: first bit within the unit at `offset`, and width.
    pub bits: Option<(u8, u8)>,
}

/// A linked program: what `exec` loads. Never changes; shared by all processes that run it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Program {
    /// All instructions; the functions lie one behind the other.
    pub code: Vec<Op>,
    /// 64-bit constants.
    pub consts: Vec<u64>,
    /// Function table: function n has the address `TEXT_BASE + TEXT_STRIDE * n`; ascending `start`.
    pub functions: Vec<LinkedFunction>,
    /// The first instruction of each function: what `functions[n].start` says, close together.
    pub entries: Vec<u32>,
    /// Index of `_start`.
    pub entry: u32,
    /// Memory to be mapped, ascending addresses, page-aligned.
    pub segments: Vec<Segment>,
    /// First address after bss: the heap (brk) begins at the next page.
    pub data_end: u64,
    /// Where the first thread's own data begin, the block that other threads have copies of.
    pub tls_start: u64,
    /// Global and static variables.
    pub globals: Vec<GlobalVar>,
    /// Source files.
    pub files: Vec<String>,
    /// Source places of all code: ascending `pc`.
    pub lines: Vec<LineEntry>,
    /// Types for debuggers.
    pub types: Vec<TypeDesc>,
}

/// A function of a linked program.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct LinkedFunction {
    /// The C name.
    pub name: String,
    /// Index of its first instruction in [`Program::code`].
    pub start: u32,
    /// Index after its last instruction.
    pub end: u32,
    /// Registers it uses.
    pub registers: u16,
    /// Named parameters.
    pub params: u8,
    /// Takes variable arguments.
    pub variadic: bool,
    /// Where its definition begins.
    pub place: Place,
    /// Its variables; pcs are indices into [`Program::code`].
    pub vars: Vec<Variable>,
    /// Its type.
    pub ty: TypeId,
}

/// A range of memory that a program starts with.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Segment {
    /// First address, page-aligned.
    pub addr: u64,
    /// Size in memory in bytes; beyond `bytes` it is zero.
    pub size: u64,
    /// May be written.
    pub writable: bool,
    /// Initial contents.
    pub bytes: Vec<u8>,
}

/// A variable with a fixed address.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct GlobalVar {
    /// The C name.
    pub name: String,
    /// Address.
    pub addr: u64,
    /// Size in bytes.
    pub size: u64,
    /// Its type.
    pub ty: TypeId,
    /// Seen by every object.
    pub linkage: Linkage,
    /// Where it is defined.
    pub place: Place,
}

impl TypeDesc {
    /// The same type in a table that begins `base` entries later.
    pub(super) fn shifted(&self, base: u32) -> TypeDesc {
        let id = |t: &TypeId| TypeId(t.0.saturating_add(base));
        match self {
            TypeDesc::Pointer(t) => TypeDesc::Pointer(id(t)),
            TypeDesc::Array { of, count } => TypeDesc::Array { of: id(of), count: *count },
            TypeDesc::Record { tag, is_union, size, fields } => TypeDesc::Record {
                tag: tag.clone(),
                is_union: *is_union,
                size: *size,
                fields: fields.iter().map(|f| Field { ty: id(&f.ty), ..f.clone() }).collect(),
            },
            TypeDesc::Typedef { name, of } => TypeDesc::Typedef { name: name.clone(), of: id(of) },
            TypeDesc::Function { ret, params, variadic } => {
                TypeDesc::Function { ret: id(ret), params: params.iter().map(id).collect(), variadic: *variadic }
            }
            other => other.clone(),
        }
    }
}

impl Program {
    /// The function that instruction `pc` belongs to.
    pub fn function_at(&self, pc: u32) -> Option<&LinkedFunction> {
        let n = self.functions.partition_point(|f| f.start <= pc);
        self.functions.get(n.checked_sub(1)?).filter(|f| pc < f.end)
    }

    /// The function that has this address, if any.
    pub fn function_by_addr(&self, addr: u64) -> Option<&LinkedFunction> {
        self.functions.get(Self::function_number(addr)? as usize)
    }

    /// The first instruction of the function at this address.
    #[inline]
    pub fn entry_of(&self, addr: u64) -> Option<u32> {
        self.entries.get(usize::try_from(Self::function_number(addr)?).ok()?).copied()
    }

    /// The number a function at `addr` would have.
    pub fn function_number(addr: u64) -> Option<u64> {
        let rel = addr.checked_sub(TEXT_BASE)?;
        (rel % TEXT_STRIDE == 0).then_some(rel / TEXT_STRIDE)
    }

    /// The address of function number `n`.
    pub fn function_addr(n: u32) -> u64 {
        TEXT_BASE + TEXT_STRIDE * u64::from(n)
    }

    /// The source place of instruction `pc`.
    pub fn place_at(&self, pc: u32) -> Option<Place> {
        let n = self.lines.partition_point(|l| l.pc <= pc);
        self.lines.get(n.checked_sub(1)?).map(|l| l.place)
    }

    /// The global or static variable that holds address `addr`.
    pub fn global_at(&self, addr: u64) -> Option<&GlobalVar> {
        self.globals.iter().find(|g| addr >= g.addr && addr - g.addr < g.size.max(1))
    }
}
