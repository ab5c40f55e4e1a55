/* Starts five workers and counts them in the SIGCHLD handler, which waits for all children that have ended: one signal may
 * stand for several. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

#define WORKERS 5

static volatile sig_atomic_t finished;

static void child_ended(int sig)
{
    (void)sig;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        finished++;
}

int main(void)
{
    struct sigaction action;
    sigset_t chld;

    memset(&action, 0, sizeof action);
    action.sa_handler = child_ended;
    sigaction(SIGCHLD, &action, NULL);

    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    sigprocmask(SIG_BLOCK, &chld, NULL);    /* not now: I am busy */
    for (int i = 0; i < WORKERS; i++) {
        pid_t pid = fork();
        if (pid < 0) {
            perror("fork");
            return 1;
        }
        if (pid == 0)
            _exit(i);
    }
    sleep(1);                               /* the work that must not be interrupted */
    sigprocmask(SIG_UNBLOCK, &chld, NULL);
    sleep(1);
    printf("%d of %d workers have finished\n", (int)finished, WORKERS);
    return 0;
}
