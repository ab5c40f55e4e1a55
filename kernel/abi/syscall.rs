//! The system calls: number, name, arguments. One line a call, in the order of x86-64's numbers
//! (arch/x86/entry/syscalls/syscall_64.tbl); the handler of `Foo` is `Kernel::sys_foo`, see `entry`.
//!
//! To add a call: a line here, a handler in the folder it belongs to, an arm in `entry::dispatch`; what strace shows of its
//! arguments in `trace::schema`, its wrapper in the C library, a conformance program. ARCHITECTURE.md, "Where to add", has it all.

use super::{Fd, UserAddr};
use serde::{Deserialize, Serialize};

/// How a raw argument register becomes a typed argument (the upper half of an `int` is ignored, as on Linux), and back.
trait Register {
    fn from_register(raw: u64) -> Self;
    fn to_register(self) -> u64;
}

macro_rules! from_register {
    ($($t:ty),*) => { $(impl Register for $t {
        #[inline]
        fn from_register(raw: u64) -> Self { raw as $t }
        #[inline]
        fn to_register(self) -> u64 { self as u64 }
    })* };
}
from_register!(i32, u32, i64, u64);

impl Register for Fd {
    #[inline]
    fn from_register(raw: u64) -> Self {
        Fd(raw as i32)
    }

    #[inline]
    fn to_register(self) -> u64 {
        self.0 as u64
    }
}

impl Register for UserAddr {
    #[inline]
    fn from_register(raw: u64) -> Self {
        UserAddr(raw)
    }

    #[inline]
    fn to_register(self) -> u64 {
        self.0
    }
}

macro_rules! syscalls {
    ($($number:literal $name:ident $variant:ident { $($field:ident: $t:ty),* })*) => {
        /// One system call with its arguments, as trapped; the meaning of each is in its man page (section 2).
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum Syscall {
            $($variant { $($field: $t),* },)*
        }

        impl Syscall {
            /// The call with this number and these six argument registers; `None` is ENOSYS.
            #[inline(always)]
            pub fn decode(number: u64, args: [u64; 6]) -> Option<Syscall> {
                #[allow(unused_mut, unused_variables)]
                Some(match number {
                    $($number => {
                        let mut arg = args.into_iter();
                        Syscall::$variant { $($field: <$t as Register>::from_register(arg.next().unwrap_or(0))),* }
                    })*
                    _ => return None,
                })
            }

            /// The names of all.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            /// The name, as strace prints it.
            pub fn name(&self) -> &'static str {
                match self { $(Syscall::$variant { .. } => stringify!($name),)* }
            }

            /// The number in the x86-64 table.
            pub fn number(&self) -> u64 {
                match self { $(Syscall::$variant { .. } => $number,)* }
            }

            /// The arguments as registers; an `int` is sign-extended.
            #[allow(unused_mut, unused_variables, unused_assignments)]
            pub fn args(&self) -> [u64; 6] {
                let mut args = [0; 6];
                match *self {
                    $(Syscall::$variant { $($field),* } => {
                        let mut n = 0;
                        $(args[n] = Register::to_register($field); n += 1;)*
                    })*
                }
                args
            }

            /// The arguments' names, as the man page has them.
            pub fn arg_names(&self) -> &'static [&'static str] {
                match self { $(Syscall::$variant { .. } => &[$(stringify!($field)),*],)* }
            }

            /// The number of the call of this name.
            pub fn number_of(name: &str) -> Option<u64> {
                match name { $(stringify!($name) => Some($number),)* _ => None }
            }
        }
    };
}

