/* One byte there and one byte back between two processes over a socket pair: n round trips. */
#include "ping_pong.h"
#include <sys/socket.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    int s[2];
    char c = 'x';
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, s))
        return 1;
    PING_PONG(n, write(s[0], &c, 1) == 1 && read(s[0], &c, 1) == 1, read(s[1], &c, 1) == 1 && write(s[1], &c, 1) == 1);
    return 0;
}
