//! The typed syntax tree: what semantic analysis hands to the lowering.
//!
//! Entry points: [`TranslationUnit`] and, in it, [`Symbol`]s with their [`Function`]s and [`Object`]s.
//!
//! Everything is resolved. Each expression has a type; conversions are [`ExprKind::Cast`]; array and
//! function decay is [`ExprKind::AddrOf`]; pointer arithmetic says its element size; constants are folded
//! wherever the language needs one. Expressions yield *values*; what designates storage is a [`Place`].
//! A value of struct or union type is best represented by the address of where it lies.
//!
//! Nodes live in arenas of their function and refer to each other by index, so nothing is dropped or
//! cloned by recursion. The tree is never higher than [`MAX_HEIGHT`] nodes (expressions, places and
//! statements counted together along one path from a function's body), so a recursive walk is safe.

pub use super::builtin::Builtin;
use super::intern::{Interner, Sym};
use super::source::{SourceMap, Span};
use super::types::{BitField, TypeId, Types};

/// Upper bound of the nodes on a path from a function's body to a leaf.
pub const MAX_HEIGHT: u32 = 800;

/// One `.c` file after semantic analysis.
#[derive(Clone, Debug)]
pub struct TranslationUnit {
    /// The main file's name as given.
    pub file: String,
    /// All types.
    pub types: Types,
    /// All names.
    pub names: Interner,
    /// Functions and objects with static storage, indexed by [`SymbolId`].
    pub symbols: Vec<Symbol>,
    /// Texts of all files read; turns a [`Span`] into file, line and column.
    pub source: SourceMap,
}

impl TranslationUnit {
    /// A symbol.
    pub fn symbol(&self, id: SymbolId) -> &Symbol {
        &self.symbols[id.0 as usize]
    }
    /// The spelling of a name.
    pub fn name(&self, sym: Sym) -> &str {
        self.names.get(sym)
    }
}

macro_rules! index_type {
    ($($name:ident, $doc:literal;)*) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index_type! {
    SymbolId, "Index into [`TranslationUnit::symbols`].";
    LocalId, "Index into [`Function::locals`].";
    LabelId, "Index into [`Function::labels`].";
    ScopeId, "Index into [`Function::scopes`]; 0 is the function's outermost block.";
    ExprId, "Index into [`Body::exprs`].";
    PlaceId, "Index into [`Body::places`].";
    StmtId, "Index into [`Body::stmts`].";
}

// ---------------------------------------------------------------------------------------------
// Symbols

/// A function or an object with static storage: also static locals, string literals, file-scope compound
/// literals and constant images of initialisers.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// Its name; [`Sym::EMPTY`] for string literals, compound literals and images. Static locals keep
    /// their name, so names with linkage [`Linkage::Internal`] need not be unique in a unit.
    pub name: Sym,
    /// Its type.
    pub ty: TypeId,
    /// Who can see it.
    pub linkage: Linkage,
    /// Where it was declared (defined, if it is).
    pub span: Span,
    /// `_Thread_local`: each thread has its own.
    pub thread: bool,
    /// `__attribute__((weak))`
    pub weak: bool,
    /// `__attribute__((alias("target")))`: another name for a symbol of this unit.
    pub alias: Option<Sym>,
    /// Whether anything in the unit uses it (an unused `static` function or undefined symbol need not be emitted).
    pub used: bool,
    /// `__attribute__((constructor))`: called before main, those of lower priority numbers first.
    pub constructor: Option<u16>,
    /// `__attribute__((destructor))`: called at exit, those of lower priority numbers last.
    pub destructor: Option<u16>,
    /// What it stands for.
    pub def: Definition,
}

/// Visibility of a symbol between translation units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Linkage {
    /// Visible in all units.
    External,
    /// `static`, and everything anonymous.
    Internal,
}

/// What a symbol stands for in this unit.
#[derive(Clone, Debug)]
pub enum Definition {
    /// Declared only: another unit or libc defines it.
    Undefined,
    /// A tentative definition `int x;`: zero, unless another unit defines it with a value.
    Tentative(Object),
    /// An object with storage.
    Object(Object),
    /// A function with a body.
    Function(Box<Function>),
}

/// Storage of an object.
#[derive(Clone, Debug)]
pub struct Object {
    /// Size in bytes (may exceed the type's size: flexible array members).
    pub size: u64,
    /// Alignment in bytes.
    pub align: u32,
    /// Where it lies.
    pub section: Section,
    /// Initial contents; `None` means zero. `bytes.len() <= size`, the rest is zero.
    pub init: Option<InitData>,
}

