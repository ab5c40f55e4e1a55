/* n times a descriptor travels through a socket pair, while k sockets that wait in one another's queues are in flight. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static union {
    char room[CMSG_SPACE(sizeof(int))];
    struct cmsghdr head;
} control;

static struct msghdr message(struct iovec *v)
{
    struct msghdr h = {0};
    h.msg_iov = v;
    h.msg_iovlen = 1;
    h.msg_control = control.room;
    h.msg_controllen = sizeof control.room;
    return h;
}

static int pass(int through, int fd)
{
    char c = 'x';
    struct iovec v = {&c, 1};
    struct msghdr h = message(&v);
    memset(&control, 0, sizeof control);
    control.head.cmsg_level = SOL_SOCKET;
    control.head.cmsg_type = SCM_RIGHTS;
    control.head.cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
    return sendmsg(through, &h, 0) == 1;
}

static int take(int from)
{
    char c;
    int fd = -1;
    struct iovec v = {&c, 1};
    struct msghdr h = message(&v);
    if (recvmsg(from, &h, 0) == 1 && h.msg_controllen >= CMSG_LEN(sizeof(int)))
        memcpy(&fd, CMSG_DATA(&control.head), sizeof fd);
    return fd;
}

int main(int argc, char **argv)
{
    long n = atol(argv[1]), k = atol(argv[2]);
    struct rlimit r = {20000, 20000};
    int *kept = malloc((k + 1) * sizeof *kept), two[2], before = -1;
    setrlimit(RLIMIT_NOFILE, &r);
    /* Each pair's one end is sent into the pair made after it, which keeps it: a chain. */
    for (long i = 0; i < k; i++) {
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, two))
            return 1;
        if (before >= 0 && !pass(two[0], before))
            return 2;
        if (before >= 0)
            close(before);
        kept[i] = two[0];
        before = two[1];
    }
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, two))
        return 3;
    for (long i = 0; i < n; i++) {
        int got;
        if (!pass(two[0], two[1]) || (got = take(two[1])) < 0)
            return 4;
        close(got);
    }
    return 0;
}
