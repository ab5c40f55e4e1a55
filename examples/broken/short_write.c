/* Hands a picture of 100000 bytes to a child through a pipe that must not block the parent.
 *
 * What I expected: write() writes everything, or fails with -1.
 * What happens: a third of the picture is missing, and nobody complains. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

#define SIZE 100000

static void show(int from)
{
    static char buffer[4096];
    long total = 0;
    ssize_t n;
    while ((n = read(from, buffer, sizeof buffer)) > 0)
        total += n;
    printf("child: got %ld of %d bytes\n", total, SIZE);
}

int main(void)
{
    static char picture[SIZE];
    int fd[2];
    pid_t child;

    memset(picture, '#', sizeof picture);
    if (pipe(fd) < 0 || fcntl(fd[1], F_SETFL, O_NONBLOCK) < 0) {
        perror("pipe");
        return 1;
    }
    if (write(fd[1], picture, sizeof picture) < 0) {
        perror("write");
        return 1;
    }
    child = fork();
    if (child == 0) {
        close(fd[1]);
        show(fd[0]);
        exit(0);
    }
    close(fd[0]);
    close(fd[1]);
    waitpid(child, NULL, 0);
    return 0;
}
