/* read(2), write(2), open(2), close(2), dup(2), pipe(2), fcntl(2), ioctl(2) */
#include <bits/libc.h>
#include <stdarg.h>
#include <unistd.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>

ssize_t read(int fd, void *p, size_t n)
{
	__CANCELLED_IN(__syscall(SYS_read, fd, p, n));
}

ssize_t write(int fd, const void *p, size_t n)
{
	__CANCELLED_IN(__syscall(SYS_write, fd, p, n));
}

ssize_t pread(int fd, void *p, size_t n, off_t off)
{
	__CANCELLED_IN(__syscall(SYS_pread64, fd, p, n, off));
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t off)
{
	__CANCELLED_IN(__syscall(SYS_pwrite64, fd, p, n, off));
}

ssize_t readv(int fd, const struct iovec *v, int n)
{
	__CANCELLED_IN(__syscall(SYS_readv, fd, v, (long)n));
}

ssize_t writev(int fd, const struct iovec *v, int n)
{
	__CANCELLED_IN(__syscall(SYS_writev, fd, v, (long)n));
}

ssize_t preadv(int fd, const struct iovec *v, int n, off_t off)
{
	__CANCELLED_IN(__syscall(SYS_preadv, fd, v, (long)n, off, 0));
}

ssize_t pwritev(int fd, const struct iovec *v, int n, off_t off)
{
	__CANCELLED_IN(__syscall(SYS_pwritev, fd, v, (long)n, off, 0));
}

ssize_t process_vm_readv(pid_t pid, const struct iovec *l, unsigned long nl, const struct iovec *r, unsigned long nr, unsigned long flags)
{
	__RETURN(__syscall(SYS_process_vm_readv, pid, l, nl, r, nr, flags));
}

ssize_t process_vm_writev(pid_t pid, const struct iovec *l, unsigned long nl, const struct iovec *r, unsigned long nr, unsigned long flags)
{
	__RETURN(__syscall(SYS_process_vm_writev, pid, l, nl, r, nr, flags));
}

int close(int fd)
{
	__CANCELLED_IN(__syscall(SYS_close, fd));
}

int close_range(unsigned int first, unsigned int last, int flags)
{
	__RETURN(__syscall(SYS_close_range, first, last, flags));
}

void closefrom(int fd)
{
	close_range(fd < 0 ? 0 : fd, ~0U, 0);
}

off_t lseek(int fd, off_t off, int whence)
{
	__RETURN(__syscall(SYS_lseek, fd, off, whence));
}

int dup(int fd)
{
	__RETURN(__syscall(SYS_dup, fd));
}

int dup2(int fd, int to)
{
	__RETURN(__syscall(SYS_dup2, fd, to));
}

int dup3(int fd, int to, int flags)
{
	__RETURN(__syscall(SYS_dup3, fd, to, flags));
}

int pipe(int fd[2])
{
	__RETURN(__syscall(SYS_pipe2, fd, 0));
}

int pipe2(int fd[2], int flags)
{
	__RETURN(__syscall(SYS_pipe2, fd, flags));
}

/* The mode is an argument only when the call may create a file. */
#define WANTS_MODE(flags) ((flags) & O_CREAT || ((flags) & O_TMPFILE) == O_TMPFILE)

int open(const char *path, int flags, ...)
{
	unsigned int mode = 0;
	if (WANTS_MODE(flags)) {
		va_list ap;
		va_start(ap, flags);
		mode = va_arg(ap, unsigned int);
		va_end(ap);
	}
	__CANCELLED_IN(__syscall(SYS_openat, (long)AT_FDCWD, path, flags, mode));
}

int open64(const char *path, int flags, ...)
{
	unsigned int mode = 0;
	if (WANTS_MODE(flags)) {
		va_list ap;
		va_start(ap, flags);
		mode = va_arg(ap, unsigned int);
		va_end(ap);
	}
	return open(path, flags, mode);
}

