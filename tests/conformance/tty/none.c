// Without a terminal: TTY-01, TTY-02.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
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
    struct termios t;
    pipe(p);
    printf("TTY-01 tcgetpgrp on a pipe: %s\n", res(tcgetpgrp(p[0])));
    printf("TTY-01 tcsetpgrp: %s\n", res(tcsetpgrp(p[0], getpgrp())));
    printf("TTY-01 tcgetattr: %s\n", res(tcgetattr(p[0], &t)));
    int is = isatty(p[0]);
    printf("TTY-01 isatty: %d %s\n", is, strerror(errno));
    int null = open("/dev/null", O_RDWR);
    is = isatty(null);
    printf("TTY-01 isatty of /dev/null: %d %s\n", is, strerror(errno));
    is = isatty(99);
    printf("TTY-01 isatty of a closed one: %d %s\n", is, strerror(errno));
    printf("TTY-01 ttyname of a pipe: %s\n", ttyname(p[0]) ? "a name" : "NULL");
    fflush(stdout);
    if (fork() == 0) {
        setsid();
        printf("TTY-02 open of /dev/tty in a new session: %s\n", res(open("/dev/tty", O_RDWR)));
        printf("TTY-02 TIOCSCTTY on a pipe: %s\n", res(ioctl(p[0], TIOCSCTTY, 0)));
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
    return 0;
}
