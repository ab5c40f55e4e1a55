/* newlocale(3), uselocale(3), and the functions that take a locale. Locales differ in the encoding of wide characters alone, so
 * most of these do what their relatives without a locale do. */
#include <bits/libc.h>
#include <ctype.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <wchar.h>
#include <wctype.h>

struct __locale {
	int utf8;
};

extern int __utf8;

/* What uselocale was given; 0 while the global one is used, whose encoding is then in __utf8, else in global_utf8. */
static _Thread_local locale_t used;
static int global_utf8;

locale_t newlocale(int mask, const char *name, locale_t base)
{
	size_t n = name ? strlen(name) : 0;
	int utf8;
	if (!name || mask & ~LC_ALL_MASK) {
		errno = EINVAL;
		return 0;
	}
	if (!*name && (!(name = getenv("LC_ALL")) || !*name) && (!(name = getenv("LC_CTYPE")) || !*name)
	    && (!(name = getenv("LANG")) || !*name))
		name = "C";
	n = strlen(name);
	utf8 = n > 5 && (!strcasecmp(name + n - 6, ".UTF-8") || !strcasecmp(name + n - 5, ".utf8"));
	if (utf8 ? strncmp(name, "C.", 2) && strncmp(name, "en_US.", 6) : strcmp(name, "C") && strcmp(name, "POSIX")) {
		errno = ENOENT;
		return 0;
	}
	if (!base && !(base = calloc(1, sizeof *base)))
		return 0;
	if (mask & LC_CTYPE_MASK)
		base->utf8 = utf8;
	return base;
}

locale_t duplocale(locale_t l)
{
	locale_t copy = malloc(sizeof *copy);
	if (copy)
		copy->utf8 = l != LC_GLOBAL_LOCALE ? l->utf8 : used ? global_utf8 : __utf8;
	return copy;
}

void freelocale(locale_t l)
{
	free(l);
}

/* All threads change: there is one encoding in a process. */
locale_t uselocale(locale_t l)
{
	locale_t old = used ? used : LC_GLOBAL_LOCALE;
	if (!l)
		return old;
	if (!used)
		global_utf8 = __utf8;
	used = l == LC_GLOBAL_LOCALE ? 0 : l;
	__utf8 = used ? used->utf8 : global_utf8;
	return old;
}

int isalnum_l(int c, locale_t l)
{
	(void)l;
	return isalnum(c);
}

int isalpha_l(int c, locale_t l)
{
	(void)l;
	return isalpha(c);
}

int isblank_l(int c, locale_t l)
{
	(void)l;
	return isblank(c);
}

int iscntrl_l(int c, locale_t l)
{
	(void)l;
	return iscntrl(c);
}

int isdigit_l(int c, locale_t l)
{
	(void)l;
	return isdigit(c);
}

int isgraph_l(int c, locale_t l)
{
	(void)l;
	return isgraph(c);
}

int islower_l(int c, locale_t l)
{
	(void)l;
	return islower(c);
}

int isprint_l(int c, locale_t l)
{
	(void)l;
	return isprint(c);
}

int ispunct_l(int c, locale_t l)
{
	(void)l;
	return ispunct(c);
}

int isspace_l(int c, locale_t l)
{
	(void)l;
	return isspace(c);
}

int isupper_l(int c, locale_t l)
{
	(void)l;
	return isupper(c);
}

int isxdigit_l(int c, locale_t l)
{
	(void)l;
	return isxdigit(c);
}

int tolower_l(int c, locale_t l)
{
	(void)l;
	return tolower(c);
}

int toupper_l(int c, locale_t l)
{
	(void)l;
	return toupper(c);
}

int strcoll_l(const char *a, const char *b, locale_t l)
{
	(void)l;
	return strcoll(a, b);
}

size_t strxfrm_l(char *d, const char *s, size_t n, locale_t l)
{
	(void)l;
	return strxfrm(d, s, n);
}

char *strerror_l(int e, locale_t l)
{
	(void)l;
	return strerror(e);
}

int strcasecmp_l(const char *a, const char *b, locale_t l)
{
	(void)l;
	return strcasecmp(a, b);
}

int strncasecmp_l(const char *a, const char *b, size_t n, locale_t l)
{
	(void)l;
	return strncasecmp(a, b, n);
}

size_t strftime_l(char *s, size_t n, const char *f, const struct tm *t, locale_t l)
{
	(void)l;
	return strftime(s, n, f, t);
}

long strtol_l(const char *s, char **end, int base, locale_t l)
{
	(void)l;
	return strtol(s, end, base);
}

unsigned long strtoul_l(const char *s, char **end, int base, locale_t l)
{
	(void)l;
	return strtoul(s, end, base);
}

long long strtoll_l(const char *s, char **end, int base, locale_t l)
{
	(void)l;
	return strtoll(s, end, base);
}

unsigned long long strtoull_l(const char *s, char **end, int base, locale_t l)
{
	(void)l;
	return strtoull(s, end, base);
}

double strtod_l(const char *s, char **end, locale_t l)
{
	(void)l;
	return strtod(s, end);
}

float strtof_l(const char *s, char **end, locale_t l)
{
	(void)l;
	return strtof(s, end);
}

long double strtold_l(const char *s, char **end, locale_t l)
{
	(void)l;
	return strtold(s, end);
}

/* With a locale's encoding. */
#define WITH(l, type, call) do { int old = __utf8; if ((l) != LC_GLOBAL_LOCALE) __utf8 = (l)->utf8; type r = (call); __utf8 = old; return r; } while (0)

char *nl_langinfo_l(nl_item item, locale_t l)
{
	WITH(l, char *, nl_langinfo(item));
}

int iswalnum_l(wint_t c, locale_t l)
{
	WITH(l, int, iswalnum(c));
}

int iswalpha_l(wint_t c, locale_t l)
{
	WITH(l, int, iswalpha(c));
}

int iswblank_l(wint_t c, locale_t l)
{
	WITH(l, int, iswblank(c));
}

int iswcntrl_l(wint_t c, locale_t l)
{
	WITH(l, int, iswcntrl(c));
}

int iswdigit_l(wint_t c, locale_t l)
{
	WITH(l, int, iswdigit(c));
}

int iswgraph_l(wint_t c, locale_t l)
{
	WITH(l, int, iswgraph(c));
}

int iswlower_l(wint_t c, locale_t l)
{
	WITH(l, int, iswlower(c));
}

int iswprint_l(wint_t c, locale_t l)
{
	WITH(l, int, iswprint(c));
}

int iswpunct_l(wint_t c, locale_t l)
{
	WITH(l, int, iswpunct(c));
}

int iswspace_l(wint_t c, locale_t l)
{
	WITH(l, int, iswspace(c));
}

int iswupper_l(wint_t c, locale_t l)
{
	WITH(l, int, iswupper(c));
}

int iswxdigit_l(wint_t c, locale_t l)
{
	WITH(l, int, iswxdigit(c));
}

wint_t towlower_l(wint_t c, locale_t l)
{
	WITH(l, wint_t, towlower(c));
}

wint_t towupper_l(wint_t c, locale_t l)
{
	WITH(l, wint_t, towupper(c));
}

int iswctype_l(wint_t c, wctype_t class, locale_t l)
{
	WITH(l, int, iswctype(c, class));
}

wctype_t wctype_l(const char *name, locale_t l)
{
	(void)l;
	return wctype(name);
}
