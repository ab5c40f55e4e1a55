// A tree printed with its links and totals.
#define _XOPEN_SOURCE 500
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <limits.h>
#include <errno.h>
struct totals {
    unsigned files, dirs, links;
    unsigned long long bytes;
};
static int cmp(const void *a, const void *b)
{
    return strcmp(*(char **)a, *(char **)b);
}
static void walk(const char *path, int depth, struct totals *t)
{
    DIR *d = opendir(path);
    struct dirent *e;
    char **names = NULL;
    size_t n = 0, cap = 0;
    if (!d) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return;
    }
    while ((e = readdir(d)) != NULL) {
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") || !strcmp(e->d_name, "a.out"))
            continue;
        if (n == cap)
            names = realloc(names, (cap = cap ? cap * 2 : 4) * sizeof *names);
        names[n++] = strdup(e->d_name);
    }
    closedir(d);
    qsort(names, n, sizeof *names, cmp);
    for (size_t i = 0; i < n; i++) {
        char p[PATH_MAX];
        struct stat st;
        snprintf(p, sizeof p, "%s/%s", path, names[i]);
        if (lstat(p, &st)) {
            perror(p);
            continue;
        }
        for (int k = 0; k < depth; k++)
            fputs(k == depth - 1 ? "|-- " : "|   ", stdout);
        printf("%s%s", names[i], S_ISDIR(st.st_mode) ? "/" : "");
        if (S_ISLNK(st.st_mode)) {
            char l[64];
            ssize_t k = readlink(p, l, sizeof l - 1);
            l[k] = 0;
            printf(" -> %s", l);
            t->links++;
        }
        putchar('\n');
        if (S_ISDIR(st.st_mode)) {
            t->dirs++;
            walk(p, depth + 1, t);
        } else if (S_ISREG(st.st_mode))
            t->files++, t->bytes += st.st_size;
        free(names[i]);
    }
    free(names);
}
int main(void)
{
    struct totals t = {0};
    mkdir("src", 0777);
    mkdir("src/lib", 0777);
    mkdir("doc", 0777);
    FILE *f = fopen("src/main.c", "w");
    fputs("int main;\n", f);
    fclose(f);
    f = fopen("src/lib/a.h", "w");
    fclose(f);
    symlink("../src", "doc/link");
    symlink("nowhere", "broken");
    walk(".", 1, &t);
    printf("%u files, %u directories, %u links, %llu bytes\n", t.files, t.dirs, t.links, t.bytes);
    walk("none", 0, &t);
    char r[PATH_MAX];
    printf("%s\n", strrchr(realpath("doc/link/lib/../main.c", r), '/'));
    return 0;
}
