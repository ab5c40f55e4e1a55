/* fflush(3), setvbuf(3), setbuf(3), stdio_ext(3) */
#include <bits/file.h>
#include <stdio_ext.h>

int fflush(FILE *f)
{
	int r = 0;
	if (f) {
		FLOCK(f);
		r = __file_sync(f) ? EOF : 0;
		FUNLOCK(f);
		return r;
	}
	__lock(&__files_lock);
	for (f = __files; f; f = f->__next) {
		FLOCK(f);
		if (f->_IO_write_ptr > f->_IO_write_base && __overflow(f, EOF) == EOF)
			r = EOF;
		FUNLOCK(f);
	}
	__unlock(&__files_lock);
	return r;
}

int fflush_unlocked(FILE *f)
{
	return fflush(f);
}

static int plain_setvbuf(FILE *f, char *buf, int mode, size_t size)
{
	switch (mode) {
	case _IOFBF:
		f->_flags &= ~(F_LBF | F_NBF);
		if (!buf) {
			if (!f->_IO_buf_base) {
				if (__file_alloc(f))
					return -1;
				f->_flags &= ~F_LBF;
			}
			return 0;
		}
		break;
	case _IOLBF:
		f->_flags &= ~F_NBF;
		f->_flags |= F_LBF;
		if (!buf)
			return 0;
		break;
	case _IONBF:
		f->_flags &= ~F_LBF;
		f->_flags |= F_NBF;
		buf = 0;
		size = 0;
		break;
	default:
		return -1;
	}
	return __file_setbuf(f, buf, size) ? EOF : 0;
}

int setvbuf(FILE *f, char *buf, int mode, size_t size)
{
	int r;
	FLOCK(f);
	r = plain_setvbuf(f, buf, mode, size);
	FUNLOCK(f);
	return r;
}

static void plain_setbuffer(FILE *f, char *buf, size_t size)
{
	f->_flags &= ~F_LBF;
	__file_setbuf(f, buf, buf ? size : 0);
}

void setbuffer(FILE *f, char *buf, size_t size)
{
	FLOCK(f);
	plain_setbuffer(f, buf, size);
	FUNLOCK(f);
}

void setbuf(FILE *f, char *buf)
{
	setbuffer(f, buf, BUFSIZ);
}

void setlinebuf(FILE *f)
{
	setvbuf(f, 0, _IOLBF, 0);
}

size_t __fbufsize(FILE *f)
{
	return f->_IO_buf_end - f->_IO_buf_base;
}

int __freading(FILE *f)
{
	return f->_flags & F_NOWRITE || (!(f->_flags & F_WRITING) && f->_IO_read_base);
}

int __fwriting(FILE *f)
{
	return f->_flags & (F_NOREAD | F_WRITING);
}

int __freadable(FILE *f)
{
	return !(f->_flags & F_NOREAD);
}

int __fwritable(FILE *f)
{
	return !(f->_flags & F_NOWRITE);
}

int __flbf(FILE *f)
{
	return f->_flags & F_LBF;
}

void __fpurge(FILE *f)
{
	__drop_backup(f);
	f->_IO_read_ptr = f->_IO_read_end;
	f->_IO_write_ptr = f->_IO_write_base;
}

size_t __fpending(FILE *f)
{
	return f->_IO_write_ptr - f->_IO_write_base;
}

void _flushlbf(void)
{
	FILE *f;
	for (f = __files; f; f = f->__next)
		if (f->_flags & F_LBF && f->_IO_write_ptr > f->_IO_write_base)
			__overflow(f, EOF);
}

int __fsetlocking(FILE *f, int type)
{
	(void)f;
	(void)type;
	return FSETLOCKING_INTERNAL;
}
