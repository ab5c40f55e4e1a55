/* fts(3). The working directory is never changed: a program sees that only if it asks, and fts_accpath is right either way.
 *
 * An open directory is a list of entries, linked by fts_link; fts_parent leads up. */
#include <bits/libc.h>
#include <dirent.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>

typedef int (*compare)(const FTSENT **, const FTSENT **);

struct __fts {
	int options;
	compare order;
	dev_t dev;
	/* What fts_read returned last, what of it fts_children has read ahead, and a parent above the roots. */
	FTSENT *current, *children;
	FTSENT *top;
};

static void free_list(FTSENT *e)
{
	for (FTSENT *next; e; e = next) {
		next = e->fts_link;
		free(e->fts_path);
		free(e->fts_statp);
		free(e);
	}
}

static FTSENT *new_entry(FTSENT *parent, const char *name)
{
	size_t above = parent->fts_level < 0 ? 0 : strlen(parent->fts_path), n = strlen(name);
	FTSENT *e = calloc(1, sizeof *e + n + 1);
	if (!e || !(e->fts_statp = calloc(1, sizeof *e->fts_statp)) || !(e->fts_path = malloc(above + n + 2))) {
		if (e)
			free(e->fts_statp);
		free(e);
		return 0;
	}
	memcpy(e->fts_name, name, n + 1);
	if (above) {
		memcpy(e->fts_path, parent->fts_path, above);
		if (e->fts_path[above - 1] != '/')
			e->fts_path[above++] = '/';
	}
	memcpy(e->fts_path + above, name, n + 1);
	e->fts_pathlen = above + n;
	e->fts_namelen = n;
	e->fts_accpath = e->fts_path;
	e->fts_parent = parent;
	e->fts_level = parent->fts_level + 1;
	return e;
}

static int is_dot(const char *s)
{
	return s[0] == '.' && (!s[1] || (s[1] == '.' && !s[2]));
}

/* Finds out what an entry is. */
static void classify(FTS *f, FTSENT *e, int follow)
{
	struct stat *st = e->fts_statp;
	int r = follow ? stat(e->fts_path, st) : lstat(e->fts_path, st);
	if (r < 0 && follow && errno == ENOENT && lstat(e->fts_path, st) == 0) {
		e->fts_info = FTS_SLNONE;
		return;
	}
	if (r < 0) {
		e->fts_errno = errno;
		e->fts_info = FTS_NS;
		return;
	}
	e->fts_dev = st->st_dev;
	e->fts_ino = st->st_ino;
	e->fts_nlink = st->st_nlink;
	if (S_ISDIR(st->st_mode)) {
		e->fts_info = e->fts_level > 0 && is_dot(e->fts_name) ? FTS_DOT : FTS_D;
		for (FTSENT *p = e->fts_parent; e->fts_info == FTS_D && p && p->fts_level >= 0; p = p->fts_parent)
			if (p->fts_ino == e->fts_ino && p->fts_dev == e->fts_dev) {
				e->fts_cycle = p;
				e->fts_info = FTS_DC;
			}
	} else
		e->fts_info = S_ISLNK(st->st_mode) ? FTS_SL : S_ISREG(st->st_mode) ? FTS_F : FTS_DEFAULT;
	(void)f;
}

static FTSENT *sorted(FTS *f, FTSENT *list)
{
	FTSENT **all, *e;
	size_t n = 0, i;
	for (e = list; e; e = e->fts_link)
		n++;
	if (!f->order || n < 2 || !(all = malloc(n * sizeof *all)))
		return list;
	for (i = 0, e = list; e; e = e->fts_link)
		all[i++] = e;
	qsort(all, n, sizeof *all, (int (*)(const void *, const void *))f->order);
	for (i = 0; i < n; i++)
		all[i]->fts_link = i + 1 < n ? all[i + 1] : 0;
	list = all[0];
	free(all);
	return list;
}

/* What is in a directory; 0 and its fts_errno if it can't be read, 0 if it is empty. */
static FTSENT *read_directory(FTS *f, FTSENT *dir)
{
	FTSENT *list = 0, **end = &list, *e;
	struct dirent *d;
	DIR *stream = opendir(dir->fts_path);
	if (!stream) {
		dir->fts_errno = errno;
		return 0;
	}
	while ((d = readdir(stream))) {
		if (is_dot(d->d_name) && !(f->options & FTS_SEEDOT))
			continue;
		if (!(e = new_entry(dir, d->d_name)))
			break;
		if (f->options & FTS_NOSTAT && d->d_type != DT_DIR && d->d_type != DT_LNK)
			e->fts_info = FTS_NSOK;
		else
			classify(f, e, f->options & FTS_LOGICAL);
		*end = e;
		end = &e->fts_link;
	}
	closedir(stream);
	return sorted(f, list);
}

