#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static void handler(int sig) { write(1, "got it\n", 7); }
int main(void)
{
    signal(SIGUSR1, handler);
    pid_t pid = fork();
    if (pid == 0) {
        usleep(1000);
        sleep(1);
        exit(0);
    }
    kill(pid, SIGUSR1);
    wait(NULL);
    printf("done\n");
    return 0;
}
