//! How values are written: names of constants, flags, signal sets, structures, quoted strings. As strace 6 does.

use super::schema::Struct;
use super::waiting;
use crate::abi::{SigSet, Signal};
use std::fmt::Write;

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
                (0x5402, "TCSETS"),
                (0x5403, "TCSETSW"),
                (0x5404, "TCSETSF"),
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
                (0x8004_5439, "TIOCGPTLCK"),
                (0x4004_5436, "TIOCSIG"),
            ],
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

const OPEN_BITS: Table = &[
    (0o100, "O_CREAT"),
    (0o200, "O_EXCL"),
    (0o400, "O_NOCTTY"),
    (0o1000, "O_TRUNC"),
    (0o2000, "O_APPEND"),
    (0o4000, "O_NONBLOCK"),
    (0o4010000, "O_SYNC"),
    (0o10000, "O_DSYNC"),
    (0o20000, "O_ASYNC"),
    (0o40000, "O_DIRECT"),
    (0o100000, "O_LARGEFILE"),
    (0o20200000, "O_TMPFILE"),
    (0o200000, "O_DIRECTORY"),
    (0o400000, "O_NOFOLLOW"),
    (0o2000000, "O_CLOEXEC"),
    (0o10000000, "O_PATH"),
];

/// Flags of open(2): the access mode first.
pub fn open_flags(value: u64) -> String {
    let mode = match value & 3 {
        0 => "O_RDONLY",
        1 => "O_WRONLY",
        2 => "O_RDWR",
        _ => "O_ACCMODE",
    };
    match value & !3 {
        0 => mode.to_string(),
        rest => format!("{mode}|{}", flags(OPEN_BITS, rest)),
    }
}

/// Flags of pipe2(2) and dup3(2): open(2)'s without an access mode.
pub fn descriptor_flags(value: u64) -> String {
    if value == 0 { "0".to_string() } else { flags(OPEN_BITS, value) }
}

const CLONE_BITS: Table = &[
    (0x100, "CLONE_VM"),
    (0x200, "CLONE_FS"),
    (0x400, "CLONE_FILES"),
    (0x800, "CLONE_SIGHAND"),
    (0x4000, "CLONE_VFORK"),
    (0x8000, "CLONE_PARENT"),
    (0x1_0000, "CLONE_THREAD"),
    (0x4_0000, "CLONE_SYSVSEM"),
    (0x8_0000, "CLONE_SETTLS"),
    (0x10_0000, "CLONE_PARENT_SETTID"),
    (0x20_0000, "CLONE_CHILD_CLEARTID"),
    (0x40_0000, "CLONE_DETACHED"),
    (0x100_0000, "CLONE_CHILD_SETTID"),
];

/// Flags of clone(2) with the exit signal.
pub fn clone_flags(value: u64) -> String {
    let mut text = if value & !0xff == 0 { String::new() } else { flags(CLONE_BITS, value & !0xff) };
    if value & 0xff != 0 {
        if !text.is_empty() {
            text.push('|');
        }
        text += &signal(value & 0xff);
    }
    if text.is_empty() { "0".to_string() } else { text }
}

/// Operations of futex(2), as strace composes them.
pub fn futex_op(value: u64) -> String {
    let name = match value & 127 {
        0 => "FUTEX_WAIT",
        1 => "FUTEX_WAKE",
        3 => "FUTEX_REQUEUE",
        4 => "FUTEX_CMP_REQUEUE",
        5 => "FUTEX_WAKE_OP",
        6 => "FUTEX_LOCK_PI",
        7 => "FUTEX_UNLOCK_PI",
        8 => "FUTEX_TRYLOCK_PI",
        9 => "FUTEX_WAIT_BITSET",
        10 => "FUTEX_WAKE_BITSET",
        11 => "FUTEX_WAIT_REQUEUE_PI",
        12 => "FUTEX_CMP_REQUEUE_PI",
        _ => return format!("{:#x} /* FUTEX_??? */", value as u32),
    };
    let private = if value & 128 != 0 { "_PRIVATE" } else { "" };
    let clock = if value & 256 != 0 { "|FUTEX_CLOCK_REALTIME" } else { "" };
    format!("{name}{private}{clock}")
}

