//! Flags, modes, commands and limits with x86-64 Linux's values: numbers only. The man page of each group is named
//! above it.

// Access mode and flags of open(2); `F_GETFL` gives them back.
/// Read only.
pub const O_RDONLY: i32 = 0;
/// Write only.
pub const O_WRONLY: i32 = 1;
/// Read and write.
pub const O_RDWR: i32 = 2;
/// Mask of the access mode.
pub const O_ACCMODE: i32 = 3;
/// Make the file if it is missing.
pub const O_CREAT: i32 = 0o100;
/// With O_CREAT: fail if it exists.
pub const O_EXCL: i32 = 0o200;
/// Do not take the terminal as controlling terminal.
pub const O_NOCTTY: i32 = 0o400;
/// Cut it to length 0.
pub const O_TRUNC: i32 = 0o1000;
/// Every write goes to the end.
pub const O_APPEND: i32 = 0o2000;
/// Fail with EAGAIN rather than wait.
pub const O_NONBLOCK: i32 = 0o4000;
/// Data integrity on write.
pub const O_DSYNC: i32 = 0o10000;
/// SIGIO when input or output is possible.
pub const O_ASYNC: i32 = 0o20000;
/// Bypass the cache; on a pipe: packet mode.
pub const O_DIRECT: i32 = 0o40000;
/// Large files; always on for 64-bit programs.
pub const O_LARGEFILE: i32 = 0o100000;
/// Fail unless it is a directory.
pub const O_DIRECTORY: i32 = 0o200000;
/// Fail if the last component is a symbolic link.
pub const O_NOFOLLOW: i32 = 0o400000;
/// Do not update the time of last access.
pub const O_NOATIME: i32 = 0o1000000;
/// Set FD_CLOEXEC on the new descriptor.
pub const O_CLOEXEC: i32 = 0o2000000;
/// File integrity on write.
pub const O_SYNC: i32 = 0o4010000;
/// A handle for the name only.
pub const O_PATH: i32 = 0o10000000;
/// An unnamed file in a directory.
pub const O_TMPFILE: i32 = 0o20200000;

// Commands of fcntl(2).
/// Duplicate to the lowest free number at least the argument.
pub const F_DUPFD: i32 = 0;
/// Get descriptor flags.
pub const F_GETFD: i32 = 1;
/// Set descriptor flags.
pub const F_SETFD: i32 = 2;
/// Get status flags.
pub const F_GETFL: i32 = 3;
/// Set status flags.
pub const F_SETFL: i32 = 4;
/// Look for a conflicting record lock.
pub const F_GETLK: i32 = 5;
/// Set or clear a record lock.
pub const F_SETLK: i32 = 6;
/// The same, waiting.
pub const F_SETLKW: i32 = 7;
/// Who gets SIGIO and SIGURG.
pub const F_SETOWN: i32 = 8;
/// Who does.
pub const F_GETOWN: i32 = 9;
/// Which signal instead of SIGIO.
pub const F_SETSIG: i32 = 10;
/// Which it is.
pub const F_GETSIG: i32 = 11;
/// F_SETOWN with the kind of owner (`struct f_owner_ex`).
pub const F_SETOWN_EX: i32 = 15;
/// Which that is.
pub const F_GETOWN_EX: i32 = 16;
/// F_GETLK for locks of the open file description.
pub const F_OFD_GETLK: i32 = 36;
/// F_SETLK for them.
pub const F_OFD_SETLK: i32 = 37;
/// F_SETLKW for them.
pub const F_OFD_SETLKW: i32 = 38;
/// F_DUPFD with FD_CLOEXEC set on the new descriptor.
pub const F_DUPFD_CLOEXEC: i32 = 1030;
/// Set a pipe's capacity.
pub const F_SETPIPE_SZ: i32 = 1031;
/// Get a pipe's capacity.
pub const F_GETPIPE_SZ: i32 = 1032;
/// Forbid changes of a memfd.
pub const F_ADD_SEALS: i32 = 1033;
/// Which are forbidden.
pub const F_GET_SEALS: i32 = 1034;
/// Descriptor flag: closed by exec.
pub const FD_CLOEXEC: i32 = 1;
/// Record lock for reading.
pub const F_RDLCK: i32 = 0;
/// Record lock for writing.
pub const F_WRLCK: i32 = 1;
/// No record lock.
pub const F_UNLCK: i32 = 2;

