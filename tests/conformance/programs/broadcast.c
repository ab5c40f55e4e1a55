// One signal to a whole process group: workers in a group of their own, stopped, continued and ended together.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS 4

static volatile int ticks;

static void tick(int sig)
{
    ticks++;
}

static void worker(int ready)
{
    signal(SIGUSR1, tick);
    write(ready, "r", 1);
    for (;;)
        pause();
}

int main(void)
{
    int ready[2], status, n;
    pid_t pid[WORKERS], group = 0;
    char c;

    pipe(ready);
    for (int i = 0; i < WORKERS; i++) {
        pid[i] = fork();
        if (pid[i] == 0) {
            setpgid(0, group);
            worker(ready[1]);
        }
        setpgid(pid[i], group);
        if (i == 0)
            group = pid[0];
    }
    for (int i = 0; i < WORKERS; i++)
        read(ready[0], &c, 1);
    printf("all in one group: %d\n", getpgid(pid[3]) == group && getpgrp() != group);
    printf("killpg(SIGUSR1): %d\n", killpg(group, SIGUSR1));
    printf("killpg(SIGSTOP): %d\n", killpg(group, SIGSTOP));
    for (n = 0; n < WORKERS; n++)
        waitpid(pid[n], &status, WUNTRACED);
    printf("stopped: %d, the last by signal %d\n", n, WSTOPSIG(status));
    killpg(group, SIGCONT);
    for (n = 0; n < WORKERS; n++)
        waitpid(pid[n], &status, WCONTINUED);
    printf("continued: %d, %d\n", n, WIFCONTINUED(status));
    kill(-group, SIGTERM);
    for (n = 0; waitpid(-group, &status, 0) > 0; n++)
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGTERM)
            printf("unexpected status %x\n", status);
    printf("ended: %d\n", n);
    printf("the group is gone: %d\n", killpg(group, 0));
    return 0;
}
