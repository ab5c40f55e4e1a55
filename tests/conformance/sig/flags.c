// The mask during a handler, and the flags of sigaction: SIG-18 to SIG-22.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile int depth, deepest, runs;
static char inside[8];
static const int watched[] = {SIGHUP, SIGINT, SIGUSR1, SIGUSR2, SIGTERM};

static void mask_now(char *text)
{
    sigset_t set;
    sigprocmask(SIG_BLOCK, NULL, &set);
    for (int i = 0; i < 5; i++)
        text[i] = '0' + sigismember(&set, watched[i]);
    text[5] = 0;
}

static void nested(int sig)
{
    runs++;
    if (++depth > deepest)
        deepest = depth;
    if (runs == 1)
        raise(sig);
    depth--;
}

static void look(int sig)
{
    mask_now(inside);
}

static void dfl(int sig)
{
    struct sigaction sa;
    sigaction(sig, NULL, &sa);
    inside[0] = sa.sa_handler == SIG_DFL ? 'D' : 'h';
    inside[1] = 0;
}

int main(void)
{
    struct sigaction sa;
    char text[8];
    memset(&sa, 0, sizeof sa);
    sa.sa_handler = nested;
    sigaction(SIGUSR1, &sa, NULL);
    raise(SIGUSR1);
    printf("SIG-18 raised again in its handler: runs %d, deepest %d\n", runs, deepest);

    runs = deepest = 0;
    sa.sa_flags = SA_NODEFER;
    sigaction(SIGUSR1, &sa, NULL);
    raise(SIGUSR1);
    printf("SIG-19 with SA_NODEFER: runs %d, deepest %d\n", runs, deepest);

    sa.sa_flags = SA_RESETHAND;
    sa.sa_handler = dfl;
    sigaction(SIGUSR1, &sa, NULL);
    raise(SIGUSR1);
    printf("SIG-20 SA_RESETHAND, the disposition inside the handler: %s", inside);
    sigaction(SIGUSR1, NULL, &sa);
    printf(", after: %s\n", sa.sa_handler == SIG_DFL ? "D" : "h");

    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_SETMASK, &set, NULL);
    sa.sa_handler = look;
    sa.sa_flags = 0;
    sigemptyset(&sa.sa_mask);
    sigaddset(&sa.sa_mask, SIGUSR2);
    sigaddset(&sa.sa_mask, SIGTERM);
    sigaction(SIGUSR1, &sa, NULL);
    mask_now(text);
    printf("SIG-21 HUP INT USR1 USR2 TERM, mask before: %s\n", text);
    raise(SIGUSR1);
    mask_now(text);
    printf("SIG-21 in the handler of USR1 with USR2 and TERM in sa_mask: %s\n", inside);
    printf("SIG-22 after it: %s\n", text);
    sa.sa_flags = SA_NODEFER;
    sigaction(SIGUSR1, &sa, NULL);
    raise(SIGUSR1);
    printf("SIG-21 with SA_NODEFER: %s\n", inside);
    sa.sa_flags = SA_RESETHAND;
    sigaction(SIGUSR1, &sa, NULL);
    raise(SIGUSR1);
    printf("SIG-21 with SA_RESETHAND: %s\n", inside);
    return 0;
}
