/* One datagram there and one back over loopback: n round trips. */
#include "ping_pong.h"
#include <netinet/in.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    struct sockaddr_in a[2] = {{.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof a[0];
    char c = 'x';
    int s[2];
    a[1] = a[0];
    for (int i = 0; i < 2; i++) {
        s[i] = socket(AF_INET, SOCK_DGRAM, 0);
        if (bind(s[i], (struct sockaddr *)&a[i], len) || getsockname(s[i], (struct sockaddr *)&a[i], &len))
            return 1;
    }
    connect(s[0], (struct sockaddr *)&a[1], len);
    connect(s[1], (struct sockaddr *)&a[0], len);
    PING_PONG(n, write(s[0], &c, 1) == 1 && read(s[0], &c, 1) == 1, read(s[1], &c, 1) == 1 && write(s[1], &c, 1) == 1);
    return 0;
}
