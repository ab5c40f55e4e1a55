/* Sends three names to a child, which counts them and says so when there are no more.
 *
 * What I expected: the child's read() returns 0 as soon as the parent has closed the pipe, so it prints the sum and ends.
 * What happens: the names arrive, then everything stands still. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

static void count_names(int from)
{
    char c;
    int names = 0;
    while (read(from, &c, 1) > 0) {
        if (c == '\n')
            names++;
    }
    printf("child: %d names\n", names);
}

int main(void)
{
    const char *names[] = { "Ada", "Grace", "Edsger" };
    int fd[2];
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
        count_names(fd[0]);
        return 0;
    }
    close(fd[0]);
    for (int i = 0; i < 3; i++) {
        char line[32];
        int n = snprintf(line, sizeof line, "%s\n", names[i]);
        if (write(fd[1], line, n) != n) {
            perror("write");
            return 1;
        }
    }
    close(fd[1]);
    if (waitpid(child, NULL, 0) < 0)
        perror("waitpid");
    printf("parent: done\n");
    return 0;
}
