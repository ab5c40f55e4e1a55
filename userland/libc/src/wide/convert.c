/* mbrtowc(3), wcrtomb(3), mbstowcs(3), wcstombs(3) and their relatives: ASCII in the C locale, UTF-8 in C.UTF-8. A character
 * that is cut off is kept in the state: its bits so far, and how many bytes are to come. */
#include <bits/libc.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

extern int __utf8;

static size_t bad(mbstate_t *st)
{
	st->__count = 0;
	errno = EILSEQ;
	return (size_t)-1;
}

size_t mbrtowc(wchar_t *w, const char *s, size_t n, mbstate_t *st)
{
	static mbstate_t own;
	size_t i;
	unsigned c;
	if (!st)
		st = &own;
	if (!s) {
		w = 0;
		s = "";
		n = 1;
	}
	for (i = 0; i < n; i++) {
		c = (unsigned char)s[i];
		if (st->__count) {
			if (c >> 6 != 2)
				return bad(st);
			st->__value = st->__value << 6 | (c & 0x3f);
			st->__count--;
		} else if (c < 0x80)
			st->__value = c;
		else if (!__utf8 || c < 0xc2 || c > 0xf4)
			return bad(st);
		else {
			st->__count = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
			st->__value = c & (0x3f >> st->__count);
		}
		if (st->__count == 0) {
			if (st->__value > 0x10ffff || st->__value >> 11 == 27)
				return bad(st);
			if (w)
				*w = st->__value;
			return st->__value ? i + 1 : 0;
		}
	}
	return (size_t)-2;
}

size_t wcrtomb(char *s, wchar_t w, mbstate_t *st)
{
	unsigned c = w;
	(void)st;
	if (!s)
		return 1;
	if (c < 0x80) {
		*s = c;
		return 1;
	}
	if (!__utf8 || c > 0x10ffff || c >> 11 == 27) {
		errno = EILSEQ;
		return (size_t)-1;
	}
	if (c < 0x800) {
		s[0] = 0xc0 | c >> 6;
		s[1] = 0x80 | (c & 0x3f);
		return 2;
	}
	if (c < 0x10000) {
		s[0] = 0xe0 | c >> 12;
		s[1] = 0x80 | (c >> 6 & 0x3f);
		s[2] = 0x80 | (c & 0x3f);
		return 3;
	}
	s[0] = 0xf0 | c >> 18;
	s[1] = 0x80 | (c >> 12 & 0x3f);
	s[2] = 0x80 | (c >> 6 & 0x3f);
	s[3] = 0x80 | (c & 0x3f);
	return 4;
}

size_t mbrlen(const char *s, size_t n, mbstate_t *st)
{
	static mbstate_t own;
	return mbrtowc(0, s, n, st ? st : &own);
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

int mbtowc(wchar_t *w, const char *s, size_t n)
{
	mbstate_t st = { 0, 0 };
	size_t r;
	if (!s)
		return 0;
	r = mbrtowc(w, s, n, &st);
	return r == (size_t)-2 ? -1 : (int)r;
}

int mblen(const char *s, size_t n)
{
	return mbtowc(0, s, n);
}

int wctomb(char *s, wchar_t w)
{
	return s ? (int)wcrtomb(s, w, 0) : 0;
}

size_t mbsnrtowcs(wchar_t *w, const char **from, size_t bytes, size_t n, mbstate_t *st)
{
	static mbstate_t own;
	const char *s = *from, *end = bytes == (size_t)-1 ? 0 : s + bytes;
	size_t k = 0, r;
	wchar_t c;
	if (!st)
		st = &own;
	while (!w || k < n) {
		r = mbrtowc(&c, s, end ? (size_t)(end - s) : 4, st);
		if (r == (size_t)-1) {
			if (w)
				*from = s;
			return r;
		}
		if (r == (size_t)-2)
			break;
		if (w)
			w[k] = c;
		if (!c) {
			if (w)
				*from = 0;
			return k;
		}
		s += r;
		k++;
	}
	if (w)
		*from = s;
	return k;
}

size_t mbsrtowcs(wchar_t *w, const char **from, size_t n, mbstate_t *st)
{
	return mbsnrtowcs(w, from, (size_t)-1, n, st);
}

size_t wcsnrtombs(char *s, const wchar_t **from, size_t chars, size_t n, mbstate_t *st)
{
	const wchar_t *w = *from;
	size_t k = 0, r;
	char one[4];
	for (;; w++, chars--) {
		if (!chars)
			break;
		r = wcrtomb(one, *w, st);
		if (r == (size_t)-1) {
			if (s)
				*from = w;
			return r;
		}
		if (s && r > n - k)
			break;
		if (s)
			memcpy(s + k, one, r);
		if (!*w) {
			if (s)
				*from = 0;
			return k;
		}
		k += r;
	}
	if (s)
		*from = w;
	return k;
}

size_t wcsrtombs(char *s, const wchar_t **from, size_t n, mbstate_t *st)
{
	return wcsnrtombs(s, from, (size_t)-1, n, st);
}

size_t mbstowcs(wchar_t *w, const char *s, size_t n)
{
	mbstate_t st = { 0, 0 };
	return mbsrtowcs(w, &s, n, &st);
}

size_t wcstombs(char *s, const wchar_t *w, size_t n)
{
	return wcsrtombs(s, &w, n, 0);
}
