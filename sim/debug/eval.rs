//! C expressions evaluated in a process: its memory and registers, read, never changed.
//!
//! Entry points: [`Scope`], [`evaluate`]. The compiler's own parser reads the expressions (`cc::inspect`); this walks the typed
//! tree that comes back. An expression that would change something (an assignment, a call) is refused; [`assignment`] says what an
//! assignment would write, for who is allowed to.

use super::frames::Frame;
use super::value::{Home, Value};
use crate::boot;
use crate::machine::Machine;
use crate::setup::{Setup, Sources};
use forklore_kernel::abi::Tid;
use forklore_userland::cc::ast::*;
use forklore_userland::cc::inspect::{Answer, Inspected, Question};
use forklore_userland::cc::types::{BitField, TypeId, TypeKind};
use forklore_userland::vm::program::{self, Program};
use std::rc::Rc;

/// Where expressions are read and evaluated.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The machine.
    pub machine: &'a Machine,
    /// What was run: its sources.
    pub setup: &'a Setup,
    /// The task.
    pub tid: Tid,
    /// The active function; `None`: only globals are known.
    pub frame: Option<&'a Frame>,
}

/// Why an expression has no value: a sentence.
pub type Refusal = String;

/// String literals of expressions lie at addresses that no process has.
pub(super) const LITERALS: u64 = 0xffff_8000_0000_0000;
/// Deepest nesting of an expression.
const DEEPEST: u32 = 400;

/// Evaluates expressions; each gives a value or says why it has none.
pub fn evaluate(scope: Scope, expressions: &[String]) -> Vec<Result<Value, Refusal>> {
    let mut answers = evaluate_at(scope, expressions, Names::Here);
    // gdb knows what the file declares further down, too (main, as a rule).
    for (answer, expression) in answers.iter_mut().zip(expressions) {
        if answer.as_ref().is_err_and(|refusal| refusal.starts_with(NO_SYMBOL))
            && let Some(Ok(value)) = evaluate_at(scope, std::slice::from_ref(expression), Names::OfFile).pop()
        {
            *answer = Ok(value);
        }
    }
    answers
}

/// Which names an expression may use.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    /// Those known where the frame is.
    Here,
    /// All that the frame's file declares outside of functions.
    OfFile,
}

fn evaluate_at(scope: Scope, expressions: &[String], names: Names) -> Vec<Result<Value, Refusal>> {
    let inspected = match read(scope, expressions, names) {
        Ok(inspected) => inspected,
        Err(refusal) => return expressions.iter().map(|_| Err(refusal.clone())).collect(),
    };
    let inspected = Rc::new(inspected);
    let eval = match Eval::new(scope, &inspected) {
        Some(eval) => eval,
        None => return expressions.iter().map(|_| Err("The process has ended.".to_string())).collect(),
    };
    let answers = inspected.answers.iter().map(|answer| match answer {
        Ok(answer) => eval.answer(*answer, &inspected),
        Err(message) => Err(reworded(message)),
    });
    answers.collect()
}

/// One expression.
///
/// # Errors
/// Why it has no value.
pub fn evaluate_one(scope: Scope, expression: &str) -> Result<Value, Refusal> {
    evaluate(scope, &[expression.to_string()]).pop().unwrap_or_else(|| Err("no expression".to_string()))
}

/// What an assignment such as `x = 5` would write: where, and which bytes.
///
/// # Errors
/// Why that can't be done.
pub fn assignment(scope: Scope, expression: &str) -> Result<(Home, Vec<u8>), Refusal> {
    let inspected = Rc::new(read(scope, &[expression.to_string()], Names::Here)?);
    let eval = Eval::new(scope, &inspected).ok_or("The process has ended.")?;
    let Some(Ok(Answer::Value(e))) = inspected.answers.first().cloned() else {
        return Err(match inspected.answers.first() {
            Some(Err(message)) => reworded(message),
            _ => "Not an assignment.".to_string(),
        });
    };
    let ExprKind::Assign { place, value } = &inspected.body.expr(e).kind else {
        return Err("Only plain assignments (x = 5) are done here.".to_string());
    };
    let target = inspected.body.place(*place);
    if let PlaceKind::Field { bits: Some(_), .. } = target.kind {
        return Err("not supported: assignment to a bit-field".to_string());
    }
    let home = eval.place(*place, 0)?;
    let data = eval.expr(*value, 0)?;
    Ok((home, eval.bytes_of(data, target.ty)?))
}

