//! Names of constants and flags, as strace 6 prints them: one table each.

/// A list of named constants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Names {
    Whence,
    Prot,
    Map,
    Flock,
    Madvise,
    Memfd,
    Mlockall,
    Mremap,
    Msync,
    MsgCmd,
    IpcMsgFlags,
    SemCmd,
    ShmCmd,
    ShmFlags,
    AtFlags,
    Access,
    MaskHow,
    Ioctl,
    TerminalQueue,
    TerminalFlow,
    Clock,
    TimerFlags,
    Itimer,
    WaitOptions,
    IdType,
    Rlimit,
    RusageWho,
    RenameFlags,
    PrioWhich,
    Prctl,
    GetrandomFlags,
    Family,
    MsgFlags,
    ShutdownHow,
    EpollCtl,
    EpollFlags,
    EventfdFlags,
    SchedPolicy,
    InotifyFlags,
    InotifyMask,
    SpliceFlags,
    SignalfdFlags,
    TimerfdFlags,
    TimerfdSettime,
}

pub(super) type Table = &'static [(u64, &'static str)];

impl Names {
    fn table(self) -> Table {
        match self {
            Names::Whence => &[(0, "SEEK_SET"), (1, "SEEK_CUR"), (2, "SEEK_END"), (3, "SEEK_DATA"), (4, "SEEK_HOLE")],
            Names::Prot => &[(1, "PROT_READ"), (2, "PROT_WRITE"), (4, "PROT_EXEC")],
            Names::Map => &[
                (1, "MAP_SHARED"),
                (2, "MAP_PRIVATE"),
                (0x10, "MAP_FIXED"),
                (0x20, "MAP_ANONYMOUS"),
                (0x100, "MAP_GROWSDOWN"),
                (0x4000, "MAP_NORESERVE"),
                (0x8000, "MAP_POPULATE"),
                (0x2_0000, "MAP_STACK"),
                (0x10_0000, "MAP_FIXED_NOREPLACE"),
            ],
            Names::Flock => &[(1, "LOCK_SH"), (2, "LOCK_EX"), (8, "LOCK_UN"), (4, "LOCK_NB")],
            Names::Madvise => &[
                (0, "MADV_NORMAL"),
                (1, "MADV_RANDOM"),
                (2, "MADV_SEQUENTIAL"),
                (3, "MADV_WILLNEED"),
                (4, "MADV_DONTNEED"),
                (8, "MADV_FREE"),
                (9, "MADV_REMOVE"),
                (10, "MADV_DONTFORK"),
                (11, "MADV_DOFORK"),
                (12, "MADV_MERGEABLE"),
                (13, "MADV_UNMERGEABLE"),
                (14, "MADV_HUGEPAGE"),
                (15, "MADV_NOHUGEPAGE"),
                (16, "MADV_DONTDUMP"),
                (17, "MADV_DODUMP"),
                (20, "MADV_COLD"),
                (21, "MADV_PAGEOUT"),
            ],
            Names::Memfd => &[(1, "MFD_CLOEXEC"), (2, "MFD_ALLOW_SEALING"), (4, "MFD_HUGETLB")],
            Names::Mlockall => &[(1, "MCL_CURRENT"), (2, "MCL_FUTURE"), (4, "MCL_ONFAULT")],
            Names::Mremap => &[(1, "MREMAP_MAYMOVE"), (2, "MREMAP_FIXED"), (4, "MREMAP_DONTUNMAP")],
            Names::Msync => &[(4, "MS_SYNC"), (1, "MS_ASYNC"), (2, "MS_INVALIDATE")],
            Names::MsgCmd => &[
                (0, "IPC_RMID"),
                (1, "IPC_SET"),
                (2, "IPC_STAT"),
                (3, "IPC_INFO"),
                (11, "MSG_STAT"),
                (12, "MSG_INFO"),
                (13, "MSG_STAT_ANY"),
            ],
            Names::IpcMsgFlags => {
                &[(0o10000, "MSG_NOERROR"), (0o20000, "MSG_EXCEPT"), (0o40000, "MSG_COPY"), (0o4000, "IPC_NOWAIT")]
            }
            Names::SemCmd => &[
                (0, "IPC_RMID"),
                (1, "IPC_SET"),
                (2, "IPC_STAT"),
                (3, "IPC_INFO"),
                (11, "GETPID"),
                (12, "GETVAL"),
                (13, "GETALL"),
                (14, "GETNCNT"),
                (15, "GETZCNT"),
                (16, "SETVAL"),
                (17, "SETALL"),
                (18, "SEM_STAT"),
                (19, "SEM_INFO"),
                (20, "SEM_STAT_ANY"),
            ],
            Names::ShmCmd => &[
                (0, "IPC_RMID"),
                (1, "IPC_SET"),
                (2, "IPC_STAT"),
                (3, "IPC_INFO"),
                (11, "SHM_LOCK"),
                (12, "SHM_UNLOCK"),
                (13, "SHM_STAT"),
                (14, "SHM_INFO"),
                (15, "SHM_STAT_ANY"),
            ],
            Names::ShmFlags => {
                &[(0o10000, "SHM_RDONLY"), (0o20000, "SHM_RND"), (0o40000, "SHM_REMAP"), (0o100000, "SHM_EXEC")]
            }
            Names::AtFlags => &[
                (0x100, "AT_SYMLINK_NOFOLLOW"),
                (0x200, "AT_REMOVEDIR"),
                (0x400, "AT_SYMLINK_FOLLOW"),
                (0x800, "AT_NO_AUTOMOUNT"),
                (0x1000, "AT_EMPTY_PATH"),
            ],
            Names::Access => &[(4, "R_OK"), (2, "W_OK"), (1, "X_OK")],
            Names::MaskHow => &[(0, "SIG_BLOCK"), (1, "SIG_UNBLOCK"), (2, "SIG_SETMASK")],
            Names::Ioctl => &[
                (0x5401, "TCGETS"),
                (0x5402, "SNDCTL_TMR_START or TCSETS"),
                (0x5403, "SNDCTL_TMR_STOP or TCSETSW"),
                (0x5404, "SNDCTL_TMR_CONTINUE or TCSETSF"),
                (0x5409, "TCSBRK"),
                (0x540a, "TCXONC"),
                (0x540b, "TCFLSH"),
                (0x540c, "TIOCEXCL"),
                (0x540d, "TIOCNXCL"),
                (0x540e, "TIOCSCTTY"),
                (0x540f, "TIOCGPGRP"),
                (0x5410, "TIOCSPGRP"),
                (0x5411, "TIOCOUTQ"),
                (0x5412, "TIOCSTI"),
                (0x5413, "TIOCGWINSZ"),
                (0x5414, "TIOCSWINSZ"),
                (0x541b, "FIONREAD"),
                (0x5421, "FIONBIO"),
                (0x5420, "TIOCPKT"),
                (0x5422, "TIOCNOTTY"),
                (0x5424, "TIOCGETD"),
                (0x5425, "TCSBRKP"),
                (0x5429, "TIOCGSID"),
                (0x5450, "FIONCLEX"),
                (0x5451, "FIOCLEX"),
                (0x8004_5430, "TIOCGPTN"),
                (0x4004_5431, "TIOCSPTLCK"),
                (0x8004_5438, "TIOCGPKT"),
                (0x8004_5439, "TIOCGPTLCK"),
                (0x4004_5436, "TIOCSIG"),
                (0x8004_5440, "TIOCGEXCL"),
                (0x5441, "TIOCGPTPEER"),
                (0x5452, "FIOASYNC"),
                (0x8905, "SIOCATMARK"),
                (0x8910, "SIOCGIFNAME"),
                (0x8912, "SIOCGIFCONF"),
                (0x8913, "SIOCGIFFLAGS"),
                (0x8914, "SIOCSIFFLAGS"),
                (0x8915, "SIOCGIFADDR"),
                (0x8916, "SIOCSIFADDR"),
                (0x8917, "SIOCGIFDSTADDR"),
                (0x8919, "SIOCGIFBRDADDR"),
                (0x891b, "SIOCGIFNETMASK"),
                (0x891c, "SIOCSIFNETMASK"),
                (0x891d, "SIOCGIFMETRIC"),
                (0x8921, "SIOCGIFMTU"),
                (0x8922, "SIOCSIFMTU"),
                (0x8927, "SIOCGIFHWADDR"),
                (0x8933, "SIOCGIFINDEX"),
                (0x8942, "SIOCGIFTXQLEN"),
            ],
            Names::TerminalQueue => &[(0, "TCIFLUSH"), (1, "TCOFLUSH"), (2, "TCIOFLUSH")],
            Names::TerminalFlow => &[(0, "TCOOFF"), (1, "TCOON"), (2, "TCIOFF"), (3, "TCION")],
            Names::Clock => &[
                (0, "CLOCK_REALTIME"),
                (1, "CLOCK_MONOTONIC"),
                (2, "CLOCK_PROCESS_CPUTIME_ID"),
                (3, "CLOCK_THREAD_CPUTIME_ID"),
                (4, "CLOCK_MONOTONIC_RAW"),
                (5, "CLOCK_REALTIME_COARSE"),
                (6, "CLOCK_MONOTONIC_COARSE"),
                (7, "CLOCK_BOOTTIME"),
                (8, "CLOCK_REALTIME_ALARM"),
                (9, "CLOCK_BOOTTIME_ALARM"),
                (11, "CLOCK_TAI"),
            ],
            Names::TimerFlags => &[(1, "TIMER_ABSTIME")],
            Names::Itimer => &[(0, "ITIMER_REAL"), (1, "ITIMER_VIRTUAL"), (2, "ITIMER_PROF")],
            Names::WaitOptions => &[
                (1, "WNOHANG"),
                (2, "WSTOPPED"),
                (4, "WEXITED"),
                (8, "WCONTINUED"),
                (0x100_0000, "WNOWAIT"),
                (0x2000_0000, "__WNOTHREAD"),
                (0x4000_0000, "__WALL"),
                (0x8000_0000, "__WCLONE"),
            ],
            Names::IdType => &[(0, "P_ALL"), (1, "P_PID"), (2, "P_PGID"), (3, "P_PIDFD")],
            Names::Rlimit => &[
                (0, "RLIMIT_CPU"),
                (1, "RLIMIT_FSIZE"),
                (2, "RLIMIT_DATA"),
                (3, "RLIMIT_STACK"),
                (4, "RLIMIT_CORE"),
                (5, "RLIMIT_RSS"),
                (6, "RLIMIT_NPROC"),
                (7, "RLIMIT_NOFILE"),
                (8, "RLIMIT_MEMLOCK"),
                (9, "RLIMIT_AS"),
                (10, "RLIMIT_LOCKS"),
                (11, "RLIMIT_SIGPENDING"),
                (12, "RLIMIT_MSGQUEUE"),
                (13, "RLIMIT_NICE"),
                (14, "RLIMIT_RTPRIO"),
                (15, "RLIMIT_RTTIME"),
            ],
            Names::RusageWho => &[(0, "RUSAGE_SELF"), (u64::MAX, "RUSAGE_CHILDREN"), (1, "RUSAGE_THREAD")],
            Names::RenameFlags => &[(1, "RENAME_NOREPLACE"), (2, "RENAME_EXCHANGE"), (4, "RENAME_WHITEOUT")],
            Names::PrioWhich => &[(0, "PRIO_PROCESS"), (1, "PRIO_PGRP"), (2, "PRIO_USER")],
            Names::Prctl => &[
                (1, "PR_SET_PDEATHSIG"),
                (2, "PR_GET_PDEATHSIG"),
                (3, "PR_GET_DUMPABLE"),
                (4, "PR_SET_DUMPABLE"),
                (7, "PR_GET_KEEPCAPS"),
                (8, "PR_SET_KEEPCAPS"),
                (15, "PR_SET_NAME"),
                (16, "PR_GET_NAME"),
                (29, "PR_SET_TIMERSLACK"),
                (30, "PR_GET_TIMERSLACK"),
                (36, "PR_SET_CHILD_SUBREAPER"),
                (37, "PR_GET_CHILD_SUBREAPER"),
                (38, "PR_SET_NO_NEW_PRIVS"),
                (39, "PR_GET_NO_NEW_PRIVS"),
            ],
            Names::Family => &[
                (0, "AF_UNSPEC"),
                (1, "AF_UNIX"),
                (2, "AF_INET"),
                (10, "AF_INET6"),
                (16, "AF_NETLINK"),
                (17, "AF_PACKET"),
            ],
            Names::MsgFlags => &[
                (1, "MSG_OOB"),
                (2, "MSG_PEEK"),
                (4, "MSG_DONTROUTE"),
                (8, "MSG_CTRUNC"),
                (0x20, "MSG_TRUNC"),
                (0x40, "MSG_DONTWAIT"),
                (0x80, "MSG_EOR"),
                (0x100, "MSG_WAITALL"),
                (0x800, "MSG_CONFIRM"),
                (0x2000, "MSG_ERRQUEUE"),
                (0x4000, "MSG_NOSIGNAL"),
                (0x8000, "MSG_MORE"),
                (0x1_0000, "MSG_WAITFORONE"),
                (0x4000_0000, "MSG_CMSG_CLOEXEC"),
            ],
            Names::ShutdownHow => &[(0, "SHUT_RD"), (1, "SHUT_WR"), (2, "SHUT_RDWR")],
            Names::GetrandomFlags => &[(1, "GRND_NONBLOCK"), (2, "GRND_RANDOM")],
            Names::EpollCtl => &[(1, "EPOLL_CTL_ADD"), (2, "EPOLL_CTL_DEL"), (3, "EPOLL_CTL_MOD")],
            Names::EpollFlags => &[(0o2000000, "EPOLL_CLOEXEC")],
            Names::SchedPolicy => &[
                (0, "SCHED_OTHER"),
                (1, "SCHED_FIFO"),
                (2, "SCHED_RR"),
                (3, "SCHED_BATCH"),
                (5, "SCHED_IDLE"),
                (6, "SCHED_DEADLINE"),
            ],
            Names::InotifyFlags => &[(0o2000000, "IN_CLOEXEC"), (0o4000, "IN_NONBLOCK")],
            Names::InotifyMask => &[
                (1, "IN_ACCESS"),
                (2, "IN_MODIFY"),
                (4, "IN_ATTRIB"),
                (8, "IN_CLOSE_WRITE"),
                (0x10, "IN_CLOSE_NOWRITE"),
                (0x20, "IN_OPEN"),
                (0x40, "IN_MOVED_FROM"),
                (0x80, "IN_MOVED_TO"),
                (0x100, "IN_CREATE"),
                (0x200, "IN_DELETE"),
                (0x400, "IN_DELETE_SELF"),
                (0x800, "IN_MOVE_SELF"),
                (0x0100_0000, "IN_ONLYDIR"),
                (0x0200_0000, "IN_DONT_FOLLOW"),
                (0x0400_0000, "IN_EXCL_UNLINK"),
                (0x1000_0000, "IN_MASK_CREATE"),
                (0x2000_0000, "IN_MASK_ADD"),
                (0x8000_0000, "IN_ONESHOT"),
            ],
            Names::SpliceFlags => {
                &[(1, "SPLICE_F_MOVE"), (2, "SPLICE_F_NONBLOCK"), (4, "SPLICE_F_MORE"), (8, "SPLICE_F_GIFT")]
            }
            Names::EventfdFlags => &[(1, "EFD_SEMAPHORE"), (0o2000000, "EFD_CLOEXEC"), (0o4000, "EFD_NONBLOCK")],
            Names::SignalfdFlags => &[(0o2000000, "SFD_CLOEXEC"), (0o4000, "SFD_NONBLOCK")],
            Names::TimerfdFlags => &[(0o2000000, "TFD_CLOEXEC"), (0o4000, "TFD_NONBLOCK")],
            Names::TimerfdSettime => &[(1, "TFD_TIMER_ABSTIME"), (2, "TFD_TIMER_CANCEL_ON_SET")],
        }
    }