// Type and permission bits of `st_mode` (inode(7)).
/// Mask of the file type.
pub const S_IFMT: u32 = 0o170000;
/// Socket.
pub const S_IFSOCK: u32 = 0o140000;
/// Symbolic link.
pub const S_IFLNK: u32 = 0o120000;
/// Regular file.
pub const S_IFREG: u32 = 0o100000;
/// Block device.
pub const S_IFBLK: u32 = 0o060000;
/// Directory.
pub const S_IFDIR: u32 = 0o040000;
/// Character device.
pub const S_IFCHR: u32 = 0o020000;
/// FIFO or pipe.
pub const S_IFIFO: u32 = 0o010000;
/// Set user id on execution.
pub const S_ISUID: u32 = 0o4000;
/// Set group id on execution.
pub const S_ISGID: u32 = 0o2000;
/// Sticky: only the owner of a name's file removes it.
pub const S_ISVTX: u32 = 0o1000;

// Entry types of getdents64(2).
/// Not known.
pub const DT_UNKNOWN: u8 = 0;
/// FIFO.
pub const DT_FIFO: u8 = 1;
/// Character device.
pub const DT_CHR: u8 = 2;
/// Directory.
pub const DT_DIR: u8 = 4;
/// Block device.
pub const DT_BLK: u8 = 6;
/// Regular file.
pub const DT_REG: u8 = 8;
/// Symbolic link.
pub const DT_LNK: u8 = 10;
/// Socket.
pub const DT_SOCK: u8 = 12;

// Flags of the `*at` calls and of access(2).
/// As directory descriptor: the working directory.
pub const AT_FDCWD: i32 = -100;
/// Do not follow a symbolic link at the end.
pub const AT_SYMLINK_NOFOLLOW: i32 = 0x100;
/// unlinkat: remove a directory.
pub const AT_REMOVEDIR: i32 = 0x200;
/// faccessat: check with the effective ids.
pub const AT_EACCESS: i32 = 0x200;
/// linkat: follow a symbolic link at the end.
pub const AT_SYMLINK_FOLLOW: i32 = 0x400;
/// Do not mount; has no meaning here.
pub const AT_NO_AUTOMOUNT: i32 = 0x800;
/// An empty path means the descriptor itself.
pub const AT_EMPTY_PATH: i32 = 0x1000;
/// access: does it exist?
pub const F_OK: i32 = 0;
/// access: may it be executed?
pub const X_OK: i32 = 1;
/// access: may it be written?
pub const W_OK: i32 = 2;
/// access: may it be read?
pub const R_OK: i32 = 4;

// Flags of renameat2(2).
/// Fail if the new name exists.
pub const RENAME_NOREPLACE: u32 = 1;
/// Swap the two names.
pub const RENAME_EXCHANGE: u32 = 2;
/// Leave a whiteout; not supported.
pub const RENAME_WHITEOUT: u32 = 4;

// Origins of lseek(2).
/// The beginning.
pub const SEEK_SET: i32 = 0;
/// The current offset.
pub const SEEK_CUR: i32 = 1;
/// The end.
pub const SEEK_END: i32 = 2;
/// The next data.
pub const SEEK_DATA: i32 = 3;
/// The next hole.
pub const SEEK_HOLE: i32 = 4;

// Special nanosecond values of utimensat(2).
/// The current time.
pub const UTIME_NOW: i64 = 0x3fff_ffff;
/// Leave it alone.
pub const UTIME_OMIT: i64 = 0x3fff_fffe;

