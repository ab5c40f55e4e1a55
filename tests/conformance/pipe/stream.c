// A pipe is a stream of bytes: PIPE-08 to PIPE-12, PIPE-18, PIPE-19.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
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
    int p[2], n;
    char buf[64];
    pipe(p);
    write(p[1], "one", 3);
    write(p[1], "two", 3);
    write(p[1], "three", 5);
    n = read(p[0], buf, sizeof buf);
    printf("PIPE-08 three writes, one read: %d bytes, %.*s\n", n, n, buf);

    write(p[1], "abcdef", 6);
    n = read(p[0], buf, 2);
    printf("PIPE-09 read of 2: %d bytes, %.*s\n", n, n, buf);
    n = read(p[0], buf, sizeof buf);
    printf("PIPE-09 the rest: %d bytes, %.*s\n", n, n, buf);

    printf("PIPE-10 write of nothing: %s\n", res(write(p[1], "", 0)));
    printf("PIPE-10 read of nothing: %s\n", res(read(p[0], buf, 0)));
    ioctl(p[0], FIONREAD, &n);
    printf("PIPE-10 bytes in the pipe: %d\n", n);

    fcntl(p[0], F_SETFL, O_NONBLOCK);
    printf("PIPE-11 nonblocking read of an empty pipe: %s\n", res(read(p[0], buf, 1)));
    int wf = fcntl(p[1], F_GETFL);
    int rf = fcntl(p[0], F_GETFL);
    printf("PIPE-12 O_NONBLOCK on the read end %d, on the write end %d\n", !!(rf & O_NONBLOCK), !!(wf & O_NONBLOCK));

    write(p[1], "last words", 10);
    close(p[1]);
    n = read(p[0], buf, 4);
    printf("PIPE-19 after the last writer closed: %d, %.*s\n", n, n, buf);
    n = read(p[0], buf, sizeof buf);
    printf("PIPE-19 and: %d, %.*s\n", n, n, buf);
    printf("PIPE-19 then: %s\n", res(read(p[0], buf, sizeof buf)));
    printf("PIPE-18 once more, with O_NONBLOCK: %s\n", res(read(p[0], buf, sizeof buf)));
    fcntl(p[0], F_SETFL, 0);
    printf("PIPE-18 and without: %s\n", res(read(p[0], buf, sizeof buf)));
    return 0;
}