/// The bytes of an assignment's value as the register of its variable holds them.
///
/// # Errors
/// As [`assignment`].
pub fn register_value(scope: Scope, expression: &str, bytes: &[u8]) -> Result<u64, Refusal> {
    let inspected = read(scope, &[expression.to_string()], Names::Here)?;
    let Some(Ok(Answer::Value(e))) = inspected.answers.first() else { return Err("Not an assignment.".to_string()) };
    let ty = inspected.body.expr(*e).ty;
    let up = 64 - 8 * bytes.len().clamp(1, 8) as u32;
    let raw = word(bytes) << up;
    Ok(if inspected.types.is_signed(ty) { ((raw as i64) >> up) as u64 } else { raw >> up })
}

/// Is it an assignment, or something else that would change the process? Seen by its text; `==` and the like are none.
pub fn changes_something(expression: &str) -> bool {
    let bytes = expression.as_bytes();
    let mut quote = None;
    let mut n = 0;
    while n < bytes.len() {
        let (b, next) = (bytes[n], bytes.get(n + 1).copied().unwrap_or(0));
        match quote {
            Some(_) if b == b'\\' => n += 1,
            Some(q) if b == q => quote = None,
            Some(_) => {}
            None if b == b'"' || b == b'\'' => quote = Some(b),
            None if (b == b'=' || b == b'!') && next == b'=' => n += 1,
            None if (b == b'<' || b == b'>') && next == b'=' => n += 1,
            None if b == b'=' => return true,
            None if (b == b'+' && next == b'+') || (b == b'-' && next == b'-') => return true,
            None => {}
        }
        n += 1;
    }
    false
}

/// Reads expressions with the compiler's parser.
fn read(scope: Scope, expressions: &[String], names: Names) -> Result<Inspected, Refusal> {
    if scope.machine.task(scope.tid).is_none() {
        return Err("No process is left to look at. (`back` returns to where there was one.)".to_string());
    }
    let sources: &Sources;
    let mut question = Question { file: String::new(), at: None };
    let mut candidates: Vec<&str> = Vec::new();
    match scope.frame {
        Some(frame) => {
            sources = super::code::sources_of(scope.setup, frame.program).ok_or(NO_SOURCE)?;
            let program = scope.machine.programs().peek(frame.program).ok_or(NO_SOURCE)?;
            let place = statement_at(program, frame.pc).ok_or(NO_SOURCE)?;
            question.file = program.files.get(place.file as usize).cloned().unwrap_or_default();
            question.at = Some((place.line, u32::from(place.col))).filter(|_| names == Names::Here);
            candidates.push(&question.file);
        }
        None => {
            let task = scope.machine.task(scope.tid).and_then(|task| task.program).ok_or(NO_SOURCE)?;
            sources = super::code::sources_of(scope.setup, task).ok_or(NO_SOURCE)?;
        }
    }
    // A function in a header is read through the first file that includes it.
    let file = candidates.first().filter(|name| sources.files.iter().any(|(file, _)| file == *name));
    let file = file.copied().or(sources.files.first().map(|(name, _)| name.as_str())).ok_or(NO_SOURCE)?;
    boot::inspect(sources, file, &question, expressions).ok_or_else(|| NO_SOURCE.to_string())
}

const NO_SYMBOL: &str = "No symbol";
const NO_SOURCE: &str = "No symbol table: this program's source is not at hand.";

/// The place of the statement that an instruction belongs to.
fn statement_at(program: &Program, pc: u32) -> Option<program::Place> {
    let function = program.function_at(pc)?;
    let end = program.lines.partition_point(|l| l.pc <= pc);
    let before = program.lines[..end].iter().rev().take_while(|l| l.pc >= function.start);
    before.into_iter().find(|l| l.is_stmt).map(|l| l.place).or(Some(function.place))
}

/// A complaint of the compiler in a debugger's words.
fn reworded(message: &str) -> String {
    if let Some(name) = message.strip_prefix('\'').and_then(|rest| rest.split('\'').next())
        && message.contains("undeclared")
    {
        return format!("{NO_SYMBOL} \"{name}\" in current context.");
    }
    let mut text = message.to_string();
    if let Some(first) = text.get(..1) {
        let upper = first.to_uppercase();
        text.replace_range(..1, &upper);
    }
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}

/// The value of an expression while it is computed.
#[derive(Clone, Debug)]
enum Data {
    /// An integer or a pointer in canonical form.
    Int(i64),
    Float(f64),
    /// A struct, union or array.
    Bytes(Vec<u8>),
    Void,
}

struct Eval<'a> {
    scope: Scope<'a>,
    tree: &'a Inspected,
    program: &'a Program,
    space: forklore_kernel::mm::SpaceId,
}