// Requests of ioctl(2).
/// tcgetattr(3).
pub const TCGETS: u64 = 0x5401;
/// tcsetattr(3), at once.
pub const TCSETS: u64 = 0x5402;
/// tcsetattr(3), after output drained.
pub const TCSETSW: u64 = 0x5403;
/// tcsetattr(3), after output drained and input flushed.
pub const TCSETSF: u64 = 0x5404;
/// tcsendbreak(3), tcdrain(3).
pub const TCSBRK: u64 = 0x5409;
/// tcflow(3).
pub const TCXONC: u64 = 0x540a;
/// tcflush(3).
pub const TCFLSH: u64 = 0x540b;
/// Exclusive mode.
pub const TIOCEXCL: u64 = 0x540c;
/// Make it the controlling terminal.
pub const TIOCSCTTY: u64 = 0x540e;
/// tcgetpgrp(3).
pub const TIOCGPGRP: u64 = 0x540f;
/// tcsetpgrp(3).
pub const TIOCSPGRP: u64 = 0x5410;
/// Bytes in the output queue.
pub const TIOCOUTQ: u64 = 0x5411;
/// Fake input.
pub const TIOCSTI: u64 = 0x5412;
/// Get the window size.
pub const TIOCGWINSZ: u64 = 0x5413;
/// Set the window size.
pub const TIOCSWINSZ: u64 = 0x5414;
/// Bytes that can be read.
pub const FIONREAD: u64 = 0x541b;
/// Set or clear O_NONBLOCK.
pub const FIONBIO: u64 = 0x5421;
/// Packet mode of a pseudo-terminal; not supported.
pub const TIOCPKT: u64 = 0x5420;
/// Get the line discipline.
pub const TIOCGETD: u64 = 0x5424;
/// tcsendbreak(3) with a duration.
pub const TCSBRKP: u64 = 0x5425;
/// End exclusive mode.
pub const TIOCNXCL: u64 = 0x540d;
/// Number of a pseudo-terminal: ptsname(3).
pub const TIOCGPTN: u64 = 0x8004_5430;
/// Lock or unlock the slave side: unlockpt(3).
pub const TIOCSPTLCK: u64 = 0x4004_5431;
/// Is it locked?
pub const TIOCGPTLCK: u64 = 0x8004_5439;
/// Is it in packet mode?
pub const TIOCGPKT: u64 = 0x8004_5438;
/// A descriptor of the slave side.
pub const TIOCGPTPEER: u64 = 0x5441;
/// Signal the foreground group from the master side.
pub const TIOCSIG: u64 = 0x4004_5436;
/// Is exclusive mode on?
pub const TIOCGEXCL: u64 = 0x8004_5440;
/// Give up the controlling terminal.
pub const TIOCNOTTY: u64 = 0x5422;
/// tcgetsid(3).
pub const TIOCGSID: u64 = 0x5429;
/// Clear FD_CLOEXEC.
pub const FIONCLEX: u64 = 0x5450;
/// Set FD_CLOEXEC.
pub const FIOCLEX: u64 = 0x5451;
/// Set or clear O_ASYNC.
pub const FIOASYNC: u64 = 0x5452;

// Control characters of termios(3), by their place in `c_cc`.
/// Sends SIGINT.
pub const VINTR: usize = 0;
/// Sends SIGQUIT.
pub const VQUIT: usize = 1;
/// Erases a character.
pub const VERASE: usize = 2;
/// Erases the line.
pub const VKILL: usize = 3;
/// End of file.
pub const VEOF: usize = 4;
/// Timeout of raw reads, in tenths of a second.
pub const VTIME: usize = 5;
/// Bytes that a raw read waits for.
pub const VMIN: usize = 6;
/// Output goes on.
pub const VSTART: usize = 8;
/// Output stops.
pub const VSTOP: usize = 9;
/// Sends SIGTSTP.
pub const VSUSP: usize = 10;
/// A further end of line.
pub const VEOL: usize = 11;
/// Shows the line again.
pub const VREPRINT: usize = 12;
/// Erases a word.
pub const VWERASE: usize = 14;
/// Takes the next key literally.
pub const VLNEXT: usize = 15;
/// A further end of line.
pub const VEOL2: usize = 16;

