/* One byte there and one byte back over a TCP connection on loopback: n round trips. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    char c = 'x';
    int one = 1, l = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(l, (struct sockaddr *)&a, len) || getsockname(l, (struct sockaddr *)&a, &len) || listen(l, 1))
        return 1;
    if (fork() == 0) {
        int s = accept(l, NULL, NULL);
        setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        for (long i = 0; i < n; i++)
            if (read(s, &c, 1) != 1 || write(s, &c, 1) != 1)
                _exit(1);
        _exit(0);
    }
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(s, (struct sockaddr *)&a, len))
        return 1;
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    for (long i = 0; i < n; i++)
        if (write(s, &c, 1) != 1 || read(s, &c, 1) != 1)
            return 1;
    wait(NULL);
    return 0;
}
