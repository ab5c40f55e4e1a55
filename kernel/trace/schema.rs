//! What each argument of a system call is: whether it points somewhere, what lies there before or after the call,
//! and how it is written. The one table behind capture, strace text and JSON.

use super::values::Names;
use crate::abi::Syscall;

/// What an argument is.
#[derive(Clone, Copy, Debug)]
pub enum Arg {
    /// A signed number.
    Int,
    /// An unsigned number.
    Uint,
    /// A number in hexadecimal.
    Hex,
    /// An address that is not followed.
    Addr,
    /// A descriptor.
    Fd,
    /// A directory descriptor or AT_FDCWD.
    DirFd,
    /// A signed number of 64 bits.
    Long,
    /// A key of System V IPC.
    IpcKey,
    /// Flags of msgget(2) and its like, with permission bits.
    IpcGetFlags,
    /// A message (`struct msgbuf`) that goes in; the length of its text is in the argument of this index.
    MessageIn(u8),
    /// The same, coming out.
    MessageOut(u8),
    /// A list of `struct sembuf`, as many as the argument of this index says.
    Sembufs(u8),
    /// Permission bits, in octal.
    Mode,
    /// File type and permission bits.
    FileMode,
    /// A signal number.
    Signal,
    /// One of a list of names.
    Enum(Names),
    /// A combination of names; the flag bits of open(2) have their own kind.
    Flags(Names),
    /// Flags of open(2).
    OpenFlags,
    /// Flags of clone(2), with the exit signal in the low byte.
    CloneFlags,
    /// An operation of futex(2).
    FutexOp,
    /// The timeout of futex(2), or a second count, as the operation has it.
    FutexTimeout,
    /// The size given to clone3(2), shown with what has come out of it.
    CloneSize,
    /// A command of fcntl(2).
    FcntlCmd,
    /// The argument of fcntl(2), which depends on the command.
    FcntlArg,
    /// A pathname.
    Path,
    /// Bytes going in; how many is in the argument of this index.
    In(u8),
    /// Bytes coming out; how many is the result.
    Out,
    /// A list of `struct iovec` whose length is in the argument of this index; the bytes go in.
    IovecIn(u8),
    /// The same; the bytes come out, as many as the result says.
    IovecOut(u8),
    /// A NULL-terminated list of strings, written out.
    Argv,
    /// A NULL-terminated list of strings, counted.
    Envp,
    /// A structure of this kind that goes in.
    StructIn(Struct),
    /// A structure of this kind that comes out.
    StructOut(Struct),
    /// SOCK_ type with its flags.
    SocketType,
    /// SOCK_NONBLOCK and SOCK_CLOEXEC.
    SocketFlags,
    /// Protocol of socket(2), which depends on the family.
    Protocol,
    /// An address that goes in; its length is in the argument of this index.
    SockaddrIn(u8),
    /// An address that comes out; the argument of this index points to its length.
    SockaddrOut(u8),
    /// `socklen_t *`: the room that there was and the length that came.
    SocklenOut,
    /// A level of setsockopt(2).
    SocketLevel,
    /// An option's name, which depends on the level.
    SocketOption,
    /// An option's value; how long it is stands in the argument of this index.
    OptionIn(u8),
    /// The same, coming out; the argument of this index points to the length.
    OptionOut(u8),
    /// `struct msghdr` that goes in.
    MsghdrIn,
    /// `struct msghdr` that comes out.
    MsghdrOut,
    /// A structure that goes in, and comes out changed: the time that a call waits.
    StructInOut(Struct),
    /// A list of `struct pollfd` whose length is in the argument of this index.
    PollFds(u8),
    /// A `fd_set` for as many descriptors as the argument of this index says.
    FdSet(u8),
    /// Address and size of a signal mask, by pointer (pselect6).
    PselectMask,
    /// A list of `struct epoll_event` that comes out; how many is the result.
    EpollEvents,
    /// A structure that comes out only when the call is interrupted (nanosleep's remaining time).
    StructOutOnError(Struct),
}