/// The section of an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    /// Read-only data: string literals, const objects, images.
    Rodata,
    /// Writable, with initial contents.
    Data,
    /// Writable, zero.
    Bss,
}

/// Initial contents of an object.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct InitData {
    /// The bytes, little-endian; zero where a relocation applies.
    pub bytes: Vec<u8>,
    /// Addresses to be stored as 8 bytes.
    pub relocs: Vec<Reloc>,
}

/// "Store the address of `symbol` plus `addend` as 8 bytes at `offset`."
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reloc {
    /// Offset in bytes into the object.
    pub offset: u64,
    /// Whose address.
    pub symbol: SymbolId,
    /// Bytes to add to it.
    pub addend: i64,
}

// ---------------------------------------------------------------------------------------------
// Functions

/// A function with a body.
#[derive(Clone, Debug)]
pub struct Function {
    /// Parameters in order.
    pub params: Vec<Param>,
    /// Type of the result.
    pub ret: TypeId,
    /// `f(int, ...)`
    pub variadic: bool,
    /// All locals: parameters first, then named, then hidden ones as they appear.
    pub locals: Vec<Local>,
    /// Labels of goto, case and default.
    pub labels: Vec<Label>,
    /// Blocks; each has its parent.
    pub scopes: Vec<Scope>,
    /// Expressions, places and statements.
    pub body: Body,
    /// The outermost block, [`ScopeId`] 0. `main` ends with an explicit `return 0`. Any other function
    /// whose end is reached returns something undefined.
    pub block: StmtId,
    /// The closing brace.
    pub end: Span,
    /// Calls setjmp, sigsetjmp, vfork or the like: all its named locals live in memory.
    pub returns_twice: bool,
}

/// A parameter.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Param {
    /// The local that holds it.
    pub local: LocalId,
    /// The type in which the caller passes it; differs from the local's type only in K&R definitions
    /// (`char c` is passed as an int, `float` as a double): convert at entry.
    pub passed_as: TypeId,
}

/// A local variable.
#[derive(Clone, PartialEq, Debug)]
pub struct Local {
    /// Its name; [`Sym::EMPTY`] for hidden ones.
    pub name: Sym,
    /// Its type; `Vla` for variable length arrays, whose storage [`StmtKind::Vla`] allocates.
    pub ty: TypeId,
    /// Alignment in bytes, at least the type's.
    pub align: u32,
    /// Where it is declared.
    pub span: Span,
    /// Block it belongs to.
    pub scope: ScopeId,
    /// Whether its address is needed: `&x`, or an array or struct used as more than a whole value.
    pub address_taken: bool,
    /// Declared `register`.
    pub register: bool,
    /// What it is.
    pub kind: LocalKind,
}

/// What a local is. (Static locals are [`Symbol`]s.)
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LocalKind {
    /// A parameter.
    Param,
    /// A variable of the program.
    Named,
    /// Made by the front end: sizes of VLAs, compound literals.
    Hidden,
}

/// A label.
#[derive(Clone, PartialEq, Debug)]
pub struct Label {
    /// Name of a goto label; `None` for case and default.
    pub name: Option<Sym>,
    /// The block it stands in.
    pub scope: ScopeId,
    /// Where it stands.
    pub span: Span,
}

/// A block.
#[derive(Clone, PartialEq, Debug)]
pub struct Scope {
    /// The block around it; `None` for the function's own.
    pub parent: Option<ScopeId>,
    /// Whether a variable length array is allocated directly in it: leaving the block, also by goto,
    /// break or continue, restores the stack pointer that it was entered with.
    pub has_vla: bool,
}

/// The nodes of a function.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Expressions.
    pub exprs: Vec<Expr>,
    /// Places.
    pub places: Vec<Place>,
    /// Statements.
    pub stmts: Vec<Stmt>,
}

impl Body {
    /// An expression.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.index()]
    }
    /// A place.
    pub fn place(&self, id: PlaceId) -> &Place {
        &self.places[id.index()]
    }
    /// A statement.
    pub fn stmt(&self, id: StmtId) -> &Stmt {
        &self.stmts[id.index()]
    }
}

// ---------------------------------------------------------------------------------------------
// Statements

/// A statement.
#[derive(Clone, Debug)]
pub struct Stmt {
    /// What it does.
    pub kind: StmtKind,
    /// Its first token.
    pub span: Span,
}

