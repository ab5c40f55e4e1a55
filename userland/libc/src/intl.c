/* gettext(3), ngettext(3): there are no translations, so that the message itself is the answer. */
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

static char *domain;

char *gettext(const char *text)
{
	return (char *)text;
}

char *dgettext(const char *name, const char *text)
{
	(void)name;
	return (char *)text;
}

char *dcgettext(const char *name, const char *text, int category)
{
	(void)name;
	(void)category;
	return (char *)text;
}

char *ngettext(const char *one, const char *many, unsigned long n)
{
	return (char *)(n == 1 ? one : many);
}

char *textdomain(const char *name)
{
	if (name) {
		free(domain);
		domain = *name ? strdup(name) : 0;
	}
	return domain ? domain : "messages";
}

char *bindtextdomain(const char *name, const char *dir)
{
	(void)name;
	return dir ? (char *)dir : "/usr/share/locale";
}

char *bind_textdomain_codeset(const char *name, const char *codeset)
{
	(void)name;
	return (char *)codeset;
}
