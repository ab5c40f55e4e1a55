/* sysconf(3), pathconf(3), fpathconf(3), confstr(3), with the answers of glibc on ext4 */
#include <bits/libc.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>

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
	case _SC_NPROCESSORS_CONF: case _SC_NPROCESSORS_ONLN: return get_nprocs();
	case _SC_PHYS_PAGES: return get_phys_pages();
	case _SC_AVPHYS_PAGES: return get_avphys_pages();
	case _SC_MINSIGSTKSZ: return 2048;
	case _SC_SIGSTKSZ: return 8192;

	case _SC_CLK_TCK: return 100;
	case _SC_PAGESIZE: return 4096;
	case _SC_NGROUPS_MAX: return 65536;
	case _SC_STREAM_MAX: return 16;
	case _SC_IOV_MAX: return 1024;
	case _SC_AIO_PRIO_DELTA_MAX: return 20;
	case _SC_DELAYTIMER_MAX: case _SC_SEM_VALUE_MAX: case _SC_ATEXIT_MAX: return INT_MAX;
	case _SC_MQ_PRIO_MAX: return 32768;
	case _SC_RTSIG_MAX: return 32;
	case _SC_LOGIN_NAME_MAX: return 256;
	case _SC_HOST_NAME_MAX: return 64;
	case _SC_TTY_NAME_MAX: return 32;
	case _SC_PASS_MAX: return 8192;
	case _SC_GETPW_R_SIZE_MAX: case _SC_GETGR_R_SIZE_MAX: return 1024;
	case _SC_THREAD_KEYS_MAX: return 1024;
	case _SC_THREAD_STACK_MIN: return 16384;
	case _SC_THREAD_DESTRUCTOR_ITERATIONS: return 4;
	case _SC_BC_BASE_MAX: case _SC_BC_SCALE_MAX: return 99;
	case _SC_BC_DIM_MAX: case _SC_LINE_MAX: case _SC_CHARCLASS_NAME_MAX: return 2048;
	case _SC_BC_STRING_MAX: return 1000;
	case _SC_COLL_WEIGHTS_MAX: return 255;
	case _SC_EXPR_NEST_MAX: return 32;
	case _SC_RE_DUP_MAX: return 32767;

	case _SC_CHAR_BIT: return CHAR_BIT;
	case _SC_CHAR_MAX: case _SC_SCHAR_MAX: return SCHAR_MAX;
	case _SC_CHAR_MIN: case _SC_SCHAR_MIN: return SCHAR_MIN;
	case _SC_UCHAR_MAX: return UCHAR_MAX;
	case _SC_SHRT_MAX: case _SC_SSIZE_MAX: return SHRT_MAX;
	case _SC_SHRT_MIN: return SHRT_MIN;
	case _SC_USHRT_MAX: return USHRT_MAX;
	case _SC_INT_MAX: return INT_MAX;
	case _SC_INT_MIN: return INT_MIN;
	case _SC_UINT_MAX: return UINT_MAX;
	case _SC_LONG_BIT: return 64;
	case _SC_WORD_BIT: return 32;
	case _SC_MB_LEN_MAX: return MB_LEN_MAX;
	case _SC_NZERO: return 20;
	case _SC_NL_ARGMAX: return 4096;
	case _SC_NL_LANGMAX: return 2048;
	case _SC_NL_MSGMAX: case _SC_NL_NMAX: case _SC_NL_SETMAX: case _SC_NL_TEXTMAX: return INT_MAX;

	case _SC_LEVEL1_ICACHE_SIZE: case _SC_LEVEL1_DCACHE_SIZE: return 32768;
	case _SC_LEVEL1_ICACHE_ASSOC: case _SC_LEVEL1_DCACHE_ASSOC: return 8;
	case _SC_LEVEL2_CACHE_SIZE: return 1048576;
	case _SC_LEVEL3_CACHE_SIZE: return 33554432;
	case _SC_LEVEL2_CACHE_ASSOC: case _SC_LEVEL3_CACHE_ASSOC: return 16;
	case _SC_LEVEL1_ICACHE_LINESIZE: case _SC_LEVEL1_DCACHE_LINESIZE: case _SC_LEVEL2_CACHE_LINESIZE: case _SC_LEVEL3_CACHE_LINESIZE:
		return 64;

	case _SC_JOB_CONTROL: case _SC_SAVED_IDS: case _SC_REGEXP: case _SC_SHELL: case _SC_XBS5_LP64_OFF64: case _SC_V6_LP64_OFF64:
	case _SC_V7_LP64_OFF64: case _SC_XOPEN_UNIX: case _SC_XOPEN_ENH_I18N: case _SC_XOPEN_SHM: case _SC_XOPEN_XPG2: case _SC_XOPEN_XPG3:
	case _SC_XOPEN_XPG4: case _SC_XOPEN_LEGACY: case _SC_XOPEN_REALTIME: case _SC_XOPEN_REALTIME_THREADS:
		return 1;
	case _SC_XOPEN_XCU_VERSION: return 4;
	case _SC_XOPEN_VERSION: return 700;
	case _SC_REALTIME_SIGNALS: case _SC_PRIORITY_SCHEDULING: case _SC_TIMERS: case _SC_ASYNCHRONOUS_IO: case _SC_PRIORITIZED_IO:
	case _SC_SYNCHRONIZED_IO: case _SC_FSYNC: case _SC_MAPPED_FILES: case _SC_MEMLOCK: case _SC_MEMLOCK_RANGE: case _SC_MEMORY_PROTECTION:
	case _SC_MESSAGE_PASSING: case _SC_SEMAPHORES: case _SC_SHARED_MEMORY_OBJECTS: case _SC_VERSION: case _SC_2_VERSION: case _SC_2_C_BIND:
	case _SC_2_C_DEV: case _SC_2_SW_DEV: case _SC_2_LOCALEDEF: case _SC_2_CHAR_TERM: case _SC_2_C_VERSION: case _SC_THREADS:
	case _SC_THREAD_SAFE_FUNCTIONS: case _SC_THREAD_ATTR_STACKADDR: case _SC_THREAD_ATTR_STACKSIZE: case _SC_THREAD_PRIORITY_SCHEDULING:
	case _SC_THREAD_PRIO_INHERIT: case _SC_THREAD_PRIO_PROTECT: case _SC_THREAD_PROCESS_SHARED: case _SC_ADVISORY_INFO: case _SC_BARRIERS:
	case _SC_CLOCK_SELECTION: case _SC_CPUTIME: case _SC_THREAD_CPUTIME: case _SC_MONOTONIC_CLOCK: case _SC_READER_WRITER_LOCKS:
	case _SC_SPIN_LOCKS: case _SC_SPAWN: case _SC_TIMEOUTS: case _SC_IPV6: case _SC_RAW_SOCKETS:
		return 200809;
	}
	/* A name that has no limit, or is no option here, is no error. */
	if (name < 0 || name > _SC_SIGSTKSZ || (name > _SC_LEVEL4_CACHE_LINESIZE && name < _SC_IPV6))
		errno = EINVAL;
	return -1;
}

