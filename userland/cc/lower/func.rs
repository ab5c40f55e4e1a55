//! Lowering of one function: its parameters, where its variables live, its scopes and its stack frame.
//!
//! Entry points: [`lower`]; [`Fb`], the state while a function is walked.
//!
//! Scalars whose address is not taken live in a register of their own. If a function needs more registers than
//! there are, it is lowered again more modestly: first without hoisting, then with most variables in memory.

use super::LowerError;
use super::flags::Flags;
use super::ir::{Inst, Ir, K, Label, Loop, RegKind, Ty, Val};
use super::place::Addr;
use super::unit::Unit;
use super::{emit, opt, regalloc};
use crate::cc::ast::{Body, ExprId, Function, Local, LocalId, LocalKind, ScopeId, Symbol};
use crate::cc::intern::Sym;
use crate::cc::source::Span;
use crate::cc::types::{Quals, TypeId, TypeKind, Types};
use crate::vm::program;

/// Most parameters a function may have (they all arrive in registers).
const MAX_PARAMS: usize = 120;
/// Most registers that nested call windows may take.
const MAX_SLOTS: usize = 200;
/// No label yet.
pub const NO_LABEL: Label = u32::MAX;

/// Where a local variable lives.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Home {
    /// Not known: its scope has not been entered.
    None,
    /// In a register.
    Reg(Val),
    /// In the stack frame, at this offset.
    Frame(i64),
    /// At the address in a register: variable length arrays, structs passed by value.
    Ptr(Val),
}

/// How hard to try: each level needs fewer registers than the one before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Debug)]
pub enum Level {
    /// Everything.
    Full,
    /// No hoisting, no sharing of common expressions.
    Plain,
    /// As `Plain`, and all variables but the first few parameters in memory.
    Memory,
}

/// A variable that debuggers will be told about.
#[derive(Clone, Copy, Debug)]
pub struct DebugVar {
    /// Which.
    pub local: LocalId,
    /// Where it lives.
    pub home: Home,
}

/// What `break` and `continue` do at some point.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Where break goes.
    pub brk: Label,
    /// Where continue goes; `None` for a switch.
    pub cont: Option<Label>,
    /// How many scopes are open around it.
    pub depth: usize,
}

/// State of the lowering of a function.
pub struct Fb<'u, 'a> {
    /// The unit.
    pub unit: &'u mut Unit<'a>,
    /// The unit's types.
    pub types: &'a Types,
    /// The code so far.
    pub ir: Ir,
    /// The function.
    pub f: &'a Function,
    /// Its nodes.
    pub body: &'a Body,
    /// Homes of its locals.
    pub homes: Vec<Home>,
    /// Locals that longjmp gives back the values they had at setjmp, and where in the frame these are kept.
    pub kept: Vec<(LocalId, i64)>,
    /// Its labels.
    pub labels: Vec<Label>,
    /// Where we are in the source.
    pub span: Span,
    /// First slot that is free.
    pub slot_top: u16,
    /// Register with the frame's address.
    pub fp: Val,
    /// Bytes of the frame in use now, and at most.
    pub frame: u64,
    /// Most bytes of the frame in use.
    pub frame_max: u64,
    /// Largest alignment of a variable in the frame.
    pub frame_align: u64,
    /// Open loops and switches.
    pub targets: Vec<Target>,
    /// Open scopes.
    pub scopes: Vec<ScopeId>,
    /// Stack pointers at entry of scopes with variable length arrays.
    pub scope_sp: Vec<Val>,
    /// What is to be done when a scope is left, with the number of scopes open there.
    pub cleanups: Vec<(usize, ExprId)>,
    /// How many of them there were at a label that has been placed.
    pub label_cleanups: Vec<Option<usize>>,
    /// Open loops.
    pub loops: Vec<usize>,
    /// Number of loops open around each open switch.
    pub switch_loops: Vec<usize>,
    /// Where a struct result goes.
    pub result_ptr: Val,
    /// Pointer to the variable arguments.
    pub va_ptr: Val,
    /// What is known of expressions.
    pub flags: Vec<Flags>,
    /// Variables for debuggers.
    pub debug_vars: Vec<DebugVar>,
    /// First thing that could not be done.
    pub error: Option<LowerError>,
    level: Level,
    /// Index into `debug_vars` of each local, or -1.
    debug_of: Vec<i64>,
    scope_start: Vec<u32>,
    scope_locals: Vec<LocalId>,
}