// Flags of termios(3): input.
/// Strip the eighth bit.
pub const ISTRIP: u32 = 0o40;
/// Newline becomes carriage return.
pub const INLCR: u32 = 0o100;
/// Ignore carriage return.
pub const IGNCR: u32 = 0o200;
/// Carriage return becomes newline.
pub const ICRNL: u32 = 0o400;
/// Upper case becomes lower case.
pub const IUCLC: u32 = 0o1000;
/// Ctrl+S and Ctrl+Q stop and start output.
pub const IXON: u32 = 0o2000;
/// Any key starts it.
pub const IXANY: u32 = 0o4000;
/// Input is UTF-8.
pub const IUTF8: u32 = 0o40000;
// Output.
/// Process output.
pub const OPOST: u32 = 0o1;
/// Lower case becomes upper case.
pub const OLCUC: u32 = 0o2;
/// Newline becomes carriage return and newline.
pub const ONLCR: u32 = 0o4;
/// Carriage return becomes newline.
pub const OCRNL: u32 = 0o10;
/// No carriage return in column 0.
pub const ONOCR: u32 = 0o20;
/// Newline does what carriage return does.
pub const ONLRET: u32 = 0o40;
/// Mask of tab delays.
pub const TABDLY: u32 = 0o14000;
/// Tabs become spaces.
pub const XTABS: u32 = 0o14000;
// Control.
/// Mask of the character size.
pub const CSIZE: u32 = 0o60;
/// Eight bits.
pub const CS8: u32 = 0o60;
/// Receive.
pub const CREAD: u32 = 0o200;
/// Parity.
pub const PARENB: u32 = 0o400;
// Local.
/// Keys send signals.
pub const ISIG: u32 = 0o1;
/// Line editing.
pub const ICANON: u32 = 0o2;
/// Echo.
pub const ECHO: u32 = 0o10;
/// Erase on the screen.
pub const ECHOE: u32 = 0o20;
/// Show the kill key.
pub const ECHOK: u32 = 0o40;
/// Echo newline even without ECHO.
pub const ECHONL: u32 = 0o100;
/// Signals do not flush.
pub const NOFLSH: u32 = 0o200;
/// Background writes send SIGTTOU.
pub const TOSTOP: u32 = 0o400;
/// Show control characters as ^X.
pub const ECHOCTL: u32 = 0o1000;
/// Kill erases on the screen.
pub const ECHOKE: u32 = 0o4000;
/// The further keys of line editing.
pub const IEXTEN: u32 = 0o100000;

// Options of wait(2) and its family.
/// Do not wait.
pub const WNOHANG: i32 = 1;
/// Also stopped children.
pub const WUNTRACED: i32 = 2;
/// waitid: stopped children.
pub const WSTOPPED: i32 = 2;
/// waitid: dead children.
pub const WEXITED: i32 = 4;
/// Also continued children.
pub const WCONTINUED: i32 = 8;
/// Leave the child waitable.
pub const WNOWAIT: i32 = 0x0100_0000;
/// waitid: any child.
pub const P_ALL: i32 = 0;
/// waitid: this child.
pub const P_PID: i32 = 1;
/// waitid: children of this group.
pub const P_PGID: i32 = 2;

// Flags of sigaction(2).
/// No SIGCHLD for stopped children.
pub const SA_NOCLDSTOP: u64 = 1;
/// Children leave no zombies.
pub const SA_NOCLDWAIT: u64 = 2;
/// The handler takes three arguments.
pub const SA_SIGINFO: u64 = 4;
/// The structure has a restorer.
pub const SA_RESTORER: u64 = 0x0400_0000;
/// Run the handler on the alternate stack.
pub const SA_ONSTACK: u64 = 0x0800_0000;
/// Restart interrupted calls.
pub const SA_RESTART: u64 = 0x1000_0000;
/// Do not block the signal while its handler runs.
pub const SA_NODEFER: u64 = 0x4000_0000;
/// Back to the default when the handler is entered.
pub const SA_RESETHAND: u64 = 0x8000_0000;
/// Default action.
pub const SIG_DFL: u64 = 0;
/// Ignore.
pub const SIG_IGN: u64 = 1;

// sigprocmask(2) and sigaltstack(2).
/// Add to the mask.
pub const SIG_BLOCK: i32 = 0;
/// Take from the mask.
pub const SIG_UNBLOCK: i32 = 1;
/// Set the mask.
pub const SIG_SETMASK: i32 = 2;
/// The alternate stack is in use.
pub const SS_ONSTACK: i32 = 1;
/// There is no alternate stack.
pub const SS_DISABLE: i32 = 2;
/// Smallest alternate stack.
pub const MINSIGSTKSZ: i32 = 2048;

