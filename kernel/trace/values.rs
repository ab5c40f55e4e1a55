//! How values are written: flags, signal sets, quoted strings; with the tables of `names` and the structures of `structures`. As
//! strace 6 does.

pub use super::names::Names;
pub(super) use super::names::{Table, flags};
pub(super) use super::structures::Fields;
pub use super::structures::{siginfo, structure, wait_status};
use crate::abi::{SigSet, Signal};
use std::fmt::Write;

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
        1033 => "F_ADD_SEALS",
        1034 => "F_GET_SEALS",
        _ => return format!("{value:#x} /* F_??? */"),
    };
    name.to_string()
}

/// The argument of fcntl(2); `None` where the command takes none.
pub fn fcntl_arg(cmd: u64, arg: u64) -> Option<String> {
    match cmd {
        1 | 3 | 9 | 1032 | 1034 => None,
        1033 => Some(seals(arg)),
        2 => Some(if arg & 1 == 1 { "FD_CLOEXEC".to_string() } else { arg.to_string() }),
        4 => Some(open_flags(arg)),
        0 | 8 | 1030 | 1031 => Some((arg as i32).to_string()),
        _ => Some(format!("{arg:#x}")),
    }
}

/// Seals of a file.
fn seals(value: u64) -> String {
    let all = ["SEAL", "SHRINK", "GROW", "WRITE", "FUTURE_WRITE", "EXEC"];
    let set = all.iter().enumerate().filter(|(bit, _)| value >> bit & 1 == 1);
    let mut parts: Vec<String> = set.map(|(_, name)| format!("F_SEAL_{name}")).collect();
    if value >> all.len() != 0 || value == 0 {
        parts.push(format!("{:#x}", value >> all.len() << all.len()));
    }
    parts.join("|")
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