/// Lowers a function.
pub fn lower<'a>(
    unit: &mut Unit<'a>,
    symbol: &'a Symbol,
    function: &'a Function,
) -> Result<program::Function, LowerError> {
    let debug = unit.options.debug;
    let first = if unit.options.optimise && !debug { Level::Full } else { Level::Plain };
    for level in [Level::Full, Level::Plain, Level::Memory] {
        if level < first {
            continue;
        }
        let mut fb = Fb::new(unit, function, level);
        fb.span = symbol.span;
        fb.function();
        if let Some(error) = fb.error {
            return Err(error);
        }
        let Fb { mut ir, debug_vars, .. } = fb;
        opt::run(&mut ir, if debug { opt::How::Debug } else { opt::How::of(level == Level::Full) });
        if let Some(alloc) = regalloc::allocate(&ir) {
            return Ok(emit::function(unit, symbol, function, &ir, &alloc, &debug_vars));
        }
    }
    let message = "not supported: a function with an expression that needs more than 256 registers".to_string();
    Err(LowerError { span: symbol.span, message })
}

impl<'u, 'a> Fb<'u, 'a> {
    fn new(unit: &'u mut Unit<'a>, f: &'a Function, level: Level) -> Self {
        let mut ir = Ir { returns_twice: f.returns_twice, ..Ir::default() };
        let fp = ir.new_reg(RegKind::Var, Ty::U64.range());
        let mut fb = Fb {
            types: &unit.tu.types,
            unit,
            ir,
            f,
            body: &f.body,
            homes: vec![Home::None; f.locals.len()],
            kept: Vec::new(),
            labels: vec![NO_LABEL; f.labels.len()],
            span: Span::NONE,
            slot_top: 0,
            fp,
            frame: 0,
            frame_max: 0,
            frame_align: 16,
            targets: Vec::new(),
            scopes: Vec::new(),
            cleanups: Vec::new(),
            label_cleanups: vec![None; f.labels.len()],
            scope_sp: vec![Val::NONE; f.scopes.len()],
            loops: Vec::new(),
            switch_loops: Vec::new(),
            result_ptr: Val::NONE,
            va_ptr: Val::NONE,
            flags: vec![Flags::default(); f.body.exprs.len()],
            debug_vars: Vec::new(),
            debug_of: vec![-1; f.locals.len()],
            error: None,
            level,
            scope_start: Vec::new(),
            scope_locals: Vec::new(),
        };
        fb.index_scopes();
        fb
    }

    /// Sorts the locals by their scopes.
    fn index_scopes(&mut self) {
        let mut start = vec![0u32; self.f.scopes.len() + 2];
        for local in &self.f.locals {
            start[local.scope.index() + 1] += 1;
        }
        for i in 1..start.len() {
            start[i] += start[i - 1];
        }
        let mut at = start.clone();
        self.scope_locals = vec![LocalId(0); self.f.locals.len()];
        for (i, local) in self.f.locals.iter().enumerate() {
            let slot = &mut at[local.scope.index()];
            self.scope_locals[*slot as usize] = LocalId(i as u32);
            *slot += 1;
        }
        self.scope_start = start;
    }

    fn function(&mut self) {
        if self.f.params.len() > MAX_PARAMS {
            self.fail(self.span, &format!("not supported: a function with more than {MAX_PARAMS} parameters"));
            return;
        }
        let enter = self.ir.insts.len();
        self.push(Inst::new(K::Enter, self.span).d(self.fp));
        self.homes_in_frame();
        if self.frame_align > 16 {
            // The frame's address is rounded up by hand.
            let (up, mask) = (self.ir.konst(self.frame_align as i64 - 1), self.ir.konst(-(self.frame_align as i64)));
            let fp = self.fp;
            self.emit_to(K::Bin(super::ir::Bin::Add64), fp, fp, up);
            self.emit_to(K::Bin(super::ir::Bin::And), fp, fp, mask);
        }
        self.params();
        self.stmt(self.f.block);
        self.span = self.f.end;
        self.mark_for_debugger();
        self.push(Inst::new(K::Ret, self.span));
        self.push(Inst::new(K::VarEnd, self.span).a(self.fp).imm(-1));
        for local in 0..self.f.params.len() {
            self.end_local(self.f.params[local].local);
        }
        let used = self.frame_max > 0 || self.ir.insts.iter().any(|i| uses(i, self.fp));
        let extra = if self.frame_align > 16 { self.frame_align } else { 0 };
        let size = self.frame_max.saturating_add(extra);
        self.ir.insts[enter] = if used {
            Inst::new(K::Enter, self.ir.insts[enter].span)
                .d(self.fp)
                .imm(i64::try_from(size).unwrap_or(i64::MAX).max(1))
        } else {
            Inst::new(K::Nop, self.span)
        };
    }

