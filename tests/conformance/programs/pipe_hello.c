// Parent and child joined by a pipe.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int fd[2];
    char line[80];

    if (pipe(fd) < 0) {
        perror("pipe");
        exit(1);
    }
    switch (fork()) {
    case -1:
        perror("fork");
        exit(1);
    case 0:
        close(fd[1]);
        ssize_t n = read(fd[0], line, sizeof line);
        printf("the child read %zd bytes: ", n);
        fflush(stdout);
        write(STDOUT_FILENO, line, n);
        _exit(0);
    default:
        close(fd[0]);
        const char *msg = "hello, child\n";
        write(fd[1], msg, strlen(msg));
        close(fd[1]);
        wait(NULL);
    }
    return 0;
}