    /// What a value of none of the names is called in a comment.
    fn unknown(self) -> &'static str {
        match self {
            Names::Whence => "SEEK_???",
            Names::MaskHow => "SIG_???",
            Names::Clock => "CLOCK_???",
            Names::Itimer => "ITIMER_???",
            Names::IdType => "P_???",
            Names::Rlimit => "RLIMIT_???",
            Names::PrioWhich => "PRIO_???",
            Names::Prctl => "PR_???",
            Names::Family => "AF_???",
            Names::ShutdownHow => "SHUT_???",
            Names::Madvise => "MADV_???",
            Names::TerminalQueue | Names::TerminalFlow => "TC???",
            Names::MsgCmd | Names::IpcMsgFlags => "MSG_???",
            Names::SemCmd => "SEM_???",
            Names::ShmCmd | Names::ShmFlags => "SHM_???",
            Names::EpollCtl => "EPOLL_CTL_???",
            _ => "???",
        }
    }

    /// The one name of a value.
    pub fn one(self, value: u64) -> String {
        match self.table().iter().find(|(v, _)| *v == value) {
            Some((_, name)) => name.to_string(),
            None if matches!(self, Names::Ioctl) => super::terminal::unknown_request(value),
            None => format!("{value:#x} /* {} */", self.unknown()),
        }
    }

    /// The names of a value's bits, joined by `|`.
    pub fn bits(self, value: u64) -> String {
        if value == 0 {
            return match self {
                Names::Prot => "PROT_NONE".to_string(),
                Names::Access => "F_OK".to_string(),
                _ => "0".to_string(),
            };
        }
        flags(self.table(), value)
    }
}

/// The names of the bits set, then what is left in hexadecimal.
pub(super) fn flags(table: Table, value: u64) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = value;
    for (bits, name) in table {
        if *bits != 0 && rest & bits == *bits {
            parts.push(name.to_string());
            rest &= !bits;
        }
    }
    if rest != 0 || parts.is_empty() {
        parts.push(format!("{rest:#x}"));
    }
    parts.join("|")
}
