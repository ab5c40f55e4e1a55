// POSIX timers: TIM-12 to TIM-14.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
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

int main(void)
{
    timer_t timer;
    struct sigevent ev;
    struct itimerspec it, got;
    sigset_t set, pending;
    siginfo_t si;

    memset(&ev, 0, sizeof ev);
    memset(&it, 0, sizeof it);
    ev.sigev_notify = SIGEV_SIGNAL;
    ev.sigev_signo = SIGRTMIN;
    ev.sigev_value.sival_int = 1234;
    printf("TIM-12 timer_create: %s\n", res(timer_create(CLOCK_MONOTONIC, &ev, &timer)));
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &set, NULL);
    it.it_value.tv_nsec = it.it_interval.tv_nsec = 10000000;
    printf("TIM-12 timer_settime: %s\n", res(timer_settime(timer, 0, &it, NULL)));
    usleep(200000);
    int r = sigwaitinfo(&set, &si);
    int over = timer_getoverrun(timer);
    printf("TIM-13 sigwaitinfo: signal is SIGRTMIN %d, SI_TIMER %d, value %d\n", r == SIGRTMIN, si.si_code == SI_TIMER,
           si.si_value.sival_int);
    printf("TIM-13 the other expirations are counted: %d, si_overrun too: %d\n", over >= 10, si.si_overrun >= 10);
    memset(&it, 0, sizeof it);
    printf("TIM-12 disarmed: %s", res(timer_settime(timer, 0, &it, &got)));
    printf(", the old interval was %ld.%09ld\n", (long)got.it_interval.tv_sec, got.it_interval.tv_nsec);
    timer_gettime(timer, &got);
    printf("TIM-12 timer_gettime: %ld.%09ld\n", (long)got.it_value.tv_sec, got.it_value.tv_nsec);

    struct timespec none = {0, 0};
    while (sigtimedwait(&set, NULL, &none) > 0)
        ;
    it.it_value.tv_nsec = 60000000;
    timer_settime(timer, 0, &it, NULL);
    usleep(150000);
    sigpending(&pending);
    printf("TIM-13 a single shot is pending: %d", sigismember(&pending, SIGRTMIN));
    sigwaitinfo(&set, &si);
    printf(", overrun %d\n", timer_getoverrun(timer));
    it.it_value.tv_nsec = 1000000000;
    printf("TIM-12 tv_nsec 1000000000: %s\n", res(timer_settime(timer, 0, &it, NULL)));
    printf("TIM-12 timer_delete: %s\n", res(timer_delete(timer)));
    printf("TIM-14 timer_create, clock 99: %s\n", res(timer_create(99, &ev, &timer)));
    ev.sigev_signo = 99;
    printf("TIM-14 timer_create, signal 99: %s\n", res(timer_create(CLOCK_REALTIME, &ev, &timer)));
    return 0;
}
