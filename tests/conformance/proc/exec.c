// What exec changes and what it keeps: PROC-17 to PROC-22. The program executes itself.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void handler(int sig)
{
}

static const char *disposition(int sig)
{
    struct sigaction sa;
    sigaction(sig, NULL, &sa);
    return sa.sa_handler == SIG_DFL ? "SIG_DFL" : sa.sa_handler == SIG_IGN ? "SIG_IGN" : "a handler";
}

int main(int argc, char **argv)
{
    sigset_t set;
    if (argc == 3) {
        printf("PROC-17 a caught signal after exec: %s\n", disposition(SIGUSR1));
        printf("PROC-18 an ignored one: %s\n", disposition(SIGUSR2));
        printf("PROC-18 one never touched: %s\n", disposition(SIGTERM));
        sigprocmask(SIG_BLOCK, NULL, &set);
        printf("PROC-19 the mask: HUP %d USR1 %d INT %d\n", sigismember(&set, SIGHUP), sigismember(&set, SIGUSR1),
               sigismember(&set, SIGINT));
        sigpending(&set);
        printf("PROC-20 pending: HUP %d USR1 %d INT %d\n", sigismember(&set, SIGHUP), sigismember(&set, SIGUSR1),
               sigismember(&set, SIGINT));
        unsigned left = alarm(0);
        printf("PROC-21 the alarm still runs: %d\n", left > 250 && left <= 300);
        printf("PROC-22 same pid %d, same ppid %d\n", getpid() == atoi(argv[1]), getppid() == atoi(argv[2]));
        return 0;
    }
    signal(SIGUSR1, handler);
    signal(SIGUSR2, SIG_IGN);
    sigemptyset(&set);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGHUP);
    raise(SIGUSR1);
    alarm(300);
    printf("PROC-17 before exec: %s, %s\n", disposition(SIGUSR1), disposition(SIGUSR2));
    fflush(stdout);
    printf("PROC-17 this stays in the old buffer and is lost\n");
    char pid[20], ppid[20];
    sprintf(pid, "%d", (int)getpid());
    sprintf(ppid, "%d", (int)getppid());
    execl(argv[0], argv[0], pid, ppid, (char *)NULL);
    fprintf(stderr, "execl: %s\n", strerror(errno));
    return 1;
}
