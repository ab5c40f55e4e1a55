//! The statements of each mechanism, as C text. Arguments are mostly sensible, now and then not.

use super::generate::{Area, Dice};

/// All mechanisms.
pub const AREAS: &[Area] = &[
    Area { name: "fd", plain: fd::plain, blocking: None, opening: fd::opening },
    Area { name: "pipe", plain: pipe::plain, blocking: Some(pipe::blocking), opening: pipe::opening },
    Area { name: "fifo", plain: fifo::plain, blocking: Some(fifo::blocking), opening: fifo::opening },
    Area { name: "signal", plain: signals::plain, blocking: Some(signals::blocking), opening: signals::arrange },
    Area { name: "process", plain: process::plain, blocking: Some(process::blocking), opening: process::plain },
    Area { name: "poll", plain: poll::plain, blocking: Some(poll::blocking), opening: pipe::opening },
    Area { name: "lock", plain: lock::plain, blocking: Some(lock::blocking), opening: fd::opening },
    Area { name: "msg", plain: msg::plain, blocking: Some(msg::blocking), opening: msg::opening },
    Area { name: "sem", plain: sem::plain, blocking: Some(sem::blocking), opening: sem::opening },
    Area { name: "shm", plain: shm::plain, blocking: None, opening: shm::opening },
    Area { name: "mq", plain: mq::plain, blocking: Some(mq::blocking), opening: mq::opening },
    Area { name: "psem", plain: psem::plain, blocking: Some(psem::blocking), opening: psem::plain },
    Area { name: "unix", plain: unix::plain, blocking: Some(unix::blocking), opening: unix::opening },
];

/// A descriptor: mostly a slot, sometimes a number.
fn fdx(d: &mut Dice) -> String {
    match d.below(40) {
        0 => "-1".into(),
        1 => "99".into(),
        2 => format!("{}", 3 + d.below(6)),
        _ => slot(d),
    }
}

fn slot(d: &mut Dice) -> String {
    format!("f[{}]", d.below(5))
}

/// A size in bytes.
fn size(d: &mut Dice) -> &'static str {
    d.pick(&["0", "1", "2", "5", "10", "100", "511", "1000", "4095", "4096", "4097", "5000", "10000", "65536", "70000"])
}

fn small(d: &mut Dice) -> &'static str {
    d.pick(&["0", "1", "2", "3", "5", "8", "20", "100", "1000"])
}

fn signal(d: &mut Dice) -> &'static str {
    d.pick(&[
        "SIGUSR1",
        "SIGUSR2",
        "SIGTERM",
        "SIGINT",
        "SIGCONT",
        "SIGHUP",
        "SIGURG",
        "SIGWINCH",
        "SIGRTMIN",
        "SIGRTMIN + 1",
        "SIGPIPE",
    ])
}

mod fd {
    use super::*;

