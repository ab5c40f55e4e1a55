// timerfd_create(2): expirations counted, periodic, absolute, read late, polled, shared by fork.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void nap(int ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&t, NULL);
}

static void set(int t, int ms, int every)
{
    struct itimerspec it = {{every / 1000, every % 1000 * 1000000L}, {ms / 1000, ms % 1000 * 1000000L}};
    timerfd_settime(t, 0, &it, NULL);
}

static int ready(int fd, int ms)
{
    struct pollfd p = {fd, POLLIN | POLLOUT | POLLRDNORM, 0};
    poll(&p, 1, ms);
    return p.revents;
}

int main(void)
{
    uint64_t v = 0;
    struct itimerspec it;
    struct timespec now;
    setvbuf(stdout, NULL, _IONBF, 0);
    int t = timerfd_create(CLOCK_MONOTONIC, 0);

    set(t, 30, 0);
    printf("set: revents %#x\n", ready(t, 0));
    printf("read %zd", read(t, &v, 8));
    printf(", expirations %lu\n", (unsigned long)v);
    timerfd_gettime(t, &it);
    printf("afterwards %ld.%09ld\n", (long)it.it_value.tv_sec, it.it_value.tv_nsec);

    set(t, 50, 50);
    nap(220);
    printf("revents %#x\n", ready(t, 0));
    read(t, &v, 8);
    printf("after 220 ms: %lu\n", (unsigned long)v);
    read(t, &v, 8);
    printf("and the next: %lu\n", (unsigned long)v);
    nap(120);
    timerfd_gettime(t, &it);
    printf("left at most 50 ms: %d, every %ld ms\n", it.it_value.tv_nsec <= 50000000 && it.it_value.tv_nsec > 0,
           it.it_interval.tv_nsec / 1000000);
    read(t, &v, 8);
    printf("gettime loses nothing: %lu\n", (unsigned long)v);

    /* A new setting forgets what has expired. */
    set(t, 20, 0);
    nap(60);
    set(t, 60, 0);
    printf("set anew: revents %#x", ready(t, 0));
    printf(", then %#x\n", ready(t, 1000));
    read(t, &v, 8);

    /* Absolute times: in the future, in the past, on both clocks. */
    clock_gettime(CLOCK_MONOTONIC, &now);
    memset(&it, 0, sizeof it);
    it.it_value = now;
    it.it_value.tv_sec += 1;
    timerfd_settime(t, TFD_TIMER_ABSTIME, &it, NULL);
    timerfd_gettime(t, &it);
    printf("in a second: less than that left %d\n", it.it_value.tv_sec == 0 && it.it_value.tv_nsec > 500000000);
    memset(&it, 0, sizeof it);
    it.it_value = now;
    it.it_value.tv_nsec -= 500000000;
    if (it.it_value.tv_nsec < 0) {
        it.it_value.tv_nsec += 1000000000;
        it.it_value.tv_sec--;
    }
    it.it_interval.tv_nsec = 200000000;
    timerfd_settime(t, TFD_TIMER_ABSTIME, &it, NULL);
    nap(1);
    read(t, &v, 8);
    printf("half a second ago, every 0.2 s: %lu\n", (unsigned long)v);
    int r = timerfd_create(CLOCK_REALTIME, 0);
    clock_gettime(CLOCK_REALTIME, &now);
    memset(&it, 0, sizeof it);
    it.it_value = now;
    it.it_value.tv_nsec += 40000000;
    if (it.it_value.tv_nsec >= 1000000000) {
        it.it_value.tv_nsec -= 1000000000;
        it.it_value.tv_sec++;
    }
    timerfd_settime(r, TFD_TIMER_ABSTIME, &it, NULL);
    printf("CLOCK_REALTIME: revents %#x", ready(r, 0));
    printf(", then %#x\n", ready(r, 1000));

    /* The timer is the description's: a child shares it and takes what has expired. */
    set(t, 20, 0);
    if (fork() == 0) {
        read(t, &v, 8);
        printf("the child read %lu\n", (unsigned long)v);
        _exit(0);
    }
    wait(NULL);
    printf("nothing is left for the parent: revents %#x\n", ready(t, 0));

    /* Through epoll, edge-triggered: one event an expiry, without reading. */
    int ep = epoll_create1(0);
    struct epoll_event ev = {EPOLLIN | EPOLLET, {.fd = t}}, out;
    epoll_ctl(ep, EPOLL_CTL_ADD, t, &ev);
    set(t, 30, 0);
    printf("epoll: %d", epoll_wait(ep, &out, 1, 1000));
    printf(", again %d\n", epoll_wait(ep, &out, 1, 50));
    return 0;
}
