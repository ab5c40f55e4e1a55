//! Which warnings are given, and which count as errors: gcc's options `-Wall`, `-Wno-unused-variable`, `-Werror`, gcc(1).
//!
//! Entry points: [`Warnings::wanted`], [`Warnings::sort_out`].

use super::diag::{Diagnostic, Severity};

/// Options without which nobody hears of them: those of `-Wall`.
const ALL: &[&str] = &[
    "address",
    "bool-compare",
    "char-subscripts",
    "comment",
    "dangling-else",
    "format-extra-args",
    "format-zero-length",
    "format=",
    "int-in-bool-context",
    "logical-not-parentheses",
    "main",
    "maybe-uninitialized",
    "memset-elt-size",
    "memset-transposed-args",
    "misleading-indentation",
    "missing-braces",
    "parentheses",
    "pointer-sign",
    "return-type",
    "sequence-point",
    "sizeof-pointer-div",
    "sizeof-pointer-memaccess",
    "switch",
    "tautological-compare",
    "uninitialized",
    "unused-but-set-variable",
    "unused-const-variable=",
    "unused-function",
    "unused-label",
    "unused-local-typedefs",
    "unused-value",
    "unused-variable",
];

/// Those of `-Wextra`.
const EXTRA: &[&str] = &[
    "empty-body",
    "old-style-declaration",
    "shift-negative-value",
    "sign-compare",
    "type-limits",
    "unused-but-set-parameter",
    "unused-parameter",
];

/// The options of `-Wall` and `-Wextra` that there are, without `-W`.
pub fn all() -> impl Iterator<Item = &'static str> {
    ALL.iter().chain(EXTRA).copied()
}

/// The options as they were given, without `-W`: `all`, `no-format`, `error`, `error=parentheses`. `none` is gcc's `-w`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Warnings<'a>(pub &'a [String]);

impl Warnings<'_> {
    /// Is anything asked for that is not warned of anyway?
    pub fn wanted(self) -> bool {
        self.0.iter().any(|option| {
            let option = option.strip_prefix("error=").unwrap_or(option);
            option == "all" || option == "extra" || ALL.iter().chain(EXTRA).any(|name| in_group(name, option))
        })
    }

    /// Is a warning with this option given? What says more about it wins, then what comes later.
    fn is_on(self, option: &str) -> bool {
        if self.0.iter().any(|given| given == "none") {
            return false;
        }
        let mut on = !ALL.contains(&option) && !EXTRA.contains(&option);
        for given in self.0 {
            on |= given == "all" && ALL.contains(&option) || given == "extra" && EXTRA.contains(&option);
        }
        for exact in [false, true] {
            for given in self.0 {
                let asked = given.strip_prefix("error=").unwrap_or(given);
                let (name, yes) = asked.strip_prefix("no-").map_or((asked, true), |name| (name, false));
                if in_group(option, name) && exact == is_same(option, name) {
                    on = yes;
                }
            }
        }
        on
    }

    /// Is a warning with this option an error?
    fn is_error(self, option: &str) -> bool {
        let mut error = false;
        for given in self.0 {
            match given.as_str() {
                "error" => error = true,
                "no-error" => error = false,
                _ => {}
            }
        }
        for given in self.0 {
            if given.strip_prefix("error=").is_some_and(|name| in_group(option, name)) {
                error = true;
            } else if given.strip_prefix("no-error=").is_some_and(|name| in_group(option, name)) {
                error = false;
            }
        }
        error
    }

    /// Leaves out the warnings that are not given, with their notes, and makes errors of those that count as such. Says
    /// what gcc says of that at the end.
    pub fn sort_out(self, list: &mut Vec<Diagnostic>) -> Option<&'static str> {
        let (mut drop, mut headings, mut made) = (false, Vec::new(), None);
        list.retain_mut(|d| {
            match d.severity {
                Severity::Note => {}
                Severity::Warning => {
                    let option = d.option.unwrap_or_default().trim_start_matches("-W").to_string();
                    drop = !self.is_on(&option);
                    if !drop && self.is_error(&option) {
                        d.severity = Severity::Error;
                        d.counts_as_error = true;
                        made = Some("cc1: all warnings being treated as errors");
                    }
                }
                Severity::Error | Severity::Fatal => drop = false,
            }
            // A heading is for all that follow.
            if drop {
                headings.append(&mut d.headings);
            } else if !headings.is_empty() {
                keep_last_function(&mut headings);
                headings.append(&mut d.headings);
                keep_last_function(&mut headings);
                d.headings = std::mem::take(&mut headings);
            }
            !drop
        });
        let all = self.0.iter().any(|option| option == "error");
        made.map(|text| if all { text } else { "cc1: some warnings being treated as errors" })
    }
}

/// Of several headings that name a function the last one.
fn keep_last_function(headings: &mut Vec<String>) {
    let names = |heading: &String| heading.contains(": In function '") || heading.ends_with(": At top level:");
    if let Some(last) = headings.iter().rposition(names) {
        let mut at = 0;
        headings.retain(|heading| {
            at += 1;
            at - 1 == last || !names(heading)
        });
    }
}

fn is_same(option: &str, name: &str) -> bool {
    option == name || option.strip_suffix('=') == Some(name)
}

/// Is the warning one of those that an option of this name is about?
fn in_group(option: &str, name: &str) -> bool {
    let name = name.split_once('=').map_or(name, |(name, _level)| name);
    is_same(option, name)
        || name == "unused" && option.starts_with("unused-")
        || name == "format" && option.starts_with("format")
        || name == "parentheses" && option == "dangling-else"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warnings(options: &[&str]) -> Vec<String> {
        options.iter().map(|option| option.to_string()).collect()
    }

    #[test]
    fn options_as_gcc_takes_them() {
        let cases: &[(&[&str], &str, bool)] = &[
            (&[], "int-conversion", true),
            (&[], "unused-variable", false),
            (&["all"], "unused-variable", true),
            (&["all", "no-unused-variable"], "unused-variable", false),
            (&["no-unused-variable", "all"], "unused-variable", false),
            (&["all", "no-unused"], "unused-label", false),
            (&["no-unused", "unused-label"], "unused-label", true),
            (&["format"], "format=", true),
            (&["format=2"], "format-extra-args", true),
            (&["all"], "unused-parameter", false),
            (&["extra"], "unused-parameter", true),
            (&["extra"], "unused-variable", false),
            (&["no-int-conversion"], "int-conversion", false),
            (&["error=format"], "format=", true),
        ];
        for (options, option, on) in cases {
            let given = warnings(options);
            assert_eq!(Warnings(&given).is_on(option), *on, "{options:?} {option}");
        }
        assert!(Warnings(&warnings(&["error"])).is_error("int-conversion"));
        assert!(!Warnings(&warnings(&["error", "no-error=format"])).is_error("format="));
        assert!(Warnings(&warnings(&["error=format"])).is_error("format="));
        assert!(!Warnings(&warnings(&["error"])).wanted());
        assert!(Warnings(&warnings(&["parentheses"])).wanted());
    }
}
