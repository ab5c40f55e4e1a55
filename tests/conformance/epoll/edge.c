// epoll(7) with EPOLLET and EPOLLONESHOT: when an event is reported again.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

static void show(const char *what, int ep)
{
    struct epoll_event e[16];
    int n = epoll_wait(ep, e, 16, 0);
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

static void reader(void)
{
    int ep = epoll_create1(0), p[2];
    char buf[16];
    pipe(p);
    ctl(ep, EPOLL_CTL_ADD, p[0], EPOLLIN | EPOLLET, 1);
    show("edge: empty", ep);
    write(p[1], "ab", 2);
    show("edge: data", ep);
    show("edge: not again", ep);
    write(p[1], "c", 1);
    show("edge: more data", ep);
    read(p[0], buf, 1);
    show("edge: some read", ep);
    ctl(ep, EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLET, 1);
    show("edge: modified", ep);
    show("edge: not again", ep);
    read(p[0], buf, 16);
    write(p[1], "d", 1);
    read(p[0], buf, 16);
    show("edge: written and read", ep);
    write(p[1], "d", 1);
    write(p[1], "d", 1);
    show("edge: two writes, one event", ep);
    close(p[1]);
    show("edge: writer closed", ep);
    show("edge: not again", ep);
    close(ep);
}

static void writer(void)
{
    static char big[65536];
    int ep = epoll_create1(0), p[2];
    pipe(p);
    fcntl(p[1], F_SETFL, O_NONBLOCK);
    ctl(ep, EPOLL_CTL_ADD, p[1], EPOLLOUT | EPOLLET, 1);
    show("edge, writer: room", ep);
    show("edge, writer: not again", ep);
    write(p[1], "x", 1);
    show("edge, writer: written a little", ep);
    read(p[0], big, 1);
    show("edge, writer: read, it was not full", ep);
    while (write(p[1], big, 4096) > 0)
        ;
    show("edge, writer: full", ep);
    read(p[0], big, 100);
    show("edge, writer: 100 bytes read", ep);
    read(p[0], big, 3996);
    show("edge, writer: a page read", ep);
    read(p[0], big, 4096);
    show("edge, writer: another", ep);
    close(p[0]);
    show("edge, writer: reader closed", ep);
    close(ep);
}

static void once(void)
{
    int ep = epoll_create1(0), p[2];
    pipe(p);
    ctl(ep, EPOLL_CTL_ADD, p[0], EPOLLIN | EPOLLONESHOT, 1);
    write(p[1], "x", 1);
    show("once: data", ep);
    show("once: not again", ep);
    write(p[1], "x", 1);
    show("once: nor for more", ep);
    close(p[1]);
    show("once: nor for the end", ep);
    ctl(ep, EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLONESHOT, 2);
    show("once: rearmed", ep);
    show("once: not again", ep);
    ctl(ep, EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLONESHOT | EPOLLET, 3);
    show("once, edge: rearmed", ep);
    show("once, edge: not again", ep);
    close(ep);
}

static void counter(void)
{
    int ep = epoll_create1(0), ev = eventfd(0, EFD_NONBLOCK | EFD_SEMAPHORE);
    eventfd_t v;
    ctl(ep, EPOLL_CTL_ADD, ev, EPOLLIN | EPOLLET, 1);
    eventfd_write(ev, 2);
    show("eventfd: written", ep);
    eventfd_write(ev, 1);
    show("eventfd: written again", ep);
    eventfd_read(ev, &v);
    show("eventfd: one taken", ep);
    ctl(ep, EPOLL_CTL_MOD, ev, EPOLLIN | EPOLLOUT | EPOLLET, 1);
    show("eventfd: both directions", ep);
    eventfd_read(ev, &v);
    show("eventfd: another taken", ep);
    close(ep);
}

int main(void)
{
    reader();
    writer();
    once();
    counter();
    return 0;
}
