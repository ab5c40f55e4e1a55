/* Test only: stands in for the simulated machine when the library is built with the host's compiler.
 * Entry, system call, jumps, vfork and the built-in operations. */
typedef unsigned long size_t;

__asm__(
	".globl __native_entry\n__native_entry:\n"
	"\txor %ebp,%ebp\n\tmov %rsp,%rdi\n\tand $-16,%rsp\n\tcall _start\n\thlt\n"
	".globl __syscall\n__syscall:\n"
	"\tmov %rdi,%rax\n\tmov %rsi,%rdi\n\tmov %rdx,%rsi\n\tmov %rcx,%rdx\n\tmov %r8,%r10\n\tmov %r9,%r8\n\tmov 8(%rsp),%r9\n\tsyscall\n\tret\n"
	".globl vfork\nvfork:\n"
	"\tpop %rdi\n\tmov $58,%eax\n\tsyscall\n\tpush %rdi\n\tcmp $-4095,%rax\n\tjae 1f\n\tret\n1:\tneg %eax\n\tmov %eax,__libc_errno(%rip)\n\tmov $-1,%rax\n\tret\n"
	".globl __clone_vfork\n__clone_vfork:\n"
	"\tpop %r9\n\tmov $0x4111,%edi\n\txor %esi,%esi\n\txor %edx,%edx\n\txor %r10d,%r10d\n\txor %r8d,%r8d\n\tmov $56,%eax\n\tsyscall\n\tpush %r9\n\tret\n"
	".globl __restore_rt\n__restore_rt:\n\tmov $15,%eax\n\tsyscall\n"
	".globl __native_setjmp\n__native_setjmp:\n"
	"\tmov %rbx,(%rdi)\n\tmov %rbp,8(%rdi)\n\tmov %r12,16(%rdi)\n\tmov %r13,24(%rdi)\n\tmov %r14,32(%rdi)\n\tmov %r15,40(%rdi)\n"
	"\tlea 8(%rsp),%rdx\n\tmov %rdx,48(%rdi)\n\tmov (%rsp),%rdx\n\tmov %rdx,56(%rdi)\n\txor %eax,%eax\n\tret\n"
	".globl __native_longjmp\n__native_longjmp:\n"
	"\tmov %esi,%eax\n\tmov (%rdi),%rbx\n\tmov 8(%rdi),%rbp\n\tmov 16(%rdi),%r12\n\tmov 24(%rdi),%r13\n\tmov 32(%rdi),%r14\n\tmov 40(%rdi),%r15\n"
	"\tmov 48(%rdi),%rsp\n\tjmp *56(%rdi)\n");

void *memcpy(void *d, const void *s, size_t n)
{
	char *a = d;
	const char *b = s;
	while (n--)
		*a++ = *b++;
	return d;
}

void *memmove(void *d, const void *s, size_t n)
{
	char *a = d;
	const char *b = s;
	if (a < b)
		return memcpy(d, s, n);
	while (n--)
		a[n] = b[n];
	return d;
}

void *memset(void *d, int c, size_t n)
{
	char *a = d;
	while (n--)
		*a++ = c;
	return d;
}

int memcmp(const void *x, const void *y, size_t n)
{
	const unsigned char *a = x, *b = y;
	for (; n--; a++, b++)
		if (*a != *b)
			return *a - *b;
	return 0;
}

void *memchr(const void *s, int c, size_t n)
{
	const unsigned char *p = s;
	for (; n--; p++)
		if (*p == (unsigned char)c)
			return (void *)p;
	return 0;
}

size_t strlen(const char *s)
{
	size_t n = 0;
	while (s[n])
		n++;
	return n;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return (unsigned char)*a - (unsigned char)*b;
}

char *strcpy(char *d, const char *s)
{
	memcpy(d, s, strlen(s) + 1);
	return d;
}

char *strchr(const char *s, int c)
{
	for (;; s++) {
		if (*s == (char)c)
			return (char *)s;
		if (!*s)
			return 0;
	}
}