    fn path(d: &mut Dice) -> &'static str {
        d.pick(&[
            "\"a\"",
            "\"b\"",
            "\"dir\"",
            "\"dir/c\"",
            "\"a/x\"",
            "\"none/x\"",
            "\"\"",
            "\".\"",
            "\"link\"",
            "\"../\"",
            "\"a\"",
        ])
    }

    fn flags(d: &mut Dice) -> String {
        let mut text = d.pick(&["O_RDONLY", "O_WRONLY", "O_RDWR"]).to_string();
        for (percent, flag) in [
            (50, "O_CREAT"),
            (10, "O_EXCL"),
            (15, "O_TRUNC"),
            (20, "O_APPEND"),
            (10, "O_CLOEXEC"),
            (5, "O_DIRECTORY"),
            (5, "O_NOFOLLOW"),
            (5, "O_PATH"),
            (5, "O_NONBLOCK"),
        ] {
            if d.percent(percent) {
                text += " | ";
                text += flag;
            }
        }
        text
    }

    pub fn opening(d: &mut Dice) -> String {
        format!("R(@, {} = open({}, O_RDWR | O_CREAT, 0644));", slot(d), d.pick(&["\"a\"", "\"b\""]))
    }

    pub fn plain(d: &mut Dice) -> String {
        let (f, g) = (fdx(d), fdx(d));
        match d.below(34) {
            0..3 => format!(
                "R(@, {} = open({}, {}, {}));",
                slot(d),
                path(d),
                flags(d),
                d.pick(&["0644", "0600", "0", "0777", "0444"])
            ),
            3..6 => format!("fill({}, {n}); R(@, write({f}, b, {n}));", d.below(26), n = size(d)),
            6..9 => format!("IF_READY(@, {f}, POLLIN, G(@, read({f}, b, {})));", size(d)),
            9 => format!("R(@, close({f}));"),
            10 => format!("R(@, {} = dup({f}));", slot(d)),
            11 => format!("R(@, dup2({f}, {g}));"),
            12 => format!("R(@, dup3({f}, {g}, {}));", d.pick(&["0", "O_CLOEXEC", "O_NONBLOCK"])),
            13 => format!(
                "R(@, {} = fcntl({f}, {}, {}));",
                slot(d),
                d.pick(&["F_DUPFD", "F_DUPFD_CLOEXEC"]),
                d.pick(&["0", "5", "10", "-1", "2000000"])
            ),
            14 => format!("R(@, fcntl({f}, {}));", d.pick(&["F_GETFD", "F_GETFL"])),
            15 => format!("R(@, fcntl({f}, F_SETFD, {}));", d.pick(&["0", "1", "FD_CLOEXEC"])),
            16 => format!(
                "R(@, fcntl({f}, F_SETFL, {}));",
                d.pick(&["0", "O_NONBLOCK", "O_APPEND", "O_APPEND | O_NONBLOCK"])
            ),
            17..19 => format!(
                "R(@, lseek({f}, {}, {}));",
                d.pick(&["0", "1", "10", "-1", "100000", "5000"]),
                d.pick(&["SEEK_SET", "SEEK_CUR", "SEEK_END", "9"])
            ),
            19 => format!("R(@, ftruncate({f}, {}));", d.pick(&["0", "1", "100", "5000", "-1"])),
            20 => format!("G(@, pread({f}, b, {}, {}));", small(d), d.pick(&["0", "3", "-1", "100000"])),
            21 => format!(
                "fill({}, 1000); R(@, pwrite({f}, b, {}, {}));",
                d.below(26),
                small(d),
                d.pick(&["0", "3", "-1", "6000"])
            ),
            22 => format!(
                "R(@, fstat({f}, &st)); say(\" %o %ld %ld\\n\", st.st_mode, S_ISREG(st.st_mode) ? (long)st.st_size : 0L, (long)st.st_nlink);"
            ),
            23 => format!("R(@, stat({}, &st)); say(\" %o\\n\", st.st_mode);", path(d)),
            24 => format!("R(@, mkdir({}, 0755));", path(d)),
            25 => format!("R(@, {}({}));", d.pick(&["unlink", "rmdir"]), path(d)),
            26 => format!("R(@, {}({}, {}));", d.pick(&["rename", "link", "symlink"]), path(d), path(d)),
            27 => format!("R(@, chmod({}, {}));", path(d), d.pick(&["0", "0400", "0600", "0755", "04755"])),
            28 => format!(
                "R(@, access({}, {}));",
                path(d),
                d.pick(&["F_OK", "R_OK", "W_OK", "X_OK", "R_OK | W_OK", "77"])
            ),
            29 => format!(
                "fill(3, 50); R(@, writev({f}, (struct iovec[]){{ {{ b, {} }}, {{ b + 9, {} }} }}, {}));",
                d.below(9),
                d.below(9),
                d.pick(&["2", "1", "0", "-1"])
            ),
            30 => format!(
                "memset(b, 0, 64); IF_READY(@, {f}, POLLIN, R(@, readv({f}, (struct iovec[]){{ {{ b, {} }}, {{ b + 20, {} }} }}, 2))); say(\" %.12s %.12s\\n\", b, b + 20);",
                d.below(9),
                d.below(9)
            ),
            31 => format!("R(@, umask({}));", d.pick(&["022", "0", "077"])),
            32 => {
                format!("R(@, close_range({}, {}, 0));", d.pick(&["3", "5", "6", "9"]), d.pick(&["4", "5", "8", "~0U"]))
            }
            _ => format!("R(@, truncate({}, {}));", path(d), d.pick(&["0", "7", "-1", "9000"])),
        }
    }
}

mod pipe {
    use super::*;

    pub fn opening(d: &mut Dice) -> String {
        let a = d.below(4);
        let flags =
            d.pick(&["0", "O_NONBLOCK", "O_NONBLOCK", "O_NONBLOCK | O_CLOEXEC", "O_DIRECT | O_NONBLOCK", "O_NONBLOCK"]);
        format!("R(@, pipe2(&f[{a}], {flags})); say(\" %d %d\\n\", f[{a}], f[{}]);", a + 1)
    }

