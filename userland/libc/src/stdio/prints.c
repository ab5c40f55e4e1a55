/* printf(3) and its relatives over vfprintf and vsnprintf. */
#include <bits/file.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

int printf(const char *fmt, ...)
{
	va_list ap;
	int r;
	va_start(ap, fmt);
	r = vfprintf(stdout, fmt, ap);
	va_end(ap);
	return r;
}

int fprintf(FILE *f, const char *fmt, ...)
{
	va_list ap;
	int r;
	va_start(ap, fmt);
	r = vfprintf(f, fmt, ap);
	va_end(ap);
	return r;
}

int sprintf(char *s, const char *fmt, ...)
{
	va_list ap;
	int r;
	va_start(ap, fmt);
	r = vsnprintf(s, (size_t)-1, fmt, ap);
	va_end(ap);
	return r;
}

int snprintf(char *s, size_t n, const char *fmt, ...)
{
	va_list ap;
	int r;
	va_start(ap, fmt);
	r = vsnprintf(s, n, fmt, ap);
	va_end(ap);
	return r;
}

int vprintf(const char *fmt, va_list ap)
{
	return vfprintf(stdout, fmt, ap);
}

int vsprintf(char *s, const char *fmt, va_list ap)
{
	return vsnprintf(s, (size_t)-1, fmt, ap);
}

/* A stream for the one call, buffered as the descriptor's kind asks for. */
int vdprintf(int fd, const char *fmt, va_list ap)
{
	FILE f = { ._flags = F_NOREAD, ._fileno = fd, .__off = -1 };
	int r = -1, saved = errno;
	if (__file_seek(&f, 0, SEEK_CUR) >= 0 || errno == ESPIPE) {
		errno = saved;
		r = vfprintf(&f, fmt, ap);
		if (f._flags & F_WRITING && __file_flush(&f))
			r = -1;
	}
	if (f._flags & F_OWNBUF)
		free(f._IO_buf_base);
	return r;
}

int dprintf(int fd, const char *fmt, ...)
{
	va_list ap;
	int r;
	va_start(ap, fmt);
	r = vdprintf(fd, fmt, ap);
	va_end(ap);
	return r;
}

int vasprintf(char **s, const char *fmt, va_list ap)
{
	va_list again;
	int n;
	va_copy(again, ap);
	n = vsnprintf(0, 0, fmt, again);
	va_end(again);
	*s = n < 0 ? 0 : malloc(n + 1);
	if (!*s)
		return -1;
	return vsnprintf(*s, n + 1, fmt, ap);
}

int asprintf(char **s, const char *fmt, ...)
{
	va_list ap;
	int r;
	va_start(ap, fmt);
	r = vasprintf(s, fmt, ap);
	va_end(ap);
	return r;
}
