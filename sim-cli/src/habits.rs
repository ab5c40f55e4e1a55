//! What people type out of habit with a compiler: `sim run -Wall -O2 -std=c11 prog.c -lpthread`. Options of gcc that
//! change neither what is compiled nor what a program prints are left out before the command line is looked at.

use forklore_sim::compiler::changes_nothing;
use std::ffi::OsString;

/// The command line without them; what follows `--` is the program's.
pub fn left_out(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut ours = true;
    args.filter(|arg| {
        ours &= arg != "--";
        // `-s` strips a program, and is an option of strace.
        !(ours && arg != "-s" && arg.to_str().is_some_and(changes_nothing))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_nothing_is_left_out() {
        let typed =
            "sim run -Wall -Werror -O2 -g -std=c11 -fsanitize=address -I inc -DX=1 -w a.c -lpthread -lm -- -g -Wx";
        let kept = left_out(typed.split(' ').map(OsString::from));
        assert_eq!(kept.join(" ".as_ref()), "sim run -Wall -Werror -I inc -DX=1 -w a.c -- -g -Wx");
        for other in ["-o", "-m32", "-c", "-f", "-e", "-s", "--lint", "-", "a.c", "-Ox"] {
            let kept = left_out([OsString::from(other)].into_iter());
            assert_eq!(kept.len(), 1, "{other}");
        }
    }
}
