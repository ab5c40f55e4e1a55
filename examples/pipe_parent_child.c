/* A parent sends a message to its child through a pipe.
 * Watch: the pipe is opened before fork, so both have both ends; each closes the one that it does not use. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int fd[2];
    char buf[64];
    const char *message = "hello from the parent";

    if (pipe(fd) < 0) {
        perror("pipe");
        return 1;
    }
    if (fork() == 0) {
        close(fd[1]);
        ssize_t n = read(fd[0], buf, sizeof buf - 1);
        buf[n] = '\0';
        printf("child: got %zd bytes: %s\n", n, buf);
        n = read(fd[0], buf, sizeof buf - 1);
        printf("child: then read returned %zd: every writer has closed\n", n);
        return 0;
    }
    close(fd[0]);
    write(fd[1], message, strlen(message));
    close(fd[1]);
    wait(NULL);
    printf("parent: done\n");
    return 0;
}
