// signalfd(2) with fork, several descriptors, handlers, SA_RESTART, epoll.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int ready(int fd)
{
    struct pollfd p = {fd, POLLIN, 0};
    poll(&p, 1, 0);
    return p.revents;
}

static void nap(int ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&t, NULL);
}

static volatile int ran;

static void handler(int sig)
{
    ran = sig;
}

int main(void)
{
    sigset_t one, two, both;
    struct signalfd_siginfo si;
    setvbuf(stdout, NULL, _IONBF, 0);
    sigemptyset(&one);
    sigaddset(&one, SIGUSR1);
    sigemptyset(&two);
    sigaddset(&two, SIGUSR2);
    both = one;
    sigaddset(&both, SIGUSR2);
    sigprocmask(SIG_BLOCK, &both, NULL);
    int a = signalfd(-1, &one, 0), b = signalfd(-1, &two, 0), c = signalfd(-1, &both, 0);

    raise(SIGUSR2);
    printf("SIGUSR2: revents %d %d %d\n", ready(a), ready(b), ready(c));
    read(c, &si, sizeof si);
    printf("read %u from the one for both: revents %d %d %d\n", si.ssi_signo, ready(a), ready(b), ready(c));

    /* A child that has the descriptor sees its own signals. */
    raise(SIGUSR1);
    if (fork() == 0) {
        printf("child: revents %d\n", ready(a));
        raise(SIGUSR1);
        printf("child, after a signal of its own: revents %d\n", ready(a));
        read(a, &si, sizeof si);
        printf("child: read %u, from itself %d\n", si.ssi_signo, si.ssi_pid == (unsigned)getpid());
        _exit(0);
    }
    wait(NULL);
    printf("parent: revents %d\n", ready(a));
    read(a, &si, sizeof si);

    /* A blocking read, woken by a signal of the mask; a handler for another is run and the read goes on. */
    struct sigaction sa = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigaction(SIGHUP, &sa, NULL);
    pid_t parent = getpid();
    if (fork() == 0) {
        nap(30);
        kill(parent, SIGHUP);
        nap(30);
        kill(parent, SIGUSR1);
        _exit(0);
    }
    int n = read(a, &si, sizeof si);
    printf("read %d bytes, signal %u; the handler ran for %d\n", n, si.ssi_signo, ran);
    wait(NULL);
    sa.sa_flags = 0;
    sigaction(SIGHUP, &sa, NULL);
    if (fork() == 0) {
        nap(30);
        kill(parent, SIGHUP);
        _exit(0);
    }
    n = read(a, &si, sizeof si);
    printf("without SA_RESTART: %d %s\n", n, strerror(errno));
    wait(NULL);

    /* A signal that is ignored but blocked is kept for the reader. */
    signal(SIGUSR2, SIG_IGN);
    raise(SIGUSR2);
    printf("ignored and blocked: revents %d\n", ready(b));
    signal(SIGUSR2, SIG_DFL);
    read(b, &si, sizeof si);

    int ep = epoll_create1(0);
    struct epoll_event ev = {EPOLLIN, {.fd = a}}, out[2];
    epoll_ctl(ep, EPOLL_CTL_ADD, a, &ev);
    printf("epoll, nothing: %d\n", epoll_wait(ep, out, 2, 0));
    if (fork() == 0) {
        nap(30);
        kill(parent, SIGUSR1);
        _exit(0);
    }
    n = epoll_wait(ep, out, 2, 2000);
    printf("epoll: %d, the right descriptor %d\n", n, out[0].data.fd == a);
    wait(NULL);
    read(a, &si, sizeof si);
    printf("epoll after the read: %d\n", epoll_wait(ep, out, 2, 0));
    return 0;
}
