//! IPC as strace writes it: keys, flags, messages, operations and structures of System V IPC, POSIX message queues, locks.

use super::schema::Struct;
use super::values::{Fields, Names, Table, descriptor_flags, flags, mode, quoted, signal};

/// A key of System V IPC.
pub fn ipc_key(value: u64) -> String {
    if value as u32 == 0 { "IPC_PRIVATE".to_string() } else { format!("{:#x}", value as u32) }
}

/// Flags of msgget(2) and its like, with permission bits.
pub fn ipc_get_flags(value: u64) -> String {
    const BITS: Table = &[(0o1000, "IPC_CREAT"), (0o2000, "IPC_EXCL"), (0o4000, "IPC_NOWAIT")];
    match value & !0o777 & 0xffff_ffff {
        0 => mode(value & 0o777),
        rest => format!("{}|{}", flags(BITS, rest), mode(value & 0o777)),
    }
}

/// A `struct msgbuf`, cut as strings are.
pub fn message(bytes: &[u8], whole: u64, limit: usize) -> String {
    let text = bytes.get(8..).unwrap_or_default();
    format!("{{mtype={}, mtext={}}}", Fields(bytes).i64(0), quoted(text, whole.saturating_sub(8), limit))
}

/// A list of `struct sembuf`.
pub fn sembufs(bytes: &[u8]) -> String {
    const BITS: Table = &[(0x1000, "SEM_UNDO"), (0o4000, "IPC_NOWAIT")];
    let one = |b: &[u8]| {
        let half = |at: usize| u16::from_le_bytes([b[at], b[at + 1]]);
        let shown = if half(4) == 0 { "0".to_string() } else { flags(BITS, half(4).into()) };
        format!("{{sem_num={}, sem_op={}, sem_flg={shown}}}", half(0), half(2) as i16)
    };
    let all: Vec<String> = bytes.chunks_exact(6).map(one).collect();
    format!("[{}]", all.join(", "))
}

/// The `struct ipc_perm` that the structures of msgctl(2) and its like begin with.
fn ipc_perm(f: &Fields, name: &str) -> String {
    let (uid, gid, perm, key) = (f.u32(4), f.u32(8), mode(f.u32(20).into()), f.u32(0));
    format!("{name}={{uid={uid}, gid={gid}, mode={perm}, key={key}, cuid={}, cgid={}}}", f.u32(12), f.u32(16))
}

/// The part of it that IPC_SET reads.
fn ipc_perm_set(f: &Fields, name: &str) -> String {
    format!("{name}={{uid={}, gid={}, mode={}}}", f.u32(4), f.u32(8), mode(f.u32(20).into()))
}

/// Numbers side by side in memory, by name.
fn numbers(names: &[&str], value: impl Fn(usize) -> u64) -> String {
    let all: Vec<String> = names.iter().enumerate().map(|(n, name)| format!("{name}={}", value(n))).collect();
    format!("{{{}}}", all.join(", "))
}

/// The structures of System V IPC.
pub(super) fn structure(kind: Struct, f: &Fields) -> String {
    match kind {
        Struct::Msqid => format!(
            "{{{}, msg_stime={}, msg_rtime={}, msg_ctime={}, msg_qnum={}, msg_qbytes={}, msg_lspid={}, msg_lrpid={}}}",
            ipc_perm(f, "msg_perm"),
            f.i64(48),
            f.i64(56),
            f.i64(64),
            f.u64(80),
            f.u64(88),
            f.i32(96),
            f.i32(100)
        ),
        Struct::MsqidSet => format!("{{{}, msg_qbytes={}}}", ipc_perm_set(f, "msg_perm"), f.u64(88)),
        Struct::MsgInfo => {
            let names = ["msgpool", "msgmap", "msgmax", "msgmnb", "msgmni", "msgssz", "msgtql", "msgseg"];
            numbers(&names, |n| u64::from(if n == 7 { f.u32(28) & 0xffff } else { f.u32(4 * n) }))
        }
        Struct::Semid => format!(
            "{{{}, sem_otime={}, sem_ctime={}, sem_nsems={}}}",
            ipc_perm(f, "sem_perm"),
            f.i64(48),
            f.i64(64),
            f.u64(80)
        ),
        Struct::SemidSet => format!("{{{}}}", ipc_perm_set(f, "sem_perm")),
        Struct::SemInfo => {
            let names =
                ["semmap", "semmni", "semmns", "semmnu", "semmsl", "semopm", "semume", "semusz", "semvmx", "semaem"];
            numbers(&names, |n| f.u32(4 * n).into())
        }
        Struct::Shmid => format!(
            "{{{}, shm_segsz={}, shm_cpid={}, shm_lpid={}, shm_nattch={}, shm_atime={}, shm_dtime={}, shm_ctime={}}}",
            ipc_perm(f, "shm_perm"),
            f.u64(48),
            f.i32(80),
            f.i32(84),
            f.u64(88),
            f.i64(56),
            f.i64(64),
            f.i64(72)
        ),
        Struct::ShmidSet => format!("{{{}}}", ipc_perm_set(f, "shm_perm")),
        Struct::ShmLimits => numbers(&["shmmax", "shmmin", "shmmni", "shmseg", "shmall"], |n| f.u64(8 * n)),
        _ => {
            let names = ["used_ids", "shm_tot", "shm_rss", "shm_swp", "swap_attempts", "swap_successes"];
            numbers(&names, |n| if n == 0 { f.u32(0).into() } else { f.u64(8 * n) })
        }
    }
}

/// The structures of record locks and POSIX message queues.
pub(super) fn posix(kind: Struct, f: &Fields) -> String {
    match kind {
        Struct::Flock | Struct::FlockPid => {
            let half = |at: usize| i32::from((f.u32(at) & 0xffff) as i16);
            let lock = match half(0) {
                0 => "F_RDLCK".to_string(),
                1 => "F_WRLCK".to_string(),
                2 => "F_UNLCK".to_string(),
                other => format!("{other:#x} /* F_???LCK */"),
            };
            let whence = Names::Whence.one((f.u32(0) >> 16).into());
            let pid = if kind == Struct::FlockPid { format!(", l_pid={}", f.i32(24)) } else { String::new() };
            format!("{{l_type={lock}, l_whence={whence}, l_start={}, l_len={}{pid}}}", f.i64(8), f.i64(16))
        }
        Struct::MqAttr => {
            let shown = if f.i64(0) == 0 { "0".to_string() } else { descriptor_flags(f.u64(0)) };
            let (most, size, now) = (f.i64(8), f.i64(16), f.i64(24));
            format!("{{mq_flags={shown}, mq_maxmsg={most}, mq_msgsize={size}, mq_curmsgs={now}}}")
        }
        _ => {
            let signal = |n: i32| signal(n as u64);
            match f.i32(12) {
                0 => format!("{{sigev_signo={}, sigev_notify=SIGEV_SIGNAL}}", signal(f.i32(8))),
                1 => format!("{{sigev_signo={}, sigev_notify=SIGEV_NONE}}", f.i32(8)),
                2 => format!("{{sigev_signo={}, sigev_notify=SIGEV_THREAD}}", f.i32(8)),
                other => format!("{{sigev_signo={}, sigev_notify={other:#x} /* SIGEV_??? */}}", f.i32(8)),
            }
        }
    }
}
