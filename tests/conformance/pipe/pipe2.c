// pipe2, and descriptors running out: PIPE-26 to PIPE-28.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
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
    int p[2] = {-5, -5};
    printf("PIPE-26 pipe2 with an unknown flag: %s", res(pipe2(p, O_APPEND)));
    printf(", array %d %d\n", p[0], p[1]);
    printf("PIPE-27 pipe2: %s\n", res(pipe2(p, O_CLOEXEC | O_NONBLOCK)));
    for (int i = 0; i < 2; i++)
        printf("PIPE-27 end %d: FD_CLOEXEC %d, O_NONBLOCK %d\n", i, fcntl(p[i], F_GETFD),
               !!(fcntl(p[i], F_GETFL) & O_NONBLOCK));
    close(p[0]);
    close(p[1]);
    printf("PIPE-27 pipe2 with no flag: %s", res(pipe2(p, 0)));
    printf(", FD_CLOEXEC %d %d\n", fcntl(p[0], F_GETFD), fcntl(p[1], F_GETFD));
    close(p[0]);
    close(p[1]);

    struct rlimit lim = {6, 6};
    setrlimit(RLIMIT_NOFILE, &lim);
    dup(0);
    dup(0);
    p[0] = p[1] = -5;
    printf("PIPE-28 pipe with one free descriptor: %s", res(pipe(p)));
    printf(", array %d %d\n", p[0], p[1]);
    printf("PIPE-28 the free one is still free: %s\n", res(dup(0)));
    printf("PIPE-28 with none: %s\n", res(pipe(p)));
    close(4);
    close(5);
    printf("PIPE-28 with two: %s", res(pipe(p)));
    printf(", array %d %d\n", p[0], p[1]);
    return 0;
}
