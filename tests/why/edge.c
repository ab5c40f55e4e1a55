#include <stdio.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    int p[2];
    char buf[4];
    struct epoll_event e = {.events = EPOLLIN | EPOLLET}, got;
    pipe(p);
    e.data.fd = p[0];
    if (fork() == 0) {
        write(p[1], "hello world\n", 12);
        pause();
    }
    int ep = epoll_create1(0);
    epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &e);
    for (int left = 12; left > 0;) {
        epoll_wait(ep, &got, 1, -1);
        ssize_t n = read(got.data.fd, buf, sizeof buf);
        printf("%.*s", (int)n, buf);
        left -= n;
    }
    return 0;
}
