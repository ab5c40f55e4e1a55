// The parent ends a child that computes for ever.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        volatile unsigned long n = 0;
        for (;;)
            n++;
    }
    usleep(50000);
    printf("is it running? waitpid says %d\n", (int)waitpid(pid, &status, WNOHANG));
    kill(pid, SIGTERM);
    waitpid(pid, &status, 0);
    if (WIFSIGNALED(status))
        printf("killed by signal %d (%s)\n", WTERMSIG(status), strsignal(WTERMSIG(status)));
    if (WIFEXITED(status))
        printf("exited\n");
    return 0;
}
