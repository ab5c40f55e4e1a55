// A supervisor: signalfd(2) and poll(2) watch over workers, restart those that fail, and stop them all in the end.
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORKERS 3

static struct worker {
    pid_t pid;
    int starts;
} workers[WORKERS];

/* Worker 0 tells worker 1. */
static int well[2];

static void nap(int ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&t, NULL);
}

/* Worker 0 fails twice, worker 1 is killed by a signal once, when worker 0 is well, worker 2 goes on for ever. */
static void work(int n, int start)
{
    sigset_t none;
    char c;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (n == 0) {
        nap(40);
        if (start < 3)
            exit(start);
        write(well[1], "!", 1);
    }
    if (n == 1 && start < 2) {
        read(well[0], &c, 1);
        raise(SIGKILL);
    }
    for (;;)
        pause();
}

static void start(int n)
{
    workers[n].starts++;
    printf("worker %d: start %d\n", n, workers[n].starts);
    fflush(stdout);
    workers[n].pid = fork();
    if (workers[n].pid == 0)
        work(n, workers[n].starts);
}

static int reap(int restart)
{
    int status, left = 0;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        for (int n = 0; n < WORKERS; n++)
            if (workers[n].pid == pid) {
                workers[n].pid = 0;
                if (WIFEXITED(status))
                    printf("worker %d: exit %d\n", n, WEXITSTATUS(status));
                else
                    printf("worker %d: %s\n", n, strsignal(WTERMSIG(status)));
                if (restart)
                    start(n);
            }
    for (int n = 0; n < WORKERS; n++)
        left += workers[n].pid != 0;
    return left;
}

int main(void)
{
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGCHLD);
    sigaddset(&mask, SIGTERM);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    if (pipe(well) < 0)
        return 1;
    int fd = signalfd(-1, &mask, SFD_CLOEXEC);
    for (int n = 0; n < WORKERS; n++)
        start(n);
    struct pollfd p = {fd, POLLIN, 0};
    int stopping = 0, waited = 0;
    for (;;) {
        int r = poll(&p, 1, stopping ? 1000 : 500);
        if (r == 0 && !stopping) {
            printf("quiet for half a second: stop\n");
            kill(getpid(), SIGTERM);
            continue;
        }
        struct signalfd_siginfo si;
        if (read(fd, &si, sizeof si) != sizeof si)
            return 1;
        if (si.ssi_signo == SIGTERM) {
            stopping = 1;
            for (int n = 0; n < WORKERS; n++) {
                siginfo_t ended;
                kill(workers[n].pid, SIGTERM);
                waitid(P_PID, workers[n].pid, &ended, WEXITED | WNOWAIT);
            }
        } else if (reap(!stopping) == 0) {
            break;
        }
        waited++;
    }
    printf("all workers are gone, starts %d %d %d\n", workers[0].starts, workers[1].starts, workers[2].starts);
    return 0;
}
