// Two processes take turns by signals: SIGUSR1 one way, SIGUSR2 the other; no signal is lost, as both are blocked.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 10

static volatile sig_atomic_t got;

static void handler(int sig)
{
    got = sig;
}

static void wait_for(int sig, const sigset_t *open)
{
    while (got != sig)
        sigsuspend(open);
    got = 0;
}

int main(void)
{
    sigset_t block, open;
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGUSR1, handler);
    signal(SIGUSR2, handler);
    sigemptyset(&block);
    sigaddset(&block, SIGUSR1);
    sigaddset(&block, SIGUSR2);
    sigprocmask(SIG_BLOCK, &block, &open);
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        for (int i = 1; i <= ROUNDS; i++) {
            wait_for(SIGUSR1, &open);
            printf("  pong %d\n", i);
            kill(parent, SIGUSR2);
        }
        exit(0);
    }
    for (int i = 1; i <= ROUNDS; i++) {
        printf("ping %d\n", i);
        kill(child, SIGUSR1);
        wait_for(SIGUSR2, &open);
    }
    waitpid(child, NULL, 0);
    printf("game over\n");
    return 0;
}
