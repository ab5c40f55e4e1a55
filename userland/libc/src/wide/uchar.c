/* mbrtoc16(3), mbrtoc32(3) and back: UTF-16 and UTF-32 from multibyte characters. The state keeps the other half of a pair:
 * its count is then PENDING. */
#include <bits/libc.h>
#include <string.h>
#include <uchar.h>

enum { PENDING = 64 };

size_t mbrtoc32(char32_t *c, const char *s, size_t n, mbstate_t *st)
{
	static mbstate_t own;
	wchar_t w;
	size_t r = mbrtowc(&w, s, n, st ? st : &own);
	if (c && s && r <= n)
		*c = w;
	return r;
}

size_t c32rtomb(char *s, char32_t c, mbstate_t *st)
{
	static mbstate_t own;
	return wcrtomb(s, c, st ? st : &own);
}

size_t mbrtoc16(char16_t *c, const char *s, size_t n, mbstate_t *st)
{
	static mbstate_t own;
	char32_t wide = 0;
	size_t r;
	if (!st)
		st = &own;
	if (!s)
		return mbrtoc16(0, "", 1, st);
	if (st->__count == PENDING) {
		st->__count = 0;
		if (c)
			*c = st->__value;
		return (size_t)-3;
	}
	r = mbrtoc32(&wide, s, n, st);
	if (r > n)
		return r;
	if (wide >= 0x10000) {
		st->__count = PENDING;
		st->__value = 0xdc00 | (wide & 0x3ff);
		wide = 0xd800 | (wide - 0x10000) >> 10;
	}
	if (c)
		*c = wide;
	return r;
}

size_t c16rtomb(char *s, char16_t c, mbstate_t *st)
{
	static mbstate_t own;
	char32_t wide = c;
	if (!st)
		st = &own;
	if (!s) {
		st->__count = 0;
		return 1;
	}
	if (st->__count == PENDING) {
		st->__count = 0;
		if (c >> 10 != 0x37) {
			errno = EILSEQ;
			return (size_t)-1;
		}
		wide = 0x10000 + ((st->__value & 0x3ff) << 10) + (c & 0x3ff);
	} else if (c >> 10 == 0x36) {
		st->__count = PENDING;
		st->__value = c;
		return 0;
	}
	return c32rtomb(s, wide, st);
}
