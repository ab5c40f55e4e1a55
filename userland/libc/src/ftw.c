/* ftw(3), nftw(3) */
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

struct walk { __ftw_func_t plain; __nftw_func_t full; int flags; dev_t dev; char path[PATH_MAX]; };
/* Directories on the way here: a link back to one of them is not followed. */
struct above { const struct above *up; dev_t dev; ino_t ino; };

static int call(struct walk *w, const struct stat *st, int what, int base, int level)
{
	struct FTW at = { base, level };
	if (w->full)
		return w->full(w->path, st, what, &at);
	return w->plain(w->path, st, what == FTW_SLN ? FTW_NS : what);
}

/* What the callback says about going on; FTW_SKIP_SIBLINGS is for the caller's loop. */
static int stops(struct walk *w, int r)
{
	return w->flags & FTW_ACTIONRETVAL ? r == FTW_STOP : r != 0;
}

static int classify(struct walk *w, struct stat *st)
{
	if ((w->flags & FTW_PHYS ? lstat : stat)(w->path, st) == 0)
		return S_ISDIR(st->st_mode) ? FTW_D : S_ISLNK(st->st_mode) ? FTW_SL : FTW_F;
	if (!(w->flags & FTW_PHYS) && lstat(w->path, st) == 0 && S_ISLNK(st->st_mode))
		return FTW_SLN;
	return errno == EACCES || errno == ENOENT ? FTW_NS : -1;
}

static int visit(struct walk *w, const struct above *up, int level)
{
	struct above here = { up, 0, 0 };
	const struct above *a;
	struct dirent *e;
	struct stat st;
	size_t n = strlen(w->path);
	const char *slash = strrchr(w->path, '/');
	int base = slash && slash[1] ? slash + 1 - w->path : 0, what = classify(w, &st), r;
	DIR *d;
	if (what < 0 || level == 0 && what == FTW_NS)
		return -1;
	if (level == 0)
		w->dev = st.st_dev;
	if (what != FTW_NS && w->flags & FTW_MOUNT && st.st_dev != w->dev)
		return 0;
	if (what != FTW_D)
		return call(w, &st, what, base, level);
	here.dev = st.st_dev;
	here.ino = st.st_ino;
	for (a = up; a && !(w->flags & FTW_PHYS); a = a->up)
		if (a->dev == here.dev && a->ino == here.ino)
			return 0;
	d = opendir(w->path);
	if (!d)
		return errno == EACCES ? call(w, &st, FTW_DNR, base, level) : -1;
	if (!(w->flags & FTW_DEPTH)) {
		r = call(w, &st, FTW_D, base, level);
		if (r) {
			closedir(d);
			return w->flags & FTW_ACTIONRETVAL && r == FTW_SKIP_SUBTREE ? 0 : r;
		}
	}
	r = 0;
	while (!stops(w, r) && (e = readdir(d))) {
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		if (n + strlen(e->d_name) + 2 > PATH_MAX) {
			errno = ENAMETOOLONG;
			r = -1;
			break;
		}
		w->path[n] = '/';
		strcpy(w->path + n + (w->path[n - 1] != '/'), e->d_name);
		r = visit(w, &here, level + 1);
		w->path[n] = 0;
		if (w->flags & FTW_ACTIONRETVAL && r == FTW_SKIP_SIBLINGS)
			break;
		if (w->flags & FTW_ACTIONRETVAL && r != FTW_STOP && r != -1)
			r = 0;
		if (r == -1)
			break;
	}
	closedir(d);
	if (w->flags & FTW_ACTIONRETVAL && r != FTW_STOP && r != -1)
		r = 0;
	if (r == 0 && w->flags & FTW_DEPTH)
		r = call(w, &st, FTW_DP, base, level);
	return r;
}

static int start(struct walk *w, const char *path)
{
	size_t n = strlen(path);
	if (n == 0 || n + 2 > PATH_MAX) {
		errno = n ? ENAMETOOLONG : ENOENT;
		return -1;
	}
	strcpy(w->path, path);
	while (n > 1 && w->path[n - 1] == '/')
		w->path[--n] = 0;
	return visit(w, 0, 0);
}

int nftw(const char *path, __nftw_func_t function, int descriptors, int flags)
{
	struct walk w = { 0, function, flags, 0, "" };
	(void)descriptors;
	/* Names are relative to where the walk began. */
	if (flags & FTW_CHDIR) {
		errno = ENOSYS;
		return -1;
	}
	return start(&w, path);
}

int ftw(const char *path, __ftw_func_t function, int descriptors)
{
	struct walk w = { function, 0, 0, 0, "" };
	(void)descriptors;
	return start(&w, path);
}
