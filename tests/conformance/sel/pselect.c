// pselect and ppoll install a mask while they wait: SEL-10 to SEL-12.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
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

static int pending(void)
{
    sigset_t s;
    sigpending(&s);
    return sigismember(&s, SIGUSR1);
}

static int blocked(void)
{
    sigset_t s;
    sigprocmask(SIG_BLOCK, NULL, &s);
    return sigismember(&s, SIGUSR1);
}

int main(void)
{
    int p[2];
    fd_set r;
    sigset_t block, none;
    struct timespec t = {5, 0};
    struct sigaction sa = {.sa_handler = handler, .sa_flags = SA_RESTART};
    pipe(p);
    sigaction(SIGUSR1, &sa, NULL);
    sigemptyset(&none);
    sigemptyset(&block);
    sigaddset(&block, SIGUSR1);
    sigprocmask(SIG_BLOCK, &block, NULL);

    raise(SIGUSR1);
    FD_ZERO(&r);
    FD_SET(p[0], &r);
    printf("SEL-10 pselect with a pending signal: %s", res(pselect(p[0] + 1, &r, NULL, NULL, &t, &none)));
    printf(", handler ran %d, blocked again %d\n", ran, blocked());
    raise(SIGUSR1);
    struct pollfd v = {p[0], POLLIN, 0};
    printf("SEL-10b ppoll with a pending signal: %s", res(ppoll(&v, 1, &t, &none)));
    printf(", handler ran %d, blocked again %d\n", ran, blocked());

    write(p[1], "x", 1);
    ran = 0;
    raise(SIGUSR1);
    FD_ZERO(&r);
    FD_SET(p[0], &r);
    printf("SEL-11 pselect, ready and a pending signal: %s", res(pselect(p[0] + 1, &r, NULL, NULL, &t, &none)));
    printf(", handler ran %d, pending %d\n", ran, pending());
    printf("SEL-12 ppoll, ready and a pending signal: %s", res(ppoll(&v, 1, &t, &none)));
    printf(", handler ran %d, pending %d\n", ran, pending());
    printf("SEL-12 ppoll without a mask: %s", res(ppoll(&v, 1, &t, NULL)));
    printf(", time unchanged %d\n", t.tv_sec == 5);
    t = (struct timespec){0, 1000000000};
    printf("SEL-12 bad time: %s", res(ppoll(&v, 1, &t, NULL)));
    printf(", %s\n", res(pselect(0, NULL, NULL, NULL, &t, NULL)));
    sigprocmask(SIG_UNBLOCK, &block, NULL);
    printf("SEL-12 unblocked, handler ran %d\n", ran);
    return 0;
}
