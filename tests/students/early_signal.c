/* says: SIGUSR1 killed pid 3: pid 2 sent it at early_signal.c:17, before the handler was installed, which early_signal.c:13 does [early-signal] */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static void handler(int sig) { write(1, "got it\n", 7); }
int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        usleep(1000);
        signal(SIGUSR1, handler);
        pause();
        exit(0);
    }
    kill(pid, SIGUSR1);
    wait(NULL);
    printf("done\n");
    return 0;
}
