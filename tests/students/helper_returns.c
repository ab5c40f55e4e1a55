/* says: write() failed here: EBADF (Bad file descriptor), and nobody looked at its result | put_line() returns it to here, and nobody looks at it | [ignored-error] */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

static ssize_t put(int fd, const char *text)
{
    return write(fd, text, strlen(text));
}

static ssize_t put_line(int fd, const char *text)
{
    ssize_t n = put(fd, text);
    return n;
}

int main(void)
{
    int p[2];
    if (pipe(p) == -1)
        return 1;
    if (fork() == 0) {
        char buf[32];
        close(p[1]);
        while (read(p[0], buf, sizeof buf) > 0)
            ;
        _exit(0);
    }
    close(p[0]);
    put_line(p[0], "hello\n");
    close(p[1]);
    wait(NULL);
    return 0;
}
