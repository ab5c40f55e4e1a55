/* wcslen(3), wcscpy(3), wcscmp(3), wcsstr(3), wcstok(3), wmemcpy(3) and their relatives */
#include <bits/libc.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

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

wchar_t *wcpcpy(wchar_t *d, const wchar_t *s)
{
	return wcscpy(d, s) + wcslen(s);
}

wchar_t *wcsncat(wchar_t *d, const wchar_t *s, size_t n)
{
	wchar_t *end = d + wcslen(d);
	n = wcsnlen(s, n);
	wmemcpy(end, s, n);
	end[n] = 0;
	return d;
}

wchar_t *wcsdup(const wchar_t *s)
{
	size_t n = wcslen(s) + 1;
	wchar_t *d = malloc(n * sizeof *d);
	return d ? wmemcpy(d, s, n) : 0;
}

size_t wcsnlen(const wchar_t *s, size_t max)
{
	size_t n = 0;
	while (n < max && s[n])
		n++;
	return n;
}

wchar_t *wcsstr(const wchar_t *s, const wchar_t *part)
{
	size_t n = wcslen(part);
	for (;; s++) {
		if (wcsncmp(s, part, n) == 0)
			return (wchar_t *)s;
		if (!*s)
			return 0;
	}
}

size_t wcscspn(const wchar_t *s, const wchar_t *set)
{
	size_t n = 0;
	while (s[n] && !wcschr(set, s[n]))
		n++;
	return n;
}

size_t wcsspn(const wchar_t *s, const wchar_t *set)
{
	size_t n = 0;
	while (s[n] && wcschr(set, s[n]))
		n++;
	return n;
}

wchar_t *wcspbrk(const wchar_t *s, const wchar_t *set)
{
	s += wcscspn(s, set);
	return *s ? (wchar_t *)s : 0;
}

wchar_t *wcstok(wchar_t *s, const wchar_t *set, wchar_t **rest)
{
	wchar_t *end;
	if (!s && !(s = *rest))
		return 0;
	s += wcsspn(s, set);
	if (!*s) {
		*rest = 0;
		return 0;
	}
	end = s + wcscspn(s, set);
	*rest = *end ? end + 1 : 0;
	*end = 0;
	return s;
}

int wcscasecmp(const wchar_t *a, const wchar_t *b)
{
	return wcsncasecmp(a, b, (size_t)-1);
}

int wcsncasecmp(const wchar_t *a, const wchar_t *b, size_t n)
{
	for (; n > 0; n--, a++, b++) {
		wint_t x = towlower(*a), y = towlower(*b);
		if (x != y)
			return x < y ? -1 : 1;
		if (!*a)
			break;
	}
	return 0;
}

int wcscoll(const wchar_t *a, const wchar_t *b)
{
	return wcscmp(a, b);
}

size_t wcsxfrm(wchar_t *d, const wchar_t *s, size_t n)
{
	size_t k = wcslen(s);
	if (n > k)
		wcscpy(d, s);
	return k;
}

wchar_t *wmemmove(wchar_t *d, const wchar_t *s, size_t n)
{
	return memmove(d, s, n * sizeof *s);
}

wchar_t *wmempcpy(wchar_t *d, const wchar_t *s, size_t n)
{
	return wmemcpy(d, s, n) + n;
}

wchar_t *wmemchr(const wchar_t *s, wchar_t c, size_t n)
{
	for (; n > 0; n--, s++)
		if (*s == c)
			return (wchar_t *)s;
	return 0;
}

int wmemcmp(const wchar_t *a, const wchar_t *b, size_t n)
{
	for (; n > 0; n--, a++, b++)
		if (*a != *b)
			return *a < *b ? -1 : 1;
	return 0;
}

int wcwidth(wchar_t c)
{
	if (!c)
		return 0;
	if (!iswprint(c))
		return -1;
	return c >= 0x300 && c < 0x370 ? 0 : (c >= 0x1100 && c < 0x1160) || (c >= 0x2e80 && c < 0xa4d0) || (c >= 0xac00 && c < 0xd7a4)
		|| (c >= 0xf900 && c < 0xfb00) || (c >= 0xff00 && c < 0xff61) || (c >= 0x1f300 && c < 0x1f650) ? 2 : 1;
}

int wcswidth(const wchar_t *s, size_t n)
{
	int w, sum = 0;
	for (; n > 0 && *s; n--, s++) {
		if ((w = wcwidth(*s)) < 0)
			return -1;
		sum += w;
	}
	return sum;
}
