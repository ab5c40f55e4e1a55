// conformance: root
// Ports below 1024 are for the privileged: INET-08.
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
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(911)};
    printf("INET-08 port 911 as root: %s\n", res(bind(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&a, sizeof a)));
    setuid(1000);
    a.sin_port = htons(912);
    printf("INET-08 port 912 as user 1000: %s\n", res(bind(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&a, sizeof a)));
    printf("INET-08 UDP: %s\n", res(bind(socket(AF_INET, SOCK_DGRAM, 0), (struct sockaddr *)&a, sizeof a)));
    return 0;
}
