/* One byte there and one byte back over a TCP connection on loopback: n round trips. */
#include "ping_pong.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    char c = 'x';
    int one = 1, l = socket(AF_INET, SOCK_STREAM, 0), s = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(l, (struct sockaddr *)&a, len) || getsockname(l, (struct sockaddr *)&a, &len) || listen(l, 1))
        return 1;
    // Both ends in both processes: a connection to oneself is made before anybody is born.
    if (connect(s, (struct sockaddr *)&a, len))
        return 1;
    int t = accept(l, NULL, NULL);
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(t, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    PING_PONG(n, write(s, &c, 1) == 1 && read(s, &c, 1) == 1, read(t, &c, 1) == 1 && write(t, &c, 1) == 1);
    return 0;
}
