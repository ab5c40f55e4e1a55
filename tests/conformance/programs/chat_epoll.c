// A chat server with edge-triggered epoll; lines that arrive in pieces.
#define _GNU_SOURCE
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <poll.h>
#define MAXEV 8
struct client {
    int fd;
    char name[16];
    char buf[256];
    size_t len;
    struct client *next;
} *clients;
static int ep;
static void nonblock(int fd)
{
    int fl = fcntl(fd, F_GETFL, 0);
    fcntl(fd, F_SETFL, fl | O_NONBLOCK);
}

static void broadcast(struct client *from, const char *fmt, const char *text)
{
    char line[400];
    int n = snprintf(line, sizeof line, fmt, from->name, text);
    for (struct client * c = clients; c; c = c->next)
        if (c != from)
            if (send(c->fd, line, n, MSG_NOSIGNAL) != n)
                fprintf(stderr, "short\n");
}

static void drop(struct client *c)
{
    for (struct client ** p = &clients; *p; p = &(*p)->next)
        if (*p == c) {
            *p = c->next;
            break;
        }
    epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, NULL);
    close(c->fd);
    if (c->name[0])
        broadcast(c, "* %s left%s\n", "");
    free(c);
}

static int line_in(struct client *c, char *l)
{
    if (!c->name[0]) {
        snprintf(c->name, sizeof c->name, "%s", l);
        broadcast(c, "* %s joined%s\n", "");
        dprintf(c->fd, "welcome %s\n", c->name);
    } else if (!strcmp(l, "/quit"))
        return -1;
    else if (!strcmp(l, "/who")) {
        for (struct client * k = clients; k; k = k->next)
            dprintf(c->fd, "who %s\n", k->name);
    } else
        broadcast(c, "<%s> %s\n", l);
    return 0;
}

static int readable(struct client *c)
{
    for (;;) {
        ssize_t n = read(c->fd, c->buf + c->len, sizeof c->buf - c->len - 1);
        if (n < 0)
            return errno == EAGAIN ? 0 : -1;
        if (n == 0)
            return -1;
        c->len += n;
        c->buf[c->len] = 0;
        char *nl;
        while ((nl = strchr(c->buf, '\n'))) {
            *nl = 0;
            if (line_in(c, c->buf) < 0)
                return -1;
            c->len -= nl + 1 - c->buf;
            memmove(c->buf, nl + 1, c->len + 1);
        }
    }
}

static void server(int l)
{
    struct epoll_event ev = {.events = EPOLLIN,.data.ptr = NULL }, evs[MAXEV];
    int served = 0;
    ep = epoll_create1(EPOLL_CLOEXEC);
    epoll_ctl(ep, EPOLL_CTL_ADD, l, &ev);
    while (served < 3 || clients) {
        int n = epoll_wait(ep, evs, MAXEV, -1);
        for (int i = 0; i < n; i++) {
            struct client *c = evs[i].data.ptr;
            if (!c) {
                int fd;
                while ((fd = accept4(l, 0, 0, SOCK_NONBLOCK)) >= 0) {
                    c = calloc(1, sizeof *c);
                    c->fd = fd;
                    c->next = clients;
                    clients = c;
                    served++;
                    ev.events = EPOLLIN | EPOLLET | EPOLLRDHUP;
                    ev.data.ptr = c;
                    if (epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev))
                        perror("epoll_ctl");
                }
            } else if (readable(c) < 0 || evs[i].events & (EPOLLHUP | EPOLLERR))
                drop(c);
        }
    }
    puts("server: everybody left");
    exit(0);
}

static FILE *dial(struct sockaddr_un *a)
{
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect(s, (struct sockaddr *) a, sizeof *a)) {
        perror("connect");
        exit(1);
    }
    FILE *f = fdopen(s, "r+");
    setvbuf(f, NULL, _IOLBF, 0);
    return f;
}

static void expect(const char *who, FILE * f)
{
    char b[200];
    if (fgets(b, sizeof b, f))
        printf("%s got: %s", who, b);
    else
        printf("%s got EOF\n", who);
}

int main(void)
{
    struct sockaddr_un a = { AF_UNIX, "chat.sock" };
    int l = socket(AF_UNIX, SOCK_STREAM, 0);
    unlink(a.sun_path);
    if (bind(l, (void *) &a, sizeof a) || listen(l, 5)) {
        perror("bind");
        return 1;
    }
    nonblock(l);
    fflush(stdout);
    pid_t pid = fork();
    if (!pid)
        server(l);
    FILE *al = dial(&a);
    fputs("alice\n", al);
    fflush(al);
    expect("alice", al);
    FILE *bo = dial(&a);
    fputs("bob\n", bo);
    fflush(bo);
    expect("bob", bo);
    expect("alice", al);
    fprintf(bo, "hi all\nsecond line\n");
    fflush(bo);
    expect("alice", al);
    expect("alice", al);
    FILE *ca = dial(&a);
    fputs("car", ca);
    fflush(ca);
    usleep(20000);
    fputs("ol\n/who\n", ca);
    fflush(ca);
    for (int i = 0; i < 4; i++)
        expect("carol", ca);
    expect("alice", al);
    expect("bob", bo);
    fputs("/quit\n", bo);
    fflush(bo);
    expect("bob", bo);
    expect("alice", al);
    expect("carol", ca);
    fclose(al);
    expect("carol", ca);
    fclose(ca);
    fclose(bo);
    int st;
    waitpid(pid, &st, 0);
    printf("%d\n", st);
    return 0;
}
