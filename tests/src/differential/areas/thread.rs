//! Threads: pthreads(7), futex(2). Workers are told what to do, one at a time; a worker may sleep in it until another wakes it.

use super::*;

pub fn opening(d: &mut Dice) -> String {
    format!("threads_ready({}); say(\"@: ready\\n\");", d.below(4))
}

pub fn plain(d: &mut Dice) -> String {
    let operation = d.pick(&[
        "LOCK",
        "LOCK",
        "LOCK",
        "TRYLOCK",
        "UNLOCK",
        "UNLOCK",
        "UNLOCK",
        "TIMEDLOCK",
        "WAIT",
        "WAIT",
        "TIMEDWAIT",
        "SIGNAL",
        "SIGNAL",
        "BROADCAST",
        "RDLOCK",
        "WRLOCK",
        "TRYRD",
        "TRYWR",
        "RWUNLOCK",
        "RWUNLOCK",
        "BARRIER",
        "BARRIER",
        "SETKEY",
        "GETKEY",
        "ONCE",
        "SEMWAIT",
        "SEMWAIT",
        "SEMPOST",
        "SEMPOST",
        "SEMTRY",
        "FWAIT",
        "FWAKE",
        "FWAKE",
        "FREQUEUE",
        "CONSISTENT",
        "EXITS",
        "EXITS",
        "MASK",
        "RAISE",
        "TELL",
        "TELL",
        "SIGWAITS",
        "NAPS",
        "FORKS",
        "JOINS",
        "JOINS",
        "DETACH",
    ]);
    match d.below(30) {
        0 => "say(\"@: \"); say_status(@, \"self\", \"Threads\");".into(),
        1 => "R(@, kill(getpid(), SIGUSR1)); calm_workers(@);".into(),
        2 => "{ sigset_t s_; sigemptyset(&s_); sigaddset(&s_, SIGUSR1); R(@, sigprocmask(SIG_BLOCK, &s_, 0)); R(@, kill(getpid(), SIGUSR1)); calm_workers(@); }".into(),
        3 => format!("R(@, pthread_mutex_lock(&mutexes[{}])); calm_workers(@);", d.pick(&["1", "2"])),
        4 => format!("R(@, pthread_mutex_unlock(&mutexes[{}])); calm_workers(@);", d.below(3)),
        5 => format!("R(@, pthread_cond_{}(&conds[{}])); calm_workers(@);", d.pick(&["signal", "broadcast"]), d.below(2)),
        _ => format!("DO(@, {}, {operation}, {}, {});", d.below(4), d.below(3), d.below(2)),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    // A lock that two processes share.
    let n = d.below(2);
    (
        format!("R(@, sem_wait(&S->sem[{n}])); threads_ready(0); DO(@, 0, LOCK, 1, 0); DO(@, 1, LOCK, 1, 0);"),
        format!("R(@, sem_post(&S->sem[{n}]));"),
    )
}
