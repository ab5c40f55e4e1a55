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
	old = f->flags & F_ERR;
	f->flags &= ~F_ERR;
	while (left > 0) {
		size_t n;
		unsigned char *nl;
		if (f->rpos >= f->rend && __underflow(f) == EOF)
			break;
		n = f->rend - f->rpos;
		if (n > left)
			n = left;
		nl = memchr(f->rpos, '\n', n);
		if (nl)
			n = nl - f->rpos + 1;
		memcpy(s + got, f->rpos, n);
		f->rpos += n;
		got += n;
		left -= n;
		if (nl)
			break;
	}
	if (got == 0 || (f->flags & F_ERR && errno != EAGAIN))
		s = 0;
	else
		s[got] = 0;
	f->flags |= old;
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
		if (f->rpos >= f->rend && __underflow(f) == EOF)
			break;
		n = f->rend - f->rpos;
		end = memchr(f->rpos, delim, n);
		if (end)
			n = end - f->rpos + 1;
		if (got + n + 1 > *cap) {
			size_t want = 2 * *cap > got + n + 1 ? 2 * *cap : got + n + 1;
			char *p = realloc(*line, want);
			if (!p)
				return -1;
			*line = p;
			*cap = want;
		}
		memcpy(*line + got, f->rpos, n);
		f->rpos += n;
		got += n;
		if (end)
			break;
	}
	(*line)[got] = 0;
	return got ? (ssize_t)got : -1;
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
	if (!f->buf && !(f->flags & F_NOREAD) && __file_alloc(f))
		return 0;
	f->flags |= F_USED;
	while (left > 0) {
		long r;
		if (f->flags & F_WRITING && __underflow(f) == EOF)
			break;
		have = f->rend - f->rpos;
		if (have > left)
			have = left;
		memcpy(d, f->rpos, have);
		f->rpos += have;
		d += have;
		left -= have;
		if (left == 0)
			break;
		block = f->bufend - f->buf;
		/* Less than a buffer, or a case that wants care: refill. Otherwise read straight into place. */
		if (left < block || f->flags & (F_BACKUP | F_MEM | F_NOREAD | F_EOF) || !f->buf) {
			if (__underflow(f) == EOF)
				break;
			continue;
		}
		f->rbase = f->rpos = f->rend = f->wbase = f->wpos = f->wend = f->buf;
		r = read(f->fd, d, left - (block >= 128 ? left % block : 0));
		if (r <= 0) {
			f->flags |= r == 0 ? F_EOF : F_ERR;
			break;
		}
		d += r;
		left -= r;
		if (f->off >= 0)
			f->off += r;
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
	if (f->flags & F_WRITING)
		__underflow(f);
	if (f->flags & F_BACKUP) {
		if (f->rpos == f->back)
			return EOF;
		*--f->rpos = c;
	} else if (f->rpos > f->rbase && f->rpos[-1] == c)
		f->rpos--;
	else {
		/* Not what was read: keep the real input aside. */
		f->save_rbase = f->rbase;
		f->save_rpos = f->rpos;
		f->save_rend = f->rend;
		f->rbase = f->back;
		f->rend = f->back + sizeof f->back;
		f->rpos = f->rend - 1;
		*f->rpos = c;
		f->flags |= F_BACKUP;
	}
	f->flags &= ~F_EOF;
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