int openat(int dir, const char *path, int flags, ...)
{
	unsigned int mode = 0;
	if (WANTS_MODE(flags)) {
		va_list ap;
		va_start(ap, flags);
		mode = va_arg(ap, unsigned int);
		va_end(ap);
	}
	__CANCELLED_IN(__syscall(SYS_openat, (long)dir, path, flags, mode));
}

int creat(const char *path, mode_t mode)
{
	__CANCELLED_IN(__syscall(SYS_creat, path, mode));
}

int fcntl(int fd, int cmd, ...)
{
	va_list ap;
	long arg;
	va_start(ap, cmd);
	arg = va_arg(ap, long);
	va_end(ap);
	if (cmd == F_GETOWN) {
		struct f_owner_ex who;
		long r = __syscall(SYS_fcntl, fd, F_GETOWN_EX, &who);
		if (__FAILED(r)) {
			errno = -r;
			return -1;
		}
		return who.type == F_OWNER_PGRP ? -who.pid : who.pid;
	}
	if (cmd == F_SETLKW || cmd == F_OFD_SETLKW)
		__CANCELLED_IN(__syscall(SYS_fcntl, fd, cmd, arg));
	__RETURN(__syscall(SYS_fcntl, fd, cmd, arg));
}

int ioctl(int fd, unsigned long request, ...)
{
	va_list ap;
	long arg;
	va_start(ap, request);
	arg = va_arg(ap, long);
	va_end(ap);
	__RETURN(__syscall(SYS_ioctl, fd, request, arg));
}

int flock(int fd, int how)
{
	__RETURN(__syscall(SYS_flock, fd, how));
}

int lockf(int fd, int cmd, off_t len)
{
	struct flock l = { F_WRLCK, SEEK_CUR, 0, len, 0 };
	switch (cmd) {
	case F_TEST:
		l.l_type = F_RDLCK;
		if (fcntl(fd, F_GETLK, &l) < 0)
			return -1;
		if (l.l_type == F_UNLCK || l.l_pid == getpid())
			return 0;
		errno = EACCES;
		return -1;
	case F_ULOCK:
		l.l_type = F_UNLCK;
		return fcntl(fd, F_SETLK, &l);
	case F_LOCK:
		return fcntl(fd, F_SETLKW, &l);
	case F_TLOCK:
		return fcntl(fd, F_SETLK, &l);
	}
	errno = EINVAL;
	return -1;
}

int fsync(int fd)
{
	__CANCELLED_IN(__syscall(SYS_fsync, fd));
}

int fdatasync(int fd)
{
	__CANCELLED_IN(__syscall(SYS_fdatasync, fd));
}

void sync(void)
{
	__syscall(SYS_sync);
}

int syncfs(int fd)
{
	__RETURN(__syscall(SYS_syncfs, fd));
}

int ftruncate(int fd, off_t n)
{
	__RETURN(__syscall(SYS_ftruncate, fd, n));
}

ssize_t sendfile(int to, int from, off_t *off, size_t n)
{
	__RETURN(__syscall(SYS_sendfile, to, from, off, n));
}

ssize_t splice(int from, off_t *foff, int to, off_t *toff, size_t n, unsigned int flags)
{
	__CANCELLED_IN(__syscall(SYS_splice, from, foff, to, toff, n, flags));
}

ssize_t vmsplice(int fd, const struct iovec *v, size_t n, unsigned int flags)
{
	__CANCELLED_IN(__syscall(SYS_vmsplice, fd, v, n, flags));
}

ssize_t tee(int from, int to, size_t n, unsigned int flags)
{
	__CANCELLED_IN(__syscall(SYS_tee, from, to, n, flags));
}

ssize_t copy_file_range(int from, off_t *foff, int to, off_t *toff, size_t n, unsigned int flags)
{
	__RETURN(__syscall(SYS_copy_file_range, from, foff, to, toff, n, flags));
}

ssize_t readahead(int fd, off_t off, size_t n)
{
	__RETURN(__syscall(SYS_readahead, fd, off, n));
}

int posix_fadvise(int fd, off_t off, off_t n, int advice)
{
	return -__syscall(SYS_fadvise64, fd, off, n, advice);
}
