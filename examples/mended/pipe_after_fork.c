/* The child computes, the parent prints the result. The pipe is made before the fork: so the child inherits it. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>

static long sum(int from, int to)
{
    long total = 0;
    for (int i = from; i <= to; i++)
        total += i;
    return total;
}

int main(void)
{
    int fd[2];
    long result = 0;
    pid_t child;

    if (pipe(fd) < 0) {
        perror("pipe");
        return 1;
    }
    child = fork();
    if (child < 0) {
        perror("fork");
        return 1;
    }
    if (child == 0) {
        close(fd[0]);
        result = sum(1, 100);
        if (write(fd[1], &result, sizeof result) != sizeof result) {
            perror("write");
            return 1;
        }
        return 0;
    }
    close(fd[1]);
    if (read(fd[0], &result, sizeof result) != sizeof result) {
        perror("read");
        return 1;
    }
    printf("parent: the sum is %ld\n", result);
    waitpid(child, NULL, 0);
    return 0;
}
