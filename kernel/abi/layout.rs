//! Structures as x86-64 Linux lays them out in memory, with their encoding to and from bytes.
//!
//! Each structure names its fields with their offsets; gaps are padding and written as zero. To add one: a block
//! of `layouts!`, and its size in the test, as `sizeof` and `offsetof` tell it.

use serde::{Deserialize, Serialize};

/// An integer in memory, little-endian.
trait Scalar: Sized {
    fn put(self, at: &mut [u8]);
    fn take(at: &[u8]) -> Self;
}

macro_rules! scalars {
    ($($t:ty),*) => { $(impl Scalar for $t {
        #[inline]
        fn put(self, at: &mut [u8]) {
            at[..size_of::<$t>()].copy_from_slice(&self.to_le_bytes());
        }
        #[inline]
        fn take(at: &[u8]) -> Self {
            let mut bytes = [0; size_of::<$t>()];
            bytes.copy_from_slice(&at[..size_of::<$t>()]);
            <$t>::from_le_bytes(bytes)
        }
    })* };
}
scalars!(u8, u16, i16, u32, i32, u64, i64);

/// It begins other structures.
impl Scalar for IpcPerm {
    #[inline]
    fn put(self, at: &mut [u8]) {
        at[..Self::SIZE].copy_from_slice(&self.encode());
    }
    #[inline]
    fn take(at: &[u8]) -> Self {
        let mut bytes = [0; Self::SIZE];
        bytes.copy_from_slice(&at[..Self::SIZE]);
        IpcPerm::decode(&bytes)
    }
}

