// A complete binary tree of processes; every node waits for its children and adds up their exit statuses.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int node(int depth, int number)
{
    int sum = 1, status;
    if (depth == 0)
        return sum;
    for (int i = 0; i < 2; i++)
        if (fork() == 0)
            _exit(node(depth - 1, number * 2 + i));
    while (wait(&status) > 0)
        sum += WEXITSTATUS(status);
    return sum;
}

int main(void)
{
    for (int depth = 0; depth <= 5; depth++)
        printf("a tree of depth %d has %d processes\n", depth, node(depth, 1));
    return 0;
}
