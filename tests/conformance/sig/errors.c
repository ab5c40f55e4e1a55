// Signal calls that fail: SIG-01 to SIG-08, SIG-54, SIG-55.
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

static void handler(int sig)
{
}

int main(void)
{
    struct sigaction sa = {.sa_handler = handler}, old;
    sigset_t set, old_set;

    printf("SIG-01 sigaction(SIGKILL, handler): %s\n", res(sigaction(SIGKILL, &sa, NULL)));
    sa.sa_handler = SIG_DFL;
    printf("SIG-01 sigaction(SIGKILL, SIG_DFL): %s\n", res(sigaction(SIGKILL, &sa, NULL)));
    sa.sa_handler = SIG_IGN;
    printf("SIG-02 sigaction(SIGSTOP, SIG_IGN): %s\n", res(sigaction(SIGSTOP, &sa, NULL)));
    memset(&old, 0x55, sizeof old);
    printf("SIG-03 asking for SIGKILL's: %s", res(sigaction(SIGKILL, NULL, &old)));
    printf(", SIG_DFL %d\n", old.sa_handler == SIG_DFL);
    printf("SIG-04 sigaction(0): %s\n", res(sigaction(0, &sa, NULL)));
    printf("SIG-04b sigaction(65): %s\n", res(sigaction(65, &sa, NULL)));
    printf("SIG-04b sigaction(-1): %s\n", res(sigaction(-1, &sa, NULL)));
    printf("SIG-05 signal(SIGKILL): %s\n", res((long)signal(SIGKILL, handler)));
    printf("SIG-05 signal(100): %s\n", res((long)signal(100, handler)));

    sigfillset(&set);
    printf("SIG-06 block everything: %s", res(sigprocmask(SIG_SETMASK, &set, NULL)));
    sigprocmask(SIG_SETMASK, NULL, &old_set);
    printf(", in the mask: KILL %d STOP %d TERM %d SEGV %d\n", sigismember(&old_set, SIGKILL),
           sigismember(&old_set, SIGSTOP), sigismember(&old_set, SIGTERM), sigismember(&old_set, SIGSEGV));
    sigemptyset(&set);
    sigprocmask(SIG_SETMASK, &set, NULL);
    printf("SIG-07 sigprocmask, bad how: %s\n", res(sigprocmask(99, &set, NULL)));
    printf("SIG-08 bad how, no set: %s\n", res(sigprocmask(99, NULL, &old_set)));
    printf("SIG-54 kill(self, 65): %s\n", res(kill(getpid(), 65)));
    printf("SIG-54 kill(self, 1000): %s\n", res(kill(getpid(), 1000)));
    printf("SIG-54b kill(self, -1): %s\n", res(kill(getpid(), -1)));
    printf("SIG-54 raise(65): %s\n", res(raise(65)));
    printf("SIG-55 sigaddset 0, 65, -1: %s", res(sigaddset(&set, 0)));
    printf(", %s", res(sigaddset(&set, 65)));
    printf(", %s\n", res(sigaddset(&set, -1)));
    printf("SIG-55 sigaddset 64: %s", res(sigaddset(&set, 64)));
    printf(", member %d\n", sigismember(&set, 64));
    printf("SIG-55 sigismember 0: %s\n", res(sigismember(&set, 0)));
    printf("SIG-55 sigdelset 65: %s\n", res(sigdelset(&set, 65)));
    return 0;
}
