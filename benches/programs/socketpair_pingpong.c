/* One byte there and one byte back between two processes over a socket pair: n round trips. */
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    int s[2];
    char c = 'x';
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, s))
        return 1;
    if (fork() == 0) {
        for (long i = 0; i < n; i++)
            if (read(s[1], &c, 1) != 1 || write(s[1], &c, 1) != 1)
                _exit(1);
        _exit(0);
    }
    for (long i = 0; i < n; i++)
        if (write(s[0], &c, 1) != 1 || read(s[0], &c, 1) != 1)
            return 1;
    wait(NULL);
    return 0;
}
