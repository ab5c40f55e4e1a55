// A full pipe, counted in page-sized slots: PIPE-13 to PIPE-17.
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

static char big[200000];

static int inside(int fd)
{
    int n = -1;
    ioctl(fd, FIONREAD, &n);
    return n;
}

int main(void)
{
    int p[2];
    pipe(p);
    fcntl(p[0], F_SETFL, O_NONBLOCK);
    fcntl(p[1], F_SETFL, O_NONBLOCK);

    printf("PIPE-13 nonblocking write of 200000: %s\n", res(write(p[1], big, 200000)));
    printf("PIPE-14 one byte more: %s\n", res(write(p[1], big, 1)));
    printf("PIPE-14 and 10000 more: %s\n", res(write(p[1], big, 10000)));

    read(p[0], big, 100);
    printf("PIPE-15 after reading 100, write 100: %s\n", res(write(p[1], big, 100)));
    printf("PIPE-15b bytes inside: %d\n", inside(p[0]));
    read(p[0], big, 3995);
    printf("PIPE-16 after reading 4095, write 1: %s\n", res(write(p[1], big, 1)));
    printf("PIPE-16 bytes inside: %d\n", inside(p[0]));
    read(p[0], big, 1);
    printf("PIPE-17 after reading 4096, write 4096: %s\n", res(write(p[1], big, 4096)));
    printf("PIPE-17 bytes inside: %d\n", inside(p[0]));

    read(p[0], big, 6000);
    printf("PIPE-15 one page and a half read, write 4097: %s\n", res(write(p[1], big, 4097)));
    printf("PIPE-15 bytes inside: %d\n", inside(p[0]));
    printf("PIPE-15 then write 2000: %s\n", res(write(p[1], big, 2000)));

    int total = 0, n;
    while ((n = read(p[0], big, sizeof big)) > 0)
        total += n;
    printf("PIPE-15 drained: %d, then %s\n", total, res(n));
    printf("PIPE-13 an empty pipe takes 5000 whole: %s\n", res(write(p[1], big, 5000)));
    printf("PIPE-13 and then 61000, of which: %s\n", res(write(p[1], big, 61000)));
    printf("PIPE-13 bytes inside: %d\n", inside(p[0]));
    return 0;
}
