/* scanf(3): the formatted input engine. */
#include <bits/file.h>
#include <ctype.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct in {
	FILE *f;
	long count; /* characters consumed */
	int eof;
};

enum { L_INT, L_CHAR, L_SHORT, L_LONG, L_LDBL };

static int get(struct in *in)
{
	int c = __GETC(in->f);
	if (c == EOF)
		in->eof = 1;
	else
		in->count++;
	return c;
}

static void unget(struct in *in, int c)
{
	if (c != EOF) {
		ungetc(c, in->f);
		in->count--;
	}
}

static int skip_space(struct in *in)
{
	int c;
	while ((c = get(in)) != EOF && isspace(c))
		;
	return c;
}

static void store_int(void *p, int len, unsigned long v)
{
	switch (len) {
	case L_CHAR: *(signed char *)p = v; break;
	case L_SHORT: *(short *)p = v; break;
	case L_INT: *(int *)p = v; break;
	default: *(long *)p = v;
	}
}

/* A token that grows: numbers of any length, and strings with the m modifier. */
struct text { char *s; size_t n, room; char small[128]; };

static int text_add(struct text *t, int c)
{
	if (t->n + 1 >= t->room) {
		char *more = t->s == t->small ? malloc(2 * t->room) : realloc(t->s, 2 * t->room);
		if (!more)
			return -1;
		if (t->s == t->small)
			memcpy(more, t->small, t->n);
		t->s = more;
		t->room *= 2;
	}
	t->s[t->n++] = c;
	t->s[t->n] = 0;
	return 0;
}

static void text_init(struct text *t)
{
	t->s = t->small;
	t->n = 0;
	t->room = sizeof t->small;
	t->small[0] = 0;
}

static void text_end(struct text *t)
{
	if (t->s != t->small)
		free(t->s);
}

static int digit(int c, int base)
{
	int d = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'z' ? (c | 32) - 'a' + 10 : 99;
	return d < base;
}

/* Collects an integer into t. Returns 0 if there is none; *base may change from 0. */
static int read_int(struct in *in, struct text *t, int width, int *base)
{
	int c = get(in), digits = 0;
	if (c == '+' || c == '-') {
		text_add(t, c);
		if (--width == 0)
			return 0;
		c = get(in);
	}
	if (c == '0' && width != 0) {
		text_add(t, c);
		digits = 1;
		width--;
		c = width != 0 ? get(in) : EOF;
		if (width != 0 && (c | 32) == 'x' && c != EOF && (*base == 0 || *base == 16)) {
			*base = 16;
			text_add(t, c);
			width--;
			c = width != 0 ? get(in) : EOF;
		} else if (*base == 0)
			*base = 8;
		if (width == 0)
			return digits;
	}
	if (*base == 0)
		*base = 10;
	while (c != EOF && digit(c, *base)) {
		text_add(t, c);
		digits = 1;
		if (--width == 0)
			return 1;
		c = get(in);
	}
	unget(in, c);
	return digits;
}

/* The rest of a word like "infinity", any case. */
static int read_word(struct in *in, struct text *t, const char *word, int *width, int optional)
{
	int first = 1;
	for (; *word; word++) {
		int c;
		if (*width == 0)
			return optional && first;
		c = get(in);
		if (c == EOF || (c | 32) != *word) {
			unget(in, c);
			return optional && first;
		}
		first = 0;
		text_add(t, c);
		(*width)--;
	}
	return 1;
}

/* Collects a floating point number into t. Returns 0 if there is none. */
static int read_float(struct in *in, struct text *t, int width)
{
	int c = get(in), digits = 0, point = 0, exponent = 0, hex = 0;
	if (c == '+' || c == '-') {
		text_add(t, c);
		if (--width == 0)
			return 0;
		c = get(in);
	}
	if (c == EOF)
		return 0;
	if ((c | 32) == 'i' || (c | 32) == 'n') {
		text_add(t, c);
		width--;
		if ((c | 32) == 'n')
			return read_word(in, t, "an", &width, 0);
		return read_word(in, t, "nf", &width, 0) && read_word(in, t, "inity", &width, 1);
	}
	if (c == '0') {
		text_add(t, c);
		digits = 1;
		if (--width == 0)
			return 1;
		c = get(in);
		if (c != EOF && (c | 32) == 'x') {
			hex = 1;
			digits = 0;
			text_add(t, c);
			if (--width == 0)
				return 0;
			c = get(in);
		}
	}
	while (c != EOF) {
		char last = t->n ? t->s[t->n - 1] | 32 : 0;
		if (!exponent && digit(c, hex ? 16 : 10))
			digits = 1;
		else if (exponent && digit(c, 10))
			digits = 2;
		else if (exponent && (c == '+' || c == '-') && last == (hex ? 'p' : 'e') && digits == 1)
			;
		else if (c == '.' && !point && !exponent)
			point = 1;
		else if (digits && !exponent && (c | 32) == (hex ? 'p' : 'e')) {
			exponent = 1;
			digits = 1;
		} else
			break;
		text_add(t, c);
		if (--width == 0)
			return digits;
		c = get(in);
	}
	unget(in, c);
	return digits;
}

