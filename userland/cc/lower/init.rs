//! Initialisers of local variables.
//!
//! Entry point: `Fb::init_local`.

use super::func::{Fb, Home};
use super::ir::Val;
use super::place::{Addr, Loc};
use crate::cc::ast::{ExprKind, Init, LocalId};

impl Fb<'_, '_> {
    /// Gives a local its initial value.
    pub fn init_local(&mut self, id: LocalId, init: &Init) {
        let local = &self.f.locals[id.index()];
        let ty = local.ty;
        match init {
            Init::Value(e) if self.types.is_record(ty) => {
                let from = self.record(*e);
                let to = self.local_addr(id);
                self.copy(to, from, self.size(ty));
            }
            Init::Value(e) => match self.homes[id.index()] {
                Home::Reg(var) => self.expr_to(*e, var),
                _ => {
                    let v = self.expr(*e, Val::NONE);
                    let addr = self.local_addr(id);
                    self.store(addr, self.ty(ty), v);
                }
            },
            Init::Aggregate { image, steps } if matches!(self.homes[id.index()], Home::Reg(_)) => {
                // A scalar in braces.
                let Home::Reg(var) = self.homes[id.index()] else { return };
                let v = match image {
                    Some(symbol) => {
                        let from = self.symbol_addr(*symbol);
                        self.load(Addr::base(from), self.ty(ty), var)
                    }
                    None => self.ir.konst(0),
                };
                self.mov(var, v);
                for step in steps {
                    self.expr_to(step.value, var);
                }
            }
            Init::Aggregate { image, steps } => {
                let to = self.local_addr(id);
                let size = self.size(ty);
                match image {
                    Some(symbol) => {
                        let from = self.symbol_addr(*symbol);
                        self.copy(to, Addr::base(from), size);
                    }
                    None => self.clear(to, size),
                }
                for step in steps {
                    self.init_step(to, step);
                }
            }
        }
    }

    fn init_step(&mut self, to: Addr, step: &crate::cc::ast::InitStep) {
        let frame = self.frame;
        let at = to.plus(step.offset as i64);
        let ty = self.body.expr(step.value).ty;
        if self.types.is_record(ty) {
            let from = self.record(step.value);
            self.copy(at, from, self.size(ty));
        } else {
            let v = self.expr(step.value, Val::NONE);
            let loc = match step.bits {
                Some(bits) => Loc::Bits(at, bits),
                None => Loc::Mem(at),
            };
            self.store_loc(loc, self.ty(ty), v, false);
        }
        // Temporaries of a step are not needed by the next, unless statements within hold them.
        if !matches!(self.body.expr(step.value).kind, ExprKind::StmtExpr { .. }) {
            self.frame = frame;
        }
    }
}
