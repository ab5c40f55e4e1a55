// conformance: exit=1
// A chain of processes: each child makes the next one; they report from the last to the first.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    int n = argc > 1 ? atoi(argv[1]) : 6, i;
    pid_t child = 0;

    setbuf(stdout, NULL);
    for (i = 1; i < n; i++)
        if ((child = fork()) != 0)
            break;
    int status = 0;
    if (child > 0)
        waitpid(child, &status, 0);
    printf("process %d of the chain, its child returned %d\n", i, WEXITSTATUS(status));
    return i;
}
