// The first fork: who prints what, with the buffer full of a greeting when stdout is not a terminal.
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    printf("before fork\n");
    pid_t pid = fork();
    if (pid < 0) {
        perror("fork");
        exit(1);
    }
    if (pid == 0) {
        printf("I am the child\n");
        exit(0);
    }
    wait(NULL);
    printf("I am the parent\n");
    return 0;
}