    /// Gives every local that must be in memory its place in the frame.
    fn homes_in_frame(&mut self) {
        let struct_param = |i: usize| self.f.params.iter().any(|p| p.local.index() == i);
        let mut homes = Vec::new();
        for (i, local) in self.f.locals.iter().enumerate() {
            if self.in_register(LocalId(i as u32)) || matches!(self.types.kind(local.ty), TypeKind::Vla { .. }) {
                continue;
            }
            if self.types.is_record(local.ty) && local.kind == LocalKind::Param && struct_param(i) {
                continue;
            }
            homes.push((i, self.types.size(local.ty).unwrap_or(0), u64::from(local.align)));
        }
        for (i, size, align) in homes {
            let offset = self.frame_alloc(size, align);
            self.homes[i] = Home::Frame(offset);
        }
        self.keep_registers();
    }

    /// Finds the locals that gcc keeps in registers across setjmp also without optimising: those declared `register`.
    /// longjmp gives these back the values of then, all others keep theirs.
    fn keep_registers(&mut self) {
        if !self.f.returns_twice {
            return;
        }
        let is_kept = |local: &Local| local.register && !local.address_taken && self.types.is_scalar(local.ty);
        let kept: Vec<LocalId> =
            (0..).map(LocalId).zip(&self.f.locals).filter(|(_, local)| is_kept(local)).map(|(id, _)| id).collect();
        for id in kept {
            let offset = self.frame_alloc(8, 8);
            self.kept.push((id, offset));
        }
    }

    /// After setjmp, which has returned `result`: what is kept is taken along the first time, and given back later.
    pub fn keep_or_give_back(&mut self, result: Val) {
        for (id, offset) in self.kept.clone() {
            let ty = match self.ty(self.f.locals[id.index()].ty) {
                Ty::F32 => Ty::U32,
                Ty::F64 => Ty::U64,
                ty => ty,
            };
            let (home, place) = (self.local_addr(id), Addr::base(self.fp).plus(offset));
            let now = self.load(home, ty, Val::NONE);
            let then = self.load(place, ty, Val::NONE);
            let value = self.dest(Val::NONE, ty.range());
            self.push(Inst::new(K::Select, self.span).d(value).c(result).a(then).b(now));
            self.store(place, ty, value);
            self.store(home, ty, value);
        }
    }

    /// Whether a local is to live in a register.
    fn in_register(&self, id: LocalId) -> bool {
        let local = &self.f.locals[id.index()];
        let forced = local.address_taken || self.f.returns_twice || local.ty.quals().has(Quals::VOLATILE);
        let crowded = self.level == Level::Memory && (id.index() >= 24 || local.kind != LocalKind::Param);
        self.types.is_scalar(local.ty) && !forced && !crowded
    }

    /// Reserves bytes of the frame.
    pub fn frame_alloc(&mut self, size: u64, align: u64) -> i64 {
        let align = align.max(1).next_power_of_two();
        self.frame_align = self.frame_align.max(align);
        let start = self.frame.checked_next_multiple_of(align).unwrap_or(u64::MAX / 4).min(u64::MAX / 4);
        self.frame = start.saturating_add(size).min(u64::MAX / 4);
        self.frame_max = self.frame_max.max(self.frame);
        start as i64
    }

    /// Takes the arguments from the registers in which they arrive.
    fn params(&mut self) {
        let mut number = 0u8;
        if self.types.is_record(self.f.ret) {
            self.result_ptr = self.ir.new_reg(RegKind::Arg(0), Ty::U64.range());
            let inst = Inst::new(K::VarBegin, self.span).a(self.result_ptr);
            self.push(inst);
            number = 1;
        }
        for param in &self.f.params {
            let local = &self.f.locals[param.local.index()];
            let ty = self.ty(local.ty);
            let passed = self.ty(param.passed_as);
            let record = self.types.is_record(local.ty);
            let range = if record || passed != ty { (i64::MIN, i64::MAX) } else { ty.range() };
            let arg = self.ir.new_reg(RegKind::Arg(number), range);
            number += 1;
            self.push(Inst::new(K::VarBegin, self.span).a(arg));
            let home = if record {
                Home::Ptr(arg)
            } else if let Home::Frame(offset) = self.homes[param.local.index()] {
                let value = self.convert(arg, passed, ty, Val::NONE);
                let (fp, none) = (self.fp, Val::NONE);
                self.push(Inst { a: fp, b: none, c: value, imm: offset, ..Inst::new(K::Store(ty), self.span) });
                self.push(Inst::new(K::VarEnd, self.span).a(arg).imm(-1));
                Home::Frame(offset)
            } else if passed != ty {
                let reg = self.ir.new_reg(RegKind::Var, ty.range());
                self.push(Inst::new(K::VarBegin, self.span).a(reg));
                let value = self.convert(arg, passed, ty, reg);
                self.mov(reg, value);
                Home::Reg(reg)
            } else {
                Home::Reg(arg)
            };
            self.homes[param.local.index()] = home;
            self.declare(param.local);
        }
        if self.f.variadic {
            self.va_ptr = self.ir.new_reg(RegKind::Arg(number), Ty::U64.range());
            self.push(Inst::new(K::VarBegin, self.span).a(self.va_ptr));
        }
    }

