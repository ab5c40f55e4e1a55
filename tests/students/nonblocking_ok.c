#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#define SIZE 600000
static int send_all(int fd, const char *p, size_t left) {
    while (left) {
        ssize_t n = send(fd, p, left, MSG_NOSIGNAL);
        if (n < 0) {
            if (errno == EINTR) continue;
            if (errno != EAGAIN) return -1;
            struct pollfd w = { fd, POLLOUT, 0 };
            if (poll(&w, 1, -1) < 0 && errno != EINTR) return -1;
            continue;
        }
        p += n; left -= n;
    }
    return 0;
}
int main(void) {
    int sv[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, sv)) return 1;
    fcntl(sv[0], F_SETFL, fcntl(sv[0], F_GETFL) | O_NONBLOCK);
    char *blob = malloc(SIZE);
    memset(blob, 'x', SIZE);
    if (fork() == 0) {
        close(sv[0]);
        char b[4096]; long total = 0; ssize_t n;
        while ((n = read(sv[1], b, sizeof b)) > 0) total += n;
        printf("received %s\n", total == SIZE ? "all" : "part");
        exit(0);
    }
    close(sv[1]);
    if (send_all(sv[0], blob, SIZE) == -1) { perror("send"); return 1; }
    close(sv[0]);
    wait(NULL);
    free(blob);
    return 0;
}
