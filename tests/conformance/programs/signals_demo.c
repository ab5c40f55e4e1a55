// A tour of signals: default, ignore, handler, mask, pending, alarm; as the first chapters of the books do it.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void say(int sig)
{
    const char *name = sig == SIGUSR1 ? "SIGUSR1" : sig == SIGALRM ? "SIGALRM" : sig == SIGQUIT ? "SIGQUIT" : "other";
    printf("caught %s\n", name);
}

static void pr_mask(const char *str)
{
    sigset_t set;
    sigprocmask(0, NULL, &set);
    printf("%s mask:", str);
    if (sigismember(&set, SIGINT))
        printf(" SIGINT");
    if (sigismember(&set, SIGQUIT))
        printf(" SIGQUIT");
    if (sigismember(&set, SIGUSR1))
        printf(" SIGUSR1");
    printf("\n");
}

int main(void)
{
    sigset_t newmask, oldmask, pending;
    if (signal(SIGUSR1, say) == SIG_ERR || signal(SIGALRM, say) == SIG_ERR || signal(SIGQUIT, say) == SIG_ERR) {
        perror("signal");
        return 1;
    }
    raise(SIGUSR1);
    kill(getpid(), SIGUSR1);
    alarm(1);
    pause();

    sigemptyset(&newmask);
    sigaddset(&newmask, SIGQUIT);
    sigprocmask(SIG_BLOCK, &newmask, &oldmask);
    pr_mask("critical");
    kill(getpid(), SIGQUIT);
    kill(getpid(), SIGQUIT);
    sigpending(&pending);
    if (sigismember(&pending, SIGQUIT))
        printf("SIGQUIT pending\n");
    sigprocmask(SIG_SETMASK, &oldmask, NULL);
    printf("SIGQUIT unblocked\n");
    pr_mask("final");
    void (*old)(int) = signal(SIGUSR1, SIG_IGN);
    printf("the old handler was ours: %d\n", old == say);
    raise(SIGUSR1);
    signal(SIGUSR1, SIG_DFL);
    printf("now the default action\n");
    fflush(stdout);
    if (fork() == 0) {
        raise(SIGUSR1);
        printf("never\n");
        exit(0);
    }
    sleep(0);
    return 0;
}
