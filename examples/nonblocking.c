/* Blocking against non-blocking: reading an empty pipe, writing a full one.
 * Watch: with O_NONBLOCK read and write return at once with EAGAIN; without it the process sleeps in the call. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int fd[2];
    char buf[4096];
    long total = 0;
    ssize_t n;

    pipe(fd);
    fcntl(fd[0], F_SETFL, O_NONBLOCK);
    n = read(fd[0], buf, sizeof buf);
    printf("non-blocking read of an empty pipe: %zd, %s\n", n, strerror(errno));

    fcntl(fd[1], F_SETFL, O_NONBLOCK);
    memset(buf, 'x', sizeof buf);
    while ((n = write(fd[1], buf, sizeof buf)) > 0)
        total += n;
    printf("non-blocking writes filled the pipe with %ld bytes, then %s\n", total, strerror(errno));
    while (read(fd[0], buf, sizeof buf) > 0)
        ;

    fcntl(fd[0], F_SETFL, 0);
    fflush(stdout);
    if (fork() == 0) {
        sleep(1);
        write(fd[1], "late", 4);
        _exit(0);
    }
    n = read(fd[0], buf, sizeof buf);
    printf("the blocking read waited for the child: %zd bytes, %.*s\n", n, (int)n, buf);
    wait(NULL);
    return 0;
}
