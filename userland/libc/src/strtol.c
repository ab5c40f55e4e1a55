/* strtol(3), strtoul(3), strtod(3), atof(3) */
#include <bits/libc.h>
#include <stdlib.h>
#include <stdint.h>
#include <limits.h>
#include <ctype.h>
#include <inttypes.h>

/* The magnitude of a number in s, its sign in *negative; errno is ERANGE above limit (+1 if negative and signed). */
static unsigned long magnitude(const char *s, char **end, int base, int *negative, int *over, unsigned long limit, unsigned long limit_negative)
{
	const char *p = s, *digits;
	unsigned long v = 0, max;
	*negative = *over = 0;
	if (base < 0 || base == 1 || base > 36) {
		errno = EINVAL;
		return 0;
	}
	while (isspace((unsigned char)*p))
		p++;
	if (*p == '+' || *p == '-')
		*negative = *p++ == '-';
	if ((base == 0 || base == 16) && p[0] == '0' && (p[1] | 32) == 'x' && isxdigit((unsigned char)p[2])) {
		base = 16;
		p += 2;
	} else if (base == 0)
		base = *p == '0' ? 8 : 10;
	max = *negative ? limit_negative : limit;
	for (digits = p;; p++) {
		int c = *p, d;
		if (c >= '0' && c <= '9')
			d = c - '0';
		else if (c >= 'a' && c <= 'z')
			d = c - 'a' + 10;
		else if (c >= 'A' && c <= 'Z')
			d = c - 'A' + 10;
		else
			break;
		if (d >= base)
			break;
		if (v > max / base || v * base > max - d)
			*over = 1;
		else
			v = v * base + d;
	}
	if (end) {
		/* "0x" without a digit after it is the number 0. */
		*end = (char *)(p == digits ? s : p);
	}
	if (*over)
		errno = ERANGE;
	return v;
}

long strtol(const char *s, char **end, int base)
{
	int negative, over;
	unsigned long v = magnitude(s, end, base, &negative, &over, LONG_MAX, (unsigned long)LONG_MAX + 1);
	if (over)
		return negative ? LONG_MIN : LONG_MAX;
	return negative ? -v : v;
}

unsigned long strtoul(const char *s, char **end, int base)
{
	int negative, over;
	unsigned long v = magnitude(s, end, base, &negative, &over, ULONG_MAX, ULONG_MAX);
	if (over)
		return ULONG_MAX;
	return negative ? -v : v;
}

long long strtoll(const char *s, char **end, int base)
{
	return strtol(s, end, base);
}

unsigned long long strtoull(const char *s, char **end, int base)
{
	return strtoul(s, end, base);
}

long strtoq(const char *s, char **end, int base)
{
	return strtol(s, end, base);
}

intmax_t strtoimax(const char *s, char **end, int base)
{
	return strtol(s, end, base);
}

uintmax_t strtoumax(const char *s, char **end, int base)
{
	return strtoul(s, end, base);
}
