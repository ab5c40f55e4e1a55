// Changing a pipe's capacity: PIPE-35, PIPE-36.
#define _GNU_SOURCE
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

static char data[70000];

int main(void)
{
    int p[2];
    pipe(p);
    fcntl(p[1], F_SETFL, O_NONBLOCK);
    printf("PIPE-35 F_SETPIPE_SZ 0: %s\n", res(fcntl(p[1], F_SETPIPE_SZ, 0)));
    printf("PIPE-35 F_GETPIPE_SZ: %s\n", res(fcntl(p[0], F_GETPIPE_SZ)));
    printf("PIPE-35 write of 5000: %s\n", res(write(p[1], data, 5000)));
    printf("PIPE-35 F_SETPIPE_SZ 5000: %s\n", res(fcntl(p[0], F_SETPIPE_SZ, 5000)));
    printf("PIPE-35 write of 5000: %s\n", res(write(p[1], data, 5000)));
    printf("PIPE-35 F_SETPIPE_SZ 40000: %s\n", res(fcntl(p[0], F_SETPIPE_SZ, 40000)));
    printf("PIPE-36 F_SETPIPE_SZ 4096 with two pages inside: %s\n", res(fcntl(p[0], F_SETPIPE_SZ, 4096)));
    printf("PIPE-36 F_SETPIPE_SZ 8192: %s\n", res(fcntl(p[0], F_SETPIPE_SZ, 8192)));
    read(p[0], data, 4096);
    printf("PIPE-36 a page read, F_SETPIPE_SZ 4096: %s\n", res(fcntl(p[0], F_SETPIPE_SZ, 4096)));
    printf("PIPE-36 write of 4096: %s\n", res(write(p[1], data, 4096)));
    printf("PIPE-36 F_SETPIPE_SZ 65536: %s\n", res(fcntl(p[1], F_SETPIPE_SZ, 65536)));
    printf("PIPE-36 write of 65536: %s\n", res(write(p[1], data, 65536)));
    printf("PIPE-36 F_SETPIPE_SZ on a closed descriptor: %s\n", res(fcntl(77, F_SETPIPE_SZ, 4096)));
    return 0;
}
