// Calls that only wait are never restarted: INTR-08, INTR-11, INTR-12, INTR-21, INTR-22, INTR-25.
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

static volatile int ran;

static void handler(int sig)
{
    ran++;
}

static void report(const char *id, const char *what, int restart, const char *result)
{
    printf("%s %s, SA_RESTART=%d: %s, handler ran %d\n", id, what, restart, result, ran);
    ran = 0;
}

int main(void)
{
    for (int restart = 0; restart < 2; restart++) {
        struct sigaction sa = {.sa_handler = handler, .sa_flags = restart ? SA_RESTART : 0};
        struct timespec t = {100, 0}, left = {0, 0};
        sigset_t none;
        sigemptyset(&none);
        sigaction(SIGALRM, &sa, NULL);

        ualarm(60000, 0);
        report("INTR-08", "nanosleep", restart, res(nanosleep(&t, &left)));
        printf("INTR-22 the time left is between 98 and 100 s: %d\n", left.tv_sec >= 98 && left.tv_sec < 100);
        ualarm(60000, 0);
        report("INTR-11", "pause", restart, res(pause()));
        ualarm(60000, 0);
        report("INTR-12", "sigsuspend", restart, res(sigsuspend(&none)));
        ualarm(60000, 0);
        unsigned u = sleep(100);
        printf("INTR-21 sleep(100) interrupted at once returns 99 or 100: %d, handler ran %d\n", u == 99 || u == 100, ran);
        ran = 0;
        ualarm(60000, 0);
        report("INTR-25", "usleep", restart, res(usleep(900000)));
        ualarm(60000, 0);
        ran = 0;
        int r = clock_nanosleep(CLOCK_MONOTONIC, 0, &t, &left);
        printf("INTR-08 clock_nanosleep returns the error itself, SA_RESTART=%d: %s, handler ran %d\n", restart,
               strerror(r), ran);
        ran = 0;
    }
    return 0;
}
