/* opendir(3), readdir(3), scandir(3) */
#include <bits/libc.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

enum { ROOM = 32768 };

struct __dirstream { int fd; long at, end, pos; char buf[ROOM]; };

ssize_t getdents64(int fd, void *p, size_t n)
{
	__RETURN(__syscall(SYS_getdents64, fd, p, n));
}

static DIR *from_fd(int fd)
{
	DIR *d = malloc(sizeof *d);
	if (!d)
		return 0;
	d->fd = fd;
	d->at = d->end = d->pos = 0;
	return d;
}

DIR *opendir(const char *path)
{
	struct stat st;
	DIR *d;
	int fd;
	if (!*path) {
		errno = ENOENT;
		return 0;
	}
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_DIRECTORY);
	if (fd < 0)
		return 0;
	if (fstat(fd, &st) < 0 || !(d = from_fd(fd))) {
		int e = errno;
		close(fd);
		errno = e;
		return 0;
	}
	return d;
}

DIR *fdopendir(int fd)
{
	struct stat st;
	int flags;
	if (fstat(fd, &st) < 0)
		return 0;
	if (!S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return 0;
	}
	flags = fcntl(fd, F_GETFL);
	if (flags < 0)
		return 0;
	if ((flags & O_ACCMODE) == O_WRONLY) {
		errno = EINVAL;
		return 0;
	}
	return from_fd(fd);
}

int closedir(DIR *d)
{
	int fd;
	if (!d) {
		errno = EINVAL;
		return -1;
	}
	fd = d->fd;
	free(d);
	return close(fd);
}

struct dirent *readdir(DIR *d)
{
	struct dirent *e;
	if (d->at >= d->end) {
		int saved = errno;
		long n = getdents64(d->fd, d->buf, ROOM);
		if (n <= 0) {
			/* A directory that was removed has no entries. */
			if (n == 0 || errno == ENOENT)
				errno = saved;
			return 0;
		}
		d->at = 0;
		d->end = n;
	}
	e = (struct dirent *)(d->buf + d->at);
	d->at += e->d_reclen;
	d->pos = e->d_off;
	return e;
}

int readdir_r(DIR *d, struct dirent *entry, struct dirent **out)
{
	int saved = errno;
	struct dirent *e;
	errno = 0;
	e = readdir(d);
	*out = 0;
	if (!e) {
		int r = errno;
		errno = saved;
		return r;
	}
	errno = saved;
	memcpy(entry, e, e->d_reclen < sizeof *entry ? e->d_reclen : sizeof *entry);
	*out = entry;
	return 0;
}

void rewinddir(DIR *d)
{
	seekdir(d, 0);
}

void seekdir(DIR *d, long pos)
{
	lseek(d->fd, pos, SEEK_SET);
	d->at = d->end = 0;
	d->pos = pos;
}

long telldir(DIR *d)
{
	return d->pos;
}

int dirfd(DIR *d)
{
	return d->fd;
}

int alphasort(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int versionsort(const struct dirent **a, const struct dirent **b)
{
	return strverscmp((*a)->d_name, (*b)->d_name);
}

int scandir(const char *path, struct dirent ***out, int (*want)(const struct dirent *), int (*cmp)(const struct dirent **, const struct dirent **))
{
	DIR *d = opendir(path);
	struct dirent *e, **list = 0, *copy;
	size_t n = 0, room = 0;
	int saved = errno;
	if (!d)
		return -1;
	while ((e = readdir(d))) {
		if (want && !want(e))
			continue;
		if (n == room) {
			struct dirent **more = realloc(list, (room = room ? 2 * room : 16) * sizeof *more);
			if (!more)
				break;
			list = more;
		}
		copy = malloc(e->d_reclen);
		if (!copy)
			break;
		list[n++] = memcpy(copy, e, e->d_reclen);
	}
	closedir(d);
	if (cmp)
		qsort(list, n, sizeof *list, (int (*)(const void *, const void *))cmp);
	errno = saved;
	*out = list;
	return n;
}