macro_rules! layouts {
    ($($(#[$doc:meta])* $name:ident[$size:literal] { $($offset:literal $field:ident: $t:ty),* $(,)? })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
        #[allow(missing_docs)]
        pub struct $name { $(pub $field: $t),* }

        impl $name {
            /// `sizeof`.
            pub const SIZE: usize = $size;

            /// The bytes in memory.
            #[inline]
            pub fn encode(&self) -> [u8; $size] {
                let mut bytes = [0; $size];
                $(Scalar::put(self.$field, &mut bytes[$offset..]);)*
                bytes
            }

            /// The structure in these bytes.
            #[inline]
            pub fn decode(bytes: &[u8; $size]) -> Self {
                $name { $($field: Scalar::take(&bytes[$offset..])),* }
            }
        }
    )* };
}

layouts! {
    /// `struct stat` (stat(2)).
    Stat[144] {
        0 dev: u64, 8 ino: u64, 16 nlink: u64, 24 mode: u32, 28 uid: u32, 32 gid: u32, 40 rdev: u64, 48 size: i64,
        56 blksize: i64, 64 blocks: i64, 72 atime: i64, 80 atime_nsec: i64, 88 mtime: i64, 96 mtime_nsec: i64,
        104 ctime: i64, 112 ctime_nsec: i64,
    }
    /// `struct statfs` (statfs(2)).
    Statfs[120] {
        0 kind: i64, 8 bsize: i64, 16 blocks: u64, 24 bfree: u64, 32 bavail: u64, 40 files: u64, 48 ffree: u64,
        56 fsid: u64, 64 namelen: i64, 72 frsize: i64, 80 flags: i64,
    }
    /// `struct timespec` (clock_gettime(2)).
    Timespec[16] { 0 sec: i64, 8 nsec: i64 }
    /// `struct timeval` (gettimeofday(2)).
    Timeval[16] { 0 sec: i64, 8 usec: i64 }
    /// `struct timezone` (gettimeofday(2)).
    Timezone[8] { 0 minutes_west: i32, 4 dst_time: i32 }
    /// `struct itimerval` (setitimer(2)).
    Itimerval[32] { 0 interval_sec: i64, 8 interval_usec: i64, 16 value_sec: i64, 24 value_usec: i64 }
    /// `struct itimerspec` (timer_settime(2)).
    Itimerspec[32] { 0 interval_sec: i64, 8 interval_nsec: i64, 16 value_sec: i64, 24 value_nsec: i64 }
    /// `struct rlimit` (getrlimit(2)).
    Rlimit[16] { 0 cur: u64, 8 max: u64 }
    /// `struct rusage` (getrusage(2)).
    Rusage[144] {
        0 utime_sec: i64, 8 utime_usec: i64, 16 stime_sec: i64, 24 stime_usec: i64, 32 maxrss: i64, 40 ixrss: i64,
        48 idrss: i64, 56 isrss: i64, 64 minflt: i64, 72 majflt: i64, 80 nswap: i64, 88 inblock: i64, 96 oublock: i64,
        104 msgsnd: i64, 112 msgrcv: i64, 120 nsignals: i64, 128 nvcsw: i64, 136 nivcsw: i64,
    }
    /// `struct tms` (times(2)), in clock ticks.
    Tms[32] { 0 utime: i64, 8 stime: i64, 16 cutime: i64, 24 cstime: i64 }
    /// `struct sysinfo` (sysinfo(2)).
    Sysinfo[112] {
        0 uptime: i64, 8 load_1: u64, 16 load_5: u64, 24 load_15: u64, 32 totalram: u64, 40 freeram: u64,
        48 sharedram: u64, 56 bufferram: u64, 64 totalswap: u64, 72 freeswap: u64, 80 procs: u16, 88 totalhigh: u64,
        96 freehigh: u64, 104 mem_unit: u32,
    }
    /// The kernel's `struct sigaction` (rt_sigaction(2)): not glibc's.
    SigAction[32] { 0 handler: u64, 8 flags: u64, 16 restorer: u64, 24 mask: u64 }
    /// `stack_t` (sigaltstack(2)).
    StackT[24] { 0 sp: u64, 8 flags: i32, 16 size: u64 }
    /// `struct iovec` (readv(2)).
    Iovec[16] { 0 base: u64, 8 len: u64 }
    /// `struct flock` (fcntl(2)).
    Flock[32] { 0 kind: i16, 2 whence: i16, 8 start: i64, 16 len: i64, 24 pid: i32 }
    /// `struct ipc_perm` (sysvipc(7)).
    IpcPerm[48] { 0 key: i32, 4 uid: u32, 8 gid: u32, 12 cuid: u32, 16 cgid: u32, 20 mode: u32, 24 seq: u16 }
    /// `struct msqid_ds` (msgctl(2)): its `struct ipc_perm` first.
    MsqidDs[120] {
        0 perm: IpcPerm, 48 stime: i64,
        56 rtime: i64, 64 ctime: i64, 72 cbytes: u64, 80 qnum: u64, 88 qbytes: u64, 96 lspid: i32, 100 lrpid: i32,
    }
    /// `struct msginfo` (msgctl(2), IPC_INFO).
    MsgInfo[32] {
        0 msgpool: i32, 4 msgmap: i32, 8 msgmax: i32, 12 msgmnb: i32, 16 msgmni: i32, 20 msgssz: i32, 24 msgtql: i32,
        28 msgseg: u16,
    }
    /// `struct semid_ds` (semctl(2)): its `struct ipc_perm` first.
    SemidDs[104] {
        0 perm: IpcPerm, 48 otime: i64,
        64 ctime: i64, 80 nsems: u64,
    }
    /// `struct seminfo` (semctl(2), IPC_INFO).
    SemInfo[40] {
        0 semmap: i32, 4 semmni: i32, 8 semmns: i32, 12 semmnu: i32, 16 semmsl: i32, 20 semopm: i32, 24 semume: i32,
        28 semusz: i32, 32 semvmx: i32, 36 semaem: i32,
    }
    /// `struct shmid_ds` (shmctl(2)): its `struct ipc_perm` first.
    ShmidDs[112] {
        0 perm: IpcPerm, 48 segsz: u64,
        56 atime: i64, 64 dtime: i64, 72 ctime: i64, 80 cpid: i32, 84 lpid: i32, 88 nattch: u64,
    }
    /// `struct shminfo` (shmctl(2), IPC_INFO).
    ShmLimits[72] { 0 shmmax: u64, 8 shmmin: u64, 16 shmmni: u64, 24 shmseg: u64, 32 shmall: u64 }
    /// `struct shm_info` (shmctl(2), SHM_INFO).
    ShmInfo[48] {
        0 used_ids: i32, 8 total: u64, 16 resident: u64, 24 swapped: u64, 32 swap_attempts: u64, 40 swap_successes: u64,
    }
    /// `struct mq_attr` (mq_getattr(3)).
    MqAttr[64] { 0 flags: i64, 8 maxmsg: i64, 16 msgsize: i64, 24 curmsgs: i64 }
    /// `struct sigevent` (sigevent(7)).
    SigEvent[64] { 0 value: u64, 8 signo: i32, 12 notify: i32 }
    /// `struct winsize` (ioctl_tty(2)).
    Winsize[8] { 0 rows: u16, 2 cols: u16, 4 xpixel: u16, 6 ypixel: u16 }
    /// `struct msghdr` (sendmsg(2)).
    Msghdr[56] {
        0 name: u64, 8 namelen: i32, 16 iov: u64, 24 iovlen: u64, 32 control: u64, 40 controllen: u64, 48 flags: i32,
    }
    /// `struct mmsghdr` (sendmmsg(2)): a header and the bytes moved.
    Mmsghdr[64] { 0 name: u64, 56 len: u32 }
    /// `struct pollfd` (poll(2)).
    PollFd[8] { 0 fd: i32, 4 events: i16, 6 revents: i16 }
}

/// The kernel's `struct termios` of TCGETS (36 bytes, not glibc's 60; ioctl_tty(2)).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Termios {
    pub iflag: u32,
    pub oflag: u32,
    pub cflag: u32,
    pub lflag: u32,
    pub line: u8,
    pub cc: [u8; 19],
}

