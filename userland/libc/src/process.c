/* fork(2), wait(2), getpid(2), ids, groups and sessions */
#include <bits/thread.h>
#include <signal.h>
#include <unistd.h>
#include <sched.h>
#include <sys/wait.h>
#include <sys/resource.h>

/* The kernel writes the child's number into its record, as it does for glibc. */
static long plain_fork(void)
{
	return __syscall(SYS_clone, CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | SIGCHLD, 0, 0, &__self.tid, 0);
}

pid_t _Fork(void)
{
	__RETURN(plain_fork());
}

pid_t fork(void)
{
	int threaded = __threaded;
	long r;
	if (__fork_hook)
		__fork_hook(0);
	/* What other threads hold would stay locked in the child for ever. */
	if (threaded) {
		__lock(&__files_lock);
		__lock(&__malloc_lock);
	}
	r = plain_fork();
	if (threaded) {
		__unlock(&__malloc_lock);
		__unlock(&__files_lock);
		if (r == 0 && __stdio_fork_hook)
			__stdio_fork_hook();
	}
	if (__fork_hook)
		__fork_hook(r == 0 ? 2 : 1);
	__RETURN(r);
}

pid_t wait(int *status)
{
	__CANCELLED_IN(__syscall(SYS_wait4, -1L, status, 0, 0));
}

pid_t waitpid(pid_t pid, int *status, int options)
{
	__CANCELLED_IN(__syscall(SYS_wait4, (long)pid, status, options, 0));
}

pid_t wait3(int *status, int options, struct rusage *ru)
{
	__CANCELLED_IN(__syscall(SYS_wait4, -1L, status, options, ru));
}

pid_t wait4(pid_t pid, int *status, int options, struct rusage *ru)
{
	__CANCELLED_IN(__syscall(SYS_wait4, (long)pid, status, options, ru));
}

int waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
	__CANCELLED_IN(__syscall(SYS_waitid, type, id, info, options, 0));
}

pid_t getpid(void)
{
	return __syscall(SYS_getpid);
}

pid_t getppid(void)
{
	return __syscall(SYS_getppid);
}

pid_t gettid(void)
{
	return __syscall(SYS_gettid);
}

uid_t getuid(void)
{
	return __syscall(SYS_getuid);
}

uid_t geteuid(void)
{
	return __syscall(SYS_geteuid);
}

gid_t getgid(void)
{
	return __syscall(SYS_getgid);
}

gid_t getegid(void)
{
	return __syscall(SYS_getegid);
}

int setuid(uid_t u)
{
	__RETURN(__syscall(SYS_setuid, u));
}

int setgid(gid_t g)
{
	__RETURN(__syscall(SYS_setgid, g));
}

int setreuid(uid_t r, uid_t e)
{
	__RETURN(__syscall(SYS_setreuid, r, e));
}

int setregid(gid_t r, gid_t e)
{
	__RETURN(__syscall(SYS_setregid, r, e));
}

int setresuid(uid_t r, uid_t e, uid_t s)
{
	__RETURN(__syscall(SYS_setresuid, r, e, s));
}

int setresgid(gid_t r, gid_t e, gid_t s)
{
	__RETURN(__syscall(SYS_setresgid, r, e, s));
}

int seteuid(uid_t e)
{
	if (e == (uid_t)-1) {
		errno = EINVAL;
		return -1;
	}
	return setresuid(-1, e, -1);
}

int setegid(gid_t e)
{
	if (e == (gid_t)-1) {
		errno = EINVAL;
		return -1;
	}
	return setresgid(-1, e, -1);
}

int getresuid(uid_t *r, uid_t *e, uid_t *s)
{
	__RETURN(__syscall(SYS_getresuid, r, e, s));
}

int getresgid(gid_t *r, gid_t *e, gid_t *s)
{
	__RETURN(__syscall(SYS_getresgid, r, e, s));
}

int getgroups(int n, gid_t list[])
{
	__RETURN(__syscall(SYS_getgroups, n, list));
}

int setgroups(size_t n, const gid_t *list)
{
	__RETURN(__syscall(SYS_setgroups, n, list));
}

pid_t getpgrp(void)
{
	return __syscall(SYS_getpgrp);
}

pid_t getpgid(pid_t pid)
{
	__RETURN(__syscall(SYS_getpgid, pid));
}

int setpgid(pid_t pid, pid_t pgid)
{
	__RETURN(__syscall(SYS_setpgid, pid, pgid));
}

int setpgrp(void)
{
	return setpgid(0, 0);
}

pid_t setsid(void)
{
	__RETURN(__syscall(SYS_setsid));
}

pid_t getsid(pid_t pid)
{
	__RETURN(__syscall(SYS_getsid, pid));
}
