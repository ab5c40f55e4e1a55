/* glob(3) */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct search { glob_t *g; int flags; int (*on_error)(const char *, int); };

static int has_magic(const char *p, const char *end, int flags)
{
	for (; p < end; p++) {
		if (*p == '*' || *p == '?' || *p == '[')
			return 1;
		if (*p == '\\' && !(flags & GLOB_NOESCAPE) && p + 1 < end)
			p++;
	}
	return 0;
}

static int add(glob_t *g, const char *path)
{
	size_t n = g->gl_offs + g->gl_pathc;
	char **more = realloc(g->gl_pathv, (n + 2) * sizeof *more), *copy = strdup(path);
	if (!more || !copy) {
		if (more)
			g->gl_pathv = more;
		free(copy);
		return GLOB_NOSPACE;
	}
	if (!g->gl_pathv)
		memset(more, 0, g->gl_offs * sizeof *more);
	g->gl_pathv = more;
	more[n] = copy;
	more[n + 1] = 0;
	g->gl_pathc++;
	return 0;
}

static int found(struct search *s, char *path)
{
	struct stat st;
	int is_dir = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	if (s->flags & GLOB_ONLYDIR && !is_dir)
		return 0;
	if (s->flags & GLOB_MARK && is_dir && path[strlen(path) - 1] != '/')
		strcat(path, "/");
	return add(s->g, path);
}

/* path: what is matched so far, of length n; p: the pattern that is left. */
static int descend(struct search *s, char *path, size_t n, const char *p)
{
	const char *end, *rest;
	struct dirent *e;
	struct stat st;
	char piece[NAME_MAX + 1];
	DIR *d;
	int r = 0, how = FNM_PATHNAME | (s->flags & GLOB_PERIOD ? 0 : FNM_PERIOD) | (s->flags & GLOB_NOESCAPE ? FNM_NOESCAPE : 0);
	for (; *p == '/' && n < PATH_MAX - 2; p++)
		path[n++] = '/';
	path[n] = 0;
	if (!*p)
		return lstat(path, &st) == 0 ? found(s, path) : 0;
	end = strchrnul(p, '/');
	rest = end;
	if ((size_t)(end - p) > NAME_MAX || n + (end - p) + 2 > PATH_MAX)
		return 0;
	if (!has_magic(p, end, s->flags)) {
		for (; p < end; p++) {
			if (*p == '\\' && !(s->flags & GLOB_NOESCAPE) && p + 1 < end)
				p++;
			path[n++] = *p;
		}
		path[n] = 0;
		if (*rest)
			return stat(path, &st) == 0 && S_ISDIR(st.st_mode) ? descend(s, path, n, rest) : 0;
		return lstat(path, &st) == 0 ? found(s, path) : 0;
	}
	memcpy(piece, p, end - p);
	piece[end - p] = 0;
	d = opendir(n ? path : ".");
	if (!d) {
		if (errno == ENOENT || errno == ENOTDIR)
			return 0;
		return (s->on_error && s->on_error(path, errno)) || s->flags & GLOB_ERR ? GLOB_ABORTED : 0;
	}
	while (!r && (e = readdir(d))) {
		size_t len = strlen(e->d_name);
		if (fnmatch(piece, e->d_name, how) != 0 || n + len + 2 > PATH_MAX)
			continue;
		memcpy(path + n, e->d_name, len + 1);
		if (!*rest)
			r = found(s, path);
		else if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
			r = descend(s, path, n + len, rest);
	}
	closedir(d);
	return r;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* ~ and ~name at the beginning; -1 if there is no such home. */
static int home(const char *pattern, char *out)
{
	const char *end = strchrnul(pattern, '/'), *dir = getenv("HOME");
	char name[64];
	struct passwd *p;
	if (end - pattern > 1) {
		snprintf(name, sizeof name, "%.*s", (int)(end - pattern - 1), pattern + 1);
		p = getpwnam(name);
		dir = p ? p->pw_dir : 0;
	} else if (!dir) {
		p = getpwuid(getuid());
		dir = p ? p->pw_dir : 0;
	}
	if (!dir || strlen(dir) + strlen(end) >= PATH_MAX)
		return -1;
	sprintf(out, "%s%s", dir, end);
	return 0;
}

static int one(struct search *s, const char *pattern)
{
	char path[PATH_MAX], other[PATH_MAX];
	size_t before = s->g->gl_pathc;
	int r;
	if (*pattern == '~' && s->flags & (GLOB_TILDE | GLOB_TILDE_CHECK)) {
		if (home(pattern, other) == 0)
			pattern = other;
		else if (s->flags & GLOB_TILDE_CHECK)
			return GLOB_NOMATCH;
	}
	if (has_magic(pattern, pattern + strlen(pattern), s->flags))
		s->g->gl_flags |= GLOB_MAGCHAR;
	r = descend(s, path, 0, pattern);
	if (!r && s->g->gl_pathc > before && !(s->flags & GLOB_NOSORT))
		qsort(s->g->gl_pathv + s->g->gl_offs + before, s->g->gl_pathc - before, sizeof(char *), by_name);
	return r;
}

/* Each alternative of the first braces in turn. */
static int braces(struct search *s, const char *pattern, int depth)
{
	const char *open = strchr(pattern, '{'), *p, *from, *close = 0;
	char *made;
	int level = 0, r = 0;
	for (p = open; p && *p && !close; p++) {
		level += (*p == '{') - (*p == '}');
		if (level == 0)
			close = p;
	}
	if (!close || close == open + 1 || depth > 20)
		return one(s, pattern);
	made = malloc(strlen(pattern) + 1);
	if (!made)
		return GLOB_NOSPACE;
	for (p = from = open + 1; !r && p <= close; p++) {
		level += (*p == '{') - (p < close && *p == '}');
		if (level || (*p != ',' && p != close))
			continue;
		sprintf(made, "%.*s%.*s%s", (int)(open - pattern), pattern, (int)(p - from), from, close + 1);
		r = braces(s, made, depth + 1);
		from = p + 1;
	}
	free(made);
	return r;
}

int glob(const char *pattern, int flags, int (*on_error)(const char *, int), glob_t *g)
{
	struct search s = { g, flags, on_error };
	size_t before;
	int r;
	if (!(flags & GLOB_DOOFFS))
		g->gl_offs = 0;
	if (!(flags & GLOB_APPEND)) {
		g->gl_pathc = 0;
		g->gl_pathv = 0;
		if (flags & GLOB_DOOFFS) {
			g->gl_pathv = calloc(g->gl_offs + 1, sizeof(char *));
			if (!g->gl_pathv)
				return GLOB_NOSPACE;
		}
	}
	g->gl_flags = flags;
	before = g->gl_pathc;
	r = flags & GLOB_BRACE ? braces(&s, pattern, 0) : one(&s, pattern);
	if (r)
		return r;
	if (g->gl_pathc > before)
		return 0;
	if (flags & GLOB_NOCHECK || (flags & GLOB_NOMAGIC && !(g->gl_flags & GLOB_MAGCHAR)))
		return add(g, pattern);
	return GLOB_NOMATCH;
}

void globfree(glob_t *g)
{
	size_t i;
	for (i = 0; g->gl_pathv && i < g->gl_pathc; i++)
		free(g->gl_pathv[g->gl_offs + i]);
	free(g->gl_pathv);
	g->gl_pathv = 0;
	g->gl_pathc = 0;
}
