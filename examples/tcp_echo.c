/* An echo server over TCP, and two clients at the same time.
 * Watch: one listening socket, and one connected socket for every client; connect returns when the handshake is done, before
 * the server accepts; the clients' temporary ports differ. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void serve(int listener, int clients)
{
    char buf[64];
    ssize_t n;
    for (int i = 0; i < clients; i++) {
        int conn = accept(listener, NULL, NULL);
        while ((n = read(conn, buf, sizeof buf)) > 0)
            write(conn, buf, n);
        close(conn);
    }
}

static int open_client(const struct sockaddr_in *addr)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (const struct sockaddr *)addr, sizeof *addr) < 0)
        perror("connect");
    return fd;
}

int main(void)
{
    struct sockaddr_in addr, a, b;
    socklen_t len = sizeof addr;
    char buf[64];
    ssize_t n;
    int listener = socket(AF_INET, SOCK_STREAM, 0), first, second;

    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    addr.sin_port = 0; /* any free port; a real server has a well-known one */
    bind(listener, (struct sockaddr *)&addr, sizeof addr);
    listen(listener, 5);
    getsockname(listener, (struct sockaddr *)&addr, &len);

    if (fork() == 0) {
        serve(listener, 2);
        return 0;
    }
    close(listener);
    first = open_client(&addr);
    second = open_client(&addr);
    len = sizeof a;
    getsockname(first, (struct sockaddr *)&a, &len);
    getsockname(second, (struct sockaddr *)&b, &len);
    printf("the clients' address is %s, their ports differ: %s\n", inet_ntoa(a.sin_addr), a.sin_port != b.sin_port ? "yes" : "no");

    send(second, "second", 6, 0);
    send(first, "first", 5, 0);
    n = recv(first, buf, sizeof buf, 0);
    printf("first client: %.*s\n", (int)n, buf);
    shutdown(first, SHUT_WR);
    n = recv(first, buf, sizeof buf, 0);
    printf("first client, after its half close: %zd\n", n);
    close(first);

    n = recv(second, buf, sizeof buf, 0);
    printf("second client, whose turn has come: %.*s\n", (int)n, buf);
    close(second);
    wait(NULL);

    first = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(first, (struct sockaddr *)&addr, sizeof addr) < 0)
        printf("connecting without a server: %s\n", strerror(errno));
    return 0;
}
