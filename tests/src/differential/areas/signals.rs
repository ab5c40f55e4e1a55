//! Signals: sigaction(2), sigprocmask(2), sigtimedwait(2), sigqueue(3).

use super::*;

/// A handler, a mask.
pub fn arrange(d: &mut Dice) -> String {
    let s = signal(d);
    match d.below(4) {
        0 => format!(
            "{{ struct sigaction a_ = {{ 0 }}; a_.sa_handler = {}; a_.sa_flags = {}; R(@, sigaction({s}, &a_, 0)); }}",
            d.pick(&["handler", "handler", "SIG_IGN", "SIG_DFL"]),
            d.pick(&["0", "SA_RESTART", "SA_RESETHAND", "SA_NODEFER", "SA_RESTART | SA_RESETHAND"])
        ),
        1 => format!(
            "{{ struct sigaction a_ = {{ 0 }}; a_.sa_sigaction = info_handler; a_.sa_flags = SA_SIGINFO | {}; sigaddset(&a_.sa_mask, {}); R(@, sigaction({s}, &a_, 0)); }}",
            d.pick(&["0", "SA_RESTART", "SA_NODEFER"]),
            signal(d)
        ),
        2 => format!(
            "sigemptyset(&set); sigaddset(&set, {s}); sigaddset(&set, {}); R(@, sigprocmask({}, &set, &old)); say(\" %d\\n\", sigismember(&old, {s}));",
            signal(d),
            d.pick(&["SIG_BLOCK", "SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK", "77"])
        ),
        _ => format!("R(@, signal({s}, {}) == SIG_ERR);", d.pick(&["handler", "SIG_IGN", "handler", "SIG_DFL"])),
    }
}

/// A signal to the child of this number.
pub fn to_child(d: &mut Dice, child: usize) -> String {
    match d.below(3) {
        0 => format!(
            "R(@, sigqueue(children[{child}] > 0 ? children[{child}] : getpid(), {}, (union sigval){{ {} }}));",
            signal(d),
            d.below(100)
        ),
        _ => format!("R(@, kill(children[{child}] > 0 ? children[{child}] : getpid(), {}));", signal(d)),
    }
}

pub fn plain(d: &mut Dice) -> String {
    let s = signal(d);
    match d.below(14) {
        0..3 => arrange(d),
        3..5 => format!("R(@, raise({s}));"),
        5 => format!("R(@, kill({}, {s}));", "getpid()"),
        6 => format!("R(@, sigqueue(getpid(), {s}, (union sigval){{ {} }}));", d.below(50)),
        7 => "sigemptyset(&set); R(@, sigpending(&set)); for (int i_ = 1; i_ < 65; i_++) if (sigismember(&set, i_) == 1) say(\" %d\", i_); say(\"\\n\");".into(),
        8 => format!("{{ struct timespec t_ = {{ 0, {} }}; siginfo_t i_; memset(&i_, 0, sizeof i_); sigemptyset(&set); sigaddset(&set, {s}); sigaddset(&set, {}); R(@, sigtimedwait(&set, &i_, &t_)); say(\" %d\\n\", i_.si_code); }}", d.pick(&["0", "0", "-1"]), signal(d)),
        9 => format!("R(@, alarm({}));", d.pick(&["0", "9", "0"])),
        10 => format!("R(@, kill({}, {}));", d.pick(&["getpid()", "999999", "-999999", "0"]), d.pick(&["0", "0", "77", "-1"])),
        11 => format!("{{ struct sigaction a_; memset(&a_, 0, sizeof a_); R(@, sigaction({}, 0, &a_)); say(\" %x %d\\n\", a_.sa_flags & ~0x04000000, a_.sa_handler == handler); }}", d.pick(&["SIGUSR1", "SIGTERM", "SIGKILL", "0", "99", "SIGINT"])),
        12 => format!("sigemptyset(&set); R(@, sigprocmask(SIG_SETMASK, {}, 0));", d.pick(&["&set", "0"])),
        _ => format!("{{ sigset_t m_; sigfillset(&m_); sigdelset(&m_, {s}); sigdelset(&m_, SIGALRM); sigpending(&old); if (sigismember(&old, {s}) == 1) R(@, sigsuspend(&m_)); else say(\"@: none\\n\"); }}"),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    let s = signal(d);
    let sleep = match d.below(9) {
        4 => format!("signal({s}, handler); sigemptyset(&set); sigaddset(&set, {s}); sigprocmask(SIG_BLOCK, &set, 0); sigemptyset(&set); R(@, ppoll(0, 0, {}, &set));", d.pick(&["0", "&(struct timespec){ 3, 0 }"])),
        5 => format!("sigemptyset(&set); sigaddset(&set, {s}); sigaddset(&set, {}); sigprocmask(SIG_BLOCK, &set, 0); {{ int x_ = signalfd(-1, &set, 0); struct signalfd_siginfo i_; memset(&i_, 0, sizeof i_); R(@, read(x_, &i_, sizeof i_)); say(\" %d %d %d\\n\", i_.ssi_signo, i_.ssi_code, i_.ssi_int); close(x_); }}", signal(d)),
        6 => format!("{{ struct sigaction a_ = {{ 0 }}; int p_[2]; pipe(p_); a_.sa_handler = handler; a_.sa_flags = {}; sigaction({s}, &a_, 0); G(@, read(p_[0], b, 5)); close(p_[0]); close(p_[1]); }}", d.pick(&["0", "SA_RESTART", "SA_RESTART | SA_RESETHAND", "SA_ONSTACK"])),
        7 => format!("{{ static char stack_[20000]; stack_t k_ = {{ .ss_sp = stack_, .ss_size = sizeof stack_ }}; struct sigaction a_ = {{ 0 }}; R(@, sigaltstack(&k_, 0)); a_.sa_handler = handler; a_.sa_flags = SA_ONSTACK; sigaction({s}, &a_, 0); R(@, pause()); }}"),
        0 => "R(@, pause());".to_string(),
        1 => format!("sigemptyset(&set); sigaddset(&set, {s}); sigprocmask(SIG_BLOCK, &set, 0); R(@, sigwaitinfo(&set, 0));"),
        2 => format!("{{ int g_ = 0; sigemptyset(&set); sigaddset(&set, {s}); sigaddset(&set, {}); sigprocmask(SIG_BLOCK, &set, 0); R(@, sigwait(&set, &g_)); say(\" %d\\n\", g_); }}", signal(d)),
        3 => format!("signal({s}, handler); sigemptyset(&set); R(@, sigsuspend(&set));"),
        _ => "{ struct timespec t_ = { 3, 0 }, r_ = { 0, 0 }; R(@, nanosleep(&t_, &r_)); say(\" %d\\n\", r_.tv_sec > 0); }".to_string(),
    };
    let wake = match d.below(4) {
        0 => format!(
            "for (int i_ = 1; i_ < LOGS; i_++) if (children[i_] > 0) R(@, sigqueue(children[i_], {s}, (union sigval){{ 5 }}));"
        ),
        _ => format!(
            "for (int i_ = 1; i_ < LOGS; i_++) if (children[i_] > 0) R(@, kill(children[i_], {}));",
            if d.percent(70) { s } else { signal(d) }
        ),
    };
    (sleep, wake)
}
