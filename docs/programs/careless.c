#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int status, pid;
    if (pid = fork() == 0) {
        printf("child %s\n", getpid());
        return 0;
    }
    wait(&status);
    while (status == 0);
        status--;
    return 0;
}
