// timerfd, signalfd and eventfd in one loop.
#include <sys/timerfd.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/eventfd.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>
typedef struct handler {
    int fd;
    void (*fn)(struct handler *);
    const char *name;
    int count;
} handler;
static int running = 1;
static void tick(handler *h)
{
    uint64_t n;
    read(h->fd, &n, 8);
    printf("%s %lu\n", h->name, (unsigned long)n);
    if (++h->count == 3) {
        kill(getpid(), SIGUSR1);
        struct itimerspec off = {{0}};
        timerfd_settime(h->fd, 0, &off, NULL);
    }
}
static void sig(handler *h)
{
    struct signalfd_siginfo si;
    read(h->fd, &si, sizeof si);
    printf("%s %u\n", h->name, si.ssi_signo);
    if (si.ssi_signo == SIGCHLD) {
        wait(NULL);
        running = 0;
    }
}
static void ev(handler *h)
{
    uint64_t v;
    read(h->fd, &v, 8);
    printf("%s %lu\n", h->name, (unsigned long)v);
}
int main(void)
{
    sigset_t m;
    sigemptyset(&m);
    sigaddset(&m, SIGUSR1);
    sigaddset(&m, SIGCHLD);
    sigprocmask(SIG_BLOCK, &m, NULL);
    handler hs[] = {{timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK), tick, "timer"},
                    {signalfd(-1, &m, SFD_CLOEXEC), sig, "signal"},
                    {eventfd(0, 0), ev, "event"}};
    struct itimerspec t = {{0, 10000000}, {0, 10000000}};
    timerfd_settime(hs[0].fd, 0, &t, NULL);
    int ep = epoll_create(1);
    for (int i = 0; i < 3; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = &hs[i]};
        if (epoll_ctl(ep, EPOLL_CTL_ADD, hs[i].fd, &e))
            perror("epoll_ctl");
    }
    if (!fork()) {
        usleep(55000);
        uint64_t v = 5;
        write(hs[2].fd, &v, 8);
        usleep(20000);
        _exit(0);
    }
    while (running) {
        struct epoll_event e[4];
        int n = epoll_wait(ep, e, 4, 1000);
        if (n == 0) {
            puts("idle");
            break;
        }
        for (int i = 0; i < n; i++) {
            handler *h = e[i].data.ptr;
            h->fn(h);
        }
    }
    return 0;
}
