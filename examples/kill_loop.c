/* A parent kills its child, which loops for ever, with SIGKILL.
 * Watch: the child never asks for anything, yet it ends; the parent learns how from wait(). */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int status;
    pid_t child = fork();

    if (child == 0)
        for (;;)
            ;
    sleep(1);
    printf("parent: killing the child\n");
    kill(child, SIGKILL);
    wait(&status);
    if (WIFSIGNALED(status))
        printf("parent: the child died by signal %d\n", WTERMSIG(status));
    return 0;
}
