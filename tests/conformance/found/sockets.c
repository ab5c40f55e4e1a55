// Found by the random tester: which error comes first when a socket that is shut down sends; epoll and ioctl.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static void show(const char *what, long r)
{
    printf("%s: %ld %s\n", what, r, r < 0 ? strerror(errno) : "");
}

int main(void)
{
    struct sockaddr_un nobody = { AF_UNIX, "s" };
    int p[2], d, e, n = -1;
    d = socket(AF_UNIX, SOCK_DGRAM, 0);
    show("shutdown", shutdown(d, SHUT_RDWR));
    show("unconnected datagram socket, shut down", send(d, "x", 1, MSG_NOSIGNAL));
    socketpair(AF_UNIX, SOCK_DGRAM, 0, p);
    shutdown(p[0], SHUT_WR);
    show("to a name that is not there, shut down", sendto(p[0], "x", 1, MSG_NOSIGNAL, (struct sockaddr *)&nobody, sizeof nobody));
    show("to a name that is not there", sendto(p[1], "x", 1, MSG_NOSIGNAL, (struct sockaddr *)&nobody, sizeof nobody));
    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, p);
    show("seqpacket ignores the name", sendto(p[0], "abcd", 4, MSG_NOSIGNAL, (struct sockaddr *)&nobody, sizeof nobody));
    close(p[1]);
    show("the peer closed with something unread", send(p[0], "x", 1, MSG_NOSIGNAL));
    show("and again", send(p[0], "x", 1, MSG_NOSIGNAL));
    socketpair(AF_UNIX, SOCK_STREAM, 0, p);
    show("nothing", send(p[0], "", 0, MSG_NOSIGNAL));
    shutdown(p[1], SHUT_RDWR);
    show("nothing to a peer that is shut down", send(p[0], "", 0, MSG_NOSIGNAL));
    struct stat st;
    fstat(p[0], &st);
    printf("links of a socket: %ld\n", (long)st.st_nlink);
    struct sockaddr_un peer;
    socklen_t size = sizeof peer;
    socketpair(AF_UNIX, SOCK_DGRAM, 0, p);
    close(p[1]);
    show("the name of a peer that is gone", getpeername(p[0], (struct sockaddr *)&peer, &size));
    printf("of %d bytes\n", (int)size);
    show("send to it", send(p[0], "x", 1, MSG_NOSIGNAL));
    show("its name now", getpeername(p[0], (struct sockaddr *)&peer, &size));
    e = epoll_create1(0);
    show("FIONREAD of an epoll", ioctl(e, FIONREAD, &n));
    return 0;
}
