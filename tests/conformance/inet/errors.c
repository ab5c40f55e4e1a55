// TCP sockets, what is refused: INET-01 to INET-07, INET-27 to INET-32.
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

static struct sockaddr_in addr(const char *ip, int port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, ip, &a.sin_addr);
    return a;
}

#define A(a) (struct sockaddr *)&a, sizeof a

int main(void)
{
    char c;
    socklen_t len;
    struct sockaddr_in lo = addr("127.0.0.1", 0), far = addr("192.0.2.1", 0), got;
    signal(SIGPIPE, SIG_IGN);
    printf("INET-01 stream with the UDP protocol: %s\n", res(socket(AF_INET, SOCK_STREAM, IPPROTO_UDP)));
    printf("INET-01 datagram with the TCP protocol: %s\n", res(socket(AF_INET, SOCK_DGRAM, IPPROTO_TCP)));
    int s = socket(AF_INET, SOCK_STREAM, 0), t = socket(AF_INET, SOCK_STREAM, 0);
    printf("INET-03 bind: %s\n", res(bind(s, A(lo))));
    len = sizeof got;
    getsockname(s, (struct sockaddr *)&got, &len);
    printf("INET-02 connect to a bound port, nobody listens: %s\n", res(connect(t, A(got))));
    printf("INET-04 bind twice: %s\n", res(bind(s, A(lo))));
    int u = socket(AF_INET, SOCK_STREAM, 0);
    printf("INET-05 the port is in use: %s\n", res(bind(u, A(got))));
    printf("INET-06 accept before listen: %s\n", res(accept(s, NULL, NULL)));
    printf("INET-07 bind to an address of somebody else: %s\n", res(bind(u, A(far))));
    printf("INET-27 write, unconnected: %s\n", res(write(u, "x", 1)));
    printf("INET-28 read, unconnected: %s\n", res(read(u, &c, 1)));
    len = sizeof got;
    printf("INET-29 getpeername, unconnected: %s\n", res(getpeername(u, (struct sockaddr *)&got, &len)));
    printf("INET-30 shutdown, unconnected: %s\n", res(shutdown(u, SHUT_RDWR)));
    printf("INET-31 bind, length 4: %s\n", res(bind(u, (struct sockaddr *)&lo, 4)));
    printf("INET-31 connect, length 4: %s\n", res(connect(u, (struct sockaddr *)&lo, 4)));
    lo.sin_family = AF_UNIX;
    printf("INET-32 bind, family AF_UNIX: %s\n", res(bind(u, A(lo))));
    printf("INET-32 connect, family AF_UNIX: %s\n", res(connect(u, A(lo))));
    return 0;
}
