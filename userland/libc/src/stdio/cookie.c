/* fopencookie(3) */
#include <bits/file.h>
#include <stdlib.h>

struct own { void *cookie; cookie_io_functions_t io; };

static long cookie_read(FILE *f, unsigned char *d, size_t n)
{
	struct own *o = f->__cookie;
	return o->io.read(o->cookie, (char *)d, n);
}

/* A program's function says 0 for an error. */
static long cookie_write(FILE *f, const unsigned char *s, size_t n)
{
	struct own *o = f->__cookie;
	long r = o->io.write ? o->io.write(o->cookie, (const char *)s, n) : (long)n;
	return r == 0 && n ? -1 : r;
}

static long cookie_seek(FILE *f, long off, int whence)
{
	struct own *o = f->__cookie;
	off_t at = off;
	if (!o->io.seek) {
		errno = ENOTSUP;
		return -1;
	}
	return o->io.seek(o->cookie, &at, whence) < 0 ? -1 : at;
}

static int cookie_close(FILE *f)
{
	struct own *o = f->__cookie;
	int r = o->io.close ? o->io.close(o->cookie) : 0;
	free(o);
	return r;
}

static long nothing(FILE *f, unsigned char *d, size_t n)
{
	(void)f;
	(void)d;
	(void)n;
	return 0;
}

FILE *fopencookie(void *cookie, const char *mode, cookie_io_functions_t io)
{
	int stream, flags = __mode_flags(mode, &stream);
	struct own *o;
	FILE *f;
	if (flags < 0)
		return 0;
	f = __file_new();
	o = malloc(sizeof *o);
	if (!f || !o)
		return 0;
	o->cookie = cookie;
	o->io = io;
	f->_flags = F_MEM | (stream & (F_NOREAD | F_NOWRITE));
	f->__cookie = o;
	f->__mread = io.read ? cookie_read : nothing;
	f->__mwrite = cookie_write;
	f->__mseek = cookie_seek;
	f->__mclose = cookie_close;
	return f;
}
