// Several timers in one loop: timerfds of different periods behind one epoll(7) instance, cancelled by a last one.
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

struct timer {
    const char *name;
    int fd, first_ms, period_ms, fired;
};

static void set(struct timer *t)
{
    struct itimerspec it = {{t->period_ms / 1000, t->period_ms % 1000 * 1000000L},
                            {t->first_ms / 1000, t->first_ms % 1000 * 1000000L}};
    timerfd_settime(t->fd, 0, &it, NULL);
}

int main(void)
{
    static struct timer timers[] = {
        {"fast", 0, 50, 100, 0}, {"slow", 0, 120, 240, 0}, {"once", 0, 270, 0, 0}, {"stop", 0, 720, 0, 0}};
    enum { COUNT = sizeof timers / sizeof timers[0] };
    int ep = epoll_create1(0), running = 1;
    for (int i = 0; i < COUNT; i++) {
        timers[i].fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
        struct epoll_event ev = {EPOLLIN, {.ptr = &timers[i]}};
        epoll_ctl(ep, EPOLL_CTL_ADD, timers[i].fd, &ev);
        set(&timers[i]);
    }
    while (running) {
        struct epoll_event ev[COUNT];
        int n = epoll_wait(ep, ev, COUNT, -1);
        for (int i = 0; i < n; i++) {
            struct timer *t = ev[i].data.ptr;
            uint64_t times;
            if (read(t->fd, &times, sizeof times) != sizeof times)
                continue;
            t->fired += times;
            printf("%s: %d\n", t->name, t->fired);
            if (t == &timers[2]) {
                printf("the fast one slows down\n");
                timers[0].first_ms = timers[0].period_ms = 200;
                set(&timers[0]);
            }
            running = t != &timers[3];
        }
    }
    for (int i = 0; i < COUNT; i++)
        printf("%s fired %d times\n", timers[i].name, timers[i].fired);
    return 0;
}
