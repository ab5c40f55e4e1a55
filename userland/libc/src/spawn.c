/* posix_spawn(3) */
#include <bits/libc.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum action { CLOSE, DUP2, OPEN, CHDIR, FCHDIR };

struct __spawn_action { enum action what; int fd, to, flags; mode_t mode; char *path; };

int posix_spawn_file_actions_init(posix_spawn_file_actions_t *fa)
{
	memset(fa, 0, sizeof *fa);
	return 0;
}

int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *fa)
{
	int i;
	for (i = 0; i < fa->__used; i++)
		free(fa->__actions[i].path);
	free(fa->__actions);
	return 0;
}

static struct __spawn_action *add(posix_spawn_file_actions_t *fa, enum action what)
{
	struct __spawn_action *a;
	if (fa->__used == fa->__allocated) {
		a = realloc(fa->__actions, (fa->__allocated + 8) * sizeof *a);
		if (!a)
			return 0;
		fa->__actions = a;
		fa->__allocated += 8;
	}
	a = &fa->__actions[fa->__used++];
	memset(a, 0, sizeof *a);
	a->what = what;
	return a;
}

static int valid_fd(int fd)
{
	return fd >= 0 && fd < sysconf(_SC_OPEN_MAX);
}

int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *fa, int fd, const char *path, int flags, mode_t mode)
{
	struct __spawn_action *a;
	char *copy;
	if (!valid_fd(fd))
		return EBADF;
	copy = strdup(path);
	a = copy ? add(fa, OPEN) : 0;
	if (!a)
		return ENOMEM;
	a->fd = fd;
	a->path = copy;
	a->flags = flags;
	a->mode = mode;
	return 0;
}

int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *fa, int fd)
{
	struct __spawn_action *a;
	if (!valid_fd(fd))
		return EBADF;
	a = add(fa, CLOSE);
	if (!a)
		return ENOMEM;
	a->fd = fd;
	return 0;
}

int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *fa, int fd, int to)
{
	struct __spawn_action *a;
	if (!valid_fd(fd) || !valid_fd(to))
		return EBADF;
	a = add(fa, DUP2);
	if (!a)
		return ENOMEM;
	a->fd = fd;
	a->to = to;
	return 0;
}

int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *fa, const char *path)
{
	char *copy = strdup(path);
	struct __spawn_action *a = copy ? add(fa, CHDIR) : 0;
	if (!a)
		return ENOMEM;
	a->path = copy;
	return 0;
}

int posix_spawn_file_actions_addfchdir_np(posix_spawn_file_actions_t *fa, int fd)
{
	struct __spawn_action *a = add(fa, FCHDIR);
	if (!a)
		return ENOMEM;
	a->fd = fd;
	return 0;
}

int posix_spawnattr_init(posix_spawnattr_t *a)
{
	memset(a, 0, sizeof *a);
	return 0;
}

int posix_spawnattr_destroy(posix_spawnattr_t *a)
{
	(void)a;
	return 0;
}

int posix_spawnattr_getsigdefault(const posix_spawnattr_t *a, sigset_t *s)
{
	*s = a->__sd;
	return 0;
}

int posix_spawnattr_setsigdefault(posix_spawnattr_t *a, const sigset_t *s)
{
	a->__sd = *s;
	return 0;
}

int posix_spawnattr_getsigmask(const posix_spawnattr_t *a, sigset_t *s)
{
	*s = a->__ss;
	return 0;
}

int posix_spawnattr_setsigmask(posix_spawnattr_t *a, const sigset_t *s)
{
	a->__ss = *s;
	return 0;
}

int posix_spawnattr_getflags(const posix_spawnattr_t *a, short *f)
{
	*f = a->__flags;
	return 0;
}

int posix_spawnattr_setflags(posix_spawnattr_t *a, short f)
{
	if (f & ~0xff)
		return EINVAL;
	a->__flags = f;
	return 0;
}

int posix_spawnattr_getpgroup(const posix_spawnattr_t *a, pid_t *p)
{
	*p = a->__pgrp;
	return 0;
}

int posix_spawnattr_setpgroup(posix_spawnattr_t *a, pid_t p)
{
	a->__pgrp = p;
	return 0;
}

int posix_spawnattr_getschedpolicy(const posix_spawnattr_t *a, int *p)
{
	*p = a->__policy;
	return 0;
}

int posix_spawnattr_setschedpolicy(posix_spawnattr_t *a, int p)
{
	if (p < 0 || p > SCHED_RR)
		return EINVAL;
	a->__policy = p;
	return 0;
}

int posix_spawnattr_getschedparam(const posix_spawnattr_t *a, struct sched_param *p)
{
	*p = a->__sp;
	return 0;
}

