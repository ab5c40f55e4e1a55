// A TCP connection over loopback: INET-09 to INET-17.
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
    char buf[64];
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, name, peer;
    socklen_t len = sizeof a;
    long n;

    int l = socket(AF_INET, SOCK_STREAM, 0);
    bind(l, (struct sockaddr *)&a, sizeof a);
    getsockname(l, (struct sockaddr *)&a, &len);
    printf("INET-09 port 0 gives an ephemeral port: %d, address %s\n", ntohs(a.sin_port) > 1023, inet_ntoa(a.sin_addr));
    int un = socket(AF_INET, SOCK_STREAM, 0);
    printf("INET-10 listen, unbound: %s", res(listen(un, 1)));
    getsockname(un, (struct sockaddr *)&name, &len);
    printf(", port %d, address %s\n", ntohs(name.sin_port) > 1023, inet_ntoa(name.sin_addr));
    listen(l, 5);
    int c = socket(AF_INET, SOCK_STREAM, 0);
    printf("INET-11 connect before accept: %s\n", res(connect(c, (struct sockaddr *)&a, sizeof a)));
    printf("INET-12 connect again: %s\n", res(connect(c, (struct sockaddr *)&a, sizeof a)));
    len = sizeof peer;
    int s = accept(l, (struct sockaddr *)&peer, &len);
    getsockname(c, (struct sockaddr *)&name, &len);
    printf("INET-13 accept's address is the client's: %d, length %d\n",
           peer.sin_port == name.sin_port && peer.sin_addr.s_addr == name.sin_addr.s_addr, (int)len);
    getsockname(s, (struct sockaddr *)&name, &len);
    printf("INET-14 the accepted one has the listener's port: %d\n", name.sin_port == a.sin_port);
    getpeername(c, (struct sockaddr *)&name, &len);
    printf("INET-14 the client's peer is that port: %d\n", name.sin_port == a.sin_port);
    write(c, "one", 3);
    write(c, "two", 3);
    n = recv(s, buf, 6, MSG_WAITALL);
    printf("INET-15 two writes: %ld %.*s\n", n, (int)n, buf);
    write(c, "abcdef", 6);
    n = recv(s, buf, 2, 0);
    printf("INET-15 a short read: %ld %.*s", n, (int)n, buf);
    n = recv(s, buf, 4, MSG_WAITALL);
    printf(", the rest: %ld %.*s\n", n, (int)n, buf);
    shutdown(c, SHUT_WR);
    printf("INET-16 the peer has shut down writing: %s\n", res(read(s, buf, sizeof buf)));
    printf("INET-16b the other direction: %s", res(write(s, "answer", 6)));
    n = read(c, buf, sizeof buf);
    printf(", %ld %.*s\n", n, (int)n, buf);
    close(s);
    printf("INET-17 closed: %s\n", res(read(c, buf, sizeof buf)));
    return 0;
}
