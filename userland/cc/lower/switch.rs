//! `switch`: jump tables where cases are dense, binary search between.
//!
//! Entry point: `Fb::switch`.

use super::func::Fb;
use super::ir::{Bin, Cond, Inst, K, Label, Ty, Val};
use crate::cc::ast::{Case, ExprId, LabelId, StmtId};

/// Fewest cases of a jump table.
const MIN_TABLE: usize = 4;
/// Largest jump table for so many cases: at least a third of the entries are used.
const SPARSE: i128 = 3;
/// Longest run of comparisons without bisecting.
const LINEAR: usize = 3;

/// Cases that are decided together: one range of values, or a jump table.
struct Cluster {
    lo: i64,
    hi: i64,
    /// The cases, as a range of the sorted list.
    cases: std::ops::Range<usize>,
}

/// The value that is switched on.
#[derive(Clone, Copy)]
struct Subject {
    value: Val,
    unsigned: bool,
}

impl Fb<'_, '_> {
    /// A switch statement.
    pub fn switch(&mut self, value: ExprId, cases: &[Case], default: Option<LabelId>, body: StmtId) {
        let end = self.new_label();
        let ty = self.ty_of(value);
        let subject = self.expr(value, Val::NONE);
        let subject = Subject { value: subject, unsigned: ty == Ty::U64 };
        let otherwise = match default {
            Some(label) => self.label(label),
            None => end,
        };
        let mut sorted: Vec<(Case, Label)> = cases.iter().map(|c| (*c, self.label(c.label))).collect();
        if subject.unsigned {
            sorted.sort_by_key(|(c, _)| c.lo as u64);
        } else {
            sorted.sort_by_key(|(c, _)| c.lo);
        }
        let clusters = clusters(&sorted);
        self.decide(subject, &sorted, &clusters, otherwise);
        self.targets.push(super::func::Target { brk: end, cont: None, depth: self.scopes.len() });
        self.switch_loops.push(self.loops.len());
        self.stmt(body);
        self.switch_loops.pop();
        self.targets.pop();
        self.place_label(end);
    }

    /// Goes to the label of the case that matches.
    fn decide(&mut self, subject: Subject, cases: &[(Case, Label)], clusters: &[Cluster], otherwise: Label) {
        let (less, less_eq) = if subject.unsigned { (Cond::LtU, Cond::LeU) } else { (Cond::Lt, Cond::Le) };
        if clusters.len() > LINEAR {
            let (low, high) = clusters.split_at(clusters.len() / 2);
            let upper = self.new_label();
            let bound = self.ir.konst(high[0].lo);
            self.br(less.negate(), subject.value, bound, upper);
            self.decide(subject, cases, low, otherwise);
            self.place_label(upper);
            self.decide(subject, cases, high, otherwise);
            return;
        }
        for cluster in clusters {
            if cluster.cases.len() > 1 {
                self.table(subject, cases, cluster, otherwise, clusters.len() == 1);
                continue;
            }
            let label = cases[cluster.cases.start].1;
            if cluster.lo == cluster.hi {
                let v = self.ir.konst(cluster.lo);
                self.br(Cond::Eq, subject.value, v, label);
                continue;
            }
            let next = self.new_label();
            let (lo, hi) = (self.ir.konst(cluster.lo), self.ir.konst(cluster.hi));
            self.br(less, subject.value, lo, next);
            self.br(less_eq, subject.value, hi, label);
            self.place_label(next);
        }
        self.jump(otherwise);
    }

    /// Dispatches through a table; what is outside goes to the default, or on if it is not the `last` cluster.
    fn table(&mut self, subject: Subject, cases: &[(Case, Label)], cluster: &Cluster, otherwise: Label, last: bool) {
        let outside = if last { otherwise } else { self.new_label() };
        let shift = self.ir.konst(cluster.lo.wrapping_neg());
        let index = self.bin(Bin::Add64, subject.value, shift, Val::NONE);
        let size = cluster.hi.wrapping_sub(cluster.lo) as u64 as usize + 1;
        let mut labels = vec![otherwise; size];
        for (case, label) in &cases[cluster.cases.clone()] {
            let from = case.lo.wrapping_sub(cluster.lo) as usize;
            let to = case.hi.wrapping_sub(cluster.lo) as usize;
            labels[from..=to].fill(*label);
        }
        labels.push(outside);
        for label in &labels {
            self.ir.label_refs[*label as usize] += 1;
        }
        self.ir.tables.push(labels.into_boxed_slice());
        let table = self.ir.tables.len() as i64 - 1;
        let inst = Inst::new(K::Switch, self.span).a(index).imm(table);
        self.push(inst);
        if !last {
            self.place_label(outside);
        }
    }
}

/// Groups sorted cases into dense clusters.
fn clusters(cases: &[(Case, Label)]) -> Vec<Cluster> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < cases.len() {
        let lo = cases[start].0.lo;
        // Take as many cases as keep the table dense.
        let mut end = start + 1;
        let mut best = start + 1;
        while end < cases.len() {
            let span = i128::from(cases[end].0.hi.wrapping_sub(lo) as u64) + 1;
            let count = (end - start + 1) as i128;
            if span > 65536 || span > count * SPARSE + 64 {
                break;
            }
            end += 1;
            if span <= count * SPARSE {
                best = end;
            }
        }
        if best - start < MIN_TABLE {
            best = start + 1;
        }
        out.push(Cluster { lo, hi: cases[best - 1].0.hi, cases: start..best });
        start = best;
    }
    out
}