/// Commands of fcntl(2).
pub fn fcntl_cmd(value: u64) -> String {
    let name = match value {
        0 => "F_DUPFD",
        1 => "F_GETFD",
        2 => "F_SETFD",
        3 => "F_GETFL",
        4 => "F_SETFL",
        5 => "F_GETLK",
        6 => "F_SETLK",
        7 => "F_SETLKW",
        8 => "F_SETOWN",
        9 => "F_GETOWN",
        36 => "F_OFD_GETLK",
        37 => "F_OFD_SETLK",
        38 => "F_OFD_SETLKW",
        1030 => "F_DUPFD_CLOEXEC",
        1031 => "F_SETPIPE_SZ",
        1032 => "F_GETPIPE_SZ",
        _ => return format!("{value:#x} /* F_??? */"),
    };
    name.to_string()
}

/// The argument of fcntl(2); `None` where the command takes none.
pub fn fcntl_arg(cmd: u64, arg: u64) -> Option<String> {
    match cmd {
        1 | 3 | 9 | 1032 => None,
        2 => Some(if arg & 1 == 1 { "FD_CLOEXEC".to_string() } else { arg.to_string() }),
        4 => Some(open_flags(arg)),
        0 | 8 | 1030 | 1031 => Some((arg as i32).to_string()),
        _ => Some(format!("{arg:#x}")),
    }
}

/// A signal's name, or its number.
pub fn signal(value: u64) -> String {
    match Signal::new(value as i32 as i64) {
        Some(signal) => signal.name(),
        None => (value as i32).to_string(),
    }
}

/// A signal set: `[INT TERM]`, or `~[KILL STOP]` when more than half are in it.
pub fn sigset(set: SigSet) -> String {
    let names = |set: SigSet| {
        let names: Vec<String> = set.iter().map(|s| s.name().trim_start_matches("SIG").to_string()).collect();
        names.join(" ")
    };
    if set.0.count_ones() > 32 { format!("~[{}]", names(SigSet(!set.0))) } else { format!("[{}]", names(set)) }
}

/// A pointer.
pub fn pointer(value: u64) -> String {
    if value == 0 { "NULL".to_string() } else { format!("{value:#x}") }
}

/// Permission bits: at least three digits, the first a 0 that says octal.
pub fn mode(value: u64) -> String {
    format!("0{:02o}", value as u32)
}

/// File type and permission bits.
pub fn file_mode(value: u64) -> String {
    let kind = match value & 0o170000 {
        0o010000 => "S_IFIFO|",
        0o020000 => "S_IFCHR|",
        0o040000 => "S_IFDIR|",
        0o060000 => "S_IFBLK|",
        0o100000 => "S_IFREG|",
        0o120000 => "S_IFLNK|",
        0o140000 => "S_IFSOCK|",
        _ => "",
    };
    let mut text = kind.to_string();
    for (bit, name) in [(0o4000, "S_ISUID|"), (0o2000, "S_ISGID|"), (0o1000, "S_ISVTX|")] {
        if value & bit != 0 {
            text += name;
        }
    }
    let _ = write!(text, "0{:03o}", value & 0o777);
    text
}

/// A string in double quotes with C escapes, cut after `limit` bytes with `...` as strace does.
pub fn quoted(bytes: &[u8], whole: u64, limit: usize) -> String {
    let shown = &bytes[..bytes.len().min(limit)];
    let mut text = String::with_capacity(shown.len() + 8);
    text.push('"');
    for (i, &b) in shown.iter().enumerate() {
        match b {
            b'"' => text += "\\\"",
            b'\\' => text += "\\\\",
            b'\n' => text += "\\n",
            b'\r' => text += "\\r",
            b'\t' => text += "\\t",
            0x0b => text += "\\v",
            0x0c => text += "\\f",
            0x20..=0x7e => text.push(b as char),
            _ => {
                // A digit that follows would be read as part of the escape: then all three digits are needed.
                let digit_follows = shown.get(i + 1).is_some_and(u8::is_ascii_digit);
                let _ = if digit_follows { write!(text, "\\{b:03o}") } else { write!(text, "\\{b:o}") };
            }
        }
    }
    text.push('"');
    if (shown.len() as u64) < whole {
        text += "...";
    }
    text
}

