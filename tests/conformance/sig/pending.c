// Blocked signals: SIG-12 to SIG-17.
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static volatile int count;

static void handler(int sig)
{
    count++;
}

static int pending(int sig)
{
    sigset_t set;
    sigpending(&set);
    return sigismember(&set, sig);
}

static void mask(int how, int sig)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, sig);
    sigprocmask(how, &set, NULL);
}

int main(void)
{
    signal(SIGUSR1, handler);
    mask(SIG_BLOCK, SIGUSR1);
    raise(SIGUSR1);
    printf("SIG-12 blocked and raised: pending %d, handler ran %d\n", pending(SIGUSR1), count);
    raise(SIGUSR1);
    raise(SIGUSR1);
    mask(SIG_UNBLOCK, SIGUSR1);
    printf("SIG-13 raised three times, unblocked: handler ran %d, pending %d\n", count, pending(SIGUSR1));

    count = 0;
    mask(SIG_BLOCK, SIGUSR1);
    for (int i = 0; i < 3; i++)
        kill(getpid(), SIGUSR1);
    mask(SIG_UNBLOCK, SIGUSR1);
    printf("SIG-13 sent three times by kill: handler ran %d\n", count);

    /* raise sends to the thread, kill to the process: two pending sets. */
    count = 0;
    mask(SIG_BLOCK, SIGUSR1);
    raise(SIGUSR1);
    kill(getpid(), SIGUSR1);
    mask(SIG_UNBLOCK, SIGUSR1);
    printf("SIG-13 once by raise and once by kill: handler ran %d\n", count);

    mask(SIG_BLOCK, SIGUSR1);
    raise(SIGUSR1);
    signal(SIGUSR1, SIG_IGN);
    printf("SIG-14 pending after SIG_IGN was set: %d\n", pending(SIGUSR1));
    raise(SIGUSR1);
    printf("SIG-15 an ignored one sent while blocked: pending %d\n", pending(SIGUSR1));
    signal(SIGUSR1, handler);
    count = 0;
    mask(SIG_UNBLOCK, SIGUSR1);
    printf("SIG-15b a handler installed, then unblocked: handler ran %d\n", count);

    static const int quiet[] = {SIGURG, SIGCHLD, SIGWINCH};
    static const char *const names[] = {"SIGURG", "SIGCHLD", "SIGWINCH"};
    for (int i = 0; i < 3; i++) {
        mask(SIG_BLOCK, quiet[i]);
        raise(quiet[i]);
        int before = pending(quiet[i]);
        signal(quiet[i], SIG_DFL);
        printf("SIG-16 %s, default is to ignore, sent while blocked: pending %d\n", names[i], before);
        printf("SIG-17 after setting SIG_DFL again: pending %d\n", pending(quiet[i]));
        raise(quiet[i]);
        count = 0;
        signal(quiet[i], handler);
        mask(SIG_UNBLOCK, quiet[i]);
        printf("SIG-16 sent, a handler installed, unblocked: handler ran %d\n", count);
    }

    mask(SIG_BLOCK, SIGTERM);
    raise(SIGTERM);
    signal(SIGTERM, SIG_DFL);
    printf("SIG-17 SIGTERM, whose default is not to ignore, stays: pending %d\n", pending(SIGTERM));
    signal(SIGTERM, SIG_IGN);
    mask(SIG_UNBLOCK, SIGTERM);
    printf("SIG-14 after SIG_IGN: pending %d\n", pending(SIGTERM));
    return 0;
}
