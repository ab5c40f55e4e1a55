//! Values: the typed tree of an expression is walked.

use super::arith::{NOT_SCALAR, elem_size, truth, whole};
use super::{DEEPEST, Refusal, Scope};
use crate::debug::value::{Home, Value};
use forklore_userland::cc::ast::*;
use forklore_userland::cc::inspect::{Answer, Inspected};
use forklore_userland::cc::types::TypeKind;
use forklore_userland::vm::program::Program;
use std::rc::Rc;

/// The value of an expression while it is computed.
#[derive(Clone, Debug)]
pub(super) enum Data {
    /// An integer or a pointer in canonical form.
    Int(i64),
    Float(f64),
    /// A struct, union or array.
    Bytes(Vec<u8>),
    Void,
}

pub(super) struct Eval<'a> {
    pub(super) scope: Scope<'a>,
    pub(super) tree: &'a Inspected,
    pub(super) program: &'a Program,
    pub(super) space: forklore_kernel::mm::SpaceId,
}

impl<'a> Eval<'a> {
    pub(super) fn new(scope: Scope<'a>, tree: &'a Inspected) -> Option<Eval<'a>> {
        let task = scope.machine.task(scope.tid)?;
        let program = scope.machine.programs().peek(task.program?)?;
        let space = scope.machine.kernel.procs.find_task(scope.tid)?.space;
        Some(Eval { scope, tree, program, space })
    }

    pub(super) fn answer(&self, answer: Answer, tree: &Rc<Inspected>) -> Result<Value, Refusal> {
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

    pub(super) fn expr(&self, id: ExprId, depth: u32) -> Result<Data, Refusal> {
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
}
