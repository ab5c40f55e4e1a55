// Unix sockets with names: UNIX-23 to UNIX-29, UNIX-43 to UNIX-45, UNIX-51 to UNIX-54.
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
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

static struct sockaddr_un addr;

static struct sockaddr *at(const char *path)
{
    memset(&addr, 0, sizeof addr);
    addr.sun_family = AF_UNIX;
    strcpy(addr.sun_path, path);
    return (struct sockaddr *)&addr;
}

static int sock(int type)
{
    return socket(AF_UNIX, type, 0);
}

int main(void)
{
    struct stat st;
    umask(022);
    unlink("s"), unlink("t"), unlink("file"), unlink("dg"), unlink("b");
    int a = sock(SOCK_STREAM);
    printf("UNIX-23 connect to a missing path: %s\n", res(connect(a, at("none"), sizeof addr)));
    printf("UNIX-24 listen, unbound: %s\n", res(listen(a, 1)));
    printf("UNIX-26 bind: %s\n", res(bind(a, at("s"), sizeof addr)));
    printf("UNIX-25 accept, not listening: %s\n", res(accept(a, NULL, NULL)));
    stat("s", &st);
    printf("UNIX-26b S_ISSOCK %d, mode %o\n", !!S_ISSOCK(st.st_mode), st.st_mode & 07777);
    printf("UNIX-27 bind again to the same path: %s\n", res(bind(a, at("s"), sizeof addr)));
    printf("UNIX-27b to another path: %s", res(bind(a, at("t"), sizeof addr)));
    printf(", the file: %s\n", res(stat("t", &st)));
    int b = sock(SOCK_STREAM);
    printf("UNIX-28 another socket, path exists: %s\n", res(bind(b, at("s"), sizeof addr)));
    printf("UNIX-29 connect, bound but not listening: %s\n", res(connect(b, at("s"), sizeof addr)));
    listen(a, 5);
    int d = sock(SOCK_DGRAM);
    printf("UNIX-44 a datagram socket to a listening stream: %s\n", res(connect(d, at("s"), sizeof addr)));
    bind(d, at("dg"), sizeof addr);
    printf("UNIX-44 a stream socket to a datagram one: %s\n", res(connect(b, at("dg"), sizeof addr)));
    printf("UNIX-45 listen on a datagram socket: %s\n", res(listen(d, 1)));
    printf("UNIX-25 accept on a datagram socket: %s\n", res(accept(d, NULL, NULL)));
    close(a);
    printf("UNIX-43 the file outlives the socket, connect: %s\n", res(connect(b, at("s"), sizeof addr)));
    int c = sock(SOCK_STREAM);
    printf("UNIX-28 bind over the stale file: %s", res(bind(c, at("s"), sizeof addr)));
    unlink("s");
    printf(", after unlink: %s\n", res(bind(c, at("s"), sizeof addr)));
    close(open("file", O_CREAT | O_RDWR, 0600));
    printf("UNIX-51 connect to a regular file: %s\n", res(connect(b, at("file"), sizeof addr)));
    printf("UNIX-51 open() of a socket's file: %s\n", res(open("s", O_RDWR)));
    printf("UNIX-52 bind in a missing directory: %s\n", res(bind(b, at("missing/s"), sizeof addr)));
    at("b");
    addr.sun_family = AF_INET;
    printf("UNIX-53 bind, wrong family: %s\n", res(bind(b, (struct sockaddr *)&addr, sizeof addr)));
    printf("UNIX-54 bind, length too large: %s\n", res(bind(b, at("b"), sizeof addr + 1)));
    printf("UNIX-54 bind, length 1: %s\n", res(bind(b, at("b"), 1)));
    printf("UNIX-54 connect, length too large: %s\n", res(connect(b, at("b"), sizeof addr + 10)));
    printf("UNIX-54 bind with the exact length: %s", res(bind(b, at("b"), offsetof(struct sockaddr_un, sun_path) + 1)));
    printf(", file %s\n", res(stat("b", &st)));
    unlink("s"), unlink("file"), unlink("dg"), unlink("b");
    return 0;
}