/// A structure whose fields are written out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Struct {
    /// `int [2]`
    FdPair,
    /// `struct stat`
    Stat,
    /// `struct timespec`
    Timespec,
    /// `struct timeval`
    Timeval,
    /// `struct itimerval`
    Itimerval,
    /// `struct rlimit`
    Rlimit,
    /// The kernel's 8-byte signal set.
    Sigset,
    /// The kernel's `struct sigaction`.
    Sigaction,
    /// `siginfo_t`
    Siginfo,
    /// `stack_t`
    Stack,
    /// `int` wait status
    WaitStatus,
    /// `int`
    Int,
    /// `struct termios`, as the kernel has it
    Termios,
    /// `struct winsize`
    Winsize,
    /// `struct rusage`
    Rusage,
    /// `struct tms`
    Tms,
    /// `struct utsname`
    Utsname,
    /// `time_t`
    Time,
    /// `unsigned int`
    Uint,
    /// `struct flock`
    Flock,
    /// `struct flock` as F_GETLK fills it in
    FlockPid,
    /// `struct mq_attr`
    MqAttr,
    /// `struct sigevent`
    SigEvent,
    /// `struct msqid_ds`
    Msqid,
    /// `struct msqid_ds` as IPC_SET reads it
    MsqidSet,
    /// `struct msginfo`
    MsgInfo,
    /// `struct semid_ds`
    Semid,
    /// `struct semid_ds` as IPC_SET reads it
    SemidSet,
    /// `struct seminfo`
    SemInfo,
    /// `struct shmid_ds`
    Shmid,
    /// `struct shmid_ds` as IPC_SET reads it
    ShmidSet,
    /// `struct shminfo`
    ShmLimits,
    /// `struct shm_info`
    ShmInfo,
    /// `struct clone_args`
    CloneArgs,
    /// `struct epoll_event`
    EpollEvent,
    /// `struct itimerspec`
    Itimerspec,
    /// `struct sigevent`
    Sigevent,
}

impl Struct {
    /// Bytes that are looked at.
    pub fn size(self) -> usize {
        match self {
            Struct::FdPair | Struct::Sigset | Struct::Time | Struct::Winsize => 8,
            Struct::Termios => crate::abi::layout::Termios::SIZE,
            Struct::Int | Struct::WaitStatus => 4,
            Struct::Stat | Struct::Rusage => 144,
            Struct::Timespec | Struct::Timeval | Struct::Rlimit => 16,
            Struct::Itimerval | Struct::Itimerspec | Struct::Sigaction | Struct::Tms => 32,
            Struct::Stack => 24,
            Struct::EpollEvent => 12,
            Struct::Sigevent => 64,
            Struct::Siginfo => 128,
            Struct::Utsname => 390,
            Struct::Uint => 4,
            Struct::Flock | Struct::FlockPid => 32,
            Struct::MqAttr | Struct::SigEvent => 64,
            Struct::Msqid | Struct::MsqidSet => 120,
            Struct::MsgInfo => 32,
            Struct::Semid | Struct::SemidSet => 104,
            Struct::SemInfo => 40,
            Struct::Shmid | Struct::ShmidSet => 112,
            Struct::ShmLimits => 72,
            Struct::ShmInfo => 48,
            Struct::CloneArgs => 88,
        }
    }
}

