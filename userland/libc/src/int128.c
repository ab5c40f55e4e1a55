/* Arithmetic of __int128, which the compiler makes calls of: two words, the lower one first. */
#include <bits/wide.h>

typedef struct __wide wide;

static int negative(wide x)
{
	return (long)x.hi < 0;
}

wide __i128_of_long(long x)
{
	return (wide){ x, x >> 63 };
}

wide __i128_of_ulong(unsigned long x)
{
	return (wide){ x, 0 };
}

wide __i128_add(wide a, wide b)
{
	unsigned long lo = a.lo + b.lo;
	return (wide){ lo, a.hi + b.hi + (lo < a.lo) };
}

wide __i128_sub(wide a, wide b)
{
	return (wide){ a.lo - b.lo, a.hi - b.hi - (a.lo < b.lo) };
}

wide __i128_and(wide a, wide b)
{
	return (wide){ a.lo & b.lo, a.hi & b.hi };
}

wide __i128_or(wide a, wide b)
{
	return (wide){ a.lo | b.lo, a.hi | b.hi };
}

wide __i128_xor(wide a, wide b)
{
	return (wide){ a.lo ^ b.lo, a.hi ^ b.hi };
}

/* The product of two words. */
static wide product(unsigned long a, unsigned long b)
{
	unsigned long al = a & 0xffffffff, ah = a >> 32, bl = b & 0xffffffff, bh = b >> 32;
	unsigned long low = al * bl, x = ah * bl, y = al * bh, middle = (low >> 32) + (x & 0xffffffff) + (y & 0xffffffff);
	return (wide){ middle << 32 | (low & 0xffffffff), ah * bh + (x >> 32) + (y >> 32) + (middle >> 32) };
}

wide __i128_mul(wide a, wide b)
{
	wide p = product(a.lo, b.lo);
	p.hi += a.lo * b.hi + a.hi * b.lo;
	return p;
}

/* As the machine's own instructions: the count modulo 128. */
wide __i128_shl(wide a, int n)
{
	n &= 127;
	if (n == 0)
		return a;
	if (n >= 64)
		return (wide){ 0, a.lo << (n - 64) };
	return (wide){ a.lo << n, a.hi << n | a.lo >> (64 - n) };
}

wide __u128_shr(wide a, int n)
{
	n &= 127;
	if (n == 0)
		return a;
	if (n >= 64)
		return (wide){ a.hi >> (n - 64), 0 };
	return (wide){ a.lo >> n | a.hi << (64 - n), a.hi >> n };
}

wide __i128_shr(wide a, int n)
{
	wide r = __u128_shr(a, n);
	n &= 127;
	if (!negative(a) || n == 0)
		return r;
	if (n >= 64)
		return (wide){ (long)a.hi >> (n - 64), -1UL };
	r.hi = (long)a.hi >> n;
	return r;
}

int __u128_cmp(wide a, wide b)
{
	if (a.hi != b.hi)
		return a.hi < b.hi ? -1 : 1;
	return a.lo < b.lo ? -1 : a.lo > b.lo;
}

int __i128_cmp(wide a, wide b)
{
	if (a.hi != b.hi)
		return (long)a.hi < (long)b.hi ? -1 : 1;
	return a.lo < b.lo ? -1 : a.lo > b.lo;
}

int __i128_true(wide a)
{
	return (a.lo | a.hi) != 0;
}

int __u128_true(wide a)
{
	return (a.lo | a.hi) != 0;
}

/* hi:lo / d, which fits into a word; the rest is stored. Knuth's algorithm D with two digits of 32 bits. */
static unsigned long divide_word(unsigned long hi, unsigned long lo, unsigned long d, unsigned long *rest)
{
	const unsigned long base = 1UL << 32;
	int s = __builtin_clzl(d);
	unsigned long dh, dl, n1, n0, q1, q0, r;
	d <<= s;
	dh = d >> 32;
	dl = d & 0xffffffff;
	if (s) {
		hi = hi << s | lo >> (64 - s);
		lo <<= s;
	}
	n1 = lo >> 32;
	n0 = lo & 0xffffffff;
	q1 = hi / dh;
	r = hi - q1 * dh;
	while (q1 >= base || q1 * dl > r * base + n1) {
		q1--;
		r += dh;
		if (r >= base)
			break;
	}
	hi = hi * base + n1 - q1 * d;
	q0 = hi / dh;
	r = hi - q0 * dh;
	while (q0 >= base || q0 * dl > r * base + n0) {
		q0--;
		r += dh;
		if (r >= base)
			break;
	}
	*rest = (hi * base + n0 - q0 * d) >> s;
	return q1 * base + q0;
}

static wide divide(wide a, wide b, wide *rest)
{
	wide q = { 0, 0 };
	if (b.hi == 0) {
		unsigned long r;
		/* Division by zero traps here. */
		q.hi = a.hi / b.lo;
		q.lo = divide_word(a.hi % b.lo, a.lo, b.lo, &r);
		*rest = (wide){ r, 0 };
		return q;
	}
	/* The quotient fits into few bits: as on paper. */
	for (int n = __builtin_clzl(b.hi) - (a.hi ? __builtin_clzl(a.hi) : 64); n >= 0; n--) {
		wide t = __i128_shl(b, n);
		if (__u128_cmp(a, t) >= 0) {
			a = __i128_sub(a, t);
			q.lo |= 1UL << n;
		}
	}
	*rest = a;
	return q;
}

wide __u128_div(wide a, wide b)
{
	wide rest;
	return divide(a, b, &rest);
}

wide __u128_rem(wide a, wide b)
{
	wide rest;
	divide(a, b, &rest);
	return rest;
}

static wide negated(wide a)
{
	return __i128_sub((wide){ 0, 0 }, a);
}

wide __i128_div(wide a, wide b)
{
	wide rest, q = divide(negative(a) ? negated(a) : a, negative(b) ? negated(b) : b, &rest);
	return negative(a) != negative(b) ? negated(q) : q;
}

wide __i128_rem(wide a, wide b)
{
	wide rest;
	divide(negative(a) ? negated(a) : a, negative(b) ? negated(b) : b, &rest);
	return negative(a) ? negated(rest) : rest;
}

double __u128_to_double(wide a)
{
	int n;
	double scale = 1;
	if (a.hi == 0)
		return a.lo;
	/* The upper 64 bits, the last of which tells whether any below is set: rounded once. */
	n = 64 - __builtin_clzl(a.hi);
	wide top = __u128_shr(a, n), back = __i128_shl(top, n);
	top.lo |= back.lo != a.lo || back.hi != a.hi;
	while (n--)
		scale *= 2;
	return (double)top.lo * scale;
}

double __i128_to_double(wide a)
{
	return negative(a) ? -__u128_to_double(negated(a)) : __u128_to_double(a);
}

wide __u128_of_double(double x)
{
	const double word = 18446744073709551616.0;
	unsigned long hi;
	if (x < 0)
		return negated(__u128_of_double(-x));
	hi = x / word;
	return (wide){ x - hi * word, hi };
}

wide __i128_of_double(double x)
{
	return __u128_of_double(x);
}
