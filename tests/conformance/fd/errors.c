// Descriptors that are not there: FD-10 to FD-14, FD-18 to FD-23.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

extern int dup3(int, int, int);

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
    struct rlimit lim = {64, 64};
    int r;
    setrlimit(RLIMIT_NOFILE, &lim);

    printf("FD-10 dup2(50, 50), not open: %s\n", res(dup2(50, 50)));
    r = dup3(1, 1, 0);
    printf("FD-11 dup3(1, 1): %s\n", res(r));
    printf("FD-12 dup(50): %s\n", res(dup(50)));

    int t = open("/dev/null", O_RDWR);
    printf("FD-13 dup2(50, open): %s\n", res(dup2(50, t)));
    printf("FD-13b the target takes a write: %s\n", res(write(t, "x", 1)));
    printf("FD-14 dup2(1, -1): %s\n", res(dup2(1, -1)));
    printf("FD-14b dup2(1, RLIMIT_NOFILE): %s\n", res(dup2(1, 64)));
    printf("FD-14b dup2(1, RLIMIT_NOFILE - 1): %s\n", res(dup2(1, 63)));

    printf("FD-18 close(50): %s\n", res(close(50)));
    printf("FD-18 close(-1): %s\n", res(close(-1)));
    char c;
    printf("FD-19 read(-1): %s\n", res(read(-1, &c, 1)));
    close(t);
    printf("FD-18 close twice: %s\n", res(close(t)));
    printf("FD-20 write to a closed one: %s\n", res(write(t, "x", 1)));
    printf("FD-20 lseek on a closed one: %s\n", res(lseek(t, 0, SEEK_SET)));
    printf("FD-21 fcntl with command 9999: %s\n", res(fcntl(1, 9999, 0)));
    printf("FD-21 fcntl F_GETFL on a closed one: %s\n", res(fcntl(t, F_GETFL)));
    printf("FD-22 F_DUPFD from -1: %s\n", res(fcntl(1, F_DUPFD, -1)));
    printf("FD-23 F_DUPFD from RLIMIT_NOFILE: %s\n", res(fcntl(1, F_DUPFD, 64)));
    return 0;
}
