/* iswalpha(3) and its relatives, towupper(3), wctype(3): ASCII in the C locale; in C.UTF-8 also the letters of Latin, Greek
 * and Cyrillic. */
#include <ctype.h>
#include <string.h>
#include <wctype.h>

extern int __utf8;

/* What towupper does beyond ASCII: 0 if the character is no lower-case letter. */
static wint_t upper_of(wint_t c)
{
	if ((c >= 0xe0 && c < 0xff && c != 0xf7) || (c >= 0x3b1 && c < 0x3ca && c != 0x3c2) || (c >= 0x430 && c < 0x450))
		return c - 32;
	if (c == 0xff)
		return 0x178;
	if (c >= 0x450 && c < 0x460)
		return c - 80;
	if ((c >= 0x100 && c < 0x138) || (c >= 0x14a && c < 0x178) || (c >= 0x460 && c < 0x482))
		return c & 1 ? c - 1 : 0;
	if ((c >= 0x139 && c < 0x149) || (c >= 0x179 && c < 0x17f))
		return c & 1 ? 0 : c - 1;
	return 0;
}

static wint_t lower_of(wint_t c)
{
	if ((c >= 0xc0 && c < 0xdf && c != 0xd7) || (c >= 0x391 && c < 0x3aa && c != 0x3a2) || (c >= 0x410 && c < 0x430))
		return c + 32;
	if (c == 0x178)
		return 0xff;
	if (c >= 0x400 && c < 0x410)
		return c + 80;
	if ((c >= 0x100 && c < 0x138) || (c >= 0x14a && c < 0x178) || (c >= 0x460 && c < 0x482))
		return c & 1 ? 0 : c + 1;
	if ((c >= 0x139 && c < 0x149) || (c >= 0x179 && c < 0x17f))
		return c & 1 ? c + 1 : 0;
	return 0;
}

static int beyond(wint_t c)
{
	return __utf8 && c > 127 && c <= 0x10ffff;
}

int iswupper(wint_t c)
{
	return c < 128 ? isupper(c) != 0 : beyond(c) && lower_of(c);
}

int iswlower(wint_t c)
{
	return c < 128 ? islower(c) != 0 : beyond(c) && (upper_of(c) || c == 0xdf || c == 0x3c2);
}

int iswalpha(wint_t c)
{
	if (c < 128)
		return isalpha(c) != 0;
	return beyond(c) && (iswupper(c) || iswlower(c) || c == 0xaa || c == 0xb5 || c == 0xba || (c >= 0x180 && c < 0x2b0)
		|| (c >= 0x370 && c < 0x588 && c != 0x37e && c != 0x387) || (c >= 0x5d0 && c < 0x5eb) || (c >= 0x620 && c < 0x64b)
		|| (c >= 0x1e00 && c < 0x2000) || (c >= 0x3041 && c < 0x3100) || (c >= 0x3400 && c < 0x4dc0) || (c >= 0x4e00 && c < 0xa000)
		|| (c >= 0xac00 && c < 0xd7a4));
}

int iswdigit(wint_t c)
{
	return c >= '0' && c <= '9';
}

int iswxdigit(wint_t c)
{
	return c < 128 && isxdigit(c);
}

int iswalnum(wint_t c)
{
	return iswalpha(c) || iswdigit(c);
}

int iswblank(wint_t c)
{
	return c == ' ' || c == '\t' || (beyond(c) && (c == 0x3000 || (c >= 0x2000 && c < 0x200b && c != 0x2007)));
}

int iswspace(wint_t c)
{
	return c < 128 ? isspace(c) != 0 : beyond(c) && (iswblank(c) || c == 0x2028 || c == 0x2029);
}

int iswcntrl(wint_t c)
{
	return c < 128 ? iscntrl(c) != 0 : beyond(c) && (c < 0xa0 || c == 0x2028 || c == 0x2029);
}

int iswprint(wint_t c)
{
	return c < 128 ? isprint(c) != 0 : beyond(c) && !iswcntrl(c) && c >> 11 != 27 && (c & 0xfffe) != 0xfffe;
}

int iswgraph(wint_t c)
{
	return iswprint(c) && !iswspace(c);
}

int iswpunct(wint_t c)
{
	return iswgraph(c) && !iswalnum(c);
}

wint_t towupper(wint_t c)
{
	wint_t u = beyond(c) ? upper_of(c) : 0;
	return c < 128 ? (wint_t)toupper(c) : u ? u : c;
}

wint_t towlower(wint_t c)
{
	wint_t l = beyond(c) ? lower_of(c) : 0;
	return c < 128 ? (wint_t)tolower(c) : l ? l : c;
}

static const struct { const char *name; int (*is)(wint_t); } classes[] = {
	{ "alnum", iswalnum }, { "alpha", iswalpha }, { "blank", iswblank }, { "cntrl", iswcntrl }, { "digit", iswdigit },
	{ "graph", iswgraph }, { "lower", iswlower }, { "print", iswprint }, { "punct", iswpunct }, { "space", iswspace },
	{ "upper", iswupper }, { "xdigit", iswxdigit },
};

wctype_t wctype(const char *name)
{
	unsigned i;
	for (i = 0; i < sizeof classes / sizeof *classes; i++)
		if (!strcmp(classes[i].name, name))
			return i + 1;
	return 0;
}

int iswctype(wint_t c, wctype_t t)
{
	return t && t <= sizeof classes / sizeof *classes && classes[t - 1].is(c);
}

static const int to_lower, to_upper;

wctrans_t wctrans(const char *name)
{
	return !strcmp(name, "tolower") ? &to_lower : !strcmp(name, "toupper") ? &to_upper : 0;
}

wint_t towctrans(wint_t c, wctrans_t t)
{
	return t == &to_lower ? towlower(c) : t == &to_upper ? towupper(c) : c;
}
