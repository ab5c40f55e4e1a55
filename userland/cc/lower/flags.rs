//! What the lowering wants to know of an expression before it lowers it: has it effects, does it call, how large is it.
//!
//! Entry points: `Fb::flags`, `Fb::mentions`. Answers are remembered, so asking at every level stays linear.

use super::func::Fb;
use crate::cc::ast::{ElemSize, ExprId, ExprKind, LocalId, PlaceId, PlaceKind};

/// What is known of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flags {
    known: bool,
    /// It changes something.
    pub effect: bool,
    /// It contains a call of any kind, or statements.
    pub call: bool,
    /// Number of its nodes, at most 255.
    pub weight: u8,
}

impl Flags {
    fn add(&mut self, other: Flags) {
        self.effect |= other.effect;
        self.call |= other.call;
        self.weight = self.weight.saturating_add(other.weight);
    }
    fn effect(&mut self) {
        self.effect = true;
    }
    fn opaque(&mut self) {
        self.effect = true;
        self.call = true;
        self.weight = 255;
    }
}

impl Fb<'_, '_> {
    /// What is known of an expression.
    pub fn flags(&mut self, e: ExprId) -> Flags {
        let known = self.flags[e.index()];
        if known.known {
            return known;
        }
        let mut out = Flags { known: true, weight: 1, ..Flags::default() };
        self.collect(e, &mut out);
        self.flags[e.index()] = out;
        out
    }

    fn collect(&mut self, e: ExprId, out: &mut Flags) {
        let body = self.body;
        match &body.expr(e).kind {
            ExprKind::Int(_) | ExprKind::Float(_) => {}
            ExprKind::Load(p) | ExprKind::AddrOf(p) => out.add(self.place_flags(*p)),
            ExprKind::Cast(x) | ExprKind::Unary(_, x) | ExprKind::Not(x) => out.add(self.flags(*x)),
            ExprKind::Binary(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::Logical(_, a, b)
            | ExprKind::Comma(a, b) => {
                out.add(self.flags(*a));
                out.add(self.flags(*b));
            }
            ExprKind::PtrAdd { ptr, index, .. } | ExprKind::PtrSub { ptr, index, .. } => {
                out.add(self.flags(*ptr));
                out.add(self.flags(*index));
            }
            ExprKind::PtrDiff { left, right, .. } => {
                out.add(self.flags(*left));
                out.add(self.flags(*right));
            }
            ExprKind::Assign { place, value }
            | ExprKind::AssignOp { place, value, .. }
            | ExprKind::AssignPtr { place, index: value, .. } => {
                out.effect();
                out.add(self.place_flags(*place));
                out.add(self.flags(*value));
            }
            ExprKind::IncDec { place, .. } => {
                out.effect();
                out.add(self.place_flags(*place));
            }
            ExprKind::Cond { cond, then, otherwise } => {
                out.add(self.flags(*cond));
                out.add(self.flags(*then));
                out.add(self.flags(*otherwise));
            }
            ExprKind::CondOr { value, otherwise, .. } => {
                out.effect();
                out.add(self.flags(*value));
                out.add(self.flags(*otherwise));
            }
            ExprKind::Call { .. } | ExprKind::StmtExpr { .. } | ExprKind::Builtin(..) => out.opaque(),
            ExprKind::VaArg(ap) => {
                out.effect();
                out.add(self.flags(*ap));
            }
            ExprKind::Atomic { .. } => out.opaque(),
        }
    }

    /// What is known of a place.
    pub fn place_flags(&mut self, p: PlaceId) -> Flags {
        let mut out = Flags { known: true, weight: 1, ..Flags::default() };
        let body = self.body;
        let mut p = p;
        // Chains of members are walked in place; everything else recurses through expressions.
        loop {
            match &body.place(p).kind {
                PlaceKind::Local(_) | PlaceKind::Symbol(_) => break,
                PlaceKind::Deref(e) | PlaceKind::Value(e) => {
                    out.add(self.flags(*e));
                    break;
                }
                PlaceKind::Field { base, .. } => p = *base,
                PlaceKind::CompoundLiteral { .. } => {
                    out.opaque();
                    break;
                }
            }
        }
        out
    }

    /// Whether an expression may read or write a local; true if it is too large to look.
    pub fn mentions(&mut self, e: ExprId, local: LocalId) -> bool {
        self.flags(e).weight > 40 || self.mentions_small(e, local)
    }

    fn mentions_small(&mut self, e: ExprId, local: LocalId) -> bool {
        let body = self.body;
        let is = |size: &ElemSize| *size == ElemSize::Local(local);
        match &body.expr(e).kind {
            ExprKind::Int(_) | ExprKind::Float(_) => false,
            ExprKind::Load(p) | ExprKind::AddrOf(p) => self.place_mentions(*p, local),
            ExprKind::Cast(x) | ExprKind::Unary(_, x) | ExprKind::Not(x) | ExprKind::VaArg(x) => {
                self.mentions_small(*x, local)
            }
            ExprKind::Binary(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::Logical(_, a, b)
            | ExprKind::Comma(a, b) => self.mentions_small(*a, local) || self.mentions_small(*b, local),
            ExprKind::PtrAdd { ptr, index, elem } | ExprKind::PtrSub { ptr, index, elem } => {
                is(elem) || self.mentions_small(*ptr, local) || self.mentions_small(*index, local)
            }
            ExprKind::PtrDiff { left, right, elem } => {
                is(elem) || self.mentions_small(*left, local) || self.mentions_small(*right, local)
            }
            ExprKind::Assign { place, value } | ExprKind::AssignOp { place, value, .. } => {
                self.place_mentions(*place, local) || self.mentions_small(*value, local)
            }
            ExprKind::AssignPtr { place, index, elem, .. } => {
                is(elem) || self.place_mentions(*place, local) || self.mentions_small(*index, local)
            }
            ExprKind::IncDec { place, step, .. } => is(step) || self.place_mentions(*place, local),
            ExprKind::Cond { cond, then, otherwise } => {
                self.mentions_small(*cond, local)
                    || self.mentions_small(*then, local)
                    || self.mentions_small(*otherwise, local)
            }
            ExprKind::CondOr { .. }
            | ExprKind::StmtExpr { .. }
            | ExprKind::Builtin(..)
            | ExprKind::Call { .. }
            | ExprKind::Atomic { .. } => true,
        }
    }

    fn place_mentions(&mut self, p: PlaceId, local: LocalId) -> bool {
        let body = self.body;
        match &body.place(p).kind {
            PlaceKind::Local(id) => *id == local,
            PlaceKind::Symbol(_) => false,
            PlaceKind::Deref(e) | PlaceKind::Value(e) => self.mentions_small(*e, local),
            PlaceKind::Field { base, .. } => self.place_mentions(*base, local),
            PlaceKind::CompoundLiteral { .. } => true,
        }
    }
}
