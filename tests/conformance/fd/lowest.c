// The lowest free descriptor is always the next one: FD-01, FD-07, FD-08, FD-15, FD-34.
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
    int p[2];
    int a = open("/dev/null", O_RDONLY);
    int b = dup(a);
    int c = open("/dev/null", O_RDONLY);
    printf("FD-01 open, dup, open: %d %d %d\n", a, b, c);
    close(b);
    printf("FD-01 dup after close of the middle one: %d\n", dup(c));
    close(a);
    close(b);
    pipe(p);
    printf("FD-01 pipe fills the two lowest holes: %d %d\n", p[0], p[1]);
    printf("FD-01 the next is: %d\n", open("/dev/null", O_RDONLY));

    printf("FD-07 F_DUPFD from 30: %s\n", res(fcntl(c, F_DUPFD, 30)));
    printf("FD-07 F_DUPFD from 30 again: %s\n", res(fcntl(c, F_DUPFD, 30)));
    printf("FD-07 F_DUPFD from 0: %s\n", res(fcntl(c, F_DUPFD, 0)));

    int d = fcntl(c, F_DUPFD_CLOEXEC, 20);
    printf("FD-08 F_DUPFD_CLOEXEC from 20: %d, FD_CLOEXEC %d\n", d, fcntl(d, F_GETFD));

    printf("FD-15 dup2 to a free number: %s\n", res(dup2(c, 30)));
    printf("FD-15 the numbers below stay free, dup: %s\n", res(dup(c)));

    close(0);
    printf("FD-34 open after close(0): %s\n", res(open("/dev/zero", O_RDONLY)));
    char z = 'x';
    long n = read(0, &z, 1);
    printf("FD-34 and reading 0 gives: %ld byte, value %d\n", n, z);
    return 0;
}
