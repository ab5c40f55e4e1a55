//! What it is the custom to ignore, and which functions' results are looked at: the taste of [`super::results`].

use super::scene::{Scene, Site};
use super::source::has_word;
use crate::debug::code::{self, Spot};
use forklore_kernel::abi::Errno;

/// The library's functions whose -1 is a system call's error.
pub(super) const OBSERVED: &[&str] = &[
    "read",
    "write",
    "pread",
    "pwrite",
    "readv",
    "writev",
    "open",
    "openat",
    "creat",
    "close",
    "dup",
    "dup2",
    "dup3",
    "pipe",
    "pipe2",
    "lseek",
    "ftruncate",
    "truncate",
    "fcntl",
    "flock",
    "lockf",
    "mkfifo",
    "mknod",
    "mkdir",
    "rmdir",
    "unlink",
    "rename",
    "link",
    "symlink",
    "chdir",
    "chmod",
    "fork",
    "vfork",
    "wait",
    "waitpid",
    "waitid",
    "kill",
    "killpg",
    "sigaction",
    "sigqueue",
    "setpgid",
    "setsid",
    "nice",
    "msgget",
    "msgsnd",
    "msgrcv",
    "msgctl",
    "semget",
    "semop",
    "semtimedop",
    "semctl",
    "shmget",
    "shmat",
    "shmdt",
    "shmctl",
    "mq_open",
    "mq_send",
    "mq_receive",
    "mq_close",
    "mq_unlink",
    "mq_timedsend",
    "mq_timedreceive",
    "shm_open",
    "shm_unlink",
    "mmap",
    "munmap",
    "msync",
    "mprotect",
    "socket",
    "bind",
    "listen",
    "accept",
    "accept4",
    "connect",
    "send",
    "recv",
    "sendto",
    "recvfrom",
    "sendmsg",
    "recvmsg",
    "shutdown",
    "setsockopt",
    "getsockopt",
    "socketpair",
    "poll",
    "select",
    "pselect",
    "ppoll",
    "epoll_create",
    "epoll_create1",
    "epoll_ctl",
    "epoll_wait",
    "eventfd",
    "timerfd_create",
    "timerfd_settime",
    "signalfd",
    "setitimer",
    "sem_open",
    "sem_wait",
    "sem_timedwait",
];

/// The library's functions that return an error's number, as far as a failing of theirs matters.
pub(super) const RETURNS_ERRNO: &[&str] = &[
    "pthread_create",
    "pthread_join",
    "pthread_detach",
    "pthread_kill",
    "pthread_cancel",
    "pthread_sigmask",
    "pthread_attr_setstacksize",
    "pthread_mutex_init",
    "pthread_mutex_lock",
    "pthread_mutex_unlock",
    "pthread_mutex_destroy",
    "pthread_cond_wait",
    "pthread_cond_signal",
    "pthread_cond_broadcast",
    "pthread_cond_destroy",
    "pthread_rwlock_rdlock",
    "pthread_rwlock_wrlock",
    "pthread_rwlock_unlock",
    "pthread_barrier_init",
    "pthread_barrier_destroy",
    "pthread_key_create",
];

/// Functions that take a length, a descriptor or a process: -1 is wrong there.
pub(super) const TAKES_NUMBERS: &[&str] = &[
    "read",
    "write",
    "send",
    "recv",
    "memcpy",
    "memmove",
    "memset",
    "malloc",
    "dup2",
    "kill",
    "waitpid",
    "msgsnd",
    "msgrcv",
    "semop",
    "shmat",
    "mmap",
    "ftruncate",
    "fdopen",
    "listen",
    "accept",
    "bind",
    "connect",
    "fwrite",
];

/// Lines below a call in which a look at errno, or `(void)`, counts.
const NEAR: u32 = 3;

/// Words of a look at what went wrong, other than at the result.
pub(super) const LOOKED_AT_BY_FLAG: &[&str] = &["errno", "perror", "strerror", "err(", "warn(", "%m"];

