// epoll(7): an instance watched by poll, by select and by another instance; several waiters; fork.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void nap(int ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&t, NULL);
}

static void show(const char *what, int ep)
{
    struct epoll_event e[16];
    int n = epoll_wait(ep, e, 16, 0);
    printf("%s: %d", what, n);
    for (int i = 0; i < n; i++)
        printf(" %d/%#x", e[i].data.u32, e[i].events);
    printf("\n");
}

static int ctl(int ep, int op, int fd, unsigned events, int tag)
{
    struct epoll_event e = {events, {.u32 = tag}};
    return epoll_ctl(ep, op, fd, &e);
}

static int ready(int fd)
{
    struct pollfd p = {fd, POLLIN | POLLOUT | POLLRDNORM, 0};
    poll(&p, 1, 0);
    return p.revents;
}

static void handler(int sig)
{
}

int main(void)
{
    int p[2], q[2];
    char buf[8];
    fd_set r;
    struct timeval now = {0, 0};
    setvbuf(stdout, NULL, _IONBF, 0);
    pipe(p);
    int in = epoll_create1(0), out = epoll_create1(0);
    ctl(in, EPOLL_CTL_ADD, p[0], EPOLLIN, 1);
    ctl(out, EPOLL_CTL_ADD, in, EPOLLIN, 9);
    show("outer, idle", out);
    printf("poll of both: %#x %#x\n", ready(in), ready(out));
    write(p[1], "x", 1);
    show("outer, data", out);
    show("outer again", out);
    show("inner", in);
    printf("poll of both: %#x %#x\n", ready(in), ready(out));
    FD_ZERO(&r);
    FD_SET(out, &r);
    printf("select: %d\n", select(out + 1, &r, NULL, NULL, &now));
    read(p[0], buf, 8);
    show("outer, drained", out);
    printf("poll of both: %#x %#x\n", ready(in), ready(out));
    ctl(out, EPOLL_CTL_MOD, in, EPOLLIN | EPOLLET, 9);
    write(p[1], "x", 1);
    show("outer by edge, data", out);
    show("outer by edge, again", out);
    write(p[1], "x", 1);
    show("outer by edge, more data", out);
    close(in);
    show("inner closed", out);
    read(p[0], buf, 8);

    /* A waiter is woken by a child, through two instances. */
    in = epoll_create1(0);
    ctl(in, EPOLL_CTL_ADD, p[0], EPOLLIN, 1);
    ctl(out, EPOLL_CTL_ADD, in, EPOLLIN, 9);
    if (fork() == 0) {
        nap(30);
        write(p[1], "x", 1);
        _exit(0);
    }
    struct epoll_event e[4];
    int n = epoll_wait(out, e, 4, 2000);
    printf("woken: %d, tag %d\n", n, e[0].data.u32);
    wait(NULL);
    read(p[0], buf, 8);

    /* The instance is shared by fork: what the child adds, the parent sees. */
    pipe(q);
    if (fork() == 0) {
        ctl(in, EPOLL_CTL_ADD, q[0], EPOLLIN, 5);
        write(q[1], "x", 1);
        _exit(0);
    }
    wait(NULL);
    show("added by the child", in);

    /* Several processes wait in one instance: one event wakes one of them, the others time out. */
    int shared = epoll_create1(0);
    ctl(shared, EPOLL_CTL_ADD, p[0], EPOLLIN | EPOLLET, 1);
    for (int i = 0; i < 3; i++)
        if (fork() == 0)
            _exit(epoll_wait(shared, e, 4, 150));
    nap(50);
    write(p[1], "x", 1);
    int status, total = 0;
    while (wait(&status) > 0)
        total += WEXITSTATUS(status);
    printf("of three waiters, %d had an event\n", total);
    read(p[0], buf, 8);

    /* EPOLLEXCLUSIVE: each waits in an instance of its own; one is woken. */
    for (int i = 0; i < 3; i++)
        if (fork() == 0) {
            int own = epoll_create1(0);
            ctl(own, EPOLL_CTL_ADD, p[0], EPOLLIN | EPOLLEXCLUSIVE | EPOLLET, 1);
            _exit(epoll_wait(own, e, 4, 150));
        }
    nap(50);
    write(p[1], "x", 1);
    total = 0;
    while (wait(&status) > 0)
        total += WEXITSTATUS(status);
    printf("of three exclusive instances, %d had an event\n", total);

    /* epoll_pwait: the mask holds while it waits. */
    sigset_t block, none;
    struct sigaction sa = {.sa_handler = handler};
    sigaction(SIGUSR1, &sa, NULL);
    sigemptyset(&none);
    sigemptyset(&block);
    sigaddset(&block, SIGUSR1);
    sigprocmask(SIG_BLOCK, &block, NULL);
    raise(SIGUSR1);
    n = epoll_pwait(in, e, 4, 1000, &none);
    printf("epoll_pwait, ready and a pending signal: %d\n", n);
    read(q[0], buf, 8);
    read(p[0], buf, 8);
    n = epoll_pwait(in, e, 4, 0, &none);
    printf("epoll_pwait, no wait and a pending signal: %d\n", n);
    n = epoll_pwait(in, e, 4, 1000, &none);
    printf("epoll_pwait, a pending signal: %d %s\n", n, n < 0 ? strerror(errno) : "");
    struct timespec t = {0, 20000000};
    n = epoll_pwait2(in, e, 4, &t, NULL);
    printf("epoll_pwait2: %d\n", n);
    return 0;
}