/// The fields of a structure, read from its bytes.
pub(super) struct Fields<'a>(pub &'a [u8]);

impl Fields<'_> {
    pub(super) fn u32(&self, at: usize) -> u32 {
        self.0.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }

    pub(super) fn i32(&self, at: usize) -> i32 {
        self.u32(at) as i32
    }

    pub(super) fn u64(&self, at: usize) -> u64 {
        u64::from(self.u32(at)) | u64::from(self.u32(at + 4)) << 32
    }

    pub(super) fn i64(&self, at: usize) -> i64 {
        self.u64(at) as i64
    }

    fn text(&self, at: usize, size: usize) -> String {
        let bytes = self.0.get(at..at + size).unwrap_or_default();
        let end = bytes.iter().position(|&b| b == 0).unwrap_or(bytes.len());
        quoted(&bytes[..end], end as u64, size)
    }

    fn timeval(&self, at: usize) -> String {
        format!("{{tv_sec={}, tv_usec={}}}", self.i64(at), self.i64(at + 8))
    }
}

/// A structure written out, given its bytes.
pub fn structure(kind: Struct, bytes: &[u8]) -> String {
    let f = Fields(bytes);
    match kind {
        Struct::CloneArgs => clone_args(&f),
        Struct::FdPair => format!("[{}, {}]", f.i32(0), f.i32(4)),
        Struct::Int => format!("[{}]", f.i32(0)),
        Struct::Time => format!("[{}]", f.i64(0)),
        Struct::Stat => stat(&f),
        Struct::Timespec => format!("{{tv_sec={}, tv_nsec={}}}", f.i64(0), f.i64(8)),
        Struct::Timeval => f.timeval(0),
        Struct::Itimerval => format!("{{it_interval={}, it_value={}}}", f.timeval(0), f.timeval(16)),
        Struct::Rlimit => format!("{{rlim_cur={}, rlim_max={}}}", rlimit(f.u64(0)), rlimit(f.u64(8))),
        Struct::Sigset => sigset(SigSet(f.u64(0))),
        Struct::Sigaction => sigaction(&f),
        Struct::Siginfo => siginfo(bytes),
        Struct::Stack => {
            format!("{{ss_sp={}, ss_flags={}, ss_size={}}}", pointer(f.u64(0)), stack_flags(f.u32(8)), f.u64(16))
        }
        Struct::WaitStatus => format!("[{}]", wait_status(f.i32(0))),
        Struct::Rusage => format!("{{ru_utime={}, ru_stime={}, ...}}", f.timeval(0), f.timeval(16)),
        Struct::Tms => format!(
            "{{tms_utime={}, tms_stime={}, tms_cutime={}, tms_cstime={}}}",
            f.i64(0),
            f.i64(8),
            f.i64(16),
            f.i64(24)
        ),
        Struct::Uint => format!("[{}]", f.u32(0)),
        Struct::Flock | Struct::FlockPid | Struct::MqAttr | Struct::SigEvent => super::sysv::posix(kind, &f),
        Struct::Msqid
        | Struct::MsqidSet
        | Struct::MsgInfo
        | Struct::Semid
        | Struct::SemidSet
        | Struct::SemInfo
        | Struct::Shmid
        | Struct::ShmidSet
        | Struct::ShmLimits
        | Struct::ShmInfo => super::sysv::structure(kind, &f),
        Struct::EpollEvent => waiting::epoll_event(bytes),
        Struct::Itimerspec => waiting::itimerspec(bytes),
        Struct::Sigevent => waiting::sigevent(bytes),
        Struct::Utsname => format!("{{sysname={}, nodename={}, ...}}", f.text(0, 65), f.text(65, 65)),
    }
}