/// What a statement does.
#[derive(Clone, Debug)]
pub enum StmtKind {
    /// `;`
    Empty,
    /// An expression evaluated for its effects.
    Expr(ExprId),
    /// A local comes into being; without an initialiser its value is undefined.
    Decl {
        /// The variable.
        local: LocalId,
        /// Its initialiser.
        init: Option<Init>,
    },
    /// Allocates a variable length array: the size in bytes is in the hidden local of its type, which has
    /// been assigned before; storage is aligned to 16. Done anew each time it is reached.
    Vla {
        /// The variable; [`PlaceKind::Local`] designates the storage.
        local: LocalId,
    },
    /// GNU's `cleanup`: from here on the expression is evaluated whenever the block is left, the latest first.
    Cleanup(ExprId),
    /// `{ ... }`
    Block {
        /// The block's scope.
        scope: ScopeId,
        /// Its statements.
        stmts: Box<[StmtId]>,
    },
    /// Several statements that are no block of their own (`int a = 1, b = 2;`).
    Group(Box<[StmtId]>),
    /// `if`; the condition is any scalar, true if it is not 0.
    If {
        /// Condition, scalar.
        cond: ExprId,
        /// Done if true.
        then: StmtId,
        /// Done if false.
        otherwise: Option<StmtId>,
    },
    /// `while`
    While {
        /// Condition, scalar.
        cond: ExprId,
        /// Body.
        body: StmtId,
    },
    /// `do ... while`
    DoWhile {
        /// Body.
        body: StmtId,
        /// Condition, scalar.
        cond: ExprId,
    },
    /// `for`; its declarations are in `init` and belong to `scope`.
    For {
        /// The loop's own scope.
        scope: ScopeId,
        /// First clause.
        init: Option<StmtId>,
        /// Condition, scalar; always true if missing.
        cond: Option<ExprId>,
        /// Third clause.
        step: Option<ExprId>,
        /// Body.
        body: StmtId,
    },
    /// `switch`
    Switch {
        /// The controlling expression, promoted.
        value: ExprId,
        /// Cases in source order; ranges don't overlap.
        cases: Box<[Case]>,
        /// `default:`; without it, no match leaves the statement.
        default: Option<LabelId>,
        /// Body, in which the labels stand.
        body: StmtId,
    },
    /// A goto label, `case` or `default`; the labelled statement follows it.
    Label(LabelId),
    /// `goto`
    Goto {
        /// Target.
        label: LabelId,
        /// The block it leaves from.
        scope: ScopeId,
    },
    /// `break` of the innermost loop or switch.
    Break,
    /// `continue` of the innermost loop.
    Continue,
    /// `return`; the value has the function's result type (or is of type void).
    Return(Option<ExprId>),
}

/// One case of a switch: matches values from `lo` to `hi` in the order of the promoted controlling type
/// (compare as unsigned if that type is unsigned). Values are canonical 64-bit forms of that type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Case {
    /// Least value.
    pub lo: i64,
    /// Greatest value.
    pub hi: i64,
    /// Where it goes.
    pub label: LabelId,
}

/// Initialiser of a local.
#[derive(Clone, Debug)]
pub enum Init {
    /// A value of the variable's type, scalar or a whole struct.
    Value(ExprId),
    /// An aggregate: first the image is copied, or the object filled with zeros, then the steps are
    /// done in order.
    Aggregate {
        /// A symbol in rodata with the constant parts (as large as the variable), or `None` for zeros.
        image: Option<SymbolId>,
        /// The parts that are computed.
        steps: Box<[InitStep]>,
    },
}

/// One computed part of an aggregate's initialiser: store `value` at a byte offset.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct InitStep {
    /// Offset in bytes from the object's start.
    pub offset: u64,
    /// If it is a bit-field, where; the unit lies at `offset`.
    pub bits: Option<BitField>,
    /// The value; its type is that of the part, scalar or a whole struct.
    pub value: ExprId,
}

// ---------------------------------------------------------------------------------------------
// Places

/// Designates storage. Evaluating a place gives an address (or a register).
#[derive(Clone, Debug)]
pub struct Place {
    /// How it is found.
    pub kind: PlaceKind,
    /// Type of what is stored there, with qualifiers (volatile, `_Atomic`).
    pub ty: TypeId,
    /// Source position.
    pub span: Span,
}

