// Opening files: FD-30 to FD-33.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
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
    unlink("f.txt");
    int fd = open("f.txt", O_RDWR | O_CREAT | O_APPEND, 0644);
    write(fd, "one", 3);
    lseek(fd, 0, SEEK_SET);
    write(fd, "two", 3);
    char buf[20] = "";
    pread(fd, buf, 19, 0);
    printf("FD-30 O_APPEND after lseek to 0: %s, offset %ld\n", buf, (long)lseek(fd, 0, SEEK_CUR));
    int plain = open("f.txt", O_WRONLY);
    write(plain, "T", 1);
    memset(buf, 0, sizeof buf);
    pread(fd, buf, 19, 0);
    printf("FD-30 without O_APPEND: %s\n", buf);

    int r = fcntl(plain, F_SETFL, O_RDWR | O_APPEND);
    int fl = fcntl(plain, F_GETFL);
    printf("FD-31 F_SETFL with O_RDWR on a write-only file: %d, mode still write-only %d, O_APPEND %d\n", r,
           (fl & O_ACCMODE) == O_WRONLY, !!(fl & O_APPEND));
    printf("FD-31 and reading it: %s\n", res(read(plain, buf, 1)));
    int ro = open("f.txt", O_RDONLY);
    printf("FD-31 writing to a read-only one: %s\n", res(write(ro, "x", 1)));

    printf("FD-32 O_CREAT|O_EXCL on a file that exists: %s\n", res(open("f.txt", O_CREAT | O_EXCL | O_RDWR, 0600)));
    unlink("f.txt");
    printf("FD-33 open of a missing file: %s\n", res(open("f.txt", O_RDWR)));
    printf("FD-33 in a missing directory: %s\n", res(open("nodir/f.txt", O_RDWR | O_CREAT, 0600)));
    printf("FD-33 a file used as a directory: %s\n", res(open("/dev/null/x", O_RDONLY)));
    printf("FD-33 the empty name: %s\n", res(open("", O_RDONLY)));
    printf("FD-33 a directory for writing: %s\n", res(open("/tmp", O_WRONLY)));
    memset(buf, 0, sizeof buf);
    printf("FD-30 the unlinked file can still be read: %d", (int)pread(fd, buf, 19, 0));
    printf(" %s\n", buf);
    return 0;
}
