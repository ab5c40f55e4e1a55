// A process without rights of its own gets opened files from another one, over a socket pair.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Sends a status and, if it is good, a descriptor. */
static void send_answer(int s, int error, int fd)
{
    union { struct cmsghdr align; char buf[CMSG_SPACE(sizeof(int))]; } control;
    struct iovec iov = {&error, sizeof error};
    struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1};
    if (fd >= 0) {
        memset(&control, 0, sizeof control);
        m.msg_control = control.buf;
        m.msg_controllen = sizeof control.buf;
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(c), &fd, sizeof fd);
    }
    sendmsg(s, &m, 0);
}

static int receive_answer(int s, int *error)
{
    union { struct cmsghdr align; char buf[CMSG_SPACE(sizeof(int))]; } control;
    struct iovec iov = {error, sizeof *error};
    struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.buf, .msg_controllen = sizeof control.buf};
    int fd = -1;
    recvmsg(s, &m, 0);
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    if (c != NULL && c->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(c), sizeof fd);
    return fd;
}

static void proxy(int s)
{
    char path[100];
    ssize_t n;
    while ((n = read(s, path, sizeof path - 1)) > 0) {
        path[n] = 0;
        int fd = open(path, O_RDONLY);
        send_answer(s, fd < 0 ? errno : 0, fd);
        close(fd);
    }
    _exit(0);
}

int main(void)
{
    int s[2];
    static const char *const paths[] = {"letter.txt", "missing.txt", "letter.txt"};
    int f = open("letter.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    write(f, "dear reader", 11);
    close(f);
    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, s);
    if (fork() == 0) {
        close(s[0]);
        proxy(s[1]);
    }
    close(s[1]);
    for (int i = 0; i < 3; i++) {
        char buf[40];
        int error = -1;
        write(s[0], paths[i], strlen(paths[i]));
        int fd = receive_answer(s[0], &error);
        if (fd < 0) {
            printf("%s: %s\n", paths[i], strerror(error));
            continue;
        }
        ssize_t n = read(fd, buf, sizeof buf);
        printf("%s: %.*s\n", paths[i], (int)n, buf);
        close(fd);
    }
    close(s[0]);
    wait(NULL);
    unlink("letter.txt");
    return 0;
}
