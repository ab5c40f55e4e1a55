#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>

static volatile int from, value;

static void on(int sig, siginfo_t *info, void *context)
{
    (void)sig, (void)context;
    from = info->si_pid;
    value = info->si_value.sival_int;
}

int main(void)
{
    struct sigaction sa = {0};
    siginfo_t taken;
    sigset_t set;
    sa.sa_sigaction = on;
    sa.sa_flags = SA_SIGINFO;
    sigaction(SIGUSR1, &sa, NULL);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    sigprocmask(SIG_BLOCK, &set, NULL);
    if (fork() == 0) {
        union sigval v = {.sival_int = 42};
        sigqueue(getppid(), SIGUSR1, v);
        kill(getppid(), SIGUSR2);
        _exit(0);
    }
    while (sigwaitinfo(&set, &taken) == -1)
        ;
    alarm(9);
    wait(NULL);
    return from == taken.si_pid ? value : 0;
}
