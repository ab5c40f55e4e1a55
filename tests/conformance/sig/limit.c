// RLIMIT_SIGPENDING: real-time signals beyond it are refused by sigqueue, and lost by kill; standard ones get through.
// conformance: root
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static void say(const char *what, long r)
{
    if (r == -1)
        printf("%s: -1 %s\n", what, strerror(errno));
    else
        printf("%s: %ld\n", what, r);
}

int main(void)
{
    struct rlimit rl = {4, 4};
    union sigval v;
    sigset_t m;
    siginfo_t si;
    struct timespec none = {0, 0};
    /* A user of whom there is nobody else: on Linux all processes of a user count. */
    setuid(31234);
    sigemptyset(&m);
    sigaddset(&m, SIGRTMIN);
    sigaddset(&m, SIGUSR1);
    sigaddset(&m, SIGRTMIN + 1);
    sigprocmask(SIG_BLOCK, &m, NULL);
    setrlimit(RLIMIT_SIGPENDING, &rl);
    for (int i = 0; i < 6; i++) {
        v.sival_int = i;
        say("sigqueue", sigqueue(getpid(), SIGRTMIN, v));
    }
    say("kill, a number that is pending", kill(getpid(), SIGRTMIN));
    say("kill, another number", kill(getpid(), SIGRTMIN + 1));
    say("kill, a standard signal", kill(getpid(), SIGUSR1));
    int s;
    while ((s = sigtimedwait(&m, &si, &none)) > 0) {
        if (s == SIGRTMIN)
            printf("SIGRTMIN with %d\n", si.si_value.sival_int);
        else
            printf("%s\n", s == SIGUSR1 ? "SIGUSR1" : "SIGRTMIN+1");
    }
    v.sival_int = 9;
    say("there is room again", sigqueue(getpid(), SIGRTMIN, v));
    return 0;
}
