/* realpath(3), basename(3), dirname(3), fnmatch(3) */
#include <bits/libc.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

char *basename(const char *path)
{
	char *p = strrchr(path, '/');
	return p ? p + 1 : (char *)path;
}

char *__xpg_basename(char *path)
{
	char *p;
	size_t n;
	if (!path || !*path)
		return ".";
	n = strlen(path);
	while (n > 1 && path[n - 1] == '/')
		path[--n] = 0;
	p = strrchr(path, '/');
	return p && n > 1 ? p + 1 : path;
}

char *dirname(char *path)
{
	size_t n;
	if (!path || !strchr(path, '/'))
		return ".";
	n = strlen(path);
	while (n > 1 && path[n - 1] == '/')
		n--;
	while (n > 0 && path[n - 1] != '/')
		n--;
	if (n == 0)
		return ".";
	while (n > 1 && path[n - 1] == '/')
		n--;
	/* Exactly two leading slashes may mean something. */
	if (n == 1 && path[1] == '/' && path[2] != '/')
		n = 2;
	path[n] = 0;
	return path;
}

char *realpath(const char *path, char *out)
{
	char rest[PATH_MAX], done[PATH_MAX], link[PATH_MAX], *name, *end;
	size_t n;
	int links = 0;
	if (!path) {
		errno = EINVAL;
		return 0;
	}
	if (!*path) {
		errno = ENOENT;
		return 0;
	}
	if (strlen(path) >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return 0;
	}
	strcpy(rest, path);
	if (*path == '/')
		strcpy(done, "/");
	else if (!getcwd(done, sizeof done))
		return 0;
	for (name = rest; *name;) {
		struct stat st;
		size_t len;
		long got;
		while (*name == '/')
			name++;
		end = strchrnul(name, '/');
		len = end - name;
		if (len == 0)
			break;
		if (len == 1 && *name == '.') {
			name = end;
			continue;
		}
		n = strlen(done);
		if (len == 2 && name[0] == '.' && name[1] == '.') {
			while (n > 1 && done[--n] != '/')
				;
			done[n > 1 ? n : 1] = 0;
			name = end;
			continue;
		}
		if (n + len + 2 > PATH_MAX) {
			errno = ENAMETOOLONG;
			goto failed;
		}
		if (done[n - 1] != '/')
			done[n++] = '/';
		memcpy(done + n, name, len);
		done[n + len] = 0;
		got = readlink(done, link, sizeof link - 1);
		if (got < 0) {
			if (errno != EINVAL)
				goto failed;
			/* Not a link; in the middle of a path it has to be a directory. */
			if (*end && (stat(done, &st) < 0 || !S_ISDIR(st.st_mode))) {
				errno = ENOTDIR;
				goto failed;
			}
			name = end;
			continue;
		}
		if (++links > 40) {
			errno = ELOOP;
			goto failed;
		}
		link[got] = 0;
		if (got + strlen(end) >= PATH_MAX) {
			errno = ENAMETOOLONG;
			goto failed;
		}
		memmove(rest + got, end, strlen(end) + 1);
		memcpy(rest, link, got);
		name = rest;
		if (*link == '/')
			strcpy(done, "/");
		else
			done[n > 1 ? n - 1 : 1] = 0;
	}
	return out ? strcpy(out, done) : strdup(done);
failed:
	/* What is not there, or may not be read, is told, as by the GNU C library. */
	if (out && (errno == ENOENT || errno == EACCES))
		strcpy(out, done);
	return 0;
}

char *canonicalize_file_name(const char *path)
{
	return realpath(path, 0);
}

static int fold(int c, int flags)
{
	return flags & FNM_CASEFOLD && c >= 'A' && c <= 'Z' ? c + 32 : c;
}

/* A bracket expression at p (after '['); returns its end or 0 if it is none, and whether c is in it. */
static const char *bracket(const char *p, int c, int flags, int *in)
{
	int invert = 0, first = 1, found = 0;
	if (*p == '!' || *p == '^') {
		invert = 1;
		p++;
	}
	for (; first || *p != ']'; first = 0) {
		int lo = (unsigned char)*p++, hi;
		if (!lo)
			return 0;
		if (lo == '\\' && !(flags & FNM_NOESCAPE))
			lo = (unsigned char)*p++;
		hi = lo;
		if (*p == '-' && p[1] && p[1] != ']') {
			hi = (unsigned char)*++p;
			p++;
		}
		if (fold(c, flags) >= fold(lo, flags) && fold(c, flags) <= fold(hi, flags))
			found = 1;
	}
	*in = found != invert;
	return p + 1;
}

static int match(const char *p, const char *s, const char *start, int flags)
{
	for (; *p; p++, s++) {
		int dot = *s == '.' && flags & FNM_PERIOD && (s == start || (flags & FNM_PATHNAME && s[-1] == '/'));
		const char *end;
		int in;
		switch (*p) {
		case '?':
			if (!*s || (*s == '/' && flags & FNM_PATHNAME) || dot)
				return FNM_NOMATCH;
			continue;
		case '*':
			if (dot)
				return FNM_NOMATCH;
			while (*p == '*')
				p++;
			for (;; s++) {
				if (match(p, s, start, flags) == 0)
					return 0;
				if (!*s || (*s == '/' && flags & FNM_PATHNAME))
					return FNM_NOMATCH;
			}
		case '[':
			if (!*s || (*s == '/' && flags & FNM_PATHNAME) || dot)
				return FNM_NOMATCH;
			end = bracket(p + 1, (unsigned char)*s, flags, &in);
			if (end) {
				if (!in)
					return FNM_NOMATCH;
				p = end - 1;
				continue;
			}
			break;
		case '\\':
			if (!(flags & FNM_NOESCAPE) && p[1])
				p++;
		}
		if (fold((unsigned char)*p, flags) != fold((unsigned char)*s, flags))
			return FNM_NOMATCH;
	}
	return *s == 0 || (flags & FNM_LEADING_DIR && *s == '/') ? 0 : FNM_NOMATCH;
}

int fnmatch(const char *p, const char *s, int flags)
{
	return match(p, s, s, flags);
}
