/* printf(3): the formatted output engine, vfprintf and vsnprintf. */
#include <bits/file.h>
#include <stdarg.h>
#include <limits.h>
#include <string.h>
#include <wchar.h>

/* Where the text goes: a stream, a bounded string, or a stream through a local buffer. */
struct out {
	char *p, *end;
	char *start; /* of the local buffer, 0 for a string */
	FILE *f;
	long total;
	int failed;
};

enum { LEFT = 1, PLUS = 2, SPACE = 4, ALT = 8, ZERO = 16, GROUP = 32 };
enum { L_INT, L_CHAR, L_SHORT, L_LONG, L_LDBL };

struct spec {
	int flags, width, prec, len;
	char conv;
};

union arg {
	long i;
	double d;
	void *p;
};

static void spill(struct out *o)
{
	size_t n = o->p - o->start;
	if (n && __fputn(o->f, o->start, n) != n)
		o->failed = 1;
	o->p = o->start;
}

static void put(struct out *o, const char *s, size_t n)
{
	o->total += n;
	if (o->f && !o->start) {
		if (n && __fputn(o->f, s, n) != n)
			o->failed = 1;
		return;
	}
	while (n > 0) {
		size_t room = o->end - o->p;
		if (room > n)
			room = n;
		memcpy(o->p, s, room);
		o->p += room;
		s += room;
		n -= room;
		if (n > 0) {
			if (!o->f)
				return;
			spill(o);
		}
	}
}

static void put_char(struct out *o, char c)
{
	if (o->f && !o->start) {
		o->total++;
		if (__PUTC(c, o->f) == EOF)
			o->failed = 1;
	} else
		put(o, &c, 1);
}

static void pad(struct out *o, char c, long n)
{
	static const char blanks[] = "                ", zeros[] = "0000000000000000";
	for (; n > 0; n -= 16)
		put(o, c == '0' ? zeros : blanks, n < 16 ? (size_t)n : 16);
}

/* Text of a fixed length in its field. */
static void put_field(struct out *o, const struct spec *s, const char *text, size_t n)
{
	if (!(s->flags & LEFT))
		pad(o, ' ', s->width - (long)n);
	put(o, text, n);
	if (s->flags & LEFT)
		pad(o, ' ', s->width - (long)n);
}

/* Sign or prefix, then zeros to the precision or the width, then the digits. */
static void put_number(struct out *o, const struct spec *s, const char *prefix, int np, const char *digits, int nd, long zeros)
{
	long fill = s->width - (np + zeros + nd);
	if (!(s->flags & LEFT) && !(s->flags & ZERO))
		pad(o, ' ', fill);
	put(o, prefix, np);
	if (!(s->flags & LEFT) && s->flags & ZERO)
		pad(o, '0', fill);
	pad(o, '0', zeros);
	put(o, digits, nd);
	if (s->flags & LEFT)
		pad(o, ' ', fill);
}

static void put_int(struct out *o, struct spec *s, unsigned long v, int negative)
{
	char buf[72], *p = buf + sizeof buf, prefix[3];
	const char *set = s->conv == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
	int np = 0, nd;
	long zeros = 0;
	unsigned long rest = v;
	switch (s->conv) {
	case 'x': case 'X': case 'p':
		for (; rest; rest >>= 4)
			*--p = set[rest & 15];
		break;
	case 'o':
		for (; rest; rest >>= 3)
			*--p = '0' + (rest & 7);
		break;
	case 'b': case 'B':
		for (; rest; rest >>= 1)
			*--p = '0' + (rest & 1);
		break;
	default:
		for (; rest; rest /= 10)
			*--p = '0' + rest % 10;
	}
	nd = buf + sizeof buf - p;
	if (s->prec < 0 && nd == 0)
		zeros = 1;
	else if (s->prec > nd)
		zeros = s->prec - nd;
	if (s->prec >= 0)
		s->flags &= ~ZERO;
	if (s->flags & ALT && s->conv == 'o' && zeros == 0)
		zeros = 1;
	if (negative)
		prefix[np++] = '-';
	else if (s->flags & PLUS)
		prefix[np++] = '+';
	else if (s->flags & SPACE)
		prefix[np++] = ' ';
	if (s->flags & ALT && v != 0 && (s->conv == 'x' || s->conv == 'X' || s->conv == 'b' || s->conv == 'B')) {
		prefix[np++] = '0';
		prefix[np++] = s->conv;
	}
	put_number(o, s, prefix, np, p, nd, zeros);
}

