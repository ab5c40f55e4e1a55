// readdir, scandir, glob, fnmatch, fts; links and a FIFO.
#define _GNU_SOURCE
#include <dirent.h>
#include <ftw.h>
#include <fts.h>
#include <glob.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <fcntl.h>
#include <errno.h>
#include <libgen.h>

static int fl(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

static void walk(const char *d, int dep)
{
    DIR *D = opendir(d);
    struct dirent *e;
    char p[500];
    char *names[100];
    int n = 0;
    while ((e = readdir(D))) {
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
            continue;
        names[n++] = strdup(e->d_name);
    }
    closedir(D);
    for (int i = 0; i < n; i++)
        for (int j = i + 1; j < n; j++)
            if (strcmp(names[i], names[j]) > 0) {
                char *t = names[i];
                names[i] = names[j];
                names[j] = t;
            }
    for (int i = 0; i < n; i++) {
        struct stat st;
        snprintf(p, sizeof p, "%s/%s", d, names[i]);
        lstat(p, &st);
        printf("%*s%s%s %lld\n", dep * 2, "", names[i],
               S_ISDIR(st.st_mode) ? "/" : S_ISLNK(st.st_mode) ? "@" : S_ISFIFO(st.st_mode) ? "|" : "",
               S_ISDIR(st.st_mode) ? 0LL : (long long) st.st_size);
        if (S_ISDIR(st.st_mode))
            walk(p, dep + 1);
        free(names[i]);
    }
}

static int fcmp(const FTSENT ** a, const FTSENT ** b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

int main()
{
    mkdir("d", 0755);
    mkdir("d/sub", 0755);
    mkdir("d/sub/deep", 0700);
    for (int i = 0; i < 4; i++) {
        char n[40];
        sprintf(n, "d/f%d.txt", i);
        int f = open(n, O_CREAT | O_WRONLY, 0600);
        dprintf(f, "%0*d", i * 10 + 1, 0);
        close(f);
    }
    close(creat("d/sub/x.c", 0644));
    symlink("f0.txt", "d/link");
    symlink("nowhere", "d/dangling");
    mkfifo("d/pipe", 0600);
    link("d/f1.txt", "d/hard");
    walk("d", 0);
    struct dirent **l;
    int n = scandir("d", &l, fl, alphasort);
    for (int i = 0; i < n; i++) {
        printf("%s(%d) ", l[i]->d_name, l[i]->d_type);
        free(l[i]);
    }
    free(l);
    puts("");
    glob_t g;
    memset(&g, 0, sizeof g);
    printf("%d ", glob("d/*.txt", 0, 0, &g));
    for (size_t i = 0; i < g.gl_pathc; i++)
        printf("%s ", g.gl_pathv[i]);
    puts("");
    globfree(&g);
    printf("%d\n", glob("nomatch*", 0, 0, &g));
    glob("d/{f1,f2}.txt", GLOB_BRACE, 0, &g);
    printf("%zu\n", g.gl_pathc);
    printf("%d %d %d %d\n", fnmatch("*.c", "x.c", 0), fnmatch("*", "a/b", FNM_PATHNAME), fnmatch("[!a]*", "abc", 0),
           fnmatch("?.[ch]", "a.h", 0));
    char *paths[] = { "d", 0 };
    FTS *f = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, fcmp);
    FTSENT *e;
    while ((e = fts_read(f)))
        printf("%d %s %s %d\n", e->fts_info, e->fts_path, e->fts_name, e->fts_level);
    fts_close(f);
    return 0;
}
