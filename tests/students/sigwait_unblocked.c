/* says: while it was not blocked: sigwait() takes only signals that are */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    sigset_t s;
    int sig;
    pid_t pid = fork();
    if (pid == 0) {
        sigemptyset(&s);
        sigaddset(&s, SIGUSR1);
        usleep(1000);
        sigwait(&s, &sig);
        printf("got %d\n", sig);
        exit(0);
    }
    kill(pid, SIGUSR1);
    wait(NULL);
    return 0;
}
