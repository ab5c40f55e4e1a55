/* getrlimit(2), uname(2), gethostname(2), nice(2), prctl(2), syscall(2) */
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