// Flags of clone(2).
/// Mask of the signal that the child's death sends.
pub const CSIGNAL: u64 = 0xff;
/// Share the address space.
pub const CLONE_VM: u64 = 0x100;
/// Share working directory, root and umask.
pub const CLONE_FS: u64 = 0x200;
/// Share the descriptor table.
pub const CLONE_FILES: u64 = 0x400;
/// Share signal dispositions.
pub const CLONE_SIGHAND: u64 = 0x800;
/// Give a pidfd.
pub const CLONE_PIDFD: u64 = 0x1000;
/// The child is traced too.
pub const CLONE_PTRACE: u64 = 0x2000;
/// The parent waits for the child's exec or exit.
pub const CLONE_VFORK: u64 = 0x4000;
/// The child has the caller's parent.
pub const CLONE_PARENT: u64 = 0x8000;
/// Same thread group.
pub const CLONE_THREAD: u64 = 0x10000;
/// New mount namespace.
pub const CLONE_NEWNS: u64 = 0x20000;
/// Share System V semaphore adjustments.
pub const CLONE_SYSVSEM: u64 = 0x40000;
/// Set thread-local storage.
pub const CLONE_SETTLS: u64 = 0x80000;
/// Store the child's number in the parent.
pub const CLONE_PARENT_SETTID: u64 = 0x10_0000;
/// Clear it in the child when it exits, and wake its futex.
pub const CLONE_CHILD_CLEARTID: u64 = 0x20_0000;
/// Ignored.
pub const CLONE_DETACHED: u64 = 0x40_0000;
/// Store the child's number in the child.
pub const CLONE_CHILD_SETTID: u64 = 0x0100_0000;

// mmap(2) and mprotect(2).
/// No access.
pub const PROT_NONE: i32 = 0;
/// May be read.
pub const PROT_READ: i32 = 1;
/// May be written.
pub const PROT_WRITE: i32 = 2;
/// May be executed.
pub const PROT_EXEC: i32 = 4;
/// Writes are seen by others.
pub const MAP_SHARED: i32 = 1;
/// Writes are private.
pub const MAP_PRIVATE: i32 = 2;
/// MAP_SHARED that refuses unknown flags.
pub const MAP_SHARED_VALIDATE: i32 = 3;
/// Mask of the mapping type.
pub const MAP_TYPE: i32 = 0xf;
/// Exactly there.
pub const MAP_FIXED: i32 = 0x10;
/// No file.
pub const MAP_ANONYMOUS: i32 = 0x20;
/// Stack-like.
pub const MAP_GROWSDOWN: i32 = 0x100;
/// Ignored.
pub const MAP_DENYWRITE: i32 = 0x800;
/// Lock in memory.
pub const MAP_LOCKED: i32 = 0x2000;
/// Reserve no swap.
pub const MAP_NORESERVE: i32 = 0x4000;
/// Make the pages at once.
pub const MAP_POPULATE: i32 = 0x8000;
/// With MAP_POPULATE: do not wait.
pub const MAP_NONBLOCK: i32 = 0x10000;
/// Ignored.
pub const MAP_STACK: i32 = 0x20000;
/// Huge pages.
pub const MAP_HUGETLB: i32 = 0x40000;
/// Exactly there, and fail if something is.
pub const MAP_FIXED_NOREPLACE: i32 = 0x10_0000;
/// msync: start writing.
pub const MS_ASYNC: i32 = 1;
/// msync: drop other copies.
pub const MS_INVALIDATE: i32 = 2;
/// msync: write and wait.
pub const MS_SYNC: i32 = 4;

