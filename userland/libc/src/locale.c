/* setlocale(3), localeconv(3): the C locale, and C.UTF-8, which differs in how wide characters are encoded. */
#include <bits/libc.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int __utf8;
static char ctype_name[32] = "C";

static const char *from_environment(int category)
{
	static const char *const names[] = { "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES" };
	const char *v = getenv("LC_ALL");
	if (!v || !*v)
		v = getenv(category < 6 ? names[category] : "LC_CTYPE");
	if (!v || !*v)
		v = getenv("LANG");
	return v && *v && strlen(v) < sizeof ctype_name ? v : "C";
}

char *setlocale(int category, const char *name)
{
	int utf8;
	if (category < 0 || category > 12) {
		errno = EINVAL;
		return 0;
	}
	if (!name)
		return category == LC_CTYPE || category == LC_ALL ? ctype_name : "C";
	if (!*name)
		name = from_environment(category);
	utf8 = strlen(name) > 5 && (!strcasecmp(name + strlen(name) - 6, ".UTF-8") || !strcasecmp(name + strlen(name) - 5, ".utf8"));
	if (utf8 ? strncmp(name, "C.", 2) && strncmp(name, "en_US.", 6) : strcmp(name, "C") && strcmp(name, "POSIX"))
		return 0;
	if (category == LC_CTYPE || category == LC_ALL) {
		__utf8 = utf8;
		strcpy(ctype_name, utf8 ? name : "C");
	}
	return utf8 ? ctype_name : "C";
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