    pub fn plain(d: &mut Dice) -> String {
        let f = fdx(d);
        match d.below(18) {
            0..5 => {
                format!("fill({}, {n}); IF_READY(@, {f}, POLLOUT, R(@, write({f}, b, {n})));", d.below(26), n = size(d))
            }
            5..9 => format!("IF_READY(@, {f}, POLLIN, G(@, read({f}, b, {})));", size(d)),
            9..11 => format!("R(@, close({f}));"),
            11 => format!("{{ int n_ = -1; R(@, ioctl({f}, FIONREAD, &n_)); say(\" %d\\n\", n_); }}"),
            12 => format!("R(@, fcntl({f}, F_GETPIPE_SZ));"),
            13 => {
                format!("R(@, fcntl({f}, F_SETPIPE_SZ, {}));", d.pick(&["4096", "8192", "1", "0", "100000", "65536"]))
            }
            14 => format!(
                "signal(SIGPIPE, {}); say(\"@: signal\\n\");",
                d.pick(&["SIG_IGN", "handler", "SIG_DFL", "SIG_IGN"])
            ),
            15 => format!("R(@, fcntl({f}, F_SETFL, {}));", d.pick(&["0", "O_NONBLOCK", "O_NONBLOCK"])),
            16 => format!(
                "{{ struct pollfd p_ = {{ {f}, POLLIN | POLLOUT, 0 }}; R(@, poll(&p_, 1, 0)); say(\" %d\\n\", p_.revents); }}"
            ),
            _ => format!("R(@, lseek({f}, 0, SEEK_CUR));"),
        }
    }

    pub fn blocking(d: &mut Dice) -> (String, String) {
        let (a, n) = (d.below(4), size(d));
        let w = d.pick(&["f[0]", "f[1]", "f[2]", "f[3]", "f[4]"]);
        match d.below(3) {
            0 => (
                format!("fcntl(f[{a}], F_SETFL, 0); G(@, read(f[{a}], b, {n}));"),
                format!("fill(1, 9000); IF_READY(@, {w}, POLLOUT, R(@, write({w}, b, {})));", small(d)),
            ),
            1 => (
                format!("close(f[{}]); fcntl(f[{a}], F_SETFL, 0); G(@, read(f[{a}], b, {n}));", a + 1),
                format!("R(@, close({w}));"),
            ),
            _ => (
                format!(
                    "fill(4, 100000); fcntl(f[{}], F_SETFL, 0); R(@, write(f[{}], b, {}));",
                    a + 1,
                    a + 1,
                    d.pick(&["5000", "66000", "70000", "140000"])
                ),
                format!("G(@, read(f[{a}], b, {}));", d.pick(&["100", "4096", "70000"])),
            ),
        }
    }
}

mod fifo {
    use super::*;

    pub fn opening(d: &mut Dice) -> String {
        match d.below(3) {
            0 => "R(@, mkfifo(\"p\", 0644));".into(),
            1 => format!("mkfifo(\"p\", 0644); R(@, {} = open(\"p\", O_RDONLY | O_NONBLOCK));", slot(d)),
            _ => format!(
                "mkfifo(\"p\", 0644); R(@, {} = open(\"p\", {} | O_NONBLOCK));",
                slot(d),
                d.pick(&["O_RDWR", "O_WRONLY", "O_RDWR"])
            ),
        }
    }

    pub fn plain(d: &mut Dice) -> String {
        match d.below(8) {
            0 => format!(
                "R(@, {} = open(\"p\", {} | O_NONBLOCK));",
                slot(d),
                d.pick(&["O_RDWR", "O_WRONLY", "O_RDONLY"])
            ),
            1 => format!("R(@, mkfifo(\"{}\", 0600));", d.pick(&["p", "q", "none/p"])),
            2 => format!("R(@, {}(\"p\"));", d.pick(&["unlink", "rmdir"])),
            3 => "R(@, stat(\"p\", &st)); say(\" %o %ld\\n\", st.st_mode, (long)st.st_size);".into(),
            _ => pipe::plain(d),
        }
    }

    pub fn blocking(d: &mut Dice) -> (String, String) {
        match d.below(3) {
            0 => (
                "R(@, f[5] = open(\"p\", O_RDONLY)); G(@, read(f[5], b, 100));".into(),
                format!(
                    "R(@, f[6] = open(\"p\", O_WRONLY | O_NONBLOCK)); fill(2, {n}); R(@, write(f[6], b, {n}));",
                    n = small(d)
                ),
            ),
            1 => (
                "R(@, f[5] = open(\"p\", O_WRONLY)); fill(7, 10); R(@, write(f[5], b, 10));".into(),
                "R(@, f[6] = open(\"p\", O_RDONLY | O_NONBLOCK));".into(),
            ),
            _ => pipe::blocking(d),
        }
    }
}

