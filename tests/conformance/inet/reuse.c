// Addresses in use: INET-21 to INET-23.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
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

static const int one = 1;

static int tcp(int reuse)
{
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (reuse)
        setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    return s;
}

/* Leaves the port of a listener in TIME_WAIT, the server's side having closed first. */
static struct sockaddr_in time_wait(int reuse)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    char ch;
    int l = tcp(reuse);
    bind(l, (struct sockaddr *)&a, sizeof a);
    getsockname(l, (struct sockaddr *)&a, &len);
    listen(l, 5);
    int c = tcp(0);
    connect(c, (struct sockaddr *)&a, sizeof a);
    int s = accept(l, NULL, NULL);
    close(s);
    read(c, &ch, 1);
    close(c);
    close(l);
    usleep(50000);
    return a;
}

int main(void)
{
    struct sockaddr_in a = time_wait(0);
    printf("INET-21 the port is in TIME_WAIT: %s\n", res(bind(tcp(0), (struct sockaddr *)&a, sizeof a)));
    printf("INET-22 SO_REUSEADDR now, but the old listener had it not: %s\n",
           res(bind(tcp(1), (struct sockaddr *)&a, sizeof a)));
    a = time_wait(1);
    printf("INET-22b both had it: %s\n", res(bind(tcp(1), (struct sockaddr *)&a, sizeof a)));
    a = time_wait(1);
    printf("INET-22b only the old one had it: %s\n", res(bind(tcp(0), (struct sockaddr *)&a, sizeof a)));

    struct sockaddr_in b = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof b;
    int l = tcp(1), m = tcp(1);
    bind(l, (struct sockaddr *)&b, sizeof b);
    getsockname(l, (struct sockaddr *)&b, &len);
    listen(l, 1);
    printf("INET-23 two listeners: %s\n", res(bind(m, (struct sockaddr *)&b, sizeof b)));
    close(l);
    printf("INET-23 the first closed: %s\n", res(bind(m, (struct sockaddr *)&b, sizeof b)));
    return 0;
}
