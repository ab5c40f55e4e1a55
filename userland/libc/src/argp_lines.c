/* argp(3): text broken into lines of at most 79 columns, between words. */
#include <bits/argp_own.h>
#include <stdlib.h>
#include <string.h>

void __lines_open(struct __lines *l, FILE *stream)
{
	memset(l, 0, sizeof *l);
	l->stream = stream;
}

static void pad(struct __lines *l, int n)
{
	while (n-- > 0)
		putc(' ', l->stream);
}

static int blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The line from s to end doesn't fit: writes what does, and gives what remains. */
static const char *break_line(struct __lines *l, const char *s, const char *end, const char *limit)
{
	const char *stop = s + (__RIGHT_MARGIN - l->column), *next;
	if (stop < s)
		stop = s;
	while (stop >= s && (stop == limit || !blank(*stop)))
		stop--;
	if (stop >= s) {
		next = stop + 1;
		while (stop > s && blank(stop[-1]))
			stop--;
	} else {
		/* A word longer than a line has a line of its own. */
		stop = s + (__RIGHT_MARGIN - l->column);
		while (stop < end && !blank(*stop))
			stop++;
		if (stop >= end) {
			fwrite(s, 1, end - s, l->stream);
			if (end < limit)
				putc('\n', l->stream);
			l->column = 0;
			return end < limit ? end + 1 : limit;
		}
		next = stop;
		while (next < limit && blank(*next))
			next++;
	}
	fwrite(s, 1, stop - s, l->stream);
	putc('\n', l->stream);
	pad(l, l->wrap_margin);
	/* -1: the line has begun, so that no left margin comes. */
	l->column = l->wrap_margin ? l->wrap_margin : -1;
	return next;
}

int __lines_point(struct __lines *l)
{
	const char *s = l->text, *limit = l->text + l->length;
	while (s < limit) {
		const char *nl = memchr(s, '\n', limit - s), *end = nl ? nl : limit;
		if (l->column == 0 && l->left_margin) {
			pad(l, l->left_margin);
			l->column = l->left_margin;
		}
		if (l->column < 0)
			l->column = 0;
		if (l->column + (end - s) >= __RIGHT_MARGIN) {
			s = break_line(l, s, end, limit);
			continue;
		}
		fwrite(s, 1, end - s, l->stream);
		l->column += end - s;
		s = end;
		if (nl) {
			putc('\n', l->stream);
			l->column = 0;
			s++;
		}
	}
	l->length = 0;
	return l->column < 0 ? 0 : l->column;
}

void __lines_close(struct __lines *l)
{
	__lines_point(l);
	free(l->text);
}

void __lines_put(struct __lines *l, const char *s, size_t n)
{
	if (l->room - l->length < n) {
		size_t room = (l->length + n) * 2 + 64;
		char *text = realloc(l->text, room);
		if (!text)
			return;
		l->text = text;
		l->room = room;
	}
	memcpy(l->text + l->length, s, n);
	l->length += n;
}

void __lines_puts(struct __lines *l, const char *s)
{
	__lines_put(l, s, strlen(s));
}

void __lines_printf(struct __lines *l, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int n;
	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	__lines_put(l, text, n);
	free(text);
}

int __lines_left(struct __lines *l, int margin)
{
	int old = l->left_margin;
	__lines_point(l);
	l->left_margin = margin;
	return old;
}

int __lines_wrap(struct __lines *l, int margin)
{
	int old = l->wrap_margin;
	__lines_point(l);
	l->wrap_margin = margin;
	return old;
}
