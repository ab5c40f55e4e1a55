//! "Did you mean": names close to one that is not declared, and headers that declare well-known names.
//!
//! Entry points: `Parser::undeclared`, `Parser::unknown_type_name`, `Parser::no_member`, `Parser::suggest_function`.

use super::super::token::type_keywords;
use super::*;

/// Names of macros and types that a header declares, as gcc 12 suggests them.
const IN_HEADERS: &[(&str, &str)] = &[
    ("BUFSIZ", "<stdio.h>"),
    ("CHAR_BIT", "<limits.h>"),
    ("CHAR_MAX", "<limits.h>"),
    ("CHAR_MIN", "<limits.h>"),
    ("DBL_MAX", "<float.h>"),
    ("DBL_MIN", "<float.h>"),
    ("EOF", "<stdio.h>"),
    ("EXIT_FAILURE", "<stdlib.h>"),
    ("EXIT_SUCCESS", "<stdlib.h>"),
    ("FILE", "<stdio.h>"),
    ("FILENAME_MAX", "<stdio.h>"),
    ("FLT_MAX", "<float.h>"),
    ("INT16_MAX", "<stdint.h>"),
    ("INT32_MAX", "<stdint.h>"),
    ("INT64_MAX", "<stdint.h>"),
    ("INT8_MAX", "<stdint.h>"),
    ("INT_MAX", "<limits.h>"),
    ("INT_MIN", "<limits.h>"),
    ("LLONG_MAX", "<limits.h>"),
    ("LLONG_MIN", "<limits.h>"),
    ("LONG_MAX", "<limits.h>"),
    ("LONG_MIN", "<limits.h>"),
    ("NULL", "<stddef.h>"),
    ("SHRT_MAX", "<limits.h>"),
    ("SIZE_MAX", "<stdint.h>"),
    ("UCHAR_MAX", "<limits.h>"),
    ("UINT16_MAX", "<stdint.h>"),
    ("UINT32_MAX", "<stdint.h>"),
    ("UINT64_MAX", "<stdint.h>"),
    ("UINT8_MAX", "<stdint.h>"),
    ("UINT_MAX", "<limits.h>"),
    ("ULONG_MAX", "<limits.h>"),
    ("assert", "<assert.h>"),
    ("bool", "<stdbool.h>"),
    ("errno", "<errno.h>"),
    ("false", "<stdbool.h>"),
    ("fopen", "<stdio.h>"),
    ("fpos_t", "<stdio.h>"),
    ("getchar", "<stdio.h>"),
    ("int16_t", "<stdint.h>"),
    ("int32_t", "<stdint.h>"),
    ("int64_t", "<stdint.h>"),
    ("int8_t", "<stdint.h>"),
    ("intptr_t", "<stdint.h>"),
    ("offsetof", "<stddef.h>"),
    ("printf", "<stdio.h>"),
    ("ptrdiff_t", "<stddef.h>"),
    ("size_t", "<stddef.h>"),
    ("stderr", "<stdio.h>"),
    ("stdin", "<stdio.h>"),
    ("stdout", "<stdio.h>"),
    ("true", "<stdbool.h>"),
    ("uint16_t", "<stdint.h>"),
    ("uint32_t", "<stdint.h>"),
    ("uint64_t", "<stdint.h>"),
    ("uint8_t", "<stdint.h>"),
    ("uintptr_t", "<stdint.h>"),
    ("va_list", "<stdarg.h>"),
    ("wchar_t", "<stddef.h>"),
];

fn header_of(name: &str) -> Option<&'static str> {
    IN_HEADERS.binary_search_by(|e| e.0.cmp(name)).ok().map(|i| IN_HEADERS[i].1)
}

