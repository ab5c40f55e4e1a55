// Connections by name: UNIX-30 to UNIX-42.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
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

static struct sockaddr_un addr = {.sun_family = AF_UNIX, .sun_path = "srv"};
#define ADDR (struct sockaddr *)&addr, sizeof addr

static int client(int flags)
{
    return socket(AF_UNIX, SOCK_STREAM | flags, 0);
}

int main(void)
{
    char buf[40];
    struct sockaddr_un name;
    socklen_t len;
    signal(SIGPIPE, SIG_IGN);
    unlink("srv");
    int l = client(0);
    bind(l, ADDR);
    listen(l, 1);
    int c1 = client(0), c2 = client(0), c3 = client(SOCK_NONBLOCK);
    printf("UNIX-30 connect before accept: %s\n", res(connect(c1, ADDR)));
    printf("UNIX-33 connect again: %s\n", res(connect(c1, ADDR)));
    printf("UNIX-31 the second with a backlog of 1: %s\n", res(connect(c2, ADDR)));
    printf("UNIX-32 the third, O_NONBLOCK: %s\n", res(connect(c3, ADDR)));
    printf("UNIX-34 write before accept: %s\n", res(write(c1, "early", 5)));
    len = sizeof name;
    int a1 = accept(l, (struct sockaddr *)&name, &len);
    printf("UNIX-35 accept: peer's name has length %d, family AF_UNIX %d\n", (int)len, name.sun_family == AF_UNIX);
    long n = read(a1, buf, sizeof buf);
    printf("UNIX-34 read after accept: %ld %.*s\n", n, (int)n, buf);
    len = sizeof name;
    memset(&name, 0, sizeof name);
    getsockname(a1, (struct sockaddr *)&name, &len);
    printf("UNIX-36 the accepted one's own name: %s, length as expected %d\n", name.sun_path,
           len == offsetof(struct sockaddr_un, sun_path) + strlen("srv") + 1);
    len = sizeof name;
    memset(&name, 0, sizeof name);
    getpeername(c1, (struct sockaddr *)&name, &len);
    printf("UNIX-36 the client's peer: %s\n", name.sun_path);
    printf("UNIX-37 getpeername, unconnected: %s\n", res(getpeername(c3, (struct sockaddr *)&name, &len)));
    fcntl(l, F_SETFL, O_NONBLOCK);
    int a2 = accept(l, NULL, NULL);
    printf("UNIX-38 accept, O_NONBLOCK: a connection %d", a2 >= 0);
    printf(", none: %s\n", res(accept(l, NULL, NULL)));
    printf("UNIX-39 the accepted one has O_NONBLOCK: %d, by accept4 ", !!(fcntl(a2, F_GETFL) & O_NONBLOCK));
    printf("%s\n", res(connect(c3, ADDR)));
    int a3 = accept4(l, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    printf("UNIX-39 accept4: O_NONBLOCK %d, FD_CLOEXEC %d\n", !!(fcntl(a3, F_GETFL) & O_NONBLOCK), fcntl(a3, F_GETFD));
    int u = client(0);
    printf("UNIX-40 write, unconnected: %s\n", res(write(u, "x", 1)));
    printf("UNIX-40b read, unconnected: %s\n", res(read(u, buf, 1)));
    printf("UNIX-40c sendto with an address, connected: %s\n", res(sendto(c1, "x", 1, 0, ADDR)));
    close(c2);
    printf("UNIX-41 the client closed: %s\n", res(read(a2, buf, 1)));

    int c4 = client(0);
    connect(c4, ADDR);
    close(l);
    printf("UNIX-42 listener closed before accept: %s\n", res(read(c4, buf, 1)));
    unlink("srv");

    /* A blocking connect waits while the backlog is full. */
    l = client(0);
    bind(l, ADDR);
    listen(l, 0);
    int c5 = client(0);
    connect(c5, ADDR);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        int c6 = client(0);
        int r = connect(c6, ADDR);
        write(c6, "waited", 6);
        _exit(r);
    }
    usleep(60000);
    printf("UNIX-32 a blocking connect with a full backlog waits: %d\n", waitpid(pid, NULL, WNOHANG) == 0);
    accept(l, NULL, NULL);
    int a6 = accept(l, NULL, NULL);
    n = read(a6, buf, sizeof buf);
    printf("UNIX-32 and goes on: %ld %.*s\n", n, (int)n, buf);
    wait(NULL);
    unlink("srv");
    return 0;
}