impl Termios {
    /// `sizeof`.
    pub const SIZE: usize = 36;

    /// A terminal as the kernel starts it: 38400 baud, 8 bits, canonical, echoing, with the usual keys.
    pub const DEFAULT: Termios = Termios {
        iflag: 0o2400,   // IXON ICRNL
        oflag: 0o5,      // OPOST ONLCR
        cflag: 0o277,    // B38400 CS8 CREAD
        lflag: 0o105073, // ISIG ICANON ECHO ECHOE ECHOK ECHOCTL ECHOKE IEXTEN
        line: 0,
        cc: [3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22, 0, 0, 0],
    };

    /// The bytes in memory.
    pub fn encode(&self) -> [u8; 36] {
        let mut bytes = [0; 36];
        for (i, flags) in [self.iflag, self.oflag, self.cflag, self.lflag].into_iter().enumerate() {
            flags.put(&mut bytes[4 * i..]);
        }
        bytes[16] = self.line;
        bytes[17..36].copy_from_slice(&self.cc);
        bytes
    }

    /// The structure in these bytes.
    pub fn decode(bytes: &[u8; 36]) -> Termios {
        let mut cc = [0; 19];
        cc.copy_from_slice(&bytes[17..36]);
        let flags = |i: usize| u32::take(&bytes[4 * i..]);
        Termios { iflag: flags(0), oflag: flags(1), cflag: flags(2), lflag: flags(3), line: bytes[16], cc }
    }
}

/// Bytes of one field of `struct utsname`.
const UTS_FIELD: usize = 65;

/// `struct utsname` (uname(2)): system, node, release, version, machine and domain name, each cut to 64 bytes.
pub fn encode_utsname(fields: [&str; 6]) -> [u8; 6 * UTS_FIELD] {
    let mut bytes = [0; 6 * UTS_FIELD];
    for (slot, text) in bytes.chunks_exact_mut(UTS_FIELD).zip(fields) {
        let n = text.len().min(UTS_FIELD - 1);
        slot[..n].copy_from_slice(&text.as_bytes()[..n]);
    }
    bytes
}

/// Appends a `struct linux_dirent64` (getdents64(2)) to `out`, padded to a multiple of 8 bytes.
pub fn push_dirent64(out: &mut Vec<u8>, ino: u64, next_offset: i64, kind: u8, name: &[u8]) {
    let length = dirent64_size(name);
    let end = out.len() + length;
    out.extend_from_slice(&ino.to_le_bytes());
    out.extend_from_slice(&next_offset.to_le_bytes());
    out.extend_from_slice(&(length as u16).to_le_bytes());
    out.push(kind);
    out.extend_from_slice(name);
    out.resize(end, 0);
}

/// How many bytes [`push_dirent64`] appends for this name.
pub fn dirent64_size(name: &[u8]) -> usize {
    (19 + name.len() + 1).next_multiple_of(8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stat_fields_are_where_linux_has_them() {
        let stat = Stat { mode: 0x1122_3344, size: -2, ctime_nsec: 7, ..Stat::default() };
        let bytes = stat.encode();
        assert_eq!(bytes[24..28], [0x44, 0x33, 0x22, 0x11]);
        assert_eq!(bytes[48..56], (-2i64).to_le_bytes());
        assert_eq!(bytes[112], 7);
        assert_eq!(Stat::decode(&bytes), stat);
    }

    #[test]
    fn termios_round_trips_and_has_the_usual_keys() {
        let bytes = Termios::DEFAULT.encode();
        assert_eq!(bytes[17], 3, "VINTR is Ctrl-C");
        assert_eq!(bytes[17 + 4], 4, "VEOF is Ctrl-D");
        assert_eq!(Termios::decode(&bytes), Termios::DEFAULT);
    }

    #[test]
    fn dirents_are_padded_to_eight() {
        let mut out = Vec::new();
        push_dirent64(&mut out, 5, 9, 8, b"hello");
        assert_eq!(out.len(), 32);
        assert_eq!(out[16], 32);
        assert_eq!(out[18], 8);
        assert_eq!(&out[19..25], b"hello\0");
        assert_eq!(dirent64_size(b"a"), 24);
        assert_eq!(dirent64_size(b"abcd"), 24);
        assert_eq!(dirent64_size(b"abcde"), 32);
    }

    #[test]
    fn utsname_has_six_fields_of_65() {
        let bytes = encode_utsname(["Linux", "host", "6", "#1", "x86_64", "(none)"]);
        assert_eq!(bytes.len(), 390);
        assert_eq!(&bytes[65..70], b"host\0");
    }
}
