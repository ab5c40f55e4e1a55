/* system(3), popen(3), pclose(3) */
#include <bits/file.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

/* SIGINT and SIGQUIT are ignored and SIGCHLD is blocked while the command runs. */
static int run(const char *line)
{
	char *argv[] = { "sh", "-c", (char *)line, 0 };
	struct sigaction ignore, intr, quit;
	posix_spawnattr_t attr;
	sigset_t block, old, reset;
	int status = -1, pid, e;
	memset(&ignore, 0, sizeof ignore);
	ignore.sa_handler = SIG_IGN;
	sigaction(SIGINT, &ignore, &intr);
	sigaction(SIGQUIT, &ignore, &quit);
	sigemptyset(&block);
	sigaddset(&block, SIGCHLD);
	sigprocmask(SIG_BLOCK, &block, &old);
	sigemptyset(&reset);
	if (intr.sa_handler != SIG_IGN)
		sigaddset(&reset, SIGINT);
	if (quit.sa_handler != SIG_IGN)
		sigaddset(&reset, SIGQUIT);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &old);
	posix_spawnattr_setsigdefault(&attr, &reset);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	e = posix_spawn(&pid, "/bin/sh", 0, &attr, argv, environ);
	if (e == 0) {
		int r;
		do
			r = waitpid(pid, &status, 0);
		while (r == -1 && errno == EINTR);
		if (r != pid)
			status = -1;
	} else
		status = W_EXITCODE(127, 0);
	sigaction(SIGINT, &intr, 0);
	sigaction(SIGQUIT, &quit, 0);
	sigprocmask(SIG_SETMASK, &old, 0);
	if (e)
		errno = e;
	return status;
}

int system(const char *line)
{
	if (!line)
		return run("exit 0") == 0;
	return run(line);
}

/* Streams made by popen have a child; fclose() on one of them must not wait. */
static int popen_failed(int parent, int child)
{
	close(parent);
	close(child);
	return 0;
}

FILE *popen(const char *line, const char *mode)
{
	char *argv[] = { "sh", "-c", (char *)line, 0 };
	posix_spawn_file_actions_t fa;
	int reading = 0, writing = 0, cloexec = 0, fd[2], parent, child, target, pid, e;
	const char *m;
	FILE *f, *other;
	for (m = mode; *m; m++)
		switch (*m) {
		case 'r': reading = 1; break;
		case 'w': writing = 1; break;
		case 'e': cloexec = 1; break;
		default: errno = EINVAL; return 0;
		}
	if (reading == writing) {
		errno = EINVAL;
		return 0;
	}
	f = __file_new();
	if (!f)
		return 0;
	if (pipe2(fd, O_CLOEXEC) < 0) {
		__file_free(f);
		return 0;
	}
	parent = fd[!reading];
	child = fd[reading];
	target = reading ? 1 : 0;
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_adddup2(&fa, child, target);
	/* The ends of earlier popens are not for this child. */
	for (other = __files; other; other = other->__next)
		if (other != f && other->__pid && other->_fileno != target)
			posix_spawn_file_actions_addclose(&fa, other->_fileno);
	e = posix_spawn(&pid, "/bin/sh", &fa, 0, argv, environ);
	posix_spawn_file_actions_destroy(&fa);
	if (e) {
		popen_failed(parent, child);
		__file_free(f);
		errno = e;
		return 0;
	}
	close(child);
	if (!cloexec)
		fcntl(parent, F_SETFD, 0L);
	f->_fileno = parent;
	f->_flags = reading ? F_NOWRITE : F_NOREAD;
	f->__pid = pid;
	return f;
}

int pclose(FILE *f)
{
	int pid = f->__pid, status, r;
	if (fclose(f) < 0 && !pid)
		return -1;
	if (!pid) {
		errno = ECHILD;
		return -1;
	}
	do
		r = waitpid(pid, &status, 0);
	while (r == -1 && errno == EINTR);
	return r == -1 ? -1 : status;
}
