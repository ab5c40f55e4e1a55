// Opening a FIFO without blocking, and its end-of-file state: FIFO-05 to FIFO-14.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A result as text: the number, or -1 and why. */
static const char *res(long r)
{
    static char text[8][64];
    static int next;
    char *t = text[next++ % 8];
    if (r == -1)
        snprintf(t, 64, "-1 %s", strerror(errno));
    else
        snprintf(t, 64, "%ld", r);
    return t;
}

static const char *polled(int fd)
{
    static char text[40];
    struct pollfd p = {fd, POLLIN, 0};
    int r = poll(&p, 1, 0);
    sprintf(text, "%d%s%s%s", r, p.revents & POLLIN ? " POLLIN" : "", p.revents & POLLHUP ? " POLLHUP" : "",
            p.revents & POLLERR ? " POLLERR" : "");
    return text;
}

int main(void)
{
    char buf[20];
    unlink("f");
    mkfifo("f", 0600);
    printf("FIFO-05 open for writing, no reader: %s\n", res(open("f", O_WRONLY | O_NONBLOCK)));
    int r = open("f", O_RDONLY | O_NONBLOCK);
    printf("FIFO-06 open for reading, no writer: %s\n", res(r));
    printf("FIFO-07 read before any writer: %s\n", res(read(r, buf, 10)));
    printf("FIFO-08 poll: %s\n", polled(r));
    int w = open("f", O_WRONLY | O_NONBLOCK);
    printf("FIFO-09 open for writing now: %s\n", res(w));
    printf("FIFO-10 read with a writer and no data: %s\n", res(read(r, buf, 10)));
    printf("FIFO-10 poll: %s\n", polled(r));
    printf("FIFO-11 write: %s\n", res(write(w, "data", 4)));
    close(w);
    printf("FIFO-11 poll after the writer closed: %s\n", polled(r));
    long n = read(r, buf, 10);
    printf("FIFO-11 read: %ld %.*s\n", n, (int)n, buf);
    printf("FIFO-11 then: %s\n", res(read(r, buf, 10)));
    printf("FIFO-12 poll: %s\n", polled(r));
    w = open("f", O_WRONLY | O_NONBLOCK);
    printf("FIFO-13 a new writer, poll: %s\n", polled(r));
    printf("FIFO-13 read: %s\n", res(read(r, buf, 10)));
    write(w, "again", 5);
    n = read(r, buf, 10);
    printf("FIFO-13 its data: %ld %.*s\n", n, (int)n, buf);

    write(w, "lost", 4);
    close(w);
    close(r);
    r = open("f", O_RDONLY | O_NONBLOCK);
    w = open("f", O_WRONLY | O_NONBLOCK);
    printf("FIFO-14 unread data after all ends were closed: %s\n", res(read(r, buf, 10)));
    write(w, "kept", 4);
    close(r);
    r = open("f", O_RDONLY | O_NONBLOCK);
    n = read(r, buf, 10);
    printf("FIFO-14 with a writer left it stays: %ld %.*s\n", n, (int)n, buf);
    unlink("f");
    return 0;
}
