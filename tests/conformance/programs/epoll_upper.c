// Edge-triggered epoll server with four clients.
#include <sys/epoll.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <fcntl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>
#define MAX_EVENTS 16
static void set_nonblock(int fd)
{
    int fl = fcntl(fd, F_GETFL, 0);
    fcntl(fd, F_SETFL, fl | O_NONBLOCK);
}
static void die(const char *m)
{
    perror(m);
    exit(EXIT_FAILURE);
}
static void client(int port, int id)
{
    int s = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = port};
    inet_pton(AF_INET, "127.0.0.1", &a.sin_addr);
    char b[64];
    if (connect(s, (struct sockaddr *)&a, sizeof a) < 0)
        die("connect");
    for (int i = 0; i < 3; i++) {
        int n = sprintf(b, "client %d msg %d", id, i);
        write(s, b, n);
        n = read(s, b, sizeof b);
        if (n <= 0)
            exit(9);
        for (int k = 0; k < n; k++)
            if (b[k] >= 'a' && b[k] <= 'z')
                exit(8);
    }
    shutdown(s, SHUT_WR);
    if (read(s, b, 1) != 0)
        exit(7);
    exit(0);
}
int main(void)
{
    int ls = socket(AF_INET, SOCK_STREAM, 0), on = 1, ep, n, i, open_c = 0, total = 0;
    struct sockaddr_in a = {0};
    socklen_t al = sizeof a;
    if (ls < 0)
        die("socket");
    setsockopt(ls, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(ls, (struct sockaddr *)&a, sizeof a))
        die("bind");
    getsockname(ls, (struct sockaddr *)&a, &al);
    if (listen(ls, SOMAXCONN))
        die("listen");
    for (i = 0; i < 4; i++)
        if (fork() == 0)
            client(a.sin_port, i);
    set_nonblock(ls);
    ep = epoll_create1(0);
    struct epoll_event ev, evs[MAX_EVENTS];
    ev.events = EPOLLIN;
    ev.data.fd = ls;
    epoll_ctl(ep, EPOLL_CTL_ADD, ls, &ev);
    int done = 0;
    while (done < 4) {
        n = epoll_wait(ep, evs, MAX_EVENTS, 5000);
        if (n < 0) {
            if (errno == EINTR)
                continue;
            die("epoll_wait");
        }
        for (i = 0; i < n; i++)
            if (evs[i].data.fd == ls) {
                int c;
                while ((c = accept(ls, NULL, NULL)) >= 0) {
                    set_nonblock(c);
                    ev.events = EPOLLIN | EPOLLET;
                    ev.data.fd = c;
                    epoll_ctl(ep, EPOLL_CTL_ADD, c, &ev);
                    open_c++;
                }
                if (errno != EAGAIN && errno != EWOULDBLOCK)
                    die("accept");
            } else {
                char b[512];
                ssize_t r;
                while ((r = read(evs[i].data.fd, b, sizeof b)) > 0) {
                    for (ssize_t k = 0; k < r; k++)
                        if (b[k] >= 'a' && b[k] <= 'z')
                            b[k] -= 32;
                    write(evs[i].data.fd, b, r);
                    total += r;
                }
                if (r == 0) {
                    close(evs[i].data.fd);
                    done++;
                }
            }
    }
    int st, bad = 0;
    while (wait(&st) > 0)
        bad |= st;
    printf("%d clients, %d bytes, status %d\n", open_c, total, bad);
    return 0;
}