/// `struct clone_args`, of which strace shows what the flags make use of.
fn clone_args(f: &Fields) -> String {
    let flags = f.u64(0);
    let mut text = format!("{{flags={}", clone_flags(flags));
    if flags & 0x120_0000 != 0 {
        text += &format!(", child_tid={}", pointer(f.u64(16)));
    }
    if flags & 0x10_0000 != 0 {
        text += &format!(", parent_tid={}", pointer(f.u64(24)));
    }
    let exit_signal = if f.u64(32) == 0 { "0".to_string() } else { signal(f.u64(32)) };
    text += &format!(", exit_signal={exit_signal}, stack={}, stack_size={:#x}", pointer(f.u64(40)), f.u64(48));
    if flags & 0x8_0000 != 0 {
        text += &format!(", tls={}", pointer(f.u64(56)));
    }
    text + "}"
}

fn stat(f: &Fields) -> String {
    let mode = u64::from(f.u32(24));
    let size = match mode & 0o170000 {
        0o020000 | 0o060000 => format!("st_rdev=makedev({:#x}, {:#x})", f.u64(40) >> 8 & 0xfff, f.u64(40) & 0xff),
        _ => format!("st_size={}", f.i64(48)),
    };
    format!("{{st_mode={}, {size}, ...}}", file_mode(mode))
}

fn rlimit(value: u64) -> String {
    match value {
        u64::MAX => "RLIM64_INFINITY".to_string(),
        v if v >= 1024 && v % 1024 == 0 => format!("{}*1024", v / 1024),
        v => v.to_string(),
    }
}

fn stack_flags(value: u32) -> String {
    match value {
        1 => "SS_ONSTACK".to_string(),
        2 => "SS_DISABLE".to_string(),
        v => v.to_string(),
    }
}

const SA_BITS: Table = &[
    (0x0400_0000, "SA_RESTORER"),
    (0x0800_0000, "SA_ONSTACK"),
    (0x1000_0000, "SA_RESTART"),
    (0x4000_0000, "SA_NODEFER"),
    (0x8000_0000, "SA_RESETHAND"),
    (1, "SA_NOCLDSTOP"),
    (2, "SA_NOCLDWAIT"),
    (4, "SA_SIGINFO"),
];

fn sigaction(f: &Fields) -> String {
    let flag_bits = f.u64(8);
    let handler = match f.u64(0) {
        0 => "SIG_DFL".to_string(),
        1 => "SIG_IGN".to_string(),
        addr => format!("{addr:#x}"),
    };
    // Also with SA_SIGINFO, as strace 6.1 has it.
    let mut text = format!("{{sa_handler={handler}, sa_mask={}, sa_flags=", sigset(SigSet(f.u64(24))));
    text += &if flag_bits == 0 { "0".to_string() } else { flags(SA_BITS, flag_bits) };
    if flag_bits & 0x0400_0000 != 0 {
        let _ = write!(text, ", sa_restorer={:#x}", f.u64(16));
    }
    text.push('}');
    text
}

/// A wait status as the macros of wait(2) take it apart.
pub fn wait_status(status: i32) -> String {
    let low = status & 0x7f;
    let signal_name = |n: i32| signal(n as u64);
    if status == 0xffff {
        "{WIFCONTINUED(s)}".to_string()
    } else if status & 0xff == 0x7f {
        format!("{{WIFSTOPPED(s) && WSTOPSIG(s) == {}}}", signal_name(status >> 8 & 0xff))
    } else if low == 0 {
        format!("{{WIFEXITED(s) && WEXITSTATUS(s) == {}}}", status >> 8 & 0xff)
    } else if status & 0x80 != 0 {
        format!("{{WIFSIGNALED(s) && WTERMSIG(s) == {} && WCOREDUMP(s)}}", signal_name(low))
    } else {
        format!("{{WIFSIGNALED(s) && WTERMSIG(s) == {}}}", signal_name(low))
    }
}