/* Parses [set]; returns the end of it in the format. */
static const char *parse_set(const char *p, unsigned char *set)
{
	int invert = 0, i;
	if (*p == '^') {
		invert = 1;
		p++;
	}
	memset(set, 0, 256);
	if (*p == ']')
		set[(unsigned char)*p++] = 1;
	for (; *p && *p != ']'; p++) {
		if (*p == '-' && p[1] && p[1] != ']' && (unsigned char)p[-1] <= (unsigned char)p[1]) {
			for (i = (unsigned char)p[-1]; i <= (unsigned char)p[1]; i++)
				set[i] = 1;
			p++;
		} else
			set[(unsigned char)*p] = 1;
	}
	if (invert)
		for (i = 0; i < 256; i++)
			set[i] = !set[i];
	return *p ? p + 1 : p;
}

/* Stores the characters of %s, %c or %[ at d, or in a new string. Returns how many, -1 at once at the end. */
static long read_chars(struct in *in, char conv, const unsigned char *set, long width, char *d, char **made)
{
	long n = 0;
	struct text t;
	if (made)
		text_init(&t);
	while (width != 0) {
		int c = get(in);
		if (c == EOF)
			break;
		if ((conv == 's' && isspace(c)) || (conv == '[' && !set[c])) {
			unget(in, c);
			break;
		}
		if (made)
			text_add(&t, c);
		else if (d)
			d[n] = c;
		n++;
		width--;
	}
	if (n == 0 && in->eof)
		n = -1;
	if (n > 0 && d && conv != 'c')
		d[n] = 0;
	if (made) {
		if (n > 0) {
			char *s = malloc(t.n + 1);
			if (s)
				memcpy(s, t.s, t.n + 1);
			*made = s;
		}
		text_end(&t);
	}
	return n;
}

/* Text of malloc's as wide characters: at d, or in a new string that takes its place. */
static char *widen(char *text, wchar_t *d, int bare)
{
	size_t n = strlen(text) + 1;
	wchar_t *to = d ? d : malloc(n * sizeof *to);
	if (to)
		mbstowcs(to, text, n - bare);
	free(text);
	return d ? 0 : (char *)to;
}

struct conv { int skip, width, len, make; long arg; char c; };

static const char *parse(const char *p, struct conv *v)
{
	const char *start = p;
	long n = 0;
	v->skip = v->len = v->make = 0;
	v->width = -1;
	v->arg = 0;
	while (isdigit((unsigned char)*p))
		n = n * 10 + *p++ - '0';
	if (*p == '$' && n > 0) {
		v->arg = n;
		p++;
	} else
		p = start;
	for (;; p++) {
		if (*p == '*')
			v->skip = 1;
		else if (*p != '\'' && *p != 'I')
			break;
	}
	if (isdigit((unsigned char)*p)) {
		v->width = 0;
		while (isdigit((unsigned char)*p))
			v->width = v->width * 10 + *p++ - '0';
		if (v->width == 0)
			v->width = -1;
	}
	for (;; p++) {
		switch (*p) {
		case 'h': v->len = v->len == L_SHORT ? L_CHAR : L_SHORT; continue;
		case 'l': v->len = v->len == L_LONG ? L_LDBL : L_LONG; continue;
		case 'q': case 'L': v->len = L_LDBL; continue;
		case 'j': case 'z': case 't': v->len = L_LONG; continue;
		case 'm': v->make = 1; continue;
		case 'a':
			/* The old spelling of m, before s, S and [ only. */
			if (p[1] == 's' || p[1] == 'S' || p[1] == '[') {
				v->make = 1;
				continue;
			}
			break;
		}
		break;
	}
	v->c = *p;
	return *p ? p + 1 : p;
}

static void *argument(const struct conv *v, va_list ap, va_list first)
{
	if (v->skip)
		return 0;
	if (v->arg) {
		va_list again;
		long i;
		void *p = 0;
		va_copy(again, first);
		for (i = 0; i < v->arg; i++)
			p = va_arg(again, void *);
		va_end(again);
		return p;
	}
	return va_arg(ap, void *);
}

