/* stat(2), access(2), mkdir(2), unlink(2), rename(2), chmod(2), mkfifo(3), chdir(2), getcwd(3) */
#include <bits/libc.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utime.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/vfs.h>

int stat(const char *path, struct stat *st)
{
	__RETURN(__syscall(SYS_newfstatat, (long)AT_FDCWD, path, st, 0));
}

int lstat(const char *path, struct stat *st)
{
	__RETURN(__syscall(SYS_newfstatat, (long)AT_FDCWD, path, st, AT_SYMLINK_NOFOLLOW));
}

int fstat(int fd, struct stat *st)
{
	if (fd < 0) {
		errno = EBADF;
		return -1;
	}
	__RETURN(__syscall(SYS_newfstatat, (long)fd, "", st, AT_EMPTY_PATH));
}

int fstatat(int dir, const char *path, struct stat *st, int flags)
{
	__RETURN(__syscall(SYS_newfstatat, (long)dir, path, st, flags));
}

int access(const char *path, int mode)
{
	__RETURN(__syscall(SYS_access, path, mode));
}

int faccessat(int dir, const char *path, int mode, int flags)
{
	if (flags == 0)
		__RETURN(__syscall(SYS_faccessat, (long)dir, path, mode));
	__RETURN(__syscall(SYS_faccessat2, (long)dir, path, mode, flags));
}

int euidaccess(const char *path, int mode)
{
	if (getuid() == geteuid() && getgid() == getegid())
		return access(path, mode);
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS);
}

int eaccess(const char *path, int mode)
{
	return euidaccess(path, mode);
}

int mkdir(const char *path, mode_t mode)
{
	__RETURN(__syscall(SYS_mkdir, path, mode));
}

int mkdirat(int dir, const char *path, mode_t mode)
{
	__RETURN(__syscall(SYS_mkdirat, (long)dir, path, mode));
}

int rmdir(const char *path)
{
	__RETURN(__syscall(SYS_rmdir, path));
}

int unlink(const char *path)
{
	__RETURN(__syscall(SYS_unlink, path));
}

int unlinkat(int dir, const char *path, int flags)
{
	__RETURN(__syscall(SYS_unlinkat, (long)dir, path, flags));
}

int remove(const char *path)
{
	long r = __syscall(SYS_unlink, path);
	if (r == -EISDIR)
		r = __syscall(SYS_rmdir, path);
	__RETURN(r);
}

int rename(const char *from, const char *to)
{
	__RETURN(__syscall(SYS_rename, from, to));
}

int renameat(int fd, const char *from, int td, const char *to)
{
	__RETURN(__syscall(SYS_renameat, (long)fd, from, (long)td, to));
}

int renameat2(int fd, const char *from, int td, const char *to, unsigned int flags)
{
	__RETURN(__syscall(SYS_renameat2, (long)fd, from, (long)td, to, flags));
}

int link(const char *from, const char *to)
{
	__RETURN(__syscall(SYS_link, from, to));
}

int linkat(int fd, const char *from, int td, const char *to, int flags)
{
	__RETURN(__syscall(SYS_linkat, (long)fd, from, (long)td, to, flags));
}

int symlink(const char *to, const char *path)
{
	__RETURN(__syscall(SYS_symlink, to, path));
}

int symlinkat(const char *to, int dir, const char *path)
{
	__RETURN(__syscall(SYS_symlinkat, to, (long)dir, path));
}

ssize_t readlink(const char *path, char *p, size_t n)
{
	__RETURN(__syscall(SYS_readlink, path, p, n));
}

ssize_t readlinkat(int dir, const char *path, char *p, size_t n)
{
	__RETURN(__syscall(SYS_readlinkat, (long)dir, path, p, n));
}

int chmod(const char *path, mode_t mode)
{
	__RETURN(__syscall(SYS_chmod, path, mode));
}

int fchmod(int fd, mode_t mode)
{
	__RETURN(__syscall(SYS_fchmod, fd, mode));
}

int fchmodat(int dir, const char *path, mode_t mode, int flags)
{
	if (flags & ~AT_SYMLINK_NOFOLLOW) {
		errno = EINVAL;
		return -1;
	}
	if (flags) {
		errno = EOPNOTSUPP;
		return -1;
	}
	__RETURN(__syscall(SYS_fchmodat, (long)dir, path, mode));
}

int lchmod(const char *path, mode_t mode)
{
	return fchmodat(AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW);
}

int chown(const char *path, uid_t u, gid_t g)
{
	__RETURN(__syscall(SYS_chown, path, u, g));
}

int fchown(int fd, uid_t u, gid_t g)
{
	__RETURN(__syscall(SYS_fchown, fd, u, g));
}

int lchown(const char *path, uid_t u, gid_t g)
{
	__RETURN(__syscall(SYS_lchown, path, u, g));
}

int fchownat(int dir, const char *path, uid_t u, gid_t g, int flags)
{
	__RETURN(__syscall(SYS_fchownat, (long)dir, path, u, g, flags));
}

mode_t umask(mode_t mask)
{
	return __syscall(SYS_umask, mask);
}

int mknod(const char *path, mode_t mode, dev_t dev)
{
	__RETURN(__syscall(SYS_mknodat, (long)AT_FDCWD, path, mode, dev));
}

int mknodat(int dir, const char *path, mode_t mode, dev_t dev)
{
	__RETURN(__syscall(SYS_mknodat, (long)dir, path, mode, dev));
}

int mkfifo(const char *path, mode_t mode)
{
	return mknod(path, mode | S_IFIFO, 0);
}

