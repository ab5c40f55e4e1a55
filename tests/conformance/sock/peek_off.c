/* SO_PEEK_OFF: where MSG_PEEK begins, and how it moves. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>
#include <unistd.h>
static int off(int s)
{
    int v = 77;
    socklen_t n = sizeof v;
    if (getsockopt(s, SOL_SOCKET, SO_PEEK_OFF, &v, &n) < 0) { printf("get: %s\n", strerrorname_np(errno)); return -99; }
    return v;
}
static void set(int s, int v)
{
    int r = setsockopt(s, SOL_SOCKET, SO_PEEK_OFF, &v, sizeof v);
    printf("set %d: %s, now %d\n", v, r ? strerrorname_np(errno) : "ok", off(s));
}
static void peek(int s, int n, int flags)
{
    char b[64];
    memset(b, 0, sizeof b);
    int r = recv(s, b, n, MSG_PEEK | MSG_DONTWAIT | flags);
    printf("peek %d: %d %s \"%s\" off %d\n", n, r, r < 0 ? strerrorname_np(errno) : "", r > 0 ? b : "", off(s));
}
static void get(int s, int n)
{
    char b[64];
    memset(b, 0, sizeof b);
    int r = recv(s, b, n, MSG_DONTWAIT);
    printf("recv %d: %d %s \"%s\" off %d\n", n, r, r < 0 ? strerrorname_np(errno) : "", r > 0 ? b : "", off(s));
}
int main(void)
{
    int p[2];
    puts("stream");
    socketpair(AF_UNIX, SOCK_STREAM, 0, p);
    printf("%d\n", off(p[0]));
    set(p[0], 3); set(p[0], -5); set(p[0], -1); set(p[0], 2);
    write(p[1], "abcdef", 6); write(p[1], "ghijkl", 6);
    peek(p[0], 3, 0); peek(p[0], 3, 0); peek(p[0], 10, 0); peek(p[0], 10, 0);
    get(p[0], 4);
    peek(p[0], 3, 0); peek(p[0], 3, 0);
    set(p[0], 100); peek(p[0], 4, 0); get(p[0], 1);
    set(p[0], 7); peek(p[0], 0, 0); get(p[0], 64); get(p[0], 1);
    set(p[0], -1); write(p[1], "xyz", 3); peek(p[0], 2, 0); peek(p[0], 2, 0);
    puts("dgram");
    socketpair(AF_UNIX, SOCK_DGRAM, 0, p);
    printf("%d\n", off(p[0]));
    write(p[1], "abcdef", 6); write(p[1], "ghijkl", 6);
    set(p[0], 0);
    peek(p[0], 3, 0); peek(p[0], 2, 0); peek(p[0], 10, 0); peek(p[0], 10, 0); peek(p[0], 10, 0);
    get(p[0], 4);
    peek(p[0], 3, 0); get(p[0], 10);
    set(p[0], 2); write(p[1], "mnopqr", 6); peek(p[0], 2, MSG_TRUNC); peek(p[0], 2, 0);
    puts("seqpacket");
    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, p);
    write(p[1], "abcdef", 6);
    set(p[0], 4); peek(p[0], 1, 0); peek(p[0], 9, 0); peek(p[0], 9, 0);
    puts("udp");
    struct sockaddr_in a = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}};
    socklen_t n = sizeof a;
    int u = socket(AF_INET, SOCK_DGRAM, 0), w = socket(AF_INET, SOCK_DGRAM, 0);
    bind(u, (void *)&a, n); getsockname(u, (void *)&a, &n); connect(w, (void *)&a, n);
    printf("%d\n", off(u));
    write(w, "abcdef", 6); write(w, "ghijkl", 6);
    set(u, 1); peek(u, 2, 0); peek(u, 2, 0); peek(u, 9, 0); peek(u, 9, 0); get(u, 9); peek(u, 9, 0);
    puts("tcp");
    int t = socket(AF_INET, SOCK_STREAM, 0);
    printf("%d\n", off(t));
    set(t, 1);
    return 0;
}
