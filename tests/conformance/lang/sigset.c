// Signal sets as values.
#include <signal.h>
#include <stdio.h>
#include <string.h>

static void show(const char *what, const sigset_t *s)
{
    int n = 0;
    printf("%s:", what);
    for (int i = 1; i < 65; i++)
        if (sigismember(s, i) == 1) {
            n++;
            if (i < 32)
                printf(" %d", i);
        }
    printf(" (%d)\n", n);
}

int main(void)
{
    sigset_t a, b, now;
    sigemptyset(&a);
    show("empty", &a);
    sigaddset(&a, SIGINT);
    sigaddset(&a, SIGTERM);
    sigaddset(&a, SIGINT);
    show("two", &a);
    sigdelset(&a, SIGINT);
    sigdelset(&a, SIGHUP);
    show("one", &a);
    sigfillset(&b);
    printf("full has KILL %d, 32 %d, 33 %d, 34 %d, 64 %d\n", sigismember(&b, SIGKILL), sigismember(&b, 32),
           sigismember(&b, 33), sigismember(&b, 34), sigismember(&b, 64));
    sigdelset(&b, SIGTERM);
    show("all but one", &b);
    b = a;
    printf("copies are equal %d\n", !memcmp(&a, &b, 8));
    sigprocmask(SIG_SETMASK, &a, NULL);
    sigemptyset(&b);
    sigaddset(&b, SIGUSR1);
    sigprocmask(SIG_BLOCK, &b, &now);
    show("old mask", &now);
    sigprocmask(SIG_UNBLOCK, &a, &now);
    show("before unblocking", &now);
    sigprocmask(0, NULL, &now);
    show("now", &now);
    sigpending(&now);
    show("pending", &now);
    return 0;
}
