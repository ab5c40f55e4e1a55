// An open file sent to another process.
#include <sys/socket.h>
#include <sys/un.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>
#include <fcntl.h>
#include <sys/wait.h>
static int send_fd(int sock, int fd)
{
    struct msghdr m = {0};
    struct iovec v;
    char c = 'F';
    union {
        struct cmsghdr h;
        char b[CMSG_SPACE(sizeof(int))];
    } u;
    v.iov_base = &c;
    v.iov_len = 1;
    m.msg_iov = &v;
    m.msg_iovlen = 1;
    m.msg_control = u.b;
    m.msg_controllen = sizeof u.b;
    struct cmsghdr *h = CMSG_FIRSTHDR(&m);
    h->cmsg_len = CMSG_LEN(sizeof fd);
    h->cmsg_level = SOL_SOCKET;
    h->cmsg_type = SCM_RIGHTS;
    *(int *)CMSG_DATA(h) = fd;
    return sendmsg(sock, &m, 0);
}
static int recv_fd(int sock)
{
    struct msghdr m = {0};
    struct iovec v;
    char c;
    char b[CMSG_SPACE(sizeof(int))];
    int fd;
    v.iov_base = &c;
    v.iov_len = 1;
    m.msg_iov = &v;
    m.msg_iovlen = 1;
    m.msg_control = b;
    m.msg_controllen = sizeof b;
    if (recvmsg(sock, &m, 0) <= 0)
        return -1;
    struct cmsghdr *h = CMSG_FIRSTHDR(&m);
    if (!h || h->cmsg_type != SCM_RIGHTS)
        return -2;
    memcpy(&fd, CMSG_DATA(h), sizeof fd);
    return fd;
}
int main(void)
{
    int sv[2];
    socketpair(AF_UNIX, SOCK_DGRAM, 0, sv);
    if (!fork()) {
        close(sv[0]);
        int fd = open("secret", O_RDWR | O_CREAT, 0600);
        write(fd, "top secret", 10);
        lseek(fd, 4, SEEK_SET);
        send_fd(sv[1], fd);
        exit(0);
    }
    wait(0);
    int fd = recv_fd(sv[0]);
    char b[20];
    int n = read(fd, b, 20);
    printf("%d %.*s\n", fd, n, b);
    struct ucred {
        int pid, uid, gid;
    } uc;
    socklen_t l = sizeof uc;
    printf("%d\n", getsockopt(sv[0], SOL_SOCKET, 17, &uc, &l));
    int ty;
    l = sizeof ty;
    getsockopt(sv[0], SOL_SOCKET, SO_TYPE, &ty, &l);
    printf("%d\n", ty == SOCK_DGRAM);
    return 0;
}
