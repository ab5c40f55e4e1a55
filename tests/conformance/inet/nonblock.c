// Connecting without blocking: INET-24 to INET-26.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
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

static void after(int s, const char *id)
{
    struct pollfd p = {s, POLLIN | POLLOUT, 0};
    int err = -1, n = poll(&p, 1, 1000);
    socklen_t len = sizeof err;
    getsockopt(s, SOL_SOCKET, SO_ERROR, &err, &len);
    printf("%s poll %d,%s%s%s%s, SO_ERROR %s\n", id, n, p.revents & POLLIN ? " IN" : "", p.revents & POLLOUT ? " OUT" : "",
           p.revents & POLLERR ? " ERR" : "", p.revents & POLLHUP ? " HUP" : "", strerror(err));
    getsockopt(s, SOL_SOCKET, SO_ERROR, &err, &len);
    printf("%s SO_ERROR once more: %s\n", id, strerror(err));
}

int main(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    char c;
    int l = socket(AF_INET, SOCK_STREAM, 0);
    bind(l, (struct sockaddr *)&a, sizeof a);
    getsockname(l, (struct sockaddr *)&a, &len);
    listen(l, 5);
    int s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    printf("INET-24 connect: %s\n", res(connect(s, (struct sockaddr *)&a, sizeof a)));
    after(s, "INET-25");
    printf("INET-25 connect once more: %s", res(connect(s, (struct sockaddr *)&a, sizeof a)));
    printf(", and again: %s\n", res(connect(s, (struct sockaddr *)&a, sizeof a)));
    printf("INET-25 read, nothing there: %s\n", res(read(s, &c, 1)));
    fcntl(l, F_SETFL, O_NONBLOCK);
    int t = accept(l, NULL, NULL);
    printf("INET-25 accept: %d", t >= 0);
    printf(", nobody else: %s\n", res(accept(l, NULL, NULL)));
    close(l);
    int d = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    printf("INET-26 connect, nobody listens: %s\n", res(connect(d, (struct sockaddr *)&a, sizeof a)));
    after(d, "INET-26");
    return 0;
}
