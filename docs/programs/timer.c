#include <signal.h>
#include <time.h>
#include <unistd.h>

static void handler(int sig)
{
}

int main(void)
{
    timer_t t;
    struct sigevent ev = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 5};
    struct itimerspec every = {{0, 10000000}, {0, 10000000}};
    sigset_t block, old;
    signal(SIGUSR1, handler);
    sigemptyset(&block);
    sigaddset(&block, SIGUSR1);
    sigprocmask(SIG_BLOCK, &block, &old);
    timer_create(CLOCK_MONOTONIC, &ev, &t);
    timer_settime(t, 0, &every, NULL);
    usleep(45000);
    sigsuspend(&old);
}