pub(super) mod signals {
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
        let sleep = match d.below(5) {
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
}

mod process {
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
            14 => "R(@, system(\"exit 5\"));".into(),
            _ => "R(@, chdir(\".\"));".into(),
        }
    }

    pub fn blocking(d: &mut Dice) -> (String, String) {
        (
            match d.below(3) {
                0 => "{ int r_ = fork(); if (r_ == 0) { sleep(2); _exit(2); } R(@, waitpid(r_, &status, 0) == r_); show_status(@, status); }".into(),
                1 => "raise(SIGSTOP); say(\"went on\\n\");".into(),
                _ => "setpgid(0, 0); R(@, pause());".into(),
            },
            format!("for (int i_ = 1; i_ < LOGS; i_++) if (children[i_] > 0) R(@, kill({}children[i_], {}));", d.pick(&["", "-", ""]), d.pick(&["SIGCONT", "SIGTERM", "SIGCONT", "SIGUSR1"])),
        )
    }
}

mod poll {
    use super::*;

    fn events(d: &mut Dice) -> &'static str {
        d.pick(&[
            "POLLIN",
            "POLLOUT",
            "POLLIN | POLLOUT",
            "POLLPRI",
            "0",
            "POLLIN | POLLRDHUP",
            "POLLRDNORM",
            "POLLWRNORM",
        ])
    }

    pub fn plain(d: &mut Dice) -> String {
        match d.below(12) {
            0..3 => format!(
                "pfd[0] = (struct pollfd){{ {}, {}, 9 }}; pfd[1] = (struct pollfd){{ {}, {}, 9 }}; R(@, poll(pfd, {}, {})); say(\" %d %d\\n\", pfd[0].revents, pfd[1].revents);",
                fdx(d),
                events(d),
                fdx(d),
                events(d),
                d.pick(&["2", "1", "0", "2"]),
                "0"
            ),
            3..5 => format!(
                "{{ fd_set i_, o_; struct timeval t_ = {{ 0, {} }}; int x_ = {}, y_ = {}; FD_ZERO(&i_); FD_ZERO(&o_); if (x_ >= 0 && x_ < 1024) FD_SET(x_, &i_); if (y_ >= 0 && y_ < 1024) FD_SET(y_, &o_); R(@, select({}, &i_, &o_, 0, &t_)); say(\" %d %d\\n\", x_ >= 0 && FD_ISSET(x_, &i_), y_ >= 0 && FD_ISSET(y_, &o_)); }}",
                "0",
                slot(d),
                slot(d),
                d.pick(&["20", "5", "0", "-1", "100"])
            ),
            5 => format!(
                "R(@, {} = eventfd({}, EFD_NONBLOCK{}));",
                slot(d),
                d.pick(&["0", "1", "5"]),
                d.pick(&["", " | EFD_SEMAPHORE"])
            ),
            6 => format!(
                "{{ unsigned long v_ = {}; IF_READY(@, {f}, POLLOUT, R(@, write({f}, &v_, 8))); }}",
                d.pick(&["1", "3", "0", "-1UL"]),
                f = fdx(d)
            ),
            7 => format!("R(@, {} = epoll_create1(0));", slot(d)),
            8 => format!(
                "{{ struct epoll_event e_ = {{ {} }}; e_.data.u32 = {}; R(@, epoll_ctl({}, {}, {}, &e_)); }}",
                d.pick(&["EPOLLIN", "EPOLLOUT", "EPOLLIN | EPOLLET", "EPOLLIN | EPOLLOUT", "EPOLLOUT | EPOLLONESHOT"]),
                d.below(9),
                fdx(d),
                d.pick(&["EPOLL_CTL_ADD", "EPOLL_CTL_ADD", "EPOLL_CTL_MOD", "EPOLL_CTL_DEL", "9"]),
                fdx(d)
            ),
            9 => format!(
                "{{ struct epoll_event e_[4]; int n_; R(@, n_ = epoll_wait({}, e_, {}, 0)); for (int i_ = 0; i_ < n_; i_++) say(\" %x/%d\", e_[i_].events, e_[i_].data.u32); say(\"\\n\"); }}",
                fdx(d),
                d.pick(&["4", "1", "0", "4"])
            ),
            _ => pipe::plain(d),
        }
    }

    pub fn blocking(d: &mut Dice) -> (String, String) {
        let (a, w) = (slot(d), slot(d));
        (
            match d.below(2) {
                0 => format!(
                    "pfd[0] = (struct pollfd){{ {a}, {}, 0 }}; R(@, poll(pfd, 1, {})); say(\" %d\\n\", pfd[0].revents);",
                    d.pick(&["POLLIN", "POLLIN", "POLLOUT", "0"]),
                    d.pick(&["-1", "3000"])
                ),
                _ => format!(
                    "{{ fd_set i_; int x_ = {a}; FD_ZERO(&i_); if (x_ >= 0) FD_SET(x_, &i_); R(@, select(x_ + 1, &i_, 0, 0, 0)); }}"
                ),
            },
            match d.below(3) {
                0 => format!("R(@, close({w}));"),
                _ => format!("fill(1, 9000); IF_READY(@, {w}, POLLOUT, R(@, write({w}, b, {})));", small(d)),
            },
        )
    }
}

