// UDP to a port where nobody is: UDP-08 to UDP-10.
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

int main(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    char c;
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    bind(s, (struct sockaddr *)&a, sizeof a);
    getsockname(s, (struct sockaddr *)&a, &len);
    close(s);
    int k = socket(AF_INET, SOCK_DGRAM, 0);
    printf("UDP-08 connect to a dead port: %s", res(connect(k, (struct sockaddr *)&a, sizeof a)));
    printf(", first send: %s\n", res(write(k, "x", 1)));
    usleep(50000);
    printf("UDP-09 the second: %s", res(write(k, "x", 1)));
    printf(", the third: %s\n", res(write(k, "x", 1)));
    usleep(50000);
    printf("UDP-09 read: %s\n", res(read(k, &c, 1)));
    int u = socket(AF_INET, SOCK_DGRAM, 0);
    printf("UDP-10 unconnected: %s", res(sendto(u, "x", 1, 0, (struct sockaddr *)&a, sizeof a)));
    usleep(50000);
    printf(", again: %s", res(sendto(u, "x", 1, 0, (struct sockaddr *)&a, sizeof a)));
    printf(", read: %s\n", res(recv(u, &c, 1, MSG_DONTWAIT)));
    return 0;
}