int mkfifoat(int dir, const char *path, mode_t mode)
{
	return mknodat(dir, path, mode | S_IFIFO, 0);
}

int truncate(const char *path, off_t n)
{
	__RETURN(__syscall(SYS_truncate, path, n));
}

int chdir(const char *path)
{
	__RETURN(__syscall(SYS_chdir, path));
}

int fchdir(int fd)
{
	__RETURN(__syscall(SYS_fchdir, fd));
}

int chroot(const char *path)
{
	__RETURN(__syscall(SYS_chroot, path));
}

/* Of a path that is too long for the system call: from the working directory up, the name of each in its parent. */
static char *long_getcwd(char *buf, size_t n)
{
	size_t room = n ? n : 2 * PATH_MAX, at = room - 1;
	char *p = buf ? buf : malloc(room);
	int fd = AT_FDCWD, up, e = 0;
	struct stat here, root, there;
	if (!p)
		return 0;
	p[at] = 0;
	if (stat("/", &root) < 0 || stat(".", &here) < 0)
		e = errno;
	while (!e && (here.st_ino != root.st_ino || here.st_dev != root.st_dev)) {
		struct dirent *d = 0;
		DIR *dir;
		size_t len;
		up = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		dir = up < 0 ? 0 : fdopendir(up);
		if (fd != AT_FDCWD)
			close(fd);
		if (!dir) {
			e = errno;
			fd = up;
			break;
		}
		fd = dup(up);
		while ((d = readdir(dir)))
			if (d->d_ino == here.st_ino && strcmp(d->d_name, ".") && strcmp(d->d_name, "..")
			    && fstatat(fd, d->d_name, &there, AT_SYMLINK_NOFOLLOW) == 0 && there.st_dev == here.st_dev)
				break;
		len = d ? strlen(d->d_name) + 1 : 0;
		if (!d)
			e = ENOENT;
		else if (len > at && n)
			e = ERANGE;
		else if (len > at) {
			char *more = malloc(2 * room);
			if (!more)
				e = ENOMEM;
			else {
				memcpy(more + room + at, p + at, room - at);
				free(p);
				p = more;
				at += room;
				room *= 2;
			}
		}
		if (!e) {
			at -= len;
			p[at] = '/';
			memcpy(p + at + 1, d->d_name, len - 1);
			if (fstat(fd, &here) < 0)
				e = errno;
		}
		closedir(dir);
	}
	if (fd >= 0)
		close(fd);
	if (e) {
		if (!buf)
			free(p);
		errno = e;
		return 0;
	}
	memmove(p, p + at, room - at);
	return p;
}

char *getcwd(char *buf, size_t n)
{
	char *p = buf;
	size_t room = n;
	long r;
	if (n == 0) {
		if (buf) {
			errno = EINVAL;
			return 0;
		}
		room = 4096;
	}
	if (!p && !(p = malloc(room)))
		return 0;
	r = __syscall(SYS_getcwd, p, room);
	if (__FAILED(r)) {
		if (!buf)
			free(p);
		if (r == -ENAMETOOLONG)
			return long_getcwd(buf, n);
		errno = -r;
		return 0;
	}
	if (!buf && n == 0) {
		char *fit = realloc(p, r);
		if (fit)
			p = fit;
	}
	return p;
}

char *getwd(char *buf)
{
	if (!buf) {
		errno = EINVAL;
		return 0;
	}
	return getcwd(buf, 4096);
}

char *get_current_dir_name(void)
{
	return getcwd(0, 0);
}

int utimensat(int dir, const char *path, const struct timespec t[2], int flags)
{
	if (!path) {
		errno = EINVAL;
		return -1;
	}
	__RETURN(__syscall(SYS_utimensat, (long)dir, path, t, flags));
}

int futimens(int fd, const struct timespec t[2])
{
	__RETURN(__syscall(SYS_utimensat, (long)fd, 0, t, 0));
}

static int set_times(int dir, const char *path, const struct timeval tv[2], int flags)
{
	struct timespec t[2];
	int i;
	if (!tv)
		__RETURN(__syscall(SYS_utimensat, (long)dir, path, 0, flags));
	for (i = 0; i < 2; i++) {
		if (tv[i].tv_usec < 0 || tv[i].tv_usec >= 1000000) {
			errno = EINVAL;
			return -1;
		}
		t[i].tv_sec = tv[i].tv_sec;
		t[i].tv_nsec = tv[i].tv_usec * 1000;
	}
	__RETURN(__syscall(SYS_utimensat, (long)dir, path, t, flags));
}

int utimes(const char *path, const struct timeval tv[2])
{
	return set_times(AT_FDCWD, path, tv, 0);
}

int lutimes(const char *path, const struct timeval tv[2])
{
	return set_times(AT_FDCWD, path, tv, AT_SYMLINK_NOFOLLOW);
}

int futimes(int fd, const struct timeval tv[2])
{
	return set_times(fd, 0, tv, 0);
}

int utime(const char *path, const struct utimbuf *t)
{
	struct timeval tv[2];
	if (!t)
		return utimes(path, 0);
	tv[0].tv_sec = t->actime;
	tv[1].tv_sec = t->modtime;
	tv[0].tv_usec = tv[1].tv_usec = 0;
	return utimes(path, tv);
}

int statfs(const char *path, struct statfs *s)
{
	__RETURN(__syscall(SYS_statfs, path, s));
}

int fstatfs(int fd, struct statfs *s)
{
	__RETURN(__syscall(SYS_fstatfs, fd, s));
}
