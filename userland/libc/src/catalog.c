/* catopen(3), catgets(3): there are no message catalogues, so every message is the program's own. */
#include <bits/libc.h>
#include <nl_types.h>

nl_catd catopen(const char *name, int flag)
{
	(void)name;
	(void)flag;
	errno = ENOENT;
	return (nl_catd)-1;
}

char *catgets(nl_catd c, int set, int number, const char *otherwise)
{
	(void)set;
	(void)number;
	if (c == (nl_catd)-1)
		errno = EBADF;
	return (char *)otherwise;
}

int catclose(nl_catd c)
{
	(void)c;
	errno = EBADF;
	return -1;
}
