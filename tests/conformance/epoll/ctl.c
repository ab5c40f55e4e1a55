// epoll_create(2), epoll_ctl(2), epoll_wait(2): arguments and errors.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <unistd.h>

static void say(const char *what, long r)
{
    if (r == -1)
        printf("%s: -1 %s\n", what, strerror(errno));
    else
        printf("%s: %ld\n", what, r);
}

static int ctl(int ep, int op, int fd, unsigned events)
{
    struct epoll_event e = {events, {.fd = fd}};
    return epoll_ctl(ep, op, fd, &e);
}

int main(void)
{
    enum { ADD = EPOLL_CTL_ADD, DEL = EPOLL_CTL_DEL, MOD = EPOLL_CTL_MOD };
    struct epoll_event out[4];
    struct stat st;
    int p[2], q[2];
    pipe(p);
    pipe(q);
    say("epoll_create(0)", epoll_create(0));
    say("epoll_create(-1)", epoll_create(-1));
    say("epoll_create1(1)", epoll_create1(1));
    int ep = epoll_create(1), other = epoll_create1(EPOLL_CLOEXEC);
    printf("close on exec %d %d\n", fcntl(ep, F_GETFD), fcntl(other, F_GETFD));
    fstat(ep, &st);
    printf("mode %o\n", st.st_mode);
    say("read", read(ep, out, 8));
    say("write", write(ep, out, 8));

    say("add", ctl(ep, ADD, p[0], EPOLLIN));
    say("add again", ctl(ep, ADD, p[0], EPOLLIN));
    say("modify", ctl(ep, MOD, p[0], EPOLLIN));
    say("modify what was not added", ctl(ep, MOD, q[0], EPOLLIN));
    say("delete what was not added", ctl(ep, DEL, q[0], 0));
    say("delete, null event", epoll_ctl(ep, DEL, p[0], NULL));
    say("delete again", epoll_ctl(ep, DEL, p[0], NULL));
    say("unknown operation", ctl(ep, 99, p[0], EPOLLIN));
    say("null event", epoll_ctl(ep, ADD, p[0], NULL));
    say("itself", ctl(ep, ADD, ep, EPOLLIN));
    say("closed descriptor", ctl(ep, ADD, 77, EPOLLIN));
    say("closed instance", ctl(77, ADD, p[0], EPOLLIN));
    say("no epoll instance", ctl(p[0], ADD, p[1], EPOLLIN));
    say("no epoll instance and closed descriptor", ctl(p[0], ADD, 78, EPOLLIN));
    int dir = open("/", O_RDONLY), file = open("regular", O_RDWR | O_CREAT, 0600), null = open("/dev/null", O_RDWR);
    int zero = open("/dev/zero", O_RDWR), path = open("/", O_PATH);
    say("regular file", ctl(ep, ADD, file, EPOLLIN));
    say("directory", ctl(ep, ADD, dir, EPOLLIN));
    say("/dev/null", ctl(ep, ADD, null, EPOLLIN));
    say("/dev/zero", ctl(ep, ADD, zero, EPOLLIN));
    say("O_PATH", ctl(ep, ADD, path, EPOLLIN));
    say("regular file, no epoll instance", ctl(p[0], ADD, file, EPOLLIN));

    say("exclusive", ctl(ep, ADD, q[0], EPOLLIN | EPOLLEXCLUSIVE));
    say("exclusive, modified", ctl(ep, MOD, q[0], EPOLLIN));
    say("modified to exclusive", ctl(ep, MOD, q[0], EPOLLIN | EPOLLEXCLUSIVE));
    say("exclusive, once", ctl(ep, ADD, p[0], EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT));
    say("exclusive, RDHUP", ctl(ep, ADD, p[0], EPOLLIN | EPOLLEXCLUSIVE | EPOLLRDHUP));
    say("exclusive, edge", ctl(ep, ADD, p[0], EPOLLIN | EPOLLEXCLUSIVE | EPOLLET));
    say("exclusive, an instance", ctl(ep, ADD, other, EPOLLIN | EPOLLEXCLUSIVE));

    say("wait, maxevents 0", epoll_wait(ep, out, 0, 0));
    say("wait, maxevents -1", epoll_wait(ep, out, -1, 0));
    say("wait, maxevents huge", epoll_wait(ep, out, 0x7fffffff, 0));
    say("wait, closed", epoll_wait(77, out, 4, 0));
    say("wait, closed, maxevents 0", epoll_wait(77, out, 0, 0));
    say("wait, no instance", epoll_wait(p[0], out, 4, 0));
    say("wait, bad address, nothing ready", epoll_wait(other, (void *)8, 4, 0));
    say("wait, a kernel address", epoll_wait(other, (void *)0xffff800000000000, 4, 0));
    ctl(other, ADD, p[1], EPOLLOUT);
    say("wait, bad address, ready", epoll_wait(other, (void *)8, 4, 0));
    say("wait, still ready", epoll_wait(other, out, 4, 0));
    say("wait, 10 ms, nothing", epoll_wait(ep, out, 4, 10));

    say("instances that watch each other", ctl(ep, ADD, other, EPOLLIN));
    say("would be a loop", ctl(other, ADD, ep, EPOLLIN));
    int chain[8];
    for (int i = 0; i < 8; i++)
        chain[i] = epoll_create1(0);
    for (int i = 0; i < 7; i++) {
        printf("instance %d watches %d", i, i + 1);
        say("", ctl(chain[i], ADD, chain[i + 1], EPOLLIN));
    }
    return 0;
}
