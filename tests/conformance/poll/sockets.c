// poll on sockets: POLL-12 to POLL-20.
#define _GNU_SOURCE
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void show(const char *what, int fd)
{
    struct pollfd p = {fd, POLLIN | POLLOUT | POLLPRI | POLLRDHUP, 0};
    int n = poll(&p, 1, 0), r = p.revents;
    printf("%s: returns %d,%s%s%s%s%s%s\n", what, n, r & POLLIN ? " IN" : "", r & POLLOUT ? " OUT" : "",
           r & POLLRDHUP ? " RDHUP" : "", r & POLLERR ? " ERR" : "", r & POLLHUP ? " HUP" : "", r & POLLNVAL ? " NVAL" : "");
}

int main(void)
{
    int s[2];
    char c;
    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    show("POLL-12 stream pair, idle", s[0]);
    write(s[1], "x", 1);
    show("POLL-12 with data", s[0]);
    read(s[0], &c, 1);
    shutdown(s[1], SHUT_WR);
    show("POLL-13 peer has shut down writing", s[0]);
    printf("POLL-13 read: %d\n", (int)read(s[0], &c, 1));
    show("POLL-13 the peer itself", s[1]);
    close(s[1]);
    show("POLL-14 peer closed", s[0]);
    close(s[0]);

    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    shutdown(s[0], SHUT_RDWR);
    show("POLL-15 own SHUT_RDWR", s[0]);
    show("POLL-15 the other side of it", s[1]);
    close(s[0]);
    close(s[1]);

    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    write(s[0], "unread", 6);
    close(s[1]);
    show("POLL-16 peer closed with unread data", s[0]);
    close(s[0]);

    int u = socket(AF_UNIX, SOCK_STREAM, 0);
    show("POLL-17 unconnected unix stream", u);
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    strcpy(a.sun_path, "poll.sock");
    unlink(a.sun_path);
    bind(u, (struct sockaddr *)&a, sizeof a);
    listen(u, 2);
    show("POLL-18 listening, nobody waits", u);
    int k = socket(AF_UNIX, SOCK_STREAM, 0);
    connect(k, (struct sockaddr *)&a, sizeof a);
    show("POLL-19 a connection is pending", u);
    show("POLL-19 the client's side", k);
    int acc = accept(u, NULL, NULL);
    show("POLL-19 after accept", u);
    show("POLL-12 the accepted one", acc);
    show("POLL-20 fresh TCP socket", socket(AF_INET, SOCK_STREAM, 0));
    show("POLL-20 fresh UDP socket", socket(AF_INET, SOCK_DGRAM, 0));
    show("POLL-17 fresh unix datagram socket", socket(AF_UNIX, SOCK_DGRAM, 0));
    unlink("poll.sock");
    return 0;
}
