//! Comparisons and sizes that are not what was meant: `-Waddress`, `-Wtautological-compare`, `-Wchar-subscripts`,
//! `-Wsizeof-pointer-memaccess`, `-Wmemset-transposed-args`, `-Wmemset-elt-size`, `-Wswitch`.

use super::*;

impl Parser {
    /// About `l == r` and its like.
    pub(in super::super) fn check_comparison(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand) {
        let equality = matches!(kind, Tok::EqEq | Tok::Ne);
        if !equality && !matches!(kind, Tok::Lt | Tok::Gt | Tok::Le | Tok::Ge) {
            return;
        }
        if self.is_string(l) || self.is_string(r) {
            if !self.is_null_constant(l) && !self.is_null_constant(r) {
                self.warn(at, "-Waddress", "comparison with string literal results in unspecified behavior");
            }
            return;
        }
        if equality && (self.is_null_constant(l) || self.is_null_constant(r)) {
            let op = if self.is_null_constant(r) { l } else { r };
            if let Some((name, span)) = self.certain_address(op) {
                self.never_null(at, &name, span, kind == Tok::Ne);
            }
        }
        if self.span_at(at).0 < Span::EXPANDED
            && self.is_variable(l)
            && self.source_text(l.first, l.last) == self.source_text(r.first, r.last)
        {
            let truth = matches!(kind, Tok::EqEq | Tok::Le | Tok::Ge);
            // Not a number is not even itself.
            if !self.types.is_float(l.ty) && !l.ty.quals().has(Quals::VOLATILE) {
                self.warn(at, "-Wtautological-compare", format!("self-comparison always evaluates to {truth}"));
            }
        }
    }

    fn is_string(&self, op: &Operand) -> bool {
        op.at == op.first && self.toks[op.first as usize].kind == Tok::Str
    }

    fn is_variable(&self, op: &Operand) -> bool {
        op.first == op.last && matches!(op.node, Node::Place(_)) && self.toks[op.at as usize].kind == Tok::Ident
    }

    /// About `a[i]`; `at` is the bracket.
    pub(in super::super) fn check_subscript(&mut self, index: &Operand, at: u32) {
        if index.ty.unqualified() == TypeId::CHAR && !matches!(index.node, Node::Value(e) if self.is_constant_node(e)) {
            self.warn(at, "-Wchar-subscripts", "array subscript has type 'char'");
        }
    }

    /// The variable or function whose address an operand plainly is, and where it was declared.
    pub(super) fn certain_address(&self, op: &Operand) -> Option<(String, Span)> {
        let place = match op.node {
            Node::Place(place) if self.types.is_array(op.ty) || self.types.is_function(op.ty) => place,
            Node::Value(e) if op.at == op.first && self.toks[op.at as usize].kind == Tok::Amp => {
                match self.func.body.expr(e).kind {
                    ExprKind::AddrOf(place) => place,
                    _ => return None,
                }
            }
            _ => return None,
        };
        let span = match self.func.body.place(place).kind {
            PlaceKind::Local(local) => self.func.locals[local.index()].span,
            PlaceKind::Symbol(symbol) if self.symbols[symbol.index()].weak => return None,
            PlaceKind::Symbol(symbol) => self.span_at(self.symbol_info[symbol.index()].token),
            _ => return None,
        };
        Some((self.name_of(place)?.to_string(), span))
    }

    /// About the comparison at `at` of an address with null.
    pub(super) fn never_null(&mut self, at: u32, name: &str, declared: Span, truth: bool) {
        let said = self.raw.len();
        let text = "the comparison will always evaluate as";
        self.warn(at, "-Waddress", format!("{text} '{truth}' for the address of '{name}' will never be NULL"));
        if self.raw.len() > said && !self.map.is_system(self.map.use_site(declared)) {
            let message = format!("'{name}' declared here");
            self.push_raw(Raw::new(Severity::Note, declared, name.len() as u32, message));
        }
    }

    /// About a call of memset with three arguments.
    fn check_memset(&mut self, args: &[Operand], at: u32) {
        let [dest, value, size] = args else { return };
        let literal_zero = |op: &Operand| {
            let text = self.source_text(op.first, op.last);
            op.first == op.last && (text == "0" || text == "'\\0'")
        };
        let constant = match size.node {
            Node::Value(e) => self.int_of(e),
            _ => None,
        };
        if literal_zero(size) && !literal_zero(value) {
            let what = "this could be due to transposed parameters";
            let message = format!("'memset' used with constant zero length parameter; {what}");
            self.warn(at, "-Wmemset-transposed-args", message);
        }
        if let TypeKind::Array { elem, len: Some(count) } = *self.types.kind(dest.ty)
            && self.types.size(elem).is_some_and(|size| size != 1)
            && constant.is_some_and(|size| u64::try_from(size) == Ok(count))
        {
            let what = "length equal to number of elements without multiplication by element size";
            self.warn(at, "-Wmemset-elt-size", format!("'memset' used with {what}"));
        }
    }