/// How a place is found.
#[derive(Clone, Debug)]
pub enum PlaceKind {
    /// A local variable.
    Local(LocalId),
    /// An object with static storage, or a function (whose address is taken or which is called).
    Symbol(SymbolId),
    /// What a pointer points to.
    Deref(ExprId),
    /// A member of the record at `base`.
    Field {
        /// The record; for a member of a struct value (`f().x`) a [`PlaceKind::Value`].
        base: PlaceId,
        /// Offset in bytes from the base.
        offset: u64,
        /// Set for a bit-field.
        bits: Option<BitField>,
    },
    /// The temporary that holds a struct or union value.
    Value(ExprId),
    /// A compound literal in a function: initialises the hidden local, then designates it.
    CompoundLiteral {
        /// The hidden local.
        local: LocalId,
        /// How it is filled.
        init: Box<Init>,
    },
}

// ---------------------------------------------------------------------------------------------
// Expressions

/// An expression that yields a value of type `ty` (unqualified).
#[derive(Clone, Debug)]
pub struct Expr {
    /// How it is computed.
    pub kind: ExprKind,
    /// Type of the value.
    pub ty: TypeId,
    /// The operator or first token: where a debugger would say that it happens.
    pub span: Span,
}

/// The bytes of one element in pointer arithmetic.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum ElemSize {
    /// Known.
    Const(u64),
    /// Held by this local (an `unsigned long`): elements are variable length arrays.
    Local(LocalId),
}

/// How an expression is computed.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// An integer, enumeration or pointer constant in canonical form: narrow signed types sign-extended,
    /// unsigned ones zero-extended to 64 bits.
    Int(i64),
    /// A floating constant, already rounded to its type.
    Float(f64),
    /// The value stored at a place; for bit-fields extracted and extended. For structs: its bytes.
    Load(PlaceId),
    /// The address of a place (never a bit-field): `&`, array decay, function decay. Type is a pointer.
    AddrOf(PlaceId),
    /// Converts to this expression's type: between arithmetic types and pointers, to `_Bool` (`!= 0`),
    /// to void (value dropped). Same-representation casts (int to unsigned pointer and so on) occur too.
    Cast(ExprId),
    /// `-x`, `~x`: operand has the result's type.
    Unary(UnaryOp, ExprId),
    /// `!x` as an int; the operand is any scalar.
    Not(ExprId),
    /// Arithmetic and bits: both operands have the result's type. For shifts the right operand has its
    /// own promoted type.
    Binary(BinaryOp, ExprId, ExprId),
    /// A comparison giving an int; both operands have the same type (arithmetic or pointers; pointers
    /// compare as unsigned).
    Compare(CompareOp, ExprId, ExprId),
    /// `a && b`, `a || b` as an int; operands are any scalars.
    Logical(LogicalOp, ExprId, ExprId),
    /// `p + i` (index is a long): adds `index * elem` bytes.
    PtrAdd {
        /// A pointer of the result's type.
        ptr: ExprId,
        /// A long.
        index: ExprId,
        /// Size of an element.
        elem: ElemSize,
    },
    /// `p - i`: subtracts `index * elem` bytes.
    PtrSub {
        /// A pointer of the result's type.
        ptr: ExprId,
        /// A long.
        index: ExprId,
        /// Size of an element.
        elem: ElemSize,
    },
    /// `p - q` as a long: the signed byte difference divided by the element size.
    PtrDiff {
        /// Minuend.
        left: ExprId,
        /// Subtrahend.
        right: ExprId,
        /// Size of an element; 0 only for GNU's empty structs (result 0).
        elem: ElemSize,
    },
    /// `place = value`: the value has the place's type (structs too). Yields the stored value (a
    /// bit-field's is truncated to its width).
    Assign {
        /// Where to.
        place: PlaceId,
        /// What.
        value: ExprId,
    },
    /// `place op= value`, the place evaluated once: load, convert to `op_ty`, apply, convert back to
    /// the place's type, store, yield the stored value.
    AssignOp {
        /// Where to.
        place: PlaceId,
        /// The operation.
        op: BinaryOp,
        /// Type the operation is done in.
        op_ty: TypeId,
        /// Right operand, of type `op_ty` (for shifts of its own promoted type).
        value: ExprId,
    },
    /// `p += i` and `p -= i` of pointers.
    AssignPtr {
        /// The pointer.
        place: PlaceId,
        /// [`BinaryOp::Add`] or [`BinaryOp::Sub`].
        op: BinaryOp,
        /// A long.
        index: ExprId,
        /// Size of an element.
        elem: ElemSize,
    },
    /// `++` and `--`. The amount is 1, or the element size for pointers.
    IncDec {
        /// The operand.
        place: PlaceId,
        /// Which of the four.
        op: IncDecOp,
        /// What is added or subtracted: 1 for numbers, the element's size for pointers.
        step: ElemSize,
    },
    /// `c ? a : b`: both have the result's type (or it is void).
    Cond {
        /// Condition, scalar.
        cond: ExprId,
        /// Value if true.
        then: ExprId,
        /// Value if false.
        otherwise: ExprId,
    },
    /// GNU `a ?: b`: `value` is evaluated once and put into the hidden local; if it is not 0 the result is
    /// `converted`, which reads the local and converts it to the result's type.
    CondOr {
        /// Tested, and stored in `local`.
        value: ExprId,
        /// Hidden local of the value's type.
        local: LocalId,
        /// The result if not 0: reads the local.
        converted: ExprId,
        /// The result if 0.
        otherwise: ExprId,
    },
    /// `a, b`: a for its effects, then b.
    Comma(ExprId, ExprId),
    /// A call. Arguments are converted and are evaluated from right to left. The callee's type says how
    /// many are fixed; a struct result is a value in the caller's temporary.
    Call {
        /// Who is called.
        callee: Callee,
        /// The function's type.
        ty: TypeId,
        /// The arguments, at least as many as fixed parameters.
        args: Box<[ExprId]>,
    },
    /// GNU `({ ... })`.
    StmtExpr {
        /// The block's scope.
        scope: ScopeId,
        /// All statements but the last expression.
        stmts: Box<[StmtId]>,
        /// The last expression, whose value it is; evaluated within the scope.
        result: Option<ExprId>,
    },
    /// A function that the compiler knows.
    Builtin(Builtin, Box<[ExprId]>),
    /// `va_arg(ap, T)`: the expression's type is T. `ap` is a pointer to the 24-byte va_list record.
    VaArg(ExprId),
    /// An atomic access; `__sync_*` and `__atomic_*`, and operations on `_Atomic` objects.
    Atomic {
        /// What is done.
        op: AtomicOp,
        /// Pointer to the object.
        ptr: ExprId,
        /// Type of the object: an integer or a pointer.
        ty: TypeId,
        /// Operands, see [`AtomicOp`].
        args: Box<[ExprId]>,
    },
}

