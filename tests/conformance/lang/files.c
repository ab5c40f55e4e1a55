// Directories and files by system call: mkdir, chdir, getcwd, rename, link counts, stat, access, umask, opendir.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A result as text: the number, or -1 and why. */
static const char *res(long r)
{
    static char text[8][64];
    static int next;
    char *t = text[next++ % 8];
    if (r == -1)
        snprintf(t, 64, "-1 %s", strerror(errno));
    else
        snprintf(t, 64, "%ld", r);
    return t;
}

static const char *type(mode_t m)
{
    return S_ISREG(m) ? "file" : S_ISDIR(m) ? "directory" : S_ISFIFO(m) ? "fifo" : S_ISCHR(m) ? "char" : S_ISLNK(m) ? "link" : "?";
}

static void show(const char *name)
{
    struct stat st;
    if (stat(name, &st) < 0)
        printf("%s: %s\n", name, strerror(errno));
    else
        printf("%s: %s mode %o size %ld\n", name, type(st.st_mode), st.st_mode & 07777,
               S_ISREG(st.st_mode) ? (long)st.st_size : 0L);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char **)a, *(char **)b);
}

static void list(const char *name)
{
    char *names[20];
    int n = 0;
    DIR *d = opendir(name);
    struct dirent *e;
    if (!d) {
        printf("opendir %s: %s\n", name, strerror(errno));
        return;
    }
    while ((e = readdir(d)))
        names[n++] = strdup(e->d_name);
    closedir(d);
    qsort(names, n, sizeof *names, by_name);
    printf("%s:", name);
    for (int i = 0; i < n; i++)
        printf(" %s", names[i]);
    printf("\n");
}

int main(void)
{
    char here[500], now[500];
    umask(022);
    getcwd(here, sizeof here);
    printf("mkdir %s", res(mkdir("d", 0777)));
    printf(" %s", res(mkdir("e", 0700)));
    printf(", again %s\n", res(mkdir("d", 0777)));
    show("d");
    show("e");
    printf("mkdir in a missing one: %s\n", res(mkdir("x/y", 0777)));
    int fd = open("d/f", O_CREAT | O_RDWR, 0666);
    write(fd, "12345", 5);
    show("d/f");
    printf("ftruncate %s", res(ftruncate(fd, 3)));
    printf(" %ld", (long)lseek(fd, 0, SEEK_END));
    printf(", beyond the end %s", res(lseek(fd, 10, SEEK_SET)));
    write(fd, "x", 1);
    printf(", size %ld\n", (long)lseek(fd, 0, SEEK_END));
    char buf[20];
    printf("pread %s", res(pread(fd, buf, 20, 0)));
    printf(", the hole is %d\n", buf[7]);
    printf("lseek bad whence %s", res(lseek(fd, 0, 9)));
    printf(", negative %s\n", res(lseek(fd, -1, SEEK_SET)));
    printf("chdir %s", res(chdir("d")));
    getcwd(now, sizeof now);
    printf(", getcwd %s\n", strncmp(now, here, strlen(here)) ? "?" : now + strlen(here));
    char *cwd = getcwd(now, 3);
    printf("getcwd into 3 bytes: %s %s\n", cwd ? "given" : "NULL", strerror(errno));
    show("f");
    show("../d/./f");
    printf("rename %s", res(rename("f", "../e/g")));
    chdir("..");
    printf(", missing %s", res(rename("d/f", "z")));
    printf(", directory over file %s", res(rename("d", "e/g")));
    printf(", file over directory %s\n", res(rename("e/g", "d")));
    printf("rmdir not empty %s", res(rmdir("e")));
    printf(", file %s", res(rmdir("e/g")));
    printf(", unlink a directory %s", res(unlink("d")));
    printf(", rmdir %s\n", res(rmdir("d")));
    chmod("e/g", 0640);
    show("e/g");
    printf("access %s", res(access("e/g", F_OK)));
    printf(" %s", res(access("e/g", R_OK | W_OK)));
    printf(" %s", res(access("e/g", X_OK)));
    printf(" %s\n", res(access("e/none", F_OK)));
    printf("umask %o", umask(077));
    printf(" %o\n", umask(022));
    mkfifo("e/p", 0600);
    close(open("e/.hidden", O_CREAT | O_WRONLY, 0644));
    list("e");
    list(".");
    list("none");
    show("/dev/null");
    unlink("e/g"), unlink("e/p"), unlink("e/.hidden");
    printf("rmdir %s\n", res(rmdir("e")));
    char longname[300];
    memset(longname, 'n', 299);
    longname[299] = 0;
    printf("a name of 299: %s\n", res(open(longname, O_CREAT | O_RDWR, 0600)));
    return 0;
}
