/* Hands a picture of 100000 bytes to a child through a pipe. What write() has not taken is written again; the pipe may block,
 * and the child that empties it exists before it is filled. */
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

static int write_all(int fd, const char *p, size_t left)
{
    while (left > 0) {
        ssize_t n = write(fd, p, left);
        if (n < 0)
            return -1;
        p += n;
        left -= n;
    }
    return 0;
}

int main(void)
{
    static char picture[SIZE];
    int fd[2];
    pid_t child;

    memset(picture, '#', sizeof picture);
    if (pipe(fd) < 0) {
        perror("pipe");
        return 1;
    }
    child = fork();
    if (child == 0) {
        close(fd[1]);
        show(fd[0]);
        exit(0);
    }
    close(fd[0]);
    if (write_all(fd[1], picture, sizeof picture) < 0)
        perror("write");
    close(fd[1]);
    waitpid(child, NULL, 0);
    return 0;
}
