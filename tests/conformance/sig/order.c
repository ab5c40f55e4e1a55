// In which order handlers run when several signals are unblocked at once: SIG-23 to SIG-25, SIG-56.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile int log_[32];
static volatile int logged;

static void handler(int sig)
{
    log_[logged++] = sig;
}

static void show(const char *what)
{
    printf("%s:", what);
    for (int i = 0; i < logged; i++)
        if (log_[i] < 34)
            printf(" %d", log_[i]);
        else
            printf(" RTMIN+%d", log_[i] - SIGRTMIN);
    printf("\n");
    logged = 0;
}

static void burst(const int *sigs, int n, int fill)
{
    struct sigaction sa;
    sigset_t all, old;
    memset(&sa, 0, sizeof sa);
    sa.sa_handler = handler;
    if (fill)
        sigfillset(&sa.sa_mask);
    for (int i = 0; i < n; i++)
        sigaction(sigs[i], &sa, NULL);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &old);
    for (int i = 0; i < n; i++)
        kill(getpid(), sigs[i]);
    sigprocmask(SIG_SETMASK, &old, NULL);
}

int main(void)
{
    static const int plain[] = {SIGUSR1, SIGTERM, SIGHUP, SIGUSR2, SIGINT};
    burst(plain, 5, 0);
    show("SIG-23 sent 10 15 1 12 2, sa_mask empty");
    burst(plain, 5, 1);
    show("SIG-24 sa_mask full");

    static const int sync[] = {SIGHUP, SIGSEGV, SIGTERM, SIGFPE, SIGUSR1, SIGBUS, SIGILL, SIGINT, SIGSYS, SIGTRAP};
    burst(sync, 10, 1);
    show("SIG-25 sent 1 11 15 8 10 7 4 2 31 5, sa_mask full");
    burst(sync, 10, 0);
    show("SIG-25 sa_mask empty");

    const int mixed[] = {SIGRTMIN + 3, SIGTERM, SIGRTMIN, SIGUSR1, SIGRTMIN + 1, SIGPROF};
    burst(mixed, 6, 1);
    show("SIG-56 sent RTMIN+3 15 RTMIN 10 RTMIN+1 27, sa_mask full");
    burst(mixed, 6, 0);
    show("SIG-56 sa_mask empty");
    return 0;
}