static long path_limit(const struct stat *s, int name)
{
	int on_disk = S_ISREG(s->st_mode) || S_ISDIR(s->st_mode) || S_ISLNK(s->st_mode);
	switch (name) {
	case _PC_LINK_MAX: return on_disk ? 65000 : 127;
	case _PC_MAX_CANON: case _PC_MAX_INPUT: return 255;
	case _PC_NAME_MAX: return 255;
	case _PC_PATH_MAX: return 4096;
	case _PC_PIPE_BUF: return 4096;
	case _PC_CHOWN_RESTRICTED: case _PC_NO_TRUNC: case _PC_2_SYMLINKS: return 1;
	case _PC_VDISABLE: return 0;
	case _PC_FILESIZEBITS: return on_disk ? 64 : 32;
	case _PC_REC_MIN_XFER_SIZE: case _PC_REC_XFER_ALIGN: case _PC_ALLOC_SIZE_MIN: return 4096;
	case _PC_ASYNC_IO: return S_ISREG(s->st_mode) || S_ISBLK(s->st_mode) ? 1 : -1;
	case _PC_SYNC_IO: case _PC_PRIO_IO: case _PC_SOCK_MAXBUF: case _PC_REC_MAX_XFER_SIZE: case _PC_REC_INCR_XFER_SIZE: case _PC_SYMLINK_MAX:
		return -1;
	}
	errno = EINVAL;
	return -1;
}

/* These are asked of the file, so it has to be there. */
static int of_file(int name)
{
	switch (name) {
	case _PC_LINK_MAX: case _PC_NAME_MAX: case _PC_FILESIZEBITS: case _PC_CHOWN_RESTRICTED: case _PC_2_SYMLINKS: case _PC_ASYNC_IO:
	case _PC_REC_MIN_XFER_SIZE: case _PC_REC_XFER_ALIGN: case _PC_ALLOC_SIZE_MIN:
		return 1;
	}
	return 0;
}

long pathconf(const char *path, int name)
{
	struct stat s = { 0 };
	if (!*path) {
		errno = ENOENT;
		return -1;
	}
	if (of_file(name) && stat(path, &s) < 0)
		return -1;
	return path_limit(&s, name);
}

long fpathconf(int fd, int name)
{
	struct stat s = { 0 };
	if (fd < 0) {
		errno = EBADF;
		return -1;
	}
	if (of_file(name) && fstat(fd, &s) < 0)
		return -1;
	return path_limit(&s, name);
}

size_t confstr(int name, char *buf, size_t n)
{
	const char *s;
	size_t len;
	switch (name) {
	case _CS_PATH: s = "/bin:/usr/bin"; break;
	case _CS_GNU_LIBC_VERSION: s = "glibc 2.36"; break;
	case _CS_GNU_LIBPTHREAD_VERSION: s = "NPTL 2.36"; break;
	case _CS_V6_WIDTH_RESTRICTED_ENVS: s = "POSIX_V6_LP64_OFF64"; break;
	case _CS_V7_WIDTH_RESTRICTED_ENVS: s = "POSIX_V7_LP64_OFF64"; break;
	case _CS_V6_ENV: case _CS_V7_ENV: s = "POSIXLY_CORRECT=1"; break;
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
