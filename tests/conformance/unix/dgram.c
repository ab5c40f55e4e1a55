// Unix datagram and seqpacket pairs: UNIX-13 to UNIX-20, UNIX-50, UNIX-59 to UNIX-62.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
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

static char big[300000];

int main(void)
{
    int s[2], v;
    char buf[40];
    socklen_t len;
    long n;
    signal(SIGPIPE, SIG_IGN);
    socketpair(AF_UNIX, SOCK_DGRAM, 0, s);
    write(s[0], "first", 5);
    write(s[0], "second message", 14);
    write(s[0], "third", 5);
    n = read(s[1], buf, sizeof buf);
    printf("UNIX-13 one message a read: %ld %.*s\n", n, (int)n, buf);
    n = read(s[1], buf, 6);
    printf("UNIX-13 into 6 bytes: %ld %.*s\n", n, (int)n, buf);
    n = read(s[1], buf, sizeof buf);
    printf("UNIX-14 the rest is gone, next: %ld %.*s\n", n, (int)n, buf);
    printf("UNIX-15 an empty datagram: %s", res(write(s[0], "", 0)));
    write(s[0], "x", 1);
    printf(", read %s", res(read(s[1], buf, sizeof buf)));
    printf(", then %s\n", res(read(s[1], buf, sizeof buf)));
    write(s[0], "0123456789", 10);
    printf("UNIX-16 MSG_TRUNC into 4 bytes: %s\n", res(recv(s[1], buf, 4, MSG_TRUNC)));
    fcntl(s[0], F_SETFL, O_NONBLOCK);
    int sent = 0;
    while ((n = write(s[0], "m", 1)) == 1)
        sent++;
    printf("UNIX-17b the queue is full after more than 5 messages: %d, then %s\n", sent > 5, res(n));
    printf("UNIX-50 a datagram larger than the send buffer: %s\n", res(send(s[1], big, sizeof big, 0)));
    close(s[1]);
    printf("UNIX-18 peer closed: %s\n", res(write(s[0], "x", 1)));
    close(s[0]);

    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, s);
    write(s[0], "record one", 10);
    write(s[0], "record two", 10);
    n = read(s[1], buf, sizeof buf);
    printf("UNIX-19 seqpacket: %ld %.*s\n", n, (int)n, buf);
    n = read(s[1], buf, 6);
    printf("UNIX-19 into 6 bytes: %ld %.*s\n", n, (int)n, buf);
    close(s[0]);
    printf("UNIX-19b end of file: %s\n", res(read(s[1], buf, sizeof buf)));
    printf("UNIX-19b write: %s\n", res(write(s[1], "x", 1)));

    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, s);
    v = fcntl(s[1], F_GETFL);
    printf("UNIX-20 FD_CLOEXEC %d, O_NONBLOCK %d, O_RDWR %d\n", fcntl(s[1], F_GETFD), !!(v & O_NONBLOCK),
           (v & O_ACCMODE) == O_RDWR);
    len = sizeof v;
    getsockopt(s[0], SOL_SOCKET, SO_TYPE, &v, &len);
    printf("UNIX-59 SO_TYPE is SOCK_STREAM: %d, length %d\n", v == SOCK_STREAM, (int)len);
    fcntl(s[0], F_SETFL, 0);
    struct timeval t = {0, 60000};
    setsockopt(s[0], SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
    printf("UNIX-60 SO_RCVTIMEO passes: %s\n", res(read(s[0], buf, 1)));
    printf("UNIX-61 shutdown, bad how: %s\n", res(shutdown(s[0], 9)));
    printf("UNIX-62 shutdown of an unconnected one: %s\n", res(shutdown(socket(AF_UNIX, SOCK_STREAM, 0), SHUT_RDWR)));
    return 0;
}
