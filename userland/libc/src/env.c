/* getenv(3), setenv(3), putenv(3), clearenv(3), environ(7) */
#include <bits/libc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char **environ;
static char **own; /* the array if it came from malloc */

static char **find(const char *name, size_t n)
{
	char **e;
	if (environ)
		for (e = environ; *e; e++)
			if (strncmp(*e, name, n) == 0 && (*e)[n] == '=')
				return e;
	return 0;
}

char *getenv(const char *name)
{
	size_t n = strlen(name);
	char **e = n ? find(name, n) : 0;
	return e ? *e + n + 1 : 0;
}

char *secure_getenv(const char *name)
{
	return getenv(name);
}

static int add(char *entry)
{
	size_t n = 0;
	char **more;
	if (environ)
		while (environ[n])
			n++;
	more = realloc(environ == own ? own : 0, (n + 2) * sizeof *more);
	if (!more)
		return -1;
	if (environ != own)
		memcpy(more, environ, n * sizeof *more);
	more[n] = entry;
	more[n + 1] = 0;
	own = environ = more;
	return 0;
}

int putenv(char *entry)
{
	char *eq = strchr(entry, '=');
	char **e;
	if (!eq)
		return unsetenv(entry);
	e = find(entry, eq - entry);
	if (e) {
		*e = entry;
		return 0;
	}
	return add(entry);
}

int setenv(const char *name, const char *value, int overwrite)
{
	size_t n, m;
	char **e, *entry;
	if (!name || !*name || strchr(name, '=')) {
		errno = EINVAL;
		return -1;
	}
	n = strlen(name);
	m = strlen(value);
	e = find(name, n);
	if (e && !overwrite)
		return 0;
	entry = malloc(n + m + 2);
	if (!entry)
		return -1;
	memcpy(entry, name, n);
	entry[n] = '=';
	memcpy(entry + n + 1, value, m + 1);
	if (e) {
		*e = entry;
		return 0;
	}
	return add(entry);
}

int unsetenv(const char *name)
{
	size_t n;
	char **e;
	if (!name || !*name || strchr(name, '=')) {
		errno = EINVAL;
		return -1;
	}
	n = strlen(name);
	while ((e = find(name, n)))
		do
			e[0] = e[1];
		while (*e++);
	return 0;
}

int clearenv(void)
{
	if (environ == own)
		free(own);
	own = environ = 0;
	return 0;
}
