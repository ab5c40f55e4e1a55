/* setlocale(3), localeconv(3): the C locale is the only one. wchar.h's functions in it. */
#include <bits/libc.h>
#include <limits.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>

char *setlocale(int category, const char *name)
{
	if (category < 0 || category > 12) {
		errno = EINVAL;
		return 0;
	}
	if (name && *name && strcmp(name, "C") && strcmp(name, "POSIX"))
		return 0;
	return "C";
}

struct lconv *localeconv(void)
{
	static struct lconv c = {
		".", "", "", "", "", "", "", "", "", "",
		CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX,
		CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX,
	};
	return &c;
}

size_t wcslen(const wchar_t *s)
{
	size_t n = 0;
	while (s[n])
		n++;
	return n;
}

wchar_t *wcscpy(wchar_t *d, const wchar_t *s)
{
	memcpy(d, s, (wcslen(s) + 1) * sizeof *s);
	return d;
}

wchar_t *wcsncpy(wchar_t *d, const wchar_t *s, size_t n)
{
	size_t i;
	for (i = 0; i < n && s[i]; i++)
		d[i] = s[i];
	for (; i < n; i++)
		d[i] = 0;
	return d;
}

wchar_t *wcscat(wchar_t *d, const wchar_t *s)
{
	wcscpy(d + wcslen(d), s);
	return d;
}

int wcscmp(const wchar_t *a, const wchar_t *b)
{
	return wcsncmp(a, b, (size_t)-1);
}

int wcsncmp(const wchar_t *a, const wchar_t *b, size_t n)
{
	for (; n > 0; n--, a++, b++) {
		if (*a != *b)
			return *a < *b ? -1 : 1;
		if (!*a)
			break;
	}
	return 0;
}

wchar_t *wcschr(const wchar_t *s, wchar_t c)
{
	for (;; s++) {
		if (*s == c)
			return (wchar_t *)s;
		if (!*s)
			return 0;
	}
}

wchar_t *wcsrchr(const wchar_t *s, wchar_t c)
{
	const wchar_t *last = 0;
	for (;; s++) {
		if (*s == c)
			last = s;
		if (!*s)
			return (wchar_t *)last;
	}
}

wchar_t *wmemcpy(wchar_t *d, const wchar_t *s, size_t n)
{
	return memcpy(d, s, n * sizeof *s);
}

wchar_t *wmemset(wchar_t *d, wchar_t c, size_t n)
{
	size_t i;
	for (i = 0; i < n; i++)
		d[i] = c;
	return d;
}

size_t mbrtowc(wchar_t *w, const char *s, size_t n, mbstate_t *st)
{
	(void)st;
	if (!s)
		return 0;
	if (n == 0)
		return (size_t)-2;
	if ((unsigned char)*s > 127) {
		errno = EILSEQ;
		return (size_t)-1;
	}
	if (w)
		*w = *s;
	return *s != 0;
}

size_t wcrtomb(char *s, wchar_t w, mbstate_t *st)
{
	(void)st;
	if (!s)
		return 1;
	if (w < 0 || w > 127) {
		errno = EILSEQ;
		return (size_t)-1;
	}
	*s = w;
	return 1;
}

size_t mbrlen(const char *s, size_t n, mbstate_t *st)
{
	return mbrtowc(0, s, n, st);
}

int mbsinit(const mbstate_t *st)
{
	return !st || st->__count == 0;
}

wint_t btowc(int c)
{
	return c >= 0 && c < 128 ? (wint_t)c : WEOF;
}

int wctob(wint_t w)
{
	return w < 128 ? (int)w : -1;
}
