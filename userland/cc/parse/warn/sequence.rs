//! `-Wsequence-point`: a variable that is changed and used again with nothing that orders the two (C11 6.5p2). As gcc finds
//! them (`verify_tree` in c-common.cc), for variables as a whole.
//!
//! Entry point: `Parser::check_sequence`.

use super::*;

/// A use of a variable; `writer` is the expression that changes it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Use {
    variable: PlaceKey,
    writer: Option<ExprId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PlaceKey {
    Local(LocalId),
    Symbol(SymbolId),
}

/// What an expression does: before its last sequence point, and behind it.
#[derive(Default)]
struct Uses {
    before: Vec<Use>,
    after: Vec<Use>,
}

struct Sequence<'a> {
    parser: &'a Parser,
    found: Vec<(PlaceKey, ExprId)>,
}

impl Parser {
    /// About a full expression.
    pub(in super::super) fn check_sequence(&mut self, e: ExprId) {
        let mut sequence = Sequence { parser: self, found: Vec::new() };
        let uses = sequence.visit(e);
        sequence.collide(&uses.before);
        sequence.collide(&uses.after);
        let said: Vec<(Span, Sym)> = sequence
            .found
            .iter()
            .map(|(variable, writer)| {
                let name = match variable {
                    PlaceKey::Local(local) => self.func.locals[local.index()].name,
                    PlaceKey::Symbol(symbol) => self.symbols[symbol.index()].name,
                };
                (self.func.body.expr(*writer).span, name)
            })
            .collect();
        for (span, name) in said {
            if name != Sym::EMPTY && !self.map.is_system(self.map.use_site(span)) {
                let message = format!("operation on '{}' may be undefined", self.text(name));
                self.warn_span(span, 1, "-Wsequence-point", message);
            }
        }
    }
}

/// Adds uses of variables that are not there; those that are there become one with them.
fn merge(to: &mut Vec<Use>, from: Vec<Use>) {
    for used in from {
        let mut known = to.iter_mut().filter(|known| known.variable == used.variable).peekable();
        if known.peek().is_none() {
            to.push(used);
            continue;
        }
        known.for_each(|known| known.writer = known.writer.or(used.writer));
    }
}

impl Sequence<'_> {
    fn variable(&self, place: PlaceId) -> Option<PlaceKey> {
        match self.parser.func.body.place(place).kind {
            PlaceKind::Local(local) => Some(PlaceKey::Local(local)),
            PlaceKind::Symbol(symbol) => Some(PlaceKey::Symbol(symbol)),
            _ => None,
        }
    }

    /// Is a variable that `writer` changes used by others too?
    fn collide_one(&mut self, variable: PlaceKey, writer: ExprId, list: &[Use], only_writes: bool) {
        let other = |used: &Use| {
            used.variable == variable && used.writer != Some(writer) && (!only_writes || used.writer.is_some())
        };
        if !self.found.iter().any(|found| found.0 == variable) && list.iter().any(other) {
            self.found.push((variable, writer));
        }
    }

    fn collide(&mut self, list: &[Use]) {
        for used in list {
            if let Some(writer) = used.writer {
                self.collide_one(used.variable, writer, list, false);
            }
        }
    }

    /// A place that is read, or changed by `writer`.
    fn place(&mut self, place: PlaceId, writer: Option<ExprId>) -> Uses {
        if let Some(variable) = self.variable(place) {
            return Uses { before: Vec::new(), after: vec![Use { variable, writer }] };
        }
        self.within(place)
    }

    /// What finding a place takes.
    fn within(&mut self, place: PlaceId) -> Uses {
        match self.parser.func.body.place(place).kind {
            PlaceKind::Deref(e) | PlaceKind::Value(e) => self.visit(e),
            PlaceKind::Field { base, .. } => self.within(base),
            _ => Uses::default(),
        }
    }

    /// Operands in no order.
    fn unordered(&mut self, operands: &[ExprId]) -> Uses {
        let mut uses = Uses::default();
        for operand in operands {
            let found = self.visit(*operand);
            uses.before.extend(found.before);
            uses.after.extend(found.after);
        }
        uses
    }

    /// The first is done with when the second begins.
    fn ordered(&mut self, first: ExprId, second: ExprId) -> Uses {
        let found = self.visit(first);
        self.collide(&found.after);
        let mut uses = Uses::default();
        merge(&mut uses.before, found.before);
        merge(&mut uses.before, found.after);
        let found = self.visit(second);
        merge(&mut uses.before, found.before);
        uses.after = found.after;
        uses
    }

    fn assignment(&mut self, e: ExprId, place: PlaceId, mut right: Uses) -> Uses {
        let left = self.place(place, Some(e));
        let left: Vec<Use> = left.after.into_iter().chain(left.before).collect();
        // What the left side reads is in no order with the right side's sequence points.
        right.before.extend(left.iter().filter(|used| used.writer != Some(e)));
        self.collide(&right.before);
        let mut after: Vec<Use> = left.iter().filter(|used| used.writer != Some(e)).copied().collect();
        if let Some(variable) = self.variable(place) {
            self.collide_one(variable, e, &right.after, true);
            merge(&mut right.after, vec![Use { variable, writer: Some(e) }]);
        }
        right.after.append(&mut after);
        right
    }

    fn visit(&mut self, e: ExprId) -> Uses {
        let parser = self.parser;
        match &parser.func.body.expr(e).kind {
            ExprKind::Load(place) => self.place(*place, None),
            // The address of a variable is no use of it.
            ExprKind::AddrOf(place) => self.within(*place),
            ExprKind::Cast(a) | ExprKind::Unary(_, a) | ExprKind::Not(a) => self.visit(*a),
            ExprKind::Binary(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::PtrAdd { ptr: a, index: b, .. }
            | ExprKind::PtrSub { ptr: a, index: b, .. }
            | ExprKind::PtrDiff { left: a, right: b, .. } => self.unordered(&[*a, *b]),
            ExprKind::Logical(_, a, b) | ExprKind::Comma(a, b) => self.ordered(*a, *b),
            ExprKind::Cond { cond, then, otherwise } => {
                let mut uses = self.visit(*cond);
                self.collide(&uses.after);
                let after = std::mem::take(&mut uses.after);
                merge(&mut uses.before, after);
                for arm in [then, otherwise] {
                    let found = self.visit(*arm);
                    self.collide(&found.after);
                    merge(&mut uses.before, found.before);
                    merge(&mut uses.after, found.after);
                }
                uses
            }
            ExprKind::Assign { place, value } => {
                let right = self.visit(*value);
                self.assignment(e, *place, right)
            }
            ExprKind::AssignOp { place, value, .. } | ExprKind::AssignPtr { place, index: value, .. } => {
                let mut right = self.visit(*value);
                if let Some(variable) = self.variable(*place) {
                    right.after.insert(0, Use { variable, writer: None });
                }
                self.assignment(e, *place, right)
            }
            ExprKind::IncDec { place, .. } => self.place(*place, Some(e)),
            ExprKind::Call { callee, args, .. } => {
                let function = match callee {
                    Callee::Indirect(e) => self.visit(*e),
                    Callee::Direct(_) => Uses::default(),
                };
                let mut before = function.before;
                for arg in args.iter() {
                    let mut found = self.visit(*arg);
                    merge(&mut found.after, found.before);
                    before.append(&mut found.after);
                }
                before.extend(function.after);
                // gcc shows the last argument that changes it.
                before.reverse();
                self.collide(&before);
                Uses { before, after: Vec::new() }
            }
            _ => Uses::default(),
        }
    }
}