/// Does a line around the call speak of a `volatile` variable: a handler's flag?
pub(super) fn flags(scene: &Scene, site: &Site) -> bool {
    let text = code::text_of(&scene.setup, &site.spot.file).map(String::from_utf8_lossy).unwrap_or_default();
    let named = text.lines().filter(|line| line.contains("volatile") || line.contains("sig_atomic_t"));
    let word = |c: char| !(c.is_alphanumeric() || c == '_');
    let keywords = ["volatile", "sig_atomic_t", "static", "int", "char", "long", "bool", "unsigned", "extern", "pid_t"];
    let is_name = |w: &&str| w.starts_with(|c: char| c.is_alphabetic() || c == '_') && !keywords.contains(w);
    let names: Vec<&str> = named.flat_map(|line| line.split(word)).filter(is_name).collect();
    let near = site.spot.line.saturating_sub(2).max(1)..=site.spot.line + NEAR;
    let lines: Vec<String> =
        near.map(|line| scene.line(&Spot { line, ..site.spot.clone() }).replace("\\n", "")).collect();
    lines.iter().any(|line| names.iter().any(|name| has_word(line, name)))
}

/// The words in the call's lines and those below.
pub(super) fn mentions(scene: &Scene, site: &Site, words: &[&str]) -> bool {
    let lines = (site.spot.line..=site.spot.line + NEAR).map(|line| scene.line(&Spot { line, ..site.spot.clone() }));
    lines.into_iter().any(|line| words.iter().any(|word| line.contains(word)))
}

/// Does the program say that it means to ignore the result?
pub(super) fn excused(scene: &Scene, site: &Site) -> bool {
    let own = scene.line(&site.spot);
    let below = (1..=NEAR).map(|n| scene.line(&Spot { line: site.spot.line + n, ..site.spot.clone() }));
    let function = site.function.as_deref().unwrap_or_default();
    // `(void)n;` excuses n; `(void)write(...)` excuses only itself.
    let names = |rest: &&str| !rest.contains('(');
    own_casts(&own).any(|rest| names(&rest) || has_word(rest, function))
        || below.into_iter().any(|line| own_casts(&line).any(|rest| names(&rest)))
}

/// What stands behind each cast to void of a line, up to the end of its statement. `main(void)` is none.
fn own_casts(line: &str) -> impl Iterator<Item = &str> {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let casts = line.match_indices("(void)").filter(move |(at, _)| {
        let before = line[..*at].trim_end();
        let word = before.rsplit(|c: char| !part(c)).next().unwrap_or_default();
        word.is_empty() || matches!(word, "else" | "do" | "return")
    });
    casts.map(|(at, cast)| line[at + cast.len()..].split(';').next().unwrap_or_default())
}

/// Does the function that makes the call look for errors anywhere, of whatever?
pub(super) fn tells_errors(scene: &Scene, site: &Site) -> bool {
    let text = code::text_of(&scene.setup, &site.spot.file).map(String::from_utf8_lossy).unwrap_or_default();
    let looks = ["-1", "< 0", "<0", "> 0", ">0", "<= 0", ">= 0"];
    let tells = |line: &str| {
        let compares = looks.iter().any(|look| line.contains(look)) && !line.contains("wait");
        compares || LOOKED_AT_BY_FLAG.iter().any(|word| line.contains(word))
    };
    text.lines().filter(|line| !line.trim_start().starts_with('#')).any(tells)
}

/// Errors that it is the custom to ignore.
pub(super) fn customary(function: &str, errno: Errno) -> bool {
    match (function, errno) {
        ("unlink" | "rmdir" | "shm_unlink" | "mq_unlink" | "sem_unlink", Errno::ENOENT) => true,
        ("mkdir" | "mkfifo" | "mknod", Errno::EEXIST) => true,
        ("kill" | "killpg" | "pthread_kill" | "pthread_cancel", Errno::ESRCH) => true,
        ("setpgid", Errno::EACCES | Errno::ESRCH | Errno::EPERM) => true,
        ("shutdown", Errno::ENOTCONN) => true,
        ("poll" | "select" | "pselect" | "ppoll" | "epoll_wait", Errno::EINTR) => true,
        ("wait" | "waitpid", Errno::ECHILD) => true,
        // Too many processes, or threads.
        ("fork" | "vfork" | "pthread_create", Errno::EAGAIN) => false,
        // Emptying or poking a pipe that wakes an event loop.
        (_, Errno::EAGAIN) => true,
        _ => false,
    }
}
