// Real-time signals queue: SIG-30, SIG-31.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
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

static volatile int sigs[32], values[32], n;

static void action(int sig, siginfo_t *info, void *context)
{
    sigs[n] = sig;
    values[n++] = info->si_value.sival_int;
}

int main(void)
{
    struct sigaction sa;
    sigset_t set, old;
    union sigval v;
    printf("SIG-31 SIGRTMIN %d, SIGRTMAX %d\n", SIGRTMIN, SIGRTMAX);

    memset(&sa, 0, sizeof sa);
    sa.sa_sigaction = action;
    sa.sa_flags = SA_SIGINFO;
    sigfillset(&sa.sa_mask);
    for (int i = 0; i < 3; i++)
        sigaction(SIGRTMIN + i, &sa, NULL);
    sigaction(SIGUSR1, &sa, NULL);
    sigfillset(&set);
    sigprocmask(SIG_BLOCK, &set, &old);
    for (int i = 0; i < 9; i++) {
        v.sival_int = i;
        sigqueue(getpid(), SIGRTMIN + 2 - i % 3, v);
    }
    for (int i = 0; i < 3; i++) {
        v.sival_int = 100 + i;
        sigqueue(getpid(), SIGUSR1, v);
    }
    sigpending(&set);
    printf("SIG-30 pending: RTMIN %d RTMIN+1 %d RTMIN+3 %d\n", sigismember(&set, SIGRTMIN),
           sigismember(&set, SIGRTMIN + 1), sigismember(&set, SIGRTMIN + 3));
    sigprocmask(SIG_SETMASK, &old, NULL);
    printf("SIG-30 delivered (signal/value):");
    for (int i = 0; i < n; i++)
        printf(sigs[i] >= SIGRTMIN ? " +%d/%d" : " %d/%d", sigs[i] >= SIGRTMIN ? sigs[i] - SIGRTMIN : sigs[i], values[i]);
    printf("\n");

    n = 0;
    sigfillset(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
    for (int i = 0; i < 5; i++)
        kill(getpid(), SIGRTMIN);
    sigprocmask(SIG_SETMASK, &old, NULL);
    printf("SIG-30 sent five times by kill: delivered %d\n", n);
    printf("SIG-31 sigqueue of 65: %s\n", res(sigqueue(getpid(), 65, v)));
    printf("SIG-31 sigqueue of 0, a check: %s\n", res(sigqueue(getpid(), 0, v)));
    return 0;
}
