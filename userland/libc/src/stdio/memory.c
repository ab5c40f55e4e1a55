/* open_memstream(3), fmemopen(3) */
#include <bits/file.h>
#include <stdlib.h>
#include <string.h>

struct grown { char **s; size_t *n; size_t room, at; };

static long grown_write(FILE *f, const unsigned char *s, size_t n)
{
	struct grown *g = f->__cookie;
	size_t need = g->at + n + 1;
	if (need > g->room) {
		size_t room = need > 2 * g->room ? need : 2 * g->room;
		char *more = realloc(*g->s, room);
		if (!more)
			return -1;
		memset(more + g->room, 0, room - g->room);
		*g->s = more;
		g->room = room;
	}
	memcpy(*g->s + g->at, s, n);
	g->at += n;
	(*g->s)[g->at] = 0;
	*g->n = g->at;
	return n;
}

static long grown_seek(FILE *f, long off, int whence)
{
	struct grown *g = f->__cookie;
	long at = off + (whence == SEEK_CUR ? (long)g->at : whence == SEEK_END ? (long)*g->n : 0);
	if (at < 0) {
		errno = EINVAL;
		return -1;
	}
	return g->at = at;
}

static int grown_close(FILE *f)
{
	free(f->__cookie);
	return 0;
}

FILE *open_memstream(char **s, size_t *n)
{
	FILE *f = __file_new();
	struct grown *g = calloc(1, sizeof *g);
	char *first = calloc(1, 64);
	if (!f || !g || !first)
		return 0;
	g->s = s;
	g->n = n;
	g->room = 64;
	*s = first;
	*n = 0;
	f->_flags = F_MEM | F_NOREAD;
	f->__cookie = g;
	f->__mwrite = grown_write;
	f->__mseek = grown_seek;
	f->__mclose = grown_close;
	return f;
}

struct fixed { char *s; size_t size, len, at; int append, own; };

static long fixed_read(FILE *f, unsigned char *d, size_t n)
{
	struct fixed *m = f->__cookie;
	if (m->at >= m->len)
		return 0;
	if (n > m->len - m->at)
		n = m->len - m->at;
	memcpy(d, m->s + m->at, n);
	m->at += n;
	return n;
}

static long fixed_write(FILE *f, const unsigned char *s, size_t n)
{
	struct fixed *m = f->__cookie;
	/* A text ends with a 0, also where that takes its last byte. */
	int ends = n == 0 || s[n - 1] != 0;
	if (m->append)
		m->at = m->len;
	if (n > m->size - m->at) {
		if (m->at + ends >= m->size) {
			errno = ENOSPC;
			return -1;
		}
		n = m->size - m->at;
	}
	memcpy(m->s + m->at, s, n);
	m->at += n;
	if (m->at > m->len) {
		m->len = m->at;
		if (ends && m->len < m->size)
			m->s[m->len] = 0;
		else if (ends && !m->append)
			m->s[m->size - 1] = 0;
	}
	return n;
}

static long fixed_seek(FILE *f, long off, int whence)
{
	struct fixed *m = f->__cookie;
	long at = off + (whence == SEEK_CUR ? (long)m->at : whence == SEEK_END ? (long)m->len : 0);
	if (at < 0 || (size_t)at > m->size) {
		errno = EINVAL;
		return -1;
	}
	return m->at = at;
}

static int fixed_close(FILE *f)
{
	struct fixed *m = f->__cookie;
	if (m->own)
		free(m->s);
	free(m);
	return 0;
}

FILE *fmemopen(void *buf, size_t size, const char *mode)
{
	int stream, flags = __mode_flags(mode, &stream);
	FILE *f;
	struct fixed *m;
	if (flags < 0)
		return 0;
	f = __file_new();
	m = calloc(1, sizeof *m);
	if (!f || !m)
		return 0;
	m->s = buf ? buf : calloc(1, size);
	m->own = !buf;
	m->size = size;
	if (*mode == 'w') {
		if (size > 0)
			m->s[0] = 0;
	} else
		m->len = buf ? strnlen(buf, size) : 0;
	if (*mode == 'r' && buf)
		m->len = size;
	if (*mode == 'a') {
		m->append = 1;
		m->at = m->len;
	}
	f->_flags = F_MEM | (stream & (F_NOREAD | F_NOWRITE));
	f->__cookie = m;
	f->__mread = fixed_read;
	f->__mwrite = fixed_write;
	f->__mseek = fixed_seek;
	f->__mclose = fixed_close;
	return f;
}