    /// About `memset(p, 0, sizeof p)`: the size of a pointer is hardly that of what it points to.
    pub(in super::super) fn check_sizes(&mut self, name: &str, args: &[Operand], at: u32) {
        if name == "memset" {
            self.check_memset(args, at);
        }
        let size = match name {
            "memset" | "memcpy" | "memmove" | "memcmp" | "strncpy" | "strncat" => 2,
            "snprintf" | "bzero" => 1,
            _ => return,
        };
        let (Some(dest), Some(size)) = (args.first(), args.get(size)) else { return };
        if self.toks[size.first as usize].kind != Tok::KwSizeof || size.at != size.first {
            return;
        }
        let Some(target) = self.types.pointee(dest.ty) else { return };
        let mut operand = (size.first + 1, size.last);
        if self.toks[operand.0 as usize].kind == Tok::LParen {
            operand = (operand.0 + 1, operand.1 - 1);
        }
        let text = |p: &Parser, (first, last)| p.source_text(first, last);
        if operand.0 > operand.1 || text(self, operand) != text(self, (dest.first, dest.last)) {
            return;
        }
        let way = match self.types.size(target) {
            Some(1) | None => "provide an explicit length",
            _ => "dereference it",
        };
        let message = format!(
            "argument to 'sizeof' in '{name}' call is the same expression as the destination; did you mean to {way}?"
        );
        self.warn(size.first + 1, "-Wsizeof-pointer-memaccess", message);
    }

    /// About `sizeof` of a parameter that was written as an array. gcc says so always.
    pub(in super::super) fn check_sizeof(&mut self, op: &Operand) {
        let Node::Place(place) = op.node else { return };
        let PlaceKind::Local(local) = self.func.body.place(place).kind else { return };
        if !self.func.array_params.contains(&local) || self.in_params > 0 {
            return;
        }
        let name = self.text(self.func.locals[local.index()].name);
        let shown = self.quoted(op.ty.unqualified());
        let message = format!("'sizeof' on array function parameter '{name}' will return size of {shown}");
        self.warn(op.first, "-Wsizeof-array-argument", message);
        let span = self.func.locals[local.index()].span;
        if let Some(token) = self.func.param_tokens.iter().map(|p| p.0).find(|token| self.span_at(*token) == span) {
            self.note(token, "declared here");
        }
    }

    /// About `sizeof p / sizeof *p`; `at` is the operator.
    pub(in super::super) fn check_division(&mut self, kind: Tok, at: u32, l: &Operand, r: &Operand) {
        let measured =
            |p: &Parser, op: &Operand| p.func.measured.iter().rev().find(|known| known.0 == op.at).map(|known| known.1);
        if kind != Tok::Slash {
            return;
        }
        let (Some(whole), Some(part)) = (measured(self, l), measured(self, r)) else { return };
        if self.types.pointee(whole).is_none_or(|target| target.unqualified() != part.unqualified()) {
            return;
        }
        // Of an array parameter something has been said already.
        let said = |raw: &Raw| raw.option == Some("-Wsizeof-array-argument") && raw.at >= l.first;
        if self.raw.iter().rev().take(4).any(said) {
            return;
        }
        let (whole, part) = (self.type_name(whole), self.type_name(part));
        let message =
            format!("division 'sizeof ({whole}) / sizeof ({part})' does not compute the number of array elements");
        self.warn(at, "-Wsizeof-pointer-div", message);
    }

    /// About a switch over an enumeration that forgets a constant.
    pub(in super::super) fn check_enumeration(&mut self, ty: TypeId, cases: &[Case], at: u32) {
        let TypeKind::Enum(id) = *self.types.kind(ty.unqualified()) else { return };
        let constants = self.types.enumeration(id).constants.clone();
        for (name, value) in constants {
            if !cases.iter().any(|case| (case.lo..=case.hi).contains(&value)) {
                let name = self.text(name);
                self.warn(at, "-Wswitch", format!("enumeration value '{name}' not handled in switch"));
            }
        }
    }
}