impl Parser {
    /// An identifier that means nothing.
    pub(super) fn undeclared(&mut self, sym: Sym, at: u32) {
        if self.func.active {
            if self.func.undeclared.contains(&sym) {
                return;
            }
            self.func.undeclared.push(sym);
        }
        let name = self.text(sym);
        let (place, header) = (
            if self.func.active { "(first use in this function)" } else { "here (not in a function)" },
            header_of(&name),
        );
        let near = if header.is_some() {
            None
        } else {
            self.suggest(&name, |m| !matches!(m, Meaning::Typedef(_) | Meaning::Bad))
        };
        let mut message = format!("'{name}' undeclared {place}");
        if let Some(near) = &near {
            message.push_str(&format!("; did you mean '{near}'?"));
        }
        self.error(at, message);
        if let Some(raw) = self.raw.last_mut() {
            raw.insert = near;
        }
        if let Some(header) = header {
            self.note_header(&name, header, at);
        }
        if self.func.active && !self.said_once {
            self.said_once = true;
            self.note(at, "each undeclared identifier is reported only once for each function it appears in");
        }
    }

    fn note_header(&mut self, name: &str, header: &'static str, at: u32) {
        if self.gave_up {
            return;
        }
        let bare = header.trim_matches(['<', '>']);
        if self.suggested_headers.contains(&bare) {
            self.note(at, format!("'{name}' is defined in header '{header}'; did you forget to '#include {header}'?"));
            return;
        }
        self.suggested_headers.push(bare);
        let message = format!("'{name}' is defined in header '{header}'; did you forget to '#include {header}'?");
        let first = self.map.include_spot();
        let mut raw = Raw::new(Severity::Note, first, 1, message);
        raw.add_include = Some(header.to_string());
        self.push_raw(raw);
    }

    /// Something that should be a type at the cursor, and is none.
    pub(super) fn unknown_type_name(&mut self) {
        let at = self.here();
        let sym = self.tok().sym;
        let name = self.text(sym);
        let tag = self.lookup_tag(sym).map(|t| t.ty);
        if let Some(ty) = tag {
            let word = match self.types.as_record(ty) {
                Some(id) => self.record_word(self.types.record(id).kind),
                None => "enum",
            };
            self.error(at, format!("unknown type name '{name}'; use '{word}' keyword to refer to the type"));
            if let Some(raw) = self.raw.last_mut() {
                raw.insert = Some(format!("{word} "));
            }
            return;
        }
        self.unknown_type_in_list();
    }

    /// The same among members and parameters, where gcc does not think of tags.
    pub(super) fn unknown_type_in_list(&mut self) {
        let at = self.here();
        let name = self.text(self.tok().sym);
        let header = header_of(&name);
        let near = if header.is_some() { None } else { self.suggest(&name, |m| matches!(m, Meaning::Typedef(_))) };
        match &near {
            Some(near) => self.error(at, format!("unknown type name '{name}'; did you mean '{near}'?")),
            None => self.error(at, format!("unknown type name '{name}'")),
        }
        if let (Some(near), Some(raw)) = (near, self.raw.last_mut()) {
            raw.insert = Some(near);
        }
        if let Some(header) = header {
            self.note_header(&name, header, at);
        }
    }

    /// A member that a record has not.
    pub(super) fn no_member(&mut self, id: RecordId, ty: TypeId, name: Sym, at: u32) {
        let shown = self.quoted(ty.unqualified());
        let text = self.text(name);
        let mut best = Best::new(&text);
        let members = self.types.record(id).members.clone().unwrap_or_default();
        for m in &members {
            if let Some(n) = m.name {
                best.consider(self.names.get(n));
            }
        }
        match best.found() {
            Some(near) => {
                self.error(at, format!("{shown} has no member named '{text}'; did you mean '{near}'?"));
                let (span, len) = (self.span_at(self.before()), self.len_at(self.before()));
                if let Some(raw) = self.raw.last_mut() {
                    raw.caret = span;
                    raw.ranges = vec![Range::token(span, len)];
                    raw.insert = Some(near);
                }
            }
            None => self.error(at, format!("{shown} has no member named '{text}'")),
        }
    }

