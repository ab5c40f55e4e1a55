/* One byte there and one byte back between two processes over two pipes: n round trips. */
#include "ping_pong.h"

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    int there[2], back[2];
    char c = 'x';
    if (pipe(there) || pipe(back))
        return 1;
    PING_PONG(n, write(there[1], &c, 1) == 1 && read(back[0], &c, 1) == 1,
              read(there[0], &c, 1) == 1 && write(back[1], &c, 1) == 1);
    return 0;
}