// Resources of getrlimit(2).
/// Seconds of CPU time.
pub const RLIMIT_CPU: u32 = 0;
/// Largest file that it may write.
pub const RLIMIT_FSIZE: u32 = 1;
/// Data segment.
pub const RLIMIT_DATA: u32 = 2;
/// Stack.
pub const RLIMIT_STACK: u32 = 3;
/// Core file.
pub const RLIMIT_CORE: u32 = 4;
/// Resident set.
pub const RLIMIT_RSS: u32 = 5;
/// Processes of the user.
pub const RLIMIT_NPROC: u32 = 6;
/// One more than the highest descriptor.
pub const RLIMIT_NOFILE: u32 = 7;
/// Locked memory.
pub const RLIMIT_MEMLOCK: u32 = 8;
/// Address space.
pub const RLIMIT_AS: u32 = 9;
/// Locks.
pub const RLIMIT_LOCKS: u32 = 10;
/// Queued signals.
pub const RLIMIT_SIGPENDING: u32 = 11;
/// Bytes in POSIX message queues.
pub const RLIMIT_MSGQUEUE: u32 = 12;
/// Nice value.
pub const RLIMIT_NICE: u32 = 13;
/// Real-time priority.
pub const RLIMIT_RTPRIO: u32 = 14;
/// Real-time microseconds.
pub const RLIMIT_RTTIME: u32 = 15;

// Limits of names, vectors and transfers.
/// Longest file name.
pub const NAME_MAX: usize = 255;
/// Longest path, with its final zero byte.
pub const PATH_MAX: usize = 4096;
/// Most symbolic links in one resolution.
pub const SYMLINK_MAX_FOLLOWED: usize = 40;
/// Most names of an inode.
pub const LINK_MAX: usize = 65000;
/// Most pieces of readv and writev.
pub const IOV_MAX: usize = 1024;
/// A pipe write of at most this size is atomic.
pub const PIPE_BUF: usize = 4096;
/// A single transfer moves at most this many bytes.
pub const MAX_RW_COUNT: usize = 0x7fff_f000;

// Clocks of clock_gettime(2) and timers.
/// Since 1970.
pub const CLOCK_REALTIME: i32 = 0;
/// Since boot.
pub const CLOCK_MONOTONIC: i32 = 1;
/// CPU time of the process.
pub const CLOCK_PROCESS_CPUTIME_ID: i32 = 2;
/// CPU time of the thread.
pub const CLOCK_THREAD_CPUTIME_ID: i32 = 3;
/// Since boot, unadjusted.
pub const CLOCK_MONOTONIC_RAW: i32 = 4;
/// Since 1970, coarse.
pub const CLOCK_REALTIME_COARSE: i32 = 5;
/// Since boot, coarse.
pub const CLOCK_MONOTONIC_COARSE: i32 = 6;
/// Since boot, with suspends.
pub const CLOCK_BOOTTIME: i32 = 7;
/// clock_nanosleep: an absolute time.
pub const TIMER_ABSTIME: i32 = 1;
/// Real time: SIGALRM.
pub const ITIMER_REAL: i32 = 0;
/// User time: SIGVTALRM.
pub const ITIMER_VIRTUAL: i32 = 1;
/// CPU time: SIGPROF.
pub const ITIMER_PROF: i32 = 2;
/// getrusage: the process.
pub const RUSAGE_SELF: i32 = 0;
/// getrusage: its waited-for children.
pub const RUSAGE_CHILDREN: i32 = -1;
/// getrusage: the thread.
pub const RUSAGE_THREAD: i32 = 1;
/// getpriority: a process.
pub const PRIO_PROCESS: i32 = 0;
/// getpriority: a process group.
pub const PRIO_PGRP: i32 = 1;
/// getpriority: a user.
pub const PRIO_USER: i32 = 2;

// getrandom(2).
/// Do not wait.
pub const GRND_NONBLOCK: u32 = 1;
/// From /dev/random.
pub const GRND_RANDOM: u32 = 2;
/// Even before it is seeded.
pub const GRND_INSECURE: u32 = 4;

// poll(2).
/// Can be read.
pub const POLLIN: i16 = 0x1;
/// Exceptional.
pub const POLLPRI: i16 = 0x2;
/// Can be written.
pub const POLLOUT: i16 = 0x4;
/// Error.
pub const POLLERR: i16 = 0x8;
/// Hung up.
pub const POLLHUP: i16 = 0x10;
/// Not open.
pub const POLLNVAL: i16 = 0x20;
/// Like POLLIN.
pub const POLLRDNORM: i16 = 0x40;
/// Like POLLOUT.
pub const POLLWRNORM: i16 = 0x100;
/// The peer has shut down writing.
pub const POLLRDHUP: i16 = 0x2000;

