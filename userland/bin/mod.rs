//! The programs of the simulated machine's /bin: C sources, compiled together with libc ahead of time.
//!
//! A program is one `.c` file and `util.c`, or several (`sh`). Sources share the headers in [`SOURCES`] by `#include "..."`.
//! `check.sh` beside this file builds them with the system's compiler and compares them with the GNU tools and dash.

macro_rules! sources {
    ($($file:literal),* $(,)?) => { &[$(($file, include_str!($file))),*] };
}

/// File name and text of every source and header.
pub const SOURCES: &[(&str, &str)] = sources![
    "basename.c", "cat.c", "chmod.c", "cmp.c", "condition.c", "condition.h", "copy.c", "copy.h", "cp.c", "cut.c",
    "date.c", "dirname.c", "echo.c", "env.c", "expr.c", "false.c", "format.c", "format.h", "grep.c", "head.c",
    "hostname.c", "id.c", "kill.c", "ln.c", "ls.c", "mkdir.c", "mkfifo.c", "mv.c", "nice.c", "nohup.c", "od.c",
    "printenv.c", "printf.c", "pwd.c", "regex.c", "regex.h", "rev.c", "rm.c", "rmdir.c", "seq.c", "sh_arith.c",
    "sh_builtin.c", "sh_builtin2.c", "sh_core.c", "sh_core.h", "sh_exec.c", "sh_expand.c", "sh_jobs.c", "sh_lex.c",
    "sh_parse.c", "sh_pattern.c", "sh_redir.c", "sh_test.c", "sh_trap.c", "sh_var.c", "sleep.c", "sort.c", "sync.c",
    "tail.c", "tee.c", "test.c", "touch.c", "tr.c", "true.c", "tty.c", "uname.c", "uniq.c", "util.c", "util.h",
    "wc.c", "whoami.c", "xargs.c", "yes.c",
];

/// Name in /bin and the source files that make the program, from [`SOURCES`].
pub const PROGRAMS: &[(&str, &[&str])] = &[
    ("[", &["test.c", "condition.c", "util.c"]),
    ("basename", &["basename.c", "util.c"]),
    ("cat", &["cat.c", "util.c"]),
    ("chmod", &["chmod.c", "util.c"]),
    ("cmp", &["cmp.c", "util.c"]),
    ("cp", &["cp.c", "copy.c", "util.c"]),
    ("cut", &["cut.c", "util.c"]),
    ("date", &["date.c", "util.c"]),
    ("dirname", &["dirname.c", "util.c"]),
    ("echo", &["echo.c", "util.c"]),
    ("env", &["env.c", "util.c"]),
    ("expr", &["expr.c", "regex.c", "util.c"]),
    ("false", &["false.c"]),
    ("grep", &["grep.c", "regex.c", "util.c"]),
    ("head", &["head.c", "util.c"]),
    ("hostname", &["hostname.c", "util.c"]),
    ("id", &["id.c", "util.c"]),
    ("kill", &["kill.c", "util.c"]),
    ("ln", &["ln.c", "copy.c", "util.c"]),
    ("ls", &["ls.c", "util.c"]),
    ("mkdir", &["mkdir.c", "util.c"]),
    ("mkfifo", &["mkfifo.c", "util.c"]),
    ("mv", &["mv.c", "copy.c", "util.c"]),
    ("nice", &["nice.c", "util.c"]),
    ("nohup", &["nohup.c", "util.c"]),
    ("od", &["od.c", "util.c"]),
    ("printenv", &["printenv.c", "util.c"]),
    ("printf", &["printf.c", "format.c", "util.c"]),
    ("pwd", &["pwd.c", "util.c"]),
    ("rev", &["rev.c", "util.c"]),
    ("rm", &["rm.c", "util.c"]),
    ("rmdir", &["rmdir.c", "util.c"]),
    ("seq", &["seq.c", "util.c"]),
    ("sh", &["sh_arith.c", "sh_core.c", "util.c", "sh_builtin.c", "format.c", "sh_builtin2.c", "sh_exec.c", "sh_expand.c", "sh_jobs.c", "sh_lex.c", "sh_parse.c", "sh_pattern.c", "sh_redir.c", "sh_test.c", "condition.c", "sh_trap.c", "sh_var.c"]),
    ("sleep", &["sleep.c", "util.c"]),
    ("sort", &["sort.c", "util.c"]),
    ("sync", &["sync.c", "util.c"]),
    ("tail", &["tail.c", "util.c"]),
    ("tee", &["tee.c", "util.c"]),
    ("test", &["test.c", "condition.c", "util.c"]),
    ("touch", &["touch.c", "util.c"]),
    ("tr", &["tr.c", "util.c"]),
    ("true", &["true.c"]),
    ("tty", &["tty.c", "util.c"]),
    ("uname", &["uname.c", "util.c"]),
    ("uniq", &["uniq.c", "util.c"]),
    ("wc", &["wc.c", "util.c"]),
    ("whoami", &["whoami.c", "util.c"]),
    ("xargs", &["xargs.c", "util.c"]),
    ("yes", &["yes.c", "util.c"]),
];

/// The text of a source or header of [`SOURCES`].
pub fn source(file: &str) -> Option<&'static str> {
    SOURCES.iter().find(|(name, _)| *name == file).map(|(_, text)| *text)
}
