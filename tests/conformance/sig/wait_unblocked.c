// sigtimedwait for a signal that is not blocked: SIG-57.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void handler(int sig)
{
    write(1, "handler\n", 8);
}

static void with(const char *what, int sig, void (*action)(int), int block)
{
    pid_t child;
    int status;
    fflush(stdout);
    child = fork();
    if (child == 0) {
        struct timespec second = {1, 0};
        siginfo_t info;
        sigset_t set;
        int r;
        signal(sig, action);
        sigemptyset(&set);
        sigaddset(&set, sig);
        if (block)
            sigprocmask(SIG_BLOCK, &set, NULL);
        r = sigtimedwait(&set, &info, &second);
        printf("SIG-57 %s, %s: %s\n", what, block ? "blocked" : "unblocked", r == sig ? "taken" : strerror(errno));
        fflush(stdout);
        _exit(0);
    }
    usleep(300000);
    kill(child, sig);
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status))
        printf("SIG-57 %s: died of %s\n", what, strsignal(WTERMSIG(status)));
}

int main(void)
{
    int block;
    for (block = 0; block < 2; block++) {
        with("handled", SIGUSR1, handler, block);
        with("ignored", SIGUSR1, SIG_IGN, block);
        with("default", SIGUSR1, SIG_DFL, block);
        with("SIGCHLD", SIGCHLD, SIG_DFL, block);
        with("SIGTSTP", SIGTSTP, SIG_DFL, block);
        with("real-time", SIGRTMIN, handler, block);
    }
    return 0;
}