/// ioctl(2) of a socket: is the next byte the urgent one?
pub const SIOCATMARK: u64 = 0x8905;
/// ioctl(2) of a socket: bytes sent and not yet received.
pub const SIOCOUTQ: u64 = 0x5411;

// Levels and options of setsockopt(2) (socket(7), tcp(7), ip(7), ipv6(7)).
/// Options of every socket.
pub const SOL_SOCKET: i32 = 1;
/// The internet protocol, as a level.
pub const IPPROTO_IP: i32 = 0;
/// TCP, as a protocol and as a level.
pub const IPPROTO_TCP: i32 = 6;
/// UDP, as a protocol and as a level.
pub const IPPROTO_UDP: i32 = 17;
/// IPv6, as a level.
pub const IPPROTO_IPV6: i32 = 41;
/// Debugging.
pub const SO_DEBUG: i32 = 1;
/// An address in TIME_WAIT may be bound.
pub const SO_REUSEADDR: i32 = 2;
/// The type.
pub const SO_TYPE: i32 = 3;
/// The pending error, which is taken.
pub const SO_ERROR: i32 = 4;
/// No gateways.
pub const SO_DONTROUTE: i32 = 5;
/// Broadcasting is meant.
pub const SO_BROADCAST: i32 = 6;
/// Size of the send buffer.
pub const SO_SNDBUF: i32 = 7;
/// Size of the receive buffer.
pub const SO_RCVBUF: i32 = 8;
/// Idle connections are probed.
pub const SO_KEEPALIVE: i32 = 9;
/// Urgent data stays in line.
pub const SO_OOBINLINE: i32 = 10;
/// No checksums.
pub const SO_NO_CHECK: i32 = 11;
/// Priority of packets.
pub const SO_PRIORITY: i32 = 12;
/// What close(2) does with unsent data.
pub const SO_LINGER: i32 = 13;
/// Several sockets share an address.
pub const SO_REUSEPORT: i32 = 15;
/// Messages carry credentials.
pub const SO_PASSCRED: i32 = 16;
/// The peer's credentials.
pub const SO_PEERCRED: i32 = 17;
/// Bytes that a reader waits for.
pub const SO_RCVLOWAT: i32 = 18;
/// Where MSG_PEEK begins.
pub const SO_PEEK_OFF: i32 = 42;
/// Always 1.
pub const SO_SNDLOWAT: i32 = 19;
/// How long a reader waits.
pub const SO_RCVTIMEO: i32 = 20;
/// How long a writer waits.
pub const SO_SNDTIMEO: i32 = 21;
/// Messages carry the time of arrival.
pub const SO_TIMESTAMP: i32 = 29;
/// Does it listen?
pub const SO_ACCEPTCONN: i32 = 30;
/// SO_SNDBUF beyond the limit.
pub const SO_SNDBUFFORCE: i32 = 32;
/// SO_RCVBUF beyond the limit.
pub const SO_RCVBUFFORCE: i32 = 33;
/// The protocol.
pub const SO_PROTOCOL: i32 = 38;
/// The address family.
pub const SO_DOMAIN: i32 = 39;
/// Small segments are sent at once.
pub const TCP_NODELAY: i32 = 1;
/// Only full segments are sent.
pub const TCP_CORK: i32 = 3;
/// What is known of a connection.
pub const TCP_INFO: i32 = 11;
/// An IPv6 socket leaves IPv4 alone.
pub const IPV6_V6ONLY: i32 = 26;
/// Operations and flags (linux/futex.h).
pub mod futex_op {
    #![allow(missing_docs)]
    pub const WAIT: i32 = 0;
    pub const WAKE: i32 = 1;
    pub const REQUEUE: i32 = 3;
    pub const CMP_REQUEUE: i32 = 4;
    pub const WAKE_OP: i32 = 5;
    pub const WAIT_BITSET: i32 = 9;
    pub const WAKE_BITSET: i32 = 10;
    pub const PRIVATE: i32 = 128;
    pub const CLOCK_REALTIME: i32 = 256;
}
