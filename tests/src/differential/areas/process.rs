//! Processes: fork(2), waitpid(2), waitid(2), setpgid(2), execve(2).

use super::*;

pub fn plain(d: &mut Dice) -> String {
    let target = d.pick(&["0", "getpid()", "children[1]", "children[2]", "getppid()", "999999"]);
    match d.below(16) {
        0..2 => "{ int r_ = fork(); if (r_ == 0) _exit(7); R(@, r_ > 0); R(@, waitpid(r_, &status, 0) == r_); show_status(@, status); }".into(),
        2 => format!("R(@, setpgid({target}, {}));", d.pick(&["0", "getpid()", "getpgrp()", "-1", "999999"])),
        3 => format!("R(@, getpgid({target}) == getpgrp());"),
        4 => format!("R(@, getsid({target}) == getsid(0));"),
        5 => "R(@, setsid() == getpid());".into(),
        6 => format!("R(@, waitpid({}, &status, {}) > 0);", d.pick(&["-1", "0", "getpid()", "999999", "-999999"]), d.pick(&["WNOHANG", "WNOHANG | WUNTRACED", "WNOHANG | WCONTINUED", "777"])),
        7 => "{ int r_ = fork(); if (r_ == 0) { raise(SIGSTOP); _exit(3); } R(@, waitpid(r_, &status, WUNTRACED) == r_); show_status(@, status); kill(r_, SIGCONT); R(@, waitpid(r_, &status, 0) == r_); show_status(@, status); }".into(),
        8 => format!("{{ siginfo_t i_; memset(&i_, 0, sizeof i_); int r_ = fork(); if (r_ == 0) _exit({}); R(@, waitid(P_PID, r_, &i_, WEXITED{})); say(\" %d %d %d\\n\", i_.si_signo, i_.si_code, i_.si_status); waitpid(r_, 0, 0); }}", d.below(300), d.pick(&["", " | WNOWAIT"])),
        9 => format!("{{ int r_ = fork(); if (r_ == 0) {{ {} _exit(1); }} R(@, waitpid(r_, &status, 0) == r_); show_status(@, status); }}", d.pick(&["abort();", "kill(getpid(), SIGTERM);", "*(volatile int *)8 = 1;", "execl(\"/bin/true\", \"true\", (char *)0);", "execl(\"/bin/sh\", \"sh\", \"-c\", \"exit 9\", (char *)0);", "execl(\"/none\", \"none\", (char *)0);", "alarm(0);"])),
        10 => "{ int r_ = vfork(); if (r_ == 0) _exit(4); R(@, r_ > 0); R(@, waitpid(r_, &status, 0) == r_); show_status(@, status); }".into(),
        11 => "R(@, getpid() == getpgrp()); R(@, getppid() > 0);".into(),
        12 => "R(@, raise(SIGCHLD));".into(),
        13 => format!("R(@, signal(SIGCHLD, {}) == SIG_ERR);", d.pick(&["SIG_IGN", "SIG_DFL"])),
        14 => "R(@, BUSY(system(\"exit 5\")));".into(),
        _ => "R(@, chdir(\".\"));".into(),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    (
        match d.below(9) {
            // Who waits is told by a handler too, with calls that go on afterwards or not. It does not stay: of two children at once one
            // signal may tell, or two; nor does the child go on and end at once.
            6 | 7 => format!("{{ struct sigaction a_ = {{ 0 }}; a_.sa_handler = handler; a_.sa_flags = {}; sigaction(SIGCHLD, &a_, 0); int r_ = fork(); if (r_ == 0) {{ {} _exit(5); }} S->grandchildren[me] = r_; settle(r_, 0); R(@, waitpid({}, &status, {}) == r_); show_status(@, status); signal(SIGCHLD, SIG_DFL); }}",
                d.pick(&["0", "0", "SA_RESTART", "SA_NOCLDSTOP", "SA_NOCLDWAIT", "SA_RESETHAND"]),
                d.pick(&["pause();", "raise(SIGSTOP); pause();"]),
                d.pick(&["r_", "-1", "0"]),
                d.pick(&["0", "WUNTRACED", "WCONTINUED", "WUNTRACED | WCONTINUED"])),
            3 => format!("{{ siginfo_t i_; memset(&i_, 0, sizeof i_); int r_ = fork(); if (r_ == 0) {{ {} _exit(4); }} S->grandchildren[me] = r_; settle(r_, 0); R(@, waitid({}, {}, &i_, {})); say(\" %d %d %d\\n\", i_.si_pid == r_, i_.si_code, i_.si_status); }}",
                d.pick(&["raise(SIGSTOP);", "pause();", "setpgid(0, 0); pause();"]),
                d.pick(&["P_ALL", "P_PID", "P_PGID"]),
                d.pick(&["r_", "getpgrp()", "0"]),
                d.pick(&["WEXITED", "WEXITED | WNOWAIT", "WSTOPPED", "WCONTINUED", "WEXITED | WSTOPPED"])),
            4 => "{ int r_ = vfork(); if (r_ == 0) { S->grandchildren[me] = getpid(); S->napping[me]--; pause(); _exit(6); } S->napping[me]++; R(@, r_ > 0); R(@, waitpid(r_, &status, 0) == r_); show_status(@, status); }".into(),
            5 => "{ int r_ = fork(); if (r_ == 0) { pause(); _exit(2); } S->grandchildren[me] = r_; settle(r_, 0); int x_ = syscall(SYS_pidfd_open, r_, 0); R(@, poll(&(struct pollfd){ x_, POLLIN, 0 }, 1, -1)); close(x_); }".into(),
            0 => "{ int r_ = fork(); if (r_ == 0) { sleep(2); _exit(2); } R(@, waitpid(r_, &status, 0) == r_); show_status(@, status); }".into(),
            1 => "raise(SIGSTOP); say(\"went on\\n\");".into(),
            _ => "setpgid(0, 0); R(@, pause());".into(),
        },
        match d.below(3) {
            0 => format!("for (int i_ = 1; i_ < LOGS; i_++) if (S->grandchildren[i_] > 0) R(@, kill(S->grandchildren[i_], {}));", d.pick(&["SIGCONT", "SIGTERM", "SIGKILL", "SIGSTOP", "SIGUSR1"])),
            _ =>        format!("for (int i_ = 1; i_ < LOGS; i_++) if (children[i_] > 0) R(@, kill({}children[i_], {}));", d.pick(&["", "-", ""]), d.pick(&["SIGCONT", "SIGTERM", "SIGCONT", "SIGUSR1"])),
        },
    )
}
