/* sysconf(3), getrlimit(2), uname(2), gethostname(2), nice(2), prctl(2), syscall(2) */
#include <bits/libc.h>
#include <stdarg.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>
#include <sys/prctl.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <sys/stat.h>
#include <ulimit.h>

long syscall(long nr, ...)
{
	va_list ap;
	long a[6], i, r;
	va_start(ap, nr);
	for (i = 0; i < 6; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	r = __syscall(nr, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (__FAILED(r)) {
		errno = -r;
		return -1;
	}
	return r;
}

int uname(struct utsname *u)
{
	__RETURN(__syscall(SYS_uname, u));
}

int gethostname(char *name, size_t n)
{
	struct utsname u;
	size_t len;
	if (uname(&u) < 0)
		return -1;
	len = strlen(u.nodename) + 1;
	memcpy(name, u.nodename, len < n ? len : n);
	if (len > n) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return 0;
}

int sethostname(const char *name, size_t n)
{
	__RETURN(__syscall(SYS_sethostname, name, n));
}

int getdomainname(char *name, size_t n)
{
	struct utsname u;
	if (uname(&u) < 0)
		return -1;
	strncpy(name, u.domainname, n);
	return 0;
}

long gethostid(void)
{
	return 0;
}

int getpagesize(void)
{
	return 4096;
}

int getdtablesize(void)
{
	struct rlimit l;
	return getrlimit(RLIMIT_NOFILE, &l) < 0 ? 256 : (int)l.rlim_cur;
}

int prlimit(int pid, int what, const struct rlimit *set, struct rlimit *old)
{
	__RETURN(__syscall(SYS_prlimit64, pid, what, set, old));
}

int getrlimit(int what, struct rlimit *l)
{
	__RETURN(__syscall(SYS_prlimit64, 0, what, 0, l));
}

int setrlimit(int what, const struct rlimit *l)
{
	__RETURN(__syscall(SYS_prlimit64, 0, what, l, 0));
}

int getrusage(int who, struct rusage *u)
{
	__RETURN(__syscall(SYS_getrusage, (long)who, u));
}

int getpriority(int which, id_t who)
{
	long r = __syscall(SYS_getpriority, which, who);
	if (__FAILED(r)) {
		errno = -r;
		return -1;
	}
	return 20 - r;
}

int setpriority(int which, id_t who, int prio)
{
	__RETURN(__syscall(SYS_setpriority, which, who, (long)prio));
}

int nice(int by)
{
	int saved = errno, prio;
	errno = 0;
	prio = getpriority(PRIO_PROCESS, 0);
	if (prio == -1 && errno)
		return -1;
	if (setpriority(PRIO_PROCESS, 0, prio + by) < 0) {
		if (errno == EACCES)
			errno = EPERM;
		return -1;
	}
	errno = saved;
	return getpriority(PRIO_PROCESS, 0);
}

int prctl(int what, ...)
{
	va_list ap;
	long a[4], i;
	va_start(ap, what);
	for (i = 0; i < 4; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	__RETURN(__syscall(SYS_prctl, what, a[0], a[1], a[2], a[3]));
}

int sysinfo(struct sysinfo *s)
{
	__RETURN(__syscall(SYS_sysinfo, s));
}

int get_nprocs(void)
{
	unsigned long mask[16];
	long n = __syscall(SYS_sched_getaffinity, 0, sizeof mask, mask), i;
	int count = 0;
	for (i = 0; i < n / 8; i++)
		for (; mask[i]; mask[i] &= mask[i] - 1)
			count++;
	return count > 0 ? count : 1;
}

int get_nprocs_conf(void)
{
	return get_nprocs();
}

long get_phys_pages(void)
{
	struct sysinfo s;
	return sysinfo(&s) < 0 ? -1 : (long)(s.totalram * s.mem_unit / 4096);
}

long get_avphys_pages(void)
{
	struct sysinfo s;
	return sysinfo(&s) < 0 ? -1 : (long)(s.freeram * s.mem_unit / 4096);
}

static long limit(int what)
{
	struct rlimit l;
	if (getrlimit(what, &l) < 0 || l.rlim_cur == RLIM_INFINITY)
		return -1;
	return l.rlim_cur;
}

long sysconf(int name)
{
	long n;
	switch (name) {
	case _SC_ARG_MAX:
		n = limit(RLIMIT_STACK) / 4;
		return n < 131072 ? 131072 : n;
	case _SC_CHILD_MAX: return limit(RLIMIT_NPROC);
	case _SC_OPEN_MAX: return limit(RLIMIT_NOFILE);
	case _SC_SIGQUEUE_MAX: return limit(RLIMIT_SIGPENDING);
	case _SC_CLK_TCK: return 100;
	case _SC_PAGESIZE: return 4096;
	case _SC_NGROUPS_MAX: return 65536;
	case _SC_STREAM_MAX: return 16;
	case _SC_TZNAME_MAX: return 6;
	case _SC_IOV_MAX: return 1024;
	case _SC_NPROCESSORS_CONF: case _SC_NPROCESSORS_ONLN: return get_nprocs();
	case _SC_PHYS_PAGES: return get_phys_pages();
	case _SC_AVPHYS_PAGES: return get_avphys_pages();
	case _SC_MQ_OPEN_MAX: case _SC_SEM_NSEMS_MAX: case _SC_TIMER_MAX: case _SC_AIO_LISTIO_MAX: case _SC_AIO_MAX: return -1;
	case _SC_MQ_PRIO_MAX: return 32768;
	case _SC_RTSIG_MAX: return 32;
	case _SC_SEM_VALUE_MAX: return 2147483647;
	case _SC_DELAYTIMER_MAX: return 2147483647;
	case _SC_LOGIN_NAME_MAX: return 256;
	case _SC_HOST_NAME_MAX: return 64;
	case _SC_TTY_NAME_MAX: return 32;
	case _SC_LINE_MAX: return 2048;
	case _SC_SYMLOOP_MAX: return -1;
	case _SC_ATEXIT_MAX: return 2147483647;
	case _SC_GETPW_R_SIZE_MAX: case _SC_GETGR_R_SIZE_MAX: return 1024;
	case _SC_THREAD_KEYS_MAX: return 1024;
	case _SC_THREAD_STACK_MIN: return 16384;
	case _SC_THREAD_DESTRUCTOR_ITERATIONS: return 4;
	case _SC_THREAD_THREADS_MAX: return -1;
	case _SC_BC_BASE_MAX: return 99;
	case _SC_BC_DIM_MAX: return 2048;
	case _SC_RE_DUP_MAX: return 32767;
	case _SC_JOB_CONTROL: case _SC_SAVED_IDS: return 1;
	case _SC_XOPEN_VERSION: return 700;
	case _SC_MONOTONIC_CLOCK: case _SC_CPUTIME: case _SC_THREAD_CPUTIME: return 200809;
	case _SC_REALTIME_SIGNALS: case _SC_PRIORITY_SCHEDULING: case _SC_TIMERS: case _SC_ASYNCHRONOUS_IO: case _SC_SYNCHRONIZED_IO:
	case _SC_FSYNC: case _SC_MAPPED_FILES: case _SC_MEMLOCK: case _SC_MEMLOCK_RANGE: case _SC_MEMORY_PROTECTION: case _SC_MESSAGE_PASSING:
	case _SC_SEMAPHORES: case _SC_SHARED_MEMORY_OBJECTS: case _SC_VERSION: case _SC_2_VERSION: case _SC_THREADS: case _SC_SPAWN:
	case _SC_THREAD_SAFE_FUNCTIONS: case _SC_BARRIERS: case _SC_CLOCK_SELECTION: case _SC_READER_WRITER_LOCKS: case _SC_SPIN_LOCKS:
	case _SC_TIMEOUTS: case _SC_THREAD_PROCESS_SHARED: case _SC_THREAD_ATTR_STACKADDR: case _SC_THREAD_ATTR_STACKSIZE:
		return 200809;
	}
	errno = EINVAL;
	return -1;
}

static long path_limit(int name)
{
	switch (name) {
	case _PC_LINK_MAX: return 127;
	case _PC_MAX_CANON: case _PC_MAX_INPUT: return 255;
	case _PC_NAME_MAX: return 255;
	case _PC_PATH_MAX: return 4096;
	case _PC_PIPE_BUF: return 4096;
	case _PC_CHOWN_RESTRICTED: case _PC_NO_TRUNC: return 1;
	case _PC_VDISABLE: return 0;
	case _PC_FILESIZEBITS: return 64;
	case _PC_REC_MIN_XFER_SIZE: case _PC_REC_XFER_ALIGN: case _PC_ALLOC_SIZE_MIN: return 4096;
	case _PC_SYNC_IO: case _PC_ASYNC_IO: case _PC_PRIO_IO: case _PC_SOCK_MAXBUF: case _PC_REC_MAX_XFER_SIZE: case _PC_REC_INCR_XFER_SIZE: case _PC_SYMLINK_MAX: return -1;
	case _PC_2_SYMLINKS: return 1;
	}
	errno = EINVAL;
	return -1;
}

long pathconf(const char *path, int name)
{
	if (!*path) {
		errno = ENOENT;
		return -1;
	}
	return path_limit(name);
}

long fpathconf(int fd, int name)
{
	if (fd < 0) {
		errno = EBADF;
		return -1;
	}
	return path_limit(name);
}

size_t confstr(int name, char *buf, size_t n)
{
	const char *s;
	size_t len;
	switch (name) {
	case _CS_PATH: s = "/bin:/usr/bin"; break;
	case _CS_GNU_LIBC_VERSION: s = "glibc 2.36"; break;
	case _CS_GNU_LIBPTHREAD_VERSION: s = "NPTL 2.36"; break;
	default:
		errno = EINVAL;
		return 0;
	}
	len = strlen(s) + 1;
	if (n > 0) {
		size_t fits = len < n ? len : n;
		memcpy(buf, s, fits);
		buf[fits - 1] = 0;
	}
	return len;
}

unsigned long getauxval(unsigned long type)
{
	switch (type) {
	case AT_PAGESZ: return 4096;
	case AT_CLKTCK: return 100;
	case AT_UID: return getuid();
	case AT_EUID: return geteuid();
	case AT_GID: return getgid();
	case AT_EGID: return getegid();
	case AT_SECURE: return 0;
	}
	errno = ENOENT;
	return 0;
}

long ulimit(int cmd, ...)
{
	struct rlimit limit;
	va_list ap;
	long blocks;
	if (getrlimit(RLIMIT_FSIZE, &limit) < 0)
		return -1;
	switch (cmd) {
	case UL_GETFSIZE:
		return limit.rlim_cur == RLIM_INFINITY ? 0x7fffffffffffff : (long)(limit.rlim_cur / 512);
	case UL_SETFSIZE:
		va_start(ap, cmd);
		blocks = va_arg(ap, long);
		va_end(ap);
		limit.rlim_cur = limit.rlim_max = blocks > 0x7fffffffffffff ? RLIM_INFINITY : (rlim_t)blocks * 512;
		return setrlimit(RLIMIT_FSIZE, &limit) < 0 ? -1 : blocks;
	}
	errno = EINVAL;
	return -1;
}