static void upper(char *s, int n)
{
	for (; n > 0; n--, s++)
		if (*s >= 'a' && *s <= 'z')
			*s -= 32;
}

static void put_double(struct out *o, struct spec *s, double v)
{
	union { double d; unsigned long u; } bits;
	char prefix[3];
	int np = 0, n, prec = s->prec, big = s->conv < 'a', conv = big ? s->conv + 32 : s->conv, skip = 0;
	long more = 0;
	bits.d = v;
	if (bits.u >> 63) {
		prefix[np++] = '-';
		bits.u &= ~(1UL << 63);
	} else if (s->flags & PLUS)
		prefix[np++] = '+';
	else if (s->flags & SPACE)
		prefix[np++] = ' ';
	if (bits.u >= 0x7ffUL << 52) {
		s->flags &= ~ZERO;
		put_number(o, s, prefix, np, bits.u == 0x7ffUL << 52 ? (big ? "INF" : "inf") : (big ? "NAN" : "nan"), 3, 0);
		return;
	}
	if (prec < 0 && conv != 'a')
		prec = 6;
	/* No double has more decimals than this: what goes beyond is zeros. */
	if (prec > 1100) {
		if (conv == 'f')
			more = prec - 1100;
		prec = 1100;
	}
	{
		char buf[prec + 330];
		n = __builtin_fmt_double(buf, sizeof buf, bits.d, conv, prec, s->flags & ALT ? 1 : 0);
		if (big)
			upper(buf, n);
		if (conv == 'a') {
			prefix[np++] = '0';
			prefix[np++] = big ? 'X' : 'x';
			skip = 2;
		}
		if (more > 0 && s->width > 0)
			s->width = s->width > more ? s->width - more : 0;
		put_number(o, s, prefix, np, buf + skip, n - skip, 0);
		pad(o, '0', more);
	}
}

static void put_string(struct out *o, const struct spec *s, const char *text)
{
	size_t n;
	if (!text) {
		if (s->prec >= 0 && s->prec < 6)
			n = 0;
		else
			n = 6;
		text = "(null)";
	} else if (s->prec >= 0)
		n = strnlen(text, s->prec);
	else
		n = strlen(text);
	put_field(o, s, text, n);
}

/* Wide text, as the locale encodes it; the precision counts bytes. */
static int put_wide(struct out *o, const struct spec *s, const int *text)
{
	size_t n = 0, i, k, w;
	char one[4];
	if (!text) {
		put_string(o, s, 0);
		return 0;
	}
	for (w = 0; text[w] && (s->prec < 0 || n < (size_t)s->prec); w++) {
		k = wcrtomb(one, text[w], 0);
		if (k == (size_t)-1)
			return -1;
		if (s->prec >= 0 && n + k > (size_t)s->prec)
			break;
		n += k;
	}
	if (!(s->flags & LEFT))
		pad(o, ' ', s->width - (long)n);
	for (i = 0; i < w; i++) {
		size_t j, m = wcrtomb(one, text[i], 0);
		for (j = 0; j < m; j++)
			put_char(o, one[j]);
	}
	if (s->flags & LEFT)
		pad(o, ' ', s->width - (long)n);
	return 0;
}