mod lock {
    use super::*;

    fn range(d: &mut Dice) -> String {
        format!(
            ".l_type = {}, .l_whence = {}, .l_start = {}, .l_len = {}",
            d.pick(&["F_RDLCK", "F_WRLCK", "F_WRLCK", "F_UNLCK", "9"]),
            d.pick(&["SEEK_SET", "SEEK_SET", "SEEK_CUR", "SEEK_END"]),
            d.pick(&["0", "5", "10", "20", "-1"]),
            d.pick(&["0", "1", "5", "10", "100", "-3"])
        )
    }

    pub fn plain(d: &mut Dice) -> String {
        let f = fdx(d);
        match d.below(9) {
            0..3 => format!("{{ struct flock l_ = {{ {} }}; R(@, fcntl({f}, F_SETLK, &l_)); }}", range(d)),
            3..5 => format!(
                "{{ struct flock l_ = {{ {} }}; R(@, fcntl({f}, F_GETLK, &l_)); say(\" %d %d %ld %ld\\n\", l_.l_type, l_.l_whence, (long)l_.l_start, (long)l_.l_len); }}",
                range(d)
            ),
            5 => format!(
                "R(@, flock({f}, {}));",
                d.pick(&["LOCK_SH | LOCK_NB", "LOCK_EX | LOCK_NB", "LOCK_UN", "LOCK_EX | LOCK_NB", "0"])
            ),
            6 => format!(
                "R(@, lockf({f}, {}, {}));",
                d.pick(&["F_TLOCK", "F_ULOCK", "F_TEST"]),
                d.pick(&["0", "10", "5"])
            ),
            7 => format!("R(@, close({f}));"),
            _ => fd::opening(d),
        }
    }

    pub fn blocking(d: &mut Dice) -> (String, String) {
        let f = slot(d);
        (
            match d.below(3) {
                0 => format!(
                    "{{ int x_ = open(\"a\", O_RDWR | O_CREAT, 0644); R(@, flock(x_, {})); }}",
                    d.pick(&["LOCK_EX", "LOCK_SH"])
                ),
                1 => format!("R(@, lockf({f}, F_LOCK, 10));"),
                _ => format!("{{ struct flock l_ = {{ {} }}; R(@, fcntl({f}, F_SETLKW, &l_)); }}", range(d)),
            },
            match d.below(3) {
                0 => format!("R(@, flock({f}, LOCK_UN));"),
                1 => format!("R(@, close({f}));"),
                _ => format!(
                    "{{ struct flock l_ = {{ .l_type = F_UNLCK, .l_start = {}, .l_len = {} }}; R(@, fcntl({f}, F_SETLK, &l_)); }}",
                    d.pick(&["0", "5"]),
                    d.pick(&["0", "5"])
                ),
            },
        )
    }
}

mod msg {
    use super::*;

    fn id(d: &mut Dice) -> String {
        if d.percent(4) { "-1".into() } else { format!("S->ids[0][{}]", d.below(2)) }
    }

    pub fn opening(d: &mut Dice) -> String {
        let n = d.below(2);
        format!("forget(0, {n}); Z(@, S->ids[0][{n}] = msgget(IPC_PRIVATE, 0600));")
    }

    fn send(d: &mut Dice, flag: &str) -> String {
        format!(
            "m.type = {}; fill({}, 9000); memcpy(m.text, b, 9000); R(@, msgsnd({}, &m, {}, {flag}));",
            d.pick(&["1", "2", "3", "5", "0", "-1", "1", "2"]),
            d.below(26),
            id(d),
            d.pick(&["0", "1", "5", "100", "3000", "8192", "8193", "-1", "5", "10"])
        )
    }

    fn receive(d: &mut Dice, flag: &str) -> String {
        let flag = format!("{flag}{}", d.pick(&["", "", " | MSG_NOERROR", " | MSG_EXCEPT"]));
        format!(
            "m.type = 0; R(@, msgrcv({}, &m, {}, {}, {flag})); say(\" %ld %.5s\\n\", m.type, m.text);",
            id(d),
            d.pick(&["0", "5", "100", "9000", "9000", "-1"]),
            d.pick(&["0", "1", "2", "-2", "-5", "3", "0"])
        )
    }

