/* accept with nobody to connect, recv whose other end is held by itself, and a full queue. */
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char block[4096];

int main(void)
{
    int pair[2], full[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, full);
    if (fork() == 0) {
        close(full[0]);
        for (;;)
            write(full[1], block, sizeof block);
    }
    if (fork() == 0) {
        struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(5000)};
        int s = socket(AF_INET, SOCK_STREAM, 0);
        bind(s, (struct sockaddr *)&at, sizeof at);
        listen(s, 1);
        accept(s, 0, 0);
    }
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    recv(pair[0], block, 1, 0);
}
