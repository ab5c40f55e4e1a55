/* glob(3), nftw(3), wordexp(3), scandir(3). */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wordexp.h>

static void list(const char *pattern, int flags)
{
	glob_t g;
	size_t i;
	int r = glob(pattern, flags, 0, &g);
	printf("%s: %d", pattern, r);
	for (i = 0; r == 0 && i < g.gl_pathc; i++)
		printf(" %s", g.gl_pathv[i]);
	puts("");
	if (r == 0)
		globfree(&g);
}

static void words(const char *text, int flags)
{
	wordexp_t w;
	size_t i;
	int r = wordexp(text, &w, flags);
	printf("%s: %d", text, r);
	for (i = 0; r == 0 && i < w.we_wordc; i++)
		printf(" [%s]", w.we_wordv[i]);
	puts("");
	if (r == 0)
		wordfree(&w);
}

static int visit(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	printf("%s kind %d name %s level %d\n", path, kind, path + at->base, at->level);
	return 0;
}

static int visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

int main(void)
{
	struct dirent **names;
	int i, n;
	mkdir("d", 0700);
	mkdir("d/sub", 0700);
	close(creat("d/b.c", 0600));
	close(creat("d/a.c", 0600));
	close(creat("d/z.h", 0600));
	close(creat("d/.hidden", 0600));
	close(creat("d/sub/x.c", 0600));
	list("d/*.c", 0);
	list("d/*", GLOB_MARK);
	list("*/*/*.c", 0);
	list("d/[ab].?", 0);
	list("nothing*", 0);
	list("nothing*", GLOB_NOCHECK);
	list("d/{z.h,a.c}", GLOB_BRACE);
	list("d/.h*", 0);
	n = scandir("d", &names, visible, alphasort);
	for (i = 0; i < n; i++)
		puts(names[i]->d_name);
	unlink("d/a.c");
	unlink("d/b.c");
	unlink("d/z.h");
	unlink("d/.hidden");
	nftw("d", visit, 8, FTW_DEPTH | FTW_PHYS);
	nftw("d", visit, 8, 0);
	setenv("V", "one two", 1);
	words("a 'b c' \"$V\" $V d/*/*.c", 0);
	words("${V} ${NONE:-other} x\\ y", 0);
	words("$NONE", WRDE_UNDEF);
	words("a | b", 0);
	words("'open", 0);
	words("$(echo hi there)", 0);
	words("$(echo hi)", WRDE_NOCMD);
	return 0;
}
