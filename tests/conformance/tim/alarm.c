// alarm: TIM-01, TIM-02, TIM-05, TIM-09.
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int ran;

static void handler(int sig)
{
    ran++;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(void)
{
    struct itimerval it;
    int status;
    printf("TIM-01 the first alarm: %u\n", alarm(500));
    unsigned left = alarm(20);
    printf("TIM-01 the next returns what was left, 499 or 500: %d\n", left == 500 || left == 499);
    left = alarm(0);
    printf("TIM-01 alarm(0) returns 19 or 20: %d\n", left == 20 || left == 19);
    printf("TIM-01 and again: %u\n", alarm(0));

    signal(SIGALRM, handler);
    double start = now();
    alarm(1);
    pause();
    double passed = now() - start;
    printf("TIM-02 alarm(1): ran %d, after at least 1 s: %d, less than 3 s: %d\n", ran, passed >= 1.0, passed < 3.0);
    printf("TIM-02 it is over: %u\n", alarm(0));

    alarm(100);
    getitimer(ITIMER_REAL, &it);
    printf("TIM-05 getitimer sees the alarm: %d, interval %ld\n", it.it_value.tv_sec >= 98 && it.it_value.tv_sec <= 100,
           (long)it.it_interval.tv_sec);
    it.it_value.tv_sec = 200;
    it.it_value.tv_usec = 0;
    setitimer(ITIMER_REAL, &it, NULL);
    left = alarm(0);
    printf("TIM-05 alarm(0) sees the interval timer: %d\n", left >= 198 && left <= 200);
    getitimer(ITIMER_REAL, &it);
    printf("TIM-05 and has cancelled it: %ld.%06ld\n", (long)it.it_value.tv_sec, (long)it.it_value.tv_usec);

    fflush(stdout);
    if (fork() == 0) {
        signal(SIGALRM, SIG_DFL);
        ualarm(50000, 0);
        for (;;)
            pause();
    }
    wait(&status);
    printf("TIM-09 default action: killed %d, by SIGALRM %d\n", WIFSIGNALED(status), WTERMSIG(status) == SIGALRM);
    return 0;
}
