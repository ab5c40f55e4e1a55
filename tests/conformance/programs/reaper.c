// A SIGCHLD handler that reaps every child there is, in a loop.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t live;
static volatile int codes;

static void reap(int sig)
{
    int saved = errno, status;
    while (waitpid(-1, &status, WNOHANG) > 0) {
        live--;
        codes += WEXITSTATUS(status);
    }
    errno = saved;
}

int main(void)
{
    struct sigaction sa;
    sigset_t block, old;

    memset(&sa, 0, sizeof sa);
    sa.sa_handler = reap;
    sa.sa_flags = SA_RESTART;
    sigaction(SIGCHLD, &sa, NULL);
    sigemptyset(&block);
    sigaddset(&block, SIGCHLD);
    sigprocmask(SIG_BLOCK, &block, &old);
    for (int i = 1; i <= 10; i++) {
        live++;
        if (fork() == 0) {
            usleep(i % 3 * 20000);
            _exit(i);
        }
    }
    while (live > 0)
        sigsuspend(&old);
    printf("all reaped, exit codes add up to %d\n", codes);
    int r = wait(NULL);
    printf("wait: %d %s\n", r, errno == ECHILD ? "ECHILD" : "?");
    return 0;
}
