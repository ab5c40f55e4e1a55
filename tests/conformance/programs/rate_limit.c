// Work at a fixed rate with setitimer: one step for each tick, a signal handler that only counts.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t ticks;

static void on_alarm(int sig)
{
    ticks++;
}

int main(void)
{
    struct sigaction sa;
    struct itimerval it = {{0, 50000}, {0, 50000}};
    struct timespec a, b;
    sigset_t block, open;

    memset(&sa, 0, sizeof sa);
    sa.sa_handler = on_alarm;
    sigaction(SIGALRM, &sa, NULL);
    sigemptyset(&block);
    sigaddset(&block, SIGALRM);
    sigprocmask(SIG_BLOCK, &block, &open);
    clock_gettime(CLOCK_MONOTONIC, &a);
    setitimer(ITIMER_REAL, &it, NULL);
    for (int step = 1; step <= 5; step++) {
        while (ticks < step)
            sigsuspend(&open);
        printf("step %d\n", step);
    }
    memset(&it, 0, sizeof it);
    setitimer(ITIMER_REAL, &it, NULL);
    clock_gettime(CLOCK_MONOTONIC, &b);
    double t = b.tv_sec - a.tv_sec + (b.tv_nsec - a.tv_nsec) / 1e9;
    printf("it took at least a quarter of a second: %s\n", t >= 0.25 ? "yes" : "no");
    return 0;
}