/* One number. Returns 1 done, 0 no match, -1 end of input. */
static int scan_number(struct in *in, struct conv *v, void *d)
{
	struct text t;
	int base = 10, r = 1, c;
	text_init(&t);
	c = skip_space(in);
	if (c == EOF)
		return -1;
	unget(in, c);
	switch (v->c) {
	case 'i': base = 0; break;
	case 'o': base = 8; break;
	case 'x': case 'X': case 'p': base = 16; break;
	}
	if (strchr("diouxXp", v->c)) {
		if (v->c == 'p' && c == '(') {
			int w = -1;
			r = read_word(in, &t, "(nil)", &w, 0);
			if (r && d)
				*(void **)d = 0;
		} else {
			r = read_int(in, &t, v->width, &base);
			if (r && d) {
				unsigned long x = v->c == 'd' || v->c == 'i' ? (unsigned long)strtol(t.s, 0, base) : strtoul(t.s, 0, base);
				store_int(d, v->c == 'p' ? L_LONG : v->len, x);
			}
		}
	} else {
		r = read_float(in, &t, v->width);
		if (r && d) {
			if (v->len == L_LDBL)
				*(long double *)d = strtold(t.s, 0);
			else if (v->len == L_LONG)
				*(double *)d = strtod(t.s, 0);
			else
				*(float *)d = strtof(t.s, 0);
		}
	}
	if (!r && t.n == 0 && in->eof)
		r = -1;
	text_end(&t);
	return r;
}

static int plain_vfscanf(FILE *f, const char *fmt, va_list given)
{
	struct in in = { f, 0, 0 };
	unsigned char set[256];
	va_list ap, first;
	int done = 0, c, r;
	va_copy(ap, given);
	va_copy(first, given);
	while (*fmt) {
		struct conv v;
		void *d;
		if (isspace((unsigned char)*fmt)) {
			fmt++;
			c = skip_space(&in);
			unget(&in, c);
			in.eof = 0;
			continue;
		}
		if (*fmt != '%') {
			c = get(&in);
			if (c == EOF)
				goto end_of_input;
			if (c != (unsigned char)*fmt++) {
				unget(&in, c);
				break;
			}
			continue;
		}
		fmt = parse(fmt + 1, &v);
		switch (v.c) {
		case '%':
			c = skip_space(&in);
			if (c == EOF)
				goto end_of_input;
			if (c != '%') {
				unget(&in, c);
				goto out;
			}
			continue;
		case 'n':
			d = argument(&v, ap, first);
			if (d)
				store_int(d, v.len, in.count);
			continue;
		case 's': case 'S': case 'c': case 'C': case '[': {
			char *made = 0;
			int wide = v.len == L_LONG || v.c == 'S' || v.c == 'C';
			if (v.c == 'S' || v.c == 'C')
				v.c += 32;
			if (v.c == 's') {
				c = skip_space(&in);
				if (c == EOF)
					goto end_of_input;
				unget(&in, c);
			}
			if (v.c == '[')
				fmt = parse_set(fmt, set);
			if (v.c == 'c' && v.width < 0)
				v.width = 1;
			d = argument(&v, ap, first);
			r = read_chars(&in, v.c, set, v.width, v.make || wide ? 0 : d, (v.make || wide) && d ? &made : 0);
			if (r < 0)
				goto end_of_input;
			if (r == 0)
				goto out;
			if (made && wide)
				made = widen(made, v.make ? 0 : (wchar_t *)d, v.c == 'c');
			if (made)
				*(char **)d = made;
			break;
		}
		case 'd': case 'i': case 'u': case 'o': case 'x': case 'X': case 'p':
		case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case 'a': case 'A':
			d = argument(&v, ap, first);
			r = scan_number(&in, &v, d);
			if (r < 0)
				goto end_of_input;
			if (r == 0)
				goto out;
			break;
		default:
			goto out;
		}
		if (!v.skip)
			done++;
		in.eof = 0;
	}
	goto out;
end_of_input:
	if (done == 0)
		done = EOF;
out:
	va_end(first);
	va_end(ap);
	return done;
}

int vfscanf(FILE *f, const char *fmt, va_list given)
{
	int r;
	FLOCK(f);
	r = plain_vfscanf(f, fmt, given);
	FUNLOCK(f);
	return r;
}

int vsscanf(const char *s, const char *fmt, va_list ap)
{
	FILE f = { ._flags = F_NOWRITE | F_EOF, ._fileno = -1, .__off = -1 };
	f._IO_buf_base = f._IO_read_base = f._IO_read_ptr = (unsigned char *)s;
	f._IO_read_end = f._IO_buf_end = f._IO_read_ptr + strlen(s);
	return vfscanf(&f, fmt, ap);
}

int scanf(const char *fmt, ...)
{
	va_list ap;
	int r;
	va_start(ap, fmt);
	r = vfscanf(stdin, fmt, ap);
	va_end(ap);
	return r;
}

int fscanf(FILE *f, const char *fmt, ...)
{
	va_list ap;
	int r;
	va_start(ap, fmt);
	r = vfscanf(f, fmt, ap);
	va_end(ap);
	return r;
}

int sscanf(const char *s, const char *fmt, ...)
{
	va_list ap;
	int r;
	va_start(ap, fmt);
	r = vsscanf(s, fmt, ap);
	va_end(ap);
	return r;
}

int vscanf(const char *fmt, va_list ap)
{
	return vfscanf(stdin, fmt, ap);
}