syscalls! {
    0 read Read { fd: Fd, buf: UserAddr, count: u64 }
    1 write Write { fd: Fd, buf: UserAddr, count: u64 }
    2 open Open { path: UserAddr, flags: i32, mode: u32 }
    3 close Close { fd: Fd }
    4 stat Stat { path: UserAddr, buf: UserAddr }
    5 fstat Fstat { fd: Fd, buf: UserAddr }
    6 lstat Lstat { path: UserAddr, buf: UserAddr }
    7 poll Poll { fds: UserAddr, nfds: u32, timeout: i32 }
    8 lseek Lseek { fd: Fd, offset: i64, whence: i32 }
    9 mmap Mmap { addr: UserAddr, length: u64, prot: i32, flags: i32, fd: Fd, offset: u64 }
    10 mprotect Mprotect { addr: UserAddr, length: u64, prot: i32 }
    11 munmap Munmap { addr: UserAddr, length: u64 }
    12 brk Brk { addr: UserAddr }
    13 rt_sigaction RtSigaction { signum: i32, act: UserAddr, oldact: UserAddr, sigsetsize: u64 }
    14 rt_sigprocmask RtSigprocmask { how: i32, set: UserAddr, oldset: UserAddr, sigsetsize: u64 }
    16 ioctl Ioctl { fd: Fd, request: u64, arg: u64 }
    17 pread64 Pread { fd: Fd, buf: UserAddr, count: u64, offset: i64 }
    18 pwrite64 Pwrite { fd: Fd, buf: UserAddr, count: u64, offset: i64 }
    19 readv Readv { fd: Fd, iov: UserAddr, iovcnt: i32 }
    20 writev Writev { fd: Fd, iov: UserAddr, iovcnt: i32 }
    21 access Access { path: UserAddr, mode: i32 }
    22 pipe Pipe { fds: UserAddr }
    23 select Select { nfds: i32, read: UserAddr, write: UserAddr, except: UserAddr, timeout: UserAddr }
    24 sched_yield SchedYield {}
    25 mremap Mremap { old: UserAddr, old_length: u64, new_length: u64, flags: i32, new: UserAddr }
    26 msync Msync { addr: UserAddr, length: u64, flags: i32 }
    27 mincore Mincore { addr: UserAddr, length: u64, vec: UserAddr }
    28 madvise Madvise { addr: UserAddr, length: u64, advice: i32 }
    29 shmget Shmget { key: i32, size: u64, flags: i32 }
    30 shmat Shmat { id: i32, addr: UserAddr, flags: i32 }
    31 shmctl Shmctl { id: i32, cmd: i32, buf: UserAddr }
    32 dup Dup { fd: Fd }
    33 dup2 Dup2 { old: Fd, new: Fd }
    34 pause Pause {}
    35 nanosleep Nanosleep { request: UserAddr, remaining: UserAddr }
    36 getitimer Getitimer { which: i32, value: UserAddr }
    37 alarm Alarm { seconds: u32 }
    38 setitimer Setitimer { which: i32, new: UserAddr, old: UserAddr }
    39 getpid Getpid {}
    40 sendfile Sendfile { to: Fd, from: Fd, offset: UserAddr, count: u64 }
    41 socket Socket { domain: i32, kind: i32, protocol: i32 }
    42 connect Connect { fd: Fd, addr: UserAddr, len: i32 }
    43 accept Accept { fd: Fd, addr: UserAddr, len: UserAddr }
    44 sendto Sendto { fd: Fd, buf: UserAddr, count: u64, flags: i32, addr: UserAddr, addrlen: i32 }
    45 recvfrom Recvfrom { fd: Fd, buf: UserAddr, count: u64, flags: i32, addr: UserAddr, addrlen: UserAddr }
    46 sendmsg Sendmsg { fd: Fd, msg: UserAddr, flags: i32 }
    47 recvmsg Recvmsg { fd: Fd, msg: UserAddr, flags: i32 }
    48 shutdown Shutdown { fd: Fd, how: i32 }
    49 bind Bind { fd: Fd, addr: UserAddr, len: i32 }
    50 listen Listen { fd: Fd, backlog: i32 }
    51 getsockname Getsockname { fd: Fd, addr: UserAddr, len: UserAddr }
    52 getpeername Getpeername { fd: Fd, addr: UserAddr, len: UserAddr }
    53 socketpair Socketpair { domain: i32, kind: i32, protocol: i32, fds: UserAddr }
    54 setsockopt Setsockopt { fd: Fd, level: i32, name: i32, value: UserAddr, len: i32 }
    55 getsockopt Getsockopt { fd: Fd, level: i32, name: i32, value: UserAddr, len: UserAddr }
    56 clone Clone { flags: u64, stack: UserAddr, parent_tid: UserAddr, child_tid: UserAddr, tls: u64 }
    57 fork Fork {}
    58 vfork Vfork {}
    59 execve Execve { path: UserAddr, argv: UserAddr, envp: UserAddr }
    60 exit Exit { status: i32 }
    61 wait4 Wait4 { pid: i32, status: UserAddr, options: i32, rusage: UserAddr }
    62 kill Kill { pid: i32, sig: i32 }
    63 uname Uname { buf: UserAddr }
    64 semget Semget { key: i32, nsems: i32, flags: i32 }
    65 semop Semop { id: i32, sops: UserAddr, nsops: u64 }
    66 semctl Semctl { id: i32, semnum: i32, cmd: i32, arg: u64 }
    67 shmdt Shmdt { addr: UserAddr }
    68 msgget Msgget { key: i32, flags: i32 }
    69 msgsnd Msgsnd { id: i32, msg: UserAddr, size: u64, flags: i32 }
    70 msgrcv Msgrcv { id: i32, msg: UserAddr, size: u64, kind: i64, flags: i32 }
    71 msgctl Msgctl { id: i32, cmd: i32, buf: UserAddr }
    72 fcntl Fcntl { fd: Fd, cmd: i32, arg: u64 }
    73 flock Flock { fd: Fd, operation: i32 }
    74 fsync Fsync { fd: Fd }
    75 fdatasync Fdatasync { fd: Fd }
    76 truncate Truncate { path: UserAddr, length: i64 }
    77 ftruncate Ftruncate { fd: Fd, length: i64 }
    79 getcwd Getcwd { buf: UserAddr, size: u64 }
    80 chdir Chdir { path: UserAddr }
    81 fchdir Fchdir { fd: Fd }
    82 rename Rename { old: UserAddr, new: UserAddr }
    83 mkdir Mkdir { path: UserAddr, mode: u32 }
    84 rmdir Rmdir { path: UserAddr }
    85 creat Creat { path: UserAddr, mode: u32 }
    86 link Link { old: UserAddr, new: UserAddr }
    87 unlink Unlink { path: UserAddr }
    88 symlink Symlink { target: UserAddr, path: UserAddr }
    89 readlink Readlink { path: UserAddr, buf: UserAddr, size: u64 }
    90 chmod Chmod { path: UserAddr, mode: u32 }
    91 fchmod Fchmod { fd: Fd, mode: u32 }
    92 chown Chown { path: UserAddr, uid: u32, gid: u32 }
    93 fchown Fchown { fd: Fd, uid: u32, gid: u32 }
    94 lchown Lchown { path: UserAddr, uid: u32, gid: u32 }
    95 umask Umask { mask: u32 }
    96 gettimeofday Gettimeofday { tv: UserAddr, tz: UserAddr }
    97 getrlimit Getrlimit { resource: u32, limit: UserAddr }
    98 getrusage Getrusage { who: i32, usage: UserAddr }
    99 sysinfo Sysinfo { info: UserAddr }
    100 times Times { buf: UserAddr }
    102 getuid Getuid {}
    104 getgid Getgid {}
    105 setuid Setuid { uid: u32 }
    106 setgid Setgid { gid: u32 }
    107 geteuid Geteuid {}
    108 getegid Getegid {}
    109 setpgid Setpgid { pid: i32, pgid: i32 }
    110 getppid Getppid {}
    111 getpgrp Getpgrp {}
    112 setsid Setsid {}
    113 setreuid Setreuid { ruid: u32, euid: u32 }
    114 setregid Setregid { rgid: u32, egid: u32 }
    115 getgroups Getgroups { size: i32, list: UserAddr }
    116 setgroups Setgroups { size: i32, list: UserAddr }
    117 setresuid Setresuid { ruid: u32, euid: u32, suid: u32 }
    118 getresuid Getresuid { ruid: UserAddr, euid: UserAddr, suid: UserAddr }
    119 setresgid Setresgid { rgid: u32, egid: u32, sgid: u32 }
    120 getresgid Getresgid { rgid: UserAddr, egid: UserAddr, sgid: UserAddr }
    121 getpgid Getpgid { pid: i32 }
    124 getsid Getsid { pid: i32 }
    127 rt_sigpending RtSigpending { set: UserAddr, sigsetsize: u64 }
    128 rt_sigtimedwait RtSigtimedwait { set: UserAddr, info: UserAddr, timeout: UserAddr, sigsetsize: u64 }
    129 rt_sigqueueinfo RtSigqueueinfo { pid: i32, sig: i32, info: UserAddr }
    130 rt_sigsuspend RtSigsuspend { mask: UserAddr, sigsetsize: u64 }
    131 sigaltstack Sigaltstack { new: UserAddr, old: UserAddr }
    133 mknod Mknod { path: UserAddr, mode: u32, dev: u64 }
    137 statfs Statfs { path: UserAddr, buf: UserAddr }
    138 fstatfs Fstatfs { fd: Fd, buf: UserAddr }
    140 getpriority Getpriority { which: i32, who: i32 }
    141 setpriority Setpriority { which: i32, who: i32, prio: i32 }
    142 sched_setparam SchedSetparam { pid: i32, param: UserAddr }
    143 sched_getparam SchedGetparam { pid: i32, param: UserAddr }
    144 sched_setscheduler SchedSetscheduler { pid: i32, policy: i32, param: UserAddr }
    145 sched_getscheduler SchedGetscheduler { pid: i32 }
    146 sched_get_priority_max SchedGetPriorityMax { policy: i32 }
    147 sched_get_priority_min SchedGetPriorityMin { policy: i32 }
    148 sched_rr_get_interval SchedRrGetInterval { pid: i32, interval: UserAddr }
    149 mlock Mlock { addr: UserAddr, length: u64 }
    150 munlock Munlock { addr: UserAddr, length: u64 }
    151 mlockall Mlockall { flags: i32 }
    152 munlockall Munlockall {}
    157 prctl Prctl { option: i32, arg2: u64, arg3: u64, arg4: u64, arg5: u64 }
    160 setrlimit Setrlimit { resource: u32, limit: UserAddr }
    162 sync Sync {}
    186 gettid Gettid {}
    200 tkill Tkill { tid: i32, sig: i32 }
    201 time Time { t: UserAddr }
    202 futex Futex { uaddr: UserAddr, op: i32, val: u32, timeout: UserAddr, uaddr2: UserAddr, val3: u32 }
    203 sched_setaffinity SchedSetaffinity { pid: i32, size: u32, mask: UserAddr }
    204 sched_getaffinity SchedGetaffinity { pid: i32, size: u32, mask: UserAddr }
    213 epoll_create EpollCreate { size: i32 }
    217 getdents64 Getdents64 { fd: Fd, buf: UserAddr, size: u64 }
    218 set_tid_address SetTidAddress { tid: UserAddr }
    220 semtimedop Semtimedop { id: i32, sops: UserAddr, nsops: u64, timeout: UserAddr }
    221 fadvise64 Fadvise64 { fd: Fd, offset: i64, length: i64, advice: i32 }
    222 timer_create TimerCreate { clock: i32, event: UserAddr, timer: UserAddr }
    223 timer_settime TimerSettime { timer: i32, flags: i32, new: UserAddr, old: UserAddr }
    224 timer_gettime TimerGettime { timer: i32, value: UserAddr }
    225 timer_getoverrun TimerGetoverrun { timer: i32 }
    226 timer_delete TimerDelete { timer: i32 }
    228 clock_gettime ClockGettime { clock: i32, tp: UserAddr }
    229 clock_getres ClockGetres { clock: i32, res: UserAddr }
    230 clock_nanosleep ClockNanosleep { clock: i32, flags: i32, request: UserAddr, remaining: UserAddr }
    231 exit_group ExitGroup { status: i32 }
    232 epoll_wait EpollWait { epfd: Fd, events: UserAddr, max: i32, timeout: i32 }
    233 epoll_ctl EpollCtl { epfd: Fd, op: i32, fd: Fd, event: UserAddr }
    234 tgkill Tgkill { tgid: i32, tid: i32, sig: i32 }
    240 mq_open MqOpen { name: UserAddr, flags: i32, mode: u32, attr: UserAddr }
    241 mq_unlink MqUnlink { name: UserAddr }
    242 mq_timedsend MqTimedsend { fd: Fd, msg: UserAddr, size: u64, priority: u32, timeout: UserAddr }
    243 mq_timedreceive MqTimedreceive { fd: Fd, msg: UserAddr, size: u64, priority: UserAddr, timeout: UserAddr }
    244 mq_notify MqNotify { fd: Fd, event: UserAddr }
    245 mq_getsetattr MqGetsetattr { fd: Fd, new: UserAddr, old: UserAddr }
    247 waitid Waitid { idtype: i32, id: i32, info: UserAddr, options: i32, rusage: UserAddr }
    253 inotify_init InotifyInit {}
    254 inotify_add_watch InotifyAddWatch { fd: Fd, path: UserAddr, mask: u32 }
    255 inotify_rm_watch InotifyRmWatch { fd: Fd, wd: i32 }
    257 openat Openat { dir: Fd, path: UserAddr, flags: i32, mode: u32 }
    258 mkdirat Mkdirat { dir: Fd, path: UserAddr, mode: u32 }
    259 mknodat Mknodat { dir: Fd, path: UserAddr, mode: u32, dev: u64 }
    260 fchownat Fchownat { dir: Fd, path: UserAddr, uid: u32, gid: u32, flags: i32 }
    262 newfstatat Newfstatat { dir: Fd, path: UserAddr, buf: UserAddr, flags: i32 }
    263 unlinkat Unlinkat { dir: Fd, path: UserAddr, flags: i32 }
    264 renameat Renameat { old_dir: Fd, old: UserAddr, new_dir: Fd, new: UserAddr }
    265 linkat Linkat { old_dir: Fd, old: UserAddr, new_dir: Fd, new: UserAddr, flags: i32 }
    266 symlinkat Symlinkat { target: UserAddr, dir: Fd, path: UserAddr }
    267 readlinkat Readlinkat { dir: Fd, path: UserAddr, buf: UserAddr, size: u64 }
    268 fchmodat Fchmodat { dir: Fd, path: UserAddr, mode: u32 }
    269 faccessat Faccessat { dir: Fd, path: UserAddr, mode: i32 }
    270 pselect6 Pselect6 { nfds: i32, read: UserAddr, write: UserAddr, except: UserAddr, timeout: UserAddr, sig: UserAddr }
    271 ppoll Ppoll { fds: UserAddr, nfds: u32, timeout: UserAddr, mask: UserAddr, size: u64 }
    273 set_robust_list SetRobustList { head: UserAddr, len: u64 }
    274 get_robust_list GetRobustList { pid: i32, head: UserAddr, len: UserAddr }
    275 splice Splice { from: Fd, from_offset: UserAddr, to: Fd, to_offset: UserAddr, len: u64, flags: u32 }
    276 tee Tee { from: Fd, to: Fd, len: u64, flags: u32 }
    278 vmsplice Vmsplice { fd: Fd, iov: UserAddr, count: u64, flags: u32 }
    280 utimensat Utimensat { dir: Fd, path: UserAddr, times: UserAddr, flags: i32 }
    281 epoll_pwait EpollPwait { epfd: Fd, events: UserAddr, max: i32, timeout: i32, mask: UserAddr, size: u64 }
    282 signalfd Signalfd { fd: Fd, mask: UserAddr, size: u64 }
    283 timerfd_create TimerfdCreate { clock: i32, flags: i32 }
    284 eventfd Eventfd { count: u32 }
    286 timerfd_settime TimerfdSettime { fd: Fd, flags: i32, new: UserAddr, old: UserAddr }
    287 timerfd_gettime TimerfdGettime { fd: Fd, value: UserAddr }
    288 accept4 Accept4 { fd: Fd, addr: UserAddr, len: UserAddr, flags: i32 }
    289 signalfd4 Signalfd4 { fd: Fd, mask: UserAddr, size: u64, flags: i32 }
    290 eventfd2 Eventfd2 { count: u32, flags: i32 }
    291 epoll_create1 EpollCreate1 { flags: i32 }
    292 dup3 Dup3 { old: Fd, new: Fd, flags: i32 }
    293 pipe2 Pipe2 { fds: UserAddr, flags: i32 }
    294 inotify_init1 InotifyInit1 { flags: i32 }
    295 preadv Preadv { fd: Fd, iov: UserAddr, iovcnt: i32, offset: i64 }
    296 pwritev Pwritev { fd: Fd, iov: UserAddr, iovcnt: i32, offset: i64 }
    297 rt_tgsigqueueinfo RtTgsigqueueinfo { tgid: i32, tid: i32, sig: i32, info: UserAddr }
    299 recvmmsg Recvmmsg { fd: Fd, msgs: UserAddr, count: u32, flags: i32, timeout: UserAddr }
    302 prlimit64 Prlimit64 { pid: i32, resource: u32, new: UserAddr, old: UserAddr }
    306 syncfs Syncfs { fd: Fd }
    307 sendmmsg Sendmmsg { fd: Fd, msgs: UserAddr, count: u32, flags: i32 }
    309 getcpu Getcpu { cpu: UserAddr, node: UserAddr }
    316 renameat2 Renameat2 { old_dir: Fd, old: UserAddr, new_dir: Fd, new: UserAddr, flags: u32 }
    318 getrandom Getrandom { buf: UserAddr, size: u64, flags: u32 }
    319 memfd_create MemfdCreate { name: UserAddr, flags: u32 }
    326 copy_file_range CopyFileRange { from: Fd, from_offset: UserAddr, to: Fd, to_offset: UserAddr, len: u64, flags: u32 }
    424 pidfd_send_signal PidfdSendSignal { fd: Fd, sig: i32, info: UserAddr, flags: u32 }
    434 pidfd_open PidfdOpen { pid: i32, flags: u32 }
    435 clone3 Clone3 { args: UserAddr, size: u64 }
    436 close_range CloseRange { first: u32, last: u32, flags: u32 }
    439 faccessat2 Faccessat2 { dir: Fd, path: UserAddr, mode: i32, flags: i32 }
    441 epoll_pwait2 EpollPwait2 { epfd: Fd, events: UserAddr, max: i32, timeout: UserAddr, mask: UserAddr, size: u64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_by_number_and_truncates_ints() {
        let call = Syscall::decode(0, [0xffff_ffff_0000_0003, 0x1000, 5, 0, 0, 0]);
        assert_eq!(call, Some(Syscall::Read { fd: Fd(3), buf: UserAddr(0x1000), count: 5 }));
        assert_eq!(Syscall::decode(99_999, [0; 6]), None);
        assert_eq!(Syscall::number_of("pipe2"), Some(293));
    }
}