    /// A declared name that is close.
    fn suggest(&self, name: &str, fits: impl Fn(&Meaning) -> bool) -> Option<String> {
        let mut best = Best::new(name);
        for b in self.bindings.iter().rev() {
            if fits(&b.meaning) && self.lookup(b.sym).is_some_and(|top| top.token == b.token) {
                let candidate = self.names.get(b.sym);
                if !candidate.starts_with("__") || name.starts_with('_') {
                    best.consider(candidate);
                }
            }
        }
        let ours = |text: &&str| !text.starts_with('_') || name.starts_with('_');
        self.macros.iter().map(|sym| self.names.get(sym)).filter(ours).for_each(|text| best.consider(text));
        type_keywords().filter(ours).for_each(|text| best.consider(text));
        best.found()
    }

    /// A declared or built-in function that is close.
    pub(super) fn suggest_function(&self, name: &str) -> Option<String> {
        let mut best = Best::new(name);
        for b in self.bindings.iter().rev() {
            if let Meaning::Symbol(id) = b.meaning
                && !self.symbol_info[id.0 as usize].implicit
                && self.types.is_function(self.symbols[id.0 as usize].ty)
            {
                let candidate = self.names.get(b.sym);
                if !candidate.starts_with("__") || name.starts_with('_') {
                    best.consider(candidate);
                }
            }
        }
        best.found()
    }
}

/// The best candidate so far, by gcc's edit distance and limits.
struct Best<'a> {
    goal: &'a [u8],
    distance: usize,
    name: Option<String>,
}

impl<'a> Best<'a> {
    fn new(goal: &'a str) -> Best<'a> {
        Best { goal: goal.as_bytes(), distance: usize::MAX, name: None }
    }

    fn consider(&mut self, candidate: &str) {
        let c = candidate.as_bytes();
        if c.len() > 64 || self.goal.len() > 64 || c == self.goal {
            return;
        }
        // distances are doubled so that a change of case costs half
        let limit = cutoff(self.goal.len(), c.len());
        if 2 * c.len().abs_diff(self.goal.len()) > limit {
            return;
        }
        let distance = edit_distance(self.goal, c);
        if distance < self.distance {
            self.distance = distance;
            self.name = Some(candidate.to_string());
        }
    }

    fn found(self) -> Option<String> {
        let limit = cutoff(self.goal.len(), self.name.as_ref()?.len());
        self.name.filter(|_| self.distance <= limit)
    }
}

/// The first of the names that are closest to `name`, if one is close enough for "did you mean".
pub fn closest(name: &str, names: &[&str]) -> Option<String> {
    let mut best = Best::new(name);
    names.iter().for_each(|other| best.consider(other));
    best.found()
}

/// Largest distance (doubled) at which a suggestion makes sense.
fn cutoff(a: usize, b: usize) -> usize {
    let (max, min) = (a.max(b), a.min(b));
    if max <= 1 {
        return 0;
    }
    if max - min <= 1 {
        return 2 * (max / 3).max(1);
    }
    2 * max.div_ceil(3)
}

/// Damerau-Levenshtein distance, times two; letters that differ in case only cost one.
fn edit_distance(a: &[u8], b: &[u8]) -> usize {
    let width = b.len() + 1;
    let mut before = vec![0; width];
    let mut last: Vec<usize> = (0..width).map(|i| 2 * i).collect();
    for i in 0..a.len() {
        let mut row = vec![0; width];
        row[0] = 2 * (i + 1);
        for j in 0..b.len() {
            let cost = if a[i] == b[j] {
                0
            } else if a[i].eq_ignore_ascii_case(&b[j]) {
                1
            } else {
                2
            };
            let mut best = (last[j + 1] + 2).min(row[j] + 2).min(last[j] + cost);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                best = best.min(before[j - 1] + 2);
            }
            row[j + 1] = best;
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(IN_HEADERS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn distances() {
        assert_eq!(edit_distance(b"pritnf", b"printf"), 2);
        assert_eq!(edit_distance(b"Main", b"main"), 1);
        assert_eq!(edit_distance(b"abc", b"abc"), 0);
    }
}