FTS *fts_open(char *const *paths, int options, compare order)
{
	FTS *f;
	FTSENT *list = 0, **end = &list, *e;
	size_t n;
	if (options & ~0x1ff || !*paths) {
		errno = EINVAL;
		return 0;
	}
	f = calloc(1, sizeof *f);
	if (!f || !(f->top = calloc(1, sizeof *f->top + 1)))
		return 0;
	f->options = options;
	f->order = order;
	f->top->fts_level = FTS_ROOTPARENTLEVEL;
	f->top->fts_info = FTS_INIT;
	for (; *paths; paths++) {
		if (!(e = new_entry(f->top, *paths)))
			return 0;
		classify(f, e, options & (FTS_COMFOLLOW | FTS_LOGICAL));
		/* The name of a root is its last part, the path stays whole. */
		n = strlen(e->fts_name);
		while (n > 1 && e->fts_name[n - 1] == '/')
			e->fts_name[--n] = 0;
		char *slash = strrchr(e->fts_name, '/');
		if (slash && slash[1])
			memmove(e->fts_name, slash + 1, strlen(slash));
		e->fts_namelen = strlen(e->fts_name);
		*end = e;
		end = &e->fts_link;
	}
	f->children = sorted(f, list);
	f->current = f->top;
	return f;
}

/* Goes to the first of a list, or says that the directory is done. */
static FTSENT *enter(FTS *f, FTSENT *dir)
{
	FTSENT *first = f->children;
	f->children = 0;
	if (!first) {
		dir->fts_errno = 0;
		first = read_directory(f, dir);
	}
	if (first)
		return first;
	dir->fts_info = dir->fts_errno ? FTS_DNR : FTS_DP;
	return 0;
}

FTSENT *fts_read(FTS *f)
{
	FTSENT *e = f->current, *next;
	int instruction;
	if (!e)
		return 0;
	if (e == f->top) {
		next = f->children;
		f->children = 0;
		goto found;
	}
	instruction = e->fts_instr;
	e->fts_instr = FTS_NOINSTR;
	if (instruction == FTS_AGAIN) {
		classify(f, e, f->options & FTS_LOGICAL);
		return e;
	}
	if (instruction == FTS_FOLLOW && (e->fts_info == FTS_SL || e->fts_info == FTS_SLNONE)) {
		classify(f, e, 1);
		return e;
	}
	if (e->fts_info == FTS_D) {
		if (instruction == FTS_SKIP || (f->options & FTS_XDEV && e->fts_dev != f->dev)) {
			free_list(f->children);
			f->children = 0;
			e->fts_info = FTS_DP;
			return e;
		}
		if (!(next = enter(f, e)))
			return e;
		goto found;
	}
	/* On to the next of the same directory; behind the last, the directory itself once more. */
next_one:
	next = e->fts_link;
	if (!next) {
		FTSENT *up = e->fts_parent;
		e->fts_link = 0;
		free_list(e);
		f->current = up;
		if (up == f->top) {
			f->current = 0;
			return 0;
		}
		up->fts_info = FTS_DP;
		return up;
	}
	e->fts_link = 0;
	free_list(e);
found:
	e = f->current = next;
	if (e->fts_instr == FTS_SKIP)
		goto next_one;
	if (e->fts_instr == FTS_FOLLOW) {
		classify(f, e, 1);
		e->fts_instr = FTS_NOINSTR;
	}
	if (e->fts_level == FTS_ROOTLEVEL)
		f->dev = e->fts_dev;
	return e;
}

FTSENT *fts_children(FTS *f, int instruction)
{
	FTSENT *e = f->current;
	if (instruction && instruction != FTS_NAMEONLY) {
		errno = EINVAL;
		return 0;
	}
	errno = 0;
	if (!e)
		return 0;
	if (e == f->top)
		return f->children;
	if (e->fts_info != FTS_D)
		return 0;
	free_list(f->children);
	e->fts_errno = 0;
	f->children = read_directory(f, e);
	errno = e->fts_errno;
	return f->children;
}

int fts_set(FTS *f, FTSENT *e, int instruction)
{
	(void)f;
	if (instruction < 0 || instruction > FTS_SKIP) {
		errno = EINVAL;
		return 1;
	}
	e->fts_instr = instruction;
	return 0;
}

int fts_close(FTS *f)
{
	FTSENT *e, *up;
	for (e = f->current; e && e != f->top; e = up) {
		up = e->fts_parent;
		free_list(e);
	}
	free_list(f->children);
	free(f->top);
	free(f);
	return 0;
}
