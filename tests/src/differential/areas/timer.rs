//! Time: alarm(2), setitimer(2), timer_create(2), timerfd_create(2), nanosleep(2). Expiries are at even
//! tens of milliseconds, looks at odd ones.

use super::*;

pub fn opening(d: &mut Dice) -> String {
    match d.below(3) {
        0 => format!(
            "R(@, {} = timerfd_create({}, TFD_NONBLOCK));",
            slot(d),
            d.pick(&["CLOCK_MONOTONIC", "CLOCK_REALTIME", "77"])
        ),
        1 => "signal(SIGALRM, handler); signal(SIGRTMIN, handler); say(\"@: handlers\\n\");".into(),
        _ => create(d),
    }
}

/// A handler for what timers send.
const CATCH: &str = "{ struct sigaction a_ = { 0 }; a_.sa_sigaction = timer_handler; a_.sa_flags = SA_SIGINFO; sigaction(SIGRTMIN, &a_, 0); sigaction(SIGALRM, &a_, 0); }";

fn create(d: &mut Dice) -> String {
    let n = d.below(2);
    format!(
        "{CATCH} {{ struct sigevent e_ = {{ .sigev_notify = {}, .sigev_signo = SIGRTMIN, .sigev_value.sival_int = {n} }}; R(@, timer_create(CLOCK_MONOTONIC, {}, &timers[{n}])); }}",
        d.pick(&["SIGEV_SIGNAL", "SIGEV_SIGNAL", "SIGEV_NONE"]),
        d.pick(&["&e_", "&e_", "&e_", "0"])
    )
}

fn moment(d: &mut Dice) -> &'static str {
    d.pick(&["0", "20000000", "40000000", "20000000", "1000000000", "-1"])
}

/// Arms, waits, looks, disarms: the odd half of a period apart from every expiry. A timer that is not armed is not looked at:
/// of one with SIGEV_NONE Linux tells what is left of its last time.
pub fn plain(d: &mut Dice) -> String {
    let (f, n) = (fdx(d), d.below(2));
    let (first, period) = (moment(d), d.pick(&["0", "0", "20000000", "40000000"]));
    let wait = d.pick(&["0", "10000", "30000", "50000"]);
    // How many periods have passed since a moment long ago, and how much of one, is the clock's.
    let absolute = d.percent(25);
    let (period, first) = match first {
        "20000000" | "40000000" if absolute => ("0", "1"),
        _ => (period, first),
    };
    match d.below(16) {
        0 => create(d),
        1..5 => format!(
            "{{ struct itimerspec t_ = {{ {{ 0, {period} }}, {{ 0, {first} }} }}; int set_; R(@, set_ = timer_settime(timers[{n}], {}, &t_, 0)); nap({wait}); t_.it_interval.tv_nsec = t_.it_value.tv_nsec = 9; if (set_ == 0 && {first} > 0) {{ R(@, timer_gettime(timers[{n}], &t_)); say(\" %ld %d\\n\", t_.it_interval.tv_nsec, t_.it_value.tv_nsec > 0); }} memset(&t_, 0, sizeof t_); R(@, timer_settime(timers[{n}], 0, &t_, 0)); }}",
            if absolute { "TIMER_ABSTIME" } else { "0" }
        ),
        5 => format!("R(@, timer_delete(timers[{n}])); timers[{n}] = (timer_t)77L;"),
        6 => format!(
            "{{ sigset_t m_; sigemptyset(&m_); sigaddset(&m_, SIGRTMIN); sigprocmask(SIG_BLOCK, &m_, 0); struct itimerspec t_ = {{ {{ 0, 20000000 }}, {{ 0, 20000000 }} }}; R(@, timer_settime(timers[{n}], 0, &t_, 0)); nap(50000); t_.it_value.tv_nsec = 0; R(@, timer_settime(timers[{n}], 0, &t_, 0)); sigprocmask(SIG_UNBLOCK, &m_, 0); R(@, timer_getoverrun(timers[{n}])); }}"
        ),
        7..11 => format!(
            "{{ unsigned long v_ = 0; struct itimerspec t_ = {{ {{ 0, {period} }}, {{ 0, {first} }} }}; R(@, timerfd_settime({f}, {}, &t_, 0)); nap({wait}); IF_READY(@, {f}, POLLIN, R(@, read({f}, &v_, {})); say(\" %lu\\n\", v_)); t_.it_interval.tv_nsec = t_.it_value.tv_nsec = 9; R(@, timerfd_gettime({f}, &t_)); say(\" %ld %d\\n\", t_.it_interval.tv_nsec, t_.it_value.tv_nsec > 0); memset(&t_, 0, sizeof t_); R(@, timerfd_settime({f}, 0, &t_, 0)); }}",
            if absolute { "TFD_TIMER_ABSTIME" } else { d.pick(&["0", "0", "0", "99"]) },
            d.pick(&["8", "8", "8", "4"])
        ),
        11 => format!(
            "{{ struct timespec t_ = {{ 0, {} }}; R(@, clock_nanosleep({}, {}, &t_, 0)); }}",
            d.pick(&["0", "2000000", "-1", "1000000000"]),
            d.pick(&["CLOCK_MONOTONIC", "CLOCK_REALTIME", "77"]),
            d.pick(&["0", "TIMER_ABSTIME"])
        ),
        12 => "{ struct itimerval t_; R(@, getitimer(ITIMER_VIRTUAL, &t_)); say(\" %ld\\n\", (long)t_.it_value.tv_usec); }".into(),
        13 => format!("{{ struct timespec r_; R(@, clock_getres({}, &r_)); }}", d.pick(&["CLOCK_MONOTONIC", "99"])),
        14 => opening(d),
        _ => signals::arrange(d),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    // A child's own interval timer: it does not inherit the case's.
    let us = d.pick(&["40000", "60000"]);
    let arm = format!(
        "signal(SIGALRM, handler); setitimer(ITIMER_REAL, &(struct itimerval){{ {{ 0, 0 }}, {{ 0, {us} }} }}, 0); "
    );
    let sleep = match d.below(4) {
        0 => format!("{arm}R(@, pause());"),
        1 => format!("{arm}{{ struct timespec t_ = {{ 0, 50000000 }}, r_ = {{ 0, 0 }}; R(@, nanosleep(&t_, &r_)); say(\" %d\\n\", r_.tv_nsec > 0); }}"),
        2 => format!("{arm}{{ struct timespec t_ = {{ 0, 30000000 }}; R(@, ppoll(0, 0, &t_, 0)); }}"),
        _ => "{ int x_ = timerfd_create(CLOCK_MONOTONIC, 0); unsigned long v_ = 0; struct itimerspec t_ = { { 0, 0 }, { 0, 40000000 } }; timerfd_settime(x_, 0, &t_, 0); R(@, read(x_, &v_, 8)); say(\" %lu\\n\", v_); }".to_string(),
    };
    let signal = signal(d);
    (
        sleep,
        format!(
            "nap({}); for (int i_ = 1; i_ < LOGS; i_++) if (children[i_] > 0) R(@, kill(children[i_], {signal}));",
            d.pick(&["100", "200000"])
        ),
    )
}
