//! `-e` of `sim strace`: which calls and signals belong to the trace.

use crate::failure::Failure;
use forklore_sim::kernel::abi::Syscall;
use forklore_sim::kernel::trace::event::{Event, EventKind};

/// What `-e` leaves in the trace.
pub struct Filter {
    /// Names of calls; `None`: all.
    calls: Option<(Vec<String>, bool)>,
    signals: bool,
}

/// The classes of strace's `%name` that mean something here; calls that do not exist (yet) do no harm.
const CLASSES: &[(&str, &str)] = &[
    ("process", "clone clone3 fork vfork execve exit exit_group wait4 waitid kill tkill tgkill pidfd_open"),
    (
        "file",
        "open openat creat stat lstat newfstatat access faccessat faccessat2 unlink unlinkat mkdir mkdirat rmdir rename \
         renameat renameat2 link linkat symlink symlinkat readlink readlinkat chdir getcwd chmod fchmodat chown lchown \
         mknod mknodat truncate utimensat execve",
    ),
    (
        "desc",
        "read write readv writev pread64 pwrite64 open openat creat close dup dup2 dup3 fcntl ioctl pipe pipe2 lseek \
         fstat newfstatat ftruncate fsync fdatasync fchdir fchmod fchown getdents64 mmap poll ppoll select pselect6 \
         epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd eventfd2 signalfd signalfd4 timerfd_create \
         timerfd_settime timerfd_gettime mq_open mq_timedsend mq_timedreceive mq_notify mq_getsetattr flock sendfile",
    ),
    (
        "signal",
        "kill tkill tgkill rt_sigaction rt_sigprocmask rt_sigpending rt_sigsuspend rt_sigtimedwait rt_sigqueueinfo \
         rt_tgsigqueueinfo rt_sigreturn sigaltstack pause signalfd signalfd4",
    ),
    ("memory", "brk mmap munmap mprotect mremap msync shmat shmdt"),
    ("ipc", "msgget msgsnd msgrcv msgctl semget semop semtimedop semctl shmget shmat shmdt shmctl"),
    (
        "network",
        "socket socketpair bind listen accept accept4 connect getsockname getpeername sendto recvfrom sendmsg recvmsg \
         sendmmsg recvmmsg shutdown setsockopt getsockopt",
    ),
    ("clock", "clock_gettime clock_settime clock_getres gettimeofday time"),
    (
        "creds",
        "getuid geteuid getgid getegid setuid setgid setreuid setregid setresuid setresgid getresuid getresgid getgroups \
         setgroups",
    ),
];

impl Filter {
    /// What the expressions of `-e` leave.
    pub fn parse(expressions: &[String]) -> Result<Filter, Failure> {
        let mut filter = Filter { calls: None, signals: true };
        for text in expressions {
            let (key, value) = text.split_once('=').unwrap_or(("trace", text));
            match key {
                "trace" | "t" => filter.calls = calls(value)?,
                "signal" | "signals" | "s" => {
                    filter.signals = match value {
                        "none" | "!all" => false,
                        "all" => true,
                        _ => {
                            return Err(Failure::usage(format!("-e {text}: not supported: signal=all or signal=none")));
                        }
                    }
                }
                _ => {
                    return Err(Failure::usage(format!("-e {text}: not supported: use trace=... or signal=...")));
                }
            }
        }
        Ok(filter)
    }

    /// Does this event belong to the trace?
    pub fn wants(&self, event: &Event) -> bool {
        match &event.kind {
            EventKind::Enter { call, .. } | EventKind::Exit { call, .. } => match &self.calls {
                None => true,
                Some((names, listed)) => names.iter().any(|n| n == call.name()) == *listed,
            },
            EventKind::Signal { .. } => self.signals,
            _ => true,
        }
    }
}

/// `read,write`, `%process`, `!read`, `all`, `none`: the names, and whether they are those wanted.
fn calls(value: &str) -> Result<Option<(Vec<String>, bool)>, Failure> {
    let (value, listed) = match value.strip_prefix('!') {
        Some(rest) => (rest, false),
        None => (value, true),
    };
    let mut names = Vec::new();
    for name in value.split(',') {
        match name {
            "all" => {
                return Ok(if listed { None } else { Some((Vec::new(), true)) });
            }
            "none" => {
                return Ok(if listed { Some((Vec::new(), true)) } else { None });
            }
            _ => {}
        }
        if let Some(class) = name.strip_prefix('%') {
            let Some((_, members)) = CLASSES.iter().find(|(n, _)| *n == class) else {
                let known: Vec<String> = CLASSES.iter().map(|(n, _)| format!("%{n}")).collect();
                return Err(Failure::usage(format!("-e trace={name}: unknown class; there are {}", known.join(", "))));
            };
            names.extend(members.split_whitespace().map(str::to_string));
        } else if Syscall::number_of(name).is_some() {
            names.push(name.to_string());
        } else {
            return Err(Failure::usage(format!("-e trace={name}: invalid system call '{name}'")));
        }
    }
    Ok(Some((names, listed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        assert_eq!(calls("read,write").ok().flatten(), Some((vec!["read".to_string(), "write".to_string()], true)));
        assert_eq!(calls("!close").ok().flatten(), Some((vec!["close".to_string()], false)));
        assert!(calls("%process").is_ok() && calls("all").is_ok_and(|c| c.is_none()));
        assert!(calls("frobnicate").is_err() && calls("%nonsense").is_err());
    }
}
