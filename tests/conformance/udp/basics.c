// UDP over loopback: UDP-01 to UDP-07, UDP-11 to UDP-15.
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

static char big[70000];

int main(void)
{
    char buf[100];
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, from, name;
    socklen_t len = sizeof a;
    long n;
    int s = socket(AF_INET, SOCK_DGRAM, 0), c = socket(AF_INET, SOCK_DGRAM, 0);
    bind(s, (struct sockaddr *)&a, sizeof a);
    getsockname(s, (struct sockaddr *)&a, &len);
    printf("UDP-07 write without a destination: %s\n", res(write(socket(AF_INET, SOCK_DGRAM, 0), "x", 1)));
    getsockname(c, (struct sockaddr *)&name, &len);
    printf("UDP-01 before sendto the port is %d\n", ntohs(name.sin_port));
    printf("UDP-01 sendto: %s", res(sendto(c, "first message", 13, 0, (struct sockaddr *)&a, sizeof a)));
    getsockname(c, (struct sockaddr *)&name, &len);
    printf(", then there is a port: %d\n", name.sin_port != 0);
    sendto(c, "second", 6, 0, (struct sockaddr *)&a, sizeof a);
    len = sizeof from;
    n = recvfrom(s, buf, 5, 0, (struct sockaddr *)&from, &len);
    printf("UDP-02 into 5 bytes: %ld %.*s\n", n, (int)n, buf);
    printf("UDP-04 recvfrom gives the sender's port: %d, address %s\n", from.sin_port == name.sin_port,
           inet_ntoa(from.sin_addr));
    n = read(s, buf, sizeof buf);
    printf("UDP-03 the rest is dropped, next: %ld %.*s\n", n, (int)n, buf);
    sendto(c, "0123456789", 10, 0, (struct sockaddr *)&a, sizeof a);
    printf("UDP-02 MSG_TRUNC into 3 bytes: %s\n", res(recv(s, buf, 3, MSG_TRUNC)));
    printf("UDP-05 listen: %s\n", res(listen(s, 1)));
    printf("UDP-06 accept: %s\n", res(accept(s, NULL, NULL)));
    printf("UDP-11 65508 bytes: %s\n", res(sendto(c, big, 65508, 0, (struct sockaddr *)&a, sizeof a)));
    printf("UDP-12 65507 bytes: %s", res(sendto(c, big, 65507, 0, (struct sockaddr *)&a, sizeof a)));
    printf(", received %s\n", res(read(s, big, sizeof big)));
    printf("UDP-13 the port is in use: %s\n", res(bind(socket(AF_INET, SOCK_DGRAM, 0), (struct sockaddr *)&a, sizeof a)));
    printf("UDP-14 an empty datagram: %s", res(sendto(c, "", 0, 0, (struct sockaddr *)&a, sizeof a)));
    printf(", received %s\n", res(read(s, buf, sizeof buf)));

    int other = socket(AF_INET, SOCK_DGRAM, 0);
    connect(s, (struct sockaddr *)&name, sizeof name);
    sendto(other, "stranger", 8, 0, (struct sockaddr *)&a, sizeof a);
    sendto(c, "friend", 6, 0, (struct sockaddr *)&a, sizeof a);
    n = read(s, buf, sizeof buf);
    printf("UDP-15 a connected socket hears only its peer: %ld %.*s", n, (int)n, buf);
    printf(", then %s\n", res(recv(s, buf, sizeof buf, MSG_DONTWAIT)));
    printf("UDP-15 write on it: %s", res(write(s, "back", 4)));
    n = read(c, buf, sizeof buf);
    printf(", %ld %.*s\n", n, (int)n, buf);
    return 0;
}