    // -----------------------------------------------------------------------------------------
    // Scopes and variables

    /// Enters a block: its variables get their homes.
    pub fn enter_scope(&mut self, scope: ScopeId) {
        let range = self.scope_start[scope.index()] as usize..self.scope_start[scope.index() + 1] as usize;
        for i in range {
            let id = self.scope_locals[i];
            if self.homes[id.index()] != Home::None {
                continue;
            }
            let ty = self.f.locals[id.index()].ty;
            let vla = matches!(self.types.kind(ty), TypeKind::Vla { .. });
            let range = if vla { Ty::U64.range() } else { self.ty(ty).range() };
            let reg = self.ir.new_reg(RegKind::Var, range);
            self.homes[id.index()] = if vla { Home::Ptr(reg) } else { Home::Reg(reg) };
            self.push(Inst::new(K::VarBegin, self.span).a(reg));
        }
        self.scopes.push(scope);
        if self.f.scopes[scope.index()].has_vla {
            let sp = self.ir.new_reg(RegKind::Var, Ty::U64.range());
            self.push(Inst::new(K::VarBegin, self.span).a(sp));
            self.push(Inst::new(K::GetSp, self.span).d(sp));
            self.scope_sp[scope.index()] = sp;
        }
    }

    /// A debugger may stop here, though no statement begins.
    pub fn mark_for_debugger(&mut self) {
        if self.unit.options.debug {
            self.push(Inst::new(K::Mark, self.span));
        }
    }

    /// Leaves a block at its end.
    pub fn leave_scope(&mut self, scope: ScopeId) {
        let kept = self.cleanups.iter().take_while(|(depth, _)| *depth < self.scopes.len()).count();
        self.clean_up(kept);
        self.cleanups.truncate(kept);
        let sp = self.scope_sp[scope.index()];
        if sp.is_some() {
            self.push(Inst::new(K::SetSp, self.span).a(sp));
            self.push(Inst::new(K::VarEnd, self.span).a(sp).imm(-1));
        }
        self.scopes.pop();
        let range = self.scope_start[scope.index()] as usize..self.scope_start[scope.index() + 1] as usize;
        for i in range {
            let id = self.scope_locals[i];
            if self.f.locals[id.index()].kind != LocalKind::Param {
                self.end_local(id);
            }
        }
    }

    fn end_local(&mut self, id: LocalId) {
        let reg = match self.homes[id.index()] {
            Home::Reg(v) | Home::Ptr(v) => v,
            Home::None | Home::Frame(_) => Val::NONE,
        };
        let debug = self.debug_of[id.index()];
        self.push(Inst::new(K::VarEnd, self.span).a(reg).imm(debug));
    }

    /// A variable's declaration has been reached: debuggers may show it.
    pub fn declare(&mut self, id: LocalId) {
        let local = &self.f.locals[id.index()];
        if local.kind == LocalKind::Hidden || local.name == Sym::EMPTY {
            return;
        }
        let home = self.homes[id.index()];
        self.debug_vars.push(DebugVar { local: id, home });
        let index = self.debug_vars.len() as i64 - 1;
        self.debug_of[id.index()] = index;
        self.push(Inst::new(K::VarLive, self.span).imm(index));
    }

    /// Calls the cleanup functions of all variables but the first `kept`, the latest first.
    pub fn clean_up(&mut self, kept: usize) {
        for i in (kept..self.cleanups.len()).rev() {
            let call = self.cleanups[i].1;
            let frame = self.frame;
            self.effect(call);
            self.frame = frame;
        }
    }

