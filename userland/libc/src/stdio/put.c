/* fputc(3), putc(3), putchar(3), fputs(3), puts(3), fwrite(3), putw(3) */
#include <bits/file.h>
#include <string.h>

static int plain_fputc(int c, FILE *f)
{
	return __PUTC(c, f);
}

int fputc(int c, FILE *f)
{
	int r;
	FLOCK(f);
	r = plain_fputc(c, f);
	FUNLOCK(f);
	return r;
}

static int plain_putc(int c, FILE *f)
{
	return __PUTC(c, f);
}

int putc(int c, FILE *f)
{
	int r;
	FLOCK(f);
	r = plain_putc(c, f);
	FUNLOCK(f);
	return r;
}

static int plain_putchar(int c)
{
	return __PUTC(c, stdout);
}

int putchar(int c)
{
	int r;
	FLOCK(stdout);
	r = plain_putchar(c);
	FUNLOCK(stdout);
	return r;
}

int fputc_unlocked(int c, FILE *f)
{
	return __PUTC(c, f);
}

int putc_unlocked(int c, FILE *f)
{
	return __PUTC(c, f);
}

int putchar_unlocked(int c)
{
	return __PUTC(c, stdout);
}

static int plain_fputs(const char *s, FILE *f)
{
	size_t n = strlen(s);
	if (f->_flags & F_WIDE)
		return EOF;
	f->_flags |= F_USED;
	return __fputn(f, s, n) == n ? 1 : EOF;
}

int fputs(const char *s, FILE *f)
{
	int r;
	FLOCK(f);
	r = plain_fputs(s, f);
	FUNLOCK(f);
	return r;
}

int fputs_unlocked(const char *s, FILE *f)
{
	return fputs(s, f);
}

static int plain_puts(const char *s)
{
	size_t n = strlen(s);
	if (stdout->_flags & F_WIDE)
		return EOF;
	stdout->_flags |= F_USED;
	if (__fputn(stdout, s, n) != n || __PUTC('\n', stdout) == EOF)
		return EOF;
	return n + 1 > 0x7fffffff ? 0x7fffffff : n + 1;
}

int puts(const char *s)
{
	int r;
	FLOCK(stdout);
	r = plain_puts(s);
	FUNLOCK(stdout);
	return r;
}

static size_t plain_fwrite(const void *p, size_t size, size_t count, FILE *f)
{
	size_t n = size * count, done;
	if (n == 0 || f->_flags & F_WIDE)
		return 0;
	f->_flags |= F_USED;
	done = __fputn(f, p, n);
	/* EOF: all is in the buffer, only its flush failed. */
	if (done == n || done == (size_t)EOF)
		return count;
	return done / size;
}

size_t fwrite(const void *p, size_t size, size_t count, FILE *f)
{
	size_t r;
	FLOCK(f);
	r = plain_fwrite(p, size, count, f);
	FUNLOCK(f);
	return r;
}

size_t fwrite_unlocked(const void *p, size_t size, size_t count, FILE *f)
{
	return fwrite(p, size, count, f);
}

int putw(int w, FILE *f)
{
	return fwrite(&w, sizeof w, 1, f) == 1 ? 0 : EOF;
}