    pub fn plain(d: &mut Dice) -> String {
        match d.below(10) {
            0..4 => send(d, "IPC_NOWAIT"),
            4..8 => receive(d, "IPC_NOWAIT"),
            8 => format!(
                "{{ struct msqid_ds q_; memset(&q_, 0, sizeof q_); R(@, msgctl({}, IPC_STAT, &q_)); say(\" %ld %ld %ld %o\\n\", (long)q_.msg_qnum, (long)q_.msg_cbytes, (long)q_.msg_qbytes, q_.msg_perm.mode); }}",
                id(d)
            ),
            _ => format!("R(@, msgctl({}, {}, 0));", id(d), d.pick(&["IPC_RMID", "99"])),
        }
    }

    pub fn blocking(d: &mut Dice) -> (String, String) {
        match d.below(4) {
            0 => (send(d, "0"), receive(d, "IPC_NOWAIT")),
            1 => (receive(d, "0"), format!("R(@, msgctl({}, IPC_RMID, 0));", id(d))),
            _ => (receive(d, "0"), send(d, "IPC_NOWAIT")),
        }
    }
}

mod sem {
    use super::*;

    fn id(d: &mut Dice) -> String {
        if d.percent(4) { "-1".into() } else { format!("S->ids[1][{}]", d.below(2)) }
    }

    pub fn opening(d: &mut Dice) -> String {
        let n = d.below(2);
        format!(
            "forget(1, {n}); Z(@, S->ids[1][{n}] = semget(IPC_PRIVATE, {}, 0600));",
            d.pick(&["1", "2", "3", "3", "0"])
        )
    }

    fn operation(d: &mut Dice, flag: &str) -> String {
        let undo = if d.percent(20) { " | SEM_UNDO" } else { "" };
        format!(
            "{{ {}, {}, {flag}{undo} }}",
            d.pick(&["0", "1", "2", "0", "7"]),
            d.pick(&["1", "-1", "2", "-2", "0", "5", "-1", "32767"])
        )
    }

    fn semop(d: &mut Dice, flag: &str) -> String {
        let n = 1 + d.below(3);
        let ops: Vec<String> = (0..n).map(|_| operation(d, flag)).collect();
        format!("R(@, semop({}, (struct sembuf[]){{ {} }}, {n}));", id(d), ops.join(", "))
    }

    pub fn plain(d: &mut Dice) -> String {
        match d.below(10) {
            0..5 => semop(d, "IPC_NOWAIT"),
            5..7 => format!(
                "R(@, semctl({}, {}, {}));",
                id(d),
                d.pick(&["0", "1", "2", "9"]),
                d.pick(&["GETVAL", "GETNCNT", "GETZCNT", "GETVAL"])
            ),
            7 => format!(
                "R(@, semctl({}, {}, SETVAL, {}));",
                id(d),
                d.pick(&["0", "1", "2", "9"]),
                d.pick(&["0", "1", "5", "-1", "32767", "32768"])
            ),
            8 => format!(
                "{{ unsigned short v_[8] = {{ 9, 9, 9 }}; R(@, semctl({}, 0, GETALL, v_)); say(\" %d %d %d\\n\", v_[0], v_[1], v_[2]); }}",
                id(d)
            ),
            _ => format!("R(@, semctl({}, 0, {}));", id(d), d.pick(&["IPC_RMID", "99"])),
        }
    }

    pub fn blocking(d: &mut Dice) -> (String, String) {
        (
            semop(d, "0"),
            match d.below(5) {
                0 => format!("R(@, semctl({}, 0, IPC_RMID));", id(d)),
                1 => format!("R(@, semctl({}, {}, SETVAL, {}));", id(d), d.below(3), d.below(4)),
                2 => format!("R(@, semctl({}, {}, {}));", id(d), d.below(3), d.pick(&["GETNCNT", "GETZCNT"])),
                _ => semop(d, "IPC_NOWAIT"),
            },
        )
    }
}

mod shm {
    use super::*;

    pub fn opening(d: &mut Dice) -> String {
        let n = d.below(2);
        format!(
            "forget(2, {n}); Z(@, S->ids[2][{n}] = shmget(IPC_PRIVATE, {}, 0600)); Z(@, mem[{n}] = shmat(S->ids[2][{n}], 0, 0)); if (mem[{n}] == (char *)-1) mem[{n}] = 0;",
            d.pick(&["100", "4096", "5000", "0", "100000"])
        )
    }