int posix_spawnattr_setschedparam(posix_spawnattr_t *a, const struct sched_param *p)
{
	a->__sp = *p;
	return 0;
}

static long file_action(const struct __spawn_action *a)
{
	long r;
	switch (a->what) {
	case CLOSE:
		/* Closing what is not open is no error here. */
		__syscall(SYS_close, a->fd);
		return 0;
	case DUP2:
		if (a->fd == a->to) {
			/* Onto itself means: keep it over exec. */
			r = __syscall(SYS_fcntl, a->fd, F_GETFD);
			return r < 0 ? r : __syscall(SYS_fcntl, a->fd, F_SETFD, r & ~FD_CLOEXEC);
		}
		return __syscall(SYS_dup2, a->fd, a->to);
	case OPEN:
		__syscall(SYS_close, a->fd);
		r = __syscall(SYS_openat, (long)AT_FDCWD, a->path, a->flags, a->mode);
		if (r >= 0 && r != a->fd) {
			long fd = r;
			r = __syscall(SYS_dup2, fd, a->fd);
			__syscall(SYS_close, fd);
		}
		return r;
	case CHDIR:
		return __syscall(SYS_chdir, a->path);
	case FCHDIR:
		return __syscall(SYS_fchdir, a->fd);
	}
	return 0;
}

struct order {
	const char *path;
	const posix_spawn_file_actions_t *fa;
	const posix_spawnattr_t *attr;
	char *const *argv, *const *envp;
	sigset_t old;
	int search;
	volatile int error; /* the child, sharing memory, leaves it here */
};

/* The child's part. It runs on the parent's memory until exec. */
static void child(struct order *o)
{
	const posix_spawnattr_t *a = o->attr;
	int flags = a ? a->__flags : 0, i;
	struct sigaction dfl;
	sigset_t *mask = &o->old;
	long r = 0;
	memset(&dfl, 0, sizeof dfl);
	if (flags & POSIX_SPAWN_SETSIGDEF)
		for (i = 1; i < _NSIG; i++)
			if (i != SIGKILL && i != SIGSTOP && sigismember(&a->__sd, i) == 1)
				sigaction(i, &dfl, 0);
	if (flags & POSIX_SPAWN_SETSCHEDULER)
		r = __syscall(SYS_sched_setscheduler, 0, a->__policy, &a->__sp);
	else if (flags & POSIX_SPAWN_SETSCHEDPARAM)
		r = __syscall(SYS_sched_setparam, 0, &a->__sp);
	if (r >= 0 && flags & POSIX_SPAWN_SETSID)
		r = __syscall(SYS_setsid);
	if (r >= 0 && flags & POSIX_SPAWN_SETPGROUP)
		r = __syscall(SYS_setpgid, 0, a->__pgrp);
	if (r >= 0 && flags & POSIX_SPAWN_RESETIDS) {
		r = __syscall(SYS_setresuid, -1L, getuid(), -1L);
		if (r >= 0)
			r = __syscall(SYS_setresgid, -1L, getgid(), -1L);
	}
	for (i = 0; r >= 0 && o->fa && i < o->fa->__used; i++)
		r = file_action(&o->fa->__actions[i]);
	if (r >= 0) {
		if (flags & POSIX_SPAWN_SETSIGMASK)
			mask = (sigset_t *)&a->__ss;
		sigprocmask(SIG_SETMASK, mask, 0);
		if (o->search)
			execvpe(o->path, o->argv, o->envp);
		else
			execve(o->path, o->argv, o->envp);
		r = -errno;
	}
	o->error = r < 0 ? -r : ECHILD;
	_exit(127);
}

static int spawn(pid_t *pid, struct order *o)
{
	sigset_t all;
	int saved = errno;
	long r;
	memset(&all, -1, sizeof all);
	__syscall(SYS_rt_sigprocmask, SIG_BLOCK, &all, &o->old, 8);
	o->error = 0;
	r = __clone_vfork();
	if (r == 0)
		child(o);
	__syscall(SYS_rt_sigprocmask, SIG_SETMASK, &o->old, 0, 8);
	errno = saved;
	if (__FAILED(r))
		return -r;
	if (o->error) {
		__syscall(SYS_wait4, r, 0, 0, 0);
		/* As in glibc, whose child shares the variable. */
		return errno = o->error;
	}
	if (pid)
		*pid = r;
	return 0;
}

int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *fa, const posix_spawnattr_t *a, char *const argv[], char *const envp[])
{
	struct order o = { path, fa, a, argv, envp, { { 0 } }, 0, 0 };
	return spawn(pid, &o);
}

int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *fa, const posix_spawnattr_t *a, char *const argv[], char *const envp[])
{
	struct order o = { file, fa, a, argv, envp, { { 0 } }, 1, 0 };
	return spawn(pid, &o);
}
