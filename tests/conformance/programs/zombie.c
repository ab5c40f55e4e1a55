// A zombie keeps its pid and its status until the parent waits.
#include <errno.h>
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
    if (pid == 0)
        exit(42);
    usleep(100000);
    printf("the child has ended, kill(pid, 0) says %d\n", kill(pid, 0));
    kill(pid, SIGKILL);
    pid_t got = waitpid(pid, &status, 0);
    printf("waitpid gave the child: %s, status %d\n", got == pid ? "yes" : "no", WEXITSTATUS(status));
    int r = kill(pid, 0);
    printf("now kill(pid, 0) says %d (%s)\n", r, strerror(errno));
    return 0;
}