/* An unknown conversion is printed as it was understood. */
static void put_unknown(struct out *o, const struct spec *s)
{
	struct spec number = { 0, 0, -1, 0, 'd' };
	put_char(o, '%');
	if (s->flags & ALT)
		put_char(o, '#');
	if (s->flags & GROUP)
		put_char(o, '\'');
	if (s->flags & PLUS)
		put_char(o, '+');
	else if (s->flags & SPACE)
		put_char(o, ' ');
	if (s->flags & LEFT)
		put_char(o, '-');
	else if (s->flags & ZERO)
		put_char(o, '0');
	if (s->width)
		put_int(o, &number, s->width, 0);
	if (s->prec >= 0) {
		number.prec = -1;
		put_char(o, '.');
		put_int(o, &number, s->prec, 0);
	}
	put_char(o, s->conv);
}

static long signed_arg(const struct spec *s, long v)
{
	switch (s->len) {
	case L_CHAR: return (signed char)v;
	case L_SHORT: return (short)v;
	case L_INT: return (int)v;
	}
	return v;
}

static unsigned long unsigned_arg(const struct spec *s, long v)
{
	switch (s->len) {
	case L_CHAR: return (unsigned char)v;
	case L_SHORT: return (unsigned short)v;
	case L_INT: return (unsigned int)v;
	}
	return v;
}

static void store_count(const struct spec *s, void *p, long n)
{
	switch (s->len) {
	case L_CHAR: *(signed char *)p = n; break;
	case L_SHORT: *(short *)p = n; break;
	case L_INT: *(int *)p = n; break;
	default: *(long *)p = n;
	}
}

/* One conversion with its argument in hand. Returns 0, or -1 with errno. */
static int convert(struct out *o, struct spec *s, union arg a, int err)
{
	char c;
	long v;
	switch (s->conv) {
	case 'd': case 'i':
		v = signed_arg(s, a.i);
		put_int(o, s, v < 0 ? -(unsigned long)v : v, v < 0);
		return 0;
	case 'u': case 'o': case 'x': case 'X': case 'b': case 'B':
		s->flags &= ~(PLUS | SPACE);
		put_int(o, s, unsigned_arg(s, a.i), 0);
		return 0;
	case 'c':
		if (s->len == L_LONG) {
			int wide[2] = { (int)a.i, 0 };
			if (wide[0] == 0) {
				put_field(o, s, "", 1);
				return 0;
			}
			s->prec = -1;
			return put_wide(o, s, wide);
		}
		c = a.i;
		if (!(s->flags & LEFT))
			pad(o, ' ', s->width - 1);
		put_char(o, c);
		if (s->flags & LEFT)
			pad(o, ' ', s->width - 1);
		return 0;
	case 's':
		if (s->len == L_LONG)
			return put_wide(o, s, a.p);
		put_string(o, s, a.p);
		return 0;
	case 'm':
		put_string(o, s, strerror(err));
		return 0;
	case 'p':
		if (!a.p) {
			s->prec = -1;
			put_string(o, s, "(nil)");
			return 0;
		}
		s->conv = 'x';
		s->flags |= ALT;
		put_int(o, s, (unsigned long)a.p, 0);
		return 0;
	case 'n':
		store_count(s, a.p, o->total);
		return 0;
	case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case 'a': case 'A':
		put_double(o, s, a.d);
		return 0;
	case '%':
		put_char(o, '%');
		return 0;
	}
	put_unknown(o, s);
	return 0;
}

/* What an argument of this conversion is: 0 none, 1 int, 2 long, 3 pointer, 4 double, 5 long double. */
static int kind(const struct spec *s)
{
	switch (s->conv) {
	case 'd': case 'i': case 'u': case 'o': case 'x': case 'X': case 'b': case 'B':
		return s->len == L_LONG || s->len == L_LDBL ? 2 : 1;
	case 'c':
		return 1;
	case 's': case 'p': case 'n':
		return 3;
	case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case 'a': case 'A':
		return s->len == L_LDBL ? 5 : 4;
	}
	return 0;
}

