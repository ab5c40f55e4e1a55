// Credentials: what a server learns of its peer by SO_PEERCRED, and of each message by SCM_CREDENTIALS.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void receive(int s, pid_t child)
{
    union { struct cmsghdr align; char buf[CMSG_SPACE(sizeof(struct ucred))]; } control;
    char text[40];
    struct iovec iov = {text, sizeof text};
    struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.buf, .msg_controllen = sizeof control.buf};
    ssize_t n = recvmsg(s, &m, 0);
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    struct ucred u = {0};
    if (c != NULL && c->cmsg_type == SCM_CREDENTIALS)
        memcpy(&u, CMSG_DATA(c), sizeof u);
    printf("%.*s: from the child %d, from me %d, my user %d\n", (int)n, text, u.pid == child, u.pid == getpid(),
           u.uid == getuid());
}

int main(void)
{
    int s[2], on = 1;
    socketpair(AF_UNIX, SOCK_DGRAM, 0, s);
    setsockopt(s[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    write(s[1], "mine", 4);
    receive(s[0], -1);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        write(s[1], "the child's", 11);
        struct ucred lie = {1, 0, 0};
        union { struct cmsghdr align; char buf[CMSG_SPACE(sizeof lie)]; } control = {0};
        struct iovec iov = {"a lie", 5};
        struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.buf, .msg_controllen = sizeof control.buf};
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_CREDENTIALS;
        c->cmsg_len = CMSG_LEN(sizeof lie);
        memcpy(CMSG_DATA(c), &lie, sizeof lie);
        setresuid(1000, 1000, 1000);
        _exit(sendmsg(s[1], &m, 0) < 0 ? errno : 0);
    }
    int status;
    waitpid(child, &status, 0);
    receive(s[0], child);
    printf("lying about oneself: %s\n", strerror(WEXITSTATUS(status)));
    struct ucred peer;
    socklen_t len = sizeof peer;
    getsockopt(s[0], SOL_SOCKET, SO_PEERCRED, &peer, &len);
    printf("the pair was made by me: %d\n", peer.pid == getpid());
    return 0;
}
