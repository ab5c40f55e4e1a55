// select: SEL-01 to SEL-09, INTR-10.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
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

static volatile int ran;

static void handler(int sig)
{
    ran++;
}

int main(void)
{
    int p[2], q[2];
    fd_set r, w, e;
    struct timeval t;
    char c;
    pipe(p);
    pipe(q);

    FD_ZERO(&r);
    FD_SET(p[0], &r);
    t = (struct timeval){0, 60000};
    printf("SEL-01 time-out: %s", res(select(p[0] + 1, &r, NULL, NULL, &t)));
    printf(", the set is cleared %d\n", !FD_ISSET(p[0], &r));
    printf("SEL-02 the time left: %ld.%06ld\n", (long)t.tv_sec, (long)t.tv_usec);

    write(p[1], "x", 1);
    FD_ZERO(&r);
    FD_ZERO(&w);
    FD_ZERO(&e);
    FD_SET(p[0], &r);
    FD_SET(q[0], &r);
    FD_SET(p[1], &w);
    FD_SET(q[1], &w);
    FD_SET(p[0], &e);
    t = (struct timeval){50, 0};
    printf("SEL-03 one readable, two writable: %s", res(select(20, &r, &w, &e, &t)));
    printf(", bits %d%d %d%d %d\n", !!FD_ISSET(p[0], &r), !!FD_ISSET(q[0], &r), !!FD_ISSET(p[1], &w), !!FD_ISSET(q[1], &w),
           !!FD_ISSET(p[0], &e));
    printf("SEL-03b the time left is between 49 and 50 s: %d\n", t.tv_sec == 49 || (t.tv_sec == 50 && t.tv_usec == 0));

    close(q[1]);
    FD_ZERO(&r);
    FD_ZERO(&e);
    FD_SET(q[0], &r);
    FD_SET(q[0], &e);
    printf("SEL-04 end of file: %s", res(select(20, &r, NULL, &e, NULL)));
    printf(", readable %d, exceptional %d\n", !!FD_ISSET(q[0], &r), !!FD_ISSET(q[0], &e));
    int fd = dup(0);
    close(fd);
    FD_ZERO(&r);
    FD_SET(fd, &r);
    printf("SEL-05 a closed descriptor: %s\n", res(select(fd + 1, &r, NULL, NULL, NULL)));
    printf("SEL-06 nfds -1: %s\n", res(select(-1, NULL, NULL, NULL, NULL)));
    t = (struct timeval){-1, 0};
    printf("SEL-07 negative time: %s\n", res(select(0, NULL, NULL, NULL, &t)));
    t = (struct timeval){0, -1};
    printf("SEL-07 negative microseconds: %s\n", res(select(0, NULL, NULL, NULL, &t)));
    FD_ZERO(&r);
    FD_SET(p[0], &r);
    t = (struct timeval){0, 0};
    printf("SEL-08 nfds too small for the readable one: %s\n", res(select(p[0], &r, NULL, NULL, &t)));
    FD_ZERO(&w);
    pipe(q);
    close(q[0]);
    FD_SET(q[1], &w);
    printf("SEL-09 a pipe's writer without a reader: %s", res(select(20, NULL, &w, NULL, NULL)));
    printf(", writable %d\n", !!FD_ISSET(q[1], &w));

    read(p[0], &c, 1);
    for (int restart = 0; restart < 2; restart++) {
        struct sigaction sa = {.sa_handler = handler, .sa_flags = restart ? SA_RESTART : 0};
        sigaction(SIGALRM, &sa, NULL);
        ran = 0;
        FD_ZERO(&r);
        FD_SET(p[0], &r);
        ualarm(60000, 0);
        printf("INTR-10 select, SA_RESTART=%d: %s", restart, res(select(20, &r, NULL, NULL, NULL)));
        printf(", handler ran %d, set unchanged %d\n", ran, !!FD_ISSET(p[0], &r));
    }
    fflush(stdout);
    if (fork() == 0) {
        usleep(60000);
        write(p[1], "late", 4);
        _exit(0);
    }
    FD_ZERO(&r);
    FD_SET(p[0], &r);
    printf("SEL-03 waits without limit: %s\n", res(select(20, &r, NULL, NULL, NULL)));
    wait(NULL);
    return 0;
}
