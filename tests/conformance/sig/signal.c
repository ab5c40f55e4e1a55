// signal(): SIG-09 to SIG-11, SIG-42.
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

static volatile int count, masked;

static void handler(int sig)
{
    sigset_t set;
    sigprocmask(SIG_BLOCK, NULL, &set);
    masked = sigismember(&set, sig);
    count++;
}

static void other(int sig)
{
    count += 100;
}

static const char *name(void (*h)(int))
{
    return h == SIG_DFL ? "SIG_DFL" : h == SIG_IGN ? "SIG_IGN" : h == handler ? "handler" : h == other ? "other" : "?";
}

int main(void)
{
    printf("SIG-09 signal returns:");
    printf(" %s", name(signal(SIGUSR1, SIG_IGN)));
    printf(" %s", name(signal(SIGUSR1, handler)));
    printf(" %s", name(signal(SIGUSR1, other)));
    printf(" %s", name(signal(SIGUSR1, SIG_DFL)));
    printf(" %s\n", name(signal(SIGUSR1, handler)));

    printf("SIG-11 raise: %s", res(raise(SIGUSR1)));
    printf(", the handler has run: %d\n", count);
    printf("SIG-11 kill(getpid()): %s", res(kill(getpid(), SIGUSR1)));
    printf(", the handler has run: %d\n", count);
    printf("SIG-10 not reset, masked while it ran: %d\n", masked);
    struct sigaction sa;
    sigaction(SIGUSR1, NULL, &sa);
    printf("SIG-10 flags: SA_RESTART %d SA_RESETHAND %d SA_NODEFER %d SA_SIGINFO %d, in sa_mask %d\n",
           !!(sa.sa_flags & SA_RESTART), !!(sa.sa_flags & SA_RESETHAND), !!(sa.sa_flags & SA_NODEFER),
           !!(sa.sa_flags & SA_SIGINFO), sigismember(&sa.sa_mask, SIGUSR1));

    signal(SIGUSR1, SIG_IGN);
    printf("SIG-42 ignored, raise: %s", res(raise(SIGUSR1)));
    printf(", count %d\n", count);
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    kill(getpid(), SIGTERM);
    kill(getpid(), SIGINT);
    printf("SIG-42 still here after SIGTERM and SIGINT\n");
    signal(SIGTERM, handler);
    raise(SIGTERM);
    printf("SIG-42 then with a handler: count %d\n", count);
    return 0;
}