static union arg fetch(int k, va_list ap)
{
	union arg a;
	a.i = 0;
	switch (k) {
	case 1: a.i = va_arg(ap, int); break;
	case 2: a.i = va_arg(ap, long); break;
	case 3: a.p = va_arg(ap, void *); break;
	case 4: a.d = va_arg(ap, double); break;
	case 5: a.d = va_arg(ap, long double); break;
	}
	return a;
}

/* Decimal number; -1 if it exceeds an int. */
static int number(const char **p)
{
	long n = 0;
	while (**p >= '0' && **p <= '9') {
		if (n <= INT_MAX)
			n = n * 10 + (**p - '0');
		(*p)++;
	}
	return n > INT_MAX - 1 ? -1 : (int)n;
}

struct parsed {
	struct spec s;
	int arg, width_arg, prec_arg; /* 1-based with n$; 0: the next one; -1: none */
};

/* Parses after '%'. Returns the end, or 0 for a number that is too large. */
static const char *parse(const char *p, struct parsed *r)
{
	const char *start = p;
	int n;
	r->s.flags = r->s.width = 0;
	r->s.prec = -1;
	r->s.len = L_INT;
	r->arg = 0;
	r->width_arg = r->prec_arg = -1;
	if (*p >= '1' && *p <= '9') {
		n = number(&p);
		if (n > 0 && *p == '$') {
			r->arg = n;
			p++;
		} else
			p = start;
	}
	for (;; p++) {
		switch (*p) {
		case '-': r->s.flags |= LEFT; continue;
		case '+': r->s.flags |= PLUS; continue;
		case ' ': r->s.flags |= SPACE; continue;
		case '#': r->s.flags |= ALT; continue;
		case '0': r->s.flags |= ZERO; continue;
		case '\'': r->s.flags |= GROUP; continue;
		case 'I': continue;
		}
		break;
	}
	if (*p == '*') {
		p++;
		start = p;
		n = number(&p);
		if (n > 0 && *p == '$') {
			r->width_arg = n;
			p++;
		} else {
			p = start;
			r->width_arg = 0;
		}
	} else {
		r->s.width = number(&p);
		if (r->s.width < 0)
			return 0;
	}
	if (*p == '.') {
		p++;
		if (*p == '*') {
			p++;
			start = p;
			n = number(&p);
			if (n > 0 && *p == '$') {
				r->prec_arg = n;
				p++;
			} else {
				p = start;
				r->prec_arg = 0;
			}
		} else {
			r->s.prec = number(&p);
			if (r->s.prec < 0)
				return 0;
		}
	}
	for (;; p++) {
		switch (*p) {
		case 'h': r->s.len = r->s.len == L_SHORT ? L_CHAR : L_SHORT; continue;
		case 'l': r->s.len = r->s.len == L_LONG ? L_LDBL : L_LONG; continue;
		case 'q': case 'L': r->s.len = L_LDBL; continue;
		case 'j': case 'z': case 'Z': case 't': r->s.len = L_LONG; continue;
		}
		break;
	}
	r->s.conv = *p;
	if (*p == 'C' || *p == 'S') {
		r->s.conv += 32;
		r->s.len = L_LONG;
	}
	return *p ? p + 1 : p;
}

static void star(struct spec *s, int width)
{
	s->width = width;
	if (width < 0) {
		s->flags |= LEFT;
		s->width = -(unsigned)width;
	}
}

enum { NUMBERED = 64 };

