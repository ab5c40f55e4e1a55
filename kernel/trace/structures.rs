//! Structures written out from their bytes, as strace 6 writes them.

use super::schema::Struct;
use super::values::*;
use super::{terminal, waiting};
use crate::abi::SigSet;
use std::fmt::Write;

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

    pub(super) fn text(&self, at: usize, size: usize) -> String {
        let bytes = self.0.get(at..at + size).unwrap_or_default();
        let end = bytes.iter().position(|&b| b == 0).unwrap_or(bytes.len());
        quoted(&bytes[..end], end as u64, size)
    }

    pub(super) fn timeval(&self, at: usize) -> String {
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
        Struct::Termios => terminal::termios(&f),
        Struct::Winsize => terminal::winsize(&f),
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