    pub fn plain(d: &mut Dice) -> String {
        let n = d.below(2);
        match d.below(10) {
            0..3 => format!("if (mem[{n}]) {{ mem[{n}][{}]++; say(\"@: wrote\\n\"); }}", d.pick(&["0", "1", "50"])),
            3..5 => format!("if (mem[{n}]) say(\"@: %d %d %d\\n\", mem[{n}][0], mem[{n}][1], mem[{n}][50]);"),
            5 => format!("R(@, shmdt(mem[{n}])); mem[{n}] = 0;"),
            6 => format!(
                "{{ struct shmid_ds d_; memset(&d_, 0, sizeof d_); R(@, shmctl(S->ids[2][{n}], IPC_STAT, &d_)); say(\" %ld %ld %o\\n\", (long)d_.shm_segsz, (long)d_.shm_nattch, d_.shm_perm.mode); }}"
            ),
            7 => format!("R(@, shmctl(S->ids[2][{n}], {}, 0));", d.pick(&["IPC_RMID", "99"])),
            8 => format!(
                "{{ char *p_ = shmat(S->ids[2][{n}], 0, {}); Z(@, p_); if (p_ != (char *)-1) {{ say(\" %d\\n\", p_[0]); shmdt(p_); }} }}",
                d.pick(&["SHM_RDONLY", "0"])
            ),
            _ => opening(d),
        }
    }
}

mod mq {
    use super::*;

    fn q(d: &mut Dice) -> String {
        if d.percent(4) { "(mqd_t)-1".into() } else { format!("mq[{}]", d.below(2)) }
    }

    pub fn opening(d: &mut Dice) -> String {
        format!(
            "{{ struct mq_attr a_ = {{ 0, {}, {}, 0 }}; char n_[64]; snprintf(n_, 64, \"/fl%d\", getpid()); mq[{}] = mq_open(n_, O_RDWR | O_CREAT | O_NONBLOCK, 0600, &a_); Z(@, mq[0]); Z(@, mq_unlink(n_)); }}",
            d.pick(&["1", "2", "4", "10", "0", "11"]),
            d.pick(&["1", "10", "100", "0", "8192", "8193"]),
            d.below(2)
        )
    }

    fn send(d: &mut Dice) -> String {
        format!(
            "fill({}, 9000); R(@, mq_send({}, b, {}, {}));",
            d.below(26),
            q(d),
            d.pick(&["0", "1", "5", "10", "100", "101"]),
            d.pick(&["0", "1", "5", "31", "32767", "32768"])
        )
    }

    fn receive(d: &mut Dice) -> String {
        format!(
            "{{ unsigned p_ = 0; G(@, mq_receive({}, b, {}, &p_)); say(\" %u\\n\", p_); }}",
            q(d),
            d.pick(&["9000", "9000", "9000", "100", "1", "0"])
        )
    }

    pub fn plain(d: &mut Dice) -> String {
        match d.below(10) {
            0..4 => send(d),
            4..7 => receive(d),
            7 => format!(
                "{{ struct mq_attr a_; memset(&a_, 0, sizeof a_); R(@, mq_getattr({}, &a_)); say(\" %ld %ld %ld %ld\\n\", a_.mq_flags, a_.mq_maxmsg, a_.mq_msgsize, a_.mq_curmsgs); }}",
                q(d)
            ),
            8 => format!(
                "{{ struct timespec t_ = {{ 1, {} }}; unsigned p_; G(@, mq_timedreceive({}, b, 9000, &p_, &t_)); }}",
                d.pick(&["0", "-1"]),
                q(d)
            ),
            _ => format!("R(@, mq_close({}));", q(d)),
        }
    }

    pub fn blocking(d: &mut Dice) -> (String, String) {
        let n = d.below(2);
        let unblock = format!("{{ struct mq_attr a_ = {{ 0 }}; mq_setattr(mq[{n}], &a_, 0); }} ");
        match d.below(2) {
            0 => (
                format!(
                    "{unblock}{{ unsigned p_ = 0; G(@, mq_receive(mq[{n}], b, 9000, &p_)); say(\" %u\\n\", p_); }}"
                ),
                send(d),
            ),
            _ => {
                (format!("{unblock}for (int i_ = 0; i_ < 11; i_++) R(@, mq_send(mq[{n}], \"x\", 1, i_));"), receive(d))
            }
        }
    }
}

mod psem {
    use super::*;

    pub fn plain(d: &mut Dice) -> String {
        let n = d.below(2);
        match d.below(6) {
            0..2 => format!("R(@, sem_post(&S->sem[{n}]));"),
            2..4 => format!("R(@, sem_trywait(&S->sem[{n}]));"),
            4 => format!("{{ int v_ = -9; R(@, sem_getvalue(&S->sem[{n}], &v_)); say(\" %d\\n\", v_); }}"),
            _ => format!(
                "{{ struct timespec t_ = {{ 1, {} }}; R(@, sem_timedwait(&S->sem[{n}], &t_)); }}",
                d.pick(&["0", "-1", "1000000000"])
            ),
        }
    }

