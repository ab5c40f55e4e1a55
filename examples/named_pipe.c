/* Two processes meet over a named pipe.
 * Watch: opening a FIFO waits until somebody opens the other end; when the last writer has closed, read returns 0;
 * and writing when no reader is left is an error: EPIPE, with the signal SIGPIPE before it. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAME "/tmp/example_fifo"

int main(void)
{
    char buf[64];
    int fd;
    ssize_t n;

    unlink(NAME);
    if (mkfifo(NAME, 0600) < 0) {
        perror("mkfifo");
        return 1;
    }
    if (fork() == 0) {
        fd = open(NAME, O_RDONLY);
        while ((n = read(fd, buf, sizeof buf)) > 0)
            printf("reader: got %zd bytes: %.*s", n, (int)n, buf);
        printf("reader: end of file\n");
        return 0;
    }
    fd = open(NAME, O_WRONLY);
    write(fd, "a line through the file tree\n", 29);
    close(fd);
    wait(NULL);

    signal(SIGPIPE, SIG_IGN);
    int reader = open(NAME, O_RDONLY | O_NONBLOCK);
    fd = open(NAME, O_WRONLY);
    close(reader);
    if (write(fd, "x", 1) < 0)
        printf("writer: no reader is left: %s\n", strerror(errno));
    close(fd);
    if (open(NAME, O_WRONLY | O_NONBLOCK) < 0)
        printf("writer: opening without a reader: %s\n", strerror(errno));
    unlink(NAME);
    return 0;
}