    /// Cleans up and restores the stack pointer for a jump that leaves all scopes but the outermost `depth`.
    pub fn leave_to_depth(&mut self, depth: usize) {
        self.clean_up(self.cleanups.iter().take_while(|(d, _)| *d <= depth).count());
        let left = self.scopes.get(depth..).unwrap_or_default();
        let sp = left.iter().map(|s| self.scope_sp[s.index()]).find(|sp| sp.is_some());
        if let Some(sp) = sp {
            self.push(Inst::new(K::SetSp, self.span).a(sp));
        }
    }

    // -----------------------------------------------------------------------------------------
    // Small helpers of all parts

    /// Appends an instruction.
    pub fn push(&mut self, inst: Inst) {
        self.ir.insts.push(inst);
    }

    /// Appends `d = a op b`.
    pub fn emit_to(&mut self, k: K, d: Val, a: Val, b: Val) {
        self.push(Inst::new(k, self.span).d(d).a(a).b(b));
    }

    /// A new temporary with values of a type.
    pub fn temp(&mut self, ty: Ty) -> Val {
        self.ir.new_reg(RegKind::Temp, ty.range())
    }

    /// `hint` if there is one, else a new temporary.
    pub fn dest(&mut self, hint: Val, range: (i64, i64)) -> Val {
        if hint.is_some() { hint } else { self.ir.new_reg(RegKind::Temp, range) }
    }

    /// `d = v`, unless it is there already.
    pub fn mov(&mut self, d: Val, v: Val) {
        if d != v && v.is_some() {
            self.push(Inst::new(K::Mov, self.span).d(d).a(v));
        }
    }

    /// The register form of a type.
    pub fn ty(&self, ty: TypeId) -> Ty {
        match self.types.kind(self.types.strip_enum(ty)) {
            TypeKind::Bool | TypeKind::UChar => Ty::U8,
            TypeKind::Char | TypeKind::SChar => Ty::I8,
            TypeKind::Short => Ty::I16,
            TypeKind::UShort => Ty::U16,
            TypeKind::Int => Ty::I32,
            TypeKind::UInt => Ty::U32,
            TypeKind::Long | TypeKind::LongLong => Ty::I64,
            TypeKind::Float => Ty::F32,
            TypeKind::Double | TypeKind::LongDouble => Ty::F64,
            _ => Ty::U64,
        }
    }

    /// Whether a type is `_Bool`.
    pub fn is_bool(&self, ty: TypeId) -> bool {
        ty.unqualified() == TypeId::BOOL
    }

    /// Size of a struct or other object.
    pub fn size(&self, ty: TypeId) -> u64 {
        self.types.size(ty).unwrap_or(0)
    }

    /// The register form of an expression's type.
    pub fn ty_of(&self, e: ExprId) -> Ty {
        self.ty(self.body.expr(e).ty)
    }

    /// A new label.
    pub fn new_label(&mut self) -> Label {
        self.ir.new_label()
    }

    /// The label stands here.
    pub fn place_label(&mut self, label: Label) {
        self.push(Inst::new(K::Label, self.span).imm(label.into()));
    }

    /// Goes to a label.
    pub fn jump(&mut self, label: Label) {
        self.ir.label_refs[label as usize] += 1;
        self.push(Inst::new(K::Jmp, self.span).imm(label.into()));
    }

    /// Opens a loop.
    pub fn begin_loop(&mut self) -> usize {
        self.ir.loops.push(Loop::default());
        let id = self.ir.loops.len() - 1;
        self.push(Inst::new(K::LoopBegin, self.span).imm(id as i64));
        self.loops.push(id);
        id
    }

    /// Closes the innermost loop.
    pub fn end_loop(&mut self) {
        if let Some(id) = self.loops.pop() {
            self.push(Inst::new(K::LoopEnd, self.span).imm(id as i64));
        }
    }

    /// Notes that something could not be done; the first such thing is reported.
    pub fn fail(&mut self, span: Span, message: &str) {
        if self.error.is_none() {
            self.error = Some(LowerError { span, message: message.to_string() });
        }
    }

    /// Reserves `n` slots for a call window that begins at `slot_top`, and gives the first.
    pub fn window(&mut self, n: usize) -> u16 {
        let base = self.slot_top;
        if usize::from(base) + n > MAX_SLOTS {
            self.fail(self.span, "not supported: calls with so many arguments, or nested so deeply, in one expression");
            self.slot_top = 0;
            return 0;
        }
        base
    }
}

fn uses(inst: &Inst, v: Val) -> bool {
    !inst.is_pseudo() && [inst.a, inst.b, inst.c, inst.e].contains(&v)
}
