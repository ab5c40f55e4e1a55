// Writing after the peer has closed, and closing with unread data: INET-18 to INET-20.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
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

static int listener;
static struct sockaddr_in a = {.sin_family = AF_INET};

static int connection(int *server)
{
    int c = socket(AF_INET, SOCK_STREAM, 0);
    connect(c, (struct sockaddr *)&a, sizeof a);
    *server = accept(listener, NULL, NULL);
    return c;
}

int main(void)
{
    char buf[20];
    int s, c;
    socklen_t len = sizeof a;
    signal(SIGPIPE, SIG_IGN);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    bind(listener, (struct sockaddr *)&a, sizeof a);
    getsockname(listener, (struct sockaddr *)&a, &len);
    listen(listener, 5);

    c = connection(&s);
    close(s);
    usleep(50000);
    printf("INET-18 the first write after the peer's close: %s\n", res(write(c, "x", 1)));
    usleep(50000);
    printf("INET-19 the second: %s\n", res(write(c, "x", 1)));
    printf("INET-19 the third: %s\n", res(write(c, "x", 1)));
    close(c);

    c = connection(&s);
    write(c, "unread", 6);
    usleep(50000);
    close(s);
    usleep(50000);
    printf("INET-20 the peer closed with unread data: %s\n", res(read(c, buf, sizeof buf)));
    printf("INET-20b then: %s\n", res(read(c, buf, sizeof buf)));
    printf("INET-20b write: %s\n", res(write(c, "x", 1)));
    close(c);

    c = connection(&s);
    struct linger hard = {1, 0};
    setsockopt(s, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close(s);
    usleep(50000);
    printf("INET-20 SO_LINGER with 0 resets: %s\n", res(read(c, buf, sizeof buf)));
    return 0;
}