/* Formats with n$: the types of all arguments have to be known before the first is fetched. */
static int number_args(const char *fmt, union arg *args, va_list ap)
{
	char kinds[NUMBERED + 1];
	struct parsed q;
	int max = 0, i;
	memset(kinds, 0, sizeof kinds);
	while (*fmt) {
		if (*fmt++ != '%')
			continue;
		fmt = parse(fmt, &q);
		if (!fmt || q.arg > NUMBERED || q.width_arg > NUMBERED || q.prec_arg > NUMBERED)
			return -1;
		if (q.width_arg > 0)
			kinds[q.width_arg] = 1;
		if (q.prec_arg > 0)
			kinds[q.prec_arg] = 1;
		if (q.arg > 0)
			kinds[q.arg] = kind(&q.s);
		if (q.arg > max)
			max = q.arg;
		if (q.width_arg > max)
			max = q.width_arg;
		if (q.prec_arg > max)
			max = q.prec_arg;
	}
	for (i = 1; i <= max; i++)
		args[i] = fetch(kinds[i] ? kinds[i] : 1, ap);
	return 0;
}

static int format(struct out *o, const char *fmt, va_list ap)
{
	union arg args[NUMBERED + 1], a;
	struct parsed q;
	int numbered = 0, err = errno;
	for (;;) {
		const char *p = strchrnul(fmt, '%');
		if (p != fmt)
			put(o, fmt, p - fmt);
		if (!*p)
			break;
		p = parse(p + 1, &q);
		if (!p) {
			errno = EOVERFLOW;
			return -1;
		}
		if (!q.s.conv) {
			/* The format ends inside a conversion. */
			errno = EINVAL;
			return -1;
		}
		if (q.arg > 0 && !numbered) {
			numbered = 1;
			if (number_args(fmt, args, ap)) {
				errno = EINVAL;
				return -1;
			}
		}
		if (q.width_arg == 0)
			star(&q.s, va_arg(ap, int));
		else if (q.width_arg > 0)
			star(&q.s, args[q.width_arg].i);
		if (q.prec_arg >= 0) {
			int prec = q.prec_arg == 0 ? va_arg(ap, int) : (int)args[q.prec_arg].i;
			q.s.prec = prec < 0 ? -1 : prec;
		}
		a = q.arg > 0 ? args[q.arg] : fetch(kind(&q.s), ap);
		if (convert(o, &q.s, a, err))
			return -1;
		if (o->failed)
			return -1;
		if (o->total > INT_MAX) {
			errno = EOVERFLOW;
			return -1;
		}
		fmt = p;
	}
	return o->failed ? -1 : (int)o->total;
}

static int print(struct out *o, const char *fmt, va_list ap)
{
	va_list copy;
	int r;
	va_copy(copy, ap);
	r = format(o, fmt, copy);
	va_end(copy);
	return r;
}

/* Unbuffered: one write for the whole of it. */
static int print_unbuffered(struct out *o, const char *fmt, va_list ap)
{
	char local[BUFSIZ];
	int r;
	o->start = o->p = local;
	o->end = local + sizeof local;
	r = print(o, fmt, ap);
	spill(o);
	return o->failed ? -1 : r;
}

static int plain_vfprintf(FILE *f, const char *fmt, va_list ap)
{
	struct out o = { 0, 0, 0, f, 0, 0 };
	if (f->_flags & F_NOWRITE) {
		f->_flags |= F_ERR;
		errno = EBADF;
		return -1;
	}
	if (f->_flags & F_WIDE)
		return -1;
	f->_flags |= F_USED;
	return f->_flags & F_NBF ? print_unbuffered(&o, fmt, ap) : print(&o, fmt, ap);
}

int vfprintf(FILE *f, const char *fmt, va_list ap)
{
	int r;
	FLOCK(f);
	r = plain_vfprintf(f, fmt, ap);
	FUNLOCK(f);
	return r;
}

int vsnprintf(char *s, size_t n, const char *fmt, va_list ap)
{
	struct out o = { s, s, 0, 0, 0, 0 };
	int r;
	if (n > 0)
		o.end = (size_t)s + n - 1 < (size_t)s ? (char *)-1 : s + n - 1;
	r = print(&o, fmt, ap);
	if (n > 0)
		*o.p = 0;
	return r;
}
