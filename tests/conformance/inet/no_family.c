// Addresses whose family was left out: INET-33.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *res(long r)
{
    return r < 0 ? strerror(errno) : "ok";
}

static void binding(const char *what, int type, in_addr_t host, int family)
{
    struct sockaddr_in a = {0}, got = {0};
    socklen_t n = sizeof got;
    int s = socket(AF_INET, type, 0);
    a.sin_family = family;
    a.sin_addr.s_addr = htonl(host);
    printf("INET-33 bind to %s: %s", what, res(bind(s, (struct sockaddr *)&a, sizeof a)));
    getsockname(s, (struct sockaddr *)&got, &n);
    printf(", is called %s of family %d, port %s\n", inet_ntoa(got.sin_addr), got.sin_family, got.sin_port ? "given" : "none");
    close(s);
}

int main(void)
{
    struct sockaddr_in a = {0};
    struct sockaddr_in6 six = {0};
    socklen_t n = sizeof a;
    char buf[8];
    int s, t;
    binding("any address", SOCK_STREAM, INADDR_ANY, AF_UNSPEC);
    binding("any address", SOCK_DGRAM, INADDR_ANY, AF_UNSPEC);
    binding("loopback", SOCK_STREAM, INADDR_LOOPBACK, AF_UNSPEC);
    binding("another family", SOCK_STREAM, INADDR_ANY, AF_UNIX);
    s = socket(AF_INET, SOCK_DGRAM, 0);
    t = socket(AF_INET, SOCK_DGRAM, 0);
    printf("INET-33 bind: %s\n", res(bind(s, (struct sockaddr *)&a, sizeof a)));
    getsockname(s, (struct sockaddr *)&a, &n);
    a.sin_family = AF_UNSPEC;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    printf("INET-33 sendto: %s\n", res(sendto(t, "x", 1, 0, (struct sockaddr *)&a, sizeof a)));
    printf("INET-33 received: %zd\n", recv(s, buf, sizeof buf, 0));
    printf("INET-33 IPv6: %s\n", res(bind(socket(AF_INET6, SOCK_DGRAM, 0), (struct sockaddr *)&six, sizeof six)));
    return 0;
}