/// A `siginfo_t` written out.
pub fn siginfo(bytes: &[u8]) -> String {
    let f = Fields(bytes);
    let signo = f.i32(0);
    if signo == 0 {
        return "{}".to_string();
    }
    let code = f.i32(8);
    let name = signal(signo as u64);
    let mut text = format!("{{si_signo={name}, si_code={}", si_code(signo, code));
    match signo {
        17 if code > 0 => {
            let status = f.i32(24);
            let status = if code == 1 { status.to_string() } else { signal(status as u64) };
            let _ = write!(
                text,
                ", si_pid={}, si_uid={}, si_status={status}, si_utime={}, si_stime={}",
                f.i32(16),
                f.u32(20),
                f.i64(32),
                f.i64(40)
            );
        }
        4 | 7 | 8 | 11 if code > 0 => {
            let _ = write!(text, ", si_addr={}", pointer(f.u64(16)));
        }
        _ if (1..=6).contains(&code) && (signo == 29 || signo >= 34) => {
            let _ = write!(text, ", si_band={}, si_fd={}", f.i64(16), f.i32(24));
        }
        _ if code == -2 => {
            let _ = write!(text, ", si_timerid={}, si_overrun={}{}", hex(f.u32(16)), f.i32(20), sigval(f.u64(24)));
        }
        _ if code <= 0 => {
            let _ = write!(text, ", si_pid={}, si_uid={}", f.i32(16), f.u32(20));
            if code == -1 {
                text += &sigval(f.u64(24));
            }
        }
        _ => {}
    }
    text.push('}');
    text
}

fn sigval(value: u64) -> String {
    format!(", si_int={}, si_ptr={}", value as i32, pointer(value))
}

fn hex(value: u32) -> String {
    if value == 0 { "0".to_string() } else { format!("{value:#x}") }
}

fn si_code(signo: i32, code: i32) -> String {
    let name = match (signo, code) {
        (_, 0) => "SI_USER",
        (_, 0x80) => "SI_KERNEL",
        (_, -1) => "SI_QUEUE",
        (_, -2) => "SI_TIMER",
        (_, -3) => "SI_MESGQ",
        (_, -6) => "SI_TKILL",
        (17, 1) => "CLD_EXITED",
        (17, 2) => "CLD_KILLED",
        (17, 3) => "CLD_DUMPED",
        (17, 4) => "CLD_TRAPPED",
        (17, 5) => "CLD_STOPPED",
        (17, 6) => "CLD_CONTINUED",
        (11, 1) => "SEGV_MAPERR",
        (11, 2) => "SEGV_ACCERR",
        (7, 1) => "BUS_ADRALN",
        (7, 2) => "BUS_ADRERR",
        (8, 1) => "FPE_INTDIV",
        (4, 2) => "ILL_ILLOPN",
        (29 | 34.., 1) => "POLL_IN",
        (29 | 34.., 6) => "POLL_HUP",
        _ => return format!("{code:#x}"),
    };
    name.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_strace_writes_them() {
        assert_eq!(open_flags(0o1101), "O_WRONLY|O_CREAT|O_TRUNC");
        assert_eq!(descriptor_flags(0), "0");
        assert_eq!(clone_flags(0x120_0011), "CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD");
        assert_eq!(mode(0o644), "0644");
        assert_eq!(mode(0), "000");
        assert_eq!(mode(0o22), "022");
        assert_eq!(file_mode(0o100644), "S_IFREG|0644");
        assert_eq!(sigset(SigSet(0)), "[]");
        assert_eq!(sigset(SigSet::UNBLOCKABLE), "[KILL STOP]");
        assert_eq!(sigset(SigSet(!0)), "~[]");
        assert_eq!(quoted(b"a\n\"\x001", 5, 32), "\"a\\n\\\"\\0001\"");
        assert_eq!(quoted(b"abcdef", 6, 3), "\"abc\"...");
        assert_eq!(wait_status(0x8b), "{WIFSIGNALED(s) && WTERMSIG(s) == SIGSEGV && WCOREDUMP(s)}");
        assert_eq!(wait_status(3 << 8), "{WIFEXITED(s) && WEXITSTATUS(s) == 3}");
        assert_eq!(Names::Access.bits(0), "F_OK");
        assert_eq!(Names::Prot.bits(3), "PROT_READ|PROT_WRITE");
    }
}
