// Reading without blocking: a loop that polls an empty pipe until the child writes.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int fd[2], seen[2], polls = 0;
    char buf[20], c;
    pipe(fd);
    pipe(seen);
    fcntl(fd[0], F_SETFL, fcntl(fd[0], F_GETFL) | O_NONBLOCK);
    if (fork() == 0) {
        for (int i = 0; i < 3; i++) {
            usleep(60000);
            char line[10];
            int n = sprintf(line, "line %d\n", i);
            write(fd[1], line, n);
            read(seen[0], &c, 1);
        }
        exit(0);
    }
    close(fd[1]);
    for (;;) {
        ssize_t n = read(fd[0], buf, sizeof buf);
        if (n > 0) {
            printf("%d bytes: %.*s", (int)n, (int)n, buf);
            write(seen[1], "s", 1);
        } else if (n == 0) {
            printf("end of file\n");
            break;
        } else if (errno == EAGAIN) {
            polls++;
            usleep(10000);
        } else {
            perror("read");
            return 1;
        }
    }
    printf("polled several times: %s\n", polls > 3 ? "yes" : "no");
    wait(NULL);
    return 0;
}
