/* mkstemp(3), mkdtemp(3), mktemp(3), tmpnam(3), tempnam(3) */
#include <bits/libc.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/stat.h>

enum how { FILE_FD, DIRECTORY, NAME };

static unsigned long mix;

static unsigned long bits(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	mix = (mix ^ t.tv_sec ^ (unsigned long)t.tv_nsec << 20 ^ (unsigned long)&t) * 2862933555777941757UL + 3037000493UL;
	return mix >> 16;
}

static int generate(char *template, int suffix, int flags, enum how how)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t n = strlen(template);
	int saved = errno, tries, i, r;
	char *x;
	if (n < 6 + (size_t)suffix || strncmp(x = template + n - suffix - 6, "XXXXXX", 6)) {
		errno = EINVAL;
		return -1;
	}
	for (tries = 0; tries < 10000; tries++) {
		unsigned long v = bits();
		struct stat st;
		for (i = 0; i < 6; i++, v /= 62)
			x[i] = letters[v % 62];
		if (how == FILE_FD)
			r = open(template, (flags & ~O_ACCMODE) | O_RDWR | O_CREAT | O_EXCL, 0600);
		else if (how == DIRECTORY)
			r = mkdir(template, 0700);
		else if (lstat(template, &st) < 0)
			r = errno == ENOENT || errno == EOVERFLOW ? 0 : -1;
		else {
			r = -1;
			errno = EEXIST;
		}
		if (r >= 0) {
			errno = saved;
			return r;
		}
		if (errno != EEXIST)
			return -1;
	}
	errno = EEXIST;
	return -1;
}

int mkstemp(char *t)
{
	return generate(t, 0, 0, FILE_FD);
}

int mkstemps(char *t, int suffix)
{
	return generate(t, suffix, 0, FILE_FD);
}

int mkostemp(char *t, int flags)
{
	return generate(t, 0, flags, FILE_FD);
}

char *mkdtemp(char *t)
{
	return generate(t, 0, 0, DIRECTORY) < 0 ? 0 : t;
}

char *mktemp(char *t)
{
	if (generate(t, 0, 0, NAME) < 0)
		*t = 0;
	return t;
}

char *tmpnam(char *s)
{
	static char own[L_tmpnam];
	char name[L_tmpnam] = "/tmp/fileXXXXXX";
	if (generate(name, 0, 0, NAME) < 0)
		return 0;
	return strcpy(s ? s : own, name);
}

char *tmpnam_r(char *s)
{
	return s ? tmpnam(s) : 0;
}

char *tempnam(const char *dir, const char *prefix)
{
	const char *env = getenv("TMPDIR");
	char *s;
	if (env && access(env, W_OK | X_OK) == 0)
		dir = env;
	else if (!dir || access(dir, W_OK | X_OK) < 0)
		dir = "/tmp";
	if (asprintf(&s, "%s/%.5sXXXXXX", dir, prefix && *prefix ? prefix : "file") < 0)
		return 0;
	if (generate(s, 0, 0, NAME) < 0) {
		free(s);
		return 0;
	}
	return s;
}
