/* wcstol(3), wcstod(3) and their relatives, wcsftime(3): what a number is made of is ASCII, so the narrow functions read it. */
#include <bits/libc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>
#include <wctype.h>

/* A copy of the beginning of s that is ASCII, in b or from malloc. */
static char *ascii(const wchar_t *s, char *b, size_t size, size_t *skipped)
{
	size_t n = 0, i;
	*skipped = 0;
	while (iswspace(*s)) {
		s++;
		++*skipped;
	}
	while (s[n] > ' ' && s[n] < 127)
		n++;
	if (n >= size && !(b = malloc(n + 1)))
		return 0;
	for (i = 0; i < n; i++)
		b[i] = s[i];
	b[n] = 0;
	return b;
}

#define NUMBER(type, name, call) \
type name \
{ \
	char b[128], *e = b, *t; \
	size_t skipped; \
	type v; \
	if (!(t = ascii(s, b, sizeof b, &skipped))) \
		return 0; \
	v = call; \
	if (end) \
		*end = (wchar_t *)s + (e == t ? 0 : skipped + (e - t)); \
	if (t != b) \
		free(t); \
	return v; \
}

NUMBER(long, wcstol(const wchar_t *s, wchar_t **end, int base), strtol(t, &e, base))
NUMBER(unsigned long, wcstoul(const wchar_t *s, wchar_t **end, int base), strtoul(t, &e, base))
NUMBER(double, wcstod(const wchar_t *s, wchar_t **end), strtod(t, &e))
NUMBER(float, wcstof(const wchar_t *s, wchar_t **end), strtof(t, &e))
NUMBER(long double, wcstold(const wchar_t *s, wchar_t **end), strtold(t, &e))

long long wcstoll(const wchar_t *s, wchar_t **end, int base)
{
	return wcstol(s, end, base);
}

unsigned long long wcstoull(const wchar_t *s, wchar_t **end, int base)
{
	return wcstoul(s, end, base);
}

size_t wcsftime(wchar_t *d, size_t n, const wchar_t *format, const struct tm *tm)
{
	char f[512], out[2048];
	size_t k;
	if (wcstombs(f, format, sizeof f) >= sizeof f || !(k = strftime(out, sizeof out, f, tm)) || k >= n)
		return 0;
	return mbstowcs(d, out, n);
}
