// FD-24: no descriptor below RLIMIT_NOFILE is free.
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
    struct rlimit lim;
    getrlimit(RLIMIT_NOFILE, &lim);
    lim.rlim_cur = 10;
    printf("FD-24 setrlimit to 10: %s\n", res(setrlimit(RLIMIT_NOFILE, &lim)));
    int opened = 0, fd;
    while ((fd = open("/dev/null", O_RDONLY)) >= 0)
        opened++;
    printf("FD-24 opened %d more, then: %s\n", opened, res(fd));
    printf("FD-24 dup: %s\n", res(dup(0)));
    printf("FD-24 dup2 onto an open number still works: %s\n", res(dup2(1, 9)));
    printf("FD-24 fcntl F_DUPFD: %s\n", res(fcntl(0, F_DUPFD, 5)));
    close(4);
    printf("FD-24 after close(4): %s\n", res(open("/dev/null", O_RDONLY)));
    lim.rlim_cur = 3;
    setrlimit(RLIMIT_NOFILE, &lim);
    printf("FD-24 a lower limit leaves the open ones usable: %s\n", res(write(9, "", 0)));
    printf("FD-24 but opens none: %s\n", res(dup(1)));
    return 0;
}
