/* One datagram there and one back over loopback: n round trips. */
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

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
