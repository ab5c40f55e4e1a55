// Interval timers: TIM-03, TIM-04, TIM-06 to TIM-08, TIM-11.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
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

int main(void)
{
    struct itimerval it = {{0, 50000}, {0, 50000}}, old;
    struct timespec t = {0, 300000000}, begin, end;
    sigset_t set, pending;

    signal(SIGALRM, handler);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    setitimer(ITIMER_REAL, &it, NULL);
    while (ran < 4)
        pause();
    clock_gettime(CLOCK_MONOTONIC, &end);
    double passed = end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9;
    printf("TIM-03 repeats every 50 ms: 4 times after at least 200 ms %d, less than 2 s %d\n", passed >= 0.2, passed < 2);

    memset(&it, 0, sizeof it);
    it.it_value.tv_sec = 70;
    printf("TIM-04 setitimer: %s", res(setitimer(ITIMER_REAL, &it, &old)));
    printf(", the old value's interval %ld.%06ld, within its first interval %d\n", (long)old.it_interval.tv_sec,
           (long)old.it_interval.tv_usec, old.it_value.tv_sec == 0 && old.it_value.tv_usec <= 50000);
    memset(&it, 0, sizeof it);
    it.it_interval.tv_sec = 5;
    setitimer(ITIMER_REAL, &it, &old);
    printf("TIM-04 a zero it_value disarms, the old value was: %d\n", old.it_value.tv_sec >= 68 && old.it_value.tv_sec <= 70);
    getitimer(ITIMER_REAL, &old);
    printf("TIM-04b value %ld.%06ld, interval %ld.%06ld\n", (long)old.it_value.tv_sec, (long)old.it_value.tv_usec,
           (long)old.it_interval.tv_sec, (long)old.it_interval.tv_usec);

    it.it_value.tv_usec = 1000000;
    printf("TIM-06 tv_usec 1000000: %s\n", res(setitimer(ITIMER_REAL, &it, NULL)));
    it.it_value.tv_usec = -1;
    printf("TIM-06 tv_usec -1: %s\n", res(setitimer(ITIMER_REAL, &it, NULL)));
    it.it_value.tv_usec = 1;
    printf("TIM-07 which 7: %s\n", res(setitimer((__itimer_which_t)7, &it, NULL)));
    printf("TIM-07 getitimer, which 7: %s\n", res(getitimer((__itimer_which_t)7, &old)));

    sigemptyset(&set);
    sigaddset(&set, SIGALRM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    ran = 0;
    ualarm(50000, 50000);
    nanosleep(&t, NULL);
    ualarm(0, 0);
    sigpending(&pending);
    printf("TIM-08 several expirations while blocked: pending %d\n", sigismember(&pending, SIGALRM));
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    printf("TIM-08 delivered %d\n", ran);

    t.tv_nsec = 1000000000;
    printf("TIM-11 nanosleep, tv_nsec 1000000000: %s\n", res(nanosleep(&t, NULL)));
    t.tv_nsec = -1;
    printf("TIM-11 tv_nsec -1: %s\n", res(nanosleep(&t, NULL)));
    t.tv_nsec = 0;
    t.tv_sec = -1;
    printf("TIM-11 tv_sec -1: %s\n", res(nanosleep(&t, NULL)));
    t.tv_sec = 0;
    printf("TIM-11 zero: %s\n", res(nanosleep(&t, NULL)));
    return 0;
}
