// A reactor: epoll(7) calls back for a pipe, a timer, a signal and a stop button made of an eventfd.
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct handler {
    int fd;
    void (*call)(struct handler *);
    int count;
};

static int ep, running = 1, stop_fd;

static void add(struct handler *h, unsigned events)
{
    struct epoll_event ev = {events, {.ptr = h}};
    if (epoll_ctl(ep, EPOLL_CTL_ADD, h->fd, &ev) < 0)
        perror("epoll_ctl");
}

static void on_data(struct handler *h)
{
    char buf[64];
    ssize_t n;
    /* Edge-triggered: everything there is has to be read. */
    while ((n = read(h->fd, buf, sizeof buf - 1)) > 0) {
        buf[n] = 0;
        h->count += n;
        printf("data: %s\n", buf);
    }
    if (n == 0) {
        printf("data: end after %d bytes\n", h->count);
        epoll_ctl(ep, EPOLL_CTL_DEL, h->fd, NULL);
        close(h->fd);
    }
}

static void on_timer(struct handler *h)
{
    uint64_t times;
    read(h->fd, &times, sizeof times);
    h->count += times;
    printf("timer: %d\n", h->count);
    if (h->count == 4) {
        uint64_t one = 1;
        write(stop_fd, &one, sizeof one);
    }
}

static void on_signal(struct handler *h)
{
    struct signalfd_siginfo si;
    read(h->fd, &si, sizeof si);
    printf("signal: %s\n", strsignal(si.ssi_signo));
    if (si.ssi_signo == SIGCHLD)
        printf("child: %d\n", WEXITSTATUS(({ int s; wait(&s); s; })));
}

static void on_stop(struct handler *h)
{
    printf("stop\n");
    running = 0;
}

static void nap(int ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&t, NULL);
}

int main(void)
{
    int p[2];
    sigset_t m;
    sigemptyset(&m);
    sigaddset(&m, SIGCHLD);
    sigaddset(&m, SIGUSR1);
    sigprocmask(SIG_BLOCK, &m, NULL);
    pipe(p);
    if (fork() == 0) {
        close(p[0]);
        nap(50);
        write(p[1], "one", 3);
        nap(100);
        kill(getppid(), SIGUSR1);
        nap(100);
        write(p[1], "two", 3);
        write(p[1], "three", 5);
        nap(20);
        _exit(9);
    }
    close(p[1]);
    fcntl(p[0], F_SETFL, O_NONBLOCK);
    ep = epoll_create1(EPOLL_CLOEXEC);
    stop_fd = eventfd(0, 0);
    struct handler data = {p[0], on_data}, timer = {timerfd_create(CLOCK_MONOTONIC, 0), on_timer};
    struct handler signals = {signalfd(-1, &m, 0), on_signal}, stop = {stop_fd, on_stop};
    struct itimerspec it = {{0, 100000000}, {0, 100000000}};
    timerfd_settime(timer.fd, 0, &it, NULL);
    add(&data, EPOLLIN | EPOLLET);
    add(&timer, EPOLLIN);
    add(&signals, EPOLLIN);
    add(&stop, EPOLLIN | EPOLLONESHOT);
    while (running) {
        struct epoll_event ev[8];
        int n = epoll_wait(ep, ev, 8, -1);
        for (int i = 0; i < n; i++) {
            struct handler *h = ev[i].data.ptr;
            h->call(h);
        }
    }
    printf("bytes %d, timers %d\n", data.count, timer.count);
    return 0;
}
