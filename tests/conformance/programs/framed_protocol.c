// Messages over a stream: each begins with its length, in network byte order, and may come in pieces.
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static int read_all(int fd, void *p, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t r = read(fd, (char *)p + done, n - done);
        if (r <= 0)
            return 0;
        done += r;
    }
    return 1;
}

static void send_frame(int fd, const char *text, uint32_t n)
{
    uint32_t head = htonl(n);
    struct iovec iov[2] = {{&head, sizeof head}, {(void *)text, n}};
    size_t left = sizeof head + n;
    while (left > 0) {
        ssize_t w = writev(fd, iov, 2);
        left -= w;
        for (int i = 0; i < 2; i++) {
            size_t part = (size_t)w < iov[i].iov_len ? (size_t)w : iov[i].iov_len;
            iov[i].iov_base = (char *)iov[i].iov_base + part;
            iov[i].iov_len -= part;
            w -= part;
        }
    }
}

int main(void)
{
    int s[2];
    static char big[300000], got[300000];
    for (int i = 0; i < (int)sizeof big; i++)
        big[i] = i % 251;
    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    if (fork() == 0) {
        close(s[0]);
        send_frame(s[1], "short", 5);
        send_frame(s[1], "", 0);
        send_frame(s[1], big, sizeof big);
        for (int i = 0; i < 9; i++)
            write(s[1], "\0\0\0\5drops" + i, 1);
        write(s[1], "\0\0\0\5half", 8);
        _exit(0);
    }
    close(s[1]);
    uint32_t head;
    while (read_all(s[0], &head, sizeof head)) {
        uint32_t n = ntohl(head);
        if (!read_all(s[0], got, n)) {
            printf("the stream ends in a message of %u\n", n);
            break;
        }
        if (n < 20)
            printf("%u: %.*s\n", n, (int)n, got);
        else
            printf("%u: as sent %d\n", n, memcmp(got, big, n) == 0);
    }
    wait(NULL);
    return 0;
}
