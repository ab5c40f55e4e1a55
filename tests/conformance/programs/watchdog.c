// A watchdog: a POSIX timer must be reset by whoever works; when it is not, it barks, and at last it bites.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static timer_t dog;
static volatile sig_atomic_t barks, bitten;

static void bark(int sig, siginfo_t *si, void *context)
{
    barks++;
    if (barks == 3)
        bitten = si->si_value.sival_int;
}

static void reset(int ms)
{
    struct itimerspec it = {{0, 40000000}, {0, ms * 1000000L}};
    timer_settime(dog, 0, &it, NULL);
}

static void nap(int ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    while (nanosleep(&t, &t) < 0 && errno == EINTR)
        if (bitten)
            return;
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = bark, .sa_flags = SA_SIGINFO};
    struct sigevent ev = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 1, .sigev_value.sival_int = 77};
    sigaction(SIGRTMIN + 1, &sa, NULL);
    timer_create(CLOCK_MONOTONIC, &ev, &dog);
    for (int work = 10; !bitten; work *= 2) {
        barks = 0;
        reset(60);
        nap(work);
        printf("work of %d ms: %s", work, bitten ? "bitten" : "done");
        printf(", barks %s\n", barks == 0 ? "none" : barks < 3 ? "some" : "three");
    }
    printf("the dog said %d\n", bitten);
    struct itimerspec off = {{0, 0}, {0, 0}}, left;
    timer_settime(dog, 0, &off, &left);
    printf("it was running: %d\n", left.it_value.tv_nsec > 0);
    timer_delete(dog);
    return 0;
}