/// Who is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Callee {
    /// A function by name.
    Direct(SymbolId),
    /// Through a pointer.
    Indirect(ExprId),
}

/// Operators with one operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    /// `-`
    Neg,
    /// `~`
    BitNot,
}

/// Operators with two operands. Signedness and width are those of the type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`; of an integer by 0 raises SIGFPE.
    Div,
    /// `%`
    Rem,
    /// `&`
    And,
    /// `|`
    Or,
    /// `^`
    Xor,
    /// `<<`
    Shl,
    /// `>>`: arithmetic for signed types.
    Shr,
}

/// Comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompareOp {
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

/// Short-circuit operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogicalOp {
    /// `&&`
    And,
    /// `||`
    Or,
}

/// Increments and decrements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IncDecOp {
    /// `++x`
    PreInc,
    /// `--x`
    PreDec,
    /// `x++`
    PostInc,
    /// `x--`
    PostDec,
}

/// Atomic accesses. Memory orders are dropped: everything is sequentially consistent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AtomicOp {
    /// No operand: the value.
    Load,
    /// One operand, void.
    Store,
    /// One operand, the old value.
    Exchange,
    /// One operand, the old value; the operation is applied and stored.
    Fetch(RmwOp),
    /// One operand, the new value.
    RmwFetch(RmwOp),
    /// Operands: pointer to the expected value (updated on failure), desired value. Gives `_Bool`.
    CompareExchange,
    /// Operands: expected value, desired value. Gives `_Bool`.
    BoolCas,
    /// Operands: expected value, desired value. Gives the old value.
    ValCas,
    /// No operand: sets the byte to 1, gives whether it was set before.
    TestAndSet,
}

/// The operation of an atomic read-modify-write. Pointers are changed by bytes (already scaled).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RmwOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `&`
    And,
    /// `|`
    Or,
    /// `^`
    Xor,
    /// `~(a & b)`
    Nand,
}
