/* The child computes, the parent prints the result.
 *
 * What I expected: both have the variable fd, so both have the pipe.
 * What happens: the parent waits for ever for a number that the child says it has sent. */
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
    pid_t child = fork();

    if (child < 0) {
        perror("fork");
        return 1;
    }
    if (pipe(fd) < 0) {
        perror("pipe");
        return 1;
    }
    if (child == 0) {
        result = sum(1, 100);
        if (write(fd[1], &result, sizeof result) != sizeof result) {
            perror("write");
            return 1;
        }
        fprintf(stderr, "child: sent %ld\n", result);
        return 0;
    }
    if (read(fd[0], &result, sizeof result) != sizeof result) {
        perror("read");
        return 1;
    }
    printf("parent: the sum is %ld\n", result);
    waitpid(child, NULL, 0);
    return 0;
}