    pub fn blocking(d: &mut Dice) -> (String, String) {
        let n = d.below(2);
        (
            format!("R(@, sem_wait(&S->sem[{n}])); R(@, sem_wait(&S->sem[{n}]));"),
            format!("R(@, sem_post(&S->sem[{n}]));"),
        )
    }
}

mod unix {
    use super::*;

    pub fn opening(d: &mut Dice) -> String {
        let a = d.below(4);
        format!(
            "R(@, socketpair(AF_UNIX, {} | SOCK_NONBLOCK, 0, &f[{a}])); say(\" %d %d\\n\", f[{a}], f[{}]);",
            d.pick(&["SOCK_STREAM", "SOCK_DGRAM", "SOCK_SEQPACKET", "SOCK_STREAM"]),
            a + 1
        )
    }

    fn address(d: &mut Dice) -> String {
        format!(
            "(struct sockaddr *)&(struct sockaddr_un){{ AF_UNIX, \"{}\" }}, sizeof(struct sockaddr_un)",
            d.pick(&["s", "t", "none/s", "s"])
        )
    }

    pub fn plain(d: &mut Dice) -> String {
        let f = fdx(d);
        match d.below(22) {
            0..4 => format!(
                "fill({}, {n}); R(@, send({f}, b, {n}, MSG_NOSIGNAL | MSG_DONTWAIT));",
                d.below(26),
                n = small(d)
            ),
            4..8 => format!(
                "G(@, recv({f}, b, {}, MSG_DONTWAIT{}));",
                small(d),
                d.pick(&["", " | MSG_PEEK", "", " | MSG_TRUNC"])
            ),
            8 => format!(
                "R(@, {} = socket(AF_UNIX, {} | SOCK_NONBLOCK, 0));",
                slot(d),
                d.pick(&["SOCK_STREAM", "SOCK_DGRAM", "SOCK_SEQPACKET", "77"])
            ),
            9 => format!("R(@, bind({f}, {}));", address(d)),
            10 => format!("R(@, listen({f}, {}));", d.pick(&["0", "1", "5"])),
            11 => format!("R(@, connect({f}, {}));", address(d)),
            12 => format!("R(@, {} = accept4({f}, 0, 0, SOCK_NONBLOCK));", slot(d)),
            13 => format!("R(@, shutdown({f}, {}));", d.pick(&["SHUT_RD", "SHUT_WR", "SHUT_RDWR", "9"])),
            14 => format!("R(@, close({f}));"),
            15 => format!(
                "{{ int v_ = -1; socklen_t n_ = 4; R(@, getsockopt({f}, SOL_SOCKET, {}, &v_, &n_)); say(\" %d\\n\", v_); }}",
                d.pick(&["SO_TYPE", "SO_ERROR", "SO_ACCEPTCONN", "SO_DOMAIN"])
            ),
            16 => format!(
                "{{ struct sockaddr_un a_; socklen_t n_ = sizeof a_; memset(&a_, 0, sizeof a_); R(@, {}({f}, (struct sockaddr *)&a_, &n_)); say(\" %d %s\\n\", n_, a_.sun_path); }}",
                d.pick(&["getsockname", "getpeername"])
            ),
            17 => format!(
                "fill(2, 50); R(@, sendto({f}, b, {}, MSG_NOSIGNAL | MSG_DONTWAIT, {}));",
                d.below(20),
                address(d)
            ),
            18 => format!(
                "{{ struct pollfd p_ = {{ {f}, POLLIN | POLLOUT | POLLRDHUP, 0 }}; R(@, poll(&p_, 1, 0)); say(\" %d\\n\", p_.revents); }}"
            ),
            19 => format!("fill(5, 99); IF_READY(@, {f}, POLLOUT, R(@, write({f}, b, {})));", small(d)),
            20 => format!("IF_READY(@, {f}, POLLIN, G(@, read({f}, b, {})));", small(d)),
            _ => format!("R(@, unlink(\"{}\"));", d.pick(&["s", "t"])),
        }
    }

    pub fn blocking(d: &mut Dice) -> (String, String) {
        let (a, w) = (slot(d), slot(d));
        match d.below(3) {
            0 => (
                format!("fcntl({a}, F_SETFL, 0); R(@, accept({a}, 0, 0));"),
                format!("R(@, connect({w}, {}));", address(d)),
            ),
            _ => (
                format!(
                    "fcntl({a}, F_SETFL, 0); G(@, recv({a}, b, {}, {}));",
                    small(d),
                    d.pick(&["0", "MSG_WAITALL", "0"])
                ),
                format!("fill(3, 100); R(@, send({w}, b, {}, MSG_NOSIGNAL | MSG_DONTWAIT));", small(d)),
            ),
        }
    }
}
