/* fgetc(3), fgets(3), getline(3), fread(3), ungetc(3), getw(3) */
#include <bits/file.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int plain_fgetc(FILE *f)
{
	return __GETC(f);
}

int fgetc(FILE *f)
{
	int r;
	FLOCK(f);
	r = plain_fgetc(f);
	FUNLOCK(f);
	return r;
}

static int plain_getc(FILE *f)
{
	return __GETC(f);
}

int getc(FILE *f)
{
	int r;
	FLOCK(f);
	r = plain_getc(f);
	FUNLOCK(f);
	return r;
}

static int plain_getchar(void)
{
	return __GETC(stdin);
}

int getchar(void)
{
	int r;
	FLOCK(stdin);
	r = plain_getchar();
	FUNLOCK(stdin);
	return r;
}

int fgetc_unlocked(FILE *f)
{
	return __GETC(f);
}

int getc_unlocked(FILE *f)
{
	return __GETC(f);
}

int getchar_unlocked(void)
{
	return __GETC(stdin);
}

static char *plain_fgets(char *s, int size, FILE *f)
{
	size_t left = size - 1, got = 0;
	int old;
	if (size <= 0)
		return 0;
	if (size == 1) {
		*s = 0;
		return s;
	}
	old = f->_flags & F_ERR;
	f->_flags &= ~F_ERR;
	while (left > 0) {
		size_t n;
		unsigned char *nl;
		if (f->_IO_read_ptr >= f->_IO_read_end && __underflow(f) == EOF)
			break;
		n = f->_IO_read_end - f->_IO_read_ptr;
		if (n > left)
			n = left;
		nl = memchr(f->_IO_read_ptr, '\n', n);
		if (nl)
			n = nl - f->_IO_read_ptr + 1;
		memcpy(s + got, f->_IO_read_ptr, n);
		f->_IO_read_ptr += n;
		got += n;
		left -= n;
		if (nl)
			break;
	}
	if (got == 0 || (f->_flags & F_ERR && errno != EAGAIN))
		s = 0;
	else
		s[got] = 0;
	f->_flags |= old;
	return s;
}

char *fgets(char *s, int size, FILE *f)
{
	char *r;
	FLOCK(f);
	r = plain_fgets(s, size, f);
	FUNLOCK(f);
	return r;
}

char *fgets_unlocked(char *s, int size, FILE *f)
{
	return fgets(s, size, f);
}

char *gets(char *s)
{
	size_t got = 0;
	int c;
	while ((c = __GETC(stdin)) != EOF && c != '\n')
		s[got++] = c;
	if (c == EOF && got == 0)
		return 0;
	s[got] = 0;
	return s;
}

static ssize_t plain_getdelim(char **line, size_t *cap, int delim, FILE *f)
{
	size_t got = 0;
	if (!line || !cap) {
		errno = EINVAL;
		return -1;
	}
	if (!*line || *cap == 0) {
		char *p = realloc(*line, 120);
		if (!p)
			return -1;
		*line = p;
		*cap = 120;
	}
	for (;;) {
		size_t n;
		unsigned char *end;
		if (f->_IO_read_ptr >= f->_IO_read_end && __underflow(f) == EOF)
			break;
		n = f->_IO_read_end - f->_IO_read_ptr;
		end = memchr(f->_IO_read_ptr, delim, n);
		if (end)
			n = end - f->_IO_read_ptr + 1;
		if (got + n + 1 > *cap) {
			size_t want = 2 * *cap > got + n + 1 ? 2 * *cap : got + n + 1;
			char *p = realloc(*line, want);
			if (!p)
				return -1;
			*line = p;
			*cap = want;
		}
		memcpy(*line + got, f->_IO_read_ptr, n);
		f->_IO_read_ptr += n;
		got += n;
		if (end)
			break;
	}
	/* At the end of the file the last line stays in the buffer. */
	if (!got)
		return -1;
	(*line)[got] = 0;
	return got;
}

ssize_t getdelim(char **line, size_t *cap, int delim, FILE *f)
{
	ssize_t r;
	FLOCK(f);
	r = plain_getdelim(line, cap, delim, f);
	FUNLOCK(f);
	return r;
}

ssize_t getline(char **line, size_t *cap, FILE *f)
{
	return getdelim(line, cap, '\n', f);
}

static size_t plain_fread(void *p, size_t size, size_t count, FILE *f)
{
	size_t n = size * count, left = n, have, block;
	unsigned char *d = p;
	if (n == 0)
		return 0;
	if (!f->_IO_buf_base && !(f->_flags & F_NOREAD) && __file_alloc(f))
		return 0;
	f->_flags |= F_USED;
	while (left > 0) {
		long r;
		if (f->_flags & F_WRITING && __underflow(f) == EOF)
			break;
		have = f->_IO_read_end - f->_IO_read_ptr;
		if (have > left)
			have = left;
		memcpy(d, f->_IO_read_ptr, have);
		f->_IO_read_ptr += have;
		d += have;
		left -= have;
		if (left == 0)
			break;
		block = f->_IO_buf_end - f->_IO_buf_base;
		/* Less than a buffer, or a case that wants care: refill. Otherwise read straight into place. */
		if (left < block || f->_flags & (F_BACKUP | F_MEM | F_NOREAD | F_EOF) || !f->_IO_buf_base) {
			if (__underflow(f) == EOF)
				break;
			continue;
		}
		f->_IO_read_base = f->_IO_read_ptr = f->_IO_read_end = f->_IO_write_base = f->_IO_write_ptr = f->_IO_write_end = f->_IO_buf_base;
		r = read(f->_fileno, d, left - (block >= 128 ? left % block : 0));
		if (r <= 0) {
			f->_flags |= r == 0 ? F_EOF : F_ERR;
			break;
		}
		d += r;
		left -= r;
		if (f->__off >= 0)
			f->__off += r;
	}
	return left == 0 ? count : (n - left) / size;
}

size_t fread(void *p, size_t size, size_t count, FILE *f)
{
	size_t r;
	FLOCK(f);
	r = plain_fread(p, size, count, f);
	FUNLOCK(f);
	return r;
}

size_t fread_unlocked(void *p, size_t size, size_t count, FILE *f)
{
	return fread(p, size, count, f);
}

int getw(FILE *f)
{
	int w;
	return fread(&w, sizeof w, 1, f) == 1 ? w : EOF;
}

static int plain_ungetc(int c, FILE *f)
{
	if (c == EOF)
		return EOF;
	c = (unsigned char)c;
	if (f->_flags & F_WRITING)
		__underflow(f);
	if (f->_flags & F_BACKUP) {
		if (f->_IO_read_ptr == f->__back)
			return EOF;
		*--f->_IO_read_ptr = c;
	} else if (f->_IO_read_ptr > f->_IO_read_base && f->_IO_read_ptr[-1] == c)
		f->_IO_read_ptr--;
	else {
		/* Not what was read: keep the real input aside. */
		f->__save_rbase = f->_IO_read_base;
		f->__save_rpos = f->_IO_read_ptr;
		f->__save_rend = f->_IO_read_end;
		f->_IO_read_base = f->__back;
		f->_IO_read_end = f->__back + sizeof f->__back;
		f->_IO_read_ptr = f->_IO_read_end - 1;
		*f->_IO_read_ptr = c;
		f->_flags |= F_BACKUP;
	}
	f->_flags &= ~F_EOF;
	return c;
}

int ungetc(int c, FILE *f)
{
	int r;
	FLOCK(f);
	r = plain_ungetc(c, f);
	FUNLOCK(f);
	return r;
}
