// conformance: exit=138
// Handlers with SA_SIGINFO, nested ones, flags, errors.
#include <stdio.h>
#include <signal.h>
#include <unistd.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
static void hdl(int sig, siginfo_t *si, void *ctx)
{
    printf("got %s from %s, code %s\n", strsignal(sig), si->si_pid == getpid() ? "self" : "other",
           si->si_code == SI_USER     ? "SI_USER"
           : si->si_code == SI_TKILL  ? "SI_TKILL"
           : si->si_code == SI_KERNEL ? "SI_KERNEL"
                                      : "?");
}
static void nested(int s)
{
    printf("enter %d\n", s);
    if (s == SIGUSR1)
        raise(SIGUSR2);
    printf("leave %d\n", s);
}
int main(void)
{
    struct sigaction act = {0}, old;
    setvbuf(stdout, NULL, _IONBF, 0);
    act.sa_sigaction = &hdl;
    act.sa_flags = SA_SIGINFO;
    int sigs[] = {SIGINT, SIGTERM, SIGUSR1, SIGHUP, SIGALRM};
    for (unsigned i = 0; i < sizeof sigs / sizeof *sigs; i++)
        if (sigaction(sigs[i], &act, NULL) < 0) {
            perror("sigaction");
            return 1;
        }
    kill(getpid(), SIGINT);
    raise(SIGTERM);
    kill(getpid(), SIGHUP);
    alarm(1);
    pause();
    printf("%d", sigaction(SIGKILL, &act, NULL));
    printf(" %s\n", strerror(errno));
    printf("%d", sigaction(65, &act, NULL));
    printf(" %s\n", strerror(errno));
    signal(SIGUSR1, nested);
    signal(SIGUSR2, nested);
    raise(SIGUSR1);
    sigset_t s;
    sigemptyset(&s);
    sigaddset(&s, SIGUSR2);
    act.sa_flags = 0;
    act.sa_mask = s;
    act.sa_handler = nested;
    sigaction(SIGUSR1, &act, &old);
    printf("old is nested %d flags %d\n", old.sa_handler == nested, !!(old.sa_flags & SA_RESTART));
    raise(SIGUSR1);
    act.sa_flags = SA_RESETHAND | SA_NODEFER;
    sigaction(SIGUSR1, &act, 0);
    raise(SIGUSR1);
    sigaction(SIGUSR1, 0, &old);
    printf("default again %d\n", old.sa_handler == SIG_DFL);
    printf("%s|%s|%s\n", strsignal(SIGSEGV), strsignal(35), strsignal(99));
    psignal(SIGPIPE, "psignal");
    raise(SIGUSR1);
    return 0;
}
