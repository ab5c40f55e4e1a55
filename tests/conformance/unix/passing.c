// Descriptors and credentials that travel over unix sockets: UNIX-57, UNIX-58.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
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

static long send_fd(int sock, int fd, const char *text)
{
    char control[CMSG_SPACE(sizeof(int))] = {0};
    struct iovec iov = {(void *)text, strlen(text)};
    struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(c), &fd, sizeof fd);
    return sendmsg(sock, &m, 0);
}

static int recv_fd(int sock, char *text, int size, int flags)
{
    char control[CMSG_SPACE(sizeof(int))];
    struct iovec iov = {text, size - 1};
    struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    int fd = -1;
    long n = recvmsg(sock, &m, flags);
    text[n > 0 ? n : 0] = 0;
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    if (c && c->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(c), sizeof fd);
    return fd;
}

int main(void)
{
    int s[2], p[2];
    char text[40], c;
    unlink("passed.txt");
    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    int fd = open("passed.txt", O_RDWR | O_CREAT, 0600);
    write(fd, "0123456789", 10);
    lseek(fd, 3, SEEK_SET);
    printf("UNIX-57 sendmsg: %s\n", res(send_fd(s[0], fd, "file")));
    int got = recv_fd(s[1], text, sizeof text, 0);
    read(got, &c, 1);
    printf("UNIX-57 received with %s, another number %d, reads at the same offset: %c, the sender's is now %ld\n", text,
           got != fd, c, (long)lseek(fd, 0, SEEK_CUR));
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    send_fd(s[0], fd, "x");
    int other = recv_fd(s[1], text, sizeof text, 0);
    printf("UNIX-57 FD_CLOEXEC does not travel: %d", fcntl(other, F_GETFD));
    send_fd(s[0], fd, "x");
    other = recv_fd(s[1], text, sizeof text, MSG_CMSG_CLOEXEC);
    printf(", with MSG_CMSG_CLOEXEC: %d\n", fcntl(other, F_GETFD));

    pipe(p);
    send_fd(s[0], p[1], "pipe");
    close(p[1]);
    fcntl(p[0], F_SETFL, O_NONBLOCK);
    printf("UNIX-57 in flight it keeps the pipe open: %s\n", res(read(p[0], &c, 1)));
    fflush(stdout);
    if (fork() == 0) {
        int w = recv_fd(s[1], text, sizeof text, 0);
        write(w, "through", 7);
        _exit(0);
    }
    wait(NULL);
    long n = read(p[0], text, sizeof text);
    printf("UNIX-57 another process wrote: %ld %.*s, then %s\n", n, (int)n, text, res(read(p[0], &c, 1)));
    pipe(p);
    send_fd(s[0], p[1], "lost");
    close(p[1]);
    read(s[1], text, sizeof text);
    fcntl(p[0], F_SETFL, O_NONBLOCK);
    printf("UNIX-57 read() throws it away: %s\n", res(read(p[0], &c, 1)));
    printf("UNIX-57 a closed descriptor: %s\n", res(send_fd(s[0], 99, "x")));

    struct ucred u = {0, 99, 99};
    socklen_t len = sizeof u;
    printf("UNIX-58 SO_PEERCRED: %s", res(getsockopt(s[0], SOL_SOCKET, SO_PEERCRED, &u, &len)));
    printf(", pid mine %d, uid mine %d, gid mine %d\n", u.pid == getpid(), u.uid == getuid(), u.gid == getgid());
    unlink("passed.txt");
    return 0;
}
