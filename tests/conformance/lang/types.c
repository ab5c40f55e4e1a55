// Sizes and signedness of the types that the headers define, and of the structures programs look into.
#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#define T(t) printf(#t " %zu %s\n", sizeof(t), (t)-1 < 0 ? "signed" : "unsigned")
#define S(t) printf("%s size %zu align %zu\n", #t, sizeof(t), _Alignof(t))
#define O(t, m) printf("  %s at %zu size %zu\n", #m, offsetof(t, m), sizeof(((t *)0)->m))

int main(void)
{
    T(size_t); T(ssize_t); T(off_t); T(pid_t); T(uid_t); T(gid_t); T(mode_t); T(dev_t); T(ino_t); T(nlink_t); T(time_t);
    T(suseconds_t); T(clock_t); T(clockid_t); T(id_t); T(key_t); T(blksize_t); T(blkcnt_t); T(rlim_t); T(useconds_t);
    T(int8_t); T(uint8_t); T(int16_t); T(uint16_t); T(int32_t); T(uint32_t); T(int64_t); T(uint64_t); T(intptr_t);
    T(uintptr_t); T(intmax_t); T(uintmax_t); T(ptrdiff_t); T(int_fast8_t); T(int_fast16_t); T(int_fast32_t);
    T(int_least16_t); T(sig_atomic_t); T(wchar_t); T(u_int); T(u_char); T(u_long); T(ushort); T(uint); T(ulong);
    S(struct stat);
    O(struct stat, st_dev); O(struct stat, st_ino); O(struct stat, st_nlink); O(struct stat, st_mode); O(struct stat, st_uid);
    O(struct stat, st_gid); O(struct stat, st_rdev); O(struct stat, st_size); O(struct stat, st_blksize);
    O(struct stat, st_blocks); O(struct stat, st_atime); O(struct stat, st_mtime); O(struct stat, st_ctim);
    S(struct timespec);
    O(struct timespec, tv_sec); O(struct timespec, tv_nsec);
    S(struct timeval);
    O(struct timeval, tv_usec);
    S(struct itimerval);
    O(struct itimerval, it_interval); O(struct itimerval, it_value);
    S(struct itimerspec);
    S(struct timezone);
    S(struct tm);
    O(struct tm, tm_sec); O(struct tm, tm_mday); O(struct tm, tm_year); O(struct tm, tm_isdst); O(struct tm, tm_gmtoff);
    O(struct tm, tm_zone);
    S(struct tms);
    O(struct tms, tms_cutime);
    S(struct rlimit);
    O(struct rlimit, rlim_max);
    S(struct rusage);
    O(struct rusage, ru_stime); O(struct rusage, ru_maxrss); O(struct rusage, ru_nivcsw);
    S(struct utsname);
    O(struct utsname, release);
    S(struct iovec);
    O(struct iovec, iov_len);
    S(struct flock);
    O(struct flock, l_whence); O(struct flock, l_start); O(struct flock, l_len); O(struct flock, l_pid);
    S(struct sigaction);
    O(struct sigaction, sa_handler); O(struct sigaction, sa_sigaction); O(struct sigaction, sa_mask);
    O(struct sigaction, sa_flags);
    S(sigset_t);
    S(siginfo_t);
    O(siginfo_t, si_signo); O(siginfo_t, si_errno); O(siginfo_t, si_code); O(siginfo_t, si_pid); O(siginfo_t, si_uid);
    O(siginfo_t, si_status); O(siginfo_t, si_value); O(siginfo_t, si_addr); O(siginfo_t, si_utime);
    S(union sigval);
    S(stack_t);
    O(stack_t, ss_sp); O(stack_t, ss_flags); O(stack_t, ss_size);
    S(struct sigevent);
    O(struct sigevent, sigev_value); O(struct sigevent, sigev_signo); O(struct sigevent, sigev_notify);
    S(fpos_t);
    return 0;
}