impl<'a> Eval<'a> {
    fn new(scope: Scope<'a>, tree: &'a Inspected) -> Option<Eval<'a>> {
        let task = scope.machine.task(scope.tid)?;
        let program = scope.machine.programs().peek(task.program?)?;
        let space = scope.machine.kernel.procs.find_task(scope.tid)?.space;
        Some(Eval { scope, tree, program, space })
    }

    fn answer(&self, answer: Answer, tree: &Rc<Inspected>) -> Result<Value, Refusal> {
        let value = |ty, bytes, home| Value { tree: tree.clone(), ty, bytes, home };
        match answer {
            Answer::Type(ty) => Ok(value(ty, Vec::new(), Home::Type)),
            Answer::Value(e) => {
                let ty = self.tree.body.expr(e).ty;
                // An array or function that decayed is shown as what it is.
                let data = self.expr(e, 0)?;
                let bytes = self.bytes_of(data, ty)?;
                Ok(value(ty, bytes, Home::None))
            }
            Answer::Place(p) => {
                let place = self.tree.body.place(p);
                let home = self.place(p, 0)?;
                if let PlaceKind::Field { bits: Some(bits), .. } = place.kind {
                    let data = self.bit_field(&home, bits, place.ty)?;
                    return Ok(value(place.ty, self.bytes_of(data, place.ty)?, Home::None));
                }
                if matches!(self.tree.types.kind(place.ty), TypeKind::Function(_)) {
                    return Ok(value(place.ty, Vec::new(), home));
                }
                let bytes = self.stored(&home, place.ty)?;
                Ok(value(place.ty, bytes, home))
            }
        }
    }

    // ---------------------------------------------------------------------------------------------
    // Places

    fn place(&self, id: PlaceId, depth: u32) -> Result<Home, Refusal> {
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

    fn local(&self, id: LocalId) -> Result<Home, Refusal> {
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

    fn symbol(&self, id: SymbolId) -> Result<Home, Refusal> {
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
    fn memory(&self, addr: u64, len: u64) -> Result<Vec<u8>, Refusal> {
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
    fn stored(&self, home: &Home, ty: TypeId) -> Result<Vec<u8>, Refusal> {
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

    fn load(&self, place: PlaceId, depth: u32) -> Result<Data, Refusal> {
        let node = self.tree.body.place(place);
        let home = self.place(place, depth)?;
        if let PlaceKind::Field { bits: Some(bits), .. } = node.kind {
            return self.bit_field(&home, bits, node.ty);
        }
        let bytes = self.stored(&home, node.ty)?;
        Ok(self.data_of(bytes, node.ty))
    }

    fn bit_field(&self, home: &Home, bits: BitField, ty: TypeId) -> Result<Data, Refusal> {
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

    fn data_of(&self, bytes: Vec<u8>, ty: TypeId) -> Data {
        let types = &self.tree.types;
        match types.kind(types.strip_enum(ty)) {
            TypeKind::Float => Data::Float(f64::from(f32::from_bits(word(&bytes) as u32))),
            TypeKind::Double | TypeKind::LongDouble => Data::Float(f64::from_bits(word(&bytes))),
            _ if types.is_scalar(ty) => Data::Int(self.wrapped(word(&bytes) as i64, ty)),
            _ => Data::Bytes(bytes),
        }
    }

    /// A value as it lies in memory.
    fn bytes_of(&self, data: Data, ty: TypeId) -> Result<Vec<u8>, Refusal> {
        let types = &self.tree.types;
        let size = types.size(ty).unwrap_or(0) as usize;
        let mut bytes = match (data, types.kind(types.strip_enum(ty))) {
            (Data::Bytes(bytes), _) => bytes,
            (Data::Void, _) => Vec::new(),
            (Data::Float(x), TypeKind::Float) => (x as f32).to_le_bytes().to_vec(),
            (Data::Float(x), _) => x.to_le_bytes().to_vec(),
            (Data::Int(n), _) => n.to_le_bytes().to_vec(),
        };
        bytes.resize(size, 0);
        Ok(bytes)
    }

    /// An integer in the canonical form of a type.
    fn wrapped(&self, value: i64, ty: TypeId) -> i64 {
        let types = &self.tree.types;
        let bits = 8 * types.size(ty).unwrap_or(8).clamp(1, 8) as u32;
        if bits == 64 {
            return value;
        }
        let up = 64 - bits;
        if types.is_signed(ty) { value << up >> up } else { ((value as u64) << up >> up) as i64 }
    }

    // ---------------------------------------------------------------------------------------------
    // Values

    fn expr(&self, id: ExprId, depth: u32) -> Result<Data, Refusal> {
        if depth > DEEPEST {
            return Err("The expression is nested too deeply.".to_string());
        }
        let d = depth + 1;
        let node = self.tree.body.expr(id);
        let int = |truth: bool| Data::Int(i64::from(truth));
        Ok(match &node.kind {
            ExprKind::Int(n) => Data::Int(*n),
            ExprKind::Float(x) => Data::Float(*x),
            ExprKind::Load(place) => self.load(*place, d)?,
            ExprKind::AddrOf(place) => match self.place(*place, d)? {
                Home::Memory(addr) => Data::Int(addr as i64),
                _ => return Err("Address requested for a value that is in a register.".to_string()),
            },
            ExprKind::Cast(e) => {
                let from = self.tree.body.expr(*e).ty;
                self.cast(self.expr(*e, d)?, from, node.ty)
            }
            ExprKind::Unary(op, e) => match (op, self.expr(*e, d)?) {
                (UnaryOp::Neg, Data::Int(n)) => Data::Int(self.wrapped(n.wrapping_neg(), node.ty)),
                (UnaryOp::Neg, Data::Float(x)) => Data::Float(-x),
                (UnaryOp::BitNot, Data::Int(n)) => Data::Int(self.wrapped(!n, node.ty)),
                _ => return Err(NOT_SCALAR.to_string()),
            },
            ExprKind::Not(e) => int(!truth(&self.expr(*e, d)?)?),
            ExprKind::Binary(op, a, b) => self.binary(*op, self.expr(*a, d)?, self.expr(*b, d)?, node.ty)?,
            ExprKind::Compare(op, a, b) => {
                let ty = self.tree.body.expr(*a).ty;
                int(self.compare(*op, self.expr(*a, d)?, self.expr(*b, d)?, ty)?)
            }
            ExprKind::Logical(op, a, b) => {
                let a = truth(&self.expr(*a, d)?)?;
                int(match op {
                    LogicalOp::And => a && truth(&self.expr(*b, d)?)?,
                    LogicalOp::Or => a || truth(&self.expr(*b, d)?)?,
                })
            }
            ExprKind::PtrAdd { ptr, index, elem } | ExprKind::PtrSub { ptr, index, elem } => {
                let (p, i) = (whole(self.expr(*ptr, d)?)?, whole(self.expr(*index, d)?)?);
                let bytes = i.wrapping_mul(elem_size(*elem)?);
                let sub = matches!(node.kind, ExprKind::PtrSub { .. });
                Data::Int(if sub { p.wrapping_sub(bytes) } else { p.wrapping_add(bytes) })
            }
            ExprKind::PtrDiff { left, right, elem } => {
                let (a, b) = (whole(self.expr(*left, d)?)?, whole(self.expr(*right, d)?)?);
                Data::Int(a.wrapping_sub(b) / elem_size(*elem)?.max(1))
            }
            ExprKind::Cond { cond, then, otherwise } => {
                let e = if truth(&self.expr(*cond, d)?)? { then } else { otherwise };
                self.expr(*e, d)?
            }
            ExprKind::Comma(a, b) => {
                self.expr(*a, d)?;
                self.expr(*b, d)?
            }
            ExprKind::Assign { .. }
            | ExprKind::AssignOp { .. }
            | ExprKind::AssignPtr { .. }
            | ExprKind::IncDec { .. } => {
                return Err(
                    "This would change the run. (`set var` changes a variable, on a branch of its own.)".to_string()
                );
            }
            ExprKind::Call { .. } => {
                return Err("A function can't be called from here: that would change the run.".to_string());
            }
            ExprKind::Atomic { op: AtomicOp::Load, ptr, ty, .. } => {
                let addr = whole(self.expr(*ptr, d)?)?;
                let bytes = self.memory(addr as u64, self.tree.types.size(*ty).unwrap_or(0))?;
                self.data_of(bytes, *ty)
            }
            _ => return Err("not supported: this kind of expression in the debugger".to_string()),
        })
    }

    fn cast(&self, data: Data, from: TypeId, to: TypeId) -> Data {
        let types = &self.tree.types;
        if types.is_void(to) {
            return Data::Void;
        }
        if to.unqualified() == TypeId::BOOL {
            return match data {
                Data::Int(n) => Data::Int(i64::from(n != 0)),
                Data::Float(x) => Data::Int(i64::from(x != 0.0)),
                other => other,
            };
        }
        match data {
            Data::Int(n) if types.is_float(to) => {
                let unsigned = !types.is_signed(from) && types.size(from) == Some(8);
                self.rounded(if unsigned { n as u64 as f64 } else { n as f64 }, to)
            }
            Data::Int(n) => Data::Int(self.wrapped(n, to)),
            Data::Float(x) if types.is_float(to) => self.rounded(x, to),
            Data::Float(x) if types.is_signed(to) => Data::Int(self.wrapped(x as i64, to)),
            Data::Float(x) => Data::Int(self.wrapped(x as u64 as i64, to)),
            other => other,
        }
    }

    fn rounded(&self, x: f64, ty: TypeId) -> Data {
        Data::Float(if ty.unqualified() == TypeId::FLOAT { f64::from(x as f32) } else { x })
    }

    fn binary(&self, op: BinaryOp, a: Data, b: Data, ty: TypeId) -> Result<Data, Refusal> {
        let (a, b) = match (a, b) {
            (Data::Float(a), Data::Float(b)) => {
                let x = match op {
                    BinaryOp::Add => a + b,
                    BinaryOp::Sub => a - b,
                    BinaryOp::Mul => a * b,
                    BinaryOp::Div => a / b,
                    _ => return Err(NOT_SCALAR.to_string()),
                };
                return Ok(self.rounded(x, ty));
            }
            (a, b) => (whole(a)?, whole(b)?),
        };
        let types = &self.tree.types;
        let signed = types.is_signed(ty);
        let bits = 8 * types.size(ty).unwrap_or(8) as u32;
        let shift = (b as u32) & (bits.max(1) - 1);
        if matches!(op, BinaryOp::Div | BinaryOp::Rem) && b == 0 {
            return Err("Division by zero".to_string());
        }
        let value = match op {
            BinaryOp::Add => a.wrapping_add(b),
            BinaryOp::Sub => a.wrapping_sub(b),
            BinaryOp::Mul => a.wrapping_mul(b),
            BinaryOp::Div if signed => a.wrapping_div(b),
            BinaryOp::Div => (a as u64 / b as u64) as i64,
            BinaryOp::Rem if signed => a.wrapping_rem(b),
            BinaryOp::Rem => (a as u64 % b as u64) as i64,
            BinaryOp::And => a & b,
            BinaryOp::Or => a | b,
            BinaryOp::Xor => a ^ b,
            BinaryOp::Shl => a.wrapping_shl(shift),
            BinaryOp::Shr if signed => a.wrapping_shr(shift),
            BinaryOp::Shr => (a as u64).wrapping_shr(shift) as i64,
        };
        Ok(Data::Int(self.wrapped(value, ty)))
    }

    fn compare(&self, op: CompareOp, a: Data, b: Data, ty: TypeId) -> Result<bool, Refusal> {
        let order = match (a, b) {
            (Data::Float(a), Data::Float(b)) => a.partial_cmp(&b),
            (a, b) => {
                let (a, b) = (whole(a)?, whole(b)?);
                Some(if self.tree.types.is_signed(ty) { a.cmp(&b) } else { (a as u64).cmp(&(b as u64)) })
            }
        };
        Ok(match op {
            CompareOp::Eq => order.is_some_and(|o| o.is_eq()),
            CompareOp::Ne => order.is_none_or(|o| o.is_ne()),
            CompareOp::Lt => order.is_some_and(|o| o.is_lt()),
            CompareOp::Le => order.is_some_and(|o| o.is_le()),
            CompareOp::Gt => order.is_some_and(|o| o.is_gt()),
            CompareOp::Ge => order.is_some_and(|o| o.is_ge()),
        })
    }
}

const NOT_SCALAR: &str = "Argument to arithmetic operation not a number or boolean.";

fn whole(data: Data) -> Result<i64, Refusal> {
    match data {
        Data::Int(n) => Ok(n),
        _ => Err(NOT_SCALAR.to_string()),
    }
}

fn truth(data: &Data) -> Result<bool, Refusal> {
    match data {
        Data::Int(n) => Ok(*n != 0),
        Data::Float(x) => Ok(*x != 0.0),
        _ => Err(NOT_SCALAR.to_string()),
    }
}

fn elem_size(elem: ElemSize) -> Result<i64, Refusal> {
    match elem {
        ElemSize::Const(size) => Ok(size as i64),
        ElemSize::Local(_) => Err("not supported: arrays of variable length arrays in the debugger".to_string()),
    }
}

/// The first eight bytes as a number.
pub(super) fn word(bytes: &[u8]) -> u64 {
    let mut word = [0; 8];
    let n = bytes.len().min(8);
    word[..n].copy_from_slice(&bytes[..n]);
    u64::from_le_bytes(word)
}