/// The arguments of a call, in order.
pub fn schema(call: &Syscall) -> &'static [Arg] {
    use Arg::*;
    use Struct as S;
    use Syscall as C;
    match call {
        C::Read { .. } => &[Fd, Out, Uint],
        C::Write { .. } => &[Fd, In(2), Uint],
        C::Open { .. } => &[Path, OpenFlags, Mode],
        C::Openat { .. } => &[DirFd, Path, OpenFlags, Mode],
        C::Creat { .. } => &[Path, Mode],
        C::Close { .. } | C::Dup { .. } | C::Fsync { .. } | C::Fdatasync { .. } | C::Fchdir { .. } => &[Fd],
        C::Stat { .. } | C::Lstat { .. } => &[Path, StructOut(S::Stat)],
        C::Fstat { .. } => &[Fd, StructOut(S::Stat)],
        C::Newfstatat { .. } => &[DirFd, Path, StructOut(S::Stat), Flags(Names::AtFlags)],
        C::Poll { .. } => &[PollFds(1), Uint, Int],
        C::Lseek { .. } => &[Fd, Int, Enum(Names::Whence)],
        C::Mmap { .. } => &[Addr, Uint, Flags(Names::Prot), Flags(Names::Map), Fd, Hex],
        C::Mprotect { .. } => &[Addr, Uint, Flags(Names::Prot)],
        C::Munmap { .. } => &[Addr, Uint],
        C::Brk { .. } | C::SetTidAddress { .. } => &[Addr],
        C::RtSigaction { .. } => &[Signal, StructIn(S::Sigaction), StructOut(S::Sigaction), Uint],
        C::RtSigprocmask { .. } => &[Enum(Names::MaskHow), StructIn(S::Sigset), StructOut(S::Sigset), Uint],
        C::RtSigpending { .. } => &[StructOut(S::Sigset), Uint],
        C::RtSigsuspend { .. } => &[StructIn(S::Sigset), Uint],
        C::RtSigtimedwait { .. } => &[StructIn(S::Sigset), StructOut(S::Siginfo), StructIn(S::Timespec), Uint],
        C::RtSigqueueinfo { .. } => &[Int, Signal, StructIn(S::Siginfo)],
        C::RtTgsigqueueinfo { .. } => &[Int, Int, Signal, StructIn(S::Siginfo)],
        C::Sigaltstack { .. } => &[StructIn(S::Stack), StructOut(S::Stack)],
        C::Ioctl { request, .. } => super::terminal::ioctl(*request),
        C::Pread { .. } => &[Fd, Out, Uint, Int],
        C::Pwrite { .. } => &[Fd, In(2), Uint, Int],
        C::Readv { .. } => &[Fd, IovecOut(2), Int],
        C::Writev { .. } => &[Fd, IovecIn(2), Int],
        C::Access { .. } => &[Path, Flags(Names::Access)],
        C::Faccessat { .. } => &[DirFd, Path, Flags(Names::Access)],
        C::Faccessat2 { .. } => &[DirFd, Path, Flags(Names::Access), Flags(Names::AtFlags)],
        C::Pipe { .. } => &[StructOut(S::FdPair)],
        C::Pipe2 { .. } => &[StructOut(S::FdPair), OpenFlags],
        C::Select { .. } => &[Int, FdSet(0), FdSet(0), FdSet(0), StructInOut(S::Timeval)],
        C::Dup2 { .. } => &[Fd, Fd],
        C::Dup3 { .. } => &[Fd, Fd, OpenFlags],
        C::Nanosleep { .. } => &[StructIn(S::Timespec), StructOutOnError(S::Timespec)],
        C::ClockNanosleep { .. } => {
            &[Enum(Names::Clock), Flags(Names::TimerFlags), StructIn(S::Timespec), StructOutOnError(S::Timespec)]
        }
        C::ClockGettime { .. } | C::ClockGetres { .. } => &[Enum(Names::Clock), StructOut(S::Timespec)],
        C::Gettimeofday { .. } => &[StructOut(S::Timeval), Addr],
        C::Time { .. } => &[StructOut(S::Time)],
        C::Times { .. } => &[StructOut(S::Tms)],
        C::Getitimer { .. } => &[Enum(Names::Itimer), StructOut(S::Itimerval)],
        C::Setitimer { .. } => &[Enum(Names::Itimer), StructIn(S::Itimerval), StructOut(S::Itimerval)],
        C::Alarm { .. } => &[Uint],
        C::Socket { .. } => &[Enum(Names::Family), SocketType, Protocol],
        C::Socketpair { .. } => &[Enum(Names::Family), SocketType, Protocol, StructOut(S::FdPair)],
        C::Bind { .. } | C::Connect { .. } => &[Fd, SockaddrIn(2), Int],
        C::Listen { .. } => &[Fd, Int],
        C::Accept { .. } | C::Getsockname { .. } | C::Getpeername { .. } => &[Fd, SockaddrOut(2), SocklenOut],
        C::Accept4 { .. } => &[Fd, SockaddrOut(2), SocklenOut, SocketFlags],
        C::Sendto { .. } => &[Fd, In(2), Uint, Flags(Names::MsgFlags), SockaddrIn(5), Int],
        C::Recvfrom { .. } => &[Fd, Out, Uint, Flags(Names::MsgFlags), SockaddrOut(5), SocklenOut],
        C::Sendmsg { .. } => &[Fd, MsghdrIn, Flags(Names::MsgFlags)],
        C::Recvmsg { .. } => &[Fd, MsghdrOut, Flags(Names::MsgFlags)],
        C::Sendmmsg { .. } => &[Fd, Addr, Uint, Flags(Names::MsgFlags)],
        C::Recvmmsg { .. } => &[Fd, Addr, Uint, Flags(Names::MsgFlags), Addr],
        C::Shutdown { .. } => &[Fd, Enum(Names::ShutdownHow)],
        C::Setsockopt { .. } => &[Fd, SocketLevel, SocketOption, OptionIn(4), Int],
        C::Getsockopt { .. } => &[Fd, SocketLevel, SocketOption, OptionOut(4), SocklenOut],
        C::TimerCreate { .. } => &[Enum(Names::Clock), StructIn(S::Sigevent), StructOut(S::Int)],
        C::TimerSettime { .. } => &[Int, Flags(Names::TimerFlags), StructIn(S::Itimerspec), StructOut(S::Itimerspec)],
        C::TimerGettime { .. } => &[Int, StructOut(S::Itimerspec)],
        C::TimerGetoverrun { .. } | C::TimerDelete { .. } => &[Int],
        C::EpollCreate { .. } => &[Int],
        C::EpollCreate1 { .. } => &[Flags(Names::EpollFlags)],
        C::EpollCtl { .. } => &[Fd, Enum(Names::EpollCtl), Fd, StructIn(S::EpollEvent)],
        C::EpollWait { .. } => &[Fd, EpollEvents, Int, Int],
        C::EpollPwait { .. } => &[Fd, EpollEvents, Int, Int, StructIn(S::Sigset), Uint],
        C::EpollPwait2 { .. } => &[Fd, EpollEvents, Int, StructIn(S::Timespec), StructIn(S::Sigset), Uint],
        C::Eventfd { .. } => &[Uint],
        C::Eventfd2 { .. } => &[Uint, Flags(Names::EventfdFlags)],
        C::InotifyInit {} => &[],
        C::SchedSetparam { .. } => &[Int, StructIn(S::Uint)],
        C::SchedGetparam { .. } => &[Int, StructOut(S::Uint)],
        C::SchedRrGetInterval { .. } => &[Int, StructOut(S::Timespec)],
        C::SchedSetscheduler { .. } => &[Int, Enum(Names::SchedPolicy), StructIn(S::Uint)],
        C::SchedGetscheduler { .. } => &[Int],
        C::SchedGetPriorityMax { .. } | C::SchedGetPriorityMin { .. } => &[Enum(Names::SchedPolicy)],
        C::SchedSetaffinity { .. } | C::SchedGetaffinity { .. } => &[Int, Uint, Addr],
        C::Getcpu { .. } => &[StructOut(S::Uint), StructOut(S::Uint)],
        C::InotifyInit1 { .. } => &[Flags(Names::InotifyFlags)],
        C::InotifyAddWatch { .. } => &[Fd, Path, Flags(Names::InotifyMask)],
        C::InotifyRmWatch { .. } => &[Fd, Int],
        C::Sendfile { .. } => &[Fd, Fd, Addr, Uint],
        C::Splice { .. } => &[Fd, Addr, Fd, Addr, Uint, Flags(Names::SpliceFlags)],
        C::Tee { .. } => &[Fd, Fd, Uint, Flags(Names::SpliceFlags)],
        C::Vmsplice { .. } => &[Fd, IovecIn(2), Uint, Flags(Names::SpliceFlags)],
        C::CopyFileRange { .. } => &[Fd, Addr, Fd, Addr, Uint, Hex],
        C::PidfdSendSignal { .. } => &[Fd, Signal, StructIn(S::Siginfo), Hex],
        C::PidfdOpen { .. } => &[Int, Hex],
        C::Signalfd { .. } => &[Fd, StructIn(S::Sigset), Uint],
        C::Signalfd4 { .. } => &[Fd, StructIn(S::Sigset), Uint, Flags(Names::SignalfdFlags)],
        C::TimerfdCreate { .. } => &[Enum(Names::Clock), Flags(Names::TimerfdFlags)],
        C::TimerfdSettime { .. } => {
            &[Fd, Flags(Names::TimerfdSettime), StructIn(S::Itimerspec), StructOut(S::Itimerspec)]
        }
        C::TimerfdGettime { .. } => &[Fd, StructOut(S::Itimerspec)],
        C::Clone { .. } => &[Addr, CloneFlags, Addr, Addr, Hex],
        C::Clone3 { .. } => &[StructIn(S::CloneArgs), CloneSize],
        C::Futex { .. } => &[Addr, FutexOp, Uint, FutexTimeout, Addr, Hex],
        C::SetRobustList { .. } => &[Addr, Uint],
        C::GetRobustList { .. } => &[Int, Addr, Addr],
        C::Execve { .. } => &[Path, Argv, Envp],
        C::Exit { .. } | C::ExitGroup { .. } => &[Int],
        C::Wait4 { .. } => &[Int, StructOut(S::WaitStatus), Flags(Names::WaitOptions), StructOut(S::Rusage)],
        C::Waitid { .. } => {
            &[Enum(Names::IdType), Int, StructOut(S::Siginfo), Flags(Names::WaitOptions), StructOut(S::Rusage)]
        }
        C::Kill { .. } | C::Tkill { .. } => &[Int, Signal],
        C::Tgkill { .. } => &[Int, Int, Signal],
        C::Uname { .. } => &[StructOut(S::Utsname)],
        C::Mremap { flags, .. } if flags & 2 != 0 => &[Addr, Uint, Uint, Flags(Names::Mremap), Addr],
        C::Mremap { .. } => &[Addr, Uint, Uint, Flags(Names::Mremap)],
        C::Msync { .. } => &[Addr, Uint, Flags(Names::Msync)],
        C::Mincore { .. } => &[Addr, Uint, Addr],
        C::Madvise { .. } => &[Addr, Uint, Enum(Names::Madvise)],
        C::Mlock { .. } | C::Munlock { .. } => &[Addr, Uint],
        C::Mlockall { .. } => &[Flags(Names::Mlockall)],
        C::Flock { .. } => &[Fd, Flags(Names::Flock)],
        C::MqOpen { .. } => &[Path, OpenFlags, Mode, StructIn(S::MqAttr)],
        C::MqUnlink { .. } => &[Path],
        C::MqTimedsend { .. } => &[Fd, In(2), Uint, Uint, StructIn(S::Timespec)],
        C::MqTimedreceive { .. } => &[Fd, Out, Uint, StructOut(S::Uint), StructIn(S::Timespec)],
        C::MqNotify { .. } => &[Fd, StructIn(S::SigEvent)],
        C::MqGetsetattr { .. } => &[Fd, StructIn(S::MqAttr), StructOut(S::MqAttr)],
        C::MemfdCreate { .. } => &[Path, Flags(Names::Memfd)],
        C::Shmget { .. } => &[IpcKey, Uint, IpcGetFlags],
        C::Shmat { .. } => &[Int, Addr, Flags(Names::ShmFlags)],
        C::Shmctl { cmd: 1, .. } => &[Int, Enum(Names::ShmCmd), StructIn(S::ShmidSet)],
        C::Shmctl { cmd: 2 | 13 | 15, .. } => &[Int, Enum(Names::ShmCmd), StructOut(S::Shmid)],
        C::Shmctl { cmd: 3, .. } => &[Int, Enum(Names::ShmCmd), StructOut(S::ShmLimits)],
        C::Shmctl { cmd: 14, .. } => &[Int, Enum(Names::ShmCmd), StructOut(S::ShmInfo)],
        C::Shmctl { .. } => &[Int, Enum(Names::ShmCmd), Addr],
        C::Shmdt { .. } => &[Addr],
        C::Semget { .. } => &[IpcKey, Int, IpcGetFlags],
        C::Semop { .. } => &[Int, Sembufs(2), Uint],
        C::Semtimedop { .. } => &[Int, Sembufs(2), Uint, StructIn(S::Timespec)],
        C::Semctl { cmd: 1, .. } => &[Int, Int, Enum(Names::SemCmd), StructIn(S::SemidSet)],
        C::Semctl { cmd: 2 | 18 | 20, .. } => &[Int, Int, Enum(Names::SemCmd), StructOut(S::Semid)],
        C::Semctl { cmd: 3 | 19, .. } => &[Int, Int, Enum(Names::SemCmd), StructOut(S::SemInfo)],
        C::Semctl { .. } => &[Int, Int, Enum(Names::SemCmd), Addr],
        C::Msgget { .. } => &[IpcKey, IpcGetFlags],
        C::Msgsnd { .. } => &[Int, MessageIn(2), Uint, Flags(Names::IpcMsgFlags)],
        C::Msgrcv { .. } => &[Int, MessageOut(2), Uint, Long, Flags(Names::IpcMsgFlags)],
        C::Msgctl { cmd: 1, .. } => &[Int, Enum(Names::MsgCmd), StructIn(S::MsqidSet)],
        C::Msgctl { cmd: 2 | 11 | 13, .. } => &[Int, Enum(Names::MsgCmd), StructOut(S::Msqid)],
        C::Msgctl { cmd: 3 | 12, .. } => &[Int, Enum(Names::MsgCmd), StructOut(S::MsgInfo)],
        C::Msgctl { .. } => &[Int, Enum(Names::MsgCmd), Addr],
        C::Fcntl { cmd: 6 | 7 | 37 | 38, .. } => &[Fd, FcntlCmd, StructIn(S::Flock)],
        C::Fcntl { cmd: 5 | 36, .. } => &[Fd, FcntlCmd, StructOut(S::FlockPid)],
        C::Fcntl { .. } => &[Fd, FcntlCmd, FcntlArg],
        C::Truncate { .. } => &[Path, Int],
        C::Ftruncate { .. } => &[Fd, Int],
        C::Getcwd { .. } => &[Out, Uint],
        C::Chdir { .. } | C::Rmdir { .. } | C::Unlink { .. } => &[Path],
        C::Rename { .. } | C::Link { .. } | C::Symlink { .. } => &[Path, Path],
        C::Mkdir { .. } | C::Chmod { .. } => &[Path, Mode],
        C::Mkdirat { .. } | C::Fchmodat { .. } => &[DirFd, Path, Mode],
        C::Mknod { .. } => &[Path, FileMode, Hex],
        C::Mknodat { .. } => &[DirFd, Path, FileMode, Hex],
        C::Fchmod { .. } => &[Fd, Mode],
        C::Chown { .. } | C::Lchown { .. } => &[Path, Int, Int],
        C::Fchown { .. } => &[Fd, Int, Int],
        C::Readlink { .. } => &[Path, Out, Uint],
        C::Readlinkat { .. } => &[DirFd, Path, Out, Uint],
        C::Umask { .. } => &[Mode],
        C::Getrlimit { .. } => &[Enum(Names::Rlimit), StructOut(S::Rlimit)],
        C::Setrlimit { .. } => &[Enum(Names::Rlimit), StructIn(S::Rlimit)],
        C::Prlimit64 { .. } => &[Int, Enum(Names::Rlimit), StructIn(S::Rlimit), StructOut(S::Rlimit)],
        C::Getrusage { .. } => &[Enum(Names::RusageWho), StructOut(S::Rusage)],
        C::Unlinkat { .. } => &[DirFd, Path, Flags(Names::AtFlags)],
        C::Renameat { .. } => &[DirFd, Path, DirFd, Path],
        C::Renameat2 { .. } => &[DirFd, Path, DirFd, Path, Flags(Names::RenameFlags)],
        C::Linkat { .. } => &[DirFd, Path, DirFd, Path, Flags(Names::AtFlags)],
        C::Symlinkat { .. } => &[Path, DirFd, Path],
        C::Pselect6 { .. } => &[Int, FdSet(0), FdSet(0), FdSet(0), StructInOut(S::Timespec), PselectMask],
        C::Ppoll { .. } => &[PollFds(1), Uint, StructInOut(S::Timespec), StructIn(S::Sigset), Uint],
        C::Utimensat { .. } => &[DirFd, Path, Addr, Flags(Names::AtFlags)],
        C::Getdents64 { .. } => &[Fd, Addr, Uint],
        C::Statfs { .. } => &[Path, Addr],
        C::Fstatfs { .. } => &[Fd, Addr],
        C::Syncfs { .. } => &[Fd],
        C::Fadvise64 { .. } => &[Fd, Int, Int, Int],
        C::Fchownat { .. } => &[DirFd, Path, Int, Int, Flags(Names::AtFlags)],
        C::Preadv { .. } => &[Fd, IovecOut(2), Int, Int],
        C::Pwritev { .. } => &[Fd, IovecIn(2), Int, Int],
        C::CloseRange { .. } => &[Uint, Uint, Hex],
        C::Setpgid { .. } => &[Int, Int],
        C::Getpgid { .. } | C::Getsid { .. } => &[Int],
        C::Getpriority { .. } => &[Enum(Names::PrioWhich), Int],
        C::Setpriority { .. } => &[Enum(Names::PrioWhich), Int, Int],
        C::Prctl { .. } => &[Enum(Names::Prctl), Hex, Hex, Hex, Hex],
        C::Getrandom { .. } => &[Out, Uint, Flags(Names::GetrandomFlags)],
        C::Setuid { .. } | C::Setgid { .. } => &[Int],
        C::Setreuid { .. } | C::Setregid { .. } => &[Int, Int],
        C::Setresuid { .. } | C::Setresgid { .. } => &[Int, Int, Int],
        C::Getresuid { .. } | C::Getresgid { .. } => &[StructOut(S::Int), StructOut(S::Int), StructOut(S::Int)],
        C::Getgroups { .. } | C::Setgroups { .. } => &[Int, Addr],
        C::Sysinfo { .. } => &[Addr],
        C::Fork {}
        | C::Munlockall {}
        | C::Sync {}
        | C::Vfork {}
        | C::Pause {}
        | C::SchedYield {}
        | C::Getpid {}
        | C::Gettid {}
        | C::Getppid {}
        | C::Getpgrp {}
        | C::Setsid {}
        | C::Getuid {}
        | C::Geteuid {}
        | C::Getgid {}
        | C::Getegid {} => &[],
    }
}
