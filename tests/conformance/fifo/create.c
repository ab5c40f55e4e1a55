// mkfifo: FIFO-01 to FIFO-04, FIFO-22.
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
    unlink("f");
    unlink("g");
    umask(022);
    printf("FIFO-01 mkfifo: %s\n", res(mkfifo("f", 0666)));
    int r = stat("f", &st);
    printf("FIFO-02 stat: %d, S_ISFIFO %d, mode %o, size %ld, links %d\n", r, !!S_ISFIFO(st.st_mode),
           st.st_mode & 07777, (long)st.st_size, (int)st.st_nlink);
    umask(0);
    mkfifo("g", 0640);
    stat("g", &st);
    printf("FIFO-02 umask 0, mode 0640: %o\n", st.st_mode & 07777);
    printf("FIFO-03 mkfifo of an existing name: %s\n", res(mkfifo("f", 0666)));
    printf("FIFO-03 over a directory: %s\n", res(mkfifo(".", 0666)));
    printf("FIFO-04 in a missing directory: %s\n", res(mkfifo("missing/f", 0666)));
    printf("FIFO-04 below a file: %s\n", res(mkfifo("f/g", 0666)));
    printf("FIFO-04 the empty name: %s\n", res(mkfifo("", 0666)));
    printf("FIFO-22 truncate: %s\n", res(truncate("f", 0)));
    unlink("g");
    printf("FIFO-01 mknod with S_IFIFO: %s\n", res(mknod("g", S_IFIFO | 0600, 0)));
    lstat("g", &st);
    printf("FIFO-01 it is a FIFO: %d, mode %o\n", !!S_ISFIFO(st.st_mode), st.st_mode & 07777);
    printf("FIFO-01 O_CREAT|O_EXCL on it: %s\n", res(open("g", O_CREAT | O_EXCL | O_RDWR, 0600)));
    unlink("f");
    unlink("g");
    printf("FIFO-01 unlinked, open: %s\n", res(open("f", O_RDWR)));
    return 0;
}
