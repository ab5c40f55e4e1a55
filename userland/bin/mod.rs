//! The programs of the simulated machine's /bin: C sources, compiled together with libc ahead of time.
//!
//! A program is one `.c` file and `util.c`, or several (`sh`). Sources share the headers in [`SOURCES`] by `#include "..."`.
//! `check.sh` beside this file builds them with the system's compiler and compares them with the GNU tools and dash.

macro_rules! sources {
    ($($file:literal),* $(,)?) => { &[$(($file, include_str!($file))),*] };
}

/// File name and text of every source and header.
pub const SOURCES: &[(&str, &str)] = sources![
    "cat.c", "echo.c", "false.c", "head.c", "seq.c", "sleep.c", "tail.c", "tee.c", "true.c", "util.c", "util.h", "wc.c", "yes.c",
];

/// Name in /bin and the source files that make the program, from [`SOURCES`].
pub const PROGRAMS: &[(&str, &[&str])] = &[
    ("cat", &["cat.c", "util.c"]),
    ("echo", &["echo.c", "util.c"]),
    ("false", &["false.c"]),
    ("head", &["head.c", "util.c"]),
    ("seq", &["seq.c", "util.c"]),
    ("sleep", &["sleep.c", "util.c"]),
    ("tail", &["tail.c", "util.c"]),
    ("tee", &["tee.c", "util.c"]),
    ("true", &["true.c"]),
    ("wc", &["wc.c", "util.c"]),
    ("yes", &["yes.c", "util.c"]),
];

/// The text of a source or header of [`SOURCES`].
pub fn source(file: &str) -> Option<&'static str> {
    SOURCES.iter().find(|(name, _)| *name == file).map(|(_, text)| *text)
}
