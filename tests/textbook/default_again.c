#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile sig_atomic_t usr1;
static void h(int s) { usr1++; }
int main(void)
{
    int st;
    pid_t parent = getpid();
    signal(SIGUSR1, h);
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGUSR1, SIG_DFL);
        kill(parent, SIGUSR1);
        for (;;)
            pause();
    }
    while (!usr1)
        usleep(1000);
    kill(pid, SIGUSR1);
    waitpid(pid, &st, 0);
    printf("killed by %d\n", WTERMSIG(st));
    return 0;
}
