//! execve(2) and kin, what survives it; posix_spawn is not used, system(3) and popen(3) are.

use super::*;

pub fn opening(d: &mut Dice) -> String {
    match d.below(4) {
        0 => signals::arrange(d),
        1 => format!("R(@, {} = open(\"a\", O_RDWR | O_CREAT{}, 0644));", slot(d), d.pick(&["", " | O_CLOEXEC"])),
        2 => format!("R(@, pipe2(&f[{}], {}));", d.below(4), d.pick(&["0", "O_CLOEXEC", "O_NONBLOCK"])),
        _ => file(d),
    }
}

/// A file to execute.
fn file(d: &mut Dice) -> String {
    let text = d.pick(&[
        "#!/bin/sh\\necho script $0 $1\\nexit 3\\n",
        "echo bare $1\\n",
        "#!../a.out\\n",
        "#!/none\\n",
        "",
        "garbage\\001\\n",
        "#!../a.out xx\\n",
    ]);
    format!(
        "{{ int x_ = open(\"{}\", O_WRONLY | O_CREAT | O_TRUNC, 0755); R(@, x_ >= 0); const char *t_ = \"{text}\"; R(@, write(x_, t_, strlen(t_))); close(x_); R(@, chmod(\"{}\", {})); }}",
        "prog",
        "prog",
        d.pick(&["0755", "0755", "0644"])
    )
}

pub fn plain(d: &mut Dice) -> String {
    let status = d.below(9);
    let before = match d.below(6) {
        0 => "alarm(9); ",
        1 => "umask(05); ",
        2 => "setpgid(0, 0); ",
        3 => "setsid(); ",
        _ => "",
    };
    let run = match d.below(14) {
        0..4 => format!("execl(\"../a.out\", \"a.out\", \"report\", \"{status}\", \"x y\", (char *)0);"),
        4 => format!("execle(\"../a.out\", \"a\", \"report\", \"{status}\", (char *)0, (char *[]){{ \"X=1\", \"Y=two\", 0 }});"),
        5 => "setenv(\"X\", \"set\", 1); execv(\"../a.out\", (char *[]){ \"a.out\", \"report\", 0 });".to_string(),
        6 => format!("{{ int x_ = open(\"../a.out\", O_RDONLY{}); fexecve(x_, (char *[]){{ \"a\", \"report\", 0 }}, environ); }}", d.pick(&["", " | O_CLOEXEC"])),
        7 => format!("execlp(\"{}\", \"name\", \"-c\", \"echo hi; exit 4\", (char *)0);", d.pick(&["sh", "nosuchprogram", "../a.out", "prog", ""])),
        8..11 => "execl(\"./prog\", \"prog\", \"arg\", (char *)0);".into(),
        11 => format!("execl(\"{}\", \"x\", (char *)0);", d.pick(&[".", "/", "a", "none/x", "a/x", "/dev/null", ""])),
        12 => "execlp(\"prog\", \"prog\", \"arg\", (char *)0); errno = 0; execvp(\"./prog\", (char *[]){ \"prog\", \"arg\", 0 });".into(),
        _ => format!("execv({}, {});", d.pick(&["(char *)8", "\"../a.out\""]), d.pick(&["(char **)8", "(char *[]){ (char *)8, 0 }", "(char *[]){ 0 }"])),
    };
    match d.below(10) {
        0 => opening(d),
        1 => file(d),
        2 => fd::plain(d),
        3 => signals::plain(d),
        4 => format!(
            "R(@, BUSY(system(\"{}\")));",
            d.pick(&[
                "exit 3",
                "kill -9 $$",
                "true",
                "exec false",
                "nosuchcommand 2>/dev/null",
                "./prog >/dev/null 2>&1"
            ])
        ),
        5 => format!(
            "{{ FILE *p_ = popen(\"{}\", \"r\"); int n_ = p_ ? BUSY(fread(b, 1, 100, p_)) : -1; say(\"@: %d %.*s\", n_, n_ > 0 ? n_ : 0, b); R(@, p_ ? BUSY(pclose(p_)) : 77); }}",
            d.pick(&["echo one", "echo two; exit 2", "cat a", "../a.out report 7"])
        ),
        _ => format!("if (begin_logged()) {{ {before}{run} }} end_logged(@);"),
    }
}

/// A new image that waits for its input, which comes through a FIFO.
pub fn blocking(d: &mut Dice) -> (String, String) {
    let run = d.pick(&[
        "execlp(\"sh\", \"sh\", \"-c\", \"read x; echo got $x; exit 3\", (char *)0);",
        "execlp(\"cat\", \"cat\", (char *)0);",
        "execlp(\"sh\", \"sh\", \"-c\", \"umask 7; read x; read y; echo $y; umask\", (char *)0);",
    ]);
    let wake = match d.below(4) {
        0 => {
            "for (int i_ = 1; i_ < LOGS; i_++) if (S->grandchildren[i_] > 0) R(@, kill(S->grandchildren[i_], SIGTERM));"
        }
        _ => {
            "{ int w_ = open(\"in\", O_WRONLY | O_NONBLOCK); R(@, write(w_, \"some line\\nand\\n\", 14)); close(w_); for (int i_ = 1; i_ < LOGS; i_++) settle(S->grandchildren[i_], 0); }"
        }
    };
    let sleep = format!(
        "mkfifo(\"in\", 0600); if (begin_logged()) {{ int x_ = open(\"in\", O_RDONLY); dup2(x_, 0); close(x_); {run} }} settle(S->grandchildren[me] = logged_pid, 0); end_asleep(@);"
    );
    (sleep, wake.into())
}
