// POSIX timers: numbers, settings, overrun, signals of a setting that is no more, SIGEV_NONE, absolute times, fork.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void say(const char *what, long r)
{
    if (r == -1)
        printf("%s: -1 %s\n", what, strerror(errno));
    else
        printf("%s: %ld\n", what, r);
}

static void nap(int ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    while (nanosleep(&t, &t) < 0)
        ;
}

static int set(timer_t t, int ms, int every)
{
    struct itimerspec it = {{every / 1000, every % 1000 * 1000000L}, {ms / 1000, ms % 1000 * 1000000L}};
    return timer_settime(t, 0, &it, NULL);
}

static volatile int runs, overrun, code, value;

static void handler(int sig, siginfo_t *si, void *context)
{
    runs++;
    overrun = si->si_overrun;
    code = si->si_code;
    value = si->si_value.sival_int;
}

int main(void)
{
    timer_t t, u;
    struct itimerspec it;
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    sigset_t m, pending;
    struct timespec now;
    setvbuf(stdout, NULL, _IONBF, 0);
    sigaction(SIGALRM, &sa, NULL);
    sigaction(SIGRTMIN, &sa, NULL);
    sigemptyset(&m);
    sigaddset(&m, SIGRTMIN);

    say("no sigevent", timer_create(CLOCK_MONOTONIC, NULL, &t));
    timer_gettime(t, &it);
    printf("not set: %ld %ld\n", (long)it.it_value.tv_nsec, (long)it.it_interval.tv_nsec);
    set(t, 20, 0);
    nap(50);
    printf("SIGALRM: %d, SI_TIMER %d, overrun %d\n", runs, code == SI_TIMER, overrun);

    struct sigevent ev = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN, .sigev_value.sival_int = 77};
    timer_create(CLOCK_REALTIME, &ev, &u);
    sigprocmask(SIG_BLOCK, &m, NULL);
    set(u, 50, 50);
    nap(225);
    say("overrun before the signal is taken", timer_getoverrun(u));
    timer_gettime(u, &it);
    printf("left at most 50 ms: %d, every %ld ms\n", it.it_value.tv_nsec > 0 && it.it_value.tv_nsec <= 50000000,
           it.it_interval.tv_nsec / 1000000);
    runs = 0;
    sigprocmask(SIG_UNBLOCK, &m, NULL);
    printf("taken: %d, value %d, overrun %d\n", runs, value, overrun);
    say("timer_getoverrun", timer_getoverrun(u));

    /* The signal of a setting that has been replaced is pending and yet never comes. */
    sigprocmask(SIG_BLOCK, &m, NULL);
    nap(120);
    set(u, 0, 0);
    sigpending(&pending);
    printf("disarmed: pending %d", sigismember(&pending, SIGRTMIN));
    runs = 0;
    sigprocmask(SIG_UNBLOCK, &m, NULL);
    printf(", taken %d\n", runs);
    say("timer_getoverrun", timer_getoverrun(u));
    timer_gettime(u, &it);
    printf("disarmed: %ld every %ld\n", it.it_value.tv_nsec, it.it_interval.tv_nsec);
    sigprocmask(SIG_BLOCK, &m, NULL);
    set(u, 20, 0);
    nap(50);
    timer_delete(u);
    sigpending(&pending);
    printf("deleted: pending %d", sigismember(&pending, SIGRTMIN));
    sigprocmask(SIG_UNBLOCK, &m, NULL);
    printf(", taken %d\n", runs);
    say("timer_delete again", timer_delete(u));
    say("timer_settime", set(u, 10, 0));
    say("timer_gettime", timer_gettime(u, &it));
    say("timer_getoverrun", timer_getoverrun(u));

    ev.sigev_notify = SIGEV_NONE;
    timer_create(CLOCK_MONOTONIC, &ev, &u);
    set(u, 200, 0);
    nap(50);
    timer_gettime(u, &it);
    printf("SIGEV_NONE: under 151 ms left %d\n", it.it_value.tv_nsec > 0 && it.it_value.tv_nsec < 151000000);
    set(u, 20, 0);
    nap(50);
    timer_gettime(u, &it);
    printf("SIGEV_NONE, expired: %ld\n", it.it_value.tv_nsec);
    set(u, 50, 50);
    nap(120);
    timer_gettime(u, &it);
    printf("SIGEV_NONE, periodic: %d\n", it.it_value.tv_nsec > 0 && it.it_value.tv_nsec <= 50000000);
    timer_delete(u);

    ev.sigev_notify = SIGEV_SIGNAL;
    ev.sigev_signo = 0;
    say("signal 0", timer_create(CLOCK_MONOTONIC, &ev, &u));
    ev.sigev_signo = 65;
    say("signal 65", timer_create(CLOCK_MONOTONIC, &ev, &u));
    ev.sigev_signo = SIGRTMIN;
    ev.sigev_notify = 99;
    say("notify 99", timer_create(CLOCK_MONOTONIC, &ev, &u));
    ev.sigev_notify = SIGEV_THREAD_ID;
    ev._sigev_un._tid = 1;
    say("a thread of another process", timer_create(CLOCK_MONOTONIC, &ev, &u));
    ev._sigev_un._tid = syscall(SYS_gettid);
    say("its own thread", timer_create(CLOCK_BOOTTIME, &ev, &u));
    runs = 0;
    set(u, 20, 0);
    nap(50);
    printf("runs %d\n", runs);
    timer_delete(u);
    say("clock -1", timer_create(-1, NULL, &u));
    say("CLOCK_MONOTONIC_RAW", timer_create(CLOCK_MONOTONIC_RAW, NULL, &u));
    say("CLOCK_REALTIME_COARSE", timer_create(CLOCK_REALTIME_COARSE, NULL, &u));
    memset(&it, 0, sizeof it);
    it.it_value.tv_nsec = -1;
    say("tv_nsec -1", timer_settime(t, 0, &it, NULL));
    it.it_value.tv_nsec = 1;
    it.it_interval.tv_nsec = 1000000000;
    say("interval's tv_nsec 1000000000", timer_settime(t, 0, &it, NULL));

    /* An ignored signal holds the timer up; when it is not ignored any more, the timer goes on. */
    signal(SIGUSR2, SIG_IGN);
    ev = (struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2};
    timer_create(CLOCK_MONOTONIC, &ev, &u);
    set(u, 50, 50);
    nap(275);
    runs = 0;
    sigaction(SIGUSR2, &sa, NULL);
    printf("not ignored any more: %d, overrun %d\n", runs, overrun);
    timer_delete(u);

    /* Timers are not inherited; absolute times; the old setting. */
    set(t, 1000, 0);
    if (fork() == 0) {
        say("child", timer_gettime(t, &it));
        _exit(0);
    }
    wait(NULL);
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct itimerspec past = {{0, 200000000}, now}, old;
    past.it_value.tv_nsec -= 500000000;
    if (past.it_value.tv_nsec < 0) {
        past.it_value.tv_nsec += 1000000000;
        past.it_value.tv_sec--;
    }
    runs = 0;
    timer_settime(t, TIMER_ABSTIME, &past, &old);
    nap(1);
    printf("half a second ago, every 0.2 s: runs %d, overrun %d, the old one had under a second left %d\n", runs, overrun,
           old.it_value.tv_sec == 0 && old.it_value.tv_nsec > 500000000);
    return 0;
}