/* Exact decimal expansion of a positive double: digits before and after the point. */
static int expand(double v, char *whole, int *nwhole, char *frac)
{
	static unsigned int big[80];
	union { double d; unsigned long u; } b = { .d = v };
	long m = b.u & ((1UL << 52) - 1);
	int e = (b.u >> 52 & 0x7ff), n = 0, i, k, nf = 0;
	if (e)
		m |= 1L << 52;
	else
		e = 1;
	e -= 1075;
	/* whole part */
	unsigned long ip = e >= 0 ? m : e > -64 ? m >> -e : 0;
	for (i = 0; i < 80; i++)
		big[i] = 0;
	big[0] = ip % 1000000000;
	big[1] = ip / 1000000000;
	n = 2;
	for (k = 0; k < e; k++) {
		unsigned long carry = 0;
		for (i = 0; i < n; i++) {
			carry += big[i] * 2UL;
			big[i] = carry % 1000000000;
			carry /= 1000000000;
		}
		if (carry)
			big[n++] = carry;
	}
	char rev[800];
	int nr = 0;
	for (i = 0; i < n; i++) {
		unsigned int w = big[i];
		for (k = 0; k < 9; k++, w /= 10)
			rev[nr++] = '0' + w % 10;
	}
	while (nr > 1 && rev[nr - 1] == '0')
		nr--;
	for (i = 0; i < nr; i++)
		whole[i] = rev[nr - 1 - i];
	*nwhole = nr;
	/* fraction: f / 2^-e, as a decimal array doubled down bit by bit */
	if (e < 0) {
		static unsigned char d[1200];
		int bits = -e, nd = 0;
		unsigned long f = e > -64 ? m & ((1UL << -e) - 1) : (unsigned long)m;
		/* value = sum of bits; build by halving from the lowest bit */
		for (i = 0; i < bits; i++) {
			int bit = i < 64 ? f >> i & 1 : 0, carry = bit;
			/* d = (bit + 0.d) / 2 */
			for (k = 0; k < nd; k++) {
				int cur = carry * 10 + d[k];
				d[k] = cur / 2;
				carry = cur % 2;
			}
			if (carry || (nd == 0 && bit))
				d[nd++] = 5;
		}
		for (i = 0; i < nd; i++)
			frac[i] = '0' + d[i];
		nf = nd;
	}
	return nf;
}

static int hex_form(char *o, double v, int prec, int alt)
{
	union { double d; unsigned long u; } b = { .d = v };
	unsigned long m = b.u & ((1UL << 52) - 1);
	int e = (b.u >> 52 & 0x7ff), n = 0, i, nd = 13;
	unsigned long lead = e ? 1 : 0;
	if (e)
		e -= 1023;
	else if (m)
		e = -1022;
	if (prec < 0) {
		while (nd > 0 && !(m >> (4 * (13 - nd)) & 15))
			nd--;
		prec = nd;
	} else if (prec < 13) {
		int drop = 4 * (13 - prec);
		unsigned long all = lead << 52 | m, half = 1UL << (drop - 1), rest = all & ((1UL << drop) - 1);
		all >>= drop;
		if (rest > half || (rest == half && all & 1))
			all++;
		all <<= drop;
		lead = all >> 52;
		m = all & ((1UL << 52) - 1);
	}
	o[n++] = '0';
	o[n++] = 'x';
	o[n++] = '0' + lead;
	if (prec > 0 || alt)
		o[n++] = '.';
	for (i = 0; i < prec; i++)
		o[n++] = i < 13 ? "0123456789abcdef"[m >> (48 - 4 * i) & 15] : '0';
	o[n++] = 'p';
	o[n++] = e < 0 ? '-' : '+';
	if (e < 0)
		e = -e;
	char t[8];
	int nt = 0;
	do
		t[nt++] = '0' + e % 10;
	while (e /= 10);
	while (nt)
		o[n++] = t[--nt];
	return n;
}

/* Rounds all[0..n) to keep digits, to even; returns 1 if a digit was added in front. */
static int round_at(char *all, int *n, int keep)
{
	int i, up;
	if (keep >= *n) {
		for (i = *n; i < keep; i++)
			all[i] = '0';
		*n = keep;
		return 0;
	}
	up = all[keep] > '5';
	if (all[keep] == '5') {
		for (i = keep + 1; i < *n && all[i] == '0'; i++)
			;
		up = i < *n || (keep > 0 && (all[keep - 1] & 1));
	}
	*n = keep;
	if (!up)
		return 0;
	for (i = keep - 1; i >= 0; i--) {
		if (all[i] != '9') {
			all[i]++;
			return 0;
		}
		all[i] = '0';
	}
	for (i = keep; i > 0; i--)
		all[i] = all[i - 1];
	all[0] = '1';
	*n = keep + 1;
	return 1;
}

