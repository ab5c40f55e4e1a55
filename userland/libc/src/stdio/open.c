/* fopen(3), fdopen(3), freopen(3), fclose(3), fcloseall(3), tmpfile(3) */
#include <bits/file.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>

/* A mode string to open flags (the result, -1 if bad) and stream flags. */
int __mode_flags(const char *mode, int *stream)
{
	int access, how, i;
	switch (*mode) {
	case 'r': access = O_RDONLY; how = 0; *stream = F_NOWRITE; break;
	case 'w': access = O_WRONLY; how = O_CREAT | O_TRUNC; *stream = F_NOREAD; break;
	case 'a': access = O_WRONLY; how = O_CREAT | O_APPEND; *stream = F_NOREAD | F_APPEND; break;
	default: errno = EINVAL; return -1;
	}
	for (i = 1; i < 7 && mode[i] && mode[i] != ','; i++)
		switch (mode[i]) {
		case '+': access = O_RDWR; *stream &= F_APPEND; break;
		case 'x': how |= O_EXCL; break;
		case 'e': how |= O_CLOEXEC; break;
		}
	return access | how;
}

/* Puts a descriptor into a stream. */
void __attach(FILE *f, int fd, int stream)
{
	f->_fileno = fd;
	f->__off = -1;
	f->_flags = (f->_flags & F_STATIC) | stream;
	if ((stream & (F_APPEND | F_NOREAD)) == (F_APPEND | F_NOREAD))
		lseek(fd, 0, SEEK_END);
}

FILE *fopen(const char *path, const char *mode)
{
	int stream, flags = __mode_flags(mode, &stream), fd;
	FILE *f;
	if (flags < 0)
		return 0;
	f = __file_new();
	if (!f)
		return 0;
	fd = open(path, flags, 0666);
	if (fd < 0) {
		__file_free(f);
		return 0;
	}
	__attach(f, fd, stream);
	return f;
}

FILE *fopen64(const char *path, const char *mode)
{
	return fopen(path, mode);
}

FILE *fdopen(int fd, const char *mode)
{
	int stream, flags = __mode_flags(mode, &stream), now, access;
	FILE *f;
	if (flags < 0)
		return 0;
	now = fcntl(fd, F_GETFL);
	if (now < 0)
		return 0;
	access = now & O_ACCMODE;
	if ((access == O_RDONLY && !(stream & F_NOWRITE)) || (access == O_WRONLY && !(stream & F_NOREAD))) {
		errno = EINVAL;
		return 0;
	}
	if (stream & F_APPEND && !(now & O_APPEND) && fcntl(fd, F_SETFL, now | O_APPEND) < 0)
		return 0;
	f = __file_new();
	if (f)
		__attach(f, fd, stream);
	return f;
}

static void release_buf(FILE *f)
{
	if (f->_flags & F_OWNBUF)
		free(f->_IO_buf_base);
	f->_IO_buf_base = f->_IO_buf_end = f->_IO_read_base = f->_IO_read_ptr = f->_IO_read_end = f->_IO_write_base = f->_IO_write_ptr = f->_IO_write_end = 0;
}

int fclose(FILE *f)
{
	int r = 0;
	if (f->_flags & F_WRITING)
		r = __file_flush(f);
	if (f->_flags & F_MEM) {
		if (f->__mclose(f))
			r = EOF;
	} else if (f->_fileno < 0) {
		errno = EBADF;
		r = EOF;
	} else if (close(f->_fileno) < 0)
		r = EOF;
	release_buf(f);
	f->_fileno = -1;
	f->__off = -1;
	f->_flags = (f->_flags & F_STATIC) | F_NOREAD | F_NOWRITE;
	__file_free(f);
	return r;
}

FILE *freopen(const char *path, const char *mode, FILE *f)
{
	int stream, flags, fd, old = f->_fileno;
	char self[32];
	if (f->_flags & F_WRITING)
		__file_flush(f);
	flags = __mode_flags(mode, &stream);
	if (!path && old >= 0) {
		/* A null name changes the mode of the same file. */
		snprintf(self, sizeof self, "/proc/self/fd/%d", old);
		path = self;
	}
	fd = flags < 0 || !path ? -1 : open(path, flags, 0666);
	release_buf(f);
	if (fd < 0) {
		int saved = errno;
		if (old >= 0)
			close(old);
		f->_fileno = -1;
		f->_flags = (f->_flags & F_STATIC) | F_NOREAD | F_NOWRITE;
		__file_free(f);
		errno = saved;
		return 0;
	}
	if (old >= 0 && old != fd) {
		if (dup3(fd, old, flags & O_CLOEXEC) >= 0) {
			close(fd);
			fd = old;
		}
	}
	__attach(f, fd, stream);
	return f;
}

int fcloseall(void)
{
	__stdio_exit();
	return 0;
}

FILE *tmpfile(void)
{
	char name[] = "/tmp/tmpfXXXXXX";
	int fd = mkstemp(name);
	if (fd < 0)
		return 0;
	unlink(name);
	return fdopen(fd, "w+");
}
