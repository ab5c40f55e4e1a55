// Symbolic and hard links.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
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

int main(void)
{
    struct stat st;
    char buf[20] = "";
    close(open("file", O_CREAT | O_WRONLY, 0644));
    printf("symlink %s", res(symlink("file", "l")));
    printf(", again %s\n", res(symlink("file", "l")));
    lstat("l", &st);
    printf("lstat: a link %d, size %ld\n", !!S_ISLNK(st.st_mode), (long)st.st_size);
    stat("l", &st);
    printf("stat: a file %d\n", !!S_ISREG(st.st_mode));
    printf("readlink %s", res(readlink("l", buf, sizeof buf - 1)));
    printf(" %s\n", buf);
    printf("readlink of a file %s\n", res(readlink("file", buf, sizeof buf)));
    printf("link %s", res(link("file", "h")));
    stat("h", &st);
    printf(", links %d\n", (int)st.st_nlink);
    unlink("file");
    stat("h", &st);
    printf("after unlink: links %d, the symbolic one: %s\n", (int)st.st_nlink, res(open("l", O_RDONLY)));
    symlink("loop2", "loop1");
    symlink("loop1", "loop2");
    printf("a loop: %s\n", res(open("loop1", O_RDONLY)));
    printf("O_NOFOLLOW: %s\n", res(open("l", O_RDONLY | O_NOFOLLOW)));
    printf("link of a missing file: %s\n", res(link("missing", "m")));
    unlink("l"), unlink("h"), unlink("loop1"), unlink("loop2");
    return 0;
}
