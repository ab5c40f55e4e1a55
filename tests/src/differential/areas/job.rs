//! Children that stay: process groups, sessions, waiting for stops and continuations: setpgid(2), setsid(2), waitid(2), credentials(7).

use super::*;

pub fn opening(d: &mut Dice) -> String {
    format!("R(@, spawn_kid({}, {}) > 0);", d.below(4), kind(d))
}

fn kind(d: &mut Dice) -> &'static str {
    d.pick(&["ENDS", "PAUSES", "CATCHES", "IGNORES", "LEADS", "LEADS", "SESSION", "PARENT", "STOPS"])
}

fn kid(d: &mut Dice) -> String {
    match d.below(14) {
        0 => "getpid()".into(),
        1 => "999999".into(),
        _ => format!("kid[{}]", d.below(4)),
    }
}

/// A group or a process that surely is no other program's: 0 and -1 would reach everybody.
fn group(d: &mut Dice) -> String {
    let n = d.below(4);
    format!("(kid[{n}] > 0 ? -kid[{n}] : -999999)")
}

pub fn plain(d: &mut Dice) -> String {
    let (k, other) = (kid(d), kid(d));
    let sig = d
        .pick(&["SIGSTOP", "SIGCONT", "SIGTSTP", "SIGTERM", "SIGUSR1", "SIGKILL", "SIGHUP", "0", "SIGCONT", "SIGTTIN"]);
    match d.below(22) {
        0..2 => opening(d),
        2..6 => {
            let n = d.below(4);
            format!("R(@, kid[{n}] > 0 ? kill(kid[{n}], {sig}) : 7); settle_kids();")
        }
        6..8 => format!("R(@, kill({}, {sig})); settle_kids();", group(d)),
        8..11 => format!(
            "{{ int r_ = waitpid({}, &status, WNOHANG{}); say(\"@: %d e%d\\n\", slot_of(r_), r_ < 0 ? errno : 0); if (r_ > 0) show_status(@, status); }}",
            d.pick(&["-1", "0", "kid[0]", "kid[1]", "kid[2]", "kid[3]", "-getpid()"]),
            d.pick(&["", " | WUNTRACED", " | WCONTINUED", " | WUNTRACED | WCONTINUED", " | __WALL"])
        ),
        11..14 => format!(
            "{{ siginfo_t i_; memset(&i_, 0, sizeof i_); R(@, waitid({}, {k} > 0 ? {k} : 1, &i_, WNOHANG{})); say(\" %d %d %d %d\\n\", slot_of(i_.si_pid), i_.si_signo, i_.si_code, i_.si_code == CLD_EXITED || i_.si_code == CLD_KILLED || i_.si_code == CLD_STOPPED ? i_.si_status : 0); }}",
            d.pick(&["P_PID", "P_ALL", "P_PGID", "P_PID", "9"]),
            d.pick(&[
                " | WEXITED",
                " | WEXITED | WNOWAIT",
                " | WSTOPPED",
                " | WCONTINUED",
                " | WEXITED | WSTOPPED | WCONTINUED",
                " | WSTOPPED | WNOWAIT",
                ""
            ])
        ),
        14..16 => format!("R(@, setpgid({k}, {other}));"),
        16 => format!("R(@, slot_of(getpgid({k}))); R(@, getsid({k}) == getsid(0));"),
        17 => format!("R(@, getpgrp() == getpid()); R(@, setpgid(0, {other})); R(@, slot_of(getpgrp()));"),
        18 => format!("{{ char w_[20]; int k_ = {k}; sprintf(w_, \"%d\", k_ > 0 ? k_ : 999999); say_stat(@, w_); }}"),
        19 => format!(
            "R(@, prctl({}));",
            d.pick(&[
                "PR_SET_CHILD_SUBREAPER, 1",
                "PR_SET_CHILD_SUBREAPER, 0",
                "PR_GET_DUMPABLE",
                "PR_SET_PDEATHSIG, 99",
                "PR_SET_PDEATHSIG, SIGUSR1"
            ])
        ),
        20 => match d.below(2) {
            0 => format!("errno = 0; R(@, getpriority(PRIO_PROCESS, {k} > 0 ? {k} : 0));"),
            _ => format!("R(@, setpriority(PRIO_PROCESS, {k} > 0 ? {k} : 0, {}));", d.pick(&["0", "3", "5", "99"])),
        },
        _ => match d.below(2) {
            0 => "say(\"@: told %d\\n\", told); told = 0;".into(),
            _ => format!("R(@, signal(SIGCHLD, {}) == SIG_ERR);", d.pick(&["SIG_IGN", "SIG_DFL", "child_handler"])),
        },
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    let n = d.below(4);
    let sleep = match d.below(4) {
        0 => format!(
            "spawn_kid({n}, PAUSES); {{ siginfo_t i_; memset(&i_, 0, sizeof i_); R(@, waitid(P_ALL, 0, &i_, WEXITED | WSTOPPED)); say(\" %d %d\\n\", slot_of(i_.si_pid), i_.si_code); }}"
        ),
        1 => "setpgid(0, 0); raise(SIGTSTP); say(\"on\\n\"); R(@, pause());".to_string(),
        2 => "setpgid(0, 0); signal(SIGCONT, handler); R(@, pause()); R(@, pause());".into(),
        _ => format!(
            "spawn_kid({n}, CATCHES); {{ int r_ = waitpid(-1, &status, WUNTRACED | WCONTINUED); say(\"@: %d e%d\\n\", slot_of(r_), r_ < 0 ? errno : 0); if (r_ > 0) show_status(@, status); }}"
        ),
    };
    let target = d.pick(&["children[i_]", "-children[i_]", "children[i_]"]);
    let sig = d.pick(&["SIGSTOP", "SIGCONT", "SIGTERM", "SIGUSR1", "SIGTSTP", "SIGCONT"]);
    let wake = match d.below(3) {
        0 => format!("tell_last(@, {sig});"),
        _ => format!("for (int i_ = 1; i_ < LOGS; i_++) if (children[i_] > 0) R(@, kill({target}, {sig}));"),
    };
    (sleep, wake)
}
