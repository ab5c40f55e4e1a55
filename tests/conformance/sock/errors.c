// Sockets, what is refused: SOCK-01 to SOCK-09.
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
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
    int s[2], one = 1;
    char c;
    socklen_t len = sizeof one;
    struct sockaddr_in a = {.sin_family = AF_INET};
    printf("SOCK-01 family 99: %s\n", res(socket(99, SOCK_STREAM, 0)));
    printf("SOCK-01 family -1: %s\n", res(socket(-1, SOCK_STREAM, 0)));
    printf("SOCK-02 AF_INET, type 75: %s\n", res(socket(AF_INET, 75, 0)));
    printf("SOCK-02 AF_UNIX, type 75: %s\n", res(socket(AF_UNIX, 75, 0)));
    printf("SOCK-02b AF_UNIX, SOCK_RDM: %s\n", res(socket(AF_UNIX, SOCK_RDM, 0)));
    printf("SOCK-03 AF_UNIX, protocol 17: %s\n", res(socket(AF_UNIX, SOCK_STREAM, 17)));
    printf("SOCK-04 socketpair, AF_INET: %s\n", res(socketpair(AF_INET, SOCK_STREAM, 0, s)));
    printf("SOCK-04 socketpair, bad pointer: %s\n", res(socketpair(AF_UNIX, SOCK_STREAM, 0, (int *)1)));
    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    printf("SOCK-05 lseek: %s\n", res(lseek(s[0], 0, SEEK_CUR)));
    printf("SOCK-05 pread: %s\n", res(pread(s[0], &c, 1, 0)));
    int p[2];
    pipe(p);
    printf("SOCK-06 bind on a pipe: %s\n", res(bind(p[0], (struct sockaddr *)&a, sizeof a)));
    printf("SOCK-06 listen: %s\n", res(listen(p[0], 1)));
    printf("SOCK-06 accept: %s\n", res(accept(p[0], NULL, NULL)));
    printf("SOCK-06 connect: %s\n", res(connect(p[0], (struct sockaddr *)&a, sizeof a)));
    printf("SOCK-06 send: %s\n", res(send(p[1], "x", 1, 0)));
    printf("SOCK-06 recv: %s\n", res(recv(p[0], &c, 1, 0)));
    printf("SOCK-06 shutdown: %s\n", res(shutdown(p[0], SHUT_RD)));
    printf("SOCK-06 getsockname: %s\n", res(getsockname(p[0], (struct sockaddr *)&a, &len)));
    close(p[0]);
    printf("SOCK-07 bind on a closed descriptor: %s\n", res(bind(p[0], (struct sockaddr *)&a, sizeof a)));
    printf("SOCK-07 listen: %s\n", res(listen(p[0], 1)));
    printf("SOCK-07 accept: %s\n", res(accept(-1, NULL, NULL)));
    printf("SOCK-07 setsockopt: %s\n", res(setsockopt(p[0], SOL_SOCKET, SO_REUSEADDR, &one, sizeof one)));
    int u = socket(AF_UNIX, SOCK_STREAM, 0), t = socket(AF_INET, SOCK_STREAM, 0);
    printf("SOCK-08 option 9999: %s\n", res(setsockopt(u, SOL_SOCKET, 9999, &one, sizeof one)));
    printf("SOCK-08 getsockopt 9999: %s\n", res(getsockopt(u, SOL_SOCKET, 9999, &one, &len)));
    printf("SOCK-09 TCP_NODELAY on a unix socket: %s\n", res(setsockopt(u, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one)));
    one = 1;
    len = sizeof one;
    printf("SOCK-09 on a TCP socket: %s", res(setsockopt(t, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one)));
    one = 0;
    printf(", %s", res(getsockopt(t, IPPROTO_TCP, TCP_NODELAY, &one, &len)));
    printf(" value %d\n", one);
    printf("SOCK-08 option with a short value: %s\n", res(setsockopt(t, SOL_SOCKET, SO_REUSEADDR, &one, 1)));
    return 0;
}
