// epoll(7), level-triggered: what is reported, in which order, how a short array rotates, dups, closing.
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

static void show(const char *what, int ep, int max)
{
    struct epoll_event e[16];
    int n = epoll_wait(ep, e, max, 0);
    printf("%s: %d", what, n);
    for (int i = 0; i < n; i++)
        printf(" %d/%#x", e[i].data.u32, e[i].events);
    printf("\n");
}

static int ctl(int ep, int op, int fd, unsigned events, int tag)
{
    struct epoll_event e = {events, {.u32 = tag}};
    return epoll_ctl(ep, op, fd, &e);
}

int main(void)
{
    int a[2], b[2], c[2], d[2];
    char buf[16];
    pipe(a);
    pipe(b);
    pipe(c);
    int ep = epoll_create1(0);
    ctl(ep, EPOLL_CTL_ADD, a[0], EPOLLIN, 1);
    ctl(ep, EPOLL_CTL_ADD, b[0], EPOLLIN, 2);
    ctl(ep, EPOLL_CTL_ADD, c[0], EPOLLIN, 3);
    show("nothing", ep, 16);
    write(c[1], "x", 1);
    write(a[1], "x", 1);
    write(b[1], "x", 1);
    show("written 3 1 2", ep, 16);
    for (int i = 0; i < 4; i++)
        show("two at a time", ep, 2);
    for (int i = 0; i < 4; i++)
        show("one at a time", ep, 1);
    read(a[0], buf, sizeof buf);
    show("1 is drained", ep, 16);
    write(a[1], "x", 1);
    show("and written again", ep, 16);
    ctl(ep, EPOLL_CTL_MOD, b[0], EPOLLOUT, 2);
    show("2 asks for OUT", ep, 16);
    ctl(ep, EPOLL_CTL_MOD, b[0], EPOLLIN, 22);
    show("2 asks for IN, with another tag", ep, 16);
    close(c[1]);
    show("the writer of 3 is gone", ep, 16);
    read(c[0], buf, sizeof buf);
    show("3 at its end", ep, 16);
    ctl(ep, EPOLL_CTL_DEL, b[0], 0, 0);
    show("2 deleted", ep, 16);

    /* Added when it is ready already; both ends of one pipe. */
    int e2 = epoll_create1(0);
    pipe(d);
    ctl(e2, EPOLL_CTL_ADD, d[1], EPOLLIN | EPOLLOUT, 1);
    ctl(e2, EPOLL_CTL_ADD, d[0], EPOLLIN | EPOLLOUT, 2);
    ctl(e2, EPOLL_CTL_ADD, b[0], EPOLLIN, 3);
    show("added ready", e2, 16);
    write(d[1], "x", 1);
    show("and written", e2, 16);
    close(d[0]);
    show("reader closed", e2, 16);

    /* Nothing asked for: ERR and HUP come all the same. */
    int e3 = epoll_create1(0);
    pipe(d);
    ctl(e3, EPOLL_CTL_ADD, d[0], 0, 1);
    write(d[1], "x", 1);
    show("events 0, data", e3, 16);
    close(d[1]);
    show("events 0, writer gone", e3, 16);

    /* Dups of one description: each added by itself, the last of them closed ends it. */
    int e4 = epoll_create1(0);
    pipe(d);
    int x = dup(d[0]), y = dup(d[0]);
    ctl(e4, EPOLL_CTL_ADD, d[0], EPOLLIN, 1);
    ctl(e4, EPOLL_CTL_ADD, x, EPOLLIN, 2);
    ctl(e4, EPOLL_CTL_ADD, y, EPOLLIN, 3);
    write(d[1], "x", 1);
    show("three dups", e4, 16);
    close(d[0]);
    show("one closed", e4, 16);
    printf("deleting the closed one: %s\n", ctl(e4, EPOLL_CTL_DEL, d[0], 0, 0) ? strerror(errno) : "done");
    int again = dup(x);
    printf("the number is used again: %d, added: %s\n", again == d[0],
           ctl(e4, EPOLL_CTL_ADD, again, EPOLLIN, 4) ? strerror(errno) : "done");
    close(x);
    close(y);
    show("two more closed", e4, 16);
    close(again);
    show("all closed", e4, 16);

    int e5 = epoll_create1(0), ev = eventfd(0, 0);
    ctl(e5, EPOLL_CTL_ADD, ev, EPOLLIN | EPOLLOUT, 1);
    show("eventfd 0", e5, 16);
    eventfd_write(ev, 1);
    show("eventfd 1", e5, 16);
    close(ev);
    show("eventfd closed", e5, 16);
    return 0;
}
