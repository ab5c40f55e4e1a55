// Unix datagrams by name, abstract names: UNIX-46 to UNIX-49, UNIX-55, UNIX-56.
#include <errno.h>
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

static struct sockaddr_un to = {.sun_family = AF_UNIX, .sun_path = "dg1"}, me = {.sun_family = AF_UNIX, .sun_path = "dg2"};

int main(void)
{
    struct sockaddr_un from;
    socklen_t len = sizeof from;
    char buf[40];
    struct stat st;
    unlink("dg1"), unlink("dg2");
    int s = socket(AF_UNIX, SOCK_DGRAM, 0), c = socket(AF_UNIX, SOCK_DGRAM, 0);
    bind(s, (struct sockaddr *)&to, sizeof to);
    printf("UNIX-48 write without a destination: %s\n", res(write(c, "x", 1)));
    printf("UNIX-46 sendto: %s\n", res(sendto(c, "hello", 5, 0, (struct sockaddr *)&to, sizeof to)));
    long n = recvfrom(s, buf, sizeof buf, 0, (struct sockaddr *)&from, &len);
    printf("UNIX-47 recvfrom: %ld %.*s, sender unbound, address length %d\n", n, (int)n, buf, (int)len);
    bind(c, (struct sockaddr *)&me, sizeof me);
    sendto(c, "again", 5, 0, (struct sockaddr *)&to, sizeof to);
    len = sizeof from;
    memset(&from, 0, sizeof from);
    n = recvfrom(s, buf, sizeof buf, 0, (struct sockaddr *)&from, &len);
    printf("UNIX-47 bound: %ld %.*s, from %s\n", n, (int)n, buf, from.sun_path);
    n = sendto(s, "reply", 5, 0, (struct sockaddr *)&from, len);
    printf("UNIX-46 reply to that address: %s", res(n));
    n = read(c, buf, sizeof buf);
    printf(", %.*s\n", (int)n, buf);
    strcpy(from.sun_path, "missing");
    printf("UNIX-49 to a missing path: %s\n", res(sendto(c, "x", 1, 0, (struct sockaddr *)&from, sizeof from)));
    printf("UNIX-48 connect, then write: %s", res(connect(c, (struct sockaddr *)&to, sizeof to)));
    printf(" %s", res(write(c, "conn", 4)));
    n = read(s, buf, sizeof buf);
    printf(" %.*s\n", (int)n, buf);
    close(s);
    printf("UNIX-49 the receiver has gone: %s\n", res(write(c, "x", 1)));

    struct sockaddr_un ab = {.sun_family = AF_UNIX};
    memcpy(ab.sun_path, "\0forklore-test", 14);
    socklen_t alen = offsetof(struct sockaddr_un, sun_path) + 14;
    int l = socket(AF_UNIX, SOCK_STREAM, 0), k = socket(AF_UNIX, SOCK_STREAM, 0);
    printf("UNIX-55 bind to an abstract name: %s", res(bind(l, (struct sockaddr *)&ab, alen)));
    printf(", file %s\n", res(stat("forklore-test", &st)));
    listen(l, 1);
    printf("UNIX-55 connect: %s", res(connect(k, (struct sockaddr *)&ab, alen)));
    printf(", with another length: %s\n", res(connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&ab, alen + 1)));
    int l2 = socket(AF_UNIX, SOCK_STREAM, 0);
    printf("UNIX-56 the name is taken: %s\n", res(bind(l2, (struct sockaddr *)&ab, alen)));
    close(l);
    printf("UNIX-56 the socket closed, it is free: %s\n", res(bind(l2, (struct sockaddr *)&ab, alen)));
    int au = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un an;
    printf("UNIX-55 autobind: %s", res(bind(au, (struct sockaddr *)&ab, sizeof(sa_family_t))));
    len = sizeof an;
    getsockname(au, (struct sockaddr *)&an, &len);
    printf(", abstract %d, length %d\n", an.sun_path[0] == 0, (int)len);
    unlink("dg1"), unlink("dg2");
    return 0;
}
