/* Sends lines to a child that only wants the first one.
 *
 * What I expected: once the child has gone, write() fails with -1, and I print an error.
 * What happens: no error, no "done": the program just ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

#define LINES 3

static void first_line(int from)
{
    char line[64];
    ssize_t n = read(from, line, sizeof line - 1);
    if (n > 0) {
        line[n] = '\0';
        printf("child: the first line is: %s", line);
    }
}

int main(void)
{
    int fd[2];
    pid_t child;

    if (pipe(fd) < 0) {
        perror("pipe");
        return 1;
    }
    child = fork();
    if (child == 0) {
        close(fd[1]);
        first_line(fd[0]);
        exit(0);
    }
    close(fd[0]);
    for (int i = 1; i <= LINES; i++) {
        char line[64];
        int n = snprintf(line, sizeof line, "line %d\n", i);
        if (write(fd[1], line, n) != n) {
            perror("parent: write");
            break;
        }
        sleep(1);
    }
    close(fd[1]);
    waitpid(child, NULL, 0);
    printf("parent: done\n");
    return 0;
}