unsigned long __native_fmt_double(char *o, unsigned long size, double v, int conv, int prec, int alt)
{
	static char all[4000], frac[1200];
	int nw, nf, n, i, e, out = 0, strip = 0;
	(void)size;
	if (conv == 'a')
		return hex_form(o, v, prec, alt);
	nf = expand(v, all, &nw, frac);
	for (i = 0; i < nf; i++)
		all[nw + i] = frac[i];
	n = nw + nf;
	if (conv == 'f') {
		if (round_at(all, &n, nw + prec))
			nw++;
		for (i = 0; i < nw; i++)
			o[out++] = all[i];
		if (prec > 0 || alt)
			o[out++] = '.';
		for (i = 0; i < prec; i++)
			o[out++] = all[nw + i];
		return out;
	}
	/* scientific: first significant digit */
	for (i = 0; i < n && all[i] == '0'; i++)
		;
	if (i == n) {
		i = 0;
		e = 0;
	} else
		e = nw - 1 - i;
	for (int k = 0; k + i < n; k++)
		all[k] = all[k + i];
	n -= i;
	if (conv == 'g' && prec == 0)
		prec = 1;
	if (round_at(all, &n, conv == 'g' ? prec : prec + 1))
		e++;
	if (conv == 'g') {
		int p = prec;
		strip = !alt;
		if (e >= -4 && e < p) {
			int digits = p;
			if (strip)
				while (digits > 1 && digits > e + 1 && all[digits - 1] == '0')
					digits--;
			if (e < 0) {
				o[out++] = '0';
				o[out++] = '.';
				for (i = -1; i > e; i--)
					o[out++] = '0';
				if (strip)
					while (digits > 1 && all[digits - 1] == '0')
						digits--;
				for (i = 0; i < digits; i++)
					o[out++] = all[i];
			} else {
				for (i = 0; i <= e; i++)
					o[out++] = all[i];
				if (digits > e + 1 || alt)
					o[out++] = '.';
				for (; i < digits; i++)
					o[out++] = all[i];
			}
			return out;
		}
		prec = p - 1;
	}
	{
		int digits = prec;
		if (strip)
			while (digits > 0 && all[digits] == '0')
				digits--;
		o[out++] = all[0];
		if (digits > 0 || alt)
			o[out++] = '.';
		for (i = 1; i <= digits; i++)
			o[out++] = all[i];
		o[out++] = 'e';
		o[out++] = e < 0 ? '-' : '+';
		if (e < 0)
			e = -e;
		if (e >= 100)
			o[out++] = '0' + e / 100;
		o[out++] = '0' + e / 10 % 10;
		o[out++] = '0' + e % 10;
	}
	return out;
}

/* Good enough for tests: not correctly rounded for long numbers. */
double __native_strtod(const char *s, char **end)
{
	const char *p = s, *start;
	long double v = 0;
	int neg = 0, scale = 0, any = 0, e = 0, eneg = 0;
	if (*p == '-' || *p == '+')
		neg = *p++ == '-';
	if ((p[0] | 32) == 'i' && (p[1] | 32) == 'n' && (p[2] | 32) == 'f') {
		p += 3;
		if ((p[0] | 32) == 'i' && (p[1] | 32) == 'n' && (p[2] | 32) == 'i' && (p[3] | 32) == 't' && (p[4] | 32) == 'y')
			p += 5;
		*end = (char *)p;
		return neg ? -__builtin_inf() : __builtin_inf();
	}
	if ((p[0] | 32) == 'n' && (p[1] | 32) == 'a' && (p[2] | 32) == 'n') {
		p += 3;
		if (*p == '(') {
			const char *q = p + 1;
			while ((*q >= '0' && *q <= '9') || (*q | 32) >= 'a' && (*q | 32) <= 'z' || *q == '_')
				q++;
			if (*q == ')')
				p = q + 1;
		}
		*end = (char *)p;
		return neg ? -__builtin_nan("") : __builtin_nan("");
	}
	if (p[0] == '0' && (p[1] | 32) == 'x') {
		int point = 0;
		for (p += 2;; p++) {
			int c = *p | 32, d = *p >= '0' && *p <= '9' ? *p - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
			if (*p == '.' && !point) {
				point = 1;
				continue;
			}
			if (d < 0)
				break;
			v = v * 16 + d;
			scale -= point * 4;
			any = 1;
		}
		if (!any) {
			*end = (char *)p - (p[-1] == '.') - 1;
			return neg ? -0.0 : 0.0;
		}
		if ((*p | 32) == 'p') {
			const char *q = p + 1;
			if (*q == '-' || *q == '+')
				eneg = *q++ == '-';
			if (*q >= '0' && *q <= '9') {
				for (; *q >= '0' && *q <= '9'; q++)
					if (e < 100000)
						e = e * 10 + *q - '0';
				p = q;
			}
		}
		scale += eneg ? -e : e;
		for (; scale > 0; scale--)
			v *= 2;
		for (; scale < 0; scale++)
			v /= 2;
		*end = (char *)p;
		return neg ? -v : v;
	}
	for (start = p; *p >= '0' && *p <= '9'; p++, any = 1)
		v = v * 10 + (*p - '0');
	if (*p == '.' && (any || (p[1] >= '0' && p[1] <= '9')))
		for (p++; *p >= '0' && *p <= '9'; p++, any = 1) {
			v = v * 10 + (*p - '0');
			scale--;
		}
	(void)start;
	if (!any) {
		*end = (char *)s;
		return 0;
	}
	if ((*p | 32) == 'e') {
		const char *q = p + 1;
		if (*q == '-' || *q == '+')
			eneg = *q++ == '-';
		if (*q >= '0' && *q <= '9') {
			for (; *q >= '0' && *q <= '9'; q++)
				if (e < 100000)
					e = e * 10 + *q - '0';
			p = q;
		}
	}
	scale += eneg ? -e : e;
	{
		long double f = 1;
		int k = scale < 0 ? -scale : scale;
		if (k > 4900)
			k = 4900;
		for (; k > 0; k--)
			f *= 10;
		v = scale < 0 ? v / f : v * f;
	}
	*end = (char *)p;
	return neg ? -v : v;
}
