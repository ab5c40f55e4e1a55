/* setlocale(3), localeconv(3): the C locale, and C.UTF-8, which differs in how wide characters are encoded. */
#include <bits/libc.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

extern int __utf8;
enum { CATEGORIES = 13 };
static const char *const category_names[CATEGORIES] = {
	"LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", 0,
	"LC_PAPER", "LC_NAME", "LC_ADDRESS", "LC_TELEPHONE", "LC_MEASUREMENT", "LC_IDENTIFICATION",
};
/* What each category is set to; empty: C. */
static char set_to[CATEGORIES][24];

static const char *from_environment(int category)
{
	const char *v = getenv("LC_ALL");
	if (!v || !*v)
		v = getenv(category_names[category]);
	if (!v || !*v)
		v = getenv("LANG");
	return v && *v ? v : "C";
}

static int is_utf8(const char *name)
{
	size_t n = strlen(name);
	return n > 5 && (!strcasecmp(name + n - 6, ".UTF-8") || !strcasecmp(name + n - 5, ".utf8"));
}

/* The name that a category gets, or 0 if there is no such locale. */
static const char *known(const char *name)
{
	if (is_utf8(name))
		return (!strncmp(name, "C.", 2) || !strncmp(name, "en_US.", 6)) && strlen(name) < sizeof set_to[0] ? name : 0;
	return strcmp(name, "C") && strcmp(name, "POSIX") ? 0 : "C";
}

static const char *name_of(int category)
{
	return set_to[category][0] ? set_to[category] : "C";
}

/* One name, or if they differ "LC_CTYPE=...;LC_NUMERIC=...". */
static char *all_names(void)
{
	static char text[CATEGORIES * 48];
	char *t = text;
	int c, same = 1;
	for (c = 1; c < CATEGORIES; c++)
		if (c != LC_ALL && strcmp(name_of(c), name_of(0)))
			same = 0;
	if (same)
		return (char *)name_of(0);
	for (c = 0; c < CATEGORIES; c++)
		if (c != LC_ALL) {
			if (c)
				*t++ = ';';
			t = stpcpy(t, category_names[c]);
			*t++ = '=';
			t = stpcpy(t, name_of(c));
		}
	return text;
}

/* The part of what all_names gives that is of a category. */
static const char *part_of(const char *composite, int category, char *room, size_t size)
{
	size_t n = strlen(category_names[category]);
	for (const char *s = composite; s; s = strchr(s, ';')) {
		s += *s == ';';
		if (!strncmp(s, category_names[category], n) && s[n] == '=') {
			s += n + 1;
			n = strcspn(s, ";");
			if (n >= size)
				return 0;
			memcpy(room, s, n);
			room[n] = 0;
			return room;
		}
	}
	return 0;
}

char *setlocale(int category, const char *name)
{
	char wanted[CATEGORIES][24], part[24];
	int c, first = category == LC_ALL ? 0 : category, last = category == LC_ALL ? CATEGORIES - 1 : category;
	if (category < 0 || category >= CATEGORIES) {
		errno = EINVAL;
		return 0;
	}
	if (!name)
		return category == LC_ALL ? all_names() : (char *)name_of(category);
	for (c = first; c <= last; c++)
		if (c != LC_ALL) {
			const char *one = *name ? name : from_environment(c);
			if (category == LC_ALL && strchr(one, ';'))
				one = part_of(one, c, part, sizeof part);
			if (!one || !(one = known(one))) {
				errno = ENOENT;
				return 0;
			}
			strcpy(wanted[c], one);
		}
	for (c = first; c <= last; c++)
		if (c != LC_ALL)
			strcpy(set_to[c], wanted[c]);
	__utf8 = is_utf8(name_of(LC_CTYPE));
	return category == LC_ALL ? all_names() : (char *)name_of(category);
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
