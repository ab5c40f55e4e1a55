/* execve(2), exec(3) */
#include <bits/libc.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>

int execve(const char *path, char *const argv[], char *const envp[])
{
	__RETURN(__syscall(SYS_execve, path, argv, envp));
}

int execv(const char *path, char *const argv[])
{
	return execve(path, argv, environ);
}

int fexecve(int fd, char *const argv[], char *const envp[])
{
	char path[32] = "/proc/self/fd/", *end = path + 14;
	int digits = 1, n;
	if (fd < 0 || !argv || !envp) {
		errno = EINVAL;
		return -1;
	}
	for (n = fd; n > 9; n /= 10)
		digits++;
	for (end[digits] = 0; digits-- > 0; fd /= 10)
		end[digits] = '0' + fd % 10;
	/* A descriptor that is not open has no such name. */
	if (execve(path, argv, envp) < 0 && errno == ENOENT)
		errno = EBADF;
	return -1;
}

/* A file that is no program the kernel knows is a shell script. */
static void as_script(const char *file, char *const argv[], char *const envp[])
{
	long n = 0, i;
	while (argv[n])
		n++;
	{
		char *args[n + 3];
		args[0] = "/bin/sh";
		args[1] = (char *)file;
		if (n > 1)
			for (i = 1; i <= n; i++)
				args[i + 1] = argv[i];
		else
			args[2] = 0;
		execve(args[0], args, envp);
	}
}

int execvpe(const char *file, char *const argv[], char *const envp[])
{
	const char *path, *p, *end;
	size_t n;
	int denied = 0;
	if (!*file) {
		errno = ENOENT;
		return -1;
	}
	if (strchr(file, '/')) {
		execve(file, argv, envp);
		if (errno == ENOEXEC)
			as_script(file, argv, envp);
		return -1;
	}
	path = getenv("PATH");
	if (!path)
		path = "/bin:/usr/bin";
	n = strlen(file);
	if (n > 255) {
		errno = ENAMETOOLONG;
		return -1;
	}
	for (p = path;; p = end + 1) {
		end = strchrnul(p, ':');
		if (end - p < 4096) {
			char name[end - p + n + 2];
			memcpy(name, p, end - p);
			name[end - p] = '/';
			memcpy(name + (end - p) + (end > p), file, n + 1);
			execve(name, argv, envp);
			if (errno == ENOEXEC)
				as_script(name, argv, envp);
			switch (errno) {
			case EACCES:
				denied = 1;
			case ENOENT: case ESTALE: case ENOTDIR: case ENODEV: case ETIMEDOUT:
				break;
			default:
				return -1;
			}
		}
		if (!*end)
			break;
	}
	if (denied)
		errno = EACCES;
	return -1;
}

int execvp(const char *file, char *const argv[])
{
	return execvpe(file, argv, environ);
}

static long count(const char *first, va_list ap)
{
	long n = 1;
	if (!first)
		return 0;
	while (va_arg(ap, char *))
		n++;
	return n;
}

static void collect(char **argv, const char *first, long n, va_list ap)
{
	long i;
	argv[0] = (char *)first;
	for (i = 1; i <= n; i++)
		argv[i] = va_arg(ap, char *);
}

int execl(const char *path, const char *arg, ...)
{
	va_list ap;
	long n;
	va_start(ap, arg);
	n = count(arg, ap);
	va_end(ap);
	{
		char *argv[n + 1];
		va_start(ap, arg);
		collect(argv, arg, n, ap);
		va_end(ap);
		return execve(path, argv, environ);
	}
}

int execlp(const char *file, const char *arg, ...)
{
	va_list ap;
	long n;
	va_start(ap, arg);
	n = count(arg, ap);
	va_end(ap);
	{
		char *argv[n + 1];
		va_start(ap, arg);
		collect(argv, arg, n, ap);
		va_end(ap);
		return execvp(file, argv);
	}
}

int execle(const char *path, const char *arg, ...)
{
	va_list ap;
	long n;
	va_start(ap, arg);
	n = count(arg, ap);
	va_end(ap);
	{
		char *argv[n + 1], **envp;
		va_start(ap, arg);
		collect(argv, arg, n, ap);
		envp = va_arg(ap, char **);
		va_end(ap);
		return execve(path, argv, envp);
	}
}
