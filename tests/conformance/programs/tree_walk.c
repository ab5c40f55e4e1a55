// nftw over a small tree, and ftw that stops early.
#define _XOPEN_SOURCE 700
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <fcntl.h>
static int nfile, ndir;
static long total;
static int visit(const char *path, const struct stat *sb, int flag, struct FTW *f)
{
    switch (flag) {
    case FTW_F:
        nfile++;
        total += sb->st_size;
        break;
    case FTW_D:
    case FTW_DP:
        ndir++;
        break;
    }
    if (f->level <= 1 && flag == FTW_D)
        printf("%*s%s (level %d, base %d)\n", f->level * 2, "", path + f->base, f->level, f->base);
    return 0;
}
static int rm(const char *p, const struct stat *s, int fl, struct FTW *f)
{
    return remove(p);
}
static int stop(const char *p, const struct stat *s, int fl)
{
    return fl == FTW_F ? 7 : 0;
}
int main(void)
{
    mkdir("t", 0755);
    mkdir("t/u", 0755);
    mkdir("t/u/v", 0755);
    FILE *f = fopen("t/u/one", "w");
    fputs("12345", f);
    fclose(f);
    f = fopen("t/u/v/two", "w");
    fputs("123", f);
    fclose(f);
    symlink("one", "t/u/lnk");
    if (nftw("t", visit, 10, FTW_PHYS) == -1) {
        perror("nftw");
        exit(1);
    }
    printf("%d files %d dirs %ld bytes\n", nfile, ndir, total);
    printf("ftw %d\n", ftw("t", stop, 5));
    printf("rm %d\n", nftw("t", rm, 10, FTW_DEPTH | FTW_PHYS));
    printf("%d\n", access("t", F_OK));
    return 0;
}
